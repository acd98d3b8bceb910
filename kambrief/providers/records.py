"""Rows into the records of `core.customer`: what each table's columns are called and how they are read.

A value that cannot be read is left out and named, the row stays; a row without what makes it a record (its id, its
account, an activity's time) is named and skipped. The rest lives on. The column names are those of the exchange format
described in ``docs/providers.md``; the model's own field names are understood too.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kambrief.core.customer import (
    Account,
    Activity,
    ActivityKind,
    Commitment,
    Contact,
    Contract,
    Deal,
    Order,
    PlanStep,
    Product,
    Role,
    Side,
    SurveyAnswer,
    Ticket,
)
from kambrief.providers import cells, words
from kambrief.providers.cells import Conventions
from kambrief.providers.tables import Cell, Row, Table, capped, header_key

Values = dict[str, Any]
Reader = Callable[[Cell, Conventions], Any]
_SHOWN = 40
"""Characters of a bad value that a problem quotes."""
_GONE = frozenset({"left", "inactive", "former", "gone"})
_DIRECTIONS = {"in": True, "inbound": True, "incoming": True, "out": False, "outbound": False, "outgoing": False}
_SCALES = {"nps": range(11), "csat": range(1, 6)}


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a record, the headers it may stand under, and how its cells are read."""

    names: tuple[str, ...]
    field: str
    read: Reader
    required: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its cells can show which decimal sign is in use."""
        return self.read in {cells.number, cells.integer}


@dataclass(frozen=True, slots=True)
class Spec:
    """One table."""

    record: Callable[..., Any]
    columns: tuple[Column, ...]
    finish: Callable[[Values], None] | None = None
    """Fills what follows from other fields; may raise `ValueError`: then the row is left out."""

    @property
    def headers(self) -> frozenset[str]:
        """Every header this table understands, as keys."""
        return frozenset(name for column in self.columns for name in column.names)


def _one_of(words: Mapping[str, Any]) -> Reader:
    def read(cell: Cell, how: Conventions) -> Any:
        word = cells.lowered(cell, how).replace(" ", "_")
        if word not in words:
            raise ValueError(f"is none of {', '.join(words)}")
        return words[word]

    return read


def _said(words: Mapping[str, str]) -> Reader:
    """One of our words, in any of the languages exports come in; the problem names ours alone."""

    def read(cell: Cell, how: Conventions) -> Any:
        word = cells.lowered(cell, how).replace(" ", "_")
        if word not in words:
            raise ValueError(f"is none of {', '.join(dict.fromkeys(words.values()))}")
        return words[word]

    return read


def _severity(cell: Cell, how: Conventions) -> str:
    """Ours where it is known; every system has a scale of its own, so that another word stays as it is."""
    word = cells.lowered(cell, how)
    return words.SEVERITY.get(word.replace(" ", "_"), word)


def _columns(read: Reader, *names: str) -> tuple[Column, ...]:
    return tuple(Column((name,), name, read) for name in names)


def _must(read: Reader, field: str, *names: str) -> Column:
    return Column((*names, field), field, read, required=True)


_ID = _must(cells.code, "id")
_ACCOUNT = _must(cells.code, "account_id")


def _named(values: Values) -> None:
    values.setdefault("name", values["id"])


def _contact(values: Values) -> None:
    status = values.pop("status", "")
    values.setdefault("left", status in _GONE or (not status and "left_on" in values))


def _survey(values: Values) -> None:
    scale = _SCALES.get(values["kind"])
    if scale and not scale[0] <= values["score"] <= scale[-1]:
        raise ValueError(f"score {values['score']} is outside {scale[0]} to {scale[-1]}")


def _product(values: Values) -> None:
    _named(values)
    values.setdefault("category", "")


def _commitment(values: Values) -> None:
    values.setdefault("owner", "")


def _ticket(values: Values) -> None:
    values.setdefault("subject", "")
    # Without a status that is understood, a closing date tells; with one, a reopened ticket may have both.
    values.setdefault("status", "closed" if "closed" in values and not values.get("reopened") else "open")


def _side(cell: Cell, how: Conventions) -> Side:
    return Side(_said(words.SIDE)(cell, how))


def _kind(cell: Cell, how: Conventions) -> ActivityKind:
    return ActivityKind(_said(words.ACTIVITY_KIND)(cell, how))


SPECS: dict[str, Spec] = {
    "accounts": Spec(
        Account,
        (
            _ID,
            *_columns(cells.text, "name", "industry", "country", "city"),
            *_columns(cells.code, "parent_id", "crm_class", "language", "owner", "key"),
            *_columns(cells.listing, "former_ids"),
            *_columns(cells.integer, "employees"),
            *_columns(cells.day, "customer_since", "wallet_on"),
            *_columns(cells.number, "wallet"),
            *_columns(cells.domains, "domains"),
            *_columns(cells.flag, "strategic"),
            *_columns(cells.currency, "currency"),
        ),
        _named,
    ),
    "contacts": Spec(
        Contact,
        (
            _ID,
            _ACCOUNT,
            *_columns(cells.text, "first_name", "last_name", "title", "notes"),
            *_columns(cells.address, "email"),
            *_columns(cells.addresses, "aliases"),
            *_columns(_one_of({role.value: role for role in Role}), "role"),
            *_columns(cells.code, "language", "address_form", "country"),
            *_columns(cells.zone, "timezone"),
            *_columns(cells.day, "since", "left_on"),
            *_columns(cells.flag, "left", "do_not_contact"),
            *_columns(cells.listing, "former_ids"),
            *_columns(_one_of({word: word for word in ("active", *sorted(_GONE))}), "status"),
        ),
        _contact,
    ),
    "products": Spec(
        Product,
        (
            _ID,
            *_columns(cells.code, "category"),
            *_columns(cells.text, "name"),
            Column(("solves_ticket_categories", "solves"), "solves", cells.listing),
        ),
        _product,
    ),
    "deals": Spec(
        Deal,
        (
            _ID,
            _ACCOUNT,
            *_columns(_said(words.DEAL_STATUS), "status"),
            *_columns(cells.text, "name", "next_step", "lost_reason"),
            *_columns(cells.code, "kind", "category", "stage", "owner"),
            *_columns(cells.number, "amount"),
            *_columns(cells.currency, "currency"),
            *_columns(cells.day, "close_date", "updated_at"),
        ),
        _named,
    ),
    "contracts": Spec(
        Contract,
        (
            _ID,
            _ACCOUNT,
            *_columns(cells.text, "name"),
            *_columns(cells.day, "start", "end"),
            *_columns(cells.integer, "notice_period_months", "auto_renew_months"),
            *_columns(cells.number, "annual_value"),
            *_columns(cells.currency, "currency"),
        ),
        _named,
    ),
    "commitments": Spec(
        Commitment,
        (
            _ID,
            _ACCOUNT,
            *_columns(_said(words.COMMITMENT_STATUS), "status"),
            _must(_side, "side"),
            _must(cells.text, "text"),
            *_columns(cells.text, "owner", "due_text"),
            *_columns(cells.day, "made_on", "due", "done_on"),
            *_columns(cells.code, "source"),
        ),
        _commitment,
    ),
    "activities": Spec(
        Activity,
        (
            _ID,
            _ACCOUNT,
            *_columns(_said(words.ACTIVITY_STATUS), "status"),
            _must(_kind, "kind", "type"),
            _must(cells.moment, "at"),
            *_columns(cells.text, "subject", "body"),
            *_columns(cells.listing, "contacts", "attended", "our_people", "tags"),
            *_columns(cells.code, "thread_id", "author", "source"),
            Column(("from", "sender"), "sender", cells.code),
            Column(("to", "recipients"), "recipients", cells.listing),
            Column(("direction",), "inbound", _one_of(_DIRECTIONS)),
            *_columns(cells.flag, "inbound", "expects_reply"),
            Column(("duration_min", "minutes"), "minutes", cells.integer),
        ),
    ),
    "orders": Spec(
        Order,
        (
            _ACCOUNT,
            _must(cells.month, "month"),
            _must(cells.code, "category"),
            _must(cells.number, "amount", "net_amount"),
            _must(cells.currency, "currency"),
            Column(("orders_count", "count"), "count", cells.integer),
        ),
    ),
    "surveys": Spec(
        SurveyAnswer,
        (
            _ID,
            _ACCOUNT,
            _must(cells.lowered, "kind"),
            _must(cells.number, "score"),
            _must(cells.day, "at"),
            *_columns(cells.code, "contact_id"),
            *_columns(cells.text, "comment"),
        ),
        _survey,
    ),
    "tickets": Spec(
        Ticket,
        (
            _ID,
            _ACCOUNT,
            *_columns(_said(words.TICKET_STATUS), "status"),
            _must(cells.day, "opened"),
            *_columns(cells.text, "subject"),
            *_columns(cells.day, "closed", "sla_due"),
            *_columns(_severity, "severity"),
            *_columns(cells.code, "category", "contact_id"),
            *_columns(cells.flag, "reopened"),
        ),
        _ticket,
    ),
    "plans": Spec(
        PlanStep,
        (
            _ID,
            _ACCOUNT,
            _must(cells.text, "step"),
            *_columns(cells.text, "our_goal", "customer_goal", "owner"),
            *_columns(cells.day, "due"),
            *_columns(_said(words.COMMITMENT_STATUS), "status"),
        ),
    ),
}
"""Table name (as in `customer.TABLES`) → how it is read."""


@dataclass(frozen=True, slots=True)
class Read:
    """The records of one table, and what could not be read."""

    records: tuple[Any, ...] = ()
    problems: tuple[str, ...] = ()
    unreadable: bool = False


def read_records(name: str, table: Table, headers: Mapping[str, str], how: Conventions) -> Read:
    """The rows of a table as records. ``headers``: our column name → what the file calls it."""
    if table.unreadable:
        return Read((), table.problems, unreadable=True)
    spec = SPECS[name]
    present = {header_key(column) for column in table.columns}
    placed = [(column, key) for column in spec.columns if (key := _place(column, headers, present))]
    problems = [*table.problems, *_lost_headers(headers, present)]
    found = {column.field for column, _ in placed}
    absent = [column.names[0] for column in spec.columns if column.required and column.field not in found]
    if absent and table.rows:
        return Read((), (*problems, _no_column(name, absent, table.columns)), unreadable=True)
    reading = _Reading(spec, placed, _conventions(placed, table.rows, how))
    records = tuple(record for row in table.rows if (record := reading.record(row, problems)) is not None)
    return Read(records, capped(problems))


def columns_read(name: str, columns: Iterable[str], headers: Mapping[str, str]) -> Mapping[str, str]:
    """Of the columns that a table has (as keys) → ours that is read from it. ``headers`` as for `read_records`."""
    present = {header_key(column) for column in columns}
    places = [(_place(column, headers, present), column.names[0]) for column in SPECS[name].columns]
    return {key: ours for key, ours in reversed(places) if key}


def _place(column: Column, headers: Mapping[str, str], present: set[str]) -> str | None:
    named = [header_key(headers[name]) for name in column.names if name in headers]
    return next((key for key in named or column.names if key in present), None)


def _lost_headers(headers: Mapping[str, str], present: set[str]) -> list[str]:
    lost = [(ours, theirs) for ours, theirs in headers.items() if header_key(theirs) not in present]
    return [f"has no column '{theirs}' (configured as {ours})" for ours, theirs in lost] if present else []


def _no_column(name: str, absent: Sequence[str], columns: Iterable[str]) -> str:
    return (
        f"has no column {', '.join(map(repr, absent))}; it has {', '.join(map(repr, list(columns)[:30]))}: "
        f"say which is which in [crm.files.headers.{name}]"
    )


def _conventions(
    placed: Sequence[tuple[Column, str]], rows: Sequence[Row], how: Conventions
) -> Mapping[str, Conventions]:
    """Each column's own: its decimal sign shown by its cells, else by the table's other numbers."""
    if how.decimal:
        return {key: how for _, key in placed}
    numbers = {key: [row.cells.get(key, "") for row in rows] for column, key in placed if column.is_number}
    signs = {key: cells.decimal_of(column) for key, column in numbers.items()}
    seen = set(signs.values()) - {""}
    common = seen.pop() if len(seen) == 1 else ""
    return {key: dataclasses.replace(how, decimal=signs.get(key) or common) for _, key in placed}


@dataclass(frozen=True, slots=True)
class _Reading:
    spec: Spec
    placed: Sequence[tuple[Column, str]]
    how: Mapping[str, Conventions]
    ids: dict[str, str] = dataclasses.field(default_factory=dict)
    """Id → where it stood first. Of two rows with one id the first counts; orders have none."""

    def record(self, row: Row, problems: list[str]) -> Any | None:
        """One record; None when the row is left out, with the reason among the problems."""
        values: Values = {}
        for column, key in self.placed:
            cell = row.cells.get(key, "")
            if cell in ("", ()) or (isinstance(cell, str) and not cell.strip()):
                continue
            try:
                values[column.field] = column.read(cell, self.how[key])
            except ValueError as error:
                rest = "row left out" if column.required else "value left out"
                problems.append(f"{row.place}: {column.names[0]} {_shown(cell)} {error}; {rest}")
                if column.required:
                    return None
        return self._made(row, values, problems)

    def _made(self, row: Row, values: Values, problems: list[str]) -> Any | None:
        empty = [one.names[0] for one in self.spec.columns if one.required and one.field not in values]
        if empty:
            problems.append(f"{row.place}: {', '.join(empty)} missing; row left out")
            return None
        try:
            if self.spec.finish:
                self.spec.finish(values)
        except ValueError as error:
            problems.append(f"{row.place}: {error}; row left out")
            return None
        first = self.ids.setdefault(values["id"], row.place) if "id" in values else row.place
        if first != row.place:
            problems.append(f"{row.place}: id {_shown(values['id'])} stands at {first} already; row left out")
            return None
        return self.spec.record(**values)


def _shown(cell: Cell) -> str:
    words = cells.text(cell, Conventions())
    return repr(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")
