"""Salesforce as the CRM: read by queries, five a call; written to with records that are found again.

What an organisation calls its own fields and objects stands in the configuration (`kambrief.providers.crm_mapping`).
Everything runs as the integration user: what that one may not see does not exist here.
"""

import dataclasses
import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx
from pydantic import Field, field_validator, model_validator

from kambrief.core.address import address_key
from kambrief.core.crm import Entry
from kambrief.core.customer import TABLES, CrmData
from kambrief.core.insight.windows import Windows
from kambrief.core.model import AccountManager
from kambrief.errors import CallError, SuddenlyEmptyError
from kambrief.ports import Changes, CrmField, Figures, Health, Logged
from kambrief.providers import salesforce_check as checks
from kambrief.providers import soql
from kambrief.providers.customers import known_slots, problem_line
from kambrief.providers.http import Policy
from kambrief.providers.salesforce import NAME, Query, Salesforce, SalesforceSection
from kambrief.providers.salesforce_changes import ChangesReader
from kambrief.providers.salesforce_fields import FIXED, Schema, Schemas
from kambrief.providers.salesforce_figures import FiguresReader
from kambrief.providers.salesforce_log import Writer, users
from kambrief.providers.salesforce_reading import Reading
from kambrief.providers.salesforce_rows import Rows
from kambrief.settings import Zone

_GUARDED = ("accounts", "contacts", "deals", "tickets", "contracts")
"""Tables whose records a person may be kept from."""
_KEPT = 3600.0

Result = TypeVar("Result")


class Config(SalesforceSection):
    """``[crm.salesforce]``."""

    timezone: Zone = "Europe/Helsinki"
    """Where days begin, and of times written without an offset."""
    link_template: str = Field(default="", pattern=r"^(https?://\S+)?$")
    """Left out: the record's page at ``instance_url``."""
    external_id_field: str = "Kambrief_Id__c"
    """On tasks and events: our own key."""
    look_back_minutes: int = Field(default=15, ge=10, le=24 * 60)
    """Rows that appear late are looked for so far back."""
    sandbox: bool = False
    """Whether it is meant to be one."""
    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$")
    """Of amounts that stand without one; left out: the organisation's own."""

    @field_validator("link_template")
    @classmethod
    def _slots(cls, template: str) -> str:
        return known_slots(template)

    @field_validator("external_id_field")
    @classmethod
    def _one_field(cls, name: str) -> str:
        if "." in name:
            raise ValueError("is a field of Task and Event")
        return soql.name(name)

    @model_validator(mode="after")
    def _names(self) -> Self:
        if fixed := sorted(self.objects.keys() & FIXED):
            raise ValueError(f"objects: {', '.join(fixed)} are always Salesforce's own")
        named = [*self.objects.values(), *(one for columns in self.fields.values() for one in columns.values() if one)]
        if strange := sorted({one for one in named if not soql.is_name(one.strip())}):
            raise ValueError(f"no field or object of Salesforce is called {', '.join(map(repr, strange))}")
        return self

    @property
    def links(self) -> str:
        """How to open a record."""
        return self.link_template or f"{self.instance_url}/{{id}}"


class Provider:
    """All ports of `kambrief.ports.crm` but teams. ``transport`` and ``policy``: for tests. Nothing is asked yet."""

    name = NAME
    proven = "against our own description of the API and a stateful fake, not against a live organisation"
    not_held = "contacts are never created and nothing is deleted"

    def __init__(
        self,
        config: Config,
        base_dir: Path,
        *,
        transport: httpx.BaseTransport | None = None,
        policy: Policy | None = None,
    ) -> None:
        self.tables = frozenset(TABLES) - (frozenset({"surveys"}) - config.objects.keys())
        """What it may tell; answers to surveys have no object of Salesforce's own."""
        files = {
            key: base_dir / path for key in ("client_secret_file", "private_key_file") if (path := getattr(config, key))
        }
        self._config = config.model_copy(update=files)
        self._salesforce = Salesforce(self._config, transport=transport, policy=policy)
        self._schemas = Schemas(self._salesforce, config, config.external_id_field)
        self._writer = Writer(self._salesforce)
        self._lock = threading.Lock()
        self._currency: tuple[float, str] | None = None
        self._seen: set[str] = set()
        """Of which tables of people there were records at some time."""

    def close(self) -> None:
        """Close the connections."""
        self._salesforce.close()

    @property
    def calls(self) -> int:
        """How many calls were made so far."""
        return self._salesforce.calls

    # --- reading -----------------------------------------------------------------------------------------------------

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        """See `kambrief.ports.Crm.find`."""
        return self._data(lambda reading: reading.find(emails, domains, ids), asked=bool(emails or domains or ids))

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """See `kambrief.ports.Crm.histories`."""
        return self._data(lambda reading: reading.histories(account_ids), asked=bool(account_ids))

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        """See `kambrief.ports.Portfolios.figures`."""

        def job(schema: Schema) -> Figures:
            return FiguresReader(self._salesforce, schema, self._rows(schema), months, cursor, now).figures()

        return self._with_schema(job)

    def changes(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        """See `kambrief.ports.Changing.changes`."""
        look_back = dt.timedelta(minutes=self._config.look_back_minutes)

        def job(schema: Schema) -> Changes:
            rows = Rows(schema, self._config.timezone, "")
            return ChangesReader(self._salesforce, schema, rows, look_back).changes(cursor, now)

        return self._with_schema(job)

    def _data(self, read: Callable[[Reading], CrmData], *, asked: bool) -> CrmData:
        def job(schema: Schema) -> CrmData:
            reading = Reading(self._salesforce, schema, self._rows(schema))
            as_of = self._salesforce.told_at()
            found = read(reading)
            if asked:
                self._believe(found)
            problems = tuple(dict.fromkeys([*(_lost(one) for one in schema.lost), *reading.problems]))
            return _said(found, schema, problems, as_of or self._salesforce.told_at(), self._config.links)

        return self._with_schema(job)

    def _believe(self, found: CrmData) -> None:
        """Who sees nothing any more is told of no error by Salesforce: shared records are simply not there."""
        for table, sobject in (("accounts", "Account"), ("contacts", "Contact")):
            if getattr(found, table):
                self._seen.add(table)
            elif table in self._seen and table not in found.missing:
                one = Query(f"look for {table}", soql.select("Id", sobject, tail="LIMIT 1"))
                if not self._salesforce.rows(one):
                    raise SuddenlyEmptyError(NAME, f"all {table} are suddenly gone")

    def _rows(self, schema: Schema) -> Rows:
        return Rows(schema, self._config.timezone, self._own_currency())

    def _own_currency(self) -> str:
        """The organisation's, for amounts that stand without one."""
        if self._config.currency:
            return self._config.currency
        with self._lock:
            if self._currency is None or self._currency[0] < time.monotonic():
                told = str(checks.organisation(self._salesforce).get("DefaultCurrencyIsoCode") or "")
                self._currency = (time.monotonic() + _KEPT, told)
            return self._currency[1]

    def _with_schema(self, job: Callable[[Schema], Result]) -> Result:
        """Once more with new descriptions, where a field has gone that was there."""
        try:
            return job(self._schemas.get())
        except CallError as error:
            if error.code not in {"INVALID_FIELD", "INVALID_TYPE"}:
                raise
        self._schemas.forget()
        return job(self._schemas.get())

    # --- rights, fields, writing -------------------------------------------------------------------------------------

    def hidden(self, manager: AccountManager, data: CrmData) -> Mapping[str, frozenset[str]] | None:
        """See `kambrief.ports.Rights.hidden`. What nobody says may be read may not."""
        addresses = sorted({key for one in (manager.email, *manager.aliases) if (key := address_key(one))})
        found = self._salesforce.rows(Query("find a user", users(addresses))) if addresses else []
        if len(found) != 1:
            return None
        ids = {table: sorted({row.id for row in getattr(data, table)}) for table in _GUARDED}
        asked = sorted({one for some in ids.values() for one in some if soql.is_id(one)})
        queries = [Query("read access", one) for one in checks.access(str(found[0]["Id"]), asked)]
        seen = {
            soql.long_id(str(row.get("RecordId")))
            for rows in self._salesforce.ask(queries)
            for row in rows
            if row.get("HasReadAccess") is True
        }
        return {table: frozenset(one for one in some if one not in seen) for table, some in ids.items()}

    def fields(self) -> Sequence[CrmField]:
        """See `kambrief.ports.Fields.fields`."""
        schema = self._schemas.get()
        found: list[CrmField] = []
        for table in TABLES:
            names = [schema.object_of(table), *(["Event"] if table == "activities" else [])]
            if table == "plans" and not schema.own_object(table):
                continue  # the same tasks as activities
            for name in names:
                described = schema.objects.get(name)
                found += [_field(schema, table, name, one) for one in (described.fields.values() if described else ())]
        return tuple(found)

    def log(self, entry: Entry, remote_id: str = "") -> Logged:
        """See `kambrief.ports.Log.log`."""
        return self._with_schema(lambda schema: self._writer.log(schema, entry, remote_id))

    # --- what works --------------------------------------------------------------------------------------------------

    def check(self, now: dt.datetime) -> Sequence[Health]:  # noqa: ARG002 the port's
        """Each right by its use; nothing is changed."""
        self._salesforce.sign_in.forget()  # rights may have been granted a minute ago
        self._schemas.forget()
        try:
            self._salesforce.sign_in.token()
        except CallError as error:
            return (checks.sign_in_line(error, self._config.instance_url),)
        signed_in = checks.line("sign-in", f"signed in at {self._config.instance_url}")
        try:
            schema = self._schemas.get()
        except CallError as error:
            version = checks.version_line(self._salesforce, self._config.api_version)
            return (signed_in, *(() if version.ok else (version,)), checks.refused_line("objects", error))
        told = checks.checked(
            self._salesforce, schema, self._config.api_version, self._config.currency, sandbox=self._config.sandbox
        )
        return (signed_in, *told, *self._sample(schema))

    def _sample(self, schema: Schema) -> Sequence[Health]:
        """What is wrong with the newest of the people."""
        problems: list[str] = []
        try:
            rows = self._rows(schema)
            for table, make in (("accounts", rows.account), ("contacts", lambda row, _: rows.contact(row, (), ""))):
                name = schema.object_of(table)
                if name and table not in schema.missing:
                    some = soql.select(schema.selected(table), name, tail="ORDER BY Id LIMIT 200")
                    told = self._salesforce.rows(Query(f"read {table}", some))
                    problems += rows.read(table, [make(row, ()) for row in told]).problems
        except CallError as error:
            return (checks.refused_line("records", error),)
        return (problem_line(NAME, problems, "Salesforce"),) if problems else ()


def _said(found: CrmData, schema: Schema, problems: tuple[str, ...], as_of: dt.datetime | None, links: str) -> CrmData:
    return dataclasses.replace(
        found, missing=schema.missing, problems=problems, provider=NAME, as_of=as_of, link_template=links
    )


def _lost(lost: Any) -> str:
    return f"{lost.table}: {lost.sobject} has no field {lost.field} (configured as {lost.column})"


def _field(schema: Schema, table: str, sobject: str, told: Mapping[str, Any]) -> CrmField:
    name = str(told.get("name"))
    listed = (one.get("value") for one in told.get("picklistValues") or () if isinstance(one, dict))
    return CrmField(
        table=table,
        object=sobject,
        name=name,
        label=str(told.get("label") or ""),
        kind=str(told.get("type") or ""),
        custom=bool(told.get("custom")),
        values=tuple(str(one) for one in listed if one),
        column=schema.map.column_of(table, name),
    )
