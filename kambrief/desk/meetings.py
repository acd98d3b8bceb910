"""Single meetings: which there are and where their briefs stand, one written now, a join corrected."""

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kambrief.app import App
from kambrief.core import delivery, digest
from kambrief.core.eligibility import Verdict
from kambrief.core.model import AccountManager, BriefMode, Meeting
from kambrief.core.work import OF_A_DAY, Correction, Delivery, DeliveryState, MailKind, Step, StepKind, StepState
from kambrief.errors import UserError
from kambrief.pipeline.writing import Written

# --- which there are -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """One meeting of one account manager, and where its brief stands."""

    meeting: Meeting
    manager: AccountManager
    verdict: Verdict
    mail: Delivery | None = None
    """The newest mail about it that counts: a brief, an update, a notice, a digest; an overview only beside a brief."""
    step: Step | None = None
    """The writing of its brief, where that has ended or goes on: done, dropped (``note`` says why), claimed."""
    due: dt.datetime | None = None
    """When the brief will be in the mailbox; None where it has been, is being written, or there is none."""
    in_digest: bool = False
    """It comes in the day's digest."""
    begun: bool = False

    @property
    def is_told(self) -> bool:
        """Whether the mail is the last word on its brief: an overview is none."""
        return self.mail is not None and self.mail.kind is not MailKind.OVERVIEW


def upcoming(app: App, start: dt.datetime, end: dt.datetime, manager: str = "") -> list[Standing]:
    """Meetings from ``start`` (now) to ``end``, by start, one for each account manager in them; of one where named."""
    found = [
        (meeting, reader)
        for meeting in app.store.meetings(start, end)
        for reader in app.readers(meeting)
        if not manager or reader.is_address(manager)
    ]
    told: dict[tuple[str, str], Standing] = {}
    for email in dict.fromkeys(reader.email for _, reader in found):
        mine = [meeting for meeting, reader in found if reader.email == email]
        told |= {(one.meeting.id, email): one for one in standings(app, mine, app.managers[email], start)}
    return [told[meeting.id, reader.email] for meeting, reader in found]


def standings(app: App, meetings: Sequence[Meeting], reader: AccountManager, now: dt.datetime) -> list[Standing]:
    """Where one account manager's briefs of these meetings stand, in their order. The same number of queries however
    many there are.
    """
    verdicts = {one.id: app.before.verdict(one, reader) for one in meetings}
    wanted = [one for one in meetings if verdicts[one.id].brief]
    names = {one.id for one in wanted}
    if reader.mode is BriefMode.DIGEST:
        names |= {_day(one, reader) for one in wanted}
    mails = app.store.deliveries_of(names, reader.email) if names else {}
    steps: dict[str, list[Step]] = {}
    for step in app.store.steps_of(names, reader.email) if names else ():
        steps.setdefault(step.meeting_id, []).append(step)
    return [_standing(one, reader, verdicts[one.id], mails, steps, now) for one in meetings]


def _standing(
    meeting: Meeting, reader: AccountManager, verdict: Verdict, mails: Mapping[str, Sequence[Delivery]],
    steps: Mapping[str, Sequence[Step]], now: dt.datetime,
) -> Standing:  # fmt: skip
    begun = meeting.start <= now
    if not verdict.brief:
        return Standing(meeting, reader, verdict, begun=begun)
    mine = [row for row in mails[meeting.id] if row.state is not DeliveryState.REPLACED]
    # A digest that failed leaves its meetings to their own briefs.
    mine = [row for row in mine if row.kind not in OF_A_DAY or delivery.is_live(row) or delivery.reached(row)]
    told = Standing(meeting, reader, verdict, mine[-1] if mine else None, begun=begun)
    if told.is_told:
        return told
    step = next((row for row in steps.get(meeting.id, ()) if row.kind is StepKind.BRIEF), None)
    if step is not None and step.state is not StepState.PLANNED:
        return replace(told, step=step)
    if begun:
        return told
    in_digest = _digest_at(meeting, reader, mails, steps, now)
    return replace(told, due=in_digest or delivery.send_at(meeting, reader, now), in_digest=in_digest is not None)


def _digest_at(
    meeting: Meeting, reader: AccountManager, mails: Mapping[str, Sequence[Delivery]],
    steps: Mapping[str, Sequence[Step]], now: dt.datetime,
) -> dt.datetime | None:  # fmt: skip
    """When the digest that is to bring this meeting's brief goes out; as `pipeline.before` has it, for many."""
    day, name = digest.local_day(meeting.start, reader), _day(meeting, reader)
    if reader.mode is not BriefMode.DIGEST or not digest.covers(meeting, reader, day, now):
        return None
    step = next(iter(steps.get(name, ())), None)
    coming = digest.waits_until(meeting, reader, mails.get(name, ()), step)
    return max(digest.moment(day, reader), now) if coming else None


def _day(meeting: Meeting, reader: AccountManager) -> str:
    return digest.digest_id(digest.local_day(meeting.start, reader))


# --- one brief now ---------------------------------------------------------------------------------------------------


def meeting_of(app: App, name: str, manager: str, now: dt.datetime) -> tuple[Meeting, AccountManager]:
    """The meeting by id, title or ``next``, the calendars read first, and whose it is. Raises `UserError`."""
    app.before.refresh(now)
    found = app.find_meeting(name, now)
    readers = [reader for reader in app.readers(found) if not manager or reader.is_address(manager)]
    if not readers:
        raise UserError(
            f"{manager or 'No account manager'} has no calendar with this meeting; see 'kambrief why {found.id[:8]}'"
        )
    if len(readers) > 1:
        raise UserError(f"Several account managers are in it: say --for {' or --for '.join(r.email for r in readers)}")
    return found, readers[0]


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


# --- who is who ------------------------------------------------------------------------------------------------------

NOBODY = "-"
"""In place of an id: the CRM does not know this person, whatever its rules say."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """Who an attendee is from now on. Without ``account`` the rules say it again; ``forgotten``: so a person's word was
    taken back, else there was none.
    """

    email: str
    contact: str = ""
    account: str = ""
    forgotten: bool = False


def correct(app: App, attendee: str, to: str, now: dt.datetime) -> Corrected:
    """Remember who an attendee is: ``to`` is the id of a contact or an account, `NOBODY` for one whom the CRM does not
    hold, or empty to forget what was said earlier. Raises `UserError` when the CRM has no such contact or account.
    """
    email = attendee.strip().casefold()
    if "@" not in email:
        raise UserError(f"'{attendee}' is no mail address; 'kambrief why MEETING' shows the attendees'")
    if not to:
        return Corrected(email, forgotten=app.store.forget_correction(email))
    if to == NOBODY:
        app.store.save_correction(Correction(email, made_at=now))
        return Corrected(email)
    if app.crm is None:
        raise UserError("No CRM is configured, so there is nobody to match with; add [crm.files]")
    found = app.crm.find(frozenset({email}), frozenset(), frozenset({to}))
    contact = next((row for row in found.contacts if row.id == to), None)
    if contact:
        account = next((row.name for row in found.accounts if row.id == contact.account_id), contact.account_id)
        app.store.save_correction(Correction(email, contact_id=contact.id, account_id=contact.account_id, made_at=now))
        return Corrected(email, contact.name, account)
    account_row = next((row for row in found.accounts if row.id == to), None)
    if account_row is None:
        raise UserError(f"The CRM has no contact or account '{to}'; use the id that the CRM shows")
    app.store.save_correction(Correction(email, account_id=account_row.id, made_at=now))
    return Corrected(email, account=account_row.name)
