"""What account managers choose for themselves on the pages; what they leave open stays as it is configured.

The limits are those of the configuration: nobody can choose there what could not be written here.
"""

import datetime as dt
import enum
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kambrief.core.model import AccountManager, BriefMode

LANGUAGES = ("en", "fi", "sv", "de")
LEAD_MINUTES = (5, 7 * 24 * 60)
"""The shortest and the longest time that a brief may come before its meeting."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """None is "as configured". Times of day are the account manager's own."""

    language: str | None = None
    timezone: str | None = None
    """An IANA name."""
    lead_minutes: int | None = None
    mode: BriefMode | None = None
    digest_at: dt.time | None = None
    quiet_from: dt.time | None = None
    """With ``quiet_until``; the same time twice: no quiet hours."""
    quiet_until: dt.time | None = None
    tips: bool | None = None
    followups: bool | None = None
    """Can only turn off what is configured: whoever runs Kambrief decides that calls are read."""


class PreferenceProblem(enum.StrEnum):
    """What is wrong with one field."""

    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_ZONE = "unknown_zone"
    NO_NUMBER = "no_number"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    UNKNOWN_MODE = "unknown_mode"
    NO_TIME = "no_time"
    ONE_END = "one_end"
    """Quiet hours need both a beginning and an end."""
    NO_CHOICE = "no_choice"
    """Neither yes nor no."""


Problems = Mapping[str, PreferenceProblem]
"""Field of `Preferences` → what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A form as it was understood: what cannot be used is open, and named in ``problems``."""

    preferences: Preferences
    problems: Problems = field(default_factory=dict)


def with_preferences(manager: AccountManager, preferences: Preferences | None) -> AccountManager:
    """The account manager as they want it. What is stored and no longer permitted counts as open."""
    if preferences is None:
        return manager
    fine = _permitted(preferences)
    chosen: dict[str, Any] = {
        name: value
        for name in ("language", "timezone", "lead_minutes", "mode", "digest_at", "quiet_from", "quiet_until", "tips")
        if (value := getattr(fine, name)) is not None
    }
    return replace(manager, followups=manager.followups and fine.followups is not False, **chosen)


def problems(preferences: Preferences) -> Problems:
    """Everything that speaks against these; empty where nothing does."""
    found: dict[str, PreferenceProblem] = {}
    if preferences.language is not None and preferences.language not in LANGUAGES:
        found["language"] = PreferenceProblem.UNKNOWN_LANGUAGE
    if preferences.timezone is not None and not is_zone(preferences.timezone):
        found["timezone"] = PreferenceProblem.UNKNOWN_ZONE
    if preferences.lead_minutes is not None:
        shortest, longest = LEAD_MINUTES
        if preferences.lead_minutes < shortest:
            found["lead_minutes"] = PreferenceProblem.TOO_SHORT
        elif preferences.lead_minutes > longest:
            found["lead_minutes"] = PreferenceProblem.TOO_LONG
    if (preferences.quiet_from is None) != (preferences.quiet_until is None):
        found["quiet_from" if preferences.quiet_from is None else "quiet_until"] = PreferenceProblem.ONE_END
    return found


def read(form: Mapping[str, str]) -> Read:
    """A form's texts as preferences; an empty or absent one is open. Times as ``7:30`` or ``07.30``, choices as
    ``yes`` and ``no``. Keys that are no preference are not looked at.
    """
    found: dict[str, Any] = {}
    wrong: dict[str, PreferenceProblem] = {}
    for name, (understood, problem) in _FIELDS.items():
        text = form.get(name, "").strip()
        if not text:
            continue
        value = understood(text)
        if value is None:
            wrong[name] = problem
        else:
            found[name] = value
    preferences = Preferences(**found)
    # A time that cannot be read is not missing: one problem a field, and none that follows from another.
    unread = {"quiet_from", "quiet_until"} & wrong.keys()
    wrong = {name: one for name, one in problems(preferences).items() if not (unread and name in _QUIET)} | wrong
    return Read(_permitted(preferences), wrong)


def is_zone(name: str) -> bool:
    """Whether this is an IANA time zone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


_QUIET = frozenset({"quiet_from", "quiet_until"})
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::[0-5][0-9])?", re.ASCII)


def _permitted(preferences: Preferences) -> Preferences:
    wrong = problems(preferences)
    cleared: dict[str, Any] = dict.fromkeys(wrong)
    if wrong.keys() & _QUIET:
        cleared |= dict.fromkeys(_QUIET)
    return replace(preferences, **cleared) if cleared else preferences


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text, re.ASCII) else None


def _time(text: str) -> dt.time | None:
    found = _CLOCK.fullmatch(text)
    return dt.time(int(found[1]), int(found[2])) if found else None


def _mode(text: str) -> BriefMode | None:
    return BriefMode(text) if text in set(BriefMode) else None


def _choice(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


_FIELDS: dict[str, tuple[Any, PreferenceProblem]] = {
    "language": (str.lower, PreferenceProblem.UNKNOWN_LANGUAGE),
    "timezone": (str, PreferenceProblem.UNKNOWN_ZONE),
    "lead_minutes": (_number, PreferenceProblem.NO_NUMBER),
    "mode": (_mode, PreferenceProblem.UNKNOWN_MODE),
    "digest_at": (_time, PreferenceProblem.NO_TIME),
    "quiet_from": (_time, PreferenceProblem.NO_TIME),
    "quiet_until": (_time, PreferenceProblem.NO_TIME),
    "tips": (_choice, PreferenceProblem.NO_CHOICE),
    "followups": (_choice, PreferenceProblem.NO_CHOICE),
}
