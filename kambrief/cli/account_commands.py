"""The commands about customers. The doing is in `pipeline.overview`, the words in `cli.accounts`."""

from typing import Annotated

import typer

from kambrief.cli import show
from kambrief.cli.options import At, Config, Json
from kambrief.cli.start import moment, start


def accounts(
    config: Config = None,
    days: Annotated[int, typer.Option("--days", help="How far ahead to look for the next meeting.")] = 90,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Customers shown; 0 for all.")] = 200,
    whose: Annotated[str, typer.Option("--for", help="Only those of this account manager, or owner in the CRM.")] = "",
    at: At = None,
    json: Json = False,
) -> None:
    """The customers by tier and revenue: class, change, retention risk, the next meeting with each."""
    from kambrief.cli.accounts import cells, closing, columns, row_json, terminal_width
    from kambrief.pipeline import overview

    built = start(config)
    now = moment(at) or built.clock()
    with show.progress("Looking at the customers"):
        built.before.refresh(now)
        listed = overview.accounts(built.before, now, days, limit, whose)
    for said in listed.notes:
        show.note(said)
    if json:
        show.as_json([row_json(row, listed.compared.portfolio.rates.base) for row in listed.rows])
        return
    width = terminal_width()
    show.table(columns(listed, width), [cells(row, width) for row in listed.rows])
    for said in closing(listed):
        show.line(said)


def account(
    name: Annotated[str, typer.Argument(metavar="ACCOUNT", help="An id or its beginning, or a unique part of a name.")],
    config: Config = None,
    whose: Annotated[str, typer.Option("--for", help="Through which account manager's eyes.")] = "",
    at: At = None,
    json: Json = False,
) -> None:
    """Everything that is computed of one customer, with reasons, evidence, and what was missing."""
    from kambrief.cli.accounts import lines, terminal_width, told_json
    from kambrief.pipeline import overview

    built = start(config)
    now = moment(at) or built.clock()
    with show.progress("Looking at the customer"):
        built.before.refresh(now)
        told = overview.account(built.before, name, now, whose)
    for said in told.notes:
        show.note(said)
    if json:
        show.as_json(told_json(told))
        return
    for said in lines(told, terminal_width()):
        show.line(said)
