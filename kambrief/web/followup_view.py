"""What the page of a follow-up shows, put together from what is stored: neither the CRM nor a model is asked for it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kambrief.core import after
from kambrief.core.address import address_key
from kambrief.core.drafting import DELETED, OUT, FollowupRecord, FollowupState, Place, Version, same_text
from kambrief.core.followup import Followup, ToldKind
from kambrief.core.site import Autosave
from kambrief.desk.followups import can_send
from kambrief.desk.place import Desk
from kambrief.pipeline.followup_text import account_name_in, followup_in
from kambrief.web import followup_lines as lines
from kambrief.web.followup_spoken import Kept, Spoken, kept_of, spoken
from kambrief.web.visit import Visit

EDITING = dt.timedelta(minutes=10)
"""Whoever typed within this time is still at it."""
_WHY = {"present": "present", "holds an item": "holds_item", "own": "own", "absent": "absent",
        "do not contact": "do_not_contact"}  # fmt: skip
ADDED = "added"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody it may go to. ``why``: the part of a phrase, ``why_<why>``."""

    email: str
    name: str
    why: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who is at it."""

    name: str
    at: dt.datetime
    base: int


@dataclass(frozen=True, slots=True)
class Page:
    """All of it. ``text`` is what stands in the editor: what was typed and not saved goes before the newest version."""

    record: FollowupRecord
    version: Version
    text: Version
    typed: Autosave | None
    """What is in the editor and not in a version."""
    to: tuple[Recipient, ...]
    cc: tuple[Recipient, ...]
    points: tuple[lines.Point, ...]
    rows: tuple[lines.Row, ...]
    spoken: Spoken | None
    kept: tuple[Kept, ...]
    told: tuple[str, ...]
    """Notes for the account manager, in their language."""
    others: tuple[Other, ...]
    account: str
    mailbox: str
    """``sends``, ``lays`` or empty where there is none."""

    @property
    def state(self) -> str:
        """The part of a phrase, ``state_<state>``."""
        record = self.record
        if record.state is FollowupState.APPROVED:
            return "goes" if record.send_at else ("lies" if self.is_laid else "approved")
        if record.state in OUT:
            return "sent"
        if record.state is FollowupState.DROPPED:
            return "deleted" if record.note == DELETED else "dropped"
        return str(record.state)

    @property
    def is_laid(self) -> bool:
        """Whether the newest version lies in the mailbox."""
        return bool(self.record.mailbox_ref) and self.record.mailbox_version == self.version.number

    @property
    def can_be_changed(self) -> bool:
        """Whether the editor is there: what waits to be sent is taken back first, and one of two texts chosen."""
        return self.record.is_open and self.record.send_at is None and not self.record.conflict

    @property
    def crossed(self) -> tuple[Version, ...]:
        """The texts that stand side by side."""
        return tuple(one for number in self.record.conflict if (one := self.record.version(number)))

    @property
    def cited(self) -> frozenset[int]:
        """Utterances that a link can lead to."""
        return self.spoken.numbers if self.spoken else frozenset()

    @property
    def is_behind(self) -> bool:
        """Whether what stands in the editor began with an earlier version than the newest."""
        return self.text.base != self.version.number


def place_of(visit: Visit) -> Desk:
    """The meeting's follow-up on the table."""
    return Desk(visit.app, visit.meeting, visit.manager, visit.now)


def page_of(visit: Visit, place: Desk, record: FollowupRecord, *, proposed: Version | None = None) -> Page | None:
    """The page; None for a follow-up without any text."""
    version = record.current
    if version is None:
        return None
    followup = followup_in(record)
    saves = visit.site.autosaves(record.meeting_id, record.manager)
    mine = next((one for one in saves if one.who == visit.who.email), None)
    typed = mine if mine and not same_text(version_of(mine), version) else None
    text = proposed or (version_of(typed) if typed else _from(version))
    rows = lines.rows_of(text.body, followup)
    mailbox = place.flow.watching.mailbox_of(place.manager)
    return Page(
        record, version, text, typed,
        offered(record, followup, "to", text.to), offered(record, followup, "cc", text.cc),
        lines.points_of(text.subject, text.body), rows, spoken(place, record, rows), kept_of(record),
        tuple(one.text for one in followup.told if one.kind in {ToldKind.CHECK, ToldKind.CHANGED}),
        others(visit, saves), account_name_in(record),
        "" if mailbox is None else "sends" if can_send(place) else "lays",
    )  # fmt: skip


def _from(version: Version) -> Version:
    return Version(
        0, version.place, version.at, version.subject, version.body, version.to, version.cc, version.number
    )  # fmt: skip


def version_of(typed: Autosave) -> Version:
    """What was typed, as it would be saved."""
    return Version(0, Place.BROWSER, typed.at, typed.subject, typed.body, typed.to, typed.cc, typed.base)


def others(visit: Visit, saves: Sequence[Autosave]) -> tuple[Other, ...]:
    """Who else typed a moment ago."""
    since = visit.now - EDITING
    return tuple(
        Other(name_of(visit, one.who), one.at, one.base)
        for one in saves
        if one.who != visit.who.email and one.at >= since
    )


def name_of(visit: Visit, email: str) -> str:
    """How a colleague is called."""
    manager = visit.app.managers.get(email)
    return manager.name if manager and manager.name else email


def offered(record: FollowupRecord, followup: Followup, field: str, ticked: Sequence[str]) -> tuple[Recipient, ...]:
    """Whom it may go to: those of the meeting, and whom the manager has added in the mailbox. Nobody else can be added
    on a page.
    """
    marked = {address_key(one) for one in ticked}
    people = followup.to if field == "to" else followup.cc
    found = [
        Recipient(one.email, one.name or one.email, _WHY.get(one.why, ADDED), address_key(one.email) in marked)
        for one in people
        if one.email
    ]
    known = {address_key(one.email) for one in found}
    for version in record.versions:
        for address in version.to if field == "to" else version.cc:
            if address_key(address) not in known:
                known.add(address_key(address))
                found.append(Recipient(address, address, ADDED, address_key(address) in marked))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why there is no follow-up yet. ``why``: the part of a phrase, ``waits_<why>``."""

    why: str
    until: dt.datetime | None = None
    can_draft: bool = False
    """There is something to draft from."""


def waiting(place: Desk) -> Waiting:
    """What is waited for, as far as what is stored tells."""
    found = place.flow.what_now(place.meeting, place.manager, place.now)
    match found:
        case after.Wait(until):
            over = place.now >= place.meeting.end
            return Waiting("transcript" if over else "call", until if over else place.meeting.end)
        case after.Draft():
            return Waiting("draft", can_draft=True)
        case after.Tell(key):
            return Waiting(key)
        case _:
            return Waiting("nothing")
