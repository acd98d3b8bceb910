"""The ledger of promises: what was promised in calls lives on until it is done, moved or dropped.

Rows are made from `core.commitment.Promised` when a follow-up is drafted, changed when it is approved, and closed by
what comes later: a mail or meeting that fulfils them (`core.fulfilment`), a CRM task that is done, a reply of the
account manager (`core.reply`). All decisions here are pure: old rows in, rows to be stored out.
"""

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.matter import Likeness, Matter, folded, is_invitation, likeness, matter
from kambrief.core.talk import Participant, Talk


class PromiseState(enum.StrEnum):
    """Where a promise stands. Late is not a state: it is open and due before today."""

    OPEN = "open"
    DONE = "done"
    MOVED = "moved"
    """A later promise took its place (``replaced_by``)."""
    DROPPED = "dropped"


MAYBE = "maybe "
"""An open row's ``closed_by`` begins so when something looks like its end, and a person has to say."""


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """A row of the ledger. ``(meeting_id, manager, id)`` is unique."""

    id: str
    meeting_id: str
    manager: str
    account_id: str
    side: Side
    owner: str
    """Name as people read it."""
    what: str
    made_on: dt.date
    owner_email: str = ""
    contact_id: str = ""
    due: dt.date | None = None
    state: PromiseState = PromiseState.OPEN
    quote: str = ""
    """The words it was taken on with, verbatim."""
    asked: str = ""
    """The customer's own words that it answers, verbatim, where they asked for it."""
    cue: int = 0
    at: float | None = None
    """Seconds into the recording."""
    was_due: tuple[dt.date, ...] = ()
    """Days it was promised for before."""
    done_on: dt.date | None = None
    closed_by: str = ""
    """What closed it: ``reply``, ``command``, ``activities/act-36``, ``crm task``. In an open row ``maybe …``: what
    looks like its end."""
    replaced_by: str = ""
    """The id of the row that took its place."""
    nudged_on: dt.date | None = None
    confirmed: bool = False
    """Stands in an approved follow-up, or a person has confirmed it."""
    changed_at: dt.datetime | None = None
    to: tuple[str, ...] = ()
    """Addresses of those who wait for it."""
    waiting: tuple[str, ...] = ()
    """What they are called, in the same order."""
    full_names: tuple[str, ...] = ()
    language: str = ""
    """What the call was held in."""
    address_form: str = ""
    """Of those who wait, as the CRM has it."""
    meets: dt.date | None = None
    """Of a promise to invite: the day that was agreed on for that meeting."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it unique."""
        return self.meeting_id, self.manager, self.id

    @property
    def is_open(self) -> bool:
        """Neither done nor moved nor dropped."""
        return self.state is PromiseState.OPEN

    @property
    def maybe(self) -> str:
        """What looks like its end, while it is open; empty for nothing."""
        return self.closed_by.removeprefix(MAYBE) if self.is_open and self.closed_by.startswith(MAYBE) else ""


def late(row: PromiseRecord, today: dt.date) -> bool:
    """Open, and due before ``today``: due today is not late (domain facts, I9)."""
    return row.is_open and row.due is not None and row.due < today


# --- from a call ---------------------------------------------------------------------------------------------------


def rows_of(
    talk: Talk,
    promised: Sequence[Promised],
    *,
    manager: str,
    account_id: str,
    now: dt.datetime,
    asked: Mapping[str, str] | None = None,
    next_meeting: dt.date | None = None,
) -> tuple[PromiseRecord, ...]:
    """The rows for what was promised in a call. ``asked``: the customer's own words, by the id of the promise that
    answers them; ``next_meeting``: the day that was agreed on. What stands in no list (``minor``) is left out.
    """
    rows = [
        _row(talk, one, manager, account_id, now, (asked or {}).get(one.id, "")) for one in promised if not one.minor
    ]
    return tuple(replace(row, meets=next_meeting) if is_invitation(row.what) else row for row in rows)


def _row(
    talk: Talk, one: Promised, manager: str, account_id: str, now: dt.datetime, asked: str
) -> PromiseRecord:  # fmt: skip
    people = talk.by_key
    owner = people.get(one.owner)
    waiting = _waiting(talk, one)
    starts = {said.number: said.start for said in talk.utterances}
    return PromiseRecord(
        id=one.id, meeting_id=talk.meeting_id, manager=manager, account_id=account_id, side=one.side,
        owner=owner.name if owner else one.owner, what=one.what, made_on=talk.day,
        owner_email=owner.email if owner else "", contact_id=owner.contact_id if owner else "", due=one.due,
        quote=one.quote, asked=asked, cue=one.quoted_from, at=starts.get(one.quoted_from),
        was_due=(one.supersedes,) if one.supersedes else (), changed_at=now,
        to=tuple(who.email for who in waiting), waiting=tuple(who.called or who.name for who in waiting),
        full_names=tuple(who.name for who in waiting),
        language=talk.language, address_form=next((who.address_form for who in waiting if who.address_form), ""),
    )  # fmt: skip


def _waiting(talk: Talk, one: Promised) -> list[Participant]:
    """Those on the other side whom it was promised to, by name or as everybody who was there; with an address that may
    be written to.
    """
    other = Side.THEM if one.side is Side.US else Side.US
    named = [talk.by_key[key] for key in one.to if key in talk.by_key]
    there = named or [who for who in talk.participants if who.present]
    return [who for who in there if who.side is other and who.email and not (who.unsure or who.do_not_contact)]


# --- together with what was there ----------------------------------------------------------------------------------


def merged(old: Iterable[PromiseRecord], new: Iterable[PromiseRecord]) -> tuple[PromiseRecord, ...]:
    """The rows to be stored when ``new`` ones come from a call: each of them, and each old one that it changes.

    The same promise of the same call keeps what has become of it (done stays done, dropped stays dropped). An open one
    of another call with the same owner and the same object is MOVED, and the day it was for is remembered in the one
    that took its place; which of the two calls was heard first makes no difference. Repeating it changes nothing.
    """
    known = {row.key: row for row in old}
    rows = {**known}
    for row in new:
        rows[row.key] = _again(known[row.key], row) if row.key in known else row
    fresh = [row.key for row in new]
    for key in fresh:
        _replace(rows, key)
    return tuple(row for key, row in rows.items() if key in fresh or row != known.get(key))


def _again(old: PromiseRecord, new: PromiseRecord) -> PromiseRecord:
    """The same promise, told once more: from the transcript after the notes, or with another date in the draft."""
    if not old.is_open:
        return old
    moved = old.due is not None and new.due != old.due
    earlier = tuple(dict.fromkeys((*old.was_due, *new.was_due, *((old.due,) if moved and old.due else ()))))
    return replace(
        new,
        was_due=tuple(day for day in earlier if day != new.due),
        confirmed=old.confirmed or new.confirmed,
        nudged_on=None if moved else old.nudged_on,
        closed_by=old.closed_by,
        asked=new.asked or old.asked,
        changed_at=old.changed_at if replace(new, changed_at=None) == replace(old, changed_at=None) else new.changed_at,
    )


def _replace(rows: dict[tuple[str, str, str], PromiseRecord], key: tuple[str, str, str]) -> None:
    """Which open rows of other calls this one takes the place of, or which takes its place."""
    for other_key in [*rows]:
        row, other = rows[key], rows[other_key]
        if row.meeting_id == other.meeting_id or not same_promise(row, other):
            continue
        first, second = sorted((row, other), key=lambda one: (one.made_on, one.key))
        # What was made anew and done since is no open promise of the earlier call.
        lives = second.is_open or (second.state is PromiseState.DONE and second.made_on > first.made_on)
        if not first.is_open or not lives or not _is_best(rows, first, second):
            continue
        rows[first.key] = replace(first, state=PromiseState.MOVED, replaced_by=second.id, changed_at=second.changed_at)
        days = (*first.was_due, *((first.due,) if first.due else ()), *second.was_due)
        if second.is_open:
            was_due = tuple(dict.fromkeys(day for day in days if day != second.due))
            rows[second.key] = replace(second, was_due=was_due, asked=second.asked or first.asked)


def _is_best(rows: Mapping[tuple[str, str, str], PromiseRecord], first: PromiseRecord, second: PromiseRecord) -> bool:
    """Whether no other promise of the second's call is still closer to the first one: of two offers, the one meant."""
    mine = likeness(_about(first), _about(second))
    rivals = [row for row in rows.values() if row.meeting_id == second.meeting_id and row.key != second.key]
    return not any(
        row.is_open and same_promise(first, row) and _order(likeness(_about(first), _about(row))) > _order(mine)
        for row in rivals
    )


def _order(found: Likeness) -> tuple[float, int]:
    return found.share, found.shared


def same_promise(one: PromiseRecord, other: PromiseRecord) -> bool:
    """Same side, owner and object, of one customer and account manager."""
    return (
        one.side is other.side
        and one.account_id == other.account_id
        and one.manager == other.manager
        and same_owner(one, other)
        and likeness(_about(one), _about(other), about(f"{one.quote} {other.quote}")).strong
    )


def same_owner(one: PromiseRecord, other: PromiseRecord) -> bool:
    """By address, by contact, else by name in any order, the given name alone too."""
    if one.owner_email and other.owner_email:
        return one.owner_email.casefold() == other.owner_email.casefold()
    if one.contact_id and other.contact_id:
        return one.contact_id == other.contact_id
    return same_name(one.owner, other.owner)


def same_name(one: str, other: str) -> bool:
    """``Ville`` is ``Nurmela, Ville``; an empty name is nobody's."""
    mine, its = (frozenset(folded(name).replace(",", " ").split()) for name in (one, other))
    return bool(mine and its) and (mine <= its or its <= mine)


def _about(row: PromiseRecord) -> Matter:
    """What it is about; names of people are no objects."""
    return about(row.what, (row.owner, *row.waiting))


def about(what: str, people: Iterable[str] = ()) -> Matter:
    """What a promise is about, without these people's names."""
    names = frozenset(part for name in people for part in folded(name).replace(",", " ").split())
    return matter(what, names)


# --- what a person or an event does to a row -----------------------------------------------------------------------


def done(row: PromiseRecord, by: str, on: dt.date, now: dt.datetime) -> PromiseRecord:
    """The row when it is done. What is closed stays as it was closed."""
    if not row.is_open:
        return row
    return replace(row, state=PromiseState.DONE, done_on=on, closed_by=by, changed_at=now)


def dropped(row: PromiseRecord, by: str, now: dt.datetime) -> PromiseRecord:
    """The row when it is not wanted any more."""
    return replace(row, state=PromiseState.DROPPED, closed_by=by, changed_at=now) if row.is_open else row


def moved(row: PromiseRecord, to: dt.date, now: dt.datetime) -> PromiseRecord:
    """The row with another day: it will be told anew on the morning of that one."""
    if not row.is_open or row.due == to:
        return row
    was = tuple(dict.fromkeys((*row.was_due, *((row.due,) if row.due else ()))))
    return replace(row, due=to, was_due=tuple(day for day in was if day != to), nudged_on=None, changed_at=now)


def perhaps(row: PromiseRecord, evidence: str, now: dt.datetime) -> PromiseRecord:
    """The open row with what looks like its end."""
    if not row.is_open or row.closed_by == MAYBE + evidence:
        return row
    return replace(row, closed_by=MAYBE + evidence, changed_at=now)


def by_urgency(rows: Iterable[PromiseRecord]) -> list[PromiseRecord]:
    """Ours first; open ones first, by due day, undated ones last; then what is closed, the newest first."""

    def place(row: PromiseRecord) -> tuple[bool, bool, int, str, str]:
        closed = (row.done_on or row.due or row.made_on).toordinal()
        days = (row.due or dt.date.max).toordinal() if row.is_open else -closed
        return row.side is not Side.US, not row.is_open, days, row.meeting_id, row.id

    return sorted(rows, key=place)
