"""The oracle on how things stand: true lines in four languages, and each with a lie in it."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kambrief.evaluation.oracle import Oracle
from kambrief.evaluation.scenario import load
from tests.draws import draws
from tests.evaluation.standing_mails import EN, FI, STANDING, STANDING_LIES

pytestmark = pytest.mark.corpus
Key = tuple[str, str]


@pytest.fixture(scope="module")
def oracles(corpora: Path) -> dict[Key, Oracle]:
    found = {}
    for name, language in [*STANDING, (EN, "sv"), (EN, "de")]:
        scenario = load(corpora / "data" / "scenarios" / name)
        reader = dataclasses.replace(scenario.managers[0], language=language)
        found[name, language] = Oracle(scenario.raw, scenario.as_of, reader)
    return found


def lies() -> list[tuple[Key, str, str]]:
    return [(key, true, lie) for key, pairs in STANDING_LIES.items() for true, lie in pairs]


@pytest.mark.parametrize("key", STANDING)
def test_true_lines_about_how_things_stand_are_supported(key: Key, oracles: dict[Key, Oracle]) -> None:
    assert oracles[key].findings(STANDING[key]) == []


@pytest.mark.parametrize("key", STANDING)
def test_each_true_line_is_supported_by_itself(key: Key, oracles: dict[Key, Oracle]) -> None:
    assert [found for line in STANDING[key].splitlines() for found in oracles[key].findings(line)] == []


@pytest.mark.parametrize(("key", "true", "lie"), lies())
def test_a_lie_about_how_things_stand_is_found(key: Key, true: str, lie: str, oracles: dict[Key, Oracle]) -> None:
    assert STANDING[key].count(true) == 1
    assert oracles[key].findings(STANDING[key].replace(true, lie))


@pytest.mark.parametrize(("language", "least"), [("en", 30), ("fi", 30), ("sv", 20), ("de", 20)])
def test_there_are_enough_lies_in_each_language(language: str, least: int) -> None:
    assert sum(len(pairs) for (_, spoken), pairs in STANDING_LIES.items() if spoken == language) >= least


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "EUR 397,000 in the last 12 months."),
        ("en", "Their revenue was EUR 434,600 the year before."),
        ("en", "Revenue is down 8.7% over 12 months."),
        ("en", "Last 12 months EUR 37,600 less than before."),
        ("en", "Their spare parts revenue is down by EUR 30,000 in 3 months."),
        ("en", "The risk of losing them is critical."),
        ("en", "NPS: Johanna 5, Markku 6, Petri 8."),
        ("en", "The sponsor has been quiet for 117 days."),
        ("fi", "Myynti laski 8,7 % 12 kuukaudessa."),
        ("fi", "Riski on kriittinen: 83/100."),
        ("sv", "Omsättningen har minskat 8,7 % på 12 månader."),
        ("sv", "12 mån 0,40 mn euro."),
        ("de", "Der Umsatz ist in 12 Monaten um 8,7 % gesunken."),
        ("de", "12 Monate: 0,4 Mio. €."),
    ],
)
def test_the_same_truth_may_be_put_in_other_words(language: str, line: str, oracles: dict[Key, Oracle]) -> None:
    assert oracles[FI, language].findings(line) == []


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Revenue is up 8.7% over 12 months."),
        ("en", "Last 12 months EUR 434,600."),  # that was the year before
        ("en", "The year before EUR 397,000 in 12 months."),
        ("en", "Retention risk 83/100, low."),
        ("en", "Revenue is growing."),
        ("en", "The champion has been quiet."),
        ("en", "No sponsor known."),
        ("en", "KAM, but rank 3 of 9."),
        ("fi", "Myynti kasvoi 8,7 % 12 kuukaudessa."),
        ("fi", "Riski on matala."),
        ("sv", "Omsättningen har ökat 8,7 % på 12 månader."),
        ("sv", "12 mån 0,44 mn euro."),
        ("de", "Der Umsatz ist in 12 Monaten um 8,7 % gestiegen."),
        ("de", "Die Beziehung ist breit."),
    ],
)
def test_an_untruth_is_found_in_other_words_too(language: str, line: str, oracles: dict[Key, Oracle]) -> None:
    assert oracles[FI, language].findings(line)


@pytest.mark.parametrize(
    "line",
    [
        "Revenue is not growing.",
        "What would make the relationship broad again?",
        "Johanna is still waiting.",
        "Risk: low stock of spare parts.",
        "Ask for a high priority.",
        "They want a stable connection.",
    ],
)
def test_a_common_word_beside_no_label_of_its_own_is_no_claim(line: str, oracles: dict[Key, Oracle]) -> None:
    assert [found for found in oracles[FI, "en"].findings(line) if found.kind == "state"] == []


def test_a_flat_year_is_not_called_declining(oracles: dict[Key, Oracle]) -> None:
    found = oracles[EN, "en"].findings("12 months EUR 2.48M (+2.8%), declining.")
    assert [(one.kind, one.token, one.why) for one in found] == [("state", "declining", "revenue is flat")]


def test_the_estimate_of_one_category_is_not_that_of_another(oracles: dict[Key, Oracle]) -> None:
    oracle = oracles[EN, "en"]
    assert oracle.findings("Emission testing: worth about EUR 160,000 a year (estimate).") == []
    assert oracle.findings("Consignment: worth about EUR 160,000 a year (estimate).")


def test_a_promise_that_is_only_pointed_at_has_the_day_of_one_of_that_side(oracles: dict[Key, Oracle]) -> None:
    line = "Promises\n- Ours: the above, due {}, late\n"
    assert oracles[FI, "en"].findings(line.format("25 September")) == []
    assert oracles[FI, "en"].findings(line.format("30 September"))  # theirs


@pytest.mark.parametrize("language", ["en", "fi", "sv", "de"])
@settings(max_examples=draws(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from("aeNPSKM Petri83/100-–%€.,:;()\n ”“kriskrevenue"), max_size=120))
def test_no_text_makes_the_oracle_fail(language: str, text: str, oracles: dict[Key, Oracle]) -> None:
    for finding in oracles[EN, language].findings(text):
        assert finding.why
