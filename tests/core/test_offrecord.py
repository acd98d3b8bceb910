"""What was said off the record is kept back whole, and never the rest of the call."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core import offrecord
from tests.core.promising.dialogues import people, talk

ASIDES = [
    ("fi", "A: Hyvä.\nJ: Tää on ihan meidän kesken eikä muistioon. Pentti lähtee konserniin.\nA: Ymmärrän. Jää tähän.\nA: No niin, mennään varaosiin.", [2, 3]),
    ("fi", "J: Tehdas suljetaan keväällä.\nA: Oho.\nJ: Mutta tätä ei sitten kirjata muistioon.\nA: Selvä.\nA: Mennään asialistaan.", [1, 2, 3, 4]),
    ("fi", "J: Kuule, ennen kun muut tulee linjoille.\nJ: Älä kirjaa tätä. Budjetti puolitetaan.\nA: Selvä.\nS: Huomenta kaikille.", [1, 2, 3]),
    ("en", "A: Good.\nS: Off the record, we are closing the Leeds plant in spring.\nA: Understood, we won't write that down.\nS: Thanks.\nA: Moving on. Who signs?", [2, 3, 4]),
    ("en", "S: We will probably switch to another supplier next year.\nS: But don't minute that.\nA: Of course.\nA: So, what about the delivery dates for the pumps?", [1, 2, 3]),
    ("en", "S: Between you and me, the board has lost faith in the project.\nA: I see.\nS: That stays in this room.\nA: Let's move to the price list.", [1, 2, 3]),
    ("en", "S: Can I say something off the record?\nA: Sure, go ahead.\nS: James is leaving us at Christmas.\nA: Understood.\nO: Okay, next item, the spare parts.", [1, 2, 3, 4]),
    ("sv", "A: Bra.\nJ: En sak utanför protokollet. Fabriken i Kiruna läggs ner.\nA: Jag förstår.\nA: Okej, tillbaka till avtalet.", [2, 3]),
    ("sv", "J: Det här stannar mellan oss: Sara slutar till sommaren.\nA: Självklart.\nA: Då går vi vidare med priset.", [1, 2]),
    ("de", "A: Gut.\nJ: Das bitte nicht ins Protokoll: Wir schließen das Werk in Ulm.\nA: Verstanden.\nA: Gut, weiter mit dem Preis.", [2, 3]),
    ("de", "J: Das bleibt unter uns. Herr Kurz geht im Sommer.\nA: Natürlich.\nA: Kommen wir zum nächsten Punkt.", [1, 2]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "kept"), ASIDES)
def test_the_whole_exchange_is_kept_back_and_nothing_else(language: str, lines: str, kept: list[int]) -> None:
    marked = talk(language, lines)

    assert [one.number for one in marked.utterances if one.withheld] == kept


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Sovitaan se meidän kesken ensi viikolla."),
        ("fi", "Sopimus meidän kesken päättyy joulukuussa."),
        ("fi", "Kirjaan tämän muistioon."),
        ("en", "The contract between us ends in December."),
        ("en", "There is little between us and the competition."),
        ("en", "I'll put that in the minutes."),
        ("en", "Please don't forget the price list."),
        ("sv", "Avtalet mellan oss löper ut i december."),
        ("sv", "Jag skriver in det i protokollet."),
        ("de", "Der Vertrag unter uns läuft im Dezember aus."),
        ("de", "Das nehme ich ins Protokoll auf."),
    ],
)
def test_ordinary_words_are_no_cue(language: str, words: str) -> None:
    assert not talk(language, f"A: {words}").withheld


def test_a_later_mention_of_the_secret_is_kept_back_too() -> None:
    marked = talk(
        "en",
        "S: Off the record, we may close line three next year.\nA: Understood.\nA: Moving on, the delivery.\n"
        "O: We plan sensors for line four.\nO: And what about line three?",
    )

    assert [one.number for one in marked.utterances if one.withheld] == [1, 2, 5]
    assert marked.withheld[-1].rule == offrecord.AGAIN


def test_what_was_open_before_is_no_secret_afterwards() -> None:
    marked = talk(
        "en",
        "O: The compressor needs a new controller.\nS: Off the record, the compressor is too old anyway.\nA: Understood.\n"
        "A: Moving on.\nO: The compressor gets its controller on Friday.",
    )

    assert [one.number for one in marked.utterances if one.withheld] == [2, 3]


def test_a_call_goes_on_after_a_cue_that_nobody_closed() -> None:
    lines = "S: Off the record, sales are down.\n" + "\n".join(
        f"{'AS'[n % 2]}: It is item {n} of our list today." for n in range(40)
    )

    marked = talk("en", lines)

    assert 0 < sum(bool(one.withheld) for one in marked.utterances) <= offrecord.MAX_AFTER + 1


@pytest.mark.parametrize(
    ("language", "words", "rule"),
    [
        ("fi", "Mun vaimo odottaa lasta.", "sensitive:family"),
        ("fi", "Mä oon sairauslomalla ensi viikon.", "sensitive:health"),
        ("en", "I'm having knee surgery on Monday.", "sensitive:health"),
        ("en", "Sarah is pregnant and leaves in May.", "sensitive:family"),
        ("sv", "Johan är sjukskriven till april.", "sensitive:health"),
        ("de", "Herr Brandt ist krankgeschrieben.", "sensitive:health"),
    ],
)
def test_private_matters_are_kept_back(language: str, words: str, rule: str) -> None:
    assert [one.rule for one in talk(language, f"A: Hm.\nS: {words}").withheld] == [rule]


def test_the_operations_board_is_no_operation() -> None:
    assert not talk("en", "S: My operations board meets on the fourteenth of October.").withheld


def test_a_restored_exchange_is_like_any_other() -> None:
    marked = talk("en", "A: Good.\nS: Off the record, the plant closes.\nA: Understood.\nA: Moving on.")
    (span,) = marked.withheld

    again = offrecord.marked(marked.utterances, marked.withheld, {span.id})

    assert not any(one.withheld for one in again)
    assert (span.first, span.last, span.rule) == (2, 3, offrecord.OFF_RECORD)


def test_an_exchange_says_when_but_not_what() -> None:
    (span,) = talk("en", "S: Off the record, the Leeds plant closes.\nA: Moving on.").withheld

    assert "Leeds" not in repr(span)


SPOKEN = ["We deliver on Friday.", "Fine.", "Off the record, we close the plant.", "Don't minute that.", "Understood.", "Moving on.", "What about the price list?", "Tätä ei muistioon.", "Unter uns gesagt, es brennt.", "Kiitos.", ""]  # fmt: skip


@given(
    st.lists(st.tuples(st.sampled_from("AOSJ"), st.one_of(st.sampled_from(SPOKEN), st.text(max_size=40))), max_size=60)
)
def test_every_cue_is_kept_back_and_the_rest_is_bounded(said: list[tuple[str, str]]) -> None:
    lines = "\n".join(f"{who}: {' '.join(text.split())}" for who, text in said)
    marked = talk("en", lines) if lines else talk("en", "A: Hello.")

    kept = {one.number for one in marked.utterances if one.withheld == offrecord.OFF_RECORD}
    cues = [one.number for one in marked.utterances if offrecord.has_cue(one.text)]
    assert kept.issuperset(cues)
    for number in kept:
        assert any(cue - offrecord.MAX_BEFORE <= number <= cue + offrecord.MAX_EXCHANGE for cue in cues)
    assert len(marked.utterances) == len(lines.splitlines() or ["A: Hello."])


ATTACKS = Path(__file__).parents[3] / "shared" / "data" / "attacks" / "naughty_strings.jsonl"


@pytest.mark.corpus
@pytest.mark.skipif(not ATTACKS.exists(), reason="needs the shared data beside the checkout")
def test_strings_that_break_programs_break_nothing_here() -> None:
    for row in map(json.loads, ATTACKS.read_text(encoding="utf-8").splitlines()):
        assert not offrecord.has_cue(str(row["payload"]))


def test_people_are_told_apart_by_their_own_names() -> None:
    assert len({one.name for one in people("en")}) == 4
