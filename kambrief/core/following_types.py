"""What a follow-up is decided as, before it is put in words: parts of sentences, each a phrase with typed values."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from kambrief.core import following_dates as dates
from kambrief.core import lexicon
from kambrief.core.brief import Kind, Sentence
from kambrief.core.commitment import Promised
from kambrief.core.evidence import Text, Value
from kambrief.core.following_people import Recipients, shown
from kambrief.core.followup import PartKind
from kambrief.core.model import AccountManager
from kambrief.core.names import short_name
from kambrief.core.talk import Talk


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """Sentences that are read in one go. ``spare`` above 0: over the limit it goes, the highest first."""

    sentences: tuple[Sentence, ...]
    spare: int = 0


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """One part; ``title`` is a phrase."""

    kind: PartKind
    lines: tuple[OutlineLine, ...]
    title: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole follow-up before it is put in words. ``refused``: how many points the last gate kept out, by rule."""

    language: str
    form: str
    subject: Sentence
    parts: tuple[OutlinePart, ...]
    recipients: Recipients
    limit: int
    refused: tuple[str, ...] = ()
    crm_language: str = ""
    """What most recipients' records say, where that is another language than this."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all parts need."""

    talk: Talk
    manager: AccountManager
    language: str
    form: str
    recipients: Recipients
    next_meeting: bool = False
    """Whether a next meeting was agreed."""

    def name(self, key: str) -> str:
        """How the mail calls a participant."""
        one = self.talk.by_key.get(key)
        return shown(one, self.talk, self.language, self.form) if one else ""

    def day(self, first: dt.date, last: dt.date | None = None) -> Text:
        """A day with its weekday."""
        return Text(dates.days(first, last, self.language, self.talk.day))


def said(phrase: str, evidence: Iterable[str] = (), **slots: Value) -> Sentence:
    """One sentence: a phrase with its values and what it rests on."""
    return Sentence(Kind.VALUE, phrase, slots, tuple(evidence))


def cues(numbers: Iterable[int]) -> tuple[str, ...]:
    """Evidence of utterances."""
    return tuple(f"cue:{number}" for number in numbers)


def of_promise(one: Promised) -> tuple[str, ...]:
    """Evidence of a promise, its id first."""
    return (f"promise:{one.id}", *cues(one.cues))


def calm(text: str) -> str:
    """Somebody's words for a mail without exclamation marks."""
    return re.sub(r"\s*!+", ".", text).replace("?.", "?").strip()


def single(kind: PartKind, phrase: str, evidence: Iterable[str] = (), **slots: Value) -> OutlinePart:
    return OutlinePart(kind, (OutlineLine((said(phrase, evidence, **slots),)),))


def _is_name(word: str, text: str) -> bool:
    """Whether somebody said it as a name: with a capital where no sentence begins."""
    return bool(re.search(rf"[^\s.?!:…]\s+{re.escape(word)}\b", text))


def small(text: str, frame: Frame, account_name: str = "") -> str:
    """With a small first letter, unless it begins with a name or an abbreviation, or nouns have capitals anyway."""
    first = text.partition(" ")[0]
    company = short_name(account_name)
    names = [company, *company.split()[:1], *(one.name for one in frame.talk.participants)]
    names += [word for name in names for word in name.split()]
    if frame.language == "de" or not first[1:2].islower() or lexicon.mentions(first, filter(None, names)):
        return text
    if any(_is_name(first, one.text) for one in frame.talk.spoken()):
        return text
    return text[0].lower() + text[1:]
