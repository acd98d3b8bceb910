"""What each line of a text rests on, as drafted and after somebody has changed it."""

from kambrief.core.followup import DraftLine, Followup, Part, PartKind
from kambrief.web.followup_lines import Standing, points_of, rows_of

FOLLOWUP = Followup(
    "m1", "A1", "sv", "Mötet", (
        Part(PartKind.GREETING, (DraftLine("Hej Åsa,"),)),
        Part(PartKind.THANKS, (DraftLine("tack för mötet.", ("meeting",)), DraftLine("Driften går först.", ("cue:4",)))),
        Part(
            PartKind.OURS,
            (
                DraftLine("Nils: offert – fre 9 oktober", ("promise:p1", "cue:12", "cue:7", "commitments/CM1")),
                DraftLine("Nils: ritning – [confirm: vilket datum?]", ("promise:p2", "cue:20"), by="model"),
            ),
            "Från oss", listed=True,
        ),
        Part(PartKind.CLOSING, (DraftLine("Vänliga hälsningar"),)),
        Part(PartKind.SIGNATURE, (DraftLine("Nils Berg"),)),
    ), (),
)  # fmt: skip


def test_a_drafted_text_shows_for_each_line_the_utterances_it_rests_on() -> None:
    rows = rows_of(FOLLOWUP.body, FOLLOWUP)
    assert [(one.text, one.cues, one.standing) for one in rows] == [
        ("tack för mötet. Driften går först.", (4,), Standing.DRAFTED),
        ("Nils: offert – fre 9 oktober", (7, 12), Standing.DRAFTED),
        ("Nils: ritning – [confirm: vilket datum?]", (20,), Standing.DRAFTED),
    ]
    assert rows[0].about_meeting
    assert rows[1].records == (("commitments", "CM1"),)
    assert rows[2].by_model


def test_a_changed_line_still_shows_what_it_came_from_and_that_it_was_changed() -> None:
    body = FOLLOWUP.body.replace("fre 9 oktober", "mån 12 oktober")
    (changed,) = [one for one in rows_of(body, FOLLOWUP) if "12" in one.text]
    assert (changed.standing, changed.cues) == (Standing.CHANGED, (7, 12))


def test_a_line_with_a_sentence_added_counts_as_changed() -> None:
    body = FOLLOWUP.body.replace("fre 9 oktober", "fre 9 oktober. Vi ringer också alla era leverantörer först.")
    (changed,) = [one for one in rows_of(body, FOLLOWUP) if "leverantörer" in one.text]
    assert changed.standing is Standing.CHANGED


def test_a_line_that_a_person_wrote_rests_on_nothing() -> None:
    body = FOLLOWUP.body.replace("Från oss", "Hälsa hela laget på fabriken!\n\nFrån oss")
    (own,) = [one for one in rows_of(body, FOLLOWUP) if "laget" in one.text]
    assert (own.standing, own.cues) == (Standing.WRITTEN, ())


def test_below_the_closing_nothing_is_a_claim() -> None:
    body = FOLLOWUP.body + "\nTelefon 040 123 456"
    assert not [one for one in rows_of(body, FOLLOWUP) if "040" in one.text]


def test_a_text_of_nothing_but_blank_lines_has_no_rows() -> None:
    assert rows_of("\n \n\n", FOLLOWUP) == ()


def test_what_is_open_is_shown_with_its_line_and_its_question() -> None:
    (point,) = points_of(FOLLOWUP.subject, FOLLOWUP.body)
    assert point.asked == "vilket datum?"
    assert point.line == "Nils: ritning – …"
    assert point.text in FOLLOWUP.body
    assert points_of("Möte [bestätigen: Uhrzeit?]", "")[0].asked == "Uhrzeit?"
