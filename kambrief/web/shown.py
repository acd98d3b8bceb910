"""Pages out of data: one environment for ``templates/web``, and the words of each page in the reader's language.

Escaping is on and names must be given; what comes from outside reaches a page as data alone. Words are phrases
(`kambrief.phrases`), each page's in a folder of its own under ``templates/web/words``, those that all share in
``common``.
"""

import datetime as dt
import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from kambrief.core import wording
from kambrief.core.evidence import Count, Day, Moment, Money, Percent, Value
from kambrief.errors import UserError
from kambrief.phrases import Phrases, Spoken, folder_of
from kambrief.render import safe_link

COMMON = "common"
STATIC = "static"


def web_folder() -> Path:
    """Where the pages lie."""
    return folder_of("templates") / "web"


@dataclass(frozen=True, slots=True)
class Words:
    """What one page says in one language: its own phrases first, then those that all pages share."""

    language: str
    today: dt.date
    zone: str
    own: Phrases
    common: Phrases

    @classmethod
    def of(cls, page: str, language: str, today: dt.date, zone: str) -> "Words":
        """The words of ``page``: the folder of that name. Raises `UserError` when a file cannot be used."""
        folder = web_folder() / "words"
        common = Phrases(language, folder / COMMON)
        own = Phrases(language, folder / page) if page != COMMON and (folder / page).is_dir() else common
        return cls(language, today, zone, own, common)

    def say(self, name: str, /, **slots: object) -> Markup:
        """A phrase as safe HTML. Slots: text, numbers, days and times, `Value`s of the core. Raises `UserError`."""
        return self._said(name, slots).html

    def text(self, name: str, /, **slots: object) -> str:
        """The same as plain text, for titles and attributes (where it is escaped as any text)."""
        return self._said(name, slots).text

    def _said(self, name: str, slots: dict[str, object]) -> Spoken:
        phrases = self.own if name in self.own else self.common
        return phrases.filled(
            name, {key: _value(value, self.zone) for key, value in slots.items()}, self.today, self.zone
        )

    def knows(self, name: str) -> bool:
        """Whether there is such a phrase."""
        return name in self.own or name in self.common

    def shown(self, value: object, form: str = "") -> str:
        """A day, a time, a number, an amount or text as the language writes it."""
        typed = _value(value, self.zone)
        if isinstance(typed, str):
            return wording.plain(typed)
        return wording.show(typed, self.language, today=self.today, zone=self.zone, form=form)


def _value(value: object, zone: str) -> Value | str:
    """Plain Python values as the core's typed ones."""
    match value:
        case bool() | None:
            return ""
        case int():
            return Count(value)
        case dt.datetime():
            return Moment(value, zone)
        case dt.date():
            return Day(value)
        case str():
            return str(value)
        case _:
            return value  # type: ignore[return-value] # a typed value; anything else fails where it is shown


@functools.cache
def environment() -> SandboxedEnvironment:
    """The one environment of all pages."""
    made = SandboxedEnvironment(
        loader=FileSystemLoader(web_folder()), undefined=StrictUndefined, autoescape=True, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(static=static_path, Percent=Percent, Money=Money)
    made.filters.update(safe_link=safe_link)
    return made


def render(template: str, words: Words, data: dict[str, Any]) -> str:
    """``templates/web/<template>.html.jinja`` filled. ``words`` come as ``say``, ``text`` and the filter-like
    ``shown``.
    """
    names = {"say": words.say, "text": words.text, "shown": words.shown, "knows": words.knows}
    page = environment().get_template(f"{template}.html.jinja")
    return page.render({**names, "language": words.language, **data})


# --- files that never change ------------------------------------------------------------------------------------------

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file of ours that a page asks for. ``mark``: of its content, so that browsers may keep it for a year."""

    content: bytes
    media_type: str
    mark: str


@functools.cache
def static_files() -> dict[str, StaticFile]:
    """All of them by name: nothing else can be asked for."""
    found = {}
    for path in sorted((web_folder() / STATIC).iterdir()):
        if path.suffix in _TYPES:
            content = path.read_bytes()
            found[path.name] = StaticFile(content, _TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:12])
    return found


def static_path(name: str) -> str:
    """The address of a file of ours with its mark. Raises `UserError` when there is none."""
    if name not in static_files():
        raise UserError(f"templates/web/static/{name} is missing: reinstall, or restore the file")
    return f"/static/{name}?v={static_files()[name].mark}"
