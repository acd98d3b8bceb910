"""`kambrief run` with Zoom and Microsoft 365, as a process of its own: briefs arrive, hooks are heard within a tick."""

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kambrief.evaluation.play import SCENARIOS
from kambrief.store.sql import SqlStore
from tests.cli.office import Done, environment, in_a_process, text_of
from tests.parts.common import free_port, wait_until
from tests.parts.fake_graph import FakeGraph
from tests.parts.fake_zoom import FakeZoom
from tests.parts.fake_zoom_model import join_url
from tests.parts.smtp import SmtpServer

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.timeout(180)]

ELINA = "elina.saarikko@kuura.example"
PETRI = ("petri.vuolle@havulinna.example", "Vuolle, Petri", "accepted", "required")
HOOKS = {"ZOOM_HOOKS": "zoom-hook-secret", "GRAPH_HOOKS": "graph-hook-secret"}


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Site:
    """An installation with both platforms, a mail server and a port for the vendors' hooks."""

    def __init__(self, folder: Path, zoom: FakeZoom, graph: FakeGraph, mail: SmtpServer) -> None:
        self.folder, self.zoom, self.graph, self.mail, self.port = folder, zoom, graph, mail, free_port()
        shutil.copytree(
            SCENARIOS / "fi_renewal_at_risk",
            folder / "crm",
            ignore=shutil.ignore_patterns("meeting.*", "scenario.json"),
        )
        self.env = {"ZOOM_SECRET": zoom.client_secret, "GRAPH_SECRET": graph.client_secret, **HOOKS}
        (folder / "config.toml").write_text(
            f"""
[briefs]
language = "fi"
lead_minutes = 60
poll_minutes = 60
sender = "briefs@kuura.example"

[[account_managers]]
email = "{ELINA}"
name = "Elina Saarikko"

[meetings.zoom]
account_id = "{zoom.account_id}"
client_id = "{zoom.client_id}"
client_secret_env = "ZOOM_SECRET"
base_url = "{zoom.base_url}"
oauth_url = "{zoom.oauth_url}"
transcripts = true
webhook_secret_env = "ZOOM_HOOKS"

[meetings.teams]
tenant = "{graph.tenant}"
client_id = "{graph.client_id}"
client_secret_env = "GRAPH_SECRET"
base_url = "{graph.base_url}"
login_url = "{graph.login_url}"
scope = "https://graph.microsoft.com/.default"
webhook_secret_env = "GRAPH_HOOKS"
webhook_url = "http://127.0.0.1:{self.port}/hooks/graph"

[web]
port = {self.port}

[crm.files]
folder = "crm"

[mail.smtp]
host = "127.0.0.1"
port = {mail.port}
security = "none"
"""
        )

    @contextmanager
    def running(self) -> "Iterator[subprocess.Popen[bytes]]":
        command = [sys.executable, "-m", "kambrief", "run", "--config", str(self.folder / "config.toml")]
        with (self.folder / "run.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=self.folder, env=environment(self.env), stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def command(self, *words: str) -> Done:
        return in_a_process(*words, "--config", str(self.folder / "config.toml"), cwd=self.folder, env=self.env)

    def log(self) -> str:
        return (self.folder / "run.log").read_text()

    def subjects(self) -> list[str]:
        return [str(one.message["Subject"]) for one in self.mail.received]

    def schedule(self, title: str, start: dt.datetime) -> tuple[str, int]:
        """In Zoom, and with its link in Outlook."""
        number = self.zoom.schedule(ELINA, title, start, 45)
        link = join_url(self.zoom.meetings[number])
        event = self.graph.put_event(
            ELINA, subject=title, start=start, minutes=45, teams=False, location=link, organizer=(ELINA, "Elina Saarikko"),
            attendees=[PETRI],
        )  # fmt: skip
        return event, number

    def tell(self, seen: int, notified: int) -> tuple[int, int]:
        """Both vendors post what happened since, signed as they do."""
        posted, told = self.zoom.webhooks_since(seen), self.graph.notifications_since(notified)
        for event in posted:
            body = json.dumps(event).encode()
            headers = self.zoom.sign(body, int(now().timestamp()), HOOKS["ZOOM_HOOKS"])
            answer = httpx.post(f"http://127.0.0.1:{self.port}/hooks/zoom", content=body, headers=headers)
            assert answer.status_code in {200, 204}, answer.text
        for notification in told:
            answer = httpx.post(f"http://127.0.0.1:{self.port}/hooks/graph", json=notification)
            assert answer.status_code == 202
        return seen + len(posted), notified + len(told)


@pytest.fixture
def site(corpora: Path, tmp_path: Path, smtp_server: Callable[..., SmtpServer]) -> Iterator[Site]:
    with (
        FakeZoom(corpora / "contracts" / "zoom", clock=now) as zoom,
        FakeGraph(corpora / "contracts" / "graph" / "graph.openapi.json", clock=now) as graph,
    ):
        zoom.user(ELINA, name="Elina Saarikko")
        graph.user(ELINA, name="Elina Saarikko")
        yield Site(tmp_path, zoom, graph, smtp_server(security="plain"))
        assert zoom.violations == []
        assert graph.violations == []


def soon(minutes: int) -> dt.datetime:
    return (now() + dt.timedelta(minutes=minutes)).replace(second=0, microsecond=0)


def test_a_call_known_from_both_gets_one_brief_and_a_teams_call_another(site: Site) -> None:
    site.schedule("Kuorimon tilanne", soon(50))
    site.graph.put_event(
        ELINA, subject="Varaosat", start=soon(40), organizer=(ELINA, "Elina Saarikko"), attendees=[PETRI]
    )
    with site.running():
        wait_until(lambda: len(site.mail.received) >= 2, "both briefs", 60)
    texts = [text_of(one.message) for one in site.mail.received]
    assert len(texts) == 2
    assert sum("Kuorimon tilanne" in subject for subject in site.subjects()) == 1
    assert any("zoom.us" in text for text in texts)
    assert any("teams.microsoft.com" in text for text in texts)
    rows = site.command("meetings", "--json").json
    assert len(rows) == 2
    told = site.command("why", "Kuorimon").out
    assert told.count("the platform vouches that the link is this call's") == 2


def test_what_the_vendors_post_is_worked_within_a_tick_though_the_poll_is_an_hour_away(site: Site) -> None:
    event, number = site.schedule("Kuorimon tilanne", soon(50))
    with site.running():
        wait_until(lambda: len(site.mail.received) == 1, "the brief", 60)
        wait_until(lambda: site.graph.count("POST /subscriptions") > 0, "the subscription", 30)
        marks = site.tell(0, 0)
        later = soon(80)
        site.zoom.move(number, later)
        site.graph.move(ELINA, event, later)
        marks = site.tell(*marks)
        wait_until(lambda: len(site.mail.received) == 2, "the update", 60)
        assert "Uusi aika" in text_of(site.mail.received[1].message)
        site.graph.remove(ELINA, event)
        site.zoom.cancel(number)
        site.tell(*marks)
        wait_until(lambda: len(site.mail.received) == 3, "the void notice", 60)
    assert "peruttu" in (site.subjects()[2] + text_of(site.mail.received[2].message)).casefold()


def test_what_was_said_is_fetched_when_zoom_says_that_the_transcript_is_there(site: Site) -> None:
    started = (now() + dt.timedelta(seconds=15)).replace(microsecond=0)
    _, number = site.schedule("Kuorimon tilanne", started)
    with site.running():
        wait_until(lambda: site.zoom.count("GET /meetings/{meetingId}") > 0, "the meeting to be read", 60)
        wait_until(lambda: now() > started, "the call to begin", 30)
        vtt = b"WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.500\r\nPetri Vuolle: Sovitaan kuudestoista.\r\n"
        guest = [
            {"name": "Petri Vuolle", "user_email": "", "duration": 60},
            {"name": "Elina Saarikko", "user_email": ELINA, "duration": 60},
        ]
        site.zoom.end(number, started, now(), participants=guest, transcript=vtt, summary="Sovittiin ajasta.")
        site.tell(0, 0)
        store = SqlStore(f"sqlite:///{site.folder / 'kambrief.db'}")

        def heard() -> list[str]:
            meetings = store.meetings(started - dt.timedelta(hours=1), now())
            return [
                turn.text
                for one in meetings
                for found in store.heard(one.id)
                if found.transcript
                for turn in found.transcript.turns
            ]

        wait_until(lambda: heard() == ["Sovitaan kuudestoista."], "the transcript", 60)
        store.close()
        told = site.command("why", "Kuorimon").out
        assert "heard from meetings.zoom: 1 turns, 2 people, 1 summaries" in told
        assert "kuudestoista" not in told


def test_check_tells_of_both_platforms_and_what_is_not_held(site: Site) -> None:
    site.graph.roles.discard("Calendars.Read")
    done = site.command("check", "--json")
    lines = {line["name"]: line for line in done.json["connections"]}
    assert done.code == 1
    assert "Application Calendars.Read" in lines[f"meetings.teams/{ELINA}"]["summary"]
    assert any(name.startswith("meetings.zoom/") and line["ok"] for name, line in lines.items())
    assert site.graph.count("POST /subscriptions") == 0
