"""``kambrief why`` as text for the operator. What is told is in `desk.why`."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from kambrief.cli.receipts import receipt_lines
from kambrief.core.digest import day_of
from kambrief.desk.why import last_brief

_RULES = {
    "": "",
    "same_uid": " (the same invitation)",
    "same_people": " (same organiser, a shared guest, at the same time)",
    "same_link": " (the platform vouches that the link is this call's)",
}


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
        yield from _last(last_brief(reader["briefs"]))
        yield from followup_lines(reader["followup"])
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


def followup_lines(told: Mapping[str, Any] | None) -> Iterator[str]:
    """A follow-up's part: what it rests on, what was left out by which rule; none of its words."""
    if told is None:
        return
    why = told["why"]
    note = f" ({told['note']})" if told["note"] else ""
    by = f", approved by {told['approved_by']}" if told["approved_by"] else ""
    by += f", to be sent at {told['send_at']}" if told["send_at"] else ""
    by += f", not sent at its time: {told['unsent']}" if told["unsent"] else ""
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
