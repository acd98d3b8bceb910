"""When an approved follow-up is sent: at its time, once, and never when nobody can tell whether it left."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core import drafting, sending
from kambrief.core.drafting import FollowupRecord, FollowupState, Place, Unsent, Version
from kambrief.core.sending import HANDING, LATEST, TRIES_FOR, Turn
from kambrief.errors import RefusedError

NOW = dt.datetime(2026, 10, 6, 8, 0, tzinfo=dt.UTC)
ELINA, OTTO = "elina@kuura.example", "otto@kuura.example"
MINUTE = dt.timedelta(minutes=1)


def drafted() -> FollowupRecord:
    first = Version(1, Place.CODE, NOW, "Sovitut asiat", "Hei Petri,\n\nkiitos.", ("petri@havulinna.example",))
    return FollowupRecord("m1", ELINA, "A01", FollowupState.DRAFTED, NOW, "fi", (first,), mailbox_version=1)


def approved() -> FollowupRecord:
    return drafting.approve(drafted(), ELINA, NOW, number=1)


def planned(at: dt.datetime = NOW + MINUTE) -> FollowupRecord:
    return drafting.scheduled(approved(), at, OTTO)


def edit(record: FollowupRecord, place: Place) -> FollowupRecord:
    assert record.current is not None
    return drafting.edited(record, replace(record.current, place=place, body="Moi Petri.", base=1))


# --- its turn --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "now", "expected"),
    [
        (planned(), NOW, Turn.WAIT),
        (planned(), NOW + MINUTE, Turn.SEND),
        (planned(), NOW + MINUTE + LATEST, Turn.SEND),
        (planned(), NOW + 2 * MINUTE + LATEST, Turn.LATE),
        (approved(), NOW, Turn.OVER),
        (drafted(), NOW, Turn.OVER),
        (drafting.unapproved(planned()), NOW + MINUTE, Turn.OVER),
        (edit(planned(), Place.MAILBOX), NOW + MINUTE, Turn.OVER),
        (drafting.sending(planned(), NOW), NOW + MINUTE, Turn.WAIT),
        (drafting.sending(planned(), NOW), NOW + HANDING, Turn.LOOK),
        (drafting.handed_over(drafting.sending(planned(), NOW)), NOW + MINUTE, Turn.LOOK),
        (drafting.sent(planned(), drafted().versions[0], NOW), NOW + MINUTE, Turn.OVER),
        (drafting.dropped(planned(), "no"), NOW + MINUTE, Turn.OVER),
    ],
)
def test_what_is_done_now(record: FollowupRecord, now: dt.datetime, expected: Turn) -> None:
    assert sending.turn(record, now) is expected


def test_it_is_looked_at_again_at_its_time_or_when_whoever_is_at_it_must_be_done() -> None:
    assert sending.next_turn(planned(NOW + 30 * MINUTE), NOW) == NOW + 30 * MINUTE
    assert sending.next_turn(planned(NOW), NOW) == NOW + MINUTE
    assert sending.next_turn(drafting.sending(planned(), NOW), NOW) == NOW + HANDING
    assert sending.next_turn(drafting.handed_over(drafting.sending(planned(), NOW)), NOW) == NOW + MINUTE


def test_a_mailbox_that_fails_is_tried_again_for_a_while_and_one_that_refuses_is_not() -> None:
    assert sending.tries_again(NOW, NOW + TRIES_FOR - MINUTE, permanent=False)
    assert not sending.tries_again(NOW, NOW + TRIES_FOR, permanent=False)
    assert not sending.tries_again(NOW, NOW, permanent=True)


# --- planned and taken back ------------------------------------------------------------------------------------------


def test_only_what_is_approved_gets_a_time() -> None:
    with pytest.raises(RefusedError, match="not approved") as refused:
        drafting.scheduled(drafted(), NOW, ELINA)
    assert refused.value.key == "not_approved"
    with pytest.raises(RefusedError, match="on its way") as refused:
        drafting.scheduled(drafting.sending(approved()), NOW, ELINA)
    assert (refused.value.key, refused.value.values) == ("closed", {"state": "sending"})


def test_another_time_takes_the_place_of_the_first() -> None:
    record = drafting.scheduled(planned(), NOW + 9 * MINUTE, ELINA)
    assert (record.send_at, record.send_by) == (NOW + 9 * MINUTE, ELINA)


def test_taken_back_it_is_a_draft_with_its_text_and_nothing_is_told() -> None:
    back = drafting.unapproved(planned())
    assert (back.state, back.send_at, back.send_by, back.approved_by) == (FollowupState.EDITED, None, "", "")
    assert back.versions == drafted().versions
    assert back.unsent is None
    assert drafting.unapproved(back) == back


@pytest.mark.parametrize("state", [FollowupState.SENDING, FollowupState.SENT, FollowupState.LOGGED])
def test_what_is_leaving_cannot_be_taken_back(state: FollowupState) -> None:
    with pytest.raises(RefusedError) as refused:
        drafting.unapproved(replace(planned(), state=state))
    assert refused.value.values == {"state": state}


def test_an_edit_in_the_mailbox_stops_it_and_is_told_and_one_here_only_stops_it() -> None:
    there, here = edit(planned(), Place.MAILBOX), edit(planned(), Place.BROWSER)
    assert (there.state, there.send_at, there.unsent, there.unsent_at) == (
        FollowupState.EDITED, None, Unsent.CHANGED, NOW + MINUTE,
    )  # fmt: skip
    assert (here.state, here.send_at, here.unsent) == (FollowupState.EDITED, None, None)
    assert edit(approved(), Place.MAILBOX).unsent is None


def test_a_draft_that_was_thrown_away_is_not_sent_and_that_is_told() -> None:
    assert drafting.dropped(planned(), drafting.DELETED).unsent is Unsent.MISSING
    assert drafting.dropped(planned(), "not wanted").unsent is None


def test_approved_anew_nothing_is_left_of_the_time_that_passed_in_vain() -> None:
    again = drafting.approve(edit(planned(), Place.MAILBOX), ELINA, NOW, number=2)
    assert (again.unsent, again.unsent_at, again.send_at) == (None, None, None)


# --- handed over -----------------------------------------------------------------------------------------------------


def test_it_is_handed_over_only_as_it_was_looked_at_and_for_the_time_that_was_said() -> None:
    record = planned()
    assert drafting.sending(record, NOW, number=1, send_at=record.send_at).sending_at == NOW
    for more in ({"number": 2}, {"number": 1, "send_at": NOW}):
        with pytest.raises(RefusedError) as refused:
            drafting.sending(record, NOW, **more)
        assert refused.value.key == "changed"


def test_what_surely_did_not_leave_keeps_its_time_and_what_nobody_can_tell_of_loses_it() -> None:
    at_it = drafting.sending(planned(), NOW)
    kept = drafting.not_sent(at_it, "refused")
    lost = drafting.not_sent(at_it, "look in Sent", Unsent.UNCLEAR)
    assert (kept.state, kept.send_at, kept.unsent) == (FollowupState.APPROVED, NOW + MINUTE, None)
    assert (lost.state, lost.send_at, lost.unsent) == (FollowupState.APPROVED, None, Unsent.UNCLEAR)
    by_hand = drafting.not_sent(drafting.sending(approved(), NOW), "look in Sent", Unsent.UNCLEAR)
    assert by_hand.unsent is None  # whoever sent it sits before it


def test_giving_up_one_time_leaves_another_that_was_said_meanwhile() -> None:
    record = planned()
    assert drafting.given_up(record, Unsent.LATE, NOW) == record
    assert drafting.given_up(record, Unsent.LATE, NOW + MINUTE).unsent is Unsent.LATE


@given(st.integers(-2000, 2000), st.integers(0, 2000), st.booleans())
def test_whatever_the_time_it_is_sent_only_when_it_has_come_and_is_not_long_past(
    at: int,
    later: int,
    being: bool,  # noqa: FBT001 drawn
) -> None:
    record, now = planned(NOW + at * MINUTE), NOW + later * MINUTE
    if being:
        record = drafting.sending(record, NOW)
    if sending.turn(record, now) is Turn.SEND:
        assert record.state is FollowupState.APPROVED
        assert record.send_at is not None
        assert record.send_at <= now <= record.send_at + LATEST
    if sending.turn(record, now) is Turn.WAIT:
        assert sending.next_turn(record, now) > now
