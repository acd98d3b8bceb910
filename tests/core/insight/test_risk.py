"""I8: the worked example, each row of the table at its boundaries, and what no score may ever do."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kambrief.core.customer import Activity, ActivityKind, Contact, Role, SurveyAnswer
from kambrief.core.evidence import Count, Day, Percent, Person, Text
from kambrief.core.insight.commitments import commitments
from kambrief.core.insight.contracts import contract_dates
from kambrief.core.insight.coverage import Coverage, Quiet, Silence, Threading
from kambrief.core.insight.engagement import Engagement, Recency
from kambrief.core.insight.revenue import Revenue, Trend
from kambrief.core.insight.risk import BASE, VALUES, Band, Contribution, Factor, Risk, RiskInputs, band, risk
from kambrief.core.insight.satisfaction import Direction, Satisfaction
from kambrief.core.insight.thresholds import Thresholds
from tests.builders import at, call, contract, deal, mail_in, markku, note, nps, petri, promise, ticket
from tests.draws import draws

NOW = at("5.10. 15.00")
TODAY = dt.date(2026, 10, 5)
LIMITS = Thresholds()
LATER = dt.date(2027, 8, 31)
"""An end within a year and beyond 120 days: it neither raises nor lowers."""


def revenue(q: str | None) -> Revenue:
    zero = Decimal(0)
    share = Decimal(q) if q is not None else None
    return Revenue("EUR", zero, zero, None, zero, zero, share, Trend.FLAT, None, None, ())


def answered(*answers: SurveyAnswer, trend: Direction | None = Direction.STABLE) -> Satisfaction:
    latest = {answer.contact_id or "": answer for answer in answers}
    return Satisfaction(latest, None, None, None, len(latest), trend, ())


def scored(score: int, who: Contact | None = None) -> Satisfaction:
    return answered(nps(who or markku(), score, dt.date(2026, 6, 2)))


def threads(label: Threading, count: int = 2, missing: tuple[str, ...] = ()) -> Coverage:
    return Coverage((), count, 9, "C01", 7, label, missing)


def silence(state: Quiet, days: int | None = 117, who: str = "C02", role: Role = Role.SPONSOR) -> Silence:
    last = TODAY - dt.timedelta(days=days) if days is not None else None
    return Silence(who, role, state, days, Decimal(90), last)


def engaged(label: Recency = Recency.ACTIVE, days: int | None = 4, **more: Any) -> Engagement:
    return Engagement(**{
        "recency_days": days, "label": label, "events": 9, "events_before": 3, "change": Decimal(2), "dropping": False,
        "reply_hours": Decimal(5), "reply_hours_before": None, "slowed": False, "unanswered": (), **more,
    })  # fmt: skip


def given_(**more: Any) -> RiskInputs:
    """Everything is there and nothing speaks for or against them, but several people in touch (−4)."""
    return RiskInputs(**{
        "revenue": revenue("0"), "satisfaction": scored(8), "silences": (silence(Quiet.OK, 3),),
        "coverage": threads(Threading.MULTI, 3), "engagement": engaged(), "contacts": (petri(), markku()),
        "tickets": (), "contracts": contract_dates([contract(LATER)], TODAY, "FI"), "deals": (),
        "commitments": commitments([], TODAY), "activities": (call(petri(), "1.10. 15.10"),), **more,
    })  # fmt: skip


def of(**more: Any) -> Risk:
    return risk(given_(**more), NOW, TODAY, LIMITS)


def part(factor: Factor, **more: Any) -> Contribution | None:
    return next((one for one in of(**more).contributions if one.factor is factor), None)


def points(factor: Factor, **more: Any) -> int:
    found = part(factor, **more)
    return found.points if found else 0


def ending(*days: int) -> Mapping[str, Any]:
    """Contracts that end so many days from today, without a notice period."""
    rows = [
        contract(TODAY + dt.timedelta(days=day), id=f"HS-{day}", notice_period_months=None, start=None) for day in days
    ]
    return {"contracts": contract_dates(rows, TODAY, "FI")}


def worked_example() -> RiskInputs:
    """The customer of the domain facts §4, I8, worked out by hand there: 83, critical."""
    return given_(
        revenue=revenue("-0.2778"),
        satisfaction=answered(
            nps(markku(), 6, dt.date(2026, 6, 2)), nps(petri(), 8, dt.date(2026, 6, 2)), trend=Direction.FALLING
        ),
        silences=(silence(Quiet.SILENT), silence(Quiet.SILENT, 307, "C04", Role.ECONOMIC_BUYER)),
        coverage=threads(Threading.THIN),
        tickets=(
            ticket(reopened=True),
            ticket(id="KT-2", subject="Laakerisarja myöhässä", opened=dt.date(2026, 8, 20)),
        ),
        contracts=contract_dates([contract(dt.date(2026, 12, 31))], TODAY, "FI"),
        deals=(deal(kind="renewal"),),
        commitments=commitments([promise("Juurisyyraportti", dt.date(2026, 9, 25))], TODAY),
        activities=(
            call(markku(), "10.6. 13.00"),
            call(petri(), "22.9. 14.30", "Tarjouksia pyydetään kolmelta."),
            call(petri(), "1.10. 15.10"),
        ),
    )


# --- the worked example --------------------------------------------------------------------------------------------


def test_the_worked_example_is_83_and_critical() -> None:
    found = risk(worked_example(), NOW, TODAY, LIMITS)
    assert (found.score, found.band) == (83, Band.CRITICAL)
    assert [(one.factor, one.points) for one in found.contributions] == [
        (Factor.BASE, 5),
        (Factor.REVENUE, 10),
        (Factor.NPS, 12),
        (Factor.NPS_TREND, 5),
        (Factor.SPONSOR, 10),
        (Factor.THREADING, 4),
        (Factor.TICKETS, 10),
        (Factor.TICKET_REOPENED, 4),
        (Factor.RENEWAL, 8),
        (Factor.NOTICE, 5),
        (Factor.COMPETITOR, 6),
        (Factor.OUR_OVERDUE, 4),
    ]
    assert (found.completeness, found.missing) == (Decimal(1), ())


def test_the_three_heaviest_reasons_stand_in_the_tables_order_where_they_weigh_the_same() -> None:
    found = risk(worked_example(), NOW, TODAY, LIMITS)
    assert [one.factor for one in found.top()] == [Factor.NPS, Factor.REVENUE, Factor.SPONSOR]
    assert [one.factor for one in found.top(4)][3] is Factor.TICKETS
    assert found.top(0) == ()


def test_every_reason_carries_what_a_sentence_needs() -> None:
    found = {one.factor: one for one in risk(worked_example(), NOW, TODAY, LIMITS).contributions}
    assert found[Factor.REVENUE].values == {"share": Percent(Decimal(-28))}
    assert found[Factor.NPS].values == {
        "name": Person("Markku Hietanoja", "C02"),
        "score": Count(6),
        "on": Day(dt.date(2026, 6, 2)),
    }
    assert found[Factor.SPONSOR].state == "silent"
    assert found[Factor.SPONSOR].values == {
        "name": Person("Markku Hietanoja", "C02"),
        "days": Count(117),
        "on": Day(dt.date(2026, 6, 10)),
    }
    assert found[Factor.THREADING].state == "thin"
    assert found[Factor.TICKETS].values == {
        "count": Count(2),
        "days": Count(56),
        "id": Text("KT-1"),
        "subject": Text("Valvonta putoaa"),
    }
    assert found[Factor.RENEWAL].state == "no_offer"
    assert found[Factor.RENEWAL].values == {"days": Count(87), "end": Day(dt.date(2026, 12, 31))}
    assert found[Factor.NOTICE].values == {"days": Count(26), "on": Day(dt.date(2026, 10, 31))}
    assert found[Factor.COMPETITOR].values == {"on": Day(dt.date(2026, 9, 22))}
    assert found[Factor.OUR_OVERDUE].values == {"count": Count(1), "days": Count(10)}


def test_every_reason_names_the_records_it_rests_on() -> None:
    found = {one.factor: one.evidence for one in risk(worked_example(), NOW, TODAY, LIMITS).contributions}
    assert found == {
        Factor.BASE: (),
        Factor.REVENUE: ("insight/revenue",),
        Factor.NPS: ("surveys/S-C02-2026-06-02",),
        Factor.NPS_TREND: ("surveys/S-C02-2026-06-02", "surveys/S-C01-2026-06-02"),
        Factor.SPONSOR: ("contacts/C02", "activities/call-10.6. 13.00"),
        Factor.THREADING: ("insight/coverage",),
        Factor.TICKETS: ("tickets/KT-1", "tickets/KT-2"),
        Factor.TICKET_REOPENED: ("tickets/KT-1",),
        Factor.RENEWAL: ("contracts/HS-1", "deals/D1"),
        Factor.NOTICE: ("contracts/HS-1",),
        Factor.COMPETITOR: ("activities/call-22.9. 14.30",),
        Factor.OUR_OVERDUE: ("commitments/CM-Juurisyy",),
    }


# --- the rows of the table -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("-0.9", 16), ("-0.30", 16), ("-0.2999", 10), ("-0.15", 10), ("-0.1499", 5), ("-0.05", 5), ("-0.0499", 0),
        ("0", 0), ("0.0499", 0), ("0.05", -5), ("40", -5),
    ],
)  # fmt: skip
def test_the_last_quarters_change_counts_in_steps(q: str, expected: int) -> None:
    assert points(Factor.REVENUE, revenue=revenue(q)) == expected


@pytest.mark.parametrize(("score", "expected"), [(0, 12), (6, 12), (7, 0), (8, 0), (9, -8), (10, -8)])
def test_a_deciders_score_raises_up_to_six_and_lowers_from_nine(score: int, expected: int) -> None:
    assert points(Factor.NPS, satisfaction=scored(score)) == expected


def test_the_lowest_score_of_sponsor_buyer_and_champion_counts() -> None:
    both = answered(nps(markku(), 10, TODAY), nps(petri(), 5, TODAY))
    found = part(Factor.NPS, satisfaction=both)
    assert found is not None
    assert (found.points, found.values["name"]) == (12, Person("Petri Vuolle", "C01"))


def test_a_poor_score_of_somebody_who_decides_nothing_does_not_count() -> None:
    buyer = petri(id="C03", role=Role.PROCUREMENT)
    both = answered(nps(markku(), 9, TODAY), nps(buyer, 0, TODAY))
    assert points(Factor.NPS, satisfaction=both, contacts=(markku(), buyer)) == -8


def test_the_score_of_somebody_who_has_left_does_not_count() -> None:
    assert points(Factor.NPS, satisfaction=scored(3), contacts=(markku(left=True), petri())) == 0


@pytest.mark.parametrize(
    ("trend", "expected"), [(Direction.FALLING, 5), (Direction.STABLE, 0), (Direction.RISING, 0), (None, 0)]
)
def test_only_falling_satisfaction_counts(trend: Direction | None, expected: int) -> None:
    found = answered(nps(markku(), 8, TODAY), trend=trend)
    assert points(Factor.NPS_TREND, satisfaction=found) == expected


@pytest.mark.parametrize(
    ("state", "days", "expected", "named"),
    [
        (Quiet.OK, 3, 0, ""),
        (Quiet.SILENT, 91, 10, "silent"),
        (Quiet.NO_CONTACT, None, 12, "no_contact"),
        (Quiet.VACANT, 200, 12, "vacant"),
    ],
)
def test_the_sponsors_state_decides(state: Quiet, days: int | None, expected: int, named: str) -> None:
    found = part(Factor.SPONSOR, silences=(silence(state, days),))
    assert ((found.points, found.state) if found else (0, "")) == (expected, named)


def test_of_several_sponsors_the_worst_decides() -> None:
    rows = (silence(Quiet.OK, 2, "C01"), silence(Quiet.SILENT, 95, "C02"), silence(Quiet.SILENT, 300, "C03"))
    found = part(Factor.SPONSOR, silences=rows)
    assert found is not None
    assert (found.points, found.values["days"]) == (10, Count(300))
    assert points(Factor.SPONSOR, silences=(*rows, silence(Quiet.NO_CONTACT, None, "C04"))) == 12


@pytest.mark.parametrize(("sponsor", "expected"), [(Quiet.OK, 0), (Quiet.SILENT, 10), (Quiet.VACANT, 12)])
def test_a_silent_economic_buyer_matters_only_without_a_sponsor(sponsor: Quiet, expected: int) -> None:
    buyer = silence(Quiet.NO_CONTACT, None, "C04", Role.ECONOMIC_BUYER)
    assert points(Factor.SPONSOR, silences=(silence(sponsor), buyer)) == expected
    assert points(Factor.SPONSOR, silences=(buyer,)) == 12


def test_where_nobody_is_known_to_decide_that_is_the_reason() -> None:
    found = part(Factor.SPONSOR, silences=())
    assert found is not None
    assert (found.points, found.state, found.values) == (12, "none", {})


def test_a_sponsor_who_is_no_contact_any_more_goes_by_the_id() -> None:
    found = part(Factor.SPONSOR, silences=(silence(Quiet.VACANT, None, "C77"),))
    assert found is not None
    assert found.values == {"name": Person("C77", "C77")}


@pytest.mark.parametrize(
    ("label", "expected"),
    [(Threading.SILENT, 12), (Threading.SINGLE, 8), (Threading.THIN, 4), (Threading.MULTI, -4)],
)
def test_the_fewer_people_carry_it_the_higher_the_risk(label: Threading, expected: int) -> None:
    found = part(Factor.THREADING, coverage=threads(label))
    assert found is not None
    assert (found.points, found.state) == (expected, label)


@pytest.mark.parametrize(
    ("days", "severity", "status", "expected"),
    [
        (15, "high", "open", 5),
        (14, "high", "open", 0),
        (15, "Critical", "in_progress", 5),
        (15, "medium", "open", 0),
        (15, None, "open", 0),
        (15, "high", "closed", 0),
        (-3, "high", "open", 0),
    ],
)
def test_a_severe_ticket_counts_after_two_weeks(days: int, severity: str | None, status: str, expected: int) -> None:
    row = ticket(opened=TODAY - dt.timedelta(days=days), severity=severity, status=status)
    assert points(Factor.TICKETS, tickets=(row,)) == expected


@pytest.mark.parametrize(("rows", "expected"), [(0, 0), (1, 5), (2, 10), (3, 10), (40, 10)])
def test_at_most_two_severe_tickets_count_and_all_are_told(rows: int, expected: int) -> None:
    found = part(Factor.TICKETS, tickets=(ticket(id=f"KT-{number}") for number in range(rows)))
    assert (found.points if found else 0) == expected
    assert (found.values["count"] if found else Count(0)) == Count(rows)


@pytest.mark.parametrize(
    ("reopened", "status", "expected"), [(True, "open", 4), (True, "closed", 0), (False, "open", 0)]
)
def test_a_reopened_ticket_counts_while_it_is_open(reopened: bool, status: str, expected: int) -> None:  # noqa: FBT001
    row = ticket(severity="low", reopened=reopened, status=status)
    assert points(Factor.TICKET_REOPENED, tickets=(row,)) == expected


@pytest.mark.parametrize(
    ("days", "stage", "expected", "state"),
    [
        (0, "discovery", 8, "no_offer"),
        (120, "discovery", 8, "no_offer"),
        (120, "proposal", 3, "offer_out"),
        (120, "phase 4", 3, "offer_unknown"),
        (121, "discovery", 0, ""),
        (365, "discovery", 0, ""),
        (366, "discovery", -5, "far"),
    ],
)
def test_the_contracts_end_counts_by_how_far_the_renewal_is(days: int, stage: str, expected: int, state: str) -> None:
    found = part(Factor.RENEWAL, deals=(deal(kind="renewal", stage=stage),), **ending(days))
    assert ((found.points, found.state) if found else (0, "")) == (expected, state)


def test_a_renewal_deal_that_is_lost_is_no_offer_and_one_just_won_is() -> None:
    lost = deal(kind="renewal", stage="verbal", status="lost")
    won = deal(kind="renewal", stage="closed", status="won", close_date=TODAY - dt.timedelta(days=120))
    long_ago = dataclasses.replace(won, close_date=TODAY - dt.timedelta(days=121))
    undated = dataclasses.replace(won, close_date=None)
    assert points(Factor.RENEWAL, deals=(lost,), **ending(60)) == 8
    assert points(Factor.RENEWAL, deals=(lost, won), **ending(60)) == 3
    assert points(Factor.RENEWAL, deals=(long_ago, undated), **ending(60)) == 8


def test_an_open_expansion_is_no_renewal() -> None:
    row = deal(kind="expansion", name="Jatkosopimus ja laajennus", stage="proposal")
    assert points(Factor.RENEWAL, deals=(row,), **ending(60)) == 8


def test_without_a_table_of_deals_nobody_says_that_there_is_no_offer() -> None:
    found = part(Factor.RENEWAL, missing=("deals",), **ending(60))
    assert found is not None
    assert (found.points, found.state) == (3, "offer_unknown")


def test_the_contract_that_ends_first_decides_even_when_another_has_to_be_acted_on_first() -> None:
    first = contract(TODAY + dt.timedelta(days=100), id="ends", notice_period_months=None)
    second = contract(TODAY + dt.timedelta(days=400), id="notice", notice_period_months=12)
    dates = contract_dates([first, second], TODAY, "FI")
    assert dates[0].contract.id == "notice"
    found = part(Factor.RENEWAL, contracts=dates)
    assert found is not None
    assert (found.points, found.values["days"]) == (8, Count(100))


@pytest.mark.parametrize(("days", "expected"), [(-1, 0), (0, 5), (30, 5), (31, 0)])
def test_the_last_notice_day_counts_within_thirty_days(days: int, expected: int) -> None:
    (dates,) = contract_dates([contract(LATER)], TODAY, "FI")
    day = TODAY + dt.timedelta(days=days)
    near = dataclasses.replace(dates, notice_day=day, days_to_notice=days)
    assert points(Factor.NOTICE, contracts=(near,)) == expected


@pytest.mark.parametrize(
    ("label", "days", "expected", "state"),
    [
        (Recency.ACTIVE, 4, 0, ""),
        (Recency.WARM, 30, 0, ""),
        (Recency.COOLING, 31, 4, "cooling"),
        (Recency.COLD, 61, 8, "cold"),
        (Recency.COLD, None, 8, "never"),
    ],
)
def test_the_longer_they_are_quiet_the_higher_the_risk(
    label: Recency, days: int | None, expected: int, state: str
) -> None:
    found = part(Factor.RECENCY, engagement=engaged(label, days, last_event="call-1"))
    assert ((found.points, found.state) if found else (0, "")) == (expected, state)


def test_fewer_contacts_and_slower_replies_count_by_themselves() -> None:
    rare = engaged(events=1, events_before=4, change=Decimal("-0.75"), dropping=True)
    found = part(Factor.FREQUENCY, engagement=rare)
    assert found is not None
    assert (found.points, found.values) == (4, {"events": Count(1), "before": Count(4)})
    slow = engaged(reply_hours=Decimal("71.6"), reply_hours_before=Decimal("20.2"), slowed=True)
    late = part(Factor.REPLY, engagement=slow)
    assert late is not None
    assert (late.points, late.values) == (3, {"hours": Count(72), "before": Count(20)})


@pytest.mark.parametrize(("days", "expected"), [(0, 6), (89, 6), (90, 0)])
def test_a_word_of_competition_counts_for_ninety_days(days: int, expected: int) -> None:
    row = call(petri(), "5.10. 9.00", "Kilpailutus alkaa.", at=NOW - dt.timedelta(days=days))
    assert points(Factor.COMPETITOR, activities=(row,)) == expected


def test_the_day_of_a_word_is_the_managers_day() -> None:
    midnight = dt.datetime(2026, 10, 4, 22, 30, tzinfo=dt.UTC)
    row = note("1.9. 9.00", "A tender is out.", at=midnight)
    utc = dt.datetime(2026, 10, 5, 12, 0, tzinfo=dt.UTC)
    for zone, day in (("", 4), ("Europe/Helsinki", 5), ("America/Chicago", 4)):
        found = risk(given_(activities=(row,), zone=zone), utc, TODAY, LIMITS)
        (competitor,) = (one for one in found.contributions if one.factor is Factor.COMPETITOR)
        assert competitor.values == {"on": Day(dt.date(2026, 10, day))}


def test_a_tag_of_competition_needs_no_words_and_words_need_no_tag() -> None:
    tagged = note("1.10. 9.00", "Vektori oli paikalla.", tags=("competitor",))
    assert points(Factor.COMPETITOR, activities=(tagged,)) == 6
    assert points(Factor.COMPETITOR, activities=(dataclasses.replace(tagged, tags=("pricing",)),)) == 0


def test_the_newest_word_of_competition_is_the_one_that_is_told() -> None:
    rows = [note(when, "Kilpailutus etenee.") for when in ("1.9. 9.00", "1.10. 9.00", "15.9. 9.00")]
    found = part(Factor.COMPETITOR, activities=rows)
    assert found is not None
    assert found.evidence == ("activities/note-1.10. 9.00",)


def test_what_we_wrote_ourselves_is_no_sign_of_competition() -> None:
    ours = mail_in(petri(), "1.10. 9.00", "Our competitors are dearer.", inbound=False)
    theirs = mail_in(petri(), "1.10. 9.00", "Your competitors are cheaper.")
    unknown = dataclasses.replace(ours, inbound=None)
    assert points(Factor.COMPETITOR, activities=(ours,)) == 0
    assert points(Factor.COMPETITOR, activities=(theirs,)) == 6
    assert points(Factor.COMPETITOR, activities=(unknown,)) == 6


def test_a_call_that_nobody_took_says_nothing() -> None:
    row = call(petri(), "1.10. 9.00", "Kilpailutus", status="voicemail")
    assert points(Factor.COMPETITOR, activities=(row,)) == 0


def test_what_is_to_come_is_not_known_yet() -> None:
    rows = [note(when, "Kilpailutus alkaa.") for when in ("6.10. 9.00", "5.10. 15.01")]
    assert points(Factor.COMPETITOR, activities=rows) == 0


@pytest.mark.parametrize(("late", "expected"), [(0, 0), (1, 4), (2, 8), (3, 8)])
def test_at_most_two_of_our_late_promises_count(late: int, expected: int) -> None:
    rows = [promise(f"Report {number}", dt.date(2026, 9, 20 + number), id=f"CM{number}") for number in range(late)]
    on_time = promise("Due today", TODAY, id="CM9")
    found = part(Factor.OUR_OVERDUE, commitments=commitments([*rows, on_time], TODAY))
    assert (found.points if found else 0) == expected
    assert (found.values["count"] if found else Count(0)) == Count(late)


# --- the sum -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0, Band.LOW), (24, Band.LOW), (25, Band.WATCH), (49, Band.WATCH), (50, Band.HIGH), (74, Band.HIGH),
        (75, Band.CRITICAL), (100, Band.CRITICAL),
    ],
)  # fmt: skip
def test_the_bands_begin_at_25_50_and_75(score: int, expected: Band) -> None:
    assert band(score, LIMITS) is expected


def test_the_score_stays_within_0_and_100() -> None:
    best = of(revenue=revenue("0.2"), satisfaction=scored(10), **ending(400))
    assert sum(one.points for one in best.contributions) == -17
    assert (best.score, best.band) == (0, Band.LOW)
    worst = risk(
        dataclasses.replace(
            worked_example(),
            revenue=revenue("-0.5"),
            silences=(silence(Quiet.VACANT),),
            coverage=threads(Threading.SILENT),
            engagement=engaged(
                Recency.COLD, 99, dropping=True, slowed=True, reply_hours=Decimal(99), reply_hours_before=Decimal(9)
            ),
            commitments=commitments([promise("A", dt.date(2026, 9, 1)), promise("B", dt.date(2026, 9, 1))], TODAY),
        ),
        NOW,
        TODAY,
        LIMITS,
    )
    assert sum(one.points for one in worst.contributions) > 100
    assert (worst.score, worst.band) == (100, Band.CRITICAL)


def test_reasons_that_lower_the_score_are_no_reasons_for_worry() -> None:
    found = of(revenue=revenue("0.2"), **ending(400))
    assert {one.factor for one in found.contributions if one.points < 0} == {
        Factor.REVENUE,
        Factor.THREADING,
        Factor.RENEWAL,
    }
    assert found.top() == ()


def nothing_known(**more: Any) -> RiskInputs:
    return given_(**{
        "revenue": None, "satisfaction": answered(trend=None), "silences": (), "contacts": (), "contracts": (),
        "coverage": threads(Threading.SILENT, 0, ("roles", "activities")), "activities": (),
        "engagement": engaged(Recency.COLD, None),
        "missing": ("orders", "surveys", "contacts", "tickets", "contracts", "activities", "commitments", "deals"), **more,
    })  # fmt: skip


def test_where_nothing_is_known_only_the_base_is_left() -> None:
    found = risk(nothing_known(), NOW, TODAY, LIMITS)
    assert [one.points for one in found.contributions] == [BASE]
    assert (found.score, found.completeness) == (5, Decimal(0))
    assert found.missing == ("orders", "surveys", "contacts", "tickets", "contracts", "activities", "commitments")


def test_no_tickets_and_no_promises_are_known_unless_their_table_is_missing() -> None:
    there = of()
    gone = of(missing=("tickets", "deals"))
    assert (there.missing, there.completeness) == ((), Decimal(1))
    assert (gone.missing, gone.completeness) == (("tickets",), Decimal("0.86"))


def test_revenue_without_a_quarter_to_compare_is_a_missing_input() -> None:
    found = of(revenue=revenue(None))
    assert found.missing == ("orders",)
    assert all(one.factor is not Factor.REVENUE for one in found.contributions)


def test_without_any_history_nobody_is_called_silent() -> None:
    found = risk(
        given_(
            activities=(),
            silences=(silence(Quiet.NO_CONTACT, None),),
            coverage=threads(Threading.SILENT, 0, ("activities",)),
            engagement=engaged(Recency.COLD, None),
        ),
        NOW,
        TODAY,
        LIMITS,
    )
    assert [one.factor for one in found.contributions] == [Factor.BASE]
    assert found.missing == ("activities",)


def test_a_source_with_empty_tables_says_no_more_than_one_without_them() -> None:
    found = risk(nothing_known(missing=()), NOW, TODAY, LIMITS)
    assert (found.score, found.missing) == (5, ("orders", "surveys", "contacts", "contracts", "activities"))


def test_mails_of_ours_that_nobody_answered_are_history() -> None:
    ours = mail_in(petri(), "1.9. 9.00", "Sopisiko tapaaminen?", inbound=False)
    found = of(activities=(ours,), coverage=threads(Threading.SILENT, 0), engagement=engaged(Recency.COLD, None))
    assert found.missing == ()
    assert [one.points for one in found.contributions] == [5, 12, 8]


def test_without_roles_nobody_misses_a_sponsor() -> None:
    people = (petri(role=None), markku(role=None))
    found = of(contacts=people, silences=(), coverage=threads(Threading.MULTI, 3, ("roles",)))
    assert found.missing == ("contacts",)
    assert all(one.factor is not Factor.SPONSOR for one in found.contributions)
    assert points(Factor.SPONSOR, contacts=(petri(),), silences=()) == 12


def test_without_a_table_of_contacts_nobody_says_that_all_are_silent() -> None:
    found = of(contacts=(), silences=(), coverage=threads(Threading.SILENT, 0, ("roles",)), missing=("contacts",))
    assert [one.factor for one in found.contributions] == [Factor.BASE]


def test_a_sponsor_who_left_is_missed_although_nobody_else_has_a_role() -> None:
    gone = markku(left=True)
    assert points(Factor.SPONSOR, contacts=(gone, petri(role=None)), silences=(silence(Quiet.VACANT),)) == 12


# --- what no score may ever do -------------------------------------------------------------------------------------

WORDS = st.sampled_from(["", "Kilpailutus alkaa.", "A tender is out.", "All fine.", "Wir sind wettbewerbsfähig."])
DAYS_AGO = st.integers(-30, 400)


@st.composite
def any_inputs(draw: st.DrawFn) -> RiskInputs:
    """Whatever a CRM may hold, sense or nonsense."""
    quotas = st.one_of(st.none(), st.decimals("-2", "50", places=4).map(str))
    people = draw(
        st.lists(st.sampled_from([petri(), markku(), markku(id="C09", role=None), petri(id="C08", left=True)]))
    )
    answers = [nps(one, draw(st.integers(0, 10)), TODAY) for one in people if draw(st.booleans())]
    states = st.builds(
        silence,
        st.sampled_from(Quiet),
        st.one_of(st.none(), st.integers(0, 999)),
        st.sampled_from(["C01", "C02", "C77"]),
        st.sampled_from([Role.SPONSOR, Role.ECONOMIC_BUYER]),
    )
    rows = draw(st.lists(st.tuples(DAYS_AGO, st.booleans(), st.sampled_from(["high", None, "low"])), max_size=4))
    said = draw(st.lists(st.tuples(DAYS_AGO, WORDS, st.sampled_from(ActivityKind)), max_size=5))
    owed = draw(st.lists(DAYS_AGO, max_size=4))
    stages = draw(st.lists(st.sampled_from([None, "", "proposal", "quote_requested", "🙂", "discovery"]), max_size=3))
    tables = ("orders", "surveys", "contacts", "tickets", "contracts", "activities", "commitments", "deals")
    return given_(
        revenue=draw(st.one_of(st.none(), st.builds(revenue, quotas))),
        satisfaction=answered(*answers, trend=draw(st.one_of(st.none(), st.sampled_from(Direction)))),
        silences=tuple(draw(st.lists(states, max_size=3))),
        coverage=threads(draw(st.sampled_from(Threading)), draw(st.integers(0, 5))),
        engagement=engaged(
            draw(st.sampled_from(Recency)),
            draw(st.one_of(st.none(), st.integers(0, 999))),
            dropping=draw(st.booleans()),
            slowed=draw(st.booleans()),
            reply_hours_before=draw(st.sampled_from([None, Decimal(3)])),
            last_event=draw(st.sampled_from([None, "a1"])),
        ),
        contacts=people,
        tickets=[
            ticket(id=f"T{number}", opened=TODAY - dt.timedelta(days=days), severity=severity, reopened=again)
            for number, (days, again, severity) in enumerate(rows)
        ],
        **ending(*draw(st.lists(st.integers(0, 900), max_size=2, unique=True))),
        deals=[deal(id=f"D{number}", kind="renewal", stage=stage) for number, stage in enumerate(stages)],
        commitments=commitments(
            [promise("Report", TODAY - dt.timedelta(days=days), id=f"CM{days}") for days in owed], TODAY
        ),
        activities=[
            Activity(f"a{number}", "A01", kind, NOW - dt.timedelta(days=days), body=body)
            for number, (days, body, kind) in enumerate(said)
        ],
        missing=tuple(draw(st.sets(st.sampled_from(tables)))),
    )


@given(any_inputs())
def test_whatever_the_data_the_score_is_within_bounds_and_every_reason_has_the_values_its_phrase_needs(
    inputs: RiskInputs,
) -> None:
    found = risk(inputs, NOW, TODAY, LIMITS)
    total = sum(one.points for one in found.contributions)
    assert found.score == min(100, max(0, total))
    assert found.band is band(found.score, LIMITS)
    order = [list(Factor).index(one.factor) for one in found.contributions]
    assert order == sorted(set(order))
    assert all(one.points for one in found.contributions)
    assert all(sorted(one.values) == sorted(VALUES[one.factor, one.state]) for one in found.contributions)
    assert 0 <= found.completeness <= 1
    assert len(found.top()) <= 3


@settings(max_examples=draws(40))
@given(any_inputs(), st.randoms())
def test_the_order_of_the_rows_changes_nothing(inputs: RiskInputs, random: Any) -> None:
    def shuffled(rows: Iterable[Any]) -> list[Any]:
        mixed = list(rows)
        random.shuffle(mixed)
        return mixed

    other = dataclasses.replace(
        inputs, tickets=shuffled(inputs.tickets), deals=shuffled(inputs.deals), activities=shuffled(inputs.activities)
    )
    first, second = (risk(one, NOW, TODAY, LIMITS) for one in (inputs, other))
    assert [(one.factor, one.points, one.state, one.values) for one in first.contributions] == [
        (one.factor, one.points, one.state, one.values) for one in second.contributions
    ]


@settings(max_examples=draws(40))
@given(any_inputs())
def test_a_table_less_never_adds_a_reason_but_what_it_would_have_lowered(inputs: RiskInputs) -> None:
    bare = risk(
        dataclasses.replace(inputs, missing=("orders", "surveys", "contacts", "activities")), NOW, TODAY, LIMITS
    )
    full = risk(dataclasses.replace(inputs, missing=()), NOW, TODAY, LIMITS)
    assert bare.completeness <= full.completeness
    assert {one.factor for one in bare.contributions} <= {one.factor for one in full.contributions}
