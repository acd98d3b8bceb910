"""Words that say what a value beside them is, in the four languages a brief is written in.

Kept apart from the checks, which are the same in each language. Stems are lower case and match a word's beginning;
those of one or two letters match whole words.
"""

import re
from collections.abc import Mapping
from typing import Final

_STEMS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    # what it is about → English, Finnish, Swedish, German
    "survey": (
        "nps csat score satis survey mean average gave rated",
        "tyyty arvos kysel keski antoi",
        "nöjd kundnöj betyg enkät medel snitt gav svar",
        "zufri kundenzuf bewert note umfra mittel durchschn gab",
    ),
    "answers": ("nps csat n answers", "n vastau", "svar n", "antwo n"),
    "unanswered": ("unans repl mail messa answe", "vastaam viest vasta", "obesv svar mejl", "unbeant antwo nachr"),
    "touches": ("conta touch meeti", "kontak yhtey tapaa", "konta möte", "konta treff"),
    "threads": ("peopl person conta threa", "henki ihmis kontak", "perso konta", "perso konta ansprech mensch"),
    "roles": ("role", "rool avainr", "roll nyckelr", "rolle schlüsselr"),
    "peers": ("peer compar custom", "verro vertai asiak", "jämför kund", "vergl kund"),
    "attendees": (
        "atten guest peopl invit",
        "osall henki paika kutsu vieras",
        "delta inbju gäst perso",
        "teiln einge gäste perso",
    ),
    "tickets": ("ticket open", "tiket avoin avoim auki", "ärend öppe öppn", "ticket offen"),
    "promises": (
        "promis commit overd open",
        "lupau myöh avoin avoim",
        "åtag löft lova förse öppe",
        "zusag verspr überf offen",
    ),
    "notice": ("notic", "irtis", "uppsä", "künd"),
    "renewal": ("renew conti extend", "jatku kerra", "förlä", "verlä"),
    "revenue": (
        "busin reven sales turno order month t spend",
        "liike myyn lasku tilau kk kuuk",
        "affär omsät förs order mån",
        "gesch umsat auftr monat",
    ),
    "kept": ("kept", "pidet", "uppfy håll", "eingeh"),
    "more": ("more", "muuta muut", "till ytter", "weite"),
    "joined": ("guest attend crm", "viera osall crm", "delta crm", "teiln crm"),
    "meeting": ("min minu durat", "kesto min minu", "min minu", "min minu dauer"),
    "years": ("year custom", "vuot asiakk", "år kund", "jahr kund"),
    "employees": ("emplo staff peopl", "henki työnt", "anstä", "mitar beschäf"),
    "risk": ("risk reten churn losin", "riski lähtör poist pysyv", "risk lojal", "risik verlu abwan"),
    "points": (
        "point take off lever",
        "pist piene poist laske",
        "poän sänk sjunk minsk bort",
        "punkt senk wenig",
    ),
    "limit": (
        "limit usual thres normal",
        "raja taval yleen norma",
        "gräns norma vanli",
        "grenz üblic norma gewöh",
    ),
    "gap": ("every usual norma apart", "välei taval yleen", "varj norma vanli mella", "alle üblic norma gewöh abst"),
    "rank": ("rank large bigge place custom", "sija suuri asiak", "plats störs kund", "rang platz größt kund"),
    "share": (
        "share portf walle could compan",
        "osuu salku lompa ostoi",
        "ande portf plånb",
        "antei portf",
    ),
    "worth": (
        "worth poten estim about",
        "arvo arvio poten noin",
        "värt värd poten uppsk",
        "wert poten schät etwa",
    ),
    "reply": ("repl hour h", "vastausa tunt h t", "svarst tim h", "antwortz stund std h"),
    "change": ("chang avera point since mean down up", "muuto keski pist", "änd snitt medel", "änder durchschn mittel"),
    "bring": ("bring", "tuova tuo", "ger står", "bring"),
    "orders": ("order", "tilau", "order bestäl", "auftr bestel"),
}  # fmt: skip

CUES: Final[Mapping[str, frozenset[str]]] = {name: frozenset(" ".join(stems).split()) for name, stems in _STEMS.items()}
"""What a number may be about → the words that say so, in any of the languages."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


# --- promises ------------------------------------------------------------------------------------------------------

PROMISES: Final = _any(r"lupau|promis|commitment|åtagand|löfte|zusage|versprech")
LATE: Final = _any(
    r"overdue|\blate\b(?!st)|past due",
    r"myöhä|erääntyn",
    r"\bsena\b|försena|försening",
    r"überfällig|verspätet|im verzug",
)
NOT_LATE: Final = _any(
    r"not (?:yet )?(?:late|overdue)",
    r"ei (?:ole )?(?:vielä )?myöh",
    r"inte (?:ännu |än )?(?:sen|försen)",
    r"(?:noch )?nicht (?:überfällig|verspätet)",
)
DUE: Final = _any(
    r"\bdue\b|\bby\b|overdue|\blate\b|promis|deadline",
    r"luvat|lupas|lupau|myöhä|mennessä|määräpäiv|eräänt|viimeistään",
    r"lova|utlov|senast\b|förfall|förse",
    r"zugesagt|zusage|versprochen|fällig|\bbis\b",
)
DUE_HERE: Final = re.compile(
    r"(?:\bdue|\bby|promised(?: by| for)?|luvattu|määräpäivä|viimeistään|lova[td](?: till)?(?: den)?|senast(?: den)?"
    r"|zugesagt(?: bis)?(?: zum)?|\bbis(?: zum)?|fällig(?: am)?)\W*$",
    re.IGNORECASE,
)
DUE_AFTER: Final = re.compile(r"\s*\)?,?\s*(?:mennessä|myöhä|overdue|late|försen|överfällig|überfällig)", re.IGNORECASE)
OWNER_BEFORE: Final = re.compile(
    r"(?:owner|vastuuhenkilö|vastuu|vastaa|ansvarig|ansvar|verantwortlich|zuständig)\W*$", re.IGNORECASE
)
OWNER_AFTER: Final = re.compile(r"\s+(?:lupasi|promised|owes|lovade|hat zugesagt|versprach)\b")
OURS: Final = _any(
    r"\bour promise|\bwe (?:promised|owe)",
    r"\blupasimme|\blupauksemme|\bmeidän lupau|\bolemme luvanneet",
    r"\bvi (?:har lovat|lovade)|\bvår(?:t|a)? (?:löfte|åtagande)",
    r"\bunsere zusage|\bwir haben zugesagt",
)
THEIRS: Final = _any(
    r"\btheir promise|\bthey (?:promised|owe)",
    r"\blupasivat|\bheidän lupau|\basiakas lupasi",
    r"\bde (?:har lovat|lovade)|\bkunden (?:har lovat|lovade)|\bderas (?:löfte|åtagande)",
    r"\bzusage des kunden|\bkunde hat zugesagt",
)

# --- contracts -----------------------------------------------------------------------------------------------------

NOTICE: Final = _any(
    r"notice|terminat|\bcancel|act by",
    r"irtisano|käytännössä",
    r"uppsäg|säg(?:a|er|s)? upp|i praktiken",
    r"(?<!ange)(?<!an)kündig|praktisch",
)
END: Final = _any(
    r"\bends?\b|ending|expir|runs? (?:to|until|through)|in force",
    r"päätty|päättyy|loppuu|voimassa",
    r"löper (?:ut|till)|gäller (?:till|t\.o\.m\.)|upphör",
    r"läuft (?:bis|aus)|endet|vertragsende|gültig bis",
)
CONTRACT: Final = _any(r"sopimu|contract|agreement|avtal|vertrag")
UNTIL_BEFORE: Final = re.compile(r"(?:\bto|until|till(?: och med)?(?: den)?|through|\bbis(?: zum)?)\s*$", re.IGNORECASE)
UNTIL_AFTER: Final = re.compile(r"^\s*(?:asti|saakka)", re.IGNORECASE)
RENEWED: Final = _any(r"jatku|renew|continu|extend|förläng|verläng")
YEARLY: Final = re.compile(
    r"\s?(?:/\s?(?:v|y|a|å|jahr)\w*|vuodessa|a year|per year|annually|om året|per år|årligen|pro jahr|jährlich"
    r"|p\.\s?a\.)",
    re.IGNORECASE,
)

# --- revenue -------------------------------------------------------------------------------------------------------

YEAR_BEFORE: Final = _any(
    r"year (?:before|earlier|ago)|previous year|P12M",
    r"vuotta aiemmin|vuosi sitten|edellis|sitä ennen",
    r"året (?:före|innan)|ett år tidigare|föregående år",
    r"vorjahr|jahr (?:davor|zuvor|früher)",
)
AGAINST: Final = _any(r"\bagainst|\bvs\b|\bfrom\b|compared|verrattuna|jämfört|mot\s*$|gegenüber|gegen")
BY: Final = _any(
    r"\bby\b|\bless\b|\bmore\b|down|\bup\b|drop|fell|lost|grew",
    r"vähemmän|enemmän|laski|lasku|kasvoi|kasvu|pudo",
    r"mindre|\bmer\b|minsk|ökat?|\bned\b|\bupp\b",
    r"weniger|\bmehr\b|gesunken|gestiegen|rückgang",
)
"""Beside these an amount is a difference."""

# --- people --------------------------------------------------------------------------------------------------------

LAST: Final = _any(
    r"\blast\b|silent|quiet|\bmet\b|spoke|not heard",
    r"viime(?:ksi|isin)|hiljaa|hiljai|tavattu|puhut",
    r"senast|\btyst|träffa|\bhörts?\b|kontakt sedan",
    r"zuletzt|letzter kontakt|kontakt seit|schweig|funkstille|getroffen|gehört",
)
SINCE_AFTER: Final = re.compile(r"\s*(?:jälkeen|lähtien)")
MET: Final = _any(r"tavattu|tapaam|\bmet\b|meeting|träff|\bmöte|getroffen|treffen|besprech")
FIRST: Final = _any(
    r"first meeting|ensi kertaa|ensimmäinen palaveri|första gången|första möte|zum ersten mal|erstes treffen"
)
NEVER: Final = _any(
    r"no contact so far|never (?:been )?in touch|ei aiempia yhtey|ingen tidigare kontakt|bisher kein kontakt"
)
UNUSUAL: Final = _any(r"limit|usual|thresh|every|raja|taval|väle|gräns|vanlig|varje|grenz|üblich|gewöhn|\balle\b")
"""Beside these a count of days is what is usual, not what is."""
SCORED: Final = _any(r"nps|csat|tyyty|satisf|arvosan|score|nöjd|betyg|zufried|bewert")
STATES: Final = {
    "TENTATIVE": _any(r"\btentativ|\balustava|vastannut alusta|preliminär|vorbehalt|vorläufig"),
    "DECLINED": _any(r"\bdeclined\b|\bkieltäyt|\bei pääse|\bhylännyt kutsun|tackat nej|\babgesagt"),
    "ACCEPTED": _any(r"\baccepted\b|\bhyväksynyt kutsun|\bvahvistanut|tackat ja\b"),
    "NEEDS-ACTION": _any(
        r"(?:no reply|not (?:yet )?(?:replied|answered|responded)) to the invit",
        r"ei ole vastannut kutsuun",
        r"inte (?:ännu )?svarat på inbjudan",
        r"einladung unbeantwortet",
    ),
}
"""An answer to an invitation → how a brief says it."""
ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "sponsor": ("sponsor", "sponsori"),
    "economic_buyer": (
        "economic buyer", "budget owner", "taloudellinen päättäjä", "ostopäättäjä", "budjetista päättävä",
        "ekonomisk beslutsfattare", "budgetansvarig", "wirtschaftlicher entscheider", "budgetverantwortliche",
    ),
    "champion": ("champion", "puolestapuhuja", "förkämpe", "fürsprecher", "fürsprecherin"),
    "procurement": ("procurement", "purchasing", "hankinta", "inköp", "einkauf"),
    "technical": ("technical", "tekninen", "tekniikka", "teknisk", "teknik", "technisch", "technik"),
    "user": ("user", "käyttäjä", "användare", "anwender", "anwenderin"),
}  # fmt: skip

# --- tickets and deals ---------------------------------------------------------------------------------------------

OPEN: Final = _any(r"\bopen\b|\bunsolved|\bauki\b|avoin|avoim|\böpp(?:en|et|na)\b|\boffen")
SINCE_BEFORE: Final = re.compile(
    r"(?:since|opened|reported|avattu|ilmoitettu ensi kerran|sedan(?: den)?|anmäldes(?: första gången)?(?: den)?"
    r"|seit(?: dem)?|gemeldet am)\W*$",
    re.IGNORECASE,
)
SINCE_OPEN: Final = re.compile(r"\s*(?:lähtien|alkaen|asti auki)")
DECLINED: Final = _any(r"declin|reject|\blost\b|hylä|hävi|tackade nej|avböj|förlor|abgelehnt|ablehn|verloren")
