"""Who may do what on the pages. Every decision says why, so that a page which refuses can tell what to do.

- An account manager reads and changes what is theirs.
- A stand-in does so for another, on the days they were given, under their own rights: what the CRM or their own
  ``crm_scope`` hides from them stays hidden (`covers`). Private meetings are nobody else's.
- An administrator sees how Kambrief works and no customer's text, unless the configuration says otherwise; and never
  changes what an account manager writes.

Roles add up: an administrator who is an account manager has both. No role gives nothing.
"""

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kambrief.core.model import AccountManager
from kambrief.core.rights import Hidden

LONGEST = dt.timedelta(days=366)
"""For a stand-in: a longer absence is told anew."""


class Reason(enum.StrEnum):
    """Why something is allowed, or why it is not."""

    OWN = "own"
    """Allowed: it is their own."""
    STAND_IN = "stand_in"
    """Allowed: they stand in for its account manager today."""
    ADMINISTRATOR = "administrator"
    """Allowed: they administer Kambrief."""
    STRANGER = "stranger"
    """They are neither an account manager nor an administrator."""
    NOT_YOURS = "not_yours"
    """It is another account manager's, for whom they do not stand in."""
    NOT_YET = "not_yet"
    """They will stand in for its account manager, but not yet."""
    OVER = "over"
    """They did stand in for its account manager; that has ended."""
    OUT_OF_SCOPE = "out_of_scope"
    """They stand in, but their own rights do not show them this customer."""
    PRIVATE = "private"
    """A private meeting: its account manager's alone."""
    NO_CUSTOMERS_TEXT = "no_customers_text"
    """They administer Kambrief, which shows them no customer's text."""
    NOT_ADMINISTRATOR = "not_administrator"
    """Only for administrators."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed, and why."""

    allowed: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. ``email`` is the account manager's first address, or the administrator's; lower case."""

    email: str
    name: str = ""
    is_manager: bool = False
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class StandIn:
    """``deputy`` stands in for ``manager`` from ``first_day`` to ``last_day``, both included, as the calendar where the
    reader is has them. What was given is never changed, only ended. ``id`` is the store's; 0 until it is stored.
    """

    manager: str
    deputy: str
    first_day: dt.date
    last_day: dt.date
    made_by: str
    made_at: dt.datetime
    ended_at: dt.datetime | None = None
    id: int = 0

    def holds(self, today: dt.date) -> bool:
        """Whether it gives anything today."""
        return self.ended_at is None and self.first_day <= today <= self.last_day


class StandInProblem(enum.StrEnum):
    """Why somebody cannot be made a stand-in."""

    NO_MANAGER = "no_manager"
    """Nobody of that address is an account manager."""
    NO_DEPUTY = "no_deputy"
    """The stand-in is no account manager: whose rights would they read under?"""
    ONESELF = "oneself"
    DAYS_REVERSED = "days_reversed"
    OVER = "over"
    """The last day has passed."""
    TOO_LONG = "too_long"
    """More than a year."""


def person(email: str, managers: Mapping[str, AccountManager], admins: Iterable[str]) -> Person | None:
    """Who this address belongs to, with their roles; None for a stranger, and for what is no address."""
    wanted = email.strip().casefold()
    if not wanted:
        return None
    manager = next((one for one in managers.values() if one.is_address(wanted)), None)
    theirs = {wanted} if manager is None else {wanted, *_addresses(manager)}
    is_admin = not theirs.isdisjoint(admin.strip().casefold() for admin in admins)
    if manager is None:
        return Person(wanted, is_admin=True) if is_admin else None
    return Person(manager.email.casefold(), manager.name, is_manager=True, is_admin=is_admin)


def acts_for(who: Person, stand_ins: Iterable[StandIn], today: dt.date) -> tuple[str, ...]:
    """The account managers whose meetings this person is shown today: themselves first, then by address."""
    if not who.is_manager:
        return ()
    mine = who.email.casefold()
    others = {one.manager.casefold() for one in stand_ins if one.deputy.casefold() == mine and one.holds(today)}
    return (mine, *sorted(others - {mine}))


def may_read(
    who: Person,
    manager: str,
    stand_ins: Iterable[StandIn],
    today: dt.date,
    in_scope: Callable[[], bool],
    *,
    private: bool = False,
    admins_read: bool = False,
) -> Decision:
    """Whether this person may read what is an account manager's: a meeting, its brief, its follow-up.

    ``in_scope`` tells whether the person's own rights show everything in it (see `covers`); it is asked only of a
    stand-in. ``private``: the meeting is private. ``admins_read``: the configuration lets administrators read.
    """
    decision = may_change(who, manager, stand_ins, today, in_scope, private=private)
    if decision.allowed or not who.is_admin:
        return decision
    if admins_read and not private:
        return Decision(allowed=True, reason=Reason.ADMINISTRATOR)
    # Who administers is told that; but a stand-in whose time is over wants to know that instead.
    told = decision.reason if decision.reason not in {Reason.STRANGER, Reason.NOT_YOURS} else Reason.NO_CUSTOMERS_TEXT
    return Decision(allowed=False, reason=told)


def may_change(
    who: Person,
    manager: str,
    stand_ins: Iterable[StandIn],
    today: dt.date,
    in_scope: Callable[[], bool],
    *,
    private: bool = False,
) -> Decision:
    """Whether this person may edit, approve and send what is an account manager's; as `may_read`, but that
    administering alone never suffices.
    """
    if not who.is_manager:
        return Decision(allowed=False, reason=Reason.NOT_YOURS if who.is_admin else Reason.STRANGER)
    mine, theirs = who.email.casefold(), manager.casefold()
    if mine == theirs:
        return Decision(allowed=True, reason=Reason.OWN)
    given = [one for one in stand_ins if one.deputy.casefold() == mine and one.manager.casefold() == theirs]
    if not any(one.holds(today) for one in given):
        return Decision(allowed=False, reason=_without(given, today))
    if private:
        return Decision(allowed=False, reason=Reason.PRIVATE)
    if not in_scope():
        return Decision(allowed=False, reason=Reason.OUT_OF_SCOPE)
    return Decision(allowed=True, reason=Reason.STAND_IN)


def may_administer(who: Person) -> Decision:
    """Whether this person may see how Kambrief works: connections, runs, costs, who did what."""
    if who.is_admin:
        return Decision(allowed=True, reason=Reason.ADMINISTRATOR)
    return Decision(allowed=False, reason=Reason.NOT_ADMINISTRATOR if who.is_manager else Reason.STRANGER)


def may_give(who: Person, manager: str) -> Decision:
    """Whether this person may name, or end, a stand-in for an account manager: the manager does, or an administrator;
    never a stand-in, who would hand on what was given to them alone.
    """
    if who.is_manager and who.email.casefold() == manager.casefold():
        return Decision(allowed=True, reason=Reason.OWN)
    if who.is_admin:
        return Decision(allowed=True, reason=Reason.ADMINISTRATOR)
    return Decision(allowed=False, reason=Reason.NOT_YOURS if who.is_manager else Reason.STRANGER)


def stand_in_problems(
    wanted: StandIn, managers: Mapping[str, AccountManager], today: dt.date
) -> tuple[StandInProblem, ...]:
    """Everything that speaks against this stand-in; empty where nothing does."""
    known = {email.casefold() for email in managers}
    found = []
    if wanted.manager.casefold() not in known:
        found.append(StandInProblem.NO_MANAGER)
    if wanted.deputy.casefold() not in known:
        found.append(StandInProblem.NO_DEPUTY)
    if wanted.manager.casefold() == wanted.deputy.casefold():
        found.append(StandInProblem.ONESELF)
    if wanted.last_day < wanted.first_day:
        found.append(StandInProblem.DAYS_REVERSED)
    elif wanted.last_day < today:
        found.append(StandInProblem.OVER)
    elif wanted.last_day - wanted.first_day > LONGEST:
        found.append(StandInProblem.TOO_LONG)
    return tuple(found)


def covers(deputy: Hidden, manager: Hidden) -> bool:
    """Whether a stand-in's own rights show all that an account manager was shown of the same customers: what was
    written for the one then tells the other nothing new. Each is what is hidden from them (`core.rights`).
    """
    return all(ids <= manager.get(table, frozenset()) for table, ids in deputy.items())


def _addresses(manager: AccountManager) -> set[str]:
    return {address.casefold() for address in (manager.email, *manager.aliases)}


def _without(given: Iterable[StandIn], today: dt.date) -> Reason:
    """Why these give nothing today."""
    rows = list(given)
    if any(one.ended_at is None and today < one.first_day for one in rows):
        return Reason.NOT_YET
    return Reason.OVER if rows else Reason.NOT_YOURS
