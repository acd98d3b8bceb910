"""What has become of promises, by what came later: mails, held meetings, the calendar, the CRM's own record.

A promise is closed only when that is certain: the owner's side hands the promised thing over in words, after it was
promised, and it is no other promise's thing. What merely looks like it is kept beside the open promise, for a person.
"""

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kambrief.core import lexicon, sentences
from kambrief.core.customer import Activity, ActivityKind, Commitment, CrmData, Side
from kambrief.core.fulfilment_words import ANSWERS, CLAUSES, HANDED, NOT_YET, REPLY_MARK
from kambrief.core.groups import Groups, groups
from kambrief.core.matter import Likeness, Matter, folded, is_gathering, is_invitation, likeness, matter, within
from kambrief.core.model import Meeting
from kambrief.core.promises import PromiseRecord, PromiseState, about, done, perhaps, same_name
from kambrief.core.quoted import own_words
from kambrief.core.spoken.days import days

RECAP = 3
"""A mail that speaks of so many open promises without handing over one is the list of them."""
CLOSED = frozenset({"done", "completed", "closed"})
GONE = frozenset({"cancelled", "canceled"})
_ITEM = re.compile(r"^\s*(?:[-•*]|\d+[.)])\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for one promise."""

    key: tuple[str, str, str]
    source: str
    on: dt.date
    certain: bool


def fulfilled(
    rows: Iterable[PromiseRecord],
    data: CrmData,
    now: dt.datetime,
    meetings: Sequence[Meeting] = (),
    written: Mapping[tuple[str, str, str], str] | None = None,
) -> tuple[PromiseRecord, ...]:
    """The rows that change: done where that is certain, else with what looks like it. ``meetings``: our calendars';
    ``written``: row → id of the task in the CRM that was made of it. Told twice, nothing changes.
    """
    mine = [row for row in rows if row.is_open]
    found: dict[tuple[str, str, str], list[Evidence]] = {row.key: [] for row in mine}
    joined = groups(data.accounts)
    for group in {joined.root(row.account_id) for row in mine}:
        open_here = [row for row in mine if joined.root(row.account_id) == group]
        for one in (
            *_by_record(open_here, data, written or {}, now),
            *_by_activities(open_here, _of_group(data, group, joined), now, {one.id: one.end for one in meetings}),
            *_by_calendar(open_here, data, group, joined, meetings),
        ):
            found[one.key].append(one)
    changed = [_settled(row, found[row.key], data, written or {}, now) for row in mine]
    return tuple(new for new, old in zip(changed, mine, strict=True) if new != old)


def _settled(
    row: PromiseRecord, found: Sequence[Evidence], data: CrmData, written: Mapping[tuple[str, str, str], str],
    now: dt.datetime,
) -> PromiseRecord:  # fmt: skip
    certain = sorted((one for one in found if one.certain), key=lambda one: (one.on, one.source))
    if certain:
        return done(row, certain[0].source, certain[0].on, now)
    task = _task_of(row, data.commitments, written)
    if task and task.status in GONE:
        return replace(row, state=PromiseState.DROPPED, closed_by=f"commitments/{task.id}", changed_at=now)
    looks = sorted(found, key=lambda one: (one.on, one.source))
    return perhaps(row, looks[-1].source, now) if looks else row


# --- the CRM's own record ------------------------------------------------------------------------------------------


def _by_record(
    rows: Sequence[PromiseRecord], data: CrmData, written: Mapping[tuple[str, str, str], str], now: dt.datetime
) -> Iterator[Evidence]:
    for row in rows:
        task = _task_of(row, data.commitments, written)
        if task and task.status in CLOSED:
            yield Evidence(row.key, f"commitments/{task.id}", task.done_on or now.date(), certain=True)
            continue
        for one in data.commitments:
            if one.status in CLOSED and is_same_commitment(row, one) and _is_after(one, row):
                yield Evidence(row.key, f"commitments/{one.id}", one.done_on or now.date(), certain=True)


def _is_after(one: Commitment, row: PromiseRecord) -> bool:
    """Done since it was promised: what was done before is another promise, or the one that was renewed."""
    day = one.done_on or one.made_on
    return day is not None and day > row.made_on


def _task_of(
    row: PromiseRecord, commitments: Sequence[Commitment], written: Mapping[tuple[str, str, str], str]
) -> Commitment | None:
    """The task that was made of this promise; where several sources are combined, ids have a name before them."""
    known_as = written.get(row.key)
    if not known_as:
        return None
    return next((one for one in commitments if one.id == known_as or one.id.endswith(f":{known_as}")), None)


def is_same_commitment(row: PromiseRecord, one: Commitment) -> bool:
    """Whether a record of the CRM is the same promise: same side, nobody else's, about the same thing."""
    owners = {folded(name) for name in (row.owner, row.owner_email, row.contact_id) if name}
    is_owner = not one.owner or folded(one.owner) in owners or same_name(row.owner, one.owner)
    near = one.account_id == row.account_id or bool(one.due and one.due == row.due)
    return one.side is row.side and is_owner and near and _alike(row, one.text).strong


def _alike(row: PromiseRecord, text: str) -> Likeness:
    names = (row.owner, *row.waiting)
    return likeness(about(row.what, names), about(text, names), about(row.quote, names))


def _meets(row: PromiseRecord, text: str) -> Likeness:
    names = (row.owner, *row.waiting)
    return max(
        (within(about(row.what, names), about(text, names)), within(about(text, names), about(row.what, names))),
        key=lambda met: (met.strong, met.share, met.shared),
    )


# --- mails and meetings --------------------------------------------------------------------------------------------


def _of_group(data: CrmData, group: str, joined: Groups) -> list[Activity]:
    return sorted(
        (one for one in data.activities if joined.root(one.account_id) == group), key=lambda one: (one.at, one.id)
    )


def _by_activities(
    rows: Sequence[PromiseRecord], told: Sequence[Activity], now: dt.datetime, ended: Mapping[str, dt.datetime]
) -> Iterator[Evidence]:
    for activity in told:
        later = [row for row in rows if _is_later(activity.at, row, ended) and activity.at <= now]
        if activity.kind is ActivityKind.EMAIL:
            side = Side.THEM if activity.inbound else Side.US
            yield from _by_mail([row for row in later if row.side is side], activity)
        elif activity.kind is ActivityKind.MEETING and activity.status == "held":
            yield from _by_meeting(later, activity)


def _is_later(at: dt.datetime, row: PromiseRecord, ended: Mapping[str, dt.datetime]) -> bool:
    """After the call; on its own day only where we know when it ended."""
    end = ended.get(row.meeting_id)
    return at > end if end else at.date() > row.made_on


def _by_mail(rows: Sequence[PromiseRecord], mail: Activity) -> Iterator[Evidence]:
    source, day = f"activities/{mail.id}", mail.at.date()
    body = lexicon.GREETING.sub("", own_words(mail.body), count=1)
    # A list of several things is what was agreed, and its subject names what it is about.
    subject = "" if REPLY_MARK.match(mail.subject) or len(_ITEM.findall(body)) > 1 else mail.subject
    said = sentences.split(body)
    handed = [text for text in map(_handed_over, said) if text]
    # What is handed over without its name ("Here it is.") is what the subject names.
    parts = [text if matter(text).words else f"{text} {subject}" for text in handed]
    answers = [text for text in said if lexicon.decided(text) and not text.rstrip().endswith("?")]
    certain, looks = set(), set()
    for row in rows:
        told = [*parts, *(answers if _is_answer(row.what) else ())]
        if any(_is_meant(row, text, rows) for text in told):
            certain.add(row.key)
        elif any(_meets_text(row, text).shared for text in told) or (subject and _meets_text(row, subject).strong):
            looks.add(row.key)
    if not certain and len(looks) >= RECAP:
        return
    for key in sorted(certain | looks):
        yield Evidence(key, source, day, certain=key in certain)


def _handed_over(sentence: str) -> str:
    """The clauses of a sentence that hand something over; empty where none does, or it is asked or denied."""
    if sentence.rstrip().endswith("?"):
        return ""
    clauses = [clause for clause in CLAUSES.split(sentence) if not NOT_YET.search(clause)]
    kept = " ".join(clauses)
    return kept if HANDED.search(kept) else ""


def _is_answer(what: str) -> bool:
    return any(word.startswith(ANSWERS) for word in re.findall(r"\w+", folded(what)))


def _matter_of(row: PromiseRecord) -> Matter:
    return about(row.what, (row.owner, *row.waiting))


def _meets_text(row: PromiseRecord, text: str) -> Likeness:
    names = (row.owner, *row.waiting)
    return within(_matter_of(row), about(text, names), about(row.quote, names))


def _is_meant(row: PromiseRecord, text: str, rows: Sequence[PromiseRecord]) -> bool:
    """Whether the text is about this promise and about no other as much."""
    met = _meets_text(row, text)
    if not met.strong:
        return False
    rivals = [one for one in rows if one.key != row.key and _meets(row, one.what).shared]
    return all(
        (_meets_text(one, text).share, _meets_text(one, text).shared) < (met.share, met.shared) for one in rivals
    )


def _by_meeting(rows: Sequence[PromiseRecord], held: Activity) -> Iterator[Evidence]:
    for row in rows:
        if not is_gathering(row.what) or not _meets_text(row, held.subject).shared:
            continue
        on_time = row.due is not None and held.at.date() >= row.due - dt.timedelta(days=1)
        certain = on_time and _is_meant(row, held.subject, rows)
        yield Evidence(row.key, f"activities/{held.id}", held.at.date(), certain=certain)


# --- invitations ---------------------------------------------------------------------------------------------------


def _by_calendar(
    rows: Sequence[PromiseRecord], data: CrmData, group: str, joined: Groups, meetings: Sequence[Meeting]
) -> Iterator[Evidence]:
    """An invitation was sent when the meeting stands in the calendar with the customer's people in it."""
    people = {one.email.casefold() for one in data.contacts if one.email and joined.root(one.account_id) == group}
    with_them = [
        one
        for one in meetings
        if not one.cancelled and any(attendee.email.casefold() in people for attendee in one.attendees)
    ]
    for row in rows:
        if row.side is not Side.US or not is_invitation(row.what):
            continue
        known = next((one for one in meetings if one.id == row.meeting_id), None)
        after = [one for one in with_them if one.id != row.meeting_id and (known is None or one.start > known.start)]
        coming = [one for one in after if one.start.date() > row.made_on]
        named = _named_days(row)
        agreed = [one for one in coming if _is_on(one, named)]
        if agreed:
            first = min(agreed, key=lambda one: one.start)
            yield Evidence(row.key, f"calendar/{first.id}", row.made_on, certain=True)
        elif not named and (single := [one for one in coming if not one.recurring]):
            first = min(single, key=lambda one: one.start)
            yield Evidence(row.key, f"calendar/{first.id}", row.made_on, certain=False)


def _named_days(row: PromiseRecord) -> frozenset[dt.date]:
    """The day that was agreed on, else those that the promise or its words name, in digits or spoken: later than the
    call.
    """
    if row.meets:
        return frozenset({row.meets})
    text = f"{row.what}. {row.quote}"
    found = {one.day for one in days(text, row.made_on, row.language or "en") if one.day}
    return frozenset(day for day in found if day > row.made_on)


def _is_on(meeting: Meeting, named: frozenset[dt.date]) -> bool:
    """By the calendar's own zone, or the nearest one to it."""
    starts = {meeting.start.date()}
    if meeting.timezone:
        starts.add(meeting.start.astimezone(zoneinfo.ZoneInfo(meeting.timezone)).date())
    return not starts.isdisjoint(named)
