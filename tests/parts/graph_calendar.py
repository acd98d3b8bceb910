"""Reading the calendars of the fake Graph: the view, single events, instances, and the rounds of the delta query."""

import base64
import copy
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.parts.graph_core import Answer, Call, Json, RefusedError, World, filtered, link, moment, paged, selected, utc
from tests.parts.graph_events import Event, Events, Mailbox
from tests.parts.graph_rows import full_row, sparse_row, varied

_NO_SELECT = {"createddatetime", "lastmodifieddatetime"}
_NOT_IN_DELTA = ("$select", "$filter", "$orderby", "$expand", "$search", "$top")


@dataclass(frozen=True)
class _Round:
    """Where a delta link leads. It never changes, so that a link may be followed again."""

    mailbox: str
    start: dt.datetime
    end: dt.datetime
    since: int = -1
    """The last change the client has been told of, none at first; the next round goes on from `until`."""
    until: int = 0
    items: tuple[Event | str, ...] | None = None
    """What is still to be told, an id standing for something removed; None: the round has not begun."""
    hollow: bool = False
    """The next page is empty, and yet not the last."""


class Calendar:
    def __init__(self, world: World, events: Events) -> None:
        self._world, self._events = world, events
        self._rounds: dict[str, _Round] = {}
        self._expired: dict[str, tuple[_Round, str]] = {}
        self.empty_pages = True
        """Each second round with anything to tell begins with an empty page."""
        self.masters_in_delta = True
        """Without it the master's row has to be fetched, as it has to in some later rounds of the real service."""
        self.vary_casing = True

    def expire_delta(self, mailbox: str, code: str = "SyncStateNotFound") -> None:
        """All delta and next links of the mailbox are answered with 410."""
        with self._world.lock:
            box = self._events.mailbox(mailbox)
            for token in [token for token, one in self._rounds.items() if one.mailbox == box.user.id]:
                self._expired[token] = (self._rounds.pop(token), code)

    # Routes.

    def list_calendars(self, call: Call, user: str) -> Answer:
        box = self._events.mailbox(user)
        row = {
            "id": f"AAMkALgCalendar{box.user.id[:8]}AAA=",
            "name": "Kalenteri" if box.user.language == "fi-FI" else "Calendar",
            "isDefaultCalendar": True,
            "canEdit": True,
            "owner": {"name": box.user.name, "address": box.user.email},
            "allowedOnlineMeetingProviders": ["teamsForBusiness"],
            "defaultOnlineMeetingProvider": "teamsForBusiness",
        }
        return Answer(data=paged(call, selected([row], call.value("$select")), self._world.base_url))

    def view(self, call: Call, user: str) -> Answer:
        box = self._events.mailbox(user)
        start, end = self._window(call)
        if {name.strip().lower() for name in (call.value("$select") or "").split(",")} & _NO_SELECT:
            raise RefusedError(
                400, "ErrorInvalidProperty", "createdDateTime and lastModifiedDateTime are not selected."
            )
        found = [one for one in box.events.values() if one.kind != "seriesMaster" and one.overlaps(start, end)]
        return self._rows(call, box, found)

    def instances(self, call: Call, user: str, event: str) -> Answer:
        box = self._events.mailbox(user)
        start, end = self._window(call)
        master = box.need(event)
        if master.kind != "seriesMaster":
            raise RefusedError(400, "ErrorInvalidRequest", "Your request can't be completed: not a series master.")
        return self._rows(call, box, [one for one in box.instances(event) if one.overlaps(start, end)])

    def get_event(self, call: Call, user: str, event: str) -> Answer:
        box = self._events.mailbox(user)
        row = full_row(box.whole(box.need(event)), box.user, call)
        [row] = selected([row], call.value("$select"))
        context = f"{self._world.base_url}/$metadata#users('{box.user.id}')/events/$entity"
        return self._answer(call, {"@odata.context": context, **row})

    def delta(self, call: Call, user: str) -> Answer:
        box = self._events.mailbox(user)
        refused = [name for name in _NOT_IN_DELTA if call.value(name) is not None]
        if refused:
            words = f"The following parameters are not supported with change tracking: '{refused[0]}'."
            raise RefusedError(400, "ErrorInvalidUrlQuery", words)
        token = call.value("$skiptoken") or call.value("$deltatoken")
        if token is None:
            start, end = self._window(call)
            now = _Round(box.user.id, start, end)
        else:
            now = self._known(token, box, call)
        if now.items is None:
            items = self._first(box, now) if now.since < 0 else self._later(box, now)
            hollow = self.empty_pages and bool(items) and self._world.count("rounds") % 2 == 0
            now = replace(now, items=tuple(items), until=self._events.sequence, hollow=hollow)
        return self._page(call, box, now)

    # Inside.

    def _window(self, call: Call) -> tuple[dt.datetime, dt.datetime]:
        for name in ("startDateTime", "endDateTime"):
            if not call.value(name):
                words = (
                    f"This request requires a time window specified by the query string parameters: {name} is missing."
                )
                raise RefusedError(400, "ErrorInvalidRequest", words)
        start, end = (moment(call.value(name), name) for name in ("startDateTime", "endDateTime"))
        if end < start:
            raise RefusedError(400, "ErrorInvalidParameter", "The end of the window lies before its start.")
        return start, end

    def _known(self, token: str, box: Mailbox, call: Call) -> _Round:
        if token in self._expired:
            old, code = self._expired[token]
            window = [("startDateTime", utc(old.start)), ("endDateTime", utc(old.end))]
            fresh = link(self._world.base_url, call.path, window)
            raise RefusedError(410, code, "The sync state generation is not found.", {"Location": fresh})
        found = self._rounds.get(token)
        if found is None or found.mailbox != box.user.id:
            raise RefusedError(400, "BadRequest", "Badly formed token.")
        return found

    def _first(self, box: Mailbox, now: _Round) -> list[Event | str]:
        return self._told(box, now, list(box.events))

    def _later(self, box: Mailbox, now: _Round) -> list[Event | str]:
        changed = [key for key, number in box.changed.items() if number > now.since]
        inside = self._told(box, now, [key for key in changed if key in box.events])
        known = {one.id for one in inside if isinstance(one, Event)}
        # What lies outside the window is told as removed too, whether the client ever knew of it or not.
        gone = [key for key in changed if key not in known and not self._is_hidden(box, key)]
        return [*inside, *gone]

    def _is_hidden(self, box: Mailbox, key: str) -> bool:
        return not self.masters_in_delta and key in box.events and box.events[key].kind == "seriesMaster"

    def _told(self, box: Mailbox, now: _Round, keys: Sequence[str]) -> list[Event | str]:
        """Copies of what is in the window: a round tells how things stood when it began.

        By id, so that a master may come before or after its occurrences.
        """
        found: list[Event | str] = []
        for key in sorted(keys):
            event = box.events[key]
            if event.kind == "seriesMaster":
                within = any(one.overlaps(now.start, now.end) for one in box.instances(key)) and self.masters_in_delta
            else:
                within = event.overlaps(now.start, now.end)
            if within:
                found.append(copy.copy(event))
        return found

    def _page(self, call: Call, box: Mailbox, now: _Round) -> Answer:
        items = now.items or ()
        # The size is asked for anew with each page.
        size = max(1, int(call.prefer.get("odata.maxpagesize", "10") or 10))
        told = () if now.hollow else items[:size]
        rest = items[len(told) :]
        rows: list[Json] = []
        for one in told:
            if isinstance(one, str):
                rows.append({"@removed": {"reason": "deleted"}, "id": one})
            elif one.kind == "occurrence":
                rows.append(sparse_row(one, call))
            else:
                rows.append({"@odata.type": "#microsoft.graph.event", **full_row(one, box.user, call)})
        page: Json = {"@odata.context": f"{self._world.base_url}/$metadata#Collection(event)", "value": rows}
        if rest:
            page["@odata.nextLink"] = self._link(call, "$skiptoken", replace(now, items=rest, hollow=False))
        else:
            after = _Round(now.mailbox, now.start, now.end, now.until)
            page["@odata.deltaLink"] = self._link(call, "$deltatoken", after)
        return self._answer(call, page)

    def _link(self, call: Call, name: str, state: _Round) -> str:
        number = self._world.count("link")
        # Signs that mean something in a query, so that only the link as it stands leads back here.
        token = base64.b64encode(hashlib.sha256(f"{state.mailbox} {number}".encode()).digest()).decode() + "+/=&x"
        self._rounds[token] = state
        return link(self._world.base_url, call.path, [(name, token)])

    def _rows(self, call: Call, box: Mailbox, events: Sequence[Event]) -> Answer:
        ordered = sorted(events, key=lambda one: (one.start, one.id))
        rows = [full_row(box.whole(one), box.user, call) for one in ordered]
        if "desc" in (call.value("$orderby") or ""):
            rows.reverse()
        page = paged(call, filtered(rows, call.value("$filter")), self._world.base_url)
        page["value"] = selected(page["value"], call.value("$select"))
        context = f"{self._world.base_url}/$metadata#users('{box.user.id}')/calendarView"
        return self._answer(call, {"@odata.context": context, **page})

    def _answer(self, call: Call, data: Json) -> Answer:
        heard = {"idtype", "outlook.timezone", "outlook.body-content-type", "odata.maxpagesize"}
        applied = [f'{name}="{value}"' for name, value in call.prefer.items() if name in heard]
        headers = {"Preference-Applied": ", ".join(applied)} if applied else {}
        return Answer(data=data, headers=headers, loose=self._loose if self.vary_casing else None)

    @staticmethod
    def _loose(data: Json) -> Json:
        if "value" in data:
            return {**data, "value": [varied(row) for row in data["value"]]}
        return varied(data)
