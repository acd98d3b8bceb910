"""What the customer's words say of needs: each sentence read once, by topic and by what is said about it."""

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kambrief.core import history, lexicon
from kambrief.core.customer import Activity, ActivityKind, Product, Ticket
from kambrief.core.evidence import Audience, Day, Fact
from kambrief.core.insight import need_words


class Voice(enum.StrEnum):
    """Who speaks."""

    PUBLIC = "public"
    """The company, in its news."""
    THEIRS = "theirs"
    """A customer's mail, or what was said in a call or a meeting."""
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sentence that says something of a need."""

    fact: str
    record: str
    """The activity it stands in: one record is one piece of evidence, however many sentences it has."""
    on: dt.date
    voice: Voice
    text: str
    topics: frozenset[str]
    goal: bool = False
    """They say where they want to be, by a word or a value."""
    wish: bool = False
    """They ask for it: nothing that nobody has voiced."""
    refusal: bool = False
    well: bool = False
    regulation: bool = False
    """A rule that applies from a day or a year on."""
    capacity: int | None = None
    """So many percent of it are in use."""


def signs(facts: Iterable[Fact], activities: Iterable[Activity], today: dt.date, days: int) -> tuple[Sign, ...]:
    """Of the last ``days`` (that day included), newest first. Only what is usable and may be said to the customer: what
    is off the record, held back or not for them asks no question.
    """
    rows = {row.id: row for row in activities}
    found = list(_read(facts, rows, today, days))
    return tuple(sorted(found, key=lambda sign: (sign.on, sign.fact), reverse=True))


def _read(facts: Iterable[Fact], rows: Mapping[str, Activity], today: dt.date, days: int) -> Iterator[Sign]:
    for fact in facts:
        row = rows.get(fact.source.record_id)
        if fact.source.table != "activities" or fact.at is None or row is None:
            continue
        if not fact.usable or fact.guarded or fact.audience is Audience.MANAGER_ONLY:
            continue
        on = fact.values.get("on")
        day = on.date if isinstance(on, Day) else fact.at.date()
        if 0 <= (today - day).days <= days and (sign := _sign(fact, row, day)):
            yield sign


def _sign(fact: Fact, row: Activity, day: dt.date) -> Sign | None:
    text, voice = fact.text, voice_of(row, fact)
    topics, capacity = topics_of(text), need_words.capacity_used(text)
    aims = bool(need_words.GOAL.search(text))
    if voice is Voice.PUBLIC and aims and not topics:  # "Energy targets. The group will cut its use by 15 %."
        topics = topics_of(row.subject)
    if not topics and capacity is None:
        return None
    valued = history.has_value(text)
    dated = valued or bool(need_words.DATED.search(text))
    return Sign(
        fact=fact.id,
        record=row.id,
        on=day,
        voice=voice,
        text=f"{row.subject}. {text}",
        topics=topics,
        goal=aims or valued or bool(need_words.GOAL.search(row.subject)),
        wish=bool(lexicon.WISH.search(need_words.ORDER_WORDS.sub(" ", text))),
        refusal=bool(need_words.NO_NEED.search(text)),
        well=bool(need_words.ALL_WELL.search(text)),
        regulation=dated and bool(need_words.REGULATION.search(text)),
        capacity=capacity,
    )


def voice_of(row: Activity, fact: Fact) -> Voice:
    """A mail has an author; of a call or meeting with one of theirs our notes tell what was said; a note is ours."""
    if row.kind is ActivityKind.NEWS:
        return Voice.PUBLIC
    met = row.kind in {ActivityKind.CALL, ActivityKind.MEETING} and fact.audience is Audience.CUSTOMER
    wrote = row.kind is ActivityKind.EMAIL and bool(row.inbound)
    return Voice.THEIRS if met or wrote else Voice.OURS


def topics_of(text: str) -> frozenset[str]:
    """What a text is about, of `needs.TOPICS`."""
    found = {topic for topic, words in need_words.TOPIC_WORDS.items() if words.search(text)}
    return frozenset(found | ({"site"} if need_words.SITE.search(text) else set()))


def plain(code: str) -> str:
    """``energy_monitoring`` as words."""
    return code.replace("_", " ").replace("-", " ")


def topics_of_category(products: Iterable[Product], category: str) -> frozenset[str]:
    """By its own name, and its products' names and the tickets they answer."""
    names = [category, *(name for row in products for name in (row.name, *row.solves))]
    return topics_of(" ".join(map(plain, names)))


def topics_of_ticket(ticket: Ticket) -> frozenset[str]:
    """By its subject and its category."""
    return topics_of(f"{ticket.subject} {plain(ticket.category or '')}")


def called(products: Iterable[Product], category: str) -> Iterator[frozenset[str]]:
    """What a category and its products go by, each as stems: a text that holds all of one names it."""
    names = (*(product.name for product in products), plain(category))
    return filter(None, map(lexicon.content_stems, names))


def by_topic(found: Iterable[Sign]) -> dict[str, tuple[Sign, ...]]:
    """In the order given."""
    rows: dict[str, list[Sign]] = {}
    for sign in found:
        for topic in sign.topics:
            rows.setdefault(topic, []).append(sign)
    return {topic: tuple(said) for topic, said in rows.items()}
