"""Whether a stand-in's own rights show them what another account manager is shown of a meeting's customers."""

import datetime as dt
from collections.abc import Sequence

from kambrief.app import App
from kambrief.core.customer import TABLES, CrmData
from kambrief.core.model import AccountManager, Meeting
from kambrief.pipeline.customers import Known
from kambrief.pipeline.seeing import Seeing

UNSURE = "gap_rights_unknown"


def covers_meeting(
    app: App, meeting: Meeting, deputy: AccountManager, manager: AccountManager, now: dt.datetime
) -> bool:
    """What was written for ``manager`` tells ``deputy`` nothing that the CRM hides from them (`core.access.covers`).
    Where the CRM cannot be asked what it shows them, they are shown nothing.
    """
    return bool(covered(app, [meeting], deputy, manager, now))


def covered(
    app: App, meetings: Sequence[Meeting], deputy: AccountManager, manager: AccountManager, now: dt.datetime
) -> frozenset[str]:
    """The ids of those of these meetings for which that holds; the CRM is asked once for all of them."""
    some = [one for one in meetings if not one.private]
    seeing = app.before.seeing
    if seeing is None or not some:
        return frozenset(one.id for one in some)
    known = app.before.customers.fetch(some, now)
    return frozenset(one.id for one in some if _covers(seeing, known, one, deputy, manager))


def _covers(seeing: Seeing, known: Known, meeting: Meeting, deputy: AccountManager, manager: AccountManager) -> bool:
    mine = seeing.seen_by(known, meeting, deputy)
    if any(gap.key == UNSURE for gap in mine.gaps):
        return False
    theirs = seeing.seen_by(known, meeting, manager).data
    return all(_ids(theirs, table) <= _ids(mine.data, table) for table in TABLES)


def _ids(data: CrmData, table: str) -> frozenset[str]:
    return frozenset(row.id for row in getattr(data, table) if getattr(row, "id", None))
