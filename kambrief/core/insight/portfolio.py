"""All customers side by side: what tier, class and peers are computed from. Sums only, never another's records."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kambrief.core.customer import Account
from kambrief.core.groups import groups, id_order
from kambrief.core.insight.money import Rates, Sums
from kambrief.core.insight.windows import Windows


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Built with `portfolio`."""

    accounts: Mapping[str, Account]
    root_of: Mapping[str, str]
    """Account id → its group's root. A parent that is not there counts as none."""
    members: Mapping[str, tuple[str, ...]]
    """Root → the group's account ids, root first."""
    sums: Mapping[str, tuple[Sums, ...]]
    """Root → the sums of its whole group."""
    windows: Windows
    rates: Rates
    company_t12m: Decimal | None = None
    """Our company's revenue from the configuration; None: the sum of all customers serves."""
    unknown: frozenset[str] = frozenset()
    """Roots whose revenue cannot be told because a rate is missing."""
    revenue: Mapping[str, Decimal] = field(default_factory=dict)
    """Root → T12M in the base currency, for all but the ``unknown``; 0 where nothing was invoiced."""


def portfolio(
    accounts: tuple[Account, ...],
    sums: tuple[Sums, ...],
    months: Windows,
    rates: Rates,
    company_t12m: Decimal | None = None,
) -> Portfolio:
    """Put together. Sums of accounts that are not there are left out. Circles of parents end at their smallest id."""
    found = groups(accounts)
    rows: dict[str, list[Sums]] = defaultdict(list)
    for one in sums:
        if one.account_id in found.roots:
            rows[found.root(one.account_id)].append(one)
    totals = {root: rates.total((one.t12m, one.currency) for one in rows.get(root, ())) for root in found.by_root}
    return Portfolio(
        accounts={account.id: account for account in accounts},
        root_of=found.roots,
        members={root: (root, *sorted(ids - {root}, key=id_order)) for root, ids in found.by_root.items()},
        sums={root: tuple(rows.get(root, ())) for root in found.by_root},
        windows=months,
        rates=rates,
        company_t12m=company_t12m,
        unknown=frozenset(root for root, total in totals.items() if total is None),
        revenue={root: total for root, total in totals.items() if total is not None},
    )
