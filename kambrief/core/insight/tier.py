"""I1, ABC tier: which customers bring most. The real ratio is told, 20/80 is never claimed."""

import enum
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kambrief.core.groups import id_order
from kambrief.core.insight.portfolio import Portfolio
from kambrief.core.insight.thresholds import Thresholds


class Tier(enum.StrEnum):
    """By what the larger customers bring before this one."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Tiers:
    """All customers, sorted by T12M. Nobody has a tier when nobody has revenue."""

    of: Mapping[str, Tier]
    rank: Mapping[str, int]
    """From 1."""
    share: Mapping[str, Decimal]
    """Of all customers' revenue; negative revenue counts 0."""
    accounts: int
    """How many customers were compared."""
    k80: int
    """So many of the largest bring at least ``tier_a_share``; 0 without tiers."""
    k80_share: Decimal
    """What these bring together."""
    missing: tuple[str, ...] = ()
    """Root ids left out because a rate is missing."""


def tiers(portfolio: Portfolio, limits: Thresholds) -> Tiers:
    """Sort roots by T12M (tie: id): A while the larger bring less than 80 %, B less than 95 %, else C."""
    counted = _counted(portfolio.revenue)
    total = sum(counted.values(), Decimal(0))
    k80, k80_share = k80_of(portfolio.revenue, limits.tier_a_share)
    return Tiers(
        of=_by_share(counted, total, limits) if total else {},
        rank={root: place for place, root in enumerate(counted, start=1)} if total else {},
        share={root: amount / total for root, amount in counted.items()} if total else {},
        accounts=len(counted),
        k80=k80,
        k80_share=k80_share,
        missing=tuple(sorted(portfolio.unknown, key=id_order)),
    )


def k80_of(revenue: Mapping[str, Decimal], share: Decimal) -> tuple[int, Decimal]:
    """The smallest number of largest customers that bring at least ``share``, and what they bring. Both 0 when nobody
    brings anything.
    """
    counted = _counted(revenue)
    total = sum(counted.values(), Decimal(0))
    for number, brought in enumerate(itertools.accumulate(counted.values()), start=1):
        if total and brought >= share * total:
            return number, brought / total
    return 0, Decimal(0)


def _counted(revenue: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Largest first; who cost more than they brought counts 0."""
    order = sorted(revenue, key=lambda root: (-revenue[root], id_order(root)))
    return {root: max(revenue[root], Decimal(0)) for root in order}


def _by_share(counted: Mapping[str, Decimal], total: Decimal, limits: Thresholds) -> dict[str, Tier]:
    """Shares are compared as products: a quotient is rounded, and a boundary must be exact.

    Before those who bring nothing lies everything, so that they are C.
    """
    found: dict[str, Tier] = {}
    before = Decimal(0)
    for root, amount in counted.items():
        if before < limits.tier_a_share * total:
            found[root] = Tier.A
        elif before < limits.tier_b_share * total:
            found[root] = Tier.B
        else:
            found[root] = Tier.C
        before += amount
    return found
