"""``kambrief crm log`` and ``crm writes``: what a person approves, what becomes of it, in words for the operator."""

import datetime as dt
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kambrief.app import App
from kambrief.core.crm import Entry, EntryKind, Outcome, Promise, entries, key_of
from kambrief.core.logbook import Approval, Write, WriteState, approved, named, withdrawn
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.outcome import Concerned, concerned, same_words, still_unsure
from kambrief.errors import NotFoundError, UserError
from kambrief.pipeline.recording import Recording

_TASK = re.compile(
    r"(?:(?P<id>(?:kambrief-)?[0-9a-f]{4,20})=)?\s*(?:(?P<due>\d{4}-\d{1,2}-\d{1,2})\s*:)?\s*(?P<text>.*)", re.DOTALL
)
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b")
LAST = "last"


@dataclass(frozen=True, slots=True)
class Said:
    """What was asked for on the command line."""

    note: str = ""
    tasks: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    withdraw: tuple[str, ...] = ()
    next_step: str = ""
    deal: str = ""
    account: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One record: what would become of it, and its row as it would be."""

    action: str
    write: Write
    before: Write | None = None


def recording(app: App) -> Recording:
    """What writes to the CRM. Raises `UserError` when there is no CRM."""
    found = app.before.recording
    if found is None or app.crm is None:
        raise UserError("No CRM is configured: add one, for example [crm.hubspot], to have anything to write to")
    return found


def read_note(path: str) -> str:
    """The text of a file, or of standard input for ``-``. Raises `UserError` for what is no text."""
    try:
        data = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"Cannot read the note {path} ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise UserError(f"The note {path} is no text in UTF-8: save it as such") from error
    if not data.strip():
        raise UserError("The note is empty: leave --note away to write none")
    return data.strip()


def held(app: App, name: str, now: dt.datetime) -> Meeting:
    """A meeting that has begun: by id or its unique prefix, ``last``, or unique title text; of a series the last one.
    Raises `NotFoundError` saying what there is.
    """
    around = app.store.meetings(now - dt.timedelta(days=180), now + dt.timedelta(days=90))
    begun = [one for one in around if one.start <= now and not one.cancelled and app.readers(one)]
    if name == LAST:
        found = [one for one in begun if any(app.before.verdict(one, reader).brief for reader in app.readers(one))][-1:]
    else:
        found = [one for one in begun if one.id.startswith(name)] if name else []
        found = found or [one for one in begun if name.casefold() in one.title.casefold()]
    if not found:
        ahead = name == "next" or any(
            one.id.startswith(name) or name.casefold() in one.title.casefold() for one in around
        )
        why = "It has not begun, or is called off" if ahead else f"No meeting that has begun answers to '{name}'"
        raise NotFoundError(f"{why}; say its id, a part of its title, or '{LAST}' for the one that began last")
    uids = {source.uid for one in found for source in one.sources}
    if len(found) > 1 and len(uids) > 1:
        several = ", ".join(f"{one.id[:8]} {one.start:%Y-%m-%d %H:%M} {one.title}" for one in found[-5:])
        raise NotFoundError(f"'{name}' fits {len(found)} meetings: {several}; use the id")
    return found[-1]


def approval(
    app: App, meeting: Meeting, reader: AccountManager, said: Said, now: dt.datetime
) -> tuple[Approval, tuple[str, ...]]:
    """What was said as records, and what should be known of it. Whoever runs the command approves them; what was not
    mentioned stays as it is. Raises `UserError`.
    """
    doing = recording(app)
    every = mine(app, meeting, reader)
    rows = [row for row in every if row.state is not WriteState.WITHDRAWN]
    tasks = [_task(text) for text in said.tasks]
    new = bool(said.note or said.next_step or tasks)
    if not new and not said.done and not said.withdraw:
        raise UserError("Nothing to write: say --note, --task, --next-step, --done or --withdraw")
    about = Concerned("")
    if new:
        fetched = app.before.customers.fetch([meeting], now)
        known = app.before.seen(fetched, meeting, reader)
        whole = app.before.customers.match(meeting, fetched)
        matched = still_unsure(app.before.customers.match(meeting, known), whole)
        about = concerned(matched, known.data, said.account, said.deal, wants_deal=bool(said.next_step))
        if not known.current:
            about = replace(about, notes=(*about.notes, "the CRM is not reached: these are the last known records"))
    outcome = Outcome(
        meeting.id, about.account_id, meeting.title, meeting.start, meeting.end, said.note,
        tuple(Promise(_name(text), text, due) for _, due, text in tasks), said.next_step, about.deal_id,
        about.contact_ids, reader.email,
    )  # fmt: skip
    found = {entry.key: entry for entry in _keyed(entries(outcome), tasks, every, about.group)}
    if said.note and (there := sorted({row.entry.account_id for row in rows if _is_anothers_note(row, about.group)})):
        about = replace(about, notes=(*about.notes, f"the note at {', '.join(there)} is another record, and stays"))
    for name in said.done:
        row = _one(rows, name)
        if row.entry.kind is not EntryKind.TASK:
            raise UserError(f"{name} is no task")
        found[row.entry.key] = replace(found.get(row.entry.key, row.entry), done=True)
    gone = frozenset(_one(rows, name).entry.key for name in said.withdraw)
    if both := gone & found.keys():
        raise UserError(f"{', '.join(sorted(both))} cannot be written and withdrawn at once")
    by = said.by or reader.email
    return (
        Approval(
            doing.provider, meeting.id, reader.email.casefold(), tuple(found.values()), by, now, whole=False,
            withdrawn=gone, note=doing.hindrance,
        ),
        about.notes,
    )  # fmt: skip


def mine(app: App, meeting: Meeting, reader: AccountManager) -> list[Write]:
    """The logbook of one account manager's meeting, for the CRM that is configured."""
    provider = app.before.recording.provider if app.before.recording else ""
    manager = reader.email.casefold()
    return [row for row in app.store.writes(meeting.id) if (row.manager, row.provider) == (manager, provider)]


def foreseen(rows: Sequence[Write], asked: Approval) -> list[Step]:
    """What the approval would come to, record by record; nothing is stored."""
    known = {row.entry.key: row for row in rows}
    steps = []
    for entry in asked.entries:
        before = known.get(entry.key)
        after = approved(before, entry, asked)
        steps.append(Step(_action(before, after), after, before))
    return steps + [Step("withdraw", withdrawn(known[key]), known[key]) for key in sorted(asked.withdrawn)]


def log_now(app: App, asked: Approval, now: dt.datetime) -> list[Write]:
    """Store it, try at once, and tell what became of each record."""
    doing = recording(app)
    doing.keep(asked)
    doing.work(now, Counter(), asked.meeting_id)
    keys = {entry.key for entry in asked.entries} | asked.withdrawn
    return [
        row for row in app.store.writes(asked.meeting_id) if row.entry.key in keys and row.provider == asked.provider
    ]


def _action(before: Write | None, after: Write) -> str:
    if after.state is WriteState.GONE:
        return "leave deleted"
    if after.state is WriteState.WRITTEN:
        return "leave as it is"
    return "change" if before and before.remote_id else "create"


def _task(text: str) -> tuple[str, dt.date | None, str]:
    """Id, due date and words of ``[ID=][DATE:] words``."""
    parts = _TASK.fullmatch(text.strip())
    if parts is None or not parts["text"].strip():
        raise UserError(f"'{text}' is no task; write for example --task '2026-10-12: Send the root cause report'")
    try:
        due = dt.datetime.strptime(parts["due"], "%Y-%m-%d").date() if parts["due"] else None  # noqa: DTZ007 a day has no zone
    except ValueError:
        raise UserError(f"'{parts['due']}' of the task '{text}' is no date") from None
    if due is None and _DATE.match(parts["text"]):
        raise UserError(f"'{text}' begins with a date that is not read as one; write '2026-10-12: words'")
    return parts["id"] or "", due, parts["text"].strip()


def _name(text: str) -> str:
    return hashlib.sha256(same_words(text).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _keyed(
    found: Sequence[Entry],
    tasks: Sequence[tuple[str, dt.date | None, str]],
    rows: Sequence[Write],
    group: frozenset[str],
) -> Iterator[Entry]:
    """What is there already is the same record: the customer's note, a task by the id that was said or else by its
    words. A record of another customer is never taken for it: a meeting may be with two, and a match may have been
    wrong. ``group``: the ids of this customer's companies.
    """
    ours = [row for row in rows if row.entry.account_id in group]
    others = {row.entry.key for row in rows if row.entry.account_id not in group}
    notes = [row.entry.key for row in ours if row.entry.kind is EntryKind.NOTE]
    there = [row for row in ours if row.entry.kind is EntryKind.TASK and row.state is not WriteState.WITHDRAWN]
    words = {same_words(row.entry.subject): row.entry.key for row in there}
    taken = others.union(words.values())
    ids = iter([task[0] for task in tasks])
    for entry in found:
        if entry.kind is EntryKind.NOTE:
            key = key_of(entry.key, entry.account_id) if entry.key in others else entry.key
            yield replace(entry, key=next(iter(notes), key))
        elif entry.kind is not EntryKind.TASK:
            yield entry
        elif said := next(ids):
            yield replace(entry, key=_one(there, said).entry.key)
        elif known := words.get(same_words(entry.subject)):
            yield replace(entry, key=known)
        else:
            key = entry.key
            while key in taken:  # of a task that says something else by now
                key = key_of(key, "again")
            yield replace(entry, key=key)


def _is_anothers_note(row: Write, group: frozenset[str]) -> bool:
    return row.entry.kind is EntryKind.NOTE and row.entry.account_id not in group


def _one(rows: Sequence[Write], name: str) -> Write:
    found = named(rows, name)
    if len(found) != 1:
        there = ", ".join(f"{row.short} ({row.entry.subject[:40]})" for row in rows) or "nothing yet"
        raise NotFoundError(
            f"{'Several records begin' if found else 'No record begins'} with '{name}'; there is {there}"
        )
    return found[0]


# --- in words --------------------------------------------------------------------------------------------------------

KINDS = {EntryKind.NOTE: "note", EntryKind.TASK: "task", EntryKind.NEXT_STEP: "next step"}


def foreseen_lines(steps: Sequence[Step]) -> Iterator[str]:
    """What a dry run tells: each record with all that would be written."""
    for step in steps:
        entry = step.write.entry
        yield f"{step.action}: {KINDS[entry.kind]} {step.write.short}"
        old = step.before.entry if step.before else None
        for label, value, was in _fields(entry, old):
            changed = f"   (was: {was})" if old and was != value else ""
            yield f"  {label}: {value}{changed}"
    yield "Nothing was stored or written."


def _fields(entry: Entry, old: Entry | None) -> Iterator[tuple[str, str, str]]:
    before = dict(_shown(old)) if old else {}
    for label, value in _shown(entry):
        if value or before.get(label):
            yield label, value, before.get(label, "")


def _shown(entry: Entry) -> list[tuple[str, str]]:
    return [
        ("account", entry.account_id), ("contacts", ", ".join(entry.contact_ids)), ("deal", entry.deal_id),
        ("subject", entry.subject), ("text", entry.text.replace("\n", "\n    ")), ("begins", _day(entry.start)),
        ("ends", _day(entry.end)), ("due", _day(entry.due)), ("done", "yes" if entry.done else ""),
        ("owner", entry.owner),
    ]  # fmt: skip


def _day(when: dt.date | None) -> str:
    """A day or a moment (which is a day, too)."""
    return when.isoformat() if when else ""


def as_json(row: Write) -> dict[str, Any]:
    """A row for scripts."""
    entry = row.entry
    return {
        "id": row.short, "key": entry.key, "provider": row.provider, "meeting": row.meeting_id,
        "account_manager": row.manager, "kind": str(entry.kind), "state": str(row.state), "account": entry.account_id,
        "contacts": list(entry.contact_ids), "deal": entry.deal_id, "subject": entry.subject, "text": entry.text,
        "due": _day(entry.due) or None, "done": entry.done, "remote_id": row.remote_id,
        "attempt": row.attempt, "due_at": row.due_at.isoformat(), "note": row.note, "approved_by": row.approved_by,
        "approved_at": _day(row.approved_at) or None,
        "written_at": _day(row.written_at) or None,
    }  # fmt: skip


def step_json(step: Step) -> dict[str, Any]:
    """A foreseen record for scripts."""
    return {"action": step.action, **as_json(step.write)}


def told(row: Write) -> str:
    """What became of a record, in one line."""
    subject = " ".join(row.entry.subject.split())[:60]
    return f"{KINDS[row.entry.kind]} {row.short} '{subject}': {_state(row)}"


def _state(row: Write) -> str:
    note = f": {row.note}" if row.note else ""
    if row.state is WriteState.WRITTEN:
        return f"written, {row.provider} calls it {row.remote_id}"
    if row.state is WriteState.PLANNED:
        again = (
            f", tried again from {max(row.due_at, row.not_before or row.due_at):%Y-%m-%d %H:%M}Z" if row.tries else ""
        )
        return f"waits{again}{note}"
    return f"{row.state}{note}"


def advice(row: Write, doing: Recording) -> str:
    """What a person can do about it; empty when there is nothing to do."""
    if row.state is WriteState.FAILED:
        return "mend what it says, then 'kambrief crm writes --retry'"
    if row.state is WriteState.GONE:
        return "somebody has deleted it in the CRM: it is not made again"
    if row.state is WriteState.PLANNED and row.provider != doing.provider:
        return f"{row.provider} is not the CRM that is configured now: it waits until it is"
    if row.state is WriteState.PLANNED and doing.hindrance:
        return "configure a CRM that can be written to, or write it there by hand"
    return ""


def is_open(row: Write) -> bool:
    """Whether anything is still to be done about it, by us or by a person."""
    return row.state not in {WriteState.WRITTEN, WriteState.WITHDRAWN}


COLUMNS = ("id", "meeting", "kind", "subject", "state", "when", "in the CRM", "what to do")


def cells(row: Write, doing: Recording) -> tuple[str, ...]:
    """A row of the table."""
    when = row.written_at if row.state is WriteState.WRITTEN else row.due_at
    shown = f"{when:%Y-%m-%d %H:%MZ}" if when else ""
    problem = f"{row.note}; {advice(row, doing)}" if row.note and advice(row, doing) else row.note or advice(row, doing)
    return (
        row.short, row.meeting_id[:8], KINDS[row.entry.kind], " ".join(row.entry.subject.split())[:50], str(row.state),
        shown, row.remote_id, problem,
    )  # fmt: skip
