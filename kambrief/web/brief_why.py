"""Why a brief is as it is, in words for its reader: facts in and out by rule, and what left the house for a model."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kambrief.core.brief import Section
from kambrief.core.evidence import Number
from kambrief.desk.briefs import Kept
from kambrief.phrases import Phrases, Spoken
from kambrief.web.brief_view import Evidence, evidence_of

_RULES = {
    "withheld:sensitive": "sensitive", "withheld:off-the-record": "off_record", "off the record": "off_record",
    "withheld:contact-left": "left", "withheld": "withheld", "superseded": "superseded", "section": "length",
    "budget": "length", "model budget": "model", "feedback": "feedback",
}  # fmt: skip
"""How a rule begins → the phrase that says it."""
_ORDER = ("sensitive", "off_record", "left", "withheld", "superseded", "length", "model", "feedback", "other")
MOST = 60
"""Names shown of one rule."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one section rests on."""

    title: Spoken
    evidence: tuple[Evidence, ...]
    names: tuple[str, ...] = ()
    """Where the facts themselves are not kept: what is known of them."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What one rule has left out."""

    phrase: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """One call of a model."""

    model: str
    destination: str
    error: str
    facts: int
    names: tuple[str, ...]
    prompt_tokens: int
    completion_tokens: int
    seconds: Number | None
    cost: Number | None


@dataclass(frozen=True, slots=True)
class Why:
    """All of it."""

    facts: tuple[Facts, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    gaps: tuple[Spoken, ...] = ()
    sent: tuple[Sent, ...] = ()
    problems: tuple[str, ...] = ()
    written_by: str = ""
    at: dt.datetime | None = None


def explained(found: Kept, language: str, zone: str) -> Why:
    """Of the newest whole brief; empty where none is kept."""
    if found.record is None:
        return Why()
    why = found.record.why
    phrases = Phrases(language)
    return Why(
        tuple(_facts(found, phrases, zone)),
        tuple(_left_out(why)),
        tuple(phrases.gap(gap) for gap in found.brief.gaps if gap.key in phrases) if found.brief else (),
        tuple(_sent(row) for row in _rows(why, "model")),
        tuple(str(one) for one in _list(why, "model_problems")),
        found.record.written_by,
        found.record.created_at,
    )


def _list(why: Mapping[str, object], key: str) -> list[object]:
    found = why.get(key)
    return [*found] if isinstance(found, list | tuple) else []


def _rows(why: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    return [row for row in _list(why, key) if isinstance(row, Mapping)]


def _facts(found: Kept, phrases: Phrases, zone: str) -> Iterator[Facts]:
    by_section: dict[str, dict[str, str]] = {}
    for row in _rows(found.record.why if found.record else {}, "facts"):
        name = str(row.get("id", ""))
        by_section.setdefault(str(row.get("section", "")), {})[name] = str(row.get("source") or name)
    kept = {**found.brief.other_facts, **found.brief.facts} if found.brief else {}
    for section in Section:
        ids = by_section.get(str(section), {})
        if ids:
            shown = evidence_of([*ids], kept, zone)
            there = {one.id for one in shown}
            yield Facts(
                phrases.label(f"title_{section}"), shown,
                tuple(dict.fromkeys(label for one, label in ids.items() if one not in there)),
            )  # fmt: skip


def _left_out(why: Mapping[str, object]) -> Iterator[LeftOut]:
    """By rule; words that are held back are not kept, only which record they stand in."""
    by_rule: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for row in _rows(why, "left_out"):
        phrase = _rule(str(row.get("rule", "")))
        counts[phrase] += 1
        by_rule.setdefault(phrase, []).append(str(row.get("what", "")))
    for phrase in _ORDER:
        if phrase in by_rule:
            yield LeftOut(f"rule_{phrase}", counts[phrase], tuple(by_rule[phrase][:MOST]))


def _rule(said: str) -> str:
    """The longest beginning that is known."""
    fitting = [begins for begins in _RULES if said.startswith(begins)]
    return _RULES[max(fitting, key=len)] if fitting else "other"


def _sent(row: Mapping[str, object]) -> Sent:
    fields = row.get("fields")
    names = tuple(map(str, fields)) if isinstance(fields, list | tuple) else ()
    return Sent(
        str(row.get("model") or ""), str(row.get("destination") or ""), str(row.get("error") or ""), len(names),
        names[:MOST], _whole(row.get("prompt_tokens")), _whole(row.get("completion_tokens")),
        _number(row.get("seconds")), _number(row.get("cost")),
    )  # fmt: skip


def _whole(said: object) -> int:
    return said if isinstance(said, int) else 0


def _number(said: object) -> Number | None:
    try:
        return Number(Decimal(str(said))) if said is not None else None
    except InvalidOperation:
        return None
