"""`kambrief followup`: drafted from a file, shown, edited in an editor, approved, sent, dropped; each once."""

import datetime as dt
import stat
import tomllib
from pathlib import Path

import pytest

from kambrief.app import App, build
from kambrief.cli.followup import Said, work
from kambrief.cli.followup_words import read_sheet
from kambrief.core.drafting import FollowupState, Place, Version
from kambrief.desk.place import Desk, desk
from kambrief.errors import DeliveryUnknownError, KambriefError, ProviderError, UserError
from kambrief.settings import given
from tests.cli.office import ANNA, PETRI, Office, event
from tests.fakes import FakeDrafts

AFTER = "2026-10-06T10:00:00+03:00"
EVENING = "2026-10-06T18:00:00+03:00"
VTT = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
<v Vuolle Petri>Good morning Otto.</v>

2
00:00:05.000 --> 00:00:09.000
<v Otto Salmi>Good morning. I'll send you the root cause report by Friday.</v>

3
00:00:10.000 --> 00:00:14.000
<v Vuolle Petri>Good. I'll send you the device list on Monday.</v>

4
00:00:15.000 --> 00:00:19.000
<v Vuolle Petri>Between us, off the record: Markku is leaving in January.</v>

5
00:00:20.000 --> 00:00:24.000
<v Otto Salmi>Understood, I won't write that down.</v>

6
00:00:25.000 --> 00:00:30.000
<v Otto Salmi>Right, moving on to the spare parts. Thank you, Petri. Bye.</v>
"""


@pytest.fixture
def call(office: Office) -> Office:
    (office.folder / "call.vtt").write_text(VTT, encoding="utf-8")
    return office


def drafted(office: Office, *more: str) -> str:
    return office.ok("followup", "last", "--transcript", "call.vtt", "--at", AFTER, *more).out


def editor(office: Office, script: str) -> dict[str, str]:
    """An editor that changes the text with this Python code; ``text`` is what it sees and leaves."""
    file = office.folder / "edit.py"
    file.write_text(
        "#!/usr/bin/env python3\nimport pathlib, sys\np = pathlib.Path(sys.argv[-1])\ntext = p.read_text()\n"
        f"pathlib.Path({str(office.folder / 'seen.txt')!r}).write_text(text)\n{script}\np.write_text(text)\n"
    )
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return {"VISUAL": str(file), "EDITOR": str(file)}


# --- drafted and shown -----------------------------------------------------------------------------------------------


def test_a_transcript_file_becomes_a_draft_with_the_promises_of_both_sides(call: Office) -> None:
    said = drafted(call)
    assert "To: petri@havulinna.example" in said
    assert "root cause report" in said
    assert "Fri 9 October" in said
    assert "device list" in said
    assert "Mon 12 October" in said
    assert "leaving" not in said
    assert "--- drafted, version 1, in no mailbox" in said


def test_running_it_again_shows_the_same_and_drafts_nothing_new(call: Office) -> None:
    first = drafted(call)
    assert drafted(call) == first
    assert call.ok("followup", "last", "--at", AFTER).out == first
    told = call.ok("followup", "last", "--at", AFTER, "--json").json
    assert [one["number"] for one in told["versions"]] == [1]


def test_json_tells_everything_a_script_needs(call: Office) -> None:
    drafted(call)
    told = call.ok("followup", "last", "--at", AFTER, "--json").json
    assert (told["state"], told["source"], told["account"], told["written_by"]) == (
        "drafted",
        "transcript",
        "A01",
        "floor",
    )
    assert told["to"] == ["petri@havulinna.example"]
    assert "root cause report" in told["crm_note"]
    assert told["findings"] == []


def test_a_german_call_is_followed_up_in_german_although_the_manager_reads_english(call: Office) -> None:
    german = VTT.replace("Good morning Otto.", "Guten Morgen Herr Salmi, schön Sie zu hören.")
    german = german.replace(
        "Good morning. I'll send you the root cause report by Friday.",
        "Guten Morgen. Ich schicke Ihnen den Bericht bis Freitag.",
    )
    german = german.replace(
        "Good. I'll send you the device list on Monday.", "Gut. Ich schicke Ihnen die Liste am Montag."
    )
    (call.folder / "call.vtt").write_text(german[: german.index("\n4\n")], encoding="utf-8")
    said = drafted(call)
    assert "Mit freundlichen Grüßen" in said


def test_notes_are_drafted_from_too(office: Office) -> None:
    (office.folder / "notes.txt").write_text("I'll send Petri the root cause report by Friday.\n", encoding="utf-8")
    said = office.ok("followup", "last", "--notes", "notes.txt", "--at", AFTER).out
    assert "root cause report" in said


def test_why_tells_what_the_draft_rests_on_and_none_of_its_words(call: Office) -> None:
    drafted(call)
    told = call.ok("why", "Debarker", "--at", AFTER).out
    assert "follow-up: drafted; drafted from transcript, versions 1 code" in told
    assert "kept back: utterances 4 to 5 by rule off-the-record" in told
    assert "root cause report" not in told.partition("follow-up:")[2]


def test_the_brief_is_as_it_was_and_the_ledger_knows_the_promises(call: Office) -> None:
    drafted(call)
    rows = call.ok("promises", "--at", AFTER, "--json").json
    assert any("root cause report" in str(row) for row in rows)


# --- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("last",), "hand it in with --transcript FILE"),
        (("next",), "has not begun"),
        (("nothing like it",), "No meeting that has begun answers"),
        (("last", "--transcript", "nowhere.vtt"), "Cannot read nowhere.vtt"),
        (("last", "--transcript", "config.toml"), "is no WebVTT transcript"),
        (("last", "--transcript", "a", "--notes", "b"), "not both"),
        (("last", "--notes", "nowhere.txt"), "Cannot read the note"),
        (("last", "--for", "nobody@kuura.example"), "Whose follow-up is it"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(office: Office, words: tuple[str, ...], said: str) -> None:
    done = office.run("followup", *words, "--at", AFTER)
    assert done.code == 1
    assert said in done.err
    assert "Traceback" not in done.err


def test_several_customers_in_one_call_are_never_mixed(call: Office) -> None:
    call.show(event("20261006T090000", PETRI, ANNA))
    done = call.run("followup", "last", "--transcript", "call.vtt", "--at", AFTER)
    assert done.code == 1
    assert "several customers (Havulinna Oy, Metsola Oy)" in done.err


def test_an_internal_call_has_no_follow_up(call: Office) -> None:
    call.show(event("20261006T090000", "CN=Ville Nurmela:mailto:ville@kuura.example"))
    done = call.run("followup", "Debarker", "--transcript", "call.vtt", "--at", AFTER)
    assert done.code == 1
    assert "No follow-up" in done.err


# --- kept back -------------------------------------------------------------------------------------------------------


def test_what_was_kept_back_can_be_let_in_by_its_id_and_by_no_other_name(call: Office) -> None:
    drafted(call)
    recap = call.ok("followup", "last", "--at", AFTER, "--json").json["recap"]
    (name,) = {line.partition("--restore ")[2].split()[0] for line in recap if "--restore" in line}
    done = call.run("followup", "last", "--restore", "nonsense", "--at", AFTER)
    assert done.code == 1
    assert f"there is {name}" in done.err
    call.ok("followup", "last", "--restore", name, "--at", AFTER)
    assert not any("--restore" in line for line in call.ok("followup", "last", "--at", AFTER, "--json").json["recap"])


def test_what_was_let_in_of_one_transcript_lets_nothing_in_of_another(call: Office) -> None:
    drafted(call)
    call.ok("followup", "last", "--restore", "off-the-record:4-5", "--at", AFTER)
    (call.folder / "other.vtt").write_text(VTT.replace("Markku is leaving", "the plant is closing"), encoding="utf-8")
    told = call.ok("followup", "last", "--transcript", "other.vtt", "--at", AFTER, "--json").json
    assert any("--restore off-the-record:4-5" in line for line in told["recap"])


def test_what_was_kept_back_cannot_be_approved_when_somebody_writes_it_in(call: Office) -> None:
    drafted(call)
    env = editor(call, 'text = text.replace("Best regards", "Markku is leaving in January.\\n\\nBest regards")')
    call.ok("followup", "last", "--edit", "--at", AFTER, **env)
    done = call.run("followup", "last", "--approve", "--overrule", "--at", AFTER)
    assert done.code == 1
    assert "kept back" in done.err


# --- edited ----------------------------------------------------------------------------------------------------------


def test_an_edit_is_a_version_of_its_own_and_is_checked_against_the_call(call: Office) -> None:
    drafted(call)
    env = editor(call, 'text = text.replace("Fri 9 October", "Tue 13 October").replace("Dear Petri", "Hi Petri")')
    done = call.ok("followup", "last", "--edit", "--at", AFTER, **env)
    assert "Hi Petri" in done.out
    assert "warn:" in done.out
    told = call.ok("followup", "last", "--at", AFTER, "--json").json
    assert [one["place"] for one in told["versions"]] == ["code", "editor"]
    assert told["state"] == "edited"
    seen = (call.folder / "seen.txt").read_text()
    assert seen.startswith("# Follow-up of 'Debarker review'")
    assert "Subject: " in seen


def test_warnings_block_the_approval_until_they_are_overruled(call: Office) -> None:
    drafted(call)
    env = editor(call, 'text = text.replace("Fri 9 October", "Tue 13 October")')
    call.ok("followup", "last", "--edit", "--at", AFTER, **env)
    done = call.run("followup", "last", "--approve", "--at", AFTER)
    assert done.code == 1
    assert "--overrule" in done.err
    call.ok("followup", "last", "--approve", "--overrule", "--at", AFTER)
    told = call.ok("followup", "last", "--at", AFTER, "--json").json
    assert (told["state"], told["approved_by"]) == ("approved", "otto@kuura.example")


def test_an_editor_that_changes_nothing_changes_nothing(call: Office) -> None:
    drafted(call)
    done = call.ok("followup", "last", "--edit", "--at", AFTER, **editor(call, "pass"))
    assert "Nothing was changed" in done.err
    assert call.ok("followup", "last", "--at", AFTER, "--json").json["state"] == "drafted"


def test_an_edited_draft_is_not_drafted_anew_unless_it_is_dropped_first(call: Office) -> None:
    drafted(call)
    call.ok("followup", "last", "--edit", "--at", AFTER, **editor(call, 'text = text.replace("Dear", "Hi")'))
    (call.folder / "other.vtt").write_text(VTT.replace("Friday", "Thursday"), encoding="utf-8")
    done = call.run("followup", "last", "--transcript", "other.vtt", "--at", AFTER)
    assert done.code == 1
    assert "--drop it first" in done.err
    call.ok("followup", "last", "--drop", "--at", AFTER)
    said = call.ok("followup", "last", "--transcript", "other.vtt", "--at", AFTER).out
    assert "Thu 8 October" in said


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("# a comment\n# another\nSubject: New\nTo: a@x.example, B@x.example\nCc:\n\nBody\n# not a comment\n",
         ("New", "Body\n# not a comment", ("a@x.example", "b@x.example"), ())),
        ("Body alone", ("Old", "Body alone", ("p@x.example",), ("c@x.example",))),
        ("Subject: New\r\n\r\nBody\r\n", ("New", "Body", ("p@x.example",), ("c@x.example",))),
        ("\n\nSubject: a: b\n\n\nTo: this is text\n", ("a: b", "To: this is text", ("p@x.example",), ("c@x.example",))),
    ],
)  # fmt: skip
def test_the_sheet_of_the_editor_is_read_as_people_leave_it(
    typed: str, expected: tuple[str, str, tuple[str, ...], tuple[str, ...]]
) -> None:
    now = dt.datetime(2026, 10, 6, tzinfo=dt.UTC)
    base = Version(3, Place.CODE, now, "Old", "x", ("p@x.example",), ("c@x.example",))
    read = read_sheet(typed, base, now)
    assert (read.subject, read.body, read.to, read.cc) == expected
    assert (read.base, read.place) == (3, Place.EDITOR)


# --- sent by other means ---------------------------------------------------------------------------------------------


def test_without_a_mailbox_it_is_sent_by_hand_and_then_handed_on(call: Office) -> None:
    drafted(call)
    done = call.run("followup", "last", "--send", "--at", AFTER)
    assert done.code == 1
    assert "say --sent" in done.err
    said = call.ok("followup", "last", "--sent", "--at", AFTER).out
    assert "--- sent 2026-10-06 07:00Z, approved by otto@kuura.example" in said
    again = call.ok("followup", "last", "--sent", "--at", EVENING).out
    assert again == said
    assert call.run("followup", "last", "--drop", "--at", EVENING).code == 1


# --- with a mailbox --------------------------------------------------------------------------------------------------


@pytest.fixture
def mailbox() -> FakeDrafts:
    return FakeDrafts(can_send=True)


@pytest.fixture
def app(call: Office, mailbox: FakeDrafts) -> App:
    call.write_config()
    data = tomllib.loads((call.folder / "config.toml").read_text())
    data["meetings"]["icalendar"]["calendars"][0]["path"] = str(call.folder / "calendar.ics")
    data["crm"]["files"]["folder"] = str(call.folder / "crm")
    data["mail"]["outbox"]["folder"] = str(call.folder / "outbox")
    data["database"] = {"url": f"sqlite:///{call.folder / 'k.db'}"}
    return build(given(data), laid=[mailbox])


def table(app: App, at: str = AFTER) -> Desk:
    now = dt.datetime.fromisoformat(at)
    app.before.refresh(now)
    return desk(app, "last", "", now)


def file(app: App) -> str:
    return str(Path(str(app.settings.database.url).removeprefix("sqlite:///")).parent / "call.vtt")


def test_the_draft_lies_in_the_mailbox_at_once(app: App, mailbox: FakeDrafts) -> None:
    record = work(table(app), Said(transcript=file(app)))
    assert (record.mailbox_version, len(mailbox.drafts)) == (1, 1)


def test_send_approves_sends_once_and_hands_on(app: App, mailbox: FakeDrafts) -> None:
    work(table(app), Said(transcript=file(app)))
    record = work(table(app), Said(send=True))
    assert (record.state, record.approved_by) == (FollowupState.LOGGED, "otto@kuura.example")
    assert len(mailbox.sent) == 1
    place = table(app)
    work(place, Said(send=True))
    assert "sent already" in place.notes[0]
    assert mailbox.calls.count("send") == 1


def test_a_mailbox_that_may_not_send_says_so_and_nothing_is_approved(app: App, mailbox: FakeDrafts) -> None:
    work(table(app), Said(transcript=file(app)))
    mailbox.can_send = False
    with pytest.raises(UserError, match="send it from your mailbox"):
        work(table(app), Said(send=True))
    assert table(app).there().state is FollowupState.DRAFTED


def test_what_was_changed_in_the_mailbox_meanwhile_is_what_is_shown_checked_and_sent(
    app: App, mailbox: FakeDrafts
) -> None:
    work(table(app), Said(transcript=file(app)))
    mailbox.edit(mailbox.drafts[0].text.replace("Dear Petri", "Hi Petri"))
    record = work(table(app), Said(send=True))
    assert mailbox.sent[0].text.startswith("Hi Petri")
    assert [one.place for one in record.versions] == [Place.CODE, Place.MAILBOX, Place.SENT]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ProviderError("drafts.fake", "refused", permanent=True), FollowupState.APPROVED),
        (DeliveryUnknownError("drafts.fake", "the line broke"), FollowupState.SENDING),
    ],
)
def test_a_failed_sending_is_told_and_never_repeated_by_itself(
    app: App, mailbox: FakeDrafts, error: ProviderError, state: FollowupState
) -> None:
    mailbox.refusal = error
    work(table(app), Said(transcript=file(app)))
    with pytest.raises(KambriefError, match=r"refused|the line broke"):
        work(table(app), Said(send=True))
    assert table(app).there().state is state
    app.run_once(dt.datetime.fromisoformat(EVENING))
    assert (mailbox.calls.count("send"), mailbox.sent) == (1, [])


def test_an_unreachable_mailbox_is_told_and_the_rest_is_done(app: App, mailbox: FakeDrafts) -> None:
    work(table(app), Said(transcript=file(app)))
    mailbox.failures = [ProviderError("drafts.fake", "connection refused")] * 9
    place = table(app)
    record = work(place, Said(approve=True))
    assert record.state is FollowupState.APPROVED
    assert "mailbox is not reached" in place.notes[0]


def test_two_changes_of_one_text_are_shown_side_by_side_and_one_is_chosen(app: App, mailbox: FakeDrafts) -> None:
    from kambrief.cli.followup_words import lines
    from kambrief.core import drafting
    from kambrief.pipeline.changing import change

    record = work(table(app), Said(transcript=file(app)))
    first = record.versions[0]
    mine = Version(0, Place.EDITOR, first.at, first.subject, "From the editor.", first.to, first.cc, 1)
    change(app.store, record.meeting_id, record.manager, lambda one: drafting.edited(one, mine))
    mailbox.edit("From the mailbox.")
    place = table(app)
    record = work(place, Said())
    assert record.conflict == (2, 3)
    shown = "\n".join(lines(place, record))
    assert "--- version 2, editor" in shown
    assert "--- version 3, mailbox" in shown
    with pytest.raises(UserError, match="--keep"):
        work(table(app), Said(approve=True))
    record = work(table(app), Said(keep=2, approve=True, overrule=True))
    assert (record.state, record.current.body if record.current else "") == (FollowupState.APPROVED, "From the editor.")
    assert mailbox.drafts[0].text == "From the editor."
