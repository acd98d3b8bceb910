"""What a person approves for the CRM, and what becomes of it."""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be written: words as a person says them, ids or their beginnings."""

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


# --- told ------------------------------------------------------------------------------------------------------------

KINDS = {EntryKind.NOTE: "note", EntryKind.TASK: "task", EntryKind.NEXT_STEP: "next step"}


def as_json(row: Write) -> dict[str, Any]:
    """A row for scripts."""
    entry = row.entry
    return {
        "id": row.short, "key": entry.key, "provider": row.provider, "meeting": row.meeting_id,
        "account_manager": row.manager, "kind": str(entry.kind), "state": str(row.state), "account": entry.account_id,
        "contacts": list(entry.contact_ids), "deal": entry.deal_id, "subject": entry.subject, "text": entry.text,
        "due": day(entry.due) or None, "done": entry.done, "remote_id": row.remote_id,
        "attempt": row.attempt, "due_at": row.due_at.isoformat(), "note": row.note, "approved_by": row.approved_by,
        "approved_at": day(row.approved_at) or None,
        "written_at": day(row.written_at) or None,
    }  # fmt: skip


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


def day(when: dt.date | None) -> str:
    """A day or a moment (which is a day, too)."""
    return when.isoformat() if when else ""
