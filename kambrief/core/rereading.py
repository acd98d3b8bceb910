"""What an account manager has changed of the promises in a follow-up: read back from the text as it was left.

A line is known again by the words of its promise, its owner and its day, in a list or in prose. Days are read as they
are written (``pe 9.10.``, ``Fri 9 October``). Nothing is guessed: what is not found is told as removed.
"""

import datetime as dt
import difflib
import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kambrief.core import lexicon
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.followup import Followup, PartKind
from kambrief.core.spoken.days import days
from kambrief.core.spoken.values import Doubt, SpokenDay

_BULLET = re.compile(r"^\s*(?:[-*•–·]|\d{1,2}[.)])\s+(?=\S)")
_OWNER = re.compile(r"^([^\W\d_][^:\n]{0,40}?):\s+(?=\S)")
_CONFIRM = re.compile(r"\[\s*(?:confirm|vahvista|bekräfta|bestätigen?)\s*:[^\]]*\]?", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[^\d\s][.!?])\s+(?=[A-ZÅÄÖÜÉ])")
_TAIL = re.compile(
    r"[\s,;:–-]*(?:\b(?:by|on|mennessä|viimeistään|senast|den|am|bis|zum|today|tänään|i dag|heute)\b[\s,]*)*$",
    re.IGNORECASE,
)
_AFTER_TIME = re.compile(r"(\b(?:klo|kello|kl\.?)\s\d{1,2}[.:]\d\d)\.(?=\s|$)", re.IGNORECASE)
_WEEKDAYS = re.compile(r"\b[^\W\d_]{2,4}\.?–[^\W\d_]{2,4}\.? (?=\d)")
_ALIKE = 0.62
"""So alike are two lines that are the same one."""
_COVERED = 0.6
"""So much of a promise's words stands in a sentence that is about it."""


class Change(enum.StrEnum):
    """What became of a promise in the text."""

    MOVED = "moved"
    """Another day; ``due`` None: without one."""
    REWORDED = "reworded"
    OWNER = "owner"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Reread:
    """One change. ``id`` is the promise's; empty for an added one."""

    change: Change
    id: str
    side: Side
    line: str = ""
    """The line as it is now; for a removed one as it was."""
    owner: str = ""
    """As written now."""
    what: str = ""
    due: dt.date | None = None
    until: dt.date | None = None
    was_due: dt.date | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line or sentence of a text that can be about a promise."""

    text: str
    side: Side | None
    listed: bool

    @property
    def bare(self) -> str:
        """Without what is to be confirmed."""
        return re.sub(r"\s+", " ", _CONFIRM.sub("", self.text)).strip()

    @property
    def owner(self) -> str:
        found = _OWNER.match(self.text) if self.listed else None
        return found[1].strip() if found else ""


def reread(followup: Followup, promised: Sequence[Promised], edited_body: str) -> tuple[Reread, ...]:
    """The changes, in the order of the original lines, added ones last. An unchanged text gives none. ``followup`` is
    the draft as composed: its lines say which promise each stands for.
    """
    day = followup.day or min((one.due for one in promised if one.due), default=dt.date(1970, 1, 1))
    known = {one.id: one for one in promised}
    before = _original(followup)
    after = list(lines_of(followup, edited_body))
    pairs = _paired(before, after, known, day, followup.language)
    found: list[Reread] = []
    for promise_id, line in before.items():
        promise = known.get(promise_id)
        if promise is None:
            continue
        if promise_id not in pairs:
            found.append(Reread(Change.REMOVED, promise_id, promise.side, line.text, was_due=promise.due))
        elif pairs[promise_id].bare != line.bare:
            found += _changes(promise, line, pairs[promise_id], day, followup.language)
    taken = {id(line) for line in pairs.values()}
    for line in after:
        if id(line) not in taken and (added := _added(line, day, followup.language)):
            found.append(added)
    return tuple(found)


def lines_of(followup: Followup, body: str) -> Iterable[_Line]:
    """The lines and sentences of an edited text, from below the greeting to above the closing, each with the side under
    whose heading it stands.
    """
    titles = {part.title.rstrip(":").casefold(): part.kind for part in followup.parts if part.title}
    closing = {line.text.casefold() for kind, line in followup.lines() if kind is PartKind.CLOSING}
    side: Side | None = None
    for row in body.splitlines():
        text = row.strip()
        if text.casefold() in closing or lexicon.CLOSING.fullmatch(text):
            return
        if (kind := titles.get(text.rstrip(":").casefold())) is not None:
            side = {PartKind.OURS: Side.US, PartKind.THEIRS: Side.THEM}.get(kind)
            continue
        if not text:
            continue
        if _BULLET.match(row):
            yield _Line(_BULLET.sub("", row).strip(), side, listed=True)
        else:
            yield from (_Line(one, None, listed=False) for one in _SENTENCE.split(text))


def _original(followup: Followup) -> dict[str, _Line]:
    sides = {PartKind.OURS: Side.US, PartKind.THEIRS: Side.THEM}
    found = {}
    for part in followup.parts:
        for line in part.lines:
            ids = [one.removeprefix("promise:") for one in line.evidence if one.startswith("promise:")]
            if part.kind in sides and ids:
                found[ids[0]] = _Line(line.text, sides[part.kind], part.listed)
    return found


# --- which line is which ---------------------------------------------------------------------------------------------


def _paired(
    before: dict[str, _Line], after: Sequence[_Line], known: dict[str, Promised], day: dt.date, language: str
) -> dict[str, _Line]:
    """Each promise's line, the surest first; one line of a list stands for one promise, a sentence may for several."""
    pairs: dict[str, _Line] = {}
    left = list(after)
    for promise_id, line in before.items():
        same = next((one for one in left if one.listed == line.listed and one.bare == line.bare), None)
        if same:
            pairs[promise_id] = same
            left = [one for one in left if one is not same]
    scores = [
        (_likeness(before[promise_id], one, known[promise_id], day, language), promise_id, index)
        for promise_id in before
        if promise_id not in pairs and promise_id in known
        for index, one in enumerate(left)
    ]
    used: set[int] = set()
    for score, promise_id, index in sorted(scores, key=lambda one: (-one[0], one[1], one[2])):
        if score < _ALIKE or promise_id in pairs or index in used:
            continue
        pairs[promise_id] = left[index]
        if left[index].listed:
            used.add(index)
    return pairs


def _likeness(before: _Line, now: _Line, promise: Promised, day: dt.date, language: str) -> float:
    """0 to 1: how far two lines say the same, days left aside, or how much of the promise's words is in a sentence."""
    if now.listed and now.side is not None and now.side is not before.side:
        return 0.0
    words = lexicon.content_stems(promise.what)
    covered = len(words & lexicon.content_stems(now.bare)) / len(words) if words else 0.0
    alike = difflib.SequenceMatcher(
        None, _undated(before.bare, day, language).casefold(), _undated(now.bare, day, language).casefold()
    ).ratio()
    if not now.listed:
        return covered if covered >= _COVERED and _owns(before, now) else 0.0
    bonus = 0.1 if _owns(before, now) else 0.0
    return min(1.0, max(alike, covered * 0.9) + bonus)


def _owns(before: _Line, now: _Line) -> bool:
    return not before.owner or lexicon.mentions(now.text, [before.owner])


def _undated(text: str, day: dt.date, language: str) -> str:
    text = as_written(text)
    for one in reversed(written_days(text, day, language)):
        text = text[: one.start] + text[one.end :]
    return re.sub(r"\s+", " ", text).strip(" –-,.")


def as_written(text: str) -> str:
    """A written line for reading values, of the same length: without the weekdays of several days (``ma–ke``), which
    are no claim about the first one, and without the full stop behind a time (``klo 13.00.``), which makes no day.
    """
    return _AFTER_TIME.sub(r"\1 ", _WEEKDAYS.sub(lambda found: " " * len(found[0]), text))


def written_days(text: str, day: dt.date, language: str) -> list[SpokenDay]:
    """The days of a written line: bare numbers and weekdays are none there."""
    return [one for one in days(as_written(text), day, language) if one.day is not None and not one.bare]


# --- what changed in it ----------------------------------------------------------------------------------------------


def _changes(promise: Promised, before: _Line, now: _Line, day: dt.date, language: str) -> list[Reread]:
    found = []
    base = Reread(Change.MOVED, promise.id, promise.side, now.text, now.owner or before.owner)
    written = written_days(now.bare, day, language)
    if (when := _when(promise, written)) is not None:
        found.append(replace(base, due=when.day, until=when.until, was_due=promise.due, doubt=when.doubt))
    elif not written and promise.due and written_days(before.bare, day, language):
        found.append(replace(base, was_due=promise.due))
    if not now.listed:
        return found
    if now.owner and before.owner and now.owner.casefold() != before.owner.casefold():
        found.append(replace(base, change=Change.OWNER))
    was, what = _middle(before, day, language), _middle(now, day, language)
    if what and _flat(was) != _flat(what):
        found.append(replace(base, change=Change.REWORDED, what=_without_receiver(promise.what, was, what)))
    return found


def _when(promise: Promised, written: Sequence[SpokenDay]) -> SpokenDay | None:
    """The day that is new in the line: none where the promise's own day still stands in it."""
    if not written or any(one.day == promise.due and one.until == promise.until for one in written):
        return None
    if any(one.day == promise.due for one in written) and promise.until is None:
        return None
    return written[-1]


def _middle(line: _Line, day: dt.date, language: str) -> str:
    """What stands between owner and day."""
    text = as_written(_OWNER.sub("", line.bare))
    found = written_days(text, day, language)
    if found:
        text = text[: found[-1].start]
    return _TAIL.sub("", text).strip(" .,;–-")


def _without_receiver(promised: str, was: str, what: str) -> str:
    """The new words without the receiver that the old line had behind the promise's own."""
    receiver = was[len(promised) :] if was.casefold().startswith(promised.casefold()) else ""
    return what.removesuffix(receiver).strip(" ,") if receiver.strip() else what


def _flat(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _added(line: _Line, day: dt.date, language: str) -> Reread | None:
    """A new item of a list under one side's heading, with a day or an owner: a promise that a person has added."""
    if not line.listed or line.side is None:
        return None
    written = written_days(line.bare, day, language)
    what = _middle(line, day, language)
    if not what or not (written or line.owner):
        return None
    when = written[-1] if written else None
    return Reread(
        Change.ADDED, "", line.side, line.text, line.owner, what,
        when.day if when else None, when.until if when else None, None, when.doubt if when else None,
    )  # fmt: skip
