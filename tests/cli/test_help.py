"""What holds for every command: help at once, exit codes, errors that say what to do, clean JSON."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.office import DUE, EARLY, Office, environment, in_a_process

COMMANDS = [
    ["demo"], ["init"], ["check"], ["run"], ["once"], ["meetings"], ["brief"], ["why"], ["match"], ["rehearse"], ["eval"],
    ["accounts"], ["account"], ["crm"], ["crm", "log"], ["crm", "writes"], ["db"], ["db", "upgrade"], ["db", "backup"], ["db", "restore"],
]  # fmt: skip
HEAVY = ("openai", "sqlalchemy", "sqlmodel", "httpx", "jinja2", "icalendar", "apscheduler", "pydantic", "structlog")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_each_command_explains_itself(office: Office, words: list[str]) -> None:
    done = office.ok(*words, "--help")
    assert "Usage:" in done.out
    assert len(done.out.splitlines()) > 5
    assert done.err == ""


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys, json\n"
        "from kambrief.cli import main\n"
        "sys.argv = ['kambrief', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        f"sys.stderr.write(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(), cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stderr) == []
    assert "meetings" in done.stdout


def test_no_words_at_all_show_the_help(tmp_path: Path) -> None:
    done = in_a_process(cwd=tmp_path)
    assert "Usage:" in done.out + done.err
    assert "Traceback" not in done.err


def test_the_version_is_told(office: Office) -> None:
    from kambrief import __version__

    assert office.ok("--version").out.strip() == __version__


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["once", "--at", "tomorrow"],
        ["once", "--at", "2026-10-06T08:00:00"],
        ["brief"],
        ["match", "x@y.example"],
        ["meetings", "--days", "many"],
        ["eval"],
        ["eval", "x", "--llm", "all"],
        ["check", "--nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_two_and_says_what_is_wrong(office: Office, words: list[str]) -> None:
    done = office.run(*words)
    assert done.code == 2
    assert "Error:" in done.err or "Usage:" in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["once"],
        ["meetings"],
        ["brief", "next"],
        ["why", "next"],
        ["accounts"],
        ["account", "A01"],
        ["db", "upgrade"],
        ["db", "backup", "x"],
        ["run"],
    ],
    ids=" ".join,
)
def test_without_a_configuration_each_command_says_how_to_get_one(
    tmp_path: Path, office: Office, words: list[str]
) -> None:
    done = office.run(*words, "--config", str(tmp_path / "elsewhere.toml"))
    assert done.code == 1
    assert "kambrief init" in done.err
    assert "--config" in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_all_mistakes_of_a_configuration_come_at_once(office: Office) -> None:
    office.config |= {
        "briefs": '[briefs]\nlead_minutes = 1\ntimezone = "Mars/Base"\nnonsense = 1',
        "manager": '[[account_managers]]\nemail = "otto"\nlanguage = "xx"',
        "llm": '[llm]\nbase_url = "http://127.0.0.1:1"',
    }
    done = office.run("once")
    assert done.code == 1
    for place in ("lead_minutes", "timezone", "nonsense", "account_managers.0.email", "language", "llm.model"):
        assert place in done.err
    assert all(line.startswith("kambrief: ") for line in done.err.splitlines())


def test_all_mistakes_of_the_providers_sections_come_at_once(office: Office) -> None:
    office.config |= {
        "manager": "",
        "calendar": '[[meetings.icalendar.calendars]]\npath = "a"\nurl_file = "b"\n\n[meetings.zoom]\naccount = "x"',
        "crm": '[crm.files]\nfolder = "crm"\ncolour = "red"',
        "mail": "[mail.smtp]\nport = 587",
    }
    done = office.run("once")
    assert done.code == 1
    for place in ("account_managers", "meetings.icalendar", "meetings.zoom", "crm.files.colour", "mail.smtp.host"):
        assert place in done.err, done.err


def test_a_secret_is_not_in_any_message(office: Office) -> None:
    office.config["mail"] = '[mail.smtp]\nhost = "mail.example"\nusername = "u"\npassword = "hunter2-secret"'
    office.config["calendar"] = '[[meetings.icalendar.calendars]]\nurl = "https://cal.example/secret-token.ics"\nx = 1'
    done = office.run("once")
    assert done.code == 1
    assert "hunter2" not in done.err
    assert "secret-token" not in done.err


def test_a_broken_toml_file_is_told_with_its_line(office: Office) -> None:
    office.config = {"all": "[briefs]\nlead_minutes = x\n"}
    done = office.run("check")
    assert done.code == 1
    assert "line 2" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ["once", "--at", DUE, "--json"],
        ["meetings", "--at", EARLY, "--json"],
        ["brief", "next", "--at", EARLY, "--json"],
        ["why", "next", "--at", EARLY, "--json"],
        ["accounts", "--at", EARLY, "--json"],
        ["account", "A01", "--at", EARLY, "--json"],
        ["check", "--json"],
        ["rehearse", "--at", "2026-10-08T08:00:00+03:00", "--json"],
    ],
    ids=lambda words: words[0],
)
def test_json_is_alone_on_standard_output_even_when_something_is_wrong(office: Office, words: list[str]) -> None:
    office.know({"activities": [{"id": "x", "account_id": "A01", "type": "call", "at": "not a time"}]})
    office.show("BEGIN:VEVENT\nUID:broken\nDTSTART:never\nEND:VEVENT\n", *_one())
    done = office.run("--verbose", *words)
    assert done.json is not None
    assert "Traceback" not in done.err


def _one() -> tuple[str]:
    from tests.cli.office import event

    return (event(),)


@pytest.mark.slow
def test_in_a_process_of_its_own_json_is_clean_too_and_nothing_lingers(office: Office) -> None:
    office.write_config()
    done = in_a_process("once", "--at", DUE, "--json", cwd=office.folder)
    assert done.code == 0, done.err
    assert done.json["sent"] == 1
    assert not list(office.folder.glob("*.db-*")), "the database is closed properly"


@pytest.mark.slow
def test_a_reader_that_goes_away_early_is_no_error(office: Office) -> None:
    office.write_config()
    command = f"{sys.executable} -m kambrief brief next --at {EARLY} --html | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=office.folder, env=environment(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_a_place_that_cannot_be_written_is_told_without_a_traceback(office: Office) -> None:
    (office.folder / "file").write_text("")
    for words in (
        ["demo", "--out", "file/x"],
        ["rehearse", "--out", "file/x", "--at", "2026-10-08T08:00:00+03:00"],
        ["init", "--out", "file/x/config.toml", "--yes", "--email", "a@b.example", "--calendar", "c.ics"],
        ["db", "backup", "file/x"],
    ):
        office.run("db", "upgrade")
        done = office.run(*words)
        assert done.code == 1, words
        assert "file" in done.err
        assert "Traceback" not in done.err


def test_environment_variables_override_the_file(office: Office) -> None:
    done = office.run("check", KAMBRIEF_BRIEFS__LEAD_MINUTES="1")
    assert done.code == 1
    assert "briefs.lead_minutes" in done.err
    assert office.run("check", KAMBRIEF_BRIEFS__LEAD_MINUTES="90").code == 0


def test_the_configuration_can_be_named_by_the_environment(office: Office, tmp_path: Path) -> None:
    office.write_config()
    (tmp_path / "config.toml").rename(tmp_path / "other.toml")
    config = str(tmp_path / "other.toml")
    office.config = {"broken": "["}
    assert office.run("meetings", "--at", EARLY, KAMBRIEF_CONFIG=config).code == 0
