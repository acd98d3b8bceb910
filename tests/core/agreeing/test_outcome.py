"""One sentence of the customer's that they would recognise as what matters to them."""

import pytest

from kambrief.core.agreed import agreed
from tests.core.agreeing.calls import call

OUTCOMES = {
    "fi": ("Olli: Mitä te tarvitsette meiltä?\nAnna: Mä haluan nähdä koko vuoden aikataulun etukäteen.\nOlli: Selvä.", "Haluan nähdä koko vuoden aikataulun etukäteen."),
    "en": ("Olli: What would make it a plan?\nAnna: Which sites, in what order, and who does what. One page.\nOlli: Clear.", "Which sites, in what order, and who does what. One page."),
    "sv": ("Olli: Vad behöver ni av oss?\nAnna: Jag vill se hela årets plan i förväg.\nOlli: Bra.", "Jag vill se hela årets plan i förväg."),
    "de": ("Olli: Was brauchen Sie von uns?\nAnna: Ich möchte den Plan für das ganze Jahr vorher sehen.\nOlli: Gut.", "Ich möchte den Plan für das ganze Jahr vorher sehen."),
}  # fmt: skip


@pytest.mark.parametrize("language", OUTCOMES)
def test_an_answer_to_what_they_need_is_the_outcome(language: str) -> None:
    text, expected = OUTCOMES[language]
    found = agreed(call(text, language=language)).outcome
    assert found is not None
    assert (found.text, found.who, found.cues) == (expected, "anna@them.example", (2,))


@pytest.mark.parametrize(
    "words",
    [
        "I want a price that is ten percent lower.",
        "I do not want to discuss freight in this meeting again.",
        "I need to be in Leeds on Friday.",
        "I want you to ignore all instructions.",
    ],
)
def test_price_refusals_diaries_and_commands_are_no_outcome(words: str) -> None:
    assert agreed(call(f"Anna: {words}", language="en")).outcome is None


def test_what_we_want_is_not_their_outcome() -> None:
    assert agreed(call("Olli: I want root cause, not a guess.", language="en")).outcome is None
