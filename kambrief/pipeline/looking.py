"""The flow's own parts for commands that look at customers: asked, never changed.

What the CRM says is not kept as last known, nothing is planned; only everybody's sums are brought up to date.
"""

import dataclasses
import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core import calendar_history
from kambrief.core.address import address_key, without_tag
from kambrief.core.customer import Account, CrmData
from kambrief.core.directory import Directory
from kambrief.core.eligibility import people
from kambrief.core.explain import tips_shown
from kambrief.core.groups import addresses, groups
from kambrief.core.insight.standing import Standing
from kambrief.core.match import Matched, wanted
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.situation import Knowledge, Situation, gather
from kambrief.errors import ProviderError, UserError
from kambrief.pipeline.before import Before
from kambrief.pipeline.collecting import HISTORY
from kambrief.pipeline.comparing import Compared
from kambrief.pipeline.customers import Known
from kambrief.ports import Crm


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next meeting with a customer, and the account manager in whose calendar it stands."""

    meeting: Meeting
    manager: AccountManager


@dataclass(frozen=True, slots=True)
class Coming:
    """Meetings ahead and what is known of who comes."""

    known: Known
    by_root: Mapping[str, Ahead]
    """Customer (group root) → the next one."""


@dataclass(frozen=True, slots=True)
class Past:
    """The meetings one account manager has sat in, oldest first, and by the addresses of who was there."""

    held: Sequence[Meeting]
    by_address: Mapping[str, Sequence[Meeting]]

    def with_people_of(self, data: CrmData) -> tuple[Meeting, ...]:
        """Those with the contacts of these customers, oldest first."""
        known = {address for contact in data.contacts for address in addresses(contact)}
        found = {meeting.id: meeting for address in known for meeting in self.by_address.get(address, ())}
        return tuple(sorted(found.values(), key=lambda meeting: (meeting.start, meeting.id)))


@dataclass(frozen=True, slots=True)
class Looking:
    """What commands ask of the flow, at one ``now``."""

    before: Before
    crm: Crm
    now: dt.datetime

    def compared(self) -> Compared | None:
        """How all customers compare; None where no source tells."""
        customers = self.before.customers
        if customers.comparing is None:
            return None
        return customers.comparing.compare(self.now, self.now.astimezone(zoneinfo.ZoneInfo(customers.zone)).date())

    def asked(self, question: Callable[[], CrmData]) -> Known:
        """What the CRM answers; when it fails, what is kept of the customers met lately."""
        customers = self.before.customers
        corrections = tuple(self.before.store.corrections())
        try:
            data = question()
        except ProviderError as error:
            customers.log("crm not reached", provider=self.crm.name, error=error.reason)
        except Exception as error:  # noqa: BLE001 a provider's bug: the same as for briefs
            customers.log("crm provider failed", provider=self.crm.name, error=type(error).__name__, exc_info=True)
        else:
            return Known(dataclasses.replace(data, fetched_at=self.now), corrections=corrections)
        return customers.last_known(self.crm, corrections)

    # --- meetings ----------------------------------------------------------------------------------------------

    def coming(self, until: dt.datetime) -> Coming:
        """The next meeting with each customer, of those that get a brief. The CRM is asked once for all who come."""
        rows = [
            Ahead(meeting, reader)
            for meeting in self.before.store.meetings(self.now, until)
            if meeting.start > self.now and (reader := self._reader_of(meeting))
        ]
        if not rows:
            return Coming(Known(CrmData()), {})
        attendees = [person for row in rows for person in people(row.meeting)]
        wish = wanted(attendees, self.before.store.corrections(), self.before.customers.own_domains)
        known = self.asked(lambda: self.crm.find(wish.emails, wish.domains, wish.ids))
        return Coming(known, self._next(rows, known))

    def _reader_of(self, meeting: Meeting) -> AccountManager | None:
        readers = (self.before.managers[owner] for owner in meeting.owners if owner in self.before.managers)
        return next((reader for reader in readers if self.before.verdict(meeting, reader).brief), None)

    def _next(self, rows: Sequence[Ahead], known: Known) -> dict[str, Ahead]:
        """``rows`` by start. Each meeting is matched with what `find` would have told of it alone."""
        found: dict[str, Ahead] = {}
        book, domains = Directory(known.data), self.before.customers.own_domains
        for row in rows:
            wish = wanted(people(row.meeting), known.corrections, domains)
            mine = dataclasses.replace(known, data=book.of(wish))
            for root in self.before.customers.match(row.meeting, mine).roots:
                found.setdefault(root, row)
        return found

    def past(self, manager: AccountManager) -> Past:
        """What the calendar knows of the last half year."""
        held = calendar_history.held(self.before.store.meetings(self.now - HISTORY, self.now), manager.email, self.now)
        by_address: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in held:
            keys = {address_key(person.email) for person in meeting.attendees}
            for key in keys | {without_tag(key) for key in keys}:
                by_address[key].append(meeting)
        return Past(held, by_address)

    # --- customers ---------------------------------------------------------------------------------------------

    def manager(self, name: str) -> AccountManager | None:
        """An account manager by address or name, case ignored."""
        key = name.strip().casefold()
        every = self.before.managers.values()
        return next((one for one in every if key and (one.is_address(key) or one.name.casefold() == key)), None)

    def reader(self, account: Account | None) -> AccountManager:
        """Whose zone and calendar count for a customer when nobody says: its owner's, else those of the first one
        configured.
        """
        owner = self.manager((account.owner if account else None) or "")
        if owner is None and not self.before.managers:
            raise UserError("No account manager is configured; add [[account_managers]] with an email")
        return owner or next(iter(self.before.managers.values()))

    def situation(
        self, root: str, data: CrmData, manager: AccountManager, past: Sequence[Meeting], beside: Knowledge,
        met: tuple[Meeting, Matched] | None = None,
    ) -> Situation | None:  # fmt: skip
        """Everything of one customer; None, and a line in the log, when a row nobody thought of breaks it. Without a
        meeting to come an empty one stands in: nobody attends it, and what is computed of meetings must not be told.
        """
        meeting, matched = met or (Meeting("", "", self.now, self.now), Matched((), (root,), groups(data.accounts)))
        try:
            return gather(
                meeting, manager, self.now, matched, calendar_history.with_calendar(data, past), root,
                past=past, own_people=self.before.writing.own_people, known=beside,
            )  # fmt: skip
        except Exception as error:  # noqa: BLE001 one customer's odd rows must not cost the others
            log = self.before.customers.log
            log("customer data not understood", account=root, error=type(error).__name__, exc_info=True)
            return None

    def knowledge(self, beside: Standing, tips: Mapping[str, dt.date] | None = None) -> Knowledge:
        """What stands beside a customer's own data."""
        writing = self.before.writing
        return Knowledge(beside, writing.rates, writing.limits, tips or {})

    def tips_shown(self, manager: AccountManager) -> Mapping[str, dt.date]:
        """Tip → when this account manager last read it."""
        return tips_shown(self.before.store.briefs_since(manager.email, self.now - HISTORY), manager.timezone)
