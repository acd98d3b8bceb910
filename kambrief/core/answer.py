"""What becomes of a model's answer: its order, the room it makes and its readings, checked, in the brief; nothing it
says can break it.

Whatever comes back, `apply` gives a complete brief: every line of the floor with its sentences, pinned lines and lines
the model was not shown in their places. What it would rather leave out goes first when room is short, and only then. A
reading that fails a check is left out, and told, so that the model may mend it once (`Applied.problems`,
`request.repair_prompt`, `best`).
"""

import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kambrief.core import answer_object
from kambrief.core.brief import Block, Brief, Kind, Line, Section, Sentence
from kambrief.core.evidence import Listing, Person, Text
from kambrief.core.reading import Grounds, Place, Reading, read
from kambrief.core.reading_words import TONGUES
from kambrief.core.request import MAX_PEOPLE, MAX_QUESTIONS, MAX_REMARKS, persons
from kambrief.core.task import STAYS_FROM, Shown, WritingTask
from kambrief.core.unvoiced import why_not

_KEYS = ("one_thing", "people", "remarks", "questions", "need", "order", "cut")
_QUOTED_CHARS = 120
_FACT_NAME = re.compile(r"F\d{1,4}")
_LINE_NAME = re.compile(r"L\d{1,4}(?![\da-z])")
_PIECE_NAME = re.compile(r"L\d{1,4}[a-z]?(?![\da-z])")
_PERSON_NAME = re.compile(r"C\d{1,4}")
_NAME = re.compile(r"[\w.:/+-]{1,80}")

_QUESTION_WEIGHTS = (9, 6, 4)
"""Among the floor's 0 to 10: over budget the last question goes early, the first ones hardly ever."""
_NEED_WEIGHT, _ONE_THING_WEIGHT = 8, 10
_PERSON_WEIGHTS, _TRACE_WEIGHT = (5, 4), 6
_REMARK_WEIGHT = 8
"""What would move the risk, or what a figure means, is worth more than a second question."""
_REPLACED_WEIGHT = 1
"""The floor's own question when the model asked better ones: shown where there is room left."""
_CUT_WEIGHT, _CUT_SPARE, _OUTCOME_SPARE = 0, 6, 7
_MAX_TRACES = 1
REMARK_SECTIONS = frozenset({Section.SINCE, Section.PROMISES, Section.RELATIONSHIP, Section.BUSINESS})


@dataclass(frozen=True, slots=True)
class Applied:
    """A brief with what was usable of an answer."""

    brief: Brief
    problems: tuple[str, ...] = ()
    """What was wrong, in words for the model and for ``why``."""
    repairable: bool = False
    """Whether asking once more may help: something was said that broke a rule."""
    readings: int = 0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A good reading, the short name of the line it goes to, and what it weighs there."""

    reading: Reading
    at: str
    weight: int


def apply(task: WritingTask, brief: Brief, answer_text: str, *, model: str = "model", told: str = "") -> Applied:
    """The brief with the answer's order and its good readings. Never raises.

    ``model`` becomes `Brief.written_by` when anything of the answer was used; else the floor wrote it. ``told`` is the
    system prompt: a reading that repeats it is refused.
    """
    data = answer_object.parse(answer_text, _KEYS)
    if data is None:
        wrong = "the answer is no JSON object with one_thing, people, remarks, questions, need, order and cut"
        return Applied(brief, (wrong,), repairable=True)
    grounds = dataclasses.replace(task.grounds, told=told)
    problems: list[str] = []
    one_thing = _alone(data.get("one_thing"), grounds, Place.ONE_THING, problems)
    people = _on_people(data.get("people"), task, grounds, problems)
    remarks = _on_lines(data.get("remarks"), task, grounds, problems)
    questions = _several(data.get("questions"), grounds, problems)
    need = _need(data.get("need"), task, grounds, problems)
    changed = _cut(_ordered(brief, task, data.get("order")), task, data.get("cut"))
    changed = _on(changed, task, [*people, *remarks])
    changed = _asked(changed, questions, need)
    changed = _led(changed, one_thing)
    count = sum(map(bool, (one_thing, need))) + len(questions) + len(people) + len(remarks)
    written_by = (_NAME.fullmatch(model) or ["model"])[0] if changed != brief else brief.written_by
    return Applied(
        dataclasses.replace(changed, written_by=written_by),
        tuple(dict.fromkeys(problems)),
        repairable=bool(problems) and task.language in TONGUES,
        readings=count,
    )


def best(first: Applied, *others: Applied) -> Applied:
    """The attempt with most readings kept, the earliest of equals: a repair must not make it worse."""
    return max((first, *others), key=lambda applied: applied.readings)


def credited(brief: Brief) -> Brief:
    """With a line at the end that says whose the readings are, where the budget has left any."""
    if not any(sentence.kind is Kind.READING for _, line in brief.lines() for sentence in line.sentences):
        return brief
    source = Sentence(Kind.VALUE, "readings_by", {}, (f"meeting/{brief.meeting_id}",))
    return dataclasses.replace(brief, footer=(*brief.footer, source))


# --- reading the answer --------------------------------------------------------------------------------------------


def _items(said: object, where: str, most: int, problems: list[str]) -> list[object]:
    if isinstance(said, list):
        return said[:most]
    if said is not None:
        problems.append(f"{where} is no list")
    return []


def _alone(said: object, grounds: Grounds, place: Place, problems: list[str]) -> Reading | None:
    return None if said is None else _checked(said, grounds, place.value, place, problems)


def _several(said: object, grounds: Grounds, problems: list[str]) -> list[Reading]:
    kept: list[Reading] = []
    for number, item in enumerate(_items(said, "questions", MAX_QUESTIONS, problems), 1):
        reading = _checked(item, grounds, f"questions[{number}]", Place.QUESTION, problems)
        if reading and all(reading.sentence != other.sentence for other in kept):
            kept.append(reading)
    return kept


def _need(said: object, task: WritingTask, grounds: Grounds, problems: list[str]) -> Reading | None:
    reading = _alone(said, grounds, Place.NEED, problems)
    if reading is None or reading.sentence is None:
        return None
    cited = [fact for fact in grounds.facts.values() if fact.id in reading.sentence.facts]
    prose = " ".join(part for part in reading.sentence.parts if isinstance(part, str))
    if wrong := why_not(prose, cited, task.turned_down):
        problems.append(f"need {_quoted(prose)} {wrong}")
        return None
    return reading


def _on_people(said: object, task: WritingTask, grounds: Grounds, problems: list[str]) -> list[_Placed]:
    """One remark a person, on the line that is theirs."""
    lines = {alias: shown for shown in task.lines if (alias := _whose(shown, task.people))}
    kept: dict[str, _Placed] = {}
    for number, item in enumerate(_items(said, "people", MAX_PEOPLE, problems), 1):
        where = f"people[{number}]"
        alias = _name_in(item, "person", _PERSON_NAME)
        if alias not in lines:
            problems.append(f"{where} is about nobody who has a line")
        elif alias not in kept:
            about = dataclasses.replace(grounds, about=task.people[alias])
            if reading := _checked(item, about, where, Place.PERSON, problems):
                kept[alias] = _Placed(reading, lines[alias].alias, _PERSON_WEIGHTS[len(kept)])
    return list(kept.values())


def _whose(shown: Shown, people: Mapping[str, Person]) -> str:
    """The short name of the person a line of the people is about."""
    if shown.section is not Section.PEOPLE or not shown.line.sentences:
        return ""
    about = list(persons(shown.line.sentences[0].slots.values()))
    if len(about) != 1:
        return ""
    return next((alias for alias, person in people.items() if _same(person, about[0])), "")


def _same(one: Person, other: Person) -> bool:
    return one.contact_id == other.contact_id if one.contact_id or other.contact_id else one.name == other.name


def _on_lines(said: object, task: WritingTask, grounds: Grounds, problems: list[str]) -> list[_Placed]:
    lines = {shown.alias for shown in task.lines if shown.section in REMARK_SECTIONS}
    kept: dict[str, _Placed] = {}
    for number, item in enumerate(_items(said, "remarks", MAX_REMARKS, problems), 1):
        where = f"remarks[{number}]"
        alias = _name_in(item, "line", _LINE_NAME)
        if alias not in lines:
            problems.append(f"{where} stands on no line of {', '.join(sorted(REMARK_SECTIONS))}")
        elif alias not in kept and (reading := _checked(item, grounds, where, Place.REMARK, problems)):
            kept[alias] = _Placed(reading, alias, _REMARK_WEIGHT)
    return list(kept.values())


def _name_in(item: object, key: str, form: re.Pattern[str]) -> str:
    said = item.get(key) if isinstance(item, dict) else None
    found = form.search(said[:_QUOTED_CHARS]) if isinstance(said, str) else None
    return found[0] if found else ""


def _checked(said: object, grounds: Grounds, where: str, place: Place, problems: list[str]) -> Reading | None:
    text, facts = (said.get("text"), said.get("facts")) if isinstance(said, dict) else (said, None)
    if not isinstance(text, str):
        problems.append(f"{where} has no text")
        return None
    if not text.strip():
        return None
    cited = (
        [name for item in facts if isinstance(item, str) for name in _FACT_NAME.findall(item[:_QUOTED_CHARS])]
        if isinstance(facts, list)
        else []
    )
    reading = read(text, cited, grounds, place)
    if reading.sentence is None:
        problems += [f"{where} {_quoted(text)} {problem}" for problem in reading.problems]
        return None
    return reading


def _quoted(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:_QUOTED_CHARS])
    return f'"{shown}…"' if len(text) > _QUOTED_CHARS else f'"{shown}"'


# --- order and room ------------------------------------------------------------------------------------------------


def _names(said: object, form: re.Pattern[str]) -> list[str]:
    """Short names in a list; nested lists and objects of lists (an order by section) are forgiven."""
    if isinstance(said, str):
        return form.findall(said[:_QUOTED_CHARS])
    inner: Iterable[object] = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return [name for item in inner if isinstance(item, str | list) for name in _flat(item, form)]


def _flat(item: str | list[object], form: re.Pattern[str]) -> list[str]:
    several = [item] if isinstance(item, str) else [one for one in item if isinstance(one, str)]
    return [name for one in several for name in form.findall(one[:_QUOTED_CHARS])]


def _ordered(brief: Brief, task: WritingTask, order: object) -> Brief:
    names = _names(order, _LINE_NAME)
    wishes = {section: _wish(names, lines) for section, lines in task.movable().items()}
    blocks = tuple(
        Block(block.section, _moved(block.lines, wishes[block.section])) if block.section in wishes else block
        for block in brief.blocks
    )
    return dataclasses.replace(brief, blocks=blocks)


def _wish(names: Sequence[str], lines: Sequence[Shown]) -> list[str]:
    """Ids of all these lines: the named ones first, the others after them as the floor has them."""
    by_name = {shown.alias: shown.line.id for shown in lines}
    chosen = [by_name[name] for name in names if name in by_name]
    return list(dict.fromkeys([*chosen, *by_name.values()]))


def _moved(lines: tuple[Line, ...], wish: Sequence[str]) -> tuple[Line, ...]:
    """The wished lines change places among themselves; all others stay where they are.

    Among light lines weights go with the places: what the model puts first is also the last to go when the brief is too
    long. What carries the brief keeps its own.
    """
    places = [place for place, line in enumerate(lines) if line.id in wish]
    by_id = {line.id: line for line in lines if line.id in wish}
    if [lines[place].id for place in places] == list(wish) or len(by_id) != len(wish) or len(places) != len(wish):
        return lines
    weights = iter(sorted((line.weight for line in by_id.values() if line.weight < STAYS_FROM), reverse=True))
    moved = list(lines)
    for place, line_id in zip(places, wish, strict=True):
        line = by_id[line_id]
        moved[place] = line if line.weight >= STAYS_FROM else dataclasses.replace(line, weight=next(weights))
    return tuple(moved)


def _cut(brief: Brief, task: WritingTask, cut: object) -> Brief:
    """What the model can do without is the first to go where room is short; it stays where there is room."""
    named = set(_names(cut, _PIECE_NAME))
    whole = {shown.line.id for shown in task.lines if shown.alias in named and not shown.stays}
    pieces = {(shown.line.id, index) for shown in task.lines for index in _pieces(shown, named)}
    if not whole and not pieces:
        return brief

    def lighter(line: Line) -> Line:
        spared = tuple(
            dataclasses.replace(one, spare=max(one.spare, _CUT_SPARE)) if (line.id, index) in pieces else one
            for index, one in enumerate(line.sentences)
        )
        weight = _CUT_WEIGHT if line.id in whole else line.weight
        return dataclasses.replace(line, sentences=spared, weight=weight)

    return _each(brief, lighter)


def _pieces(shown: Shown, named: Collection[str]) -> list[int]:
    """The named pieces; where none would be left of a line, its first one stays."""
    cut = [index for name, index in shown.loose.items() if name in named]
    return cut if len(cut) < len(shown.pieces) - 1 else cut[1:]


def _each(brief: Brief, change: Any) -> Brief:
    blocks = tuple(Block(block.section, tuple(change(line) for line in block.lines)) for block in brief.blocks)
    return dataclasses.replace(brief, blocks=blocks)


# --- readings ------------------------------------------------------------------------------------------------------


def _on(brief: Brief, task: WritingTask, placed: Sequence[_Placed]) -> Brief:
    """Each at the end of its line. A sentence of the line that quotes the same words is said already."""
    ids = {shown.alias: shown.line.id for shown in task.lines}
    by_line = {ids[one.at]: one for one in placed}

    def joined(line: Line) -> Line:
        one = by_line.get(line.id)
        if one is None or one.reading.sentence is None:
            return line
        phrase = "remark_internal" if one.reading.guarded and not line.internal else "remark"
        said = dataclasses.replace(one.reading.sentence, phrase=phrase, weight=one.weight)
        return dataclasses.replace(line, sentences=(*line.sentences, said))

    return _each(brief, joined) if by_line else brief


def _led(brief: Brief, one_thing: Reading | None) -> Brief:
    """The one thing's reading below the floor's own, whose "leave with …" goes first when room is short: the reading
    names the outcome too.
    """
    if one_thing is None:
        return brief
    taken = {line.id for _, line in brief.lines()}

    def spared(line: Line) -> Line:
        return dataclasses.replace(
            line,
            sentences=tuple(
                dataclasses.replace(one, spare=_OUTCOME_SPARE) if one.phrase.startswith("outcome_") else one
                for one in line.sentences
            ),
        )

    blocks = tuple(
        Block(block.section, tuple(map(spared, block.lines))) if block.section is Section.ONE_THING else block
        for block in brief.blocks
    )
    line = _line("one_thing/reading", taken, one_thing, _ONE_THING_WEIGHT)
    return _added(dataclasses.replace(brief, blocks=blocks), Section.ONE_THING, [line], last=True)


def _asked(brief: Brief, questions: Sequence[Reading], need: Reading | None) -> Brief:
    """The model's questions before the floor's, which stay where there is room; its need in the place of our guess."""
    if not questions and need is None:
        return brief
    taken = {line.id for _, line in brief.lines()}

    def replaced(line: Line) -> Line:
        guess = any(sentence.phrase == "hypothesis" for sentence in line.sentences)
        gone = need is not None if guess else len(questions) > 1
        return dataclasses.replace(line, weight=min(line.weight, _REPLACED_WEIGHT)) if gone else line

    blocks = tuple(
        Block(block.section, tuple(map(replaced, block.lines))) if block.section is Section.QUESTIONS else block
        for block in brief.blocks
    )
    lines = [
        _line(f"questions/{number}", taken, question, weight)
        for number, (question, weight) in enumerate(zip(questions, _QUESTION_WEIGHTS, strict=False), 1)
    ]
    if need is not None:
        line = _line("questions/need", taken, need, _NEED_WEIGHT, phrase="reading_guess")
        lines.append(dataclasses.replace(line, sentences=(*line.sentences, *_traces(need, brief))))
    return _added(dataclasses.replace(brief, blocks=blocks), Section.QUESTIONS, lines, last=False)


def _traces(need: Reading, brief: Brief) -> list[Sentence]:
    """Where a guess comes from: what our own guess on the same facts rests on, else the tickets it names. None where
    the guess speaks to somebody: the words behind it would look like theirs.
    """
    if need.sentence and any(isinstance(part, Person) for part in need.sentence.parts):
        return []
    ids = need.sentence.facts if need.sentence else ()
    block = brief.block(Section.QUESTIONS)
    own = [one for line in (block.lines if block else ()) for one in line.sentences if one.phrase == "hypothesis"]
    for guess in own:
        clues = guess.slots.get("clues")
        if isinstance(clues, Listing) and not set(ids).isdisjoint(guess.facts):
            facts = tuple(dict.fromkeys((*ids, *guess.facts)))
            return [
                Sentence(
                    Kind.VALUE,
                    "need_from",
                    {"sources": Listing(clues.items[:_MAX_TRACES])},
                    facts,
                    weight=_TRACE_WEIGHT,
                )
            ]
    tickets = [fact for fact_id in ids if (fact := brief.facts.get(fact_id)) and fact.source.table == "tickets"]
    named = tuple(Text(fact.source.record_id) for fact in tickets[:_MAX_TRACES])
    return [Sentence(Kind.VALUE, "need_from", {"sources": Listing(named)}, ids, weight=_TRACE_WEIGHT)] if named else []


def _line(wanted: str, taken: set[str], reading: Reading, weight: int, phrase: str = "reading") -> Line:
    line_id = wanted
    while line_id in taken:
        line_id += "+"
    taken.add(line_id)
    said: tuple[Sentence, ...] = ()
    if reading.sentence:
        said = (dataclasses.replace(reading.sentence, phrase=phrase),)
    return Line(line_id, said, weight=weight, internal=reading.guarded)


def _added(brief: Brief, section: Section, lines: Sequence[Line], *, last: bool) -> Brief:
    """The lines in their section, at its end or its beginning; a section that was not there is put in its place."""
    blocks = {block.section: block.lines for block in brief.blocks}
    old = blocks.get(section, ())
    blocks[section] = (*old, *lines) if last else (*lines, *old)
    order = [block.section for block in brief.blocks]
    if section not in order:
        following = [place for place, other in enumerate(order) if _rank(other) > _rank(section)]
        order.insert(following[0] if following else len(order), section)
    return dataclasses.replace(brief, blocks=tuple(Block(name, blocks[name]) for name in order))


def _rank(section: Section) -> int:
    return list(Section).index(section)
