"""A CRM that tells who people are and what happened, and a BI beside it that tells figures: one source to the flow.

Each table comes from one of them. What the BI cannot tell at the moment is a named problem, no reason to do without the
CRM; the sums of its last reading are kept (`pipeline.comparing`).
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from kambrief.core.customer import CrmData
from kambrief.core.insight.windows import Windows
from kambrief.errors import ProviderError
from kambrief.ports import Crm, Figures, Health, Portfolios


class WithBi:
    """`kambrief.ports.Crm` and `kambrief.ports.Portfolios` of two sources. Account ids must be the same in both."""

    def __init__(self, crm: Crm, bi: Crm, tables: frozenset[str]) -> None:
        """``tables`` are taken from the BI. The CRM's name is the name of both: by its data a customer is known."""
        self.name = crm.name
        self.crm = crm
        self.bi = bi
        self.tables = tables

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        """See `kambrief.ports.Crm.find`: people are the CRM's business alone."""
        return self.crm.find(emails, domains, ids)

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """See `kambrief.ports.Crm.histories`."""
        known = self.crm.histories(account_ids)
        try:
            figures = self.bi.histories(account_ids)
        except ProviderError as error:
            return dataclasses.replace(known, problems=(*known.problems, f"{self.bi.name}: {error.reason}"))
        told = self.tables - set(figures.missing) - {"accounts", "contacts"}
        rows: dict[str, Any] = {table: getattr(figures, table) for table in told}
        return dataclasses.replace(
            known,
            **rows,
            missing=tuple(table for table in known.missing if table not in told),
            problems=(*known.problems, *figures.problems),
        )

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Both, but for tables that one lacks and the other is asked for."""
        return [
            *(row for row in self.crm.check(now) if row.lacks not in self.tables),
            *(row for row in self.bi.check(now) if not row.lacks or row.lacks in self.tables),
        ]

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        """See `kambrief.ports.Portfolios.figures`: the CRM's accounts with the BI's sums."""
        crm, bi = _of(self.crm), _of(self.bi)
        if crm is None or bi is None:
            only = crm or bi
            return only.figures(months, cursor, now) if only else Figures()
        mine, theirs = crm.figures(months, _part(cursor, "crm"), now), bi.figures(months, _part(cursor, "bi"), now)
        cursors = {**_named("crm", mine), **_named("bi", theirs)}
        counted = _added(mine.counted, theirs.counted)
        if mine.unchanged and theirs.unchanged:
            return Figures(unchanged=True, cursor=cursors, counted=counted)
        if not (mine.complete and theirs.complete) or mine.unchanged or theirs.unchanged:
            # Part of one and part of the other cannot be put together: both are read whole.
            mine, theirs = crm.figures(months, {}, now), bi.figures(months, {}, now)
            cursors = {**_named("crm", mine), **_named("bi", theirs)}
            counted = _added(counted, _added(mine.counted, theirs.counted))
        return Figures(accounts=mine.accounts, sums=theirs.sums, cursor=cursors, counted=counted)


def _of(source: Crm) -> Portfolios | None:
    told: object = source
    return told if isinstance(told, Portfolios) else None


def _part(cursor: Mapping[str, str], name: str) -> dict[str, str]:
    return {key.removeprefix(f"{name}."): value for key, value in cursor.items() if key.startswith(f"{name}.")}


def _named(name: str, read: Figures) -> dict[str, str]:
    return {f"{name}.{key}": value for key, value in read.cursor.items()}


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {key: one.get(key, 0) + other.get(key, 0) for key in {*one, *other}}
