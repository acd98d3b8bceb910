"""Each connection with what is wrong with it and what to do; exit 0 only if all is well."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.office import Done, Office
from tests.parts.common import free_port
from tests.parts.fake_llm import FakeLlm, Mode
from tests.parts.smtp import SmtpServer
from tests.parts.tls import TlsFiles


def faults(done: Done) -> dict[str, str]:
    """Name → summary and advice of what is not well."""
    assert done.code == (0 if done.json["ok"] else 1)
    return {one["name"]: f"{one['summary']} → {one['advice']}" for one in done.json["connections"] if not one["ok"]}


def test_all_well_is_exit_zero_and_names_every_connection(office: Office) -> None:
    done = office.ok("check", "--json")
    names = [one["name"] for one in done.json["connections"]]
    assert done.json["ok"]
    assert {"meetings.icalendar/otto@kuura.example", "crm.files", "mail.outbox", "llm"} <= set(names)


def test_the_text_says_ok_and_fail_in_words(office: Office) -> None:
    assert "ok  " in office.ok("check").out
    office.config["crm"] = '[crm.files]\nfolder = "nowhere"'
    done = office.run("check")
    assert done.code == 1
    assert "FAIL crm.files" in done.out
    assert "→" in done.out


@pytest.mark.parametrize(
    ("section", "text", "name", "said"),
    [
        ("calendar", '[[meetings.icalendar.calendars]]\npath = "nowhere.ics"', "meetings.icalendar", "check the path"),
        ("crm", '[crm.files]\nfolder = "nowhere"', "crm.files", "nowhere"),
        ("mail", '[mail.outbox]\nfolder = "calendar.ics"', "mail.outbox", "check the folder"),
    ],
)
def test_a_place_that_is_not_there_is_told_with_advice(
    office: Office, section: str, text: str, name: str, said: str
) -> None:
    office.config[section] = text
    found = faults(office.run("check", "--json"))
    [(where, what)] = found.items()
    assert where.startswith(name)
    assert said in what


def test_several_faults_are_told_together(office: Office) -> None:
    office.config["calendar"] = '[[meetings.icalendar.calendars]]\npath = "nowhere.ics"'
    office.config["crm"] = '[crm.files]\nfolder = "nowhere"'
    assert len(faults(office.run("check", "--json"))) == 2


def test_an_event_that_cannot_be_read_is_named(office: Office) -> None:
    office.show("BEGIN:VEVENT\nUID:broken-1\nDTSTART:never\nEND:VEVENT\n")
    assert "skipped: DTSTART is no date" in next(iter(faults(office.run("check", "--json")).values()))


def test_a_web_page_instead_of_a_calendar_is_told_as_such(office: Office) -> None:
    (office.folder / "calendar.ics").write_text("<html>Sign in</html>")
    assert "VCALENDAR" in next(iter(faults(office.run("check", "--json")).values()))


def test_an_address_inside_the_own_network_needs_leave(office: Office) -> None:
    office.config["calendar"] = '[[meetings.icalendar.calendars]]\nurl = "https://127.0.0.1:1/token-123.ics"'
    done = office.run("check", "--json")
    assert "allow_private" in next(iter(faults(done).values()))
    assert "token-123" not in done.out + done.err


def test_a_secret_that_is_not_set_is_named_by_its_variable(office: Office) -> None:
    office.config["calendar"] = '[[meetings.icalendar.calendars]]\nurl_env = "OTTOS_CALENDAR"'
    assert "OTTOS_CALENDAR" in next(iter(faults(office.run("check", "--json")).values()))


def test_a_crm_table_with_bad_rows_is_told_with_line_numbers(office: Office) -> None:
    office.know({"activities": [{"id": "x", "account_id": "A01", "type": "call", "at": "not a time"}]})
    done = office.run("check", "--json")
    assert "activities.csv line 2" in faults(done)["crm.files"]


def smtp(server: SmtpServer, tls: TlsFiles, **more: Any) -> str:
    options = {"host": "localhost", "port": server.port, "ca_file": str(tls.ca), "username": "otto", "timeout_seconds": 5,
               "password_env": "OTTOS_PASSWORD", **more}  # fmt: skip
    lines = [f"{key} = {value!r}" if isinstance(value, str) else f"{key} = {value}" for key, value in options.items()]
    return "\n".join(["[mail.smtp]", *lines])


@pytest.mark.server
def test_a_mail_server_is_asked_to_its_sign_in_and_gets_no_mail(
    office: Office, smtp_server: Callable[..., SmtpServer], tls: TlsFiles
) -> None:
    server = smtp_server(security="starttls", tls=tls, users={"otto": "sana"})
    office.config["mail"] = smtp(server, tls)
    assert faults(office.run("check", "--json", OTTOS_PASSWORD="sana")) == {}
    [(name, said)] = faults(office.run("check", "--json", OTTOS_PASSWORD="wrong-one")).items()
    assert name == "mail.smtp"
    assert "535" in said or "password" in said
    assert "wrong-one" not in said
    assert server.received == []


@pytest.mark.server
def test_a_certificate_nobody_vouches_for_is_told(
    office: Office, smtp_server: Callable[..., SmtpServer], tls: TlsFiles, tmp_path: Path
) -> None:
    from tests.parts.tls import make_tls

    server = smtp_server(security="starttls", tls=tls, users={"otto": "sana"})
    office.config["mail"] = smtp(server, make_tls(tmp_path / "other"))
    [(_, said)] = faults(office.run("check", "--json", OTTOS_PASSWORD="sana")).items()
    assert "certificate" in said


def test_a_mail_server_that_is_not_there_is_told(office: Office) -> None:
    office.config["mail"] = (
        f'[mail.smtp]\nhost = "127.0.0.1"\nport = {free_port()}\nsecurity = "none"\ntimeout_seconds = 2'
    )
    [(_, said)] = faults(office.run("check", "--json")).items()
    assert "check host and port" in said


@pytest.mark.parametrize("mode", [Mode.UNAUTHORIZED, Mode.HTML, Mode.SERVER_ERROR, Mode.NO_QUOTA, Mode.DROP])
def test_a_model_that_does_not_answer_is_told_without_its_key(office: Office, fake_llm: FakeLlm, mode: Mode) -> None:
    fake_llm.mode = mode
    office.config["llm"] = (
        f'[llm]\nbase_url = "{fake_llm.base_url}"\nmodel = "m"\napi_key_env = "OTTOS_KEY"\ntimeout_seconds = 2'
    )
    done = office.run("check", "--json", OTTOS_KEY="sk-very-secret")
    [(name, said)] = faults(done).items()
    assert name.startswith("llm")
    assert "→ " in said
    assert not said.endswith("→ ")
    assert "very-secret" not in done.out + done.err


def test_a_model_that_answers_is_told_with_what_it_can_do(office: Office, fake_llm: FakeLlm) -> None:
    office.config["llm"] = f'[llm]\nbase_url = "{fake_llm.base_url}"\nmodel = "m"'
    done = office.ok("check", "--json")
    [said] = [one["summary"] for one in done.json["connections"] if one["name"].startswith("llm")]
    assert "json_schema" in said
    assert len(fake_llm.asked) == 1
    assert "Havulinna" not in fake_llm.asked[0].text, "no customer data in a check"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///nowhere/deep/x.db", "check that its folder exists"),
        ("mysql://x/y", "sqlite"),
        ("nonsense", "[database]"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told(office: Office, url: str, said: str) -> None:
    office.config["database"] = f'[database]\nurl = "{url}"'
    done = office.run("check")
    assert done.code == 1
    assert said in done.err
    assert "Traceback" not in done.err
