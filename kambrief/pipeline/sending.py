"""An approved follow-up leaves from the manager's own mailbox: at once, or at the time that a person has said.

    mailbox holds what was approved? → sending → handed over → found in Sent → handed on
    changed there, gone, not taken → not sent, and told

*Sending* is stored before the mail is handed over, so that whoever dies in between leaves a question and never a second
mail: the next look into the mailbox answers it, or a person does.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from kambrief.core import drafting
from kambrief.core import sending as core
from kambrief.core.drafting import FollowupRecord, FollowupState, Unsent
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.sending import Turn
from kambrief.core.work import Step, StepKind, StepPlan, StepState
from kambrief.errors import DeliveryUnknownError, ProviderError, RefusedError
from kambrief.pipeline.after_mails import AfterMails
from kambrief.pipeline.changing import change
from kambrief.pipeline.watching import Watching, is_missing, placed_in
from kambrief.ports import Store
from kambrief.ports.mailbox import Drafts

HOPELESS = frozenset({"no_mailbox", "sends_nothing"})
"""Why a mailbox sends nothing, now or later."""


@dataclass(frozen=True, slots=True)
class Sending:
    """The mailboxes that send, and the mails that tell when one did not."""

    store: Store
    watching: Watching
    mails: AfterMails
    log: Callable[..., object]

    def mailbox_of(self, manager: AccountManager) -> Drafts:
        """The mailbox that sends this manager's follow-ups. Raises `RefusedError` where there is none."""
        mailbox = self.watching.mailbox_of(manager)
        if mailbox is None:
            raise RefusedError(
                "no_mailbox",
                "No mailbox is configured for drafts: copy the text, send it yourself, and say --sent",
            )
        if not mailbox.can_send:
            told = f"{mailbox.name} lays drafts and sends nothing: send it from your mailbox"
            raise RefusedError("sends_nothing", told)
        return mailbox

    # --- handing over ------------------------------------------------------------------------------------------

    def hand_over(
        self, record: FollowupRecord, meeting: Meeting, manager: AccountManager, now: dt.datetime,
        send_at: dt.datetime | None = None,
    ) -> FollowupRecord:  # fmt: skip
        """Have the mailbox send what was approved. Once. ``send_at``: only if it is still to be sent for this time.

        Raises `RefusedError` where it is not what was approved any more, `ProviderError` where it surely has not left,
        `DeliveryUnknownError` where nobody can tell.
        """
        mailbox = self.mailbox_of(manager)
        record = self.watching.look(record, meeting, manager, now, Counter())
        if record.state is not FollowupState.APPROVED or record.current is None:
            raise RefusedError("changed_there", "It was changed in the mailbox meanwhile: look at it again")
        number = record.current.number
        if record.mailbox_version != number or is_missing(record):
            raise RefusedError("not_there_yet", "The mailbox does not hold what was approved yet: try again")
        record = self._changed(record, lambda one: drafting.sending(one, now, number=number, send_at=send_at))
        try:
            mailbox.send(manager.email, placed_in(record), record.message_id)
        except DeliveryUnknownError:
            self._changed(record, drafting.handed_over)
            raise
        except ProviderError as error:
            why = error.reason
            self._changed(record, lambda one: drafting.not_sent(one, why))
            raise
        return self.watching.look(record, meeting, manager, now, Counter())

    def _changed(self, record: FollowupRecord, decide: Callable[[FollowupRecord], FollowupRecord]) -> FollowupRecord:
        return change(self.store, record.meeting_id, record.manager, decide) or record

    # --- at its time -------------------------------------------------------------------------------------------

    def send_due(
        self, step: Step, meeting: Meeting, manager: AccountManager, now: dt.datetime, counts: Counter[str]
    ) -> None:
        """One claimed step."""
        record, note = self.store.followup(meeting.id, manager.email), ""
        if record is None:
            self.store.finish(step, StepState.DONE, "there is no follow-up")
            return
        before = record.state
        try:
            record = self._turn(record, meeting, manager, now)
        except RefusedError as error:
            note = str(error)
            self._failed(record, now, permanent=error.key in HOPELESS)
        except ProviderError as error:
            note = error.reason
            self.log("follow-up not sent", meeting=meeting.id, error=error.reason, permanent=error.permanent)
            self._failed(record, now, permanent=error.permanent)
        record = self.store.followup(meeting.id, manager.email) or record
        if record.state is FollowupState.SENT:
            self.watching.handing.hand_on(record, meeting, manager, now)
            counts["sent_for_manager"] += before is not FollowupState.SENT
        self._end(step, record, meeting, manager, now, note, counts)

    def _turn(
        self, record: FollowupRecord, meeting: Meeting, manager: AccountManager, now: dt.datetime
    ) -> FollowupRecord:
        doing = core.turn(record, now)
        send_at = record.send_at
        if doing is Turn.LATE and send_at is not None:
            return self._changed(record, lambda one: drafting.given_up(one, Unsent.LATE, send_at))
        if doing is Turn.LOOK:
            return self.watching.look(record, meeting, manager, now, Counter())
        if doing is Turn.SEND:
            return self.hand_over(record, meeting, manager, now, send_at)
        return record

    def _failed(self, record: FollowupRecord, now: dt.datetime, *, permanent: bool) -> None:
        """A mailbox that fails is tried again for a while."""
        send_at = record.send_at
        if send_at is not None and not core.tries_again(send_at, now, permanent=permanent):
            self._changed(record, lambda one: drafting.given_up(one, Unsent.UNREACHED, send_at))

    def _end(
        self, step: Step, record: FollowupRecord, meeting: Meeting, manager: AccountManager, now: dt.datetime,
        note: str, counts: Counter[str],
    ) -> None:  # fmt: skip
        if core.turn(record, now) is not Turn.OVER:
            self.store.finish(step, StepState.PLANNED, note[:500], core.next_turn(record, now))
            return
        if record.unsent is not None:
            self.mails.unsent(record, meeting, manager, now)
            counts["not_sent"] += 1
            note = note or f"not sent: {record.unsent}"
        self.store.finish(step, StepState.DONE, note[:500])
        fresh = self.store.followup(meeting.id, manager.email)
        if fresh is not None and core.turn(fresh, now) is not Turn.OVER:  # planned anew at this very moment
            again = StepPlan(StepKind.SEND, core.next_turn(fresh, now), meeting.id, manager.email, again=True)
            self.store.plan([again])


def plan(store: Store, record: FollowupRecord, at: dt.datetime) -> None:
    """A step that sends it at its time."""
    store.plan([StepPlan(StepKind.SEND, at, record.meeting_id, record.manager, again=True)])
