"""Small stand-ins for what surrounds the flow; each does what it says and remembers what it was asked."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kambrief.core.customer import TABLES, Account, Contact, CrmData
from kambrief.core.groups import find_in
from kambrief.core.model import Occurrence
from kambrief.errors import DraftChangedError, GoneError, ProviderError
from kambrief.ports import Answer, CalendarRead, Changes, Health, Prompt
from kambrief.ports.mailbox import DraftMail, Found, InboxRead, Placed, Received


@dataclass
class FakeMeetings:
    """Calendars as lists of occurrences, by owner. ``broken`` owners cannot be read."""

    calendars: dict[str, list[Occurrence]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    name: str = "meetings.fake"
    reads: int = 0

    def read(
        self, start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]], now: dt.datetime
    ) -> Sequence[CalendarRead]:
        """One read a calendar."""
        del cursors, now
        self.reads += 1
        return [
            CalendarRead(self.name, owner, owner, complete=False, problems=("not reached",))
            if owner in self.broken
            else CalendarRead(self.name, owner, owner, tuple(o for o in rows if o.end > start and o.start < end))
            for owner, rows in self.calendars.items()
        ]

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """All well."""
        del now
        return [Health(self.name, ok=True, summary="fake")]


@dataclass
class FakeCrm:
    """Customer data in memory; ``down`` makes every question fail. Counts its calls."""

    data: CrmData = field(default_factory=CrmData)
    down: bool = False
    name: str = "crm.fake"
    calls: list[str] = field(default_factory=list)

    def _ask(self, what: str) -> None:
        self.calls.append(what)
        if self.down:
            raise ProviderError(self.name, "connection refused")

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        """See `ports.Crm`."""
        self._ask("find")
        return find_in(self.data, emails, domains, ids)

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """See `ports.Crm`."""
        self._ask("histories")
        return self.data.only(account_ids)

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """All well unless down."""
        del now
        return [Health(self.name, ok=not self.down, summary="fake")]


@dataclass
class ChangingCrm(FakeCrm):
    """One that tells what has changed, as vendors do: rows as they are now, each change twice, and of what is gone only
    if it can. ``forgets``: it cannot tell what changed before.
    """

    told: list[Changes] = field(default_factory=list)
    forgets: bool = False

    def change(self, data: CrmData, *, tells_gone: bool = True) -> None:
        """The CRM holds this from now on."""
        self.told.append(_difference(self.data, data) if tells_gone or not _gone(self.data, data) else _UNTOLD)
        self.data = data

    def changes(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        """See `ports.Changing`."""
        del now
        self._ask("changes")
        after = {"told": str(len(self.told)), "again": cursor.get("told", str(len(self.told)))}
        if self.forgets or "told" not in cursor:
            return Changes(complete=False, cursor=after)
        since = self.told[int(cursor["again"]) :]
        if any(not one.complete for one in self.told[int(cursor["told"]) :]):
            return Changes(complete=False, cursor=after)
        parts: dict[str, Any] = {
            name: frozenset().union(*(getattr(one, name) for one in since))
            for name in ("accounts", "emails", "domains", "records")
        }
        return Changes(**parts, cursor=after)


_UNTOLD = Changes(complete=False)


def _rows(data: CrmData, table: str) -> set[Any]:
    return set(getattr(data, table))


def _gone(old: CrmData, new: CrmData) -> set[Any]:
    """Rows that are not there any more under any content."""
    kept = {(table, getattr(row, "id", row)) for table in TABLES for row in _rows(new, table)}
    return {row for table in TABLES for row in _rows(old, table) if (table, getattr(row, "id", row)) not in kept}


def _difference(old: CrmData, new: CrmData) -> Changes:
    rows = {row for table in TABLES for row in _rows(new, table) - _rows(old, table)} | _gone(old, new)
    people = [row for row in rows if isinstance(row, Contact)]
    firms = [row for row in rows if isinstance(row, Account)]
    ids = {row.id for row in firms} | {row.account_id for row in rows if hasattr(row, "account_id")}
    parents = {one.parent_id for one in new.accounts if one.id in ids and one.parent_id}
    return Changes(
        accounts=frozenset(ids | parents),
        emails=frozenset(one for row in people for one in (row.email, *row.aliases) if one),
        domains=frozenset(domain for row in firms for domain in row.domains),
        records=frozenset(row.id for row in rows if not isinstance(row, Account) and hasattr(row, "id")),
    )


@dataclass
class FakeMail:
    """A mailbox. ``failures`` are raised first, one a mail; ``after`` runs when a mail has arrived."""

    failures: list[ProviderError] = field(default_factory=list)
    inbox: list[tuple[str, bytes]] = field(default_factory=list)
    can_look_up: bool = False
    name: str = "mail.fake"
    accept_before_failing: bool = False

    def send(self, message: bytes, sender: str, recipient: str) -> str:
        """See `ports.Mail`."""
        del sender
        if self.failures:
            failure = self.failures.pop(0)
            if self.accept_before_failing:
                self.inbox.append((recipient, message))
            raise failure
        self.inbox.append((recipient, message))
        return "250 ok"

    def was_sent(self, message_id: str, sender: str) -> bool | None:
        """Looks into the inbox, if it can."""
        del sender
        return any(message_id.encode() in message for _, message in self.inbox) if self.can_look_up else None

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """All well."""
        del now
        return [Health(self.name, ok=True, summary="fake")]


@dataclass
class FakeWriter:
    """A model with prepared answers (or errors) and a memory of prompts."""

    answers: list[str | ProviderError | Callable[[Prompt], str]] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)
    name: str = "llm.fake"

    def write(self, prompt: Prompt, timeout: float) -> Answer:
        """The next answer."""
        del timeout
        self.prompts.append(prompt)
        answer = self.answers.pop(0) if self.answers else ProviderError(self.name, "no more answers")
        if isinstance(answer, ProviderError):
            raise answer
        text = answer if isinstance(answer, str) else answer(prompt)
        return Answer(text, "fake-1", "127.0.0.1", prompt_tokens=100, completion_tokens=20, request_hash="0" * 64)

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """All well."""
        del now
        return [Health(self.name, ok=True, summary="fake")]


@dataclass
class Lying:
    """A mail in a fake mailbox. ``folder``: ``drafts``, ``sent`` or ``trash``."""

    mailbox: str
    mail: DraftMail
    folder: str = "drafts"
    at: dt.datetime | None = None

    @property
    def content(self) -> str:
        """Hash of what it says."""
        told = repr((self.mail.subject, self.mail.text, self.mail.to, self.mail.cc))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class FakeDrafts:
    """Account managers' mailboxes. ``failures`` are raised first, one a call. `edit`, `send_by_hand` and `delete` are
    what a person does in a mail program.
    """

    mailboxes: frozenset[str] | None = None
    """Served; None: all."""
    can_send: bool = False
    name: str = "drafts.fake"
    failures: list[ProviderError] = field(default_factory=list)
    lost_answers: int = 0
    """So many times `put` does its work and the answer is lost."""
    refusal: ProviderError | None = None
    """Why it does not send."""
    lying: list[Lying] = field(default_factory=list)
    threads: tuple[str, ...] = ()
    calls: list[str] = field(default_factory=list)

    def serves(self, mailbox: str) -> bool:
        """See `ports.Drafts`."""
        return self.mailboxes is None or mailbox in self.mailboxes

    def put(self, mailbox: str, mail: DraftMail, placed: Placed | None = None) -> Placed:
        """See `ports.Drafts`."""
        self._called("put")
        there = self._of(mailbox, mail.message_id)
        if placed is None and there is None:
            there = Lying(mailbox, mail)
            self.lying.append(there)
        elif placed is not None:
            if there is None or there.folder != "drafts":
                raise GoneError(self.name, "it is not there any more")
            if there.content != placed.content:
                raise DraftChangedError(self.name, "it was changed")
            there.mail = mail
        assert there is not None
        if self.lost_answers:
            self.lost_answers -= 1
            raise ProviderError(self.name, "the answer was lost")
        return self._placed(there)

    def look(self, mailbox: str, placed: Placed, message_id: str, since: dt.datetime) -> Found:
        """See `ports.Drafts`."""
        del placed, since
        self._called("look")
        there = self._of(mailbox, message_id)
        if there is None or there.folder == "trash":
            return Found("gone")
        to, cc = (tuple(email for _, email in some) for some in (there.mail.to, there.mail.cc))
        state = "sent" if there.folder == "sent" else "draft"
        return Found(state, self._placed(there), there.mail.subject, there.mail.text, to, cc, there.at)

    def send(self, mailbox: str, placed: Placed, message_id: str) -> None:
        """See `ports.Drafts`."""
        del placed
        self._called("send")
        if self.refusal:
            raise self.refusal
        there = self._of(mailbox, message_id)
        if there is None or there.folder != "drafts":
            raise GoneError(self.name, "it is not there any more")
        there.folder = "sent"

    def thread_of(self, mailbox: str, uid: str, people: frozenset[str], since: dt.datetime) -> tuple[str, ...]:
        """See `ports.Drafts`."""
        del mailbox, uid, people, since
        self._called("thread_of")
        return self.threads

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """All well."""
        del now
        return [Health(self.name, ok=True, summary="fake")]

    # what a person does

    def edit(self, text: str = "", at: dt.datetime | None = None, **changes: Any) -> None:
        """The only draft, changed by hand."""
        (one,) = [one for one in self.lying if one.folder == "drafts"]
        one.mail = replace(one.mail, text=text or one.mail.text, **changes)
        one.at = at

    def send_by_hand(self, at: dt.datetime | None = None) -> None:
        """The only draft, sent as it lies there."""
        (one,) = [one for one in self.lying if one.folder == "drafts"]
        one.folder, one.at = "sent", at

    def delete(self) -> None:
        """The only draft, thrown away."""
        (one,) = [one for one in self.lying if one.folder == "drafts"]
        one.folder = "trash"

    @property
    def drafts(self) -> list[DraftMail]:
        """What lies in Drafts."""
        return [one.mail for one in self.lying if one.folder == "drafts"]

    @property
    def sent(self) -> list[DraftMail]:
        """What lies in Sent."""
        return [one.mail for one in self.lying if one.folder == "sent"]

    def _of(self, mailbox: str, message_id: str) -> Lying | None:
        mine = [one for one in self.lying if (one.mailbox, one.mail.message_id) == (mailbox, message_id)]
        return mine[-1] if mine else None

    def _placed(self, one: Lying) -> Placed:
        return Placed(f"ref-{self.lying.index(one)}", one.mail.message_id, "conversation", one.content)

    def _called(self, what: str) -> None:
        self.calls.append(what)
        if self.failures:
            raise self.failures.pop(0)


@dataclass
class FakeInbox:
    """The mailbox that replies come to; each mail is read once."""

    mails: list[Received] = field(default_factory=list)
    down: bool = False
    name: str = "inbox.fake"

    def read(self, cursor: Mapping[str, str], now: dt.datetime) -> InboxRead:
        """See `ports.Inbox`."""
        del now
        if self.down:
            raise ProviderError(self.name, "connection refused")
        seen = int(cursor.get("seen", "0"))
        return InboxRead(tuple(self.mails[seen:]), {"seen": str(len(self.mails))})

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """All well unless down."""
        del now
        return [Health(self.name, ok=not self.down, summary="fake")]
