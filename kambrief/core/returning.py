"""Promises made in calls return in the next brief, beside the CRM's own commitments and never twice.

Where both know one promise, the ledger's is told: it has the final day, the words and what has become of it. Only what
the CRM has learned since counts for more.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kambrief.core.customer import Commitment, CrmData
from kambrief.core.fulfilment import fulfilled, is_same_commitment
from kambrief.core.model import Meeting
from kambrief.core.promises import PromiseRecord, PromiseState, same_promise

LEDGER = "ledger-"
"""Ids of commitments begin so that are rows of the ledger and no records of the CRM."""
_STATUS = {
    PromiseState.OPEN: "open",
    PromiseState.DONE: "done",
    PromiseState.MOVED: "superseded",
    PromiseState.DROPPED: "cancelled",
}


def commitment_id(row: PromiseRecord) -> str:
    """What a row is called among commitments."""
    return f"{LEDGER}{row.meeting_id}-{row.id}"


def to_commitments(rows: Iterable[PromiseRecord]) -> tuple[Commitment, ...]:
    """Rows as the brief and the insights know promises."""
    return tuple(
        Commitment(
            id=commitment_id(row), account_id=row.account_id, side=row.side,
            owner=row.contact_id or row.owner, text=f"{row.what[:1].upper()}{row.what[1:]}", made_on=row.made_on,
            due=row.due, status=_STATUS[row.state], done_on=row.done_on, source=f"call/{row.meeting_id}",
            heard=heard(row),
        )
        for row in rows
    )  # fmt: skip


def heard(row: PromiseRecord) -> str:
    """Where it was heard, and the words, for people: ``call 2026-10-06, cue 50 (12:31): "mä laitan sen"``."""
    place = [f"call {row.made_on.isoformat()}"]
    if row.cue:
        place.append(f"cue {row.cue}{f' ({clock(row.at)})' if row.at is not None else ''}")
    return ", ".join(place) + (f': "{row.quote}"' if row.quote else "")


def clock(seconds: float) -> str:
    """``12:31``, ``1:02:03``: how far into a call."""
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def with_promises(
    data: CrmData,
    rows: Sequence[PromiseRecord],
    now: dt.datetime,
    *,
    manager: str = "",
    meetings: Sequence[Meeting] = (),
    written: Mapping[tuple[str, str, str], str] | None = None,
) -> CrmData:
    """The same data with what the ledger holds on these accounts. ``rows``: of any manager; of one call that stands in
    two managers' ledgers, ``manager``'s own count. What the data already show to be done is done. Doing it twice
    changes nothing.
    """
    if any(one.heard for one in data.commitments):
        return data
    accounts = {account.id for account in data.accounts}
    own = data.commitments
    here = _each_once([row for row in rows if row.account_id in accounts], manager)
    news = {row.key: row for row in fulfilled(here, data, now, meetings, written)}
    known = [news.get(row.key, row) for row in here]
    tasks = written or {}
    superseded = {row.key for row in known if any(_is_newer(one, row, tasks) for one in own)}
    told = [row for row in known if row.key not in superseded]
    kept = tuple(one for one in own if not any(_covers(row, one, tasks) for row in told))
    shown = [row for row in told if row.state in {PromiseState.OPEN, PromiseState.DONE}]
    return replace(data, commitments=(*kept, *to_commitments(shown)))


def _each_once(rows: Sequence[PromiseRecord], manager: str) -> list[PromiseRecord]:
    mine_first = sorted(rows, key=lambda row: (row.manager.casefold() != manager.casefold(), row.key))
    found: list[PromiseRecord] = []
    for row in mine_first:
        twin = (one for one in found if one.manager != row.manager and one.meeting_id == row.meeting_id)
        if not any(one.id == row.id or same_promise(replace(one, manager=row.manager), row) for one in twin):
            found.append(row)
    return found


def _is_newer(one: Commitment, row: PromiseRecord, written: Mapping[tuple[str, str, str], str]) -> bool:
    """Whether the CRM has learned of it after the call: promised anew, by hand."""
    since = row.is_open and one.status == "open" and one.made_on is not None and one.made_on > row.made_on
    return since and not _is_task(one, row, written) and is_same_commitment(row, one)


def _is_task(one: Commitment, row: PromiseRecord, written: Mapping[tuple[str, str, str], str]) -> bool:
    """Whether we have made this record of the CRM of the promise ourselves; where sources are combined, ids have a name
    before them.
    """
    task = written.get(row.key)
    return bool(task) and (one.id == task or one.id.endswith(f":{task}"))


def _covers(row: PromiseRecord, one: Commitment, written: Mapping[tuple[str, str, str], str]) -> bool:
    """Whether this record of the CRM is the row's own task, or the same promise as the CRM knew it before."""
    if _is_task(one, row, written):
        return True
    if row.state is PromiseState.DROPPED or not is_same_commitment(row, one):
        return False
    earlier = one.made_on is None or one.made_on <= row.made_on
    if one.status != "open":
        # What was done before the call was another time, and stays told as kept.
        return one.done_on is not None and one.done_on >= row.made_on
    return earlier
