"""Promises made in calls stand in the next brief beside the CRM's own, each once."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Commitment, CrmData, Side
from kambrief.core.promises import PromiseState, done, dropped
from kambrief.core.returning import clock, commitment_id, heard, to_commitments, with_promises
from tests.builders import at, havulinna, mail_in, petri
from tests.core.promise_rows import FRIDAY, TUESDAY, promised, theirs

NOW = at("12.10. 9.00")
ROW = promised(id="p1")


def crm(**more: object) -> Commitment:
    return Commitment(**{"id": "CM1", "account_id": "A01", "side": Side.US, "owner": "Ville Nurmela", "text": "Juurisyyraportti kuorimon anturikatkoista",
                         "made_on": dt.date(2026, 9, 15), "due": dt.date(2026, 9, 25), **more})  # type: ignore[arg-type]  # fmt: skip


def told(data: CrmData) -> list[tuple[str, str]]:
    return [(one.id, one.status) for one in data.commitments]


def test_a_promise_of_a_call_is_told_with_its_place_and_words() -> None:
    (one,) = with_promises(havulinna(), [ROW], NOW).commitments
    assert (one.id, one.side, one.owner, one.text, one.due, one.status) == (
        "ledger-m1-p1", Side.US, "Ville Nurmela", "Juurisyyraportti kuorimon katkoista", FRIDAY, "open",
    )  # fmt: skip
    assert one.heard == 'call 2026-10-06, cue 50 (12:31): "mä laitan sen perjantaina"'


def test_how_far_into_a_call() -> None:
    assert (clock(0), clock(61.9), clock(3723)) == ("0:00", "1:01", "1:02:03")
    assert heard(replace(ROW, cue=0, at=None, quote="")) == "call 2026-10-06"


def test_what_the_crm_knows_as_well_is_told_once_with_the_final_day() -> None:
    assert told(with_promises(havulinna(commitments=(crm(),)), [ROW], NOW)) == [("ledger-m1-p1", "open")]


def test_the_task_that_was_made_of_it_is_not_told_again() -> None:
    task = crm(id="7741", text="Soita", made_on=dt.date(2026, 10, 7))
    data = havulinna(commitments=(task,))
    assert told(with_promises(data, [ROW], NOW)) == [("7741", "open"), ("ledger-m1-p1", "open")]
    assert told(with_promises(data, [ROW], NOW, written={ROW.key: "7741"})) == [("ledger-m1-p1", "open")]


def test_the_task_of_a_follow_up_that_was_sent_a_day_later_is_nothing_the_crm_has_learned_since() -> None:
    task = crm(id="7741", text="Juurisyyraportti kuorimon katkoista", made_on=dt.date(2026, 10, 7))
    data = havulinna(commitments=(task,))
    assert told(with_promises(data, [ROW], NOW, written={ROW.key: "7741"})) == [("ledger-m1-p1", "open")]


def test_what_the_crm_has_learned_since_counts_for_more() -> None:
    since = crm(made_on=dt.date(2026, 10, 10), due=dt.date(2026, 10, 30))
    assert told(with_promises(havulinna(commitments=(since,)), [ROW], NOW)) == [("CM1", "open")]


def test_what_was_kept_before_the_call_stays_told_as_kept() -> None:
    kept = crm(status="done", done_on=dt.date(2026, 9, 20))
    assert told(with_promises(havulinna(commitments=(kept,)), [ROW], NOW)) == [
        ("CM1", "done"),
        ("ledger-m1-p1", "open"),
    ]


def test_moved_and_dropped_ones_are_not_told() -> None:
    rows = [replace(ROW, state=PromiseState.MOVED), dropped(theirs(), "command", NOW)]
    assert told(with_promises(havulinna(), rows, NOW)) == []


def test_what_a_mail_has_kept_since_is_told_as_kept() -> None:
    mail = mail_in(petri(), "9.10. 9.00", "Moi, liitteenä laitelista.", id="a1")
    (one,) = with_promises(havulinna(activities=(mail,)), [theirs()], NOW).commitments
    assert (one.status, one.done_on) == ("done", FRIDAY)
    assert one.owner == "C01"


def test_nothing_of_a_customer_that_is_not_in_the_data() -> None:
    assert told(with_promises(havulinna(), [replace(ROW, account_id="A02")], NOW)) == []
    assert told(with_promises(CrmData(), [ROW], NOW)) == []


def test_of_one_call_in_two_ledgers_each_promise_is_told_once() -> None:
    other = replace(ROW, manager="otto@kuura.example", what="juurisyyraportti", id="q1")
    for mine in (ROW.manager, other.manager):
        (one,) = with_promises(havulinna(), [ROW, other], NOW, manager=mine).commitments
        assert one.id == commitment_id(ROW if mine == ROW.manager else other)


ROWS = [
    ROW,
    promised("hinnasto", id="h"),
    theirs(id="l"),
    done(promised("vasteaikataulukko", id="v"), "reply", FRIDAY, NOW),
    replace(ROW, id="p0", state=PromiseState.MOVED, made_on=dt.date(2026, 9, 15)),
]
RECORDS = [
    crm(),
    crm(id="CM2", text="Lista kriittisistä laitteista", side=Side.THEM, owner="C01"),
    crm(id="CM3", text="Hinnasto", status="done", done_on=TUESDAY),
    crm(id="CM4", text="Uusi asia"),
]


@given(st.lists(st.sampled_from(ROWS), unique=True), st.lists(st.sampled_from(RECORDS), unique=True))
def test_doing_it_twice_changes_nothing_and_no_open_promise_is_told_twice(rows: list, records: list) -> None:  # type: ignore[type-arg]
    once = with_promises(havulinna(commitments=tuple(records)), rows, NOW)
    assert with_promises(once, rows, NOW) == once
    still = [one.text.casefold().split()[0] for one in once.commitments if one.status == "open"]
    assert len(still) == len(set(still))
    assert {one.id for one in to_commitments(rows) if one.status == "open"} <= {one.id for one in once.commitments}
