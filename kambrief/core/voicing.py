"""A manager's habits put to a follow-up by code: greeting, thanks, headings, list or sentences, closing, phrases.

What was promised, values, the next meeting and whatever has to be confirmed stay, word for word. Done twice, nothing
changes the second time.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kambrief.core import lexicon
from kambrief.core import voice_words as words
from kambrief.core.followup import DraftLine, Followup, Part, PartKind
from kambrief.core.voice import FORMAL, Voice
from kambrief.core.voice_reading import NAMES, Names, alike, framed, greeted, key, masked

BY = "manager"
EVIDENCE = ("voice",)
_STRIKABLE = frozenset({PartKind.THANKS, PartKind.CONCERN, PartKind.CORRECT})
_PROMISES = frozenset({PartKind.OURS, PartKind.THEIRS})
_CONFIRM = re.compile(r"\s*\[\s*confirm\b")
_ITEM = re.compile(r"(?P<owner>[^:\n\[\]]{1,60}): (?P<what>.+?)(?: – (?P<due>(?:(?! – ).)+))?", re.DOTALL)
_POLITE = frozenset({"Sie", "Ihr", "Ihre", "Ihnen", "Ihren", "Ihrem", "Ihrer"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language that voicing needs. ``sentence`` says a promise: owner, what, when (may be empty)."""

    sentence: Callable[[str, str, str], str]
    late: str
    """What stands behind a promise that comes late."""


def apply(voice: Voice, followup: Followup, say: Words) -> Followup:
    """The follow-up as this manager writes. Without habits, or switched off, or of another language: as it is."""
    if not voice.on or voice.language != followup.language:
        return followup
    names = Names.of(one.name for one in (*followup.to, *followup.cc))
    parts = _without_struck(followup.parts, voice, names)
    parts = _opened(parts, voice)
    parts = _ended(parts, voice)
    parts = [_titled(part, voice) for part in parts]
    if voice.prose:
        parts = [_told(part, say) for part in parts]
    parts = [_greeting(part, voice, names, followup) for part in parts]
    parts = _cased(parts, voice, names, followup)
    parts = [_closed(part, voice) for part in parts]
    return replace(followup, parts=tuple(part for part in parts if part.lines))


def _lines(part: Part, texts: Sequence[DraftLine]) -> Part:
    return replace(part, lines=tuple(texts))


# --- what goes and what comes ----------------------------------------------------------------------------------------


def _without_struck(parts: Sequence[Part], voice: Voice, names: Names) -> list[Part]:
    struck = [key(phrase) for phrase in voice.struck]
    replaced = any(words.THANKS.search(phrase) for phrase in voice.opening)

    def goes(kind: PartKind, line: DraftLine) -> bool:
        if line.by == BY or _CONFIRM.search(line.text):
            return False
        thanks = kind is PartKind.THANKS and bool(words.THANKS.search(line.text.partition(": ")[0]))
        if thanks:
            return voice.thanks is False or replaced
        return any(alike(one, key(framed(masked(line.text, names)))) for one in struck)

    return [
        _lines(part, [line for line in part.lines if not goes(part.kind, line)]) if part.kind in _STRIKABLE else part
        for part in parts
    ]


def _fresh(phrases: Sequence[str], parts: Sequence[Part]) -> list[DraftLine]:
    there = {line.text.casefold() for part in parts for line in part.lines}
    return [DraftLine(one, EVIDENCE, BY) for one in phrases if one.casefold() not in there]


def _opened(parts: Sequence[Part], voice: Voice) -> list[Part]:
    """Their own phrases below the greeting."""
    lines = _fresh([one for one in voice.opening if voice.thanks is not False or not words.THANKS.search(one)], parts)
    if not lines:
        return list(parts)
    if not any(part.kind is PartKind.THANKS for part in parts):
        at = next((index + 1 for index, part in enumerate(parts) if part.kind is PartKind.GREETING), 0)
        return [*parts[:at], Part(PartKind.THANKS, tuple(lines)), *parts[at:]]
    return [_lines(part, _behind_thanks(part.lines, lines)) if part.kind is PartKind.THANKS else part for part in parts]


def _behind_thanks(there: Sequence[DraftLine], lines: Sequence[DraftLine]) -> list[DraftLine]:
    at = 1 if there and words.THANKS.search(there[0].text.partition(": ")[0]) else 0
    leads = [line for line in lines if line.text.endswith(":")]  # what it leads to stands below
    return [*there[:at], *(line for line in lines if line not in leads), *there[at:], *leads]


def _ended(parts: Sequence[Part], voice: Voice) -> list[Part]:
    """Their own phrases above the closing."""
    lines = _fresh(voice.added, parts)
    if not lines:
        return list(parts)
    if any(part.kind is PartKind.CORRECT for part in parts):
        return [_lines(part, [*part.lines, *lines]) if part.kind is PartKind.CORRECT else part for part in parts]
    last = {PartKind.CLOSING, PartKind.SIGNATURE}
    at = next((index for index, part in enumerate(parts) if part.kind in last), len(parts))
    return [*parts[:at], Part(PartKind.CORRECT, tuple(lines)), *parts[at:]]


# --- lists -----------------------------------------------------------------------------------------------------------


def _titled(part: Part, voice: Voice) -> Part:
    if not part.title:
        return part
    if voice.titles is False:
        return replace(part, title="")
    return replace(part, title=dict(voice.headings).get(part.title, part.title))


def _told(part: Part, say: Words) -> Part:
    """A list of promises as sentences, one a promise; each names its owner, so that no heading is needed."""
    if part.kind not in _PROMISES or not part.listed:
        return part
    return Part(part.kind, tuple(replace(line, text=_sentence(line.text, say)) for line in part.lines))


def _sentence(text: str, say: Words) -> str:
    found = next((one for one in _CONFIRM.finditer(text) if text[: one.start()].rstrip()[-1:] not in {"", ":"}), None)
    start = text[: found.start()] if found else text
    behind = text[len(start) :].strip()
    if say.late and start.endswith(say.late):
        start = start[: -len(say.late)].rstrip()
        behind = f"{say.late} {behind}".strip()
    start = re.sub(r"(?<=[^\W\d_])\.$", "", start)
    item = _ITEM.fullmatch(start)
    if item is None:
        told = start if start[-1:] in {".", "?", "…", "]"} else f"{start}."
    else:
        told = say.sentence(item["owner"], item["what"].strip(), item["due"] or "")
    return f"{told} {behind}".strip()


# --- greeting and closing --------------------------------------------------------------------------------------------


def _greeting(part: Part, voice: Voice, names: Names, followup: Followup) -> Part:
    if part.kind is not PartKind.GREETING or len(part.lines) != 1:
        return part
    line = part.lines[0]
    now = greeted(line.text, names)
    if now is None:
        return part
    text = _group(now.who, now.lead, now.mark, voice) if now.group else _to_people(now.people, voice, followup)
    return _lines(part, [replace(line, text=text or line.text)])


def _group(who: str, lead: str, mark: str, voice: Voice) -> str:
    """As they greet a group; where that is not known, with the word by which they greet a person."""
    if voice.greeting_group:
        return voice.greeting_group
    own, names, behind = voice.greeting.partition(NAMES)
    formal = own.strip().casefold() in words.GENDERED or words.GENDERED.get(lead.casefold())
    if not names or formal or not own.strip():
        return f"{lead} {who}{mark}"
    return f"{own}{who}{behind}"


def _to_people(people: Sequence[str], voice: Voice, followup: Followup) -> str:
    lead, names, mark = voice.greeting.partition(NAMES)
    if not voice.greeting:
        return ""
    if not names:
        return voice.greeting
    if not people:
        return ""
    forms = words.GENDERED.get(lead.strip().casefold())
    if not forms:
        joining = {"fi": "ja", "sv": "och", "de": "und"}.get(followup.language, "and")
        listed = " ".join(filter(None, [", ".join(people[:-1]), joining if len(people) > 1 else "", people[-1]]))
        return f"{lead}{listed}{mark}"
    said = []
    for index, one in enumerate(people):
        man, woman = re.match(r"Herrn?\b", one), re.match(r"Frau\b", one)
        if not man and not woman:
            return ""  # nobody's gender is guessed
        form = forms[1] if man else forms[0]
        said.append(f"{form[:1].lower() + form[1:] if index else form} {one}")
    return ", ".join(said) + mark


def _cased(parts: Sequence[Part], voice: Voice, names: Names, followup: Followup) -> list[Part]:
    """The first letter below the greeting: small behind a comma but in English, else a capital, or by habit."""
    at = next((index for index, part in enumerate(parts) if part.kind is PartKind.GREETING and part.lines), None)
    below = next((index for index, part in enumerate(parts) if at is not None and index > at and part.lines), None)
    if at is None or below is None or followup.language == "en":
        return list(parts)
    part = parts[below]
    capital = voice.capital if voice.capital is not None else parts[at].lines[-1].text[-1:] != ","
    if part.title or part.listed or part.kind in {PartKind.CLOSING, PartKind.SIGNATURE}:
        return list(parts)
    line = part.lines[0]
    text = line.text[:1].upper() + line.text[1:] if capital else _small(line.text, part.kind, names, followup)
    return [*parts[:below], _lines(part, [replace(line, text=text), *part.lines[1:]]), *parts[below + 1 :]]


def _small(text: str, kind: PartKind, names: Names, followup: Followup) -> str:
    """With a small first letter, where the first word is ours and no name; what others said may begin with one."""
    first = re.split(r"[\s,.:;!?]", text, maxsplit=1)[0]
    ours = kind in _STRIKABLE or kind is PartKind.NEXT or first.casefold() in lexicon.STOPWORDS
    polite = followup.language == "de" and followup.address == FORMAL and first in _POLITE
    noun = followup.language == "de" and kind is PartKind.NEXT
    if not ours or polite or noun or names.has(first) or not first[1:2].islower():
        return text
    return text[:1].lower() + text[1:]


def _closed(part: Part, voice: Voice) -> Part:
    if part.kind is PartKind.CLOSING and voice.closing and part.lines:
        return _lines(part, [replace(part.lines[0], text=voice.closing)])
    if part.kind is PartKind.SIGNATURE and voice.first_name and part.lines:
        given = part.lines[0].text.split(" ")[0]
        return _lines(part, [replace(part.lines[0], text=given)])
    return part
