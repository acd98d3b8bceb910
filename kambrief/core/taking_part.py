"""Who took part in a call, on which side, and what of it may be used: a `Talk` out of a transcript or of notes.

A speaker is somebody for certain only where the whole name is the same (`core.transcript`). A weaker sign makes a
suggestion: the person is taken for it with `Participant.unsure` set, until the talk itself confirms it because somebody
spoken to by that name answers. Whoever is nobody's guess stands on no side, and no promise is ever theirs.
"""

import datetime as dt
import itertools
import re
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kambrief.core import match, offrecord, reading_names, sentences, transcript
from kambrief.core import present as presence
from kambrief.core.address import address_key, domain_of
from kambrief.core.customer import Contact, Side
from kambrief.core.match import Join
from kambrief.core.model import AccountManager, Attendee, Meeting, Response
from kambrief.core.named import Roster
from kambrief.core.talk import Participant, Talk, Utterance
from kambrief.core.transcript import Attendance, How, Identified, Transcript

_WORD = re.compile(r"[^\W\d_]+")
_LANGUAGES = ("fi", "en", "sv", "de")
_SELF = re.compile(
    r"(?<!\w)(?:(?:this is|i['’]m|i am|my name is|it['’]s|täällä(?: on)?|mä oon|minä olen|olen|nimeni on|"
    r"mun nimi on|tässä(?: on)?|"
    r"jag heter|jag är|det är|mitt namn är|hier ist|hier spricht|ich bin|"
    r"mein name ist)\s+(?P<after>(?-i:[A-ZÅÄÖÉÜ])[\w’'-]+)"
    r"|(?P<before>(?-i:[A-ZÅÄÖÉÜ])[\w’'-]+) (?:here|täällä|tässä|här|hier|speaking)\b)",
    re.IGNORECASE,
)
_INTRODUCTIONS = 3
"""Somebody says who they are in one of so many first utterances."""


@dataclass(frozen=True, slots=True)
class Ours:
    """Who we are. ``managers``: of whom the meeting is; the first one's zone counts where the meeting has none."""

    domains: Iterable[str] = ()
    addresses: Iterable[str] = ()
    managers: Sequence[AccountManager] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the CRM knows of the people: how the invited were joined, and who else belongs to the customer."""

    joins: Sequence[Join] = ()
    contacts: Sequence[Contact] = ()
    attendance: Sequence[Attendance] = field(default=())


def talk(
    heard: Transcript,
    meeting: Meeting,
    ours: Ours,
    known: Known | None = None,
    *,
    restored: Iterable[str] = (),
) -> Talk:
    """The call. ``restored``: ids of exchanges that the account manager gave free (`Talk.withheld`).

    A cue is an utterance, numbered from 1. Nothing is raised for what is odd: `Talk.notes` tells.
    """
    known = known or Known()
    people = _invited(meeting, ours, known)
    speakers = tuple(dict.fromkeys(turn.speaker for turn in heard.turns if turn.speaker))
    people, who, notes = _heard(speakers, people, heard, ours, known)
    utterances = tuple(
        Utterance(number, who.get(turn.speaker, ""), turn.text, turn.start, turn.cue)
        for number, turn in enumerate(heard.turns, 1)
    )
    people = _present(_confirmed(people, utterances), known.attendance)
    language = transcript.spoken_language(heard) or spoken_in(turn.text for turn in heard.turns)
    made = _talk(meeting, ours, people, language)
    utterances = presence.alone(utterances, people)
    return _held_back(
        replace(made, utterances=utterances, source=heard.source, notes=(*heard.notes, *notes)), frozenset(restored)
    )


def talk_of_notes(
    text: str,
    meeting: Meeting,
    ours: Ours,
    known: Known | None = None,
    *,
    author: str = "",
    restored: Iterable[str] = (),
) -> Talk:
    """The account manager's own notes as a talk of one: each line's sentences are utterances of theirs.

    ``author`` is the address of whoever wrote them, else the first account manager. Everybody invited counts as present
    who is named, for the notes are all there is to tell.
    """
    known = known or Known()
    people = _invited(meeting, ours, known)
    writer = _author(people, ours, author)
    rows = text.splitlines()
    parted = [
        (part, ours)
        for line, ours in zip(rows, presence.internal(rows), strict=True)
        for part in sentences.split(_BULLET.sub("", line))
    ]
    lines = [part for part, _ in parted]
    utterances = tuple(Utterance(number, writer, line, alone=ours) for number, (line, ours) in enumerate(parted, 1))
    made = _talk(meeting, ours, people, spoken_in(lines))
    made = _held_back(replace(made, utterances=utterances, source="notes"), frozenset(restored))
    roster = Roster(people)  # whoever is named only in what is kept back was not there for that
    named = {key for one in made.spoken() for key in roster.keys(one.text)} | {writer}
    return replace(made, participants=tuple(replace(one, present=one.key in named) for one in made.participants))


_BULLET = re.compile(r"^\s*(?:[-*•–—·>]+|\d{1,2}[.)](?=\s))\s*")


def spoken_in(texts: Iterable[str]) -> str:
    """The language with most little words: ``fi``, ``en``, ``sv``, ``de``; English where nothing tells."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(reading_names.said_in(_WORD.findall(text.casefold())))
    best = max(_LANGUAGES, key=lambda one: counts[one])
    return best if counts[best] else "en"


# --- People --------------------------------------------------------------------------------------------------------


def _invited(meeting: Meeting, ours: Ours, known: Known) -> tuple[Participant, ...]:
    joins = {address_key(join.attendee.email) or join.attendee.name: join for join in known.joins}
    own = [*ours.addresses, *(address for one in ours.managers for address in (one.email, *one.aliases))]
    organizer = (meeting.organizer,) if meeting.organizer else ()
    attendees = [one for one in (*meeting.attendees, *organizer) if not one.is_resource]
    outside = {id(one) for one in match.external(attendees, ours.domains, own)}
    invited = {one.email: one.name for one in attendees}
    found: dict[str, Participant] = {}
    for one in attendees:
        key = address_key(one.email) or f"name:{one.name}"
        join = joins.get(address_key(one.email) or one.name)
        external = join is not None or id(one) in outside or _is_outside(one, found, outside)
        if key not in found:
            found[key] = _participant(key, one, external=external, join=join, managers=ours.managers)
    for manager in ours.managers:
        key = address_key(manager.email)
        aliases = {address_key(alias) for alias in manager.aliases}
        if key and key not in found and not aliases & set(found):
            found[key] = _participant(
                key, Attendee(manager.email, invited.get(manager.email, "")), external=False, managers=ours.managers
            )
            found[key] = replace(found[key], invited=False)
    return tuple(found.values())


def _is_outside(one: Attendee, found: Mapping[str, Participant], outside: Iterable[int]) -> bool:
    """The second of two same addresses is not in `match.external` and stands on the first one's side."""
    before = found.get(address_key(one.email))
    return before is not None and before.side is Side.THEM and id(one) not in outside


def _participant(
    key: str,
    one: Attendee,
    *,
    external: bool,
    join: Join | None = None,
    managers: Sequence[AccountManager] = (),
) -> Participant:
    contact = join.contact if join else None
    manager = next((each for each in managers if each.is_address(one.email)), None)
    name = (contact.name if contact else "") or (manager.name if manager else "") or display_name(one.name)
    name = name or one.email.partition("@")[0].replace(".", " ").title()
    plain = Participant(
        key=key,
        name=name,
        called=(contact.first_name if contact else "") or _given(name),
        side=Side.THEM if external else Side.US,
        email=one.email,
        invited=True,
        declined=one.response is Response.DECLINED,
        title=manager.title if manager else "",
        language=manager.language if manager else "",
        timezone=manager.timezone if manager else "",
    )
    return _with_contact(plain, contact) if contact else plain


def _with_contact(one: Participant, contact: Contact) -> Participant:
    return replace(
        one,
        contact_id=contact.id,
        title=contact.title,
        language=contact.language or "",
        address_form=contact.address_form or "",
        timezone=contact.timezone or "",
        do_not_contact=contact.do_not_contact,
    )


_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")
_COMPANY = re.compile(r"\s*[|｜]|\s+[-–—/@•·]\s")  # noqa: RUF001 - the wide bar of Asian keyboards
_TITLES = re.compile(r"^(?:(?:dr|mr|mrs|ms|prof|herr|frau|herra|rouva|fru)\.?\s+)+", re.IGNORECASE)


def display_name(text: str) -> str:
    """A name, given name first, without brackets, company and title: ``Räsälä, Johanna`` is Johanna Räsälä."""
    if "@" in text:
        return ""
    plain = _COMPANY.split(_BRACKETS.sub(" ", text), maxsplit=1)[0].strip()
    family, comma, given = plain.partition(",")
    if comma and given.strip() and len(family.split()) <= 3:
        plain = f"{given.strip()} {family.strip()}"
    return _TITLES.sub("", " ".join(plain.split()))


def _given(name: str) -> str:
    return next(iter(name.split()), "")


def _author(people: Sequence[Participant], ours: Ours, author: str) -> str:
    key = address_key(author)
    managers = [address_key(one.email) for one in ours.managers]
    by_key = {one.key for one in people}
    return next((one for one in (key, *managers) if one and one in by_key), key or (managers[0] if managers else ""))


# --- Speakers ------------------------------------------------------------------------------------------------------


def _heard(
    speakers: Sequence[str], people: tuple[Participant, ...], heard: Transcript, ours: Ours, known: Known
) -> tuple[tuple[Participant, ...], dict[str, str], list[str]]:
    """The people with their speakers, who each speaker is, and what a person should look at."""
    by_key = {one.key: one for one in people}
    attendees = {key: Attendee(one.email or key, one.name) for key, one in by_key.items()}
    aliases = _attendees_by_written_name(known, people, attendees)
    strangers = {_contact_key(one): one for one in known.contacts if not one.left and _contact_key(one) not in by_key}
    who: dict[str, str] = {}
    notes: list[str] = []
    for found in transcript.identify(speakers, [*attendees.values(), *aliases]):
        key, unsure = _taken_for(found, heard, by_key, who)
        if not key:
            key, unsure = _uninvited(found, strangers, by_key)
        if not key:
            key, unsure = _stranger(found.speaker, ours, by_key)
        who[found.speaker] = key
        one = by_key[key]
        by_key[key] = replace(one, speakers=(*one.speakers, found.speaker), present=True, unsure=one.unsure or unsure)
        if one.side is None:
            notes.append(f"nobody knows who {found.speaker!r} is: nothing said under that name is taken for a promise")
    return tuple(by_key.values()), who, notes


def _attendees_by_written_name(
    known: Known, people: Sequence[Participant], attendees: Mapping[str, Attendee]
) -> list[Attendee]:
    """The same people under the name that the invitation has, where it is another than the CRM's."""
    names = {one.key: one.name for one in people}
    return [
        Attendee(attendees[key].email, join.attendee.name)
        for join in known.joins
        if (key := address_key(join.attendee.email)) in attendees and join.attendee.name not in {"", names[key]}
    ]


def _taken_for(
    found: Identified, heard: Transcript, by_key: Mapping[str, Participant], who: Mapping[str, str]
) -> tuple[str, str]:
    """The key of the invited person whom a speaker is, and why it is only a suggestion."""
    keys = {address_key(one.email) or one.email for one in found.candidates}
    keys = {key for key in keys if key in by_key}
    if found.how is How.EXACT and len(keys) == 1:
        return keys.pop(), ""
    if found.how in {How.DEVICE, How.PART} and len(keys) == 1:
        return keys.pop(), found.speaker
    if found.how is How.UNKNOWN and not transcript.is_shared(found.speaker):
        names = _introduced(found.speaker, heard)
        same = {one.key for one in by_key.values() if names & {_given(one.name), one.called}} - set(who.values())
        if len(same) == 1:
            return same.pop(), found.speaker
    return "", ""


def _introduced(speaker: str, heard: Transcript) -> frozenset[str]:
    own = [turn.text for turn in heard.turns if turn.speaker == speaker][:_INTRODUCTIONS]
    return frozenset(found["after"] or found["before"] for text in own for found in _SELF.finditer(text))


def _contact_key(contact: Contact) -> str:
    return address_key(contact.email) or contact.id


def _uninvited(found: Identified, strangers: Mapping[str, Contact], by_key: dict[str, Participant]) -> tuple[str, str]:
    """A contact of the customer who was not invited, by the whole name."""
    if found.how not in {How.UNKNOWN, How.PART}:
        return "", ""
    people = {key: Attendee(key, one.name) for key, one in strangers.items()}
    one = next(iter(transcript.identify([found.speaker], people.values())))
    if one.how is not How.EXACT or one.attendee is None:
        return "", ""
    key, contact = one.attendee.email, strangers[one.attendee.email]
    if key not in by_key:
        plain = Participant(key, contact.name, contact.first_name, Side.THEM, contact.email)
        by_key[key] = _with_contact(plain, contact)
    return key, ""


def _stranger(speaker: str, ours: Ours, by_key: dict[str, Participant]) -> tuple[str, str]:
    """Nobody we know; on our side where the company in the display name is ours, which is a suggestion too."""
    key = f"name:{speaker}"
    side = _side_by_company(speaker, ours, by_key.values())
    if key not in by_key:
        name = display_name(speaker) or speaker
        by_key[key] = Participant(key, name, _given(name), side)
    return key, speaker if side else ""


def _side_by_company(speaker: str, ours: Ours, people: Iterable[Participant]) -> Side | None:
    company = {word.casefold() for part in _company_parts(speaker) for word in _WORD.findall(part)}
    own = {_label(domain) for domain in ours.domains} - {""}
    theirs = {_label(domain_of(address_key(one.email))) for one in people if one.side is Side.THEM} - {""}
    if not transcript.is_shared(speaker) and len(display_name(speaker).split()) > 1:
        if company & (own - theirs):
            return Side.US
        if company & (theirs - own):
            return Side.THEM
    return None


def _company_parts(speaker: str) -> Iterator[str]:
    yield from (found[1] for found in _BRACKETS.finditer(speaker))
    yield from _COMPANY.split(speaker)[1:]


def _label(domain: str) -> str:
    parts = domain.casefold().split(".")
    return parts[-2] if len(parts) > 1 else ""


def _confirmed(people: tuple[Participant, ...], utterances: Sequence[Utterance]) -> tuple[Participant, ...]:
    """Suggestions that the talk bears out: somebody else speaks to that name, and this speaker answers next."""
    unsure = {one.key for one in people if one.unsure and one.side}
    if not unsure:
        return people
    roster = Roster(people)
    sure = {
        then.who
        for one, then in itertools.pairwise(utterances)
        if then.who in unsure and one.who not in {"", then.who} and then.who in roster.addressed(one.text)
    }
    return tuple(replace(one, unsure="") if one.key in sure else one for one in people)


def _present(people: tuple[Participant, ...], attendance: Sequence[Attendance]) -> tuple[Participant, ...]:
    seen = {address_key(one.email) for one in attendance} - {""}
    return tuple(replace(one, present=True) if one.key in seen else one for one in people)


# --- The talk ------------------------------------------------------------------------------------------------------


def _talk(meeting: Meeting, ours: Ours, people: tuple[Participant, ...], language: str) -> Talk:
    zone = _zone(meeting, ours)
    return Talk(
        meeting_id=meeting.id,
        title=meeting.title,
        day=meeting.start.astimezone(zoneinfo.ZoneInfo(zone)).date(),
        start=meeting.start,
        end=meeting.end,
        zone=zone,
        language=language if language in _LANGUAGES else "en",
        participants=people,
    )


def _zone(meeting: Meeting, ours: Ours) -> str:
    options = (meeting.timezone, *(one.timezone for one in ours.managers))
    return next((zone for zone in options if zone and _is_zone(zone, meeting.start)), "UTC")


def _is_zone(zone: str, at: dt.datetime) -> bool:
    try:
        at.astimezone(zoneinfo.ZoneInfo(zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return False
    return True


def _held_back(made: Talk, restored: frozenset[str]) -> Talk:
    spans = offrecord.kept_back(made.utterances, made.participants)
    return replace(
        made,
        utterances=offrecord.marked(made.utterances, spans, restored),
        withheld=tuple(one for one in spans if one.id not in restored),
        restored=tuple(one for one in spans if one.id in restored),
    )
