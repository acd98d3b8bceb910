"""Transcripts and summaries as Zoom and Teams hand them out → values of the core.

WebVTT is read as the products write it and not as the standard has it: what was said is never dropped because its
times are odd. Libraries follow the standard: webvtt-py loses a cue with a negative time without a word, and leaves
Zoom's names, entities and the JSON of Teams in the text.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kambrief.core.transcript import NextStep, Summary, Transcript, Turn

MAX_CHARACTERS = 40_000_000
"""Ten hours of Teams' JSON cues are less than half of it."""
MAX_CUE = 50_000
"""A longer cue is no speech: so many letters take most of an hour to say."""
MAX_NAME = 200

_NEWLINE = re.compile(r"\r\n|\n|\r")
_SIGNATURE = re.compile(r"WEBVTT(?=\s|$)")
_KEYWORD = re.compile(r"(?:NOTE|STYLE|REGION)(?=[ \t]|$)|Region:")
_TIME = r"(-?)(?:(-?\d{1,4}):)?(-?\d{1,2}):(-?\d{1,2})(?:[.,](-?\d{1,9}))?"
_SETTING = r"(?:align|line|position|region|size|vertical):"
_TIMES = re.compile(rf"[ \t\f]*{_TIME}[ \t\f]*-->[ \t\f]*{_TIME}(?=\s|$|{_SETTING})")
_LANGUAGE = re.compile(r"language:[ \t]*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3})[ \t]*", re.IGNORECASE)
_TAG = re.compile(r"</?\s*[A-Za-z][^<>]*>|<[\s\d]*\d:\d[^<>]*>|</?>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s([^<>]*))?>")
_VOICE_END = re.compile(r"</\s*v\s*>")
_ENTITY = re.compile(r"&(?:#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6})|[A-Za-z][A-Za-z0-9]{1,31});?")
_SPACES = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ufeff]+")
_TURNING = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_PREFIX = re.compile(r"([^\n]{1,100}?):(?=[ \t\n]|$)")


class NotATranscriptError(ValueError):
    """The file is something else, such as a sign-in page: nothing in it was said by anybody."""


@dataclass(frozen=True, slots=True)
class _Cue:
    ident: str
    start: float | None
    end: float | None
    content: str
    """As written, line breaks included."""


@dataclass(frozen=True, slots=True)
class _Said:
    speaker: str
    text: str
    language: str = ""


def read_vtt(text: bytes | str, source: str, names: Iterable[str] = ()) -> Transcript:
    """A WebVTT file as one turn a cue. ``names``: who was in the call, where that is known (see `_named`).

    Raises `NotATranscriptError` for what is no WebVTT, and nothing for what is odd inside: `Transcript.notes` tells.
    """
    odd: Counter[str] = Counter()
    body = _decoded(text, odd)
    if not body:
        return Transcript((), source, notes=("the file is empty",))
    if not _SIGNATURE.match(body):
        page = body[:200].lstrip().startswith("<")
        raise NotATranscriptError("a web page and no transcript" if page else "it does not begin with WEBVTT")
    lines = _NEWLINE.split(body)
    cues = list(_cues(_blocks(lines), odd))
    turns = tuple(_turns(cues, source, names, odd))
    if not cues:
        odd["no cues"] += 1
    ends = [turn.end for turn in turns if turn.end is not None]
    notes = tuple(f"{what}: {count}" if count > 1 else what for what, count in odd.items())
    return Transcript(turns, source, _declared_language(lines), max(ends, default=None), notes)


def _decoded(text: bytes | str, odd: Counter[str]) -> str:
    """The characters, without what no database or mail can hold."""
    if isinstance(text, str):
        data = text.encode("utf-8", "surrogatepass")
    elif text.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = text.decode("utf-16", "replace").encode("utf-8")
    else:
        data = text
    body = data.decode("utf-8", "replace")
    if broken := body.count("\ufffd") - data.count(b"\xef\xbf\xbd"):
        odd["letters that cannot be read"] += broken
    if nothing := body.count("\0"):
        odd["NUL characters"] += nothing
        body = body.replace("\0", "\ufffd")  # as the standard has it
    if len(body) > MAX_CHARACTERS:
        odd[f"cut after {MAX_CHARACTERS} characters"] += 1
        body = body[:MAX_CHARACTERS]
    return body.lstrip("\ufeff \t\r\n\f")


# --- Lines and cues ------------------------------------------------------------------------------------------------


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """What stands between empty lines; spaces make no line full."""
    for full, block in groupby(lines, key=lambda line: bool(line.strip())):
        if full:
            yield list(block)


def _cues(blocks: Iterable[list[str]], odd: Counter[str]) -> Iterator[_Cue]:
    for number, block in enumerate(blocks):
        header = bool(_SIGNATURE.match(block[0]))
        if header and number:
            odd["a second WEBVTT inside, from where times may begin anew"] += 1
        other = header or bool(_KEYWORD.match(block[0]))
        starts = [index for index, line in enumerate(block) if _TIMES.match(line)]
        if starts:
            # A header or comment that runs into a cue is told by its first line; then the line before is no identifier.
            ident = block[0] if starts[0] == 1 and not other else ""
            if starts[0] > 1 and not other:
                odd["blocks without times left out"] += 1
            for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
                yield _cue(ident, block[start], block[start + 1 : end], odd)
                ident = ""
        elif not other:
            yield from _loose(block, odd)


def _loose(block: list[str], odd: Counter[str]) -> Iterator[_Cue]:
    """A block without readable times is a cue if its first or second line was meant to be times."""
    for index, line in enumerate(block[:2]):
        if "-->" in line[:200] and re.search(r"\d", line[:200]):
            yield _cue(block[0] if index else "", line, block[index + 1 :], odd)
            return
    odd["blocks without times left out"] += 1


def _cue(ident: str, times: str, lines: list[str], odd: Counter[str]) -> _Cue:
    match = _TIMES.match(times)
    start, end = (_seconds(match.groups()[:5]), _seconds(match.groups()[5:])) if match else (None, None)
    if start is None or end is None:
        odd["cues without readable times"] += 1
    elif end < start:
        odd["cues that end before they begin"] += 1
    content = "\n".join(lines)
    if len(content) > MAX_CUE:
        odd[f"cues cut after {MAX_CUE} characters"] += 1
        content = content[:MAX_CUE]
    return _Cue(_plain(ident[: 2 * MAX_NAME])[:MAX_NAME], start, end, content)


def _seconds(parts: Sequence[str | None]) -> float | None:
    """Of sign, hours, minutes, seconds and decimals. A minus at any of them counts for the whole: ``0:0:-2.1``."""
    hours, minutes, seconds, decimals = ((part or "").replace("-", "") for part in parts[1:])
    if int(minutes) > 59 or int(seconds) > 59:
        return None
    total = int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{seconds}.{decimals or 0}")
    return -total if any("-" in (part or "") for part in parts) else total


def _declared_language(lines: Iterable[str]) -> str:
    """``Language: fi`` of the header, or ``language:fi-fi`` of a note, before the first cue."""
    for line in lines:
        if _TIMES.match(line):
            break
        if match := _LANGUAGE.fullmatch(line.strip()[:100]):
            return match[1].lower()
    return ""


# --- What a cue says -----------------------------------------------------------------------------------------------


def _turns(cues: list[_Cue], source: str, names: Iterable[str], odd: Counter[str]) -> Iterator[Turn]:
    payloads = [_payload(cue.content, odd) for cue in cues]
    marked = any(payload is not None for payload in payloads) or any(_has_voice(cue.content) for cue in cues)
    # Teams marks who speaks or doesn't tell; words before a colon are then words.
    prefixes = {} if marked or source == "teams" else _named([cue.content for cue in cues], names)
    taken: set[str] = set()
    for number, (cue, payload) in enumerate(zip(cues, payloads, strict=True), 1):
        own = cue.ident and cue.ident not in taken and not cue.ident.startswith("#")
        ident = cue.ident if own else f"#{number}"
        taken.add(ident)
        said = _spoken(cue.content, prefixes) if payload is None else payload
        if not said:
            odd["cues without words"] += 1
        for one in said:
            if not one.speaker:
                odd["cues that name no speaker"] += 1
            yield Turn(one.speaker, one.text, cue.start, cue.end, ident, one.language)


def _payload(content: str, odd: Counter[str]) -> tuple[_Said, ...] | None:
    """The JSON of Teams' metadataContent; None for words."""
    text = content.strip()
    if not text.startswith("{") or ('"spokenText"' not in text and '"speakerName"' not in text):
        return None
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        odd["cues left out whose JSON cannot be read"] += 1
        return ()
    words = _plain(_string(data, "spokenText"), markup=False)
    if not words:
        return ()
    speaker = _name(_string(data, "speakerName"), markup=False)
    return (_Said(speaker, words, _plain(_string(data, "spokenLanguage")[:40], markup=False).lower()),)


def _spoken(content: str, prefixes: Mapping[str, str]) -> tuple[_Said, ...]:
    if (prefix := _prefix(content)) and (name := prefixes.get(prefix)):
        words = _plain(_TAG.sub("", content[len(prefix) + 1 :]))
        return (_Said(name, words),) if words else ()
    return tuple(_voices(content))


def _voices(content: str) -> Iterator[_Said]:
    """Each run of words under one voice. What follows ``</v>`` is nobody's."""
    pieces: list[tuple[str, str]] = []
    voices: list[str] = []
    position = 0
    for tag in _TAG.finditer(content):
        pieces.append((voices[-1] if voices else "", content[position : tag.start()]))
        position = tag.end()
        if voice := _VOICE.fullmatch(tag[0]):
            voices.append(_name(voice[1] or ""))
        elif voices and _VOICE_END.fullmatch(tag[0]):
            voices.pop()
    pieces.append((voices[-1] if voices else "", content[position:]))
    for speaker, run in groupby(pieces, key=lambda piece: piece[0]):
        if words := _plain("".join(text for _, text in run)):
            yield _Said(speaker, words)


def _has_voice(content: str) -> bool:
    return "<v" in content and any(_VOICE.fullmatch(tag) for tag in _TAG.findall(content))


def _name(text: str, *, markup: bool = True) -> str:
    """As it may be shown: nothing in it turns the line around."""
    return _TURNING.sub("", _plain(text, markup=markup))[:MAX_NAME].strip()


def _plain(text: str, *, markup: bool = True) -> str:
    """One line, entities read. A no-break space stays: ``412 000``."""
    if markup:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    # JSON may hold half a character, which no UTF-8 can.
    whole = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return _SPACES.sub(" ", whole).strip(" ")


# --- Zoom's names --------------------------------------------------------------------------------------------------

_FEW = 5
_MANY = 10
_PARTICLES = frozenset(("af", "av", "da", "de", "del", "den", "der", "di", "du", "la", "le", "van", "von", "zu"))
_LABELS = frozenset(
    "note notes ps action actions agenda next summary question answer decision decisions warning update topic huom "  # noqa: SIM905 - a table to read
    "huomio huomautus muistiinpano yhteenveto kysymys vastaus päätös obs notering fråga svar beslut hinweis anmerkung "
    "notiz achtung frage antwort beschluss".split()
)
"""Words that stand before a colon without having a mouth."""


def _named(contents: Sequence[str], names: Iterable[str]) -> dict[str, str]:
    """The prefixes of this file that are speakers: as written → the name. All cues decide together.

    In Zoom's files every cue has its ``Name: ``. So where all of at least five have one, each is a name. Where a few
    of many lack it, a prefix is a name if it comes again or reads as one. In other files it takes more: it is among
    ``names``, or it reads as a name of two words and comes again or carries a company (``Liisa Virtanen | Acme``).
    """
    counts = Counter(prefix for content in contents if (prefix := _prefix(content)))
    with_prefix = counts.total()
    known = {_name(name, markup=False).casefold() for name in names}
    everywhere = with_prefix == len(contents)
    nearly = len(contents) >= _MANY and with_prefix * 10 >= len(contents) * 9

    def is_name(prefix: str) -> bool:
        plain = _name(prefix)
        again = counts[prefix] > 1
        if plain.casefold() in known or (everywhere and len(contents) >= _FEW):
            return True
        if everywhere or nearly:
            return again or _reads_as_name(plain, words=1)
        return _reads_as_name(plain, words=2) and (again or any(mark in plain for mark in "|("))

    return {prefix: name for prefix in counts if (name := _name(prefix)) and is_name(prefix)}


def _prefix(content: str) -> str:
    """What stands before the first colon that a space follows: no time of day and no address does."""
    match = _PREFIX.match(content)
    return match[1] if match and "//" not in match[1] and match[1].strip() else ""


def _reads_as_name(text: str, words: int) -> bool:
    """Words without small initials, but for particles; none that only labels what follows."""
    parts = re.split(r"[|(\[/,]", text, maxsplit=1)[0].split()
    if not words <= len(parts) <= 5 or parts[0].casefold() in _LABELS or text.endswith(("?", "!")):
        return False
    if len(parts) == 1:
        return True
    return all(not part[0].islower() or part.casefold() in _PARTICLES for part in parts)


# --- Summaries -----------------------------------------------------------------------------------------------------

_OWNER = re.compile(r"([^:\n]{1,80}):\s+(?=\S)")


def read_zoom_summary(data: Mapping[str, Any]) -> Summary | None:
    """Zoom's meeting summary; None when it says nothing. What a person edited wins over what was generated."""
    edited = data.get("edited_summary")
    edited = edited if isinstance(edited, Mapping) else {}
    text = _summary_text(edited) or _summary_text(data)
    steps = _strings(edited.get("next_steps")) or _strings(data.get("next_steps"))
    if not text and not steps:
        return None
    return Summary("zoom", _plain(_string(data, "summary_title")), text, tuple(map(_next_step, steps)))


def _summary_text(data: Mapping[str, Any]) -> str:
    """The Markdown, else the fields that it replaced."""
    if content := _string(data, "summary_content").strip():
        return content
    paragraphs = [_string(data, "summary_overview").strip(), _string(data, "summary_details").strip()]
    for part in _mappings(data.get("summary_details")):
        paragraphs.append(_titled(_string(part, "label"), _string(part, "summary")))
    return "\n\n".join(dict.fromkeys(filter(None, paragraphs)))


def _next_step(text: str) -> NextStep:
    """``Liisa Virtanen: send the offer``. Without such a prefix nobody is guessed from the sentence."""
    match = _OWNER.match(text)
    if match and _reads_as_name(match[1], words=1):
        return NextStep(text[match.end() :].strip(), match[1].strip())
    return NextStep(text)


def read_copilot_insight(data: Mapping[str, Any]) -> Summary | None:
    """Microsoft 365 Copilot's insight of a meeting; None when it says nothing."""
    lines: list[str] = []
    for note in _mappings(data.get("meetingNotes")):
        lines.append(_titled(_string(note, "title"), _string(note, "text")))
        for point in _mappings(note.get("subpoints")):
            words = _titled(_string(point, "title"), _string(point, "text"))
            lines.append(f"- {words}" if words else "")
    steps = []
    for item in _mappings(data.get("actionItems")):
        words = _plain(_string(item, "text"), markup=False) or _plain(_string(item, "title"), markup=False)
        if words:
            steps.append(NextStep(words, _plain(_string(item, "ownerDisplayName"), markup=False)))
    text = "\n".join(filter(None, lines))
    return Summary("teams", "", text, tuple(steps)) if text or steps else None


def _titled(title: str, text: str) -> str:
    return ": ".join(filter(None, (title.strip(), text.strip())))


def _string(data: Any, key: str) -> str:
    value = data.get(key) if isinstance(data, Mapping) else None
    return value if isinstance(value, str) else ""


def _strings(value: Any) -> list[str]:
    return (
        [plain for one in value if isinstance(one, str) and (plain := _plain(one))] if isinstance(value, list) else []
    )


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
