"""What the product says: phrases in each language, as plain text and as safe HTML.

Phrases are the macros of ``templates/phrases/<language>.jinja``; their slots are typed values. Values are data: they
are made `plain`, escaped, and never parsed as a template.

A phrase may use three marks, which only phrases can bring: ``<b>`` (weight), ``<strong>`` (an alarm: weight and colour)
and ``<small>`` (secondary). The plain text is the same words without the marks, so both parts of a mail always agree.
"""

import datetime as dt
import functools
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.runtime import Macro
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from kambrief.core import wording
from kambrief.core.brief import Kind, Sentence
from kambrief.core.customer import Gap
from kambrief.core.evidence import Count, Person, Text, Value, Word
from kambrief.errors import UserError

_MARKS = re.compile(r"</?(?:b|strong|small)>")
_SPACES = re.compile(r"[ \t\r\n]+")  # not no-break spaces


def folder_of(kind: str) -> Path:
    """Where ``templates`` or ``prompts`` lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / kind
    return inside if inside.is_dir() else package.parent / kind


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence in a language: plain text, and the same as safe HTML with the phrase's marks."""

    text: str
    html: Markup
    kind: Kind = Kind.VALUE
    facts: tuple[str, ...] = ()


class Slot:
    """A value inside a phrase: ``{{ due }}`` shows it, ``{{ due|form("weekday") }}`` shows it in another form.

    ``value`` is the typed value itself and ``number`` that of a count, for phrases that choose by them.
    """

    def __init__(self, value: Value, shown: Callable[[Value, str], str], form: str = "") -> None:
        self.value = value
        self._shown = shown
        self._form = form

    @property
    def number(self) -> int:
        """The number of a count; raises `TypeError` for any other value."""
        if isinstance(self.value, Count):
            return self.value.number
        raise TypeError(f"a {type(self.value).__name__} has no number")

    def as_form(self, form: str) -> "Slot":
        """The same value in another form."""
        if form not in wording.FORMS:
            raise ValueError(f"'{form}' is no form; known are {', '.join(filter(None, wording.FORMS))}")
        return Slot(self.value, self._shown, form)

    def __str__(self) -> str:
        return self._shown(self.value, self._form)

    def __html__(self) -> str:
        return str(escape(str(self)))

    def __bool__(self) -> bool:
        return bool(str(self))


def _form(slot: Slot, form: str) -> Slot:
    return slot.as_form(form)


def _plural(count: Slot | int, one: str, many: str) -> str:
    """Both words belong to the phrase. One and other are all that the shipped languages distinguish."""
    return one if (count.number if isinstance(count, Slot) else count) == 1 else many


def _capital(text: object) -> Markup:
    """The first letter as a capital, also behind a mark."""
    return Markup(re.sub(r"^((?:<\w+>)*)([^<&])", lambda found: found[1] + found[2].upper(), str(escape(text))))  # noqa: S704 - escaped


def _low(text: object) -> str:
    """A common noun from a record in the middle of a sentence: small, unless its second letter is a capital, too."""
    said = str(text)
    return said[:1].lower() + said[1:] if said[1:2].islower() else said


@functools.cache
def _phrase_macros(language: str, folder: Path) -> Mapping[str, Macro]:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=True, trim_blocks=True
    )
    environment.filters.update(
        form=_form,
        capital=_capital,
        low=_low,
        quoted=lambda slot: slot.as_form("quoted"),
        noted=lambda slot: slot.as_form("noted"),
    )
    environment.globals.update(plural=_plural)
    try:
        module = environment.get_template(f"{language}.jinja").module
    except TemplateError as error:
        raise UserError(f"{folder / language}.jinja cannot be used: {error}; mend or restore this file") from error
    return {name: macro for name, macro in vars(module).items() if isinstance(macro, Macro)}


class Phrases:
    """Everything the product says in one language: the macros of ``templates/phrases/<language>.jinja``."""

    def __init__(self, language: str, folder: Path | None = None) -> None:
        self.language = language
        self.file = (folder or folder_of("templates") / "phrases") / f"{language}.jinja"
        self._macros = _phrase_macros(language, self.file.parent)

    def __contains__(self, name: str) -> bool:
        return name in self._macros

    def signatures(self) -> Mapping[str, tuple[str, ...]]:
        """Every phrase and its slots."""
        return {name: tuple(macro.arguments) for name, macro in self._macros.items()}

    def say(self, sentence: Sentence, today: dt.date, zone: str) -> Spoken:
        """The sentence in words. Raises `UserError` when the phrase is missing or does not fit its slots."""
        shown = self._shower(today, zone)
        slots: dict[str, object] = {name: Slot(value, shown) for name, value in sentence.slots.items()}
        if sentence.kind is Kind.READING:
            slots["text"] = wording.plain("".join(_parts(sentence, shown)))
        spoken = self._call(sentence.phrase, slots)
        return Spoken(spoken.text, spoken.html, sentence.kind, sentence.facts)

    def label(self, name: str, /, **slots: str) -> Spoken:
        """A title, a label or another phrase that needs no typed value."""
        return self._call(name, {key: wording.plain(value) for key, value in slots.items()})

    def filled(self, name: str, slots: Mapping[str, Value | str], today: dt.date, zone: str) -> Spoken:
        """A phrase with slots of both kinds: text, and typed values as in `say`."""
        shown = self._shower(today, zone)
        values = {
            key: wording.plain(value) if isinstance(value, str) else Slot(value, shown) for key, value in slots.items()
        }
        return self._call(name, values)

    def gap(self, gap: Gap) -> Spoken:
        """What we do not know, for the footer."""
        return self.label(gap.key, **gap.values)

    def _shower(self, today: dt.date, zone: str) -> Callable[[Value, str], str]:
        def word(term: Word) -> str:
            slots = {name: Slot(value, shown) for name, value in term.slots.items()}
            return self._call(term.key.replace(".", "_"), slots).text

        def shown(value: Value, form: str) -> str:
            return wording.show(value, self.language, today=today, zone=zone, form=form, word=word)

        return shown

    def _call(self, name: str, slots: Mapping[str, object]) -> Spoken:
        if name not in self._macros:
            raise UserError(f"{self.file} has no phrase '{name}': add it, or restore the shipped file")
        try:
            raw = str(self._macros[name](**slots))
        except (TemplateError, TypeError, ValueError, AttributeError) as error:
            raise UserError(
                f"{self.file}: phrase '{name}' cannot be said ({error}); compare the shipped file"
            ) from error
        markup = _SPACES.sub(" ", raw).strip(" ")
        return Spoken(html.unescape(_MARKS.sub("", markup)), Markup(markup))  # noqa: S704 - the macro escaped the slots


def _parts(sentence: Sentence, shown: Callable[[Value, str], str]) -> list[str]:
    """A reading's prose with its values put in; a person's surface only where it was accepted."""
    said = []
    for index, part in enumerate(sentence.parts):
        if isinstance(part, str):
            said.append(part)
        elif isinstance(part, Person) and index in sentence.surfaces:
            said.append(sentence.surfaces[index])
        elif isinstance(part, Text):
            said.append(shown(part, sentence.surfaces.get(index, "quoted")))
        else:
            said.append(shown(part, ""))
    return said


def phrase_signatures(language: str, folder: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """Phrase → slots; equal in every language, so that no brief fails in one of them."""
    return Phrases(language, folder).signatures()
