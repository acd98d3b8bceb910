"""The usable part of a talk, cut into sentences, with the acts found in each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kambrief.core.customer import Side
from kambrief.core.named import Roster
from kambrief.core.promising import asked, phrase, reading
from kambrief.core.promising.reading import Act
from kambrief.core.promising.sentence import Sentence, sentences_of
from kambrief.core.talk import Talk

LOOK_BACK = 4
"""A pronoun means something named in one of so many utterances before."""
SHORT = 3


@dataclass(slots=True)
class Heard:
    """``turns``: the sentences of each usable utterance; ``acts``: what each of these utterances takes on."""

    talk: Talk
    roster: Roster
    turns: list[list[Sentence]]
    acts: list[list[Act]] = field(default_factory=list)

    def who(self, at: int) -> str:
        """The speaker's key."""
        return self.turns[at][0].utterance.who

    def number(self, at: int) -> int:
        """The utterance's number in the transcript."""
        return self.turns[at][0].utterance.number

    def text(self, at: int) -> str:
        """All of it."""
        return self.turns[at][0].utterance.text

    def side(self, key: str) -> Side | None:
        """On which side somebody stands."""
        return self.talk.side_of(key)

    def is_short(self, at: int) -> bool:
        """A nod."""
        return sum(one.words for one in self.turns[at]) <= SHORT

    def others_before(self, at: int, many: int = 2) -> Iterator[int]:
        """Utterances right before, by somebody else; a nod in between is passed over."""
        who = self.who(at)
        for back in range(at - 1, max(-1, at - 1 - many), -1):
            if self.who(back) != who:
                yield back
                if not self.is_short(back) or any(one.days for one in self.turns[back]):
                    return

    def act_in(self, sentence: Sentence) -> Act | None:
        """The sentence's own act."""
        return next((one for one in self.acts[sentence.at] if one.sentence is sentence), None)


def hear(talk: Talk) -> Heard:
    """The talk as the rules read it. Of notes every line may tell what anybody does."""
    roster = Roster(talk.participants)
    turns: list[list[Sentence]] = []
    by_utterance: dict[int, list[Sentence]] = {}
    for one in sentences_of(talk):
        by_utterance.setdefault(one.utterance.number, []).append(one)
    for at, sentences in enumerate(by_utterance.values()):
        turns.append([replace(each, at=at) for each in sentences])
    heard = Heard(talk, roster, turns)
    notes = talk.source == "notes"
    for turn in turns:
        found = [act for sentence in turn for act in reading.acts(sentence, roster, anybody=notes)]
        heard.acts.append([act for act in found if _may(heard, act, notes=notes)])
    return heard


def _may(heard: Heard, act: Act, *, notes: bool) -> bool:
    """Whether the speaker can take this on for that person: for themselves and for colleagues, in notes for all."""
    side = heard.side(act.who)
    speaker = heard.side(act.sentence.utterance.who)
    if side is None or speaker is None:
        return False
    return act.how != "third" or notes or side is speaker or _nods(heard, act)


def _nods(heard: Heard, act: Act) -> bool:
    """Whether somebody of the other side, of whom this was said, agrees at once."""
    then = act.sentence.at + 1
    if then >= len(heard.turns) or heard.who(then) != act.who:
        return False
    text, first = heard.text(then), heard.turns[then][0]
    yes = first.tongue.accepts.match(text) or first.tongue.agrees.search(first.text) or is_glad(text)
    return bool(yes) and not first.tongue.refuses.search(first.text)


_GLAD = re.compile(
    r"\W*(?:sounds good|good|great|perfect|exactly|right|correct|juuri näin|juuri noin|näin on|sovitaan|hyvä|"
    r"bra|precis|stämmer|låter bra|det stämmer|genau|gut|passt|klingt gut|stimmt)(?!\w)",
    re.IGNORECASE,
)


def is_glad(text: str) -> bool:
    """Whether an answer begins by agreeing."""
    return bool(_GLAD.match(text))


def topic(heard: Heard, sentence: Sentence, back: int = LOOK_BACK) -> str:
    """What a pronoun in this sentence means: the nearest thing named before it, as words that can stand alone."""
    turn = heard.turns[sentence.at]
    if sentence.tongue.thing.search(sentence.text) and (found := thing_in(sentence)):
        return found
    for one in reversed(turn[: sentence.part]):
        if found := _named_in(heard, one):
            return found
    for at in range(sentence.at - 1, max(-1, sentence.at - 1 - back), -1):
        for one in reversed(heard.turns[at]):
            if found := _named_in(heard, one):
                return found
    return ""


def asked_of(heard: Heard, sentence: Sentence, back: int = 2) -> str:
    """What a reply is about: the thing the other side spoke of in the utterances right before."""
    side = heard.side(sentence.utterance.who)
    for at in range(sentence.at - 1, max(-1, sentence.at - 1 - back), -1):
        if heard.side(heard.who(at)) is side:
            continue
        for one in reversed(heard.turns[at]):
            if found := thing_in(one):
                return found
    return ""


def _named_in(heard: Heard, sentence: Sentence) -> str:
    act = heard.act_in(sentence)
    if act is not None and act.named and act.what:
        return act.what
    return thing_in(sentence)


def thing_in(sentence: Sentence) -> str:
    """The thing a sentence speaks of: what is needed, asked for or owed, else the first noun of the kind that is handed
    over, with what belongs to it.
    """
    tongue, text = sentence.tongue, sentence.text
    plain = _days_marked(sentence)
    for one in (*tongue.requests, *tongue.demands, *tongue.topics):
        match = one.search(plain)
        if match is None:
            continue
        start = match.start("mid") if "mid" in match.groupdict() and match["mid"] else match.end()
        if _begins_with_pronoun(plain[start:], sentence):
            continue
        found = phrase.clean(plain[start:], tongue)
        if _is_thing(found, sentence) and (tongue.thing.search(found) or not _is_verbal(found, sentence)):
            return found
    match = tongue.thing.search(text)
    if match is None:
        return asked.thing(plain, tongue) if text.rstrip().endswith("?") else ""
    goes_on = tongue.preposition.match(plain, match.end() + 1)
    end = len(plain) if goes_on else match.end()
    found = phrase.clean(plain[match.start() : end], tongue)
    return found if _is_thing(found, sentence) else ""


def _begins_with_pronoun(text: str, sentence: Sentence) -> bool:
    words = [word.strip(",.?!") for word in text.split()[:2]]
    if not words or not sentence.tongue.pronoun.fullmatch(words[0]):
        return False
    return len(words) == 1 or not words[1] or bool(sentence.tongue.preposition.fullmatch(words[1]))


def _days_marked(sentence: Sentence) -> str:
    text = sentence.text
    for day in sentence.days:
        text = text[: day.start] + "\x00" + " " * (day.end - day.start - 1) + text[day.end :]
    return text


def _is_thing(found: str, sentence: Sentence) -> bool:
    return (
        not phrase.is_pronoun(found, sentence.tongue)
        and not phrase.is_now(found)
        and any(len(word) > 3 for word in found.split())
    )


_VERBAL = {
    "fi": re.compile(r"^\w+(?:da|dä|ta|tä|la|lä|na|nä|ra|rä|aa|ää|ea|eä|ia|iä|oa|ua|yä)\b", re.IGNORECASE),
    "en": re.compile(r"^(?:to\s+\w+|\w+ing\b(?! \w+s\b))", re.IGNORECASE),
    "sv": re.compile(r"^(?:att\s+\w+|\w+a\s+(?:den|det|en|ett|om|på)\b)", re.IGNORECASE),
    "de": re.compile(r"^(?:zu\s+\w+|[a-zäöü]+en\b$)"),
}


def _is_verbal(found: str, sentence: Sentence) -> bool:
    """What is wanted is to do something, and no thing."""
    return bool(_VERBAL[sentence.tongue.language].match(found))
