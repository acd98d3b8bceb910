"""Cuts claims out of text: dates, times, money, percentages, scores, counts, quarters, ids, links, quotations.

Language-blind where forms don't clash: ``31.10.``, ``31 October``, ``Oct 31``, ``412 000 €`` and ``EUR 412,000`` are
read alike. What has been read is masked, so that a date's digits are not read again as numbers. Positions stay true.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from babel import Locale

from kambrief.evaluation.numerals import NUMBER, SCALE, in_words, number, scale, words

LANGUAGES: Final = ("en", "fi", "sv", "de")
_YEAR: Final = 366
_SHORT: Final = 5
"""Longer names of days are whole words; shorter ones are abbreviations and take no endings."""

_SPACES: Final = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2009\t", " ") | {"\u2212": "-", "\u2011": "-", "\u2010": "-"}
)
_QUOTED: Final = re.compile(r"”([^”“\n]+)”|“([^”“\n]+)[”“]|„([^“”\n]+)[“”]|\"([^\"\n]+)\"|«([^»\n]+)»|»([^«»\n]+)[«»]")
_SIGN: Final = r"(?:(?<![\w.,])[-+–](?=\d)|(?<=\s)[-+–]\s?(?=\d))?"
_CODES: Final = "EUR|USD|GBP|SGD|NOK|SEK|DKK|CHF|JPY|AUD|CAD|PLN"
_SYMBOLS: Final = r"€|\$|£|[Ee]uro\w*|kr\b|kronor\b"
_SCALES: Final = rf"(?:\s?(?P<scale>{SCALE})(?=\s?(?:{_SYMBOLS}|(?:{_CODES})\b)|(?!\w)))?"
_DAYS: Final = (
    r"(?:business |working )?days?\b|arkipäiv\w*|päiv\w*|pv\b|vrk\b",
    r"(?:arbets|var)?dag(?:ar|en)?s?\b|(?:werk|arbeits)?tage?[ns]?\b",
)
_UNITS: Final = (
    ("days", "|".join(_DAYS)),
    ("weeks", r"weeks?\b|viiko?\w*|viikk\w*|vko\b|veck(?:a|or)\w*|wochen?\b"),
    ("months", r"[- ]?months?\b|kk\b|kuukau\w*|mån\b|månad\w*|monate?n?\b"),
    ("years", r"years?\b|vuo(?:tta|den|si|sia)\b|års?\b|jahre?[ns]?\b"),
    ("minutes", r"min\b\.?|minutes?\b|minuut\w*|minut(?:er)?\b|minuten\b"),
)
_ANY_CASE: Final = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class Token:
    """One claim. ``value`` depends on the kind: see `Reader`."""

    kind: str
    text: str
    start: int
    end: int
    value: object
    signed: bool = False
    """Written with a sign, so that the sign is part of the claim."""
    digits: int = 0
    """Decimals shown: a value matches when it rounds to what is shown."""
    scale: int = 1

    def moved(self, by: int) -> "Token":
        """The same token, so many characters on."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class PartDate:
    """A date as written: the year and the weekday (Monday 0) may be unsaid, and so may the day ("since June")."""

    day: int | None
    month: int
    year: int | None = None
    weekday: int | None = None

    def means(self, date: dt.date, today: dt.date) -> bool:
        """Whether it can mean ``date``: without a year, one within a year of today."""
        near = self.year == date.year if self.year else abs((date - today).days) <= _YEAR
        return (
            near
            and self.month == date.month
            and self.day in {None, date.day}
            and self.weekday in {None, date.weekday()}
        )


def clean(text: str) -> str:
    """Ordinary spaces and minus signs, no Markdown emphasis; line structure kept."""
    return re.sub(r"\*{1,3}|`|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)", "", text.translate(_SPACES))


def mask(text: str, start: int, end: int, fill: str = "\u0001") -> str:
    """The text with one span made unreadable, its length kept."""
    return text[:start] + fill * (end - start) + text[end:]


@cache
def month_names(language: str) -> dict[str, int]:
    """Month names and their short forms, lower case, with the endings a month takes in running Finnish."""
    names = _calendar(language, "months")
    if language == "fi":
        endings = ("ta", "n", "ssa", "sta", "hun", "lle", "na")
        names |= {name + ending: index for name, index in names.items() if name.endswith("kuu") for ending in endings}
    return names


@cache
def weekday_names(language: str) -> dict[str, int]:
    """Weekday names (Monday 0) and their short forms, lower case, with the endings they take in running Finnish."""
    names = _calendar(language, "days")
    if language == "fi":
        endings = ("na", "ksi", "n", "hin", "sta")
        names |= {name + ending: index for name, index in names.items() if len(name) > _SHORT for ending in endings}
        names |= {"keskiviikkona": 2, "keskiviikoksi": 2, "keskiviikon": 2, "keskiviikkoon": 2}
    elif language == "sv":
        names |= {
            name + ending: index for name, index in names.items() if len(name) > _SHORT for ending in ("en", "ar")
        }
    elif language in {"en", "de"}:
        names |= {name + "s": index for name, index in names.items() if len(name) > _SHORT}
    return names


def _calendar(language: str, table: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for widths in getattr(Locale.parse(language), table).values():
        for width in ("wide", "abbreviated", "short"):
            for index, name in widths.get(width, {}).items():
                names.setdefault(name.casefold().rstrip("."), index)
    return names


@cache
def _months() -> dict[str, int]:
    return {name: index for language in reversed(LANGUAGES) for name, index in month_names(language).items()}


def _either(names: dict[str, int], longer_than: int = 0) -> str:
    chosen = sorted((name for name in names if len(name) > longer_than), key=len, reverse=True)
    return "|".join(re.escape(name) for name in chosen)


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What to look for, in this order. Weekdays are those of one language: Finnish "to" is English "to"."""
    return tuple(
        (kind, re.compile(pattern, flags)) for kind, pattern, flags in (*_when(language), *_how_much(language))
    )


_Rule = tuple[str, str, int]
_HOUR: Final = r"(?<![\d.,:/])(?P<h>[0-2]?\d)"
_NO_AMOUNT: Final = rf"(?!\s?(?:%|€|{SCALE}\b))"


def _when(language: str) -> tuple[_Rule, ...]:
    """Days and times. A time with a dot is Finnish and Swedish: elsewhere "6.33" is a number, as is English "7.4."."""
    month = _either(_months(), 2)
    lead = rf"(?:(?<!\w)(?P<wd>{_either(weekday_names(language), 1)})\.?,?\s+(?:den |dem |the )?)?"
    number = r"(?<![\d.,])(?P<d>[0-3]?\d)"
    year = r"(?P<y>20\d\d|19\d\d)(?!\d)"
    unsaid = "" if language == "en" else "?"
    english = rf"(?:st|nd|rd|th|\.|:e|:a)?\s+(?:of\s+)?(?P<mn>{month})\b(?:\.(?=\s+\d))?"
    american = rf"\b(?P<mn>{month})\.?\s+(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?![\d.:%]|\s?%)"
    dotted = rf"{_HOUR}\.(?P<min>[0-5]\d)" if language in {"fi", "sv"} else r"(?!)(?P<h>)"
    return (
        ("day", rf"{lead}(?<!\d)(?P<y>20\d\d|19\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?!\d)", _ANY_CASE),
        ("time", r"(?:\b(?:klo|kl\.?)\s?)(?P<h>[0-2]?\d)(?:[.:](?P<min>[0-5]\d))?(?![\d])", _ANY_CASE),
        ("time", rf"{_HOUR}(?:[.:](?P<min>[0-5]\d))?\s?Uhr\b", 0),
        ("time", r"(?<![\d.,:/-])(?P<h>[0-2]?\d):(?P<min>[0-5]\d)(?!\d)\s?(?P<half>[ap]\.?m\b\.?)?", _ANY_CASE),
        ("time", r"(?<![\d.,:/])(?P<h>1?\d)\s?(?P<half>[ap]\.?m\b\.?)", _ANY_CASE),
        ("time", rf"{dotted}(?!\d|\.|,\d){_NO_AMOUNT}", 0),
        ("day", rf"{lead}{number}\.\s?(?P<m>1[0-2]|0?[1-9])\.(?:\s?{year}){unsaid}", _ANY_CASE),
        ("day", rf"{lead}{number}{english}(?:,?\s+{year})?", _ANY_CASE),
        ("day", rf"{lead}{american}(?:,?\s+{year})?", _ANY_CASE),
        ("time", rf"{dotted}(?!\d|[.,]\d){_NO_AMOUNT}", 0),
        ("quarter", r"\bQ(?P<q>[1-4])(?:[ /-]?(?P<y>20\d\d))?(?!\d)", 0),
        ("quarter", r"\b(?P<y>20\d\d)[ /-]?Q(?P<q>[1-4])(?!\d)", 0),
    )


def _how_much(language: str) -> tuple[_Rule, ...]:
    """Amounts, counts, scores, and the names of months and weekdays that stand alone."""
    said = "|".join(words(language))
    units = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS)
    score = (
        r"\b(?P<what>NPS|CSAT)(?:[- ]?(?:score|arvosana\w*|poäng|betyg|wert))?\s?[:=]?\s?(?P<n>[-+]?\d+(?:[.,]\d)?)"
        r"(?:\s?/\s?(?:10|5))?(?![\d%])"
    )
    inflected = "|".join(word for word in words("fi") if word.endswith(("sta", "stä")))
    ratios = (
        r"(?P<a>\d+)\s?/\s?(?P<b>\d+)(?![\d/])",
        rf"(?P<c>\d+|{said}) (?:of|out of|av|von) (?P<e>\d+|{said})\b",
        rf"(?P<f>\d+|{said}) (?P<g>{inflected})\b",
    )
    alone = _either(_months_alone(language), 3)
    alone += {"en": "|May", "de": "|Mai", "sv": "|maj"}.get(language, "")
    attached = r"(?P<s>(?<![\w.,)])[-+](?=[\d€$£]))?"
    return (
        ("id", r"(?<![\w/])[A-Za-zÄÖÅ]{1,8}-\d[\w-]*|(?<![\w/])[A-ZÄÖÅ]{1,4}\d+[A-Z\d]*\b(?!-)", 0),
        ("score", score, _ANY_CASE),
        ("percent", rf"(?P<s>{_SIGN})(?P<n>{NUMBER})\s?(?:%|per ?cent\b|prosent\w*|procent\b|prozent\b)", _ANY_CASE),
        ("money", rf"(?:\b(?:{_CODES})\s?|[€$£]\s?)(?P<s>[-+](?=\d))?(?P<n>{NUMBER}){_SCALES}", 0),
        ("money", rf"{attached}(?<![\w.,])(?P<n>{NUMBER}){_SCALES}\s?(?:{_SYMBOLS}|(?:{_CODES})\b)", 0),
        ("ratio", rf"(?<![\w.,/])(?:{'|'.join(ratios)})", _ANY_CASE),
        ("count", rf"(?<![\w.,])(?P<n>\d+|{said})[\s-]?(?:{units})", _ANY_CASE),
        ("year", r"(?<![\w.,-])(?P<y>19\d\d|20\d\d)(?![\d%€])", 0),
        ("number", rf"(?P<s>{_SIGN})(?<![\w.,])(?P<n>{NUMBER}){_SCALES}(?!\d)", 0),
        ("word", rf"\b(?P<n>{said})\b", _ANY_CASE),
        ("month", rf"\b(?P<mn>{alone})\b(?:\s+(?P<y>20\d\d))?", _ANY_CASE),
        ("weekday", rf"\b(?P<wd>{_either(weekday_names(language), 3)})\b", _ANY_CASE),
    )


def _months_alone(language: str) -> dict[str, int]:
    """Names that mean a month without a day beside them: "mars" is one in Swedish only."""
    return {name: index for name, index in _months().items() if name != "mars" or language == "sv"}


def read(text: str, language: str = "en") -> tuple[list[Token], str]:
    """All claims of a text in reading order, and the text with them masked."""
    tokens: list[Token] = []
    for kind, pattern in _patterns(language):
        for match in list(pattern.finditer(text)):
            token = _build(kind, match, language)
            if token is not None:
                tokens.append(token)
                text = mask(text, token.start, token.end)
                text = _range(tokens, text, token)
    return sorted(tokens, key=lambda token: token.start), text


def _range(tokens: list[Token], text: str, token: Token) -> str:
    """The first day of ``26–28 October`` or ``8.–10.10.`` is a claim too."""
    before = re.search(r"(?<![\w.,])([0-3]?\d)\.?\s?[-–]\s?$", text[: token.start])
    if token.kind != "day" or before is None or not isinstance(token.value, PartDate):
        return text
    value = PartDate(int(before[1]), token.value.month, token.value.year)
    tokens.append(Token("day", before.group().strip(" -–"), before.start(), before.end(), value))
    return mask(text, before.start(), before.end())


def quotes(text: str) -> Iterator[tuple[int, int, str]]:
    """Quotations between any language's marks: start, end, words."""
    for match in _QUOTED.finditer(text):
        yield match.start(), match.end(), next(part for part in match.groups() if part)


# --- from a match to a token ---------------------------------------------------------------------------------------


def _token(
    match: re.Match[str], kind: str, value: object, *, signed: bool = False, digits: int = 0, scale: int = 1
) -> Token:
    return Token(kind, match.group().strip(), match.start(), match.end(), value, signed, digits, scale)


def _build(kind: str, match: re.Match[str], language: str) -> Token | None:
    if kind in {"day", "weekday"}:
        names = weekday_names(language)
        weekday = match.groupdict().get("wd")
        found = names[weekday.casefold()] if weekday else None
        return _day(match, found) if kind == "day" else _token(match, "weekday", found)
    if kind == "word":
        return _token(match, "number", Decimal(in_words(match["n"], language)))
    return _BUILD[kind](match) if kind not in {"count", "ratio"} else _BUILD_SAID[kind](match, language)


def _day(match: re.Match[str], weekday: int | None) -> Token | None:
    parts = match.groupdict()
    month = int(parts["m"]) if parts.get("m") else _months()[parts["mn"].casefold()]
    value = PartDate(
        int(parts["d"]),
        month,
        int(parts["y"]) if parts.get("y") else None,
        weekday,
    )
    try:
        dt.date(value.year or 2024, value.month, value.day or 1)  # 2024 has a 29 February
    except ValueError:
        return None
    return _token(match, "day", value)


def _month(match: re.Match[str]) -> Token | None:
    name = match["mn"]
    if name.casefold() in {"may", "march", "mai"} and not name[0].isupper():
        return None
    return _token(match, "day", PartDate(None, _months()[name.casefold()], int(match["y"]) if match["y"] else None))


def _time(match: re.Match[str]) -> Token | None:
    parts = match.groupdict()
    hour, minute, half = int(parts["h"]), int(parts.get("min") or 0), (parts.get("half") or "").casefold()
    if half.startswith("p") and hour < 12:  # noon
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    return _token(match, "time", dt.time(hour, minute)) if hour < 24 else None


def _amount(kind: str) -> Callable[[re.Match[str]], Token | None]:
    def build(match: re.Match[str]) -> Token | None:
        parts = match.groupdict()
        value, digits = number(parts["n"])
        times = scale(parts.get("scale") or "")
        sign = parts.get("s") or ""
        value = -value if sign.strip() in {"-", "–"} else value
        return _token(match, kind, value * times, signed=bool(sign.strip()), digits=digits, scale=times)

    return build


def _score(match: re.Match[str]) -> Token | None:
    return _token(
        match, match["what"].casefold(), number(match["n"].lstrip("+-"))[0] * (-1 if match["n"][0] == "-" else 1)
    )


def _ratio(match: re.Match[str], language: str) -> Token | None:
    some, of = (next(match[name] for name in names if match[name]) for names in ("acf", "beg"))
    return _token(match, "ratio", (int(_value(some, language)), int(_value(of, language))))


def _count(match: re.Match[str], language: str) -> Token | None:
    unit = next(name for name, _ in _UNITS if match[name])
    return _token(match, unit, _value(match["n"], language))


def _value(text: str, language: str) -> Decimal:
    return Decimal(int(text) if text.isdigit() else in_words(text, language))


def _year(match: re.Match[str]) -> Token | None:
    return _token(match, "year", int(match["y"]))


def _quarter(match: re.Match[str]) -> Token | None:
    return _token(match, "quarter", (int(match["q"]), int(match["y"]) if match["y"] else None))


_BUILD: Final[dict[str, Callable[[re.Match[str]], Token | None]]] = {
    "month": _month,
    "time": _time,
    "percent": _amount("percent"),
    "money": _amount("money"),
    "number": _amount("number"),
    "score": _score,
    "year": _year,
    "quarter": _quarter,
    "id": lambda match: _token(match, "id", match.group()),
}
_BUILD_SAID: Final[dict[str, Callable[[re.Match[str], str], Token | None]]] = {"ratio": _ratio, "count": _count}
"""Kinds whose numbers may be words."""
