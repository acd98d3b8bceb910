"""What the oracle computes by itself: the scenarios' references, the definitions' examples by hand, and poor data."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kambrief.evaluation import bonds, risks
from kambrief.evaluation.arithmetic import amount, business_days, day, working_day
from kambrief.evaluation.bonds import Engagement, Satisfaction, Touch
from kambrief.evaluation.derived import Derived
from kambrief.evaluation.risks import Inputs, Risk
from kambrief.evaluation.sales import direction, two_digits
from kambrief.evaluation.scenario import TABLES, RawScenario, Row, load, load_reference
from kambrief.evaluation.scoring import insights

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = dt.datetime(2026, 10, 5, 15, 0, tzinfo=HELSINKI)
TODAY = NOW.date()


def company(account: str, **fields: Any) -> Row:
    plain = {"name": account, "parent_id": None, "industry": "wood", "country": "FI", "employees": 100}
    return {"id": account, **plain, **fields}


def order(account: str, net: object, month: str = "2026-09", category: str = "parts", currency: str = "EUR") -> Row:
    return {"account_id": account, "month": month, "category": category, "net_amount": net, "currency": currency}


def derived(meta: Row | None = None, meeting: Row | None = None, **tables: Sequence[Row]) -> Derived:
    """A scenario of these rows, about account A and whatever is below it."""
    rows = {table: tuple(tables.get(table, ())) for table in TABLES}
    rows["accounts"] = rows["accounts"] or (company("A"),)
    below = [row["id"] for row in rows["accounts"] if row.get("parent_id") == "A"]
    facts = {"account_id": "A", "group": ["A", *below], "base_currency": "EUR", **(meta or {})}
    return Derived(RawScenario(facts, (), rows, meeting or {}), NOW, HELSINKI)


# --- the references ------------------------------------------------------------------------------------------------


def in_the_references_form(found: Derived) -> dict[str, Any]:
    sales, space, trend = found.sales, found.sales.white_space, found.sales.trend()
    portfolio, satisfaction, engagement = found.sales.portfolio, found.satisfaction, found.engagement
    assert portfolio is not None
    assert space is not None
    assert trend is not None
    by_account = {sales.accounts[one]["name"]: sales.trend([one]) for one in found.raw.group}
    return {
        "abc": {
            "tier": portfolio.tier, "rank": portfolio.rank, "accounts": portfolio.of,
            "share_of_portfolio": portfolio.share, "k80": portfolio.k80, "tiers": portfolio.tiers,
        },
        "class": {
            "class": sales.account_class, "share_of_company_revenue": sales.company_share, "regions": sales.regions,
        },
        "revenue": {
            "t12m": trend.t12m, "p12m": trend.p12m, "yoy": trend.yoy, "last3": trend.last3,
            "last3_py": trend.last3_before, "q_yoy": trend.q, "label": trend.label, "momentum": trend.momentum,
            "by_account": {name: {"t12m": one.t12m, "yoy": one.yoy} for name, one in by_account.items() if one},
        },
        "white_space": {
            "peers": space.peers, "in_pipeline": space.in_pipeline, "declined": space.declined,
            "sow_estimate": space.share,
            "gaps": [
                {"category": gap.category, "adoption": Decimal(gap.buying) / gap.peers, "peers": gap.peers,
                 "buying": gap.buying, "potential": gap.potential}
                for gap in space.gaps
            ],
        },
        "coverage": {
            "covered": len(found.coverage.covered), "required": len(bonds.ROLES), "threads": len(found.recent),
            "touches_90d": found.coverage.touches, "top_contact": found.recent.most_common(1)[0][0],
            "top_share": found.coverage.top_share, "label": found.coverage.label,
            "roles": {
                role: {
                    "contacts": sorted(people), "covered": role in found.coverage.covered,
                    "last_touch": max(filter(None, map(found.last_touch, people)), default=None),
                }
                for role, people in found.coverage.roles.items()
            },
        },
        "sponsor": [
            {"contact": who, "role": role, "state": found.silence(who).state, "days": found.silence(who).days,
             "threshold": found.silence(who).threshold}
            for role in ("sponsor", "economic_buyer") for who, has in found.active.items() if has == role
        ],
        "nps": {
            "n": len(satisfaction.latest), "latest": satisfaction.latest, "nps": satisfaction.nps,
            "mean": satisfaction.mean, "paired_change": satisfaction.change, "pairs": len(satisfaction.changes),
            "trend": satisfaction.trend, "detractors": satisfaction.detractors,
        },
        "engagement": {
            "recency_days": engagement.days, "label": engagement.label, "f90": engagement.events,
            "f90_prev": engagement.events_before, "change": engagement.change, "dropping": engagement.dropping,
            "median_reply_h": round(engagement.reply_hours or 0, 1), "slowed": engagement.slowed,
            "median_reply_h_prev": engagement.reply_hours_before,
            "unanswered": [row["id"] for row in found.overdue_mail()],
        },
        "commitments": {
            "open": [row["id"] for row in found.rows("commitments") if row["status"] == "open"],
            "overdue_us": [row["id"] for row in found.late_promises if row["side"] == "us"],
            "overdue_them": [row["id"] for row in found.late_promises if row["side"] == "them"],
        },
        "contracts": [
            {"id": one.row["id"], "end": one.end, "days_to_end": (one.end - found.today).days,
             "notice_deadline": one.notice, "days_to_notice": (one.notice - found.today).days}
            for one in found.contracts if one.end and one.notice
        ],
        "risk": {
            "score": found.risk.score, "band": found.risk.band,
            "contributions": [{"factor": name, "points": points} for name, points in found.risk.points.items()],
        },
    }  # fmt: skip


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["fi_renewal_at_risk", "en_global_gam"])
def test_the_oracles_insights_are_those_of_the_reference(name: str, corpora: Path) -> None:
    folder = corpora / "data" / "scenarios" / name
    scenario, reference = load(folder), load_reference(folder)
    for part in reference["insights"]["risk"]["contributions"]:
        del part["why"]  # words for people
    found = in_the_references_form(Derived(scenario.raw, scenario.as_of, ZoneInfo(scenario.managers[0].timezone)))
    assert insights(found, reference) == {"matched": len(found), "of": len(found), "differences": []}


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["fi_renewal_at_risk", "en_global_gam"])
def test_the_score_is_the_same_without_our_tags(name: str, corpora: Path) -> None:
    folder = corpora / "data" / "scenarios" / name
    with_tags, without = (load(folder, strip_tags=strip) for strip in (False, True))
    scores = [Derived(each.raw, each.as_of, HELSINKI).risk.score for each in (with_tags, without)]
    assert scores[0] == scores[1]


# --- by hand -------------------------------------------------------------------------------------------------------


def test_the_account_that_crosses_eighty_percent_is_of_the_first_tier() -> None:
    sums = {"A": 500, "B": 250, "C": 120, "D": 80, "E": 30, "F": 20}
    found = derived(accounts=[company(name) for name in sums], orders=[order(*pair) for pair in sums.items()])
    portfolio = found.sales.portfolio
    assert portfolio is not None
    assert portfolio.tiers == {"A": "A", "B": "A", "C": "A", "D": "B", "E": "C", "F": "C"}
    assert (portfolio.k80, portfolio.of, portfolio.k80_share) == (3, 6, Decimal("0.87"))


def test_where_nobody_buys_there_are_no_tiers() -> None:
    assert derived(orders=[order("A", 0)]).sales.portfolio is None


@pytest.mark.parametrize(
    ("countries", "share", "expected"),
    [(("FI", "DE", "US"), 13, "GAM"), (("FI", "SE", "SE"), 13, "SAM"), (("FI", "DE", "US"), 4, "KAM")],
)
def test_the_class_follows_from_share_and_regions(countries: tuple[str, ...], share: int, expected: str) -> None:
    accounts = [company("A", country=countries[0])]
    accounts += [company(f"A{n}", country=code, parent_id="A") for n, code in enumerate(countries[1:], 1)]
    orders = [order(row["id"], 100) for row in accounts]
    found = derived({"company_t12m_revenue": 300 * 100 / share}, accounts=accounts, orders=orders)
    assert found.sales.account_class == expected


def test_a_missing_rate_makes_revenue_unknown_and_not_smaller() -> None:
    found = derived(orders=[order("A", 100), order("A", 50, currency="NOK")])
    assert found.sales.trend() is None
    assert found.sales.portfolio is None
    assert found.sales.white_space is None


def test_the_running_month_is_never_counted() -> None:
    assert derived(orders=[order("A", 100), order("A", 999, month="2026-10")]).sales.total(1, 12) == 100


def test_fewer_than_fifteen_months_of_orders_have_no_quarter_to_compare() -> None:
    for first, has_quarter in (("2025-07", True), ("2025-08", False)):
        trend = derived(orders=[order("A", 10, month=first), order("A", 10)]).sales.trend()
        assert trend is not None
        assert trend.has_quarter is has_quarter


@pytest.mark.parametrize(
    ("ratio", "expected"), [("0.05", "growing"), ("0.0499", "flat"), ("-0.0499", "flat"), ("-0.05", "declining")]
)
def test_five_percent_is_a_direction(ratio: str, expected: str) -> None:
    assert direction(Decimal(ratio)) == expected


def test_a_potential_is_the_median_per_head_times_our_heads_in_two_digits() -> None:
    median = (Decimal(13_800) / 180 + Decimal(22_800) / 260) / 2
    assert two_digits(median * 310) == 25_000
    accounts = [company("A", employees=310), *(company(f"P{heads}", employees=heads) for heads in (180, 260, 420))]
    orders = [
        *(order(row["id"], 1000, category="service") for row in accounts),
        order("P180", 13_800, category="energy"),
        order("P260", 22_800, category="energy"),
    ]
    products = [{"category": name, "name": name} for name in ("energy", "service")]
    space = derived(accounts=accounts, orders=orders, products=products).sales.white_space
    assert space is not None
    assert [(gap.category, gap.buying, gap.peers, gap.potential) for gap in space.gaps] == [
        ("energy", 2, 3, Decimal(25_000))
    ]


def test_two_peers_are_too_few() -> None:
    accounts = [company("A"), company("P1"), company("P2")]
    found = derived(accounts=accounts, orders=[order(row["id"], 10) for row in accounts])
    assert found.sales.white_space is None


def test_a_declined_category_is_no_gap_for_a_year() -> None:
    accounts = [company("A"), company("P1"), company("P2"), company("P3")]
    orders = [order(row["id"], 10, category="energy" if row["id"] != "A" else "service") for row in accounts]
    deal = {"account_id": "A", "category": "energy", "status": "lost", "close_date": "2026-02-11"}
    products = [{"category": "energy", "name": "Energy"}]
    lost = derived(accounts=accounts, orders=orders, products=products, deals=[deal]).sales.white_space
    long_ago = derived(
        accounts=accounts, orders=orders, products=products, deals=[{**deal, "close_date": "2025-02-11"}]
    ).sales.white_space
    assert lost is not None
    assert long_ago is not None
    assert (lost.declined, [gap.category for gap in lost.gaps]) == (("energy",), [])
    assert (long_ago.declined, [gap.category for gap in long_ago.gaps]) == ((), ["energy"])


def touch(who: str, days_ago: int, number: int = 0) -> Touch:
    return Touch(TODAY - dt.timedelta(days=days_ago), who, f"{who}-{days_ago}-{number}", met=False)


@pytest.mark.parametrize(
    ("touches", "expected"),
    [
        ({}, "silent"),
        ({"P": 3}, "single"),
        ({"P": 7, "J": 2}, "thin"),
        ({"P": 1, "J": 1, "M": 1}, "multi"),
        ({"P": 7, "J": 2, "M": 1}, "thin"),  # 70 % are one person's
        ({"P": 2, "J": 2, "M": 1}, "multi"),
    ],
)
def test_how_broad_a_relationship_is(touches: dict[str, int], expected: str) -> None:
    made = [touch(who, 10, number) for who, count in touches.items() for number in range(count)]
    assert bonds.coverage(dict.fromkeys("PJM", "user"), made, TODAY).label == expected


def test_a_touch_of_ninety_days_ago_and_one_of_somebody_who_left_do_not_count() -> None:
    found = bonds.coverage({"P": "champion"}, [touch("P", 90), touch("X", 1)], TODAY)
    assert (found.touches, found.covered, found.label) == (0, frozenset(), "silent")


@pytest.mark.parametrize(
    ("gaps", "since", "threshold", "state"),
    [
        ((28, 28, 30), 76, 56, "silent"),
        ((28, 28, 30), 56, 56, "ok"),
        ((10, 10, 10), 46, 45, "silent"),
        ((80, 80, 80), 90, 90, "ok"),
        ((28, 28), 76, 90, "ok"),  # three touches tell no habit
    ],
)
def test_silence_is_measured_by_a_persons_own_habit(
    gaps: tuple[int, ...], since: int, threshold: int, state: str
) -> None:
    days = [TODAY - dt.timedelta(days=since)]
    for gap in gaps:
        days.append(days[-1] - dt.timedelta(days=gap))
    found = bonds.silence(sorted(days), TODAY)
    assert (found.threshold, found.state) == (Decimal(threshold), state)


def test_whoever_never_was_in_touch_is_not_silent_but_without_contact() -> None:
    assert bonds.silence([], TODAY).state == "no_contact"


def answers(*scores: int) -> list[tuple[dt.date, int]]:
    return [(TODAY - dt.timedelta(days=300 * (len(scores) - n)), score) for n, score in enumerate(scores)]


def test_a_first_answer_is_a_detractor_but_no_trend() -> None:
    found = bonds.satisfaction({"M": answers(9, 6), "P": answers(9, 8), "J": answers(5)}, TODAY)
    assert (found.change, found.trend, found.detractors, found.nps) == (Decimal(-2), "falling", ("M", "J"), None)


def test_one_pair_is_no_trend_and_five_answers_are_an_nps() -> None:
    assert bonds.satisfaction({"M": answers(9, 3)}, TODAY).trend == ""
    assert Satisfaction({"A": 9, "B": 10, "C": 9, "D": 6, "E": 7}, ()).nps == 40


@pytest.mark.parametrize(
    ("days", "label"), [(14, "active"), (15, "warm"), (30, "warm"), (31, "cooling"), (60, "cooling"), (61, "cold")]
)
def test_recency_has_names(days: int, label: str) -> None:
    assert bonds.engagement([touch("P", days)], (), TODAY).label == label


def test_replies_are_measured_from_our_latest_unanswered_mail_of_the_thread() -> None:
    def mail(direction: str, day_of_september: int, hour: int) -> tuple[dt.datetime, Row]:
        return dt.datetime(2026, 9, day_of_september, hour, tzinfo=HELSINKI), {"thread_id": "t", "direction": direction}

    mails = [mail("in", 1, 8), mail("out", 2, 8), mail("out", 3, 8), mail("in", 4, 8), mail("in", 4, 9)]
    assert bonds.engagement((), mails, TODAY).reply_hours == 24


def test_contact_drops_when_it_falls_by_two_fifths() -> None:
    assert Engagement(1, 3, 5, None, None).dropping
    assert not Engagement(1, 1, 2, None, None).dropping  # too few before


@pytest.mark.parametrize(
    ("score", "band"),
    [(24, "low"), (25, "watch"), (49, "watch"), (50, "high"), (74, "high"), (75, "critical"), (100, "critical")],
)
def test_a_band_begins_at_its_score(score: int, band: str) -> None:
    assert Risk({"base": score}).band == band


def test_a_score_stays_within_its_bounds() -> None:
    assert (Risk({"base": 140}).score, Risk({"base": -9}).score) == (100, 0)


UNKNOWN = Inputs(
    today=TODAY, quarter=None, satisfaction=Satisfaction({}, ()), deciders=frozenset(), sponsor=None, coverage=None,
    engagement=Engagement(None, 0, 0, None, None), tickets=(), ends=(), notices=(), renewals=(), rival=False,
    late_promises=0,
)  # fmt: skip


def test_what_is_not_known_adds_nothing_to_a_risk() -> None:
    assert risks.risk(UNKNOWN).points == {"base": 5}


@pytest.mark.parametrize(
    ("days", "stage", "points"),
    [(120, "discovery", 8), (120, "proposal", 3), (121, "discovery", 0), (365, "", 0), (366, "", -5), (-1, "", 0)],
)
def test_a_contract_that_ends_soon_weighs_less_with_an_offer_out(days: int, stage: str, points: int) -> None:
    given = replace(UNKNOWN, ends=[TODAY + dt.timedelta(days=days)], renewals=[{"stage": stage}])
    assert risks.risk(given).points.get("renewal", 0) == points


@pytest.mark.parametrize(
    "text",
    [
        "Competitive tender",
        "kilpailutamme sopimuksen",
        "Tarjouksia pyydetään kolmelta",
        "offert från en konkurrent",
        "Die Ausschreibung läuft",
    ],
)
def test_a_rival_is_known_by_words_in_each_language(text: str) -> None:
    assert risks.names_rival(text)
    assert not risks.names_rival("The committee meets on Monday.")


def test_ten_years_are_near_and_eleven_are_no_anniversary() -> None:
    found = derived(accounts=[company("A", customer_since="2016-10-20")])
    assert [(one.on, one.years) for one in found.anniversaries] == [(dt.date(2026, 10, 20), 10)]
    assert derived(accounts=[company("A", customer_since="2015-10-20")]).anniversaries == []
    assert found.years(dt.date(2016, 10, 20)) == 9


def test_the_last_working_day_before_a_notice_day_on_a_weekend() -> None:
    assert working_day(dt.date(2026, 10, 31), "FI") == dt.date(2026, 10, 30)
    assert working_day(dt.date(2026, 12, 6), "FI") == dt.date(2026, 12, 4)  # Independence Day, a Sunday
    assert working_day(dt.date(2026, 10, 31), "no such country") == dt.date(2026, 10, 30)
    assert business_days(dt.date(2026, 10, 2), dt.date(2026, 10, 5)) == 1  # Friday to Monday


# --- poor data -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["", None, "soon", "2026-13-40", "NaN", "1e999999999"])
def test_a_cell_that_holds_no_value_is_no_value(cell: str | None) -> None:
    assert day(cell) is None
    assert amount(cell) is None or cell == "1e999999999"


def test_rows_with_nothing_in_them_are_computed_with_what_there_is() -> None:
    found = derived(
        accounts=[company("A", employees=None, industry=None, country=None, customer_since="long ago"), company("B")],
        contacts=[{"id": "C", "account_id": "A", "role": "", "status": "", "since": ""}],
        contracts=[
            {"id": "K", "account_id": "A", "start": "", "end": "", "notice_period_months": "", "auto_renew_months": ""}
        ],
        commitments=[{"id": "P", "account_id": "A", "side": "us", "status": "open", "due": ""}],
        surveys=[{"id": "S", "account_id": "A", "contact_id": "C", "kind": "nps", "score": "", "at": ""}],
        tickets=[{"id": "T", "account_id": "A", "status": "open", "severity": "high", "opened": "", "reopened": ""}],
        orders=[order("A", ""), order("A", "12.50"), order("A", -40)],
        activities=[
            {
                "id": "1",
                "account_id": "A",
                "type": "meeting",
                "at": "2026-10-01T10:00:00",
                "status": "held",
                "attended": None,
            }
        ],
    )
    assert found.sales.total(1, 12) == Decimal("-27.50")
    assert found.sales.portfolio is None
    assert (found.late_promises, found.satisfaction.latest, found.anniversaries) == ([], {}, [])
    assert found.risk.points == {"base": 5, "sponsor": 12, "threading": 12}
