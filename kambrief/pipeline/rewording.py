"""A model's part in saying a mail otherwise: as few requests as it fits in, one repair each, everything checked."""

import datetime as dt
import functools
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from kambrief.core import rewording_request as request
from kambrief.core.agreed_types import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.drafting import Version
from kambrief.core.followup import Followup
from kambrief.core.model import AccountManager
from kambrief.core.request import CHARS_A_TOKEN
from kambrief.core.rereading import reread
from kambrief.core.rewording import Kind, Piece, Wish, cut, joined
from kambrief.core.rewording_reading import Read, placed, read
from kambrief.core.rewording_request import RewordingTask
from kambrief.core.rewording_slots import Tongue
from kambrief.core.talk import Talk
from kambrief.errors import ProviderError, RefusedError
from kambrief.pipeline.calling import Calls, Receipt
from kambrief.pipeline.following import Following
from kambrief.pipeline.rewording_words import CodeWords, translated
from kambrief.ports import Prompt
from kambrief.render import prompt_version, render_prompt

_FRAME_CHARS = 300
"""What `request.USER_PROMPT` says around the data."""
_HEAD_SHARE = 3
"""One part in so many of the room is for people and utterances."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of it. ``subject`` and ``body`` are None where nothing is said otherwise."""

    subject: str | None = None
    body: str | None = None
    followup: Followup | None = None
    """In another language: by which the text is read from then on."""
    problems: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Pieces that stayed although they should have changed: their own words."""
    receipts: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What a text is about. ``source``: the follow-up in the text's language, ``plain`` the same as code alone composes
    it, ``target`` in the language wished for; ``names``: of further people, hidden where names are.
    """

    source: Followup
    target: Followup
    plain: Followup
    talk: Talk
    promised: Sequence[Promised]
    agreed: Agreed
    manager: AccountManager
    names: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Rewording:
    """How a model is asked here: as for wording a follow-up."""

    following: Following

    def say(self, text: Version, wish: Wish, matter: Matter, now: dt.datetime, seconds: float) -> Said:
        """The text said otherwise. Raises `ProviderError` where the model gives no answer at all, `RefusedError`
        (``budget``) where it may not be asked today.
        """
        source, promised = matter.source, matter.promised
        tongue = Tongue(source.language, matter.target.language, matter.talk.day, matter.manager.timezone)
        words = CodeWords(wish, source, matter.target, matter.talk, matter.manager, tongue, matter.plain)
        body = cut(text.body, source, words.late)
        head, tail, new_tail = words.subject_tail(text.subject)
        own = not tail and text.subject == source.subject
        subject = Piece(len(body) + 1, Kind.SUBJECT, head, text=head, own=own)
        pieces = words.say((subject, *body))
        task = request.rewording_task(
            wish, tongue, words.address, pieces, matter.talk, promised, matter.agreed, settled=words.settled,
            mark=words.mark, hide_names=self.following.hide_names, names=matter.names,
        )  # fmt: skip
        found, receipts = self._asked(task, now, seconds)
        done = placed(task, found)
        if not wish.language:
            done = _promises_kept(done, task, source, promised, text.body)
        first, rest = done[0], done[1:]
        new_subject, new = f"{first.raw}{new_tail or tail}", joined(rest)
        stayed = [piece for piece in pieces if piece.number in found.faulted or piece.number in task.untold]
        same = (new_subject, new) == (text.subject, joined(body))
        if same or not _is_said(task, found, words):
            return Said(problems=_problems(task, found), kept=tuple(one.text for one in stayed), receipts=receipts)
        return Said(
            new_subject, new, translated(words, rest, new_subject) if wish.language else None, _problems(task, found),
            tuple(one.text for one in stayed), receipts,
        )  # fmt: skip

    def _asked(self, task: RewordingTask, now: dt.datetime, seconds: float) -> tuple[Read, tuple[Receipt, ...]]:
        following = self.following
        system = render_prompt(request.SYSTEM_PROMPT, **request.system_data(task))
        fixed = len(system) + len(json.dumps(request.schema())) + _FRAME_CHARS
        room = max(1_000, int(following.max_prompt_tokens * CHARS_A_TOKEN) - fixed)
        writer = following.spending.guarding(following.writer, now) if following.spending else following.writer
        calls = Calls(writer, following.timeout_seconds, seconds, following.log)
        whole, answered = Read(), False
        for numbers in request.batches(task, following.max_tokens, room - room // _HEAD_SHARE):
            found = replace(whole, problems=(), faulted=frozenset(), mendable=False, unread=False)
            asked, problems = numbers, tuple[str, ...]()
            for _ in range(2):
                prompt = self._prompt(system, task, asked, room // _HEAD_SHARE, problems, whole=found.unread)
                if following.spending and not following.spending.fits(prompt, now) and not answered:
                    raise RefusedError("budget", "what models may cost a day (max_cost_per_day) is spent")
                called = calls.call(prompt, _sent(task, asked))
                if called.problem:
                    if not answered:
                        raise ProviderError("llm", called.problem, permanent=called.final)
                    found = replace(found, problems=(*found.problems, called.problem), faulted=frozenset(asked))
                    break
                answered = True
                found = read(task, called.text, asked, found)
                problems = (*problems, *found.problems)
                if not found.mendable:
                    break
                asked = tuple(number for number in asked if number in found.faulted) or asked
            whole = replace(
                found, problems=tuple(dict.fromkeys((*whole.problems, *problems, *found.problems))),
                faulted=whole.faulted | found.faulted,
            )  # fmt: skip
        return whole, tuple(calls.receipts)

    def _prompt(
        self, system: str, task: RewordingTask, numbers: Sequence[int], room: int, problems: Sequence[str], *,
        whole: bool,
    ) -> Prompt:  # fmt: skip
        data = request.user_data(task, numbers, room, problems[:12], whole=whole)
        user = render_prompt(request.USER_PROMPT, **data)
        return Prompt(system, user, request.schema(), "rewording", _version(), self.following.max_tokens)


@functools.cache
def _version() -> str:
    return f"{prompt_version(request.SYSTEM_PROMPT)[:12]}.{prompt_version(request.USER_PROMPT)[:12]}"


def _sent(task: RewordingTask, numbers: Sequence[int]) -> Receipt:
    """What leaves the house with a call: pieces of the mail, utterances and people."""
    rows = request.cited(task, numbers, 1_000_000)
    return {
        "wish": str(task.wish), "pieces": len(numbers),
        "fields": list(dict.fromkeys(f"cue:{row.number}" for row in rows)),
        "people": [one.name for one in task.hearing.people.values()],
        "names_hidden": bool(task.hearing.pseudonyms.tokens),
    }  # fmt: skip


def _problems(task: RewordingTask, found: Read) -> tuple[str, ...]:
    untold = [f"piece {number} holds what no model is told: it stays as it is" for number in task.untold]
    doubtful = [
        f"piece {number}: {slot.surface} is left as it was written"
        for number, one in task.offered.items()
        for slot in one.masked.slots.values()
        if not slot.certain and number in found.texts
    ]
    return (*found.problems, *untold, *doubtful)


def _is_said(task: RewordingTask, found: Read, words: CodeWords) -> bool:
    """Whether anything came of it. Phrases of code alone make no mail in another language."""
    if task.wish.language:
        return bool(found.texts) or not task.offered
    return bool(found.texts or found.gone or words.settled)


def _promises_kept(
    done: Sequence[Piece], task: RewordingTask, source: Followup, promised: Sequence[Promised], body: str
) -> tuple[Piece, ...]:
    """The pieces; where a promise would be read otherwise afterwards than before, items and paragraphs that tell one
    stay as they were.
    """

    def changes(text: str) -> set[tuple[object, ...]]:
        read_now = reread(source, promised, text)
        return {(one.change, one.id, one.due) for one in read_now if str(one.change) != "reworded"}

    before = changes(body)
    if changes(joined(done[1:])) <= before:
        return tuple(done)
    old = {piece.number: piece for piece in task.pieces}
    telling = {number for number, one in old.items() if any(each.startswith("promise:") for each in one.evidence)}
    back = tuple(old[one.number] if one.number in telling else one for one in done)
    return back if changes(joined(back[1:])) <= before else task.pieces
