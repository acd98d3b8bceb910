"""I1–I4 as rows: tier, class, revenue, white space and share of wallet."""

from collections.abc import Iterator
from decimal import Decimal

from kambrief.core.insight.account_class import AccountClass, Classified
from kambrief.core.insight.report_row import Reported, View
from kambrief.core.insight.report_words import change, listed, money, name_of, plural, share
from kambrief.core.insight.revenue import Momentum, Revenue
from kambrief.core.insight.standing import Standing
from kambrief.core.insight.white_space import Opening, WhiteSpace


def tier(view: View) -> Reported:
    """I1: the value is the customer's part of all revenue."""
    found = view.situation.insights.standing
    missing = (*found.missing, *(() if found.accounts else ("figures",)))
    return Reported(
        "I1", "tier", found.share, str(found.tier or ""),
        f"{found.tier}" if found.tier else "",
        tuple(_tier_reasons(found)),
        {"rank": found.rank, "customers": found.accounts, "share": found.share, "k80": found.k80,
         "k80_share": found.k80_share},
        _orders(view),
        missing or (() if found.tier else ("orders",)),
    )  # fmt: skip


def ratio(k80: int, customers: int, brought: Decimal | None) -> str:
    """The real ratio of I1 in words; empty without tiers."""
    if not k80 or not customers or brought is None:
        return ""
    verb = "brings" if k80 == 1 else "bring"
    part = share(Decimal(k80) / customers)
    return f"{k80} of {plural(customers, 'customer')} ({part}) {verb} {share(brought)} of the revenue."


def _tier_reasons(found: Standing) -> Iterator[str]:
    if found.tier and found.rank and found.share is not None:
        place = f"number {found.rank} of {plural(found.accounts, 'customer')} by the revenue of 12 months"
        yield f"{place}, with {share(found.share)} of it"
    if said := ratio(found.k80, found.accounts, found.k80_share):
        yield said.rstrip(".")


_CLASSES = {
    AccountClass.GAM: "strategic (by the CRM's flag or its part of our revenue), invoiced in several regions",
    AccountClass.SAM: "strategic (by the CRM's flag or its part of our revenue), invoiced in one region at most",
    AccountClass.KAM: "not strategic, tier A",
    AccountClass.STANDARD: "neither strategic nor tier A",
}


def account_class(view: View) -> Reported:
    """I2: the value is the customer's part of our company's revenue."""
    found = view.situation.insights.standing.classified
    if found is None:
        return Reported("I2", "class", None, missing=("figures",))
    regions = [str(region) for region in found.regions]
    return Reported(
        "I2", "class", found.share, str(found.label), str(found.label),
        tuple(_class_reasons(found, regions)),
        {"from_crm": found.from_crm, "share": found.share, "regions": regions},
        tuple(f"accounts/{account.id}" for account in view.situation.data.accounts),
        found.missing,
    )  # fmt: skip


def _class_reasons(found: Classified, regions: list[str]) -> Iterator[str]:
    yield "as the CRM says" if found.from_crm else _CLASSES[found.label]
    if found.share is not None:
        yield f"{share(found.share)} of our company's revenue of 12 months"
    if regions:
        yield f"invoiced in {listed(regions)}"


# --- revenue -------------------------------------------------------------------------------------------------------


def revenue(view: View) -> Reported:
    """I3: the value is the change of a year."""
    insights = view.situation.insights
    found = insights.revenue
    if found is None:
        why = "rate" if insights.unknown_currencies else "orders"
        codes = tuple(f"no rate for {code}" for code in insights.unknown_currencies)
        inputs = {"unknown_currencies": insights.unknown_currencies}
        return Reported("I3", "revenue", None, reasons=codes, inputs=inputs, evidence=_orders(view), missing=(why,))
    missing = found.missing or (("history",) if found.q is None else ())
    headline = [change(found.yoy)] if found.yoy is not None else []
    momentum = [name_of(found.momentum)] if found.momentum and found.momentum is not Momentum.STEADY else []
    return Reported(
        "I3", "revenue", found.yoy, str(found.label), ", ".join([*headline, str(found.label), *momentum]),
        tuple(_revenue_reasons(view, found)),
        {
            "currency": found.currency, "revenue_12_months": found.t12m, "before_12_months": found.p12m,
            "change": found.yoy, "revenue_3_months": found.last3, "before_3_months": found.before3,
            "change_3_months": found.q, "momentum": found.momentum, "cause": found.cause, "parts": found.parts,
            "cagr": found.cagr, "months": insights.monthly,
        },
        _orders(view), missing,
    )  # fmt: skip


def _revenue_reasons(view: View, found: Revenue) -> Iterator[str]:
    code = found.currency
    year = f" ({change(found.yoy)})" if found.yoy is not None else ""
    yield f"last 12 full months {money(found.t12m, code)}, the 12 before {money(found.p12m, code)}{year}"
    quarter = f" ({change(found.q)})" if found.q is not None else ""
    yield f"last 3 months {money(found.last3, code)}, a year before {money(found.before3, code)}{quarter}"
    if found.cause:
        whole, part = found.last3 - found.before3, share(found.cause.share)
        name = name_of(found.cause.category)
        yield f"{name} changed most, by {money(found.cause.delta, code)}: {part} of the whole {money(whole, code)}"
    names = {account.id: account.name for account in view.situation.data.accounts}
    for one in found.parts:
        grown = f" ({change(one.yoy)})" if one.yoy is not None else ""
        yield f"{names.get(one.account_id, one.account_id)}: {money(one.t12m, code)} in 12 months{grown}"
    if found.cagr is not None:
        yield f"{change(found.cagr)} a year over the full calendar years on record"


def _orders(view: View) -> tuple[str, ...]:
    return tuple(f"orders/{one}" for one in dict.fromkeys(order.account_id for order in view.situation.data.orders))


# --- white space ---------------------------------------------------------------------------------------------------


def white_space(view: View) -> Reported:
    """I4: the value is the share of wallet."""
    found = view.situation.insights.standing.white_space
    if found is None:
        return Reported("I4", "white space and share of wallet", None, missing=("figures",))
    known = found.share_of_wallet is not None
    label = ("estimate" if found.estimated else "known") if known else ""
    wallet = f"share of wallet {share(found.share_of_wallet)} ({label})" if found.share_of_wallet is not None else ""
    return Reported(
        "I4", "white space and share of wallet", found.share_of_wallet, label,
        ", ".join([plural(len(found.gaps), "gap"), *([wallet] if wallet else [])]) if not found.missing else wallet,
        tuple(_space_reasons(found, view.base)),
        {"peers": found.peers, "gaps": found.gaps, "in_pipeline": found.in_pipeline, "declined": found.declined,
         "share_of_wallet": found.share_of_wallet, "estimated": found.estimated, "currency": view.base},
        ("insight/white_space",) if found.peers else (),
        (*found.missing, *(() if known else ("wallet",))),
    )  # fmt: skip


def _space_reasons(found: WhiteSpace, currency: str) -> Iterator[str]:
    if found.peers:
        yield f"{plural(found.peers, 'customer')} of the same industry and the same or the next size to compare with"
    for one in found.gaps:
        yield _gap(one, currency)
    if found.in_pipeline:
        yield f"a deal is open for {listed(map(name_of, found.in_pipeline))}"
    if found.declined:
        yield f"lost within a year, not to be proposed: {listed(map(name_of, found.declined))}"
    if found.share_of_wallet is not None and found.estimated:
        yield "the wallet is estimated: their revenue with us and what peers of their size buy"


def _gap(one: Opening, currency: str) -> str:
    worth = f", about {money(one.potential, currency)} a year (peer-based estimate)" if one.potential else ""
    return f"{name_of(one.category)}: {one.buying} of {one.peers} peers buy it{worth}"
