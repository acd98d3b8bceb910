"""What every mailbox that replies come to must do, whatever vendor serves it."""

import datetime as dt
from typing import Protocol

import pytest

from kambrief.ports import Inbox, Received

LAURA = "laura@vendor.example"
BRIEF = "<kambrief.0123456789@vendor.example>"


class Post(Protocol):
    """The mailbox, and somebody who puts mails into it."""

    inbox: Inbox
    address: str
    now: dt.datetime

    def receive(
        self, text: str, *, headers: tuple[tuple[str, str], ...] = (), sender: str = LAURA, html: bool = False,
        subject: str = "Re: Brief", message_id: str = "",
    ) -> None:  # fmt: skip
        """A mail comes now."""
        ...

    def seen(self) -> int:
        """How many mails are marked as read."""
        ...


class InboxContract:
    """Subclass it with a fixture `post`."""

    def read(self, post: Post, cursor: dict[str, str] | None = None) -> tuple[list[Received], dict[str, str]]:
        found = post.inbox.read(cursor or {}, post.now)
        assert found.problems == ()
        return list(found.mails), dict(found.cursor)

    def test_an_empty_mailbox_gives_nothing_and_then_what_comes(self, post: Post) -> None:
        mails, cursor = self.read(post)
        assert mails == []
        post.receive("1 ok")
        mails, _ = self.read(post, cursor)
        assert [one.text.strip() for one in mails] == ["1 ok"]

    def test_a_reply_says_who_what_and_to_which_mail(self, post: Post) -> None:
        post.receive(
            "2 siirtyy maanantaille\n\n> 2. Lähetän tarjouksen\n",
            headers=(("In-Reply-To", BRIEF), ("References", f"<first@x.example> {BRIEF}")),
            message_id="<reply@x.example>",
        )
        (mail,), _ = self.read(post)
        assert (mail.sender, mail.subject, mail.message_id) == (LAURA, "Re: Brief", "<reply@x.example>")
        assert mail.text.splitlines()[::2] == ["2 siirtyy maanantaille", "> 2. Lähetän tarjouksen"]
        assert mail.answers == (BRIEF, "<first@x.example>")
        assert mail.recipients == (post.address,)
        assert mail.at.tzinfo is not None
        assert mail.automatic is False

    def test_each_mail_comes_once_and_in_its_order(self, post: Post) -> None:
        for number in range(3):
            post.receive(f"{number}")
        mails, cursor = self.read(post)
        assert [one.text.strip() for one in mails] == ["0", "1", "2"]
        assert self.read(post, cursor)[0] == []
        post.receive("3")
        again, cursor = self.read(post, cursor)
        assert [one.text.strip() for one in again] == ["3"]
        assert len({one.id for one in (*mails, *again)}) == 4

    def test_no_mail_becomes_read_by_our_reading(self, post: Post) -> None:
        post.receive("ok")
        self.read(post)
        assert post.seen() == 0

    def test_html_is_read_as_text(self, post: Post) -> None:
        post.receive("<div>2 tehty</div><blockquote>vanha</blockquote>", html=True)
        (mail,), _ = self.read(post)
        assert mail.text.split("\n")[0] == "2 tehty"
        assert "> vanha" in mail.text

    def test_out_of_office_is_automatic(self, post: Post) -> None:
        post.receive("Lomalla", headers=(("Auto-Submitted", "auto-replied"),))
        (mail,), _ = self.read(post)
        assert mail.automatic

    @pytest.mark.slow
    def test_hundreds_come_in_parts_and_none_is_lost(self, post: Post) -> None:
        for number in range(340):
            post.receive(f"{number}", message_id=f"<{number}@x.example>")
        mails, cursor = self.read(post)
        assert 200 <= len(mails) <= 300
        rest, cursor = self.read(post, cursor)
        assert sorted(int(one.text) for one in (*mails, *rest)) == list(range(340))
        assert self.read(post, cursor)[0] == []

    def test_a_check_is_content_and_marks_nothing(self, post: Post) -> None:
        post.receive("ok")
        (health,) = post.inbox.check(post.now)
        assert (health.name, health.ok) == (post.inbox.name, True)
        assert post.seen() == 0
