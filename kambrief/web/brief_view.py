"""A kept brief as its page shows it: each sentence in the reader's words, with what it rests on."""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core.brief import Brief, Kind, Line, Section, Sentence
from kambrief.core.evidence import Day, Fact
from kambrief.core.feedback import Opinion
from kambrief.desk.account_timeline import told_language
from kambrief.phrases import Phrases, Spoken
from kambrief.render import PictureView, pictured

_DAYS = ("on", "made_on", "opened", "due", "end")
"""Roles of the day that a record is told by, the first that it has."""
_LEADS = (":", "–")
"""A sentence that ends so says nothing without the next one."""
_INSIGHTS = {"insight/risk": "risk", "insight/revenue": "revenue", "insight/satisfaction": "satisfaction",
             "insight/coverage": "people"}  # fmt: skip
"""What was computed → where the customer's page shows it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that a sentence rests on."""

    id: str
    table: str
    text: str
    language: str
    """What its words are in, as far as they show it."""
    label: str
    link: str
    """Into the system it comes from; to be made safe where it is shown."""
    on: dt.date | None
    audience: str
    rank: str
    by: str
    section: str = ""
    """Computed by us: where on the customer's page it stands."""


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences that rest on the same facts, read in one go."""

    sentences: tuple[Spoken, ...]
    evidence: tuple[Evidence, ...]

    @property
    def kind(self) -> Kind:
        """A reading is marked as a suggestion."""
        return self.sentences[0].kind

    @property
    def key(self) -> str:
        """What it says, for those who hear a link's name alone."""
        return " ".join(one.text for one in self.sentences)


@dataclass(frozen=True, slots=True)
class LineView:
    """One line: ``head`` is what stands strong before it (a person's name)."""

    id: str
    said: tuple[Said, ...]
    internal: bool
    head: Said | None = None


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section with what the reader has said of it."""

    section: Section
    title: Spoken
    lines: tuple[LineView, ...]
    pictures: tuple[PictureView, ...]
    opinion: Opinion | None

    @property
    def suggested(self) -> bool:
        """Whether the title says once for all of them that some are a model's."""
        return self.section is Section.QUESTIONS and any(
            said.kind is Kind.READING for line in self.lines for said in line.said
        )


@dataclass(frozen=True, slots=True)
class BriefView:
    """The whole of it."""

    header: tuple[Spoken, ...]
    sections: tuple[SectionView, ...]
    footer: tuple[Spoken, ...]
    internal: Spoken
    suggestion: Spoken
    suggestions: Spoken


def view(
    brief: Brief, language: str, zone: str, today: dt.date, said: Mapping[Section, Opinion]
) -> BriefView:  # fmt: skip
    """In ``language``, days and times of ``zone``. Raises `UserError` where a phrase is not there any more: a brief
    that an earlier version has kept.
    """
    phrases = Phrases(language)
    facts = {**brief.other_facts, **brief.facts}

    def say(sentence: Sentence) -> Spoken:
        return phrases.say(sentence, today, zone)

    sections = tuple(
        SectionView(
            block.section,
            phrases.label(f"title_{block.section}"),
            tuple(_line(line, block.section, say, facts, zone) for line in block.lines),
            tuple(pictured(picture, say) for picture in brief.pictures if picture.section is block.section),
            said.get(block.section),
        )
        for block in brief.blocks
    )
    return BriefView(
        tuple(map(say, brief.header)),
        sections,
        (*map(say, brief.footer), *(phrases.gap(gap) for gap in brief.gaps)),
        phrases.label("internal"),
        phrases.label("reading_mark"),
        phrases.label("reading_marks"),
    )


def _line(
    line: Line, section: Section, say: Callable[[Sentence], Spoken], facts: Mapping[str, Fact], zone: str
) -> LineView:
    sentences: Sequence[Sentence] = line.sentences
    head = None
    if section is Section.PEOPLE and sentences:
        head = Said((say(sentences[0]),), evidence_of(sentences[0].facts, facts, zone))
        sentences = sentences[1:]
    return LineView(line.id, tuple(_together(sentences, say, facts, zone)), line.internal, head)


def _together(
    sentences: Sequence[Sentence], say: Callable[[Sentence], Spoken], facts: Mapping[str, Fact], zone: str
) -> Iterator[Said]:
    """Neighbours that rest on the same, and a lead ("Denise:") with what it leads to; a suggestion stands by itself."""
    waiting: list[tuple[Sentence, Spoken]] = []
    for sentence in sentences:
        spoken = say(sentence)
        if not spoken.text:
            continue
        if waiting and not _goes_on(waiting[-1], sentence):
            yield _said(waiting, facts, zone)
            waiting = []
        waiting.append((sentence, spoken))
    if waiting:
        yield _said(waiting, facts, zone)


def _goes_on(before: tuple[Sentence, Spoken], sentence: Sentence) -> bool:
    last, spoken = before
    if (last.kind is Kind.READING) is not (sentence.kind is Kind.READING):
        return False
    return last.facts == sentence.facts or spoken.text.endswith(_LEADS)


def _said(some: Sequence[tuple[Sentence, Spoken]], facts: Mapping[str, Fact], zone: str) -> Said:
    ids = [fact for sentence, _ in some for fact in sentence.facts]
    return Said(tuple(spoken for _, spoken in some), evidence_of(ids, facts, zone))


def evidence_of(ids: Sequence[str], facts: Mapping[str, Fact], zone: str) -> tuple[Evidence, ...]:
    """Those that are kept; what a rule withholds stands in no brief."""
    return tuple(_one(facts[one], zone) for one in dict.fromkeys(ids) if one in facts and facts[one].usable)


def _one(fact: Fact, zone: str) -> Evidence:
    source = fact.source
    label = (source.label or source.record_id).removesuffix("#note")
    return Evidence(
        fact.id, source.table, fact.text, told_language(fact.text), label, source.link, _day(fact, zone),
        str(fact.audience), fact.rank.name.lower(), fact.by, _INSIGHTS.get(fact.id, ""),
    )  # fmt: skip


def _day(fact: Fact, zone: str) -> dt.date | None:
    """When it was, on the reader's calendar."""
    if fact.at is not None:
        return fact.at.astimezone(zoneinfo.ZoneInfo(zone)).date()
    return next((value.date for role in _DAYS if isinstance(value := fact.values.get(role), Day)), None)
