"""How things stand: relationship, satisfaction, retention, each with its state, its number and its reason."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kambrief.core.brief import Line, Section
from kambrief.core.customer import Account, Contact, CrmData, Role
from kambrief.core.evidence import Count, Day, Number, Person, Text
from kambrief.core.insight.anniversaries import Anniversary
from kambrief.core.insight.risk import VALUES, Contribution, Factor
from kambrief.core.sections.relationship import LEVERS, MAX_SCORES, MAX_TICKETS, is_telling, relationship
from kambrief.phrases import Phrases
from tests.builders import call, havulinna, markku, nps, petri, phrases_of, situation, ticket
from tests.core.sections.parts import LANGUAGES, as_read, faults, given, reason, risk, slots, words

SEPTEMBER, LAST_YEAR = dt.date(2026, 9, 1), dt.date(2025, 9, 1)


def lines(data: CrmData | None = None, **insights: Any) -> dict[str, Line]:
    """The section's lines by what they are about; without a score unless one is given."""
    insights.setdefault("risk", risk(completeness="0"))
    found = relationship(given(situation(data), **insights))
    return {line.id.partition("/")[2]: line for line in found}


def staff(*names: str, role: Role | None = Role.USER) -> tuple[Contact, ...]:
    return tuple(
        petri(id=f"P{n}", first_name=name, email=f"p{n}@havulinna.example", role=role) for n, name in enumerate(names)
    )


# --- relationship (I5) ---------------------------------------------------------------------------------------------


def coverage(*activities: object, contacts: tuple[Contact, ...] = (petri(), markku())) -> Line | None:
    return lines(havulinna(activities=activities, contacts=contacts)).get("coverage")


def calls(who: Contact, number: int) -> list[object]:
    return [call(who, f"{day}.9. 9.00", id=f"{who.id}-{day}") for day in range(1, number + 1)]


def test_who_carries_a_thin_relationship_is_named_with_their_part_of_the_contacts() -> None:
    line = coverage(*calls(petri(), 7), *calls(markku(), 2))
    assert line
    found = slots(line, "coverage")
    assert words(found["state"]) == ["threading_thin"]
    assert (found["covered"], found["required"]) == (Count(2), Count(5))
    assert (found["name"], found["most"], found["all"]) == (Person("Petri", "C01"), Count(7), Count(9))
    assert line.facts == ("insight/coverage",)


def test_one_person_alone_is_counted_and_not_named() -> None:
    line = coverage(*calls(petri(), 3))
    assert line
    found = slots(line, "coverage")
    assert (words(found["state"]), found["people"], "name" in found) == (["threading_single"], Count(1), False)


def test_a_broad_relationship_tells_how_many_and_weighs_less() -> None:
    people = staff("Aila", "Berit", "Cecilia", role=Role.TECHNICAL)
    line = coverage(*(row for who in people for row in calls(who, 2)), contacts=people)
    assert line
    found = slots(line, "coverage")
    assert (words(found["state"]), found["people"], "name" in found) == (["threading_multi"], Count(3), False)
    thin = coverage(*calls(petri(), 1))
    assert thin
    assert line.weight < thin.weight


def test_long_silence_has_neither_name_nor_number_of_people() -> None:
    line = coverage(call(petri(), "1.3. 9.00"))
    assert line
    assert words(slots(line, "coverage")["state"]) == ["threading_silent"]
    assert slots(line, "coverage").keys() == {"state", "covered", "required"}


def test_without_history_or_roles_nothing_is_said_of_the_relationship() -> None:
    assert coverage() is None
    assert coverage(call(petri(), "1.9. 9.00"), contacts=(petri(role=None),)) is None
    assert (
        coverage(call(petri(role=Role.USER), "1.9. 9.00"), contacts=(petri(role=Role.USER),)) is None
    )  # none of the five


# --- satisfaction (I6) ---------------------------------------------------------------------------------------------


def satisfaction(*answers: object, contacts: tuple[Contact, ...] = (petri(), markku())) -> Line | None:
    return lines(havulinna(surveys=answers, contacts=contacts)).get("satisfaction")


def test_a_few_answers_are_listed_lowest_first_with_the_ones_before_them() -> None:
    line = satisfaction(
        nps(petri(), 9, LAST_YEAR), nps(petri(), 6, SEPTEMBER), nps(markku(), 9, LAST_YEAR), nps(markku(), 8, SEPTEMBER)
    )
    assert line
    found = slots(line, "satisfaction_scores")
    assert words(found["state"]) == ["satisfaction_falling"]
    assert words(found["scores"]) == ["scored_from", "scored_from"]
    assert as_read(Section.RELATIONSHIP, [line]) == ["Satisfaction falling (NPS): Petri 9→6 and Markku 9→8."]
    assert line.facts == ("insight/satisfaction", "surveys/S-C01-2026-09-01", "surveys/S-C02-2026-09-01")


def test_one_answer_has_no_trend_and_five_are_an_nps() -> None:
    alone = satisfaction(nps(petri(), 10, SEPTEMBER))
    assert alone
    assert words(slots(alone, "satisfaction_scores")["state"]) == ["satisfaction_unknown"]
    five = staff("A", "B", "C", "D", "E")
    scores = satisfaction(
        *(nps(who, score, SEPTEMBER) for who, score in zip(five, (9, 9, 8, 6, 3), strict=True)), contacts=five
    )
    assert scores
    found = slots(scores, "satisfaction_nps")
    assert (found["nps"], found["answers"], found["mean"]) == (Number(Decimal(0)), Count(5), Number(Decimal("7.0")))


def test_four_scores_at_most_are_listed() -> None:
    four = staff("A", "B", "C", "D")
    line = satisfaction(*(nps(who, 8, SEPTEMBER) for who in four), contacts=four)
    assert line
    assert len(words(slots(line, "satisfaction_scores")["scores"])) == MAX_SCORES


def test_a_score_off_the_scale_is_no_score_and_not_the_one_before_either() -> None:
    assert satisfaction(nps(petri(), 77, SEPTEMBER)) is None
    line = satisfaction(nps(petri(), 6, SEPTEMBER), nps(petri(), 99, LAST_YEAR))
    assert line
    assert words(slots(line, "satisfaction_scores")["scores"]) == ["scored"]


def test_anonymous_answers_are_attached_to_nobody() -> None:
    anonymous = dataclasses.replace(nps(petri(), 2, SEPTEMBER), contact_id=None)
    assert satisfaction(anonymous) is None
    line = satisfaction(anonymous, nps(markku(), 9, SEPTEMBER))
    assert line
    assert as_read(Section.RELATIONSHIP, [line]) == ["Satisfaction (NPS): Markku 9."]


def test_falling_satisfaction_weighs_more() -> None:
    rising = (
        nps(petri(), 5, LAST_YEAR),
        nps(petri(), 9, SEPTEMBER),
        nps(markku(), 5, LAST_YEAR),
        nps(markku(), 9, SEPTEMBER),
    )
    falling = (
        nps(petri(), 9, LAST_YEAR),
        nps(petri(), 5, SEPTEMBER),
        nps(markku(), 9, LAST_YEAR),
        nps(markku(), 5, SEPTEMBER),
    )
    one, other = satisfaction(*rising), satisfaction(*falling)
    assert one
    assert other
    assert one.weight < other.weight


# --- retention (I8) ------------------------------------------------------------------------------------------------

SILENT = reason(Factor.SPONSOR, 10, "silent", values={"name": Person("Markku", "C02"), "days": Count(117)})
NO_OFFER = reason(Factor.RENEWAL, 8, "no_offer", evidence=("contracts/HS-1",))
DROP = reason(Factor.REVENUE, 16)


def retention(*parts: Contribution, score: int = 60, completeness: str = "1") -> Line:
    return lines(risk=risk(*parts, score=score, completeness=completeness))["retention"]


def test_the_score_has_its_band_and_its_three_heaviest_reasons_and_is_for_us_alone() -> None:
    line = retention(
        reason(Factor.BASE, 5), reason(Factor.NPS, 12), SILENT, DROP, reason(Factor.COMPETITOR, 6), score=83
    )
    assert slots(line, "retention")["score"] == Count(83)
    assert words(slots(line, "retention")["band"]) == ["band_critical"]
    assert words(slots(line, "retention_because")["reasons"]) == [
        "reason_revenue",
        "reason_nps",
        "reason_sponsor_silent",
    ]
    assert line.internal


@pytest.mark.parametrize(
    ("score", "band"), [(0, "low"), (24, "low"), (25, "watch"), (49, "watch"), (50, "high"), (74, "high"), (75, "critical"), (100, "critical")]
)  # fmt: skip
def test_the_bands_turn_at_25_50_and_75(score: int, band: str) -> None:
    assert words(slots(retention(DROP, score=score), "retention")["band"]) == [f"band_{band}"]


def test_what_lowers_the_risk_is_no_reason_for_it() -> None:
    line = retention(reason(Factor.BASE, 5), reason(Factor.NPS, -8), reason(Factor.THREADING, -4, "multi"), score=0)
    assert phrases_of([line]) == [["retention"]]


def test_a_low_score_is_told_with_fewer_reasons_and_no_advice() -> None:
    low, high = (retention(DROP, SILENT, reason(Factor.NPS, 12), score=score) for score in (24, 60))
    reasons = [len(words(slots(line, "retention_because")["reasons"])) for line in (low, high)]
    assert reasons[0] < reasons[1] == 3
    assert [any(s.phrase.startswith("lever") for s in line.sentences) for line in (low, high)] == [False, True]


@pytest.mark.parametrize(("completeness", "told"), [("0.49", False), ("0.5", True), ("1", True)])
def test_with_less_than_half_of_its_inputs_no_score_is_told(completeness: str, told: bool) -> None:  # noqa: FBT001
    score = risk(DROP, completeness=completeness)
    assert is_telling(score) is told
    assert ("retention" in lines(risk=score)) is told


def test_the_score_rests_on_the_records_behind_its_reasons() -> None:
    data = havulinna(tickets=(ticket(),))
    line = lines(data, risk=risk(reason(Factor.TICKETS, 5, evidence=("tickets/KT-1", "tickets/gone"))))["retention"]
    assert line.facts == ("insight/risk", "tickets/KT-1")


def lever(*parts: Contribution, score: int = 60) -> list[tuple[str, int]]:
    said = [s for s in retention(*parts, score=score).sentences if s.phrase.startswith("lever")]
    assert all(sentence.spare for sentence in said)
    return [
        (sentence.phrase, points.number) for sentence in said if isinstance(points := sentence.slots["points"], Count)
    ]


def test_the_advice_is_the_heaviest_thing_that_is_ours_to_change() -> None:
    assert lever(DROP, SILENT, NO_OFFER) == [("lever_sponsor", 10)]
    assert lever(DROP, NO_OFFER, reason(Factor.OUR_OVERDUE, 4)) == [("lever_renewal", 8)]
    assert lever(DROP, reason(Factor.TICKETS, 10), SILENT) == [("lever_sponsor", 10)]  # of equal weight the earlier
    assert lever(DROP, reason(Factor.COMPETITOR, 6)) == []  # nothing of it is ours


@pytest.mark.parametrize("state", ["offer_out", "offer_unknown"])
def test_an_offer_that_is_out_is_not_advised_again(state: str) -> None:
    assert lever(reason(Factor.RENEWAL, 3, state), DROP) == []
    assert lever(reason(Factor.RENEWAL, 3, state), reason(Factor.OUR_OVERDUE, 4), DROP) == [("lever_our_overdue", 4)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("factor", "state"), [key for key in VALUES if key[0] is not Factor.BASE and key[1] not in {"multi", "far"}]
)
def test_every_reason_there_is_can_be_said_in_every_language(factor: Factor, state: str, language: str) -> None:
    days = {"days": Count(45)} if "days" in VALUES[factor, state] else {}
    line = retention(reason(factor, 8, state, values=days))
    (row,) = as_read(Section.RELATIONSHIP, [line], language)
    assert faults(row) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_advice_has_its_words(language: str) -> None:
    assert all(f"lever_{factor}" in Phrases(language) for factor in LEVERS)


# --- tickets and anniversaries -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "shown", "more"), [(1, 1, None), (2, 2, None), (3, 2, Count(1)), (40, 2, Count(38))]
)
def test_of_many_tickets_two_are_named_and_the_rest_counted(number: int, shown: int, more: Count | None) -> None:
    rows = tuple(ticket(id=f"KT-{n:02}") for n in range(number))
    line = lines(havulinna(tickets=rows))["tickets"]
    found = slots(line, "tickets")
    assert (len(words(found["tickets"])), found.get("more")) == (shown, more)
    assert shown <= MAX_TICKETS
    assert len(line.facts) == number


def test_a_reopened_ticket_comes_first_and_says_so() -> None:
    rows = (ticket(), ticket(id="KT-2", subject="Pumppu", opened=dt.date(2026, 9, 9), reopened=True))
    found = slots(lines(havulinna(tickets=rows))["tickets"], "tickets")["tickets"]
    assert words(found) == ["ticket_reopened", "ticket_open"]
    assert "KT-2" in str(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", ["", "Valvonta putoaa", "Valvonta putoaa.", "Pumppu 7.", "Miksi?"])
def test_tickets_read_well_in_every_language(language: str, subject: str) -> None:
    rows = (ticket(subject=subject), ticket(id="2", subject=subject, reopened=True), ticket(id="3", subject=subject))
    (row,) = as_read(Section.RELATIONSHIP, [lines(havulinna(tickets=rows))["tickets"]], language)
    assert faults(row) == []


def anniversary(since: dt.date, **more: Any) -> Line | None:
    data = havulinna(accounts=(Account("A01", "Havulinna Oy", domains=("havulinna.example",), customer_since=since),))
    return lines(data, **more).get("anniversary")


def test_ten_years_as_a_customer_are_told_and_no_other_number() -> None:
    line = anniversary(dt.date(2016, 10, 20))
    assert line
    assert slots(line, "anniversary") == {"years": Count(10), "on": Day(dt.date(2026, 10, 20))}
    assert line.facts == ("accounts/A01",)
    assert anniversary(dt.date(2014, 10, 20)) is None


def test_no_cake_during_an_outage_and_none_for_single_people() -> None:
    muted = Anniversary(10, dt.date(2026, 10, 20), 15, muted=True)
    assert anniversary(dt.date(2016, 10, 20), anniversaries=(muted,)) is None
    own = Anniversary(10, dt.date(2026, 10, 20), 15, contact_id="C01")
    assert anniversary(dt.date(2016, 10, 20), anniversaries=(own,)) is None


# --- the whole -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_reads_well_in_every_language(language: str) -> None:
    rows = (*calls(petri(), 7), *calls(markku(), 2))
    data = havulinna(
        accounts=(Account("A01", "Havulinna Oy", domains=("havulinna.example",), customer_since=dt.date(2025, 10, 20)),),
        activities=rows, tickets=(ticket(), ticket(id="2"), ticket(id="3")), surveys=(nps(petri(), 6, SEPTEMBER), nps(petri(), 9, LAST_YEAR)),
    )  # fmt: skip
    found = lines(data, risk=risk(DROP, SILENT, NO_OFFER))
    assert list(found) == ["retention", "coverage", "satisfaction", "tickets", "anniversary"]
    assert [fault for row in as_read(Section.RELATIONSHIP, found.values(), language) for fault in faults(row)] == []


def test_of_a_customer_nobody_knows_nothing_is_said() -> None:
    assert relationship(situation(CrmData())) == ()


def test_a_ticket_is_named_by_its_number_and_subject() -> None:
    (item,) = lines(havulinna(tickets=(ticket(),)))["tickets"].sentences[0].slots["tickets"].items  # type: ignore[union-attr]
    assert item.slots == {"id": Text("KT-1"), "subject": Text("Valvonta putoaa"), "opened": Day(dt.date(2026, 8, 10))}  # type: ignore[union-attr]
