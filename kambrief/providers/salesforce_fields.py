"""Which objects and fields of Salesforce our tables are read from, and which of them this organisation shows us.

A field that its field-level security hides does not exist for us, and one such name spoils a whole query. So only what
the vendor's own descriptions name is ever asked for.
"""

import dataclasses
import difflib
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from kambrief.core.customer import TABLES
from kambrief.providers import soql
from kambrief.providers.crm_mapping import FieldMap, MappedSection, mapping
from kambrief.providers.salesforce import Query, Salesforce

OBJECTS: Mapping[str, str] = {
    "accounts": "Account",
    "contacts": "Contact",
    "products": "Product2",
    "deals": "Opportunity",
    "contracts": "Contract",
    "activities": "Task",
    "orders": "Order",
    "tickets": "Case",
    "plans": "Task",
}
"""Table → its object. Surveys and what was promised have none of Salesforce's own."""
FIXED = frozenset({"accounts", "contacts", "deals", "activities"})
"""Tables whose object cannot be another one."""
BESIDE = ("Event", "EmailMessage", "Note", "ContentNote", "ContentDocumentLink", "OpportunityContactRole", "User")
"""Objects that are read for a table of another name."""
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "accounts": {
        "id": "Id", "name": "Name", "parent_id": "ParentId", "industry": "Industry", "country": "BillingCountry",
        "city": "BillingCity", "employees": "NumberOfEmployees", "domains": "Website", "key": "AccountNumber",
        "currency": "CurrencyIsoCode", "owner": "Owner.Email",
    },
    "contacts": {
        "id": "Id", "account_id": "AccountId", "first_name": "FirstName", "last_name": "LastName", "email": "Email",
        "title": "Title", "notes": "Description", "country": "MailingCountry",
    },
    "products": {"id": "Id", "name": "Name", "category": "Family"},
    "deals": {
        "id": "Id", "account_id": "AccountId", "name": "Name", "kind": "Type", "stage": "StageName",
        "amount": "Amount", "currency": "CurrencyIsoCode", "close_date": "CloseDate", "owner": "Owner.Email",
        "next_step": "NextStep", "updated_at": "LastModifiedDate",
    },
    "contracts": {
        "id": "Id", "account_id": "AccountId", "name": "Name", "start": "StartDate", "end": "EndDate",
        "currency": "CurrencyIsoCode",
    },
    "activities": {
        "id": "Id", "account_id": "AccountId", "subject": "Subject", "body": "Description", "our_people": "Owner.Email",
    },
    "orders": {
        "account_id": "AccountId", "month": "EffectiveDate", "category": "Type", "amount": "TotalAmount",
        "currency": "CurrencyIsoCode",
    },
    "tickets": {
        "id": "Id", "account_id": "AccountId", "subject": "Subject", "opened": "CreatedDate", "closed": "ClosedDate",
        "severity": "Priority", "category": "Type", "contact_id": "ContactId",
    },
    "plans": {
        "id": "Id", "account_id": "AccountId", "step": "Subject", "due": "ActivityDate", "owner": "Owner.Email",
    },
}  # fmt: skip
_OPTED_OUT = ("HasOptedOutOfEmail", "DoNotCall")
_NOT_EVERYWHERE = frozenset({"CurrencyIsoCode"})
_OWN_OBJECT = {"id": "Id", "name": "Name", "account_id": "Account__c", "currency": "CurrencyIsoCode"}
"""What an object that only this organisation has may be expected to have."""
_EXTRA: Mapping[str, tuple[str, ...]] = {
    "Account": ("Website", "BillingCountryCode"),
    "Contact": (*_OPTED_OUT, "MailingCountryCode"),
    "Opportunity": ("IsClosed", "IsWon"),
    "Contract": ("ContractNumber", "ContractTerm", "StatusCode"),
    "Case": ("IsClosed",),
    "Task": (
        "Subject", "Description", "ActivityDate", "Status", "IsClosed", "TaskSubtype", "CallDurationInSeconds",
        "CompletedDateTime", "CreatedDate", "WhoId", "WhatId", "AccountId", "Owner.Email",
    ),
    "Event": (
        "StartDateTime", "ActivityDateTime", "ActivityDate", "EndDateTime", "DurationInMinutes", "IsAllDayEvent",
        "WhoId", "WhatId", "IsChild",
    ),
}  # fmt: skip
"""What else our rules look at."""
VALUES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "contacts": {
        "role": {
            "Decision Maker": "economic_buyer", "Economic Buyer": "economic_buyer",
            "Economic Decision Maker": "economic_buyer", "Executive Sponsor": "sponsor", "Business User": "user",
            "Technical Buyer": "technical", "Evaluator": "technical", "Champion": "champion",
            "Procurement": "procurement",
        }
    }
}  # fmt: skip
_OFTEN_UNUSED = ("products", "contracts", "orders", "tickets")
_KEPT = 3600.0
"""Seconds that a description is believed."""
_CLOSE = 3
_WORKERS = 6


@dataclass(frozen=True, slots=True)
class Described:
    """An object as its description tells it."""

    name: str
    fields: Mapping[str, Mapping[str, Any]]
    parents: Mapping[str, tuple[str, ...]]
    """Relationship → the objects it leads to."""
    children: frozenset[str] = frozenset()
    """Relationships to rows below."""

    def kind(self, name: str) -> str:
        """A field's type in the vendor's words; empty where there is no such field."""
        return str(self.fields.get(name, {}).get("type") or "")

    def can_be_asked(self, name: str) -> bool:
        """Whether it may stand in a condition: long texts may not."""
        return name in self.fields and self.fields[name].get("filterable", True) is not False

    def near(self, name: str) -> Sequence[str]:
        """Fields that are called alike, or labelled so."""
        by_label = {str(one.get("label")): known for known, one in self.fields.items() if one.get("label")}
        close = difflib.get_close_matches(name, [*self.fields, *by_label], _CLOSE, 0.6)
        return tuple(dict.fromkeys(by_label.get(one, one) for one in close))


_NOTHING = Described("", {}, {})


@dataclass(frozen=True, slots=True)
class Lost:
    """A configured field that is not there."""

    table: str
    column: str
    field: str
    sobject: str
    near: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """What this organisation shows us. ``objects``: those that are there, by name."""

    objects: Mapping[str, Described]
    map: FieldMap
    section: MappedSection
    external_id: str
    missing: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()
    unused: frozenset[str] = frozenset()
    """Tables whose object holds nothing at all."""

    def object_of(self, table: str) -> str:
        """The object a table is read from; empty for none, or one that is not there."""
        name = self.section.objects.get(table, OBJECTS.get(table, ""))
        return name if name in self.objects else ""

    def own_object(self, table: str) -> bool:
        """Whether the configuration has named it."""
        return table in self.section.objects

    def has(self, sobject: str, path: str) -> bool:
        """Whether a field is there, along relationships too."""
        described = self.objects.get(sobject)
        if described is None:
            return False
        first, dot, rest = path.partition(".")
        if not dot:
            return first in described.fields
        leads_to = described.parents.get(first)
        if leads_to is None:
            return False
        if len(leads_to) != 1 or leads_to[0] not in self.objects:
            return True  # nobody has described it: names of people have a mail address everywhere
        return self.has(leads_to[0], rest)

    def field_of(self, table: str, column: str) -> str:
        """The vendor's field that one of our columns is read from, if it is there."""
        found = self.map.fields.get(table, {}).get(column, "")
        return found if found and self.has(self.object_of(table), found) else ""

    def selected(self, table: str, sobject: str = "") -> str:
        """What stands after SELECT: the table's fields and what our rules need, as far as they are there."""
        name = sobject or self.object_of(table)
        extra = [*_EXTRA.get(name, ())] + ([self.external_id] if name in {"Task", "Event"} else [])
        wanted = [*self.map.names(table), *extra, *(self.aliases() if table == "contacts" else ())]
        there = [one for one in dict.fromkeys(["Id", *wanted]) if self.has(name, one)]
        return ", ".join(there)

    def aliases(self) -> tuple[str, ...]:
        """The contact's fields for further addresses: the configured one, else every custom one for addresses."""
        if named := self.field_of("contacts", "aliases"):
            return (named,)
        main, contact = self.map.fields["contacts"].get("email", ""), self.objects.get("Contact")
        fields = contact.fields if contact else {}
        return tuple(name for name, one in fields.items() if one.get("type") == "email" and name != main)

    def unseen(self) -> dict[str, tuple[str, ...]]:
        """Object → fields that every organisation has and that are hidden from us."""
        found: dict[str, tuple[str, ...]] = {}
        for table, columns in _FIELDS.items():
            name = self.object_of(table)
            if not name or self.own_object(table):
                continue
            wanted = [one for column, one in columns.items() if self.map.fields[table].get(column) == one]
            wanted += _OPTED_OUT if table == "contacts" else ()
            lost = [one for one in wanted if one not in _NOT_EVERYWHERE and not self.has(name, one)]
            found[name] = tuple(dict.fromkeys([*found.get(name, ()), *lost]))
        return {name: lost for name, lost in found.items() if lost}

    def logs_by_key(self, sobject: str) -> bool:
        """Whether records of ours are found by our own key there."""
        described = self.objects.get(sobject)
        return bool(described and described.fields.get(self.external_id, {}).get("externalId"))


class Schemas:
    """The schema, read when it is needed and believed for a while. Thread-safe."""

    def __init__(
        self, salesforce: Salesforce, section: MappedSection, external_id: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._salesforce, self._section, self._external_id = salesforce, section, external_id
        self._clock = clock
        self._lock = threading.Lock()
        self._known: tuple[float, Schema] | None = None

    def get(self) -> Schema:
        """Raises `CallError`."""
        with self._lock:
            if self._known is None or self._known[0] < self._clock():
                self._known = (self._clock() + _KEPT, self._read())
            return self._known[1]

    def forget(self) -> None:
        """Something was not as described: read it anew next time."""
        with self._lock:
            self._known = None

    def _read(self) -> Schema:
        section = self._section
        named = {section.objects.get(table, OBJECTS.get(table, "")) for table in TABLES} - {""}
        wanted = sorted({*named, *BESIDE, "Task"})
        with ThreadPoolExecutor(_WORKERS, "describing") as pool:
            told = pool.map(self._salesforce.describe, wanted)
            found = {name: _described(name, one) for name, one in zip(wanted, told, strict=True) if one}
        schema = schema_of(found, section, self._external_id)
        unused = self._unused(schema)
        gone = tuple(table for table in TABLES if table in schema.missing or table in unused)
        return dataclasses.replace(schema, missing=gone, unused=unused)

    def _unused(self, schema: Schema) -> frozenset[str]:
        """Every organisation has these objects. Where one holds nothing at all, the company keeps such things
        elsewhere: an empty list would look like "no orders".
        """
        tables = [one for one in _OFTEN_UNUSED if one not in schema.missing and not schema.own_object(one)]
        asked = [Query("look whether it is used", soql.select("Id", OBJECTS[one], tail="LIMIT 1")) for one in tables]
        answers = self._salesforce.tried(asked) if asked else []
        return frozenset(table for table, rows in zip(tables, answers, strict=True) if rows == [])


def schema_of(objects: Mapping[str, Described], section: MappedSection, external_id: str) -> Schema:
    """What is there, what is missing, and which configured fields are lost."""
    fields = {table: dict(_OWN_OBJECT if table in section.objects else _FIELDS.get(table, {})) for table in TABLES}
    schema = Schema(objects, mapping(section, fields, VALUES), section, external_id)
    lost = tuple(_lost(schema, section))
    gone = tuple(table for table in TABLES if not _is_there(schema, table))
    return Schema(objects, schema.map, section, external_id, gone, lost)


def _is_there(schema: Schema, table: str) -> bool:
    name = schema.object_of(table)
    if table == "contacts" and not schema.objects.get(name, _NOTHING).can_be_asked(schema.field_of(table, "email")):
        return False  # nobody can be found: that must not look like "nobody is known"
    if table == "activities":
        return bool(name) or "Event" in schema.objects
    if table == "commitments" and not schema.own_object(table):
        return schema.has("Task", schema.external_id)
    required = {"orders": ("account_id", "month", "amount"), "surveys": ("account_id", "kind", "score", "at")}
    needs = required.get(table, ("account_id",) if table not in {"accounts", "products"} else ())
    return bool(name) and all(schema.field_of(table, column) for column in needs)


def _lost(schema: Schema, section: MappedSection) -> Iterable[Lost]:
    for table, columns in section.fields.items():
        names = [schema.object_of(table), *(("Event", "EmailMessage") if table == "activities" else ())]
        there = [name for name in names if name in schema.objects]
        for column, said in columns.items():
            if not said.strip() or not there or any(schema.has(name, said.strip()) for name in there):
                continue
            yield Lost(table, column, said.strip(), there[0], schema.objects[there[0]].near(said.strip()))


def _described(name: str, told: Mapping[str, Any]) -> Described:
    rows = [one for one in told.get("fields") or () if isinstance(one, dict) and soql.is_name(str(one.get("name")))]
    parents = {
        str(one["relationshipName"]): tuple(str(to) for to in one.get("referenceTo") or ())
        for one in rows
        if one.get("relationshipName")
    }
    below = {str(one.get("relationshipName")) for one in told.get("childRelationships") or () if isinstance(one, dict)}
    return Described(name, {str(one["name"]): one for one in rows}, parents, frozenset(below) - {"None"})
