"""Account managers from a vendor's directory: a group's members, beside those that the configuration lists.

They are kept with the day they were read, so that no command has to wait for the vendor, and one that does not answer
takes nobody's briefs away.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from kambrief.core.work import SourceState
from kambrief.errors import ProviderError, UserError
from kambrief.ports import Member, Store
from kambrief.providers import find
from kambrief.settings import ManagerSection, Section, Settings, anchored, section

EVERY = dt.timedelta(days=1)
AGAIN = dt.timedelta(hours=1)
"""After a try in vain."""


def with_members(settings: Settings, store: Store, now: dt.datetime, log: Callable[..., object]) -> Settings:
    """The settings with the members of all groups among the account managers; who is listed keeps what is written.

    Raises `UserError` when a group cannot be read and never has been.
    """
    listed = {one.email.casefold() for one in settings.account_managers}
    found = [one for name, data in settings.meetings.items() for one in _members(settings, name, data, store, now, log)]
    new = {one.email: one for one in found if one.email not in listed}
    if not new:
        return settings
    sections = [
        ManagerSection(email=one.email, name=one.name, timezone=one.timezone or None, language=one.language or None)
        for one in new.values()
    ]
    return settings.model_copy(update={"account_managers": (*settings.account_managers, *sections)})


def is_due(settings: Settings, store: Store, now: dt.datetime) -> bool:
    """Whether some group has not been read for a day."""
    groups = [(name, data["group"]) for name, data in settings.meetings.items() if data.get("group")]
    states = store.source_states() if groups else {}
    return any(not _is_fresh(states.get(_name(name)), group, now) for name, group in groups)


def _members(
    settings: Settings, name: str, data: Mapping[str, Any], store: Store, now: dt.datetime, log: Callable[..., object]
) -> Sequence[Member]:
    group = data.get("group")
    if not group:
        return ()
    kept = store.source_states().get(_name(name))
    if kept is not None and _is_fresh(kept, str(group), now):
        return _kept(kept)
    module = find("meetings", name)
    config: Section = section(module.Config, anchored(dict(data), settings.base_dir), f"meetings.{name}")
    try:
        members: Sequence[Member] = module.members(config)
    except ProviderError as error:
        if kept is None or kept.cursor.get("group") != group:
            raise UserError(f"meetings.{name}.group: its members cannot be read ({error.reason})") from error
        log("group not read", provider=f"meetings.{name}", error=error.reason)
        store.save_source_state(replace(kept, cursor={**kept.cursor, "tried": now.isoformat()}))
        return _kept(kept)
    if not members and kept is not None and _kept(kept):
        log("group suddenly empty: its known members stay", provider=f"meetings.{name}")
        store.save_source_state(replace(kept, cursor={**kept.cursor, "tried": now.isoformat()}))
        return _kept(kept)
    rows = [asdict(one) for one in members]
    store.save_source_state(SourceState(_name(name), {"group": str(group), "members": json.dumps(rows)}, now))
    return members


def _name(name: str) -> str:
    return f"directory.{name}"


def _is_fresh(state: SourceState | None, group: str, now: dt.datetime) -> bool:
    """Whether there is no need to ask: read within a day, or tried in vain a moment ago."""
    if state is None or state.cursor.get("group") != group or state.last_ok is None:
        return False
    tried = dt.datetime.fromisoformat(state.cursor.get("tried") or state.last_ok.isoformat())
    return abs(now - state.last_ok) < EVERY or abs(now - tried) < AGAIN


def _kept(state: SourceState) -> Sequence[Member]:
    return tuple(Member(**row) for row in json.loads(state.cursor.get("members", "[]")))
