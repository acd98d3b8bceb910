"""iCalendar text (RFC 5545 §3.1) → components and content lines, forgiving: a broken line costs itself and no more.

The `icalendar` package stops at the first line that it cannot read and keeps time zones of one file for the next, so
only its value parsers are used (see `ics_zones` and `ics_series`); lines are split here.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
_NEWLINE = re.compile(rb"\r\n|\n|\r")
_NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*(?=[;:])")
_PARAMETER = re.compile(r'\s*;\s*([\w.-]+)\s*=\s*((?:"[^"]*"|[^";:])*)')
_LOOSE_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)\s*=\s*("[^"]*"|[^;"]*)')
_TIMES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"})
_TIME = re.compile(r"[0-9TZtzPp,/+WDHMSwdhms\s-]*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CARET = re.compile(r"\^([n^'])")
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One content line: name and parameter names in capitals, parameter values unquoted, the value as it was."""

    name: str
    params: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT, escapes undone."""
        return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], self.value)


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    """The unfolded lines, BEGIN and END included, those of children too."""
    closed: bool = False

    def first(self, name: str) -> Line | None:
        """The first line of this name."""
        return next((line for line in self.lines if line.name == name), None)

    def all(self, *names: str) -> Iterator[Line]:
        """Every line with one of these names, in order."""
        return (line for line in self.lines if line.name in names)

    def value(self, name: str) -> str:
        """The first value of this name, stripped; empty when there is none."""
        line = self.first(name)
        return line.value.strip() if line else ""

    def text(self, name: str) -> str:
        """The first value of this name as TEXT."""
        line = self.first(name)
        return line.text if line else ""


def calendars(data: bytes) -> list[Component]:
    """Every VCALENDAR in ``data``; the last one has ``closed`` False when the text ends too early."""
    found: list[Component] = []
    open_ones: list[Component] = []
    for text in _lines(data):
        head, _, name = text.partition(":")
        head, name = head.strip().upper(), name.strip().upper()
        if head == "BEGIN" and (open_ones or name == "VCALENDAR") and len(open_ones) < _MAX_DEPTH:
            component = Component(name, raw=[text])
            (open_ones[-1].children if open_ones and name != "VCALENDAR" else found).append(component)
            open_ones = [*open_ones, component] if name != "VCALENDAR" else [component]
        elif head == "END" and any(component.name == name for component in open_ones):
            open_ones = _close(open_ones, name, text)
        elif open_ones:
            open_ones[-1].raw.append(text)
            if (line := read_line(text)) is not None:
                open_ones[-1].lines.append(line)
    return found


def _close(open_ones: list[Component], name: str, text: str) -> list[Component]:
    """End the innermost component of this name, and whatever inside it was never ended."""
    while open_ones:
        component = open_ones.pop()
        component.raw.append(text if component.name == name else f"END:{component.name}")
        component.closed = component.name == name
        if open_ones:
            open_ones[-1].raw.extend(component.raw)
        if component.name == name:
            break
    return open_ones


def _lines(data: bytes) -> Iterator[str]:
    """Unfolded before decoding: a fold may cut a letter between its bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8")
    data = _FOLD.sub(b"", data.removeprefix(b"\xef\xbb\xbf"))
    for line in _NEWLINE.split(data):
        if line.strip():
            yield _decode(line)


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")  # old Outlook exports, whatever they declare


def read_line(text: str) -> Line | None:
    """One unfolded content line; None when it is none."""
    match = _NAME.match(text)
    if match is None:
        return None
    name, position, params = match[1].upper(), match.end(), {}
    while parameter := _PARAMETER.match(text, position):
        params[parameter[1].upper()] = _parameter_value(parameter[2])
        position = parameter.end()
    rest = text[position:].lstrip()
    value = rest[1:] if rest.startswith(":") else None
    if name in _TIMES and (value is None or not _TIME.fullmatch(value)):
        return _time_line(name, text)
    return Line(name, params, value) if value is not None else None


def _time_line(name: str, text: str) -> Line | None:
    """``DTSTART;TZID=tzone://Microsoft/Custom:20260401T120000``: should have been quoted; times hold no colon."""
    head, colon, value = text.rpartition(":")
    params = {match[1].upper(): _parameter_value(match[2]) for match in _LOOSE_PARAMETER.finditer(head)}
    return Line(name, params, value) if colon else None


def _parameter_value(text: str) -> str:
    plain = text.replace('"', "").strip()
    return _CARET.sub(lambda match: {"n": "\n", "^": "^", "'": '"'}[match[1]], plain)  # RFC 6868


def one_line(text: str, limit: int = 500) -> str:
    """For titles and names, which end up in mail headers: one line, nothing that steers it, all letters kept."""
    return " ".join(_visible(text, keep="").split())[:limit].rstrip()


def plain_text(text: str, limit: int = 20_000) -> str:
    """For bodies: lines and tabs stay, control characters go."""
    lines = _visible(text.replace("\r\n", "\n").replace("\r", "\n"), keep="\n\t").split("\n")
    joined = "\n".join(line.rstrip() for line in lines).strip()
    return re.sub(r"\n{3,}", "\n\n", joined)[:limit].rstrip()


def _visible(text: str, keep: str) -> str:
    return "".join(_shown(character, keep) for character in text)


def _shown(character: str, keep: str) -> str:
    if character in keep:
        return character
    kind = unicodedata.category(character)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "" if kind == "Cs" or character in _BIDI else character
