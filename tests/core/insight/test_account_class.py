"""I2: key, strategic, global or standard. The worked examples are those of the domain facts."""

import importlib.resources
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.insight.account_class import _COUNTRIES, AccountClass, Classified, Region, classify, region_of
from kambrief.core.insight.portfolio import portfolio
from kambrief.core.insight.tier import Tier
from tests.core.insight.business_parts import EURO, LIMITS, MONTHS, customer, sums

GAM, SAM, KAM, STANDARD = AccountClass.GAM, AccountClass.SAM, AccountClass.KAM, AccountClass.STANDARD
TEN_MILLION = Decimal(10_000_000)


def classified(
    invoiced: Mapping[str, int], tier: Tier | None = Tier.A, company: Decimal | None = TEN_MILLION, **root: Any
) -> Classified:
    """A group with one company in each country, invoiced so much."""
    places = [customer(f"G-{country}", parent_id="G", country=country) for country in invoiced]
    rows = [sums(f"G-{country}", amount) for country, amount in invoiced.items()]
    everyone = portfolio((customer("G", **root), *places), tuple(rows), MONTHS, EURO, company)
    return classify(everyone, "G", tier, LIMITS)


def test_the_worked_example_13_per_cent_in_finland_germany_and_the_us_is_global() -> None:
    found = classified({"FI": 500_000, "DE": 300_000, "US": 500_000})
    assert found == Classified(GAM, from_crm=False, share=Decimal("0.13"), regions=(Region.AMER, Region.EMEA))


def test_the_worked_example_the_same_in_finland_and_sweden_is_strategic() -> None:
    found = classified({"FI": 1_000_000, "SE": 300_000})
    assert (found.label, found.regions) == (SAM, (Region.EMEA,))


def test_the_worked_example_4_per_cent_and_tier_a_is_key() -> None:
    assert classified({"FI": 400_000}).label is KAM


@pytest.mark.parametrize(("amount", "expected"), [(999_999, KAM), (1_000_000, SAM), (1_000_001, SAM)])
def test_exactly_10_per_cent_is_strategic(amount: int, expected: AccountClass) -> None:
    assert classified({"FI": amount}).label is expected


@pytest.mark.parametrize(
    ("tier", "expected"), [(Tier.A, KAM), (Tier.B, STANDARD), (Tier.C, STANDARD), (None, STANDARD)]
)
def test_who_is_not_strategic_is_key_by_tier_a_alone(tier: Tier | None, expected: AccountClass) -> None:
    assert classified({"FI": 1, "US": 1, "SG": 1}, tier).label is expected


def test_the_flag_makes_a_small_customer_strategic() -> None:
    assert classified({"FI": 1}, Tier.C, strategic=True).label is SAM
    assert classified({"FI": 1, "SG": 1}, Tier.C, strategic=True).label is GAM
    assert classified({}, None, strategic=True).label is SAM


def test_a_region_counts_only_with_revenue() -> None:
    found = classified({"FI": 1_300_000, "US": 0, "SG": -5})
    assert (found.label, found.regions) == (SAM, (Region.EMEA,))


def test_what_one_company_of_a_region_gave_back_is_taken_from_what_another_bought() -> None:
    assert classified({"FI": 1_300_000, "US": 100, "CA": -100}).regions == (Region.EMEA,)


@pytest.mark.parametrize("said", ["GAM", "gam", " Gam "])
def test_the_crm_has_the_last_word(said: str) -> None:
    found = classified({"FI": 1}, None, crm_class=said)
    assert (found.label, found.from_crm, found.missing) == (GAM, True, ())


@pytest.mark.parametrize("said", ["Gold", "A", "1"])
def test_another_word_of_the_crm_is_not_interpreted_but_named(said: str) -> None:
    found = classified({"FI": 400_000}, crm_class=said)
    assert (found.label, found.from_crm, found.missing) == (KAM, False, ("crm_class",))


def test_without_our_companys_revenue_that_of_all_customers_serves() -> None:
    everyone = portfolio((customer("A"), customer("B")), (sums("A", 10), sums("B", 90)), MONTHS, EURO)
    assert classify(everyone, "A", Tier.C, LIMITS).share == Decimal("0.1")


@pytest.mark.parametrize("company", [Decimal(0), Decimal(-5)])
def test_a_share_of_nothing_is_no_share(company: Decimal) -> None:
    found = classified({"FI": 400_000}, company=company)
    assert (found.label, found.share, found.missing) == (KAM, None, ("company_revenue",))


def test_the_sum_of_all_customers_does_not_serve_when_one_is_unknown() -> None:
    rows = (sums("A", 10), sums("B", 90, currency="SEK"))
    everyone = portfolio((customer("A"), customer("B")), rows, MONTHS, EURO)
    found = classify(everyone, "A", Tier.A, LIMITS)
    assert (found.label, found.share, found.missing) == (KAM, None, ("company_revenue",))


def test_a_customer_without_a_rate_has_no_share() -> None:
    everyone = portfolio((customer("A"),), (sums("A", 90, currency="SEK"),), MONTHS, EURO, TEN_MILLION)
    found = classify(everyone, "A", None, LIMITS)
    assert found == Classified(STANDARD, from_crm=False, share=None, regions=(), missing=("rate",))


@pytest.mark.parametrize("country", [None, "", "Finland", "XX"])
def test_a_company_that_is_invoiced_in_no_known_country_is_named(country: str | None) -> None:
    everyone = portfolio((customer("A", country=country),), (sums("A", 90),), MONTHS, EURO, TEN_MILLION)
    found = classify(everyone, "A", Tier.A, LIMITS)
    assert (found.label, found.regions, found.missing) == (KAM, (), ("country",))


def test_the_country_of_a_company_that_buys_nothing_does_not_matter() -> None:
    accounts = (customer("A"), customer("A2", parent_id="A", country=None), customer("A3", parent_id="A", country=None))
    everyone = portfolio(accounts, (sums("A", 90), sums("A2", 0)), MONTHS, EURO)
    assert classify(everyone, "A", Tier.A, LIMITS).missing == ()


def test_a_customer_who_is_not_there_is_standard() -> None:
    everyone = portfolio((customer("A"),), (sums("A", 90),), MONTHS, EURO)
    assert classify(everyone, "B", None, LIMITS).label is STANDARD


@pytest.mark.parametrize(
    ("country", "region"),
    [("FI", "EMEA"), ("fi", "EMEA"), (" SE ", "EMEA"), ("AE", "EMEA"), ("ZA", "EMEA"), ("TR", "EMEA"), ("GL", "EMEA"),
     ("US", "AMER"), ("BR", "AMER"), ("GF", "AMER"), ("SG", "APAC"), ("IN", "APAC"), ("NZ", "APAC"), ("GU", "APAC")],
)  # fmt: skip
def test_a_country_lies_in_its_region(country: str, region: str) -> None:
    assert region_of(country) == region


@pytest.mark.parametrize("country", ["", "XX", "UK", "EU", "Finland", "FIN", "246", "F\u0130"])
def test_what_is_no_code_lies_nowhere(country: str) -> None:
    assert region_of(country) is None


def test_every_code_of_iso_3166_lies_in_exactly_one_region() -> None:
    table = importlib.resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    official = [line.split("\t")[0] for line in table.splitlines() if line and not line.startswith("#")]
    ours = [code for codes in _COUNTRIES.values() for code in codes.split()]
    assert sorted(ours) == sorted(official)
    assert len(official) == 249


@given(
    st.dictionaries(st.sampled_from(["FI", "SE", "DE", "US", "BR", "SG", "JP"]), st.integers(-(10**6), 10**6)),
    st.booleans(),
)
def test_global_means_strategic_in_two_regions(invoiced: dict[str, int], strategic: bool) -> None:  # noqa: FBT001
    found = classified(invoiced, strategic=strategic)
    is_strategic = strategic or sum(invoiced.values()) >= 1_000_000
    assert (found.label in {GAM, SAM}) == is_strategic
    assert (found.label is GAM) == (is_strategic and len(found.regions) >= 2)
