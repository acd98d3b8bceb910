"""The customers of one account manager: those they own, and those they meet; by what is kept, no vendor is asked.

everybody's sums → owned, or in the calendar by domain → what may be seen → search → one page, by tier and revenue
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kambrief.app import App
from kambrief.core.address import address_key, domain_of, owned_chain
from kambrief.core.customer import Account, CrmData
from kambrief.core.groups import id_order
from kambrief.core.insight.account_class import AccountClass, classify
from kambrief.core.insight.revenue import revenue
from kambrief.core.insight.tier import Tier
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.rights import names_of
from kambrief.desk.customer_page import crm_of, kept_comparison, shown_to
from kambrief.pipeline.collecting import AHEAD, HISTORY
from kambrief.pipeline.comparing import Compared
from kambrief.pipeline.customers import Known

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One customer group."""

    account: Account
    """Its root."""
    label: AccountClass
    tier: Tier | None
    t12m: Decimal | None
    """In the base currency; None where it is not known."""
    yoy: Decimal | None
    """The year's change as a ratio."""
    q: Decimal | None
    """That of the last three months."""
    ahead: Meeting | None
    owned: bool
    """False: theirs only by a meeting."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """One page of them."""

    rows: tuple[Row, ...]
    fitting: int
    currency: str
    query: str
    number: int = 1
    pages: int = 1
    known: bool = True
    """False: no source tells all customers, so there is no list; single pages are there all the same."""


def accounts(
    app: App, manager: AccountManager, now: dt.datetime, query: str = "", number: int = 1,
    deputy: AccountManager | None = None,
) -> Accounts:  # fmt: skip
    """Page ``number`` (from 1; the nearest one there is). ``query``: all its words are in a company's name, or it is
    the beginning of its id. ``deputy`` as for `desk.customer_page.customer`. Raises `UserError` without a CRM.
    """
    crm_of(app)
    wanted = " ".join(query.split())
    compared = kept_comparison(app, now, manager)
    if compared is None:
        return Accounts((), 0, app.before.writing.rates.base, wanted, known=False)
    portfolio = compared.portfolio
    owned = _owned(compared, manager)
    ahead, met = _met(app, compared, manager, now, private=deputy is None)
    roots = [one for one in owned | met if _fits(compared, one, wanted)]
    seen = _seen(app, compared, roots, [manager, *([deputy] if deputy else [])])
    roots = sorted(seen, key=lambda one: _rank(compared, one))
    pages = max(1, -(-len(roots) // PAGE))
    here = min(max(1, number), pages)
    limits = app.before.writing.limits
    rows = []
    for root in roots[(here - 1) * PAGE : here * PAGE]:
        trend = revenue(portfolio.sums.get(root, ()), portfolio.windows, portfolio.rates, limits)
        tier = compared.tiers.of.get(root)
        rows.append(
            Row(
                account=portfolio.accounts[root],
                label=classify(portfolio, root, tier, limits).label,
                tier=tier,
                t12m=portfolio.revenue.get(root) if portfolio.sums.get(root) else None,
                yoy=trend.yoy if trend else None,
                q=trend.q if trend else None,
                ahead=ahead.get(root),
                owned=root in owned,
            )
        )
    return Accounts(tuple(rows), len(roots), portfolio.rates.base, wanted, here, pages)


def _owned(compared: Compared, manager: AccountManager) -> set[str]:
    """Groups of which some company is theirs."""
    mine = names_of(manager)
    return {
        compared.portfolio.root_of[one.id]
        for one in compared.portfolio.accounts.values()
        if " ".join((one.owner or "").casefold().split()) in mine
    }


def _met(
    app: App, compared: Compared, manager: AccountManager, now: dt.datetime, *, private: bool
) -> tuple[Mapping[str, Meeting], set[str]]:
    """The next meeting with each customer, and all that are met within half a year back and a quarter ahead. Known by
    the companies' domains: here nobody's contacts are read.
    """
    of: dict[str, set[str]] = {}
    for one in compared.portfolio.accounts.values():
        for domain in one.domains:
            of.setdefault(domain.casefold(), set()).add(compared.portfolio.root_of[one.id])
    ahead: dict[str, Meeting] = {}
    met = set[str]()
    for meeting in app.store.meetings(now - HISTORY, now + AHEAD):
        if manager.email not in meeting.owners or meeting.cancelled or (meeting.private and not private):
            continue
        roots = _roots(meeting, of)
        met |= roots
        if meeting.start > now and app.before.verdict(meeting, manager).brief:
            for root in roots:
                ahead.setdefault(root, meeting)
    return ahead, met


def _roots(meeting: Meeting, of: Mapping[str, set[str]]) -> set[str]:
    """A domain that two customers have leads to neither."""
    found = set[str]()
    for attendee in meeting.attendees:
        chain = owned_chain(domain_of(address_key(attendee.email)))
        roots = next((of[part] for part in chain if part in of), set())
        if len(roots) == 1 and not attendee.is_resource:
            found |= roots
    return found


def _fits(compared: Compared, root: str, query: str) -> bool:
    if not query:
        return True
    words = query.casefold().split()
    rows = [compared.portfolio.accounts[one] for one in compared.portfolio.members[root]]
    return any(
        row.id.casefold().startswith(query.casefold()) or all(word in row.name.casefold() for word in words)
        for row in rows
    )


def _seen(app: App, compared: Compared, roots: Iterable[str], readers: Iterable[AccountManager]) -> set[str]:
    """Groups of which everything may be seen: a sum would tell of a part that may not."""
    members = {root: set(compared.portfolio.members[root]) for root in roots}
    rows = tuple(compared.portfolio.accounts[one] for ids in members.values() for one in sorted(ids))
    known = shown_to(app, Known(CrmData(accounts=rows)), readers)
    left = {one.id for one in known.data.accounts}
    return {root for root, ids in members.items() if ids <= left}


def _rank(compared: Compared, root: str) -> tuple[object, ...]:
    return (
        compared.tiers.of.get(root, "Z"), -compared.portfolio.revenue.get(root, Decimal("-Infinity")), id_order(root),
    )  # fmt: skip
