"""How a day is haggled over: asked for, proposed, refused, agreed. The day agreed last is the promise's."""

import datetime as dt
import re

from kambrief.core.customer import Side
from kambrief.core.promising import phrase
from kambrief.core.promising.drafts import Draft, Due, agree, due_of, move
from kambrief.core.promising.hearing import Heard
from kambrief.core.promising.sentence import Sentence

WINDOW = 6
"""So many utterances behind a promise may still be about its day."""
BEFORE = 8
_IDLE = 2


_UNFIT = re.compile(
    r"(?<!\w)(?:can(?:not|['’]t)|won['’]t|doesn['’]t|not|too (?:late|early|soon|tight)|away|on (?:leave|"
    r"holiday|vacation)|busy|closed|that week|travell?ing|"
    r"en|ei|emme|lomalla|poissa|kiinni|liian|reissussa|matkoilla|inte|för (?:sent|tidigt|tajt)|ledig|semester|"
    r"bortrest|upptagen|den veckan|"
    r"nicht|zu (?:spät|früh|knapp)|Urlaub|unterwegs|schlecht|in der Woche)(?!\w)",
    re.IGNORECASE,
)
"""The day does not suit, though no other is named."""


class _State:
    """What has been said of a promise's day so far."""

    def __init__(self) -> None:
        self.asked = False
        self.contested = False
        self.pending: Due | None = None
        self.idle = 0


def settle(heard: Heard, drafts: list[Draft], read_back: frozenset[tuple[int, int]]) -> None:
    """Follow each promise's day through the utterances behind it."""
    for draft in drafts:
        state = _State()
        for at in range(draft.at + 1, min(len(heard.turns), draft.at + 1 + WINDOW)):
            if any((one.at, one.part) in read_back for one in heard.turns[at]):
                break
            if _is_of_another(heard, drafts, draft, at):
                break
            mine = heard.who(at) == draft.who
            going = _own(heard, draft, at, state) if mine else _others(heard, draft, at, state)
            if not going:
                break


def _is_of_another(heard: Heard, drafts: list[Draft], draft: Draft, at: int) -> bool:
    """Whether the talk has moved on: to another promise by its name, or to when to meet."""
    turn = heard.turns[at]
    if any(one.asks and _is_of_meeting(one) for one in turn):
        return True
    head = phrase.head(draft.what or draft.topic, draft.tongue)
    words = [word.strip(",.?!:;").casefold() for one in turn for word in one.text.split()]
    if len(head) > 3 and any(len(word) > 3 and phrase.same_word(word, head) for word in words):
        return False
    others = [phrase.head(one.what, one.tongue) for one in drafts if one is not draft and one.at < at]
    return any(len(word) > 3 and len(other) > 3 and phrase.same_word(word, other) for other in others for word in words)


def _own(heard: Heard, draft: Draft, at: int, state: _State) -> bool:
    """The owner speaks again; False where it is about something else."""
    if draft.due.day is not None and any(one.asks and not one.dated for one in heard.turns[at]):
        return False  # asks about something of their own
    elsewhere = False
    for one in heard.turns[at]:
        act = heard.act_in(one)
        if act is not None:  # joined to this promise already, if it is about it
            elsewhere = elsewhere or act.named
            continue
        if one.asks or not one.dated or one.tongue.negated.search(one.text) or _is_of_meeting(one):
            continue
        due = due_of(one.dated)
        if not _may_move(draft, one, due, state):
            if agree(draft.due, due):
                state.contested, state.pending = False, None
            continue
        before = draft.due.day
        move(draft, due)
        if draft.due.day != before:
            draft.cues.append(one.utterance.number)
        state.contested, state.pending = False, None
    if state.pending and _says_yes(heard, at):
        move(draft, state.pending)
        draft.cues.append(heard.number(at))
        state.contested = False
    state.pending = None  # a proposal is open for the owner's next words only
    return not elsewhere


def _says_yes(heard: Heard, at: int) -> bool:
    """Whether the utterance takes what was proposed, and names no day itself."""
    text, first = heard.text(at), heard.turns[at][0]
    if any(one.dated for one in heard.turns[at]) or first.tongue.refuses.search(first.text):
        return False
    return bool(first.tongue.accepts.match(text) or first.tongue.agrees.search(first.text))


def _is_of_meeting(one: Sentence) -> bool:
    return bool(one.tongue.meeting.search(one.text))


def _may_move(draft: Draft, one: Sentence, due: Due, state: _State) -> bool:
    """Whether a day in a sentence that takes nothing on is this promise's."""
    spoken = sum(len(day.words.split()) for day in one.dated)
    little = one.words - spoken <= 4
    if draft.due.day is None:
        return (state.asked or state.contested) and little
    if agree(draft.due, due):
        return False
    if state.contested:
        return (little and due.day != one.day) or bool(one.tongue.agrees.search(one.text))
    return bool(one.tongue.corrects.search(one.text)) and one.words - spoken <= 7


def _others(heard: Heard, draft: Draft, at: int, state: _State) -> bool:
    """Somebody else speaks; False where the promise is no longer the matter."""
    side, owner = heard.side(heard.who(at)), heard.side(draft.who)
    told = False
    for one in heard.turns[at]:
        if heard.act_in(one) is not None:
            continue
        tongue = one.tongue
        if tongue.when.search(one.text) and not tongue.not_when.search(one.text):
            state.asked = told = True
            continue
        if one.dated and not _is_of_meeting(one):
            told = True
            _hear_days(draft, one, state)
        elif _UNFIT.search(one.text) and side is not owner:
            state.contested = told = True
    if not told and not heard.is_short(at):
        state.idle += 1
    return state.idle < _IDLE


def _hear_days(draft: Draft, one: Sentence, state: _State) -> None:
    """Days that somebody else says: the same again, perhaps with its last day, or another one."""
    days = [due_of([day]) for day in one.dated]
    for due in days:
        if due.until and agree(draft.due, due):
            move(draft, due)
    differing = [due for due in days if draft.due.day is None or not agree(draft.due, due)]
    if differing and _counters(one):
        unfit = len(days) == 1 and _UNFIT.search(one.text)
        state.contested, state.pending = True, state.pending if unfit else differing[-1]
    elif one.tongue.countered.search(one.text):
        state.contested = True


def _counters(one: Sentence) -> bool:
    """Whether another day is proposed: asked, said to be enough or better, or said with hardly a word more."""
    if one.tongue.negated.search(one.text) and len(one.dated) < 2:
        return False
    rest = one.words - sum(len(day.words.split()) for day in one.dated)
    return rest <= (3 if "?" in one.text else 1) or bool(one.tongue.countered.search(one.text))


def proposed_before(heard: Heard, draft: Draft) -> dt.date | None:
    """The day that the owner had proposed for a visit before it did not suit."""
    if draft.how != "visit" or draft.due.day is None:
        return None
    refused = False
    for at in range(draft.at - 1, max(-1, draft.at - 1 - BEFORE), -1):
        turn = heard.turns[at]
        if heard.who(at) != draft.who:
            refused = refused or (
                heard.side(heard.who(at)) is not Side.US and any(one.tongue.countered.search(one.text) for one in turn)
            )
            continue
        for one in reversed(turn):
            day = due_of(one.dated)
            if (
                refused
                and day.day
                and not agree(day, draft.due)
                and not one.asks
                and one.tongue.visits.search(one.text)
            ):
                return day.day
    return None
