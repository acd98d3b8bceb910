"""What is beside the window of a call: the one thing, who is there, promises and questions to tick off, notes.

All of it comes out of the store: the newest brief as it is kept, the last known records of its customer, the ledger of
promises. Nothing is asked of the CRM, so the panel opens while a call begins.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kambrief.app import App
from kambrief.core import after, brief_data, drafting, panel
from kambrief.core.brief import Brief, Line, Section, Sentence
from kambrief.core.customer import Contact, CrmData, Side
from kambrief.core.drafting import FollowupRecord
from kambrief.core.eligibility import external_attendees
from kambrief.core.fulfilment import is_same_commitment
from kambrief.core.model import AccountManager, Attendee, Meeting
from kambrief.core.panel import Change, Conflict
from kambrief.core.promises import PromiseRecord
from kambrief.core.returning import LEDGER, commitment_id
from kambrief.core.site import Panel
from kambrief.core.work import BriefRecord, StepKind, StepPlan
from kambrief.desk.followups import take_in_notes
from kambrief.desk.place import Desk
from kambrief.errors import RefusedError

TRIES = 20
"""So often a change is stored anew when others are faster; each try takes milliseconds."""
_COMMITMENTS = "commitments/"
_MARKED = ("role_", "response_tentative", "response_declined", "not_in_crm")
"""Sentences of a brief that say what stands beside the name here."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody from outside who is invited. ``contact`` None: nobody that the CRM knows."""

    attendee: Attendee
    contact: Contact | None = None
    said: tuple[Sentence, ...] = ()
    """What the brief says of them, without name and title."""

    @property
    def name(self) -> str:
        """As a colleague would say it."""
        return self.contact.name if self.contact else self.attendee.name or self.attendee.email

    @property
    def addressed(self) -> str:
        """``informal``, ``formal``, or empty where the record does not say."""
        return panel.addressed(self.contact.address_form or "") if self.contact else ""


@dataclass(frozen=True, slots=True)
class Promise:
    """One open promise. ``owner`` is empty where it is the account manager's own."""

    key: str
    side: Side
    what: str
    owner: str = ""
    due: dt.date | None = None

    def days_late(self, today: dt.date) -> int:
        """Due today is not late."""
        return max(0, (today - self.due).days) if self.due else 0


@dataclass(frozen=True, slots=True)
class During:
    """All that the panel of one meeting shows."""

    meeting: Meeting
    manager: AccountManager
    panel: Panel
    one_thing: tuple[Line, ...] = ()
    guests: tuple[Guest, ...] = ()
    ours: tuple[Promise, ...] = ()
    theirs: tuple[Promise, ...] = ()
    questions: tuple[Line, ...] = ()
    brief: BriefRecord | None = None
    """What it was taken from."""
    followup: FollowupRecord | None = None
    waits_until: dt.datetime | None = None
    """So long a transcript is waited for before a follow-up is drafted from the notes; None: nothing is drafted by
    itself.
    """

    @property
    def keys(self) -> frozenset[str]:
        """What can be ticked off."""
        return frozenset([*(one.key for one in (*self.ours, *self.theirs)), *(one.id for one in self.questions)])

    @property
    def is_anew(self) -> bool:
        """Whether the notes are others than those that the follow-up was drafted from, which nobody has touched."""
        record, notes = self.followup, self.panel.notes.strip()
        if record is None or not notes or not record.source.startswith(f"{after.NOTES}:"):
            return False
        taken = after.notes_of(self.meeting.id, self.manager, notes, self.meeting.end).transcript
        same = taken is not None and after.Draft(after.NOTES, taken).name == record.source
        return not same and record.is_open and drafting.is_untouched(record)


def during(app: App, meeting: Meeting, manager: AccountManager) -> During:
    """The panel as it stands. Raises `ProviderError` when the store cannot be reached."""
    records = app.store.briefs(meeting.id, manager.email)
    kept, brief = next(
        ((one, said) for one in reversed(records) if (said := brief_data.of_data(one.page))), (None, None)
    )
    data, root = _customer(app, kept)
    flow = app.before.after
    verdict = app.before.verdict(meeting, manager)
    found = During(
        meeting, manager, _panel(app, meeting, manager), guests=tuple(_guests(app, meeting, brief, kept, data)),
        brief=kept, followup=app.store.followup(meeting.id, manager.email),
        waits_until=meeting.end + flow.rules.wait if flow and manager.followups and verdict.brief else None,
    )  # fmt: skip
    if brief is None or kept is None:
        return found
    rows = app.store.promises(manager.email, frozenset({root})) if root else ()
    since = [row for row in rows if _is_since(row, kept, meeting)]
    promises = [*_promises(brief, data, rows, since, manager), *(_of_ledger(row, manager) for row in since)]
    return replace(
        found,
        one_thing=_lines(brief, Section.ONE_THING),
        questions=_lines(brief, Section.QUESTIONS),
        ours=_sorted(promises, Side.US),
        theirs=_sorted(promises, Side.THEM),
    )


def save(app: App, meeting: Meeting, manager: AccountManager, change: Change) -> Panel | Conflict:
    """Store one window's change, whatever others store at the same time. Of a `Conflict` the ticks are stored. Raises
    ValueError for notes that are too long, `RefusedError` (``busy``) when others are always faster.
    """
    for _ in range(TRIES):
        before = _panel(app, meeting, manager)
        found = panel.changed(before, change)
        new = found.panel if isinstance(found, Conflict) else found
        if new == before:
            return found
        if app.store.site.save_panel(new):
            stored = replace(new, revision=before.revision + 1)
            return replace(found, panel=stored) if isinstance(found, Conflict) else stored
    raise RefusedError("busy", "The notes are being changed by others all the time; try again")


def kept_both(app: App, meeting: Meeting, manager: AccountManager, typed: str) -> Panel | Conflict:
    """Store what was typed beside what others have written meanwhile. Raises as `save`."""
    kept = _panel(app, meeting, manager).notes
    return save(app, meeting, manager, Change(notes=panel.together(kept, typed), base=panel.mark(kept)))


def draft_from_notes(app: App, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> None:
    """Have the service draft the follow-up from the notes next, without waiting for a transcript or for the planned
    end: calls end early. Raises `RefusedError`: ``not_begun``, ``no_notes``.
    """
    notes = _panel(app, meeting, manager).notes
    if now < meeting.start:
        raise RefusedError("not_begun", "The call has not begun")
    if not notes.strip():
        raise RefusedError("no_notes", "There are no notes")
    take_in_notes(Desk(app, meeting, manager, now), notes)
    app.store.plan([StepPlan(StepKind.FOLLOWUP, now, meeting.id, manager.email, again=True)])


def _panel(app: App, meeting: Meeting, manager: AccountManager) -> Panel:
    return app.store.site.panel(meeting.id, manager.email) or Panel(meeting.id, manager.email)


def _lines(brief: Brief, section: Section) -> tuple[Line, ...]:
    block = brief.block(section)
    return block.lines if block else ()


# --- who is there ----------------------------------------------------------------------------------------------------


def _customer(app: App, kept: BriefRecord | None) -> tuple[CrmData, str]:
    """The last known records of the brief's customer, and the account that stands for it."""
    account = kept.why.get("account") if kept else None
    root = str(account.get("id") or "") if isinstance(account, Mapping) else ""
    if not root or app.crm is None:
        return CrmData(), root
    snapshot = app.store.snapshots_of(app.crm.name, frozenset({root})).get(root)
    return (snapshot.data if snapshot else CrmData()), root


def _guests(
    app: App, meeting: Meeting, brief: Brief | None, kept: BriefRecord | None, data: CrmData
) -> Iterator[Guest]:
    """In the order of the brief; whom it does not tell of, after them."""
    by_id = {one.id: one for one in data.contacts}
    matches = kept.why.get("matches") if kept else None
    rows = [row for row in matches if isinstance(row, Mapping)] if isinstance(matches, Sequence) else []
    who = {str(row.get("attendee", "")).casefold(): str(row.get("contact") or "") for row in rows}
    told = {line.id.partition("/")[2]: line for line in _lines(brief, Section.PEOPLE)} if brief else {}
    order = {contact: place for place, contact in enumerate(told)}
    found = []
    for one in external_attendees(meeting, app.before.own_domains):
        contact_id = who.get(one.email.casefold()) or who.get(one.name.casefold()) or ""
        line = told.get(contact_id) if contact_id else None
        guest = Guest(one, by_id.get(contact_id), _told_of(line) if line else ())
        found.append((order.get(contact_id, len(order)), guest))
    yield from (guest for _, guest in sorted(found, key=lambda row: row[0]))


def _told_of(line: Line) -> tuple[Sentence, ...]:
    return tuple(one for one in line.sentences[1:] if not one.phrase.startswith(_MARKED))


# --- promises --------------------------------------------------------------------------------------------------------


def _promises(
    brief: Brief, data: CrmData, rows: Iterable[PromiseRecord], since: Sequence[PromiseRecord], manager: AccountManager
) -> Iterator[Promise]:
    """Those that the brief rests on, as they stand now: it leaves out what must not be told. What has been promised
    anew (``since``) is told with its newer day.
    """
    commitments = {one.id: one for one in data.commitments}
    ledger = {commitment_id(row): row for row in rows}
    for name in _told(brief):
        fact = brief.facts.get(_COMMITMENTS + name)
        if name.startswith(LEDGER):
            if (row := ledger.get(name)) is not None and row.is_open:
                yield _of_ledger(row, manager)
        elif (one := commitments.get(name)) is not None:
            if one.status == "open" and not any(is_same_commitment(row, one) for row in since):
                yield Promise(_COMMITMENTS + name, one.side, one.text, _owner(one.owner, data, manager), one.due)
        elif fact is not None:
            yield Promise(_COMMITMENTS + name, Side.US, fact.text)


def _told(brief: Brief) -> Iterable[str]:
    lines = [line for section, line in brief.lines() if section in {Section.ONE_THING, Section.PROMISES}]
    names = [fact for line in lines for fact in line.facts if fact.startswith(_COMMITMENTS)]
    return dict.fromkeys(name.removeprefix(_COMMITMENTS) for name in names)


def _is_since(row: PromiseRecord, kept: BriefRecord, meeting: Meeting) -> bool:
    """Whether it was promised in another call after the brief was written."""
    news = row.changed_at is not None and row.changed_at > kept.created_at
    return news and row.is_open and row.meeting_id != meeting.id


def _of_ledger(row: PromiseRecord, manager: AccountManager) -> Promise:
    own = row.owner == manager.name or (row.owner_email and manager.is_address(row.owner_email))
    what = f"{row.what[:1].upper()}{row.what[1:]}"
    return Promise(_COMMITMENTS + commitment_id(row), row.side, what, "" if own else row.owner, row.due)


def _owner(owner: str, data: CrmData, manager: AccountManager) -> str:
    """By name; nothing where it is the account manager. CRMs write names, addresses or ids."""
    if owner.casefold() == manager.name.casefold() or manager.is_address(owner):
        return ""
    return next((one.name for one in data.contacts if owner in {one.id, one.email}), owner)


def _sorted(promises: Iterable[Promise], side: Side) -> tuple[Promise, ...]:
    """By their day; each once."""
    each = {one.key: one for one in promises if one.side is side}
    return tuple(sorted(each.values(), key=lambda one: (one.due is None, one.due or dt.date.max, one.key)))
