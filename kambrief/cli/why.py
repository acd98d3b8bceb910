"""``kambrief why``: everything that is known of one meeting's brief, for the operator."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kambrief.app import App
from kambrief.cli.crm_log import as_json as write_json
from kambrief.cli.crm_log import told as write_told
from kambrief.cli.feedback import as_data
from kambrief.cli.followup_why import explain as followup_why
from kambrief.cli.followup_why import lines as why_lines
from kambrief.cli.receipts import receipt_lines
from kambrief.core.after import mails_id
from kambrief.core.calendar_read import Touched
from kambrief.core.digest import day_of
from kambrief.core.explain import match_row
from kambrief.core.heard import Heard
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.samecall import why_one
from kambrief.core.work import OF_A_DAY, BriefRecord, Delivery, MailKind, Step

_RULES = {
    "": "",
    "same_uid": " (the same invitation)",
    "same_people": " (same organiser, a shared guest, at the same time)",
    "same_link": " (the platform vouches that the link is this call's)",
}


def explain(app: App, meeting: Meeting, now: dt.datetime) -> dict[str, Any]:
    """The meeting, and for each account manager in it: verdict, joins, briefs, mails. JSON-ready."""
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
        "account_managers": [_for_reader(app, meeting, reader, now) for reader in app.readers(meeting)],
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


def _for_reader(app: App, meeting: Meeting, reader: AccountManager, now: dt.datetime) -> dict[str, Any]:
    verdict = app.before.verdict(meeting, reader)
    records = app.store.briefs(meeting.id, reader.email)
    last = _last_brief([{"kind": str(record.kind), "why": record.why} for record in records])
    matches = last.get("matches")
    if verdict.brief and not matches:  # nothing was written yet: who they are as of now
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


def _last_brief(records: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The reasons of the newest whole brief, alone or in a digest: an update or a notice has none of its own."""
    return next((row["why"] for row in reversed(records) if row["kind"] in {MailKind.BRIEF, *OF_A_DAY}), {})


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The same as text."""
    yield f"{told['title']} ({told['meeting'][:8]}), {told['local_start']}" + (
        f", {told['platform']}" if told["platform"] else ""
    )
    for source in told["sources"]:
        rule = _RULES[source["same_call_by"]]
        yield f"  from {source['calendar']} ({source['provider']}), uid {source['uid'][:60]}{rule}"
    yield from _after(told)
    for note in told["notes"]:
        yield f"  note: {note}"
    if not told["account_managers"]:
        yield "  It stands in no configured account manager's calendar."
    for reader in told["account_managers"]:
        yield ""
        yield f"{reader['account_manager']}: {'brief' if reader['brief'] else 'no brief'}. {reader['sentence']}"
        yield from _matches(reader["matches"])
        for step in reader["steps"]:
            yield f"  {step['kind']}: {step['state']}, due {step['due_at']}" + (
                f" ({step['note']})" if step["note"] else ""
            )
        for record in reader["briefs"]:
            made = f"{record['kind']} of {record['created_at']}, written by {record['written_by']}"
            carried = f", carried by the {record['kind']} of {day}" if (day := _day(record["why"])) else ""
            yield f"  {made}{carried}: {record['subject']}"
        for mail in reader["mails"]:
            yield _mailed(mail)
        yield from _last(_last_brief(reader["briefs"]))
        yield from why_lines(reader["followup"])
        for mail in reader["followup_mails"]:
            yield _mailed(mail)
        for row in reader["feedback"]:
            facts = f"; it rested on {', '.join(row['facts'])}" if row["facts"] else ""
            yield f"  feedback: {row['section']} {row['verdict']}, {row['at']}{facts}"


def _mailed(mail: Mapping[str, Any]) -> str:
    when = f" at {mail['sent_at']}" if mail["sent_at"] else f", due {mail['due_at']}"
    return f"  {mail['kind']} mail {mail['state']}{when}" + (f" ({mail['note']})" if mail["note"] else "")


def _after(told: Mapping[str, Any]) -> Iterator[str]:
    """What came of the call: heard in it, and written to the CRM."""
    for row in told["heard"]:
        said = f"{row['turns']} turns, {row['attendance']} people, {row['summaries']} summaries"
        waits = f"; still to come: {', '.join(row['pending'])}" if row["pending"] else ""
        yield f"  heard from {row['provider']}: {said}{waits}"
        yield from (f"    {problem}" for problem in row["problems"])
    for row in told["crm"]:
        yield f"  crm {row['told']}, approved by {row['approved_by']}"


def _day(why: Mapping[str, Any]) -> dt.date | None:
    """The day of the digest that carries a brief."""
    return day_of(str(why.get("digest", "")))


def _matches(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        target = row["contact"] or row["account"] or "nobody"
        extra = f"; alternatives {', '.join(row['alternatives'])}" if row["alternatives"] else ""
        yield (
            f"  {row['attendee']} → {target} by rule {row['rule']}"
            + (f" ({row['note']})" if row["note"] else "")
            + extra
        )


def _last(why: Mapping[str, Any]) -> Iterator[str]:
    seen = []
    for fact in why.get("facts", []):
        seen.append(f"{fact['section']}: {fact['id']}")
    if seen:
        yield "  facts in: " + "; ".join(dict.fromkeys(seen))
    for item in why.get("left_out", []):
        yield f"  left out: {item['what']} – {item['rule']}"
    for gap in why.get("gaps", []):
        yield "  gap: " + ", ".join(str(value) for value in gap.values())
    for sent in why.get("model", []):
        yield from receipt_lines(sent)
    for problem in why.get("model_problems", []):
        yield f"  model problem: {problem}"
