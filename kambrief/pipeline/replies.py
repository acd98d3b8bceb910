"""Account managers' answers to our mails: read, taken for what they surely mean, answered where they are not clear.

    read what has come → from a manager, authentic, no machine's, an answer to a mail of ours to that manager?
    → their own words (`core.quoted`) → what they mean (`core.reply`) → the deed, once → an answer in the thread, if any

The unguessable Message-ID of a mail that only this manager got is what lets an answer act, and only on what that mail
was about. Everybody else's mail is counted and left alone. Nothing in a mail is an instruction beyond these few words.
"""

import dataclasses
import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core import after, digest, nudges
from kambrief.core.brief import Sentence
from kambrief.core.eligibility import external_attendees
from kambrief.core.evidence import Count, Day, Text
from kambrief.core.heard import Heard
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.promises import PromiseRecord, by_urgency, same_name
from kambrief.core.quoted import own_words
from kambrief.core.reply import (
    Asked,
    Done,
    Meaning,
    Moved,
    Notes,
    Nothing,
    Stop,
    Unclear,
    WrongPerson,
    suggested,
    understand,
)
from kambrief.core.returning import commitment_id
from kambrief.core.transcript import Transcript
from kambrief.core.work import (
    OF_A_DAY,
    BriefRecord,
    Correction,
    Delivery,
    MailKind,
    SourceState,
    StepKind,
    StepPlan,
    StepState,
)
from kambrief.errors import LeaseLostError, ProviderError
from kambrief.nudge_words import render_answer, say
from kambrief.pipeline.letters import Letters
from kambrief.pipeline.promised import Ledger
from kambrief.ports import Store
from kambrief.ports.mailbox import Inbox, Received

HANDLED = 500
"""So many mails that were dealt with last are remembered, should the mailbox tell them again."""
ANSWERS = 8
"""A manager and day; whatever goes wrong, it does not become a conversation of machines."""
ABOUT_MEETINGS = frozenset({MailKind.BRIEF, MailKind.UPDATE, *OF_A_DAY})
AFTER = frozenset({MailKind.RECAP, MailKind.REMINDER})


@dataclass(frozen=True, slots=True)
class Replied:
    """An answer to one of our mails, with what it can be about."""

    mail: Received
    manager: AccountManager
    row: Delivery
    record: BriefRecord | None
    meeting: Meeting | None
    promises: tuple[PromiseRecord, ...]
    numbered: bool

    @property
    def mark(self) -> str:
        """The same whenever this mail is read."""
        return hashlib.sha256(f"reply\0{self.mail.id}\0{self.mail.message_id}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Replies:
    """With its surroundings handed in."""

    store: Store
    inbox: Inbox
    letters: Letters
    ledger: Ledger
    managers: Mapping[str, AccountManager]
    worker: str
    lease: dt.timedelta
    log: Callable[..., object]
    counts: Counter[str]
    poll: dt.timedelta = dt.timedelta(minutes=5)
    accept_unauthenticated: bool = False
    """Whether answers count of which our mail server says neither that they are authentic nor that they are not."""
    own_domains: tuple[str, ...] = ()

    def plan(self, now: dt.datetime) -> None:
        """The one step, planned anew after each run."""
        self.store.plan([StepPlan(StepKind.INBOX, now, only_new=True)])

    def work(self, now: dt.datetime) -> None:
        """Read the mailbox if it is its turn."""
        self.plan(now)
        for step in self.store.claim(self.worker, now, StepKind.INBOX, 1, self.lease):
            note = ""
            try:
                self._read(now)
            except ProviderError as error:
                note = error.reason[:500]
                self.log("inbox not read", provider=self.inbox.name, error=error.reason)
                self._remember(last_error=note)
            except Exception as error:  # noqa: BLE001 a provider's bug must not stop what else there is to do
                note = type(error).__name__
                self.log("inbox not read", provider=self.inbox.name, error=note, exc_info=True)
            try:
                self.store.finish(step, StepState.PLANNED, note, due_at=now + self.poll)
            except LeaseLostError:
                self.log("lease lost", meeting="")

    # --- what came -----------------------------------------------------------------------------------------------

    def _read(self, now: dt.datetime) -> None:
        state = self._state()
        handled = [*state.cursor.get("handled", "").split()]
        cursor = {key: value for key, value in state.cursor.items() if key != "handled"}
        read = self.inbox.read(cursor, now)
        for mail in read.mails:
            name = hashlib.sha256(mail.id.encode()).hexdigest()[:16]
            if name in handled:
                continue
            try:
                self._take(mail, now)
            except Exception as error:  # noqa: BLE001 one odd mail must not keep the others from being read
                self.log("reply failed", error=type(error).__name__, exc_info=True)
                self.counts["failed"] += 1
            handled = [*handled, name][-HANDLED:]
            # After each mail: whoever dies here reads the rest again and finds this one dealt with.
            self._remember(cursor={**cursor, "handled": " ".join(handled)})
        self._remember(
            cursor={**read.cursor, "handled": " ".join(handled)}, last_ok=now, problems=tuple(read.problems[:50])
        )

    @property
    def _name(self) -> str:
        return f"inbox/{self.inbox.name}"

    def _state(self) -> SourceState:
        return self.store.source_states(frozenset({self._name})).get(self._name, SourceState(self._name))

    def _remember(self, **changed: object) -> None:
        self.store.save_source_state(dataclasses.replace(self._state(), **changed))  # type: ignore[arg-type]

    def _take(self, mail: Received, now: dt.datetime) -> None:
        found = self._accepted(mail)
        if found is None:
            return
        told = _told(found.record)
        text = own_words(mail.text, told, suggested(told))
        asked = Asked(
            found.row.kind, found.manager.language, nudges.today_of(found.manager, now), found.promises,
            begun=found.meeting is not None and found.meeting.start <= mail.at, numbered=found.numbered,
        )  # fmt: skip
        meaning = understand(text, asked)
        self.counts["replies"] += 1
        self.log("reply", manager=found.manager.email, about=found.row.meeting_id, meant=type(meaning).__name__)
        self._act(found, meaning, now)

    def _accepted(self, mail: Received) -> Replied | None:
        """The answer with its surroundings; None for what must not act, which is counted and not looked at further."""
        manager = next((one for one in self.managers.values() if mail.sender and one.is_address(mail.sender)), None)
        if manager is None or not mail.answers:
            self._left(mail, "mails_ignored")
        elif mail.automatic or (mail.message_id and self.store.deliveries_by_id(frozenset({mail.message_id}))):
            self._left(mail, "mails_automatic")
        elif mail.authentic is False or (mail.authentic is None and not self.accept_unauthenticated):
            self._left(mail, "mails_not_authentic")
        elif answered := self._answered(mail, manager):
            return self._around(mail, manager, answered)
        else:
            self._left(mail, "mails_ignored")
        return None

    def _answered(self, mail: Received, manager: AccountManager) -> Delivery | None:
        """The mail of ours, to this very manager, that it answers: the nearest one."""
        rows = {row.message_id: row for row in self.store.deliveries_by_id(frozenset(mail.answers))}
        ours = (rows[one] for one in mail.answers if one in rows)
        return next((row for row in ours if row.manager == manager.email), None)

    def _left(self, mail: Received, count: str) -> None:
        """Nothing of its words is kept or logged."""
        self.counts[count] += 1
        self.log("mail left alone", why=count, authentic=mail.authentic, automatic=mail.automatic)

    def _around(self, mail: Received, manager: AccountManager, row: Delivery) -> Replied:
        records = self.store.briefs(row.meeting_id, manager.email)
        record = next((one for one in records if one.revision == row.revision), None)
        promises, numbered = self._promises(row, record, manager)
        return Replied(mail, manager, row, record, self._meeting(mail, row, record), promises, numbered)

    def _meeting(self, mail: Received, row: Delivery, record: BriefRecord | None) -> Meeting | None:
        """The meeting it is about; of a day's mail the only one that had begun."""
        if row.kind in OF_A_DAY:
            ids = digest.contents(record)[0] if record else ()
            begun = [one for one in map(self.store.meeting, ids) if one is not None and one.start <= mail.at]
            return begun[0] if len(begun) == 1 else None
        if record is not None and isinstance(about := record.why.get("meeting"), str):
            return self.store.meeting(about)
        return self.store.meeting(row.meeting_id.removeprefix(after.mails_id("")))

    def _promises(
        self, row: Delivery, record: BriefRecord | None, manager: AccountManager
    ) -> tuple[tuple[PromiseRecord, ...], bool]:
        """What the mail listed, as it stands now, and whether it showed numbers."""
        mine = {one.key: one for one in self.store.promises(manager.email)}
        listed = record.why.get("promises") if record else None
        if isinstance(listed, list):
            keys = [tuple(map(str, key)) for key in listed if isinstance(key, list | tuple)]
            return tuple(mine[key] for key in keys if len(key) == 3 and key in mine), True
        if row.kind in AFTER:
            meeting = row.meeting_id.removeprefix(after.mails_id(""))
            return tuple(by_urgency(one for one in mine.values() if one.meeting_id == meeting)), False
        facts = record.why.get("facts") if record else None
        told = (
            {str(fact.get("id")) for fact in facts if isinstance(fact, Mapping)} if isinstance(facts, list) else set()
        )
        rows = [one for one in mine.values() if f"commitments/{commitment_id(one)}" in told]
        return tuple(by_urgency(rows)), False

    # --- what follows --------------------------------------------------------------------------------------------

    def _act(self, found: Replied, meaning: Meaning, now: dt.datetime) -> None:
        match meaning:
            case Done():
                self._done(found, meaning, now)
            case Moved():
                self._moved(found, meaning, now)
            case WrongPerson():
                self._wrong(found, meaning, now)
            case Notes():
                self._notes(found, meaning, now)
            case Stop():
                self._stop(found, now)
            case Unclear():
                self._unclear(found, meaning, now)
            case Nothing():
                pass

    def _done(self, found: Replied, meaning: Done, now: dt.datetime) -> None:
        by = f"reply {found.mark}"
        # Read before by somebody who died since: then no other row is closed by the same words.
        closed = [row for row in self.store.promises(found.manager.email) if row.closed_by == by]
        if not closed:
            closed = self.ledger.close(meaning.rows, by, nudges.today_of(found.manager, found.mail.at), now)
            self.counts["promises_done"] += len(closed)
        if meaning.by_words and closed:
            self._answer(found, [say("answer_done", count=Count(len(closed)))], closed, (), now, numbered=False)

    def _moved(self, found: Replied, meaning: Moved, now: dt.datetime) -> None:
        changed = self.ledger.move(meaning.row, meaning.to, now)
        self.counts["promises_moved"] += len(changed)
        said = say("answer_moved", what=Text(meaning.row.what), due=Day(meaning.to))
        self._answer(found, [said], (), (), now)

    def _wrong(self, found: Replied, meaning: WrongPerson, now: dt.datetime) -> None:
        """A join is undone only where the name is that of exactly one person of the meeting."""
        people = external_attendees(found.meeting, self.own_domains) if found.meeting else ()
        named = [
            one for one in people if one.email and len(meaning.name.split()) > 1 and same_name(one.name, meaning.name)
        ]
        if len(named) != 1:
            self._answer(found, [say("answer_wrong_ask", command=Text(_match("ADDRESS")))], (), (), now)
            return
        who = named[0]
        kept = {one.email: one for one in self.store.corrections()}.get(who.email)
        if kept is None or kept.contact_id or kept.account_id:
            self.store.save_correction(Correction(who.email, made_at=now))
        told = say(
            "answer_wrong_done", name=Text(who.name), email=Text(who.email), command=Text(_match(who.email))
        )  # fmt: skip
        self._answer(found, [told], (), (), now)

    def _notes(self, found: Replied, meaning: Notes, now: dt.datetime) -> None:
        meeting, manager = found.meeting, found.manager
        if meeting is None or manager.email not in meeting.owners:
            told = say("answer_notes_which", command=Text("kambrief followup MEETING --notes FILE"))
            self._answer(found, [told], (), (), now)
            return
        heard = after.notes_of(meeting.id, manager, meaning.text, found.mail.at)
        whole = _together(self.store.heard(meeting.id), heard)
        if whole is None:
            return  # these words are kept already
        self.store.save_heard(whole, now)
        self.store.plan([StepPlan(StepKind.FOLLOWUP, now, meeting.id, manager.email, again=True)])
        self.counts["notes"] += 1

    def _stop(self, found: Replied, now: dt.datetime) -> None:
        meeting = found.meeting
        if found.row.kind in AFTER and meeting is not None:
            self.store.drop(StepKind.REMIND, meeting.id, found.manager.email, "the account manager asked for no more")
            self._answer(found, [say("answer_stop_done")], (), (), now)
        else:
            self._answer(found, [say("answer_stop_how")], (), (), now)

    def _unclear(self, found: Replied, meaning: Unclear, now: dt.datetime) -> None:
        rows = meaning.rows or tuple(row for row in found.promises if row.is_open)
        phrase = f"answer_{meaning.why}"
        if meaning.why == "which" and not rows:
            phrase = "answer_words"
        hints = [say("answer_how")] if rows and phrase in {"answer_words", "answer_not_done"} else []
        if found.meeting is not None and phrase == "answer_words":
            hints.append(say("answer_how_notes"))
        self._answer(found, [say(phrase)], rows, hints, now)

    def _answer(
        self, found: Replied, said: Sequence[Sentence], rows: Sequence[PromiseRecord], hints: Sequence[Sentence],
        now: dt.datetime, *, numbered: bool = True,
    ) -> None:  # fmt: skip
        """One mail in the thread, once for each that is answered."""
        manager = found.manager
        day = nudges.moment(nudges.today_of(manager, now), dt.time(), manager)
        sent = [one for one in self.store.briefs_since(manager.email, day) if one.kind is MailKind.ANSWER]
        about = found.row.meeting_id if found.row.kind not in ABOUT_MEETINGS else after.mails_id(found.row.meeting_id)
        if len(sent) >= ANSWERS and not any(one.revision == found.mark for one in sent):
            self.counts["answers_held"] += 1
            self.log("no more answers today", manager=manager.email)
            return
        subject = found.mail.subject or (found.record.subject if found.record else "")
        why: dict[str, object] = {"meeting": found.meeting.id} if found.meeting else {}
        if numbered:
            why["promises"] = [[*row.key] for row in rows]
        put = self.letters.put(
            MailKind.ANSWER, about, found.mark, manager,
            render_answer(subject, said, rows, hints, manager, now, numbered=numbered), now=now,
            expires_at=now + dt.timedelta(days=1), thread=(found.row.message_id, found.mail.message_id), why=why,
        )  # fmt: skip
        self.counts["answers"] += put


def _told(record: BriefRecord | None) -> str:
    """What we wrote, by which our own words are known in an answer."""
    return f"{record.subject}\n{record.text}" if record else ""


def _match(email: str) -> str:
    return f"kambrief match {email} --to CONTACT"


def _together(kept: Sequence[Heard], new: Heard) -> Heard | None:
    """A manager's notes with those of earlier answers; None where they hold these already."""
    before = next((one for one in kept if (one.provider, one.session) == (new.provider, new.session)), None)
    if before is None or before.transcript is None or new.transcript is None:
        return new
    known = [turn.text for turn in before.transcript.turns]
    more = [turn for turn in new.transcript.turns if turn.text not in known]
    if not more:
        return None
    turns = [
        dataclasses.replace(turn, cue=f"#{number}")
        for number, turn in enumerate((*before.transcript.turns, *more), start=1)
    ]
    return dataclasses.replace(before, transcript=Transcript(tuple(turns), before.transcript.source))
