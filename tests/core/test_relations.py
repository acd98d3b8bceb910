"""Who of us knows whom at a customer."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Activity, ActivityKind, Contact, Role
from kambrief.core.insight.coverage import Quiet, Threading, coverage, silences
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.touches import touches
from kambrief.core.model import Attendee, Meeting
from kambrief.core.relations import Own, Relations, relations
from tests.builders import ELINA, OTTO, OWN

TODAY = dt.date(2026, 10, 5)
NOW = dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)
LIMITS = Thresholds()
KAISA = Contact("C1", "A1", "Kaisa", "Rinne", role=Role.SPONSOR, email="kaisa@vesala.example")
JONAS = Contact("C2", "A1", "Jonas", "Berg", role=Role.TECHNICAL, email="jonas@vesala.example")
UWE = Contact("C3", "A1", "Uwe", "Adler", email="uwe@vesala.example")
US = Own((ELINA, OTTO), OWN)


def happened(kind: ActivityKind, days_ago: int, *who: Contact, ours: Sequence[str] = (), **more: Any) -> Activity:
    ids = tuple(one.id for one in who)
    fields: dict[str, Any] = {"contacts": ids, "attended": ids, "our_people": tuple(ours), **more}
    return Activity(f"a{days_ago}-{'-'.join(ids)}-{kind}", "A1", kind, NOW - dt.timedelta(days=days_ago), **fields)


def mapped(
    *rows: Activity, people: Sequence[Contact] = (KAISA, JONAS, UWE), own: Own = US, past: Sequence[Meeting] = ()
) -> Relations:
    met = touches(rows, NOW, "UTC")
    covered = coverage(people, met, TODAY, LIMITS, history=bool(rows))
    return relations(people, met, covered, silences(people, met, TODAY, LIMITS), own, TODAY, LIMITS, past)


def test_each_pair_has_its_last_touch_and_its_days_in_touch() -> None:
    found = mapped(
        happened(ActivityKind.MEETING, 100, KAISA, JONAS, ours=["elina@kuura.example"]),
        happened(ActivityKind.CALL, 10, KAISA, ours=["Elina Saarikko"]),
        happened(ActivityKind.CALL, 3, JONAS, ours=["Otto Salmi"]),
    )
    kaisa, jonas = found.of("C1"), found.of("C2")
    assert kaisa is not None
    assert jonas is not None
    assert [(one.ours, one.kind, one.recent, one.year) for one in kaisa.links] == [
        ("elina saarikko", ActivityKind.CALL, 1, 2)
    ]
    assert (kaisa.last, kaisa.days) == (dt.date(2026, 9, 25), 10)
    assert [(one.ours, one.recent, one.year) for one in jonas.links] == [
        ("otto salmi", 1, 1), ("elina saarikko", 0, 1),
    ]  # fmt: skip
    assert [(one.name, one.recent, one.year) for one in found.ours] == [("Elina Saarikko", 1, 2), ("Otto Salmi", 1, 1)]


def test_two_calls_on_one_day_are_one_touch() -> None:
    call = happened(ActivityKind.CALL, 4, KAISA, ours=["Elina Saarikko"])
    again = Activity("other", "A1", ActivityKind.CALL, call.at + dt.timedelta(hours=2), contacts=("C1",),
                     attended=("C1",), our_people=("Elina Saarikko",))  # fmt: skip
    kaisa = mapped(call, again).of("C1")
    assert kaisa is not None
    assert (kaisa.recent, kaisa.links[0].year) == (1, 1)


def test_an_address_and_a_name_are_one_person_of_ours() -> None:
    found = mapped(
        happened(ActivityKind.CALL, 5, KAISA, ours=["sini.ahlgren@kuura.example"]),
        happened(ActivityKind.CALL, 6, JONAS, ours=["Sini Ahlgren"]),
        happened(ActivityKind.CALL, 7, JONAS, ours=["sales@kuura.example"]),
    )
    assert [one.name for one in found.ours] == ["Sini Ahlgren", "sales@kuura.example"]


def test_accents_do_not_make_two_people() -> None:
    own = Own(domains=OWN)
    assert own.person("vaino.oberg@kuura.example")[0] == own.person("Väinö Öberg")[0]


def test_mail_from_them_counts_for_those_of_us_it_was_sent_to_and_ours_for_nobody() -> None:
    found = mapped(
        happened(
            ActivityKind.EMAIL, 2, KAISA, attended=(), inbound=True, sender="C1",
            recipients=("otto@kuura.example", "jonas@vesala.example"),
        ),
        happened(ActivityKind.EMAIL, 1, JONAS, attended=(), inbound=False, sender="otto@kuura.example"),
    )  # fmt: skip
    kaisa, jonas = found.of("C1"), found.of("C2")
    assert kaisa is not None
    assert jonas is not None
    assert [one.ours for one in kaisa.links] == ["otto salmi"]
    assert (jonas.last, jonas.links) == (None, ())


def test_a_touch_that_names_nobody_of_us_counts_for_them_and_makes_no_line() -> None:
    found = mapped(happened(ActivityKind.CALL, 2, KAISA), happened(ActivityKind.CALL, 400, KAISA))
    kaisa = found.of("C1")
    assert kaisa is not None
    assert (kaisa.recent, kaisa.links, found.unnamed, found.ours) == (1, (), 1, ())


def test_the_calendar_knows_who_of_us_sat_in_a_meeting_that_the_crm_has_not_logged() -> None:
    start = NOW - dt.timedelta(days=8)
    meeting = Meeting(
        "m1", "Review", start, start + dt.timedelta(hours=1), owners=("elina@kuura.example",),
        attendees=(Attendee("otto@kuura.example"), Attendee("kaisa@vesala.example"), Attendee("room@kuura.example", is_resource=True)),
    )  # fmt: skip
    row = Activity("meeting-m1", "A1", ActivityKind.MEETING, start, contacts=("C1",), attended=("C1",), status="held")
    kaisa = mapped(row, past=[meeting]).of("C1")
    assert kaisa is not None
    assert sorted(one.ours for one in kaisa.links) == ["elina saarikko", "otto salmi"]


def test_those_who_decide_come_first_and_their_silence_is_marked() -> None:
    found = mapped(
        happened(ActivityKind.CALL, 200, KAISA, ours=["Otto Salmi"]),
        happened(ActivityKind.CALL, 3, UWE, ours=["Otto Salmi"]),
    )
    assert [one.contact.id for one in found.theirs] == ["C1", "C3", "C2"]
    first = found.theirs[0]
    assert (first.decides, first.quiet, first.gone_quiet) == (True, Quiet.SILENT, True)
    assert not found.theirs[1].gone_quiet


def test_a_relationship_that_rests_on_one_person_is_told_of_both_sides() -> None:
    found = mapped(happened(ActivityKind.CALL, 3, UWE, ours=["Otto Salmi"]))
    assert (found.threading, found.carried_by, found.only_ours) == (Threading.SINGLE, "C3", "")
    both = mapped(
        happened(ActivityKind.CALL, 3, UWE, ours=["Otto Salmi"]),
        happened(ActivityKind.CALL, 4, JONAS, ours=["Otto Salmi"]),
        happened(ActivityKind.CALL, 120, JONAS, ours=["Elina Saarikko"]),
    )
    assert both.only_ours == "otto salmi"


def test_without_a_history_nothing_is_said_of_who_carries_it() -> None:
    found = mapped()
    assert (found.threading, found.carried_by, found.only_ours) == (None, "", "")
    assert all(one.last is None for one in found.theirs)


def test_who_has_left_is_not_on_the_map() -> None:
    gone = Contact("C9", "A1", "Rauni", "Poutiainen", role=Role.SPONSOR, left=True)
    found = mapped(happened(ActivityKind.CALL, 3, gone, ours=["Otto Salmi"]), people=(gone, UWE))
    assert [one.contact.id for one in found.theirs] == ["C3"]
    assert found.ours == ()


names = st.sampled_from(["Otto Salmi", "elina@kuura.example", "x@other.example", "", "  ", "Åsa  Öst", "@", "."])
rows = st.lists(
    st.builds(
        lambda kind, days, who, ours: happened(kind, days, who, ours=ours, inbound=True, sender=who.id),
        st.sampled_from(list(ActivityKind)),
        st.integers(-3, 800),
        st.sampled_from([KAISA, JONAS, UWE]),
        st.lists(names, max_size=3),
    ),
    max_size=12,
)


@given(rows)
def test_whatever_is_recorded_the_map_is_consistent(some: list[Activity]) -> None:
    found = mapped(*some)
    ours = {one.key for one in found.ours}
    assert len(found.theirs) == 3
    for one in found.theirs:
        assert one.recent <= one.year
        assert (one.last is None) == (one.days is None)
        for link in one.links:
            assert link.ours in ours
            assert link.recent <= link.year
            assert link.recent <= one.recent
            assert one.last is not None
            assert link.last <= one.last <= TODAY
