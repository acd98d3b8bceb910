"""What an account manager says of a section of a brief: kept, replaced, or taken back as if never said."""

import datetime as dt
from collections.abc import Mapping, Sequence

from kambrief.core.brief import Section
from kambrief.core.feedback import Feedback, Opinion
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.work import OF_A_DAY, BriefRecord, MailKind
from kambrief.errors import UserError
from kambrief.ports import Store

BRIEFS = frozenset({MailKind.BRIEF, *OF_A_DAY})


def say(
    store: Store, meeting: Meeting, manager: AccountManager, section: Section, verdict: Opinion, now: dt.datetime
) -> Feedback:
    """Keep a verdict on one section of the newest brief of a meeting; an earlier one on it is replaced.

    What is wrong is kept with what it rested on. Raises `UserError` when no brief of it was written.
    """
    written = [record for record in store.briefs(meeting.id, manager.email) if record.kind in BRIEFS]
    if not written:
        raise UserError(f"No brief of '{meeting.title}' was written for {manager.email}: there is nothing to judge yet")
    facts = _facts(written, section) if verdict is Opinion.WRONG else ()
    said = Feedback(manager.email, meeting.id, section, verdict, now, facts)
    store.save_feedback(said)
    return said


def take_back(store: Store, meeting: Meeting, manager: AccountManager, section: Section) -> bool:
    """Whether something had been said of it."""
    return store.forget_feedback(manager.email, meeting.id, section)


def _facts(written: Sequence[BriefRecord], section: Section) -> tuple[str, ...]:
    """What the section's lines rest on in the newest brief, by what was kept for ``why``."""
    rows = written[-1].why.get("facts")
    found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
    return tuple(dict.fromkeys(str(row["id"]) for row in found if row.get("section") == section and "id" in row))
