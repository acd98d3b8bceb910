"""Two minutes on a phone: what goes first when there is too much, and what never goes."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kambrief.core import budget, floor
from kambrief.core.brief import Block, Brief, Kind, Line, Section, Sentence
from kambrief.core.customer import CrmData, Side
from kambrief.core.evidence import Text
from kambrief.core.wording import word_count
from kambrief.render import Phrases, render_brief
from tests.builders import (
    ELINA,
    attendee,
    contract,
    deal,
    havulinna,
    held,
    mail_in,
    meeting,
    note,
    petri,
    promise,
    situation,
    ticket,
)

TODAY = dt.date(2026, 10, 5)


def said(words: int, spare: int = 0) -> Sentence:
    return Sentence(Kind.VALUE, "quote", {"text": Text("sana " * words)}, ("f",), spare=spare)


def brief(*lines: tuple[Section, Line], language: str = "fi") -> Brief:
    blocks: dict[Section, list[Line]] = {}
    for section, line in lines:
        blocks.setdefault(section, []).append(line)
    ordered = tuple(Block(section, tuple(blocks[section])) for section in Section if section in blocks)
    return Brief("m1", "elina@kuura.example", language, said(1), (said(1),), ordered)


def line(name: str, words: int = 10, *, weight: int = 0, pinned: bool = False, spare: int = 0) -> Line:
    sentences = (said(words), said(5, spare)) if spare else (said(words),)
    return Line(name, sentences, weight=weight, pinned=pinned)


def measure(one: Brief) -> tuple[int, int]:
    texts = [str(s.slots["text"].text) for _, line in one.lines() for s in line.sentences]  # type: ignore[union-attr]
    return sum(len(text.split()) for text in texts), sum(map(len, texts))


def kept(one: Brief, limit: int) -> list[str]:
    return [line.id for _, line in budget.fit(one, measure, max_words=limit).lines()]


FULL = brief(
    (Section.ONE_THING, line("one", weight=0)),
    (Section.PEOPLE, line("boss", weight=1, pinned=True)),
    (Section.SINCE, line("news", weight=5)),
    (Section.PROMISES, line("ours", pinned=True)),
    (Section.BUSINESS, line("contract", weight=5)),
    (Section.MIND, line("mind", weight=5)),
    (Section.TIP, line("tip", weight=2)),
)


@pytest.mark.parametrize(
    ("limit", "lines"),
    [
        (70, ["one", "boss", "news", "ours", "contract", "mind", "tip"]),
        (69, ["one", "boss", "news", "ours", "contract", "mind"]),
        (50, ["one", "boss", "news", "ours", "contract"]),
        (40, ["one", "boss", "news", "ours"]),
        (30, ["one", "boss", "ours"]),
        (5, ["one", "boss", "ours"]),
    ],
)
def test_the_lightest_line_goes_first_and_pinned_ones_never(limit: int, lines: list[str]) -> None:
    assert kept(FULL, limit) == lines


def test_lines_get_shorter_before_any_goes_the_most_sparable_sentence_first() -> None:
    one = brief((Section.SINCE, line("a", spare=1)), (Section.BUSINESS, line("b", spare=3)), (Section.MIND, line("c")))
    fitted = budget.fit(one, measure, max_words=35)
    assert [len(line.sentences) for _, line in fitted.lines()] == [2, 1, 1]
    assert kept(one, 30) == ["a", "b", "c"]


def test_a_line_never_loses_its_last_sentence() -> None:
    alone = Line("a", (said(10, spare=1),), pinned=True)
    fitted = budget.fit(brief((Section.PEOPLE, alone)), measure, max_words=5)
    assert [line.sentences for _, line in fitted.lines()] == [alone.sentences]


def test_what_went_is_told_and_so_is_a_budget_that_could_not_be_kept() -> None:
    fitted = budget.fit(FULL, measure, max_words=5)
    assert [item.what for item in fitted.dropped] == ["tip", "mind", "contract", "news", "budget"]
    assert fitted.dropped[-1].rule == "30 words, limit 5: only pinned lines left"


def test_a_section_left_empty_goes_with_its_last_line() -> None:
    fitted = budget.fit(FULL, measure, max_words=60)
    assert fitted.block(Section.TIP) is None


def test_characters_count_too() -> None:
    long = Line("long", (Sentence(Kind.QUOTE, "quote", {"text": Text("x" * 3000)}, ("f",)),))
    assert kept(brief((Section.MIND, long), (Section.SINCE, line("short", 1))), 100) == ["short"]


@pytest.mark.parametrize(("language", "limit"), [("fi", 220), ("en", 280), ("sv", 280), ("de", 250), ("et", 250)])
def test_each_language_has_its_limit(language: str, limit: int) -> None:
    lines = [(Section.SINCE, line(f"l{n}", 10)) for n in range(40)]
    assert measure(budget.fit(brief(*lines, language=language), measure))[0] == limit


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    number = draw(st.integers(0, 12))
    return brief(*(
        (draw(st.sampled_from(list(Section))),
         line(f"l{n}", draw(st.integers(0, 40)), weight=draw(st.integers(0, 3)), pinned=draw(st.booleans()), spare=draw(st.integers(0, 2))))
        for n in range(number)
    ))  # fmt: skip


@given(briefs(), st.integers(1, 200))
def test_what_fits_is_untouched_what_does_not_is_cut_and_pinned_lines_stay_in_order(one: Brief, limit: int) -> None:
    fitted = budget.fit(one, measure, max_words=limit)
    before, after = [line for _, line in one.lines()], [line for _, line in fitted.lines()]
    assert [line.id for line in after] == [line.id for line in before if line.id in {kept.id for kept in after}]
    assert {line.id for line in before if line.pinned} <= {line.id for line in after}
    count, chars = measure(fitted)
    loose = [line for section, line in fitted.lines() if not line.pinned and section is not Section.ONE_THING]
    assert (count <= limit and chars <= budget.MAX_CHARS) or not loose
    if measure(one)[0] <= limit and measure(one)[1] <= budget.MAX_CHARS:
        assert fitted == one
    assert all(block.lines and all(line.sentences for line in block.lines) for block in fitted.blocks)


# --- with the real measure -----------------------------------------------------------------------------------------


def big(size: int, words: int) -> CrmData:
    """A customer of whom there is far too much."""
    staff = tuple(
        petri(id=f"P{n}", email=f"p{n}@havulinna.example", first_name=f"Nimi{n}", title="kunnossapidon kehityspäällikkö " * 3,
              notes="Haluaa luvut paperilla ja päätökset ajoissa. " * 5)
        for n in range(size)
    )  # fmt: skip
    long = "pitkä " * words
    return havulinna(
        contacts=staff,
        activities=(
            held(staff, "1.9. 9.00", "Sovittiin."),
            *(
                mail_in(who, "10.9. 9.00", f"Tarvitsemme {n} {long} ennen päätöstä 1.{n % 12 + 1}.2027.", id=f"m{n}")
                for n, who in enumerate(staff)
            ),
            *(
                note(f"{n % 28 + 1}.9. 10.00", f"Linjan {n} hinta {long} vahvistettiin: {n} %.", id=f"n{n}")
                for n in range(size)
            ),
        ),
        commitments=tuple(
            promise(
                f"Lupaus {n} {long}", dt.date(2026, 9, n % 28 + 1), id=f"CM{n}", side=Side.US if n % 2 else Side.THEM
            )
            for n in range(size)
        ),
        contracts=tuple(contract(dt.date(2026, 12, 1 + n % 28), id=f"HS-{n}") for n in range(size)),
        tickets=tuple(ticket(id=f"KT-{n}", subject=f"Vika {long}") for n in range(size)),
        deals=tuple(
            deal(id=f"D{n}", name=f"Kauppa {long}", status="lost", close_date=dt.date(2026, 9, 1)) for n in range(size)
        ),
    )


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("size", [1, 6, 40])
@pytest.mark.parametrize("words", [1, 30, 600])
def test_a_customer_of_whom_there_is_far_too_much_still_takes_two_minutes(language: str, size: int, words: int) -> None:
    manager, phrases = dataclasses.replace(ELINA, language=language), Phrases(language)
    data = big(size, words)
    call = meeting(attendees=tuple(attendee(who) for who in data.contacts))
    whole = floor.compose(situation(data, call_=call, manager=manager))

    def real(one: Brief) -> tuple[int, int]:
        body = render_brief(one, manager, TODAY, phrases).body
        return word_count(body), len(body)

    fitted = budget.fit(whole, real)
    count, chars = real(fitted)
    pinned = {line.id for section, line in whole.lines() if line.pinned or section is Section.ONE_THING}
    left = {line.id for _, line in fitted.lines()}
    assert pinned <= left
    assert (count <= budget.MAX_WORDS[language] and chars <= budget.MAX_CHARS) or left == pinned
    assert count <= budget.MAX_WORDS[language] * 2  # even with nothing but pinned lines


@settings(max_examples=20)
@given(st.integers(1, 12), st.integers(1, 40))
def test_the_real_measure_never_grows(size: int, words: int) -> None:
    data, phrases = big(size, words), Phrases("fi")
    whole = floor.compose(situation(data, call_=meeting(attendees=tuple(attendee(who) for who in data.contacts))))
    seen: list[int] = []

    def real(one: Brief) -> tuple[int, int]:
        body = render_brief(one, ELINA, TODAY, phrases).body
        seen.append(word_count(body))
        return seen[-1], len(body)

    budget.fit(whole, real)
    assert seen == sorted(seen, reverse=True)
