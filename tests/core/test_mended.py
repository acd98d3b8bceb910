"""What a strong reader says truly must pass, and what is good in an answer outlives the asking for the rest."""

import dataclasses

import pytest

from kambrief.core import grounded
from kambrief.core.agreed_merging import ground_of, improved
from kambrief.core.agreed_types import Agreed, Point
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.grounded_values import strange_money
from kambrief.core.promise_merging import mended, merged, without_rejected
from kambrief.core.promise_request import user_data
from kambrief.render import render_prompt
from tests.core.listening_parts import DAY, answer, asked, heard, person, promise, talk, the_one
from tests.core.test_promise_reading_merged import rule

MIRA, SATU, ILKKA = person("Mira Kallio", Side.US), person("Satu Ranta", Side.THEM), person("Ilkka Oja", Side.THEM)
PEOPLE = (MIRA, SATU, ILKKA)


def wrong(
    said: str, text: str, language: str = "en", *, cues: tuple[int, ...] = (1,), **more: object
) -> tuple[str, ...]:
    """What is wrong with a text that rests on the first utterance of a call."""
    call = talk("\n".join(f"Satu: {line}" for line in said.splitlines()), PEOPLE, language)
    return grounded.problems(text, cues, ground_of(call, Agreed()), most=30, share=0.5, **more)  # type: ignore[arg-type]


TRUE = [
    ("en", "On lines one and two the verified saving is eighteen percent.", "The verified saving on lines 1 and 2 is 18%."),
    ("fi", "Linjoilla yksi ja kaksi varmistettu säästö on kahdeksantoista prosenttia.", "Linjoilla 1 ja 2 varmistettu säästö on 18 %."),
    ("sv", "På linje ett och två är besparingen arton procent.", "På linje 1 och 2 är besparingen 18 %."),
    ("de", "Auf Linie eins und zwei sind es achtzehn Prozent Ersparnis.", "Auf Linie 1 und 2 sind es 18 % Ersparnis."),
    ("en", "The saving is forty-one thousand dollars a year.", "The saving is USD 41,000 a year."),
    ("en", "The freight is fourteen thousand two hundred euros.", "The freight is EUR 14,200."),
    ("fi", "Rahti on neljätoistatuhatta kaksisataa euroa.", "Rahti on 14 200 €."),
    ("sv", "Frakten är fjortontusen tvåhundra kronor.", "Frakten är 14 200 SEK."),
    ("de", "Die Fracht kostet vierzehntausendzweihundert Euro.", "Die Fracht kostet 14.200 EUR."),
    ("fi", "Hinta viisikymmentä, toimitusaika kolmekymmentä, ja loput kaksikymmentä on kokemus leipomosta.",
     "Vertailussa hinnan paino on 50, toimitusajan 30 ja leipomokokemuksen 20."),
    ("en", "Price fifty, lead time thirty, and the rest is experience with bakeries.", "In the comparison price weighs 50 and lead time 30."),
    ("fi", "Mulle käytettävyys on se mikä ratkaisee.", "Satulle ratkaisee käytettävyys."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "said", "text"), TRUE, ids=[text for _, _, text in TRUE])
def test_what_was_said_in_words_may_be_written_in_figures_codes_and_framing_words(
    language: str, said: str, text: str
) -> None:
    assert wrong(said, text, language) == ()


FALSE = [
    ("en", "The saving is forty-one thousand dollars a year.", "The saving is EUR 41,000 a year.", "currency"),
    ("sv", "Frakten är fjortontusen tvåhundra kronor.", "Frakten är 14 200 euro.", "currency"),
    ("en", "The saving is forty-one thousand a year.", "The saving is USD 41,000 a year.", "currency"),
    ("en", "The saving is eighteen thousand a year.", "The saving is 18% a year.", "number"),
    ("en", "We have eighteen stops a year.", "We have 18% stops a year.", "percentage"),
    ("en", "The price is what we look at.", "In the comparison price weighs most, then the guarantee and reputation.", "more than"),
    ("en", "We have two lines.", "We have 1 line.", "number"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "said", "text", "why"), FALSE, ids=[text for _, _, text, _ in FALSE])
def test_another_value_currency_or_matter_is_refused_all_the_same(
    language: str, said: str, text: str, why: str
) -> None:
    assert any(why in one for one in wrong(said, text, language))


def test_a_currency_that_the_whole_call_means_may_be_written() -> None:
    said = "The freight is fourteen thousand.\nAll our prices are in dollars."
    assert wrong(said, "The freight is USD 14,000.") == ()
    assert not list(strange_money("14 000 euroa", ["neljätoistatuhatta"], ["neljätoistatuhatta"], "fi"))
    mixed = ["five euros", "six dollars"]
    assert list(strange_money("USD 14", ["fourteen"], mixed, "en"))


@pytest.mark.parametrize(
    ("language", "said", "phrase", "other"),
    [
        ("fi", "Tehdään yhdyskäytävän vaihto ja siirretään syöttö eri keskukseen.", "yhdyskäytävän vaihto ja syötön siirto eri keskukseen", "replacement of the gateway and the power feed to it"),
        ("sv", "Vi byter mätare och flyttar matningen till ett annat skåp.", "byte av mätare och flytt av matning till annat skåp", "replacement of the meters and the power feed"),
        ("de", "Wir tauschen Zähler und verlegen die Einspeisung.", "Tausch der Zähler, Verlegung der Einspeisung in anderen Schrank", "replacement of the meters and the power feed"),
        ("en", "We replace the meters and move the power feed to another cabinet.", "meter replacement, power feed move to another cabinet", "mätarna och matningen till ett annat skåp"),
    ],
    ids=["fi", "sv", "de", "en"],
)  # fmt: skip
def test_a_phrase_is_foreign_only_where_another_language_shows(
    language: str, said: str, phrase: str, other: str
) -> None:
    assert not any("language" in one for one in wrong(said, phrase, language))
    assert any("language" in one for one in wrong(said, other, language))


# --- minor ones ---

CALL = talk(
    """
    Mira: I'll send you the price models on Thursday.
    Mira: If the courier is late, I'll call you on Friday.
    Satu: If the models are late, I'll stop the payment on Friday.
    Satu: I'll book the electrician for the twelfth of March.
    Ilkka: And a copy of the models for me, please.
    Mira: Yes, I'll send Ilkka a copy.
    """,
    PEOPLE,
)
MODELS = promise(1, "I'll send you the price models on Thursday", "P1", "price models", due="on Thursday")
HANGING = promise(2, "If the courier is late, I'll call you on Friday", "P1", "call if the courier is late", due="on Friday", minor=True)  # fmt: skip
BOOKING = promise(4, "I'll book the electrician for the twelfth of March", "P2", "booking of the electrician", due="twelfth of March", minor=True)  # fmt: skip


def test_an_act_of_ours_that_hangs_on_something_is_minor_or_none_and_theirs_is_none() -> None:
    assert the_one(heard(CALL, answer(HANGING))).minor
    assert not heard(CALL, answer(HANGING | {"minor": False})).promises
    threat = promise(3, "If the models are late, I'll stop the payment on Friday", "P2", "stop of the payment", minor=True)  # fmt: skip
    assert not heard(CALL, answer(threat)).promises


def ruled(name: str, cue: int, what: str, owner: str = SATU.key) -> Promised:
    side = Side.US if owner == MIRA.key else Side.THEM
    return Promised(name, side, owner, what, DAY, cues=(cue,), quoted_from=cue)


def test_what_rules_list_and_the_model_calls_minor_is_minor_and_told() -> None:
    rules = [ruled("r1", 1, "price models", MIRA.key), ruled("r4", 4, "booking of the electrician"), ruled("r6", 6, "note", MIRA.key)]  # fmt: skip
    found = merged(rules, heard(CALL, answer(MODELS, BOOKING), rules))
    found, problems = without_rejected(found, (), rules)
    assert [one.id for one in found if one.minor] == ["r4"]
    assert "booking" in problems[0]


def test_a_model_that_calls_most_of_them_minor_is_not_believed() -> None:
    rules = [ruled("r1", 1, "price models", MIRA.key), ruled("r4", 4, "booking of the electrician")]
    all_minor = heard(CALL, answer(MODELS | {"minor": True}, BOOKING), rules)
    found, problems = without_rejected(merged(rules, all_minor), (), rules)
    assert not any(one.minor for one in found)
    assert "not believed" in problems[0]


def test_a_minor_copy_of_a_listed_thing_does_not_make_the_thing_minor() -> None:
    rules = [ruled("r1", 1, "price models", MIRA.key)]
    copy = promise(6, "I'll send Ilkka a copy", "P1", "copy of the price models", minor=True)
    assert not merged(rules, heard(CALL, answer(copy), rules))[0].minor


# --- a second answer ---


def test_a_second_answer_about_the_faults_adds_to_the_first() -> None:
    first = heard(CALL, answer(MODELS, BOOKING | {"quote": "never said"}, points=[POINT]))
    second = heard(CALL, answer(BOOKING))
    found = mended(first, second, CALL)
    assert [one.promised.what for one in found.promises] == ["price models", "booking of the electrician"]
    assert [one.one.text for one in found.points] == [POINT["text"]]


def test_a_second_answer_that_tells_all_again_makes_nothing_twice_and_ids_stay_apart() -> None:
    said = talk("Mira: I'll send the drawings on Thursday and the samples on Friday.", PEOPLE)
    drawings = promise(1, "I'll send the drawings on Thursday", "P1", "drawings", due="on Thursday")
    samples = promise(1, "the samples on Friday", "P1", "samples", due="on Friday")
    found = mended(heard(said, answer(drawings)), heard(said, answer(drawings, samples)), said)
    assert [one.promised.what for one in found.promises] == ["drawings", "samples"]
    alone = mended(heard(said, answer(drawings)), heard(said, answer(samples)), said)
    assert len({one.promised.id for one in alone.promises}) == 2


def test_a_day_that_the_second_answer_finds_is_taken() -> None:
    first = heard(CALL, answer(MODELS | {"quote": "I'll send you the price models", "due": "on Wednesday"}))
    assert first.promises[0].promised.due is None
    (one,) = mended(first, heard(CALL, answer(MODELS)), CALL).promises
    assert one.promised.due is not None
    assert one.promised.id == first.promises[0].promised.id


POINT = {"cues": [1], "text": "The price models come from Mira.", "kind": "fact", "weight": 3}


def test_a_needed_point_that_does_not_hold_is_told_and_asked_for_again_and_a_small_one_only_told() -> None:
    lost = heard(CALL, answer(MODELS, points=[POINT | {"text": "The 7 price models come from Mira."}]))
    assert (len(lost.problems), lost.mendable) == (1, True)
    assert "of 1" in lost.problems[0]
    small = heard(CALL, answer(MODELS, points=[POINT | {"text": "The 7 price models come from Mira.", "weight": 2}]))
    assert (len(small.problems), small.mendable) == (1, False)


def test_a_repair_asks_for_the_faulted_items_unless_there_was_no_answer() -> None:
    task, piece = asked(CALL)
    some = render_prompt("promises.user", **user_data(task, piece, ["points[1] is wrong"]))
    whole = render_prompt("promises.user", **user_data(task, piece, ["no JSON object"], whole=True))
    assert "the faulted items alone" in some
    assert "Answer again, whole" in whole
    assert heard(CALL, "no").unread


# --- points for the note, and quotations ---


def test_points_for_the_note_stay_beside_the_models_for_the_customer() -> None:
    rules = Agreed(points=(
        Point("p1", "If the models are late, I stop the payment.", (3,), SATU.key, "risk", internal=True),
        Point("p2", "The electrician is booked.", (4,), SATU.key, "criterion", internal=True),
    ))  # fmt: skip
    said = {"cues": [3, 4], "text": "The payment hangs on the models, and the electrician is booked.", "kind": "process", "weight": 3}  # fmt: skip
    found = improved(rules, [heard(CALL, answer(points=[said]))], CALL, ())
    assert [one.id for one in found.points if one.internal] == ["p1"]
    assert said["text"] in [one.text for one in found.points]


def test_an_outcome_and_a_mood_are_the_persons_own_words() -> None:
    said = talk("Satu: Mulle käytettävyys on se mikä ratkaisee.\nIlkka: Tämä oli parempi palaveri kuin odotin.", PEOPLE, "fi")  # fmt: skip
    outcome = {"cue": 1, "quote": "Mulle käytettävyys on se mikä ratkaisee", "text": "Satulle ratkaisee käytettävyys.", "weight": 3}  # fmt: skip
    moods = [
        {"cues": [2], "text": "Tämä oli parempi palaveri kuin odotin.", "kind": "mood", "weight": 1},
        {"cues": [2], "text": "Ilkan mielestä palaveri oli parempi kuin hän odotti.", "kind": "mood", "weight": 1},
    ]
    found = heard(said, answer(outcome=[outcome], points=moods))
    assert [one.one.text for one in found.outcomes] == ["Minulle käytettävyys on se mikä ratkaisee."]
    assert [one.one.text for one in found.points] == ["Tämä oli parempi palaveri kuin odotin."]


def test_the_rules_words_stay_where_the_model_points_to_the_same_outcome() -> None:
    said = talk("Satu: So, the thing is, I only want to know the monthly cost.", PEOPLE)
    rules = Agreed(outcome=Point("o1", "I only want to know the monthly cost.", (1,), SATU.key))
    row = {"cue": 1, "quote": "the thing is, I only want to know the monthly cost", "weight": 3}
    assert improved(rules, [heard(said, answer(outcome=[row]))], said, ()).outcome == rules.outcome


def test_more_points_than_a_dozen_are_read() -> None:
    said = talk("\n".join(f"Satu: Oven {number} bakes rye bread in Turku." for number in range(20, 40)), PEOPLE)
    rows = [{"cues": [at], "text": f"Oven {at + 19} bakes rye bread.", "kind": "fact", "weight": 2} for at in range(1, 17)]  # fmt: skip
    assert len(heard(said, answer(points=rows)).points) == 16


def test_rules_promises_are_unchanged_by_an_answer_without_any() -> None:
    one = rule()
    assert without_rejected(merged([one], heard(CALL, answer(), [one])), (), [one]) == ((dataclasses.replace(one),), ())
