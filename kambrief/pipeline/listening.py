"""A model's part in hearing a call: it reads the whole talk, in as many requests as that takes, and proposes promises
and what was agreed. Code verifies each proposal and joins it with what rules found; whatever goes wrong, that stays.
"""

import datetime as dt
import functools
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from kambrief.core import promise_request as request
from kambrief.core.agreed_merging import ground_of, improved
from kambrief.core.agreed_types import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.promise_merging import mended, merged, without_rejected
from kambrief.core.promise_reading import Heard, read
from kambrief.core.request import CHARS_A_TOKEN
from kambrief.core.talk import Talk
from kambrief.pipeline import spending as spent
from kambrief.pipeline.calling import Calls, Receipt
from kambrief.ports import Prompt, Writer
from kambrief.render import prompt_version, render_prompt

_FRAME_CHARS = 300
"""What `USER_PROMPT` says around the data."""
_MAX_REPAIRS = 3
"""In one call: parts that are asked for again."""
_MAX_FAILURES = 2
"""So many parts in a row without an answer end the asking."""


@dataclass(frozen=True, slots=True)
class Listened:
    """What came of it. ``promised`` holds the rules' promises too, as they are where the model gave nothing."""

    promised: tuple[Promised, ...]
    receipts: tuple[Receipt, ...] = ()
    problems: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    model: str = ""
    """Empty where none answered."""
    talk: Talk | None = None
    names: tuple[str, ...] = ()

    def agreed(self, rules: Agreed) -> Agreed:
        """What rules found the call to have come to, with the model's verified proposals."""
        return improved(rules, self.heard, self.talk, self.promised, self.names) if self.talk and self.heard else rules


@dataclass(frozen=True, slots=True)
class Listening:
    """How a model is asked here; the same settings as for briefs."""

    writer: Writer
    max_prompt_tokens: int = 4000
    max_tokens: int = 1500
    timeout_seconds: float = 60.0
    hide_names: bool = False
    spending: spent.Spending | None = None
    log: Callable[..., object] = lambda *_, **__: None

    def promises(
        self, talk: Talk, rules: Sequence[Promised], agreed: Agreed, seconds: float, now: dt.datetime
    ) -> tuple[tuple[Promised, ...], Agreed, tuple[Receipt, ...], tuple[str, ...]]:
        """`listen` at once: promises, what was agreed, receipts, problems."""
        listened = self.listen(talk, rules, seconds, now, agreed=agreed)
        return listened.promised, listened.agreed(agreed), listened.receipts, listened.problems

    def listen(
        self,
        talk: Talk,
        rules: Sequence[Promised],
        seconds: float,
        now: dt.datetime,
        *,
        names: Collection[str] = (),
        agreed: Agreed | None = None,
    ) -> Listened:
        """Read the whole talk within ``seconds``. ``names``: of the customer's people and companies, which are hidden
        with the others' where names are; ``agreed``: what rules found, for its corrected values.

        Never raises for what a model or its server does.
        """
        task = request.listening_task(talk, hide_names=self.hide_names, names=names)
        writer = self.spending.guarding(self.writer, now) if self.spending else self.writer
        calls = Calls(writer, self.timeout_seconds, seconds, self.log)
        found, heard, problems = tuple(rules), list[Heard](), list[str]()
        models: list[str] = []
        repairs, failures = _MAX_REPAIRS, 0
        room = self._room(talk.language)
        pieces = request.parts(task, room)
        for number, rows in enumerate(pieces, 1):
            part = request.part(task, rows, found, room)
            ground = ground_of(talk, agreed or Agreed(), found, names=tuple(names))
            reading = functools.partial(read, task=task, part=part, ground=ground)
            one, said, model = self._ask(calls, task, part, reading, may_repair=repairs > 0)
            repairs -= said
            if one is None:
                where = f"utterances {part.numbers[0]} to {part.numbers[-1]}" if part.numbers else "the talk"
                problems.append(f"{where} were read by rules alone: {model}")
                failures += 1
                if failures >= _MAX_FAILURES or calls.left < 0:
                    if number < len(pieces):
                        problems.append(f"so was all behind them ({len(pieces) - number} of {len(pieces)} parts)")
                    break
                continue
            failures = 0
            models.append(model)
            heard.append(one)
            problems += one.problems
            found = merged(found, one)
        rejected = {each for one in heard for each in one.rejected}
        found, told = without_rejected(found, rejected, rules)
        return Listened(
            found, tuple(calls.receipts), tuple(dict.fromkeys([*problems, *told])), tuple(heard),
            models[0] if models else "", talk, tuple(names),
        )  # fmt: skip

    def _ask(
        self,
        calls: Calls,
        task: request.ListeningTask,
        part: request.Part,
        reading: Callable[[str], Heard],
        *,
        may_repair: bool,
    ) -> tuple[Heard | None, int, str]:
        """What one part gave, repairs used, and the model's name, or the problem."""
        called = calls.call(self._prompt(task, part), self._sent(task, part))
        if called.problem:
            return None, 0, called.problem
        first = reading(called.text)
        if not (first.mendable and may_repair):
            return first, 0, called.model
        prompt = self._prompt(task, part, first.problems, whole=first.unread)
        again = calls.call(prompt, self._sent(task, part))
        if again.problem:
            return first, 1, called.model
        return mended(first, reading(again.text), task.talk), 1, called.model

    def _room(self, language: str) -> int:
        """Tokens that a part's data may have."""
        system = render_prompt(request.SYSTEM_PROMPT, **request.system_data(language))
        fixed = len(system) + len(json.dumps(request.schema())) + _FRAME_CHARS
        return int(self.max_prompt_tokens - fixed / CHARS_A_TOKEN)

    def _prompt(
        self, task: request.ListeningTask, part: request.Part, problems: Sequence[str] = (), *, whole: bool = False
    ) -> Prompt:
        system = render_prompt(request.SYSTEM_PROMPT, **request.system_data(task.talk.language))
        user = render_prompt(request.USER_PROMPT, **request.user_data(task, part, problems[:12], whole=whole))
        version = f"{prompt_version(request.SYSTEM_PROMPT)[:12]}.{prompt_version(request.USER_PROMPT)[:12]}"
        return Prompt(system, user, request.schema(), "promises", version, self.max_tokens)

    def _sent(self, task: request.ListeningTask, part: request.Part) -> Receipt:
        """What leaves the house with a call, field by field."""
        return {
            "fields": [f"cue:{number}" for number in part.numbers],
            "promises": [one.id for one in part.found.values()],
            "people": [one.name for one in task.people.values()],
            "names_hidden": bool(task.pseudonyms.tokens),
            "left_out": len(task.talk.utterances) - sum(1 for _ in task.talk.spoken()),
        }
