"""What a prose of true values may not claim: cases in four languages, and then anything at all."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.claims import Part, Slot, problems
from kambrief.core.evidence import Count, Day, Fact, Listing, Money, Number, Percent, Person, Text, Value, Word
from kambrief.core.inflection import accepts
from tests.core import claim_cases, claim_cases_de, claim_cases_fi, claim_cases_sv
from tests.core.claim_cases import FACTS, PEOPLE, Case

LIES = {**claim_cases.LIES, **claim_cases_fi.LIES, **claim_cases_sv.LIES, **claim_cases_de.LIES}
TRUE = {**claim_cases.TRUE, **claim_cases_fi.TRUE, **claim_cases_sv.TRUE, **claim_cases_de.TRUE}

_MARK = re.compile(r"\{(\w+)\.(\w+)\}|\[\[(\w+)(?:\|([^\]]+))?\]\]|\{\w+:([^}]+)\}")


def parts(text: str, language: str) -> Iterator[Part]:
    end = 0
    for mark in _MARK.finditer(text):
        if text[end : mark.start()]:
            yield text[end : mark.start()]
        end = mark.end()
        fact, role, person, surface, quote = mark.groups()
        if fact:
            yield Slot(FACTS[fact].values[role], role, FACTS[fact])
        elif person:
            name = PEOPLE[person].name
            yield Slot(PEOPLE[person], surface=surface if surface and accepts(name, surface, language) else "")
        else:
            yield Slot(Text(quote))
    if text[end:]:
        yield text[end:]


def found(case: Case, language: str) -> list[str]:
    cited = [FACTS[name] for name in case.facts.split()]
    return list(problems([*parts(case.text, language)], cited, language, question=case.question))


def _all(cases: dict[str, list[Case]]) -> list[tuple[str, Case]]:
    return [(language, case) for language, listed in cases.items() for case in listed]


@pytest.mark.parametrize(("language", "case"), _all(LIES), ids=lambda one: one.text if isinstance(one, Case) else one)
def test_a_lie_or_swap_of_true_values_is_refused(language: str, case: Case) -> None:
    assert found(case, language)


@pytest.mark.parametrize(("language", "case"), _all(TRUE), ids=lambda one: one.text if isinstance(one, Case) else one)
def test_a_true_sentence_passes(language: str, case: Case) -> None:
    assert found(case, language) == []


# --- single rules --------------------------------------------------------------------------------------------------


def said(text: str, *facts: Fact, language: str = "en", question: bool = False) -> list[str]:
    return list(problems([*parts(text, language)], facts, language, question=question))


def test_a_problem_tells_what_is_claimed_and_what_to_do() -> None:
    assert said("the amendment is signed", FACTS["PENDING"]) == [
        "claims that something is signed, which no cited fact says; word it as a question or leave it out"
    ]


def test_a_claim_may_rest_on_a_fact_in_another_language() -> None:
    assert said("they approved the extension", FACTS["FI_OK"]) == []
    assert said("laajennus on hyväksytty", FACTS["DE_OK"], language="fi") == []


def test_what_a_fact_denies_or_only_plans_supports_no_claim() -> None:
    fact = FACTS["BOARD"]
    for text in (
        "The board has not approved it",
        "Has the board approved it?",
        "The board will have approved it by May",
    ):
        assert said("the board approved it", replace(fact, text=text)), text


def test_a_kept_promise_is_delivered_and_an_open_one_is_not() -> None:
    assert said("the training was delivered", FACTS["DONE"]) == []
    assert said("the report was delivered", FACTS["REPORT"])


def test_a_ticket_opened_again_is_not_resolved_though_it_has_a_closing_day() -> None:
    again = replace(FACTS["CLOSED"], values={**FACTS["CLOSED"].values, "status": Text("reopened")})
    assert said("the export problem is resolved", FACTS["CLOSED"]) == []
    assert said("the export problem is resolved", again)


def test_a_deal_is_won_or_lost_only_by_its_status() -> None:
    assert said("the printers are won", FACTS["WON"]) == []
    assert said("the printers are won", FACTS["UPSELL"])
    assert said("the sensors are won", FACTS["GONE"])


def test_promises_of_both_sides_leave_the_owner_open() -> None:
    assert said("they promised what we wait for", FACTS["REPORT"], FACTS["VOLUMES"]) == []


def test_without_a_side_on_the_fact_no_owner_is_refused() -> None:
    assert said("they promised the report", replace(FACTS["REPORT"], by="")) == []


def test_another_fact_may_tell_of_a_promise_by_the_other_side() -> None:
    assert said("they promised the list of sites", FACTS["REPORT"], FACTS["WILL"]) == []


def test_you_is_the_reader_in_a_note_and_the_customer_in_a_question() -> None:
    assert said("you promised the report", FACTS["REPORT"]) == []
    assert said("what about the report you promised?", FACTS["REPORT"], question=True)
    assert said("what about the volumes you promised?", FACTS["VOLUMES"], question=True) == []


def test_in_finnish_the_form_of_a_name_tells_who_promised() -> None:
    assert said("raportti luvattiin [[eva|Evalle]]", FACTS["REPORT"], language="fi") == []
    assert said("[[eva|Eva]] lupasi raportin", FACTS["REPORT"], language="fi")


def test_a_good_quarter_may_be_told_of_a_declining_year() -> None:
    better = replace(FACTS["DECLINE"], values={**FACTS["DECLINE"].values, "quarter": Percent(Decimal(6))})
    assert said("sales rose in the last months, ask whether it lasts", better) == []
    assert said("sales rose in the last months, ask whether it lasts", FACTS["DECLINE"])


def test_two_days_of_one_clause_each_need_their_own_words() -> None:
    assert said("notice by {FRAME.notice_day} and the end on {FRAME.end}", FACTS["FRAME"]) == []
    assert said("notice by {FRAME.end} and it ends {FRAME.notice_day}", FACTS["FRAME"])


def test_a_word_of_the_facts_own_text_is_no_swap() -> None:
    notice = replace(FACTS["REPORT"], text="Send the notice terms", values=FACTS["REPORT"].values)
    text = [*parts("send the notice terms {REPORT.due}", "en")]
    text = [replace(part, fact=notice) if isinstance(part, Slot) else part for part in text]
    assert list(problems(text, [notice], "en", question=False)) == []


def test_a_person_is_known_by_id_by_value_or_by_an_inflected_name() -> None:
    text = "[[eva]] wants a fixed contact"
    fact = replace(FACTS["WISH"], people=(), text="A fixed contact is needed")
    assert said(text, fact)
    assert said(text, replace(fact, people=("k1",))) == []
    assert said(text, replace(fact, values={"who": Listing((PEOPLE["eva"],))})) == []
    assert said(text, replace(fact, text="Evalle tarvitaan nimetty yhteyshenkilö")) == []


def test_quoted_words_claim_nothing_themselves() -> None:
    assert said("ask about {PENDING:not yet signed} and what it needs", FACTS["PENDING"]) == []


def test_a_language_without_words_finds_nothing() -> None:
    assert said("they have signed", language="nl") == []


# --- anything at all -----------------------------------------------------------------------------------------------

_VALUES: st.SearchStrategy[Value] = st.one_of(
    st.builds(Person, st.text(max_size=12), st.sampled_from(["", "k1"])),
    st.builds(Money, st.decimals(allow_nan=False, allow_infinity=False), st.just("EUR")),
    st.builds(Percent, st.decimals(allow_nan=False, allow_infinity=False)),
    st.builds(Number, st.decimals(allow_nan=False, allow_infinity=False)),
    st.builds(Count, st.integers()),
    st.builds(Text, st.text(max_size=20)),
    st.builds(Word, st.text(max_size=8)),
    st.builds(Day, st.dates(dt.date(2000, 1, 1))),
    st.just(Listing((Person("Eva Lindholm", "k1"), Count(2)))),
)
_ROLES = st.sampled_from(["", "due", "end", "notice_day", "score", "change", "t12m", "anything"])
_SLOTS = st.builds(Slot, _VALUES, _ROLES, st.one_of(st.none(), st.sampled_from([*FACTS.values()])), st.text(max_size=5))
_WORDS = st.sampled_from([case.text for cases in (LIES, TRUE) for listed in cases.values() for case in listed])


@given(
    st.lists(st.one_of(st.text(max_size=40), _WORDS, _SLOTS), max_size=8),
    st.lists(st.sampled_from([*FACTS.values()]), max_size=4),
    st.sampled_from(["en", "fi", "sv", "de", "xx"]),
    st.booleans(),
)
def test_whatever_the_parts_there_is_an_answer(
    prose: list[Part],
    cited: list[Fact],
    language: str,
    question: bool,  # noqa: FBT001 - drawn
) -> None:
    assert all(problem for problem in problems(prose, cited, language, question=question))


@given(st.lists(st.one_of(st.text(alphabet="\ue000\ue001\uf8ff a?.,", max_size=20), _SLOTS), max_size=5))
def test_characters_that_look_like_our_marks_change_nothing(prose: list[Part]) -> None:
    assert all(problem for problem in problems(prose, [], "en", question=False))
