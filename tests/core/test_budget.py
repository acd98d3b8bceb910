"""Two minutes on a phone: what goes first when there is too much, and what never goes."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kambrief.core import budget, floor
from kambrief.core.brief import Block, Brief, Kind, Line, Picture, PictureKind, Section, Sentence
from kambrief.core.customer import CrmData, Side
from kambrief.core.evidence import Text
from kambrief.core.insight.account_class import AccountClass, Classified
from kambrief.core.insight.standing import Standing
from kambrief.core.insight.tier import Tier
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
    lines = [(Section.PROMISES, line(f"l{n}", 10)) for n in range(40)]
    assert measure(budget.fit(brief(*lines, language=language), measure))[0] == limit


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    number = draw(st.integers(0, 12))
    return brief(*(
        (draw(st.sampled_from([one for one in Section if one not in budget.SECTION_WORDS])),
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


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fi", "en", "sv", "de"])
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


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.integers(1, 12), st.integers(1, 40))
def test_what_has_room_in_the_end_comes_back_and_nothing_that_does_not_fit(size: int, words: int) -> None:
    data, phrases = big(size, words), Phrases("fi")
    whole = floor.compose(situation(data, call_=meeting(attendees=tuple(attendee(who) for who in data.contacts))))
    asked: list[Brief] = []

    def real(one: Brief) -> tuple[int, int]:
        asked.append(one)
        body = render_brief(one, ELINA, TODAY, phrases).body
        return word_count(body), len(body)

    fitted = budget.fit(whole, real)
    sentences = sum(len(line.sentences) for _, line in whole.lines())
    assert len(asked) <= 3 * sentences + 20
    count, chars = real(fitted)
    pinned_only = any(item.what == "budget" for item in fitted.dropped)
    assert pinned_only or (count <= budget.MAX_WORDS["fi"] and chars <= budget.MAX_CHARS)


def test_a_line_that_was_cut_for_a_longer_one_comes_back_when_that_one_went_too() -> None:
    one = brief(
        (Section.PROMISES, line("ours", 10, pinned=True)),
        (Section.SINCE, line("short", 4, weight=2)),
        (Section.MIND, line("long", 20, weight=3)),
    )
    assert kept(one, 14) == ["short", "ours"]


def test_a_section_has_a_limit_of_its_own() -> None:
    one = brief(*((Section.MIND, line(f"m{n}", 10, weight=n)) for n in range(4)), (Section.SINCE, line("news", 10)))
    fitted = budget.fit(one, measure, max_words=200)
    assert [line.id for _, line in fitted.lines()] == ["news", "m2", "m3"]
    assert fitted.dropped[0].rule == "section: 40 words, limit 25"


def test_a_picture_goes_with_the_line_that_says_the_same() -> None:
    picture = Picture(PictureKind.MONTHS, Section.BUSINESS, said(1), said(1), ())
    one = brief((Section.BUSINESS, line("business/revenue", 30)), (Section.PROMISES, line("ours", 10, pinned=True)))
    both = dataclasses.replace(one, pictures=(picture,))
    assert budget.fit(both, measure, max_words=100).pictures == (picture,)
    assert budget.fit(both, measure, max_words=20).pictures == ()


# --- how much a customer is worth reading --------------------------------------------------------------------------


def limited(
    tier: Tier | None, label: AccountClass | None = AccountClass.STANDARD, language: str = "fi", others: int = 0
) -> int:
    """The limit for a customer of this tier and class with so many further customers in the call."""
    classified = Classified(label, from_crm=False, share=None, regions=()) if label else None
    found = situation(manager=dataclasses.replace(ELINA, language=language))
    standing = Standing(tier=tier, accounts=20, classified=classified)
    insights = dataclasses.replace(found.insights, standing=standing)
    return budget.limit_of(dataclasses.replace(found, insights=insights, others=(found,) * others))


@pytest.mark.parametrize(
    ("tier", "limits"),
    [
        (Tier.A, [280, 220, 280, 250]),
        (Tier.B, [224, 176, 224, 200]),
        (Tier.C, [168, 132, 168, 150]),
        (None, [280, 220, 280, 250]),  # who is not compared is not worth less
    ],
)
def test_a_small_customer_gets_a_shorter_brief_in_every_language(tier: Tier | None, limits: list[int]) -> None:
    assert [limited(tier, language=language) for language in ("en", "fi", "sv", "de")] == limits


@pytest.mark.parametrize("label", [label for label in AccountClass if label is not AccountClass.STANDARD])
@pytest.mark.parametrize("tier", list(Tier))
def test_a_strategic_or_key_customer_gets_all_words_whatever_its_tier(tier: Tier, label: AccountClass) -> None:
    assert limited(tier, label) == 220


def test_an_unknown_class_is_an_ordinary_one() -> None:
    assert limited(Tier.C, None) == limited(Tier.C) == 132


def test_each_further_customer_in_the_call_adds_words() -> None:
    assert [limited(Tier.A, others=number) for number in (0, 1, 2)] == [220, 260, 300]
    assert limited(Tier.C, others=1) == 132 + budget.OTHER_WORDS


def test_a_language_without_a_limit_of_its_own_has_the_middle_one() -> None:
    assert limited(Tier.A, language="et") == 250


@pytest.mark.slow
def test_a_small_customers_brief_says_the_same_in_fewer_lines() -> None:
    data, phrases = big(6, 5), Phrases("fi")
    call = meeting(attendees=tuple(attendee(who) for who in data.contacts))
    whole = floor.compose(situation(data, call_=call))

    def real(one: Brief) -> tuple[int, int]:
        body = render_brief(one, ELINA, TODAY, phrases).body
        return word_count(body), len(body)

    large, small = (budget.fit(whole, real, max_words=limited(tier)) for tier in (Tier.A, Tier.C))
    told, kept = ({line.id for _, line in one.lines()} for one in (large, small))
    assert kept <= told
    assert {line.id for _, line in whole.lines() if line.pinned} <= kept
