"""Finding the call that an entry of another calendar is a copy of: rules 4 and 5 of `core.identity`."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from kambrief.core.address import address_key
from kambrief.core.calendar_read import calendar_of
from kambrief.core.model import Occurrence
from kambrief.core.samecall import (
    NEAR,
    Call,
    has_copy,
    is_live,
    near,
    other_call,
    same_link,
    same_people,
    same_uid,
)


class Links:
    """All calls by what could make an entry one of them. ``tell`` hears which rule it was."""

    def __init__(
        self, owners: Collection[str], own_domains: Sequence[str], tell: Callable[[Call, str, Occurrence], None]
    ) -> None:
        self._owners, self._own_domains, self._tell = owners, own_domains, tell
        self._by_uid: defaultdict[str, list[Call]] = defaultdict(list)
        self._by_organizer: defaultdict[tuple[str, int], list[Call]] = defaultdict(list)
        self._by_link: defaultdict[str, list[Call]] = defaultdict(list)

    def add(self, call: Call) -> None:
        """From now on this call can be found by all it shows."""
        for key in call.sources():
            if call not in self._by_uid[key.uid]:
                self._by_uid[key.uid].append(call)
        for face in call.faces():
            organizer = address_key(face.organizer.email) if face.organizer else ""
            around = self._by_organizer[organizer, _slot(face.start)]
            if organizer and call not in around:
                around.append(call)
            for link in (face.join, *face.other_links):
                if link and link.external_id and call not in self._by_link[link.external_id]:
                    self._by_link[link.external_id].append(call)

    def find(self, occurrence: Occurrence) -> Call | None:
        """Rule 4: the call this occurrence is another calendar's copy of."""
        calendar = calendar_of(occurrence.source)
        fits = [
            (exact, gap, call.id, call)
            for call in self._by_uid[occurrence.source.uid]
            if (match := same_uid(call, occurrence)) and not has_copy(call, calendar)
            for exact, gap in (match,)
        ]
        if fits:
            call = min(fits, key=lambda fit: fit[:3])[3]
            self._tell(call, "same_uid", occurrence)
            return call
        return self._by_people(occurrence) or self.by_record(occurrence)

    def _by_people(self, occurrence: Occurrence) -> Call | None:
        calendar = calendar_of(occurrence.source)
        if not is_live(occurrence) or occurrence.organizer is None:
            return None
        found = [
            (abs(face.start - occurrence.start), call.id, call)
            for step in (-1, 0, 1)
            for call in self._by_organizer[address_key(occurrence.organizer.email), _slot(occurrence.start) + step]
            if not has_copy(call, calendar)
            for face in call.faces()
            if near(face.start, occurrence.start)
            and same_people(face, occurrence, self._owners, self._own_domains)
            and not other_call(face, occurrence)
        ]
        if not found:
            return None
        call = min(found, key=lambda fit: fit[:2])[2]
        self._tell(call, "same_people", occurrence)
        return call

    def by_record(self, occurrence: Occurrence) -> Call | None:
        """Rule 5. Several entries with this link at this time: nobody knows whose it is."""
        if not is_live(occurrence):
            return None
        calendar = calendar_of(occurrence.source)
        links = [link.external_id for link in (occurrence.join, *occurrence.other_links) if link and link.external_id]
        found = {
            call.id: call
            for link in links
            for call in self._by_link[link]
            if not has_copy(call, calendar)
            and any(same_link(occurrence, face, self._owners, self._own_domains) for face in call.faces())
        }
        if len(found) != 1:
            return None
        call = next(iter(found.values()))
        self._tell(call, "same_link", occurrence)
        return call


def _slot(start: dt.datetime) -> int:
    """Times that are near are in the same slot or in neighbouring ones."""
    return int(start.timestamp() // NEAR.total_seconds())
