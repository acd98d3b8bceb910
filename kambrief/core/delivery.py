"""When a brief goes out, what counts as a change, and what the ledger does next. All decisions, no action.

The material-change list (design §5) is the only reason for an update: start time, join link, a deciding or unknown
external attendee added or removed, a deal's stage, a new high-severity ticket, a promise of ours that is overdue as of
the meeting. Midnight alone changes nothing; neither does other wording.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core.brief import Sentence
from kambrief.core.customer import DECIDES, Side
from kambrief.core.evidence import Day, Moment, Person, Text, Value
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.one_thing import open_high_tickets
from kambrief.core.saying import value
from kambrief.core.situation import Situation
from kambrief.core.work import BriefRecord, Delivery, DeliveryState, MailKind

LATEST = dt.timedelta(minutes=5)
"""A meeting first known later than this before its start gets no brief: nobody would read it (design P1)."""

NOTICE_AHEAD = dt.timedelta(minutes=30)
"""A notice held back by quiet hours arrives at least this long before the meeting."""
JUST_BEFORE = dt.timedelta(minutes=1)
"""Quiet hours begin this long after what must come before them."""

LONGEST_WISH = 24 * 3600
"""Seconds; a server that asks for more asks for nonsense."""

MAX_COPIES = 2
"""Identical copies that may reach the mailbox when nobody can tell whether the first one did (design §5)."""


# --- when ----------------------------------------------------------------------------------------------------------


def due_at(meeting: Meeting, manager: AccountManager) -> dt.datetime:
    """When the brief should be in the mailbox (UTC): the lead time before the start; never within the manager's quiet
    hours, where it goes out just before these begin, so that nothing is late.
    """
    wanted = meeting.start.astimezone(dt.UTC) - dt.timedelta(minutes=manager.lead_minutes)
    quiet = _quiet(wanted, manager)
    return quiet[0] - JUST_BEFORE if quiet else wanted


def notice_at(meeting: Meeting, manager: AccountManager, now: dt.datetime) -> dt.datetime:
    """When an update or a void notice goes out: at once, or when quiet hours end if that is well before the start."""
    quiet = _quiet(now, manager)
    if quiet is None or quiet[1] > meeting.start.astimezone(dt.UTC) - NOTICE_AHEAD:
        return now
    return quiet[1]


def outside_quiet(at: dt.datetime, manager: AccountManager, *, before: bool = False) -> dt.datetime:
    """The moment itself; within the manager's quiet hours their end, or with ``before`` just before they begin."""
    quiet = _quiet(at, manager)
    if quiet is None:
        return at
    return quiet[0] - JUST_BEFORE if before else quiet[1]


def _quiet(at: dt.datetime, manager: AccountManager) -> tuple[dt.datetime, dt.datetime] | None:
    """The quiet hours that ``at`` lies in, begin and end in UTC, or None."""
    begin, end = manager.quiet_from, manager.quiet_until
    if begin is None or end is None or begin == end:
        return None
    zone = zoneinfo.ZoneInfo(manager.timezone)
    local = at.astimezone(zone)
    over_midnight, clock, day = begin > end, local.time(), dt.timedelta(days=1)
    if over_midnight and clock < end:
        first, last = local.date() - day, local.date()
    elif over_midnight and clock >= begin:
        first, last = local.date(), local.date() + day
    elif not over_midnight and begin <= clock < end:
        first = last = local.date()
    else:
        return None
    return min(_moments(first, begin, zone)), max(_moments(last, end, zone))


def _moments(day: dt.date, clock: dt.time, zone: zoneinfo.ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """What the clock of that day can mean, in UTC: two moments in the nights when it is put forward or back."""
    first, second = (dt.datetime.combine(day, clock.replace(fold=fold), zone).astimezone(dt.UTC) for fold in (0, 1))
    return first, second


def send_at(meeting: Meeting, manager: AccountManager, now: dt.datetime) -> dt.datetime:
    """When a brief that is written now goes out: at its time, or at once when that has passed."""
    return max(due_at(meeting, manager), now)


def write_at(meeting: Meeting, manager: AccountManager, now: dt.datetime, write_ahead: dt.timedelta) -> dt.datetime:
    """When writing begins: a budget before the brief is due, or at once when it is due already."""
    due = due_at(meeting, manager)
    return due - write_ahead if due > now else now


# --- what counts as a change ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Material:
    """The set on the material-change list. Plain strings, so that it can be kept and compared later."""

    start: str
    join: str
    attendees: Mapping[str, str] = field(default_factory=dict)
    """E-mail → name, of external attendees who decide or are unknown."""
    invited: frozenset[str] = frozenset()
    """Every external attendee's e-mail. No part of the list: it tells who came from who is known now."""
    stages: Mapping[str, str] = field(default_factory=dict)
    """Deal id → stage, status and name, one a line."""
    tickets: Mapping[str, str] = field(default_factory=dict)
    overdue: Mapping[str, str] = field(default_factory=dict)
    """Our promises that are overdue on the day of the meeting: id → text."""

    crm: bool = True
    """Whether customer data were there at all: what comes to light when they return was not new."""
    untold: frozenset[str] = frozenset()
    """The same of single tables: nobody could tell them (a source out of reach, a right that is not given)."""
    unseen: frozenset[str] = frozenset()
    """The same of single records, which this reader might not see: ``tickets/T1``."""

    def as_data(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "start": self.start, "join": self.join, "attendees": dict(self.attendees), "stages": dict(self.stages),
            "tickets": dict(self.tickets), "overdue": dict(self.overdue), "invited": sorted(self.invited),
            "crm": self.crm, "untold": sorted(self.untold), "unseen": sorted(self.unseen),
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "Material":
        """The inverse of `as_data`."""

        def table(key: str) -> dict[str, str]:
            value = data.get(key, {})
            return {str(k): str(v) for k, v in value.items()} if isinstance(value, Mapping) else {}

        def names(key: str) -> frozenset[str]:
            value = data.get(key, ())
            return frozenset(map(str, value)) if isinstance(value, list | tuple) else frozenset()

        return cls(
            start=str(data.get("start", "")), join=str(data.get("join", "")), attendees=table("attendees"),
            invited=names("invited"), stages=table("stages"), tickets=table("tickets"), overdue=table("overdue"),
            crm=bool(data.get("crm", True)), untold=names("untold"), unseen=names("unseen"),
        )  # fmt: skip

    def revision_after(self, previous: str) -> str:
        """Hash of the set, never of text, and of what came before: a meeting that moves away and back is news twice."""
        beside = {"invited", "crm", "untold", "unseen"}
        listed = {key: value for key, value in self.as_data().items() if key not in beside}
        return _hash({"material": listed, "after": previous})


def void_revision(previous: str) -> str:
    """The revision of the void notice that follows a brief."""
    return _hash({"void": True, "after": previous})


def digest_revision(day: str, manager: str, revisions: Mapping[str, str], previous: str) -> str:
    """The revision of a digest, and of the records of the meetings in it: meeting → the revision that each alone would
    have. No two account managers' are alike, nor two of one day.
    """
    return _hash({"digest": day, "manager": manager, "meetings": dict(revisions), "after": previous})


def _hash(data: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


_PARTS = {"deals": "stages", "tickets": "tickets", "commitments": "overdue"}
"""Table → the part of the set that comes from it."""


def material(situation: Situation) -> Material:
    """The set as it is now."""
    meeting = situation.meeting
    attendees = {
        join.attendee.email: (join.contact.name if join.contact else join.attendee.name) or join.attendee.email
        for join in situation.joins
        if join.attendee.email and (join.contact is None or join.contact.role in DECIDES)
    }
    day = situation.local_start.date()
    overdue = {
        row.id: row.text
        for row in situation.data.commitments
        if row.side is Side.US and row.status == "open" and row.due is not None and row.due < day
    }
    return Material(
        start=meeting.start.astimezone(dt.UTC).isoformat(),
        join=meeting.join.url if meeting.join else "",
        attendees=attendees,
        invited=frozenset(join.attendee.email for join in situation.joins if join.attendee.email),
        stages={
            deal.id: "\n".join(" ".join(part.split()) for part in (deal.stage or "", deal.status, deal.name))
            for deal in situation.data.deals
        },
        tickets={ticket.id: ticket.subject for ticket in open_high_tickets(situation)},
        overdue=overdue,
        crm=bool(situation.data.provider),
        untold=frozenset(situation.data.missing) & _PARTS.keys(),
        unseen=frozenset(f"{table}/{one}" for table in _PARTS for one in situation.hidden.get(table, ())),
    )


def changes(old: Material, new: Material, manager: AccountManager, *, crm_known: bool = True) -> tuple[Sentence, ...]:
    """What the update says: each item of the list that differs, as a sentence. Empty: no update.

    A ticket that was closed, a promise that was kept and a new deal are good news for the next brief, no update.
    ``crm_known`` False: the customer data of this pass are old or missing, so only the meeting itself is compared.
    """
    said = [*_meeting_changes(old, new, manager)]
    if not crm_known:
        return tuple(said)
    # Whom the CRM came to know, or whose role it changed, was neither invited nor uninvited by that.
    for email in sorted(new.attendees.keys() - old.attendees.keys() - old.invited):
        said.append(_say("change_attendee_added", name=Person(new.attendees[email])))
    for email in sorted(old.attendees.keys() - new.attendees.keys() - new.invited):
        said.append(_say("change_attendee_removed", name=Person(old.attendees[email])))
    for deal in sorted(old.stages.keys() & new.stages.keys()):
        before, after = old.stages[deal].split("\n"), new.stages[deal].split("\n")
        if before[:2] != after[:2]:
            stage = after[0] if after[0] and after[1] == "open" else after[1]
            said.append(
                _say("change_stage", name=Text(after[2]), stage=Text(stage), before=Text(before[0] or before[1]))
            )
    if not old.crm:
        return tuple(said)
    for ticket in _new("tickets", old, new):
        said.append(_say("change_ticket", id=Text(ticket), subject=Text(new.tickets[ticket])))
    for promise in _new("commitments", old, new):
        said.append(_say("change_overdue", what=Text(new.overdue[promise])))
    return tuple(said)


def _new(table: str, old: Material, new: Material) -> Sequence[str]:
    """The records that have come, and have not merely come to light."""
    if table in old.untold | new.untold:
        return ()
    before, after = getattr(old, _PARTS[table]), getattr(new, _PARTS[table])
    return sorted(one for one in after.keys() - before.keys() if f"{table}/{one}" not in old.unseen)


def _meeting_changes(old: Material, new: Material, manager: AccountManager) -> list[Sentence]:
    said = []
    if old.start != new.start:
        before, after = dt.datetime.fromisoformat(old.start), dt.datetime.fromisoformat(new.start)
        zone = zoneinfo.ZoneInfo(manager.timezone)
        slots: dict[str, Value] = {"at": Moment(after, manager.timezone), "was": Moment(before, manager.timezone)}
        slots["day"], slots["was_day"] = Day(after.astimezone(zone).date()), Day(before.astimezone(zone).date())
        same_day = slots["day"] == slots["was_day"]
        said.append(_say("change_time" if same_day else "change_day", **slots))
    if old.join != new.join:
        said.append(_say("change_join" if new.join else "change_join_gone"))
    return said


def _say(phrase: str, **slots: Value) -> Sentence:
    return value(phrase, ("meeting",), **slots)


def merged(old: Material, new: Material, *, crm_known: bool) -> Material:
    """The set to compare with next time: without knowledge of the CRM, or of a table, its part stays as it was."""
    if not crm_known:
        return dataclasses.replace(old, start=new.start, join=new.join)
    kept = {part: getattr(old, part) for table, part in _PARTS.items() if table in new.untold}
    return dataclasses.replace(new, **kept, untold=old.untold & new.untold) if kept else new


# --- what the ledger does next -------------------------------------------------------------------------------------


REACHED = frozenset({DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.UNKNOWN})
"""The mail is with its reader, or may be."""

VOIDING = frozenset({"cancelled", "cancelled_title", "not_owner"})
"""Reasons (`core.eligibility`) that call a meeting off for its reader. Declining it oneself, or making it private, does
not: whoever did that knows."""


def reached(row: Delivery) -> bool:
    """Whether a mail is with its reader, or may be: also one that waits for another try after a first that may have
    arrived."""
    return row.state in REACHED or row.copies > 0


def is_live(row: Delivery) -> bool:
    """A mail that went out, may have gone out, or is about to."""
    return row.state not in {DeliveryState.REPLACED, DeliveryState.FAILED}


def since_void(mails: Sequence[Delivery]) -> Sequence[Delivery]:
    """What came after the last notice that called the meeting off, all of it without one. ``mails``: oldest first."""
    off = [place for place, row in enumerate(mails) if row.kind is MailKind.VOID and is_live(row)]
    return mails[off[-1] + 1 :] if off else mails


def newest(records: Sequence[BriefRecord], rows: Iterable[Delivery]) -> BriefRecord | None:
    """The newest record that one of these mails carries. ``records``: one manager's, oldest first."""
    revisions = {row.revision for row in rows}
    return next((record for record in reversed(records) if record.revision in revisions), None)


@dataclass(frozen=True, slots=True)
class Retry:
    """After a transient failure: again at ``at``, or (``None``) a stated miss because the meeting begins first."""

    at: dt.datetime | None


def retry(attempt: int, now: dt.datetime, expires_at: dt.datetime, wish: float | None = None) -> Retry:
    """Waits double from 15 s to 5 min (or are what the server asked for), and shrink so that the last try comes shortly
    before the meeting starts.
    """
    if now >= expires_at:
        return Retry(None)
    asked = min(wish, LONGEST_WISH) if wish and wish > 0 else 0
    wait = dt.timedelta(seconds=max(asked, min(300, 15 * 2 ** min(attempt - 1, 8))))
    left = expires_at - now
    if wait >= left:
        wait = left / 2
    return Retry(now + wait) if wait >= dt.timedelta(seconds=2) else Retry(None)


def resolve_unknown(
    delivery: Delivery, policy: str, now: dt.datetime, *, found: bool | None
) -> tuple[DeliveryState, str]:
    """What becomes of a mail nobody can vouch for: ``found`` is what a look-up said (None: cannot look up).

    Returns the new state and why; SENDING means: send the identical bytes once more.
    """
    if found:
        return DeliveryState.SENT, "found where it was sent"
    if found is False and now < delivery.expires_at:
        return DeliveryState.SENDING, "looked up: it had not left"
    if now >= delivery.expires_at:
        return DeliveryState.FAILED, "unknown whether it left; the meeting has begun"
    if policy == "resend" and delivery.copies < MAX_COPIES:
        return DeliveryState.SENDING, "unknown whether it left: the identical mail once more"
    if policy == "resend":
        return DeliveryState.UNKNOWN, "unknown whether it left, twice: held, because a third copy would be one too many"
    return DeliveryState.UNKNOWN, "unknown whether it left: held, as on_unknown says"
