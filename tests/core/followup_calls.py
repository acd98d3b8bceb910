"""Calls made by hand for tests of the follow-up, one in each language."""

import datetime as dt
from zoneinfo import ZoneInfo

from kambrief.core.agreed import Agreed, Concern, NextMeeting, Point
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.evidence import Audience, Day, Fact, Person, Rank, Source, Text, Value
from kambrief.core.followup import Followup
from kambrief.core.model import AccountManager
from kambrief.core.talk import Participant, Talk, Utterance
from kambrief.pipeline.composing import compose

DAY = dt.date(2026, 11, 3)  # a Tuesday
NOW = dt.datetime(2026, 11, 3, 12, 0, tzinfo=dt.UTC)


def person(name: str, side: Side | None = Side.THEM, **more: object) -> Participant:
    """Somebody who was there; the address is made of the name."""
    given = name.split(" ", maxsplit=1)[0]
    email = f"{given.lower()}@{'ours' if side is Side.US else 'theirs'}.example"
    fields = {
        "key": email,
        "name": name,
        "called": given,
        "side": side,
        "email": email,
        "present": True,
        "invited": True,
    }
    return Participant(**(fields | more))  # type: ignore[arg-type]


def manager(name: str, language: str, **more: object) -> AccountManager:
    """The account manager, one of our side."""
    email = f"{name.split(' ', maxsplit=1)[0].lower()}@ours.example"
    return AccountManager(email, name, language=language, **more)  # type: ignore[arg-type]


def talk(language: str, *people: Participant, said: tuple[tuple[str, str], ...] = (), **more: object) -> Talk:
    """A call of these people; ``said``: given name and words, ``*`` before words that are kept back."""
    keys = {one.called: one.key for one in people}
    lines = tuple(
        Utterance(number, keys.get(who, ""), words.lstrip("*"), withheld="off-the-record" if words[:1] == "*" else "")
        for number, (who, words) in enumerate(said, 1)
    )
    start = dt.datetime(2026, 11, 3, 10, 0, tzinfo=ZoneInfo("Europe/Helsinki"))
    fields = {
        "meeting_id": "m7", "title": "", "day": DAY, "start": start, "end": start + dt.timedelta(hours=1), "zone": "Europe/Helsinki",
        "language": language, "participants": people, "utterances": lines, "source": "teams",
    }  # fmt: skip
    return Talk(**(fields | more))  # type: ignore[arg-type]


def promised(name: str, owner: Participant, what: str, due: dt.date | None = None, **more: object) -> Promised:
    """A promise by this person."""
    assert owner.side is not None
    return Promised(name, owner.side, owner.key, what, due, **more)  # type: ignore[arg-type]


def on(day: int, month: int = 11) -> dt.date:
    """A day of the year of these calls."""
    return dt.date(2026, month, day)


def at(day: int, hour: int, zone: str = "Europe/Helsinki", month: int = 11) -> NextMeeting:
    """The next meeting."""
    return NextMeeting(dt.datetime(2026, month, day, hour, tzinfo=ZoneInfo(zone)), on(day, month), ())


def late(text: str, owner: str, due: dt.date) -> Fact:
    """A promise of ours in the CRM that is still open."""
    values: dict[str, Value] = {"what": Text(text), "owner": Person(owner), "due": Day(due), "status": Text("open")}
    source = Source("commitments", "CM9")
    return Fact("commitments/CM9", "A1", text, source, Audience.CUSTOMER, Rank.DECISION, values, by="us")


def draft(call: Talk, who: AccountManager, *some: Promised, agreed: Agreed | None = None, **more: object) -> Followup:
    """The follow-up of a call."""
    more = {"account_id": "A1", "account_name": "Suvanto Oy", "now": NOW} | more
    return compose(call, some, agreed or Agreed(), manager=who, **more)  # type: ignore[arg-type]


def outcome(who: Participant, text: str) -> Point:
    """What matters to the customer."""
    return Point("o", text, (1,), who.key)


def concern(who: Participant, quote: str, neutral: str = "", answer: str = "") -> Concern:
    """An objection."""
    return Concern(who.key, quote, (2,), neutral, answer)
