"""Who was named in a call as somebody who offers the same: a name that no customer reads in a mail of ours.

Only where the words around it say so: ``Maddox offered us``, ``Metsolalta tuli halvempi tarjous``, ``en offert från
X``, ``das Angebot von X``. Names of people in the call and of their companies are none.
"""

import re
from collections.abc import Iterator

from kambrief.core import lexicon
from kambrief.core.customer import Side
from kambrief.core.talk import Talk

_NAME = r"(?P<name>(?-i:[A-ZÅÄÖÜ])[^\W\d_]{2,})(?:\s(?-i:[A-ZÅÄÖÜ])[\w&-]+)?"
_SAID = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"(?<!\w){_NAME} (?:has |have |had |just |already )*"
            r"(?:offered|offers|quoted|quotes|bid|undercut|is cheaper|would be cheaper)\b"
        ),
        rf"\b(?:offer|quote|quotation|bid|proposal) from {_NAME}",
        rf"(?<!\w){_NAME} (?:on |oli |jo |just |meille )*(?:tarjosi|tarjos|tarjoaa|tarjoo|tarjonnut)\b",
        rf"(?<!\w){_NAME} (?:on|oli) (?:\w+ )?(?:halvempi|edullisempi)\b",
        r"(?<!\w)(?P<name>(?-i:[A-ZÅÄÖÜ])[^\W\d_]{2,}?)(?:lta|ltä) (?:\w+ ){0,3}tarjou",
        rf"(?<!\w){_NAME} (?:har |redan |just )*(?:erbjudit|erbjuder|erbjöd|offererat|är billigare)\b",
        rf"\b(?:offert(?:en)?|anbud(?:et)?|erbjudande(?:t)?) från {_NAME}",
        rf"(?<!\w){_NAME} (?:hat|haben)\b[^.?!]*\bangeboten\b",
        rf"(?<!\w){_NAME} (?:bietet|bot) (?:uns|das|es|die|den)\b",
        rf"(?<!\w){_NAME} ist (?:\w+ ){{0,2}}(?:billiger|günstiger)\b",
        rf"\bAngebot (?:von|der Firma|von der Firma) {_NAME}",
    )
)  # fmt: skip
_NO_NAMES = frozenset(
    "firma firmen herr frau herrn anbieter lieferant wettbewerber konkurrent konkurrenz ihnen ihrem ihrer sie "  # noqa: SIM905
    "wir ich uns kunden kollegen leute das dies der die den dem jemand niemand wer was man there they you "
    "she who nobody somebody someone everybody this "
    "that these our your their its the and but what hän ne joku kuka muut toiset vem någon andra han hon den det vad "
    "competitor competitors kilpailija konkurrenten team sales".split()
)
_DETERMINER = re.compile(
    r"\b(?:the|an?|our|your|my|their|his|her|this|that|every|each|no|d(?:as|er|ie|en|em|es)|"
    r"(?:uns|eu|eur|ih|mei|dei|sei|k?ei)\w{1,4}|"
    r"dies\w{1,2}|jed\w{1,2}|vår\w?|våra|er|era?t?|min|mitt|mina|en|ett|den|det|de|meidän|teidän|mun|sun|tämä|tää|se)\s+$",
    re.IGNORECASE,
)
"""Before a word with a capital: a thing, and nobody's name."""
_DAY = re.compile(r"\w*(?:day|dag|tag|tai|kuu|woche|week|vecka)\w{0,3}", re.IGNORECASE)


def rivals(talk: Talk) -> tuple[str, ...]:
    """Their names as said, without the ending of a case."""
    here = " ".join(
        [talk.title, *(f"{one.name} {one.called} {one.email.rpartition('@')[2]}" for one in talk.participants)]
    ).casefold()
    found = {name for one in talk.spoken() if talk.side_of(one.who) is Side.THEM for name in _named(one.text)}
    return tuple(sorted(name for name in found if name.casefold() not in here))


def _named(text: str) -> Iterator[str]:
    for pattern in _SAID:
        for hit in pattern.finditer(text):
            low = hit["name"].casefold()
            if _DETERMINER.search(text[: hit.start("name")]):
                continue
            if low not in _NO_NAMES and low not in lexicon.STOPWORDS and not _DAY.fullmatch(low):
                yield hit["name"]
