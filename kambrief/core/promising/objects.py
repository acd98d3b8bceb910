"""The words for what is done in an act, the days that are its own, and who gets it."""

import re
from collections.abc import Sequence

from kambrief.core.named import Mention, Roster
from kambrief.core.promising import phrase
from kambrief.core.promising.sentence import Sentence
from kambrief.core.promising.tongue import Tongue, Verb
from kambrief.core.spoken.values import SpokenDay


def raw(sentence: Sentence, match: re.Match[str]) -> str:
    text = sentence.text[match.end() :]
    for one in sentence.days:
        if one.start >= match.end():
            text = text[: one.start - match.end()]
            break
    text = sentence.tongue.boundary.split(text.strip(), maxsplit=1)[0].strip()
    return text if 2 < len(text.split()) <= 8 else ""


def near(sentence: Sentence, match: re.Match[str]) -> tuple[SpokenDay, ...]:
    """Of several days those in the act's own clause, if any: "the board meets on Friday, so I'll send it on Monday"."""
    if len(sentence.days) < 2:
        return sentence.days
    cuts = [
        hit.start() for hit in re.finditer(r"[,;:]|\s(?:and|so|ja|och|und|niin|så|but|mutta|men|aber)\s", sentence.text)
    ]
    days = [one for one in sentence.days if not any(one.start < cut < one.end for cut in cuts)] or list(sentence.days)
    del days
    start = max((cut for cut in cuts if cut < match.start() and not _inside(cut, sentence.days)), default=-1)
    end = min(
        (cut for cut in cuts if cut > match.end() and not _inside(cut, sentence.days)), default=len(sentence.text)
    )
    own = tuple(one for one in sentence.days if start <= one.start < end)
    return own or sentence.days


def _inside(place: int, days: Sequence[SpokenDay]) -> bool:
    return any(one.start < place < one.end for one in days)


def found(sentence: Sentence, match: re.Match[str], how: str, roster: Roster, verb: Verb) -> str:
    """The words for what is done: behind the verb, inside the bracket of a German one, or before the whole act."""
    tongue = sentence.tongue
    if how == "come":
        return _coming(sentence, match, roster)
    for start, end in _places(sentence, match, verb):
        if start == 0 and (verb.kind == "reply" or not _is_fronted(sentence, match, how)):
            continue
        found = phrase.clean(cut(sentence, start, end, roster), tongue)
        if found and not _is_clause(found, tongue):
            return found
        if start and _is_clause(found, tongue):
            return found if verb.kind != "give" else ""
    return ""


def _coming(sentence: Sentence, match: re.Match[str], roster: Roster) -> str:
    """What comes: the words before the verb, of two clauses those of the second."""
    tongue = sentence.tongue
    before = cut(sentence, match.start("what"), match.end("what"), roster)
    last = tongue.boundary.split(before)[-1].strip()
    if last.split(" ", 1)[0].casefold() in tongue.verbs:  # ``korjataan osoite ja uusi lasku``
        last = re.split(r"\s(?:and|ja|och|und)\s", last)[-1].strip()
    return last if tongue.pronoun.fullmatch(last) else phrase.clean(last, tongue)


_PASSIVE = re.compile(r"(?:[td]aan|[td]ään|llaan|llään)$", re.IGNORECASE)


def _places(sentence: Sentence, match: re.Match[str], verb: Verb) -> list[tuple[int, int]]:
    """Where the object may stand, the likeliest place first."""
    language = sentence.tongue.language
    places = [(match.end(), len(sentence.text)), (0, match.start())]
    if match.groupdict().get("mid") is not None:
        places.insert(0, (match.start("mid"), match.end("mid")))
    elif language in {"sv", "de"} and match.start() == match.start("verb") and _names_a_thing(sentence, match):
        places.reverse()
    elif language == "fi":
        places.append((match.start(), match.start("verb")))
        if match.start() == match.start("verb") and _PASSIVE.search(match["verb"]):
            places[0], places[1] = places[1], places[0]  # ``raportti toimitetaan teille``
    return places[:1] if language == "fi" and verb.kind == "reply" else places


def _names_a_thing(sentence: Sentence, match: re.Match[str]) -> bool:
    """The verb stands before its subject: what is at the beginning can be the object (``Das Angebot schicke ich``)."""
    before = sentence.text[: match.start()]
    return bool(sentence.tongue.thing.search(before) or sentence.tongue.determiners.match(before.lstrip()))


_CLAUSE_WORDS = {
    "en": re.compile(r"^(?:to|that|what|how|whether|who|where|why|if)\b", re.IGNORECASE),
    "sv": re.compile(r"^(?:att|vad|hur|om|vem|var|varför)\b", re.IGNORECASE),
    "de": re.compile(r"^(?:dass|was|wie|ob|wer|wo|warum)\b", re.IGNORECASE),
    "fi": re.compile(r"^(?:että|mitä|miten|kuka|missä|miksi|mitkä|mikä|onko)\b", re.IGNORECASE),
}


def _is_clause(found: str, tongue: Tongue) -> bool:
    return bool(_CLAUSE_WORDS[tongue.language].match(found))


def _is_fronted(sentence: Sentence, match: re.Match[str], how: str) -> bool:
    """Whether what stands before the act can be its object: with nothing but days and little words between."""
    before = sentence.text[: match.start()]
    cut = re.search(r"[,;:!?–—](?!.*[,;:!?–—])", before)
    rest = before[cut.end() :] if cut and not _inside(cut.start(), sentence.days) else before
    return bool(rest.strip()) and how in {"receive", "commit", "offer"} and not _SUBJECTS.search(rest)


_SUBJECTS = re.compile(
    r"(?<!\w)(?:I|we|you|he|she|they|jag|vi|du|ni|han|hon|ich|wir|Sie|mä|me|sä|te|hän|minä)(?!\w)(?!\s*$)",
    re.IGNORECASE,
)


def cut(sentence: Sentence, start: int, end: int, roster: Roster) -> str:
    """A part of the sentence with its days marked and the people who receive it left out."""
    text = sentence.text
    for day in sorted(sentence.days, key=lambda one: one.start, reverse=True):
        if start <= day.start and day.end <= end:
            text = text[: day.start] + "\x00" + " " * (day.end - day.start - 1) + text[day.end :]
    part = text[start:end]
    if start == 0:
        cuts = [hit.end() for hit in re.finditer(r"(?!(?<=\d)[,:–]\d)[,;:!?–—]", part)]
        part = part[cuts[-1] :] if cuts and part[cuts[-1] :].strip() else part
    for one in reversed(roster.find(part)):
        if _is_recipient(part, one, sentence.tongue):
            before = re.sub(
                r"(?:\b(?:to|for|till|åt|an|für|ja|and|och|und|Herrn?|Frau)\s+)+$",
                "",
                part[: one.start],
                flags=re.IGNORECASE,
            )
            part = f"{before} {part[one.end :]}"
    part = re.sub(r"\x00[\s\x00]*", " \x00 ", part)
    before_day = part.split("\x00")
    return " \x00 ".join(
        sentence.tongue.day_before.sub(" ", piece) if index < len(before_day) - 1 else piece
        for index, piece in enumerate(before_day)
    )


def _is_recipient(text: str, one: Mention, tongue: Tongue) -> bool:
    """A person among the object's words to whom it goes: dative, ``to``, or right at the beginning."""
    before = text[: one.start]
    if tongue.language == "fi":
        return one.surface.endswith(("lle", "ll")) or (one.plain and not before.strip())
    if re.search(r"\b(?:to|for|till|åt|an|für|Herrn?|Frau)\s+$", before, re.IGNORECASE):
        return True
    return one.plain and not re.sub(r"\W|\b(?:and|och|und|you|dig|er)\b", "", before, flags=re.IGNORECASE)


def recipients(sentence: Sentence, match: re.Match[str], roster: Roster, who: str) -> tuple[str, ...]:
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
        re.search(
            r"\b(?:to|for|till|åt|an|für)\s+(?:(?:[\w’'-]+\s+){1,3}(?:and|och|und)\s+)?(?:Herrn?\s+|Frau\s+)?$",
            before,
            re.IGNORECASE,
        )
        or re.search(
            r"\b(?:send|give|get|gives|sends|owe|email|skickar|ger|schicke|gebe|sende|schicken|"
            r"senden)\s+(?:Herrn?\s+|Frau\s+)?$",
            before,
            re.IGNORECASE,
        )
    )
