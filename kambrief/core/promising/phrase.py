"""The object of an act as a short phrase that can stand in a list, and whether two phrases are one thing."""

import re
from collections.abc import Iterable, Sequence

from kambrief.core import lexicon
from kambrief.core.promising import finnish
from kambrief.core.promising.tongue import Tongue, Verb
from kambrief.core.spoken.values import SpokenDay

MAX_WORDS = 12
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_][\w’'-]*")
_MARK = "\x00"
_EDGES = ' ,;:.!?–—-\t\n"“”„()'
_GENERIC = frozenset(
    "asia asian juttu jutun thing things sak saken sache dinge item items point work stuff part parts kappale homma "  # noqa: SIM905
    "homman uusi uuden new neue neuen ny nytt nya final full whole total first second third meeting".split()
)
_NOW = re.compile(
    r"(?:screen|video|camera|mic\w*|microphone|sound|floor|word|minute|moment|second|headline|overview of|"
    r"näyttö\w*|näytön|ruutu\w*|ruudun|kamera\w*|mikki|mikin|ääni|äänen|"
    r"puheenvuoro\w*|hetki|skärm\w*|kamera\w*|ljud\w*|ord(?:et)?|Bildschirm|Kamera|Mikro\w*|Wort|Moment)\b",
    re.IGNORECASE,
)
"""What is handed over at once: no promise."""


def without_days(text: str, days: Iterable[SpokenDay], tongue: Tongue) -> str:
    """The text with a mark for each day and its prepositions. Offsets are those of the text."""
    for day in sorted(days, key=lambda one: one.start, reverse=True):
        before = tongue.day_before.sub(" ", text[: day.start].rstrip() + " ")
        after = tongue.day_after.sub(" ", text[day.end :])
        text = f"{before.rstrip()} {_MARK} {after.lstrip()}"
    return text


_FILLERS = {
    "en": re.compile(r"(?<![\w’'])(?:er|erm|uh|um|you know|sort of|kind of)(?=[,.…\s])[,.…]*", re.IGNORECASE),
    "fi": re.compile(r"(?<!\w)(?:öö+|ää+h|tota(?: noin)?|niinku|niinkun|tavallaan)(?!\w)[,.…]*", re.IGNORECASE),
    "sv": re.compile(r"(?<!\w)(?:öh+|eh+|äh+|hm+|typ|liksom)(?!\w)[,.…]*", re.IGNORECASE),
    "de": re.compile(r"(?<!\w)(?:äh+|ähm+|öh+|hm+|halt|sozusagen|quasi)(?!\w)[,.…]*", re.IGNORECASE),
}
_BACK = re.compile(
    r"\s+(?:on|of|about|for|from|with) (?:that|this|it|them|you|me|us)$|\s+(?:om|på|för|av) (?:det|den|dem)$|"
    r"\s+(?:dazu|davon|dafür|siitä|niistä)$",
    re.IGNORECASE,
)
"""Behind a thing, points to what was spoken of: ``a report on that``."""


def clean(text: str, tongue: Tongue) -> str:
    """A noun phrase out of what stands around a verb: without recipients, articles and little words."""
    rest = _FILLERS[tongue.language].sub(" ", text).strip(_EDGES + _MARK)
    first = rest.split(maxsplit=2)
    if len(first) > 1 and tongue.pronoun.fullmatch(first[0]) and tongue.preposition.fullmatch(first[1]):
        return first[0]  # ``them in an email``
    rest = tongue.lead.sub("", rest).strip(_EDGES)
    pieces = [piece.strip(_EDGES) for piece in rest.split(_MARK)]
    rest = next((piece for piece in pieces if _WORD.search(piece)), "")
    ends = tongue.boundary.search(rest)
    if ends:
        rest = rest[: ends.start()]
    before = None
    while rest != before:
        before = rest
        rest = tongue.lead.sub("", rest).strip(_EDGES)
        rest = tongue.tail.sub("", f" {rest}").strip(_EDGES)
    article = tongue.determiners.match(rest)
    if article:
        rest = _without_article(article[0].split(), rest[article.end() :].strip(_EDGES), tongue)
    rest = _BACK.sub("", _of_each(rest, tongue))
    if tongue.language == "de":
        rest = _without_verb(rest)
    return shortened(_SPACES.sub(" ", rest), tongue)


def _without_verb(rest: str) -> str:
    """A German phrase ends with its noun; the verb of a bracket may stand behind it."""
    words = rest.split()
    while len(words) > 1 and words[-1][:1].islower() and any(word[:1].isupper() for word in words[:-1]):
        words.pop()
    return " ".join(words)


def _of_each(rest: str, tongue: Tongue) -> str:
    """Without what only points: ``kriteerit ja sen taulukon``; and a pronoun alone, of ``it per site``."""
    if tongue.language == "fi":
        rest = re.sub(r"(?:\s+(?:teidän|meidän|sun|mun|hänen))?(?:\s+\w{3,}lle)+$", "", rest)
        rest = re.sub(
            r"(?<=\sja\s)(?:sen|se|ne|sitä|niitä|tämän|tän|sun|mun|teidän|meidän)\s+", "", rest, flags=re.IGNORECASE
        )
    words = rest.split()
    if len(words) > 1 and tongue.pronoun.fullmatch(words[0]) and tongue.preposition.fullmatch(words[1]):
        return words[0]
    return rest


def shortened(phrase: str, tongue: Tongue) -> str:
    """At most `MAX_WORDS` words, cut before a preposition."""
    words = phrase.split()
    if len(words) <= MAX_WORDS:
        return phrase
    for size in range(MAX_WORDS, 2, -1):
        if tongue.preposition.fullmatch(words[size]):
            return " ".join(words[:size])
    return " ".join(words[:MAX_WORDS])


def is_pronoun(phrase: str, tongue: Tongue) -> bool:
    """Whether nothing is named: no words, or words that stand for others."""
    words = _WORD.findall(phrase)
    if tongue.language == "de" and not any(word[:1].isupper() for word in words):
        return True
    if words and tongue.language != "fi" and tongue.preposition.fullmatch(words[0]):
        return True
    return not words or bool(tongue.pronoun.fullmatch(" ".join(words))) or not any(len(word) > 1 for word in words)


def is_now(phrase: str) -> bool:
    """Whether it is a thing of the call itself: a screen, the floor."""
    return bool(_NOW.search(phrase))


def listed(phrase: str, verb: Verb, tongue: Tongue) -> str:
    """What is to be done, as a list names it: the thing, or the act with it."""
    if verb.kind == "invite" and not phrase:
        return tongue.invitation
    if tongue.language == "fi":
        return _finnish(phrase, verb)
    if verb.kind == "reply":
        return _reply(phrase, tongue)
    if not phrase or verb.kind in {"give", "invite"} or not verb.base:
        return phrase or (tongue.call if verb.kind == "call" else verb.noun)
    return f"{phrase} {verb.base}" if tongue.language == "de" else f"{verb.base} {phrase}"


def _reply(phrase: str, tongue: Tongue) -> str:
    rest = re.sub(r"^(?:to|on|about|with|om|på|zu|zum|zur|auf|till)\s+", "", phrase)
    return f"{tongue.reply} ({rest})" if rest and not is_pronoun(rest, tongue) else tongue.reply


def _finnish(phrase: str, verb: Verb) -> str:
    if verb.kind in {"give", "invite"}:
        return finnish.nominative(phrase) or verb.noun
    if verb.kind == "reply":
        return f"vastaus ({finnish.nominative(phrase)})" if phrase else "vastaus"
    if verb.kind in {"call", "visit"}:
        visit = f"käynti {phrase}".strip() if not phrase or phrase.startswith("paik") else phrase
        return "soitto" if verb.kind == "call" else visit
    if verb.noun and phrase and " ja " not in phrase and finnish.is_genitive(phrase):
        return f"{phrase} {verb.noun}"
    if verb.noun and verb.noun.lower() == phrase.lower():
        return phrase
    return f"{verb.base} {phrase}".strip() if phrase else ""


_ADJECTIVES = re.compile(r"^(?:[a-zäöüß]+e[nsr]?\s+)+(?=[A-ZÄÖÜ])")
_MASCULINE = frozenset({"den", "einen", "ihren", "unseren", "meinen", "deinen", "diesen", "euren", "jenen"})
_NEUTER = frozenset({"das", "ihr", "unser", "mein", "dein", "dieses", "euer"})


def _without_article(article: Sequence[str], rest: str, tongue: Tongue) -> str:
    """The phrase without the article, where it can stand so. Swedish keeps it before an adjective; a German adjective
    takes over its ending (``den neuen Plan`` → ``neuer Plan``).
    """
    last = article[-1].casefold()
    if tongue.language == "sv":
        words = rest.split()
        keeps = last in {"den", "det", "de"} and len(words) > 1 and words[0][-1:] in {"a", "e"}
        return f"{last} {rest}" if keeps else rest
    if tongue.language != "de":
        return rest
    found = _ADJECTIVES.match(rest)
    if not found:
        return rest
    ending = "er" if last in _MASCULINE else "es" if last in _NEUTER else "e" if last in {"die", "diese"} else ""
    if not ending:
        return rest
    adjectives = [re.sub(r"e[nsr]?$", ending, word) for word in found[0].split()]
    return " ".join([*adjectives, rest[found.end() :]])


def head(phrase: str, tongue: Tongue) -> str:
    """The noun that the phrase is about."""
    words = _WORD.findall(phrase)
    chunk: list[str] = []
    for word in words:
        if chunk and tongue.preposition.fullmatch(word):
            break
        chunk.append(word)
    if tongue.language == "fi" and chunk and _is_counted(chunk):
        return chunk[1].casefold()
    return chunk[-1].casefold() if chunk else ""


def _is_counted(chunk: Sequence[str]) -> bool:
    return len(chunk) > 1 and chunk[0].casefold() in {"kaksi", "kolme", "neljä", "viisi"}


def stems(phrase: str) -> frozenset[str]:
    """Beginnings of its telling words."""
    return frozenset(
        word[:5].casefold()
        for word in _WORD.findall(phrase)
        if len(word) > 3 and word.casefold() not in lexicon.STOPWORDS and word.casefold() not in _GENERIC
    )


def same_word(one: str, other: str) -> bool:
    """Two words for one thing: alike but for their endings, or one the last part of the other."""
    one, other = sorted((one.casefold(), other.casefold()), key=len)
    size = min(5, len(one))
    if size < 3:
        return one == other
    if one[:size] == other[:size]:
        return len(one) < 6 or one[: max(5, len(one) - 4)] == other[: max(5, len(one) - 4)]
    return len(one) >= 4 and any(other[at:].startswith(one[: max(4, len(one) - 3)]) for at in range(3, len(other) - 2))


def alike(one: str, other: str, tongue: Tongue) -> float:
    """How much two phrases speak of one thing: 1 for the same head and nothing against it, 0 for nothing in common."""
    if not one or not other:
        return 0.0
    mine, yours = head(one, tongue), head(other, tongue)
    words = [word for word in _WORD.findall(one) if len(word) > 3]
    others = [word for word in _WORD.findall(other) if len(word) > 3]
    shared = sum(any(same_word(word, each) for each in others) for word in words)
    least = min(len(words), len(others)) or 1
    if same_word(mine, yours):
        extra = (
            [word for word in words if word.casefold() != mine],
            [word for word in others if word.casefold() != yours],
        )
        if all(extra) and not any(same_word(a, b) for a in extra[0] for b in extra[1]):
            return 0.6
        return 1.0
    return 0.5 * shared / least if shared else 0.0
