"""What has changed in Salesforce since the last time: one short query an object, five of them a call.

Rows are told by ``SystemModstamp``, deleted ones too. A row that is committed late has an older stamp than others that
were there before it, so that each look begins some minutes before the last one. A bulk update gives thousands of rows
one stamp: pages are cut by stamp and id.
"""

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kambrief.core.address import address_key
from kambrief.core.customer import TABLES
from kambrief.ports import Changes
from kambrief.providers import soql
from kambrief.providers.salesforce import Query, Row, Salesforce
from kambrief.providers.salesforce_fields import Schema
from kambrief.providers.salesforce_rows import ACCOUNT, Rows

PAGE = 2_000
_MOST_PAGES = 5
_DEAL = "006"
"""How ids of opportunities begin."""
_LONGEST_AGO = dt.timedelta(days=3)
_BY_ACCOUNT = ("deals", "contracts", "tickets", "orders", "surveys", "commitments", "plans")


@dataclass(frozen=True, slots=True)
class _Watched:
    """One object that is looked at. ``fields`` after Id and SystemModstamp; ``account`` among them."""

    sobject: str
    fields: tuple[str, ...]
    account: str


@dataclass
class ChangesReader:
    """One call of `kambrief.ports.Changing.changes`."""

    salesforce: Salesforce
    schema: Schema
    rows: Rows
    look_back: dt.timedelta
    accounts: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)

    def changes(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        """See `kambrief.ports.Changing.changes`."""
        new = {
            "day": f"{now.astimezone(zoneinfo.ZoneInfo(self.rows.timezone)):%Y-%m-%d}",
            "mapping": self._mapping(),
        }
        new["since"] = self._by_their_clock(now)
        since = _since(cursor)
        known = since is not None and all(cursor.get(key) == new[key] for key in ("day", "mapping"))
        if since is None or not known or now - since > _LONGEST_AGO or since > now:
            return Changes(complete=False, cursor=new)
        if not self._read(since - self.look_back):
            return Changes(complete=False, cursor=new)
        new["since"] = self._by_their_clock(now)
        return Changes(
            frozenset(self.accounts - {""}), frozenset(self.emails), frozenset(self.domains), frozenset(self.records),
            cursor=new,
        )  # fmt: skip

    def _by_their_clock(self, now: dt.datetime) -> str:
        """Rows bear Salesforce's time: where our clock is ahead of it, ours would pass over some."""
        return min(now, self.salesforce.told_at() or now).astimezone(dt.UTC).isoformat()

    def _mapping(self) -> str:
        """Of what is read, and of what may be: of an object or a field that we see no more, or again, nobody tells the
        changes in between.
        """
        schema = self.schema
        read = [(table, schema.object_of(table), schema.selected(table)) for table in TABLES if schema.object_of(table)]
        told = (sorted(schema.map.fields.items()), read, sorted(schema.objects), schema.missing)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def _read(self, since: dt.datetime) -> bool:
        """False: there is too much of it."""
        todo = [(one, self._query(one, since)) for one in self._watched()]
        notes: set[str] = set()
        deals: set[str] = set()
        for _ in range(_MOST_PAGES):
            following = []
            for (one, _query), rows in zip(todo, self.salesforce.ask([query for _, query in todo]), strict=True):
                for row in rows:
                    self._told(one, row, notes, deals)
                if len(rows) >= PAGE:
                    following.append((one, self._query(one, since, rows[-1])))
            todo = following
            if not todo:
                deals |= self._noted(sorted(notes))
                self._of_deals(sorted(deals))
                return True
        return False

    def _watched(self) -> Iterable[_Watched]:
        account = ["ParentId", "MasterRecordId", *self.rows.domain_fields()]
        contact = ["AccountId", "MasterRecordId", self.schema.map.fields["contacts"].get("email", "")]
        yield self._of("Account", account, "Id")
        yield self._of("Contact", [*contact, *self.schema.aliases()], "AccountId")
        if "OpportunityContactRole" in self.schema.objects:
            yield self._of("OpportunityContactRole", ["Opportunity.AccountId"], "Opportunity.AccountId")
        for one in ("Task", "Event"):
            if one in self.schema.objects:
                yield self._of(one, ["AccountId"], "AccountId")
        seen = {"Task"}
        for table in _BY_ACCOUNT:
            name, column = self.schema.object_of(table), self.schema.field_of(table, "account_id")
            if name and column and name not in seen:
                seen.add(name)
                yield self._of(name, [column], column)
        if "Note" in self.schema.objects:
            yield self._of("Note", ["ParentId"], "ParentId")
        if {"ContentNote", "ContentDocumentLink"} <= self.schema.objects.keys():
            yield _Watched("ContentNote", (), "")

    def _of(self, sobject: str, names: Iterable[str], account: str) -> _Watched:
        there = tuple(one for one in dict.fromkeys(names) if one and self.schema.has(sobject, one))
        return _Watched(sobject, there, account)

    def _query(self, one: _Watched, since: dt.datetime, last: Row | None = None) -> Query:
        stamp = "LastModifiedDate" if one.sobject == "ContentNote" else "SystemModstamp"
        where = f"{stamp} >= {soql.moment(since)}"
        if last is not None:
            at = str(last[stamp]).replace("+0000", "Z")
            where = f"({stamp} > {at} OR ({stamp} = {at} AND Id > {soql.text(str(last['Id']))}))"
        fields = ", ".join(["Id", stamp, *one.fields])
        told = soql.select(fields, one.sobject, where, f"ORDER BY {stamp}, Id LIMIT {PAGE}")
        return Query("look for changes", told, gone_too=one.sobject != "ContentNote")

    def _told(self, one: _Watched, row: Row, notes: set[str], deals: set[str]) -> None:
        if one.sobject != "Account":  # by them the account is found that they have left
            self.records.add(str(row["Id"]))
        if one.sobject == "ContentNote":
            notes.add(str(row["Id"]))
            return
        owner = str(row.get(one.account) or "")
        if one.sobject == "Note" and owner.startswith(_DEAL):
            deals.add(owner)
        elif one.sobject != "Note" or owner.startswith(ACCOUNT):
            self.accounts.add(owner)
        if one.sobject == "Account":
            self.accounts |= {str(row.get(key) or "") for key in ("ParentId", "MasterRecordId")}
            self.domains |= {*self.rows.domains(row)}
        if one.sobject == "Contact":
            fields = one.fields
            said = (str(row.get(name) or "") for name in fields if name not in {"AccountId", "MasterRecordId"})
            parts = (part for text in said for part in text.replace(";", " ").replace(",", " ").split())
            self.emails |= {key for part in parts if (key := address_key(part))}

    def _noted(self, notes: list[str]) -> set[str]:
        """The accounts of new notes are told; the deals that others hang on are returned."""
        fields, links = "Id, LinkedEntityId", "ContentDocumentLink"
        some = soql.within("ContentDocumentId", notes, soql.LONGEST - soql.size(soql.select(fields, links)))
        answers = self.salesforce.ask([Query("look for changes", soql.select(fields, links, one)) for one in some])
        linked = {str(row.get("LinkedEntityId") or "") for rows in answers for row in rows}
        self.accounts |= {one for one in linked if one.startswith(ACCOUNT)}
        return {one for one in linked if one.startswith(_DEAL)}

    def _of_deals(self, deals: list[str]) -> None:
        """A note on a deal is part of its account's history."""
        if "Opportunity" not in self.schema.objects:
            return
        fields = "Id, AccountId"
        some = soql.within("Id", deals, soql.LONGEST - soql.size(soql.select(fields, "Opportunity")))
        asked = [Query("look for changes", soql.select(fields, "Opportunity", one)) for one in some]
        self.accounts |= {str(row.get("AccountId") or "") for rows in self.salesforce.ask(asked) for row in rows}


def _since(cursor: Mapping[str, str]) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(cursor.get("since", ""))
    except ValueError:
        return None
    return found if found.tzinfo else None
