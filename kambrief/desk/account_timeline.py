"""What has happened with one customer, dated, newest first: mails, calls, meetings, notes, news, tickets, answers,
promises.

Words that a rule keeps back (personal, off the record, of somebody who has left) are not shown: the entry is, so that
the history has no holes. What was said off the record is shown to those of us who were there alone.
"""

import datetime as dt
import enum
import re
import zoneinfo
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kambrief.core.customer import Activity, ActivityKind, Side
from kambrief.core.evidence import Audience, Fact
from kambrief.core.groups import id_order
from kambrief.core.reading_names import said_in
from kambrief.core.relations import Own
from kambrief.core.situation import Situation

PAGE = 30
LONGEST = 420
"""Characters shown of a text; the record itself is a press away."""
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 4
"""Words from which on a text tells its language."""


class Happened(enum.StrEnum):
    """What kind of thing an entry is."""

    MEETING = "meeting"
    CALL = "call"
    EMAIL = "email"
    NOTE = "note"
    NEWS = "news"
    TICKET = "ticket"
    SURVEY = "survey"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    kind: Happened
    day: dt.date
    at: dt.datetime | None
    """When, where more than the day is known."""
    id: str
    title: str
    text: str = ""
    state: str = ""
    """What became of it: ``in`` and ``out`` for mails, ``cancelled``, ``voicemail``, ``open``, ``reopened``,
    ``closed``, ``ours`` and ``theirs`` for promises; of a survey its kind."""
    figure: str = ""
    """A survey's score."""
    people: tuple[str, ...] = ()
    """Names of theirs."""
    link: str = ""
    """As the record's fact has it; to be made safe where it is shown."""
    language: str = ""
    """Of title and text, where they tell it."""
    kept_back: bool = False
    """A rule keeps its words out."""
    internal: bool = False
    """Not to be said to the customer."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of it."""

    entries: tuple[Entry, ...]
    counts: Mapping[Happened, int] = field(default_factory=dict)
    """Of each kind, all pages together."""
    kind: Happened | None = None
    """Only these are shown."""
    number: int = 1
    pages: int = 1


def timeline(situation: Situation, own: Own, reader: str, kind: str = "", number: int = 1) -> Timeline:
    """Page ``number`` (from 1) of what is known up to now. ``reader``: the address of whoever looks. A ``kind`` or a
    page that is none is the whole, or the nearest one.
    """
    every = sorted(_entries(situation, own, reader), key=_age, reverse=True)
    counts = Counter(one.kind for one in every)
    wished = next((one for one in Happened if one == kind), None)
    shown = [one for one in every if wished is None or one.kind is wished]
    pages = max(1, -(-len(shown) // PAGE))
    here = min(max(1, number), pages)
    return Timeline(
        tuple(shown[(here - 1) * PAGE : here * PAGE]), {one: counts[one] for one in Happened if counts[one]}, wished,
        here, pages,
    )  # fmt: skip


def _age(one: Entry) -> tuple[object, ...]:
    return (one.day, one.at is not None, one.at.timestamp() if one.at else 0.0, id_order(one.id))


def _entries(situation: Situation, own: Own, reader: str) -> Iterator[Entry]:
    zone = zoneinfo.ZoneInfo(situation.manager.timezone)
    for row in situation.data.activities:
        if row.at <= situation.now:
            yield _activity(situation, row, own, reader, zone)
    yield from _tickets(situation)
    yield from _surveys(situation)
    yield from _promises(situation)


def _activity(situation: Situation, row: Activity, own: Own, reader: str, zone: dt.tzinfo) -> Entry:
    event = situation.facts.get(f"activities/{row.id}")
    told = situation.said.get(row.id, ())
    lost = _came_to_nothing(row)
    # Without a fact nothing has judged its words: what was called off, and nothing else.
    kept_back = (event is None and not lost) or (event is not None and event.withheld is not None)
    off_record = any(fact.audience is Audience.MANAGER_ONLY for fact in (*told, *([event] if event else [])))
    kept_back = kept_back or (off_record and not _was_there(row, own, reader))
    text = "" if kept_back else _shown(told)
    title = "" if kept_back or (lost and event is None) else row.subject
    return Entry(
        kind=Happened(str(row.kind)),
        day=row.at.astimezone(zone).date(),
        at=row.at,
        id=f"activities/{row.id}",
        title=title,
        text=text,
        state=_state(row),
        people=_names(situation, tuple(dict.fromkeys((*filter(None, [row.sender]), *row.attended, *row.contacts)))),
        link=event.source.link if event else "",
        language=told_language(f"{title} {text}"),
        kept_back=kept_back,
        internal=event is not None and event.audience is not Audience.CUSTOMER,
    )


def _shown(told: tuple[Fact, ...]) -> str:
    said = " ".join(fact.text for fact in told if fact.withheld is None)
    said = said[:1].upper() + said[1:]  # behind a greeting that is left out
    return said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip() + "…"


def _was_there(row: Activity, own: Own, reader: str) -> bool:
    mine = own.person(reader)[0]
    return any(own.person(one)[0] == mine for one in (*row.our_people, *([row.author] if row.author else [])))


def _came_to_nothing(row: Activity) -> bool:
    return row.status in {"cancelled", "voicemail"}


def _state(row: Activity) -> str:
    if row.kind is ActivityKind.EMAIL:
        return "in" if row.inbound else "out" if row.inbound is False else ""
    return row.status if row.status in {"cancelled", "voicemail"} else ""


def _names(situation: Situation, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(situation.people[one].name for one in ids if one in situation.people)


def _tickets(situation: Situation) -> Iterator[Entry]:
    for row in situation.data.tickets:
        if row.opened > situation.today:
            continue
        state = ("reopened" if row.reopened else "open") if row.is_open else "closed"
        yield Entry(
            Happened.TICKET, row.opened, None, f"tickets/{row.id}", row.subject, state=state,
            people=_names(situation, (row.contact_id,) if row.contact_id else ()),
            link=_link(situation, f"tickets/{row.id}"), language=told_language(row.subject), internal=True,
        )  # fmt: skip


def _surveys(situation: Situation) -> Iterator[Entry]:
    for row in situation.data.surveys:
        fact = situation.facts.get(f"surveys/{row.id}")
        if row.at > situation.today or not row.score.is_finite():
            continue
        kept_back = fact is None or fact.withheld is not None
        text = "" if kept_back else row.comment[:LONGEST]
        yield Entry(
            Happened.SURVEY, row.at, None, f"surveys/{row.id}", "", text, state=row.kind, figure=f"{row.score:f}"[:6],
            people=_names(situation, (row.contact_id,) if row.contact_id else ()),
            link=fact.source.link if fact else "", language=told_language(text),
            kept_back=kept_back and bool(row.comment), internal=True,
        )  # fmt: skip


def _promises(situation: Situation) -> Iterator[Entry]:
    for row in situation.data.commitments:
        fact = situation.facts.get(f"commitments/{row.id}")
        if fact is None or fact.withheld is not None or row.made_on is None or row.made_on > situation.today:
            continue
        yield Entry(
            Happened.PROMISE, row.made_on, None, f"commitments/{row.id}", row.text,
            state="ours" if row.side is Side.US else "theirs", link=fact.source.link,
            language=told_language(row.text),
        )  # fmt: skip


def _link(situation: Situation, fact_id: str) -> str:
    fact = situation.facts.get(fact_id)
    return fact.source.link if fact else ""


def told_language(text: str) -> str:
    """The language of a text by its little words; empty where they don't tell, or there are too few."""
    pieces = [word.casefold() for word in _WORD.findall(text)]
    found = said_in(pieces) if len(pieces) >= _ENOUGH else ()
    return found[0] if len(found) == 1 else ""
