"""A model's part in a brief: one request, one repair at most, within a deadline; the receipt of what left the house.

Whatever goes wrong ends in what there was before: the floor, with the gap named.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core import request, writing
from kambrief.core.answer import Applied, apply, best
from kambrief.core.brief import Brief
from kambrief.core.customer import Gap
from kambrief.core.names import called
from kambrief.core.sections.others import is_own
from kambrief.core.situation import Situation
from kambrief.core.task import WritingTask
from kambrief.core.work import BriefRecord
from kambrief.errors import ProviderError
from kambrief.pipeline import spending as spent
from kambrief.ports import Answer, Prompt, Writer
from kambrief.render import Phrases, prompt_version, render_prompt

MIN_MODEL_SECONDS = 5.0
"""With less time than this left the model is not asked at all."""
_FRAME_CHARS = 400
"""What `USER_PROMPT` says around the data."""

Receipt = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Said:
    """What came of asking. ``brief`` is None where the model gave nothing usable."""

    brief: Brief | None
    receipt: tuple[Receipt, ...] = ()
    problems: tuple[str, ...] = ()
    kept: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The answer that was used, to be used again while the request stays the same."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How a model is asked here."""

    writer: Writer
    max_prompt_tokens: int = 4000
    max_tokens: int = 900
    timeout_seconds: float = 60.0
    hide_names: bool = False
    spending: spent.Spending | None = None
    """What models may cost a day; None: no ceiling."""
    log: Callable[..., object] = lambda *_, **__: None

    def ask(
        self,
        brief: Brief,
        situation: Situation,
        phrases: Phrases,
        seconds: float,
        *,
        room: int = 0,
        depth: float = 1.0,
        earlier: Sequence[BriefRecord] = (),
    ) -> Said:
        """The brief with what is usable of an answer.

        ``room``: words by which it may grow or must shrink; ``depth``: the part of the token budget that this customer
        is worth; ``earlier``: this meeting's briefs, whose answer is used again where nothing of the request has
        changed.
        """
        task, system = self._task(brief, situation, phrases, room, depth)
        data = request.user_data(task)
        user = render_prompt(request.USER_PROMPT, **data)
        # The room is no fact: another tip, a word longer, must not cost another call.
        same = render_prompt(request.USER_PROMPT, **{**data, "room": 0})
        key = hashlib.sha256(json.dumps([system, same]).encode()).hexdigest()
        version = f"{prompt_version(request.SYSTEM_PROMPT)[:12]}.{prompt_version(request.USER_PROMPT)[:12]}"
        for record in reversed(earlier):
            kept = record.why.get("answer")
            if isinstance(kept, Mapping) and kept.get("key") == key:
                applied = apply(task, brief, str(kept.get("text")), model=str(kept.get("model")), told=system)
                used: dict[str, object] = {
                    "reused": key[:16],
                    "model": kept.get("model"),
                    "prompt": version,
                    "fields": [],
                }
                return Said(applied.brief, (used,), applied.problems, {name: str(kept[name]) for name in kept})
        return self._converse(task, brief, system, user, key, version, seconds, situation.now)

    def _converse(
        self, task: WritingTask, brief: Brief, system: str, user: str, key: str, version: str, seconds: float,
        now: dt.datetime,
    ) -> Said:  # fmt: skip
        writer = self.spending.guarding(self.writer, now) if self.spending else self.writer
        until = time.monotonic() + min(self.timeout_seconds, seconds)
        receipts: list[Receipt] = []
        problems: list[str] = []
        answers: list[tuple[Applied, Answer]] = []
        for attempt in ("first", "repair"):
            left = until - time.monotonic()
            if left < MIN_MODEL_SECONDS:
                problems.append("no time left for the model")
                break
            prompt = Prompt(system, user, request.schema(), "brief", version, self.max_tokens)
            sent = self._sent(prompt, task)
            try:
                answer = writer.write(prompt, left)
            except ProviderError as error:
                self.log("model failed", provider=error.provider, error=error.reason, attempt=attempt)
                receipts += spent.receipts(error, sent)
                problems.append(error.reason)
                break
            receipts += spent.receipts(answer, sent)
            answers.append((apply(task, brief, answer.text, model=answer.model, told=system), answer))
            problems.extend(answers[-1][0].problems)
            if not answers[-1][0].repairable:
                break
            user = render_prompt(request.USER_PROMPT, **request.repair_prompt(task, answers[-1][0].problems))
        if not answers:
            return Said(None, tuple(receipts), tuple(problems))
        taken = best(*(applied for applied, _ in answers))
        text, model = next((answer.text, answer.model) for applied, answer in answers if applied is taken)
        # A model that kept the rules and had nothing to add has not failed.
        nothing = taken.brief.written_by == brief.written_by and taken.problems
        kept = {"key": key, "text": text, "model": model}
        return Said(None if nothing else taken.brief, tuple(receipts), tuple(problems), {} if nothing else kept)

    def _task(
        self, brief: Brief, situation: Situation, phrases: Phrases, room: int, depth: float
    ) -> tuple[WritingTask, str]:
        meeting, manager = situation.meeting, situation.manager
        # A line on another customer is none of the model's business.
        spoken = {
            line.id: [phrases.say(one, situation.today, manager.timezone).text for one in line.sentences]
            for section, line in brief.lines()
            if is_own(situation, section, line)
        }
        system = render_prompt(request.SYSTEM_PROMPT, **request.system_data(manager.language))
        fixed = len(system) + len(json.dumps(request.schema())) + _FRAME_CHARS
        task = writing.writing_task(
            brief,
            spoken,
            situation.facts,
            meeting.title,
            meeting.agenda,
            manager.language,
            max_tokens=int((self.max_prompt_tokens - fixed / request.CHARS_A_TOKEN) * depth),
            names=[
                *(contact.name for contact in situation.people.values()),
                *(guest.name for guest in meeting.attendees if guest.name),
                manager.name,
            ],
            called={contact.id: called(contact) for contact in situation.people.values()},
            hide_names=self.hide_names,
            room=room,
        )
        return task, system

    def _sent(self, prompt: Prompt, task: WritingTask) -> Receipt:
        """What leaves the house with a call, field by field."""
        prefix, whole = len(prompt.system) + len(json.dumps(prompt.schema)), len(prompt.user)
        return {
            "prompt": prompt.version,
            "fields": [fact.id for fact in task.facts.values()],
            "lines": [shown.line.id for shown in task.lines],
            "turned_down": list(task.turned_down[: request.MAX_TURNED_DOWN]),
            "people": [person.name for person in task.people.values()],
            "names_hidden": bool(task.pseudonyms.tokens),
            "left_out": len(task.left_out),
            "stable_part": round(prefix / (prefix + whole), 3),
        }


def gap(problems: Sequence[str]) -> Gap:
    """What the reader is told where the model failed."""
    return Gap("gap_model", detail="; ".join(problems)[:500])
