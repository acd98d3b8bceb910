"""An account manager at a mail program, with a real Dovecot behind it; see `contracts.drafts.Desk`."""

import datetime as dt
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import escape
from typing import TYPE_CHECKING, Any

from kambrief.providers.drafts.imap import Config, Provider
from kambrief.settings import section
from tests.contracts.drafts import ANNA
from tests.parts.dovecot import Dovecot

if TYPE_CHECKING:
    from kambrief.ports import Drafts

_FOLDERS = {"drafts": "Luonnokset", "sent": "Lähetetyt"}


class ImapDesk:
    """See `contracts.drafts.Desk`."""

    def __init__(self, server: Dovecot, mailbox: str = "", **options: Any) -> None:
        self.server, self.options = server, options
        self.mailbox = mailbox or server.user()
        self.now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        self.provider: Drafts = self.another()

    def another(self) -> Provider:
        given: dict[str, Any] = {
            "host": "localhost", "port": self.server.tls_port, "ca_file": self.server.tls.ca,
            "mailboxes": [{"manager": self.mailbox, "password_env": "LAURA"}],
        }  # fmt: skip
        return Provider(section(Config, {**given, **self.options}, "drafts.imap"))

    def program(self, folder: str = "drafts") -> Any:
        return self.server.client(self.mailbox, folder=_FOLDERS[folder])

    def texts(self, folder: str) -> list[str]:
        with self.program(folder) as box:
            return [one.text or one.html for one in box.fetch(mark_seen=False)]

    def messages(self, folder: str = "drafts") -> list[EmailMessage]:
        with self.program(folder) as box:
            return [
                message_from_bytes(one.obj.as_bytes(), _class=EmailMessage, policy=policy.SMTP)
                for one in box.fetch(mark_seen=False)
            ]

    def edit(
        self, old: str, new: str, *, anew: bool = False, html: bool = False, at: dt.datetime | None = None
    ) -> None:  # fmt: skip
        """As mail programs do: the changed draft is written first, then the old one deleted."""
        with self.program() as box:
            (there,) = list(box.fetch(mark_seen=False))
            text = there.text.replace("\r\n", "\n").replace(old, new)
            changed = self.rewritten(there.obj, anew=anew, at=at)
            if html:
                lines = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.split("\n"))
                changed.set_content(f"<html><body>{lines}</body></html>", subtype="html")
            else:
                changed.set_content(text)
            box.append(changed.as_bytes(), _FOLDERS["drafts"], dt=at, flag_set=["\\Draft", "\\Seen"])
            box.delete([str(there.uid)])

    @staticmethod
    def rewritten(old: Any, *, anew: bool, at: dt.datetime | None = None) -> EmailMessage:
        made, source = EmailMessage(), message_from_bytes(old.as_bytes(), _class=EmailMessage, policy=policy.default)
        for name in ("From", "To", "Cc", "Bcc", "Subject", "Date"):
            if source[name]:
                made[name] = format_datetime(at) if at and name == "Date" else str(source[name])
        made["Message-ID"] = make_msgid(domain="program.example") if anew else str(source["Message-ID"])
        if not anew:
            made["X-Kambrief-Draft"] = str(source["X-Kambrief-Draft"])
        return made

    def send(self, *, anew: bool = False, at: dt.datetime | None = None) -> None:
        with self.program() as box:
            (there,) = list(box.fetch(mark_seen=False))
            sent = self.rewritten(there.obj, anew=anew, at=at)
            sent.set_content(there.text.replace("\r\n", "\n"))
            box.append(sent.as_bytes(), _FOLDERS["sent"], dt=at, flag_set=["\\Seen"])
            box.delete([str(there.uid)])

    def discard(self) -> None:
        with self.program() as box:
            box.delete(box.uids())

    def write(self, subject: str, text: str, *, to: str = ANNA) -> None:
        made = EmailMessage()
        made["From"], made["To"], made["Subject"], made["Message-ID"] = self.mailbox, to, subject, make_msgid()
        made.set_content(text)
        with self.program("sent") as box:
            box.append(made.as_bytes(), _FOLDERS["sent"], flag_set=["\\Seen"])


def attach(desk: ImapDesk, content: bytes) -> None:
    """The person adds a file to the only draft, and no word."""
    with desk.program() as box:
        (there,) = list(box.fetch(mark_seen=False))
        changed = ImapDesk.rewritten(there.obj, anew=False)
        changed.set_content(there.text.replace("\r\n", "\n"))
        changed.add_attachment(content, maintype="application", subtype="pdf", filename="tarjous ä.pdf")
        box.append(changed.as_bytes(), "Luonnokset", flag_set=["\\Draft", "\\Seen"])
        box.delete([str(there.uid)])


def files(message: EmailMessage) -> list[tuple[str | None, object]]:
    return [(one.get_filename(), one.get_content()) for one in message.iter_attachments()]
