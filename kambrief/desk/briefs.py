"""One meeting's brief as it is kept: the brief itself, what changed since, who is taken for whom, what was said of it.

Everything comes out of the store; the customer's records are the last known ones, cut to what the readers may see.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kambrief.app import App
from kambrief.core import brief_data, digest
from kambrief.core.brief import Brief, Section
from kambrief.core.customer import Contact, CrmData
from kambrief.core.eligibility import external_attendees
from kambrief.core.feedback import Opinion
from kambrief.core.model import AccountManager, Attendee, Meeting
from kambrief.core.work import ASKED, OF_A_DAY, BriefRecord, MailKind, StepKind, StepPlan, StepState
from kambrief.desk.customer_page import shown_to
from kambrief.desk.meetings import Standing, standings
from kambrief.pipeline.customers import Known

WHOLE = frozenset({MailKind.BRIEF, *OF_A_DAY})
"""Records that are a whole brief; others tell a change."""
FOUND = 20
"""Contacts or companies that one search shows."""


@dataclass(frozen=True, slots=True)
class Guest:
    """An attendee from outside, and who they were taken for when the brief was written."""

    attendee: Attendee
    rule: str = ""
    """`core.match.Rule`; empty where the brief did not look at them."""
    note: str = ""
    contact: Contact | None = None
    contact_id: str = ""
    account_id: str = ""
    account: str = ""
    corrected: bool = False
    """Somebody has said who they are."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the page of one brief shows."""

    standing: Standing
    record: BriefRecord | None = None
    """The newest whole brief."""
    brief: Brief | None = None
    """The same as it can be said again; None where it is older than the pages."""
    records: tuple[BriefRecord, ...] = ()
    """Every one, oldest first."""
    guests: tuple[Guest, ...] = ()
    said: Mapping[Section, Opinion] = field(default_factory=dict)
    """What the manager has said of its sections."""
    data: CrmData = field(default_factory=CrmData)
    """The last known records of its customer."""
    being_written: bool = False
    """Somebody has asked for it, or it is due now."""
    can_be_written: bool = False
    """One may ask for it: there is to be one, and the call has not begun."""

    @property
    def since(self) -> tuple[BriefRecord, ...]:
        """What was told after it."""
        if self.record is None:
            return self.records
        return self.records[self.records.index(self.record) + 1 :]

    @property
    def account_id(self) -> str:
        """The customer's id; empty where the brief is about none."""
        return _account(self.record, "id")

    @property
    def account(self) -> str:
        """The customer's name."""
        return _account(self.record, "name")


def _account(record: BriefRecord | None, key: str) -> str:
    account = record.why.get("account") if record else None
    return str(account.get(key) or "") if isinstance(account, Mapping) else ""


def kept(
    app: App, meeting: Meeting, manager: AccountManager, now: dt.datetime, deputy: AccountManager | None = None
) -> Kept:
    """The page as it stands. ``deputy``: who looks in the manager's place."""
    records = tuple(app.store.briefs(meeting.id, manager.email))
    whole = next((one for one in reversed(records) if one.kind in WHOLE), None)
    standing = standings(app, [meeting], manager, now)[0]
    data = _data(app, whole, manager, deputy)
    found = Kept(
        standing, whole, brief_data.of_data(whole.page) if whole else None, records, _guests(app, meeting, whole, data),
        {row.section: row.verdict for row in app.store.feedback(manager.email) if row.meeting_id == meeting.id}, data,
    )  # fmt: skip
    ahead = standing.verdict.brief and meeting.start > now
    steps = [one for one in app.store.steps_of([meeting.id], manager.email) if one.kind is StepKind.BRIEF]
    writing = any(
        one.state is StepState.CLAIMED or (one.state is StepState.PLANNED and one.due_at <= now) for one in steps
    )
    return replace(found, being_written=ahead and writing, can_be_written=ahead and not writing)


def write_soon(app: App, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> bool:
    """Plan the writing of its brief for now: the service does it. False where there is none to write: the meeting gets
    none, has begun, or the day's digest holds its brief.
    """
    if not app.before.verdict(meeting, manager).brief or meeting.start <= now:
        return False
    if digest.holds(app.store.deliveries_of([meeting.id], manager.email)[meeting.id]):
        return False
    app.store.plan([StepPlan(StepKind.BRIEF, now, meeting.id, manager.email, again=True, note=ASKED)])
    return True


# --- who is who ------------------------------------------------------------------------------------------------------


def _data(app: App, record: BriefRecord | None, manager: AccountManager, deputy: AccountManager | None) -> CrmData:
    """The last known records of the brief's customer, as far as both may see them."""
    root = _account(record, "id")
    if not root or app.crm is None:
        return CrmData()
    snapshot = app.store.snapshots_of(app.crm.name, frozenset({root})).get(root)
    if snapshot is None:
        return CrmData()
    return shown_to(app, Known(snapshot.data), [manager, *([deputy] if deputy else [])]).data


def _guests(app: App, meeting: Meeting, record: BriefRecord | None, data: CrmData) -> tuple[Guest, ...]:
    contacts = {one.id: one for one in data.contacts}
    names = {one.id: one.name for one in data.accounts}
    corrected = {one.email.casefold() for one in app.store.corrections()}
    rows = {str(row.get("attendee", "")).casefold(): row for row in matches(record)}
    found = []
    for one in external_attendees(meeting, app.before.own_domains):
        row = rows.get(one.email.casefold()) or rows.get(one.name.casefold()) or {}
        contact_id, account_id = str(row.get("contact") or ""), str(row.get("account") or "")
        found.append(
            Guest(
                one, str(row.get("rule") or ""), str(row.get("note") or ""), contacts.get(contact_id), contact_id,
                account_id, names.get(account_id, ""), one.email.casefold() in corrected,
            )
        )  # fmt: skip
    return tuple(found)


def matches(record: BriefRecord | None) -> Sequence[Mapping[str, object]]:
    """The joins that a brief was written with."""
    rows = record.why.get("matches") if record else None
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody, or a company, that an attendee may be."""

    id: str
    name: str
    title: str = ""
    account: str = ""


def choices(
    app: App, found: Kept, guest: Guest, query: str, readers: Sequence[AccountManager]
) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """People and companies to choose from: without a query those of the customer, else whatever its words are in the
    names of. Only what every reader may see; of other customers the companies alone, by what is kept of them.
    """
    words = query.casefold().split()
    accounts = {one.id: one.name for one in found.data.accounts}
    people = [
        Choice(one.id, one.name, one.title, accounts.get(one.account_id, ""))
        for one in found.data.contacts
        if not one.left and _fits(words, one.name, one.email, one.id) and one.id != guest.contact_id
    ]
    companies = [Choice(one, name) for one, name in accounts.items() if _fits(words, name, one)]
    if words:
        companies += [one for one in _companies(app, words, readers) if one.id not in accounts]
    ordered = sorted(people, key=lambda one: (one.name.casefold(), one.id))
    return tuple(ordered[:FOUND]), tuple(sorted(companies, key=lambda one: (one.name.casefold(), one.id))[:FOUND])


def _fits(words: Sequence[str], *texts: str) -> bool:
    said = " ".join(texts).casefold()
    return all(word in said for word in words)


def _companies(app: App, words: Sequence[str], readers: Sequence[AccountManager]) -> list[Choice]:
    """Other customers of whom something is kept. Whoever's rights are narrower than everything sees none of them: what
    is kept of a name alone says nothing of its owner.
    """
    if app.crm is None or not sees_all(app, readers):
        return []
    names = app.store.account_names(app.crm.name)
    return [Choice(one, name) for one, name in names.items() if _fits(words, name, one)]


def sees_all(app: App, readers: Sequence[AccountManager]) -> bool:
    """Whether nothing in the CRM is hidden from any of them."""
    seeing = app.before.seeing
    return seeing is None or all(seeing.sees_all(one) for one in readers)
