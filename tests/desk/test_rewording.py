"""A follow-up said otherwise at somebody's desk: proposed and not stored, counted, and read in its own language."""

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest

from kambrief.core.drafting import FollowupState, Version
from kambrief.core.rewording import Wish
from kambrief.desk import followups
from kambrief.desk.place import Desk
from kambrief.desk.rewording import Reworded, reword
from kambrief.desk.why import followup_why
from kambrief.errors import ProviderError, RefusedError
from kambrief.pipeline.following import Following
from kambrief.pipeline.followup_text import followup_of, language_of
from tests.builders import ELINA
from tests.desk.table import Office, typed
from tests.fakes import FakeWriter


@pytest.fixture
def office() -> Office:
    return Office()


def asking(office: Office, *answers: dict[int, str] | str | ProviderError) -> tuple[Desk, FakeWriter]:
    """A desk with a model. Answers name pieces by words of theirs that the request holds."""
    told: list[Any] = [
        json.dumps({"pieces": [{"number": number, "text": text} for number, text in one.items()]})
        if isinstance(one, dict) else one
        for one in answers
    ]  # fmt: skip
    writer = FakeWriter(told)
    place = office.place()
    writing = place.flow.writing
    object.__setattr__(writing, "following", Following(writer))
    return place, writer


def seen(place: Desk) -> Version:
    current = place.there().current
    assert current is not None
    return current


SWEDISH = {2: "tack för samtalet.", 4: "rotorsaksrapport", 6: "utrustningslista"}


def in_swedish(office: Office) -> tuple[Desk, Reworded]:
    place, _ = asking(office, SWEDISH, "{}")
    return place, reword(place, seen(place), Wish.SV)


def test_without_a_model_it_says_so(office: Office) -> None:
    place = office.place()
    with pytest.raises(RefusedError) as refused:
        reword(place, seen(place), Wish.SHORTER)
    assert refused.value.key == "no_model"


def test_it_is_a_proposal_until_somebody_takes_it(office: Office) -> None:
    place, found = in_swedish(office)
    assert found.version is not None
    assert (found.version.base, found.version.to) == (1, seen(place).to)
    assert "rotorsaksrapport" in found.version.body
    assert [one.number for one in place.there().versions] == [1]


def test_a_text_in_another_language_is_held_against_the_call_in_that_language(office: Office) -> None:
    place, found = in_swedish(office)
    assert found.version is not None
    record = followups.edited(place, found.version)
    assert language_of(record, found.version.body) == "sv"
    assert [one.key for one in followups.findings(place, record, found.version) if one.severity != "info"] == []
    moved = dataclasses.replace(found.version, body=found.version.body.replace("fre 9 oktober", "mån 12 oktober"))
    assert moved.body != found.version.body
    keys = {one.key for one in followups.findings(place, record, moved)}
    assert "day_moved" in keys
    assert "promise_removed" not in keys


def test_sent_in_another_language_the_promises_stay(office: Office) -> None:
    place, found = in_swedish(office)
    assert found.version is not None
    record = followups.edited(place, found.version)
    place = office.place()
    followups.laid(place, followups.send(place, record.versions[-1].number, ELINA.email, overrule=True))
    assert office.record().state is FollowupState.LOGGED
    rows = office.store.promises(ELINA.email, meeting_id=office.m)
    assert {(row.id, str(row.state), row.confirmed, row.due) for row in rows} == {
        ("p1", "open", True, dt.date(2026, 10, 9)), ("p2", "open", True, dt.date(2026, 10, 12)),
    }  # fmt: skip
    assert [(one.language, "rotorsaksrapport" in one.drafted) for one in office.store.edits(ELINA.email)] == [
        ("sv", True)
    ]
    assert office.mailbox.sent[0].language == "sv"


def test_back_into_the_first_language(office: Office) -> None:
    place, found = in_swedish(office)
    assert found.version is not None
    followups.edited(place, found.version)
    place, _ = asking(office, {2: "kiitos keskustelusta.", 4: "juurisyyraportti", 6: "laitelista"}, "{}")
    back = reword(place, seen(place), Wish.FI)
    assert back.version is not None
    assert "Hei Petri,\n\nkiitos keskustelusta." in back.version.body
    assert "juurisyyraportti – pe 9.10." in back.version.body
    assert followup_of(place.there(), back.version.body).language == "fi"


def test_the_receipts_stand_with_the_others(office: Office) -> None:
    place, found = in_swedish(office)
    why = followup_why(place.app, office.m, ELINA.email)
    assert why is not None
    (first, *_) = why["why"]["model"]
    assert (first["purpose"], first["wish"], first["model"]) == ("rewording", "sv", "fake-1")
    assert found.receipt["wish"] == "sv"
    assert "rotorsaksrapport" not in json.dumps(why), "no words of the text"
    counted = place.app.store.receipts_since(place.now)
    assert {one["wish"] for one in counted} == {"sv"}, "what it cost counts"
    assert not place.app.store.receipts_since(place.now + dt.timedelta(seconds=1))


@pytest.mark.parametrize(
    ("key", "wish", "body"), [("same", Wish.FI, "Hei Petri,\n\nkiitos."), ("no_text", Wish.SHORTER, " \n ")]
)
def test_what_cannot_be_is_refused_by_name(office: Office, key: str, wish: Wish, body: str) -> None:
    place, writer = asking(office)
    with pytest.raises(RefusedError) as refused:
        reword(place, typed(place.there(), body), wish)
    assert (refused.value.key, writer.prompts) == (key, [])


def test_a_closed_one_is_refused(office: Office) -> None:
    place, writer = asking(office)
    followups.dropped(place, "no")
    with pytest.raises(RefusedError) as refused:
        reword(place, seen(place), Wish.SHORTER)
    assert (refused.value.key, writer.prompts) == ("closed", [])


def test_a_model_that_is_down_changes_nothing(office: Office) -> None:
    place, _ = asking(office, ProviderError("llm", "down"))
    before = place.there()
    with pytest.raises(ProviderError):
        reword(place, seen(place), Wish.SHORTER)
    assert place.there().versions == before.versions
