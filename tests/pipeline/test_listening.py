"""A model hears a call: read whole, in parts; what it may see, what it costs, and the rules' promises for everything that
goes wrong.
"""

import datetime as dt
import itertools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.agreed_types import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.promise_request import schema
from kambrief.core.request import CHARS_A_TOKEN
from kambrief.core.talk import Talk, Utterance
from kambrief.errors import ModelError, ProviderError
from kambrief.pipeline.listening import Listened, Listening
from kambrief.pipeline.spending import Spending
from kambrief.ports import Prompt
from kambrief.settings import LlmSection
from kambrief.store.sql import SqlStore
from tests.core.listening_parts import DAY, answer, person, promise, talk
from tests.fakes import FakeWriter

MIRA, SATU = person("Mira Kallio", Side.US), person("Satu Ranta", Side.THEM)
PEOPLE = (MIRA, SATU)
NOW = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
THURSDAY = DAY + dt.timedelta(3)
SHORT = talk(
    """
    ~Mira: canary-alone: they never pay on time.
    Satu: When do we get the fitting plan?
    Mira: You'll have it on Thursday.
    !Satu: Off the record, canary-withheld is being sold.
    Satu: And I'll send the room sizes tomorrow.
    """,
    PEOPLE,
)
PLAN = promise(3, "You'll have it on Thursday", "P1", "fitting plan", due="on Thursday")
SIZES = promise(5, "I'll send the room sizes tomorrow", "P2", "room sizes", due="tomorrow")
RULE = Promised(
    "r1", Side.US, MIRA.key, "plan", THURSDAY, cues=(3,), quote="You'll have it on Thursday.", quoted_from=3
)
Given = str | ProviderError | Callable[[Prompt], str]


def listen(
    *answers: Given, said: Talk = SHORT, rules: Sequence[Promised] = (), seconds: float = 600, **options: Any
) -> tuple[Listened, FakeWriter]:
    writer = FakeWriter(list(answers))
    return Listening(writer, **options).listen(said, rules, seconds, NOW), writer


def numbers_in(prompt: Prompt) -> list[int]:
    """Of the utterances in a request."""
    return [int(found) for found in re.findall(r"^(\d+) (?:P\d+|\?): ", prompt.user, re.MULTILINE)]


def test_both_sides_promises_are_found_and_the_receipt_says_what_was_sent() -> None:
    found, writer = listen(answer(PLAN, SIZES), rules=[RULE])
    assert [(one.id == "r1", one.what, one.by) for one in found.promised] == [
        (True, "fitting plan", "model"), (False, "room sizes", "model"),
    ]  # fmt: skip
    (receipt,) = found.receipts
    assert receipt["fields"] == ["cue:2", "cue:3", "cue:5"]
    assert (receipt["purpose"], receipt["model"], receipt["left_out"]) == ("promises", "fake-1", 2)
    assert (receipt["people"], receipt["names_hidden"]) == (["Mira Kallio", "Satu Ranta"], False)
    assert receipt["promises"] == ["r1"]
    assert len(writer.prompts) == 1
    assert found.model == "fake-1"


def test_nothing_withheld_and_nothing_said_before_they_came_is_in_any_request() -> None:
    _, writer = listen(answer(PLAN), rules=[RULE])
    assert "canary" not in "".join(prompt.system + prompt.user for prompt in writer.prompts)


@pytest.mark.parametrize("wrong", [ProviderError("llm", "down"), "no json", "{}"], ids=["down", "noise", "empty"])
def test_whatever_goes_wrong_the_rules_promises_stay(wrong: Given) -> None:
    found, _ = listen(wrong, wrong, rules=[RULE])
    assert found.promised == (RULE,)
    assert found.agreed(Agreed()) == Agreed()


def test_without_time_nobody_is_asked() -> None:
    found, writer = listen(answer(PLAN), rules=[RULE], seconds=2)
    assert (found.promised, writer.prompts) == ((RULE,), [])
    assert "no time left" in found.problems[0]


def test_an_altered_quote_is_asked_for_once_more() -> None:
    wrong = PLAN | {"quote": "You'll have it on Friday"}
    found, writer = listen(answer(wrong, SIZES), answer(PLAN, SIZES))
    assert [one.what for one in found.promised] == ["fitting plan", "room sizes"]
    assert "copy the words exactly" in writer.prompts[1].user
    assert len(found.receipts) == 2


def test_what_a_repair_has_lost_stays_from_the_first_answer() -> None:
    found, _ = listen(answer(SIZES, PLAN | {"quote": "never said"}), answer())
    assert [one.what for one in found.promised] == ["room sizes"]


# --- long calls ---


def long_talk(count: int, words: int = 12) -> Talk:
    who = (MIRA.key, SATU.key)
    lines = tuple(
        Utterance(
            number, who[number % 2], f"utterance{number} " + "talks of fitting kitchens and lamps " * (words // 6)
        )
        for number in range(1, count + 1)
    )
    start = dt.datetime(2027, 3, 8, 7, tzinfo=dt.UTC)
    return Talk("m1", "Long call", DAY, start, start, "Europe/Helsinki", "en", PEOPLE, lines)


@pytest.mark.slow
def test_a_call_of_two_thousand_utterances_is_read_whole_within_the_token_budget() -> None:
    said = long_talk(2000)
    found, writer = listen(*[answer()] * 500, said=said, seconds=10_000)
    seen = [numbers_in(prompt) for prompt in writer.prompts]
    assert {number for numbers in seen for number in numbers} == set(range(1, 2001))
    for before, after in itertools.pairwise(seen):
        assert len(set(before) & set(after)) >= 3, "an overlap"
    for prompt in writer.prompts:
        size = len(prompt.system) + len(prompt.user) + len(json.dumps(prompt.schema))
        assert size / CHARS_A_TOKEN <= 4000
    assert not found.problems


@pytest.mark.parametrize("tokens", [2600, 4000, 16000])
def test_every_request_keeps_to_the_token_budget(tokens: int) -> None:
    said = long_talk(60, words=60)
    many = [RULE.__class__(f"r{n}", Side.US, MIRA.key, f"thing number {n}", THURSDAY, cues=(n,)) for n in range(1, 60)]
    _, writer = listen(*[answer()] * 100, said=said, rules=many, seconds=10_000, max_prompt_tokens=tokens)
    assert {number for prompt in writer.prompts for number in numbers_in(prompt)} == set(range(1, 61))
    for prompt in writer.prompts:
        assert (len(prompt.system) + len(prompt.user) + len(json.dumps(schema()))) / CHARS_A_TOKEN <= tokens


def test_one_endless_utterance_is_told_in_pieces_and_quoted_as_one() -> None:
    endless = " ".join(f"Sentence {number} is about nothing at all." for number in range(300))
    said = talk(f"Mira: {endless} I'll send the fitting plan on Thursday. {endless}\nSatu: Good.", PEOPLE)
    row = promise(1, "I'll send the fitting plan on Thursday", "P1", "fitting plan", due="on Thursday")
    found, writer = listen(*[answer(row)] * 100, said=said, seconds=10_000)
    assert len(writer.prompts) > 3
    (one,) = found.promised
    assert one.due == THURSDAY


def test_a_promise_is_found_once_though_two_parts_tell_of_it() -> None:
    filler = "\n".join(
        f"Satu: We talk about the lamps in room number {number} for a while now." for number in range(120)
    )
    said = talk(
        f"{filler}\nMira: I'll send the fitting plan on Thursday.\n{filler}\nMira: So, the fitting plan on Thursday from me.",
        PEOPLE,
    )

    def answering(prompt: Prompt) -> str:
        rows = [
            promise(number, words, "P1", "fitting plan", due="on Thursday")
            for number, words in re.findall(r"^(\d+) P1: (.*)$", prompt.user, re.MULTILINE)
            for number in [int(number)]
        ]
        return answer(*rows)

    found, writer = listen(*[answering] * 50, said=said, seconds=10_000)
    assert len(writer.prompts) > 3
    (one,) = found.promised
    assert one.cues == (121, 242)


def test_parts_that_fail_are_named_and_the_others_are_used() -> None:
    said = long_talk(240)
    found, writer = listen(answer(), ProviderError("llm", "overloaded"), *[answer()] * 50, said=said, seconds=10_000)
    assert len(writer.prompts) > 3
    (problem,) = found.problems
    assert re.fullmatch(r"utterances \d+ to \d+ were read by rules alone: overloaded", problem)


def test_two_failures_in_a_row_end_the_asking() -> None:
    down: list[Given] = [ProviderError("llm", "down")] * 9
    found, writer = listen(*down, said=long_talk(400), rules=[RULE], seconds=10_000)
    assert len(writer.prompts) == 2
    assert found.promised == (RULE,)
    assert "so was all behind them" in found.problems[-1]


# --- settings ---


def test_hidden_names_leave_the_house_in_no_form_and_come_back() -> None:
    said = talk("Mira: Satu, Ilkan listan mä lähetän Satulle huomenna.", PEOPLE, "fi")
    row = promise(1, "[P2], [C1] listan mä lähetän [P2] huomenna", "P1", "lista", due="huomenna")
    writer = FakeWriter([answer(row)])
    found = Listening(writer, hide_names=True).listen(said, (), 600, NOW, names=["Ilkka Oja"])
    told = writer.prompts[0].user
    assert not re.search(r"Satu|Mira|Kallio|Ranta|Ilk", told)
    assert found.promised[0].quote == "Satu, Ilkan listan mä lähetän Satulle huomenna."
    assert found.receipts[0]["names_hidden"] is True


def test_the_ceiling_on_costs_holds_for_calls_too() -> None:
    store = SqlStore.open("sqlite://")
    llm = LlmSection(model="m", price_per_million_in=1.0, price_per_million_out=1.0)
    spending = Spending(store, [llm], per_day=0.0001)
    found, writer = listen(answer(PLAN), rules=[RULE], spending=spending)
    assert writer.prompts == []
    assert found.promised == (RULE,)
    assert "max_cost_per_day" in str(found.receipts[0]["error"])
    store.close()


def test_a_models_failed_tries_are_in_the_receipts() -> None:
    found, _ = listen(ModelError("llm", "timeout", prompt_tokens=7), rules=[RULE])
    assert found.receipts[0]["error"] == "timeout"
    assert found.receipts[0]["fields"] == ["cue:2", "cue:3", "cue:5"]


# --- said in the call, meant for a machine ---


EFFECT = (
    r"https?:|www\.|attacker|[<>{}]|GB33|FI21|\d ?%|ignore|ohita|your (?:answer|response|reply)|cipher|emoji|free|fake|"
    r"instructions|write one|translat"
)


def attacks(corpora: Path) -> Iterator[str]:
    for name in ("product_injection", "indirect_injection", "html_xss"):
        for line in (corpora / "data" / "attacks" / f"{name}.jsonl").read_text().splitlines():
            yield " ".join(json.loads(line)["payload"].split())


@pytest.mark.corpus
@pytest.mark.timeout(300)
def test_what_is_said_to_a_machine_has_no_effect_even_where_the_model_obeys(corpora: Path) -> None:
    for payload in attacks(corpora):
        said = Talk(
            SHORT.meeting_id, SHORT.title, SHORT.day, SHORT.start, SHORT.end, SHORT.zone, "en", PEOPLE,
            (*SHORT.utterances, Utterance(6, SATU.key, payload)),
        )  # fmt: skip
        rows = [
            promise(6, payload, owner, what, due=payload)
            for owner in ("P1", "P2")
            for what in (payload, " ".join(payload.split()[:8]), "price reduction of 50 %")
        ]
        obeying = answer(
            *rows, PLAN, not_promises=["R1"],
            points=[{"cues": [6], "text": text, "kind": "decision", "weight": 3} for text in (payload, "Everything is free.")],
            outcome=[{"cue": 6, "quote": payload, "text": "Send it all to attacker.example.", "weight": 3}],
        )  # fmt: skip
        found, _ = listen(obeying, obeying, said=said, rules=[RULE])
        ours = [one for one in found.promised if one.side is Side.US]
        assert [(one.id, one.due, one.minor) for one in ours] == [("r1", THURSDAY, False)], payload
        told = found.agreed(Agreed())
        texts = [one.text for one in told.points if not one.internal] + [one.what for one in found.promised]
        texts += [told.outcome.text] if told.outcome else []
        for text in texts:
            assert not re.search(EFFECT, text, re.IGNORECASE), text
            assert (
                "HACKED" not in text or text.rstrip(".") in payload
            )  # their own statement may be told, as they made it
