"""Acts become promises: one for each thing and owner, with the day agreed last.

Source of the rules: domain facts, I9. The same owner and the same object later in the talk: the old day is superseded;
what is read back at the end is final.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kambrief.core.customer import Side
from kambrief.core.promising import phrase
from kambrief.core.promising.hearing import Heard, asked_of, topic
from kambrief.core.promising.reading import Act
from kambrief.core.promising.sentence import Sentence
from kambrief.core.promising.tongue import Tongue, Verb
from kambrief.core.spoken.values import Doubt, SpokenDay

ALIKE = 0.75
"""From here on two phrases are one thing."""
CLOSE = 6
"""Within so many utterances a pronoun, or the same day, speaks of the same promise."""
_DEADLINE = re.compile(
    r"(?:by|until|no later|latest|senast|bis|spätestens|viimeistään)\b|.*\bmennessä\b", re.IGNORECASE
)


_AT_ONCE = re.compile(
    r"\b(?:(?:gleich|direkt|sofort|unmittelbar) (?:im Anschluss|nach (?:dem|diesem) "
    r"(?:Termin|Gespräch|Call|Meeting))|"
    r"(?:right|straight|immediately) after (?:the|this) (?:call|meeting)|"
    r"(?:direkt|genast|strax) efter (?:mötet|samtalet)|"
    r"heti (?:(?:tän|tämän) )?(?:palaverin|puhelun|kokouksen) (?:jälkeen|perään))\b",
    re.IGNORECASE,
)
"""The day of the call itself."""


@dataclass(slots=True)
class Due:
    """When: ``day`` None with ``words`` is a day that nobody can tell."""

    day: dt.date | None = None
    until: dt.date | None = None
    words: str = ""
    doubt: Doubt | None = None
    weekday_only: bool = False
    bare: bool = False


@dataclass(slots=True)
class Draft:
    """A promise in the making."""

    who: str
    verb: Verb
    what: str
    sentence: Sentence
    how: str
    due: Due
    cues: list[int] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    supersedes: dt.date | None = None
    conditional: bool = False
    temporal: bool = False
    topic: str = ""
    read_back: bool = False
    beside: bool = False
    """Said together with a dated promise of the same person, and without a day of its own."""

    @property
    def at(self) -> int:
        """The place of the utterance in which it was taken on."""
        return self.sentence.at

    @property
    def tongue(self) -> Tongue:
        """Its language."""
        return self.sentence.tongue


def due_of(days: Sequence[SpokenDay]) -> Due:
    """The day that is meant: the deadline, else the first that can be told; else what was said instead."""
    told = [one for one in days if one.day is not None and one.doubt not in {Doubt.PAST, Doubt.AMBIGUOUS, Doubt.VAGUE}]
    if told:
        chosen = next((one for one in told if _DEADLINE.match(one.words)), None)
        chosen = chosen or next((one for one in told if not one.bare), told[0])
        only = chosen.weekday is not None and len(re.findall(r"\w+", chosen.words)) <= 2
        return Due(chosen.day, chosen.until, chosen.words, chosen.doubt, only, chosen.bare)
    unsure = next((one for one in days if one.doubt in {Doubt.AMBIGUOUS, Doubt.VAGUE, Doubt.PAST}), None)
    return Due(None, None, unsure.words, unsure.doubt) if unsure else Due()


def agree(one: Due, other: Due) -> bool:
    """Whether two ways to say a day may mean the same: a weekday alone, or a number without its month."""
    if one.day is None or other.day is None:
        return False
    if one.day == other.day:
        return True
    if (one.weekday_only or other.weekday_only) and one.day.weekday() == other.day.weekday():
        return True
    return (one.bare or other.bare or _has_no_month(one) or _has_no_month(other)) and one.day.day == other.day.day


_MONTH = re.compile(
    r"jan|feb|mar|mär|apr|ma[yij]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|kuu(?:ta|n|ssa|hun)?\b|\d\.\s?\d|/|\d{4}",
    re.IGNORECASE,
)


def _has_no_month(due: Due) -> bool:
    return bool(due.words) and not _MONTH.search(due.words)


def collect(heard: Heard, found: Iterable[Act]) -> list[Draft]:
    """The acts in their order, those about one thing put together."""
    drafts: list[Draft] = []
    for act in sorted(found, key=lambda one: (one.sentence.at, one.sentence.part)):
        draft = _draft(heard, act)
        same = _same(heard, drafts, draft, named=act.named)
        if same is None:
            drafts.append(draft)
        else:
            join(same, draft)
    return drafts


def _draft(heard: Heard, act: Act) -> Draft:
    days = act.days or _days_beside(heard, act) or _proposed(heard, act)
    what = act.what if act.named else ""
    about = act.topic
    if not what and not about:
        about = asked_of(heard, act.sentence) if act.verb.kind == "reply" else topic(heard, act.sentence)
    if not what and act.verb.kind != "reply":
        what, about = about or (act.raw if days else ""), ""
    cues = list(dict.fromkeys([act.sentence.utterance.number, *act.more]))
    due = due_of(days)
    if not days and (soon := _AT_ONCE.search(act.sentence.text)):
        due = Due(heard.talk.day, None, soon[0])
    return Draft(act.who, act.verb, what, act.sentence, act.how, due, cues, list(act.to), None,
                 act.conditional, act.temporal, about)  # fmt: skip


def _days_beside(heard: Heard, act: Act) -> tuple[SpokenDay, ...]:
    """The day in a sentence beside it, which takes nothing on itself and says little else, or says that it suits."""
    turn = heard.turns[act.sentence.at]
    if act.verb.kind == "invite" or act.sentence.tongue.bookings.search(act.what):
        return ()  # the day beside it is the meeting's
    for place in (act.sentence.part + 1, act.sentence.part - 1):
        if not 0 <= place < len(turn):
            continue
        one = turn[place]
        if not one.dated or one.asks or heard.act_in(one) is not None or one.tongue.meeting.search(one.text):
            continue
        spoken = sum(len(day.words.split()) for day in one.days)
        rest = one.words - spoken
        if rest <= 2 or (place < act.sentence.part and rest <= 4 and one.tongue.agrees.search(one.text)):
            return one.days
    return ()


def _proposed(heard: Heard, act: Act) -> tuple[SpokenDay, ...]:
    """The day that the same person proposes right behind it, where somebody else agrees (``Would Wednesday do?``)."""
    at = act.sentence.at
    rest = heard.turns[at][act.sentence.part + 1 :]
    asked = next((one for one in rest if one.dated and one.asks and not one.tongue.meeting.search(one.text)), None)
    if asked is None:
        return ()
    for place in range(at + 1, min(len(heard.turns), at + 5)):
        if heard.who(place) == heard.who(at):
            continue
        first = heard.turns[place][0]
        if any(one.dated for one in heard.turns[place]) or first.tongue.refuses.search(first.text):
            return ()
        if first.tongue.accepts.match(heard.text(place)) or first.tongue.agrees.search(first.text):
            return asked.days
    return ()


def set_beside(drafts: Sequence[Draft]) -> None:
    """Mark what was said without a day in one breath with a dated promise of the same person."""
    for draft in drafts:
        draft.beside = (
            draft.due.day is None
            and not draft.due.words
            and any(one.who == draft.who and one.at == draft.at and one.due.day is not None for one in drafts)
        )


def settle_by(one: Draft, due: Due) -> None:
    """What is read back is final: a full day takes the place of a weekday alone that it agrees with."""
    if due.day and one.due.day and due.day != one.due.day and one.due.weekday_only and not due.weekday_only:
        one.due = due
        return
    move(one, due)


def _same(heard: Heard, drafts: Sequence[Draft], draft: Draft, *, named: bool) -> Draft | None:
    """The earlier promise that this one speaks of again."""
    del heard
    mine = [one for one in drafts if one.who == draft.who]
    for one in reversed(mine):
        if draft.what and one.what:
            likeness = phrase.alike(one.what, draft.what, draft.tongue)
            if likeness >= ALIKE and not _are_two(one, draft):
                return one
            if likeness >= 0.5 and agree(one.due, draft.due):
                return one
        near = draft.at - one.at <= CLOSE
        if (
            near
            and not named
            and not draft.what
            and (draft.due.day is None or one.due.day is None or agree(one.due, draft.due))
        ):
            return one
        if near and agree(one.due, draft.due) and _adds_nothing(one, draft):
            return one
    return None


def _are_two(one: Draft, other: Draft) -> bool:
    """Two of a kind (``a report on Friday, a report on Monday``): each with its own day, side by side."""
    if one.due.day is None or other.due.day is None or agree(one.due, other.due):
        return False
    return one.at == other.at and one.sentence is other.sentence


def _adds_nothing(one: Draft, other: Draft) -> bool:
    return not other.what or (one.verb.kind == "visit" or other.verb.kind == "visit")


def join(one: Draft, other: Draft) -> None:
    """The later one's day counts; what is named better stays."""
    move(one, other.due)
    one.cues = list(dict.fromkeys([*one.cues, *other.cues]))
    one.to = list(dict.fromkeys([*one.to, *other.to]))
    if not one.what or (one.verb.kind == "visit" and other.verb.kind in {"do", "give"} and other.what):
        one.what, one.verb = other.what, other.verb
    if one.verb.kind == "weak" and other.verb.kind != "weak":
        one.verb, one.sentence, one.how = other.verb, other.sentence, other.how
        if other.what:
            one.what = other.what
    one.conditional = one.conditional and other.conditional
    one.temporal = one.temporal and other.temporal


def move(one: Draft, due: Due) -> None:
    """Another day for it, where one was said that is not the same in other words."""
    if due.day is None:
        if due.words and one.due.day is None and not one.due.words:
            one.due = due
        return
    if one.due.day is None:
        one.due = due
    elif agree(one.due, due):
        if due.until and not one.due.until:
            one.due = dataclasses.replace(one.due, until=_shifted(one.due.day, due))
        if one.due.day != due.day and _MONTH.search(due.words) and not _MONTH.search(one.due.words):
            one.due = dataclasses.replace(due, until=due.until or one.due.until)
    else:
        one.supersedes, one.due = one.supersedes or one.due.day, due


def reduced(made: list[Draft]) -> list[Draft]:
    """Without a visit beside what is done at it: one person, one day, within a few utterances."""
    kept: list[Draft] = []
    for draft in made:
        one = next((each for each in kept if _is_same_visit(each, draft)), None)
        if one is None:
            kept.append(draft)
        else:
            join(one, draft)
    return kept


def _is_same_visit(one: Draft, other: Draft) -> bool:
    return (
        one.who == other.who
        and "visit" in {one.verb.kind, other.verb.kind}
        and one.due.day is not None
        and one.due.day == other.due.day
        and abs(one.at - other.at) <= CLOSE
    )


def _shifted(day: dt.date, due: Due) -> dt.date | None:
    """The last day of several, by the first one that was said with its month."""
    return day + (due.until - due.day) if due.until and due.day else None


def visits(heard: Heard) -> list[Act]:
    """``Monday the 26th, on site, three days``: ours, without a verb, and agreed to by the other side."""
    found: list[Act] = []
    for at, turn in enumerate(heard.turns):
        if heard.side(heard.who(at)) is not Side.US:
            continue
        for one in turn:
            if _is_visit(heard, one) and _is_agreed(heard, at):
                what = phrase.clean(_without_first_day(one), one.tongue)
                found.append(Act(one, heard.who(at), Verb("visit"), "visit", what, one.days, named=bool(what)))
    return found


def _is_visit(heard: Heard, one: Sentence) -> bool:
    tongue, text = one.tongue, one.text
    return bool(
        one.dated
        and not one.asks
        and heard.act_in(one) is None
        and one.words <= 16
        and tongue.visits.search(text)
        and not tongue.meeting.search(text)
        and not tongue.negated.search(text)
        and not tongue.conditional.search(text)
        and not tongue.vague.search(text)
        and not tongue.reported.search(text)
    )


def _without_first_day(one: Sentence) -> str:
    text = one.text
    for day in sorted(one.days, key=lambda each: each.start, reverse=True):
        text = text[: day.start] + "\x00" + text[day.end :]
    head, _, tail = text.partition("\x00")
    rest = one.tongue.agrees.sub("", head).strip(" ,.")
    return rest or tail.lstrip(" ,;:–-")


def _is_agreed(heard: Heard, at: int) -> bool:
    """Within the next two utterances the other side says that it suits, and nobody that it does not."""
    for place in range(at + 1, min(len(heard.turns), at + 3)):
        if heard.side(heard.who(place)) is not Side.THEM:
            continue
        text = heard.text(place)
        tongue = heard.turns[place][0].tongue
        return bool(tongue.agrees.search(text)) and not tongue.countered.search(text)
    return False
