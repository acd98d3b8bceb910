"""Our records put into a Tryton database, as somebody would keep them there; and what can be seen of them afterwards.

Categories say what Tryton has no field for (class, role, form of address); notes hold what was said; invoices are posted.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from kambrief.core.customer import Account, Activity, ActivityKind, Commitment, Contact, CrmData, Deal, Side, Ticket
from kambrief.providers.tryton_json import encoded
from kambrief.providers.tryton_notes import read
from tests.contracts.renamed import Names
from tests.parts.tryton import ADMIN, KEY, Plan, Tryton, filled

STAMP = dt.datetime(2026, 1, 7, 10, 0, tzinfo=dt.UTC)
"""When records were made that do not say so."""
WORKS_FOR, PART_OF = "Työntekijä", "Tytäryhtiö"
HAS_NOT = ("contracts", "surveys", "plans")
_DENIED = {
    "deals": "sale.opportunity", "tickets": "sale.complaint", "orders": "account.invoice.line",
}  # fmt: skip
_STATES = {"open": "opportunity", "won": "won", "lost": "lost"}
Ref = dict[str, str]


class Loaded(NamedTuple):
    """A server that holds the records, and the names: kind of record → our id → Tryton's."""

    server: Tryton
    names: Names


def load(data: CrmData) -> Loaded:
    """Starts a server over these records; who calls stops it."""
    database, ids = filled(plan(data))
    return Loaded(Tryton(database), names(data, ids))


def section(server: Tryton, data: CrmData, **more: Any) -> dict[str, Any]:
    """The configuration that goes with such a database; the key is in the variable KAMBRIEF_TRYTON_KEY."""
    industries = {f"industry {one.industry}": one.industry for one in data.accounts if one.industry}
    classes = {f"class {one.crm_class}": one.crm_class for one in data.accounts if one.crm_class}
    roles = {f"role {one.role.value}": one.role.value for one in data.contacts if one.role}
    forms = {f"form {one.address_form}": one.address_form for one in data.contacts if one.address_form}
    words: dict[str, Any] = {
        "accounts": {"industry": industries, "crm_class": classes, "strategic": {"strategic": "true"}},
        "contacts": {"role": roles, "address_form": forms, "do_not_contact": {"no mail": "true"}},
    }
    words = {table: {ours: said for ours, said in columns.items() if said} for table, columns in words.items()}
    fields = {table: dict.fromkeys(columns, "categories.name") for table, columns in words.items()}
    return {
        "url": server.url, "database": "crm", "key_env": "KAMBRIEF_TRYTON_KEY", "works_for": (WORKS_FOR,),
        "part_of": (PART_OF,), "fields": fields, "values": words, **more,
    }  # fmt: skip


def key() -> str:
    """Of the user that Kambrief reads as."""
    return KEY


# What is put in.


def names(data: CrmData, ids: Mapping[str, int]) -> Names:
    """Kind of record → our id → Tryton's."""
    found: dict[str, dict[str, str]] = {
        kind: {
            name.partition(" ")[2]: _their(name, one) for name, one in ids.items() if name.partition(" ")[0] in kinds
        }
        for kind, kinds in {
            "accounts": ("account",),
            "contacts": ("contact",),
            "deals": ("deal",),
            "products": ("product",),
            "activities": ("activity", "mail"),
            "commitments": ("commitment",),
            "tickets": ("ticket",),
        }.items()
    }
    found["owners"] = {owner: _address(owner) for owner in _owners(data)}
    return found


def _their(name: str, one: int) -> str:
    return f"mail-{one}" if name.startswith("mail ") else str(one)


def _address(owner: str) -> str:
    return owner.lower() if "@" in owner else f"{owner.lower()}@kuura.example"


def plan(data: CrmData) -> Plan:
    """The records and what must be set afterwards."""
    steps = [
        *_common(data),
        _step("party.party", _parties(data)),
        _step("party.relation.type", {"works": {"name": WORKS_FOR}, "part": {"name": PART_OF}}),
        _step("party.relation", _relations(data)),
        _step("company.employee", {f"employee {one}": _employee(one) for one in _owners(data)}),
        _step("sale.opportunity", {f"deal {one.id}": _deal(one) for one in data.deals}),
        _step("sale.complaint", {f"ticket {one.id}": _ticket(one) for one in data.tickets}),
        _step("ir.note", {**_notes(data), **_tasks(data)}),
        _step("ir.email", _mails(data)),
        _step("account.invoice", _invoices(data)),
    ]
    return {"steps": [step for step in steps if step["rows"]], "sql": [*_set(data)]}


def _step(model: str, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {"model": model, "rows": [{"key": one, "values": encoded(values)} for one, values in rows.items()]}


def _ref(name: str) -> Ref:
    return {"ref": name}


def _owners(data: CrmData) -> list[str]:
    return list(dict.fromkeys(deal.owner for deal in data.deals if deal.owner))


def _common(data: CrmData) -> list[dict[str, Any]]:
    currencies = {row.currency for row in data.orders} | {row.currency for row in data.deals if row.currency}
    countries = {row.country for row in _people(data) if row.country}
    categories = {one for row in data.accounts for one in _account_categories(row)}
    categories |= {one for row in data.contacts for one in _contact_categories(row)}
    products = {row.category for row in data.orders} | {row.category for row in data.products if row.category}
    sold = sorted({row.category for row in data.orders})
    made = {f"product {row.id}": _product(row.name, row.category) for row in data.products}
    return [
        _step("currency.currency", {one: {"name": one, "code": one, "symbol": one} for one in sorted(currencies - {"EUR"})}),
        _step("country.country", {f"country {one}": {"name": one, "code": one} for one in sorted(countries)}),
        _step("party.category", {f"category {one}": {"name": one} for one in sorted(categories)}),
        _step("product.category", {f"line {one}": {"name": one} for one in sorted(products)}),
        _step("product.template", {**made, **{f"sold {one}": _product(f"any {one}", one, salable=False) for one in sold}}),
        _step("product.product", {f"variant {one}": {"template": _ref(f"sold {one}")} for one in sold}),
        _step("sale.complaint.type", {f"kind {one}": {"name": one, "origin": _ref("model of sales")} for one in sorted({_kind(row) for row in data.tickets})}),
    ]  # fmt: skip


def _people(data: CrmData) -> list[Account | Contact]:
    return [*data.accounts, *data.contacts]


def _product(name: str, category: str, *, salable: bool = True) -> dict[str, Any]:
    of = {"categories": {"refs": [f"line {category}"]}} if category else {}
    return {
        "name": name, "type": "service", "default_uom": 1, "salable": salable, "sale_uom": 1 if salable else None,
        "list_price": Decimal(0), **of,
    }  # fmt: skip


def _account_categories(row: Account) -> list[str]:
    found = [f"industry {row.industry}"] if row.industry else []
    found += [f"class {row.crm_class}"] if row.crm_class else []
    return [*found, "strategic"] if row.strategic else found


def _contact_categories(row: Contact) -> list[str]:
    found = [f"role {row.role.value}"] if row.role else []
    found += [f"form {row.address_form}"] if row.address_form else []
    return [*found, "no mail"] if row.do_not_contact else found


def _party(name: str, categories: Iterable[str], mechanisms: Iterable[tuple[str, str]]) -> dict[str, Any]:
    said = [{"type": kind, "value": value} for kind, value in mechanisms]
    return {
        "name": name,
        "lang": None,
        "categories": {"refs": [f"category {one}" for one in categories]},
        "contact_mechanisms": [["create", said]] if said else [],
    }


def _where(row: Account | Contact, city: str | None = None) -> dict[str, Any]:
    country = _ref(f"country {row.country}") if row.country else None
    return {"addresses": [["create", [{"city": city or "", "country": country}]]]}


def _parties(data: CrmData) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for account in data.accounts:
        webs = [("website", f"https://www.{one}/") for one in account.domains]
        made = _party(account.name, _account_categories(account), webs)
        found[f"account {account.id}"] = {**made, "code": account.key or account.id, **_where(account, account.city)}
    for contact in data.contacts:
        mails = [("email", one) for one in (contact.email, *contact.aliases) if one]
        made = _party(contact.name, _contact_categories(contact), mails)
        gone = {"active": False} if contact.left else {}
        found[f"contact {contact.id}"] = {**made, **gone, **(_where(contact) if contact.country else {})}
    for one in _people(data):
        kind = "account" if isinstance(one, Account) else "contact"
        found |= {f"{kind} {former}": {"name": f"{one.name} (vanha)", "active": False} for former in one.former_ids}
    for owner in _owners(data):
        found[f"person {owner}"] = _party(owner, (), [("email", _address(owner))])
    return found


def _relations(data: CrmData) -> dict[str, Any]:
    found = {
        f"job {one.id}": {
            "from_": _ref(f"contact {one.id}"), "to": _ref(f"account {one.account_id}"), "type": _ref("works"),
            "start_date": one.since, "end_date": one.left_on,
        }
        for one in data.contacts
    }  # fmt: skip
    known = {one.id for one in data.accounts}
    for one in data.accounts:
        if one.parent_id in known:
            ends = {"from_": _ref(f"account {one.id}"), "to": _ref(f"account {one.parent_id}")}
            found[f"part {one.id}"] = {**ends, "type": _ref("part")}
    return found


def _employee(owner: str) -> dict[str, Any]:
    return {"party": _ref(f"person {owner}"), "company": _ref("company")}


def _deal(row: Deal) -> dict[str, Any]:
    return {
        "party": _ref(f"account {row.account_id}"),
        "company": _ref("company"),
        "currency": _ref(row.currency or "EUR"),
        "amount": row.amount,
        "start_date": dt.date(2020, 1, 1),
        "end_date": row.close_date,
        "description": row.name,
        "employee": _ref(f"employee {row.owner}") if row.owner else None,
        "comment": f"→ {_one_line(row.next_step)} [kambrief-sample next-step]" if row.next_step else None,
        "lost_reason": row.lost_reason,
        "state": "lead",
    }


def _kind(row: Ticket) -> str:
    return row.category or "muu"


def _ticket(row: Ticket) -> dict[str, Any]:
    return {
        "customer": _ref(f"account {row.account_id}"), "company": _ref("company"), "date": row.opened,
        "type": _ref(f"kind {_kind(row)}"), "description": row.subject,
    }  # fmt: skip


def _message(row: Activity) -> str:
    return "\n\n".join(part for part in (row.subject, row.body) if part)


def _is_mail(row: Activity) -> bool:
    return row.kind is ActivityKind.EMAIL and row.inbound is False


def _resource(account: str) -> dict[str, Any]:
    return {"resource": ["party.party", f"account {account}"]}


def _notes(data: CrmData) -> dict[str, Any]:
    return {
        f"activity {row.id}": {"resource": _resource(row.account_id), "message": _message(row)}
        for row in data.activities
        if not _is_mail(row)
    }


def _tasks(data: CrmData) -> dict[str, Any]:
    return {
        f"commitment {row.id}": {"resource": _resource(row.account_id), "message": _task(row)}
        for row in data.commitments
        if _is_ours(row)
    }


def _is_ours(row: Commitment) -> bool:
    return row.side is Side.US and row.status in {"open", "done"}


def _task(row: Commitment) -> str:
    said = " · ".join(one for one in (row.due.isoformat() if row.due else "", row.owner) if one)
    head = f"{'☑' if row.status == 'done' else '☐'} {_one_line(row.text)}" + (f"\n{said}" if said else "")
    return f"{head}\n\n[kambrief-sample-{row.id} task]"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _mails(data: CrmData) -> dict[str, Any]:
    emails = {row.id: row.email for row in data.contacts}
    return {
        f"mail {row.id}": {
            "resource": _resource(row.account_id), "subject": row.subject, "body": row.body,
            "recipients": ", ".join(emails.get(one, one) for one in row.recipients),
        }
        for row in data.activities
        if _is_mail(row)
    }  # fmt: skip


def _invoices(data: CrmData) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, row in enumerate(data.orders):
        for number in range(max(row.count or 1, 1)):
            line = {
                "type": "line", "company": _ref("company"), "currency": _ref(row.currency), "quantity": 1.0, "unit": 1,
                "product": _ref(f"variant {row.category}"), "account": _ref("revenue"),
                "unit_price": row.amount if number == 0 else Decimal(0),
            }  # fmt: skip
            found[f"invoice {place} {number}"] = {
                "type": "out", "company": _ref("company"), "party": _ref(f"account {row.account_id}"),
                "currency": _ref(row.currency), "account": _ref("receivable"), "invoice_date": row.month,
                "invoice_address": {"address": f"account {row.account_id}"}, "lines": [["create", [line]]],
            }  # fmt: skip
    return found


# What must be set afterwards: times, states, languages.


def _set(data: CrmData) -> Iterable[list[Any]]:
    for table, model in _DENIED.items():
        if table in data.missing and not getattr(data, table):
            yield ["UPDATE ir_model_access SET perm_read = ? WHERE model = ?", [False, model]]
            yield ["INSERT INTO ir_model_access (model, active, perm_read) VALUES (?, ?, ?)", [model, True, False]]
    yield ["UPDATE account_invoice SET state = 'posted', number = 'S' || id", []]
    for one in _people(data):
        kind = "account" if isinstance(one, Account) else "contact"
        if one.language:
            yield [
                "INSERT INTO party_party_lang (party, lang) SELECT ?, id FROM ir_lang WHERE code = ?",
                [_ref(f"{kind} {one.id}"), one.language],
            ]
        for former in one.former_ids:
            yield [
                "UPDATE party_party SET replaced_by = ? WHERE id = ?",
                [_ref(f"{kind} {one.id}"), _ref(f"{kind} {former}")],
            ]
    yield from _dates(data)


def _dates(data: CrmData) -> Iterable[list[Any]]:
    for deal in data.deals:
        state, at = _STATES[deal.status], _noon(deal.updated_at)
        yield _dated("sale_opportunity", f"deal {deal.id}", at, f"state = '{state}'")
    for ticket in data.tickets:
        state = "waiting" if ticket.is_open else "done"
        yield _dated("sale_complaint", f"ticket {ticket.id}", _noon(ticket.closed), f"state = '{state}'")
    for row in data.activities:
        table, name = ("ir_email", "mail") if _is_mail(row) else ("ir_note", "activity")
        yield _dated(table, f"{name} {row.id}", _stamp(row.at))
    for promise in data.commitments:
        if _is_ours(promise):
            done = _noon(promise.done_on) if promise.done_on else None
            yield _dated("ir_note", f"commitment {promise.id}", _noon(promise.made_on), changed=done)


def _dated(table: str, name: str, at: str, *more: str, changed: str | None = None) -> list[Any]:
    said = ", ".join(["create_date = ?", "write_date = ?", *more])
    return [f"UPDATE {table} SET {said} WHERE id = ?", [at, changed, _ref(name)]]  # noqa: S608 names of ours


def _noon(day: dt.date | None) -> str:
    return _stamp(dt.datetime.combine(day, dt.time(10), dt.UTC) if day else STAMP)


def _stamp(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}"


# What can be seen of it.


def seen(data: CrmData) -> CrmData:
    """What Tryton has a place for. It has none for: an account's size, currency, wallet, owner and since when; a
    contact's title, time zone and notes; what kind of deal; whose promise, unless it is ours; who took part, what came
    in by mail; a ticket's severity and limits; contracts, surveys, plans.
    """
    return dataclasses.replace(
        data,
        accounts=tuple(_seen_account(row) for row in data.accounts),
        contacts=tuple(_seen_contact(row) for row in data.contacts),
        products=tuple(dataclasses.replace(row, solves=()) for row in data.products),
        deals=tuple(_seen_deal(row) for row in data.deals),
        contracts=(), surveys=(), plans=(),
        commitments=tuple(_seen_commitment(row) for row in data.commitments if _is_ours(row)),
        activities=tuple(_seen_activity(row, data) for row in data.activities),
        orders=tuple(dataclasses.replace(row, count=max(row.count or 1, 1)) for row in data.orders),
        tickets=tuple(
            Ticket(
                row.id, row.account_id, row.subject, row.opened,
                None if row.is_open else row.closed or STAMP.date(), category=_kind(row),
                status="open" if row.is_open else "closed",
            )
            for row in data.tickets
        ),
        missing=tuple(dict.fromkeys((*HAS_NOT, *(one for one in data.missing if one in _DENIED)))),
    )  # fmt: skip


def _seen_account(row: Account) -> Account:
    return dataclasses.replace(
        row, key=row.key or row.id, employees=None, customer_since=None, currency=None, wallet=None, wallet_on=None,
        owner=None,
    )  # fmt: skip


def _seen_contact(row: Contact) -> Contact:
    first, _, last = row.name.rpartition(" ")
    return dataclasses.replace(row, first_name=first, last_name=last, title="", timezone=None, notes="")


def _seen_deal(row: Deal) -> Deal:
    return dataclasses.replace(
        row, kind=None, category=None, stage=_STATES[row.status], currency=row.currency or "EUR",
        owner=row.owner, updated_at=row.updated_at or STAMP.date(),
        next_step=_one_line(row.next_step) if row.next_step else None,
    )  # fmt: skip


def _seen_commitment(row: Commitment) -> Commitment:
    made = row.made_on or STAMP.date()
    done = (row.done_on or made) if row.status == "done" else None
    return dataclasses.replace(row, text=_one_line(row.text), made_on=made, due_text=None, done_on=done, source=None)


def _seen_activity(row: Activity, data: CrmData) -> Activity:
    if _is_mail(row):
        emails = {one.id: one.email for one in data.contacts}
        to = tuple(emails.get(one, one) for one in row.recipients)
        people = tuple(one.id for one in data.contacts if {one.email, *one.aliases} & {*to})
        return Activity(
            row.id, row.account_id, ActivityKind.EMAIL, row.at, row.subject, row.body, people, inbound=False,
            sender=ADMIN, recipients=to,
        )  # fmt: skip
    said = read(_message(row))
    return Activity(row.id, row.account_id, ActivityKind.NOTE, row.at, said.subject, said.body, author=ADMIN)
