"""What a strong reader answered to our own request for the sample meetings, played again.

Written by somebody who saw the request and nothing else. The short names of facts, people and lines change whenever the
choice of facts does, so the recordings keep what each stood for.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from kambrief.evaluation.play import evaluate
from kambrief.settings import LlmSection
from tests.parts.fake_llm import Asked, FakeLlm

RECORDED = Path(__file__).parent / "recorded"
LIMITS = {"en_global_gam": 280, "fi_renewal_at_risk": 220}

pytestmark = pytest.mark.corpus


def named_now(asked: Asked) -> dict[str, str]:
    """What stands in the request → its short name."""
    data = asked.text.rpartition("<data>\n")[2].partition("\n</data>")[0]
    found = {}
    for line in data.splitlines():
        name, _, said = line.partition(" ")
        if re.fullmatch(r"[CFL]\d+\*?", name):
            found[name[0] + re.sub(r"\([a-z]\) ", "", said)] = name.rstrip("*")
    return found


def replayed(recorded: dict[str, Any], asked: Asked) -> str:
    now = named_now(asked)
    known: dict[str, str] = {}
    for name, words in recorded["named"].items():
        known[name] = next((short for said, short in now.items() if said.startswith(name[0] + words)), f"{name[0]}999")
    return re.sub(r"\b[CFL]\d+", lambda name: known.get(name[0], name[0]), json.dumps(recorded["answer"]))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", sorted(LIMITS))
def test_a_strong_readers_answer_is_used_whole_and_the_brief_keeps_its_length(
    scenario: str, corpora: Path, tmp_path: Path
) -> None:
    recorded = json.loads((RECORDED / f"{scenario}.json").read_text(encoding="utf-8"))
    folder = tmp_path / "up to the call" / scenario  # what was recorded is about the brief
    shutil.copytree(
        corpora / "data" / "scenarios" / scenario, folder, ignore=shutil.ignore_patterns("transcript.vtt")
    )  # fmt: skip
    with FakeLlm() as server:
        server.default = lambda asked: replayed(recorded, asked)
        model = LlmSection(base_url=server.base_url, model="strong")
        result = evaluate(folder, model, out=tmp_path)
        assert len(server.asked) == 1, server.asked[-1].text[-600:]
    brief = result["brief"]
    assert result["written_by"] == "strong"
    assert (brief["must_not"]["hit"], brief["unsupported"]) == (0, 0)
    assert brief["must_mention"]["hit"] >= 0.9 * brief["must_mention"]["of"]
    assert brief["words"] <= LIMITS[scenario]
    said = (tmp_path / f"{scenario}.brief.txt").read_text(encoding="utf-8")
    assert re.search(r"^\[(?:Suggestion|Ehdotus)\] ", said, re.MULTILINE)
    assert re.search(r"^(?:Ask|Kysy) \[", said, re.MULTILINE)
