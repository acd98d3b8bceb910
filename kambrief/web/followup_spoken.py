"""What was said in a call, beside the text that was drafted from it.

Nothing of what is kept back is in here: when it was, and by which rule, is all that a page shows of it. Numbers of
utterances are those that the draft's lines cite.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core import after
from kambrief.core.drafting import FollowupRecord
from kambrief.core.taking_part import Ours, talk_of_notes
from kambrief.core.transcript import spoken_language
from kambrief.desk.place import Desk
from kambrief.pipeline.followup_text import followup_in, restored_in, why_of
from kambrief.web.followup_lines import Row

ROOM = 45_000
"""Characters of HTML that a transcript may take on the page; of a longer one what is cited is shown, and around it."""
PART = 70_000
"""The same on a page of its own."""
_FRAME = 90
"""What stands around an utterance."""
_AROUND = (3, 1, 0)


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance. ``rows``: numbers of the text's lines that rest on it."""

    number: int
    who: str
    text: str
    at: str = ""
    rows: tuple[int, ...] = ()
    short: str = ""
    """The given name, where it is known which it is."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An exchange that is kept back. ``rule``: ``off_record`` or ``private``."""

    id: str
    rule: str
    at: str
    count: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """Utterances that are not on this page; ``part`` is the one they are on."""

    first: int
    last: int
    part: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A transcript, or what the page shows of it. ``part`` of ``parts`` is 0 where what is cited is shown."""

    items: tuple[Said | Kept | Skipped, ...]
    language: str
    is_notes: bool
    count: int
    part: int = 0
    parts: int = 1

    @property
    def numbers(self) -> frozenset[int]:
        """Utterances that are on this page."""
        return frozenset(one.number for one in self.items if isinstance(one, Said))

    @property
    def times(self) -> Mapping[int, Said]:
        """By their numbers."""
        return {one.number: one for one in self.items if isinstance(one, Said)}

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return not any(isinstance(one, Skipped) for one in self.items)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    who: str
    text: str
    start: float | None
    short: str = ""


def spoken(place: Desk, record: FollowupRecord, rows: Sequence[Row] = (), part: int = 0) -> Spoken | None:
    """What the follow-up was drafted from; None where it is not kept any more. ``part`` from 1: of the whole.

    Neither the CRM nor a model is asked: what is kept back stands in the record.
    """
    draft = after.drafted_from(record.source, place.app.store.heard(place.meeting.id), place.manager)
    if draft is None:
        return None
    is_notes = draft.source == after.NOTES
    lines = _of_notes(place, draft) if is_notes else _of(draft, _names(place, record))
    resting: dict[int, list[int]] = {}
    for row in rows:
        for cue in row.cues:
            resting.setdefault(cue, []).append(row.number)
    whole = tuple(_items(lines, _kept(record), resting))
    language = spoken_language(draft.transcript) or record.language
    parts = _parts(whole)
    if part:
        part = min(part, len(parts))
        return Spoken(tuple(parts[part - 1]), language, is_notes, len(lines), part, len(parts))
    return Spoken(_fitting(whole, parts, frozenset(resting)), language, is_notes, len(lines), 0, len(parts))


def kept_of(record: FollowupRecord) -> tuple[Kept, ...]:
    """What is kept back of the call."""
    return tuple(kept for _, _, kept in _kept(record))


def _of(draft: after.Draft, names: Mapping[frozenset[str], str]) -> list[_Line]:
    called = {speaker: _called(speaker, names) for speaker in {turn.speaker for turn in draft.transcript.turns}}
    return [
        _Line(number, called[turn.speaker][0], turn.text, turn.start, called[turn.speaker][1])
        for number, turn in enumerate(draft.transcript.turns, 1)
    ]


def _called(speaker: str, names: Mapping[frozenset[str], str]) -> tuple[str, str]:
    """A speaker's name, and the given name alone: platforms write the parts in either order, titles before them."""
    words = _words(speaker)
    found = {name for known, name in names.items() if known <= words and len(known) > 1}
    if len(found) != 1:
        return speaker, speaker
    (name,) = found
    return name, name.rpartition(" ")[0] or name


def _names(place: Desk, record: FollowupRecord) -> Mapping[frozenset[str], str]:
    """The people of the meeting whose names are known, given name first."""
    followup = followup_in(record) if record.composed else None
    people = [one.name for one in (*followup.to, *followup.cc)] if followup else []
    return {_words(name): name for name in (*people, place.manager.name) if name}


def _words(name: str) -> frozenset[str]:
    return frozenset(name.casefold().split())


def _of_notes(place: Desk, draft: after.Draft) -> list[_Line]:
    """Notes are parted into lines of their own when they are read."""
    writing, text = place.flow.writing, "\n".join(turn.text for turn in draft.transcript.turns)
    ours = Ours(writing.own_domains, writing.own_addresses, (place.manager,))
    talk = talk_of_notes(text, place.meeting, ours, author=place.manager.email)
    return [_Line(one.number, "", one.text, None) for one in talk.utterances]


def _kept(record: FollowupRecord) -> list[tuple[int, int, Kept]]:
    """First and last utterance of each exchange that is kept back, as it was when the follow-up was drafted."""
    rows, free = why_of(record).get("withheld"), restored_in(record)
    found = []
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, Mapping) or str(row.get("id")) in free:
            continue
        first, last = int(row.get("first") or 0), int(row.get("last") or 0)
        rule = "off_record" if str(row.get("rule", "")).startswith("off") else "private"
        found.append((first, last, Kept(str(row.get("id")), rule, clock(row.get("start")), last - first + 1)))
    return found


def _items(
    lines: Iterable[_Line], kept: Sequence[tuple[int, int, Kept]], resting: Mapping[int, list[int]]
) -> Iterable[Said | Kept]:
    told: set[str] = set()
    for line in lines:
        hidden = next((one for first, last, one in kept if first <= line.number <= last), None)
        if hidden is None:
            yield Said(
                line.number, line.who, line.text, clock(line.start), tuple(resting.get(line.number, ())), line.short
            )
        elif hidden.id not in told:
            told.add(hidden.id)
            yield hidden


def clock(seconds: object) -> str:
    """A place in a recording: ``1:03``, ``1:02:03``; empty where it is not known."""
    if not isinstance(seconds, int | float) or seconds < 0:
        return ""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


# --- what has room ----------------------------------------------------------------------------------------------------


def _size(item: Said | Kept | Skipped) -> int:
    return _FRAME + (len(item.text.encode()) + len(item.who) + 24 * len(item.rows) if isinstance(item, Said) else 200)


def _parts(whole: Sequence[Said | Kept]) -> list[list[Said | Kept]]:
    parts: list[list[Said | Kept]] = [[]]
    size = 0
    for item in whole:
        if size + _size(item) > PART and parts[-1]:
            parts.append([])
            size = 0
        parts[-1].append(item)
        size += _size(item)
    return parts


def _fitting(
    whole: Sequence[Said | Kept], parts: Sequence[Sequence[Said | Kept]], cited: frozenset[int]
) -> tuple[Said | Kept | Skipped, ...]:
    if sum(map(_size, whole)) <= ROOM:
        return tuple(whole)
    part_of = {one.number: number for number, part in enumerate(parts, 1) for one in part if isinstance(one, Said)}
    shown: tuple[Said | Kept | Skipped, ...] = ()
    for around in _AROUND:
        near = {cue + step for cue in cited for step in range(-around, around + 1)}
        shown = tuple(_with_gaps(whole, near, part_of))
        if sum(map(_size, shown)) <= ROOM:
            return shown
    room, first = ROOM, []
    for item in shown:
        room -= _size(item)
        if room > 0 or not isinstance(item, Said):
            first.append(item)
    return tuple(first)


def _with_gaps(
    whole: Sequence[Said | Kept], near: set[int], part_of: Mapping[int, int]
) -> Iterable[Said | Kept | Skipped]:
    gap: list[int] = []
    for item in whole:
        if isinstance(item, Said) and item.number not in near:
            gap.append(item.number)
            continue
        if gap:
            yield Skipped(gap[0], gap[-1], part_of[gap[0]])
            gap = []
        yield item
    if gap:
        yield Skipped(gap[0], gap[-1], part_of[gap[0]])
