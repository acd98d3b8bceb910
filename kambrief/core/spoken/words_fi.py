"""Finnish: written and spoken forms, in all cases that people use for numbers and days."""

# ruff: noqa: SIM905 -- lists of words read best as a line of words

from decimal import Decimal

from kambrief.core.spoken.tongue import Clock, Part, Rule, Tongue

_WEAK = ("n", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi")
# nominatives; stems of the weak cases; the other cases
_CARDINALS = {
    1: ("yksi yks", "yhde yhe", "yhteen yhtä yhtenä"),
    2: ("kaksi kaks", "kahde kahe", "kahteen kahta kahtena"),
    3: ("kolme", "kolme", "kolmeen kolmea kolmee kolmena"),
    4: ("neljä nelj", "neljä", "neljään neljää neljänä"),
    5: ("viisi viis", "viide viie", "viiteen viittä viitenä"),
    6: ("kuusi kuus", "kuude kuue", "kuuteen kuutta kuutena"),
    7: ("seitsemän seittemän seittämän", "seitsemä seittemä", "seitsemään seittemään seitsemää seittemää seitsemänä"),
    8: ("kahdeksan kaheksan", "kahdeksa kaheksa", "kahdeksaan kaheksaan kahdeksaa kaheksaa kahdeksana"),
    9: ("yhdeksän yheksän", "yhdeksä yheksä", "yhdeksään yheksään yhdeksää yheksää yhdeksänä"),
}
_ORDINALS = {
    1: "yhdes", 2: "kahdes", 3: "kolmas", 4: "neljäs", 5: "viides", 6: "kuudes", 7: "seitsemäs seittemäs",
    8: "kahdeksas kaheksas", 9: "yhdeksäs yheksäs", 10: "kymmenes",
}  # fmt: skip
_ORDINAL_ENDINGS = (
    "s", "nnen", "tta", "ttä", "nteen", "ntenä", "ntena", "nnessa", "nnessä", "nnesta", "nnestä", "nnella", "nnellä",
    "nnelta", "nneltä", "nnelle", "nneksi",
)  # fmt: skip
_FIRST = ("nen", "sen", "stä", "seen", "senä", "sessä", "sestä", "sellä", "seltä", "selle", "seksi")
_SECOND = ("nen", "sen", "seen", "sena", "sessa", "sesta", "sella", "selta", "selle", "seksi")


def _inflected(nominatives: str, stems: str, others: str) -> set[str]:
    return {*nominatives.split(), *(stem + end for stem in stems.split() for end in _WEAK), *others.split()}


def _parts() -> dict[str, Part]:
    found: dict[str, Part] = {}
    for value, (nominatives, stems, others) in _CARDINALS.items():
        found |= {form: Part("unit", value) for form in _inflected(nominatives, stems, others)}
    for value, bases in _ORDINALS.items():
        kind = "unit" if value < 10 else "kymmenen"
        for base in bases.split():
            found |= {base[:-1] + end: Part(kind, value, ordinal=True) for end in _ORDINAL_ENDINGS}
    found |= {f"ensimmäi{end}": Part("unit", 1, ordinal=True) for end in _FIRST}
    found |= {f"toi{end}": Part("unit", 2, ordinal=True) for end in _SECOND}
    found |= {form: Part("kymmenen", 10) for form in _inflected("kymmenen", "kymmene", "kymmeneen kymmenenä")}
    found |= {form: Part("kymmentä", 10) for form in ("kymmentä", "kymment")}
    found |= {form: Part("kymmentä", 10, alone=False) for form in ("kyt", "kytä", "kyttä", "kytn", "kyn")}
    found |= {
        f"{form}k{end}": Part("tens", value)
        for form, value in (("kol", 30), ("nel", 40), ("seit", 70), ("seis", 70))
        for end in ("yt", "ytä", "yttä", "ymmentä")
    }
    found |= {form: Part("toista", 10) for form in ("toista", "toist")}
    found |= {form: Part("hundred", 100) for form in _inflected("sata", "sada", "sataan satana")}
    found["sataa"] = Part("hundred", 100, alone=False)  # it also rains
    found |= {form: Part("scale", 1000) for form in _inflected("tuhat", "tuhanne", "tuhanteen tuhantena")}
    found["tuhatta"] = Part("scale", 1000, alone=False)
    for word, value in (("miljoona", 10**6), ("miljardi", 10**9)):
        long = "miljoonaan miljoonana miljoonaa" if word == "miljoona" else "miljardiin miljardina miljardia"
        found |= {form: Part("scale", value) for form in _inflected(word, word, long)}
    return found | {form: Part("ten", 0) for form in _inflected("nolla", "nolla", "nollaan nollaa")}


_DAYS = ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai")
_ON = ("na", "hin", "ta", "ksi", "ks", "lle", "lta", "sta", "ssa", "lla")
_PARTS_OF_DAY = ("aamu", "aamupäivä", "iltapäivä", "ilta")
_PART_ENDINGS = (
    "un",
    "uks",
    "na",
    "nä",
    "n",
    "ksi",
    "lle",
    "lla",
    "llä",
    "an",
    "än",
    "sta",
    "stä",
    "ta",
    "tä",
    "a",
    "ä",
)


def _weekdays() -> dict[str, tuple[int, bool]]:
    found: dict[str, tuple[int, bool]] = {}
    for number, name in enumerate(_DAYS):
        stems = ("keskiviikko", "keskiviiko") if number == 2 else (name,)
        ends = (*_ON, "on", "a") if number == 2 else _ON
        forms = {stem + end for stem in stems for end in ends}
        forms |= {f"{name}{part}{end}" for part in _PARTS_OF_DAY for end in _PART_ENDINGS}
        found |= dict.fromkeys(forms, (number, True))
        found |= dict.fromkeys((name, stems[-1] + "n", *(name + part for part in _PARTS_OF_DAY)), (number, False))
        found["keskiviikkoon" if number == 2 else f"{name}hin"] = (number, True)
    return {form + clitic: on for form, on in found.items() for clitic in ("", "kin", "han", "ko", "pa")}


_MONTH_NAMES = (
    "tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu",
)  # fmt: skip
_MONTH_ENDINGS = ("", "n", "ta", "ssa", "sta", "hun", "lle", "lla", "lta", "ksi", "na")

_NEXT = "ensi|ens"
_THIS = "tän|tämän|tän|kuluvan|tällä|tänä"
_MEASURE = "{num} {unit} päästä|kuluttua|sisällä|kuluessa|sisään|aikana|päähän"
_RULES = (
    Rule("iso", "{iso}"),
    Rule("dmy", "{dmy}"),
    Rule("dmy", "{dig} .? -|–|— {dmy}", which="from"),
    Rule("date", "{dom} .? päivä|päivänä|päivään? {mon} {year}?"),
    Rule("date", "{dom} .? -|–|—|viiva {dom2} .? päivä|päivänä|päivään? {mon} {year}?"),
    Rule("date", "{mongen} {dom} .? päivä|päivänä|päivään? ,? {year}?"),
    Rule("date", "{mongen} {dom} .? -|–|—|viiva {dom2} .? päivä|päivänä|päivään?"),
    Rule("date", "{ord} {ordmon} {year}?"),
    Rule("ordinal", "{ord} päivä|päivänä|päivään|päivälle|päiväksi", which="sure"),
    Rule("ordinal", "{dig} .? päivä|päivänä|päivään|päivälle", which="sure"),
    Rule("ordinal", "{ord} päivän? mennessä|asti|saakka", which="sure"),
    Rule("ordinal", "{ord}"),
    Rule("ordinal", "{dig} .", which="figures"),
    Rule("ordinal", "{card}", which="weak"),
    Rule("weekday", "{wd}"),
    Rule("weekday", "ensi|ens {wd}", which="next"),
    Rule("weekday", "viime|viimesenä|viimeisenä|edellisenä|menneenä {wd}", which="last"),
    Rule("weekday", "tänä|tulevana|tämä|tuleva {wd}"),
    Rule("weekday", "viikon päästä {wd}", which="week"),
    Rule("weekday", "{wd} viikon päästä", which="week"),
    Rule("week", f"{_NEXT} viikolla|viikon|viikko|viikkoon|viikolle|viikoks|viikoksi", 1),
    Rule("week", f"{_NEXT} viikon loppuun|lopussa|loppupuolella|lopulla|loppu|lopuksi", 1),
    Rule("week", f"{_NEXT} viikon alussa|alkuun|alkupuolella|alku", 1, "early"),
    Rule("week", f"{_NEXT} viikon puolivälissä|puoliväliin", 1, "mid"),
    Rule("week", "ensviikolla|ensviikon|ensviikko", 1),
    Rule("week", "seuraavalla|tulevalla viikolla|viikon", 1),
    Rule("week", f"{_THIS} viikon|viikolla|viikko|viikkoon|viikolle"),
    Rule("week", f"{_THIS}? viikon loppuun|lopussa|lopulla|lopuksi"),
    Rule("week", "loppuviikosta|loppuviikolla|loppuviikoksi|loppuviikkoon|loppuviikko"),
    Rule("week", "viime|edellisellä viikolla|viikon|viikko", -1),
    Rule("week", "viikolla|viikon|viikko|viikolle|viikkoon|vk|vko {wk}"),
    Rule("week", "viikon {wk} loppuun|lopussa|aikana"),
    Rule("day", "tänään|tänää|tänäänkin"),
    Rule("day", "tänä iltana|aamuna|iltapäivänä|aamupäivänä"),
    Rule("day", "päivän päätteeksi|loppuun|aikana", which="eod"),
    Rule("day", "vielä illalla|iltapäivällä|iltapäivästä"),
    Rule("day", "huomenna|huomenn|huomenissa|huomiseen|huomiseks|huomiseksi|huomiselle|huomisen", 1),
    Rule("day", "huomenaamuna|huomisaamuna|huomisiltana|huomisaamuun|huomisaamuksi", 1),
    Rule("day", "ylihuomenna|ylihuomiseen|ylihuomiseksi|ylihuomiselle|ylihuomisen", 2),
    Rule("day", "eilen|eilinen|eilisen|eilisestä|eileiseltä", -1),
    Rule("day", "toissapäivänä|toissapäiväinen|toissapäiväisen", -2),
    Rule("in", _MEASURE),
    Rule("in", "{unit} päästä|kuluttua|sisällä|kuluessa|sisään", 1),
    Rule("in", "parin {unit} päästä|kuluttua|sisällä|kuluessa|sisään", 2, "about"),
    Rule("vague", "muutaman {unit} päästä|kuluttua|sisällä|kuluessa"),
    Rule("ago", "{num} {unit} sitten"),
    Rule("ago", "{unit} sitten", 1),
    Rule("monthend", "kuun|kuukauden lopussa|loppuun|lopulla|lopuksi|loppuunkin|vaihteeseen|vaihteessa"),
    Rule("monthend", f"{_THIS} kuun|kuukauden lopussa|loppuun|lopulla|lopuksi"),
    Rule("monthend", f"{_NEXT}|seuraavan kuun|kuukauden lopussa|loppuun|lopulla|lopuksi", 1),
    Rule("monthend", f"{_THIS}? kuun|kuukauden viimeinen|viimeisenä|viimeiseen päivä|päivänä|päivään"),
    Rule("monthend", "{mongen} lopussa|loppuun|lopulla|lopuksi"),
    Rule("monthend", "{mongen} lopusta|lopulta", which="past"),
    Rule("yearend", f"{_THIS}? vuoden lopussa|loppuun|lopulla|lopuksi|vaihteessa|vaihteeseen"),
    Rule("yearend", "vuodenvaihteessa|vuodenvaihteeseen|vuodenvaihde|loppuvuoden|loppuvuodesta"),
    Rule("yearend", f"{_NEXT} vuoden lopussa|loppuun|lopulla", 1),
    Rule("quarterend", "kvartaalin|vuosineljänneksen|neljänneksen|kvarttaalin lopussa|loppuun|lopulla"),
    Rule("vague", f"{_NEXT}|seuraavassa|tässä|tän|tämän kuussa|kuun|kuuhun|kuukautena|kuukaudessa|kuukauden"),
    Rule("vague", f"{_NEXT} vuonna|vuoden|vuodelle|syksynä|keväänä|kesänä|talvena|kvartaalilla"),
    Rule("vague", "{mongen} alussa|alkuun|puolivälissä|puoliväliin|aikana|alkupuolella|loppupuolella|puolella"),
    Rule("vague", "{monin}"),
    Rule("vague", "kuun alussa|alkuun|puolivälissä|puoliväliin|aikana"),
    Rule("vague", "pian|piakkoin|lähiaikoina|lähipäivinä|lähiviikkoina|myöhemmin|joskus|aikanaan|jossain vaiheessa?"),
    Rule("vague", "mahdollisimman pian|nopeasti"),
    Rule("vague", "syksyllä|keväällä|kesällä|talvella"),
    Rule("vague", "hallituksen|johtoryhmän|kokouksen|palaverin|loman|lomien|juhannuksen|joulun|pääsiäisen jälkeen"),
)  # fmt: skip

TONGUE = Tongue(
    code="fi",
    parts=_parts(),
    values={
        **dict.fromkeys(("puolitoista", "puoltoista", "puolentoista", "puoltatoista", "puoleentoista"), Decimal("1.5")),
    },
    halves=(("ja", "puoli"), ("ja", "puol"), ("ja", "puolen"), ("ja", "puolta"), ("ja", "puoleen")),
    half_of=(("puoli",), ("puol",), ("puolen",), ("puolta",)),
    points=frozenset({"pilkku", "piste"}),
    joiners=frozenset(),
    articles=frozenset("yksi yks yhden yhtä yhteen yhdessä yhdestä yhdellä yhdelle yhtenä yhdeksi".split()),
    ratio=((),),
    weekdays=_weekdays(),
    weekdays_short={"ma": 0, "ti": 1, "ke": 2, "to": 3, "pe": 4, "la": 5, "su": 6},
    months={
        f"{name}kuu{end}": number
        for number, name in enumerate(_MONTH_NAMES, 1)
        for end in _MONTH_ENDINGS
    },
    units={
        **dict.fromkeys(("päivä", "päivän", "päivää", "päivään", "päivässä", "vuorokauden", "vuorokautta"), "day"),
        **dict.fromkeys(("arkipäivän", "arkipäivää", "työpäivän", "työpäivää", "pankkipäivän"), "workday"),
        **dict.fromkeys(("viikko", "viikon", "viikkoa", "viikkoon", "viikossa"), "week"),
        **dict.fromkeys(("kuukausi", "kuukauden", "kuukautta", "kuukauteen", "kuukaudessa", "kk"), "month"),
        **dict.fromkeys(("vuosi", "vuoden", "vuotta", "vuoteen", "vuodessa"), "year"),
    },
    rules=_RULES,
    leading=frozenset({"viimeistään", "ennen", "noin", "heti", "nyt", "jo"}),
    strong=frozenset({"viimeistään", "ennen"}),
    trailing=frozenset(
        "mennessä asti saakka aikana alkaen lähtien aamu aamulla aamuna aamupäivä aamupäivällä iltapäivä iltapäivällä "
        "iltapäivänä ilta illalla illaksi aamuksi".split()
    ),
    later=(("jälkeen",),),
    since=frozenset({"lähtien", "asti"}),
    joints=frozenset({",", "eli", "siis", "niin", "on", "päivä", "päivänä", "mennessä", "tuo", "se", "(", "vko"}),
    to=frozenset({"-", "–", "—", "viiva"}),
    every=frozenset({"joka", "jokainen", "jokaisena", "yleensä"}),
    plain=frozenset(
        "on oli ois olisi olis ja tai mutta vai eli niin mä sä hän se me te ne minä sinä he tää tämä ei en et emme käy "
        "sopii sopis sopisi kävis kävisi onnistuu riittää kello klo mennessä asti saakka viimeistään joo juu hyvä ok "
        "okei selvä silloin sitten siihen mulle sulle meille teille meillä teillä mulla sulla kanssa vielä kun jos "
        "että koska mulla sulla aamulla illalla iltapäivällä aamupäivällä puolilta saat saatte laitan tulee tulen "
        "koko yhteensä mullakin meilläkin kaikkiaan niitä niistä "
        "lähtee lähetän toimitan eikä vaan päivä päivänä nyt kyllä "
        "pidetään jälkeen ennen alkaen lähtien".split()
    ),
    things=frozenset("kerta kerran kertaa vuosi vuoden vuosisata vuosisadan sija sijalla osa luku kerros".split()),
    article_needed=frozenset(),
    ordinal_marks=frozenset({":s", ":nteen", ":nnen", ":ntenä", ":tta", ":ttä"}),
    measures={
        **dict.fromkeys("prosenttia prosentin prosentti prosenttiin prosentilla prosentista pros".split(), "%"),
        **dict.fromkeys("euroa euro euron euroon eurolla eurosta euroo eur".split(), "EUR"),
        **dict.fromkeys("dollaria dollari dollarin dollariin usd".split(), "USD"),
        **dict.fromkeys("kruunua kruunu kruunun sek".split(), "SEK"),
        **dict.fromkeys("puntaa punnan gbp".split(), "GBP"),
        **dict.fromkeys("frangia frangin chf".split(), "CHF"),
        **dict.fromkeys("tunti tunnin tuntia tuntiin tunnissa tunnista tunniksi h".split(), "h"),
        **dict.fromkeys("minuutti minuutin minuuttia minuuttiin min".split(), "min"),
    },
    clock=Clock(
        before=frozenset({"kello", "klo"}),
        before_weak=frozenset(),
        after=frozenset(),
        half=frozenset({"puoli", "puol"}),
        quarter=frozenset({"varttia", "vartin", "vartti", "viistoista", "viisitoista"}),
        to=frozenset({"vaille", "vailla", "vajaa"}),
        past=frozenset({"yli"}),
        minutes=frozenset({"minuuttia"}),
        morning=(("aamulla",), ("aamusta",), ("aamupäivällä",)),
        afternoon=(("illalla",), ("iltapäivällä",), ("iltapäivästä",)),
        named={"puoliltapäivin": 12, "keskipäivällä": 12, "puoliltaöin": 0},
        place=frozenset({"aikaa", "ajassa"}),
    ),
    clitics=("kin", "kaan", "kään", "han", "hän"),
)  # fmt: skip
