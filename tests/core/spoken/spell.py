"""Numbers and dates as people say them: a speller of its own, so that reading is tested against something else."""

# ruff: noqa: SIM905 -- lists of words read best as a line of words

import datetime as dt

FI_UNITS = "nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän".split()
FI_ORDINALS = "x yhdes kahdes kolmas neljäs viides kuudes seitsemäs kahdeksas yhdeksäs".split()
EN_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
EN_TENS = "x x twenty thirty forty fifty sixty seventy eighty ninety".split()
SV_SMALL = (
    "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
).split()
SV_TENS = "x x tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()
DE_SMALL = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
).split()
DE_TENS = "x x zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()


def fi(number: int) -> str:
    if number >= 1000:
        above, rest = divmod(number, 1000)
        return ("tuhat" if above == 1 else fi(above) + "tuhatta") + (fi(rest) if rest else "")
    if number >= 100:
        above, rest = divmod(number, 100)
        return ("sata" if above == 1 else FI_UNITS[above] + "sataa") + (fi(rest) if rest else "")
    if number >= 20:
        return FI_UNITS[number // 10] + "kymmentä" + (FI_UNITS[number % 10] if number % 10 else "")
    return "kymmenen" if number == 10 else FI_UNITS[number - 10] + "toista" if number > 10 else FI_UNITS[number]


def en(number: int) -> str:
    if number >= 1000:
        above, rest = divmod(number, 1000)
        return f"{en(above)} thousand" + (f" {en(rest)}" if rest else "")
    if number >= 100:
        above, rest = divmod(number, 100)
        return f"{EN_SMALL[above]} hundred" + (f" and {en(rest)}" if rest else "")
    if number >= 20:
        return EN_TENS[number // 10] + (f"-{EN_SMALL[number % 10]}" if number % 10 else "")
    return EN_SMALL[number]


def sv(number: int) -> str:
    if number >= 1000:
        above, rest = divmod(number, 1000)
        return ("" if above == 1 else sv(above)) + "tusen" + (sv(rest) if rest else "")
    if number >= 100:
        above, rest = divmod(number, 100)
        return SV_SMALL[above] + "hundra" + (sv(rest) if rest else "")
    if number >= 20:
        return SV_TENS[number // 10] + (SV_SMALL[number % 10] if number % 10 else "")
    return SV_SMALL[number]


def de(number: int, *, last: bool = True) -> str:
    if number >= 1000:
        above, rest = divmod(number, 1000)
        return de(above, last=False) + "tausend" + (de(rest) if rest else "")
    if number >= 100:
        above, rest = divmod(number, 100)
        return DE_SMALL[above] + "hundert" + (de(rest, last=last) if rest else "")
    if number >= 20:
        return (f"{DE_SMALL[number % 10]}und" if number % 10 else "") + DE_TENS[number // 10]
    return "eins" if number == 1 and last else DE_SMALL[number]


SPELL = {"fi": fi, "en": en, "sv": sv, "de": de}


def ordinal_fi(day: int) -> str:
    if day < 3:
        return ("ensimmäinen", "toinen")[day - 1]
    if day <= 10:
        return "kymmenes" if day == 10 else FI_ORDINALS[day]
    if day < 20:
        return FI_ORDINALS[day - 10] + "toista"
    unit = "ensimmäinen" if day % 10 == 1 else FI_ORDINALS[day % 10]
    return FI_ORDINALS[day // 10] + "kymmenes" + (unit if day % 10 else "")


EN_ORDINALS = (
    "x first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


def ordinal_en(day: int) -> str:
    if day <= 20:
        return EN_ORDINALS[day]
    return "thirtieth" if day == 30 else f"{EN_TENS[day // 10]}-{EN_ORDINALS[day % 10]}"


SV_ORDINALS = (
    "x första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde femtonde "
    "sextonde sjuttonde artonde nittonde tjugonde"
).split()


def ordinal_sv(day: int) -> str:
    if day <= 20:
        return SV_ORDINALS[day]
    return "trettionde" if day == 30 else SV_TENS[day // 10] + SV_ORDINALS[day % 10]


DE_ORDINALS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}


def ordinal_de(day: int, ending: str = "en") -> str:
    return DE_ORDINALS.get(day, de(day) + ("t" if day < 20 else "st")) + ending


WEEKDAYS = {
    "fi": "maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag".split(),
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
}
MONTHS = {
    "fi": [f"{one}kuuta" for one in "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu".split()],
    "en": "January February March April May June July August September October November December".split(),
    "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
}


def spoken_dates(date: dt.date, language: str) -> list[str]:
    """A date with its month, and with its weekday, as people say it."""
    month, weekday, day = MONTHS[language][date.month - 1], WEEKDAYS[language][date.weekday()], date.day
    if language == "fi":
        return [
            f"{ordinal_fi(day)} {month}",
            f"{weekday} {ordinal_fi(day)} {month}",
            f"{month[:-2]}n {ordinal_fi(day)}",
        ]
    if language == "en":
        return [
            f"the {ordinal_en(day)} of {month}", f"{weekday} the {ordinal_en(day)} of {month}",
            f"{month} {ordinal_en(day)}", f"{weekday}, {month} the {ordinal_en(day)}",
        ]  # fmt: skip
    if language == "sv":
        return [f"den {ordinal_sv(day)} {month}", f"{weekday} den {ordinal_sv(day)} {month}"]
    return [
        f"der {ordinal_de(day, 'e')} {month}", f"am {ordinal_de(day)} {month}",
        f"{weekday}, den {ordinal_de(day)} {month}",
    ]  # fmt: skip


def written_dates(date: dt.date, language: str) -> list[str]:
    month, day = MONTHS[language][date.month - 1], date.day
    return {
        "fi": [f"{day}. {month}", f"{day}.{date.month}.", f"{day}.{date.month}.{date.year}"],
        "en": [f"{day} {month}", f"{month} {day}", f"{month} {day}, {date.year}", f"{month[:3]} {day}"],
        "sv": [f"den {day} {month}", f"{day} {month} {date.year}", f"{day}.{date.month}."],
        "de": [f"{day}. {month}", f"am {day}.{date.month}.", f"{day}. {month} {date.year}"],
    }[language] + [date.isoformat()]


def days_alone(date: dt.date, language: str) -> list[str]:
    """The day with its weekday, the month unsaid."""
    weekday, day = WEEKDAYS[language][date.weekday()], date.day
    return {
        "fi": [f"{weekday} {ordinal_fi(day)}", f"{weekday}, {ordinal_fi(day)} päivä"],
        "en": [f"{weekday} the {ordinal_en(day)}", f"on {weekday}, the {ordinal_en(day)}"],
        "sv": [f"{weekday} den {ordinal_sv(day)}"],
        "de": [f"{weekday}, den {ordinal_de(day)}", f"{weekday} der {ordinal_de(day, 'e')}"],
    }[language]
