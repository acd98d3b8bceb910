"""Which mailboxes drafts are laid in and replies are read from, out of the configuration."""

import pytest

from kambrief.errors import UserError
from kambrief.mailboxes import drafts, inbox
from kambrief.settings import Settings, given

SMALL = {"account_managers": [{"email": "elina@kuura.example"}]}
IMAP = {"host": "imap.kuura.example", "username": "{mailbox}*kambrief", "password_env": "SECRET"}
GRAPH = {"tenant": "kuura.example", "client_id": "abc", "client_secret_env": "SECRET"}


def configured(**more: object) -> Settings:
    return given({**SMALL, **more})


def test_without_a_section_there_is_none() -> None:
    assert drafts(configured()) == ()
    assert inbox(configured()) is None


def test_sections_are_put_together_in_the_order_of_the_file() -> None:
    found = drafts(configured(drafts={"graph": {**GRAPH, "mailboxes": ["otto@kuura.example"]}, "imap": IMAP}))
    assert [one.name for one in found] == ["drafts.graph", "drafts.imap"]
    assert next(one.name for one in found if one.serves("elina@kuura.example")) == "drafts.imap"
    assert not any(one.can_send for one in found)


def test_a_mailbox_for_replies_is_put_together() -> None:
    found = inbox(configured(inbox={"imap": {**IMAP, "username": "briefs@kuura.example"}}))
    assert found is not None
    assert found.name == "inbox.imap"


def test_a_vendor_nobody_knows_and_a_section_with_mistakes_say_so() -> None:
    with pytest.raises(UserError, match="known are imap, graph"):
        drafts(configured(drafts={"pigeon": {}}))
    with pytest.raises(UserError, match=r"drafts\.imap"):
        drafts(configured(drafts={"imap": {"host": "x", "hots": 1}}))


def test_replies_come_to_one_mailbox() -> None:
    with pytest.raises(UserError, match="keep one"):
        inbox(configured(inbox={"imap": IMAP, "graph": {**GRAPH, "mailbox": "briefs@kuura.example"}}))
