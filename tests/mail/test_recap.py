"""The recap and the reminder: what the account manager reads on a phone after a call."""

import datetime as dt

import pytest

from kambrief.aftermail import render_recap, render_reminder
from kambrief.core.agreed import Agreed
from kambrief.core.commitment import Confirm
from kambrief.core.customer import Side
from kambrief.core.followup import Followup
from kambrief.core.talk import Withheld
from tests.core.followup_calls import NOW, at, draft, manager, on, person, promised, talk
from tests.parts.browser import Browser

AINO, PEKKA = person("Aino Mattila", Side.US), person("Pekka Ranta")
RISTO = person("Risto Aho", present=False)


def followup(language: str = "en", *, settled: bool = False) -> Followup:
    some = (
        promised("a", AINO, "service plan", on(6), confirm=() if settled else (Confirm.DATE,), due_words="next Friday"),
        promised("b", PEKKA, "list of parts", on(9), supersedes=on(4)),
    )
    call = talk("en", AINO, PEKKA, RISTO, title="Pump service")
    withheld = (Withheld("w1", "off-the-record", 3, 6, 81.0), Withheld("w2", "sensitive:health", 9, 9))
    return draft(
        call, manager("Aino Mattila", language), *some, agreed=Agreed(next_meeting=at(17, 13)), withheld=withheld
    )


def text(language: str = "en", **more: object) -> str:
    fields: dict[str, object] = {"account_name": "Suvanto Oy", "title": "Pump service", "in_drafts": True}
    return render_recap(followup(language), manager("Aino Mattila", language), **(fields | more)).text  # type: ignore[arg-type]


def test_the_recap_says_what_waits_what_was_kept_back_and_who_is_not_ticked() -> None:
    assert text() == (
        "The follow-up to Suvanto is ready (Tue 3 November)\n"
        "Pump service\n"
        "1 point to confirm before it can go.\n"
        "It lies in your Drafts folder. Nothing goes to the customer before you send it.\n\n"
        "To confirm before it can go\n"
        "- The date of “service plan” (Aino): said was “next Friday”\n\n"
        "Kept back\n"
        "- 1 remark withheld at 1:21 (off the record). It is in no draft and no note. To bring it back: kambrief followup m7 --restore w1\n"
        "- 1 remark withheld (private matters of a person). It is in no draft and no note. To bring it back: kambrief followup m7 --restore w2\n\n"
        "Recipients\n"
        "- To: Pekka Ranta\n\n"
        "Offered, not ticked\n"
        "- Risto Aho (was not there)\n\n"
        "Changed since last time\n"
        "- “list of parts” (Pekka) was promised for Wed 4 November before, now for Mon 9 November\n\n"
        "Promises heard\n"
        "- Aino: service plan – Fri 6 November\n"
        "- Pekka: list of parts – Mon 9 November\n"
    )


def test_without_a_mailbox_the_mail_holds_the_draft_to_copy() -> None:
    body = followup().body
    shown = text(in_drafts=False, command="kambrief followup m7")
    assert body in shown
    assert "use kambrief followup m7" in shown
    assert "Promises heard" not in shown  # they stand in the draft below
    assert "Subject: Pump service – recap of 3 November, next meeting Tue 17 November" in shown


def test_a_draft_without_open_points_can_go() -> None:
    rendered = render_recap(
        followup(settled=True), manager("Aino Mattila", "en"), account_name="Suvanto", in_drafts=True
    )
    assert "Nothing is open in it." in rendered.text
    assert "To confirm" not in rendered.text


def test_further_lines_for_the_manager_stand_with_what_to_look_at() -> None:
    assert "Worth a look\n- The CRM was not reached" in text(more=("The CRM was not reached",))


def test_words_from_the_call_are_escaped_in_the_page() -> None:
    some = promised("a", AINO, "<img src=x onerror=alert(1)>", on(6))
    hostile = draft(talk("en", AINO, PEKKA, title="<script>"), manager("Aino Mattila", "en"), some)
    page = render_recap(hostile, manager("Aino Mattila", "en"), account_name="<b>x", title="<script>").html
    assert "<img" not in page
    assert "<script" not in page


def test_the_last_reminder_says_so_and_names_what_is_open() -> None:
    evening = render_reminder(followup(), manager("Aino Mattila", "en"), account_name="Suvanto Oy")
    last = render_reminder(
        followup(), manager("Aino Mattila", "en"), account_name="Suvanto Oy", ends=NOW + dt.timedelta(days=1)
    )
    assert evening.subject == last.subject == "Still a draft: Suvanto Tue 3 November"
    assert "last reminder" not in evening.text
    assert "A day is over at 14:00. This is the last reminder." in last.text
    assert "- The date of “service plan” (Aino): said was “next Friday”" in last.text


@pytest.mark.parametrize("language", ["fi", "en", "sv", "de"])
def test_each_language_has_its_recap_and_reminder(language: str) -> None:
    reader = manager("Aino Mattila", language)
    recap = render_recap(followup(language), reader, account_name="Suvanto", title="Pump service", in_drafts=False)
    reminder = render_reminder(followup(language), reader, account_name="Suvanto", ends=NOW)
    for one in (recap, reminder):
        assert "Suvanto" in one.subject
        assert ".." not in one.text.replace("…", "")
        assert "!" not in one.text


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fi", "en", "sv", "de"])
@pytest.mark.parametrize("in_drafts", [True, False], ids=["in drafts", "to copy"])
def test_the_recap_fits_a_phone(browser: Browser, language: str, in_drafts: bool) -> None:  # noqa: FBT001 - of a table
    rendered = render_recap(
        followup(language), manager("Aino Mattila", language), account_name="Suvanto Oy", in_drafts=in_drafts
    )
    assert (
        browser.visit(rendered.html, lambda shown: shown.evaluate("document.documentElement.scrollWidth"), width=360)
        <= 360
    )
