"""What the retention risk of one customer is made of, each reason with the records it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass

from kambrief.core.evidence import Day, Text, Value
from kambrief.core.insight.risk import Contribution, Factor, Risk
from kambrief.core.sections.relationship import is_telling
from kambrief.core.situation import Situation

MAX_EVIDENCE = 4
SECTIONS = {"insight/revenue": "revenue", "insight/coverage": "people", "insight/satisfaction": "satisfaction"}
"""What was computed is shown on the same page."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that a statement rests on."""

    table: str
    text: str = ""
    """What it says; empty where a rule keeps its words out."""
    on: Day | None = None
    link: str = ""
    """Into the CRM; to be made safe where it is shown."""
    section: str = ""
    """Where on the page it stands, for what was computed."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One contribution. ``phrase`` with ``values`` says it."""

    factor: Factor
    phrase: str
    points: int
    values: dict[str, Value]
    evidence: tuple[Evidence, ...]
    more: int = 0
    """Records beyond those shown."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The score with everything it is made of: what raises it first, the heaviest first."""

    risk: Risk
    telling: bool
    """False: so little is known that the score says more about our data than about the customer."""
    reasons: tuple[Reason, ...]


def explained(situation: Situation) -> Explained:
    """The base that every customer starts from is the last of what raises it."""
    found = situation.insights.risk
    factors = list(Factor)
    parts = sorted(
        found.contributions,
        key=lambda one: (
            one.points < 0, one.factor is Factor.BASE, -abs(one.points), factors.index(one.factor),
        ),
    )  # fmt: skip
    return Explained(found, is_telling(found), tuple(_reason(situation, part) for part in parts))


def _reason(situation: Situation, part: Contribution) -> Reason:
    phrase = f"because_{part.factor}_{part.state}" if part.state else f"because_{part.factor}"
    shown = evidence(situation, part.evidence)
    more = max(0, len(shown) - MAX_EVIDENCE)
    return Reason(part.factor, phrase, part.points, _sayable(situation, part), shown[:MAX_EVIDENCE], more)


def _sayable(situation: Situation, part: Contribution) -> dict[str, Value]:
    """The values, without the words of a record that is withheld."""
    kept_back = any(
        fact.withheld is not None for one in part.evidence if (fact := situation.facts.get(one)) is not None
    )
    values = dict(part.values)
    if kept_back and "subject" in values:
        values["subject"] = Text("–")
    return values


def evidence(situation: Situation, ids: Iterable[str]) -> tuple[Evidence, ...]:
    """The records behind some fact ids, each once; what the situation does not hold is left out."""
    found = []
    for one in dict.fromkeys(ids):
        if one in SECTIONS:
            found.append(Evidence("insight", section=SECTIONS[one]))
        elif (fact := situation.facts.get(one)) is not None and fact.superseded_by is None:
            on = fact.values.get("on")
            text = "" if fact.withheld is not None else fact.text
            found.append(Evidence(fact.source.table, text, on if isinstance(on, Day) else None, fact.source.link))
    return tuple(found)
