"""The first configuration: small, complete, and no secret in it."""

import stat
import tomllib

import pytest

from tests.cli.office import EARLY, Office

ME = ("--yes", "--email", "otto@kuura.example", "--name", "Otto Salmi")


def test_flags_are_enough_and_what_was_written_works(office: Office) -> None:
    done = office.ok("init", *ME, "--calendar", "calendar.ics", "--crm", "crm", "--language", "en", "--out", "new.toml")
    assert "kambrief check --config new.toml" in done.out
    listed = office.ok("meetings", "--config", "new.toml", "--at", EARLY, "--json").json
    assert [row["title"] for row in listed] == ["Debarker review"]
    assert office.ok("check", "--config", "new.toml").code == 0


def test_the_calendars_address_is_a_secret_and_never_in_the_file(office: Office) -> None:
    address = "https://outlook.example/owa/calendar/SECRET-TOKEN/calendar.ics"
    done = office.ok("init", *ME, "--calendar", address, "--out", "new.toml")
    assert "SECRET-TOKEN" not in (office.folder / "new.toml").read_text()
    assert "SECRET-TOKEN" not in done.out + done.err
    secret = office.folder / "calendar-address.txt"
    assert secret.read_text().strip() == address
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_a_secret_file_that_others_could_read_is_not_reused(office: Office) -> None:
    secret = office.folder / "calendar-address.txt"
    secret.write_text("https://old.example/")
    secret.chmod(0o644)
    refused = office.run("init", *ME, "--calendar", "https://new.example/", "--out", "new.toml")
    assert refused.code == 1
    assert secret.read_text() == "https://old.example/"
    office.ok("init", *ME, "--calendar", "https://new.example/", "--out", "new.toml", "--force")
    assert secret.read_text().strip() == "https://new.example/"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_an_existing_file_is_kept_unless_forced(office: Office) -> None:
    (office.folder / "new.toml").write_text("mine")
    words = ("init", *ME, "--calendar", "calendar.ics", "--out", "new.toml")
    done = office.run(*words)
    assert done.code == 1
    assert "--force" in done.err
    assert (office.folder / "new.toml").read_text() == "mine"
    office.ok(*words, "--force")
    assert "otto@kuura.example" in (office.folder / "new.toml").read_text()


def test_what_is_missing_is_said_all_at_once(office: Office) -> None:
    done = office.run("init", "--yes", "--out", "new.toml")
    assert done.code == 1
    assert "--email" in done.err
    assert "--calendar" in done.err
    assert not (office.folder / "new.toml").exists()


@pytest.mark.parametrize(
    ("flag", "value"), [("--language", "xx"), ("--timezone", "Mars/Base"), ("--email", "two@at@signs")]
)
def test_what_cannot_be_is_refused_before_anything_is_written(office: Office, flag: str, value: str) -> None:
    done = office.run("init", *ME, "--calendar", "calendar.ics", flag, value, "--out", "new.toml")
    assert done.code == 1
    assert "kambrief: " in done.err
    assert not (office.folder / "new.toml").exists()


def test_quotes_and_backslashes_in_answers_stay_what_they_are(office: Office) -> None:
    name = 'Otto "Osku" \\ Salmi'
    office.ok("init", "--yes", "--email", "o@k.example", "--name", name, "--calendar", "c.ics", "--out", "new.toml")
    data = tomllib.loads((office.folder / "new.toml").read_text())
    assert data["account_managers"][0]["name"] == name


def test_paths_are_meant_from_where_one_stands_wherever_the_file_goes(office: Office) -> None:
    office.ok("init", *ME, "--calendar", "calendar.ics", "--crm", "crm", "--out", "etc/kambrief/config.toml")
    listed = office.ok("meetings", "--config", "etc/kambrief/config.toml", "--at", EARLY, "--json").json
    assert len(listed) == 1


def test_a_mail_server_is_written_with_its_password_by_reference(office: Office) -> None:
    done = office.ok("init", *ME, "--calendar", "calendar.ics", "--smtp", "smtp.kuura.example", "--out", "new.toml")
    data = tomllib.loads((office.folder / "new.toml").read_text())
    assert data["mail"]["smtp"]["password_env"] == "KAMBRIEF_SMTP_PASSWORD"
    assert "KAMBRIEF_SMTP_PASSWORD" in done.out
