"""Writing to Salesforce what a person has approved: a meeting as Event, our promises as Task, a deal's next step.

Each record is found again by our key: in the external id field where the organisation has made one, else in the last
line of its description. It is looked for before it is written, because the answer to an earlier try may have been lost.
"""

import datetime as dt
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from kambrief.core.crm import Entry, EntryKind
from kambrief.errors import CallError, GoneError
from kambrief.ports import Logged
from kambrief.providers import soql
from kambrief.providers.salesforce import NAME, Query, Row, Salesforce, explained
from kambrief.providers.salesforce_fields import Schema

_LONGEST_SUBJECT = 255
_LONGEST_TEXT = 32_000
_LOOK_BACK_DAYS = 90
_NO_SUCH = frozenset({
    "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY", "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
})  # fmt: skip
"""Codes for a contact or deal that a record names and that is not there for us."""
_OBJECTS = {EntryKind.NOTE: "Event", EntryKind.TASK: "Task"}
_OPS = {EntryKind.NOTE: "write the meeting", EntryKind.TASK: "write a task", EntryKind.NEXT_STEP: "write the next step"}
_HOUR = dt.timedelta(hours=1)


class Writer:
    """Writes one record at a time. Thread-safe."""

    def __init__(self, salesforce: Salesforce) -> None:
        self._salesforce = salesforce
        self._lock = threading.Lock()
        self._statuses: tuple[str, str] | None = None

    def log(self, schema: Schema, entry: Entry, remote_id: str) -> Logged:
        """See `kambrief.ports.Log.log`."""
        op = _OPS[entry.kind]
        try:
            if entry.kind is EntryKind.NEXT_STEP:
                return self._next_step(entry, remote_id)
            return self._record(schema, entry, remote_id)
        except GoneError:
            raise
        except CallError as error:
            if error.code and error.detail and error.status in range(400, 500) and error.detail not in error.reason:
                raise CallError(
                    NAME, explained(error), status=error.status, code=error.code, detail=error.detail,
                    permanent=error.permanent, retry_after=error.retry_after, reached=error.reached,
                ) from None  # fmt: skip
            raise
        except ValueError as error:
            raise CallError(NAME, f"{op}: {error}", permanent=True) from None

    def _next_step(self, entry: Entry, remote_id: str) -> Logged:
        deal = remote_id or entry.deal_id
        if not soql.is_id(deal):
            raise ValueError("the deal has no id of Salesforce's")
        self._change("Opportunity", deal, _OPS[entry.kind], {"NextStep": entry.subject[:_LONGEST_SUBJECT]})
        return Logged(deal)

    def _record(self, schema: Schema, entry: Entry, remote_id: str) -> Logged:
        sobject, op = _OBJECTS[entry.kind], _OPS[entry.kind]
        by_key = schema.logs_by_key(sobject)
        there = self._there(schema, sobject, entry, remote_id)
        fields = self._fields(entry, there, marked=not by_key)
        less = {key: value for key, value in fields.items() if key != "WhoId"} | {"WhatId": entry.account_id}
        try:
            told = self._sent(schema, sobject, entry, there, fields)
        except CallError as error:
            if error.code not in _NO_SUCH or fields == less or not soql.is_id(entry.account_id):
                raise
            # A contact or deal that was deleted or merged meanwhile costs only itself. Nothing has been written yet.
            told = self._sent(schema, sobject, entry, there, less)
        if there is not None:
            return Logged(str(there["Id"]))
        remote = told.get("id")
        if not isinstance(remote, str) or not remote:
            raise CallError(NAME, f"{op}: the answer names no record", reached=True)
        return Logged(remote, created=told.get("created") is not False)

    def _sent(
        self, schema: Schema, sobject: str, entry: Entry, there: Row | None, fields: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        op = _OPS[entry.kind]
        if there is not None:
            key = {schema.external_id: entry.key} if schema.logs_by_key(sobject) else {}
            self._change(sobject, str(there["Id"]), op, {**fields, **key})
            return {}
        if schema.logs_by_key(sobject):
            return self._upserted(op, f"{sobject}/{schema.external_id}/{quote(entry.key, safe='')}", fields)
        return self._salesforce.write(op, "POST", sobject, fields)

    def _upserted(self, op: str, path: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            return self._salesforce.write(op, "PATCH", path, fields)
        except CallError as error:
            if error.status == httpx.codes.MULTIPLE_CHOICES:
                raise CallError(
                    NAME, f"{op}: several records have our key; delete all but one", status=error.status, permanent=True
                ) from None
            raise

    def _change(self, sobject: str, remote_id: str, op: str, fields: Mapping[str, Any]) -> None:
        try:
            self._salesforce.change(op, sobject, remote_id, fields)
        except CallError as error:
            if error.status == httpx.codes.NOT_FOUND:  # with 400 it is one of those that the record names
                raise _gone(op, error.status, error.code) from None
            raise

    # --- is it there already -----------------------------------------------------------------------------------------

    def _there(self, schema: Schema, sobject: str, entry: Entry, remote_id: str) -> Row | None:
        """The record as it stands; None where it was never written. Raises `GoneError` for a deleted one."""
        op = _OPS[entry.kind]
        fields = ", ".join(["Id", "IsDeleted", *(["IsClosed", "Status"] if sobject == "Task" else [])])
        if remote_id:
            if not soql.is_id(remote_id):
                raise ValueError("the record has no id of Salesforce's")
            found = self._looked_for(soql.select(fields, sobject, f"Id = {soql.text(remote_id)}"))[0]
            if not found:
                raise _gone(op)
        else:
            what = ",".join(
                soql.text(one) for one in dict.fromkeys((_what(entry), entry.account_id)) if soql.is_id(one)
            )
            where = f"WhatId IN ({what}) AND CreatedDate = LAST_N_DAYS:{_LOOK_BACK_DAYS}"
            queries = [soql.select(f"{fields}, Description", sobject, where, "ORDER BY Id")]
            if schema.logs_by_key(sobject):  # which may have been made after a first try
                same = f"{schema.external_id} = {soql.text(entry.key)}"
                queries.insert(0, soql.select(fields, sobject, same, "ORDER BY Id"))
            *by_key, rows = self._looked_for(*queries)
            marked = [row for row in rows if _marker(entry.key) in str(row.get("Description") or "")]
            found = [*(row for some in by_key for row in some), *marked]
        living = [row for row in found if not row.get("IsDeleted")]
        if found and not living:
            raise _gone(op)
        return living[0] if living else None

    def _looked_for(self, *queries: str) -> list[list[Row]]:
        return self._salesforce.ask([Query("look for the record", one, gone_too=True) for one in queries])

    # --- what is written ---------------------------------------------------------------------------------------------

    def _fields(self, entry: Entry, there: Row | None, *, marked: bool) -> dict[str, Any]:
        text = entry.text.strip()
        subject = " ".join(entry.subject.split())
        if len(subject) > _LONGEST_SUBJECT:
            text = f"{subject}\n\n{text}".strip()
            subject = f"{subject[: _LONGEST_SUBJECT - 1]}…"
        end = f"\n\n{_marker(entry.key)}" if marked else ""
        fields: dict[str, Any] = {
            "Subject": subject,
            "Description": (text[: _LONGEST_TEXT - len(end)] + end).strip(),
            "WhatId": _what(entry),
        }
        if contact := next((one for one in entry.contact_ids if soql.is_id(one, "003")), ""):
            fields["WhoId"] = contact
        if there is None and (owner := self._owner(entry.owner)):
            fields["OwnerId"] = owner
        if entry.kind is EntryKind.TASK:
            fields["ActivityDate"] = entry.due.isoformat() if entry.due else None
            fields |= self._status(entry, there)
            return fields
        if entry.start is None:
            raise ValueError("the meeting has no time")
        last = entry.end if entry.end is not None and entry.end > entry.start else entry.start + _HOUR
        return {**fields, "StartDateTime": soql.moment(entry.start), "EndDateTime": soql.moment(last)}

    def _status(self, entry: Entry, there: Row | None) -> dict[str, str]:
        """Set where it must change: a person's "In Progress" stays."""
        if there is not None and (bool(there.get("IsClosed")) or not entry.done):
            # A tick that a person has made is never taken back.
            return {}
        opened, closed = self._known_statuses()
        return {"Status": closed if entry.done else opened}

    def _known_statuses(self) -> tuple[str, str]:
        """What an open and a closed task are called in this organisation."""
        with self._lock:
            if self._statuses is None:
                rows = self._salesforce.rows(
                    Query("read statuses", "SELECT Id, ApiName, IsClosed, IsDefault FROM TaskStatus ORDER BY SortOrder")
                )
                opened = [row for row in rows if not row.get("IsClosed")]
                closed = [row for row in rows if row.get("IsClosed")]
                if not opened or not closed:
                    raise CallError(
                        NAME, "write a task: no status for an open, or none for a closed task", permanent=True
                    )
                first = next((row for row in opened if row.get("IsDefault")), opened[0])
                self._statuses = str(first["ApiName"]), str(closed[0]["ApiName"])
            return self._statuses

    def _owner(self, address: str) -> str:
        """The active user of this address; empty where there is not exactly one: then it is the integration's."""
        if not address:
            return ""
        rows = self._salesforce.rows(Query("find a user", users([address])))
        return str(rows[0]["Id"]) if len(rows) == 1 else ""


def users(addresses: list[str]) -> str:
    """The query for active people of our own with one of these addresses."""
    told = ", ".join(soql.text(one) for one in addresses)
    return soql.select("Id, Email", "User", f"Email IN ({told}) AND IsActive = true AND UserType = 'Standard'")


def _what(entry: Entry) -> str:
    found = entry.deal_id or entry.account_id
    if not soql.is_id(found):
        raise ValueError("the account has no id of Salesforce's")
    return found


def _marker(key: str) -> str:
    return f"[{key}]"


def _gone(op: str, status: int = 404, code: str = "ENTITY_IS_DELETED") -> GoneError:
    told = f"{op}: the record was deleted in Salesforce, so it is not made again"
    return GoneError(NAME, told, status=status, code=code, permanent=True)
