"""The dated history of one customer."""

import dataclasses
import datetime as dt

from kambrief.core.customer import Activity, ActivityKind, CrmData, Side
from kambrief.core.relations import Own
from kambrief.desk.account_timeline import PAGE, Entry, Happened, timeline, told_language
from tests.builders import (
    ELINA,
    OTTO,
    OWN,
    at,
    call,
    havulinna,
    held,
    mail_in,
    markku,
    note,
    nps,
    petri,
    promise,
    situation,
    ticket,
)  # fmt: skip

US = Own((ELINA, OTTO), OWN)


def entries(data: CrmData, reader: str = ELINA.email, kind: str = "") -> tuple[Entry, ...]:
    return timeline(situation(data), US, reader, kind).entries


def test_everything_dated_is_in_it_newest_first() -> None:
    data = havulinna(
        activities=(
            call(petri(), "1.9. 9.00", "Petri asked for the report.", subject="Report"),
            mail_in(markku(), "3.9. 9.00", "Please send the offer."),
            held([petri()], "2.9. 9.00", "The pilot was agreed."),
            note("4.9. 9.00", "They may buy the saw line, too."),
        ),
        tickets=(ticket(opened=dt.date(2026, 8, 10)),),
        surveys=(nps(markku(), 6, dt.date(2026, 6, 2), "Slow."),),
        commitments=(promise("Root cause report", dt.date(2026, 9, 25), made_on=dt.date(2026, 9, 5)),),
    )  # fmt: skip
    assert [one.kind for one in entries(data)] == [
        Happened.PROMISE, Happened.NOTE, Happened.EMAIL, Happened.MEETING, Happened.CALL, Happened.TICKET,
        Happened.SURVEY,
    ]  # fmt: skip
    assert [one.kind for one in entries(data, kind="call")] == [Happened.CALL]


def test_a_kind_that_is_none_shows_everything() -> None:
    data = havulinna(activities=(call(petri(), "1.9. 9.00", "Hello there."),))
    assert len(entries(data, kind="<script>")) == 1


def test_thirty_at_a_time_and_a_page_beyond_the_last_is_the_last() -> None:
    rows = tuple(
        Activity(
            f"n{number}", "A01", ActivityKind.NOTE, at("1.9. 9.00") - dt.timedelta(days=number), body="Short note."
        )
        for number in range(70)
    )
    there = situation(havulinna(activities=rows))
    shown = [timeline(there, US, "", "", number) for number in (1, 2, 3, 4, 0, -5)]
    assert [len(one.entries) for one in shown] == [PAGE, PAGE, 10, 10, PAGE, PAGE]
    assert [one.number for one in shown] == [1, 2, 3, 3, 1, 1]
    assert len({entry.id for one in shown[:3] for entry in one.entries}) == 70
    assert shown[0].counts == {Happened.NOTE: 70}


def test_nothing_of_the_future() -> None:
    data = havulinna(
        activities=(call(petri(), "9.10. 9.00", "Not yet."),),
        tickets=(ticket(opened=dt.date(2026, 11, 1)),),
        surveys=(nps(petri(), 9, dt.date(2026, 12, 1)),),
        commitments=(promise("Later", None, made_on=dt.date(2026, 12, 1)),),
    )
    assert entries(data) == ()


def test_sensitive_words_are_not_shown_but_the_entry_is() -> None:
    data = havulinna(activities=(note("4.9. 9.00", "Markku on sairauslomalla burnoutin takia.", subject="Markku"),))
    (one,) = entries(data)
    assert (one.kept_back, one.title, one.text) == (True, "", "")


def test_what_was_said_off_the_record_is_for_those_of_us_who_were_there() -> None:
    row = call(petri(), "4.9. 9.00", "Off the record: their budget is frozen.", our_people=("otto@kuura.example",))
    data = havulinna(activities=(row,))
    (elinas,), (ottos,) = entries(data, ELINA.email), entries(data, OTTO.email)
    assert (elinas.kept_back, elinas.text) == (True, "")
    assert "frozen" in ottos.text


def test_a_meeting_that_was_called_off_stays_in_the_history_without_its_words() -> None:
    row = held([petri()], "4.9. 9.00", "Nothing was said.", subject="Review", status="cancelled")
    (one,) = entries(havulinna(activities=(row,)))
    assert (one.state, one.title, one.text, one.kept_back) == ("cancelled", "", "", False)


def test_ours_and_theirs_are_told_apart() -> None:
    mine = dataclasses.replace(mail_in(petri(), "4.9. 9.00", "Our answer."), inbound=False, sender=ELINA.email)
    data = havulinna(
        activities=(mine, mail_in(petri(), "3.9. 9.00", "A question.")),
        commitments=(promise("Theirs", None, side=Side.THEM, made_on=dt.date(2026, 9, 1)),),
    )
    assert [one.state for one in entries(data)] == ["out", "in", "theirs"]


def test_a_long_text_is_cut() -> None:
    (one,) = entries(havulinna(activities=(note("4.9. 9.00", "A long word. " * 200),)))
    assert len(one.text) <= 420
    assert one.text.endswith("…")


def test_a_link_goes_with_each_record() -> None:
    data = dataclasses.replace(
        havulinna(activities=(note("4.9. 9.00", "A note."),), tickets=(ticket(),)),
        link_template="https://crm.example/{table}/{id}",
    )  # fmt: skip
    assert [one.link for one in entries(data)] == [
        "https://crm.example/activities/note-4.9.%209.00", "https://crm.example/tickets/KT-1",
    ]  # fmt: skip


def test_the_language_of_a_text_is_told_by_its_little_words() -> None:
    assert told_language("The report that we have been waiting for is still not here") == "en"
    assert told_language("Raportti, jota me odotimme, ei ole vielä tullut ja se on ongelma") == "fi"
    assert told_language("Rapporten som vi har väntat på är inte här och det är ett problem") == "sv"
    assert told_language("Der Bericht, auf den wir warten, ist noch nicht da und das ist ein Problem") == "de"
    assert told_language("KT-4471") == ""
