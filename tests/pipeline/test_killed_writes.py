"""Killed anywhere between approval, claim, write and outcome, and started again: each record once, as approved last."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kambrief.core.crm import entries
from tests.pipeline.killed_writes import EDITED

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CHANGING = {"approve", "claim_write", "log", "settle_write"}


def test_killed_after_any_call_and_restarted_each_record_stands_there_once(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.pipeline.killed_writes", str(tmp_path)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert {call for call, _ in told} == {"", *CHANGING}
    wanted = sorted([entry.key, entry.content] for entry in entries(EDITED))
    for number, (call, records) in enumerate(told):
        assert records == wanted, (number, call)
