"""A draft sent by SMTP as it lies in the mailbox, with word left there before and after: who comes after a crash reads
in the draft's keywords whether it was being handed over, or had been (RFC 5550 §5.6, RFC 9051 §2.3.2).
"""

import datetime as dt
import re
from contextlib import suppress

from kambrief.errors import DeliveryUnknownError, ProviderError
from kambrief.providers.imap_drafts import DRAFTS, SENT, Seen, Shelf
from kambrief.providers.imap_line import ImapError, quoted, searchable
from kambrief.providers.mail_text import ReadMail, addresses
from kambrief.providers.smtp_line import Submission

PENDING, SUBMITTED = "$SubmitPending", "$Submitted"
_BCC = re.compile(rb"(?im)^(?:resent-)?bcc:.*(?:\r\n[ \t].*)*\r\n")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def submit(shelf: Shelf, line: Submission, name: str, mailbox: str, there: Seen) -> None:
    """Hand the draft over, unless its keywords say that it has been. Drafts must be the open folder.

    Raises `DeliveryUnknownError` where it was being handed over when something broke off, then or now.
    """
    if SUBMITTED.lower() in there.flags:
        return
    if PENDING.lower() in there.flags:
        told = f"the draft in {mailbox} was being sent when something broke off: see whether it has arrived"
        raise DeliveryUnknownError(name, told)
    recipients = tuple(dict.fromkeys((*there.mail.to, *there.mail.cc, *_bcc(there.mail))))
    if not recipients:
        raise ProviderError(name, f"the draft in {mailbox} has no recipient", permanent=True)
    box, raw = shelf.box, shelf.whole(there)
    remembers = box.keeps(PENDING)
    if remembers:
        box.flag(there.uid, PENDING)
    try:
        line.submit(_outgoing(raw), mailbox, recipients)
    except DeliveryUnknownError:
        raise
    except ProviderError:  # it certainly did not leave
        if remembers:
            with suppress(ImapError):
                box.flag(there.uid, PENDING, on=False)
        raise
    if remembers:
        with suppress(ImapError):  # it has left: that this cannot be noted must not look like a failure
            box.flag(there.uid, SUBMITTED)


def file_away(shelf: Shelf, there: Seen) -> None:
    """A draft that has left: into Sent, unless the server has put it there, and out of Drafts. A failure here is not
    one of the sending; the next `send` or `look` goes on with it.
    """
    box, own = shelf.box, there.mail.message_id
    with suppress(ImapError):
        raw = shelf.whole(there)
        sent = shelf.select(SENT, readonly=True)
        if not (own and searchable(own) and box.uids(f"UNDELETED HEADER Message-ID {quoted(own)}")):
            box.append(sent, _outgoing(raw), ("\\Seen",), there.mail.at or there.at or _EPOCH)
        shelf.select(DRAFTS)
        box.delete(there.uid)


def _bcc(mail: ReadMail) -> tuple[str, ...]:
    return addresses(*(value for name, value in mail.headers if name == "bcc"))


def _outgoing(raw: bytes) -> bytes:
    """The draft as it goes out: Bcc stays here, and line ends are as SMTP wants them."""
    head, gap, body = re.sub(rb"\r\n|\r|\n", b"\r\n", raw).partition(b"\r\n\r\n")
    return _BCC.sub(b"", head + b"\r\n") + (b"\r\n" if gap else b"") + body
