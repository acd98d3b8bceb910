"""Options that many commands have."""

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path | None, typer.Option("--config", "-c", help="Configuration file (KAMBRIEF_CONFIG, config.toml).")
]
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, for scripts.")]
At = Annotated[str | None, typer.Option("--at", help="Act as if it were this time (ISO 8601 with offset).")]
