"""Last week as if Kambrief had been there: the briefs as they would have been written. Nothing is sent."""

import datetime as dt
import tempfile
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from kambrief.app import App, build
from kambrief.core import delivery
from kambrief.core.eligibility import Verdict
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.wording import word_count
from kambrief.errors import KambriefError
from kambrief.pipeline.writing import Written
from kambrief.store.sql import SqlStore

_log = structlog.get_logger("kambrief")

DAYS = 7
MOST_DAYS = 31
MOST_KEPT = 500
"""Briefs that are kept for the pages: the newest."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One meeting for one account manager; ``written`` where it gets a brief that could be written."""

    meeting: Meeting
    reader: AccountManager
    verdict: Verdict
    at: dt.datetime
    """When the brief would have gone out."""
    written: Written | None = None
    problem: str = ""
    """Why there is none although the meeting gets one: the log tells more."""


def rehearse(
    app: App, now: dt.datetime, days: int = DAYS, *, models: bool = True, tell: Callable[[int, int], None] | None = None
) -> Iterator[Rehearsed]:
    """Every meeting of the last ``days`` before ``now``, by start, each brief as of when it would have gone out.

    Works on a database of its own: neither the service's plan nor its ledger sees any of it, and no vendor is asked to
    tell us of changes. ``models`` False: code alone writes. ``tell(done, of)`` is called as it goes on.
    """
    changes: dict[str, Any] = {"web": None} if models else {"web": None, "llm": None}
    with tempfile.TemporaryDirectory(prefix="kambrief-") as folder:
        shadow = build(
            app.settings.model_copy(update=changes), store=SqlStore.open(f"sqlite:///{Path(folder) / 'rehearsal.db'}"),
            mail=app.mail, clock=lambda: now,
        )  # fmt: skip
        try:
            shadow.before.collect(now)
            meetings = shadow.store.meetings(now - dt.timedelta(days=days), now)
            jobs = [(meeting, reader) for meeting in meetings for reader in shadow.readers(meeting)]
            for number, (meeting, reader) in enumerate(jobs):
                if tell:
                    tell(number, len(jobs))
                yield _rehearsed(shadow, meeting, reader, now)
        finally:
            shadow.store.close()  # type: ignore[attr-defined] # it is ours


def _rehearsed(shadow: App, meeting: Meeting, reader: AccountManager, now: dt.datetime) -> Rehearsed:
    verdict, then = shadow.before.verdict(meeting, reader), delivery.due_at(meeting, reader)
    if not verdict.brief:
        return Rehearsed(meeting, reader, verdict, then)
    try:
        known = shadow.before.customers.fetch([meeting], now)
        past = shadow.store.meetings(then - dt.timedelta(days=180), then)
        return Rehearsed(meeting, reader, verdict, then, shadow.before.compose(meeting, reader, known, past, then))
    except Exception as error:  # noqa: BLE001 - one meeting's odd data must not cost the others their rehearsal
        _log.warning("brief not rehearsed", meeting=meeting.id, error=type(error).__name__, exc_info=True)
        return Rehearsed(meeting, reader, verdict, then, problem=type(error).__name__)


# --- into a folder -------------------------------------------------------------------------------------------------


def rehearse_past(app: App, now: dt.datetime, days: int, out: Path) -> list[dict[str, Any]]:
    """The same with the briefs as files in ``out``; JSON-ready."""
    rows = []
    for one in rehearse(app, now, days):
        local = one.meeting.start.astimezone(zoneinfo.ZoneInfo(one.reader.timezone))
        name = f"{local:%Y-%m-%d-%H%M}-{one.meeting.id}-{one.reader.email.partition('@')[0]}"
        rows.append(
            {
                "meeting": one.meeting.id, "when": f"{local:%Y-%m-%d %H:%M}", "title": one.meeting.title,
                "account_manager": one.reader.email, "reason": one.problem or one.verdict.sentence,
                "file": str(_keep(out, name, one.written)) if one.written else "",
            }
        )  # fmt: skip
    return rows


def _keep(out: Path, name: str, written: Written) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    safe = "".join(character if character.isalnum() or character in "-_" else "-" for character in name)
    (out / f"{safe}.txt").write_text(f"{written.rendered.subject}\n\n{written.rendered.text}", encoding="utf-8")
    page = out / f"{safe}.html"
    page.write_text(written.rendered.html, encoding="utf-8")
    return page


# --- for the pages -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting of the rehearsal as it is kept: without the meeting's title, and with its text for its own reader."""

    number: int
    meeting_id: str
    start: dt.datetime
    manager: str
    reason: str
    at: dt.datetime
    words: int = 0
    written_by: str = ""
    subject: str = ""
    text: str = ""

    @property
    def is_brief(self) -> bool:
        """Whether there is one to read."""
        return bool(self.text)


@dataclass
class Rehearsal:
    """The last rehearsal of this process. Kept in memory alone: until the next one, or the end of the process."""

    begun: dt.datetime | None = None
    days: int = DAYS
    done: int = 0
    of: int = 0
    ended: dt.datetime | None = None
    problem: str = ""
    lines: tuple[Line, ...] = ()

    def run(self, app: App, now: dt.datetime, days: int, clock: Callable[[], dt.datetime], *, models: bool) -> None:
        """Do it, anew. For a thread of its own; what went wrong is told in ``problem``."""
        self.begun, self.days, self.done, self.of = now, days, 0, 0
        self.ended, self.problem, self.lines = None, "", ()
        try:
            for number, one in enumerate(rehearse(app, now, days, models=models, tell=self._tell), start=1):
                self.lines = (*self.lines, _line(number, one))[-MOST_KEPT:]
                self.done = number
        except KambriefError as error:
            self.problem = str(error)[:500]
        except Exception as error:
            self.problem = type(error).__name__
            raise
        finally:
            self.ended = clock()

    def _tell(self, done: int, of: int) -> None:
        self.done, self.of = done, of

    def of_manager(self, email: str) -> tuple[Line, ...]:
        """One account manager's."""
        return tuple(one for one in self.lines if one.manager.casefold() == email.casefold())


def _line(number: int, one: Rehearsed) -> Line:
    reason = "failed" if one.problem else one.verdict.reason
    bare = Line(number, one.meeting.id, one.meeting.start, one.reader.email, reason, one.at)
    if one.written is None:
        return bare
    rendered = one.written.rendered
    return replace(
        bare, words=word_count(rendered.body), written_by=one.written.brief.written_by, subject=rendered.subject,
        text=rendered.text,
    )  # fmt: skip
