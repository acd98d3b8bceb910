"""A mail to us as the inbox hands it on: what it says, whether it is authentic, and an id by which it counts once."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from kambrief.ports import Received
from kambrief.providers.mail_text import ReadMail, addresses
from kambrief.providers.mail_trust import authentic, automatic

FIRST = dt.timedelta(days=2)
"""How far back the first read looks."""
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to")


def received(mail: ReadMail, key: str, at: dt.datetime, servers: Iterable[str], *, unnamed: bool = False) -> Received:
    """``key``: the id. ``servers``: whose Authentication-Results are believed, see `mail_trust.authentic`."""
    delivered = addresses(*(value for name, value in mail.headers if name in _DELIVERED))
    return Received(
        id=key,
        sender=mail.senders[0] if len(mail.senders) == 1 else "",
        subject=mail.subject,
        text=mail.text,
        at=at,
        message_id=mail.message_id,
        answers=tuple(one for one in mail.answers if one.startswith("<")),
        recipients=tuple(dict.fromkeys((*mail.to, *mail.cc, *delivered))),
        authentic=authentic(mail, servers, unnamed=unnamed),
        automatic=automatic(mail),
    )


def lasting_key(mail: ReadMail) -> str:
    """An id that stays when a mailbox numbers its messages anew: made of what the mail says."""
    said = "\0".join((mail.message_id, *mail.senders, mail.header("date"), mail.subject, mail.text))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:40]
