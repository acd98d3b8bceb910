"""How Kambrief works, for whoever administers it: passes, connections, work, trouble. No customer's text."""

import contextlib
import datetime as dt
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kambrief.app import TICK_SECONDS, App
from kambrief.core.numbers import MailCount, Trouble, WorkCount
from kambrief.core.running import Kind, Outlook, kind_of, outlook
from kambrief.core.work import SourceState
from kambrief.errors import KambriefError, ProviderError
from kambrief.ports import Health, Store

PASS, CHECK = "running/pass", "running/check"
"""Names in the store for what is kept of the last pass and of the last check."""
KEEP_EVERY = 30.0
"""Seconds between two notes of a pass: those who look from another process need it no finer."""
LONGEST_PASS = 15 * 60.0
"""Seconds; as long as a step may be held."""
LOOK_BACK = dt.timedelta(days=7)
MOST = 100


class Pulse:
    """Whether the engine of this process works: told at each pass. May be asked by any thread.

    Measured in real seconds, so that a clock that is set does not matter.
    """

    def __init__(self, tick_seconds: float = TICK_SECONDS) -> None:
        self._tick = tick_seconds
        self._begun: float | None = None
        self._ended: float | None = None
        self._born = time.monotonic()
        self._kept = -KEEP_EVERY

    @contextlib.contextmanager
    def passing(self, store: Store, now: dt.datetime) -> Iterator[None]:
        """Around each pass. That it has ended is kept in the store now and then, for other processes."""
        self._begun = time.monotonic()
        try:
            yield
        finally:
            self._ended, self._begun = time.monotonic(), None
        if self._ended - self._kept >= KEEP_EVERY:
            with contextlib.suppress(ProviderError):
                store.save_source_state(SourceState(PASS, last_ok=now))
                self._kept = self._ended

    @property
    def beats(self) -> bool:
        """Whether the last pass ended within three ticks, or one is being made that does not take too long."""
        begun, now = self._begun, time.monotonic()
        if begun is not None:
            return now - begun <= LONGEST_PASS
        return now - (self._ended or self._born) <= 3 * self._tick


@dataclass(frozen=True, slots=True)
class Checked:
    """What came out of the last check of all connections, and when that was."""

    at: dt.datetime
    healths: tuple[Health, ...]

    @property
    def failing(self) -> int:
        """How many are not well."""
        return sum(not one.ok for one in self.healths)


@dataclass(frozen=True, slots=True)
class Source:
    """A calendar or another source that is read again and again."""

    name: str
    last_ok: dt.datetime | None
    error: str
    problems: int


@dataclass(frozen=True, slots=True)
class Running:
    """All that the first page of the administration tells."""

    last_pass: dt.datetime | None
    outlook: Outlook
    work: Sequence[WorkCount]
    mails: Sequence[MailCount]
    troubles: Sequence[tuple[Trouble, Kind]]
    checked: Checked | None
    sources: Sequence[Source]


def running(app: App, now: dt.datetime) -> Running:
    """How it goes. Reads the store alone, with a constant number of queries."""
    numbers, states = app.store.numbers, app.store.source_states()
    work, mails = numbers.work(now), numbers.mails(now)
    last = states[PASS].last_ok if PASS in states else None
    troubles = numbers.troubles(now - LOOK_BACK, MOST)
    sources = [
        Source(one.name, one.last_ok, one.last_error, len(one.problems))
        for name, one in sorted(states.items())
        if name.startswith("meetings.") and (one.last_ok or one.last_error)
    ]
    return Running(
        last, outlook(work, mails, last, now), work, mails, [(one, kind_of(one)) for one in troubles[:MOST]],
        _checked(states.get(CHECK)), sources,
    )  # fmt: skip


# --- connections ---------------------------------------------------------------------------------------------------


def check_now(app: App, now: dt.datetime) -> Checked:
    """Ask every connection how it is, and keep the answer. Takes as long as the slowest of them: not for a page."""
    try:
        healths = tuple(app.check(now))
    except KambriefError as error:
        healths = (Health("check", ok=False, summary=str(error)[:500], advice="kambrief check tells more"),)
    told = [[one.name, one.ok, one.summary, one.advice] for one in healths]
    app.store.save_source_state(SourceState(CHECK, {"told": json.dumps(told)}, last_ok=now))
    return Checked(now, healths)


def _checked(state: SourceState | None) -> Checked | None:
    if state is None or state.last_ok is None:
        return None
    try:
        rows = json.loads(state.cursor.get("told", "[]"))
        healths = tuple(Health(str(n), ok=bool(ok), summary=str(s), advice=str(a)) for n, ok, s, a in rows)
    except (ValueError, TypeError):
        return None  # as another version has written it
    return Checked(state.last_ok, healths)


# --- ready? --------------------------------------------------------------------------------------------------------


def ready(app: App, pulse: Pulse | None) -> Mapping[str, str]:
    """Part → ``ok``, or what is wrong in a word: whether this process can do its part. Holds no secret."""
    try:
        found, wanted = app.store.numbers.schema()
        parts = {"database": "ok", "schema": "ok" if found == wanted else "other version"}
    except ProviderError:
        parts = {"database": "no answer", "schema": "not known"}
    if pulse is not None:
        parts["engine"] = "ok" if pulse.beats else "no pass lately"
    return parts


# --- one meeting ---------------------------------------------------------------------------------------------------

_OF_MEETING = frozenset({"meeting", "start", "local_start", "platform"})
_OF_READER = frozenset({"account_manager", "brief", "reason"})
_ROWS: Mapping[str, frozenset[str]] = {
    "steps": frozenset({"kind", "state", "due_at", "attempt"}),
    "briefs": frozenset({"kind", "revision", "created_at", "written_by"}),
    "mails": frozenset({"kind", "state", "revision", "due_at", "sent_at", "copies"}),
    "followup_mails": frozenset({"kind", "state", "revision", "due_at", "sent_at", "copies"}),
}


def without_customers(told: Mapping[str, object]) -> dict[str, object]:
    """Of what `desk.why.explain` tells, the part that names no customer: an allow-list, field by field. Notes are left
    out, as servers' words may stand in them; so are addresses other than the account manager's own.
    """
    kept = {key: told[key] for key in _OF_MEETING & told.keys()}
    kept["sources"] = [_some(row, frozenset({"provider"})) for row in _list(told.get("sources"))]
    kept["heard"] = [_some(row, frozenset({"provider", "turns", "summaries"})) for row in _list(told.get("heard"))]
    kept["account_managers"] = [_reader(row) for row in _list(told.get("account_managers"))]
    return kept


def _reader(row: Mapping[str, object]) -> dict[str, object]:
    kept = _some(row, _OF_READER)
    for name, fields in _ROWS.items():
        kept[name] = [_some(one, fields) for one in _list(row.get(name))]
    followup = row.get("followup")
    kept["followup"] = None
    if isinstance(followup, Mapping):
        kept["followup"] = {
            "state": followup.get("state"), "sent_at": followup.get("sent_at"),
            "versions": len(_list(followup.get("versions"))), "conflict": bool(followup.get("conflict")),
        }  # fmt: skip
    return kept


def _some(row: Mapping[str, object], fields: frozenset[str]) -> dict[str, object]:
    return {key: row[key] for key in sorted(fields & row.keys())}


def _list(rows: object) -> list[Mapping[str, object]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
