"""Salesforce's rows as cells of our tables: what it tells in its own way is said here in ours.

Dates without a time (``ActivityDate``) are days, whatever the zone: Salesforce keeps them as midnight UTC, and they are
never shifted.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kambrief.core.address import address_key
from kambrief.core.insight.windows import plus_months
from kambrief.providers import cells, soql
from kambrief.providers.cells import Conventions
from kambrief.providers.crm_mapping import records
from kambrief.providers.records import Read
from kambrief.providers.salesforce import Row
from kambrief.providers.salesforce_fields import Schema
from kambrief.providers.tables import Cell, header_key

CONTACT, ACCOUNT = "003", "001"
"""How ids of contacts and accounts begin."""
_NO_CONTRACT = frozenset({"Draft", "InApproval"})
_OUR_KEY = re.compile(r"\s*\[kambrief-[0-9a-f]{20}\]\s*\Z")
"""By which a record is found again that we have written; it tells a reader nothing."""
_UNTITLED = "Untitled Note"

Cells = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes records of rows. ``currency``: the organisation's own, for amounts without one."""

    schema: Schema
    timezone: str
    currency: str

    def read(self, table: str, rows: Sequence[tuple[str, Cells]]) -> Read:
        """The records of a table."""
        return records(table, rows, self.timezone)

    def _cells(self, table: str, row: Row) -> Cells:
        return self.schema.map.cells(table, row)

    def _configured(self, table: str, column: str) -> bool:
        return column in self.schema.section.fields.get(table, {})

    # --- people ------------------------------------------------------------------------------------------------------

    def domains(self, row: Row) -> tuple[str, ...]:
        """An account's, of its web address and of the configured field; what is none is passed over."""
        found: list[str] = []
        for name in self.domain_fields():
            try:
                found += cells.domains(str(row.get(name) or ""), Conventions())
            except ValueError:
                continue
        return tuple(dict.fromkeys(found))

    def domain_fields(self) -> tuple[str, ...]:
        """Where an account's domains stand; the configured field counts first."""
        fields = dict.fromkeys([self.schema.map.fields["accounts"].get("domains", ""), "Website"])
        return tuple(one for one in fields if one and self.schema.has("Account", one))

    def account(self, row: Row, former: Sequence[str]) -> tuple[str, Cells]:
        """An account; ``former``: those merged into it."""
        made = self._cells("accounts", row)
        made["domains"] = self.domains(row)
        if not self._configured("accounts", "country"):
            made["country"] = row.get("BillingCountryCode") or made.get("country", "")
        if former:
            made["former_ids"] = tuple(former)
        return str(row["Id"]), made

    def contact(self, row: Row, former: Sequence[str], role: str) -> tuple[str, Cells]:
        """A contact; ``role`` is what deals say of it, for one of which nothing else does."""
        made = self._cells("contacts", row)
        main = address_key(str(made.get("email") or ""))
        told = [part for name in self.schema.aliases() for part in str(row.get(name) or "").replace(";", " ").split()]
        made["aliases"] = tuple(dict.fromkeys(key for one in told if (key := address_key(one)) and key != main))
        if not self._configured("contacts", "country"):
            made["country"] = row.get("MailingCountryCode") or made.get("country", "")
        if not self._configured("contacts", "do_not_contact"):
            made["do_not_contact"] = "true" if row.get("HasOptedOutOfEmail") or row.get("DoNotCall") else ""
        if former:
            made["former_ids"] = tuple(former)
        if role and not made.get("role"):
            made["role"] = role
        return str(row["Id"]), made

    def roles(self, rows: Sequence[Row]) -> dict[str, str]:
        """Contact → their part in the buying decision, as the newest deal says it; words that nobody knows say none."""
        words = self.schema.map.values.get("contacts", {}).get("role", {})
        found: dict[str, str] = {}
        for row in sorted(rows, key=lambda one: str(one.get("CreatedDate") or "")):
            said = words.get(header_key(str(row.get("Role") or "")))
            if said and row.get("ContactId"):
                found[str(row["ContactId"])] = said
        return found

    # --- business ----------------------------------------------------------------------------------------------------

    def plain(self, table: str, row: Row) -> tuple[str, Cells] | None:
        """A row of any other table; None for one that is no record of ours (the draft of a contract)."""
        made = self._cells(table, row)
        own = self.schema.own_object(table)
        if table == "deals" and not self._configured("deals", "status") and "IsClosed" in row:
            made["status"] = "open" if not row.get("IsClosed") else "won" if row.get("IsWon") else "lost"
        elif table == "tickets" and not own:
            self._ticket(row, made)
        elif table == "contracts" and not own:
            if row.get("StatusCode") in _NO_CONTRACT:
                return None
            self._contract(row, made)
        elif table == "plans" and not own:
            made["status"] = "done" if row.get("IsClosed") else "open"
        money = next((made.get(name) for name in ("amount", "annual_value") if made.get(name) not in (None, "")), None)
        if table in {"deals", "contracts"}:
            made["currency"] = (made.get("currency") or self.currency) if money is not None else ""
        return str(row["Id"]), made

    def _ticket(self, row: Row, made: Cells) -> None:
        """Statuses are each organisation's own words: whether a case is closed is what it says besides."""
        if "status" not in self.schema.section.values.get("tickets", {}) and "IsClosed" in row:
            made["status"] = "closed" if row.get("IsClosed") else "open"
            if not row.get("IsClosed"):
                made["closed"] = ""

    @staticmethod
    def _contract(row: Row, made: Cells) -> None:
        made["name"] = made.get("name") or str(row.get("ContractNumber") or "")
        term = row.get("ContractTerm")
        if not made.get("end") and made.get("start") and term:
            try:
                start = cells.day(str(made["start"]), Conventions())
                after = _same_day(plus_months(start.replace(day=1), int(term)), start.day)
                made["end"] = (after - dt.timedelta(days=1)).isoformat()
            except (ValueError, OverflowError):
                return

    def commitment(self, row: Row) -> tuple[str, Cells]:
        """A task that we have written ourselves: a promise of ours."""
        return str(row["Id"]), {
            "id": str(row["Id"]),
            "account_id": str(row.get("AccountId") or ""),
            "side": "us",
            "owner": str(row.get("Owner.Email") or ""),
            "text": str(row.get("Subject") or ""),
            "made_on": str(row.get("CreatedDate") or ""),
            "due": str(row.get("ActivityDate") or ""),
            "status": "done" if row.get("IsClosed") else "open",
            "done_on": str(row.get("CompletedDateTime") or "") if row.get("IsClosed") else "",
        }

    # --- what happened -----------------------------------------------------------------------------------------------

    def task(self, row: Row, mail: Row | None, people: Mapping[str, str]) -> tuple[str, Cells]:
        """A call or a mail that was logged. ``mail``: what was sent, where Salesforce keeps it; ``people``: address →
        contact.
        """
        made = self._activity(row, _who(row, "TaskWhoRelations"))
        made["kind"] = "call" if row.get("TaskSubtype") == "Call" else "email"
        made["at"] = str(row.get("CompletedDateTime") or row.get("ActivityDate") or row.get("CreatedDate") or "")
        if seconds := row.get("CallDurationInSeconds"):
            made.setdefault("minutes", str(max(1, round(int(seconds) / 60))))
        if mail is not None:
            self._mail(mail, made, people)
        return str(row["Id"]), made

    def event(self, row: Row) -> tuple[str, Cells]:
        """A meeting."""
        made = self._activity(row, _who(row, "EventWhoRelations"))
        made["kind"] = "meeting"
        at = row.get("ActivityDate") if row.get("IsAllDayEvent") else None
        made["at"] = str(at or row.get("StartDateTime") or row.get("ActivityDateTime") or row.get("ActivityDate") or "")
        if row.get("DurationInMinutes") is not None and not made.get("minutes"):
            made["minutes"] = str(row["DurationInMinutes"])
        return str(row["Id"]), made

    def note(self, row: Row, account_id: str) -> tuple[str, Cells]:
        """A note, old or new in kind."""
        title = str(row.get("Title") or "")
        return str(row["Id"]), {
            "id": str(row["Id"]),
            "account_id": account_id,
            "kind": "note",
            "at": str(row.get("CreatedDate") or ""),
            "subject": "" if title == _UNTITLED else title,
            "body": str(row.get("Body") or row.get("TextPreview") or ""),
            "author": str(row.get("CreatedBy.Email") or ""),
        }

    def is_ours(self, row: Row) -> bool:
        """Whether we have written a task or an event ourselves: our field says so, or our mark in its text."""
        return bool(row.get(self.schema.external_id) or _OUR_KEY.search(str(row.get("Description") or "")))

    def _activity(self, row: Row, contacts: tuple[str, ...]) -> Cells:
        made = self._cells("activities", row)
        made.setdefault("contacts", contacts)
        if not self._configured("activities", "contacts"):
            made["contacts"] = contacts
        body = str(made.get("body") or "")
        if self.is_ours(row):
            # We have written it ourselves: a note for colleagues, whoever took part in the meeting.
            tags = made.get("tags") or ()
            made["tags"] = (*(tags if isinstance(tags, tuple) else str(tags).split(";")), "internal")
            made["body"] = _OUR_KEY.sub("", body)
        return made

    def _mail(self, mail: Row, made: Cells, people: Mapping[str, str]) -> None:
        inbound = bool(mail.get("Incoming"))
        sender = address_key(str(mail.get("FromAddress") or ""))
        to = [address_key(one) for one in str(mail.get("ToAddress") or "").replace(",", ";").split(";")]
        made["inbound"] = "true" if inbound else "false"
        made["at"] = str(mail.get("MessageDate") or made["at"])
        made["sender"] = people.get(sender, sender) if inbound else sender
        made["recipients"] = tuple(one for one in to if one)
        made["thread_id"] = str(mail.get("ThreadIdentifier") or "")
        made["subject"] = str(mail.get("Subject") or made.get("subject") or "")
        made["body"] = str(mail.get("TextBody") or made.get("body") or "")
        if inbound and not self._configured("activities", "our_people"):
            made["our_people"] = ""  # whose task it is did not write it
        known = dict.fromkeys(
            contact for one in (sender, *to) if (contact := people.get(one)) and contact.startswith(CONTACT)
        )
        held = made.get("contacts") or ()
        made["contacts"] = tuple(dict.fromkeys([*(held if isinstance(held, tuple) else (held,)), *known]))

    # --- revenue -----------------------------------------------------------------------------------------------------

    def order(self, row: Row) -> tuple[str, Cells]:
        """One account's month in one category, as the database has added it up."""
        account, month = str(row.get("account") or ""), row.get("month_start")
        return f"{account} {month}", {
            "account_id": account,
            "month": str(month or ""),
            "category": str(row.get("category") or ""),
            "amount": "" if row.get("amount") is None else str(row["amount"]),
            "currency": str(row.get("currency") or self.currency),
            "count": "" if row.get("number") is None else str(row["number"]),
        }


def is_done_contact(row: Row) -> bool:
    """Whether a task is a call or a mail that took place."""
    return row.get("TaskSubtype") in {"Call", "Email"} and bool(row.get("IsClosed"))


def _who(row: Mapping[str, Any], relation: str) -> tuple[str, ...]:
    """The contacts of an activity; leads and what else may be linked are none."""
    told = [row.get("WhoId"), *(one.get("RelationId") for one in row.get(relation) or () if isinstance(one, dict))]
    return tuple(dict.fromkeys(str(one) for one in told if one and soql.is_id(str(one), CONTACT)))


def _same_day(first: dt.date, day: int) -> dt.date:
    """The day in a month; the next month's first where it is too short."""
    try:
        return first.replace(day=day)
    except ValueError:
        return plus_months(first, 1)
