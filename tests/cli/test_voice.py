"""``kambrief voice``: what was learned of a manager's habits, set by hand, switched off, forgotten."""

from collections.abc import Iterator

import pytest

from kambrief.core.voice import Edited
from kambrief.store.sql import SqlStore
from tests.cli.office import Office
from tests.core import voice_personas as made

OTTO = "otto@kuura.example"


@pytest.fixture
def store(office: Office) -> Iterator[SqlStore]:
    office.ok("db", "upgrade")
    found = SqlStore.open(f"sqlite:///{office.folder}/kambrief.db")
    yield found
    found.close()


def keep(store: SqlStore, *edits: Edited) -> None:
    for number, one in enumerate(edits):
        store.save_edit(OTTO, f"m{number}", one)


def test_without_a_sent_follow_up_there_is_no_voice(office: Office) -> None:
    assert office.ok("voice").out == f"No follow-up of {OTTO} has been sent yet: drafts are in the plain style.\n"
    assert office.ok("voice", "--json").json == []


def test_what_is_set_by_hand_is_shown_and_too_few_mails_are_told(office: Office, store: SqlStore) -> None:
    keep(store, *made.edits("en", "curt")[:2])
    office.ok("voice", "--set", "greeting=Moi {names},", "--set", "thanks=no")
    assert office.ok("voice").out.splitlines() == [
        f"{OTTO}, en: from 2 sent follow-ups",
        "  Greets: Moi {names},",
        "  Leaves the thanks out",
        "  Habits are learned from 3 sent follow-ups on.",
        "  Set by hand: greeting, thanks",
    ]


def test_what_is_unset_is_learned_again(office: Office, store: SqlStore) -> None:
    keep(store, *made.edits("en", "curt"))
    office.ok("voice", "--set", "closing=Cheers,")
    assert office.ok("voice", "--json").json[0]["closing"] == "Cheers,"
    [told] = office.ok("voice", "--unset", "closing", "--json").json
    assert (told["closing"], told["greeting"], told["edits"], told["by_hand"]) == ("Best,", "Hi {names},", 4, [])


def test_a_voice_is_switched_off_and_on(office: Office, store: SqlStore) -> None:
    keep(store, *made.edits("en", "curt"))
    assert office.ok("voice", "--off").out.splitlines()[0].endswith("switched off")
    assert not store.voices(OTTO)[0].on
    assert office.ok("voice", "--on", "--json").json[0]["on"] is True


def test_forgotten_are_the_voice_and_what_it_was_learned_from(office: Office, store: SqlStore) -> None:
    keep(store, *made.edits("en", "curt"))
    office.ok("voice", "--on")
    assert "Forgotten: 1 voice" in office.ok("voice", "--forget").out
    assert (list(store.voices(OTTO)), list(store.edits(OTTO))) == ([], [])


def test_each_language_and_form_has_its_own(office: Office, store: SqlStore) -> None:
    office.ok("voice", "--language", "de", "--formal", "--set", "greeting=Guten Morgen {names},")
    office.ok("voice", "--language", "fi", "--set", "struck=Yksi. | Kaksi.")
    assert [(one.language, one.address_form, one.struck) for one in store.voices(OTTO)] == [
        ("de", "formal", ()), ("fi", "", ("Yksi.", "Kaksi.")),
    ]  # fmt: skip
    assert [one["language"] for one in office.ok("voice", "--language", "fi", "--json").json] == ["fi"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "mood=happy"), "'mood' is no habit; these are greeting"),
        (("--set", "greeting"), "greeting needs a value"),
        (("--set", "prose=maybe"), "prose is yes or no, not 'maybe'"),
        (("--set", "target_words=many"), "target_words is a number of words"),
        (("--set", "headings=Meiltä"), "ours > theirs"),
        (("--set", "greeting_group=Hei {names}"), "greets without names"),
        (("--set", "closing=" + "x" * 300), "at most 200 characters"),
        (("--unset", "mood"), "'mood' is no habit"),
        (("--language", "xx"), "'xx' is no language"),
        (("--for", "nobody@kuura.example"), "No account manager is called 'nobody@kuura.example'"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_changed(
    office: Office, store: SqlStore, words: tuple[str, ...], said: str
) -> None:
    done = office.run("voice", *words)
    assert done.code == 1
    assert said in done.err
    assert list(store.voices(OTTO)) == []
