"""Short calls in words, and models' answers about them, for the tests of what a model hears."""

import datetime as dt
import json
import re
import zoneinfo
from collections.abc import Sequence
from typing import Any

from kambrief.core.agreed_merging import ground_of
from kambrief.core.agreed_types import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.promise_reading import Heard, read
from kambrief.core.promise_request import ListeningTask, Part, listening_task, part, parts
from kambrief.core.talk import Participant, Talk, Utterance

DAY = dt.date(2027, 3, 8)
"""A Monday."""
HOUR = dt.timedelta(hours=1)
_LINE = re.compile(r"(?P<mark>[!~]?)(?P<who>[^:]+): (?P<text>.*)")
ROOMY = 100_000


def person(name: str, side: Side | None, **more: Any) -> Participant:
    """``called`` is the first word of the name."""
    mail = f"{name.casefold().replace(' ', '.')}@{'ours' if side is Side.US else 'theirs'}.example"
    told = {"called": name.split(maxsplit=1)[0], "email": mail, "present": True, "invited": True, **more}
    return Participant(mail, name, side=side, **told)


def talk(
    dialogue: str, people: Sequence[Participant], language: str = "en", day: dt.date = DAY, title: str = "Monthly call"
) -> Talk:
    """A call: one line an utterance, ``Name: words``; ``!`` before a name: off the record, ``~``: before they came."""
    by_name = {one.called: one.key for one in people}
    said = []
    for number, line in enumerate((line.strip() for line in dialogue.strip().splitlines()), 1):
        found = _LINE.fullmatch(line)
        assert found, line
        said.append(
            Utterance(
                number,
                by_name.get(found["who"], ""),
                found["text"],
                withheld="off-the-record" if found["mark"] == "!" else "",
                alone=found["mark"] == "~",
            )
        )
    zone = "Europe/Helsinki"
    start = dt.datetime.combine(day, dt.time(9), zoneinfo.ZoneInfo(zone))
    return Talk("m1", title, day, start, start + HOUR, zone, language, tuple(people), tuple(said), "file")


def promise(cue: int, quote: str, owner: str, what: str, **more: Any) -> dict[str, Any]:
    """A promise as a model proposes it. ``due``: words, or ``(cue, words)``."""
    row: dict[str, Any] = {
        "cue": cue, "quote": quote, "owner": owner, "what": what, "to": [], "due_cue": 0, "due": "", "moved_cue": 0,
        "moved": "", "also": [], "found": "", "minor": False,
    }  # fmt: skip
    for key in ("due", "moved"):
        if isinstance(said := more.pop(key, None), tuple):
            row[f"{key}_cue"], row[key] = said
        elif said:
            row[f"{key}_cue"], row[key] = cue, said
    return row | more


def answer(*promises: dict[str, Any], **more: Any) -> str:
    """A whole answer."""
    empty: dict[str, Any] = {
        "promises": list(promises), "not_promises": [], "corrections": [], "points": [], "outcome": [], "concern": [],
        "next_meeting": [],
    }  # fmt: skip
    return json.dumps(empty | more, ensure_ascii=False)


def asked(said: Talk, found: Sequence[Promised] = (), *, hide_names: bool = False) -> tuple[ListeningTask, Part]:
    """The one request that holds the whole call."""
    task = listening_task(said, hide_names=hide_names)
    (rows,) = parts(task, ROOMY)
    return task, part(task, rows, found, ROOMY)


def heard(said: Talk, text: str, found: Sequence[Promised] = (), *, hide_names: bool = False) -> Heard:
    """What of an answer holds."""
    task, piece = asked(said, found, hide_names=hide_names)
    return read(text, task, piece, ground_of(said, Agreed(), found))


def the_one(found: Heard) -> Promised:
    """The only promise, with what was wrong in case there is none."""
    assert len(found.promises) == 1, found.problems
    return found.promises[0].promised
