"""One sentence: which act it takes on, offers or asks for, of what, and until when."""

import dataclasses
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kambrief.core.named import Roster
from kambrief.core.promising import judging, objects, phrase
from kambrief.core.promising.sentence import Sentence
from kambrief.core.promising.tongue import Tongue, Verb
from kambrief.core.spoken.values import SpokenDay


@dataclass(slots=True)
class Act:
    """Something taken on in a sentence. ``what`` is the object as cleaned words, empty or a pronoun where another
    sentence has to tell.
    """

    sentence: Sentence
    who: str
    verb: Verb
    how: str
    """``commit``, ``offer``, ``receive``, ``come``, ``visit``, ``answer``, ``accept``, ``third``, ``recap``."""
    what: str = ""
    days: tuple[SpokenDay, ...] = ()
    to: tuple[str, ...] = ()
    conditional: bool = False
    temporal: bool = False
    named: bool = True
    """``what`` names something."""
    raw: str = ""
    """The object as said, where it is more than a pronoun: ``it for the sealed version``."""
    place: int = 0
    """Where its verb stands in the sentence."""
    topic: str = ""
    """What the act is about, where that stands in another sentence."""
    more: list[int] = field(default_factory=list)
    """Numbers of further utterances it rests on."""


def acts(sentence: Sentence, roster: Roster, *, anybody: bool = False) -> list[Act]:
    """What the sentence takes on. ``anybody``: of notes, in which the writer tells what each one will do."""
    if sentence.asks:
        return []
    found = [act for act in _found(sentence, roster) if not judging.is_unmeant(sentence, *act[1])]
    third = [] if found and not anybody else list(_of_another(sentence, roster))
    return _also(_best([one for one, _ in (*found, *third)]), sentence, roster)


def _also(chosen: list[Act], sentence: Sentence, roster: Roster) -> list[Act]:
    """Of one act with several days also its further objects: ``the minutes today and the price list on Thursday``."""
    days = [one for one in sentence.dated if one.start >= (chosen[0].place if chosen else 0)]
    if len(chosen) != 1 or len(days) < 2 or not chosen[0].named or chosen[0].verb.kind not in {"give", "do"}:
        return chosen
    first = chosen[0]
    more: list[Act] = []
    for one, then in itertools.pairwise(days):
        match = sentence.tongue.joined.match(sentence.text[one.end : then.start])
        if match is None:
            continue
        part = sentence.text[one.end + match.end() : then.start]
        what = phrase.clean(sentence.tongue.day_before.sub(" ", f"{part} "), sentence.tongue)
        if what and not phrase.is_pronoun(what, sentence.tongue) and not roster.find(part):
            more.append(dataclasses.replace(first, what=what, days=(then,), place=one.end))
    if more:
        first.days = (days[0],)
    return [first, *more]


_Place = tuple[int, int]


def _found(sentence: Sentence, roster: Roster) -> Iterator[tuple[Act, _Place]]:
    tongue, who = sentence.tongue, sentence.utterance.who
    for how, patterns in (
        ("receive", tongue.receives),
        ("commit", tongue.commits),
        ("offer", tongue.offers),
        ("come", tongue.comes),
    ):
        for one in patterns:
            for match in one.finditer(sentence.text):
                verb = _verb(match, tongue, how)
                if verb is None:
                    continue
                act = _act(sentence, match, verb, how, who, roster)
                if act is not None:
                    yield act, match.span("verb") if how == "come" else match.span()


_HEARS = re.compile(r"(?:hear|hör|höre|hören)\b", re.IGNORECASE)
"""``You'll hear from me``: a reply."""


def _verb(match: re.Match[str], tongue: Tongue, how: str) -> Verb | None:
    if how in {"receive", "come"}:
        return Verb("reply" if _HEARS.match(match["verb"]) else "give")
    said = " ".join(match["verb"].casefold().split())
    if said in judging.HAVING:
        if (how == "commit" and not judging.is_ahead(match, tongue)) or judging.HAS_TO.match(
            match.string[match.end() :]
        ):
            return None
        return Verb("visit" if tongue.visits.search(match.string[match.end() :]) else "give")
    if tongue.language == "en" and "mid" in match.groupdict():
        return Verb("give")
    return tongue.verbs.get(said) or (None if how == "offer" else Verb("weak", "", said))


def _act(sentence: Sentence, match: re.Match[str], verb: Verb, how: str, who: str, roster: Roster) -> Act | None:
    tongue = sentence.tongue
    what = objects.found(sentence, match, how, roster, verb)
    if verb.kind == "give" and tongue.answers.search(sentence.text[match.start() :]):
        verb, what = Verb("reply"), ""
    if not (_is_whole(sentence, match, verb, what) and _is_of_its_kind(sentence, match, how, what, roster)):
        return None
    text = sentence.text
    if judging.is_only_of_a_meeting(sentence, what, verb):
        return Act(sentence, who, verb, how, what, (), (), place=match.start("verb"))
    return Act(
        sentence,
        who,
        verb,
        how,
        what,
        sentence.days if len(sentence.days) == 1 else objects.near(sentence, match),
        objects.recipients(sentence, match, roster, who),
        conditional=bool(tongue.conditional.search(judging.POLITE.sub(" ", text))),
        temporal=bool(tongue.temporal.search(text)),
        raw=objects.raw(sentence, match),
        named=bool(what) and not tongue.pronoun.fullmatch(what)
        if verb.kind in {"visit", "reply"}
        else not phrase.is_pronoun(what, tongue),
        place=_place(sentence, match),
    )


def _place(sentence: Sentence, match: re.Match[str]) -> int:
    """Where the verb stands, to tell whose day it is; a German bracket has its day inside."""
    if match.groupdict().get("mid") is not None:
        return next(
            (one.start for one in sentence.days if match.start("mid") <= one.start < match.end()), match.start("verb")
        )
    return match.start("verb")


def _is_whole(sentence: Sentence, match: re.Match[str], verb: Verb, what: str) -> bool:
    """Whether verb, object and day together can be a promise."""
    if phrase.is_now(what) or (verb.kind == "weak" and not sentence.dated):
        return False
    if verb.kind == "visit" and not (sentence.tongue.visits.search(sentence.text) or "visit" in verb.base):
        return False
    return bool(sentence.days) or judging.stands_without_day(sentence, match, verb, what)


def _is_of_its_kind(sentence: Sentence, match: re.Match[str], how: str, what: str, roster: Roster) -> bool:
    """Whether somebody is there to receive, or something that can come."""
    if how == "receive":
        return judging.is_somebody(match, roster) and judging.gives(sentence, match, what)
    if how == "come":
        return bool(sentence.dated and what and judging.can_come(what, sentence.tongue, sentence.text))
    return True


def _third_verb(said: str, tongue: Tongue) -> Verb:
    """``sends``, ``schickt``: by the form of the first person."""
    for form in (said, said[:-1], said[:-2], f"{said[:-1]}e", f"{said[:-2]}e"):
        if form in tongue.verbs and len(form) > 2:
            return tongue.verbs[form]
    return Verb("give")


_AND = re.compile(r"(?<!\w)(?:and|ja|och|und)(?=\s)", re.IGNORECASE)
_OURS = re.compile(
    r"(?:meidän|mun|vår|vårt|våra|min|mitt|mina|unser|unsere|mein|meine)\s+(?:\w+\s+)?"
    r"(?:tiimi|kollega|huolto|asentaja|teknikko|myynti|lakimies|team|kolleg[ae]?n?|tekniker|service|jurist|avdelning|"
    r"monteur|techniker|kollegen|abteilung|vertrieb|rechtsabteilung)(?!\w)",
    re.IGNORECASE,
)
"""One of ours without a name: whoever says it has promised. (English has it among the subjects.)"""


def _joined_verb(text: str, first: re.Match[str], tongue: Tongue) -> tuple[str, int]:
    """The verb that has the day, and where it ends: of two the second (``looks at it and answers on Wednesday``)."""
    for conjunction in _AND.finditer(text, first.end()):
        found = tongue.third.match(text[conjunction.end() :])
        if found is not None:
            return found["verb"], conjunction.end() + found.end()
    return first["verb"], first.end()


def _of_another(sentence: Sentence, roster: Roster) -> Iterator[tuple[Act, _Place]]:
    """``Matt will send you the report``: said of a colleague, or in notes of anybody."""
    tongue, text = sentence.tongue, sentence.text
    begins = tongue.ands.match(text)
    begin = begins.end() if begins else 0
    one = next((each for each in roster.find(text) if each.start <= begin + 6 and each.plain), None)
    ours = _OURS.match(text, begin)
    who, start, behind = (one.key, one.start, one.end) if one else (sentence.utterance.who, begin, 0)
    if one is None and ours:
        behind = ours.end()
    match = tongue.third.match(text[behind:]) if behind else None
    if match is None or not sentence.dated:
        return
    said, end = _joined_verb(text[behind:], match, tongue)
    what = phrase.clean(objects.cut(sentence, behind + end, len(text), roster), tongue)
    named = not phrase.is_pronoun(what, tongue)
    conditional = bool(tongue.conditional.search(text))
    verb = _third_verb(" ".join(said.casefold().split()), tongue)
    if not judging.is_unmeant(sentence, start, behind + end):
        act = Act(sentence, who, verb, "third", what, sentence.days, conditional=conditional, named=named)
        yield act, (start, behind)


_STRENGTH = {"give": 0, "do": 0, "reply": 1, "visit": 1, "invite": 1, "call": 2, "watch": 2, "weak": 3}


def _distance(act: Act) -> int:
    """From the verb to its day: of ``I'll check and get back by Monday`` the second act has the day."""
    return min((abs(day.start - act.place) for day in act.days), default=0)


def _best(found: list[Act]) -> list[Act]:
    """The acts of one sentence that count: one for each day of its own, else the strongest."""
    if any(act.verb.kind != "invite" for act in found):
        found = [act for act in found if act.verb.kind != "invite" or act.sentence.tongue.language != "fi"]
    if len(found) < 2:
        return found
    ranked = sorted(
        found, key=lambda act: (not act.days, act.verb.kind == "weak", _distance(act), _STRENGTH[act.verb.kind])
    )
    if not ranked[0].named and ranked[0].verb.kind == "give" and ranked[0].how in {"commit", "offer"}:
        other = next((one for one in ranked[1:] if one.named and one.verb.kind in {"give", "do"}), None)
        if other is not None and other.place < ranked[0].place:
            ranked[0].what, ranked[0].named = other.what, True
    chosen: list[Act] = []
    for act in ranked:
        own = {day.start for day in act.days}
        taken = {day.start for each in chosen for day in each.days}
        if not chosen or (own and own.isdisjoint(taken) and act.named):
            chosen.append(act)
    return chosen
