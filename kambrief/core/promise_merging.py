"""What rules found in a call and what a model proposed, as one list: nothing twice, the last word on each day.

Rules' promises keep their ids and stay whatever the model leaves out. Where both found one, the model's words for it
are taken (they were verified), and the day that was said last. A promise of rules that the model takes for none is
only put among the minor ones, for the account manager to see; a model that rejects most of them is not believed.
"""

import dataclasses
from collections.abc import Collection, Sequence

from kambrief.core import matter
from kambrief.core.commitment import Confirm, Promised
from kambrief.core.promise_reading import Heard, Proposal

_BESIDE = 2
"""Utterances in between that two tellings of one promise may have."""
_NEAR = 12
_BELIEVED = 2
"""One in so many promises of rules may be rejected by a model."""


def merged(found: Sequence[Promised], heard: Heard) -> tuple[Promised, ...]:
    """``found`` so far with one answer's promises, by the first utterance of each."""
    promises = list(found)
    for proposal in heard.promises:
        place = _place(promises, proposal)
        if place is None:
            promises.append(proposal.promised)
        else:
            promises[place] = _joined(promises[place], proposal)
    return tuple(sorted(promises, key=lambda one: (one.cues[:1], one.quoted_from)))


def without_rejected(
    promises: Sequence[Promised], rejected: Collection[str]
) -> tuple[tuple[Promised, ...], tuple[str, ...]]:
    """Rules' promises that the model takes for none become minor; what it proposed itself stays."""
    own = [one for one in promises if one.by == "rules" and not one.minor]
    named = {one.id for one in own if one.id in rejected}
    if not named:
        return tuple(promises), ()
    if len(named) * _BELIEVED > len(own):
        return tuple(promises), (f"the model takes {len(named)} of {len(own)} promises for none: not believed",)
    kept = tuple(dataclasses.replace(one, minor=True) if one.id in named else one for one in promises)
    return kept, tuple(
        f'"{one.what}" is no promise in the model\'s eyes: among the minor ones' for one in own if one.id in named
    )


def _place(promises: Sequence[Promised], proposal: Proposal) -> int | None:
    """Which of them it is: the one the model names, if that can be, else the one it must be."""
    one = proposal.promised
    named = [at for at, other in enumerate(promises) if other.id == proposal.same and other.owner == one.owner]
    if named and (_near(promises[named[0]], one, _NEAR) or _agree(promises[named[0]], one)):
        return named[0]
    alike = [at for at, other in enumerate(promises) if other.owner == one.owner and _same(other, one)]
    return min(alike, key=lambda at: not same_thing(promises[at].what, one.what)) if alike else None


def _same(other: Promised, one: Promised) -> bool:
    thing = same_thing(other.what, one.what)
    if _near(other, one, _BESIDE):
        return thing or (
            other.due == one.due and (other.quoted_from == one.quoted_from or Confirm.WHAT in other.confirm)
        )
    return thing and (_agree(other, one) or (_near(other, one, _NEAR) and (other.due is None or one.due is None)))


def _agree(other: Promised, one: Promised) -> bool:
    """The same day, or the day that the other has moved away from."""
    return one.due is not None and one.due in {other.due, other.supersedes}


def _near(other: Promised, one: Promised, steps: int) -> bool:
    return any(abs(here - there) <= steps for here in one.cues for there in other.cues)


def same_thing(one: str, other: str) -> bool:
    """Whether two phrases of one person can name one thing: a word in common, and no number that tells them apart."""
    return matter.likeness(matter.matter(one), matter.matter(other)).shared > 0


def _joined(found: Promised, proposal: Proposal) -> Promised:
    one = proposal.promised
    last = max(found.cues, default=0)
    due, until, words, moved = found.due, found.until, found.due_words, one.supersedes or found.supersedes
    if one.due is not None and (due is None or (due != one.due and proposal.dated > last)):
        moved = due or moved
        due, until, words = one.due, one.until, one.due_words
    elif one.due is not None and due == one.due:
        until = until or one.until
    confirm = {*found.confirm, *one.confirm}
    certain = [each for each in (found, one) if each.due == due and due is not None]
    for doubt in (Confirm.DATE, Confirm.WEEKDAY):
        if any(doubt not in each.confirm for each in certain):
            confirm.discard(doubt)
    better = proposal.clean and (found.by == "rules" or not found.what)
    if better:
        confirm.discard(Confirm.WHAT)
    return dataclasses.replace(
        found,
        what=one.what if better else found.what,
        due=due,
        until=until,
        due_words=words,
        supersedes=moved if moved != due else None,
        to=tuple(dict.fromkeys([*found.to, *one.to])),
        cues=tuple(sorted({*found.cues, *one.cues})),
        confirm=tuple(doubt for doubt in Confirm if doubt in confirm),
        minor=one.minor and (found.minor or found.due is None),
        by="model",
    )
