"""A follow-up that is to be sent at a time, killed anywhere and started again: never twice, and never in silence."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_killed_after_any_call_it_is_sent_once_or_the_manager_hears_that_it_was_not(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.pipeline.killed_sending", str(tmp_path)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=850, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (_, undisturbed), *others = json.loads(done.stdout)
    assert (undisturbed["state"], undisturbed["sends"], undisturbed["sent"]) == ("logged", 1, 1)
    assert (undisturbed["drafts"], undisturbed["told"]) == (0, 0)
    assert undisturbed["promises"] == [["p1", "open", True], ["p2", "open", True]]
    assert len(undisturbed["crm"]) == 2
    assert {call.split()[1] for call, _ in others} >= {"claim", "send", "save_followup", "finish", "log"}
    unclear = []
    for call, outcome in others:
        if outcome["unsent"]:
            unclear.append(call.split()[1])
            assert (outcome["state"], outcome["unsent"], outcome["sends"]) == ("approved", "unclear", 0), call
            assert (outcome["drafts"], outcome["told"]) == (1, 1), call
        else:
            assert outcome == undisturbed, call
    # Only between "sending" being stored and the mailbox being asked: nobody could tell whether it was.
    assert unclear == ["save_followup"]
