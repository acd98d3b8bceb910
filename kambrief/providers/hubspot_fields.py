"""Which of HubSpot's objects and properties our tables are read from, unless the configuration says otherwise.

A name with ``#`` is no property but what `hubspot_rows` makes of several (an owner's address, a stage's label).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kambrief.core.customer import TABLES
from kambrief.providers.crm_mapping import FieldMap

Fields = Mapping[str, Mapping[str, str]]

COMPANIES, CONTACTS, DEALS, TICKETS, TASKS, PRODUCTS = "companies", "contacts", "deals", "tickets", "tasks", "products"
NOTES, EMAILS, CALLS, MEETINGS = "notes", "emails", "calls", "meetings"
ACTIVITIES = (NOTES, EMAILS, CALLS, MEETINGS)

PARENT = "hs_parent_company_id"

_OWN = {"id": "#id", "account_id": "#account"}

FIELDS: Fields = {
    "accounts": {
        "id": "#id", "name": "name", "parent_id": "hs_parent_company_id", "industry": "industry", "country": "country",
        "city": "city", "employees": "numberofemployees", "domains": "#domains", "owner": "#owner",
        "former_ids": "hs_merged_object_ids",
    },
    "contacts": {
        **_OWN, "first_name": "firstname", "last_name": "lastname", "email": "email", "aliases": "hs_additional_emails",
        "title": "jobtitle", "role": "#role", "language": "#language", "timezone": "#timezone", "country": "country",
        "do_not_contact": "hs_email_optout", "former_ids": "hs_merged_object_ids",
    },
    "products": {"id": "#id", "name": "name"},
    "deals": {
        **_OWN, "name": "dealname", "kind": "dealtype", "stage": "#stage", "status": "#status", "amount": "amount",
        "currency": "#currency", "close_date": "closedate", "owner": "#owner", "next_step": "hs_next_step",
        "updated_at": "hs_lastmodifieddate", "lost_reason": "closed_lost_reason",
    },
    "contracts": {**_OWN, "currency": "#currency"},
    "commitments": dict(_OWN),
    "activities": {
        **_OWN, "kind": "#kind", "at": "#at", "subject": "#subject", "body": "#body", "contacts": "#contacts",
        "our_people": "#our_people", "status": "#status", "direction": "#direction", "sender": "#sender",
        "recipients": "#recipients", "thread_id": "hs_email_thread_id", "author": "#author", "minutes": "#minutes",
    },
    "orders": {
        "account_id": "#account", "month": "hs_invoice_date", "category": "#category", "amount": "hs_amount_billed",
        "currency": "#currency",
    },
    "surveys": {
        **_OWN, "kind": "hs_survey_type", "score": "hs_value", "at": "hs_submission_timestamp",
        "contact_id": "#contact", "comment": "hs_content",
    },
    "tickets": {
        **_OWN, "subject": "subject", "opened": "createdate", "closed": "closed_date", "status": "#status",
        "severity": "hs_ticket_priority", "category": "hs_ticket_category", "contact_id": "#contact",
    },
    "plans": {**_OWN, "step": "#subject", "due": "#due", "status": "#status", "owner": "#owner"},
}  # fmt: skip
"""Our table → our column → the property."""

VALUES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "contacts": {
        "role": {
            "EXECUTIVE_SPONSOR": "sponsor", "BUDGET_HOLDER": "economic_buyer", "DECISION_MAKER": "economic_buyer",
            "CHAMPION": "champion", "END_USER": "user", "BLOCKER": "", "INFLUENCER": "", "LEGAL_AND_COMPLIANCE": "",
            "OTHER": "",
        },
    },
}  # fmt: skip
"""Our table → our column → what HubSpot says → ours."""

MADE_OF: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    COMPANIES: {"#domains": ("domain", "hs_additional_domains"), "#owner": ("hubspot_owner_id",)},
    CONTACTS: {
        "#account": ("associatedcompanyid",), "#role": ("hs_buying_role",), "#language": ("hs_language",),
        "#timezone": ("hs_timezone",),
    },
    DEALS: {
        "#stage": ("dealstage", "pipeline"), "#status": ("dealstage", "hs_is_closed", "hs_is_closed_won"),
        "#currency": ("deal_currency_code",), "#owner": ("hubspot_owner_id",),
    },
    TICKETS: {"#status": ("hs_pipeline_stage", "hs_pipeline", "closed_date")},
    NOTES: {"#at": ("hs_timestamp",), "#body": ("hs_note_body",), "#author": ("hubspot_owner_id",)},
    EMAILS: {
        "#at": ("hs_timestamp",), "#subject": ("hs_email_subject",), "#body": ("hs_email_text", "hs_email_html"),
        "#direction": ("hs_email_direction",), "#sender": ("hs_email_from_email",),
        "#recipients": ("hs_email_to_email", "hs_email_cc_email"),
    },
    CALLS: {
        "#at": ("hs_timestamp",), "#subject": ("hs_call_title",), "#body": ("hs_call_body",),
        "#direction": ("hs_call_direction",), "#status": ("hs_call_status",), "#minutes": ("hs_call_duration",),
        "#our_people": ("hubspot_owner_id",),
    },
    MEETINGS: {
        "#at": ("hs_meeting_start_time", "hs_timestamp"), "#subject": ("hs_meeting_title",),
        "#body": ("hs_meeting_body", "hs_internal_meeting_notes"), "#status": ("hs_meeting_outcome",),
        "#minutes": ("hs_meeting_end_time",), "#our_people": ("hubspot_owner_id", "hs_attendee_owner_ids"),
    },
    TASKS: {
        "#subject": ("hs_task_subject", "hs_task_body"), "#due": ("hs_timestamp",), "#status": ("hs_task_status",),
        "#owner": ("hubspot_owner_id", "hs_createdate", "hs_task_completion_date"),
    },
    "invoices": {"#currency": ("hs_currency",)},
    "orders": {"#currency": ("hs_currency_code",)},
    "feedback_submissions": {"#contact": ("hs_contact_id",)},
}  # fmt: skip
"""Object → made value → the properties it is made of."""

BESIDE: Mapping[str, tuple[str, ...]] = {
    CONTACTS: ("email", "hs_additional_emails", "associatedcompanyid"),
    COMPANIES: ("domain", "hs_additional_domains", "hs_parent_company_id", "hs_merged_object_ids"),
    EMAILS: ("hubspot_owner_id",),
    "invoices": ("hs_invoice_status",),
}
"""Object → what is needed of it whatever the fields are."""

CHANGED = {CONTACTS: "lastmodifieddate"}
"""Object → the property that tells its last change; another one is believed without a word, and finds nothing."""
ANOTHER_CHANGED = "hs_lastmodifieddate"


@dataclass(frozen=True, slots=True)
class Shape:
    """Which object is read for which table, and with which properties."""

    tables: Mapping[str, tuple[str, ...]]
    """Table → objects; none: HubSpot has no place for it until the configuration names one."""
    fields: FieldMap
    unique: str

    @property
    def objects(self) -> tuple[str, ...]:
        """Every object that is read, each once."""
        return tuple(dict.fromkeys(one for objects in self.tables.values() for one in objects))

    def tables_of(self, kind: str) -> tuple[str, ...]:
        """The tables that an object is read for."""
        return tuple(table for table, objects in self.tables.items() if kind in objects)

    def made_of(self, kind: str, name: str) -> tuple[str, ...]:
        """The properties that a field is made of."""
        if not name.startswith("#"):
            return (name,)
        return MADE_OF.get(kind, {}).get(name, ())

    def properties(self, kind: str) -> tuple[str, ...]:
        """What is asked for of an object."""
        names = [name for table in self.tables_of(kind) for name in self.fields.names(table)]
        asked = [name for one in names for name in self.made_of(kind, one)]
        own = [self.unique] if kind in {TASKS, MEETINGS, NOTES} else []
        return tuple(dict.fromkeys([*asked, *BESIDE.get(kind, ()), *own]))

    def column_of(self, table: str, kind: str, name: str) -> str:
        """Our column that a property goes into."""
        for column, field in self.fields.fields.get(table, {}).items():
            if name in self.made_of(kind, field):
                return column
        return ""


def tables(objects: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Table → the objects it is read from, with those that the configuration names."""
    known: dict[str, Sequence[str]] = {
        "accounts": (COMPANIES,), "contacts": (CONTACTS,), "products": (PRODUCTS,), "deals": (DEALS,),
        "activities": ACTIVITIES, "orders": ("invoices",), "surveys": ("feedback_submissions",), "tickets": (TICKETS,),
        "commitments": (TASKS,), "plans": (TASKS,),
    }  # fmt: skip
    named = {table: name.strip() for table, name in objects.items()}
    own = {"commitments", "plans"}  # tasks go on being what they are
    found = {}
    for table in TABLES:
        first = [named[table]] if table in named else []
        rest = known.get(table, ()) if table in own or table not in named else ()
        found[table] = tuple(dict.fromkeys([*first, *rest]))
    return found


def changed(kind: str) -> str:
    """The property that tells an object's last change."""
    return CHANGED.get(kind, ANOTHER_CHANGED)
