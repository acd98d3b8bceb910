"""Words of the four languages that rules look for. Data, not wording: nothing here is ever printed.

Stems match at the start of a word, case ignored (Finnish inflects at the end). Each table is a plain alternative list;
a word that is missing costs a missed line, never a wrong one. What must stay out of briefs: `core.sensitive_words`.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable

from kambrief.core.inflection import forms


def _any_of(words: Iterable[str]) -> str:
    """The alternatives, put together by their first letter: tried at each word of long histories, that is much faster."""
    groups: dict[str, list[str]] = {}
    for word in words:
        grouped = (
            word[:1].isalpha() and word[1:2] not in {"?", "*", "+", "{"} and "|" not in re.sub(r"\([^()]*\)", "", word)
        )
        groups.setdefault(word[0] if grouped else "", []).append(word[1:] if grouped else word)
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())


def stems(*words: str) -> re.Pattern[str]:
    """A pattern that finds any word starting with one of these stems."""
    return re.compile(rf"(?<!\w)(?:{_any_of(words)})", re.IGNORECASE)


def whole(*words: str) -> re.Pattern[str]:
    """A pattern that finds any of these as whole words."""
    return re.compile(rf"(?<!\w)(?:{_any_of(words)})(?!\w)", re.IGNORECASE)


WISH = stems(
    "toivo", "halua", "haluu", "odotta", "odotan", "pyytä", "pyydä", "pyyde", "tarvits", "vaati", "edellyttä", "ensin",
    "want", "wish", "expect", "ask(?:s|ed)", "need", "require", "prefer", "waiting", "bring", "insist", "first",
    "vill\\b", "önska", "förvänta", "behöv", "kräv", "ber ", "först",
    "möchte", "wünsch", "erwart", "braucht", "benötig", "verlang", "zuerst",
)  # fmt: skip
"""Somebody wants something: the most telling kind of sentence about a person."""

GREETING = re.compile(
    r"^(?:hei|moi|terve|hyvä|hi|hello|dear|good (?:morning|afternoon|day)|hej|hallå|bästa|hallo|guten (?:tag|morgen)|"
    r"liebe[r]?|sehr geehrte[r]?)\b(?:[ \t]+(?:(?-i:[A-ZÅÄÖÉÜØÆ])[\w.'’-]{0,30}|kaikki|taas|vaan|all|again|there|everyone|"
    r"team|alla|igen|zusammen|und|ja|and|och|vastaanottaja|asiakas|asiakkaamme)){0,5}[ \t]*(?:[,!.:\n]|\s-)\s*",
    re.IGNORECASE,
)
"""Only what names somebody follows a greeting: "Good offer, but late" begins with the customer's own words."""

CLOSING = re.compile(
    r"(?:(?<=[.!?…,)\n])|^)\s*(?:ystävällisin terveisin|terveisin|t\.|yt\b|kiitos etukäteen|best regards|kind regards|regards|"
    r"thanks|thank you|best|br|cheers|vänliga hälsningar|med vänlig hälsning|mvh|hälsningar|tack|"
    r"mit freundlichen grüßen|viele grüße|mfg|danke)(?!\w)[,.!]?\s*(?:(?-i:[A-ZÅÄÖÉÜØÆ])[\w.'’-]{0,30}\s{0,3}){0,3}\.?\s*$",
    re.IGNORECASE,
)
"""A farewell that ends the text, behind a full stop or on a line of its own: "We want the best price" stays whole."""

ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "st",
        "no",
        "nr",
        "esim",
        "ks",
        "mm",
        "ym",
        "yms",
        "jne",
        "eli",
        "klo",
        "puh",
        "n",
        "t",
        "ts",
        "bl",
        "ca",
        "kl",
        "osv",
        "tex",
        "z",
        "b",
        "bzw",
        "usw",
        "inc",
        "ltd",
        "co",
        "vs",
        "vrt",
    ]
)
"""A full stop after these ends no sentence."""

DRAFT = stems(
    "luonnos", "alustav", "preliminär", "preliminary", "draft", "utkast", "vorläufig", "entwurf", "not yet ",
    "ei (?:ole )?vielä", "inte ännu", "ännu inte", "noch nicht",
)  # fmt: skip
DECISION = stems(
    "vahvist", "päät(?:ti|et|ös)", "hyväksy", "confirmed", "decid", "decision", "approved", "verified", "agreed",
    "beslut", "bekräft", "godkän", "entschied", "beschlossen", "bestätig", "genehmig",
)  # fmt: skip
_UNDECIDED = re.compile(
    r"(?<!\w)(?:not (?:yet |been )*|never |without being |ei(?:vät)? (?:ole |vielä |ollut )*|inte (?:ännu |har )*|"
    r"ännu inte (?:har )?|(?:noch )?nicht )\w+",
    re.IGNORECASE,
)


def decided(text: str) -> bool:
    """Whether a text says that something was decided or confirmed; "not yet confirmed" says the contrary."""
    return bool(DECISION.search(_UNDECIDED.sub(" ", text)))


CORRECTION = re.compile(
    r"\[\s*(?:korjaus|korjattu|correction|corrected|rättelse|rättat|korrigering|korrektur|berichtig\w*)\b[^\]]*\]",
    re.IGNORECASE,
)
REPLACED_ASIDE = re.compile(
    r"(?<!\s)\s*\((?:korva[a-zäö]+|aiemmin|ennen|oli|was|were|previously|formerly|replac\w+|instead of|var|tidigare|ersätter|"
    r"war|bisher|früher|ersetzt)\b[^()]*\)",
    re.IGNORECASE,
)
"""An aside that names the value that no longer holds: left out of quotes."""

PRICE = stems(
    "hinta", "hinna", "hinno", "alennu", "korotu", "indeksi", "neuvotteluvara", "pohjataso",
    "price", "pricing", "discount", "rebate", "at cost", "index", "mark-?up", "margin",
    "pris", "rabatt", "prishöj", "preis", "nachlass",
)  # fmt: skip
NOT_FOR_CUSTOMER = re.compile(
    r"(?:\bei (?:saa )?(?:kertoa )?asiakkaalle|\bsisäi(?:nen|sesti)\b|\bluottamukselli|neuvotteluvara|"
    r"not (?:to be )?(?:disclosed|shared)|\binternal(?:ly)?\b|\bconfidential|do not (?:tell|share|disclose)|price floor|"
    r"inte till kund|\bintern(?:t|a)?\b|konfidentiell|nicht (?:an den|dem) kunden|vertraulich)",
    re.IGNORECASE,
)
"""Must not be said to the customer: shown to the account manager, marked."""

OFF_RECORD = re.compile(
    r"(?:\bei muistioon|\bei pöytäkirjaan|\bälä kirjaa|(?<!sopimus )\bmeidän kesken|\bmeidän väliseksi|"
    r"\boff[ -]the[ -]record|(?<!contract )(?<!agreement )(?<!business )(?<!cooperation )\bbetween (?:us|you and me)\b|"
    r"\bdon['’]t (?:minute|write this down)|\bnot for the minutes|utanför protokollet|(?<!avtalet )(?<!samarbetet )\bmellan oss\b|"
    r"\bunter uns\b|nicht ins protokoll)",
    re.IGNORECASE,
)

COMPETITION = stems(
    "kilpailu", "kilpaile", "kilpailij", "tarjouspyyn", "tarjouksia", "competit", "tender", "rival", "rfp", "rfq",
    "konkurr", "anbud", "upphandl", "wettbewerb", "ausschreib",
)  # fmt: skip

STOPWORDS = frozenset(
    [
        "että",
        "joka",
        "jotka",
        "tämä",
        "nyt",
        "vielä",
        "sekä",
        "myös",
        "kanssa",
        "mutta",
        "kuin",
        "ollut",
        "oli",
        "olla",
        "sitten",
        "the",
        "and",
        "that",
        "this",
        "with",
        "from",
        "have",
        "has",
        "for",
        "not",
        "are",
        "was",
        "were",
        "will",
        "you",
        "your",
        "our",
        "but",
        "they",
        "them",
        "then",
        "than",
        "into",
        "och",
        "att",
        "det",
        "som",
        "för",
        "med",
        "inte",
        "har",
        "den",
        "der",
        "die",
        "das",
        "und",
        "mit",
        "von",
        "nicht",
        "ein",
        "eine",
        "ist",
        "auf",
    ]
)

_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")


def content_stems(text: str) -> frozenset[str]:
    """What a text is about: its longer words cut to five letters, so that inflected forms meet."""
    return frozenset(word[:5].casefold() for word in _WORD.findall(text) if word.casefold() not in STOPWORDS)


_NAME = re.compile(r"[^\W\d_][\w'’]*(?:-[\w'’]+)*")
_CLITIC = re.compile(r"(?<=\w\w\w)(?:kin|kaan|kään|han|hän|ko|kö|pa|pä)$")


def mentions(text: str, names: Iterable[str]) -> bool:
    """Whether a text names one of these, inflected or not, in any of the four languages (``Markku`` finds ``Markun``, and
    ``Mari`` does not find ``marraskuu``). A name counts when written with a capital.
    """
    said = _said(text)
    return any(_named(said, name) for name in names)


def _named(said: frozenset[str], name: str) -> bool:
    words = name.split()
    return len(name) > 1 and all(
        not said.isdisjoint(_surfaces(word) if word is words[-1] else {word.casefold()}) for word in words
    )


@functools.lru_cache(maxsize=1024)
def _said(text: str) -> frozenset[str]:
    """The capitalised words of a text, folded; of ``Vuolle-johdon`` the parts too, of ``Petrikin`` also ``Petri``."""
    found = set()
    for word in _NAME.findall(unicodedata.normalize("NFC", text).replace("'", "’")):
        for part in {word, *word.split("-")}:
            if part[:1].isupper():
                found |= {part.casefold(), _CLITIC.sub("", part).casefold()}
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def _surfaces(word: str) -> frozenset[str]:
    word = unicodedata.normalize("NFC", word).replace("'", "’")
    return frozenset(form.casefold() for language in ("fi", "sv", "en", "de") for form in forms(word, language))
