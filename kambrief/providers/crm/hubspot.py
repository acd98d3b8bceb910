"""HubSpot as the CRM: read in batches, what has changed told cheaply, and written back to where a person approved it.

The objects and properties that are read: `kambrief.providers.hubspot_fields`. Rights are those of the token.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Self

import httpx
from pydantic import AfterValidator, Field, field_validator, model_validator

from kambrief.core.address import address_key
from kambrief.core.crm import Entry
from kambrief.core.customer import CrmData
from kambrief.core.insight.windows import Windows
from kambrief.core.model import AccountManager
from kambrief.ports import Figures, Health
from kambrief.ports.crm import Changes, CrmField, Logged
from kambrief.providers import cells
from kambrief.providers.cells import Conventions
from kambrief.providers.crm_mapping import mapping
from kambrief.providers.customers import known_slots
from kambrief.providers.http import Policy
from kambrief.providers.hubspot import Hubspot, Row
from kambrief.providers.hubspot_api import NAME, HubspotSection
from kambrief.providers.hubspot_changes import Changed, Revenue
from kambrief.providers.hubspot_check import Checker
from kambrief.providers.hubspot_fields import FIELDS, VALUES, Shape, tables
from kambrief.providers.hubspot_history import History
from kambrief.providers.hubspot_log import Writer
from kambrief.providers.hubspot_portal import Portal, Told
from kambrief.settings import Zone


def _currency(code: str) -> str:
    return cells.currency(code, Conventions()) if code else ""


class Config(HubspotSection):
    """``[crm.hubspot]``."""

    timezone: Zone = "Europe/Helsinki"
    """Of the days that moments fall on."""
    currency: Annotated[str, AfterValidator(_currency)] = ""
    """Of amounts that name none; left out, they stay without one."""
    order_category: str = Field(default="invoiced", min_length=1)
    """Category of invoices that have no field for it."""
    portal_id: str = Field(default="", pattern=r"^\d*$")
    """To notice the token of another portal."""
    link_template: str = Field(default="", pattern=r"^(https?://\S+)?$")
    unique_field: str = Field(default="kambrief_id", pattern=r"^[a-z][a-z0-9_]*$")
    """The property of meetings and tasks that holds our key, if the portal has it."""

    @field_validator("link_template")
    @classmethod
    def _slots(cls, template: str) -> str:
        return known_slots(template)

    @model_validator(mode="after")
    def _people_are_what_they_are(self) -> Self:
        if strange := sorted({"accounts", "contacts", "activities"} & self.objects.keys()):
            raise ValueError(f"objects: {', '.join(strange)} are HubSpot's own objects; leave them out")
        return self


class Provider:
    """`kambrief.ports.Crm`, and `Portfolios`, `Changing`, `Teams`, `Fields` and `Log`."""

    name = NAME
    proven = (
        "against HubSpot's published paths and a stateful fake of our own, not against a live account: names of"
        " properties that `check` finds missing may be ours to mend"
    )
    not_held = "contacts are never created, nothing is deleted; what a single HubSpot user may see is not known"

    def __init__(
        self, config: Config, base_dir: Path, *, transport: httpx.BaseTransport | None = None,
        policy: Policy | None = None,
    ) -> None:  # fmt: skip
        """Files with secrets start at ``base_dir``. Nothing is asked yet. ``transport`` and ``policy``: for tests."""
        files = {
            key: base_dir / path
            for key in ("token_file", "client_secret_file", "refresh_token_file")
            if (path := getattr(config, key))
        }
        self._config = config.model_copy(update=files)
        shape = Shape(tables(config.objects), mapping(config, FIELDS, VALUES), config.unique_field)
        told = Told(config.timezone, config.link_template, config.currency, config.order_category)
        self._hubspot = Hubspot(self._config, transport=transport, policy=policy)
        self._portal = Portal(self._hubspot, shape, told)
        self._writer = Writer(self._hubspot, config.unique_field, config.timezone, self._portal.as_of)

    def close(self) -> None:
        """Close the connections."""
        self._hubspot.close()

    @property
    def calls(self) -> int:
        """How many calls were made so far."""
        return self._hubspot.calls

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        """See `kambrief.ports.Crm.find`."""
        return self._portal.find(emails, domains, ids)

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """See `kambrief.ports.Crm.histories`."""
        return History(self._portal).of(account_ids)

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        """See `kambrief.ports.Portfolios.figures`."""
        return Revenue(self._portal, months, cursor, now).figures()

    def changes(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        """See `kambrief.ports.Changing.changes`."""
        return Changed(self._portal).since(cursor, now)

    def team(self, manager: AccountManager) -> frozenset[str]:
        """See `kambrief.ports.Teams.team`: the other owners in a team with this person."""
        mine = {key for address in (manager.email, *manager.aliases) if (key := address_key(address))}
        owners = [(address_key(str(row.get("email") or "")), _teams(row)) for row in self._hubspot.owners()]
        teams = {team for address, theirs in owners if address in mine for team in theirs}
        return frozenset(address for address, theirs in owners if address and teams & theirs) - mine

    def fields(self) -> Sequence[CrmField]:
        """See `kambrief.ports.Fields.fields`."""
        return tuple(self._fields())

    def log(self, entry: Entry, remote_id: str = "") -> Logged:
        """See `kambrief.ports.Log.log`."""
        return self._writer.log(entry, remote_id)

    def check(self, now: dt.datetime) -> Sequence[Health]:  # noqa: ARG002 the port's
        """See `kambrief.ports.Crm.check`; nothing is changed."""
        return Checker(self._portal, self._writer, self._config.base_url, self._config.portal_id).lines()

    def _fields(self) -> Iterator[CrmField]:
        shape, gone = self._portal.shape, self._portal.lacking()
        for table, kinds in shape.tables.items():
            for kind in kinds:
                for row in self._hubspot.properties(kind) if kind not in gone else ():
                    name = str(row["name"])
                    options = row.get("options")
                    yield CrmField(
                        table,
                        kind,
                        name,
                        str(row.get("label") or ""),
                        str(row.get("type") or ""),
                        row.get("hubspotDefined") is not True,
                        tuple(str(one.get("value")) for one in options if isinstance(one, dict))
                        if isinstance(options, list)
                        else (),
                        shape.column_of(table, kind, name),
                    )


def _teams(row: Row) -> set[str]:
    teams = row.get("teams")
    return {str(one.get("id")) for one in teams if isinstance(one, dict)} if isinstance(teams, list) else set()
