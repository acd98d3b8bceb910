"""Finding who people are, and reading everything about their accounts, in as few calls as Salesforce allows.

    find        who has the addresses, which accounts own the domains, what was merged into what   1 call
                the groups, up to their roots and down to all their members                        1 call a level
                all their contacts, and who was merged into these                                  2 calls
    histories   every table of the accounts, five queries a call; then the mails and notes

Each question is as many queries as its list of values takes, so the number of calls grows with hundreds of accounts.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kambrief.core.address import address_key, domain_key
from kambrief.core.customer import CrmData
from kambrief.core.groups import addresses, find_in
from kambrief.providers import soql
from kambrief.providers.customers import domain_spellings, spellings, stand_ins
from kambrief.providers.salesforce import Query, Row, Salesforce
from kambrief.providers.salesforce_fields import Schema
from kambrief.providers.salesforce_orders import Orders
from kambrief.providers.salesforce_rows import ACCOUNT, CONTACT, Cells, Rows, is_done_contact

_MOST_LEVELS = 25
_MOST_MERGES = 5
_OF_A_MAIL = (
    "ActivityId", "Incoming", "FromAddress", "ToAddress", "Subject", "TextBody", "MessageDate", "ThreadIdentifier",
)  # fmt: skip
_PLAIN = ("deals", "contracts", "tickets", "surveys", "commitments", "plans")
"""Tables that are read by their account and no more."""


@dataclass
class Reading:
    """One `find` or one `histories`."""

    salesforce: Salesforce
    schema: Schema
    rows: Rows
    problems: list[str] = field(default_factory=list)

    # --- find --------------------------------------------------------------------------------------------------------

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str]) -> CrmData:
        """See `kambrief.ports.Crm.find`; without what is said of the data."""
        longer = frozenset(soql.long_id(one) if soql.is_id(one) else one for one in ids)
        hits = self._hits(emails, domains, longer)
        accounts = self._groups(hits)
        contacts, former = self._people(accounts)
        made = self._accounts(accounts.values(), former)
        people = self._contacts(contacts, former)
        return find_in(self._with_stand_ins(made, people), emails, domains, longer)

    def _hits(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str]) -> set[str]:
        asked = [*self._who(emails), *self._whose(domains, ids), *self._merged(ids)]
        owned = {domain_key(one) for one in domains} - {""}
        hits: set[str] = set()
        masters: set[str] = set()
        for query, rows in zip(asked, self.salesforce.ask(asked), strict=True):
            for row in rows:
                if query.gone_too:
                    masters.add(str(row["MasterRecordId"]))
                elif query.op == "find domains" and not owned & {*self.rows.domains(row)}:
                    continue  # the vendor looks for a part of the text, wherever it stands
                elif query.op == "find contacts":
                    hits.add(str(row.get("AccountId") or ""))
                else:
                    hits.add(str(row["Id"]))
        for _ in range(_MOST_MERGES):  # a master may have been merged itself
            if not masters:
                break
            hits |= {one for one in masters if soql.is_id(one, ACCOUNT)}
            people = [one for one in masters if soql.is_id(one, CONTACT)]
            asked = [*self._contact_ids(people), *self._merged(frozenset(masters))]
            masters = set()
            for query, rows in zip(asked, self.salesforce.ask(asked), strict=True):
                if query.gone_too:
                    masters |= {str(row["MasterRecordId"]) for row in rows}
                else:
                    hits |= {str(row.get("AccountId") or "") for row in rows}
        return hits - {""}

    def _who(self, emails: frozenset[str]) -> Iterable[Query]:
        keys = sorted({one for email in emails for one in spellings(address_key(email))})
        fields = dict.fromkeys([self.schema.map.fields["contacts"].get("email", ""), *self.schema.aliases()])
        contact = self.schema.objects.get("Contact")
        for name in fields:
            if contact and contact.can_be_asked(name):
                yield from self._those("find contacts", "Id, AccountId", "Contact", name, keys)

    def _whose(self, domains: frozenset[str], ids: frozenset[str]) -> Iterable[Query]:
        account = self.schema.objects.get("Account")
        if account is None:
            return
        names = [one for one in self.rows.domain_fields() if account.can_be_asked(one)]
        keys = sorted({one for domain in domains for one in domain_spellings(domain_key(domain)) if "." in one})
        if names and keys:
            fields = f"Id, {', '.join(self.rows.domain_fields())}"
            for condition in soql.any_like(names, keys, soql.LONGEST - soql.size(soql.select(fields, "Account"))):
                yield Query("find domains", soql.select(fields, "Account", condition))
        known = [one for one in sorted(ids) if soql.is_id(one)]
        yield from self._those(
            "find accounts", "Id", "Account", "Id", [one for one in known if one.startswith(ACCOUNT)]
        )
        yield from self._contact_ids([one for one in known if one.startswith(CONTACT)])
        key = self.schema.field_of("accounts", "key")
        if key and account.can_be_asked(key) and account.kind(key) in {"string", "picklist", ""}:
            others = [one for one in sorted(ids) if 0 < len(one) <= 255]
            yield from self._those("find accounts", "Id", "Account", key, others)

    def _contact_ids(self, ids: Sequence[str]) -> Iterable[Query]:
        return self._those("find contacts", "Id, AccountId", "Contact", "Id", ids)

    def _merged(self, ids: frozenset[str]) -> Iterable[Query]:
        for sobject, prefix in (("Account", ACCOUNT), ("Contact", CONTACT)):
            if self.schema.has(sobject, "MasterRecordId"):
                wanted = sorted(one for one in ids if soql.is_id(one, prefix))
                yield from self._those(
                    "find merged", "Id, MasterRecordId", sobject, "Id", wanted,
                    also="IsDeleted = true AND MasterRecordId != null", gone_too=True,
                )  # fmt: skip

    def _groups(self, hits: set[str]) -> dict[str, Row]:
        """Every account that is above or below one of these, however far; rings end where they began."""
        found: dict[str, Row] = {}
        asked_up: set[str] = set()
        asked_down: set[str] = set()
        fields = self.schema.selected("accounts")
        parent = self.schema.field_of("accounts", "parent_id")
        up, down = set(hits), set(hits)
        for _ in range(_MOST_LEVELS):
            if not (up or down):
                return found
            queries = list(self._those("read accounts", fields, "Account", "Id", sorted(up)))
            if parent:
                queries += self._those("read groups", fields, "Account", parent, sorted(down))
            asked_up |= up
            asked_down |= down
            for rows in self.salesforce.ask(queries):
                found |= {str(row["Id"]): row for row in rows}
            above = {str(row.get(parent) or "") for row in found.values()} if parent else set()
            up = above - asked_up - found.keys() - {""}
            down = found.keys() - asked_down
        self.problems.append(f"accounts: a group of more than {_MOST_LEVELS} levels was not read to its end")
        return found

    # --- people ------------------------------------------------------------------------------------------------------

    def _people(self, accounts: Iterable[str]) -> tuple[dict[str, tuple[Row, str]], dict[str, list[str]]]:
        """The contacts of these accounts with their roles, and what was merged into these and them."""
        wanted = sorted(accounts)
        queries = [*self._of("contacts", wanted), *self._roles(wanted), *self._merged_into("Account", wanted)]
        answers = list(zip(queries, self.salesforce.ask(queries), strict=True))
        return self._sorted_out(answers)

    def _roles(self, accounts: Sequence[str]) -> Iterable[Query]:
        if "OpportunityContactRole" in self.schema.objects and not self.schema.field_of("contacts", "role"):
            yield from self._those(
                "read roles", "Id, ContactId, Role, CreatedDate", "OpportunityContactRole", "Opportunity.AccountId",
                accounts,
            )  # fmt: skip

    def _merged_into(self, sobject: str, ids: Sequence[str]) -> Iterable[Query]:
        if self.schema.has(sobject, "MasterRecordId"):
            yield from self._those(
                "read merged", "Id, MasterRecordId", sobject, "MasterRecordId", ids, also="IsDeleted = true",
                gone_too=True,
            )  # fmt: skip

    def _sorted_out(
        self, answers: Sequence[tuple[Query, list[Row]]]
    ) -> tuple[dict[str, tuple[Row, str]], dict[str, list[str]]]:
        contacts = {str(row["Id"]): row for query, rows in answers if query.op == "read contacts" for row in rows}
        roles = self.rows.roles([row for query, rows in answers if query.op == "read roles" for row in rows])
        former: dict[str, list[str]] = {}
        merged = [row for query, rows in answers if query.op == "read merged" for row in rows]
        fresh = [str(row["Id"]) for row in merged]
        wanted = sorted(contacts)
        for _ in range(_MOST_MERGES):
            for row in merged:
                former.setdefault(str(row["MasterRecordId"]), []).append(str(row["Id"]))
            queries = [
                *self._merged_into("Contact", [*wanted, *(one for one in fresh if one.startswith(CONTACT))]),
                *self._merged_into("Account", [one for one in fresh if one.startswith(ACCOUNT)]),
            ]
            merged = [row for rows in self.salesforce.ask(queries) for row in rows] if queries else []
            if not merged:
                break
            fresh, wanted = [str(row["Id"]) for row in merged], []
        return {one: (row, roles.get(one, "")) for one, row in contacts.items()}, former

    def _accounts(self, rows: Iterable[Row], former: dict[str, list[str]]) -> Any:
        return self._read("accounts", [self.rows.account(row, _all_former(str(row["Id"]), former)) for row in rows])

    def _contacts(self, rows: dict[str, tuple[Row, str]], former: dict[str, list[str]]) -> Any:
        made = [self.rows.contact(row, _all_former(one, former), role) for one, (row, role) in rows.items()]
        return self._read("contacts", made)

    def _with_stand_ins(self, accounts: Any, contacts: Any) -> CrmData:
        extra, told = stand_ins(accounts, contacts)
        self.problems += told
        return CrmData(accounts=(*accounts, *extra), contacts=contacts)

    # --- histories ---------------------------------------------------------------------------------------------------

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """See `kambrief.ports.Crm.histories`; without what is said of the data."""
        wanted = sorted(one for one in account_ids if soql.is_id(one, ACCOUNT))
        queries = [
            *self._of("accounts", wanted, "Id"),
            *self._of("contacts", wanted),
            *self._roles(wanted),
            *self._merged_into("Account", wanted),
            *(query for table in _PLAIN for query in self._plain(table, wanted)),
            *self._activities(wanted),
            *self._products(),
        ]
        answers = list(zip(queries, self.salesforce.ask(queries), strict=True))
        told: dict[str, list[Row]] = {}
        for query, rows in answers:
            told.setdefault(query.op, []).extend(rows)
        people, former = self._sorted_out(answers)
        known = self._with_stand_ins(
            self._accounts(told.get("read accounts", ()), former), self._contacts(people, former)
        )
        tables = {table: self._table(table, told.get(f"read {table}", ())) for table in (*_PLAIN, "products")}
        self._from_tasks(told.get("read tasks", ()), tables)
        tables["activities"] = self._happened(told, known, {deal.id: deal.account_id for deal in tables["deals"]})
        orders = Orders(self.salesforce, self.schema)
        tables["orders"] = self._read("orders", [self.rows.order(row) for row in orders.monthly(wanted)])
        return dataclasses.replace(known, **tables)

    def _plain(self, table: str, accounts: Sequence[str]) -> Iterable[Query]:
        """Tasks are read once for all that is made of them."""
        shared = table in {"plans", "commitments"} and not self.schema.own_object(table)
        return () if shared else self._of(table, accounts)

    def _table(self, table: str, rows: Sequence[Row]) -> Any:
        made = [found for row in rows if (found := self.rows.plain(table, row)) is not None]
        return self._read(table, made)

    def _from_tasks(self, tasks: Sequence[Row], tables: dict[str, Any]) -> None:
        """What we have promised, where the task is ours; else a step of a plan. Calls and mails are neither."""
        ours = [row for row in tasks if self.rows.is_ours(row)]
        steps = [row for row in tasks if row.get("TaskSubtype") not in {"Call", "Email"}]
        rest = [row for row in steps if not self.rows.is_ours(row)]
        if not self.schema.own_object("plans") and "plans" not in self.schema.missing:
            tables["plans"] = self._table("plans", rest)
        if ours:
            made = self._read("commitments", [self.rows.commitment(row) for row in ours])
            tables["commitments"] = (*tables["commitments"], *made)

    def _activities(self, accounts: Sequence[str]) -> Iterable[Query]:
        """With those that were archived after a year: only this way of asking gives them."""
        for sobject, op, relation in (
            ("Task", "read tasks", "TaskWhoRelations"), ("Event", "read events", "EventWhoRelations"),
        ):  # fmt: skip
            described = self.schema.objects.get(sobject)
            if described is None:
                continue
            fields = self.schema.selected("activities", sobject)
            if relation in described.children:
                fields += f", ({soql.select('RelationId', relation)})"
            also = "IsDeleted = false" + (" AND IsChild = false" if "IsChild" in described.fields else "")
            account = self.schema.map.fields["activities"].get("account_id", "AccountId")
            yield from self._those(op, fields, sobject, account, accounts, also=also, gone_too=True)

    def _products(self) -> Iterable[Query]:
        if name := self.schema.object_of("products"):
            yield Query("read products", soql.select(self.schema.selected("products"), name))

    def _happened(self, told: dict[str, list[Row]], known: CrmData, deals: dict[str, str]) -> Any:
        done = [row for row in told.get("read tasks", ()) if is_done_contact(row)]
        mails = [str(row["Id"]) for row in done if row.get("TaskSubtype") == "Email"]
        queries = [*self._mails(mails), *self._notes([account.id for account in known.accounts], sorted(deals))]
        mail: dict[str, Row] = {}
        classic: list[tuple[Row, str]] = []
        linked: dict[str, str] = {}
        owner = {account.id: account.id for account in known.accounts} | deals
        for query, rows in zip(queries, self.salesforce.ask(queries), strict=True):
            for row in rows:
                if query.op == "read mails":
                    mail.setdefault(str(row["ActivityId"]), row)
                elif query.op == "read notes":
                    classic.append((row, owner.get(str(row.get("ParentId")), "")))
                else:
                    linked.setdefault(str(row["ContentDocumentId"]), owner.get(str(row.get("LinkedEntityId")), ""))
        by_address = {address: contact.id for contact in known.contacts for address in addresses(contact)}
        made: list[tuple[str, Cells]] = [self.rows.task(row, mail.get(str(row["Id"])), by_address) for row in done]
        made += [self.rows.event(row) for row in told.get("read events", ())]
        made += [self.rows.note(row, account) for row, account in (*classic, *self._new_notes(linked))]
        return self._read("activities", made)

    def _mails(self, tasks: Sequence[str]) -> Iterable[Query]:
        fields = ", ".join(["Id", *(one for one in _OF_A_MAIL if self.schema.has("EmailMessage", one))])
        if self.schema.has("EmailMessage", "ActivityId"):
            yield from self._those("read mails", fields, "EmailMessage", "ActivityId", tasks)

    def _notes(self, accounts: Sequence[str], deals: Sequence[str]) -> Iterable[Query]:
        wanted = [*accounts, *deals]
        if "Note" in self.schema.objects:
            fields = "Id, ParentId, Title, Body, CreatedDate, CreatedBy.Email"
            yield from self._those("read notes", fields, "Note", "ParentId", wanted)
        if {"ContentNote", "ContentDocumentLink"} <= self.schema.objects.keys():
            fields = "Id, ContentDocumentId, LinkedEntityId"
            yield from self._those("find notes", fields, "ContentDocumentLink", "LinkedEntityId", wanted)

    def _new_notes(self, linked: dict[str, str]) -> Iterable[tuple[Row, str]]:
        """Files are linked in the same way: only what is a note comes back."""
        fields = "Id, Title, TextPreview, CreatedDate, CreatedBy.Email"
        queries = list(self._those("read notes", fields, "ContentNote", "Id", sorted(linked)))
        return [(row, linked[str(row["Id"])]) for rows in self.salesforce.ask(queries) for row in rows]

    # --- asking ------------------------------------------------------------------------------------------------------

    def _of(self, table: str, accounts: Sequence[str], by: str = "") -> Iterable[Query]:
        """A table's rows of these accounts."""
        name = self.schema.object_of(table)
        column = by or self.schema.field_of(table, "account_id")
        if not name or not column or table in self.schema.missing:
            return ()
        return self._those(f"read {table}", self.schema.selected(table), name, column, accounts)

    def _those(
        self, op: str, fields: str, sobject: str, column: str, values: Sequence[str], *,
        also: str = "", gone_too: bool = False,
    ) -> Iterable[Query]:  # fmt: skip
        """Rows in which a field is one of the values, in as many queries as it takes."""
        if sobject not in self.schema.objects:
            return
        tail = f" AND {also}" if also else ""
        used = soql.size(soql.select(fields, sobject, tail))
        for condition in soql.within(column, values, soql.LONGEST - used):
            yield Query(op, soql.select(fields, sobject, condition + tail), gone_too)

    def _read(self, table: str, made: Sequence[tuple[str, Cells]]) -> Any:
        read = self.rows.read(table, made)
        self.problems += read.problems
        return read.records


def _all_former(one: str, former: dict[str, list[str]]) -> list[str]:
    """What was merged into a record, and into that before."""
    found: dict[str, None] = {}
    todo = list(former.get(one, ()))
    while todo:
        last = todo.pop(0)
        if last not in found:
            found[last] = None
            todo += former.get(last, ())
    return sorted(found)
