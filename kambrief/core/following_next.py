"""The next meeting as a follow-up says it: the day, and everybody's own clock where there is more than one zone."""

import datetime as dt
from collections.abc import Sequence

from kambrief.core import following_dates as dates
from kambrief.core.agreed import NextMeeting
from kambrief.core.evidence import Text, Value
from kambrief.core.following_types import Frame, OutlineLine, OutlinePart, cues, said
from kambrief.core.followup import PartKind
from kambrief.core.spoken.times import times


def next_meeting(frame: Frame, following: NextMeeting | None) -> OutlinePart:
    if following is None:
        return OutlinePart(PartKind.NEXT, ())
    evidence = cues(following.cues)
    slots: dict[str, Value] = {"day": frame.day(following.day)}
    if following.start:
        slots["time"] = Text(next_time(frame, following.start, following))
    sentences = [said("next", evidence, **slots)]
    if following.confirm:
        sentences.append(said("confirm_next", evidence))
    return OutlinePart(PartKind.NEXT, (OutlineLine(tuple(sentences)),))


def next_time(frame: Frame, start: dt.datetime, following: NextMeeting) -> str:
    """``klo 13.00``; for people in several zones everybody's own clock, first the one in which it was said."""
    ticked = {one.email for one in (*frame.recipients.to, *frame.recipients.cc) if one.ticked}
    zones = [one.timezone for one in frame.talk.participants if one.email in ticked]
    own = frame.manager.timezone
    said_in, places = _said_place(frame, start, following, [*zones, own, frame.talk.zone])
    ordered = dates.distinct([said_in or frame.talk.zone, own, *zones])
    several = dates.clocks(start, ordered, places, frame.language, frame.talk.day)
    return several or dates.clock(start, said_in or frame.talk.zone, frame.language, frame.talk.day)


def _said_place(
    frame: Frame, start: dt.datetime, following: NextMeeting, zones: Sequence[str]
) -> tuple[str, dict[str, str]]:
    """The zone of the place that was named with the time, and what it was called: ``two o'clock Hamburg``."""
    texts = [line.text for line in frame.talk.utterances if line.number in following.cues and not line.withheld]
    for text in reversed(texts):
        for zone in dates.distinct(zones):
            there = dates.local(start, zone)
            for place in _places(text, frame.talk.language):
                if there and (there.hour % 12, there.minute) == (place[1].hour % 12, place[1].minute):
                    return zone, {zone: place[0]}
    return "", {}


def _places(text: str, language: str) -> list[tuple[str, dt.time]]:
    return [(found.place, found.time) for found in times(text, language) if found.place]
