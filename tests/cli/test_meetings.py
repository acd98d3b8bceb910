"""Single meetings on the command line: listed, written now, explained, corrected."""

import datetime as dt
import re
from typing import Any

import pytest

from kambrief.cli import why
from tests.cli.office import AFTER, ANNA, CRM, DUE, EARLY, PETRI, STRANGER, VILLE, Office, event, text_of
from tests.parts.common import free_port
from tests.parts.fake_llm import Asked, FakeLlm, Mode
from tests.pipeline.asked import fact_with

# --- meetings ---


def test_meetings_are_listed_with_who_comes_and_what_becomes_of_the_brief(office: Office) -> None:
    office.show(event(), event("20261007T100000", VILLE, uid="call-2", title="Our own matters"))
    rows = office.ok("meetings", "--at", EARLY, "--json").json
    assert [(row["title"], row["guests"]) for row in rows] == [
        ("Debarker review", ["Vuolle, Petri"]),
        ("Our own matters", []),
    ]
    assert rows[0]["brief"] == "planned 06.10. 08:00"
    assert rows[1]["brief"] == "none: internal_only"
    assert "our own people" in rows[1]["reason"]
    assert dt.datetime.fromisoformat(rows[0]["start"]) == dt.datetime.fromisoformat("2026-10-06T09:00:00+03:00")


def test_the_list_is_plain_columns_where_nobody_looks_at_it(office: Office) -> None:
    head, row = office.ok("meetings", "--at", EARLY).out.splitlines()
    assert head.split("\t") == ["id", "when", "title", "guests", "platform", "brief"]
    assert row.split("\t")[1:4] == ["Tue 06.10. 09:00", "Debarker review", "Vuolle, Petri"]


def test_many_guests_are_counted_not_dropped(office: Office) -> None:
    guests = [f"CN=Guest {number}:mailto:g{number}@havulinna.example" for number in range(5)]
    office.show(event("20261006T090000", *guests))
    assert "Guest 0; Guest 1; Guest 2 +2" in office.ok("meetings", "--at", EARLY).out


def test_days_say_how_far_ahead(office: Office) -> None:
    office.show(event("20261015T090000"))
    assert office.ok("meetings", "--at", EARLY, "--json").json == []
    assert len(office.ok("meetings", "--at", EARLY, "--days", "14", "--json").json) == 1


def test_the_state_follows_the_brief(office: Office) -> None:
    office.ok("once", "--at", DUE)
    assert office.ok("meetings", "--at", AFTER, "--json").json[0]["brief"] == "brief sent"


def test_a_title_cannot_paint_the_terminal_or_break_the_columns(office: Office) -> None:
    office.show(event(title="Review \x1b[31mred\x1b[0m\tand [bold]more[/bold]"))
    out = office.ok("meetings", "--at", EARLY).out
    assert "\x1b" not in out
    assert "[bold]more[/bold]" in out
    assert len(out.splitlines()[1].split("\t")) == 6


# --- brief ---


def test_next_is_the_next_meeting_that_gets_a_brief(office: Office) -> None:
    office.show(event("20261005T160000", VILLE, uid="own", title="Our own"), event())
    done = office.ok("brief", "next", "--at", EARLY)
    assert done.out.startswith("[Brief] 09:00 Havulinna – Debarker review\n")
    assert "Root cause report" in done.out


def test_text_html_and_json_are_the_same_brief(office: Office) -> None:
    text = office.ok("brief", "next", "--at", EARLY, "--text").out
    html = office.ok("brief", "next", "--at", EARLY, "--html").out
    data = office.ok("brief", "next", "--at", EARLY, "--json").json
    assert html.lstrip().lower().startswith("<!doctype html")
    assert "Root cause report" in html
    assert data["subject"] == text.splitlines()[0]
    assert data["text"].strip() in text
    assert data["written_by"] == "floor"
    assert {section["section"] for section in data["sections"]} >= {"one_thing", "people"}
    first = [line for section in data["sections"] if section["section"] == "one_thing" for line in section["lines"]]
    assert "commitments/CM1" in first[0]["facts"]


def test_a_meeting_answers_to_its_id_its_prefix_and_its_title(office: Office) -> None:
    whole = office.ok("meetings", "--at", EARLY, "--json").json[0]["id"]
    said = {office.ok("brief", name, "--at", EARLY).out for name in (whole, whole[:6], "debarker REVIEW", "barker")}
    assert len(said) == 1


def test_a_name_that_fits_several_lists_them(office: Office) -> None:
    office.show(event(), event("20261007T100000", uid="call-2", title="Debarker review two"))
    done = office.run("brief", "Debarker", "--at", EARLY)
    assert done.code == 1
    assert "fits 2 meetings" in done.err
    assert "use the id" in done.err


def test_a_name_nobody_has_says_where_to_look(office: Office) -> None:
    done = office.run("brief", "Nothing of that kind", "--at", EARLY)
    assert done.code == 1
    assert "kambrief meetings" in done.err


def test_no_meeting_ahead_is_told(office: Office) -> None:
    office.show()
    done = office.run("brief", "next", "--at", EARLY)
    assert done.code == 1
    assert "kambrief meetings" in done.err


def test_a_meeting_without_a_brief_says_why(office: Office) -> None:
    office.show(event("20261006T090000", VILLE))
    done = office.run("brief", "Debarker", "--at", EARLY)
    assert done.code == 1
    assert "our own people" in done.err


def test_asking_sends_nothing_and_keeps_nothing(office: Office) -> None:
    office.ok("brief", "next", "--at", EARLY)
    assert office.mails() == []
    assert office.ok("why", "next", "--at", EARLY, "--json").json["account_managers"][0]["briefs"] == []


def test_send_mails_it_to_the_account_manager_and_the_service_sends_no_second_one(office: Office) -> None:
    done = office.ok("brief", "next", "--at", EARLY, "--send")
    assert "Sent to otto@kuura.example." in done.err
    assert office.ok("once", "--at", DUE, "--json").json.get("sent", 0) == 0
    [mail] = office.mails()
    assert mail["To"].addresses[0].addr_spec == "otto@kuura.example"


def test_a_brief_that_went_out_is_mailed_again_only_when_told_so(office: Office) -> None:
    office.ok("brief", "next", "--at", EARLY, "--send")
    refused = office.run("brief", "next", "--at", EARLY, "--send")
    assert refused.code == 1
    assert "add --again" in refused.err
    assert len(office.mails()) == 1
    office.ok("brief", "next", "--at", EARLY, "--send", "--again")
    assert len(office.mails()) == 2


def test_a_change_after_a_brief_sent_by_hand_is_told_in_its_thread(office: Office) -> None:
    office.ok("brief", "next", "--at", EARLY, "--send")
    office.show(event("20261006T130000", lines=["SEQUENCE:1"]))
    office.ok("once", "--at", DUE)
    first, second = office.mails()
    assert second["In-Reply-To"] == first["Message-ID"]
    assert "13:00" in text_of(second)


def test_a_brief_that_could_not_be_sent_is_an_error_and_goes_out_later(office: Office) -> None:
    (office.folder / "outbox").write_text("in the way")
    done = office.run("brief", "next", "--at", EARLY, "--send")
    assert done.code == 1
    assert "not sent" in done.err
    (office.folder / "outbox").unlink()
    office.ok("once", "--at", DUE)
    assert len(office.mails()) == 1


def test_two_account_managers_in_one_call_must_be_told_apart(office: Office) -> None:
    office.config["manager"] += (
        '\n\n[[account_managers]]\nemail = "elina@kuura.example"\nname = "Elina"\nlanguage = "fi"'
    )
    office.config["calendar"] = (
        '[[meetings.icalendar.calendars]]\npath = "calendar.ics"\nowner = "otto@kuura.example"\n'
        '[[meetings.icalendar.calendars]]\npath = "calendar.ics"\nowner = "elina@kuura.example"'
    )
    done = office.run("brief", "next", "--at", EARLY)
    assert done.code == 1
    assert "--for otto@kuura.example" in done.err
    assert "--for elina@kuura.example" in done.err
    assert "10 päivää" in office.ok("brief", "next", "--at", EARLY, "--for", "elina@kuura.example").out.replace(
        "\xa0", " "
    )
    assert office.run("brief", "next", "--at", EARLY, "--for", "who@kuura.example").code == 1


# --- why ---


def reader(office: Office, at: str = EARLY, name: str = "Debarker") -> dict[str, Any]:
    told: dict[str, Any] = office.ok("why", name, "--at", at, "--json").json
    return dict(told["account_managers"][0])


@pytest.mark.parametrize(
    ("shown", "reason", "said"),
    [
        pytest.param(event("20261006T090000", VILLE), "internal_only", "our own people", id="internal"),
        pytest.param(event(lines=["STATUS:CANCELLED"]), "cancelled", "cancelled", id="cancelled"),
        pytest.param(event(title="Cancelled: Debarker review"), "cancelled_title", "title", id="cancelled by title"),
        pytest.param(event(mine="DECLINED"), "declined", "declined", id="declined"),
        pytest.param(event(lines=["CLASS:PRIVATE"]), "private", "private", id="private"),
        pytest.param(event(lines=["TRANSP:TRANSPARENT"]), "free", "free time", id="free"),
        pytest.param(
            event("20261006T090000", "CN=Room 5;CUTYPE=ROOM:mailto:room5@kuura.example"),
            "nobody",
            "nobody",
            id="nobody",
        ),
    ],
)
def test_why_none_is_answered(office: Office, shown: str, reason: str, said: str) -> None:
    office.show(shown)
    told = reader(office)
    assert not told["brief"]
    assert told["reason"] == reason
    assert said in told["sentence"]
    assert said in office.ok("why", "Debarker", "--at", EARLY).out


def test_why_a_brief_names_rule_facts_and_mails(office: Office) -> None:
    office.ok("once", "--at", DUE)
    told = reader(office, AFTER)
    assert told["matches"] == [
        {
            "attendee": "petri@havulinna.example",
            "rule": "email",
            "contact": "C01",
            "account": "A01",
            "note": "",
            "alternatives": [],
        }
    ]
    [brief] = told["briefs"]
    assert {"commitments/CM1", "contacts/C01"} <= {fact["id"] for fact in brief["why"]["facts"]}
    [mail] = told["mails"]
    assert (mail["state"], mail["to"], mail["copies"]) == ("sent", "otto@kuura.example", 1)
    text = office.ok("why", "Debarker", "--at", AFTER).out
    assert "petri@havulinna.example → C01 by rule email" in text
    assert "commitments/CM1" in text
    assert "brief mail sent" in text


def test_what_was_left_out_is_named_by_rule_and_not_by_its_words(office: Office) -> None:
    office.know({"activities": [*CRM["activities"], {
        "id": "act-9", "account_id": "A01", "type": "note", "at": "2026-10-02T10:00:00+03:00", "contacts": "C01",
        "body": "Petri is on sick leave because of his heart surgery.",
    }]})  # fmt: skip
    office.ok("once", "--at", DUE)
    told = office.ok("why", "Debarker", "--at", AFTER, "--json")
    left_out = told.json["account_managers"][0]["briefs"][0]["why"]["left_out"]
    assert any("act-9" in item["what"] and "sensitive" in item["rule"] for item in left_out)
    assert "surgery" not in told.out
    assert "surgery" not in text_of(office.mails()[0])


def sensible(asked: Asked) -> Any:
    """What a good model would say about `CRM`."""
    return {
        "one_thing": {"text": "agree what they must see before they go on", "facts": [fact_with(asked, "debarker")]},
        "questions": [],
        "order": [],
    }


def with_model(office: Office, fake_llm: FakeLlm, more: str = "") -> None:
    office.config["llm"] = f'[llm]\nbase_url = "{fake_llm.base_url}"\nmodel = "small-1"\n{more}'


def test_why_tells_what_was_sent_to_the_model_and_what_it_cost(office: Office, fake_llm: FakeLlm) -> None:
    fake_llm.default = sensible
    with_model(office, fake_llm, "price_per_million_in = 1.0\nprice_per_million_out = 2.0")
    office.ok("once", "--at", DUE)
    assert "Agree what they must see before they go on" in text_of(office.mails()[0])
    [receipt] = reader(office, AFTER)["briefs"][0]["why"]["model"]
    assert receipt["destination"].startswith("127.0.0.1")
    assert receipt["model"] == "small-1"
    assert "activities/act-1#1" in receipt["fields"] or "activities/act-1" in receipt["fields"]
    assert not any("act-2" in field for field in receipt["fields"]), "another customer's"
    assert receipt["cost"] > 0
    assert receipt["prompt_tokens"] > 0
    facts, lines = ", ".join(receipt["fields"]), len(receipt["lines"])
    text = office.ok("why", "Debarker", "--at", AFTER).out
    tokens = rf"{receipt['prompt_tokens']}\+{receipt['completion_tokens']} tokens, cost {receipt['cost']}"
    assert re.search(rf"model: small-1 at 127\.0\.0\.1:\d+ answered; {tokens}, request [0-9a-f]{{12}}\n", text)
    assert f"    sent: {len(receipt['fields'])} facts: {facts}\n" in text
    assert f"    sent: {lines} lines of the brief; persons: " in text
    assert "Petri Vuolle" in text.partition("; persons: ")[2].splitlines()[0]


def test_why_names_nobody_as_sent_who_was_not(office: Office, fake_llm: FakeLlm) -> None:
    fake_llm.default = sensible
    with_model(office, fake_llm, "hide_names = true")
    office.ok("once", "--at", DUE)
    [asked] = fake_llm.asked
    assert "Vuolle" not in asked.text
    assert "Nurmela" not in asked.text
    assert "lines of the brief; persons by pseudonym; title" in office.ok("why", "Debarker", "--at", AFTER).out


def test_an_answer_that_was_used_again_is_told_as_one_for_which_nothing_was_sent(
    office: Office, fake_llm: FakeLlm
) -> None:
    fake_llm.default = sensible
    with_model(office, fake_llm)
    office.ok("once", "--at", DUE)
    told = office.ok("why", "Debarker", "--at", AFTER, "--json").json
    kept = told["account_managers"][0]["briefs"][0]["why"]
    kept["model"] = [{"reused": kept["answer"]["key"][:16], "model": kept["answer"]["model"], "fields": []}]
    said = [line for line in why.lines(told) if "model:" in line or "sent:" in line]
    assert said == ["  model: nothing changed since small-1 answered; that was used again, nothing was sent"]


def test_a_model_that_failed_is_told_too_with_what_had_been_sent(office: Office, fake_llm: FakeLlm) -> None:
    fake_llm.mode = Mode.REFUSAL
    with_model(office, fake_llm)
    office.ok("once", "--at", DUE)
    text = office.ok("why", "Debarker", "--at", AFTER).out
    assert re.search(r"model: small-1 at 127\.0\.0\.1:\d+ failed, the model refused; \d+\+\d+ tokens", text)
    assert re.search(r"sent: \d+ facts: .*act-1", text)
    assert "model problem: the model refused" in text
    assert "Written without the language model this time." in text_of(office.mails()[0])


def test_a_model_that_nobody_reached_has_got_nothing(office: Office) -> None:
    office.config["llm"] = (
        f'[llm]\nbase_url = "http://127.0.0.1:{free_port()}/v1"\nmodel = "small-1"\ntimeout_seconds = 6'
    )
    office.ok("once", "--at", DUE)
    text = office.ok("why", "Debarker", "--at", AFTER).out
    assert re.search(r"model: .*failed, ", text)
    assert "0+0 tokens" in text


def test_a_meeting_of_last_week_can_still_be_explained(office: Office) -> None:
    office.ok("once", "--at", DUE)
    assert reader(office, "2026-10-13T08:00:00+03:00")["mails"][0]["state"] == "sent"


# --- match ---


def test_a_correction_is_remembered_and_used_from_the_next_brief_on(office: Office) -> None:
    office.show(event("20261006T090000", STRANGER))
    assert "Root cause report" not in office.ok("brief", "next", "--at", EARLY).out
    assert "is Petri Vuolle (Havulinna Oy)" in office.ok("match", "Paul@Elsewhere.example", "--to", "C01").out
    assert "Root cause report" in office.ok("brief", "next", "--at", EARLY).out
    assert reader(office)["matches"][0]["rule"] == "corrected"


def test_an_attendee_can_be_put_to_an_account(office: Office) -> None:
    office.show(event("20261006T090000", STRANGER))
    assert "belongs to Havulinna Oy" in office.ok("match", "paul@elsewhere.example", "--to", "A01").out
    assert "Havulinna" in office.ok("brief", "next", "--at", EARLY).out.splitlines()[0]


def test_a_correction_can_be_forgotten(office: Office) -> None:
    office.ok("match", "petri@havulinna.example", "--to", "C11")
    assert reader(office)["matches"][0]["contact"] == "C11"
    assert "by the rules again" in office.ok("match", "petri@havulinna.example", "--to", "").out
    assert reader(office)["matches"][0]["contact"] == "C01"
    assert "no correction" in office.ok("match", "petri@havulinna.example", "--to", "").out


@pytest.mark.parametrize(
    ("attendee", "to", "said"),
    [("Petri", "C01", "no mail address"), ("x@y.example", "C99", "no contact or account 'C99'")],
)
def test_a_correction_that_makes_no_sense_is_refused(office: Office, attendee: str, to: str, said: str) -> None:
    done = office.run("match", attendee, "--to", to)
    assert done.code == 1
    assert said in done.err


def test_without_a_crm_there_is_nobody_to_match_with(office: Office) -> None:
    office.config["crm"] = ""
    done = office.run("match", "x@y.example", "--to", "C01")
    assert done.code == 1
    assert "[crm.files]" in done.err


def test_another_customers_matters_never_come_in(office: Office) -> None:
    office.show(event("20261006T090000", PETRI, ANNA))
    data = office.ok("brief", "next", "--at", EARLY, "--json").json
    lines = [line for section in data["sections"] for line in section["lines"]]
    assert not any({"activities/act-1", "activities/act-2"} <= set(line["facts"]) for line in lines)
    assert "others" in {section["section"] for section in data["sections"]}
