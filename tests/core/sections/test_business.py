"""Business: what they buy and what moved, the contract's dates, what is open, and the step of the plan."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from kambrief.core.brief import Line, Section
from kambrief.core.customer import Account, CrmData, PlanStep, Product
from kambrief.core.evidence import Count, Day, Listing, Money, Percent, Text
from kambrief.core.insight.account_class import AccountClass, Classified
from kambrief.core.insight.revenue import Cause, Momentum, Trend
from kambrief.core.insight.risk import Factor
from kambrief.core.insight.standing import Standing
from kambrief.core.insight.tier import Tier
from kambrief.core.sections.business import MAX_CONTRACTS, MAX_PARTS, business
from tests.builders import contract, deal, havulinna, meeting, phrases_of, situation
from tests.core.sections.parts import LANGUAGES, as_read, company, faults, given, reason, revenue, risk, slots, words

END = dt.date(2026, 12, 31)


def lines(data: CrmData | None = None, told: frozenset[str] = frozenset(), **insights: Any) -> dict[str, Line]:
    """The section's lines by what they are about; no revenue and no risk unless given."""
    insights = {"revenue": None, "risk": risk(completeness="0"), **insights}
    return {line.id.partition("/")[2]: line for line in business(given(situation(data), **insights), told)}


def money(data: CrmData | None = None, **more: Any) -> Line:
    return lines(data, revenue=revenue(**more))["revenue"]


# --- class and tier (I1, I2) ---------------------------------------------------------------------------------------


def standing(tier: Tier | None, label: AccountClass | None, accounts: int = 20) -> Standing:
    classified = Classified(label, from_crm=False, share=None, regions=()) if label else None
    return Standing(tier=tier, accounts=accounts, classified=classified)


@pytest.mark.parametrize(
    ("tier", "label", "accounts", "said"),
    [
        (Tier.A, AccountClass.KAM, 20, "class_and_tier"),
        (Tier.B, AccountClass.GAM, 3, "class_and_tier"),
        (Tier.C, AccountClass.STANDARD, 20, "tier"),
        (Tier.A, None, 20, "tier"),
        (Tier.A, AccountClass.SAM, 2, "class"),  # a tier among two says nothing
        (None, AccountClass.KAM, 20, "class"),
        (Tier.A, AccountClass.STANDARD, 2, None),
        (None, None, 0, None),
    ],
)
def test_class_and_tier_are_a_word_each_where_they_say_something(
    tier: Tier | None, label: AccountClass | None, accounts: int, said: str | None
) -> None:
    line = lines(revenue=revenue(), standing=standing(tier, label, accounts))["revenue"]
    found = [sentence for sentence in line.sentences if sentence.phrase in {"class", "tier", "class_and_tier"}]
    assert [sentence.phrase for sentence in found] == ([said] if said else [])
    assert all(sentence.spare for sentence in found)


# --- revenue (I3) --------------------------------------------------------------------------------------------------


def test_the_year_the_quarter_and_what_explains_it() -> None:
    line = money()
    assert phrases_of([line]) == [["year", "quarter_all"]]
    assert slots(line, "year") == {"amount": Money(Decimal(397_000), "EUR"), "change": Percent(Decimal("-8.7"))}
    assert slots(line, "quarter_all") == {"change": Percent(Decimal(-28)), "category": Text("spare parts")}
    assert line.facts == ("insight/revenue",)


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (Cause("spare_parts", Decimal(-30_000), Decimal("0.95")), "quarter_all"),
        (Cause("spare_parts", Decimal(-30_000), Decimal("1.4")), "quarter_all"),
        (Cause("spare_parts", Decimal(-20_000), Decimal("0.949")), "quarter_mostly"),
        (Cause("spare_parts", Decimal(-15_000), Decimal("0.5")), "quarter_mostly"),
        (Cause("spare_parts", Decimal(-14_000), Decimal("0.49")), "quarter"),
        (Cause("service", Decimal(30_000), Decimal(1)), "quarter"),  # it went the other way
        (Cause("", Decimal(-30_000), Decimal(1)), "quarter"),  # nobody says of what
        (None, "quarter"),
    ],
)
def test_a_category_explains_the_change_from_half_of_it_on(cause: Cause | None, said: str) -> None:
    assert phrases_of([money(cause=cause)]) == [["year", said]]


def test_a_category_goes_by_its_products_name_where_there_is_one() -> None:
    one = havulinna(products=(Product("P1", "spare_parts", "Varaosapalvelu"),))
    assert slots(money(one), "quarter_all")["category"] == Text("Varaosapalvelu")
    two = havulinna(products=(Product("P1", "spare_parts", "Terät"), Product("P2", "spare_parts", "Ketjut")))
    assert slots(money(two), "quarter_all")["category"] == Text("spare parts")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"momentum": Momentum.STEADY}, ["year"]),
        ({"q": None, "momentum": None, "cause": None}, ["year"]),  # too little history
        ({"yoy": None, "p12m": Decimal(0), "label": Trend.NEW, "q": None, "momentum": None}, ["year_new"]),
    ],
)
def test_what_is_steady_or_unknown_is_left_out(more: dict[str, Any], said: list[str]) -> None:
    assert phrases_of([money(**more)]) == [said]


def test_a_rise_is_told_like_a_drop() -> None:
    line = money(q=Decimal("0.28"), momentum=Momentum.RECENT_RISE, cause=Cause("service", Decimal(9), Decimal(1)))
    assert slots(line, "quarter_all")["change"] == Percent(Decimal(28))


def test_without_revenue_there_is_no_line() -> None:
    assert lines() == {}
    assert lines(revenue=revenue(t12m=Decimal(0), p12m=Decimal(0), yoy=None)) == {}
    assert lines(revenue=revenue(t12m=Decimal(-5), p12m=Decimal(0), yoy=None)) == {}
    assert lines(revenue=revenue(t12m=Decimal(0), yoy=Decimal(-1))).keys() == {"revenue"}  # they have stopped


def test_a_quiet_year_weighs_less() -> None:
    calm = money(label=Trend.FLAT, momentum=Momentum.STEADY)
    assert calm.weight < money().weight
    assert (
        calm.weight
        < money(label=Trend.FLAT, momentum=Momentum.STEADY, parts=(company("A01", "-0.2"), company("A02", "0"))).weight
    )


GROUP = havulinna(
    accounts=(
        Account("A01", "Havulinna", domains=("havulinna.example",)), Account("A02", "Havulinna Balti Oü", parent_id="A01"),
        Account("A03", "Havulinna Norge AS", parent_id="A01"), Account("A04", "Sahakone Oy", parent_id="A01"),
        Account("A05", "Havulinna Polska", parent_id="A01"),
    )
)  # fmt: skip


def parts(*companies: Any) -> list[list[str]]:
    """The names of the companies that are told of, by the phrase."""
    line = money(GROUP, parts=companies)
    if "parts" not in phrases_of([line])[0]:
        return []
    listing = slots(line, "parts")["parts"]
    assert isinstance(listing, Listing)
    return [[key, str(item.slots["name"].text)] for key, item in zip(words(listing), listing.items, strict=True)]  # type: ignore[union-attr]


def test_companies_of_the_group_beyond_five_percent_are_told_the_largest_change_first() -> None:
    assert parts(company("A01", "0.049"), company("A02", "-0.05"), company("A03", "0.31"), company("A04", None)) == [
        ["part", "Norge"], ["part", "Balti Oü"],
    ]  # fmt: skip


def test_three_companies_at_most_are_told_and_one_that_is_not_in_the_crm_never() -> None:
    moved = [company(f"A0{n}", f"-0.{n}") for n in range(1, 6)]
    assert [name for _, name in parts(*moved)] == ["Polska", "Sahakone", "Norge"]
    assert len(parts(*moved)) == MAX_PARTS
    assert parts(company("gone", "-0.9"), company("A01", "0")) == []


@pytest.mark.parametrize(
    ("q", "said"), [("-0.30", "part_lately"), ("-0.29", "part"), ("0.40", "part"), (None, "part")]
)  # fmt: skip
def test_a_company_that_moves_faster_of_late_is_told_to(q: str | None, said: str) -> None:
    quarter = None if q is None else Decimal(q)
    assert parts(company("A03", "-0.20", q=quarter), company("A01", "0")) == [[said, "Norge"]]


def test_a_limit_of_zero_breaks_nothing() -> None:
    found = given(situation(GROUP), revenue=revenue(parts=(company("A02", "0", q=Decimal(1)), company("A03", "0.01"))))
    found = dataclasses.replace(found, limits=dataclasses.replace(found.limits, trend_share=Decimal(0)))
    assert "parts" in phrases_of(business(found))[0]


# --- contracts (I10) -----------------------------------------------------------------------------------------------


def contracts(*rows: Any, told: frozenset[str] = frozenset(), **more: Any) -> list[Line]:
    return list(lines(havulinna(contracts=rows), told, **more).values())


def test_a_contract_tells_its_end_the_notice_day_and_what_happens_otherwise() -> None:
    (line,) = contracts(contract(END))
    assert phrases_of([line]) == [["contract_until", "notice_on_free_day", "renews"]]
    free = slots(line, "notice_on_free_day")
    assert (free["notice_day"], free["act_by"], free["days"]) == (
        Day(dt.date(2026, 10, 31)),
        Day(dt.date(2026, 10, 30)),
        Count(26),
    )
    assert slots(line, "renews") == {"months": Count(12)}
    assert line.pinned


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (contract(dt.date(2026, 12, 30)), ["contract_until", "notice_by", "renews"]),
        (contract(END, auto_renew_months=None), ["contract_until", "notice_on_free_day"]),
        (contract(END, auto_renew_months=0), ["contract_until", "notice_on_free_day"]),
        (contract(END, notice_period_months=None), ["contract_until"]),
        (contract(END, notice_period_months=0), ["contract_until"]),
        (contract(dt.date(2026, 11, 30)), ["contract_until"]),  # the notice day is past
        (contract(dt.date(2028, 12, 31)), ["contract_until"]),  # and here years away
        (contract(dt.date(2026, 12, 5)), ["contract_until", "notice_by", "renews"]),  # today is the day
    ],
)
def test_what_a_contract_does_not_say_or_is_long_gone_is_not_told(row: Any, said: list[str]) -> None:
    assert phrases_of(contracts(row)) == [said]


def test_without_an_end_or_past_it_a_contract_has_no_line() -> None:
    assert contracts(contract(dt.date(2026, 10, 1)), dataclasses.replace(contract(END), end=None, id="2")) == []


def test_two_contracts_are_told_the_one_to_act_on_first() -> None:
    rows = [contract(dt.date(2027, month, 28), id=f"HS-{month}") for month in (8, 2, 5)]
    assert [line.id for line in contracts(*rows)] == ["business/HS-2", "business/HS-5"]
    assert len(contracts(*rows)) == MAX_CONTRACTS


def test_a_notice_day_that_stands_above_is_the_first_to_go() -> None:
    said = {told: contracts(contract(END), told=frozenset(told))[0].sentences[1] for told in ((), ("contracts/HS-1",))}
    assert [sentence.spare for sentence in said.values()] == [0, 4]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"annual_value": Decimal(412_000), "currency": "EUR"}, True),
        ({"annual_value": Decimal(412_000), "currency": None}, False),
        ({"annual_value": None, "currency": "EUR"}, False),
        ({"annual_value": Decimal(0), "currency": "EUR"}, False),
    ],
)
def test_a_contract_tells_what_it_is_worth_where_that_is_known(more: dict[str, Any], told: bool) -> None:  # noqa: FBT001
    (line,) = contracts(contract(END, **more))
    assert ("contract_value" in phrases_of([line])[0]) is told


def test_that_no_offer_is_out_stands_with_the_contract_it_is_missing_for() -> None:
    rows = (contract(END), contract(dt.date(2027, 6, 30), id="HS-2"))
    missing = risk(reason(Factor.RENEWAL, 8, "no_offer", evidence=("contracts/HS-1", "deals/D1")))
    said = phrases_of(contracts(*rows, risk=missing))
    assert ["no_offer_yet" in phrases for phrases in said] == [True, False]


@pytest.mark.parametrize(
    ("state", "evidence"),
    [
        ("offer_out", ("contracts/HS-1", "deals/D1")),
        ("offer_unknown", ("contracts/HS-1", "deals/D1")),
        ("no_offer", ("contracts/HS-1",)),  # the CRM has no renewal at all: of an offer nothing is known
    ],
)
def test_an_offer_that_may_be_out_is_not_said_to_be_missing(state: str, evidence: tuple[str, ...]) -> None:
    said = phrases_of(contracts(contract(END), risk=risk(reason(Factor.RENEWAL, 8, state, evidence=evidence))))
    assert "no_offer_yet" not in said[0]


# --- open deals ----------------------------------------------------------------------------------------------------


def open_deal(*rows: Any) -> dict[str, Any] | None:
    found = [line for line in lines(havulinna(deals=rows)).values() if phrases_of([line]) == [["open_deal"]]]
    return slots(found[0], "open_deal") if found else None


def test_the_largest_open_deal_is_told_and_a_renewal_is_not() -> None:
    rows = (
        deal(id="1", name="Jatko", kind="renewal", amount=Decimal(900), currency="EUR"),
        deal(id="2", name="Pieni", amount=Decimal(10), currency="EUR"),
        deal(id="3", name="Suuri", stage="proposal", amount=Decimal(500), currency="EUR"),
        deal(id="4", name="Voitettu", status="won", amount=Decimal(900), currency="EUR"),
        deal(id="5", name="Ei summaa"),
    )
    assert open_deal(*rows) == {"name": Text("Suuri"), "stage": Text("proposal"), "amount": Money(Decimal(500), "EUR")}
    assert open_deal(rows[0], rows[3]) is None


@pytest.mark.parametrize(
    "more", [{"amount": None, "currency": "EUR"}, {"amount": Decimal(5), "currency": None}, {"amount": Decimal(0), "currency": "EUR"}]
)  # fmt: skip
def test_an_amount_that_is_not_known_is_not_told(more: dict[str, Any]) -> None:
    found = open_deal(deal(stage=None, **more))
    assert found == {"name": Text("Jatkosopimus")}


# --- the plan ------------------------------------------------------------------------------------------------------


def plan(**more: Any) -> PlanStep:
    return PlanStep(**{"id": "N1", "account_id": "A01", "step": "Sovi kuorimon katselmus", "our_goal": "Kasvu",
                       "customer_goal": "Vähemmän seisokkeja", "due": dt.date(2026, 11, 1), **more})  # fmt: skip


def test_the_plan_tells_the_step_what_we_want_and_what_they_gain() -> None:
    line = lines(havulinna(plans=(plan(),)))["plan-N1"]
    assert phrases_of([line]) == [["plan_step", "plan_ours", "plan_theirs"]]
    assert line.facts == ("plans/N1",)
    assert [sentence.spare > 0 for sentence in line.sentences] == [False, True, False]  # what they gain is not spared


def test_goals_nobody_has_written_are_not_told() -> None:
    line = lines(havulinna(plans=(plan(our_goal="", customer_goal=""),)))["plan-N1"]
    assert phrases_of([line]) == [["plan_step"]]


@pytest.mark.parametrize(
    "row", [plan(status="done"), plan(step="Jokin muu", due=dt.date(2027, 6, 1)), plan(due=None, step="Muu")]
)
def test_a_step_that_this_meeting_does_not_serve_has_no_line(row: PlanStep) -> None:
    assert lines(havulinna(plans=(row,))) == {}


def test_a_private_word_in_a_plan_keeps_it_out() -> None:
    found = situation(havulinna(plans=(plan(our_goal="Markku on sairauslomalla toukokuuhun"),)))
    assert business(found) == ()
    assert found.plan is None


def test_the_step_is_the_one_that_the_meeting_speaks_of() -> None:
    rows = (plan(), plan(id="N2", step="Esittele varaosien sopimus talousjohtajalle", due=dt.date(2027, 12, 1)))
    call = meeting(agenda="Varaosien hinnat ja sopimus")
    assert [line.id for line in business(situation(havulinna(plans=rows), call_=call))] == ["business/plan-N2"]


# --- how it reads --------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["Varaosat", "varaosat.", "Linja 7.", "Miksi?", "a/b", "", "Vaihe 2 …"])
AMOUNTS = st.sampled_from(
    [None, Decimal(0), Decimal(-5), Decimal(1), Decimal("0.5"), Decimal(412_000), Decimal(10) ** 17]
)
CODES = st.sampled_from([None, "", "EUR", "SEK", "XXX", "eur"])


@pytest.mark.slow
@each(
    NAMES,
    AMOUNTS,
    CODES,
    st.integers(0, 60),
    st.sampled_from(["-1", "-0.0865", "0", "0.0004", "3", "1234567"]),
    st.sampled_from(LANGUAGES),
)
def test_it_reads_well_in_every_language_whatever_the_records_hold(
    name: str, amount: Decimal | None, code: str | None, days: int, change: str, language: str
) -> None:
    data = havulinna(
        accounts=GROUP.accounts,
        contracts=(
            contract(
                dt.date(2026, 12, 5) + dt.timedelta(days),
                annual_value=amount,
                currency=code,
                auto_renew_months=days % 3,
            ),
        ),
        deals=(deal(name=name or "Kauppa", stage=name, amount=amount, currency=code),),
        plans=(plan(step=name or "Vaihe", our_goal=name, customer_goal=name, due=dt.date(2026, 11, 1)),),
    )
    found = revenue(
        currency=code or "EUR", t12m=amount or Decimal(7), yoy=Decimal(change), q=Decimal(change), cause=Cause(name, Decimal(-1), Decimal(1)),
        parts=(company("A02", change, q=Decimal(change) * 2), company("A03", "0.5"), company("A04", "-0.1")),
    )  # fmt: skip
    shown = lines(data, revenue=found, standing=standing(Tier.A, AccountClass.KAM)).values()
    assert [fault for row in as_read(Section.BUSINESS, shown, language) for fault in faults(row)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("day", "said"), [(5, 0), (6, 1), (7, 2)])
def test_the_notice_day_itself_and_the_day_before_are_not_counted_in_days(day: int, said: int, language: str) -> None:
    (row,) = as_read(Section.BUSINESS, contracts(contract(dt.date(2026, 12, day), auto_renew_months=None)), language)
    assert (f"{said}\N{NO-BREAK SPACE}" in row) is (said == 2)
    assert faults(row) == []
