"""Mailboxes out of the configuration: account managers' own, for drafts, and the one that replies come to."""

from typing import Any, cast

from kambrief.errors import UserError
from kambrief.ports.mailbox import Drafts, Inbox
from kambrief.providers import find
from kambrief.settings import Settings, anchored, section


def drafts(settings: Settings) -> tuple[Drafts, ...]:
    """Where follow-ups are laid, the first in the file that serves a manager's mailbox counting. Raises `UserError`."""
    return tuple(cast("Drafts", _provider(settings, "drafts", name, data)) for name, data in settings.drafts.items())


def inbox(settings: Settings) -> Inbox | None:
    """Where replies are read. Raises `UserError`."""
    if len(settings.inbox) > 1:
        raise UserError(f"inbox: {', '.join(settings.inbox)} are configured, but replies come to one mailbox; keep one")
    return next(
        (cast("Inbox", _provider(settings, "inbox", name, data)) for name, data in settings.inbox.items()), None
    )


def _provider(settings: Settings, kind: str, name: str, data: dict[str, Any]) -> object:
    module = find(kind, name)
    config = section(module.Config, anchored(data, settings.base_dir), f"{kind}.{name}")
    if kind == "inbox":
        return module.Provider(config)
    return module.Provider(config, mailboxes=[manager.email for manager in settings.managers()])
