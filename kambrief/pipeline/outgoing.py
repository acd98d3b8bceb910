"""Mails to account managers: into the ledger first, then out, exactly as often as the ledger says."""

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core import delivery, digest, explain, floor
from kambrief.core.agenda import is_briefed
from kambrief.core.brief import Sentence
from kambrief.core.brief_data import as_data
from kambrief.core.delivery import Material
from kambrief.core.eligibility import Verdict
from kambrief.core.model import AccountManager, BriefMode, Meeting
from kambrief.core.situation import Situation
from kambrief.core.work import AFTER_CALLS, OF_A_DAY, BriefRecord, Delivery, DeliveryState, MailKind, Step
from kambrief.errors import DeliveryUnknownError, LeaseLostError, ProviderError
from kambrief.mime import Letter, build, message_id
from kambrief.pipeline.writing import Written
from kambrief.ports import Mail, Store
from kambrief.render import Rendered, render_digest, render_update, render_void


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
    pages: str = ""
    """How people reach our pages, for the links in mails; empty: there are none."""

    # --- into the ledger -----------------------------------------------------------------------------------------

    def brief(
        self, step: Step | None, written: Written, records: Sequence[BriefRecord], verdict: Verdict,
        send_at: dt.datetime, now: dt.datetime,
    ) -> BriefRecord:  # fmt: skip
        """Keep a brief with its mail; what was planned before and has not left is replaced."""
        situation = written.situation
        new = delivery.material(situation)
        revision = new.revision_after(records[-1].revision if records else "")
        record = self._record(
            MailKind.BRIEF, revision, situation.meeting.id, situation.manager, written.rendered, now, new.as_data(),
            _why(written, verdict), written.brief.written_by, as_data(written.brief),
        )  # fmt: skip
        row = self._row(record, situation.meeting.start, situation.manager, written.rendered, (), send_at, now)
        self.store.save_brief(record, [row], replace_planned=True, step=step)
        return record

    def digest(
        self, step: Step, day: dt.date, manager: AccountManager, written: Sequence[tuple[Written, Verdict]],
        left_out: Sequence[str], send_at: dt.datetime, now: dt.datetime,
    ) -> None:  # fmt: skip
        """Keep a digest with its mail and, with the same revision, a record of each meeting that it carries."""
        name = digest.digest_id(day)
        kind = MailKind.DIGEST if manager.mode is BriefMode.DIGEST else MailKind.OVERVIEW
        told = [text.situation.meeting.id for text, _ in written if self._is_briefed(text.situation.meeting, manager)]
        made = digest.compose(day, manager, [(text.brief, text.situation) for text, _ in written], told)
        material = {text.situation.meeting.id: delivery.material(text.situation) for text, _ in written}
        today = now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()
        rendered = render_digest(made, manager, today, open_urls={one: self._page(one) for one in material})
        alone = {one: new.revision_after(self._last_revision(one, manager)) for one, new in material.items()}
        revision = delivery.digest_revision(name, manager.email, alone, self._last_revision(name, manager))
        covered = [
            self._record(
                kind, revision, text.situation.meeting.id, manager, text.rendered, now,
                material[text.situation.meeting.id].as_data(), {**_why(text, verdict), "digest": name},
                text.brief.written_by, as_data(text.brief),
            )
            for text, verdict in written
        ]  # fmt: skip
        writers = ", ".join(dict.fromkeys(one.written_by for one in covered))
        contents = digest.as_contents(material, left_out)
        record = self._record(kind, revision, name, manager, rendered, now, contents, {}, writers)
        first = min(text.situation.meeting.start for text, _ in written)
        row = self._row(record, first, manager, rendered, (), send_at, now)
        self.store.save_brief(record, [row], replace_planned=True, step=step, covered=covered)

    def _page(self, meeting_id: str) -> str:
        return f"{self.pages}/brief/{meeting_id}" if self.pages else ""

    def _is_briefed(self, meeting: Meeting, manager: AccountManager) -> bool:
        return is_briefed([row for row in self.store.deliveries(meeting.id) if row.manager == manager.email])

    def _last_revision(self, meeting_id: str, manager: AccountManager) -> str:
        records = self.store.briefs(meeting_id, manager.email)
        return records[-1].revision if records else ""

    def update(
        self, step: Step, situation: Situation, records: Sequence[BriefRecord], new: Material, said: Sequence[Sentence],
        now: dt.datetime,
    ) -> None:  # fmt: skip
        """One short mail with the difference, in the same thread, at once."""
        meeting, manager = situation.meeting, situation.manager
        line = floor.notice_line(meeting, manager, situation.account.name if situation.account else "")
        rendered = render_update(
            line, said, manager, situation.today, _join(meeting), open_url=self._page(meeting.id)
        )  # fmt: skip
        revision = new.revision_after(records[-1].revision)
        why = {"changes": [sentence.phrase for sentence in said]}
        record = self._record(
            MailKind.UPDATE, revision, meeting.id, manager, rendered, now, new.as_data(), why, "floor"
        )
        due_at = delivery.notice_at(meeting, manager, now)
        row = self._row(record, meeting.start, manager, rendered, self._thread(meeting, manager), due_at, now)
        # An update that has not left says less than this one: both compare with what has gone out.
        self.store.save_brief(record, [row], replace_planned=True, step=step)

    def void(self, meeting: Meeting, manager: AccountManager, gone_out: Sequence[Delivery], now: dt.datetime) -> None:
        """The meeting is off: say so once. What was still planned has been taken back."""
        records = self.store.briefs(meeting.id, manager.email)
        revision = delivery.void_revision(records[-1].revision if records else gone_out[-1].revision)
        today = now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()
        rendered = render_void(floor.notice_line(meeting, manager, _account(records)), (), manager, today)
        record = self._record(MailKind.VOID, revision, meeting.id, manager, rendered, now, {}, {}, "floor")
        due_at = delivery.notice_at(meeting, manager, now)
        row = self._row(record, meeting.start, manager, rendered, self._thread(meeting, manager), due_at, now)
        self.store.save_brief(record, [row], replace_planned=False)

    def _record(  # noqa: PLR0913, PLR0917 a record's parts
        self, kind: MailKind, revision: str, meeting_id: str, manager: AccountManager, rendered: Rendered,
        now: dt.datetime, material: Mapping[str, object], why: Mapping[str, object], written_by: str,
        page: Mapping[str, object] | None = None,
    ) -> BriefRecord:  # fmt: skip
        return BriefRecord(
            meeting_id, manager.email, revision, kind, now, rendered.subject, rendered.text, rendered.html, written_by,
            manager.language, material, why, page or {},
        )  # fmt: skip

    def _thread(self, meeting: Meeting, manager: AccountManager) -> tuple[str, ...]:
        sent = [
            row for row in self.store.deliveries(meeting.id) if row.manager == manager.email and delivery.reached(row)
        ]
        return tuple(dict.fromkeys(row.message_id for row in sent))

    def _row(
        self, record: BriefRecord, expires_at: dt.datetime, manager: AccountManager, rendered: Rendered,
        thread: tuple[str, ...], due_at: dt.datetime, now: dt.datetime,
    ) -> Delivery:  # fmt: skip
        sender = self.sender or manager.email
        identifier = message_id(sender.rpartition("@")[2], record.meeting_id, manager.email, record.revision)
        letter = Letter(
            sender=sender, sender_name="Kambrief", recipient=manager.email, recipient_name=manager.name,
            subject=rendered.subject, text=rendered.text, html=rendered.html, language=manager.language,
            date=max(due_at, now), message_id=identifier, thread=thread,
        )  # fmt: skip
        return Delivery(
            id=0, meeting_id=record.meeting_id, manager=manager.email, recipient=manager.email,
            revision=record.revision, kind=record.kind, due_at=due_at, expires_at=expires_at, message_id=identifier,
            message=build(letter),
        )  # fmt: skip

    # --- out -----------------------------------------------------------------------------------------------------

    def deliver(self, now: dt.datetime, counts: Counter[str]) -> None:
        """Everything that is planned and due, the earliest first."""
        while row := self.store.claim_delivery(self.worker, now, self.lease):
            if now >= row.expires_at:
                late = "its time was over" if row.kind in AFTER_CALLS else "the meeting began"
                self._settle(row, DeliveryState.FAILED, f"missed: {late} before it could be sent", counts)
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
                found = self.mail.was_sent(row.message_id, self.sender or row.manager)
            except ProviderError as error:
                self.log("look-up failed", meeting=row.meeting_id, error=error.reason)
        if all(self._is_off_since(meeting, row) for meeting in self._meetings_of(row)):
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

    def _meetings_of(self, row: Delivery) -> Collection[str]:
        """The meetings that a mail is about."""
        if row.kind not in OF_A_DAY:
            return (row.meeting_id,)
        record = delivery.newest(self.store.briefs(row.meeting_id, row.manager), [row])
        return (digest.contents(record)[0] if record else ()) or (row.meeting_id,)

    def _is_off_since(self, meeting_id: str, row: Delivery) -> bool:
        later = [one for one in self.store.deliveries(meeting_id) if one.id > row.id and one.manager == row.manager]
        return any(one.kind is MailKind.VOID and delivery.is_live(one) for one in later)

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


def _why(written: Written, verdict: Verdict) -> dict[str, object]:
    return explain.why(
        written.brief, written.situation, written.matched, verdict, written.receipt, written.problems, written.answer
    )


def _account(records: Sequence[BriefRecord]) -> str:
    """The customer's name as the last brief had it."""
    named = [account["name"] for record in records if isinstance(account := record.why.get("account"), dict)]
    return str(named[-1]) if named else ""


def _join(meeting: Meeting) -> str:
    return meeting.join.url if meeting.join else ""
