"""A person's own words in a mail: without the mail quoted below, above or in between, and without the signature.

Programs mark quotes in many ways and languages; what the patterns here miss is found by the library, and what both miss
by comparing with the mail that is answered, where that is known: a sentence of ours never counts as the person's.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence

from mailparser_reply import EmailReplyParser

from kambrief.core.quoted_words import BELOW, FAREWELL, HEADER, PHONE, RULE, SENDERS, WROTE

LONGEST = 40_000
"""Characters of a mail that are looked at."""
_LIBRARY = 4_000
"""The library's patterns are slow on long texts; a person's own words are short."""
_LANGUAGES = ["en", "de", "sv", "da", "fr", "es", "it", "nl", "pl", "cs"]
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\u034f]")
_QUOTE = re.compile(r"^\s*(?:>|\|(?=\s))")
_WORD = re.compile(r"\w+")
_RUN = 3
"""So many words in a row that stand in the answered mail are its words."""


def own_words(text: str, original: str = "", suggested: Collection[str] = ()) -> str:
    """What the writer of a mail wrote. ``original``: the mail that is answered, text or what is read of its page;
    ``suggested``: answers that it suggests, which are the writer's where one is a line of its own.
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text[:LONGEST])).replace("\r\n", "\n").replace("\r", "\n")
    lines = _without_quotes([line.rstrip() for line in plain.replace("\xa0", " ").split("\n")])
    mine = _by_library("\n".join(lines).strip()).split("\n")
    if original:
        mine = _without(mine, original, {tuple(_words(one)) for one in suggested})
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_unsigned(mine))).strip()


def _without_quotes(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if _QUOTE.match(line):
            at += 1
            continue
        said = _attribution(lines, at)
        if said:
            at += said
            if _quoted_next(lines, at):
                continue  # only what is marked is quoted: answers may stand below or in between
            break
        if BELOW.match(line) or RULE.match(line) or _is_header(lines, at):
            break
        kept.append(line)
        at += 1
    return kept


def _attribution(lines: Sequence[str], at: int) -> int:
    """How many lines from here say "… wrote:"; 0 for none. Programs break long ones."""
    if not lines[at].strip():
        return 0
    for count in (1, 2, 3):
        some = [line.strip() for line in lines[at : at + count]]
        if len(some) < count or not all(some):
            return 0
        joined = " ".join(some)
        if len(joined) < 400 and WROTE.match(joined) and re.search(r"\d|@", joined) and _begins_here(some):
            return count
    return 0


def _begins_here(some: Sequence[str]) -> bool:
    """Whether the first of these lines belongs to it, and is no sentence of the writer's above it."""
    return len(some) == 1 or not some[0].endswith((".", "!", "?", ":", ";")) or bool(re.search(r"\d\.$", some[0]))


def _quoted_next(lines: Sequence[str], at: int) -> bool:
    after = next((line for line in lines[at:] if line.strip()), "")
    return bool(_QUOTE.match(after))


def _is_header(lines: Sequence[str], at: int) -> bool:
    """Two lines of a mail's head in a row, or one that says who sent it, with an address."""
    found = HEADER.match(lines[at])
    if not found:
        return False
    if found["name"].casefold() in SENDERS and "@" in lines[at]:
        return True
    following = [line for line in lines[at + 1 : at + 4] if line.strip()]
    return any(HEADER.match(line) for line in following[:2])


def _by_library(text: str) -> str:
    """Its view of where the first quoted mail begins; what it takes for a signature may be the answer itself."""
    if not text or len(text) > _LIBRARY:
        return text
    replies = EmailReplyParser(languages=_LANGUAGES).read(text).replies
    first = replies[0] if replies else None
    return first.content if first is not None and not first.headers else text


def _without(lines: Sequence[str], original: str, suggested: set[tuple[str, ...]]) -> list[str]:
    """The lines that are not the answered mail's."""
    words = _words(original)
    runs = {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    whole = {tuple(_words(line)) for line in original.split("\n")}
    kept: list[str] = []
    below = False
    for line in lines:
        mine = _words(line)
        # A single word above all of our lines may be the answer; below, it is one of ours.
        if not below and tuple(mine) in suggested:
            kept.append(line)
            continue
        ours = _is_of(mine, runs, whole) or (below and len(mine) == 1 and tuple(mine) in whole)
        below = below or ours
        if not ours:
            kept.append(line)
    return kept


def _is_of(words: list[str], runs: set[tuple[str, ...]], whole: set[tuple[str, ...]]) -> bool:
    if len(words) < _RUN:
        return len(words) > 1 and tuple(words) in whole
    return all(tuple(words[at : at + _RUN]) in runs for at in range(len(words) - _RUN + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).casefold())


def _unsigned(lines: Sequence[str]) -> list[str]:
    """Up to the signature. A farewell as the very first line is none: it would leave nothing."""
    kept: list[str] = []
    for line in lines:
        bare = line.strip()
        if line.startswith("-- ") or bare in {"--", "__"} or PHONE.match(bare):
            break
        if any(one.strip() for one in kept) and bare and FAREWELL.match(bare):
            break
        kept.append(line)
    return kept
