"""From a transcript to a draft in the mailbox, to what was sent, to the CRM: each once, and a person in between."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from kambrief.core import after, drafting
from kambrief.core.agreed import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.customer import Account, Activity, ActivityKind, Contact, Deal
from kambrief.core.drafting import FollowupState, Place
from kambrief.core.heard import Heard
from kambrief.core.model import EventStatus
from kambrief.core.talk import Talk
from kambrief.core.transcript import Attendance, NextStep, Summary
from kambrief.core.work import StepKind, StepState
from kambrief.errors import ProviderError
from kambrief.pipeline.changing import change
from kambrief.pipeline.followup_text import why_of
from kambrief.pipeline.writing_up import WrittenUp
from kambrief.ports.mailbox import DraftMail
from tests.builders import ELINA, OTTO, OWN, Told, at, attendee, havulinna, markku, occurrence, petri
from tests.fakes import FakeDrafts
from tests.pipeline.after_parts import LIST, REPORT, WORDS, Called, said
from tests.pipeline.written_to import WrittenTo

AGAIN = "6.10. 9.55"
DOWN = ProviderError("drafts.fake", "connection refused")


def editor(world: Called, body: str, base: int) -> None:
    """Somebody changes the text here."""
    text = replace(world.record().versions[0], number=0, place=Place.EDITOR, body=body, base=base)
    change(world.store, world.m, ELINA.email, lambda one: drafting.edited(one, text))


# --- drafted ---------------------------------------------------------------------------------------------------------


def test_a_transcript_becomes_a_draft_in_the_mailbox_a_recap_and_promises_in_the_same_pass() -> None:
    world = Called()
    world.hear()
    counts = world.run("6.10. 9.50")
    assert counts["drafted"] == 1
    (draft,) = world.mailbox.drafts
    assert draft.to == (("Petri Vuolle", "petri@havulinna.example"),)
    assert "Elina: juurisyyraportti – pe 9.10." in draft.text
    assert "Petri: laitelista – ma 12.10." in draft.text
    assert world.told() == ["Seurantaviesti valmiina: Havulinna Levyteollisuus ti 6.10."]
    assert "Luonnokset" in world.texts()[-1]
    assert [(row.id, row.confirmed) for row in world.store.promises()] == [("p1", False), ("p2", False)]
    record = world.record()
    assert (record.state, record.mailbox_version, record.account_id) == (FollowupState.DRAFTED, 1, "A01")


def test_further_passes_change_nothing() -> None:
    world = Called()
    world.hear()
    for when in ("6.10. 9.50", "6.10. 9.55", "6.10. 10.30", "6.10. 12.00"):
        world.run(when)
    assert len(world.mailbox.lying) == 1
    assert len(world.told()) == 1
    assert len(world.record().versions) == 1


def test_the_draft_has_the_same_message_id_at_each_try_and_a_lost_answer_makes_no_second() -> None:
    world = Called(drafts=FakeDrafts(lost_answers=1))
    world.hear()
    world.run("6.10. 9.50")
    assert world.record().mailbox_ref == ""
    world.run("6.10. 10.00")
    assert (len(world.mailbox.lying), world.record().mailbox_ref) == (1, "ref-0")
    assert world.mailbox.drafts[0].message_id == world.record().message_id


def test_a_mailbox_that_is_down_costs_nothing_but_time() -> None:
    world = Called(drafts=FakeDrafts(failures=[DOWN, DOWN, DOWN, DOWN]))
    world.hear()
    for when in ("6.10. 9.50", "6.10. 10.00", "6.10. 10.10", "6.10. 10.20", "6.10. 10.30"):
        world.run(when)
    assert len(world.mailbox.drafts) == 1
    assert len(world.told()) == 1


def test_a_draft_answers_the_invitation_where_the_mailbox_has_it() -> None:
    world = Called(drafts=FakeDrafts(threads=("<invitation@havulinna.example>",)))
    world.hear()
    world.run("6.10. 9.50")
    assert world.mailbox.drafts[0].thread == ("<invitation@havulinna.example>",)


def test_without_a_mailbox_the_recap_holds_the_text_itself() -> None:
    world = Called(laid=False)
    world.hear()
    world.run("6.10. 9.50")
    assert "Elina: juurisyyraportti – pe 9.10." in world.texts()[-1]
    assert f"kambrief followup {world.m}" in world.texts()[-1]
    assert all(step.kind is not StepKind.WATCH for step in world.store.steps())


def test_a_manager_whose_mailbox_is_not_served_gets_the_text_too() -> None:
    world = Called(drafts=FakeDrafts(mailboxes=frozenset({OTTO.email})))
    world.hear()
    world.run("6.10. 9.50")
    assert world.mailbox.lying == []
    assert "juurisyyraportti" in world.texts()[-1]


def test_mails_after_a_call_do_not_count_as_briefs() -> None:
    world = Called(occurrence(), occurrence("6.10. 11.00", uid="uid-2", title="Sahalinja"))
    world.hear()
    world.run("6.10. 9.50")
    assert [row.kind for row in world.store.deliveries(world.m)] == ["brief"]
    assert [row.kind for row in world.store.deliveries(after.mails_id(world.m))] == ["recap"]
    assert world.run("6.10. 10.05")["sent"] == 1  # the second call's brief
    assert "Sahalinja" in world.subjects()[-1]


def test_no_internal_word_and_nothing_of_others_reaches_the_draft() -> None:
    data = havulinna(
        activities=(
            Activity("n1", "A01", ActivityKind.NOTE, at("1.10. 9.00"), body="CANARYNOTE lattiahinta on 71 000."),
            Activity("e1", "A01", ActivityKind.EMAIL, at("1.10. 9.00"), body="Kiitos viestistä.", contacts=("C01",)),
        ),
        deals=(Deal("D1", "A01", "CANARYDEAL", stage="proposal"),),
    )  # fmt: skip
    world = Called(crm=WrittenTo(data))
    world.hear()
    world.run("6.10. 9.50")
    assert "CANARY" not in world.mailbox.drafts[0].text
    assert "CANARY" not in world.record().composed


# --- what else a call can have come to -------------------------------------------------------------------------------


def test_while_nothing_has_come_it_is_waited_for_and_then_drafted_at_once() -> None:
    world = Called()
    world.hear(transcript=None, pending=("transcript",))
    for when in ("6.10. 9.50", "6.10. 11.00"):
        world.run(when)
    assert world.told() == []
    world.hear()
    world.run("6.10. 11.10")
    assert len(world.mailbox.drafts) == 1


def test_a_transcript_that_never_comes_is_told_after_four_hours_and_one_that_comes_later_is_drafted() -> None:
    world = Called()
    world.hear(transcript=None, pending=("transcript",))
    for when in ("6.10. 9.50", "6.10. 13.46", "6.10. 13.50"):
        world.run(when)
    assert world.told() == ["Ei seurantaviestiä: Kuorimon tilanne ti 6.10."]
    world.hear()
    meeting = world.store.meeting(world.m)
    assert meeting is not None
    world.after.wake(meeting, at("6.10. 17.00"))
    world.run("6.10. 17.00")
    assert len(world.mailbox.drafts) == 1
    assert "Litterointi tuli myöhässä" in world.texts()[-1]


def test_that_nobody_came_is_told_and_nothing_is_drafted() -> None:
    world = Called()
    world.hear(("Elina Saarikko", "Onko täällä ketään?"), attendance=(Attendance("Elina Saarikko", ELINA.email, 400),))
    world.run("6.10. 9.50")
    assert "ei näytä olleen ketään" in world.texts()[-1]
    assert world.mailbox.lying == []
    assert world.store.followups() == []


def test_a_platforms_summary_is_told_as_what_it_is_and_nothing_is_drafted_from_it() -> None:
    world = Called()
    steps = (NextStep("Send <b>everything</b>", "Ville"),)
    world.hear(transcript=None, summaries=(Summary("zoom", "x", "They agreed.", steps),))
    world.run("6.10. 9.50")
    assert "Ville: Send <b>everything</b>" in world.texts()[-1]
    assert b"<b>everything</b>" not in world.inbox[-1].replace(b"=\r\n", b"").partition(b"text/html")[2]
    assert (world.mailbox.lying, world.store.promises()) == ([], [])


def test_a_call_with_several_customers_is_told_and_never_mixed() -> None:
    anna = Contact("C11", "A02", "Anna", "Metso", "anna@metsola.example")
    data = havulinna()
    data = replace(
        data,
        accounts=(*data.accounts, Account("A02", "Metsola Oy", domains=("metsola.example",))),
        contacts=(*data.contacts, anna),
    )
    world = Called(occurrence(attendees=(attendee(petri()), attendee(anna))), crm=WrittenTo(data))
    world.hear()
    world.run("6.10. 9.50")
    assert "Metsola Oy" in world.texts()[-1]
    assert (world.mailbox.lying, world.store.followups(), world.store.promises()) == ([], [], [])


def test_a_call_that_is_called_off_late_comes_to_nothing() -> None:
    world = Called()
    world.show(occurrence(status=EventStatus.CANCELLED, sequence=1))
    world.hear()
    world.run("6.10. 9.50")
    assert world.store.followups() == []
    assert world.mailbox.lying == []


def test_of_two_account_managers_in_one_call_one_has_the_draft() -> None:
    both = (
        occurrence(attendees=(attendee(OTTO.email), attendee(petri()))),
        occurrence(owner=OTTO, attendees=(attendee(ELINA.email), attendee(petri())), organizer=attendee(ELINA.email)),
    )
    world = Called(*both, managers=(ELINA, OTTO))
    world.hear()
    world.run("6.10. 9.50")
    assert [one.manager for one in world.store.followups()] == [ELINA.email]
    other = next(step for step in world.store.steps() if (step.kind, step.manager) == (StepKind.FOLLOWUP, OTTO.email))
    assert (other.state, other.note) == (
        StepState.DONE,
        "drafted for elina@kuura.example: one mail goes to the customer",
    )


def test_whoever_wants_no_follow_ups_gets_none() -> None:
    world = Called(managers=(replace(ELINA, followups=False),))
    world.hear()
    world.run("6.10. 9.50")
    assert world.store.followups() == []


class Breaks(Told):
    """Cannot write up one call."""

    def by_rules(self, talk: Talk) -> tuple[tuple[Promised, ...], Agreed]:
        if talk.title == "Kuorimon tilanne":
            raise ValueError("odd words")
        return super().by_rules(talk)


def test_words_that_break_the_drafting_cost_the_next_call_nothing() -> None:
    second = occurrence("6.10. 10.00", uid="uid-2", title="Toinen", attendees=(attendee(markku()),))
    world = Called(occurrence(), second, promised=(REPORT,))
    world.hear()
    other = next(one.id for one in world.store.meetings(at("6.10. 9.50"), at("6.10. 12.00")) if one.id != world.m)
    words = said(("Markku Hietanoja", "Hei."), ("Elina Saarikko", "Hei."))
    world.store.save_heard(Heard(other, "teams", "s2", transcript=words), world.now)
    writing = Breaks(world.store, OWN, (ELINA.email,))
    object.__setattr__(writing, "promised", (REPORT,))
    world.before = replace(world.before, after=replace(world.after, writing=writing))
    world.run("6.10. 10.50")
    assert [one.meeting_id for one in world.store.followups()] == [other]


# --- notes -----------------------------------------------------------------------------------------------------------


def noted(world: Called, text: str = "Elina: juurisyyraportti perjantaina\nPetri oli tyytyväinen") -> None:
    world.store.save_heard(after.notes_of(world.m, ELINA, text, world.now), world.now)


def test_notes_are_drafted_from_while_the_transcript_is_pending_and_drafted_anew_when_it_comes() -> None:
    world = Called()
    world.hear(transcript=None, pending=("transcript",))
    noted(world)
    world.run("6.10. 9.50")
    assert world.record().source.startswith("notes:")
    assert "Kun litterointi tulee" in world.texts()[-1]
    world.hear()
    world.run("6.10. 9.56")
    record = world.record()
    assert record.source.startswith("transcript:")
    assert record.state is FollowupState.DRAFTED
    world.run("6.10. 10.02")
    assert len(world.mailbox.lying) == 1
    assert world.mailbox.drafts[0].text == record.versions[-1].body


def test_an_edited_draft_is_never_replaced_by_a_transcript_that_is_told() -> None:
    world = Called()
    world.hear(transcript=None, pending=("transcript",))
    noted(world)
    world.run("6.10. 9.50")
    world.mailbox.edit("Moi Petri, omat sanani.")
    world.run("6.10. 9.56")
    world.hear()
    for when in ("6.10. 10.02", "6.10. 10.10"):
        world.run(when)
    assert world.told()[-1] == "Luonnoksesi säilyy: Kuorimon tilanne ti 6.10."
    assert len(world.told()) == 2
    assert world.mailbox.drafts[0].text == "Moi Petri, omat sanani."
    assert world.record().source.startswith("notes:")


# --- edited ----------------------------------------------------------------------------------------------------------


def test_what_the_manager_writes_in_the_mailbox_is_a_version_and_stays_as_it_is_there() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    world.mailbox.edit("Moi Petri, omat sanani.")
    world.run("6.10. 9.56")
    record = world.record()
    assert (record.state, record.versions[-1].place, record.mailbox_version) == ("edited", Place.MAILBOX, 2)
    world.run("6.10. 10.05")
    assert world.mailbox.drafts[0].text == "Moi Petri, omat sanani."
    assert len(world.record().versions) == 2


def test_what_is_written_here_goes_into_the_mailbox_in_the_drafts_place() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    editor(world, "Moi Petri, editorista.", 1)
    world.run("6.10. 9.56")
    assert [one.text for one in world.mailbox.drafts] == ["Moi Petri, editorista."]
    assert world.record().mailbox_version == 2


def test_two_changes_of_one_version_are_both_kept_and_neither_overwritten() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    editor(world, "Editorista.", 1)
    world.mailbox.edit("Postilaatikosta.")
    for when in ("6.10. 9.56", "6.10. 10.05"):
        world.run(when)
    record = world.record()
    assert [one.body for one in record.versions][1:] == ["Editorista.", "Postilaatikosta."]
    assert record.conflict == (2, 3)
    assert world.mailbox.drafts[0].text == "Postilaatikosta."
    change(world.store, world.m, ELINA.email, lambda one: drafting.chosen(one, 2, world.now))
    world.run("6.10. 10.12")
    assert world.mailbox.drafts[0].text == "Editorista."
    assert world.record().conflict == ()


class Racing(FakeDrafts):
    """A person saves the draft between our look and our put."""

    def put(self, *args: object, **kwargs: object) -> object:  # type: ignore[override]
        if self.drafts and not getattr(self, "raced", False):
            self.raced = True
            self.edit("Juuri nyt kirjoitettu.")
        return super().put(*args, **kwargs)  # type: ignore[arg-type]


def test_a_person_who_saves_at_that_very_moment_is_not_overwritten() -> None:
    world = Called(drafts=Racing())
    world.hear()
    world.run("6.10. 9.50")
    editor(world, "Editorista.", 1)
    world.run("6.10. 9.56")
    assert world.mailbox.drafts[0].text == "Juuri nyt kirjoitettu."
    world.run("6.10. 10.05")
    assert world.record().conflict == (2, 3)


def test_a_draft_that_is_deleted_is_dropped_not_made_again_and_brought_to_mind_no_more() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    world.mailbox.delete()
    world.run("6.10. 9.56")
    assert world.record().state is FollowupState.DRAFTED  # it may be between two folders
    for when in ("6.10. 10.05", "6.10. 10.15", "6.10. 16.31", "7.10. 8.00"):
        world.run(when)
    assert (world.record().state, world.record().note) == (FollowupState.DROPPED, "deleted in the mailbox")
    assert len(world.mailbox.lying) == 1
    assert len(world.told()) == 1


def test_a_draft_that_was_between_two_folders_is_found_again_as_sent() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    (one,) = world.mailbox.lying
    one.folder = "trash"
    world.run("6.10. 9.56")
    one.folder = "sent"
    world.run("6.10. 10.05")
    assert world.record().state is FollowupState.LOGGED


# --- sent ------------------------------------------------------------------------------------------------------------


def test_what_the_manager_sends_is_final_logged_and_remembered() -> None:
    crm = WrittenTo(havulinna(deals=(Deal("D1", "A01", "Jatkosopimus", stage="proposal"),)))
    world = Called(crm=crm)
    world.hear()
    world.run("6.10. 9.50")
    world.mailbox.edit(world.mailbox.drafts[0].text.replace("pe 9.10.", "ma 12.10.").replace("Hei Petri", "Moi Petri"))
    world.mailbox.send_by_hand(at("6.10. 9.58"))
    counts = world.run("6.10. 10.00")
    assert counts["logged"] == 3
    record = world.record()
    assert (record.state, record.approved_by) == (FollowupState.LOGGED, ELINA.email)
    assert record.versions[-1].place is Place.SENT
    rows = {row.id: row for row in world.store.promises()}
    assert (rows["p1"].due, rows["p1"].was_due, rows["p1"].confirmed) == (
        dt.date(2026, 10, 12), (dt.date(2026, 10, 9),), True,
    )  # fmt: skip
    written = {str(write.entry.kind): write.entry for write in world.store.writes()}
    assert (written["task"].subject, written["task"].due) == ("Juurisyyraportti", dt.date(2026, 10, 12))
    assert "juurisyyraportti, ma 12.10." in written["note"].text
    assert written["note"].contact_ids == ("C01",)  # who was not there is not named as taking part
    assert written["next_step"].deal_id == "D1"
    (edit,) = world.store.edits(ELINA.email)
    assert edit.drafted.startswith("Hei Petri")
    assert edit.sent.startswith("Moi Petri")


def test_sending_once_hands_on_once_however_often_it_is_looked_at() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    world.mailbox.send_by_hand(at("6.10. 9.58"))
    for when in ("6.10. 10.00", "6.10. 10.10", "6.10. 16.31", "7.10. 8.00"):
        world.run(when)
    assert [(write.entry.kind, write.attempt) for write in world.store.writes()] == [("task", 1), ("note", 1)]
    assert len(world.told()) == 1
    assert sum(one.place is Place.SENT for one in world.record().versions) == 1


def test_a_promise_that_was_struck_is_dropped_and_its_task_not_made() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    text = world.mailbox.drafts[0].text.replace("- Elina: juurisyyraportti – pe 9.10.\n", "")
    world.mailbox.edit(text)
    world.mailbox.send_by_hand(at("6.10. 9.58"))
    world.run("6.10. 10.00")
    assert {row.id: str(row.state) for row in world.store.promises()} == {"p1": "dropped", "p2": "open"}
    assert [write.entry.kind for write in world.store.writes()] == ["note"]
    assert "juurisyyraportti" not in world.store.writes()[0].entry.text


def test_a_promise_that_the_manager_adds_is_one() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    line = "- Elina: juurisyyraportti – pe 9.10.\n"
    text = world.mailbox.drafts[0].text.replace(line, f"{line}- Elina: tarjous varaosista – ke 14.10.\n")
    world.mailbox.edit(text)
    world.mailbox.send_by_hand(at("6.10. 9.58"))
    world.run("6.10. 10.00")
    (added,) = [row for row in world.store.promises() if row.id.startswith("added-")]
    assert (added.what, added.due, added.owner, added.confirmed) == (
        "tarjous varaosista",
        dt.date(2026, 10, 14),
        "Elina",
        True,
    )
    assert sorted(write.entry.subject for write in world.store.writes() if write.entry.kind == "task") == [
        "Juurisyyraportti", "Tarjous varaosista",
    ]  # fmt: skip


def test_without_a_certain_account_nothing_is_written_to_the_crm_and_the_recap_says_so() -> None:
    stranger = attendee("paul@elsewhere.example", name="Paul Stranger")
    theirs = replace(LIST, owner="paul@elsewhere.example")
    world = Called(occurrence(attendees=(stranger,)), promised=(REPORT, theirs))
    world.hear(("Paul Stranger", "Hello."), WORDS[1], ("Paul Stranger", "Mä lähetän laitelistan maanantaina."))
    world.run("6.10. 9.50")
    assert "CRM:ssä varma" in world.texts()[-1]
    world.mailbox.send_by_hand(at("6.10. 9.58"))
    world.run("6.10. 10.00")
    assert (world.record().state, world.store.writes()) == (FollowupState.LOGGED, [])
    assert "no account is known for certain" in world.record().note


def test_the_same_promise_of_an_earlier_call_is_moved_not_doubled() -> None:
    world = Called(occurrence(), occurrence("7.10. 9.00", uid="uid-2", title="Jatko"))
    world.hear()
    world.run("6.10. 9.50")
    second = next(one.id for one in world.store.meetings(at("7.10. 0.00"), at("7.10. 23.00")))
    world.run("7.10. 8.00")
    later = replace(REPORT, id="p9", due=dt.date(2026, 10, 16))
    object.__setattr__(world.after.writing, "promised", (later,))
    world.store.save_heard(Heard(second, "teams", "s2", transcript=said(*WORDS, ("Petri Vuolle", "Selvä."))), world.now)
    world.run("7.10. 9.50")
    rows = {row.id: row for row in world.store.promises()}
    assert (str(rows["p1"].state), rows["p1"].replaced_by) == ("moved", "p9")
    assert (str(rows["p9"].state), rows["p9"].was_due) == ("open", (dt.date(2026, 10, 9),))


# --- brought to mind -------------------------------------------------------------------------------------------------


def test_what_is_not_sent_is_brought_to_mind_twice_and_then_no_more() -> None:
    world = Called()
    world.hear()
    for when in ("6.10. 9.50", "6.10. 16.31", "6.10. 17.00", "7.10. 7.46", "7.10. 9.00", "7.10. 16.31", "8.10. 8.00"):
        world.run(when)
    assert [subject.partition(":")[0] for subject in world.told()] == [
        "Seurantaviesti valmiina", "Vielä luonnoksena", "Vielä luonnoksena",
    ]  # fmt: skip
    assert world.record().reminded == ("evening", "last")


def test_nothing_is_mailed_in_quiet_hours() -> None:
    quiet = replace(ELINA, quiet_from=dt.time(9, 30), quiet_until=dt.time(12))
    world = Called(managers=(quiet,))
    world.hear()
    world.run("6.10. 9.50")
    assert world.told() == []
    assert len(world.mailbox.drafts) == 1
    world.run("6.10. 12.01")
    assert len(world.told()) == 1


class Asked(Told):
    """A model has had its part in it."""

    def write_up(self, *args: Any, **kwargs: Any) -> WrittenUp:
        return replace(super().write_up(*args, **kwargs), receipts=({"model": "m", "cost": 0.25},))


def test_what_a_model_was_asked_counts_once_however_often_the_flow_runs() -> None:
    world = Called()
    writing = Asked(world.store, OWN, (ELINA.email,))
    object.__setattr__(writing, "promised", (REPORT,))
    world.before = replace(world.before, after=replace(world.after, writing=writing))
    world.hear()
    for when in ("6.10. 9.50", "6.10. 9.55", "6.10. 10.30"):
        world.run(when)
    assert list(world.store.receipts_since(at("6.10. 0.00"))) == [{"model": "m", "cost": 0.25}]
    assert why_of(world.record())["model"] == [{"model": "m", "cost": 0.25}]


# --- why -------------------------------------------------------------------------------------------------------------


def test_it_is_kept_what_a_draft_rests_on_and_none_of_its_words() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    why = why_of(world.record())
    assert why["source"] == "transcript"
    assert why["account"] == {"id": "A01", "name": "Havulinna Levyteollisuus Oy"}
    assert "juurisyyraportti" not in world.record().why


@pytest.mark.parametrize("state", ["sending", "sent", "logged"])
def test_a_transcript_for_what_has_left_changes_nothing(state: str) -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    change(world.store, world.m, ELINA.email, lambda one: replace(one, state=FollowupState(state), mailbox_ref=""))
    world.hear(*WORDS, ("Petri Vuolle", "Ja vielä."))
    meeting = world.store.meeting(world.m)
    assert meeting is not None
    world.after.wake(meeting, at(AGAIN))
    world.run(AGAIN)
    assert len(world.record().versions) == 1
    assert isinstance(world.mailbox.drafts[0], DraftMail)
