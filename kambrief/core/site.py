"""What the pages keep: who is signed in and from where, who did what, and what is typed but not yet a version.

Times are UTC. Addresses are lower case. Secrets (of links, of sessions) are never in here: their SHA-256 is.
"""

import datetime as dt
import enum
import re
from dataclasses import dataclass

SEEN_AGAIN = dt.timedelta(minutes=10)
"""Looking at the same thing again within this time is one look: see `Audit.bucket`."""
TOUCH_EVERY = dt.timedelta(minutes=5)
"""How exactly a session's last use is known: not each page needs a write."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A link that was sent by mail and lets one person in, once. ``token_hash`` is the SHA-256 of its secret."""

    token_hash: str
    email: str
    next_path: str
    """Where it leads: a path of ours."""
    expires_at: dt.datetime
    used_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is signed in on one device. ``id_hash`` is the SHA-256 of what their cookie holds."""

    id_hash: str
    email: str
    created_at: dt.datetime
    seen_at: dt.datetime
    expires_at: dt.datetime
    agent: str = ""
    """What the device is called, for the list of one's sessions: "Firefox on Android"."""

    def is_stale(self, now: dt.datetime) -> bool:
        """Whether ``seen_at`` should be written anew."""
        return now - self.seen_at >= TOUCH_EVERY


class Act(enum.StrEnum):
    """What somebody did."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    REVOKED = "revoked"
    """Sessions were ended."""
    SAW_BRIEF = "saw_brief"
    SAW_FOLLOWUP = "saw_followup"
    SAW_ACCOUNT = "saw_account"
    SAW_PANEL = "saw_panel"
    SAW_TRAIL = "saw_trail"
    """Looked at this very list."""
    EDITED = "edited"
    CHOSEN = "chosen"
    """One of two texts that stood side by side."""
    APPROVED = "approved"
    SENT = "sent"
    LAID = "laid"
    """Put into the Drafts folder."""
    DEFERRED = "deferred"
    """To be sent later."""
    UNDID = "undid"
    DROPPED = "dropped"
    RESTORED = "restored"
    REWORDED = "reworded"
    """By the model: shorter, warmer, another language."""
    MATCHED = "matched"
    """Corrected who somebody is."""
    PROMISE = "promise"
    """Changed a promise."""
    FEEDBACK = "feedback"
    NOTED = "noted"
    """Wrote notes in the panel."""
    VOICE = "voice"
    PREFERENCES = "preferences"
    STAND_IN = "stand_in"
    REHEARSED = "rehearsed"
    EXPORTED = "exported"
    REFUSED = "refused"
    """Asked for something that is not theirs."""

    @property
    def is_look(self) -> bool:
        """Whether nothing was changed by it."""
        return self in _LOOKS


_LOOKS = frozenset({Act.SAW_BRIEF, Act.SAW_FOLLOWUP, Act.SAW_ACCOUNT, Act.SAW_PANEL, Act.SAW_TRAIL, Act.REFUSED})
_DETAIL = re.compile(r"[a-z_]{1,40}=[\w.:@+/,-]{0,120}( [a-z_]{1,40}=[\w.:@+/,-]{0,120}){0,7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Audit:
    """One entry of the trail. It names things by their ids and never holds a customer's text."""

    at: dt.datetime
    who: str
    act: Act
    meeting_id: str = ""
    account_id: str = ""
    manager: str = ""
    """Whose the thing was: not ``who`` for a stand-in."""
    detail: str = ""
    """Technical, as ``version=3 recipients=2``; raises ValueError for anything that could be a sentence."""
    id: int = 0
    """The store's; later entries have higher ones."""

    def __post_init__(self) -> None:
        if self.detail and not _DETAIL.fullmatch(self.detail):
            raise ValueError("an audit entry's detail is pairs like 'version=3', never text")

    def bucket(self) -> str:
        """What looks at the same thing within one stretch of `SEEN_AGAIN` share; empty for acts, which all count."""
        if not self.act.is_look:
            return ""
        stretch = int(self.at.timestamp() // SEEN_AGAIN.total_seconds())
        thing = (self.meeting_id, self.account_id, self.manager, self.detail)
        return "\n".join((self.who, self.act, *thing, str(stretch)))


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted; what is empty is not asked for."""

    who: str = ""
    acts: frozenset[Act] = frozenset()
    meeting_id: str = ""
    account_id: str = ""
    manager: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """What an account manager ticked off and noted during one call. ``revision`` is the store's: 0 until stored."""

    meeting_id: str
    manager: str
    ticks: frozenset[str] = frozenset()
    notes: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Autosave:
    """What ``who`` has typed into a follow-up and not yet made a version of. ``base`` is the version it began with."""

    meeting_id: str
    manager: str
    who: str
    base: int
    subject: str
    body: str
    at: dt.datetime
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
