"""Days with one mail, as the commands show them."""

from tests.cli.office import AFTER, EARLY, Office, event, text_of

SEVEN, HALF_PAST = "2026-10-06T07:00:00+03:00", "2026-10-06T07:30:00+03:00"


def daily(office: Office, mode: str = "digest") -> Office:
    office.config["briefs"] += f'\nmode = "{mode}"'
    office.show(event(), event("20261006T130000", uid="call-2", title="Saw line prices"))
    return office


def test_a_digest_is_planned_sent_and_explained(office: Office) -> None:
    daily(office)
    rows = office.ok("meetings", "--at", EARLY, "--json").json
    assert [row["brief"] for row in rows] == ["planned 06.10. 07:00, digest"] * 2
    office.ok("once", "--at", EARLY)
    assert office.ok("once", "--at", SEVEN, "--json").json["digests"] == 1
    [mail] = office.mails()
    assert mail["Subject"] == "[Brief] Tue 6 Oct: 2 customer meetings, the first at 09:00"
    assert "Root cause report" in text_of(mail)
    rows = office.ok("meetings", "--at", HALF_PAST, "--json").json
    assert [row["brief"] for row in rows] == ["digest sent"] * 2
    told = office.ok("why", "Debarker", "--at", AFTER, "--json").json["account_managers"][0]
    assert [row["kind"] for row in told["briefs"]] == ["digest"]
    assert told["briefs"][0]["why"]["digest"] == "digest:2026-10-06"
    assert [(row["kind"], row["state"]) for row in told["mails"]] == [("digest", "sent")]
    text = office.ok("why", "Debarker", "--at", AFTER).out
    assert "carried by the digest of 2026-10-06" in text
    assert "digest mail sent at" in text
    assert "commitments/CM1" in text, "what went in is told as of a brief of its own"


def test_beside_single_briefs_both_are_shown(office: Office) -> None:
    daily(office, "both")
    assert office.ok("meetings", "--at", EARLY, "--json").json[0]["brief"] == "planned 06.10. 08:00"
    office.ok("once", "--at", EARLY)
    office.ok("once", "--at", SEVEN)
    assert office.ok("meetings", "--at", HALF_PAST, "--json").json[0]["brief"] == "overview sent, planned 06.10. 08:00"
    assert "carried by the overview of 2026-10-06" in office.ok("why", "Debarker", "--at", HALF_PAST).out
    office.ok("once", "--at", AFTER)
    assert office.ok("meetings", "--at", AFTER, "--json").json[0]["brief"] == "brief sent"


def test_a_brief_that_a_digest_brought_is_mailed_by_hand_only_when_told_so(office: Office) -> None:
    daily(office)
    office.ok("once", "--at", EARLY)
    office.ok("once", "--at", SEVEN)
    assert "add --again" in office.run("brief", "Debarker", "--at", HALF_PAST, "--send").err
    office.ok("brief", "Debarker", "--at", HALF_PAST, "--send", "--again")
    assert len(office.mails()) == 2


def test_a_brief_sent_by_hand_stands_in_the_days_digest_too_and_is_not_sent_by_itself(office: Office) -> None:
    daily(office)
    office.ok("brief", "Debarker", "--at", EARLY, "--send")
    office.ok("once", "--at", SEVEN)
    office.ok("once", "--at", AFTER)
    by_hand, digest = office.mails()
    assert by_hand["Subject"].startswith("[Brief] 09:00 ")
    assert "2 customer meetings" in digest["Subject"]
    assert text_of(digest).count("==========") == 1, "the brief sent by hand is not repeated"
