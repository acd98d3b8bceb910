"""The ledger in the flow: promises return in briefs, rights hold, and the CRM's tasks follow what becomes of them."""

import dataclasses
import datetime as dt
from collections import Counter
from typing import Any

from kambrief.core.crm import Entry, EntryKind, key_of
from kambrief.core.customer import Account, Commitment, CrmData, Side
from kambrief.core.logbook import Approval, WriteState
from kambrief.core.model import Scope
from kambrief.core.promises import PromiseRecord, PromiseState
from kambrief.pipeline.customers import Known
from kambrief.pipeline.promised import Ledger
from kambrief.pipeline.recording import Recording
from kambrief.pipeline.seeing import Seeing
from kambrief.store.sql import SqlStore
from tests.builders import ELINA, World, at, havulinna, occurrence
from tests.core.promise_rows import FRIDAY, promised, theirs
from tests.core.test_fulfilment import mail
from tests.fakes import FakeCrm

EARLIER: dict[str, Any] = {
    "meeting_id": "m0",
    "made_on": dt.date(2026, 9, 15),
    "due": dt.date(2026, 9, 25),
    "manager": ELINA.email,
}
REPORT = promised(id="p1", **EARLIER)
CM1 = Commitment(
    "CM1",
    "A01",
    Side.US,
    "Ville Nurmela",
    "Juurisyyraportti kuorimon anturikatkoista",
    dt.date(2026, 9, 1),
    dt.date(2026, 9, 10),
)


def world(*rows: PromiseRecord, crm: CrmData | None = None, **more: Any) -> World:
    found = World(occurrence(), crm=FakeCrm(crm or havulinna()), **more)
    found.store.save_promises(rows)
    found.before = dataclasses.replace(found.before, added=Ledger(found.store).added)
    return found


def briefed(one: World) -> str:
    for when in ("5.10. 12.00", "6.10. 7.50", "6.10. 8.00"):
        one.run(when)
    return one.texts()[0].replace("\N{NO-BREAK SPACE}", " ")


def test_a_promise_of_a_call_leads_the_next_brief_when_it_is_late() -> None:
    text = briefed(world(REPORT, theirs(id="l1", meeting_id="m0", manager=ELINA.email)))
    assert "Juurisyyraportti kuorimon katkoista: 11 päivää myöhässä (luvattu 25.9.)" in text
    assert "Asiakas: Lista kriittisistä laitteista (Petri Vuolle), luvattu 9.10. mennessä" in text


def test_it_is_told_once_though_the_crm_has_it_too() -> None:
    text = briefed(world(REPORT, crm=havulinna(commitments=(CM1,))))
    assert "26 päivää" not in text
    assert text.count("11 päivää myöhässä") >= 1


def test_what_a_later_mail_has_kept_is_told_as_kept() -> None:
    text = briefed(
        world(REPORT, crm=havulinna(activities=(mail("Tässä lupaamani juurisyyraportti.", when="1.10. 9.00"),)))
    )
    assert "myöhässä" not in text


def test_why_tells_where_it_was_heard() -> None:
    one = world(REPORT)
    briefed(one)
    (meeting_,) = one.store.meetings(at("6.10. 0.00"), at("7.10. 0.00"))
    facts = one.store.briefs(meeting_.id)[0].why["facts"]
    assert isinstance(facts, list)
    sources = {fact["id"]: fact["source"] for fact in facts}
    assert sources["commitments/ledger-m0-p1"] == 'call 2026-09-15, cue 50 (12:31): "mä laitan sen perjantaina"'


def test_a_review_with_the_same_promises_sends_no_update() -> None:
    one = world(REPORT, crm=havulinna(commitments=(CM1,)))
    briefed(one)
    one.run("6.10. 8.30")
    assert len(one.inbox) == 1


def test_a_promise_to_a_customer_one_may_not_see_stays_unseen() -> None:
    data = havulinna(
        accounts=(Account("A01", "Havulinna", domains=("havulinna.example",), owner="otto@kuura.example"),)
    )
    narrow = dataclasses.replace(ELINA, crm_scope=Scope.OWN)
    one = world(REPORT, crm=data, managers=(narrow,))
    one.before = dataclasses.replace(one.before, seeing=Seeing(one.before.customers, lambda *_, **__: None))
    assert "uurisyy" not in briefed(one)


def test_a_ledger_that_fails_costs_nobody_their_brief() -> None:
    one = world()

    class Broken:
        def promises(self, **_: object) -> object:
            raise RuntimeError

    logged: list[str] = []
    ledger = Ledger(Broken(), log=lambda event, **_: logged.append(event))  # type: ignore[arg-type]
    known = Known(havulinna())
    assert ledger.added(known, ELINA, one.now) is known
    assert logged == ["promises not added"]


# --- the CRM's tasks -----------------------------------------------------------------------------------------------

NOW = at("9.10. 9.00")
KEY = key_of("m1", ELINA.email, "task", "p1")
ROW = promised(id="p1", manager=ELINA.email)


class Logging:
    """A CRM that can be written to."""

    name = "crm.fake"

    def __init__(self) -> None:
        self.logged: list[Entry] = []

    def log(self, entry: Entry, remote_id: str = "") -> Any:
        from kambrief.ports import Logged

        self.logged.append(entry)
        return Logged(remote_id or "T1")


def office() -> tuple[SqlStore, Ledger, Logging]:
    """A promise whose task stands in the CRM."""
    store, crm = SqlStore.open("sqlite://"), Logging()
    store.save_promises([ROW])
    recording = Recording(store, crm, "w1", lambda *_, **__: None)
    entry = Entry(KEY, EntryKind.TASK, "A01", "Juurisyyraportti", due=FRIDAY, owner=ELINA.email)
    recording.keep(Approval("crm.fake", "m1", ELINA.email, [entry], ELINA.email, NOW, whole=False))
    recording.work(NOW, Counter())
    return store, Ledger(store, recording), crm


def worked(ledger: Ledger) -> None:
    assert ledger.recording is not None
    ledger.recording.work(NOW + dt.timedelta(minutes=2), Counter())


def test_a_task_is_done_when_its_promise_is() -> None:
    store, ledger, crm = office()
    assert ledger.written([ROW]) == {ROW.key: "T1"}
    ledger.close([ROW], "reply 1", FRIDAY, NOW)
    worked(ledger)
    assert [one.done for one in crm.logged] == [False, True]
    assert store.promises()[0].state is PromiseState.DONE


def test_a_task_moves_with_its_promise() -> None:
    store, ledger, crm = office()
    ledger.move(store.promises()[0], dt.date(2026, 10, 16), NOW)
    worked(ledger)
    assert [one.due for one in crm.logged] == [FRIDAY, dt.date(2026, 10, 16)]


def test_a_task_of_a_dropped_promise_is_not_wanted_any_more() -> None:
    store, ledger, _ = office()
    ledger.drop([ROW], "command", NOW)
    (write,) = store.writes("m1")
    assert write.state is WriteState.WITHDRAWN


def test_no_task_is_made_where_none_was() -> None:
    store, ledger, crm = office()
    other = dataclasses.replace(ROW, id="p2")
    ledger.close([other], "reply 1", FRIDAY, NOW)
    worked(ledger)
    assert len(crm.logged) == 1
    assert len(store.writes("m1")) == 1


def test_what_later_mails_show_is_kept_in_the_ledger_and_the_task_follows() -> None:
    store, ledger, crm = office()
    data = havulinna(activities=(mail("Tässä lupaamani juurisyyraportti."),))
    (row,) = ledger.refreshed(store.promises(), data, NOW)
    assert row.closed_by == "activities/a9"
    assert [one.state for one in store.promises()] == [PromiseState.DONE]
    worked(ledger)
    assert crm.logged[-1].done


def test_closing_twice_changes_nothing() -> None:
    store, ledger, _ = office()
    first = ledger.close([ROW], "reply 1", FRIDAY, NOW)
    assert len(first) == 1
    assert ledger.close(store.promises(), "command", FRIDAY, NOW) == []
    assert store.promises() == first
