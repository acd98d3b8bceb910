"""The demonstration: no configuration, no key, no network, and mails that go to the account manager alone."""

import json
import os
import pty
import re
import subprocess
import sys
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

import pytest

from kambrief.evaluation.play import SCENARIOS
from tests.cli.office import Office, environment, in_a_process, read_mail

ADDRESSED = ("To", "Cc", "Bcc", "Reply-To", "Resent-To", "Resent-Cc", "Resent-Bcc", "From", "Sender", "Return-Path",
             "Disposition-Notification-To", "Errors-To")  # fmt: skip


def managers() -> set[str]:
    people = [
        json.loads((folder / "account_managers.json").read_text()) for folder in SCENARIOS.iterdir() if folder.is_dir()
    ]
    return {row["email"] for rows in people for row in rows}


def addresses(mail: EmailMessage) -> set[str]:
    """Everybody whom any header names."""
    given = [str(value) for name in ADDRESSED for value in mail.get_all(name, [])]
    return {address for _, address in getaddresses(given) if address}


@pytest.fixture
def demo(office: Office) -> Path:
    office.ok("demo", "--out", "out")
    return office.folder / "out"


def test_each_scenario_gives_a_mail_in_three_forms(demo: Path) -> None:
    for scenario in (folder.name for folder in SCENARIOS.iterdir() if folder.is_dir()):
        [mail] = (demo / scenario).glob("*.eml")
        assert mail.with_suffix(".html").read_text().lstrip().lower().startswith("<!doctype html")
        assert mail.with_suffix(".txt").read_text().strip()


def test_each_mail_is_addressed_to_its_account_manager_and_no_header_names_anybody_else(demo: Path) -> None:
    mails = [read_mail(file) for file in demo.rglob("*.eml")]
    assert len(mails) == len(managers())
    for mail in mails:
        assert len(addresses(mail)) == 1
        assert addresses(mail) <= managers()
        headers = " ".join(f"{name}: {value}" for name, value in mail.items())
        assert (
            set(re.findall(r"[\w.+-]+@[\w-]+\.[\w.]*\w", headers)) - {str(mail["Message-ID"]).strip("<>")} <= managers()
        )


@pytest.mark.slow
def test_the_table_and_the_json_say_the_same(office: Office) -> None:
    text = office.ok("demo", "--out", "out").out
    rows = office.ok("demo", "--out", "out", "--json").json
    assert {row["to"] for row in rows} == managers()
    for row in rows:
        assert set(row) == {"scenario", "at", "kind", "subject", "to", "words", "file"}
        assert row["subject"] in text
        assert (office.folder / row["file"]).is_file()
        assert str(Path(row["file"]).with_suffix(".html")) in text
        assert row["kind"] == "brief"
        assert 0 < row["words"] <= 320


@pytest.mark.slow
def test_played_twice_it_leaves_the_same_files_and_touches_no_others(office: Office) -> None:
    office.ok("demo", "--out", "out")
    kept = office.folder / "out" / "en_global_gam" / "notes.md"
    kept.write_text("mine")
    before = {file: file.read_bytes() for file in (office.folder / "out").rglob("*") if file.is_file()}
    office.ok("demo", "--out", "out")
    assert {file: file.read_bytes() for file in (office.folder / "out").rglob("*") if file.is_file()} == before


@pytest.mark.slow
def test_without_a_network_and_whatever_the_environment_says(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[broken")
    without_network = (
        "import socket, sys\n"
        "def no(*_, **__): raise OSError('no network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = no\n"
        "from kambrief.cli import main\n"
        "sys.argv = ['kambrief', 'demo', '--out', 'out', '--json']\n"
        "main()\n"
    )
    hostile = {
        "KAMBRIEF_LLM__MODEL": "x", "KAMBRIEF_LLM__BASE_URL": "http://127.0.0.1:9", "KAMBRIEF_DATABASE__URL": "mysql://x",
        "KAMBRIEF_BRIEFS__SENDER": "evil@attacker.example", "KAMBRIEF_BRIEFS__LANGUAGE": "fi", "KAMBRIEF_CONFIG": "config.toml",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", without_network], cwd=tmp_path, env=environment(hostile), capture_output=True, text=True,
        check=False, timeout=50,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == len(managers())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "out"], "no database is left behind"
    for file in tmp_path.rglob("*.eml"):
        assert addresses(read_mail(file)) <= managers()
    plain = tmp_path / "plain"
    plain.mkdir()
    assert in_a_process("demo", "--out", "out", cwd=plain).code == 0
    assert {file.name: file.read_bytes() for file in (plain / "out").rglob("*.eml")} == {
        file.name: file.read_bytes() for file in (tmp_path / "out").rglob("*.eml")
    }


@pytest.mark.slow
def test_on_a_terminal_ids_and_addresses_stay_in_one_piece(tmp_path: Path) -> None:
    main, side = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "kambrief", "demo", "--out", "out"], cwd=tmp_path, stdout=side, stderr=subprocess.DEVNULL,
        env=environment({"COLUMNS": "100", "TERM": "xterm"}),
    )  # fmt: skip
    os.close(side)
    said = b""
    while chunk := _read(main):
        said += chunk
    os.close(main)
    assert program.wait(50) == 0
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode()).replace("\r", "").splitlines()
    for address in managers():
        assert any(address in line for line in lines)
    assert max(len(line) for line in lines if "│" in line or "─" in line) <= 100


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux says so when the other side has closed
        return b""
