"""All insights of one customer as uniform rows: value, label, reasons in words, inputs, evidence, what was missing.

For commands, never for a brief. Words of records are taken from facts that may be said, and from a situation's data,
which holds no promise, ticket, deal or plan step that is withheld; the rest is named by id.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kambrief.core.insight.anniversaries import Anniversary
from kambrief.core.insight.commitments import OpenCommitment
from kambrief.core.insight.contracts import ContractDates
from kambrief.core.insight.meeting_time import MeetingTime
from kambrief.core.insight.needs import Need
from kambrief.core.insight.report_business import account_class, revenue, tier, white_space
from kambrief.core.insight.report_people import engagement, relationship, satisfaction
from kambrief.core.insight.report_row import Reported, View
from kambrief.core.insight.report_words import SUPPRESSED, TIPS, age, clue, listed, name_of, plural, reason, share
from kambrief.core.insight.risk import Contribution
from kambrief.core.situation import Situation


def report(situation: Situation, base: str, *, ahead: bool, asked: bool) -> tuple[Reported, ...]:
    """I1 to I15, in that order. ``base``: the currency of computed amounts. ``ahead``: the situation's meeting is a
    real one to come. ``asked``: its account manager is who asks, so that the tip may be told.
    """
    view = View(situation, base)
    rows = (
        tier(view), account_class(view), revenue(view), white_space(view), relationship(view), satisfaction(view),
        engagement(view), risk(view), promises(view), contracts(view), anniversaries(view), needs(view),
        tip(view) if asked else Reported("I13", "tip", None, missing=("asker",)),
        meeting_time(view) if ahead else Reported("I14", "decision-makers' time", None, missing=("meeting",)),
        freshness(view, ahead=ahead),
    )  # fmt: skip
    return tuple(replace(row, missing=tuple(dict.fromkeys(row.missing))) for row in rows)


def risk(view: View) -> Reported:
    """I8: the value is the score of 0 to 100."""
    found = view.situation.insights.risk
    parts = [
        {"factor": part.factor, "state": part.state, "points": part.points, "reason": reason(part),
         "evidence": part.evidence}
        for part in found.contributions
    ]  # fmt: skip
    complete = (f"rests on {share(found.completeness)} of its inputs",) if found.missing else ()
    evidence = dict.fromkeys(one for part in found.contributions for one in part.evidence)
    return Reported(
        "I8", "retention risk", found.score, str(found.band), f"{found.score} of 100, {found.band}",
        (*(f"{part.points:+d} {_factor(part)}: {reason(part)}" for part in found.contributions), *complete),
        {"contributions": parts, "completeness": found.completeness},
        tuple(evidence), found.missing,
    )  # fmt: skip


def _factor(part: Contribution) -> str:
    return name_of(part.factor).replace("nps", "NPS")


# --- promises and contracts ----------------------------------------------------------------------------------------


def promises(view: View) -> Reported:
    """I9: the value is how many of ours are late."""
    found = view.situation.commitments
    late, still = len(found.ours_overdue), len(found.ours) + len(found.theirs)
    label = "overdue" if late else "open" if still else "none"
    sides = {"ours": found.ours, "theirs": found.theirs}
    rows = [f"{side}{_promise(one)}" for side, items in sides.items() for one in items]
    evidence = [f"commitments/{one.commitment.id}" for items in sides.values() for one in items]
    return Reported(
        "I9", "promises", late, label, f"{late} of ours late, {still} open" if still else "none open",
        (*rows, *(f"done on {row.done_on}: {row.text}" for row in found.done)),
        {**{side: [_promise_data(one) for one in items] for side, items in sides.items()},
         "done": [row.id for row in found.done]},
        tuple(evidence), view.lacks("commitments"),
    )  # fmt: skip


def _promise(one: OpenCommitment) -> str:
    row = one.commitment
    due = f"due {row.due}" if row.due else f"due {row.due_text}" if row.due_text else "without a day"
    late = f", {plural(one.days_late, 'day')} late" if one.overdue else ""
    return f", {due}{late}: {row.text}" + (f" ({row.owner})" if row.owner else "")


def _promise_data(one: OpenCommitment) -> Mapping[str, Any]:
    row = one.commitment
    return {
        "id": row.id, "text": row.text, "owner": row.owner, "made_on": row.made_on, "due": row.due,
        "due_text": row.due_text, "days_late": one.days_late,
    }  # fmt: skip


def contracts(view: View) -> Reported:
    """I10: the value is the days until the first notice day ahead (else end)."""
    found = view.situation.contracts
    alerts = [row.alert for row in found if row.alert is not None]
    deadlines = [_deadline(row) for row in found]
    label = f"alert_{min(alerts)}" if alerts else ""
    return Reported(
        "I10", "contracts", min(deadlines, default=None), label,
        f"{plural(len(found), 'contract')} in force, the next day to act in {plural(min(deadlines), 'day')}"
        if found else "",
        tuple(_contract(row) for row in found),
        {"contracts": [_contract_data(row) for row in found]},
        tuple(f"contracts/{row.contract.id}" for row in found), () if found else ("contracts",),
    )  # fmt: skip


def _deadline(row: ContractDates) -> int:
    ahead = row.days_to_notice is not None and row.days_to_notice >= 0
    return row.days_to_notice if ahead and row.days_to_notice is not None else row.days_to_end


def _contract(row: ContractDates) -> str:
    words = [f"{row.contract.name} ends on {row.end}, in {plural(row.days_to_end, 'day')}"]
    if row.notice_day and row.days_to_notice is not None and row.days_to_notice < 0:
        words.append(f"the notice day {row.notice_day} has passed")
    elif row.notice_day and row.days_to_notice is not None:
        free = f" (no working day: act by {row.act_by})" if row.on_free_day else ""
        words.append(f"notice until {row.notice_day}{free}, {plural(row.days_to_notice, 'day')} from now")
    if row.contract.auto_renew_months:
        words.append(f"continues {plural(row.contract.auto_renew_months, 'month')} unless notice is given")
    return "; ".join(words)


def _contract_data(row: ContractDates) -> Mapping[str, Any]:
    return {
        "id": row.contract.id, "name": row.contract.name, "end": row.end, "days_to_end": row.days_to_end,
        "notice_day": row.notice_day, "days_to_notice": row.days_to_notice, "act_by": row.act_by, "alert": row.alert,
        "auto_renew_months": row.contract.auto_renew_months,
    }  # fmt: skip


# --- anniversaries and needs ---------------------------------------------------------------------------------------


def anniversaries(view: View) -> Reported:
    """I11: the value is the years of the first one."""
    found = view.situation.insights.anniversaries
    account = view.situation.account
    since = account.customer_since if account else None
    rows = [
        {"years": one.years, "on": one.on, "days": one.days, "contact": one.contact_id or None, "muted": one.muted}
        for one in found
    ]
    return Reported(
        "I11", "anniversaries", found[0].years if found else None, "muted" if any(one.muted for one in found) else "",
        "; ".join(_anniversary(view, one) for one in found[:1]) or "none near",
        (*(_anniversary(view, one) for one in found[1:]), *((f"a customer since {since}",) if since else ())),
        {"customer_since": since, "anniversaries": rows},
        tuple(f"contacts/{one.contact_id}" if one.contact_id else f"accounts/{account.id}" for one in found if account),
    )  # fmt: skip


def _anniversary(view: View, one: Anniversary) -> str:
    who = f"{view.name(one.contact_id)} in the role" if one.contact_id else "a customer"
    days = plural(abs(one.days), "day")
    when = f"in {days}" if one.days > 0 else f"{days} ago" if one.days else "today"
    muted = ", muted because of the risk" if one.muted else ""
    return f"{plural(one.years, 'year')} {who} on {one.on}, {when}{muted}"


def needs(view: View) -> Reported:
    """I12: the value is how many may be asked about; suppressed ones come along with why."""
    found = view.situation.insights.needs
    shown = [need for need in found if not need.suppressed]
    rows = [
        {"category": need.category, "topic": need.topic, "confidence": need.confidence, "left_out": need.suppressed,
         "evidence": need.evidence}
        for need in found
    ]  # fmt: skip
    facts = dict.fromkeys(fact for need in found for one in need.evidence for fact in one.facts)
    return Reported(
        "I12", "needs not voiced", len(shown), shown[0].confidence if shown else "",
        f"{plural(len(shown), 'question')} worth asking" if shown else "none to ask about",
        tuple(_need(view, need) for need in found), {"needs": rows}, tuple(facts), view.lacks("orders"),
    )  # fmt: skip


def _need(view: View, need: Need) -> str:
    days = view.situation.limits.need_days
    what = name_of(need.category) if need.category else name_of(need.topic)
    state = f"not shown, {SUPPRESSED[need.suppressed]}" if need.suppressed else f"{need.confidence} confidence"
    return f"{what} ({state}): {'; '.join(clue(one, days) for one in need.evidence)}"


# --- the meeting ---------------------------------------------------------------------------------------------------


def tip(view: View) -> Reported:
    """I13: the value is the tip's number. Private to its reader."""
    found = view.situation.insights.tip
    if not view.situation.manager.tips:
        return Reported("I13", "tip", None, missing=("tips_off",))
    if found is None:
        return Reported("I13", "tip", None, headline="every fitting one was shown within 30 days")
    because, advice = TIPS[found]
    return Reported("I13", "tip", found, because, f"{found}, {advice}", (f"because {because}",), {}, ("insight/tip",))


def meeting_time(view: View) -> Reported:
    """I14: the value is the executives' minutes."""
    found, meeting = view.situation.insights.meeting_time, view.situation.meeting
    flags = [word for word, holds in _flags(found) if holds]
    minutes = f"{plural(found.executive_minutes, 'minute')} of {plural(found.executives, 'decision-maker')}"
    clocks = [
        {"contact": one.contact_id, "zone": one.zone, "at": one.at, "outside": one.outside} for one in found.local
    ]
    return Reported(
        "I14", "decision-makers' time", found.executive_minutes, flags[0] if flags else "fine",
        ", ".join([minutes, *map(name_of, flags)]),
        (f"“{meeting.title}”, {plural(meeting.minutes, 'minute')}",
         *(f"{view.name(one.contact_id)}: {one.at:%H:%M} in {one.zone}{', odd hours' if one.outside else ''}"
           for one in found.local)),
        {"meeting": meeting.id, "minutes": meeting.minutes, "executives": found.executives, "flags": flags,
         "local_times": clocks},
        (f"meeting/{meeting.id}",),
    )  # fmt: skip


def _flags(found: MeetingTime) -> Iterator[tuple[str, bool]]:
    yield "no_agenda", found.no_agenda
    yield "long_for_executives", found.long_for_executives
    yield "too_long", found.too_long
    yield "outside_office_hours", bool(found.outside)


def freshness(view: View, *, ahead: bool) -> Reported:
    """I15: the value is the age of the CRM's data in hours."""
    found = view.situation.freshness
    hours = int(found.crm_age.total_seconds() // 3600) if found.crm_age is not None else None
    stale = [name for name, is_stale in (("CRM", found.crm_stale), ("orders", found.orders_stale)) if is_stale]
    words = []
    if found.last_order_month:
        words.append(f"orders up to {found.last_order_month:%Y-%m}" + (", stale" if found.orders_stale else ""))
    if ahead:
        words.append(f"{found.joined} of {plural(found.external, 'attendee')} from outside recognised")
    crm = f"CRM {age(found.crm_age)} old" if found.crm_age is not None else "age of the CRM's data not known"
    absent = view.situation.data.missing
    return Reported(
        "I15", "freshness", hours, "stale" if stale else "fresh" if hours is not None else "",
        crm + (f", stale: {listed(stale)}" if stale else ""),
        (*words, *((f"tables the source does not have: {listed(absent, 12)}",) if absent else ())),
        {"crm_age_hours": hours, "crm_stale": found.crm_stale, "last_order_month": found.last_order_month,
         "orders_stale": found.orders_stale, "recognised": found.joined if ahead else None,
         "external": found.external if ahead else None},
        (), view.lacks("orders"),
    )  # fmt: skip


def plan(situation: Situation) -> tuple[Mapping[str, Any], ...]:
    """The account plan: open steps by day, then those done."""
    rows = sorted(situation.data.plans, key=lambda row: (row.status != "open", str(row.due or "9999"), row.id))
    return tuple(
        {
            "id": row.id, "step": row.step, "due": row.due, "status": row.status, "owner": row.owner,
            "our_goal": row.our_goal, "customer_goal": row.customer_goal,
        }
        for row in rows
    )  # fmt: skip
