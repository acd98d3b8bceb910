"""Who meets whom, when and where: account managers, their calendars' occurrences, and meetings as we know them.

Times are aware datetimes. Everything is frozen: a change is a new object. The customer's side is in `core.customer`.
"""

import datetime as dt
import enum
from dataclasses import dataclass, field


class BriefMode(enum.StrEnum):
    """How an account manager is briefed."""

    SINGLE = "single"
    """One mail a meeting, its lead time before the start."""
    DIGEST = "digest"
    """One mail a day with every meeting of it; single briefs only of what no digest carried."""
    BOTH = "both"
    """An overview of the day, and a brief before each meeting."""


class Scope(enum.StrEnum):
    """Whose customers an account manager may read of, by the owners that the CRM names (`core.rights`)."""

    ALL = "all"
    TEAM = "team"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class AccountManager:
    """The reader of briefs. ``timezone`` is an IANA name; ``language`` one of the shipped languages."""

    email: str
    name: str = ""
    timezone: str = "Europe/Helsinki"
    language: str = "en"
    lead_minutes: int = 60
    aliases: tuple[str, ...] = ()
    """Other addresses of the same person in calendars."""
    quiet_from: dt.time | None = None
    """Local start of quiet hours; a brief due within them is sent before they begin (see `core.delivery`)."""
    quiet_until: dt.time | None = None
    mode: BriefMode = BriefMode.SINGLE
    digest_at: dt.time = dt.time(7)
    """Local time at which the day's digest should be in the mailbox (see `core.digest`). Quiet hours don't move it."""

    tips: bool = True
    """Whether this reader wants the coaching tip."""
    crm_scope: Scope = Scope.ALL
    signature: str = ""
    """What stands below a follow-up, as many lines as there are; empty: the name."""
    title: str = ""
    followups: bool = True
    """Whether follow-ups are drafted for this manager."""

    def is_address(self, email: str) -> bool:
        """Whether this is one of the manager's own addresses, case ignored."""
        return email.casefold() in {self.email.casefold(), *(alias.casefold() for alias in self.aliases)}


class Platform(enum.StrEnum):
    """Where the call takes place, read from its join link."""

    ZOOM = "zoom"
    TEAMS = "teams"
    MEET = "meet"
    WEBEX = "webex"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class JoinLink:
    """A link into a call, unwrapped. Only ``https`` links to a known host (or one the config adds) exist."""

    url: str
    platform: Platform
    external_id: str = ""
    """What the vendor calls the call: Zoom's digits, the Teams thread; empty when the link holds none."""
    personal_room: bool = False
    """A room that serves many calls: never proof that two events are one call."""


class Response(enum.StrEnum):
    """An attendee's answer to the invitation (RFC 5545 PARTSTAT)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NONE = "none"
    """Has not answered."""
    UNKNOWN = "unknown"
    """The source does not say."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody invited. ``email`` is lower-cased; empty when the invitation names no usable address."""

    email: str
    name: str = ""
    response: Response = Response.UNKNOWN
    optional: bool = False
    is_resource: bool = False
    """A room or a device: never a person."""


class EventStatus(enum.StrEnum):
    """What the calendar says of the event itself."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class Authority(enum.IntEnum):
    """How much a source's word counts where several know one call: time, title and agenda come from the highest."""

    PLATFORM = 0
    """The video platform's own record: it knows host and link for certain, but people are invited elsewhere."""
    FEED = 1
    """A published copy of a calendar, hours behind."""
    CALENDAR = 2
    """The calendar itself."""


@dataclass(frozen=True, slots=True)
class SourceKey:
    """Where an occurrence stands in the outside world.

    ``recurrence_id`` is the original start in UTC (``20261006T060000Z``) of one occurrence of a series, and empty for
    a single event, so that moving it does not make it another one.
    """

    provider: str
    calendar: str
    uid: str
    recurrence_id: str = ""
    external_id: str = field(default="", compare=False)
    """What the vendor calls this occurrence when it tells that it is gone; no part of the identity."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence as one calendar shows it: what a meetings provider returns."""

    source: SourceKey
    owner: str
    """E-mail of the account manager whose calendar it is."""
    title: str
    start: dt.datetime
    end: dt.datetime
    timezone: str = ""
    """IANA zone the organiser wrote it in; empty when written in UTC or without one."""
    all_day: bool = False
    status: EventStatus = EventStatus.CONFIRMED
    organizer: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()
    join: JoinLink | None = None
    other_links: tuple[JoinLink, ...] = ()
    """Further join links found in lesser places; kept, never dropped silently."""
    agenda: str = ""
    """The invitation's text, as plain text."""
    location: str = ""
    private: bool = False
    free: bool = False
    """Shown as free time (TRANSP:TRANSPARENT)."""
    sequence: int = 0
    stamp: dt.datetime | None = field(default=None, compare=False)
    """When this version was written (DTSTAMP or LAST-MODIFIED), for choosing the newest. Many feeds set it anew at
    each export: a new stamp alone is no change."""
    authority: Authority = Authority.FEED
    recurring: bool = False
    notes: tuple[str, ...] = ()
    """What was odd about it and how it was read ("time zone unknown: read as Europe/Helsinki")."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One occurrence of a call, as we know it from all its sources. ``id`` is ours and never changes."""

    id: str
    title: str
    start: dt.datetime
    end: dt.datetime
    all_day: bool = False
    cancelled: bool = False
    organizer: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()
    join: JoinLink | None = None
    other_links: tuple[JoinLink, ...] = ()
    agenda: str = ""
    location: str = ""
    private: bool = False
    free: bool = False
    recurring: bool = False
    timezone: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[SourceKey, ...] = ()
    owners: tuple[str, ...] = ()
    """E-mails of the account managers in whose calendars it stands; each has a brief of their own."""
    sequence: int = 0
    copies: tuple[Occurrence, ...] = field(default=(), repr=False)
    """What each source says, as last shown; only there where meetings are settled (`core.identity`)."""

    @property
    def minutes(self) -> int:
        """Booked length."""
        return max(0, int((self.end - self.start).total_seconds() // 60))
