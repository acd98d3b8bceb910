"""I8, I12 and I13 on the sample scenarios, read by the ordinary reader, against values computed by somebody else.

Each with the scenario's tags and without: real CRMs have none of them.
"""

import datetime as dt
import json
import zoneinfo
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kambrief.core import history
from kambrief.core.asof import known_at
from kambrief.core.customer import Contact, CrmData, Role
from kambrief.core.insight.commitments import commitments
from kambrief.core.insight.contracts import contract_dates
from kambrief.core.insight.coverage import DECIDES, Quiet, coverage, silences
from kambrief.core.insight.engagement import engagement
from kambrief.core.insight.money import Rates, sums_of
from kambrief.core.insight.needs import Clue, Need, NeedInputs, needs
from kambrief.core.insight.portfolio import Portfolio, portfolio
from kambrief.core.insight.revenue import revenue
from kambrief.core.insight.risk import Factor, Risk, RiskInputs, risk
from kambrief.core.insight.satisfaction import satisfaction
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tip import TipInputs, tip
from kambrief.core.insight.touches import touches
from kambrief.core.insight.white_space import white_space
from kambrief.core.insight.windows import windows
from kambrief.evaluation.scenario import Scenario, load, load_reference, prepare
from kambrief.providers.crm.files import Config, Provider

pytestmark = pytest.mark.corpus

NAMES = ("fi_renewal_at_risk", "en_global_gam")
LIMITS = Thresholds()


class Case:
    """One scenario, as the product would know it at its time."""

    def __init__(self, scenario: Scenario, place: Path) -> None:
        meta = scenario.raw.meta
        self.scenario = scenario
        self.zone = meta["am_timezone"]
        self.now = scenario.as_of
        self.today = self.now.astimezone(zoneinfo.ZoneInfo(self.zone)).date()
        everybody = frozenset(row["id"] for row in scenario.raw.tables["accounts"])
        crm = Provider(Config(folder=prepare(scenario, place).crm, timezone=self.zone), place)
        self.all: CrmData = crm.histories(everybody)
        self.data = known_at(self.all.only(scenario.raw.group), self.now, self.today)
        self.root = meta["account_id"]
        self.account = next(row for row in self.data.accounts if row.id == self.root)
        to_base = {code: Decimal(str(rate)) for code, rate in meta["fx_to_base"].items()}
        self.rates = Rates(meta["base_currency"], to_base)
        self.months = windows(self.today)
        self.own = frozenset(part.casefold() for one in meta["own_people"] for part in one["name"].split())

    @property
    def portfolio(self) -> Portfolio:
        sums = sums_of(self.all.orders, self.months)
        return portfolio(self.all.accounts, sums, self.months, self.rates)

    def risk(self) -> Risk:
        data, met = self.data, touches(self.data.activities, self.now, self.zone)
        return risk(
            RiskInputs(
                revenue=revenue(sums_of(data.orders, self.months), self.months, self.rates, LIMITS),
                satisfaction=satisfaction(data.surveys, data.contacts, self.today, LIMITS),
                silences=silences(data.contacts, met, self.today, LIMITS),
                coverage=coverage(data.contacts, met, self.today, LIMITS),
                engagement=engagement(data.activities, self.now, self.zone, self.account.country, LIMITS),
                contacts=data.contacts,
                tickets=data.tickets,
                contracts=contract_dates(data.contracts, self.today, self.account.country),
                deals=data.deals,
                commitments=commitments(data.commitments, self.today),
                activities=data.activities,
                missing=data.missing,
                zone=self.zone,
            ),
            self.now,
            self.today,
            LIMITS,
        )

    def needs(self) -> tuple[Need, ...]:
        zone = zoneinfo.ZoneInfo(self.zone)
        facts = history.facts_of(self.data, self.own, self.now, self.today, zone).values()
        compared = self.portfolio
        return needs(
            NeedInputs(
                account=self.account,
                accounts=self.data.accounts,
                white_space=white_space(compared, self.root, self.data.deals, self.today, LIMITS),
                products=self.data.products,
                tickets=self.data.tickets,
                sums=compared.sums[self.root],
                deals=self.data.deals,
                activities=self.data.activities,
                facts=facts,
            ),
            self.now,
            self.today,
            LIMITS,
        )

    def coming(self) -> list[Contact]:
        invited = {row["email"].casefold() for row in self.scenario.raw.meeting["attendees"]}
        return [row for row in self.data.contacts if row.email in invited]

    def tip(self) -> str | None:
        """From what the records say of those who come; nothing of this meeting's own hours."""
        data, coming, found = self.data, self.coming(), self.risk()
        met = touches(data.activities, self.now, self.zone)
        quiet = silences(data.contacts, met, self.today, LIMITS)
        scores = satisfaction(data.surveys, data.contacts, self.today, LIMITS)
        notice = [row.days_to_notice for row in contract_dates(data.contracts, self.today, self.account.country)]
        inputs = TipInputs(
            ours_overdue=bool(commitments(data.commitments, self.today).ours_overdue),
            days_to_notice=min((days for days in notice if days is not None), default=None),
            risk_score=found.score,
            detractor_attends=any(one.id in scores.detractors for one in coming),
            sponsor_silent=any(one.role is Role.SPONSOR and one.state is not Quiet.OK for one in quiet),
            threading=coverage(data.contacts, met, self.today, LIMITS).label,
            price_talk=any(one.factor is Factor.COMPETITOR for one in found.contributions),
            hypothesis_shown=any(not need.suppressed for need in self.needs()),
            external=len(coming),
            executive_attends=any(one.role in DECIDES for one in coming),
        )
        (manager,) = json.loads((self.scenario.folder / "account_managers.json").read_text(encoding="utf-8"))
        shown = {row["tip"]: dt.date.fromisoformat(row["on"]) for row in manager["tips_shown"]}
        return tip(inputs, shown, self.today, LIMITS.tip_days)


@pytest.fixture(
    params=[(name, strip) for name in NAMES for strip in (False, True)], ids=lambda one: "-".join(map(str, one))
)
def case(request: pytest.FixtureRequest, corpora: Path, tmp_path: Path) -> Case:
    name, strip = request.param
    return Case(load(corpora / "data" / "scenarios" / name, strip_tags=strip), tmp_path)


def expected(case: Case) -> dict[str, Any]:
    return load_reference(case.scenario.folder)


def test_the_whole_risk_is_the_references(case: Case) -> None:
    reference, found = expected(case)["insights"]["risk"], case.risk()
    assert (found.score, found.band) == (reference["score"], reference["band"])
    assert [(one.factor, one.points) for one in found.contributions] == [
        (row["factor"], row["points"]) for row in reference["contributions"]
    ]
    assert (found.completeness, found.missing) == (Decimal(1), ())


def test_every_reason_rests_on_records_that_are_there(case: Case) -> None:
    known = {f"{table}/{row.id}" for table in ("surveys", "tickets", "contracts", "deals", "commitments", "contacts", "activities")
             for row in getattr(case.data, table)}  # fmt: skip
    rests_on = {fact for one in case.risk().contributions for fact in one.evidence}
    assert {fact for fact in rests_on if not fact.startswith("insight/")} <= known


def test_the_tip_is_the_references(case: Case) -> None:
    assert case.tip() == expected(case)["coaching_tip_expected"]


def test_one_need_is_shown_and_it_is_the_one_that_peers_have_and_the_customer_touched_on(case: Case) -> None:
    (gap,) = expected(case)["insights"]["white_space"]["gaps"]
    (need,) = (one for one in case.needs() if not one.suppressed)
    assert need.category == gap["category"]
    (peers,) = (one for one in need.evidence if one.clue is Clue.PEERS)
    assert (peers.count, peers.of) == (gap["buying"], gap["peers"])
    assert any(one.own for one in need.evidence)


def test_what_was_declined_is_suppressed_as_declined(case: Case) -> None:
    declined = expected(case)["insights"]["white_space"]["declined"]
    assert [one.category for one in case.needs() if one.suppressed == "declined"] == declined
