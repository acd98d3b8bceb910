"""Mails are right by the RFCs, the same bytes for the same input, and nobody can slip a header in."""

import datetime as dt
import email
import json
import re
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.errors import UserError
from kambrief.mime import Letter, address, build, message_id

HEADERS = {
    "from", "to", "subject", "date", "message-id", "list-id", "auto-submitted", "x-auto-response-suppress",
    "content-language", "mime-version", "content-type",
}  # fmt: skip
LETTER = Letter(
    sender="kambrief@vendor.example",
    sender_name="Kambrief",
    recipient="aino@vendor.example",
    recipient_name="Räsälä, Aino (KAM)",
    subject="[Brief] 9.00 Havuharju – kuorimon tilanne ja sopimuksen jatko, Désirée mukana",
    text="Tärkein: raportti on 10 päivää myöhässä.\n.piste alussa\nFrom here\nloppu  \n",
    html='<!DOCTYPE html><html lang="fi"><body><p>Tärkein</p></body></html>',
    language="fi",
    date=dt.datetime(2026, 10, 6, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=3))),
    message_id=message_id("vendor.example", "m-1", "aino@vendor.example", "r-1"),
)


def parsed(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, _class=EmailMessage, policy=policy.SMTP)


def part(mail: EmailMessage, subtype: str) -> str:
    found = mail.get_body((subtype,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def test_what_was_put_in_comes_out() -> None:
    mail = parsed(build(LETTER))
    assert mail["Subject"] == LETTER.subject
    assert [(to.display_name, to.addr_spec) for to in mail["To"].addresses] == [
        ("Räsälä, Aino (KAM)", LETTER.recipient)
    ]
    assert [(by.display_name, by.addr_spec) for by in mail["From"].addresses] == [("Kambrief", LETTER.sender)]
    assert mail["Date"].datetime == LETTER.date
    assert mail["Message-ID"] == LETTER.message_id
    assert mail["Content-Language"] == "fi"
    assert part(mail, "plain") == LETTER.text
    assert part(mail, "html").strip() == LETTER.html


def test_it_is_a_pair_of_alternatives_the_richer_last() -> None:
    mail = parsed(build(LETTER))
    assert mail.get_content_type() == "multipart/alternative"
    assert [inner.get_content_type() for inner in mail.iter_parts()] == ["text/plain", "text/html"]


def test_machines_are_asked_not_to_answer_and_rules_can_file_it() -> None:
    mail = parsed(build(LETTER))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["List-Id"] == "Kambrief <briefs.kambrief.vendor.example>"


def test_a_thread_names_all_that_came_before() -> None:
    mail = parsed(build(replace(LETTER, thread=("<a@vendor.example>", "<b@vendor.example>"))))
    assert mail["In-Reply-To"] == "<b@vendor.example>"
    assert mail["References"].split() == ["<a@vendor.example>", "<b@vendor.example>"]


def test_the_same_letter_is_the_same_bytes() -> None:
    assert build(LETTER) == build(replace(LETTER))


def test_no_defect_and_only_our_headers() -> None:
    mail = parsed(build(LETTER))
    assert {name.lower() for name in mail} == HEADERS
    assert [defect for inner in mail.walk() for defect in inner.defects] == []
    assert [defect for value in mail.values() for defect in value.defects] == []


def assert_wire_form(data: bytes) -> None:
    """Seven bits, CRLF only, no line over 78 (RFC 5322), none with an encoded word over 76 (RFC 2047)."""
    assert data.isascii()
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", data)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert all(len(line) <= 76 for line in lines if b"=?utf-8?" in line)


def test_the_wire_form_is_safe_for_old_servers() -> None:
    assert_wire_form(build(replace(LETTER, text="ä" * 5000 + "\n" + "x" * 5000, html="<p>" + "y" * 9000)))


# --- Message-IDs ---------------------------------------------------------------------------------------------------


def test_a_message_id_is_always_the_same_and_differs_with_each_input() -> None:
    ids = {
        message_id("vendor.example", "m-1", "aino@vendor.example", "r-1"),
        message_id("vendor.example", "m-1", "AINO@vendor.example", "r-1"),
        message_id("vendor.example", "m-1", "aino@vendor.example", "r-2"),
        message_id("vendor.example", "m-2", "aino@vendor.example", "r-1"),
        message_id("vendor.example", "m-1", "eero@vendor.example", "r-1"),
    }
    assert len(ids) == 4
    assert all(re.fullmatch(r"<kambrief\.[0-9a-f]{40}@vendor\.example>", one) for one in ids)


def test_inputs_that_read_alike_when_joined_give_different_ids() -> None:
    assert message_id("v.example", "ab", "c", "d") != message_id("v.example", "a", "bc", "d")


@pytest.mark.parametrize("domain", ["", "a b", "x>\r\nBcc: y@z", "-a.example", "a..b", "a@b", "x" * 64 + ".example"])
def test_a_bad_domain_is_refused(domain: str) -> None:
    with pytest.raises(UserError, match="no mail domain"):
        message_id(domain, "m", "a", "r")


# --- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "usable"),
    [
        ("aino@vendor.example", "aino@vendor.example"),
        ("Aino.K+kam@Vendor.Example", "Aino.K+kam@vendor.example"),
        ("aino@räsälä.example", "aino@xn--rsl-qlabb.example"),
        ("anna@\u0441ustomer.example", "anna@xn--ustomer-xjg.example"),  # a Cyrillic letter shows itself
        ("päivi@vendor.example", "päivi@vendor.example"),
    ],
)
def test_an_address_keeps_its_person_and_gets_an_ascii_domain(given: str, usable: str) -> None:
    assert address(given) == usable


@pytest.mark.parametrize(
    "given",
    [
        "", "aino", "@vendor.example", "aino@", "a b@vendor.example", "aino@vendor.example, x@evil.example",
        "<aino@vendor.example>", "aino@vendor.example\r\nBcc: x@evil.example", "aino@vendor.example\x00",
        "a@b@c.example",
        "aino@[127.0.0.1]", '"a b"@vendor.example', "-oQ/x@vendor.example", ".a@vendor.example", "a..b@vendor.example",
        "x" * 65 + "@vendor.example", "aino;x@vendor.example", "aino@vendor.example>",
    ],
)  # fmt: skip
def test_anything_but_one_plain_address_is_refused(given: str) -> None:
    with pytest.raises(UserError, match=r"mail address|mail domain"):
        address(given)


def test_an_address_only_smtputf8_can_carry_stands_in_the_header_as_it_is() -> None:
    data = build(replace(LETTER, recipient="päivi@vendor.example", recipient_name="Päivi"))
    assert b"To: =?utf-8?b?UMOkaXZp?=\r\n <" + "päivi@vendor.example".encode() + b">\r\n" in data


# --- attacks -------------------------------------------------------------------------------------------------------


def attacked(field: str, payload: str) -> bytes:
    """A letter with the payload in the field it is meant for."""
    match field:
        case "Subject":
            return build(replace(LETTER, subject=payload))
        case "To-name":
            return build(replace(LETTER, recipient_name=payload, sender_name=payload))
        case "To":
            return build(replace(LETTER, recipient=payload))
        case "Message-ID":
            return build(replace(LETTER, message_id=payload))
        case "Body-line":
            return build(replace(LETTER, text=payload, html=payload))
        case _:  # fields our mails don't have: the payload comes by way of whatever text there is
            return build(replace(LETTER, subject=payload, text=payload, html=payload, sender_name=payload))


def assert_nothing_slipped_in(data: bytes) -> None:
    assert_wire_form(data)
    rules: Any
    for rules in (policy.SMTP, policy.compat32):  # new and old readers
        mail = email.message_from_bytes(data, policy=rules)
        assert {name.lower() for name in mail} == HEADERS
        assert len(mail.get_all("To") or []) == 1
        assert [inner.get_content_type() for inner in mail.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
    assert len(parsed(data)["To"].addresses) == 1
    assert len(parsed(data)["From"].addresses) == 1


@pytest.mark.corpus
def test_known_header_attacks_are_refused_or_encoded(corpora: Path) -> None:
    rows = (corpora / "data" / "attacks" / "mail_header.jsonl").read_text(encoding="utf-8").splitlines()
    refused = []
    for row in map(json.loads, rows):
        try:
            data = attacked(row["field"], row["payload"])
        except UserError:
            refused.append(row["field"])
            continue
        assert_nothing_slipped_in(data)
        assert all(to.domain != "attacker.example" for to in parsed(data)["To"].addresses)
    assert set(refused) == {"To", "Message-ID"}


@pytest.mark.parametrize(
    "subject",
    [
        "Review\r\nBcc: x@evil.example",
        "Review\r\n\r\n<b>body</b>",
        "Review\x0bBcc: x",
        "Review\u2028Bcc: x",
        "Review\x85Bcc: x",
        "=?utf-8?q?Review=0D=0ABcc:_x=40evil.example?=",
        "=?utf-8?b?UmV2aWV3DQpCY2M6IHhAZXZpbC5leGFtcGxl?=",
        "half \ud800 letter",
        "x" * 3000,
        "日本語" * 300,
    ],
)
def test_a_hostile_subject_stays_a_subject(subject: str) -> None:
    assert_nothing_slipped_in(build(replace(LETTER, subject=subject)))


def test_an_encoded_word_in_a_subject_is_shown_and_not_decoded() -> None:
    data = build(replace(LETTER, subject="=?utf-8?q?a=0D=0Ab?="))
    assert str(email.header.make_header(email.header.decode_header(email.message_from_bytes(data)["Subject"]))) == (
        "=?utf-8?q?a=0D=0Ab?="
    )


@given(subject=st.text(), name=st.text(), text=st.text(), page=st.text())
def test_whatever_the_words_the_mail_stays_one_mail(subject: str, name: str, text: str, page: str) -> None:
    data = build(replace(LETTER, subject=subject, sender_name=name, recipient_name=name, text=text, html=page))
    assert_nothing_slipped_in(data)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])))
def test_a_subject_comes_out_as_it_went_in_but_for_spaces(subject: str) -> None:
    raw = email.message_from_bytes(build(replace(LETTER, subject=subject)))["Subject"]
    back = str(email.header.make_header(email.header.decode_header(raw)))
    assert back == re.sub(" {2,}", " ", subject).strip()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_a_text_comes_out_as_it_went_in(text: str) -> None:
    mail = email.message_from_bytes(build(replace(LETTER, text=text)), policy=policy.SMTP)
    payload = list(mail.walk())[1].get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode("utf-8").replace("\r\n", "\n") == text


@pytest.mark.parametrize(
    "change",
    [
        {"date": dt.datetime(2026, 10, 6, 8, 0)},  # noqa: DTZ001 - the point
        {"language": "fi\r\nBcc: x"},
        {"thread": ("<a@b>\r\nBcc: x",)},
        {"message_id": "x"},
    ],
)
def test_what_is_not_written_by_rule_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        build(replace(LETTER, **change))
