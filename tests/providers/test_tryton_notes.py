"""Tryton's typed JSON, and the wording of our notes there; no server needed."""

import dataclasses
import datetime as dt
import json
import zoneinfo
from base64 import urlsafe_b64decode
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.crm import Entry, EntryKind
from kambrief.providers.crm_mapping import FieldMap
from kambrief.providers.tryton_fields import cells_of
from kambrief.providers.tryton_json import decoded, encoded, flat, literal, packed
from kambrief.providers.tryton_notes import newest, next_step, read, with_next_step, worded

START = dt.datetime(2026, 11, 24, 9, 0, tzinfo=zoneinfo.ZoneInfo("Europe/Helsinki"))
NOTE = Entry(
    "kambrief-0a1b", EntryKind.NOTE, "7", "Ohjausryhmä", "Sovittu.\n\nHinta.", start=START,
    end=START + dt.timedelta(minutes=45), owner="ville@kuura.example",
)  # fmt: skip
TASK = Entry(
    "kambrief-0a1c", EntryKind.TASK, "7", "Lähetän raportin", due=dt.date(2026, 12, 1), owner="ville@kuura.example"
)
STEP = Entry("kambrief-0a1d", EntryKind.NEXT_STEP, "7", "Soita", deal_id="3")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)


# Typed JSON


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (Decimal("48000.00"), {"__class__": "Decimal", "decimal": "48000.00"}),
        (dt.date(2026, 10, 31), {"__class__": "date", "year": 2026, "month": 10, "day": 31}),
        (
            dt.datetime(2026, 10, 5, 9, 30, 15, 250, tzinfo=dt.UTC),
            {"__class__": "datetime", "year": 2026, "month": 10, "day": 5, "hour": 9, "minute": 30, "second": 15, "microsecond": 250},
        ),
        ([["id", "in", [1, 2]], None, True, "ä"], [["id", "in", [1, 2]], None, True, "ä"]),
    ],
)  # fmt: skip
def test_values_survive_the_way_there_and_back(value: Any, form: Any) -> None:
    assert encoded(value) == form
    assert decoded(json.loads(json.dumps(form))) == value


def test_a_time_in_another_zone_is_sent_in_utc() -> None:
    assert encoded(START)["hour"] == 7


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        encoded(dt.datetime(2026, 1, 1))  # noqa: DTZ001 the case


@pytest.mark.parametrize(
    "damaged",
    [
        {"__class__": "Decimal", "decimal": "many"},
        {"__class__": "Decimal"},
        {"__class__": "date", "year": 2026, "month": 13, "day": 1},
        {"__class__": "datetime", "year": "x"},
        {"__class__": "bytes", "base64": "AA=="},
    ],
)
def test_what_cannot_be_understood_is_nothing(damaged: Any) -> None:
    assert decoded(damaged) is None


def test_a_condition_travels_in_an_address() -> None:
    assert json.loads(urlsafe_b64decode(packed([["value", "ilike", "ä%"]]))) == [["value", "ilike", "ä%"]]


def test_signs_of_patterns_are_escaped() -> None:
    assert literal(r"100%_\ä") == r"100\%\_\\ä"


def test_a_record_is_laid_flat() -> None:
    row = {
        "id": 5, "__name__": "party.party", "lang": {"id": 1, "code": "fi", "__name__": "ir.lang"}, "parent": None,
        "categories": [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}], "addresses": [],
    }  # fmt: skip
    assert flat(row) == {
        "id": 5, "lang": 1, "lang.id": 1, "lang.code": "fi", "parent": None, "categories": [1, 2],
        "categories.id": [1, 2], "categories.name": ["A", "B"], "addresses": [],
    }  # fmt: skip


def test_of_several_categories_the_one_that_is_configured_counts() -> None:
    columns = {"accounts": {"crm_class": "categories.name", "city": "addresses.city", "industry": "categories.name"}}
    words = {"accounts": {"crm_class": {"avain": "A"}}}
    said = {"categories.name": ["Vienti", "AVAIN"], "addresses.city": ["", "Oulu"]}
    found = cells_of(FieldMap(columns, words), "accounts", said, zoneinfo.ZoneInfo("UTC"))
    assert (found["crm_class"], found["city"], found["industry"]) == ("A", "Oulu", "Vienti")


# Notes


def test_a_note_of_a_meeting_reads_well_and_is_understood_again() -> None:
    message = worded(NOTE, "Europe/Helsinki")
    assert message == (
        "Ohjausryhmä (2026-11-24 09:00–09:45)\n\nSovittu.\n\nHinta.\n\n"
        "[kambrief-0a1b meeting 2026-11-24T07:00+00:00/2026-11-24T07:45+00:00]"
    )
    said = read(message)
    assert (said.subject, said.body, said.start, said.end, said.kind) == (
        NOTE.subject, NOTE.text, NOTE.start, NOTE.end, "meeting",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ({}, "☐ Lähetän raportin\n2026-12-01 · ville@kuura.example"),
        ({"done": True}, "☑ Lähetän raportin\n2026-12-01 · ville@kuura.example"),
        ({"due": None}, "☐ Lähetän raportin\nville@kuura.example"),
        ({"owner": ""}, "☐ Lähetän raportin\n2026-12-01"),
        ({"due": None, "owner": ""}, "☐ Lähetän raportin"),
        ({"text": "Ks. muistio."}, "☐ Lähetän raportin\n2026-12-01 · ville@kuura.example\n\nKs. muistio."),
    ],
)
def test_a_promise_is_a_line_with_its_day_and_whose_it_is(change: dict[str, Any], first: str) -> None:
    entry = dataclasses.replace(TASK, **change)
    message = worded(entry, "Europe/Helsinki")
    assert message == f"{first}\n\n[kambrief-0a1c task]"
    said = read(message)
    assert (said.subject, said.due, said.owner, said.done, said.body) == (
        entry.subject, entry.due, entry.owner, entry.done, entry.text,
    )  # fmt: skip


@given(WORDS, WORDS, st.sampled_from(("task", "meeting")))
def test_whatever_is_written_is_found_by_its_key(subject: str, text: str, kind: str) -> None:
    entry = dataclasses.replace(TASK if kind == "task" else NOTE, subject=subject, text=text)
    said = read(worded(entry, "Europe/Helsinki", 12))
    assert (said.key, said.replaces, said.kind) == (entry.key, 12, kind)


@pytest.mark.parametrize(
    ("message", "subject", "body"),
    [
        ("Hinta\n\nSovittu.", "Hinta", "Sovittu."),
        ("Vain yksi rivi", "", "Vain yksi rivi"),
        ("Kaksi\nriviä\n\nja loput", "", "Kaksi\nriviä\n\nja loput"),
        ("", "", ""),
        ("Katso [kambrief-x] tästä", "", "Katso [kambrief-x] tästä"),
        ("[kambrief-x task] ja muuta", "", "[kambrief-x task] ja muuta"),
    ],
)
def test_somebody_elses_note_is_left_as_it_is(message: str, subject: str, body: str) -> None:
    said = read(message)
    assert (said.subject, said.body, said.key) == (subject, body, "")


def test_of_notes_with_one_key_the_newest_counts() -> None:
    edited = dataclasses.replace(NOTE, text="Uusi.")
    notes = {
        3: read("Muuta"),
        7: read(worded(NOTE, "UTC")),
        9: read(worded(edited, "UTC", 7)),
        8: read(worded(TASK, "UTC")),
    }
    assert set(newest(notes.items())) == {3, 8, 9}


# The next step


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "→ Soita [kambrief-0a1d next-step]"),
        ("Odottaa.", "Odottaa.\n\n→ Soita [kambrief-0a1d next-step]"),
        ("A\n→ Vanha [kambrief-9 next-step]\nB", "A\n→ Soita [kambrief-0a1d next-step]\nB"),
        ("→ X [kambrief-9 next-step]\n→ Y [kambrief-8 next-step]", "→ Soita [kambrief-0a1d next-step]"),
        ("→ Oma merkintä", "→ Oma merkintä\n\n→ Soita [kambrief-0a1d next-step]"),
    ],
)
def test_the_next_step_has_one_line_of_its_own(before: str, after: str) -> None:
    assert with_next_step(before, STEP) == after
    assert with_next_step(after, STEP) == after
    assert next_step(after) == "Soita"


def test_a_comment_without_our_line_has_no_next_step() -> None:
    assert next_step("→ Oma merkintä\nOdottaa.") == ""
