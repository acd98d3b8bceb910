"""Swedish."""

# ruff: noqa: SIM905 -- lists of words read best as a line of words

from decimal import Decimal

from kambrief.core.spoken.tongue import Clock, Part, Rule, Tongue

_UNITS = {"ett": 1, "en": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "nie": 9}
_TEENS = "tio elva tolv tretton fjorton femton sexton sjutton arton nitton".split()
_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()
_UNIT_ORDINALS = "första andra tredje fjärde femte sjätte sjunde åttonde nionde".split()
_TEEN_ORDINALS = "tionde elfte tolfte trettonde fjortonde femtonde sextonde sjuttonde artonde nittonde".split()


def _parts() -> dict[str, Part]:
    found = {word: Part("unit", value) for word, value in _UNITS.items()}
    found |= {word: Part("ten", value) for value, word in enumerate(_TEENS, 10)}
    found |= {word: Part("tens", value * 10) for value, word in enumerate(_TENS, 2)}
    found |= {word[:-1]: Part("tens", value * 10) for value, word in enumerate(_TENS, 2) if word.endswith("io")}
    found |= dict.fromkeys(("tjuge", "tju"), Part("tens", 20, alone=False))
    found |= {word: Part("unit", value, ordinal=True) for value, word in enumerate(_UNIT_ORDINALS, 1)}
    found |= dict.fromkeys(("förste",), Part("unit", 1, ordinal=True)) | {"andre": Part("unit", 2, ordinal=True)}
    found |= {word: Part("ten", value, ordinal=True) for value, word in enumerate(_TEEN_ORDINALS, 10)}
    found |= {f"{word}nde": Part("tens", value * 10, ordinal=True) for value, word in enumerate(_TENS, 2)}
    found |= {"trettifö": Part("tens", 30, alone=False)}
    return found | {
        "noll": Part("ten", 0), "hundra": Part("hundred", 100), "hundratals": Part("hundred", 100, alone=False),
        "tusen": Part("scale", 1000), "miljon": Part("scale", 10**6), "miljoner": Part("scale", 10**6),
        "miljard": Part("scale", 10**9), "miljarder": Part("scale", 10**9),
    }  # fmt: skip


_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_PARTS_OF_DAY = ("morgon", "morgonen", "förmiddag", "förmiddagen", "eftermiddag", "eftermiddagen", "kväll", "kvällen")

_NEXT = "nästa|nästkommande|kommande"
_RULES = (
    Rule("iso", "{iso}"),
    Rule("dmy", "{dmy}"),
    Rule("slash", "den {slash}", which="sure"),
    Rule("slash", "{slash}"),
    Rule("date", "den? {dom} {mon} ,? {year}?"),
    Rule("date", "den? {ord} i {ordmon}"),
    Rule("date", "den? {dom} -|–|—|till|och den? {dom2} {mon} ,? {year}?"),
    Rule("ordinal", "den {ord}", which="the"),
    Rule("ordinal", "den {card}", which="the"),
    Rule("ordinal", "{ord}"),
    Rule("weekday", "{wd}"),
    Rule("weekday", f"{_NEXT} {{wd}}", which="next"),
    Rule("weekday", "förra|senaste {wd}", which="last"),
    Rule("weekday", "i {wds}", which="last"),
    Rule("weekday", "den här|kommande {wd}"),
    Rule("weekday", "{wd} om en vecka", which="week"),
    Rule("weekday", "om en vecka på {wd}", which="week"),
    Rule("week", f"{_NEXT} vecka|veckas", 1),
    Rule("week", "veckan som kommer", 1),
    Rule("week", f"slutet på|av {_NEXT} vecka", 1),
    Rule("week", f"början på|av {_NEXT} vecka", 1, "early"),
    Rule("week", f"mitten på|av {_NEXT} vecka", 1, "mid"),
    Rule("week", "slutet på|av veckan|denna vecka?"),
    Rule("week", "den här|denna vecka|veckan|veckans"),
    Rule("week", "denna vecka|veckas"),
    Rule("week", "i|under veckan"),
    Rule("week", "förra veckan|vecka|veckans", -1),
    Rule("week", "nästnästa vecka", 2),
    Rule("week", "vecka|v|veckan {wk}"),
    Rule("week", "slutet på|av vecka|v {wk}"),
    Rule("weekof", "veckan som börjar|startar? med?"),
    Rule("day", "idag|ikväll"),
    Rule("day", "i dag|kväll|eftermiddag|förmiddag"),
    Rule("day", "senare idag"),
    Rule("day", "i? slutet av|på dagen", which="eod"),
    Rule("day", "imorgon|imorron|imorrn|morgondagen bitti|förmiddag|eftermiddag|kväll?", 1),
    Rule("day", "i morgon|morron|morrn bitti|förmiddag|eftermiddag|kväll?", 1),
    Rule("day", "övermorgon|iövermorgon|övermorrn", 2),
    Rule("day", "i övermorgon|övermorron", 2),
    Rule("day", "igår|gårdagens", -1),
    Rule("day", "i går|natt", -1),
    Rule("day", "förrgår|iförrgår", -2),
    Rule("day", "i förrgår", -2),
    Rule("in", "om|inom {num} {unit}"),
    Rule("in", "om|inom ett par {unit}", 2, "about"),
    Rule("vague", "om|inom några {unit}"),
    Rule("vague", "de närmaste {unit}"),
    Rule("ago", "för? {num} {unit} sedan|sen"),
    Rule("monthend", "i|till|före|innan? slutet av|på månaden|denna månad?"),
    Rule("monthend", "månadsskiftet|månadsslutet"),
    Rule("monthend", "sista dagen i månaden|denna månad?"),
    Rule("monthend", "i? slutet av|på nästa månad", 1),
    Rule("monthend", "i|till? slutet av|på {mon} {year}?"),
    Rule("yearend", "i|till? slutet av|på året|detta år?"),
    Rule("yearend", "årsskiftet|årsslutet"),
    Rule("yearend", "i? slutet av|på nästa år", 1),
    Rule("quarterend", "i|till? slutet av|på kvartalet"),
    *(Rule("quarterend", f"i|till? slutet av|på q{number}", number) for number in range(1, 5)),
    Rule("quarterend", "kvartalsskiftet|kvartalsslutet"),
    Rule("vague", f"{_NEXT} månad|kvartal|år|vår|höst|sommar|vinter"),
    Rule("vague", "i? början|mitten av|på {mon}"),
    Rule("vague", "i? början|mitten av|på månaden|året|kvartalet"),
    Rule("vague", "i|under|innan|före {mon}"),
    Rule("vague", "snart|inom kort|senare|sedermera"),
    Rule("vague", "inom kort"),
    Rule("vague", "så snart|fort som möjligt"),
    Rule("vague", "till|i|under höst|höstas|hösten|våren|sommaren|vintern"),
    Rule("vague", "i höst|vår|sommar|vinter"),
    Rule("vague", "någon gång"),
    Rule("vague", "vid tillfälle"),
    Rule("vague", "framöver"),
    Rule("vague", "efter mötet|styrelsemötet|styrelsen|semestern|sommaren|jul|påsk|midsommar"),
)  # fmt: skip

TONGUE = Tongue(
    code="sv",
    parts=_parts(),
    values={"halvannan": Decimal("1.5"), "dussin": Decimal(12)},
    halves=(("och", "en", "halv"), ("och", "ett", "halvt"), ("och", "halv"), ("och", "halvt")),
    half_of=(("en", "halv"), ("ett", "halvt"), ("halv",), ("halvt",)),
    points=frozenset({"komma", "punkt"}),
    joiners=frozenset({"och"}),
    articles=frozenset({"en", "ett"}),
    ratio=(("av",), ("utav",), ("av", "de"), ("av", "totalt")),
    weekdays={
        **{day: (number, False) for number, day in enumerate(_DAYS)},
        **{f"{day}en": (number, True) for number, day in enumerate(_DAYS)},
        **{f"{day}ens": (number, False) for number, day in enumerate(_DAYS)},
        **{f"{day}s{part}": (number, True) for number, day in enumerate(_DAYS) for part in _PARTS_OF_DAY},
    },
    weekdays_short={"mån": 0, "tis": 1, "ons": 2, "tors": 3, "tor": 3, "fre": 4, "lör": 5, "sön": 6},
    months={
        **{name: number for number, name in enumerate(_MONTHS, 1)},
        **{name[:3]: number for number, name in enumerate(_MONTHS, 1)},
        "sept": 9,
    },
    units={
        **dict.fromkeys(("dag", "dagar", "dagars"), "day"),
        **dict.fromkeys(("arbetsdag", "arbetsdagar", "vardagar", "bankdagar"), "workday"),
        **dict.fromkeys(("vecka", "veckor", "veckors"), "week"),
        **dict.fromkeys(("månad", "månader"), "month"),
        **dict.fromkeys(("år",), "year"),
    },
    rules=_RULES,
    leading=frozenset({"på", "till", "senast", "innan", "före", "från", "den", "nu", "tills"}),
    strong=frozenset({"på", "till", "senast", "innan", "före", "från", "nu", "tills"}),
    trailing=frozenset({"bitti", "morgon", "förmiddag", "eftermiddag", "kväll"}),
    later=(("efter",), ("inte", "före"), ("tidigast",)),
    since=frozenset({"sedan", "sen"}),
    joints=frozenset({",", "den", "alltså", "dvs", "det", "vill", "säga", "är", "på", "i", "(", "så"}),
    to=frozenset({"-", "–", "—", "till", "tom"}),
    every=frozenset({"varje", "varannan", "alla"}),
    plain=frozenset(
        "är var blir vore kan ska skulle passar funkar fungerar går duger och eller men så om jag vi du ni han hon den "
        "det de då sedan sen klockan kl i på till med för inte bra okej ok ja nej gärna tack att eftersom när medan "
        "senast före efter innan igen också förmiddag eftermiddag kväll skickar får har".split()
    ),
    things=frozenset("gången gång plats våningen århundradet seklet punkten".split()),
    article_needed=frozenset({"den", "på", "till", "senast"}),
    ordinal_marks=frozenset({":e", ":a", "e"}),
    measures={
        **dict.fromkeys(("procent", "procents", "procenten"), "%"),
        **dict.fromkeys(("euro", "eur"), "EUR"),
        **dict.fromkeys(("dollar", "usd"), "USD"),
        **dict.fromkeys(("kronor", "krona", "kr", "sek", "kronors"), "SEK"),
        **dict.fromkeys(("pund", "gbp"), "GBP"), **dict.fromkeys(("franc", "chf"), "CHF"),
        **dict.fromkeys(("timme", "timmar", "timmars", "timmes", "tim", "h"), "h"),
        **dict.fromkeys(("minut", "minuter", "min"), "min"),
    },
    clock=Clock(
        before=frozenset({"klockan", "kl"}),
        before_weak=frozenset(),
        after=frozenset(),
        half=frozenset({"halv"}),
        quarter=frozenset({"kvart"}),
        to=frozenset({"i"}),
        past=frozenset({"över"}),
        minutes=frozenset({"minuter"}),
        morning=(("på", "morgonen"), ("på", "förmiddagen"), ("på", "fm")),
        afternoon=(("på", "eftermiddagen"), ("på", "kvällen"), ("på", "em")),
        named={},
        place=frozenset({"tid"}),
    ),
)  # fmt: skip
