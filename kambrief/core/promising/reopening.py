"""A day that was agreed is taken up again, later in the talk (``Oh, that comparison. Would Wednesday do?``)."""

import re
from collections.abc import Sequence

from kambrief.core.promising import phrase
from kambrief.core.promising.drafts import Draft, Due, agree, due_of
from kambrief.core.promising.hearing import Heard
from kambrief.core.promising.sentence import Sentence

ANSWERS = 3
"""So many utterances behind the question may agree to the new day."""


def reopened(heard: Heard, drafts: Sequence[Draft]) -> None:
    """Give each promise the day that its owner proposed anew, by name, and that somebody of another mind did not
    refuse. The first day is superseded.
    """
    for at, turn in enumerate(heard.turns):
        named = _named(heard, drafts, at)
        days = [
            one for one in turn if one.dated and heard.act_in(one) is None and not one.tongue.meeting.search(one.text)
        ]
        if named is None or not days:
            continue
        asked = any(one.text.rstrip().endswith("?") for one in turn)
        corrects = any(one.tongue.corrects.search(one.text) for one in turn)
        if not (asked or corrects):
            continue
        due = _last(days[-1])
        place, said = _agreed(heard, at, due) if asked else (at, due)
        if said is None or said.day is None or said.day == named.due.day:
            continue
        _move(named, said)
        named.cues += [heard.number(each) for each in range(at, place + 1)]


def _move(draft: Draft, due: Due) -> None:
    if draft.due.day is not None:
        draft.supersedes = draft.supersedes or draft.due.day
    draft.due = due


def _last(sentence: Sentence) -> Due:
    """Of several days of one kind the most telling: ``on Friday instead, the twenty-third``."""
    return due_of([next((one for one in sentence.dated if one.bare), sentence.dated[-1])])


def _named(heard: Heard, drafts: Sequence[Draft], at: int) -> Draft | None:
    """The earlier promise of the speaker whose thing this utterance names, taking nothing else on."""
    who = heard.who(at)
    for one in reversed([each for each in drafts if each.who == who and each.at < at and each.what]):
        head = phrase.head(one.what, one.tongue)
        if len(head) > 3 and any(_names(sentence, head) for sentence in heard.turns[at]):
            return one
    return None


def _names(sentence: Sentence, head: str) -> bool:
    words = [word.strip(",.?!:;").casefold() for word in sentence.text.split()]
    return any(len(word) > 3 and phrase.same_word(word, head) for word in words)


def _is_weekday_of(one: Due, proposed: Due) -> bool:
    """``Wednesday?`` ``The seventeenth?``: a full date on the weekday that was proposed."""
    return bool(proposed.weekday_only and one.day and proposed.day and one.day.weekday() == proposed.day.weekday())


def _agreed(heard: Heard, at: int, proposed: Due) -> tuple[int, Due | None]:
    """Where somebody else takes the proposed day, or the day they name and the speaker takes."""
    for place in range(at + 1, min(len(heard.turns), at + 1 + ANSWERS)):
        if heard.who(place) == heard.who(at):
            continue
        turn = heard.turns[place]
        text, first = heard.text(place), turn[0]
        days = [due_of([day]) for one in turn for day in one.dated if day.weekday is not None or day.exact]  # no week
        fitting = [one for one in days if agree(proposed, one) or _is_weekday_of(one, proposed)]
        same = next((one for one in fitting if not one.weekday_only), fitting[0] if fitting else None)
        if same is not None:
            return place, proposed if same.bare and not proposed.bare else same
        begins = re.split(r"[,.;!]", text, maxsplit=1)[0]
        yes = first.tongue.accepts.match(begins) or first.tongue.agrees.search(begins)
        if not days and yes and not first.tongue.negated.search(begins):
            return place, proposed
        return place, None
    return at, None
