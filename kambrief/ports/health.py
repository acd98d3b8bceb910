"""How a connection is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """What ``kambrief check`` prints of one connection."""

    name: str
    ok: bool
    summary: str
    advice: str = ""
    """What to do about it; empty when all is well."""
    lacks: str = ""
    """The table that is not there, where this is all that the line says."""
