"""The calls of the samples, through the whole flow after a call: by rules alone, and told anew so that nothing helps that
was learned by heart.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kambrief.evaluation import calls
from kambrief.evaluation.play import staged
from kambrief.evaluation.scenario import load, load_reference
from tests.evaluation.varied import NAMES, renamed, shifted

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

ENOUGH = 0.6
"""What rules alone have to reach: of what they report, and of what was promised."""


def _as_it_is(folder: Path, target: Path) -> Path:
    del target
    return folder


def _a_year_on(folder: Path, target: Path) -> Path:
    return shifted(folder, target, 52)


def _two_years_on(folder: Path, target: Path) -> Path:
    return shifted(folder, target, 104)


def _both(folder: Path, target: Path) -> Path:
    return renamed(shifted(folder, target / "moved", 52), target)


@pytest.fixture(params=sorted(NAMES))
def folder(request: pytest.FixtureRequest, corpora: Path) -> Path:
    return corpora / "data" / "scenarios" / str(request.param)


def _score(folder: Path) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    scenario = load(folder)
    with staged(scenario) as app:
        app.before.collect(scenario.as_of)
        written = calls.written_up(app, scenario, app.find_meeting("next", scenario.as_of))
    assert written is not None
    reference = load_reference(folder)
    return calls.scored(written, reference), reference, calls.lacking(written, reference)


@pytest.mark.parametrize("told", [_as_it_is, _a_year_on, _two_years_on, renamed, _both])
def test_rules_alone_find_the_promises_however_the_call_is_told(
    folder: Path, tmp_path: Path, told: Callable[[Path, Path], Path]
) -> None:
    scored, _, _ = _score(told(folder, tmp_path))
    assert scored["commitments"]["precision"] >= ENOUGH, scored["commitments"]["wrong"]
    assert scored["commitments"]["recall"] >= ENOUGH, scored["commitments"]["wrong"]
    assert scored["followup"]["off_record"]["hit"] == scored["crm_note"]["must_not"]["hit"] == 0


@pytest.mark.parametrize("told", [_as_it_is, renamed])
def test_the_plain_mail_says_what_it_must_and_nothing_it_must_not(
    folder: Path, tmp_path: Path, told: Callable[[Path, Path], Path]
) -> None:
    scored, reference, lacking = _score(told(folder, tmp_path))
    assert scored["followup"]["must_not"]["hit"] == 0, lacking
    assert scored["followup"]["must"]["hit"] == scored["followup"]["must"]["of"], lacking
    assert scored["followup"]["words"] <= reference["followup"]["max_words"]
