"""What now, after a call: wait, draft, tell, or nothing. All decisions, no action.

A transcript is evidence. So are the account manager's own notes, which are kept like a transcript of a platform called
``notes``. A platform's summary is a model's word and none: it is told to the manager and never goes to a customer.
"""

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kambrief.core import delivery
from kambrief.core.drafting import OUT, FollowupRecord, FollowupState
from kambrief.core.eligibility import Verdict, people
from kambrief.core.heard import Heard
from kambrief.core.model import AccountManager, Attendee, Meeting
from kambrief.core.transcript import Attendance, Identified, NextStep, Summary, Transcript, Turn, followed, identify

NOTES = "notes"
"""Under this provider's name, with the manager's address as session, an account manager's own notes are kept."""
FILE = "file"
"""Under this one a transcript that the manager has handed in as a file."""
LOOK = dt.timedelta(minutes=5)
"""While something is waited for: looked at this often, should nobody tell that it has come."""
LIMIT = dt.timedelta(hours=24)
"""A follow-up that has not left by then is late (domain facts, §3.1)."""
BEFORE_LIMIT = dt.timedelta(hours=2)
"""So long before that the last reminder."""
RECAP_IS_NEW = dt.timedelta(hours=1)
"""So soon after one mail about a follow-up there is no other."""
PRESENT_SECONDS = 60.0
"""Whoever was in a call for less has not taken part in it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """From ``[followups]``."""

    wait: dt.timedelta = dt.timedelta(hours=4)
    """How long after the end a transcript is waited for."""
    remind_at: dt.time = dt.time(16, 30)
    """Local time of the account manager on the meeting's day."""
    watch: dt.timedelta = dt.timedelta(minutes=5)
    """How often a draft in a mailbox is looked at."""
    nudge_at: dt.time = dt.time(8)


@dataclass(frozen=True, slots=True)
class Wait:
    """Something may still come: look again at ``until``."""

    until: dt.datetime
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """There is something to draft from. ``source``: ``transcript`` or ``notes``."""

    source: str
    transcript: Transcript
    started: dt.datetime | None = None
    told: tuple[str, ...] = ()
    """Keys of what the manager should know of it: ``transcript_pending`` (notes, until it comes), ``late_transcript``,
    ``notes_unused`` (a transcript came beside them)."""

    @property
    def name(self) -> str:
        """The same for the same words, another for others: what a draft rests on."""
        said = "\x1f".join(f"{turn.speaker}\x1e{turn.text}" for turn in self.transcript.turns)
        return f"{self.source}:{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Tell:
    """There is nothing a follow-up could rest on, and the manager should know. ``key``: ``no_show`` (nobody from
    outside came), ``summary`` (a platform's own summary is all there is), ``no_transcript`` (none came in time).
    """

    key: str
    summaries: tuple[Summary, ...] = ()

    @property
    def steps(self) -> tuple[NextStep, ...]:
        """What the platform took for things to do."""
        return tuple(step for summary in self.summaries for step in summary.next_steps)


@dataclass(frozen=True, slots=True)
class Nothing:
    """No follow-up, for this reason; nobody is told."""

    why: str


def what_now(
    meeting: Meeting, manager: AccountManager, verdict: Verdict, heard: Sequence[Heard], now: dt.datetime,
    rules: Rules, is_own: Callable[[Attendee], bool], noted: Heard | None = None,
) -> Wait | Draft | Tell | Nothing:  # fmt: skip
    """Decide. ``heard``: all that is kept of the meeting; ``is_own``: whether an address is one of our own people's;
    ``noted``: what the manager wrote down during the call (`notes_of`). Notes that are handed in say "draft now"; those
    were for themselves, and are drafted from only when nothing better is waited for.
    """
    notes = next((one.transcript for one in heard if one.provider == NOTES and manager.is_address(one.session)), None)
    given = [one for one in heard if one.provider == FILE and manager.is_address(one.session)]
    calls = [one for one in heard if one.provider not in {NOTES, FILE}]
    if why := _unwanted(meeting, manager, verdict, asked=bool(notes or given)):
        return Nothing(why)
    transcript = _words(given or calls)
    if transcript and (given or not nobody_came(meeting, calls, is_own)):
        started = next((one.started for one in (given or calls) if one.transcript and one.started), None)
        told = {
            "late_transcript": not given and now - meeting.end > rules.wait,
            "notes_unused": bool(notes or (noted and noted.transcript and noted.transcript.turns)),
        }
        return Draft("transcript", transcript, started, tuple(key for key, so in told.items() if so))
    pending = not calls or any("transcript" in one.pending for one in calls)
    waits = pending and now < meeting.end + rules.wait
    if notes and notes.turns:
        return Draft(NOTES, notes, None, ("transcript_pending",) if waits and calls else ())
    if waits or now < meeting.end:
        return _wait(meeting, now, rules, heard=bool(calls))
    if noted and noted.transcript and noted.transcript.turns:
        return Draft(NOTES, noted.transcript)
    return _nothing_to_draft(meeting, calls, is_own)


def drafted_from(name: str, heard: Sequence[Heard], manager: AccountManager) -> Draft | None:
    """What a draft of this name (`Draft.name`) was made from, where that is still kept."""
    given = [one for one in heard if one.provider == FILE and manager.is_address(one.session)]
    calls = [one for one in heard if one.provider not in {NOTES, FILE}]
    notes = [one for one in heard if one.provider == NOTES and manager.is_address(one.session)]
    found = [Draft("transcript", words) for some in (given, calls) if (words := _words(some))]
    found += [Draft(NOTES, one.transcript) for one in notes if one.transcript]
    return next((one for one in found if one.name == name), None)


def _wait(meeting: Meeting, now: dt.datetime, rules: Rules, *, heard: bool) -> Wait:
    if now < meeting.end:
        return Wait(meeting.end, "the call is not over")
    why = "the transcript has not come yet" if heard else "nothing was heard yet"
    return Wait(min(now + LOOK, meeting.end + rules.wait), why)


def _unwanted(meeting: Meeting, manager: AccountManager, verdict: Verdict, *, asked: bool) -> str:
    """Why there is no follow-up; empty when there is one. ``asked``: the manager has handed in a transcript or notes,
    and so has had the call, whatever the calendar says of it.
    """
    if asked and verdict.reason not in {"internal_only", "nobody", "not_owner"}:
        return ""
    if meeting.cancelled or not verdict.brief:
        return verdict.sentence
    return "" if manager.followups else "follow-ups are switched off for this account manager"


def _nothing_to_draft(meeting: Meeting, calls: Sequence[Heard], is_own: Callable[[Attendee], bool]) -> Tell | Nothing:
    if nobody_came(meeting, calls, is_own):
        return Tell("no_show")
    if summaries := tuple(summary for one in calls for summary in one.summaries):
        return Tell("summary", summaries)
    if calls:
        return Tell("no_transcript")
    return Nothing("nothing was heard of the call: no platform told anything, and there are no notes")


def _words(sessions: Sequence[Heard]) -> Transcript | None:
    """All that was said, the sessions of one call one after another."""
    spoken = [one for one in sessions if one.transcript and one.transcript.turns]
    spoken.sort(key=lambda one: (one.started is None, one.started or dt.datetime.max.replace(tzinfo=dt.UTC)))
    whole: Transcript | None = None
    first: Heard | None = None
    for part, one in enumerate(spoken, start=1):
        assert one.transcript is not None  # noqa: S101 chosen by it above
        if whole is None or first is None:
            whole, first = one.transcript, one
        elif one.transcript.turns != first.transcript.turns if first.transcript else True:
            after = (one.started - first.started).total_seconds() if one.started and first.started else 0.0
            whole = followed(whole, one.transcript, max(after, whole.duration or 0.0, 0.0), part)
    return whole


def nobody_came(meeting: Meeting, calls: Iterable[Heard], is_own: Callable[[Attendee], bool]) -> bool:
    """Whether everybody who was seen or heard in the call is certainly one of ours. Whom nobody can tell may have been
    the customer.
    """
    invited = people(meeting)
    own = {one.email for one in invited if one.email and is_own(one)}
    seen = False
    for one in calls:
        names = [turn.speaker for turn in one.transcript.turns] if one.transcript else []
        if any(not name for name in names):
            return False
        for who in _attended(one.attendance, is_own, invited):
            seen = True
            if not who:
                return False
        for found in identify(dict.fromkeys(names), invited):
            seen = True
            if not _is_ours(found, own):
                return False
    return seen


def _attended(
    attendance: Iterable[Attendance], is_own: Callable[[Attendee], bool], invited: Sequence[Attendee]
) -> Iterable[bool]:
    """Of each who was there for long enough whether they are ours."""
    own = {one.email for one in invited if one.email and is_own(one)}
    for one in attendance:
        if one.seconds and one.seconds < PRESENT_SECONDS:
            continue
        if one.email:
            yield is_own(Attendee(one.email.casefold(), one.name))
        else:
            (found,) = identify([one.name], invited)
            yield _is_ours(found, own)


def _is_ours(found: Identified, own: set[str]) -> bool:
    whom = (found.attendee,) if found.attendee else found.candidates
    return bool(whom) and all(one.email in own for one in whom)


def whose(meeting: Meeting, managers: Sequence[AccountManager], present: Callable[[AccountManager], bool]) -> str:
    """Who of several account managers in one call has its follow-up drafted: one mail goes to the customer. The
    organiser, then whoever took part, in the order in which their calendars named it. ``managers``: those who want one.
    """
    organiser = meeting.organizer.email if meeting.organizer else ""
    ordered = sorted(managers, key=lambda one: (not present(one), not one.is_address(organiser)))
    return ordered[0].email if ordered else ""


def notes_of(meeting_id: str, manager: AccountManager, text: str, at: dt.datetime, name: str = "") -> Heard:
    """An account manager's own notes, as they are kept: each line said by them. ``at``: when they were written."""
    speaker = name or manager.name or manager.email
    lines = [" ".join(line.split()) for line in text.splitlines()]
    turns = tuple(
        Turn(speaker, line, None, None, f"#{number}")
        for number, line in enumerate((line for line in lines if line), start=1)
    )
    return Heard(meeting_id, NOTES, manager.email, started=at, transcript=Transcript(turns, NOTES))


def file_of(meeting_id: str, manager: AccountManager, transcript: Transcript, at: dt.datetime) -> Heard:
    """A transcript out of a file, as it is kept: it counts before what platforms tell."""
    return Heard(meeting_id, FILE, manager.email, started=None, ended=at, transcript=replace(transcript, source=FILE))


# --- reminders -------------------------------------------------------------------------------------------------------

EVENING, LAST = "evening", "last"


def reminder(
    record: FollowupRecord, meeting: Meeting, manager: AccountManager, rules: Rules, now: dt.datetime
) -> tuple[str, dt.datetime] | None:
    """The next reminder of a follow-up that has not left, and when it is due; None when there is none any more: it was
    sent or dropped, both went out, or 24 hours are over.
    """
    if record.state in OUT or record.state in {FollowupState.DROPPED, FollowupState.SENDING}:
        return None
    limit = meeting.end.astimezone(dt.UTC) + LIMIT
    last = delivery.outside_quiet(limit - BEFORE_LIMIT, manager, before=True)
    zone = zoneinfo.ZoneInfo(manager.timezone)
    local = dt.datetime.combine(meeting.end.astimezone(zone).date(), rules.remind_at, zone)
    evening = delivery.outside_quiet(local.astimezone(dt.UTC), manager)
    # Not when the recap has just come, nor shortly before the last one.
    fits = record.created_at + RECAP_IS_NEW <= local and evening <= last - RECAP_IS_NEW
    if fits and EVENING not in record.reminded and LAST not in record.reminded and now < last:
        return EVENING, evening
    return (LAST, last) if LAST not in record.reminded and now < limit else None


def mails_id(meeting_id: str) -> str:
    """Under which name the mails of what comes after a call are kept: apart from its briefs, which must not take them
    for news of the meeting.
    """
    return f"{_MAILS}{meeting_id}"


def meeting_of(name: str) -> str:
    """The inverse of `mails_id`; empty for other names."""
    return name.removeprefix(_MAILS) if name.startswith(_MAILS) else ""


_MAILS = "after/"
