"""The follow-up that code alone decides (domain facts, §3.1): which parts, with which values, in which order.

Words are in ``templates/followup``; `pipeline.composing` says them and shortens by what `Outline` marks as spare. A
promise is never dropped, moved or reworded here, and what a person has to settle stands as ``[confirm: …]``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from kambrief.core import grounded_values, lexicon
from kambrief.core.agreed import Agreed, NextMeeting, Point
from kambrief.core.brief import Sentence
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.eligibility import without_prefix
from kambrief.core.evidence import Day, Fact, Listing, Text, Value
from kambrief.core.following_guard import Gate
from kambrief.core.following_items import in_order, promises
from kambrief.core.following_next import next_meeting
from kambrief.core.following_people import (
    address_form,
    by_name,
    degree,
    first_name,
    formal_name,
    gender_word,
    plain_name,
    recipients,
    surname_of,
)
from kambrief.core.following_types import (
    Frame,
    Outline,
    OutlineLine,
    OutlinePart,
    calm,
    cues,
    of_promise,
    said,
    single,
    small,
)
from kambrief.core.followup import PartKind
from kambrief.core.model import AccountManager
from kambrief.core.talk import Talk

MAX_WORDS = 230
MAX_WORDS_MANY = 300
MANY = 6
"""More people than this in the call: the longer limit holds."""
MAX_POINTS = 5
MAX_PROSE = 3
"""So many points are a paragraph; more are a list."""
_MEETING_WORD = re.compile(r"\b(?:review|meeting|workshop|call|session|catch-?up|QBR|kick-?off|sync)\b", re.IGNORECASE)
_COMPANY_MARK = re.compile(r"^\s*\[[^\]]*\]\s*")


def outline(
    talk: Talk,
    promised: Sequence[Promised],
    agreed: Agreed,
    *,
    account_name: str,
    manager: AccountManager,
    facts: Sequence[Fact] = (),
    language: str,
) -> Outline:
    """The follow-up of one call in ``language``. ``facts``: what this customer may see, and no others."""
    reached = recipients(talk, promised, manager)
    frame = Frame(
        talk, manager, language, address_form(reached.people, language), reached, agreed.next_meeting is not None
    )
    gate = Gate.of(talk, promised, agreed)
    listed = in_order([one for one in promised if not one.minor])
    points, refused = _points(agreed, listed, gate, frame.talk.language)
    theirs = [one for one in listed if one.side is Side.THEM]
    parts = [
        greeting_part(frame),
        _thanks(frame, agreed.outcome, account_name, gate),
        _facts(points),
        promises(frame, PartKind.OURS, [one for one in listed if one.side is Side.US], facts, gate),
        promises(frame, PartKind.THEIRS, theirs, facts, gate),
        _concern(frame, agreed, points, promised, gate),
        next_meeting(frame, agreed.next_meeting),
        single(PartKind.CORRECT, f"correct_{frame.form}"),
        *_ending(manager),
    ]
    present = sum(1 for one in talk.participants if one.present)
    return Outline(
        language,
        frame.form,
        _subject(frame, agreed.next_meeting, listed),
        tuple(part for part in parts if part.lines),
        reached,
        MAX_WORDS_MANY if present > MANY else MAX_WORDS,
        refused,
    )


# --- subject, greeting, thanks ---------------------------------------------------------------------------------------


def topic(talk: Talk) -> str:
    """The meeting's title as the customer knows it, without marks in front."""
    return _COMPANY_MARK.sub("", without_prefix(talk.title)).strip(" -–:.!")


def _subject(frame: Frame, following: NextMeeting | None, listed: Sequence[Promised]) -> Sentence:
    """Topic, date, and the next step: the next meeting, else the first day that somebody named."""
    slots: dict[str, Value] = {"topic": Text(topic(frame.talk)), "on": Day(frame.talk.day)}
    if following and not following.confirm:
        return said("subject_next", ("meeting", *cues(following.cues)), next=frame.day(following.day), **slots)
    ahead = [(one.due, one) for one in listed if one.due and one.due > frame.talk.day and not one.confirm]
    if ahead:
        due, first = ahead[0]
        return said("subject_first", ("meeting", *of_promise(first)), next=frame.day(due), **slots)
    return said("subject", ("meeting",), **slots)


def greeting_part(frame: Frame) -> OutlinePart:
    """How the recipients are greeted: by name where they are few."""
    people = frame.recipients.people
    if not people or not by_name(people):
        phrase = "greeting_all_formal" if frame.form == "formal" else "greeting_all"
        return single(PartKind.GREETING, phrase)
    if frame.form != "formal" or frame.language != "de":
        phrase = "greeting_formal" if frame.form == "formal" else "greeting"
        names = [plain_name(one) if frame.form == "formal" else first_name(one) for one in people]
        return single(PartKind.GREETING, phrase, names=_listing(names))
    words = [gender_word(one, frame.talk) for one in people]
    if all(words) and all(surname_of(one) for one in people):
        lines = []
        for index, (one, word) in enumerate(zip(people, words, strict=True)):
            name = " ".join(part for part in (degree(one), surname_of(one)) if part)
            phrase = f"greeting_{'more_' if index else ''}{'ms' if word == 'Frau' else 'mr'}"
            lines.append(said(phrase, name=Text(name)))
        return OutlinePart(PartKind.GREETING, (OutlineLine(tuple(lines)),))
    names = [formal_name(one, frame.talk, with_word=False) for one in people]
    return single(PartKind.GREETING, "greeting_formal", names=_listing(names))


def _listing(names: Iterable[str]) -> Listing:
    return Listing(tuple(map(Text, names)))


def _thanks(frame: Frame, outcome: Point | None, account_name: str, gate: Gate) -> OutlinePart:
    """Thanks that name what it was about, and what matters to the customer in their own words."""
    about = topic(frame.talk)
    if not about:
        thanks = said("thanks", ("meeting",))
    elif _MEETING_WORD.search(about):
        thanks = said("thanks_meeting", ("meeting",), topic=Text(about))
    else:
        thanks = said("thanks_topic", ("meeting",), topic=Text(_in_a_sentence(about, frame, account_name)))
    lines = [OutlineLine((thanks,))]
    if outcome and not outcome.internal and not gate.refuses(outcome.text):
        lines.append(OutlineLine((_outcome(frame, outcome),)))
    return OutlinePart(PartKind.THANKS, tuple(lines))


def _outcome(frame: Frame, outcome: Point) -> Sentence:
    words = Text(calm(outcome.text))
    if [one.key for one in frame.recipients.people] == [outcome.who]:
        return said(f"outcome_you_{frame.form}", cues(outcome.cues), text=words)
    if name := frame.name(outcome.who):
        return said("outcome_name", cues(outcome.cues), name=Text(name), text=words)
    return said("outcome_plain", cues(outcome.cues), text=words)


def _in_a_sentence(title: str, frame: Frame, account_name: str) -> str:
    """A title in the middle of a sentence; one in capitals, as English has them, stays as it is."""
    if any(word[:1].isupper() for word in title.split()[1:]):
        return title
    return small(title, frame, account_name)


# --- what was agreed -------------------------------------------------------------------------------------------------


def _points(
    agreed: Agreed, listed: Sequence[Promised], gate: Gate, language: str
) -> tuple[tuple[Point, ...], tuple[str, ...]]:
    """What may be sent, the most important first, and before all else what had to be corrected; and the rules by which
    others were kept out. A decision that is a promise, and a figure of the same matter, stand in the list of promises
    already.
    """
    held = {number for one in listed for number in one.cues}
    right = grounded_values.corrected(agreed.corrections, language)
    kept, refused = [], []
    for point in agreed.points:
        if point.internal or point.kind in {"mood", "risk"}:
            continue
        if point.kind == "decision" and held & set(point.cues):
            continue
        values = _numbers(point.text, language)
        if values and any(
            values <= _numbers(one.what, language) and lexicon.same_matter(one.what, point.text) for one in listed
        ):
            continue
        if rule := gate.refuses(point.text):
            refused.append(rule)
        else:
            kept.append(point)
    kept.sort(key=lambda one: right.isdisjoint(_numbers(one.text, language)))
    return tuple(kept[:MAX_POINTS]), tuple(refused)


def _numbers(text: str, language: str) -> set[Decimal]:
    return {number for number, _ in grounded_values.figures(text, language)}


def _facts(points: Sequence[Point]) -> OutlinePart:
    listed = len(points) > MAX_PROSE
    phrase = "point_item" if listed else "point"
    lines = [
        OutlineLine((said(phrase, cues(point.cues), text=Text(calm(point.text))),), spare=_spare(index))
        for index, point in enumerate(points)
    ]
    return OutlinePart(PartKind.FACTS, tuple(lines), "title_facts" if listed else "", listed)


# --- concern, next meeting, ending -----------------------------------------------------------------------------------


def _concern(
    frame: Frame, agreed: Agreed, points: Sequence[Point], promised: Sequence[Promised], gate: Gate
) -> OutlinePart:
    """The concern in neutral words, and what we do about it: never a rival, never a percentage. What stands above, as
    the outcome or among the points, is not said twice.
    """
    concern = agreed.concern
    if concern is None:
        return OutlinePart(PartKind.CONCERN, ())
    evidence = cues(concern.cues)
    name = frame.name(concern.who)
    alone = [one.key for one in frame.recipients.people] == [concern.who]
    slots: dict[str, Value] = {"name": Text(name)} if name and not alone else {}
    neutral = calm(concern.neutral)
    above = [*points, *([agreed.outcome] if agreed.outcome else [])]
    told = any(set(one.cues) & set(concern.cues) and lexicon.same_matter(one.text, neutral) for one in above)
    if neutral and not told and not gate.refuses(neutral) and "%" not in neutral:
        first = said("concern", evidence, text=Text(small(neutral, frame)), **slots)
    else:
        first = said("concern_noted", evidence, **slots)
    lines = [OutlineLine((first,), spare=5)]
    answer = next((one for one in promised if one.id == concern.answer and one.side is Side.US and not one.minor), None)
    if answer and not gate.refuses(answer.what):
        step_slots: dict[str, Value] = {"what": Text(calm(answer.what).strip(" ."))}
        if answer.due and not answer.confirm:
            step_slots["due"] = frame.day(answer.due, answer.until)
        step = said("concern_answer", of_promise(answer), **step_slots)
        lines.append(OutlineLine((step,), spare=9))
    return OutlinePart(PartKind.CONCERN, tuple(lines))


def _ending(manager: AccountManager) -> list[OutlinePart]:
    """Closing and signature. A signature that begins with its own farewell keeps it, and gets no second one."""
    lines = [line.strip() for line in manager.signature.strip().splitlines()] or [manager.name or manager.email]
    if len(lines) > 1 and is_closing(lines[0]) and manager.name.casefold() not in lines[0].casefold():
        closing = single(PartKind.CLOSING, "as_is", text=Text(lines[0]))
        lines = lines[1:]
    else:
        closing = single(PartKind.CLOSING, "closing")
    while lines and not lines[0]:
        lines = lines[1:]
    signature = tuple(OutlineLine((said("as_is", text=Text(line)),)) for line in lines)
    return [closing, OutlinePart(PartKind.SIGNATURE, signature)]


def is_closing(line: str) -> bool:
    """Whether a line is a farewell and no name."""
    return bool(lexicon.CLOSING.fullmatch(line.strip()))


def _spare(index: int) -> int:
    """The first three points are worth more than the sentence that says where a concern is answered."""
    return index + (10 if index >= MAX_PROSE else 6)


def without_spare(parts: Sequence[OutlinePart]) -> tuple[OutlinePart, ...] | None:
    """The same without the line that can best be spared; None where nothing can."""
    spare = max((line.spare for part in parts for line in part.lines), default=0)
    if not spare:
        return None
    rest = []
    for part in parts:
        lines = tuple(line for line in part.lines if line.spare != spare)
        if lines:
            rest.append(replace(part, lines=lines))
    return tuple(rest)
