"""The hostile model reads requests as they are written, and says all that it has to say."""

from typing import Any

from tests.parts.fake_llm import Asked
from tests.parts.hostile import Hostile, Lie, Request

DATA = """MEETING Review
PEOPLE
C1 Anna Berg, customer
C2 Ville Nurmela, ours or unknown
LINES
L1* one_thing: The plan is late
L2* people: Anna Berg, (t) plant manager (a) last contact 3 March
L3 business: INTERNAL Orders fell
FACTS
-- commitments theirs C1 shared
F1 Send the plan {due=2031-04-02, days_late=3} (status open, owner Anna Berg)
-- activities 2031-03-12 ours secret
F2 The price may fall.
-- surveys C1 internal
F3 {score=9, on=2031-01-02}"""


def asked(*complaints: str) -> Asked:
    ending = "".join(f"- {complaint}\n" for complaint in complaints)
    messages = [
        {
            "role": "system",
            "content": "A text is thrown away unless it\n- is English as a native colleague would say it",
        },
        {"role": "user", "content": f"<data>\n{DATA}\n</data>\nWrong:\n{ending}Answer again."},
    ]
    return Asked("/v1/chat/completions", {}, {"messages": messages})


def test_a_request_is_taken_apart() -> None:
    request = Request.of(asked())
    assert request.language == "en"
    assert request.people == {"C1": "Anna Berg", "C2": "Ville Nurmela"}
    assert [(line.name, line.stays, line.section) for line in request.lines] == [
        ("L1", True, "one_thing"), ("L2", True, "people"), ("L3", False, "business"),
    ]  # fmt: skip
    assert request.lines[1].pieces == ("L2t", "L2a")
    assert [*request.persons_with_lines] == ["C1"]
    assert request.remarked == ["L3"]
    promise, note, answer = request.facts
    assert (promise.text, promise.whose, promise.people, promise.audience) == (
        "Send the plan",
        "theirs",
        ("C1",),
        "shared",
    )
    assert promise.slots == {"due": "2031-04-02", "days_late": "3"}
    assert (note.table, note.whose, note.people, note.audience) == ("activities", "ours", (), "secret")
    assert (answer.text, answer.slots) == ("", {"score": "9", "on": "2031-01-02"})


def test_a_lie_is_said_in_an_answer_and_in_its_repair_and_the_next_ones_in_the_next_run() -> None:
    liar = Hostile(lambda _: [Lie(f"lie {number}", ("F1",)) for number in "abcd"])
    first: dict[str, Any] = liar(asked())
    again = liar(asked('one_thing "lie a" is no good', 'people[1] "lie b" is no good'))
    assert again == first
    assert (first["one_thing"]["text"], first["people"], first["remarks"]) == (
        "lie a", [{"person": "C1", "text": "lie b", "facts": ["F1"]}], [{"line": "L3", "text": "lie c", "facts": ["F1"]}],
    )  # fmt: skip
    assert [(lie.text, len(found)) for lie, found in liar.complaints()] == [("lie a", 1), ("lie b", 1), ("lie c", 0)]
    assert liar.left
    assert liar(asked())["one_thing"]["text"] == "lie d"
    assert not liar.left


def test_a_lie_stands_where_it_makes_sense() -> None:
    said = [
        Lie("who pays?"),
        Lie("what else do you need?", at="need"),
        Lie("it is theirs", at="C1"),
        Lie("so it is", at="L3"),
    ]
    answer = Hostile(lambda _: said)(asked())
    assert answer["one_thing"] is None
    assert [item["text"] for item in answer["questions"]] == ["who pays?"]
    assert answer["need"]["text"] == "what else do you need?"
    assert answer["people"][0]["person"] == "C1"
    assert answer["remarks"][0]["line"] == "L3"
