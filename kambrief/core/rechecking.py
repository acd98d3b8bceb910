"""Checks of a follow-up as an account manager has left it, before it is approved.

Nothing is corrected. What blocks is an open ``[confirm: …]``, what was kept back, and a mail without text or reader;
all else is a warning that the manager may overrule, because people know more than a call said. The words here are
for the command line; pages and mails word a finding by its key and slots.
"""

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kambrief.core import following_dates, lexicon
from kambrief.core.address import address_key
from kambrief.core.agreed import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.evidence import Count, Day, Fact, Moment, Money, Number, Percent
from kambrief.core.following_guard import LONGEST_STEM, Gate, stems, superseded, wrong_days
from kambrief.core.followup import Followup, PartKind
from kambrief.core.rereading import Change, Reread, as_written, reread, written_days
from kambrief.core.spoken.days import days
from kambrief.core.spoken.numbers import numbers
from kambrief.core.spoken.times import times
from kambrief.core.spoken.values import Doubt, SpokenNumber
from kambrief.core.talk import Talk

_CONFIRM = re.compile(r"\[\s*(?:confirm|vahvista|bekräfta|bestätigen?)\b[^\]\n]*\]?", re.IGNORECASE)
_SMALLEST = 10
"""Smaller numbers without a unit count things in a sentence, and every sentence has them."""


class Severity(enum.StrEnum):
    """What a finding does to the approval."""

    BLOCK = "block"
    WARN = "warn"
    """Stops it until the manager says that it is meant so."""
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. ``key`` and ``slots`` are for wording it; ``text`` is the same in English."""

    key: str
    severity: Severity
    text: str
    slots: Mapping[str, str] = field(default_factory=dict, hash=False)
    line: str = ""
    """The line it stands in."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a text, in a form that can be compared."""

    days: frozenset[dt.date]
    times: frozenset[dt.time]
    numbers: frozenset[tuple[Decimal, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """What an edited text is held against. ``facts``: what this customer may see. ``others``: names of other customers.
    ``limits``: texts of ours that the customer must not hear; their figures are looked for.
    """

    followup: Followup
    talk: Talk
    promised: Sequence[Promised]
    agreed: Agreed
    facts: Sequence[Fact] = ()
    others: Sequence[str] = ()
    limits: Sequence[str] = ()


def check(subject: str, body: str, known: Known, recipients: Sequence[str] | None = None) -> tuple[Finding, ...]:
    """Everything found in an edited follow-up, what blocks first. ``recipients``: all addresses it would go to, where
    they may have been changed.
    """
    found = [
        *_empty(body),
        *_open(f"{subject}\n{body}"),
        *_hidden(subject, body, known),
        *_values(subject, body, known),
        *_foreign(f"{subject}\n{body}", known),
        *_promises(body, known),
        *(_recipients(recipients, known) if recipients is not None else ()),
    ]
    order = list(Severity)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: order.index(one.severity)))


def open_points(text: str) -> tuple[str, ...]:
    """Every ``[confirm: …]`` that is left."""
    return tuple(found[0] for found in _CONFIRM.finditer(text))


def blocks(findings: Iterable[Finding]) -> bool:
    """Whether something stands against approving that nobody can overrule."""
    return any(one.severity is Severity.BLOCK for one in findings)


def _empty(body: str) -> Iterable[Finding]:
    if not body.strip():
        yield Finding("empty", Severity.BLOCK, "The mail has no text")


def _open(text: str) -> Iterable[Finding]:
    for point in open_points(text):
        yield Finding("open", Severity.BLOCK, f"Still to settle: {point}", {"point": point}, _line_with(text, point))


def _hidden(subject: str, body: str, known: Known) -> Iterable[Finding]:
    """Words or figures of what was kept back. One rare word alone may be chance."""
    gate = Gate.of(known.talk, known.promised, known.agreed)
    written = stems(f"{known.followup.subject} {known.followup.body}")
    drafted = {line.text for _, line in known.followup.lines()} | {known.followup.subject}
    for line in (subject, *_rows(body, known.followup, whole=True)):
        if line in drafted:
            continue
        if gate.holds_back(line):
            yield Finding("withheld", Severity.BLOCK, f"This was kept back and may not be sent: “{line}”", {}, line)
        elif any(len(word) == LONGEST_STEM for word in gate.hidden & stems(line) - written):
            yield Finding("withheld_maybe", Severity.WARN, f"Is this from what was kept back? “{line}”", {}, line)


# --- values ----------------------------------------------------------------------------------------------------------


def _values(subject: str, body: str, known: Known) -> Iterable[Finding]:
    language, day = known.followup.language, known.talk.day
    supported = _supported(known)
    moved = {one.line: one for one in reread(known.followup, known.promised, body) if one.change is Change.MOVED}
    gate = Gate.of(known.talk, known.promised, known.agreed)
    drafted = {line.text for _, line in known.followup.lines()} | {known.followup.subject}
    for line in (subject, *_rows(body, known.followup)):
        yield from _weekdays(line, day, language)
        if line in drafted:
            continue
        if wrong := superseded(line, gate.wrong):
            slots = {"wrong": wrong.words, "right": wrong.right}
            text = f"You wrote {wrong.words}; in the call it was corrected to {wrong.right}"
            yield Finding("superseded", Severity.WARN, text, slots, line)
        yield from _days(line, known, supported, moved)
        yield from _times_and_numbers(line, language, day, supported)


def _days(line: str, known: Known, supported: Values, moved: Mapping[str, Reread]) -> Iterable[Finding]:
    language, day = known.followup.language, known.talk.day
    change = next((one for text, one in moved.items() if text in line), None)
    promise = next((one for one in known.promised if change and one.id == change.id), None)
    old = wrong_days(known.promised, known.agreed)
    for found in written_days(line, day, language):
        if found.day is None:
            continue
        wrote = following_dates.day(found.day, language, day)
        if change and promise and change.due == found.day:
            was = following_dates.day(promise.due, language, day) if promise.due else ""
            text = f"You wrote {wrote} for “{promise.what}”; " + (f"the call said {was}" if was else "no day was said")
            key = "superseded_day" if found.day == promise.supersedes else "day_moved"
            yield Finding(key, Severity.WARN, text, {"wrote": wrote, "said": was, "what": promise.what}, line)
        elif found.day in old or found.day not in supported.days:
            text = f"You wrote {wrote}; no such day is in the call or the records"
            yield Finding("day_new", Severity.WARN, text, {"wrote": wrote}, line)


def _weekdays(line: str, day: dt.date, language: str) -> Iterable[Finding]:
    for found in written_days(line, day, language):
        if found.doubt is Doubt.WEEKDAY and found.day:
            right = following_dates.day(found.day, language, day)
            text = f"“{found.words}”: that date is {right}"
            yield Finding("weekday", Severity.WARN, text, {"wrote": found.words, "right": right}, line)


def _times_and_numbers(line: str, language: str, day: dt.date, supported: Values) -> Iterable[Finding]:
    spans = [(one.start, one.end) for one in written_days(line, day, language)]
    line = as_written(line)
    clock = [one for one in times(line, language) if not _within(one.start, spans)]
    for time in clock:
        if time.time not in supported.times:
            text = f"You wrote {time.words}; no such time is in the call"
            yield Finding("time_new", Severity.WARN, text, {"wrote": time.words}, line)
    spans += [(one.start, one.end) for one in clock]
    for number in numbers(line, language):
        if _within(number.start, spans) or (not _measured(number) and number.number < _SMALLEST):
            continue
        if not any(value == number.number for value, _ in supported.numbers):
            key = "percent_new" if number.unit == "%" else "number_new"
            text = f"You wrote {number.words}; it is neither in the call nor in the records"
            yield Finding(key, Severity.WARN, text, {"wrote": number.words}, line)


def _measured(number: SpokenNumber) -> bool:
    """Whether it is a percentage, an amount or a duration and does not just count something."""
    return number.unit in {"%", "h"} or (len(number.unit) == 3 and number.unit.isupper())


def _within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def values_of(text: str, day: dt.date, language: str) -> Values:
    """Every value of a text; days by the meeting's day."""
    text = as_written(text)
    found = [one for one in days(text, day, language) if one.day]
    spoken = numbers(text, language)
    figures = [(one.number, one.unit) for one in spoken] + [(one.of, "") for one in spoken if one.of is not None]
    return Values(
        frozenset(date for one in found for date in (one.day, one.until) if date),
        frozenset(one.time for one in times(text, language)),
        frozenset(figures),
    )


def _supported(known: Known) -> Values:
    """What the draft, the call (without what is kept back) and this customer's own facts say."""
    talk, followup = known.talk, known.followup
    texts = [(f"{followup.subject}\n{followup.body}", followup.language), (talk.title, talk.language)]
    texts += [(line.text, talk.language) for line in talk.spoken()]
    texts += [(fact.text, talk.language) for fact in known.facts if fact.usable]
    parts = [values_of(text, talk.day, language) for text, language in texts]
    dates = {talk.day, *(date for part in parts for date in part.days)}
    dates |= {date for one in known.promised for date in (one.due, one.until) if date}
    figures = {number for part in parts for number in part.numbers}
    clock = {time for part in parts for time in part.times}
    if following := known.agreed.next_meeting:
        dates.add(following.day)
        if following.start:
            clock.add(following.start.timetz().replace(tzinfo=None))
    for fact in known.facts:
        for value in fact.values.values() if fact.usable else ():
            match value:
                case Day(date):
                    dates.add(date)
                case Moment(at):
                    dates.add(at.date())
                case Money(amount, currency):
                    figures.add((amount, currency))
                case Percent(number) | Number(number):
                    figures.add((number, ""))
                case Count(count):
                    figures.add((Decimal(count), ""))
    return Values(frozenset(dates), frozenset(clock), frozenset(figures))


# --- others, limits, promises, recipients ----------------------------------------------------------------------------


def _foreign(text: str, known: Known) -> Iterable[Finding]:
    drafted = f"{known.followup.subject}\n{known.followup.body}"
    for name in known.others:
        if name and lexicon.mentions_company(text, [name]) and not lexicon.mentions_company(drafted, [name]):
            yield Finding("other_customer", Severity.WARN, f"{name} is another customer", {"name": name}, name)
    language, day = known.followup.language, known.talk.day
    supported = {number for number, _ in _supported(known).numbers}
    written = {one.number: one.words for one in numbers(text, language) if _measured(one)}
    for limit in known.limits:
        for number, _ in values_of(limit, day, known.talk.language).numbers:
            if number in written and number not in supported:
                words = written[number]
                yield Finding(
                    "internal", Severity.WARN, f"{words} stands in an internal record", {"wrote": words}, words
                )


def _promises(body: str, known: Known) -> Iterable[Finding]:
    names = {one.id: one.what for one in known.promised}
    for one in reread(known.followup, known.promised, body):
        what = one.what or names.get(one.id, "")
        slots = {"what": what, "owner": one.owner}
        if one.change is Change.REMOVED:
            yield Finding("promise_removed", Severity.INFO, f"No longer in the text: {what}", slots, one.line)
        elif one.change is Change.ADDED:
            yield Finding("promise_added", Severity.INFO, f"New in the text: {one.line}", slots, one.line)
        elif one.change is Change.OWNER:
            yield Finding("promise_owner", Severity.INFO, f"Now promised by {one.owner}: {what}", slots, one.line)


def _recipients(recipients: Sequence[str], known: Known) -> Iterable[Finding]:
    followup = known.followup
    keys = {address_key(one.email) for one in (*followup.to, *followup.cc)}
    keys |= {address_key(one.email) for one in known.talk.participants if one.email}
    silent = {address_key(one.email) for one in known.talk.participants if one.do_not_contact and one.email}
    if not [one for one in recipients if one.strip()]:
        yield Finding("no_recipient", Severity.BLOCK, "The mail has no recipient")
    for address in recipients:
        if (key := address_key(address)) not in keys:
            text = f"{address} had no part in the meeting"
            yield Finding("recipient_unknown", Severity.WARN, text, {"address": address}, address)
        elif key in silent:
            text = f"{address} has asked for no mail"
            yield Finding("recipient_silent", Severity.WARN, text, {"address": address}, address)


_MONEY = re.compile(r"[€$£%]|\b(?:EUR|USD|GBP|SEK|euroa?|kr)\b")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_A_SENTENCE = 4
"""So many words are no line of a signature."""


def _rows(body: str, followup: Followup, *, whole: bool = False) -> Iterable[str]:
    """The lines of a text. Below the closing, unless the ``whole`` is wanted, only what can be a claim: a signature's
    numbers are nobody's, a postscript's are.
    """
    closing = {line.text.casefold() for kind, line in followup.lines() if kind is PartKind.CLOSING}
    signature = {line.text for kind, line in followup.lines() if kind is PartKind.SIGNATURE}
    below = False
    for row in body.splitlines():
        text = re.sub(r"^\s*(?:[-*•–·])\s+", "", row).strip()
        if text.casefold() in closing or lexicon.CLOSING.fullmatch(text):
            below = True
        elif text and (not below or (text not in signature and (whole or _claims(text)))):
            yield text


def _claims(line: str) -> bool:
    words = _LETTERS.findall(line)
    return len(words) >= _A_SENTENCE or bool(_MONEY.search(line)) or line[:2].casefold() == "ps"


def _line_with(text: str, part: str) -> str:
    return next((line.strip() for line in text.splitlines() if part in line), part)
