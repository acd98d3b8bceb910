"""Small stand-ins for what surrounds the flow; each does what it says and remembers what it was asked."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kambrief.core.customer import TABLES, Account, Contact, CrmData
from kambrief.core.groups import find_in
from kambrief.core.model import Occurrence
from kambrief.errors import ProviderError
from kambrief.ports import Answer, CalendarRead, Changes, Health, Prompt


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
