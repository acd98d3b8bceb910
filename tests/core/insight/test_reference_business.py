"""I1–I4 over the sample scenarios, read as any customer's files are, against values computed by another hand."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kambrief.core.customer import CrmData
from kambrief.core.insight.account_class import classify
from kambrief.core.insight.money import Rates, sums_of
from kambrief.core.insight.portfolio import Portfolio, portfolio
from kambrief.core.insight.revenue import revenue
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tier import tiers
from kambrief.core.insight.white_space import white_space
from kambrief.core.insight.windows import windows
from kambrief.evaluation.scenario import load, load_reference, prepare
from kambrief.providers.crm.files import Config, Provider

pytestmark = pytest.mark.corpus
LIMITS = Thresholds()


@dataclass(frozen=True)
class Played:
    """A scenario's customers as at its day, and what is expected of them."""

    root: str
    today: dt.date
    data: CrmData
    everyone: Portfolio
    expected: Mapping[str, Any]


@pytest.fixture(scope="module", params=["fi_renewal_at_risk", "en_global_gam"])
def played(request: pytest.FixtureRequest, corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = corpora / "data" / "scenarios" / request.param
    scenario = load(folder)
    meta = scenario.raw.meta
    crm = Provider(Config(folder=prepare(scenario, tmp_path_factory.mktemp("scenario")).crm), Path())
    data = crm.histories(frozenset(row["id"] for row in scenario.raw.tables["accounts"]))
    today = scenario.as_of.astimezone(ZoneInfo(meta["am_timezone"])).date()
    rates = Rates(meta["base_currency"], {code: Decimal(str(rate)) for code, rate in meta["fx_to_base"].items()})
    months, company = windows(today), Decimal(str(meta["company_t12m_revenue"]))
    everyone = portfolio(data.accounts, sums_of(data.orders, months), months, rates, company)
    return Played(meta["account_id"], today, data, everyone, load_reference(folder)["insights"])


def ratio(value: Decimal | None) -> float | None:
    return None if value is None else float(round(value, 4))


def cents(value: Decimal) -> float:
    return float(round(value, 2))


def test_the_windows_are_those_of_the_reference(played: Played) -> None:
    assert played.today.isoformat() == played.expected["today"]
    assert f"{played.everyone.windows.last:%Y-%m}" == played.expected["last_full_month"]


def test_the_tiers_are_those_of_the_reference(played: Played) -> None:
    found = tiers(played.everyone, LIMITS)
    names = {root: played.everyone.accounts[root].name for root in found.of}
    assert {
        "tier": found.of[played.root],
        "rank": found.rank[played.root],
        "accounts": found.accounts,
        "share_of_portfolio": ratio(found.share[played.root]),
        "k80": found.k80,
        "tiers": {names[root]: tier for root, tier in found.of.items()},
    } == played.expected["abc"]
    assert found.missing == ()


def test_the_class_is_that_of_the_reference(played: Played) -> None:
    found = classify(played.everyone, played.root, tiers(played.everyone, LIMITS).of[played.root], LIMITS)
    assert {
        "class": found.label,
        "share_of_company_revenue": ratio(found.share),
        "regions": list(found.regions),
    } == played.expected["class"]
    assert found.missing == ()


def test_the_revenue_is_that_of_the_reference(played: Played) -> None:
    everyone, expected = played.everyone, dict(played.expected["revenue"])
    found = revenue(everyone.sums[played.root], everyone.windows, everyone.rates, LIMITS)
    assert found is not None
    parts = {
        everyone.accounts[part.account_id].name: {"t12m": cents(part.t12m), "yoy": ratio(part.yoy)}
        for part in found.parts
    }
    assert parts == expected.pop("by_account", {})
    assert {
        "t12m": cents(found.t12m),
        "p12m": cents(found.p12m),
        "yoy": ratio(found.yoy),
        "last3": cents(found.last3),
        "last3_py": cents(found.before3),
        "q_yoy": ratio(found.q),
        "label": found.label,
        "momentum": found.momentum,
    } == expected


def test_the_white_space_is_that_of_the_reference(played: Played) -> None:
    own = frozenset(played.everyone.members[played.root])
    deals = [deal for deal in played.data.deals if deal.account_id in own]
    found = white_space(played.everyone, played.root, deals, played.today, LIMITS)
    gaps = [
        {
            "category": gap.category,
            "adoption": ratio(gap.adoption),
            "peers": gap.peers,
            "buying": gap.buying,
            "potential": cents(gap.potential or Decimal(0)),
        }
        for gap in found.gaps
    ]
    assert {
        "peers": found.peers,
        "gaps": gaps,
        "in_pipeline": list(found.in_pipeline),
        "declined": list(found.declined),
        "sow_estimate": ratio(found.share_of_wallet),
    } == played.expected["white_space"]
    assert found.estimated
    assert found.missing == ()
