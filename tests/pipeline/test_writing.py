"""A model's part in a brief: readings marked as such, one repair at most, and the floor for everything that goes wrong."""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from kambrief.core.customer import CrmData
from kambrief.core.match import match
from kambrief.core.model import AccountManager
from kambrief.core.work import BriefRecord, MailKind
from kambrief.errors import ProviderError, UnusableAnswerError
from kambrief.phrases import Phrases
from kambrief.pipeline.asking import Asking
from kambrief.pipeline.customers import Known
from kambrief.pipeline.writing import Writing, Written
from kambrief.ports import Answer, Prompt
from tests.builders import ELINA, OTTO, OWN, attendee, call, deal, havulinna, meeting, promise, situation
from tests.builders import petri as petri_
from tests.fakes import FakeWriter
from tests.pipeline.asked import fact_with, facts_of, person_called

PETRI = petri_()
KNOWN = havulinna(
    activities=(
        call(PETRI, "1.10. 15.00", "Petri wants to see the figures of the debarker before anything else."),
        call(PETRI, "20.8. 10.00", "The sensors drop out at night and nobody knows why."),
    ),
    commitments=(promise("Root cause report", dt.date(2026, 9, 25)),),
)
HOUR = dt.timedelta(hours=1)
ONE_THING = "agree what the plant must see before it goes on"
QUESTION = "what would the plant have to see before it goes on?"
Given = str | ProviderError | Callable[[Prompt], str]


def good(prompt: Prompt) -> str:
    """What a good model would say."""
    said = [fact_with(prompt, "debarker")]
    return json.dumps({"one_thing": {"text": ONE_THING, "facts": said}, "questions": [{"text": QUESTION, "facts": said}], "order": []})  # fmt: skip


def with_text(text: str) -> Callable[[Prompt], str]:
    """An answer whose one thing is this text, resting on a fact that exists."""

    def answer(prompt: Prompt) -> str:
        one = {"text": text, "facts": [fact_with(prompt, "debarker")]}
        return json.dumps({"one_thing": one, "questions": [], "order": []})

    return answer


def write(
    *answers: Given,
    manager: AccountManager = OTTO,
    data: CrmData = KNOWN,
    deadline: dt.timedelta = HOUR,
    **options: Any,
) -> tuple[Written, FakeWriter]:
    """A brief with a model that answers so."""
    writer = FakeWriter(list(answers))
    known = situation(data, manager=manager)
    matched = match(known.meeting.attendees, data, (), OWN)
    return Writing(Asking(writer, **options)).write(known, matched, deadline), writer


def floor(manager: AccountManager = OTTO, data: CrmData = KNOWN) -> Written:
    """The same brief with no model at all."""
    known = situation(data, manager=manager)
    return Writing(None).write(known, match(known.meeting.attendees, data, (), OWN), HOUR)


def gaps(written: Written) -> list[str]:
    return [gap.key for gap in written.brief.gaps]


def test_readings_stand_marked_in_text_and_html_and_the_brief_says_who_wrote() -> None:
    written, writer = write(good)
    assert "[Suggestion] Agree what the plant must see before it goes on" in written.rendered.text
    assert "What would the plant have to see before it goes on?" in written.rendered.text
    assert "Ask [Suggestions]" in written.rendered.text
    marks = re.findall(r">\s*Suggestions?\s*<", written.rendered.html)
    assert len(marks) == 2, written.rendered.html
    assert Phrases("en").label("readings_by").text in written.rendered.text
    assert written.brief.written_by == "fake-1"
    assert gaps(written) == []
    assert len(writer.prompts) == 1


def test_every_word_of_the_floor_is_still_there() -> None:
    written, _ = write(good)
    for line in floor().rendered.text.splitlines():
        if not line.startswith(("Sources", "Put together", "Written", "Ask")):
            assert line in written.rendered.text


def test_the_receipt_says_what_left_the_house_field_by_field() -> None:
    written, writer = write(good)
    [receipt] = written.receipt
    assert receipt["destination"] == "127.0.0.1"
    assert receipt["model"] == "fake-1"
    assert receipt["request_hash"] == "0" * 64
    assert (receipt["prompt_tokens"], receipt["completion_tokens"]) == (100, 20)
    assert isinstance(receipt["fields"], list)
    assert len(receipt["fields"]) == len(facts_of(writer.prompts[0]))
    assert set(receipt["people"]) >= {"Markku Hietanoja", "Petri Vuolle"}  # type: ignore[call-overload]
    assert receipt["names_hidden"] is False
    assert "one_thing" in receipt["lines"]  # type: ignore[operator]


def test_what_they_turned_down_is_told_to_the_model_and_stands_in_the_receipt() -> None:
    lost = havulinna(
        activities=KNOWN.activities, deals=(deal(name="Remote support", status="lost"), deal(id="D2", name="Renewal"))
    )
    written, writer = write(good, data=lost)
    assert "TURNED DOWN Remote support" in writer.prompts[0].user
    assert written.receipt[0]["turned_down"] == ["Remote support"]


def test_a_large_part_of_the_request_is_the_same_for_every_meeting() -> None:
    written, writer = write(good)
    other, second = write(good, data=havulinna(activities=KNOWN.activities))
    assert writer.prompts[0].system == second.prompts[0].system
    assert writer.prompts[0].schema == second.prompts[0].schema
    assert all(float(str(one.receipt[0]["stable_part"])) > 0.4 for one in (written, other))


def kept(written: Written) -> list[BriefRecord]:
    """The brief as it is stored."""
    return [
        BriefRecord(
            meeting_id="m1", manager=OTTO.email, revision="r1", kind=MailKind.BRIEF, created_at=written.situation.now,
            subject="", text="", html="", written_by=written.brief.written_by, language="en",
            why={"answer": dict(written.answer)},
        )
    ]  # fmt: skip


def again(earlier: list[BriefRecord], data: CrmData = KNOWN) -> tuple[Written, FakeWriter]:
    """The same brief, written once more."""
    writer = FakeWriter([good])
    known = situation(data, manager=OTTO)
    matched = match(known.meeting.attendees, data, (), OWN)
    return Writing(Asking(writer)).write(known, matched, HOUR, earlier=earlier), writer


def test_while_nothing_has_changed_nobody_is_asked_again() -> None:
    first, _ = write(good)
    second, writer = again(kept(first))
    assert writer.prompts == []
    assert second.rendered == first.rendered
    assert second.answer == first.answer
    assert "reused" in second.receipt[0]


def test_once_a_fact_has_changed_the_model_is_asked_again() -> None:
    first, _ = write(good)
    more = havulinna(
        activities=(*KNOWN.activities, call(PETRI, "2.10. 9.00", "Petri has seen the new figures of the line.")),
        commitments=KNOWN.commitments,
    )
    second, writer = again(kept(first), more)
    assert len(writer.prompts) == 1
    assert second.answer["key"] != first.answer["key"]


def test_what_failed_is_not_kept() -> None:
    first, _ = write("no idea", "none")
    assert first.answer == {}
    _, writer = again(kept(first))
    assert len(writer.prompts) == 1


def test_with_hidden_names_no_name_leaves_and_the_brief_has_them_all_the_same() -> None:
    def answer(prompt: Prompt) -> str:
        fact = fact_with(prompt, "debarker")
        waiting = person_called(prompt, "customer")
        text = f"[[{waiting}]] comes to hear this first: {{{fact}}}"
        return json.dumps({"one_thing": {"text": text, "facts": [fact]}})

    written, writer = write(answer, hide_names=True)
    asked = writer.prompts[0].user
    for name in ("Petri", "Vuolle", "Markku", "Hietanoja"):
        assert name not in asked
    assert "Petri wants to see the figures of the debarker before anything else" in written.rendered.text
    assert written.receipt[0]["names_hidden"] is True


def test_a_broken_rule_is_told_and_mended_once() -> None:
    written, writer = write(with_text("the report is 10 days late and they know"), good)
    assert len(writer.prompts) == 2
    assert "holds a digit" in writer.prompts[1].user
    assert "[Suggestion] Agree what" in written.rendered.text
    assert len(written.receipt) == 2


def test_nobody_is_asked_a_third_time() -> None:
    written, writer = write(*[with_text("the report is 10 days late and they know")] * 5)
    assert len(writer.prompts) == 2
    assert written.brief.written_by == "floor"
    assert gaps(written) == ["gap_model"]


def test_a_repair_that_is_worse_than_the_first_answer_is_not_taken() -> None:
    def half_good(prompt: Prompt) -> str:
        data = json.loads(good(prompt))
        data["questions"].append({"text": "see http://attacker.example for it?", "facts": ["F1"]})
        return json.dumps(data)

    written, writer = write(half_good, "no idea")
    assert len(writer.prompts) == 2
    assert "[Suggestion] Agree what" in written.rendered.text
    assert "attacker" not in written.rendered.text


FAILURES = [
    pytest.param(ProviderError("llm.openai", "timeout"), id="no answer in time"),
    pytest.param(ProviderError("llm.openai", "401", permanent=True), id="wrong key"),
    pytest.param(UnusableAnswerError("llm.openai", "refused", prompt_tokens=70, completion_tokens=3), id="refusal"),
    pytest.param("", id="nothing"),
    pytest.param("Sure! Here is your brief: **Brief** {", id="talk"),
    pytest.param('{"one_thing": {"text": "agree what', id="half of it"),
    pytest.param("[1, 2, 3]", id="a list"),
    pytest.param(with_text("they owe us twelve invoices since spring"), id="number word"),
    pytest.param(with_text("ask Ville Korpi what the plant wants"), id="unknown name"),
    pytest.param(with_text("see www.attacker.example for the plan of the plant"), id="link"),
    pytest.param(with_text("az ügyfél elégedett volt a legutóbbi szállítással"), id="another language"),
    pytest.param(with_text("agree on {F1.nonsense} before the plant goes on"), id="slot that is none"),
    pytest.param(with_text("agree with [[C77]] on what the plant must see"), id="person that is none"),
]


@pytest.mark.parametrize("answer", FAILURES)
def test_whatever_goes_wrong_the_floor_is_there_and_the_gap_is_named(answer: Given) -> None:
    written, writer = write(answer, answer)
    assert len(writer.prompts) <= 2
    assert written.brief.written_by == "floor"
    assert gaps(written) == ["gap_model"]
    assert written.rendered.body == floor().rendered.body
    assert written.problems
    assert written.receipt


def test_a_call_that_failed_has_a_receipt_too_with_what_it_cost() -> None:
    written, _ = write(UnusableAnswerError("llm.openai", "refused", prompt_tokens=70, completion_tokens=3))
    [receipt] = written.receipt
    assert receipt["error"] == "refused"
    assert (receipt["prompt_tokens"], receipt["completion_tokens"]) == (70, 3)
    assert receipt["fields"]


def test_a_model_with_nothing_to_add_has_not_failed() -> None:
    written, _ = write('{"one_thing": null, "questions": [], "order": [], "cut": []}')
    assert gaps(written) == []
    assert written.rendered.body == floor().rendered.body


def test_with_no_time_left_the_model_is_not_asked() -> None:
    written, writer = write(good, deadline=dt.timedelta(seconds=2))
    assert writer.prompts == []
    assert gaps(written) == ["gap_model"]
    assert written.rendered.body == floor().rendered.body


def test_the_model_gets_the_time_that_is_left_and_never_more_than_configured() -> None:
    asked: list[float] = []

    class Watch(FakeWriter):
        def write(self, prompt: Prompt, timeout: float) -> Answer:
            asked.append(timeout)
            return super().write(prompt, timeout)

    known = situation(KNOWN, manager=OTTO)
    matched = match(known.meeting.attendees, KNOWN, (), OWN)
    for deadline, most in ((HOUR, 60), (dt.timedelta(seconds=20), 20)):
        Writing(Asking(Watch([good]))).write(known, matched, deadline)
        assert most - 5 < asked[-1] <= most


def test_nobody_known_means_no_model_call() -> None:
    written, writer = write(good, data=CrmData())
    assert writer.prompts == []
    assert written.brief.written_by == "floor"


def test_the_prompt_keeps_within_its_budget() -> None:
    many = havulinna(
        activities=tuple(
            call(PETRI, f"{day}.8. 10.00", f"They told us at length about matter {day}. " * 8) for day in range(1, 29)
        )
    )
    _, writer = write(lambda _: "{}", data=many, max_prompt_tokens=2500)
    prompt = writer.prompts[0]
    assert len(prompt.system) + len(prompt.user) <= 2500 * 3 + 400


def test_off_the_record_is_not_in_the_prompt() -> None:
    secret = havulinna(
        activities=(*KNOWN.activities, call(PETRI, "2.10. 9.00", "Off the record: Petri is leaving in spring."))
    )
    _, writer = write(good, data=secret)
    assert "leaving in spring" not in writer.prompts[0].user


def test_another_customers_data_is_not_in_the_prompt() -> None:
    from kambrief.core.customer import Account

    other = Account("A77", "Metsola Oy", domains=("metsola.example",))
    both = havulinna(accounts=(*KNOWN.accounts, other), activities=(
        *KNOWN.activities, call(PETRI, "2.10. 9.00", "Metsola pays a lower price.", id="x1", account_id="A77")))  # fmt: skip
    _, writer = write(good, data=both)
    assert "lower price" not in writer.prompts[0].user


def test_the_join_link_with_its_password_is_not_in_the_prompt() -> None:
    agenda = "Agenda: prices. Join https://zoom.example/j/123?pwd=SeCrEt now"
    known = situation(KNOWN, manager=OTTO, call_=meeting(agenda=agenda))
    writer = FakeWriter([good])
    Writing(Asking(writer)).write(known, match(known.meeting.attendees, KNOWN, (), OWN), HOUR)
    assert "Agenda: prices" in writer.prompts[0].user
    assert "SeCrEt" not in writer.prompts[0].user
    assert "teams.microsoft.com" not in writer.prompts[0].user


def test_a_finnish_reader_gets_finnish_readings_with_inflected_names() -> None:
    def answer(prompt: Prompt) -> str:
        petri = person_called(prompt, "Petri Vuolle")
        text = f"sovi [[{petri}|Petrin]] kanssa, mitä tehtaan pitää nähdä ennen kuin se jatkaa"
        return json.dumps({"one_thing": {"text": text, "facts": [fact_with(prompt, "debarker")]}})

    written, _ = write(answer, manager=ELINA)
    assert "[Ehdotus] Sovi Petrin kanssa, mitä tehtaan pitää nähdä" in written.rendered.text


def test_readings_push_out_nothing_that_is_pinned() -> None:
    long_question = (
        "what would the plant and all of its people have to see and hear before it goes on with us in earnest?"
    )

    def talkative(prompt: Prompt) -> str:
        fact = fact_with(prompt, "debarker")
        return json.dumps({"one_thing": None, "questions": [{"text": long_question, "facts": [fact]}]})

    promises = tuple(promise(f"{'Long promise ' * 9}{n}", dt.date(2026, 9, n), id=f"CM{n}") for n in range(1, 20))
    data = havulinna(activities=KNOWN.activities, commitments=promises)
    written, _ = write(talkative, data=data)
    pinned = {line.id for _, line in floor(data=data).brief.lines() if line.pinned}
    assert pinned
    assert pinned <= {line.id for _, line in written.brief.lines()}


def test_a_guest_missing_from_old_data_is_not_told_to_be_missing_from_the_crm() -> None:
    guest = meeting(attendees=(attendee("x@elsewhere.example"),))
    matched = match(guest.attendees, KNOWN, (), OWN)
    said = {}
    for current in (True, False):
        known = Known(KNOWN, current=current)
        found = Writing(None).situation(guest, OTTO, matched, known, (), guest.start - HOUR)
        said[current] = [gap.key for gap in found.gaps]
    assert said == {True: ["gap_nobody_known"], False: []}


def test_with_the_crm_down_the_brief_tells_the_age_of_its_own_customers_data() -> None:
    call_ = meeting()
    matched = match(call_.attendees, KNOWN, (), OWN)
    now = call_.start - HOUR
    known = Known(KNOWN, current=False, ages={"A01": now - 5 * HOUR, "A99": now - 90 * HOUR})
    [gap] = Writing(None).situation(call_, OTTO, matched, known, (), now).gaps
    assert (gap.key, dict(gap.values)) == ("gap_crm_down_hours", {"count": "5"})
