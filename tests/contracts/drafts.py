"""What every way into account managers' mailboxes must do, whatever vendor serves them."""

import datetime as dt
from typing import Protocol

import pytest

from kambrief.errors import DraftChangedError, GoneError, ProviderError
from kambrief.ports import DraftMail, Drafts, Found, Placed

NOW = dt.datetime(2026, 10, 6, 9, 0, tzinfo=dt.UTC)
ANNA, PETRI = "anna@customer.example", "petri@customer.example"
MESSAGE_ID = "<kambrief.0123456789@vendor.example>"
TEXT = """\
Hei Anna,

kiitos puhelusta. Sovimme näistä:

- Lähetän tarjouksen perjantaina 9.10.
- Petri vahvistaa määrät ensi viikolla.

Jatketaan tiistaina 13.10. klo 10.00.

Terveisin
Laura
"""


def mail(
    text: str = TEXT, *, subject: str = "Yhteenveto: näin jatketaan", to: str = ANNA, at: dt.datetime = NOW
) -> DraftMail:
    return DraftMail(
        MESSAGE_ID, subject, text, (("Räsälä, Anna", to),), (("", PETRI),), "fi", at, ("<invitation@customer.example>",),
        "Laura Lähde",
    )  # fmt: skip


class Desk(Protocol):
    """One account manager at their own mail program, and our way into the same mailbox."""

    provider: Drafts
    mailbox: str
    now: dt.datetime

    def texts(self, folder: str) -> list[str]:
        """The texts in ``drafts`` or ``sent``, oldest first."""
        ...

    def edit(self, old: str, new: str, *, anew: bool = False, html: bool = False) -> None:
        """Changes words of the only draft; ``anew``: saved under ids of the program's own, without our headers."""
        ...

    def send(self, *, anew: bool = False) -> None:
        """Sends the only draft."""
        ...

    def discard(self) -> None:
        """Deletes the only draft."""
        ...

    def write(self, subject: str, text: str, *, to: str = ANNA) -> None:
        """Sends a mail of the person's own."""
        ...

    def another(self) -> Drafts:
        """Our way in, from another process."""
        ...


class DraftsContract:
    """Subclass it with a fixture `desk`."""

    def put(self, desk: Desk, text: str = TEXT, placed: Placed | None = None) -> Placed:
        return desk.provider.put(desk.mailbox, mail(text, at=desk.now), placed)

    def look(self, desk: Desk, placed: Placed) -> Found:
        return desk.another().look(desk.mailbox, placed, MESSAGE_ID, desk.now)

    def test_a_draft_lies_in_the_drafts_folder_as_it_was_written(self, desk: Desk) -> None:
        placed = self.put(desk)
        (text,) = desk.texts("drafts")
        assert text.split() == TEXT.split()
        found = self.look(desk, placed)
        assert (found.state, found.subject) == ("draft", "Yhteenveto: näin jatketaan")
        assert (found.to, found.cc) == ((ANNA,), (PETRI,))
        assert found.text.split() == TEXT.split()
        assert found.placed is not None
        assert found.placed.content == placed.content

    def test_a_try_whose_answer_was_lost_makes_no_second_draft(self, desk: Desk) -> None:
        first = self.put(desk)
        again = desk.another().put(desk.mailbox, mail(at=desk.now))
        assert len(desk.texts("drafts")) == 1
        assert again.content == first.content

    def test_a_try_after_the_person_has_sent_it_makes_no_second_draft(self, desk: Desk) -> None:
        self.put(desk)
        desk.send()
        again = desk.another().put(desk.mailbox, mail(at=desk.now))
        assert desk.texts("drafts") == []
        assert self.look(desk, again).state == "sent"

    def test_a_draft_is_replaced_where_it_lies(self, desk: Desk) -> None:
        placed = self.put(desk)
        new = self.put(desk, TEXT.replace("9.10.", "16.10."), placed)
        (text,) = desk.texts("drafts")
        assert "16.10." in text
        assert new.content != placed.content
        assert self.look(desk, new).state == "draft"

    def test_replacing_twice_is_as_once(self, desk: Desk) -> None:
        placed = self.put(desk)
        new = self.put(desk, TEXT.replace("9.10.", "16.10."), placed)
        again = self.put(desk, TEXT.replace("9.10.", "16.10."), placed)
        assert again.content == new.content
        assert len(desk.texts("drafts")) == 1

    @pytest.mark.parametrize("html", [False, True])
    def test_a_persons_words_are_seen(self, desk: Desk, html: bool) -> None:  # noqa: FBT001 a case
        placed = self.put(desk)
        desk.edit("tarjouksen perjantaina", "kaksi tarjousta perjantaina", html=html)
        found = self.look(desk, placed)
        assert (found.state, found.text.split()) == ("draft", TEXT.replace("tarjouksen", "kaksi tarjousta").split())
        assert found.placed is not None
        assert found.placed.content != placed.content

    def test_a_persons_words_are_seen_under_new_ids_too(self, desk: Desk) -> None:
        placed = self.put(desk)
        desk.edit("tarjouksen perjantaina", "kaksi tarjousta perjantaina", anew=True)
        found = self.look(desk, placed)
        assert (found.state, "kaksi tarjousta" in found.text) == ("draft", True)
        assert found.how

    def test_a_persons_words_are_never_overwritten(self, desk: Desk) -> None:
        placed = self.put(desk)
        desk.edit("perjantaina", "torstaina")
        with pytest.raises(DraftChangedError):
            self.put(desk, TEXT.replace("9.10.", "16.10."), placed)
        (text,) = desk.texts("drafts")
        assert "torstaina 9.10." in text

    def test_nor_when_they_lie_under_new_ids(self, desk: Desk) -> None:
        placed = self.put(desk)
        desk.edit("perjantaina", "torstaina", anew=True)
        with pytest.raises(DraftChangedError):
            self.put(desk, TEXT.replace("9.10.", "16.10."), placed)
        assert len(desk.texts("drafts")) == 1

    def test_what_was_read_of_an_edited_draft_lets_it_be_replaced(self, desk: Desk) -> None:
        placed = self.put(desk)
        desk.edit("perjantaina", "torstaina")
        seen = self.look(desk, placed).placed
        self.put(desk, TEXT.replace("perjantaina 9.10.", "torstaina 8.10."), seen)
        (text,) = desk.texts("drafts")
        assert "torstaina 8.10." in text

    @pytest.mark.parametrize("anew", [False, True])
    def test_a_draft_sent_by_hand_is_found_with_its_last_words(self, desk: Desk, anew: bool) -> None:  # noqa: FBT001
        placed = self.put(desk)
        desk.edit("perjantaina", "torstaina")
        desk.send(anew=anew)
        found = self.look(desk, placed)
        assert (found.state, "torstaina 9.10." in found.text) == ("sent", True)
        assert found.at is not None
        with pytest.raises(GoneError):
            self.put(desk, TEXT, placed)

    def test_a_draft_that_was_edited_and_sent_under_other_ids_is_found_by_way_of_the_edit(self, desk: Desk) -> None:
        placed = self.put(desk)
        desk.edit("perjantaina", "torstaina", anew=True)
        edited = self.look(desk, placed).placed
        assert edited is not None
        desk.send()
        assert self.look(desk, edited).state == "sent"

    def test_a_deleted_draft_is_gone(self, desk: Desk) -> None:
        placed = self.put(desk)
        desk.discard()
        assert self.look(desk, placed).state == "gone"
        with pytest.raises(GoneError):
            self.put(desk, TEXT.replace("9.10.", "16.10."), placed)
        assert desk.texts("drafts") == []

    def test_another_mail_to_the_same_people_is_not_taken_for_it(self, desk: Desk) -> None:
        placed = self.put(desk)
        desk.discard()
        desk.write("Lounas?", "Hei Anna, ehditkö torstaina lounaalle?\n\nLaura\n")
        desk.write("Yhteenveto: näin jatketaan", "Sama aihe, toinen ihminen.\n", to="somebody@else.example")
        assert self.look(desk, placed).state == "gone"

    def test_nobody_is_asked_for_a_mailbox_that_is_not_served(self, desk: Desk) -> None:
        assert desk.provider.serves(desk.mailbox)
        assert desk.provider.serves(desk.mailbox.upper())
        assert not desk.provider.serves("stranger@vendor.example")

    @pytest.mark.parametrize("address", ["a@b.example\r\nBcc: x@evil.example", "", "two@a.example, three@b.example"])
    def test_an_address_that_is_none_makes_no_draft(self, desk: Desk, address: str) -> None:
        with pytest.raises(ProviderError) as caught:
            desk.provider.put(desk.mailbox, mail(to=address, at=desk.now))
        assert caught.value.permanent
        assert desk.texts("drafts") == []

    @pytest.mark.parametrize("subject", ["a\r\nBcc: x@evil.example", "=?utf-8?q?a?=", "ä" * 300, ""])
    def test_no_subject_does_harm(self, desk: Desk, subject: str) -> None:
        placed = desk.provider.put(desk.mailbox, mail(subject=subject, at=desk.now))
        found = self.look(desk, placed)
        assert (found.state, found.to, found.cc) == ("draft", (ANNA,), (PETRI,))
        assert found.placed is not None
        assert found.placed.content == placed.content

    def test_what_is_kept_of_a_draft_holds_no_word_of_it(self, desk: Desk) -> None:
        ref = self.put(desk).ref.casefold()
        assert not [word for word in ("anna", "petri", "customer", "yhteenveto", "tarjou") if word in ref]

    def test_a_check_is_content_and_leaves_nothing_behind(self, desk: Desk) -> None:
        health = desk.provider.check(desk.now)
        assert [(one.name, one.ok) for one in health] == [(desk.provider.name, True)]
        assert desk.texts("drafts") == desk.texts("sent") == []
