"""The words of which join instructions, placeholders and courtesies are made, in the four languages.

Data, not wording: nothing here is ever printed. Texts of Microsoft Teams, Zoom, Google Meet, Webex and of Outlook's
own header lines. A line is taken for an instruction only if all its words are known here, so a word that is missing
makes a line count as an agenda: a remark is missed, and no wrong one made.
"""


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


INSTRUCTIONS = _words_of(
    """
    microsoft teams zoom webex google meet cisco skype lync meeting meetings webinar event call calls video
    conference conferencing join joining now click here tap to the on a an your you it this computer pc mac
    linux ios android iphone mobile app application device devices room system systems or and by with from via
    in at using web browser instead link url options download need help learn more about for organizers
    organizer organisers organiser hosts host dial dialing dialling audio only phone telephone one find local
    number numbers reset pin id code passcode password location international available toll free united states
    us global access tenant key alternate vtc instructions sip h address attendees participants view information
    go can also enter if are is has please do not edit section ways restrictions calling scheduled recurring
    reference calendar note gmt offset above does reflect daylight saving time adjustments original appointment

    kokous kokouksen kokoukseen kokousta kokouskutsu kokouslinkki kokouslinkistä kokoustunnus kokousasetukset
    kokousvaihtoehdot liity liittyäksesi liittymislinkki liittymisohjeet osallistu osallistuaksesi nyt tästä
    tätä tämä tähän linkki linkkiä linkistä linkin kautta napsauttamalla napsauta klikkaa klikkaamalla paina
    tietokoneella tietokoneelta tietokoneeltasi tietokoneellasi mobiilisovelluksella mobiilisovelluksesta
    sovelluksella huonelaitteella huonelaitteelta laitteella puhelimella puhelimitse puhelimesta verkossa verkon
    selaimella selaimessa videolaitteella neuvottelulaitteella tai ja lataa lisätietoja lisätietoa lisää tietoja
    tietoa lue tarvitsetko apua ohjeita järjestäjille järjestäjälle asetukset vaihtoehdot soita soittamalla
    sisään sisäänsoitto sisäänsoiton vain ääni ääniyhteys etsi hae paikallinen paikalliset paikallista numero
    numeroa numerot numeroita puhelinnumeroita puhelinnumerot nollaa palauta vaihda koodi tunnus tunnuskoodi
    salasana meetistä meetillä meetiin zoomiin teamsiin teamsissa teamsin videopuhelu videokokous
    videokokoukseen älä muokkaa osiota osaa ajoitettuun

    möte mötet mötes möteslänk möteslänken mötesalternativ mötesnummer anslut ansluta anslutning delta nu till i
    på med från för att din ditt dator datorn mobilapp mobilappen mobilen mobil enhet rumsenhet jobba eller och
    webben webbläsare webbläsaren här klicka tryck länk länken ladda ned ner behöver du hjälp gå mer läs om fler
    sätt organisatörer arrangörer alternativ ring ringa inringning endast bara ljud deltagare telefon
    telefonnummer hitta ett en lokalt lokala nummer återställ kod lösenord snabbknapp plats globala
    internationella inringningsnummer videosystem program konferens videokonferens videokonferensenhet kan också
    ange redigera inte det detta avsnittet avsnitt videosamtal samtal schemalagt

    besprechung besprechungen besprechungsoptionen meetingoptionen nehmen sie mit auf dem der den die das im am über
    ein einem einer einen mobilen mobile mobilgerät raumgerät gerät videokonferenzgerät oder und von aus teil
    teilnehmen teilzunehmen teilnahme beitreten beizutreten beitritt klicken hier um zu zum tippen jetzt
    herunterladen rufen anrufen nur lokale lokalen nummer nummern suchen finden zurücksetzen einwahl
    einwahlnummern einwählen per telefonisch weitere weiteren weiterer methoden möglichkeiten infos
    informationen unter benötigen brauchen hilfe gehen für organisatoren optionen meetinglink besprechungslink
    schnelleinwahl mobil nach aktuellem standort ortseinwahl internationale globale verfügbar wählen können auch ihre
    kennnummer meetingnummer eingeben geben folgende folgenden telefonnummern bitte bearbeiten diesen abschnitt
    nicht anwendung teilnehmer videoanruf kennung geplanten eingeladen
    """
)
"""Every word of the vendors' instructions, lower case; what a hyphen joins counts as two words."""

ANCHORS = (
    "microsoft teams", "(?:teams|zoom|webex|skype) meeting", "google meet", "join", "joining", "dial",
    "click here", "tap", "download teams", "toll", "call in", "need help", "learn more", "meeting options",
    "meeting link", "meeting id", "meeting number", "local numbers?", "phone numbers", "video call",
    "edit this section", "view your event", "host information", "system reference", "by phone",
    "(?:teams|zoom|webex) kokou\\w+", "liity", "liittyäksesi", "liittymis\\w+", "osallistu", "soita",
    "napsauta\\w*", "klikkaa\\w*", "lataa teams", "tarvitsetko apua", "lisätieto\\w+", "lue lisää",
    "kokousasetukset", "kokouksen asetukset", "kokousvaihtoehdot", "puhelinnumero\\w+",
    "paikalli\\w+ numero\\w*", "älä muokkaa", "videopuhelu", "(?:teams|zoom|webex) möte", "anslut", "ansluta",
    "anslutning", "klicka här", "ladda ne[dr]", "behöver du hjälp", "mer information", "läs mer",
    "mötesalternativ", "möteslänk\\w*", "ring", "ringa", "telefonnummer", "lokal\\w* nummer", "snabbknapp",
    "redigera inte", "videosamtal", "jobba på datorn", "fler sätt", "inringning\\w*",
    "(?:teams|zoom|webex) (?:besprechung|meeting)", "teilnehmen", "teilzunehmen", "teilnahme", "nehmen sie",
    "beitreten", "beizutreten", "beitritt", "klicken", "herunterladen", "rufen sie", "lokale nummer",
    "zurücksetzen", "einwahl\\w*", "ortseinwahl", "schnelleinwahl", "weitere info\\w*", "hilfe",
    "besprechungsoptionen", "meetingoptionen", "telefonnummern", "diesen abschnitt", "videoanruf",
    "(?:reset|nollaa|palauta|vaihda|återställ) pin", "nummer eingeben", "gmt offset", "sisäänsoiton pin",
    "original appointment",
)  # fmt: skip
"""One of these makes a line of such words an instruction: "Mobile app" alone may well be what is to be talked about."""

LABELS = (
    "(?:phone |video )?(?:conference|meeting|webinar) (?:id|number)", "access code",
    "(?:meeting |phone |numeric )?passcode", "(?:meeting |event )?password", "pin", "host (?:key|pin)",
    "tenant key", "video id", "kokouksen (?:tunnus|id|numero|salasana|tunnuskoodi)", "kokoustunnus",
    "tunnuskoodi", "pääsykoodi", "salasana",
    "(?:puhelinneuvottelun|puhelinkokouksen|neuvottelun|videoneuvottelun) tunnus", "pin-koodi", "mötes-?id",
    "möteskod", "mötesnummer", "(?:mötes)?lösenord", "lösenkod", "åtkomstkod", "(?:telefon|video)?konferens-id",
    "pin-kod", "(?:besprechungs|meeting|webinar)-id", "meeting-(?:kennnummer|passwort)", "kenncode", "kennwort",
    "passwort", "zugangscode", "zugriffscode", "(?:telefon|video)?konferenz-id",
)  # fmt: skip
"""What stands before a number or a password that somebody joins with."""

TIMES = (
    "time", "when", "date", "aika", "ajankohta", "milloin", "päivämäärä", "tid", "när", "datum", "zeit",
    "uhrzeit", "wann",
)  # fmt: skip
PLACES = ("where", "location", "missä", "paikka", "sijainti", "var", "plats", "wo", "ort")
"""With `TIMES`: what Outlook and Zoom write into the text of what the invitation itself says already."""

TOPICS = ("topic", "subject", "aihe", "ämne", "thema", "betreff")
"""Before the title, repeated in the text."""

INVITES = (
    "is inviting you to", "invites you to", "(?:has )?invited you to", "kutsuu sinut", "on kutsunut sinut",
    "bjuder in dig till", "har bjudit in dig till", "lädt (?:sie|dich) zu", "hat (?:sie|dich) zu",
)  # fmt: skip
"""Whose invitation it is stands before these, what to after them."""

DATES = _words_of(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march
    april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov
    dec am pm min mins minutes hour hours hr hrs time maanantai tiistai keskiviikko torstai perjantai lauantai
    sunnuntai maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina ma ti ke to pe la
    su klo kello tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta
    lokakuuta marraskuuta joulukuuta minuuttia tunti tuntia måndag tisdag onsdag torsdag fredag lördag söndag
    den kl januari februari mars maj juni juli augusti oktober minuter timme timmar montag dienstag mittwoch
    donnerstag freitag samstag sonntag mo di mi do fr sa so uhr januar februar märz mai oktober dezember minuten
    stunde stunden std
    """
)
"""A line of these and numbers says when, which the invitation says already."""

PLACEHOLDERS = _words_of(
    """
    agenda agendas topics topic subject description notes content to be announced defined confirmed follow
    follows later tbd tba tbc will n a none asialista esityslista kokouksen aihe aiheet sisältö kuvaus
    muistiinpanot tulossa tulee myöhemmin tarkentuu avoin dagordning ämne ämnen innehåll beskrivning
    anteckningar kommer senare tagesordnung thema themen inhalt beschreibung notizen folgt offen später
    """
)
"""An agenda that is announced, and not there."""

COURTESIES = _words_of(
    """
    welcome see you soon then there tomorrow later looking forward to it talking speaking seeing meeting thanks
    thank tervetuloa tervetulleeksi lämpimästi nähdään pian silloin huomenna tavataan huomenta päivää hyvää
    kiitos etukäteen välkommen välkomna vi ses snart då imorgon tack ser fram emot herzlich willkommen bis dann bald
    morgen danke wir freuen uns auf
    """
)
"""A line of these says nothing of what the meeting is about."""
