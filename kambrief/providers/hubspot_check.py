"""What ``kambrief check`` says of HubSpot: each right by its use, each configured name by what the portal has."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from kambrief.errors import CallError, ProviderError
from kambrief.ports import Health
from kambrief.providers.customers import missing_line
from kambrief.providers.http import CONFIGURATION, LEFT_ALONE, NOT_SIGNED_IN
from kambrief.providers.hubspot_api import DEFAULT_URL, NAME, denied, scopes_of
from kambrief.providers.hubspot_fields import COMPANIES, CONTACTS, DEALS, FIELDS, MEETINGS, TASKS, TICKETS
from kambrief.providers.hubspot_log import Writer
from kambrief.providers.hubspot_portal import Portal
from kambrief.providers.hubspot_rows import stages_of

_KEYS = "Settings, Integrations, Service Keys (or the project's app)"
_SCOPE_OF = {
    "deals": "crm.objects.deals.read", "tickets": "tickets", "products": "e-commerce",
    "invoices": "crm.objects.invoices.read", "feedback_submissions": "crm.objects.feedback_submissions.read",
    "notes": "crm.objects.contacts.read", "emails": "sales-email-read", "calls": "crm.objects.contacts.read",
    "meetings": "crm.objects.contacts.read", "tasks": "crm.objects.contacts.read",
}  # fmt: skip
_PORTAL = re.compile(r"/contacts/(\d+)/")


class Checker:
    """The lines of one check."""

    def __init__(self, portal: Portal, writer: Writer, base_url: str, portal_id: str) -> None:
        self._portal, self._writer = portal, writer
        self._base_url, self._portal_id = base_url, portal_id

    def lines(self) -> Sequence[Health]:
        """The way in first: without it nothing else is asked."""
        self._portal.hubspot.forget()
        try:
            gone = self._portal.lacking()
        except CallError as error:
            return (_line("sign-in", error.reason, self._advice(error), ok=False),)
        except ProviderError as error:
            return (_line("records", error.reason, "look into HubSpot: were records deleted or moved?", ok=False),)
        there = [kind for kind in self._portal.shape.objects if kind not in gone]
        return (
            _line("sign-in", f"signed in; {', '.join(there)} can be read"),
            *self._missing(),
            *self._safely("portal", self._same_portal),
            *self._safely("fields", self._fields),
            *self._safely("addresses", self._addresses),
            *self._safely("stages", self._stages),
            *self._safely("owners", self._owners),
            *self._safely("write-back", self._write_back),
        )

    def _safely(self, what: str, ask: Callable[[], Iterable[Health]]) -> Iterator[Health]:
        try:
            yield from list(ask())
        except CallError as error:
            yield _line(what, error.reason, "try again; if it stays so, look at status.hubspot.com", ok=False)

    def _advice(self, error: CallError) -> str:  # noqa: PLR0911 a line for each way to fail
        if error.code == CONFIGURATION:
            return "set the secret that the section names"
        if error.code in {NOT_SIGNED_IN, "BAD_REFRESH_TOKEN", "invalid_grant", "BAD_CLIENT_ID", "BAD_CLIENT_SECRET"}:
            return "compare client_id, client secret and refresh token with the app; install the app anew if need be"
        if error.status == 401:
            old = "expired" in f"{error.code} {error.detail}".casefold()
            what = "the token has expired or was rotated" if old else "HubSpot does not know this token"
            return f"{what}: copy it anew from {_KEYS}, whole and without quotes"
        if denied(error):
            scopes = scopes_of(error) or "crm.objects.companies.read, crm.objects.contacts.read"
            return f"grant {scopes} in {_KEYS}; without companies and contacts nobody can be joined"
        if error.code == LEFT_ALONE or error.status == 429:
            return "wait: the calls that the plan allows are used up, or HubSpot is ill"
        if error.status == 404 or "base_url" in error.reason or "no list" in error.reason:
            return f"is base_url right? HubSpot itself is at {DEFAULT_URL}; here it is {self._base_url}"
        return f"does this machine reach {self._base_url}? Look at proxy and firewall, then at status.hubspot.com"

    def _missing(self) -> Iterator[Health]:
        gone = self._portal.lacking()
        for table in self._portal.missing():
            kinds = self._portal.shape.tables[table]
            if not kinds:
                told = f"HubSpot has no place of its own for it; name your custom object in [{NAME}.objects] {table}."
            else:
                why = "; ".join(f"{kind}: {gone[kind]}" for kind in kinds)
                told = f"{why}. If you use it, grant the scope in {_KEYS}"
                scopes = dict.fromkeys(_SCOPE_OF.get(kind, f"that of {kind}") for kind in kinds)
                unnamed = [one for one in scopes if f"scope {one}" not in why]
                told += f" (as far as we know {', '.join(unnamed)})." if unnamed else "."
            yield missing_line(NAME, table, told)
        for problem in self._portal.partly():
            yield _line("activities", problem, f"grant the scope in {_KEYS}", ok=False)

    def _same_portal(self) -> Iterator[Health]:
        """By the addresses that records have, where they have some."""
        rows = self._portal.hubspot.listed(COMPANIES, ["hs_object_id"], 1)
        found = [hit[1] for row in rows if (hit := _PORTAL.search(str(row.get("url") or "")))]
        if found and self._portal_id and found[0] != self._portal_id:
            told = f"the token is of portal {found[0]}, portal_id says {self._portal_id}: a sandbox, perhaps"
            yield _line("portal", told, "take the token of the right portal, or set portal_id", ok=False)
        elif found:
            yield _line("portal", f"portal {found[0]}")
        elif rows and self._portal_id:
            yield _line("portal", f"HubSpot does not tell which portal this is, so {self._portal_id} was not compared")
        if not rows:
            yield _line("records", "there is no company in this portal", "is it the right one, or a sandbox?", ok=False)

    def _fields(self) -> Iterator[Health]:
        shape, gone = self._portal.shape, self._portal.lacking()
        wrong: list[str] = []
        unseen: list[str] = []
        for table, kinds in shape.tables.items():
            there = [kind for kind in kinds if kind not in gone]
            if not there or not shape.fields.fields.get(table):
                continue
            try:
                names = {str(row.get("name")) for kind in there for row in self._portal.hubspot.properties(kind)}
            except CallError as error:
                if not denied(error):
                    raise
                unseen += there
                continue
            wrong += [self._wrong(table, name, names) for name in self._named(table, there) if name not in names]
        if wrong:
            advice = f"mend the names in [{NAME}.fields]; `kambrief crm fields` lists those there are"
            yield _line("fields", "; ".join(wrong), advice, ok=False)
        elif unseen:
            told = f"the properties of {', '.join(dict.fromkeys(unseen))} may not be listed, so no name was compared"
            yield _line("fields", told, "grant crm.schemas.contacts.read and its kin, if you want them compared")
        else:
            yield _line("fields", "every property that is read is there")

    def _named(self, table: str, kinds: Sequence[str]) -> list[str]:
        """Properties that a person has named, and those of ours that matter."""
        fields = self._portal.shape.fields.fields[table]
        chosen = [name for column, name in fields.items() if name != FIELDS[table].get(column)]
        own = [one for kind in kinds for name in fields.values() for one in self._portal.shape.made_of(kind, name)]
        return list(dict.fromkeys([one for one in chosen if not one.startswith("#")] + [one for one in own if one]))

    def _wrong(self, table: str, name: str, names: set[str]) -> str:
        near = difflib.get_close_matches(name, sorted(names), 3, 0.6)
        column = next((ours for ours, theirs in self._portal.shape.fields.fields[table].items() if theirs == name), "")
        told = f"{table}.{column} = '{name}'" if column else f"{table}: '{name}'"
        return f"{told}: there is no such property" + (f" (near: {', '.join(near)})" if near else "")

    def _addresses(self) -> Iterator[Health]:
        """HubSpot does not say whether the second lists can be searched: one is tried."""
        for kind, what in ((CONTACTS, "addresses"), (COMPANIES, "domains")):
            try:
                told = self._portal.further(kind)
            except CallError as error:
                if error.status != 400:
                    raise
                told = "", False
            if told is None:
                continue
            if told[1]:
                yield _line("addresses", f"{kind} are found by their further {what}, too")
            else:
                advice = f"whoever is known by one alone is not recognised: make it the first of the record's {what}"
                yield _line("addresses", f"{kind} are not found by their further {what}", advice, ok=False)

    def _stages(self) -> Iterator[Health]:
        gone = self._portal.lacking()
        for kind in (DEALS, TICKETS):
            if kind in gone or kind not in self._portal.shape.objects:
                continue
            try:
                stages = stages_of(kind, self._portal.hubspot.pipelines(kind))
            except CallError as error:
                if not denied(error):
                    raise
                yield _line("stages", f"the stages of {kind} may not be read", f"grant the scope in {_KEYS}", ok=False)
                continue
            if not any(stage.closed for stage in stages.values()):
                told = f"no stage of {kind} counts as closed, so that all of them look open"
                yield _line("stages", told, "set in HubSpot which stages close a pipeline", ok=False)

    def _owners(self) -> Iterator[Health]:
        try:
            yield _line("owners", f"{len(self._portal.hubspot.owners())} owners")
        except CallError as error:
            if not denied(error):
                raise
            scopes = scopes_of(error) or "crm.objects.owners.read"
            yield _line("owners", "owners may not be read", f"grant {scopes} in {_KEYS}", ok=False)

    def _write_back(self) -> Iterator[Health]:
        unique = self._writer.unique
        lacking = [kind for kind in (MEETINGS, TASKS) if not self._writer.has_unique(kind)]
        if lacking:
            told = (
                f"{' and '.join(lacking)} have no property '{unique}' with unique values:"
                " what is written back is found again by a mark in its text"
            )
            advice = f"to have it without the mark, create '{unique}' (single-line text, unique values) on both objects"
            yield _line("write-back", told, advice)
        else:
            yield _line("write-back", f"what is written back is found again by '{unique}'")


def _line(what: str, summary: str, advice: str = "", *, ok: bool = True) -> Health:
    return Health(f"{NAME}/{what}", ok=ok, summary=summary, advice=advice)
