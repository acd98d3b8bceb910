"""A whole brief made by hand, in both test languages, with invented people; `phrases` speaks it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from kambrief.core.brief import Block, Brief, Kind, Line, Section, Sentence
from kambrief.core.customer import Gap
from kambrief.core.digest import Digest, Entry
from kambrief.core.evidence import (
    Audience,
    Count,
    Day,
    Fact,
    Listing,
    Moment,
    Money,
    Percent,
    Person,
    Rank,
    Source,
    Text,
    Value,
    Word,
)
from kambrief.core.model import AccountManager
from kambrief.render import Phrases

TODAY = dt.date(2026, 10, 6)
ZONE = "Europe/Helsinki"
START = Moment(dt.datetime(2026, 10, 6, 6, 0, tzinfo=dt.UTC), ZONE)
MANAGER = AccountManager("aino@vendor.example", "Aino Koski", timezone=ZONE)
JOIN = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc/0?context=%7b%22Tid%22%3a%221%22%7d"
LINK = "https://crm.example/activities/act-1"


FOLDER = Path(__file__).parent / "phrases"


def phrases(language: str) -> Phrases:
    return Phrases(language, FOLDER)


def says(phrase: str, /, *facts: str, **slots: Value) -> Sentence:
    return Sentence(Kind.VALUE, phrase, slots, facts)


def quote(text: str) -> Sentence:
    return Sentence(Kind.QUOTE, "quote", {"text": Text(text)})


def reading(*parts: str | Value, surfaces: dict[int, str] | None = None, phrase: str = "reading") -> Sentence:
    return Sentence(Kind.READING, phrase, parts=parts, surfaces=surfaces or {})


def remark(*parts: str | Value, internal: bool = False) -> Sentence:
    """A reading at the end of a line that tells something else; ``internal``: in a line that is not."""
    return reading(*parts, phrase="remark_internal" if internal else "remark")


def note(text: str, *facts: str) -> Sentence:
    return says("note", *facts, text=Text(text))


def line(name: str, *sentences: Sentence, internal: bool = False) -> Line:
    return Line(name, sentences, internal=internal)


def fact(fact_id: str, link: str = LINK, label: str = "Call of 1 October") -> Fact:
    source = Source("activities", fact_id, label, link)
    return Fact(fact_id, "acc-1", "…", source, Audience.CUSTOMER, Rank.CUSTOMER_WORD)


def brief(language: str = "en", **changes: Any) -> Brief:
    """The sample; `changes` replaces fields."""
    late: dict[str, Value] = {"what": Text("root cause report"), "due": Day(dt.date(2026, 9, 25)), "days": Count(11)}
    markku = says("head", person=Person("Markku Salomaa", "C02"), role=Word("role.sponsor"))
    blocks = (
        Block(
            Section.ONE_THING,
            (
                line("one_thing/1", says("overdue", "f1", **late)),
                line(
                    "one_thing/2",
                    reading("open with it and give ", Person("Markku", "C02"), " a new date before he asks."),
                ),
            ),
        ),
        Block(
            Section.PEOPLE,
            (
                line(
                    "people/C02",
                    markku,
                    says("silent", "f1", since=Day(dt.date(2026, 6, 10)), days=Count(118)),
                    quote("Three figures and one decision."),
                    remark("has to defend the plan at home; give ", Person("Markku", "C02"), " the figures first"),
                ),
                line("people/C01", says("head", person=Person("Petra Vuorio"), role=Text("maintenance manager"))),
                line(
                    "people/C03",
                    says("head", person=Person("Désirée Åström-Wolkenstein"), role=Text("procurement")),
                    quote("Delivery times decide; the other bidder promises two weeks."),
                ),
            ),
        ),
        Block(
            Section.SINCE,
            (line("since/1", note("Index raised for spare parts from 1 October."), quote("We will compare.")),),
        ),
        Block(
            Section.PROMISES,
            (
                line("promises/1", says("overdue", "f1", **late)),
                line("promises/2", note("They: list of critical machines, due 30 September.", "f2")),
            ),
        ),
        Block(
            Section.BUSINESS,
            (
                line(
                    "business/1",
                    says("revenue", amount=Money(Decimal(397000), "EUR"), change=Percent(Decimal("-8.7"))),
                    says("several", items=Listing((Text("spare parts"), Text("service"), Text("upgrades")))),
                    remark("a smaller offer would end this", internal=True),
                ),
            ),
        ),
        Block(
            Section.QUESTIONS,
            (
                line("questions/1", reading("what must happen before the notice day, so that going on is easy?")),
                line(
                    "questions/need",
                    reading("how would you notice that the pump is about to stop?", phrase="reading_guess"),
                    says("need_from", sources=Listing((Text("T-101"), Text("T-204")))),
                ),
                line("questions/2", note("Who decides, and by which criteria?")),
            ),
        ),
        Block(Section.MIND, (line("mind/1", note("Index increase of 3.5% is our floor."), internal=True),)),
        Block(Section.TIP, (line("tip/1", note("Begin with our own delay. Name the new day, give no excuse.")),)),
    )
    made = Brief(
        meeting_id="m-1",
        manager=MANAGER.email,
        language=language,
        subject=says("subject", start=START, account=Text("Havuharju"), purpose=Text("kuorimon tilanne")),
        header=(
            says("header_time", start=START),
            says("header_account", account=Text("Havuharju Oy")),
            note("Petra Vuorio + 2"),
        ),
        blocks=blocks,
        footer=(note("Sources: calendar, CRM of 5 October."), says("readings_by")),
        gaps=(Gap("gap_crm", {"age": "3 h"}),),
        facts={"f1": fact("f1"), "f2": fact("f2", link="")},
        join_url=JOIN,
    )
    return replace(made, **changes)


def entry(made: Brief, **changes: Any) -> Entry:
    """A brief's place in a digest's overview; `changes` replaces fields."""
    usual = Entry(
        meeting_id=made.meeting_id,
        head=made.subject,
        one_thing=made.blocks[0].lines if made.blocks else (),
        deciders=note("Deciding: Markku Salomaa."),
        promises=(line("promises/1", note("Ours: critical spares, 3 days late."), internal=True),),
        join_url=made.join_url,
        facts=made.facts,
    )
    return replace(usual, **changes)


def digest(*briefs: Brief, whole: bool = True, **changes: Any) -> Digest:
    """A day of these, or of two samples."""
    made = briefs or (brief(), replace(brief(), meeting_id="m-2"))
    usual = Digest(
        manager=MANAGER.email,
        language=made[0].language,
        subject=note("Tue 6 Oct: 2 customer meetings"),
        headline=note("Tuesday"),
        entries=tuple(map(entry, made)),
        briefs=made if whole else (),
        gaps=() if whole else made[0].gaps,
    )
    return replace(usual, **changes)
