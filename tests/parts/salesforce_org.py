"""A Salesforce organisation in memory: its objects, its fields, who may see what, and its rows.

Rows are never erased: who deletes one leaves it in the recycle bin, where only "queryAll" looks.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kambrief.providers.soql import long_id
from tests.parts.salesforce_soql import RefusedError

_YEAR = dt.timedelta(days=365)
PREFIXES = {
    "Account": "001", "Contact": "003", "User": "005", "Opportunity": "006", "Task": "00T", "Event": "00U",
    "Contract": "800", "Order": "801", "Case": "500", "Product2": "01t", "OpportunityContactRole": "00K",
    "EmailMessage": "02s", "Note": "002", "ContentNote": "069", "ContentDocumentLink": "06A", "Organization": "00D",
    "TaskStatus": "01U", "EventRelation": "0RE", "UserRecordAccess": "0UR",
}  # fmt: skip
_RELATED = {
    "OwnerId": ("Owner", "User"), "CreatedById": ("CreatedBy", "User"), "AccountId": ("Account", "Account"),
    "ParentId": ("Parent", "Account"), "ContactId": ("Contact", "Contact"), "OpportunityId": ("Opportunity", "Opportunity"),
}  # fmt: skip
_COMMON = "CreatedDate:datetime LastModifiedDate:datetime SystemModstamp:datetime IsDeleted:boolean"
_STANDARD = {
    "Account": "Name ParentId OwnerId Website:url Industry BillingCity BillingCountry BillingCountryCode "
    "NumberOfEmployees:int AccountNumber Type Rating MasterRecordId:reference Description:textarea",
    "Contact": "AccountId FirstName LastName Email:email Title Description:textarea OwnerId MailingCountry "
    "MailingCountryCode HasOptedOutOfEmail:boolean DoNotCall:boolean MasterRecordId:reference",
    "Opportunity": "AccountId Name Type StageName Amount:currency CloseDate:date NextStep IsClosed:boolean IsWon:boolean OwnerId",
    "OpportunityContactRole": "OpportunityId ContactId Role IsPrimary:boolean",
    "Contract": "AccountId Name ContractNumber StartDate:date EndDate:date ContractTerm:int StatusCode OwnerExpirationNotice",
    "Order": "AccountId EffectiveDate:date Type TotalAmount:currency StatusCode",
    "Case": "AccountId ContactId Subject Status Priority Type IsClosed:boolean ClosedDate:datetime Description:textarea OwnerId",
    "Product2": "Name Family IsActive:boolean",
    "Task": "WhoId:reference WhatId:reference AccountId OwnerId Subject Description:textarea ActivityDate:date Status "
    "IsClosed:boolean TaskSubtype CallDurationInSeconds:int CompletedDateTime:datetime Priority",
    "Event": "WhoId:reference WhatId:reference AccountId OwnerId Subject Description:textarea ActivityDate:date "
    "StartDateTime:datetime EndDateTime:datetime DurationInMinutes:int IsAllDayEvent:boolean IsChild:boolean",
    "EmailMessage": "ActivityId:reference Incoming:boolean FromAddress ToAddress Subject TextBody:textarea "
    "MessageDate:datetime ThreadIdentifier RelatedToId:reference",
    "Note": "ParentRecord ParentId:reference Title Body:textarea CreatedById",
    "ContentNote": "Title TextPreview CreatedById",
    "ContentDocumentLink": "ContentDocumentId:reference LinkedEntityId:reference",
    "User": "Name Email:email IsActive:boolean UserType",
    "Organization": "Name IsSandbox:boolean DefaultCurrencyIsoCode",
    "TaskStatus": "ApiName IsClosed:boolean IsDefault:boolean SortOrder:int",
    "EventRelation": "EventId:reference RelationId:reference",
    "UserRecordAccess": "UserId:reference RecordId:reference HasReadAccess:boolean",
}
_CHILDREN = {("Event", "EventWhoRelations"): ("EventRelation", "EventId")}
_LONGEST = {"Subject": 255, "NextStep": 255, "Description": 32_000}


class Org:
    """``clock`` is its only clock. All that tests change stands in plain attributes."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self.clock = clock
        self.described: dict[str, dict[str, dict[str, Any]]] = {}
        self.table: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        self.hidden_objects: set[str] = set()
        self.hidden_fields: set[tuple[str, str]] = set()
        self.rules: dict[str, Callable[[Mapping[str, Any]], tuple[str, str] | None]] = {}
        """Object → a validation rule: code and message, or None."""
        self.withheld: defaultdict[str, set[str]] = defaultdict(set)
        """User → records they may not read."""
        self.worth: dict[str, Decimal] = {}
        """In an organisation with several currencies: what each is worth in its own."""
        self._numbers: defaultdict[str, int] = defaultdict(int)
        self._customs = 0
        for name, told in _STANDARD.items():
            self.add_object(name, told)
        self.put("Organization", Name="Kuura Oy", IsSandbox=False, DefaultCurrencyIsoCode="EUR")
        for at, (name, closed) in enumerate((("Not Started", False), ("In Progress", False), ("Completed", True))):
            self.put("TaskStatus", ApiName=name, IsClosed=closed, IsDefault=not at, SortOrder=at)

    # --- what there is ---------------------------------------------------------------------------------------------

    def add_object(self, name: str, fields: str) -> None:
        """Fields as "Name Kind:type"."""
        if name not in PREFIXES:
            self._customs += 1
            PREFIXES.setdefault(name, f"a{self._customs:02d}")
        self.described[name] = {}
        self.add_fields(name, f"Id:id {_COMMON} {fields}")

    def add_fields(self, name: str, fields: str) -> None:
        for told in fields.split():
            field, _, kind = told.partition(":")
            made: dict[str, Any] = {
                "name": field, "label": field.removesuffix("__c").replace("_", " "), "custom": field.endswith("__c"),
                "type": kind or ("reference" if field in _RELATED else "string"), "filterable": kind != "textarea",
            }  # fmt: skip
            if field in _RELATED and (name, field) != ("Note", "ParentId"):
                relation, target = _RELATED[field]
                made |= {"relationshipName": relation, "referenceTo": [target]}
            if field == "MasterRecordId":
                made |= {"relationshipName": "MasterRecord", "referenceTo": [name]}
            self.described[name][field] = made

    def external_id(self, field: str = "Kambrief_Id__c") -> None:
        """Whoever installs has made the field."""
        for name in ("Task", "Event"):
            self.add_fields(name, field)
            self.described[name][field]["externalId"] = True

    def several_currencies(self, worth: Mapping[str, str]) -> None:
        self.worth = {code: Decimal(rate) for code, rate in worth.items()}
        for name in ("Account", "Opportunity", "Contract", "Order"):
            self.add_fields(name, "CurrencyIsoCode")

    def describe(self, name: str) -> dict[str, Any] | None:
        if name not in self.described or name in self.hidden_objects:
            return None
        fields = [one for field, one in self.described[name].items() if (name, field) not in self.hidden_fields]
        below = [
            {"childSObject": child, "relationshipName": relation}
            for (parent, relation), (child, _) in _CHILDREN.items()
            if parent == name
        ]
        return {"name": name, "fields": fields, "childRelationships": below}

    # --- rows ------------------------------------------------------------------------------------------------------

    def new_id(self, sobject: str) -> str:
        self._numbers[sobject] += 1
        return long_id(f"{PREFIXES[sobject]}KB{self._numbers[sobject]:010d}")

    def put(self, sobject: str, **fields: Any) -> str:
        """A new row; its id."""
        now = self.clock()
        made: dict[str, Any] = {
            "Id": self.new_id(sobject),
            "CreatedDate": now,
            "LastModifiedDate": now,
            "SystemModstamp": now,
            "IsDeleted": False,
        }
        kinds = self.described[sobject]
        made |= {name: False for name, one in kinds.items() if one["type"] == "boolean" and name not in made}
        made |= fields
        if strange := sorted(made.keys() - kinds.keys()):
            raise KeyError(f"{sobject} has no {', '.join(strange)}")
        self.table[sobject][made["Id"]] = made
        self._derive(sobject, made)
        return str(made["Id"])

    def change(self, sobject: str, record_id: str, **fields: Any) -> None:
        row = self.table[sobject][record_id]
        row |= {**fields, "SystemModstamp": self.clock(), "LastModifiedDate": self.clock()}
        self._derive(sobject, row)

    def delete(self, sobject: str, record_id: str) -> None:
        self.change(sobject, record_id, IsDeleted=True)

    def purge(self, sobject: str, record_id: str) -> None:
        """Out of the recycle bin, too."""
        del self.table[sobject][record_id]

    def merge(self, sobject: str, loser: str, winner: str) -> None:
        self.change(sobject, loser, IsDeleted=True, MasterRecordId=winner)
        self.change(sobject, winner)

    def _derive(self, sobject: str, row: dict[str, Any]) -> None:
        if sobject == "Task" and "Status" in row:
            row["IsClosed"] = row["Status"] == "Completed"
        if sobject in {"Task", "Event"} and not row.get("AccountId"):
            what, who = str(row.get("WhatId") or ""), str(row.get("WhoId") or "")
            deal, person = self.table["Opportunity"].get(what, {}), self.table["Contact"].get(who, {})
            row["AccountId"] = what if what.startswith("001") else deal.get("AccountId") or person.get("AccountId")

    # --- `Tables`, for queries ---------------------------------------------------------------------------------------

    def rows(self, sobject: str, *, gone_too: bool) -> Sequence[Mapping[str, Any]]:
        if sobject == "UserRecordAccess":
            return [
                {"UserId": user, "RecordId": record, "HasReadAccess": record not in self.withheld[user]}
                for user in self.table["User"]
                for rows in self.table.values()
                for record in rows
            ]
        if sobject not in self.described or sobject in self.hidden_objects:
            raise RefusedError("INVALID_TYPE", f"sObject type '{sobject}' is not supported.")
        return [
            row
            for row in self.table[sobject].values()
            if gone_too or not (row["IsDeleted"] or self._archived(sobject, row))
        ]

    def _archived(self, sobject: str, row: Mapping[str, Any]) -> bool:
        at = row.get("ActivityDate") or row.get("StartDateTime") if sobject in {"Task", "Event"} else None
        day = at.date() if isinstance(at, dt.datetime) else at
        return isinstance(day, dt.date) and day < (self.clock() - _YEAR).date()

    def _field(self, sobject: str, name: str) -> dict[str, Any]:
        found = self.described.get(sobject, {}).get(name)
        if found is None or (sobject, name) in self.hidden_fields:
            raise RefusedError("INVALID_FIELD", f"No such column '{name}' on entity '{sobject}'.")
        return found

    def kind(self, sobject: str, name: str) -> str:
        return str(self._field(sobject, name)["type"])

    def can_be_asked(self, sobject: str, name: str) -> bool:
        return bool(self._field(sobject, name)["filterable"])

    def parent(self, sobject: str, relation: str) -> tuple[str, str]:
        for name, one in self.described.get(sobject, {}).items():
            if one.get("relationshipName") == relation and (sobject, name) not in self.hidden_fields:
                return name, str(one["referenceTo"][0])
        raise RefusedError("INVALID_FIELD", f"Didn't understand relationship '{relation}' in field path.")

    def child(self, sobject: str, relation: str) -> tuple[str, str]:
        if (sobject, relation) not in _CHILDREN:
            raise RefusedError(
                "INVALID_FIELD", f"Didn't understand relationship '{relation}' in FROM part of query call."
            )
        return _CHILDREN[sobject, relation]

    def get(self, sobject: str, record_id: str) -> Mapping[str, Any] | None:
        return self.table[sobject].get(record_id)

    def today(self) -> dt.datetime:
        return self.clock()

    def currency_of(self, row: Mapping[str, Any]) -> Decimal:
        return self.worth.get(str(row.get("CurrencyIsoCode")), Decimal(1))

    # --- writing ---------------------------------------------------------------------------------------------------

    def write(self, sobject: str, fields: Mapping[str, Any], record_id: str = "") -> str:
        """What a call writes, checked as the vendor checks it; the id."""
        if sobject not in self.described or sobject in self.hidden_objects:
            raise RefusedError("NOT_FOUND", "The requested resource does not exist", 404)
        made = {name: self._read(sobject, name, value) for name, value in fields.items()}
        if not record_id:
            self._complete(sobject, made)
        rule = self.rules.get(sobject)
        if rule and (broken := rule({**self.table[sobject].get(record_id, {}), **made})):
            raise RefusedError(*broken)
        if record_id:
            self.change(sobject, record_id, **made)
            return record_id
        return self.put(sobject, **made)

    def _complete(self, sobject: str, made: Mapping[str, Any]) -> None:
        needed = {"Event": {"StartDateTime", "EndDateTime"}, "Task": {"Status"}}.get(sobject, set())
        if absent := sorted(needed - made.keys()):
            raise RefusedError("REQUIRED_FIELD_MISSING", f"Required fields are missing: {absent}")

    def _read(self, sobject: str, name: str, value: Any) -> Any:
        kind = self._field(sobject, name)["type"]
        if isinstance(value, str) and len(value) > _LONGEST.get(name, 1_000_000):
            raise RefusedError("STRING_TOO_LONG", f"{name}: data value too large (max length={_LONGEST[name]})")
        if (
            sobject == "Task"
            and name == "Status"
            and value not in {row["ApiName"] for row in self.table["TaskStatus"].values()}
        ):
            raise RefusedError(
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", f"Status: bad value for restricted picklist field: {value}"
            )
        named = (
            next((rows[value] for rows in self.table.values() if value in rows), None) if kind == "reference" else None
        )
        if named is not None and named["IsDeleted"]:
            raise RefusedError("ENTITY_IS_DELETED", "entity is deleted")
        if kind == "reference" and value and named is None:
            raise RefusedError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
        if kind == "date" and value:
            return dt.date.fromisoformat(value)
        if kind == "datetime" and value:
            return dt.datetime.fromisoformat(value)
        return value
