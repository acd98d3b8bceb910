"""The history as facts: verbatim, with source, audience and rank; what was replaced is never current."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core import history
from kambrief.core.customer import Activity, ActivityKind, CrmData, Deal
from kambrief.core.evidence import Audience, Count, Day, Fact, Rank
from tests.builders import at, call, contract, deal, havulinna, held, mail_in, markku, note, nps, petri, promise, ticket

NOW = at("5.10. 15.00")
TODAY = dt.date(2026, 10, 5)


def facts(data: CrmData) -> dict[str, Fact]:
    return history.facts_of(data, frozenset({"elina", "saarikko"}), NOW, TODAY)


def said(*activities: Activity, **tables: object) -> dict[str, Fact]:
    """The sentences of these activities."""
    return {id_: fact for id_, fact in facts(havulinna(activities=activities, **tables)).items() if "#" in id_}


# --- one fact a sentence -------------------------------------------------------------------------------------------


def test_each_sentence_is_a_fact_with_its_source_and_day() -> None:
    found = said(
        mail_in(
            petri(), "1.9. 9.00", "Hei Elina,\nkuorimo seisoo. Tarvitsemme raportin.\nPetri", id="m", subject="Kuorimo"
        )
    )
    assert {id_: fact.text for id_, fact in found.items()} == {
        "activities/m#1": "kuorimo seisoo.",
        "activities/m#2": "Tarvitsemme raportin.",
    }
    fact = found["activities/m#2"]
    assert (fact.source.table, fact.source.record_id, fact.source.label) == ("activities", "m", "Kuorimo")
    assert fact.values == {"on": Day(dt.date(2026, 9, 1))}
    assert fact.people == ("C01",)
    assert fact.usable


def test_what_did_not_happen_yet_or_at_all_says_nothing() -> None:
    rows = (
        call(petri(), "6.10. 9.00", "Tulevaa."),
        call(petri(), "1.9. 9.00", "Viesti jätetty.", status="voicemail"),
        held([petri()], "2.9. 9.00", "Sovittiin.", status="cancelled"),
    )
    assert said(*rows) == {}


@given(st.text(max_size=300))
def test_every_fact_is_a_verbatim_part_of_its_source(body: str) -> None:
    for fact in said(note("1.9. 9.00", body, id="n")).values():
        assert fact.text in body


# --- what replaces what --------------------------------------------------------------------------------------------


def usable(*activities: Activity, **tables: object) -> list[str]:
    return [fact.text for fact in said(*activities, **tables).values() if fact.usable]


def test_the_newer_value_on_one_matter_replaces_the_older() -> None:
    older = note("1.8. 9.00", "Hinnankorotus vuodelle 2027 on 2,8 %.", id="older")
    newer = note("1.9. 9.00", "Hinnankorotus vuodelle 2027 on 3,5 %.", id="newer")
    assert usable(older, newer) == ["Hinnankorotus vuodelle 2027 on 3,5 %."]
    assert said(older, newer)["activities/older#1"].superseded_by == "activities/newer#1"


def test_of_two_the_higher_rank_wins_whatever_the_order() -> None:
    decided = note("1.8. 9.00", "Hinnankorotus vuodelle 2027 vahvistettiin: 3,5 %.", id="decided")
    draft = note("1.9. 9.00", "Alustava hinnankorotus vuodelle 2027 on 2,8 %.", id="draft")
    assert usable(decided, draft) == ["Hinnankorotus vuodelle 2027 vahvistettiin: 3,5 %."]


def test_not_yet_confirmed_is_no_confirmation() -> None:
    decided = note("1.8. 9.00", "Hinnankorotus vuodelle 2027 vahvistettiin: 3,5 %.", id="decided")
    rumour = note("1.9. 9.00", "Hinnankorotus vuodelle 2027 on 2,8 %, ei vielä vahvistettu.", id="rumour")
    assert usable(decided, rumour) == ["Hinnankorotus vuodelle 2027 vahvistettiin: 3,5 %."]


def test_a_withheld_statement_still_replaces_the_older_value() -> None:
    older = note("1.8. 9.00", "Hinnankorotus vuodelle 2027 on 2,8 %.", id="older")
    newer = note("1.9. 9.00", "Hinnankorotus vuodelle 2027 on 3,5 %. Markku on sairauslomalla.", id="newer")
    assert usable(older, newer) == []


def test_values_on_different_matters_stand_side_by_side() -> None:
    one = note("1.8. 9.00", "Hinnankorotus vuodelle 2027 on 2,8 %.", id="one")
    other = note("1.9. 9.00", "Energiansäästö linjalla 2 oli 18 %.", id="other")
    assert len(usable(one, other)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Linjan 2 hinta nousee 3 %.", "Linjan 3 hinta nousee 4 %."),
        ("Hinnankorotus vuodelle 2027 on 2,8 %.", "Hinnankorotus vuodelle 2028 on 3,1 %."),
        ("Tuas line 4 fan saving is 18 %.", "Tuas line 5 fan saving is 11 %."),
    ],
)
def test_another_number_behind_the_same_word_is_another_matter(one: str, other: str) -> None:
    assert usable(note("1.8. 9.00", one, id="one"), note("1.9. 9.00", other, id="other")) == [one, other]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("From 1 July 2025 the contract rebate is 2 %.", "From 1 July 2026 the contract rebate is 2.5 %."),
        ("Toimitus siirtyy viikolle 42, eli 14.10.2026.", "Toimitus siirtyy viikolle 45, eli 4.11.2026."),
        ("Linjan 2 hinta nousee 3 %.", "Linjan 2 hinta nousee 4 %."),
    ],
)
def test_a_later_month_or_week_is_a_newer_value(older: str, newer: str) -> None:
    assert usable(note("1.8. 9.00", older, id="one"), note("1.9. 9.00", newer, id="other")) == [newer]


def test_two_sentences_of_one_record_do_not_replace_each_other() -> None:
    row = note("1.8. 9.00", "Hinnankorotus 2027 on 2,8 %. Hinnankorotus 2028 on 3,1 %.")
    assert len(usable(row)) == 2


def test_a_record_marked_as_corrected_is_not_current() -> None:
    row = note("1.8. 9.00", "Säästö on 22 %. [KORJAUS: laskettiin väärin]")
    assert usable(row) == []


@pytest.mark.parametrize("status", ["superseded", "cancelled"])
def test_a_promise_that_was_replaced_is_not_current(status: str) -> None:
    row = promise("Raportti", TODAY, id="CM1", status=status)
    assert not facts(havulinna(commitments=(row,)))["commitments/CM1"].usable


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3,5 % ja 2.8%", {"percent": {"3.5", "2.8"}}),
        ("3 prosenttia, 4 per cent", {"percent": {"3", "4"}}),
        ("Q3/2026, Q3 26 ja q4-2026", {"quarter": {"3/26", "4/26"}}),
        ("viimeistään 31.10. tai 1.11.2026", {"date": {"31.10.", "1.11.2026"}}),
        ("ei mitään", {}),
    ],
)
def test_values_are_read_by_kind(text: str, values: dict[str, set[str]]) -> None:
    assert history.changes_said(text) == values


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [note(f"{day}.8. 9.00", f"Hinnankorotus vuodelle 2027 on {day} %.", id=f"n{day}") for day in range(1, 7)]
    assert said(*rows) == said(*reversed(rows))
    assert usable(*rows) == ["Hinnankorotus vuodelle 2027 on 6 %."]


# --- who may see it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("activity", "audience"),
    [
        (mail_in(petri(), "1.9. 9.00", "Tarvitsemme luvut.", id="x"), Audience.CUSTOMER),
        (held([petri()], "1.9. 9.00", "Sovittiin luvuista.", id="x"), Audience.CUSTOMER),
        (held([petri()], "1.9. 9.00", "Sisäinen palaveri.", id="x", attended=(), contacts=()), Audience.INTERNAL),
        (note("1.9. 9.00", "Muistettava luvut.", id="x"), Audience.INTERNAL),
        (call(petri(), "1.9. 9.00", "Katto 5 %, ei asiakkaalle.", id="x"), Audience.INTERNAL),
        (call(petri(), "1.9. 9.00", "Luvut ok.", id="x", tags=("internal",)), Audience.INTERNAL),
        (call(petri(), "1.9. 9.00", "Ei muistioon: Petri epäröi. Luvut ok.", id="x"), Audience.MANAGER_ONLY),
        (mail_in(petri(), "1.9. 9.00", "Between us, the budget is gone.", id="x"), Audience.MANAGER_ONLY),
    ],
)
def test_the_audience_follows_from_the_source(activity: Activity, audience: Audience) -> None:
    assert {fact.audience for fact in said(activity).values()} == {audience}


def test_what_is_ours_alone_is_internal() -> None:
    data = havulinna(deals=(deal(),), tickets=(ticket(),), surveys=(nps(petri(), 5, TODAY, "Hidasta"),),
                     contacts=(petri(notes="Puhuu suoraan"),))  # fmt: skip
    found = facts(data)
    ours = ("deals/D1", "tickets/KT-1", f"surveys/S-C01-{TODAY}", "contacts/C01", "contacts/C01#note")
    assert {found[id_].audience for id_ in ours} == {Audience.INTERNAL}


@pytest.mark.parametrize(
    ("activity", "rank"),
    [
        (mail_in(petri(), "1.9. 9.00", "Hinta on ok.", id="x"), Rank.CUSTOMER_WORD),
        (Activity("x", "A01", ActivityKind.NEWS, at("1.9. 9.00"), body="Tehdas laajenee."), Rank.CUSTOMER_WORD),
        (note("1.9. 9.00", "Hinta vahvistettiin.", id="x"), Rank.DECISION),
        (note("1.9. 9.00", "Hinta puhutti.", id="x"), Rank.NOTE),
        (note("1.9. 9.00", "Luonnos: hinta 3 %.", id="x"), Rank.DRAFT),
        (mail_in(petri(), "1.9. 9.00", "Alustava arvio on 3 %.", id="x"), Rank.DRAFT),
    ],
)
def test_the_rank_follows_from_the_source_and_its_words(activity: Activity, rank: Rank) -> None:
    assert {fact.rank for fact in said(activity).values()} == {rank}


# --- what is held back ---------------------------------------------------------------------------------------------


def test_a_sensitive_record_is_held_back_whole_and_named_by_its_rule() -> None:
    found = said(note("1.9. 9.00", "Hinta puhutti. Markku on sairauslomalla.", id="x"))
    assert {fact.withheld for fact in found.values()} == {"sensitive:health"}


def test_a_colleague_whom_the_record_does_not_list_makes_it_personal_too() -> None:
    found = said(call(petri(), "1.9. 9.00", "Markku sairaana maanantaihin.", id="x"))
    assert {fact.withheld for fact in found.values()} == {"sensitive:health"}


def test_words_of_and_about_people_who_left_are_held_back() -> None:
    left = markku(left=True)
    found = said(
        mail_in(left, "1.9. 9.00", "Tarvitsemme luvut.", id="his"),
        note("2.9. 9.00", "Markun toive: kolme lukua. Petri hoitaa.", id="about"),
        contacts=(petri(), left),
    )
    assert {id_: fact.withheld for id_, fact in found.items()} == {
        "activities/his#1": "contact-left", "activities/about#1": "contact-left", "activities/about#2": None,
    }  # fmt: skip


def test_a_namesake_who_stayed_may_be_spoken_of() -> None:
    people = (petri(), markku(left=True), markku(id="C03", last_name="Aho", email="aho@havulinna.example"))
    found = said(note("2.9. 9.00", "Markku toivoo lukuja. Hietanoja sanoi niin.", id="x"), contacts=people)
    assert [fact.withheld for fact in found.values()] == [None, "contact-left"]


@pytest.mark.parametrize("words", ["Kukkia Markun vaimon hautajaisiin", "Ei muistioon: alennus 5 %"])
def test_promises_tickets_deals_and_notes_on_cards_follow_the_same_rules(words: str) -> None:
    data = havulinna(
        commitments=(promise(words, TODAY, id="x"),),
        tickets=(ticket(id="x", subject=words),),
        deals=(deal(id="x", name=words),),
        contacts=(petri(notes=words), markku()),
        surveys=(nps(petri(), 3, TODAY, words),),
    )
    found = facts(data)
    ids = ("commitments/x", "tickets/x", "deals/x", "contacts/C01#note", f"surveys/S-C01-{TODAY}")
    assert all(found[id_].withheld for id_ in ids)


# --- records -------------------------------------------------------------------------------------------------------


def test_a_promise_carries_its_days_and_how_late_it_is() -> None:
    found = facts(
        havulinna(commitments=(promise("Raportti", dt.date(2026, 9, 25), id="CM1", made_on=dt.date(2026, 9, 11)),))
    )
    values = found["commitments/CM1"].values
    assert values["due"] == Day(dt.date(2026, 9, 25))
    assert values["made_on"] == Day(dt.date(2026, 9, 11))
    assert values["days_late"] == Count(10)


def test_a_contract_outranks_all_else() -> None:
    found = facts(havulinna(contracts=(contract(dt.date(2026, 12, 31)),)))["contracts/HS-1"]
    assert found.rank is max(Rank)
    assert found.values["end"] == Day(dt.date(2026, 12, 31))


def test_ids_are_the_same_for_the_same_data() -> None:
    data = havulinna(
        activities=(note("1.9. 9.00", "Yksi. Kaksi."),), deals=(deal(),), commitments=(promise("x", None),)
    )
    assert list(facts(data)) == list(facts(data))


def test_a_record_id_cannot_leave_its_place_in_a_link() -> None:
    row = Deal("../../logout?x=1#", "A01", "Jatko")
    data = havulinna(deals=(row,), link_template="https://crm.example/{table}/{id}")
    link = facts(data)["deals/../../logout?x=1#"].source.link
    assert link == "https://crm.example/deals/..%2F..%2Flogout%3Fx%3D1%23"
    assert history.link(havulinna(), "deals", "D1") == ""


def test_odd_record_ids_break_nothing() -> None:
    odd = "a#1/../b c"
    data = havulinna(
        activities=(note("1.9. 9.00", "Hinta on 3 %. Toinen.", id=odd), call(petri(id=odd), "2.9. 9.00", "Hei.", id="#")),
        contacts=(petri(id=odd, notes="Suora"),), deals=(deal(id=odd),), commitments=(promise("x", TODAY, id=odd),),
    )  # fmt: skip
    assert [fact.text for fact in facts(data).values() if fact.at] == ["Hinta on 3 %.", "Toinen.", "Hei."]
