"""What every store must do with follow-ups, promises and voices. A part of `tests.contracts.store.StoreContract`."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from kambrief.core.customer import Side
from kambrief.core.drafting import FollowupRecord, FollowupState, Place, Version
from kambrief.core.promises import PromiseRecord, PromiseState
from kambrief.core.voice import Edited, Voice
from kambrief.ports import Store

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
ANNA, OTTO = "anna@example.test", "otto@example.test"


def version(number: int = 1, **changes: Any) -> Version:
    plain = Version(number, Place.CODE, NOW, "Kiitos", "Hei Petri,\n\nRäsälä 😀", ("petri@example.test",))
    return replace(plain, **changes)


def followup(meeting_id: str = "m1", manager: str = ANNA, **changes: Any) -> FollowupRecord:
    plain = FollowupRecord(meeting_id, manager, "a1", FollowupState.DRAFTED, NOW, "fi", (version(),))
    return replace(plain, **changes)


def promise(name: str = "p1", meeting_id: str = "m1", manager: str = ANNA, **changes: Any) -> PromiseRecord:
    plain = PromiseRecord(name, meeting_id, manager, "a1", Side.US, "Ville Nurmela", "raportti", NOW.date())
    return replace(plain, **changes)


def edited(account: str = "a1", at: dt.datetime = NOW, **changes: Any) -> Edited:
    return replace(Edited(account, "fi", "sinä", "Hei,", "Moi,", at, ("Petri",)), **changes)


class FollowupContract:
    def test_a_followup_comes_back_as_it_was_stored(self, store: Store) -> None:
        full = followup(
            conflict=(1, 2), versions=(version(), version(2, place=Place.MAILBOX, base=1, cc=("b@example.test",))),
            composed="{}", why='{"source": "transcript"}', message_id="<x@y>", mailbox_ref="1/2", mailbox_version=1,
            conversation="c", approved_by=ANNA, approved_at=NOW, sent_at=NOW + MINUTE, reminded=("evening",),
            note="a note", state=FollowupState.SENT,
        )  # fmt: skip
        assert store.save_followup(full)
        assert store.followup("m1", ANNA) == replace(full, revision=1)
        assert store.followup("m1", OTTO) is None
        assert store.followup("m2", ANNA) is None

    def test_two_changes_of_one_revision_leave_the_first(self, store: Store) -> None:
        store.save_followup(followup())
        read = store.followup("m1", ANNA)
        assert read is not None
        assert store.save_followup(replace(read, note="first"))
        assert not store.save_followup(replace(read, note="second", versions=(*read.versions, version(2))))
        kept = store.followup("m1", ANNA)
        assert kept is not None
        assert (kept.note, kept.revision, len(kept.versions)) == ("first", 2, 1)

    def test_a_followup_that_is_there_is_not_made_a_second_time(self, store: Store) -> None:
        assert store.save_followup(followup())
        assert not store.save_followup(followup(note="again"))
        assert [one.note for one in store.followups()] == [""]

    def test_no_version_is_ever_changed_or_lost_by_a_later_one(self, store: Store) -> None:
        store.save_followup(followup())
        read = store.followup("m1", ANNA)
        assert read is not None
        store.save_followup(replace(read, versions=(version(2, body="new"),)))
        kept = store.followup("m1", ANNA)
        assert kept is not None
        assert [(one.number, one.body) for one in kept.versions] == [(1, version().body), (2, "new")]
        store.save_followup(replace(kept, versions=(version(1, body="changed"),)))
        again = store.followup("m1", ANNA)
        assert again is not None
        assert again.versions == kept.versions

    def test_followups_are_found_by_state_manager_and_meeting_oldest_first(self, store: Store) -> None:
        store.save_followup(followup("m2", created_at=NOW + MINUTE, state=FollowupState.SENT))
        store.save_followup(followup("m1"))
        store.save_followup(followup("m1", OTTO, created_at=NOW + 2 * MINUTE))
        assert [(one.meeting_id, one.manager) for one in store.followups()] == [
            ("m1", ANNA),
            ("m2", ANNA),
            ("m1", OTTO),
        ]
        assert [one.meeting_id for one in store.followups(frozenset({FollowupState.SENT}))] == ["m2"]
        assert [one.meeting_id for one in store.followups(manager=ANNA)] == ["m1", "m2"]
        assert [one.manager for one in store.followups(meeting_id="m1")] == [ANNA, OTTO]
        assert [len(one.versions) for one in store.followups()] == [1, 1, 1]

    def test_promises_come_back_by_due_day_with_undated_ones_last(self, store: Store) -> None:
        day = NOW.date()
        rows = [
            promise("none"),
            promise("late", due=day + dt.timedelta(days=9)),
            promise(
                "soon", due=day, state=PromiseState.DONE, was_due=(day,), done_on=day, closed_by="reply",
                quote="mä laitan", at=12.5, changed_at=NOW, nudged_on=day,
            ),
        ]  # fmt: skip
        store.save_promises(rows)
        assert store.promises() == [rows[2], rows[1], rows[0]]

    def test_promises_are_replaced_by_meeting_manager_and_id(self, store: Store) -> None:
        store.save_promises([promise(), promise(manager=OTTO), promise(meeting_id="m2")])
        store.save_promises([promise(state=PromiseState.DONE)])
        store.save_promises([])
        assert [(one.meeting_id, one.manager, one.state) for one in store.promises()] == [
            ("m1", ANNA, "done"), ("m1", OTTO, "open"), ("m2", ANNA, "open"),
        ]  # fmt: skip

    def test_promises_are_found_by_manager_accounts_and_meeting(self, store: Store) -> None:
        store.save_promises([promise("p1"), promise("p2", account_id="a2"), promise("p3", "m2", OTTO)])
        assert [one.id for one in store.promises(ANNA)] == ["p1", "p2"]
        assert [one.id for one in store.promises(accounts=frozenset({"a1"}))] == ["p1", "p3"]
        assert store.promises(accounts=frozenset()) == []
        assert [one.id for one in store.promises(meeting_id="m2")] == ["p3"]
        assert [one.id for one in store.promises(ANNA, frozenset({"a2"}), "m1")] == ["p2"]

    def test_a_voice_is_one_a_language_and_form_of_address(self, store: Store) -> None:
        fi = Voice(ANNA, "fi", "sinä", greeting="Moi {names},", thanks=False, struck=("a",), edits=4, by_hand=("x",))
        store.save_voice(Voice(ANNA, "fi", "sinä"))
        store.save_voice(fi)
        store.save_voice(Voice(ANNA, "de", "Sie"))
        store.save_voice(Voice(OTTO, "fi", "sinä"))
        assert store.voices(ANNA) == [Voice(ANNA, "de", "Sie"), fi]
        assert store.forget_voice(ANNA, "fi") == 1
        assert store.voices(ANNA) == [Voice(ANNA, "de", "Sie")]
        assert store.forget_voice(ANNA) == 1
        assert (store.voices(ANNA), len(store.voices(OTTO))) == ([], 1)

    def test_edits_are_kept_one_a_meeting_and_go_with_their_voice(self, store: Store) -> None:
        store.save_edit(ANNA, "m2", edited(at=NOW + MINUTE))
        store.save_edit(ANNA, "m1", edited(sent="first"))
        store.save_edit(ANNA, "m1", edited(sent="second"))
        store.save_edit(ANNA, "m3", edited(language="de", address_form="Sie", at=NOW + 2 * MINUTE))
        store.save_edit(OTTO, "m1", edited())
        assert [one.sent for one in store.edits(ANNA)] == ["second", "Moi,", "Moi,"]
        store.forget_voice(ANNA, "fi", "sinä")
        assert [one.language for one in store.edits(ANNA)] == ["de"]
        assert len(store.edits(OTTO)) == 1

    def test_of_two_threads_that_change_one_followup_one_wins(self, store: Store) -> None:
        store.save_followup(followup())
        read = store.followup("m1", ANNA)
        assert read is not None
        changing, both = read, threading.Barrier(2)

        def change(note: str) -> bool:
            both.wait()
            return store.save_followup(replace(changing, note=note))

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(change, ["first", "second"])) == [False, True]
