"""What somebody decides about themselves: how they are briefed, how they write, where they are signed in."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from kambrief.app import App
from kambrief.core import preferences
from kambrief.core.model import AccountManager
from kambrief.core.preferences import PreferenceProblem, Preferences, Read
from kambrief.core.voice import FORMAL, HABITS, Voice
from kambrief.errors import NotFoundError
from kambrief.pipeline.habits import Habits

CONFIGURED, NONE, OWN = "configured", "none", "own"
"""Of quiet hours: as configured, none at all, between two times of one's own."""
_MIDNIGHT = "00:00"
_MASK = re.compile(r"\{[a-z]{1,10}\}")


# --- how one is briefed ----------------------------------------------------------------------------------------------


def configured(app: App, manager: AccountManager) -> AccountManager:
    """The same account manager without their own choices."""
    return next((one for one in app.settings.managers() if one.email == manager.email), manager)


def chosen(app: App, manager: AccountManager) -> Preferences:
    """What they have chosen so far."""
    return app.store.site.preferences(manager.email) or Preferences()


def as_form(chosen: Preferences) -> Mapping[str, str]:
    """Choices as the fields of a form have them; what is open is empty."""
    form = {one.name: _as_text(getattr(chosen, one.name)) for one in fields(chosen)}
    quiet = CONFIGURED
    if chosen.quiet_from is not None and chosen.quiet_until is not None:
        quiet = NONE if chosen.quiet_from == chosen.quiet_until else OWN
    if quiet == NONE:
        form |= {"quiet_from": "", "quiet_until": ""}
    return {**form, "quiet": quiet}


def understood(form: Mapping[str, str]) -> Read:
    """A form, with the choice ``quiet`` (`CONFIGURED`, `NONE`, `OWN`) above the two times."""
    fields_only = dict(form)
    quiet = form.get("quiet", CONFIGURED)
    if quiet == NONE:
        fields_only |= {"quiet_from": _MIDNIGHT, "quiet_until": _MIDNIGHT}
    elif quiet != OWN:
        fields_only |= {"quiet_from": "", "quiet_until": ""}
    found = preferences.read(fields_only)
    empty = [name for name in ("quiet_from", "quiet_until") if not form.get(name, "").strip()]
    if quiet == OWN and len(empty) == 2:
        return Read(found.preferences, {**found.problems, **dict.fromkeys(empty, PreferenceProblem.NO_TIME)})
    return found


def choose(app: App, manager: AccountManager, form: Mapping[str, str], now: dt.datetime) -> Read:
    """Keep the choices of a form, from now on for everything; with problems nothing is kept."""
    found = understood(form)
    if not found.problems and found.preferences != chosen(app, manager):
        app.store.site.save_preferences(manager.email, found.preferences, now)
        app.refresh()
    return found


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


# --- how one writes --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Habit:
    """One habit of a voice, or one phrase of several. ``values`` fill its phrase."""

    name: str
    kind: str
    """With ``name`` the phrase: ``greeting``, ``prose`` and ``yes``."""
    values: Mapping[str, str | int]
    item: str = ""
    """What tells it from others of its name."""


def habits(voice: Voice) -> tuple[Habit, ...]:
    """What is known of how somebody writes, one by one, in the order of a mail."""
    found: list[Habit] = []
    for name in HABITS:
        value: Any = getattr(voice, name)
        match value:
            case bool():
                found.append(Habit(name, "yes" if value else "no", {}))
            case int():
                found.append(Habit(name, "", {"count": value}))
            case str() if value:
                found.append(Habit(name, "", {"phrase": _open(value)}))
            case tuple() if name == "headings":
                found += [
                    Habit(name, "", {"ours": _open(ours), "phrase": _open(theirs)}, ours) for ours, theirs in value
                ]
            case tuple():
                found += [Habit(name, "", {"phrase": _open(one)}, one) for one in value]
    return tuple(found)


def _open(phrase: str) -> str:
    """With a gap for what was masked: a name, a number, a day."""
    return _MASK.sub("…", phrase)


def removed(voice: Voice) -> tuple[str, ...]:
    """Habits that were taken out by hand and are not learned again."""
    plain = Voice(voice.manager, voice.language)
    return tuple(name for name in HABITS if name in voice.by_hand and getattr(voice, name) == getattr(plain, name))


def voice_of(app: App, manager: AccountManager, language: str, *, formal: bool) -> Voice:
    """One voice. Raises `NotFoundError` where there is none."""
    form = FORMAL if formal else ""
    for one in app.store.voices(manager.email):
        if (one.language, one.address_form) == (language, form):
            return one
    raise NotFoundError(f"No voice is known for '{language}'")


def without(app: App, voice: Voice, name: str, item: str = "") -> None:
    """Take a habit out (of several phrases the one that is named), and have it stay out: learning leaves it alone from
    then on. Raises `NotFoundError` for what is no habit.
    """
    if name not in HABITS:
        raise NotFoundError(f"'{name}' is no habit")
    value: Any = getattr(voice, name)
    rest: Any = getattr(Voice(voice.manager, voice.language), name)
    if isinstance(value, tuple) and item:
        rest = tuple(one for one in value if (one[0] if name == "headings" else one) != item)
    by_hand = tuple(dict.fromkeys((*voice.by_hand, name)))
    app.store.save_voice(replace(voice, by_hand=by_hand, **{name: rest}))


def learn_again(app: App, manager: AccountManager, voice: Voice, name: str, now: dt.datetime) -> None:
    """Have a habit learned again from what was sent. Raises `NotFoundError` for what is no habit."""
    if name not in HABITS:
        raise NotFoundError(f"'{name}' is no habit")
    plain = Voice(voice.manager, voice.language)
    by_hand = tuple(one for one in voice.by_hand if one != name)
    app.store.save_voice(replace(voice, by_hand=by_hand, **{name: getattr(plain, name)}))
    Habits(app.store).learn(manager, now)


def switch(app: App, voice: Voice, *, on: bool) -> None:
    """Write in this voice, or in the plain style."""
    app.store.save_voice(replace(voice, on=on))


# --- where one is signed in ------------------------------------------------------------------------------------------

SHORT = 16
"""Letters of a session's name on the page."""


def sign_out(app: App, email: str, name: str, now: dt.datetime) -> bool:
    """End one of somebody's own sessions, by the beginning of its hash. False where there is none any more."""
    mine = [one for one in app.store.site.sessions(email, now) if one.id_hash[:SHORT] == name]
    return bool(mine) and app.store.site.revoke_session(mine[0].id_hash, email)
