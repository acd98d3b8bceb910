"""An app on fakes for the customers' pages: a CRM in memory, calendars as lists, two account managers."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from kambrief.app import App
from kambrief.core.customer import Account, Contact, CrmData, Role
from kambrief.core.insight.figures import AccountFigures
from kambrief.core.insight.money import Rates, sums_of
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.windows import Windows, windows
from kambrief.core.model import AccountManager, Occurrence
from kambrief.pipeline.comparing import Comparing
from kambrief.pipeline.seeing import Seeing
from kambrief.ports import Crm, Figures
from kambrief.settings import given
from tests.builders import ELINA, OTTO, World, at
from tests.fakes import FakeCrm

NOW = at("5.10. 12.00")
VESALA = Account("V1", "Vesala Kemi Oy", domains=("vesala.example",), owner="Otto Salmi", country="FI")
VESALA_SE = Account("V2", "Vesala Kemi Sverige AB", parent_id="V1", domains=("vesala.example",), owner="Otto Salmi")
TUULI = Contact("T1", "V1", "Tuuli", "Harju", email="tuuli@vesala.example", role=Role.SPONSOR, title="toimitusjohtaja")


class TellingCrm(FakeCrm):
    """One that also tells everybody's sums."""

    def figures(self, months: Windows, cursor: object, now: dt.datetime) -> Figures:
        """See `ports.Portfolios`."""
        del cursor, now
        self._ask("figures")
        return Figures(self.data.accounts, sums_of(self.data.orders, months))


def shop(
    data: CrmData, *occurrences: Occurrence, managers: Sequence[AccountManager] = (ELINA, OTTO), crm: Crm | None = None
) -> tuple[App, FakeCrm]:
    """The app, its calendars read once, and the CRM behind it."""
    found = crm or TellingCrm(data)
    world = World(*occurrences, crm=found, managers=managers, now="5.10. 11.00")
    log = world.before.customers.log
    source = found if isinstance(found, TellingCrm) else None
    comparing = Comparing(source, world.store, Rates(), Thresholds(), None, log)
    customers = dataclasses.replace(world.before.customers, comparing=comparing, zone="Europe/Helsinki")
    before = dataclasses.replace(world.before, customers=customers, seeing=Seeing(customers, log))
    before.run(at("5.10. 11.00"), collect_now=True)
    app = App(given({}), world.store, before, world.managers, [world.calendar], found, world.mail, None)
    assert isinstance(found, FakeCrm)
    found.calls.clear()
    return app, found


def keep_figures(app: App, crm: FakeCrm, now: dt.datetime) -> None:
    """As a pass does: everybody's sums."""
    months = windows(now.date())
    sums = sums_of(crm.data.orders, months)
    rows = [AccountFigures(one, tuple(row for row in sums if row.account_id == one.id)) for one in crm.data.accounts]
    app.store.save_figures(crm.name, rows, None)


def euros(amount: int) -> Decimal:
    """Whole euros."""
    return Decimal(amount)
