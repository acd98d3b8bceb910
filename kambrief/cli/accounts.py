"""What ``accounts`` and ``account`` print. For the eyes of whoever runs them: internal figures are shown."""

import shutil
import sys
import textwrap
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kambrief.core.insight.report import plan
from kambrief.core.insight.report_business import ratio
from kambrief.core.insight.report_row import Reported, plain
from kambrief.core.insight.report_words import MISSING, change, whole
from kambrief.core.insight.revenue import Month
from kambrief.core.insight.risk import Risk
from kambrief.pipeline.looking import Ahead
from kambrief.pipeline.overview import Listed, Listing, Told

NONE = "–"
"""Where there is no figure."""
WIDE = 110
"""Columns of a terminal from which on the next meeting has a column of its own."""
HALF = Decimal("0.5")
MAX_EVIDENCE = 8
BARS = "▁▂▃▄▅▆▇█"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("STANDING", ("I1", "I2")),
    ("REVENUE", ("I3",)),
    ("WHITE SPACE", ("I4",)),
    ("RELATIONSHIP", ("I5",)),
    ("SATISFACTION", ("I6",)),
    ("ENGAGEMENT", ("I7",)),
    ("RISK", ("I8",)),
    ("PROMISES", ("I9",)),
    ("CONTRACTS", ("I10",)),
    ("ANNIVERSARIES", ("I11",)),
    ("NEEDS NOT VOICED", ("I12",)),
    ("THE NEXT MEETING", ("I13", "I14")),
    ("FRESHNESS", ("I15",)),
)
"""Headings in the order of reading, each with its insights."""


# --- the portfolio -------------------------------------------------------------------------------------------------


def columns(listed: Listed, width: int | None = None) -> tuple[str, ...]:
    """The heads of the table; on a narrow terminal the meeting stands below the customer's name."""
    base = listed.compared.portfolio.rates.base
    heads = ("customer", "class", "tier", f"{base} a year", "year", "quarter", "risk")
    return heads if _is_narrow(width) else (*heads, "next meeting")


def cells(row: Listing, width: int | None = None) -> tuple[str, ...]:
    """One customer as a row of the table."""
    yoy, q = (row.trend.yoy, row.trend.q) if row.trend else (None, None)
    when = _when(row.ahead) if row.ahead else ""
    narrow = _is_narrow(width)
    found = (
        f"{row.account.name}\n→ {when}" if narrow and when else row.account.name,
        str(row.classified.label),
        str(row.tier or NONE),
        whole(row.t12m) if row.t12m is not None else NONE,
        change(yoy) if yoy is not None else NONE,
        change(q) if q is not None else NONE,
        _risk(row.risk),
    )
    return found if narrow else (*found, when or NONE)


def _risk(risk: Risk | None) -> str:
    """Few inputs make few points: a score that rests on less than half of them is marked."""
    if risk is None:
        return NONE
    return f"{risk.score} {risk.band}" + (" *" if risk.completeness < HALF else "")


def _is_narrow(width: int | None) -> bool:
    return width is not None and width < WIDE


def row_json(row: Listing, base: str) -> dict[str, Any]:
    """The same for scripts. Amounts and ratios are decimals as text (a change of 0.05 is 5 %)."""
    trend, risk = row.trend, row.risk
    return {
        "id": row.account.id,
        "name": row.account.name,
        "owner": row.account.owner,
        "class": str(row.classified.label),
        "tier": str(row.tier) if row.tier else None,
        "revenue_12_months": plain(row.t12m),
        "currency": base,
        "change": plain(trend.yoy) if trend else None,
        "change_3_months": plain(trend.q) if trend else None,
        "trend": str(trend.label) if trend else None,
        "momentum": str(trend.momentum) if trend and trend.momentum else None,
        "risk": risk and {"score": risk.score, "band": str(risk.band), "completeness": plain(risk.completeness),
                          "missing": list(risk.missing)},
        "next_meeting": _meeting_json(row.ahead),
        "missing": list(row.missing),
    }  # fmt: skip


def closing(listed: Listed) -> Iterator[str]:
    """What is said after the table: how many more there are, and the real ratio."""
    if len(listed.rows) < listed.fitting:
        yield f"{_number(len(listed.rows))} of {_number(listed.fitting)} shown; --limit 0 shows all"
    if any(row.risk and row.risk.completeness < HALF for row in listed.rows):
        yield "* Less than half of what the risk rests on is there; 'kambrief account' names what is missing."
    tiers = listed.compared.tiers
    said = ratio(tiers.k80, tiers.accounts, tiers.k80_share)
    yield said or "No tiers: nobody has brought revenue in 12 months, as far as the CRM tells."


def _number(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _when(ahead: Ahead) -> str:
    """Local day and time of whose calendar it is in, and the title."""
    local = ahead.meeting.start.astimezone(zoneinfo.ZoneInfo(ahead.manager.timezone))
    return f"{local:%a %d.%m. %H:%M} {ahead.meeting.title}"


def _meeting_json(ahead: Ahead | None) -> dict[str, Any] | None:
    if ahead is None:
        return None
    local = ahead.meeting.start.astimezone(zoneinfo.ZoneInfo(ahead.manager.timezone))
    return {
        "id": ahead.meeting.id, "start": local.isoformat(), "title": ahead.meeting.title,
        "account_manager": ahead.manager.email,
    }  # fmt: skip


# --- one customer --------------------------------------------------------------------------------------------------


def told_json(told: Told) -> dict[str, Any]:
    """Everything for scripts; each insight under the keys of `Reported.as_json`."""
    situation = told.situation
    account = situation.account
    return {
        "account": {
            "id": account.id, "name": account.name, "owner": account.owner, "industry": account.industry,
            "country": account.country, "employees": account.employees,
        } if account else None,
        "companies": [{"id": row.id, "name": row.name, "country": row.country} for row in situation.data.accounts],
        "at": situation.now.isoformat(),
        "account_manager": situation.manager.email,
        "next_meeting": _meeting_json(told.ahead),
        "insights": [row.as_json() for row in told.insights],
        "plan": plain(plan(situation)),
    }  # fmt: skip


def lines(told: Told, width: int | None = None) -> Iterator[str]:
    """The same for people, in lines of at most ``width`` columns (None: as long as they are)."""
    yield from _wrapped(_head(told), 0, width)
    by_id = {row.id: row for row in told.insights}
    pictures = {"I3": [*bars(told.situation.insights.monthly)]}
    for heading, names in GROUPS:
        yield ""
        yield heading
        for name in names:
            yield from _insight(by_id[name], width, pictures.get(name, ()))
    yield ""
    yield "ACCOUNT PLAN"
    yield from _plan(told, width)


def terminal_width() -> int | None:
    """How wide lines may be: the terminal's columns; None where nobody looks."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _head(told: Told) -> str:
    situation = told.situation
    account = situation.account
    name = f"{account.name} ({account.id})" if account else ", ".join(row.name for row in situation.data.accounts)
    others = [f"{row.name} ({row.id})" for row in situation.data.accounts if account and row.id != account.id]
    parts = [
        name,
        *([f"with {', '.join(others)}"] if others else []),
        *([f"owner {account.owner}"] if account and account.owner else []),
        f"next meeting {_when(told.ahead)}" if told.ahead else "no meeting ahead",
        f"seen by {situation.manager.name or situation.manager.email} on {situation.today}",
    ]
    return "; ".join(parts)


def _insight(row: Reported, width: int | None, picture: Iterable[str] = ()) -> Iterator[str]:
    yield from _wrapped(f"{row.id:<4}{row.name}: {row.headline or 'not known'}", 0, width)
    for reason in row.reasons:
        yield from _wrapped(f"- {reason}", 4, width)
    yield from picture
    if row.evidence:
        more = f" +{len(row.evidence) - MAX_EVIDENCE}" if len(row.evidence) > MAX_EVIDENCE else ""
        yield from _wrapped(f"evidence: {', '.join(row.evidence[:MAX_EVIDENCE])}{more}", 4, width)
    for code in row.missing:
        yield from _wrapped(f"missing: {MISSING.get(code, code)}", 4, width)


def bars(months: Sequence[Month]) -> Iterator[str]:
    """Two years of revenue, the one below the other, month under month. A dot is nothing, a minus a credit."""
    top = max((month.amount for month in months), default=Decimal(0))
    if top <= 0:
        return
    for year in (months[:12], months[12:]):
        drawn = "".join(_bar(month.amount, top) for month in year)
        yield f"    {year[0].month:%Y-%m} {drawn} {year[-1].month:%Y-%m}"
    yield f"    a bar a month, the highest {whole(top)}"


def _bar(amount: Decimal, top: Decimal) -> str:
    if amount <= 0:
        return "-" if amount else "·"
    return BARS[min(len(BARS) - 1, int(amount * len(BARS) / top))]


def _plan(told: Told, width: int | None) -> Iterator[str]:
    rows = plan(told.situation)
    if not rows:
        absent = "plans" in told.situation.data.missing
        yield f"    {'missing: ' + MISSING['plans'] if absent else 'none'}"
    for goal, key in (("we want", "our_goal"), ("they gain", "customer_goal")):
        for said in dict.fromkeys(row[key] for row in rows if row[key]):
            yield from _wrapped(f"{goal}: {said}", 4, width)
    for row in rows:
        yield from _wrapped(f"- {_step(row)}", 4, width)


def _step(row: Mapping[str, Any]) -> str:
    due = f", due {row['due']}" if row["due"] else ""
    owner = f" ({row['owner']})" if row["owner"] else ""
    return f"{row['status']}{due}: {row['step']}{owner} [plans/{row['id']}]"


def _wrapped(text: str, indent: int, width: int | None) -> list[str]:
    """Words stay whole; what follows the first line stands under its text."""
    space = " " * indent
    if width is None:
        return [space + " ".join(text.split("\n"))]
    hanging = space + " " * (2 if text.startswith("- ") else 4)
    return textwrap.wrap(
        text, max(width, 40), initial_indent=space, subsequent_indent=hanging, break_long_words=False,
        break_on_hyphens=False,
    ) or [space]  # fmt: skip
