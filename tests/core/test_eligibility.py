"""Who gets a brief, and the one reason why not."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.eligibility import REASONS, Verdict, cancelled_prefix, external_attendees, judge
from kambrief.core.model import AccountManager, Attendee, Meeting, Response
from tests.builders import ELINA, OTTO, OWN, TEAMS, meeting


def reason(call: Meeting, manager: AccountManager = ELINA) -> str:
    return judge(call, manager, OWN).reason


def guest(email: str, response: Response = Response.NONE, *, is_resource: bool = False) -> Attendee:
    return Attendee(email, response=response, is_resource=is_resource)


def test_a_call_with_a_customer_gets_a_brief() -> None:
    assert judge(meeting(), ELINA, OWN) == Verdict(brief=True, reason="external_call")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (meeting(cancelled=True), "cancelled"),
        (meeting(title="Peruttu: Kuorimon tilanne"), "cancelled_title"),
        (meeting(private=True), "private"),
        (meeting(owners=("somebody.else@kuura.example",)), "not_owner"),
        (meeting(all_day=True, join=None), "all_day"),
        (meeting(free=True, join=None), "free"),
        (meeting(attendees=()), "nobody"),
        (meeting(attendees=(guest("otto@kuura.example"), guest("eva@sales.kuura.example"))), "internal_only"),
        (meeting(attendees=(Attendee("", "Päivi Mäkelä"),)), "no_address"),
        (meeting(attendees=(guest("room@havulinna.example", is_resource=True),)), "nobody"),
        (meeting(attendees=(guest("petri@havulinna.example", Response.DECLINED),)), "all_declined"),
    ],
)
def test_there_is_no_brief_and_the_reason_is_told(call: Meeting, expected: str) -> None:
    verdict = judge(call, ELINA, OWN)
    assert (verdict.brief, verdict.reason) == (False, expected)
    assert "{" not in verdict.sentence


@pytest.mark.parametrize(
    "call",
    [
        meeting(all_day=True, join=TEAMS),
        meeting(free=True, join=TEAMS),
        meeting(title="Peruttu tilaus ja jatko"),
        meeting(attendees=(guest("petri@havulinna.example", Response.DECLINED), guest("m@havulinna.example"))),
        meeting(attendees=(guest("otto@notkuura.example"),)),
    ],
)
def test_these_are_calls_all_the_same(call: Meeting) -> None:
    assert reason(call) == "external_call"


def test_a_manager_who_declined_gets_none_and_the_other_one_does() -> None:
    people = (Attendee("elina@kuura.example", response=Response.DECLINED), guest("petri@havulinna.example"))
    call = dataclasses.replace(meeting(owners=(ELINA.email, OTTO.email)), attendees=people)
    assert reason(call, ELINA) == "declined"
    assert reason(call, OTTO) == "external_call"


def test_a_managers_other_address_is_the_manager() -> None:
    elina = dataclasses.replace(ELINA, aliases=("e.saarikko@kuura.example",))
    people = (Attendee("e.saarikko@kuura.example", response=Response.DECLINED), guest("petri@havulinna.example"))
    call = dataclasses.replace(meeting(owners=("e.saarikko@kuura.example",)), attendees=people)
    assert reason(call, elina) == "declined"


def test_a_customer_who_invites_counts_even_when_not_listed() -> None:
    call = dataclasses.replace(
        meeting(), organizer=Attendee("petri@havulinna.example", "Petri"), attendees=(guest("elina@kuura.example"),)
    )
    assert [person.email for person in external_attendees(call, OWN)] == ["petri@havulinna.example"]
    assert reason(call) == "external_call"


def test_a_free_mail_domain_of_ours_makes_nobody_a_colleague() -> None:
    owner = AccountManager(email="me@gmail.com")
    call = dataclasses.replace(
        meeting(owners=("me@gmail.com",)),
        organizer=None,
        attendees=(guest("me@gmail.com"), guest("customer@gmail.com")),
    )
    assert judge(call, owner, ("gmail.com",)).reason == "external_call"


@pytest.mark.parametrize(
    ("title", "prefix"),
    [
        ("Peruttu: katselmus", "Peruttu"),
        ("PERUUTETTU - katselmus", "PERUUTETTU"),
        ("[Cancelled] Review", "Cancelled"),
        ("(Canceled) Review", "Canceled"),
        ("Canceled: Review", "Canceled"),
        ("Inställt: genomgång", "Inställt"),
        ("Inställd – genomgång", "Inställd"),
        ("Abgesagt: Termin", "Abgesagt"),
        ("Annulé : revue", "Annulé"),
        ("Vs: Peruttu: katselmus", "Peruttu"),
        ("Cancelled", "Cancelled"),
        ("Peruttu tilaus", ""),
        ("Cancelled-order process", ""),
        ("Peruttu -kokous", ""),
        ("Why Acme cancelled: lessons", ""),
        ("", ""),
    ],
)
def test_only_a_prefix_with_a_separator_calls_a_meeting_off(title: str, prefix: str) -> None:
    assert cancelled_prefix(title) == prefix


@given(
    st.builds(
        lambda cancelled, private, free, all_day, title: meeting(
            cancelled=cancelled, private=private, free=free, all_day=all_day, title=title
        ),
        st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.text(max_size=40),
    )
)  # fmt: skip
def test_every_verdict_has_a_sentence(call: Meeting) -> None:
    verdict = judge(call, ELINA, OWN)
    assert verdict.reason in REASONS
    assert verdict.sentence
    assert not (verdict.brief and (call.cancelled or call.private))
