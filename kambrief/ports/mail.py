"""How mail leaves the house."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from kambrief.ports.health import Health


class Mail(Protocol):
    """A way out for mail to account managers."""

    name: str
    can_look_up: bool
    """Whether `was_sent` can know."""

    def send(self, message: bytes, sender: str, recipient: str) -> str:
        """Hand over exactly these bytes for exactly one recipient; returns the server's own words.

        Raises `DeliveryUnknownError` when the connection died after the last byte and before the answer, else
        `ProviderError` with ``permanent`` set rightly: nothing has been delivered then.
        """
        ...

    def was_sent(self, message_id: str, sender: str) -> bool | None:
        """Whether a mail with this Message-ID left ``sender``'s hands; None when this provider cannot know (yet)."""
        ...

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Connects and signs in, sends nothing."""
        ...
