"""Who and what is meant: an account manager by address, a meeting by name, a call that has begun."""

import datetime as dt

from kambrief.app import App
from kambrief.core.model import AccountManager, Meeting
from kambrief.errors import NotFoundError, UserError

LAST = "last"


def manager_called(app: App, whose: str) -> AccountManager | None:
    """The account manager with this address; None where none is named. Raises `UserError` when nobody has it."""
    if not whose:
        return None
    found = next((one for one in app.managers.values() if one.is_address(whose)), None)
    if found is None:
        raise UserError(f"No account manager is called '{whose}'; there are {', '.join(app.managers)}")
    return found


def held(app: App, name: str, now: dt.datetime) -> Meeting:
    """A meeting that has begun: by id or its unique prefix, ``last``, or unique title text; of a series the last one.
    Raises `NotFoundError` saying what there is.
    """
    around = app.store.meetings(now - dt.timedelta(days=180), now + dt.timedelta(days=90))
    begun = [one for one in around if one.start <= now and not one.cancelled and app.readers(one)]
    if name == LAST:
        found = [one for one in begun if any(app.before.verdict(one, reader).brief for reader in app.readers(one))][-1:]
    else:
        found = [one for one in begun if one.id.startswith(name)] if name else []
        found = found or [one for one in begun if name.casefold() in one.title.casefold()]
    if not found:
        ahead = name == "next" or any(
            one.id.startswith(name) or name.casefold() in one.title.casefold() for one in around
        )
        why = "It has not begun, or is called off" if ahead else f"No meeting that has begun answers to '{name}'"
        raise NotFoundError(f"{why}; say its id, a part of its title, or '{LAST}' for the one that began last")
    uids = {source.uid for one in found for source in one.sources}
    if len(found) > 1 and len(uids) > 1:
        several = ", ".join(f"{one.id[:8]} {one.start:%Y-%m-%d %H:%M} {one.title}" for one in found[-5:])
        raise NotFoundError(f"'{name}' fits {len(found)} meetings: {several}; use the id")
    return found[-1]
