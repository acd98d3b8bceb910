"""Will a brief be late, and what kind of trouble is it: out of counts and notes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.numbers import MailCount, Trouble, WorkCount
from kambrief.core.running import Kind, Risk, kind_of, outlook

NOW = dt.datetime(2026, 10, 6, 7, tzinfo=dt.UTC)
AGO = NOW - dt.timedelta(minutes=1)


def test_where_work_goes_on_and_nothing_waits_no_brief_is_late() -> None:
    told = outlook([WorkCount("brief", planned=3, soon=2), WorkCount("watch", late=4)], [], AGO, NOW)
    assert (told.soon, told.risks) == (2, ())


def test_a_brief_that_should_be_being_written_is_a_risk() -> None:
    told = outlook([WorkCount("brief", planned=1, due=1, late=1, soon=1), WorkCount("digest", retried=1)], [], AGO, NOW)
    assert told.risks == ((Risk.STEPS_LATE, 1), (Risk.RETRIED, 1))


@pytest.mark.parametrize("last", [None, NOW - dt.timedelta(minutes=3)])
def test_a_service_that_is_silent_is_a_risk_where_something_is_due(last: dt.datetime | None) -> None:
    assert outlook([WorkCount("brief", planned=1, soon=1)], [], last, NOW).risks == ((Risk.SILENT, 1),)
    assert outlook([WorkCount("brief", planned=1)], [], last, NOW).risks == ()


def test_mails_that_wait_too_long_are_a_risk_and_reminders_are_none() -> None:
    rows = [MailCount("brief", "planned", 2, late=2), MailCount("reminder", "planned", 1, late=1)]
    assert outlook([], rows, AGO, NOW).risks == ((Risk.MAILS_LATE, 2),)


def trouble(what: str, state: str, note: str, kind: str = "brief") -> Trouble:
    return Trouble(what, kind, state, NOW, "m1", "elina@kuura.example", note)


@pytest.mark.parametrize(
    ("given_trouble", "kind"),
    [
        (trouble("mail", "failed", "refused: 550 5.1.1 no such user"), Kind.REFUSED),
        (trouble("mail", "failed", "missed: the meeting began before it could be sent"), Kind.MISSED),
        (trouble("mail", "failed", "missed: connection refused"), Kind.MISSED),
        (trouble("mail", "failed", "missed: its time was over before it could be sent", "nudge"), Kind.OVER),
        (trouble("mail", "failed", "unknown whether it left; the meeting is off"), Kind.UNKNOWN),
        (trouble("mail", "unknown", "the connection died"), Kind.UNKNOWN),
        (trouble("mail", "planned", "421 try again later"), Kind.MAIL),
        (trouble("step", "claimed", ""), Kind.STUCK),
        (trouble("step", "planned", "ValueError"), Kind.STEP),
        (trouble("step", "dropped", "no such mailbox", "watch"), Kind.MAILBOX),
        (trouble("crm", "failed", "required field missing", "crm"), Kind.CRM),
    ],
)
def test_what_kind_of_trouble_it_is(given_trouble: Trouble, kind: Kind) -> None:
    assert kind_of(given_trouble) is kind


@given(
    st.sampled_from(["step", "mail", "crm", "other"]),
    st.sampled_from(["planned", "claimed", "failed", "unknown", "x"]),
    st.text(),
)
def test_every_trouble_has_a_kind(what: str, state: str, note: str) -> None:
    assert kind_of(trouble(what, state, note)) in set(Kind)
