"""Where one customer stands among all: tier, class, peers. What is known of others goes in as sums and comes out as
counts, so that nothing of another customer can reach a brief (P4).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kambrief.core.customer import Deal
from kambrief.core.insight.account_class import Classified, classify
from kambrief.core.insight.money import Sums
from kambrief.core.insight.portfolio import Portfolio
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tier import Tier, Tiers
from kambrief.core.insight.white_space import WhiteSpace, white_space
from kambrief.core.insight.windows import Windows


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one group; everything is optional, because a source may know this customer alone."""

    tier: Tier | None = None
    rank: int | None = None
    accounts: int = 0
    """How many customers were compared."""
    share: Decimal | None = None
    """Of all customers' revenue."""
    k80: int = 0
    k80_share: Decimal | None = None
    classified: Classified | None = None
    white_space: WhiteSpace | None = None
    sums: tuple[Sums, ...] = ()
    """This group's own, of ``months``."""
    months: Windows | None = None
    missing: tuple[str, ...] = ()


def standing(
    portfolio: Portfolio, tiers: Tiers, root: str, deals: Iterable[Deal], today: dt.date, limits: Thresholds
) -> Standing:
    """One group's standing. ``deals`` are its own."""
    tier = tiers.of.get(root)
    return Standing(
        tier=tier,
        rank=tiers.rank.get(root),
        accounts=tiers.accounts,
        share=tiers.share.get(root),
        k80=tiers.k80,
        k80_share=tiers.k80_share if tiers.k80 else None,
        classified=classify(portfolio, root, tier, limits) if root in portfolio.accounts else None,
        white_space=white_space(portfolio, root, deals, today, limits) if root in portfolio.accounts else None,
        sums=portfolio.sums.get(root, ()),
        months=portfolio.windows,
        missing=("rate",) if root in portfolio.unknown else (),
    )
