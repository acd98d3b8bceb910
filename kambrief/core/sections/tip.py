"""The tip: one a brief, private to its reader (I13)."""

from kambrief.core.brief import Line
from kambrief.core.saying import value
from kambrief.core.situation import Situation


def coaching(situation: Situation) -> tuple[Line, ...]:
    """The tip's line; none where the reader wants none, or all fitting ones were shown lately."""
    tip = situation.insights.tip
    if tip is None or situation.account is None or not situation.manager.tips:
        return ()
    return (Line(f"tip/{tip}", (value(f"tip_{tip}", ("insight/tip",)),), weight=3),)
