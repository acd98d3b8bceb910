"""A follow-up's part in ``kambrief why``: what it rests on, what was left out by which rule; none of its words."""

from collections.abc import Iterator, Mapping
from typing import Any

from kambrief.app import App
from kambrief.cli.receipts import receipt_lines
from kambrief.pipeline.followup_text import why_of


def explain(app: App, meeting_id: str, manager: str) -> dict[str, Any] | None:
    """JSON-ready; None where there is no follow-up."""
    record = app.store.followup(meeting_id, manager)
    if record is None:
        return None
    return {
        "state": str(record.state), "note": record.note, "approved_by": record.approved_by,
        "sent_at": record.sent_at.isoformat() if record.sent_at else None, "conflict": list(record.conflict),
        "versions": [
            {"number": one.number, "place": str(one.place), "at": one.at.isoformat()} for one in record.versions
        ],
        "why": why_of(record),
    }  # fmt: skip


def lines(told: Mapping[str, Any] | None) -> Iterator[str]:
    """The same as text."""
    if told is None:
        return
    why = told["why"]
    note = f" ({told['note']})" if told["note"] else ""
    by = f", approved by {told['approved_by']}" if told["approved_by"] else ""
    places = ", ".join(f"{one['number']} {one['place']}" for one in told["versions"])
    yield f"  follow-up: {told['state']}{note}{by}; drafted from {why.get('source', '?')}, versions {places}"
    if told["conflict"]:
        yield f"    changed in two places: versions {', '.join(map(str, told['conflict']))}"
    for one in why.get("promises", []):
        cues = ", ".join(map(str, one["cues"]))
        doubts = f"; to confirm: {', '.join(one['confirm'])}" if one["confirm"] else ""
        due = one["due"] or "no day"
        yield f"    promise {one['id']} of {one['owner']}: due {due}, utterances {cues}, by {one['by']}{doubts}"
    for one in why.get("withheld", []):
        freed = " (restored)" if one["id"] in why.get("restored", []) else ""
        yield f"    kept back: utterances {one['first']} to {one['last']} by rule {one['rule']}{freed}"
    if why.get("facts"):
        yield f"    facts that it may rest on: {', '.join(why['facts'])}"
    for one in why.get("not_certain", []):
        yield f"    not certain: {one}"
    for sent in why.get("model", []):
        yield from receipt_lines(sent)
    for problem in why.get("model_problems", []):
        yield f"    model problem: {problem}"
