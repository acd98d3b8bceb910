"""I5–I7 as rows: who is in touch, how satisfied they are, how often we speak."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from kambrief.core.customer import SurveyAnswer
from kambrief.core.insight.coverage import REQUIRED, Quiet, Silence
from kambrief.core.insight.engagement import Engagement
from kambrief.core.insight.report_row import Reported, View
from kambrief.core.insight.report_words import change, name_of, plural, share
from kambrief.core.insight.satisfaction import Satisfaction

MAX_PEOPLE = 12
"""So many people are named in words; the inputs hold all."""


# --- relationship --------------------------------------------------------------------------------------------------


def relationship(view: View) -> Reported:
    """I5: the value is how many of the five roles are in live contact."""
    found = view.situation.insights.coverage
    people = _people(view)
    recent = [row for row in view.situation.touches if _days(view, row.day) < view.situation.limits.touch_days]
    roles = [
        {"role": one.role, "contacts": one.contacts, "last_touch": one.last_touch, "covered": one.covered}
        for one in found.roles
    ]
    return Reported(
        "I5", "relationship", found.covered, str(found.label),
        f"{found.covered} of {len(REQUIRED)} roles in live contact, {found.label}",
        (*_role_reasons(view), *_people_reasons(view, people), *_silence_reasons(view)),
        {"roles": roles, "threads": found.threads, "touches": found.touches, "top_contact": found.top_contact,
         "top_touches": found.top_touches, "top_share": found.top_share, "people": people,
         "silences": view.situation.insights.silences},
        tuple(dict.fromkeys(f"activities/{row.activity.id}" for row in recent)),
        (*found.missing, *view.lacks("contacts")),
    )  # fmt: skip


def _days(view: View, day: Any) -> int:
    return int((view.situation.today - day).days)


def _people(view: View) -> list[Mapping[str, Any]]:
    """Active contacts with their touches, whoever was in touch last first."""
    touches, limit = view.situation.touches, view.situation.limits.touch_days
    counts = Counter(row.contact_id for row in dict.fromkeys(touches) if _days(view, row.day) < limit)
    rows = []
    for contact in view.situation.data.contacts:
        if not contact.left:
            last = view.situation.first_contact(contact.id)
            row = {"contact": contact.id, "name": contact.name, "role": contact.role, "last_touch": last and last.day}
            rows.append({**row, "touches": counts[contact.id]})
    return sorted(rows, key=lambda row: (-(row["last_touch"].toordinal() if row["last_touch"] else 0), row["name"]))


def _role_reasons(view: View) -> Iterator[str]:
    for one in view.situation.insights.coverage.roles:
        who = ", ".join(map(view.name, one.contacts)) or "nobody known"
        touched = f", last in touch on {one.last_touch}" if one.last_touch else ""
        yield f"{name_of(one.role)}: {who}{touched}{'' if one.covered else ' – not covered'}"


def _people_reasons(view: View, people: list[Mapping[str, Any]]) -> Iterator[str]:
    found, days = view.situation.insights.coverage, view.situation.limits.touch_days
    met = [row for row in people if row["touches"]]
    if found.top_contact and found.top_share is not None:
        most = f"{view.name(found.top_contact)} has {found.top_touches} of {plural(found.touches, 'touch')}"
        yield f"{plural(found.threads, 'person')} in touch within {days} days; {most} ({share(found.top_share)})"
    elif "activities" not in found.missing:
        yield f"nobody in touch within {days} days"
    for row in met[:MAX_PEOPLE]:
        yield f"{row['name']}: {plural(row['touches'], 'touch')}, the last on {row['last_touch']}"
    rest = len(people) - len(met[:MAX_PEOPLE])
    if met and rest:
        state = "not listed" if len(met) > MAX_PEOPLE else "not in touch"
        yield f"{plural(rest, 'further active contact')} {state}"


def _silence_reasons(view: View) -> Iterator[str]:
    for one in view.situation.insights.silences:
        yield f"{name_of(one.role)} {view.name(one.contact_id)}: {_silence(one)}"


def _silence(one: Silence) -> str:
    since = f"{one.days} days since the last touch on {one.last_touch}, the threshold is {one.threshold:g}"
    match one.state:
        case Quiet.VACANT:
            return "has left, and no successor is known"
        case Quiet.NO_CONTACT:
            return "never in touch"
        case Quiet.SILENT:
            return f"SILENT, {since}"
        case _:
            return f"in touch, {since}"


# --- satisfaction --------------------------------------------------------------------------------------------------


def satisfaction(view: View) -> Reported:
    """I6: the value is the NPS, with too few answers for one their mean."""
    found = view.situation.insights.satisfaction
    value = found.nps if found.nps is not None else found.mean
    answers = [_answer(view, contact, answer) for contact, answer in found.latest.items()]
    return Reported(
        "I6", "satisfaction", value, str(found.trend or ""), _satisfaction_headline(found),
        tuple(_satisfaction_reasons(view, found)),
        {"measure": "nps" if found.nps is not None else "mean", "nps": found.nps, "mean": found.mean,
         "answers": answers, "change": found.change, "pairs": found.pairs, "detractors": found.detractors,
         "csat": found.csat, "csat_answers": found.csat_answers, "anonymous": found.anonymous},
        tuple(f"surveys/{answer.id}" for answer in found.latest.values()),
        found.missing,
    )  # fmt: skip


def _answer(view: View, contact: str, answer: SurveyAnswer) -> Mapping[str, Any]:
    quote = view.words(f"surveys/{answer.id}")
    return {"contact": contact, "name": view.name(contact), "score": answer.score, "on": answer.at, "comment": quote}


def _satisfaction_headline(found: Satisfaction) -> str:
    if found.mean is None:
        return ""
    score = f"NPS {found.nps}" if found.nps is not None else f"mean {found.mean:.1f} of 10"
    return ", ".join([score, plural(len(found.latest), "answer"), *([str(found.trend)] if found.trend else [])])


def _satisfaction_reasons(view: View, found: Satisfaction) -> Iterator[str]:
    for contact, answer in found.latest.items():
        quote = view.words(f"surveys/{answer.id}")
        alert = ", dissatisfied" if contact in found.detractors else ""
        yield f"{view.name(contact)}: {answer.score:g} on {answer.at}{alert}" + (f", “{quote}”" if quote else "")
    if found.change is not None:
        yield f"{found.change:+.1f} on average against the answers before, {plural(found.pairs, 'pair')}"
    if found.csat is not None:
        yield f"CSAT {found.csat:.1f} of 5 from {plural(found.csat_answers, 'answer')}"
    if found.anonymous:
        yield f"{plural(found.anonymous, 'anonymous answer')}, not counted"


# --- engagement ----------------------------------------------------------------------------------------------------


def engagement(view: View) -> Reported:
    """I7: the value is the days since the last touch."""
    found = view.situation.insights.engagement
    waiting = _waiting(view, found)
    flags = [word for word, holds in (("dropping", found.dropping), ("replies slowed", found.slowed)) if holds]
    days = found.recency_days
    since = f"last touch {plural(days, 'day')} ago" if days is not None else "never in touch"
    return Reported(
        "I7", "engagement", found.recency_days, str(found.label), ", ".join([since, str(found.label), *flags]),
        tuple(_engagement_reasons(view, found, waiting)),
        {"events": found.events, "events_before": found.events_before, "change": found.change,
         "dropping": found.dropping, "reply_hours": found.reply_hours, "reply_hours_before": found.reply_hours_before,
         "slowed": found.slowed, "unanswered": waiting},
        tuple(f"activities/{one}" for one in dict.fromkeys((*filter(None, [found.last_event]), *found.unanswered))),
        found.missing,
    )  # fmt: skip


def _waiting(view: View, found: Engagement) -> list[Mapping[str, Any]]:
    """Our mails without an answer, oldest first."""
    mails = {row.id: row for row in view.situation.data.activities if row.id in found.unanswered}
    local = view.situation.local_start.tzinfo
    return [
        {"activity": one, "on": mails[one].at.astimezone(local).date(), "subject": view.words(f"activities/{one}"),
         "to": [view.name(who) for who in mails[one].contacts]}
        for one in found.unanswered if one in mails
    ]  # fmt: skip


def _engagement_reasons(view: View, found: Engagement, waiting: list[Mapping[str, Any]]) -> Iterator[str]:
    days = view.situation.limits.touch_days
    moved = f" ({change(found.change)})" if found.change is not None else ""
    yield f"{plural(found.events, 'contact')} in {days} days, {found.events_before} in the {days} before{moved}"
    if found.reply_hours is not None:
        before = f", {found.reply_hours_before:.0f} before" if found.reply_hours_before is not None else ""
        yield f"they reply within {found.reply_hours:.0f} hours (median){before}"
    for row in waiting:
        who = f" to {', '.join(row['to'])}" if row["to"] else ""
        subject = f" “{row['subject']}”" if row["subject"] else ""
        yield f"unanswered since {row['on']}: our mail{who}{subject}"
