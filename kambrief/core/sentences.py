"""Somebody's own words, cut into sentences that can be quoted: verbatim, never joined, never reworded."""

import itertools
import re
from collections.abc import Iterator

from kambrief.core import lexicon

MAX_WORDS = 18
"""Longest quote (domain facts §2.2, design §5)."""

MAX_CHARS = 240
"""Longest quote in characters: a word without end must not fill the brief."""

_END = re.compile(r"(?<=[.!?…])[\"”'’)\]]*\s+(?=\S)")
_OPENING = "\"“”„'‘(["
_NEAR = 40
"""What lies within so many characters of a full stop says whether it ends a sentence."""
_SIGNATURE = 300
"""A farewell and a name lie within so many characters of a mail's end."""
_DATE_WORDS = re.compile(
    r"(?:\d{1,2}\.(?:\d{1,2}\.)?(?:\d{4})?|ma|ti|ke|to|pe|la|su|klo|kl|mon|tue|wed|thu|fri|sat|sun|mån|tis|ons|tors|fre|lör|"
    r"sön|mo|di|mi|do|fr|sa|so)",
    re.IGNORECASE,
)
_GERMAN_MONTH = re.compile(r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec|March|May)[a-zä]*\b")
_ITEM = re.compile(r"(?<!\S)(\d{1,2})[.)]\s+(?=[^\W\d_])")
_WORD = re.compile(r"\w")


def words(text: str) -> int:
    """Tokens with a letter or digit: what a reader counts as words."""
    return sum(1 for token in text.split() if _WORD.search(token))


def split(text: str) -> list[str]:
    """Sentences of a text, in order, each a verbatim part of it (white space at the ends removed)."""
    parts: list[str] = []
    for paragraph in _paragraphs(text):
        start = 0
        for match in _END.finditer(paragraph):
            before = paragraph[max(start, match.start() - _NEAR) : match.start()]
            after = paragraph[match.end() : match.end() + _NEAR].lstrip(_OPENING)
            if not (after[:1].isupper() or after[:1].isdigit()) or _goes_on(before, after):
                continue
            parts.append(paragraph[start : match.end()].strip())
            start = match.end()
        parts.append(paragraph[start:].strip())
    return [part for part in parts if _WORD.search(part)]


def _paragraphs(text: str) -> Iterator[str]:
    """Lines, with what a mail program broke in the middle of a sentence put together, and lists taken apart."""
    start = at = 0
    before = ""
    for line in text.splitlines(keepends=True):
        wrapped = line[:1].islower() and before[-1:] not in {"", ".", "!", "?", ":", ";", "…"}
        if not wrapped:
            yield from _items(text[start:at])
            start = at
        at += len(line)
        before = line.rstrip()
    yield from _items(text[start:])


def _items(paragraph: str) -> Iterator[str]:
    """``Agreed: 1. Price 2. Delivery`` at its numbers, where these count up from one."""
    cuts: list[int] = []
    for match in _ITEM.finditer(paragraph):
        if int(match[1]) == len(cuts) + 1:
            cuts.append(match.start())
    edges = [0, *(cuts if len(cuts) > 1 else []), len(paragraph)]
    for begin, end in itertools.pairwise(edges):
        yield paragraph[begin:end]


def _goes_on(before: str, after: str) -> bool:
    """Whether the full stop ends no sentence: an abbreviation, a date's or a list's number."""
    if not before.endswith("."):
        return False
    last = re.split(r"[\s(]", before.rstrip(".!?…"))[-1].casefold()
    if last in lexicon.ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
        return True
    if last[-1:].isdigit() and (after[:1].isdigit() or (last.isdigit() and _GERMAN_MONTH.match(after))):
        return True
    return len(before) < _NEAR and all(_DATE_WORDS.fullmatch(word) for word in before.split())


def speech(body: str, addressees: frozenset[str], signers: frozenset[str]) -> str:
    """A mail's text without greeting and signature; still one verbatim part of it.

    ``addressees`` and ``signers`` are first and last names, case-folded: a leading "Oskari," and a trailing "Petri" go.
    """
    text = body.strip()
    text = lexicon.GREETING.sub("", text, count=1)
    head = re.match(r"^([^\s,]+),\s+", text)
    if head and head[1].casefold() in addressees:
        text = text[head.end() :]
    for _ in range(2):
        text = _without_name(_cut(text, lexicon.CLOSING), signers)
    return text


def _cut(text: str, ending: re.Pattern[str]) -> str:
    found = ending.search(text, max(0, len(text) - _SIGNATURE))
    return text[: found.start()].strip() if found else text


def _without_name(text: str, signers: frozenset[str]) -> str:
    """Without a name of ``signers`` that ends the text behind a full stop or on a line of its own."""
    words = re.findall(r"\S+", text[-_SIGNATURE:])[-3:]
    for count in range(len(words), 0, -1):
        names = [word.strip(".,!").casefold() for word in words[-count:]]
        at = text.rindex(words[-count])
        before = text[:at].rstrip(" \t")
        if set(names) <= signers and before[-1:] in {"", ".", "!", "?", "…", "\n"}:
            return before.strip()
    return text


def unquoted(text: str) -> str:
    """Direct speech that fills the whole text without its own quotation marks: it gets ours."""
    bare = text.strip()
    if len(bare) > 2 and bare[0] in '"“”„' and bare[-1] in '"“”' and not re.search('["“”„]', bare[1:-1]):
        return bare[1:-1].strip()
    return bare


def quotable(sentence: str, most: int = MAX_WORDS) -> str:
    """The sentence as it may be quoted: asides that name a replaced value left out, at most ``most`` words, cut at a
    clause where possible. What was left out shows as an ellipsis.
    """
    return short(lexicon.REPLACED_ASIDE.sub(" …", sentence).replace(" ….", " …").replace(" …,", " …").strip(), most)


_DANGLING = re.compile(
    r"\s(?:a|above|an|and|as|at|by|eur|for|from|in|of|on|or|over|per|the|to|usd|with|alle|ja|tai|yli|att|av|en|ett|för|i|med|"
    r"och|på|som|till|under|över|ab|am|auf|bei|das|dem|den|der|des|die|ein|eine|für|im|mit|oder|und|von|zu|zum|zur|über)$",
    re.IGNORECASE,
)
"""A cut text does not end on these: what they lead to is gone."""


def short(text: str, most: int = MAX_WORDS) -> str:
    """The text, or its beginning up to ``most`` words and `MAX_CHARS` characters and an ellipsis; cut at a clause where
    possible.
    """
    if words(text) <= most and len(text) <= MAX_CHARS:
        return text
    kept: list[str] = []
    length = count = 0
    for token in text.split():
        count += bool(_WORD.search(token))
        length += len(token) + 1
        if count > most or length > MAX_CHARS:
            break
        kept.append(token)
    said = " ".join(kept) or text[:MAX_CHARS]
    clause = max(said.rfind(", "), said.rfind("; "), said.rfind(": "), said.rfind(" – "))
    if clause > len(said) // 2:
        said = said[:clause]
    if said.count("(") > said.count(")") and said.find("(") > 0:
        said = said[: said.rindex("(")]
    while (last := _DANGLING.search(said)) and words(said[: last.start()]) > 2:
        said = said[: last.start()]
    return said.rstrip(" ,;:–-…") + " …"
