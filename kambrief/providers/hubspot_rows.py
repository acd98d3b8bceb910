"""HubSpot's records as ours: what several properties make together, then the common reading of rows.

Owners are told by their address, stages by their label. An amount whose currency nobody tells has none.
"""

import datetime as dt
import functools
import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kambrief.core.address import address_key
from kambrief.core.customer import Order
from kambrief.core.groups import id_order
from kambrief.providers import cells
from kambrief.providers.crm_mapping import records
from kambrief.providers.hubspot import Row
from kambrief.providers.hubspot_fields import CALLS, EMAILS, MEETINGS, NOTES, TASKS, Shape
from kambrief.providers.hubspot_text import MARK, plain, redacted, unmarked
from kambrief.providers.records import SPECS, Read
from kambrief.providers.tables import Cell, header_key

_NOT_INVOICED = frozenset({"draft", "voided", "void", "deleted", "canceled", "cancelled"})
_KINDS = {NOTES: "note", EMAILS: "email", CALLS: "call", MEETINGS: "meeting"}
_OUTCOMES = {"COMPLETED": "held", "CANCELED": "cancelled", "NO_SHOW": "cancelled", "RESCHEDULED": "cancelled"}
_CALLED = {"COMPLETED": "connected", "CONNECTED": "connected", "NO_ANSWER": "voicemail", "BUSY": "voicemail"}
_INBOUND = {"INCOMING_EMAIL": "in", "EMAIL": "out", "FORWARDED_EMAIL": "out", "INBOUND": "in", "OUTBOUND": "out"}
_RANKS = ("sponsor", "economic_buyer", "champion", "procurement", "technical", "user")
_TIMES = frozenset({cells.day, cells.moment, cells.month})
_MILLISECONDS = range(11, 15)
"""Digits of a moment in our time, as HubSpot writes it in filters and some older properties."""
_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a pipeline."""

    label: str
    closed: bool = False
    won: bool = False


@dataclass(frozen=True, slots=True)
class Directory:
    """What ids in HubSpot's records stand for."""

    owners: Mapping[str, str] = field(default_factory=dict)
    """Owner's id → address."""
    stages: Mapping[tuple[str, str], Stage] = field(default_factory=dict)
    """Object and stage's id."""
    currency: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a record is: what associations tell."""

    account: str
    contacts: tuple[str, ...] = ()


@dataclass(slots=True)
class Reader:
    """Records out of rows, and what was wrong with them."""

    shape: Shape
    directory: Directory
    timezone: str
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Address → contact id, of the contacts that are known."""
    problems: list[str] = field(default_factory=list)
    redacted: int = 0
    left_out: int = 0

    def read(self, table: str, kind: str, rows: Iterable[tuple[Row, Whose]]) -> tuple[Any, ...]:
        """The records of one table that come from one object."""
        made = [(str(row["id"]), self._cells(table, kind, row, whose)) for row, whose in rows]
        return self._noted(records(table, made, self.timezone))

    def promises(self, rows: Iterable[tuple[Row, Whose]]) -> tuple[Any, ...]:
        """Tasks that we have written ourselves: promises of ours."""
        made = []
        for row, whose in rows:
            task, said = self._task(row, whose), properties(row)
            done = task["#status"] == "done"
            cells_: dict[str, Cell] = {
                "id": task["#id"], "account_id": task["#account"], "side": "us", "text": task["#subject"],
                "owner": task["#owner"], "due": task["#due"], "status": task["#status"],
                "made_on": _time(text_of(said, "hs_createdate")),
                "done_on": _time(text_of(said, "hs_task_completion_date")) if done else "",
            }  # fmt: skip
            made.append((str(row["id"]), cells_))
        return self._noted(records("commitments", made, self.timezone))

    def orders(self, kind: str, rows: Iterable[tuple[Row, Whose]]) -> tuple[Order, ...]:
        """Invoices, added up by account, month, category and currency."""
        counted = "count" in self.shape.fields.fields.get("orders", {})
        invoiced = [
            (row, whose)
            for row, whose in rows
            if text_of(properties(row), "hs_invoice_status").casefold() not in _NOT_INVOICED
        ]
        sums: defaultdict[tuple[str, dt.date, str, str], list[Order]] = defaultdict(list)
        for order in self.read("orders", kind, invoiced):
            sums[order.account_id, order.month, order.category, order.currency].append(order)
        return tuple(
            Order(*key[:3], sum((one.amount for one in some), start=some[0].amount * 0), key[3], _count(some, counted))
            for key, some in sorted(sums.items())
        )

    def told(self) -> tuple[str, ...]:
        """Everything that was wrong."""
        mails = (
            [f"emails: {self.redacted} without their text, which HubSpot holds back: grant the scope sales-email-read"]
            if self.redacted
            else []
        )
        return tuple(dict.fromkeys([*self.problems, *mails]))

    def _noted(self, read: Read) -> tuple[Any, ...]:
        self.problems += read.problems
        self.left_out += sum("row left out" in problem for problem in read.problems)
        return read.records

    def _cells(self, table: str, kind: str, row: Row, whose: Whose) -> dict[str, Cell]:
        said = {**properties(row), **self._made(kind, row, whose)}
        found = self.shape.fields.cells(table, said)
        for column in SPECS[table].columns:
            for name in column.names if column.read in _TIMES else ():
                if isinstance(value := found.get(name), str):
                    found[name] = _time(value)
        if said.get("#internal"):
            tags = found.get("tags", "")
            found["tags"] = (*(tags if isinstance(tags, tuple) else str(tags).split(";")), "internal")
        return found

    def _made(self, kind: str, row: Row, whose: Whose) -> dict[str, Any]:
        special = {
            "companies": self._company, "contacts": self._contact, "deals": self._deal, "tickets": self._ticket,
            NOTES: self._note, EMAILS: self._email, CALLS: self._call, MEETINGS: self._meeting, TASKS: self._task,
        }.get(kind, self._any)  # fmt: skip
        made: Callable[[Row, Whose], dict[str, Any]] = special
        return made(row, whose)

    def _any(self, row: Row, whose: Whose) -> dict[str, Any]:
        said = properties(row)
        told = (text_of(said, name) for name in ("deal_currency_code", "hs_currency", "hs_currency_code"))
        currency = next((one for one in told if one), self.directory.currency)
        contact = text_of(said, "hs_contact_id")
        return {
            "#id": str(row["id"]), "#account": whose.account, "#owner": self._owner(said), "#currency": currency,
            "#category": self.directory.category, "#contacts": whose.contacts,
            "#contact": contact or next(iter(whose.contacts), ""),
        }  # fmt: skip

    def _owner(self, said: Mapping[str, Any]) -> str:
        return self.directory.owners.get(text_of(said, "hubspot_owner_id"), "")

    def _company(self, row: Row, whose: Whose) -> dict[str, Any]:
        said = properties(row)
        domains = f"{text_of(said, 'domain')};{text_of(said, 'hs_additional_domains')}".strip(";")
        return {**self._any(row, whose), "#domains": domains}

    def _contact(self, row: Row, whose: Whose) -> dict[str, Any]:
        said = properties(row)
        return {
            **self._any(row, whose),
            "#role": self._role(text_of(said, "hs_buying_role")),
            "#language": text_of(said, "hs_language").replace("_", "-").partition("-")[0].casefold(),
            "#timezone": zone_of(text_of(said, "hs_timezone")),
        }

    def _role(self, said: str) -> str:
        """The weightiest of several; a word nobody knows stays, and is named as a problem."""
        words = self.shape.fields.values.get("contacts", {}).get("role", {})
        parts = [part.strip() for part in said.split(";") if part.strip()]
        ours = [words.get(header_key(part), part) for part in parts]
        known = [role for role in _RANKS if role in ours]
        return known[0] if known else next((one for one in ours if one), "")

    def _deal(self, row: Row, whose: Whose) -> dict[str, Any]:
        said = properties(row)
        stage = self.directory.stages.get(("deals", text_of(said, "dealstage")))
        won = text_of(said, "hs_is_closed_won") == "true" or (stage is not None and stage.won)
        closed = text_of(said, "hs_is_closed") == "true" or (stage is not None and stage.closed)
        return {
            **self._any(row, whose),
            "#stage": stage.label if stage else text_of(said, "dealstage"),
            "#status": "won" if won else "lost" if closed else "open",
        }

    def _ticket(self, row: Row, whose: Whose) -> dict[str, Any]:
        stage = self.directory.stages.get(("tickets", text_of(properties(row), "hs_pipeline_stage")))
        # Of a stage nobody knows the closing date tells.
        return {**self._any(row, whose), "#status": ("closed" if stage.closed else "open") if stage else ""}

    def _note(self, row: Row, whose: Whose) -> dict[str, Any]:
        said = properties(row)
        body = unmarked(plain(text_of(said, "hs_note_body")))
        return {**self._activity(NOTES, row, whose), "#body": body, "#author": self._owner(said)}

    def _email(self, row: Row, whose: Whose) -> dict[str, Any]:
        said = properties(row)
        body = plain(text_of(said, "hs_email_text") or text_of(said, "hs_email_html"))
        if redacted(body):
            body = ""
            self.redacted += 1
        direction = _INBOUND.get(text_of(said, "hs_email_direction"), "")
        sender = address_key(text_of(said, "hs_email_from_email")) or (self._owner(said) if direction == "out" else "")
        to = f"{text_of(said, 'hs_email_to_email')};{text_of(said, 'hs_email_cc_email')}"
        return {
            **self._activity(EMAILS, row, whose),
            "#subject": text_of(said, "hs_email_subject"),
            "#body": body,
            "#direction": direction,
            "#sender": self.addresses.get(sender, sender) if direction == "in" else sender,
            "#recipients": tuple(dict.fromkeys(key for part in to.split(";") if (key := address_key(part)))),
        }

    def _call(self, row: Row, whose: Whose) -> dict[str, Any]:
        said = properties(row)
        body, owner = unmarked(plain(text_of(said, "hs_call_body"))), self._owner(said)
        length = text_of(said, "hs_call_duration").partition(".")[0]
        return {
            **self._activity(CALLS, row, whose),
            "#subject": text_of(said, "hs_call_title"),
            "#body": body,
            "#direction": _INBOUND.get(text_of(said, "hs_call_direction"), ""),
            "#status": _CALLED.get(text_of(said, "hs_call_status"), ""),
            "#minutes": str(round(int(length) / 60_000)) if length.isdecimal() else "",
            "#our_people": (owner,) if owner else (),
        }

    def _meeting(self, row: Row, whose: Whose) -> dict[str, Any]:
        said = properties(row)
        told = plain(text_of(said, "hs_meeting_body"))
        notes = unmarked(plain(text_of(said, "hs_internal_meeting_notes")))
        ids = [text_of(said, "hubspot_owner_id"), *text_of(said, "hs_attendee_owner_ids").split(";")]
        people = (self.directory.owners.get(one.strip(), "") for one in ids)
        start, end = text_of(said, "hs_meeting_start_time"), text_of(said, "hs_meeting_end_time")
        return {
            **self._activity(MEETINGS, row, whose),
            "#at": _time(start or text_of(said, "hs_timestamp")),
            "#subject": text_of(said, "hs_meeting_title"),
            "#body": "\n\n".join(part for part in (unmarked(told), notes) if part),
            "#status": _OUTCOMES.get(text_of(said, "hs_meeting_outcome"), ""),
            "#minutes": _minutes(start, end),
            "#our_people": tuple(dict.fromkeys(one for one in people if one)),
            "#internal": bool(notes),
        }

    def _activity(self, kind: str, row: Row, whose: Whose) -> dict[str, Any]:
        at = _time(text_of(properties(row), "hs_timestamp"))
        return {**self._any(row, whose), "#kind": _KINDS[kind], "#at": at}

    def _task(self, row: Row, whose: Whose) -> dict[str, Any]:
        said = properties(row)
        body = plain(text_of(said, "hs_task_body"))
        mark = MARK.search(body)
        undated = mark is not None and bool(mark[2])
        first = next(iter(unmarked(body).splitlines()), "")[:_SUBJECT]
        return {
            **self._any(row, whose),
            "#subject": text_of(said, "hs_task_subject") or first,
            "#due": "" if undated else _time(text_of(said, "hs_timestamp")),
            "#status": "done" if text_of(said, "hs_task_status") == "COMPLETED" else "open",
        }


def is_ours(row: Row, unique: str) -> bool:
    """Whether we have written this record ourselves."""
    said = properties(row)
    bodies = (text_of(said, name) for name in (unique, "hs_task_body", "hs_note_body", "hs_internal_meeting_notes"))
    return any(MARK.search(body) for body in bodies)


def properties(row: Row) -> Mapping[str, Any]:
    """What a record says."""
    said = row.get("properties")
    return said if isinstance(said, dict) else {}


def text_of(said: Mapping[str, Any], name: str) -> str:
    """One property; empty for none."""
    value = said.get(name)
    return "" if value is None else str(value).strip()


def stages_of(kind: str, pipelines: Sequence[Row]) -> dict[tuple[str, str], Stage]:
    """The stages of all pipelines."""
    found = {}
    for pipeline in pipelines:
        for stage in pipeline.get("stages") or ():
            if not isinstance(stage, dict):
                continue
            told = stage.get("metadata")
            said = told if isinstance(told, dict) else {}
            closed = str(said.get("isClosed")).casefold() == "true" or str(said.get("ticketState")).upper() == "CLOSED"
            won = closed and kind == "deals" and _is_one(said.get("probability"))
            found[kind, str(stage.get("id"))] = Stage(str(stage.get("label") or stage.get("id")), closed, won)
    return found


@functools.cache
def _zones() -> Mapping[str, str]:
    return {name.casefold().replace("/", "_slash_"): name for name in zoneinfo.available_timezones()}


def zone_of(said: str) -> str:
    """``europe_slash_helsinki`` as IANA has it; another form as it is."""
    return _zones().get(said.casefold().replace("/", "_slash_"), said)


def domains_of(row: Row) -> tuple[str, ...]:
    """All domains of a company, as HubSpot has them."""
    said = properties(row)
    parts = f"{text_of(said, 'domain')};{text_of(said, 'hs_additional_domains')}".split(";")
    return tuple(part.strip().casefold() for part in parts if part.strip())


def addresses_of(row: Row) -> tuple[str, ...]:
    """All addresses of a contact, as compared."""
    said = properties(row)
    parts = f"{text_of(said, 'email')};{text_of(said, 'hs_additional_emails')}".split(";")
    return tuple(key for part in parts if (key := address_key(part)))


def in_order(ids: Iterable[str]) -> tuple[str, ...]:
    """Ids, the older first, each once."""
    return tuple(sorted(set(ids), key=id_order))


def _is_one(said: object) -> bool:
    try:
        return float(str(said)) >= 1
    except ValueError:
        return False


def _count(some: Sequence[Order], counted: bool) -> int | None:  # noqa: FBT001 one of two ways
    if not counted:
        return len(some)
    told = [one.count for one in some if one.count is not None]
    return sum(told) if len(told) == len(some) else None


def _time(said: str) -> str:
    """Milliseconds since 1970 as ISO 8601; anything else as it is."""
    if not said.isdecimal() or len(said) not in _MILLISECONDS:
        return said
    return dt.datetime.fromtimestamp(int(said) / 1000, dt.UTC).isoformat()


def _minutes(start: str, end: str) -> str:
    try:
        length = dt.datetime.fromisoformat(_time(end)) - dt.datetime.fromisoformat(_time(start))
    except (ValueError, TypeError):
        return ""
    return str(round(length.total_seconds() / 60)) if length >= dt.timedelta() else ""
