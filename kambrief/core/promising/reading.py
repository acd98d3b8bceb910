"""One sentence: which act it takes on, offers or asks for, of what, and until when."""

import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kambrief.core import reading_names, sentences
from kambrief.core.named import Mention, Roster
from kambrief.core.promising import de, en, fi, phrase, sv
from kambrief.core.promising.tongue import Tongue, Verb
from kambrief.core.spoken.days import days as spoken_days
from kambrief.core.spoken.values import Doubt, SpokenDay
from kambrief.core.talk import Talk, Utterance

TONGUES = {one.language: one for one in (fi.TONGUE, en.TONGUE, sv.TONGUE, de.TONGUE)}

_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(
    r",?\s*(?:ok(?:ay|ei|ej)?|right|alright|all right|sopiiko(?: se)?|käykö(?: se)?|eikö(?: niin)?|passt das|in ordnung|går det bra|eller hur|oder|deal|"
    r"is that (?:ok(?:ay)?|fine|acceptable|good)|does that work|onko hyvä|onko ok|fungerar det|ist das (?:ok(?:ay)?|gut))\s*\?+\s*$",
    re.IGNORECASE,
)
"""A question that only asks for a nod."""
_CLAUSE = re.compile(r"[,;:!?–—]|\s-\s|(?<!\d)\.(?!\d)|\s(?:but|mutta|vaan|men|utan|aber|sondern|että|att|dass)\s")
_NOT_LATER = re.compile(
    r"\b(?:not|no) later than|\bnot only\b|\binte senare än|\binte bara\b|\bei myöhemmin kuin|\bei vain\b|\bnicht später als|\bnicht nur\b", re.IGNORECASE
)
MIN_WORDS_TO_TELL = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an utterance that may be used. ``at``: the utterance's place among those; ``part``: its own place
    in the utterance.
    """

    at: int
    part: int
    utterance: Utterance
    text: str
    tongue: Tongue
    days: tuple[SpokenDay, ...]
    day: dt.date
    """The meeting's."""

    @property
    def asks(self) -> bool:
        """A question, but for one that only asks for a nod."""
        return self.text.rstrip().endswith("?") and not _TAG.search(self.text)

    @property
    def dated(self) -> tuple[SpokenDay, ...]:
        """The days that can be told."""
        return tuple(one for one in self.days if one.day is not None and one.doubt is not Doubt.PAST)

    @property
    def words(self) -> int:
        """How many."""
        return len(_WORD.findall(self.text))


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


def sentences_of(talk: Talk) -> list[Sentence]:
    """All sentences that may be used, in order."""
    found: list[Sentence] = []
    for at, one in enumerate(talk.spoken()):
        tongue = TONGUES[_language(one.text, talk.language)]
        for part, text in enumerate(sentences.split(one.text)):
            found.append(Sentence(at, part, one, text, tongue, spoken_days(text, talk.day, tongue.language), talk.day))
    return found


def _language(text: str, usual: str) -> str:
    """The language of one utterance: another than the talk's only where its little words say so."""
    usual = usual if usual in TONGUES else "en"
    words = _WORD.findall(text.casefold())
    if len(words) < MIN_WORDS_TO_TELL:
        return usual
    said = [one for one in reading_names.said_in(words) if one in TONGUES]
    return usual if not said or usual in said else said[0]


def acts(sentence: Sentence, roster: Roster, *, anybody: bool = False) -> list[Act]:
    """What the sentence takes on. ``anybody``: of notes, in which the writer tells what each one will do."""
    if sentence.asks:
        return []
    found = [act for act in _found(sentence, roster) if not _is_unmeant(sentence, act)]
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


def _is_unmeant(sentence: Sentence, found: tuple[Act, _Place]) -> bool:
    """Negated, vague, or what somebody only said or thought."""
    act, (start, end) = found
    tongue = sentence.tongue
    text = _NOT_LATER.sub(lambda hit: " " * len(hit[0]), sentence.text)
    first = max((hit.end() for hit in _CLAUSE.finditer(text, 0, start)), default=0)
    after = _CLAUSE.search(text, end)
    last = after.start() if after else len(text)
    clause = text[first:last]
    upto = text[first:end]
    negated = upto if tongue.language == "en" else clause
    if tongue.negated.search(negated):
        return True
    if tongue.vague.search(clause if not act.days or tongue.language == "fi" else upto) or (
        not act.days and tongue.vague.search(text[:start])
    ):
        return True
    if tongue.reported.search(text[:start]):
        return True
    return any(one.doubt is Doubt.PAST for one in sentence.days) and not sentence.dated


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


def _is_ahead(match: re.Match[str], tongue: Tongue) -> bool:
    """``I'll have it ready``, and not ``we have three points``."""
    return tongue.language == "en" or match["verb"].casefold() in {"ha", "få fram"} or "mid" in match.groupdict()


_HAVING = frozenset({"have", "get", "ha", "har", "få fram", "får fram", "haben", "habe", "sending", "delivering", "getting"})
"""``We can have it ready``: what one has for somebody is given."""


def _verb(match: re.Match[str], tongue: Tongue, how: str) -> Verb | None:
    if how in {"receive", "come"}:
        return Verb("give")
    said = " ".join(match["verb"].casefold().split())
    if said in _HAVING:
        if how == "commit" and not _is_ahead(match, tongue):
            return None
        return Verb("visit" if tongue.visits.search(match.string[match.end() :]) else "give")
    return tongue.verbs.get(said) or (None if how == "offer" else Verb("weak", "", said))


def _act(sentence: Sentence, match: re.Match[str], verb: Verb, how: str, who: str, roster: Roster) -> Act | None:
    tongue = sentence.tongue
    what = _object(sentence, match, how, roster, verb)
    if verb.kind == "give" and tongue.answers.search(sentence.text[match.end("verb") :]):
        verb, what = Verb("reply"), ""
    if phrase.is_now(what):
        return None
    if how == "receive" and not (_is_somebody(sentence, match, roster) and _gives(sentence, match, what)):
        return None
    if how == "come" and not (sentence.dated and what and _can_come(what, tongue)):
        return None
    if verb.kind == "weak" and not sentence.dated:
        return None
    if verb.kind == "visit" and not (tongue.visits.search(sentence.text) or "visit" in verb.base):
        return None
    text = sentence.text
    if _is_only_of_a_meeting(sentence, what, verb):
        return Act(sentence, who, verb, how, what, (), (), place=match.start("verb"))
    return Act(
        sentence,
        who,
        verb,
        how,
        what,
        sentence.days if len(sentence.days) == 1 else _near(sentence, match),
        _recipients(sentence, match, roster, who),
        conditional=bool(tongue.conditional.search(_POLITE.sub(" ", text))),
        temporal=bool(tongue.temporal.search(text)),
        raw=_raw(sentence, match),
        named=bool(what) if verb.kind == "visit" else not phrase.is_pronoun(what, tongue),
        place=match.start("verb"),
    )


_POLITE = re.compile(
    r"\b(?:if (?:that|it|this)(?:['’]s| is|['’]d be| would be)? ?(?:helps?|ok(?:ay)?|fine|all right|alright|suits(?: you)?|works(?: for you)?|useful|helpful|of help|possible|easier|good)|"
    r"if you(?:['’]d)? (?:like|want|wish|prefer|don['’]t mind|agree)|if (?:needed|necessary|possible|i may)|om (?:det|ni|du) (?:hjälper|passar|går bra|vill|önskar|är okej|är ok|behövs|går)|om så behövs|"
    r"wenn (?:Sie|du|ihr) (?:möchten|mögen|wollen|einverstanden sind|möchtest|wollt)|wenn (?:das|es) (?:hilft|passt|recht ist|in Ordnung ist|Ihnen hilft|Ihnen passt|geht|möglich ist)|"
    r"jos (?:se|siitä) (?:auttaa|sopii|käy|on apua|on ok)|jos (?:haluatte|haluat|sopii|käy|tarvitsee|mahdollista))\b",
    re.IGNORECASE,
)
"""Said for politeness: no condition."""
_BOOKING_DAYS = 3


def _is_only_of_a_meeting(sentence: Sentence, what: str, verb: Verb) -> bool:
    """``I'll set up the next call for November third``: the day is the meeting's, not the promise's."""
    tongue = sentence.tongue
    about = verb.kind == "invite" or tongue.meeting.search(what) or tongue.bookings.search(what)
    first = min((one.day for one in sentence.dated if one.day), default=None)
    return bool(about and first and first > sentence.day + dt.timedelta(days=_BOOKING_DAYS))


def _raw(sentence: Sentence, match: re.Match[str]) -> str:
    text = sentence.text[match.end() :]
    for one in sentence.days:
        if one.start >= match.end():
            text = text[: one.start - match.end()]
            break
    text = sentence.tongue.boundary.split(text.strip(), maxsplit=1)[0].strip()
    return text if 2 < len(text.split()) <= 8 else ""


def _can_come(what: str, tongue: Tongue) -> bool:
    """What can be somebody's to bring: a thing that is handed over, a visit, or what was spoken of."""
    return bool(tongue.thing.search(what) or tongue.visits.search(what) or phrase.is_pronoun(what, tongue))


_YOU = re.compile(
    r"(?<!\w)(?:you|everyone|everybody|du|ni|alla|Sie|ihr|alle|Herrn?|Frau|kaikki|te|sä)(?!\w)|(?<!\w)(?:saat|saatte|saavat|saatteko)(?!\w)|"
    r"(?<!\w)(?:bekommst|erhältst|kriegst|hast|wirst)(?!\w)",
    re.IGNORECASE,
)


def _is_somebody(sentence: Sentence, match: re.Match[str], roster: Roster) -> bool:
    """Whether who receives is a person of the call, and not any word with a capital."""
    return bool(_YOU.search(match[0]) or roster.find(match[0]))


def _gives(sentence: Sentence, match: re.Match[str], what: str) -> bool:
    """``You will have``: a promise where it has a day, or names a thing of the kind that is handed over."""
    tongue = sentence.tongue
    if tongue.language in {"sv", "de"} and match["verb"].casefold() in {"har", "ha", "haben", "hast", "får", "få"}:
        return bool(sentence.dated) and bool(what)
    return bool(sentence.dated) or bool(tongue.thing.search(what)) or phrase.is_pronoun(what, tongue)


def _near(sentence: Sentence, match: re.Match[str]) -> tuple[SpokenDay, ...]:
    """Of several days those in the act's own clause, if any: "the board meets on Friday, so I'll send it on Monday"."""
    if len(sentence.days) < 2:
        return sentence.days
    cuts = [hit.start() for hit in re.finditer(r"[,;:]|\s(?:and|so|ja|och|und|niin|så|but|mutta|men|aber)\s", sentence.text)]
    days = [one for one in sentence.days if not any(one.start < cut < one.end for cut in cuts)] or list(sentence.days)
    del days
    start = max((cut for cut in cuts if cut < match.start() and not _inside(cut, sentence.days)), default=-1)
    end = min((cut for cut in cuts if cut > match.end() and not _inside(cut, sentence.days)), default=len(sentence.text))
    own = tuple(one for one in sentence.days if start <= one.start < end)
    return own or sentence.days


def _inside(place: int, days: Sequence[SpokenDay]) -> bool:
    return any(one.start < place < one.end for one in days)


def _object(sentence: Sentence, match: re.Match[str], how: str, roster: Roster, verb: Verb) -> str:
    """The words for what is done: behind the verb, inside the bracket of a German one, or before the whole act."""
    tongue = sentence.tongue
    groups = match.groupdict()
    if how == "come":
        before = _cut(sentence, match.start("what"), match.end("what"), roster)
        last = tongue.boundary.split(before)[-1].strip()
        return last if tongue.pronoun.fullmatch(last) else phrase.clean(last, tongue)
    places = [(match.end(), len(sentence.text)), (0, match.start())]
    if groups.get("mid") is not None:
        places.insert(0, (match.start("mid"), match.end("mid")))
    elif tongue.language == "fi":
        places.append((match.start(), match.start("verb")))
    if tongue.language == "fi" and verb.kind == "reply":
        places = places[:1]
    for start, end in places:
        if start == 0 and (verb.kind == "reply" or not _is_fronted(sentence, match, how)):
            continue
        found = phrase.clean(_cut(sentence, start, end, roster), tongue)
        if found and not _is_clause(found, tongue):
            return found
        if start and _is_clause(found, tongue):
            return found if verb.kind not in {"give"} else ""
    return ""


_CLAUSE_WORDS = {
    "en": re.compile(r"^(?:to|that|what|how|whether|who|where|why|if)\b", re.IGNORECASE),
    "sv": re.compile(r"^(?:att|vad|hur|om|vem|var|varför)\b", re.IGNORECASE),
    "de": re.compile(r"^(?:dass|was|wie|ob|wer|wo|warum)\b", re.IGNORECASE),
    "fi": re.compile(r"^(?:että|mitä|miten|kuka|missä|miksi|mitkä|mikä|onko)\b", re.IGNORECASE),
}


def _is_clause(found: str, tongue: Tongue) -> bool:
    return bool(_CLAUSE_WORDS[tongue.language].match(found))


def _is_fronted(sentence: Sentence, match: re.Match[str], how: str) -> bool:
    """Whether what stands before the act can be its object: directly, with nothing but days and little words between."""
    before = sentence.text[: match.start()]
    cut = re.search(r"[,;:!?–—](?!.*[,;:!?–—])", before)
    rest = before[cut.end() :] if cut and not _inside(cut.start(), sentence.days) else before
    return bool(rest.strip()) and how in {"receive", "commit", "offer"} and not _SUBJECTS.search(rest)


_SUBJECTS = re.compile(
    r"(?<!\w)(?:I|we|you|he|she|they|jag|vi|du|ni|han|hon|ich|wir|Sie|mä|me|sä|te|hän|minä)(?!\w)(?!\s*$)", re.IGNORECASE
)


def _cut(sentence: Sentence, start: int, end: int, roster: Roster) -> str:
    """A part of the sentence with its days marked and the people who receive it left out."""
    text = sentence.text
    for day in sorted(sentence.days, key=lambda one: one.start, reverse=True):
        if start <= day.start and day.end <= end:
            text = text[: day.start] + "\x00" + " " * (day.end - day.start - 1) + text[day.end :]
    part = text[start:end]
    if start == 0:
        cuts = [hit.end() for hit in re.finditer(r"[,;:!?–—]", part)]
        part = part[cuts[-1] :] if cuts and part[cuts[-1] :].strip() else part
    for one in reversed(roster.find(part)):
        if _is_recipient(part, one, sentence.tongue):
            before = re.sub(r"(?:\b(?:to|for|till|åt|an|für|ja|and|och|und|Herrn?|Frau)\s+)+$", "", part[: one.start], flags=re.IGNORECASE)
            part = f"{before} {part[one.end :]}"
    part = re.sub(r"\x00[\s\x00]*", " \x00 ", part)
    before_day = part.split("\x00")
    return " \x00 ".join(sentence.tongue.day_before.sub(" ", piece) if index < len(before_day) - 1 else piece for index, piece in enumerate(before_day))


def _is_recipient(text: str, one: Mention, tongue: Tongue) -> bool:
    """A person among the object's words to whom it goes: dative, ``to``, or right at the beginning."""
    before = text[: one.start]
    if tongue.language == "fi":
        return one.surface.endswith(("lle", "ll")) or (one.plain and not before.strip())
    if re.search(r"\b(?:to|for|till|åt|an|für|Herrn?|Frau)\s+$", before, re.IGNORECASE):
        return True
    return one.plain and not re.sub(r"\W|\b(?:and|och|und|you|dig|er)\b", "", before, flags=re.IGNORECASE)


def _recipients(sentence: Sentence, match: re.Match[str], roster: Roster, who: str) -> tuple[str, ...]:
    text = sentence.text
    spoken_to = {(one.start, one.end) for one in roster.vocatives(text)}
    found: list[str] = []
    for one in roster.find(text):
        if one.key == who or (one.start, one.end) in spoken_to:
            continue
        inside = match.start() <= one.start < match.end()
        if inside or _goes_to(text, one, sentence.tongue):
            found.append(one.key)
    return tuple(dict.fromkeys(found))


def _goes_to(text: str, one: Mention, tongue: Tongue) -> bool:
    if tongue.language == "fi":
        mailbox = re.match(r"\s+(?:ja\s+\w+\s+)?sähköpostiin", text[one.end :])
        return one.surface.endswith(("lle", "ll")) or bool(mailbox)
    before = text[: one.start]
    return bool(
        re.search(r"\b(?:to|for|till|åt|an|für)\s+(?:(?:[\w’'-]+\s+){1,3}(?:and|och|und)\s+)?(?:Herrn?\s+|Frau\s+)?$", before, re.IGNORECASE)
        or re.search(r"\b(?:send|give|get|gives|sends|owe|email|skickar|ger|schicke|gebe|sende|schicken|senden)\s+(?:Herrn?\s+|Frau\s+)?$", before, re.IGNORECASE)
    )


def _of_another(sentence: Sentence, roster: Roster) -> Iterator[tuple[Act, _Place]]:
    """``Matt will send you the report``: said of a colleague, or in notes of anybody."""
    tongue, text = sentence.tongue, sentence.text
    begins = tongue.ands.match(text)
    begin = begins.end() if begins else 0
    one = next((each for each in roster.find(text) if each.start <= begin + 6 and each.plain), None)
    if one is None:
        return
    match = tongue.third.match(text[one.end :])
    if match is None:
        return
    verb = tongue.verbs.get(" ".join(match["verb"].casefold().split()), Verb("give"))
    what = phrase.clean(_cut(sentence, one.end + match.end(), len(text), roster), tongue)
    act = Act(
        sentence,
        one.key,
        verb,
        "third",
        what,
        sentence.days,
        conditional=bool(tongue.conditional.search(text)),
        named=not phrase.is_pronoun(what, tongue),
    )
    if sentence.dated and not _is_unmeant(sentence, (act, (one.start, one.end + match.end()))):
        yield act, (one.start, one.end)


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
    ranked = sorted(found, key=lambda act: (not act.days, act.verb.kind == "weak", _distance(act), _STRENGTH[act.verb.kind]))
    if not ranked[0].named and ranked[0].verb.kind == "give":
        other = next((one for one in ranked[1:] if one.named and one.verb.kind in {"give", "do"}), None)
        if other is not None and other.place < ranked[0].place:
            ranked[0].what, ranked[0].named = other.what, True
    chosen: list[Act] = []
    for act in ranked:
        own = {day.start for day in act.days}
        if not chosen:
            chosen.append(act)
        elif own and all(own.isdisjoint({day.start for day in each.days}) for each in chosen) and act.named:
            chosen.append(act)
    return chosen
