"""What is promised by an answer: a request that is accepted, an offer that is taken, a day for something asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kambrief.core.customer import Side
from kambrief.core.promising import asked, phrase
from kambrief.core.promising.hearing import Heard, thing_in
from kambrief.core.promising.reading import Act
from kambrief.core.promising.sentence import Sentence
from kambrief.core.promising.tongue import Verb
from kambrief.core.spoken.values import SpokenDay

_START = 12
"""Without a question mark (not every recogniser sets them) a question begins so near the sentence's beginning."""
_REST = 6
"""An answer that goes on with so many more words gives at once what was asked."""
_DATE_ONLY = 4


@dataclass(frozen=True, slots=True)
class _Request:
    verb: Verb
    what: str
    sentence: Sentence
    wish: bool
    """Nobody was asked to do it: only a clear yes with a day binds."""


def answers(heard: Heard) -> Iterator[Act]:
    """The acts that only an answer makes."""
    for at in range(len(heard.turns)):
        if heard.side(heard.who(at)) is None:
            continue
        for before in heard.others_before(at):
            if heard.side(heard.who(before)) is None:
                continue
            found = _answer(heard, before, at)
            if found is not None:
                yield found
                break


_LATE = 5
_LITTLE = 3
_BETWEEN = 14


def late(heard: Heard) -> Iterator[Act]:
    """A day at last: somebody was asked for something, and tells when after a question back or two."""
    for before in range(len(heard.turns)):
        side = heard.side(heard.who(before))
        request = next(
            (one for sentence in reversed(heard.turns[before]) for one in _requests(sentence) if "?" in sentence.text),
            None,
        )
        if side is None or request is None or request.wish or phrase.is_pronoun(request.what, request.sentence.tongue):
            continue
        called = [key for place in range(before, min(before + 3, len(heard.turns)))
                  for key in heard.roster.addressed(heard.text(place))]  # fmt: skip
        for at in range(before + 1, min(len(heard.turns), before + 1 + _LATE)):
            if any(act.named for act in heard.acts[at]) or sum(one.words for one in heard.turns[at]) > _BETWEEN:
                break
            if heard.who(at) == heard.who(before) or (called and heard.who(at) not in called):
                continue
            answer = next((one for one in heard.turns[at] if one.dated and not one.asks), None)
            if answer is None or answer.tongue.negated.search(answer.text) or answer.tongue.meeting.search(answer.text):
                continue
            if at > before + 1 and answer.words - sum(len(day.words.split()) for day in answer.days) <= _LITTLE:
                more = [heard.number(before), *(heard.number(place) for place in range(before + 1, at))]
                yield Act(answer, heard.who(at), request.verb, "answer", request.what, answer.days,
                          (heard.who(before),), named=True, more=more)  # fmt: skip
            break


def _answer(heard: Heard, before: int, at: int) -> Act | None:
    taken = _offer_taken(heard, before, at)
    if taken is not None:
        return taken
    if any(act.named or act.days for act in heard.acts[at]) or not _is_meant(heard, before, at):
        return None
    return _accepted(heard, before, at) or _dated(heard, before, at)


def _is_meant(heard: Heard, before: int, at: int) -> bool:
    """Whoever answers was asked, or nobody by name."""
    asked = heard.roster.addressed(heard.text(before))
    return not asked or heard.who(at) in asked


def _accepted(heard: Heard, before: int, at: int) -> Act | None:
    first = heard.turns[at][0]
    yes = first.tongue.accepts.match(heard.text(at)) or any(
        one.tongue.accepts.match(one.text) for one in heard.turns[at][1:2]
    )
    if not yes or first.tongue.refuses.search(first.text):
        return None
    request = next((one for sentence in reversed(heard.turns[before]) for one in _requests(sentence)), None)
    if request is None or phrase.is_now(request.what):
        return None
    # The day of what the one who wishes takes on is not the day of the wish.
    asked = request.sentence.dated if request.wish and heard.acts[before] else _sentence_days(heard, before)
    days = _days(heard, at) or asked
    if (request.wish and not days) or (not days and _goes_on(heard, at)):
        return None
    named = not phrase.is_pronoun(request.what, first.tongue)
    if not named and not days:
        return None
    return Act(first, heard.who(at), request.verb, "accept", request.what, days, (heard.who(before),), named=named,
               more=[heard.number(before)])  # fmt: skip


def _goes_on(heard: Heard, at: int) -> bool:
    return sum(one.words for one in heard.turns[at]) > _REST and not any(one.dated for one in heard.turns[at])


def _requests(sentence: Sentence) -> Iterator[_Request]:
    tongue, text = sentence.tongue, sentence.text
    if tongue.conditional.search(text):
        return
    for wish, patterns in ((False, tongue.requests), (True, tongue.demands)):
        for one in patterns:
            match = one.search(text)
            if match is None or not (wish or "?" in text or match.start() <= _START):
                continue
            said = " ".join(match["verb"].casefold().split())
            verb = tongue.verbs.get(said, Verb("give"))
            if verb.kind in {"weak", "watch", "call"}:
                verb = Verb("give")
            what = thing_in(sentence)
            yield _Request(verb, what, sentence, wish)


_WELCOME = re.compile(
    r"\W*(?:(?:oh|yes|joo|kyllä|ja|jo|well|ok(?:ay)?)\W+)?(?:please|thanks|thank you|kiitos|kiitti|tack|gärna|"
    r"bitte|gerne|sehr gerne?|mielellään|mielelläni|hyvä|"
    r"that (?:would|will) (?:be|help)|se (?:olis|olisi|auttaa|auttais)|det (?:vore|hjälper)|das (?:wäre|"
    r"hilft)|good|great|perfect|bra|gut|super|loistavaa|do that|tee se)(?!\w)",
    re.IGNORECASE,
)


def is_welcome(heard: Heard, at: int) -> bool:
    """Whether somebody else takes an offer, in the next utterance but one at most."""
    for place in range(at + 1, min(len(heard.turns), at + 3)):
        if heard.who(place) == heard.who(at):
            continue
        text, first = heard.text(place), heard.turns[place][0]
        if first.tongue.refuses.search(first.text):
            return False
        return bool(_WELCOME.match(text) or first.tongue.accepts.match(text))
    return False


_HOW = re.compile(
    r"\b(?:how|what|where|why|when|who|miten|mitä|missä|miksi|milloin|hur|vad|var|varför|när|wie|was|wo|warum|"
    r"wann)\b",
    re.IGNORECASE,
)


def _offer_taken(heard: Heard, before: int, at: int) -> Act | None:
    """An offer in a question, and the yes to it: ``Shall I send it?`` ``Please.``."""
    for sentence in heard.turns[before]:
        tongue = sentence.tongue
        match = tongue.ask_if.search(sentence.text) if sentence.text.rstrip().endswith("?") else None
        if match is None or _HOW.search(sentence.text[: match.start()]):
            continue
        groups = match.groupdict()
        said = " ".join((groups.get("verb") or groups.get("verb2") or groups.get("verb3") or "").casefold().split())
        verb = tongue.verbs.get(said, Verb("give"))
        answer = heard.turns[at][0]
        yes = answer.tongue.accepts.match(heard.text(at)) or re.match(
            r"\W*(?:please|auttais\w*|kiitos|tack|bitte|gerne|mielellään|yes|that would)", heard.text(at), re.IGNORECASE
        )
        if verb.kind not in {"give", "do"} or not yes or answer.tongue.refuses.search(answer.text):
            continue
        what = phrase.clean(sentence.text[match.end() :], tongue) or thing_in(sentence)
        days = _sentence_days(heard, before) or _days(heard, at)
        if phrase.is_now(what) or (phrase.is_pronoun(what, tongue) and not days):
            continue
        return Act(sentence, heard.who(before), verb, "accept", what, days, (heard.who(at),),
                   named=not phrase.is_pronoun(what, tongue), more=[heard.number(at)])  # fmt: skip
    return None


def _dated(heard: Heard, before: int, at: int) -> Act | None:
    """A day in answer to when: of what the answer names, else of what was asked for."""
    question = next((one for one in reversed(heard.turns[before]) if _asks_when(one)), None)
    answer = next((one for one in heard.turns[at] if one.dated and "?" not in one.text), None)
    if question is None or answer is None or _is_unsure(answer):
        return None
    if heard.side(heard.who(before)) is Side.US and heard.side(heard.who(at)) is Side.THEM and not _is_for_us(question):
        return None
    tongue = answer.tongue
    day = answer.dated[0]
    text = answer.text[: day.start] + "\x00" + answer.text[day.end :]
    own = phrase.clean(text, tongue)
    has = bool(tongue.thing.search(own) or tongue.visits.search(own))
    what = own if has else ""
    kind = "visit" if tongue.visits.search(answer.text) and not tongue.thing.search(own) else "give"
    return Act(answer, heard.who(at), Verb(kind), "answer", what, answer.days, (heard.who(before),),
               named=bool(what), topic=thing_in(question), more=[heard.number(before)])  # fmt: skip


def _asks_when(sentence: Sentence) -> bool:
    tongue, text = sentence.tongue, sentence.text
    return bool(
        tongue.when.search(text)
        and not tongue.not_when.search(text)
        and text.rstrip().endswith("?")
        and (asked.DELIVERS[tongue.language].search(text) or tongue.thing.search(text) or sentence.words <= 2)
    )


def _is_for_us(question: Sentence) -> bool:
    """``When can you send it?`` asks for a promise; ``When does your board meet?`` for a fact."""
    return bool(
        asked.DELIVERS[question.tongue.language].search(question.text) or question.tongue.thing.search(question.text)
    )


def _is_unsure(answer: Sentence) -> bool:
    tongue, text = answer.tongue, answer.text
    return bool(
        tongue.negated.search(text)
        or tongue.vague.search(text)
        or tongue.conditional.search(text)
        or tongue.meeting.search(text)
        or tongue.countered.search(text)
    )


def _days(heard: Heard, at: int) -> tuple[SpokenDay, ...]:
    """A day that the answer only asks about is not agreed."""
    return next((one.days for one in heard.turns[at] if one.dated and not one.asks), ())


def _sentence_days(heard: Heard, at: int) -> tuple[SpokenDay, ...]:
    return next((one.days for one in reversed(heard.turns[at]) if one.dated), ())
