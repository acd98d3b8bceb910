"""German: how an act is taken on, asked for, given a day."""

from kambrief.core.promising.tongue import Tongue, Verb, any_of, pattern, starting, whole

_TABLE = """
give: schicke/schicken sende/senden maile/mailen liefere/liefern gebe/geben übergebe/übergeben reiche/reichen stelle/stellen lasse_ihnen/zukommen leite/weiterleiten schicke/zuschicken sende/zusenden maile/zumailen reiche/nachreichen stelle/bereitstellen bringe_mit/mitbringen schicke/rausschicken schicke/verschicken sende/versenden übermittle/übermitteln teile/teilen präsentiere/präsentieren veröffentliche/veröffentlichen lege/vorlegen
give: mache/machen erstelle/erstellen schreibe/schreiben bereite/vorbereiten fertige/anfertigen arbeite/ausarbeiten entwerfe/entwerfen verfasse/verfassen trage/zusammentragen sammle/sammeln baue/bauen
do: bestätige/bestätigen prüfe/prüfen überprüfe/überprüfen kläre/klären buche/buchen aktualisiere/aktualisieren repariere/reparieren tausche/tauschen wechsle/wechseln installiere/installieren genehmige/genehmigen unterschreibe/unterschreiben unterzeichne/unterzeichnen bestelle/bestellen bezahle/bezahlen zahle/zahlen erstatte/erstatten fülle/ausfüllen ergänze/ergänzen korrigiere/korrigieren passe/anpassen teste/testen organisiere/organisieren plane/planen entscheide/entscheiden reserviere/reservieren vereinbare/vereinbaren berechne/berechnen kalkuliere/kalkulieren ermittle/ermitteln messe/messen untersuche/untersuchen behebe/beheben erledige/erledigen veranlasse/veranlassen beantrage/beantragen besorge/besorgen hole/einholen schule/schulen dokumentiere/dokumentieren analysiere/analysieren verlängere/verlängern storniere/stornieren benenne/benennen warte_/warten setze/umsetzen schließe/abschließen gebe_frei/freigeben überarbeite/überarbeiten stimme/abstimmen nehme_auf/aufnehmen eskaliere/eskalieren rechne/ausrechnen
reply: melde/melden antworte/antworten gebe_bescheid/bescheid_geben komme_auf/zurückkommen sage/bescheid_sagen informiere/informieren berichte/berichten teile_mit/mitteilen
visit: komme/kommen besuche/besuchen fahre/fahren bin_vor_ort/vor_ort_sein
invite: lade/einladen
call: rufe/anrufen telefoniere/telefonieren
watch: kümmere/kümmern sorge/sorgen achte/achten stelle_sicher/sicherstellen behalte/behalten
weak: packe/einpacken nehme/nehmen frage/fragen bringe/bringen spreche/sprechen gehe/gehen lese/lesen schaue/schauen sehe/sehen habe/haben trage_ein/eintragen
"""


def _verbs() -> tuple[dict[str, Verb], list[str], list[str]]:
    found: dict[str, Verb] = {}
    present: list[str] = []
    infinitive: list[str] = []
    for line in _TABLE.strip().splitlines():
        kind, _, words = line.partition(": ")
        for word in words.split():
            now, _, base = word.rstrip("_").replace("_/", "/").replace("_", " ").partition("/")
            verb = Verb(kind, "", base)
            found.setdefault(now, verb)
            found.setdefault(base, verb)
            if " " not in now:
                present.append(now)
                if now.endswith("e") and len(now) > 4 and now[-2] not in "dtln":  # ``mach ich``, ``schick ich``
                    found.setdefault(now[:-1], verb)
                    present.append(now[:-1])
                plural = _plural(now)
                found.setdefault(plural, verb)
                present.append(plural)
            infinitive.append(base)
    return found, present, infinitive


def _plural(now: str) -> str:
    """Of ``schicke`` schicken, liefere → liefern, sammle → sammeln."""
    if now.endswith("ere") and now != "kümmere":
        return f"{now[:-1]}n"
    if now.endswith("le") and now[-3] in "mtsh":
        return f"{now[:-2]}eln"
    return f"{now}n"


_VERBS, _PRESENT, _INFINITIVE = _verbs()
_VERBS.update({"kümmern": _VERBS["kümmere"], "komme auf": _VERBS["komme auf"], "sind vor ort": _VERBS["bin vor ort"]})
_VERBS.update(dict.fromkeys(("liefere", "liefern"), Verb("give", "Lieferung", "liefern")))
_V, _I = any_of(*_PRESENT, r"bin\s+vor\s+Ort", r"sind\s+vor\s+Ort"), any_of(*_INFINITIVE)
_NEVER = "sein|haben|werden|können|müssen|wollen|sollen|dürfen|mögen|sehen|wissen|denken|glauben|sagen|reden|sprechen|treffen|hören|anfangen|beginnen|weitermachen|warten|brauchen|diskutieren|starten|gehen|bleiben|nutzen|verwenden|versuchen|hoffen|lesen|schauen|zuhören|stummschalten|lassen|öffnen|zusammenfassen|wiederholen"
_ADV = r"(?:(?:dann|auch|noch|jetzt|gerne?|selbst|selber|natürlich|selbstverständlich|sofort|gleich|direkt|heute|morgen|also|persönlich|auf jeden Fall|definitiv|mich|uns|dir|Ihnen|euch|das|es|sie|ihn)\s+){0,4}"
_ME = r"(?<!\w)(?:ich|wir)"
_TO = r"(?:Ihnen|dir|euch|uns|mir|ihm|ihr|Herrn?|Frau)"

TONGUE = Tongue(
    language="de",
    verbs=_VERBS,
    commits=(
        pattern(rf"{_ME}\s+{_ADV}(?P<verb>{_V})(?!\w)"),
        pattern(rf"(?<!\w)(?P<verb>{_V})\s+(?:ich|wir)(?!\w)"),
        pattern(
            rf"(?<!\w)(?:(?:ich|wir)\s+werden?|werden?\s+(?:ich|wir))(?!\w)(?P<mid>[^.!?;:]*?)(?<!\w)(?:zu\s+)?(?P<verb>{_I})(?!\w)"
        ),
        pattern(
            rf"(?<!\w)(?:(?:ich|wir)\s+werden?|werden?\s+(?:ich|wir))(?!\w)(?P<mid>[^.!?;:]*?)(?<!\w)(?!(?:{_NEVER})\b)(?P<verb>[a-zäöü]{{4,}}[er]?n)(?=\s*(?:[.!?,;]|$|und))"
        ),
        pattern(
            rf"(?<!\w)(?:ich|wir)(?!\w)(?:(?!(?<!\w)(?:ich|wir|Sie|du|er|und|wenn)(?!\w))[^.;:!?])*?(?<!\w)und\s+{_ADV}(?P<verb>{_V})(?!\w)"
        ),
        pattern(
            rf"(?<!\w)(?:(?:ich|wir)\s+(?:werden?|kann|können)|(?:werden?|kann|können)\s+(?:ich|wir))(?!\w)[^.!?;:]*?(?<!\w)und(?P<mid>\s[^.!?;:]*?)(?<!\w)(?P<verb>{_I})(?!\w)"
        ),
        pattern(rf"{_ME}\s+(?:verspreche[n]?|sage[n]?\s+zu)[^.!?;:]*?(?P<verb>{_I})(?!\w)"),
        pattern(rf"(?<!\w)(?:lasse|lassen)\s+(?:ich|wir)?\s*{_TO}(?P<mid>[^.!?;:]*?)(?P<verb>zukommen)(?!\w)"),
        pattern(rf"{_ME}\s+lassen?\s+{_TO}(?P<mid>[^.!?;:]*?)(?P<verb>zukommen)(?!\w)"),
    ),
    offers=(
        pattern(
            rf"(?<!\w)(?:(?:ich|wir)\s+(?:kann|können)|(?:kann|können)\s+(?:ich|wir))(?!\w)(?P<mid>[^.!?;:]*?)(?<!\w)(?P<verb>{_I})(?!\w)"
        ),
    ),
    receives=(
        pattern(
            r"(?<!\w)(?:Sie|du|ihr|alle|(?:Herr|Frau)\s+(?-i:[A-ZÄÖÜ][\w-]+)|(?-i:[A-ZÄÖÜ][\w-]+)(?:\s+und\s+(?-i:[A-ZÄÖÜ][\w-]+))?)\s+(?P<verb>bekommen|bekommst|bekommt|erhalten|erhältst|erhält|kriegen|kriegst|kriegt|haben|hast|hören\s+von\s+(?:mir|uns))(?!\w)"
        ),
        pattern(
            r"(?<!\w)(?P<verb>bekommen|bekommst|erhalten|erhältst|kriegen|kriegst|haben|hast|bekommt|erhält)\s+(?:Sie|du|ihr|Herr|Frau|(?-i:[A-ZÄÖÜ][\w-]+))(?!\w)"
        ),
        pattern(
            r"(?<!\w)(?:werden\s+Sie|Sie\s+werden|du\s+wirst|wirst\s+du|ihr\s+werdet)(?P<mid>[^.!?;:]*?)(?<!\w)(?P<verb>erhalten|bekommen|haben)(?!\w)"
        ),
    ),
    comes=(
        pattern(
            r"(?P<what>(?:^|\b(?:und|aber)\s+)(?:der|die|das|den|ein|eine|unser|unsere|es|er|sie)?\s*[^.,;?!]*?)\s+(?P<verb>kommt|kommen|folgt|folgen|(?:geht|gehen)(?=[^.!?]*?(?<!\w)(?:raus|an\s+Sie|an\s+euch|zu\s+Ihnen)(?!\w))|ist\s+(?:fertig|bei\s+Ihnen|da)|liegt\s+(?:Ihnen|bei\s+Ihnen)|wird\s+(?:geliefert|geschickt|versendet|verschickt))(?!\w)"
        ),
        pattern(
            r"(?P<what>(?:^)[^.,;?!]*?)\s+(?:ist|sind|wird|werden)\s+[^.,;?!]*?(?P<verb>fertig|bei\s+Ihnen|geliefert|(?:ver|zu|raus)?(?:ge)?schickt|versendet|zugesandt|unterschrieben|unterzeichnet|freigegeben|nachgereicht|bezahlt|überwiesen|gutgeschrieben|bestellt|erledigt|da)(?=\s*(?:[.!,]|$|und\b))"
        ),
    ),
    visits=whole(
        r"vor Ort",
        r"Besuch\w*",
        r"Audit\w*",
        r"Installation\w*",
        r"bei Ihnen",
        r"Schulung\w*",
        r"Wartung\w*",
        r"Austausch\w*",
        r"Einbau\w*",
        r"Inspektion\w*",
        r"Inbetriebnahme\w*",
        r"Workshop\w*",
        r"Termin vor Ort",
    ),
    ask_if=pattern(
        rf"(?<!\w)(?:soll|sollen|kann|können|darf)\s+(?:ich|wir)(?!\w)[^.!?;:]*?(?<!\w)(?P<verb>{_I})(?!\w)|(?<!\w)was\s+wenn\s+(?:ich|wir)(?!\w)[^.!?;:]*?(?<!\w)(?P<verb2>{_V})(?!\w)"
    ),
    requests=(
        pattern(
            r"(?<!\w)(?:können|könnten|könntest|kannst|würden|würdest|könnt|könntet)\s+(?:Sie|du|ihr|(?!Ihnen|Ihre)(?-i:[A-ZÄÖÜ]\w+))(?!\w)(?P<mid>[^.!?;:]*?)(?<!\w)(?P<verb>schicken|senden|mailen|geben|liefern|zusenden|zuschicken|bereitstellen|erstellen|vorbereiten|bestätigen|prüfen|klären|buchen|aktualisieren|zukommen lassen|weiterleiten|mitteilen|nennen|schreiben|ausfüllen|freigeben|machen|besorgen|ergänzen|einplanen|melden|organisieren)(?!\w)"
        ),
        pattern(
            r"(?<!\w)(?:kann|können|könnte|könnten|dürfte|darf)\s+(?:ich|wir)(?!\w)(?P<mid>[^.!?;:]*?)(?<!\w)(?P<verb>haben|bekommen|erhalten|sehen|kriegen)(?!\w)"
        ),
        pattern(r"(?<!\w)(?:bekommen|bekomme|kriegen|kriege|erhalten|erhalte)\s+(?P<verb>ich|wir)(?!\w)(?=[^.!;:]*\?)"),
        pattern(
            r"(?<!\w)wer\s+(?:kann\s+|wird\s+)?(?P<verb>schickt|sendet|liefert|macht|erstellt|schreibt|prüft|klärt|bucht|bestellt|übernimmt)(?!\w)"
        ),
        pattern(
            r"(?<!\w)(?P<verb>bringst|schickst|machst|übernimmst|klärst|bestellst|prüfst|lieferst|rechnest|besorgst)\s+du(?!\w)(?P<mid>(?=[^.!]*\?)[^.!?;,]*)"
        ),
        pattern(r"(?:^|[.,!?]\s*)(?:bitte\s+)?(?P<verb>schicken|senden|geben|mailen)\s+Sie\s+(?=(?:mir|uns)\b)"),
    ),
    demands=(
        pattern(
            r"(?<!\w)(?:ich|wir)\s+(?:auch\s+|noch\s+|dringend\s+)?(?P<verb>brauche|brauchen|benötige|benötigen|möchte|möchten|hätte gerne?|hätten gerne?|erwarte|erwarten|warte auf|warten auf)(?!\w)"
        ),
        pattern(r"(?<!\w)(?P<verb>brauche|brauchen|benötige|benötigen|bräuchte|bräuchten)\s+(?:ich|wir)(?!\w)"),
    ),
    when=pattern(r"(?<!\w)(?:wann|bis wann|wie schnell|an welchem Tag|zu welchem Termin|welcher Termin)(?!\w)"),
    not_when=whole(
        r"treffen",
        r"sehen wir uns",
        r"sprechen",
        r"Besprechung",
        r"Meeting",
        r"Termin für",
        r"nächste\w* (?:Termin|Besprechung|Meeting|Mal)",
        r"war",
        r"wurde",
        r"hat",
        r"hatten",
        r"weiter",
        r"machen wir",
    ),
    accepts=starting(
        r"(?:(?:ja|ok|okay|gut|klar|na|mhm)\W+){0,2}(?:ja|klar|gerne?|natürlich|selbstverständlich|sicher|mache ich|mach ich|machen wir|das mache ich|das machen wir|geht klar|kein Problem|in Ordnung|einverstanden|okay|ok|auf jeden Fall|erledige ich|wird gemacht|das geht|können wir|kann ich|bekommen Sie|kriegen Sie|passt|abgemacht|jawohl|das kriegen wir hin|na klar|versprochen|sehr gerne?)"
    ),
    refuses=whole(
        r"nicht",
        r"leider",
        r"nein",
        r"schwierig",
        r"unmöglich",
        r"kaum",
        r"mal sehen",
        r"vielleicht",
        r"kommt darauf an",
        r"weiß nicht",
        r"kein\w*(?! Problem)",
    ),
    negated=whole(r"nicht", r"nie", r"niemals", r"kein\w*", r"kaum", r"ohne", r"nichts"),
    conditional=whole(
        r"wenn",
        r"falls",
        r"sofern",
        r"sonst",
        r"andernfalls",
        r"vorausgesetzt",
        r"ansonsten",
        r"es sei denn",
        r"im Fall\w*",
        r"unter der Bedingung",
    ),
    temporal=whole(r"sobald", r"nachdem"),
    vague=whole(
        r"irgendwann",
        r"mal irgendwann",
        r"künftig",
        r"in Zukunft",
        r"zukünftig",
        r"vielleicht",
        r"eventuell",
        r"möglicherweise",
        r"hoffentlich",
        r"würde\w*",
        r"könnte\w*",
        r"sollte\w*",
        r"müsste\w*",
        r"theoretisch",
        r"versuche\w*",
        r"hoffe\w*",
        r"bei Gelegenheit",
        r"eines Tages",
        r"wahrscheinlich",
        r"möchte\w*",
        r"mittelfristig",
        r"perspektivisch",
        r"gegebenenfalls",
        r"dürfte\w*",
        r"wäre\w*",
        r"hätte\w*",
    ),
    reported=whole(
        r"(?:sagte|sagt|gesagt|meinte|glaubt|dachte|versprach|versprochen|schrieb|fragte|hörte|erzählte|erwähnte|hofft)(?: \w+){0,2},?(?: dass)?",
        r"Bestätigung,? dass",
        r"letzte[sn]? (?:Jahr|Woche|Monat)",
        r"ob",
        r"ignorieren Sie",
        r"ignoriere",
    ),
    countered=whole(
        r"nicht",
        r"geht nicht",
        r"zu (?:spät|früh|knapp)",
        r"in der Woche",
        r"bin ich (?:in|im|auf|weg|unterwegs)",
        r"ich bin (?:in|im|auf|weg|unterwegs|nicht)",
        r"Urlaub",
        r"reicht",
        r"lieber",
        r"stattdessen",
        r"früher",
        r"später",
        r"geht es",
        r"ginge",
        r"passt besser",
        r"brauche\w*",
        r"wie wäre",
        r"wie sieht es",
        r"besser",
        r"können wir",
        r"genügt",
    ),
    corrects=whole(
        r"Entschuldigung",
        r"sorry",
        r"ich meine",
        r"meinte",
        r"eigentlich",
        r"Korrektur",
        r"falsch",
        r"nein",
        r"stattdessen",
        r"vielmehr",
        r"verschiebt",
        r"verschieben",
        r"doch erst",
        r"erst am",
        r"nicht \w+,? sondern",
    ),
    agrees=whole(
        r"dann",
        r"okay",
        r"ok",
        r"gut",
        r"einverstanden",
        r"abgemacht",
        r"passt",
        r"geht",
        r"sagen wir",
        r"machen wir",
        r"perfekt",
        r"super",
        r"ja",
        r"bestätigt",
        r"in Ordnung",
        r"vereinbart",
        r"also",
    ),
    meeting=whole(
        r"nächste\w* (?:Termin|Besprechung|Meeting|Mal|Call|Review)",
        r"treffen wir",
        r"sehen wir uns",
        r"Uhr",
        r"Besprechung",
        r"Folgetermin\w*",
        r"sprechen wir",
        r"hören wir uns",
    ),
    copy=whole(r"Kopie\w*", r"cc", r"in Kopie"),
    boundary=pattern(
        r"\s(?:liegt|liegen|fehlt|fehlen|steht|stehen)(?=\s)|(?!(?<=\d)[,.:–]\d)[,;:.!?–—]|\s-\s|\s(?:sodass|weil|da|denn|damit|der|wenn|falls|sobald|aber|und\s+(?:ich|wir|Sie|du|dann|melde|schicke|rufe|gebe)|dann|bevor|nachdem|wie (?:besprochen|vereinbart)|sofern)(?=\s+(?:ich|wir|Sie|du|die|das|es|er|melde|rufe|gebe|schicke|besprochen|vereinbart|dann|in|am|uns|mich))"
    ),
    lead=pattern(
        r"^(?:\s*(?:(?:dem\s+|der\s+)?(?:Herrn?|Frau)\s+(?-i:[A-ZÄÖÜ])[\w-]+|um|vorher|Ihnen|dir|euch|uns|mir|ihm|mich|sich|allen|an Sie|an dich|an euch|auch|dann|noch|jetzt|gerne?|selbst|natürlich|sofort|gleich|direkt|schon|doch|mal|nochmal|zu|vor|ab|aus|ein|auf|mit|also|beide|beiden|per Mail|schriftlich|daher|eben|bei Ihnen|ich|wir)(?=\s|$))+"
    ),
    tail=pattern(
        r"(?:\s+(?:an Sie|an dich|an euch|Ihnen|dir|euch|zu|vor|ab|aus|ein|auf|mit|weiter|zurück|durch|nach|raus|rüber|fertig|auch|dann|noch|jetzt|heute|bald|umgehend|sofort|hier|da|bis|am|im|vom|zum|spätestens|gerne?|und|oder|per E-?Mail|per Mail|schriftlich|bereit|sicher|los|bei Ihnen|selbst|persönlich|wird|werden|ist|schicken|senden|geben|zukommen|frei|der|die|das|den|in|für|von|ab|mal|doch|gleich))+\s*$"
    ),
    day_before=pattern(
        r"(?:(?<!\w)(?:bis|am|zum|zu|ab|vom|spätestens|im|in|der|den|dem|des|diese[nrms]?|kommende[nrms]?|nächste[nrms]?|gegen|um|noch|schon|erst|Ende|Anfang|Mitte|vor|nach|für|innerhalb|von|auf)\s+)+$"
    ),
    day_after=pattern(r"^\s*(?:spätestens|früh|vormittag|nachmittag|abend|mittag|morgen)\b"),
    pronoun=whole(
        r"es",
        r"sie",
        r"ihn",
        r"das",
        r"die",
        r"den",
        r"dies",
        r"diese",
        r"diesen",
        r"alles",
        r"etwas",
        r"dasselbe",
        r"welche",
        r"so etwas",
        r"eins",
        r"eine",
        r"einen",
        r"beides",
        r"was",
        r"so",
    ),
    thing=whole(
        r"(?:\w+ )?(?-i:[A-ZÄÖÜ]?)\w*(?:bericht(?:e|s)?|liste[n]?|angebot(?:e|s)?|vorschlag|vorschläge|vorlage[n]?|prognose[n]?|logs?|daten(?:blatt)?|zahlen|zeitplan|plan|pläne|vertrag|verträge|entwurf|entwürfe|gutschrift(?:en)?|rechnung(?:en)?|präsentation(?:en)?|einladung(?:en)?|link[s]?|zusammenfassung|protokoll(?:e)?|entscheidung(?:en)?|antwort(?:en)?|rückmeldung(?:en)?|kommentare|muster|zeichnung(?:en)?|dokument(?:e|ation)?|zertifikat(?:e)?|option(?:en)?|kalkulation(?:en)?|unterlagen|bestellung(?:en)?|auftragsbestätigung|konditionen|analyse[n]?|übersicht|referenz(?:en)?|datei(?:en)?|bilder|ergebnis(?:se)?|ersatzteil(?:e)?|kriterien|mengen|spezifikation(?:en)?|termin(?:e)?|freigabe[n]?|adressen|namen|ansprechpartner)"
    ),
    topics=(
        pattern(
            r"(?<!\w)(?:brauche|brauchen|benötige|benötigen|möchte|möchten|erwarte|erwarten|wartet? auf|warten auf|schulde(?:n)? (?:wir |ich )?(?:Ihnen|dir)|fehlt|fehlen|über|wegen|schicken|senden|haben|bekommen|liefern|geben)(?:\s+(?:wir|ich|Sie|noch|auch|Ihnen|uns|mir))*\s+(?=\w)"
        ),
        pattern(
            r"(?<!\w)(?:wo ist|was ist mit|wie steht es mit|wann (?:kommt|bekommen wir|ist|sind|haben wir|können wir mit))\s+"
        ),
    ),
    determiners=pattern(
        r"^(?:(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|Ihr|Ihre|Ihren|Ihrem|unser|unsere|unseren|unserem|mein|meine|meinen|dein|deine|deinen|dieser|diese|dieses|diesen|jene|jenen|alle|euer|eure|euren)\s+)+"
    ),
    preposition=whole(
        r"für",
        r"von",
        r"vom",
        r"zu",
        r"zum",
        r"zur",
        r"mit",
        r"über",
        r"auf",
        r"in",
        r"im",
        r"an",
        r"am",
        r"aus",
        r"bei",
        r"nach",
        r"ohne",
        r"pro",
        r"inklusive",
        r"der",
        r"des",
        r"bezüglich",
        r"gegen",
        r"zwischen",
    ),
    recap=whole(
        r"fasse (?:ich )?(?:\w+ )?zusammen",
        r"zusammenfass\w*",
        r"zusammengefasst",
        r"Zusammenfassung",
        r"fassen wir (?:\w+ )?zusammen",
        r"wiederhole\w*",
        r"lese (?:\w+ )?(?:vor|zurück)",
        r"gehe (?:\w+ )?(?:die Punkte|alles) (?:\w+ )?durch",
        r"was wir vereinbart haben",
        r"wer macht was",
        r"To-?dos?",
        r"Maßnahmen",
        r"nächste Schritte",
        r"die Aufgaben",
    ),
    myself=starting(
        r"(?:ich|von mir|meinerseits|bei mir)(?=\s*[:,–-])",
        r"ich\s+(?:schicke|sende|mache|erstelle|gebe|liefere|bestätige|habe|bereite)",
    ),
    owing=starting(r"(?:und )?(?:ich|wir) schulden?"),
    of_them=starting(r"(?:und )?(?:von Ihnen|von euch|Ihrerseits)(?:\s*[:,–-])?", r"(?:Sie|ihr)(?=\s*:)"),
    of_us=starting(r"(?:und )?(?:von uns|unsererseits)(?:\s*[:,–-])?", r"wir(?=\s*:)"),
    bookings=whole(
        r"\w*[Tt]ermin\w*",
        r"Einladung\w*",
        r"Besprechung\w*",
        r"Meeting\w*",
        r"Call\w*",
        r"Gespräch\w*",
        r"Workshop\w*",
    ),
    joined=pattern(r"^\s*(?:,\s*)?(?:und|sowie|dann)\s+"),
    answers=whole(r"Bescheid", r"Rückmeldung"),
    reply="Antwort",
    invitation="Einladung",
    call="Anruf",
    visit="Besuch",
    ands=pattern(r"^\W*(?:(?:und|sowie|dann|außerdem|zuletzt|also|,)\s+)*"),
    third=pattern(
        rf"^\s+(?:wird\s+|soll\s+)?(?:auch\s+|dann\s+)?(?P<verb>schickt|sendet|liefert|gibt|macht|erstellt|schreibt|schaut|sieht|fragt|bespricht|bereitet|bestätigt|prüft|klärt|bucht|aktualisiert|repariert|tauscht|installiert|unterschreibt|bestellt|füllt|ergänzt|testet|organisiert|plant|entscheidet|meldet|antwortet|kommt|ruft|lädt|kümmert|übernimmt|holt|bringt|stellt|leitet|hat|{_I})(?!\w)"
    ),
)
