"""Which date is meant, seen from the meeting's day (domain facts, I9)."""

import calendar
import datetime as dt

_FAR = 335
"""Days. A date without a year that would come only after more than eleven months has just been."""


def in_month(year: int, month: int, day: int) -> dt.date | None:
    """The date; None when the month has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def plus_months(day: dt.date, months: int) -> dt.date:
    """Clamped to the month's last day."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    if not 1 <= year <= 9999:
        return day
    return (
        month_end(year, month + 1)
        if day.day > month_end(year, month + 1).day
        else day.replace(year=year, month=month + 1)
    )


def plus_days(day: dt.date, days: int) -> dt.date:
    """The day itself where the calendar ends."""
    try:
        return day + dt.timedelta(days)
    except OverflowError:
        return day


def plus_workdays(day: dt.date, count: int) -> dt.date:
    """Monday to Friday; holidays are not known here."""
    weeks, rest = divmod(count, 5)
    here = plus_days(day, 7 * weeks)
    while rest or here.weekday() > 4:
        here = plus_days(here, 1)
        rest -= rest > 0 and here.weekday() <= 4
        if here.year == 9999:
            break
    return here


def next_weekday(day: dt.date, weekday: int) -> dt.date:
    """The next one, the meeting's own day included."""
    return plus_days(day, (weekday - day.weekday()) % 7)


def last_weekday(day: dt.date, weekday: int) -> dt.date:
    """The one before the meeting's day."""
    return plus_days(day, -((day.weekday() - weekday - 1) % 7 + 1))


def of_week(day: dt.date, weeks: int, weekday: int) -> dt.date:
    """A weekday of the ISO week that lies ``weeks`` after the meeting's."""
    return plus_days(day, 7 * weeks + weekday - day.weekday())


def of_week_number(day: dt.date, week: int, weekday: int) -> dt.date | None:
    """A weekday of the nearest ISO week of that number that is not over; the last one when the next is far."""
    found = []
    for year in range(max(1, day.year - 1), min(9998, day.year + 7)):
        try:
            found.append(dt.date.fromisocalendar(year, week, weekday + 1))
        except ValueError:
            continue  # a year of 52 weeks
    ahead = [one for one in found if of_week(one, 0, 6) >= day]
    past = [one for one in found if of_week(one, 0, 6) < day]
    if past and (not ahead or (ahead[0] - day).days > _FAR):
        return past[-1]
    return ahead[0] if ahead else None


def of_month(day: dt.date, month: int, number: int, year: int | None = None) -> dt.date | None:
    """A date of a month: of the year said, else the nearest that is not past, unless that is more than eleven months
    away.
    """
    if year is not None:
        return in_month(year, month, number)
    dates = [
        one for at in range(day.year - 1, day.year + 9) if 1 <= at <= 9999 and (one := in_month(at, month, number))
    ]
    ahead = [one for one in dates if one >= day]
    past = [one for one in dates if one < day]
    if past and (not ahead or ((ahead[0] - day).days > _FAR and (day - past[-1]).days < 366 - _FAR)):
        return past[-1]
    return ahead[0] if ahead else None


def of_day(day: dt.date, number: int) -> dt.date | None:
    """The nearest such day of a month, at or after the meeting's."""
    for months in range(13):
        at = day.year * 12 + day.month - 1 + months
        found = in_month(at // 12, at % 12 + 1, number)
        if found and found >= day:
            return found
    return None


def before_day(day: dt.date, number: int) -> dt.date | None:
    """The last such day of a month before the meeting's."""
    for months in range(4):
        at = day.year * 12 + day.month - 1 - months
        found = in_month(at // 12, at % 12 + 1, number)
        if found and found < day:
            return found
    return None


def quarter_end(day: dt.date, quarter: int | None = None) -> dt.date:
    """The end of the running quarter, or of the nearest one of that number that is not past."""
    if quarter is None:
        return month_end(day.year, (day.month - 1) // 3 * 3 + 3)
    end = month_end(day.year, quarter * 3)
    return month_end(min(day.year + 1, 9999), quarter * 3) if end < day else end
