"""Who of us knows whom at a customer: the people map.

Rests on touches (domain facts §4: two-way contact) and on what the insights say of coverage and silence (I5): nothing
of those is computed again here. Our part in a touch is whoever the record names; a touch that names nobody of us counts
for the customer's person and makes no line on the map.
"""

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core.address import address_key, domain_of, is_under
from kambrief.core.customer import DECIDES, Activity, ActivityKind, Contact, Role
from kambrief.core.groups import id_order
from kambrief.core.insight.coverage import Coverage, Quiet, Silence, Threading
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.touches import Touch
from kambrief.core.model import AccountManager, Meeting

YEAR_DAYS = 365
"""How far back touches are counted."""
_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True)
class Ours:
    """One of our people on the map."""

    key: str
    name: str
    recent: int
    """Days with a touch within 90 days, with anybody."""
    year: int


@dataclass(frozen=True, slots=True)
class Link:
    """One of ours and one of theirs. Days are counted, not records: two calls on one day are one touch."""

    ours: str
    """`Ours.key`."""
    contact_id: str
    last: dt.date
    kind: ActivityKind
    """Of the newest touch."""
    activity_id: str
    recent: int
    """Days with a touch within `Thresholds.touch_days`."""
    year: int
    """Days with a touch within 365 days."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """One active contact of the customer, whoever of us they met."""

    contact: Contact
    last: dt.date | None
    """None: never in touch."""
    kind: ActivityKind | None
    activity_id: str
    days: int | None
    """Since the last touch."""
    recent: int
    year: int
    quiet: Quiet | None
    """What I5 says of a sponsor or economic buyer; None for everybody else."""
    links: tuple[Link, ...]
    """The closest of ours first."""

    @property
    def decides(self) -> bool:
        """Sponsor or economic buyer."""
        return self.contact.role in DECIDES

    @property
    def gone_quiet(self) -> bool:
        """Somebody who decides is silent, or was never spoken to."""
        return self.quiet in {Quiet.SILENT, Quiet.NO_CONTACT}


@dataclass(frozen=True, slots=True)
class Relations:
    """The map of one customer."""

    ours: tuple[Ours, ...]
    """Whoever has met most of theirs lately first."""
    theirs: tuple[Theirs, ...]
    """Those who decide first, then by how lately and how often they were in touch."""
    threading: Threading | None
    """I5's word; None where nothing is known to judge by."""
    carried_by: str
    """The contact that carries the relationship alone or nearly (I5 ``single`` and ``thin``); empty for none."""
    only_ours: str
    """`Ours.key` of the one of us on whom every recent touch rests that names anybody, with two or more of theirs in
    touch; empty where it rests on more."""
    unnamed: int
    """Touches of the last 365 days that name nobody of us."""

    def of(self, contact_id: str) -> Theirs | None:
        """One person of the customer."""
        return next((one for one in self.theirs if one.contact.id == contact_id), None)


@dataclass(frozen=True, slots=True)
class Own:
    """Who we are: account managers by all their names, and our domains."""

    managers: tuple[AccountManager, ...] = ()
    domains: tuple[str, ...] = ()

    def person(self, said: str) -> tuple[str, str]:
        """Key and name of one of us, however a record writes them: an address, a name, an alias."""
        plain = " ".join(said.split())
        for manager in self.managers:
            if plain and (manager.is_address(plain) or plain.casefold() == manager.name.casefold()):
                return _words(manager.name) or manager.email.casefold(), manager.name or manager.email
        if "@" in plain:
            local = plain.partition("@")[0]
            words = _words(local)
            # ``elina.saarikko@…`` and "Elina Saarikko" are one person; ``sales@…`` is only itself.
            named = " ".join(part.capitalize() for part in local.replace("_", ".").split(".") if part)
            return (words, named) if " " in words else (plain.casefold(), plain)
        return _words(plain) or plain.casefold(), plain

    def is_ours(self, email: str) -> bool:
        """A manager's address, or one at our domains."""
        if any(manager.is_address(email) for manager in self.managers):
            return True
        return "@" in email and is_under(domain_of(email), self.domains)


def relations(
    contacts: Iterable[Contact],
    touches: Iterable[Touch],
    coverage: Coverage,
    silences: Iterable[Silence],
    own: Own,
    today: dt.date,
    limits: Thresholds,
    past: Sequence[Meeting] = (),
) -> Relations:
    """The map. Those who have left are not on it. ``past``: meetings of our calendars, which know who of us sat in what
    the CRM has not logged.
    """
    active = {contact.id: contact for contact in contacts if not contact.left}
    seen = [touch for touch in dict.fromkeys(touches) if touch.contact_id in active and touch.day <= today]
    who = _Who(own, {f"meeting-{meeting.id}": meeting for meeting in past})
    met, unnamed = _met(seen, who, today)
    links = {pair: _link(pair, rows, today, limits) for pair, rows in met.items()}
    quiet = {one.contact_id: one.state for one in silences if one.state is not Quiet.VACANT}
    rows, known = defaultdict[str, list[Touch]](list), defaultdict[str, list[Link]](list)
    for touch in seen:
        rows[touch.contact_id].append(touch)
    for link in links.values():
        known[link.contact_id].append(link)
    theirs = [_theirs(one, rows[one.id], known[one.id], quiet.get(one.id), today, limits) for one in active.values()]
    ours = _ours(met, who.names, today, limits)
    label = None if coverage.missing else coverage.label
    return Relations(
        ours=ours,
        theirs=tuple(sorted(theirs, key=_rank)),
        threading=label,
        carried_by=(coverage.top_contact or "") if label in {Threading.SINGLE, Threading.THIN} else "",
        only_ours=_only(links.values(), seen, today, limits),
        unnamed=unnamed,
    )


class _Who:
    """Our part in an activity, each person under one key."""

    def __init__(self, own: Own, calendar: Mapping[str, Meeting]) -> None:
        self._own = own
        self._calendar = calendar
        self._read: dict[str, tuple[str, str]] = {}
        self.names: dict[str, str] = {}

    def of(self, activity: Activity) -> frozenset[str]:
        keys = set()
        for said in self._said(activity):
            if said not in self._read:
                self._read[said] = self._own.person(said)
            key, name = self._read[said]
            if key:
                keys.add(key)
                # A name that is spelled as people write it beats one made of an address.
                if key not in self.names or "@" not in said:
                    self.names[key] = name
        return frozenset(keys)

    def _said(self, activity: Activity) -> Iterator[str]:
        yield from activity.our_people
        if activity.kind is ActivityKind.EMAIL and activity.inbound:
            yield from (one for one in activity.recipients if self._own.is_ours(one))
        meeting = self._calendar.get(activity.id)
        if meeting is not None:
            yield from meeting.owners
            yield from (
                one.email
                for one in meeting.attendees
                if not one.is_resource and one.email and self._own.is_ours(address_key(one.email))
            )


_Met = dict[tuple[str, str], list[Touch]]


def _met(seen: Iterable[Touch], who: _Who, today: dt.date) -> tuple[_Met, int]:
    found, unnamed = defaultdict[tuple[str, str], list[Touch]](list), 0
    for touch in seen:
        ours = who.of(touch.activity)
        for key in sorted(ours):
            found[key, touch.contact_id].append(touch)
        unnamed += not ours and _within(touch.day, today, YEAR_DAYS)
    return dict(found), unnamed


def _newest(rows: Iterable[Touch]) -> Touch:
    return max(rows, key=lambda touch: (touch.day, touch.activity.at, touch.activity.id))


def _link(pair: tuple[str, str], rows: Sequence[Touch], today: dt.date, limits: Thresholds) -> Link:
    newest = _newest(rows)
    return Link(
        pair[0], pair[1], newest.day, newest.activity.kind, newest.activity.id,
        _days(rows, today, limits.touch_days), _days(rows, today, YEAR_DAYS),
    )  # fmt: skip


def _theirs(
    contact: Contact, rows: Sequence[Touch], links: Iterable[Link], quiet: Quiet | None, today: dt.date,
    limits: Thresholds,
) -> Theirs:  # fmt: skip
    newest = _newest(rows) if rows else None
    return Theirs(
        contact=contact,
        last=newest.day if newest else None,
        kind=newest.activity.kind if newest else None,
        activity_id=newest.activity.id if newest else "",
        days=(today - newest.day).days if newest else None,
        recent=_days(rows, today, limits.touch_days),
        year=_days(rows, today, YEAR_DAYS),
        quiet=quiet,
        links=tuple(sorted(links, key=lambda link: (-link.recent, -link.year, -link.last.toordinal(), link.ours))),
    )


def _ours(met: _Met, names: Mapping[str, str], today: dt.date, limits: Thresholds) -> tuple[Ours, ...]:
    rows = defaultdict[str, list[Touch]](list)
    for (key, _), touches in met.items():
        rows[key] += touches
    people = [
        Ours(key, names[key], _days(some, today, limits.touch_days), _days(some, today, YEAR_DAYS))
        for key, some in rows.items()
    ]
    return tuple(sorted(people, key=lambda one: (-one.recent, -one.year, one.name, one.key)))


def _only(links: Iterable[Link], seen: Iterable[Touch], today: dt.date, limits: Thresholds) -> str:
    recent = {link.ours for link in links if link.recent}
    people = {touch.contact_id for touch in seen if _within(touch.day, today, limits.touch_days)}
    return recent.pop() if len(recent) == 1 and len(people) > 1 else ""


def _rank(one: Theirs) -> tuple[object, ...]:
    role = one.contact.role
    standing = (0, _ROLES.index(role)) if role in DECIDES and role else (1, 0)
    return (*standing, one.last is None, -one.recent, -one.year, one.days or 0, id_order(one.contact.id))


def _days(rows: Iterable[Touch], today: dt.date, within: int) -> int:
    return len({touch.day for touch in rows if _within(touch.day, today, within)})


def _within(day: dt.date, today: dt.date, days: int) -> bool:
    return (today - day).days < days


def _words(name: str) -> str:
    """A name's words as addresses write them: lower case, without accents. Empty when there is no letter."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in bare if not unicodedata.combining(sign))
    return " ".join(kept.split())
