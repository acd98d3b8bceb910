"""What rules found a call to have come to, with what a model proposed and code verified.

Every text is checked once more against all corrections: a later part of the call may have changed what an earlier one
said. Where the model has nothing that holds, the rules' version stays.
"""

import dataclasses
import datetime as dt
import re
import zoneinfo
from collections.abc import Iterable, Iterator, Sequence

from kambrief.core import grounded, grounded_values, matter
from kambrief.core.agreed_reading import CONCERN_WORDS, INTERNAL_KINDS, LEAST_WORDS, OUTCOME_WORDS, POINT_WORDS, Weighed
from kambrief.core.agreed_types import Agreed, Concern, Correction, NextMeeting, Point
from kambrief.core.agreeing.words_cities import ZONES
from kambrief.core.commitment import Promised
from kambrief.core.grounded import Ground
from kambrief.core.promise_reading import Heard
from kambrief.core.spoken import times as spoken_times
from kambrief.core.talk import Talk

MAX_POINTS = 12
"""For the customer, and so many more for the CRM's note."""
_STEP_CUES = 1
_TIME_CUES = 3
_ALIKE = 0.6
_DAYBREAK = 7


def ground_of(
    talk: Talk,
    agreed: Agreed,
    promised: Sequence[Promised] = (),
    language: str = "",
    *,
    names: Sequence[str] = (),
    foreign: Sequence[str] = (),
) -> Ground:
    """What may be said of a call: by everything known of it so far."""
    meeting = agreed.next_meeting
    moved = {one.supersedes for one in promised if one.supersedes is not None}
    settled = {day for one in promised for day in (one.due, one.until) if day is not None}
    return Ground(
        talk,
        language or talk.language,
        agreed.corrections,
        frozenset(moved),
        frozenset(settled | ({meeting.day} if meeting else set())),
        tuple(names),
        (*foreign, *talk.others),
    )


def improved(
    agreed: Agreed, heard: Sequence[Heard], talk: Talk, promised: Sequence[Promised], names: Sequence[str] = ()
) -> Agreed:
    """The rules' findings with the model's."""
    corrections = _corrections(agreed.corrections, [one for each in heard for one in each.corrections])
    meeting = _meeting(agreed.next_meeting, [cue for each in heard for cue in each.meetings], talk)
    known = dataclasses.replace(agreed, corrections=corrections, next_meeting=meeting)
    ground = ground_of(talk, known, promised, names=names)
    points = _points(agreed.points, [one for each in heard for one in each.points], ground)
    concerns = [one for each in heard for one in each.concerns]
    outcomes = [
        one
        for each in heard
        for one in each.outcomes
        if not grounded.problems(one.one.text, one.one.cues, ground, most=OUTCOME_WORDS, least=LEAST_WORDS, share=0.5)
    ]
    return dataclasses.replace(
        known,
        points=points,
        concern=_concern(agreed.concern, concerns, promised, ground),
        outcome=_heaviest(outcomes, agreed.outcome),
    )


def _heaviest(several: Sequence[Weighed[Point]], found: Point | None) -> Point | None:
    """The one with most weight; of equals the one that rules chose too, which keeps their words."""
    cues = set(found.cues) if found else set()
    best = max(several, key=lambda one: (one.weight, not cues.isdisjoint(one.one.cues)), default=None)
    return best.one if best and cues.isdisjoint(best.one.cues) else found


def _corrections(found: Sequence[Correction], said: Iterable[Correction]) -> tuple[Correction, ...]:
    kept = list(found)
    for one in said:
        finals = {other.right for other in kept}
        wrongs = {other.wrong for other in kept}
        if one.wrong not in wrongs | finals and one.right not in wrongs and not _known(one, kept):
            kept.append(one)
    return tuple(kept)


def _known(one: Correction, others: Sequence[Correction]) -> bool:
    """Whether rules have found it, or its contrary, in their own words."""
    mine = {_digits(one.wrong), _digits(one.right)}
    return any(
        mine <= {_digits(other.wrong), _digits(other.right)}
        or (one.wrong_number is not None and one.wrong_number == other.wrong_number and set(one.cues) & set(other.cues))
        for other in others
    )


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _points(found: Sequence[Point], said: Sequence[Weighed[Point]], ground: Ground) -> tuple[Point, ...]:
    """The model's, heaviest first, in the place of the rules' they speak of; then the rules' others. What rules found
    for the CRM's note stays beside them: a rival, a risk, a mood unless the model has told it for the note, too.
    """
    language = ground.talk.language
    kept: list[Point] = []
    taken: set[str] = set()
    for each in sorted(said, key=lambda one: (-one.weight, one.one.cues)):
        one = each.one
        if grounded.problems(
            one.text, one.cues, ground, most=POINT_WORDS, least=LEAST_WORDS, customer=not one.internal, share=0.5
        ) or any(_covers(other, one, language) for other in kept):  # fmt: skip
            continue
        same = [other for other in found if other.id not in taken and other.internal == one.internal]
        mine = [other for other in same if _covers(one, other, language)]
        taken |= {other.id for other in mine}
        kept.append(dataclasses.replace(one, id=mine[0].id, kind=mine[0].kind) if mine else one)
    rest = [one for one in found if one.id not in taken]
    for_customer = [one for one in kept if not one.internal]
    for_customer += [one for one in rest if not one.internal and not _told(one, kept, language)]
    # A value that was corrected in the call is what the customer has to read: it comes before what weighs more.
    for_customer = sorted(for_customer, key=lambda one: not _is_final(one, ground.corrections))[:MAX_POINTS]
    for_note = [one for one in kept if one.internal]
    for one in rest:
        others = for_note if one.kind in INTERNAL_KINDS else [*for_note, *for_customer]
        if one.internal and not _told(one, others, language):
            for_note.append(one)
    return (*for_customer, *for_note[:MAX_POINTS])


_FIGURE = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_SEPARATORS = re.compile(r"[.,\s]")


def _is_final(one: Point, corrections: Iterable[Correction]) -> bool:
    """Whether it tells a value that took another's place."""
    figures = _figures(one.text)
    return any(right <= figures for each in corrections if (right := _figures(each.right)))


def _figures(text: str) -> frozenset[str]:
    return frozenset(_SEPARATORS.sub("", found) for found in _FIGURE.findall(text))


def _told(one: Point, others: Iterable[Point], language: str) -> bool:
    return any(_covers(other, one, language) for other in others)


def _covers(one: Point, other: Point, language: str) -> bool:
    """Whether ``one`` says what ``other`` does: of the same utterances, with all of its figures, or without any in
    much the same words.
    """
    if set(one.cues).isdisjoint(other.cues):
        return False
    mine, theirs = _values(one, language), _values(other, language)
    alike = theirs or set(other.cues) <= set(one.cues) or same_words(other.text, one.text)
    return theirs <= mine and bool(alike)


def same_words(one: str, other: str) -> bool:
    """Whether most words of one text that name things are in another."""
    return matter.within(matter.matter(one), matter.matter(other)).share >= _ALIKE


def _values(point: Point, language: str) -> set[object]:
    return {number for number, _ in grounded_values.figures(point.text, language)}


def _concern(
    found: Concern | None, said: Sequence[Weighed[Concern]], promised: Sequence[Promised], ground: Ground
) -> Concern | None:
    """The model's heaviest; the rules' own words where they found the same, and their answer where it names none."""
    best = max(said, key=lambda one: (one.weight, bool(found and set(found.cues) & set(one.one.cues))), default=None)
    if best is None:
        return found
    one = best.one
    neutral = one.neutral
    if neutral and grounded.problems(neutral, one.cues, ground, most=CONCERN_WORDS, least=LEAST_WORDS, near=1):
        neutral = ""
    same = found is not None and not set(found.cues).isdisjoint(one.cues)
    if found is not None and same:
        return dataclasses.replace(
            found, neutral=neutral or found.neutral, answer=_answer(one, promised) or found.answer
        )
    return dataclasses.replace(one, neutral=neutral, answer=_answer(one, promised))


def _answer(concern: Concern, promised: Sequence[Promised]) -> str:
    """The promise of ours given where the model says that we answered."""
    step = concern.cues[1] if len(concern.cues) > 1 else 0
    ours = [one for one in promised if one.side.value == "us" and not one.minor]
    return next((one.id for one in ours if step and any(abs(cue - step) <= _STEP_CUES for cue in one.cues)), "")


def _meeting(found: NextMeeting | None, told: Sequence[tuple[int, dt.date]], talk: Talk) -> NextMeeting | None:
    """The one agreed last: the rules' unless the model points to a later utterance."""
    if not told or (found is not None and max(found.cues, default=0) >= max(told)[0]):
        return found
    number, day = max(told)
    texts = {one.number: one.text for one in talk.spoken()}
    time, place, cue = next(_times(texts, number, talk), (None, "", 0))
    zone = _zone(place, talk) if place else talk.tzinfo
    start = dt.datetime.combine(day, time, zone) if time and zone else None
    return NextMeeting(start, day, tuple(sorted({number, cue} - {0})), confirm=start is None)


def _times(texts: dict[int, str], number: int, talk: Talk) -> Iterator[tuple[dt.time, str, int]]:
    """Times of day said there or shortly before; calls are not held at night, so that ``two o'clock`` is after noon."""
    for cue in range(number, number - _TIME_CUES - 1, -1):
        for one in reversed(spoken_times.times(texts.get(cue, ""), talk.language)):
            yield (
                one.time.replace(hour=one.time.hour + 12) if 0 < one.time.hour < _DAYBREAK else one.time,
                one.place,
                cue,
            )


def _zone(place: str, talk: Talk) -> dt.tzinfo | None:
    """The zone of a place: of somebody in the call whose zone is named after it, else of a known city."""
    zones = {one.timezone for one in talk.participants if one.timezone} | {talk.zone}
    wanted = place.casefold()
    found = sorted(zone for zone in zones if zone.rpartition("/")[2].replace("_", " ").casefold() == wanted)
    name = found[0] if found else ZONES.get(wanted, "")
    return zoneinfo.ZoneInfo(name) if name else None
