"""``kambrief why``: everything that is known of one meeting's brief, for the operator."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from kambrief.app import App
from kambrief.core.model import Meeting


def explain(app: App, meeting: Meeting, now: dt.datetime) -> dict[str, Any]:
    """The meeting, and for each account manager in it: verdict, joins, briefs, mails. JSON-ready."""
    known = None
    readers = []
    for reader in app.readers(meeting):
        verdict = app.before.verdict(meeting, reader)
        records = app.store.briefs(meeting.id, reader.email)
        matches: object = records[-1].why.get("matches") if records else None
        if verdict.brief and not matches:
            known = known or app.before.customers.fetch([meeting], now)
            joins = app.before.customers.match(meeting, known).joins
            matches = [
                {
                    "attendee": join.attendee.email or join.attendee.name,
                    "rule": str(join.rule), "note": str(join.note),
                    "contact": join.contact.id if join.contact else None, "account": join.account_id,
                    "alternatives": list(join.alternatives),
                }
                for join in joins
            ]  # fmt: skip
        readers.append(
            {
                "account_manager": reader.email,
                "brief": verdict.brief,
                "reason": verdict.reason,
                "sentence": verdict.sentence,
                "matches": matches or [],
                "steps": [
                    {
                        "kind": str(s.kind), "state": str(s.state), "due_at": s.due_at.isoformat(),
                        "attempt": s.attempt,
                        "note": s.note,
                    }
                    for s in app.store.steps(meeting.id)
                    if s.manager == reader.email
                ],
                "briefs": [
                    {
                        "kind": str(r.kind), "revision": r.revision, "created_at": r.created_at.isoformat(),
                        "written_by": r.written_by, "subject": r.subject, "why": dict(r.why),
                    }
                    for r in records
                ],
                "mails": [
                    {
                        "kind": str(d.kind), "state": str(d.state), "revision": d.revision, "to": d.recipient,
                        "due_at": d.due_at.isoformat(), "sent_at": d.sent_at.isoformat() if d.sent_at else None,
                        "message_id": d.message_id, "copies": d.copies, "note": d.note,
                    }
                    for d in app.store.deliveries(meeting.id)
                    if d.manager == reader.email
                ],
            }
        )  # fmt: skip
    return {
        "meeting": meeting.id,
        "title": meeting.title,
        "start": meeting.start.isoformat(),
        "platform": str(meeting.join.platform) if meeting.join else None,
        "sources": [
            {"provider": s.provider, "calendar": s.calendar, "uid": s.uid, "recurrence_id": s.recurrence_id}
            for s in meeting.sources
        ],
        "notes": list(meeting.notes),
        "account_managers": readers,
    }


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The same as text."""
    yield f"{told['title']} ({told['meeting'][:8]}), {told['start']}" + (
        f", {told['platform']}" if told["platform"] else ""
    )
    for source in told["sources"]:
        yield f"  from {source['calendar']} ({source['provider']}), uid {source['uid'][:60]}"
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
            yield f"  {made}: {record['subject']}"
        for mail in reader["mails"]:
            when = f" at {mail['sent_at']}" if mail["sent_at"] else f", due {mail['due_at']}"
            yield f"  {mail['kind']} mail {mail['state']}{when}" + (f" ({mail['note']})" if mail["note"] else "")
        if reader["briefs"]:
            yield from _last(reader["briefs"][-1]["why"])


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
        if "error" in sent:
            yield f"  model: failed, {sent['error']}"
        else:
            cost = f", cost {sent['cost']}" if sent.get("cost") is not None else ""
            yield (
                f"  model: {sent['model']} at {sent['destination']}, "
                f"{sent['prompt_tokens']}+{sent['completion_tokens']} tokens{cost},"
                f" request {sent['request_hash'][:12]}; sent: {', '.join(sent['fields'])}"
            )
    for problem in why.get("model_problems", []):
        yield f"  model problem: {problem}"
