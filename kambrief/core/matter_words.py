"""Words that say nothing of *what* a promise is about: the act itself, the way it goes, politeness, time. Data.

Stems match at the start of a word, case and marks ignored (`core.matter.folded`); the four languages together.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ACTS = _words(
    # Finnish
    "lahet laitan laita laittaa laitetaan laittaisi toimit toimin toimita hoida hoidan hoitaa hoidet tekee "
    "teen tehda tehdaan tarkist varmist vahvist selvit valmist kirjoit soitta soitan palaan palata palataan "
    "katso kats jarjest paivit anna annan antaa antaisi saad saat saatte pyyd tuo tuon tuoda ilmoit kerro "
    "kerron vastaa vastaus jaan jakaa kokoa kokoan kasaa kasaan lupa lupas lupaa lupau mennessa "
    # English
    "send sends sending sent get gets provid deliver share sharing prepar check confirm verif complet finish "
    "forward bring make making write draft follow call come comes give giving put updat circulat arrang "
    "organi schedul submit return reply respon answer "
    # Swedish
    "skick sand leverer dela ordna fixa kolla kontrollera bekraft skriv ring aterkom aterkop svara gora gor "
    "tar fram lamna uppdater "
    # German
    "schick send sende zusend ubersend liefer teil mitteil prufe pruf bestat bestatig schreib ruf anruf melde "
    "meld mache machen erstell kummer gebe geben nachreich weiterleit"
)
"""Taking on, sending, checking: every promise has one of these, so none tells two apart."""

PLAIN = _words(
    # Numbers in words
    "kaksi kolme nelja two three four fem tva tre fyra zwei drei vier "
    # Finnish
    "asia asian asiaa asiat juttu homma kaikk jokin joku jotain tama tuota noin siis eli myos viela heti pian "
    "huomenna tanaan paiva viikko viikolla viikol kuukau vuosi kello maanantai tiistai keskiviikko torstai "
    "perjantai lauantai sunnuntai ensi seuraav uusi uude uutta paivitet sahkopost viesti viestin tiedoksi "
    "tieto tietoa meille teille heille sinulle mulle sulle minulle hanelle mukaan kanssa varten liite liitte "
    "liitee ohessa tassa kiitos hei moi terve lopullinen lopulli ensimma "
    # English
    "about this that these those with from have will shall would could your ours their them they there then "
    "when what which after before until next week month year today tomorrow monday tuesday wednesday thursday "
    "friday saturday sunday email mail message thing stuff matter item please thank thanks hello dear regards "
    "attach enclos here find promis agreed discuss also just only some more over into onto final updated "
    "revised "
    # Swedish
    "sak saken denna detta dessa vilken nasta vecka manad idag imorgon mandag tisdag onsdag torsdag fredag "
    "lordag sondag mejl mejla mail meddelande bifog bilag tack halsning enligt overenskom lovat lovad galler "
    "ocksa hela reviderad "
    # German
    "sache dieser diese dieses nachste woche monat jahr heute morgen montag dienstag mittwoch donnerstag "
    "freitag samstag sonntag nachricht anhang anlage anbei beigefug danke dank gruss grusse hallo bitte wie "
    "besproch verspro zugesag auch noch alle alles uberarbeit aktualisier"
)
"""Things that stand in every mail."""

SHORT = frozenset(
    _words(
        "all als and ans any are at att auf aus bei bis but by can das den der det die dig dir do du ei ein "
        "eli er es ett eur for fur go had han har has he her him hon hos how hur ich if ihan ihr in ins is it "
        "its ja jag joo jos juu kai klo kpl kun les let lot ma man may me mer min mir mit nar ne new ni niin "
        "not now nur nyt och of off oli on one onko oon oot oss our out per sa se sek sen sie sin six ska so "
        "som tai te ten the to too two und uns up us usd vaan vad var vi via von vor was wer who why wie wir "
        "yet yks you zum zur"
    )
)
"""Words of two or three letters that are no things."""

INVITES = _words("kutsu kokouskutsu palaverikutsu kalenterikutsu invit calendar inbjud kallels einladung terminein")
"""A promise to invite: kept when the meeting stands in the calendar."""

GATHERINGS = _words(
    "palaver kokou tapaamis kaynti kaynni kaynn vierailu katselmu auditoin audit visit meeting workshop "
    "tyopaja koulutu training mote besok utbildning termin besuch schulung besprech demo review"
)
"""What is held and not sent: a meeting that has been held keeps the promise."""

SENDABLE = _words(
    "creditnote pricelist datasheet factsheet timetable "
    "raport rapport bericht report lista luettelo liste list tarjou offer quot proposal offert angebot sopimu "
    "contract agreement avtal vertrag taulukko tauluk table sheet spreadsheet tabell tabelle kaavio aikataulu "
    "schedule timeline tidplan zeitplan ohje guide manual instruk anleitung esity presentation slides deck "
    "prasentation muistio memo minutes protok hinnasto pricelist prislista preisliste lasku invoice faktur "
    "rechnung hyvityslask kreditnot kreditfaktur gutschrift malli template mall vorlage pohja lomake form "
    "blankett formular kuvaus description beskrivning beschreibung laskelma calculation kalkyl berechnung "
    "selvity analyysi analys summary yhteenveto sammanfattning zusammenfassung kriteeri criteria kriteri loki "
    "log logs logg protokoll dokument document asiakirja pdf tiedosto file datei kuva picture bild drawing "
    "piirustu ritning zeichnung forecast ennuste prognos plan suunnitelma links linkki lank page sivu seite "
    "sida data figures luvut siffror zahlen reference referenssi referen certificate todistus sertifikaatti "
    "certifikat zertifikat draft luonnos utkast entwurf kirje brief letter invitation kutsu"
)
"""What can lie in a mail or be attached to one. Looked for at the start of a word and at the end of a compound."""

PAIRS = (
    ("credit", "notes?"), ("debit", "notes?"), ("price", "lists?"), ("data", "sheets?"), ("fact", "sheets?"),
    ("time", "tables?"), ("purchase", "orders?"), ("root", "cause"), ("service", "levels?"), ("action", "plans?"),
    ("project", "plans?"), ("business", "case"), ("case", "study"), ("white", "paper"),
)  # fmt: skip
"""English things of two words, which are one word elsewhere."""
