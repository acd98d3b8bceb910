"""I13, coaching tip: one a brief, the first that fits and was not shown lately. Private to its reader."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

TIPS: tuple[str, ...] = tuple(f"T{number:02}" for number in range(1, 14))
"""By priority (domain facts §4, I13)."""
NOTICE_DAYS = 45
HIGH_RISK = 50
MANY_GUESTS = 6
TALKS_MUCH = 0.6
"""The account manager's part of all words."""


@dataclass(frozen=True, slots=True)
class TipInputs:
    """What the rules look at."""

    ours_overdue: bool = False
    days_to_notice: int | None = None
    risk_score: int | None = None
    detractor_attends: bool = False
    new_sponsor: bool = False
    """A sponsor in role for at most 90 days with whom no meeting was held."""
    sponsor_silent: bool = False
    threading: str = ""
    price_talk: bool = False
    """A competitor, or an objection to the price, within 90 days."""
    hypothesis_shown: bool = False
    external: int = 0
    executive_attends: bool = False
    own_share_of_words: float | None = None
    """Last time; None when no transcript is there."""
    outside_office_hours: bool = False


def fitting(inputs: TipInputs) -> tuple[str, ...]:
    """Every tip whose condition holds, by priority; T13 always."""
    notice, risk, share = inputs.days_to_notice, inputs.risk_score, inputs.own_share_of_words
    holds = {
        "T01": inputs.ours_overdue,
        "T02": notice is not None and 0 <= notice <= NOTICE_DAYS and risk is not None and risk >= HIGH_RISK,
        "T03": inputs.detractor_attends,
        "T04": inputs.new_sponsor,
        "T05": inputs.sponsor_silent,
        "T06": inputs.threading in {"single", "thin"},
        "T07": inputs.price_talk,
        "T08": inputs.hypothesis_shown,
        "T09": inputs.external >= MANY_GUESTS,
        "T10": inputs.executive_attends,
        "T11": share is not None and share > TALKS_MUCH,
        "T12": inputs.outside_office_hours,
        "T13": True,
    }
    return tuple(name for name in TIPS if holds[name])


def tip(inputs: TipInputs, shown: Mapping[str, dt.date], today: dt.date, days: int = 30) -> str | None:
    """The first fitting tip not shown in the last ``days`` (0 ≤ today − day < days); None when all were."""
    lately = {name for name, on in shown.items() if 0 <= (today - on).days < days}
    return next((name for name in fitting(inputs) if name not in lately), None)
