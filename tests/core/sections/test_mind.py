"""Bear in mind: prices are for us alone, what was agreed is not, and nothing that was declined is proposed again."""

import datetime as dt
from typing import Any

import pytest

from kambrief.core.brief import Line, Section
from kambrief.core.customer import Activity, CrmData
from kambrief.core.evidence import Day, Text
from kambrief.core.sections.mind import DECLINED_DAYS, agreed, mind
from tests.builders import contract, deal, havulinna, mail_in, note, petri, situation, words_in
from tests.core.sections.parts import LANGUAGES, as_read, faults, slots

NOTHING = frozenset[str]()


def minded(*activities: Activity, taken: frozenset[str] = NOTHING, **tables: Any) -> dict[str, Line]:
    found = mind(situation(havulinna(activities=activities, **tables)), taken)
    return {line.id.partition("/")[2]: line for line in found}


def texts(lines: dict[str, Line]) -> dict[str, str]:
    """What each line quotes or names first."""
    return {name: words_in(line.sentences)[0] for name, line in lines.items()}


def test_the_newest_price_and_the_limit_are_told_and_marked_internal() -> None:
    found = minded(
        note("1.8. 9.00", "Listahinta on 100 euroa.", id="old"),
        note("1.9. 9.00", "Hintataso vahvistettu: 3,5 %.", id="new"),
        note("2.9. 9.00", "Neuvotteluvara hinnassa on 1 %, ei asiakkaalle.", id="limit"),
    )
    assert list(found) == ["pricing", "limit"]
    assert [line.internal for line in found.values()] == [True, True]
    assert found["pricing"].facts == ("activities/new#1",)
    assert found["limit"].facts == ("activities/limit#1",)


@pytest.mark.parametrize(
    "row",
    [
        note("1.9. 9.00", "Hinnasta puhuttiin pitkään."),  # no figure
        note("1.9. 9.00", "Linja 4 valmistui 1.9."),  # no price
        note("1.9. 9.00", "Ei muistioon: hinta on 9 %."),
        note("1.9. 9.00", "Markun avioero siirtää hinnankorotusta 9 %."),
        note("6.10. 9.00", "Hinnankorotus on 9 %."),  # of the future
        mail_in(petri(), "1.9. 9.00", "Hinnankorotus on 9 %."),  # what they wrote is no note of ours
    ],
)
def test_what_is_no_price_of_ours(row: Activity) -> None:
    assert minded(row) == {}


def test_what_is_quoted_elsewhere_is_not_said_again() -> None:
    row = note("1.9. 9.00", "Hinnankorotus on 9 %.", id="x")
    assert minded(row, taken=frozenset({"activities/x#1"})) == {}


def test_a_day_in_the_words_needs_no_other() -> None:
    rows = note("1.9. 9.00", "Hinnankorotus on 3 %."), note("1.9. 9.00", "Hinnankorotus on 3 % alkaen 1.1.2027.")
    assert ["as_of" in [s.phrase for s in minded(row)["pricing"].sentences] for row in rows] == [True, False]


def test_who_said_a_price_is_left_out_where_the_price_stands_behind_the_colon() -> None:
    assert texts(minded(note("1.9. 9.00", "Johtoryhmä vahvisti: hinnankorotus on 3,5 %."))) == {
        "pricing": "hinnankorotus on 3,5 %."
    }


@pytest.mark.parametrize(
    "body",
    ["Sopimusliite allekirjoitettiin: hinta 3,5 % vuodelle 2027.", "Sovittiin HS-1: hinnankorotus 3,5 %."],
)  # fmt: skip
def test_a_price_that_both_have_signed_is_no_secret_and_stands_with_the_business(body: str) -> None:
    data = havulinna(activities=(note("1.9. 9.00", body, id="x"),), contracts=(contract(dt.date(2026, 12, 31)),))
    (line,) = agreed(situation(data), NOTHING)
    assert (line.id, line.internal) == ("business/agreed", False)
    assert line.facts[0].startswith("activities/x#")
    assert mind(situation(data), NOTHING) == ()


def test_an_internal_price_is_not_agreed() -> None:
    data = havulinna(activities=(note("1.9. 9.00", "Hinnankorotus on 3 %."),))
    assert agreed(situation(data), NOTHING) == ()
    assert agreed(situation(CrmData()), NOTHING) == ()


@pytest.mark.parametrize(
    ("days", "told"), [(0, True), (DECLINED_DAYS, True), (DECLINED_DAYS + 1, False), (-1, False)]
)  # fmt: skip
def test_what_they_declined_is_told_for_a_year(days: int, told: bool) -> None:  # noqa: FBT001
    on = dt.date(2026, 10, 5) - dt.timedelta(days)
    found = minded(deals=(deal(name="Etätuki", status="lost", close_date=on),))
    assert (slots(found["declined"], "declined") == {"name": Text("Etätuki"), "on": Day(on)}) if told else found == {}


def test_of_several_declined_offers_the_last_is_told_and_is_no_secret() -> None:
    rows = [deal(id=str(n), name=f"Tarjous {n}", status="lost", close_date=dt.date(2026, n, 1)) for n in (3, 7, 5)]
    found = minded(deals=(*rows, deal(id="x", name="Ei päivää", status="lost")))
    assert texts(found) == {"declined": "Tarjous 7"}
    assert not found["declined"].internal


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("end", ["", ".", "!", " …", " 31.10."])
def test_it_reads_well_in_every_language(language: str, end: str) -> None:
    rows = (
        note("1.9. 9.00", f"Hinnankorotus vahvistettu: 3,5 %{end}", id="a"),
        note("2.9. 9.00", f'Neuvotteluvara hinnassa on "1 %", ei asiakkaalle{end}', id="b"),
        note("3.9. 9.00", f"Sopimusliite: hinta 3,5 % vuodelle 2027{end}", id="c"),
    )
    declined = deal(name=f"Etätuki{end}", status="lost", close_date=dt.date(2026, 2, 11))
    for number in (2, 3):
        found = situation(havulinna(activities=rows[:number], deals=(declined,)))
        shown = [
            *as_read(Section.MIND, mind(found, NOTHING), language),
            *as_read(Section.BUSINESS, agreed(found, NOTHING), language),
        ]
        assert shown
        assert [fault for row in shown for fault in faults(row)] == []
