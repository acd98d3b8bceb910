"""What account managers choose on the pages counts in the running service, from its next pass and everywhere."""

import datetime as dt
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from kambrief.app import App, build
from kambrief.core.model import AccountManager
from kambrief.core.preferences import Preferences
from kambrief.core.work import StepKind
from kambrief.managers import Managers
from kambrief.settings import given
from kambrief.store.sql import SqlStore
from tests.fakes import FakeMail

NOW = dt.datetime(2026, 10, 5, 6, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ELINA, OTTO = "elina@kuura.example", "otto@kuura.example"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//test//EN
{events}END:VCALENDAR
"""
EVENT = """BEGIN:VEVENT
UID:call-{hour}@kuura.example
DTSTAMP:20260929T071500Z
DTSTART:20261005T{hour:02}0000Z
DURATION:PT45M
SUMMARY:Review {hour}
ORGANIZER:mailto:elina@kuura.example
ATTENDEE;CN=Petri Salo:mailto:petri@havulinna.example
ATTENDEE;CN=Elina Saarikko:mailto:elina@kuura.example
LOCATION:https://kuura.zoom.us/j/9876543210{hour:02}
END:VEVENT
"""


@pytest.fixture
def store() -> Iterator[SqlStore]:
    made = SqlStore.open("sqlite://")
    yield made
    made.close()


@pytest.fixture
def mail() -> FakeMail:
    return FakeMail()


@pytest.fixture
def app(tmp_path: Path, store: SqlStore, mail: FakeMail) -> App:
    """Elina is briefed in Finnish, an hour before each of her two calls."""
    (tmp_path / "calendars").mkdir()
    events = "".join(EVENT.format(hour=hour) for hour in (8, 12))
    (tmp_path / "calendars" / "elina.ics").write_text(CALENDAR.format(events=events).replace("\n", "\r\n"))
    settings = given(
        {
            "account_managers": [{"email": ELINA, "name": "Elina Saarikko", "language": "fi"}],
            "meetings": {"icalendar": {"calendars": [{"path": "calendars"}]}},
            "mail": {"outbox": {"folder": "outbox"}},
            "base_dir": tmp_path,
        }
    )
    return build(settings, store=store, mail=mail, clock=lambda: NOW)


def texts(mail: FakeMail) -> list[str]:
    """The mails as one reads them, in the order they came."""
    found = [message_from_bytes(raw, policy=policy.default) for _, raw in mail.inbox]
    return [str(part.get_content()) for one in found for part in one.walk() if part.get_content_type() == "text/plain"]


def test_another_language_shows_in_the_next_brief_without_a_restart(app: App, store: SqlStore, mail: FakeMail) -> None:
    app.run_once(NOW + HOUR)
    store.site.save_preferences(ELINA, Preferences(language="sv"), NOW + HOUR)
    app.run_once(NOW + 5 * HOUR)
    briefs = sorted(store.briefs_since(ELINA, NOW - HOUR), key=lambda one: one.created_at)
    assert [one.language for one in briefs] == ["fi", "sv"]
    finnish, swedish = texts(mail)
    assert ("Paikalla" in finnish, "På mötet" in finnish) == (True, False)
    assert ("Paikalla" in swedish, "På mötet" in swedish) == (False, True)


def test_another_lead_time_moves_what_is_planned(app: App, store: SqlStore) -> None:
    app.run_once(NOW)
    second = max(store.meetings(NOW, NOW + 9 * HOUR), key=lambda one: one.start)

    def due() -> dt.datetime:
        (step,) = [one for one in store.steps(second.id) if one.kind is StepKind.BRIEF]
        return step.due_at

    before = due()
    store.site.save_preferences(ELINA, Preferences(lead_minutes=120), NOW)
    app.run_once(NOW + dt.timedelta(minutes=5))
    assert due() == before - HOUR


def test_follow_ups_and_promises_go_by_the_same_choices_as_briefs(app: App, store: SqlStore) -> None:
    assert app.before.managers is app.managers
    assert app.before.after is not None
    assert app.before.after.managers is app.managers
    store.site.save_preferences(ELINA, Preferences(followups=False), NOW)
    app.refresh()
    assert not app.managers[ELINA].followups


def test_a_choice_that_was_there_before_the_start_counts(tmp_path: Path, store: SqlStore) -> None:
    store.site.save_preferences(ELINA, Preferences(language="de", timezone="Europe/Berlin"), NOW)
    settings = given(
        {
            "account_managers": [{"email": ELINA}, {"email": OTTO}], "meetings": {"icalendar": {"calendars": [{"path": ".", "owner": ELINA}]}},
            "mail": {"outbox": {"folder": "outbox"}}, "base_dir": tmp_path,
        }
    )  # fmt: skip
    app = build(settings, store=store, mail=FakeMail(), clock=lambda: NOW)
    assert {email: (one.language, one.timezone) for email, one in app.managers.items()} == {
        ELINA: ("de", "Europe/Berlin"), OTTO: ("en", "Europe/Helsinki"),
    }  # fmt: skip


def test_nothing_is_read_anew_while_nothing_was_saved(store: SqlStore) -> None:
    managers = Managers([AccountManager(ELINA)], store.site)
    first = managers[ELINA]
    assert not managers.refresh()
    assert managers[ELINA] is first
    store.site.save_preferences(OTTO, Preferences(language="sv"), NOW)
    assert not managers.refresh()  # of somebody who is no account manager any more
    assert list(managers) == [ELINA]
    store.site.save_preferences(ELINA.upper(), Preferences(language="sv"), NOW)
    assert managers.refresh()
    assert managers == {ELINA: AccountManager(ELINA, language="sv")}
    store.site.save_preferences(ELINA, Preferences(), NOW)
    assert managers.refresh()
    assert managers[ELINA] == first
