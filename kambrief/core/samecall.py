"""Calls in the making, and what makes two entries one call. The rules are told in `core.identity`."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from kambrief.core.address import address_key
from kambrief.core.calendar_read import Calendar, calendar_of
from kambrief.core.eligibility import is_external
from kambrief.core.model import Authority, EventStatus, Meeting, Occurrence, SourceKey

NEAR = dt.timedelta(minutes=5)


@dataclass(slots=True, eq=False)
class Call:
    """A meeting in the making: what was known of it, and the copies shown now."""

    id: str
    known: Meeting | None
    shown: dict[SourceKey, Occurrence] = field(default_factory=dict)
    gone: set[SourceKey] = field(default_factory=set)
    """Known keys that are no longer shown and should be."""
    moved: set[SourceKey] = field(default_factory=set)
    """Known keys that belong to another call after all."""

    def live(self) -> list[Occurrence]:
        return [copy for copy in self.shown.values() if is_live(copy)]

    def kept(self) -> dict[SourceKey, Occurrence]:
        """What known sources said that were not shown this time and are not gone."""
        known = self.known.copies if self.known else ()
        away = self.gone | self.moved
        return {one.source: one for one in known if one.source not in self.shown and one.source not in away}

    def sources(self) -> Iterator[SourceKey]:
        yield from self.shown
        if self.known:
            away = self.gone | self.moved
            yield from (key for key in self.known.sources if key not in away and key not in self.shown)

    def faces(self) -> list[Occurrence | Meeting]:
        """What others are compared with: the live copies shown now, else the meeting as it was known."""
        if self.known and self.known.cancelled and not self.live():
            return []
        copies: list[Occurrence | Meeting] = [*self.live(), *(one for one in self.kept().values() if is_live(one))]
        return copies or ([self.known] if self.known and not self.known.cancelled and not self.shown else [])


def start_of(call: Call) -> dt.datetime:
    return call.known.start if call.known else min(copy.start for copy in call.shown.values())


def near(one: dt.datetime, other: dt.datetime) -> bool:
    return abs(one - other) <= NEAR


def has_copy(call: Call, calendar: Calendar) -> bool:
    """Two entries of one calendar are never one meeting."""
    return any(calendar_of(key) == calendar for key in call.sources())


def same_uid(call: Call, occurrence: Occurrence) -> tuple[bool, dt.timedelta] | None:
    """How well: an equal recurrence id before a near start."""
    best: list[tuple[bool, dt.timedelta]] = []
    for key in (*call.shown, *(call.known.sources if call.known else ())):  # a UID is proof even when its copy went
        if key.uid == occurrence.source.uid:
            start = call.shown[key].start if key in call.shown else start_of(call)
            exact = key.recurrence_id == occurrence.source.recurrence_id
            if exact or near(start, occurrence.start):
                best.append((not exact, abs(start - occurrence.start)))
    return min(best, default=None)


def same_people(
    one: Meeting | Occurrence, other: Meeting | Occurrence, owners: Collection[str], own_domains: Sequence[str]
) -> bool:
    """Same organiser, and somebody from outside in both, the organiser not counted: a customer may call twice."""
    organizer = _organizer(one)
    if not organizer or organizer != _organizer(other):
        return False
    return bool((_outside(one, owners, own_domains) & _outside(other, owners, own_domains)) - {organizer})


def why_one(copy: Occurrence, others: Sequence[Occurrence], own_domains: Sequence[str]) -> str:
    """By which rule this copy is the same call as one of the others, as things stand now: ``same_uid``,
    ``same_people``, ``same_link``; empty where none holds any more, because what was one call stays one.
    """
    owners = {one.owner for one in (copy, *others)}
    rules: tuple[tuple[str, Callable[[Occurrence], bool]], ...] = (
        ("same_uid", lambda other: other.source.uid == copy.source.uid),
        ("same_people", lambda other: near(other.start, copy.start) and same_people(copy, other, owners, own_domains)),
        ("same_link", lambda other: same_link(copy, other, owners, own_domains)),
    )
    return next((rule for rule, holds in rules if any(holds(other) for other in others)), "")


def other_call(one: Meeting | Occurrence, other: Meeting | Occurrence) -> bool:
    """Links into two different calls of one platform: two calls at the same time, whoever attends."""
    a, b = one.join, other.join
    return (
        a is not None
        and b is not None
        and not (a.personal_room or b.personal_room)
        and a.platform is b.platform
        and bool(a.external_id and b.external_id)
        and a.external_id != b.external_id
    )


def same_link(
    one: Occurrence, other: Meeting | Occurrence, owners: Collection[str], own_domains: Sequence[str]
) -> bool:
    """Whether one of the two is the platform's own record of the call that the other's link leads to.

    A link proves nothing by itself: people paste old ones. But here the platform vouches that this id was scheduled for
    this one time; its host must take part in the other, the two must not name different customers, and a personal room
    or a meeting without a fixed time never counts.
    """
    if not isinstance(other, Occurrence) or not near(one.start, other.start):
        return False
    if (one.authority is Authority.PLATFORM) == (other.authority is Authority.PLATFORM):
        return False
    record, entry = (one, other) if one.authority is Authority.PLATFORM else (other, one)
    link = record.join
    if link is None or link.personal_room or not link.external_id:
        return False
    links = [found for found in (entry.join, *entry.other_links) if found]
    if not any(found.platform is link.platform and found.external_id == link.external_id for found in links):
        return False
    hosts = {_organizer(record), *(address_key(person.email) for person in record.attendees if not person.is_resource)}
    part = {_organizer(entry), address_key(entry.owner), *(address_key(person.email) for person in entry.attendees)}
    named = [_outside(side, owners, own_domains) for side in (record, entry)]
    return bool((hosts & part) - {""}) and (not all(named) or bool(named[0] & named[1]))


def organizers_own(copy: Occurrence) -> bool:
    return copy.organizer is not None and address_key(copy.organizer.email) == address_key(copy.owner) != ""


def _organizer(side: Meeting | Occurrence) -> str:
    return address_key(side.organizer.email) if side.organizer else ""


def _outside(side: Meeting | Occurrence, owners: Collection[str], own_domains: Sequence[str]) -> set[str]:
    return {address_key(person.email) for person in side.attendees if is_external(person, owners, own_domains)}


def paired(
    old: Sequence[tuple[SourceKey, Call]], new: Sequence[Occurrence]
) -> list[tuple[tuple[SourceKey, Call], Occurrence]]:
    """Equal starts first (a single event that became a series), the rest by order."""
    pairs = []
    olds, news = [*old], [*new]
    for pair in old:
        same = next((one for one in news if one.start == start_of(pair[1])), None)
        if same is not None:
            pairs.append((pair, same))
            olds.remove(pair)
            news.remove(same)
    return [*pairs, *zip(olds, news, strict=False)]


def is_live(occurrence: Occurrence) -> bool:
    return occurrence.status is not EventStatus.CANCELLED
