"""What a fake HubSpot portal holds, and how its searches, batches and associations behave where that has surprised
others: texts only, lower case in IN, searches that lag behind, merged ids, pages inside of results.
"""

import datetime as dt
import itertools
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

STANDARD: Mapping[str, tuple[str, ...]] = {
    "contacts": (
        "email", "firstname", "lastname", "hs_additional_emails", "jobtitle", "hs_buying_role", "hs_language", "hs_timezone",
        "country", "hs_email_optout", "hs_merged_object_ids", "associatedcompanyid", "hubspot_owner_id", "lastmodifieddate",
    ),
    "companies": (
        "name", "domain", "hs_additional_domains", "industry", "country", "city", "numberofemployees", "hubspot_owner_id",
        "hs_parent_company_id", "hs_merged_object_ids",
    ),
    "deals": (
        "dealname", "amount", "deal_currency_code", "dealtype", "dealstage", "pipeline", "closedate", "hs_is_closed",
        "hs_is_closed_won", "hs_next_step", "hubspot_owner_id", "closed_lost_reason",
    ),
    "tickets": (
        "subject", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_priority", "hs_ticket_category", "closed_date", "hubspot_owner_id",
    ),
    "notes": ("hs_note_body", "hs_timestamp", "hubspot_owner_id"),
    "emails": (
        "hs_timestamp", "hs_email_subject", "hs_email_text", "hs_email_html", "hs_email_direction", "hs_email_from_email",
        "hs_email_to_email", "hs_email_cc_email", "hs_email_thread_id", "hubspot_owner_id",
    ),
    "calls": (
        "hs_timestamp", "hs_call_title", "hs_call_body", "hs_call_status", "hs_call_direction", "hs_call_duration", "hubspot_owner_id",
    ),
    "meetings": (
        "hs_timestamp", "hs_meeting_title", "hs_meeting_start_time", "hs_meeting_end_time", "hs_meeting_outcome",
        "hs_meeting_body", "hs_internal_meeting_notes", "hs_attendee_owner_ids", "hubspot_owner_id",
    ),
    "tasks": (
        "hs_timestamp", "hs_task_subject", "hs_task_body", "hs_task_status", "hubspot_owner_id", "hs_createdate",
        "hs_task_completion_date",
    ),
    "invoices": ("hs_invoice_date", "hs_amount_billed", "hs_currency", "hs_invoice_status"),
    "orders": ("hs_currency_code",),
    "feedback_submissions": ("hs_survey_type", "hs_value", "hs_submission_timestamp", "hs_content", "hs_contact_id"),
    "products": ("name",),
    "line_items": ("name",),
}  # fmt: skip
_EVERY = ("hs_object_id", "createdate", "hs_lastmodifieddate")
_LISTS = frozenset({"hs_additional_emails", "hs_additional_domains", "hs_merged_object_ids"})
_WORDS = re.compile(r"[^\W_]+")


class Refused(Exception):  # noqa: N818 - what the portal says, not a failure
    """An answer that says no."""

    def __init__(self, status: int, category: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {
            "status": "error", "message": message, "correlationId": "c", "category": category, **more,
        }  # fmt: skip


@dataclass
class Record:
    id: str
    said: dict[str, str]
    created: dt.datetime
    modified: dt.datetime
    archived: bool = False
    versions: list[tuple[dt.datetime, dict[str, str] | None]] = field(default_factory=list)
    """When each state was written, for searches that lag; None: archived."""


class Store:
    """The portal. ``clock`` tells the time."""

    def __init__(self, clock: Callable[[], dt.datetime], first_id: int = 100_001) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.records: defaultdict[str, dict[str, Record]] = defaultdict(dict)
        self.links: defaultdict[tuple[str, str], dict[str, dict[str, bool]]] = defaultdict(dict)
        self.merged: dict[tuple[str, str], str] = {}
        self.owners: list[Json] = []
        self.pipelines: dict[str, list[Json]] = {
            "deals": [_pipeline("closedlost", {"isClosed": "true", "probability": "0.0"})],
            "tickets": [_pipeline("4", {"ticketState": "CLOSED"})],
        }
        self.custom: defaultdict[str, dict[str, bool]] = defaultdict(dict)
        """Object → property of this portal → whether its values are unique."""
        self.required: defaultdict[str, set[str]] = defaultdict(set)
        """What the portal's rules want in a new record."""
        self.association_page = 500
        self.lag = dt.timedelta()
        self.finds_secondary = False
        """Whether a batch by e-mail finds secondary addresses; nobody knows."""
        self.lists_searchable = True
        self.page = 200
        """Results of one page of a search, whatever was asked for."""
        self.unlinkable: set[tuple[str, str]] = set()
        """Pairs of objects that no association can exist between."""
        self._ids = itertools.count(first_id)

    # --- what tests do ---------------------------------------------------------------------------------------------

    def new_id(self) -> str:
        return str(next(self._ids))

    def put(self, kind: str, said: Mapping[str, object], one: str = "", modified: dt.datetime | None = None) -> str:
        """A record with these properties; empty ones are left out. New names become properties of the portal."""
        now = modified or self.clock()
        plain = {name: str(value) for name, value in said.items() if value not in (None, "")}
        for name in plain:
            if name not in self.names(kind):
                self.custom[kind][name] = False
        record = Record(one or self.new_id(), plain, now, now)
        record.versions.append((dt.datetime.min.replace(tzinfo=dt.UTC), dict(plain)))
        self.records[kind][record.id] = record
        return record.id

    def change(self, kind: str, one: str, **said: str) -> None:
        record = self.records[kind][one]
        record.said |= said
        record.modified = self.clock()
        record.versions.append((record.modified, dict(record.said)))

    def delete(self, kind: str, one: str) -> None:
        record = self.records[kind][one]
        record.archived = True
        record.versions.append((self.clock(), None))

    def merge(self, kind: str, loser: str, winner: str) -> None:
        """The loser's id leads to the winner from now on."""
        old = self.records[kind].pop(loser)
        self.merged[kind, loser] = winner
        before = self.records[kind][winner].said.get("hs_merged_object_ids", "")
        extra = {"hs_merged_object_ids": ";".join(filter(None, [before, loser]))}
        if kind == "contacts":
            mails = [self.records[kind][winner].said.get("hs_additional_emails", ""), old.said.get("email", "")]
            extra["hs_additional_emails"] = ";".join(filter(None, mails))
        self.change(kind, winner, **extra)

    def link(self, of: str, one: str, to: str, other: str, *, primary: bool = False) -> None:
        self.links[of, to].setdefault(one, {})[other] = primary
        self.links[to, of].setdefault(other, {})[one] = primary

    def names(self, kind: str) -> set[str]:
        return {*STANDARD.get(kind, ()), *_EVERY, *self.custom[kind]}

    def live(self, kind: str, one: str) -> Record | None:
        record = self.records[kind].get(self.merged.get((kind, one), one))
        return None if record is None or record.archived else record

    # --- what the API does -----------------------------------------------------------------------------------------

    def view(self, kind: str, record: Record, names: Iterable[str]) -> Json:
        said = self.said(kind, record.said, record)
        asked = {name: said.get(name) for name in names if name in self.names(kind)}
        base = {name: said.get(name) for name in ("hs_object_id", "createdate", self.changed(kind))}
        return {
            "id": record.id, "properties": {**base, **asked}, "createdAt": stamp(record.created),
            "updatedAt": stamp(record.modified), "archived": record.archived,
        }  # fmt: skip

    @staticmethod
    def changed(kind: str) -> str:
        return "lastmodifieddate" if kind == "contacts" else "hs_lastmodifieddate"

    def said(self, kind: str, own: Mapping[str, str], record: Record) -> dict[str, str]:
        base = {
            "hs_object_id": record.id, "createdate": stamp(record.created), "hs_createdate": stamp(record.created),
            self.changed(kind): stamp(record.modified),
        }  # fmt: skip
        found = {**base, **own}
        if kind == "contacts":
            companies = self.links["contacts", "companies"].get(record.id, {})
            if first := next((one for one, primary in companies.items() if primary), ""):
                found["associatedcompanyid"] = first
        return found

    def batch(self, kind: str, ids: list[str], by: str, names: list[str]) -> Json:
        found: dict[str, Record] = {}
        lost = []
        for one in ids:
            if by and by != "email" and not self.custom[kind].get(by):
                raise Refused(400, "VALIDATION_ERROR", f"Property {by} is not a unique property")
            if not by and not re.fullmatch(r"\d+", one):
                raise Refused(400, "VALIDATION_ERROR", f"Invalid input JSON: {one!r} is no id")
            record = self._by(kind, by, one) if by else self.live(kind, one)
            if record:
                found[record.id] = record
            else:
                lost.append(one)
        body: Json = {"status": "COMPLETE", "results": [self.view(kind, one, names) for one in found.values()]}
        if lost:
            error = {
                "status": "error",
                "category": "OBJECT_NOT_FOUND",
                "message": "Could not get some objects",
                "context": {"ids": lost},
            }
            body |= {"numErrors": 1, "errors": [error]}
        return body

    def _by(self, kind: str, by: str, value: str) -> Record | None:
        for record in self.records[kind].values():
            values = [record.said.get(by, "").casefold()]
            if by == "email" and self.finds_secondary:
                values += record.said.get("hs_additional_emails", "").casefold().split(";")
            if not record.archived and value.casefold() in values and value:
                return record
        return None

    def search(self, kind: str, body: Json) -> Json:
        if int(body.get("after") or 0) + body["limit"] > 10_000:
            raise Refused(400, "VALIDATION_ERROR", "The maximum number of results is 10000")
        groups = [group["filters"] for group in body["filterGroups"]]
        if len(groups) > 5 or sum(map(len, groups)) > 18:
            raise Refused(400, "VALIDATION_ERROR", "Too many filters")
        for one in (one for group in groups for one in group):
            if one["propertyName"] not in self.names(kind):
                raise Refused(
                    400, "VALIDATION_ERROR", f"There was a problem: property {one['propertyName']} does not exist"
                )
            if one["propertyName"] in _LISTS and not self.lists_searchable:
                raise Refused(400, "VALIDATION_ERROR", f"{one['propertyName']} cannot be searched")
        seen = self.clock() - self.lag
        states = []
        for record in self.records[kind].values():
            at, said = next(((at, said) for at, said in reversed(record.versions) if at <= seen), (seen, None))
            if said is not None and not record.archived:
                known = {self.changed(kind): stamp(max(at, record.created))}
                states.append((record, {**self.said(kind, said, record), **known}))
        hits = [
            (record, said) for record, said in states if any(all(_fits(one, said) for one in group) for group in groups)
        ]
        sort = body["sorts"][0]
        hits.sort(key=lambda hit: _order(sort["propertyName"], hit[1].get(sort["propertyName"], "")))
        if sort.get("direction") == "DESCENDING":
            hits.reverse()
        start = int(body.get("after") or 0)
        page = hits[start : start + min(body["limit"], self.page)]
        found: Json = {
            "total": len(hits),
            "results": [self.view(kind, record, body["properties"]) for record, _ in page],
        }
        if start + len(page) < len(hits):
            found["paging"] = {"next": {"after": str(start + len(page))}}
        return found

    def associations(self, of: str, to: str, inputs: list[Json]) -> Json:
        results, lost = [], []
        for one in inputs:
            known_as = self.merged.get((of, one["id"]), str(one["id"]))
            ends = self.links[of, to].get(known_as, {})
            ids = sorted((end for end in ends if self.live(to, end)), key=int)
            if not ids:
                lost.append(one["id"])
                continue
            start = next((at for at, end in enumerate(ids) if int(end) > int(one.get("after") or 0)), len(ids))
            page = ids[start : start + self.association_page]
            row: Json = {"from": {"id": one["id"]}, "to": [_association(int(end), ends[end]) for end in page]}
            if start + len(page) < len(ids):
                row["paging"] = {"next": {"after": page[-1]}}
            results.append(row)
        found: Json = {"status": "COMPLETE", "results": results}
        if lost:
            found |= {
                "numErrors": 1,
                "errors": [{
                    "status": "error", "category": "OBJECT_NOT_FOUND", "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
                    "message": "No associations found", "context": {"fromObjectId": lost},
                }],
            }  # fmt: skip
        return found

    def write(self, kind: str, one: str, said: Mapping[str, str]) -> Record:
        """Creates (no id) or changes a record, by the portal's rules."""
        for name in said:
            if name not in self.names(kind):
                raise Refused(
                    400,
                    "VALIDATION_ERROR",
                    f'Property values were not valid: [{{"isValid":false,"message":"Property \\"{name}\\" does not exist","name":"{name}"}}]',
                )
        if not one and (absent := sorted(self.required[kind] - said.keys())):
            raise Refused(
                400,
                "VALIDATION_ERROR",
                f"Error creating {kind}. Some required properties were not set: {', '.join(absent)}",
            )
        if not one:
            record = Record(self.new_id(), dict(said), self.clock(), self.clock())
            record.versions.append((record.created, dict(said)))
            self.records[kind][record.id] = record
            return record
        found = self.live(kind, one)
        if found is None:
            raise Refused(404, "OBJECT_NOT_FOUND", "resource not found")
        self.change(kind, found.id, **said)
        return found

    def upsert(self, kind: str, by: str, value: str, said: Mapping[str, str]) -> Json:
        if not self.custom[kind].get(by):
            raise Refused(400, "VALIDATION_ERROR", f"Property {by} is not a unique property")
        known = self._by(kind, by, value)
        record = self.write(kind, known.id if known else "", {**said, by: value})
        return {**self.view(kind, record, list(said)), "new": known is None}


def stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _pipeline(stage: str, metadata: Json) -> Json:
    stages = [{"id": stage, "label": "Suljettu", "metadata": metadata, "archived": False}]
    return {"id": "default", "label": "Sales", "stages": stages, "archived": False}


def _association(end: int, primary: bool) -> Json:  # noqa: FBT001 - a row of a table
    types = [{"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None}]
    if primary:
        types.insert(0, {"category": "HUBSPOT_DEFINED", "typeId": 1, "label": "Primary"})
    return {"toObjectId": end, "associationTypes": types}


def _order(name: str, value: str) -> tuple[float, str]:
    if name == "hs_object_id":
        return int(value or 0), ""
    if value.isdecimal():
        return float(value), ""
    try:
        return dt.datetime.fromisoformat(value).timestamp() * 1000, ""
    except ValueError:
        return 0.0, value


def _fits(one: Json, said: Mapping[str, str]) -> bool:
    name, value = one["propertyName"], said.get(one["propertyName"], "")
    match one["operator"]:
        case "EQ":
            return value.casefold() == one["value"].casefold() and bool(value)
        case "IN":  # stored texts are lower-cased, what is asked for is not
            parts = value.casefold().split(";") if name in _LISTS else [value.casefold()]
            return bool(value) and not {*one["values"]}.isdisjoint(parts)
        case "GT":
            return bool(value) and _order(name, value) > _order(name, one["value"])
        case "GTE":
            return bool(value) and _order(name, value) >= _order(name, one["value"])
        case "HAS_PROPERTY":
            return bool(value)
        case "CONTAINS_TOKEN":
            return one["value"].casefold() in _WORDS.findall(value.casefold())
        case other:
            raise Refused(400, "VALIDATION_ERROR", f"the fake knows no {other}")
