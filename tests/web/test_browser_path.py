"""From the link in a mail to the sent follow-up, in a browser as people have it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from kambrief.core.drafting import FollowupState
from kambrief.core.site import Act, AuditFilter
from tests.parts.browser import Browser
from tests.web.browser_house import DEPUTY, Served, Window, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]

SECONDS = dt.timedelta(seconds=1)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, deputy=True) as found:
        yield found


def acts(served: Served) -> list[Act]:
    """What the trail tells was done, the first first."""
    rows = served.site.site.store.audit(AuditFilter(who=served.manager), 100)
    return [one.act for one in reversed(rows) if not one.act.is_look]


def versions(served: Served) -> int:
    """How many there are."""
    return len(served.record.versions)


def press(served: Served, page: Page, name: str) -> None:
    """A button of the follow-up's page."""
    page.get_by_role("button", name=served.say("followup", name), exact=True).click()


def expect_state(page: Page, wanted: str) -> None:
    expect(page.locator(f"#state[data-state={wanted}]")).to_be_visible()


def add_line(page: Page, line: str) -> None:
    """Type a line below the greeting, as a person does."""
    page.locator("#body").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.type(f"\n\n{line}")


def test_from_the_mails_link_to_the_sent_follow_up(browser: Browser, served: Served) -> None:
    [path] = served.links("/followup/")

    def act(window: Window) -> None:
        page = window.open(path)
        expect(page).to_have_url(f"{served.address}/sign-in?next=%2Ffollowup%2F{served.meeting}")
        page.get_by_label(served.say("signin", "email")).fill(served.manager)
        page.get_by_role("button", name=served.say("signin", "send")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(served.say("signin", "sent_title"))

        window.open(served.links("/sign-in/")[-1])
        page.get_by_role("button", name=served.say("signin", "link_do")).click()
        expect(page).to_have_url(served.address + path)

        add_line(page, "Oli mukava nähdä taas.")
        expect(page.locator("#kept")).to_contain_text(served.say("followup", "kept_at", at=served.site.house.clock()))
        assert versions(served) == 1  # kept, and no version yet
        press(served, page, "do_save")
        expect(page.locator(".said")).to_have_text(served.say("followup", "said_saved"))
        assert versions(served) == 2

        press(served, page, "do_send")
        expect_state(page, "goes")
        press(served, page, "undo")
        expect_state(page, "edited")
        served.goes_on(60 * SECONDS)
        assert served.site.house.mailbox.sent == ()

        press(served, page, "do_send")
        expect_state(page, "goes")
        served.goes_on(29 * SECONDS)
        assert served.site.house.mailbox.sent == ()
        served.goes_on(2 * SECONDS)
        expect_state(page, "sent")  # the page asks by itself
        expect(page.locator("#editor")).to_have_count(0)
        assert window.complaints == []
        assert window.elsewhere == []

    served.run(browser, act, width=320)
    [mail] = served.site.house.mailbox.sent
    assert "Oli mukava nähdä taas." in mail.text
    served.goes_on(dt.timedelta(hours=3))
    assert len(served.site.house.mailbox.sent) == 1
    assert acts(served) == [
        Act.SIGNED_IN, Act.EDITED, Act.APPROVED, Act.DEFERRED, Act.UNDID, Act.APPROVED, Act.DEFERRED, Act.SENT,
    ]  # fmt: skip


def test_the_link_of_the_brief_leads_to_the_brief(browser: Browser, served: Served) -> None:
    [path] = served.links("/brief/")

    def act(window: Window) -> None:
        page = window.open(path)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Kuorimon tilanne")

    served.run(browser, act, email=served.manager)


def test_a_link_signs_in_once(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open("/sign-in")
        page.get_by_label(served.say("signin", "email")).fill(served.manager)
        page.get_by_role("button", name=served.say("signin", "send")).click()
        link = served.links("/sign-in/")[-1]
        window.open(link)
        window.open(link)  # looking at it, as a scanner does, uses nothing up
        page.get_by_role("button", name=served.say("signin", "link_do")).click()
        expect(page).to_have_url(served.address + "/")
        stranger = served.another(page)
        stranger.open(link)
        expect(stranger.page.get_by_role("heading", level=1)).to_have_text(served.say("signin", "link_gone_title"))

    served.run(browser, act)


def test_put_into_drafts_it_lies_there_and_is_not_sent(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open(f"/followup/{served.meeting}")
        press(served, page, "do_drafts")
        expect(page.locator(".badge.good")).to_be_visible()
        served.goes_on(60 * SECONDS)
        page.reload()
        expect_state(page, "lies")

    served.run(browser, act, email=served.manager)
    assert served.record.state is FollowupState.APPROVED
    assert served.site.house.mailbox.sent == ()
    assert acts(served) == [Act.APPROVED, Act.LAID]
    assert len(list((served.folder / "mailbox").glob("draft-*.txt"))) == 1


def test_later_it_is_sent_then_and_not_before(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open(f"/followup/{served.meeting}")
        page.get_by_text(served.say("followup", "later_title"), exact=True).click()
        page.locator("#at").fill("2026-10-06T12:00")  # in Helsinki
        press(served, page, "do_later")
        expect_state(page, "goes")
        expect(page.locator("#state")).to_contain_text("12.00")

    served.run(browser, act, email=served.manager)
    noon = dt.datetime(2026, 10, 6, 9, tzinfo=dt.UTC)
    served.goes_on(noon - served.site.house.clock() - SECONDS)
    assert served.site.house.mailbox.sent == ()
    served.goes_on(2 * SECONDS)
    assert len(served.site.house.mailbox.sent) == 1


# --- several at once --------------------------------------------------------------------------------------------------


def test_two_people_write_and_neither_text_is_lost(browser: Browser, served: Served) -> None:
    path = f"/followup/{served.meeting}"

    def act(window: Window) -> None:
        mine = window.open(path)
        deputy = served.another(mine, DEPUTY)
        theirs = deputy.open(f"{path}?for={served.manager}")
        add_line(theirs, "Sijaisen rivi.")
        press(served, theirs, "do_save")
        expect(theirs.locator(".said")).to_be_visible()
        add_line(mine, "Oma rivi.")
        expect(mine.locator("#meanwhile")).to_be_visible()  # told while still typing
        press(served, mine, "do_save")
        expect(mine.get_by_role("heading", name=served.say("followup", "crossed_title"))).to_be_visible()
        expect(mine.locator(".version", has_text="Sijaisen rivi.")).to_have_count(1)
        expect(mine.locator(".version", has_text="Oma rivi.")).to_have_count(1)
        press(served, theirs, "do_send")  # not while nobody has chosen
        expect(theirs.get_by_role("heading", name=served.say("followup", "crossed_title"))).to_be_visible()
        mine.get_by_role("button", name=served.say("followup", "crossed_choose", number=3)).click()
        expect(mine.locator("#body")).to_have_value(served.record.versions[2].body)
        assert "Oma rivi." in served.record.versions[2].body

    served.run(browser, act, email=served.manager)
    served.goes_on(120 * SECONDS)
    assert served.site.house.mailbox.sent == ()
    assert "Sijaisen rivi." in served.record.versions[1].body


def test_back_after_sending_and_sending_again_sends_no_second_mail(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open(f"/followup/{served.meeting}")
        press(served, page, "do_send")
        expect_state(page, "goes")
        served.goes_on(31 * SECONDS)
        page.go_back()
        if page.locator("#editor").count():  # kept by the browser as it was
            press(served, page, "do_send")
        expect(page.locator("#state[data-state=sent]").or_(page.get_by_role("alert"))).not_to_have_count(0)
        page.goto(f"{served.address}/followup/{served.meeting}")
        expect_state(page, "sent")

    served.run(browser, act, email=served.manager)
    served.goes_on(120 * SECONDS)
    assert len(served.site.house.mailbox.sent) == 1


def test_a_double_click_sends_one_mail(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open(f"/followup/{served.meeting}")
        page.get_by_role("button", name=served.say("followup", "do_send"), exact=True).dblclick()
        expect_state(page, "goes")

    served.run(browser, act, email=served.manager)
    assert acts(served).count(Act.DEFERRED) == 1
    served.goes_on(31 * SECONDS)
    served.goes_on(31 * SECONDS)
    assert len(served.site.house.mailbox.sent) == 1


def test_two_windows_of_one_text_send_one_mail(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        first = window.open(f"/followup/{served.meeting}")
        second = first.context.new_page()
        second.goto(first.url)
        press(served, first, "do_send")
        expect_state(first, "goes")
        served.goes_on(31 * SECONDS)
        press(served, second, "do_send")
        expect(second.get_by_role("alert")).to_be_visible()
        expect_state(second, "sent")

    served.run(browser, act, email=served.manager)
    served.goes_on(120 * SECONDS)
    assert len(served.site.house.mailbox.sent) == 1


# --- when something breaks --------------------------------------------------------------------------------------------


def test_a_lost_connection_is_told_and_what_was_typed_is_saved_when_it_is_back(
    browser: Browser, served: Served
) -> None:
    def act(window: Window) -> str:
        page = window.open(f"/followup/{served.meeting}")
        page.context.set_offline(offline=True)
        add_line(page, "Kirjoitettu junassa.")
        expect(page.locator("#kept")).to_have_text(served.say("followup", "kept_lost"))
        page.context.set_offline(offline=False)
        expect(page.locator("#kept")).to_have_text(served.say("followup", "kept_at", at=served.site.house.clock()))
        return page.locator("#body").input_value()

    typed = served.run(browser, act, email=served.manager)
    kept = served.site.site.store.autosave(served.meeting, served.manager, served.manager)
    assert kept is not None
    assert kept.body == typed.rstrip()
    assert "Kirjoitettu junassa." in typed


def test_saving_without_a_connection_loses_nothing(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open(f"/followup/{served.meeting}")

        def refuse(route: Route) -> None:
            route.abort() if route.request.method == "POST" else route.fallback()

        page.route("**/followup/**", refuse)
        add_line(page, "Kirjoitettu junassa.")
        press(served, page, "do_save")
        page.wait_for_url("chrome-error://**")  # the browser's own page: there is no connection
        page.unroute("**/followup/**", refuse)
        window.open(f"/followup/{served.meeting}")
        page.locator("#device-take").click()
        assert "Kirjoitettu junassa." in page.locator("#body").input_value()
        press(served, page, "do_save")
        expect(page.locator(".said")).to_have_text(served.say("followup", "said_saved"))

    served.run(browser, act, email=served.manager)
    assert served.record.current is not None
    assert "Kirjoitettu junassa." in served.record.current.body


def test_a_reload_shows_what_was_typed_and_not_saved(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open(f"/followup/{served.meeting}")
        add_line(page, "Jäi kesken.")
        expect(page.locator("#kept")).to_contain_text(served.say("followup", "kept_at", at=served.site.house.clock()))
        page.reload()
        expect(page.locator("#typed")).to_be_visible()
        assert "Jäi kesken." in page.locator("#body").input_value()

    served.run(browser, act, email=served.manager)
    assert versions(served) == 1


def test_signed_out_while_typing_the_page_shows_the_text_again(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open(f"/followup/{served.meeting}")
        served.site.site.store.revoke_sessions(served.manager)
        add_line(page, "Ei saa kadota.")
        expect(page.locator("#kept")).to_have_text(served.say("followup", "kept_out"))
        press(served, page, "do_send")
        expect(page.locator("textarea, pre").filter(has_text="Ei saa kadota.")).not_to_have_count(0)

    served.run(browser, act, email=served.manager)
    served.goes_on(120 * SECONDS)
    assert served.site.house.mailbox.sent == ()


def test_signed_out_by_another_window_the_text_is_there_after_signing_in_again(
    browser: Browser, served: Served
) -> None:
    def act(window: Window) -> None:
        page = window.open(f"/followup/{served.meeting}")
        served.site.site.store.revoke_sessions(served.manager)
        add_line(page, "Ei saa kadota.")
        expect(page.locator("#kept")).to_have_text(served.say("followup", "kept_out"))
        served.sign_in(page.context, served.manager)
        window.open(f"/followup/{served.meeting}")
        page.locator("#device-take").click()
        assert "Ei saa kadota." in page.locator("#body").input_value()

    served.run(browser, act, email=served.manager)
