"""Tryton as the CRM: read in batches over its REST interface, and written back to where a person approved it.

The models and fields that are read: `kambrief.providers.tryton_fields`. Rights are those of the key's user.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, Self

import httpx
from pydantic import Field, field_validator, model_validator

from kambrief.core.crm import Entry
from kambrief.core.customer import TABLES, CrmData
from kambrief.core.insight.windows import Windows
from kambrief.ports import Figures, Health
from kambrief.ports.crm import Changes, CrmField, Logged
from kambrief.providers.crm_mapping import mapping
from kambrief.providers.customers import known_slots
from kambrief.providers.http import Policy
from kambrief.providers.tryton import NAME, Tryton, TrytonSection
from kambrief.providers.tryton_base import Base, Reading, Told
from kambrief.providers.tryton_changes import Changed, Revenue
from kambrief.providers.tryton_check import Checker
from kambrief.providers.tryton_fields import FIELDS, INVOICES, SALES, VALUES
from kambrief.providers.tryton_history import History
from kambrief.providers.tryton_log import Writer
from kambrief.providers.tryton_people import People
from kambrief.settings import Zone


class Config(TrytonSection):
    """``[crm.tryton]``."""

    works_for: tuple[str, ...] = ()
    """Relation types (names, or ids) that lead from a person to the company they work for."""
    part_of: tuple[str, ...] = ()
    """Relation types that lead from a company to the one it belongs to."""
    orders_from: Literal["invoices", "sales"] = "invoices"
    order_category: str = Field(default="invoiced", min_length=1)
    """Of lines whose product has no category."""
    timezone: Zone = "Europe/Helsinki"
    """Of the days that moments fall on, and of the times in notes that are written."""
    link_template: str = Field(default="", pattern=r"^(https?://\S+)?$")

    @field_validator("link_template")
    @classmethod
    def _slots(cls, template: str) -> str:
        return known_slots(template)

    @model_validator(mode="after")
    def _own_models(self) -> Self:
        if strange := sorted({"accounts", "contacts", "activities", "orders"} & self.objects.keys()):
            raise ValueError(f"objects: {', '.join(strange)} are read from Tryton's own models; leave them out")
        return self


class Provider:
    """`kambrief.ports.Crm`, and `Portfolios`, `Changing`, `Fields` and `Log`. ``transport``, ``policy``: for tests."""

    name = NAME
    proven = "against a real Tryton 8.2 server with the modules named in the guide"
    not_held = "nothing is deleted, no party is created; what a single Tryton user may see is not known"

    def __init__(
        self, config: Config, base_dir: Path, *, transport: httpx.BaseTransport | None = None,
        policy: Policy | None = None,
    ) -> None:  # fmt: skip
        """The key's file starts at ``base_dir``. Nothing is asked yet."""
        files = {"key_file": base_dir / config.key_file} if config.key_file else {}
        self._config = config.model_copy(update=files)
        told = Told(
            config.timezone, config.objects, config.works_for, config.part_of,
            INVOICES if config.orders_from == "invoices" else SALES, config.order_category, config.link_template,
        )  # fmt: skip
        self._tryton = Tryton(self._config, transport=transport, policy=policy)
        self._base = Base(self._tryton, mapping(config, FIELDS, VALUES), told)

    def close(self) -> None:
        """Close the connections."""
        self._tryton.close()

    @property
    def calls(self) -> int:
        """How many calls were made so far."""
        return self._tryton.calls

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        """See `kambrief.ports.Crm.find`."""
        self._base.gone()
        reading = Reading(self._base)
        people = People(reading)
        companies = people.find(emails, domains, ids)
        accounts, contacts = people.records(companies) if companies else ((), ())
        return reading.data(accounts=accounts, contacts=contacts)

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """See `kambrief.ports.Crm.histories`."""
        return History(self._base).of(account_ids)

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        """See `kambrief.ports.Portfolios.figures`."""
        return Revenue(self._base, months, cursor, now).figures()

    def changes(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        """See `kambrief.ports.Changing.changes`."""
        return Changed(self._base).since(cursor, now)

    def fields(self) -> Sequence[CrmField]:
        """See `kambrief.ports.Fields.fields`."""
        return tuple(self._fields())

    def log(self, entry: Entry, remote_id: str = "") -> Logged:
        """See `kambrief.ports.Log.log`."""
        return Writer(self._base).log(entry, remote_id)

    def check(self, now: dt.datetime) -> Sequence[Health]:  # noqa: ARG002 the port's
        """See `kambrief.ports.Crm.check`; nothing is changed."""
        return Checker(self._base, self._config).lines()

    def _fields(self) -> Iterator[CrmField]:
        base, gone = self._base, self._base.gone()
        for table in TABLES:
            model = base.told.model(table)
            if not model or table in gone:
                continue
            for name, row in sorted(self._tryton.fields_of(model).items()):
                label, kind = (str(row.get(key) or "") for key in ("string", "ttype"))
                own = not str(row.get("module") or "")
                column = base.map.column_of(table, name)
                yield CrmField(table, model, name, label, kind, own, column=column)
