"""Drafts by IMAP at a real Dovecot with Finnish folders, beside a person's own mail program; sending by a real SMTP."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import httpx
import pytest

from kambrief.errors import DraftChangedError, ProviderError
from kambrief.ports import Placed
from kambrief.providers.drafts.imap import Config, Provider
from kambrief.settings import section
from tests.contracts.drafts import ANNA, MESSAGE_ID, TEXT, DraftsContract, mail
from tests.parts.common import free_port
from tests.parts.dovecot import Dovecot
from tests.parts.faults import FaultProxy, Line
from tests.providers.imap_desk import ImapDesk, attach, files

pytestmark = pytest.mark.server


@pytest.fixture(autouse=True)
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAURA", "sana")


@pytest.fixture
def desk(dovecot: Dovecot) -> ImapDesk:
    return ImapDesk(dovecot)


class TestImapDrafts(DraftsContract):
    @pytest.fixture
    def desk(self, dovecot: Dovecot) -> ImapDesk:
        return ImapDesk(dovecot)


# --- how it lies there ---------------------------------------------------------------------------------------------


def test_a_draft_is_a_persons_mail_and_no_machines(desk: ImapDesk) -> None:
    desk.provider.put(desk.mailbox, mail(at=desk.now))
    (there,) = desk.messages()
    assert str(there["From"]) == f"Laura Lähde <{desk.mailbox}>"
    assert str(there["To"]) == '"Räsälä, Anna" <anna@customer.example>'
    assert there["In-Reply-To"] == there["References"] == "<invitation@customer.example>"
    assert not [name for name in ("List-Id", "Auto-Submitted", "X-Auto-Response-Suppress") if there[name]]
    assert there.get_content_type() == "text/plain"
    with desk.program() as box:
        (seen,) = list(box.fetch(mark_seen=False))
        assert {"\\Draft", "\\Seen"} <= set(seen.flags)


def test_ids_of_others_that_no_header_may_hold_are_left_out(desk: ImapDesk) -> None:
    thread = ("<fine@customer.example>", "<bad\r\nBcc: x@evil.example>", "no id", "<last@customer.example>")
    desk.provider.put(desk.mailbox, replace(mail(at=desk.now), thread=thread))
    (there,) = desk.messages()
    assert there["References"].split() == ["<fine@customer.example>", "<last@customer.example>"]
    assert there["In-Reply-To"] == "<last@customer.example>"
    assert there["Bcc"] is None


@pytest.mark.usefixtures("dovecot")
def test_folders_without_flags_are_those_that_the_configuration_names() -> None:
    with Dovecot({}) as bare:
        desk = ImapDesk(bare)
        with bare.client(desk.mailbox) as box:
            box.folder.create("Luonnokset")
            box.folder.create("Lähetetyt")
        with pytest.raises(ProviderError, match=r"no folder is marked \\Drafts: name it: drafts_folder"):
            desk.provider.put(desk.mailbox, mail(at=desk.now))
        (health,) = desk.provider.check(desk.now)
        assert (health.ok, "sent_folder" in health.advice) == (False, True)
        desk.options = {"drafts_folder": "Luonnokset", "sent_folder": "lähetetyt"}
        desk.another().put(desk.mailbox, mail(at=desk.now))
        assert len(desk.texts("drafts")) == 1


def test_one_sign_in_may_open_every_mailbox(desk: ImapDesk, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER", dovecot.master_password)
    desk.options = {"mailboxes": [], "username": "{mailbox}*kambrief", "password_env": "MASTER"}
    desk.another().put(desk.mailbox, mail(at=desk.now))
    assert len(desk.texts("drafts")) == 1


def test_starttls_is_spoken_too(desk: ImapDesk, dovecot: Dovecot) -> None:
    desk.options = {"security": "starttls", "port": dovecot.port}
    assert desk.another().put(desk.mailbox, mail(at=desk.now)).ref


class Tokens:
    """The directory's token endpoint."""

    def __init__(self, *tokens: str) -> None:
        self.left, self.asked = list(tokens), 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        assert b"outlook.office365.com" in request.content
        token = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        return httpx.Response(200, json={"access_token": token, "expires_in": 3600})


def by_app(desk: ImapDesk, tokens: Tokens) -> Provider:
    config = section(
        Config,
        {
            "host": "localhost", "port": desk.server.tls_port, "ca_file": desk.server.tls.ca, "auth": "xoauth2",
            "username": "{mailbox}", "tenant": "vendor.example", "client_id": "the-app", "client_secret_env": "LAURA",
        },
        "drafts.imap",
    )  # fmt: skip
    return Provider(config, mailboxes=[desk.mailbox], transport=httpx.MockTransport(tokens))


def test_an_apps_token_opens_the_mailbox(desk: ImapDesk, dovecot: Dovecot) -> None:
    provider = by_app(desk, Tokens(dovecot.token(desk.mailbox)))
    assert provider.serves("anybody@vendor.example")
    provider.put(desk.mailbox, mail(at=desk.now))
    (health,) = provider.check(desk.now)
    provider.close()
    assert health.ok
    assert len(desk.texts("drafts")) == 1


def test_a_token_that_was_taken_back_is_asked_for_anew_once(desk: ImapDesk, dovecot: Dovecot) -> None:
    ended, good = dovecot.token(desk.mailbox, seconds=-10), dovecot.token(desk.mailbox)
    tokens = Tokens(ended, good)
    provider = by_app(desk, tokens)
    provider.put(desk.mailbox, mail(at=desk.now))
    provider.close()
    assert (tokens.asked, len(desk.texts("drafts"))) == (2, 1)


def test_a_token_that_is_refused_says_what_exchange_needs_and_not_the_token(desk: ImapDesk, dovecot: Dovecot) -> None:
    ended = dovecot.token(desk.mailbox, seconds=-10)
    provider = by_app(desk, Tokens(ended))
    with pytest.raises(ProviderError, match=r"IMAP\.AccessAsApp") as caught:
        provider.put(desk.mailbox, mail(at=desk.now))
    provider.close()
    assert ended not in str(caught.value)
    assert not caught.value.permanent


# --- two of everything ---------------------------------------------------------------------------------------------


def test_tries_beside_one_another_leave_one_draft(desk: ImapDesk) -> None:
    begin, found = threading.Barrier(4), list[str]()

    def one() -> None:
        provider = desk.another()
        begin.wait(10)
        found.append(provider.put(desk.mailbox, mail(at=desk.now)).ref)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    desk.provider.put(desk.mailbox, mail(at=desk.now))
    assert len(desk.texts("drafts")) == 1
    assert len(set(found)) == 1


def test_a_crash_between_the_new_draft_and_the_old_ones_end_is_tidied_up_by_the_next_try(desk: ImapDesk) -> None:
    old = desk.provider.put(desk.mailbox, mail(at=desk.now))
    new_text = TEXT.replace("9.10.", "16.10.")
    with desk.program() as box:
        (first,) = list(box.fetch(mark_seen=False))
        kept = first.obj.as_bytes()
    desk.provider.put(desk.mailbox, mail(new_text, at=desk.now), old)
    with desk.program() as box:  # as if the old one had never been deleted
        box.append(kept, "Luonnokset", flag_set=["\\Draft"])
    assert len(desk.texts("drafts")) == 2
    desk.another().put(desk.mailbox, mail(new_text, at=desk.now), old)
    (text,) = desk.texts("drafts")
    assert "16.10." in text


def test_an_older_draft_of_ours_that_was_left_over_goes_with_the_next_look(desk: ImapDesk) -> None:
    old = desk.provider.put(desk.mailbox, mail(at=desk.now))
    with desk.program() as box:
        (first,) = list(box.fetch(mark_seen=False))
        box.append(first.obj.as_bytes(), "Luonnokset", flag_set=["\\Draft"])
        newest = max(int(uid) for uid in box.uids())
    at = replace(old, ref=old.ref.replace(f':{first.uid}"', f':{newest}"'))
    assert desk.provider.look(desk.mailbox, at, MESSAGE_ID, desk.now).state == "draft"
    assert len(desk.texts("drafts")) == 1


def test_a_person_who_saves_while_we_replace_keeps_their_words(desk: ImapDesk) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    with desk.program() as box:
        (there,) = list(box.fetch(mark_seen=False))
        theirs = ImapDesk.rewritten(there.obj, anew=False)
        theirs.set_content(TEXT.replace("perjantaina", "torstaina"))
        box.append(theirs.as_bytes(), "Luonnokset", flag_set=["\\Draft"])  # the old one is not deleted yet
    with pytest.raises(DraftChangedError):
        desk.provider.put(desk.mailbox, mail(TEXT.replace("9.10.", "16.10."), at=desk.now), placed)
    assert [("torstaina" in text, "16.10." in text) for text in desk.texts("drafts")] == [(False, False), (True, False)]


def test_what_a_person_has_marked_for_deletion_stays_marked(desk: ImapDesk) -> None:
    with desk.program() as box:
        box.append(b"Subject: something else\r\n\r\nx\r\n", "Luonnokset", flag_set=["\\Deleted"])
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    desk.provider.put(desk.mailbox, mail(TEXT.replace("9.10.", "16.10."), at=desk.now), placed)
    with desk.program() as box:
        assert sorted(one.subject for one in box.fetch(mark_seen=False)) == [
            "Yhteenveto: näin jatketaan",
            "something else",
        ]


def test_numbers_given_anew_lose_nothing(desk: ImapDesk, dovecot: Dovecot) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    dovecot.renumber(desk.mailbox, "Luonnokset", 4711)
    found = desk.provider.look(desk.mailbox, placed, MESSAGE_ID, desk.now)
    assert (found.state, found.how) == ("draft", "its Message-ID")
    assert found.placed is not None
    assert found.placed.ref != placed.ref
    desk.provider.put(desk.mailbox, mail(TEXT.replace("9.10.", "16.10."), at=desk.now), placed)
    assert len(desk.texts("drafts")) == 1


def test_a_draft_of_hundreds_is_found(desk: ImapDesk) -> None:
    with desk.program() as box:
        for number in range(300):
            box.append(f"Subject: {number}\r\nMessage-ID: <{number}@x.example>\r\n\r\nx\r\n".encode(), "Lähetetyt")
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    desk.send(anew=True)
    assert desk.provider.look(desk.mailbox, placed, MESSAGE_ID, desk.now).state == "sent"


def test_a_mail_in_drafts_that_cannot_be_read_is_no_obstacle(desk: ImapDesk) -> None:
    with desk.program() as box:
        box.append(b"\xff\xfe\x00 not a mail at all", "Luonnokset")
        box.append(
            b"Content-Type: multipart/mixed; boundary=x\r\nTo: " + ANNA.encode() + b"\r\n\r\n--x\r\n", "Luonnokset"
        )
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    assert desk.provider.look(desk.mailbox, placed, MESSAGE_ID, desk.now).state == "draft"


# --- when it goes wrong --------------------------------------------------------------------------------------------


def test_a_wrong_password_names_the_variable_and_not_the_word(desk: ImapDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAURA", "väärä-salasana")
    with pytest.raises(ProviderError) as caught:
        desk.provider.put(desk.mailbox, mail(at=desk.now))
    assert not caught.value.permanent
    assert "password_env" in caught.value.reason
    assert "salasana" not in str(caught.value)
    monkeypatch.delenv("LAURA")
    (health,) = desk.provider.check(desk.now)
    assert "LAURA" in health.advice


def test_a_certificate_of_nobody_we_know_is_refused(desk: ImapDesk) -> None:
    desk.options = {"ca_file": None}
    with pytest.raises(ProviderError, match=r"certificate not trusted.*ca_file"):
        desk.another().put(desk.mailbox, mail(at=desk.now))


def test_nobody_there_is_said(desk: ImapDesk) -> None:
    desk.options = {"port": free_port()}
    with pytest.raises(ProviderError, match="connection refused: check host and port"):
        desk.another().look(desk.mailbox, Placed(""), MESSAGE_ID, desk.now)


def test_a_mailbox_that_is_not_configured_says_where_it_belongs(desk: ImapDesk) -> None:
    with pytest.raises(ProviderError, match=r"drafts.imap.mailboxes"):
        desk.provider.put("stranger@vendor.example", mail(at=desk.now))


@pytest.mark.slow
def test_a_server_that_says_nothing_is_given_up(desk: ImapDesk, dovecot: Dovecot) -> None:
    desk.options = {"timeout_seconds": 0.5}
    dovecot.freeze()
    try:
        with pytest.raises(ProviderError, match="no answer in time"):
            desk.another().put(desk.mailbox, mail(at=desk.now))
    finally:
        dovecot.thaw()
    desk.provider.put(desk.mailbox, mail(at=desk.now))
    assert len(desk.texts("drafts")) == 1


@pytest.mark.slow
@pytest.mark.parametrize("after", [1500, 2500, 3500, 4500, 5500, 7000])
def test_a_line_that_breaks_anywhere_makes_no_second_draft(
    desk: ImapDesk, dovecot: Dovecot, fault_proxy: Callable[[int], FaultProxy], after: int
) -> None:
    proxy = fault_proxy(dovecot.tls_port)
    proxy.set(Line.FINE, cut_answer_after=after)
    desk.options = {"port": proxy.port, "timeout_seconds": 5}
    with suppress(ProviderError):
        desk.another().put(desk.mailbox, mail(at=desk.now))
    desk.options = {}
    desk.another().put(desk.mailbox, mail(at=desk.now))
    assert len(desk.texts("drafts")) == 1


@pytest.mark.slow
@pytest.mark.parametrize("after", [2500, 4000, 5500, 7000, 8500, 10_000])
def test_a_line_that_breaks_while_a_draft_is_replaced_leaves_one_in_the_end(
    desk: ImapDesk, dovecot: Dovecot, fault_proxy: Callable[[int], FaultProxy], after: int
) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    proxy = fault_proxy(dovecot.tls_port)
    proxy.set(Line.FINE, cut_answer_after=after)
    desk.options = {"port": proxy.port, "timeout_seconds": 5}
    new = mail(TEXT.replace("9.10.", "16.10."), at=desk.now)
    with suppress(ProviderError):
        desk.another().put(desk.mailbox, new, placed)
    desk.options = {}
    desk.another().put(desk.mailbox, new, placed)
    (text,) = desk.texts("drafts")
    assert "16.10." in text


def test_a_draft_that_is_replaced_still_answers_what_it_did(desk: ImapDesk) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    new = replace(mail(TEXT.replace("9.10.", "16.10."), at=desk.now), thread=())
    desk.provider.put(desk.mailbox, new, placed)
    (there,) = desk.messages()
    assert there["In-Reply-To"] == "<invitation@customer.example>"


def test_a_file_that_a_person_attached_stays_when_the_text_is_replaced(desk: ImapDesk) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    attach(desk, b"%PDF" + bytes(range(256)))
    seen = desk.provider.look(desk.mailbox, placed, MESSAGE_ID, desk.now)
    assert seen.state == "draft"
    new = desk.provider.put(desk.mailbox, mail(TEXT.replace("9.10.", "16.10."), at=desk.now), seen.placed)
    (there,) = desk.messages()
    body = there.get_body()
    assert body is not None
    assert "16.10." in body.get_content()
    assert files(there) == [("tarjous ä.pdf", b"%PDF" + bytes(range(256)))]
    again = desk.provider.put(desk.mailbox, mail(TEXT.replace("9.10.", "16.10."), at=desk.now), seen.placed)
    assert (again.content, len(desk.messages())) == (new.content, 1)
