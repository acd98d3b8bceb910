"""Calls as lines: ``Anna: Words.``; names before a ``|`` are ours, those behind it the customer's."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence

from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.talk import Participant, Talk, Utterance

DAY = dt.date(2026, 10, 6)
"""A Tuesday."""


def call(  # noqa: PLR0913 - a call has so many sides
    text: str,
    *,
    language: str,
    ours: Sequence[str] = ("Olli", "Ville"),
    theirs: Sequence[str] = ("Anna", "Bo"),
    day: dt.date = DAY,
    zone: str = "Europe/Helsinki",
    zones: dict[str, str] | None = None,
    titles: dict[str, str] | None = None,
    withheld: frozenset[int] = frozenset(),
) -> Talk:
    """A call on ``day`` at 13:00 in ``zone``. ``withheld``: numbers of utterances that are kept back."""
    people = tuple(
        Participant(
            f"{name.lower()}@{side}.example",
            f"{name} {side.title()}son",
            called=name,
            side=side,
            present=True,
            timezone=(zones or {}).get(name, ""),
            title=(titles or {}).get(name, ""),
        )
        for names, side in ((ours, Side.US), (theirs, Side.THEM))
        for name in names
    )
    keys = {person.called: person.key for person in people}
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    utterances = []
    for number, line in enumerate(lines, 1):
        who, _, words = line.partition(": ")
        utterances.append(
            Utterance(number, keys.get(who, ""), words, withheld="off-the-record" if number in withheld else "")
        )
    start = dt.datetime.combine(day, dt.time(13), zoneinfo.ZoneInfo(zone))
    return Talk(
        "M1", "Review", day, start, start + dt.timedelta(hours=1), zone, language, people, tuple(utterances)
    )  # fmt: skip


def promise(id_: str, owner: str, what: str, *cues: int, side: Side = Side.US, **more: dt.date) -> Promised:
    """A promise of the call."""
    return Promised(
        id_,
        side,
        f"{owner.lower()}@{side}.example",
        what,
        more.get("due"),
        cues=cues,
        supersedes=more.get("supersedes"),
    )
