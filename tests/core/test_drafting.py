"""One state machine for a follow-up, wherever it is edited: nothing is lost, nothing leaves unapproved."""

import datetime as dt
from collections.abc import Callable  # noqa: TC003
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kambrief.core import drafting
from kambrief.core.drafting import OPEN, OUT, FollowupRecord, FollowupState, Place, Unsent, Version
from kambrief.errors import UserError

NOW = dt.datetime(2026, 10, 6, 8, 0, tzinfo=dt.UTC)
ELINA = "elina@kuura.example"
PETRI, JOHANNA = "petri@havulinna.example", "johanna@havulinna.example"


def text(body: str, base: int = 1, place: Place = Place.EDITOR, **more: Any) -> Version:
    return replace(Version(0, place, NOW, "Sovitut asiat", body, (PETRI,), base=base), **more)


def drafted(body: str = "Hei Petri,\n\nkiitos.") -> FollowupRecord:
    first = text(body, 0, Place.CODE, number=1)
    return FollowupRecord("m1", ELINA, "A01", FollowupState.DRAFTED, NOW, "fi", (first,), mailbox_version=1)


def bodies(record: FollowupRecord) -> list[str]:
    return [one.body for one in record.versions]


# --- what is another text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "Hei Petri,\n\nkiitos tapaamisesta. Raportti tulee perjantaina.\n\nMe:\n- Ville: raportti\n- Elina: tarjous",
        "Hei Petri,\r\n\r\nkiitos tapaamisesta.\r\nRaportti tulee perjantaina.\r\n\r\nMe:\r\n- Ville: raportti\r\n- Elina:\r\ntarjous\r\n",
        "  Hei Petri,\n\n\nkiitos  tapaamisesta. Raportti\ntulee perjantaina.\n\nMe:\n- Ville: raportti\n- Elina: tarjous\n\n",
    ],
)
def test_spaces_and_line_breaks_of_a_mail_program_make_no_other_text(body: str) -> None:
    plain = "Hei Petri,\n\nkiitos tapaamisesta. Raportti tulee perjantaina.\n\nMe:\n- Ville: raportti\n- Elina: tarjous"
    assert drafting.same_text(text(plain), text(body))
    assert drafting.edited(drafted(plain), text(body)) == drafted(plain)


@pytest.mark.parametrize(
    "other",
    [
        text("Hei Petri,\n\nKiitos."),
        text("Hei Petri,\n\nkiitos.", subject="Muuta"),
        text("Hei Petri,\n\nkiitos.", to=(JOHANNA,)),
        text("Hei Petri,\n\nkiitos.", cc=(JOHANNA,)),
        text("Hei Petri, kiitos."),
    ],
)
def test_words_subject_paragraphs_and_recipients_make_another_text(other: Version) -> None:
    assert not drafting.same_text(text("Hei Petri,\n\nkiitos."), other)
    assert drafting.edited(drafted(), other).state is FollowupState.EDITED


def test_the_order_and_case_of_recipients_make_no_other_text() -> None:
    assert drafting.same_text(text("x", to=(PETRI, JOHANNA)), text("x", to=(JOHANNA.upper(), PETRI)))


# --- edited ----------------------------------------------------------------------------------------------------------


def test_an_edit_is_a_new_version_and_the_old_one_stays() -> None:
    record = drafting.edited(drafted(), text("Moi Petri."))
    assert bodies(record) == ["Hei Petri,\n\nkiitos.", "Moi Petri."]
    assert (record.state, record.conflict) == (FollowupState.EDITED, ())
    assert [one.number for one in record.versions] == [1, 2]


def test_two_edits_of_one_version_are_both_kept_until_somebody_chooses() -> None:
    record = drafting.edited(drafted(), text("in the editor"))
    record = drafting.edited(record, text("in the mailbox", 1, Place.MAILBOX))
    assert record.conflict == (2, 3)
    with pytest.raises(UserError, match="changed in two places"):
        drafting.approve(record, ELINA, NOW, number=3)
    chosen = drafting.chosen(record, 2, NOW)
    assert (chosen.conflict, bodies(chosen)[-1], len(chosen.versions)) == ((), "in the editor", 4)
    assert drafting.approve(chosen, ELINA, NOW, number=4).state is FollowupState.APPROVED


def test_the_newest_of_two_can_be_chosen_without_another_copy_of_it() -> None:
    record = drafting.edited(drafted(), text("a"))
    record = drafting.edited(record, text("b", 1, Place.MAILBOX))
    chosen = drafting.chosen(record, 3, NOW)
    assert (chosen.conflict, len(chosen.versions)) == ((), 3)


def test_an_edit_of_one_of_two_in_conflict_takes_its_place() -> None:
    record = drafting.edited(drafted(), text("a"))
    record = drafting.edited(record, text("b", 1, Place.MAILBOX))
    record = drafting.edited(record, text("c", 3, Place.MAILBOX))
    assert record.conflict == (2, 4)


def test_the_same_edit_twice_is_one() -> None:
    once = drafting.edited(drafted(), text("a"))
    assert drafting.edited(once, text("a")) == once


def test_a_version_that_is_not_there_cannot_be_chosen() -> None:
    with pytest.raises(UserError, match="There is no version 9; there are 1"):
        drafting.chosen(drafted(), 9, NOW)


# --- approved and sent -----------------------------------------------------------------------------------------------


def test_what_is_open_blocks_and_cannot_be_overruled() -> None:
    with pytest.raises(UserError, match="confirm: päivä"):
        drafting.approve(drafted(), ELINA, NOW, number=1, blocked=["[confirm: päivä?] is open"], overruled=True)


def test_warnings_block_until_they_are_overruled_and_all_are_told_at_once() -> None:
    warned = ["you wrote 12.10., the call said 13.10.", "you wrote 14 h"]
    with pytest.raises(UserError) as told:
        drafting.approve(drafted(), ELINA, NOW, number=1, warnings=warned)
    assert len(told.value.problems) == 2
    approved = drafting.approve(drafted(), ELINA, NOW, number=1, warnings=warned, overruled=True)
    assert (approved.state, approved.approved_by, approved.note) == ("approved", ELINA, "warnings were overruled")


def test_what_was_looked_at_is_what_is_approved() -> None:
    record = drafting.edited(drafted(), text("a"))
    with pytest.raises(UserError, match="changed since version 1"):
        drafting.approve(record, ELINA, NOW, number=1)


def test_an_edit_takes_the_approval_back() -> None:
    record = drafting.edited(drafting.approve(drafted(), ELINA, NOW, number=1), text("a"))
    assert (record.state, record.approved_by, record.approved_at) == (FollowupState.EDITED, "", None)


def test_nothing_is_sent_that_nobody_approved() -> None:
    for record in (drafted(), drafting.edited(drafted(), text("a")), drafting.dropped(drafted(), "no")):
        with pytest.raises(UserError, match="not approved"):
            drafting.sending(record)


def test_that_the_manager_has_sent_it_is_an_approval_and_ends_a_conflict() -> None:
    record = drafting.edited(drafting.edited(drafted(), text("a")), text("b", 1, Place.MAILBOX))
    sent = drafting.sent(record, text("c", 3, Place.MAILBOX), NOW)
    assert (sent.state, sent.approved_by, sent.sent_at, sent.conflict) == (FollowupState.SENT, ELINA, NOW, ())
    assert (sent.versions[-1].place, sent.versions[-1].body) == (Place.SENT, "c")


def test_it_is_sent_once() -> None:
    sent = drafting.sent(drafted(), text("a"), NOW)
    assert drafting.sent(sent, text("a"), NOW) == sent
    assert drafting.sent(drafting.logged(sent), text("b"), NOW) == drafting.logged(sent)


def test_a_dropped_one_that_the_manager_sends_after_all_was_sent() -> None:
    assert drafting.sent(drafting.dropped(drafted(), "no"), text("a"), NOW).state is FollowupState.SENT


@pytest.mark.parametrize("state", [FollowupState.SENDING, FollowupState.SENT, FollowupState.LOGGED])
def test_what_has_left_cannot_be_edited_dropped_or_approved(state: FollowupState) -> None:
    record = replace(drafted(), state=state)
    acts: list[Callable[[], object]] = [
        lambda: drafting.edited(record, text("a")),
        lambda: drafting.dropped(record, "no"),
        lambda: drafting.approve(record, ELINA, NOW, number=1),
        lambda: drafting.chosen(record, 1, NOW),
    ]
    for act in acts:
        with pytest.raises(UserError, match=r"on its way|has been sent"):
            act()


def test_a_failed_sending_leaves_it_approved() -> None:
    record = drafting.sending(drafting.approve(drafted(), ELINA, NOW, number=1))
    back = drafting.not_sent(record, "server down")
    assert (back.state, back.note) == (FollowupState.APPROVED, "server down")


# --- drafted anew ----------------------------------------------------------------------------------------------------


def test_an_untouched_draft_is_drafted_anew_and_an_edited_one_never() -> None:
    anew = drafting.redrafted(drafted(), text("from the transcript"), source="transcript:1")
    assert (anew.state, anew.source, bodies(anew)[-1]) == (FollowupState.DRAFTED, "transcript:1", "from the transcript")
    assert drafting.is_untouched(anew)
    with pytest.raises(UserError, match="has been edited"):
        drafting.redrafted(drafting.edited(drafted(), text("a")), text("b"), source="transcript:1")


def test_a_dropped_one_can_be_drafted_anew() -> None:
    anew = drafting.redrafted(drafting.dropped(drafted(), "no"), text("b"), source="transcript:1")
    assert (anew.state, anew.note) == (FollowupState.DRAFTED, "")


# --- any interleaving ------------------------------------------------------------------------------------------------


class Lives(RuleBasedStateMachine):
    """Mailbox, editor, approvals, sending and crashes in any order. A crash repeats the last decision on an old record:
    the store refuses it by its revision, so here every change is made of the newest record, as `pipeline.changing` does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.record = drafted()
        self.written = {self.record.versions[0].body}
        self.leavings = 0
        self.count = 0

    def change(self, new: FollowupRecord) -> None:
        if new.state in OUT and self.record.state not in OUT:
            self.leavings += 1
        self.record = new

    def words(self) -> str:
        self.count += 1
        return f"text {self.count}"

    @rule(data=st.data(), place=st.sampled_from([Place.MAILBOX, Place.EDITOR]))
    def edit(self, data: st.DataObject, place: Place) -> None:
        base = data.draw(st.sampled_from([one.number for one in self.record.versions]))
        body = self.words()
        try:
            self.change(drafting.edited(self.record, text(body, base, place)))
        except UserError:
            assert self.record.state not in OPEN
        else:
            self.written.add(body)

    @rule(data=st.data())
    def choose(self, data: st.DataObject) -> None:
        if self.record.is_open:
            number = data.draw(st.sampled_from(self.record.heads))
            self.change(drafting.chosen(self.record, number, NOW))
            assert not self.record.conflict

    @rule(open_points=st.booleans(), overruled=st.booleans())
    def approve(self, *, open_points: bool, overruled: bool) -> None:
        current = self.record.versions[-1].number
        was = self.record.state
        try:
            self.change(
                drafting.approve(
                    self.record, ELINA, NOW, number=current, blocked=["open"] * open_points, overruled=overruled
                )
            )
        except UserError:
            return
        assert not self.record.conflict
        assert not open_points or was is FollowupState.APPROVED

    @rule()
    def send(self) -> None:
        if self.record.state is FollowupState.APPROVED:
            self.change(drafting.sending(self.record, NOW))

    @rule(minutes=st.integers(0, 60))
    def plan(self, minutes: int) -> None:
        try:
            self.change(drafting.scheduled(self.record, NOW + dt.timedelta(minutes=minutes), ELINA))
        except UserError:
            assert self.record.state is not FollowupState.APPROVED

    @rule()
    def undo(self) -> None:
        try:
            self.change(drafting.unapproved(self.record))
        except UserError:
            assert self.record.state not in OPEN
        else:
            assert self.record.state is not FollowupState.APPROVED

    @rule(why=st.sampled_from([None, Unsent.UNCLEAR]))
    def fail(self, why: Unsent | None) -> None:
        self.change(drafting.not_sent(self.record, "failed", why))

    @rule()
    def give_up(self) -> None:
        if self.record.send_at is not None:
            self.change(drafting.given_up(self.record, Unsent.LATE, self.record.send_at))

    @rule()
    def found_sent(self) -> None:
        body = self.words()
        was_out = self.record.state in OUT
        self.change(drafting.sent(self.record, text(body, 0, Place.MAILBOX), NOW))
        if not was_out:
            self.written.add(body)

    @rule()
    def redraft(self) -> None:
        body = self.words()
        try:
            self.change(drafting.redrafted(self.record, text(body), source=f"transcript:{self.count}"))
        except UserError:
            assert not drafting.is_untouched(self.record)
        else:
            self.written.add(body)

    @rule()
    def drop(self) -> None:
        if self.record.is_open:
            self.change(drafting.dropped(self.record, "no"))

    @rule()
    def log(self) -> None:
        self.change(drafting.logged(self.record))

    @precondition(lambda self: self.record.versions)
    @invariant()
    def nothing_is_lost(self) -> None:
        assert self.written <= set(bodies(self.record))
        assert [one.number for one in self.record.versions] == list(range(1, len(self.record.versions) + 1))

    @invariant()
    def nothing_leaves_unapproved_or_twice(self) -> None:
        if self.record.state in OUT | {FollowupState.SENDING, FollowupState.APPROVED}:
            assert self.record.approved_by == ELINA
        assert self.leavings <= 1
        assert sum(one.place is Place.SENT for one in self.record.versions) == self.leavings

    @invariant()
    def only_what_is_approved_has_a_time_and_only_what_was_not_sent_a_reason_why(self) -> None:
        if self.record.send_at is not None:
            assert self.record.state in {FollowupState.APPROVED, FollowupState.SENDING}
            assert self.record.unsent is None
        assert (self.record.unsent is None) == (self.record.unsent_at is None)
        assert self.record.sending_at is None or self.record.state is FollowupState.SENDING

    @invariant()
    def a_conflict_is_open_and_names_versions_that_are_there(self) -> None:
        assert len(self.record.conflict) != 1
        assert set(self.record.conflict) <= {one.number for one in self.record.versions}
        if self.record.conflict:
            assert self.record.state in {FollowupState.EDITED, FollowupState.DROPPED}


TestLives = Lives.TestCase


@given(st.text(max_size=60), st.text(max_size=60))
def test_sameness_of_texts_goes_both_ways_and_holds_for_itself(one: str, other: str) -> None:
    assert drafting.same_text(text(one), text(one))
    assert drafting.same_text(text(one), text(other)) == drafting.same_text(text(other), text(one))
