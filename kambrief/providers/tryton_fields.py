"""Which of Tryton's models and fields our tables are read from, and one record as cells of a table.

Names are those of Tryton 8.2's own modules. A name with ``#`` is worked out here: ``#changed`` the time of the latest
change, ``#closed`` the day of it for what is closed, ``#subject`` the first line of a description.
"""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kambrief.providers.crm_mapping import FieldMap
from kambrief.providers.tables import Cell, header_key
from kambrief.providers.tryton_notes import next_step

PARTY, MECHANISM, RELATION, RELATION_TYPE = (
    "party.party", "party.contact_mechanism", "party.relation.all", "party.relation.type",
)  # fmt: skip
DEAL, COMPLAINT, NOTE, EMAIL, PRODUCT = "sale.opportunity", "sale.complaint", "ir.note", "ir.email", "product.template"
INVOICE_LINE, SALE_LINE = "account.invoice.line", "sale.line"
REFERENCES = {"deals": DEAL, "tickets": COMPLAINT}
"""Tables whose records may have notes of their own."""
MODULE = {
    DEAL: "sale_opportunity", COMPLAINT: "sale_complaint", INVOICE_LINE: "account_invoice", SALE_LINE: "sale",
    PRODUCT: "product", RELATION: "party_relationship", PARTY: "party",
}  # fmt: skip
"""Model → the module that has it."""

FIELDS: Mapping[str, Mapping[str, str]] = {
    "accounts": {
        "name": "name", "key": "code", "language": "lang.code", "city": "addresses.city",
        "country": "addresses.country.code",
    },
    "contacts": {"language": "lang.code", "country": "addresses.country.code"},
    "products": {"id": "id", "name": "name", "category": "categories.name"},
    "deals": {
        "id": "id", "account_id": "party", "name": "description", "stage": "state", "status": "state",
        "amount": "amount", "currency": "currency.code", "close_date": "end_date", "owner": "employee.party.email",
        "next_step": "#next_step", "updated_at": "#changed", "lost_reason": "lost_reason",
    },
    "tickets": {
        "id": "id", "account_id": "customer", "subject": "#subject", "opened": "date", "closed": "#closed",
        "category": "type.name", "status": "state",
    },
    "orders": {"category": "product.template.categories.name"},
}  # fmt: skip
"""Table → our column → Tryton's field."""

VALUES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "deals": {
        "status": {
            "lead": "open", "opportunity": "open", "converted": "open", "won": "won", "lost": "lost",
            "cancelled": "lost",
        },
    },
    "tickets": {
        "status": {
            "draft": "open", "waiting": "open", "approved": "open", "rejected": "closed", "done": "closed",
            "cancelled": "closed",
        },
    },
}  # fmt: skip
NEEDS = {
    "#changed": ("create_date", "write_date"),
    "#closed": ("create_date", "write_date", "state"),
    "#subject": ("description", "type.name"),
    "#next_step": ("comment",),
}
"""What is worked out here → the fields that takes."""
_LISTS = frozenset({
    "aliases", "domains", "former_ids", "contacts", "attended", "our_people", "tags", "recipients", "to", "solves",
    "solves_ticket_categories",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Orders:
    """Where revenue is read from: lines of invoices or of sales."""

    line: str
    """The model of a line."""
    head: str
    """A line's field that leads to its document."""
    model: str
    """Of the document."""
    day: str
    conditions: tuple[tuple[str, str, Any], ...]

    def domain(self) -> list[list[Any]]:
        """Conditions for a line that counts."""
        return [["type", "=", "line"], *([f"{self.head}.{name}", how, value] for name, how, value in self.conditions)]

    def fields(self) -> tuple[str, ...]:
        """What is read of a line."""
        return ("amount", *(f"{self.head}.{name}" for name in ("id", "party", self.day, "currency.code")))


INVOICES = Orders(
    INVOICE_LINE, "invoice", "account.invoice", "invoice_date",
    (("type", "=", "out"), ("state", "in", ("posted", "paid"))),
)  # fmt: skip
SALES = Orders(
    SALE_LINE, "sale", "sale.sale", "sale_date", (("state", "in", ("confirmed", "processing", "done")),)
)  # fmt: skip


def wanted(names: tuple[str, ...]) -> tuple[str, ...]:
    """Tryton's fields that these take."""
    return tuple(dict.fromkeys(real for name in names for real in NEEDS.get(name, (name,))))


def cells_of(fields: FieldMap, table: str, row: Mapping[str, Any], zone: zoneinfo.ZoneInfo) -> dict[str, Cell]:
    """One flat record under our columns' names. Of several values (categories, addresses) the first that the
    configured words know counts, or simply the first.
    """
    said: dict[str, Any] = {**row, **_worked_out(row, fields, table, zone)}
    found = fields.cells(table, said)
    for ours, theirs in fields.fields.get(table, {}).items():
        value = said.get(theirs)
        if isinstance(value, list) and ours not in _LISTS:
            words = fields.values.get(table, {}).get(ours, {})
            told = [str(one) for one in value if one not in (None, "")]
            known = [words[header_key(one)] for one in told if header_key(one) in words]
            found[ours] = (known or ([] if words else told) or [""])[0]
    return found


def changed(row: Mapping[str, Any]) -> dt.datetime | None:
    """When a record was last changed, or made."""
    times = [one for name in ("create_date", "write_date") if isinstance(one := row.get(name), dt.datetime)]
    return max(times, default=None)


def _worked_out(
    row: Mapping[str, Any], fields: FieldMap, table: str, zone: zoneinfo.ZoneInfo
) -> dict[str, Any]:  # fmt: skip
    last = changed(row)
    day = last.astimezone(zone).date() if last else None
    words = fields.values.get(table, {}).get("status", {})
    state = words.get(header_key(str(row.get("state") or "")), "")
    first = str(row.get("description") or "").strip().partition("\n")[0]
    return {
        "#changed": day,
        "#closed": day if state and state != "open" else None,
        "#subject": first or row.get("type.name"),
        "#next_step": next_step(str(row.get("comment") or "")),
    }
