"""Who really sent a mail, by our own server's word; and whether a person did."""

import pytest

from kambrief.providers.mail_text import ReadMail, read_mail
from kambrief.providers.mail_trust import authentic, automatic

OURS = ("mx.vendor.example",)


def mail(*results: str, sender: str = "laura@vendor.example", also: str = "") -> ReadMail:
    given = "".join(f"Authentication-Results: {one}\r\n" for one in results)
    return read_mail(f"{given}From: {sender}\r\n{also}\r\nx\r\n".encode())


@pytest.mark.parametrize(
    ("results", "found"),
    [
        ("mx.vendor.example; dmarc=pass header.from=vendor.example", True),
        (
            "mx.vendor.example 1; spf=fail smtp.mailfrom=x.example; dmarc=pass (p=reject) header.from=vendor.example",
            True,
        ),
        ("MX.Vendor.Example; dmarc=fail header.from=vendor.example; dkim=pass header.d=vendor.example", False),
        ("mx.vendor.example; dkim=pass header.d=vendor.example header.s=k1", True),
        ("mx.vendor.example; dkim=pass header.i=@mail.vendor.example", True),
        ("mx.vendor.example; spf=pass smtp.mailfrom=bounce@vendor.example", True),
        ("mx.vendor.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example", False),
        ("mx.vendor.example; dkim=none; spf=none", False),
        ("mx.vendor.example; none", None),
        ("mx.vendor.example; dmarc=temperror; dkim=temperror", None),
        ("mx.vendor.example; dmarc=pass header.from=evil.example; spf=fail smtp.mailfrom=vendor.example", False),
        ("mx.vendor.example; spf=fail (dkim=pass header.d=vendor.example) smtp.mailfrom=x.example", False),
        ('mx.vendor.example; spf=fail reason="; dmarc=pass" smtp.mailfrom=x.example', False),
        ('mx.vendor.example; spf=pass smtp.mailfrom="a; dmarc=pass header.from=vendor.example"@evil.example', False),
        ('mx.vendor.example; spf=fail smtp.mailfrom="a\\"; dmarc=pass"@evil.example', False),
        ("mx.vendor.example; spf=pass smtp.mailfrom=a;dmarc=pass@evil.example; dmarc=none", False),
        ("mx.evil.example; dmarc=pass header.from=vendor.example", None),
        ("dmarc=pass header.from=vendor.example", None),
        ("", None),
    ],
)
def test_only_what_our_own_server_says_of_the_domain_in_from_counts(results: str, found: bool | None) -> None:  # noqa: FBT001 a case
    assert authentic(mail(results), OURS) is found


def test_only_the_topmost_word_counts() -> None:
    fails, passes = "mx.vendor.example; dmarc=fail", "mx.vendor.example; dmarc=pass"
    assert authentic(mail(fails, passes), OURS) is False
    assert authentic(mail("mx.evil.example; dmarc=pass", passes), OURS) is None


def test_a_public_suffix_is_no_organisation() -> None:
    results = "mx.vendor.example; dkim=pass header.d=other.co.uk"
    assert authentic(mail(results, sender="laura@vendor.co.uk"), OURS) is False


def test_several_senders_are_none() -> None:
    results = "mx.vendor.example; dmarc=pass"
    assert authentic(mail(results, sender="laura@vendor.example, x@evil.example"), OURS) is False


def test_without_a_server_of_ours_nothing_is_known() -> None:
    assert authentic(mail("mx.vendor.example; dmarc=pass"), ()) is None


def test_a_server_that_writes_no_name_counts_where_it_is_exchange() -> None:
    results = "spf=pass smtp.mailfrom=vendor.example; dkim=none; dmarc=pass action=none header.from=vendor.example;compauth=pass reason=100"
    assert authentic(mail(results), (), unnamed=True) is True
    assert authentic(mail("mx.evil.example; dmarc=pass"), (), unnamed=True) is None


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated; x=y", "Precedence: bulk", "X-Autoreply: yes",
        "List-Id: <x.example>", "Return-Path: <>", "Content-Type: multipart/report; boundary=x", "X-Failed-Recipients: a@b.example",
        "Content-Type: text/calendar; method=REPLY",
    ],
)  # fmt: skip
def test_what_no_person_wrote_is_automatic(header: str) -> None:
    assert automatic(mail(also=f"{header}\r\n"))


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.example", "no-reply@vendor.example", "noreply+x@vendor.example"])
def test_what_machines_send_is_automatic(sender: str) -> None:
    assert automatic(mail(sender=sender))


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: no", "Return-Path: <laura@vendor.example>", "X-Auto-Response-Suppress: All"]
)
def test_a_persons_mail_is_not(header: str) -> None:
    assert not automatic(mail(also=f"{header}\r\n"))
