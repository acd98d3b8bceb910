"""What was said off the record, and what is nobody's business: found and marked, so that it gets into no text.

Source of the rule: domain facts, §3.1: the whole exchange is dropped from the cue until the topic changes. What comes
too much is given back by the account manager with one click; what leaks is not. So in doubt an utterance is kept back,
but never more than `MAX_AFTER` behind the last cue.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kambrief.core import offrecord_words as said
from kambrief.core import lexicon, sensitive, sentences
from kambrief.core.customer import Contact
from kambrief.core.named import Roster
from kambrief.core.talk import Participant, Utterance, Withheld

OFF_RECORD = "off-the-record"
AGAIN = "off-the-record:again"
"""A later mention of what was kept back."""

MAX_AFTER = 8
"""So many utterances behind a cue at most."""
MAX_BEFORE = 3
MAX_EXCHANGE = 20
"""However many cues follow one another."""

_WORD = re.compile(r"[^\W_][\w'’-]*")
_STEM = 6
_LONG = 8
_RARE = 2
"""A word that so many other utterances hold besides is no sign of the secret."""
_SUBSTANTIVE = 5
_CONTENT = 3
_TIME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:janu|febru)ary|march|april|june|july|august|(?:sept|nov|dec)ember|october|"
    r"\w*kuu(?:ta|n|ssa|hun|lta)?|(?:maanan|tiis|keskiviik|tors|perjan|lauan|sunnun)\w*|(?:mån|tis|ons|tors|fre|lör|sön)dag\w*|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag\w*|mittwoch|\w*quarter\w*|\w*kvart\w*|\w*quartal\w*|\w*neljänne\w*",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"(?<!\w)(?:(?-i:I)|my|me|mä|mun|mulla|mulle|minä|minun|minulla|min|mitt|mina|jag|mig|ich|mein\w{0,2}|mir|mich)(?!\w)",
    re.IGNORECASE,
)


def kept_back(utterances: Sequence[Utterance], participants: Sequence[Participant]) -> tuple[Withheld, ...]:
    """Every exchange that has to be kept back, in order. They do not overlap."""
    rules: dict[int, str] = {}
    roster = Roster(participants)
    for first, last in _exchanges(utterances, roster):
        rules.update(dict.fromkeys(range(first, last + 1), OFF_RECORD))
    for index in _mentioned_again(utterances, rules, roster):
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
        if rule := sensitive.rule(sentence, people, personal=bool(_FIRST_PERSON.search(sentence))):
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
    stems: set[str] = field(default_factory=set)
    told: bool = False
    """The matter itself has been said: before that nobody can have taken note of it."""
    noted: bool = False
    idle: int = 0


def _exchanges(utterances: Sequence[Utterance], roster: Roster) -> Iterator[tuple[int, int]]:
    index = 0
    while index < len(utterances):
        if not has_cue(utterances[index].text):
            index += 1
            continue
        first = _begin(utterances, index)
        last = _end(utterances, index, roster)
        yield first, last
        index = last + 1


def _begin(utterances: Sequence[Utterance], index: int) -> int:
    """The first utterance: the announcement right before, or what a cue that points back is about."""
    if _points_back(utterances[index].text):
        who = utterances[index].who
        before = range(index - 1, max(-1, index - 1 - MAX_BEFORE), -1)
        own = next((at for at in before if utterances[at].who == who and _is_substantive(utterances[at].text)), None)
        first = index - 1 if own is None else own
        return max(first, 0)
    before_it = index - 1
    if before_it >= 0 and any(map(said.ANNOUNCE.search, _sentences(utterances[before_it].text)[-2:])):
        return before_it
    return index


def _points_back(text: str) -> bool:
    """Whether the matter stands before this utterance: a cue alone that says "that", and announces nothing."""
    parts = _sentences(text)
    at = next(place for place, part in enumerate(parts) if _is_cue(part))
    if any(len(_WORD.findall(part)) >= _CONTENT for part in (*parts[:at], *parts[at + 1 :])):
        return False
    return bool(said.BACKWARD.search(parts[at])) and not said.FORWARD.search(parts[at])


def _end(utterances: Sequence[Utterance], index: int, roster: Roster) -> int:
    state = _Exchange(utterances[index].who, _stems(utterances[index].text))
    parts = _sentences(utterances[index].text)
    state.told = _points_back(utterances[index].text) or any(
        _is_substantive(part) and not _is_cue(part) for part in parts
    )
    last = limit = index
    limit += MAX_AFTER
    at = index + 1
    while at < len(utterances) and at <= limit and at - index < MAX_EXCHANGE:
        one = utterances[at]
        if has_cue(one.text):
            limit = at + MAX_AFTER
        elif _over(utterances, at, state, roster):
            break
        _heed(one, state)
        last = at
        at += 1
    return last


def _over(utterances: Sequence[Utterance], at: int, state: _Exchange, roster: Roster) -> bool:
    """Whether the exchange is over before this utterance."""
    one = utterances[at]
    parts = _sentences(one.text)
    if _arrives(utterances, at):
        return True
    closing = next((place for place, part in enumerate(parts) if said.CLOSE.search(part)), None)
    if closing is not None:
        before = " ".join(parts[:closing])
        return not (_stems(before) & state.stems)
    about_it = bool(_stems(one.text) & state.stems)
    if not state.told or about_it:
        return False
    others = set(roster.addressed(one.text)) - {state.confider}
    if others and _is_substantive(one.text):
        return True
    return state.noted and _is_another_matter(one, state)


def _is_another_matter(one: Utterance, state: _Exchange) -> bool:
    if not _is_substantive(one.text):
        return False
    return bool(said.TURNS.search(one.text)) or "?" in one.text or state.idle > 0


def _heed(one: Utterance, state: _Exchange) -> None:
    """What an utterance of the exchange changes."""
    if one.who == state.confider:
        if _is_substantive(one.text):
            state.told = True
        state.stems |= _stems(one.text)
        state.idle += int(state.noted and _is_substantive(one.text))
    elif said.AGREES.search(one.text) and state.told:
        state.noted = True
    elif _is_substantive(one.text) and not _stems(one.text) & state.stems:
        state.idle += int(state.noted)


def _arrives(utterances: Sequence[Utterance], at: int) -> bool:
    """Somebody comes in, or is greeted."""
    one = utterances[at]
    if not said.ARRIVAL.search(one.text):
        return False
    new = all(before.who != one.who for before in utterances[:at])
    return new or any(said.ARRIVAL.match(part) or re.search(r"\w+ tulikin", part) for part in _sentences(one.text))


def _is_cue(text: str) -> bool:
    return bool(said.CUE.search(said.NO_CUE.sub(" ", text)))


def _sentences(text: str) -> list[str]:
    return sentences.split(text) or [text]


def _is_substantive(text: str) -> bool:
    return len(_WORD.findall(text)) >= _SUBSTANTIVE


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _stems(text: str) -> set[str]:
    """What a text is about, by the beginnings of its telling words."""
    return {
        word[:_STEM]
        for word in _words(text)
        if len(word) >= _STEM and word not in said.COMMON and not _TIME.fullmatch(word)
    }


# --- Said again ----------------------------------------------------------------------------------------------------


def _mentioned_again(utterances: Sequence[Utterance], rules: Mapping[int, str], roster: Roster) -> Iterator[int]:
    """Open utterances behind an exchange that hold its telling words: a rare long word, two shorter ones, or two that
    stood side by side (``line three``). What was spoken of openly before is no secret.
    """
    if not rules:
        return
    open_before = [one.text for index, one in enumerate(utterances) if index < min(rules)]
    secret = [_without_names(utterances[index].text, roster) for index in sorted(rules)]
    known = set().union(*map(_stems, open_before)) if open_before else set()
    pairs = set().union(*map(_pairs, secret)) - (set().union(*map(_pairs, open_before)) if open_before else set())
    stems = set().union(*map(_stems, secret)) - known
    long = {word[:_LONG] for text in secret for word in _words(text) if len(word) >= _LONG and word[:_STEM] in stems}
    later = [index for index in range(min(rules), len(utterances)) if index not in rules]
    holding = {stem: [index for index in later if _holds(utterances[index].text, stem)] for stem in long}
    rare = {stem for stem, where in holding.items() if 0 < len(where) <= _RARE}
    for index in later:
        text = utterances[index].text
        if _pairs(text) & pairs or len(_stems(text) & stems) >= 2 or any(index in holding[stem] for stem in rare):
            yield index


def _holds(text: str, stem: str) -> bool:
    return any(word.startswith(stem) for word in _words(text))


def _without_names(text: str, roster: Roster) -> str:
    for one in reversed(roster.find(text)):
        text = text[: one.start] + " . " + text[one.end :]
    return text


def _pairs(text: str) -> set[tuple[str, str]]:
    """Two words side by side of which one counts or numbers the other: ``line three``, ``linja kolme``, ``plan B``."""
    found = set()
    for sentence in _sentences(text):
        words = _words(sentence)
        for one, other in zip(words, words[1:], strict=False):
            if (
                other in _NUMBERS
                and len(one) > 3
                and one.isalpha()
                and one not in _NO_THING
                and not _TIME.fullmatch(one)
            ):
                found.add((one[:_STEM], _NUMBERS[other]))
    return found


_NO_THING = (
    said.COMMON
    | lexicon.STOPWORDS
    | frozenset("which each next only just about than over under noin vain enää kuin ovat bara cirka etwa".split())
)

_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        (
            "one yksi ykkönen ett eins 1",
            "two kaksi kakkonen två zwei 2",
            "three kolme kolmonen tre drei 3",
            "four neljä nelonen fyra vier 4",
            "five viisi vitonen fem fünf 5",
            "six kuusi kutonen sex sechs 6",
            "seven seitsemän sju sieben 7",
            "eight kahdeksan åtta acht 8",
            "nine yhdeksän nio neun 9",
            "ten kymmenen tio zehn 10",
        ),
        1,
    )
    for word in words.split()
}
