"""A brief that is kept as plain data says the same when it is read again."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.brief import Bar, Block, Brief, Kind, Line, Picture, PictureKind, PictureRow, Section, Sentence
from kambrief.core.brief_data import as_data, of_data
from kambrief.core.customer import Gap
from kambrief.core.evidence import (
    Audience,
    Count,
    Day,
    Fact,
    Listing,
    Moment,
    Money,
    Number,
    Percent,
    Person,
    Rank,
    Source,
    Text,
    Value,
    Word,
)

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.one_of(
        st.builds(Money, DECIMALS, st.sampled_from(["EUR", "SEK"])),
        st.builds(Day, st.dates()),
        st.builds(Moment, st.datetimes(timezones=st.just(dt.UTC)), st.just("Europe/Berlin")),
        st.builds(Count, st.integers()),
        st.builds(Number, DECIMALS),
        st.builds(Percent, DECIMALS),
        st.builds(Person, st.text(max_size=8), st.text(max_size=4)),
        st.builds(Text, st.text(max_size=12)),
    ),
    lambda some: st.one_of(
        st.builds(Word, st.text(max_size=6), st.dictionaries(st.text(max_size=4), some, max_size=2)),
        st.builds(Listing, st.lists(some, max_size=3).map(tuple)),
    ),
    max_leaves=4,
)
SENTENCES = st.builds(
    Sentence,
    st.sampled_from(Kind),
    st.text(max_size=8),
    st.dictionaries(st.text(max_size=4), VALUES, max_size=3),
    st.lists(st.sampled_from(["a/1", "a/2", "b/1"]), max_size=2).map(tuple),
    st.lists(st.one_of(st.text(max_size=8), VALUES), max_size=3).map(tuple),
    st.dictionaries(st.integers(0, 3), st.text(max_size=6), max_size=2),
)


def fact(name: str, text: str = "Said so", **more: object) -> Fact:
    source = Source("activities", name, "A mail", "https://crm.example/1", 3)
    return Fact(name, "A1", text, source, Audience.INTERNAL, Rank.CUSTOMER_WORD, {"on": Day(AT.date())}, AT, ("C1",),
                "them", **more)  # type: ignore[arg-type] # fmt: skip


def brief(*sentences: Sentence, facts: dict[str, Fact] | None = None) -> Brief:
    said = Sentence(Kind.VALUE, "said")
    bars = PictureRow(said, (Bar(40), Bar(3, negative=True)), None, said)
    return Brief(
        "m1", "anna@kone.example", "fi", said, (said,),
        (Block(Section.SINCE, (Line("since/1", sentences or (said,), 7, pinned=True, internal=True),)),),
        (said,), (Gap("gap_rows", {"count": "2"}, "two"),), facts or {}, {}, (), "floor", "https://zoom.example/j/1", AT,
        (Picture(PictureKind.MONTHS, Section.SINCE, said, said, (bars,), (said, said)),),
    )  # fmt: skip


def again(one: Brief) -> Brief | None:
    return of_data(json.loads(json.dumps(as_data(one))))


def test_all_of_it_comes_back() -> None:
    one = brief(Sentence(Kind.QUOTE, "quote", {"text": Text("Ei käy")}, ("a/1",)), facts={"a/1": fact("a/1")})
    assert again(one) == one


def test_facts_that_no_line_rests_on_are_not_kept() -> None:
    one = brief(Sentence(Kind.VALUE, "said", {}, ("a/1",)), facts={"a/1": fact("a/1"), "a/2": fact("a/2", "A secret")})
    assert "A secret" not in json.dumps(as_data(one))
    back = again(one)
    assert back is not None
    assert set(back.facts) == {"a/1"}


@given(st.lists(SENTENCES, min_size=1, max_size=3))
def test_sentences_come_back_with_their_values(sentences: list[Sentence]) -> None:
    back = again(brief(*sentences))
    assert back is not None
    assert back.blocks[0].lines[0].sentences == tuple(sentences)


def test_equal_numbers_of_another_kind_stay_apart() -> None:
    slots: dict[str, Value] = {"a": Count(3), "b": Number(Decimal(3)), "c": Percent(Decimal(3))}
    back = again(brief(Sentence(Kind.VALUE, "said", slots)))
    assert back is not None
    assert dict(back.blocks[0].lines[0].sentences[0].slots) == slots


@pytest.mark.parametrize(
    "change",
    [{"form": 2}, {"blocks": [{"section": "horoscope", "lines": []}]}, {"header": [{"kind": "value"}]},
     {"subject": {"kind": "value", "phrase": "x", "slots": {"a": ["money", "a lot", "EUR"]}}}, {"pictures": None},
     {"written_at": "yesterday"}, {"footer": [{"kind": "value", "phrase": "x", "slots": {"a": ["dance", 1]}}]}],
)  # fmt: skip
def test_what_another_version_has_kept_in_its_own_way_is_no_brief(change: dict[str, object]) -> None:
    assert of_data({**as_data(brief()), **change}) is None
    assert of_data({}) is None
