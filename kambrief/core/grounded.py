"""Whether words that a model wrote about a call hold no more than the call does.

A text cites utterances (and perhaps facts that the customer knows). Each number, day, time and name in it must be in
what it cites, or be the final value of something corrected there; nothing superseded, withheld, private, of a rival or
addressed to a machine passes, and for a customer no word of praise, sale or recording either. What is wrong is told in
words for the model, which may mend it once, and for ``why``.
"""

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kambrief.core import lexicon, sensitive, sentences, tone_words
from kambrief.core.agreed_types import Correction
from kambrief.core.grounded_values import (
    CURRENCIES,
    dates,
    days_in,
    figures,
    numbers_in,
    says_one,
    strange_money,
    times_in,
    without_days,
)
from kambrief.core.grounded_words import contents, evened, is_foreign, is_said
from kambrief.core.inflection import accepts
from kambrief.core.nouns import is_noun
from kambrief.core.reading_words import ALWAYS_CAPITAL, TONGUES
from kambrief.core.talk import Talk, Utterance

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+(?:[.,:\s\u00a0\u202f]\d+)*")
_HOST = re.compile(r"[^\W\d_]\.[^\W\d_]{2,}")
"""A full stop without a space: an address that a mail program would make a link of."""
_LIST_MARK = re.compile(r"^\s*(?:[-–—•*]|\d+[.)]\s)")
_STEM = 4
_TOLD = 2
"""Content words in common with what was kept back."""
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SENTENCE_END = re.compile(r"[.?!…:;]\s*\Z")
_CENTURY, _TEENS, _HUNDRED = Decimal(2000), Decimal(13), Decimal(100)
_MAX_CHARS = 400
_MARKS = frozenset(" .,;:?!'’\"“”„»«()–—-/&%€$£+°…\u00a0\u202f\u2212×§")
_FEW = 0.5
"""From this share on at least two content words, or all there are, must be theirs."""


@dataclass(frozen=True)
class Ground:
    """What may be said of one call. ``language`` is that of the text to be checked; ``corrections`` the values that do
    not hold any more, ``moved`` the days; ``names`` further words that name nobody else (the meeting's title, our own
    company).
    """

    talk: Talk
    language: str
    corrections: tuple[Correction, ...] = ()
    moved: frozenset[dt.date] = frozenset()
    settled: frozenset[dt.date] = frozenset()
    """Final days of promises and of the next meeting: may be said wherever they are cited from."""
    names: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    """Names that must not be said at all (other customers)."""
    known: Collection[str] = field(default=(), compare=False)
    """Texts beside the call that may be cited: facts that the customer knows."""

    @functools.cached_property
    def spoken(self) -> dict[int, Utterance]:
        """What may be cited, by number."""
        return {one.number: one for one in self.talk.spoken()}

    @functools.cached_property
    def secret_stems(self) -> frozenset[str]:
        """What only withheld utterances speak of."""
        hidden = [one.text for one in self.talk.utterances if one.withheld or one.alone]
        said = frozenset(
            stem for one in [*self.spoken.values()] for stem in lexicon.content_stems(one.text)
        ) | lexicon.content_stems(self.talk.title)
        return frozenset(stem for text in hidden for stem in lexicon.content_stems(text)) - said

    @functools.cached_property
    def people_words(self) -> tuple[str, ...]:
        """Whole names and what people are called."""
        return tuple({name for one in self.talk.participants for name in (one.name, one.called) if name})

    @functools.cached_property
    def open_names(self) -> frozenset[str]:
        """Words with a capital that were said anywhere but in talk about rivals: places, products, sites."""
        said = [one.text for one in self.spoken.values() if not of_rivals(one.text)]
        return frozenset(word for text in said for word in _WORD.findall(text) if word[:1].isupper())

    @functools.cached_property
    def rival_names(self) -> frozenset[str]:
        """Names that were said in talk about rivals alone."""
        said = {word for one in self.spoken.values() if of_rivals(one.text) for word in _WORD.findall(one.text)}
        known = {part for name in self.people_words for part in name.split()} | self.open_names
        return frozenset(word for word in said - known if word[:1].isupper() and not _is_common(word, self))

    @functools.cached_property
    def lower_words(self) -> frozenset[str]:
        """Beginnings of the words that somebody said without a capital."""
        words = {word for one in self.spoken.values() for word in _LETTERS.findall(one.text)}
        return frozenset(word[:_STEM].casefold() for word in words if word[:1].islower())

    @functools.cached_property
    def open_text(self) -> str:
        """All that may be cited, in small letters."""
        return " ".join(one.text for one in self.spoken.values()).casefold()

    @functools.cached_property
    def wrong(self) -> tuple[tuple[Decimal, str], ...]:
        """Superseded numbers with the noun they count."""
        found: list[tuple[Decimal, str]] = []
        for one in self.corrections:
            if one.wrong_day is not None or _ISO_DAY.search(one.wrong):
                continue
            right = {number for number, _ in figures(one.right, self.talk.language)} | {one.right_number}
            told = [*figures(one.wrong, self.talk.language)]
            if one.wrong_number is not None:
                told.append((one.wrong_number, one.unit))
            found += [(number, noun) for number, noun in told if number not in right]
        return tuple(found)

    @functools.cached_property
    def stale(self) -> frozenset[dt.date]:
        """Days that were moved, unless something else holds on them."""
        days = {one.wrong_day for one in self.corrections if one.wrong_day is not None}
        told = [day for one in self.corrections for day in _ISO_DAY.findall(one.wrong)]
        days |= {dt.date.fromisoformat(day) for day in told if _is_day(day)}
        return frozenset((days | self.moved) - self.settled)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def problems(  # noqa: PLR0913 - each of them a limit of its own
    text: str,
    cited: Sequence[int],
    ground: Ground,
    *,
    most: int,
    least: int = 1,
    customer: bool = True,
    share: float = 0.34,
    told: Sequence[str] = (),
    near: int = 0,
) -> tuple[str, ...]:
    """What is wrong with a text, in short sentences; empty: it may stand.

    ``cited``: numbers of the utterances it rests on; ``told``: texts of facts it rests on; ``near``: so many utterances
    around the cited ones count as cited, but for values; ``share``: the part of its content words that must be theirs;
    ``most`` and ``least``: words.
    """
    numbers = sorted({number + step for number in cited for step in range(-near, near + 1)} & ground.spoken.keys())
    sources = [ground.spoken[number].text for number in numbers]
    found = [*_of_form(text, most, least)]
    if not any(number in ground.spoken for number in cited) and not told:
        found.append("cites no utterance that was shown")
    if not found:
        exact = [ground.spoken[number].text for number in cited if number in ground.spoken]
        found += _of_values(text, [*exact, *told], ground)
        found += _of_names(without_days(text, ground.talk.day, ground.language), [*sources, *told], ground)
        found += _of_secrets(text, ground)
        around = {number + step for number in cited for step in range(-max(near, 1), max(near, 1) + 1)}
        spoken = [ground.spoken[number].text for number in sorted(around & ground.spoken.keys())]
        found += _of_words(text, [*spoken, *told], [*sources, *told], ground, share)
    if customer:
        found += _of_tone(text, numbers, ground)
    return tuple(dict.fromkeys(found))


def _of_form(text: str, most: int, least: int) -> Iterator[str]:
    if sum(len(word) > 1 for word in _LETTERS.findall(text)) < least:
        yield "says nothing"
    if len(text) > _MAX_CHARS or sentences.words(text) > most:
        yield f"is too long: at most {most} words"
    if tone_words.ODD.search(text) or _HOST.search(text):
        yield "holds a link, an address, a code or a mark"
    if _LIST_MARK.match(text):
        yield "starts like a list"
    if strange := {letter for letter in text if not letter.isalnum() and letter not in _MARKS}:
        yield f"holds characters that are not plain text: {' '.join(sorted(strange))}"
    if any(letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN ") for letter in text):
        yield "holds letters of another alphabet"
    ordered = least > 1 and (tone_words.COMMAND.search(text) or tone_words.TO_WRITER.search(text))
    if ordered or tone_words.MACHINE.search(text):
        yield "gives an order to whoever writes"


# --- values --------------------------------------------------------------------------------------------------------


def _of_values(text: str, sources: Sequence[str], ground: Ground) -> Iterator[str]:
    talk = ground.talk
    said_days = {
        day for one in dates(text, talk.day, ground.language) for day in (one.day, one.until) if day is not None
    }
    cited_days = {day for source in sources for day in days_in(source, talk.day, talk.language, bare=True)}
    if strange := sorted(said_days - cited_days - ground.settled):
        yield f"names a day that is not in the cited words ({', '.join(map(str, strange))})"
    if gone := sorted(said_days & ground.stale):
        yield f"names a day that was moved ({', '.join(map(str, gone))})"
    cited_times = {one.time for source in sources for one in times_in(source, talk.language)}
    cited_times |= {one.time for source in sources for one in times_in(source, ground.language)}
    if strange_times := [one.words for one in times_in(text, ground.language) if one.time not in cited_times]:
        yield f"names a time that is not in the cited words ({', '.join(strange_times)})"
    yield from _of_numbers(text, sources, ground)


def _of_numbers(text: str, sources: Sequence[str], ground: Ground) -> Iterator[str]:
    talk = ground.talk
    rest = without_days(text, talk.day, ground.language)
    allowed = [pair for source in sources for pair in figures(source, talk.language)]
    allowed += [pair for source in sources for pair in figures(source, ground.language)]
    for one in ground.corrections:
        wrong = {one.wrong_number, *(number for number, _ in figures(one.wrong, talk.language))}
        if any(number in wrong or number == one.right_number for number, _ in allowed):
            allowed += list(figures(one.right, talk.language))
            allowed += [(one.right_number, one.unit)] if one.right_number is not None else []
    values = {number for number, _ in allowed}
    values |= {Decimal(1)} if says_one(sources) else set()
    values |= {_CENTURY + number for number in values if _TEENS <= number < _HUNDRED}  # twenty-seven is 2027 as well
    letters = " ".join(sources).casefold()
    percents = {number for number, unit in allowed if unit == "%"}
    if percents:  # "twelve percent, of the whole perhaps seven"
        percents |= {number for number, unit in allowed if not unit}
    for number, unit, words in _with_words(rest, ground.language):
        if number not in values and not _is_no_figure(words, number, letters):
            yield f"holds a number that is not in the cited words ({number})"
        elif unit == "%" and number not in percents:
            yield f"makes a percentage of {number}, which the cited words do not"
        if any(number == wrong and (not unit or _same_noun(noun, rest)) for wrong, noun in ground.wrong):
            yield f"holds a value that was corrected in the call ({number})"
    open_words = (one.text for one in ground.spoken.values())
    if strange := sorted(strange_money(text, sources, open_words, ground.language)):
        yield f"names a currency that the cited words do not ({', '.join(strange)})"
    loose = re.sub(r"\D", "", "".join(_unread_digits(rest, ground.language)))
    if loose and not any(
        re.sub(r"\D", "", digits) == loose for source in sources for digits in _DIGITS.findall(source)
    ):
        yield f"holds a figure that is not in the cited words ({loose})"


def _with_words(text: str, language: str) -> Iterator[tuple[Decimal, str, str]]:
    for one in numbers_in(text, language):
        yield one.number, one.unit or one.noun, one.words
        if one.of is not None:
            yield one.of, one.unit or one.noun, str(one.of)


def _is_no_figure(words: str, number: Decimal, sources: str) -> bool:
    """A one in words is an article or a pronoun in all four languages; ``yksi-`` may be part of ``yksivuotinen``."""
    return words.isalpha() and (number == 1 or (len(words) >= _STEM and words.casefold() in sources))


def _same_noun(noun: str, text: str) -> bool:
    """A wrong number counts as said again where its noun is there too, or where nobody said what it counts; so it does
    where the text does not.
    """
    letters = _LETTERS.findall(noun)
    stem = max(letters, key=len)[:_STEM].casefold() if letters else ""
    return not stem or stem in text.casefold()


def _unread_digits(text: str, language: str) -> Iterator[str]:
    spans = [(one.start, one.end) for one in numbers_in(text, language)]
    for found in re.finditer(r"\d", text):
        if not any(start <= found.start() < end for start, end in spans):
            yield found[0]


# --- names ---------------------------------------------------------------------------------------------------------


def _of_names(text: str, sources: Sequence[str], ground: Ground) -> Iterator[str]:
    """A capital within a sentence is a name: of somebody in the call, or said in the cited words."""
    if ground.foreign and lexicon.mentions_company(text, ground.foreign):
        yield "names somebody who has nothing to do with this customer"
    cited = [*sources, ground.talk.title, *ground.names]
    capitals = {word for source in cited for word in _WORD.findall(source) if word[:1].isupper()} | ground.open_names
    for found in _WORD.finditer(text):
        word, before = found[0], text[: found.start()]
        if not word[:1].isupper() or word in ALWAYS_CAPITAL.get(ground.language, ()) or word in CURRENCIES:
            continue
        if _named(word, capitals, ground):
            continue
        if ground.language == "de" and is_noun(word):
            continue
        if _begins(before) and (_is_common(word, ground) or not _may_name(text[found.end() :], ground)):
            continue
        yield f"holds a name that is not in the cited words ({word})"


def _begins(before: str) -> bool:
    """Whether a sentence begins behind these words."""
    before = before.rstrip("\"“”„»«'( ")
    return not before or bool(_SENTENCE_END.search(before))


def _is_common(word: str, ground: Ground) -> bool:
    """Whether a word is known as one that names nobody: somebody said it, or it begins sentences in the language."""
    tongue = TONGUES.get(ground.language)
    low = word.casefold()
    known = tongue is not None and (low in tongue.small or low in tongue.opening)
    return known or low in tone_words.OPENING or low[:_STEM] in ground.lower_words


def _may_name(after: str, ground: Ground) -> bool:
    """Whether an unknown word at the beginning of a sentence is to be taken for a name: another capital follows it, or
    a genitive; in English always, where few words begin a sentence that nobody in the call said.
    """
    return ground.language == "en" or bool(re.match(r"['’]s\b|\s+[^\W\d_a-zåäöéüß]", after) and ground.language != "de")


def _named(word: str, capitals: Iterable[str], ground: Ground) -> bool:
    pieces = word.split("-")
    if any(accepts(part, word, ground.language) for name in ground.people_words for part in (name, *name.split())):
        return True
    return any(
        accepts(name, word, ground.language)
        or any(len(name) >= _STEM and piece[:_STEM].casefold() == name[:_STEM].casefold() for piece in pieces)
        or (len(word) < _STEM and word == name)
        for name in capitals
    )


# --- words ---------------------------------------------------------------------------------------------------------


def _of_secrets(text: str, ground: Ground) -> Iterator[str]:
    hidden = lexicon.content_stems(text) & ground.secret_stems
    if len(hidden) >= _TOLD:  # the model has not seen them: one alone is chance
        yield f"speaks of what was kept back ({', '.join(sorted(hidden))})"
    if lexicon.OFF_RECORD.search(text) or lexicon.NOT_FOR_CUSTOMER.search(text):
        yield "speaks of what is not for everybody"
    if rule := sensitive.rule(text, ()):
        yield f"touches on what is private ({rule})"


def _of_words(text: str, sources: Sequence[str], cited: Sequence[str], ground: Ground, share: float) -> Iterator[str]:
    """``cited``: the sources that a concession must stand in; the others lie beside them."""
    given = {found[0][:_STEM].casefold() for found in tone_words.CONCESSION.finditer(text)}
    said = " ".join(cited).casefold()
    foreign = ground.language != ground.talk.language and tone_words.CONCESSION.search(said)
    if any(stem not in said for stem in given) and not foreign:
        yield "speaks of money or a guarantee that the cited words do not give"
    if is_foreign(_LETTERS.findall(text.casefold()), ground.language):
        yield "is not in the language asked for"
    if ground.language != ground.talk.language:
        return
    people = [part for name in ground.people_words for part in name.split()]
    named = {word for word in _LETTERS.findall(text) if any(accepts(name, word, ground.language) for name in people)}
    own = {word[: _STEM + 1]: word for word in contents(text, without=named | CURRENCIES)}
    said = " ".join(sources).casefold()
    theirs = evened(said)
    held = [stem for stem, word in own.items() if word[:_STEM] in said or is_said(word, theirs)]
    own = {stem: word for stem, word in own.items() if stem in held or not tone_words.FRAMING.match(word)}
    beside = sum(stem in ground.open_text for stem in own.keys() - held)  # what it is about was named before
    if len(held) + beside / 2 < share * len(own) or (share >= _FEW and len(held) < min(2, len(own))):
        yield "says more than the cited words: keep to them"


def _of_tone(text: str, numbers: Sequence[int], ground: Ground) -> Iterator[str]:
    """What a customer reads is plain."""
    if "!" in text:
        yield "has an exclamation mark"
    if found := tone_words.SUPERLATIVE.search(text) or tone_words.SALES.search(text):
        yield f"has a word of praise or sale ({found[0]})"
    if tone_words.RECORDING.search(text):
        yield "speaks of the recording"
    named = any(accepts(name, word, ground.language) for word in _WORD.findall(text) for name in ground.rival_names)
    if named or of_rivals(text):
        yield "speaks of a rival or their offer"
    around = [ground.spoken.get(number + step) for number in numbers for step in (-1, 0, 1)]
    rivals = any(of_rivals(one.text) for one in around if one is not None)
    if rivals and any(unit == "%" for _, unit in figures(text, ground.language)):
        yield "has a percentage out of talk about a rival"


def of_rivals(text: str) -> bool:
    """Whether a text speaks of a rival or their offer."""
    return bool(tone_words.RIVAL.search(text) or lexicon.COMPETITION.search(text))
