"""A mail cut into clauses: the span within which a value, a person and a promise are said to belong together."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from kambrief.evaluation.cues import PROMISES
from kambrief.evaluation.derived import Derived
from kambrief.evaluation.people import Directory, Mention
from kambrief.evaluation.scenario import Row
from kambrief.evaluation.stems import STEM, stems
from kambrief.evaluation.tokens import PartDate, Token, mask, read

_BULLET: Final = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_SPLIT: Final = re.compile(r"(?<=[.!?;])\s+(?=[\"”“(]?[^\W\d_]|\u0001)|(?<=\u0002)\s+(?=[A-ZÄÖÅ])")
_SIDES: Final = {
    "en": (r"(?:we|us|ours?|our side)", r"(?:they|them|theirs?|their side|customer)"),
    "fi": (r"(?:me|meiltä|meidän|omat|oma)", r"(?:he|heiltä|heidän|asiakas|asiakkaan)"),
    "sv": (r"(?:vi|oss|från oss|vår|våra|vårt)", r"(?:de|dem|deras|från dem|kunden|kundens)"),
    "de": (r"(?:wir|uns|von uns|unser|unsere)", r"(?:sie|ihre|kunde|vom kunden|kundenseite)"),
}
_ABBREVIATIONS: Final = re.compile(
    r"\b(?:ca|bzw|inkl|exkl|nr|dr|prof|vs|approx|usw|etc|esim|ks|max|mio|tsd|mrd|milj|std|z\. ?b|d\. ?h|t\. ?ex|bl\. ?a"
    r"|u\. ?a|e\. ?g|i\. ?e|p\. ?a)\.|\bn\.(?=\s[\d\u0001])",
    re.IGNORECASE,
)
"""Their dots end no sentence."""
_HEADING_WORDS: Final = 5
_LONG_WORD: Final = 10
_NEAR: Final = 40
_LONG_CUE: Final = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. ``people``: named in it, or heading its line; ``head``: the one the line is about."""

    text: str
    line: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    people: frozenset[str]
    head: frozenset[str] = frozenset()
    promises: tuple[Row, ...] = ()
    in_promises: bool = False
    side: str = ""
    language: str = "en"
    words: frozenset[str] = field(default=frozenset())
    ids: frozenset[str] = frozenset()

    def has(self, cues: frozenset[str]) -> bool:
        """Whether a word begins with one of the cues; those of one or two letters are whole words, long ones may be
        the end of a compound ("Abwanderungsrisiko").
        """
        return any(
            word == cue or (len(cue) > 2 and word.startswith(cue)) or (len(cue) >= _LONG_CUE and cue in word)
            for word in self.words
            for cue in cues
        )

    def part(self, token: Token) -> str:
        """What stands between the commas around a token: names and places beside it belong to it."""
        before = self.text[: token.start].rpartition(",")[2].rpartition("\u0003")[2]
        return f"{before} {re.split(r'[,(]', self.text[token.end :])[0]}"


def clauses(text: str, language: str, directory: Directory, promises: Sequence[Row]) -> Iterator[Clause]:
    """Every clause of a text from which quotations and links have been masked."""
    heading, side, head, indent, gap = "", "", frozenset[str](), 0, True
    for raw in text.splitlines():
        if not raw.strip():
            head, gap = frozenset(), True
            continue
        bullet = _BULLET.match(raw)
        line = mask(raw, 0, bullet.end(), " ") if bullet else raw
        tokens, masked = read(line, language)
        said_side = _side(line, language)
        if not bullet and (gap or _is_heading(line, tokens)):
            heading, side = (line if _is_heading(line, tokens) else ""), ""
        side = said_side or side
        depth = len(raw) - len(raw.lstrip())
        own = _head(line, directory)
        if own or not bullet or depth < indent:
            head, indent = own, depth + bool(bullet)  # a bullet's head is not that of the next one beside it
        in_promises = bool(PROMISES.search(heading))
        base = Clause(raw, raw, (), (), frozenset(), head, (), in_promises, said_side or side, language)
        yield from _split(line, masked, tokens, base, directory, promises)
        gap = False


def _split(
    line: str, masked: str, tokens: Sequence[Token], base: Clause, directory: Directory, promises: Sequence[Row]
) -> Iterator[Clause]:
    for token in tokens:
        if token.text.endswith("."):
            masked = mask(masked, token.end - 1, token.end, "\u0002")
    for match in _ABBREVIATIONS.finditer(masked):
        masked = mask(masked, match.start(), match.end())
    edges = [0, *(match.end() for match in _SPLIT.finditer(masked)), len(line)]
    for start, end in pairwise(edges):
        text = line[start:end]
        mentions = tuple(directory.mentions(text))
        named = frozenset(key for mention in mentions for key in mention.keys)
        inside = tuple(token.moved(-start) for token in tokens if start <= token.start < end)
        yield replace(
            base,
            text=text,
            tokens=inside,
            mentions=mentions,
            people=named | base.head,
            promises=anchored(text, promises),
            words=frozenset(re.findall(r"[^\W\d_]+", text.casefold())),
            ids=frozenset(token.text for token in inside if token.kind == "id"),
        )


def anchored(text: str, promises: Sequence[Row]) -> tuple[Row, ...]:
    """The promises a clause speaks of: those it shares most words with, at least two, or one long one."""
    found = stems(text)
    long_words = {word[:STEM] for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _LONG_WORD}
    shared = {row["id"]: stems(row["text"]) & found for row in promises}
    best = max((len(common) for common in shared.values()), default=0)
    return tuple(
        row
        for row in promises
        if best and len(shared[row["id"]]) == best and (best > 1 or shared[row["id"]] & long_words)
    )


def _head(line: str, directory: Directory) -> frozenset[str]:
    """Whom a line is about: a name at its start."""
    first = next(iter(directory.mentions(line)), None)
    return first.keys if first and not line[: first.start].strip() else frozenset()


def _side(line: str, language: str) -> str:
    for name, pattern in zip(("us", "them"), _SIDES.get(language, _SIDES["en"]), strict=True):
        if re.match(rf"\s*{pattern}(?:,?\s?\w*)?\s*(?::|–|$)", line, re.IGNORECASE):
            return name
    return ""


def _is_heading(line: str, tokens: Sequence[Token]) -> bool:
    short = not tokens and len(line.split()) <= _HEADING_WORDS
    return short and not line.rstrip().endswith((".", "?", "!")) and ", " not in line


def means(token: Token, dates: set[dt.date], derived: Derived) -> bool:
    """Whether a token is one of these days."""
    return isinstance(token.value, PartDate) and any(token.value.means(date, derived.today) for date in dates)


def cue_before(text: str, token: Token, cue: re.Pattern[str]) -> bool:
    """Whether a cue stands before a token, within the clause's last part or not far off."""
    before = text[: token.start]
    return bool(cue.search(re.split(r"[;(](?!.*[;(])", before)[-1]) or cue.search(before[-_NEAR:]))


def named(rows: Sequence[Row]) -> str:
    """The ids of rows, for a finding."""
    return ", ".join(row["id"] for row in rows)
