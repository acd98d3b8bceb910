"""Whether what sounds like an act is one: not denied, wished, told of others, or over at once."""

import datetime as dt
import re

from kambrief.core.named import Roster
from kambrief.core.promising import phrase
from kambrief.core.promising.sentence import Sentence
from kambrief.core.promising.tongue import Tongue, Verb
from kambrief.core.spoken.values import Doubt

_CLAUSE = re.compile(r"[,;:!?–—]|\s-\s|(?<!\d)\.(?!\d)|\s(?:but|mutta|vaan|men|utan|aber|sondern|että|att|dass)\s")


_NOT_LATER = re.compile(
    r"\b(?:not|no) later than|\bnot only\b|\binte senare än|\binte bara\b|\bei myöhemmin kuin|\bei vain\b|"
    r"\bnicht später als|\bnicht nur\b",
    re.IGNORECASE,
)


def is_unmeant(sentence: Sentence, start: int, end: int) -> bool:
    """Negated, vague, or what somebody only said or thought."""
    tongue = sentence.tongue
    text = _NOT_LATER.sub(lambda hit: " " * len(hit[0]), sentence.text)
    first = max((hit.end() for hit in _CLAUSE.finditer(text, 0, start)), default=0)
    after = _CLAUSE.search(text, end)
    last = after.start() if after else len(text)
    clause = text[first:last]
    upto = text[first:end]
    # The negation stands before an English verb, behind a Swedish or German one, and anywhere in a Finnish clause.
    negated = {"en": upto, "fi": clause}.get(tongue.language, text[start:last])
    if tongue.negated.search(negated):
        return True
    if tongue.vague.search(upto if sentence.dated and tongue.language != "fi" else clause) or (
        not sentence.dated and tongue.vague.search(text[:start])
    ):
        return True
    if _HEDGE.search(text[:end]):
        return True
    if tongue.reported.search(text[:start]):
        return True
    return any(one.doubt is Doubt.PAST for one in sentence.days) and not sentence.dated


_HEDGE = re.compile(
    r"\b(?:maybe|perhaps|possibly|kanske|eventuellt|möjligen|vielleicht|möglicherweise|ehkä|kenties|"
    r"mahdollisesti)\b",
    re.IGNORECASE,
)


HAS_TO = re.compile(r"\s+(?:to|zu|att)\b", re.IGNORECASE)


def is_ahead(match: re.Match[str], tongue: Tongue) -> bool:
    """``I'll have it ready``, and not ``we have three points``."""
    return tongue.language == "en" or match["verb"].casefold() in {"ha", "få fram"} or "mid" in match.groupdict()


HAVING = frozenset(
    {"have", "get", "ha", "har", "få fram", "får fram", "haben", "habe", "sending", "delivering", "getting"}
)
"""``We can have it ready``: what one has for somebody is given."""


POLITE = re.compile(
    r"\b(?:if (?:that|it|this)(?:['’]s| is|['’]d be| would be)? ?(?:helps?|ok(?:ay)?|fine|all right|alright|"
    r"suits(?: you)?|works(?: for you)?|useful|helpful|of help|possible|easier|good)|"
    r"if you(?:['’]d)? (?:like|want|wish|prefer|don['’]t mind|agree)|if (?:needed|necessary|possible|i may)|"
    r"om (?:det|ni|du) (?:hjälper|passar|går bra|vill|önskar|är okej|är ok|behövs|går)|om så behövs|"
    r"wenn (?:Sie|du|ihr) (?:möchten|mögen|wollen|einverstanden sind|möchtest|wollt)|wenn (?:das|es) (?:hilft|"
    r"passt|recht ist|in Ordnung ist|Ihnen hilft|Ihnen passt|geht|möglich ist)|"
    r"jos (?:se|siitä) (?:auttaa|sopii|käy|on apua|on ok)|jos (?:haluatte|haluat|sopii|käy|tarvitsee|mahdollista))\b",
    re.IGNORECASE,
)
"""Said for politeness: no condition."""


_BOOKING_DAYS = 3


def is_only_of_a_meeting(sentence: Sentence, what: str, verb: Verb) -> bool:
    """``I'll set up the next call for November third``: the day is the meeting's, not the promise's."""
    tongue = sentence.tongue
    about = verb.kind == "invite" or tongue.meeting.search(what) or tongue.bookings.search(what)
    first = min((one.day for one in sentence.dated if one.day), default=None)
    return bool(about and first and first > sentence.day + dt.timedelta(days=_BOOKING_DAYS))


_FOR_YOU = re.compile(
    r"\W*(?:\w+\s+){0,2}?(?:you|dig|er|Ihnen|dir|euch|sulle|teille|sinulle|kaikille|everyone|everybody|alla|"
    r"allen)(?!\w)",
    re.IGNORECASE,
)


_BACK_TO_THAT = re.compile(r"\s+(?:to|zu|till)\s+(?:that|this|it|these|those|the|det|den|diesem|dem)\b", re.IGNORECASE)


def _has_you(match: re.Match[str]) -> bool:
    """``You'll have the list``: somebody is told to have it."""
    return bool(_YOU.search(match[0]))


def stands_without_day(sentence: Sentence, match: re.Match[str], verb: Verb, what: str) -> bool:
    """What is given is a promise without a day only where it is a thing of that kind, or goes to somebody.
    "We will have a look", "I'll present the concept" are of the call itself.
    """
    tongue = sentence.tongue
    if " ".join(match["verb"].casefold().split()) in HAVING and match["verb"].casefold() not in {
        "sending",
        "delivering",
    }:
        return _has_you(match)
    if verb.kind == "reply" and _BACK_TO_THAT.match(sentence.text[match.end("verb") :]):
        return False
    if verb.kind != "give" or phrase.is_pronoun(what, tongue):
        return True
    return bool(tongue.thing.search(what) or _FOR_YOU.match(sentence.text[match.end() :]) or _FOR_YOU.search(match[0]))


_TO_YOU = re.compile(
    r"(?<!\w)(?:(?:with|to|reach) you|teille|sulle|sinulle|hos (?:er|dig)|till (?:er|dig)|bei Ihnen|zu Ihnen|"
    r"an Sie|bei dir|bei euch)(?!\w)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"(?<!\w)(?:be signed|be filled|blir (?:på|under)?(?:skriv|teckn|sign)\w+|wird\b.*\bunter\w+)", re.IGNORECASE
)


def can_come(what: str, tongue: Tongue, text: str = "") -> bool:
    """What can be somebody's to bring: a thing that is handed over, a visit, or what was spoken of."""
    if what and not phrase.is_pronoun(what, tongue) and (_TO_YOU.search(text) or _PASSIVE.search(text)):
        return True
    return bool(tongue.thing.search(what) or tongue.visits.search(what) or phrase.is_pronoun(what, tongue))


_YOU = re.compile(
    r"(?<!\w)(?:expect|you|everyone|everybody|du|ni|alla|Sie|ihr|alle|Herrn?|Frau|kaikki|te|sä)(?!\w)|(?<!\w)(?:saat|"
    r"saatte|saavat|saatteko)(?!\w)|"
    r"(?<!\w)(?:bekommst|erhältst|kriegst|hast|wirst)(?!\w)",
    re.IGNORECASE,
)


def is_somebody(match: re.Match[str], roster: Roster) -> bool:
    """Whether who receives is a person of the call, and not any word with a capital."""
    return bool(_YOU.search(match[0]) or roster.find(match[0]))


_POINTS = re.compile(r"\s+(?:die|das|den|sie|es|ihn|dem|dom|det)(?=\s*(?:[.,!]|$))", re.IGNORECASE)
"""``Morgen haben Sie die``: what was asked for."""


def gives(sentence: Sentence, match: re.Match[str], what: str) -> bool:
    """``You will have``: a promise where it has a day, or names a thing of the kind that is handed over."""
    tongue = sentence.tongue
    if tongue.language in {"sv", "de"} and match["verb"].casefold() in {"har", "ha", "haben", "hast", "får", "få"}:
        points = _POINTS.match(sentence.text[match.end() :])
        return bool(sentence.dated) and bool(what or points)
    return bool(sentence.dated) or bool(tongue.thing.search(what)) or phrase.is_pronoun(what, tongue)
