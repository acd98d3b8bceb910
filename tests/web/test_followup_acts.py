"""What is done on the page of a follow-up: nothing typed is lost, and a mail goes once."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kambrief.core.drafting import FollowupState
from kambrief.core.site import Act, AuditFilter
from kambrief.web.pages.followup import ROUTES
from tests.web.followups import DEPUTY, Window, goes_on, record_of, texts_sent, two
from tests.web.house import Pages

pytestmark = pytest.mark.slow

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Pages]:
    with two(tmp_path) as found:
        yield found


@pytest.fixture
def window(site: Pages) -> Window:
    found = Window(site, site.manager)
    found.open()
    return found


def acts(site: Pages) -> list[Act]:
    """What the trail tells was done, the first first."""
    rows = site.site.store.audit(AuditFilter(meeting_id=site.house.meeting.id), 100)
    return [one.act for one in reversed(rows) if not one.act.is_look]


def with_line(window: Window, line: str) -> str:
    """The text with another line below the greeting."""
    greeting, _, rest = str(window.fields["body"]).partition("\n\n")
    return f"{greeting}\n\n{line}\n\n{rest}"


# --- saving -----------------------------------------------------------------------------------------------------------


def test_saving_makes_a_version_and_sends_nothing(site: Pages, window: Window) -> None:
    page = window.see(window.press("save", body=with_line(window, "Oli mukava jutella.")))
    assert "Oli mukava jutella." in page
    record = record_of(site)
    assert (record.state, len(record.versions)) == (FollowupState.EDITED, 2)
    goes_on(site, MINUTE)
    assert site.house.mailbox.sent == ()
    assert acts(site) == [Act.EDITED]


def test_saving_twice_what_is_the_same_makes_one_version(site: Pages, window: Window) -> None:
    body = with_line(window, "Kiitos vielä.")
    for _ in range(3):  # double press, back button, reload of an old page
        assert window.press("save", body=body).status_code == 303
    assert len(record_of(site).versions) == 2
    assert acts(site) == [Act.EDITED]


def test_nobody_can_be_added_to_the_recipients_by_a_form(site: Pages, window: Window) -> None:
    window.press(
        "save", to=["petri.vuolle@havulinna.example", "rival@elsewhere.example"], cc=["evil@elsewhere.example"]
    )
    version = record_of(site).current
    assert version is not None
    assert (version.to, version.cc) == (("petri.vuolle@havulinna.example",), ())


def test_somebody_who_was_unticked_can_be_ticked_again(site: Pages, window: Window) -> None:
    everybody = list(window.fields["to"])
    window.press("save", to=everybody[:1])
    window.open()
    assert window.fields["to"] == everybody[:1]
    window.press("save", to=everybody)
    current = record_of(site).current
    assert current is not None
    assert list(current.to) == everybody


# --- typing -----------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_there_when_the_page_is_opened_again(site: Pages, window: Window) -> None:
    typed = with_line(window, "Puolivalmis lau")
    told = window.typing(body=typed).json()
    assert told["said"]
    assert len(record_of(site).versions) == 1
    again = Window(site, site.manager)
    assert "Puolivalmis lau" in again.open()
    assert again.fields["body"] == typed
    page = again.see(again.post("discard"))
    assert "Puolivalmis lau" not in page


def test_typing_it_back_leaves_nothing_unsaved(site: Pages, window: Window) -> None:
    window.typing(body="Jotain muuta")
    window.typing()
    assert site.site.store.autosave(site.house.meeting.id, site.manager, site.manager) is None


def test_who_types_is_told_who_else_does(site: Pages, window: Window) -> None:
    other = Window(site, DEPUTY, site.manager)
    other.open()
    assert window.typing(body="Minun").json()["others"] == ""
    assert site.house.manager.name in other.typing(body="Oton").json()["others"]
    assert "Otto Sijainen" in window.typing(body="Minun vielä").json()["others"]
    assert "Oton" not in window.open()


def test_what_was_typed_into_a_mail_that_has_gone_meanwhile_is_still_there(site: Pages, window: Window) -> None:
    other = Window(site, DEPUTY, site.manager)
    other.open()
    window.press("send")
    goes_on(site, MINUTE)
    assert record_of(site).state in {FollowupState.SENT, FollowupState.LOGGED}
    page = other.see(other.press("save", body="Vielä yksi asia, jonka unohdin."))
    assert "Vielä yksi asia, jonka unohdin." in page
    assert len(site.house.mailbox.sent) == 1


# --- two people -------------------------------------------------------------------------------------------------------


def test_two_changes_of_one_version_stand_side_by_side_until_somebody_chooses(site: Pages, window: Window) -> None:
    other = Window(site, DEPUTY, site.manager)
    other.open()
    window.press("save", body=with_line(window, "Elinan rivi."))
    page = other.see(other.press("send", body=with_line(other, "Oton rivi.")))
    assert "Elinan" in page
    assert "Oton" in page
    record = record_of(site)
    assert record.conflict == (2, 3)
    goes_on(site, MINUTE)
    assert site.house.mailbox.sent == ()
    other.see(other.post("choose", number="2"))
    chosen = record_of(site)
    assert chosen.conflict == ()
    assert chosen.current is not None
    assert "Elinan rivi." in chosen.current.body
    other.post("choose", number="2")
    assert len(record_of(site).versions) == len(chosen.versions)


def test_sending_an_unchanged_page_after_somebody_saved_shows_what_changed_and_sends_nothing(
    site: Pages, window: Window
) -> None:
    other = Window(site, DEPUTY, site.manager)
    other.open()
    window.press("save", body=with_line(window, "Elinan rivi."))
    page = other.see(other.press("send"))
    assert "<ins>" in page
    assert "Elinan rivi." in page
    goes_on(site, MINUTE)
    assert site.house.mailbox.sent == ()


# --- sending ----------------------------------------------------------------------------------------------------------


def test_send_now_sends_after_half_a_minute_what_stood_in_the_editor(site: Pages, window: Window) -> None:
    page = window.see(window.press("send", body=with_line(window, "Kiitos vielä kerran.")))
    assert "/undo" in page
    assert 'id="editor"' not in page
    assert site.woken
    goes_on(site, dt.timedelta(seconds=20))
    assert site.house.mailbox.sent == ()
    goes_on(site, dt.timedelta(seconds=15))
    assert ["Kiitos vielä kerran." in text for text in texts_sent(site)] == [True]
    assert acts(site) == [Act.EDITED, Act.APPROVED, Act.DEFERRED, Act.SENT]


def test_a_second_press_and_the_back_button_send_no_second_mail(site: Pages, window: Window) -> None:
    for _ in range(3):
        assert window.press("send").status_code == 303
    goes_on(site, MINUTE)
    assert window.press("send").status_code == 303
    goes_on(site, 2 * MINUTE)
    assert len(site.house.mailbox.sent) == 1


def test_what_was_taken_back_is_not_sent_by_an_old_page_again(site: Pages, window: Window) -> None:
    window.press("send")
    window.see(window.post("undo"))
    window.post("undo")
    page = window.see(window.press("send"))  # the old form, from the back button
    assert 'role="alert"' in page
    goes_on(site, MINUTE)
    assert site.house.mailbox.sent == ()
    assert record_of(site).state is FollowupState.EDITED
    window.open()
    window.press("send")
    goes_on(site, MINUTE)
    assert len(site.house.mailbox.sent) == 1


def test_saving_in_another_window_takes_back_what_waits(site: Pages, window: Window) -> None:
    other = Window(site, site.manager)
    other.open()
    window.press("send")
    other.press("save", body=with_line(other, "Odota."))
    goes_on(site, MINUTE)
    assert site.house.mailbox.sent == ()


def test_undo_after_it_has_left_says_so(site: Pages, window: Window) -> None:
    window.press("send")
    goes_on(site, MINUTE)
    assert 'role="alert"' in window.see(window.post("undo"))
    assert Act.UNDID not in acts(site)


def test_what_is_still_open_blocks_and_cannot_be_overruled(site: Pages, window: Window) -> None:
    page = window.see(window.press("send", body=with_line(window, "[confirm: mikä päivä?]")))
    assert "mikä päivä?" in page
    assert 'name="overrule"' not in page
    window.post("approve", do="send", number="2", key=str(window.fields["key"]) + "x", overrule="yes")
    goes_on(site, MINUTE)
    assert site.house.mailbox.sent == ()


def test_a_warning_needs_a_word_and_then_it_goes(site: Pages, window: Window) -> None:
    page = window.see(window.press("send", body=with_line(window, "Hinta on 999 000 €.")))
    assert 'name="overrule"' in page
    key = page.split('name="key" value="')[1].split('"')[0]
    window.see(window.post("approve", do="send", number="2", key=key))
    assert record_of(site).state is FollowupState.EDITED
    page = window.open("ask=send")
    key = page.split('name="key" value="')[1].split('"')[0]
    window.post("approve", do="send", number="2", key=key, overrule="yes")
    goes_on(site, MINUTE)
    assert len(site.house.mailbox.sent) == 1


def test_a_form_without_the_pages_key_approves_nothing(site: Pages, window: Window) -> None:
    for key in ("", "x", "99999999999999.x"):
        window.press("send", key=key)
    assert record_of(site).state is FollowupState.DRAFTED


def test_later_is_between_now_and_a_week_on_the_readers_clock(site: Pages, window: Window) -> None:
    for at in ("2026-10-06T08:00", "2026-10-20T08:00", "tomorrow", "", "2026-10-07T08:00+02:00", "9999-12-31T23:59"):
        assert 'role="alert"' in window.see(window.press("later", at=at)), at
        assert record_of(site).state is FollowupState.DRAFTED, at
    window.see(window.press("later", at="2026-10-07T08:00"))
    assert record_of(site).send_at == dt.datetime(2026, 10, 7, 5, tzinfo=dt.UTC)
    goes_on(site, dt.timedelta(hours=12))
    assert site.house.mailbox.sent == ()
    goes_on(site, dt.timedelta(hours=12))
    assert len(site.house.mailbox.sent) == 1


def test_put_into_drafts_approves_and_the_mailbox_holds_it(site: Pages, window: Window) -> None:
    window.press("drafts", body=with_line(window, "Luonnoksiin."))
    goes_on(site, MINUTE)
    record = record_of(site)
    assert record.state is FollowupState.APPROVED
    assert record.mailbox_version == 2
    assert site.house.mailbox.sent == ()
    assert acts(site) == [Act.EDITED, Act.APPROVED, Act.LAID]


# --- its end, and another beginning -----------------------------------------------------------------------------------


def test_dropped_and_drafted_anew(site: Pages, window: Window) -> None:
    page = window.see(window.post("drop", reason="Sovittiin <b>puhelimessa</b>"))
    assert "Sovittiin &lt;b&gt;puhelimessa" in page
    assert record_of(site).state is FollowupState.DROPPED
    window.see(window.post("anew"))
    assert record_of(site).state is FollowupState.DRAFTED
    assert acts(site) == [Act.DROPPED]


def test_sent_by_other_means_counts_as_sent_and_goes_to_nobody(site: Pages, window: Window) -> None:
    window.see(window.post("left", number="7"))
    assert record_of(site).is_open
    window.see(window.post("left", number="1"))
    window.post("left", number="1")
    goes_on(site, MINUTE)
    assert record_of(site).state in {FollowupState.SENT, FollowupState.LOGGED}
    assert site.house.mailbox.sent == ()


def test_what_was_kept_back_can_be_let_in_until_somebody_edits(site: Pages, window: Window) -> None:
    window.see(window.post("restore", id="nothing-of-the-kind"))
    window.see(window.post("restore", id="off-the-record:6-11"))
    assert "off-the-record:6-11" not in window.open()
    assert acts(site) == [Act.RESTORED]


def test_an_edited_one_is_not_drafted_anew_by_letting_something_in(window: Window) -> None:
    window.press("save", body=with_line(window, "Oma rivi."))
    page = window.see(window.post("restore", id="off-the-record:6-11"))
    assert 'role="alert"' in page
    assert "Oma rivi." in page


def unheard(site: Pages) -> Window:
    """A meeting of the same people, over, of which nothing was heard."""
    house = site.house
    meeting = dataclasses.replace(house.meeting, id="unheard", sources=(), copies=())
    house.app.store.save_meetings([meeting], house.clock())
    return Window(site, site.manager, meeting="unheard")


def test_without_a_transcript_the_page_says_so_and_drafts_from_notes(site: Pages) -> None:
    window = unheard(site)
    page = window.browser.get(window.path)
    assert page.status_code == 200
    assert 'name="notes"' in page.text
    assert window.browser.get(window.path + "/checks").status_code == 409
    empty = window.post("notes", notes="  ")
    assert (empty.status_code, 'role="alert"' in empty.text) == (409, True)
    text = "Petri lähettää laitelistan torstaina 8.10.\nMinä lähetän tarjouksen perjantaina 9.10."
    shown = window.see(window.post("notes", notes=text))
    assert 'id="editor"' in shown
    assert "Petri lähettää laitelistan torstaina 8.10." in shown  # among what was drafted from


def test_notes_that_cannot_be_used_are_shown_again(site: Pages) -> None:
    window = unheard(site)
    answer = window.post("notes", notes="x" * 20_001)
    assert answer.status_code == 409
    assert "x" * 20_001 in answer.text


# --- forged ----------------------------------------------------------------------------------------------------------

POSTS = (
    "", "/autosave", "/discard", "/approve", "/undo", "/drop", "/left", "/notes", "/anew", "/restore", "/choose", "/take",
)  # fmt: skip


def test_no_form_is_taken_from_elsewhere_or_from_a_stranger(site: Pages, window: Window) -> None:
    before = record_of(site)
    fields = {**window.fields, "do": "send", "number": "1", "notes": "x", "id": "off-the-record:6-11", "reason": "x"}
    for part in POSTS:
        forged = window.browser.post(window.path + part, data={**fields, "csrf": "0" * 64})
        elsewhere = window.browser.post(window.path + part, data=fields, headers={"origin": "https://evil.example"})
        alone = site.client().post(window.path + part, data=fields)
        assert [one.status_code for one in (forged, elsewhere, alone)] == [403, 403, 401], part
    assert record_of(site) == before
    assert not site.site.store.autosaves(site.house.meeting.id, site.manager)


def test_every_form_of_the_page_is_among_those_that_were_tried() -> None:
    taken = {route.path.removeprefix("/followup/{meeting_id}") for route in ROUTES if route.method == "POST"}
    assert taken == set(POSTS)


def test_a_stand_in_whose_days_are_over_changes_nothing(site: Pages) -> None:
    other = Window(site, DEPUTY, site.manager)
    other.open()
    site.house.clock.now += dt.timedelta(days=3)
    assert other.press("save", body="Myöhässä").status_code == 403
    assert len(record_of(site).versions) == 1


def test_what_a_stand_in_does_is_in_the_trail_under_their_own_name(site: Pages) -> None:
    other = Window(site, DEPUTY, site.manager)
    other.open()
    other.press("save", body=with_line(other, "Oton rivi."))
    (entry,) = site.site.store.audit(AuditFilter(acts=frozenset({Act.EDITED})), 10)
    assert (entry.who, entry.manager, entry.detail) == (DEPUTY, site.manager, "version=2")


# --- another wording --------------------------------------------------------------------------------------------------


def test_without_a_model_another_wording_is_refused_and_the_text_stays_in_the_editor(window: Window) -> None:
    assert 'value="reword:' not in window.open()
    page = window.see(window.press("reword:shorter", body=with_line(window, "Keskeneräinen rivi.")))
    assert 'role="alert"' in page
    assert "Keskeneräinen rivi." in page


def test_a_wording_that_is_taken_goes_into_the_editor_and_makes_no_version(site: Pages, window: Window) -> None:
    fields = {name: window.fields[name] for name in ("subject", "to", "cc", "base")}
    page = window.see(window.post("take", body="Hei,\n\nlyhyesti.", **fields))
    assert "lyhyesti." in page
    assert len(record_of(site).versions) == 1
