"""Words that the checks on a model's prose look for, by language: numbers, days and months, the little words.

Data, not wording: nothing here is ever printed. German is not among the languages of readings: every noun has a capital
there, so names cannot be told from words, and a German brief is the floor's alone.
"""

import re
from typing import NamedTuple


class Tongue(NamedTuple):
    """One language. Patterns match whole case-folded words, but `phrases`, which is searched in whole texts."""

    small: frozenset[str]
    """Function words: they make up much of any text in the language, and little of one in another."""
    number: re.Pattern[str]
    calendar: re.Pattern[str]
    """Weekdays, months and days counted from today: dates are values, put in by code."""
    phrases: re.Pattern[str]
    """Numbers and dates that only show in several words."""
    harmless: re.Pattern[str]
    """What holds a number word and counts nothing ("no one"): taken out before numbers are looked for."""
    endings: re.Pattern[str]
    """Endings typical of the language, where it says little with little words."""


_NOTHING = re.compile(r"(?!)")


def _small(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(alternatives) + r")\Z")


# --- English -------------------------------------------------------------------------------------------------------

_EN_UNIT = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_EN_TEN = "(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_EN_SCALE = "hundred|thousand|million|billion|trillion"

ENGLISH = Tongue(
    small=_small(
        "a an the and or but if so as at by for from in into of off on onto out over than then that this these those "
        "to up with without what which who whom whose when where why how is are was were be been being am do does did "
        "has have had having can could may might must shall should will would not no nor yet it its he him his she "
        "her they them their we us our you your i me my there here about after again against all also any because "
        "before between both down during each few first just like make more most much need next now only other own "
        "same some still such too under until very while let lead ask since given whether once even get give keep say "
        "want open start"
    ),
    number=_whole(
        f"(?:(?:{_EN_TEN})?(?:{_EN_UNIT})|{_EN_TEN})(?:s|th|ths|fold)?",
        f"(?:{_EN_SCALE})(?:s|th|ths)?",
        "zero|nil|nought|second|third|thirds|fifths?|eighths?|ninths?|twelfths?|(?:twent|thirt|fort|fift|sixt|sevent|eight|"
        "ninet)ieths?|half|halves|halved?|halving|twice|thrice|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|quadrupl\\w+|"
        "dozens?|percent|percentages?|percents|cent|cents",
    ),
    calendar=_whole(
        "(?:mon|tues|wednes|thurs|fri|satur|sun)days?",
        "january|february|april|june|july|august|september|october|november|december",
        "tomorrow|yesterday|fortnights?|midnight|noon",
    ),
    phrases=re.compile(
        r"\b(?:in|by|of|on|until|till|since|before|after|during|last|next|early|late|mid|this) (?:May|March)\b"
        r"|\ba quarter of\b|\bquarters of\b|\bper cent\b"
    ),
    harmless=re.compile(r"\b(?:no one|one another|one on one|(?:every|each|any|which|this|that|the|right) one)\b"),
    endings=_NOTHING,
)

# --- Finnish -------------------------------------------------------------------------------------------------------

_FI_STEM = (
    "yksi|yhde|yhte|yht|kaksi|kahde|kahte|kaht|kolme|kolma|kolmi|neljä|nelji|viisi|viide|viite|viit|kuusi|kuude|kuute|kuut|"
    "seitsemän|seitsemä|seitsemi|kahdeksan|kahdeksa|kahdeksi|yhdeksän|yhdeksä|yhdeksi|kymmenen|kymmene|kymmeni|kymmen|"
    "tuhat|tuhanne|tuhante|tuhansi|tuhan|sata|sada|sato|sado|miljoona|miljooni|miljardi|miljarde|nolla|nolli"
)
_FI_ENDING = (
    "t?[aä]|tt[aä]|n[aä]|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|e?n|aan|ään|een|iin|hin|ien|den|j[aä]|t|s|"
    "nnes|nne(?:n|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|ksen)|nte(?:en|n[aä])"
)
_FI_NUMBER = f"(?:(?:{_FI_STEM})(?:{_FI_ENDING})?)+(?:toista|kymmentä)?"
_FI_MEASURE = "vuoti|vuosi|kuukau|viiko|viikko|päiv|tunti|tunni|kertai|prosent|osai|kymmen"

FINNISH = Tongue(
    small=_small(
        "ja tai vai mutta eli sekä että jos kun kuin jotta koska vaikka joten niin myös vielä jo nyt sitten ensin "
        "aina ei en et emme ette eivät ole on oli ovat olivat olla olisi olisivat ollut mikä mitä mitkä miksi miten "
        "missä mistä mihin milloin millä millainen millaisia millaista kuka kuinka kenen ketkä ketä keitä kumpi "
        "kumpaa joka jotka jonka jolla josta johon mille miltä tämä tämän tätä tässä tästä nämä näitä se sen sitä "
        "siitä siinä siihen ne niiden niitä hän hänen he heidän heitä heille me meidän meitä meille te teidän teitä "
        "teille minä sinä itse kaikki kaikkea voi voisi voisimme pitää pitäisi täytyy saa saada saisi haluaa ennen "
        "jälkeen kanssa ilman kautta vasta tehdä mukaan asti jälkeen varten takia vuoksi kohti ehkä juuri pian ettei "
        "eikä jossa näin enemmän eniten paljon muu muut"
    ),
    number=_whole(
        f"{_FI_NUMBER}(?:kin|kaan|kään|kö|ko|han|hän)?",
        f"(?:{_FI_STEM})n?(?:{_FI_MEASURE})\\w*",
        "(?:puolitoista|puolet|puolikas|puolikkaan|puolittu\\w*|tusin\\w*|tupl\\w+|kaksinker\\w*|moninker\\w*|"
        "prosent\\w*|sadas\\w*)",
    ),
    calendar=_whole(
        "(?:maanan|tiis|tors|perjan|lauan|sunnun)tai\\w*",
        "keskivii[k]{1,2}o\\w*",
        "(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)ku[iu]\\w*",
        "huomen\\w*|huomi\\w*|eilen|eilis\\w*|ylihuom\\w*|toissapäiv\\w*",
    ),
    phrases=re.compile(r"\b[Pp]uol(?:en|i|ta) (?:vuo|tun|päiv|milj|viik|kuuk)"),
    harmless=re.compile(r"\b(?:yhdessä|yhtä|kahden kesken)\b"),
    endings=_whole(
        "\\w{2,}(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|iin|aan|ään|oon|uun|yyn|v[aä]t|taan|tään|mme|nsa|nsä|nut|nyt|"
        "sen|den|ien|jen|teen|tt[aä]|eet|aisi|isi|ko|kö|uu|ii|aa|ää|oo|minen|misen|mist[aä])"
    ),
)

# --- Swedish -------------------------------------------------------------------------------------------------------

_SV_NUMBER = (
    "noll|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo|"
    "trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|hundra|tusen"
)

SWEDISH = Tongue(
    small=_small(
        "och eller men om att det den de som för med på av till från i in inte är var vara varit blir bli har hade ha "
        "kan kunde ska skulle vill ville måste får fick vad vem vilka vilken vilket hur när varför där här så då nu "
        "än också bara mer mest än vi oss vår våra ni er era du din han hon hans hennes dem deras jag mig min sig sin "
        "sina detta denna dessa ett en man alla någon något några innan efter under över utan mellan hos vid mot "
        "redan ännu behöver finns göra gör först nästa samma varje"
    ),
    number=_whole(
        f"(?:{_SV_NUMBER}|en|ett)*(?:{_SV_NUMBER})(?:tals?|faldigt?|årig\\w*)?",
        "miljon\\w*|miljard\\w*|tredje\\w*|fjärde\\w*|femte\\w*|sjätte\\w*|sjunde\\w*|åttonde\\w*|nionde\\w*|tionde\\w*",
        "halv\\w*|hälften|dubb(?:el|la|lat|lats|lar|lades?)|tredubbl\\w*|fördubbl\\w*|dussin\\w*|procent\\w*|tiotals|hundratals",
    ),
    calendar=_whole(
        "(?:mån|tis|ons|tors|fre|lör|sön)dag\\w*",
        "(?:januari|februari|mars|april|juni|juli|augusti|september|oktober|november|december)s?",
        "imorgon|igår|övermorgon|förrgår",
    ),
    phrases=re.compile(r"\bi (?:morgon|går|maj)\b"),
    harmless=_NOTHING,
    endings=_NOTHING,
)

TONGUES = {"en": ENGLISH, "fi": FINNISH, "sv": SWEDISH}
"""The languages readings can be checked in. In another one none is accepted."""

ALWAYS_CAPITAL = {"en": frozenset({"I", "I'd", "I'll", "I'm", "I've"})}
"""Words that have a capital and name nobody."""
