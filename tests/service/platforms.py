"""Zoom and Microsoft 365 side by side, with calls that stand in one, the other or both, and what is true of them."""

import datetime as dt
import json
import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.model import AccountManager, Meeting
from kambrief.core.work import Hint
from kambrief.providers import graph_hooks, zoom_hooks
from kambrief.providers.http import Policy
from kambrief.providers.meetings import teams, zoom
from kambrief.settings import section
from tests.parts.fake_graph import FakeGraph
from tests.parts.fake_zoom import FakeZoom
from tests.providers.collected import HOUR, NOW, Clock, Collected

DAY = 24 * HOUR
HOOK_SECRET = "a-long-random-text-of-our-own"
PATIENT = Policy(concurrent=8, concurrent_per_key=3, timeout=0.6, patience=2.5, first_pause=0.02, failures=1000)
"""Impatient with a slow answer, and never tired of asking: the storm is random, not an outage."""


@dataclass
class Call:
    """What is true of one call. ``event`` and ``number`` are its names in Outlook and in Zoom; one may be missing."""

    title: str
    manager: str
    customer: str
    start: dt.datetime
    event: str = ""
    number: int = 0
    off: bool = False
    copied_to: dict[str, str] = field(default_factory=dict)


@dataclass
class Tenant:
    """Both platforms, the account managers in them, and every call there is."""

    zoom: FakeZoom
    graph: FakeGraph
    clock: Clock
    managers: Sequence[AccountManager]
    calls: list[Call] = field(default_factory=list)
    _seen: list[int] = field(default_factory=lambda: [0, 0])

    def both(self, title: str, manager: str, customer: str, start: dt.datetime) -> Call:
        """Scheduled in Zoom, invited from Outlook with Zoom's link."""
        number = self.zoom.schedule(manager, title, start, 30)
        link = self.zoom.meetings[number]
        event = self._event(title, manager, customer, start, teams=False, location=_link(link))
        return self._kept(Call(title, manager, customer, start, event, number))

    def outlook(self, title: str, manager: str, customer: str, start: dt.datetime) -> Call:
        """A Teams call."""
        return self._kept(Call(title, manager, customer, start, self._event(title, manager, customer, start)))

    def zoom_only(self, title: str, manager: str, customer: str, start: dt.datetime) -> Call:
        """Scheduled in Zoom with its own invitations."""
        number = self.zoom.schedule(manager, title, start, 30, invitees=[f"buyer@{customer}.example"])
        return self._kept(Call(title, manager, customer, start, "", number))

    def _kept(self, call: Call) -> Call:
        self.calls.append(call)
        return call

    def _event(self, title: str, manager: str, customer: str, start: dt.datetime, **more: Any) -> str:
        guest = (f"buyer@{customer}.example", f"Buyer of {customer}", "accepted", "required")
        options = {"organizer": (manager, ""), "attendees": [guest], "minutes": 30, **more}
        return str(self.graph.put_event(manager, subject=title, start=start, **options))

    # What happens to a call, in every place where it stands.

    def move(self, call: Call, start: dt.datetime) -> None:
        call.start = start
        if call.event:
            self.graph.move(call.manager, call.event, start)
            for mailbox, event in call.copied_to.items():
                self.graph.move(mailbox, event, start)
        if call.number:
            self.zoom.move(call.number, start)

    def cancel(self, call: Call) -> None:
        call.off = True
        if call.event:
            self.graph.remove(call.manager, call.event)
            for mailbox, event in call.copied_to.items():
                self.graph.cancel(mailbox, event)
        if call.number:
            self.zoom.cancel(call.number)

    def copy(self, call: Call, mailbox: str) -> None:
        if call.event and mailbox != call.manager and mailbox not in call.copied_to:
            call.copied_to[mailbox] = self.graph.copy_event(call.event, call.manager, mailbox)

    def told(self) -> list[Hint]:
        """What both platforms would have posted since the last time, as their hooks read it."""
        posted = self.zoom.webhooks_since(self._seen[0])
        notified = self.graph.notifications_since(self._seen[1])
        self._seen = [self._seen[0] + len(posted), self._seen[1] + len(notified)]
        found = [hint for event in posted for hint in zoom_hooks.hints(event, "0", self.clock.now)]
        for body in notified:
            rows = graph_hooks.notifications(json.dumps(body).encode()) or ()
            found += graph_hooks.hints(rows, HOOK_SECRET, self.clock.now)[0]
        return found

    def expected(self) -> list[tuple[str, dt.datetime, str]]:
        """Title, start and customer of every call that is on and lies ahead."""
        return sorted(
            (one.title, one.start, one.customer) for one in self.calls if not one.off and one.start > self.clock.now
        )


def _link(meeting: Any) -> str:
    from tests.parts.fake_zoom_model import join_url

    return str(join_url(meeting))


def known(office: Collected, now: dt.datetime) -> list[tuple[str, dt.datetime, str]]:
    """The same, as Kambrief knows it: a customer is the domain of the guests, more than one would show."""
    return sorted((one.title, one.start, " and ".join(sorted(_customers(one)))) for one in office.coming(now, 85))


def _customers(meeting: Meeting) -> set[str]:
    domains = {person.email.rpartition("@")[2] for person in meeting.attendees}
    return {domain.partition(".")[0] for domain in domains if domain and domain != "kuura.example"}


def managers(count: int) -> list[AccountManager]:
    return [AccountManager(f"am{number:03}@kuura.example", f"Account Manager {number}") for number in range(count)]


@contextmanager
def tenant(corpora: Path, people: Sequence[AccountManager], *, validate: bool) -> Iterator[Tenant]:
    clock = Clock()
    with (
        FakeZoom(corpora / "contracts" / "zoom", clock=clock, validate=validate) as one,
        FakeGraph(corpora / "contracts" / "graph" / "graph.openapi.json", clock=clock, validate=validate) as other,
    ):
        for person in people:
            one.user(person.email, name=person.name)
            other.user(person.email, name=person.name)
        other.retry_after = "0.02"
        yield Tenant(one, other, clock, people)


@contextmanager
def office(there: Tenant, *, policy: Policy = PATIENT, hooks: str = "") -> Iterator[Collected]:
    """Kambrief's side: both providers, and a store."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZOOM_SECRET", there.zoom.client_secret)
        patch.setenv("GRAPH_SECRET", there.graph.client_secret)
        patch.setenv("HOOK_SECRET", HOOK_SECRET)
        made = (
            zoom.Provider(zoom_config(there), there.managers, Path(), policy=policy, clock=there.clock),
            teams.Provider(teams_config(there, hooks), there.managers, Path(), policy=policy, clock=there.clock),
        )
        for provider in made:
            stack.callback(provider.close)
        yield Collected(made)


def zoom_config(there: Tenant) -> zoom.Config:
    data = {
        "account_id": there.zoom.account_id, "client_id": there.zoom.client_id, "client_secret_env": "ZOOM_SECRET",
        "base_url": there.zoom.base_url, "oauth_url": there.zoom.oauth_url,
    }  # fmt: skip
    return section(zoom.Config, data, "meetings.zoom")


def teams_config(there: Tenant, hooks: str = "") -> teams.Config:
    data = {
        "tenant": there.graph.tenant, "client_id": there.graph.client_id, "client_secret_env": "GRAPH_SECRET",
        "base_url": there.graph.base_url, "login_url": there.graph.login_url,
        "scope": "https://graph.microsoft.com/.default",
        **({"webhook_url": hooks, "webhook_secret_env": "HOOK_SECRET"} if hooks else {}),
    }  # fmt: skip
    return section(teams.Config, data, "meetings.teams")


def something(there: Tenant, rng: random.Random, number: int) -> None:  # noqa: C901 a list of cases
    """One thing that happens in one of the calendars."""
    start = NOW + DAY + 0.5 * HOUR * rng.randint(0, 48 * 60)
    manager = rng.choice(there.managers).email
    live = [one for one in there.calls if not one.off]
    kinds = ["both", "outlook", "zoom", "move", "move", "cancel", "copy", "rename"]
    kind = rng.choice(kinds) if len(live) > len(there.managers) else rng.choice(kinds[:3])
    title, customer = f"Palaveri {number}", f"asiakas{rng.randint(0, 30)}"
    if kind == "both":
        there.both(title, manager, customer, start)
    elif kind == "outlook":
        there.outlook(title, manager, customer, start)
    elif kind == "zoom":
        there.zoom_only(title, manager, customer, start)
    elif kind == "move":
        there.move(rng.choice(live), start)
    elif kind == "copy":
        there.copy(rng.choice(live), manager)
    elif kind == "rename":
        call = rng.choice(live)
        call.title = f"Uusi nimi {number}"
        if call.event:
            there.graph.change(call.manager, call.event, subject=call.title)
            for mailbox, event in call.copied_to.items():
                there.graph.change(mailbox, event, subject=call.title)
        if call.number:
            there.zoom.update(call.number, topic=call.title)
    elif kind == "cancel":
        there.cancel(rng.choice(live))
