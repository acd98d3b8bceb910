"""The note for the CRM (domain facts, §3.3) and the recap for the account manager: what goes in, and what goes
out first when the note is too long. Words are in ``templates/followup`` and ``templates/after``.
"""

import re
from collections.abc import Iterable, Sequence

from kambrief.core import following_dates as dates
from kambrief.core import sentences, wording
from kambrief.core.agreed import Agreed, Point
from kambrief.core.brief import Sentence
from kambrief.core.commitment import Confirm, Promised
from kambrief.core.customer import Side
from kambrief.core.evidence import Count, Day, Listing, Text, Value, Word
from kambrief.core.following_guard import Gate, iso_day
from kambrief.core.following_items import in_order
from kambrief.core.following_people import plain_name
from kambrief.core.following_types import Outline, OutlineLine, cues, of_promise, said
from kambrief.core.followup import ToldKind
from kambrief.core.model import AccountManager
from kambrief.core.talk import Participant, Talk, Withheld

MAX_NOTE_WORDS = 180
_ORDER = ("decision", "fact", "criterion", "process", "risk", "mood")
_SPARE = {
    "fact": (60, 60),
    "mood": (21, 55),
    "risk": (18, 45),
    "decision": (20, 24),
    "process": (10, 16),
    "criterion": (10, 12),
}
"""What goes first when the note is too long: of each kind the first line, and the others."""
_SPARE_PROMISED = 40
"""A decision that stands among the promises, too."""
_SPARE_ABSENT = 80
_SPARE_CORRECTED = 50
_WHY = {"absent": "why_absent", "do not contact": "why_do_not_contact"}


_LONG_SENTENCE = 6
_REST = re.compile(r"\s*[,:;(].*|\s+(?:with|for|from|incl\.|including|med|för|från|mit|für|von|inkl\.)\s.*", re.DOTALL)
"""What stands behind the thing that is promised, and can be missed in a note that has to be short."""


def note(
    talk: Talk, promised: Sequence[Promised], agreed: Agreed, manager: AccountManager, *, short: bool = False
) -> tuple[OutlineLine, ...]:
    """The note's lines, a rival and a mood allowed, nothing kept back or private in it. ``short``: people and promises
    in few words, so that there is room for what was learned.
    """
    gate = Gate.of(talk, promised, agreed)
    points = [point for point in agreed.points if not gate.refuses(point.text, internal=True)]
    listed = in_order([one for one in promised if not one.minor])
    lines = [
        OutlineLine((said("note_head", ("meeting",), on=Day(talk.day), title=Text(talk.title)),)),
        *_people(talk, short=short),
        *_points(talk, points, {number for one in listed for number in one.cues}),
        *_concern(talk, agreed, gate, short=short),
        *(
            _promised(talk, [one for one in listed if one.side is side], manager.language, gate, short=short)
            for side in Side
        ),
    ]
    # A moved day stands with its promise; alone it would say nothing.
    if corrected := [
        one.right
        for one in agreed.corrections
        if not one.right_day and not iso_day(one.right) and not gate.refuses(one.right)
    ]:
        values = Listing(tuple(map(Text, dict.fromkeys(corrected))))
        evidence = cues(number for one in agreed.corrections for number in one.cues)
        lines.append(OutlineLine((said("note_corrected", evidence, values=values),), spare=_SPARE_CORRECTED))
    if following := agreed.next_meeting:
        slots: dict[str, Value] = {"day": Text(dates.day(following.day, manager.language, talk.day))}
        if following.start:
            slots["time"] = Text(dates.clock(following.start, manager.timezone, manager.language, talk.day))
        lines.append(OutlineLine((said("note_next", cues(following.cues), **slots),)))
    lines.append(OutlineLine((said("note_source", source=Text(talk.source), meeting=Text(talk.meeting_id)),)))
    return tuple(line for line in lines if line.sentences)


def _people(talk: Talk, *, short: bool) -> list[OutlineLine]:
    lines = []
    for side, phrase in ((Side.THEM, "note_theirs"), (Side.US, "note_ours")):
        there = [one for one in talk.participants if one.side is side and one.present]
        if there:
            lines.append(OutlineLine((said(phrase, ("meeting",), names=_names(there, short=short)),)))
    absent = [one for one in talk.participants if one.side is Side.THEM and one.invited and not one.present]
    if absent:
        lines.append(
            OutlineLine((said("note_absent", ("meeting",), names=_names(absent, short=short)),), spare=_SPARE_ABSENT)
        )
    return lines


def _names(people: Iterable[Participant], *, short: bool) -> Listing:
    """Names with the ids of contacts; with an id what they are called is enough."""
    return Listing(
        tuple(
            Word("note_person", {"name": Text(_called(one, short=short)), "id": Text(one.contact_id)})
            if one.contact_id
            else Text(plain_name(one))
            for one in people
        )
    )


def _called(one: Participant, *, short: bool) -> str:
    return (one.called if short else "") or plain_name(one)


def _points(talk: Talk, points: Sequence[Point], promised_in: set[int]) -> list[OutlineLine]:
    lines = []
    for kind in _ORDER:
        for index, point in enumerate(point for point in points if point.kind == kind):
            slots: dict[str, Value] = {"text": Text(point.text)}
            who = talk.by_key.get(point.who)
            if who and kind in {"criterion", "mood", "process", "risk"}:
                slots["name"] = Text(plain_name(who))
            spare = _SPARE[kind][index > 0] + min(index, 9)
            if kind == "decision" and not promised_in.isdisjoint(point.cues):
                spare = _SPARE_PROMISED
            lines.append(OutlineLine((said(f"note_{kind}", cues(point.cues), **slots),), spare=spare))
    return lines


def _concern(talk: Talk, agreed: Agreed, gate: Gate, *, short: bool) -> list[OutlineLine]:
    concern = agreed.concern
    if concern is None or gate.refuses(concern.quote, internal=True):
        return []
    who = talk.by_key.get(concern.who)
    slots: dict[str, Value] = {"text": Text(_telling(concern.quote) if short else concern.quote)}
    if who:
        slots["name"] = Text(plain_name(who))
    return [OutlineLine((said("note_concern", cues(concern.cues), **slots),))]


def _telling(quote: str) -> str:
    """The sentences that say something: ``I'll be frank.`` is left out."""
    told = [one for one in sentences.split(quote) if wording.word_count(one) >= _LONG_SENTENCE]
    return " ".join(told) or quote


def _promised(talk: Talk, some: Sequence[Promised], language: str, gate: Gate, *, short: bool) -> OutlineLine:
    """One side's promises with their ids, in one line: the note has few words."""
    if not some:
        return OutlineLine(())
    items = []
    for one in some:
        words = one.what.strip(" .")
        words = (_REST.sub("", words) or words) if short else words
        what = Text("…") if gate.refuses(one.what, internal=True) else Text(words)
        slots: dict[str, Value] = {"id": Text(one.id), "owner": _owner(talk, one), "what": what}
        if one.due:
            days = dates.bare_days if short else dates.days
            slots["due"] = Text(days(one.due, one.until, language, talk.day))
        items.append(Word("note_item", slots))
    evidence = [source for one in some for source in of_promise(one)]
    return OutlineLine((said(f"note_{some[0].side}", evidence, items=Listing(tuple(items))),))


# --- the recap -------------------------------------------------------------------------------------------------------


def recap(
    talk: Talk,
    promised: Sequence[Promised],
    agreed: Agreed,
    outline: Outline,
    *,
    withheld: Sequence[Withheld],
    manager: AccountManager,
    words: int,
    spared: int,
) -> tuple[tuple[ToldKind, Sentence], ...]:
    """What the account manager has to know beside the draft. ``words``: how long the draft is; ``spared``: how many
    lines were left out to keep it short.
    """
    listed = in_order([one for one in promised if not one.minor])
    found = [*_to_confirm(talk, listed, agreed), *(_kept(talk, one) for one in withheld)]
    found += [(ToldKind.CHECK, sentence) for sentence in _to_check(talk, listed, outline, words, spared)]
    found += [(ToldKind.OFFERED, sentence) for sentence in _offered(outline)]
    for one in listed:
        if one.supersedes and one.due:
            was, now = (Text(dates.day(day, manager.language, talk.day)) for day in (one.supersedes, one.due))
            slots = {"owner": _owner(talk, one), "what": Text(one.what), "was": was, "due": now}
            found.append((ToldKind.CHANGED, said("told_moved", of_promise(one), **slots)))
    for one in (*listed, *(one for one in promised if one.minor)):
        slots = {"owner": _owner(talk, one), "what": Text(one.what)}
        if one.due:
            slots["due"] = Text(dates.days(one.due, one.until, manager.language, talk.day))
        found.append(
            (ToldKind.PROMISES, said(f"told_promise{'_minor' if one.minor else ''}", of_promise(one), **slots))
        )
    return tuple(found)


def _owner(talk: Talk, one: Promised) -> Text:
    owner = talk.by_key.get(one.owner)
    return Text((owner.called or plain_name(owner)) if owner else one.owner)


def _to_confirm(talk: Talk, listed: Sequence[Promised], agreed: Agreed) -> list[tuple[ToldKind, Sentence]]:
    found = []
    for one in listed:
        for doubt in one.confirm:
            slots: dict[str, Value] = {"owner": _owner(talk, one), "what": Text(one.what)}
            words = one.quote if doubt is Confirm.WHAT else one.due_words
            if words and doubt is not Confirm.OWNER:
                slots["words"] = Text(words)
            found.append((ToldKind.CONFIRM, said(f"told_confirm_{doubt}", of_promise(one), **slots)))
    if agreed.next_meeting and agreed.next_meeting.confirm:
        found.append((ToldKind.CONFIRM, said("told_confirm_next", cues(agreed.next_meeting.cues))))
    return found


def _kept(talk: Talk, one: Withheld) -> tuple[ToldKind, Sentence]:
    """Time and rule; never the words."""
    rule = "rule_off_record" if one.rule.startswith("off") else "rule_private"
    slots: dict[str, Value] = {
        "rule": Word(rule),
        "command": Text(f"kambrief followup {talk.meeting_id} --restore {one.id}"),
    }
    if one.start is not None:
        slots["at"] = Text(_clock(one.start))
    return ToldKind.KEPT, said("told_kept", (f"withheld:{one.id}",), **slots)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _to_check(talk: Talk, listed: Sequence[Promised], outline: Outline, words: int, spared: int) -> Iterable[Sentence]:
    yield from _people_to_check(talk, outline)
    for promise in listed:
        if promise.due is None and not promise.confirm:
            yield said("told_undated", of_promise(promise), owner=_owner(talk, promise), what=Text(promise.what))
    if not listed:
        yield said("told_no_promises")
    yield from _text_to_check(outline, words, spared)
    yield from (said("as_is", text=Text(odd)) for odd in talk.notes)


def _people_to_check(talk: Talk, outline: Outline) -> Iterable[Sentence]:
    for one in talk.participants:
        if one.unsure:
            yield said("told_guess", name=Text(one.name), why=Text(one.unsure))
        elif one.side is None and one.present:
            yield said("told_no_side", name=Text(one.name))
    for one in outline.recipients.without_address:
        yield said("told_no_address", name=Text(one.name))
    if not any(one.ticked for one in outline.recipients.to):
        yield said("told_nobody")


def _text_to_check(outline: Outline, words: int, spared: int) -> Iterable[Sentence]:
    if outline.crm_language and outline.crm_language != outline.language:
        written, wished = Word(f"in_{outline.language}"), Word(f"in_{outline.crm_language}")
        yield said("told_language", language=written, wished=wished)
    if outline.refused:
        yield said("told_refused", count=Count(len(outline.refused)))
    if spared:
        yield said("told_spared", count=Count(spared))
    if words > outline.limit:
        yield said("told_long", words=Count(words), limit=Count(outline.limit))


def _offered(outline: Outline) -> Iterable[Sentence]:
    for one in (*outline.recipients.to, *outline.recipients.cc):
        if not one.ticked:
            yield said("told_offered", name=Text(one.name or one.email), why=Word(_WHY.get(one.why, "why_absent")))
