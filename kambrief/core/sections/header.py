"""Subject and header: when, with whom, where, and everybody's local time."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kambrief.core.brief import Sentence
from kambrief.core.eligibility import without_prefix
from kambrief.core.evidence import Count, Day, Moment, Text, Value, Word
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.names import short_name
from kambrief.core.saying import value
from kambrief.core.situation import Situation

OFFICE_HOURS = (8, 18)


def subject(situation: Situation) -> Sentence:
    """``[Brief] 9.00 Account – purpose``; without an account the customer's side goes by its domain."""
    meeting = situation.meeting
    key = (f"meeting/{meeting.id}",)
    at = Moment(meeting.start, situation.manager.timezone)
    who = short_name(situation.account.name) if situation.account else _outside(situation)
    if not who:
        return value("subject_plain", key, at=at, title=Text(meeting.title))
    return value("subject", key, at=at, account=Text(who), title=Text(meeting.title))


def notice_line(meeting: Meeting, manager: AccountManager, account: str) -> Sentence:
    """Which meeting a notice is about: day and time too, because it may not be today's. ``account`` may be empty."""
    at = Moment(meeting.start, manager.timezone)
    day = Day(meeting.start.astimezone(zone_of(manager.timezone)).date())
    slots: dict[str, Value] = {"at": at, "day": day, "title": Text(without_prefix(meeting.title))}
    if account:
        slots["account"] = Text(short_name(account))
    return value("notice_line", (f"meeting/{meeting.id}",), **slots)


def _outside(situation: Situation) -> str:
    domains = [join.attendee.email.rpartition("@")[2] for join in situation.joins if join.rule != "free_mail"]
    return next((domain for domain in domains if domain), "")


def header(situation: Situation) -> tuple[Sentence, ...]:
    """When and where; everybody's local time if there is more than one zone, odd hours marked."""
    meeting, manager = situation.meeting, situation.manager
    key = (f"meeting/{meeting.id}",)
    at = Moment(meeting.start, manager.timezone)
    who = short_name(situation.account.name) if situation.account else _outside(situation)
    said = [
        value("headline", key, at=at, account=Text(who)) if who else value("headline_plain", key, at=at),
        value("when", key, day=Day(situation.local_start.date()), minutes=Count(meeting.minutes)),
    ]
    if meeting.join:
        said.append(value("platform", key, platform=Word(f"platform_{meeting.join.platform}")))
    told = {meeting.start.astimezone(zone_of(manager.timezone)).utcoffset()}
    for zone, contact in _zones(situation).items():
        local = meeting.start.astimezone(zone_of(zone))
        if local.utcoffset() in told:
            continue
        told.add(local.utcoffset())
        hour = "early" if local.hour < OFFICE_HOURS[0] else "late" if local.hour >= OFFICE_HOURS[1] else "usual"
        city = Text(zone.rpartition("/")[2].replace("_", " "))
        evidence = (*key, f"contacts/{contact}")
        said.append(value(f"local_time_{hour}", evidence, at=Moment(meeting.start, zone), city=city))
    return tuple(said)


def _zones(situation: Situation) -> dict[str, str]:
    """The guests' time zones and whose each is; what is no time zone is left out, not guessed."""
    zones: dict[str, str] = {}
    for join in situation.joins:
        if join.contact and join.contact.timezone and _is_zone(join.contact.timezone):
            zones.setdefault(join.contact.timezone, join.contact.id)
    return zones


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name if _is_zone(name) else "UTC")
