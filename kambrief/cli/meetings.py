"""What the commands about single meetings do: list, write now, correct a join."""

import datetime as dt
import zoneinfo
from collections import Counter
from dataclasses import dataclass
from typing import Any

from kambrief.app import App, guests
from kambrief.core import delivery
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.work import OF_A_DAY, Correction, DeliveryState, MailKind, StepKind, StepState
from kambrief.errors import UserError
from kambrief.pipeline.writing import Written


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting of one account manager, as listed."""

    id: str
    start: dt.datetime
    when: str
    title: str
    manager: str
    guests: tuple[str, ...]
    platform: str
    state: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "id": self.id, "start": self.start.isoformat(), "title": self.title, "account_manager": self.manager,
            "guests": list(self.guests), "platform": self.platform, "brief": self.state, "reason": self.reason,
        }  # fmt: skip


def listed(app: App, start: dt.datetime, end: dt.datetime) -> list[Row]:
    """Meetings from ``start`` (now) to ``end``, one row for each account manager in them."""
    rows = []
    for meeting in app.store.meetings(start, end):
        for reader in app.readers(meeting):
            verdict = app.before.verdict(meeting, reader)
            local = meeting.start.astimezone(zoneinfo.ZoneInfo(reader.timezone))
            rows.append(
                Row(
                    meeting.id, meeting.start, f"{local:%a %d.%m. %H:%M}", meeting.title, reader.email,
                    tuple(guests(app, meeting)), str(meeting.join.platform) if meeting.join else "",
                    _state(app, meeting, reader, start) if verdict.brief else f"none: {verdict.reason}",
                    verdict.sentence,
                )
            )  # fmt: skip
    return rows


def _state(app: App, meeting: Meeting, reader: AccountManager, now: dt.datetime) -> str:
    """What became of the brief, or when it will be in the mailbox."""
    mails = [row for row in app.store.deliveries(meeting.id) if row.manager == reader.email]
    mails = [row for row in mails if row.state is not DeliveryState.REPLACED]
    # A digest that failed leaves its meetings to their own briefs.
    mails = [row for row in mails if row.kind not in OF_A_DAY or delivery.is_live(row) or delivery.reached(row)]
    shown = f"{mails[-1].kind} {mails[-1].state}" if mails else ""
    if mails and mails[-1].kind is not MailKind.OVERVIEW:
        return shown
    told = f"{shown}, " if shown else ""
    steps = [row for row in app.store.steps(meeting.id) if row.manager == reader.email and row.kind is StepKind.BRIEF]
    if steps and steps[0].state is not StepState.PLANNED:
        return told + f"{steps[0].state}: {steps[0].note}".rstrip(": ")
    if meeting.start <= now:
        return f"{told}none: begun"
    in_digest = app.before.digest_due(meeting, reader, now)
    due = in_digest or delivery.send_at(meeting, reader, now)
    when = f"{due.astimezone(zoneinfo.ZoneInfo(reader.timezone)):%d.%m. %H:%M}"
    return f"planned {when}, digest" if in_digest else f"{told}planned {when}"


def write_now(
    app: App, meeting: Meeting, reader: AccountManager, now: dt.datetime, *, send: bool = False, again: bool = False
) -> Written:
    """The brief as of ``now``; with ``send`` also kept and mailed, a second time only ``again``. Raises `UserError`
    when there is none to write.
    """
    verdict = app.before.verdict(meeting, reader)
    if not verdict.brief:
        raise UserError(f"No brief for '{meeting.title}': {verdict.sentence}")
    if send and not again:
        _refuse_a_second(app, meeting, reader)
    known = app.before.customers.fetch([meeting], now)
    past = app.store.meetings(now - dt.timedelta(days=180), now)
    written = app.before.compose(meeting, reader, known, past, now)
    if send:
        records = app.store.briefs(meeting.id, reader.email)
        record = app.before.outgoing.brief(None, written, records, verdict, now, now)
        app.store.drop(StepKind.BRIEF, meeting.id, reader.email, "sent by hand")  # from now on only changes are told
        counts: Counter[str] = Counter()
        app.before.outgoing.deliver(now, counts)
        mail = next(
            row
            for row in app.store.deliveries(meeting.id)
            if row.revision == record.revision and row.manager == reader.email
        )
        if mail.state is not DeliveryState.SENT:
            raise UserError(f"The brief is written but not sent: {mail.note or mail.state}")
    return written


def _refuse_a_second(app: App, meeting: Meeting, reader: AccountManager) -> None:
    mails = [row for row in app.store.deliveries(meeting.id) if row.manager == reader.email and delivery.reached(row)]
    if mails and mails[-1].kind is not MailKind.VOID:
        at = (mails[0].sent_at or mails[0].due_at).astimezone(zoneinfo.ZoneInfo(reader.timezone))
        raise UserError(f"This brief went out on {at:%d.%m. at %H:%M}; add --again to mail it once more")


def brief_json(written: Written) -> dict[str, Any]:
    """The brief for scripts: its lines with their evidence, the words, the gaps."""
    brief = written.brief
    return {
        "meeting": brief.meeting_id,
        "account_manager": brief.manager,
        "language": brief.language,
        "written_by": brief.written_by,
        "subject": written.rendered.subject,
        "text": written.rendered.text,
        "sections": [
            {
                "section": str(block.section),
                "lines": [
                    {
                        "id": line.id,
                        "internal": line.internal,
                        "kinds": [str(sentence.kind) for sentence in line.sentences],
                        "facts": list(line.facts),
                    }
                    for line in block.lines
                ],
            }
            for block in brief.blocks
        ],
        "gaps": [{"gap": gap.key, **dict(gap.values)} for gap in brief.gaps],
        "left_out": [{"what": item.what, "rule": item.rule} for item in brief.dropped],
    }


def correct(app: App, attendee: str, to: str, now: dt.datetime) -> str:
    """Remember who an attendee is. Raises `UserError` when the CRM has no such contact or account."""
    email = attendee.strip().casefold()
    if "@" not in email:
        raise UserError(f"'{attendee}' is no mail address; 'kambrief why MEETING' shows the attendees'")
    if not to:
        forgotten = app.store.forget_correction(email)
        return f"{email} is joined by the rules again." if forgotten else f"There was no correction of {email}."
    if app.crm is None:
        raise UserError("No CRM is configured, so there is nobody to match with; add [crm.files]")
    found = app.crm.find(frozenset({email}), frozenset(), frozenset({to}))
    contact = next((row for row in found.contacts if row.id == to), None)
    if contact:
        account = next((row.name for row in found.accounts if row.id == contact.account_id), contact.account_id)
        app.store.save_correction(Correction(email, contact_id=contact.id, account_id=contact.account_id, made_at=now))
        return f"{email} is {contact.name} ({account}) from now on."
    account_row = next((row for row in found.accounts if row.id == to), None)
    if account_row is None:
        raise UserError(f"The CRM has no contact or account '{to}'; use the id that the CRM shows")
    app.store.save_correction(Correction(email, account_id=account_row.id, made_at=now))
    return f"{email} belongs to {account_row.name} from now on."
