"""What now, after a call: wait, draft, tell the manager, or nothing."""

import datetime as dt
from dataclasses import replace

import pytest

from kambrief.core import after
from kambrief.core.after import Draft, Nothing, Rules, Tell, Wait, what_now
from kambrief.core.drafting import FollowupRecord, FollowupState
from kambrief.core.eligibility import judge
from kambrief.core.heard import Heard
from kambrief.core.model import AccountManager, Attendee, Meeting
from kambrief.core.transcript import Attendance, NextStep, Summary, Transcript, Turn
from tests.builders import ELINA, OTTO, OWN, at, attendee, markku, meeting, petri

MINUTE = dt.timedelta(minutes=1)
END = at("6.10. 9.45")
PROMISE = ("Ville Nurmela", "Mä laitan raportin perjantaina.")


def said(*lines: tuple[str, str]) -> Transcript:
    turns = tuple(
        Turn(who, words, float(place), float(place) + 1, f"#{place}") for place, (who, words) in enumerate(lines)
    )
    return Transcript(turns, "teams", "fi", float(len(lines)))


def heard(**parts: object) -> Heard:
    return replace(Heard("m1", "teams", "s1"), **parts)  # type: ignore[arg-type]


def is_own(who: Attendee) -> bool:
    return who.email.endswith("@kuura.example")


def now_is(
    when: dt.datetime, *sessions: Heard, manager: AccountManager = ELINA, call: Meeting | None = None
) -> Wait | Draft | Tell | Nothing:
    held = call or meeting()
    return what_now(held, manager, judge(held, manager, OWN), sessions, when, Rules(), is_own)


# --- wait and draft --------------------------------------------------------------------------------------------------


def test_a_call_that_is_not_over_is_waited_for() -> None:
    assert now_is(END - MINUTE) == Wait(END, "the call is not over")


def test_a_transcript_is_waited_for_until_the_limit() -> None:
    pending = heard(pending=("transcript",))
    assert now_is(END + MINUTE, pending) == Wait(END + MINUTE + after.LOOK, "the transcript has not come yet")
    nearly = END + dt.timedelta(hours=4) - MINUTE
    assert now_is(nearly, pending) == Wait(END + dt.timedelta(hours=4), "the transcript has not come yet")
    assert now_is(END + dt.timedelta(hours=4), pending) == Tell("no_transcript")


def test_while_no_platform_has_said_anything_it_is_waited_for_and_then_nobody_is_told() -> None:
    assert now_is(END + MINUTE) == Wait(END + MINUTE + after.LOOK, "nothing was heard yet")
    assert isinstance(now_is(END + dt.timedelta(hours=4)), Nothing)


def test_a_transcript_is_drafted_from_at_once_even_before_the_planned_end() -> None:
    for when in (END - 20 * MINUTE, END, END + dt.timedelta(hours=1)):
        found = now_is(when, heard(transcript=said(("Petri Vuolle", "Hei."), PROMISE)))
        assert isinstance(found, Draft)
        assert (found.source, found.told) == ("transcript", ())


def test_a_transcript_that_comes_late_is_drafted_from_and_said_to_be_late() -> None:
    found = now_is(END + dt.timedelta(hours=7), heard(transcript=said(("Petri Vuolle", "Hei."))))
    assert isinstance(found, Draft)
    assert found.told == ("late_transcript",)


def test_sessions_of_one_call_are_one_transcript_in_order_of_time() -> None:
    second = heard(session="b", started=END, transcript=said(("Petri Vuolle", "toinen")))
    first = heard(session="c", started=END - 30 * MINUTE, transcript=said(("Petri Vuolle", "eka")))
    found = now_is(END + MINUTE, second, first)
    assert isinstance(found, Draft)
    assert [turn.text for turn in found.transcript.turns] == ["eka", "toinen"]
    assert [turn.start for turn in found.transcript.turns] == [0.0, 1800.0]


def test_the_same_transcript_from_two_platforms_counts_once() -> None:
    words = said(("Petri Vuolle", "Hei."))
    found = now_is(END + MINUTE, heard(transcript=words), heard(provider="zoom", transcript=words))
    assert isinstance(found, Draft)
    assert len(found.transcript.turns) == 1


def test_the_managers_notes_are_drafted_from_at_once_while_a_transcript_is_pending() -> None:
    notes = after.notes_of("m1", ELINA, "Ville: raportti pe\n\n\nPetri: laitelista ma", END)
    assert notes.transcript is not None
    assert [turn.text for turn in notes.transcript.turns] == ["Ville: raportti pe", "Petri: laitelista ma"]
    found = now_is(END + MINUTE, notes, heard(pending=("transcript",)))
    assert isinstance(found, Draft)
    assert (found.source, found.told) == ("notes", ("transcript_pending",))
    alone = now_is(END + MINUTE, notes)
    assert isinstance(alone, Draft)
    assert alone.told == ()


def test_a_transcript_goes_before_notes_and_a_file_before_both() -> None:
    notes = after.notes_of("m1", ELINA, "Ville: raportti pe", END)
    platform = heard(transcript=said(("Petri Vuolle", "Hei.")))
    given = after.file_of("m1", ELINA, said(("Petri Vuolle", "Tiedostosta.")), END)
    found = now_is(END + MINUTE, notes, platform)
    assert isinstance(found, Draft)
    assert (found.source, found.told) == ("transcript", ("notes_unused",))
    file = now_is(END + MINUTE, notes, platform, given)
    assert isinstance(file, Draft)
    assert file.transcript.turns[0].text == "Tiedostosta."


def test_anothers_notes_are_not_this_managers() -> None:
    notes = after.notes_of("m1", OTTO, "Ville: raportti pe", END)
    assert isinstance(now_is(END + MINUTE, notes), Wait)


def test_the_same_words_have_the_same_name_and_others_another() -> None:
    one, same, other = (
        now_is(END, heard(transcript=said(("Petri Vuolle", words)))) for words in ("Hei.", "Hei.", "Moi.")
    )
    assert isinstance(one, Draft)
    assert isinstance(same, Draft)
    assert isinstance(other, Draft)
    assert one.name == same.name != other.name
    assert one.name.startswith("transcript:")


# --- nobody came, nothing to go by -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "session",
    [
        heard(transcript=said(("Elina Saarikko", "Onko täällä ketään?"))),
        heard(attendance=(Attendance("Elina Saarikko", "elina@kuura.example", 600),)),
        heard(attendance=(Attendance("Elina Saarikko", "", 600), Attendance("Ville", "ville@kuura.example", 600))),
        heard(
            attendance=(
                Attendance("Elina Saarikko", "elina@kuura.example", 600),
                Attendance("Petri Vuolle", "petri@havulinna.example", 20),
            )
        ),
    ],
)
def test_when_only_our_own_people_were_there_the_manager_is_told_and_nothing_is_drafted(session: Heard) -> None:
    assert now_is(END + dt.timedelta(hours=4), session) == Tell("no_show")


@pytest.mark.parametrize(
    "session",
    [
        heard(transcript=said(("Elina Saarikko", "Hei."), ("Somebody else", "Hello."))),
        heard(transcript=said(("Elina Saarikko", "Hei."), ("", "Hello."))),
        heard(transcript=said(("Elina Saarikko", "Hei.")), attendance=(Attendance("iPhone", "", 600),)),
        heard(
            transcript=said(("Elina Saarikko", "Hei.")),
            attendance=(Attendance("Petri", "petri@havulinna.example", 600),),
        ),
        heard(transcript=said(("Elina Saarikko", "Hei."), ("Petri's iPhone", "Hello."))),
    ],
)
def test_whom_nobody_can_tell_may_have_been_the_customer(session: Heard) -> None:
    assert isinstance(now_is(END + MINUTE, session), Draft)


def test_notes_say_that_there_was_a_call_whoever_was_seen_in_it() -> None:
    notes = after.notes_of("m1", ELINA, "Ville: raportti pe", END)
    alone = heard(attendance=(Attendance("Elina Saarikko", "elina@kuura.example", 600),))
    assert isinstance(now_is(END + MINUTE, alone, notes), Draft)


def test_a_platforms_summary_is_no_evidence_it_is_told_and_never_drafted_from() -> None:
    summary = Summary("zoom", "Review", "They agreed on everything.", (NextStep("Send the report", "Ville"),))
    told = now_is(END + dt.timedelta(hours=5), heard(summaries=(summary,), problems=("transcripts are off",)))
    assert told == Tell("summary", (summary,))
    assert isinstance(told, Tell)
    assert [step.text for step in told.steps] == ["Send the report"]


def test_a_platform_that_will_not_have_a_transcript_is_not_waited_for() -> None:
    assert now_is(END + MINUTE, heard(problems=("no recording",))) == Tell("no_transcript")


def test_a_call_that_was_called_off_or_is_internal_comes_to_nothing() -> None:
    words = heard(transcript=said(("Petri Vuolle", "Hei.")))
    assert isinstance(now_is(END + MINUTE, words, call=meeting(cancelled=True)), Nothing)
    internal = meeting(attendees=(Attendee("ville@kuura.example", "Ville Nurmela"),))
    assert isinstance(now_is(END + MINUTE, words, call=internal), Nothing)


def test_whoever_hands_in_notes_has_had_the_call_whatever_the_calendar_says() -> None:
    notes = after.notes_of("m1", ELINA, "Ville: raportti pe", END)
    assert isinstance(now_is(END + MINUTE, notes, call=meeting(cancelled=True)), Draft)


def test_follow_ups_can_be_switched_off_and_notes_still_ask_for_one() -> None:
    off = replace(ELINA, followups=False)
    words = heard(transcript=said(("Petri Vuolle", "Hei.")))
    assert isinstance(now_is(END + MINUTE, words, manager=off), Nothing)
    assert isinstance(now_is(END + MINUTE, words, after.notes_of("m1", off, "x", END), manager=off), Draft)


# --- whose -----------------------------------------------------------------------------------------------------------


def test_of_two_account_managers_in_one_call_the_organiser_who_was_there_writes() -> None:
    call = meeting(attendees=(attendee(petri()), attendee(markku())), owners=(OTTO.email, ELINA.email))
    both = [OTTO, ELINA]
    assert after.whose(call, both, lambda _: True) == ELINA.email
    assert after.whose(call, both, lambda one: one is OTTO) == OTTO.email
    assert after.whose(call, both, lambda _: False) == ELINA.email
    assert after.whose(replace(call, organizer=None), both, lambda _: True) == OTTO.email
    assert after.whose(call, [], lambda _: True) == ""


# --- reminders -------------------------------------------------------------------------------------------------------


def record(**changes: object) -> FollowupRecord:
    plain = FollowupRecord("m1", ELINA.email, "A01", FollowupState.DRAFTED, END + 10 * MINUTE, "fi")
    return replace(plain, **changes)  # type: ignore[arg-type]


def due(
    one: FollowupRecord, when: dt.datetime = END, manager: AccountManager = ELINA
) -> tuple[str, dt.datetime] | None:
    return after.reminder(one, meeting(), manager, Rules(), when)


def test_it_is_brought_to_mind_in_the_evening_and_before_a_day_is_over_and_then_no_more() -> None:
    assert due(record()) == ("evening", at("6.10. 16.30"))
    assert due(record(reminded=("evening",))) == ("last", at("7.10. 7.45"))
    assert due(record(reminded=("evening", "last"))) is None
    assert due(record(), at("7.10. 9.45")) is None


@pytest.mark.parametrize("state", ["sending", "sent", "logged", "dropped"])
def test_what_has_left_or_was_dropped_is_not_brought_to_mind(state: str) -> None:
    assert due(record(state=FollowupState(state))) is None


@pytest.mark.parametrize("state", ["edited", "approved"])
def test_what_was_edited_or_approved_and_not_sent_is(state: str) -> None:
    assert due(record(state=FollowupState(state))) is not None


def test_right_after_the_recap_there_is_no_reminder() -> None:
    assert due(record(created_at=at("6.10. 16.00")), at("6.10. 16.00")) == ("last", at("7.10. 7.45"))


def test_quiet_hours_move_the_evening_back_and_the_last_one_forward() -> None:
    quiet = replace(ELINA, quiet_from=dt.time(16), quiet_until=dt.time(5))
    assert due(record(), manager=quiet) == ("evening", at("7.10. 5.00"))
    early = replace(ELINA, quiet_from=dt.time(20), quiet_until=dt.time(8))
    last = due(record(reminded=("evening",)), manager=early)
    assert last is not None
    assert last[1] == at("6.10. 19.59")


def test_the_mails_of_a_call_are_apart_from_its_briefs() -> None:
    assert after.mails_id("m1") != "m1"
    assert after.meeting_of(after.mails_id("m1")) == "m1"
    assert after.meeting_of("m1") == ""


# --- what was noted during the call -----------------------------------------------------------------------------------


def noted_is(when: dt.datetime, *sessions: Heard, text: str = "Laitan raportin perjantaina.") -> object:
    held = meeting()
    noted = after.notes_of("m1", ELINA, text, when)
    return what_now(held, ELINA, judge(held, ELINA, OWN), sessions, when, Rules(), is_own, noted)


def test_what_was_noted_during_the_call_waits_for_the_transcript_as_long_as_anything_does() -> None:
    late = END + dt.timedelta(hours=4)
    pending = heard(pending=("transcript",))
    assert noted_is(END - MINUTE) == Wait(END, "the call is not over")
    assert noted_is(late - MINUTE) == Wait(late, "nothing was heard yet")
    assert noted_is(late - MINUTE, pending) == Wait(late, "the transcript has not come yet")
    for sessions in ((), (pending,)):
        found = noted_is(late, *sessions)
        assert isinstance(found, Draft)
        assert found.source == "notes"


def test_a_transcript_goes_before_what_was_noted_and_the_manager_is_told() -> None:
    found = noted_is(END + MINUTE, heard(transcript=said(PROMISE)))
    assert isinstance(found, Draft)
    assert (found.source, found.told) == ("transcript", ("notes_unused",))


def test_notes_that_are_handed_in_go_before_what_was_noted() -> None:
    given = after.notes_of("m1", ELINA, "Lähetän tarjouksen.", END)
    found = noted_is(END + dt.timedelta(hours=5), given)
    assert isinstance(found, Draft)
    assert [turn.text for turn in found.transcript.turns] == ["Lähetän tarjouksen."]


def test_empty_notes_are_none() -> None:
    assert isinstance(noted_is(END + dt.timedelta(hours=5), text=" \n "), Nothing)
