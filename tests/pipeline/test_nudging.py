"""On the morning a promise of ours is due: one mail, once, with what can go to the customer."""

import dataclasses
import datetime as dt
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest

from kambrief.core import nudges
from kambrief.core.model import AccountManager
from kambrief.core.promises import PromiseRecord, PromiseState, done
from kambrief.core.work import MailKind, StepKind, StepState
from kambrief.errors import ProviderError
from kambrief.pipeline.letters import Letters
from kambrief.pipeline.nudging import Nudging
from kambrief.pipeline.promised import Ledger
from kambrief.store.sql import SqlStore
from tests.builders import ELINA, OTTO, at, havulinna, meeting
from tests.core.promise_rows import FRIDAY, TUESDAY, promised, theirs
from tests.core.test_fulfilment import mail
from tests.fakes import FakeDrafts

REPORT = promised(id="p1", manager=ELINA.email)
MORNING = at("9.10. 8.00")


class Morning:
    """The flow over a ledger with these rows."""

    def __init__(self, *rows: PromiseRecord, managers: tuple[AccountManager, ...] = (ELINA,), **more: Any) -> None:
        self.store: Any = more.pop("store", None) or SqlStore.open("sqlite://")
        self.store.save_meetings([meeting(owners=(ELINA.email,))], at("6.10. 8.00"))
        self.store.save_promises(rows)
        self.counts: Counter[str] = Counter()
        self.logged: list[str] = []
        self.nudging = Nudging(
            self.store, Letters(self.store), {one.email: one for one in managers}, "w1", more.pop("lease", dt.timedelta(minutes=15)),
            lambda event, **_: self.logged.append(event), self.counts, **more,
        )  # fmt: skip

    def runs(self, when: str) -> None:
        self.nudging.plan(at(when))
        self.nudging.work(at(when))

    def mails(self) -> list[str]:
        rows = [row for row in self.store.deliveries() if row.kind is MailKind.NUDGE]
        return [
            record.text
            for row in rows
            for record in self.store.briefs(row.meeting_id, row.manager)
            if record.revision == row.revision
        ]


def test_it_comes_on_the_morning_of_the_day_and_not_before() -> None:
    one = Morning(REPORT)
    one.runs("8.10. 9.00")
    one.runs("9.10. 7.59")
    assert one.mails() == []
    one.runs("9.10. 8.00")
    (text,) = one.mails()
    assert text.startswith(
        "Luvattu pe 9.10.\n\nJuurisyyraportti kuorimon katkoista (Ville Nurmela), Kuorimon tilanne\n"
    )
    assert "Odottaa: Petri\n" in text
    assert "Palaverissa ti 6.10. kohdassa 12:31: ”mä laitan sen perjantaina”" in text
    (row,) = one.store.promises()
    assert row.nudged_on == FRIDAY


def test_it_comes_once() -> None:
    one = Morning(REPORT)
    for when in ("9.10. 8.00", "9.10. 8.05", "9.10. 15.00", "10.10. 8.00"):
        one.runs(when)
    assert len(one.mails()) == 1
    (row,) = one.store.deliveries()
    assert (row.recipient, row.expires_at) == (ELINA.email, at("10.10. 0.00"))


def test_all_that_is_due_is_one_mail_with_numbers() -> None:
    one = Morning(
        REPORT, promised("hinnasto", id="p2"), promised("muistio", id="p3", due=dt.date(2026, 10, 12)), theirs()
    )
    one.runs("9.10. 8.00")
    (text,) = one.mails()
    assert [line[:13] for line in text.splitlines() if line[:2] in {"1.", "2.", "3."}] == [
        "1. Juurisyyra",
        "2. Hinnasto (",
    ]
    (record,) = one.store.briefs(nudges.nudge_id(FRIDAY), ELINA.email)
    assert record.why["promises"] == [["m1", ELINA.email, "p1"], ["m1", ELINA.email, "p2"]]


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2026-10-10", "2026-10-09"),
        ("2026-10-11", "2026-10-09"),
        ("2026-12-06", "2026-12-04"),
        ("2026-12-25", "2026-12-23"),
    ],
)
def test_what_is_due_on_a_free_day_is_told_on_the_working_day_before(due: str, day: str) -> None:
    row = dataclasses.replace(REPORT, due=dt.date.fromisoformat(due))
    assert nudges.nudge_day(row, ELINA) == dt.date.fromisoformat(day)


def test_everybody_has_the_holidays_of_their_country() -> None:
    row = dataclasses.replace(REPORT, due=dt.date(2026, 12, 28))
    london = dataclasses.replace(OTTO, timezone="Europe/London")
    assert nudges.nudge_day(row, ELINA) == dt.date(2026, 12, 28)
    assert nudges.nudge_day(row, london) == dt.date(2026, 12, 24)


@pytest.mark.parametrize(
    "row",
    [
        theirs(due=FRIDAY),
        dataclasses.replace(REPORT, due=None),
        dataclasses.replace(REPORT, due=TUESDAY),
        done(REPORT, "reply", FRIDAY, MORNING),
    ],
)
def test_theirs_undated_fresh_and_closed_ones_are_not_told(row: PromiseRecord) -> None:
    assert nudges.nudge_day(row, ELINA) is None
    one = Morning(row)
    one.runs("9.10. 8.00")
    assert one.mails() == []


def test_whoever_wants_no_follow_ups_gets_none_of_this() -> None:
    one = Morning(REPORT, managers=(dataclasses.replace(ELINA, followups=False),))
    one.runs("9.10. 8.00")
    assert one.mails() == []


def test_the_morning_is_the_managers_own() -> None:
    chicago = dataclasses.replace(ELINA, timezone="America/Chicago")
    one = Morning(REPORT, managers=(chicago,))
    one.runs("9.10. 8.00")
    assert one.mails() == []
    one.runs("9.10. 16.00")
    assert len(one.mails()) == 1


def test_a_service_that_was_down_all_day_says_nothing_the_day_after() -> None:
    one = Morning(REPORT)
    one.nudging.plan(at("8.10. 9.00"))
    one.nudging.work(at("10.10. 8.00"))
    assert one.mails() == []
    (step,) = [step for step in one.store.steps() if step.kind is StepKind.NUDGE]
    assert (step.state, step.note) == (StepState.DROPPED, "the day is over")


def test_what_has_been_sent_meanwhile_is_closed_and_not_told() -> None:
    one = Morning(REPORT, promised("hinnasto", id="p2"))
    data = havulinna(activities=(mail("Tässä lupaamani juurisyyraportti."),))
    ledger = Ledger(one.store)
    one.nudging = dataclasses.replace(one.nudging, look=lambda _, rows, now: ledger.refreshed(rows, data, now))
    one.runs("9.10. 8.00")
    (text,) = one.mails()
    assert "uurisyy" not in text
    assert {row.id: row.state for row in one.store.promises()}["p1"] is PromiseState.DONE


def test_on_a_morning_with_something_due_what_was_kept_too_late_is_closed_as_well() -> None:
    late = promised("hinnasto", id="p2", due=dt.date(2026, 10, 7), nudged_on=dt.date(2026, 10, 7))
    one = Morning(REPORT, late)
    ledger, data = Ledger(one.store), havulinna(activities=(mail("Tässä lupaamani hinnasto."),))
    one.nudging = dataclasses.replace(one.nudging, look=lambda _, rows, now: ledger.refreshed(rows, data, now))
    one.runs("9.10. 8.00")
    assert len(one.mails()) == 1
    assert {row.id: row.state for row in one.store.promises()} == {"p1": PromiseState.OPEN, "p2": PromiseState.DONE}


def test_what_may_have_been_sent_is_asked() -> None:
    one = Morning(dataclasses.replace(REPORT, closed_by="maybe activities/a9"))
    one.runs("9.10. 8.00")
    assert "on saattanut jo hoitaa tämän" in one.mails()[0]


# --- the short mail to the customer --------------------------------------------------------------------------------


def test_a_draft_lies_ready_in_the_managers_mailbox() -> None:
    drafts = FakeDrafts()
    one = Morning(REPORT, drafts=(drafts,))
    one.runs("9.10. 8.00")
    (draft,) = drafts.drafts
    assert draft.to == (("Petri Vuolle", "petri@havulinna.example"),)
    assert draft.subject == "Juurisyyraportti kuorimon katkoista"
    assert draft.text == (
        "Hei Petri,\n\nliitteenä se, mitä lupasimme palaverissa ti 6.10.: juurisyyraportti kuorimon katkoista.\n\n"
        "Ystävällisin terveisin\nElina Saarikko"
    )
    assert "on Luonnokset-kansiossasi" in one.mails()[0]
    assert "Hei Petri" not in one.mails()[0]


@pytest.mark.parametrize(
    "drafts",
    [FakeDrafts(mailboxes=frozenset()), FakeDrafts(failures=[ProviderError("drafts.fake", "connection refused")])],
)
def test_without_a_mailbox_the_mail_holds_it(drafts: FakeDrafts) -> None:
    one = Morning(REPORT, drafts=(drafts,))
    one.runs("9.10. 8.00")
    assert "    Hei Petri,\n" in one.mails()[0]


@pytest.mark.parametrize(
    "more",
    [{"to": ()}, {"what": "on-site audit in Tuas"}, {"what": "kutsu seuraavaan palaveriin"}, {"what": "alennus 12 % kilpailijan hintaan"},
     {"what": "hinta, ei asiakkaalle"}],
)  # fmt: skip
def test_where_no_mail_would_be_of_use_or_right_there_is_none(more: dict[str, Any]) -> None:
    drafts = FakeDrafts()
    one = Morning(dataclasses.replace(REPORT, **more), drafts=(drafts,))
    one.runs("9.10. 8.00")
    assert drafts.drafts == []
    assert len(one.mails()) == 1


@pytest.mark.parametrize(
    ("language", "form", "begins", "holds"),
    [
        ("en", "", "Dear Petri,\n\nAttached, as promised on Tue 6 Oct: the report.\n", "Best regards,\nElina"),
        ("sv", "du", "Hej Petri,\n\nbifogat finns det vi lovade på mötet tis 6 okt.: the report.\n", "Vänliga hälsningar"),
        ("de", "Sie", "Guten Tag Petri Vuolle,\n\nanbei, wie am Di 06.10. zugesagt: the report.\n", "Mit freundlichen Grüßen"),
        ("de", "", "Guten Tag Petri Vuolle,\n\n", "anbei"),
        ("de", "du", "Hallo Petri,\n\n", "anbei"),
        ("", "", "Hei Petri,\n\nliitteenä", "Ystävällisin terveisin"),
    ],
)  # fmt: skip
def test_the_customer_is_spoken_to_in_their_language(language: str, form: str, begins: str, holds: str) -> None:
    drafts = FakeDrafts()
    one = Morning(
        dataclasses.replace(REPORT, language=language, address_form=form, what="the report"), drafts=(drafts,)
    )
    one.runs("9.10. 8.00")
    (draft,) = drafts.drafts
    assert draft.text.startswith(begins)
    assert holds in draft.text


# --- whoever dies --------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process is gone."""


class Mortal:
    """A store or mailbox that dies after so many calls."""

    def __init__(self, inner: Any, lives: list[int]) -> None:
        self._inner, self._lives = inner, lives

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            done_ = found(*args, **kwargs)
            self._lives[0] -= 1
            if self._lives[0] == 0:
                raise Killed
            return done_

        return call


@pytest.mark.parametrize("lives", range(1, 13))
def test_killed_after_any_call_there_is_one_mail_and_one_draft(lives: int) -> None:
    store, drafts, left = SqlStore.open("sqlite://"), FakeDrafts(), [10**6]
    first = Morning(REPORT, store=Mortal(store, left), drafts=(Mortal(drafts, left),), lease=dt.timedelta())
    left[0] = lives
    with suppress(Killed):
        first.runs("9.10. 8.00")
    again = Morning(store=store, drafts=(drafts,))
    for when in ("9.10. 8.00", "9.10. 9.00"):
        again.runs(when)
    assert len([row for row in store.deliveries() if row.kind is MailKind.NUDGE]) == 1
    assert len(drafts.drafts) == 1
    assert [row.nudged_on for row in store.promises()] == [FRIDAY]


def test_nobody_can_reckon_the_id_of_the_mail_who_does_not_know_the_meeting() -> None:
    mine = promised("K1", meeting_id="4f3c9a")
    same_day = nudges.revision(FRIDAY, ELINA, [mine])
    assert same_day == nudges.revision(FRIDAY, ELINA, [mine, dataclasses.replace(mine, id="K2")]), "one mail a day"
    assert same_day != nudges.revision(FRIDAY, ELINA, [dataclasses.replace(mine, meeting_id="81d0be")])
