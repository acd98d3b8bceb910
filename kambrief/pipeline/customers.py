"""What the CRM knows of the people in these meetings: one lookup for all, the last known data when it is down.

A CRM that tells what has changed is hardly asked at all: `pipeline.keeping`.
"""

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core.calendar_read import unread_since
from kambrief.core.customer import CrmData, Gap
from kambrief.core.eligibility import people
from kambrief.core.match import Matched, Wanted, match, wanted
from kambrief.core.model import Attendee, Meeting
from kambrief.core.work import Correction, SourceState
from kambrief.errors import ProviderError, SuddenlyEmptyError
from kambrief.pipeline.comparing import Compared, Comparing
from kambrief.pipeline.keeping import Keeping, newest_of_each, together
from kambrief.ports import Crm, Store

KEEP = dt.timedelta(days=30)
"""How long a group's last known data outlive its last meeting in the horizon, unless told otherwise."""
AT_ONCE = 500
"""Meetings whose people are looked up together ahead of their briefs."""


@dataclass(frozen=True, slots=True)
class Known:
    """Customer data for a pass. ``current`` False: they come from before, or there are none."""

    data: CrmData
    gaps: tuple[Gap, ...] = ()
    current: bool = True
    corrections: tuple[Correction, ...] = ()
    ages: Mapping[str, dt.datetime] = field(default_factory=dict)
    """Not current: when each account's data were read."""
    compared: Compared | None = None
    """How all customers compare, where a source tells."""


def age_gap(key: str, fetched_at: dt.datetime, now: dt.datetime) -> Gap:
    """A gap that tells an age: in hours up to two days, then in days. The unit is a phrase of its own."""
    hours = max(1, round((now - fetched_at).total_seconds() / 3600))
    return (
        Gap(f"{key}_hours", {"count": str(hours)}) if hours <= 48 else Gap(f"{key}_days", {"count": str(hours // 24)})
    )


@dataclass(frozen=True, slots=True)
class Customers:
    """The CRM behind one question: who these people are and what happened so far."""

    crm: Crm | None
    store: Store
    own_domains: tuple[str, ...]
    own_addresses: tuple[str, ...]
    log: Callable[..., object]
    comparing: Comparing | None = None
    zone: str = "UTC"
    """Where our company's months begin."""
    keep: dt.timedelta = KEEP
    keeping: Keeping | None = None
    """Where the CRM tells changes."""

    def begin(self) -> None:
        """A pass begins: what has changed in the CRM is asked before anything kept is used."""
        if self.keeping is not None:
            self.keeping.begin()
        if self.comparing is not None:
            self.comparing.begin()

    def ahead(self, meetings: Sequence[Meeting], now: dt.datetime) -> None:
        """Read what is not known yet of all who come to these, the soonest first. Never raises; does nothing for a CRM
        that cannot tell what has changed.
        """
        if self.keeping is None:
            return
        corrections = tuple(self.store.corrections())
        soonest = sorted(meetings, key=lambda meeting: (meeting.start, meeting.id))
        try:
            for first in range(0, len(soonest), AT_ONCE):
                some = soonest[first : first + AT_ONCE]
                attendees = [attendee for meeting in some for attendee in people(meeting)]
                self.keeping.ahead(wanted(attendees, corrections, self.own_domains), now)
        except Exception as error:  # noqa: BLE001 what is not read ahead is read when it is needed
            self._failed(error)

    def fetch(self, meetings: Sequence[Meeting], now: dt.datetime) -> Known:
        """What is known of the customers in these meetings, and how they compare with all others."""
        known = self._fetch(meetings, now)
        if self.comparing is None or not known.data.accounts:
            return known
        today = now.astimezone(zoneinfo.ZoneInfo(self.zone)).date()
        return dataclasses.replace(known, compared=self.comparing.compare(now, today))

    def _fetch(self, meetings: Sequence[Meeting], now: dt.datetime) -> Known:
        """Everything about the accounts in these meetings, in two calls however many there are. Never raises for a CRM
        that fails: then the last known data with their age, or a named gap.
        """
        corrections = tuple(self.store.corrections())
        if self.crm is None:
            return Known(CrmData(), (Gap("gap_no_crm"),), corrections=corrections)
        attendees = [attendee for meeting in meetings for attendee in people(meeting)]
        wish = wanted(attendees, corrections, self.own_domains)
        try:
            data = self._ask(self.crm, wish, attendees, corrections, now)
        except Exception as error:  # noqa: BLE001 a provider's bug is no reason to be without a brief
            self._failed(error)
            return self.last_known(self.crm, corrections)
        self._remember(SourceState(self.crm.name, last_ok=now, problems=(*data.unreached, *data.problems)[:50]))
        return Known(data, self._gaps(data), corrections=corrections)

    def names(self) -> Mapping[str, str]:
        """What all customers are called of whom something is kept, by account id: also those that nobody asked for."""
        return self.store.account_names(self.crm.name) if self.crm is not None else {}

    def match(self, meeting: Meeting, known: Known) -> Matched:
        """Who the external attendees of one meeting are."""
        return match(people(meeting), known.data, known.corrections, self.own_domains, own_addresses=self.own_addresses)

    def _ask(
        self, crm: Crm, wish: Wanted, attendees: Sequence[Attendee], corrections: Sequence[Correction], now: dt.datetime
    ) -> CrmData:
        if self.keeping is not None and (known := self.keeping.data(wish, now)) is not None:
            return self._concerned(known, attendees, corrections)
        found = crm.find(wish.emails, wish.domains, wish.ids)
        joined = match(attendees, found, corrections, self.own_domains, own_addresses=self.own_addresses)
        if not joined.roots:
            self._expect_somebody(crm, attendees, corrections)
        ids = joined.concerned
        data = crm.histories(ids) if ids else dataclasses.replace(found, missing=found.missing)
        data = dataclasses.replace(data, fetched_at=now, provider=data.provider or crm.name)
        for root in joined.roots:
            self.store.save_snapshot(crm.name, root, data.only(joined.group_of(root)))
        self.store.purge_snapshots(crm.name, frozenset(joined.roots), now - self.keep)
        return data

    def _concerned(
        self, known: CrmData, attendees: Sequence[Attendee], corrections: Sequence[Correction]
    ) -> CrmData:  # fmt: skip
        """What `histories` would have told; where it would not have been asked, what `find` did."""
        joined = match(attendees, known, corrections, self.own_domains, own_addresses=self.own_addresses)
        if joined.concerned:
            return known.only(joined.concerned)
        return dataclasses.replace(known.only(frozenset()), accounts=known.accounts, contacts=known.contacts)

    def _expect_somebody(self, crm: Crm, attendees: Sequence[Attendee], corrections: Sequence[Correction]) -> None:
        """A CRM that knew these people yesterday and nobody today has a fault; believing it would blank the brief."""
        kept = self.store.snapshots(crm.name)
        if (
            kept
            and match(
                attendees,
                together(newest_of_each(kept)),
                corrections,
                self.own_domains,
                own_addresses=self.own_addresses,
            ).roots
        ):
            raise SuddenlyEmptyError(crm.name, "knows none of the attendees any more, although it did before")

    def last_known(self, crm: Crm, corrections: tuple[Correction, ...]) -> Known:
        """What is kept of the customers met lately, with its ages; a named gap when nothing is."""
        kept = newest_of_each(self.keeping.last_known() if self.keeping else self.store.snapshots(crm.name))
        if not kept:
            return Known(CrmData(), (Gap("gap_crm_gone"),), current=False, corrections=corrections)
        ages = {account.id: one.fetched_at for one in kept if one.fetched_at for account in one.accounts}
        return Known(together(kept), current=False, corrections=corrections, ages=ages)

    def calendar_gap(self, meeting: Meeting, now: dt.datetime) -> tuple[Gap, ...]:
        """That none of the calendars in which a meeting stands could be read for a while, if so."""
        names = frozenset(f"{source.provider}/{source.calendar}" for source in meeting.sources)
        since = unread_since(meeting, self.store.source_states(names), now)
        return (age_gap("gap_calendar", since, now),) if since else ()

    def _gaps(self, data: CrmData) -> tuple[Gap, ...]:
        rows = Gap("gap_rows", {"count": str(len(data.problems))}, "; ".join(data.problems[:5]))
        source = Gap("gap_source_down", detail="; ".join(data.unreached))
        return (*((rows,) if data.problems else ()), *((source,) if data.unreached else ()))

    def _failed(self, error: Exception) -> None:
        name = self.crm.name if self.crm else ""
        if isinstance(error, ProviderError):
            self.log("crm not reached", provider=name, error=error.reason)
            self._remember(SourceState(name, last_error=error.reason))
        else:
            self.log("crm provider failed", provider=name, error=type(error).__name__, exc_info=error)
            self._remember(SourceState(name, last_error=type(error).__name__))

    def _remember(self, state: SourceState) -> None:
        before = self.store.source_states().get(state.name)
        if before and state.last_ok is None:
            state = dataclasses.replace(state, last_ok=before.last_ok)
        self.store.save_source_state(state)
