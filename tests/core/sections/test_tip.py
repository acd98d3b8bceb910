"""The tip: one, private, and only for whoever wants it."""

import dataclasses

import pytest

from kambrief.core.brief import Section
from kambrief.core.customer import CrmData
from kambrief.core.insight.tip import TIPS
from kambrief.core.sections.tip import coaching
from tests.builders import ELINA, situation
from tests.core.sections.parts import LANGUAGES, as_read, faults, given


def test_a_tip_is_one_sentence_that_rests_on_its_rule() -> None:
    (line,) = coaching(given(situation(), tip="T06"))
    assert [sentence.phrase for sentence in line.sentences] == ["tip_T06"]
    assert line.id == "tip/T06"
    assert line.facts == ("insight/tip",)
    assert not line.pinned


def test_whoever_wants_none_gets_none() -> None:
    manager = dataclasses.replace(ELINA, tips=False)
    assert coaching(given(situation(manager=manager), tip="T06")) == ()


def test_without_a_tip_or_a_customer_there_is_no_line() -> None:
    assert coaching(given(situation(), tip=None)) == ()
    assert coaching(given(situation(CrmData()), tip="T13")) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tip", TIPS)
def test_every_tip_is_said_in_every_language_within_35_words(tip: str, language: str) -> None:
    (row,) = as_read(Section.TIP, coaching(given(situation(), tip=tip)), language)
    assert faults(row) == []
    assert len(row.split()) <= 35
