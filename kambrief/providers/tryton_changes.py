"""What has changed in Tryton, and all customers' revenue.

Rows know when they were made and last changed; nothing tells that one was deleted, so everything is read anew once a
day. Notes may be searched without naming their records by administrators only: for any other user they are asked for
record by record, where these are not too many.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core.customer import Account
from kambrief.core.insight.money import sums_of
from kambrief.core.insight.windows import Windows
from kambrief.errors import CallError, SuddenlyEmptyError
from kambrief.ports import Figures
from kambrief.ports.crm import Changes
from kambrief.providers.tryton import ANY_STATE, NAME, Row, denied, since
from kambrief.providers.tryton_base import Base, Reading
from kambrief.providers.tryton_fields import COMPLAINT, DEAL, EMAIL, MECHANISM, NOTE, PARTY, RELATION
from kambrief.providers.tryton_history import History
from kambrief.providers.tryton_json import flat
from kambrief.providers.tryton_people import People, everybody

LOOK_BACK = dt.timedelta(minutes=15)
"""A long transaction's rows appear with the time of its beginning."""
LONGEST = dt.timedelta(days=2)
MOST = 2000
"""Changed records of one kind: more are not told one by one."""
MOST_WALKED = 3000
"""Parties and deals whose notes are asked for one by one."""
_WALKED = 75


class _TooManyError(Exception):
    """More than can be told one by one."""


@dataclass(slots=True)
class Changed:
    """One answer to `kambrief.ports.Changing.changes`."""

    base: Base
    records: set[str] = field(default_factory=set)
    """Ids, as our records have them, of what is new or changed."""

    def since(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        """Everything since the cursor."""
        gone = self.base.gone()
        frame = frame_of(self.base, now)
        mine = {**frame, "at": (self.base.tryton.at or now).isoformat()}
        before = _moment(cursor.get("at", ""))
        same = all(cursor.get(key) == value for key, value in frame.items())
        if before is None or not same or not -LOOK_BACK <= now - before <= LONGEST:
            return Changes(cursor=mine, complete=False)
        try:
            parties = {*self._parties(before - LOOK_BACK, gone)}
        except _TooManyError:
            return Changes(cursor=mine, complete=False)
        return self._told(parties, mine)

    def _told(self, parties: set[int], cursor: Mapping[str, str]) -> Changes:
        reading = Reading(self.base)
        people = People(reading)
        people.ask(parties)
        companies = people.accounts_of(parties) - self.base.own()
        above = people.parents_of(companies)
        accounts, contacts = people.records(companies)
        mine = {str(one) for one in parties}
        emails = frozenset(
            address for one in contacts if one.id in mine for address in (one.email, *one.aliases) if address
        )
        merged = {former for account in accounts for former in account.former_ids}
        return Changes(
            accounts=frozenset({*map(str, companies | above), *merged}),
            emails=emails,
            domains=frozenset(domain for account in accounts for domain in account.domains),
            records=frozenset(self.records | mine),
            cursor=cursor,
        )

    def _parties(self, moment: dt.datetime, gone: Mapping[str, str]) -> Iterator[int]:
        """Of everything that is new or changed, with doubles."""
        for row in self.rows(PARTY, moment, ["replaced_by"], ANY_STATE):
            yield int(row["id"])
            if isinstance(heir := flat(row).get("replaced_by"), int):
                yield heir
        yield from self._standard(moment, gone)
        yield from self._custom(moment, gone)
        for model in (NOTE, EMAIL):
            yield from self._written(model, moment, gone)

    def _standard(self, moment: dt.datetime, gone: Mapping[str, str]) -> Iterator[int]:
        base = self.base
        leads = [(MECHANISM, ["party"], True), ("party.address", ["party"], True)]
        if base.told.works_for or base.told.part_of:
            leads.append((RELATION, ["from_", "to"], True))
        if "deals" not in gone and base.told.model("deals") == DEAL:
            leads.append((DEAL, ["party"], False))
        if "tickets" not in gone and base.told.model("tickets") == COMPLAINT:
            leads.append((COMPLAINT, ["customer"], False))
        if "orders" not in gone:
            leads.append((base.told.orders.model, ["party"], False))
        for model, names, hides in leads:
            for row in self.rows(model, moment, names, *([ANY_STATE] if hides else [])):
                if model in {DEAL, COMPLAINT}:
                    self.records.add(str(row["id"]))
                yield from (one for name in names if isinstance(one := flat(row).get(name), int))

    def _custom(self, moment: dt.datetime, gone: Mapping[str, str]) -> Iterator[int]:
        base = self.base
        for table, model in base.told.objects.items():
            if table in gone:
                continue
            leads = base.map.fields[table].get("account_id", "")
            if leads and leads not in base.wrong(table):
                for row in self.rows(model, moment, [leads]):
                    self.records.add(str(row["id"]))
                    if isinstance(one := flat(row).get(leads), int):
                        yield one

    def rows(self, model: str, moment: dt.datetime, names: Sequence[str], *more: object) -> list[Row]:
        """New or changed ones. Raises `_TooManyError`."""
        rows = self.base.tryton.search(model, [since(moment), *more], names, MOST + 1)
        if len(rows) > MOST:
            raise _TooManyError
        return rows

    def _written(self, model: str, moment: dt.datetime, gone: Mapping[str, str]) -> Iterator[int]:
        try:
            rows = self.rows(model, moment, ["resource"])
        except CallError as error:
            if not denied(error):
                raise
            rows = self._walked(model, moment, gone)
        deals: dict[str, list[int]] = {}
        for row in rows:
            kind, _, number = str(row.get("resource") or "").partition(",")
            if kind == PARTY and number.isdecimal():
                yield int(number)
            elif kind in {DEAL, COMPLAINT} and number.isdecimal():
                deals.setdefault(kind, []).append(int(number))
        for kind, ids in deals.items():
            leads = "party" if kind == DEAL else "customer"
            for row in self.base.tryton.in_parts(kind, "id", ids, [leads]):
                if isinstance(one := flat(row).get(leads), int):
                    yield one

    def _walked(self, model: str, moment: dt.datetime, gone: Mapping[str, str]) -> list[Row]:
        tryton = self.base.tryton
        kinds = [PARTY, *(kind for table, kind in (("deals", DEAL), ("tickets", COMPLAINT)) if table not in gone)]
        names: list[str] = []
        for kind in kinds:
            hidden = [ANY_STATE] if kind == PARTY else []
            rows = tryton.search(kind, hidden, ["id"], MOST_WALKED + 1 - len(names))
            names += [f"{kind},{row['id']}" for row in rows]
            if len(names) > MOST_WALKED:
                raise _TooManyError
        return tryton.in_parts(model, "resource", names, ["resource"], since(moment), size=_WALKED)


@dataclass(slots=True)
class Revenue:
    """One answer to `kambrief.ports.Portfolios.figures`."""

    base: Base
    months: Windows
    cursor: Mapping[str, str]
    now: dt.datetime
    reading: Reading = field(init=False)

    def __post_init__(self) -> None:
        self.reading = Reading(self.base)

    def figures(self) -> Figures:
        """That nothing changed, or the accounts whose invoices did, or everything."""
        base = self.base
        begun = base.tryton.calls
        gone = base.gone()
        frame = {**frame_of(base, self.now), "month": f"{self.months.last:%Y-%m}"}
        mine = {**frame, "at": (base.tryton.at or self.now).isoformat()}
        before = _moment(self.cursor.get("at", ""))
        if before and all(self.cursor.get(key) == value for key, value in frame.items()):
            touched = self._touched(before - LOOK_BACK, gone)
            if touched is not None:
                return self._partly(touched, {**self.cursor, **mine}, begun)
        rows = everybody(self.reading)
        history = History(base)
        history.reading = self.reading
        people = People(self.reading)
        people.ask(int(row["id"]) for row in rows)
        companies = {int(row["id"]) for row in rows} - people.jobs.keys()
        accounts = self._accounts(people, companies)
        history.owner = {job.person: job.company for job in people.jobs.values()}
        orders = () if "orders" in gone else history.orders(None)
        known = {"known_accounts": str(len(accounts)), "known_orders": str(len(orders))}
        lost = [
            key.removeprefix("known_") for key, number in known.items()
            if number == "0" and self.cursor.get(key, "0") != "0"
        ]  # fmt: skip
        if lost:
            raise SuddenlyEmptyError(NAME, f"all {' and '.join(lost)} are suddenly gone")
        return Figures(
            accounts,
            sums_of(orders, self.months),
            cursor={**mine, **known},
            counted=self._counted(begun, len(rows) + len(orders)),
        )

    def _partly(self, parties: set[int], cursor: Mapping[str, str], begun: int) -> Figures:
        if not parties - self.base.own():
            return Figures(complete=False, unchanged=True, cursor=cursor, counted=self._counted(begun, 0))
        history = History(self.base)
        history.reading = self.reading
        people = People(self.reading)
        people.ask(parties)
        companies = people.accounts_of(parties) - self.base.own()
        staff = people.people_of(companies)
        history.owner = {**{one: people.account_of(one) for one in staff}, **{one: one for one in companies}}
        accounts = self._accounts(people, companies)
        orders = history.orders(sorted(history.owner))
        return Figures(
            accounts,
            sums_of(orders, self.months),
            complete=False,
            changed=frozenset(map(str, companies)),
            cursor=cursor,
            counted=self._counted(begun, len(accounts) + len(orders)),
        )

    def _accounts(self, people: People, companies: set[int]) -> tuple[Account, ...]:
        return people.records(companies)[0] if companies else ()

    def _touched(self, moment: dt.datetime, gone: Mapping[str, str]) -> set[int] | None:
        """Parties whose invoices, or who themselves, are new or changed; None when they are too many."""
        if "orders" in gone:
            return None
        changed = Changed(self.base)
        try:
            rows = [
                *changed.rows(self.base.told.orders.model, moment, ["party"]),
                *({"party": row["id"]} for row in changed.rows(PARTY, moment, ["id"], ANY_STATE)),
            ]
        except _TooManyError:
            return None
        return {one for row in rows if isinstance(one := flat(row).get("party"), int)}

    def _counted(self, begun: int, rows: int) -> dict[str, int]:
        left_out = sum(one.startswith("orders") and "left out" in one for one in self.reading.problems)
        return {"queries": self.base.tryton.calls - begun, "rows": rows, "left_out": left_out}


def frame_of(base: Base, now: dt.datetime) -> dict[str, str]:
    """What a cursor rests on: another day, or another way of reading, begins anew."""
    said = (base.map.fields, base.map.values, base.told)
    return {
        "day": f"{now.astimezone(base.told.zone):%Y-%m-%d}",
        "shape": hashlib.sha256(repr(said).encode()).hexdigest()[:16],
    }


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
