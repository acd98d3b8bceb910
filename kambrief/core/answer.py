"""What becomes of a model's answer: its order and its readings, checked, in the brief; nothing it says can break it.

Whatever comes back, `apply` gives a complete brief: every line of the floor with its sentences unchanged, pinned lines
and lines the model was not shown in their places. A reading that fails a check is left out, and told, so that the model
may mend it once (`Applied.problems`, `writing.repair_prompt`, `best`).
"""

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kambrief.core.brief import Block, Brief, Line, Section, Sentence
from kambrief.core.reading import Grounds, Reading, read
from kambrief.core.reading_words import TONGUES
from kambrief.core.writing import MAX_QUESTIONS, Shown, WritingTask

_KEYS = ("one_thing", "questions", "order")
_MAX_CHARS = 50_000
_MAX_TRIES = 50
"""Opening braces at which an object may begin; more is no answer but noise."""
_QUOTED_CHARS = 120
_FACT_NAME = re.compile(r"F\d{1,4}")
_LINE_NAME = re.compile(r"L\d{1,4}")
_NAME = re.compile(r"[\w.:/+-]{1,80}")

_QUESTION_WEIGHTS = (6, 4, 3)
"""Among the floor's 0 to 10: over budget a question goes before a deadline, and after the count of what is done."""
_ONE_THING_WEIGHT = 9


@dataclass(frozen=True, slots=True)
class Applied:
    """A brief with what was usable of an answer."""

    brief: Brief
    problems: tuple[str, ...] = ()
    """What was wrong, in words for the model and for ``why``."""
    repairable: bool = False
    """Whether asking once more may help: something was said that broke a rule."""
    readings: int = 0


def apply(task: WritingTask, brief: Brief, answer_text: str, *, model: str = "model", told: str = "") -> Applied:
    """The brief with the answer's order and its good readings. Never raises.

    ``model`` becomes `Brief.written_by` when anything of the answer was used; else the floor wrote it. ``told`` is the
    system prompt: a reading that repeats it is refused.
    """
    data = _parse(answer_text)
    if data is None:
        return Applied(brief, ("the answer is no JSON object with one_thing, questions and order",), repairable=True)
    grounds = dataclasses.replace(task.grounds, told=told)
    one_thing, one_problems = _one_thing(data.get("one_thing"), grounds)
    questions, question_problems = _questions(data.get("questions"), grounds)
    ordered = _ordered(brief, task, data.get("order"))
    changed = _with_readings(ordered, one_thing, questions)
    problems = (*one_problems, *question_problems)
    written_by = (_NAME.fullmatch(model) or ["model"])[0] if changed != brief else brief.written_by
    return Applied(
        dataclasses.replace(changed, written_by=written_by),
        problems,
        repairable=bool(problems) and task.language in TONGUES,
        readings=(one_thing is not None) + len(questions),
    )


def best(first: Applied, *others: Applied) -> Applied:
    """The attempt with most readings kept, the earliest of equals: a repair must not make it worse."""
    return max((first, *others), key=lambda applied: applied.readings)


# --- reading the answer --------------------------------------------------------------------------------------------


def _parse(text: str) -> Mapping[str, Any] | None:
    """The first JSON object with one of our keys, wherever it stands: fences and talk around it are forgiven."""
    text = text[:_MAX_CHARS]
    decoder = json.JSONDecoder()
    for start in _braces(text):
        try:
            found, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and any(key in found for key in _KEYS):
            return found
    return None


def _braces(text: str) -> Iterator[int]:
    start = -1
    for _ in range(_MAX_TRIES):
        start = text.find("{", start + 1)
        if start < 0:
            return
        yield start


def _one_thing(said: object, grounds: Grounds) -> tuple[Reading | None, list[str]]:
    if said is None:
        return None, []
    reading, problems = _checked(said, grounds, "one_thing", question=False)
    return reading, problems


def _questions(said: object, grounds: Grounds) -> tuple[list[Reading], list[str]]:
    if not isinstance(said, list):
        return [], ["questions is no list"] if said is not None else []
    kept: list[Reading] = []
    problems: list[str] = []
    for number, item in enumerate(said[:MAX_QUESTIONS], 1):
        reading, wrong = _checked(item, grounds, f"questions[{number}]", question=True)
        problems += wrong
        if reading and all(reading.sentence != other.sentence for other in kept):
            kept.append(reading)
    return kept, problems


def _checked(said: object, grounds: Grounds, where: str, *, question: bool) -> tuple[Reading | None, list[str]]:
    text, facts = (said.get("text"), said.get("facts")) if isinstance(said, dict) else (said, None)
    if not isinstance(text, str):
        return None, [f"{where} has no text"]
    if not text.strip():
        return None, []
    cited = (
        [name for item in facts if isinstance(item, str) for name in _FACT_NAME.findall(item[:_QUOTED_CHARS])]
        if isinstance(facts, list)
        else []
    )
    reading = read(text, cited, grounds, question=question)
    if reading.sentence is None:
        return None, [f"{where} {_quoted(text)} {problem}" for problem in reading.problems]
    return reading, []


def _quoted(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:_QUOTED_CHARS])
    return f'"{shown}…"' if len(text) > _QUOTED_CHARS else f'"{shown}"'


# --- order ---------------------------------------------------------------------------------------------------------


def _ordered(brief: Brief, task: WritingTask, order: object) -> Brief:
    if not isinstance(order, dict):
        return brief
    wishes = {section: _wish(order.get(section.value), lines) for section, lines in task.movable().items()}
    blocks = tuple(
        Block(block.section, _moved(block.lines, wishes[block.section])) if block.section in wishes else block
        for block in brief.blocks
    )
    return dataclasses.replace(brief, blocks=blocks)


def _wish(said: object, lines: Sequence[Shown]) -> list[str]:
    """Ids of all these lines: the named ones first, the others after them as the floor has them."""
    names = (
        [name for item in said if isinstance(item, str) for name in _LINE_NAME.findall(item[:_QUOTED_CHARS])]
        if isinstance(said, list)
        else []
    )
    by_name = {shown.alias: shown.line.id for shown in lines}
    chosen = [by_name[name] for name in names if name in by_name]
    return list(dict.fromkeys([*chosen, *by_name.values()]))


def _moved(lines: tuple[Line, ...], wish: Sequence[str]) -> tuple[Line, ...]:
    """The wished lines change places among themselves; all others stay where they are.

    Weights go with the places: what the model puts first is also the last to go when the brief is too long.
    """
    places = [place for place, line in enumerate(lines) if line.id in wish]
    by_id = {line.id: line for line in lines if line.id in wish}
    if [lines[place].id for place in places] == list(wish) or len(by_id) != len(wish) or len(places) != len(wish):
        return lines
    weights = sorted((line.weight for line in by_id.values()), reverse=True)
    moved = list(lines)
    for place, line_id, weight in zip(places, wish, weights, strict=True):
        moved[place] = dataclasses.replace(by_id[line_id], weight=weight)
    return tuple(moved)


# --- readings ------------------------------------------------------------------------------------------------------


def _with_readings(brief: Brief, one_thing: Reading | None, questions: Sequence[Reading]) -> Brief:
    taken = {line.id for _, line in brief.lines()}
    if one_thing:
        line = _line("one_thing/reading", taken, one_thing, _ONE_THING_WEIGHT)
        brief = _added(_outcome_spared(brief), Section.ONE_THING, [line], last=True)
    asked = [
        _line(f"questions/{number}", taken, question, weight)
        for number, (question, weight) in enumerate(zip(questions, _QUESTION_WEIGHTS, strict=False), 1)
    ]
    return _added(brief, Section.QUESTIONS, asked, last=False) if asked else brief


def _outcome_spared(brief: Brief) -> Brief:
    """The floor's own "leave with …" is the first to go when room is short: the reading names the outcome too."""

    def spared(sentence: Sentence) -> Sentence:
        return dataclasses.replace(sentence, spare=3) if sentence.phrase.startswith("outcome_") else sentence

    blocks = tuple(
        Block(
            block.section,
            tuple(dataclasses.replace(line, sentences=tuple(map(spared, line.sentences))) for line in block.lines),
        )
        if block.section is Section.ONE_THING
        else block
        for block in brief.blocks
    )
    return dataclasses.replace(brief, blocks=blocks)


def _line(wanted: str, taken: set[str], reading: Reading, weight: int) -> Line:
    line_id = wanted
    while line_id in taken:
        line_id += "+"
    taken.add(line_id)
    sentences: tuple[Sentence, ...] = (reading.sentence,) if reading.sentence else ()
    return Line(line_id, sentences, weight=weight, internal=reading.guarded)


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
