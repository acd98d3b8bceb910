"""Since last time: what is new to the reader, newest first, and what our own records say differently from before."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kambrief.core.brief import Line, Section
from kambrief.core.customer import Activity, CrmData
from kambrief.core.evidence import Count, Day, Person, Text
from kambrief.core.sections.since import MAX_MOVED, MAX_SINCE, MOVED_POINTS, since
from kambrief.core.situation import Earlier
from tests.builders import at, deal, havulinna, held, mail_in, markku, note, petri, phrases_of, situation, words_in
from tests.core.sections.parts import LANGUAGES, as_read, faults, given, risk, slots

NOTHING = frozenset[str]()
MET = held([petri(), markku()], "1.9. 9.00", "Sovittiin jatkosta.")
PRICE = "Linjan 4 hinta vahvistettiin: 300 000 €."


def news(*activities: Activity, taken: frozenset[str] = NOTHING, met: Activity | None = MET) -> list[Line]:
    rows = (met, *activities) if met else activities
    return list(since(situation(havulinna(activities=rows)), taken))


# --- what was said -------------------------------------------------------------------------------------------------


def test_a_statement_has_its_day_and_is_verbatim() -> None:
    (line,) = news(note("10.9. 9.00", PRICE, id="x"))
    assert line.id == "since/activities/x#1"
    assert line.facts == ("activities/x#1",)
    assert slots(line, "dated") == {"on": Day(dt.date(2026, 9, 10))}
    assert words_in(line.sentences) == [PRICE]


@pytest.mark.parametrize(
    ("when", "told"),
    [("31.8. 9.00", False), ("1.9. 9.00", False), ("1.9. 9.01", True), ("5.10. 14.59", True), ("5.10. 15.01", False)],
)
def test_new_is_what_came_after_the_last_meeting_and_before_now(when: str, told: bool) -> None:  # noqa: FBT001
    assert bool(news(note(when, PRICE))) is told


@pytest.mark.parametrize(("when", "told"), [("7.7.2026 15.01", True), ("7.7.2026 14.59", False)])
def test_without_a_meeting_ninety_days_are_new(when: str, told: bool) -> None:  # noqa: FBT001
    assert bool(news(note(when, PRICE), met=None)) is told


def test_what_is_quoted_elsewhere_is_no_news() -> None:
    assert news(note("10.9. 9.00", PRICE, id="x"), taken=frozenset({"activities/x#1"})) == []


def test_of_one_record_the_strongest_sentence_speaks_and_of_many_records_four() -> None:
    rows = [
        note(f"{day}.9. 9.00", f"Soitettiin 1 kerran. Linjan {day} hinta vahvistettiin: {day} %.", id=f"n{day:02}")
        for day in range(2, 20)
    ]
    found = news(*rows)
    assert len(found) == MAX_SINCE
    assert [line.sentences[0].slots["on"] for line in found] == sorted(
        (line.sentences[0].slots["on"] for line in found), key=str, reverse=True
    )
    assert all("vahvistettiin" in words_in(line.sentences)[-1] for line in found)


def test_a_changed_or_confirmed_figure_weighs_most() -> None:
    strong, weak = news(mail_in(petri(), "12.9. 9.00", "Tarvitsemme 3 lukua."), note("10.9. 9.00", PRICE))[::-1]
    assert strong.weight == 9 > weak.weight


def test_who_wrote_a_mail_is_said_unless_the_words_say_it() -> None:
    said = news(
        mail_in(petri(), "10.9. 9.00", "Linja 4 päätettiin uusia, 300 000 €."), mail_in(petri(), "12.9. 9.00", "Petri: hinta 3,5 % on ok.")
    )  # fmt: skip
    assert ["speaker" in [s.phrase for s in line.sentences] for line in said] == [False, True]
    assert slots(said[1], "speaker") == {"name": Person("Petri", "C01")}


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        ("Hallitus kokoontui ja päätti: linjan hinta 300 000 €.", "linjan hinta 300 000 €."),
        ("Linjan hinta on vahvistettu: 300 000 €.", "Linjan hinta on vahvistettu: 300 000 €."),  # a figure of nothing
        ("Sovittu 2 %: loput 300 000 € keväällä.", "Sovittu 2 %: loput 300 000 € keväällä."),
    ],
)
def test_a_quote_begins_behind_a_colon_where_the_matter_stands_there_too(body: str, quoted: str) -> None:
    (line,) = news(note("10.9. 9.00", body))
    assert words_in(line.sentences) == [quoted]


@pytest.mark.parametrize(
    "row",
    [
        note("10.9. 9.00", f"{PRICE} Ei asiakkaalle."),
        note("10.9. 9.00", "Ei muistioon: linjan 4 hinta vahvistettiin: 300 000 €."),
        note("10.9. 9.00", "Markun avioero maksoi 300 000 €."),
        note("10.9. 9.00", "Puhuttiin säästä."),
        mail_in(petri(), "10.9. 9.00", PRICE, inbound=False),
        mail_in(petri(left=True), "10.9. 9.00", PRICE),
        held([petri()], "1.9. 9.00", PRICE, status="cancelled"),
    ],
)
def test_what_is_no_news_or_nobodys_business(row: Activity) -> None:
    gone = (petri(left=True), markku()) if row.sender and row.sender == "C01" and row.inbound else (petri(), markku())
    assert since(situation(havulinna(activities=(MET, row), contacts=gone)), NOTHING) == ()


# --- what has moved ------------------------------------------------------------------------------------------------


def moved(
    *deals: Any, was: dict[str, str], score: int | None = None, now: int = 50, completeness: str = "1"
) -> list[Line]:
    """What is told after a brief that knew these stages and this score."""
    found = given(situation(havulinna(deals=deals)), risk=risk(score=now, completeness=completeness))
    return list(since(dataclasses.replace(found, earlier=Earlier(at("1.9. 9.00"), was, score)), NOTHING))


def test_a_deal_at_another_stage_than_in_the_last_brief_is_told() -> None:
    (line,) = moved(deal(stage="proposal"), was={"D1": "discovery"})
    assert slots(line, "change_stage") == {
        "name": Text("Jatkosopimus"),
        "stage": Text("proposal"),
        "before": Text("discovery"),
    }
    assert line.facts == ("deals/D1",)


@pytest.mark.parametrize(("status", "was"), [("won", "proposal"), ("lost", "proposal"), ("open", "lost")])
def test_a_deal_that_was_closed_or_opened_again_goes_by_its_status(status: str, was: str) -> None:
    (line,) = moved(deal(stage="negotiation", status=status), was={"D1": was})
    assert slots(line, "change_stage")["stage"] == Text("negotiation" if status == "open" else status)


@pytest.mark.parametrize(
    ("row", "was"),
    [
        (deal(), {"D1": "discovery"}),
        (deal(stage="Discovery"), {"D1": "discovery"}),
        (deal(), {}),  # it is new, and was no news then
        (deal(), {"D1": ""}),  # nobody knew its stage
        (deal(stage=None), {"D1": "discovery"}),  # nobody knows it now
        (deal(), {"D9": "proposal"}),  # another one, which is gone
    ],
)
def test_what_is_the_same_or_was_not_known_has_not_moved(row: Any, was: dict[str, str]) -> None:
    assert moved(row, was=was) == []


@pytest.mark.parametrize(
    ("was", "now", "told"), [(60, 50, True), (40, 50, True), (59, 50, False), (41, 50, False), (50, 50, False), (None, 50, False), (0, 100, True)]
)  # fmt: skip
def test_a_risk_that_moved_by_ten_points_is_told_with_what_it_was(was: int | None, now: int, told: bool) -> None:  # noqa: FBT001
    found = moved(was={}, score=was, now=now)
    assert [line.id for line in found] == (["since/risk"] if told else [])
    for line in found:
        assert slots(line, "moved_risk") == {"score": Count(now), "before": Count(was or 0)}
        assert line.facts == ("insight/risk",)
    assert MOVED_POINTS == 10


def test_a_risk_score_is_for_us_alone_wherever_it_stands() -> None:
    (line,) = moved(was={}, score=80, now=20)
    assert line.internal


def test_a_score_that_rests_on_too_little_has_not_moved() -> None:
    assert moved(was={}, score=80, now=20, completeness="0.49") == []


def test_two_moves_are_told_and_they_come_first() -> None:
    deals = [deal(id=f"D{n}", name=f"Kauppa {n}", stage="proposal") for n in range(4)]
    found = given(situation(havulinna(deals=deals, activities=(MET, note("10.9. 9.00", PRICE)))), risk=risk(score=20))
    earlier = Earlier(at("1.9. 9.00"), {row.id: "discovery" for row in deals}, 80)
    lines = since(dataclasses.replace(found, earlier=earlier), NOTHING)
    assert [line.id.partition("-")[0] for line in lines] == ["since/deal", "since/deal", "since/activities/note"]
    assert len(lines) == MAX_MOVED + 1


def test_the_first_brief_on_a_customer_has_nothing_to_compare_with() -> None:
    found = situation(havulinna(deals=(deal(),)))
    assert found.earlier is None
    assert since(found, NOTHING) == ()
    assert since(situation(CrmData()), NOTHING) == ()


def test_a_deal_whose_name_may_not_be_said_has_not_moved_either() -> None:
    assert moved(deal(name="Kukkia Markun vaimon hautajaisiin", stage="proposal"), was={"D1": "discovery"}) == []


# --- how it reads --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["Laajennus", "laajennus.", "Linja 7.", "Vaihe 2 …", "Miksi?"])
def test_it_reads_well_in_every_language(words: str, language: str) -> None:
    deals = (deal(name=words, stage=words), deal(id="D2", name=words, status="won", amount=Decimal(5)))
    rows = (
        MET,
        note("10.9. 9.00", f"Hinta vahvistettiin: 3 %, {words}"),
        mail_in(petri(first_name=words), "12.9. 9.00", "Päätimme: 4 %."),
    )
    found = given(
        situation(havulinna(deals=deals, activities=rows, contacts=(petri(first_name=words), markku()))),
        risk=risk(score=20),
    )
    for was in ({"D1": f"ennen {words}"}, {"D2": words}, {}):
        told = dataclasses.replace(found, earlier=Earlier(at("1.9. 9.00"), was, 50))
        shown = as_read(Section.SINCE, since(told, NOTHING), language)
        assert len(shown) >= 2
        assert [fault for row in shown for fault in faults(row)] == []
        assert not any(".:" in row.replace(f"{words}:", "") for row in shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deals_name_and_stages_bring_no_full_stop_into_the_sentence(language: str) -> None:
    (row,) = as_read(
        Section.SINCE, moved(deal(name="Laajennus.", stage="tarjous."), was={"D1": "kartoitus."}), language
    )
    assert "Laajennus:" in row
    assert "tarjous." not in row
    assert "kartoitus." not in row
    assert phrases_of(moved(deal(stage="x"), was={"D1": "y"})) == [["change_stage"]]
