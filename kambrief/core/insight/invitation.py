"""What somebody wrote into an invitation, apart from what the calendar and the call's vendor wrote into it.

What is not known for certain to be an instruction, a placeholder or a courtesy counts as somebody's own words: to miss
that an agenda is missing does no harm, to claim it of an invitation that has one does.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kambrief.core import lexicon
from kambrief.core.insight import invitation_words as words

_MAX_TEXT = 20_000
_MAX_LINE = 1_000
_SIGNATURE_LINES, _SIGNATURE_WORDS = 5, 8
_NOT_YET = words.PLACEHOLDERS | words.DATES

# Blocks that their vendor has fenced in, so that what stands within need not be understood.
_GOOGLE = re.compile(r"-::~[~:]*::-.*?-::~[~:]*::-", re.DOTALL)
_TEAMS = re.compile(r"(?<!_)_{20,}[ \t]*\n\s*Microsoft Teams[^\n]*\n(?:[^\n]*\n){0,30}?(?=[ \t]*_{20,})", re.IGNORECASE)

_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}://|mailto:|tel:|sip:|www\.)\S+|(?<![\w.])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/\S*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s@<>]{1,64}@\S+")
_WORD = re.compile(r"[^\W\d_]+")
_PHONE = re.compile(r"\+\d[\d\s().-]{5,25}\d(?:,[\d#*,]{1,40})?|\b\d[\d().-]{6,25}\d,,[\d#*,]{1,40}")
_NETWORK_ADDRESS = re.compile(r"\W*\d{1,3}(?:\.\d{1,3}){3}\b")
_OFFSET = re.compile(r"\((?:UTC|GMT)[ +−-]{0,2}\d")
_NO_SIGNATURE = re.compile(r"^(?:[-–—•*]|\d{1,2}[.)])\s|:\s*(?:[^\W\d_]|$)")
"""A point of a list, or what a colon introduces; "Tel: +358 …" may stand in a signature."""


def _any_of(patterns: Iterable[str]) -> str:
    return rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)"


_ANCHOR = re.compile(_any_of(words.ANCHORS))
_ASIDE = r"(?:\([^)]{0,80}\))?"
_LABELLED = re.compile(
    rf"{_any_of(words.LABELS)}\s{{0,3}}{_ASIDE}\s{{0,3}}:\s{{0,5}}(?:\d[\d\s]{{0,40}}#?(?!\S)|\S+)?\s{{0,3}}{_ASIDE}",
    re.IGNORECASE,
)
_TIME = re.compile(rf"\W*{_any_of(words.TIMES)}[ \t]*:.*\d", re.IGNORECASE)
_PLACE = re.compile(rf"\W*{_any_of(words.PLACES)}[ \t]*:", re.IGNORECASE)
_TOPIC = re.compile(rf"\W*{_any_of(words.TOPICS)}[ \t]*:", re.IGNORECASE)
_INVITES = re.compile(rf".{{0,120}}?{_any_of(words.INVITES)}", re.IGNORECASE)


def own_words(text: str, title: str = "") -> tuple[str, ...]:
    """The lines of an invitation that say something themselves, links taken out; ``title`` said again says nothing."""
    text = unicodedata.normalize("NFC", text[:_MAX_TEXT]).replace("\r\n", "\n")
    text = _TEAMS.sub("\n", _GOOGLE.sub("\n", text))
    lines = (_without_links(line[:_MAX_LINE]) for line in text.split("\n"))
    name = _words(unicodedata.normalize("NFC", title))
    return tuple(line for line in _unsigned(lines) if any(_says_something(part, name) for part in line.split("|")))


def _without_links(line: str) -> str:
    return _ADDRESS.sub(" ", _LINK.sub(" ", line)).strip()


def _words(line: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(line) if not word.isnumeric()]  # "²" is no letter


def _unsigned(lines: Iterable[str]) -> Iterator[str]:
    """Without farewells and the few short lines after them: a name, a title, a company, a number."""
    left = 0
    signed = False
    for line in lines:
        if lexicon.CLOSING.match(line) and not words.COURTESIES.issuperset(_words(line)):  # thanks may come first
            left, signed = _SIGNATURE_LINES, False
        elif not line:
            left = 0 if signed else left
        elif left and len(line.split()) <= _SIGNATURE_WORDS and not _NO_SIGNATURE.search(line):
            left, signed = left - 1, True
        else:
            left = 0
            yield line


def _says_something(part: str, title: list[str]) -> bool:
    if _is_time_or_place(part) or _is_dial_in(part):
        return False
    said = lexicon.GREETING.sub("", part.strip() + "\n", count=1)
    said = _LABELLED.sub(" ", said)
    found = _words(said)
    return bool(found) and not (
        _is_instruction(said, found)
        or _NOT_YET.issuperset(found)
        or words.COURTESIES.issuperset(found)
        or found == title
        or _words(_TOPIC.sub("", said, count=1)) == title
    )


def _is_instruction(said: str, found: list[str]) -> bool:
    """An inviter's name may stand before "is inviting you to a scheduled Zoom meeting"."""
    invites = _INVITES.match(said)
    if invites:
        return words.INSTRUCTIONS.issuperset(_words(said[invites.end() :]))
    return words.INSTRUCTIONS.issuperset(found) and _ANCHOR.search(" ".join(found)) is not None


def _is_time_or_place(part: str) -> bool:
    """What the invitation says elsewhere, said again: ``When: Tuesday 6 October 2026 9:00``."""
    if _TIME.match(part) or _PLACE.match(part) or _OFFSET.search(part):
        return True
    return any(character.isdigit() for character in part) and words.DATES.issuperset(_words(part))


def _is_dial_in(part: str) -> bool:
    """A number to call, with the place it is in behind it; or the network address of a room system."""
    if _NETWORK_ADDRESS.match(part):
        return True
    number = _PHONE.search(part)
    if number is None:
        return False
    before, behind = _words(part[: number.start()]), _words(_LABELLED.sub(" ", part[number.end() :]))
    return all(len(word) == 2 or word in words.INSTRUCTIONS for word in before) and len(behind) <= 6
