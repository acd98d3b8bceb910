"""Words by which a product and what a customer says are seen to be about one topic, in four languages.

Stems match at the start of a word; those of `_either`'s second list anywhere in it, because Finnish, Swedish and German
put words together (``Feinstaub``, ``hiilidioksidipäästöt``). A missing word costs a missed hypothesis, one that is too
wide an odd question; so words with a second sense are left out (``sähköposti`` is no electricity, ``jätti`` no waste,
the German ``Lager`` no stock but in ``Lagerbestand``). Data, not wording: nothing here is ever printed.
"""

import re
from collections.abc import Mapping

from kambrief.core.lexicon import stems, whole


def _either(starts: tuple[str, ...], inside: tuple[str, ...] = ()) -> re.Pattern[str]:
    return re.compile("|".join((stems(*starts).pattern, *inside)), re.IGNORECASE)


TOPIC_WORDS: Mapping[str, re.Pattern[str]] = {
    "energy": _either(
        (
            "energia", "sähkö(?!post|kirj|i[nsk]|tekn|asen)", "tehopiik", "tehonkulut", "huipputeho", "ominaiskulut",
            "energy", "electricity", "power (?:consumption|peak)", "peak load", "[kmg]wh",
            "energi", "elförbruk", "elanvänd", "elpris", "elkostnad", "elektricitet", "effekttopp",
            "strom(?:verbrauch|kosten|preis|bedarf|spar)", "lastspitz", "elektrizität",
        ),
        ("energiankulut", "energieverbr", "energiförbr"),
    ),
    "emissions": _either(
        (
            "hiilijalanj", "hiilineutr", "ilmastotavoi", "pöly", "hiukka", "co2", "co₂",
            "carbon[- ](?:footprint|neutral|emission|dioxide)", "greenhouse", "ghg", "dust", "particulate",
            "net[- ]?zero", "decarbon", "climate[- ](?:target|goal|neutral)",
            "koldioxid", "klimatpåverk", "klimatavtryck", "klimatneutral", "klimatmål", "dammhalt", "stoft",
            "staub", "kohlendioxid", "klimaneutral", "klimaziel", "treibhaus", "abgas",
        ),
        ("päästö", "emission", "utsläpp", "feinstaub"),
    ),
    "water": _either(
        (
            "vedenkulut", "vedenkäyt", "vedenpuhdist", "vedenkierr", "vesijalanj", "vesitase", "vesitavoi", "vesi\\b",
            "veden\\b", "vettä\\b", "water(?!proof|tight|mark|ed\\b)", "effluent", "sewage",
            "vatten", "avlopp", "wasser",
        ),
        ("jäteve[sd]", "raakaveden", "abwasser", "wastewater"),
    ),
    "waste": _either(
        (
            "jätte(?:e|i)", "jäte(?:ttä)?\\b", "jätemäär", "jätehuol", "jätevirr", "hävik", "kierräty",
            "waste(?! ?water| of time)", "scrap (?:rate|level)", "recycl", "landfill", "avfall", "kassation", "återvin",
            "svinn", "abfall", "abfäll", "ausschuss(?:quote|rate)", "recycling",
        ),
    ),
    "safety": _either(
        (
            "turvallisuu", "työturva", "tapaturm", "läheltä piti", "työsuojel",
            "safety", "accident", "injur", "near[- ]miss", "ltifr?\\b", "trir\\b",
            "arbetsmiljö", "olycksfall", "tillbud", "arbetssäkerhet",
            "arbeitssicherheit", "arbeitsschutz", "arbeitsunf", "unfallzahl",
        ),
    ),
    "uptime": _either(
        (
            "käytettävyy", "käyttövarmuu", "seisok", "seisah", "kunnossapi", "kunnonvalvon", "huolto", "etätu[ke]",
            "uptime", "downtime", "availability", "outage", "breakdown", "night stop", "unplanned stop", "reliab",
            "maintenance", "condition monitoring", "remote support",
            "driftstopp", "driftsäker", "tillgänglighet", "haveri", "underhåll", "fjärrsupport",
            "verfügbarkeit", "stillst", "ausfall", "ausfäll", "störung", "instandhalt", "wartung", "fernwartung",
        ),
        ("tuotantokatko", "maschinenausf", "produktionsstopp"),
    ),
    "quality": _either(
        (
            "laatu", "laadu", "reklamaat", "virheprosent", "quality", "defect", "reject rate", "first[- ]pass",
            "kvalitet", "reklamation", "felprocent", "qualität", "fehlerquote", "mängel",
        ),
    ),
    "stock": _either(
        (
            "varasto", "varmuusvar", "varaosa", "toimitusai", "toimitusaj", "saatavuu", "kaupintavar",
            "stock(?!holm| (?:exchange|market|price))", "inventory", "consignment", "lead time", "delivery time",
            "spare part", "replenish", "backorder",
            "lagerhåll", "lagernivå", "leveranstid", "reservdel", "konsignation", "påfylln",
            "lagerbest", "lagerhalt", "lieferzeit", "ersatzteil", "bevorrat", "vorrat", "vorrät",
        ),
    ),
    "capacity": _either(
        (
            "kapasiteet", "käyttöaste", "pullonkaul", "capacity", "utili[sz]ation", "bottleneck", "throughput",
            "kapacitet", "beläggning", "flaskhals", "kapazität", "auslastung", "engpass", "engpäss",
        ),
    ),
    "skills": _either(
        (
            "koulutu", "osaami", "perehdy", "training", "skill", "upskill", "apprentice",
            "utbildning", "kompetens", "inskolning", "ausbildung", "weiterbildung", "qualifizierung", "fachkräft",
        ),
        ("koulutus", "schulung"),
    ),
}  # fmt: skip
"""By topic of `needs.TOPICS`. New sites have a pattern of their own, `SITE`."""

GOAL = stems(
    "tavoit", "sitoutu", "vähent", "vähenn", "puolit", "hiilineutr", "mennessä",
    "goal", "target", "aim", "commit", "pledge", "reduc", "halve", "net[- ]?zero", "cut by", "by 20\\d\\d",
    "mål\\b", "målet", "målsätt", "minsk", "halver", "senast 20\\d\\d",
    "ziel", "reduzier", "senk", "halbier", "verpflicht", "bis 20\\d\\d",
)  # fmt: skip
"""A company says where it wants to be."""

REGULATION = _either(
    (
        "lainsäädän", "lakisää", "eu-asetu", "valtioneuvoston asetu", "ympäristölu", "määräy[sk]",
        "regulation", "directive", "legislation", "statutory", "csrd", "cbam",
        "förordning", "direktiv", "lagkrav", "lagstift", "miljötillstånd", "gesetz", "vorschrift",
    ),
    ("direktii?v", "verordnung", "richtlinie"),
)  # fmt: skip
DATED = re.compile(r"(?<!\d)20\d\d(?!\d)")

NO_NEED = stems(
    "ei (?:ole )?(?:nyt )?(?:tarve|tarpee|budjet|kiinnost|halua)", "emme tarvitse", "ei tarvita",
    "(?:no|not any) (?:need|budget|interest|plan)", "not (?:interested|needed|now|this year)",
    "(?:do not|don['’]t) need",
    "inget (?:behov|intresse)", "ingen budget", "inte (?:intresser|aktuell|behöv)", "behöver inte",
    "kein(?:en|e)? (?:bedarf|budget|interesse)", "nicht (?:interessiert|nötig|benötig)", "brauchen (?:wir )?nicht",
)  # fmt: skip
"""Turned down, in words."""

ALL_WELL = stems(
    "kunnossa", "tyytyväi", "toimii (?:hyvin|nyt)", "hyvällä tasolla", "ratkes", "korjaantu",
    "(?:is|are|was|were|works?|working|all|now) (?:fine|good|well|ok|okay|great)", "satisfied", "happy with", "solved",
    "resolved", "fixed", "fungerar (?:bra|nu)", "är bra", "nöjd", "löst\\b", "åtgärda",
    "in ordnung", "zufrieden", "funktioniert", "gelöst", "behoben",
)  # fmt: skip
"""What is fine is no need."""

ORDER_WORDS = whole("ensin", "first", "först", "zuerst")
"""Part of `lexicon.WISH`, yet they say in which order, not what is wanted."""

SERVICE = stems(
    "service", "maintenance", "huolto", "kunnossapi", "underhåll", "wartung", "instandhalt", "support", "tuki\\b",
)  # fmt: skip
"""A product that somebody comes for, or stands by for."""

_SOME = r"(?:[\w-]+ ){0,3}?"
_EN = (
    r"(?:plant|factory|site|(?<!credit )facility|warehouse|mill|works|subsidiary)\b"
    r"(?! (?:manager|director|head|engineer|lead|council))"
)
_FI = r"(?:tehda|tehta(?!an ?(?:joht|pääl))|toimipist|toimipaik|lait[oi][sk]|tuotantoyksik|varaston?\b|tytäryhti)"
_SV = r"(?:fabrik(?!sch)|anläggning(?!sch)|dotterbolag|produktionsenhet)"
_DE = r"(?:(?<!netz)(?<!lauf)werk\b|fabrik(?!leit)|standort(?!leit)|niederlassung(?!sleit)|produktionsanlage)"
_NEW_SITE = (
    rf"new {_SOME}{_EN}",
    rf"(?:open|build|start)\w* (?:up )?(?:a|its|our) {_SOME}{_EN}",
    r"expand\w* (?:in)?to (?-i:[A-Z])",
    rf"uu(?:si|den|tta|det|sia|delle) {_SOME}\w*{_FI}",
    r"laajen\w+ (?-i:[A-ZÅÄÖ])",
    rf"ny(?:a|tt)? {_SOME}\w*{_SV}",
    r"etablerar (?:sig|oss) i ",
    r"expanderar till ",
    rf"neue[nsr]? {_SOME}\w*{_DE}",
    r"expandiert nach ",
)
SITE = re.compile(rf"(?<!\w)(?:{'|'.join(_NEW_SITE)})", re.IGNORECASE)
"""A place where the customer was not before: a new line or machine is none."""

_CAPACITY = (
    r"(?:capacit|utili[sz]ation|contracted|kapasiteet|käyttöast|sopimusmäär|kapacitet|beläggning|kapazität|auslastung)"
)
_PERCENT = r"(\d{2,3})(?:[.,]\d+)?\s?(?:%|per ?cent\b|prosent\w*|procent\w*|prozent\w*)"
_SHARE = rf"(?<![\d.,+−–-])(?<!by )(?<!um )(?<!med ){_PERCENT}"
_FULL = re.compile(rf"{_SHARE}[^.;:!?\d]{{0,30}}?{_CAPACITY}|{_CAPACITY}[^.;!?\d]{{0,30}}?{_SHARE}", re.IGNORECASE)
_SPARE = stems(
    "free\\b", "spare", "unused", "idle", "(?<!of )available", "more capac", "increas", "grow", "grew", "rais",
    "vapaa", "käyttämät", "lisää kapas", "kasva", "nosta", "ledig", "oanvänd", "mer kapac", "öka",
    "frei", "ungenutzt", "mehr kapaz", "steig", "gestieg", "erhöh",
)  # fmt: skip
_NEAR = 12
_SOME_NUMBER = re.compile(r"\d\d")


def capacity_used(text: str) -> int | None:
    """The highest share of capacity that a text says is in use, in whole percent; what is free or to come is none."""
    if not _SOME_NUMBER.search(text):
        return None
    found = [
        int(hit[1] or hit[2])
        for hit in _FULL.finditer(text)
        if not _SPARE.search(text, max(0, hit.start() - _NEAR), hit.end() + _NEAR)
    ]
    return max(found, default=None)
