"""The relationship insights of both sample scenarios, read by the ordinary reader, against the independent reference."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kambrief.core.asof import known_at
from kambrief.core.customer import CrmData
from kambrief.core.insight.commitments import OpenCommitment, commitments
from kambrief.core.insight.contracts import contract_dates
from kambrief.core.insight.coverage import coverage, silences
from kambrief.core.insight.engagement import engagement
from kambrief.core.insight.satisfaction import satisfaction
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.touches import touches
from kambrief.evaluation.scenario import Scenario, load, load_reference, prepare
from kambrief.providers.crm.files import Config, Provider

pytestmark = pytest.mark.corpus

LIMITS = Thresholds()
SCENARIOS = ("fi_renewal_at_risk", "en_global_gam")


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario as the product sees it, and what is expected of it."""

    scenario: Scenario
    data: CrmData
    expected: dict[str, Any]

    @property
    def zone(self) -> str:
        return self.scenario.managers[0].timezone

    @property
    def today(self) -> dt.date:
        return self.scenario.as_of.astimezone(ZoneInfo(self.zone)).date()

    @property
    def country(self) -> str | None:
        root = self.scenario.raw.meta["account_id"]
        return next(account.country for account in self.data.accounts if account.id == root)


@pytest.fixture(params=SCENARIOS)
def case(request: pytest.FixtureRequest, corpora: Path, tmp_path: Path) -> Case:
    folder = corpora / "data" / "scenarios" / request.param
    scenario = load(folder)
    crm = Provider(Config(folder=prepare(scenario, tmp_path).crm, timezone=scenario.managers[0].timezone), tmp_path)
    today = scenario.as_of.astimezone(ZoneInfo(scenario.managers[0].timezone)).date()
    data = known_at(crm.histories(scenario.raw.group), scenario.as_of, today)
    return Case(scenario, data, load_reference(folder)["insights"])


def ratio(number: Decimal | None, places: int = 4) -> float | None:
    return None if number is None else float(round(number, places))


def test_coverage(case: Case) -> None:
    seen = touches(case.data.activities, case.scenario.as_of, case.zone)
    found = coverage(case.data.contacts, seen, case.today, LIMITS)
    assert {
        "covered": found.covered,
        "required": len(found.roles),
        "roles": {
            str(cover.role): {
                "contacts": list(cover.contacts),
                "last_touch": cover.last_touch.isoformat() if cover.last_touch else None,
                "covered": cover.covered,
            }
            for cover in found.roles
        },
        "threads": found.threads,
        "touches_90d": found.touches,
        "top_contact": found.top_contact,
        "top_share": ratio(found.top_share),
        "label": found.label,
    } == case.expected["coverage"]
    assert found.missing == ()


def test_sponsors_and_economic_buyers(case: Case) -> None:
    seen = touches(case.data.activities, case.scenario.as_of, case.zone)
    assert [
        {
            "contact": one.contact_id,
            "role": one.role,
            "state": one.state,
            "days": one.days,
            "threshold": float(one.threshold),
        }
        for one in silences(case.data.contacts, seen, case.today, LIMITS)
    ] == case.expected["sponsor"]


def test_nps(case: Case) -> None:
    found = satisfaction(case.data.surveys, case.data.contacts, case.today, LIMITS)
    assert {
        "n": len(found.latest),
        "latest": {one: int(answer.score) for one, answer in found.latest.items()},
        "nps": ratio(found.nps),
        "mean": ratio(found.mean, 2),
        "paired_change": ratio(found.change),
        "pairs": found.pairs,
        "trend": found.trend,
        "detractors": list(found.detractors),
    } == case.expected["nps"]


def test_engagement(case: Case) -> None:
    found = engagement(case.data.activities, case.scenario.as_of, case.zone, case.country, LIMITS)
    assert {
        "recency_days": found.recency_days,
        "label": found.label,
        "f90": found.events,
        "f90_prev": found.events_before,
        "change": ratio(found.change),
        "dropping": found.dropping,
        "median_reply_h": ratio(found.reply_hours, 1),
        "median_reply_h_prev": ratio(found.reply_hours_before, 1),
        "slowed": found.slowed,
        "unanswered": list(found.unanswered),
    } == case.expected["engagement"]
    assert found.missing == ()


def test_contracts(case: Case) -> None:
    assert [
        {
            "id": one.contract.id,
            "end": one.end.isoformat(),
            "days_to_end": one.days_to_end,
            "notice_deadline": one.notice_day.isoformat() if one.notice_day else None,
            "days_to_notice": one.days_to_notice,
        }
        for one in contract_dates(case.data.contracts, case.today, case.country)
    ] == case.expected["contracts"]


def test_commitments(case: Case) -> None:
    found = commitments(case.data.commitments, case.today)

    def ids(items: tuple[OpenCommitment, ...], *, overdue: bool) -> list[str]:
        return [item.commitment.id for item in items if item.overdue or not overdue]

    assert {
        "open": sorted(ids((*found.ours, *found.theirs), overdue=False)),
        "overdue_us": ids(found.ours, overdue=True),
        "overdue_them": ids(found.theirs, overdue=True),
    } == case.expected["commitments"]
