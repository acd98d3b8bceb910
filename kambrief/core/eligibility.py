"""Which meetings get a brief: live calls, that the account manager takes part in, with somebody from outside."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core.address import address_key, domain_key, domain_of, is_under
from kambrief.core.freemail import FREE_MAIL
from kambrief.core.model import AccountManager, Attendee, Meeting, Response

REASONS: Mapping[str, str] = {
    "external_call": "Somebody from outside takes part: a brief is written.",
    "cancelled": "The calendar says that the meeting is cancelled.",
    "cancelled_title": "The title says that the meeting is cancelled ('{prefix}').",
    "not_owner": "The meeting does not stand in this account manager's calendar.",
    "private": "The meeting is marked private or confidential.",
    "declined": "The account manager has declined.",
    "all_day": "The meeting lasts all day and has no join link, so it is no call.",
    "free": "The meeting is shown as free time and has no join link, so it is no call.",
    "nobody": "The invitation names nobody but the account manager.",
    "no_address": "The invitation has no mail address of the others: nobody knows whether they are from outside.",
    "internal_only": "All who are invited are our own people ({domains}).",
    "all_declined": "Everybody from outside has declined ({declined}).",
}
"""Key of a verdict's reason → what ``why`` tells the operator; a verdict's ``values`` fill the braces."""

# What calendars put before the title of a meeting that is off, by language of the mail program (Exchange writes it in
# the organiser's language): English, Finnish, Swedish, Norwegian and Danish, German, French, Spanish, Italian, Dutch,
# Portuguese, Polish, Estonian.
_CANCELLED_WORDS = (
    "canceled", "cancelled", "canceled event", "cancelled event",
    "peruttu", "peruutettu", "peruuntunut",
    "inställt", "inställd", "avbokad", "avbokat", "avlyst", "aflyst",
    "abgesagt", "abgebrochen", "annulé", "annulée", "cancelado", "cancelada", "annullato", "annullata",
    "geannuleerd", "anulowano", "odwołane", "tühistatud",
)  # fmt: skip
_WORDS = "|".join(re.escape(word) for word in sorted(_CANCELLED_WORDS, key=len, reverse=True))
_CANCELLED_TITLE = re.compile(
    # A separator must follow: "Peruttu tilaus" is about a cancelled order, and is on.
    rf"\s*(?:(?:re|fw|fwd|vs|vl|sv|vb|aw|wg)\s*:\s*)*(?:[\[(]\s*({_WORDS})\s*[\])]|({_WORDS})\s*(?::|[-–—](?=\s)|$))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether there is a brief, and the one reason: a key of `REASONS`."""

    brief: bool
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The reason as ``why`` prints it."""
        return REASONS[self.reason].format_map(self.values)


def judge(
    meeting: Meeting, manager: AccountManager, own_domains: Sequence[str], free_mail: Collection[str] = FREE_MAIL
) -> Verdict:
    """Whether ``manager`` gets a brief of ``meeting``. Domains count with their subdomains; rooms never count.

    A domain of ours that is in ``free_mail`` (a small company at a large mail host) makes nobody else a colleague.
    """
    return (
        _no_call(meeting, manager)
        or _nobody_outside(meeting, manager, own_domains, free_mail)
        or Verdict(brief=True, reason="external_call")
    )


def external_attendees(
    meeting: Meeting, own_domains: Sequence[str], free_mail: Collection[str] = FREE_MAIL
) -> tuple[Attendee, ...]:
    """Whoever is not of our domains, by their address, the organiser too: who invites isn't always listed."""
    return tuple(person for person in people(meeting) if is_external(person, meeting.owners, own_domains, free_mail))


def is_external(
    person: Attendee, owners: Collection[str], own_domains: Sequence[str], free_mail: Collection[str] = FREE_MAIL
) -> bool:
    """Whether this person's address says that they are no colleague. Without an address nobody can tell: False."""
    key = address_key(person.email)
    if not key or person.is_resource or any(key == address_key(owner) for owner in owners):
        return False
    ours = [domain for name in own_domains if (domain := domain_key(name.lstrip("@"))) and domain not in free_mail]
    return not is_under(domain_of(key), ours)


def people(meeting: Meeting) -> tuple[Attendee, ...]:
    """Everybody invited, each address once, rooms left out."""
    everybody = (*meeting.attendees, *((meeting.organizer,) if meeting.organizer else ()))
    once = {address_key(person.email) or f"?{person.name}": person for person in reversed(everybody)}
    return tuple(person for person in reversed(once.values()) if not person.is_resource)


def cancelled_prefix(title: str) -> str:
    """The word before the title that says the meeting is off; empty when there is none."""
    match = _CANCELLED_TITLE.match(title)
    return (match[1] or match[2]) if match else ""


def without_prefix(title: str) -> str:
    """The title without that word: a notice says it itself."""
    match = _CANCELLED_TITLE.match(title)
    return title[match.end() :].strip() if match and title[match.end() :].strip() else title


def _no_call(meeting: Meeting, manager: AccountManager) -> Verdict | None:
    """Reasons that lie in the meeting itself."""
    prefix = cancelled_prefix(meeting.title)
    checks: tuple[tuple[bool, str, Mapping[str, str]], ...] = (
        (meeting.cancelled, "cancelled", {}),
        (bool(prefix), "cancelled_title", {"prefix": prefix}),
        (_left(meeting, manager), "not_owner", {}),
        (meeting.private, "private", {}),
        (_declined(meeting, manager), "declined", {}),
        (meeting.all_day and meeting.join is None, "all_day", {}),
        (meeting.free and meeting.join is None, "free", {}),
    )
    return next((Verdict(brief=False, reason=reason, values=values) for hit, reason, values in checks if hit), None)


def _left(meeting: Meeting, manager: AccountManager) -> bool:
    return bool(meeting.owners) and not any(manager.is_address(owner) for owner in meeting.owners)


def _declined(meeting: Meeting, manager: AccountManager) -> bool:
    mine = [person for person in meeting.attendees if manager.is_address(person.email)]
    return bool(mine) and all(person.response is Response.DECLINED for person in mine)


def _nobody_outside(
    meeting: Meeting, manager: AccountManager, own_domains: Sequence[str], free_mail: Collection[str]
) -> Verdict | None:
    """Reasons that lie in who comes."""
    external = [
        person for person in external_attendees(meeting, own_domains, free_mail) if not manager.is_address(person.email)
    ]
    if external:
        if all(person.response is Response.DECLINED for person in external):
            declined = ", ".join(person.email for person in external)
            return Verdict(brief=False, reason="all_declined", values={"declined": declined})
        return None
    others = [person for person in people(meeting) if not manager.is_address(person.email)]
    if not others:
        return Verdict(brief=False, reason="nobody")
    if any(not address_key(person.email) for person in others):
        return Verdict(brief=False, reason="no_address")
    return Verdict(brief=False, reason="internal_only", values={"domains": ", ".join(own_domains)})
