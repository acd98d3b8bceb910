"""Why a brief, why none, and what it rests on: everything that is known of one meeting, JSON-ready."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping, Sequence
from typing import Any

from kambrief.app import App
from kambrief.core.after import mails_id
from kambrief.core.calendar_read import Touched
from kambrief.core.explain import match_row
from kambrief.core.heard import Heard
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.samecall import why_one
from kambrief.core.work import OF_A_DAY, BriefRecord, Delivery, MailKind, Step
from kambrief.desk.crm import as_json as write_json
from kambrief.desk.crm import told as write_told
from kambrief.desk.feedback import as_data
from kambrief.pipeline.followup_text import why_of


def explain(app: App, meeting: Meeting, now: dt.datetime, *, live: bool = True) -> dict[str, Any]:
    """The meeting, and for each account manager in it: verdict, joins, briefs, mails. JSON-ready. Where no brief was
    written yet, the CRM is asked who they are; not with ``live`` False.
    """
    return {
        "meeting": meeting.id,
        "title": meeting.title,
        "start": meeting.start.isoformat(),
        "local_start": _local(app, meeting),
        "platform": str(meeting.join.platform) if meeting.join else None,
        "sources": _sources(app, meeting),
        "heard": [_heard(row) for row in app.store.heard(meeting.id)],
        "notes": list(meeting.notes),
        "crm": [{**write_json(row), "told": write_told(row)} for row in app.store.writes(meeting.id)],
        "account_managers": [_for_reader(app, meeting, reader, now, live=live) for reader in app.readers(meeting)],
    }


def _sources(app: App, meeting: Meeting) -> list[dict[str, Any]]:
    """Where it stands, and by which rule each place speaks of the same call as another."""
    uids = frozenset(source.uid for source in meeting.sources)
    settled = app.store.meetings_of(Touched(uids=uids), meeting.start, meeting.end)
    copies = next((one.copies for one in settled if one.id == meeting.id), ())
    rules = {
        copy.source: why_one(copy, [one for one in copies if one is not copy], app.before.own_domains)
        for copy in copies
    }
    return [
        {"provider": s.provider, "calendar": s.calendar, "uid": s.uid, "recurrence_id": s.recurrence_id,
         "same_call_by": rules.get(s, "")}
        for s in meeting.sources
    ]  # fmt: skip


def _heard(row: Heard) -> dict[str, Any]:
    """What is kept of the call itself: that it is there, and never what was said."""
    return {
        "provider": row.provider, "session": row.session,
        "turns": len(row.transcript.turns) if row.transcript else 0,
        "attendance": len(row.attendance), "summaries": len(row.summaries),
        "pending": list(row.pending), "problems": list(row.problems),
    }  # fmt: skip


def _local(app: App, meeting: Meeting) -> str:
    """The start where its (first) reader is."""
    zone = next((reader.timezone for reader in app.readers(meeting)), "UTC")
    return f"{meeting.start.astimezone(zoneinfo.ZoneInfo(zone)):%a %Y-%m-%d %H:%M} {zone}"


def _for_reader(app: App, meeting: Meeting, reader: AccountManager, now: dt.datetime, *, live: bool) -> dict[str, Any]:
    verdict = app.before.verdict(meeting, reader)
    records = app.store.briefs(meeting.id, reader.email)
    last = last_brief([{"kind": str(record.kind), "why": record.why} for record in records])
    matches = last.get("matches")
    if live and verdict.brief and not matches:  # nothing was written yet: who they are as of now
        known = app.before.seen(app.before.customers.fetch([meeting], now), meeting, reader)
        matches = [match_row(join) for join in app.before.customers.match(meeting, known).joins]
    return {
        "account_manager": reader.email,
        "brief": verdict.brief,
        "reason": verdict.reason,
        "sentence": verdict.sentence,
        "matches": matches or [],
        "steps": [_step(row) for row in app.store.steps(meeting.id) if row.manager == reader.email],
        "briefs": [_brief(row) for row in records],
        "mails": [_mail(row) for row in app.store.deliveries(meeting.id) if row.manager == reader.email],
        "feedback": [as_data(row) for row in app.store.feedback(reader.email) if row.meeting_id == meeting.id],
        "followup": followup_why(app, meeting.id, reader.email),
        "followup_mails": [
            _mail(row) for row in app.store.deliveries(mails_id(meeting.id)) if row.manager == reader.email
        ],
    }


def _step(row: Step) -> dict[str, Any]:
    return {
        "kind": str(row.kind), "state": str(row.state), "due_at": row.due_at.isoformat(), "attempt": row.attempt,
        "note": row.note,
    }  # fmt: skip


def _brief(row: BriefRecord) -> dict[str, Any]:
    return {
        "kind": str(row.kind), "revision": row.revision, "created_at": row.created_at.isoformat(),
        "written_by": row.written_by, "subject": row.subject, "why": dict(row.why),
    }  # fmt: skip


def _mail(row: Delivery) -> dict[str, Any]:
    return {
        "kind": str(row.kind), "state": str(row.state), "revision": row.revision, "to": row.recipient,
        "due_at": row.due_at.isoformat(), "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "message_id": row.message_id, "copies": row.copies, "note": row.note,
    }  # fmt: skip


def last_brief(records: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The reasons of the newest whole brief, alone or in a digest: an update or a notice has none of its own."""
    return next((row["why"] for row in reversed(records) if row["kind"] in {MailKind.BRIEF, *OF_A_DAY}), {})


def followup_why(app: App, meeting_id: str, manager: str) -> dict[str, Any] | None:
    """JSON-ready; None where there is no follow-up."""
    record = app.store.followup(meeting_id, manager)
    if record is None:
        return None
    return {
        "state": str(record.state), "note": record.note, "approved_by": record.approved_by,
        "send_at": record.send_at.isoformat() if record.send_at else None, "unsent": str(record.unsent or ""),
        "sent_at": record.sent_at.isoformat() if record.sent_at else None, "conflict": list(record.conflict),
        "versions": [
            {"number": one.number, "place": str(one.place), "at": one.at.isoformat()} for one in record.versions
        ],
        "why": why_of(record),
    }  # fmt: skip
