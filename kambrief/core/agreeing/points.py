"""What was settled, stated or learned: at most five points for the mail, the rest for the note in the CRM.

The order is that of weight for the customer: the size of the problem and its cause, what was decided, the limits they
set, who decides, other figures that both sides confirmed.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kambrief.core import lexicon, wording
from kambrief.core.agreed_types import Point
from kambrief.core.agreeing import values
from kambrief.core.agreeing.corrections import LARGE, Corrected
from kambrief.core.agreeing.facts import causes, figures
from kambrief.core.agreeing.next_meeting import Found
from kambrief.core.agreeing.said import Heard, Said
from kambrief.core.agreeing.words_spoken import SPEECH
from kambrief.core.agreeing.written import clean_of, finished, holds, quoted, sentence
from kambrief.core.customer import Side
from kambrief.core.spoken.numbers import as_digits

MOST = 5
"""Points of a mail."""
MOST_ALIKE = 4
"""Points of one kind for the note."""
_RANK = {"fact": 0, "decision": 2, "criterion": 3, "process": 4}
_CAUSE, _PLAIN = 1, 5
QUOTE_WORDS = 18


@dataclass(frozen=True, slots=True)
class _Rated:
    rank: int
    point: Point


def found(heard: Heard, corrected: Sequence[Corrected], meeting: Found) -> tuple[Point, ...]:
    """All points, the mail's first in their order, then the internal ones in the order of the talk."""
    rated = [
        *(_Rated(0 if fact.corrected else _PLAIN, fact.point) for fact in figures(heard, corrected, meeting)),
        *(_Rated(_CAUSE if named else _PLAIN, point) for named, point in causes(heard, corrected)),
        *(_Rated(_RANK[point.kind], point) for point in _settled(heard, corrected, meeting)),
    ]
    rated.sort(key=lambda one: (one.rank, one.point.cues))
    mail: list[Point] = []
    for one in rated:
        if not one.point.internal and not any(_repeats(one.point, other) for other in mail):
            mail.append(one.point)
    more = [replace(point, internal=True) for point in mail[MOST:]]
    more += [one.point for one in rated if one.point.internal]
    more += sorted(_internal(heard, corrected), key=lambda point: _weight_inside(heard, point))
    distinct: list[Point] = []
    for point in more:
        alike = sum(other.kind == point.kind for other in distinct)
        if alike < MOST_ALIKE and not any(point.text == other.text for other in (*distinct, *mail[:MOST])):
            distinct.append(point)
    return tuple(_numbered((*mail[:MOST], *distinct)))


def _numbered(points: Sequence[Point]) -> Iterator[Point]:
    """Each with an id of its own: two can rest on one utterance."""
    seen: set[str] = set()
    for point in points:
        place = next(
            count for count in itertools.count(1) if (point.id if count == 1 else f"{point.id}.{count}") not in seen
        )
        seen.add(new := point.id if place == 1 else f"{point.id}.{place}")
        yield replace(point, id=new)


def _weight_inside(heard: Heard, point: Point) -> tuple[int, int]:
    """Risks in the order of the talk; of moods the last is what they went with."""
    place = point.cues[-1]
    return (0, place) if point.kind != "mood" else (1, len(heard.sentences) - place)


def _repeats(one: Point, other: Point) -> bool:
    mine, theirs = lexicon.content_stems(one.text), lexicon.content_stems(other.text)
    return bool(mine) and len(mine & theirs) >= max(2, -(-2 * min(len(mine), len(theirs)) // 3))


# --- decisions, criteria, process ----------------------------------------------------------------------------------


def _settled(heard: Heard, corrected: Sequence[Corrected], meeting: Found) -> Iterator[Point]:
    limits: list[tuple[Said, Point]] = []
    for one in heard.sentences:
        if one.side is None or one.number in meeting.spoken_in or holds(one, corrected):
            continue
        if point := _decision(heard, one, corrected):
            yield point
        elif one.asks:
            continue
        elif one.side is Side.THEM and (point := _criterion(heard, one, corrected)):
            _with_detail(heard, limits, one, point)
        elif one.side is Side.THEM and (point := _process(heard, one, corrected)):
            yield point
    yield from (point for _, point in limits)


def _with_detail(heard: Heard, limits: list[tuple[Said, Point]], one: Said, point: Point) -> None:
    """A criterion; behind an earlier one where it answers what we asked of that ("are the months on cash?")."""
    if not heard.cues.criterion.search(one.text):
        asked = [value.number for part in heard.turn(one.turn - 1) if part.asks for value in part.numbers]
        for place, (limit, before) in enumerate(limits):
            if before.internal or point.internal or limit.who != one.who or not asked:
                continue
            if (
                any(value.number in asked for value in limit.numbers)
                and wording.word_count(before.text + point.text) <= 28
            ):
                detail = point.text.rstrip(".")
                low = detail if heard.language == "de" else detail[:1].lower() + detail[1:]
                text = f"{before.text.rstrip('.')} ({low})."
                limits[place] = limit, replace(before, text=text, cues=(*before.cues, *point.cues))
                return
        point = replace(point, internal=True)
    limits.append((one, point))


def _decision(heard: Heard, one: Said, corrected: Sequence[Corrected]) -> Point | None:
    """A proposal that the other side took on. What is promised in it stands among the promises."""
    proposed = heard.cues.propose.match(one.text)
    if not proposed or one.number in heard.promised_in or heard.cues.doubt.search(one.text[proposed.end() :]):
        return None
    accepted = heard.accepted(one)
    if not accepted:
        return None
    if SPEECH[heard.language].subordinate.search(f"{proposed.group()}|{one.text[proposed.end() :]}"):
        return None  # its word order is not a sentence's
    text = sentence(heard, _behind(one, proposed.end()), corrected)
    if wording.word_count(text) < 4 and one.numbers:
        text = _headed(heard, one, proposed.end(), corrected)
    if wording.word_count(text) < 4 or heard.cues.price.search(text):
        return None
    return Point(f"decision-{one.number}", text, (one.number, accepted.number), one.who, "decision")


def _headed(heard: Heard, one: Said, start: int, corrected: Sequence[Corrected]) -> str:
    """``Shall we say four hours and four visits?`` and a yes: ``Agreed: 4 hours and 4 visits``."""
    rest = _behind(replace(one, text=one.text.rstrip("?!. ")), start)
    if (
        "?" in rest.text
        or rest.days
        or not any(value.unit or value.noun or value.number >= LARGE for value in rest.numbers)
    ):
        return ""
    speech = SPEECH[heard.language]
    back = next((one.start() for one in speech.points_back.finditer(rest.text) if one.end() == len(rest.text)), None)
    rest = replace(rest, text=rest.text[:back].rstrip(" ,"))
    if (
        speech.anaphora.match(rest.text)
        or speech.points_back.search(rest.text)
        or not 2 <= len(rest.text.split()) <= 12
    ):
        return ""
    if heard.cues.meet_next.search(one.text) or heard.cues.daypart.search(one.text):
        return ""
    words = rest.text
    for value in sorted(rest.numbers, key=lambda each: -each.start):
        told = as_digits(value.words, heard.language)
        new = told if told != value.words else values.digits(value, heard.language)
        words = f"{words[: value.start]}{new}{words[value.end :]}"
    text = sentence(heard, replace(rest, text=words, numbers=(), days=(), times=()), corrected)
    return f"{heard.cues.agreed}: {text}" if text else ""


def _behind(one: Said, start: int) -> Said:
    """The sentence from there on, its values with it."""
    cut = start + len(one.text[start:]) - len(one.text[start:].lstrip(" ,:"))
    return replace(
        one,
        text=one.text[cut:],
        numbers=tuple(
            replace(each, start=each.start - cut, end=each.end - cut) for each in one.numbers if each.start >= cut
        ),
        days=tuple(replace(each, start=each.start - cut, end=each.end - cut) for each in one.days if each.start >= cut),
        times=tuple(
            replace(each, start=each.start - cut, end=each.end - cut) for each in one.times if each.start >= cut
        ),
    )


def _criterion(heard: Heard, one: Said, corrected: Sequence[Corrected]) -> Point | None:
    cues = heard.cues
    asked = one.first and (_asked(heard, one, 1) or (_asked(heard, one, 3) and bool(cues.wants.search(one.text))))
    if not cues.criterion.search(one.text) and not asked:
        return None
    if cues.refuse.search(one.text) or cues.threat.search(one.text) or cues.meet_next.search(one.text):
        return None
    text = "" if cues.price.search(one.text) or cues.rival.search(one.text) else sentence(heard, one, corrected)
    if wording.word_count(text) >= 4:
        return Point(f"criterion-{one.number}", text, (one.number,), one.who, "criterion")
    if (
        not clean_of(heard, one.text, internal=True)
        or wording.word_count(one.text) < 4
        or SPEECH[heard.language].anaphora.match(one.text)
    ):
        return None
    return Point(f"criterion-{one.number}", _short(heard, one), (one.number,), one.who, "criterion", internal=True)


def _asked(heard: Heard, one: Said, back: int) -> bool:
    """Whether it answers our question how they decide; others of them may have answered in between."""
    for place in range(one.turn - 1, max(one.turn - 1 - back, -1), -1):
        turn = heard.turns[place]
        if turn[0].side is not Side.THEM:
            return any(part.asks and heard.cues.criteria_asked.search(part.text) for part in turn)
    return False


def _process(heard: Heard, one: Said, corrected: Sequence[Corrected]) -> Point | None:
    """Which body of theirs decides, and when."""
    cues = heard.cues
    if not cues.process.search(one.text) or cues.refuse.search(one.text) or not one.days or cues.doubt.search(one.text):
        return None
    text = sentence(heard, one, corrected)
    if not text and (comma := one.text.find(", ")) > 0 and all(day.end <= comma for day in one.days):
        text = sentence(heard, replace(one, text=one.text[:comma]), corrected)
    if wording.word_count(text) < 3:
        return None
    return Point(f"process-{one.number}", text, (one.number,), one.who, "process")


# --- for the note in the CRM alone ---------------------------------------------------------------------------------


def _internal(heard: Heard, corrected: Sequence[Corrected]) -> Iterator[Point]:
    for one in heard.sentences:
        if not clean_of(heard, one.text, internal=True) or holds(one, corrected) or one.asks:
            continue
        kind = _kind(heard, one)
        if kind and 3 <= wording.word_count(one.text) <= 30:
            yield Point(f"{kind}-{one.number}", _short(heard, one), (one.number,), one.who, kind, internal=True)
    for turn, later in itertools.pairwise(heard.turns):
        yield from _of_the_rival(heard, turn, later, corrected)


def _kind(heard: Heard, one: Said) -> str:
    cues = heard.cues
    if one.side is Side.THEM and cues.mood.search(one.text) and not cues.meet_next.search(one.text):
        return "mood"
    if one.side is Side.THEM and cues.threat.search(one.text):
        return "risk"
    if cues.deadline.search(one.text) and any(day.day for day in one.days) and one.number not in heard.promised_in:
        return "risk"
    return "risk" if one.side is Side.THEM and cues.rival.search(one.text) and one.numbers else ""


def _of_the_rival(
    heard: Heard, turn: tuple[Said, ...], later: tuple[Said, ...], corrected: Sequence[Corrected]
) -> Iterator[Point]:
    """What they say when we ask about a rival's figure that they named just before."""
    before = heard.turn(turn[0].turn - 1)
    if later[0].side is not Side.THEM or turn[0].side is Side.THEM or not any(one.asks for one in turn):
        return
    if not any(heard.cues.rival.search(one.text) and one.side is Side.THEM for one in before):
        return
    for one in later:
        if one.numbers and clean_of(heard, one.text, internal=True) and not holds(one, corrected):
            text = " ".join(quoted(heard, part) for part in later if wording.word_count(part.text) > 2)
            yield Point(
                f"risk-{one.number}",
                wording.plain(text),
                (before[0].number, one.number),
                one.who,
                "risk",
                internal=True,
            )
            return


def _short(heard: Heard, one: Said) -> str:
    """Somebody's words, as said but for values in digits."""
    text = quoted(heard, one)
    return text if wording.word_count(text) > 1 else finished(one.text)
