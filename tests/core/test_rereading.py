"""What an account manager changed of the promises is read back from the text."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.commitment import Confirm
from kambrief.core.customer import Side
from kambrief.core.followup import Followup
from kambrief.core.rereading import Change, Reread, reread
from kambrief.core.spoken.values import Doubt
from tests.core.followup_calls import draft, manager, on, person, promised, talk

AINO, VILLE = person("Aino Mattila", Side.US), person("Ville Oja", Side.US)
PEKKA, SATU = person("Pekka Ranta"), person("Satu Virtanen")
SOME = (
    promised("plan", AINO, "huoltosuunnitelma", on(6), to=(PEKKA.key,)),
    promised("offer", VILLE, "tarjous kahdesta pumpusta", on(10)),
    promised("list", PEKKA, "varaosalista", on(9)),
)


def finnish() -> Followup:
    return draft(talk("fi", AINO, VILLE, PEKKA, SATU, title="Pumput"), manager("Aino Mattila", "fi"), *SOME)


def changes(body: str) -> list[tuple[Change, str]]:
    return [(one.change, one.id) for one in reread(finnish(), SOME, body)]


def only(body: str) -> Reread:
    (found,) = reread(finnish(), SOME, body)
    return found


@pytest.mark.parametrize("language", ["fi", "en", "sv", "de"])
def test_an_untouched_text_has_no_changes(language: str) -> None:
    some = (
        promised("a", AINO, "x-raportti", on(6)),
        promised("b", AINO, "käynti", on(10), until=on(12)),
        promised("c", AINO, "y-lista", None, confirm=(Confirm.DATE,), due_words="ensi viikolla"),
        promised("d", AINO, "kutsu", on(3)),
    )
    followup = draft(talk(language, AINO, PEKKA), manager("Aino Mattila", language), *some)
    assert reread(followup, some, followup.body) == ()
    assert reread(followup, some, followup.body.replace("\n", "\r\n")) == ()


def test_a_moved_day() -> None:
    found = only(finnish().body.replace("pe 6.11.", "ma 9.11."))
    assert (found.change, found.id, found.due, found.was_due) == (Change.MOVED, "plan", on(9), on(6))


def test_a_day_that_was_taken_out() -> None:
    found = only(finnish().body.replace(" – pe 6.11.", ""))
    assert (found.change, found.id, found.due, found.was_due) == (Change.MOVED, "plan", None, on(6))


def test_a_weekday_that_is_not_the_dates_comes_with_its_doubt() -> None:
    found = only(finnish().body.replace("pe 6.11.", "pe 9.11."))
    assert (found.due, found.doubt) == (on(9), Doubt.WEEKDAY)


def test_other_words_for_the_same_promise_keep_it_the_same() -> None:
    found = only(finnish().body.replace("huoltosuunnitelma Pekalle", "päivitetty huoltosuunnitelma 2027 Pekalle"))
    assert (found.change, found.id, found.what) == (Change.REWORDED, "plan", "päivitetty huoltosuunnitelma 2027")


def test_another_owner() -> None:
    found = only(finnish().body.replace("- Ville: tarjous", "- Aino: tarjous"))
    assert (found.change, found.id, found.owner) == (Change.OWNER, "offer", "Aino")


def test_a_removed_line() -> None:
    body = "\n".join(row for row in finnish().body.splitlines() if "varaosalista" not in row)
    assert changes(body) == [(Change.REMOVED, "list")]


def test_an_added_line_is_of_the_side_under_whose_heading_it_stands() -> None:
    body = finnish().body.replace("Teiltä\n", "Teiltä\n- Satu: sähköpiirustukset – to 12.11.\n")
    found = only(body)
    assert (found.change, found.side, found.owner) == (Change.ADDED, Side.THEM, "Satu")
    assert (found.what, found.due) == ("sähköpiirustukset", on(12))


def test_lines_may_change_places_and_marks() -> None:
    body = finnish().body
    ours = [row for row in body.splitlines() if row.startswith(("- Aino", "- Ville"))]
    turned = body.replace("\n".join(ours), "\n".join(reversed(ours))).replace("- ", "* ")
    assert changes(turned) == []


def test_promises_told_as_sentences_are_found() -> None:
    body = (
        "Moi Pekka ja Satu,\n\nAino lähettää Pekalle huoltosuunnitelman pe 6.11. Ville tekee tarjouksen kahdesta "
        "pumpusta to 12.11. mennessä. Pekka lähettää varaosalistan ma 9.11.\n\nTerveisin\nAino"
    )
    (found,) = reread(finnish(), SOME, body)
    assert (found.change, found.id, found.due) == (Change.MOVED, "offer", on(12))


def test_two_promises_of_the_same_words_are_told_apart_by_their_owners() -> None:
    some = (promised("a", AINO, "tilannekatsaus", on(6)), promised("b", VILLE, "tilannekatsaus", on(13)))
    followup = draft(talk("fi", AINO, VILLE, PEKKA), manager("Aino Mattila", "fi"), *some)
    found = reread(
        followup, some, followup.body.replace("Ville: tilannekatsaus – pe 13.11.", "Ville: tilannekatsaus – ma 16.11.")
    )
    assert [(one.change, one.id, one.due) for one in found] == [(Change.MOVED, "b", on(16))]


def test_a_settled_point_is_a_moved_day() -> None:
    some = (promised("a", AINO, "laskelma", None, confirm=(Confirm.DATE,), due_words="ensi perjantaina"),)
    followup = draft(talk("fi", AINO, PEKKA), manager("Aino Mattila", "fi"), *some)
    start = followup.body.index(" [confirm")
    body = followup.body[:start] + " – pe 13.11." + followup.body[followup.body.index("]") + 1 :]
    (found,) = reread(followup, some, body)
    assert (found.change, found.id, found.due, found.was_due) == (Change.MOVED, "a", on(13), None)


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Fri 6 November", "Mon 9 November"),
        ("sv", "fre 6 november", "mån 9 november"),
        ("de", "Fr 06.11.", "Mo 09.11."),
    ],
)
def test_days_are_read_as_each_language_writes_them(language: str, old: str, new: str) -> None:
    some = (promised("a", AINO, "report", on(6)),)
    followup = draft(talk(language, AINO, PEKKA), manager("Aino Mattila", language), *some)
    assert old in followup.body
    (found,) = reread(followup, some, followup.body.replace(old, new))
    assert (found.change, found.due, found.doubt) == (Change.MOVED, on(9), None)


@given(days=st.lists(st.integers(4, 60), min_size=3, max_size=3), gone=st.sets(st.integers(0, 2)))
def test_any_moved_and_removed_lines_are_told_once_each(days: list[int], gone: set[int]) -> None:
    followup = finnish()
    rows = followup.body.splitlines()
    old = ["pe 6.11.", "ti 10.11.", "ma 9.11."]
    weekdays = ["ma", "ti", "ke", "to", "pe", "la", "su"]
    expected: dict[str, object] = {}
    for index, one in enumerate(SOME):
        place = next(n for n, row in enumerate(rows) if row.startswith("- ") and one.what in row)
        new = dt.date(2026, 11, 1) + dt.timedelta(days=days[index])
        if index in gone:
            expected[one.id] = Change.REMOVED
            del rows[place]
        elif new != one.due:
            expected[one.id] = new
            rows[place] = rows[place].replace(old[index], f"{weekdays[new.weekday()]} {new.day}.{new.month}.")
    found = {one.id: one.due or one.change for one in reread(followup, SOME, "\n".join(rows))}
    assert found == expected


@given(st.text(max_size=200))
def test_any_text_can_be_read(body: str) -> None:
    assert {one.id for one in reread(finnish(), SOME, body) if one.change is Change.REMOVED} <= {one.id for one in SOME}
