"""A value that was corrected in the call is found with the one that holds, however people say it."""

import datetime as dt

import pytest

from kambrief.core.agreed import agreed
from kambrief.core.talk import Talk
from tests.core.agreeing.calls import call, promise


def pairs(talk: Talk) -> set[tuple[str, str]]:
    return {
        (str(one.wrong_number or one.wrong_day), str(one.right_number or one.right_day))
        for one in agreed(talk).corrections
    }


CORRECTED = {
    "fi": [
        ("Ville: Toimituksia on ollut kolmekymmentä tänä vuonna.\nOlli: Korjaus, ei niitä ollut kolmekymmentä vaan kolmekymmentäkaksi toimitusta.\nAnna: Joo, oikein.", ("30", "32")),
        ("Olli: Vikoja oli kuusi, eiku kahdeksan vikaa.\nAnna: Niin meilläkin.", ("6", "8")),
        ("Olli: Käyttöaste oli kahdeksankymmentä prosenttia.\nAnna: Mulla on kyllä eri luku.\nOlli: Mikä sulla on?\nAnna: Seitsemänkymmentäkuusi prosenttia.\nOlli: Joo, sä oot oikeassa, seitsemänkymmentäkuusi se on.", ("80", "76")),
        ("Anna: Mä laskin kaksikymmentä tuntia seisokkia.\nBo: Kaksikymmentä tuntia on paljon.\nAnna: Hetkinen. Siinä on mukana neljä tuntia suunniteltua huoltoa. Eli kuusitoista tuntia on teidän viasta.\nBo: Eli kuusitoista.", ("20", "16")),
        ("Anna: Mä näin jossain kolmekymmentä prosenttia.\nOlli: Se oli alustava luku. Kaksikymmentäneljä prosenttia on vahvistettu.\nAnna: Selvä.", ("30", "24")),
    ],
    "en": [
        ("Ville: We had forty deliveries this year.\nOlli: Small correction, it was not forty but forty-two deliveries.\nAnna: Correct.", ("40", "42")),
        ("Olli: There were six, sorry, eight outages.\nAnna: Yes, eight.", ("6", "8")),
        ("Olli: The total is eleven thousand five hundred euros.\nAnna: That is not my figure.\nOlli: What do you have?\nAnna: My figure is fifteen thousand one hundred.\nOlli: You're right, I transposed the digits. It is fifteen thousand one hundred euros.", ("11500", "15100")),
        ("Anna: I counted twenty hours of downtime.\nBo: Twenty hours is a lot.\nAnna: Hang on. That includes four hours of planned service. So sixteen hours is what the fault cost us.\nBo: Sixteen.", ("20", "16")),
        ("Anna: I have seen thirty percent somewhere.\nOlli: That was the preliminary figure. Twenty-four percent is what was signed.\nAnna: Then I use twenty-four.", ("30", "24")),
        ("Ville: Thirteen of them can take the kit.\nBo: Did you count Leeds?\nVille: Let me check.\nVille: Bo is right, with Leeds it is fourteen of twenty sites, not thirteen.\nAnna: Fourteen of twenty.", ("13", "14")),
    ],
    "sv": [
        ("Ville: Vi har haft fyrtio leveranser i år.\nOlli: En liten rättelse, det var inte fyrtio utan fyrtiotvå leveranser.\nAnna: Stämmer.", ("40", "42")),
        ("Olli: Det var sex, förlåt, åtta avbrott.\nAnna: Ja, åtta.", ("6", "8")),
        ("Olli: Beloppet är elva tusen femhundra euro.\nAnna: Jag har en annan siffra.\nOlli: Vad har du?\nAnna: Femton tusen etthundra euro.\nOlli: Du har rätt, jag kastade om siffrorna, det är femton tusen etthundra euro.", ("11500", "15100")),
        ("Anna: Jag räknade till tjugo timmar stillestånd.\nBo: Tjugo timmar är mycket.\nAnna: Vänta. Där ingår fyra timmar planerat underhåll. Alltså sexton timmar beror på felet.\nBo: Sexton.", ("20", "16")),
        ("Anna: Jag har sett trettio procent någonstans.\nOlli: Det var den preliminära siffran. Tjugofyra procent är det som gäller.\nAnna: Då använder jag tjugofyra.", ("30", "24")),
    ],
    "de": [
        ("Ville: Wir hatten vierzig Lieferungen in diesem Jahr.\nOlli: Kleine Korrektur, es waren nicht vierzig, sondern zweiundvierzig Lieferungen.\nAnna: Stimmt.", ("40", "42")),
        ("Olli: Es waren sechs, Entschuldigung, acht Ausfälle.\nAnna: Ja, acht.", ("6", "8")),
        ("Olli: Die Summe beträgt elftausendfünfhundert Euro.\nAnna: Ich habe eine andere Zahl.\nOlli: Welche haben Sie?\nAnna: Fünfzehntausendeinhundert Euro.\nOlli: Sie haben recht, ich habe die Ziffern vertauscht. Es sind fünfzehntausendeinhundert Euro.", ("11500", "15100")),
        ("Anna: Ich komme auf zwanzig Stunden Stillstand.\nBo: Zwanzig Stunden sind viel.\nAnna: Moment. Darin sind vier Stunden geplante Wartung enthalten. Also sechzehn Stunden gehen auf den Fehler.\nBo: Sechzehn.", ("20", "16")),
        ("Anna: Ich habe irgendwo dreißig Prozent gesehen.\nOlli: Das war die vorläufige Zahl. Vierundzwanzig Prozent sind bestätigt.\nAnna: Dann nehme ich vierundzwanzig.", ("30", "24")),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "pair"),
    [(language, text, pair) for language, cases in CORRECTED.items() for text, pair in cases],
)
def test_a_correction_is_found_with_the_value_that_holds(language: str, text: str, pair: tuple[str, str]) -> None:
    assert pairs(call(text, language=language)) == {pair}


UNCHANGED = {
    "fi": [
        "Olli: Linjoja on neljätoista.\nAnna: Joo, neljätoista.\nVille: Kolme niistä tarvitsee kanavat.",
        "Olli: Tarvitsette ei yhden vaan kaksi avainta.\nAnna: Selvä.",
        "Anna: Toimitusaika on viisi päivää.\nOlli: Hinta on kaksisataa euroa.\nAnna: Sä oot oikeassa, se on kallis.",
    ],
    "en": [
        "Olli: We looked at fourteen lines.\nAnna: Good.\nVille: Three need ductwork.",
        "Anna: You're right, we need two weeks.\nOlli: And the filters last nine months.",
        "Anna: The limit is eighteen months.\nOlli: The draft says twenty-six months for Hamburg.\nAnna: Thank you.",
    ],
    "sv": ["Olli: Ni har fjorton linjer.\nAnna: Ja, fjorton.\nVille: Tre av dem behöver kanaler."],
    "de": ["Olli: Sie haben vierzehn Linien.\nAnna: Ja, vierzehn.\nVille: Drei davon brauchen Kanäle."],
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, cases in UNCHANGED.items() for text in cases])
def test_values_that_stand_beside_each_other_correct_nothing(language: str, text: str) -> None:
    assert pairs(call(text, language=language)) == set()


def test_a_chain_of_corrections_ends_in_the_last_value() -> None:
    text = """
    Olli: There were seven outages in the spring.
    Ville: Correction, it was not seven but nine outages.
    Anna: Nine?
    Ville: I was wrong again, it was not nine but ten outages.
    Anna: Ten. Good.
    """
    assert pairs(call(text, language="en")) == {("7", "10"), ("9", "10")}


def test_a_figure_that_nobody_gives_in_to_is_no_correction() -> None:
    text = """
    Olli: The total is eleven thousand euros.
    Anna: That is not my figure. I have twelve thousand euros.
    Olli: Let us look at it after the call.
    """
    assert pairs(call(text, language="en")) == set()


def test_thousands_left_unsaid_are_put_back() -> None:
    text = """
    Olli: Vuosiarvo on ollut noin kolmesataakuusikymmentätuhatta.
    Anna: Mulla on kyllä eri luku.
    Olli: Mikä sulla on?
    Anna: Kolmesataaviisikymmentä.
    Olli: Joo, sä oot oikeassa, kolmesataaviisikymmentätuhatta on sopimuksen vuosiarvo.
    """
    assert pairs(call(text, language="fi")) == {("360000", "350000")}


def test_a_moved_promise_is_a_correction_of_days() -> None:
    talk = call("Olli: You get it on Friday the ninth.\nAnna: Tuesday is fine.", language="en")
    moved = promise("P1", "Olli", "offer", 1, due=dt.date(2026, 10, 13), supersedes=dt.date(2026, 10, 9))
    (found,) = agreed(talk, [moved]).corrections
    assert (found.wrong, found.right, found.cues) == ("2026-10-09", "2026-10-13", (1,))


def test_a_correction_made_off_the_record_is_not_read() -> None:
    text = "Olli: There were seven outages.\nOlli: Correction, it was not seven but nine outages.\nAnna: Right."
    assert pairs(call(text, language="en", withheld=frozenset({2}))) == set()


SAID_BACK = {
    "fi": "Anna: Ja katkoja on ollut kolme.\nBo: Neljä, Anna. Yksi oli yöllä.\nAnna: Aa joo, neljä. Sen mä unohdin.",
    "en": "Anna: We lost three pallets.\nBo: Four, Anna. One was found on Monday.\nAnna: Oh yes, four.",
    "sv": "Anna: Det var tre pallar som försvann.\nBo: Fyra, Anna. En till kom i måndags.\nAnna: Ja just det, fyra.",
    "de": "Anna: Es waren drei Paletten.\nBo: Nein, vier. Eine kam am Montag dazu.\nAnna: Stimmt, vier.",
}


@pytest.mark.parametrize("language", SAID_BACK)
def test_a_value_that_is_set_against_another_and_said_back_holds(language: str) -> None:
    assert pairs(call(SAID_BACK[language], language=language)) == {("3", "4")}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Anna: We lost three pallets.\nBo: Four, Anna.\nAnna: I counted three."),
        ("fi", "Anna: Katkoja on ollut kolme.\nBo: Neljä.\nOlli: Katsotaan huoltoraporttia."),
        ("sv", "Anna: Vi behöver tre nycklar.\nOlli: Fyra dörrar har ni.\nAnna: Ja."),
    ],
)
def test_another_value_that_the_first_speaker_does_not_say_back_corrects_nothing(language: str, text: str) -> None:
    assert pairs(call(text, language=language)) == set()


def test_a_large_number_said_in_short_is_the_one_that_was_said_in_full() -> None:
    text = """
        Olli: Se uus portti, se ois kolmekymmentäneljätuhatta kuusisataa asennettuna.
        Ville: Sori, se on kolmekymmentäkuusituhatta kuusisataa.
        Olli: Ai niin, oot oikeessa. Eli kolmekymmentäkuusi kuusisataa.
        Anna: Selvä.
        """
    found = agreed(call(text, language="fi"))
    assert {(str(one.wrong_number), str(one.right_number)) for one in found.corrections} == {("34600", "36600")}
    assert [point.text.replace("\xa0", " ") for point in found.points] == ["Uusi portti olisi 36 600 asennettuna."]


def test_the_wrong_value_said_later_of_something_else_stays_unsaid() -> None:
    text = """
        Anna: We lost thirty pallets, straight into the skip.
        Bo: Twenty, Anna. The thirty were the year before.
        Anna: Oh yes, twenty.
        """
    found = agreed(call(text, language="en"))
    assert not any("year before" in point.text for point in found.points)
