"""What becomes of a model's wording of a follow-up: each line checked, the rest stays as code wrote it.

A model may word the thanks, what was agreed, the concern and the subject's topic. It promises nothing: a line that
takes on an act must name a promise that was made. Values are slots (``{A2.due}``) or stand in the utterances it cites,
people are references (``[[P1|Petrille]]``) or in them. Recipients, lists of promises, days, the next meeting and links
are never the model's.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from kambrief.core import answer_object, grounded, grounded_values, matter, tone_words, wording
from kambrief.core.agreed_merging import same_words
from kambrief.core.agreed_types import Agreed
from kambrief.core.answer_object import numbers_of, rows, shown, text_of
from kambrief.core.following_guard import Gate
from kambrief.core.followup import DraftLine, Followup, Part, PartKind
from kambrief.core.followup_request import WORDED, WordingTask, words_of
from kambrief.core.grounded import Ground
from kambrief.core.inflection import accepts
from kambrief.core.nouns import is_noun
from kambrief.core.talk import Participant

KEYS = ("topic", "thanks", "facts", "concern", "leave")
MAX_LINES = {PartKind.THANKS: 2, PartKind.FACTS: 5, PartKind.CONCERN: 2}
MAX_WORDS = {PartKind.THANKS: 28, PartKind.FACTS: 30, PartKind.CONCERN: 30}
MAX_TOPIC = 8
PROSE_LINES = 4
_KEYS = {PartKind.THANKS: "thanks", PartKind.FACTS: "facts", PartKind.CONCERN: "concern"}
_SHARES = {PartKind.THANKS: 0.25, PartKind.FACTS: 0.4, PartKind.CONCERN: 0.3}
_SLOT = re.compile(r"\{([A-Z]\d{0,3})\.(due|day)\}")
_PERSON = re.compile(r"\[\[(P\d{1,3})(?:\|([^\[\]{}|]{1,80}))?\]\]")
_ALIAS = re.compile(r"\b([ACFKT]\d{1,3}|N)\b")
_NAME = re.compile(r"[\w.:/+-]{1,80}")
_FORMAL = ("Sie", "Ihnen", "Ihr", "Ihre", "Ihrem", "Ihren", "Ihrer", "Ihres")


@dataclass(frozen=True, slots=True)
class Worded:
    """A follow-up with what was usable of an answer, or of two."""

    followup: Followup
    problems: tuple[str, ...] = ()
    mendable: bool = False
    used: int = 0
    """How many of the model's lines stand in it."""
    said: Mapping[PartKind, "Lines"] = field(default_factory=dict)
    """The lines that hold, for a second answer about the others."""
    left: tuple[str, ...] = ()
    unread: bool = False
    """It was no answer at all."""


@dataclass(frozen=True, slots=True)
class Line:
    """A checked line, the draft's lines in whose place it comes, and its own place in the answer, from 1."""

    line: DraftLine
    replaces: tuple[str, ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """Of one part: those that hold, and how many there were."""

    lines: tuple[Line, ...] = ()
    count: int = 0

    def usable(self, kind: PartKind) -> tuple[Line, ...]:
        """Of thanks and concern all or none, as one sentence leads to the other."""
        return self.lines if kind is PartKind.FACTS or len(self.lines) == self.count else ()


def apply(
    task: WordingTask,
    answer: str,
    ground: Ground,
    agreed: Agreed,
    limit: int,
    *,
    model: str = "model",
    before: Worded | None = None,
) -> Worded:
    """The follow-up with the answer's good lines. Never raises. ``limit``: words of the whole mail, which the floor may
    exceed and the model's wording may not make longer. ``before``: what a first answer gave, whose faults this one
    mends; what was good in it stays.
    """
    data = answer_object.parse(answer, KEYS)
    if data is None:
        kept = before or Worded(task.followup, unread=True)
        return replace(kept, problems=("the answer is no JSON object with thanks, facts and concern",), mendable=True)
    reader = _Reader(task, ground, Gate.of(task.talk, tuple(task.promises.values()), agreed))
    said = {kind: reader.lines(data.get(_KEYS[kind]), kind) for kind in WORDED}
    left = tuple(answer_object.names_of(data.get("leave"), _ALIAS))
    subject = reader.subject(text_of(data, "topic"))
    if before is not None:
        said = {kind: _mended(before.said.get(kind, Lines()), said[kind], kind) for kind in WORDED}
        left = (*before.left, *left)
        subject = before.followup.subject if subject == task.followup.subject else subject
    parts, used, problems = _placed(task, {kind: said[kind].usable(kind) for kind in WORDED}, left, limit)
    mendable = bool(reader.problems) or any(problems.values())
    used += subject != task.followup.subject
    found = replace(task.followup, parts=parts, subject=subject)
    if used:
        found = replace(found, written_by=(_NAME.fullmatch(model) or ["model"])[0])
    return Worded(found, tuple(dict.fromkeys([*reader.problems, *problems])), mendable, used, said, left)


def _placed(
    task: WordingTask, said: Mapping[PartKind, Sequence[Line]], left: Sequence[str], limit: int
) -> tuple[tuple[Part, ...], int, dict[str, bool]]:
    """The parts with the lines in them, how many lines that are, and what found no room, with whether the model can
    help. Of too many words the last facts go; where that is not enough, a whole part stays as the draft has it.
    """
    draft = task.followup.parts
    facts, problems = list(said[PartKind.FACTS]), dict[str, bool]()
    while True:
        parts, chosen = draft, {**said, PartKind.FACTS: facts}
        # A draft's fact that the thanks tell, too, is left as well.
        gone_too = [*left, *(alias for lines in chosen.values() for one in lines for alias in one.replaces)]
        for kind in reversed(WORDED):
            parts = _with(parts, task, kind, chosen[kind], gone_too)
        if words_of(parts) <= max(limit, words_of(draft)):
            return parts, sum(map(len, chosen.values())) if parts != draft else 0, problems
        if len(facts) < 2:
            break
        gone = facts.pop(_least_needed(facts, task)).line.text
        problems[f"{_KEYS[PartKind.FACTS]} {shown(gone)} has no room: the mail may have {limit} words"] = False
    parts, used, problems = draft, 0, {}
    for kind in reversed(WORDED):
        tries = range(len(said[kind]), 0, -1) if kind is PartKind.FACTS else [len(said[kind])]
        fits = ((count, _with(parts, task, kind, said[kind][:count], left)) for count in tries)
        count, changed = next(((n, one) for n, one in fits if words_of(one) <= max(limit, words_of(parts))), (0, parts))
        if count < len(said[kind]):
            problems[f"{_KEYS[kind]} would make the mail longer than {limit} words"] = True
        used += count if changed != parts else 0
        parts = changed
    return parts, used, problems


def _least_needed(facts: Sequence[Line], task: WordingTask) -> int:
    """The last that holds no figure which was corrected in the call; else the last."""
    language = task.followup.language
    free = [at for at, one in enumerate(facts) if task.corrected.isdisjoint(_figures(one.line.text, language))]
    return free[-1] if free else len(facts) - 1


def _mended(first: Lines, second: Lines, kind: PartKind) -> Lines:
    """The lines of a first answer with those of a second one that are new, in the places of those that did not hold."""
    if kind is not PartKind.FACTS and second.count >= first.count and second.usable(kind):
        return second
    kept = list(first.lines)
    taken = {one.at for one in kept}
    free = (at for at in itertools.count(1) if at not in taken)
    for one in second.lines:
        if not any(_again(one, other) for other in first.lines) and len(kept) < MAX_LINES[kind]:
            kept.append(replace(one, at=next(free)))
    return Lines(tuple(sorted(kept, key=lambda one: one.at)), max(first.count, len(kept)))


def _again(one: Line, other: Line) -> bool:
    """Whether two lines tell the same."""
    mine, theirs = _of(one.line, "cue:"), _of(other.line, "cue:")
    return mine == theirs or (not mine.isdisjoint(theirs) and same_words(one.line.text, other.line.text))


# --- one line ------------------------------------------------------------------------------------------------------


@dataclass
class _Reader:
    task: WordingTask
    ground: Ground
    gate: Gate

    def __post_init__(self) -> None:
        self.problems: list[str] = []

    def lines(self, said: object, kind: PartKind) -> Lines:
        """Those of a part that hold."""
        several = rows(said, MAX_LINES[kind])
        kept = [self._line(row, kind, number) for number, row in enumerate(several, 1)]
        return Lines(tuple(one for one in kept if one is not None), len(several))

    def _line(self, row: Mapping[str, Any], kind: PartKind, number: int) -> Line | None:
        where, said = f"{_KEYS[kind]}[{number}]", text_of(row, "text")
        names = answer_object.names_of(row.get("names"), _ALIAS)
        cues = [number for number in numbers_of(row, "cues") if number in self.ground.spoken]
        promises = {alias: self.task.promises[alias] for alias in names if alias in self.task.promises}
        facts = {alias: self.task.facts[alias] for alias in names if alias in self.task.facts}
        replaced = tuple(alias for alias in names if alias in self.task.lines)
        words, wrong = self._filled(said, promises)
        cited = list(dict.fromkeys([*cues, *(number for one in promises.values() for number in one.cues)]))
        wrong += grounded.problems(
            words, cited, self.ground, most=MAX_WORDS[kind], least=2, share=_SHARES[kind],
            told=[fact.text for fact in facts.values()], near=0 if kind is PartKind.FACTS else 1,
        )  # fmt: skip
        if tone_words.ACT.search(words) and not any(_speaks_of(words, one.what) for one in promises.values()):
            wrong.append("takes on an act that no named promise holds")
        if kind is PartKind.CONCERN and any(
            unit == "%" for _, unit in grounded_values.figures(words, self.ground.language)
        ):
            wrong.append("has a percentage")
        if rule := self.gate.refuses(words):
            wrong.append(f"must not be sent ({rule})")
        if wrong:
            self.problems += [f"{where} {shown(said)} {why}" for why in dict.fromkeys(wrong)]
            return None
        evidence = [f"cue:{number}" for number in cues]
        evidence += [f"promise:{one.id}" for one in promises.values()] + [fact.id for fact in facts.values()]
        return Line(DraftLine(words, tuple(dict.fromkeys(evidence)), "model"), replaced, number)

    def _filled(self, said: str, promises: Mapping[str, Any]) -> tuple[str, list[str]]:
        """The words with their slots and people put in."""
        wrong: list[str] = []

        def value(found: re.Match[str]) -> str:
            alias, role = found[1], found[2]
            if alias == "N" and role == "day" and self.task.next_day:
                return _before_a_stop(self.task.day(self.task.next_day), found)
            one = promises.get(alias)
            if one is None or one.due is None or one.confirm or role != "due":
                wrong.append(f"{found[0]} is no slot of a promise that it names")
                return ""
            return _before_a_stop(self.task.day(one.due, one.until), found)

        def person(found: re.Match[str]) -> str:
            one = self.task.hearing.people.get(found[1])
            if one is None:
                wrong.append(f"{found[0]} refers to nobody in the list of people")
                return ""
            return _surface(one, (found[2] or "").strip(), self.task)

        words = self.task.hearing.restored(_PERSON.sub(person, _SLOT.sub(value, said)))
        return wording.spaced(" ".join(words.split()), self.ground.language), wrong

    def subject(self, topic: str) -> str:
        """The subject with the model's topic in the place of the meeting's title."""
        old, subject = self.task.topic, self.task.followup.subject
        words, wrong = self._filled(topic.strip(" .–-:"), {})
        if not words or not old or not subject.startswith(old) or words == old:
            return subject
        rests = {number for one in self.task.promises.values() for number in one.cues}
        told = {each for _, line in self.task.followup.lines() for each in line.evidence if each.startswith("cue:")}
        rests |= {int(each.removeprefix("cue:")) for each in told if each.removeprefix("cue:").isdigit()}
        spoken = self.ground.spoken
        cues = [number for number in sorted(rests) if number in spoken and not grounded.of_rivals(spoken[number].text)]
        wrong += grounded.problems(words, cues, self.ground, most=MAX_TOPIC, least=2, told=[old], share=0.5)
        if grounded_values.days_in(words, self.task.talk.day, self.ground.language) or re.search(r"\d", words):
            wrong.append("has a value: the subject's are code's")
        if rule := self.gate.refuses(words):
            wrong.append(f"must not be sent ({rule})")
        if wrong:
            self.problems += [f"topic {shown(topic)} {why}" for why in wrong]
            return subject
        return words[:1].upper() + words[1:] + subject[len(old) :]


def _before_a_stop(day: str, slot: re.Match[str]) -> str:
    """A day for a slot: its own final stop ends the sentence, too."""
    after = slot.string[slot.end() :]
    return day.removesuffix(".") if after.startswith(".") and not after.startswith("..") else day


def _surface(one: Participant, wanted: str, task: WordingTask) -> str:
    """An inflected form of the person's own name; else what they are called."""
    people = task.hearing.people.values()
    others = [name for other in people if other.key != one.key for name in (other.name, other.called) if name]
    language = task.followup.language
    mine = any(accepts(name, wanted, language) for name in (one.called, one.name) if name and wanted)
    if mine and not any(accepts(name, wanted, language) for name in others):
        return wanted
    return one.called or one.name


def _speaks_of(words: str, what: str) -> bool:
    return matter.likeness(matter.matter(what), matter.matter(words)).shared > 0


# --- the mail ------------------------------------------------------------------------------------------------------


def _with(
    parts: tuple[Part, ...], task: WordingTask, kind: PartKind, said: Sequence[Line], left: Sequence[str]
) -> tuple[Part, ...]:
    """The parts with the model's lines in one of them."""
    if not said:
        return parts
    index = next((at for at, part in enumerate(parts) if part.kind is kind), None)
    if index is None:
        if kind is PartKind.THANKS:
            return parts  # the account manager leaves them out
        after = [at for at, part in enumerate(parts) if part.kind in _before(kind)]
        new = Part(kind, tuple(_ended(one.line) for one in said[:PROSE_LINES]))
        place = (after[-1] if after else 0) + 1
        return (*parts[:place], new, *parts[place:])
    part = parts[index]
    lines = tuple(_lines(part, task, said, left))
    return (*parts[:index], replace(part, lines=lines), *parts[index + 1 :])


def _before(kind: PartKind) -> tuple[PartKind, ...]:
    order = list(PartKind)
    return tuple(order[: order.index(kind)])


def _lines(part: Part, task: WordingTask, said: Sequence[Line], left: Sequence[str]) -> Iterator[DraftLine]:
    """The model's lines, then the draft's that none of them takes the place of. No figure is lost by the way: a line
    that is told elsewhere goes only where all of its own are; and one that the model leaves out, or words anew, only
    where none of its figures had to be corrected in the call, as that is what a reader looks for.
    """
    yield from (_cased(_ended(one.line), part, task, first=at == 0) for at, one in enumerate(said))
    evidence = {each for one in said for each in one.line.evidence}
    if part.kind is PartKind.THANKS:  # thanks rest on the meeting alone, the customer's words on an utterance
        yield from (one for one in part.lines if (cues := _of(one, "cue:")) and cues.isdisjoint(evidence))
    elif part.kind is PartKind.CONCERN:
        # Another step of ours may take the place of the draft's; none may not.
        aliases = {alias for one in said for alias in one.replaces if alias in task.lines}
        gone_for = (
            {task.lines[alias][1].text for alias in aliases} if any("promise:" in one for one in evidence) else ()
        )
        steps = {line.text: _of(line, "promise:") for line in part.lines}
        yield from (one for one in part.lines if steps[one.text] - evidence and one.text not in gone_for)
    else:
        named = {alias for one in said for alias in one.replaces}
        language = task.followup.language
        listed = [line for other in task.followup.parts if other.listed and other is not part for line in other.lines]
        told = {one for line in (*(each.line for each in said), *listed) for one in _figures(line.text, language)}
        by_line = {line.text: alias for alias, (kind, line) in task.lines.items() if kind is part.kind}
        for line in part.lines:
            cues = _of(line, "cue:")
            again = any(same_words(line.text, one.line.text) for one in said if not cues.isdisjoint(one.line.evidence))
            alias = by_line.get(line.text)
            meant = alias in named or alias in left
            gone = meant or again or (cues and cues <= evidence)
            kept = _figures(line.text, language) - told
            if not gone or kept & (task.corrected if meant else kept):
                yield line


def _of(line: DraftLine, kind: str) -> set[str]:
    return {one for one in line.evidence if one.startswith(kind)}


def _figures(words: str, language: str) -> set[Decimal]:
    return {number for number, _ in grounded_values.figures(words, language)}


def _ended(line: DraftLine) -> DraftLine:
    return line if line.text.endswith((".", "?", "…")) else replace(line, text=f"{line.text}.")


def _cased(line: DraftLine, part: Part, task: WordingTask, *, first: bool) -> DraftLine:
    """The first letter as the draft has it there: behind ``Hei Petri,`` a small one, unless it begins a name."""
    words = line.text
    head = re.match(r"[^\W\d_]+", words)
    if head is None:
        return line
    if not (first and part.lines and part.lines[0].text[:1].islower()):
        return replace(line, text=words[:1].upper() + words[1:])
    language = task.followup.language
    people = [name for one in task.hearing.people.values() for name in (one.name, one.called) if name]
    named = head[0].isupper() or (language == "de" and is_noun(head[0])) or head[0] in _FORMAL
    if named or any(accepts(part_of, head[0], language) for name in people for part_of in name.split()):
        return line
    return replace(line, text=words[:1].lower() + words[1:])
