"""True values about how things stand: relationship, satisfaction, risk, business, peers, anniversaries."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kambrief.evaluation.arithmetic import day, month_before
from kambrief.evaluation.bonds import WINDOW, YEAR
from kambrief.evaluation.cues import CUES
from kambrief.evaluation.derived import Derived, percent
from kambrief.evaluation.known import Known
from kambrief.evaluation.people import Directory
from kambrief.evaluation.sales import QUARTER, Trend, plain
from kambrief.evaluation.sales import YEAR as TWELVE
from kambrief.evaluation.stems import stems

_SPANS: Final = (("12", TWELVE), ("3", QUARTER))
_TICKET_WINDOW: Final = 180
_OLD_TICKET: Final = 14


def standing(derived: Derived, directory: Directory) -> Iterator[Known]:
    """Everything of the sections on standing, business and peers that a brief may put into figures."""
    yield from _relationship(derived)
    yield from _habits(derived, directory)
    yield from _satisfaction(derived)
    yield from _retention(derived)
    yield from _revenue_values(derived)
    yield from _portfolio(derived)
    yield from _peers(derived)
    yield from _anniversaries(derived)
    yield from _patterns(derived)


# --- relationship --------------------------------------------------------------------------------------------------


def _relationship(derived: Derived) -> Iterator[Known]:
    found, roles = derived.coverage, CUES["roles"]
    required = len(found.roles)
    yield Known("ratio", (len(found.covered), required), "roles", cues=roles)
    for count in (len(found.covered), required - len(found.covered), required):
        yield Known("number", Decimal(count), "roles", cues=roles)
    yield Known("number", Decimal(len(found.shares)), "threads", cues=CUES["threads"])
    yield Known("number", Decimal(found.touches), "touches", cues=CUES["touches"])
    for who in derived.active:
        touches, whose = found.shares[who], frozenset({who})
        yield Known("ratio", (touches, found.touches), "share", whose)
        yield Known("number", Decimal(touches), "touches", whose, CUES["touches"])
        if found.touches:
            yield Known("percent", Decimal(100 * touches) / found.touches, "share", whose, CUES["touches"])
    yield Known("days", Decimal(WINDOW), "window", cues=CUES["touches"])


def _habits(derived: Derived, directory: Directory) -> Iterator[Known]:
    """How often somebody is usually in touch, and from when on silence is unusual."""
    for person in directory.people:
        found, whose = derived.silence(person.key), frozenset({person.key})
        for kind in ("days", "number"):
            yield Known(kind, found.threshold, "limit", whose, CUES["limit"])
            if found.gap is not None:
                yield Known(kind, found.gap, "gap", whose, CUES["gap"])
    given = derived.engagement
    if given.days is not None:
        yield Known("days", Decimal(given.days), "recency", cues=CUES["touches"])
    for count in (given.events, given.events_before):
        yield Known("number", Decimal(count), "events", cues=CUES["touches"])
    if (moved := percent(given.change)) is not None:
        yield Known("percent", moved, "events", cues=CUES["touches"])
    for hours in (given.reply_hours, given.reply_hours_before):
        if hours is not None:
            yield Known("number", hours, "reply", cues=CUES["reply"])
            yield Known("days", Decimal(round(hours / 24)), "reply", cues=CUES["reply"])


# --- satisfaction, risk --------------------------------------------------------------------------------------------


def _satisfaction(derived: Derived) -> Iterator[Known]:
    cues, found = CUES["survey"], derived.satisfaction
    for (who, kind), rows in derived.answers.items():
        whose, whole = frozenset({who}), 10 if kind == "nps" else 5
        for row in rows:
            score = int(row["score"])
            yield Known(kind, Decimal(score), kind, whose, record=row["id"])
            yield Known("number", Decimal(score), kind, whose, cues, row["id"])
            yield Known("ratio", (score, whole), kind, whose, cues, row["id"])
        yield Known("number", Decimal(int(rows[-1]["score"])), "beside name", whose)
    if found.nps is not None:
        yield Known("nps", Decimal(found.nps), "group")
    for value, role, words in ((found.mean, "mean", cues), (found.change, "moved", cues | CUES["change"])):
        if value is not None:
            yield Known("number", value, role, cues=words)
    answers = len(found.latest)
    yield Known("number", Decimal(answers), "answers", cues=CUES["answers"])
    yield Known("number", Decimal(len(found.detractors)), "answers", cues=CUES["answers"])
    yield Known("ratio", (len(found.detractors), answers), "answers", cues=CUES["answers"] | cues)


def _retention(derived: Derived) -> Iterator[Known]:
    found = derived.risk
    yield Known("ratio", (found.score, 100), "risk", cues=CUES["risk"])
    yield Known("number", Decimal(found.score), "risk", cues=CUES["risk"])
    for factor, points in found.points.items():
        yield Known("number", Decimal(points), "points", cues=CUES["points"], record=factor)


# --- business ------------------------------------------------------------------------------------------------------


def _revenue_values(derived: Derived) -> Iterator[Known]:
    sales = derived.sales
    yield from _figures(sales.trend(), CUES["revenue"])
    for account, cues in sales.account_words.items():
        if cues:
            yield from _figures(sales.trend([account]), cues, " of part")
    for name in sales.categories:
        yield from _figures(sales.trend(category=name), sales.category_words[name], " of part")
    yield from _as_invoiced(derived)
    if sales.cause and sales.cause.share is not None:
        cues = sales.category_words[sales.cause.category]
        yield Known("percent", sales.cause.share * 100, "change.3 of part", cues=cues)
    for months in (3, 12):
        yield Known("months", Decimal(months), "window")
    yield Known("month", (int(month_before(derived.today, 3)[5:]), None), "window")


def _figures(trend: Trend | None, cues: frozenset[str], of: str = "") -> Iterator[Known]:
    if trend is None:
        return
    sums = {"12": (trend.t12m, trend.p12m, trend.yoy), "3": (trend.last3, trend.last3_before, trend.q)}
    for span, (new, old, moved) in sums.items():
        for value, said in ((new, ""), (old, " before"), (new - old, " moved")):
            if value:
                yield Known("money", value, f"revenue.{span}{said}{of}", cues=cues)
        if moved is not None:
            yield Known("percent", moved * 100, f"change.{span}{of}", cues=cues)


def _as_invoiced(derived: Derived) -> Iterator[Known]:
    """An account's revenue in its own currency, where all its invoices have one other than ours."""
    sales = derived.sales
    for account, cues in sales.account_words.items():
        currencies = sales.currencies(account)
        rate = sales.rate(next(iter(currencies))) if len(currencies) == 1 else None
        for span, months in _SPANS:
            total = sales.total(*months, accounts=[account])
            if rate and rate != 1 and total:
                yield Known("money", total / rate, f"revenue.{span} of part", cues=cues)


def categories_in(text: str, derived: Derived) -> frozenset[str]:
    """The categories a text speaks of: those it shares most words with.

    One word of a product's long name is not enough: "change" says nothing of "Filter change service".
    """
    found, shared = stems(text), {}
    for name, called in derived.sales.category_words.items():
        own = stems(plain(name))
        common = called & found
        if len(common) > 1 or common & own or (common and len(called - own) == 1):
            shared[name] = len(common)
    best = max(shared.values(), default=0)
    return frozenset(name for name, count in shared.items() if count == best)


def _portfolio(derived: Derived) -> Iterator[Known]:
    found, company = derived.sales.portfolio, derived.sales.company_share
    if company is not None:
        yield Known("percent", company * 100, "share", cues=CUES["share"])
    if found is None:
        return
    yield Known("ratio", (found.rank, found.of), "rank", cues=CUES["rank"])
    yield Known("ratio", (found.k80, found.of), "k80", cues=CUES["rank"])
    for count in (found.rank, found.of, found.k80):
        yield Known("number", Decimal(count), "rank", cues=CUES["rank"])
    yield Known("percent", found.share * 100, "share", cues=CUES["share"])
    for ratio in (Decimal("0.8"), found.k80_share, Decimal(found.k80) / found.of):
        yield Known("percent", ratio * 100, "k80", cues=CUES["bring"])


def _peers(derived: Derived) -> Iterator[Known]:
    space = derived.sales.white_space
    if space is None:
        return
    yield Known("number", Decimal(space.peers), "peers", cues=CUES["peers"])
    for gap in space.unbought:
        yield Known("ratio", (gap.buying, gap.peers), "peers", cues=CUES["peers"], record=gap.category)
        yield Known("number", Decimal(gap.buying), "peers", cues=CUES["peers"], record=gap.category)
        share = Decimal(100 * gap.buying) / gap.peers
        yield Known("percent", share, "peers", cues=CUES["peers"], record=gap.category)
    for gap in space.gaps:
        if gap.potential:
            yield Known("money", gap.potential, "potential", cues=CUES["worth"], record=gap.category)
    if space.share is not None:
        yield Known("percent", space.share * 100, "share", cues=CUES["share"])


# --- anniversaries, patterns ---------------------------------------------------------------------------------------


def _anniversaries(derived: Derived) -> Iterator[Known]:
    since = [("", day(derived.sales.root.get("customer_since")))]
    since += [(row["id"], day(row["since"])) for row in derived.rows("contacts")]
    for who, start in since:
        if start and start <= derived.today:
            whose = frozenset({who} - {""})
            yield Known("years", Decimal(derived.years(start)), "since", whose, CUES["years"])
    for found in derived.anniversaries:
        whose = frozenset({found.contact} - {""})
        yield Known("years", Decimal(found.years), "anniversary", whose, CUES["years"])
        yield Known("day", found.on, "anniversary", whose, CUES["years"])
        for today in (derived.today, derived.meeting_day):
            days = Decimal((found.on - today).days)
            yield Known("days", days, "anniversary", whose, CUES["years"])


def _patterns(derived: Derived) -> Iterator[Known]:
    """What a hypothesis may rest on: how many tickets and orders there were."""
    names = {None, *(row["category"] for row in derived.rows("tickets"))}
    for name in names:
        yield Known("number", Decimal(derived.tickets_lately(name)), "tickets", cues=CUES["tickets"])
    old = [
        row for row in derived.open_tickets
        if row["severity"] == "high" and (derived.today - day(row["opened"], derived.today)).days > _OLD_TICKET
    ]  # fmt: skip
    yield Known("number", Decimal(len(old)), "tickets", cues=CUES["tickets"])
    yield Known("days", Decimal(_TICKET_WINDOW), "window", cues=CUES["tickets"])
    yield Known("days", Decimal(YEAR), "window", cues=CUES["touches"])
    for category in (None, *derived.sales.categories):
        for first, last in (TWELVE, QUARTER):
            now, before = (derived.sales.orders(first + by, last + by, category) for by in (0, 12))
            if before:
                yield Known("percent", Decimal(100 * (now - before)) / before, "orders", cues=CUES["orders"])
