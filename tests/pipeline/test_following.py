"""A model words a follow-up: asked once or twice, told only what the customer heard, and the draft for all that goes wrong."""

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.evidence import Audience, Fact
from kambrief.core.followup import Followup, PartKind
from kambrief.core.followup_request import schema
from kambrief.core.request import CHARS_A_TOKEN
from kambrief.core.talk import Talk, Utterance
from kambrief.core.voice import Voice
from kambrief.errors import ProviderError
from kambrief.pipeline.following import Following
from kambrief.pipeline.spending import Spending
from kambrief.ports import Prompt
from kambrief.settings import LlmSection
from kambrief.store.sql import SqlStore
from tests.core.listening_parts import person
from tests.core.test_followup_reading import AGREED, CALL, DRAFT, KNOWN, MODELS, line
from tests.fakes import FakeWriter
from tests.pipeline.test_listening import EFFECT, attacks

NOW = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
Given = str | ProviderError | Callable[[Prompt], str]


def answer(**rows: Any) -> str:
    empty: dict[str, Any] = {"topic": "", "thanks": [], "facts": [], "leave": [], "concern": []}
    return json.dumps(empty | rows, ensure_ascii=False)


GOOD = line("The mixer has stopped 14 times since May.", 1, 3, names=("F1",))
STALE = line("The mixer has stopped 11 times since May.", 1, 3, names=("F1",))


def follow(
    *answers: Given,
    said: Talk = CALL,
    facts: Sequence[Fact] = (KNOWN,),
    seconds: float = 100,
    voice: Voice | None = None,
    names: Sequence[str] = (),
    **options: Any,
) -> tuple[Followup, Sequence[Any], Sequence[str], FakeWriter]:
    writer = FakeWriter(list(answers))
    found = Following(writer, **options).worded(DRAFT, said, [MODELS], AGREED, facts, seconds, NOW, voice, names=names)
    return *found, writer


def facts_of(found: Followup) -> list[str]:
    part = found.part(PartKind.FACTS)
    return [one.text for one in part.lines] if part else []


def test_good_lines_are_taken_and_the_receipt_says_what_was_sent() -> None:
    found, receipts, problems, writer = follow(answer(facts=[GOOD]))
    assert facts_of(found) == ["The mixer has stopped 14 times since May."]
    assert (found.written_by, problems) == ("fake-1", ())
    (receipt,) = receipts
    assert receipt["fields"] == [*(f"cue:{number}" for number in range(1, 9)), "f1"]
    assert (receipt["purpose"], receipt["promises"], receipt["names_hidden"]) == ("followup", ["r1"], False)
    assert len(writer.prompts) == 1


def test_a_broken_rule_is_told_once_and_mended() -> None:
    found, receipts, problems, writer = follow(answer(facts=[STALE]), answer(facts=[GOOD]))
    assert facts_of(found) == ["The mixer has stopped 14 times since May."]
    assert "was corrected in the call" in writer.prompts[1].user
    assert len(receipts) == 2
    assert problems


@pytest.mark.parametrize(
    "wrong", [ProviderError("llm", "down"), "no json", answer(facts=[STALE])], ids=["down", "noise", "stale"]
)
def test_whatever_goes_wrong_the_draft_stays(wrong: Given) -> None:
    found, _, problems, _ = follow(wrong, wrong)
    assert found == DRAFT
    assert problems


def test_without_time_nobody_is_asked() -> None:
    found, receipts, problems, writer = follow(answer(facts=[GOOD]), seconds=2)
    assert (found, receipts, writer.prompts) == (DRAFT, (), [])
    assert "no time left" in problems[0]


def test_nothing_that_is_not_the_customers_is_in_the_request() -> None:
    others = [
        dataclasses.replace(KNOWN, id="x1", text="canary-internal", audience=Audience.INTERNAL),
        dataclasses.replace(KNOWN, id="x2", text="canary-guarded", guarded=True),
        dataclasses.replace(KNOWN, id="x3", text="canary-withheld", withheld="sensitive:health"),
    ]
    said = dataclasses.replace(
        CALL, utterances=(*CALL.utterances, Utterance(10, CALL.participants[0].key, "canary-alone", alone=True))
    )
    _, receipts, _, writer = follow(answer(), said=said, facts=[KNOWN, *others])
    told = "".join(prompt.system + prompt.user for prompt in writer.prompts)
    assert "canary" not in told
    assert not {"x1", "x2", "x3", "cue:9", "cue:10"} & set(receipts[0]["fields"])


@pytest.mark.parametrize("tokens", [2600, 4000])
def test_a_long_call_is_told_as_far_as_it_fits_and_what_the_draft_rests_on_first(tokens: int) -> None:
    more = tuple(Utterance(number, CALL.participants[1].key, f"We talk about flour and ovens for a while {number}.") for number in range(20, 600))  # fmt: skip
    _, _, _, writer = follow(answer(), said=dataclasses.replace(CALL, utterances=(*CALL.utterances, *more)), max_prompt_tokens=tokens)  # fmt: skip
    (prompt,) = writer.prompts
    assert (len(prompt.system) + len(prompt.user) + len(json.dumps(schema()))) / CHARS_A_TOKEN <= tokens
    for cited in ("\n3 P1: ", "\n5 P2: ", "\n6 P1: "):
        assert cited in prompt.user


def test_hidden_names_leave_the_house_in_no_form_and_come_back() -> None:
    found, receipts, _, writer = follow(
        answer(facts=[line("[[P2]] wants to know the monthly cost before the season begins.", 7)]),
        hide_names=True, names=["Nordvik"],
    )  # fmt: skip
    assert not re.search(r"Satu|Ranta|Mira|Kallio|Ilkka|Nordvik", writer.prompts[0].user)
    assert receipts[0]["names_hidden"] is True
    assert "Satu wants to know the monthly cost before the season begins." in facts_of(found)


def test_the_managers_habits_are_told_as_form() -> None:
    voice = Voice("m", "en", struck=("Thank you for your time",), target_words=120)
    _, receipts, _, writer = follow(answer(), voice=voice)
    assert "- never writes: Thank you for your time" in writer.prompts[0].user
    assert receipts[0]["voice"] == 2
    _, _, _, off = follow(answer(), voice=dataclasses.replace(voice, on=False))
    assert "VOICE" not in off.prompts[0].user.partition("<data>")[2]


def test_the_prompt_names_language_and_form_of_address() -> None:
    writer = FakeWriter([answer(), answer()])
    for language, address, words in (("de", "formal", 'with "Sie"'), ("fi", "many", '"te" as plural')):
        draft = dataclasses.replace(DRAFT, language=language, address=address)
        Following(writer).worded(draft, CALL, [MODELS], AGREED, (), 100, NOW)
        assert words in writer.prompts[-1].system


def test_the_ceiling_on_costs_holds() -> None:
    store = SqlStore.open("sqlite://")
    llm = LlmSection(model="m", price_per_million_in=1.0, price_per_million_out=1.0)
    found, receipts, _, writer = follow(answer(facts=[GOOD]), spending=Spending(store, [llm], per_day=0.0001))
    store.close()
    assert (found, writer.prompts) == (DRAFT, [])
    assert "max_cost_per_day" in str(receipts[0]["error"])


@pytest.mark.corpus
@pytest.mark.timeout(300)
def test_what_is_said_to_a_machine_has_no_effect_even_where_the_model_obeys(corpora: Path) -> None:
    guest = person("Bob Guest", CALL.participants[1].side)
    for payload in attacks(corpora):
        said = dataclasses.replace(
            CALL, participants=(*CALL.participants, guest), utterances=(*CALL.utterances, Utterance(10, guest.key, payload))
        )  # fmt: skip
        rows = [
            line(text, 10, names=("A1",)) for text in (payload, "You get 50 % off.", "See attacker.example for more.")
        ]
        obeying = answer(topic=payload, thanks=rows[:1], facts=rows, concern=rows[:1], leave=["F1", payload])
        found, _, _, writer = follow(obeying, obeying, said=said)
        text = f"{found.subject}\n{found.body}"
        assert not re.search(EFFECT, text, re.IGNORECASE), text
        assert (found.to, found.cc) == (DRAFT.to, DRAFT.cc)
        data = writer.prompts[0].user.partition("<data>\n")[2].partition("\n</data>")[0]
        assert writer.prompts[0].user.count("</data>") == 1
        assert sum(row.startswith("10 P4: ") for row in data.splitlines()) == (1 if payload else 0)
