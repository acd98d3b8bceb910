"""An edited follow-up is checked before it is approved: what blocks, what is only said."""

from dataclasses import replace

import pytest

from kambrief.core.agreed import Agreed, Correction, Point
from kambrief.core.commitment import Confirm
from kambrief.core.customer import Side
from kambrief.core.rechecking import Finding, Known, Severity, blocks, check, open_points
from tests.core.followup_calls import at, draft, late, manager, on, person, promised, talk

AINO, PEKKA = person("Aino Mattila", Side.US), person("Pekka Ranta")
SAID = (
    ("Pekka", "*Ei muistioon: tehdas myydään keväällä ruotsalaisille, hinta 900 000 euroa."),
    ("Pekka", "Linja on seissyt kuusi kertaa, eikun viisi kertaa."),
    ("Aino", "Vuosihinta on 46 000 euroa ja alennus 3 prosenttia, kuten sovittiin 20.10."),
)
SOME = (
    promised("plan", AINO, "huoltosuunnitelma", on(6), supersedes=on(5)),
    promised("list", PEKKA, "varaosalista", on(9)),
)
AGREED = Agreed(
    points=(Point("p", "Linja on seissyt 5 kertaa", (2,)),),
    corrections=(Correction("6 kertaa", "5 kertaa", (2,)),),
    next_meeting=at(17, 13),
)
CALL = talk("fi", AINO, PEKKA, title="Pumput", said=SAID)
FOLLOWUP = draft(CALL, manager("Aino Mattila", "fi", signature="Aino Mattila\n+358 40 123 4567"), *SOME, agreed=AGREED)
KNOWN = Known(FOLLOWUP, CALL, SOME, AGREED)


def found(old: str, new: str, known: Known = KNOWN) -> list[str]:
    assert old in FOLLOWUP.body
    return [one.key for one in check(FOLLOWUP.subject, FOLLOWUP.body.replace(old, new), known)]


def added(line: str, known: Known = KNOWN) -> list[Finding]:
    body = FOLLOWUP.body.replace("Seuraava palaveri", f"{line}\n\nSeuraava palaveri")
    return list(check(FOLLOWUP.subject, body, known))


def keys(line: str, known: Known = KNOWN) -> list[str]:
    return [one.key for one in added(line, known)]


def test_an_untouched_draft_has_no_findings() -> None:
    assert check(FOLLOWUP.subject, FOLLOWUP.body, KNOWN, ["pekka@theirs.example", "AINO@ours.example"]) == ()


@pytest.mark.parametrize("language", ["fi", "en", "sv", "de"])
def test_an_untouched_draft_has_no_findings_in_any_language(language: str) -> None:
    call = replace(CALL, language=language)
    some = (*SOME, promised("visit", AINO, "käynti", on(10), until=on(12)), promised("invite", AINO, "kutsu", on(3)))
    followup = draft(call, manager("Aino Mattila", language), *some, agreed=AGREED)
    assert check(followup.subject, followup.body, Known(followup, call, some, AGREED)) == ()


def test_another_day_for_a_promise_is_held_against_the_call() -> None:
    (finding,) = check(FOLLOWUP.subject, FOLLOWUP.body.replace("pe 6.11.", "to 12.11."), KNOWN)
    assert (finding.key, finding.severity) == ("day_moved", Severity.WARN)
    assert finding.text == "You wrote to 12.11. for “huoltosuunnitelma”; the call said pe 6.11."
    assert finding.slots == {"wrote": "to 12.11.", "said": "pe 6.11.", "what": "huoltosuunnitelma"}


def test_a_day_that_was_moved_in_the_call_is_named_as_such() -> None:
    assert found("pe 6.11.", "to 5.11.") == ["superseded_day"]


def test_a_weekday_that_is_not_the_dates() -> None:
    assert "weekday" in found("pe 6.11.", "to 6.11.")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Käynti on ti 24.11.", ["day_new"]),
        ("Tavataan klo 15.30.", ["time_new"]),
        ("Hinta on 52 000 euroa.", ["number_new"]),
        ("Alennus on 8 %.", ["percent_new"]),
        ("Linja on seissyt 6 kertaa.", ["superseded"]),
        # What was said, or counts something small, is nothing new.
        ("Hinta on 46 000 euroa.", []),
        ("Alennus on 3 %.", []),
        ("Sovimme tästä ti 20.10.", []),
        ("Palaveri alkaa klo 13.00.", []),
        ("Lähetän 2 vaihtoehtoa.", []),
        ("Palataan asiaan, mukavaa viikkoa.", []),
    ],
)
def test_values_that_nobody_said_are_warned_of(line: str, expected: list[str]) -> None:
    assert keys(line) == expected


def test_what_the_customers_own_records_say_is_nothing_new() -> None:
    fact = late("Toimitus 52 000 euroa", "Joku Muu", on(24))
    assert keys("Hinta on 52 000 euroa, ti 24.11.", replace(KNOWN, facts=(fact,))) == []
    assert keys("Hinta on 52 000 euroa, ti 24.11.", replace(KNOWN, facts=(replace(fact, withheld="x"),))) == [
        "day_new", "number_new",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "point", ["[confirm: mikä päivä?]", "[Confirm: x]", "[vahvista: x]", "[bekräfta: x", "[bestätigen: x]"]
)
def test_open_points_block(point: str) -> None:
    findings = added(f"Asia {point}")
    assert [(one.key, one.severity) for one in findings] == [("open", Severity.BLOCK)]
    assert blocks(findings)
    assert open_points("Vahvista päivä (confirm)") == ()


def test_every_open_point_of_a_draft_blocks_it() -> None:
    some = tuple(promised(str(doubt), AINO, f"asia {doubt}", on(6), confirm=(doubt,)) for doubt in Confirm)
    followup = draft(CALL, manager("Aino Mattila", "fi"), *some)
    findings = check(followup.subject, followup.body, Known(followup, CALL, some, Agreed()))
    assert [one.key for one in findings if one.severity is Severity.BLOCK] == ["open"] * len(some)


def test_what_was_kept_back_blocks_and_one_rare_word_is_a_question() -> None:
    assert [(one.key, one.severity) for one in added("Kun tehdas myydään ruotsalaisille, palataan.")] == [
        ("withheld", Severity.BLOCK)
    ]
    assert ("withheld", Severity.BLOCK) in [(one.key, one.severity) for one in added("Arvo on 900 000.")]
    assert [(one.key, one.severity) for one in added("Nähdään keväällä.")] == [("withheld_maybe", Severity.WARN)]


def test_a_numbered_thing_that_was_named_only_there_blocks() -> None:
    said = (("Pekka", "*Off the record: we close line three in March."), ("Pekka", "Lines one and two run well."))
    call = talk("en", AINO, PEKKA, said=said)
    followup = draft(call, manager("Aino Mattila", "en"))
    known = Known(followup, call, (), Agreed())
    for line, expected in (("Line 3 comes later.", ["withheld"]), ("Line 2 comes later.", [])):
        body = followup.body.replace("Please correct", f"{line}\n\nPlease correct")
        assert [one.key for one in check("x", body, known)] == expected


def test_other_customers_and_internal_figures_are_warned_of() -> None:
    known = replace(KNOWN, others=("Lehtokoski",), limits=("Neuvotteluvara: enintään 7 prosenttia",))
    assert keys("Lehtokoskella tämä toimi hyvin.", known) == ["other_customer"]
    assert sorted(keys("Voimme antaa 7 % alennusta.", known)) == ["internal", "percent_new"]
    assert keys("Lehto on kaunis koski.", known) == []


def test_promises_that_were_taken_out_or_added_are_told() -> None:
    assert found("- Pekka: varaosalista – ma 9.11.", "") == ["promise_removed"]
    assert found("Meiltä\n", "Meiltä\n- Aino: koulutussuunnitelma – ma 9.11.\n") == ["promise_added"]


def test_recipients_who_had_no_part_are_warned_of() -> None:
    def of(*addresses: str) -> list[tuple[str, str]]:
        return [(one.key, one.severity) for one in check(FOLLOWUP.subject, FOLLOWUP.body, KNOWN, addresses)]

    assert of("pekka@theirs.example", "joku@muu.example") == [("recipient_unknown", "warn")]
    assert of() == [("no_recipient", "block")]


def test_an_empty_mail_is_none() -> None:
    assert ("empty", Severity.BLOCK) in [(one.key, one.severity) for one in check("x", " \n", KNOWN)]


def test_a_signature_is_nobodys_claim() -> None:
    assert found("+358 40 123 4567", "+358 50 999 8888, suora") == []


@pytest.mark.parametrize(
    ("below", "key"),
    [
        ("PS. Hinta on 999 000 €.", "number_new"),
        ("Hinta on 999 000 €", "number_new"),
        ("Tehdas myydään keväällä ruotsalaisille, kuulin.", "withheld"),
        ("Puhelin +358 50 765 4321", ""),
        ("Teollisuuskatu 5, 00100 Helsinki", ""),
    ],
)
def test_a_postscript_is_looked_at_and_a_signature_is_not(below: str, key: str) -> None:
    found = [one.key for one in check(FOLLOWUP.subject, f"{FOLLOWUP.body}\n\n{below}", KNOWN)]
    assert (key in found) if key else found == []
