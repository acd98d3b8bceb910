"""The footer: where it comes from, how old that is, and what was not there."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kambrief.core.customer import TABLES, CrmData, Gap, Order
from kambrief.core.evidence import Count, Day, Moment, Text
from kambrief.core.sections.footer import TOLD_TABLES, footer
from kambrief.core.situation import Situation, gather
from tests.builders import ELINA, OWN, at, attendee, havulinna, meeting, petri, situation
from tests.core.sections.parts import LANGUAGES, faults, say, words


def told(data: CrmData | None = None, **more: Any) -> dict[str, Any]:
    """The footer's sentences by phrase."""
    return {sentence.phrase: sentence.slots for sentence in footer(situation(data, **more))}


def test_sources_have_the_moment_at_which_their_data_were_true() -> None:
    found = told(havulinna(fetched_at=at("5.10. 14.00")))
    assert words(found["sources_at"]["names"]) == ["source_calendar", "source_crm"]
    assert found["sources_at"]["at"] == Moment(at("5.10. 14.00"), "Europe/Helsinki")
    assert found["sources_at"]["day"] == Day(dt.date(2026, 10, 5))


def test_an_exports_own_time_counts_more_than_when_it_was_read() -> None:
    found = told(havulinna(as_of=at("1.10. 6.00"), fetched_at=at("5.10. 14.00")))
    assert found["sources_at"]["day"] == Day(dt.date(2026, 10, 1))


def test_the_day_is_the_readers() -> None:
    midnight = dt.datetime(2026, 10, 4, 22, 30, tzinfo=dt.UTC)  # half past one in Helsinki
    assert told(havulinna(fetched_at=midnight))["sources_at"]["day"] == Day(dt.date(2026, 10, 5))


def test_without_a_time_the_sources_alone_are_named() -> None:
    assert list(told()) == ["sources", "machine_written"]
    assert words(told(havulinna(provider=""))["sources"]["names"]) == ["source_calendar"]


def test_where_nobody_is_known_only_the_meetings_reference_stands_there() -> None:
    assert told(CrmData(), call_=meeting(id="m1234567890")) == {"machine_written": {"id": Text("m1234567")}}


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("5.10. 14.00", None),
        ("4.10. 15.00", None),  # 24 hours are not old yet
        ("4.10. 14.00", ("crm_stale_hours", 25)),
        ("3.10. 15.00", ("crm_stale_hours", 48)),
        ("3.10. 14.00", ("crm_stale_days", 2)),
        ("5.9. 15.00", ("crm_stale_days", 30)),
        ("6.10. 15.00", None),  # of the future: a clock is wrong, no age is made up
    ],
)
def test_old_data_tell_their_age_in_hours_then_in_days(read: str, said: tuple[str, int] | None) -> None:
    found = {
        name: slots["count"]
        for name, slots in told(havulinna(fetched_at=at(read))).items()
        if name.startswith("crm_stale")
    }
    assert found == ({said[0]: Count(said[1])} if said else {})


def unreachable(data: CrmData) -> Situation:
    """The same customer while the CRM cannot be reached."""
    from kambrief.core.match import match

    call_ = meeting()
    matched = match(call_.attendees, data, (), OWN)
    return gather(
        call_, ELINA, at("5.10. 15.00"), matched, data, "A01", gaps=[Gap("gap_crm_down_days", {"count": "3"})]
    )


def test_an_age_that_the_gap_tells_is_not_told_twice() -> None:
    phrases = [sentence.phrase for sentence in footer(unreachable(havulinna(fetched_at=at("2.10. 9.00"))))]
    assert not any(phrase.startswith("crm_stale") for phrase in phrases)


@pytest.mark.parametrize(("month", "told_"), [(7, True), (8, False), (9, False)])
def test_orders_that_end_long_ago_are_told_by_their_last_month(month: int, told_: bool) -> None:  # noqa: FBT001
    rows = (
        Order("A01", dt.date(2026, month, 1), "service", Decimal(5), "EUR"),
        Order("A01", dt.date(2026, 2, 1), "service", Decimal(5), "EUR"),
    )
    found = told(havulinna(orders=rows))
    assert found.get("orders_until") == ({"month": Day(dt.date(2026, month, 1))} if told_ else None)


def test_tables_that_would_have_told_something_are_missed_and_others_are_not() -> None:
    found = told(havulinna(missing=("contracts", "tickets", "products", "orders")))
    assert words(found["missing_tables"]["names"]) == ["table_contracts", "table_tickets"]
    assert "missing_tables" not in told(havulinna(missing=("products",)))


def test_guests_that_were_not_found_are_counted() -> None:
    guests = (attendee(petri()), attendee("uusi@havulinna.example"))
    assert told(call_=meeting(attendees=guests))["joined"] == {"joined": Count(1), "external": Count(2)}
    assert "joined" not in told()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_reads_well_in_every_language(language: str) -> None:
    rows = (Order("A01", dt.date(2026, 2, 1), "service", Decimal(5), "EUR"),)
    guests = meeting(attendees=(attendee(petri()), attendee("uusi@havulinna.example")))
    for read in ("4.10. 14.00", "5.9. 15.00"):
        data = havulinna(fetched_at=at(read), orders=rows, missing=TABLES)
        shown = say(footer(situation(data, call_=guests)), language)
        assert len(shown) == 6
        assert [fault for row in shown for fault in faults(row)] == []
    for table in TOLD_TABLES:
        assert not any(faults(row) for row in say(footer(situation(havulinna(missing=(table,)))), language))
