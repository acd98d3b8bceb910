"""I4, white space and share of wallet: what comparable customers buy and this one does not."""

import bisect
import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from kambrief.core.customer import Account, Deal
from kambrief.core.insight.contracts import months_before
from kambrief.core.insight.money import Rates, Sums
from kambrief.core.insight.portfolio import Portfolio
from kambrief.core.insight.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Opening:
    """A category that peers buy. ``potential`` a year in the base currency, two significant digits: an estimate from
    peers; None when the customer's own headcount is not known.
    """

    category: str
    buying: int
    peers: int
    potential: Decimal | None

    @property
    def adoption(self) -> Decimal:
        """The part of the peers that buys it."""
        return Decimal(self.buying) / self.peers


@dataclass(frozen=True, slots=True)
class WhiteSpace:
    """Of one group. ``peers`` is a count: nobody else is named."""

    peers: int
    gaps: tuple[Opening, ...] = ()
    """By potential, largest first."""
    in_pipeline: tuple[str, ...] = ()
    """Categories with an open deal."""
    declined: tuple[str, ...] = ()
    """Categories lost within 365 days: do not propose."""
    share_of_wallet: Decimal | None = None
    estimated: bool = True
    """The wallet is ours to guess, not the CRM's."""
    missing: tuple[str, ...] = ()
    """Why it was not computed: ``industry``, ``employees``, ``peers``, ``revenue``."""


_BANDS: Final = (50, 250, 1000)
"""The employees with which the next size band begins."""


@dataclass(frozen=True, slots=True)
class _Peer:
    """A comparable group: its root's employees, and the whole group's T12M by category."""

    employees: int
    bought: Mapping[str, Decimal]


def white_space(
    portfolio: Portfolio, root: str, deals: Iterable[Deal], today: dt.date, limits: Thresholds
) -> WhiteSpace:
    """Peers: same industry, same or adjacent size band, another group, T12M > 0; at least three, else nothing.

    ``deals`` are this group's own. The share of wallet is the CRM's wallet's if that is recent, else an estimate.
    """
    account, t12m = portfolio.accounts.get(root), portfolio.revenue.get(root)
    wallet = _wallet(account, portfolio.rates, today, limits)
    known = None if wallet is None or t12m is None else _part(t12m, wallet)
    missing = tuple(_missing(account, t12m))
    peers = list(_peers(portfolio, account)) if account and not missing else []
    if account is None or t12m is None or missing or len(peers) < limits.min_peers:
        return WhiteSpace(len(peers), share_of_wallet=known, estimated=known is None, missing=missing or ("peers",))
    openings = _openings(_by_category(portfolio.sums.get(root, ()), portfolio.rates), peers, account, limits)
    tried, declined = _deals(deals, today, limits)
    gaps = [one for one in openings if one.category.casefold() not in tried | declined]
    estimate = t12m + sum((one.potential or Decimal(0) for one in gaps), Decimal(0))
    return WhiteSpace(
        peers=len(peers),
        gaps=tuple(gaps),
        in_pipeline=_categories(openings, tried - declined),
        declined=_categories(openings, declined),
        share_of_wallet=_part(t12m, estimate) if known is None else known,
        estimated=known is None,
    )


def two_digits(amount: Decimal) -> Decimal:
    """Rounded (half up) to two significant digits: 25 476 is 25 000."""
    last = Decimal(1).scaleb(amount.adjusted() - 1)
    return amount.quantize(last, ROUND_HALF_UP) + 0  # the sum writes 2.5E+4 as 25000


def _missing(account: Account | None, t12m: Decimal | None) -> Iterator[str]:
    if account is None or not _industry(account):
        yield "industry"
    if account is None or not _employees(account):
        yield "employees"
    if t12m is None:
        yield "revenue"


def _industry(account: Account) -> str:
    return (account.industry or "").strip().casefold()


def _employees(account: Account) -> int:
    """0 when unknown."""
    return max(account.employees or 0, 0)


def _band(account: Account) -> int:
    return bisect.bisect_right(_BANDS, _employees(account))


def _peers(portfolio: Portfolio, account: Account) -> Iterator[_Peer]:
    for root, t12m in portfolio.revenue.items():
        other = portfolio.accounts.get(root)
        if other is None or root == account.id or t12m <= 0 or not _employees(other):
            continue
        if _industry(other) == _industry(account) and abs(_band(other) - _band(account)) <= 1:
            yield _Peer(_employees(other), _by_category(portfolio.sums.get(root, ()), portfolio.rates))


def _by_category(sums: Iterable[Sums], rates: Rates) -> dict[str, Decimal]:
    """T12M of a group whose revenue is known, so that no rate is missing. A row without a category is no offering."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for one in sums:
        if one.category:
            found[one.category] += rates.convert(one.t12m, one.currency) or 0
    return found


def _openings(
    own: Mapping[str, Decimal], peers: Sequence[_Peer], account: Account, limits: Thresholds
) -> list[Opening]:
    """What enough peers buy and this customer does not, by potential."""
    found = []
    for category in {category for peer in peers for category in peer.bought}:
        buyers = [peer for peer in peers if peer.bought.get(category, 0) > 0]
        if own.get(category, 0) <= 0 and buyers and len(buyers) >= limits.adoption_share * len(peers):
            found.append(Opening(category, len(buyers), len(peers), _potential(category, buyers, account)))
    return sorted(found, key=lambda one: (-(one.potential or 0), one.category))


def _potential(category: str, buyers: Iterable[_Peer], account: Account) -> Decimal:
    """In fractions up to the last step: a rounded third times three would fall short of the half that rounds up."""
    per_head = statistics.median(Fraction(peer.bought[category]) / peer.employees for peer in buyers)
    exact = per_head * _employees(account)
    return two_digits(Decimal(exact.numerator) / exact.denominator)


def _deals(deals: Iterable[Deal], today: dt.date, limits: Thresholds) -> tuple[set[str], set[str]]:
    """Categories, case ignored, with an open deal, and with one lost lately. A lost deal without a day, or with the one
    still hoped for, counts as lately: better not to propose than to propose again.
    """
    tried, declined = set(), set()
    for deal in deals:
        category, closed = (deal.category or "").casefold(), deal.close_date or deal.updated_at or today
        if deal.status == "open":
            tried.add(category)
        elif deal.status == "lost" and (today - closed).days <= limits.declined_days:
            declined.add(category)
    return tried, declined


def _categories(openings: Iterable[Opening], wanted: set[str]) -> tuple[str, ...]:
    return tuple(sorted(one.category for one in openings if one.category.casefold() in wanted))


def _wallet(account: Account | None, rates: Rates, today: dt.date, limits: Thresholds) -> Decimal | None:
    """The CRM's figure in the base currency, if it is recent enough."""
    if account is None or account.wallet is None or account.wallet_on is None:
        return None
    if account.wallet_on < months_before(today, limits.wallet_months):
        return None
    return rates.convert(account.wallet, account.currency or rates.base)


def _part(t12m: Decimal, wallet: Decimal) -> Decimal | None:
    """Of a wallet that is larger than 0; at most all of it."""
    return min(t12m / wallet, Decimal(1)) if wallet > 0 and t12m >= 0 else None
