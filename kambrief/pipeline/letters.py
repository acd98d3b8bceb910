"""Mails to account managers that are no briefs, into the ledger of mails: each once, whatever happens in between."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kambrief.core.model import AccountManager
from kambrief.core.work import BriefRecord, Delivery, MailKind, Step
from kambrief.mime import Letter, build, message_id
from kambrief.ports import Store
from kambrief.render import Rendered

_OURS = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")


@dataclass(frozen=True, slots=True)
class Letters:
    """``sender`` empty: the account manager's own address."""

    store: Store
    sender: str = ""

    def put(  # noqa: PLR0913 a mail's parts
        self,
        kind: MailKind,
        about: str,
        revision: str,
        manager: AccountManager,
        rendered: Rendered,
        *,
        now: dt.datetime,
        expires_at: dt.datetime,
        due_at: dt.datetime | None = None,
        thread: tuple[str, ...] = (),
        why: Mapping[str, object] | None = None,
        step: Step | None = None,
    ) -> bool:
        """Keep it and plan its sending, in one transaction with the step's end. ``about`` and ``revision`` name it:
        False when it was there already. Ids in ``thread`` that could not stand in a header are left out.
        """
        sender = self.sender or manager.email
        due = due_at or now
        identifier = message_id(sender.rpartition("@")[2], about, manager.email, revision)
        letter = Letter(
            sender=sender, sender_name="Kambrief", recipient=manager.email, recipient_name=manager.name,
            subject=rendered.subject, text=rendered.text, html=rendered.html, language=manager.language,
            date=max(due, now), message_id=identifier, thread=tuple(one for one in thread if _OURS.fullmatch(one)),
        )  # fmt: skip
        record = BriefRecord(
            about, manager.email, revision, kind, now, rendered.subject, rendered.text, rendered.html, "floor",
            manager.language, {}, dict(why or {}),
        )  # fmt: skip
        row = Delivery(
            id=0, meeting_id=about, manager=manager.email, recipient=manager.email, revision=revision, kind=kind,
            due_at=due, expires_at=expires_at, message_id=identifier, message=build(letter),
        )  # fmt: skip
        return self.store.save_brief(record, [row], replace_planned=False, step=step)
