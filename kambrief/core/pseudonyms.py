"""Names of people, replaced before a text goes to a model and put back afterwards.

A switch for companies that let no name leave the house. ``Markun viesti`` becomes ``[C3] viesti``; what the model
quotes of it has ``Markun`` again in the brief, because each replaced surface is kept in its place.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kambrief.core.inflection import forms

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TOKEN = re.compile(r"\[[CP]\d{1,4}\]")
_BRACKETS = str.maketrans(
    "[]{}<>", "()()\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
)
_LANGUAGES = ("en", "fi", "sv", "de")


@dataclass(frozen=True, slots=True)
class Told:
    """A text as the model sees it, and what its tokens stand for, in order."""

    text: str
    originals: tuple[str, ...] = ()

    def restored(self, start: int, end: int) -> str:
        """The part from ``start`` to ``end`` with the names put back."""
        before = len(_TOKEN.findall(self.text[:start]))
        names = iter(self.originals[before:])
        return _TOKEN.sub(lambda token: next(names, token[0]), self.text[start:end])


def unmarked(text: str) -> str:
    """Without the brackets that mean something in a request: nothing from outside can look like a mark of ours."""
    return text.translate(_BRACKETS)


@dataclass(frozen=True)
class Pseudonyms:
    """``tokens``: whole name → what stands for it (``C3``). With none of them texts stay as they are."""

    tokens: Mapping[str, str]

    def hide(self, text: str) -> Told:
        """The text (already `unmarked`) with every form of every name replaced; neighbours of one person once."""
        if not self.tokens:
            return Told(text)
        parts: list[str] = []
        originals: list[str] = []
        end, last, last_start, last_end = 0, "", 0, -1
        for word in _WORD.finditer(text):
            beside = bool(last) and not text[last_end : word.start()].strip(" ,")
            # Whatever has a capital right behind a first name is its last name, in whatever form.
            follows = beside and word[0][:1].isupper() and text[last_end : word.start()] == " "
            token = last if follows else self._token(word[0])
            if not token:
                continue
            if token == last and beside:
                originals[-1] = text[last_start : word.end()]
            else:
                parts += [text[end : word.start()], f"[{token}]"]
                originals.append(word[0])
                last_start = word.start()
            end = last_end = word.end()
            last = token
        return Told("".join((*parts, text[end:])), tuple(originals))

    @functools.cached_property
    def _forms(self) -> Mapping[str, str]:
        """Each form of each word of a name → its token; of a form that several share, the first one's."""
        found: dict[str, str] = {}
        for name, token in self.tokens.items():
            for word in re.split(r"[\s,]+", name):
                if len(word) > 1 and word[:1].isupper():
                    for language in _LANGUAGES:
                        for form in forms(word, language):
                            found.setdefault(form.casefold(), token)
        return found

    def _token(self, said: str) -> str:
        return self._forms.get(said.replace("'", "’").casefold(), "") if said[:1].isupper() else ""
