"""Insights as rows: nothing computed is left out, nothing withheld is said, and whatever is missing is named."""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import TABLES, CrmData, Order, PlanStep, Side
from kambrief.core.evidence import Count, Day, Percent, Person, Text, Value
from kambrief.core.insight import report_words
from kambrief.core.insight.report import plan, report
from kambrief.core.insight.report_row import Reported, plain
from kambrief.core.insight.report_words import MISSING, RISKS, change, money, plural, share, whole
from kambrief.core.insight.risk import VALUES, Contribution, Factor
from kambrief.core.insight.standing import Standing, standing
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tier import tiers
from kambrief.core.insight.tip import TIPS
from tests.builders import (
    call,
    contract,
    havulinna,
    mail_in,
    markku,
    note,
    nps,
    petri,
    promise,
    situation,
    ticket,
)
from tests.core.insight.business_parts import customers, order

LIMITS = Thresholds()
KEYS = ["id", "name", "value", "label", "reasons", "inputs", "evidence", "missing"]


def rows_of(data: CrmData | None = None, *, ahead: bool = True, asked: bool = True, **more: Any) -> dict[str, Reported]:
    found = report(situation(data, **more), "EUR", ahead=ahead, asked=asked)
    return {row.id: row for row in found}


def orders(*years: Iterable[int], account_id: str = "A01") -> tuple[Order, ...]:
    """Twelve months each, the last of them up to September 2026."""
    amounts = [amount for year in years for amount in year]
    first = 2026 * 12 + 8 - len(amounts) + 1
    months = [divmod(first + number, 12) for number in range(len(amounts))]
    return tuple(
        order(f"{year}-{month + 1:02}", amount, account_id)
        for (year, month), amount in zip(months, amounts, strict=True)
    )


def everything() -> CrmData:
    """A customer of whom each table knows something."""
    return havulinna(
        orders=orders([36_000] * 12, [35_000] * 9 + [26_000] * 3),
        surveys=(nps(markku(), 6, dt.date(2026, 6, 2), "The same fault again."), nps(petri(), 8, dt.date(2026, 6, 2))),
        tickets=(ticket(id="T1", subject="Debarker stops", severity="high", opened=dt.date(2026, 8, 10)),),
        contracts=(contract(dt.date(2026, 12, 31), notice_period_months=2, auto_renew_months=12),),
        commitments=(promise("Root cause report", dt.date(2026, 9, 25), owner="Ville Nurmela"),),
        activities=(call(petri(), "1.10. 9.00", "The figures are wanted first."),),
        plans=(PlanStep("P1", "A01", "Agree on the pilot", "Renew early", "Fewer stops", dt.date(2026, 11, 1)),),
    )


def said(rows: Iterable[Reported]) -> str:
    """All that could be read of these rows."""
    return json.dumps([[row.as_json(), row.headline] for row in rows], ensure_ascii=False)


# --- the form ------------------------------------------------------------------------------------------------------


def test_each_insight_is_told_in_order_under_stable_keys() -> None:
    rows = rows_of(everything())
    assert list(rows) == [f"I{number}" for number in range(1, 16)]
    assert all(list(row.as_json()) == KEYS for row in rows.values())
    assert json.loads(said(rows.values()))


def test_the_figures_are_those_of_the_insights() -> None:
    found = situation(everything())
    rows = {row.id: row for row in report(found, "EUR", ahead=True, asked=True)}
    insights = found.insights
    assert insights.revenue
    assert rows["I3"].value == insights.revenue.yoy
    assert rows["I3"].inputs["revenue_12_months"] == insights.revenue.t12m == Decimal(393_000)
    assert rows["I8"].value == insights.risk.score
    assert [part["points"] for part in rows["I8"].inputs["contributions"]] == [
        part.points for part in insights.risk.contributions
    ]
    assert rows["I6"].value == insights.satisfaction.mean == 7
    assert rows["I13"].value == insights.tip


def test_every_point_of_the_risk_has_its_reason_in_words() -> None:
    rows = rows_of(everything())
    assert rows["I8"].reasons[0] == "+5 base: where every customer begins"
    assert "+12 NPS: Markku Hietanoja gave 6 of 10 on 2026-06-02" in rows["I8"].reasons
    assert (
        "+5 tickets: serious tickets open for long: 1, the oldest T1 for 56 days, Debarker stops" in rows["I8"].reasons
    )
    points = [int(reason.split()[0]) for reason in rows["I8"].reasons if reason[0] in "+-"]
    assert sum(points) == rows["I8"].value
    assert "surveys/S-C02-2026-06-02" in rows["I8"].evidence


def test_revenue_is_told_with_both_years_and_what_changed_most() -> None:
    row = rows_of(everything())["I3"]
    assert row.headline == "-9 %, declining, recent drop"
    assert row.reasons[0] == "last 12 full months 393 000 EUR, the 12 before 432 000 EUR (-9 %)"
    assert row.reasons[1] == "last 3 months 78 000 EUR, a year before 108 000 EUR (-28 %)"
    assert row.reasons[2] == "service changed most, by -30 000 EUR: 100 % of the whole -30 000 EUR"
    assert len(row.inputs["months"]) == 24


def test_growth_over_the_years_is_told_from_three_full_years_on() -> None:
    years = orders([100] * 9, [100] * 12, [110] * 12, [121] * 12, [121] * 9)[9:]
    assert any("+10 % a year" in reason for reason in rows_of(havulinna(orders=years))["I3"].reasons)
    assert not any("a year over" in reason for reason in rows_of(havulinna(orders=years[12:]))["I3"].reasons)


def test_a_contracts_last_day_for_notice_is_told_with_the_working_day_before() -> None:
    row = rows_of(everything())["I10"]
    assert row.value == 26
    assert "notice until 2026-10-31 (no working day: act by 2026-10-30), 26 days from now" in row.reasons[0]
    assert row.reasons[0].endswith("continues 12 months unless notice is given")


def test_a_promise_that_is_late_is_told_with_its_days() -> None:
    row = rows_of(everything())["I9"]
    assert (row.value, row.label) == (1, "overdue")
    assert row.reasons == ("ours, due 2026-09-25, 10 days late: Root cause report (Ville Nurmela)",)


def test_white_space_and_tier_are_told_with_the_comparison() -> None:
    amounts: dict[str, str | int | Decimal] = {"A01": 500, "B": 250, "C": 120, "D": 80, "E": 30, "F": 20}
    every = customers(amounts)
    found = situation(everything())
    beside = standing(every, tiers(every, LIMITS), "A01", (), dt.date(2026, 10, 5), LIMITS)
    found = dataclasses.replace(found, insights=dataclasses.replace(found.insights, standing=beside))
    rows = {row.id: row for row in report(found, "EUR", ahead=True, asked=True)}
    assert rows["I1"].label == "A"
    assert rows["I1"].reasons == (
        "number 1 of 6 customers by the revenue of 12 months, with 50 % of it",
        "3 of 6 customers (50 %) bring 87 % of the revenue",
    )
    assert rows["I2"].label == "SAM"
    assert rows["I4"].reasons[0].startswith("5 customers of the same industry")


def test_the_account_plan_comes_with_open_steps_first() -> None:
    steps = (
        PlanStep("P1", "A01", "Done long ago", due=dt.date(2026, 1, 1), status="done"),
        PlanStep("P2", "A01", "Without a day"),
        PlanStep("P3", "A01", "Agree on the pilot", due=dt.date(2026, 11, 1)),
    )
    assert [row["id"] for row in plan(situation(havulinna(plans=steps)))] == ["P3", "P2", "P1"]


# --- what must not be told -----------------------------------------------------------------------------------------


def test_words_that_are_withheld_or_off_the_record_are_never_told() -> None:
    data = havulinna(
        commitments=(promise("Send flowers, he has cancer", None), promise("Off the record: a discount", None, id="X")),
        tickets=(ticket(id="T1", subject="Off the record: the outage", severity="high", opened=dt.date(2026, 8, 1)),),
        surveys=(nps(markku(), 3, dt.date(2026, 9, 2), "Off the record: I look for another job"),),
        activities=(
            note("1.9. 9.00", "Off the record: the owner sells the company."),
            mail_in(petri(), "1.10. 9.00", "He is on sick leave because of cancer."),
        ),
        plans=(PlanStep("P1", "A01", "Off the record: replace the sponsor"),),
        contacts=(petri(notes="Divorced last year"), markku()),
    )
    found = situation(data)
    read = said(report(found, "EUR", ahead=True, asked=True)) + json.dumps(plan(found), default=str)
    for word in ("cancer", "record", "outage", "another job", "sells", "Divorced", "replace"):
        assert word not in read, word
    assert "3 on 2026-09-02, dissatisfied" in read


def test_the_tip_is_told_to_the_one_who_asks_only() -> None:
    assert rows_of(everything())["I13"].value == "T01"
    row = rows_of(everything(), asked=False)["I13"]
    assert (row.value, row.headline, row.reasons, row.missing) == (None, "", (), ("asker",))


def test_the_meetings_time_is_told_of_a_meeting_ahead_only() -> None:
    assert rows_of(everything())["I14"].inputs["minutes"] == 45
    row = rows_of(everything(), ahead=False)["I14"]
    assert (row.value, row.inputs, row.missing) == (None, {}, ("meeting",))


# --- what is missing -----------------------------------------------------------------------------------------------


def test_of_a_customer_nobody_knows_anything_of_all_is_said_to_be_missing() -> None:
    empty = CrmData(accounts=havulinna().accounts, missing=tuple(table for table in TABLES if table != "accounts"))
    rows = rows_of(empty, ahead=False)
    for name, code in {
        "I1": "figures", "I2": "figures", "I3": "orders", "I4": "figures", "I5": "roles", "I6": "surveys",
        "I7": "activities", "I8": "orders", "I9": "commitments", "I10": "contracts", "I12": "orders", "I15": "orders",
    }.items():  # fmt: skip
        assert code in rows[name].missing, name
    assert rows["I3"].value is rows["I6"].value is rows["I10"].value is None


def test_a_currency_without_a_rate_makes_revenue_unknown_and_names_it() -> None:
    data = havulinna(orders=(dataclasses.replace(orders([5] * 12)[0], currency="USD"), *orders([5] * 12)[1:]))
    row = rows_of(data)["I3"]
    assert (row.value, row.missing, row.reasons) == (None, ("rate",), ("no rate for USD",))


@given(st.sets(st.sampled_from([table for table in TABLES if table not in {"accounts", "contacts"}])))
def test_whatever_tables_are_missing_each_code_has_words_and_nothing_breaks(gone: set[str]) -> None:
    data = dataclasses.replace(everything(), missing=tuple(gone), **dict.fromkeys(gone, ()))  # type: ignore[arg-type]
    for row in report(situation(data), "EUR", ahead=True, asked=True):
        assert set(row.missing) <= set(MISSING)
        assert all(reason.strip() for reason in row.reasons)


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=40))
def test_whatever_was_invoiced_revenue_is_told_as_it_was_computed(amounts: list[Decimal]) -> None:
    data = havulinna(orders=orders(amounts))  # type: ignore[arg-type]
    found = situation(data)
    row = report(found, "EUR", ahead=True, asked=True)[2]
    revenue = found.insights.revenue
    assert (row.value is None) == (revenue is None or revenue.yoy is None)
    if revenue:
        assert money(revenue.t12m, "EUR") in row.reasons[0]
        assert row.as_json()["inputs"]["revenue_12_months"] == plain(revenue.t12m)


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", VALUES, ids=lambda key: f"{key[0]} {key[1]}")
def test_every_reason_of_the_risk_has_words_for_all_its_values(key: tuple[Factor, str]) -> None:
    kinds: dict[str, Value] = {"name": Person("Markku"), "on": Day(dt.date(2026, 6, 10)), "end": Day(dt.date(2026, 6, 10)),
             "share": Percent(Decimal(-28)), "subject": Text("Debarker")}  # fmt: skip
    values: dict[str, Value] = {name: kinds.get(name, Count(3)) for name in VALUES[key]}
    words = report_words.reason(Contribution(key[0], 1, key[1], values))
    assert words
    assert "{" not in words
    for name in VALUES[key]:
        if not (key == (Factor.THREADING, "single") and name == "count"):
            assert report_words.said(values[name]) in words, name


def test_words_are_there_for_all_reasons_and_tips_and_for_no_others() -> None:
    assert set(RISKS) == set(VALUES)
    assert set(report_words.TIPS) == set(TIPS)


def test_figures_are_said_as_a_colleague_would() -> None:
    assert money(Decimal("397000.50"), "EUR") == "397 001 EUR"
    assert whole(Decimal("-0.4")) == "0"
    assert whole(Decimal(-1234567)) == "-1 234 567"
    assert whole(Decimal("NaN")) == "NaN"
    assert (share(Decimal("0.94")), change(Decimal("0.05")), change(Decimal("-0.0865"))) == ("94 %", "+5 %", "-8.7 %")
    assert change(Decimal(0)) == "0 %"
    assert change(Decimal("1E40")) == "+1.00E+40"
    assert (plural(1, "person"), plural(2, "person"), plural(0, "touch")) == ("1 person", "2 people", "0 touches")


def test_json_holds_no_type_of_ours() -> None:
    value = {"a": Decimal("0.12345678"), "b": (dt.date(2026, 1, 2), Side.US), "c": Standing(rank=1).rank, "d": None}
    assert plain(value) == {"a": "0.123457", "b": ["2026-01-02", "us"], "c": 1, "d": None}
    assert plain(Decimal("1E+3")) == "1000"
