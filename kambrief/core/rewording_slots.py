"""A text's values taken out before a model words it anew, and put back by code, also as another language writes them.

Days, times, figures, links and what has to be settled stand as ``{D1}`` in what a model gives back: it cannot change
one, nor add one. Numbers in words stay where they are and are compared by what they count.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from kambrief.core import following_dates, wording
from kambrief.core.evidence import Moment, Money, Number, Percent
from kambrief.core.grounded_values import dates, numbers_in, spoken_days_in, times_in
from kambrief.core.rereading import as_written
from kambrief.core.rewording import marks
from kambrief.core.spoken.values import Doubt, SpokenDay, SpokenNumber

SLOT = re.compile(r"\{\s*([DTNQL]\d{1,3})\s*(?:[:=][^{}]*)?\}")
_LINK = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)[^\s<>\"”]+|[^\s@<>(),;]+@[^\s@<>(),;]+\.\w+", re.IGNORECASE)
_TOKEN = re.compile(r"(?:[^\W\d_]+-?)?\d(?:\w|[.,:/–-](?=\d)|[ \u00a0\u202f](?=\d))*")
_WEEKDAYS = re.compile(r"\b[^\W\d_]{2,4}\.?–[^\W\d_]{2,4}\.? $")
_BEFORE = re.compile(
    r"(?:viimeistään|ennen|by|on|until|before|from|the|senast|den|före|till|från|på|am|bis|zum|vom|ab|an|dem|vor)\s+",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s+(?:mennessä|asti|saakka|alkaen|lähtien|jälkeen|ennen)$", re.IGNORECASE)
_CLOCK_WORD = re.compile(r"[^\W\d_]")
_UNSURE = frozenset({Doubt.AMBIGUOUS, Doubt.WEEKDAY})


@dataclass(frozen=True, slots=True)
class Slot:
    """A value in a text. ``same``: equal for slots that say the same; ``shown``: as it is written in the text wished
    for.
    """

    name: str
    surface: str
    shown: str
    same: object
    certain: bool = True
    """False: it could not be written in the other language, and stands as it was."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """From which language to which, and what a day without a year and a time without a place mean."""

    source: str
    target: str
    day: dt.date
    zone: str

    @property
    def other(self) -> bool:
        """Whether the language changes."""
        return self.source != self.target


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with slots in the place of its values."""

    text: str
    slots: Mapping[str, Slot]

    @property
    def told(self) -> str:
        """As a model sees it: ``{D1:pe 9.10.}``. Where a link leads is nobody's business."""

        def told(found: re.Match[str]) -> str:
            words = "" if found[1].startswith("L") else _plain(self.slots[found[1]].surface)
            return f"{{{found[1]}:{words}}}" if words else f"{{{found[1]}}}"

        return SLOT.sub(told, self.text)

    @property
    def bare(self) -> str:
        """The words without values."""
        return " ".join(SLOT.sub(" ", self.text).split())

    def filled(self, text: str) -> str:
        """A text with its slots filled as the language wished for writes them; a day's full stop ends a sentence."""

        def value(found: re.Match[str]) -> str:
            shown = self.slots[found[1]].shown if found[1] in self.slots else ""
            behind = text[found.end() :]
            return shown.removesuffix(".") if behind.startswith(".") and not behind.startswith("..") else shown

        return SLOT.sub(value, text)


def _plain(surface: str) -> str:
    return re.sub(r"[{}\[\]<>|`\\]", "", surface).strip()


def masked(text: str, tongue: Tongue, mark: Callable[[str], str], counts: dict[str, int]) -> Masked:
    """``mark`` says a ``[confirm: …]`` in the language wished for, empty where it cannot; ``counts`` numbers slots
    throughout a whole mail.
    """
    found: list[tuple[int, int, str, str, object, bool]] = []

    def free(start: int, end: int) -> bool:
        return start < end and not any(start < one[1] and one[0] < end for one in found)

    for start, end, letter, shown, same, certain in _values(text, tongue, mark):
        if free(start, end):
            found.append((start, end, letter, shown, same, certain))
    clear = text
    for start, end, *_ in found:
        clear = clear[:start] + "\0" * (end - start) + clear[end:]
    found += [
        (token.start(), token.end(), "N", _figure(token[0], tongue), token[0], True) for token in _TOKEN.finditer(clear)
    ]
    parts, slots, at = [], dict[str, Slot](), 0
    for start, end, letter, shown, same, certain in sorted(found, key=lambda one: one[:2]):
        counts[letter] = counts.get(letter, 0) + 1
        name = f"{letter}{counts[letter]}"
        parts += [text[at:start], f"{{{name}}}"]
        slots[name] = Slot(name, text[start:end], shown, (letter, same), certain)
        at = end
    return Masked("".join((*parts, text[at:])), slots)


Found = tuple[int, int, str, str, object, bool]


def _values(text: str, tongue: Tongue, mark: Callable[[str], str]) -> Iterator[Found]:
    at = 0
    for one in marks(text):
        start = text.index(one, at)
        at = start + len(one)
        shown = mark(one) if tongue.other else one
        yield start, at, "Q", shown or one, one, bool(shown)
    for link in _LINK.finditer(text):
        yield link.start(), link.end(), "L", link[0], link[0], True
    yield from _days(text, tongue)
    yield from _times(text, tongue)
    yield from _numbers(text, tongue)


def _days(text: str, tongue: Tongue) -> Iterator[Found]:
    for one in dates(as_written(text), tongue.day, tongue.source):
        if one.day is None or (tongue.other and not one.exact):
            continue  # a span (next week) is no day in another language: its words are compared instead
        start, end = one.start, one.end
        if pair := _WEEKDAYS.search(text[:start]):
            start = pair.start()
        while (lead := _BEFORE.match(text, start)) and lead.end() < end:
            start = lead.end()
        if behind := _BEHIND.search(text[start:end]):
            end = start + behind.start()
        shown, certain = text[start:end], True
        if tongue.other:
            certain = one.doubt not in _UNSURE
            shown = _day(one, text[start:end], tongue) if certain else shown
        yield start, end, "D", shown, (one.day, one.until), certain


def _day(one: SpokenDay, surface: str, tongue: Tongue) -> str:
    assert one.day is not None  # noqa: S101 looked at before
    named = one.weekday is not None or bool(_WEEKDAYS.match(f"{surface.partition(' ')[0]} "))
    say = following_dates.days if named else following_dates.bare_days
    return say(one.day, one.until, tongue.target, tongue.day)


def _times(text: str, tongue: Tongue) -> Iterator[Found]:
    for one in times_in(as_written(text), tongue.source):
        start, end = one.start, one.end
        if one.place and one.place in text[start:end]:
            end = start + len(text[start:end][: text[start:end].index(one.place)].rstrip())
        shown = text[start:end]
        if tongue.other:
            at = dt.datetime.combine(tongue.day, one.time, ZoneInfo(tongue.zone))
            bare = bool(one.place) or (tongue.source != "en" and not _CLOCK_WORD.search(shown))
            shown = wording.show(
                Moment(at, tongue.zone), tongue.target, today=tongue.day, zone=tongue.zone, form="bare" if bare else "",
            )  # fmt: skip
        yield start, end, "T", shown, one.time, True


def _numbers(text: str, tongue: Tongue) -> Iterator[Found]:
    for one in numbers_in(as_written(text), tongue.source):  # with its sign: 24 000 €, 12 prosenttia
        if re.search(r"\d", one.words) and _is_measured(one) and one.of is None:
            shown = _measured(one, tongue) if tongue.other else text[one.start : one.end]
            yield one.start, one.end, "N", shown, (one.number, one.unit), True


def _is_measured(one: SpokenNumber) -> bool:
    return one.unit == "%" or (len(one.unit) == 3 and one.unit.isupper())


def _measured(one: SpokenNumber, tongue: Tongue) -> str:
    value = Percent(one.number) if one.unit == "%" else Money(one.number, one.unit)
    return wording.show(value, tongue.target, today=tongue.day, zone=tongue.zone)


def _figure(token: str, tongue: Tongue) -> str:
    """A number as the other language writes it, where it is written as this one does; a code, a version or a telephone
    number stays as it is.
    """
    if not tongue.other:
        return token
    digits = re.sub(r"\s", "", token)
    separators = {"en": (",", "."), "de": (".", ","), "fi": ("", ","), "sv": ("", ",")}[tongue.source]
    plain = digits.replace(separators[0], "") if separators[0] else digits
    plain = plain.replace(separators[1], ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return token
    value = Number(Decimal(plain))

    def shown(language: str) -> str:
        return wording.show(value, language, today=tongue.day, zone=tongue.zone)

    return shown(tongue.target) if re.sub(r"\s", " ", shown(tongue.source)) == re.sub(r"\s", " ", token) else token


# --- what is left in words -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Loose:
    """Values of words that no slot stands for."""

    numbers: frozenset[Decimal]
    days: frozenset[tuple[dt.date | None, dt.date | None]]
    times: frozenset[dt.time]
    vague: bool

    @classmethod
    def of(cls, text: str, language: str, day: dt.date) -> "Loose":
        """Of a text without slots."""
        said = spoken_days_in(text, day, language)
        spans = [(one.start, one.end) for one in said if not one.bare or one.weekday is not None]
        counted = [
            number
            for one in numbers_in(text, language)
            if not any(start <= one.start < end for start, end in spans)
            for number in (one.number, one.of)
            if number is not None and number != 1
        ]
        return cls(
            frozenset(counted),
            frozenset((one.day, one.until) for one in dates(text, day, language)),
            frozenset(one.time for one in times_in(text, language)),
            any(one.doubt is Doubt.VAGUE for one in said),
        )  # fmt: skip


def names_of(text: str) -> list[str]:
    """Slots that a model's words hold, in order, each as often as it stands there."""
    return [found[1] for found in SLOT.finditer(text)]


def values(slots: Iterable[Slot]) -> frozenset[object]:
    """What slots say."""
    return frozenset(one.same for one in slots)
