"""Short ways to write a call down: ``who: what they say`` a line, and what should come of it."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from kambrief.core import offrecord
from kambrief.core.commitment import Promised, promises
from kambrief.core.customer import Side
from kambrief.core.talk import Participant, Talk, Utterance

TUESDAY = dt.date(2026, 10, 6)

PEOPLE = {
    "fi": ("Aino Kallio", "Otto Lehti", "Sanna Virta", "Jari Mäkelä"),
    "en": ("Alice Gray", "Owen Reid", "Sarah Blunt", "James Hill"),
    "sv": ("Anna Lind", "Oskar Ek", "Sara Holm", "Johan Berg"),
    "de": ("Anke Vogel", "Olaf Stein", "Sabine Kurz", "Jens Brandt"),
}
"""Two of ours, two of the customer's: ``A`` and ``O``, ``S`` and ``J`` in the dialogues."""


def people(language: str) -> tuple[Participant, ...]:
    sides = (Side.US, Side.US, Side.THEM, Side.THEM)
    return tuple(
        Participant(key=name[0], name=name, called=name.split()[0], side=side, present=True, invited=True)
        for name, side in zip(PEOPLE[language], sides, strict=True)
    )


def talk(
    language: str, lines: str, day: dt.date = TUESDAY, participants: Sequence[Participant] = (), source: str = ""
) -> Talk:
    """The call of these lines. Off the record is marked as in a real one."""
    taking_part = tuple(participants) or people(language)
    said = [line.split(":", 1) for line in lines.strip().splitlines()]
    utterances = tuple(Utterance(number, who.strip(), text.strip()) for number, (who, text) in enumerate(said, 1))
    spans = offrecord.kept_back(utterances, taking_part)
    start = dt.datetime.combine(day, dt.time(10), ZoneInfo("Europe/Helsinki"))
    return Talk(
        meeting_id="m1", title="", day=day, start=start, end=start + dt.timedelta(hours=1), zone="Europe/Helsinki",
        language=language, participants=taking_part, utterances=offrecord.marked(utterances, spans), withheld=spans,
        source=source,
    )  # fmt: skip


def found(language: str, lines: str, *, minor: bool = False) -> tuple[Promised, ...]:
    return tuple(one for one in promises(talk(language, lines)) if minor or not one.minor)


def short(promised: Sequence[Promised]) -> list[str]:
    """``A: raportti – 9.10.`` a promise."""
    return [
        f"{one.owner}: {one.what} – {f'{one.due.day}.{one.due.month}.' if one.due else '?' if one.due_words else '-'}"
        for one in promised
    ]
