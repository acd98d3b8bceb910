"""Words of the four languages that rules look for. Data, not wording: nothing here is ever printed.

Stems match at the start of a word, case ignored (Finnish inflects at the end). Each table is a plain alternative list;
a word that is missing costs a missed line, never a wrong one, except in `SENSITIVE_*`, where too much is the safe side.
"""

import re
from collections.abc import Iterable


def stems(*words: str) -> re.Pattern[str]:
    """A pattern that finds any word starting with one of these stems."""
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + ")", re.IGNORECASE)


def whole(*words: str) -> re.Pattern[str]:
    """A pattern that finds any of these as whole words."""
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE)


WISH = stems(
    "toivo", "halua", "haluu", "odotta", "odotan", "pyytä", "pyydä", "pyyde", "tarvits", "vaati", "edellyttä", "ensin",
    "want", "wish", "expect", "ask(?:s|ed)", "need", "require", "prefer", "waiting", "bring", "insist", "first",
    "vill", "önska", "förvänta", "behöv", "kräv", "ber ", "först",
    "möchte", "wünsch", "erwart", "braucht", "benötig", "verlang", "zuerst",
)  # fmt: skip
"""Somebody wants something: the most telling kind of sentence about a person."""

GREETING = re.compile(
    r"^(?:hei|moi|terve|hyvä|hi|hello|dear|good (?:morning|afternoon|day)|hej|hallå|bästa|hallo|guten tag|liebe[r]?|"
    r"sehr geehrte[r]?)\b[^,.!?\n]{0,40}[,!.\n]\s*",
    re.IGNORECASE,
)

CLOSING = re.compile(
    r"\s*(?<![^\s.!?,])(?:ystävällisin terveisin|terveisin|t\.|yt\b|kiitos etukäteen|best regards|kind regards|regards|"
    r"thanks|thank you|best|br|cheers|vänliga hälsningar|med vänlig hälsning|mvh|hälsningar|tack|"
    r"mit freundlichen grüßen|viele grüße|mfg|danke)[,.!]?\s*(?:[A-ZÅÄÖÉÜ][\w.'’-]*\s*){0,3}\.?\s*$",
    re.IGNORECASE,
)

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
    "luonno", "alusta", "preliminär", "preliminary", "draft", "utkast", "vorläufig", "entwurf", "not yet verified"
)
DECISION = stems(
    "vahvist", "päät(?:ti|et|ös)", "hyväksy", "confirmed", "decid", "decision", "approved", "verified", "agreed",
    "beslut", "bekräft", "godkän", "entschied", "beschlossen", "bestätig", "genehmig",
)  # fmt: skip
CORRECTION = re.compile(
    r"\[\s*(?:korjaus|korjattu|correction|corrected|rättelse|rättat|korrigering|korrektur|berichtig\w*)\b[^\]]*\]",
    re.IGNORECASE,
)
REPLACED_ASIDE = re.compile(
    r"\s*\((?:korva[a-zäö]+|aiemmin|ennen|oli|was|were|previously|formerly|replac\w+|instead of|var|tidigare|ersätter|"
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
    r"(?:\bei muistioon|\bmeidän kesken|off the record|between us\b|don['’]t minute|utanför protokollet|\bmellan oss\b|"
    r"unter uns\b|nicht ins protokoll)",
    re.IGNORECASE,
)

COMPETITION = stems(
    "kilpailu", "kilpaile", "kilpailij", "tarjouspyyn", "tarjouksia", "competit", "tender", "rival", "rfp", "rfq",
    "konkurr", "anbud", "upphandl", "wettbewerb", "ausschreib",
)  # fmt: skip

KIN = whole(
    "äiti\\w*", "isä(?:nsä|lle|n)?", "vaimo\\w*", "miehensä", "puoliso\\w*", "lapsi\\w*", "lapse\\w*", "tytär\\w*", "poikansa",
    "mother\\w*", "father\\w*", "wife\\w*", "husband\\w*", "spouse", "partner's", "daughter\\w*", "son's", "child(?:ren)?",
    "mamma", "mor", "pappa", "fru", "hustru", "make", "maka", "barn(?:en)?", "dotter", "mutter", "vater", "ehefrau",
    "ehemann", "kind(?:er)?", "tochter",
)  # fmt: skip
FAMILY = stems(
    "avioero", "häät", "raskaa", "raskaus", "äitiyslom", "vanhempainvap", "perheen", "divorc", "wedding", "pregnan",
    "maternity", "paternity", "parental leave", "skilsmäss", "bröllop", "gravid", "föräldraled", "scheidung", "hochzeit",
    "schwanger", "elternzeit",
)  # fmt: skip
HEALTH = stems(
    "sairas", "sairaa", "sairau", "sairast", "leikkau", "\\w*leikkau", "syöpä", "masennu", "uupumu", "burnout", "lääkär",
    "hoidos", "diagnoos", "toipu", "flunssa", "terveydent",
    "sick", "illness", "ill\\b", "surgery", "operation on", "cancer", "depress", "doctor", "diagnos", "hospital", "treatment",
    "recover(?:y|ing) from", "sjuk", "sjukskriv", "cancer", "opererad", "operation", "läkare", "utbränd", "krank", "krebs",
    "operiert", "arzt", "klinik",
)  # fmt: skip
BELIEF = stems(
    "uskonno", "uskonto", "puolueen", "poliittis", "ammattiliit", "luottamusmies", "homo\\b", "lesbo", "seksuaal", "etnis",
    "religio", "church", "mosque", "political", "union member", "trade union", "gay\\b", "lesbian", "sexual", "ethnic",
    "politisk", "fackför", "etnisk", "partei(?:mitglied|buch)", "gewerkschaft", "konfession",
)  # fmt: skip
PRIVATE_MONEY = stems(
    "asuntolaina", "velkajärjest", "ulosot", "yksityistalou", "his debts", "her debts", "their debts", "mortgage",
    "personal bankrupt", "privatekonomi", "bolån", "skuldsan", "privatinsolvenz", "privatschuld",
)  # fmt: skip
PERSON_CUE = whole(
    "hän", "hänen", "hänellä", "olevansa", "olevan", "jäävänsä", "she", "he", "her", "his", "him", "hon", "han", "hennes",
    "hans", "sie", "er", "ihr", "sein", "ihre", "seine",
)  # fmt: skip
"""The sentence speaks of a person, not of a company: a hospital is a customer like any other."""

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


def mentions(text: str, names: Iterable[str]) -> bool:
    """Whether a text names one of these, inflected or not (``Markku`` finds ``Markun``: the stem without its last two
    letters, at least three, is compared).
    """
    for name in names:
        if len(name) < 2:
            continue
        stem = name if len(name) <= 3 else name[: max(3, len(name) - 2)]
        if re.search(rf"(?<!\w){re.escape(stem)}\w{{0,6}}(?!\w)", text):
            return True
    return False
