"""Somebody's own words, cut into sentences that can be quoted: verbatim, never joined, never reworded."""

import re

from kambrief.core import lexicon

MAX_WORDS = 18
"""Longest quote (domain facts §2.2, design §5)."""

_END = re.compile(r"(?<=[.!?…])([\"”'’)\]]*)\s+(?=[\"“”„'(\[]?[A-ZÅÄÖÉÜØÆ0-9])")
_WORD = re.compile(r"\w")


def words(text: str) -> int:
    """Tokens with a letter or digit: what a reader counts as words."""
    return sum(1 for token in text.split() if _WORD.search(token))


def split(text: str) -> list[str]:
    """Sentences of a text, in order, each a verbatim part of it (white space at the ends removed)."""
    parts: list[str] = []
    for paragraph in re.split(r"\n\s*\n|\r?\n", text):
        start = 0
        for match in _END.finditer(paragraph):
            before = paragraph[start : match.start()]
            if _ends_in_abbreviation(before, paragraph[match.end() :]):
                continue
            parts.append(paragraph[start : match.end()].strip())
            start = match.end()
        parts.append(paragraph[start:].strip())
    return [part for part in parts if _WORD.search(part)]


def _ends_in_abbreviation(before: str, after: str) -> bool:
    last = re.split(r"[\s(]", before.rstrip(".!?…"))[-1].casefold()
    if before.endswith("."):
        if last in lexicon.ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
            return True
        if last.isdigit() and re.match(r"[0-9]", after):
            return True
        return last.isdigit() and len(last) <= 2 and len(before.split()) <= 1  # "1. Prices": a list's number
    return False


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
        text = lexicon.CLOSING.sub("", text).strip()
        tail = re.search(r"(?:^|[.!?\n]\s*)((?:[^\s.!?]+\s*){1,3})\.?$", text)
        if tail and set(re.findall(r"[\w'’-]+", tail[1].casefold())) <= signers and tail[1].strip():
            text = text[: tail.start(1)].strip()
    return text


def unquoted(text: str) -> str:
    """Direct speech that fills the whole text without its own quotation marks: it gets ours."""
    bare = text.strip()
    if len(bare) > 2 and bare[0] in '"“”„' and bare[-1] in '"“”' and not re.search('["“”„]', bare[1:-1]):
        return bare[1:-1].strip()
    return bare


def quotable(sentence: str) -> str:
    """The sentence as it may be quoted: asides that name a replaced value left out, at most `MAX_WORDS` words, cut at a
    clause where possible. What was left out shows as an ellipsis.
    """
    text = lexicon.REPLACED_ASIDE.sub(" …", sentence).replace(" ….", " …").replace(" …,", " …")
    if words(text) <= MAX_WORDS:
        return text.strip()
    kept: list[str] = []
    for token in text.split():
        if words(" ".join([*kept, token])) > MAX_WORDS:
            break
        kept.append(token)
    short = " ".join(kept)
    clause = max(short.rfind(", "), short.rfind("; "), short.rfind(": "), short.rfind(" – "))
    if clause > len(short) // 2:
        short = short[:clause]
    return short.rstrip(" ,;:–-") + " …"
