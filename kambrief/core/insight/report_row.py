"""The form in which commands tell an insight, and what its words may be taken from."""

import dataclasses
import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kambrief.core.evidence import Audience
from kambrief.core.situation import Situation

PLACES = 6


@dataclass(frozen=True, slots=True)
class Reported:
    """One insight. ``value`` is its figure, ``label`` the word for it; None and empty where it could not be had."""

    id: str
    """``I1`` … ``I15`` (domain facts §4). Stable."""
    name: str
    value: Any
    label: str = ""
    headline: str = ""
    """Value and label as words."""
    reasons: tuple[str, ...] = ()
    """What it rests on, in words with figures."""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    """Fact ids (``surveys/S4``); ``orders/A01`` are the orders of one company."""
    missing: tuple[str, ...] = ()
    """Codes of `report_words.MISSING`."""

    def as_json(self) -> dict[str, Any]:
        """JSON-ready, with stable keys. Amounts and ratios are decimals as text (see `plain`), dates ISO 8601."""
        return {
            "id": self.id, "name": self.name, "value": plain(self.value), "label": self.label,
            "reasons": list(self.reasons), "inputs": plain(self.inputs), "evidence": list(self.evidence),
            "missing": list(self.missing),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """What the rows are made from."""

    situation: Situation
    base: str
    """ISO 4217, the currency of computed amounts."""

    def name(self, contact_id: str) -> str:
        """A contact by name; one who is not there by its id."""
        contact = self.situation.people.get(contact_id)
        return contact.name if contact else contact_id

    def words(self, fact_id: str) -> str:
        """What a record says; empty when it was replaced, is withheld or was said off the record."""
        fact = self.situation.facts.get(fact_id)
        sayable = fact is not None and fact.usable and fact.audience is not Audience.MANAGER_ONLY
        return " ".join(fact.text.split()) if fact and sayable else ""

    def lacks(self, *tables: str) -> tuple[str, ...]:
        """Those of these tables that the source does not have."""
        return tuple(table for table in tables if table in self.situation.data.missing)


def plain(value: Any) -> Any:
    """The same as JSON knows it: decimals (of at most six places) and dates as text, lists and objects of these."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
    match value:
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case Decimal():
            return f"{_short(value):f}"
        case dt.date():
            return value.isoformat()
        case enum.Enum():
            return value.value
        case _:
            return value


def _short(number: Decimal) -> Decimal:
    """A quotient's further digits say nothing."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -PLACES:
        return number
    try:
        return round(number, PLACES)
    except ArithmeticError:  # more digits than can be counted with: as it came
        return number
