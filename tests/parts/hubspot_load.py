"""Our records put into a fake HubSpot portal, as somebody would keep them there: standard properties where there are
some, properties and objects of the portal's own for the rest.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from kambrief.core.customer import Activity, ActivityKind, CrmData
from kambrief.core.groups import id_order
from tests.parts.fake_hubspot import FakeHubspot
from tests.parts.hubspot_store import Json, stamp

CONTRACTS, COMMITMENTS = "2-1001", "2-1002"
OBJECTS = {"contracts": CONTRACTS, "commitments": COMMITMENTS}
_SAME = {
    "contracts": ("name", "start", "end", "notice_period_months", "auto_renew_months", "annual_value", "currency"),
    "commitments": ("side", "text", "owner", "status", "made_on", "due", "due_text", "done_on", "source"),
}
FIELDS: dict[str, dict[str, str]] = {
    "accounts": {
        "customer_since": "customer_since", "crm_class": "abc_class", "strategic": "is_strategic", "currency": "invoice_currency",
        "language": "customer_language", "key": "customer_number", "wallet": "wallet", "wallet_on": "wallet_on",
    },
    "contacts": {
        "address_form": "address_form", "since": "in_role_since", "left_on": "left_on", "left": "has_left", "notes": "personal_notes",
    },
    "products": {"category": "product_category", "solves": "solves"},
    "deals": {"category": "product_line"},
    "contracts": {name: f"c_{name}" for name in _SAME["contracts"]},
    "commitments": {name: f"p_{name}" for name in _SAME["commitments"]},
    "activities": {
        "tags": "topics", "attended": "who_attended", "source": "found_at", "expects_reply": "wants_reply",
    },
    "orders": {"category": "product_line", "count": "positions"},
    "tickets": {"reopened": "was_reopened", "sla_due": "sla_due"},
}  # fmt: skip
"""Our columns → properties of this portal."""
VALUES = {"contacts": {"role": {"BUYER": "procurement", "ENGINEER": "technical"}}}
_ROLES = {
    "sponsor": "EXECUTIVE_SPONSOR", "economic_buyer": "BUDGET_HOLDER", "champion": "CHAMPION", "user": "END_USER",
    "procurement": "BUYER", "technical": "ENGINEER",
}  # fmt: skip
_OBJECT_OF = {"orders": "invoices", "surveys": "feedback_submissions", "plans": "tasks", **OBJECTS}
_NAMED = (
    "accounts",
    "contacts",
    "products",
    "deals",
    "contracts",
    "activities",
    "commitments",
    "surveys",
    "tickets",
    "plans",
)


def load(portal: FakeHubspot, data: CrmData) -> dict[str, dict[str, str]]:
    """Puts everything into the portal; the names: kind of record → our id → the portal's. Tables in ``missing`` are
    such that the token may not read.
    """
    return _Loading(portal, data).names


class _Loading:
    def __init__(self, portal: FakeHubspot, data: CrmData) -> None:
        self.portal, self.data = portal, data
        self.names: dict[str, dict[str, str]] = {"owners": {}}
        self.owner_ids: dict[str, str] = {}
        self.stages: dict[tuple[str, str], str] = {}
        for kind in (CONTRACTS, COMMITMENTS):
            portal.custom[kind].update(
                dict.fromkeys(FIELDS["contracts" if kind == CONTRACTS else "commitments"].values(), False)
            )
        for table, kinds in {
            "accounts": ("companies",), "contacts": ("contacts",), "products": ("products",), "deals": ("deals",),
            "activities": ("notes", "emails", "calls", "meetings"), "orders": ("invoices",), "tickets": ("tickets",),
        }.items():  # fmt: skip
            for kind in kinds:
                portal.custom[kind].update(dict.fromkeys(FIELDS.get(table, {}).values(), False))
        for table in _NAMED:
            rows = getattr(data, table)
            former = [one for row in rows for one in getattr(row, "former_ids", ())]
            self.names[table] = {
                one: portal.new_id() for one in sorted([*(row.id for row in rows), *former], key=id_order)
            }
        self._people()
        self._sales()
        for activity in data.activities:
            self._activity(activity)
        self._rest()
        portal.denied |= {
            _OBJECT_OF.get(table, table) for table in data.missing if table not in {"accounts", "contacts"}
        }
        if "activities" in data.missing:
            portal.denied |= {"notes", "emails", "calls", "meetings"}

    def owner(self, said: str | None) -> str:
        """The owner's id, made on first use; who is named otherwise than by an address gets one."""
        if not said:
            return ""
        address = said if "@" in said else f"{said.casefold()}@kuura.example"
        if said not in self.owner_ids:
            if address != said:
                self.names["owners"][said] = address
            number = str(41_000_000 + len(self.portal.owners))
            self.portal.owners.append(owner(number, address))
            self.owner_ids[said] = number
        return self.owner_ids[said]

    def own(self, table: str, row: Any, names: Iterable[str] = ()) -> Json:
        """The properties of the portal's own."""
        fields = FIELDS.get(table, {})
        return {fields[name]: _text(getattr(row, name)) for name in names or fields}

    def _put(
        self, kind: str, table: str, row: Any, said: Mapping[str, object], contacts: Iterable[str] = (), **more: Any
    ) -> str:
        one = (
            self.portal.put(kind, said, self.names[table][row.id], **more)
            if table in self.names
            else self.portal.put(kind, said)
        )
        self.portal.link(kind, one, "companies", self.names["accounts"].get(row.account_id, ""), primary=True)
        for contact in contacts:
            self.portal.link(kind, one, "contacts", self.names["contacts"].get(contact, contact))
        return one

    def _people(self) -> None:
        accounts, contacts = self.names["accounts"], self.names["contacts"]
        for row in self.data.accounts:
            said = {
                "name": row.name, "hs_parent_company_id": accounts.get(row.parent_id or "", ""), "industry": row.industry,
                "country": row.country, "city": row.city, "numberofemployees": row.employees, "domain": next(iter(row.domains), ""),
                "hs_additional_domains": ";".join(row.domains[1:]), "hubspot_owner_id": self.owner(row.owner),
                "hs_merged_object_ids": ";".join(accounts[one] for one in row.former_ids),
                **self.own("accounts", row),
            }  # fmt: skip
            self.portal.put("companies", said, accounts[row.id])
            self.portal.merged |= {("companies", accounts[one]): accounts[row.id] for one in row.former_ids}
        for one in self.data.contacts:
            said = {
                "firstname": one.first_name, "lastname": one.last_name, "email": one.email, "hs_additional_emails": ";".join(one.aliases),
                "jobtitle": one.title, "hs_buying_role": _ROLES[one.role] if one.role else "", "hs_language": one.language,
                "hs_timezone": (one.timezone or "").casefold().replace("/", "_slash_"), "country": one.country,
                "hs_email_optout": _text(one.do_not_contact), "hs_merged_object_ids": ";".join(contacts[old] for old in one.former_ids),
                **self.own("contacts", one),
            }  # fmt: skip
            self._put("contacts", "contacts", one, said)
            self.portal.merged |= {("contacts", contacts[old]): contacts[one.id] for old in one.former_ids}

    def _stage(self, kind: str, label: str, status: str) -> str:
        if (kind, label + status) not in self.stages:
            number = f"{kind}-{len(self.stages)}"
            closed = status not in {"open", ""}
            metadata = {
                "isClosed": _text(closed),
                "probability": "1.0" if status == "won" else "0.0" if closed else "0.5",
            }
            if kind == "tickets":
                metadata = {"ticketState": "CLOSED" if closed else "OPEN"}
            pipelines = self.portal.pipelines[kind]
            if not pipelines:
                pipelines.append({"id": "default", "label": "Sales", "stages": [], "archived": False})
            pipelines[0]["stages"].append({"id": number, "label": label, "metadata": metadata, "archived": False})
            self.stages[kind, label + status] = number
        return self.stages[kind, label + status]

    def _sales(self) -> None:
        for product in self.data.products:
            self.portal.put(
                "products", {"name": product.name, **self.own("products", product)}, self.names["products"][product.id]
            )
        for row in self.data.deals:
            said = {
                "dealname": row.name, "amount": row.amount, "deal_currency_code": row.currency, "dealtype": row.kind,
                "dealstage": self._stage("deals", row.stage, row.status) if row.stage else "", "closedate": noon(row.close_date),
                "hs_is_closed": _text(row.status != "open"), "hs_is_closed_won": _text(row.status == "won"),
                "hs_next_step": row.next_step, "hubspot_owner_id": self.owner(row.owner), "closed_lost_reason": row.lost_reason,
                **self.own("deals", row),
            }  # fmt: skip
            changed = dt.datetime.combine(row.updated_at, dt.time(12), dt.UTC) if row.updated_at else None
            self._put("deals", "deals", row, said, modified=changed)
        for order in self.data.orders:
            said = {
                "hs_invoice_date": noon(order.month.replace(day=15)), "hs_amount_billed": order.amount, "hs_currency": order.currency,
                "hs_invoice_status": "paid", **self.own("orders", order),
            }  # fmt: skip
            self._put("invoices", "orders", order, said)

    def _activity(self, row: Activity) -> None:
        names = self.names["contacts"]
        our = [self.owner(one) for one in row.our_people]
        own = self.own("activities", row, ("tags", "source", "expects_reply"))
        own |= {FIELDS["activities"]["attended"]: ";".join(names.get(one, one) for one in row.attended)}
        kind, said = "notes", dict[str, object]()
        at, body = stamp(row.at), row.body.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
        if row.kind is ActivityKind.MEETING:
            end = stamp(row.at + dt.timedelta(minutes=row.minutes)) if row.minutes is not None else ""
            kind, said = "meetings", {
                "hs_meeting_title": row.subject, "hs_meeting_body": body, "hs_meeting_start_time": at, "hs_meeting_end_time": end,
                "hs_meeting_outcome": {"held": "COMPLETED", "cancelled": "CANCELED"}.get(row.status or "", "SCHEDULED"),
                "hubspot_owner_id": next(iter(our), ""), "hs_attendee_owner_ids": ";".join(our[1:]),
            }  # fmt: skip
        elif row.kind is ActivityKind.EMAIL:
            mails = {one.id: one.email for one in self.data.contacts}
            kind, said = "emails", {
                "hs_email_subject": row.subject, "hs_email_html": body, "hs_email_thread_id": row.thread_id,
                "hs_email_direction": "INCOMING_EMAIL" if row.inbound else "EMAIL",
                "hs_email_from_email": mails.get(row.sender or "", row.sender), "hs_email_to_email": ";".join(mails.get(one, one) for one in row.recipients),
            }  # fmt: skip
        elif row.kind is ActivityKind.CALL:
            kind, said = "calls", {
                "hs_call_title": row.subject, "hs_call_body": body, "hubspot_owner_id": next(iter(our), ""),
                "hs_call_status": {"connected": "COMPLETED", "voicemail": "NO_ANSWER"}.get(row.status or "", ""),
                "hs_call_duration": row.minutes * 60_000 if row.minutes is not None else "",
            }  # fmt: skip
        else:
            kind, said = "notes", {"hs_note_body": body, "hubspot_owner_id": self.owner(row.author)}
        self._put(kind, "activities", row, {"hs_timestamp": at, **said, **own}, row.contacts)

    def _rest(self) -> None:
        for row in self.data.contracts:
            self._put(CONTRACTS, "contracts", row, self.own("contracts", row))
        for promise in self.data.commitments:
            source = self.names["activities"].get(promise.source or "", promise.source)
            said = self.own("commitments", promise) | {FIELDS["commitments"]["source"]: source}
            self._put(COMMITMENTS, "commitments", promise, said)
        for answer in self.data.surveys:
            said = {
                "hs_survey_type": answer.kind.upper(), "hs_value": answer.score, "hs_submission_timestamp": noon(answer.at),
                "hs_content": answer.comment, "hs_contact_id": self.names["contacts"].get(answer.contact_id or "", ""),
            }  # fmt: skip
            self._put("feedback_submissions", "surveys", answer, said, [answer.contact_id] if answer.contact_id else [])
        for ticket in self.data.tickets:
            said = {
                "subject": ticket.subject, "hs_pipeline_stage": self._stage("tickets", ticket.status, "open" if ticket.is_open else "closed"),
                "createdate": noon(ticket.opened), "closed_date": noon(ticket.closed), "hs_ticket_category": ticket.category,
                "hs_ticket_priority": (ticket.severity or "").upper(), **self.own("tickets", ticket),
            }  # fmt: skip
            self._put("tickets", "tickets", ticket, said, [ticket.contact_id] if ticket.contact_id else [])
        for step in self.data.plans:
            said = {
                "hs_task_subject": step.step, "hs_timestamp": noon(step.due), "hubspot_owner_id": self.owner(step.owner),
                "hs_task_status": "COMPLETED" if step.status == "done" else "NOT_STARTED",
            }  # fmt: skip
            self._put("tasks", "plans", step, said)


def owner(number: str, address: str, *, archived: bool = False, teams: Iterable[str] = ()) -> Json:
    """A row of the owners."""
    return {
        "id": number, "email": address, "type": "PERSON", "firstName": "", "lastName": "", "userId": int(number),
        "archived": archived, "teams": [{"id": one, "name": one, "primary": True} for one in teams],
    }  # fmt: skip


def noon(day: dt.date | None) -> str:
    """A day as a moment in it."""
    return stamp(dt.datetime.combine(day, dt.time(12), dt.UTC)) if day else ""


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return "" if value is None else str(value)
