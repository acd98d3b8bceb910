"""What a person does on the page of a follow-up: typing kept, versions made, approved, sent.

What was typed is kept before anything else is tried, and leaves only when it has become a version. Each page carries
a key that approves once: a form that is sent twice, from two windows or with the back button, sends no second mail.
"""

import datetime as dt
import secrets
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from kambrief.core.address import address_key
from kambrief.core.drafting import FollowupRecord, Place, Version, same_text
from kambrief.core.evidence import Text
from kambrief.core.rechecking import Finding
from kambrief.core.sending import FURTHEST, UNDO
from kambrief.core.site import Act, Autosave
from kambrief.desk import followups
from kambrief.desk.place import Desk
from kambrief.errors import RefusedError
from kambrief.pipeline.followup_text import followup_in
from kambrief.web.followup_view import offered
from kambrief.web.visit import Visit

LONGEST = 30_000
"""Characters of a mail: more is pasted by mistake."""
_SUBJECT = 400
_MOST_ADDRESSES = 100
_MORNING = dt.time(8)
_FRIDAY = 4


def path(visit: Visit, part: str = "", /, **query: object) -> str:
    """An address of this follow-up, in the name of whoever it was asked for."""
    found = f"/followup/{visit.meeting.id}" + (f"/{part}" if part else "")
    asked = {key: str(value) for key, value in query.items() if value not in {"", None}}
    if visit.manager.email != visit.who.email:
        asked["for"] = visit.manager.email
    return found + (f"?{urlencode(asked)}" if asked else "")


def back(visit: Visit, *, said: str = "", refused: str = "", **query: object) -> Response:
    """To the page, saying what was done or why it was not."""
    return visit.go(path(visit, refused=refused, **query), said=said)


def number_in(fields: Mapping[str, str], name: str) -> int:
    """A number of a form; 0 for what is none."""
    value = fields.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 6 else 0


# --- what is typed ----------------------------------------------------------------------------------------------------


def typed(visit: Visit, record: FollowupRecord) -> Version:
    """The editor's text. Of recipients only those that were offered count."""
    followup = followup_in(record) if record.composed else None

    def ticked(field: str) -> tuple[str, ...]:
        wished = {address_key(one) for one in visit.many.get(field, ())[:_MOST_ADDRESSES]}
        people = offered(record, followup, field, ()) if followup else ()
        return tuple(one.email for one in people if address_key(one.email) in wished)

    body = visit.form.get("body", "").replace("\r\n", "\n").replace("\r", "\n")
    return Version(
        0, Place.BROWSER, visit.now, " ".join(visit.form.get("subject", "").split())[:_SUBJECT], body.rstrip(),
        ticked("to"), ticked("cc"), number_in(visit.form, "base"),
    )  # fmt: skip


def keep(visit: Visit, text: Version) -> None:
    """Kept as typed, whatever comes."""
    visit.site.save_autosave(
        Autosave(
            visit.meeting.id, visit.manager.email, visit.who.email, text.base, text.subject, text.body, visit.now,
            text.to, text.cc,
        )
    )  # fmt: skip


def forget(visit: Visit) -> None:
    """What was typed has become a version, or is not wanted."""
    visit.site.drop_autosave(visit.meeting.id, visit.manager.email, visit.who.email, visit.now)


@dataclass(frozen=True, slots=True)
class Saved:
    """The follow-up with what was typed; ``number`` is the version that says it."""

    record: FollowupRecord
    number: int


def saved(visit: Visit, place: Desk, record: FollowupRecord, text: Version) -> Saved:
    """A version of what was typed. The same text again makes none. Raises `RefusedError`."""
    if len(text.body) > LONGEST:
        raise RefusedError("too_long", "The mail is too long")
    before = {one.number for one in record.versions}
    now = followups.edited(place, text)
    forget(visit)
    number = _number_of(now, text)
    if number not in before:
        visit.note(Act.EDITED, detail=f"version={number}")
        soon(visit, place, now)
    return Saved(now, number)


def _number_of(record: FollowupRecord, text: Version) -> int:
    alike = [one.number for one in record.versions if same_text(one, text)]
    heads = [number for number in alike if number in record.heads]
    if heads:
        return heads[-1]
    return text.base if text.base in alike else (alike[-1] if alike else text.base)


def soon(visit: Visit, place: Desk, record: FollowupRecord) -> None:
    """Have the mailbox hold it: the running service does that next."""
    if record.is_open and place.flow.watching.serves(place.manager):
        followups.watch_soon(place, record)
    visit.wake()


# --- approving --------------------------------------------------------------------------------------------------------


def key(now: dt.datetime) -> str:
    """What a page carries so that it approves once."""
    return f"{int(now.timestamp())}.{secrets.token_urlsafe(9)}"


def _is_first(visit: Visit) -> bool:
    given = visit.form.get("key", "")[:60]
    began = given.partition(".")[0]
    if not (began.isascii() and began.isdigit() and len(began) < 12):
        return False
    at = dt.datetime.fromtimestamp(int(began), dt.UTC)
    return visit.site.count_attempt(f"followup:{visit.meeting.id}:{given}", at) == 1


def approve(visit: Visit, place: Desk, do: str, number: int) -> Response:
    """Approve version ``number`` and do what was asked with it: ``send``, ``later`` or ``drafts``."""
    when = _planned(visit) if do == "later" else visit.now + UNDO
    if isinstance(when, str):
        return back(visit, refused=when)
    if not _is_first(visit):
        return back(visit, refused="repeated")
    try:
        return _approved(visit, place, do, number, when)
    except RefusedError as error:
        if error.key in {"blocked", "warnings"}:
            return back(visit, ask=do, at=visit.form.get("at", "") if do == "later" else "")
        if error.key == "changed":
            record = place.there()
            newest = record.current.number if record.current else 0
            return visit.go(path(visit, "versions", a=number, b=newest, refused="changed"))
        return back(visit, refused=error.key)


def _approved(visit: Visit, place: Desk, do: str, number: int, when: dt.datetime) -> Response:
    overrule = visit.form.get("overrule") == "yes"
    by, more = visit.who.email, " overruled=yes" if overrule else ""
    if do == "drafts":
        record = followups.approved(place, number, by, overrule=overrule)
        visit.note(Act.APPROVED, detail=f"version={number}{more}")
        visit.note(Act.LAID, detail=f"version={number}")
        soon(visit, place, record)
        return back(visit, said="said_approved")
    followups.send_later(place, number, by, when, overrule=overrule)
    visit.note(Act.APPROVED, detail=f"version={number}{more}")
    stamp = f"{when.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    visit.note(Act.DEFERRED, detail=f"version={number} at={stamp}")  # that it has left is noted when it has
    visit.wake()
    return back(visit)


def _planned(visit: Visit) -> dt.datetime | str:
    """When it is to be sent, or the reason why not then."""
    when = planned(visit.form.get("at", ""), visit)
    if when is None:
        return "when"
    if when <= visit.now:
        return "past"
    return "too_far" if when > visit.now + FURTHEST else when


def planned(said: str, visit: Visit) -> dt.datetime | None:
    """A time as ``datetime-local`` writes it, on the reader's clock; one that a change of clocks skips is an hour
    later. None for what is no time.
    """
    try:
        local = dt.datetime.fromisoformat(said)
    except ValueError:
        return None
    if local.tzinfo is not None:
        return None
    try:
        return local.replace(tzinfo=zoneinfo.ZoneInfo(visit.zone)).astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return None


def morning(visit: Visit) -> str:
    """The next working day's morning, for the field."""
    day = visit.today + dt.timedelta(days=1)
    while day.weekday() > _FRIDAY:
        day += dt.timedelta(days=1)
    return f"{dt.datetime.combine(day, _MORNING):%Y-%m-%dT%H:%M}"


def bounds(visit: Visit) -> Sequence[str]:
    """The earliest and the latest time that the field takes."""
    zone = zoneinfo.ZoneInfo(visit.zone)
    return [f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" for at in (visit.now, visit.now + FURTHEST)]


# --- what stands against it -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as it is worded: ``finding_<key>`` with these slots, and the line it is about."""

    key: str
    severity: str
    slots: Mapping[str, Text]
    line: str


def worded(found: Sequence[Finding]) -> tuple[Found, ...]:
    """For the page. A line is shown where the slots do not say it already."""
    return tuple(
        Found(
            one.key, str(one.severity), {name: Text(value) for name, value in one.slots.items()},
            "" if one.line in one.slots.values() else one.line,
        )
        for one in found
    )  # fmt: skip
