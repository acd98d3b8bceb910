"""Mails to account managers: into the ledger first, then out, exactly as often as the ledger says."""

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core import delivery, explain, floor
from kambrief.core.brief import Sentence
from kambrief.core.delivery import Material
from kambrief.core.eligibility import Verdict
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.situation import Situation
from kambrief.core.work import BriefRecord, Delivery, DeliveryState, MailKind, Step
from kambrief.errors import DeliveryUnknownError, LeaseLostError, ProviderError
from kambrief.mime import Letter, build, message_id
from kambrief.pipeline.writing import Written
from kambrief.ports import Mail, Store
from kambrief.render import Rendered, render_update, render_void


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The ledger's doing. ``sender`` empty: the account manager's own address."""

    store: Store
    mail: Mail
    sender: str
    worker: str
    on_unknown: str
    log: Callable[..., object]
    lease: dt.timedelta = dt.timedelta(minutes=3)
    """How long handing over one mail may take before it counts as unknown."""

    # --- into the ledger -----------------------------------------------------------------------------------------

    def brief(
        self, step: Step | None, written: Written, records: Sequence[BriefRecord], verdict: Verdict,
        send_at: dt.datetime, now: dt.datetime,
    ) -> BriefRecord:  # fmt: skip
        """Keep a brief with its mail; what was planned before and has not left is replaced."""
        situation = written.situation
        new = delivery.material(situation)
        revision = new.revision_after(records[-1].revision if records else "")
        why = explain.why(written.brief, situation, written.matched, verdict, written.receipt, written.problems)
        record = self._record(
            MailKind.BRIEF, revision, situation.meeting, situation.manager, written.rendered, now, new.as_data(), why,
            written.brief.written_by,
        )  # fmt: skip
        row = self._row(record, situation.meeting, situation.manager, written.rendered, (), send_at, now)
        self.store.save_brief(record, [row], replace_planned=True, step=step)
        return record

    def update(
        self, step: Step, situation: Situation, records: Sequence[BriefRecord], new: Material, said: Sequence[Sentence],
        now: dt.datetime,
    ) -> None:  # fmt: skip
        """One short mail with the difference, in the same thread, at once."""
        meeting, manager = situation.meeting, situation.manager
        line = floor.notice_line(meeting, manager, situation.account.name if situation.account else "")
        rendered = render_update(line, said, manager, situation.today, _join(meeting))
        revision = new.revision_after(records[-1].revision)
        why = {"changes": [sentence.phrase for sentence in said]}
        record = self._record(MailKind.UPDATE, revision, meeting, manager, rendered, now, new.as_data(), why, "floor")
        due_at = delivery.notice_at(meeting, manager, now)
        row = self._row(record, meeting, manager, rendered, self._thread(meeting, manager), due_at, now)
        # An update that has not left says less than this one: both compare with what has gone out.
        self.store.save_brief(record, [row], replace_planned=True, step=step)

    def void(self, meeting: Meeting, manager: AccountManager, gone_out: Sequence[Delivery], now: dt.datetime) -> None:
        """The meeting is off: say so once. What was still planned has been taken back."""
        records = self.store.briefs(meeting.id, manager.email)
        revision = delivery.void_revision(records[-1].revision if records else gone_out[-1].revision)
        today = now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()
        rendered = render_void(floor.notice_line(meeting, manager, _account(records)), (), manager, today)
        record = self._record(MailKind.VOID, revision, meeting, manager, rendered, now, {}, {}, "floor")
        due_at = delivery.notice_at(meeting, manager, now)
        row = self._row(record, meeting, manager, rendered, self._thread(meeting, manager), due_at, now)
        self.store.save_brief(record, [row], replace_planned=False)

    def _record(  # noqa: PLR0913, PLR0917 a record's parts
        self, kind: MailKind, revision: str, meeting: Meeting, manager: AccountManager, rendered: Rendered,
        now: dt.datetime, material: Mapping[str, object], why: Mapping[str, object], written_by: str,
    ) -> BriefRecord:  # fmt: skip
        return BriefRecord(
            meeting.id, manager.email, revision, kind, now, rendered.subject, rendered.text, rendered.html, written_by,
            manager.language, material, why,
        )  # fmt: skip

    def _thread(self, meeting: Meeting, manager: AccountManager) -> tuple[str, ...]:
        sent = [
            row for row in self.store.deliveries(meeting.id) if row.manager == manager.email and delivery.reached(row)
        ]
        return tuple(dict.fromkeys(row.message_id for row in sent))

    def _row(
        self, record: BriefRecord, meeting: Meeting, manager: AccountManager, rendered: Rendered,
        thread: tuple[str, ...], due_at: dt.datetime, now: dt.datetime,
    ) -> Delivery:  # fmt: skip
        sender = self.sender or manager.email
        identifier = message_id(sender.rpartition("@")[2], meeting.id, manager.email, record.revision)
        letter = Letter(
            sender=sender, sender_name="Kambrief", recipient=manager.email, recipient_name=manager.name,
            subject=rendered.subject, text=rendered.text, html=rendered.html, language=manager.language,
            date=max(due_at, now), message_id=identifier, thread=thread,
        )  # fmt: skip
        return Delivery(
            id=0, meeting_id=meeting.id, manager=manager.email, recipient=manager.email, revision=record.revision,
            kind=record.kind, due_at=due_at, expires_at=meeting.start, message_id=identifier, message=build(letter),
        )  # fmt: skip

    # --- out -----------------------------------------------------------------------------------------------------

    def deliver(self, now: dt.datetime, counts: Counter[str]) -> None:
        """Everything that is planned and due, the earliest first."""
        while row := self.store.claim_delivery(self.worker, now, self.lease):
            if now >= row.expires_at:
                self._settle(row, DeliveryState.FAILED, "missed: the meeting began before it could be sent", counts)
            else:
                self._send(row, now, counts)

    def doubtful(self) -> frozenset[int]:
        """Mails that nobody can vouch for, those of workers that did not come back included."""
        return frozenset(row.id for row in self.store.expire_sending())

    def resolve(self, doubtful: frozenset[int], now: dt.datetime, counts: Counter[str]) -> None:
        """Settle what was doubtful before this run began: a server that has just lost a connection gets some time."""
        for row in self.store.expire_sending():
            if row.id in doubtful:
                self._resolve(row, now, counts)

    def _resolve(self, row: Delivery, now: dt.datetime, counts: Counter[str]) -> None:
        found: bool | None = None
        if self.mail.can_look_up:
            try:
                found = self.mail.was_sent(row.message_id)
            except ProviderError as error:
                self.log("look-up failed", meeting=row.meeting_id, error=error.reason)
        later = [one for one in self.store.deliveries(row.meeting_id) if one.id > row.id and one.manager == row.manager]
        if any(one.kind is MailKind.VOID and delivery.is_live(one) for one in later):
            self._settle(
                row, DeliveryState.FAILED, "unknown whether it left; the meeting is off", counts, certain=False
            )
            return
        state, note = delivery.resolve_unknown(row, self.on_unknown, now, found=found)
        if state is DeliveryState.SENDING:
            again = self.store.reclaim_unknown(row, self.worker, self.lease)
            if again:
                counts["resent"] += 1
                self._send(again, now, counts)
        elif state is not DeliveryState.UNKNOWN:
            self._settle(row, state, note, counts, certain=False)
        elif row.note != note:
            self.log("mail held", meeting=row.meeting_id, why=note)
            counts["held"] += 1
            self._settle(row, state, note, counts)

    def _send(self, row: Delivery, now: dt.datetime, counts: Counter[str]) -> None:
        try:
            answer = self.mail.send(row.message, self.sender or row.manager, row.recipient)
        except DeliveryUnknownError as error:
            self._settle(row, DeliveryState.UNKNOWN, error.reason, counts)
        except ProviderError as error:
            self._again(row, error, now, counts)
        else:
            self._settle(row, DeliveryState.SENT, answer[:200], counts, sent_at=now)

    def _again(self, row: Delivery, error: ProviderError, now: dt.datetime, counts: Counter[str]) -> None:
        self.log("mail not sent", meeting=row.meeting_id, error=error.reason, permanent=error.permanent)
        if error.permanent:
            self._settle(row, DeliveryState.FAILED, f"refused: {error.reason}", counts)
            return
        again = delivery.retry(row.attempt, now, row.expires_at, error.retry_after)
        if again.at is None:
            self._settle(row, DeliveryState.FAILED, f"missed: {error.reason}", counts)
        else:
            self._settle(row, DeliveryState.PLANNED, error.reason[:500], counts, due_at=again.at)

    def _settle(
        self, row: Delivery, state: DeliveryState, note: str, counts: Counter[str], *,
        due_at: dt.datetime | None = None, sent_at: dt.datetime | None = None, certain: bool = True,
    ) -> None:  # fmt: skip
        try:
            self.store.settle(row, state, note, due_at=due_at, sent_at=sent_at, certain=certain)
        except LeaseLostError:
            self.log("lease lost", meeting=row.meeting_id)  # somebody else settled it: the ledger knows
        else:
            counts["retries" if state is DeliveryState.PLANNED else str(state)] += 1


def _account(records: Sequence[BriefRecord]) -> str:
    """The customer's name as the last brief had it."""
    named = [account["name"] for record in records if isinstance(account := record.why.get("account"), dict)]
    return str(named[-1]) if named else ""


def _join(meeting: Meeting) -> str:
    return meeting.join.url if meeting.join else ""
