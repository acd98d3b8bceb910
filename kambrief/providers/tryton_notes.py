"""Notes in Tryton: how ours are worded, so that they are found again and understood, and how everybody's are read.

A note cannot be changed once it is there, for anybody. So an edited one is a new note with the same mark that names the
one it replaces, and of several with one mark the newest counts.
"""

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass

from kambrief.core.crm import Entry, EntryKind

OPEN, DONE, NEXT = "☐", "☑", "→"
_TITLE = 200
"""Characters of a first line that may be a heading."""
_MARK = re.compile(
    r"\s*\[(?P<key>kambrief-[0-9A-Za-z-]{1,80}) (?P<kind>meeting|task|note)"
    r"(?: (?P<start>[0-9T:+-]+)/(?P<end>[0-9T:+-]*))?(?: replaces (?P<old>\d{1,9}))?\]\s*\Z"
)
_NEXT = re.compile(rf"^{NEXT} (?P<text>.*?) \[kambrief-[0-9A-Za-z-]{{1,80}} next-step\]$", re.MULTILINE)
_WHEN = re.compile(r"\A(?P<due>\d{4}-\d{2}-\d{2})?(?: · |\A)?(?P<owner>.*)\Z")


@dataclass(frozen=True, slots=True)
class Note:
    """What a note says. ``key`` and ``kind`` are empty where it is none of ours."""

    subject: str
    body: str
    key: str = ""
    kind: str = ""
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    done: bool = False
    due: dt.date | None = None
    owner: str = ""
    replaces: int = 0


def worded(entry: Entry, timezone: str, replaces: int = 0) -> str:
    """The message of a note of ours; times for people in ``timezone``, a mark for us at the end."""
    kind, lines, when = "note", [_line(entry.subject)], ""
    if entry.kind is EntryKind.TASK:
        kind = "task"
        lines = [f"{DONE if entry.done else OPEN} {_line(entry.subject)}"]
        said = [one for one in (entry.due.isoformat() if entry.due else "", entry.owner) if one]
        lines += [" · ".join(said)] if said else []
    elif entry.start:
        kind, zone = "meeting", zoneinfo.ZoneInfo(timezone)
        until = f"–{entry.end.astimezone(zone):%H:%M}" if entry.end else ""
        lines = [f"{_line(entry.subject)} ({entry.start.astimezone(zone):%Y-%m-%d %H:%M}{until})"]
        when = f" {_stamp(entry.start)}/{_stamp(entry.end) if entry.end else ''}"
    old = f" replaces {replaces}" if replaces else ""
    text = [entry.text.strip()] if entry.text.strip() else []
    return "\n\n".join(["\n".join(lines), *text, f"[{entry.key} {kind}{when}{old}]"])


def read(message: str) -> Note:
    """What a note says, whoever wrote it."""
    hit = _MARK.search(message)
    if not hit:
        return Note(*_heading(message.strip()))
    text, kind = message[: hit.start()].strip(), hit["kind"]
    key, old = hit["key"], int(hit["old"] or 0)
    first, _, rest = text.partition("\n")
    if kind == "task":
        return _task(first, rest, key, old)
    subject, _, body = text.partition("\n\n")
    start, end = _moment(hit["start"]), _moment(hit["end"])
    if start:
        subject = re.sub(r" \(\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?:–\d{2}:\d{2})?\)\Z", "", subject)
    return Note(subject.strip(), body.strip(), key, kind, start, end, replaces=old)


def _task(first: str, rest: str, key: str, old: int) -> Note:
    """As a person may have edited it where that is possible: what stands there counts."""
    done = first.startswith(DONE)
    subject = first.lstrip(f"{OPEN}{DONE} ").strip()
    head, _, body = rest.partition("\n\n") if not rest.startswith("\n") else ("", "", rest)
    hit = _WHEN.match(head.strip())
    due, owner = None, ""
    if hit:
        owner = hit["owner"].strip()
        try:
            due = dt.date.fromisoformat(hit["due"]) if hit["due"] else None
        except ValueError:
            owner = ""
    return Note(subject, body.strip(), key, "task", done=done, due=due, owner=owner, replaces=old)


def newest(notes: Iterable[tuple[int, Note]]) -> dict[int, Note]:
    """By the ids of their records, without those of ours that a newer one has replaced."""
    last: dict[str, int] = {}
    found = dict(notes)
    for one, note in found.items():
        if note.key:
            last[note.key] = max(one, last.get(note.key, 0))
    return {one: note for one, note in found.items() if not note.key or last[note.key] == one}


def with_next_step(comment: str, entry: Entry) -> str:
    """A deal's comment with our line in it, in the place of an older one; all else stays as it is."""
    line = f"{NEXT} {_line(entry.subject)} [{entry.key} next-step]"
    if _NEXT.search(comment):
        first, *others = list(_NEXT.finditer(comment))
        for other in reversed(others):
            comment = comment[: other.start()].rstrip("\n") + comment[other.end() :]
        return comment[: first.start()] + line + comment[first.end() :]
    return f"{comment.rstrip()}\n\n{line}" if comment.strip() else line


def next_step(comment: str) -> str:
    """The next step that stands in a deal's comment; empty for none."""
    hit = _NEXT.search(comment)
    return hit["text"].strip() if hit else ""


def _heading(text: str) -> tuple[str, str]:
    """A short first line with an empty one below it is what the note is about."""
    first, _, rest = text.partition("\n\n")
    if rest.strip() and "\n" not in first and len(first) <= _TITLE:
        return first.strip(), rest.strip()
    return "", text


def _line(text: str) -> str:
    return " ".join(text.split())


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="minutes")


def _moment(text: str | None) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
