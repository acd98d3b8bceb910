"""What is written back to a real Tryton server: once, changed when edited, and never made again when deleted."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kambrief.core.crm import Entry, EntryKind, key_of
from kambrief.core.customer import ActivityKind, CrmData, Side
from kambrief.errors import CallError, GoneError, ProviderError
from kambrief.ports.crm import Log
from kambrief.providers.crm.tryton import Provider
from tests.contracts.crm import SAMPLE
from tests.parts.tryton_load import Loaded
from tests.providers.tryton_sample import Servers, provider

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]

START = dt.datetime(2026, 11, 24, 7, 0, tzinfo=dt.UTC)
DATA = dataclasses.replace(SAMPLE, orders=(), activities=(), commitments=())


class LosingAnswers(httpx.BaseTransport):
    """A line that breaks after the server has done what it was asked, so many times."""

    def __init__(self) -> None:
        self._real = httpx.HTTPTransport()
        self.lose = 0
        self.sent: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._real.handle_request(request)
        if request.method != "GET":
            self.sent.append(request.method)
            if self.lose:
                self.lose -= 1
                answer.read()
                raise httpx.ReadError("the line broke")
        return answer

    def close(self) -> None:
        self._real.close()


@pytest.fixture(scope="module")
def _own(tryton_servers: Servers) -> Loaded:
    return tryton_servers.own(DATA)


@pytest.fixture
def loaded(_own: Loaded) -> Iterator[Loaded]:
    yield _own
    _own.server.execute("DELETE FROM ir_note")
    _own.server.execute("UPDATE sale_opportunity SET comment = 'Asiakas odottaa.', state = 'opportunity' WHERE id = 1")


@pytest.fixture
def line() -> LosingAnswers:
    return LosingAnswers()


@pytest.fixture
def crm(loaded: Loaded, tmp_path: Path, line: LosingAnswers) -> Provider:
    return provider(loaded.server, DATA, tmp_path, transport=line)


def entry(loaded: Loaded, kind: EntryKind = EntryKind.NOTE, **more: object) -> Entry:
    said = Entry(
        key=key_of("meeting", "ville@kuura.example", kind.value),
        kind=kind,
        account_id=loaded.names["accounts"]["010"],
        subject="Ohjausryhmä 100 %_",
        text="Sovittu: raportti.\nHinta ennallaan.",
        deal_id=loaded.names["deals"]["D1"],
        start=START,
        end=START + dt.timedelta(minutes=45),
        owner="ville@kuura.example",
    )
    return dataclasses.replace(said, **more)  # type: ignore[arg-type]


def history(crm: Provider, loaded: Loaded) -> CrmData:
    return crm.histories(frozenset({loaded.names["accounts"]["010"]}))


def notes(loaded: Loaded) -> list[str]:
    return [str(row[0]) for row in loaded.server.execute("SELECT message FROM ir_note ORDER BY id")]


def test_a_meeting_is_a_note_that_is_read_back_as_the_meeting(crm: Provider, loaded: Loaded) -> None:
    assert isinstance(crm, Log)
    logged = crm.log(entry(loaded))
    assert logged.created
    (read,) = history(crm, loaded).activities
    assert (read.id, read.kind, read.at, read.minutes, read.status) == (
        logged.remote_id,
        ActivityKind.MEETING,
        START,
        45,
        "held",
    )
    assert (read.subject, read.body) == ("Ohjausryhmä 100 %_", "Sovittu: raportti.\nHinta ennallaan.")
    assert "2026-11-24 09:00–09:45" in notes(loaded)[0]


def test_a_promise_is_a_note_that_is_read_back_as_our_commitment_and_as_no_activity(
    crm: Provider, loaded: Loaded
) -> None:
    said = entry(
        loaded, EntryKind.TASK, subject="Lähetän raportin", text="", due=dt.date(2026, 12, 1), owner="v@kuura.example"
    )
    crm.log(said)
    data = history(crm, loaded)
    assert data.activities == ()
    (read,) = data.commitments
    assert (read.side, read.text, read.due, read.owner, read.status) == (
        Side.US,
        "Lähetän raportin",
        dt.date(2026, 12, 1),
        "v@kuura.example",
        "open",
    )
    crm.log(dataclasses.replace(said, done=True), read.id)
    (read,) = history(crm, loaded).commitments
    assert read.status == "done"


def test_the_same_is_written_once_however_often_it_is_asked_for(
    crm: Provider, loaded: Loaded, line: LosingAnswers
) -> None:
    first = crm.log(entry(loaded))
    again = [crm.log(entry(loaded), remote) for remote in ("", first.remote_id)]
    assert [(one.remote_id, one.created) for one in again] == [(first.remote_id, False)] * 2
    assert line.sent == ["POST"]


def test_an_answer_that_is_lost_leads_to_no_second_note(crm: Provider, loaded: Loaded, line: LosingAnswers) -> None:
    line.lose = 1
    with pytest.raises(CallError) as caught:
        crm.log(entry(loaded))
    assert caught.value.reached
    assert not caught.value.permanent
    assert not crm.log(entry(loaded)).created
    assert len(notes(loaded)) == 1
    assert line.sent == ["POST"]


def test_an_edit_is_a_new_note_in_the_place_of_the_old_one(crm: Provider, loaded: Loaded) -> None:
    first = crm.log(entry(loaded))
    edited = entry(loaded, text="Sovittu: kaksi raporttia.")
    second = crm.log(edited, first.remote_id)
    assert second.remote_id != first.remote_id
    assert [one.body for one in history(crm, loaded).activities] == ["Sovittu: kaksi raporttia."]
    assert f"replaces {first.remote_id}]" in notes(loaded)[1]


def test_an_edit_whose_answer_is_lost_is_written_once(crm: Provider, loaded: Loaded, line: LosingAnswers) -> None:
    first = crm.log(entry(loaded))
    edited = entry(loaded, text="Sovittu: kaksi raporttia.")
    line.lose = 1
    with pytest.raises(CallError):
        crm.log(edited, first.remote_id)
    crm.log(edited, first.remote_id)
    assert len(notes(loaded)) == 2


def test_a_note_that_a_person_has_deleted_is_not_made_again(crm: Provider, loaded: Loaded) -> None:
    logged = crm.log(entry(loaded))
    assert loaded.server.call("DELETE", f"ir.note/{logged.remote_id}").status_code == 204
    with pytest.raises(GoneError):
        crm.log(entry(loaded), logged.remote_id)
    assert notes(loaded) == []


def test_a_key_that_begins_like_another_is_another_note(crm: Provider, loaded: Loaded) -> None:
    longer = entry(loaded, key="kambrief-a-1")
    crm.log(longer)
    assert crm.log(entry(loaded, key="kambrief-a")).created
    assert crm.log(entry(loaded, key="kambrief_a")).created
    assert len(notes(loaded)) == 3


def test_the_next_step_is_a_line_in_the_deals_comment_and_the_rest_of_it_stays(crm: Provider, loaded: Loaded) -> None:
    deal = loaded.names["deals"]["D1"]
    loaded.server.execute("UPDATE sale_opportunity SET comment = 'Asiakas odottaa.\n\nToinen rivi.' WHERE id = 1")
    step = entry(loaded, EntryKind.NEXT_STEP, subject="Soita maanantaina", text="")
    assert crm.log(step).remote_id == deal
    assert crm.log(dataclasses.replace(step, subject="Soita tiistaina"), deal).remote_id == deal
    (comment,) = loaded.server.execute("SELECT comment FROM sale_opportunity WHERE id = 1")[0]
    assert comment.startswith("Asiakas odottaa.\n\nToinen rivi.\n\n→ Soita tiistaina [")
    assert "maanantaina" not in comment
    assert [one.next_step for one in history(crm, loaded).deals] == ["Soita tiistaina"]


def test_what_tryton_refuses_is_told_in_its_own_words(crm: Provider, loaded: Loaded) -> None:
    loaded.server.execute("UPDATE sale_opportunity SET state = 'lost' WHERE id = 1")
    with pytest.raises(CallError, match=r"Tryton says: .*Comment") as caught:
        crm.log(entry(loaded, EntryKind.NEXT_STEP, subject="Soita"))
    assert caught.value.permanent


@pytest.mark.parametrize("wrong", ["A1", "999999"])
def test_what_is_not_there_is_an_error_that_stays(crm: Provider, loaded: Loaded, wrong: str) -> None:
    with pytest.raises(ProviderError) as caught:
        crm.log(dataclasses.replace(entry(loaded), account_id=wrong))
    assert caught.value.permanent


def test_a_note_for_a_company_that_was_merged_goes_to_the_one_that_lives(crm: Provider, loaded: Loaded) -> None:
    crm.log(entry(loaded, account_id=loaded.names["accounts"]["013"]))
    assert len(history(crm, loaded).activities) == 1
