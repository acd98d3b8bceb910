"""What is left of an invitation without what the calendar and the vendor wrote into it."""

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.insight.invitation import own_words
from kambrief.core.model import AccountManager
from kambrief.providers.meetings.icalendar import Config, Provider
from kambrief.settings import section

TEAMS_LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22Tid%22%7d"
RULE = "_" * 80

TEAMS_EN = f"""{RULE}
Microsoft Teams meeting
Join on your computer, mobile app or room device
Click here to join the meeting<{TEAMS_LINK}>
Meeting ID: 312 445 778 91
Passcode: aB3xYz
Download Teams<https://www.microsoft.com/en-us/microsoft-teams/download-app> | Join on the web<https://aka.ms/x>
Or call in (audio only)
+44 20 3443 0000,,123456789#<tel:+442034430000,,123456789#> United Kingdom, London
Phone Conference ID: 123 456 789#
Find a local number<https://x.example> | Reset PIN<https://x.example>
Learn More<https://aka.ms/JoinTeamsMeeting> | Meeting options<https://x.example>
{RULE}"""

TEAMS_EN_NEW = f"""
{RULE}
Microsoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-GB>
Join the meeting now<{TEAMS_LINK}>
Meeting ID: 345 678 901 234
Passcode: Xy7Zq2
{"_" * 32}
Dial in by phone
+358 9 2310 6678,,987654321# Finland, Helsinki
Find a local number
Phone conference ID: 987 654 321#
For organizers: Meeting options | Reset dial-in PIN
{RULE}"""

# The fence is missing, so that each line has to be understood.
TEAMS_FI = f"""Microsoft Teams -kokous
Liity kokoukseen tietokoneella, mobiilisovelluksella tai huonelaitteella
Liity kokoukseen napsauttamalla tätä<{TEAMS_LINK}>
Kokouksen tunnus: 312 445 778 91
Tunnuskoodi: aB3xYz
Lataa Teams | Liity verkossa
Tai soita (vain ääni)
+358 9 2310 6678,,123456789# Finland, Helsinki
Puhelinneuvottelun tunnus: 123 456 789#
Etsi paikallinen numero | Nollaa PIN-koodi
Lisätietoja | Kokousasetukset
Microsoft Teams Tarvitsetko apua?
Liity kokoukseen nyt
Järjestäjille: Kokouksen asetukset | Nollaa sisäänsoiton PIN-koodi"""

TEAMS_SV = f"""Microsoft Teams-möte
Anslut på din dator, mobilapp eller rumsenhet
Klicka här för att ansluta till mötet<{TEAMS_LINK}>
Mötes-ID: 312 445 778 91
Lösenord: aB3xYz
Ladda ned Teams | Anslut på webben
Eller ring in (endast ljud)
+46 8 502 413 57,,123456789# Sweden, Stockholm
Telefonkonferens-ID: 123 456 789#
Hitta ett lokalt nummer | Återställ PIN-kod
Mer information | Mötesalternativ
Microsoft Teams Behöver du hjälp?
Anslut till mötet nu
Ring in via telefon
Hitta ett lokalt telefonnummer
För organisatörer: Mötesalternativ | Återställ PIN-kod för inringning"""

TEAMS_DE = f"""Microsoft Teams-Besprechung
Nehmen Sie auf dem Computer oder in der mobilen App teil
Hier klicken, um an der Besprechung teilzunehmen<{TEAMS_LINK}>
Besprechungs-ID: 371 519 285 955
Passcode: AAAA1111
Teams herunterladen | Im Web beitreten
Oder rufen Sie an (nur Audio)
+49 69 3650 5756,,123456789# Germany, Frankfurt am Main
Telefonkonferenz-ID: 123 456 789#
Lokale Nummer suchen | PIN zurücksetzen
Weitere Infos | Besprechungsoptionen
Microsoft Teams Benötigen Sie Hilfe?
Jetzt an der Besprechung teilnehmen
Einwahl per Telefon
Für Organisatoren: Besprechungsoptionen | Einwahl-PIN zurücksetzen"""

TEAMS_NO = f"""{RULE}
Microsoft Teams-møte
Bli med på datamaskinen, mobilappen eller romenheten
Klikk her for å bli med i møtet<{TEAMS_LINK}>
{RULE}"""

ZOOM_EN = """Laura Nieminen is inviting you to a scheduled Zoom meeting.

Topic: Acme <> KAM quarterly review
Time: Oct 6, 2026 09:00 AM Helsinki

Join Zoom Meeting
https://kam-example.zoom.us/j/84112345678?pwd=Q2xpZW50UmV2aWV3.1

Meeting ID: 841 1234 5678
Passcode: 123456

---

One tap mobile
+358941599999,,84112345678#,,,,*123456# Finland
+12532158782,,84112345678#,,,,*123456# US (Tacoma)

Dial by your location
        +1 253 205 0468 US
        +1 312 626 6799 US (Chicago)
        888 788 0099 US Toll-free
Meeting ID: 841 1234 5678
Find your local number: https://us02web.zoom.us/u/kcx7l4PZqf

Join by SIP
84112345678@zoomcrc.com

Join by H.323
162.255.37.11 (US West)
115.114.131.7 (India Mumbai)
Passcode: 123456"""

ZOOM_DE = """Elina Saarikko lädt Sie zu einem geplanten Zoom-Meeting ein.

Thema: Acme <> KAM quarterly review
Uhrzeit: 6. Okt. 2026 09:00 AM Helsinki

Zoom-Meeting beitreten
https://zoom.us/j/63721696895

Meeting-ID: 637 2169 6895
Kenncode: Dodo2021
Schnelleinwahl mobil
+496938079883,,63721696895# Deutschland
Einwahl nach aktuellem Standort
Ortseinwahl suchen: https://zoom.us/u/x"""

ZOOM_SV = """Oskar bjuder in dig till ett schemalagt Zoom-möte.
Ämne: Acme <> KAM quarterly review
Tid: 6 okt. 2026 09:00
Anslut till Zoom-möte
https://zoom.us/j/63721696895
Mötes-ID: 637 2169 6895
Lösenkod: 123456
Hitta ditt lokala nummer: https://zoom.us/u/x"""

ZOOM_FI = """Elina kutsuu sinut ajoitettuun Zoom-kokoukseen.
Aihe: Acme <> KAM quarterly review
Aika: 6.10.2026 09.00
Liity Zoom-kokoukseen
https://zoom.us/j/63721696895
Kokoustunnus: 637 2169 6895
Tunnuskoodi: 123456"""

MEET = """-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
Join with Google Meet: https://meet.google.com/abc-defg-hij
Or dial: (US) +1 650-555-0123 PIN: 123 456 789#
More phone numbers: https://tel.meet/abc-defg-hij?pin=123456789

Learn more about Meet at: https://support.google.com/a/users/answer/9282720

Please do not edit this section.
-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-"""

MEET_LINES = """Liity Google Meetillä: https://meet.google.com/abc-defg-hij
Tai soita: (FI) +358 9 4245 0123 PIN-koodi: 123 456 789#
Lisää puhelinnumeroita: https://tel.meet/abc-defg-hij?pin=1
Lue lisää Meetistä: https://support.google.com/a/users/answer/9282720
Anslut med Google Meet: https://meet.google.com/abc-defg-hij
Eller ring: (SE) +46 8 505 456 72 PIN-kod: 123 456 789#
Fler telefonnummer: https://tel.meet/abc-defg-hij?pin=1
Läs mer om Meet på: https://support.google.com/a/users/answer/9282720
Mit Google Meet teilnehmen: meet.google.com/abc-defg-hij
Oder folgende Nummer wählen: (DE) +49 40 8081617343 PIN: 123 456 789#
Weitere Telefonnummern: https://tel.meet/abc-defg-hij?pin=1
Weitere Informationen zu Meet finden Sie unter: https://support.google.com/a/users/answer/9282720
This event has a video call.
Join: https://meet.google.com/abc-defg-hij
View your event at https://calendar.google.com/calendar/event?action=VIEW&eid=x"""

WEBEX_EN = """Laura Nieminen is inviting you to a scheduled Webex meeting.
Tuesday, October 6, 2026
9:00 AM  |  (UTC+03:00) Helsinki  |  45 mins
Join meeting
More ways to join:
Join from the meeting link
https://example.webex.com/example/j.php?MTID=m0000
Join by meeting number
Meeting number (access code): 2541 422 4390
Meeting password: Xx2xxxxx (92937929 when dialing from a phone or video system)
Tap to join from a mobile device (attendees only)
+1-415-655-0002,,25414224390## United States Toll
1-855-282-6330,,25414224390## United States Toll Free
Join by phone
+358-9-4245-0123 Finland Toll
1-855-282-6330 United States Toll Free
Global call-in numbers
Join from a video system or application
Dial 25414224390@example.webex.com
You can also dial 173.243.2.68 and enter your meeting number.
If you are a host, click here to view host information.
Need help? Go to https://help.webex.com"""

WEBEX_DE = """Meeting beitreten
Weitere Methoden zum Beitreten:
Über den Meeting-Link beitreten
https://example.webex.com/example/j.php?MTID=m0000
Mit Meeting-Kennnummer beitreten
Meeting-Kennnummer (Zugriffscode): 2541 422 4390
Meeting-Passwort: Xxxxxxx
Über Telefon beitreten
Globale Einwahlnummern
Über Videosystem oder Anwendung beitreten
Sie können auch 173.243.2.68 wählen und Ihre Meeting-Nummer eingeben."""

WEBEX_SV = """Anslut till möte
Fler sätt att ansluta:
Anslut från möteslänken
https://example.webex.com/example/j.php?MTID=m0000
Anslut med mötesnummer
Mötesnummer (åtkomstkod): 2541 422 4390
Möteslösenord: Xxxxxxx
Anslut från ett videosystem eller program
Du kan också ringa 173.243.2.68 och ange ditt mötesnummer."""

OUTLOOK = """When: Tuesday, 6 October 2026 9:00-9:45 (UTC+02:00) Helsinki, Kyiv, Riga
Where: Microsoft Teams Meeting

Note: The GMT offset above does not reflect daylight saving time adjustments.

*~*~*~*~*~*~*~*~*~*"""

INSTRUCTIONS = {
    "Teams, English": TEAMS_EN, "Teams, English, new": TEAMS_EN_NEW, "Teams, Finnish": TEAMS_FI,
    "Teams, Swedish": TEAMS_SV, "Teams, German": TEAMS_DE, "Teams, another language": TEAMS_NO,
    "Zoom, English": ZOOM_EN, "Zoom, German": ZOOM_DE, "Zoom, Swedish": ZOOM_SV, "Zoom, Finnish": ZOOM_FI,
    "Meet": MEET, "Meet without its fence": MEET_LINES, "Webex, English": WEBEX_EN, "Webex, German": WEBEX_DE,
    "Webex, Swedish": WEBEX_SV, "Outlook": OUTLOOK,
}  # fmt: skip
TITLE = "Acme <> KAM quarterly review"
AGENDAS = (
    "1. Kuorimon katkot ja korjaus",
    "Hinnoittelu 2027",
    "Mobile app",
    "Price list 2026-2027",
    "We go through the launch checklist.",
    "Genomgång av avtalet",
    "Preise ab 1.1.2027",
    "Reset of the password policy",
    "Call from Matti",
    "Liity keskusteluun hinnoista",
    "Join us to discuss the renewal",
    "9.00 Kuorimo, 9.30 sopimus",
    "Meeting notes of September: see the open points",
    "Anna invites you to a walk through the new plant",
)


@pytest.mark.parametrize("text", INSTRUCTIONS.values(), ids=INSTRUCTIONS)
def test_join_instructions_are_nobodys_words(text: str) -> None:
    assert own_words(text, TITLE) == ()


@pytest.mark.parametrize("text", INSTRUCTIONS.values(), ids=INSTRUCTIONS)
@pytest.mark.parametrize("agenda", AGENDAS)
def test_an_agenda_above_or_below_the_instructions_is_found(agenda: str, text: str) -> None:
    assert own_words(f"{agenda}\n\n{text}", TITLE) == (agenda,)
    assert own_words(f"{text}\n\n{agenda}", TITLE) == (agenda,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n \t",
        "Hei,",
        "Hei kaikki!",
        "Hei Petri ja Johanna",
        "Hello everyone,",
        "Dear Anna,",
        "Sehr geehrte Damen und Herren,",
        "Hi all,\nsee you tomorrow!\nThanks",
        "Moi Petri,\n\nNähdään huomenna!\n\nTerveisin\nElina Saarikko\nasiakkuuspäällikkö\nKuura Automaatio Oy",
        "Best regards,\n\nElina Saarikko\nTel: +358 40 123 4567\nelina@kuura.example\nwww.kuura.example",
        "Agenda:",
        "Asialista:\n1.\n2.\n3.",
        "Agenda: TBD",
        "Agenda (60 min)",
        "Agenda to follow",
        "Tagesordnung folgt",
        "-----\n=====\n* * *\n~~~",
        "https://www.kuura.example/esittely.pdf",
        "acme <> KAM quarterly review",
        "Aihe: Acme <> KAM quarterly review",
        "(FI) +358 9 4245 0123",
        "ti 6.10.2026 klo 9.00–9.45",
    ],
)
def test_greetings_placeholders_links_and_the_title_again_are_no_agenda(text: str) -> None:
    assert own_words(text, TITLE) == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hei Petri, käydään läpi hinnat", ("Hei Petri, käydään läpi hinnat",)),
        ("Agenda: pricing, then the pilot", ("Agenda: pricing, then the pilot",)),
        ("Agenda\n- pricing\n- the pilot\n", ("- pricing", "- the pilot")),
        ("Slides: https://kuura.example/q3.pdf", ("Slides:",)),
        ("Terveisin\nElina\n\nP.S. Varaosien hinnat kannattaa katsoa ennen palaveria.", ("P.S. Varaosien hinnat kannattaa katsoa ennen palaveria.",)),
        ("BR\n1. Pricing\n2. Pilot", ("1. Pricing", "2. Pilot")),
        ("Thanks!\n\nPrices 2027", ("Prices 2027",)),
        ("Kiitos etukäteen\nhinnat", ("hinnat",)),
        ("Thanks, Elina\nAgenda: prices", ("Agenda: prices",)),
        ("Terveisin Elina\nKäsiteltävää:\nhinnat", ("Käsiteltävää:", "hinnat")),
        ("Topic: prices of 2027", ("Topic: prices of 2027",)),
        ("Anslut till mötet nu | Priser", ("Anslut till mötet nu | Priser",)),
    ],
)  # fmt: skip
def test_what_somebody_wrote_stays(text: str, left: tuple[str, ...]) -> None:
    assert own_words(text, TITLE) == left


def test_letters_put_together_from_parts_are_read_as_well() -> None:
    assert own_words("Microsoft Teams-mo\u0308te\nMo\u0308tes-ID: 312 445 778 91") == ()


def test_a_fence_that_is_never_closed_hides_nothing_behind_it() -> None:
    opened = MEET.rpartition("-::~:~::")[0]
    assert own_words(f"{opened}\nHinnoittelu 2027") == ("Hinnoittelu 2027",)


@pytest.mark.parametrize(
    "part",
    [
        "a.",
        "-::~",
        "_",
        "_" * 30 + "\n",
        "_" * 30 + "\nMicrosoft Teams\n",
        "1-",
        "+1 2",
        "PIN: 1 ",
        "(",
        "x@",
        "\n",
        "Hi A ",
    ],
)
def test_a_huge_invitation_is_read_at_once(part: str) -> None:
    begin = time.process_time()
    own_words(part * 100_000)
    assert time.process_time() - begin < 2


@pytest.mark.slow
@given(st.text(max_size=300), st.text(max_size=40))
def test_whatever_the_text_its_own_words_are_lines_of_it(text: str, title: str) -> None:
    for line in own_words(text, title):
        assert line.strip()
        assert any(character.isalpha() for character in line)


@given(st.lists(st.sampled_from(sorted(INSTRUCTIONS)), max_size=4), st.sampled_from(AGENDAS))
def test_instructions_of_several_vendors_never_hide_an_agenda(vendors: list[str], agenda: str) -> None:
    text = "\n\n".join([*(INSTRUCTIONS[vendor] for vendor in vendors), agenda])
    assert own_words(text, TITLE) == (agenda,)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("path", "agenda"),
    [
        ("ics/invites_made/teams_request_fi.ics", ()),
        ("ics/invites_made/teams_request_fi_moved.ics", ()),
        ("ics/invites_made/zoom_request_en.ics", ()),
        ("ics/invites_made/google_with_zoom_in_location.ics", ()),
        ("ics/invites_made/lookalike_join_link.ics", ()),
        ("scenarios/fi_renewal_at_risk/meeting.ics", ("1. Kuorimon katkot ja korjaus", "2. Varaosatoimitukset", "3. Sopimuksen jatko 2027")),
        ("scenarios/en_global_gam/meeting.ics", ("1. Joliet pilot: verified result (15)", "2. Tuas filter lifetime (10)")),
    ],
)  # fmt: skip
def test_invitations_read_by_the_ordinary_reader(corpora: Path, path: str, agenda: tuple[str, ...]) -> None:
    manager = AccountManager(email="laura.nieminen@kam.example")
    config = section(Config, {"calendars": [{"path": corpora / "data" / path, "name": "laura"}]}, "meetings.icalendar")
    begin, end = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2026, 2027))
    (found,) = Provider(config, [manager], corpora).read(begin, end, {}, begin)
    (event,) = found.occurrences
    assert own_words(event.agenda, event.title)[: len(agenda) or None] == agenda
