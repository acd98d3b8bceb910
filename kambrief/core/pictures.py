"""Pictures beside the text: revenue by month, who was in touch when, and what the retention risk is made of.

Pure numbers and sentences; `render` draws them as tables, because mail programs hold images back. A picture repeats
what the text says and never adds to it. What cannot be drawn honestly (no data, unusable amounts) is no picture.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kambrief.core.brief import Bar, Picture, PictureKind, PictureRow, Section
from kambrief.core.customer import DECIDES, Contact, Role
from kambrief.core.evidence import Count, Day, Money, Person, Value, Word
from kambrief.core.insight.revenue import Month
from kambrief.core.insight.risk import Factor, Risk
from kambrief.core.insight.touches import Touch
from kambrief.core.insight.windows import plus_months, windows
from kambrief.core.saying import value

MONTHS = 12
RECENT = 3
"""The months that the momentum is about (domain facts §4, I3)."""
MAX_PEOPLE = 6
MAX_RAISING = 6
MAX_LOWERING = 2
MIN_SCORE = 25
"""Where the band ``low`` ends (domain facts §4, I8): below it there is nothing to explain."""
CELL_SIZES = (0, 33, 67, 100)
"""How dark a month is, by `_level` of the days in touch."""
_LONGEST = 40
"""Digits of an amount; beyond them it is a broken row (`wording` draws the same line)."""

_ROLES = tuple(Role)
_FACTORS = tuple(Factor)


def pictures(
    revenue_months: Sequence[Month],
    currency: str,
    people: Sequence[Contact],
    touches: Sequence[Touch],
    risk: Risk | None,
    today: dt.date,
) -> tuple[Picture, ...]:
    """All that there is to show, in the order in which it is read."""
    made = (contacts(people, touches, today), reasons(risk) if risk else None, months(revenue_months, currency, today))
    return tuple(picture for picture in made if picture)


# --- revenue -------------------------------------------------------------------------------------------------------


def months(monthly: Sequence[Month], currency: str, today: dt.date) -> Picture | None:
    """The last twelve full months, each beside the same month a year before; a month that is not there is 0.

    None when nothing was invoiced in either year, or an amount is no number.
    """
    window = windows(today)
    now, before = (_year(monthly, start) for start in (window.t12m_from, window.p12m_from))
    every = (*now, *before)
    if not any(every) or not all(map(_usable, every)):
        return None
    top = max(map(abs, every))
    facts = ("insight/revenue",)
    first, last = Day(window.t12m_from), Day(window.last)
    alt: dict[str, Value] = {
        "first": first,
        "last": last,
        "amount": _sum(now, currency),
        "before": _sum(before, currency),
        "recent": _sum(now[-RECENT:], currency),
        "recent_before": _sum(before[-RECENT:], currency),
    }
    return Picture(
        PictureKind.MONTHS,
        Section.BUSINESS,
        value("picture_months", facts),
        value("picture_months_alt", facts, **alt),
        (
            PictureRow(value("picture_months_before", facts), tuple(_bar(amount, top) for amount in before)),
            PictureRow(value("picture_months_now", facts), tuple(_bar(amount, top) for amount in now)),
        ),
        (value("picture_month", day=first), value("picture_month", day=last)),
    )


def _year(monthly: Iterable[Month], start: dt.date) -> tuple[Decimal, ...]:
    """The amounts of twelve months from ``start``. Unusable ones are kept, so that they are seen."""
    firsts = [plus_months(start, number) for number in range(MONTHS)]
    amounts: dict[dt.date, list[Decimal]] = {first: [] for first in firsts}
    for month in monthly:
        amounts.get(month.month.replace(day=1), []).append(month.amount)
    return tuple(_added(amounts[first]) for first in firsts)


def _added(amounts: Sequence[Decimal]) -> Decimal:
    broken = next((amount for amount in amounts if not _usable(amount)), None)
    return sum(amounts, Decimal(0)) if broken is None else Decimal("Infinity")


def _usable(amount: Decimal) -> bool:
    return amount.is_finite() and (not amount or amount.adjusted() <= _LONGEST)


def _bar(amount: Decimal, top: Decimal) -> Bar:
    return Bar(_percent(abs(amount), top), negative=amount < 0)


def _percent(part: Decimal | int, whole: Decimal | int) -> int:
    """The part in whole percent; what is not nothing is at least 1, so that it is seen."""
    return max(1, int((Decimal(part) * 100 / whole).to_integral_value())) if part else 0


def _sum(amounts: Iterable[Decimal], currency: str) -> Money:
    """In whole units: cents say nothing about a year."""
    return Money(sum(amounts, Decimal(0)).to_integral_value(), currency)


# --- people --------------------------------------------------------------------------------------------------------


def contacts(people: Sequence[Contact], touches: Sequence[Touch], today: dt.date) -> Picture | None:
    """On how many days of each of the last twelve months (the running one is the last) each person was in touch.

    Those who decide come first, those without a role last; who is in touch more often before who is less. Those who
    have left are left out. None without people, or where no touch of anybody is known: then silence and a missing
    history look the same.
    """
    known = {contact.id: contact for contact in people if not contact.left}
    if not known or not touches:
        return None
    firsts = [plus_months(today.replace(day=1), number - MONTHS + 1) for number in range(MONTHS)]
    days = _days(known, touches, firsts[0], today)
    shown = sorted(known.values(), key=lambda contact: (*_standing(contact), -days[contact.id].total(), contact.id))
    more = len(shown) - MAX_PEOPLE
    first, last = Day(firsts[0]), Day(firsts[-1])
    return Picture(
        PictureKind.CONTACTS,
        Section.RELATIONSHIP,
        value("picture_contacts_more", more=Count(more)) if more > 0 else value("picture_contacts"),
        value("picture_contacts_alt", first=first, last=last),
        tuple(_person(contact, days[contact.id], firsts) for contact in shown[:MAX_PEOPLE]),
        (value("picture_month", day=first), value("picture_month", day=last)),
    )


def _days(
    known: Iterable[str], touches: Iterable[Touch], first: dt.date, today: dt.date
) -> dict[str, Counter[dt.date]]:
    """Person → month → days with a touch: several on one day are one, as for silence (I5)."""
    days = {contact_id: Counter[dt.date]() for contact_id in known}
    for contact_id, day in {(touch.contact_id, touch.day) for touch in touches if first <= touch.day <= today}:
        if contact_id in days:
            days[contact_id][day.replace(day=1)] += 1
    return days


def _standing(contact: Contact) -> tuple[int, int]:
    """Sponsors, then economic buyers; then the other roles alike; then those without one."""
    if contact.role in DECIDES:
        return 0, _ROLES.index(contact.role)
    return (1 if contact.role else 2), 0


def _person(contact: Contact, days: Counter[dt.date], firsts: Sequence[dt.date]) -> PictureRow:
    facts = (f"contacts/{contact.id}",)
    name = Person(contact.name or contact.id, contact.id)
    if contact.role:
        label = value("picture_person", facts, name=name, role=Word(f"picture_role_{contact.role}"))
    else:
        label = value("picture_person_plain", facts, name=name)
    if days:
        seen = value("picture_contact_alt", facts, name=name, months=Count(len(days)), last=Day(max(days)))
    else:
        seen = value("picture_contact_none", facts, name=name)
    return PictureRow(label, tuple(Bar(CELL_SIZES[_level(days[first])]) for first in firsts), alt=seen)


def _level(days: int) -> int:
    """None, one, two or three, four and more: about weekly."""
    return (days > 0) + (days > 1) + (days > 3)


# --- retention risk ------------------------------------------------------------------------------------------------


def reasons(risk: Risk) -> Picture | None:
    """The heaviest reasons that raise the score, then those that lower it. None below `MIN_SCORE`.

    Points of one factor are added up; of equal weight the earlier in the table comes first. The base that every
    account starts from is no reason.
    """
    points = _points(risk)
    heaviest = sorted(points, key=lambda factor: (-abs(points[factor]), _FACTORS.index(factor)))
    raising = [factor for factor in heaviest if points[factor] > 0][:MAX_RAISING]
    lowering = [factor for factor in heaviest if points[factor] < 0][:MAX_LOWERING]
    if risk.score < MIN_SCORE or not raising:
        return None
    top = abs(points[heaviest[0]])
    score = Count(risk.score)
    return Picture(
        PictureKind.REASONS,
        Section.RELATIONSHIP,
        value("picture_reasons", score=score),
        value("picture_reasons_alt", score=score),
        tuple(_reason(factor, points[factor], top, _evidence(risk, factor)) for factor in (*raising, *lowering)),
    )


def _points(risk: Risk) -> dict[Factor, int]:
    points = Counter[Factor]()
    for part in risk.contributions:
        points[part.factor] += part.points
    return {factor: number for factor, number in points.items() if number and factor is not Factor.BASE}


def _evidence(risk: Risk, factor: Factor) -> tuple[str, ...]:
    parts = (part for part in risk.contributions if part.factor is factor)
    return tuple(dict.fromkeys(fact for part in parts for fact in part.evidence))


def _reason(factor: Factor, points: int, top: int, facts: tuple[str, ...]) -> PictureRow:
    word, number = Word(f"risk_factor_{factor}"), Count(points)
    return PictureRow(
        value("picture_reason", facts, factor=word),
        (Bar(_percent(abs(points), top), negative=points < 0),),
        alt=value("picture_reason_alt", facts, factor=word, points=number),
        figure=value("picture_points", facts, points=number),
    )
