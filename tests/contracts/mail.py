"""What every way out for mail must do, whatever it is."""

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from kambrief.errors import ProviderError
from kambrief.mime import Letter, build, message_id
from kambrief.ports import Health, Mail

SENDER = "kambrief@vendor.example"
RECIPIENT = "aino@vendor.example"
NOW = dt.datetime(2026, 10, 6, 5, 0, tzinfo=dt.UTC)


def letter(
    revision: str = "r-1", subject: str = "[Brief] 9.00 Havuharju – näin valmistaudut", text: str = "Hei\n"
) -> bytes:
    """A mail as the product builds it."""
    return build(
        Letter(
            sender=SENDER,
            recipient=RECIPIENT,
            subject=subject,
            text=text,
            html=f"<!DOCTYPE html><html lang='fi'><body><p>{len(text)}</p></body></html>",
            language="fi",
            date=NOW,
            message_id=own_id(revision),
        )
    )


def own_id(revision: str) -> str:
    return message_id("vendor.example", "m-1", RECIPIENT, revision)


class MailContract:
    """Subclass it with two fixtures: `provider`, ready to send, and `delivered`, which gives the mails that arrived."""

    def test_a_mail_arrives_byte_for_byte(self, provider: Mail, delivered: Callable[[], Sequence[bytes]]) -> None:
        message = letter(text=".\n.one\n..two\nFrom here\nä ö å é – ”x”\n" + "x" * 5000 + "\n")
        assert provider.send(message, SENDER, RECIPIENT)
        assert list(delivered()) == [message]

    def test_mails_do_not_mix(self, provider: Mail, delivered: Callable[[], Sequence[bytes]]) -> None:
        messages = [letter(f"r-{number}", text=f"{number}\n") for number in range(3)]
        for message in messages:
            provider.send(message, SENDER, RECIPIENT)
        assert sorted(delivered()) == sorted(messages)

    def test_it_knows_its_mails_or_says_that_it_cannot(self, provider: Mail) -> None:
        provider.send(letter("r-1"), SENDER, RECIPIENT)
        assert provider.was_sent(own_id("r-1"), SENDER) is (True if provider.can_look_up else None)
        # None, too, where a mail that is on its way can be seen nowhere.
        assert not provider.was_sent(own_id("r-2"), SENDER)

    def test_a_check_sends_nothing_and_is_content(
        self, provider: Mail, delivered: Callable[[], Sequence[bytes]]
    ) -> None:
        (health,) = provider.check(NOW)
        assert isinstance(health, Health)
        assert (health.name, health.ok, health.advice) == (provider.name, True, "")
        assert list(delivered()) == []

    @pytest.mark.parametrize(
        "subject", ["../../etc/passwd", "a\r\nBcc: x@evil.example", "CON", "x" * 2000, "🙂" * 300, ""]
    )
    def test_no_subject_does_harm(self, provider: Mail, delivered: Callable[[], Sequence[bytes]], subject: str) -> None:
        message = letter(subject=subject)
        provider.send(message, SENDER, RECIPIENT)
        assert list(delivered()) == [message]

    def test_its_errors_carry_its_name(self, broken: Mail) -> None:
        with pytest.raises(ProviderError) as caught:
            broken.send(letter(), SENDER, RECIPIENT)
        assert caught.value.provider == broken.name
        (health,) = broken.check(NOW)
        assert not health.ok
        assert health.advice
