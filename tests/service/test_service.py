"""The service as it runs at a customer's: real calendar server, real mail server, real database, real processes."""

import datetime as dt
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kambrief.evaluation.play import SCENARIOS
from tests.cli.office import Done, environment, in_a_process, text_of
from tests.parts.common import wait_until
from tests.parts.radicale import Calendar, Radicale
from tests.parts.smtp import Received, SmtpServer
from tests.parts.tls import TlsFiles

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

ELINA = "elina.saarikko@kuura.example"
FINNISH = SCENARIOS / "fi_renewal_at_risk"
THE_DAY_BEFORE = "2026-10-05T15:00:00+03:00"


@dataclass(frozen=True)
class Site:
    """One installation: its folder, its calendar and its mail server."""

    folder: Path
    calendar: Calendar
    mail: SmtpServer
    env: dict[str, str]

    def once(self, at: str) -> dict[str, int]:
        """`kambrief once --at …` as a process of its own."""
        done = self.command("once", "--at", at, "--json")
        assert done.code == 0, done.err
        assert "Traceback" not in done.err
        counts: dict[str, int] = done.json
        return counts

    def command(self, *words: str) -> Done:
        return in_a_process(*words, "--config", str(self.folder / "config.toml"), cwd=self.folder, env=self.env)

    def start(self) -> "subprocess.Popen[bytes]":
        """`kambrief run`."""
        command = [sys.executable, "-m", "kambrief", "run", "--config", str(self.folder / "config.toml")]
        log = (self.folder / "run.log").open("ab")
        with log:
            return subprocess.Popen(command, cwd=self.folder, env=environment(self.env), stdout=log, stderr=log)

    def log(self) -> str:
        return (self.folder / "run.log").read_text()

    def subjects(self) -> list[str]:
        return [str(one.message["Subject"]) for one in self.mail.received]


Build = Callable[..., Site]


@pytest.fixture
def build(tmp_path: Path, radicale: Radicale, smtp_server: Callable[..., SmtpServer], tls: TlsFiles) -> Build:
    """Makes a site: `build(database=…, lead=…)`."""

    def make(database: str = "sqlite:///kambrief.db", lead: int = 60) -> Site:
        calendar = radicale.calendar(f"c-{uuid.uuid4().hex[:12]}")
        mail = smtp_server(security="starttls", tls=tls, users={"kambrief": "postia"})
        shutil.copytree(FINNISH, tmp_path / "crm", ignore=shutil.ignore_patterns("meeting.*", "scenario.json"))
        (tmp_path / "config.toml").write_text(
            f"""
[briefs]
language = "fi"
lead_minutes = {lead}
sender = "briefs@kuura.example"

[[account_managers]]
email = "{ELINA}"
name = "Elina Saarikko"

[[meetings.icalendar.calendars]]
url = "{calendar.url}"
username = "{calendar.user}"
password_env = "CALENDAR_PASSWORD"
allow_private = true

[crm.files]
folder = "crm"

[mail.smtp]
host = "localhost"
port = {mail.port}
security = "starttls"
username = "kambrief"
password_env = "MAIL_PASSWORD"
ca_file = "{tls.ca}"

[database]
url = "{database}"
"""
        )
        return Site(tmp_path, calendar, mail, {"CALENDAR_PASSWORD": calendar.password, "MAIL_PASSWORD": "postia"})

    return make


def invitation(start: str = "20261006T090000", *, sequence: int = 0, status: str = "CONFIRMED") -> str:
    """The renewal call with Petri and Markku; local time, or UTC with a Z."""
    zone = "" if start.endswith("Z") else ";TZID=Europe/Helsinki"
    return f"""BEGIN:VEVENT
UID:renewal@kuura.example
DTSTAMP:20260929T071500Z
SEQUENCE:{sequence}
DTSTART{zone}:{start}
DURATION:PT45M
SUMMARY:Kuorimon tilanne ja sopimuksen jatko
STATUS:{status}
ORGANIZER;CN=Elina Saarikko:mailto:{ELINA}
ATTENDEE;PARTSTAT=ACCEPTED;CN=Elina Saarikko:mailto:{ELINA}
ATTENDEE;PARTSTAT=ACCEPTED;CN="Vuolle, Petri":mailto:petri.vuolle@havulinna.example
ATTENDEE;PARTSTAT=TENTATIVE;CN="Hietanoja, Markku":mailto:markku.hietanoja@havulinna.example
END:VEVENT"""


def at(clock: str, day: int = 6) -> str:
    return f"2026-10-{day:02d}T{clock}:00+03:00"


def plain(received: Received) -> str:
    return text_of(received.message).replace("\xa0", " ")


def test_a_brief_arrives_at_its_time_over_an_encrypted_line_and_only_once(build: Build) -> None:
    site = build()
    site.calendar.put(invitation())
    assert site.once(THE_DAY_BEFORE).get("sent", 0) == 0
    assert site.once(at("07:50"))["written"] == 1
    assert site.mail.received == []
    assert site.once(at("08:00"))["sent"] == 1
    for again in ("08:00", "08:00", "08:30", "09:00", "09:30"):
        assert site.once(at(again)).get("sent", 0) == 0
    [mail] = site.mail.received
    assert mail.secure
    assert mail.user == "kambrief"
    assert (mail.sender, mail.recipients) == ("briefs@kuura.example", (ELINA,))
    assert mail.message["To"].addresses[0].addr_spec == ELINA
    assert "Juurisyyraportti kuorimon anturikatkoista" in plain(mail)
    assert "11 päivää" in plain(mail)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    return "sqlite:///kambrief.db" if request.param == "sqlite" else str(request.getfixturevalue("postgres_database"))


def test_moved_and_then_cancelled_gives_one_update_and_one_void_notice_in_the_same_thread(
    build: Build, database: str
) -> None:
    site = build(database)
    site.calendar.put(invitation())
    site.once(at("07:50"))
    site.once(at("08:00"))
    site.calendar.put(invitation("20261006T130000", sequence=1))
    for again in ("08:05", "08:10", "11:00", "12:00"):
        site.once(at(again))
    brief, update = site.mail.received
    assert update.message["In-Reply-To"] == brief.message["Message-ID"]
    assert "13.00" in plain(update)
    assert "9.00" in plain(update)
    assert "Juurisyyraportti" not in plain(update), "the difference and nothing else"
    site.calendar.put(invitation("20261006T130000", sequence=2, status="CANCELLED"))
    for again in ("12:05", "12:10", "12:55", "13:30"):
        site.once(at(again))
    assert len(site.mail.received) == 3
    void = site.mail.received[2]
    assert str(brief.message["Message-ID"]) in str(void.message["References"])
    assert {recipient for mail in site.mail.received for recipient in mail.recipients} == {ELINA}
    assert len({mail.message["Message-ID"] for mail in site.mail.received}) == 3


def test_deleted_from_the_calendar_gives_one_void_notice(build: Build) -> None:
    site = build()
    site.calendar.put(invitation())
    site.once(at("08:00"))
    site.calendar.delete()
    for again in ("08:05", "08:10", "08:50"):
        site.once(at(again))
    brief, void = site.mail.received
    assert void.message["In-Reply-To"] == brief.message["Message-ID"]


def test_cancelled_before_the_brief_left_gives_no_mail(build: Build) -> None:
    site = build()
    site.calendar.put(invitation())
    site.once(at("07:50"))
    site.calendar.put(invitation(sequence=1, status="CANCELLED"))
    for again in ("07:55", "08:00", "08:30"):
        site.once(at(again))
    assert site.mail.received == []


def test_midnight_alone_sends_nothing(build: Build) -> None:
    site = build(lead=20 * 60)
    site.calendar.put(invitation())
    site.once(at("13:00", day=5))
    assert len(site.mail.received) == 1
    for clock, day in (("23:59", 5), ("00:00", 6), ("00:01", 6), ("06:00", 6)):
        site.once(at(clock, day))
    assert len(site.mail.received) == 1


def test_a_calendar_server_that_is_down_cancels_nothing(build: Build, radicale: Radicale) -> None:
    site = build()
    site.calendar.put(invitation())
    site.once(at("07:50"))
    config = site.folder / "config.toml"
    config.write_text(config.read_text().replace(f":{radicale.port}/", ":1/"))
    assert site.once(at("08:00"))["sent"] == 1
    config.write_text(config.read_text().replace(":1/", f":{radicale.port}/"))
    site.once(at("08:05"))
    assert len(site.mail.received) == 1


def test_a_mail_server_that_refuses_for_now_gets_the_mail_later_and_once(build: Build) -> None:
    site = build()
    site.calendar.put(invitation())
    site.mail.behaviour.recipients[ELINA] = "451 4.3.0 try later"
    assert site.once(at("08:00"))["retries"] == 1
    site.mail.behaviour.recipients.clear()
    site.once(at("08:05"))
    site.once(at("08:10"))
    assert len(site.mail.received) == 1


def test_check_finds_all_well(build: Build) -> None:
    site = build()
    site.calendar.put(invitation())
    done = site.command("check", "--json")
    assert done.code == 0, done.out
    assert done.json["ok"]
    assert site.mail.received == []
    assert "sana" not in done.out
    assert "postia" not in done.out


# --- the service itself, on the real clock ---


def soon(minutes: int) -> str:
    return f"{dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes):%Y%m%dT%H%M%SZ}"


@pytest.fixture
def running(build: Build, request: pytest.FixtureRequest) -> Iterator[tuple[Site, Callable[[], Any]]]:
    """A site and what starts its service; whatever still runs at the end is killed."""
    site = build(*getattr(request, "param", ()))
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        started.append(site.start())
        return started[-1]

    yield site, start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def arrived(site: Site, count: int) -> None:
    wait_until(lambda: len(site.mail.received) >= count, f"{count} mails; the service said: {site.log()}", 60)


def settled(site: Site, kind: str) -> None:
    """The ledger knows that it was sent."""

    def told() -> bool:
        listed = site.command("meetings", "--days", "1", "--json")
        return any(row["brief"] == f"{kind} sent" for row in listed.json)

    wait_until(told, f"the ledger to say that the {kind} was sent", 60)


def test_a_meeting_known_late_is_briefed_at_once_and_sigterm_ends_the_service_in_good_order(
    running: tuple[Site, Callable[[], Any]],
) -> None:
    site, start = running
    site.calendar.put(invitation(soon(20)))
    process = start()
    arrived(site, 1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0, site.log()
    assert "Traceback" not in site.log()
    assert len(site.mail.received) == 1
    assert not list(site.folder.glob("kambrief.db-*")), "the database was closed"
    settled(site, "brief")


def test_killed_and_started_again_it_sends_nothing_twice_and_goes_on(
    running: tuple[Site, Callable[[], Any]],
) -> None:
    site, start = running
    site.calendar.put(invitation(soon(40)))
    process = start()
    arrived(site, 1)
    settled(site, "brief")
    process.kill()
    process.wait()
    site.calendar.put(invitation(soon(30), sequence=1))
    process = start()
    arrived(site, 2)  # the update: the second life has done its work, and mails due earlier would have come before it
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0, site.log()
    brief, update = site.mail.received
    assert update.message["In-Reply-To"] == brief.message["Message-ID"]


def test_two_services_on_one_postgresql_send_one_brief(build: Build, postgres_database: str) -> None:
    site = build(postgres_database)
    site.calendar.put(invitation(soon(20)))
    site.command("db", "upgrade")
    processes = [site.start(), site.start()]
    try:
        arrived(site, 1)
        settled(site, "brief")
        for process in processes:
            process.send_signal(signal.SIGTERM)
        assert [process.wait(15) for process in processes] == [0, 0], site.log()
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
            process.wait()
    assert len(site.mail.received) == 1, site.subjects()
