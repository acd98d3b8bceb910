"""What ``kambrief crm fields`` shows: what a CRM has, and which of it is read."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kambrief.errors import ProviderError, UserError
from kambrief.pipeline.combining import parts_of
from kambrief.ports import Crm, CrmField, Fields

COLUMNS = ("source", "table", "object", "field", "label", "type", "custom", "our column", "values")
VALUES = 8
"""Values of a list that a table shows; all of them are in the JSON."""

Found = Sequence[tuple[str, CrmField]]


def found(crm: Crm | None, table: str = "") -> tuple[Found, Sequence[str]]:
    """Source and field, of each source that tells; and what is to be said of those that do not. Raises `UserError` when
    there is nothing to ask, or nobody tells.
    """
    if crm is None:
        raise UserError("No CRM is configured: add a [crm.…] section")
    rows: list[tuple[str, CrmField]] = []
    notes: list[str] = []
    for part in parts_of(crm):
        told: object = part
        if not isinstance(told, Fields):
            notes.append(f"{part.name} does not tell its fields")
            continue
        try:
            rows += [(part.name, field) for field in told.fields() if table in {"", field.table}]
        except ProviderError as error:
            notes.append(f"{part.name}: {error.reason}")
    if not rows and notes:
        raise UserError(*notes)
    return rows, notes


def cells(source: str, field: CrmField) -> tuple[str, ...]:
    """One row of the table."""
    more = f", … ({len(field.values)})" if len(field.values) > VALUES else ""
    return (
        source, field.table, field.object, field.name, field.label, field.kind, "yes" if field.custom else "",
        field.column, ", ".join(field.values[:VALUES]) + more,
    )  # fmt: skip


def as_json(source: str, field: CrmField) -> dict[str, Any]:
    """The same for scripts."""
    return {"source": source, **asdict(field)}
