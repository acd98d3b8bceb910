"""What becomes of a model's answer about a call: each proposal held against the utterance it names.

The model reads; code believes nothing. A promise needs the utterance's own words, an owner who spoke them (or is named
in them and does not object), an act that is no wish, condition or refusal; its day is read by code out of the words the
model points to. Points, corrections, the outcome, the concern and the next meeting are verified in the same way. What
fails is left out and told. Merging with what rules found: `core.promise_merging`.
"""

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kambrief.core import answer_object, grounded, grounded_values, lexicon, quoted_cues, tone_words
from kambrief.core.agreed_reading import AgreedReader, Weighed
from kambrief.core.agreed_types import Concern, Correction, Point
from kambrief.core.answer_object import number_of, numbers_of, rows, text_of
from kambrief.core.commitment import Confirm, Promised
from kambrief.core.cue_reading import CueReader, names
from kambrief.core.customer import Side
from kambrief.core.grounded import Ground
from kambrief.core.promise_request import ListeningTask, Part
from kambrief.core.spoken.values import Doubt, SpokenDay
from kambrief.core.talk import Participant, Talk, Utterance

KEYS = ("promises", "not_promises", "corrections", "points", "outcome", "concern", "next_meeting")
MAX_PROMISES = 25
WHAT_WORDS = 12
_PERSON = re.compile(r"P\d{1,3}")
_FOUND = re.compile(r"R\d{1,3}")
_NEAR = 8
"""A promise's day is said within so many utterances of it, or of another place where it is said again."""
_ANSWER = 3
_ACCEPTED_WITHIN = 6
_MAX_ALSO = 6
_NO = {"en": r"no|nope", "fi": r"en|ei|emme", "sv": r"nej", "de": r"nein"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A verified promise. ``same``: the promise found before that the model says it is; ``dated``: the utterance its
    day stands in, 0 where it has none; ``clean``: whether the model's words for what is promised may stand.
    """

    promised: Promised
    same: str = ""
    dated: int = 0
    clean: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """What of one answer holds."""

    promises: tuple[Proposal, ...] = ()
    rejected: tuple[str, ...] = ()
    """Ids of promises found before which the model takes for none."""
    corrections: tuple[Correction, ...] = ()
    points: tuple[Weighed[Point], ...] = ()
    outcomes: tuple[Weighed[Point], ...] = ()
    concerns: tuple[Weighed[Concern], ...] = ()
    meetings: tuple[tuple[int, dt.date], ...] = ()
    """Utterances in which the next meeting is agreed, with its day."""
    problems: tuple[str, ...] = ()
    mendable: bool = False
    """Whether asking once more may help."""
    unread: bool = False
    """It was no answer at all."""


def read(answer: str, task: ListeningTask, part: Part, ground: Ground) -> Heard:
    """Everything of an answer that holds. Never raises, whatever the text."""
    data = answer_object.parse(answer, KEYS)
    if data is None:
        return Heard(problems=("the answer is no JSON object with promises",), mendable=True, unread=True)
    listener, reader = _PromiseReader(task, part, ground), AgreedReader(task, part, ground)
    named = answer_object.names_of(data.get("not_promises"), _FOUND)
    return Heard(
        tuple(listener.promises(data.get("promises"))),
        tuple(part.found[alias].id for alias in named if alias in part.found),
        tuple(reader.corrections(data.get("corrections"))),
        tuple(reader.points(data.get("points"))),
        tuple(reader.outcomes(data.get("outcome"))),
        tuple(reader.concerns(data.get("concern"))),
        tuple(reader.meetings(data.get("next_meeting"))),
        tuple(dict.fromkeys([*listener.problems, *reader.problems])),
        mendable=listener.mendable or reader.mendable,
    )


def promise_id(talk: Talk, owner: str, cue: int, nth: int = 0) -> str:
    """Stable for the same call, person and utterance; ``nth`` tells several of one utterance apart."""
    told = f"{talk.meeting_id}\n{owner}\n{cue}\n{nth}"
    return f"m{hashlib.sha256(told.encode()).hexdigest()[:11]}"


@dataclass
class _PromiseReader(CueReader):
    """One answer's promises."""

    def promises(self, said: object) -> Iterator[Proposal]:
        """Those that hold."""
        taken: dict[tuple[str, int], int] = {}
        for number, row in enumerate(rows(said, MAX_PROMISES), 1):
            where = f"promises[{number}] of {number_of(row, 'cue')}"
            proposal = self._promise(row, where)
            if proposal is None:
                continue
            key = (proposal.promised.owner, proposal.promised.quoted_from)
            nth = taken.get(key, 0)
            taken[key] = nth + 1
            one = proposal.promised
            named = dataclasses.replace(one, id=promise_id(self.talk, one.owner, one.quoted_from, nth))
            yield dataclasses.replace(proposal, promised=named)

    def _promise(self, row: Mapping[str, Any], where: str) -> Proposal | None:
        quote = text_of(row, "quote")
        found = self.quoted(row, where)
        if found is None:
            return None
        cue, place = found
        owner = self._owner(row, cue, place, where)
        if owner is None or owner.side is None:
            return None
        around, minor = quoted_cues.sentence_around(place, cue.text), row.get("minor") is True
        hangs = minor and owner.side is Side.US  # what we do only if something fails; theirs is a threat or a caveat
        if why := _no_promise(around, quoted_cues.words(place, cue), third=owner.key != cue.who, hangs=hangs):
            self.wrong(where, quote, why, mend=False)
            return None
        if owner.key == cue.who and not self._takes_on(around, cue):
            self.wrong(where, quote, "takes nothing on", mend=False)
            return None
        also = self._also(row, cue, owner)
        what, clean = self._what(row, (cue.number, *also), where)
        if not what:
            return None
        due, dated, problem = self._due(row, cue, place, also)
        if problem:
            self.wrong(where, text_of(row, "due"), problem)
        moved = self._moved(row, cue, also, due.day if due else None)
        confirm = tuple(_confirm(due, vague=bool(text_of(row, "due")) and not problem, owner=owner))
        aliases = answer_object.names_of(row.get("to"), _PERSON)
        found_before = self.part.found.get(next(iter(_FOUND.findall(text_of(row, "found"))), ""))
        promised = Promised(
            id="",
            side=owner.side,
            owner=owner.key,
            what=what,
            due=due.day if due and due.doubt in {None, Doubt.WEEKDAY} else None,
            until=due.until if due and due.doubt is None else None,
            due_words=due.words if due else "",
            to=tuple(self.task.people[one].key for one in aliases if one in self.task.people),
            cues=tuple(sorted({cue.number, *also, *([dated] if dated else [])})),
            quote=quoted_cues.words(place, cue),
            quoted_from=cue.number,
            supersedes=moved,
            confirm=confirm,
            minor=minor,
            by="model",
        )
        return Proposal(promised, found_before.id if found_before else "", dated, clean)

    def _owner(self, row: Mapping[str, Any], cue: Utterance, place: tuple[int, int], where: str) -> Participant | None:
        """Who takes it on: the speaker, or somebody named there who does not object."""
        alias = next(iter(_PERSON.findall(text_of(row, "owner"))), "")
        owner = self.task.people.get(alias)
        if owner is None or owner.side is None:
            self.wrong(where, text_of(row, "quote"), f"has an owner nobody knows ({alias})")
            return None
        if owner.key == cue.who:
            return owner
        if not names(cue.text, owner, self.talk.language):
            self.wrong(where, text_of(row, "quote"), f"is neither said by {alias} nor names them")
            return None
        if why := self._not_taken_on(row, cue, place, owner):
            self.wrong(where, text_of(row, "quote"), f"{why} ({alias})", mend=False)
            return None
        return owner

    def _not_taken_on(self, row: Mapping[str, Any], cue: Utterance, place: tuple[int, int], owner: Participant) -> str:
        """Why what somebody says of another is not theirs yet; empty where it is."""
        later = self._next_of(owner, cue)
        accepted = later is not None and bool(tone_words.ACCEPT.search(later.text))
        if later is not None and not accepted and _refuses(later.text, self.talk.language):
            return "is refused by its owner"
        if "?" in quoted_cues.sentence_around(place, cue.text) and not accepted:
            return "is a question that its owner has not said yes to"
        spoken = self.ground.spoken
        own_word = any(
            number in spoken and spoken[number].who == owner.key for number in numbers_of(row, "also", _MAX_ALSO)
        )
        told_before = any(one.owner == owner.key for one in self.part.found.values())
        if self.talk.side_of(cue.who) is not owner.side and not (accepted or own_word or told_before):
            return "is said for the other side, which has not taken it on"
        return ""

    def _takes_on(self, around: str, cue: Utterance) -> bool:
        """Whether a speaker's own words can take something on: they tell an act, name a day, or answer a question."""
        taking = tone_words.TAKING.get(self.talk.language)
        tells = taking is None or taking.search(around)
        if tells or tone_words.ACT.search(around) or tone_words.ACCEPT.search(around):
            return True
        before = [self.ground.spoken.get(cue.number - step) for step in range(1, _ANSWER + 1)]
        asked = any("?" in one.text for one in before if one is not None and one.who != cue.who)
        return asked or any(one.day is not None for one in self.days(cue))

    def _next_of(self, owner: Participant, cue: Utterance) -> Utterance | None:
        """What the person says soon after."""
        soon = range(cue.number + 1, cue.number + _ACCEPTED_WITHIN + 1)
        said = (self.ground.spoken[number] for number in soon if number in self.ground.spoken)
        return next((one for one in said if one.who == owner.key), None)

    def _also(self, row: Mapping[str, Any], cue: Utterance, owner: Participant) -> tuple[int, ...]:
        """Other places where the same is said: by the owner, to or about them."""
        found = []
        for number in numbers_of(row, "also", _MAX_ALSO):
            one = self.shown.get(number)
            near = abs(number - cue.number) <= _ANSWER
            if one is not None and number != cue.number and (
                near or one.who == owner.key or names(one.text, owner, self.talk.language)
            ):  # fmt: skip
                found.append(number)
        return tuple(found)

    def _what(self, row: Mapping[str, Any], cues: Sequence[int], where: str) -> tuple[str, bool]:
        """What is promised, in the model's words where they are clean, else in those of the utterance."""
        said = self.task.restored(text_of(row, "what")).strip(" .,;:–-")
        wrong = grounded.problems(said, cues, self.ground, most=WHAT_WORDS, customer=True, share=0.3, near=_ANSWER)
        if not wrong and grounded_values.days_in(said, self.talk.day, self.talk.language):
            wrong = ("holds a day: it belongs into due",)
        if not wrong:
            return said, True
        for why in wrong:
            self.wrong(f"{where}.what", said, why)
        found = self.part.found.get(next(iter(_FOUND.findall(text_of(row, "found"))), ""))
        if found is not None:
            return found.what, False
        return "", False

    # --- days --------------------------------------------------------------------------------------------------

    def _due(
        self, row: Mapping[str, Any], cue: Utterance, place: tuple[int, int], also: Sequence[int]
    ) -> tuple[SpokenDay | None, int, str]:
        """The day as code reads it, the utterance it stands in, and what is wrong with the model's pointer."""
        wanted, number = text_of(row, "due"), number_of(row, "due_cue") or cue.number
        if not wanted:
            return (*self._day_in_quote(cue, place), "")
        dated = self.shown.get(number)
        if dated is None:
            return (*self._day_in_quote(cue, place), f"names an utterance that was not shown ({number})")
        if min(abs(number - one) for one in (cue.number, *also)) > _NEAR:
            return (*self._day_in_quote(cue, place), f"is said too far away ({number}) to be this promise's day")
        where_said = quoted_cues.span(wanted, dated, self.task)
        if where_said is None:
            return (*self._day_in_quote(cue, place), f"is not in utterance {number}: copy the words exactly")
        day = self.days_at(where_said, dated)
        if day is None:
            return SpokenDay(0, 0, quoted_cues.words(where_said, dated).rstrip(" .?!…"), None, Doubt.VAGUE), 0, ""
        return day, number, ""

    def _day_in_quote(self, cue: Utterance, place: tuple[int, int]) -> tuple[SpokenDay | None, int]:
        """Where the model names no day: the only certain one within its quotation."""
        inside = [one for one in self.days(cue) if place[0] <= one.start and one.end <= place[1]]
        certain = [
            one
            for one in inside
            if one.day is not None and one.doubt is None and (not one.bare or one.weekday is not None)
        ]
        if len({one.day for one in certain}) == 1:
            return certain[0], cue.number
        return None, 0

    def _moved(
        self, row: Mapping[str, Any], cue: Utterance, also: Sequence[int], due: dt.date | None
    ) -> dt.date | None:
        """The day it was promised for before."""
        wanted, number = text_of(row, "moved"), number_of(row, "moved_cue")
        one = self.shown.get(number)
        if not wanted or one is None or min(abs(number - near) for near in (cue.number, *also)) > _NEAR:
            return None
        place = quoted_cues.span(wanted, one, self.task)
        if place is None:
            return None
        found = self.days_at(place, one)
        return found.day if found and found.day != due else None


# --- rules ---------------------------------------------------------------------------------------------------------


def _no_promise(around: str, quote: str, *, third: bool, hangs: bool) -> str:
    """Why words take nothing on; empty where they do. ``third``: they are said of another than the speaker, who has
    said yes where they ask (see `_not_taken_on`); ``hangs``: a condition is allowed.
    """
    asked = "?" in around
    acts = bool(tone_words.ACT.search(quote))
    rules = (
        (lexicon.OFF_RECORD.search(around), "is off the record"),
        (tone_words.CONDITION.search(quote) and not hangs, "depends on something: it is no promise"),
        (tone_words.COMMAND.search(around) and not third and not acts, "is an order to somebody"),
        (third and asked, ""),
        (tone_words.REFUSAL.search(around) and not acts, "is a refusal"),
        (tone_words.VAGUE.search(around if not acts else quote), "is a wish or says no more than perhaps"),
        (asked and not acts, "is a question"),
    )
    return next((why for holds, why in rules if holds), "")


def _refuses(text: str, language: str) -> bool:
    return bool(
        tone_words.REFUSAL.search(text) or re.match(rf"\W*(?:{_NO.get(language, 'no')})\b", text, re.IGNORECASE)
    )


def _confirm(due: SpokenDay | None, *, vague: bool, owner: Participant) -> Iterator[Confirm]:
    if due is not None and due.doubt is Doubt.WEEKDAY:
        yield Confirm.WEEKDAY
    elif (due is not None and due.doubt is not None) or (due is None and vague):
        yield Confirm.DATE
    if owner.unsure:
        yield Confirm.OWNER
