"""A follow-up's way, killed anywhere and started again: one draft, one recap, sent once, nothing lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_killed_after_any_call_and_restarted_it_ends_as_if_undisturbed(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.pipeline.killed_followup", str(tmp_path)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=850, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (_, undisturbed), *others = json.loads(done.stdout)
    assert undisturbed["state"] == "logged"
    assert undisturbed["versions"] == ["code", "mailbox", "sent"]
    assert (undisturbed["drafts"], undisturbed["sent"], undisturbed["recaps"], undisturbed["mails"]) == (0, 1, 1, 1)
    assert undisturbed["promises"] == [["p1", "open", True], ["p2", "open", True]]
    assert len(undisturbed["crm"]) == len(set(undisturbed["crm"])) == 2
    assert "Moi Petri" in undisturbed["text"]
    calls = {call.split()[1] for call, _ in others}
    assert calls >= {
        "put",
        "save_followup",
        "save_promises",
        "save_brief",
        "finish",
        "approve",
        "log",
        "send",
        "save_edit",
    }
    for call, outcome in others:
        # Killed between the sending and the next look, the edit may be found only as what was sent.
        if outcome["versions"] == ["code", "sent"]:
            outcome["versions"] = undisturbed["versions"]
        assert outcome == undisturbed, call
