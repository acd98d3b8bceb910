"""What a call came to beside its promises: decisions and final values, corrections, concern, the next meeting.

Found by rules in a `core.talk.Talk`; everything carries the utterances it rests on. Only what was spoken openly and
with the customer present is read (`Talk.spoken`). A rule that is not sure finds nothing: few good points beat many poor
ones. The rules are those of the domain facts, §3.1 (the follow-up) and §3.3 (the note in the CRM).
"""

from collections.abc import Sequence
from dataclasses import replace

from kambrief.core.agreed_types import Agreed, Concern, Correction, NextMeeting, Point
from kambrief.core.agreeing import concern, corrections, next_meeting, outcome, points
from kambrief.core.agreeing.said import Heard
from kambrief.core.commitment import Promised
from kambrief.core.talk import Talk

__all__ = ["Agreed", "Concern", "Correction", "NextMeeting", "Point", "agreed"]


def agreed(talk: Talk, promised: Sequence[Promised] = ()) -> Agreed:
    """All that was settled, found by rules alone, in the talk's language; ``promised`` are the talk's promises.

    Raises nothing: a text that no rule understands gives an empty `Agreed`.
    """
    heard = Heard(talk, tuple(promised))
    meeting = next_meeting.found(heard)
    corrected = corrections.found(heard, meeting.moved)
    main = outcome.found(heard, corrected)
    return Agreed(
        points=_beside(main, points.found(heard, corrected, meeting)),
        corrections=tuple(one.told for one in corrected),
        concern=concern.found(heard, corrected),
        next_meeting=meeting.agreed,
        outcome=main,
    )


def _beside(main: Point | None, found: Sequence[Point]) -> tuple[Point, ...]:
    """The points; what the outcome says already is not said again in the mail."""
    return tuple(
        replace(point, internal=True) if main and point.kind == "criterion" and point.cues == main.cues else point
        for point in found
    )
