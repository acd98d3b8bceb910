"""Mail into a folder: for a demonstration, a rehearsal, and for trying out before any server is trusted.

Each mail becomes three files beside each other, ``.txt``, ``.html`` and last ``.eml``: whoever sees the last sees all.
The name holds a hash of the Message-ID, so the same mail again is the same files again.
"""

import datetime as dt
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from kambrief.errors import ProviderError
from kambrief.ports import Health
from kambrief.settings import Section

NAME = "mail.outbox"
_SLUG_LENGTH = 60


class Config(Section):
    """``[mail.outbox]``."""

    folder: Path


class Provider:
    """A folder that takes mail. Readable by its owner only: briefs hold customers' words."""

    name = NAME
    can_look_up = True

    def __init__(self, config: Config) -> None:
        self._folder = config.folder

    def send(self, message: bytes, sender: str, recipient: str) -> str:
        """See `ports.Mail`. Other bytes under a Message-ID that lies here already are refused for good."""
        del sender, recipient  # they stand in the mail
        mail = message_from_bytes(message, _class=EmailMessage, policy=policy.SMTP)
        message_id = str(mail["Message-ID"] or "").strip()
        if not message_id:
            raise ProviderError(NAME, "the mail has no Message-ID", permanent=True)
        try:
            return self._store(mail, message, message_id)
        except OSError as error:
            raise ProviderError(NAME, _advice(self._folder, error)) from error

    def was_sent(self, message_id: str, sender: str) -> bool | None:
        """Whether its ``.eml`` lies here; None while the folder cannot be read."""
        del sender
        try:
            return self._find(message_id) is not None
        except OSError:
            return None

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Writes a file and removes it."""
        del now
        try:
            self._prepare()
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".check-"):
                pass
            kept = sum(1 for _ in self._folder.glob("*.eml"))
        except OSError as error:
            summary = f"cannot write to {self._folder}"
            return (Health(NAME, ok=False, summary=summary, advice=_advice(self._folder, error)),)
        return (Health(NAME, ok=True, summary=f"{self._folder}: {kept} mails"),)

    def _store(self, mail: EmailMessage, message: bytes, message_id: str) -> str:
        self._prepare()
        earlier = self._find(message_id)
        if earlier is not None and earlier.read_bytes() != message:
            raise ProviderError(NAME, f"another mail with this Message-ID lies in {earlier}", permanent=True)
        stem = earlier.stem if earlier is not None else _stem(mail, message_id)
        for subtype, suffix in (("plain", ".txt"), ("html", ".html")):
            part = mail.get_body((subtype,))
            if part is not None:
                self._write(stem + suffix, str(part.get_content()).encode("utf-8", "replace"))
        self._write(f"{stem}.eml", message)
        return f"written to {self._folder / stem}.eml"

    def _prepare(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _find(self, message_id: str) -> Path | None:
        wanted = f"-{_hash(message_id)}.eml"
        if not self._folder.exists():
            return None
        return next((path for path in self._folder.iterdir() if path.name.endswith(wanted)), None)

    def _write(self, name: str, data: bytes) -> None:
        """All or nothing, also when the power goes: a file of its own first, then its name."""
        handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(self._folder / name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        self._sync_folder()

    def _sync_folder(self) -> None:
        """The new name itself must reach the disk; Windows has no way and no need to do it."""
        if os.name == "nt":
            return
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _hash(message_id: str) -> str:
    return hashlib.sha256(message_id.strip().encode("utf-8", "replace")).hexdigest()[:16]


def _stem(mail: EmailMessage, message_id: str) -> str:
    """``20261006-0800-brief-9-00-havulinna-3f2a…``: sorts by time, says what it is, fits every file system."""
    try:
        date = f"{parsedate_to_datetime(str(mail['Date'])):%Y%m%d-%H%M}"
    except ValueError:
        date = "undated"
    letters = unicodedata.normalize("NFKD", str(mail["Subject"] or "")).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", letters.casefold()).strip("-")[:_SLUG_LENGTH].strip("-")
    return "-".join(filter(None, (date, slug, _hash(message_id))))


def _advice(folder: Path, error: OSError) -> str:
    return f"{error.strerror or error} at {folder}: check the folder's path, its rights and the space left"
