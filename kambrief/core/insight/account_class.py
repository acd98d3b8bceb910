"""I2, class: key (KAM), strategic (SAM), global (GAM) or standard."""

import enum
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kambrief.core.insight.portfolio import Portfolio
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tier import Tier


class AccountClass(enum.StrEnum):
    """Domain facts §1, rows 12–14."""

    GAM = "GAM"
    SAM = "SAM"
    KAM = "KAM"
    STANDARD = "standard"


class Region(enum.StrEnum):
    """Where customers are invoiced. The Nordics are one part of EMEA."""

    EMEA = "EMEA"
    AMER = "AMER"
    APAC = "APAC"


@dataclass(frozen=True, slots=True)
class Classified:
    """The class of one group and why."""

    label: AccountClass
    from_crm: bool
    share: Decimal | None
    """Of our company's T12M; None when that is unknown or 0."""
    regions: tuple[Region, ...]
    """With revenue > 0, sorted by name."""
    missing: tuple[str, ...] = ()
    """``crm_class`` (the CRM says something else than our four), ``rate`` (a currency has none), ``company_revenue``,
    ``country`` (of a company that is invoiced): what the class could not rest on."""


# There is no official list. Ours: Europe with Russia, the Caucasus, Central Asia, the Middle East up to Iran and Africa
# are EMEA, and so is Greenland, because the Nordics are one region. Other overseas territories count where they lie.
_COUNTRIES: Final = {
    Region.EMEA: """
        AD AE AL AM AO AT AX AZ BA BE BF BG BH BI BJ BV BW BY CD CF CG CH CI CM CV CY CZ DE DJ DK DZ EE EG EH ER ES ET
        FI FO FR GA GB GE GG GH GI GL GM GN GQ GR GW HR HU IE IL IM IO IQ IR IS IT JE JO KE KG KM KW KZ LB LI LR LS LT
        LU LV LY MA MC MD ME MG MK ML MR MT MU MW MZ NA NE NG NL NO OM PL PS PT QA RE RO RS RU RW SA SC SD SE SH SI SJ
        SK SL SM SN SO SS ST SY SZ TD TF TG TJ TM TN TR TZ UA UG UZ VA YE YT ZA ZM ZW""",
    Region.AMER: """
        AG AI AR AW BB BL BM BO BQ BR BS BZ CA CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS
        MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI""",
    Region.APAC: """
        AF AQ AS AU BD BN BT CC CK CN CX FJ FM GU HK HM ID IN JP KH KI KP KR LA LK MH MM MN MO MP MV MY NC NF NP NR NU
        NZ PF PG PH PK PN PW SB SG TH TK TL TO TV TW UM VN VU WF WS""",
}
_REGIONS: Final = {code: region for region, codes in _COUNTRIES.items() for code in codes.split()}
_CLASSES: Final = {label.value.casefold(): label for label in AccountClass}


def region_of(country: str) -> Region | None:
    """The region of an ISO 3166 alpha-2 code; None for what is no code."""
    return _REGIONS.get(country.strip().upper())


def classify(portfolio: Portfolio, root: str, tier: Tier | None, limits: Thresholds) -> Classified:
    """The CRM's own class if it has one, else by strategic flag, share of our revenue, regions and tier.

    Class and flag are those of the group's root. Regions are those of the countries of the companies invoiced.
    """
    account = portfolio.accounts.get(root)
    said = (account.crm_class or "").strip() if account else ""
    from_crm = _CLASSES.get(said.casefold())
    share = _share(portfolio, root)
    regions = _regions(portfolio, root)
    strategic = (account is not None and account.strategic) or (share is not None and share >= limits.strategic_share)
    return Classified(
        label=from_crm or _by_rule(tier, regions, strategic=strategic),
        from_crm=from_crm is not None,
        share=share,
        regions=regions,
        missing=tuple(_missing(portfolio, root, unknown_class=bool(said) and from_crm is None)),
    )


def _by_rule(tier: Tier | None, regions: tuple[Region, ...], *, strategic: bool) -> AccountClass:
    if strategic:
        return AccountClass.GAM if len(regions) >= 2 else AccountClass.SAM
    return AccountClass.KAM if tier is Tier.A else AccountClass.STANDARD


def _company_t12m(portfolio: Portfolio) -> Decimal | None:
    """None when unknown: without one customer's revenue, every other's share of the sum would be too large."""
    if portfolio.company_t12m is not None:
        return portfolio.company_t12m
    return None if portfolio.unknown else sum(portfolio.revenue.values(), Decimal(0))


def _share(portfolio: Portfolio, root: str) -> Decimal | None:
    own, company = portfolio.revenue.get(root), _company_t12m(portfolio)
    return own / company if own is not None and company is not None and company > 0 else None


def _by_account(portfolio: Portfolio, root: str) -> dict[str, Decimal]:
    """T12M of each company of the group; one without a rate is left out."""
    amounts: dict[str, list[tuple[Decimal, str]]] = defaultdict(list)
    for one in portfolio.sums.get(root, ()):
        amounts[one.account_id].append((one.t12m, one.currency))
    totals = {account_id: portfolio.rates.total(rows) for account_id, rows in amounts.items()}
    return {account_id: total for account_id, total in totals.items() if total is not None}


def _country(portfolio: Portfolio, account_id: str) -> str:
    account = portfolio.accounts.get(account_id)
    return (account.country or "") if account else ""


def _regions(portfolio: Portfolio, root: str) -> tuple[Region, ...]:
    totals: dict[Region, Decimal] = defaultdict(Decimal)
    for account_id, amount in _by_account(portfolio, root).items():
        if region := region_of(_country(portfolio, account_id)):
            totals[region] += amount
    return tuple(sorted(region for region, amount in totals.items() if amount > 0))


def _missing(portfolio: Portfolio, root: str, *, unknown_class: bool) -> Iterator[str]:
    if unknown_class:
        yield "crm_class"
    if root in portfolio.unknown:
        yield "rate"
    if (_company_t12m(portfolio) or 0) <= 0:
        yield "company_revenue"
    invoiced = (account_id for account_id, amount in _by_account(portfolio, root).items() if amount > 0)
    if any(region_of(_country(portfolio, account_id)) is None for account_id in invoiced):
        yield "country"
