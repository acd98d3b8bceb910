"""What rules found in a call and what a model proposed, as one list: nothing twice, the last word on each day.

Rules' promises keep their ids and stay whatever the model leaves out. Where both found one, the model's words for it
are taken (they were verified), and the day that was said last. A promise of rules that the model takes for none, or
for a small thing, is only put among the minor ones, for the account manager to see; a model that does so with most of
them is not believed.
"""

import dataclasses
import itertools
from collections.abc import Collection, Sequence

from kambrief.core import matter
from kambrief.core.commitment import Confirm, Promised
from kambrief.core.promise_reading import Heard, Proposal, promise_id
from kambrief.core.talk import Talk

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
    promises: Sequence[Promised], rejected: Collection[str], rules: Sequence[Promised] = ()
) -> tuple[tuple[Promised, ...], tuple[str, ...]]:
    """Rules' promises that the model takes for none become minor; what it proposed itself stays. ``rules``: the
    promises as rules found them, which tell what the model has put among the minor ones.
    """
    listed = {one.id for one in rules if not one.minor}
    own = [one for one in promises if one.id in listed or (one.by == "rules" and not one.minor)]
    none = {one.id for one in own if one.by == "rules" and one.id in rejected}
    small = {one.id for one in own if one.minor}
    if not none | small:
        return tuple(promises), ()
    if len(none | small) * _BELIEVED > len(own):
        kept = tuple(dataclasses.replace(one, minor=False) if one.id in small else one for one in promises)
        told = f"the model takes {len(none | small)} of {len(own)} promises for none or for minor: not believed"
        return kept, (told,)
    kept = tuple(dataclasses.replace(one, minor=True) if one.id in none else one for one in promises)
    return kept, tuple(
        f'"{one.what}" is {"no promise" if one.id in none else "minor"} in the model\'s eyes: among the minor ones'
        for one in own
        if one.id in none | small
    )


def mended(first: Heard, second: Heard, talk: Talk) -> Heard:
    """An answer with what a second one, about its faults, has beside it. What was good in the first stays."""
    if first.unread:
        return dataclasses.replace(second, problems=(*first.problems, *second.problems))
    kept = list(first.promises)
    for each in second.promises:
        at = next((at for at, one in enumerate(kept) if _again(one.promised, each.promised)), None)
        if at is None:
            kept.append(_numbered(each, kept, talk))
        elif (each.clean and not kept[at].clean) or (each.promised.due and not kept[at].promised.due):
            same = dataclasses.replace(each.promised, id=kept[at].promised.id)
            kept[at] = dataclasses.replace(each, promised=same)
    worries = {one.one.cues: one for one in [*second.concerns, *first.concerns]}
    return Heard(
        tuple(kept),
        tuple(dict.fromkeys([*first.rejected, *second.rejected])),
        tuple(dict.fromkeys([*first.corrections, *second.corrections])),
        tuple({one.one.id: one for one in [*second.points, *first.points]}.values()),
        tuple({one.one.id: one for one in [*second.outcomes, *first.outcomes]}.values()),
        tuple(worries.values()),
        tuple(dict.fromkeys([*first.meetings, *second.meetings])),
        (*first.problems, *second.problems),
    )  # fmt: skip


def _again(one: Promised, other: Promised) -> bool:
    return one.owner == other.owner and not set(one.cues).isdisjoint(other.cues) and same_thing(one.what, other.what)


def _numbered(one: Proposal, others: Sequence[Proposal], talk: Talk) -> Proposal:
    """With an id that none of the others has."""
    taken = {other.promised.id for other in others}
    told = one.promised
    ids = (promise_id(talk, told.owner, told.quoted_from, nth) for nth in itertools.count())
    return dataclasses.replace(
        one, promised=dataclasses.replace(told, id=next(each for each in ids if each not in taken))
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
    meant = proposal.same == found.id or one.quoted_from == found.quoted_from
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
        minor=one.minor and (found.minor or (found.by == "rules" and meant)),
        by="model",
    )
