"""What ``kambrief check`` says of Salesforce: each thing that can be wrong, and what to do about it."""

import json
from collections.abc import Iterator, Sequence

from kambrief.core.customer import TABLES
from kambrief.errors import CallError
from kambrief.ports import Health
from kambrief.providers import soql
from kambrief.providers.customers import missing_line
from kambrief.providers.http import CONFIGURATION, LEFT_ALONE
from kambrief.providers.salesforce import CROWDED, NAME, SPENT, Query, Row, Salesforce, explained
from kambrief.providers.salesforce_fields import Schema

_NEARLY = 0.9
_NEEDED = frozenset({"Email", "HasOptedOutOfEmail"})
"""Without these nobody is found, or everybody looks as if they wanted our mail."""
_APP = "Setup → External Client App Manager → your app"


_MY_DOMAIN = "It is your My Domain, ending in .my.salesforce.com"
_LATER = "try again; if it stays so, look at status.salesforce.com"
_KEY = (
    "with a key: the user of username must be approved for the app (its permission set), and the certificate uploaded "
    "to the app must be that of private_key_file; a user that is inactive or frozen is refused too"
)
_TOKENS = (
    f"new tokens are refused, too: {_APP} → OAuth scopes must hold api, and the user must not be frozen or limited to "
    "other addresses (Setup → Network Access)"
)
_SIGN_IN: Sequence[tuple[tuple[str, ...], tuple[str, ...], str]] = (
    (
        (), ("no client credentials user", "client credentials flow"),
        f"{_APP} → Policies: enable the client credentials flow and name the user it runs as",
    ),
    (
        ("invalid_client_id", "invalid_client"), (),
        f"compare client_id and the client secret with the consumer key and secret at {_APP} → OAuth settings",
    ),
    (
        ("invalid_grant",), ("audience",),
        "set audience: https://login.salesforce.com, for a sandbox https://test.salesforce.com",
    ),
    (
        ("invalid_grant", "invalid_app_access"), (),
        _KEY,
    ),
    (("invalid_scope",), (), f"{_APP} → OAuth scopes: add “Manage user data via APIs (api)”"),
    (("unsupported_grant_type",), (), f"instance_url must not be login.salesforce.com. {_MY_DOMAIN}"),
    ((), ("inactive",), "the organisation or the user is inactive: ask whoever administers Salesforce"),
)  # fmt: skip
"""Codes, words of which one is in what the vendor says, and what to do; empty: any."""
_REFUSED: Sequence[tuple[tuple[str, ...], tuple[str, ...], str]] = (
    (
        (SPENT,), (),
        "let other integrations ask less, or buy calls; Setup → Company Information shows what is used",
    ),
    ((LEFT_ALONE, CROWDED), (), "wait a minute and try again"),
    (("insufficient_scope",), ("scope",), f"{_APP} → OAuth scopes: add “Manage user data via APIs (api)”"),
    (
        ("INVALID_SESSION_ID",), ("answered 401",),
        _TOKENS,
    ),
    (
        ("API_DISABLED_FOR_ORG",), (),
        "give the integration user the permission API Enabled; the edition of Salesforce must include the API",
    ),
    (
        ("INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY", "INVALID_TYPE"), (),
        "give the integration user read access to this object, by a permission set",
    ),
    (
        ("INVALID_FIELD",), (),
        "take the field from the configuration, or let the integration user see it (field-level security)",
    ),
    ((), ("is no json",), f"instance_url leads to a page, not to the API. {_MY_DOMAIN}"),
)  # fmt: skip
"""Codes, or words of which one is in what was said; and what to do."""


def line(what: str, summary: str, advice: str = "", *, ok: bool = True) -> Health:
    """One line."""
    return Health(f"{NAME}/{what}", ok=ok, summary=summary, advice=advice)


def sign_in_line(error: CallError, url: str) -> Health:
    """What to do when no token is to be had."""
    advice = _sign_in_advice(error, url)
    return line("sign-in", explained(error), advice, ok=False)


def _sign_in_advice(error: CallError, url: str) -> str:
    told = error.detail.casefold()
    if error.code == CONFIGURATION:
        return "set the secret"
    for codes, words, advice in _SIGN_IN:
        if (not codes or error.code in codes) and (not words or any(word in told for word in words)):
            return advice
    if error.status >= 500 or error.status == 429:
        return _LATER
    return f"is instance_url right ({url}), and the way to it open? {_MY_DOMAIN}"


def refused_line(what: str, error: CallError) -> Health:
    """What to do when a question is refused."""
    return line(what, explained(error), _advice(error), ok=False)


def _advice(error: CallError) -> str:
    for codes, words, advice in _REFUSED:
        if error.code in codes or any(word in f"{error.detail} {error.reason}".casefold() for word in words):
            return advice
    return _LATER


def checked(salesforce: Salesforce, schema: Schema, version: str, currency: str, *, sandbox: bool) -> Iterator[Health]:
    """Everything but the sign-in."""
    yield version_line(salesforce, version)
    yield from _organisation(salesforce, currency, sandbox=sandbox)
    yield _contents(salesforce, schema)
    yield from _fields(schema)
    yield from _writing(schema)
    yield from _rights(salesforce, schema)
    yield _limit(salesforce)
    for table in TABLES:
        if table in schema.missing:
            yield missing_line(NAME, table, _missing_advice(schema, table))


def version_line(salesforce: Salesforce, version: str) -> Health:
    """Whether the configured version of the interface is offered."""
    try:
        reply = salesforce.call("list versions", "GET", "/services/data")
        told = json.loads(reply.body)
        offered = [str(one["version"]) for one in told]
    except CallError as error:
        return refused_line("version", error)
    except (ValueError, TypeError, KeyError):
        return line("version", "the list of versions cannot be read", "is instance_url right?", ok=False)
    if version in offered:
        return line("version", f"API version {version}; the newest offered is {offered[-1]}")
    advice = f'set api_version = "{offered[-1]}"' if offered else "is instance_url right?"
    return line("version", f"API version {version} is not offered here", advice, ok=False)


def organisation(salesforce: Salesforce) -> Row:
    """What the organisation says of itself."""
    try:
        rows = salesforce.rows(_organisation_query("Id, Name, IsSandbox, DefaultCurrencyIsoCode"))
    except CallError as error:
        if error.code != "INVALID_FIELD":
            raise
        rows = salesforce.rows(_organisation_query("Id, Name, IsSandbox"))
    return rows[0] if rows else {}


def _organisation_query(fields: str) -> Query:
    return Query("read organisation", soql.select(fields, "Organization", tail="LIMIT 1"))


def _organisation(salesforce: Salesforce, currency: str, *, sandbox: bool) -> Iterator[Health]:
    try:
        told = organisation(salesforce)
    except CallError as error:
        yield refused_line("organisation", error)
        return
    name = str(told.get("Name") or "an organisation without a name")
    if bool(told.get("IsSandbox")) == sandbox:
        yield line("organisation", name + (", a sandbox" if sandbox else ""))
    elif sandbox:
        advice = "set sandbox = false, or the sandbox's instance_url"
        yield line("organisation", f"{name} is no sandbox", advice, ok=False)
    else:
        advice = "set instance_url to the My Domain of the real organisation; or sandbox = true, if a trial is meant"
        yield line("organisation", f"{name} is a sandbox: its customers are copies", advice, ok=False)
    own = str(told.get("DefaultCurrencyIsoCode") or "")
    if currency and own and own != currency:
        summary = f"currency says {currency}, the organisation's own is {own}: sums would bear the wrong one"
        yield line("currency", summary, f"leave currency out of [{NAME}]", ok=False)
    if not currency and not own:
        advice = f'set currency in [{NAME}], for example currency = "EUR"'
        yield line("currency", "the organisation does not say what its amounts are in", advice, ok=False)


def _contents(salesforce: Salesforce, schema: Schema) -> Health:
    names = [name for name in ("Account", "Contact", "Opportunity") if name in schema.objects]
    queries = [Query("count", soql.select("COUNT(Id) number", name)) for name in names]
    try:
        answers = salesforce.ask(queries) if queries else []
    except CallError as error:
        return refused_line("records", error)
    counts = {name: int(rows[0].get("number") or 0) if rows else 0 for name, rows in zip(names, answers, strict=True)}
    told = ", ".join(f"{number} {name}" for name, number in counts.items())
    empty = [name for name in ("Account", "Contact") if not counts.get(name)]
    if empty:
        advice = "the integration user sees none: give it “View All” on these objects, or share the records with it"
        return line("records", told or "no object can be read", advice, ok=False)
    return line("records", f"{told} can be read")


def _fields(schema: Schema) -> Iterator[Health]:
    for lost in schema.lost:
        near = f" (there is {', '.join(lost.near)})" if lost.near else ""
        yield line(
            "fields", f"{lost.sobject} has no field {lost.field} that we may see{near}",
            f"mend [{NAME}.fields.{lost.table}] {lost.column}, or let the integration user see the field", ok=False,
        )  # fmt: skip
    for table, name in schema.section.objects.items():
        if name not in schema.objects:
            yield line(
                "objects", f"there is no object {name} that we may see",
                f"mend [{NAME}.objects] {table}, or give the integration user access to it", ok=False,
            )  # fmt: skip

    for name, hidden in schema.unseen().items():
        told = f"{name}: {', '.join(hidden)} cannot be seen, so what stands there is not known"
        advice = "let the integration user see them (field-level security), if you use them"
        yield line("fields", told, advice, ok=set(hidden).isdisjoint(_NEEDED))


def _writing(schema: Schema) -> Iterator[Health]:
    absent = [one for one in ("Task", "Event") if one in schema.objects and not schema.logs_by_key(one)]
    if not absent:
        yield line("write-back", f"records of ours are found by {schema.external_id}")
        return
    yield line(
        "write-back", f"{' and '.join(absent)} have no external id field {schema.external_id}",
        "records of ours are found by a key in their description instead; better: Setup → Object Manager → Activity → "
        f"Fields: make a text field {schema.external_id} (80), marked as External ID, and let the integration user "
        "edit it",
    )  # fmt: skip


def _rights(salesforce: Salesforce, schema: Schema) -> Iterator[Health]:
    if "User" not in schema.objects:
        yield line("rights", "users cannot be read: what a single person may see is not known")
        return
    try:
        rows = salesforce.rows(Query("find a user", "SELECT Id FROM User WHERE IsActive = true LIMIT 1"))
        account = salesforce.rows(Query("find an account", "SELECT Id FROM Account LIMIT 1"))
        if rows and account:
            salesforce.rows(Query("read access", access(str(rows[0]["Id"]), [str(account[0]["Id"])])[0]))
    except CallError as error:
        advice = "let the integration user view users and roles (“View Setup and Configuration”)"
        yield line("rights", f"what a single person may see is not known: {explained(error)}", advice)
        return
    yield line("rights", "what a single person may see can be asked; who has no active user is not limited by it")


def access(user: str, records: Sequence[str]) -> list[str]:
    """Queries for what a user may read of these records, 200 each: the vendor takes no more."""
    parts = [records[at : at + 200] for at in range(0, len(records), 200)]
    told = [f"UserId = {soql.text(user)} AND RecordId IN ({','.join(map(soql.text, part))})" for part in parts]
    return [soql.select("RecordId, HasReadAccess", "UserRecordAccess", one) for one in told]


def _limit(salesforce: Salesforce) -> Health:
    if salesforce.usage is None:
        return line("limit", "not told")
    used, most = salesforce.usage
    told = f"{used} of {most} calls of the last 24 hours are used, by all integrations together"
    if most and used >= _NEARLY * most:
        return line("limit", told, _advice(CallError(NAME, "", code=SPENT)), ok=False)
    return line("limit", told)


def _missing_advice(schema: Schema, table: str) -> str:
    if table in {"surveys", "commitments"} and not schema.own_object(table):
        return f"Salesforce has no object of its own for it: name yours in [{NAME}.objects] {table} with its fields"
    if table in schema.unused:
        return f"Salesforce's own object for it holds nothing: if yours is another, name it in [{NAME}.objects] {table}"
    name = schema.section.objects.get(table) or "the object"
    return f"let the integration user see {name} and its fields, or name another in [{NAME}.objects] {table}"
