"""Who is there: one line a person, those who decide first."""

import dataclasses
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from kambrief.core import calendar_history, lexicon, personal, sentences
from kambrief.core.brief import Kind, Line, Sentence
from kambrief.core.customer import DECIDES, Contact, Role, SurveyAnswer
from kambrief.core.evidence import Count, Day, Listing, Person, Text, Word
from kambrief.core.insight.coverage import Quiet
from kambrief.core.insight.satisfaction import on_scale, previous
from kambrief.core.insight.touches import Touch
from kambrief.core.match import Join
from kambrief.core.model import Response
from kambrief.core.rights import HIDING
from kambrief.core.saying import value
from kambrief.core.situation import Situation

MAX_PEOPLE = 5
MAX_DECIDING = 8
"""So many who decide have a line each; were there more, they are named."""
MAX_NAMES = 6
KNOWN_TOUCHES = 3
WORDS_A_PERSON = 18
TITLE_WORDS = 2
_NAMED_ROLES = frozenset({Role.SPONSOR, Role.ECONOMIC_BUYER, Role.CHAMPION, Role.PROCUREMENT, Role.TECHNICAL})
SILENT_DAYS = 60
"""From here on the line says how long ago the last contact was, not only when."""
SURVEY_DAYS = 365

_ROLE_ORDER = {
    Role.SPONSOR: 0, Role.ECONOMIC_BUYER: 1, Role.PROCUREMENT: 2, Role.CHAMPION: 3, Role.TECHNICAL: 4, Role.USER: 5,
}  # fmt: skip


def quoted(lines: Iterable[Line]) -> frozenset[str]:
    """The facts whose words these lines quote."""
    said = [sentence for line in lines for sentence in line.sentences if sentence.kind is Kind.QUOTE]
    return frozenset(fact for sentence in said for fact in sentence.facts)


def unless_said(lines: Iterable[Line], taken: frozenset[str]) -> tuple[Line, ...]:
    """The lines without quotes that stand above already; a day that one of them told stays."""
    return tuple(
        dataclasses.replace(line, sentences=tuple(kept for one in line.sentences for kept in _unless(one, taken)))
        for line in lines
    )


def unless_promised(lines: Iterable[Line], situation: Situation) -> tuple[Line, ...]:
    """The lines without notes that say again what one of our open promises says, where something else is left."""
    promised = [item.commitment.text for item in situation.commitments.ours]

    def kept(line: Line) -> Line:
        said = tuple(one for one in line.sentences if not _repeats(one, promised))
        return dataclasses.replace(line, sentences=said) if len(said) > 1 else line

    return tuple(map(kept, lines))


def _repeats(sentence: Sentence, promised: Iterable[str]) -> bool:
    words = sentence.slots.get("text")
    if not sentence.phrase.startswith("noted") or not isinstance(words, Text):
        return False
    said = lexicon.content_stems(words.text)
    return any(
        len(said & stems) >= max(2, min(3, len(stems))) and len(said - stems) <= 2
        for stems in map(lexicon.content_stems, promised)
    )


def _unless(sentence: Sentence, taken: frozenset[str]) -> tuple[Sentence, ...]:
    if sentence.kind is not Kind.QUOTE or taken.isdisjoint(sentence.facts):
        return (sentence,)
    return (value("last_contact", sentence.facts, on=sentence.slots["on"]),) if "on" in sentence.slots else ()


def _detractor(situation: Situation, contact_id: str) -> SurveyAnswer | None:
    latest = max(
        (
            a
            for a in situation.data.surveys
            if a.contact_id == contact_id and a.kind == "nps" and a.at <= situation.today and on_scale(a)
        ),
        key=lambda answer: answer.at,
        default=None,
    )
    if latest is None or (situation.today - latest.at).days > SURVEY_DAYS or latest.score > 6:
        return None
    return latest


def order_key(situation: Situation, join: Join) -> tuple[int, int, int, str]:
    """Deciders first, then the unhappy, then who was in touch most recently; optional and unknown attendees last."""
    contact = join.contact
    if contact is None:
        return (9, 0, 0, join.attendee.email)
    touch = situation.first_contact(contact.id)
    days = (situation.today - touch.day).days if touch else 9999
    role = _ROLE_ORDER.get(contact.role, 6) if contact.role else 6
    pressing = _detractor(situation, contact.id) is not None
    late = role > 1 and (join.attendee.optional or join.attendee.response is Response.DECLINED)
    return (8 if late else 0, 0 if role <= 1 else 1 if pressing else 2, days if role > 1 else role, contact.id)


def _marks(situation: Situation, join: Join) -> list[Sentence]:
    key = (f"meeting/{situation.meeting.id}",)
    marks = []
    answer = join.attendee.response
    if answer in {Response.TENTATIVE, Response.DECLINED, Response.NONE}:
        marks.append(value(f"response_{answer}", key))
    contact = join.contact
    if contact is None:
        return marks
    if contact.role is Role.SPONSOR:
        marks.insert(0, value("role_sponsor", (f"contacts/{contact.id}",)))
    waiting = personal.unanswered(situation, contact)
    if waiting:
        evidence = tuple(f"activities/{row}" for row in waiting)
        marks.append(value("unanswered", evidence, count=Count(len(waiting))))
    theirs = [touch for touch in situation.touches if touch.contact_id == contact.id]
    # Whom we have written and spoken with several times is no new face, although there was no meeting yet.
    met = len(theirs) >= KNOWN_TOUCHES or any(touch.activity.kind == "meeting" for touch in theirs)
    if not met and situation.data.activities and contact.id in situation.people:
        marks.append(value("first_meeting", key))
    if contact.left:
        marks.append(value("has_left", (f"contacts/{contact.id}",)))
    if contact.do_not_contact:
        marks.append(value("do_not_contact", (f"contacts/{contact.id}",)))
    return marks


def _last_contact(situation: Situation, contact: Contact, touch: Touch | None) -> Sentence | None:
    if touch is None:
        # Of another customer's people in the same call nothing is known here, so nothing is claimed.
        known = bool(situation.data.activities) and contact.id in situation.people
        return value("never_in_touch", (f"contacts/{contact.id}",)) if known else None
    days = (situation.today - touch.day).days
    evidence = (f"activities/{touch.activity.id}",)
    if days >= SILENT_DAYS:
        # Silent is whoever owes us an answer or breaks a rhythm; with others we have just not spoken.
        quiet = any(
            one.contact_id == contact.id and one.role is Role.SPONSOR and one.state is Quiet.SILENT
            for one in situation.insights.silences
        )
        phrase = "silent_since" if quiet or personal.unanswered(situation, contact) else "long_ago"
        return value(phrase, evidence, on=Day(touch.day), days=Count(days))
    return value("last_contact", evidence, on=Day(touch.day))


def _dated(sentence: Sentence, touch: Touch) -> Sentence:
    """The words of one touch with their day; any other sentence as it is."""
    if not any(fact.startswith(f"activities/{touch.activity.id}#") for fact in sentence.facts):
        return sentence
    return dataclasses.replace(sentence, phrase=f"{sentence.phrase}_on", slots={**sentence.slots, "on": Day(touch.day)})


def _long(last: Sentence | None) -> bool:
    return last is not None and last.phrase in {"silent_since", "long_ago"}


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
        # An address nobody knows is said, never guessed at; of somebody the reader may not see nothing is claimed.
        hidden = any(gap.key in HIDING for gap in situation.gaps)
        unknown = value("not_in_crm", key, email=Text(join.attendee.email if join.attendee.name else ""))
        said = [
            *([] if hidden else [unknown]),
            *_marks(situation, join),
            *_seen(situation, join),
        ]
        return Line(f"people/{join.attendee.email or called}", (head, *said), weight=1, pinned=False)
    touch = situation.first_contact(contact.id)
    evidence = (f"contacts/{contact.id}",)
    name = Person(contact.name, contact.id)
    marks, answer = _marks(situation, join), _detractor(situation, contact.id)
    title = _title(contact, marks)
    head = value("person", evidence, name=name, title=title) if title else value("person_plain", evidence, name=name)
    if isinstance(title, Word):
        marks = [mark for mark in marks if mark.phrase != f"role_{contact.role}"]
    last = _last_contact(situation, contact, touch)
    scored = [_scored(situation, answer)] if answer else []
    taken = sentences.words(f"{contact.name} {contact.title}") + 2 * len((*marks, *scored)) + (2 + 3 * _long(last))
    words = personal.own_words(situation, contact, WORDS_A_PERSON - taken)
    said = [*marks, *words.said, *scored]
    if last and last.phrase == "last_contact" and touch and touch.activity.id in words.records:
        # The words are of that very day: their date is that of the last contact.
        said = [_dated(one, touch) for one in said]
        last = None
    return Line(
        f"people/{contact.id}",
        (head, *said, *([last] if last else [])),
        weight=10 - _ROLE_ORDER.get(contact.role, 6) if contact.role else 3,
        pinned=True,
    )


def _scored(situation: Situation, answer: SurveyAnswer) -> Sentence:
    """The score, and the one before it where it was another."""
    last = previous(situation.data.surveys, answer)
    score = Count(int(answer.score))
    said = (
        value("survey", (f"surveys/{answer.id}",), score=score)
        if last is None or last.score == answer.score
        else value(
            "survey_from", (f"surveys/{answer.id}", f"surveys/{last.id}"), before=Count(int(last.score)), score=score
        )
    )
    # Where only a few answered, the line on satisfaction lists their scores; a first one is news here all the same.
    few = situation.insights.satisfaction.nps is None
    return dataclasses.replace(said, spare=1 if last is None else 2) if few else said


def _title(contact: Contact, marks: Iterable[Sentence]) -> Text | Word | None:
    """The title; of somebody we know whose title is long, the part they play."""
    known = not any(mark.phrase == "first_meeting" for mark in marks)
    if known and contact.role in _NAMED_ROLES and sentences.words(contact.title) > TITLE_WORDS:
        return Word(f"picture_role_{contact.role}")
    return Text(contact.title) if contact.title else None


def people_lines(situation: Situation) -> tuple[Line, ...]:
    """A line each for five persons, and for everybody who decides (up to eight), the rest by name in one line."""
    somebody = [join for join in situation.joins if join.contact or join.attendee.name or join.attendee.email]
    coming = sorted(_each_once(somebody), key=lambda join: order_key(situation.of(join), join))
    deciding = sum(join.contact is not None and join.contact.role in DECIDES for join in coming)
    most = min(max(MAX_PEOPLE, deciding), MAX_DECIDING)
    lines = [person_line(situation.of(join), join) for join in coming[:most]]
    rest = coming[most:]
    if rest:
        lines.append(_rest(situation, rest))
    return tuple(lines)


def _each_once(joins: Iterable[Join]) -> list[Join]:
    """Somebody invited at two addresses is one guest."""
    kept: dict[object, Join] = {}
    for place, join in enumerate(joins):
        kept.setdefault(join.contact.id if join.contact else place, join)
    return list(kept.values())


def _rest(situation: Situation, joins: list[Join]) -> Line:
    key = (f"meeting/{situation.meeting.id}",)
    deciding = [join for join in joins if join.contact and join.contact.role in DECIDES]
    others = [join for join in joins if join not in deciding]
    unsure = [
        join for join in others if join.attendee.response in {Response.TENTATIVE, Response.NONE, Response.DECLINED}
    ]
    sure = [join for join in others if join not in unsure]
    said = []
    for phrase, some in (("also_deciding", deciding), ("also_there", sure), ("also_unsure", unsure)):
        if some:
            most = len(some) if phrase == "also_deciding" else MAX_NAMES
            names = Listing(
                tuple(
                    Person(j.contact.name, j.contact.id) if j.contact else Person(j.attendee.name or j.attendee.email)
                    for j in some[:most]
                )
            )
            said.append(value(phrase, key, names=names, more=Count(max(0, len(some) - most))))
    return Line("people/rest", tuple(said), weight=2, pinned=True)
