"""What the core's surroundings must offer. One Protocol a kind of provider; the concrete ones meet in `app.py` only.

Every method may raise `ProviderError`; none returns half a truth silently: what could not be had is data
(``problems``, ``missing``). Secrets never appear in errors.
"""

from kambrief.ports.crm import (
    Changes,
    Changing,
    Crm,
    CrmField,
    Fields,
    Figures,
    Log,
    Logged,
    Portfolios,
    Rights,
    Teams,
)
from kambrief.ports.health import Health
from kambrief.ports.mail import Mail
from kambrief.ports.mailbox import DraftMail, Drafts, Found, Inbox, InboxRead, Placed, Received
from kambrief.ports.meetings import CalendarRead, Meetings, Member, Platform
from kambrief.ports.numbers import Numbers
from kambrief.ports.site import SiteStore
from kambrief.ports.store import Store
from kambrief.ports.writer import Answer, Prompt, Writer

__all__ = [
    "Answer",
    "CalendarRead",
    "Changes",
    "Changing",
    "Crm",
    "CrmField",
    "DraftMail",
    "Drafts",
    "Fields",
    "Figures",
    "Found",
    "Health",
    "Inbox",
    "InboxRead",
    "Log",
    "Logged",
    "Mail",
    "Meetings",
    "Member",
    "Numbers",
    "Placed",
    "Platform",
    "Portfolios",
    "Prompt",
    "Received",
    "Rights",
    "SiteStore",
    "Store",
    "Teams",
    "Writer",
]
