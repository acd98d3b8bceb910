"""Finding a model's quotation in the utterance it names: word by word, so that marks, case and spaces do not matter."""

import re
import unicodedata

from kambrief.core.promise_request import ListeningTask
from kambrief.core.talk import Utterance

_TOKEN = re.compile(r"[^\W_]+")
_TAIL = re.compile(r"[.?!…]+[\"”’']?")


def find(wanted: str, text: str) -> tuple[int, int] | None:
    """Where the words of ``wanted`` stand in a text, one after the other; None where they don't."""
    pieces = [_plain(token) for token in _TOKEN.findall(wanted)]
    if not pieces:
        return None
    tokens = list(_TOKEN.finditer(text))
    plain = [_plain(token[0]) for token in tokens]
    for start in range(len(plain) - len(pieces) + 1):
        if plain[start : start + len(pieces)] == pieces:
            end = tokens[start + len(pieces) - 1].end()
            tail = _TAIL.match(text, end)
            return tokens[start].start(), tail.end() if tail else end
    return None


def _plain(token: str) -> str:
    return unicodedata.normalize("NFC", token).casefold()


def span(wanted: str, utterance: Utterance, task: ListeningTask) -> tuple[int, int] | None:
    """Where a quotation stands in an utterance's own words, names that were hidden put back."""
    if found := find(wanted, utterance.text):
        return found
    if not task.pseudonyms.tokens:
        return None
    told = task.told(utterance)
    hidden = find(wanted, told.text)
    if hidden is None:
        return None
    start, end = hidden
    if told.text[start - 1 : start] == "[":  # a name's brackets belong to it
        start -= 1
    if told.text[end : end + 1] == "]":
        end += 1
    return find(told.restored(start, end), utterance.text)


def words(place: tuple[int, int], utterance: Utterance) -> str:
    """The verbatim words at a place."""
    return utterance.text[place[0] : place[1]]


def sentence_around(place: tuple[int, int], text: str) -> str:
    """The sentences that a place is part of: what is vague or conditional may stand beside the quoted words."""
    start = max((found.end() for found in re.finditer(r"[.?!…]\s+", text[: place[0]])), default=0)
    after = re.search(r"[.?!…](?:\s|\Z)", text[max(place[0], place[1] - 1) :])
    end = max(place[0], place[1] - 1) + after.end() if after else len(text)
    return text[start:end].strip()
