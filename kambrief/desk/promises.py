"""The ledger of promises with the CRM's own commitments; and its corrections by a person."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kambrief.app import App
from kambrief.core.customer import Commitment, CrmData, Side
from kambrief.core.fulfilment import fulfilled
from kambrief.core.model import AccountManager
from kambrief.core.nudges import today_of
from kambrief.core.promises import PromiseRecord, by_urgency, late
from kambrief.core.returning import with_promises
from kambrief.desk.finding import manager_called
from kambrief.errors import NotFoundError, ProviderError, UserError
from kambrief.pipeline import overview
from kambrief.pipeline.promised import Ledger

SHORT = 8
"""Letters of an id that are shown; more where so many fit several."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One promise as it is listed: of the ledger, or (``row`` None) the CRM's own."""

    id: str
    side: Side
    owner: str
    what: str
    account: str
    due: dt.date | None
    state: str
    days_late: int = 0
    row: PromiseRecord | None = None
    commitment: Commitment | None = None

    @property
    def is_open(self) -> bool:
        """Late ones too, and those that may be done."""
        return self.state.startswith(("open", "late"))


@dataclass(frozen=True, slots=True)
class Listed:
    """What is shown, and what must be known of it."""

    rows: tuple[Shown, ...]
    notes: tuple[str, ...] = ()


def look(built: App, account: str, whose: str, now: dt.datetime, *, everything: bool) -> Listed:
    """The ledger's rows and the CRM's commitments of the same customers, each promise once. Raises `UserError` for an
    account manager, `NotFoundError` for a customer that nobody is.
    """
    manager = manager_called(built, whose)
    notes: list[str] = []
    if account:
        data, rows = _of_customer(built, account, manager, now)
    else:
        rows = [*built.store.promises(manager.email if manager else "")]
        data = _known(built, frozenset(row.account_id for row in rows if row.account_id), notes)
    found = [*_shown(built, rows, data, manager, now)]
    wanted = [one for one in found if everything or one.is_open]
    ordered = sorted(wanted, key=lambda one: _place(one, now))
    return Listed(tuple(ordered), tuple(notes))


def _place(one: Shown, now: dt.datetime) -> tuple[bool, bool, bool, dt.date, str]:
    """Ours first, open ones first, by due day, those without one last."""
    return one.side is not Side.US, not one.is_open, one.due is None, one.due or now.date(), one.id


def _of_customer(
    built: App, name: str, manager: AccountManager | None, now: dt.datetime
) -> tuple[CrmData, list[PromiseRecord]]:
    mine = [*built.store.promises(manager.email if manager else "")]
    exact = [row for row in mine if row.account_id == name]
    if exact and built.crm is None:
        return CrmData(), exact
    if built.crm is None:
        raise NotFoundError(f"No promise was made to a customer with the id '{name}', and no CRM is configured")
    told = overview.account(built.before, name, now, manager.email if manager else "")
    data = told.situation.data
    ids = {one.id for one in data.accounts}
    return data, [row for row in mine if row.account_id in ids]


def _known(built: App, accounts: frozenset[str], notes: list[str]) -> CrmData:
    """What the CRM holds of these customers; nothing, and a note, when it is not reached."""
    if built.crm is None or not accounts:
        return CrmData()
    try:
        return built.crm.histories(accounts)
    except ProviderError as error:
        notes.append(f"{error.provider} was not reached ({error.reason}): its own commitments are not shown")
        return CrmData()


def _shown(
    built: App, rows: Sequence[PromiseRecord], data: CrmData, manager: AccountManager | None, now: dt.datetime
) -> Iterator[Shown]:
    names = {one.id: one.name for one in data.accounts}
    people = {one.id: one.name for one in data.contacts}
    ledger = _ledger(built)
    written = ledger.written(rows)
    meetings = ledger.meetings(rows, now)
    who = manager.email if manager else ""
    together = with_promises(data, rows, now, manager=who, meetings=meetings, written=written)
    # What the CRM already shows is said; it is kept when a promise is due, or somebody says so.
    news = {row.key: row for row in fulfilled(rows, data, now, meetings, written)}
    rows = [news.get(row.key, row) for row in rows]
    short = _shortened(rows)
    for row in by_urgency(rows):
        reader = built.managers.get(row.manager)
        today = today_of(reader, now) if reader else now.date()
        is_late = late(row, today)
        state = "late" if is_late else f"{row.state}, maybe done" if row.maybe else str(row.state)
        days = (today - row.due).days if is_late and row.due else 0
        yield Shown(
            short[row.key], row.side, row.owner, row.what, names.get(row.account_id, row.account_id), row.due, state,
            days, row,
        )  # fmt: skip
    for one in together.commitments:
        if one.heard:
            continue
        is_late = one.status == "open" and one.due is not None and one.due < now.date()
        days = (now.date() - one.due).days if is_late and one.due else 0
        yield Shown(
            f"crm:{one.id}", one.side, people.get(one.owner, one.owner), one.text,
            names.get(one.account_id, one.account_id), one.due, "late" if is_late else one.status, days, commitment=one,
        )  # fmt: skip


def _shortened(rows: Sequence[PromiseRecord]) -> dict[tuple[str, str, str], str]:
    """Each row's id, as short as it is unique; with the meeting before it where two calls have the same."""
    ids = [row.id for row in rows]
    found = {}
    for row in rows:
        length = SHORT
        while length < len(row.id) and sum(one.startswith(row.id[:length]) for one in ids) > 1:
            length += 1
        found[row.key] = row.id[:length] if ids.count(row.id) == 1 else f"{row.meeting_id}/{row.id}"
    return found


# --- corrections ---------------------------------------------------------------------------------------------------


def rows_of(built: App, whose: str) -> Sequence[PromiseRecord]:
    """The ledger's rows of one account manager, or everybody's. Raises `UserError` for one that is none of ours."""
    manager = manager_called(built, whose)
    return built.store.promises(manager.email if manager else "")


def named(rows: Sequence[PromiseRecord], name: str) -> PromiseRecord:
    """By id or its unique beginning, with or without the meeting. Raises `NotFoundError`."""
    if name.startswith("crm:"):
        raise UserError(f"{name} is the CRM's own record: change it there")
    exact = [row for row in rows if name in {row.id, f"{row.meeting_id}/{row.id}"}]
    found = exact or [row for row in rows if row.id.startswith(name)]
    if not found:
        raise NotFoundError(f"No promise has an id that begins with '{name}'; 'kambrief promises --all' shows them")
    if len(found) > 1:
        several = ", ".join(f"{row.meeting_id}/{row.id} ({row.manager})" for row in found[:5])
        raise NotFoundError(f"'{name}' fits {len(found)} promises: {several}; say more of it, or --for")
    return found[0]


def close(built: App, row: PromiseRecord, by: str, now: dt.datetime) -> bool:
    """It is done, and says who says so (``command``, ``browser``). False where it was not open any more."""
    return bool(_ledger(built).close([row], by, _today(built, row, now), now))


def drop(built: App, row: PromiseRecord, by: str, now: dt.datetime) -> bool:
    """It is not wanted any more. False where it was not open any more."""
    return bool(_ledger(built).drop([row], by, now))


def move(built: App, row: PromiseRecord, day: dt.date, now: dt.datetime) -> bool:
    """It gets another day. False where it was due then already, or is not open any more."""
    return bool(_ledger(built).move(row, day, now))


def _ledger(built: App) -> Ledger:
    return Ledger(built.store, built.before.recording)


def _today(built: App, row: PromiseRecord, now: dt.datetime) -> dt.date:
    reader = built.managers.get(row.manager)
    return today_of(reader, now) if reader else now.date()
