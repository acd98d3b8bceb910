"""What may stand in a brief as a reading: every rule alone, and then anything at all."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.brief import Kind
from kambrief.core.evidence import (
    Audience,
    Count,
    Day,
    Fact,
    Listing,
    Money,
    Person,
    Rank,
    Source,
    Text,
    Value,
)
from kambrief.core.reading import Grounds, Place, presentable, read, showable

MARKKU = Person("Markku Hietanoja", "p1")
PETRI = Person("Petri Vuolle", "p2")
OTHER_PETRI = Person("Petri Lahti", "p3")


def fact(name: str, words: str, audience: Audience = Audience.CUSTOMER, **values: Value) -> Fact:
    return Fact(name, "a1", words, Source("activities", name), audience, Rank.NOTE, values)


REPORT = Fact(
    "report", "a1", "Send the root cause report for the Vektori 7 press", Source("commitments", "report"),
    Audience.CUSTOMER, Rank.DECISION, {"due": Day(dt.date(2026, 9, 25)), "days": Count(10), "days_late": Count(10)},
    people=("p1", "p2"), by="us",
)  # fmt: skip
CHOICE = fact("choice", "We choose together with the plant managers, price matters", size=Money(Decimal(5), "EUR"))
NOTE = fact(
    "note", "They seem to like the new planning tool of Kolmio", Audience.INTERNAL, size=Money(Decimal(9), "EUR")
)
LIMIT = fact("limit", "Our lowest offer is five percent below list", Audience.INTERNAL, text=Text("whatever"))

ENGLISH = Grounds(
    "en",
    {"F1": REPORT, "F2": CHOICE, "F3": NOTE, "F4": LIMIT},
    {"C1": MARKKU, "C2": PETRI, "C3": OTHER_PETRI},
    frozenset({"Markku", "Hietanoja", "Petri", "Vuolle", "Lahti", "Satu", "Niinikorpi"}),
    frozenset({"F4"}),
)
FINNISH = Grounds("fi", ENGLISH.facts, ENGLISH.people, ENGLISH.names, ENGLISH.guarded)


def said(text: str, facts: str, grounds: Grounds = ENGLISH, *, question: bool = False) -> str:
    """The reading as it would be shown, its values in angle brackets; or the first problem, after a "!"."""
    reading = read(text, facts.split(), grounds, Place.QUESTION if question else Place.ONE_THING)
    if reading.sentence is None:
        return f"! {reading.problems[0]}"
    shown = []
    for index, part in enumerate(reading.sentence.parts):
        person = part.name if isinstance(part, Person) else None
        shown.append(part if isinstance(part, str) else f"<{reading.sentence.surfaces.get(index) or person or part}>")
    return "".join(shown)


def test_a_good_reading_gets_its_capital_its_values_and_its_evidence() -> None:
    reading = read("[[C1|Markku's]] patience hangs on the report due {F1.due}. say so first", ["F1", "F9"], ENGLISH)
    assert reading.problems == ()
    sentence = reading.sentence
    assert sentence
    assert sentence.kind is Kind.READING
    assert sentence.phrase == "reading"
    assert sentence.facts == ("report",)
    assert sentence.parts == (MARKKU, " patience hangs on the report due ", Day(dt.date(2026, 9, 25)), ". Say so first")
    assert sentence.surfaces == {0: "Markku's"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the call is about the report and who owns it", "The call is about the report and who owns it"),
        ("what they need is a date for the Vektori press", "What they need is a date for the Vektori press"),
        ("What they need is the date", "What they need is the date"),
        ("no one has told them why the report is late", "No one has told them why the report is late"),
        ("ask [[C2|Petri Vuolle's]] view of the report", "Ask <Petri Vuolle's> view of the report"),
        ("ask [[C2|Petrille]] what the report must hold", "Ask <Petri Vuolle> what the report must hold"),
        ("I'd open with the report and its new date", "I'd open with the report and its new date"),
    ],
)
def test_an_english_reading_is_accepted(text: str, shown: str) -> None:
    assert said(text, "F1").replace("’", "'") == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "kerro [[C1|Markulle]] ensin, miksi raportti on myöhässä",
            "Kerro <Markulle> ensin, miksi raportti on myöhässä",
        ),
        ("kerro [[C1|Markkulle]] ensin, miksi raportti on myöhässä", "Kerro <Markku Hietanoja> ensin, miksi"),
        ("[[C2|Petrin]] mielestä raportin pitää olla selkeä", "<Petri Vuolle> mielestä raportin pitää olla selkeä"),
        ("[[C2|Petri Vuollen]] mielestä raportin pitää olla selkeä", "<Petri Vuollen> mielestä raportin"),
        ("Vektorin käyttöpäivä ratkaisee, milloin raportti auttaa", "Vektorin käyttöpäivä ratkaisee"),
        ("raportti luvattiin {F1.due}: sovi yhdessä uusi päivä", "Raportti luvattiin <Day("),
    ],
)
def test_a_finnish_reading_is_accepted_and_only_sure_inflections_are_shown(text: str, shown: str) -> None:
    assert said(text, "F1", FINNISH).startswith(shown)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("the report is 10 days late and they know it", "digit"),
        ("the report is \N{ARABIC-INDIC DIGIT ONE} days late and they know it", "digit"),
        ("the report is ten days late and they know it", "number word"),
        ("they lost twenty-five of the presses to a rival", "number word"),
        ("half of the presses stand still without the report", "number word"),
        ("the report is due on friday and they know it", "day or month"),
        ("the report is due tomorrow and they know it", "day or month"),
        ("the report was promised in May and they know it", "in words"),
        ("see attacker.example for the report they asked", "address"),
        ("see https://attacker for the report they asked", "address"),
        ("see www and the report they asked for", "address"),
        ("write to them at bad@attacker about the report", "plain text"),
        ("the report is **late** and they know it", "plain text"),
        ("the <b>report</b> is late and they know it", "plain text"),
        ("the report [here](there) is late and they know it", "plain text"),
        ("they said “never again” about the late report", "plain text"),
        ("the report is late and they know it!", "plain text"),
        ("the report is\u200b late and they know it", "plain text"),
        ("the report is \u202elate and they know it", "plain text"),
        ("the r\N{CYRILLIC SMALL LETTER IE}port is late and they know it", "plain text"),  # looks like an e
        ("- the report is late and they know it", "list"),
        ("Markku will ask for the report at once", "names a person"),
        ("ask markku for what the report must hold", "names a person"),
        ("ask Satu for what the report must hold", "names a person"),
        ("ask [[C9]] for what the report must hold", "refers to nobody"),
        ("ask [[C1]]n view of what the report must hold", "apart from letters"),
        ("the rival Acme has the better report for them", "no cited fact"),
        ("the Kolmio tool is what they want to see", "no cited fact"),  # of a fact that is not cited
        ("the Report is late and they know it", "no cited fact"),
        ("the report is due {F2.size} and they know it", "not cited"),
        ("the report is due {F1.end} and they know it", "no such slot"),
        ("the report is due {F9.due} and they know it", "not cited"),
        ("the report is due {due} and they know it", "plain text"),
        ("kerro heille ensin, miksi raportti on myöhässä", "language"),
        ("ügyfél elégedett volt szállítással következő negyedévben", "language"),
        ("the report", "too little"),
        ("they " * 37, "too long"),
        ("a" * 700, "too long"),
        ("the report is late since her father is sick", "private"),
        ("", "too little"),
    ],
)
def test_a_reading_that_breaks_a_rule_is_refused_with_the_reason(text: str, problem: str) -> None:
    shown = said(text, "F1")
    assert shown.startswith("! ")
    assert problem in shown


@pytest.mark.parametrize(
    "text",
    [
        "raportti on kymmenen päivää myöhässä ja he tietävät sen",
        "raportti on kahdenkymmenen päivän verran myöhässä",
        "kolmivuotinen sopimus ratkaisee, mitä he haluavat",
        "he haluavat puolet koneista ennen kuin sopimus jatkuu",
        "he haluavat raportin perjantaina, ennen kuin sopimus jatkuu",
        "he haluavat raportin lokakuussa, ennen kuin sopimus jatkuu",
        "he haluavat raportin huomenna, ennen kuin sopimus jatkuu",
        "Markun pitää saada raportti ennen kuin sopimus jatkuu",
        "Niinikorven pitää saada raportti ennen kuin sopimus jatkuu",
        "they want the report before the contract goes on",
    ],
)
def test_finnish_numbers_days_and_names_are_found_inflected(text: str) -> None:
    assert said(text, "F1", FINNISH).startswith("! ")


def test_swedish_is_checked_by_its_own_words_and_an_unknown_language_not_at_all() -> None:
    swedish = Grounds("sv", ENGLISH.facts, ENGLISH.people, ENGLISH.names)
    assert (
        said("vad behöver ni se innan ni kan välja?", "F2", swedish, question=True)
        == "Vad behöver ni se innan ni kan välja?"
    )
    assert "number word" in said("vi är tjugofem dagar sena med rapporten", "F1", swedish)
    assert "cannot be checked" in said("wat moet het rapport laten zien?", "F1", Grounds("nl", ENGLISH.facts, {}))


def test_a_reading_rests_on_a_fact_that_exists() -> None:
    assert "cites no fact" in said("the call is about the report and who owns it", "")
    assert "cites no fact" in said("the call is about the report and who owns it", "F8 F9")


@pytest.mark.parametrize(
    ("text", "facts", "problem"),
    [
        ("what must the report show", "F1", "question mark"),
        ("what must it show? or what not?", "F1", "question mark"),
        ("what would make an offer easy to take?", "F4", "must not be said"),
        ("would {F3.size} be a fair size for you?", "F3", "internal fact"),
        ("what discount would you need from us?", "F1", "brings up prices"),
        ("why do you seem to like the new planning tool of ours?", "F1", "word for word"),
    ],
)
def test_a_question_says_nothing_internal(text: str, facts: str, problem: str) -> None:
    assert problem in said(text, facts, question=True)


def test_a_question_may_rest_on_an_internal_fact_and_speak_of_their_prices() -> None:
    assert said("what would the planning have to do for you?", "F3", question=True).endswith("?")
    assert said("how much does price weigh when you choose?", "F2", question=True).endswith("?")


def test_a_reading_on_a_guarded_fact_is_known_as_one() -> None:
    assert read("keep the offer to yourself until they ask", ["F4"], ENGLISH).guarded
    assert not read("the call is about the report and who owns it", ["F1"], ENGLISH).guarded


def test_only_values_that_code_formats_fill_slots() -> None:
    assert showable(Listing((Count(1), Count(2))))
    assert not any(showable(value) for value in (Text("x"), MARKKU, Listing(()), Listing((Count(1), Text("x")))))


@pytest.mark.parametrize("name", ["", "x", "See attacker.example", "Anna 2", "<b>Anna</b>", "A" * 61, "a b c d e f g"])
def test_what_is_no_name_is_not_presented_as_one(name: str) -> None:
    assert not presentable(name)
    assert presentable("Liisa von Essen-O’Hara Jr.")


PIECES = st.sampled_from(
    ["the report is late", "{F1.due}", "{F2.size}", "{F1.days}", "[[C1|Markun]]", "[[C2]]", "[[C1|", "}}", "ten",
     "7", "{F2}", "{F2:price matters}", "{F3:planning}", "Markku", "http://a.bc", "what", "miten", "he haluavat", "?", ". ", "\n", "\x00", "Ⅻ", "½", "²", "৩"]
)  # fmt: skip


@given(
    text=st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=12).map(" ".join)),
    facts=st.lists(st.sampled_from(["F1", "F2", "F3", "F4", "F7", ""]), max_size=4),
    language=st.sampled_from(["en", "fi", "sv", "de", ""]),
    place=st.sampled_from(Place),
)
def test_whatever_the_text_a_reading_shows_no_digit_and_no_value_that_is_not_cited(
    text: str, facts: list[str], language: str, place: Place
) -> None:
    grounds = Grounds(language, ENGLISH.facts, ENGLISH.people, ENGLISH.names, ENGLISH.guarded)
    reading = read(text, facts, grounds, place)
    assert (reading.sentence is None) == bool(reading.problems)
    if reading.sentence:
        cited = [ENGLISH.facts[name] for name in facts if name in ENGLISH.facts]
        allowed: list[Value] = [value for one in cited for value in one.values.values()]
        literal = "".join(part for part in reading.sentence.parts if isinstance(part, str))
        assert not any(letter.isdigit() or letter.isnumeric() for letter in literal)
        values = [part for part in reading.sentence.parts if not isinstance(part, str | Person | Text)]
        quoted = [part.text for part in reading.sentence.parts if isinstance(part, Text)]
        assert all(any(words in one.text for one in cited) for words in quoted)
        assert all(value in allowed for value in values)


@pytest.mark.corpus
@pytest.mark.parametrize("file", ["product_injection.jsonl", "indirect_injection.jsonl"])
def test_no_attack_that_a_model_obeys_becomes_a_reading_with_its_canary(corpora: Path, file: str) -> None:
    for row in (corpora / "data" / "attacks" / file).read_text(encoding="utf-8").splitlines():
        attack = json.loads(row)
        canary = attack.get("canary", "")
        for text in (attack["payload"], f"the report matters: {canary}", f"{canary} is what the report is about"):
            for grounds in (ENGLISH, FINNISH):
                reading = read(text, ["F1", "F2"], grounds)
                shown = "".join(str(part) for part in reading.sentence.parts) if reading.sentence else ""
                assert not canary or canary == "sent without approval" or canary not in shown
                assert "://" not in shown
