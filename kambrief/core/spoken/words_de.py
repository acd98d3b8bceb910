"""German, Swiss and Austrian forms too."""

# ruff: noqa: SIM905 -- lists of words read best as a line of words

from decimal import Decimal

from kambrief.core.spoken.tongue import Clock, Part, Rule, Tongue

_UNITS = "ein zwei drei vier fünf sechs sieben acht neun".split()
_TEENS = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split()
_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_UNIT_ORDINALS = "erst zweit dritt viert fünft sechst siebt acht neunt".split()
_ORDINAL_ENDINGS = ("e", "en", "er", "es", "em")


def _spellings(word: str) -> set[str]:
    """With and without umlauts and ß, as recognisers write them."""
    plain = word.replace("ß", "ss")
    return {word, plain, *(one.replace("ü", "ue").replace("ö", "oe") for one in (word, plain))}


def _parts() -> dict[str, Part]:
    cardinals = {word: Part("unit", value) for value, word in enumerate(_UNITS, 1)}
    cardinals |= {"zwo": Part("unit", 2), "ein": Part("unit", 1)}
    ones = dict(cardinals)
    cardinals |= {word: Part("ten", value) for value, word in enumerate(_TEENS, 10)}
    tens = {word: value * 10 for value, word in enumerate(_TENS, 2)}
    cardinals |= {word: Part("tens", value) for word, value in tens.items()}
    compounds = {
        f"{one}und{ten}": Part("tens", value + part.value) for ten, value in tens.items() for one, part in ones.items()
    }
    cardinals |= compounds
    ordinals: dict[str, int] = {word: value for value, word in enumerate(_UNIT_ORDINALS, 1)}
    ordinals["siebent"] = 7
    found = dict(cardinals)
    found |= {
        f"{base}{end}": Part("unit", value, ordinal=True)
        for base, value in ordinals.items()
        for end in _ORDINAL_ENDINGS
    }
    for word, part in cardinals.items():
        if part.kind in {"ten", "tens"}:
            base = word + ("t" if part.value < 20 else "st")
            found |= {f"{base}{end}": Part(part.kind, part.value, ordinal=True) for end in _ORDINAL_ENDINGS}
    found |= dict.fromkeys(("eins",), Part("unit", 1))
    found |= dict.fromkeys(("eine", "einen", "einem", "einer"), Part("unit", 1))
    found |= {
        "null": Part("ten", 0), "und": Part("und", 0, alone=False), "hundert": Part("hundred", 100),
        "tausend": Part("scale", 1000), "million": Part("scale", 10**6), "millionen": Part("scale", 10**6),
        "milliarde": Part("scale", 10**9), "milliarden": Part("scale", 10**9),
    }  # fmt: skip
    return {spelling: part for word, part in found.items() for spelling in _spellings(word)}


def _halves() -> dict[str, Decimal]:
    found = {f"{word}einhalb": value + Decimal("0.5") for value, word in enumerate(_UNITS, 1)}
    found |= {f"{word}einhalb": value + Decimal("0.5") for value, word in enumerate(_TEENS, 10)}
    whole = {spelling: value for word, value in found.items() for spelling in _spellings(word)}
    return (
        whole | dict.fromkeys(("anderthalb", "eineinhalb", "einundeinhalb"), Decimal("1.5")) | {"dutzend": Decimal(12)}
    )


_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_PARTS_OF_DAY = ("morgen", "früh", "vormittag", "mittag", "nachmittag", "abend")
_MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember",
)  # fmt: skip


def _weekdays() -> dict[str, tuple[int, bool]]:
    found: dict[str, tuple[int, bool]] = {}
    for number, day in (*enumerate(_DAYS), (5, "sonnabend")):
        found |= {day: (number, False), f"{day}es": (number, False)}
        found |= {f"{day}{part}": (number, True) for part in _PARTS_OF_DAY}
    return found


_NEXT = "nächste|nächsten|nächster|nächstem|kommende|kommenden|kommender"
_THIS = "diese|dieser|diesen|dieses"
_RULES = (
    Rule("iso", "{iso}"),
    Rule("dmy", "{dmy}"),
    Rule("dmy", "{dig} .? -|–|—|bis zum? {dmy}", which="from"),
    Rule("date", "der|den|dem|am|zum|vom|ab? {dom} .? {mon} ,? {year}?"),
    Rule("date", "der|den|dem|am|zum|vom|ab? {ord} {ordmon} {year}?"),
    Rule("date", "der|den|dem|am|zum|vom|ab? {dom} .? -|–|—|bis|und zum? den? {dom2} .? {mon} ,? {year}?"),
    Rule("ordinal", "der|den|dem|am|zum|vom|ab {ord}", which="the"),
    Rule("ordinal", "der|den|dem|am|zum|vom {dig} .", which="the"),
    Rule("ordinal", "{ord}"),
    Rule("ordinal", "{dig} .", which="figures"),
    Rule("weekday", "{wd}"),
    Rule("weekday", "nächsten|nächster|nächstem|nächste {wd}", which="next"),
    Rule("weekday", "letzten|letzter|letztem|vergangenen|vergangener|vorigen|voriger {wd}", which="last"),
    Rule("weekday", "kommenden|kommender|diesen|dieser|diesem {wd}"),
    Rule("weekday", "{wd} in einer woche", which="week"),
    Rule("weekday", "in einer woche am? {wd}", which="week"),
    Rule("week", f"{_NEXT} woche", 1),
    Rule("week", f"{_THIS} woche"),
    Rule("week", f"ende {_NEXT} woche", 1),
    Rule("week", f"anfang {_NEXT} woche", 1, "early"),
    Rule("week", f"mitte {_NEXT} woche", 1, "mid"),
    Rule("week", f"ende der|{_THIS} woche"),
    Rule("week", "wochenende"),
    Rule("week", "letzte|letzter|letzten|vergangene|vergangener|vorige|voriger woche", -1),
    Rule("week", "übernächste|übernächster|übernächsten woche", 2),
    Rule("week", "kw|kalenderwoche|woche {wk}"),
    Rule("week", "der? {wkord} kalenderwoche|kw"),
    Rule("week", "ende kw|kalenderwoche {wk}"),
    Rule("weekof", "der|die? woche vom|ab"),
    Rule("day", "heute morgen|vormittag|mittag|nachmittag|abend|noch?"),
    Rule("day", "heutigen|heutige tag|tages?"),
    Rule("day", "ende des tages", which="eod"),
    Rule("day", "{morgen}", 1),
    Rule("day", "morgigen|morgige|morgiger tag|tages?", 1, "adj"),
    Rule("day", "übermorgen", 2),
    Rule("day", "gestern|gestrigen|gestrige|gestriger abend|tag|tages?", -1),
    Rule("day", "vorgestern", -2),
    Rule("in", "in|innerhalb|binnen von? {num} {unit}"),
    Rule("in", "heute in {num} {unit}"),
    Rule("in", "in ein paar {unit}", 2, "about"),
    Rule("vague", "in|innerhalb|binnen von? wenigen|einigen|paar {unit}"),
    Rule("vague", "in den nächsten|kommenden {unit}"),
    Rule("ago", "vor {num} {unit}"),
    Rule("monthend", f"ende des|{_THIS} monats"),
    Rule("monthend", "monatsende|ultimo"),
    Rule("monthend", "letzten|letzte|letzter tag des|dieses monats"),
    Rule("monthend", "ende nächsten|kommenden monats", 1),
    Rule("monthend", "ende {mon} {year}?"),
    Rule("yearend", f"ende des|{_THIS} jahres"),
    Rule("yearend", "jahresende|jahreswechsel|jahresschluss"),
    Rule("yearend", "ende nächsten|kommenden jahres", 1),
    Rule("quarterend", f"ende des|{_THIS} quartals"),
    Rule("quarterend", "quartalsende"),
    *(Rule("quarterend", f"ende q{number}", number) for number in range(1, 5)),
    Rule("vague", f"{_NEXT}|{_THIS} monat|quartal|jahr|frühjahr|herbst|sommer|winter"),
    Rule("vague", "anfang|mitte des|{mon}? monats|jahres|quartals"),
    Rule("vague", "anfang|mitte {mon}"),
    Rule("vague", "im laufe? des? {mon}"),
    Rule("vague", "im {mon}"),
    Rule("vague", "bald|demnächst|später|irgendwann|zeitnah|baldmöglichst|schnellstmöglich|gelegentlich"),
    Rule("vague", "so bald|schnell wie möglich"),
    Rule("vague", "sobald wie möglich"),
    Rule("vague", "bei gelegenheit"),
    Rule("vague", "im herbst|frühjahr|sommer|winter|frühling"),
    Rule("vague", "nach der|dem|den sitzung|vorstandssitzung|besprechung|urlaub|ferien|feiertagen|sommerpause"),
)  # fmt: skip

TONGUE = Tongue(
    code="de",
    parts=_parts(),
    values=_halves(),
    halves=(("und", "ein", "halb"), ("und", "ein", "halbes"), ("einhalb",), ("ein", "halb")),
    half_of=(("eine", "halbe"), ("einer", "halben"), ("eine", "halben"), ("ein", "halbes"), ("halbe",)),
    points=frozenset({"komma", "punkt"}),
    joiners=frozenset(),
    articles=frozenset({"ein", "eine", "einen", "einem", "einer"}),
    ratio=(("von",), ("aus",), ("von", "den"), ("von", "insgesamt")),
    weekdays=_weekdays(),
    weekdays_short={"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6},
    months={
        **{name: number for number, name in enumerate(_MONTHS, 1)},
        **{name[:3]: number for number, name in enumerate(_MONTHS, 1)},
        "jänner": 1, "feber": 2, "maerz": 3, "sept": 9, "juno": 6, "julei": 7,
        "oktobers": 10, "novembers": 11, "dezembers": 12, "septembers": 9,
    },
    units={
        **dict.fromkeys(("tag", "tage", "tagen", "tages"), "day"),
        **dict.fromkeys(("arbeitstag", "arbeitstage", "arbeitstagen", "werktage", "werktagen", "werktag"), "workday"),
        **dict.fromkeys(("woche", "wochen"), "week"),
        **dict.fromkeys(("monat", "monate", "monaten", "monats"), "month"),
        **dict.fromkeys(("jahr", "jahre", "jahren", "jahres"), "year"),
    },
    rules=_RULES,
    leading=frozenset({"am", "bis", "zum", "vor", "ab", "vom", "den", "der", "dem", "spätestens", "noch", "zu"}),
    strong=frozenset({"am", "bis", "zum", "vor", "ab", "vom", "spätestens"}),
    trailing=frozenset({"früh", "morgen", "vormittag", "mittag", "nachmittag", "abend"}),
    later=(("nach",), ("nicht", "vor"), ("frühestens",), ("nach", "dem"), ("frühestens", "am")),
    since=frozenset({"seit"}),
    joints=frozenset({",", "der", "den", "dem", "also", "in", "das", "heißt", "ist", "am", "(", "wäre"}),
    to=frozenset({"-", "–", "—", "bis"}),
    every=frozenset({"jeden", "jeder", "jedem"}),
    plain=frozenset(
        "ist war wäre wird kann passt geht ginge klappt und oder aber also wenn ich wir du sie er es man dann um uhr "
        "in "
        "im auf für mit nicht gut okay ok ja nein bitte danke weil da damit als bis zum noch auch bei nachmittags "
        "vormittags morgens schicken schicke bekommen haben hat ab reicht spätestens fertig vorliegen".split()
    ),
    things=frozenset("mal male jahrhundert stelle stock platz".split()),
    article_needed=frozenset({"der", "den", "dem", "am", "zum", "vom", "ab"}),
    ordinal_marks=frozenset(),
    measures={
        **dict.fromkeys(("prozent", "prozents"), "%"),
        **dict.fromkeys(("euro", "euros", "eur"), "EUR"),
        **dict.fromkeys(("dollar", "dollars", "usd"), "USD"),
        **dict.fromkeys(("kronen", "krone", "sek"), "SEK"),
        **dict.fromkeys(("pfund", "gbp"), "GBP"), **dict.fromkeys(("franken", "chf"), "CHF"),
        **dict.fromkeys(("stunde", "stunden", "h"), "h"),
        **dict.fromkeys(("minute", "minuten", "min"), "min"),
    },
    clock=Clock(
        before=frozenset(),
        before_weak=frozenset({"um", "gegen"}),
        after=frozenset({"uhr"}),
        half=frozenset({"halb"}),
        quarter=frozenset({"viertel"}),
        to=frozenset({"vor"}),
        past=frozenset({"nach"}),
        minutes=frozenset({"minuten"}),
        morning=(("morgens",), ("vormittags",), ("früh",), ("am", "vormittag"), ("am", "morgen")),
        afternoon=(("nachmittags",), ("abends",), ("mittags",), ("am", "nachmittag"), ("am", "abend")),
        named={},
        place=frozenset({"zeit", "ortszeit"}),
    ),
    thousands=".",
    decimal=",",
)  # fmt: skip
