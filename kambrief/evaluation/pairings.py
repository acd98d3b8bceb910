"""Values at the right place: a promise's due day is not the day it was made, a contract's end is not its notice day.

Each check looks at one clause and yields what is wrong with it. Nothing here decides whether a value exists at all
(`oracle` does): only whether it belongs to what the clause says it belongs to.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kambrief.evaluation import cues
from kambrief.evaluation.arithmetic import day
from kambrief.evaluation.clauses import Clause, cue_before, means, named
from kambrief.evaluation.derived import Derived
from kambrief.evaluation.ground import zones
from kambrief.evaluation.known import texts
from kambrief.evaluation.people import Directory
from kambrief.evaluation.promises import Wrong, wrong_promises
from kambrief.evaluation.scenario import Row
from kambrief.evaluation.stems import stems
from kambrief.evaluation.tokens import PartDate, Token


def wrong_pairs(clause: Clause, derived: Derived, directory: Directory) -> Iterator[Wrong]:
    """Everything in a clause that is true of something else."""
    yield from wrong_promises(clause, derived, directory)
    yield from _contracts(clause, derived)
    yield from _contacts(clause, derived)
    yield from _scores(clause, derived)
    yield from _moves(clause, derived)
    yield from _tickets(clause, derived)
    yield from _declined(clause, derived)
    yield from _anniversaries(clause, derived)
    yield from _times(clause, derived, directory)
    yield from _header(clause, derived)
    yield from _heads(clause, derived)


# --- contracts -----------------------------------------------------------------------------------------------------


def _contracts(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    yield from _values(clause, derived)
    if not derived.contracts or not (_is_of_contract(clause, derived) or cues.NOTICE.search(clause.text)):
        return
    renewed = cues.RENEWED.search(clause.text)
    ends = {date for each in derived.contracts for date in (each.end, each.renewed_to if renewed else None) if date}
    notices = {date for each in derived.contracts for date in (each.notice, *each.act_by) if date}
    for token in clause.tokens:
        role = _contract_role(clause, token, derived)
        allowed = notices if role == "notice" else ends
        if role and isinstance(token.value, PartDate) and not means(token, allowed, derived):
            yield token.text, "not the last notice day" if role == "notice" else "not the contract's end"
        elif role and token.kind == "days" and token.value not in _distances(allowed, derived):
            yield token.text, f"not the days to the contract's {role}"


def _contract_role(clause: Clause, token: Token, derived: Derived) -> str:
    """What a date or count of days is said to be: the nearest cue before it decides, else one after it."""
    before, after = clause.text[: token.start], clause.text[token.end :]
    notice, end = (max((match.end() for match in cue.finditer(before)), default=-1) for cue in (cues.NOTICE, cues.END))
    if max(notice, end) >= 0:
        return "notice" if notice > end else "end"
    near = re.split(r"[,;(]", after)[0]
    if cues.NOTICE.search(near):
        return "notice"
    if _is_of_contract(clause, derived) and (cues.UNTIL_BEFORE.search(before) or cues.UNTIL_AFTER.search(after)):
        return "end"
    return "end" if cues.END.search(near) and _is_of_contract(clause, derived) else ""


def _is_of_contract(clause: Clause, derived: Derived) -> bool:
    return bool(cues.CONTRACT.search(clause.text) or clause.ids & {each.row["id"] for each in derived.contracts})


def _values(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    worth = {Decimal(each.row["annual_value"]) for each in derived.contracts if each.row["annual_value"]}
    for token in clause.tokens:
        yearly = token.kind == "money" and cues.YEARLY.match(clause.text[token.end :])
        if yearly and worth and token.value not in worth | _potentials(clause, derived):
            yield token.text, "not the contract's annual value"


def _potentials(clause: Clause, derived: Derived) -> set[Decimal]:
    """What they might buy in a year, where that is what a clause speaks of."""
    space = derived.sales.white_space
    told = space.gaps if space and clause.has(cues.CUES["worth"]) else ()
    return {gap.potential for gap in told if gap.potential}


def _distances(dates: set[dt.date], derived: Derived) -> set[Decimal]:
    return {Decimal((date - today).days) for date in dates for today in (derived.today, derived.meeting_day)}


# --- people --------------------------------------------------------------------------------------------------------


def _contacts(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """The day of the last contact belongs to the person the clause speaks of."""
    who = _single(clause)
    if not who:
        return
    days = (derived.last_touch(who), derived.last_met(who) if cues.MET.search(clause.text) else None)
    last = {date for date in days if date}
    for token in clause.tokens:
        after = clause.text[token.end :]
        said_last = cue_before(clause.text, token, cues.LAST) or cues.SINCE_AFTER.match(after)
        if not said_last or clause.promises or cues.UNUSUAL.search(_bracket(clause, token)):
            continue
        if isinstance(token.value, PartDate) and token.value.day and not means(token, last, derived):
            yield token.text, f"not the last contact with {who}"
        elif token.kind == "days" and token.value not in {abs(days) for days in _distances(last, derived)}:
            yield token.text, f"not the days since the last contact with {who}"


def _bracket(clause: Clause, token: Token) -> str:
    """What stands between the nearest brackets, commas and semicolons around a token."""
    before = re.split(r"[,;(]", clause.text[: token.start])[-1]
    return f"{before} {re.split(r'[,;)]', clause.text[token.end :])[0]}"


def _single(clause: Clause) -> str:
    own = {key for mention in clause.mentions for key in mention.keys} or set(clause.head)
    return next(iter(own)) if len(own) == 1 else ""


def _scores(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """A number beside a name, where the talk is of satisfaction, is that person's latest answer."""
    for token in clause.tokens:
        if token.kind in {"nps", "csat"}:
            who = _nearest_name(clause, token) or _single(clause)
            yield from _score(token, who, (token.kind,), clause, derived)
        elif token.kind == "number" and cues.SCORED.search(clause.text):
            who = _name_before(clause, token)
            if who:
                yield from _score(token, who, ("nps", "csat"), clause, derived)


_ARROW: Final = re.compile(r"\s?(?:→|->)\s?")


def _moves(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """Two scores with an arrow between ("Petri 9→8") are somebody's answer before, and the latest."""
    for one, other in pairwise(clause.tokens):
        who = _name_before(clause, one) if _ARROW.fullmatch(clause.text[one.end : other.start]) else ""
        scores = [Decimal(row["score"]) for row in derived.answers.get((who, "nps"), [])]
        if who and [one.value, other.value] != scores[-2:]:
            yield f"{one.text}→{other.text}", f"not the last two answers of {who}"


def _score(token: Token, who: str, kinds: Sequence[str], clause: Clause, derived: Derived) -> Iterator[Wrong]:
    rows = [derived.answers[who, kind] for kind in kinds if (who, kind) in derived.answers]
    if not who:
        return
    latest = {Decimal(answers[-1]["score"]) for answers in rows}
    every = {Decimal(answer["score"]) for answers in rows for answer in answers}
    said = {other.value for other in clause.tokens if other.kind in {"nps", "csat", "number"}}
    if token.value not in latest and not (token.value in every and latest & said):
        yield token.text, f"not the latest answer of {who}"
    given = {day(answer["at"]) for answers in rows for answer in answers if Decimal(answer["score"]) == token.value}
    for other in clause.tokens:
        beside = clause.text[token.end : other.start].strip() == "("
        if beside and isinstance(other.value, PartDate) and not means(other, given, derived):
            yield other.text, f"{who} did not answer {token.value} on this day"


def _nearest_name(clause: Clause, token: Token) -> str:
    before = [mention for mention in clause.mentions if mention.end <= token.start]
    return next(iter(before[-1].keys)) if before and len(before[-1].keys) == 1 else ""


def _name_before(clause: Clause, token: Token) -> str:
    for mention in clause.mentions:
        if (
            len(mention.keys) == 1
            and clause.text[mention.end : token.start].strip(" :(=") == ""
            and mention.end <= token.start
        ):
            return next(iter(mention.keys))
    return ""


def _heads(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """Role, title and answer to the invitation, said of the person a line is about."""
    for mention in clause.mentions:
        beside = re.match(r"\s*\([^)]*\)", clause.text[mention.end :])
        if beside and len(mention.keys) == 1:
            yield from _answers(next(iter(mention.keys)), beside.group(), derived)
    who = _single(clause)
    row = next((row for row in derived.rows("contacts") if row["id"] == who), None)
    if row is None or not clause.head:
        return
    yield from _answers(who, clause.text, derived)
    yield from _firsts(who, clause.text, derived)
    intro = re.split(r"[:;–(]", clause.text)[0].casefold()
    own = f"{row['title']} {' '.join(cues.ROLES.get(row['role'], ()))}".casefold()
    for role, words in cues.ROLES.items():
        for word in words:
            if role != row["role"] and re.search(rf"\b{word}\b", intro) and word not in own:
                yield word, f"not the role of {who}"
    for other in derived.rows("contacts"):
        title = other["title"].casefold()
        if title and title in intro and title not in own:
            yield other["title"], f"not the title of {who}"


def _firsts(who: str, said: str, derived: Derived) -> Iterator[Wrong]:
    first, never = cues.FIRST.search(said), cues.NEVER.search(said)
    if first and derived.last_met(who):
        yield first.group(), f"{who} has met us before"
    if never and derived.last_touch(who):
        yield never.group(), f"{who} has been in touch before"


def _answers(who: str, said: str, derived: Derived) -> Iterator[Wrong]:
    emails = {row["email"].casefold() for row in derived.rows("contacts") if row["id"] == who}
    if not emails:
        return
    guests = derived.raw.meeting.get("attendees", ())
    answer = next((guest["partstat"] for guest in guests if guest["email"].casefold() in emails), "")
    for state, pattern in cues.STATES.items():
        match = pattern.search(said)
        if match and state != answer:
            yield match.group(), f"{who} has answered {answer or 'nothing: not invited'}"


# --- tickets and deals ---------------------------------------------------------------------------------------------


def _tickets(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """A ticket is open if it is, since it was opened, and is the concern of whoever it is said of."""
    rows = [row for row in derived.rows("tickets") if row["id"] in clause.ids]
    if not rows:
        return
    if cues.OPEN.search(clause.text) and all(row["status"] != "open" for row in rows):
        yield clause.text.strip(), f"{named(rows)} is not open"
    opened = {day(row["opened"]) for row in rows}
    for token in clause.tokens:
        since = cues.SINCE_BEFORE.search(clause.text[: token.start]) or cues.SINCE_OPEN.match(clause.text[token.end :])
        if since and isinstance(token.value, PartDate) and not means(token, opened, derived):
            yield token.text, f"{named(rows)} was not opened then"
    theirs = {key for row in rows for key in (row["contact_id"], *_concerned(row, derived))}
    guests = clause.people & {row["id"] for row in derived.rows("contacts")}
    if guests and not guests & theirs:
        yield named(rows), "the ticket of somebody else"


def _concerned(ticket: Row, derived: Derived) -> Iterator[str]:
    """Whoever had a part in something that shares a word with the ticket."""
    for row in derived.activities:
        if stems(ticket["subject"]) & stems(texts(row)) or ticket["id"] in texts(row):
            yield from row.get("contacts") or ()


def _declined(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """What they declined, they declined when the deal was lost, or when they said so."""
    deals = [
        row for row in derived.rows("deals") if row["status"] == "lost" and stems(row["name"]) & stems(clause.text)
    ]
    if not deals or not cues.DECLINED.search(clause.text):
        return
    days = {day(row["close_date"]) for row in deals if row["close_date"]}
    for row in derived.activities:
        if any(stems(deal["name"]) & stems(texts(row)) for deal in deals):
            days.add(derived.local(row["at"]))
    for token in clause.tokens:
        if isinstance(token.value, PartDate) and not means(token, days, derived):
            yield token.text, f"{named(deals)} was not declined then"


# --- anniversaries -------------------------------------------------------------------------------------------------


def _anniversaries(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """The years beside an anniversary's day are those that are full then."""
    days = {one.on for one in derived.anniversaries if any(means(token, {one.on}, derived) for token in clause.tokens)}
    full = {Decimal(one.years) for one in derived.anniversaries if one.on in days}
    for token in clause.tokens:
        if full and token.kind == "years" and token.value not in full and clause.has(cues.CUES["years"]):
            yield token.text, "not the years that are full on this day"


# --- times ---------------------------------------------------------------------------------------------------------


def _times(clause: Clause, derived: Derived, directory: Directory) -> Iterator[Wrong]:
    """A time beside a city or a person is the meeting's time there."""
    meeting = derived.raw.meeting
    if not meeting.get("start"):
        return
    places = list(zones(derived, directory))
    for token in clause.tokens:
        if token.kind != "time":
            continue
        part = clause.part(token).casefold()
        ends = clause.text[: token.start].rstrip().endswith(("–", "-"))
        at = dt.datetime.fromisoformat(meeting["end" if ends else "start"])
        there = [zone for zone, _, words in places if any(word in part for word in words)]
        if there and token.value not in {at.astimezone(zone).time() for zone in there}:
            yield token.text, "not the meeting's time at this place"


def _header(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """A day beside the meeting's time and length is the meeting's day."""
    kinds = {token.kind for token in clause.tokens}
    if not {"time", "minutes", "day"} <= kinds or clause.promises:
        return
    for token in clause.tokens:
        if isinstance(token.value, PartDate) and not means(token, {derived.meeting_day}, derived):
            yield token.text, "not the day of the meeting"
