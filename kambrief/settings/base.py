"""What all sections have in common: unknown keys are mistakes, secrets are named and never written down."""

import os
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from kambrief.errors import UserError


class Section(BaseModel):
    """Base of every configuration section: unknown keys are mistakes, values don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def secret(self, key: str) -> str:
        """The secret that ``<key>_env`` or ``<key>_file`` points to; empty when neither is set.

        Raises `UserError` when the variable is unset or the file cannot be read. Never log what this returns.
        """
        variable = getattr(self, f"{key}_env", None)
        if variable:
            if variable not in os.environ:
                raise UserError(
                    f"{key}_env names {variable}, but that environment variable is not set: export it first"
                )
            return os.environ[variable]
        path = getattr(self, f"{key}_file", None)
        if path:
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise UserError(
                    f"{key}_file: cannot read {path} ({error.strerror}): check the path and its rights"
                ) from error
            except UnicodeDecodeError:
                raise UserError(f"{key}_file: {path} is no UTF-8 text: write the secret and nothing else") from None
        return ""


def problems_of(error: ValidationError, where: str = "") -> list[str]:
    """A validation error as lines a person can act on: where, what is wrong, never the value (it may be a secret)."""
    lines = []
    for item in error.errors(include_url=False, include_input=False):
        place = ".".join(str(part) for part in item["loc"])
        name = ".".join(part for part in (where, place) if part) or "configuration"
        text = item["msg"].removeprefix("Value error, ")
        if item["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
            text = "is no known key here; check its spelling against config.example.toml"
        elif item["type"] == "missing":
            text = "is missing; config.example.toml says what belongs here"
        elif item["type"] == "string_pattern_mismatch":
            text = "is not written as it must be; config.example.toml shows how"
        lines.append(f"{name}: {text}")
    return lines


_PATHS = frozenset({"folder", "path"})


def anchored(data: Any, base_dir: Path) -> Any:
    """A section's data with relative paths (``folder``, ``path``, every key ending in ``_file``) made absolute."""
    if isinstance(data, list | tuple):
        return [anchored(item, base_dir) for item in data]
    if not isinstance(data, dict):
        return data
    return {
        key: str(base_dir / Path(value).expanduser())
        if isinstance(value, str | Path) and (key in _PATHS or key.endswith("_file"))
        else anchored(value, base_dir)
        for key, value in data.items()
    }


ConfigT = TypeVar("ConfigT", bound=Section)


def section(kind: type[ConfigT], data: dict[str, Any], name: str) -> ConfigT:
    """One provider's section, checked. Raises `UserError` with all its problems."""
    try:
        return kind(**data)
    except ValidationError as error:
        raise UserError(*problems_of(error, name)) from error
