"""Mail by SMTP submission (RFC 5321, RFC 6409; STARTTLS RFC 3207, implicit TLS RFC 8314).

What decides everything is the final dot; see `smtp_line`.
"""

import datetime as dt
from collections.abc import Sequence

from kambrief.ports import Health
from kambrief.providers.smtp_line import SmtpSection, Submission, UnreachedError

NAME = "mail.smtp"


class Config(SmtpSection):
    """``[mail.smtp]``. ``port`` follows from ``security`` unless given; ``hello_name`` is what EHLO calls us.

    ``security = "none"`` (no encryption) is for a relay on this machine; ``allow_insecure`` lifts that.
    """


class Provider(Submission):
    """See `ports.Mail`."""

    name = NAME
    can_look_up = False

    def send(self, message: bytes, sender: str, recipient: str) -> str:
        """See `ports.Mail`. A refused sign-in, certificate or connection is not permanent: it can be mended in time."""
        return self.submit(message, sender, (recipient,))

    def was_sent(self, message_id: str, sender: str) -> bool | None:
        """SMTP cannot look anything up."""
        del message_id, sender
        return None

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Connects, encrypts, signs in and says NOOP."""
        del now
        try:
            self.say_noop()
        except UnreachedError as error:
            return (Health(NAME, ok=False, summary=error.what, advice=error.advice),)
        user = f" as {self._config.username}" if self._config.username else ", without sign-in"
        return (Health(NAME, ok=True, summary=f"{self.where} ({self._config.security}){user}"),)
