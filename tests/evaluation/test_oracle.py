"""The oracle on true mails (nothing to find) and on mails with one lie each (the lie is found)."""

import datetime as dt
from pathlib import Path

import pytest

from kambrief.evaluation.oracle import Oracle
from kambrief.evaluation.scenario import load
from tests.evaluation.mails import FLOOR_LIES, GOLD_LIES, TRUE

pytestmark = pytest.mark.corpus
SCENARIOS = tuple(TRUE)


@pytest.fixture(scope="module")
def oracles(corpora: Path) -> dict[str, Oracle]:
    loaded = {name: load(corpora / "data" / "scenarios" / name) for name in SCENARIOS}
    return {name: Oracle(each.raw, each.as_of, each.managers[0]) for name, each in loaded.items()}


@pytest.fixture(scope="module")
def golds(corpora: Path) -> dict[str, str]:
    return {
        name: (corpora / "data" / "scenarios" / name / "gold_brief.md").read_text(encoding="utf-8")
        for name in SCENARIOS
    }


def lies(table: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str, str]]:
    return [(scenario, true, lie) for scenario, pairs in table.items() for true, lie in pairs]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_gold_brief_holds_nothing_unsupported(
    scenario: str, oracles: dict[str, Oracle], golds: dict[str, str]
) -> None:
    assert oracles[scenario].findings(golds[scenario]) == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_true_mail_in_our_templates_manner_holds_nothing_unsupported(
    scenario: str, oracles: dict[str, Oracle]
) -> None:
    assert oracles[scenario].findings(TRUE[scenario]) == []


@pytest.mark.parametrize(("scenario", "true", "lie"), lies(GOLD_LIES))
def test_a_lie_planted_in_a_gold_brief_is_found(
    scenario: str, true: str, lie: str, oracles: dict[str, Oracle], golds: dict[str, str]
) -> None:
    assert true in golds[scenario]
    assert oracles[scenario].findings(golds[scenario].replace(true, lie, 1))


@pytest.mark.parametrize(("scenario", "true", "lie"), lies(FLOOR_LIES))
def test_a_lie_planted_in_a_mail_of_ours_is_found(
    scenario: str, true: str, lie: str, oracles: dict[str, Oracle]
) -> None:
    assert true in TRUE[scenario]
    assert oracles[scenario].findings(TRUE[scenario].replace(true, lie, 1))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_there_are_at_least_forty_lies_a_language(scenario: str) -> None:
    assert len(GOLD_LIES[scenario]) + len(FLOOR_LIES[scenario]) >= 40


def test_the_other_scenarios_brief_is_full_of_unsupported_claims(
    oracles: dict[str, Oracle], golds: dict[str, str]
) -> None:
    assert len(oracles["en_global_gam"].findings(golds["fi_renewal_at_risk"])) > 20
    assert len(oracles["fi_renewal_at_risk"].findings(golds["en_global_gam"])) > 20


def test_days_late_may_be_counted_to_the_writing_or_to_the_meeting(oracles: dict[str, Oracle]) -> None:
    text = "- Me: Juurisyyraportti (Ville Nurmela), luvattu 25.9., {} päivää myöhässä"
    for days, ok in ((10, True), (11, True), (9, False), (12, False)):
        assert (not oracles["fi_renewal_at_risk"].findings(text.format(days))) is ok


def test_a_record_link_counts_only_under_the_configured_address(oracles: dict[str, Oracle]) -> None:
    old = oracles["fi_renewal_at_risk"]
    oracle = Oracle(old.raw, old.now, old.manager, ("https://crm.example/",))
    assert oracle.findings("https://crm.example/tickets/KT-4471") == []
    assert oracle.findings("https://crm.example/tickets/LT-1201")
    assert old.findings("https://crm.example/tickets/KT-4471")


def test_a_day_later_yesterdays_counts_are_wrong(oracles: dict[str, Oracle]) -> None:
    old = oracles["en_global_gam"]
    later = Oracle(old.raw, old.now + dt.timedelta(days=20), old.manager)
    assert later.findings("We owe them: Credit note for double freight – 47 days late.")


def test_a_line_about_one_person_is_not_what_the_next_one_is_about(oracles: dict[str, Oracle]) -> None:
    lines = "Ask\n1. Annegret Holthaus: NPS 8.\n2. How do you track emissions (asked 4 May)?"  # Rasmus asked
    assert oracles["en_global_gam"].findings(lines) == []
