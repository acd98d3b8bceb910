"""Pictures: what is drawn, how large, in which order, and when there is nothing to draw."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.brief import Picture, PictureKind, Section
from kambrief.core.customer import Contact, Role
from kambrief.core.evidence import Count, Day, Money, Person, Word
from kambrief.core.insight.revenue import Month
from kambrief.core.insight.risk import Band, Contribution, Factor, Risk
from kambrief.core.insight.touches import Touch
from kambrief.core.insight.windows import plus_months
from kambrief.core.pictures import contacts, months, pictures, reasons
from kambrief.phrases import Phrases
from kambrief.settings import LANGUAGES
from tests.mail.pictured import contact, drawn, revenue, touch

TODAY = dt.date(2026, 10, 6)


def sizes(picture: Picture | None) -> list[list[int]]:
    """Row by row, what is negative with a minus."""
    assert picture is not None
    return [[-bar.size if bar.negative else bar.size for bar in row.bars] for row in picture.rows]


def labels(picture: Picture | None) -> list[str]:
    """Whom or what the rows are about."""
    assert picture is not None
    said = (next(iter(row.label.slots.values())) for row in picture.rows)
    return [
        value.name if isinstance(value, Person) else value.key for value in said if isinstance(value, Person | Word)
    ]


def risk(score: int, *parts: tuple[Factor, int]) -> Risk:
    contributions = tuple(Contribution(factor, points, evidence=(f"x/{factor}",)) for factor, points in parts)
    return Risk(score, Band.WATCH, contributions, Decimal(1))


# --- revenue -------------------------------------------------------------------------------------------------------


def test_each_month_stands_beside_the_same_month_a_year_before() -> None:
    picture = months(revenue([*range(1, 13), *range(13, 25)]), "EUR", TODAY)
    before, now = sizes(picture)
    assert before == [4, 8, 12, 17, 21, 25, 29, 33, 38, 42, 46, 50]
    assert now == [54, 58, 62, 67, 71, 75, 79, 83, 88, 92, 96, 100]
    assert picture is not None
    assert (picture.kind, picture.section) == (PictureKind.MONTHS, Section.BUSINESS)
    assert [end.slots for end in picture.ends] == [
        {"day": Day(dt.date(2025, 10, 1))},
        {"day": Day(dt.date(2026, 9, 1))},
    ]


def test_the_alternative_text_has_both_years_and_both_quarters_in_whole_units() -> None:
    picture = months(revenue([*["10.40"] * 12, *["20"] * 12]), "EUR", TODAY)
    assert picture is not None
    assert picture.alt.slots == {
        "first": Day(dt.date(2025, 10, 1)), "last": Day(dt.date(2026, 9, 1)),
        "amount": Money(Decimal(240), "EUR"), "before": Money(Decimal(125), "EUR"),
        "recent": Money(Decimal(60), "EUR"), "recent_before": Money(Decimal(31), "EUR"),
    }  # fmt: skip


def test_the_running_month_and_what_is_older_than_two_years_are_not_drawn() -> None:
    outside = (Month(dt.date(2026, 10, 1), Decimal(900)), Month(dt.date(2024, 9, 1), Decimal(900)))
    assert months(outside, "EUR", TODAY) is None
    assert sizes(months((*outside, Month(dt.date(2026, 9, 1), Decimal(9))), "EUR", TODAY))[1][-1] == 100


def test_the_order_of_the_months_does_not_matter_and_two_of_one_month_are_added() -> None:
    rows = (
        Month(dt.date(2026, 9, 1), Decimal(6)),
        Month(dt.date(2026, 8, 15), Decimal(5)),
        Month(dt.date(2026, 9, 1), Decimal(4)),
    )
    assert sizes(months(rows, "EUR", TODAY))[1][-2:] == [50, 100]


def test_a_negative_month_goes_below_on_the_same_scale() -> None:
    assert sizes(months(revenue([50, -100, 25]), "EUR", TODAY))[1][-3:] == [50, -100, 25]


def test_a_tiny_month_is_seen_and_only_nothing_is_nothing() -> None:
    assert sizes(months(revenue([1, 0, -1, 10**9]), "EUR", TODAY))[1][-4:] == [1, 0, -1, 100]


@pytest.mark.parametrize("rows", [(), revenue([0] * 24)], ids=["no months", "all zero"])
def test_nothing_invoiced_is_no_picture(rows: Sequence[Month]) -> None:
    assert months(rows, "EUR", TODAY) is None


@pytest.mark.parametrize("broken", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+999999", "-1E+41"])
def test_an_amount_that_cannot_be_is_no_picture(broken: str) -> None:
    assert months(revenue([10, broken, 10]), "EUR", TODAY) is None


@given(
    st.lists(st.decimals(allow_nan=True, allow_infinity=True), min_size=1, max_size=30),
    st.dates(min_value=dt.date(1900, 1, 1)),
)
def test_whatever_was_invoiced_sizes_are_whole_parts_of_the_largest(amounts: list[Decimal], today: dt.date) -> None:
    picture = months(revenue(amounts, today), "EUR", today)
    if picture is not None:
        drawn_ = [abs(size) for row in sizes(picture) for size in row]
        assert len(drawn_) == 24
        assert all(0 <= size <= 100 for size in drawn_)
        assert max(drawn_) == 100
        assert Phrases("en").say(picture.alt, today, "UTC").text


# --- people --------------------------------------------------------------------------------------------------------


def test_a_month_is_darker_with_more_days_in_touch() -> None:
    september = [touch("C1", dt.date(2026, 9, day)) for day in (1, 8)]
    august = [touch("C1", dt.date(2026, 8, day)) for day in (3, 10, 17, 24)]
    picture = contacts([contact("C1", "Petra")], [touch("C1", TODAY), *september, *august], TODAY)
    assert sizes(picture) == [[0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 67, 33]]


def test_many_touches_on_one_day_are_one_day() -> None:
    assert sizes(contacts([contact("C1", "Petra")], [touch("C1", TODAY)] * 9, TODAY))[0][-1] == 33


def test_twelve_months_are_drawn_the_running_one_last() -> None:
    edges = [touch("C1", dt.date(2025, 11, 1)), touch("C1", dt.date(2025, 10, 31)), touch("C1", dt.date(2026, 10, 7))]
    picture = contacts([contact("C1", "Petra")], edges, TODAY)
    assert sizes(picture) == [[33, *[0] * 11]]
    assert picture is not None
    assert [end.slots for end in picture.ends] == [
        {"day": Day(dt.date(2025, 11, 1))},
        {"day": Day(dt.date(2026, 10, 1))},
    ]


def test_those_who_decide_come_first_and_those_without_a_role_last() -> None:
    people = [
        contact("C1", "No role"),
        contact("C2", "User", Role.USER),
        contact("C3", "Buyer", Role.ECONOMIC_BUYER),
        contact("C4", "Champion", Role.CHAMPION),
        contact("C5", "Sponsor", Role.SPONSOR),
    ]
    touches = [touch("C1", TODAY), touch("C1", dt.date(2026, 9, 1)), touch("C2", TODAY)]
    assert labels(contacts(people, touches, TODAY)) == ["Sponsor", "Buyer", "User", "Champion", "No role"]


def test_a_sponsor_who_was_never_touched_is_an_empty_row_and_said_so() -> None:
    picture = contacts([contact("C1", "Markku", Role.SPONSOR)], [touch("C2", TODAY)], TODAY)
    assert sizes(picture) == [[0] * 12]
    assert picture is not None
    assert [row.alt.phrase for row in picture.rows if row.alt] == ["picture_contact_none"]


def test_the_alternative_text_of_a_person_counts_months_and_has_the_last() -> None:
    touches = [touch("C1", TODAY), touch("C1", dt.date(2026, 7, 1)), touch("C1", dt.date(2026, 7, 2))]
    picture = contacts([contact("C1", "Petra")], touches, TODAY)
    assert picture is not None
    alt = picture.rows[0].alt
    assert alt is not None
    assert (alt.slots["months"], alt.slots["last"]) == (Count(2), Day(dt.date(2026, 10, 1)))


def test_six_people_are_drawn_and_the_others_counted() -> None:
    people = [contact(f"C{number}", f"Person {number}") for number in range(8)]
    picture = contacts(people, [touch("C7", TODAY)], TODAY)
    assert labels(picture) == ["Person 7", "Person 0", "Person 1", "Person 2", "Person 3", "Person 4"]
    assert picture is not None
    assert picture.title.slots == {"more": Count(2)}


def test_those_who_have_left_are_not_drawn_and_nobody_is_drawn_twice() -> None:
    petra = contact("C1", "Petra")
    gone = contact("C2", "Gone", left=True)
    assert labels(contacts([petra, gone, petra], [touch("C2", TODAY)], TODAY)) == ["Petra"]


def test_without_any_history_silence_is_not_drawn() -> None:
    assert contacts([contact("C1", "Petra", Role.SPONSOR)], [], TODAY) is None


def test_without_people_there_is_no_picture() -> None:
    assert contacts([], [touch("C1", TODAY)], TODAY) is None
    assert contacts([contact("C1", "Gone", left=True)], [touch("C1", TODAY)], TODAY) is None


def test_somebody_without_a_name_is_shown_by_address_or_id() -> None:
    people = [Contact("C1", "acc-1", email="petra@customer.example"), Contact("C2", "acc-1")]
    assert labels(contacts(people, [touch("C1", TODAY)], TODAY)) == ["petra@customer.example", "C2"]


PEOPLE = st.lists(
    st.builds(
        contact,
        st.sampled_from([f"C{number}" for number in range(9)]),
        st.text(max_size=20),
        st.none() | st.sampled_from(Role),
        left=st.booleans(),
    ),
    max_size=12,
)
TOUCHES = st.lists(
    st.builds(
        touch,
        st.sampled_from([f"C{number}" for number in range(10)]),
        st.dates(dt.date(2025, 8, 1), dt.date(2026, 11, 30)),
    ),
    max_size=40,
)


@given(PEOPLE, TOUCHES)
def test_whoever_there_is_a_cell_is_filled_exactly_where_there_was_a_touch(
    people: list[Contact], touches: list[Touch]
) -> None:
    picture = contacts(people, touches, TODAY)
    firsts = [plus_months(dt.date(2026, 10, 1), number - 11) for number in range(12)]
    for row in picture.rows if picture else ():
        who = row.label.slots["name"]
        assert isinstance(who, Person)
        seen = {one.day.replace(day=1) for one in touches if one.contact_id == who.contact_id and one.day <= TODAY}
        assert [bar.size > 0 for bar in row.bars] == [first in seen for first in firsts]
    assert picture is None or 1 <= len(picture.rows) <= 6


# --- retention risk ------------------------------------------------------------------------------------------------


def test_what_raises_the_risk_comes_heaviest_first_and_then_what_lowers_it() -> None:
    made = risk(
        40, (Factor.BASE, 5), (Factor.REVENUE, 10), (Factor.NPS, -8), (Factor.SPONSOR, 12), (Factor.RENEWAL, -5)
    )
    picture = reasons(made)
    assert labels(picture) == [f"risk_factor_{name}" for name in ("sponsor", "revenue", "nps", "renewal")]
    assert sizes(picture) == [[100], [83], [-67], [-42]]
    assert picture is not None
    assert [row.figure.slots["points"] for row in picture.rows if row.figure] == [
        Count(12),
        Count(10),
        Count(-8),
        Count(-5),
    ]
    assert picture.rows[0].label.facts == ("x/sponsor",)


def test_of_equal_weight_the_earlier_in_the_table_comes_first() -> None:
    made = risk(40, (Factor.TICKETS, 10), (Factor.SPONSOR, 10), (Factor.REVENUE, 10))
    assert labels(reasons(made)) == ["risk_factor_revenue", "risk_factor_sponsor", "risk_factor_tickets"]


def test_points_of_one_factor_are_one_bar() -> None:
    picture = reasons(risk(30, (Factor.OUR_OVERDUE, 4), (Factor.SPONSOR, 10), (Factor.OUR_OVERDUE, 4)))
    assert sizes(picture) == [[100], [80]]
    assert labels(picture) == ["risk_factor_sponsor", "risk_factor_our_overdue"]


def test_at_most_six_bars_raise_and_two_lower() -> None:
    raising = [(factor, place + 1) for place, factor in enumerate(Factor) if factor is not Factor.BASE][:9]
    lowering = [(factor, -2) for factor in tuple(Factor)[-3:]]
    shown = [size for row in sizes(reasons(risk(90, *raising, *lowering))) for size in row]
    assert [size > 0 for size in shown] == [*[True] * 6, *[False] * 2]


@pytest.mark.parametrize(("score", "there"), [(24, False), (25, True)])
def test_a_low_risk_is_not_explained(score: int, there: bool) -> None:  # noqa: FBT001 - a parameter of the table
    assert (reasons(risk(score, (Factor.SPONSOR, 12))) is not None) is there


def test_a_score_without_a_reason_that_raises_it_is_not_drawn() -> None:
    assert reasons(risk(30)) is None
    assert reasons(risk(30, (Factor.BASE, 30))) is None
    assert reasons(risk(30, (Factor.NPS, -8), (Factor.SPONSOR, 0))) is None


@given(st.lists(st.tuples(st.sampled_from(Factor), st.integers(-100, 100)), max_size=20), st.integers(0, 100))
def test_whatever_the_reasons_longer_bars_weigh_more(parts: list[tuple[Factor, int]], score: int) -> None:
    picture = reasons(risk(score, *parts))
    if picture is not None:
        bars = [row.bars[0] for row in picture.rows]
        assert bars == sorted(bars, key=lambda bar: (bar.negative, -bar.size))
        assert max(bar.size for bar in bars) == 100
        assert min(bar.size for bar in bars) >= 1


# --- all of them ---------------------------------------------------------------------------------------------------


def test_pictures_come_in_the_order_in_which_they_are_read() -> None:
    assert [picture.kind for picture in drawn()] == [PictureKind.CONTACTS, PictureKind.REASONS, PictureKind.MONTHS]


def test_what_is_not_known_is_not_drawn() -> None:
    assert pictures((), "EUR", (), (), None, TODAY) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_factor_has_a_short_name(language: str) -> None:
    names = [Phrases(language).label(f"risk_factor_{factor}").text for factor in Factor if factor is not Factor.BASE]
    assert [name for name in names if not 3 <= len(name) <= 24] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_drawn_can_be_said_in_every_language(language: str) -> None:
    roles = [*Role, None]
    people = [contact(f"C{number}", f"Petra {number}", role) for number, role in enumerate(roles)]
    made = (*drawn(people=people[:4]), *drawn(people=people[4:]), *drawn(people=[*people, contact("C9", "Ilkka")]))
    for picture in made:
        rows = [one for row in picture.rows for one in (row.label, row.alt, row.figure) if one]
        for sentence in (picture.title, picture.alt, *rows, *picture.ends):
            assert Phrases(language).say(sentence, TODAY, "UTC").text
