"""What of the customer data an account manager may see, settled before anything is matched, written or compared.

Asked for each meeting's customers alone, once for a meeting and account manager in a batch. What the CRM cannot tell at
the moment is as it was told last; what it has not told then either is hidden, and the brief says so.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kambrief.core.customer import TABLES, CrmData, Gap
from kambrief.core.model import AccountManager, Meeting, Scope
from kambrief.core.rights import Hidden, counted, names_of, outside, together, without
from kambrief.errors import ProviderError
from kambrief.pipeline.customers import Customers, Known
from kambrief.ports import Health, Rights, Teams

KEPT = 500
"""Answers of the CRM that are remembered: one a meeting's customers and account manager."""


@dataclass(frozen=True, slots=True)
class Seen(Known):
    """What one account manager may see: it is not looked at again."""

    hidden: Hidden = field(default_factory=dict)
    """What they may not: should they see it later, it was not new then."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the CRM said of one account manager and some customers."""

    of: tuple[int, dt.datetime | None]
    """Which data it was asked of."""
    visible: Hidden | None
    """Table → ids it shows them; None where it does not know this person."""

    def hidden(self, data: CrmData) -> Hidden | None:
        """Everything else: a record that came later has not been told of."""
        if self.visible is None:
            return None
        return {table: _ids(data, table) - self.visible.get(table, frozenset()) for table in TABLES}


@dataclass(frozen=True, slots=True)
class Seeing:
    """Cuts what is known to what a reader may see."""

    customers: Customers
    log: Callable[..., object]
    _kept: "OrderedDict[tuple[str, frozenset[str]], _Told]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def seen_by(self, known: Known, meeting: Meeting, manager: AccountManager) -> Known:
        """The same, cut to this meeting's customers and to what the manager may see of them. Never raises."""
        if isinstance(known, Seen) or not known.data.accounts or self.sees_all(manager):
            return known
        concerned = self.customers.match(meeting, known).concerned
        return self.seen_of(known, concerned, manager) if concerned else known

    def seen_of(self, known: Known, concerned: frozenset[str], manager: AccountManager) -> Known:
        """The same of these accounts, whatever meeting they are in. Never raises."""
        if self.sees_all(manager):
            return known
        rights = self._rights()
        data = known.data.only(concerned)
        told, current = self._told(rights, manager, known, data, concerned) if rights else (None, True)
        by_owner = outside(data, manager.crm_scope, names_of(manager), self._team(manager))
        seen = without(data, together(told or {}, by_owner))
        gaps = known.gaps
        if lost := counted(data, seen):
            why = [f"the CRM does not show them to {manager.email}"] if told and any(told.values()) else []
            why += [f"crm_scope = {manager.crm_scope}"] if by_owner else []
            gap = Gap("gap_hidden" if current else "gap_rights_unknown", detail=f"{lost}: {' and '.join(why)}")
            gaps = (*gaps, gap)
        left_out = {table: _ids(data, table) - _ids(seen, table) for table in TABLES}
        gone = left_out["accounts"] | left_out["contacts"]
        corrections = tuple(one for one in known.corrections if not {one.account_id, one.contact_id} & gone)
        # A group's sums hold those of its hidden companies: then nothing is compared.
        compared = None if left_out["accounts"] else known.compared
        return Seen(seen, gaps, known.current and current, corrections, known.ages, compared, left_out)

    def sees_all(self, manager: AccountManager) -> bool:
        """Whether nothing is hidden from this account manager."""
        return self._rights() is None and manager.crm_scope is Scope.ALL

    def check(self, managers: Sequence[AccountManager]) -> Sequence[Health]:
        """Which rule holds for whom."""
        crm = self.customers.crm
        if crm is None:
            return []
        found: dict[tuple[bool, str, str], list[str]] = {}
        for manager in managers:
            found.setdefault(self._rule(manager), []).append(manager.email)
        return [
            Health(f"{crm.name}/rights", ok, f"{', '.join(emails)}: {said}", advice)
            for (ok, said, advice), emails in found.items()
        ]

    def _rule(self, manager: AccountManager) -> tuple[bool, str, str]:
        name, rights = self.customers.crm.name if self.customers.crm else "", self._rights()
        scope = f"{manager.crm_scope}, as configured"
        ok, advice = True, ""
        if manager.crm_scope is Scope.TEAM and not self._teams():
            ok, advice = False, f'{name} tells no teams, so that only what they own is seen: say crm_scope = "own"'
        if rights is None:
            return ok, f"{scope}: {name} does not tell rights", advice
        try:
            told = rights.hidden(manager, CrmData())
        except ProviderError as error:
            return False, f"nothing new is seen: {error.reason}", f"Let the connection to {name} read its users."
        if told is None:
            return ok, f"{scope}: {name} knows no such user", advice
        narrowed = "" if manager.crm_scope is Scope.ALL else f", of it {scope}"
        return ok, f"sees what {name} shows them{narrowed}", advice

    def _told(
        self, rights: Rights, manager: AccountManager, known: Known, data: CrmData, concerned: frozenset[str]
    ) -> tuple[Hidden | None, bool]:
        """What the CRM hides, and whether it could be asked."""
        key, of = (manager.email, concerned), (id(known.data), known.data.fetched_at)
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept.of == of:
            return kept.hidden(data), True
        try:
            hidden = rights.hidden(manager, data)
        except Exception as error:  # noqa: BLE001 whatever went wrong, nothing may be shown that was not told
            said = error.reason if isinstance(error, ProviderError) else type(error).__name__
            self.log("rights not told", provider=rights.name, manager=manager.email, error=said)
            return (kept or _Told(of, {})).hidden(data), False
        visible = (
            None if hidden is None else {table: _ids(data, table) - hidden.get(table, frozenset()) for table in TABLES}
        )
        told = _Told(of, visible)
        with self._lock:
            self._kept[key] = told
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return told.hidden(data), True

    def _team(self, manager: AccountManager) -> frozenset[str]:
        """Empty also where it cannot be told: then only what they own is seen."""
        teams = self._teams()
        if teams is None or manager.crm_scope is not Scope.TEAM:
            return frozenset()
        try:
            return teams.team(manager)
        except Exception as error:  # noqa: BLE001 as for rights
            said = error.reason if isinstance(error, ProviderError) else type(error).__name__
            self.log("team not told", provider=teams.name, manager=manager.email, error=said)
            return frozenset()

    def _rights(self) -> Rights | None:
        told: object = self.customers.crm
        return told if isinstance(told, Rights) else None

    def _teams(self) -> Teams | None:
        told: object = self.customers.crm
        return told if isinstance(told, Teams) else None


def _ids(data: CrmData, table: str) -> frozenset[str]:
    rows: Iterable[object] = getattr(data, table)
    return frozenset(str(one) for row in rows if (one := getattr(row, "id", None)))
