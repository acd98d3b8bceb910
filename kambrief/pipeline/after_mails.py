"""Mails to account managers about follow-ups: that one is ready, that one still waits, why there is none.

Each is named by what it says, so that it leaves once however often it is put into the ledger of mails.
"""

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

from kambrief import aftermail
from kambrief.core import after, delivery
from kambrief.core.drafting import FollowupRecord
from kambrief.core.following_dates import day
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.work import MailKind
from kambrief.phrases import Phrases
from kambrief.pipeline.followup_text import account_name_in, followup_in
from kambrief.pipeline.letters import Letters
from kambrief.ports import Store
from kambrief.render import Rendered

USEFUL = dt.timedelta(days=3)
"""So long after it was written a mail may still go out."""


@dataclass(frozen=True, slots=True)
class AfterMails:
    """What these mails are made with."""

    store: Store
    letters: Letters
    pages: str = ""
    """How people reach our pages, for the links in mails; empty: there are none."""

    def _page(self, meeting: Meeting) -> str:
        return f"{self.pages}/followup/{meeting.id}" if self.pages else ""

    def recap(
        self, record: FollowupRecord, meeting: Meeting, manager: AccountManager, now: dt.datetime, *, in_mailbox: bool,
        told: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """The draft is ready: where it lies, what was kept back, what to look at."""
        name = account_name_in(record)
        phrases = aftermail.words(manager.language)
        keys = [*told, *([] if record.account_id else ["no_account"])]
        rendered = aftermail.render_recap(
            followup_in(record), manager, account_name=name or meeting.title, title=meeting.title if name else "",
            in_drafts=in_mailbox, command=_command(meeting),
            more=[phrases.label(f"more_{key}").text for key in keys], open_url=self._page(meeting),
        )  # fmt: skip
        self._put(MailKind.RECAP, f"{record.source}/{_hash(record.composed)}", rendered, meeting, manager, now)

    def remind(
        self, record: FollowupRecord, meeting: Meeting, manager: AccountManager, which: str, now: dt.datetime
    ) -> None:
        """It has not been sent."""
        name = account_name_in(record)
        ends = meeting.end + after.LIMIT if which == after.LAST else None
        rendered = aftermail.render_reminder(
            followup_in(record), manager, account_name=name or meeting.title, ends=ends, open_url=self._page(meeting),
        )  # fmt: skip
        until = meeting.end + after.LIMIT if which == after.LAST else now + dt.timedelta(hours=12)
        self._put(MailKind.REMINDER, f"{which}/{record.source}", rendered, meeting, manager, now, until=until)

    def tell(self, told: after.Tell, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> None:
        """Why there is no draft, and how to have one."""
        phrases = aftermail.words(manager.language)
        steps = tuple(phrases.label("telling_step", text=step.text, owner=step.owner) for step in told.steps[:12])
        sections = (aftermail.Section(phrases.label("title_steps"), steps),) if steps else ()
        rendered = self._none(f"telling_{told.key}", phrases, meeting, manager, sections)
        self._put(MailKind.RECAP, f"tell/{told.key}", rendered, meeting, manager, now)

    def several(
        self, names: Sequence[str], meeting: Meeting, manager: AccountManager, now: dt.datetime
    ) -> None:  # fmt: skip
        """Several customers were in one call."""
        phrases = aftermail.words(manager.language)
        shown = ", ".join(name or phrases.label("another_customer").text for name in names)
        rendered = self._none("telling_several", phrases, meeting, manager, names=shown)
        self._put(MailKind.RECAP, "tell/several", rendered, meeting, manager, now)

    def kept(
        self, record: FollowupRecord, meeting: Meeting, manager: AccountManager, draft: after.Draft, now: dt.datetime
    ) -> None:
        """A transcript has come for a draft that the manager has changed."""
        del record
        phrases = aftermail.words(manager.language)
        slots = _slots(meeting, manager)
        rendered = aftermail.render(
            aftermail.Letter(
                phrases.label("telling_kept_subject", **slots),
                (phrases.label("telling_kept", **slots),),
                open_url=self._page(meeting),
            ),
            phrases,
        )
        self._put(MailKind.RECAP, f"kept/{draft.name}", rendered, meeting, manager, now)

    def unsent(self, record: FollowupRecord, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> None:
        """It was to be sent at a time, and was not: why, and where it is."""
        phrases = aftermail.words(manager.language)
        slots = _slots(meeting, manager)
        intro = (phrases.label("unsent_intro", **slots), phrases.label(f"unsent_{record.unsent}"))
        letter = aftermail.Letter(phrases.label("unsent_subject", **slots), intro, open_url=self._page(meeting))
        at = record.unsent_at.isoformat() if record.unsent_at else ""
        self._put(
            MailKind.REMINDER, f"unsent/{record.unsent}/{at}", aftermail.render(letter, phrases), meeting, manager, now
        )

    def _none(
        self, phrase: str, phrases: Phrases, meeting: Meeting, manager: AccountManager,
        sections: tuple[aftermail.Section, ...] = (), **more: str,
    ) -> Rendered:  # fmt: skip
        slots = _slots(meeting, manager)
        intro = phrases.label(phrase, **slots, **more), phrases.label("telling_how", command=_command(meeting))
        subject = phrases.label("telling_subject", **slots)
        return aftermail.render(aftermail.Letter(subject, intro, sections, open_url=self._page(meeting)), phrases)

    def _put(
        self, kind: MailKind, revision: str, rendered: Rendered, meeting: Meeting, manager: AccountManager,
        now: dt.datetime, *, until: dt.datetime | None = None,
    ) -> None:  # fmt: skip
        sent = [row for row in self.store.deliveries(meeting.id) if row.manager == manager.email]
        thread = tuple(dict.fromkeys(row.message_id for row in sent if delivery.reached(row)))
        self.letters.put(
            kind, after.mails_id(meeting.id), _hash(f"{kind}/{revision}"), manager, rendered, now=now,
            expires_at=until or now + USEFUL, due_at=delivery.outside_quiet(now, manager), thread=thread,
        )  # fmt: skip


def _slots(meeting: Meeting, manager: AccountManager) -> dict[str, str]:
    on = meeting.start.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()
    return {"title": meeting.title, "on": day(on, manager.language, on)}


def _command(meeting: Meeting) -> str:
    return f"kambrief followup {meeting.id[:8]}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
