"""Who stands in for whom: named and ended by the account manager, or by an administrator (`core.access.may_give`)."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kambrief.app import App
from kambrief.core import access
from kambrief.core.access import Person, StandIn, StandInProblem
from kambrief.core.model import AccountManager
from kambrief.errors import NotFoundError

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Named:
    """A form that names a stand-in, as it was understood. ``problems``: field → what is wrong with it; ``is_new``:
    not the same form once more.
    """

    stand_in: StandIn | None
    problems: Mapping[str, str]
    is_new: bool = False


_FIELD = {
    StandInProblem.NO_MANAGER: "deputy", StandInProblem.NO_DEPUTY: "deputy", StandInProblem.ONESELF: "deputy",
    StandInProblem.DAYS_REVERSED: "last_day", StandInProblem.OVER: "last_day", StandInProblem.TOO_LONG: "last_day",
}  # fmt: skip


def name_stand_in(
    app: App, manager: AccountManager, form: Mapping[str, str], by: str, today: dt.date, now: dt.datetime
) -> Named:
    """Have somebody stand in for days; the same again (a form that was sent twice) changes nothing."""
    days = {name: _day(form.get(name, "")) for name in ("first_day", "last_day")}
    problems = {name: "no_day" for name, day in days.items() if day is None}
    first, last = days["first_day"] or today, days["last_day"] or max(today, days["first_day"] or today)
    wanted = StandIn(manager.email, form.get("deputy", "").strip().casefold(), first, last, by, now)
    for found in access.stand_in_problems(wanted, app.managers, today):
        problems.setdefault(_FIELD[found], str(found))
    if problems:
        return Named(None, problems)
    same = (wanted.deputy, first, last)
    for one in app.store.site.stand_ins(manager=manager.email, deputy=wanted.deputy):
        if one.ended_at is None and (one.deputy, one.first_day, one.last_day) == same:
            return Named(one, {})
    return Named(app.store.site.add_stand_in(wanted), {}, is_new=True)


def end_stand_in(app: App, who: Person, stand_in_id: str, now: dt.datetime) -> StandIn:
    """From now on they do not stand in any more. Twice is as once. Raises `NotFoundError` for what is not theirs."""
    number = int(stand_in_id) if stand_in_id.isascii() and stand_in_id.isdigit() and len(stand_in_id) < 10 else 0
    found = app.store.site.stand_in(number) if number else None
    if found is None or not access.may_give(who, found.manager).allowed:
        raise NotFoundError(f"No stand-in is called '{stand_in_id}'")
    app.store.site.end_stand_in(found.id, now)
    return found


def to_come(rows: Iterable[StandIn], today: dt.date) -> tuple[StandIn, ...]:
    """Those that hold or will, the first ones first."""
    running = [one for one in rows if one.ended_at is None and one.last_day >= today]
    return tuple(sorted(running, key=lambda one: (one.first_day, one.id)))


def _day(text: str) -> dt.date | None:
    found = _DAY.fullmatch(text.strip())
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
