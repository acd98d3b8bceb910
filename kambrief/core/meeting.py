"""One meeting out of what several calendars say of it. Which of them speak of the same call: `core.identity`."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from kambrief.core.address import address_key
from kambrief.core.joinlink import merge_links
from kambrief.core.model import Attendee, Authority, EventStatus, JoinLink, Meeting, Occurrence, Response, SourceKey

_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)
_ANSWERS = (Response.ACCEPTED, Response.TENTATIVE, Response.DECLINED)


def newest(versions: Iterable[Occurrence]) -> Occurrence:
    """The latest version: highest SEQUENCE, then stamp; a tie is settled by content, so that order never matters."""
    return max(versions, key=_age)


def merged(meeting_id: str, copies: Sequence[Occurrence]) -> Meeting:
    """What these copies together say; sources and owners are left to the caller.

    The first in `_precedence` leads: time, title and the like are its own; people and links are everybody's. A copy
    that its owner marked private adds nothing to the others: they may not see it.
    """
    voices = sorted(copies, key=_precedence, reverse=True)
    # The platform's record has no opinion on what is private or free, and who is invited is said elsewhere.
    calendars = [voice for voice in voices if voice.authority is not Authority.PLATFORM] or voices
    open_voices = [voice for voice in voices if not voice.private] or voices
    lead = open_voices[0]
    links = _links(open_voices)
    return Meeting(
        id=meeting_id,
        title=lead.title,
        start=lead.start,
        end=lead.end,
        all_day=lead.all_day,
        cancelled=all(voice.status is EventStatus.CANCELLED for voice in voices),
        organizer=next((voice.organizer for voice in open_voices if voice.organizer), None),
        attendees=_people([voice for voice in open_voices if voice in calendars] or open_voices),
        join=links[0] if links else None,
        other_links=links[1:],
        agenda=next((voice.agenda for voice in open_voices if voice.agenda), ""),
        location=next((voice.location for voice in open_voices if voice.location), ""),
        private=all(voice.private for voice in calendars),
        free=all(voice.free for voice in calendars),
        recurring=any(voice.recurring for voice in open_voices),
        timezone=next((voice.timezone for voice in open_voices if voice.timezone), ""),
        notes=tuple(dict.fromkeys(note for voice in open_voices for note in voice.notes)),
        sequence=max(voice.sequence for voice in voices),
    )


def _precedence(version: Occurrence) -> tuple[object, ...]:
    """A calendar before its published copy before the platform's own record; then the newest version. A number of
    versions counts within one kind only: a lagging feed has counted changes that the calendar does not number.
    """
    return (version.authority, *_age(version))


def _age(version: Occurrence) -> tuple[object, ...]:
    organizers_own = version.organizer is not None and _same(version.organizer.email, version.owner)
    source = dataclasses.astuple(version.source)
    return (version.sequence, version.stamp or _EARLIEST, organizers_own, source, repr(version))


def as_copy(meeting: Meeting, source: SourceKey, owner: str) -> Occurrence:
    """What one source must have said of a meeting that was kept before each source's own words were."""
    return Occurrence(
        source=source,
        owner=owner,
        title=meeting.title,
        start=meeting.start,
        end=meeting.end,
        timezone=meeting.timezone,
        all_day=meeting.all_day,
        organizer=meeting.organizer,
        attendees=meeting.attendees,
        join=meeting.join,
        other_links=meeting.other_links,
        agenda=meeting.agenda,
        location=meeting.location,
        private=meeting.private,
        free=meeting.free,
        sequence=meeting.sequence,
        recurring=meeting.recurring,
        notes=meeting.notes,
    )


def _links(voices: Sequence[Occurrence]) -> tuple[JoinLink, ...]:
    first = [voice.join for voice in voices if voice.join]
    return merge_links([*first, *(link for voice in voices for link in voice.other_links)])


def _people(voices: Sequence[Occurrence]) -> tuple[Attendee, ...]:
    """Everybody once, in the leading copy's order; each one's answer from whoever knows it best."""
    invited: dict[str, list[Attendee]] = {}
    own_answers: dict[str, Response] = {}
    for voice in voices:
        for person in voice.attendees:
            key = address_key(person.email) or f"?{person.name}"
            invited.setdefault(key, []).append(person)
            if _same(person.email, voice.owner):  # nobody knows it better than the calendar of the person in question
                own_answers.setdefault(key, person.response)
    return tuple(_person(same, own_answers.get(key)) for key, same in invited.items())


def _person(same: Sequence[Attendee], own_answer: Response | None) -> Attendee:
    answers = [own_answer] if own_answer in _ANSWERS else [person.response for person in same]
    return dataclasses.replace(
        same[0],
        name=next((person.name for person in same if person.name), ""),
        response=next((answer for answer in answers if answer in _ANSWERS), same[0].response),
        is_resource=any(person.is_resource for person in same),
    )


def _same(one: str, other: str) -> bool:
    return bool(one) and address_key(one) == address_key(other) != ""
