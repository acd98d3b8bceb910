"""A scenario's brief out of any CRM, to be laid beside the one out of files."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kambrief.core.customer import CrmData
from kambrief.core.groups import find_in
from kambrief.core.insight.money import sums_of
from kambrief.core.insight.windows import Windows
from kambrief.evaluation.play import staged
from kambrief.evaluation.scenario import Scenario, load
from kambrief.pipeline.comparing import source_of
from kambrief.pipeline.writing import Written
from kambrief.ports import Crm, Figures, Health

SCENARIOS = ("fi_renewal_at_risk", "en_global_gam")


def scenario(folder: Path, name: str) -> Scenario:
    """One of the sample scenarios."""
    return load(folder / name)


def everything(one: Scenario) -> CrmData:
    """All that the scenario's files hold, as the product reads them."""
    with staged(one) as app:
        assert app.crm is not None
        ids = frozenset(row["id"] for row in one.raw.tables["accounts"])
        return app.crm.histories(ids)


@dataclass
class Held:
    """Data in memory under a CRM's name."""

    data: CrmData
    name: str

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        return find_in(self.data, emails, domains, ids)

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        return self.data.only(account_ids)

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        del cursor, now
        return Figures(self.data.accounts, sums_of(self.data.orders, months))

    def check(self, now: dt.datetime) -> Sequence[Health]:
        del now
        return ()


class _Dated:
    """Another CRM, its answers dated at the scenario's moment and without links, which are each vendor's own."""

    def __init__(self, crm: Crm, at: dt.datetime) -> None:
        self.crm, self.at, self.name = crm, at, crm.name

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        return self._dated(self.crm.find(emails, domains, ids))

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        return self._dated(self.crm.histories(account_ids))

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        source = source_of(self.crm)
        return source.figures(months, cursor, now) if source else Figures()

    def check(self, now: dt.datetime) -> Sequence[Health]:
        return self.crm.check(now)

    def _dated(self, data: CrmData) -> CrmData:
        return dataclasses.replace(data, as_of=self.at, link_template="", provider=self.name)


def brief_out_of(one: Scenario, crm: Crm) -> Written:
    """The scenario's brief, its customers known from ``crm`` (under the scenario's own ids)."""
    with staged(one) as app:
        asked, known = _Dated(crm, one.as_of), app.before.customers
        assert known.comparing is not None
        customers = dataclasses.replace(known, crm=asked, comparing=dataclasses.replace(known.comparing, source=asked))
        before = dataclasses.replace(app.before, customers=customers)
        before.collect(one.as_of)
        meeting = app.find_meeting("next", one.as_of)
        past = app.store.meetings(one.as_of - dt.timedelta(days=180), one.as_of)
        return before.compose(meeting, app.readers(meeting)[0], customers.fetch([meeting], one.as_of), past, one.as_of)
