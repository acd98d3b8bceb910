"""Business computed anew from the orders: tier, class, trend, white space (I1 to I4).

Exact amounts, full calendar months, the running one never. An amount in a currency without a rate makes every sum it
belongs to unknown. Whole groups count: a root account with everything below it.
"""

import datetime as dt
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Final

from kambrief.evaluation.arithmetic import add_months, amount, day, month_before
from kambrief.evaluation.regions import region
from kambrief.evaluation.scenario import RawScenario, Row
from kambrief.evaluation.stems import stems

YEAR: Final = (1, 12)
QUARTER: Final = (1, 3)
"""Months before this one, first and last: the last twelve, and the last three."""
_QUARTER_HISTORY: Final = 15
_SIZES: Final = (50, 250, 1000)
_PEERS: Final = 3
_DECLINED_DAYS: Final = 365
_WALLET_MONTHS: Final = 18
_STAYS: Final = Decimal("0.05")
_MOVES: Final = Decimal("0.15")
_STRATEGIC: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Where this group stands among all customers of the account manager (I1). ``k80`` of them bring 80 %."""

    tier: str
    rank: int
    of: int
    share: Decimal
    k80: int
    k80_share: Decimal
    tiers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cause:
    """The category that changed most in the last three months, and its part of the whole change."""

    category: str
    delta: Decimal
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Revenue of a group, an account or a category (I3). Ratios: −0.0865 is −8.65 %."""

    t12m: Decimal
    p12m: Decimal
    last3: Decimal
    last3_before: Decimal
    has_quarter: bool

    @property
    def yoy(self) -> Decimal | None:
        return change(self.t12m, self.p12m)

    @property
    def q(self) -> Decimal | None:
        return change(self.last3, self.last3_before) if self.has_quarter else None

    @property
    def label(self) -> str:
        return "new" if self.yoy is None else direction(self.yoy)

    @property
    def momentum(self) -> str:
        if self.q is None:
            return ""
        return "recent_drop" if self.q <= -_MOVES else "recent_rise" if self.q >= _MOVES else "steady"


@dataclass(frozen=True, slots=True)
class Gap:
    """A category they do not buy: how many peers do, and what it would be worth a year (two digits, None: unknown)."""

    category: str
    buying: int
    peers: int
    potential: Decimal | None


@dataclass(frozen=True, slots=True)
class WhiteSpace:
    """What they could buy (I4). ``share``: our part of what they spend, an estimate unless the CRM knows it."""

    peers: int
    unbought: tuple[Gap, ...]
    gaps: tuple[Gap, ...]
    in_pipeline: tuple[str, ...]
    declined: tuple[str, ...]
    share: Decimal | None


@dataclass(frozen=True)
class Sales:
    """The orders of a scenario, seen on ``today``."""

    raw: RawScenario
    today: dt.date

    # --- sums ---

    @cached_property
    def base(self) -> str:
        """The currency of sums: the scenario's, else that of the orders if they have but one."""
        currencies = {row["currency"] for row in self.raw.tables["orders"]}
        return str(self.raw.meta.get("base_currency") or (next(iter(currencies)) if len(currencies) == 1 else ""))

    def rate(self, currency: str) -> Decimal | None:
        if currency == self.base:
            return Decimal(1)
        rates = self.raw.meta.get("fx_to_base", {})
        return Decimal(str(rates[currency])) if currency in rates else None

    def total(
        self, first: int, last: int, accounts: Iterable[str] | None = None, category: str | None = None
    ) -> Decimal | None:
        """Net revenue of the months ``first`` to ``last`` before this one in the base currency; None without a rate."""
        months = {month_before(self.today, index) for index in range(first, last + 1)}
        chosen = self.raw.group if accounts is None else frozenset(accounts)
        total = Decimal(0)
        for row in self._orders_of(chosen, category):
            if row["month"][:7] not in months:
                continue
            rate, net = self.rate(row["currency"]), amount(row["net_amount"])
            if rate is None:
                return None
            total += (net or 0) * rate
        return total

    def orders(self, first: int, last: int, category: str | None = None) -> int:
        """How many orders the group placed in these months."""
        months = {month_before(self.today, index) for index in range(first, last + 1)}
        rows = self._orders_of(self.raw.group, category)
        return int(sum(amount(row.get("orders_count")) or 0 for row in rows if row["month"][:7] in months))

    def currencies(self, account: str) -> frozenset[str]:
        """The currencies an account is invoiced in."""
        return frozenset(row["currency"] for row in self._orders_of(frozenset({account}), None))

    def _orders_of(self, accounts: frozenset[str], category: str | None) -> list[Row]:
        rows = self.raw.tables["orders"]
        return [row for row in rows if row["account_id"] in accounts and category in {None, row["category"]}]

    # --- accounts ---

    @cached_property
    def accounts(self) -> Mapping[str, Row]:
        return {row["id"]: row for row in self.raw.tables["accounts"]}

    @cached_property
    def root(self) -> Row:
        return self.accounts[self.raw.meta["account_id"]]

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """Root account → itself and everything below. A parent that is not there counts as none."""
        found: dict[str, set[str]] = {}
        for account in self.accounts:
            found.setdefault(self._root_of(account), set()).add(account)
        return {root: frozenset(members) for root, members in found.items()}

    def _root_of(self, account: str) -> str:
        seen = [account]
        while (parent := str(self.accounts[seen[-1]].get("parent_id"))) in self.accounts and parent not in seen:
            seen.append(parent)
        return seen[-1]

    # --- I1, I2 ---

    @cached_property
    def portfolio(self) -> Portfolio | None:
        """None: somebody's revenue is unknown, or nobody has any."""
        sums = {root: self.total(*YEAR, accounts=members) for root, members in self.groups.items()}
        known = {root: value for root, value in sums.items() if value is not None}
        whole = sum((max(value, Decimal(0)) for value in known.values()), Decimal(0))
        if len(known) < len(sums) or whole <= 0:
            return None
        order = sorted(known, key=lambda root: (-known[root], root))
        tiers, before, k80 = {}, Decimal(0), (0, Decimal(0))
        for place, root in enumerate(order, 1):
            share = max(known[root], Decimal(0)) / whole
            tiers[root] = _tier(before, known[root])
            before += share
            if not k80[0] and before >= Decimal("0.8"):
                k80 = (place, before)
        own = self._root_of(self.raw.meta["account_id"])
        named = {self.accounts[root]["name"]: tier for root, tier in tiers.items()}
        share = max(known[own], Decimal(0)) / whole
        return Portfolio(tiers[own], order.index(own) + 1, len(order), share, *k80, named)

    @cached_property
    def company_share(self) -> Decimal | None:
        """The group's part of our company's own revenue of twelve months."""
        ours, theirs = self.raw.meta.get("company_t12m_revenue"), self.total(*YEAR)
        return theirs / Decimal(str(ours)) if ours and theirs is not None else None

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Where the group buys: EMEA, AMER, APAC."""
        buying = [self.accounts[each] for each in self.raw.group & self.accounts.keys() if self._buys([each])]
        return tuple(sorted({region(row["country"]) for row in buying if row.get("country")}))

    @cached_property
    def account_class(self) -> str:
        """The class (I2): GAM, SAM, KAM, standard, or the CRM's own word."""
        if self.root.get("crm_class"):
            return str(self.root["crm_class"])
        share = self.company_share
        if self.root.get("strategic") or (share is not None and share >= _STRATEGIC):
            return "GAM" if len(self.regions) > 1 else "SAM"
        return "KAM" if self.portfolio and self.portfolio.tier == "A" else "standard"

    # --- I3 ---

    def trend(self, accounts: Iterable[str] | None = None, category: str | None = None) -> Trend | None:
        """None: a rate is missing."""
        chosen = None if accounts is None else frozenset(accounts)
        year, before, last3, last3_before = (
            self.total(first, last, chosen, category) for first, last in (YEAR, (13, 24), QUARTER, (13, 15))
        )
        if year is None or before is None or last3 is None or last3_before is None:
            return None
        return Trend(year, before, last3, last3_before, has_quarter=self.months >= _QUARTER_HISTORY)

    @cached_property
    def months(self) -> int:
        """How many months of history there are up to the last full one."""
        first = min((row["month"][:7] for row in self._orders_of(self.raw.group, None)), default=None)
        if first is None:
            return 0
        return next((count for count in range(1, 600) if month_before(self.today, count) <= first), 0)

    @cached_property
    def cause(self) -> Cause | None:
        whole = self.trend()
        if whole is None or not whole.has_quarter:
            return None
        trends = {name: self.trend(category=name) for name in self.categories}
        deltas = {name: each.last3 - each.last3_before for name, each in trends.items() if each}
        if not any(deltas.values()):
            return None
        name = max(sorted(deltas), key=lambda name: abs(deltas[name]))
        total = whole.last3 - whole.last3_before
        return Cause(name, deltas[name], deltas[name] / total if total else None)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        tables = (self.raw.tables["products"], self._orders_of(self.raw.group, None))
        return tuple(sorted({row["category"] for rows in tables for row in rows if row["category"]}))

    @cached_property
    def category_words(self) -> Mapping[str, frozenset[str]]:
        """Category → the words it is called by: its own, and those of its products."""
        found = {name: set(stems(plain(name))) for name in self.categories}
        for row in self.raw.tables["products"]:
            found.get(row["category"], set()).update(stems(row["name"]))
        return {name: frozenset(called) for name, called in found.items()}

    @cached_property
    def account_words(self) -> Mapping[str, frozenset[str]]:
        """Account of the group → what tells its name from the root's."""
        own = stems(self.root["name"])
        return {one: stems(self.accounts[one]["name"]) - own for one in sorted(self.raw.group & self.accounts.keys())}

    # --- I4 ---

    @cached_property
    def peers(self) -> tuple[str, ...]:
        """Roots of other groups in the same industry, of the same size or one step off, that buy something."""
        own = self._root_of(self.raw.meta["account_id"])
        if not self.root.get("industry") or not _heads(self.root):
            return ()
        return tuple(
            root for root, members in self.groups.items()
            if root != own and self.accounts[root].get("industry") == self.root["industry"]
            and _heads(self.accounts[root]) and abs(_size(self.accounts[root]) - _size(self.root)) <= 1
            and self._buys(members)
        )  # fmt: skip

    @cached_property
    def white_space(self) -> WhiteSpace | None:
        """None: fewer than three peers."""
        if len(self.peers) < _PEERS:
            return None
        names = {row["category"] for row in self.raw.tables["products"] if row["category"]}
        unbought = [self._gap(name) for name in sorted(names) if not self._buys(self.raw.group, name)]
        wanted = [gap for gap in unbought if 2 * gap.buying >= gap.peers]
        pipeline = tuple(gap.category for gap in wanted if self._deals(gap.category, "open"))
        declined = tuple(
            gap.category for gap in wanted if gap.category not in pipeline and self._deals(gap.category, "lost")
        )
        gaps = tuple(gap for gap in wanted if gap.category not in {*pipeline, *declined})
        return WhiteSpace(len(self.peers), tuple(unbought), gaps, pipeline, declined, self._wallet_share(gaps))

    def _gap(self, category: str) -> Gap:
        buying = [peer for peer in self.peers if self._buys(self.groups[peer], category)]
        heads = [
            (self.total(*YEAR, accounts=self.groups[peer], category=category) or Decimal(0))
            / _heads(self.accounts[peer])
            for peer in buying
        ]
        worth = two_digits(statistics.median(heads) * _heads(self.root)) if heads else None
        return Gap(category, len(buying), len(self.peers), worth)

    def _deals(self, category: str, status: str) -> bool:
        rows = [row for row in self.raw.tables["deals"] if row["account_id"] in self.raw.group]
        return any(
            row["category"] == category and row["status"] == status and (status == "open" or self._lately(row))
            for row in rows
        )

    def _lately(self, deal: Row) -> bool:
        closed = day(deal["close_date"])
        return bool(closed) and 0 <= (self.today - closed).days <= _DECLINED_DAYS

    def _wallet_share(self, gaps: Iterable[Gap]) -> Decimal | None:
        ours = self.total(*YEAR)
        if ours is None or ours <= 0:
            return None
        told = day(str(self.root.get("wallet_on") or ""))
        rate = self.rate(self.root.get("currency") or self.base)
        wallet = amount(self.root.get("wallet"))
        if wallet and rate and told and told >= add_months(self.today, -_WALLET_MONTHS):
            whole = wallet * rate
        else:
            whole = ours + sum((gap.potential or Decimal(0) for gap in gaps), Decimal(0))
        return min(ours / whole, Decimal(1))

    def _buys(self, accounts: Iterable[str], category: str | None = None) -> bool:
        total = self.total(*YEAR, accounts=accounts, category=category)
        return total is not None and total > 0


def plain(category: str) -> str:
    """A category's name as words."""
    return category.replace("_", " ")


def change(new: Decimal, old: Decimal) -> Decimal | None:
    """The change as a ratio; None when there is nothing to compare with."""
    return new / old - 1 if old > 0 else None


def direction(ratio: Decimal) -> str:
    """growing, declining or flat: ±5 % and beyond is a direction."""
    return "growing" if ratio >= _STAYS else "declining" if ratio <= -_STAYS else "flat"


def two_digits(value: Decimal) -> Decimal:
    """Rounded half up to two significant digits."""
    if not value:
        return value
    step = Decimal(1).scaleb(value.adjusted() - 1)
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _tier(before: Decimal, revenue: Decimal) -> str:
    if revenue <= 0:
        return "C"
    return "A" if before < Decimal("0.8") else "B" if before < Decimal("0.95") else "C"


def _size(account: Row) -> int:
    return sum(_heads(account) >= limit for limit in _SIZES)


def _heads(account: Row) -> Decimal:
    return amount(account.get("employees")) or Decimal(0)
