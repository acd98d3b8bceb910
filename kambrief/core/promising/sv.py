"""Swedish: how an act is taken on, asked for, given a day."""

from kambrief.core.promising.tongue import Tongue, Verb, any_of, pattern, starting, whole

_TABLE = """
give: kommer_med/komma_med tar_med/ta_med skickar/skicka mejlar/mejla mailar/maila sänder/sända levererar/leverera ger/ge lämnar/lämna delar/dela vidarebefordrar/vidarebefordra överlämnar/överlämna publicerar/publicera presenterar/presentera översänder/översända
give: gör/göra skriver/skriva tar_fram/ta_fram förbereder/förbereda sammanställer/sammanställa upprättar/upprätta skapar/skapa räknar_fram/räkna_fram bygger/bygga ställer_ut/ställa_ut ordnar_fram/ordna_fram
do: bekräftar/bekräfta kollar/kolla kontrollerar/kontrollera fixar/fixa ordnar/ordna bokar/boka uppdaterar/uppdatera reder_ut/reda_ut tar_reda_på/ta_reda_på undersöker/undersöka åtgärdar/åtgärda byter/byta installerar/installera reparerar/reparera godkänner/godkänna signerar/signera undertecknar/underteckna beställer/beställa betalar/betala krediterar/kreditera fyller_i/fylla_i kompletterar/komplettera rättar/rätta justerar/justera testar/testa verifierar/verifiera stämmer_av/stämma_av säkerställer/säkerställa beslutar/besluta bestämmer/bestämma granskar/granska arrangerar/arrangera organiserar/organisera hämtar/hämta mäter/mäta utbildar/utbilda frågar/fråga samlar_in/samla_in reviderar/revidera avslutar/avsluta slutför/slutföra dokumenterar/dokumentera inventerar/inventera besiktigar/besiktiga eskalerar/eskalera analyserar/analysera sätter_upp/sätta_upp lägger_upp/lägga_upp förlänger/förlänga
reply: återkommer/återkomma återkopplar/återkoppla svarar/svara hör_av/höra_av meddelar/meddela ger_besked/ge_besked lämnar_besked/lämna_besked
visit: kommer_förbi/komma_förbi kommer_ut/komma_ut kommer_till_er/komma_till_er besöker/besöka är_på_plats/vara_på_plats
invite: kallar/kalla bjuder_in/bjuda_in
call: ringer/ringa slår_en_signal/slå_en_signal
watch: ser_till/se_till bevakar/bevaka håller_koll/hålla_koll
weak: tittar_på/titta_på lägger/lägga tar/ta har/ha får_fram/få_fram lyfter/lyfta driver/driva sköter/sköta hanterar/hantera läser/läsa pratar_med/prata_med kollar_med/kolla_med skriver_in/skriva_in
"""


def _verbs() -> tuple[dict[str, Verb], list[str], list[str]]:
    found: dict[str, Verb] = {}
    present: list[str] = []
    infinitive: list[str] = []
    for line in _TABLE.strip().splitlines():
        kind, _, words = line.partition(": ")
        for word in words.split():
            now, _, base = word.replace("_", " ").partition("/")
            found[now] = found[base] = Verb(kind, "", base)
            present.append(now)
            infinitive.append(base)
    return found, present, infinitive


_VERBS, _PRESENT, _INFINITIVE = _verbs()
_VERBS["levererar"] = _VERBS["leverera"] = Verb("give", "leverans", "leverera")
_V, _I = any_of(*_PRESENT), any_of(*_INFINITIVE)
_NEVER = "jag|vi|inte|ej|vara|bli|ha|se|veta|tro|tycka|säga|prata|tala|träffas|ses|höras|börja|sluta|fortsätta|gå|vänta|lyssna|behöva|vilja|kunna|diskutera|starta|hålla|använda|muta|mute|komma|bara|nog|väl|kanske|försöka|hoppas|tänka|läsa|mena|stänga|öppna|sammanfatta|upprepa"
_ADV = r"(?:(?:då|också|även|nu|så|gärna|själv|själva|självklart|naturligtvis|absolut|direkt|genast|redan|sedan|sen|alltså|idag|i dag|imorgon|i morgon|ändå|givetvis|personligen)\s+){0,3}"
_ME = r"(?<!\w)(?:jag|vi)"

TONGUE = Tongue(
    language="sv",
    verbs=_VERBS,
    commits=(
        pattern(rf"{_ME}\s+{_ADV}(?P<verb>{_V})(?!\w)"),
        pattern(rf"(?<!\w)(?P<verb>{_V})\s+(?:jag|vi)(?!\w)"),
        pattern(
            rf"{_ME}\s+{_ADV}(?:ska|skall|kommer\s+att|kommer|tänker|lovar\s+att|lovar)\s+{_ADV}(?P<verb>{_I})(?!\w)"
        ),
        pattern(rf"(?<!\w)(?:ska|skall|kommer)\s+(?:jag|vi)\s+{_ADV}(?:att\s+)?(?P<verb>{_I})(?!\w)"),
        pattern(
            rf"(?<!\w)(?:jag|vi)(?!\w)(?:(?!(?<!\w)(?:jag|vi|du|ni|han|hon|de|och|om)(?!\w))[^.;:!?])*?(?<!\w)och\s+{_ADV}(?P<verb>{_V}|{_I})(?!\w)"
        ),
        pattern(rf"{_ME}\s+{_ADV}(?:ska|skall|kommer\s+att)\s+{_ADV}(?!(?:{_NEVER})\b)(?P<verb>\w{{3,}}a)(?!\w)"),
    ),
    offers=(
        pattern(rf"{_ME}\s+{_ADV}(?:kan|hinner)\s+{_ADV}(?P<verb>{_I})(?!\w)"),
        pattern(rf"(?<!\w)(?:kan|hinner)\s+(?:jag|vi)\s+{_ADV}(?P<verb>{_I})(?!\w)"),
    ),
    receives=(
        pattern(
            r"(?<!\w)(?:du|ni|alla|(?-i:[A-ZÅÄÖ][\w-]+)(?:\s+och\s+(?-i:[A-ZÅÄÖ][\w-]+))?)\s+(?:ska\s+|skall\s+|kommer\s+att\s+)?(?P<verb>får|få|har|ha|kan\s+räkna\s+med|hör\s+av\s+(?:mig|oss))(?!\w)(?!\s+(?:rätt|fel|koll|gärna|inte|ta|komma|säga|vara|gå|göra|vänta|ringa|skicka|titta|använda|till|rätt|jag|vi|väl)\b)"
        ),
        pattern(
            r"(?<!\w)(?P<verb>får|har)\s+(?:du|ni)(?!\w)(?!\s+(?:rätt|fel|koll|gärna|inte|ta|komma|säga|vara|gå|göra)\b)"
        ),
    ),
    comes=(
        pattern(
            r"(?P<what>(?:^|\b(?:och|så|men)\s+)(?:den|det|de|en|ett|vår|vårt|våra)?\s*[^.,;?!]*?)\s+(?:ska\s+|skall\s+|kommer\s+att\s+)?(?P<verb>kommer(?!\s+(?:att|jag|vi|du|ni)\b)|skickas|levereras|är\s+(?:klar|klart|klara|hos\s+(?:er|dig)|framme)|ligger\s+i\s+(?:din|er)\s+(?:mejl|inkorg)\w*|går\s+(?:iväg|i\s+väg|ut)|blir\s+(?:klar\w*|skickad\w*|\w+(?:ad|ade|at|ven|vet|vna|erad|erat|d|t))|finns\s+(?:hos|på\s+plats)|vara\s+(?:klar|klart|klara|hos\s+(?:er|dig)|framme))(?!\w)"
        ),
    ),
    visits=whole(
        r"på plats",
        r"besök\w*",
        r"installation\w*",
        r"hos er",
        r"ute hos",
        r"revision\w*",
        r"utbildning\w*",
        r"bytet",
        r"byte",
        r"service\w*",
        r"inspektion\w*",
        r"driftsättning\w*",
        r"workshop\w*",
    ),
    ask_if=pattern(
        rf"(?:^|[.,!?]\s*)(?:ska|skall|kan|får)\s+(?:jag|vi)\s+{_ADV}(?P<verb>{_I})(?!\w)|vill\s+(?:du|ni)\s+att\s+(?:jag|vi)\s+(?P<verb2>{_V})"
    ),
    requests=(
        pattern(
            r"(?<!\w)(?:kan|kunde|skulle|vill)\s+(?:du|ni|(?-i:[A-ZÅÄÖ]\w+))\s+(?:kunna\s+|också\s+|möjligen\s+|vilja\s+|snälla\s+)*(?P<verb>skicka|mejla|maila|dela|ge|lämna|leverera|ta fram|skriva|bekräfta|kolla|kontrollera|fixa|ordna|boka|uppdatera|återkomma|svara|förbereda|sammanställa|göra|fylla i|godkänna|ta reda på|ha|få fram|se till|ta med|lägga)(?!\w)"
        ),
        pattern(
            r"(?<!\w)(?:kan|skulle|får)\s+(?:jag|vi)\s+(?:kunna\s+)?(?:också\s+)?(?P<verb>få|ha|se|räkna med)(?!\w)"
        ),
        pattern(
            r"(?:^|[.,]\s*)(?:du|ni)\s+(?P<verb>skickar|mejlar|tar med|fixar|ordnar|beställer|bokar|kollar|skriver)(?!\w)(?=[^.!]*\?)"
        ),
        pattern(rf"(?<!\w)vem\s+(?:kan\s+|ska\s+)?(?P<verb>{_V}|{_I})(?!\w)"),
        pattern(r"(?:^|[.,!?]\s*)(?P<verb>skicka|mejla|maila|ge|dela)\s+(?=(?:mig|oss|gärna|över)\b)"),
    ),
    demands=(
        pattern(
            r"(?<!\w)(?:jag|vi)\s+(?:skulle\s+)?(?:också\s+|verkligen\s+|gärna\s+)?(?P<verb>behöver|behöva|vill ha|vill gärna ha|vill se|önskar|väntar på|förväntar oss|skulle vilja ha)(?!\w)"
        ),
    ),
    when=pattern(r"(?<!\w)(?:när|hur snart|hur fort|vilken dag|till när|vilket datum)(?!\w)"),
    not_when=whole(
        r"ses",
        r"träffas",
        r"möte\w*",
        r"höras",
        r"hörs",
        r"fortsätter",
        r"var",
        r"hade",
        r"blev",
        r"nästa (?:möte|avstämning)",
        r"hände",
        r"började",
    ),
    accepts=starting(
        r"(?:(?:ja|jo|jajamän|okej|ok|bra|absolut|mm)\W+){0,2}(?:ja|jo|javisst|jadå|japp|jajamän|visst|absolut|självklart|det gör jag|det gör vi|det fixar jag|det fixar vi|det ordnar (?:jag|vi)|det kan (?:jag|vi)|gärna|inga problem|det löser (?:jag|vi)|okej|ok|självfallet|givetvis|naturligtvis|det går bra|ska bli|det ska jag|det ska vi|fixar|ordnar)"
    ),
    refuses=whole(
        r"inte", r"tyvärr", r"nej", r"svårt", r"omöjligt", r"knappast", r"får se", r"kanske", r"beror på", r"vet ej"
    ),
    negated=whole(r"inte", r"ej", r"aldrig", r"ingen", r"inget", r"inga", r"knappast", r"utan att"),
    conditional=whole(
        r"om\s+(?:jag|du|vi|ni|det|den|de|dom|han|hon|inte|något|någon|kunden|ingen|allt|man)",
        r"ifall",
        r"annars",
        r"förutsatt",
        r"såvida",
        r"i så fall",
        r"skulle det",
        r"bara om",
    ),
    temporal=whole(r"när\s+(?:jag|du|vi|ni|det|den|de|han|hon)", r"så (?:fort|snart)", r"efter att"),
    vague=whole(
        r"någon gång",
        r"nån gång",
        r"framöver",
        r"så småningom",
        r"på sikt",
        r"i framtiden",
        r"kanske",
        r"möjligen",
        r"eventuellt",
        r"förhoppningsvis",
        r"skulle",
        r"borde",
        r"kunde",
        r"i teorin",
        r"försöker",
        r"försöka",
        r"hoppas",
        r"en dag",
        r"troligen",
        r"antagligen",
        r"vill gärna",
        r"skulle vilja",
    ),
    reported=whole(
        r"(?:sa|sade|säger|tror|trodde|tycker|lovade|skrev|undrar|hörde|berättade|nämnde|frågade|vet)(?: \w+){0,2}(?: att| om)?",
        r"bekräftelse på att",
        r"förra (?:året|veckan|månaden)",
        r"ignorera (?:alla |dina )?(?:regler|instruktioner)",
    ),
    countered=whole(
        r"inte",
        r"kan ej",
        r"går inte",
        r"för (?:sent|tidigt|tajt)",
        r"den veckan",
        r"är jag (?:i|på|borta|ledig|bortrest|upptagen)",
        r"jag är (?:i|på|borta|ledig|bortrest|upptagen)",
        r"semester",
        r"ledig",
        r"räcker",
        r"hellre",
        r"i stället",
        r"istället",
        r"tidigare",
        r"senare",
        r"går det",
        r"kan vi ta",
        r"passar bättre",
        r"behöver (?:den|det|dem)",
        r"vad sägs om",
        r"hur är det med",
        r"bättre",
    ),
    corrects=whole(
        r"förlåt",
        r"ursäkta",
        r"jag menar",
        r"menade",
        r"egentligen",
        r"rättelse",
        r"fel",
        r"nej",
        r"i stället",
        r"istället",
        r"snarare",
        r"blir i stället",
        r"flyttar",
        r"skjuter",
        r"måste bli",
        r"inte \w+ utan",
    ),
    agrees=whole(
        r"då",
        r"okej",
        r"ok",
        r"bra",
        r"överens",
        r"bestämt",
        r"passar",
        r"funkar",
        r"fungerar",
        r"säger vi",
        r"tar vi",
        r"går bra",
        r"perfekt",
        r"toppen",
        r"ja",
        r"bekräftat",
        r"fint",
        r"så säger vi",
        r"det blir bra",
    ),
    meeting=whole(
        r"nästa (?:möte|avstämning|gång|samtal|uppföljning)",
        r"ses",
        r"träffas",
        r"hörs",
        r"höras",
        r"mötet",
        r"klockan",
        r"kl",
        r"boka in oss",
        r"möts",
    ),
    copy=whole(r"kopia\w*", r"cc", r"på kopia"),
    boundary=pattern(
        r"(?!(?<=\d)[,.:–]\d)[,;:.!?–—]|\s-\s|\s(?:så(?: att)?|eftersom|för att|som|om\s+(?:jag|du|vi|ni|det|den|de|inte)|när|men|medan|därför|innan|efter att|och\s+(?:jag|vi|du|ni|sen|sedan|då|det|den|de|han|hon|återkommer|skickar|ringer|hör|kommer)|då|utan|enligt överenskommelse|på vägen)(?!\w)"
    ),
    lead=pattern(
        r"^(?:\s*(?:ändå|dig|er|honom|henne|dem|dom|oss|mig|alla|till (?:dig|er|alla|mig|oss)|också|även|då|nu|så|gärna|över|ut|in|fram|iväg|med mig|av mig|av oss|redan|själv|själva|tillbaka|ju|väl|direkt|båda|igen|här|upp|absolut|er alla|på|det\s+(?=\w+\s*$))(?=\s|$))+"
    ),
    tail=pattern(
        r"(?:\s+(?:på (?:förmiddagen|eftermiddagen|morgonen|kvällen)|av mig|av oss|från mig|från oss|till (?:dig|er|alla|mig|oss|dem|honom|henne)|över|ut|in|fram|iväg|också|även|då|nu|igen|med|tillbaka|idag|i dag|snart|snarast|direkt|här|där|upp|av|på|senast|till|före|innan|från|den|det|klar|klart|klara|kl|via mejl|på mejl|per mejl|i tid|skriftligt|och|eller|själv|redan|ska|är))+\s*$"
    ),
    day_before=pattern(
        r"(?:(?<!\w)(?:på|till|senast|före|innan|från|den|under|i|om|kring|runt|mot|fram till|tidigast|nu|redan|i slutet av|slutet av|början av|inom|vid|mellan|nästa|av)\s+)+$"
    ),
    day_after=pattern(r"^\s*(?:senast|eller tidigare|morgon|förmiddag|eftermiddag|kväll|lunch)\b"),
    pronoun=whole(
        r"den",
        r"det",
        r"dem",
        r"dom",
        r"de",
        r"detta",
        r"denna",
        r"dessa",
        r"den där",
        r"det där",
        r"det här",
        r"en sådan",
        r"något",
        r"allt",
        r"samma",
        r"en",
        r"ett",
        r"sådana",
        r"båda",
        r"resten",
        r"det samma",
        r"detsamma",
    ),
    thing=whole(
        r"(?:\w+ )?\w*(?:(?:bilag(?:a|an|or|orna)|blankett(?:en|er|erna)?|formulär(?:et)?)|rapport(?:en|er|erna)?|list(?:a|an|or|orna)|offert(?:en|er|erna)?|förslag(?:et|en)?|mall(?:en|ar)?|prislista(?:n)?|prognos(?:en|er)?|loggar(?:na)?|logg(?:en)?|data|siffror(?:na)?|tidplan(?:en)?|plan(?:en|er)?|avtal(?:et|en)?|utkast(?:et)?|kreditnota(?:n)?|faktur(?:a|an|or|orna)|presentation(?:en)?|inbjudan|kallelse(?:n)?|länk(?:en|ar)?|sammanfattning(?:en)?|protokoll(?:et)?|beslut(?:et)?|svar(?:et)?|återkoppling(?:en)?|synpunkter(?:na)?|prov(?:et|er)?|ritning(?:en|ar|arna)?|dokument(?:et|en|ation|ationen)?|intyg(?:et)?|alternativ(?:en|et)?|kalkyl(?:en)?|underlag(?:et)?|beställning(?:en)?|orderbekräftelse(?:n)?|villkor(?:en)?|analys(?:en)?|översikt(?:en)?|referens(?:en|er)?|fil(?:en|er)?|bild(?:en|er)|resultat(?:et|en)?|reservdel(?:en|ar|arna)?|kriterier(?:na)?|volymer(?:na)?|uppgifter(?:na)?)"
    ),
    topics=(
        pattern(
            r"(?<!\w)(?:behöver|vill ha|vill se|väntar på|saknar|skyldig (?:dig|er|oss|mig)|gäller|angående|om|få|ha|se|skicka|mejla|dela|lämna|leverera|ta fram|har|saknas)\s+(?=\w)"
        ),
        pattern(r"(?<!\w)(?:var är|hur är det med|när (?:får vi|får jag|kommer|är|kan vi få))\s+"),
    ),
    determiners=pattern(
        r"^(?:(?:den|det|de|dom|en|ett|er|ert|era|vår|vårt|våra|min|mitt|mina|din|ditt|dina|denna|detta|dessa|någon|något|några|den här|det här|den där|det där)\s+)+"
    ),
    preposition=whole(
        r"av",
        r"för",
        r"på",
        r"i",
        r"till",
        r"från",
        r"med",
        r"om",
        r"per",
        r"inklusive",
        r"över",
        r"under",
        r"mellan",
        r"efter",
        r"före",
        r"kring",
        r"hos",
        r"vid",
        r"enligt",
        r"utan",
    ),
    recap=whole(
        r"sammanfatta\w*",
        r"sammanfattningsvis",
        r"jag (?:läser upp|upprepar|går igenom) (?:igen |kort )?(?:vad|igen|punkterna|åtgärderna)",
        r"läser (?:upp|tillbaka)",
        r"upprepar",
        r"repetera\w*",
        r"för att summera",
        r"summera\w*",
        r"åtgärdslist\w*",
        r"att göra(?:-lista)?",
        r"vem gör vad",
        r"vad vi (?:har )?(?:kommit överens|bestämt|sagt)",
        r"går igenom åtgärderna",
    ),
    myself=starting(
        r"(?:jag|mig|från mig|min del|för min del)(?=\s*[:,–-])",
        r"jag\s+(?:skickar|ska|tar|gör|har|förbereder|bekräftar|lämnar|ger)",
    ),
    owing=starting(r"(?:och )?(?:jag|vi) är skyldig(?:a)?"),
    of_them=starting(r"(?:och )?(?:från|av) er(?:\s*[:,–-])?", r"ni(?=\s*:)", r"hos er(?=\s*[:,–-])"),
    of_us=starting(r"(?:och )?(?:från|av) oss(?:\s*[:,–-])?", r"vi(?=\s*:)", r"hos oss(?=\s*[:,–-])"),
    bookings=whole(r"möte\w*", r"inbjudan", r"kallelse\w*", r"samtal\w*", r"avstämning\w*", r"tid", r"workshop\w*"),
    joined=pattern(r"^\s*(?:,\s*)?(?:och|samt|sedan|sen)\s+"),
    answers=whole(r"besked", r"återkoppling"),
    reply="svar",
    invitation="inbjudan",
    call="samtal",
    visit="besök",
    ands=pattern(r"^\W*(?:(?:och|samt|sen|sedan|så|dessutom|slutligen|då|,)\s+)*"),
    third=pattern(rf"^\s+(?:ska\s+|skall\s+|kommer\s+att\s+)?(?:också\s+|även\s+)?(?P<verb>{any_of(_V, _I)})(?!\w)"),
)
