"""How a CRM's objects and fields become our tables: what every vendor's file shares.

A vendor's file says which of its fields our columns are read from as a rule; the configuration overrides that, field by
field, and names the objects that only this company has::

    [crm.hubspot.objects]                    # our table → the vendor's object
    contracts = "2-1234567"
    [crm.hubspot.fields.accounts]            # our column → the vendor's field
    crm_class = "abc_class"
    [crm.hubspot.values.contacts.role]       # the vendor's value → ours
    Päättäjä = "economic_buyer"

Rows go through `providers.records` as those of files do: the same words are understood, what cannot be read is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, field_validator

from kambrief.providers.cells import Conventions
from kambrief.providers.customers import known_tables
from kambrief.providers.records import SPECS, Read, read_records
from kambrief.providers.sql_values import cell
from kambrief.providers.tables import Cell, Row, Table, header_key
from kambrief.settings import Section


class MappedSection(Section):
    """The part of a CRM's section that says which field is which."""

    objects: dict[str, str] = Field(default_factory=dict)
    """Table → the vendor's object, where it is another one than the vendor's file knows, or none is known."""
    fields: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Table → our column → the vendor's field; an empty name: don't read that column."""
    values: dict[str, dict[str, dict[str, str]]] = Field(default_factory=dict)
    """Table → our column → the vendor's value → ours."""

    @field_validator("objects")
    @classmethod
    def _tables(cls, objects: dict[str, str]) -> dict[str, str]:
        known_tables(objects)
        if empty := sorted(table for table, name in objects.items() if not name.strip()):
            raise ValueError(f"{', '.join(empty)}: names no object; leave the line out")
        return objects

    @field_validator("fields", "values")
    @classmethod
    def _columns(cls, tables: dict[str, Any]) -> dict[str, Any]:
        known_tables(tables)
        for table, columns in tables.items():
            if strange := sorted(columns.keys() - SPECS[table].headers):
                raise ValueError(
                    f"{table} has no column {', '.join(strange)}; it has {', '.join(sorted(SPECS[table].headers))}"
                )
        return tables


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The vendor's rules with the configuration on top."""

    fields: Mapping[str, Mapping[str, str]]
    """Table → our column → the vendor's field."""
    values: Mapping[str, Mapping[str, Mapping[str, str]]]
    """Table → our column → what the vendor says, as `header_key` → ours."""

    def names(self, table: str) -> tuple[str, ...]:
        """The vendor's fields that a table is read from, each once."""
        return tuple(dict.fromkeys(self.fields.get(table, {}).values()))

    def column_of(self, table: str, field: str) -> str:
        """Our column that is read from a field; empty for none."""
        return next((ours for ours, theirs in self.fields.get(table, {}).items() if theirs == field), "")

    def configured_only(self, table: str, present: Iterable[str]) -> tuple[str, ...]:
        """Fields that are to be read and are not among those ``present``."""
        there = set(present)
        return tuple(name for name in self.names(table) if name not in there)

    def cells(self, table: str, said: Mapping[str, Any]) -> dict[str, Cell]:
        """What the vendor says of one record, under our columns' names."""
        words = self.values.get(table, {})
        found: dict[str, Cell] = {}
        for ours, theirs in self.fields.get(table, {}).items():
            value = cell(said.get(theirs))
            if isinstance(value, str) and ours in words:
                value = words[ours].get(header_key(value), value)
            found[ours] = value
        return found


def mapping(
    section: MappedSection,
    fields: Mapping[str, Mapping[str, str]],
    values: Mapping[str, Mapping[str, Mapping[str, str]]],
) -> FieldMap:
    """What the vendor's file says, overridden by what the section says."""
    whole: dict[str, dict[str, str]] = {table: dict(columns) for table, columns in fields.items()}
    for table, columns in section.fields.items():
        mine = whole.setdefault(table, {})
        for ours, theirs in columns.items():
            mine.pop(ours, None)
            if theirs.strip():
                mine[ours] = theirs.strip()
    words: dict[str, dict[str, dict[str, str]]] = {}
    for source in (values, section.values):
        for table, told in source.items():
            for ours, pairs in told.items():
                words.setdefault(table, {}).setdefault(ours, {}).update(
                    {header_key(theirs): mine for theirs, mine in pairs.items()}
                )
    return FieldMap(whole, words)


def records(table: str, rows: Sequence[tuple[str, Mapping[str, Cell]]], timezone: str) -> Read:
    """Rows of a vendor, each with its id, as our records. Numbers have a decimal point, as JSON has it; ``timezone`` is
    that of times written without an offset and of the days that moments fall on.
    """
    columns = tuple(dict.fromkeys(name for _, cells in rows for name in cells))
    made = Table(tuple(Row(f"{table} {one}", cells) for one, cells in rows), columns)
    return read_records(table, made, {}, Conventions(".", "", timezone))
