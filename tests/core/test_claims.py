"""What a prose of true values may not claim: cases in four languages, and then anything at all."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.claims import Part, Slot, problems
from kambrief.core.evidence import Count, Day, Money, Number, Percent, Person, Text, Value, Word
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
