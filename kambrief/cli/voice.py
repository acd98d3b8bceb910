"""``kambrief voice``: the profile for people and scripts. The doing is in `desk.voices`."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from kambrief.core import voice as core
from kambrief.core.model import AccountManager
from kambrief.core.voice import ENOUGH, Voice


def lines(manager: AccountManager, voices: Sequence[Voice]) -> Iterator[str]:
    """The profile as people read it."""
    if not voices:
        yield f"No follow-up of {manager.email} has been sent yet: drafts are in the plain style."
        return
    for index, one in enumerate(voices):
        if index:
            yield ""
        form = ", formal" if one.address_form else ""
        state = "" if one.on else ", switched off"
        sent = f"{one.edits} sent follow-up{'' if one.edits == 1 else 's'}"
        yield f"{manager.email}, {one.language}{form}: from {sent}{state}"
        told = core.lines(one)
        yield from (f"  {line}" for line in told)
        if one.edits < ENOUGH:
            yield f"  Habits are learned from {ENOUGH} sent follow-ups on."
        elif not told:
            yield "  No habit that differs was found."
        if one.by_hand:
            yield f"  Set by hand: {', '.join(one.by_hand)}"


def as_data(one: Voice) -> dict[str, Any]:
    """JSON-ready."""
    told = asdict(one)
    told["headings"] = [{"ours": ours, "theirs": theirs} for ours, theirs in one.headings]
    return told | {"enough": one.edits >= ENOUGH}
