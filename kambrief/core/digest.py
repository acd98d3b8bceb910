"""The day's meetings in one mail: which ones, when, and what it says. All decisions, no action.

A digest is one row of the ledger like any other mail. It *carries* its meetings: each has a kept record of its own with
the digest's revision, so that changes are compared with what the digest said. Days are the account manager's own.
"""

import datetime as dt
import zoneinfo
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core.brief import Brief, Line, Section, Sentence
from kambrief.core.customer import DECIDES, Gap
from kambrief.core.delivery import LATEST, is_live, reached, since_void
from kambrief.core.evidence import Count, Day, Fact, Listing, Moment, Person, Value
from kambrief.core.model import AccountManager, BriefMode, Meeting, Response
from kambrief.core.people import order_key
from kambrief.core.saying import value
from kambrief.core.situation import Situation
from kambrief.core.work import BriefRecord, Delivery, DeliveryState, MailKind, Step, StepState

GRACE = dt.timedelta(minutes=15)
"""A single brief waits this long past the digest's time for a digest that is late; never beyond `LATEST`."""
MAX_DECIDERS = 3
_PREFIX = "digest:"


# --- which day, which meetings -------------------------------------------------------------------------------------


def digest_id(day: dt.date) -> str:
    """What stands for a meeting's id in the steps, records and mails of a day's digest."""
    return f"{_PREFIX}{day.isoformat()}"


def day_of(meeting_id: str) -> dt.date | None:
    """The inverse of `digest_id`; None for a meeting's id."""
    if not meeting_id.startswith(_PREFIX):
        return None
    try:
        return dt.date.fromisoformat(meeting_id.removeprefix(_PREFIX))
    except ValueError:
        return None


def local_day(at: dt.datetime, manager: AccountManager) -> dt.date:
    """The account manager's date at ``at``."""
    return at.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()


def hours_of(day: dt.date, manager: AccountManager) -> tuple[dt.datetime, dt.datetime]:
    """When the day begins and ends for the account manager (UTC): 23, 24 or 25 hours."""
    return _at(day, dt.time(0), manager), _at(day + dt.timedelta(days=1), dt.time(0), manager)


def moment(day: dt.date, manager: AccountManager) -> dt.datetime:
    """When that day's digest should be in the mailbox (UTC). Where the clock shows that time twice, the first."""
    return _at(day, manager.digest_at, manager)


def _at(day: dt.date, clock: dt.time, manager: AccountManager) -> dt.datetime:
    return dt.datetime.combine(day, clock.replace(fold=0), zoneinfo.ZoneInfo(manager.timezone)).astimezone(dt.UTC)


def covers(meeting: Meeting, manager: AccountManager, day: dt.date, now: dt.datetime) -> bool:
    """Whether a digest that goes out at its time, or now if that has passed, still helps with this meeting."""
    earliest = max(moment(day, manager), now) + LATEST
    return local_day(meeting.start, manager) == day and meeting.start >= earliest


# --- what becomes of it --------------------------------------------------------------------------------------------


def has_had_its_turn(rows: Sequence[Delivery], step: Step | None) -> bool:
    """Whether no digest will come any more: one is out (or may be), it could not be sent, or there was nothing to
    tell. ``rows``: the day's mails to this account manager, oldest first.
    """
    if any(map(reached, rows)) or (rows and rows[-1].state is DeliveryState.FAILED):
        return True
    return step is not None and step.state is StepState.DROPPED


def waits_until(
    meeting: Meeting, manager: AccountManager, rows: Sequence[Delivery], step: Step | None
) -> dt.datetime | None:
    """Until when the single brief waits for the day's digest to carry the meeting; None where none will."""
    at = moment(local_day(meeting.start, manager), manager)
    latest = meeting.start.astimezone(dt.UTC) - LATEST
    if manager.mode is not BriefMode.DIGEST or latest < at or has_had_its_turn(rows, step):
        return None
    return min(at + GRACE, latest)


def is_stale(row: Delivery, carried: Iterable[str], tried: Collection[str], on: Collection[str],
             wanted: Collection[str], now: dt.datetime) -> bool:  # fmt: skip
    """Whether a digest that waits for its time must be written anew, its list of meetings being another one now.

    ``carried``: the meetings in it; ``tried``: these, and those that could not be written; ``on``: those of the day
    that get a brief; ``wanted``: those among them that a digest of now covers.
    """
    if row.state is not DeliveryState.PLANNED or reached(row):
        return False
    if any(one not in tried for one in wanted) or any(one not in on for one in carried):
        return True
    return row.expires_at <= now and bool(wanted)  # its first meeting has begun: the others still want theirs


def holds(mails: Sequence[Delivery]) -> bool:
    """Whether a digest among a meeting's mails holds its brief: it is out, may be, or is about to go, and the meeting
    has not been called off since.
    """
    return any(row.kind is MailKind.DIGEST and (is_live(row) or reached(row)) for row in since_void(mails))


def contents(record: BriefRecord) -> tuple[frozenset[str], frozenset[str]]:
    """The meetings that a digest's record says it carries, and those that were wanted and could not be written."""

    def ids(key: str) -> frozenset[str]:
        found = record.material.get(key, ())
        return frozenset(map(str, found)) if isinstance(found, list | tuple) else frozenset()

    return ids("carried"), ids("left_out")


def as_contents(carried: Iterable[str], left_out: Iterable[str]) -> dict[str, object]:
    """The inverse of `contents`: a digest's material."""
    return {"carried": list(carried), "left_out": list(left_out)}


# --- what it says --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting in the overview."""

    meeting_id: str
    head: Sentence
    """Time, customer, title."""
    one_thing: tuple[Line, ...]
    deciders: Sentence | None
    """Who comes of those who decide."""
    promises: tuple[Line, ...]
    """Ours that are late, unless the one thing tells of them."""
    join_url: str
    facts: Mapping[str, Fact]
    """What its lines rest on."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One day of one account manager, language-free; `render.py` makes words of it."""

    manager: str
    language: str
    subject: Sentence
    headline: Sentence
    entries: tuple[Entry, ...]
    """By start."""
    briefs: tuple[Brief, ...] = ()
    """Whole briefs of those meetings for which the digest stands for them."""
    gaps: tuple[Gap, ...] = ()
    """Of the other meetings: what is not known, each once."""


def compose(
    day: dt.date,
    manager: AccountManager,
    written: Sequence[tuple[Brief, Situation]],
    told: Collection[str] = (),
) -> Digest:
    """The digest of these meetings' briefs, each with what it was written from. At least one. ``told``: meetings whose
    brief the reader has, by hand or from another day: they stand in the overview alone.
    """
    ordered = sorted(written, key=lambda pair: (pair[1].meeting.start, pair[1].meeting.id))
    instead = manager.mode is BriefMode.DIGEST
    whole = tuple(brief for brief, _ in ordered if instead and brief.meeting_id not in told)
    first = ordered[0][1].meeting
    said: dict[str, Value] = {"day": Day(day), "count": Count(len(ordered))}
    return Digest(
        manager=manager.email,
        language=manager.language,
        subject=value("digest_subject", (), first=Moment(first.start, manager.timezone), **said),
        headline=value("digest_headline", (), **said),
        entries=tuple(_entry(brief, situation) for brief, situation in ordered),
        briefs=whole,
        gaps=_each_once(gap for brief, _ in ordered if brief not in whole for gap in brief.gaps),
    )


def _entry(brief: Brief, situation: Situation) -> Entry:
    shown = {name: slot for name, slot in brief.subject.slots.items() if name in {"at", "account", "title"}}
    phrase = "digest_entry" if "account" in shown else "digest_entry_plain"
    lead = brief.block(Section.ONE_THING)
    one_thing = lead.lines if lead else ()
    told = {fact for line in one_thing for fact in line.facts}
    owed = brief.block(Section.PROMISES)
    late = [line for line in (owed.lines if owed else ()) if line.sentences[0].phrase == "promise_us_late"]
    return Entry(
        meeting_id=brief.meeting_id,
        head=value(phrase, brief.subject.facts, **shown),
        one_thing=one_thing,
        deciders=_deciders(situation),
        promises=tuple(line for line in late if told.isdisjoint(line.facts)),
        join_url=brief.join_url,
        facts=brief.facts,
    )


def _deciders(situation: Situation) -> Sentence | None:
    coming = [
        (join, join.contact)
        for join in sorted(situation.joins, key=lambda join: order_key(situation, join))
        if join.contact and join.contact.role in DECIDES and join.attendee.response is not Response.DECLINED
    ]
    if not coming:
        return None
    shown = [contact for _, contact in coming[:MAX_DECIDERS]]
    names = Listing(tuple(Person(contact.name, contact.id) for contact in shown))
    evidence = tuple(f"contacts/{contact.id}" for contact in shown)
    return value("digest_deciders", evidence, names=names, more=Count(len(coming) - len(shown)))


def _each_once(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    kept: dict[tuple[str, tuple[tuple[str, str], ...]], Gap] = {}
    for gap in gaps:
        kept.setdefault((gap.key, tuple(sorted(gap.values.items()))), gap)
    return tuple(kept.values())
