"""Promises as a follow-up lists them: who, what, for whom, by when; what has to be settled; what was late before."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kambrief.core import lexicon, matter
from kambrief.core.brief import Sentence
from kambrief.core.commitment import Confirm, Promised
from kambrief.core.customer import Side
from kambrief.core.evidence import Day, Fact, Listing, Person, Text, Value, Word
from kambrief.core.following_guard import Gate
from kambrief.core.following_people import is_manager, named, plain_name, to_whom
from kambrief.core.following_types import Frame, OutlineLine, OutlinePart, calm, of_promise, said, small
from kambrief.core.followup import PartKind
from kambrief.core.talk import Participant, Talk


def in_order(promised: Sequence[Promised]) -> list[Promised]:
    """By due day, those without one last; else in the order in which they were made. The invitation to the next
    meeting comes behind what a reader waits for.
    """

    def place(one: Promised) -> tuple[bool, bool, dt.date, int, str]:
        invites = bool(_INVITING.match(one.what.strip()))
        return one.due is None, invites, one.due or dt.date.max, min(one.cues, default=0), one.id

    return sorted(promised, key=place)


_AT_A_PLACE = re.compile(
    r"(?:lla|llä|ssa|ssä)$|\b(?:visit|on[ -]site|besök|på plats|besuch|vor ort)|\b(?:in|at|i|hos|bei) [A-ZÅÄÖÜ]",
)
"""What takes place somewhere is not given to anybody."""
_DETAIL = re.compile(r"(?<=\w)(?: \(|: )")
_MOST_RECEIVERS = 3
_INVITATION = re.compile(
    r"(?:the |an? |uusi )?(?:(?:kalenteri|kokous|palaveri)?kutsu|(?:calendar )?(?:invitation|invite)|"
    r"(?:mötes)?inbjudan|(?:mötes)?kallelsen?|(?:termin)?einladung)",
    re.IGNORECASE,
)


_INVITING = re.compile(rf"{_INVITATION.pattern}(?!\w)", re.IGNORECASE)


def promises(frame: Frame, kind: PartKind, some: Sequence[Promised], facts: Sequence[Fact], gate: Gate) -> OutlinePart:
    """Ours or theirs as a list. What the last gate refuses is no reason to lose a promise: its words are to be filled
    in by a person.
    """
    late = late_ones(some, frame.talk, facts)
    lines = tuple(OutlineLine(_item(frame, one, late.get(one.id), gate)) for one in some)
    if kind is PartKind.OURS:
        title = "title_ours"
    else:
        reader = [one.key for one in frame.recipients.people]
        alone = frame.form == "one" and all([one.owner] == reader for one in some)
        title = f"title_theirs_{'one' if alone else 'many' if frame.form == 'one' else frame.form}"
    return OutlinePart(kind, lines, title, listed=True)


def _item(frame: Frame, one: Promised, late: Fact | None, gate: Gate) -> tuple[Sentence, ...]:
    """``Ville: juurisyyraportti Petrille – pe 9.10.``, with what has to be settled behind it."""
    slots: dict[str, Value] = {"owner": Text(frame.name(one.owner))}
    if gate.refuses(one.what):
        slots["what"] = Word("confirm_what")
        one = replace(one, confirm=tuple(doubt for doubt in one.confirm if doubt is not Confirm.WHAT))
    else:
        slots["what"] = what = _what(frame, one)
        if whom := _receivers(frame, one):
            slots |= {"whom": whom, **_divided(what)}
    if one.due and Confirm.WEEKDAY not in one.confirm:
        slots["due"] = frame.day(one.due, one.until)
    today = "_today" if one.due == frame.talk.day and not one.until and "due" in slots else ""
    evidence = of_promise(one) + ((late.id,) if late else ())
    if confirms := _confirms(frame, one):
        return (said(f"item{today}", evidence, **slots), *confirms, *([said("late", evidence)] if late else []))
    return (said(f"item{today}{'_late' if late else ''}", evidence, **slots),)


def _what(frame: Frame, one: Promised) -> Text | Word:
    """Its words as part of a line. A bare invitation says what to: the next meeting stands at the end of the mail."""
    words = calm(one.what).strip(" .")
    if frame.next_meeting and _INVITATION.fullmatch(words):
        return Word("invitation_next")
    return Text(small(words, frame))


def _divided(what: Text | Word) -> dict[str, Value]:
    """``root cause report`` and `` (copy to Sami)``: who gets it stands behind the thing, before what belongs to it."""
    words = what.text if isinstance(what, Text) else ""
    found = _DETAIL.search(words)
    if found is None:
        return {}
    return {"what": Text(words[: found.start()]), "more": Text(words[found.start() :])}


def _confirms(frame: Frame, one: Promised) -> list[Sentence]:
    words = {"words": Text(one.due_words)} if one.due_words else {}
    found = []
    for doubt in one.confirm:
        slots: dict[str, Value] = {}
        if doubt is Confirm.DATE:
            slots = {**words}
        elif doubt is Confirm.WEEKDAY:
            slots = {**words, **({"due": frame.day(one.due, one.until)} if one.due else {})}
        elif doubt is Confirm.OWNER:
            slots = {"name": Text(frame.name(one.owner))}
        found.append(said(f"confirm_{doubt}", of_promise(one), **slots))
    return found


def _receivers(frame: Frame, one: Promised) -> Listing | None:
    """Who gets it, where it is not everybody, not only the account manager, and not named in the words already."""
    people = [frame.talk.by_key[key] for key in one.to if key in frame.talk.by_key and key != one.owner]
    other = Side.THEM if one.side is Side.US else Side.US
    everybody = {person.key for person in frame.talk.participants if person.present and person.side is other}
    if one.until or _AT_A_PLACE.search(one.what):
        return None
    all_of_them = len(everybody) > 1 and everybody <= {person.key for person in people}
    if not people or all_of_them or len(people) > _MOST_RECEIVERS:
        return None
    if all(is_manager(person, frame.manager) for person in people) or any(named(one.what, person) for person in people):
        return None
    items: list[Value] = []
    for person in sorted(people, key=lambda person: not is_manager(person, frame.manager)):
        if is_manager(person, frame.manager):
            items.append(Word("me"))
        elif name := to_whom(frame.name(person.key), frame.language):
            items.append(Text(name))
        else:
            return None
    return Listing(tuple(items))


def late_ones(some: Sequence[Promised], talk: Talk, facts: Sequence[Fact]) -> Mapping[str, Fact]:
    """Which promises of ours, by id, renew one that was due before the meeting: the same matter, and where the record
    names one, the same owner. What was late is owed once: of several that speak of it, by the one that says most of it.
    """
    found: dict[str, Fact] = {}
    for fact in filter(lambda one: _is_late(one, talk), facts):
        renews = [one for one in some if one.id not in found and _may_renew(one, fact, talk)]
        if renews:
            wanted = matter.matter(fact.text)
            best = max(renews, key=lambda one: matter.within(wanted, matter.matter(one.what)).share)
            found[best.id] = fact
    return found


def _is_late(fact: Fact, talk: Talk) -> bool:
    due, status = fact.values.get("due"), fact.values.get("status")
    is_open = not isinstance(status, Text) or status.text == "open"
    return fact.by == Side.US and fact.usable and isinstance(due, Day) and due.date < talk.day and is_open


def _may_renew(one: Promised, fact: Fact, talk: Talk) -> bool:
    owner, who = talk.by_key.get(one.owner), fact.values.get("owner")
    theirs = who.name if isinstance(who, Person) else ""
    same_owner = not theirs or not owner or _same_person(theirs, owner)
    return one.side is Side.US and same_owner and lexicon.same_matter(one.what, fact.text)


def _same_person(owner: str, one: Participant) -> bool:
    known = (one.name, plain_name(one), one.email, one.key, one.contact_id)
    return owner.casefold() in {name.casefold() for name in known if name}
