"""Tryton, the real server: what goes wrong and what is said about it, what has changed, how it is read."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from kambrief.errors import CallError, ProviderError, UserError
from kambrief.ports import Health
from kambrief.ports.crm import Changing, Fields
from kambrief.providers.crm.tryton import Config, Provider
from kambrief.settings import section as checked
from tests.contracts.crm import NONE, SAMPLE
from tests.parts.tryton import ADMIN_KEY, KEY, POOR_KEY
from tests.parts.tryton_load import Loaded
from tests.providers.tryton_sample import Servers, broken, provider

server = pytest.mark.server
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def loaded(tryton_servers: Servers) -> Loaded:
    return tryton_servers.over(SAMPLE)


@pytest.fixture(scope="module")
def own(tryton_servers: Servers) -> Loaded:
    return tryton_servers.own(SAMPLE)


def wrong(lines: Any) -> list[Health]:
    return [line for line in lines if not line.ok]


# The configuration


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"key_env": None}, "exactly one of key_env, key_file"),
        ({"url": "tryton.example"}, "no http or https address"),
        ({"database": "a/b"}, "database"),
        ({"objects": {"accounts": "my.party"}}, "accounts are read from Tryton's own models"),
        ({"fields": {"accounts": {"colour": "x"}}}, "accounts has no column colour"),
        ({"orders_from": "offers"}, "invoices"),
        ({"link_template": "https://x.example/{key}"}, "no other braces"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_before_anything_is_asked(said: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        checked(Config, {"url": "https://tryton.example", "database": "crm", "key_env": "K", **said}, "crm.tryton")


# Check


@server
def test_check_names_each_module_and_each_field_that_is_there(loaded: Loaded, tmp_path: Path) -> None:
    lines = provider(loaded.server, SAMPLE, tmp_path).check(dt.datetime.now(dt.UTC))
    assert wrong(lines) == []
    assert lines[0].summary == "Tryton 8.2"
    assert {line.lacks for line in lines} == {"", "contracts", "surveys", "plans"}


@server
@pytest.mark.parametrize(
    ("said", "summary", "advice"),
    [
        ({"key": "0" * 64}, "answered 401", "the key is not valid"),
        ({"key": "two words"}, "the key is empty", "set the key"),
        ({"database": "warehouse"}, "answered 404", "there is no database 'warehouse'"),
        ({"url": "http://127.0.0.1:1"}, "cannot be reached", "does this machine reach"),
        ({"url": "{url}/elsewhere"}, "ask version: answered 40", "is url right"),
        ({"works_for": ("Ystävä",)}, "no relation type is called Ystävä; there are 1 Työntekijä", "mend works_for"),
        ({"fields": {"accounts": {"wallet": "purse"}}}, "accounts.wallet = 'purse': party.party has no such field", "mend the names"),
    ],
)  # fmt: skip
def test_check_says_what_is_wrong_and_what_to_do_about_it(
    loaded: Loaded, tmp_path: Path, said: dict[str, Any], summary: str, advice: str
) -> None:
    if "url" in said:
        said = {"url": said["url"].format(url=loaded.server.url)}
    crm = provider(loaded.server, SAMPLE, tmp_path, **said)
    (line,) = wrong(crm.check(dt.datetime.now(dt.UTC)))
    assert summary in line.summary
    assert advice in line.advice


@server
def test_a_user_without_rights_reads_people_and_each_other_table_is_a_stated_gap(
    loaded: Loaded, tmp_path: Path
) -> None:
    crm = provider(loaded.server, SAMPLE, tmp_path, key=POOR_KEY)
    gaps = {line.lacks: line.advice for line in crm.check(dt.datetime.now(dt.UTC)) if line.lacks}
    assert {"deals", "orders", "tickets"} <= gaps.keys()
    assert "the key's user may not read sale.opportunity" in gaps["deals"]
    data = crm.histories(frozenset({loaded.names["accounts"]["010"]}))
    assert {"deals", "orders", "tickets"} <= {*data.missing}
    assert len(data.activities) == 1


@server
def test_a_module_that_is_not_there_is_a_stated_gap(loaded: Loaded, tmp_path: Path) -> None:
    more: dict[str, Any] = {
        "objects": {"surveys": "kuura.survey"},
        "fields": {"surveys": {"account_id": "party", "kind": "kind"}},
    }
    crm = provider(loaded.server, SAMPLE, tmp_path, **more)
    gaps = {line.lacks: line.advice for line in crm.check(dt.datetime.now(dt.UTC)) if line.lacks}
    assert "there is no model kuura.survey" in gaps["surveys"]


@server
def test_a_field_that_is_not_there_costs_that_field_alone(loaded: Loaded, tmp_path: Path) -> None:
    crm = provider(loaded.server, SAMPLE, tmp_path, fields={"deals": {"kind": "sort", "owner": "employee.salary"}})
    data = crm.histories(frozenset({loaded.names["accounts"]["010"]}))
    assert [(deal.name, deal.owner) for deal in data.deals] == [("Jatkosopimus", None)]
    assert data.problems == (
        "deals.kind = 'sort': sale.opportunity has no such field; left out",
        "deals.owner = 'employee.salary': sale.opportunity has no such field; left out",
    )


@server
def test_no_error_tells_the_key(loaded: Loaded, tmp_path: Path) -> None:
    crm = provider(loaded.server, SAMPLE, tmp_path, key="hunter2hunter2")
    with pytest.raises(ProviderError) as caught:
        crm.find(frozenset({"anna@kr.example"}), NONE)
    assert "hunter2" not in f"{caught.value} {caught.value!r} {crm._config!r} {crm.check(dt.datetime.now(dt.UTC))}"


# Reading


@server
@pytest.mark.parametrize(
    "odd", ["%", "_", "\\", "%@koivuranta.example", "anna_kr.example", "' OR 1=1 --", "a%@kr.example"]
)
def test_signs_of_patterns_find_nobody(loaded: Loaded, tmp_path: Path, odd: str) -> None:
    found = provider(loaded.server, SAMPLE, tmp_path).find(frozenset({odd}), frozenset({odd}), frozenset({odd}))
    assert found.accounts == ()


@server
def test_many_addresses_take_few_calls(loaded: Loaded, tmp_path: Path) -> None:
    crm = provider(loaded.server, SAMPLE, tmp_path)
    crm.find(frozenset({"anna@kr.example"}), NONE)
    before = crm.calls
    crm.find(frozenset({"anna@kr.example"}), NONE)
    one = crm.calls - before
    strangers = frozenset(f"person{number}@stranger.example" for number in range(99))
    before = crm.calls
    found = crm.find(frozenset({"anna@kr.example"}) | strangers, NONE)
    assert len(found.contacts) == 3
    assert crm.calls - before == one + 3  # 25 addresses a call


@server
def test_own_people_are_no_customers(loaded: Loaded, tmp_path: Path) -> None:
    assert provider(loaded.server, SAMPLE, tmp_path).find(frozenset({"am1@kuura.example"}), NONE).accounts == ()


@server
def test_without_relation_types_each_party_stands_for_itself(loaded: Loaded, tmp_path: Path) -> None:
    crm = provider(loaded.server, SAMPLE, tmp_path, works_for=(), part_of=())
    found = crm.find(frozenset({"anna@kr.example"}), NONE)
    assert [(one.account_id, one.name) for one in found.contacts] == [(found.accounts[0].id, "Anna Mäkelä")]
    assert any("works_for names no relation type" in line.summary for line in crm.check(dt.datetime.now(dt.UTC)))


@server
def test_pages_lose_and_double_nothing(own: Loaded, tmp_path: Path) -> None:
    crm = provider(own.server, SAMPLE, tmp_path)
    party = own.names["accounts"]["020"]
    rows = [f"('party.party,{party}', 'note {number}', '2026-01-01 10:00:00', 1)" for number in range(1203)]
    random.Random(1).shuffle(rows)  # noqa: S311 - dice
    own.server.execute(f"INSERT INTO ir_note (resource, message, create_date, create_uid) VALUES {', '.join(rows)}")  # noqa: S608 names of ours
    read = crm.histories(frozenset({party})).activities
    own.server.execute("DELETE FROM ir_note WHERE message LIKE 'note %'")
    assert len({one.body for one in read if one.body.startswith("note ")}) == 1203
    assert len({one.id for one in read}) == len(read)


@server
def test_the_fields_of_each_model_can_be_listed(loaded: Loaded, tmp_path: Path) -> None:
    crm = provider(loaded.server, SAMPLE, tmp_path)
    assert isinstance(crm, Fields)
    found = {(one.table, one.name): one for one in crm.fields()}
    assert (found["deals", "description"].kind, found["deals", "description"].column) == ("char", "name")
    assert found["accounts", "code"].column == "key"


# Changes


@server
class TestChanges:
    def since(self, crm: Provider, cursor: Any = None) -> Any:
        return crm.changes(cursor or {}, dt.datetime.now(dt.UTC))

    @pytest.fixture
    def old(self, own: Loaded) -> Loaded:
        """Everything was made long ago."""
        tables = own.server.execute(
            "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'write_date'"
        )
        for (table,) in tables:
            own.server.execute(f"UPDATE \"{table}\" SET create_date = '2020-01-01 10:00:00', write_date = NULL")  # noqa: S608 names of ours
        return own

    def test_the_first_call_tells_nothing_and_the_next_what_has_changed(self, old: Loaded, tmp_path: Path) -> None:
        crm = provider(old.server, SAMPLE, tmp_path)
        assert isinstance(crm, Changing)
        first = self.since(crm)
        assert not first.complete
        quiet = self.since(crm, first.cursor)
        assert (quiet.complete, quiet.accounts, quiet.emails) == (True, frozenset(), frozenset())

    @pytest.mark.parametrize("key", ["", "administrator"])
    @pytest.mark.parametrize(
        ("path", "body", "account"),
        [
            ("ir.note", {"resource": "party.party,{contact}", "message": "uusi"}, "012"),
            ("ir.note", {"resource": "sale.opportunity,{deal}", "message": "uusi"}, "010"),
            ("party.contact_mechanism", {"party": "{contact}", "type": "email", "value": "uusi@kr.example"}, "012"),
            ("party.party/{account}", {"name": "Koivulehto Oyj"}, "020"),
            ("sale.opportunity/{deal}", {"reference": "R7"}, "010"),
        ],
    )
    def test_a_change_is_told_with_its_account(
        self, old: Loaded, tmp_path: Path, path: str, body: dict[str, Any], account: str, key: str
    ) -> None:
        crm = provider(old.server, SAMPLE, tmp_path, key=ADMIN_KEY if key else KEY)
        cursor = self.since(crm).cursor
        known = {
            "contact": old.names["contacts"]["8"],
            "deal": old.names["deals"]["D1"],
            "account": old.names["accounts"]["020"],
        }
        said = {name: value.format(**known) for name, value in body.items()}
        said = {name: int(value) if name == "party" else value for name, value in said.items()}
        method = "PUT" if "/" in path else "POST"
        assert old.server.call(method, path.format(**known), said).status_code == 200
        told = self.since(crm, cursor)
        assert told.complete
        assert old.names["accounts"][account] in told.accounts
        assert old.names["accounts"]["011"] not in told.accounts or account == "012"  # a parent is told too

    @pytest.mark.parametrize(
        "spoilt",
        [{"at": "yesterday"}, {"day": "2020-01-01"}, {"shape": "another"}, {"at": "2020-01-01T00:00:00+00:00"}],
    )
    def test_what_cannot_be_told_is_read_anew(self, old: Loaded, tmp_path: Path, spoilt: dict[str, str]) -> None:
        crm = provider(old.server, SAMPLE, tmp_path)
        assert not self.since(crm, {**self.since(crm).cursor, **spoilt}).complete


def test_a_server_that_does_not_answer_is_an_error(tmp_path: Path) -> None:
    crm = broken(tmp_path)
    for ask in (lambda: crm.changes({}, dt.datetime.now(dt.UTC)), crm.fields):
        with pytest.raises(CallError, match="cannot be reached"):
            ask()
