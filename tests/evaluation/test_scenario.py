"""Loading a scenario: what is read, what is not, and what is said when something is missing."""

import json
from pathlib import Path

import pytest

from kambrief.errors import UserError
from kambrief.evaluation.scenario import load, load_reference, prepare

META = {"id": "tiny", "as_of": "2026-10-05T15:00:00+03:00", "account_id": "A", "company_domains": ["we.example"]}
MANAGER = {"email": "Me@we.example", "name": "Me", "timezone": "Europe/Helsinki", "brief_language": "fi"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "tiny"
    place.mkdir()
    (place / "scenario.json").write_text(json.dumps(META))
    (place / "account_managers.json").write_text(json.dumps([MANAGER]))
    (place / "accounts.json").write_text('[{"id": "A", "name": "Ä Oy"}]', encoding="utf-8")
    (place / "contacts.csv").write_text("id,account_id,email\nC1,A,c@a.example\n")
    (place / "activities.json").write_text('[{"id": "act-1", "tags": ["pricing"]}]')
    (place / "meeting.ics").write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    (place / "reference.json").write_text("this is not even JSON")
    return place


def test_a_scenario_is_loaded_without_opening_its_reference(folder: Path) -> None:
    scenario = load(folder)
    assert (scenario.id, scenario.own_domains) == ("tiny", ("we.example",))
    assert scenario.managers[0].email == "me@we.example"
    assert scenario.raw.group == {"A"}
    assert scenario.raw.tables["contacts"] == ({"id": "C1", "account_id": "A", "email": "c@a.example"},)
    with pytest.raises(UserError, match=r"reference\.json"):
        load_reference(folder)


def test_every_missing_file_is_named_at_once(folder: Path) -> None:
    (folder / "meeting.ics").unlink()
    (folder / "contacts.csv").unlink()
    with pytest.raises(UserError, match=r"contacts\.csv, meeting\.ics missing"):
        load(folder)
    with pytest.raises(UserError, match="no folder"):
        load(folder / "nowhere")


def test_a_scenario_without_its_time_is_a_clear_error(folder: Path) -> None:
    (folder / "scenario.json").write_text('{"id": "tiny"}')
    with pytest.raises(UserError, match="as_of"):
        load(folder)


def test_prepared_files_are_copies_dated_at_the_scenarios_time(folder: Path, tmp_path: Path) -> None:
    scenario = load(folder)
    places = prepare(scenario, tmp_path / "work")
    copied = {path.name for place in (places.crm, places.calendar) for path in place.iterdir()}
    assert copied == {"accounts.json", "contacts.csv", "activities.json", "meeting.ics"}
    assert {path.stat().st_mtime for path in places.crm.iterdir()} == {scenario.as_of.timestamp()}
    assert (places.crm / "activities.json").read_bytes() == (folder / "activities.json").read_bytes()


def test_stripped_tags_are_empty_in_what_the_product_reads(folder: Path, tmp_path: Path) -> None:
    scenario = load(folder, strip_tags=True)
    places = prepare(scenario, tmp_path / "work")
    assert json.loads((places.crm / "activities.json").read_text())[0]["tags"] == []
    assert scenario.raw.tables["activities"][0]["tags"] == []
