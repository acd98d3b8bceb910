"""A mail's text taken apart by its form, and masked: what remains says how somebody writes, not what about."""

import difflib
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kambrief.core import lexicon, sentences
from kambrief.core import voice_words as words

NAMES = "{names}"
ALIKE = 0.75
"""So alike are two masked sentences that are one habit."""
_SHORTEST = 3
"""Of fewer words than this, only the very same sentence is the same habit."""
_FRAME_WORDS = 3
"""So many words before a colon are a phrase by which something is said."""
_STEM = 4
_LONGEST, _MOST_SENTENCES = 8000, 60
"""Characters and sentences of a mail that are read: a follow-up has 230 words, and what hangs below it is old mail."""
_MOST_CLOSING, _MOST_TITLE, _MOST_LEAD = 6, 6, 3
_BULLET = re.compile(r"^\s*(?:[-*•–·]|\d{1,2}[.)])\s+(?=\S)")
_WORD = re.compile(r"\{\w+\}|[^\W_]+(?:['’-][^\W_]+)*")
_MASKS = (
    (re.compile(r"\[[^\]\n]*\]"), "{confirm}"),
    (re.compile(r"[“”„\"»«][^“”\"»«\n]{1,400}[“”\"»«]"), "{quote}"),
    (re.compile(r"(?:https?://|www\.)\S+|\S+@\S+"), "{link}"),
    (words.DAY_WORDS, "{date}"),
    (words.SHORT_DAYS, ""),
    (re.compile(r"[\w€$£%+−-]{0,20}\d(?:[\w.,:/%€$£–+−-]{0,40}[\w%€$£])?(?:[ \u00a0\u202f]?[€$£%])?"), "{n}"),
)
_MASK = re.compile(r"\{(?:names?|n|date|quote|link|confirm|text)\}")
_VALUE = re.compile(r"\{(?:n|date|link|confirm)\}")
_NAME = re.compile(r"[^\W\d_][\w'’]*(?:-[\w'’]+)*")
_TOKEN = re.compile(r"[^\s,]+|,")


@dataclass(frozen=True, slots=True)
class Names:
    """The words of names that must never be learned."""

    words: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """Every word of the names, folded."""
        return cls(frozenset(word.casefold() for name in names for word in _NAME.findall(name) if len(word) > 1))

    def has(self, word: str) -> bool:
        """Whether a word is one of them, inflected or not."""
        folded = word.casefold()
        if folded in self.words and (word[:1].isupper() or (len(word) >= _SHORTEST and word not in words.ORDINARY)):
            return True
        if not word[:1].isupper():
            return False
        return any(_inflected(folded, name) for name in self.words) or any(
            part.casefold() in self.words for part in re.split(r"[-'’]", word) if len(part) > 1
        )

    def within(self, text: str) -> bool:
        """Whether a text holds one."""
        return any(self.has(word) for word in _NAME.findall(text))


@functools.lru_cache(maxsize=8192)
def _inflected(word: str, name: str) -> bool:
    if word[:2] != name[:2]:
        return False
    near = len(name) >= _STEM and word.startswith(name) and len(word) - len(name) <= _STEM
    return near or lexicon.mentions(word.capitalize(), [name])


def masked(text: str, names: Names) -> str:
    """A sentence without what it is about: values, quotes, links and names are masks; so is a capitalised word in the
    middle, which is a name too (in German it may be any noun, and stays).
    """
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    text = re.sub(r"\{\w+\}|" + _NAME.pattern, lambda found: _masked_word(found[0], names), text)
    return re.sub(r"\{name\}(?: \{name\})+", "{name}", text)


def _masked_word(word: str, names: Names) -> str:
    return word if word[:1] == "{" else "{name}" if names.has(word) else word


def proper(text: str) -> bool:
    """Whether a sentence has a capitalised word behind its first, which in Finnish, English and Swedish is a name."""
    found = _NAME.findall(_MASK.sub(" ", text))
    return any(
        word[:1].isupper() and word not in {"I", "I’m", "I'm", "I’ll", "I'll", "I’ve", "I've"} for word in found[1:]
    )


def framed(text: str) -> str:
    """A masked sentence that says something behind a colon, as the phrase alone: ``I have noted this: {text}``."""
    lead, colon, rest = text.partition(": ")
    if colon and rest.strip() not in {"{quote}", "{quote}."} and len(_WORD.findall(lead)) >= _FRAME_WORDS:
        return f"{lead}: {{text}}"
    return text


def holds_value(text: str) -> bool:
    """Whether a masked sentence carries a value."""
    return bool(_VALUE.search(text))


def is_masked(text: str) -> bool:
    """Whether anything in it was masked."""
    return bool(_MASK.search(text))


def key(text: str) -> tuple[str, ...]:
    """A masked sentence for comparing: words cut so that inflected forms meet."""
    return tuple(word if word[:1] == "{" else word[:_STEM].casefold() for word in _WORD.findall(text))


def alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two keys are one phrase."""
    if min(len(one), len(other)) < _SHORTEST:
        return tuple(one) == tuple(other)
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


# --- a mail ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Greeting:
    """``Sehr geehrte`` / ``Frau Dr. Meyer`` / ``,``; ``rest``: what stands behind it on the same line."""

    lead: str
    who: str
    mark: str
    rest: str = ""

    @property
    def group(self) -> bool:
        """Whether nobody is named, but all are greeted."""
        return bool(words.GROUP.search(self.who))

    @property
    def people(self) -> tuple[str, ...]:
        """Who is greeted, each as written: ``Frau Dr. Meyer``."""
        parts = re.split(r",\s*|\s+(?:ja|sekä|and|och|samt|und|sowie|&|\+)\s+", self.who)
        return tuple(one for part in parts if (one := words.AGAIN.sub("", part, count=1).strip()))

    @property
    def form(self) -> str:
        """As a habit: ``Moi {names},``, ``Moi kaikki,``, ``Moi!``."""
        lead = next(
            (forms[0] for forms in words.GENDERED.values() if self.lead.casefold() in map(str.casefold, forms)),
            self.lead,
        )
        who = self.who if self.group or not self.who else NAMES
        return f"{lead} {who}".strip() + self.mark


@dataclass(frozen=True, slots=True)
class Section:
    """A list with its heading."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's text by its form."""

    greeting: Greeting | None
    opens_with: str
    """The first line of text below the greeting."""
    sentences: tuple[str, ...]
    """Of the running text, lists left aside."""
    first: int
    """So many of them stand in the first paragraph."""
    sections: tuple[Section, ...]
    closing: str
    signature: tuple[str, ...]
    words: int
    """Without greeting, closing and signature."""


def read(text: str, names: Names, signature: Sequence[str] = ()) -> Letter:
    """Take a text apart. ``signature``: the lines of the manager's own, where they are known from the draft."""
    rows = [row.rstrip() for row in text.strip()[:_LONGEST].splitlines()]
    rows = [row for row in rows if not row.startswith(">")]
    greeting = greeted(rows[0], names) if rows else None
    if greeting:
        rows = [greeting.rest, *rows[1:]]
    end, closing, sign = _ending(rows, signature)
    body = rows[:end]
    running, first, sections = _body(body)
    counted = sum(sentences.words(_BULLET.sub("", row)) for row in body)
    opens = next((row.strip() for row in body if row.strip()), "")
    return Letter(greeting, opens, running, first, sections, closing, sign, counted)


def greeted(row: str, names: Names) -> Greeting | None:
    """The greeting that a line begins with."""
    row = row.strip()
    if found := words.LEADS.match(row):
        lead, rest = found[0], row[found.end() :]
    else:
        first = next((one for one in _NAME.finditer(row) if names.has(one[0])), None)
        lead = row[: first.start()].strip() if first else ""
        if not first or len(lead.split()) > _MOST_LEAD or not all(_NAME.fullmatch(one) for one in lead.split()):
            return None
        rest = f" {row[first.start() :]}"
    end, who = _who(rest, names)
    behind = rest[end:]
    mark = re.match(r"\s*([,!.:]|\s[-–])?", behind)
    sign = (mark[1] or "").strip() if mark else ""
    after = behind[mark.end() :].strip() if mark else behind.strip()
    if (after and not sign) or (not lead and (after or sign != ",")):
        return None
    return Greeting(lead, who, sign, after)


def _who(rest: str, names: Names) -> tuple[int, str]:
    """Where the names behind a greeting end, and what stands there up to then."""
    group = re.match(r"\s+(?:[^\W\d_]+\s+){0,2}?" + words.GROUP.pattern, rest, re.IGNORECASE)
    if group:
        return group.end(), group[0].strip()
    end, waiting = 0, False
    for token in _TOKEN.finditer(rest):
        word = token[0]
        bare = word.strip("!.:")
        if word == "," or bare.casefold() in words.JOINING or bare.casefold() in words.SAID_AGAIN:
            waiting = waiting or word == ","
            continue
        title = bare.casefold() in words.TITLES
        if not title and not names.has(bare) and (waiting or not bare[:1].isupper()):
            break
        end, waiting = token.start() + len(word if title else word.rstrip("!.:")), False
        if not title and word[-1:] in {"!", ":"}:
            break
    return end, rest[:end].strip()


def _ending(rows: Sequence[str], signature: Sequence[str]) -> tuple[int, str, tuple[str, ...]]:
    """Where the closing begins, the closing, and the signature's lines."""
    filled = [index for index, row in enumerate(rows) if row.strip()]
    if not filled:
        return 0, "", ()
    own = [line.strip().casefold() for line in signature if line.strip()]
    name = own[0] if own else ""
    given = name.split(" ")[0]
    signed: list[tuple[int, str, tuple[str, ...]]] = []
    for index in reversed(filled[-12:]):
        row = rows[index].strip()
        folded = row.strip(" -–/").casefold()
        if name and folded in {name, given}:
            above = next((one for one in reversed(filled) if one < index), None)
            tail = tuple(rows[one].strip() for one in filled if one >= index)
            if above is not None and _closes(rows, above):
                return above, rows[above].strip(), tail
            signed.append((index, "", tail))
        if name and folded.endswith(f" {given}") and lexicon.CLOSING.fullmatch(row):
            return index, row[: -len(given) - 1].rstrip(" ,/-–"), (row[-len(given) :],)
    if signed:
        return signed[0]
    last = next((one for one in reversed(filled[-8:]) if lexicon.CLOSING.fullmatch(rows[one].strip())), None)
    if last is not None:
        return last, rows[last].strip(), tuple(rows[one].strip() for one in filled if one > last)
    return len(rows), "", ()


def _closes(rows: Sequence[str], index: int) -> bool:
    row = rows[index].strip()
    if _BULLET.match(row) or any(sign.isdigit() for sign in row) or len(row.split()) > _MOST_CLOSING:
        return False
    return bool(lexicon.CLOSING.fullmatch(row)) or (
        (index == 0 or not rows[index - 1].strip()) and row[-1:] not in ".?:"
    )


def _body(rows: Sequence[str]) -> tuple[tuple[str, ...], int, tuple[Section, ...]]:
    running: list[str] = []
    first = 0
    sections: list[Section] = []
    paragraph: list[str] = []
    items: list[str] = []
    title = ""

    def close() -> None:
        nonlocal first, paragraph
        if paragraph:
            running.extend(sentences.split(" ".join(paragraph)))
            first = first or len(running)
            paragraph = []

    for index, row in enumerate([*rows, ""]):
        line = row.strip()
        if _BULLET.match(row):
            close()
            items.append(_BULLET.sub("", row).strip())
            continue
        if items and (line or index == len(rows)):
            sections.append(Section(title, tuple(items)))
            items, title = [], ""
        if not line:
            close()
        elif _is_title(line, rows[index + 1 :]) and not paragraph:
            close()
            title = line
        else:
            paragraph.append(line)
    close()
    return tuple(running[:_MOST_SENTENCES]), first, tuple(sections)


def _is_title(line: str, below: Sequence[str]) -> bool:
    following = next((row for row in below if row.strip()), "")
    one_phrase = not re.search(r"[.!?](?:\s|$)", line)
    return bool(_BULLET.match(following)) and len(line.split()) <= _MOST_TITLE and one_phrase
