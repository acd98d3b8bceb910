"""Putting the parts together: every problem at once, and finding a meeting by what people call it."""

import dataclasses
import datetime as dt
import json
import logging
from pathlib import Path
from typing import Any

import pytest
import structlog

from kambrief import app as application
from kambrief.app import App, build, configure_logging, database_url, default_config, guests, new_id
from kambrief.core.model import Meeting
from kambrief.core.site import Act, Audit, AuditFilter, Session
from kambrief.errors import NotFoundError, UserError
from kambrief.settings import Settings, given
from kambrief.store.sql import SqlStore
from tests.builders import OTTO, attendee, meeting
from tests.fakes import FakeMail

NOW = dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)
ELINA = "elina@kuura.example"


def config(folder: Path, **more: Any) -> Settings:
    """One account manager, a folder for a calendar, a folder for mails."""
    (folder / "calendars").mkdir(exist_ok=True)
    return given(
        {
            "account_managers": [{"email": "elina@kuura.example", "name": "Elina Saarikko", "language": "fi"}],
            "meetings": {"icalendar": {"calendars": [{"path": "calendars"}]}},
            "mail": {"outbox": {"folder": "outbox"}},
            "base_dir": folder,
            **more,
        }
    )


def built(folder: Path, *meetings: Meeting, **more: Any) -> App:
    app = build(config(folder, **more), store=SqlStore.open("sqlite://"), clock=lambda: NOW)
    app.store.save_meetings(meetings, NOW)
    return app


def problems(settings: Settings) -> list[str]:
    with pytest.raises(UserError) as caught:
        build(settings, store=SqlStore.open("sqlite://"))
    return list(caught.value.problems)


# --- building ------------------------------------------------------------------------------------------------------


def test_a_calendar_and_a_way_out_are_enough(tmp_path: Path) -> None:
    app = built(tmp_path)
    assert app.crm is None
    assert app.writer is None
    assert app.run_once() == app.before.counts
    health = {one.name: one for one in app.check(NOW)}
    assert "code alone" in health["llm"].summary
    assert "calendar" in health["crm"].summary
    app.close()


def test_every_problem_of_every_section_is_told_at_once(tmp_path: Path) -> None:
    broken = config(
        tmp_path,
        account_managers=[{"email": "elina@-kuura-.example"}],
        meetings={"webex": {}, "icalendar": {"calendars": []}},
        crm={"files": {"folder": "crm"}, "sql": {}},
        mail={"smtp": {"port": 0}},
        llm={"model": "x", "provider": "acme"},
        briefs={"sender": "not an address"},
    )
    found = "\n".join(problems(broken))
    for place in ("[meetings.webex]", "meetings.icalendar.calendars", "crm.sql.queries", "mail.smtp.host", "mail.smtp.port",
                  "[llm.acme]", "briefs.sender", "account_managers.0.email"):  # fmt: skip
        assert place in found


def test_nothing_configured_says_what_is_enough_to_start(tmp_path: Path) -> None:
    found = "\n".join(problems(given({"base_dir": tmp_path})))
    assert "account_managers: none is listed" in found
    assert "[meetings.icalendar]" in found
    assert "[mail.smtp]" in found


def test_two_ways_out_are_one_too_many(tmp_path: Path) -> None:
    both = config(tmp_path, mail={"outbox": {"folder": "o"}, "smtp": {"host": "smtp.kuura.example"}})
    assert problems(both) == ["mail: outbox, smtp are configured, but one at a time is supported; keep one of them"]


def test_the_names_of_all_account_managers_are_our_own_peoples(tmp_path: Path) -> None:
    two = [
        {"email": "elina@kuura.example", "name": "Elina Saarikko"},
        {"email": "otto@kuura.example", "name": "Otto Salmi"},
    ]
    calendars = {"icalendar": {"calendars": [{"path": "calendars", "owner": "elina@kuura.example"}]}}
    app = built(tmp_path, account_managers=two, meetings=calendars)
    assert app.before.writing.own_people == ("Elina Saarikko", "Otto Salmi")


def test_a_relative_database_lies_in_the_configurations_folder(tmp_path: Path) -> None:
    def url(text: str) -> str:
        return database_url(given({"base_dir": tmp_path, "database": {"url": text}}))

    assert url("sqlite:///kambrief.db") == f"sqlite:///{tmp_path}/kambrief.db"
    for whole in ("sqlite:////var/lib/k.db", "sqlite:///:memory:", "sqlite://", "postgresql://user@host/name"):
        assert url(whole) == whole


def test_the_store_is_made_where_the_configuration_says(tmp_path: Path) -> None:
    app = build(config(tmp_path, database={"url": "sqlite:///here.db"}), mail=FakeMail())
    assert (tmp_path / "here.db").is_file()
    assert isinstance(app.mail, FakeMail)
    app.close()


# --- finding a meeting ---------------------------------------------------------------------------------------------

FIRST = meeting("6.10. 9.00", id="aaa111", title="Kuorimon tilanne")
SECOND = meeting("7.10. 9.00", id="aab222", title="Kuorimon jatko")
PAST = meeting("1.10. 9.00", id="ccc333", title="Kuorimon tilanne")


@pytest.mark.parametrize(
    ("name", "found"),
    [("aaa111", FIRST), ("aab", SECOND), ("jatko", SECOND), ("TILANNE", FIRST), ("ccc", PAST), ("next", FIRST)],
)
def test_a_meeting_goes_by_id_prefix_title_or_next(tmp_path: Path, name: str, found: Meeting) -> None:
    assert built(tmp_path, FIRST, SECOND, PAST).find_meeting(name, NOW).id == found.id


def test_what_fits_several_meetings_names_them(tmp_path: Path) -> None:
    app = built(tmp_path, FIRST, SECOND)
    with pytest.raises(NotFoundError, match=r"'aa' fits 2 meetings: aaa111 .*aab222 .*use the id"):
        app.find_meeting("aa", NOW)
    with pytest.raises(NotFoundError, match="fits 2"):
        app.find_meeting("kuorimo", NOW)


def test_what_fits_none_says_where_to_look(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="kambrief meetings"):
        built(tmp_path, FIRST).find_meeting("huolto", NOW)


def test_next_is_the_next_one_that_gets_a_brief(tmp_path: Path) -> None:
    internal = meeting("6.10. 8.00", id="int", attendees=(attendee("ville@kuura.example"),))
    others = dataclasses.replace(meeting("6.10. 8.30", id="oth"), owners=(OTTO.email,))
    assert built(tmp_path, internal, others, FIRST).find_meeting("next", NOW).id == "aaa111"
    with pytest.raises(NotFoundError, match="lies ahead"):
        built(tmp_path, internal, others, PAST).find_meeting("next", NOW)


def test_a_pass_deletes_what_the_pages_no_longer_need_by_the_clock_and_not_by_the_time_it_is_played_for(
    tmp_path: Path,
) -> None:
    app = built(tmp_path, web={"audit_days": 30})
    day = dt.timedelta(days=1)
    for name, until in (("old", NOW), ("holds", NOW + day)):
        app.store.site.add_session(Session(name, ELINA, NOW - day, NOW, until))
    for days in (29, 31):
        app.store.site.add_audit(Audit(NOW - days * day, ELINA, Act.SENT))
    app.run_once(NOW + 300 * day)
    assert [one.id_hash for one in app.store.site.sessions(ELINA, NOW - day)] == ["holds"]
    assert [one.at for one in app.store.site.audit(AuditFilter(), 9)] == [NOW - 29 * day]


def test_a_trail_stays_where_there_are_no_pages(tmp_path: Path) -> None:
    app = built(tmp_path)
    app.store.site.add_audit(Audit(NOW - dt.timedelta(days=9999), ELINA, Act.SENT))
    app.run_once()
    assert len(app.store.site.audit(AuditFilter(), 9)) == 1


def test_readers_are_the_account_managers_in_whose_calendar_it_stands(tmp_path: Path) -> None:
    shared = dataclasses.replace(FIRST, owners=("otto@kuura.example", "elina@kuura.example"))
    assert [one.name for one in built(tmp_path).readers(shared)] == ["Elina Saarikko"]


def test_guests_go_by_name_else_by_address(tmp_path: Path) -> None:
    app = built(tmp_path)
    some = meeting(
        attendees=(attendee("anna@y.example", name="Anna"), attendee("bo@y.example"), attendee("ville@kuura.example"))
    )
    assert guests(app, some) == ["Anna", "bo@y.example"]


# --- small things --------------------------------------------------------------------------------------------------


def test_ids_are_random_and_never_the_same() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000


def test_the_clock_knows_its_zone() -> None:
    assert application.now().utcoffset() == dt.timedelta(0)


def test_the_configuration_is_in_this_folder_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAMBRIEF_CONFIG", raising=False)
    assert default_config() == Path("config.toml")
    monkeypatch.setenv("KAMBRIEF_CONFIG", "/etc/kambrief.toml")
    assert default_config() == Path("/etc/kambrief.toml")


def test_log_lines_for_machines_are_json_and_leave_out_what_is_below_their_level(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        configure_logging(json_lines=True, level=logging.WARNING)
        log = structlog.get_logger("test")
        log.info("too quiet")
        log.warning("said", meeting="m1")
    finally:
        structlog.reset_defaults()
    (line,) = capsys.readouterr().err.splitlines()
    assert {key: json.loads(line)[key] for key in ("event", "level", "meeting")} == {
        "event": "said",
        "level": "warning",
        "meeting": "m1",
    }
