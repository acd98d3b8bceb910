"""What follows from the raw files, computed anew: last contacts, notice days, revenue, survey results.

A second implementation of the definitions in the documentation, on purpose: it shares no code with the core, so that
one mistake cannot both write a brief and approve it.
"""

import calendar
import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

import holidays
from babel.core import get_global

from kambrief.evaluation.scenario import RawScenario, Row

_WINDOW: Final = 90
_FULL_YEAR: Final = 365
_ROLES: Final = ("sponsor", "economic_buyer", "champion", "procurement", "technical")
_REPLY_DAYS: Final = 5
_PROMOTER: Final = 9
_DETRACTOR: Final = 6
_ENOUGH: Final = 5
_SIZES: Final = (50, 250, 1000)


@dataclass(frozen=True, slots=True)
class Touch:
    """One person's part in one two-way contact."""

    day: dt.date
    contact: str
    activity: str
    met: bool


@dataclass(frozen=True, slots=True)
class ContractDays:
    """The days of one contract. ``act_by``: the last working day up to it, by each country that may count."""

    row: Row
    start: dt.date | None
    end: dt.date | None
    notice: dt.date | None
    act_by: frozenset[dt.date]
    renewed_to: dt.date | None


@dataclass(frozen=True)
class Derived:
    """The scenario's values as of ``now``, seen from the account manager's time zone."""

    raw: RawScenario
    now: dt.datetime
    zone: ZoneInfo

    @property
    def today(self) -> dt.date:
        return self.now.astimezone(self.zone).date()

    @cached_property
    def meeting_day(self) -> dt.date:
        start = self.raw.meeting.get("start")
        return self.local(start) if start else self.today

    def local(self, at: str) -> dt.date:
        """The day of an ISO time in the manager's zone."""
        moment = dt.datetime.fromisoformat(at)
        return (moment if moment.tzinfo is None else moment.astimezone(self.zone)).date()

    def rows(self, table: str) -> list[Row]:
        """The group's rows of a table: nobody else's."""
        return [row for row in self.raw.tables[table] if row["account_id"] in self.raw.group]

    @cached_property
    def activities(self) -> list[Row]:
        """What had happened by ``now``."""
        return [row for row in self.rows("activities") if dt.datetime.fromisoformat(row["at"]) <= self.now]

    # --- contact ---

    @cached_property
    def touches(self) -> list[Touch]:
        """Held meetings attended, calls taken, mail sent to us; oldest first."""
        return sorted(
            (
                Touch(self.local(row["at"]), who, row["id"], row["type"] == "meeting")
                for row in self.activities
                for who in _touched(row)
            ),
            key=lambda touch: touch.day,
        )

    def last_touch(self, contact: str) -> dt.date | None:
        return max((touch.day for touch in self.touches if touch.contact == contact), default=None)

    def last_met(self, contact: str) -> dt.date | None:
        return max((touch.day for touch in self.touches if touch.contact == contact and touch.met), default=None)

    @cached_property
    def recent(self) -> Counter[str]:
        """Touches of the last 90 days, by contact."""
        return Counter(touch.contact for touch in self.touches if 0 <= (self.today - touch.day).days < _WINDOW)

    def unanswered(self, contact: str | None = None) -> list[Row]:
        """Our mails that expect a reply and have had none, however old."""
        return [
            row
            for row in self.activities
            if row["type"] == "email" and row.get("direction") == "out" and row.get("expects_reply")
            and (contact is None or contact in row.get("to", ()))
            and not self._answered(row)
        ]  # fmt: skip

    def _answered(self, mail: Row) -> bool:
        return any(
            row.get("direction") == "in" and row.get("thread_id") == mail.get("thread_id") and row["at"] > mail["at"]
            for row in self.activities
        )

    def overdue_mail(self, contact: str | None = None) -> list[Row]:
        """Those of them that are older than five business days."""
        mails = self.unanswered(contact)
        return [row for row in mails if _business_days(self.local(row["at"]), self.today) > _REPLY_DAYS]

    @cached_property
    def covered_roles(self) -> int:
        active = {row["id"]: row["role"] for row in self.rows("contacts") if row["status"] != "left"}
        return len({role for who, role in active.items() if self.recent[who] and role in _ROLES})

    # --- contracts ---

    @cached_property
    def contracts(self) -> list[ContractDays]:
        return [self._contract(row) for row in self.rows("contracts")]

    def _contract(self, row: Row) -> ContractDays:
        start, end = day(row["start"]), day(row["end"])
        months = row["notice_period_months"]
        notice = add_months(end, -int(months)) if end and months else None
        account = next(account for account in self.raw.tables["accounts"] if account["id"] == row["account_id"])
        places = [
            place for place in (account.get("country"), get_global("zone_territories").get(str(self.zone))) if place
        ]
        renew = int(row["auto_renew_months"] or 0)
        return ContractDays(
            row, start, end, notice,
            frozenset(_working_day(notice, place) for place in places) if notice else frozenset(),
            add_months(end, renew) if end and renew else None,
        )  # fmt: skip

    # --- surveys ---

    @cached_property
    def answers(self) -> dict[tuple[str, str], list[Row]]:
        """Survey answers by contact and kind, oldest first; anonymous ones belong to nobody."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in sorted(self.rows("surveys"), key=lambda row: row["at"]):
            if row["contact_id"] and day(row["at"], self.today) <= self.today:
                found.setdefault((row["contact_id"], row["kind"]), []).append(row)
        return found

    @cached_property
    def nps(self) -> list[int]:
        """The latest NPS of each active contact within a year."""
        active = {row["id"] for row in self.rows("contacts") if row["status"] != "left"}
        latest = [rows[-1] for (who, kind), rows in self.answers.items() if kind == "nps" and who in active]
        return [int(row["score"]) for row in latest if (self.today - day(row["at"], self.today)).days <= _FULL_YEAR]

    @property
    def nps_value(self) -> int | None:
        """Promoters less detractors in percent, from five answers on."""
        if len(self.nps) < _ENOUGH:
            return None
        score = sum(answer >= _PROMOTER for answer in self.nps) - sum(answer <= _DETRACTOR for answer in self.nps)
        return round(100 * score / len(self.nps))

    @property
    def nps_mean(self) -> Decimal | None:
        return Decimal(str(statistics.fmean(self.nps))) if self.nps else None

    # --- revenue ---

    def revenue(
        self,
        first: int,
        last: int,
        *,
        accounts: Iterable[str] | None = None,
        category: str | None = None,
        own: bool = False,
    ) -> Decimal:
        """Net revenue of the months ``first`` to ``last`` before this one (1 is the last full month).

        In the base currency, or as invoiced (``own``). Orders in a currency without a rate count as nothing here: a
        claim that rests on them then finds no support.
        """
        chosen = self.raw.group if accounts is None else frozenset(accounts)
        months = {_month_before(self.today, index) for index in range(first, last + 1)}
        return sum(
            (
                Decimal(row["net_amount"]) * (Decimal(1) if own else self._rate(row["currency"]))
                for row in self.raw.tables["orders"]
                if row["account_id"] in chosen and row["month"][:7] in months and category in {None, row["category"]}
            ),
            Decimal(0),
        )

    def _rate(self, currency: str) -> Decimal:
        if currency == self.raw.meta.get("base_currency"):
            return Decimal(1)
        return Decimal(str(self.raw.meta.get("fx_to_base", {}).get(currency, 0)))

    @cached_property
    def adoption(self) -> list[tuple[int, int, str]]:
        """For each category this group does not buy: buying peers, peers, category. Peers: same industry, like size."""
        accounts = {row["id"]: row for row in self.raw.tables["accounts"]}
        root = accounts[self.raw.meta["account_id"]]
        peers = [
            row["id"] for row in accounts.values()
            if row["id"] not in self.raw.group and row["industry"] == root["industry"]
            and abs(_size(row) - _size(root)) <= 1 and self.revenue(1, 12, accounts=[row["id"]]) > 0
        ]  # fmt: skip
        categories = {row["category"] for row in self.raw.tables["products"]}
        missing = [name for name in categories if self.revenue(1, 12, category=name) <= 0]
        buying = {
            name: sum(self.revenue(1, 12, accounts=[peer], category=name) > 0 for peer in peers) for name in missing
        }
        return [(count, len(peers), name) for name, count in buying.items()]


def day(text: str, default: dt.date | None = None) -> Any:
    """An ISO date, or ``default`` for an empty cell."""
    return dt.date.fromisoformat(text[:10]) if text else default


def add_months(date: dt.date, months: int) -> dt.date:
    """The same day so many months on, clamped to the month's end."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def change(new: Decimal, old: Decimal) -> Decimal | None:
    """The change in percent; none when there is nothing to compare with."""
    return (new / old - 1) * 100 if old > 0 else None


def _touched(row: Row) -> tuple[str, ...]:
    kind = row["type"]
    if kind == "meeting" and row.get("status") == "held":
        return tuple(row.get("attended", ()))
    if kind == "call" and row.get("status") == "connected":
        return tuple(row.get("contacts", ()))
    if kind == "email" and row.get("direction") == "in":
        return (row["from"],)
    return ()


def _working_day(date: dt.date, country: str) -> dt.date:
    try:
        free: Mapping[dt.date, str] = holidays.country_holidays(country)
    except NotImplementedError:
        free = {}
    while date.weekday() > 4 or date in free:  # Saturday and Sunday
        date -= dt.timedelta(days=1)
    return date


def _business_days(start: dt.date, end: dt.date) -> int:
    return sum((start + dt.timedelta(days=n)).weekday() < 5 for n in range(1, (end - start).days + 1))


def _month_before(today: dt.date, months: int) -> str:
    return add_months(today.replace(day=1), -months).isoformat()[:7]


def _size(account: Row) -> int:
    return sum((account.get("employees") or 0) >= limit for limit in _SIZES)
