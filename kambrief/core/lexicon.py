"""Words of the four languages that rules look for. Data, not wording: nothing here is ever printed.

Stems match at the start of a word, case ignored (Finnish inflects at the end). Each table is a plain alternative list;
a word that is missing costs a missed line, never a wrong one. What must stay out of briefs: `core.sensitive_words`.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable

from kambrief.core.inflection import forms

_LEADING_CHOICE = re.compile(r"\(\?:([^()]+)\)(?![?*+{])(.+)")


def _expanded(word: str) -> list[str]:
    """``(?:knee|hip) surgery`` as two words, so that each goes to its first letter."""
    found = _LEADING_CHOICE.fullmatch(word)
    return [f"{one}{found[2]}" for one in found[1].split("|")] if found else [word]


def _any_of(words: Iterable[str]) -> str:
    """The alternatives, put together by their first letter: tried at each word of long histories, that is much faster."""
    groups: dict[str, list[str]] = {}
    for word in itertools.chain.from_iterable(map(_expanded, words)):
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
    "vill\\b", "önska", "önskem", "förvänta", "behöv", "kräv", "ber ", "bad om", "efterfråg", "efterlys", "väntar på", "hoppas", "först\\b",
    "möchte", "wünsch", "wunsch", "erwart", "brauch", "benötig", "verlang", "bittet", "bat um", "bitten um", "forder", "hofft", "hoffen",
    "besteht auf", "wartet auf", "warten auf", "zuerst",
)  # fmt: skip
"""Somebody wants something: the most telling kind of sentence about a person."""

GREETING = re.compile(
    r"^(?:hei|moi|terve|hyvä|hi|hello|dear|good (?:morning|afternoon|day)|hej|hejsan|hallå|god (?:morgon|dag)|"
    r"bästa|hallo|moin|servus|grüezi|grüß gott|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?)\b"
    r"(?:[ \t]+(?:(?-i:[A-ZÅÄÖÉÜØÆ])[\w.'’-]{0,30}|kaikki|taas|vaan|all|again|there|everyone|"
    r"team|alla|båda|igen|zusammen|und|ja|and|och|vastaanottaja|asiakas|asiakkaamme)){0,5}[ \t]*(?:[,!.:\n]|\s-)\s*",
    re.IGNORECASE,
)
"""Only what names somebody follows a greeting: "Good offer, but late" begins with the customer's own words."""

CLOSING = re.compile(
    r"(?:(?<=[.!?…,)\n])|^)\s*(?:ystävällisin terveisin|terveisin|t\.|yt\b|kiitos etukäteen|best regards|kind regards|regards|"
    r"thanks|thank you|best|br|cheers|(?:med )?(?:vänlig|bästa|varm|trevlig)[a]? hälsning(?:ar)?|vänligen|mvh|hälsningar|"
    r"tack(?: på förhand| så mycket)?|(?:mit )?(?:freundlich|best|viel|lieb|schön|herzlich)e[nm]? gr(?:ü|ue)(?:ß|ss)e[n]?|"
    r"(?:viele|beste|freundliche) gr(?:ü|ue)(?:ß|ss)e aus \w+|mfg|vg|lg|(?:vielen|besten|herzlichen) dank(?: im voraus)?|danke(?: im voraus)?)"
    r"(?!\w)[,.!]?\s*(?:(?-i:[A-ZÅÄÖÉÜØÆ])[\w.'’-]{0,30}\s{0,3}){0,3}\.?\s*$",
    re.IGNORECASE,
)
"""A farewell that ends the text, behind a full stop or on a line of its own: "We want the best price" stays whole."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ABBREVIATIONS = _words(
    "dr mr mrs ms prof st no nr inc ltd co vs "
    "esim ks mm ym yms jne eli klo puh n t ts vrt "
    "bl ca kl osv tex t.ex bl.a dvs d.v.s m.m m.fl s.k o.s.v p.g.a fr.o.m t.o.m f.d inkl exkl ev resp avd tel ang jfr "
    "z b bzw usw z.b u.a d.h i.d.r u.u ggf evtl zzgl abzgl mio mrd tsd hr fr str abt vgl gem lt sog bspw dipl ing bez betr"
)
"""A full stop after these ends no sentence."""

DRAFT = stems(
    "luonnos", "alustav", "preliminär", "preliminary", "draft", "utkast", "vorläufig", "entwurf", "not yet ",
    "ei (?:ole )?vielä", "inte ännu", "ännu inte", "prel\\.", "ej (?:beslut|fastställ|bekräft|godkän)", "noch nicht", "noch kein", "provisorisch",
    "unverbindlich", "entwürf",
)  # fmt: skip
DECISION = stems(
    "vahvist", "päät(?:ti|et|ös)", "hyväksy", "confirmed", "decid", "decision", "approved", "verified", "agreed",
    "beslut", "bekräft", "godkän", "fastställ", "överenskom", "överens\\b", "entschied", "entscheidung", "beschlossen", "beschluss", "bestätig",
    "genehmig", "vereinbart", "festgelegt", "freigegeben", "zugestimmt",
)  # fmt: skip
CHANGED = stems(
    "siirty", "siirre", "muuttu", "muute", "korjattu", "nyt ", "moved", "postponed", "changed", "revised", "now ", "updated",
    "flytta", "ändra", "skjut", "verschoben", "geändert", "verlegt",
)  # fmt: skip
"""Something is no longer what it was."""
_UNDECIDED = re.compile(
    r"(?<!\w)(?:not (?:yet |been )*|never |without being |ei(?:vät)? (?:ole |vielä |ollut )*|inte (?:ännu |har )*|"
    r"ännu inte (?:har )?|ej (?:ännu )?|ing(?:et|a|en) |utan (?:att )?|(?:noch )?(?:nicht|keine?n?) |ohne )\w+",
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
    r"(?<!\s)\s*\((?:korva[a-zäö]+|aiemmin|ennen|oli|was|were|previously|formerly|replac\w+|instead of|var|tidigare|förut|i stället för|"
    r"ersätter|war|bisher|früher|vorher|zuvor|statt|anstelle|ersetzt)\b[^()]*\)",
    re.IGNORECASE,
)
"""An aside that names the value that no longer holds: left out of quotes."""

PRICE = stems(
    "hinta", "hinna", "hinno", "alennu", "korotu", "indeksi", "neuvotteluvara", "pohjataso",
    "price", "pricing", "discount", "rebate", "at cost", "index", "mark-?up", "margin",
    "pris", "\\w{2,20}pris(?:et|er|erna|höjning\\w*)?\\b", "rabatt", "påslag",
    "preis", "\\w{2,20}preis(?:e[ns]?|es|erhöhung\\w*)?\\b", "nachlass", "skonto", "aufschlag", "marge",
)  # fmt: skip
ADDRESSED = re.compile(
    r"(?:\b(?:address(?:ed)? as|call(?:ed)? (?:her|him|them)|goes by|prefers to be called|known as)\b|puhuttel|kutsutaan|"
    r"\btilltal|\bkallas\b|\banrede\b|\bwird .{1,20} genannt\b)",
    re.IGNORECASE,
)
"""How somebody wants to be called."""
AGREEMENT = stems(
    "sopimusliite", "sopimusmuuto", "allekirjoite", "amendment", "addendum", "signed", "tilläggsavtal", "avtalsändring",
    "undertecknat", "nachtrag", "vertragsänder", "unterzeichnet",
)  # fmt: skip
"""Both sides have put their names to it."""
NOT_FOR_CUSTOMER = re.compile(
    r"(?:\bei (?:saa )?(?:kertoa )?asiakkaalle|\bsisäi(?:nen|sesti)\b|\bluottamukselli|neuvotteluvara|"
    r"not (?:to be )?(?:disclosed|shared)|\binternal(?:ly)?\b|\bconfidential|do not (?:tell|share|disclose)|price floor|"
    r"inte till kund|(?:inte|ej) (?:\w+ ){0,2}(?:till|för|med) kunden|kunden (?:får|ska) inte (?:veta|se|höra)|\bintern(?:t|a)?\b|konfidentiell|"
    r"förtrolig|\bsekretess(?!avtal)|prisgolv|smärtgräns|förhandlingsutrymme|förhandlingsmån|"
    r"nichts? (?:an den|dem|für den|mit dem|beim) kunden|dem kunden nicht|(?:nicht|nichts) weitergeben|vertraulich(?!keitsv)|"
    r"verhandlungsspielraum|untergrenze|schmerzgrenze)",
    re.IGNORECASE,
)
"""Must not be said to the customer: shown to the account manager, marked."""

OFF_RECORD = re.compile(
    r"(?:\bei muistioon|\bei pöytäkirjaan|\bälä kirjaa|(?<!sopimus )\bmeidän kesken|\bmeidän väliseksi|"
    r"\boff[ -]the[ -]record|(?<!contract )(?<!agreement )(?<!business )(?<!cooperation )\bbetween (?:us|you and me)\b|"
    r"\bdon['’]t (?:minute|write this down)|\bnot for the minutes|"
    r"utanför protokollet|(?<!avtalet )(?<!samarbetet )\bmellan (?:oss|dig och mig)\b|"
    r"inte (?:i|till) protokollet|\binte protokollför|\bskriv inte (?:ner|upp)\b|\banteckna inte\b|\bi förtroende sagt\b|"
    r"(?<!vertrag )(?<!zusammenarbeit )\bunter uns\b|nicht ins protokoll|nicht protokollieren|\bim vertrauen(?: gesagt|[:,])|"
    r"nicht (?:aufschreiben|mitschreiben|notieren))",
    re.IGNORECASE,
)

COMPETITION = stems(
    "kilpailu", "kilpaile", "kilpailij", "tarjouspyyn", "tarjouksia", "competit", "tender", "rival", "rfp", "rfq",
    "konkurr", "anbud", "upphandl", "offertförfråg", "wettbewerb", "mitbewerb", "ausschreib", "angebotsanfrag", "vergleichsangebot", "gegenangebot",
)  # fmt: skip

STOPWORDS = _words(
    "että joka jotka tämä nyt vielä sekä myös kanssa mutta kuin ollut oli olla sitten "
    "the and that this these those with from have has had for not are was were will would you your our but they them then than into "
    "och att det detta dessa denna som för med inte har hade den eller från till vara varit blir blev kommer skall ska kan kunde "
    "måste över under efter innan sedan redan också bara mycket mellan enligt deras våra vårt vill "
    "der die das dass und mit von nicht ein eine einen einem einer eines ist sind war waren wird werden wurde wurden worden haben hatte "
    "hatten auf auch noch oder aber wenn sich über nach beim durch unter zwischen diese dieser dieses diesem diesen unser unsere unseren "
    "unserem ihre ihren ihrem kann können soll sollen muss müssen schon sehr nur mehr dann gemäß"
)

_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")


def content_stems(text: str) -> frozenset[str]:
    """What a text is about: its longer words cut to five letters, so that inflected forms meet."""
    return frozenset(word[:5].casefold() for word in _WORD.findall(text) if word.casefold() not in STOPWORDS)


LONG_STEM = 8
"""So many letters in common at the start of a word are one matter by themselves: ``juurisyyraport-``."""


def same_matter(one: str, other: str) -> bool:
    """Whether two texts speak of the same thing: two content words in common, or one long one."""
    if len(content_stems(one) & content_stems(other)) >= 2:
        return True
    return not _long_stems(one).isdisjoint(_long_stems(other))


def _long_stems(text: str) -> frozenset[str]:
    return frozenset(word[:LONG_STEM].casefold() for word in _WORD.findall(text) if len(word) >= LONG_STEM)


_NAME = re.compile(r"[^\W\d_][\w'’]*(?:-[\w'’]+)*")
_CLITIC = re.compile(r"(?<=\w\w\w)(?:kin|kaan|kään|han|hän|ko|kö|pa|pä)$")


def mentions(text: str, names: Iterable[str]) -> bool:
    """Whether a text names one of these, inflected or not, in any of the four languages (``Markku`` finds ``Markun``, and
    ``Mari`` does not find ``marraskuu``). A name counts when written with a capital.
    """
    said = _said(text)
    return any(_named(said, name) for name in names)


def mentions_company(text: str, names: Iterable[str]) -> bool:
    """As `mentions`, for names of which no form must be missed: long ones are known by their beginning too
    (``Kaukokiidon`` names ``Kaukokiito``).
    """
    said = _said(text)
    return any(_named(said, name) or _begun(said, name.casefold().split()) for name in names)


def _begun(said: frozenset[str], words: list[str]) -> bool:
    *first, last = words or [""]
    if len(last) < _LONG_NAME or not said.issuperset(first):
        return False
    return any(one.startswith(last[:-2]) for one in said)


_LONG_NAME = 7


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
