"""What every CRM that tells all customers' revenue must do: subclass `PortfoliosContract` in the provider's own tests."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from kambrief.core.customer import Account, CrmData, Order
from kambrief.core.insight.money import Sums, sums_of
from kambrief.core.insight.windows import plus_months, windows
from kambrief.errors import ProviderError, SuddenlyEmptyError
from kambrief.ports import Portfolios

NOW = dt.datetime(2026, 10, 5, 12, 0, tzinfo=dt.UTC)
MONTHS = windows(NOW.date())


def order(account: str, month: str, amount: str, category: str = "service", count: int | None = 1) -> Order:
    return Order(account, dt.date.fromisoformat(f"{month}-01"), category, Decimal(amount), "EUR", count)


ACCOUNTS = (Account("A1", "Koivu", country="FI"), Account("A2", "Haapa", parent_id="A1"), Account("A3", "Uusi"))
ORDERS = (
    order("A1", "2026-09", "1000.50", count=3),
    order("A1", "2026-07", "200"),
    order("A1", "2025-10", "10.25"),  # the first month of T12M
    order("A1", "2025-09", "40", count=None),  # the last of P12M; nobody says how many orders it was
    order("A1", "2025-08", "7"),
    order("A1", "2024-10", "3"),  # the first of P12M
    order("A1", "2024-09", "99999"),  # before everything
    order("A1", "2026-10", "88888"),  # the running month
    order("A1", "2026-09", "-50.75", "parts"),
    order("A2", "2026-01", "5000"),
    order("A2", "2019-01", "1", "oil"),
)
SALES = CrmData(
    accounts=ACCOUNTS,
    orders=ORDERS,
    missing=("contacts", "products", "deals", "contracts", "commitments", "activities", "surveys", "tickets", "plans"),
)


class PortfoliosContract:
    """Subclasses say how a provider over given data is made, how its data are replaced, and one that does not answer."""

    def make(self, data: CrmData) -> Portfolios:
        raise NotImplementedError

    def replace(self, data: CrmData) -> None:
        """What the provider made last is to find now."""
        raise NotImplementedError

    def broken(self) -> Portfolios:
        raise NotImplementedError

    def seen(self, data: CrmData) -> CrmData:
        """What the vendor has a place for, of data that were put into it."""
        return data

    def test_all_accounts_come_with_the_sums_of_their_orders(self) -> None:
        found = self.make(SALES).figures(MONTHS, {}, NOW)
        assert set(found.accounts) == set(ACCOUNTS)
        assert found.sums == sums_of(self.seen(SALES).orders, MONTHS)
        assert (found.complete, found.unchanged, found.changed) == (True, False, frozenset())

    def test_the_windows_begin_and_end_where_they_should(self) -> None:
        sums = {(one.account_id, one.category): one for one in self.make(SALES).figures(MONTHS, {}, NOW).sums}
        uncounted = any(one.count is None for one in self.seen(SALES).orders)
        assert sums["A1", "service"] == Sums(
            "A1", "service", "EUR", Decimal("1210.75"), Decimal(50), Decimal("1200.50"), Decimal(47),
            orders_t12m=5, orders_p12m=None if uncounted else 3, first_month=dt.date(2024, 9, 1),
        )  # fmt: skip
        assert sums["A2", "oil"] == Sums(
            "A2", "oil", "EUR", orders_t12m=0, orders_p12m=0, first_month=dt.date(2019, 1, 1)
        )

    def test_what_it_took_is_counted(self) -> None:
        counted = self.make(SALES).figures(MONTHS, {}, NOW).counted
        assert set(counted) == {"queries", "rows", "left_out"}
        assert counted["queries"] > 0
        assert counted["left_out"] == 0

    def test_other_months_are_read_anew(self) -> None:
        crm = self.make(SALES)
        cursor = crm.figures(MONTHS, {}, NOW).cursor
        later = windows(plus_months(NOW.date(), 1))
        found = crm.figures(later, cursor, NOW + dt.timedelta(days=30))
        assert found.complete
        assert found.sums == sums_of(self.seen(SALES).orders, later)

    def test_a_cursor_that_nobody_knows_is_no_obstacle(self) -> None:
        found = self.make(SALES).figures(MONTHS, {"from": "elsewhere", "orders": "?", "files": "", "day": "x"}, NOW)
        assert found.sums == sums_of(self.seen(SALES).orders, MONTHS)

    def test_changes_are_seen(self) -> None:
        crm = self.make(SALES)
        cursor = crm.figures(MONTHS, {}, NOW).cursor
        grown = (*ORDERS, order("A3", "2026-09", "12"))
        self.replace(dataclasses.replace(SALES, orders=grown))
        found = crm.figures(MONTHS, cursor, NOW)
        assert not found.unchanged
        sums = {one.account_id: one for one in found.sums}
        assert sums["A3"].t12m == Decimal(12)

    def test_customers_without_any_order_have_no_sums(self) -> None:
        found = self.make(dataclasses.replace(SALES, orders=())).figures(MONTHS, {}, NOW)
        assert (len(found.accounts), found.sums) == (3, ())

    @pytest.mark.parametrize("lost", ["orders", "accounts"])
    def test_all_that_is_suddenly_gone_is_a_fault_also_after_a_restart(self, lost: str) -> None:
        cursor = self.make(SALES).figures(MONTHS, {}, NOW).cursor
        accounts = () if lost == "accounts" else ACCOUNTS
        again = self.make(dataclasses.replace(SALES, orders=(), accounts=accounts))
        with pytest.raises(SuddenlyEmptyError, match="suddenly gone"):
            again.figures(MONTHS, cursor, NOW + dt.timedelta(days=1))

    def test_a_vendor_that_does_not_answer_is_an_error_and_never_no_revenue(self) -> None:
        with pytest.raises(ProviderError):
            self.broken().figures(MONTHS, {}, NOW)
