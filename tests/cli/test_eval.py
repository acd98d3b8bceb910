"""`kambrief eval`: the contract that scripts rely on, key by key."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kambrief.evaluation.play import SCENARIOS
from tests.cli.office import Office

FINNISH = SCENARIOS / "fi_renewal_at_risk"
SHAPE: dict[str, Any] = {
    "scenario": str,
    "written_by": str,
    "brief": {
        "must_mention": {"hit": int, "of": int, "missed": list},
        "needs_model": {"hit": int, "of": int, "missed": list},
        "must_not": {"hit": int, "ids": list},
        "unsupported": int,
        "words": int,
        "chars": int,
    },
    "insights": {"matched": int, "of": int, "differences": list},
    "commitments": {"precision": float, "recall": float, "wrong": list},
    "followup": {
        "must": {"hit": int, "of": int},
        "must_not": {"hit": int},
        "off_record": {"hit": int},
        "words": int,
    },
    "crm_note": {"must_not": {"hit": int}},
}
REFERENCE = {
    "brief": {
        "must_mention": [
            {"id": "B1", "any_of": ["Juurisyyraport"]},
            {"id": "B2", "any_of": ["nothing of that kind"]},
            {"id": "B3", "any_of": ["also nothing"], "needs_model": True},
        ],
        "must_not": [{"id": "N1", "patterns": ["Kuorimon"]}, {"id": "N2", "patterns": ["sairaus"]}],
    },
    "insights": {"commitments": {"overdue_us": ["CM1"]}},
    "commitments": [],
    "off_record": {"patterns": ["konsernin puolelle"]},
    "followup": {"must_patterns": ["21\\.10\\."], "must_not_patterns": ["20\\.10\\."]},
}


def check_shape(found: Any, shape: Any, where: str = "") -> None:
    if isinstance(shape, dict):
        assert set(found) == set(shape), where
        for key, inner in shape.items():
            check_shape(found[key], inner, f"{where}.{key}")
    else:
        assert type(found) is shape, where


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """A scenario of ours with a reference of this test's own."""
    place = tmp_path / "scenario"
    shutil.copytree(FINNISH, place)
    (place / "reference.json").write_text(json.dumps(REFERENCE))
    return place


def test_each_scenario_is_one_object_with_exactly_these_keys(office: Office, scenario: Path) -> None:
    results = office.ok("eval", str(scenario), str(scenario), "--json").json
    assert len(results) == 2
    for result in results:
        check_shape(result, SHAPE)


def test_what_is_said_and_not_said_is_counted(office: Office, scenario: Path) -> None:
    [result] = office.ok("eval", str(scenario), "--json").json
    brief = result["brief"]
    assert result["written_by"] == "floor"
    assert (brief["must_mention"]["hit"], brief["must_mention"]["of"]) == (1, 2)
    assert brief["must_mention"]["missed"] == ["B2"]
    assert brief["needs_model"]["missed"] == ["B3"]
    assert brief["must_not"] == {"hit": 1, "ids": ["N1"]}
    assert brief["unsupported"] == 0
    assert result["insights"] == {"matched": 1, "of": 1, "differences": []}


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["[]", "{}", '{"brief": {"must_not": [{"id": "x"}]}, "insights": {}}'])
def test_a_reference_of_another_form_is_told(office: Office, scenario: Path, broken: str) -> None:
    (scenario / "reference.json").write_text(broken)
    done = office.run("eval", str(scenario))
    assert done.code == 1
    assert "reference.json" in done.err


def test_the_text_names_what_was_missed(office: Office, scenario: Path) -> None:
    out = office.ok("eval", str(scenario)).out
    assert "must mention 1/2 (missed B2)" in out


def test_the_texts_are_written_where_told(office: Office, scenario: Path) -> None:
    office.ok("eval", str(scenario), "--out", "texts", "--json")
    assert "Juurisyyraportti" in (office.folder / "texts" / "fi_renewal_at_risk.brief.txt").read_text()
    assert (office.folder / "texts" / "fi_renewal_at_risk.brief.html").exists()


def test_the_reference_is_not_read_before_the_texts_are_written(office: Office, scenario: Path) -> None:
    (scenario / "reference.json").write_text("{ this is no JSON")
    done = office.run("eval", str(scenario), "--out", "texts")
    assert done.code == 1
    assert "reference.json" in done.err
    assert "Juurisyyraportti" in (office.folder / "texts" / "fi_renewal_at_risk.brief.txt").read_text()


@pytest.mark.slow
def test_gold_and_poor_texts_are_never_read(office: Office, scenario: Path) -> None:
    plain = office.ok("eval", str(scenario), "--json").json
    for name in ("gold_brief.md", "poor_brief.md", "gold_followup.md"):
        (scenario / name).mkdir()  # reading it as a file would fail
    assert office.ok("eval", str(scenario), "--json").json == plain


@pytest.mark.slow
def test_without_tags_the_figures_hold(office: Office, scenario: Path) -> None:
    [with_tags] = office.ok("eval", str(scenario), "--json").json
    [without] = office.ok("eval", str(scenario), "--strip-tags", "--json").json
    assert without["brief"]["must_mention"] == with_tags["brief"]["must_mention"]
    assert without["brief"]["unsupported"] == 0


@pytest.mark.parametrize("missing", ["scenario.json", "account_managers.json", "meeting.ics"])
def test_a_folder_that_is_no_scenario_says_what_is_missing(office: Office, scenario: Path, missing: str) -> None:
    (scenario / missing).unlink()
    done = office.run("eval", str(scenario), "--json")
    assert done.code == 1
    assert missing in done.err
    assert done.out == ""


def test_a_model_that_is_not_configured_is_named(office: Office, scenario: Path) -> None:
    done = office.run("eval", str(scenario), "--llm", "config")
    assert done.code == 1
    assert "[llm]" in done.err


@pytest.mark.slow
def test_the_environment_does_not_disturb_the_scenario(office: Office, scenario: Path) -> None:
    plain = office.ok("eval", str(scenario), "--json").json
    hostile = {"KAMBRIEF_BRIEFS__LANGUAGE": "en", "KAMBRIEF_DATABASE__URL": "mysql://x"}
    assert office.ok("eval", str(scenario), "--json", **hostile).json == plain


@pytest.mark.corpus
def test_both_sample_scenarios_keep_their_promises(office: Office, corpora: Path) -> None:
    folders = sorted(str(path.parent) for path in (corpora / "data" / "scenarios").glob("*/scenario.json"))
    for words in ([], ["--strip-tags"]):
        for result in office.ok("eval", *folders, *words, "--json").json:
            check_shape(result, SHAPE)
            assert result["brief"]["must_not"]["hit"] == 0
            assert result["brief"]["unsupported"] == 0
            assert len(result["brief"]["must_mention"]["missed"]) <= 1
