"""The IMAP server has folders with names of people's own, says what they are for, and asks for a password."""

import pytest
from imap_tools import MailBox, MailboxLoginError

from tests.parts.dovecot import Dovecot

pytestmark = pytest.mark.server


def test_folders_bear_finnish_names_and_their_use(dovecot: Dovecot) -> None:
    with dovecot.client(dovecot.user()) as box:
        flags = {one.name: set(one.flags) for one in box.folder.list()}
    assert "\\Drafts" in flags["Luonnokset"]
    assert "\\Sent" in flags["Lähetetyt"]


def test_a_wrong_password_is_refused(dovecot: Dovecot) -> None:
    box = MailBox(dovecot.host, dovecot.tls_port, timeout=10, ssl_context=dovecot.tls.client_context())
    with pytest.raises(MailboxLoginError):
        box.login(dovecot.user(), "wrong")
    box.client.shutdown()


@pytest.mark.slow
def test_mails_outlive_a_server_that_was_killed() -> None:
    with Dovecot() as own:
        address = own.user()
        with own.client(address) as box:
            box.append(b"Subject: kept\r\n\r\nx\r\n", "Luonnokset")
        own.kill()
        own.start()
        with own.client(address, folder="Luonnokset") as box:
            assert [one.subject for one in box.fetch()] == ["kept"]
