"""What has changed in a portal: one search an object, and what it means for companies, addresses and revenue."""

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core.customer import Order
from kambrief.core.insight.money import sums_of
from kambrief.core.insight.windows import Windows
from kambrief.errors import CallError, SuddenlyEmptyError
from kambrief.ports import Figures
from kambrief.ports.crm import Changes
from kambrief.providers.hubspot import Link, Row, TooManyError, filter_
from kambrief.providers.hubspot_api import NAME, denied
from kambrief.providers.hubspot_fields import COMPANIES, CONTACTS, PRODUCTS, changed
from kambrief.providers.hubspot_portal import People, Portal
from kambrief.providers.hubspot_rows import Reader, Whose, addresses_of, domains_of, properties, text_of

_LOOK_BACK = dt.timedelta(minutes=10)
"""New records reach the search some seconds late, and clocks differ."""
_MOST = 2000
"""Changed records of one object; with more everything is read anew."""


class Changed:
    """See `kambrief.ports.Changing`."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def since(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        """The same change is told again for some minutes. Deleted records are not told: once a day all is read anew."""
        portal = self._portal
        day = f"{now.astimezone(zoneinfo.ZoneInfo(portal.told.timezone)):%Y-%m-%d}"
        after = {"day": day, "shape": fingerprint(portal)}
        after["since"] = self._by_their_clock(now)
        before = cursor.get("since", "")
        same = cursor.get("day") == day and cursor.get("shape") == after["shape"]
        if not same or not before.isdecimal() or int(before) > int(_stamp(now)):
            return Changes(complete=False, cursor=after)
        since = str(int(before) - int(_LOOK_BACK.total_seconds() * 1000))
        gone = portal.lacking()
        kinds = [kind for kind in portal.shape.objects if kind not in gone and kind != PRODUCTS]
        try:
            rows = dict(zip(kinds, portal.hubspot.side_by_side(kinds, lambda kind: self._of(kind, since)), strict=True))
        except TooManyError:
            return Changes(complete=False, cursor=after)
        except CallError as error:
            if not denied(error):
                raise
            portal.hubspot.forget()  # a right was taken away: what may be read is looked for anew
            return Changes(complete=False, cursor=after)
        return self._told(rows, {**after, "since": self._by_their_clock(now)})

    def _by_their_clock(self, now: dt.datetime) -> str:
        """Records bear HubSpot's time: where our clock is ahead of it, ours would pass over some."""
        return _stamp(min(now, self._portal.as_of() or now))

    def _of(self, kind: str, since: str) -> list[Row]:
        wanted = {
            CONTACTS: ["email", "hs_additional_emails", "associatedcompanyid"],
            COMPANIES: ["domain", "hs_additional_domains", "hs_parent_company_id", "hs_merged_object_ids"],
        }.get(kind, ["hs_object_id"])
        return self._portal.hubspot.search(kind, [[filter_(changed(kind), "GTE", since)]], wanted, _MOST)

    def _told(self, rows: Mapping[str, list[Row]], cursor: Mapping[str, str]) -> Changes:
        contacts, companies = rows.get(CONTACTS, []), rows.get(COMPANIES, [])
        ids = {str(row["id"]) for row in companies}
        for kind, some in rows.items():
            if kind != COMPANIES:
                ids |= self._companies_of(kind, [str(row["id"]) for row in some])
        ids |= {text_of(properties(row), "associatedcompanyid") for row in contacts} - {""}
        people = People({str(row["id"]): row for row in companies})
        if wanted := ids - people.companies.keys():
            people.companies |= self._portal.companies(wanted).companies
        if people.companies:
            self._portal.parents(people)
        merged = {
            one.strip()
            for row in companies
            for one in text_of(properties(row), "hs_merged_object_ids").split(";")
            if one.strip()
        }
        emails = frozenset(key for row in contacts for key in addresses_of(row))
        domains = frozenset(one for row in companies for one in domains_of(row))
        records = frozenset(str(row["id"]) for kind, some in rows.items() if kind != COMPANIES for row in some)
        return Changes(frozenset(ids | merged | people.companies.keys()), emails, domains, records, cursor=dict(cursor))

    def _companies_of(self, kind: str, ids: list[str]) -> set[str]:
        """Their companies, or those of their contacts where they have none."""
        if not ids:
            return set()
        links = self._linked(kind, COMPANIES, ids)
        found = {link.to for some in links.values() for link in some}
        alone = [one for one in ids if one not in links]
        if alone and kind != CONTACTS:
            people = {link.to for some in self._linked(kind, CONTACTS, alone).values() for link in some}
            found |= self._companies_of(CONTACTS, sorted(people))
        return found

    def _linked(self, of: str, to: str, ids: list[str]) -> dict[str, list[Link]]:
        """Some objects cannot be associated with some others: then no history holds them by that either."""
        try:
            return self._portal.hubspot.linked(of, to, ids)
        except CallError as error:
            if denied(error) or error.status == 400:
                return {}
            raise


@dataclass(slots=True)
class Revenue:
    """One answer to `kambrief.ports.Portfolios.figures`."""

    portal: Portal
    months: Windows
    cursor: Mapping[str, str]
    now: dt.datetime
    problems: list[str] = field(default_factory=list)

    def figures(self) -> Figures:
        """That nothing changed, told by the newest change and the number of records; else everything."""
        portal, begun = self.portal, self.portal.hubspot.calls
        portal.lacking()
        kinds = [COMPANIES, *portal.readable("orders")]
        zone = zoneinfo.ZoneInfo(portal.told.timezone)
        frame = {
            "month": f"{self.months.last:%Y-%m}",
            "day": f"{self.now.astimezone(zone):%Y-%m-%d}",
            "shape": fingerprint(portal),
        }
        marks = {f"mark_{kind}": mark for kind, mark in zip(kinds, map(self._mark, kinds), strict=True)}
        if all(self.cursor.get(key) == value for key, value in {**frame, **marks}.items()):
            counted = {"queries": portal.hubspot.calls - begun, "rows": 0, "left_out": 0}
            return Figures(complete=False, unchanged=True, cursor=dict(self.cursor), counted=counted)
        reader = portal.reader(self.problems)
        companies = portal.hubspot.listed(COMPANIES, portal.shape.properties(COMPANIES))
        accounts = reader.read("accounts", COMPANIES, [(row, Whose("")) for row in companies])
        invoices = [order for kind in kinds[1:] for order in self._orders(reader, kind)]
        sums = sums_of(invoices, self.months)
        known = {"known_accounts": str(len(accounts)), "known_orders": str(len(invoices))}
        lost = [key.removeprefix("known_") for key, number in known.items() if number == "0" and self._had(key)]
        if lost:
            raise SuddenlyEmptyError(NAME, f"all {' and '.join(lost)} are suddenly gone")
        return Figures(
            accounts,
            sums,
            cursor={**frame, **marks, **known},
            counted={
                "queries": portal.hubspot.calls - begun,
                "rows": len(companies) + len(invoices),
                "left_out": reader.left_out,
            },
        )

    def _had(self, key: str) -> bool:
        return self.cursor.get(key, "0") != "0"

    def _mark(self, kind: str) -> str:
        page = self.portal.hubspot.search_page(
            kind, [[filter_("hs_object_id", "GT", "0")]], [changed(kind)], (changed(kind), "DESCENDING"), 1
        )
        rows = page.get("results")
        newest = text_of(properties(rows[0]), changed(kind)) if isinstance(rows, list) and rows else ""
        return f"{newest} {page.get('total', '')}"

    def _orders(self, reader: Reader, kind: str) -> Sequence[Order]:
        rows = self.portal.hubspot.listed(kind, self.portal.shape.properties(kind))
        links = self.portal.hubspot.linked(kind, COMPANIES, [str(row["id"]) for row in rows])
        owned = [
            (row, Whose(min(found, key=lambda link: (not link.primary, len(link.to), link.to)).to))
            for row in rows
            if (found := links.get(str(row["id"])))
        ]
        if alone := len(rows) - len(owned):
            self.problems.append(f"{kind}: {alone} belong to no company")
            reader.left_out += alone
        return reader.orders(kind, owned)


def fingerprint(portal: Portal) -> str:
    """Of how records are read, and of which may be: what was read in another way is no longer comparable."""
    said = (sorted(portal.shape.tables.items()), portal.shape.fields, portal.told, sorted(portal.lacking()))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _stamp(moment: dt.datetime) -> str:
    return str(int(moment.timestamp() * 1000))
