"""A follow-up has left: what was agreed goes on into the ledger of promises, the CRM and the manager's voice.

    sent text → read again → promises confirmed, moved or dropped → note, tasks, next step approved → an edit to learn

Each step can be done twice: whoever dies in between begins again, and the follow-up counts as logged only at the end.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kambrief.core import drafting
from kambrief.core.commitment import Promised
from kambrief.core.crm import Outcome, Promise, entries, key_of
from kambrief.core.customer import Side
from kambrief.core.drafting import FollowupRecord, Place, Version
from kambrief.core.followup import Followup
from kambrief.core.logbook import Approval
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.promises import PromiseRecord, PromiseState, dropped, same_name
from kambrief.core.rereading import Change, Reread, reread
from kambrief.core.talk import Participant
from kambrief.core.voice import Edited
from kambrief.pipeline.about import Whom, with_deal
from kambrief.pipeline.changing import change
from kambrief.pipeline.followup_text import account_name_in, followup_of, promised_in
from kambrief.pipeline.recording import Recording
from kambrief.pipeline.writing_up import WritingUp
from kambrief.ports import Store


@dataclass(frozen=True, slots=True)
class HandingOn:
    """What is done with a follow-up that has left. ``recording`` None: nothing is written to a CRM."""

    store: Store
    whom: Whom
    writing: WritingUp
    recording: Recording | None
    log: Callable[..., object]
    learn: Callable[[AccountManager, dt.datetime], None] = lambda *_: None
    """What makes habits out of edits (`core.voice`)."""

    def hand_on(self, record: FollowupRecord, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> None:
        """All of it. Raises `KambriefError` when the store fails; the CRM's writing is a flow of its own."""
        sent = record.current
        if sent is None:
            return
        followup, promised = followup_of(record, sent.body), promised_in(record)
        read = reread(followup, promised, sent.body)
        rows = self._promises(record, read, now)
        self._edit(record, followup, meeting, manager, sent)
        note = self._log(record, followup, rows, read, meeting, manager, now)
        change(self.store, record.meeting_id, record.manager, lambda one: drafting.logged(one, note))

    # --- the ledger --------------------------------------------------------------------------------------------

    def _promises(self, record: FollowupRecord, read: Sequence[Reread], now: dt.datetime) -> list[PromiseRecord]:
        """What was sent counts: confirmed as it stands there, dropped what does not."""
        there = self.store.promises(record.manager, meeting_id=record.meeting_id)
        rows = confirmed(there, read, record, now)
        self.store.save_promises(rows)
        return rows

    # --- the voice ---------------------------------------------------------------------------------------------

    def _edit(
        self, record: FollowupRecord, followup: Followup, meeting: Meeting, manager: AccountManager, sent: Version
    ) -> None:
        drafted = next((one for one in reversed(record.versions) if one.place is Place.CODE), None)
        if drafted is None:
            return
        names = [one.name for one in (*followup.to, *followup.cc) if one.name]
        names += [person.name for person in meeting.attendees if person.name]
        names += filter(None, [account_name_in(record), manager.name])
        written = drafted.body if followup.language == record.language else followup.body
        edited = Edited(
            record.account_id, followup.language, followup.address, written, sent.body, record.sent_at or sent.at,
            tuple(dict.fromkeys(names)),
        )  # fmt: skip
        self.store.save_edit(record.manager, record.meeting_id, edited)
        try:
            self.learn(manager, sent.at)
        except Exception as error:  # noqa: BLE001 a habit not learned costs nobody their promises
            self.log("voice not learned", meeting=record.meeting_id, error=type(error).__name__, exc_info=True)

    # --- the CRM -----------------------------------------------------------------------------------------------

    def _log(
        self, record: FollowupRecord, followup: Followup, rows: Sequence[PromiseRecord], read: Sequence[Reread],
        meeting: Meeting, manager: AccountManager, now: dt.datetime,
    ) -> str:  # fmt: skip
        """Approve the records for the CRM; why there are none, in words for people."""
        if self.recording is None:
            return "nothing is written to the CRM"
        if not record.account_id:
            return "not written to the CRM: no account is known for certain"
        about = self.whom.about(meeting, manager, now)
        if about.account_id != record.account_id:
            return "not written to the CRM: the customer is not certain any more"
        found = with_deal(about)
        talk = self.writing.talk_of(record, meeting, manager, about)
        note = followup.note
        if talk and (read or any(one.confirm for one in promised_in(record))):
            promised = as_sent(promised_in(record), read, talk.participants)
            note = self.writing.note(record, talk, promised, manager, about, now)
        absent = {one.contact_id for one in talk.participants if not one.present} if talk else set()
        ours = [row for row in rows if row.side is Side.US]
        outcome = Outcome(
            meeting.id, record.account_id, meeting.title, meeting.start, meeting.end, note,
            tuple(_task(row, manager) for row in ours if row.state in {PromiseState.OPEN, PromiseState.DONE}),
            next_step(ours) if found.deal_id else "", found.deal_id,
            tuple(one for one in found.contact_ids if one not in absent), manager.email,
        )  # fmt: skip
        dropped_ones = [row for row in ours if row.state is PromiseState.DROPPED]
        gone = frozenset(key_of(meeting.id, manager.email.casefold(), "task", row.id) for row in dropped_ones)
        self.recording.keep(
            Approval(
                self.recording.provider, meeting.id, manager.email.casefold(), entries(outcome),
                record.approved_by or manager.email, record.sent_at or now, whole=False, withdrawn=gone,
                note=self.recording.hindrance,
            )
        )  # fmt: skip
        return self.recording.hindrance


def confirmed(
    rows: Sequence[PromiseRecord], read: Sequence[Reread], record: FollowupRecord, now: dt.datetime
) -> list[PromiseRecord]:
    """The promises of one call as they stand in what was sent. What the manager has struck is no promise of theirs any
    more, another day takes the old one's place, and what they have added is one.
    """
    changes: dict[str, list[Reread]] = {}
    for one in read:
        changes.setdefault(one.id, []).append(one)
    found = [_as_sent(row, changes.get(row.id, ()), now) for row in rows]
    known = {row.id for row in rows}
    for one in changes.get("", ()):
        row = _added(one, record, rows, now)
        if row.id not in known:
            found.append(row)
    return found


def _as_sent(row: PromiseRecord, changes: Sequence[Reread], now: dt.datetime) -> PromiseRecord:
    if row.state is not PromiseState.OPEN:
        return row if row.confirmed else replace(row, confirmed=True)
    for one in changes:
        if one.change is Change.REMOVED:
            return dropped(row, "struck from the follow-up", now)
        if one.change is Change.MOVED and row.due != one.due:
            was = (*row.was_due, row.due) if row.due else row.was_due
            row = replace(row, due=one.due, was_due=tuple(dict.fromkeys(was)), changed_at=now)
        elif one.change is Change.REWORDED and one.what:
            row = replace(row, what=one.what, changed_at=now)
        elif one.change is Change.OWNER and one.owner:
            row = replace(row, owner=one.owner, owner_email="", contact_id="", changed_at=now)
    return row if row.confirmed else replace(row, confirmed=True, changed_at=now)


def _added(one: Reread, record: FollowupRecord, rows: Sequence[PromiseRecord], now: dt.datetime) -> PromiseRecord:
    like = next(iter(rows), None)
    same = like is not None and like.side is one.side
    return PromiseRecord(
        id=_id_of(one),
        meeting_id=record.meeting_id, manager=record.manager, account_id=record.account_id, side=one.side,
        owner=one.owner, what=one.what, made_on=like.made_on if like else (record.sent_at or now).date(), due=one.due,
        quote=one.line, confirmed=True, changed_at=now, language=record.language,
        to=like.to if like and same else (), waiting=like.waiting if like and same else (),
    )  # fmt: skip


def _task(row: PromiseRecord, manager: AccountManager) -> Promise:
    """A task in the CRM is the account manager's: what a colleague promised names them."""
    what = f"{row.what[:1].upper()}{row.what[1:]}"
    mine = manager.is_address(row.owner_email) if row.owner_email else same_name(row.owner, manager.name)
    return Promise(row.id, what if mine else f"{row.owner}: {row.what}", row.due, row.state is PromiseState.DONE)


def next_step(ours: Sequence[PromiseRecord]) -> str:
    """What comes next: our promise that is due first."""
    dated = sorted((row for row in ours if row.is_open and row.due), key=lambda row: (row.due or dt.date.max, row.id))
    return f"{dated[0].due.isoformat()}: {dated[0].what}" if dated and dated[0].due else ""


def as_sent(
    promised: Sequence[Promised], read: Sequence[Reread], people: Sequence[Participant]
) -> tuple[Promised, ...]:
    """What was promised, with what the manager has changed of it and nothing left to confirm: for the CRM's note."""
    found = {one.id: replace(one, confirm=()) for one in promised}
    for one in read:
        known = found.get(one.id)
        if one.change is Change.ADDED:
            key = next((who.key for who in people if one.owner and same_name(who.name, one.owner)), "")
            added = _id_of(one)
            found[added] = Promised(added, one.side, key or one.owner, one.what, one.due, one.until)
        elif known is None:
            continue
        elif one.change is Change.REMOVED:
            del found[one.id]
        elif one.change is Change.MOVED:
            found[one.id] = replace(known, due=one.due, until=one.until)
        elif one.change is Change.REWORDED and one.what:
            found[one.id] = replace(known, what=one.what)
    return tuple(found.values())


def _id_of(one: Reread) -> str:
    """Of a promise that the manager has added."""
    told = f"{one.side}\0{one.owner}\0{one.what}".casefold()
    return f"added-{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
