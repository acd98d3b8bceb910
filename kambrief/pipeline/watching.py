"""A draft's way in the account manager's mailbox: put there, edited there or here, sent, or gone.

    not there yet → put    changed there → a new version    changed here → put in its place    sent → handed on

A person's words are never overwritten: the mailbox refuses to replace what is not as we left it, and two changes of one
version are both kept until somebody chooses.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from kambrief.core import after, drafting
from kambrief.core.drafting import OUT, FollowupRecord, FollowupState, Unsent, Version
from kambrief.core.eligibility import external_attendees
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.sending import is_being_handed
from kambrief.core.site import Act, Audit
from kambrief.core.work import Step, StepState
from kambrief.errors import DraftChangedError, GoneError, ProviderError
from kambrief.pipeline.changing import change
from kambrief.pipeline.followup_text import draft_mail, found_version
from kambrief.pipeline.handing_on import HandingOn
from kambrief.ports import Store
from kambrief.ports.mailbox import Drafts, Found, Placed

RETRY = dt.timedelta(minutes=5)
SLOWLY = dt.timedelta(minutes=30)
"""How often a draft is looked at that has been lying there for more than a day."""
UNTIL = dt.timedelta(days=14)
"""So long after the call it is looked at."""
SETTLES = dt.timedelta(minutes=2)
"""A draft that is nowhere may be on its way from one folder to another for so long."""
MISSING = "not in the mailbox since "


@dataclass(frozen=True, slots=True)
class Watching:
    """The mailboxes and what is known of the drafts in them."""

    store: Store
    drafts: Sequence[Drafts]
    handing: HandingOn
    log: Callable[..., object]
    own_domains: tuple[str, ...] = ()
    rules: after.Rules = field(default_factory=after.Rules)

    def mailbox_of(self, manager: AccountManager) -> Drafts | None:
        """Where this manager's drafts go."""
        return next((one for one in self.drafts if one.serves(manager.email)), None)

    def serves(self, manager: AccountManager) -> bool:
        """Whether there is such a place."""
        return self.mailbox_of(manager) is not None

    def watch(
        self, step: Step, meeting: Meeting, manager: AccountManager, now: dt.datetime, counts: Counter[str]
    ) -> None:
        """One claimed step."""
        record = self.store.followup(meeting.id, manager.email)
        if record is None or record.state is FollowupState.LOGGED:
            self.store.finish(step, StepState.DONE, "" if record else "there is no follow-up")
            return
        if record.state is not FollowupState.SENT:
            try:
                record = self.look(record, meeting, manager, now, counts)
            except ProviderError as error:
                self._failed(step, meeting, error, now)
                return
        if record.state is FollowupState.SENT:
            self.handing.hand_on(record, meeting, manager, now)
            counts["followed_up"] += 1
            self.store.finish(step, StepState.DONE)
        elif now > meeting.end + UNTIL or (record.state is FollowupState.DROPPED and now > meeting.end + after.LIMIT):
            self.store.finish(step, StepState.DONE, "not looked at any more")
        else:
            pause = self.rules.watch if now < meeting.end + after.LIMIT else max(self.rules.watch, SLOWLY)
            self.store.finish(step, StepState.PLANNED, record.note, now + pause)

    def _failed(self, step: Step, meeting: Meeting, error: ProviderError, now: dt.datetime) -> None:
        self.log("mailbox not reached", meeting=meeting.id, error=error.reason, permanent=error.permanent)
        if now > meeting.end + UNTIL:
            self.store.finish(step, StepState.DROPPED, error.reason[:500])
            return
        wish = dt.timedelta(seconds=min(error.retry_after or 0, 86_400))
        pause = max(RETRY * (6 if error.permanent else 1), wish)
        self.store.finish(step, StepState.PLANNED, error.reason[:500], now + pause)

    # --- one look ----------------------------------------------------------------------------------------------

    def look(
        self, record: FollowupRecord, meeting: Meeting, manager: AccountManager, now: dt.datetime, counts: Counter[str]
    ) -> FollowupRecord:
        """What the mailbox holds, and what it is to hold. Raises `ProviderError`; what was learned before is kept."""
        place = self.mailbox_of(manager)
        if place is None:
            return record
        if record.mailbox_ref:
            found = place.look(manager.email, placed_in(record), record.message_id, record.created_at)
            record = self._heed(record, found, now, counts)
        if self._is_behind(record):
            record = self.put(record, meeting, manager, now)
        return record

    def _is_behind(self, record: FollowupRecord) -> bool:
        """Whether the mailbox is to hold another text than it does."""
        if not record.is_open or record.conflict or is_missing(record) or record.current is None:
            return False
        return not record.mailbox_ref or record.mailbox_version != record.current.number

    def put(
        self, record: FollowupRecord, meeting: Meeting, manager: AccountManager, now: dt.datetime
    ) -> FollowupRecord:
        """Have the newest version lie there. What a person has changed there meanwhile is left for the next look."""
        place, version = self.mailbox_of(manager), record.current
        if place is None or version is None:
            return record
        thread = self._thread(place, meeting, manager) if not record.mailbox_ref else ()
        mail = draft_mail(record, version, manager, thread)
        try:
            placed = place.put(manager.email, mail, placed_in(record) if record.mailbox_ref else None)
            number = version.number if record.mailbox_ref else self._first(place, record, placed, version, now)
        except DraftChangedError:
            return record
        except GoneError:
            return self._changed(record, lambda one: _missing(one, now))
        return self._changed(record, lambda one: _lies(one, placed, number))

    def _first(self, place: Drafts, record: FollowupRecord, placed: Placed, version: Version, now: dt.datetime) -> int:
        """The version that lies there after the first placing: an earlier one where an earlier try's answer was lost
        and a person has changed the text here since. Taken for the newest, it would become a change of theirs.
        """
        earlier = [one for one in record.versions if one.number < version.number]
        if not earlier:
            return version.number
        found = place.look(record.manager, placed, record.message_id, record.created_at)
        there = found_version(found, 0, now)
        if found.state == "gone" or drafting.same_text(there, version):
            return version.number
        return next((one.number for one in reversed(earlier) if drafting.same_text(there, one)), earlier[0].number)

    def _thread(self, place: Drafts, meeting: Meeting, manager: AccountManager) -> tuple[str, ...]:
        """What the draft answers; a mailbox that cannot tell is no reason to be without a draft."""
        people = frozenset(one.email for one in external_attendees(meeting, self.own_domains) if one.email)
        uid = next((source.uid for source in meeting.sources), "")
        try:
            return place.thread_of(manager.email, uid, people, meeting.start - dt.timedelta(days=60))
        except ProviderError as error:
            self.log("thread not found", meeting=meeting.id, error=error.reason)
            return ()

    def _heed(self, record: FollowupRecord, found: Found, now: dt.datetime, counts: Counter[str]) -> FollowupRecord:
        text = found_version(found, record.mailbox_version, now)
        if found.state == "sent":
            if record.state in OUT:
                return record
            counts["sent_by_manager"] += 1
            new = self._changed(record, lambda one: drafting.sent(one, text, found.at or now))
            who = record.send_by or record.approved_by or record.manager
            self.store.site.add_audit(
                Audit(now, who, Act.SENT, record.meeting_id, record.account_id, record.manager)
            )  # fmt: skip
            return new
        if found.state == "gone":
            return self._changed(record, lambda one: _gone(one, now))
        if record.state is FollowupState.SENDING:
            return self._changed(record, lambda one: _not_sent(one, now))
        if not record.is_open:
            return record
        placed = found.placed

        def changed(one: FollowupRecord) -> FollowupRecord:
            new = drafting.edited(one, text)
            number = new.versions[-1].number if len(new.versions) > len(one.versions) else one.mailbox_version
            new = replace(new, note="") if new.note.startswith(MISSING) else new
            return _lies(new, placed, number) if placed else new

        before = len(record.versions)
        record = self._changed(record, changed)
        counts["edited_by_manager"] += len(record.versions) - before
        return record

    def _changed(self, record: FollowupRecord, decide: Callable[[FollowupRecord], FollowupRecord]) -> FollowupRecord:
        return change(self.store, record.meeting_id, record.manager, decide) or record


def is_missing(record: FollowupRecord) -> bool:
    """Whether it was in no folder at the last look."""
    return record.note.startswith(MISSING)


def _not_sent(record: FollowupRecord, now: dt.datetime) -> FollowupRecord:
    """It lies in Drafts although it was being sent: that says nothing while somebody may be at it."""
    return record if is_being_handed(record, now) else drafting.not_sent(record, NOT_SENT, Unsent.UNCLEAR)


NOT_SENT = "it was to be sent and lies in Drafts: look in Sent before it is sent again"


def placed_in(record: FollowupRecord) -> Placed:
    """Where its draft lies, as the mailbox told it."""
    return Placed(record.mailbox_ref, record.mailbox_message_id, record.conversation, record.mailbox_content)


def _lies(record: FollowupRecord, placed: Placed, number: int) -> FollowupRecord:
    return drafting.placed(
        record, number, ref=placed.ref, content=placed.content, message_id=placed.message_id,
        conversation=placed.conversation,
    )  # fmt: skip


def _missing(record: FollowupRecord, now: dt.datetime) -> FollowupRecord:
    if not record.is_open or record.note.startswith(MISSING):
        return record
    return replace(record, note=f"{MISSING}{now.isoformat()}")


def _gone(record: FollowupRecord, now: dt.datetime) -> FollowupRecord:
    """Neither draft nor sent: for a moment it may be between two folders; after that the manager has deleted it."""
    if record.state is FollowupState.DROPPED:
        return replace(record, note=drafting.DELETED)
    if not record.is_open:
        return record
    if not record.note.startswith(MISSING):
        return _missing(record, now)
    since = dt.datetime.fromisoformat(record.note.removeprefix(MISSING))
    return drafting.dropped(record, drafting.DELETED) if now - since >= SETTLES else record
