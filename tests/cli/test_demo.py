"""The demonstration: no configuration, no key, no network unless a model is there to be asked, and mails that go to the
account manager alone.
"""

import json
import os
import pty
import re
import subprocess
import sys
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path
from typing import Any

import pytest

from kambrief.cli.demo_model import demo_model
from kambrief.evaluation.play import SCENARIOS
from tests.cli.office import Office, environment, in_a_process, read_mail
from tests.parts.fake_llm import Asked, FakeLlm, Mode
from tests.pipeline.asked import facts_of

ADDRESSED = ("To", "Cc", "Bcc", "Reply-To", "Resent-To", "Resent-Cc", "Resent-Bcc", "From", "Sender", "Return-Path",
             "Disposition-Notification-To", "Errors-To")  # fmt: skip


MAILS = 2
"""A scenario: the brief before the call, the recap after it."""


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
        mails = list((demo / scenario).glob("*.eml"))
        assert len(mails) == MAILS
        for mail in mails:
            assert mail.with_suffix(".html").read_text().lstrip().lower().startswith("<!doctype html")
            assert mail.with_suffix(".txt").read_text().strip()


def test_after_each_call_a_draft_lies_ready_and_nothing_said_off_the_record_is_in_it(demo: Path) -> None:
    drafts = {path.parent.name: path.read_text() for path in demo.rglob("followup-draft.txt")}
    notes = {path.parent.name: path.read_text() for path in demo.rglob("crm-note.txt")}
    assert drafts.keys() == notes.keys() == {"en_global_gam", "fi_renewal_at_risk"}
    assert "To: petri.vuolle@havulinna.example" in drafts["fi_renewal_at_risk"]
    assert "Seuraava palaveri: ke" in drafts["fi_renewal_at_risk"]
    for texts_of in (drafts, notes):
        assert "konserni" not in texts_of["fi_renewal_at_risk"]
        assert not re.search(r"line (three|3)\b", texts_of["en_global_gam"])


def test_each_mail_is_addressed_to_its_account_manager_and_no_header_names_anybody_else(demo: Path) -> None:
    mails = [read_mail(file) for file in demo.rglob("*.eml")]
    assert len(mails) == MAILS * len(managers())
    for mail in mails:
        assert len(addresses(mail)) == 1
        assert addresses(mail) <= managers()
        headers = " ".join(f"{name}: {value}" for name, value in mail.items())
        named = re.findall(r"[\w.+-]+@[\w-]+\.[\w.]*\w", headers)
        ids = re.findall(r"<(kambrief\.[0-9a-f]{40}@[^>]+)>", headers)
        assert set(named) - set(ids) <= managers()


@pytest.mark.slow
def test_the_table_and_the_json_say_the_same(office: Office) -> None:
    text = office.ok("demo", "--out", "out").out
    rows = office.ok("demo", "--out", "out", "--json").json
    assert {row["to"] for row in rows} == managers()
    for row in rows:
        assert set(row) == {
            "scenario", "at", "kind", "subject", "to", "words", "file", "written_by", "model", "sources",
        }  # fmt: skip
        assert row["model"] == ""
        assert row["written_by"] in {"floor", "code"}
        assert row["subject"] in text
        assert (office.folder / row["file"]).is_file()
        assert str(Path(row["file"]).with_suffix(".html")) in text
        assert 0 < row["words"] <= (320 if row["kind"] == "brief" else 500)
    assert sorted(row["kind"] for row in rows) == ["brief", "brief", "recap", "recap"]


def test_a_meeting_comes_by_way_of_each_platform(office: Office) -> None:
    rows = office.ok("demo", "--out", "out", "--json").json
    assert sorted(row["sources"] for row in briefs(rows)) == [["teams"], ["zoom", "icalendar"]]
    text = office.ok("demo", "--out", "out").out
    assert "the meeting is known from zoom and icalendar" in text
    assert "the meeting is known from teams" in text


@pytest.mark.slow
def test_played_twice_it_leaves_the_same_files_and_touches_no_others(office: Office) -> None:
    office.ok("demo", "--out", "out")
    kept = office.folder / "out" / "en_global_gam" / "notes.md"
    kept.write_text("mine")
    before = {file: file.read_bytes() for file in (office.folder / "out").rglob("*") if file.is_file()}
    office.ok("demo", "--out", "out")
    assert {file: file.read_bytes() for file in (office.folder / "out").rglob("*") if file.is_file()} == before


@pytest.mark.slow
def test_with_no_model_it_needs_no_network_whatever_the_environment_says(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[broken")
    without_network = (
        "import socket, sys\n"
        "def no(*_, **__): raise OSError('no network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = no\n"
        "from kambrief.cli import main\n"
        "sys.argv = ['kambrief', 'demo', '--llm', 'none', '--out', 'out', '--json']\n"
        "main()\n"
    )
    hostile = {
        "KAMBRIEF_LLM__MODEL": "x", "KAMBRIEF_LLM__BASE_URL": "http://127.0.0.1:9", "KAMBRIEF_DATABASE__URL": "mysql://x",
        "KAMBRIEF_BRIEFS__SENDER": "evil@attacker.example", "KAMBRIEF_BRIEFS__LANGUAGE": "fi", "KAMBRIEF_CONFIG": "config.toml",
        "OPENAI_API_KEY": "sk-x", "OPENAI_BASE_URL": "http://127.0.0.1:9",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", without_network], cwd=tmp_path, env=environment(hostile), capture_output=True, text=True,
        check=False, timeout=50,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == MAILS * len(managers())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "out"], "no database is left behind"
    for file in tmp_path.rglob("*.eml"):
        assert addresses(read_mail(file)) <= managers()
    plain = tmp_path / "plain"
    plain.mkdir()
    assert in_a_process("demo", "--out", "out", cwd=plain).code == 0
    assert {file.name: file.read_bytes() for file in (plain / "out").rglob("*.eml")} == {
        file.name: file.read_bytes() for file in (tmp_path / "out").rglob("*.eml")
    }


# --- with a model --------------------------------------------------------------------------------------------------

NAME, HOST = "gpt-4.1-mini", "127.0.0.1"
SAID = {
    "en": ("agree what they must see before they go on", "Agree what they must see before they go on"),
    "fi": ("sovi, mitä heidän pitää nähdä ennen kuin he jatkavat", "Sovi, mitä heidän pitää nähdä ennen kuin"),
}
"""What the model says, and how the mail begins it."""


def sensible(asked: Asked) -> Any:
    """A model that keeps the rules, in either language."""
    text, _ = SAID["fi" if "is Finnish" in asked.text else "en"]
    return {"one_thing": {"text": text, "facts": facts_of(asked)[:1]}, "questions": [], "order": [], "cut": []}


def of_openai(fake_llm: FakeLlm) -> dict[str, str]:
    """What people have in their environment who use OpenAI."""
    return {"OPENAI_API_KEY": "sk-of-mine", "OPENAI_BASE_URL": fake_llm.base_url}


def told_of_calls(out: str) -> list[str]:
    """The lines on what was asked of a model, one a mail."""
    lines = [line for line in out.splitlines() if line.startswith(("en_global_gam: ", "fi_renewal_at_risk: "))]
    return [line for line in lines if "is known from" not in line]


def briefs(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["kind"] == "brief"]


def brief_lines(out: str) -> list[list[str]]:
    """The table's rows of briefs."""
    rows = [line.split("\t") for line in out.splitlines() if line.count("\t") == 4]
    return [row for row in rows if row[4].startswith("[Brief]")]


def texts(office: Office) -> str:
    return "\n".join(file.read_text() for file in sorted((office.folder / "out").rglob("*.txt")))


def test_with_a_key_in_the_environment_it_asks_and_says_who_wrote_what(office: Office, fake_llm: FakeLlm) -> None:
    fake_llm.default = sensible
    out = office.ok("demo", "--out", "out", **of_openai(fake_llm)).out
    assert ["at", "to", "words", "written by", "mail"] in [line.split("\t") for line in out.splitlines()]
    assert [row[3] for row in brief_lines(out)] == [NAME] * len(managers())
    assert {(asked.key, asked.body["model"]) for asked in fake_llm.asked} == {("sk-of-mine", NAME)}
    assert sum("one_thing" in asked.text for asked in fake_llm.asked) == len(managers())
    lines = told_of_calls(out)
    assert len(lines) == len(managers())
    for line in lines:
        assert re.fullmatch(rf"\w+: {NAME} at {HOST}:\d+: \d+ \+ \d+ tokens, [1-9]\d* facts sent", line), line
    for _, shown in SAID.values():
        assert shown in texts(office)


@pytest.mark.slow
def test_the_json_says_who_wrote_what_too(office: Office, fake_llm: FakeLlm) -> None:
    fake_llm.default = sensible
    rows = office.ok("demo", "--out", "out", "--json", **of_openai(fake_llm), OPENAI_MODEL="another-1").json
    written = briefs(rows)
    assert [row["written_by"] for row in written] == ["another-1"] * len(managers())
    assert all(row["model"].startswith(f"another-1 at {HOST}") and "tokens" in row["model"] for row in written)


@pytest.mark.slow
def test_told_to_ask_nobody_it_asks_nobody(office: Office, fake_llm: FakeLlm) -> None:
    office.config["llm"] = f'[llm]\nbase_url = "{fake_llm.base_url}"\nmodel = "small-1"'
    out = office.ok("demo", "--out", "out", "--llm", "none", **of_openai(fake_llm)).out
    assert fake_llm.asked == []
    assert told_of_calls(out) == []
    assert [row[3] for row in brief_lines(out)] == ["floor"] * len(managers())


@pytest.mark.slow
def test_the_configured_model_is_asked_before_the_one_of_the_environment(office: Office, fake_llm: FakeLlm) -> None:
    fake_llm.default = sensible
    office.config["llm"] = (
        f'[llm]\nbase_url = "{fake_llm.base_url}"\nmodel = "small-1"\n'
        "price_per_million_in = 1.0\nprice_per_million_out = 2.0"
    )
    nowhere = {"OPENAI_API_KEY": "sk-of-mine", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    out = office.ok("demo", "--out", "out", **nowhere).out
    assert {asked.body["model"] for asked in fake_llm.asked} == {"small-1"}
    assert "sk-of-mine" not in {asked.key for asked in fake_llm.asked}, "a key goes to its own server alone"
    lines = told_of_calls(out)
    assert len(lines) == len(managers())
    for line in lines:
        assert re.search(r": small-1 at .* tokens, cost 0\.\d+, \d+ facts sent$", line), line


@pytest.mark.slow
def test_a_model_that_fails_is_told_and_the_brief_is_there_all_the_same(
    office: Office, fake_llm: FakeLlm, tmp_path: Path
) -> None:
    alone = office.ok("demo", "--out", str(tmp_path / "alone"), "--json").json
    fake_llm.mode = Mode.REFUSAL
    out = office.ok("demo", "--out", "out", **of_openai(fake_llm)).out
    lines = told_of_calls(out)
    assert len(lines) == len(managers())
    for line in lines:
        assert "failed (the model refused)" in line, line
    assert [row[2:] for row in brief_lines(out)] == [
        [str(row["words"]), "floor", row["subject"]] for row in briefs(alone)
    ]


@pytest.mark.slow
def test_an_answer_that_breaks_every_rule_is_paid_for_and_not_printed(office: Office, fake_llm: FakeLlm) -> None:
    fake_llm.default = {"one_thing": {"text": "they owe us 48,000 euros since spring", "facts": ["F1"]}}
    out = office.ok("demo", "--out", "out", **of_openai(fake_llm)).out
    assert "48,000 euros" not in texts(office)
    assert [row[3] for row in brief_lines(out)] == ["floor"] * len(managers())
    assert [line.count(" tokens") for line in told_of_calls(out)] == [2] * len(managers()), "asked again once"


def test_what_is_neither_auto_nor_none_is_refused(office: Office) -> None:
    done = office.run("demo", "--out", "out", "--llm", "gpt")
    assert done.code != 0
    assert "say auto or none" in done.err
    assert not (office.folder / "out").exists()


def test_a_configuration_that_cannot_be_used_is_told_before_anything_is_asked(
    office: Office, fake_llm: FakeLlm
) -> None:
    office.config["llm"] = "[llm]\nmodel = 7"
    done = office.run("demo", "--out", "out", **of_openai(fake_llm))
    assert done.code == 1
    assert "model" in done.err
    assert fake_llm.asked == []


def test_which_model_is_asked(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    assert demo_model(config, {}) is None
    assert demo_model(config, {"OPENAI_API_KEY": ""}) is None
    assert demo_model(config, {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}) is None
    given = demo_model(config, {"OPENAI_API_KEY": "sk-x"})
    assert given is not None
    assert (given.model, given.base_url, given.api_key_env) == (NAME, "https://api.openai.com/v1", "OPENAI_API_KEY")
    assert "sk-x" not in repr(given)


# --- on a terminal -------------------------------------------------------------------------------------------------


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
