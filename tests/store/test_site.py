"""What the pages keep, on SQLite and on PostgreSQL: links that work once, sessions that can be ended, nothing lost."""

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from kambrief.core.access import StandIn
from kambrief.core.model import BriefMode
from kambrief.core.preferences import Preferences
from kambrief.core.site import Act, Audit, AuditFilter, Autosave, Panel, Session
from kambrief.ports import SiteStore
from kambrief.store.sql import SqlStore

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
ANNA, OTTO = "anna@example.test", "otto@example.test"


@pytest.fixture(params=["file", "memory", pytest.param("postgres", marks=pytest.mark.server)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    urls: dict[str, Callable[[], str]] = {
        "file": lambda: f"sqlite:///{tmp_path / 'kambrief.db'}",
        "memory": lambda: "sqlite://",
        "postgres": lambda: str(request.getfixturevalue("postgres_database")),
    }
    opened = SqlStore.open(urls[request.param]())
    yield opened
    opened.close()


@pytest.fixture
def site(store: SqlStore) -> SiteStore:
    return store.site


def session(name: str = "s1", email: str = ANNA, **changes: Any) -> Session:
    return replace(Session(name, email, NOW, NOW, NOW + 14 * DAY, "Firefox on Android"), **changes)


def stand_in(**changes: Any) -> StandIn:
    plain = StandIn(ANNA, OTTO, dt.date(2026, 12, 21), dt.date(2027, 1, 3), ANNA, NOW)
    return replace(plain, **changes)


def act(act: Act = Act.EDITED, who: str = ANNA, at: dt.datetime = NOW, **more: Any) -> Audit:
    return Audit(at, who, act, **more)


def typed(**changes: Any) -> Autosave:
    plain = Autosave(
        "m1", ANNA, ANNA, 2, "Kiitos 😀", "Hei Petri,\n\n\x00Räsälä", NOW, ("petri@example.test",), ("b@x.y",)
    )
    return replace(plain, **changes)


def together(many: int, work: Callable[[int], Any]) -> list[Any]:
    """The same at the same time in several threads."""
    start = threading.Barrier(many)

    def one(number: int) -> Any:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


# --- signing in by link ------------------------------------------------------------------------------------------------


def test_a_link_lets_in_once(site: SiteStore) -> None:
    site.add_sign_in("h1", "Anna@Example.test", "/meetings/m1/brief", NOW + 15 * MINUTE, NOW)
    used = site.use_sign_in("h1", NOW + MINUTE)
    assert used is not None
    assert (used.email, used.next_path, used.used_at) == (ANNA, "/meetings/m1/brief", NOW + MINUTE)
    assert site.use_sign_in("h1", NOW + MINUTE) is None
    assert site.sign_in("h1", NOW + MINUTE) is None


def test_looking_at_a_link_does_not_use_it(site: SiteStore) -> None:
    site.add_sign_in("h1", ANNA, "/", NOW + 15 * MINUTE, NOW)
    for _ in range(3):
        found = site.sign_in("h1", NOW)
        assert found is not None
        assert (found.email, found.used_at) == (ANNA, None)
    assert site.use_sign_in("h1", NOW) is not None


def test_a_link_that_is_unknown_or_has_run_out_lets_nobody_in(site: SiteStore) -> None:
    site.add_sign_in("h1", ANNA, "/", NOW + 15 * MINUTE, NOW)
    assert site.use_sign_in("h2", NOW) is None
    assert site.use_sign_in("h1", NOW + 15 * MINUTE) is None
    assert site.sign_in("h1", NOW + 15 * MINUTE) is None
    assert site.use_sign_in("h1", NOW + 14 * MINUTE) is not None


def test_of_many_who_open_one_link_at_the_same_time_one_is_let_in(site: SiteStore) -> None:
    site.add_sign_in("h1", ANNA, "/", NOW + 15 * MINUTE, NOW)
    found = together(6, lambda _: site.use_sign_in("h1", NOW))
    assert sum(one is not None for one in found) == 1


# --- sessions ----------------------------------------------------------------------------------------------------------


def test_a_session_holds_until_it_expires(site: SiteStore) -> None:
    site.add_session(session())
    assert site.session("s1", NOW) == session()
    assert site.session("s1", NOW + 14 * DAY) is None
    assert site.session("other", NOW) is None


def test_a_session_that_was_ended_is_gone_at_once(site: SiteStore) -> None:
    site.add_session(session())
    assert site.revoke_session("s1")
    assert site.session("s1", NOW) is None
    assert not site.revoke_session("s1")


def test_nobody_ends_anothers_session(site: SiteStore) -> None:
    site.add_session(session())
    assert not site.revoke_session("s1", OTTO)
    assert site.session("s1", NOW) is not None
    assert site.revoke_session("s1", ANNA.upper())


def test_all_of_ones_sessions_end_together_with_links_that_wait_but_not_the_one_that_says_so(site: SiteStore) -> None:
    for name in ("s1", "s2", "s3"):
        site.add_session(session(name))
    site.add_session(session("s4", OTTO))
    site.add_sign_in("h1", ANNA, "/", NOW + 15 * MINUTE, NOW)
    site.add_sign_in("h2", OTTO, "/", NOW + 15 * MINUTE, NOW)
    assert site.revoke_sessions(ANNA, but="s2") == 2
    assert [one.id_hash for one in site.sessions(ANNA, NOW)] == ["s2"]
    assert site.use_sign_in("h1", NOW) is None
    assert site.use_sign_in("h2", NOW) is not None
    assert site.revoke_sessions(ANNA) == 1
    assert [one.id_hash for one in site.sessions(OTTO, NOW)] == ["s4"]


def test_use_is_noted_and_never_goes_back(site: SiteStore) -> None:
    site.add_session(session())
    site.add_session(session("s2"))
    site.touch("s1", NOW + 10 * MINUTE)
    site.touch("s1", NOW + 5 * MINUTE)
    site.touch("s9", NOW)
    assert [(one.id_hash, one.seen_at) for one in site.sessions(ANNA, NOW)] == [
        ("s1", NOW + 10 * MINUTE), ("s2", NOW),
    ]  # fmt: skip
    assert [one.id_hash for one in site.sessions(ANNA, NOW + 14 * DAY)] == []


# --- how often ---------------------------------------------------------------------------------------------------------


def test_attempts_are_counted_by_key_and_window(site: SiteStore) -> None:
    assert [site.count_attempt(f"mail {ANNA}", NOW) for _ in range(3)] == [1, 2, 3]
    assert site.count_attempt(f"mail {OTTO}", NOW) == 1
    assert site.count_attempt(f"mail {ANNA}", NOW + 15 * MINUTE) == 1


def test_attempts_at_the_same_time_are_all_counted(site: SiteStore) -> None:
    assert sorted(together(6, lambda _: site.count_attempt("key", NOW))) == [1, 2, 3, 4, 5, 6]


def test_whose_attempts_they_were_is_not_kept(store: SqlStore) -> None:
    store.site.count_attempt(f"mail {ANNA} 192.0.2.7", NOW)
    with store._database.read() as reading:
        kept = str(reading.connection().execute(text("SELECT * FROM attempt")).all())
    assert ANNA not in kept
    assert "192.0.2.7" not in kept


# --- stand-ins ---------------------------------------------------------------------------------------------------------


def test_stand_ins_are_found_by_either_side_and_end_once(site: SiteStore) -> None:
    first = site.add_stand_in(stand_in(manager="Anna@Example.test"))
    other = site.add_stand_in(stand_in(manager=OTTO, deputy=ANNA, first_day=dt.date(2027, 2, 1)))
    assert first.id != other.id
    assert first == stand_in(id=first.id)
    assert site.stand_ins(manager=ANNA) == [first]
    assert site.stand_ins(deputy=ANNA) == [other]
    assert site.stand_ins() == [other, first]
    assert site.stand_ins(manager=ANNA, deputy=ANNA) == []
    assert site.end_stand_in(first.id, NOW + DAY)
    assert not site.end_stand_in(first.id, NOW + 2 * DAY)
    assert site.stand_in(first.id) == replace(first, ended_at=NOW + DAY)


@pytest.mark.parametrize("number", [0, -1, 7, 2**31, 2**63, 10**30])
def test_a_number_that_no_stand_in_has_is_nobody(site: SiteStore, number: int) -> None:
    assert site.stand_in(number) is None
    assert not site.end_stand_in(number, NOW)
    assert site.audit(AuditFilter(), 10, before=number) == []


# --- the trail ---------------------------------------------------------------------------------------------------------


def test_the_trail_is_told_newest_first_page_by_page(site: SiteStore) -> None:
    for number in range(5):
        assert site.add_audit(act(at=NOW + number * MINUTE, detail=f"version={number}"))
    first = site.audit(AuditFilter(), 2)
    assert [one.detail for one in first] == ["version=4", "version=3"]
    assert [one.detail for one in site.audit(AuditFilter(), 9, before=first[-1].id)] == [
        "version=2", "version=1", "version=0",
    ]  # fmt: skip
    assert replace(first[0], id=0) == act(at=NOW + 4 * MINUTE, detail="version=4")


def test_the_trail_is_asked_for_a_person_an_act_a_meeting_a_customer_or_whose_it_was(site: SiteStore) -> None:
    site.add_audit(act(Act.EDITED, ANNA, meeting_id="m1", manager=ANNA))
    site.add_audit(act(Act.SENT, OTTO, meeting_id="m1", manager=ANNA))
    site.add_audit(act(Act.SENT, OTTO, meeting_id="m2", manager=OTTO, account_id="a1"))

    def found(**wanted: Any) -> list[tuple[str, str]]:
        return [(one.who, one.meeting_id) for one in site.audit(AuditFilter(**wanted), 10)]

    assert found(who=OTTO.upper()) == [(OTTO, "m2"), (OTTO, "m1")]
    assert found(acts=frozenset({Act.EDITED, Act.APPROVED})) == [(ANNA, "m1")]
    assert found(meeting_id="m1") == [(OTTO, "m1"), (ANNA, "m1")]
    assert found(account_id="a1") == [(OTTO, "m2")]
    assert found(manager=ANNA, who=OTTO) == [(OTTO, "m1")]


def test_looking_again_within_ten_minutes_is_one_look_and_acts_all_count(site: SiteStore) -> None:
    look = act(Act.SAW_BRIEF, meeting_id="m1", manager=ANNA)
    assert site.add_audit(look)
    assert not site.add_audit(replace(look, at=NOW + 9 * MINUTE))
    assert not site.add_audit(replace(look, who=ANNA.upper()))
    assert site.add_audit(replace(look, at=NOW + 10 * MINUTE))
    assert site.add_audit(replace(look, who=OTTO))
    assert site.add_audit(replace(look, meeting_id="m2"))
    assert site.add_audit(replace(look, detail="meeting=m3"))
    assert site.add_audit(replace(look, act=Act.SAW_FOLLOWUP))
    assert site.add_audit(act(Act.SENT))
    assert site.add_audit(act(Act.SENT))
    assert len(site.audit(AuditFilter(), 99)) == 8


def test_an_act_that_only_a_newer_version_knows_is_left_out(store: SqlStore) -> None:
    store.site.add_audit(act())
    store.site.add_audit(act(Act.SENT))
    with store._database.write() as writing:
        writing.connection().execute(text("UPDATE audit SET act = 'levitated' WHERE act = 'sent'"))
    assert [one.act for one in store.site.audit(AuditFilter(), 9)] == [Act.EDITED]


@pytest.mark.parametrize(
    "detail", ["Hei Petri", "note=we pay too much", "Version=1", "x=1\ny=2", "x=ä", "=1", "x=1  y=2"]
)
def test_the_trail_takes_no_text(detail: str) -> None:
    with pytest.raises(ValueError, match="never text"):
        act(detail=detail)


# --- preferences -------------------------------------------------------------------------------------------------------


def test_preferences_come_back_as_they_were_saved_and_the_stamp_tells_of_each_save(site: SiteStore) -> None:
    full = Preferences(
        "sv", "Europe/Stockholm", 30, BriefMode.BOTH, dt.time(6, 30), dt.time(18), dt.time(7), tips=False, followups=False,
    )  # fmt: skip
    stamps = [site.preferences_stamp()]
    for email, one in (
        (ANNA.upper(), full),
        (OTTO, Preferences()),
        (ANNA, Preferences("de")),
        (ANNA, Preferences("de")),
    ):
        site.save_preferences(email, one, NOW)
        stamps.append(site.preferences_stamp())
    assert len(set(stamps)) == 5
    assert site.preferences(ANNA) == Preferences("de")
    assert site.all_preferences() == {ANNA: Preferences("de"), OTTO: Preferences()}
    assert site.preferences("nobody@example.test") is None
    site.save_preferences(ANNA, full, NOW)
    assert site.preferences(ANNA) == full


def test_preferences_that_cannot_be_read_are_none(store: SqlStore) -> None:
    store.site.save_preferences(ANNA, Preferences("de"), NOW)
    store.site.save_preferences(OTTO, Preferences("sv"), NOW)
    with store._database.write() as writing:
        body = {"body": '{"mode": "telepathy"}', "manager": ANNA}
        writing.connection().execute(text("UPDATE preference SET body = :body WHERE manager = :manager"), body)
    assert store.site.preferences(ANNA) is None
    assert store.site.all_preferences() == {OTTO: Preferences("sv")}


# --- the panel and what is typed ---------------------------------------------------------------------------------------


def test_ticks_and_notes_are_stored_on_the_revision_they_were_read_at(site: SiteStore) -> None:
    assert site.panel("m1", ANNA) is None
    assert site.save_panel(Panel("m1", ANNA, frozenset({"q1"}), "Räsälä 😀"))
    read = site.panel("m1", ANNA)
    assert read == Panel("m1", ANNA, frozenset({"q1"}), "Räsälä 😀", 1)
    assert site.save_panel(replace(read, notes="first"))
    assert not site.save_panel(replace(read, notes="second"))
    assert not site.save_panel(Panel("m1", ANNA, notes="a tab that was open before there was anything"))
    assert site.panel("m1", ANNA) == Panel("m1", ANNA, frozenset({"q1"}), "first", 2)
    assert site.panel("m1", OTTO) is None


def test_of_two_who_save_one_panel_at_the_same_time_one_is_told_to_look_again(site: SiteStore) -> None:
    assert sorted(together(4, lambda number: site.save_panel(Panel("m1", ANNA, notes=str(number))))) == [False] * 3 + [
        True
    ]


def test_what_is_typed_is_kept_for_each_who_types(site: SiteStore) -> None:
    site.save_autosave(typed())
    site.save_autosave(typed(who=OTTO, body="Hej", at=NOW + MINUTE))
    site.save_autosave(typed(meeting_id="m2"))
    assert site.autosave("m1", ANNA.upper(), ANNA) == typed()
    assert [one.who for one in site.autosaves("m1", ANNA)] == [OTTO, ANNA]
    assert site.autosave("m1", OTTO, ANNA) is None
    assert site.drop_autosave("m1", ANNA, ANNA)
    assert not site.drop_autosave("m1", ANNA, ANNA)
    assert [one.who for one in site.autosaves("m1", ANNA)] == [OTTO]


def test_what_was_typed_last_stays_whatever_arrives_late(site: SiteStore) -> None:
    site.save_autosave(typed(body="newer", at=NOW + MINUTE))
    site.save_autosave(typed(body="older", at=NOW))
    kept = site.autosave("m1", ANNA, ANNA)
    assert kept is not None
    assert kept.body == "newer"
    assert not site.drop_autosave("m1", ANNA, ANNA, until=NOW)
    assert site.drop_autosave("m1", ANNA, ANNA, until=NOW + MINUTE)


# --- its end, and its cost ---------------------------------------------------------------------------------------------


def test_what_has_run_out_is_deleted_and_nothing_else(site: SiteStore) -> None:
    site.add_sign_in("old", ANNA, "/", NOW, NOW - 15 * MINUTE)
    site.add_sign_in("used", ANNA, "/", NOW + 15 * MINUTE, NOW)
    site.use_sign_in("used", NOW)
    site.add_sign_in("waits", ANNA, "/", NOW + 15 * MINUTE, NOW)
    site.add_session(session("old", expires_at=NOW))
    site.add_session(session("holds"))
    site.count_attempt("key", NOW - DAY)
    site.count_attempt("key", NOW - MINUTE)
    site.save_autosave(typed(at=NOW - 30 * DAY))
    site.save_autosave(typed(who=OTTO, at=NOW - 29 * DAY))
    site.add_audit(act(at=NOW - 400 * DAY))
    site.add_audit(act(Act.SENT, at=NOW - 10 * DAY))
    assert site.purge(NOW) == 5
    assert len(site.audit(AuditFilter(), 9)) == 2
    assert site.purge(NOW, NOW - 365 * DAY) == 1
    assert [one.act for one in site.audit(AuditFilter(), 9)] == [Act.SENT]
    assert site.sign_in("waits", NOW) is not None
    assert site.session("holds", NOW) is not None
    assert site.count_attempt("key", NOW - MINUTE) == 2
    assert [one.who for one in site.autosaves("m1", ANNA)] == [OTTO]


@contextlib.contextmanager
def counted(store: SqlStore) -> Iterator[list[str]]:
    said: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        del connection, cursor, rest
        said.append(statement)

    event.listen(store._database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(store._database.engine, "before_cursor_execute", note)


def test_no_look_costs_more_when_more_is_stored(store: SqlStore) -> None:
    site = store.site

    def looks() -> int:
        with counted(store) as said:
            site.session("s0", NOW)
            site.sessions(ANNA, NOW)
            site.stand_ins(deputy=OTTO)
            site.audit(AuditFilter(), 50)
            site.all_preferences()
            site.preferences_stamp()
            site.autosaves("m1", ANNA)
            site.panel("m1", ANNA)
            site.sign_in("h0", NOW)
        return len([one for one in said if one.lstrip().upper().startswith("SELECT")])

    before = looks()
    for number in range(40):
        site.add_session(session(f"s{number}"))
        site.add_stand_in(stand_in())
        site.add_audit(act())
        site.save_preferences(f"{number}@example.test", Preferences("fi"), NOW)
        site.save_autosave(typed(who=f"{number}@example.test"))
    assert looks() == before == 9
