"""Spoken values as they are written in the talk's language."""

import datetime as dt

from kambrief.core.evidence import Count, Day, Money, Number, Percent
from kambrief.core.spoken.values import SpokenNumber
from kambrief.core.wording import show

_NO_DAY = dt.date(1, 1, 1)
_OF = {"fi": "{part} / {whole}", "en": "{part} of {whole}", "sv": "{part} av {whole}", "de": "{part} von {whole}"}


def shown(value: SpokenNumber, language: str) -> str:
    """``9 katkoa``, ``412 000 €``, ``18%``, ``12 of 14 lines``."""
    noun = value.noun or ("" if _is_measure(value.unit) else value.unit)
    if value.unit == "%":
        return _show(Percent(value.number), language)
    if _is_measure(value.unit) and value.unit != "h":
        return _show(Money(value.number, value.unit), language)
    if value.unit == "h" and not value.noun:
        noun = "h"
    number = digits(value, language)
    if value.of is not None:
        number = _OF[language].format(part=number, whole=_show(Number(value.of), language))
    return f"{number} {noun}".strip()


def digits(value: SpokenNumber, language: str) -> str:
    """The number alone."""
    if value.number == value.number.to_integral_value() and abs(value.number) < 10**15:
        return _show(Count(int(value.number)), language)
    return _show(Number(value.number), language)


def day(date: dt.date, language: str, today: dt.date) -> str:
    """``15.10.``, ``7 October``, with the year only where it is another one."""
    return show(Day(date), language, today=today, zone="UTC")


def _show(value: Count | Money | Number | Percent, language: str) -> str:
    return show(value, language, today=_NO_DAY, zone="UTC")


def _is_measure(unit: str) -> bool:
    return unit in {"%", "h"} or (len(unit) == 3 and unit.isupper())
