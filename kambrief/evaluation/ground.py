"""The ground a claim may stand on: every value the raw files hold or that follows from them, and whose it is."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from kambrief.evaluation.arithmetic import amount, day
from kambrief.evaluation.cues import CUES
from kambrief.evaluation.derived import Derived
from kambrief.evaluation.known import Known, party_to, people_of, texts
from kambrief.evaluation.people import Directory
from kambrief.evaluation.scenario import Row
from kambrief.evaluation.standing import standing
from kambrief.evaluation.stems import stems
from kambrief.evaluation.tokens import PartDate, clean, read


def ground(derived: Derived, directory: Directory) -> list[Known]:
    """Everything a brief about this group may state."""
    return [
        *_from_fields(derived, directory),
        *_from_texts(derived, directory),
        *_contact_values(derived, directory),
        *_promise_values(derived, directory),
        *_contract_values(derived),
        *standing(derived, directory),
        *_counts(derived),
        *_times(derived, directory),
    ]


# --- from rows -----------------------------------------------------------------------------------------------------

_DAYS: Final = {
    "deals": ("close_date", "updated_at"),
    "contracts": ("start", "end"),
    "commitments": ("due", "done_on", "made_on"),
    "surveys": ("at",),
    "tickets": ("opened", "closed", "sla_due"),
    "contacts": ("since", "left_on"),
    "activities": ("at",),
    "plans": ("due",),
}
_MONEY: Final = {"deals": "amount", "contracts": "annual_value"}


def _from_fields(derived: Derived, directory: Directory) -> Iterator[Known]:
    for table, fields in _DAYS.items():
        for row in derived.rows(table):
            whose = _whose(table, row, derived, directory)
            for field in fields:
                date = derived.local(row[field]) if table == "activities" else day(row.get(field))
                if date:
                    yield Known("day", date, f"{table}.{field}", whose, record=row["id"])
            value = amount(row[_MONEY[table]]) if table in _MONEY else None
            if value is not None:
                yield Known("money", value, f"{table}.{_MONEY[table]}", record=row["id"])
    for row in derived.raw.tables["accounts"]:
        if row["id"] in derived.raw.group:
            yield from _account_values(row)


def _whose(table: str, row: Row, derived: Derived, directory: Directory) -> frozenset[str]:
    if table == "contacts":
        return frozenset({row["id"]})
    return party_to(row, derived, directory) if table == "commitments" else people_of(row, directory)


def _account_values(row: Row) -> Iterator[Known]:
    since, employees = day(row.get("customer_since")), amount(row.get("employees"))
    if since:
        yield Known("day", since, "accounts.customer_since", record=row["id"])
    if employees:
        yield Known("number", employees, "employees", cues=CUES["employees"])


def _from_texts(derived: Derived, directory: Directory) -> Iterator[Known]:
    for table in ("activities", "commitments", "contacts", "contracts", "deals", "plans", "surveys", "tickets"):
        for row in derived.activities if table == "activities" else derived.rows(table):
            whose = _whose(table, row, derived, directory)
            when = derived.local(row["at"]) if table == "activities" else derived.today
            yield from said_in(texts(row), when, whose, directory, row["id"], derived.languages)
    meeting = derived.raw.meeting
    agenda = f"{meeting.get('subject', '')}\n{meeting.get('description', '')}"
    yield from said_in(agenda, derived.meeting_day, frozenset(), directory, "meeting", derived.languages)
    for row in derived.raw.tables["products"]:
        said = _bare(row["name"], derived.languages)
        yield from (Known(kind, value, "product", cues=stems(row["name"])) for kind, value in said)


def said_in(
    text: str,
    when: dt.date,
    whose: frozenset[str],
    directory: Directory,
    record: str,
    languages: Iterable[str] = ("fi",),
) -> Iterator[Known]:
    """The values of a free text: they belong to the record's people and to whoever it names."""
    lines = [line for line in clean(text).splitlines() if line.strip()]
    subject = read(lines[0])[1] if lines else ""
    names = frozenset(stem for person in directory.people for stem in stems(f"{person.first} {person.last}"))
    for line in lines:
        for sentence in re.split(r"(?<=[.!?\]])\s+(?=[^\W\d_])", line):
            named = frozenset(key for mention in directory.mentions(sentence) for key in mention.keys)
            cues = stems(f"{subject} {read(sentence)[1]}") - names
            for kind, value in _bare(sentence, languages, when):
                yield Known(kind, value, "text", whose | named, cues, record)


def _bare(text: str, languages: Iterable[str], when: dt.date = dt.date(2000, 1, 1)) -> Iterator[tuple[str, Any]]:
    """The values of a text, read as each of the languages it may be in."""
    for token in dict.fromkeys(token for language in languages for token in read(clean(text), language)[0]):
        if not isinstance(token.value, PartDate):
            yield token.kind, token.value
        elif token.value.day is None:
            yield "month", (_nearest(token.value, when).month, token.value.year)
        else:
            yield "day", _nearest(token.value, when)
        if token.kind in {"days", "months", "weeks", "years", "minutes"}:
            yield "number", token.value


def _nearest(part: PartDate, when: dt.date) -> dt.date:
    """The date a text of that day means by ``25.9.``."""
    years = [part.year] if part.year else [when.year - 1, when.year, when.year + 1]
    dates = []
    for year in years:
        try:
            dates.append(dt.date(year, part.month, part.day or 1))
        except ValueError:  # 29 February
            continue
    return min(dates, key=lambda date: abs((date - when).days), default=when)


# --- what follows --------------------------------------------------------------------------------------------------


def _contact_values(derived: Derived, directory: Directory) -> Iterator[Known]:
    for person in directory.people:
        whose = frozenset({person.key})
        last = derived.last_touch(person.key)
        if last:
            for today in (derived.today, derived.meeting_day):
                yield Known("days", Decimal((today - last).days), "silent", whose)
                yield Known("weeks", Decimal((today - last).days // 7), "silent", whose)
        for mails in (derived.unanswered(person.key), derived.overdue_mail(person.key)):
            yield Known("number", Decimal(len(mails)), "unanswered", whose, CUES["unanswered"])
            for mail in mails:
                yield Known("days", Decimal((derived.today - derived.local(mail["at"])).days), "unanswered", whose)


def _promise_values(derived: Derived, directory: Directory) -> Iterator[Known]:
    for row in derived.rows("commitments"):
        if day(row["due"]):
            for today in (derived.today, derived.meeting_day):
                days = Decimal((today - day(row["due"])).days)
                yield Known("days", days, "promise", party_to(row, derived, directory), stems(row["text"]), row["id"])


def _contract_values(derived: Derived) -> Iterator[Known]:
    for contract in derived.contracts:
        record = contract.row["id"]
        days = {"contracts.end": contract.end, "renewed": contract.renewed_to, "notice": contract.notice}
        for role, date in [*days.items(), *(("notice", date) for date in contract.act_by)]:
            if date:
                yield Known("day", date, role, record=record)
                for today in (derived.today, derived.meeting_day):
                    yield Known("days", Decimal((date - today).days), role, record=record)
        for field in ("notice_period_months", "auto_renew_months"):
            cues = CUES["notice" if field.startswith("notice") else "renewal"]
            if contract.row[field]:
                yield Known("months", Decimal(contract.row[field]), field, cues=cues, record=record)


def _counts(derived: Derived) -> Iterator[Known]:
    attendees = [row["email"].casefold() for row in derived.raw.meeting.get("attendees", ())]
    outside = [email for email in attendees if not email.endswith(tuple(derived.raw.meta.get("company_domains", ())))]
    joined = {row["email"].casefold() for row in derived.rows("contacts")} & set(outside)
    yield Known("ratio", (len(joined), len(outside)), "joined", cues=CUES["joined"])
    promises = [row for row in derived.rows("commitments") if row["status"] == "open"]
    tickets = derived.open_tickets
    done = [row for row in derived.rows("commitments") if row["status"] == "done"]
    late = derived.late_promises
    counts = {
        "attendees": (len(attendees), len(outside)),
        "promises": (*_by_side(promises), *_by_side(late)),
        "kept": range(1, len(done) + 1),
        "more": range(1, max(len(promises), len(attendees))),
        "tickets": (len(tickets), sum(row["severity"] == "high" for row in tickets)),
        "unanswered": (len(derived.unanswered()), len(derived.overdue_mail())),
    }  # fmt: skip
    for cue, values in counts.items():
        yield from (Known("number", Decimal(value), cue, cues=CUES[cue]) for value in values)
    for row in tickets:
        for today in (derived.today, derived.meeting_day):
            days = Decimal((today - day(row["opened"], today)).days)
            yield Known("days", days, "ticket", cues=CUES["tickets"], record=row["id"])


def _by_side(rows: list[Row]) -> tuple[int, ...]:
    return (len(rows), *(sum(row["side"] == side for row in rows) for side in ("us", "them")))


def _times(derived: Derived, directory: Directory) -> Iterator[Known]:
    yield Known("day", derived.today, "now")
    yield Known("time", derived.now.astimezone(derived.zone).time().replace(second=0, microsecond=0), "now")
    meeting = derived.raw.meeting
    if not meeting.get("start"):
        return
    yield Known("day", derived.meeting_day, "meeting")
    start, end = (dt.datetime.fromisoformat(meeting[field]) for field in ("start", "end"))
    minutes = Decimal(int((end - start).total_seconds() // 60))
    yield Known("minutes", minutes, "meeting")
    yield Known("days", Decimal((derived.meeting_day - derived.today).days), "meeting", cues=CUES["meeting"])
    for role, at in (("start", start), ("end", end)):
        yield Known("time", at.astimezone(derived.zone).time(), role)
        for zone, whose, cues in zones(derived, directory):
            yield Known("time", at.astimezone(zone).time(), role, whose, cues)


def zones(derived: Derived, directory: Directory) -> Iterator[tuple[ZoneInfo, frozenset[str], frozenset[str]]]:
    """Each zone somebody attends from: who is there, and the words (cities, sites) that stand for it."""
    invited = {row["email"].casefold() for row in derived.raw.meeting.get("attendees", ())}
    here = frozenset(person.key for person in directory.people if person.ours)
    yield derived.zone, here, stems(str(derived.zone).rpartition("/")[2])
    cities = {row["id"]: row.get("city") or "" for row in derived.raw.tables["accounts"]}
    for row in derived.rows("contacts"):
        if row["timezone"] and row["email"].casefold() in invited:
            words = f"{row['timezone'].rpartition('/')[2].replace('_', ' ')} {cities[row['account_id']]}"
            yield ZoneInfo(row["timezone"]), frozenset({row["id"]}), stems(words)
