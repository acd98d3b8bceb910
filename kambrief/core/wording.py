"""How typed values are written in each language, and how words from outside are made safe to show.

Sources of the rules: Kielikello 3/1998 (times with a dot) and 1/2002 (currencies), the number guides of Finnish
universities, Språkrådet, Duden; CLDR (by way of Babel) for names of months and days, separators and joined lists.
Phrases around the values are in ``templates/phrases``.
"""

import datetime as dt
import re
import unicodedata
import zoneinfo
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlsplit

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import get_currency_precision, get_decimal_symbol, get_group_symbol, is_currency

from kambrief.core.evidence import Count, Day, Listing, Moment, Money, Number, Percent, Person, Text, Value, Word

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
JOINER = "\N{WORD JOINER}"
_MILLION = Decimal(1_000_000)
_LONGEST = 40
"""Digits up to which a number is written out; nothing in a CRM is longer, and 1E+999999 must not fill a mail."""


class _Style(NamedTuple):
    """One language. Date patterns are CLDR's, by form; each form has one for this year and one for other years."""

    locale: str
    dates: dict[str, tuple[str, str]]
    clock: str
    clock_said: str
    dated_clock: str
    percent: str
    quotes: str
    money: dict[str, str]
    """Currency → pattern; "" is for all others."""
    millions: dict[str, str]


_STYLES = {
    "fi": _Style(
        locale="fi",
        dates={
            "": ("d.M.", "d.M.y"),
            "short": ("d.M.", "d.M.y"),
            "weekday": ("ccc d.M.", "ccc d.M.y"),
            "year": ("d.M.y", "d.M.y"),
            "month": ("LLLL", "LLLL y"),
        },
        clock="{hour}.{minute}",
        clock_said="klo {clock}",
        dated_clock="{date} klo {clock}",
        percent="{number}" + SPACE + "%",
        quotes="””",
        money={"EUR": "{number}" + SPACE + "€", "": "{number}" + SPACE + "{code}"},
        millions={
            "EUR": "{number}" + SPACE + "milj." + SPACE + "€",
            "": "{number}" + SPACE + "milj." + SPACE + "{code}",
        },
    ),
    "en": _Style(
        locale="en_GB",
        dates={
            "": ("d MMMM", "d MMMM y"),
            "short": ("d MMM", "d MMM y"),
            "weekday": ("ccc d MMM", "ccc d MMM y"),
            "year": ("d MMMM y", "d MMMM y"),
            "month": ("LLLL", "LLLL y"),
        },
        clock="{hour:02}:{minute}",
        clock_said="{clock}",
        dated_clock="{date}, {clock}",
        percent="{number}%",
        quotes="“”",
        money={"": "{code}" + SPACE + "{number}"},
        millions={"": "{code}" + SPACE + "{number}M"},
    ),
    "sv": _Style(
        locale="sv",
        dates={
            "": ("d MMMM", "d MMMM y"),
            "short": ("d MMM", "d MMM y"),
            "weekday": ("ccc d MMM", "ccc d MMM y"),
            "year": ("d MMMM y", "d MMMM y"),
            "month": ("LLLL", "LLLL y"),
        },
        clock="{hour:02}.{minute}",
        clock_said="kl. {clock}",
        dated_clock="{date} kl. {clock}",
        percent="{number}" + SPACE + "%",
        quotes="””",
        money={
            "SEK": "{number}" + SPACE + "kr",
            "EUR": "{number}" + SPACE + "euro",
            "": "{code}" + SPACE + "{number}",
        },
        millions={
            "SEK": "{number}" + SPACE + "mkr",
            "EUR": "{number}" + SPACE + "mn" + SPACE + "euro",
            "": "{number}" + SPACE + "mn" + SPACE + "{code}",
        },
    ),
    "de": _Style(
        locale="de",
        dates={
            "": ("d. MMMM", "d. MMMM y"),
            "short": ("dd.MM.", "dd.MM.y"),
            "weekday": ("ccc dd.MM.", "ccc dd.MM.y"),
            "year": ("d. MMMM y", "d. MMMM y"),
            "month": ("LLLL", "LLLL y"),
        },
        clock="{hour:02}:{minute}",
        clock_said="{clock} Uhr",
        dated_clock="{date}, {clock} Uhr",
        percent="{number}" + SPACE + "%",
        quotes="„“",
        money={"EUR": "{number}" + SPACE + "€", "": "{number}" + SPACE + "{code}"},
        millions={"EUR": "{number}" + SPACE + "Mio." + SPACE + "€", "": "{number}" + SPACE + "Mio." + SPACE + "{code}"},
    ),
}

_INNER_QUOTES = {"fi": "’’", "en": "‘’", "sv": "’’", "de": "\N{SINGLE LOW-9 QUOTATION MARK}‘"}
_STRAIGHT_QUOTES = re.compile(r'"([^"]+)"')

FORMS = ("", "short", "weekday", "year", "month", "time", "bare", "date", "signed", "quoted", "about", "apart", "noted")
"""What `show` understands; a form that means nothing to a type leaves the type's usual form.

Days: ``short``, ``weekday`` (short), ``year`` (always with it), ``month``. Moments: the time as said, ``bare`` (digits
only), ``date`` or any form of days (the day alone), ``time`` (day and time). Numbers: ``signed`` (with + or −).
Amounts: ``about`` (millions as millions). Texts: ``quoted``, ``noted`` (quotations
within get the language's marks). Lists: ``apart`` (with semicolons)."""


def show(  # noqa: C901, PLR0911 - one for each type
    value: Value,
    language: str,
    *,
    today: dt.date,
    zone: str,
    form: str = "",
    word: Callable[[Word], str] | None = None,
) -> str:
    """The value as people write it in ``language``; words from outside are made `plain`.

    ``today`` decides whether a date needs its year, ``zone`` is the reader's for a moment without a usable zone of its
    own, ``word`` finds the phrase of a `Word` (without it, its key is shown).
    """
    style = _STYLES[language]
    match value:
        case Day(date):
            return _date(date, style, today, form)
        case Moment(at, own_zone):
            return _moment(_local(at, own_zone, zone), style, today, form)
        case Money(amount, currency):
            return _money(amount, currency, style, form)
        case Percent(number):
            return style.percent.format(number=_signed(number, style.locale, form))
        case Count(number):
            return _signed(Decimal(number), style.locale, form)
        case Number(number):
            return _signed(number, style.locale, form)
        case Person(name) | Text(name):
            if form == "noted":
                return noted(name, language)
            return quoted(name, language) if form == "quoted" else plain(name)
        case Word(key):
            return word(value) if word else plain(key)
        case Listing(items):
            shown = [show(item, language, today=today, zone=zone, form=form, word=word) for item in items]
            if form == "apart":
                return "; ".join(text for text in shown if text)
            return format_list([text for text in shown if text], locale=style.locale)


def quoted(text: str, language: str) -> str:
    """Somebody's words, made `plain`, between the language's quotation marks; theirs within become single ones."""
    marks, inner = _STYLES[language].quotes, _INNER_QUOTES[language]
    words = _STRAIGHT_QUOTES.sub(lambda found: f"{inner[0]}{found[1]}{inner[1]}", plain(text))
    return f"{marks[0]}{words}{marks[1]}"


def spaced(text: str, language: str) -> str:
    """Somebody's figures as the language sets them (domain facts, §3.2): ``18%`` in English, ``18 %`` elsewhere, and
    no line break within ``412 000 €``.
    """
    sign = _STYLES[language].percent.removeprefix("{number}")
    text = _PERCENT_SIGN.sub(sign, text)
    text = _GROUPED.sub(lambda found: re.sub(r"\s", SPACE, found[0]), text)
    return _SIGN_BEHIND.sub(SPACE, text)


def noted(text: str, language: str) -> str:
    """Words from outside, made `plain`, as part of a sentence of ours: what they quote gets the language's marks."""
    marks = _STYLES[language].quotes
    return _STRAIGHT_QUOTES.sub(lambda found: f"{marks[0]}{found[1]}{marks[1]}", plain(text))


def word_count(text: str) -> int:
    """Tokens that hold a letter or a digit: the measure of every length limit."""
    return sum(any(character.isalnum() for character in token) for token in text.split())


# --- dates and times -----------------------------------------------------------------------------------------------


def _date(date: dt.date, style: _Style, today: dt.date, form: str) -> str:
    this_year, other_year = style.dates.get(form, style.dates[""])
    pattern = this_year if date.year == today.year else other_year
    return format_date(date, pattern, locale=style.locale)


def _local(at: dt.datetime, own_zone: str, readers_zone: str) -> dt.datetime:
    for name in (own_zone, readers_zone):
        try:
            return at.astimezone(zoneinfo.ZoneInfo(name))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            continue  # no such zone
        except OverflowError:
            return at  # the first or last day of all time
    return at


def _moment(at: dt.datetime, style: _Style, today: dt.date, form: str) -> str:
    clock = style.clock.format(hour=at.hour, minute=f"{at.minute:02}")
    if form == "bare":
        return clock
    if form == "time":
        return style.dated_clock.format(date=_date(at.date(), style, today, ""), clock=clock)
    if form == "date" or form in style.dates.keys() - {""}:
        return _date(at.date(), style, today, form)
    return style.clock_said.format(clock=clock)


# --- numbers -------------------------------------------------------------------------------------------------------


def _number(number: Decimal, locale: str, decimals: int = 0) -> str:
    """Grouped, all digits kept; ``decimals`` is the least number of them where there are any at all."""
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST or len(number.as_tuple().digits) > _LONGEST:
        return str(number).replace("-", MINUS)
    whole, _, fraction = f"{number.copy_abs():,f}".partition(".")
    fraction = fraction.rstrip("0")
    text = whole.replace(",", get_group_symbol(locale))
    if fraction:
        text += get_decimal_symbol(locale) + fraction.ljust(decimals, "0")
    return f"{MINUS}{text}" if number < 0 else text


def _signed(number: Decimal, locale: str, form: str) -> str:
    return _plus(number, form) + _number(number, locale)


def _plus(number: Decimal, form: str) -> str:
    return "+" if form == "signed" and not number.is_nan() and number > 0 else ""


def _money(amount: Decimal, currency: str, style: _Style, form: str) -> str:
    code = plain(currency).upper()
    if form == "about" and amount.is_finite() and abs(amount) >= _MILLION:
        millions = _number(amount / _MILLION, style.locale)
        return style.millions.get(code, style.millions[""]).format(number=millions, code=code)
    decimals = get_currency_precision(code) if is_currency(code) else 0
    number = _number(amount, style.locale, decimals)
    pattern = style.money.get(code, style.money[""])
    return pattern.format(number=_plus(amount, form) + number, code=code).strip()


# --- words from outside --------------------------------------------------------------------------------------------

_CONTROLS = {"Cc", "Cs"}
_PERCENT_SIGN = re.compile(r"(?<=\d)[ \u00a0\u202f]?%")
_GROUPED = re.compile(r"(?<![\w.,:+])(?<!\d )\d{1,3}(?:[ \u202f]\d{3})+(?!\w| \d)")
_SIGN_BEHIND = re.compile(r"(?<=\d) (?=[€$£](?!\w))")
_INVISIBLE = re.compile(
    "[\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"  # they would turn round what comes after, ours too
    "\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}"
    "\N{ZERO WIDTH NO-BREAK SPACE}"
    "\N{INTERLINEAR ANNOTATION ANCHOR}-\N{INTERLINEAR ANNOTATION TERMINATOR}"
    "\N{LANGUAGE TAG}-\N{CANCEL TAG}]"  # unseen letters: text for machines only
)
_ADDRESS = re.compile(
    r"(?P<link>(?:(?<![a-z0-9+.-])[a-z0-9][a-z0-9+.-]*://|(?<!\w)www\.(?!\u2060)|\\\\(?=[\w.-]+\\))\S*)"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]+@[\w.-]+)"
    r"|(?P<host>(?<![\w.-])(?:[\w-]+\.)+[^\W\d_]{2,}\b(?:/\S*)?)",
    re.IGNORECASE,
)
"""The lookbehinds keep it linear: each run of letters is tried from its start only. What has a word joiner is done."""
_AFTER_LINK = ".,;:!?)]}>'\"”“’»…"


def plain(text: str) -> str:
    """Words from outside as one line that can do nothing but be read.

    Control characters and those that turn the writing direction or are unseen go, line ends become spaces. Mail
    programs make links of what looks like an address, so a link is cut down to its host in brackets, and host names
    get word joiners (unseen) after their dots. Mail addresses stay: they open a new mail at most.
    """
    text = "".join(_kept(character) for character in unicodedata.normalize("NFC", text))
    text = " ".join(re.split(r"[ \t\r\n\v\f\x85\u2028\u2029]+", _INVISIBLE.sub("", text)))
    return _ADDRESS.sub(_unlinked, text).strip(" ")


def _kept(character: str) -> str:
    if character in "\t\r\n\v\f\x85":
        return " "
    return "" if unicodedata.category(character) in _CONTROLS else character


def _unlinked(found: re.Match[str]) -> str:
    text = found.group()
    if found["mail"]:
        return text
    if found["host"]:
        return text.replace(".", f".{JOINER}")
    link = text.rstrip(_AFTER_LINK)
    return f"[{_host(link).replace('.', f'.{JOINER}')}]{text[len(link) :]}"


def _host(link: str) -> str:
    """Where a link really leads (``https://known.example@other.example`` leads to the other)."""
    address = "//" + link.partition("://")[2] if "://" in link else "//" + link.lstrip("\\")
    try:
        return urlsplit(address.replace("\\", "/")).hostname or "…"
    except ValueError:
        return "…"
