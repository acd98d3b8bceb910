"""What commands begin with: the log, the product put together, the time that was given."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    import datetime as dt

    from kambrief.app import App

OPEN = contextlib.ExitStack()
"""What a command has opened; `kambrief.cli.main` closes it."""

LOG: dict[str, bool] = {"verbose": False, "log_json": False}
"""How the log was asked for, before the command's name."""


def configure_log() -> None:
    """To standard error: standard output is the command's own."""
    import logging

    from kambrief import app

    app.configure_logging(json_lines=LOG["log_json"], level=logging.DEBUG if LOG["verbose"] else logging.WARNING)


def start(config: Path | None) -> "App":
    """The product as configured. Raises `UserError` with every problem of the configuration."""
    from kambrief import app
    from kambrief.settings import load

    configure_log()
    built = app.build(load(config or app.default_config()))
    OPEN.callback(built.close)
    return built


def moment(text: str | None) -> "dt.datetime | None":
    """The time given with ``--at``."""
    import datetime as dt

    if text is None:
        return None
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is no time; write for example 2026-10-06T08:00:00+03:00", param_hint="--at"
        ) from None
    if at.tzinfo is None:
        raise typer.BadParameter(f"'{text}' has no offset; add Z or for example +03:00", param_hint="--at")
    return at
