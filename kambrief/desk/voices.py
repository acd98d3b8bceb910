"""An account manager's voices: looked at, corrected by hand, forgotten."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kambrief.app import App
from kambrief.core.model import AccountManager
from kambrief.core.voice import FORMAL, HABITS, Voice
from kambrief.core.voice_reading import NAMES
from kambrief.errors import UserError
from kambrief.pipeline.habits import Habits
from kambrief.settings import LANGUAGES

_CHOICES = frozenset({"capital", "first_name", "thanks", "prose", "titles"})
_LISTS = frozenset({"struck", "opening", "added"})
_YES, _NO = frozenset({"yes", "true", "on", "1"}), frozenset({"no", "false", "off", "0"})
_APART = "|"
_LONGEST = 200
_MOST_WORDS = 1000


def manager_of(built: App, whose: str) -> AccountManager:
    """Whose voice is meant. Raises `UserError` when nobody is called that, or it is not said and there are several."""
    there = ", ".join(built.managers)
    if not whose and len(built.managers) == 1:
        return next(iter(built.managers.values()))
    if not whose:
        raise UserError(f"Say whose voice: --for, one of {there}")
    found = next((one for one in built.managers.values() if one.is_address(whose)), None)
    if found is None:
        raise UserError(f"No account manager is called '{whose}'; there are {there}")
    return found


def look(built: App, manager: AccountManager, language: str) -> tuple[Voice, ...]:
    """The voices, of one language where it is named. Raises `UserError` for a language that is none of ours."""
    _known(language)
    return tuple(one for one in built.store.voices(manager.email) if language in {"", one.language})


def change(
    built: App, manager: AccountManager, language: str, *, formal: bool, put: Sequence[str], unset: Sequence[str],
    on: bool | None,
) -> None:  # fmt: skip
    """Set and unset habits of one voice, by hand. Raises `UserError` for what is none, and then nothing is changed."""
    wanted = _known(language) or manager.language
    form = FORMAL if formal else ""
    voices = [one for one in built.store.voices(manager.email) if (one.language, one.address_form) == (wanted, form)]
    voice = voices[0] if voices else Voice(manager.email, wanted, form)
    problems: list[str] = []
    values: dict[str, Any] = {}
    for one in put:
        key, sign, value = one.partition("=")
        try:
            values[_key(key)] = _value(_key(key), value.strip(), sign)
        except UserError as error:
            problems += error.problems
    for key in unset:
        if key not in HABITS:
            problems.append(_no_habit(key))
    if problems:
        raise UserError(*problems)
    by_hand = tuple(key for key in dict.fromkeys((*voice.by_hand, *values)) if key not in unset)
    plain = Voice(voice.manager, voice.language, voice.address_form)
    values |= {key: getattr(plain, key) for key in unset}
    changed = replace(voice, by_hand=by_hand, **values)
    built.store.save_voice(changed if on is None else replace(changed, on=on))
    Habits(built.store).learn(manager, built.clock())


def forget(built: App, manager: AccountManager, language: str) -> int:
    """Delete the voices and their edits; how many voices."""
    return built.store.forget_voice(manager.email, _known(language))


def _known(language: str) -> str:
    if language and language not in LANGUAGES:
        raise UserError(f"'{language}' is no language that drafts are written in; these are {', '.join(LANGUAGES)}")
    return language


def _no_habit(key: str) -> str:
    return f"'{key}' is no habit; these are {', '.join(HABITS)}"


def _key(key: str) -> str:
    name = key.strip()
    if name not in HABITS:
        raise UserError(_no_habit(name))
    return name


def _value(key: str, value: str, sign: str) -> Any:
    if not sign or not value:
        raise UserError(f"{key} needs a value: --set '{key}=…'; --unset {key} learns it again")
    if len(value) > _LONGEST or not value.isprintable():
        raise UserError(f"{key}: one line of at most {_LONGEST} characters, please")
    if key in _CHOICES:
        if value.casefold() not in _YES | _NO:
            raise UserError(f"{key} is yes or no, not '{value}'")
        return value.casefold() in _YES
    if key == "target_words":
        if not value.isdecimal() or not 0 < int(value) <= _MOST_WORDS:
            raise UserError(f"target_words is a number of words up to {_MOST_WORDS}, not '{value}'")
        return int(value)
    return _words(key, value)


def _words(key: str, value: str) -> Any:
    if key in _LISTS:
        return tuple(part.strip() for part in value.split(_APART) if part.strip())
    if key == "headings":
        pairs = [part.partition(">") for part in value.split(_APART)]
        if not all(ours.strip() and theirs.strip() for ours, _, theirs in pairs):
            raise UserError("headings are written as ours > theirs, several with | between them")
        return tuple((ours.strip(), theirs.strip()) for ours, _, theirs in pairs)
    if key == "greeting_group" and NAMES in value:
        raise UserError("greeting_group greets without names; 'greeting' has {names}")
    return value
