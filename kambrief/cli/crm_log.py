"""``kambrief crm log`` and ``crm writes`` in words for the operator. The doing is in `desk.crm`."""

from collections.abc import Iterator, Sequence
from typing import Any

from kambrief.core.crm import Entry
from kambrief.core.logbook import Write, WriteState
from kambrief.desk.crm import KINDS, Step, as_json, day
from kambrief.pipeline.recording import Recording


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
        ("subject", entry.subject), ("text", entry.text.replace("\n", "\n    ")), ("begins", day(entry.start)),
        ("ends", day(entry.end)), ("due", day(entry.due)), ("done", "yes" if entry.done else ""),
        ("owner", entry.owner),
    ]  # fmt: skip


def step_json(step: Step) -> dict[str, Any]:
    """A foreseen record for scripts."""
    return {"action": step.action, **as_json(step.write)}


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
