"""What was said in a video call, in one form whoever recorded it, and which invited person each speaker is.

A speaker is taken for an attendee only where the whole name is the same; everything weaker is a suggestion that a
person has to confirm, because a promise in the wrong mouth is worse than one without a name.
"""

import enum
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kambrief.core import inflection
from kambrief.core.model import Attendee

PAUSE_SECONDS = 30.0
"""After a longer silence the same speaker begins a new turn, so that a quote is not dated minutes too early."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the words of one cue begin in a turn's text."""

    cue: str
    offset: int
    start: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said without being interrupted, or one cue of it."""

    speaker: str
    """As written; empty where the transcript names nobody."""
    text: str
    start: float | None
    """Seconds since the recording began; below zero when the talk had begun before it."""
    end: float | None
    cue: str
    """The first cue's identifier, or ``#7`` where it has none of its own: what a quote points to."""
    language: str = ""
    marks: tuple[Mark, ...] = ()
    """The cues a joined turn is made of; empty for a single cue."""

    def at(self, offset: int) -> Mark:
        """The cue that holds the character at ``offset`` of the text."""
        found = Mark(self.cue, 0, self.start)
        for mark in self.marks:
            if mark.offset > offset:
                break
            found = mark
        return found


@dataclass(frozen=True, slots=True)
class Transcript:
    """One recording's words. ``turns`` are as the file has them, a cue each, until `joined`."""

    turns: tuple[Turn, ...]
    source: str
    """The platform: ``zoom``, ``teams``."""
    language: str = ""
    """What the file declares; what was spoken tells `spoken_language`."""
    duration: float | None = None
    """Where the last cue ends; None without times."""
    notes: tuple[str, ...] = ()
    """What was odd about the file, and what of it was left out."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do, according to the platform. ``owner`` is a name as written, or empty."""

    text: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """A platform's own summary: written by a model, so no evidence of anything."""

    source: str
    title: str
    text: str
    next_steps: tuple[NextStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was in the call and for how long. ``email`` is empty for guests."""

    name: str
    email: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """One name in a transcript, and how much is under it."""

    name: str
    turns: int
    words: int


class How(enum.StrEnum):
    """By what a speaker was, or was not, taken for an attendee."""

    EXACT = "exact name set"
    DEVICE = "device suggestion"
    PART = "part of the name"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identified:
    """A speaker and who it is. Only `How.EXACT` has an attendee."""

    speaker: str
    attendee: Attendee | None
    how: How
    candidates: tuple[Attendee, ...] = ()
    """Whom a suggestion means, or between whom nobody here can decide."""


# --- Turns ---------------------------------------------------------------------------------------------------------

_UTTERANCE = re.compile(r"(.+/\d+)-\d+")
"""Teams numbers the cues of one utterance: ``GUID/12-0``, ``GUID/12-1``."""


def followed(first: Transcript, then: Transcript, seconds: float, part: int) -> Transcript:
    """Two recordings of one call as one. ``then`` began so many seconds after ``first`` and is its part number
    ``part``, which stands before its cues' identifiers: they begin anew in each recording.
    """

    def later(at: float | None) -> float | None:
        return None if at is None else at + seconds

    turns = [
        replace(turn, cue=f"{part}:{turn.cue}", start=later(turn.start), end=later(turn.end)) for turn in then.turns
    ]
    ends = [turn.end for turn in (*first.turns, *turns) if turn.end is not None]
    notes = tuple(dict.fromkeys((*first.notes, *then.notes)))
    return replace(first, turns=(*first.turns, *turns), duration=max(ends, default=None), notes=notes)


def joined(turns: Iterable[Turn], pause: float = PAUSE_SECONDS) -> tuple[Turn, ...]:
    """Consecutive cues of one known speaker as one turn each, unless a long pause or another language lies between.

    Cues without a speaker stay apart, because two of them may be two people, unless their ids say one utterance.
    """
    runs: list[list[Turn]] = []
    for turn in turns:
        if runs and _goes_on(runs[-1][-1], turn, pause):
            runs[-1].append(turn)
        else:
            runs.append([turn])
    return tuple(map(_one, runs))


def _goes_on(before: Turn, turn: Turn, pause: float) -> bool:
    if before.speaker != turn.speaker or (before.language and turn.language and before.language != turn.language):
        return False
    if (utterance := _utterance(turn.cue)) and utterance == _utterance(
        before.marks[-1].cue if before.marks else before.cue
    ):
        return True
    quiet = before.end is not None and turn.start is not None and turn.start - before.end > pause
    return bool(turn.speaker) and not quiet


def _utterance(cue: str) -> str:
    match = _UTTERANCE.fullmatch(cue)
    return match[1] if match else ""


def _one(run: list[Turn]) -> Turn:
    if len(run) == 1:
        return run[0]
    marks: list[Mark] = []
    length = 0
    for turn in run:
        marks += [
            Mark(one.cue, length + one.offset, one.start) for one in turn.marks or (Mark(turn.cue, 0, turn.start),)
        ]
        length += len(turn.text) + 1
    first = run[0]
    starts = [turn.start for turn in run if turn.start is not None]
    ends = [turn.end for turn in run if turn.end is not None]
    return Turn(
        first.speaker,
        " ".join(turn.text for turn in run),
        min(starts, default=None),
        max(ends, default=None),
        first.cue,
        next((turn.language for turn in run if turn.language), ""),
        tuple(marks),
    )


def speakers(transcript: Transcript) -> tuple[Speaker, ...]:
    """Every name, in the order in which they first speak, with the number of joined turns and of words."""
    turns: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for turn in joined(transcript.turns):
        turns[turn.speaker] += 1
        words[turn.speaker] += len(turn.text.split())
    return tuple(Speaker(name, turns[name], words[name]) for name in turns)


def spoken_language(transcript: Transcript) -> str:
    """The language most cues are in (``fi``), else what the file declares, else nothing."""
    counts = Counter(_primary(turn.language) for turn in transcript.turns if turn.language)
    return counts.most_common(1)[0][0] if counts else _primary(transcript.language)


def _primary(tag: str) -> str:
    return re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0]


# --- Speakers and people -------------------------------------------------------------------------------------------

_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]?")
_COMPANY = re.compile(r"\s*[|｜]|\s+[-–—/@•·]\s")  # noqa: RUF001 - the wide bar of Asian keyboards
_SEPARATORS = re.compile(r"[\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")  # noqa: RUF001 - all are typed
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})  # noqa: RUF001
_LANGUAGES = ("fi", "sv", "de", "en")


@functools.lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    """Without case, diacritics and apostrophes."""
    apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_LETTERS)
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


def _set(words: str) -> frozenset[str]:
    return frozenset(map(_fold, words.split()))


_DEVICES = _set(
    "iphone ipad ipod macbook imac mac android galaxy samsung pixel huawei oneplus xiaomi nokia surface laptop desktop "
    "pc phone mobile tablet puhelin kännykkä läppäri tabletti mobil telefon surfplatta dator handy rechner"
)
_NO_OWNER = _set("s of the my pro max mini air plus ultra se von vom der de du av från oma min mein a i")
_NOBODY = _set(
    "speaker unknown guest user participant attendee host anonymous caller call in someone zoom teams "
    "puhuja tuntematon vieras osallistuja talare okänd gäst deltagare sprecher unbekannt gast teilnehmer"
)
_ROOMS = _set(
    "room boardroom meetingroom huone neuvotteluhuone kokoushuone neukkari rum mötesrum konferensrum sammanträdesrum "
    "raum konferenzraum besprechungsraum sitzungszimmer"
)


@dataclass(frozen=True, slots=True)
class _Person:
    attendee: Attendee
    names: frozenset[frozenset[str]]
    """The sets of words that are the whole name; none where there is only an address."""
    words: frozenset[str]
    forms: frozenset[str]
    """Every word of the name as the languages inflect it."""


def identify(speakers: Iterable[str], people: Iterable[Attendee]) -> tuple[Identified, ...]:
    """Who each speaker is among the people of this meeting, in the order given.

    The name is the same if its words are, whatever their order, case, diacritics, brackets and company behind it. One
    word alone never is: it is a suggestion where exactly one person has it.
    """
    known = tuple(_person(one) for one in people if not one.is_resource)
    return tuple(_identified(speaker, known) for speaker in speakers)


def _identified(speaker: str, known: tuple[_Person, ...]) -> Identified:
    words = _words(speaker)
    if _is_nobody(words):
        return Identified(speaker, None, How.UNKNOWN)
    names = _names(speaker)
    if same := _distinct(one for one in known if one.names & names):
        sure = same[0] if len(same) == 1 else None
        return Identified(speaker, sure, How.EXACT if sure else How.AMBIGUOUS, same)
    if any(map(_is_device, words)):
        owner = {word for word in words - _NO_OWNER if not _is_device(word) and not word.isdigit()}
        how, found = How.DEVICE, _distinct(one for one in known if owner and owner <= one.forms)
    else:
        said = _words(_BRACKETS.sub(" ", speaker))
        how, found = How.PART, _distinct(one for one in known if _partly(said, one.words))
    return Identified(speaker, None, (How.UNKNOWN, how, How.AMBIGUOUS)[min(len(found), 2)], found)


def _distinct(found: Iterable[_Person]) -> tuple[Attendee, ...]:
    """Each once, however often invited and under whatever names; without an address nobody can tell."""
    attendees: dict[str | int, Attendee] = {}
    for index, one in enumerate(found):
        attendees.setdefault(one.attendee.email or index, one.attendee)
    return tuple(attendees.values())


def _is_nobody(words: frozenset[str]) -> bool:
    """Rooms, telephone numbers and what platforms write for somebody they cannot name."""
    telling = {word for word in words if len(word) > 1 and not word.isdigit()}
    return telling <= _NOBODY or not words.isdisjoint(_ROOMS)


def is_shared(name: str) -> bool:
    """Whether a display name is a room's, in which several people may sit."""
    return not _words(name).isdisjoint(_ROOMS)


def _is_device(word: str) -> bool:
    return word.rstrip("0123456789") in _DEVICES


def _partly(said: frozenset[str], name: frozenset[str]) -> bool:
    """Markku; Markku V.; Anna Räsälä for Anna Maria Räsälä; and the name with more around it."""
    if len(name) > 1 and name <= said:
        return True
    rest = name - said
    full = {word for word in said if len(word) > 1 or word in name}
    return bool(full) and full <= name and all(any(word.startswith(one) for word in rest) for one in said - full)


def _person(attendee: Attendee) -> _Person:
    named = attendee.name.strip() and "@" not in attendee.name
    # An address is chosen by others and may be shared: its words suggest, they do not identify.
    name = attendee.name if named else attendee.email.partition("@")[0]
    plain = _BRACKETS.sub(" ", name)
    forms = {
        form
        for word in re.split(r"[\s,.|_]+", unicodedata.normalize("NFC", plain))
        if word
        for language in _LANGUAGES
        for form in inflection.forms(word, language)
    }
    return _Person(
        attendee,
        _names(name) if named else frozenset(),
        _words(_COMPANY.split(plain, maxsplit=1)[0]),
        frozenset(word for form in forms for word in _words(form)),
    )


def _names(text: str) -> frozenset[frozenset[str]]:
    """The readings of a display name that can be a whole name: at least two words.

    Behind a comma may stand the first name or the company, so both readings count.
    """
    parts = _COMPANY.split(_BRACKETS.sub(" ", text), maxsplit=1)[0].split(",")
    readings = (_words(" ".join(parts[:length])) for length in range(1, min(len(parts), 3) + 1))
    return frozenset(words for words in readings if len(words) > 1)


def _words(text: str) -> frozenset[str]:
    return frozenset(_SEPARATORS.split(_fold(text))) - {""}
