"""One customer for whoever answers for them: everything that is computed, under the rights of whoever looks.

    an account's id → its group's records (kept ones while fresh) → what the CRM and ``crm_scope`` show → do they own
    or meet it? → the calendar's meetings → situation, with the ledger's promises → who knows whom

Who neither owns a customer nor has had or will have a meeting with it is told what a stranger is told: nothing.
"""

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kambrief.app import App
from kambrief.core import calendar_history
from kambrief.core.address import address_key, domain_of, owned_chain, without_tag
from kambrief.core.customer import Account, Contact, CrmData
from kambrief.core.groups import addresses, groups
from kambrief.core.insight.standing import Standing, standing
from kambrief.core.match import Matched, Wanted
from kambrief.core.model import AccountManager, Meeting, Scope
from kambrief.core.relations import Own, Relations, relations
from kambrief.core.rights import names_of, outside
from kambrief.core.situation import Situation
from kambrief.errors import NotFoundError, ProviderError, UserError
from kambrief.pipeline.collecting import AHEAD, HISTORY
from kambrief.pipeline.comparing import Compared
from kambrief.pipeline.customers import Known
from kambrief.pipeline.looking import Looking
from kambrief.ports import Crm

FRESH = dt.timedelta(minutes=30)
"""How old what is kept of a customer may be for a page: opening one asks the CRM at most this often."""


@dataclass(frozen=True, slots=True)
class Customer:
    """What the page of one customer shows."""

    situation: Situation
    """Its meeting is the next one with this customer, an empty one where none lies ahead (``ahead`` False)."""
    relations: Relations
    ahead: bool
    compared: bool
    """Whether tier and class are known: not where a part of the group is hidden, or no source tells all customers."""
    read_at: dt.datetime | None
    """When the records were read."""
    current: bool
    """False: the CRM was not reached, these are the last known ones."""
    hidden: bool
    """Whether records are left out because of somebody's rights."""

    @property
    def root(self) -> str:
        """The account that stands for the group, as far as it is seen."""
        account = self.situation.account
        return account.id if account else ""


def customer(
    app: App, account_id: str, manager: AccountManager, now: dt.datetime, deputy: AccountManager | None = None
) -> Customer:
    """The group that this account (by its whole id) belongs to, in the name of ``manager``. ``deputy``: who looks in
    their place, and sees no more than both may. Raises `NotFoundError` where there is no such customer for them,
    `UserError` where there is no CRM, or nothing can be had of the customer.
    """
    crm = crm_of(app)
    looking = Looking(app.before, crm, now)
    compared = kept_comparison(app, now, manager)
    known = dataclasses.replace(_records(looking, account_id, compared), compared=compared)
    readers = (manager, *([deputy] if deputy else []))
    seen = shown_to(app, known, readers)
    group = groups(seen.data.accounts)
    if account_id not in group.roots:
        if not known.current and not _has(known.data, account_id):
            raise ProviderError(crm.name, "not reached, and nothing is kept of this customer")
        raise NotFoundError(f"There is no customer '{account_id}'")
    root = group.root(account_id)
    # What was read may hold more: the products, and rows of no account that is seen.
    seen = dataclasses.replace(seen, data=seen.data.only(group.members(root)))
    meetings = _meetings(app, manager, seen, now, root, private=deputy is None)
    if not meetings and not owns(manager, seen.data, account_id):
        raise NotFoundError(f"There is no customer '{account_id}'")
    if app.before.added is not None:
        seen = app.before.added(seen, manager, now)
    past = calendar_history.held([one for one, _ in meetings], manager.email, now)
    next_one = next(((one, matched) for one, matched in meetings if _is_ahead(app, one, manager, now)), None)
    situation = looking.situation(
        root, seen.data, manager, past, looking.knowledge(_standing(app, seen.compared, root, seen.data, manager, now)),
        next_one,
    )  # fmt: skip
    if situation is None:
        raise UserError(f"The records of {root} hold something that cannot be understood")
    return Customer(
        situation=situation,
        relations=_relations(app, situation, past),
        ahead=next_one is not None,
        compared=bool(situation.insights.standing.accounts),
        read_at=seen.data.fetched_at or seen.ages.get(root),
        current=seen.current,
        hidden=len(seen.gaps) > len(known.gaps),
    )


def crm_of(app: App) -> Crm:
    """The CRM. Raises `UserError` where there is none."""
    if app.before.customers.crm is None:
        raise UserError("No CRM is configured, so no customer is known")
    return app.before.customers.crm


def kept_comparison(app: App, now: dt.datetime, manager: AccountManager) -> Compared | None:
    """How all customers compare, by what is kept; where nothing is yet, the source is asked once."""
    comparing = app.before.customers.comparing
    if comparing is None:
        return None
    today = now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()
    return comparing.kept(today) or comparing.compare(now, today)


def shown_to(app: App, known: Known, readers: Iterable[AccountManager]) -> Known:
    """Cut to what every one of these may see."""
    seeing = app.before.seeing
    if seeing is None:
        return known
    for reader in readers:
        concerned = frozenset(one.id for one in known.data.accounts)
        known = seeing.seen_of(known, concerned, reader)
    return known


def owns(manager: AccountManager, data: CrmData, account_id: str) -> bool:
    """Whether the CRM names them as the account's owner (or as that of the nearest company above it that has one)."""
    return account_id not in outside(data, Scope.OWN, names_of(manager)).get("accounts", frozenset())


# --- the records ---------------------------------------------------------------------------------------------------


def _records(looking: Looking, account_id: str, compared: Compared | None) -> Known:
    """Everything about the account's group; the last known data where the CRM cannot be reached."""
    customers, crm, now = looking.before.customers, looking.crm, looking.now
    root = compared.portfolio.root_of.get(account_id, account_id) if compared else account_id
    if customers.keeping is None:
        kept = looking.before.store.snapshots_of(crm.name, frozenset({root})).get(root)
        read_at = kept.data.fetched_at if kept else None
        if kept and read_at and now - FRESH <= read_at <= now and _has(kept.data, account_id):
            return Known(kept.data, corrections=tuple(looking.before.store.corrections()))

    def question() -> CrmData:
        if customers.keeping is not None:
            told = customers.keeping.data(Wanted(ids=frozenset({account_id})), now)
            if told is not None:
                return told
        found = crm.find(frozenset(), frozenset(), frozenset({account_id}))
        if not _has(found, account_id):
            return CrmData()
        return crm.histories(groups(found.accounts).whole({account_id}))

    return looking.asked(question)


def _has(data: CrmData, account_id: str) -> bool:
    return any(one.id == account_id for one in data.accounts)


def _standing(
    app: App, compared: Compared | None, root: str, data: CrmData, manager: AccountManager, now: dt.datetime
) -> Standing:
    if compared is None or root not in compared.portfolio.members:
        return Standing()
    today = now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()
    return standing(compared.portfolio, compared.tiers, root, data.deals, today, app.before.writing.limits)


# --- meetings ------------------------------------------------------------------------------------------------------


def _meetings(
    app: App, manager: AccountManager, known: Known, now: dt.datetime, root: str, *, private: bool
) -> list[tuple[Meeting, Matched]]:
    """Those in the manager's calendar that are about this customer, half a year back and a quarter ahead, by start.
    ``private``: also those marked so, which are nobody else's.
    """
    keys = Places(known.data.accounts, known.data.contacts, (one.email for one in known.corrections))
    found = []
    for meeting in app.store.meetings(now - HISTORY, now + AHEAD):
        if manager.email not in meeting.owners or meeting.cancelled or (meeting.private and not private):
            continue
        if keys.may_know(meeting):
            matched = app.before.customers.match(meeting, known)
            if root in matched.roots:
                found.append((meeting, matched))
    return found


class Places:
    """Addresses and domains that may lead to some customers: a cheap look before the rules of `core.match`."""

    def __init__(self, accounts: Iterable[Account], contacts: Iterable[Contact], corrected: Iterable[str]) -> None:
        self._addresses = {address_key(email) for email in corrected}
        for contact in contacts:
            self._addresses |= addresses(contact)
        self._domains = {part for one in accounts for domain in one.domains for part in owned_chain(domain)}

    def may_know(self, meeting: Meeting) -> bool:
        """Whether somebody in it may be one of theirs."""
        for attendee in meeting.attendees:
            key = address_key(attendee.email)
            if {key, without_tag(key)} & self._addresses or set(owned_chain(domain_of(key))) & self._domains:
                return True
        return False


def _is_ahead(app: App, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> bool:
    return meeting.start > now and app.before.verdict(meeting, manager).brief


def _relations(app: App, situation: Situation, past: Sequence[Meeting]) -> Relations:
    own = Own(tuple(app.managers.values()), app.before.own_domains)
    found = situation.insights
    return relations(
        situation.data.contacts, situation.touches, found.coverage, found.silences, own, situation.today,
        situation.limits, past,
    )  # fmt: skip
