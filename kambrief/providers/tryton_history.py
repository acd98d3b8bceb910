"""What happened with some accounts: deals, complaints, invoices, notes and sent mails; our own notes understood."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from email.utils import getaddresses
from typing import Any

from kambrief.core.address import address_key
from kambrief.core.customer import TABLES, CrmData, Order
from kambrief.errors import CallError
from kambrief.providers.tables import Cell
from kambrief.providers.tryton import ANY_STATE, IDS, Row, denied, numbers
from kambrief.providers.tryton_base import Base, Reading, day_in
from kambrief.providers.tryton_fields import EMAIL, NOTE, PARTY, REFERENCES, changed
from kambrief.providers.tryton_json import flat
from kambrief.providers.tryton_notes import Note, newest, read
from kambrief.providers.tryton_people import People

_BY = ("create_uid.email", "create_uid.name")
_TAGS = re.compile(r"<(?:br|/p|/div|/li|/tr)[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_WRITTEN = frozenset({"activities", "commitments"})

Made = tuple[str, Mapping[str, Cell]]


@dataclass(slots=True)
class History:
    """One answer to `kambrief.ports.Crm.histories`."""

    base: Base
    reading: Reading = field(init=False)
    people: People = field(init=False)
    owner: dict[int, int] = field(default_factory=dict)
    """Party → the account it belongs to, itself or the one it works for."""
    addresses: dict[str, str] = field(default_factory=dict)
    """Address → the contact that has it."""

    def __post_init__(self) -> None:
        self.reading = Reading(self.base)
        self.people = People(self.reading)

    def of(self, account_ids: Iterable[str]) -> CrmData:
        """Everything about these accounts."""
        gone = self.base.gone()
        asked = numbers(account_ids)
        self.people.ask(asked)
        there = self.base.tryton.in_parts(PARTY, "id", asked, ["id"], ANY_STATE)
        companies = {int(row["id"]) for row in there if int(row["id"]) not in self.people.jobs}
        accounts, contacts = self.people.records(companies)
        self.owner = {one: one for one in companies}
        self.owner |= {int(one.id): int(one.account_id) for one in contacts}
        self.addresses = {key: one.id for one in contacts for key in (one.email, *one.aliases) if key}
        tables: dict[str, tuple[Any, ...]] = {"accounts": accounts, "contacts": contacts}
        resources = {PARTY: sorted(self.owner)}
        owners = {(PARTY, one): account for one, account in self.owner.items()}
        for table in TABLES:
            if table in gone or table in tables or table in {"orders", "products", *_WRITTEN}:
                continue
            rows = self._rows(table)
            tables[table] = self.reading.records(table, [(one, cells) for one, cells, _ in rows])
            if (model := REFERENCES.get(table)) and self.base.told.model(table) == model:
                resources[model] = sorted(int(one) for one, _, _ in rows)
                owners |= {(model, int(one)): account for one, _, account in rows}
        if companies:
            tables |= self._written(resources, owners)
        if "orders" not in gone:
            tables["orders"] = self.orders(sorted(self.owner))
        if "products" not in gone:
            tables["products"] = self._products()
        return self.reading.data(**tables)

    # --- tables with records of their own --------------------------------------------------------------------------

    def _rows(self, table: str) -> list[tuple[str, Mapping[str, Cell], int]]:
        base = self.base
        self.reading.problems += base.problems(table)
        leads = base.map.fields[table]["account_id"]
        names = base.fields(table)
        if leads not in names:  # told among the problems
            return []
        found: list[tuple[str, Mapping[str, Cell], int]] = []
        for row in base.tryton.in_parts(base.told.model(table), leads, sorted(self.owner), names):
            said = flat(row)
            party = said.get(leads)
            if isinstance(party, int) and party in self.owner:
                made = base.cells(table, row)
                made["account_id"] = str(self.owner[party])
                made.setdefault("id", str(row["id"]))
                found.append((str(row["id"]), made, self.owner[party]))
        return found

    def _products(self) -> tuple[Any, ...]:
        base = self.base
        self.reading.problems += base.problems("products")
        model = base.told.model("products")
        for_sale = [["salable", "=", True]] if base.tryton.has(model, "salable") else []
        rows = base.tryton.search(model, for_sale, base.fields("products"))
        return self.reading.records("products", [(str(row["id"]), base.cells("products", row)) for row in rows])

    # --- revenue ---------------------------------------------------------------------------------------------------

    def orders(self, parties: Sequence[int] | None) -> tuple[Order, ...]:
        """Invoicing by account, month and category; of these parties, or of all. ``owner`` says whose they are."""
        base, kind = self.base, self.base.told.orders
        self.reading.problems += base.problems("orders")
        names = (*kind.fields(), *base.fields("orders"))
        leads = f"{kind.head}.party"
        if parties is None:
            rows = base.tryton.search(kind.line, kind.domain(), names)
        else:
            rows = base.tryton.in_parts(kind.line, leads, parties, names, *kind.domain())
        hidden = [one for one in base.fields("orders") if rows and one.partition(".")[0] not in rows[0]]
        self.reading.problems += [f"orders: {one} may not be read by the key's user" for one in hidden]
        sums: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
        documents: dict[tuple[str, str, str, str], set[int]] = defaultdict(set)
        for row in rows:
            said, day = flat(row), None
            party, amount, day = said.get(leads), said.get("amount"), said.get(f"{kind.head}.{kind.day}")
            if not isinstance(party, int) or not isinstance(amount, Decimal) or day is None:
                self.reading.problems.append(f"orders {row['id']}: has no party, day or amount; left out")
                continue
            category = str(base.cells("orders", row).get("category") or "") or base.told.order_category
            currency = str(said.get(f"{kind.head}.currency.code") or "")
            key = (str(self.owner.get(party, party)), f"{day:%Y-%m}", category, currency)
            sums[key] += amount
            documents[key].add(int(said[kind.head]))
        made: list[Made] = [
            (
                " ".join(key),
                {
                    "account_id": key[0], "month": key[1], "category": key[2], "currency": key[3], "amount": amount,
                    "count": Decimal(len(documents[key])),
                },
            )
            for key, amount in sorted(sums.items())
        ]  # fmt: skip
        return self.reading.records("orders", made)

    # --- notes and mails -------------------------------------------------------------------------------------------

    def _written(
        self, resources: Mapping[str, Sequence[int]], owners: Mapping[tuple[str, int], int]
    ) -> dict[str, tuple[Any, ...]]:
        notes = self._of(NOTE, resources, ("message", "resource", "create_date", "write_date", *_BY))
        there = resources if self.base.tryton.fields_of(EMAIL) else {}
        mails = self._of(
            EMAIL, there, ("subject", "body", "recipients", "recipients_secondary", "resource", "create_date", *_BY)
        )
        said = newest((int(row["id"]), read(str(row.get("message") or ""))) for row in notes)
        kept = [(flat(row), said[int(row["id"])]) for row in notes if int(row["id"]) in said]
        done: list[Made] = [self._note(row, note, owners) for row, note in kept if note.kind != "task"]
        done += [self._mail(flat(row), owners) for row in mails]
        promised = [self._promise(row, note, owners) for row, note in kept if note.kind == "task"]
        return {
            "activities": self.reading.records("activities", done),
            "commitments": self.reading.records("commitments", promised),
        }

    def _of(self, model: str, resources: Mapping[str, Sequence[int]], fields: Sequence[str]) -> list[Row]:
        """Of one kind of resource at a time: a user may read the notes of those that they may read themselves."""
        found: list[Row] = []
        for kind, ids in resources.items():
            names = [f"{kind},{one}" for one in ids]
            try:
                found += self.base.tryton.in_parts(model, "resource", names, fields, size=IDS // 2)
            except CallError as error:
                if not denied(error) or kind == PARTY:
                    raise
                self.reading.problems.append(f"activities: the notes of {kind} may not be read")
        return found

    def _note(self, row: Row, note: Note, owners: Mapping[tuple[str, int], int]) -> Made:
        account, contacts = self._whose(row, owners)
        made: dict[str, Cell] = {
            "id": str(row["id"]), "account_id": account, "type": "note", "contacts": contacts, "author": _author(row),
            "at": _moment(note.start or row["create_date"]), "subject": note.subject, "body": note.body,
        }  # fmt: skip
        if note.kind == "meeting":
            minutes = int((note.end - note.start).total_seconds() // 60) if note.start and note.end else None
            made |= {"type": "meeting", "status": "held", "duration_min": "" if minutes is None else str(minutes)}
        return str(row["id"]), made

    def _mail(self, row: Row, owners: Mapping[tuple[str, int], int]) -> Made:
        account, contacts = self._whose(row, owners)
        said = [str(row.get(name) or "") for name in ("recipients", "recipients_secondary")]
        to = tuple(dict.fromkeys(key for _, one in getaddresses(said) if (key := address_key(one))))
        contacts = tuple(dict.fromkeys([*contacts, *(self.addresses[key] for key in to if key in self.addresses)]))
        one = f"mail-{row['id']}"
        return one, {
            "id": one, "account_id": account, "type": "email", "at": _moment(row["create_date"]),
            "subject": str(row.get("subject") or ""), "body": _plain(str(row.get("body") or "")), "contacts": contacts,
            "from": _author(row), "to": to, "direction": "outbound",
        }  # fmt: skip

    def _promise(self, row: Row, note: Note, owners: Mapping[tuple[str, int], int]) -> Made:
        made = day_in(row["create_date"], self.base.told.zone)
        finished = day_in(changed(row), self.base.told.zone) if note.done else None
        return str(row["id"]), {
            "id": str(row["id"]), "account_id": self._whose(row, owners)[0], "side": "us", "owner": note.owner,
            "text": note.subject, "status": "done" if note.done else "open",
            "made_on": made.isoformat() if made else "", "due": note.due.isoformat() if note.due else "",
            "done_on": finished.isoformat() if finished else "",
        }  # fmt: skip

    def _whose(self, row: Row, owners: Mapping[tuple[str, int], int]) -> tuple[str, tuple[str, ...]]:
        """The account, and the contact that it was written to."""
        model, _, number = str(row.get("resource") or "").partition(",")
        one = int(number) if number.isdecimal() else 0
        account = owners.get((model, one), 0)
        person = model == PARTY and one != account
        return str(account or ""), (str(one),) if person else ()


def _moment(moment: Any) -> str:
    return moment.isoformat() if moment else ""


def _author(row: Row) -> str:
    return address_key(str(row.get("create_uid.email") or "")) or str(row.get("create_uid.name") or "")


def _plain(text: str) -> str:
    """A mail's body, which may be HTML, as words."""
    if "<" not in text:
        return text
    return html.unescape(_TAG.sub("", _TAGS.sub("\n", text))).strip()
