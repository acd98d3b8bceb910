"""An exchange off the record ends where the talk is taken elsewhere: not before, and not long after."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core import offrecord
from tests.core.promising.dialogues import talk

QUIETLY = {
    "fi": """A: Laskutus on nyt kunnossa.
J: Kuule, tätä ei sitten kirjata muistioon. Meidän kassa on tyhjä, ja pankki miettii vielä.
A: Selvä, ei mene. Hyvä että sanoit.
S: Sit se toinen hallikin jää kyl rakentamatta.
A: Mä kysyn meidän talousosastolta pidempää maksuaikaa, kaikessa hiljaisuudessa.
J: Joo, se auttais.
A: Palaan siihen sulle puhelimessa torstaina.
S: Kiitos.
A: No niin, sit käyttöönottoon. Kuka teiltä on paikalla?
J: Mä lähetän nimet huomenna.""",
    "en": """A: The invoices are sorted now.
J: Please keep this out of the minutes: we've run out of cash and the bank is still thinking.
A: Of course. Good of you to say so.
S: So the second hall won't get built either.
A: I'll ask our finance team for longer payment terms, without any fuss.
J: Yes, that would help.
A: I'll come back to you about it by phone on Thursday.
S: Thank you.
A: Right, let's move on to commissioning. Who will be on site?
J: I'll send the names tomorrow.""",
    "sv": """A: Fakturorna är i ordning nu.
J: Du, det här ska inte in i protokollet. Vår kassa är tom, och banken funderar fortfarande.
A: Okej, det gör det inte. Tack för att du berättar.
S: Och då blir det ju ingen andra hall heller.
A: Jag frågar vår ekonomiavdelning om längre betalningstid, helt diskret.
J: Ja, det skulle hjälpa.
A: Jag ringer dig om det på torsdag.
S: Tack.
A: Okej, då tar vi driftsättningen. Vem är på plats hos er?
J: Jag skickar namnen i morgon.""",
    "de": """A: Die Rechnungen sind jetzt in Ordnung.
J: Das gehört bitte nicht ins Protokoll: Unsere Kasse ist leer, und die Bank überlegt noch.
A: Gut, das bleibt draußen. Danke, dass Sie das sagen.
S: Und dann wird die zweite Halle ja auch nicht gebaut.
A: Ich frage bei unserer Buchhaltung nach einem längeren Zahlungsziel, ganz leise.
J: Ja, das würde helfen.
A: Ich rufe Sie dazu am Donnerstag an.
S: Danke.
A: Gut, dann zum nächsten Punkt, der Inbetriebnahme. Wer ist bei Ihnen vor Ort?
J: Ich schicke Ihnen die Namen morgen.""",
}


@pytest.mark.parametrize("language", QUIETLY)
def test_thanks_end_nothing_and_what_is_promised_quietly_stays_back(language: str) -> None:
    marked = talk(language, QUIETLY[language])

    assert [one.number for one in marked.utterances if one.withheld] == [2, 3, 4, 5, 6, 7, 8]


TELLS = {
    "fi": "J: Ihan meidän kesken, tehtaanjohtaja vaihtuu syksyllä.\nA: Ymmärrän.\nJ: Hän ei tiedä vielä itsekään.",
    "en": "J: Strictly between us, the plant manager will be replaced in autumn.\nA: I see.\nJ: He doesn't know yet himself.",
    "sv": "J: Mellan oss sagt byts platschefen ut i höst.\nA: Jag förstår.\nJ: Han vet det inte själv än.",
    "de": "J: Ganz unter uns, der Werksleiter wird im Herbst abgelöst.\nA: Verstanden.\nJ: Er weiß es selbst noch nicht.",
}

ENDS = {
    "fi": [
        "No niin, sit varaosiin.",
        "Noniin, palataan hinnoittelukysymykseen.",
        "Joo, takas asiaan eli sopimukseen.",
        "Hyvä, mennäänkö aikatauluun?",
        "Seuraava asia listalla on koulutus.",
        "Jatketaan vaan seuraavasta kohdasta.",
        "Missä me oltiin?",
        "Sit se koulutus.",
        "Kiitos. Siirrytään takuuasioihin.",
    ],
    "en": [
        "Right, next on the list is training.",
        "Okay, back to the price list.",
        "Moving on. Who signs the contract?",
        "Let's go through the spare parts.",
        "Shall we move on to training?",
        "Thanks. So, next item, the warranty.",
        "Good. Where were we?",
        "So, what about the delivery dates for the pumps?",
        "Anyway, shall we get back to the schedule?",
    ],
    "sv": [
        "Okej, då tar vi utbildningen.",
        "Tillbaka till prislistan.",
        "Nästa punkt är garantin.",
        "Bra, då går vi vidare med reservdelarna.",
        "Ska vi gå över till tidsplanen?",
        "Var var vi?",
        "Tack. Låt oss ta utbildningen nu.",
        "Sen har vi frågan om garantin.",
    ],
    "de": [
        "Gut, dann zum nächsten Punkt.",
        "Zurück zur Preisliste.",
        "Kommen wir zur Schulung.",
        "Machen wir weiter mit den Ersatzteilen.",
        "Dann der Wartungsplan.",
        "Also, wo waren wir?",
        "Danke. Lassen Sie uns mit dem Zeitplan weitermachen.",
        "Gehen wir über zur Schulung?",
    ],
}


@pytest.mark.parametrize(("language", "end"), [(one, end) for one, ends in ENDS.items() for end in ends])
def test_an_explicit_change_of_topic_ends_it(language: str, end: str) -> None:
    goes_on = "\n".join(f"{'JA'[n % 2]}: {n} + {n}." for n in range(6))

    marked = talk(language, f"{TELLS[language]}\nA: {end}\n{goes_on}")

    assert [one.number for one in marked.utterances if one.withheld] == [1, 2, 3]


GOES_ON = {
    "fi": [
        "Okei, kiitos luottamuksesta.",
        "No niin, mä puhun siitä meidän toimarille.",
        "Palataan siihen kahdestaan.",
        "Ja milloin uusi aloittaa?",
        "Sitten se on ymmärrettävää.",
        "Otetaan siitä kahvit ensi viikolla.",
        "No niin se vähän on.",
    ],
    "en": [
        "Okay, thanks for trusting me.",
        "Right, I'll have a word with our director.",
        "Let's talk about it over a coffee.",
        "And when does the new one start?",
        "Let's take that offline.",
        "Anyway, I'm glad you told me.",
        "I'll come back to you on that.",
    ],
    "sv": [
        "Okej, tack för förtroendet.",
        "Jag pratar med vår vd om det.",
        "Då tar vi det över en lunch.",
        "Och när börjar den nya?",
        "Kan vi ta det på telefon?",
        "Så tråkigt.",
        "Och personalen då?",
    ],
    "de": [
        "Gut, danke für Ihr Vertrauen.",
        "Ich spreche mit unserem Geschäftsführer darüber.",
        "Dann machen wir das beim Mittagessen.",
        "Und wann fängt der Neue an?",
        "Können wir dazu später weiter telefonieren?",
        "Das tut mir leid.",
        "Und die Belegschaft?",
    ],
}


@pytest.mark.parametrize(("language", "words"), [(one, words) for one, said in GOES_ON.items() for words in said])
def test_what_still_belongs_to_it_does_not_end_it(language: str, words: str) -> None:
    end = ENDS[language][1]

    marked = talk(language, f"{TELLS[language]}\nA: {words}\nJ: 1 + 1.\nA: {end}\nJ: 2 + 2.")

    assert [one.number for one in marked.utterances if one.withheld] == [1, 2, 3, 4, 5]


PLANS = {
    "fi": "Mennään konkurssiin keväällä.",
    "en": "I want to move to another company.",
    "sv": "Kan vi börja om i en annan stad?",
    "de": "Wir machen im Herbst zu.",
}


@pytest.mark.parametrize("language", PLANS)
def test_plans_of_the_one_who_confides_are_no_other_topic(language: str) -> None:
    marked = talk(language, f"{TELLS[language]}\nJ: {PLANS[language]}\nA: Oh.\nA: {ENDS[language][1]}\nJ: 2 + 2.")

    assert [one.number for one in marked.utterances if one.withheld] == [1, 2, 3, 4, 5]


RETURNS = {
    "fi": "Hyvä. Palataan hinnoittelukysymykseen.",
    "en": "Good. Can we go back to the price list?",
    "sv": "Bra. Kan vi gå tillbaka till prislistan?",
    "de": "Gut. Können wir bitte zurück zur Preisliste?",
}


@pytest.mark.parametrize("language", RETURNS)
def test_the_one_who_confides_may_end_it_too(language: str) -> None:
    marked = talk(language, f"{TELLS[language]}\nA: Oh.\nJ: {RETURNS[language]}\nA: 1 + 1.\nJ: 2 + 2.")

    assert [one.number for one in marked.utterances if one.withheld] == [1, 2, 3, 4]


def test_a_last_promise_before_the_change_in_the_same_breath_stays_back() -> None:
    marked = talk(
        "en",
        "J: Don't minute this, we're selling the site.\nA: I'll ring you about that on Tuesday. Moving on, the pumps.\nJ: Two pumps.",
    )

    assert [one.number for one in marked.utterances if one.withheld] == [1, 2]


def test_a_cue_that_changes_the_topic_itself_keeps_back_no_more() -> None:
    marked = talk(
        "en",
        "J: We're selling the site in May.\nJ: Please keep that out of the minutes. Anyway, back to the pumps.\nA: I'll send you the pump prices on Friday.",
    )

    assert [one.number for one in marked.utterances if one.withheld] == [1, 2]


def test_a_question_to_somebody_else_about_another_matter_ends_it() -> None:
    marked = talk(
        "en",
        "O: The valves leaked in March.\nJ: Off the record, we're selling the site.\nA: Understood.\nA: Sarah, how many valves do you need?\nS: Nine valves.",
    )

    assert [one.number for one in marked.utterances if one.withheld] == [2, 3]


def test_a_question_after_which_the_secret_goes_on_ends_nothing() -> None:
    marked = talk(
        "en",
        "O: The valves leaked in March.\nJ: Off the record, headquarters sells the site.\nA: Understood.\n"
        "A: Sarah, how many valves do you need?\nS: None if headquarters closes us.\nA: Moving on.\nO: Fine.",
    )

    assert [one.number for one in marked.utterances if one.withheld] == [2, 3, 4, 5]


DISCREET = {
    "fi": "J: Älä sano kenellekään, mutta mä tykkään teidän vanhasta mallista enemmän.\nA: Heh.",
    "en": "J: Don't tell anyone, but I like your old model better.\nA: Ha.",
    "sv": "J: Säg inget till någon, men jag gillar er gamla modell bättre.\nA: Ha.",
    "de": "J: Sagen Sie es niemandem, aber Ihr altes Modell gefällt mir besser.\nA: Ha.",
}


@pytest.mark.parametrize("language", DISCREET)
def test_a_figure_of_speech_keeps_little_back(language: str) -> None:
    goes_on = "\n".join(f"{'JA'[n % 2]}: {n} + {n}." for n in range(20))

    marked = talk(language, f"{DISCREET[language]}\n{goes_on}")

    kept = [one.number for one in marked.utterances if one.withheld]
    assert kept == list(range(1, len(kept) + 1))
    assert 1 <= len(kept) <= offrecord.MAX_AFTER_WEAK + 1


OPENINGS = [one for lines in TELLS.values() for one in lines.splitlines()]
CLOSINGS = [f"A: {end}" for ends in ENDS.values() for end in ends if not end.startswith("So, what")]
OPEN = ["J: 1 + 1.", "A: 2 + 2.", "S: 3.", "O: 4 + 5."]


@given(
    st.sampled_from(list(TELLS.values())),
    st.lists(st.sampled_from([*OPEN, "A: Okay.", "J: Kiitos.", "S: Danke.", "A: Tack."]), max_size=7),
    st.sampled_from(CLOSINGS),
    st.lists(st.sampled_from(OPEN), max_size=30),
)
def test_all_is_kept_back_up_to_the_change_of_topic_and_nothing_behind_it(
    told: str, within: list[str], closing: str, behind: list[str]
) -> None:
    before = len(told.splitlines()) + len(within)

    marked = talk("en", "\n".join([told, *within, closing, *behind]))

    assert [one.number for one in marked.utterances if one.withheld] == list(range(1, before + 1))


def test_a_word_of_the_secret_that_the_call_is_about_is_no_sign_of_it() -> None:
    marked = talk(
        "de",
        "J: Unter uns gesagt, die Verpackungslinie wird nächstes Jahr verkauft.\nA: Verstanden.\nA: Gut, zurück zum Thema.\n"
        + "\n".join(f"{'AJ'[n % 2]}: Die Verpackungslinie braucht Teil {n}." for n in range(12, 18)),
    )

    assert [one.number for one in marked.utterances if one.withheld] == [1, 2]


def test_a_time_is_no_sign_of_the_secret() -> None:
    marked = talk(
        "en",
        "J: Off the record, the board meets in week nine to close us.\nA: Understood.\nA: Moving on.\nA: I'll send the offer in week nine.",
    )

    assert not marked.utterances[3].withheld
