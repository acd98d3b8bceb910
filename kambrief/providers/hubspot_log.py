"""Writing back: the meeting with its note, a task for each promise, the next step of a deal.

A record is found again by our key: in a property with unique values where the portal has one, else by a mark in its
text. Nothing else is touched, and nobody is created.
"""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Mapping

import httpx

from kambrief.core.address import address_key
from kambrief.core.crm import Entry, EntryKind
from kambrief.core.groups import id_order
from kambrief.errors import CallError, GoneError, ProviderError
from kambrief.ports.crm import Logged
from kambrief.providers.hubspot import Hubspot, filter_, is_id
from kambrief.providers.hubspot_api import NAME, denied, words_of
from kambrief.providers.hubspot_fields import COMPANIES, CONTACTS, DEALS, MEETINGS, NOTES, TASKS
from kambrief.providers.hubspot_portal import reason
from kambrief.providers.hubspot_rows import properties, text_of
from kambrief.providers.hubspot_text import MARK, MOST, html

TEXTS = {MEETINGS: "hs_internal_meeting_notes", NOTES: "hs_note_body", TASKS: "hs_task_body"}
"""Object → the property that holds the text, and our mark."""
_TO_COMPANY = {MEETINGS: 188, NOTES: 190, TASKS: 192}
"""Object → HubSpot's number for its association with a company."""
_RECENT = 100
"""Records of the company that are looked through, where the search may not know the newest ones yet."""
_NOON = dt.time(12)
"""A task's due day as a moment that is in that day wherever it is read."""
_TITLE = 250


class Writer:
    """See `kambrief.ports.Log`."""

    def __init__(self, hubspot: Hubspot, unique: str, timezone: str, now: Callable[[], dt.datetime | None]) -> None:
        """``unique``: the property that is to hold our key. ``now``: the vendor's own time, where a note has none."""
        self._hubspot, self.unique, self._now = hubspot, unique, now
        self._zone = zoneinfo.ZoneInfo(timezone)

    def log(self, entry: Entry, remote_id: str) -> Logged:
        """One record with this content."""
        if remote_id and not is_id(remote_id):
            raise ProviderError(NAME, f"'{remote_id[:40]}' is no id of a record in HubSpot", permanent=True)
        try:
            if entry.kind is EntryKind.NEXT_STEP:
                return self._next_step(entry)
            return self._record(entry, remote_id)
        except CallError as error:
            raise _explained(error) from None

    def has_unique(self, kind: str) -> bool:
        """Whether this object has the property with unique values. Raises `CallError`."""
        try:
            rows = self._hubspot.properties(kind)
        except CallError as error:
            if denied(error):  # then the mark serves
                return False
            raise
        return any(row.get("name") == self.unique and row.get("hasUniqueValue") is True for row in rows)

    # --- what is written -------------------------------------------------------------------------------------------

    def _next_step(self, entry: Entry) -> Logged:
        if not is_id(entry.deal_id):
            raise ProviderError(NAME, "the next step names no deal of HubSpot", permanent=True)
        return Logged(self._hubspot.update(DEALS, entry.deal_id, {"hs_next_step": entry.subject[:MOST]}))

    def _record(self, entry: Entry, remote_id: str) -> Logged:
        if not is_id(entry.account_id):
            raise ProviderError(NAME, "the account has no id of HubSpot's", permanent=True)
        kind = TASKS if entry.kind is EntryKind.TASK else MEETINGS if entry.start else NOTES
        unique = self.has_unique(kind)
        said = self._said(kind, entry, marked=not unique)
        if remote_id:
            logged = Logged(self._changed(kind, remote_id, entry, said))
        elif unique:
            one, new = self._written(kind, entry, said, lambda what: self._upsert(kind, entry.key, what))
            if not new and kind == TASKS and not entry.due:
                self._changed(kind, one, entry, said)
            logged = Logged(one, new)
        elif found := self._lookup(kind, entry):
            logged = Logged(self._changed(kind, found, entry, said))
        else:
            one, new = self._written(kind, entry, said, lambda what: self._created(kind, entry.account_id, what))
            logged = Logged(one, new)
        self._associate(kind, logged.remote_id, entry)
        return logged

    def _changed(self, kind: str, one: str, entry: Entry, said: Mapping[str, str]) -> str:
        """A task's status is set where it must change: a person's "in progress" stays. Its day cannot be taken back:
        where there is none any more, the record says that the one it has is none.
        """
        if kind != TASKS:
            return self._hubspot.update(kind, one, said)
        told = dict(said)
        rows = self._hubspot.read(TASKS, [one], ["hs_task_status"])
        completed = bool(rows) and text_of(properties(rows[0]), "hs_task_status") == "COMPLETED"
        if rows and (completed or not entry.done):  # a tick that a person has made is never taken back
            del told["hs_task_status"]
        if not entry.due:
            told[TEXTS[TASKS]] = _with_mark(entry.text, f"{entry.key} undated")
        return self._hubspot.update(TASKS, one, told)

    def _created(self, kind: str, account: str, said: Mapping[str, str]) -> tuple[str, bool]:
        """With its company from the first moment: if the answer is lost, the record is found there before the search
        knows it. Should the type's number be another one here, the company is associated afterwards.
        """
        try:
            return self._hubspot.create(kind, said, account, _TO_COMPANY[kind]), True
        except CallError as error:
            if error.status != 400:
                raise
        return self._hubspot.create(kind, said), True

    def _upsert(self, kind: str, key: str, said: Mapping[str, str]) -> tuple[str, bool]:
        return self._hubspot.upsert(kind, self.unique, key, said)

    def _written(
        self, kind: str, entry: Entry, said: Mapping[str, str], write: Callable[[Mapping[str, str]], tuple[str, bool]]
    ) -> tuple[str, bool]:
        """A task without a day may be refused: then it gets that of the meeting, and says that it is none."""
        try:
            return write(said)
        except CallError as error:
            if kind != TASKS or "hs_timestamp" in said or "hs_timestamp" not in error.detail or entry.start is None:
                raise
        body = _with_mark(entry.text, f"{entry.key} undated")
        return write({**said, "hs_timestamp": _stamp(entry.start), "hs_task_body": body})

    def _said(self, kind: str, entry: Entry, *, marked: bool) -> dict[str, str]:
        text = _with_mark(entry.text, entry.key) if marked else html(entry.text)
        said = {TEXTS[kind]: text, **self._owner(entry)}
        if kind == TASKS:
            said["hs_task_subject"] = entry.subject[:_TITLE]
            said["hs_task_status"] = "COMPLETED" if entry.done else "NOT_STARTED"
            if entry.due:
                said["hs_timestamp"] = _stamp(dt.datetime.combine(entry.due, _NOON, self._zone))
        elif kind == MEETINGS and entry.start:
            said["hs_meeting_title"] = entry.subject[:_TITLE]
            said["hs_meeting_start_time"] = said["hs_timestamp"] = _stamp(entry.start)
            said["hs_meeting_outcome"] = "COMPLETED"
            if entry.end:
                said["hs_meeting_end_time"] = _stamp(entry.end)
        else:
            at = entry.end or self._now()
            if at is None:
                self._hubspot.properties(kind)
                at = self._now()
            said[TEXTS[kind]] = html(f"{entry.subject}\n\n") + text
            if at:
                said["hs_timestamp"] = _stamp(at)
        return said

    def _owner(self, entry: Entry) -> dict[str, str]:
        wanted = address_key(entry.owner)
        if not wanted:
            return {}
        try:
            rows = self._hubspot.owners()
        except CallError as error:
            if denied(error):  # then the record has no owner
                return {}
            raise
        mine = (row for row in rows if address_key(str(row.get("email") or "")) == wanted and not row.get("archived"))
        owner = next(mine, None)
        return {"hubspot_owner_id": str(owner["id"])} if owner else {}

    # --- whether it is there already -------------------------------------------------------------------------------

    def _lookup(self, kind: str, entry: Entry) -> str:
        """The record with our mark: by search, and among the newest of the company, which the search may not know."""
        text = TEXTS[kind]
        token = entry.key.rpartition("-")[2]
        page = self._hubspot.search(kind, [[filter_(text, "CONTAINS_TOKEN", token)]], [text])
        links = self._hubspot.linked(COMPANIES, kind, [entry.account_id]).get(entry.account_id, [])
        recent = sorted((link.to for link in links), key=id_order)[-_RECENT:]
        rows = [*page, *self._hubspot.read(kind, recent, [text])]
        mine = [str(row["id"]) for row in rows if _holds(text_of(properties(row), text), entry.key)]
        return min(mine, key=id_order, default="")

    def _associate(self, kind: str, one: str, entry: Entry) -> None:
        """With the company first. A contact or deal that has been deleted meanwhile costs only itself."""
        self._hubspot.associate(kind, one, COMPANIES, entry.account_id)
        beside = [(CONTACTS, contact) for contact in entry.contact_ids]
        beside += [(DEALS, entry.deal_id)] if entry.deal_id else []
        for to, other in beside:
            if not is_id(other):
                continue
            try:
                self._hubspot.associate(kind, one, to, other)
            except CallError as error:
                if error.status not in {400, 404}:
                    raise


def _holds(text: str, key: str) -> bool:
    return any(found[1] == key for found in MARK.finditer(text))


def _with_mark(text: str, mark: str) -> str:
    return html(f"{text[: MOST - 100]}\n\n[{mark}]".lstrip("\n"))


def _stamp(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.000Z}"


def _explained(error: CallError) -> CallError:
    """With HubSpot's own sentence where it is about the content, and as gone where somebody deleted the record."""
    told = {"status": error.status, "code": error.code, "detail": error.detail, "reached": error.reached}
    op = error.reason.partition(":")[0]
    if error.status == httpx.codes.NOT_FOUND and op.startswith("change "):
        return GoneError(NAME, f"{op}: the record has been deleted in HubSpot", permanent=True, **told)  # type: ignore[arg-type]
    if denied(error):
        return CallError(NAME, f"{op}: {reason(error)}", permanent=True, **told)  # type: ignore[arg-type]
    if error.code == "VALIDATION_ERROR" or (error.status == 400 and words_of(error)):
        reason_ = f"{op}: HubSpot does not take it: {words_of(error)}"
        return CallError(NAME, reason_, permanent=True, **told)  # type: ignore[arg-type]
    return error
