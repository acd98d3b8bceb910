"""Promises: due is not made, ours is not theirs, and who owns a promise is not whom it was made to."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kambrief.evaluation import cues
from kambrief.evaluation.arithmetic import day
from kambrief.evaluation.clauses import Clause, cue_before, means, named
from kambrief.evaluation.derived import Derived
from kambrief.evaluation.known import party_to
from kambrief.evaluation.people import Directory
from kambrief.evaluation.scenario import Row
from kambrief.evaluation.tokens import PartDate, Token

Wrong = tuple[str, str]
"""What was said, and why it is wrong."""


def wrong_promises(clause: Clause, derived: Derived, directory: Directory) -> Iterator[Wrong]:
    """What a clause says of a promise that is not so."""
    rows = clause.promises
    if not rows and clause.in_promises and clause.side:
        yield from _unnamed(clause, derived)
    if not rows or not (clause.in_promises or cues.DUE.search(clause.text)):
        return
    dues = {day(row["due"]) for row in rows if row["due"]}
    dates = [token for token in clause.tokens if isinstance(token.value, PartDate)]
    yield from _due_dates(clause, rows, dues, dates, derived)
    days = {Decimal(abs((today - due).days)) for due in dues for today in (derived.today, derived.meeting_day)}
    for token in clause.tokens:
        if token.kind == "days" and token.value not in days and not clause.head:
            yield token.text, f"no count of days of the promise {named(rows)}"
    if (
        cues.LATE.search(clause.text)
        and not cues.NOT_LATE.search(clause.text)
        and not any(_is_late(row, derived) for row in rows)
    ):
        yield clause.text.strip(), f"the promise {named(rows)} is not late"
    yield from _owners(clause, rows, derived, directory)


def _unnamed(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """A line of promises that does not name one ("the above, due 31 July") gives the day of one of that side."""
    rows = [row for row in derived.rows("commitments") if row["side"] == clause.side]
    days = {day(row[field]) for row in rows for field in ("due", "done_on", "made_on")} - {None}
    for token in clause.tokens:
        if isinstance(token.value, PartDate) and not means(token, days, derived):
            yield token.text, "no day of a promise of this side"


def _due_dates(
    clause: Clause, rows: Sequence[Row], dues: set[dt.date], dates: Sequence[Token], derived: Derived
) -> Iterator[Wrong]:
    """Next to a due cue stands the due day; the day it was made may stand beside it, not in its place."""
    made = {day(row["made_on"]) for row in rows if row["made_on"]}
    done = {day(row["done_on"]) for row in rows if row["done_on"]}
    told = any(means(token, dues, derived) for token in dates)
    is_open = any(row["status"] == "open" for row in rows)
    for token in dates:
        loose = is_open and (cue_before(clause.text, token, cues.DUE) or _cue_after(clause.text, token))
        nearest = loose or bool(cues.DUE_HERE.search(clause.text[: token.start]))
        if cues.NOTICE.search(clause.part(token)) or (clause.head and not nearest):
            continue
        allowed = dues | done | (made if told and not nearest else set())
        if (nearest or clause.in_promises) and not means(token, allowed, derived):
            yield token.text, f"not the due day of {named(rows)}"


def _owners(clause: Clause, rows: Sequence[Row], derived: Derived, directory: Directory) -> Iterator[Wrong]:
    sides = {row["side"] for row in rows}
    side = clause.side or _said_side(clause.text)
    if side and side not in sides:
        yield clause.text.strip(), f"{named(rows)} is a promise of the other side"
    owners = {row["owner"] for row in rows}
    involved = {key for row in rows for key in party_to(row, derived, directory)}
    for mention in clause.mentions:
        full = {f"{directory[key].first} {directory[key].last}" for key in mention.keys}
        if _owns(clause.text, mention.start, mention.end) and not full & owners:
            yield mention.text, f"does not own {named(rows)}"
        elif clause.in_promises and not mention.keys & involved:
            yield mention.text, f"has no part in {named(rows)}"


def _owns(text: str, start: int, end: int) -> bool:
    """Whether a name stands where a promise's owner stands: before a colon, in brackets of its own, after a dash."""
    before, after = text[:start].rstrip(), text[end:]
    return bool(
        (re.match(r"\s*:", after) and (not before or before.endswith((":", "-", "–"))))
        or (before.endswith("(") and re.match(r"\s*[),]", after))
        or cues.OWNER_BEFORE.search(before)
        or cues.OWNER_AFTER.match(after)
    )  # fmt: skip


def _said_side(text: str) -> str:
    if cues.OURS.search(text):
        return "us"
    return "them" if cues.THEIRS.search(text) else ""


def _is_late(row: Row, derived: Derived) -> bool:
    """Open past its day, or kept after it."""
    kept = day(row["done_on"]) if row["done_on"] else derived.meeting_day
    return row["status"] in {"open", "done"} and bool(row["due"]) and bool(day(row["due"]) < kept)


def _cue_after(text: str, token: Token) -> bool:
    return bool(cues.DUE_AFTER.match(text[token.end :]))
