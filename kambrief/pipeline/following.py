"""A model's part in the wording of a follow-up: one request, one repair at most; what it may not say stays as code
wrote it, and so does everything when it fails.
"""

import datetime as dt
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from kambrief.core import followup_request as request
from kambrief.core.agreed_merging import ground_of
from kambrief.core.agreed_types import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.evidence import Fact
from kambrief.core.following import MANY, MAX_WORDS, MAX_WORDS_MANY
from kambrief.core.followup import Followup
from kambrief.core.followup_reading import Worded, apply
from kambrief.core.request import CHARS_A_TOKEN
from kambrief.core.talk import Talk
from kambrief.core.voice import Voice
from kambrief.pipeline import spending as spent
from kambrief.pipeline.calling import Calls, Receipt
from kambrief.ports import Prompt, Writer
from kambrief.render import prompt_version, render_prompt

_FRAME_CHARS = 300
"""What `USER_PROMPT` says around the data."""


@dataclass(frozen=True, slots=True)
class Following:
    """How a model is asked here; the same settings as for briefs."""

    writer: Writer
    max_prompt_tokens: int = 4000
    max_tokens: int = 1500
    timeout_seconds: float = 60.0
    hide_names: bool = False
    spending: spent.Spending | None = None
    log: Callable[..., object] = lambda *_, **__: None

    def worded(  # noqa: PLR0913 - all that it may know
        self,
        followup: Followup,
        talk: Talk,
        promised: Sequence[Promised],
        agreed: Agreed,
        facts: Sequence[Fact],
        seconds: float,
        now: dt.datetime,
        voice: Voice | None = None,
        *,
        names: Collection[str] = (),
        voice_lines: Sequence[str] = (),
    ) -> tuple[Followup, tuple[Receipt, ...], tuple[str, ...]]:
        """The follow-up with the model's lines that hold, the receipts, and what was wrong with the others.

        ``facts``: of this customer; only those that the customer may see are told. ``names``: of further people, hidden
        with the others' where names are. Never raises for what a model or its server does.
        """
        system = render_prompt(request.SYSTEM_PROMPT, **request.system_data(followup.language, followup.address))
        fixed = len(system) + len(json.dumps(request.schema())) + _FRAME_CHARS
        limit = MAX_WORDS_MANY if sum(one.present for one in talk.participants) > MANY else MAX_WORDS
        task = request.wording_task(
            followup, talk, promised, agreed, facts,
            max_tokens=int(self.max_prompt_tokens - fixed / CHARS_A_TOKEN),
            hide_names=self.hide_names, names=names, voice_lines=[*voice_lines, *request.voice_lines(voice)],
            limit=limit,
        )  # fmt: skip
        ground = ground_of(talk, agreed, promised, followup.language, names=tuple(names))
        writer = self.spending.guarding(self.writer, now) if self.spending else self.writer
        calls = Calls(writer, self.timeout_seconds, seconds, self.log)
        problems: list[str] = []
        found: Worded | None = None
        for _ in range(2):
            called = calls.call(self._prompt(system, task, found), self._sent(task))
            if called.problem:
                problems.append(called.problem)
                break
            found = apply(task, called.text, ground, agreed, limit, model=called.model, before=found)
            problems += found.problems
            if not found.mendable:
                break
        worded = found.followup if found else followup
        return worded, tuple(calls.receipts), tuple(dict.fromkeys(problems))

    def _prompt(self, system: str, task: request.WordingTask, before: Worded | None) -> Prompt:
        """``before``: the answer whose faults are to be mended."""
        wrong, whole = (before.problems[:12], before.unread) if before else ((), False)
        user = render_prompt(request.USER_PROMPT, **request.user_data(task, wrong, whole=whole))
        version = f"{prompt_version(request.SYSTEM_PROMPT)[:12]}.{prompt_version(request.USER_PROMPT)[:12]}"
        return Prompt(system, user, request.schema(), "followup", version, self.max_tokens)

    def _sent(self, task: request.WordingTask) -> Receipt:
        """What leaves the house with a call, field by field."""
        return {
            "fields": [
                *dict.fromkeys(f"cue:{row.number}" for row in task.rows),
                *(one.id for one in task.facts.values()),
            ],
            "promises": [one.id for one in task.promises.values()],
            "people": [one.name for one in task.hearing.people.values()],
            "names_hidden": bool(task.hearing.pseudonyms.tokens),
            "left_out": len(task.talk.utterances) - len({row.number for row in task.rows}),
            "voice": len(task.voice),
        }
