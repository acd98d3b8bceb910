"""A brief as plain data and back: what is kept of it, so that a page can say it again and open what it rests on.

Kept are its sentences with their values, not words: a page says them in its reader's language. Of its facts those that
a line rests on are kept: what the source says, where it stands, who may hear it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, DecimalException
from typing import Any

from kambrief.core.brief import (
    Bar,
    Block,
    Brief,
    Kind,
    Line,
    Picture,
    PictureKind,
    PictureRow,
    Section,
    Sentence,
)
from kambrief.core.customer import Gap
from kambrief.core.evidence import (
    Audience,
    Count,
    Day,
    Fact,
    Listing,
    Moment,
    Money,
    Number,
    Percent,
    Person,
    Rank,
    Source,
    Text,
    Value,
    Word,
)

FORM = 1
"""Of the data: another number is not understood, and the brief is shown as it was mailed."""


def as_data(brief: Brief) -> dict[str, object]:
    """JSON-ready."""
    used = {fact for _, line in brief.lines() for fact in line.facts}
    used |= {fact for sentence in (*brief.header, *brief.footer) for fact in sentence.facts}
    return {
        "form": FORM,
        "meeting": brief.meeting_id,
        "manager": brief.manager,
        "language": brief.language,
        "subject": _sentence(brief.subject),
        "header": _sentences(brief.header),
        "blocks": [
            {
                "section": str(block.section),
                "lines": [
                    {
                        "id": line.id, "sentences": _sentences(line.sentences), "internal": line.internal,
                        "pinned": line.pinned, "weight": line.weight,
                    }
                    for line in block.lines
                ],
            }
            for block in brief.blocks
        ],
        "footer": _sentences(brief.footer),
        "gaps": [{"key": gap.key, "values": dict(gap.values), "detail": gap.detail} for gap in brief.gaps],
        "facts": {one: _fact(fact) for one, fact in brief.facts.items() if one in used},
        "other_facts": {one: _fact(fact) for one, fact in brief.other_facts.items() if one in used},
        "written_by": brief.written_by,
        "join_url": brief.join_url,
        "written_at": brief.written_at.isoformat() if brief.written_at else None,
        "pictures": [_picture(picture) for picture in brief.pictures],
    }  # fmt: skip


def of_data(data: Mapping[str, Any]) -> Brief | None:
    """The inverse; None for what another version has kept in a way of its own."""
    if data.get("form") != FORM:
        return None
    try:
        return _brief(data)
    except (KeyError, ValueError, TypeError, AttributeError, DecimalException):
        return None


def _brief(data: Mapping[str, Any]) -> Brief:
    return Brief(
        meeting_id=data["meeting"],
        manager=data["manager"],
        language=data["language"],
        subject=_said(data["subject"]),
        header=_all_said(data["header"]),
        blocks=tuple(
            Block(
                Section(block["section"]),
                tuple(
                    Line(row["id"], _all_said(row["sentences"]), row["weight"], row["pinned"], row["internal"])
                    for row in block["lines"]
                ),
            )
            for block in data["blocks"]
        ),
        footer=_all_said(data["footer"]),
        gaps=tuple(Gap(gap["key"], gap["values"], gap["detail"]) for gap in data["gaps"]),
        facts={one: _known(one, fact) for one, fact in data["facts"].items()},
        other_facts={one: _known(one, fact) for one, fact in data["other_facts"].items()},
        written_by=data["written_by"],
        join_url=data["join_url"],
        written_at=_moment(data["written_at"]),
        pictures=tuple(_drawn(picture) for picture in data["pictures"]),
    )


def _moment(said: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(said) if said else None


# --- facts -----------------------------------------------------------------------------------------------------------


def _fact(fact: Fact) -> dict[str, object]:
    source = fact.source
    return {
        "account": fact.account_id,
        "text": fact.text,
        "source": [source.table, source.record_id, source.label, source.link, source.cue],
        "audience": str(fact.audience),
        "rank": fact.rank.name,
        "at": fact.at.isoformat() if fact.at else None,
        "people": list(fact.people),
        "by": fact.by,
        "guarded": fact.guarded,
        "values": {role: _value(value) for role, value in fact.values.items()},
    }


def _known(name: str, data: Mapping[str, Any]) -> Fact:
    return Fact(
        name, data["account"], data["text"], Source(*data["source"]), Audience(data["audience"]), Rank[data["rank"]],
        {role: _typed(value) for role, value in data["values"].items()}, _moment(data["at"]), tuple(data["people"]),
        data["by"], data["guarded"],
    )  # fmt: skip


# --- pictures --------------------------------------------------------------------------------------------------------


def _picture(picture: Picture) -> dict[str, object]:
    return {
        "kind": str(picture.kind),
        "section": str(picture.section),
        "title": _sentence(picture.title),
        "alt": _sentence(picture.alt),
        "rows": [
            {
                "label": _sentence(row.label),
                "bars": [[bar.size, bar.negative] for bar in row.bars],
                "alt": _sentence(row.alt) if row.alt else None,
                "figure": _sentence(row.figure) if row.figure else None,
            }
            for row in picture.rows
        ],
        "ends": _sentences(picture.ends),
    }


def _drawn(data: Mapping[str, Any]) -> Picture:
    return Picture(
        PictureKind(data["kind"]),
        Section(data["section"]),
        _said(data["title"]),
        _said(data["alt"]),
        tuple(
            PictureRow(
                _said(row["label"]),
                tuple(Bar(size, negative) for size, negative in row["bars"]),
                _said(row["alt"]) if row["alt"] else None,
                _said(row["figure"]) if row["figure"] else None,
            )
            for row in data["rows"]
        ),
        _all_said(data["ends"]),
    )


# --- sentences and values --------------------------------------------------------------------------------------------


def _sentences(some: Iterable[Sentence]) -> list[dict[str, object]]:
    return [_sentence(one) for one in some]


def _all_said(rows: Sequence[Mapping[str, Any]]) -> tuple[Sentence, ...]:
    return tuple(_said(row) for row in rows)


def _sentence(sentence: Sentence) -> dict[str, object]:
    data: dict[str, object] = {"kind": str(sentence.kind), "phrase": sentence.phrase}
    if sentence.slots:
        data["slots"] = {name: _value(value) for name, value in sentence.slots.items()}
    if sentence.facts:
        data["facts"] = list(sentence.facts)
    if sentence.parts:
        data["parts"] = [part if isinstance(part, str) else _value(part) for part in sentence.parts]
    if sentence.surfaces:
        data["surfaces"] = {str(place): surface for place, surface in sentence.surfaces.items()}
    return data


def _said(data: Mapping[str, Any]) -> Sentence:
    return Sentence(
        Kind(data["kind"]),
        data["phrase"],
        {name: _typed(value) for name, value in data.get("slots", {}).items()},
        tuple(data.get("facts", ())),
        tuple(part if isinstance(part, str) else _typed(part) for part in data.get("parts", ())),
        {int(place): surface for place, surface in data.get("surfaces", {}).items()},
    )


def _value(value: Value) -> list[object]:  # noqa: C901, PLR0911 - one line a kind of value
    """Its kind first: a count and a percentage look alike."""
    match value:
        case Money():
            return ["money", str(value.amount), value.currency]
        case Day():
            return ["day", value.date.isoformat()]
        case Moment():
            return ["moment", value.at.isoformat(), value.zone]
        case Count():
            return ["count", value.number]
        case Number():
            return ["number", str(value.number)]
        case Percent():
            return ["percent", str(value.number)]
        case Person():
            return ["person", value.name, value.contact_id]
        case Text():
            return ["text", value.text]
        case Word():
            return ["word", value.key, {name: _value(one) for name, one in value.slots.items()}]
        case Listing():
            return ["listing", [_value(one) for one in value.items]]


def _typed(data: Sequence[Any]) -> Value:  # noqa: C901, PLR0911 - one line a kind of value
    match data:
        case ["money", str(amount), str(currency)]:
            return Money(Decimal(amount), currency)
        case ["day", str(day)]:
            return Day(dt.date.fromisoformat(day))
        case ["moment", str(at), str(zone)]:
            return Moment(dt.datetime.fromisoformat(at), zone)
        case ["count", int(number)]:
            return Count(number)
        case ["number", str(number)]:
            return Number(Decimal(number))
        case ["percent", str(number)]:
            return Percent(Decimal(number))
        case ["person", str(name), str(contact_id)]:
            return Person(name, contact_id)
        case ["text", str(text)]:
            return Text(text)
        case ["word", str(key), dict(slots)]:
            return Word(key, {name: _typed(one) for name, one in slots.items()})
        case ["listing", list(items)]:
            return Listing(tuple(_typed(one) for one in items))
    raise ValueError("no value that is known")
