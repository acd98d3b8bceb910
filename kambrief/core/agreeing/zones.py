"""The zone of a place that was named beside a time."""

import re
import zoneinfo

from kambrief.core.agreeing.said import Heard
from kambrief.core.agreeing.words_cities import ZONES


def zone_of(heard: Heard, place: str) -> zoneinfo.ZoneInfo | None:
    """The zone of a place as named; the talk's own where none was; None for a place that nobody knows."""
    if not place.strip():
        return heard.talk.tzinfo
    wanted = re.sub(r"\s+(?:time|tid|zeit|aikaa|aika)$", "", place.strip(), flags=re.IGNORECASE).casefold()
    known = {person.timezone for person in heard.talk.participants if person.timezone} | {heard.talk.zone}
    for name in sorted(known):
        if name.rpartition("/")[2].replace("_", " ").casefold() == wanted:
            return _load(name)
    for ending in ("", "n", "in", "s"):
        if wanted.endswith(ending) and (name := ZONES.get(wanted.removesuffix(ending) if ending else wanted, "")):
            return _load(name)
    for person in heard.talk.participants:
        if person.timezone and wanted in {person.called.casefold(), person.name.casefold()}:
            return _load(person.timezone)
    return None


def _load(name: str) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
