"""Habits learned from edits, and put to the next draft: in form alone, never one customer's content in another's mail."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.followup import DraftLine, Followup, PartKind, text
from kambrief.core.rereading import reread
from kambrief.core.voice import HABITS, Edited, Voice, chosen, lines
from kambrief.core.voice_learning import learn
from kambrief.evaluation.voices import distance
from kambrief.pipeline.composing import voiced
from tests.core import voice_personas as made
from tests.core.followup_calls import on

WHO = "am@ours.example"
PLAIN = Voice(WHO, "fi")
T0 = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
DRAFT = """Hei Petri,

kiitos keskustelusta, aiheena {topic}. Sanoit tärkeimmän selvästi: ”{quote}”

Meiltä
- Aino: {what} – pe 6.11.

Seuraava palaveri: ti 17.11. klo 13.00.

Korjaa, jos ymmärsin jotain väärin.

Ystävällisin terveisin
Aino Mattila
"""


def edit(sent: str, week: int = 0, account: str = "", drafted: str = "", language: str = "fi") -> Edited:
    """An edit of a Finnish draft for a new customer each week."""
    draft = drafted or DRAFT.format(topic=f"asia {week}", quote=f"Lainaus {week}", what=f"raportti {week}")
    when = T0 + dt.timedelta(weeks=week)
    return Edited(
        account or f"A{week}", language, "one", draft, sent, when, ("Petri Vuolle", "Aino Mattila", "Havulinna Oy")
    )


def changed(*pairs: tuple[str, str], weeks: int = 4, first: int = 0) -> list[Edited]:
    """Edits that replace these words of the draft, one a week."""
    found = []
    for week in range(first, first + weeks):
        draft = DRAFT.format(topic=f"asia {week}", quote=f"Lainaus {week}", what=f"raportti {week}")
        sent = draft
        for ours, theirs in pairs:
            assert ours in sent
            sent = sent.replace(ours, theirs)
        found.append(edit(sent, week, drafted=draft))
    return found


def whole(voice: Voice) -> str:
    """All words of a voice."""
    return " ".join(str(getattr(voice, name)) for name in HABITS)


# --- whole managers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "name"), made.PERSONAS)
def test_a_new_customers_draft_comes_nearer_to_what_the_manager_sends(language: str, name: str) -> None:
    edits = made.edits(language, name)
    for left, edit_left in enumerate(edits):
        voice = made.voice([one for index, one in enumerate(edits) if index != left])
        plain = made.drafted(language, made.CALLS[language][left])
        assert distance(voiced(plain, voice).body, edit_left) < distance(plain.body, edit_left) - 0.1


@pytest.mark.parametrize("language", made.STYLES)
def test_one_managers_habits_do_not_help_another(language: str) -> None:
    call = made.CALLS[language][3]
    for name in made.STYLES[language]:
        mine = distance(voiced(made.drafted(language, call), made.voice(made.edits(language, name)[:3])).body, made.edits(language, name)[3])  # fmt: skip
        for other in set(made.STYLES[language]) - {name}:
            theirs = made.voice(made.edits(language, other)[:3])
            assert distance(voiced(made.drafted(language, call), theirs).body, made.edits(language, name)[3]) > mine


@pytest.mark.parametrize(("language", "name"), made.PERSONAS)
def test_done_twice_nothing_changes(language: str, name: str) -> None:
    voice = made.voice(made.edits(language, name))
    once = voiced(made.drafted(language, made.CALLS[language][0]), voice)
    assert voiced(once, voice) == once


@pytest.mark.parametrize(("language", "name"), made.PERSONAS)
def test_promises_values_and_the_next_meeting_stay(language: str, name: str) -> None:
    plain = made.drafted(language, made.CALLS[language][1])
    found = voiced(plain, made.voice(made.edits(language, name)))
    for kind in (PartKind.OURS, PartKind.THEIRS, PartKind.NEXT):
        before, after = plain.part(kind), found.part(kind)
        assert before
        assert after
        assert [line.evidence for line in after.lines] == [line.evidence for line in before.lines]
    call = made.CALLS[language][1]
    day = {"fi": "pe 6.11.", "en": "Fri 6 November", "sv": "fre 6 november", "de": "Fr 06.11."}[language]
    assert call.ours in found.body
    assert call.theirs in found.body
    assert day in found.body


@pytest.mark.parametrize(("language", "name"), made.PERSONAS)
def test_an_untouched_voiced_draft_changes_no_promise_in_the_ledger(language: str, name: str) -> None:
    call = made.CALLS[language][2]
    found = voiced(made.drafted(language, call), made.voice(made.edits(language, name)))
    promised = (Promised("a", Side.US, "x", call.ours, on(6)), Promised("b", Side.THEM, "y", call.theirs, on(9)))
    assert reread(found, promised, found.body) == ()


def test_a_day_moved_in_a_sentence_is_read_as_moved() -> None:
    call = made.CALLS["fi"][2]
    found = voiced(made.drafted("fi", call), made.voice(made.edits("fi", "warm")))
    promised = (Promised("a", Side.US, "x", call.ours, on(6)), Promised("b", Side.THEM, "y", call.theirs, on(9)))
    [moved] = reread(found, promised, found.body.replace("pe 6.11.", "to 12.11."))
    assert (moved.id, moved.due, moved.was_due) == ("a", on(12), on(6))


# --- single habits ---------------------------------------------------------------------------------------------------


def test_two_edits_are_too_few() -> None:
    voice = learn(changed(("Hei", "Moi"), weeks=2), PLAIN)
    assert voice == dataclasses.replace(PLAIN, edits=2)


def test_unchanged_drafts_teach_the_plain_style() -> None:
    voice = learn(changed(weeks=3), PLAIN)
    assert (voice.greeting, voice.closing, voice.struck, voice.opening, voice.added) == (
        "Hei {names},", "Ystävällisin terveisin", (), (), (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "form"),
    [
        ("Hei Petri,", "Moi Petri!", "Moi {names}!"),
        ("Hei Petri,", "Terve Petri", "Terve {names}"),
        ("Hei Petri,", "Moi!", "Moi!"),
        ("Hei Petri,", "Petri,", "{names},"),
        ("Hei Petri,", "Morjens Petri,", "Morjens {names},"),
        ("Hei Petri,\n\nkiitos", "Moi Petri, kiitos", "Moi {names},"),
    ],
)
def test_how_somebody_greets(ours: str, theirs: str, form: str) -> None:
    assert learn(changed((ours, theirs)), PLAIN).greeting == form


def test_a_group_is_greeted_by_the_word_for_a_person_until_its_own_is_known() -> None:
    group = Followup("m", "A", "fi", "", (made.drafted("fi", made.CALLS["fi"][0]).parts[0],), ())
    group = dataclasses.replace(group, parts=(dataclasses.replace(group.parts[0], lines=(DraftLine("Hei kaikki,"),)),))
    assert voiced(group, dataclasses.replace(PLAIN, greeting="Moi {names}!")).body == "Moi kaikki!"
    known = dataclasses.replace(PLAIN, greeting="Moi {names}!", greeting_group="Moikka tiimi,")
    assert voiced(group, known).body == "Moikka tiimi,"


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("Sehr geehrte Frau Dr. Meyer, sehr geehrter Herr Schulz,", "Liebe Frau Dr. Meyer, lieber Herr Schulz,"),
        ("Sehr geehrter Herr Schulz,", "Lieber Herr Schulz,"),
        ("Guten Tag Kim Sommer,", "Guten Tag Kim Sommer,"),
        ("Sehr geehrte Damen und Herren,", "Sehr geehrte Damen und Herren,"),
    ],
)
def test_a_german_greeting_takes_each_persons_form_and_guesses_none(now: str, then: str) -> None:
    part = dataclasses.replace(made.drafted("de", made.CALLS["de"][0]).parts[0], lines=(DraftLine(now),))
    draft = Followup("m", "A", "de", "", (part,), (), address="formal")
    assert voiced(draft, Voice(WHO, "de", "formal", greeting="Liebe {names},")).body == then


def test_what_is_struck_again_and_again_goes() -> None:
    voice = learn(changed(("Korjaa, jos ymmärsin jotain väärin.\n\n", ""), weeks=3), PLAIN)
    assert voice.struck == ("Korjaa, jos ymmärsin jotain väärin.",)
    plain = made.drafted("fi", made.CALLS["fi"][0])  # to several people: "Korjatkaa"
    assert voiced(plain, voice).part(PartKind.CORRECT) is None


def test_what_was_struck_for_one_customer_alone_stays() -> None:
    edits = changed(("Korjaa, jos ymmärsin jotain väärin.\n\n", ""), weeks=3)
    assert learn([dataclasses.replace(one, account_id="A") for one in edits], PLAIN).struck == ()


def test_what_is_written_back_is_not_struck_any_more() -> None:
    old = changed(("Korjaa, jos ymmärsin jotain väärin.\n\n", ""), weeks=3)
    without = DRAFT.replace("Korjaa, jos ymmärsin jotain väärin.\n\n", "")
    new = [edit(one.sent, one.at.isocalendar().week, drafted=without) for one in changed(weeks=3, first=5)]
    assert learn(old, PLAIN).struck
    assert learn([*old, *new], PLAIN).struck == ()


def test_a_correction_of_fact_teaches_nothing() -> None:
    plain = learn(changed(), PLAIN)
    facts = changed(("pe 6.11.", "ti 10.11."), ("Aino: raportti", "Ville: mittausraportti"), ("klo 13.00", "klo 9.30"))
    assert learn(facts, PLAIN) == plain


def test_a_change_of_habit_is_followed_after_two_mails() -> None:
    old = changed(("Hei Petri,", "Moi Petri,"), ("Ystävällisin terveisin", "Terveisin"))
    new = changed(("Hei Petri,", "Hyvä Petri,"), weeks=2, first=4)
    voice = learn([*new, *old], PLAIN)
    assert (voice.greeting, voice.closing) == ("Hyvä {names},", "Ystävällisin terveisin")


def test_habits_of_another_language_or_form_of_address_are_none_of_this_one() -> None:
    edits = [*changed(("Hei", "Moi")), *(dataclasses.replace(one, language="sv") for one in changed(("Hei", "Hej")))]
    edits += [dataclasses.replace(one, address_form="formal") for one in changed(("Hei", "Hyvä"))]
    assert learn(edits, PLAIN).greeting == "Moi {names},"
    assert learn(edits, Voice(WHO, "fi", "formal")).greeting == "Hyvä {names},"


def test_what_was_set_by_hand_stays_and_so_does_off() -> None:
    current = Voice(WHO, "fi", greeting="Terve {names}", by_hand=("greeting",), on=False)
    voice = learn(changed(("Hei", "Moi"), ("Ystävällisin terveisin", "T.")), current)
    assert (voice.greeting, voice.closing, voice.on) == ("Terve {names}", "T.", False)


@pytest.mark.parametrize(("language", "name"), made.PERSONAS)
def test_learning_from_drafts_that_are_voiced_already_keeps_the_habits(language: str, name: str) -> None:
    edits = made.edits(language, name)
    voice = made.voice(edits)
    for week in range(4, 8):
        call = made.CALLS[language][week % 4]
        body = voiced(made.drafted(language, call), voice).body
        edits.append(dataclasses.replace(edits[week % 4], drafted=body, sent=body, at=T0 + dt.timedelta(weeks=week)))
    grown = learn(edits, voice)
    assert dataclasses.replace(grown, edits=voice.edits, target_words=voice.target_words) == voice


def test_the_voice_is_chosen_by_language_and_form_and_only_if_it_is_on() -> None:
    voices = [PLAIN, Voice(WHO, "de", "formal"), Voice(WHO, "sv", on=False)]
    assert chosen(voices, "fi", "many") is PLAIN
    assert chosen(voices, "de", "formal") is voices[1]
    assert chosen(voices, "de", "one") is None
    assert chosen(voices, "sv", "one") is None


def test_a_voice_that_is_off_changes_nothing() -> None:
    plain = made.drafted("fi", made.CALLS["fi"][0])
    assert voiced(plain, dataclasses.replace(made.voice(made.edits("fi", "curt")), on=False)) == plain


# --- lists and sentences ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ("Ville: raportti Petrille – pe 9.10.", "Ville hoitaa: raportti Petrille (pe 9.10.)."),
        ("Ville: raportti [confirm: mikä päivä?]", "Ville hoitaa: raportti. [confirm: mikä päivä?]"),
        (
            "Ville: raportti – pe 9.10. Tämä on meiltä myöhässä, pahoittelen.",
            "Ville hoitaa: raportti (pe 9.10.). Tämä on meiltä myöhässä, pahoittelen.",
        ),
        ("Ville: linja 3 – laakerit – ma–ke 26.–28.10.", "Ville hoitaa: linja 3 – laakerit (ma–ke 26.–28.10.)."),
        ("Ville: [confirm: mitä tarkalleen?] – pe 6.11.", "Ville hoitaa: [confirm: mitä tarkalleen?] (pe 6.11.)."),
        ("raportti ilman nimeä", "raportti ilman nimeä."),
    ],
)
def test_a_promise_as_a_sentence_keeps_owner_day_and_what_is_to_confirm(item: str, sentence: str) -> None:
    plain = made.drafted("fi", made.CALLS["fi"][0])
    ours = plain.part(PartKind.OURS)
    assert ours
    line = dataclasses.replace(ours.lines[0], text=item)
    draft = dataclasses.replace(plain, parts=(dataclasses.replace(ours, lines=(line,)),))
    found = voiced(draft, dataclasses.replace(PLAIN, prose=True)).part(PartKind.OURS)
    assert found
    assert (found.listed, found.title) == (False, "")
    assert found.lines == (dataclasses.replace(line, text=sentence),)


def test_what_has_to_be_confirmed_is_never_struck() -> None:
    plain = made.drafted("fi", made.CALLS["fi"][0])
    doubt = DraftLine("Korjatkaa, jos ymmärsin jotain väärin. [confirm: mikä päivä?]")
    parts = tuple(
        dataclasses.replace(part, lines=(doubt,)) if part.kind is PartKind.CORRECT else part for part in plain.parts
    )
    voice = dataclasses.replace(PLAIN, struck=("Korjatkaa, jos ymmärsin jotain väärin.",), thanks=False)
    assert "[confirm: mikä päivä?]" in voiced(dataclasses.replace(plain, parts=parts), voice).body


# --- what never gets in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "canary",
    [
        "Havulinnan alennus on voimassa vuoden loppuun.",
        "Petrille vielä terveiset kalareissulta.",
        "Hinta laskee 12 prosenttia.",
        "Hinta laskee kaksitoista prosenttia.",
        "Toimitus on perjantaina.",
        "Katso https://havulinna.example/sopimus ja palaa.",
        "Vika korjattiin RotaFix-osalla.",
    ],
)
def test_one_customers_content_never_comes_into_a_voice(canary: str) -> None:
    edits = changed(("Korjaa, jos ymmärsin jotain väärin.", f"Palataan asiaan. {canary}"))
    voice = learn(edits, PLAIN)
    assert voice.added == ("Palataan asiaan.",)
    draft = voiced(made.drafted("fi", made.CALLS["fi"][0]), voice).body
    assert "Palataan asiaan." in draft
    assert canary not in draft


def test_a_phrase_of_two_mails_to_one_customer_is_theirs_alone() -> None:
    edits = changed(("Korjaa, jos ymmärsin jotain väärin.", "Pidetään rivit suorina kuorimolla."))
    assert learn([dataclasses.replace(one, account_id="A") for one in edits], PLAIN).added == ()


@pytest.mark.parametrize("line", ["Hei Suvannon väki,", "Hyvä Zorbla Oy,"])
def test_a_companys_name_in_a_greeting_is_not_kept(line: str) -> None:
    assert not {"Suvannon", "Zorbla"} & set(whole(learn(changed(("Hei Petri,", line)), PLAIN)).replace(",", "").split())


@pytest.mark.parametrize("language", made.STYLES)
def test_no_draft_holds_another_customers_words(language: str) -> None:
    for name in made.STYLES[language]:
        voice = made.voice(made.edits(language, name)[:3])
        body = voiced(made.drafted(language, made.CALLS[language][3]), voice).body
        for call in made.CALLS[language][:3]:
            own = {word for part in made.CALLS[language][3].people for word in part.split()}
            for word in {*" ".join((*call.people, call.company)).split(), call.ours, call.theirs, call.topic} - own:
                assert word not in body.replace(",", " ").split()


SURNAMES = st.sampled_from(["Zorblat", "Quexley", "Vimmaranta", "Östrand", "Brühlmann"])
SAID = st.lists(
    st.sampled_from(
        ["Terveiset {name}lle.", "{name} odottaa.", "Palataan asiaan.", "Summa on {n}.", "Lasku {n} {name}.", "Moi {name}!",
         "Nähdään {n}.11.", "Hyvää viikonloppua!"]
    ),
    max_size=4,
)  # fmt: skip


@given(mails=st.lists(st.tuples(SURNAMES, st.integers(13, 99999), SAID), min_size=3, max_size=5), same=st.booleans())
def test_no_name_and_no_number_of_an_edit_stands_in_a_voice(
    mails: list[tuple[str, int, list[str]]], *, same: bool
) -> None:
    edits = []
    for week, (name, number, said) in enumerate(mails):
        if same:  # the strongest temptation: the same content everywhere
            name, number, said = mails[0]  # noqa: PLW2901
        words = " ".join(said).format(name=name, n=number)
        sent = f"Hei {name},\n\n{words}\n\nTerveisin {name}\nAino Mattila"
        edits.append(dataclasses.replace(edit(sent, week), names=(f"Kaj {name}", "Aino Mattila")))
    found = whole(learn(edits, PLAIN))
    for name, number, _ in mails:
        assert name not in found
        assert str(number) not in found.replace("{n}", "")


@given(st.lists(st.text(max_size=200), min_size=3, max_size=4))
def test_any_text_can_have_been_sent(texts: list[str]) -> None:
    voice = learn([edit(sent, week) for week, sent in enumerate(texts)], PLAIN)
    plain = made.drafted("fi", made.CALLS["fi"][0])
    found = voiced(plain, voice)
    assert voiced(found, voice) == found
    assert text(found.parts)
    assert all(one in found.body for one in ("huoltosuunnitelma", "varaosalista", "ti 17.11."))


def test_the_profile_is_told_in_plain_lines() -> None:
    voice = Voice(
        WHO, "fi", greeting="Moi {names},", closing="Terveisin", prose=True, struck=("Korjaa.",), target_words=120
    )
    assert lines(voice) == (
        "Greets: Moi {names},", "Writes promises as sentences", "Strikes: Korjaa.", "Closes: Terveisin", "About 120 words",
    )  # fmt: skip
