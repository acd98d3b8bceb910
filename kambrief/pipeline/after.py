"""After the call: from a transcript to a draft in the account manager's mailbox. The whole flow.

    plan     a call is over → a step for each account manager in it
    draft    claim → what has been heard? wait | tell | nothing | write it up (`pipeline.writing_up`) → keep the
             follow-up, its promises, the recap for the manager → plan what follows
    send     claim → approved, and its time has come: out of the manager's mailbox (`pipeline.sending`)
    watch    claim → the draft lies in the mailbox: put, edited, sent, gone (`pipeline.watching`)
    remind   claim → still not sent? one mail in the evening, one before a day is over

What to do is decided in `core.after` and `core.drafting`. Each outcome can be stored twice without harm: whoever dies
in between begins again and finds what is there.
"""

import datetime as dt
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from kambrief.core import after, drafting
from kambrief.core.drafting import OUT, FollowupRecord, FollowupState
from kambrief.core.eligibility import Verdict, judge
from kambrief.core.heard import Heard
from kambrief.core.model import AccountManager, Attendee, Meeting
from kambrief.core.promises import PromiseState, dropped, merged, rows_of
from kambrief.core.talk import Talk
from kambrief.core.work import BriefRecord, MailKind, Step, StepKind, StepPlan, StepState
from kambrief.errors import KambriefError, LeaseLostError, UserError
from kambrief.mime import message_id
from kambrief.pipeline.about import About, Whom
from kambrief.pipeline.after_mails import AfterMails
from kambrief.pipeline.changing import change
from kambrief.pipeline.followup_text import agreed_in, agreed_json, as_json, promised_in, promised_json, version_of
from kambrief.pipeline.sending import Sending
from kambrief.pipeline.watching import Watching
from kambrief.pipeline.writing_up import WritingUp, WrittenUp
from kambrief.ports import Store

SECONDS = 60.0
"""After these no further step of a kind is begun in this run."""
RECENT = dt.timedelta(hours=25)
AFTER = dt.timedelta(minutes=2)
RETRY = dt.timedelta(minutes=2)
UNSENT = dt.timedelta(hours=1)
"""So long after its time a follow-up counts as waiting again, should it not have been sent."""
WAKE = frozenset({FollowupState.DRAFTED, FollowupState.DROPPED})


@dataclass(frozen=True, slots=True)
class Held:
    """A call that is over, with what there is to draft from."""

    meeting: Meeting
    manager: AccountManager
    draft: after.Draft
    about: About
    restored: frozenset[str] = frozenset()
    """Ids of kept-back exchanges that the manager has let in."""


@dataclass(frozen=True, slots=True)
class After:
    """The flow with its surroundings handed in."""

    store: Store
    whom: Whom
    writing: WritingUp
    mails: AfterMails
    watching: Watching
    managers: Mapping[str, AccountManager]
    own_domains: tuple[str, ...]
    worker: str
    log: Callable[..., object]
    rules: after.Rules = field(default_factory=after.Rules)
    lease: dt.timedelta = dt.timedelta(minutes=15)
    stopping: Callable[[], bool] = lambda: False

    @property
    def sending(self) -> Sending:
        """What sends, now or at a time."""
        return Sending(self.store, self.watching, self.mails, self.log)

    # --- plan --------------------------------------------------------------------------------------------------

    def plan(self, now: dt.datetime) -> None:
        """A step for each account manager in each call that is over; those that have had one keep it."""
        over = [one for one in self.store.meetings(now - RECENT, now) if one.end <= now]
        self.store.plan(
            [
                StepPlan(StepKind.FOLLOWUP, one.end + AFTER, one.id, manager.email, only_new=True)
                for one in over
                for manager in self._wanting(one)
            ]
        )

    def wake(self, meeting: Meeting, now: dt.datetime, *, changed: bool = True) -> None:
        """Something was heard of a call: draft now. ``changed`` False: it was known before, so only where nothing came
        of it yet.
        """
        for manager in self._wanting(meeting):
            record = self.store.followup(meeting.id, manager.email)
            if changed or record is None or not record.source.startswith("transcript"):
                self.store.plan([StepPlan(StepKind.FOLLOWUP, now, meeting.id, manager.email, again=True)])

    def _wanting(self, meeting: Meeting) -> list[AccountManager]:
        found = [self.managers[owner] for owner in meeting.owners if owner in self.managers]
        return [one for one in found if one.followups and self.verdict(meeting, one).brief]

    def verdict(self, meeting: Meeting, manager: AccountManager) -> Verdict:
        """Whether it is a call with somebody from outside."""
        return judge(meeting, manager, self.own_domains)

    # --- work --------------------------------------------------------------------------------------------------

    def work(self, now: dt.datetime, counts: Counter[str]) -> None:
        """Due steps of each kind, one after another, as far as there is time: briefs are urgent, and this is not."""
        for kind, do in (
            (StepKind.SEND, self.sending.send_due), (StepKind.FOLLOWUP, self._draft),
            (StepKind.WATCH, self.watching.watch), (StepKind.REMIND, self._remind),
        ):  # fmt: skip
            until = time.monotonic() + SECONDS
            while not self.stopping() and time.monotonic() < until:
                claimed = self.store.claim(self.worker, now, kind, 1, self.lease)
                for step in claimed:
                    self._do(do, step, now, counts)
                if not claimed:
                    break

    def _do(
        self, do: Callable[[Step, Meeting, AccountManager, dt.datetime, Counter[str]], None], step: Step,
        now: dt.datetime, counts: Counter[str],
    ) -> None:  # fmt: skip
        """One claimed step; whatever goes wrong with it, the others go on."""
        meeting, manager = self.store.meeting(step.meeting_id), self.managers.get(step.manager)
        try:
            if meeting is None or manager is None:
                self.store.finish(step, StepState.DROPPED, "meeting or account manager gone")
            else:
                do(step, meeting, manager, now, counts)
        except LeaseLostError:
            self.log("lease lost", meeting=step.meeting_id)
        except Exception as error:  # noqa: BLE001 one call's odd words must not cost another its follow-up
            said = str(error) if isinstance(error, KambriefError) else type(error).__name__
            self.log("step failed", meeting=step.meeting_id, kind=str(step.kind), error=said, exc_info=True)
            counts["failed"] += 1
            try:
                self.store.finish(step, StepState.PLANNED, said[:500], now + RETRY * min(step.attempt, 30))
            except LeaseLostError:
                self.log("lease lost", meeting=step.meeting_id)

    # --- draft -------------------------------------------------------------------------------------------------

    def _draft(
        self, step: Step, meeting: Meeting, manager: AccountManager, now: dt.datetime, counts: Counter[str]
    ) -> None:
        found = self.what_now(meeting, manager, now)
        if isinstance(found, after.Wait):
            self.store.finish(step, StepState.PLANNED, found.why, found.until)
            return
        if isinstance(found, after.Nothing):
            self.store.finish(step, StepState.DROPPED, found.why)
            return
        if isinstance(found, after.Tell):
            self.mails.tell(found, meeting, manager, now)
            self.store.finish(step, StepState.DONE, found.key)
            counts["told"] += 1
            return
        if other := self._another(meeting, manager, found):
            self.store.finish(step, StepState.DONE, f"drafted for {other}: one mail goes to the customer")
            return
        about = self.whom.about(meeting, manager, now)
        if about.several:
            self.mails.several(about.several, meeting, manager, now)
            self.store.finish(step, StepState.DONE, "several customers: nothing is drafted by itself")
            counts["told"] += 1
            return
        self._keep(Held(meeting, manager, found, about), now, counts)
        if "transcript_pending" in found.told:
            until = max(now, min(now + after.LOOK, meeting.end + self.rules.wait))
            self.store.finish(step, StepState.PLANNED, "drafted from notes; the transcript may still come", until)
        else:
            self.store.finish(step, StepState.DONE)

    def what_now(
        self, meeting: Meeting, manager: AccountManager, now: dt.datetime
    ) -> after.Wait | after.Draft | after.Tell | after.Nothing:
        """What `core.after` decides of what is kept."""
        heard = self.store.heard(meeting.id)
        panel = self.store.site.panel(meeting.id, manager.email)
        noted = after.notes_of(meeting.id, manager, panel.notes, now) if panel and panel.notes.strip() else None
        return after.what_now(
            meeting, manager, self.verdict(meeting, manager), heard, now, self.rules, self.is_own, noted
        )  # fmt: skip

    def is_own(self, who: Attendee) -> bool:
        """Whether this address is one of our own people's."""
        return self.writing.is_own(who.email)

    def _another(self, meeting: Meeting, manager: AccountManager, draft: after.Draft) -> str:
        """The account manager who has this call's follow-up in the place of this one; empty for none."""
        wanting = self._wanting(meeting)
        if len(wanting) < 2 or self.store.followup(meeting.id, manager.email):
            return ""
        spoke = self.writing.spoke(draft.transcript, meeting)
        chosen = after.whose(meeting, wanting, lambda one: any(one.is_address(email) for email in spoke))
        return "" if chosen == manager.email or draft.source == after.NOTES else chosen

    def _keep(self, held: Held, now: dt.datetime, counts: Counter[str]) -> None:
        """Draft it, or finish what was begun of it. What a person has changed stays; they are told."""
        record = self.store.followup(held.meeting.id, held.manager.email)
        if record is not None and record.source != held.draft.name and not drafting.is_untouched(record):
            if record.is_open:
                self.mails.kept(record, held.meeting, held.manager, held.draft, now)
                counts["told"] += 1
            return
        if record is None or record.source != held.draft.name:
            record = self.draft(held, now)
            counts["drafted"] += 1
        self.follow(record, held, now)

    def draft(self, held: Held, now: dt.datetime) -> FollowupRecord:
        """Write it up and keep it: as a new one, or in the place of one that nobody has touched. What stands there by
        then, if somebody else was faster.
        """
        meeting, manager = held.meeting, held.manager
        self._keep_notes(held, now)
        written = self.write_up(held, now)
        self._account_for(written, held, now)
        text = version_of(written.followup, now)
        fresh = FollowupRecord(
            meeting.id, manager.email, held.about.account_id, FollowupState.DRAFTED, now, written.followup.language,
            (text,), source=held.draft.name,
            message_id=_message_id(meeting, manager),
        )  # fmt: skip
        fresh = self._described(fresh, written, held)
        if self.store.save_followup(fresh):
            return self._there(meeting, manager)

        def anew(record: FollowupRecord) -> FollowupRecord:
            dropped_one = record.state is FollowupState.DROPPED
            if record.source == held.draft.name and not held.restored and not dropped_one:
                return record
            new = drafting.redrafted(record, text, source=held.draft.name)
            if dropped_one and not new.mailbox_ref:  # under an id of its own: the deleted one keeps the old one
                new = replace(new, message_id=_message_id(meeting, manager, len(record.versions)))
            return replace(self._described(new, written, held), account_id=held.about.account_id)

        try:
            change(self.store, meeting.id, manager.email, anew)
        except UserError:
            self.log("draft kept as edited", meeting=meeting.id)  # a person was faster
        return self._there(meeting, manager)

    def _keep_notes(self, held: Held, now: dt.datetime) -> None:
        """What was noted during the call is taken in as it is now: a draft's words stay what it rests on, though the
        manager writes on.
        """
        if held.draft.source != after.NOTES:
            return
        if after.drafted_from(held.draft.name, self.store.heard(held.meeting.id), held.manager) is None:
            said = held.draft.transcript
            self.store.save_heard(
                Heard(held.meeting.id, after.NOTES, held.manager.email, started=now, transcript=said), now
            )

    def _account_for(self, written: WrittenUp, held: Held, now: dt.datetime) -> None:
        """What models were asked is kept at once, as of briefs: what it cost counts whatever becomes of the draft."""
        if not written.receipts:
            return
        manager, told = held.manager, {"model": [dict(one) for one in written.receipts]}
        seed = f"{held.draft.name} {sorted(held.restored)} {json.dumps(told, default=str)}"
        revision = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        record = BriefRecord(
            after.mails_id(held.meeting.id), manager.email, revision, MailKind.RECAP, now, "", "", "",
            written.followup.written_by, manager.language, {}, told,
        )  # fmt: skip
        self.store.save_brief(record, (), replace_planned=False)

    def write_up(self, held: Held, now: dt.datetime) -> WrittenUp:
        """The follow-up as it would be; nothing is stored."""
        return self.writing.write_up(self.talk(held), held.manager, held.about, now)

    def talk(self, held: Held) -> Talk:
        """Who said what, and what is kept back."""
        return self.writing.talk(held.draft, held.meeting, held.manager, held.about, held.restored)

    def _described(self, record: FollowupRecord, written: WrittenUp, held: Held) -> FollowupRecord:
        return replace(
            record, composed=as_json(written.followup), promised=promised_json(written.promised),
            agreed=agreed_json(written.agreed),
            language=written.followup.language, why=json.dumps(written.why(held.draft, held.about), ensure_ascii=False),
        )  # fmt: skip

    def _there(self, meeting: Meeting, manager: AccountManager) -> FollowupRecord:
        record = self.store.followup(meeting.id, manager.email)
        if record is None:
            raise KambriefError("the follow-up that was just kept is gone")
        return record

    def follow(self, record: FollowupRecord, held: Held, now: dt.datetime, *, recap: bool = True) -> None:
        """What follows from a draft that is kept, however often: its promises, its recap, its way."""
        if record.state not in OUT:
            self._remember(record, held, now)
        places = self.watching.serves(held.manager)
        if recap and drafting.is_untouched(record):
            self.mails.recap(record, held.meeting, held.manager, now, in_mailbox=places, told=held.draft.told)
        if places and record.is_open:
            self.store.plan([StepPlan(StepKind.WATCH, now, record.meeting_id, record.manager, again=True)])
        if due := after.reminder(record, held.meeting, held.manager, self.rules, now):
            self.store.plan([StepPlan(StepKind.REMIND, due[1], record.meeting_id, record.manager, again=True)])

    def _remember(self, record: FollowupRecord, held: Held, now: dt.datetime) -> None:
        """Its promises into the ledger; those of an earlier draft of the same call that are not in this one go."""
        coming = agreed_in(record).next_meeting
        new = rows_of(
            self.talk(held), promised_in(record), manager=record.manager, account_id=record.account_id,
            now=record.created_at, next_meeting=coming.day if coming else None,
        )  # fmt: skip
        own = self.store.promises(record.manager, meeting_id=record.meeting_id)
        accounts = frozenset({record.account_id} - {""})
        earlier = [row for row in self.store.promises(record.manager, accounts) if row.meeting_id != record.meeting_id]
        names = {row.id for row in new}
        gone = [
            dropped(row, "drafted anew", now)
            for row in own
            if row.id not in names and row.state is PromiseState.OPEN and not row.confirmed
        ]
        self.store.save_promises([*merged([*own, *earlier], new), *gone])

    # --- remind ------------------------------------------------------------------------------------------------

    def _remind(
        self, step: Step, meeting: Meeting, manager: AccountManager, now: dt.datetime, counts: Counter[str]
    ) -> None:
        record = self.store.followup(meeting.id, manager.email)
        if record is not None and (record.send_at is not None or record.state is FollowupState.SENDING):
            self.store.finish(step, StepState.PLANNED, "it is to be sent", (record.send_at or now) + UNSENT)
            return
        due = after.reminder(record, meeting, manager, self.rules, now) if record else None
        if record is None or due is None:
            self.store.finish(step, StepState.DONE, "nothing to remind of" if record else "there is no follow-up")
            return
        name, at = due
        if at > now:
            self.store.finish(step, StepState.PLANNED, "", at)
            return
        self.mails.remind(record, meeting, manager, name, now)
        counts["reminded"] += 1
        told = change(
            self.store, meeting.id, manager.email,
            lambda one: one if name in one.reminded else replace(one, reminded=(*one.reminded, name)),
        )  # fmt: skip
        again = after.reminder(told, meeting, manager, self.rules, now) if told else None
        if again:
            self.store.finish(step, StepState.PLANNED, "", max(again[1], now))
        else:
            self.store.finish(step, StepState.DONE)


def _message_id(meeting: Meeting, manager: AccountManager, again: int = 0) -> str:
    """Of the draft in the mailbox, the same for each try. ``again``: how many versions there were when it was drafted
    anew after it had been thrown away; 0 for the first time.
    """
    seed = f"followup {again}" if again else "followup"
    return message_id(manager.email.rpartition("@")[2], meeting.id, manager.email, seed)
