"""What holds for every brief, whatever the customer's data: nothing crosses, nothing is invented, nothing is added."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kambrief.core import floor
from kambrief.core.brief import Brief, Section
from kambrief.core.customer import CrmData
from kambrief.core.evidence import Audience, Count, Day, Listing, Moment, Money, Number, Percent, Value, Word
from kambrief.core.insight.money import Rates, sums_of
from kambrief.core.insight.portfolio import portfolio
from kambrief.core.insight.standing import standing
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tier import tiers
from kambrief.core.insight.windows import windows
from kambrief.core.match import match
from kambrief.core.rounding import percent, rounded, tenth
from kambrief.core.situation import Knowledge, Situation, gather
from kambrief.phrases import folder_of
from kambrief.render import render_brief
from tests.builders import ELINA, OWN, all_sentences, at, attendee, meeting
from tests.core.full_data import customers, together
from tests.draws import draws

NOW = at("5.10. 15.00")
TODAY = dt.date(2026, 10, 5)
LANGUAGES = ("en", "fi", "sv", "de")
slow_draws = settings(
    max_examples=draws(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def situated(data: CrmData, known: CrmData | None = None, compared: Knowledge | None = None) -> Situation:
    """A call with everybody of the first customer; ``known`` is all that the CRM holds."""
    everything = known or data
    call = meeting(attendees=tuple(attendee(who) for who in data.contacts))
    matched = match(call.attendees, everything, (), OWN)
    return gather(call, ELINA, NOW, matched, everything, data.accounts[0].id, known=compared)


def mail(brief: Brief, language: str = "fi") -> str:
    rendered = render_brief(
        dataclasses.replace(brief, language=language), dataclasses.replace(ELINA, language=language), TODAY
    )
    return rendered.text + rendered.html


# --- audience and account ------------------------------------------------------------------------------------------


@slow_draws
@given(customers())
def test_no_sentence_rests_on_what_is_hidden_and_what_is_guarded_is_marked_internal(data: CrmData) -> None:
    brief = floor.compose(situated(data))
    for _, line in brief.lines():
        for fact in map(brief.facts.__getitem__, line.facts):
            assert fact.withheld is None
            # That there was a call may count; what was said in it off the record does not.
            assert fact.audience is not Audience.MANAGER_ONLY or "#" not in fact.id
            assert not fact.guarded or line.internal or fact.source.table != "activities"
    assert "Ei muistioon" not in mail(brief)


@slow_draws
@given(customers(), customers("B01", "rivakka.example", "QQ"))
def test_nothing_of_another_customer_is_in_the_brief(data: CrmData, other: CrmData) -> None:
    brief = floor.compose(situated(data, together(data, other)))
    assert "QQ" not in mail(brief)
    assert not [fact.id for fact in brief.facts.values() if "B01" in fact.id or fact.account_id == "B01"]


@slow_draws
@given(customers(), customers("B01", "rivakka.example", "QQ"))
def test_another_customer_changes_nothing_but_tier_and_peers(data: CrmData, other: CrmData) -> None:
    def compared(*parts: CrmData) -> Knowledge:
        rates, months, limits = Rates("EUR", {"USD": Decimal("0.9")}), windows(TODAY), Thresholds()
        all_ = together(*parts)
        side_by_side = portfolio(all_.accounts, sums_of(all_.orders, months), months, rates, Decimal(10**7))
        place = standing(side_by_side, tiers(side_by_side, limits), "A01", data.deals, TODAY, limits)
        return Knowledge(place, rates, limits)

    alone = situated(data, compared=compared(data))
    beside = situated(data, together(data, other), compared(data, other))
    assert alone.insights.revenue == beside.insights.revenue
    assert alone.insights.risk == beside.insights.risk
    neutral = dataclasses.replace(alone.insights.standing, sums=beside.insights.standing.sums)
    blocks = [
        floor.compose(
            dataclasses.replace(one, insights=dataclasses.replace(one.insights, standing=neutral, needs=(), tip=None))
        ).blocks
        for one in (alone, beside)
    ]
    assert blocks[0] == blocks[1]


# --- removing a fact -----------------------------------------------------------------------------------------------


@slow_draws
@given(customers(), st.data())
def test_a_fact_held_back_takes_sentences_away_and_adds_no_line(data: CrmData, chance: st.DataObject) -> None:
    whole = situated(data)
    brief = floor.compose(whole)
    used = sorted({fact for _, line in brief.lines() for fact in line.facts if "#" in fact})
    if not used:
        return
    gone = chance.draw(st.sampled_from(used))
    held = dataclasses.replace(whole.facts[gone], withheld="test")
    less = dataclasses.replace(
        whole,
        facts={**whole.facts, gone: held},
        said={record: tuple(fact for fact in rows if fact.id != gone) for record, rows in whole.said.items()},
    )
    after = floor.compose(less)
    for section in Section:
        before, left = brief.block(section), after.block(section)
        assert len(left.lines if left else ()) <= len(before.lines if before else ())
    assert gone not in {fact for _, line in after.lines() for sentence in line.sentences for fact in sentence.facts}
    # What takes its place was there to be said before.
    assert {fact for _, line in after.lines() for fact in line.facts} <= whole.facts.keys()


# --- numbers -------------------------------------------------------------------------------------------------------


def numbers_of(value: Value) -> Iterator[object]:
    match value:
        case Count(number) | Number(number) | Percent(number):
            yield Decimal(number)
        case Money(amount):
            yield amount
        case Day(date):
            yield date
        case Moment(moment):
            yield moment
        case Listing(items):
            for item in items:
                yield from numbers_of(item)
        case Word(_, slots):
            for inner in slots.values():
                yield from numbers_of(inner)


def known_numbers(thing: Any) -> Iterator[object]:  # noqa: C901 one branch a type
    """Every number and day within a dataclass, and what is made of it: rounded, as a percentage, counted."""
    if isinstance(thing, bool) or thing is None:
        return
    if isinstance(thing, int):
        yield Decimal(thing)
    elif isinstance(thing, Decimal):
        yield from (thing, rounded(thing), tenth(thing), percent(thing).number)
    elif isinstance(thing, dt.datetime):
        yield from (thing, thing.date())
    elif isinstance(thing, dt.date):
        yield thing
    elif isinstance(thing, dict):
        yield Decimal(len(thing))
        for inner in thing.values():
            yield from known_numbers(inner)
    elif isinstance(thing, tuple | list):
        yield Decimal(len(thing))
        for inner in thing:
            yield from known_numbers(inner)
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from known_numbers(getattr(thing, field.name))


@slow_draws
@given(customers())
def test_every_number_in_a_sentence_is_a_facts_or_an_insights(data: CrmData) -> None:
    found = situated(data)
    facts = {number for fact in found.facts.values() for value in fact.values.values() for number in numbers_of(value)}
    computed = set(known_numbers((found.insights, found.commitments, found.contracts, found.freshness)))
    records = set(known_numbers((data.deals, data.contracts, data.surveys, data.tickets, data.plans, data.commitments)))
    touched = {touch.day for touch in found.touches} | {Decimal((TODAY - touch.day).days) for touch in found.touches}
    meeting_ = set(known_numbers(found.meeting)) | {Decimal(found.meeting.minutes), Decimal(len(found.joins))}
    allowed = facts | computed | records | touched | meeting_ | {Decimal(5)}  # five roles are required (I5)
    few = {Decimal(number) for number in range(41)}  # how many of something: attendees, promises, mails
    for sentence in all_sentences(floor.compose(found)):
        for name, slot in sentence.slots.items():
            loose = few if name in {"count", "more", "people", "covered", "joined", "external", "all"} else set()
            for number in numbers_of(slot):
                assert number in allowed | loose, (sentence.phrase, name, number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_bring_no_numbers_of_their_own_but_the_names_of_scales(language: str) -> None:
    """12 and 3 months are what the figures are called, 100 is the end of the scale."""
    source = (folder_of("templates") / "phrases" / f"{language}.jinja").read_text(encoding="utf-8")
    words = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|&#?\w+;", " ", source, flags=re.DOTALL)
    assert set(re.findall(r"\d+", words)) <= {"12", "3", "100"}


# --- every language ------------------------------------------------------------------------------------------------


@settings(
    max_examples=draws(25), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(customers(), st.sampled_from(LANGUAGES))
def test_whatever_the_data_it_can_be_said_in_every_language_and_both_parts_agree(data: CrmData, language: str) -> None:
    brief = dataclasses.replace(floor.compose(situated(data)), language=language)
    rendered = render_brief(brief, dataclasses.replace(ELINA, language=language), TODAY)
    assert "{{" not in rendered.text
    assert "None" not in rendered.text
    assert len(rendered.html.encode()) < 100_000  # a large mail is cut off by some programs at 102 kB


def test_the_phrases_lie_where_the_test_looks() -> None:
    assert Path(folder_of("templates") / "phrases" / "en.jinja").is_file()
