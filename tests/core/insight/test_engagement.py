"""I7: how recently and how often, how fast they reply, what waits for an answer. Worked examples: domain facts §4."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Activity
from kambrief.core.insight.engagement import Engagement, Recency, engagement
from kambrief.core.insight.thresholds import Thresholds
from tests.builders import at, call, held, mail_in, markku, note, petri
from tests.core.insight.histories import HISTORIES, NOW, mail_out

LIMITS = Thresholds()
ZONE = "Europe/Helsinki"


def engaged(
    history: Sequence[Activity], now: dt.datetime = NOW, zone: str = ZONE, country: str | None = "FI"
) -> Engagement:
    return engagement(history, now, zone, country, LIMITS)


def calls(*days_ago: int) -> list[Activity]:
    return [
        dataclasses.replace(call(petri(), "5.10. 9.00"), id=f"call-{number}", at=NOW - dt.timedelta(days=days))
        for number, days in enumerate(days_ago)
    ]


def reply(when: dt.datetime, thread: str = "t1") -> Activity:
    return dataclasses.replace(mail_in(petri(), "1.1. 9.00", "Hei"), id=f"in-{when}", at=when, thread_id=thread)


def exchange(days_ago: int, hours: float, thread: str) -> list[Activity]:
    """A mail of ours, and a reply so many hours later, so many days ago."""
    answered = NOW - dt.timedelta(days=days_ago)
    return [mail_out(answered - dt.timedelta(hours=hours), thread_id=thread), reply(answered, thread)]


# The worked example.


def test_four_days_ago_is_active_and_three_to_nine_events_is_plus_200_percent() -> None:
    found = engaged(calls(4, 10, 20, 30, 40, 50, 60, 70, 80, 95, 120, 170))
    assert (found.recency_days, found.label) == (4, Recency.ACTIVE)
    assert (found.events, found.events_before, found.change, found.dropping) == (9, 3, Decimal(2), False)


# Recency.


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (0, Recency.ACTIVE), (14, Recency.ACTIVE), (15, Recency.WARM), (30, Recency.WARM), (31, Recency.COOLING),
        (60, Recency.COOLING), (61, Recency.COLD), (900, Recency.COLD),
    ],
)  # fmt: skip
def test_recency_by_days(days: int, label: Recency) -> None:
    found = engaged(calls(days, days + 1))
    assert (found.recency_days, found.label, found.last_event) == (days, label, "call-0")


def test_never_in_touch_is_cold_and_a_missing_history_is_said() -> None:
    nothing = engaged([])
    assert (nothing.recency_days, nothing.label, nothing.last_event, nothing.missing) == (
        None,
        Recency.COLD,
        None,
        ("activities",),
    )
    silent = engaged([mail_out(at("1.10. 9.00")), note("1.10. 9.00", "Petri oli messuilla")])
    assert (silent.recency_days, silent.label, silent.missing) == (None, Recency.COLD, ())


def test_days_are_the_account_managers_days() -> None:
    late = [dataclasses.replace(calls(0)[0], at=at("4.10. 0.30"))]  # still 3 October in London
    assert engaged(late, at("5.10. 0.15")).recency_days == 1
    assert engaged(late, at("5.10. 0.15"), "Europe/London").recency_days == 1
    assert engaged(late, at("5.10. 9.00"), "Europe/London").recency_days == 2


def test_people_who_have_left_and_whole_meetings_count_as_one_event_each() -> None:
    rows = [held([petri(), markku()], "1.10. 9.00"), call(petri(left=True), "2.10. 9.00")]
    assert engaged([*rows, rows[0]]).events == 2


# Frequency.


def test_the_two_windows_meet_between_day_89_and_day_90_and_end_before_day_180() -> None:
    found = engaged(calls(0, 89, 90, 179, 180))
    assert (found.events, found.events_before) == (2, 2)


@pytest.mark.parametrize(
    ("before", "now", "change", "dropping"),
    [
        (2, 0, None, False),  # too few to compare
        (3, 0, Decimal(-1), True),
        (5, 3, Decimal("-0.4"), True),
        (15, 9, Decimal("-0.4"), True),
        (6, 4, Decimal("-0.33"), False),
        (3, 3, Decimal(0), False),
        (3, 9, Decimal(2), False),
    ],
)
def test_fewer_events_are_a_drop_from_forty_percent_on(
    before: int,
    now: int,
    change: Decimal | None,
    dropping: bool,  # noqa: FBT001
) -> None:
    found = engaged(calls(*[10] * now, *[100] * before))
    assert (found.events, found.events_before, found.dropping) == (now, before, dropping)
    assert (None if found.change is None else round(found.change, 2)) == change


# Replies.


def test_a_reply_is_timed_from_the_newest_mail_that_it_answers() -> None:
    rows = [
        mail_out(at("1.9. 9.00")),
        mail_out(at("3.9. 9.00")),
        reply(at("3.9. 12.00")),
        reply(at("20.9. 9.00")),  # answers nothing any more
        mail_out(at("21.9. 9.00")),
        reply(at("21.9. 14.00")),
    ]
    assert engaged(rows).reply_hours == 4  # 3 and 5


@pytest.mark.parametrize(("hours", "median"), [((2,), 2), ((2, 8), 5), ((2, 3, 40), 3), ((1, 2, 6, 90), 4)])
def test_the_middle_reply_is_the_measure(hours: tuple[int, ...], median: int) -> None:
    rows = [row for wait in hours for row in exchange(10, wait, f"t{wait}")]
    assert engaged(rows).reply_hours == median


def test_threads_do_not_answer_each_other_and_mail_without_a_thread_is_no_reply() -> None:
    rows = [mail_out(at("1.9. 9.00")), reply(at("2.9. 9.00"), "t2"), reply(at("2.9. 9.00"), "")]
    assert engaged(rows).reply_hours is None


def test_a_mail_in_the_same_second_is_no_reply() -> None:
    assert engaged([mail_out(at("1.9. 9.00")), reply(at("1.9. 9.00"))]).reply_hours is None


def test_hours_are_real_hours_when_the_clocks_change() -> None:
    rows = [mail_out(at("24.10. 12.00")), reply(at("25.10. 12.00"))]
    assert engaged(rows, at("26.10. 9.00")).reply_hours == 25


def test_a_reply_belongs_to_the_window_of_its_own_day() -> None:
    found = engaged([*exchange(89, 10, "a"), *exchange(90, 20, "b"), *exchange(179, 30, "c"), *exchange(180, 999, "d")])
    assert (found.reply_hours, found.reply_hours_before) == (Decimal(10), Decimal(25))


@pytest.mark.parametrize(
    ("before", "now", "slowed"),
    [
        (24, 48, True),
        (24.01, 48, False),  # not twice as long, nor a day longer
        (24, 47.99, False),
        (10, 33.9, False),  # three times as long, yet less than a day longer
        (10, 34, True),
        (48, 95, False),  # two days longer, yet not twice as long
        (48, 96, True),
        (0, 24.1, True),
    ],
)
def test_replies_have_slowed_when_twice_as_long_and_a_day_longer(before: float, now: float, slowed: bool) -> None:  # noqa: FBT001
    rows = [*exchange(10, now, "now"), *exchange(120, before or 1 / 3600, "before")]
    assert engaged(rows).slowed is slowed


def test_with_one_window_only_nothing_has_slowed() -> None:
    assert not engaged(exchange(10, 900, "now")).slowed
    assert not engaged(exchange(100, 1, "before")).slowed


# Unanswered.


@pytest.mark.parametrize(
    ("sent", "today", "country", "waiting"),
    [
        ("28.9. 9.00", "5.10. 15.00", "FI", False),  # Monday to Monday: five
        ("28.9. 9.00", "6.10. 0.10", "FI", True),
        ("25.9. 16.00", "2.10. 15.00", "FI", False),  # Friday to Friday: five
        ("26.9. 9.00", "2.10. 15.00", "FI", False),  # Saturday counts from Monday
        ("26.9. 9.00", "5.10. 0.10", "FI", True),
        ("26.9. 9.00", "4.10. 15.00", "FI", False),  # and the Sunday is no sixth
        ("17.12. 9.00", "29.12. 0.10", "FI", True),
        ("17.12. 9.00", "28.12. 9.00", "FI", False),  # Christmas Eve, Christmas and Boxing Day
        ("17.12. 9.00", "28.12. 9.00", "US", True),
        ("17.12. 9.00", "28.12. 9.00", None, True),
        ("17.12. 9.00", "28.12. 9.00", "no country", True),
    ],
)
def test_a_mail_waits_after_more_than_five_business_days(
    sent: str,
    today: str,
    country: str | None,
    waiting: bool,  # noqa: FBT001
) -> None:
    found = engaged([mail_out(at(sent), id="out")], at(today), country=country)
    assert found.unanswered == (("out",) if waiting else ())


def test_only_what_expects_a_reply_and_got_none_waits_oldest_first() -> None:
    rows = [
        mail_out(at("10.9. 9.00"), id="second", thread_id="t2"),
        mail_out(at("1.9. 9.00"), id="first", thread_id="t1"),
        mail_out(at("2.9. 9.00"), id="for information", thread_id="t3", expects_reply=False),
        mail_out(at("2.9. 9.00"), id="answered", thread_id="t4"),
        reply(at("3.9. 9.00"), "t4"),
        reply(at("31.8. 9.00"), "t1"),  # before it
        reply(at("3.9. 9.00"), "t9"),
    ]
    assert engaged(rows).unanswered == ("first", "second")


def test_neither_a_reminder_of_ours_nor_a_mail_in_the_same_second_is_an_answer() -> None:
    rows = [
        mail_out(at("1.9. 9.00"), id="first"),
        mail_out(at("4.9. 9.00"), id="reminder"),
        mail_out(at("1.9. 9.00"), id="crossed", thread_id="t2"),
        reply(at("1.9. 9.00"), "t2"),
    ]
    assert set(engaged(rows).unanswered) == {"first", "reminder", "crossed"}


def test_whether_mail_without_a_thread_was_answered_nobody_knows() -> None:
    found = engaged([mail_out(at("1.9. 9.00"), thread_id=""), reply(at("3.9. 9.00"), "")])
    assert (found.unanswered, found.reply_hours, found.missing) == ((), None, ("threads",))


def test_nothing_of_the_future_is_known() -> None:
    found = engaged([*calls(-1), mail_out(at("1.9. 9.00"), id="out"), reply(at("6.10. 9.00"))])
    assert (found.recency_days, found.unanswered) == (None, ("out",))


def test_the_limits_are_those_of_the_configuration() -> None:
    strict = dataclasses.replace(LIMITS, active_days=1, touch_days=10, unanswered_business_days=0)
    found = engagement([*calls(2, 9, 10, 19), mail_out(at("4.10. 9.00"), id="out")], NOW, ZONE, "FI", strict)
    assert (found.label, found.events, found.events_before, found.unanswered) == (Recency.WARM, 2, 2, ("out",))


# Properties.


@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_a_history_does_not_matter(history: list[Activity], random: object) -> None:
    mixed = list(history)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert engaged(mixed) == engaged(history)


@given(HISTORIES, st.integers(0, 400))
def test_our_own_mail_makes_nobody_more_engaged(history: list[Activity], days: int) -> None:
    found, more = engaged(history), engaged([*history, mail_out(NOW - dt.timedelta(days=days), id="one more")])
    assert (more.recency_days, more.label, more.events, more.events_before, more.last_event) == (
        found.recency_days, found.label, found.events, found.events_before, found.last_event,
    )  # fmt: skip
    assert set(found.unanswered) <= set(more.unanswered)


@given(HISTORIES.filter(bool), st.integers(0, 400))
def test_a_cancelled_meeting_changes_nothing(history: list[Activity], days: int) -> None:
    cancelled = dataclasses.replace(held([petri()], "1.1. 9.00", status="cancelled"), at=NOW - dt.timedelta(days=days))
    known = [row for row in history if row.at <= NOW]
    if known:
        assert engaged([*history, cancelled]) == engaged(history)


@given(HISTORIES, st.sampled_from(["Europe/Helsinki", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Chicago"]))
def test_the_figures_agree_with_each_other(history: list[Activity], zone: str) -> None:
    found = engaged(history, zone=zone)
    assert (found.recency_days is None) == (found.last_event is None)
    assert found.recency_days is None or found.recency_days >= 0
    assert found.reply_hours is None or found.reply_hours >= 0
    assert not found.dropping or (found.change is not None and found.change < 0)
    assert not found.slowed or (found.reply_hours is not None and found.reply_hours_before is not None)
