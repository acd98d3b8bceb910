"""What follows from the raw files, computed anew: last contacts, notice days, revenue, survey results, risk.

A second implementation of the definitions in the documentation, on purpose: it shares no code with the core, so that
one mistake cannot both write a brief and approve it. The arithmetic of single insights is in `sales`, `bonds` and
`risks`; here is what they are fed with.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from babel.core import get_global

from kambrief.evaluation import bonds, risks
from kambrief.evaluation.arithmetic import add_months, amount, business_days, day, working_day
from kambrief.evaluation.bonds import WINDOW, Coverage, Engagement, Satisfaction, Silence, Touch
from kambrief.evaluation.risks import Risk
from kambrief.evaluation.sales import Sales
from kambrief.evaluation.scenario import RawScenario, Row
from kambrief.evaluation.tokens import LANGUAGES

_REPLY_DAYS: Final = 5
_DECIDERS: Final = ("sponsor", "economic_buyer", "champion")
_ROUND_YEARS: Final = (1, 5)
_FIVES: Final = 5
_BEFORE, _AFTER = 7, 30
"""Days around an anniversary within which it is one."""


@dataclass(frozen=True, slots=True)
class ContractDays:
    """The days of one contract. ``act_by``: the last working day up to it, by each country that may count."""

    row: Row
    start: dt.date | None
    end: dt.date | None
    notice: dt.date | None
    act_by: frozenset[dt.date]
    renewed_to: dt.date | None


@dataclass(frozen=True, slots=True)
class Anniversary:
    """So many years on this day, of the customer or of somebody in their role (I11)."""

    on: dt.date
    years: int
    contact: str = ""


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

    def moment(self, at: str) -> dt.datetime:
        """An ISO time in the manager's zone; one without an offset is meant there."""
        moment = dt.datetime.fromisoformat(at)
        return moment.replace(tzinfo=self.zone) if moment.tzinfo is None else moment.astimezone(self.zone)

    def local(self, at: str) -> dt.date:
        """The day of an ISO time in the manager's zone."""
        return self.moment(at).date()

    def rows(self, table: str) -> list[Row]:
        """The group's rows of a table: nobody else's."""
        return [row for row in self.raw.tables.get(table, ()) if row["account_id"] in self.raw.group]

    @cached_property
    def activities(self) -> list[Row]:
        """What had happened by ``now``."""
        return [row for row in self.rows("activities") if self.moment(row["at"]) <= self.now]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """What the records may be written in. Finnish reads what English does, and weekdays besides."""
        spoken = [self.sales.root.get("language"), *(row.get("brief_language") for row in self.raw.managers)]
        return tuple(dict.fromkeys(["fi", *(str(one) for one in spoken if one in LANGUAGES)]))

    @cached_property
    def active(self) -> dict[str, str]:
        """Contact → role, of those who have not left."""
        return {row["id"]: row["role"] for row in self.rows("contacts") if row["status"] != "left"}

    # --- contact ---

    @cached_property
    def touches(self) -> list[Touch]:
        """Held meetings attended, calls taken, mail sent to us; oldest first."""
        return sorted(
            (
                Touch(self.local(row["at"]), who, row["id"], row["type"] == "meeting")
                for row in self.activities
                for who in bonds.touched(row)
            ),
            key=lambda touch: touch.day,
        )

    def last_touch(self, contact: str) -> dt.date | None:
        return max((touch.day for touch in self.touches if touch.contact == contact), default=None)

    def last_met(self, contact: str) -> dt.date | None:
        return max((touch.day for touch in self.touches if touch.contact == contact and touch.met), default=None)

    def silence(self, contact: str) -> Silence:
        """How long somebody has been silent, and whether that is unusual."""
        return bonds.silence([touch.day for touch in self.touches if touch.contact == contact], self.today)

    @cached_property
    def coverage(self) -> Coverage:
        return bonds.coverage(self.active, self.touches, self.today)

    @property
    def recent(self) -> Counter[str]:
        """Touches of the last 90 days, by active contact."""
        return self.coverage.shares

    @cached_property
    def engagement(self) -> Engagement:
        mails = [(self.moment(row["at"]), row) for row in self.activities if row["type"] == "email"]
        return bonds.engagement(self.touches, sorted(mails, key=lambda mail: mail[0]), self.today)

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
            row.get("direction") == "in"
            and row.get("thread_id") == mail.get("thread_id")
            and self.moment(row["at"]) > self.moment(mail["at"])
            for row in self.activities
        )

    def overdue_mail(self, contact: str | None = None) -> list[Row]:
        """Those of them that are older than five business days."""
        mails = self.unanswered(contact)
        return [row for row in mails if business_days(self.local(row["at"]), self.today) > _REPLY_DAYS]

    # --- contracts ---

    @cached_property
    def contracts(self) -> list[ContractDays]:
        return [self._contract(row) for row in self.rows("contracts")]

    def _contract(self, row: Row) -> ContractDays:
        start, end = day(row["start"]), day(row["end"])
        months, renew = amount(row["notice_period_months"]), int(amount(row["auto_renew_months"]) or 0)
        notice = add_months(end, -int(months)) if end and months else None
        account = self.sales.accounts.get(row["account_id"], {})
        places = [
            place for place in (account.get("country"), get_global("zone_territories").get(str(self.zone))) if place
        ]
        return ContractDays(
            row, start, end, notice,
            frozenset(working_day(notice, place) for place in places) if notice else frozenset(),
            add_months(end, renew) if end and renew else None,
        )  # fmt: skip

    # --- promises and tickets ---

    @cached_property
    def late_promises(self) -> list[Row]:
        """Open ones whose day is past; due today is not late."""
        rows = [row for row in self.rows("commitments") if row["status"] == "open"]
        return [row for row in rows if day(row["due"], self.today) < self.today]

    @cached_property
    def open_tickets(self) -> list[Row]:
        return [row for row in self.rows("tickets") if row["status"] == "open"]

    # --- surveys ---

    @cached_property
    def answers(self) -> dict[tuple[str, str], list[Row]]:
        """Survey answers by contact and kind, oldest first; anonymous ones belong to nobody."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in sorted(self.rows("surveys"), key=lambda row: row["at"]):
            if row["contact_id"] and day(row["at"], self.today) <= self.today and amount(row["score"]) is not None:
                found.setdefault((row["contact_id"], row["kind"]), []).append(row)
        return found

    @cached_property
    def satisfaction(self) -> Satisfaction:
        answers = {
            who: [(day(row["at"], self.today), int(amount(row["score"]) or 0)) for row in rows]
            for (who, kind), rows in self.answers.items()
            if kind == "nps" and who in self.active
        }
        return bonds.satisfaction(answers, self.today)

    # --- business and risk ---

    @cached_property
    def sales(self) -> Sales:
        return Sales(self.raw, self.today)

    @cached_property
    def rival(self) -> bool:
        """Whether somebody spoke of a competitor within 90 days: by tag, or in words."""
        return any(
            "competitor" in (row.get("tags") or ()) or risks.names_rival(f"{row.get('subject')} {row.get('body')}")
            for row in self.activities
            if 0 <= (self.today - self.local(row["at"])).days < WINDOW
        )

    @cached_property
    def risk(self) -> Risk:
        whole = self.sales.trend()
        people = {role: [who for who, has in self.active.items() if has == role] for role in bonds.ROLES}
        silences = {role: [self.silence(who) for who in people[role]] for role in ("sponsor", "economic_buyer")}
        told = bool(self.raw.tables["activities"])
        return risks.risk(
            risks.Inputs(
                today=self.today,
                quarter=whole.q if whole else None,
                satisfaction=self.satisfaction,
                deciders=frozenset(who for who, role in self.active.items() if role in _DECIDERS),
                sponsor=risks.sponsor_state(*silences.values()) if told and self.active else None,
                coverage=self.coverage if told else None,
                engagement=self.engagement,
                tickets=self.open_tickets,
                ends=[one.end for one in self.contracts if one.end],
                notices=[one.notice for one in self.contracts if one.notice],
                renewals=[row for row in self.rows("deals") if row["kind"] == "renewal" and row["status"] == "open"],
                rival=self.rival,
                late_promises=sum(row["side"] == "us" for row in self.late_promises),
            )
        )

    @cached_property
    def anniversaries(self) -> list[Anniversary]:
        """Of the customer and of contacts in their roles, within a week back and a month ahead."""
        since = [("", day(self.sales.root.get("customer_since"))), *self._in_role()]
        return [found for who, start in since if start for found in self._round(start, who)]

    def _in_role(self) -> Iterator[tuple[str, dt.date | None]]:
        yield from ((row["id"], day(row["since"])) for row in self.rows("contacts") if row["id"] in self.active)

    def _round(self, start: dt.date, contact: str) -> Iterator[Anniversary]:
        for years in range(1, self.today.year - start.year + 2):
            on = add_months(start, 12 * years)
            is_round = years in _ROUND_YEARS or years % _FIVES == 0
            if is_round and -_BEFORE <= (on - self.today).days <= _AFTER:
                yield Anniversary(on, years, contact)

    def years(self, start: dt.date) -> int:
        """Full years from ``start`` to today."""
        whole = self.today.year - start.year
        return whole if add_months(start, 12 * whole) <= self.today else whole - 1

    def tickets_lately(self, category: str | None = None) -> int:
        """Tickets opened within 180 days, of one category or of all."""
        ages = [
            (self.today - day(row["opened"], dt.date.min)).days
            for row in self.rows("tickets")
            if category in {None, row["category"]}
        ]
        return sum(0 <= age <= 180 for age in ages)


def percent(ratio: Decimal | None) -> Decimal | None:
    """A ratio as percent."""
    return None if ratio is None else ratio * 100
