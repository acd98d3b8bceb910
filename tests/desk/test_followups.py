"""A follow-up worked on by a person: whatever they press, and however often, nothing is lost and nothing leaves twice."""

import datetime as dt

import pytest

from kambrief.core.drafting import FollowupState, Place
from kambrief.core.sending import FURTHEST, UNDO
from kambrief.core.work import StepKind
from kambrief.desk import followups
from kambrief.errors import RefusedError
from tests.builders import ELINA
from tests.desk.table import Office, typed

VILLE = "ville@kuura.example"
TEXT = "Hei Petri,\n\nkiitos. Lähetän juurisyyraportin perjantaina 9.10."


@pytest.fixture
def office() -> Office:
    return Office()


def later(office: Office, by: dt.timedelta) -> None:
    office.tick(office.now + by)


# --- sent, with a moment to take it back -----------------------------------------------------------------------------


def test_send_now_waits_half_a_minute_and_then_it_leaves_once(office: Office) -> None:
    place = office.place()
    assert followups.can_send(place)
    record = followups.send_later(place, 1, VILLE, place.now + UNDO)
    assert (record.state, record.send_at, record.send_by) == (FollowupState.APPROVED, place.now + UNDO, VILLE)
    later(office, dt.timedelta(seconds=15))
    assert office.sends() == 0
    later(office, dt.timedelta(seconds=15))
    assert (office.record().state, office.record().approved_by) == (FollowupState.LOGGED, VILLE)
    later(office, dt.timedelta(minutes=10))
    assert (office.sends(), len(office.mailbox.sent)) == (1, 1)


def test_undo_within_the_moment_keeps_the_text_and_nothing_leaves(office: Office) -> None:
    followups.edited(office.place(), typed(office.record(), TEXT))
    number = office.record().versions[-1].number
    place = office.place()
    followups.send_later(place, number, ELINA.email, place.now + UNDO, overrule=True)
    later(office, dt.timedelta(seconds=15))
    back = followups.undo(office.place())
    assert (back.state, back.current.body if back.current else "") == (FollowupState.EDITED, TEXT)
    assert followups.undo(office.place()) == back
    later(office, dt.timedelta(hours=1))
    assert office.sends() == 0


def test_undo_too_late_says_so(office: Office) -> None:
    place = office.place()
    followups.send_later(place, 1, ELINA.email, place.now)
    later(office, dt.timedelta(seconds=1))
    with pytest.raises(RefusedError) as refused:
        followups.undo(office.place())
    assert (refused.value.key, refused.value.values) == ("closed", {"state": "logged"})


def test_pressed_twice_it_leaves_once_and_pressed_again_afterwards_it_is_refused(office: Office) -> None:
    for _ in range(2):
        place = office.place()
        followups.send_later(place, 1, ELINA.email, place.now + UNDO)
    later(office, UNDO)
    with pytest.raises(RefusedError) as refused:
        followups.send_later(office.place(), 1, ELINA.email, office.now + UNDO)
    assert refused.value.key == "closed"
    later(office, dt.timedelta(minutes=5))
    assert len(office.mailbox.sent) == 1


def test_put_off_it_leaves_then_and_another_time_takes_the_place_of_the_first(office: Office) -> None:
    place = office.place()
    followups.send_later(place, 1, ELINA.email, place.now + dt.timedelta(hours=2))
    followups.send_later(place, 1, ELINA.email, place.now + dt.timedelta(hours=1))
    later(office, dt.timedelta(minutes=59))
    assert office.sends() == 0
    later(office, dt.timedelta(minutes=1))
    assert len(office.mailbox.sent) == 1


def test_too_far_ahead_is_refused_and_nothing_is_approved(office: Office) -> None:
    place = office.place()
    with pytest.raises(RefusedError) as refused:
        followups.send_later(place, 1, ELINA.email, place.now + FURTHEST + dt.timedelta(minutes=1))
    assert (refused.value.key, office.record().state) == ("too_far", FollowupState.DRAFTED)


def test_a_mailbox_that_may_not_send_says_so_before_anything_is_approved(office: Office) -> None:
    office.mailbox.can_send = False
    place = office.place()
    assert not followups.can_send(place)
    with pytest.raises(RefusedError, match="send it from your mailbox") as refused:
        followups.send_later(place, 1, ELINA.email, place.now)
    assert refused.value.key == "sends_nothing"
    with pytest.raises(RefusedError, match="send it from your mailbox"):
        followups.send(place, 1, ELINA.email)
    assert office.record().state is FollowupState.DRAFTED


def test_approved_alone_it_lies_there_and_does_not_leave_by_itself(office: Office) -> None:
    followups.approved(office.place(), 1, ELINA.email)
    later(office, dt.timedelta(hours=3))
    assert (office.record().state, office.sends(), len(office.mailbox.drafts)) == (FollowupState.APPROVED, 0, 1)


def test_sent_at_once_from_the_desk_it_takes_the_place_of_a_time(office: Office) -> None:
    place = office.place()
    followups.send_later(place, 1, ELINA.email, place.now + dt.timedelta(hours=1))
    assert followups.send(office.place(), 1, ELINA.email).state is FollowupState.SENT
    later(office, dt.timedelta(hours=1))
    assert len(office.mailbox.sent) == 1


# --- two people, two tabs ---------------------------------------------------------------------------------------------


def test_what_came_after_the_text_that_was_looked_at_is_not_sent_unseen(office: Office) -> None:
    followups.edited(office.place(), typed(office.record(), TEXT))
    with pytest.raises(RefusedError) as refused:
        followups.send_later(office.place(), 1, ELINA.email, office.now)
    assert (refused.value.key, refused.value.values["number"]) == ("changed", 1)
    later(office, dt.timedelta(minutes=1))
    assert office.sends() == 0


def test_a_change_in_another_tab_stops_what_was_to_leave(office: Office) -> None:
    place = office.place()
    followups.send_later(place, 1, ELINA.email, place.now + UNDO)
    followups.edited(office.place(), typed(office.record(), TEXT))
    later(office, dt.timedelta(minutes=1))
    record = office.record()
    assert (record.state, record.send_at, record.unsent, office.sends()) == (FollowupState.EDITED, None, None, 0)


def test_two_texts_made_out_of_one_are_both_kept_until_one_is_chosen(office: Office) -> None:
    followups.edited(office.place(), typed(office.record(), "Elinan teksti.", 1))
    both = followups.edited(office.place(), typed(office.record(), "Villen teksti.", 1))
    assert both.conflict == (2, 3)
    with pytest.raises(RefusedError) as refused:
        followups.approved(office.place(), 3, ELINA.email)
    assert refused.value.key == "conflict"
    assert followups.edited(office.place(), typed(office.record(), "Villen teksti.", 1)) == both  # pressed twice
    one = followups.chosen(office.place(), 2)
    assert (one.conflict, one.current.body if one.current else "") == ((), "Elinan teksti.")


def test_an_earlier_text_is_taken_up_again_as_a_new_one(office: Office) -> None:
    first = office.record().versions[0].body
    followups.edited(office.place(), typed(office.record(), TEXT))
    again = followups.chosen(office.place(), 1)
    assert [one.place for one in again.versions] == [Place.CODE, Place.BROWSER, Place.EDITOR]
    assert again.versions[-1].body == first


def test_a_text_that_is_written_while_it_leaves_is_refused_and_the_refusal_says_why(office: Office) -> None:
    place = office.place()
    followups.send_later(place, 1, ELINA.email, place.now)
    later(office, dt.timedelta(seconds=1))
    with pytest.raises(RefusedError) as refused:
        followups.edited(office.place(), typed(office.record(), TEXT, 1))
    assert refused.value.key == "closed"


# --- what stands against it ------------------------------------------------------------------------------------------


def test_an_open_point_blocks_and_a_warning_stops_until_it_is_meant_so(office: Office) -> None:
    open_one = "Hei Petri,\n\nkiitos. Lähetän raportin [vahvista: milloin]."
    followups.edited(office.place(), typed(office.record(), open_one))
    with pytest.raises(RefusedError) as refused:
        followups.send_later(office.place(), 2, ELINA.email, office.now, overrule=True)
    assert refused.value.key == "blocked"
    followups.edited(office.place(), typed(office.record(), f"{TEXT} Hinta on 12 345 euroa."))
    place = office.place()
    record = office.record()
    assert record.current is not None
    assert {str(one.severity) for one in followups.findings(place, record, record.current)} >= {"warn"}
    with pytest.raises(RefusedError) as refused:
        followups.send_later(place, 3, ELINA.email, office.now)
    assert refused.value.key == "warnings"
    assert followups.send_later(place, 3, ELINA.email, office.now, overrule=True).send_at == office.now


def test_a_dropped_one_stays_dropped_until_it_is_asked_for_anew(office: Office) -> None:
    followups.dropped(office.place(), "not wanted")
    assert followups.drafted(office.place()).state is FollowupState.DROPPED
    assert followups.drafted(office.place(), anew=True).state is FollowupState.DRAFTED


def test_notes_are_kept_and_a_transcript_goes_before_them(office: Office) -> None:
    followups.take_in_notes(office.place(), "Lupasin lähettää tarjouksen perjantaina.")
    assert followups.drafted(office.place(), anew=True).source.startswith("transcript")  # it goes before notes


@pytest.mark.parametrize(
    ("data", "key"),
    [(b"<html>", "no_transcript"), (b"WEBVTT\n\n", "silent"), (b"x" * (followups.MAX_TRANSCRIPT + 1), "too_large")],
)
def test_what_is_no_transcript_is_refused_by_name(data: bytes, key: str) -> None:
    with pytest.raises(RefusedError) as refused:
        followups.transcript_in(data)
    assert refused.value.key == key


def test_watched_soon_what_was_written_here_lies_in_the_mailbox_at_the_next_pass(office: Office) -> None:
    record = followups.edited(office.place(), typed(office.record(), TEXT))
    followups.watch_soon(office.place(), record)
    later(office, dt.timedelta(seconds=15))
    assert [one.text for one in office.mailbox.drafts] == [TEXT]
    assert any(step.kind is StepKind.WATCH for step in office.store.steps(office.m))
