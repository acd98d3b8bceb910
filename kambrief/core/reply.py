"""What an account manager's answer to one of our mails means. Pure: words in, a meaning out; the deed is elsewhere.

The text is data. It can close, move or ask about promises that the answered mail listed for this very manager, correct
a person of its meeting, or be notes of it: nothing else, whatever it says. What is not certain is asked back.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from kambrief.core.matter import STEM, Matter, evened, folded, same_word, within
from kambrief.core.promises import PromiseRecord, about
from kambrief.core.reply_words import (
    ALL,
    BOTH,
    DONE,
    FIRST,
    IDLE,
    IS_NOT,
    MOVE,
    MOVE_ENGLISH,
    NOT_DONE,
    POLITE,
    SPLIT,
    STOP,
    WRONG,
)
from kambrief.core.spoken.days import days
from kambrief.core.work import OF_A_DAY, MailKind

NOTES_WORDS = 5
"""So many words are notes of a meeting and no remark to us."""
SURELY_NOTES = 16
"""So many are, whatever words of ours are among them."""
SOON = dt.timedelta(days=180)
"""A day without a year that lies further ahead is a day that has passed."""
LONGEST = 40
"""Longer texts are no answers about promises, whatever words of ours are among them."""
LONGEST_ENDING = 3
"""What goes on for longer after the same beginning is another word, where there is one that fits better."""
NOTED = frozenset({MailKind.BRIEF, MailKind.UPDATE, MailKind.RECAP, MailKind.REMINDER, *OF_A_DAY})
"""Mails about meetings: what is answered to them once the meeting has begun may be notes of it."""

_DATE = re.compile(
    r"(?<![\w.])(?:\d{1,2}\.\s?\d{1,2}\.(?:\d{2,4})?|\d{4}-\d{2}-\d{2}|\d{1,2}[.:]\d{2}|\d{1,2}/\d{1,2})(?!\w)"
)
_DIGITS = re.compile(r"(?<![\w.])(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\.\s?(\d{1,2})\.(\d{4})?)(?!\w)")
_CLOCK = re.compile(r"(?<!\w)(?:klo|kl\.?|at|um)\s*\d{1,2}(?:[.:]\d{2})?", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,/:-])#?(\d{1,2})(?:[.):](?=\s|$))?(?![\w/:-]|[.,]\d)")
_ONLY_NUMBERS = re.compile(
    r"\s*#?\d{1,2}[.)]?(?:\s*(?:[,;&\s]|ja|and|och|und|sekä|samt)\s*#?\d{1,2}[.)]?)*\s*[!.]?\s*", re.IGNORECASE
)
_ITEM = re.compile(
    rf"(?:{MOVE.pattern})\W*(?:(?:kohta|nro|no|number|item|nummer|nr|sie|bitte|please)\W*)?(\d{{1,2}})?(?![\w./:-]*\d)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_IDLE = frozenset(evened(folded(word)) for word in IDLE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was answered: the mail, and what it listed."""

    kind: MailKind
    language: str
    today: dt.date
    promises: tuple[PromiseRecord, ...] = ()
    """In the order of the mail, as they stand now: number 1 first."""
    begun: bool = False
    """The meeting it is about had begun when the answer was written."""
    numbered: bool = True
    """Whether the mail showed the numbers."""


@dataclass(frozen=True, slots=True)
class Done:
    """These promises are done. ``by_words``: known by what they are about, so that the manager is told which."""

    rows: tuple[PromiseRecord, ...]
    by_words: bool = False
    open: tuple[PromiseRecord, ...] = ()
    """Those that were named as not done."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A promise has another day."""

    row: PromiseRecord
    to: dt.date


@dataclass(frozen=True, slots=True)
class WrongPerson:
    """Somebody of the meeting is taken for somebody else. ``name`` as written; empty where none was named."""

    name: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes of the meeting."""

    text: str


@dataclass(frozen=True, slots=True)
class Stop:
    """No more reminders of this."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Empty, or only polite: nothing to do and nothing to answer."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """What could be meant. ``why``: ``which`` (one of ``rows``), ``number`` (no such one), ``not_done`` (they stay
    open), ``day`` (no day that can be told), ``words`` (nothing that we know).
    """

    why: str
    rows: tuple[PromiseRecord, ...] = field(default=())


Meaning = Done | Moved | WrongPerson | Notes | Stop | Nothing | Unclear


def suggested(text: str) -> tuple[str, ...]:
    """The answers that a mail of ours suggests: short quotations that could be one."""
    quoted = (match[1].strip() for match in re.finditer('[”“„"]([^”“„"\n]{1,40})[”“"]', text))
    return tuple(
        one for one in quoted if len(one.split()) <= 5 and (_tells(one) or MOVE.search(one) or STOP.fullmatch(one))
    )


def understand(text: str, asked: Asked) -> Meaning:
    """What the manager's own words (`core.quoted.own_words`) mean as an answer to this mail."""
    words = _WORD.findall(text.casefold())
    if not re.search(r"[\w👍✅☑✔]", text) or (words and set(words) <= POLITE and not _NUMBER.search(text)):
        return Nothing()
    if STOP.fullmatch(text.strip()):
        return Stop()
    can_be_notes = asked.kind in NOTED and asked.begun
    if can_be_notes and len(words) >= SURELY_NOTES:
        return Notes(text.strip())
    if (wrong := _wrong_person(text, len(words))) is not None:
        return wrong
    meaning = _about_promises(text, asked) if len(words) <= LONGEST else Unclear("words", _open(asked.promises))
    if can_be_notes and len(words) >= NOTES_WORDS and not isinstance(meaning, Done | Moved):
        return Notes(text.strip())
    return meaning


def _wrong_person(text: str, words: int) -> WrongPerson | None:
    found = WRONG.search(text)
    if found:
        named = re.sub(
            r"^(?:on|is|är|ist)\s+|\s+(?:ei ole|is not|isn['’]t|är inte|ist nicht)\b.*$", "", found["name"].strip()
        )
        return WrongPerson(named.strip(" ,:–-\"'“”"))
    found = IS_NOT.search(text) if words < SURELY_NOTES else None
    return WrongPerson(found["name"].strip()) if found else None


# --- promises ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """What one piece of the text says of which promises."""

    rows: tuple[PromiseRecord, ...] = ()
    done: bool = False
    by_words: bool = False
    problem: Unclear | None = None


def _about_promises(text: str, asked: Asked) -> Meaning:
    if MOVE.search(text):
        return _moved(text, asked)
    whole = bool(_ONLY_NUMBERS.fullmatch(text))
    said = [one for piece in _pieces(text) if (one := _read(piece, asked, whole=whole)) is not None]
    problem = next((one.problem for one in said if one.problem), None)
    if problem:
        return problem
    if not said:
        return Unclear("words", _open(asked.promises))
    undone = tuple(row for one in said if not one.done for row in one.rows)
    closed = tuple(dict.fromkeys(row for one in said if one.done for row in one.rows if row not in undone))
    if not any(one.done for one in said):
        return Unclear("not_done", undone)
    open_ones = tuple(row for row in closed if row.is_open)
    if not open_ones:
        return Nothing()  # closed already: said twice, or the mail was read twice
    return Done(open_ones, any(one.by_words for one in said if one.done), undone)


def _pieces(text: str) -> list[str]:
    """Clauses that each say one thing: a comma parts two only where both say how it stands."""
    found: list[str] = []
    for sentence in SPLIT.split(_without_dates(text)):
        parts: list[str] = []
        for part in (sentence or "").split(","):
            if parts and not (_tells(part) and _tells(parts[-1])):
                parts[-1] += "," + part
            else:
                parts.append(part)
        found += [part for part in parts if part.strip()]
    if "?" in text:
        return [f"{piece} ?" for piece in found] if found else []
    return found


def _tells(piece: str) -> bool:
    return bool(DONE.search(piece) or NOT_DONE.search(piece))


def _without_dates(text: str) -> str:
    return _CLOCK.sub(" ", _DATE.sub(" ", text))


def _read(piece: str, asked: Asked, *, whole: bool) -> _Said | None:
    """What a piece says; None where it says nothing of promises. ``whole``: the answer is numbers and nothing else."""
    is_done = bool(DONE.search(piece)) or bool(re.search("[✅☑✔]", piece))
    is_not = bool(NOT_DONE.search(piece)) or piece.endswith("?")
    numbers, strange = _numbers(piece, len(asked.promises))
    alone = bool(numbers) and whole
    if not is_done and not is_not and not alone:
        return None
    if strange:
        return _Said(problem=Unclear("number", _open(asked.promises)))
    done = (is_done or alone) and not is_not
    if alone and not asked.numbered:
        return _Said(problem=Unclear("which", _open(asked.promises)))
    named = _by_words(piece, asked)
    if numbers:
        rows = tuple(asked.promises[number - 1] for number in numbers)
        if named and not set(rows) <= set(named):
            return _Said(problem=Unclear("which", tuple(dict.fromkeys((*rows, *named)))))
        return _Said(rows, done)
    return _unnumbered(piece, named, asked, done=done)


def _unnumbered(piece: str, named: tuple[PromiseRecord, ...], asked: Asked, *, done: bool) -> _Said:
    still = _open(asked.promises)
    if named:
        if len(named) > 1 and not ALL.search(piece):
            best = _best(piece, named)
            return _Said((best,), done, by_words=True) if best else _Said(problem=Unclear("which", named))
        return _Said(named, done, by_words=True)
    if _speaks_of_something(piece, asked):
        return _Said(problem=Unclear("words" if done else "not_done", still))
    if BOTH.search(piece) and len(still) != 2:
        return _Said(problem=Unclear("which", still))
    if ALL.search(piece) or len(still) == 1:
        return _Said(still, done)
    return (
        _Said(asked.promises if done else (), done) if not (still and done) else _Said(problem=Unclear("which", still))
    )


def _numbers(piece: str, most: int) -> tuple[tuple[int, ...], bool]:
    """The numbers of the mail's list that are named, and whether one of them is none."""
    found = [int(number) for number in _NUMBER.findall(piece)]
    found += [place for place, word in enumerate(FIRST, start=1) if place <= most and word.search(piece)]
    return tuple(dict.fromkeys(number for number in found if 1 <= number <= most)), any(
        not 1 <= number <= most for number in found
    )


def _by_words(piece: str, asked: Asked) -> tuple[PromiseRecord, ...]:
    """The promises that the words name, the open ones first of all."""
    said = about(_bare(piece), _people(asked))
    hits = tuple(row for row in asked.promises if within(about(row.what, _people(asked)), said).shared)
    return tuple(row for row in hits if row.is_open) or hits


def _best(piece: str, rows: Sequence[PromiseRecord]) -> PromiseRecord | None:
    said = about(_bare(piece), [name for row in rows for name in (row.owner, *row.waiting)])
    met = sorted(((within(about(row.what), said), row) for row in rows), key=lambda one: one[0].shared, reverse=True)
    if met[0][0].shared > met[1][0].shared:
        return met[0][1]
    whole = [row for one, row in met if one.shared == met[0][0].shared and not _only_begins_alike(row, said)]
    return whole[0] if len(whole) == 1 else None


def _only_begins_alike(row: PromiseRecord, said: Matter) -> bool:
    """Whether all that is met of a promise are words of which one is no more than the other's beginning: ``vaihto`` and
    ``vaihtoehdot``.
    """
    met = [(word, its) for word in about(row.what).words for its in said.words if same_word(word, its)]
    return all(abs(len(word) - len(its)) > LONGEST_ENDING and word[:STEM] == its[:STEM] for word, its in met)


def _people(asked: Asked) -> list[str]:
    return [name for row in asked.promises for name in (row.owner, *row.waiting)]


def _speaks_of_something(piece: str, asked: Asked) -> bool:
    """Whether words are left that name a thing which is none of the promises."""
    names = {part for name in _people(asked) for part in folded(name).split()}
    left = [word for word in about(_bare(piece), names).words if word not in _IDLE]
    return bool(left)


def _bare(piece: str) -> str:
    return ALL.sub(" ", NOT_DONE.sub(" ", DONE.sub(" ", piece)))


def _open(rows: Sequence[PromiseRecord]) -> tuple[PromiseRecord, ...]:
    return tuple(row for row in rows if row.is_open)


def _moved(text: str, asked: Asked) -> Meaning:
    still = _open(asked.promises)
    told = _ITEM.search(text)
    number = int(told[1]) if told and told[1] else 0
    if number > len(asked.promises):
        return Unclear("number", still)
    rest = text[told.end() :] if told else text
    named = (asked.promises[number - 1],) if number else _by_words(MOVE.sub(" ", text), asked)
    rows = tuple(row for row in named if row.is_open) or still
    if len(rows) != 1:
        return Unclear("which", rows)
    # "to" before a date is English, and in Finnish a Thursday.
    tongue = "en" if told and MOVE_ENGLISH.match(told[0]) else asked.language
    to = set(_days(rest, asked.today, tongue))
    if len(to) != 1 or min(to) < asked.today:
        return Unclear("day", rows)
    return Moved(rows[0], min(to))


def _days(text: str, today: dt.date, language: str) -> Iterator[dt.date]:
    """The days that are named without doubt, in words or digits."""
    found = [one for one in days(text, today, language) if not one.bare or one.weekday is not None]
    if found:
        yield from (one.day for one in found if one.day and one.doubt is None and one.exact)
        return
    for match in _DIGITS.finditer(text):  # ``16.10.`` is no English date, and understood all the same
        parts = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
        year, month, number = (int(part or 0) for part in parts)
        with suppress(ValueError):
            day = dt.date(year or today.year, month, number)
            soon = day if year or day >= today else day.replace(year=today.year + 1)
            if soon - today <= SOON:
                yield soon
