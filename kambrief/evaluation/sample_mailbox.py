"""The sample manager's mailbox: drafts and what was sent, as files in a folder. Nothing leaves the machine."""

import datetime as dt
import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kambrief.errors import DraftChangedError, GoneError
from kambrief.ports import Health
from kambrief.ports.mailbox import DraftMail, Found, Placed


@dataclass(frozen=True, slots=True)
class _Kept:
    mail: DraftMail
    sent_at: dt.datetime | None = None

    @property
    def content(self) -> str:
        told = (self.mail.subject, self.mail.text, self.mail.to, self.mail.cc)
        return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()


@dataclass
class SampleMailbox:
    """Implements `ports.mailbox.Drafts` in memory; each change is written to ``folder`` for people to look at."""

    folder: Path
    clock: Callable[[], dt.datetime]
    name: str = "drafts.sample"
    can_send: bool = True
    _kept: dict[tuple[str, str], _Kept] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def serves(self, mailbox: str) -> bool:
        del mailbox
        return True

    def put(self, mailbox: str, mail: DraftMail, placed: Placed | None = None) -> Placed:
        with self._lock:
            there = self._kept.get((mailbox, mail.message_id))
            if placed is not None:
                if there is None or there.sent_at is not None:
                    raise GoneError(self.name, "the draft is not there any more")
                if there.content != placed.content:
                    raise DraftChangedError(self.name, "the draft was changed")
            if placed is not None or there is None:
                there = self._keep(mailbox, _Kept(mail))
            return Placed(mail.message_id, content=there.content)

    def look(self, mailbox: str, placed: Placed, message_id: str, since: dt.datetime) -> Found:
        del placed, since
        with self._lock:
            there = self._kept.get((mailbox, message_id))
        if there is None:
            return Found("gone")
        mail = there.mail
        return Found(
            "sent" if there.sent_at else "draft", Placed(message_id, content=there.content), mail.subject, mail.text,
            tuple(one for _, one in mail.to), tuple(one for _, one in mail.cc), there.sent_at or mail.date,
        )  # fmt: skip

    def send(self, mailbox: str, placed: Placed, message_id: str) -> None:
        with self._lock:
            there = self._kept.get((mailbox, message_id))
            if there is None:
                raise GoneError(self.name, "the draft is not there any more")
            if there.content != placed.content:
                raise DraftChangedError(self.name, "the draft was changed")
            if there.sent_at is None:
                self._keep(mailbox, replace(there, sent_at=self.clock()))

    def thread_of(self, mailbox: str, uid: str, people: frozenset[str], since: dt.datetime) -> tuple[str, ...]:
        del mailbox, uid, people, since
        return ()

    def check(self, now: dt.datetime) -> Sequence[Health]:
        del now
        return [Health(self.name, ok=True, summary=f"the sample's drafts and sent mails lie in {self.folder}")]

    @property
    def sent(self) -> tuple[DraftMail, ...]:
        """What has left, in the order in which it was drafted."""
        return tuple(one.mail for one in self._kept.values() if one.sent_at is not None)

    def _keep(self, mailbox: str, kept: _Kept) -> _Kept:
        self._kept[mailbox, kept.mail.message_id] = kept
        mail, name = kept.mail, hashlib.sha256(kept.mail.message_id.encode()).hexdigest()[:12]
        self.folder.mkdir(parents=True, exist_ok=True)
        people = "".join(
            f"{head}: {', '.join(one for _, one in some)}\n" for head, some in (("To", mail.to), ("Cc", mail.cc))
        )
        for folder in ("draft", "sent"):
            (self.folder / f"{folder}-{name}.txt").unlink(missing_ok=True)
        where = self.folder / f"{'sent' if kept.sent_at else 'draft'}-{name}.txt"
        where.write_text(f"{people}Subject: {mail.subject}\n\n{mail.text}\n", encoding="utf-8")
        return kept
