"""Salesforce as our description of its API tells it, served by Prism; and rows in the shape that real exports have."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from kambrief.errors import CallError
from kambrief.providers import soql
from kambrief.providers.crm.salesforce import Config
from kambrief.providers.salesforce import Query, Salesforce
from kambrief.providers.salesforce_check import version_line
from tests.parts.prism import Prism
from tests.providers.salesforce_sample import QUICK, Sample, settings
from tests.providers.test_zoom_contract import _violations

pytestmark = pytest.mark.corpus
NONE: frozenset[str] = frozenset()


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESFORCE_SECRET", "salesforce-secret")


class Led(httpx.HTTPTransport):
    """Every call to Prism, whatever organisation it is meant for."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.base = httpx.URL(base_url)
        self.prefer = ""
        self.breaches: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.prefer and not request.url.path.endswith("/token"):
            request.headers["Prefer"] = self.prefer
        request.url = request.url.copy_with(scheme=self.base.scheme, host=self.base.host, port=self.base.port)
        response = super().handle_request(request)
        told = [one for one in _violations(response) if one["location"][0] == "request"]
        self.breaches += [f"{urlsplit(str(request.url)).path}: {one['message']}" for one in told]
        return response


@pytest.fixture
def led(corpora: Path, prism: Callable[[Path], Prism]) -> Led:
    return Led(prism(corpora / "contracts" / "salesforce" / "openapi.json").base_url)


@pytest.fixture
def salesforce(led: Led) -> Iterator[Salesforce]:
    made = Salesforce(Config.model_validate(settings()), transport=led, policy=QUICK)
    yield made
    made.close()
    assert led.breaches == []


@pytest.mark.node
def test_the_examples_are_read(salesforce: Salesforce, led: Led) -> None:
    led.prefer = "example=contacts"
    found = salesforce.rows(
        Query("find contacts", soql.select("Id", "Contact", soql.within("Email", ["o'brien@x.example"], 500)[0]))
    )
    assert found
    assert all(soql.is_id(str(row["Id"])) for row in found)
    led.prefer = ""
    assert version_line(salesforce, "67.0").ok
    assert salesforce.describe("Contact") is not None


@pytest.mark.node
def test_several_questions_fit_the_contract_and_answers_to_others_are_not_taken(salesforce: Salesforce) -> None:
    told = salesforce.tried([Query("find", soql.select("Id", name)) for name in ("Account", "Contact", "Case")])
    assert all(isinstance(one, CallError) for one in told)


@pytest.mark.node
def test_what_is_written_fits_the_contract(salesforce: Salesforce) -> None:
    assert salesforce.write("write", "POST", "Task", {"Subject": "Call"})["id"]
    assert salesforce.write("write", "PATCH", "Event/Kambrief_Id__c/kambrief-1", {"Subject": "Meeting"})["id"]


@pytest.mark.node
@pytest.mark.parametrize("status", [400, 401, 403, 503])
def test_every_refusal_of_the_contract_is_an_error(salesforce: Salesforce, led: Led, status: int) -> None:
    led.prefer = f"code={status}"
    with pytest.raises(CallError) as told:
        salesforce.rows(Query("find", soql.select("Id", "Account")))
    assert told.value.status == status
    with pytest.raises(CallError):
        salesforce.write("write", "POST", "Task", {"Subject": "Call"})


# --- rows as real exports have them ----------------------------------------------------------------------------------

_FILES = {
    "Account": "account", "Contact": "contact", "Opportunity": "opportunity", "Order": "order", "Product2": "product_2",
    "Task": "task", "Event": "event", "User": "user",
}  # fmt: skip


def _value(kind: str, told: str) -> Any:
    if not told:
        return None
    if kind == "boolean":
        return told.casefold() == "true"
    if kind in {"date", "datetime"}:
        at = dt.datetime.fromisoformat(told).replace(tzinfo=dt.UTC)
        return at if kind == "datetime" else at.date()
    return Decimal(told) if kind in {"currency", "double", "int"} else told


def filled(one: Sample, folder: Path) -> dict[str, int]:
    """The rows of the exports; accounts that only other rows name are made up."""
    counts: dict[str, int] = {}
    for sobject, name in _FILES.items():
        fields = {field.casefold(): (field, told["type"]) for field, told in one.org.described[sobject].items()}
        with (folder / f"sf_{name}_data.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                known = ((fields.get(column.replace("_", "")), told) for column, told in row.items())
                values = {field[0]: _value(field[1], told) for field, told in known if field and told}
                values["IsDeleted"] = False
                if soql.is_id(str(values.get("Id"))):
                    one.org.put(sobject, **values)
                    counts[sobject] = counts.get(sobject, 0) + 1
    named = {str(row["AccountId"]) for rows in one.org.table.values() for row in rows.values() if row.get("AccountId")}
    for account in sorted(named - one.org.table["Account"].keys()):
        if soql.is_id(account, "001"):
            one.org.put("Account", Id=account, Name=account)
    return counts


def test_rows_in_the_shape_of_real_exports_are_read_without_loss(corpora: Path) -> None:
    one = Sample(own_fields=False)
    counts = filled(one, corpora / "data" / "crm" / "dbt_salesforce")
    assert counts.keys() == _FILES.keys()
    crm = one.provider()
    found = crm.histories(frozenset(one.org.table["Account"]))
    accounts = {row["AccountId"] for row in one.org.table["Event"].values() if row.get("AccountId")}
    assert accounts <= {account.id for account in found.accounts}
    events = [row for row in one.org.table["Event"].values() if row.get("AccountId")]
    tasks = [row for row in one.org.table["Task"].values() if row.get("AccountId")]
    done = [row for row in tasks if row["TaskSubtype"] in {"Call", "Email"} and row["IsClosed"]]
    assert len(found.activities) == len(events) + len(done)
    assert len(found.plans) == len([row for row in tasks if row["TaskSubtype"] not in {"Call", "Email"}])
    orders = [
        row for row in one.org.table["Order"].values() if row.get("AccountId") and row.get("StatusCode") == "Activated"
    ]
    assert sum((order.amount for order in found.orders), Decimal(0)) == sum(
        (row["TotalAmount"] for row in orders), Decimal(0)
    )
    assert found.problems == ()
