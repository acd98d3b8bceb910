"""One vendor, one file. Each has a `Config` (its configuration section) and a `Provider`; `find` gets them by name."""

import importlib
import types

from kambrief.errors import UserError

KNOWN = {
    "meetings": ("icalendar", "zoom", "teams"),
    "crm": ("files", "sql", "hubspot", "salesforce", "tryton"),
    "mail": ("smtp", "graph", "outbox"),
    "drafts": ("imap", "graph"),
    "inbox": ("imap", "graph"),
    "llm": ("openai",),
}
"""Kind of provider → vendors. Adding one: its file and its name here."""


def find(kind: str, name: str) -> types.ModuleType:
    """The vendor's module, imported on first use. Raises `UserError` for a name nobody knows."""
    if name not in KNOWN.get(kind, ()):
        raise UserError(f"[{kind}.{name}]: no such provider; known are {', '.join(KNOWN.get(kind, ()))}")
    return importlib.import_module(f"kambrief.providers.{kind}.{name}")
