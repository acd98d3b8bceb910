"""A long confidence is kept back to its end, and what it named stays back."""

from dataclasses import replace

import pytest

from tests.core.promising.dialogues import people, talk

CONFIDENCES = {
    "fi": """A: Mä laitan raportin perjantaina.
J: Tää ei sitten muistioon. Meillä on tulossa yt-neuvottelut.
A: Jaa, onko se jo varmaa?
J: On se. Kaksi linjaa suljetaan ensi vuonna.
A: Paljonko väkeä se koskee?
J: Noin neljäkymmentä ihmistä lähtee.
A: Kauheeta. Mitä johto sanoo?
J: Toimitusjohtaja ei ole kertonut hallitukselle kaikkea vielä.
A: Entä teidän oma tiimi?
J: Kunnossapidosta vähennetään puolet, ja mä haen itse muualle.
A: Ihan totta, mihin?
J: Metsolaan, mutta sopimus on vielä auki.
A: No niin, palataan hintoihin.
J: Joo, mä lähetän laitelistan maanantaina.""",
    "en": """A: I'll send the report on Friday.
J: Off the record, we're going to lay people off.
A: Is that certain?
J: It is. Two lines will be closed next year.
A: How many people?
J: Around forty people leave.
A: That's awful. What does the board say?
J: The chief executive hasn't told the board everything.
A: And your own team?
J: Maintenance is cut in half, and I'm applying elsewhere myself.
A: Really, where?
J: At Maddox, but nothing is signed.
A: Anyway, back to the prices.
J: Yes. I'll send you the equipment list on Monday.""",
    "sv": """A: Jag skickar rapporten på fredag.
J: Det här är utanför protokollet. Vi kommer att varsla folk.
A: Är det säkert?
J: Ja. Två linjer stängs nästa år.
A: Hur många gäller det?
J: Ungefär fyrtio personer får gå.
A: Usch. Vad säger styrelsen?
J: Vd:n har inte berättat allt för styrelsen.
A: Och ditt eget team?
J: Underhållet halveras, och jag söker själv jobb på annat håll.
A: Jaså, var då?
J: Hos Metallsyd, men inget är klart.
A: Okej, tillbaka till priserna.
J: Ja. Jag skickar utrustningslistan på måndag.""",
    "de": """A: Ich schicke Ihnen den Bericht am Freitag.
J: Das bleibt unter uns. Wir werden Leute entlassen.
A: Ist das sicher?
J: Ja. Zwei Linien werden nächstes Jahr geschlossen.
A: Wie viele betrifft das?
J: Ungefähr vierzig Leute müssen gehen.
A: Schlimm. Was sagt der Vorstand?
J: Der Geschäftsführer hat dem Aufsichtsrat nicht alles erzählt.
A: Und Ihr eigenes Team?
J: Die Instandhaltung wird halbiert, und ich bewerbe mich selbst woanders.
A: Wirklich, wo denn?
J: Bei Metallbau, aber es ist noch nichts fest.
A: Gut, zurück zu den Preisen.
J: Ja. Ich schicke Ihnen die Geräteliste am Montag.""",
}


@pytest.mark.parametrize("language", CONFIDENCES)
def test_a_long_confidence_is_kept_back_to_where_somebody_ends_it(language: str) -> None:
    marked = talk(language, CONFIDENCES[language])

    assert [one.number for one in marked.utterances if one.withheld] == list(range(2, 13))


def test_a_long_confidence_that_nobody_ends_is_kept_back_as_far_as_it_is_spoken_of() -> None:
    gone_on = [f"{'AJ'[n % 2]}: And the redundancies hit unit {n} too." for n in range(11)]
    marked = talk(
        "en", "\n".join(["J: Off the record, redundancies are coming.", *gone_on, *["A: One, two, three."] * 9])
    )

    assert [one.number for one in marked.utterances if one.withheld] == list(range(1, 13))


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("fi", "J: Ei muistioon tätä, mutta Kotkan linja suljetaan.\nA: Selvä.\nA: No niin, mennään hintoihin.\nJ: Kotkan osat mä perun sitten ja laitan vahvistuksen Kotkasta."),
        ("en", "J: Off the record, the site in Leeds closes.\nA: I see.\nA: Moving on to the prices.\nJ: I'll cancel the parts for Leeds on Monday."),
        ("sv", "J: Utanför protokollet: verket i Kalmar stängs.\nA: Jag förstår.\nA: Okej, tillbaka till priset.\nJ: Jag säger upp delarna till Kalmar på måndag."),
    ],
)  # fmt: skip
def test_a_place_that_was_named_in_confidence_stays_back(language: str, lines: str) -> None:
    assert [one.number for one in talk(language, lines).utterances if one.withheld] == [1, 2, 4]


def test_the_customers_own_name_is_no_secret() -> None:
    lines = "J: Off the record, I leave Theirs in May.\nA: I see.\nA: Moving on.\nA: I'll send the contract with Theirs on Monday."

    there = [replace(one, email="james@theirs.example") if one.key == "J" else one for one in people("en")]

    assert not talk("en", lines, participants=there).utterances[3].withheld
