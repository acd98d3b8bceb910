"""What ``kambrief followup`` shows: the mail, where it stands, what is found in it; the sheet that an editor opens."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from kambrief.core import after
from kambrief.core.drafting import OUT, FollowupRecord, FollowupState, Place, Version
from kambrief.core.followup import Addressee
from kambrief.desk.followups import crossed, findings
from kambrief.desk.place import Desk
from kambrief.pipeline.followup_text import followup_in

# --- the sheet for an editor ------------------------------------------------------------------------------------------


def as_sheet(place: Desk, record: FollowupRecord, version: Version) -> str:
    """The text for an editor: what to know as comments, then subject, recipients and body."""
    followup = followup_in(record)
    offered = [one for one in (*followup.to, *followup.cc) if not one.ticked]
    head = [
        f"Follow-up of '{place.meeting.title}' of {place.meeting.start:%Y-%m-%d}, version {version.number}.",
        "Lines that begin with # above the subject are no part of the mail. To change nothing, leave without saving.",
        *(f"{one.severity}: {one.text}" for one in findings(place, record, version)),
        *(f"offered, not ticked: {_shown(one)}" for one in offered),
    ]
    comment = "".join(f"# {' '.join(line.split())}\n" for line in head)
    people = "".join(f"{name}: {', '.join(some)}\n" for name, some in (("To", version.to), ("Cc", version.cc)))
    return f"{comment}Subject: {version.subject}\n{people}\n{version.body}\n"


def read_sheet(typed: str, base: Version, at: dt.datetime) -> Version:
    """What an editor gave back. A head that is missing is as it was; addresses stand between commas."""
    lines = typed.replace("\r\n", "\n").split("\n")
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines.pop(0)
    head: dict[str, str] = {}
    while lines and (found := lines[0].partition(":"))[1] and found[0].strip().casefold() in {"subject", "to", "cc"}:
        head[found[0].strip().casefold()] = found[2].strip()
        lines.pop(0)

    def people(name: str, before: tuple[str, ...]) -> tuple[str, ...]:
        if name not in head:
            return before
        return tuple(one.strip().casefold() for one in head[name].replace(";", ",").split(",") if one.strip())

    return Version(
        0, Place.EDITOR, at, head.get("subject", base.subject), "\n".join(lines).strip("\n"), people("to", base.to),
        people("cc", base.cc), base.number,
    )  # fmt: skip


def _shown(one: Addressee) -> str:
    return f"{one.name} <{one.email}> ({one.why})" if one.email else f"{one.name} ({one.why})"


# --- in words --------------------------------------------------------------------------------------------------------


def told(place: Desk, record: FollowupRecord) -> dict[str, Any]:
    """For scripts."""
    version, followup = record.current, followup_in(record)
    found = findings(place, record, version) if version and record.state not in OUT else ()
    return {
        "meeting": record.meeting_id, "account_manager": record.manager, "account": record.account_id,
        "state": str(record.state), "source": record.source.partition(":")[0], "language": record.language,
        "written_by": followup.written_by, "version": version.number if version else None,
        "subject": version.subject if version else "", "to": list(version.to) if version else [],
        "cc": list(version.cc) if version else [], "body": version.body if version else "",
        "offered": [one.email for one in (*followup.to, *followup.cc) if not one.ticked],
        "findings": [{"key": one.key, "severity": str(one.severity), "text": one.text} for one in found],
        "recap": list(followup.recap), "crm_note": followup.note, "conflict": list(record.conflict),
        "versions": [_version_json(one) for one in record.versions], "in_mailbox": bool(record.mailbox_ref),
        "approved_by": record.approved_by, "send_at": record.send_at.isoformat() if record.send_at else None,
        "unsent": str(record.unsent or ""), "sent_at": record.sent_at.isoformat() if record.sent_at else None,
        "note": record.note,
    }  # fmt: skip


def _version_json(one: Version) -> dict[str, Any]:
    return {
        "number": one.number, "place": str(one.place), "at": one.at.isoformat(), "base": one.base,
        "subject": one.subject, "to": list(one.to), "cc": list(one.cc), "body": one.body,
    }  # fmt: skip


def lines(place: Desk, record: FollowupRecord) -> Iterator[str]:
    """The follow-up as text: where it stands, the mail, what to look at; two versions where somebody has to choose."""
    shown = [one for number in record.heads if (one := record.version(number))]
    for one in shown:
        if len(shown) > 1:
            yield f"--- version {one.number}, {one.place} {one.at:%Y-%m-%d %H:%M} ---"
        yield f"Subject: {one.subject}"
        yield f"To: {', '.join(one.to)}"
        if one.cc:
            yield f"Cc: {', '.join(one.cc)}"
        yield ""
        yield one.body
        yield ""
    yield f"--- {_state(place, record)}"
    yield from (f"  {line}" for line in followup_in(record).recap)
    if record.state not in OUT and record.current is not None and not record.conflict:
        yield from (f"  {one.severity}: {one.text}" for one in findings(place, record, record.current))
    if record.conflict:
        yield f"  {crossed(record)}"


def _state(place: Desk, record: FollowupRecord) -> str:
    number = record.current.number if record.current else 0
    where = "in the mailbox" if record.mailbox_ref else "in no mailbox: copy it, or say --sent when it has left"
    if record.state in OUT:
        sent = f"{record.sent_at.astimezone(dt.UTC):%Y-%m-%d %H:%M}Z" if record.sent_at else ""
        return f"sent {sent}, approved by {record.approved_by}" + (f"; {record.note}" if record.note else "")
    if record.state is FollowupState.DROPPED:
        return f"dropped: {record.note}"
    if record.send_at is not None:
        where += f"; it is sent at {record.send_at.astimezone(dt.UTC):%Y-%m-%d %H:%M}Z, as {record.send_by} has said"
    elif record.unsent is not None:
        where += f"; not sent at the time that was said: {record.unsent}"
    late = ", late: a day is over" if place.now > place.meeting.end + after.LIMIT else ""
    return f"{record.state}, version {number}, {where}{late}" + (f"; {record.note}" if record.note else "")
