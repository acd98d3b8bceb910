"""Which words of a mail the reader takes for facts: all but what is marked as a model's.

A model's words are marked by the chip at the beginning of their line, by an arrow before them in their line, or by the
mark in the title of the section they stand in.
"""

import html as entities
import re
from collections.abc import Iterable, Iterator

CHIPS = {
    "en": ("Suggestion", "Suggestions"), "fi": ("Ehdotus", "Ehdotuksia"), "sv": ("Förslag", "Förslag"),
    "de": ("Vorschlag", "Vorschläge"),
}  # fmt: skip
_INTERNAL = r"(?:(?:INTERNAL|SISÄINEN|INTERNT|INTERN):? )?"
_ARROW = "→ "
_SECTION = "\N{SECTION SIGN}\N{SECTION SIGN}"
_PROSE_MARKS = re.compile(r"\{[^{}]*\}|\[\[[^\[\]]*\]\]|[.?!…:;]")


def text_as_facts(text: str, language: str) -> list[str]:
    """The lines of a text that look like facts, each without what is marked in it."""
    sections = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    return [line for section in sections for line in _unmarked(section.strip().splitlines(), language)]


def page_as_facts(page: str, language: str) -> list[str]:
    """The same of a page."""
    body = re.sub(r"(?s)<head>.*?</head>|<style.*?</style>|<!--.*?-->", "", page)
    body = re.sub(r'(?s)<span class="reading"[^>]*>(.*?)</span>', r"[\1] ", body)
    body = re.sub(r"</(?:p|h1|h2|tr|div)>|<br[^>]*>", "\n", re.sub(r"\s+", " ", body))
    plain = entities.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<h2[^>]*>", f"\n{_SECTION}\n", body)))
    lines = [" ".join(line.split()) for line in plain.splitlines()]
    return text_as_facts("\n".join(filter(None, lines)).replace(f"{_SECTION}\n", "\n"), language)


def _unmarked(lines: list[str], language: str) -> Iterator[str]:
    chip, chips = CHIPS[language]
    if lines and lines[0].rstrip().endswith(f"[{chips}]"):
        return
    for line in lines:
        if not re.match(rf"\s*(?:[-•] |\d+\. )?{_INTERNAL}\[{chip}\] ", line):
            yield line.partition(_ARROW)[0]


def segments(prose: str) -> list[str]:
    """The words of a model's text between its slots, references and full stops, three or more in a row."""
    found = (" ".join(piece.split()).strip(" ,–—-").casefold() for piece in _PROSE_MARKS.split(prose))
    return [piece for piece in found if len(piece.split()) >= 3]


def as_facts(lines: Iterable[str], prose: Iterable[str], floor: str) -> list[str]:
    """The model's words that look like facts, but for those that code alone says as well."""
    said = "\n".join(" ".join(line.split()) for line in lines).casefold()
    own = " ".join(floor.split()).casefold()
    return [piece for text in prose for piece in segments(text) if piece in said and piece not in own]
