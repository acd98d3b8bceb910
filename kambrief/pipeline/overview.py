"""Customers for whoever asks: the portfolio, and all that is computed of one of them. Nothing is planned or sent.

    everybody's sums (`comparing`) → groups by tier and revenue → the next meeting of each → the shown ones' records in
    one call → retention risk

    a name → the group → its records → the next meeting with it → situation → insights as rows (`core.insight.report`)

Both take the situation from the same place (`looking`), so that the list and the single customer tell the same risk.
"""

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kambrief.core.customer import Account, CrmData
from kambrief.core.directory import by_root
from kambrief.core.groups import groups, id_order
from kambrief.core.insight.account_class import Classified, classify
from kambrief.core.insight.report import report
from kambrief.core.insight.report_row import Reported
from kambrief.core.insight.revenue import Revenue, revenue
from kambrief.core.insight.risk import Risk
from kambrief.core.insight.standing import Standing, standing
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tier import Tier
from kambrief.core.model import AccountManager
from kambrief.core.situation import Situation
from kambrief.errors import NotFoundError, UserError
from kambrief.pipeline.before import Before
from kambrief.pipeline.collecting import AHEAD
from kambrief.pipeline.comparing import Compared
from kambrief.pipeline.customers import Known
from kambrief.pipeline.looking import Ahead, Looking, Past

NAMED = 5
"""Customers, or owners, that an error names."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One group in the portfolio."""

    account: Account
    """Its root."""
    classified: Classified
    tier: Tier | None
    t12m: Decimal | None
    """In the base currency; None where ``missing`` says why."""
    trend: Revenue | None
    """None when nothing was invoiced in two years, or it is not known."""
    risk: Risk | None
    ahead: Ahead | None
    missing: tuple[str, ...] = ()
    """Codes of `report_words.MISSING`."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What ``accounts`` shows. ``fitting`` customers would have been shown without a limit."""

    rows: tuple[Listing, ...]
    fitting: int
    compared: Compared
    notes: tuple[str, ...] = ()
    """What the reader must know of the figures: how old they are, what was left out."""


@dataclass(frozen=True, slots=True)
class Told:
    """What ``account`` shows."""

    situation: Situation
    insights: tuple[Reported, ...]
    ahead: Ahead | None
    asked: bool
    """Whether the situation's account manager is certainly who asks."""
    notes: tuple[str, ...] = ()


# --- the portfolio -------------------------------------------------------------------------------------------------


def accounts(before: Before, now: dt.datetime, days: int, limit: int, whose: str = "") -> Listed:
    """All groups by tier, then revenue; of the first ``limit`` (0: all) everything that a row shows. ``days``: how far
    ahead meetings are looked for. ``whose``: an account manager, or an owner as the CRM writes it. Raises `UserError`
    when no source tells all customers, or none of them is theirs.
    """
    looking = _looking(before, now)
    compared = _all_together(looking)
    roots = _owned(compared, looking, whose)
    shown = roots[:limit] if limit > 0 else roots
    coming = looking.coming(now + dt.timedelta(days=days))
    ids = frozenset(one for root in shown for one in compared.portfolio.members[root])
    known = looking.asked(lambda: looking.crm.histories(ids))
    parts = by_root(known.data, compared.portfolio.root_of)
    unrecorded = known.data.only(frozenset()) if known.current else None
    risks = _Risks(looking, compared, {})
    unknown_meetings = () if coming.known.current else ("crm",)
    rows = []
    for root in shown:
        found, why = risks.of(root, parts.get(root, unrecorded))
        missing = (*_lacking(compared, root), *why, *unknown_meetings)
        rows.append(_listing(compared, root, before.writing.limits, found, coming.by_root.get(root), missing))
    return Listed(tuple(rows), len(roots), compared, tuple(_notes(looking, compared, known)))


def _looking(before: Before, now: dt.datetime) -> Looking:
    crm = before.customers.crm
    if crm is None:
        raise UserError(
            "No CRM is configured, so no customer is known; add [crm.files] with a folder of exported tables"
        )
    return Looking(before, crm, now)


def _all_together(looking: Looking) -> Compared:
    """All customers, their revenue added up once and not again for each row."""
    compared = looking.compared()
    if compared is None:
        raise UserError(_untold(looking))
    portfolio = compared.portfolio
    if portfolio.company_t12m is not None or portfolio.unknown:
        return compared
    whole = sum(portfolio.revenue.values(), Decimal(0))
    return dataclasses.replace(compared, portfolio=dataclasses.replace(portfolio, company_t12m=whole))


def _untold(looking: Looking) -> str:
    """Why there is nothing to compare, and what to do."""
    name, comparing = looking.crm.name, looking.before.customers.comparing
    if comparing is None or comparing.source is None:
        return f"{name} cannot list all customers; 'kambrief account ID' shows one, by the id that the CRM shows"
    state = looking.before.store.source_states().get(f"{name}/figures")
    said = state.last_error if state else ""
    return f"{name}: {said or 'no customers are known'}; 'kambrief check' says what was found and what to do"


def _owned(compared: Compared, looking: Looking, whose: str) -> list[str]:
    """Roots by tier, then revenue, those without either last. A group is somebody's when one of its companies is."""
    portfolio, tiers = compared.portfolio, compared.tiers
    roots = sorted(
        portfolio.members,
        key=lambda one: (tiers.of.get(one, "Z"), -portfolio.revenue.get(one, Decimal("-Infinity")), id_order(one)),
    )
    if not whose:
        return roots
    manager = looking.manager(whose)
    names = {whose, manager.email, manager.name, *manager.aliases} if manager else {whose}
    keys = {name.strip().casefold() for name in names if name.strip()}
    owners = {one.id: (one.owner or "").strip() for one in portfolio.accounts.values()}
    found = [root for root in roots if any(owners.get(one, "").casefold() in keys for one in portfolio.members[root])]
    if not found:
        raise UserError(_nobody(whose, {owner for owner in owners.values() if owner}))
    return found


def _nobody(whose: str, owners: set[str]) -> str:
    if not owners:
        return f"No customer is {whose}'s: the CRM's accounts have no owner"
    named = ", ".join(sorted(owners)[:NAMED]) + (", …" if len(owners) > NAMED else "")
    return f"No customer's owner is '{whose}'; the CRM's owners are {named}: say --for with one of them"


def _lacking(compared: Compared, root: str) -> Iterator[str]:
    """Why figures of a row are not there."""
    if root in compared.portfolio.unknown:
        yield "rate"
    elif not compared.portfolio.sums.get(root):
        yield "orders"


def _listing(
    compared: Compared, root: str, limits: Thresholds, risk: Risk | None, ahead: Ahead | None, missing: tuple[str, ...]
) -> Listing:  # fmt: skip
    portfolio, tier = compared.portfolio, compared.tiers.of.get(root)
    trend = revenue(portfolio.sums.get(root, ()), portfolio.windows, portfolio.rates, limits)
    known = any(portfolio.sums.values())
    more = trend.missing or (("history",) if trend.q is None else ()) if trend else ()
    return Listing(
        account=portfolio.accounts[root],
        classified=classify(portfolio, root, tier, limits),
        tier=tier,
        t12m=portfolio.revenue.get(root) if known else None,
        trend=trend,
        risk=risk,
        ahead=ahead,
        missing=tuple(dict.fromkeys((*missing, *more))),
    )


@dataclass(frozen=True, slots=True)
class _Risks:
    """The retention risk of many, the calendars' history read once for each account manager."""

    looking: Looking
    compared: Compared
    pasts: dict[str, Past]

    def of(self, root: str, data: CrmData | None) -> tuple[Risk | None, tuple[str, ...]]:
        """The risk, or why there is none."""
        if data is None:
            return None, ("crm",)
        manager = self.looking.reader(self.compared.portfolio.accounts.get(root))
        if manager.email not in self.pasts:
            self.pasts[manager.email] = self.looking.past(manager)
        past = self.pasts[manager.email].with_people_of(data)
        portfolio = self.compared.portfolio
        beside = Standing(sums=portfolio.sums.get(root, ()), months=portfolio.windows)
        found = self.looking.situation(root, data, manager, past, self.looking.knowledge(beside))
        return (found.insights.risk, ()) if found else (None, ("broken",))


def _notes(looking: Looking, compared: Compared, known: Known) -> Iterator[str]:
    name = looking.crm.name
    state = looking.before.store.source_states().get(f"{name}/figures")
    if state and state.last_error and state.last_ok:
        yield f"Revenue as of {state.last_ok:%Y-%m-%d %H:%MZ}: {name} {state.last_error}"
    if not known.current:
        yield f"{name} was not reached: the risk is told of customers met lately, by what is kept of them"
    if left_out := len(compared.tiers.missing):
        yield f"Without a tier, because a currency has no rate in [company.rates]: {left_out}"


# --- one customer --------------------------------------------------------------------------------------------------


def account(before: Before, name: str, now: dt.datetime, whose: str = "") -> Told:
    """All insights of the group that ``name`` (an id, its beginning, a part of a name) belongs to, through the eyes of
    ``whose`` account manager, who is told no more than the CRM and their ``crm_scope`` show them. Raises
    `NotFoundError` when nothing or several answer, or it is hidden from them, `UserError` when there is no CRM or
    nothing can be had of the customer.
    """
    looking = _looking(before, now)
    asker = looking.manager(whose)
    if whose and asker is None:
        raise UserError(f"No account manager is called '{whose}'; there are {', '.join(before.managers)}")
    compared = looking.compared()
    root, members = _found(looking, compared, name)
    known = dataclasses.replace(looking.asked(lambda: looking.crm.histories(members)), compared=compared)
    if asker is not None and before.seeing is not None:
        known = before.seeing.seen_of(known, members, asker)
        if not known.data.only(members).accounts and known.gaps:
            raise NotFoundError(f"{asker.email} may not see {root} in {looking.crm.name}")
    data = _of_group(looking, known, root, members)
    manager = asker or looking.reader(next((row for row in data.accounts if row.id == root), None))
    coming = looking.coming(now + AHEAD)
    ahead = coming.by_root.get(root)
    met = (ahead.meeting, before.customers.match(ahead.meeting, coming.known)) if ahead else None
    knowledge = looking.knowledge(_standing(looking, known.compared, root, data, manager), looking.tips_shown(manager))
    situation = looking.situation(root, data, manager, looking.past(manager).held, knowledge, met)
    if situation is None:
        raise UserError(f"The records of {root} hold something that cannot be understood; 'kambrief check' names rows")
    asked = asker is not None or len(before.managers) == 1
    rows = report(situation, before.writing.rates.base, ahead=ahead is not None, asked=asked)
    notes = () if known.current else (f"{looking.crm.name} was not reached: this is what was known before",)
    return Told(situation, rows, ahead, asked, notes)


def _of_group(looking: Looking, known: Known, root: str, members: frozenset[str]) -> CrmData:
    data = known.data.only(members)
    if not data.accounts:
        raise UserError(f"{looking.crm.name} has no records of {root}, or was not reached; see 'kambrief check'")
    read_at = known.ages.get(root)
    return dataclasses.replace(data, fetched_at=read_at, as_of=None) if read_at else data


def _standing(
    looking: Looking, compared: Compared | None, root: str, data: CrmData, manager: AccountManager
) -> Standing:
    if compared is None:
        return Standing()
    today = looking.now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()
    limits = looking.before.writing.limits
    return standing(compared.portfolio, compared.tiers, root, data.deals, today, limits)


def _found(looking: Looking, compared: Compared | None, name: str) -> tuple[str, frozenset[str]]:
    """The group's root and its companies. Who is not among all customers may still be one the CRM has by that id."""
    rows = compared.portfolio.accounts if compared else {}
    root_of = compared.portfolio.root_of if compared else {}
    roots = _answering(name, rows.values(), root_of)
    if not roots:
        known = looking.asked(lambda: looking.crm.find(frozenset(), frozenset(), frozenset({name.strip()})))
        rows, root_of = {row.id: row for row in known.data.accounts}, groups(known.data.accounts).roots
        roots = _answering(name, rows.values(), root_of)
    if not roots:
        raise NotFoundError(f"No customer answers to '{name}'; 'kambrief accounts' shows what there is")
    if len(roots) > 1:
        several = ", ".join(f"{root} {rows[root].name}" for root in roots[:NAMED])
        raise NotFoundError(f"'{name}' fits {len(roots)} customers: {several}; use the id")
    return roots[0], frozenset(one for one, root in root_of.items() if root == roots[0])


def _answering(name: str, rows: Iterable[Account], root_of: Mapping[str, str]) -> list[str]:
    """Roots of the accounts that answer to a name: by id, by its beginning where that is unique, by name, by a part of
    it; several beginnings only where no name holds it.
    """
    key, every = name.strip().casefold(), list(rows)
    begins = [row for row in every if row.id.casefold().startswith(key)]
    tries = (
        [row for row in every if row.id == name.strip()],
        begins if len(begins) == 1 else [],
        [row for row in every if row.name.casefold() == key],
        [row for row in every if key in row.name.casefold()],
        begins,
    )
    found = next((hits for hits in tries if hits), []) if key else []
    return sorted({root_of.get(row.id, row.id) for row in found}, key=id_order)
