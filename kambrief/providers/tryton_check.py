"""What ``kambrief check`` says of Tryton: the way in, each model by reading it, each configured name by what is
there.
"""

import re
from collections.abc import Iterator, Sequence

import httpx

from kambrief.core.customer import TABLES
from kambrief.errors import CallError
from kambrief.ports import Health
from kambrief.providers.customers import missing_line
from kambrief.providers.http import CONFIGURATION, LEFT_ALONE
from kambrief.providers.tryton import NAME, NEWEST, OLDEST, TrytonSection, denied
from kambrief.providers.tryton_base import Base, Reading
from kambrief.providers.tryton_fields import MODULE, NOTE, PARTY, RELATION
from kambrief.providers.tryton_people import People


class Checker:
    """The lines of one check."""

    def __init__(self, base: Base, section: TrytonSection) -> None:
        self._base, self._tryton, self._section = base, base.tryton, section

    def lines(self) -> Sequence[Health]:
        """The server and the way in first: without them nothing else is asked."""
        self._base.forget()
        try:
            version = self._tryton.version()
        except CallError as error:
            return (_line("server", error.reason, self._no_server(error), ok=False),)
        if not (found := re.match(r"(\d+)\.(\d+)", version)):
            told = "what answers there is no Tryton server, or a very old one"
            return (_line("server", told, f"is url right? Here it is {self._section.url}", ok=False),)
        series = (int(found[1]), int(found[2]))
        if series < OLDEST:
            told = f"Tryton {version}: its REST interface is not ours"
            return (_line("server", told, f"upgrade Tryton to {NEWEST[0]}.{NEWEST[1]}", ok=False),)
        newer = series > NEWEST
        server = _line("server", f"Tryton {version}" + (", newer than what we were tested with" if newer else ""))
        try:
            gone = self._base.gone()
        except CallError as error:
            return (server, _line("sign-in", error.reason, self._no_way_in(error), ok=False))
        return (
            server,
            _line("sign-in", f"signed in; {', '.join(one for one in TABLES if one not in gone)} can be read"),
            *(missing_line(NAME, table, self._lacking(table, why)) for table, why in gone.items()),
            *self._safely("relations", self._relations),
            *self._safely("fields", self._fields),
            *self._safely("records", self._records),
        )

    def _safely(self, what: str, ask: object) -> Iterator[Health]:
        try:
            yield from list(ask())  # type: ignore[operator]
        except CallError as error:
            yield _line(what, error.reason, "try again; if it stays so, look into the server's log", ok=False)

    def _no_server(self, error: CallError) -> str:
        if error.status:
            return f"is url right, and does it lead to Tryton itself? Here it is {self._section.url}"
        return f"does this machine reach {self._section.url}, and does the server run? Look at proxy and firewall"

    def _no_way_in(self, error: CallError) -> str:
        if error.code == CONFIGURATION:
            return "set the key that the section names"
        if error.code == LEFT_ALONE:
            return "wait: the server failed too often"
        if error.status == httpx.codes.UNAUTHORIZED:
            return (
                "the key is not valid: in Tryton open the preferences of the user that Kambrief reads as, add an"
                " application of the kind REST, have it validated, and copy its key whole"
            )
        if error.status == httpx.codes.NOT_FOUND:
            return (
                f"there is no database '{self._section.database}', or its REST interface is switched off: compare"
                " database with the name in Tryton's login window"
            )
        if denied(error):
            return f"let the key's user read {PARTY}: look at its groups in Tryton (Administration, Users)"
        return f"activate the module {MODULE[PARTY]}" if error.permanent else "look into the server's log"

    def _lacking(self, table: str, why: str) -> str:
        model = self._base.told.model(table)
        if not model:
            return f"{why}; name your own model in [{NAME}.objects] {table}"
        if "not activated" in why:
            return f"{why}: activate it, if you use it (trytond-admin -u {MODULE[model]})"
        if "may not read" in why:
            return f"{why}: add the user to a group that may (Administration, Users), if you use it"
        return why

    def _relations(self) -> Iterator[Health]:
        base = self._base
        types = base.types()
        there = f"there are {', '.join(types.there)}" if types.there else "there is none"
        if not self._tryton.fields_of(RELATION):
            told = "the module party_relationship is not activated, so that nobody works for anybody"
            yield _line("relations", told, "activate it and enter who works where", ok=False)
        elif types.unknown:
            told = f"no relation type is called {', '.join(types.unknown)}; {there}"
            yield _line("relations", told, f"mend works_for and part_of in [{NAME}]; ids serve too", ok=False)
        elif not types.works_for:
            told = f"works_for names no relation type, so that each party stands for itself; {there}"
            yield _line("relations", told, f"say in [{NAME}] works_for which type leads from a person to the company")
        else:
            yield _line("relations", "the relation types that are configured are there")

    def _fields(self) -> Iterator[Health]:
        base = self._base
        gone = base.gone()
        wrong = [
            problem
            for table in base.map.fields
            if base.told.model(table) and table not in gone
            for problem in base.problems(table)
        ]
        if wrong:
            advice = f"mend the names in [{NAME}.fields]; `kambrief crm fields` lists them"
            yield _line("fields", "; ".join(wrong), advice, ok=False)
        else:
            yield _line("fields", "every field that is read is there")

    def _records(self) -> Iterator[Health]:
        rows = self._tryton.search(PARTY, [], ["id"], 50)
        if not rows:
            yield _line("records", "there is no party in this database", "is it the right one?", ok=False)
            return
        one = int(rows[0]["id"])
        try:
            self._tryton.search(NOTE, [["resource", "in", [f"{PARTY},{one}"]]], ["id"], 1)
        except CallError as error:
            if not denied(error):
                raise
            yield _line("records", "the notes of parties may not be read", "look at the user's groups", ok=False)
            return
        people = People(Reading(self._base))
        people.ask(int(row["id"]) for row in rows)
        works = f", {len(people.jobs)} of the first {len(rows)} work for another" if people.jobs else ""
        yield _line("records", f"parties and their notes can be read{works}")


def _line(what: str, summary: str, advice: str = "", *, ok: bool = True) -> Health:
    return Health(f"{NAME}/{what}", ok=ok, summary=summary, advice=advice)
