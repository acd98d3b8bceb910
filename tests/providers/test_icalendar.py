"""Where calendars come from: files, folders and feeds, and what goes wrong with them."""

import datetime as dt
import http.server
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from kambrief.core.model import EventStatus
from kambrief.errors import UserError
from kambrief.ports import CalendarRead
from kambrief.providers.meetings.icalendar import Config, Provider
from kambrief.settings import section
from tests.providers.ics_sample import (
    ELINA,
    END,
    FEED,
    OTTO,
    START,
    URL,
    calendar,
    read_file,
    starts,
)

# --- files and folders -----------------------------------------------------------------------------------------------


def test_in_a_folder_each_file_is_read_by_itself_and_the_newest_version_counts_across_files(tmp_path: Path) -> None:
    (tmp_path / "1 invitation.ics").write_text(
        calendar("UID:x\nSEQUENCE:0\nDTSTART:20261007T060000Z", head="METHOD:REQUEST")
    )
    (tmp_path / "2 moved.ics").write_text(
        calendar("UID:x\nSEQUENCE:1\nDTSTART:20261008T060000Z", head="METHOD:REQUEST")
    )
    (tmp_path / "notes.txt").write_text("nothing")
    assert starts(read_file(tmp_path)) == ["2026-10-08 06:00"]
    (tmp_path / "3 off.ICS").write_text(calendar("UID:x\nSEQUENCE:2\nDTSTART:20261008T060000Z", head="METHOD:CANCEL"))
    assert [one.status for one in read_file(tmp_path).occurrences] == [EventStatus.CANCELLED]
    (tmp_path / "broken.ics").write_text("<html>")
    found = read_file(tmp_path)
    assert (len(found.occurrences), found.complete) == (1, False)
    assert found.problems[0].startswith("broken.ics: ")


def test_a_missing_path_is_a_problem_and_not_an_empty_calendar(tmp_path: Path) -> None:
    found = read_file(tmp_path / "gone.ics")
    assert not found.complete
    assert "check the path" in found.problems[0]


def test_a_file_larger_than_allowed_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "big.ics").write_text(calendar("DTSTART:20261006T060000Z\nX:" + "x" * 2_000))
    assert not read_file(tmp_path / "big.ics", max_bytes=1_000).complete


# --- configuration ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("calendar_section", "word"),
    [
        ({}, "exactly one"),
        ({"path": "a", "url": URL}, "exactly one"),
        ({"path": "a", "timezone": "Mars/Olympus"}, "IANA"),
        ({"path": "a", "colour": "red"}, "spelling"),
    ],
)
def test_mistakes_in_the_configuration_are_told(calendar_section: dict[str, Any], word: str) -> None:
    with pytest.raises(UserError, match=word) as caught:
        section(Config, {"calendars": [calendar_section]}, "meetings.icalendar")
    assert "secret-token" not in str(caught.value)


def test_every_calendar_needs_an_owner_and_a_name_of_its_own() -> None:
    config = section(
        Config,
        {"calendars": [{"path": "a"}, {"path": "b", "owner": "x@y.example"}, {"path": "c", "owner": OTTO.email}]},
        "x",
    )
    with pytest.raises(UserError) as caught:
        Provider(config, [ELINA, OTTO], Path())
    assert len(caught.value.problems) == 2
    same = section(Config, {"calendars": [{"path": "a", "name": "n"}, {"path": "b", "name": "n"}]}, "x")
    with pytest.raises(UserError, match="taken"):
        Provider(same, [ELINA], Path())


def test_calendars_without_a_name_are_called_after_their_owner(tmp_path: Path) -> None:
    calendars = [
        {"path": "a", "owner": "E.S@kuura.example"},
        {"path": "b", "owner": ELINA.email},
        {"path": "c", "owner": OTTO.email},
    ]
    reads = Provider(section(Config, {"calendars": calendars}, "x"), [ELINA, OTTO], tmp_path).read(
        START, END, {}, START
    )
    assert [one.calendar for one in reads] == [ELINA.email, f"{ELINA.email}#2", OTTO.email]
    assert [one.owner for one in reads] == [ELINA.email, ELINA.email, OTTO.email]


def test_the_address_does_not_show_in_the_configurations_own_words() -> None:
    assert "secret-token" not in repr(section(Config, {"calendars": [{"url": URL}]}, "x"))


# --- feeds -----------------------------------------------------------------------------------------------------------


def feed(
    handler: Callable[[httpx.Request], httpx.Response],
    cursors: Mapping[str, Mapping[str, str]] | None = None,
    **more: Any,
) -> CalendarRead:
    config = section(Config, {"calendars": [{"url": URL, "name": "elina", **more}]}, "x")
    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        end = more.pop("end", END)
        (found,) = Provider(config, [ELINA], Path(), client).read(START, end, cursors or {}, START)
    assert "secret-token" not in repr(found)
    return found


def test_a_feed_is_read_and_asked_only_for_what_is_new() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.headers.get("If-None-Match") == '"v1"':
            return httpx.Response(304)
        return httpx.Response(
            200, text=FEED, headers={"ETag": '"v1"', "Last-Modified": "Mon, 05 Oct 2026 09:00:00 GMT"}
        )

    first = feed(handler)
    assert (len(first.occurrences), first.complete, first.unchanged) == (4, True, False)
    second = feed(handler, {"elina": first.cursor})
    assert (second.unchanged, second.complete, second.occurrences) == (True, True, ())
    assert asked[1].headers["If-Modified-Since"] == "Mon, 05 Oct 2026 09:00:00 GMT"


def test_a_feed_is_read_anew_once_the_window_has_moved_past_the_last_reading() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert "If-None-Match" not in request.headers
        return httpx.Response(200, text=FEED, headers={"ETag": '"v1"'})

    cursor = {**feed(handler).cursor, "until": (END - dt.timedelta(days=1)).isoformat()}
    assert not feed(handler, {"elina": cursor}).unchanged
    assert not feed(handler, {"elina": {**feed(handler).cursor, "reading": "another"}}).unchanged


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (httpx.Response(200, text="<html>Sign in</html>"), "BEGIN:VCALENDAR missing"),
        (httpx.Response(404, text="gone"), "publish it again"),
        (httpx.Response(500), "500"),
        (httpx.Response(304), "304"),
        (httpx.Response(200, text=FEED + "X" * 2_000), "larger"),
        (httpx.Response(302, headers={"Location": "http://plain.example/"}), "https"),
        (httpx.Response(302, headers={"Location": "https://127.0.0.1/"}), "private"),
        (httpx.Response(302, headers={"Location": "https://169.254.169.254/latest"}), "private"),
        (httpx.Response(302, headers={"Location": URL}), "circles"),
    ],
)
def test_an_answer_that_is_no_calendar_is_an_incomplete_read_with_a_reason(answer: httpx.Response, word: str) -> None:
    found = feed(lambda _: answer, max_bytes=1_500)
    assert not found.complete
    assert word in found.problems[0]
    assert found.occurrences == ()


def test_a_server_that_does_not_answer_is_an_incomplete_read() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"cannot connect to {request.url}")

    assert feed(handler).problems == ("not read: the server cannot be reached",)


def test_webcal_means_https_and_a_redirect_loses_the_password() -> None:
    asked: list[tuple[str, bool]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append((str(request.url), "Authorization" in request.headers))
        if request.url.host == "calendar.example":
            return httpx.Response(301, headers={"Location": "https://other.example/x.ics"})
        return httpx.Response(200, text=FEED)

    config = section(Config, {"calendars": [{"url": "webcal://u:p@calendar.example/secret-token.ics"}]}, "x")
    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        (found,) = Provider(config, [ELINA], Path(), client).read(START, END, {}, START)
    assert asked == [("https://calendar.example/secret-token.ics", True), ("https://other.example/x.ics", False)]
    assert len(found.occurrences) == 4


def test_the_address_comes_from_a_variable_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELINA_CALENDAR", URL)
    (tmp_path / "address").write_text(f"{URL}\n")
    sections = [{"url_env": "ELINA_CALENDAR"}, {"url_file": "address"}, {"url_env": "NOT_SET"}]
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, text=FEED))) as client:
        provider = Provider(section(Config, {"calendars": sections}, "x"), [ELINA], tmp_path, client)
        by_variable, by_file, missing = provider.read(START, END, {}, START)
    assert by_variable.complete
    assert by_file.complete
    assert "NOT_SET" in missing.problems[0]


def test_one_failing_calendar_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.ics").write_text(FEED)
    provider = Provider(
        section(Config, {"calendars": [{"path": "gone.ics"}, {"path": "good.ics"}]}, "x"), [ELINA], tmp_path
    )
    assert [one.complete for one in provider.read(START, END, {}, START)] == [False, True]
    assert [one.ok for one in provider.check(START)] == [False, True]


@pytest.fixture
def local_server() -> Iterator[str]:
    """A calendar on this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(FEED.encode())

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/calendar.ics"
        server.shutdown()
        thread.join()


@pytest.mark.slow
def test_a_calendar_in_the_own_network_is_read_only_when_that_is_allowed(local_server: str) -> None:
    def read_it(**more: Any) -> CalendarRead:
        config = section(Config, {"calendars": [{"url": local_server, **more}]}, "x")
        return Provider(config, [ELINA], Path()).read(START, END, {}, START)[0]

    assert not read_it().complete
    assert len(read_it(allow_private=True).occurrences) == 4
