"""Outlook calendars through Graph: what changes there is known here, whatever the line does."""

import dataclasses
import datetime as dt
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kambrief.core.calendar_read import Touched
from kambrief.core.model import Authority, Platform, Response
from kambrief.errors import UserError
from kambrief.providers.meetings import teams
from kambrief.settings import section
from tests.parts.fake_graph import FakeGraph
from tests.providers.collected import ELINA, HOUR, NOW, OTTO, QUICK, Clock, Collected

pytestmark = pytest.mark.corpus

PETRI = ("petri@havulinna.example", "Petri Vuolle", "accepted", "required")
DAY = 24 * HOUR
TUESDAY = NOW + DAY


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def graph(corpora: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGraph]:
    with FakeGraph(corpora / "contracts" / "graph" / "graph.openapi.json", clock=clock) as server:
        monkeypatch.setenv("GRAPH_SECRET", server.client_secret)
        server.user(ELINA.email, name=ELINA.name)
        server.user(OTTO.email, name=OTTO.name)
        server.retry_after = "0.02"
        yield server
        assert server.violations == []


def config(graph: FakeGraph, **more: Any) -> teams.Config:
    data = {
        "tenant": graph.tenant, "client_id": graph.client_id, "client_secret_env": "GRAPH_SECRET",
        "base_url": graph.base_url, "login_url": graph.login_url, "scope": "https://graph.microsoft.com/.default", **more,
    }  # fmt: skip
    if "certificate_file" in more:
        del data["client_secret_env"]
    return section(teams.Config, data, "meetings.teams")


def provider(graph: FakeGraph, *managers: Any, **more: Any) -> teams.Provider:
    made = teams.Provider(config(graph, **more), managers or (ELINA, OTTO), Path(), policy=QUICK, clock=Clock())
    _OPEN.append(made)
    return made


_OPEN: list[teams.Provider] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while _OPEN:
        _OPEN.pop().close()


@pytest.fixture
def office(graph: FakeGraph) -> Collected:
    return Collected([provider(graph)])


def event(graph: FakeGraph, subject: str = "Kuorimon tilanne", start: dt.datetime = TUESDAY, **more: Any) -> str:
    options = {"organizer": (ELINA.email, ELINA.name), "attendees": [PETRI], "body": "Asialista: huoltosopimus", **more}
    return str(graph.put_event(ELINA.email, subject=subject, start=start, **options))


def only(office: Collected) -> Any:
    assert office.problems() == []
    (meeting,) = office.coming()
    return meeting


# --- one event -------------------------------------------------------------------------------------------------------


def test_an_event_says_who_when_what_and_the_way_in(graph: FakeGraph, office: Collected) -> None:
    key = event(
        graph, minutes=45, location="Teams",
        attendees=[PETRI, (OTTO.email, "Otto Salmi", "notResponded", "optional"), ("huone@kuura.example", "Huone 3", "none", "resource")],
    )  # fmt: skip
    office.look()
    meeting = only(office)
    assert (meeting.title, meeting.start, meeting.minutes) == ("Kuorimon tilanne", TUESDAY, 45)
    assert meeting.organizer.email == ELINA.email
    assert [(one.email, one.response, one.optional, one.is_resource) for one in meeting.attendees] == [
        ("petri@havulinna.example", Response.ACCEPTED, False, False),
        ("otto@kuura.example", Response.NONE, True, False),
        ("huone@kuura.example", Response.NONE, False, True),
    ]
    assert (meeting.join.platform, meeting.agenda) == (Platform.TEAMS, "Asialista: huoltosopimus")
    assert meeting.owners == (ELINA.email,)
    assert meeting.sources[0].external_id == key


@pytest.mark.parametrize(
    ("more", "seen"),
    [
        ({"sensitivity": "private"}, {"private": True}),
        ({"sensitivity": "confidential"}, {"private": True}),
        ({"show_as": "free"}, {"free": True}),
        ({"all_day": True, "start": dt.datetime(2026, 10, 8, tzinfo=dt.UTC), "minutes": 24 * 60}, {"all_day": True}),
        ({"teams": False, "location": "https://kuura.zoom.us/j/85012345678?pwd=x"}, {}),
    ],
)  # fmt: skip
def test_what_kind_of_event_it_is_is_seen(
    graph: FakeGraph, office: Collected, more: dict[str, Any], seen: dict[str, Any]
) -> None:
    event(graph, **more)
    office.look()
    assert {name: getattr(only(office), name) for name in seen} == seen
    if "location" in more:
        assert (only(office).join.platform, only(office).join.external_id) == (Platform.ZOOM, "85012345678")


def test_a_day_without_times_begins_at_the_readers_own_midnight(graph: FakeGraph, office: Collected) -> None:
    event(graph, start=dt.datetime(2026, 10, 8, tzinfo=dt.UTC), minutes=24 * 60, all_day=True)
    office.look()
    assert only(office).start == dt.datetime(2026, 10, 7, 21, 0, tzinfo=dt.UTC)


def test_somebody_invited_through_a_list_is_there_with_their_own_answer(graph: FakeGraph, office: Collected) -> None:
    key = event(graph, organizer=PETRI[:2], attendees=[("sales@kuura.example", "Sales", "none", "required")])
    graph.change(ELINA.email, key, subject="Listan kautta")
    office.look()
    assert ELINA.email in [one.email for one in only(office).attendees]


# --- series ----------------------------------------------------------------------------------------------------------


def weekly(graph: FakeGraph, count: int = 4) -> str:
    return event(graph, "Viikkopalaveri", occurrences=[TUESDAY + week * 7 * DAY for week in range(count)])


def test_each_occurrence_of_a_series_is_a_meeting_with_what_the_series_says(
    graph: FakeGraph, office: Collected
) -> None:
    weekly(graph)
    office.look()
    assert office.titles() == [
        ("06.10. 06.00", "Viikkopalaveri"), ("13.10. 06.00", "Viikkopalaveri"),
        ("20.10. 06.00", "Viikkopalaveri"), ("27.10. 06.00", "Viikkopalaveri"),
    ]  # fmt: skip
    assert len({source.uid for one in office.coming() for source in one.sources}) == 1
    assert all(one.recurring and one.join and one.attendees for one in office.coming())


def test_a_moved_occurrence_and_a_moved_series_keep_their_meetings(graph: FakeGraph, office: Collected) -> None:
    master = weekly(graph)
    office.look()
    before = [one.id for one in office.coming()]
    graph.move_occurrence(ELINA.email, master, TUESDAY + 7 * DAY, TUESDAY + 8 * DAY)
    office.look()
    assert [one.id for one in office.coming()] == before
    assert office.titles()[1] == ("14.10. 06.00", "Viikkopalaveri")
    graph.move_series(ELINA.email, master, 2 * HOUR)
    office.look()
    assert [one.id for one in office.coming()] == before
    assert office.titles()[0] == ("06.10. 08.00", "Viikkopalaveri")
    assert office.titles()[3] == ("27.10. 08.00", "Viikkopalaveri")


def test_what_the_series_says_anew_holds_for_all_its_occurrences(graph: FakeGraph, office: Collected) -> None:
    master = weekly(graph)
    office.look()
    graph.change(ELINA.email, master, subject="Kuukausipalaveri")
    office.look()
    assert {title for _, title in office.titles()} == {"Kuukausipalaveri"}


def test_one_occurrence_that_goes_takes_no_other_along(graph: FakeGraph, office: Collected) -> None:
    master = weekly(graph)
    office.look()
    graph.remove(ELINA.email, graph.occurrences(ELINA.email, master)[1])
    office.look()
    assert [start for start, _ in office.titles()] == ["06.10. 06.00", "20.10. 06.00", "27.10. 06.00"]


# --- rounds ----------------------------------------------------------------------------------------------------------


def test_a_quiet_pass_costs_one_call_a_mailbox_and_touches_nothing(graph: FakeGraph, office: Collected) -> None:
    weekly(graph)
    office.look()
    graph.forget_requests()
    assert office.look(NOW + 0.1 * HOUR) == []
    assert [seen.op for seen in graph.requests] == ["GET /users/{user-id}/calendarView/delta"] * 2


@pytest.mark.parametrize("change", ["move", "cancel", "remove", "new", "series", "series says", "occurrence"])
def test_one_change_costs_the_same_few_calls_however_much_is_known(
    graph: FakeGraph, office: Collected, change: str
) -> None:
    key = event(graph)
    master = weekly(graph, 10)
    for number in range(40):
        event(graph, f"Asiakas {number}", TUESDAY + number * 3 * HOUR, minutes=30)
    office.look()
    graph.forget_requests()
    changes: dict[str, Callable[[], object]] = {
        "move": lambda: graph.move(ELINA.email, key, TUESDAY + 2 * HOUR),
        "cancel": lambda: graph.cancel(ELINA.email, key),
        "remove": lambda: graph.remove(ELINA.email, key),
        "new": lambda: event(graph, "Uusi"),
        "series": lambda: graph.move_series(ELINA.email, master, HOUR),
        "series says": lambda: graph.change(ELINA.email, master, subject="Toinen"),
        "occurrence": lambda: graph.move_occurrence(ELINA.email, master, TUESDAY, TUESDAY + HOUR),
    }
    changes[change]()
    assert office.look(NOW + 0.1 * HOUR)
    rounds = graph.count("delta")
    assert rounds <= 2 + 2  # a page may be empty and lead on to another
    assert graph.count("$batch") + graph.count("instances") <= 1
    assert len(graph.requests) - rounds <= 2  # the batch, and the series in it


def test_only_the_mailbox_that_a_notification_names_is_read(graph: FakeGraph, office: Collected) -> None:
    key = event(graph)
    office.look()
    graph.move(ELINA.email, key, TUESDAY + HOUR)
    graph.forget_requests()
    assert office.heed("meetings.teams", graph.user_id(OTTO.email), "somebody-else") == []
    assert graph.count("delta") == 0
    assert [one.start for one in office.heed("meetings.teams", ELINA.email)] == [TUESDAY + HOUR]


def test_a_worn_out_link_leads_to_reading_all_of_it_anew(graph: FakeGraph, office: Collected) -> None:
    kept, gone = event(graph), event(graph, "Poistuva", TUESDAY + HOUR)
    office.look()
    graph.expire_delta(ELINA.email)
    graph.remove(ELINA.email, gone)
    graph.move(ELINA.email, kept, TUESDAY + 2 * HOUR)
    office.look()
    assert office.titles() == [("06.10. 08.00", "Kuorimon tilanne")]


def test_each_day_the_window_moves_on_without_reading_the_past_again(
    graph: FakeGraph, office: Collected, clock: Clock
) -> None:
    event(graph, "Vanha", NOW - 30 * DAY)
    event(graph, "Kaukana", NOW + 92 * DAY)
    office.look()
    assert [one.title for one in office.store.meetings(NOW - 60 * DAY, NOW)] == ["Vanha"]
    clock.now = NOW + 5 * DAY
    graph.forget_requests()
    office.look(clock.now)
    assert "Kaukana" in [one.title for one in office.coming(clock.now, 100)]
    assert [one.cancelled for one in office.store.meetings(NOW - 60 * DAY, NOW)] == [False]


def test_a_mailbox_that_is_suddenly_empty_is_a_fault_and_cancels_nothing(graph: FakeGraph, office: Collected) -> None:
    keys = [event(graph, f"Asiakas {number}", TUESDAY + number * HOUR) for number in range(4)]
    office.look()
    for key in keys:
        graph.remove(ELINA.email, key)
    for minutes in (5, 10):
        office.look(NOW + minutes * HOUR / 60)
        assert len(office.coming()) == 4
    assert office.counts["faults"] == 2
    event(graph, "Palannut", TUESDAY + 9 * HOUR)
    office.look(NOW + HOUR / 4)
    assert [title for _, title in office.titles()] == ["Palannut"]


# --- people and places -----------------------------------------------------------------------------------------------


def test_one_call_in_two_mailboxes_and_a_shared_one_is_one_meeting(graph: FakeGraph) -> None:
    graph.user("myynti@kuura.example", name="Myynti")
    office = Collected([provider(graph, shared=[{"mailbox": "myynti@kuura.example", "owner": ELINA.email}])])
    key = event(graph)
    graph.copy_event(key, ELINA.email, OTTO.email)
    graph.copy_event(key, ELINA.email, "myynti@kuura.example")
    office.look()
    assert (only(office).owners, len(only(office).sources)) == ((ELINA.email, OTTO.email), 3)


def test_an_attendee_taken_off_is_gone_though_the_other_mailbox_has_not_heard_yet(
    graph: FakeGraph, office: Collected
) -> None:
    both = [PETRI, ("eva@havulinna.example", "Eva", "none", "required")]
    key = event(graph, attendees=both)
    copy = graph.copy_event(key, ELINA.email, OTTO.email)
    office.look()
    graph.change(ELINA.email, key, attendees=[PETRI])
    office.look()
    assert len(only(office).attendees) >= 2  # Otto's calendar still says so
    graph.change(OTTO.email, copy, attendees=[PETRI])
    office.look()
    assert "eva@havulinna.example" not in [one.email for one in only(office).attendees]


def test_a_mail_address_that_is_no_sign_in_name_is_looked_up_once(graph: FakeGraph) -> None:
    other = dataclasses.replace(ELINA, email="e.saarikko@kuura.example")
    office = Collected([provider(graph, other, users={other.email: graph.user_id(ELINA.email)})])
    event(graph)
    office.look()
    assert only(office).owners == (other.email,)


def test_members_of_a_group_are_account_managers_with_their_own_zone_and_language(graph: FakeGraph) -> None:
    graph.user("anna@kuura.example", name="Anna Berg", timezone="W. Europe Standard Time", language="sv-SE")
    graph.user("poissa@kuura.example", name="Poissa", enabled=False)
    graph.group("g1", [ELINA.email, "anna@kuura.example", "poissa@kuura.example"])
    found = teams.members(config(graph, group="g1"), policy=QUICK)
    assert sorted((one.email, one.timezone, one.language) for one in found) == [
        ("anna@kuura.example", "Europe/Berlin", "sv"),
        ("elina@kuura.example", "Europe/Kiev", "fi"),
    ]


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["429", "500", "503", "504", "reset", "slow", "html", "truncated"])
def test_after_a_fault_the_next_pass_knows_the_truth(graph: FakeGraph, office: Collected, kind: str) -> None:
    master = weekly(graph)
    office.look()
    graph.move_series(ELINA.email, master, HOUR)
    graph.fault(kind, times=6)
    for _ in range(3):
        office.look()
    assert [start for start, _ in office.titles()] == ["06.10. 07.00", "13.10. 07.00", "20.10. 07.00", "27.10. 07.00"]


class Spoilt(httpx.BaseTransport):
    """Spoils answers of the calendar: ``spoil`` says with what, per request."""

    def __init__(self) -> None:
        self.inner = httpx.HTTPTransport()
        self.spoil: Callable[[httpx.Request], dict[str, Any] | None] | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.spoil is not None and "calendarView" in request.url.path and (body := self.spoil(request)) is not None:
            return httpx.Response(200, json=body)
        return self.inner.handle_request(request)

    def close(self) -> None:
        self.inner.close()


@pytest.mark.parametrize("body", [{}, {"value": []}, {"value": None, "@odata.deltaLink": "x"}, {"error_page": 1}])
def test_a_spoilt_answer_is_a_failure_and_takes_nothing_away(graph: FakeGraph, body: dict[str, Any]) -> None:
    line = Spoilt()
    made = teams.Provider(config(graph), (ELINA,), Path(), policy=QUICK, clock=Clock(), transport=line)
    _OPEN.append(made)
    office = Collected([made])
    event(graph)
    weekly(graph)
    office.look()
    line.spoil = lambda _: body
    tomorrow = NOW + 1.5 * DAY
    office.look(tomorrow)  # a new first round is due
    assert len(office.coming(tomorrow)) == 3
    assert any("spoilt" in problem for problem in office.problems())
    line.spoil = None
    office.look(tomorrow)
    assert office.problems() == []


def test_a_mailbox_that_the_configuration_corrects_is_read_instead_of_the_one_remembered(graph: FakeGraph) -> None:
    event(graph)
    wrong = Collected([provider(graph, ELINA, users={ELINA.email: OTTO.email})])
    wrong.look()
    assert wrong.coming() == []
    right = Collected([provider(graph, ELINA)], store=wrong.store)
    right.look()
    assert len(right.coming()) == 1


def test_one_series_that_cannot_be_read_costs_no_other_event(graph: FakeGraph, office: Collected) -> None:
    event(graph)
    weekly(graph)
    office.look()
    known = len(office.coming())
    graph.calendar.masters_in_delta = False
    graph.fault("500", times=100, op="/events/")
    graph.expire_delta(ELINA.email)
    event(graph, "Uusi", TUESDAY + 3 * HOUR)
    office.look()
    assert len(office.coming()) == known + 1
    assert any("its series cannot be read" in problem for problem in office.problems())


def test_a_single_event_that_becomes_a_series_is_not_two_meetings(graph: FakeGraph, office: Collected) -> None:
    key = event(graph)
    office.look()
    box = graph.events.mailbox(ELINA.email)
    single = box.events[key]
    graph.remove(ELINA.email, key)
    graph.put_event(
        ELINA.email, id=key, ical_uid=single.ical_uid, subject=single.subject, start=TUESDAY, organizer=(ELINA.email, ELINA.name),
        attendees=[PETRI], occurrences=[TUESDAY, TUESDAY + 7 * DAY],
    )  # fmt: skip
    office.look()
    assert [start for start, _ in office.titles()] == ["06.10. 06.00", "13.10. 06.00"]


def test_a_token_taken_back_is_replaced_within_the_call(graph: FakeGraph, office: Collected) -> None:
    event(graph)
    office.look()
    graph.expire_tokens()
    graph.forget_requests()
    office.look()
    assert office.problems() == []
    assert graph.count("token") <= 2


def test_one_mailbox_without_rights_costs_the_others_nothing(graph: FakeGraph, office: Collected) -> None:
    event(graph)
    graph.scope = {ELINA.email}
    office.look()
    assert len(office.coming()) == 1
    (problem,) = office.problems()
    assert "answered 403 (ErrorAccessDenied); grant Application Calendars.Read for this mailbox" in problem


def test_the_way_in_may_be_a_certificate(graph: FakeGraph, tmp_path: Path) -> None:
    pem = certificate(tmp_path / "app.pem")
    graph.register_certificate(pem)
    event(graph)
    office = Collected([provider(graph, certificate_file=str(tmp_path / "app.pem"))])
    office.look()
    assert len(office.coming()) == 1


def certificate(path: Path) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kambrief")])
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(NOW - DAY).not_valid_after(NOW + 400 * DAY).sign(key, hashes.SHA256())
    )  # fmt: skip
    public = signed.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(public + private)
    return public


@pytest.mark.parametrize(
    ("break_it", "advice"),
    [
        (lambda graph: graph.expire_secret(), "the client secret has expired"),
        (lambda graph: graph.renew_secret("another"), "the client secret is wrong"),
    ],
)
def test_a_refused_sign_in_says_what_to_do_and_asks_once(graph: FakeGraph, break_it: Any, advice: str) -> None:
    break_it(graph)
    office = Collected([provider(graph)])
    office.look()
    assert all(advice in problem for problem in office.problems())
    assert graph.count("token") == 1
    (health,) = provider(graph).check(NOW)
    assert advice in health.advice


def test_mistakes_of_the_configuration_are_told_at_once(graph: FakeGraph) -> None:
    with pytest.raises(UserError) as told:
        provider(graph, users={"x@y.example": "z"}, shared=[{"mailbox": "m@k.example", "owner": "o@k.example"}])
    assert len(told.value.problems) == 2
    with pytest.raises(UserError, match="exactly one of"):
        section(teams.Config, {"tenant": "kuura.example", "client_id": "abc"}, "meetings.teams")
    with pytest.raises(UserError, match="webhook_secret_env"):
        provider(graph, webhook_url="https://kambrief.kuura.example/hooks/graph")


# --- whatever happens ------------------------------------------------------------------------------------------------

CHANGES = (
    "new",
    "series",
    "move",
    "cancel",
    "remove",
    "move series",
    "move occurrence",
    "remove occurrence",
    "rename",
    "expire",
)


@pytest.mark.slow
@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 10_000)), min_size=1, max_size=14), st.integers(1, 4)
)
def test_after_any_changes_the_meetings_known_are_those_of_the_calendar(
    corpora: Path, changes: list[tuple[str, int]], every: int
) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        FakeGraph(corpora / "contracts" / "graph" / "graph.openapi.json", clock=Clock()) as graph,
    ):
        patch.setenv("GRAPH_SECRET", graph.client_secret)
        graph.user(ELINA.email, name=ELINA.name)
        office = Collected([provider(graph, ELINA)])
        event(graph, "Pysyvä", NOW + 70 * DAY)  # so that the calendar is never suddenly empty
        for number, (change, seed) in enumerate(changes):
            apply(graph, change, random.Random(seed))  # noqa: S311
            if number % every == 0:
                office.look()
        office.look()
        assert sorted(office.titles()) == sorted(truth(graph))
        assert graph.violations == []
        _OPEN.pop().close()


def apply(graph: FakeGraph, change: str, rng: random.Random) -> None:  # noqa: C901 a list of cases
    box = graph.events.mailbox(ELINA.email).events
    singles = [one.id for one in box.values() if one.kind == "singleInstance" and one.subject != "Pysyvä"]
    masters = [one.id for one in box.values() if one.kind == "seriesMaster"]
    start = NOW + HOUR * rng.randint(1, 900)
    if change == "new":
        event(graph, f"Asiakas {rng.randint(0, 99)}", start)
    elif change == "series":
        event(
            graph,
            f"Sarja {rng.randint(0, 99)}",
            start,
            occurrences=[start + week * 7 * DAY for week in range(rng.randint(1, 5))],
        )
    elif change == "expire":
        graph.expire_delta(ELINA.email)
    elif change in {"move", "cancel", "remove", "rename"} and singles:
        key = rng.choice(singles)
        if change == "move":
            graph.move(ELINA.email, key, start)
        elif change == "rename":
            graph.change(ELINA.email, key, subject=f"Uusi nimi {rng.randint(0, 99)}")
        elif change == "cancel":
            graph.cancel(ELINA.email, key)
        else:
            graph.remove(ELINA.email, key)
    elif masters and " " in change:
        master = rng.choice(masters)
        occurrences = [box[key] for key in graph.occurrences(ELINA.email, master) if key in box]
        if change == "move series":
            graph.move_series(ELINA.email, master, HOUR * rng.choice([-20, -1, 1, 26]))
        elif occurrences and change == "remove occurrence":
            graph.remove(ELINA.email, rng.choice(occurrences).id)
        elif occurrences and (plain := [one for one in occurrences if one.kind == "occurrence"]):
            one = rng.choice(plain)
            graph.move_occurrence(ELINA.email, master, one.original_start or one.start, start)


def truth(graph: FakeGraph) -> list[tuple[str, str]]:
    box = graph.events.mailbox(ELINA.email).events
    found = []
    for one in box.values():
        whole = box.get(one.master or "", one)
        if (
            one.kind != "seriesMaster"
            and not one.cancelled
            and not whole.cancelled
            and NOW < one.start < NOW + 80 * DAY
        ):
            subject = one.subject if one.kind in {"singleInstance", "exception"} else whole.subject
            found.append((f"{one.start.astimezone(dt.UTC):%d.%m. %H.%M}", subject))
    return found


def test_what_each_mailbox_says_is_kept_as_the_word_of_a_calendar(graph: FakeGraph, office: Collected) -> None:
    event(graph)
    office.look()
    (settled,) = office.store.meetings_of(Touched(starts=((TUESDAY, TUESDAY),)), NOW, NOW + DAY)
    assert [one.authority for one in settled.copies] == [Authority.CALENDAR]
