"""What was said off the record, and what is nobody's business: found and marked, so that it gets into no text.

Source of the rule: domain facts, §3.1: the whole exchange is dropped from the cue until the topic changes. What comes
too much is given back by the account manager with one click; what leaks is not. So in doubt an utterance is kept back,
but never more than `MAX_AFTER` behind the last cue, unless the talk stays with the matter or somebody says where it
ends.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kambrief.core import offrecord_again as again
from kambrief.core import offrecord_cues as cues
from kambrief.core import offrecord_words as said
from kambrief.core import sensitive, sentences
from kambrief.core.customer import Contact
from kambrief.core.named import Roster
from kambrief.core.talk import Participant, Utterance, Withheld

OFF_RECORD = "off-the-record"
AGAIN = "off-the-record:again"
"""A later mention of what was kept back."""

MAX_AFTER = 8
"""So many utterances behind a cue at most."""
MAX_AFTER_WEAK = 3
"""And behind one that asks for discretion only."""
COMES_BACK = 4
"""Another matter has begun where so many utterances behind do not come back."""
MAX_BEFORE = 3
MAX_EXCHANGE = 20
"""However many cues follow one another."""

_SUBSTANTIVE = 5
_CONTENT = 3
_COLLOQUIAL = re.compile(r"(?<!\w)(?:mä (?:oon|olin|jään|meen|joudun)|mun|mulla on|mulla oli|mua)(?!\w)", re.IGNORECASE)
"""A Finn who speaks of themselves; the other forms `core.sensitive` knows from mails."""


def kept_back(utterances: Sequence[Utterance], participants: Sequence[Participant]) -> tuple[Withheld, ...]:
    """Every exchange that has to be kept back, in order. They do not overlap."""
    rules: dict[int, str] = {}
    roster = Roster(participants)
    for first, last in _exchanges(utterances, roster):
        rules.update(dict.fromkeys(range(first, last + 1), OFF_RECORD))
    for index in again.mentioned(utterances, rules, roster, participants):
        rules.setdefault(index, AGAIN)
    people = [_as_contact(one) for one in participants]
    for index, one in enumerate(utterances):
        if index not in rules and (rule := _private(one.text, people)):
            rules[index] = rule
    return tuple(_spans(utterances, rules))


def marked(
    utterances: Sequence[Utterance], spans: Sequence[Withheld], restored: Collection[str] = ()
) -> tuple[Utterance, ...]:
    """The utterances with ``withheld`` set by these spans, but for those the account manager restored."""
    rules: dict[int, str] = {}
    for one in spans:
        if one.id not in restored:
            rules.update(dict.fromkeys(range(one.first, one.last + 1), one.rule))
    return tuple(replace(one, withheld=rules.get(one.number, "")) for one in utterances)


def has_cue(text: str) -> bool:
    """Whether a text asks not to be written down."""
    return any(map(_is_cue, _sentences(text)))


def _spans(utterances: Sequence[Utterance], rules: Mapping[int, str]) -> Iterator[Withheld]:
    run: list[int] = []
    for index in sorted(rules):
        if run and (index != run[-1] + 1 or rules[index] != rules[run[0]]):
            yield _span(utterances, run, rules[run[0]])
            run = []
        run.append(index)
    if run:
        yield _span(utterances, run, rules[run[0]])


def _span(utterances: Sequence[Utterance], run: Sequence[int], rule: str) -> Withheld:
    first, last = utterances[run[0]], utterances[run[-1]]
    return Withheld(f"{rule}:{first.number}-{last.number}", rule, first.number, last.number, first.start)


# --- Private matters -----------------------------------------------------------------------------------------------


def _private(text: str, people: Sequence[Contact]) -> str:
    for sentence in _sentences(text):
        if rule := sensitive.rule(sentence, people, personal=bool(_COLLOQUIAL.search(sentence))):
            return rule
    return sensitive.rule(text, people) or ""


def _as_contact(one: Participant) -> Contact:
    first, _, last = one.name.rpartition(" ")
    return Contact(one.key, "", one.called or first or last, last)


# --- Off the record ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Exchange:
    """What is known of an exchange while it is followed."""

    confider: str
    strong: bool
    open_before: frozenset[str]
    """What was spoken of openly before it."""
    stems: set[str] = field(default_factory=set)
    taking_part: set[str] = field(default_factory=set)
    told: bool = False
    """The matter itself has been said: before that nobody can have taken note of it."""
    noted: bool = False

    @property
    def reach(self) -> int:
        """So many utterances behind a cue at most, where nobody says that it is over."""
        return MAX_AFTER if self.strong else MAX_AFTER_WEAK

    def speaks_of_it(self, text: str) -> bool:
        """Whether a text holds a telling word of it."""
        return bool(again.stems(text) & self.stems)


def _exchanges(utterances: Sequence[Utterance], roster: Roster) -> Iterator[tuple[int, int]]:
    index = done = 0
    while index < len(utterances):
        if not has_cue(utterances[index].text):
            index += 1
            continue
        first = max(_begin(utterances, index), done)
        last = _end(utterances, index, roster)
        yield first, last
        index = done = last + 1


def _begin(utterances: Sequence[Utterance], index: int) -> int:
    """The first utterance: the announcement right before, or what a cue that points back is about."""
    if _points_back(utterances[index].text):
        who = utterances[index].who
        before = range(index - 1, max(-1, index - 1 - MAX_BEFORE), -1)
        own = next((at for at in before if utterances[at].who == who and _tells(utterances[at].text)), None)
        if own is None:
            return max(index - 1, 0)
        if own - 2 >= max(0, index - 1 - MAX_BEFORE) and utterances[own - 2].who == who:
            # Told in two goes, with a short question between them.
            between = utterances[own - 1]
            if between.who != who and not _is_substantive(between.text) and _tells(utterances[own - 2].text):
                return own - 2
        return own
    before_it = index - 1
    if before_it >= 0 and any(map(said.ANNOUNCE.search, _sentences(utterances[before_it].text)[-2:])):
        return before_it
    return index


def _points_back(text: str) -> bool:
    """Whether the matter stands before this utterance: a cue alone that says "that", and announces nothing."""
    parts = [part for part in _sentences(text) if _is_cue(part) or not said.CLOSE.search(_straight(part))]
    at = next(place for place, part in enumerate(parts) if _is_cue(part))
    cue, _, behind = parts[at].partition(":")
    if any(map(_tells, (*parts[:at], *parts[at + 1 :]))) or (_tells(behind) and _is_cue(cue)):
        return False
    return bool(said.BACKWARD.search(parts[at])) and not said.FORWARD.search(parts[at])


def _end(utterances: Sequence[Utterance], index: int, roster: Roster) -> int:
    """The last utterance: the one before the talk is taken elsewhere in so many words, else where its reach ends."""
    state = _begun(utterances, index)
    if state.told and _closes_itself(utterances[index].text):
        return index
    last, limit = index, index + state.reach
    for at in range(index + 1, min(len(utterances), index + MAX_EXCHANGE)):
        one = utterances[at]
        cue = has_cue(one.text)
        if cue:
            state.strong |= _is_strong(one.text)
            limit = at + state.reach
        elif _is_over(utterances, at, state, roster):
            break
        elif at > limit:
            # Nobody has said that it is over: a long confidence goes on to where somebody does.
            return _beyond(utterances, at, index, state)
        _heed(one, state)
        last = at
        if _closes_itself(one.text) if cue else _closing(one, state) is not None:
            break
    return last


def _begun(utterances: Sequence[Utterance], index: int) -> _Exchange:
    text = utterances[index].text
    known = frozenset().union(*(again.stems(one.text) for one in utterances[:index]))
    state = _Exchange(utterances[index].who, _is_strong(text), known, set(again.stems(text) - known))
    state.told = _points_back(text) or any(_tells(cues.beside(part)) for part in _sentences(text))
    return state


def _is_over(utterances: Sequence[Utterance], at: int, state: _Exchange, roster: Roster) -> bool:
    """Whether the exchange ended before this utterance."""
    one = utterances[at]
    closing = _closing(one, state)
    if closing is None:
        return _arrives(utterances, at) or _turns(utterances, at, state, roster)
    # What stands before it may belong to the secret: a promise, a last remark.
    before = " ".join(_sentences(one.text)[:closing])
    return _arrives(utterances, at) or not (state.speaks_of_it(before) or _is_more_than_thanks(before))


def _beyond(utterances: Sequence[Utterance], at: int, index: int, state: _Exchange) -> int:
    """The last utterance of an exchange that nobody ended within its reach."""
    stop = min(len(utterances), index + MAX_EXCHANGE)
    if state.strong:
        for end in range(at, stop):
            if _closing(utterances[end], state) is not None or _arrives(utterances, end):
                return end - 1
            if utterances[end].who not in state.taking_part and _is_substantive(utterances[end].text):
                break
    return _as_far_as_about(utterances, at, stop, state.stems)


def _as_far_as_about(utterances: Sequence[Utterance], at: int, stop: int, stems: set[str]) -> int:
    """The last utterance that still speaks of it, from one to the next that does."""
    last = at - 1
    for place in range(at, stop):
        if place - last > MAX_BEFORE:
            break
        if again.stems(utterances[place].text) & stems:
            last = place
    return last


def _closing(one: Utterance, state: _Exchange) -> int | None:
    """Which sentence of an utterance takes the talk elsewhere."""
    for place, part in enumerate(_sentences(one.text)):
        told = said.CLOSE.search(_straight(part)) or (
            one.who != state.confider and said.PROPOSES.search(_straight(part))
        )
        if told and not said.DISCREET.search(part) and not _is_cue(part):
            return place
    return None


def _closes_itself(text: str) -> bool:
    """Whether a cue's own utterance leaves the matter (``Don't minute that. Anyway, back to the prices.``)."""
    parts = _sentences(text)
    cue = max(place for place, part in enumerate(parts) if _is_cue(part))
    return any(said.CLOSE.search(_straight(part)) for part in parts[cue + 1 :])


def _is_more_than_thanks(text: str) -> bool:
    return any(_is_substantive(part) and not said.AGREES.search(part) for part in _sentences(text))


def _turns(utterances: Sequence[Utterance], at: int, state: _Exchange, roster: Roster) -> bool:
    """Whether somebody begins another matter without saying so: a question that points to nothing of the secret, put to
    somebody else or about what was spoken of openly before. Nobody may come back to the secret soon afterwards.
    """
    one = utterances[at]
    if not state.told or state.speaks_of_it(one.text) or not _is_substantive(one.text):
        return False
    if said.BACK_TO_IT.search(one.text) or said.DISCREET.search(one.text):
        return False
    asks = "?" in one.text
    addressed = set(roster.addressed(one.text)) - {state.confider, one.who} - state.taking_part
    elsewhere = asks and bool(addressed) and one.who != state.confider
    openly = bool(again.stems(one.text) & state.open_before)
    another = state.noted and ((asks and openly) or bool(said.TURNS.search(one.text))) and one.who != state.confider
    alone = not state.strong and state.noted
    if not (elsewhere or another or alone):
        return False
    return not any(_comes_back(later, state) for later in utterances[at + 1 : at + 1 + COMES_BACK])


def _comes_back(one: Utterance, state: _Exchange) -> bool:
    return has_cue(one.text) or state.speaks_of_it(one.text) or bool(said.DISCREET.search(one.text))


def _heed(one: Utterance, state: _Exchange) -> None:
    """What an utterance of the exchange changes."""
    state.taking_part.add(one.who)
    if one.who == state.confider:
        state.told |= _is_substantive(one.text)
    elif said.AGREES.search(one.text) and state.told:
        state.noted = True
    state.stems |= again.stems(one.text) - state.open_before


def _arrives(utterances: Sequence[Utterance], at: int) -> bool:
    """Somebody comes in, or is greeted."""
    one = utterances[at]
    if not said.ARRIVAL.search(one.text):
        return False
    new = all(before.who != one.who for before in utterances[:at])
    return new or any(said.ARRIVAL.match(part) or re.search(r"\w+ tulikin", part) for part in _sentences(one.text))


def _is_cue(text: str) -> bool:
    return cues.is_strong(text) or cues.is_weak(text)


def _is_strong(text: str) -> bool:
    return any(map(cues.is_strong, _sentences(text)))


def _straight(text: str) -> str:
    return text.replace("’", "'")


def _sentences(text: str) -> list[str]:
    return sentences.split(text) or [text]


def _tells(text: str) -> bool:
    """Whether it can hold the matter itself."""
    return len(again.words(text)) >= _CONTENT


def _is_substantive(text: str) -> bool:
    return len(again.words(text)) >= _SUBSTANTIVE
