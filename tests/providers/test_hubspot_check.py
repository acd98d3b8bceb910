"""What ``check`` says of HubSpot when something is wrong: what it is, and what to do about it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kambrief.ports import Health
from kambrief.providers.crm.hubspot import Provider
from tests.parts.fake_hubspot import FakeHubspot
from tests.parts.hubspot_portals import NOW, portal, provider

pytestmark = pytest.mark.corpus
Lines = dict[str, Health]


@pytest.fixture
def fake(corpora: Path) -> Iterator[FakeHubspot]:
    made, _ = portal(corpora)
    made.put("companies", {"name": "Koivu"})
    yield made
    assert made.violations == []


@pytest.fixture
def checked(fake: FakeHubspot, tmp_path: Path) -> Callable[..., Lines]:
    def lines(**options: Any) -> Lines:
        crm = provider(fake, tmp_path, **options)
        return {line.lacks or line.name.removeprefix("crm.hubspot/"): line for line in crm.check(NOW)}

    return lines


def test_all_is_well_and_nothing_is_changed(fake: FakeHubspot, checked: Callable[..., Lines]) -> None:
    lines = checked(portal_id="62515")
    assert [line for line in lines.values() if not line.ok] == []
    assert lines["portal"].summary == "portal 62515"
    assert {one.rpartition("/")[2] for one in fake.requests if not one.startswith("GET")} <= {"search"}


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ("token", "HubSpot does not know this token"),
        ("expired", "the token has expired or was rotated"),
        ("empty", "set the secret"),
        ("html", "is base_url right? HubSpot itself is at https://api.hubapi.com"),
        ("429", "the calls that the plan allows are used up"),
        ("reset", "does this machine reach https://api.hubapi.com"),
        ("contacts", "grant crm.objects.contacts.read in"),
    ],
)
def test_the_way_in(fake: FakeHubspot, checked: Callable[..., Lines], wrong: str, advice: str) -> None:
    options = {"token": {"token": "pat-other"}, "empty": {"token": "  "}}.get(wrong, {})
    fake.expired = wrong == "expired"
    if wrong == "contacts":
        fake.denied.add("contacts")
    if wrong in {"html", "429", "reset"}:
        fake.fault(wrong, 1000)
    (line,) = checked(**options).values()
    assert (line.name, line.ok) == ("crm.hubspot/sign-in", False)
    assert advice in line.advice
    assert "pat-" not in f"{line}"


def test_a_scope_that_is_lacking_is_named_with_its_table(fake: FakeHubspot, checked: Callable[..., Lines]) -> None:
    fake.denied |= {"tickets", "calls", "owners"}
    lines = checked()
    assert (lines["tickets"].ok, lines["tickets"].lacks) == (True, "tickets")
    assert "the token lacks the scope tickets" in lines["tickets"].advice
    assert "calls cannot be read: the token lacks the scope crm.objects.calls.read" in lines["activities"].summary
    assert "grant crm.objects.owners.read" in lines["owners"].advice


def test_what_hubspot_has_no_place_for_is_said(checked: Callable[..., Lines]) -> None:
    lines = checked(objects={}, fields={})
    assert "[crm.hubspot.objects] contracts" in lines["contracts"].advice
    assert "commitments" not in lines


def test_a_field_that_is_not_there_is_named_with_those_that_are_near(checked: Callable[..., Lines]) -> None:
    line = checked(fields={"accounts": {"crm_class": "abc_clas"}})["fields"]
    assert not line.ok
    assert line.summary == "accounts.crm_class = 'abc_clas': there is no such property (near: abc_class)"


def test_an_object_that_is_not_there_is_a_gap(checked: Callable[..., Lines]) -> None:
    assert "2-999: this portal has no such object" in checked(objects={"contracts": "2-999"})["contracts"].advice


def test_the_token_of_another_portal_is_noticed(checked: Callable[..., Lines]) -> None:
    line = checked(portal_id="1")["portal"]
    assert (line.ok, line.summary) == (False, "the token is of portal 62515, portal_id says 1: a sandbox, perhaps")


def test_an_empty_portal_is_noticed(fake: FakeHubspot, checked: Callable[..., Lines]) -> None:
    fake.records["companies"].clear()
    assert not checked()["records"].ok


def test_a_pipeline_without_an_end_is_noticed(fake: FakeHubspot, checked: Callable[..., Lines]) -> None:
    fake.pipelines["deals"][0]["stages"] = [{"id": "1", "label": "Auki", "metadata": {"isClosed": "false"}}]
    assert checked()["stages"].summary.startswith("no stage of deals counts as closed")


def test_how_what_is_written_back_is_found_again(fake: FakeHubspot, checked: Callable[..., Lines]) -> None:
    assert "create 'kambrief_id'" in checked()["write-back"].advice
    fake.custom["meetings"]["kambrief_id"] = fake.custom["tasks"]["kambrief_id"] = True
    assert checked()["write-back"].summary == "what is written back is found again by 'kambrief_id'"


def test_rights_that_were_granted_a_minute_ago_count(fake: FakeHubspot, tmp_path: Path) -> None:
    fake.denied.add("deals")
    crm = provider(fake, tmp_path)
    assert "deals" in {line.lacks for line in crm.check(NOW)}
    fake.denied.clear()
    assert "deals" not in {line.lacks for line in crm.check(NOW)}


def test_it_says_what_it_does_not_hold_and_what_it_was_tried_against() -> None:
    assert "not against a live account" in Provider.proven
    assert "contacts are never created" in Provider.not_held
