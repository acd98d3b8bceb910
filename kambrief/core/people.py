"""Who is there: one line a person, those who decide first."""

import dataclasses
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from kambrief.core import calendar_history, history, lexicon, sentences, telling
from kambrief.core.brief import Kind, Line, Sentence
from kambrief.core.customer import Contact, Role, SurveyAnswer
from kambrief.core.evidence import Count, Day, Fact, Listing, Person, Text, Value
from kambrief.core.insight.touches import Touch
from kambrief.core.match import Join
from kambrief.core.model import Response
from kambrief.core.situation import Situation

MAX_PEOPLE = 5
PERSON_WORDS = 8
WORDS_A_PERSON = 18
SILENT_DAYS = 60
"""From here on the line says how long ago the last contact was, not only when."""
NOTE_WORDS = 10
NAME_WORDS = 14
SURVEY_DAYS = 365

_ROLE_ORDER = {
    Role.SPONSOR: 0, Role.ECONOMIC_BUYER: 1, Role.PROCUREMENT: 2, Role.CHAMPION: 3, Role.TECHNICAL: 4, Role.USER: 5,
}  # fmt: skip
_DATE_AT_END = re.compile(r"\d\.\d{1,2}\.$")
DECIDES = {Role.SPONSOR, Role.ECONOMIC_BUYER}


def value(phrase: str, facts: tuple[str, ...] = (), **slots: Value) -> Sentence:
    """A sentence whose words are ours. Words from outside fill its slots, cut where too long to be read."""
    return Sentence(Kind.VALUE, phrase, {name: _cut(slot) for name, slot in slots.items()}, facts)


def _cut(slot: Value) -> Value:
    match slot:
        case Text(text):
            return Text(sentences.short(text))
        case Person(name, contact_id):
            return Person(sentences.short(name, PERSON_WORDS), contact_id)
        case Listing(items):
            return Listing(tuple(_cut(item) for item in items))
        case _:
            return slot


def named(text: str) -> Text:
    """What a record calls a thing, no longer than is read at a glance."""
    return Text(sentences.short(text, NAME_WORDS))


def quote(text: str, fact_id: str) -> Sentence:
    """Somebody's own words, within the longest length."""
    return Sentence(Kind.QUOTE, "quote", {"text": Text(sentences.quotable(sentences.unquoted(text)))}, (fact_id,))


def quoted(lines: Iterable[Line]) -> frozenset[str]:
    """The facts whose words these lines quote."""
    said = [sentence for line in lines for sentence in line.sentences if sentence.kind is Kind.QUOTE]
    return frozenset(fact for sentence in said for fact in sentence.facts)


def unless_said(lines: Iterable[Line], taken: frozenset[str]) -> tuple[Line, ...]:
    """The lines without quotes that stand above already."""
    return tuple(
        dataclasses.replace(
            line,
            sentences=tuple(s for s in line.sentences if s.kind is not Kind.QUOTE or taken.isdisjoint(s.facts)),
        )
        for line in lines
    )


def _phrase(text: str, fact_id: str, spare: int = 0) -> Sentence:
    """A quote inside a line: the full stop at its end would stand before a semicolon."""
    said = quote(text, fact_id).slots["text"]
    shown = said.text if isinstance(said, Text) else ""
    bare = shown[:-1] if shown.endswith(".") and not _DATE_AT_END.search(shown) else shown
    return Sentence(Kind.QUOTE, "quote", {"text": Text(bare)}, (fact_id,), spare=spare)


def _detractor(situation: Situation, contact_id: str) -> SurveyAnswer | None:
    latest = max(
        (
            a
            for a in situation.data.surveys
            if a.contact_id == contact_id and a.kind == "nps" and a.at <= situation.today
        ),
        key=lambda answer: answer.at,
        default=None,
    )
    if latest is None or (situation.today - latest.at).days > SURVEY_DAYS or latest.score > 6:
        return None
    return latest


def order_key(situation: Situation, join: Join) -> tuple[int, int, int, str]:
    """Deciders first, then who was in touch most recently; optional and unknown attendees last."""
    contact = join.contact
    if contact is None:
        return (9, 0, 0, join.attendee.email)
    touch = situation.first_contact(contact.id)
    days = (situation.today - touch.day).days if touch else 9999
    role = _ROLE_ORDER.get(contact.role, 6) if contact.role else 6
    pressing = _detractor(situation, contact.id) is not None
    late = role > 1 and (join.attendee.optional or join.attendee.response is Response.DECLINED)
    return (8 if late else 0, 0 if role <= 1 or pressing else 1, days if role > 1 else role, contact.id)


def _marks(situation: Situation, join: Join) -> list[Sentence]:
    key = (f"meeting/{situation.meeting.id}",)
    marks = []
    answer = join.attendee.response
    if answer in {Response.TENTATIVE, Response.DECLINED, Response.NONE}:
        marks.append(value(f"response_{answer}", key))
    contact = join.contact
    if contact is None:
        return marks
    met = any(touch.contact_id == contact.id and touch.activity.kind == "meeting" for touch in situation.touches)
    if not met and situation.data.activities and contact.id in situation.people:
        marks.append(value("first_meeting", key))
    if contact.left:
        marks.append(value("has_left", (f"contacts/{contact.id}",)))
    return marks


def _own_words(situation: Situation, contact: Contact) -> list[Sentence]:
    """The contact note when short, and the telling sentence of the newest touch that has one, within the budget."""
    note = situation.facts.get(f"contacts/{contact.id}#note")
    note = note if note and note.usable and not lexicon.NOT_FOR_CUSTOMER.search(note.text) else None
    newest = _newest_words(situation, contact, fresh_only=note is not None)
    room = WORDS_A_PERSON - (sentences.words(newest.text) if newest else 0)
    # What they said last tells more than our standing note: over budget the note goes first, unless it holds a figure.
    spare = 2 if note and newest and not history.has_number(note.text) else 0
    said = [_phrase(part, note.id, spare) for part in _fitting(note.text, min(room, NOTE_WORDS))] if note else []
    if newest:
        said.append(_phrase(telling.without_speaker(newest.text, contact), newest.id))
    return said


def _fitting(note: str, room: int) -> list[str]:
    """The whole note if there is room, else its last sentence that fits: what was added last is what is new."""
    if sentences.words(note) <= room:
        return [note]
    return [part for part in reversed(sentences.split(note)) if sentences.words(part) <= room][:1]


def _newest_words(situation: Situation, contact: Contact, *, fresh_only: bool) -> Fact | None:
    for candidate in (t for t in situation.touches if t.contact_id == contact.id):
        if fresh_only and situation.now - candidate.activity.at > telling.FRESH:
            return None
        rows = situation.said.get(candidate.activity.id, ())
        pick = telling.of_person(contact, rows, candidate.activity, situation.people)
        if pick:
            return pick.fact
    return None


def _last_contact(situation: Situation, contact: Contact, touch: Touch | None) -> Sentence | None:
    if touch is None:
        # Of another customer's people in the same call nothing is known here, so nothing is claimed.
        known = bool(situation.data.activities) and contact.id in situation.people
        return value("never_in_touch", (f"contacts/{contact.id}",)) if known else None
    days = (situation.today - touch.day).days
    evidence = (f"activities/{touch.activity.id}",)
    if days >= SILENT_DAYS:
        return value("silent_since", evidence, on=Day(touch.day), days=Count(days))
    return value("last_contact", evidence, on=Day(touch.day))


def _seen(situation: Situation, join: Join) -> list[Sentence]:
    """Somebody no CRM has: how often they sat in this manager's meetings, and when last."""
    earlier = calendar_history.seen(situation.past, join.attendee.email) if join.attendee.email else []
    if not earlier:
        return []
    zone = ZoneInfo(situation.manager.timezone)
    last = Day(earlier[0].start.astimezone(zone).date())
    evidence = tuple(f"meeting/{meeting.id}" for meeting in earlier[:1])
    return [value("seen_before", evidence, count=Count(len(earlier)), on=last)]


def person_line(situation: Situation, join: Join) -> Line:
    """One attendee: name and title, what is odd about their coming, their words, the last contact."""
    contact = join.contact
    if contact is None:
        key = (f"meeting/{situation.meeting.id}",)
        called = join.attendee.name or join.attendee.email
        head = value("person_unknown", key, name=Person(called))
        # An address nobody knows is said, never guessed at.
        said = [
            value("not_in_crm", key, email=Text(join.attendee.email)),
            *_marks(situation, join),
            *_seen(situation, join),
        ]
        return Line(f"people/{join.attendee.email or called}", (head, *said), weight=1, pinned=False)
    touch = situation.first_contact(contact.id)
    evidence = (f"contacts/{contact.id}",)
    name = Person(contact.name, contact.id)
    head = (
        value("person", evidence, name=name, title=Text(contact.title))
        if contact.title
        else value("person_plain", evidence, name=name)
    )
    said = [*_marks(situation, join), *_own_words(situation, contact)]
    answer = _detractor(situation, contact.id)
    if answer:
        said.append(value("survey", (f"surveys/{answer.id}",), score=Count(int(answer.score)), on=Day(answer.at)))
    last = _last_contact(situation, contact, touch)
    return Line(
        f"people/{contact.id}",
        (head, *said, *([last] if last else [])),
        weight=10 - _ROLE_ORDER.get(contact.role, 6) if contact.role else 3,
        pinned=True,
    )


def people_lines(situation: Situation) -> tuple[Line, ...]:
    """At most five persons with a line each, the rest by name in one line."""
    somebody = [join for join in situation.joins if join.contact or join.attendee.name or join.attendee.email]
    coming = sorted(somebody, key=lambda join: order_key(situation, join))
    lines = [person_line(situation, join) for join in coming[:MAX_PEOPLE]]
    rest = coming[MAX_PEOPLE:]
    if rest:
        lines.append(_rest(situation, rest))
    return tuple(lines)


def _rest(situation: Situation, joins: list[Join]) -> Line:
    key = (f"meeting/{situation.meeting.id}",)
    unsure = [
        join for join in joins if join.attendee.response in {Response.TENTATIVE, Response.NONE, Response.DECLINED}
    ]
    said = []
    for phrase, some in (("also_there", [join for join in joins if join not in unsure]), ("also_unsure", unsure)):
        if some:
            names = Listing(
                tuple(
                    Person(j.contact.name, j.contact.id) if j.contact else Person(j.attendee.name or j.attendee.email)
                    for j in some[:6]
                )
            )
            said.append(value(phrase, key, names=names, more=Count(max(0, len(some) - 6))))
    return Line("people/rest", tuple(said), weight=2)
