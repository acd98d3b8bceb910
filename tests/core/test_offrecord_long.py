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
        ("de", "J: Bitte nicht ins Protokoll: Das Werk in Celle wird geschlossen.\nA: Verstanden.\nA: Gut, zurück zum Preis.\nJ: Die Teile für Celle bestelle ich am Montag ab."),
        ("sv", "J: Utanför protokollet: verket i Kalmar stängs.\nA: Jag förstår.\nA: Okej, tillbaka till priset.\nJ: Jag säger upp delarna till Kalmar på måndag."),
    ],
)  # fmt: skip
def test_a_place_that_was_named_in_confidence_stays_back(language: str, lines: str) -> None:
    assert [one.number for one in talk(language, lines).utterances if one.withheld] == [1, 2, 4]


def test_the_customers_own_name_is_no_secret() -> None:
    lines = "J: Off the record, I leave Theirs in May.\nA: I see.\nA: Moving on.\nA: I'll send the contract with Theirs on Monday."

    there = [replace(one, email="james@theirs.example") if one.key == "J" else one for one in people("en")]

    assert not talk("en", lines, participants=there).utterances[3].withheld


AFTERWARDS = {
    "fi": """A: Mä soitan sulle torstaina puhelimessa siitä käyttöönotosta.
S: Joo, se auttais. Kiitos kun kerroit aikataulusta.
A: Lähetän tarjouksen maanantaina ja kysyn meidän huollosta.
J: Meillä on perjantaina johtoryhmä, sen jälkeen tiedän enemmän.
A: Kuinka monta ihmistä tulee koulutukseen?
J: Noin kymmenen ihmistä meidän kunnossapidosta.
A: Hyvä. Sopimus on vielä auki, palaan siihen ensi viikolla.
S: Toimitusjohtaja allekirjoittaa sen.""",
    "en": """A: I'll give you a ring by phone on Thursday about the installation.
S: Yes, that would help. Thanks for telling me.
A: I'll ask our service people and send the offer on Monday.
J: The board meets on Friday, I'll know more then.
A: How many people are coming to the training?
J: Around ten people from maintenance.
A: Good. The contract isn't signed yet, I'll come back to you next week.
S: The chief executive signs it.""",
    "sv": """A: Jag ringer dig på torsdag om installationen.
S: Ja, det skulle hjälpa. Tack för att du berättar.
A: Jag frågar vår serviceavdelning och skickar offerten på måndag.
J: Styrelsen träffas på fredag, då vet jag mer.
A: Hur många personer kommer till utbildningen?
J: Ungefär tio personer från underhållet.
A: Bra. Avtalet är inte klart, jag återkommer nästa vecka.
S: Vd:n skriver under det.""",
    "de": """A: Ich rufe Sie am Donnerstag wegen der Installation an.
S: Ja, das würde helfen. Danke, dass Sie das sagen.
A: Ich frage bei unserem Service nach und schicke das Angebot am Montag.
J: Der Vorstand tagt am Freitag, dann weiß ich mehr.
A: Wie viele Leute kommen zur Schulung?
J: Ungefähr zehn Leute aus der Instandhaltung.
A: Gut. Der Vertrag ist noch nicht unterschrieben, ich melde mich nächste Woche.
S: Der Geschäftsführer unterschreibt ihn.""",
}


@pytest.mark.parametrize("language", AFTERWARDS)
def test_everyday_words_of_a_secret_keep_nothing_back_afterwards(language: str) -> None:
    secret = len(CONFIDENCES[language].splitlines())

    marked = talk(language, f"{CONFIDENCES[language]}\n{AFTERWARDS[language]}")

    assert not [one.text for one in marked.utterances[secret:] if one.withheld]


def test_a_rare_word_of_a_secret_is_kept_back_wherever_it_is_said_later() -> None:
    marked = talk(
        "en", f"{CONFIDENCES['en']}\n{AFTERWARDS['en']}\nJ: Maddox called me again.\nJ: I said Maddox is fine."
    )

    assert [one.number for one in marked.utterances[14:] if one.withheld] == [23, 24]
