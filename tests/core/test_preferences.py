"""What account managers choose for themselves, within what the configuration permits."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.model import AccountManager, BriefMode
from kambrief.core.preferences import PreferenceProblem, Preferences, is_zone, problems, read, with_preferences

ANNA = AccountManager(
    "anna@x.example", "Anna", "Europe/Helsinki", "fi", 60, quiet_from=dt.time(20), quiet_until=dt.time(7),
    signature="Anna\nKuura", title="KAM",
)  # fmt: skip
FULL = Preferences(
    "sv", "Europe/Stockholm", 30, BriefMode.DIGEST, dt.time(6, 30), dt.time(18), dt.time(8), tips=False, followups=False
)
FORM = {
    "language": "sv", "timezone": "Europe/Stockholm", "lead_minutes": "30", "mode": "digest", "digest_at": "6:30",
    "quiet_from": "18.00", "quiet_until": "08:00:00", "tips": "no", "followups": "no",
}  # fmt: skip


def test_what_is_chosen_counts_and_the_rest_stays_as_configured() -> None:
    assert with_preferences(ANNA, None) == ANNA
    assert with_preferences(ANNA, Preferences()) == ANNA
    assert with_preferences(ANNA, Preferences(language="de")) == replace(ANNA, language="de")
    assert with_preferences(ANNA, FULL) == replace(
        ANNA, language="sv", timezone="Europe/Stockholm", lead_minutes=30, mode=BriefMode.DIGEST,
        digest_at=dt.time(6, 30), quiet_from=dt.time(18), quiet_until=dt.time(8), tips=False, followups=False,
    )  # fmt: skip


def test_midnight_and_no_are_choices() -> None:
    chosen = with_preferences(ANNA, Preferences(digest_at=dt.time(0), quiet_from=dt.time(0), quiet_until=dt.time(0)))
    assert (chosen.digest_at, chosen.quiet_from, chosen.quiet_until) == (dt.time(0), dt.time(0), dt.time(0))
    assert with_preferences(ANNA, Preferences(tips=False)).tips is False


def test_followups_that_the_configuration_has_turned_off_stay_off() -> None:
    assert with_preferences(replace(ANNA, followups=False), Preferences(followups=True)).followups is False
    assert with_preferences(ANNA, Preferences(followups=True)).followups is True


def test_what_is_stored_and_no_longer_permitted_counts_as_open() -> None:
    strange = Preferences("tlh", "Mars/Olympus", 0, quiet_from=dt.time(9), tips=False)
    assert with_preferences(ANNA, strange) == replace(ANNA, tips=False)


@pytest.mark.parametrize(
    ("chosen", "field", "problem"),
    [
        ({"language": "nl"}, "language", PreferenceProblem.UNKNOWN_LANGUAGE),
        ({"timezone": "Europe"}, "timezone", PreferenceProblem.UNKNOWN_ZONE),
        ({"timezone": "../../etc/passwd"}, "timezone", PreferenceProblem.UNKNOWN_ZONE),
        ({"lead_minutes": 4}, "lead_minutes", PreferenceProblem.TOO_SHORT),
        ({"lead_minutes": 7 * 24 * 60 + 1}, "lead_minutes", PreferenceProblem.TOO_LONG),
        ({"quiet_from": dt.time(20)}, "quiet_until", PreferenceProblem.ONE_END),
        ({"quiet_until": dt.time(7)}, "quiet_from", PreferenceProblem.ONE_END),
    ],
)
def test_each_field_has_its_limits(chosen: dict[str, Any], field: str, problem: PreferenceProblem) -> None:
    assert problems(Preferences(**chosen)) == {field: problem}


def test_the_limits_themselves_are_permitted() -> None:
    assert problems(FULL) == {}
    assert problems(Preferences(lead_minutes=5)) == {}
    assert problems(Preferences(lead_minutes=7 * 24 * 60)) == {}


def test_a_form_is_read_as_people_write_times() -> None:
    found = read(FORM)
    assert (found.preferences, found.problems) == (FULL, {})
    assert read({}).preferences == Preferences()
    assert read(dict.fromkeys(FORM, "  ")).preferences == Preferences()
    assert read({"csrf": "x", "email": "boss@x.example", "crm_scope": "all"}).preferences == Preferences()


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({"digest_at": "25:00"}, {"digest_at": PreferenceProblem.NO_TIME}),
        ({"quiet_from": "late", "quiet_until": "7:00"}, {"quiet_from": PreferenceProblem.NO_TIME}),
        ({"quiet_from": "20:00"}, {"quiet_until": PreferenceProblem.ONE_END}),
        ({"lead_minutes": "an hour"}, {"lead_minutes": PreferenceProblem.NO_NUMBER}),
        ({"lead_minutes": "-5"}, {"lead_minutes": PreferenceProblem.TOO_SHORT}),
        ({"lead_minutes": "9" * 40}, {"lead_minutes": PreferenceProblem.NO_NUMBER}),
        ({"mode": "weekly", "tips": "maybe"},
         {"mode": PreferenceProblem.UNKNOWN_MODE, "tips": PreferenceProblem.NO_CHOICE}),
        ({"language": "<script>"}, {"language": PreferenceProblem.UNKNOWN_LANGUAGE}),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_and_the_rest_is_kept(
    form: dict[str, str], wrong: dict[str, PreferenceProblem]
) -> None:
    found = read({"timezone": "Europe/Berlin", **form})
    assert found.problems == wrong
    assert found.preferences == Preferences(timezone="Europe/Berlin")


def test_a_zone_is_one_that_python_knows() -> None:
    assert [is_zone(one) for one in ("Europe/Helsinki", "UTC", "", "/etc/passwd", "Europe/Atlantis", "x\x00y")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


@given(st.dictionaries(st.sampled_from([one.name for one in fields(Preferences)]), st.text(max_size=12)))
def test_whatever_a_form_holds_what_is_read_is_permitted(form: dict[str, str]) -> None:
    found = read(form)
    assert problems(found.preferences) == {}
    assert found.problems.keys() <= {*form, "quiet_from", "quiet_until"}
    with_preferences(ANNA, found.preferences)
