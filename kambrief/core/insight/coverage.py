"""I5, relationship coverage: which roles are in live contact, and whether those who decide have gone quiet."""

import dataclasses
import datetime as dt
import enum
import itertools
import statistics
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from kambrief.core.customer import Contact, Role
from kambrief.core.groups import id_order
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.touches import Touch

REQUIRED = (Role.SPONSOR, Role.ECONOMIC_BUYER, Role.CHAMPION, Role.PROCUREMENT, Role.TECHNICAL)
"""The roles an account needs."""
DECIDES = (Role.SPONSOR, Role.ECONOMIC_BUYER)
"""The roles whose silence is a red flag."""
RHYTHM_DAYS = 365
"""How far back from somebody's last touch their rhythm is looked for."""
RHYTHM_TOUCHES = 4
"""With fewer there is no rhythm."""


class Threading(enum.StrEnum):
    """How many people carry the relationship."""

    SILENT = "silent"
    SINGLE = "single"
    THIN = "thin"
    MULTI = "multi"


class Quiet(enum.StrEnum):
    """How it stands with somebody who decides."""

    OK = "ok"
    SILENT = "silent"
    NO_CONTACT = "no_contact"
    VACANT = "vacant"
    """Nobody active has the role and somebody who had it has left."""


@dataclass(frozen=True, slots=True)
class RoleCover:
    """One required role. Without a known person it is not covered."""

    role: Role
    contacts: tuple[str, ...]
    """Active contacts of that role, by id."""
    last_touch: dt.date | None
    covered: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one group."""

    roles: tuple[RoleCover, ...]
    threads: int
    """Distinct active contacts touched within 90 days."""
    touches: int
    """Person-touches of active contacts within 90 days."""
    top_contact: str | None
    top_touches: int
    label: Threading
    missing: tuple[str, ...] = ()
    """``roles`` when no contact has a role, ``activities`` when there is no history."""

    @property
    def covered(self) -> int:
        """How many required roles are in live contact."""
        return sum(role.covered for role in self.roles)

    @property
    def top_share(self) -> Decimal | None:
        """The part of the most frequent person in all person-touches; None without touches."""
        return Decimal(self.top_touches) / self.touches if self.touches else None


@dataclass(frozen=True, slots=True)
class Silence:
    """One sponsor or economic buyer. For a vacant role ``contact_id`` is who left last."""

    contact_id: str
    role: Role
    state: Quiet
    days: int | None
    """Since the last touch; None when never."""
    threshold: Decimal
    last_touch: dt.date | None = None


def coverage(
    contacts: Iterable[Contact],
    touches: Iterable[Touch],
    today: dt.date,
    limits: Thresholds,
    *,
    history: bool | None = None,
) -> Coverage:
    """Who was in touch within 90 days (0 ≤ today − day < 90), by role and by person.

    ``history``: whether anything at all is on record, our own unanswered mail for one. Then no touch is silence and not
    a gap in the data. Without it the touches are all there is to judge by.
    """
    contacts, seen = tuple(contacts), _known(touches, today)
    active = {contact.id for contact in contacts if not contact.left}
    recent = [touch for touch in seen if touch.contact_id in active and _days(touch, today) < limits.touch_days]
    counts = Counter(touch.contact_id for touch in recent)
    top = min(counts, key=lambda one: (-counts[one], id_order(one)), default=None)
    return Coverage(
        roles=tuple(_role_cover(role, contacts, seen, today, limits) for role in REQUIRED),
        threads=len(counts),
        touches=len(recent),
        top_contact=top,
        top_touches=counts[top] if top else 0,
        label=_label(counts, limits),
        missing=_missing(contacts, has_history=bool(seen) if history is None else history),
    )


def silences(
    contacts: Iterable[Contact], touches: Iterable[Touch], today: dt.date, limits: Thresholds
) -> tuple[Silence, ...]:
    """Active sponsors first, then economic buyers, by id; a role that is vacant has one entry.

    Threshold: min(90, max(45, 2 × median gap)) with at least four touches in the 365 days up to and including the last
    one, else 90. Several touches of one person on one day are one.
    """
    days: dict[str, set[dt.date]] = {}
    for touch in _known(touches, today):
        days.setdefault(touch.contact_id, set()).add(touch.day)
    contacts, found = tuple(contacts), list[Silence]()
    for role in DECIDES:
        holders = sorted((one for one in contacts if one.role is role), key=lambda one: id_order(one.id))
        active = [one for one in holders if not one.left]
        found += [_silence(one, role, days.get(one.id, ()), today, limits) for one in active]
        if holders and not active:
            last = max(holders, key=lambda one: one.left_on or dt.date.min)
            gone = _silence(last, role, days.get(last.id, ()), today, limits)
            found.append(dataclasses.replace(gone, state=Quiet.VACANT))
    return tuple(found)


def _known(touches: Iterable[Touch], today: dt.date) -> tuple[Touch, ...]:
    """Each person's part in each activity once, nothing of the future."""
    return tuple(dict.fromkeys(touch for touch in touches if touch.day <= today))


def _days(touch: Touch, today: dt.date) -> int:
    return (today - touch.day).days


def _role_cover(
    role: Role, contacts: Iterable[Contact], seen: Iterable[Touch], today: dt.date, limits: Thresholds
) -> RoleCover:
    holders = sorted((one.id for one in contacts if one.role is role and not one.left), key=id_order)
    last = max((touch.day for touch in seen if touch.contact_id in holders), default=None)
    return RoleCover(role, tuple(holders), last, last is not None and (today - last).days < limits.touch_days)


def _label(counts: Counter[str], limits: Thresholds) -> Threading:
    """Multiplied, not divided: 7 of 10 is exactly 70 %."""
    if len(counts) < 2:
        return Threading.SINGLE if counts else Threading.SILENT
    most, touches = max(counts.values()), counts.total()
    one_sided = touches >= limits.thin_touches and most >= limits.thin_share * touches
    return Threading.THIN if len(counts) == 2 or one_sided else Threading.MULTI


def _missing(contacts: Iterable[Contact], *, has_history: bool) -> tuple[str, ...]:
    roles = () if any(contact.role for contact in contacts) else ("roles",)
    return roles if has_history else (*roles, "activities")


def _silence(contact: Contact, role: Role, days: Collection[dt.date], today: dt.date, limits: Thresholds) -> Silence:
    threshold = _threshold(days, limits)
    if not days:
        return Silence(contact.id, role, Quiet.NO_CONTACT, None, threshold)
    last = max(days)
    quiet = (today - last).days
    return Silence(contact.id, role, Quiet.SILENT if quiet > threshold else Quiet.OK, quiet, threshold, last)


def _threshold(days: Collection[dt.date], limits: Thresholds) -> Decimal:
    """Whoever is usually heard of every month is silent sooner than whoever is heard of every quarter."""
    longest = Decimal(limits.silent_days)
    last = max(days, default=dt.date.min)
    rhythm = sorted(day for day in days if (last - day).days < RHYTHM_DAYS)
    if len(rhythm) < RHYTHM_TOUCHES:
        return longest
    gaps = [Decimal((later - earlier).days) for earlier, later in itertools.pairwise(rhythm)]
    return min(longest, max(Decimal(limits.silent_days_least), 2 * statistics.median(gaps)))
