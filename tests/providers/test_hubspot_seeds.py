"""Columns and values of real exports of HubSpot, put back into the shape of its API: all is read, nothing breaks it."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.fake_hubspot import FakeHubspot
from tests.parts.hubspot_load import owner
from tests.parts.hubspot_portals import portal, provider

pytestmark = pytest.mark.corpus
Rows = list[dict[str, str]]
_MEETING = {
    "start_time": "hs_meeting_start_time",
    "end_time": "hs_meeting_end_time",
    "title": "hs_meeting_title",
    "body": "hs_meeting_body",
    "meeting_outcome": "hs_meeting_outcome",
}


def table(folder: Path, name: str) -> Rows:
    with (folder / f"{name}_data.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def said(row: dict[str, str]) -> dict[str, str]:
    """The properties of an exported row; blanks in moments are a T in the API."""
    found = {name.removeprefix("property_"): value for name, value in row.items() if name.startswith("property_")}
    return {
        name: value.replace(" ", "T", 1) if value[:4].isdecimal() and value[4:5] == "-" else value
        for name, value in found.items()
    }


def filled(fake: FakeHubspot, folder: Path) -> dict[str, int]:
    """Everything that is not marked deleted; how many of what."""
    counts = {}
    live: dict[str, set[str]] = {}
    for kind, name, key in (
        ("companies", "company", "id"),
        ("contacts", "contact", "id"),
        ("deals", "deal", "deal_id"),
        ("tickets", "ticket", "id"),
    ):
        rows = [
            row
            for row in table(folder, name)
            if (row.get("is_deleted") or row.get("_fivetran_deleted") or "").casefold() != "true"
        ]
        for row in rows:
            more = (
                {
                    "dealstage": row["deal_pipeline_stage_id"],
                    "pipeline": row["deal_pipeline_id"],
                    "hubspot_owner_id": row["owner_id"],
                }
                if kind == "deals"
                else {}
            )
            fake.put(kind, {**said(row), **more}, row[key])
        live[kind] = {row[key] for row in rows}
        counts[kind] = len(live[kind])
    for row in table(folder, "engagement_meeting"):
        fake.put(
            "meetings",
            {
                _MEETING[name]: value.replace(" ", "T", 1) if "time" in name else value
                for name, value in row.items()
                if name in _MEETING
            },
            row["engagement_id"],
        )
    live["meetings"] = set(fake.records["meetings"])
    counts["meetings"] = len(live["meetings"])
    fake.owners += [owner(row["owner_id"], row["email"]) for row in table(folder, "owner") if "@" in row["email"]]
    fake.pipelines["deals"] = [
        {"id": row["pipeline_id"], "stages": [
            {"id": stage["stage_id"], "label": stage["label"], "metadata": {"isClosed": stage["is_closed"].lower(), "probability": stage["probability"]}}
            for stage in table(folder, "deal_pipeline_stage") if stage["pipeline_id"] == row["pipeline_id"]
        ]}
        for row in table(folder, "deal_pipeline")
    ]  # fmt: skip
    first = min(live["companies"], key=int)
    for kind in ("contacts", "deals", "tickets", "meetings"):
        for one in live[kind]:
            fake.link(kind, one, "companies", first, primary=True)
    return counts


@pytest.fixture
def fake(corpora: Path) -> Iterator[FakeHubspot]:
    made, _ = portal(corpora)
    yield made
    assert made.violations == []


def test_exports_of_a_real_portal_are_read_whole(fake: FakeHubspot, corpora: Path, tmp_path: Path) -> None:
    counts = filled(fake, corpora / "data" / "crm" / "dbt_hubspot")
    assert min(counts.values()) > 5
    crm = provider(fake, tmp_path)
    data = crm.histories(frozenset(fake.records["companies"]))
    whole = {"companies": data.accounts, "contacts": data.contacts, "deals": data.deals, "tickets": data.tickets}
    assert {kind: len(rows) for kind, rows in whole.items()} == {kind: counts[kind] for kind in whole}
    # A row without what makes it a record is named.
    assert len(data.activities) + sum("row left out" in one for one in data.problems) == counts["meetings"]
    assert {row.status for row in data.deals} <= {"open", "won", "lost"}
    # Their addresses are hashes: named, and the contacts stay.
    assert sum("is no mail address" in one for one in data.problems) == counts["contacts"]
    found = crm.find(frozenset(), frozenset(), frozenset(row.id for row in data.contacts))
    assert len(found.contacts) == counts["contacts"]
