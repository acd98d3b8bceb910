"""What the tests of the sections share: insights as given, and lines as they are read in each language."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kambrief.core.brief import Block, Brief, Line, Section, Sentence
from kambrief.core.evidence import Listing, Value, Word
from kambrief.core.insight.revenue import Cause, Momentum, Part, Revenue, Trend
from kambrief.core.insight.risk import Contribution, Factor, Risk, band
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.saying import value
from kambrief.core.situation import Situation
from kambrief.phrases import Phrases
from kambrief.render import brief_body

LANGUAGES = ("en", "fi", "sv", "de")
TODAY = dt.date(2026, 10, 5)
ZONE = "Europe/Helsinki"
_DOUBLED = re.compile(r"\.\.|,,|;;|::|: :|[;,?!…]\.|\s[,.;:!?](?!\w)|\(\s|\s\)|\(\)|–\s*$|:\s*$|^\W*$|None|[{}]")
"""What no sentence may hold, whatever was put into it."""


def given(situation: Situation, **insights: Any) -> Situation:
    """The same situation with these insights."""
    return dataclasses.replace(situation, insights=dataclasses.replace(situation.insights, **insights))


def revenue(**more: Any) -> Revenue:
    """The example that the domain facts compute by hand (I3)."""
    return Revenue(**{
        "currency": "EUR", "t12m": Decimal(397_000), "p12m": Decimal(434_600), "yoy": Decimal("-0.0865"),
        "last3": Decimal(78_000), "before3": Decimal(108_000), "q": Decimal("-0.2778"), "label": Trend.DECLINING,
        "momentum": Momentum.RECENT_DROP, "cause": Cause("spare_parts", Decimal(-30_000), Decimal(1)), "parts": (), **more,
    })  # fmt: skip


def company(account_id: str, yoy: str | None, **more: Any) -> Part:
    """One company of a group with its change."""
    return Part(account_id, Decimal(1000), None if yoy is None else Decimal(yoy), **more)


def risk(*contributions: Contribution, score: int = 60, completeness: str = "1") -> Risk:
    """A score with its reasons."""
    return Risk(score, band(score, Thresholds()), contributions, Decimal(completeness))


def reason(factor: Factor, points: int, state: str = "", **more: Any) -> Contribution:
    """One reason of a risk score."""
    return Contribution(factor, points, state, **more)


def as_read(section: Section, lines: Iterable[Line], language: str = "en", today: dt.date = TODAY) -> list[str]:
    """The lines of a section as they stand in the mail's text, without their bullets."""
    kept = tuple(lines)
    if not kept:
        return []
    phrases = Phrases(language)
    brief = Brief("m1", "elina@kuura.example", language, value("subject"), (), (Block(section, kept),))
    body = brief_body(brief, phrases, lambda sentence: phrases.say(sentence, today, ZONE))
    rows = [row for row in body.splitlines() if row.strip()][1:]
    return [re.sub(r"^(?:- |\d+\. )", "", row) for row in rows]


def say(sentences: Iterable[Sentence], language: str = "en", today: dt.date = TODAY) -> list[str]:
    """Single sentences, as header and footer have them."""
    phrases = Phrases(language)
    return [phrases.say(sentence, today, ZONE).text for sentence in sentences]


def faults(text: str) -> list[str]:
    """Doubled, dangling or lonely punctuation, and what shows that something was missing."""
    return [f"{found.group()!r} in {text!r}" for found in _DOUBLED.finditer(text)]


def slots(line: Line, phrase: str) -> dict[str, Value]:
    """What the sentence of this phrase holds; a test that asks for one that is not there fails by name."""
    found = {sentence.phrase: sentence for sentence in line.sentences}
    assert phrase in found, f"{phrase} is not among {sorted(found)}"
    return dict(found[phrase].slots)


def words(slot: Value) -> list[str]:
    """The keys of our own words within a value, in order."""
    if isinstance(slot, Listing):
        return [key for item in slot.items for key in words(item)]
    return [slot.key] if isinstance(slot, Word) else []
