"""Killed anywhere and started again: each mail once; in the one window where nobody can tell, as the policy says."""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.parts.smtp import SmtpServer
from tests.parts.tls import TlsFiles

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(1800)]

WINDOW = {"claim_delivery", "reclaim_unknown", "send"}
"""From the ledger's "sending" to its outcome: only after these a mail may be missing (hold) or come twice (resend)."""


def lives(
    policy: str, day: str, folder: Path, server: SmtpServer, tls: TlsFiles, *calls: str
) -> tuple[dict[int, str], dict[int, list[int]]]:
    """Number → the call it died after, and number → copies of each mail, for all days that were killed."""
    program = [
        sys.executable,
        "-m",
        "tests.pipeline.killed_day",
        str(folder),
        str(server.port),
        str(tls.ca),
        policy,
        day,
        *calls,
    ]
    done = subprocess.run(program, capture_output=True, text=True, timeout=1700, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    mails: dict[int, Counter[str]] = defaultdict(Counter)
    bodies: dict[tuple[int, str], set[bytes]] = defaultdict(set)
    for received in server.received:
        number = int(received.recipients[0].removeprefix("am").partition("@")[0])
        message_id = str(received.message["Message-ID"])
        mails[number][message_id] += 1
        bodies[number, message_id].add(received.content)
    assert all(len(contents) == 1 for contents in bodies.values()), "copies are identical to the byte"
    assert sorted(mails.pop(0).values()) == [1, 1, 1], "undisturbed: a brief (or digest), an update, a void notice"
    points = {int(number): call for number, call in json.loads(done.stdout).items()}
    return points, {number: sorted(mails[number].values()) for number in points}


@pytest.mark.parametrize("day", ["single", "digest"])
def test_killed_after_any_call_and_restarted_every_mail_comes_once_or_in_the_window_twice_the_same(
    day: str, tmp_path: Path, smtp_server: Callable[..., SmtpServer], tls: TlsFiles
) -> None:
    points, copies = lives("resend", day, tmp_path, smtp_server(security="starttls", tls=tls), tls)
    assert set(points.values()) >= WINDOW - {"reclaim_unknown"}
    for number, call in points.items():
        allowed = ([1, 1, 1], [1, 1, 2]) if call in WINDOW else ([1, 1, 1],)
        assert copies[number] in allowed, (number, call, copies[number])


@pytest.mark.parametrize("day", ["single", "digest"])
def test_with_hold_no_mail_ever_comes_twice(
    day: str, tmp_path: Path, smtp_server: Callable[..., SmtpServer], tls: TlsFiles
) -> None:
    points, copies = lives("hold", day, tmp_path, smtp_server(security="starttls", tls=tls), tls, *WINDOW, "settle")
    for number, call in points.items():
        allowed = ([1, 1], [1, 1, 1]) if call in WINDOW else ([1, 1, 1],)
        assert copies[number] in allowed, (number, call, copies[number])
