"""The floor: the complete brief that code alone writes, its sections put together in the order in which they are read.

Good enough that an account manager would keep the product without a model; a model may pick, order and add to it.
Anatomy and limits: domain facts §2.2. What is not known is left out or named as a gap, never filled.
"""

from kambrief.core import people, pictures
from kambrief.core.brief import Block, Brief, Dropped, Line, Picture, Section
from kambrief.core.evidence import Audience
from kambrief.core.insight.tier import Tier
from kambrief.core.one_thing import the_one_thing
from kambrief.core.sections.business import business
from kambrief.core.sections.footer import footer
from kambrief.core.sections.header import header, notice_line, subject
from kambrief.core.sections.mind import agreed, mind
from kambrief.core.sections.others import others
from kambrief.core.sections.promises import promises
from kambrief.core.sections.questions import questions
from kambrief.core.sections.relationship import MIN_COMPLETENESS, relationship
from kambrief.core.sections.since import since
from kambrief.core.sections.tip import coaching
from kambrief.core.situation import Situation

__all__ = ["compose", "left_out", "notice_line"]


def compose(situation: Situation) -> Brief:
    """The whole floor, before the budget (`core.budget`) makes it fit."""
    one_thing = the_one_thing(situation)
    people_ = people.unless_said(people.people_lines(situation), people.quoted(one_thing))
    people_ = people.unless_promised(people_, situation)
    taken = people.quoted((*one_thing, *people_))
    agreed_ = agreed(situation, taken)
    taken |= people.quoted(agreed_)
    mind_ = mind(situation, taken)
    taken |= {fact for line in mind_ for fact in line.facts}
    sections = {
        Section.ONE_THING: one_thing,
        Section.PEOPLE: people_,
        Section.SINCE: since(situation, taken),
        Section.PROMISES: promises(situation, frozenset(fact for line in one_thing for fact in line.facts)),
        Section.RELATIONSHIP: relationship(situation),
        Section.BUSINESS: (*business(situation, _notice_told(one_thing)), *agreed_),
        Section.QUESTIONS: questions(situation),
        Section.MIND: mind_,
        Section.TIP: coaching(situation),
        Section.OTHERS: others(situation),
    }
    return Brief(
        meeting_id=situation.meeting.id,
        manager=situation.manager.email,
        language=situation.manager.language,
        subject=subject(situation),
        header=header(situation),
        blocks=tuple(Block(section, sections[section]) for section in Section if sections.get(section)),
        footer=footer(situation),
        gaps=situation.gaps,
        facts=situation.facts,
        other_facts={name: fact for other in situation.others for name, fact in other.facts.items()},
        pictures=_pictures(situation),
        dropped=left_out(situation),
        join_url=situation.meeting.join.url if situation.meeting.join else "",
        written_at=situation.now,
    )


def _pictures(situation: Situation) -> tuple[Picture, ...]:
    """What is seen faster than read; small customers, who get a short brief, have none."""
    if situation.account is None or situation.insights.standing.tier is Tier.C:
        return ()
    found = situation.insights
    currency = found.revenue.currency if found.revenue else ""
    enough = found.risk.completeness >= MIN_COMPLETENESS
    coming = [join.contact for join in situation.joins if join.contact and join.contact.id in situation.people]
    return pictures.pictures(
        found.monthly, currency, coming, situation.touches, found.risk if enough else None, situation.today
    )


def _notice_told(lines: tuple[Line, ...]) -> frozenset[str]:
    said = [sentence for line in lines for sentence in line.sentences if sentence.phrase.startswith("one_notice")]
    return frozenset(fact for sentence in said for fact in sentence.facts)


def left_out(situation: Situation) -> tuple[Dropped, ...]:
    """Facts no section may use, each with its rule; text is not repeated here."""
    dropped = []
    for fact in situation.facts.values():
        if fact.withheld:
            dropped.append(Dropped(fact.id, f"withheld:{fact.withheld}"))
        elif fact.superseded_by:
            dropped.append(Dropped(fact.id, f"superseded by {fact.superseded_by}"))
        elif fact.audience is Audience.MANAGER_ONLY:
            dropped.append(Dropped(fact.id, "off the record"))
    return tuple(dropped)
