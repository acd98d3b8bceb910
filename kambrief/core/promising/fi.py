"""Finnish, spoken and written: how an act is taken on, asked for, given a day."""

from kambrief.core.promising.tongue import Tongue, Verb, any_of, pattern, starting, whole

_TABLE = """
give: lähetän/lähetämme/lähetetään/lähettää/lähettää laitan/laitamme/laitetaan/laittaa/laittaa pistän/pistämme/pistetään/pistää/pistää toimitan/toimitamme/toimitetaan/toimittaa/toimittaa=toimitus annan/annamme/annetaan/antaa/antaa jaan/jaamme/jaetaan/jakaa/jakaa välitän/välitämme/välitetään/välittää/välittää postitan/postitamme/postitetaan/postittaa/postittaa luovutan/luovutamme/luovutetaan/luovuttaa/luovuttaa julkaisen/julkaisemme/julkaistaan/julkaista/julkaisee esitän/esitämme/esitetään/esittää/esittää palautan/palautamme/palautetaan/palauttaa/palauttaa maililla/maililla/mailataan/mailata/mailaa meilaan/meilaamme/meilataan/meilata/meilaa
give: teen/teemme/tehdään/tehdä/tekee laadin/laadimme/laaditaan/laatia/laatii valmistelen/valmistelemme/valmistellaan/valmistella/valmistelee kirjoitan/kirjoitamme/kirjoitetaan/kirjoittaa/kirjoittaa kokoan/kokoamme/kootaan/koota/kokoaa kerään/keräämme/kerätään/kerätä/kerää luonnostelen/luonnostelemme/luonnostellaan/luonnostella/luonnostelee rakennan/rakennamme/rakennetaan/rakentaa/rakentaa muotoilen/muotoilemme/muotoillaan/muotoilla/muotoilee kasaan/kasaamme/kasataan/kasata/kasaa
do: vahvistan/vahvistamme/vahvistetaan/vahvistaa/vahvistaa=vahvistus tarkistan/tarkistamme/tarkistetaan/tarkistaa/tarkistaa=tarkistus tarkastan/tarkastamme/tarkastetaan/tarkastaa/tarkastaa=tarkastus selvitän/selvitämme/selvitetään/selvittää/selvittää=selvitys varaan/varaamme/varataan/varata/varaa=varaus korjaan/korjaamme/korjataan/korjata/korjaa=korjaus päivitän/päivitämme/päivitetään/päivittää/päivittää=päivitys tilaan/tilaamme/tilataan/tilata/tilaa=tilaus asennan/asennamme/asennetaan/asentaa/asentaa=asennus vaihdan/vaihdamme/vaihdetaan/vaihtaa/vaihtaa=vaihto testaan/testaamme/testataan/testata/testaa=testaus hyväksyn/hyväksymme/hyväksytään/hyväksyä/hyväksyy=hyväksyntä allekirjoitan/allekirjoitamme/allekirjoitetaan/allekirjoittaa/allekirjoittaa=allekirjoitus maksan/maksamme/maksetaan/maksaa/maksaa=maksu hyvitän/hyvitämme/hyvitetään/hyvittää/hyvittää=hyvitys täytän/täytämme/täytetään/täyttää/täyttää=täyttö järjestän/järjestämme/järjestetään/järjestää/järjestää esittelen/esittelemme/esitellään/esitellä/esittelee=esittely lasken/laskemme/lasketaan/laskea/laskee=laskenta siirrän/siirrämme/siirretään/siirtää/siirtää=siirto nimeän/nimeämme/nimetään/nimetä/nimeää hoidan/hoidamme/hoidetaan/hoitaa/hoitaa päätän/päätämme/päätetään/päättää/päättää=päätös poistan/poistamme/poistetaan/poistaa/poistaa=poisto mittaan/mittaamme/mitataan/mitata/mittaa=mittaus huollan/huollamme/huolletaan/huoltaa/huoltaa=huolto tutkin/tutkimme/tutkitaan/tutkia/tutkii lisään/lisäämme/lisätään/lisätä/lisää=lisäys viimeistelen/viimeistelemme/viimeistellään/viimeistellä/viimeistelee=viimeistely koulutan/koulutamme/koulutetaan/kouluttaa/kouluttaa=koulutus kommentoin/kommentoimme/kommentoidaan/kommentoida/kommentoi=kommentointi käännän/käännämme/käännetään/kääntää/kääntää=käännös arvioin/arvioimme/arvioidaan/arvioida/arvioi=arviointi dokumentoin/dokumentoimme/dokumentoidaan/dokumentoida/dokumentoi=dokumentointi tarkennan/tarkennamme/tarkennetaan/tarkentaa/tarkentaa=tarkennus hankin/hankimme/hankitaan/hankkia/hankkii=hankinta aikataulutan/aikataulutamme/aikataulutetaan/aikatauluttaa/aikatauluttaa=aikataulutus
reply: vastaan/vastaamme/vastataan/vastata/vastaa palaan/palaamme/palataan/palata/palaa ilmoitan/ilmoitamme/ilmoitetaan/ilmoittaa/ilmoittaa kerron/kerromme/kerrotaan/kertoa/kertoo
visit: tulen/tulemme/tullaan/tulla/tulee käyn/käymme/käydään/käydä/käy tuun/tullaan/tullaan/tulla/tulee meen/mennään/mennään/mennä/menee vierailen/vierailemme/vieraillaan/vierailla/vierailee
invite: kutsun/kutsumme/kutsutaan/kutsua/kutsuu
call: soitan/soitamme/soitetaan/soittaa/soittaa
watch: varmistan/varmistamme/varmistetaan/varmistaa/varmistaa huolehdin/huolehdimme/huolehditaan/huolehtia/huolehtii valvon/valvomme/valvotaan/valvoa/valvoo
weak: otan/otamme/otetaan/ottaa/ottaa vien/viemme/viedään/viedä/vie tuon/tuomme/tuodaan/tuoda/tuo kysyn/kysymme/kysytään/kysyä/kysyy saan/saamme/saadaan/saada/saa puhun/puhumme/puhutaan/puhua/puhuu kirjaan/kirjaamme/kirjataan/kirjata/kirjaa nostan/nostamme/nostetaan/nostaa/nostaa luen/luemme/luetaan/lukea/lukee katson/katsomme/katsotaan/katsoa/katsoo katon/katomme/katotaan/kattoa/kattoo ajan/ajamme/ajetaan/ajaa/ajaa kokeilen/kokeilemme/kokeillaan/kokeilla/kokeilee
"""


def _verbs() -> tuple[dict[str, Verb], dict[str, list[str]]]:
    found: dict[str, Verb] = {}
    forms: dict[str, list[str]] = {"i": [], "we": [], "passive": [], "infinitive": [], "third": []}
    for line in _TABLE.strip().splitlines():
        kind, _, words = line.partition(": ")
        for word in words.split():
            row, _, noun = word.partition("=")
            i, we, passive, infinitive, third = row.split("/")
            verb = Verb(kind, noun, third)
            for name, form in zip(forms, (i, we, passive, infinitive, third), strict=True):
                forms[name].append(form)
                found.setdefault(form, verb)
    return found, forms


_VERBS, _FORMS = _verbs()
_GOING: list[str] = []
for _third in _FORMS["third"]:  # ``tulen mittaamaan``: the place of the act is its verb
    for _stem in (_third, _third[:-1]):
        _GOING.append(_stem + ("maan" if set("aou") & set(_stem) else "mään"))
        _VERBS.setdefault(_GOING[-1], _VERBS[_third])
_AMBIGUOUS = "tuon|ajan|saan|maililla"
"""Other words more often than verbs: only with a pronoun before them."""
_I = any_of(*(form for form in (*_FORMS["i"], *_FORMS["we"]) if form not in _AMBIGUOUS.split("|")))
_I_ANY = any_of(*_FORMS["i"], *_FORMS["we"])
_PASSIVE = any_of(*_FORMS["passive"])
_INF = any_of(*_FORMS["infinitive"])
_THIRD = any_of(*_FORMS["third"])
_FEW = r"(?:\w+\s+){0,3}?"
_NOT_INF = r"(?!\s+(?:olla|tulla|tehdä|käydä|käyttää|mennä|jäädä|jatkaa|ottaa|pitää|sanoa|kysyä|soittaa|laittaa|lähettää|katsoa|puhua|nähdä|päättää|valita|itse|olla|toki|vapaasti)(?!\w))"
_NOT_DONE = r"(?!\s+(?:\w+\s+){0,2}\w+(?:ttua|ttyä|tua|tyä)(?!\w))"
_RECIPIENT = r"(?:sulle|mulle|teille|sinulle|minulle|meille|hänelle|heille|kaikille|(?-i:[A-ZÅÄÖ][\w-]+l(?:le|l))|meiltä|multa|minulta|perille|sähköpostiin|sähköpostilla|sähköpostissa|meiliin|postiin)"

TONGUE = Tongue(
    language="fi",
    verbs=_VERBS,
    commits=(
        pattern(rf"(?<![\w-])(?P<verb>{_I})(?![\w-])"),
        pattern(rf"(?<!\w)(?:mä|minä|mää|mie|me)\s+{_FEW}(?P<verb>{_I_ANY})(?!\w)"),
        pattern(rf"(?<!\w)me\s+{_FEW}(?P<verb>{_PASSIVE})(?!\w)"),
        pattern(
            rf"(?<!\w)(?:tulen|tuun|tullaan|käyn|käydään|menen|meen|mennään|lähden)\s+{_FEW}(?P<verb>{any_of(*_GOING)})(?!\w)"
        ),
        pattern(rf"(?<!\w)(?:lupaan|luvataan|lupaamme|aion|aiomme|aiotaan)\s+{_FEW}(?P<verb>{_INF})(?!\w)"),
        pattern(
            rf"(?<!\w)(?P<verb>{_PASSIVE})(?=\s+(?:\w+\s+){{0,4}}(?:teille|sulle|sinulle|perille|{_RECIPIENT}))(?!\w)"
        ),
    ),
    offers=(
        pattern(
            rf"(?<!\w)(?:voin|voimme|voidaan|pystyn|pystymme|pystytään|ehdin|ehdimme|ehditään|saan|saamme|saadaan)\s+{_FEW}(?P<verb>{_INF})(?!\w)"
        ),
    ),
    receives=(
        pattern(rf"(?<!\w)(?P<verb>saat|saatte|saatteko|saavat)(?!\w){_NOT_INF}{_NOT_DONE}"),
        pattern(
            rf"(?P<who>(?-i:[A-ZÅÄÖ][\w-]+)(?:\s+(?-i:[A-ZÅÄÖ][\w-]+))?(?:\s+ja\s+(?-i:[A-ZÅÄÖ][\w-]+))?|kaikki)\s+(?P<verb>saa|saavat)(?!\w){_NOT_INF}{_NOT_DONE}"
        ),
    ),
    comes=(
        pattern(
            rf"(?P<what>[^.,;:?!]*?)(?:^|(?<=\s))(?P<verb>tulee|tulevat|lähtee|lähtevät|toimitetaan|lähetetään|valmistuu|valmistuvat|saapuu|asennetaan|vaihdetaan)(?=\s+(?:\w+\s+){{0,4}}(?:{_RECIPIENT}))(?!\w)"
        ),
        pattern(rf"(?P<what>[^.,;:?!]*?)(?:^|(?<=\s))(?:{_RECIPIENT})\s+(?P<verb>tulee|tulevat|lähtee|lähtevät)(?!\w)"),
        pattern(
            r"(?P<what>[^.,;:?!]*?)(?:^|(?<=\s))(?P<verb>on|ovat)(?=\s+(?:teillä|sulla|sinulla|sähköpostissa|sun sähköpostissa|perillä|valmis|valmiina|kunnossa|asennettu|(?-i:[A-ZÅÄÖ][\w-]+ll[aä]))(?!\w))"
        ),
    ),
    visits=whole(
        r"paikalle",
        r"paikan päällä",
        r"paikan päälle",
        r"kä(?:yn|y)ti\w*",
        r"vierailu\w*",
        r"asennus\w*",
        r"asennukse\w*",
        r"vaihto",
        r"vaihdo\w+",
        r"huolto\w*",
        r"huollo\w+",
        r"katselmu\w*",
        r"auditoin\w*",
        r"koulutu\w*",
        r"käyttöönot\w*",
        r"teidän luo\w*",
        r"työpaja\w*",
        r"mittau\w+",
    ),
    ask_if=pattern(
        rf"(?<!\w)(?P<verb>lähetänkö|laitanko|toimitanko|teenkö|annanko|varaanko|selvitänkö|tarkistanko|päivitänkö|soitanko|kutsunko|lähetetäänkö|toimitetaanko|tehdäänkö)(?!\w)|(?<!\w)(?:mitä|miten|entä)\s+jos\s+(?:mä|minä|me)\s+(?:\w+\s+)?(?P<verb2>{_I_ANY})(?!\w)"
    ),
    requests=(
        pattern(
            rf"(?<!\w)(?:voitko|voisitko|voitteko|voisitteko|voisiko|voiko|pystyttekö|pystytkö|ehditkö|ehdittekö|viitsitkö|viitsisitkö|saisitko)\s+(?:sä|te|sinä|(?-i:[A-ZÅÄÖ]\w+))?\s*{_FEW}(?P<verb>\w+(?:da|dä|ta|tä|la|lä|aa|ää|ea|eä|ia|iä|oa|öä|ua|yä|na|nä|ra|rä))(?!\w)"
        ),
        pattern(
            r"(?<!\w)(?:saatko|saatteko|saisitko|saisitteko)\s+(?:sä\s+|te\s+)?(?P<verb>\w+(?:ttua|ttyä|tua|tyä))(?!\w)"
        ),
        pattern(
            r"(?:^|[.,]\s*)(?:sä|te)\s+(?P<verb>lähetät|laitat|toimitat|tuot|hoidat|tarkistat|tilaat|lähetätte|laitatte|toimitatte|tuotte|hoidatte)(?!\w)(?=[^.!]*\?)"
        ),
        pattern(
            r"(?<!\w)(?:(?P<verb>saanko|saisinko|saadaanko|saataisko|saataisiinko|saammeko|saisimmeko|saisko|saako|saataisiko|saatasko))(?:\s+(?:mä|me|minä))?"
        ),
        pattern(
            r"(?<!\w)(?P<verb>lähetäthän|laitathan|toimitathan|lähetätkö|laitatko|toimitatko|teetkö|vahvistatko|tarkistatko|selvitätkö|hoidatko|toimitatteko|lähetättekö|laitatteko|teettekö|vahvistatteko|selvitättekö|kerrotko|annatko|annattteko|annatteko)(?:\s+(?:sä|te))?(?!\w)"
        ),
        pattern(rf"(?<!\w)kuka\s+(?:voi\s+|voisi\s+|vois\s+)?(?P<verb>{_THIRD}|{_INF})(?!\w)"),
        pattern(
            r"(?:^|[.,!?]\s*)(?P<verb>lähetä|laita|laittakaa|lähettäkää|toimita|toimittakaa)\s+(?=(?:mulle|meille|vielä|se|sen|ne)\b)"
        ),
    ),
    demands=(
        pattern(
            r"(?<!\w)(?:mä |me |minä )?(?P<verb>tarvitsen|tarvitsisin|tarvitsisimme|tarttisin|tarviisin|tarviin|tarvin|tarvitaan|tarvitsemme|tarvittaisiin|haluaisin nähdä|haluaisin saada|haluaisimme nähdä|haluaisin|haluan nähdä|haluaisimme|haluttais|odotan|odotetaan|pitäis saada|pitäisi saada|täytyis saada)(?!\w)"
        ),
    ),
    when=pattern(
        r"(?<!\w)(?:milloin|koska|mihin mennessä|minä päivänä|millon|kuinka pian|miten pian|mikä aikataulu|mikä päivä)(?!\w)"
    ),
    not_when=whole(
        r"tavataan",
        r"jatketaan",
        r"nähdään",
        r"palaver\w*",
        r"kokou\w*",
        r"tapaami\w*",
        r"puhutaan",
        r"oli",
        r"tuli",
        r"luvattiin",
        r"sovittiin",
        r"viimeksi",
        r"alkoi",
        r"keskustellaan",
        r"seuraava\w*",
    ),
    accepts=starting(
        r"(?:(?:joo|juu|kyllä|no|okei|ok|hyvä|selvä|ilman muuta)\W+){0,2}(?:joo|juu|kyllä|totta kai|tottakai|tietysti|ilman muuta|hoituu|onnistuu|selvä|sopii|järjestyy|hoidan|teen sen|laitan|lähetän|toki|okei|ok|mielellään|mielelläni|ehdottomasti|voin|voidaan|voimme|pystyn|pystytään|saat|saatte|kyllä vaan|hoidetaan|luvataan|lupaan|jep|jeps|eiköhän|käy|minä|mä voin|mä teen|mä hoidan)"
    ),
    refuses=whole(
        r"en",
        r"ei",
        r"emme",
        r"ei pysty\w*",
        r"valitettavasti",
        r"ikävä kyllä",
        r"vaikea\w*",
        r"mahdoton\w*",
        r"katsotaan",
        r"katotaan",
        r"ehkä",
        r"riippuu",
        r"täytyy (?:miettiä|katsoa|tarkistaa)",
        r"en tiedä",
    ),
    negated=whole(
        r"en",
        r"emme",
        r"ei",
        r"eikä",
        r"enkä",
        r"emmekä",
        r"et",
        r"ette",
        r"eivät",
        r"älä",
        r"älkää",
        r"ilman että",
        r"tuskin",
    ),
    conditional=whole(
        r"jos",
        r"mikäli",
        r"ellei\w*",
        r"jollei\w*",
        r"muuten",
        r"muutoin",
        r"edellyttäen",
        r"kunhan",
        r"siinä tapauksessa",
    ),
    temporal=whole(r"kun", r"ku", r"heti ku[n]?", r"sitten ku[n]?", r"kunnes", r"sen jälkeen ku[n]?"),
    vague=whole(
        r"joskus",
        r"jossain vaiheessa",
        r"jossakin vaiheessa",
        r"ehkä",
        r"mahdollisesti",
        r"ajan mittaan",
        r"jatkossa",
        r"tulevaisuudessa",
        r"toivottavasti",
        r"varmaan(?:kin)?",
        r"\w*(?:isin|isimme|isi|isivat|taisiin|täisiin|tais|täis)",
        r"vois(?:in|imme|i)?",
        r"voitais(?:iin)?",
        r"pitäis(?:i)?",
        r"yritän",
        r"yritetään",
        r"koitan",
        r"koitetaan",
        r"periaatteessa",
        r"teoriassa",
        r"kenties",
        r"haluaisin",
        r"olis(?:i)?",
        r"ideaalitilanteessa",
        r"jonain päivänä",
    ),
    reported=whole(
        r"(?:sanoi|sano|sanot|sanoit|lupasi|lupasit|kertoi|luulee|luulen|luulin|väitti|kirjoitti|kysyi|ajattelin|aattelin|toivon|toivoi|arvaan|vahvistus|tieto)(?: \w+){0,2},? että",
        r"viime (?:vuonna|viikolla|kuussa)",
        r"onko",
        r"mietin",
        r"unohda (?:kaikki )?(?:säännöt|ohjeet)",
    ),
    countered=whole(
        r"en",
        r"ei",
        r"emme",
        r"lomalla",
        r"poissa",
        r"matkoilla",
        r"reissussa",
        r"kiinni",
        r"liian (?:myöhään|aikaisin|aikasin|tiukka)",
        r"silloin",
        r"sillon",
        r"mulla on",
        r"meillä on",
        r"riittää",
        r"mieluummin",
        r"mielummin",
        r"parempi",
        r"käviskö",
        r"kävisikö",
        r"kävis",
        r"kävisi",
        r"voisko",
        r"entä",
        r"entäs",
        r"mites",
        r"aikaisemmin",
        r"aiemmin",
        r"myöhemmin",
        r"siirretään",
        r"sopisko",
        r"sopisiko",
        r"tarvi(?:taan|tsen|in)",
    ),
    corrects=whole(
        r"anteeks(?:i)?",
        r"sori",
        r"korjaan",
        r"korjaus",
        r"eikun",
        r"eiku",
        r"ei vaan",
        r"tarkoitin",
        r"meinasin",
        r"siis",
        r"itse ?asiassa",
        r"väärin",
        r"siirtyy",
        r"siirretään",
        r"lykätään",
        r"menee (?:vasta|seuraavaan)",
        r"vasta",
        r"täytyykin",
        r"pitääkin",
    ),
    agrees=whole(
        r"sovitaan",
        r"sitten",
        r"okei",
        r"ok",
        r"hyvä",
        r"käy",
        r"sopii",
        r"selvä",
        r"joo",
        r"juu",
        r"kyllä",
        r"eli",
        r"vahvistettu",
        r"onnistuu",
        r"pidetään",
        r"loistavaa",
        r"mainiota",
        r"se on sovittu",
        r"sovittu",
        r"laitetaan",
        r"otetaan",
        r"tehdään",
        r"passaa",
        r"toimii",
        r"mennään sillä",
    ),
    meeting=whole(
        r"palaver\w*",
        r"kokou\w*",
        r"tapaami\w*",
        r"jatketaan",
        r"tavataan",
        r"nähdään\w*",
        r"nähtäis\w*",
        r"tavataan\w*",
        r"tavattais\w*",
        r"kello",
        r"klo",
        r"seuraava (?:kerta|palaveri|kokous|tapaaminen)",
        r"ehdott?aisin",
        r"ehdotan",
        r"jatkopalaveri\w*",
    ),
    copy=whole(r"kopio\w*", r"cc", r"jakelu\w*"),
    boundary=pattern(
        r"(?!(?<=\d)[,.:–]\d)[,;:.!?–—]|\s-\s|\s(?:että|niin|ni|koska|joka|jotka|jonka|joita|jossa|kun|ku|jos|mutta|vaan|jotta|ennen ku[in]*|sen jälkeen|ja\s+(?:mä|me|sä|te|minä|hän|sitten|vastaan|palaan|lähetän|laitan|soitan|ilmoitan|katsotaan|kerron)|niin kuin|kuten|jolloin|sitten|siitä lähtien)(?!\w)"
    ),
    lead=pattern(
        r"^(?:\s*(?:(?-i:[A-ZÅÄÖ][\w-]+(?:lle|lta|ltä))|(?-i:[A-ZÅÄÖ])[\w-]+(?=\s+(?:sulta|teiltä|multa|sulle|teille)\s)|sit|semmosen|sellasen|semmoset|yhden|sun|siihen|mä|sulle|mulle|teille|multa|minulta|meiltä|sulta|teiltä|teillä|sinulle|minulle|meille|hänelle|heille|kaikille|mä|me|minä|sä|te|myös|kanssa|vielä|sitten|nyt|heti|itse|toki|vaan|vain|ihan|jo|ainakin|siis|eli|joo|juu|kyllä|no|ja|mutta|takaisin|tästä|siitä|siihen|kirjallisena|kirjallisesti|sähköpostilla|sähköpostitse|meilillä|tietysti|varmasti|lisäksi|molemmat|teidän sähköpostiin|asiaan|okei|hyvä|selvä|saman tien)(?=\s|$|,)(?:,)?)+"
    ),
    tail=pattern(
        r"(?:\s+(?:multa|minulta|meiltä|sulta|tulemaan|sulle|mulle|teille|sinulle|minulle|meille|hänelle|heille|kaikille|myös|kanssa|vielä|sitten|nyt|heti|itse|toki|vaan|vain|perille|sähköpostiin|sähköpostilla|sähköpostitse|meilillä|mukaan|valmiiksi|kuntoon|mennessä|viimeistään|pian|takaisin|tänne|sinne|siihen|saman tien|kirjallisena|kirjallisesti|ja|tai|se|sen|tuota|klo|kello|aikana|asti|aamulla|iltapäivällä|aamupäivällä|illalla|nähtäväksi|kommentoitavaksi|silloin|sillon|läpi|eteenpäin|jo|mä|me|minä|sä|on|ovat|noin|siis))+\s*$"
    ),
    day_before=pattern(
        r"(?:(?<!\w)(?:viimeistään|jo|vasta|noin|ennen|heti|siis|eli|tämän|tän|ensi|seuraavan|lopussa|alussa|puolivälissä|loppuun|alkaen|tulevana|nyt|jälkeen|asti|päivänä)\s+)+$"
    ),
    day_after=pattern(
        r"^\s*(?:mennessä|viimeistään|aikana|asti|aamulla|aamuksi|aamupäivällä|iltapäivällä|iltapäiväksi|illalla|loppuun|puolella|alkaen|päivä(?:nä|ksi)?|eli|jälkeen|kuluessa|sisällä)\b"
    ),
    pronoun=whole(
        r"sen",
        r"se",
        r"ne",
        r"niitä",
        r"sitä",
        r"tän",
        r"tämän",
        r"tään",
        r"tää",
        r"tätä",
        r"nämä",
        r"nää",
        r"saman",
        r"samat",
        r"samaa",
        r"sellaisen",
        r"semmosen",
        r"jotain",
        r"jonkun",
        r"kaikki",
        r"kaiken",
        r"molemmat",
        r"niin",
        r"tuon",
        r"ton",
        r"tota",
        r"noi",
        r"nuo",
        r"loput",
        r"sellaiset",
        r"ne kaikki",
        r"yhden",
        r"mitä",
    ),
    thing=whole(
        r"(?:\w+ )?\w*(?:raport(?:ti|in|tia|it|teja)|lista(?:n|a|t|us|uksen)?|listoja|tarjou(?:s|ksen|sta|kset)|tarjouksia|ehdotu(?:s|ksen|sta|kset)|esity(?:s|ksen|stä)|pohja(?:n|a)?|hinnasto(?:n|a|t)?|ennuste(?:en|tta|et)?|loki(?:t|tiedot|n)?|lokeja|data(?:n|a)?|luvut|lukuja|tiedot|tietoja|aikataulu(?:n|a|t)?|suunnitelma(?:n|a|t)?|sopimu(?:s|ksen|sta)|luonno(?:s|ksen|sta)|hyvityslasku(?:n|a)?|lasku(?:n|a|t)?|laskelma(?:n|a|t)?|kutsu(?:n|a|t)?|linkki|linkin|yhteenve(?:to|don)|muistio(?:n|ta)?|päätö(?:s|ksen|stä)|vastau(?:s|ksen|sta)|kommentit|palau(?:te|tteen)|näyte|näytteen|näytteet|piirustu(?:s|ksen|kset)|dokument(?:ti|in|it)|todistu(?:s|ksen)|vaihtoehdo(?:t|n)|vaihtoehto(?:a)?|arvio(?:n|ta)?|tilau(?:s|ksen|sta)|vahvistu(?:s|ksen|sta)|ehdot|analyysi(?:n|ä|t)?|taulukko|taulukon|tiedosto(?:n|t)?|kuva(?:t|n)|tulokset|kriteerit|speksi(?:t|n)|määrä(?:t|ä)|varaosa(?:t|n)|osat|budjetti\w*|budjetin|referenssi(?:t|n|ä)|materiaali(?:t|n|a)?|selvity(?:s|ksen|stä)|resurssi(?:t|n)|käyttöohje(?:et|en)?)(?:kin|kaan|han)?"
    ),
    topics=(
        pattern(
            r"(?<!\w)(?:velkaa(?: (?:teille|sulle|meille|mulle))?|tarvitsen|tarviin|tarvitaan|tarvitsemme|haluaisin|haluaa nähdä|haluan nähdä|odotan|odotettu|saanko(?: mä| me)?|saisinko(?: mä)?|saadaanko(?: me)?|luvattiin|lupasit|lupasin|entä(?:s)?(?!\s+jos)|puuttuu|koskien|lähettää(?: teille| sulle| mulle| meille)?|toimittaa|tehdä|antaa|laittaa)\s+(?=\w)"
        ),
        pattern(r"(?<!\w)(?:missä on|milloin (?:me |mä )?(?:saadaan|saan|tulee)|koska (?:saadaan|saan|tulee))\s+"),
        pattern(r"^\W*(?:ja|no|sitten|entä|entäs|mites|miten|mutta)\s+(?=(?:se|ne|sen|toi|tuo)\s)"),
    ),
    determiners=pattern(
        r"^(?:(?:sen|se|ne|sitä|niitä|sun|mun|teidän|meidän|minun|sinun|hänen|tämän|tän|tään|tää|tuon|ton|toi|tuo|se|jonkun|joku|nämä|nää|noi|nuo|niiden|siitä|ihan|vähän|saman|kaikki|oma|oman|omat)\s+)+"
    ),
    preposition=whole(
        r"\w{3,}(?:sta|stä|ssa|ssä|lla|llä|lta|ltä|lle|iin|oon|aan|ään|uun|yyn|öön|ksi)",
        r"varten",
        r"mukaan",
        r"kanssa",
        r"ilman",
        r"koskien",
        r"sisältäen",
        r"mukana",
    ),
    recap=whole(
        r"kertaan(?:ko|pa)?",
        r"kerrataan(?:ko|ks|s|pa)?",
        r"yhteenvetona",
        r"yhteenveto",
        r"vedetään yhteen",
        r"vedän yhteen",
        r"kertaus",
        r"vielä kertauksena",
        r"mitä sovittiin",
        r"sovitut asiat",
        r"käydään läpi (?:vielä )?(?:mitä|sovitut|toimenpiteet)",
        r"käyn (?:vielä )?läpi",
        r"toimenpiteet",
        r"tehtävälista\w*",
        r"kuka tekee mitä",
        r"summataan",
        r"summaan",
        r"luen (?:vielä )?(?:läpi|takaisin)",
    ),
    myself=starting(
        r"(?:minä|mä|mie|multa|minulta|minun|mun osalta|minun osaltani|itse)(?=\s*[:,–-])",
        r"(?:minä|mä) (?:lähetän|laitan|teen|toimitan|annan|hoidan|vahvistan)",
    ),
    owing=starting(r"(?:ja )?(?:mä|minä|me) (?:oon|olen|ollaan|olemme) velkaa"),
    of_them=starting(r"(?:ja )?(?:teiltä|teidän puolelta)(?:\s*[:,–-])?", r"te(?=\s*:)"),
    of_us=starting(r"(?:ja )?(?:meiltä|meidän puolelta)(?:\s*[:,–-])?", r"me(?=\s*:)"),
    bookings=whole(r"palaver\w*", r"kokou\w*", r"kutsu\w*", r"tapaami\w*", r"kalenterikutsu\w*", r"aika(?:a|n)?"),
    joined=pattern(r"^\s*(?:,\s*)?(?:ja|sekä|sitten)\s+"),
    reply="vastaus",
    invitation="kutsu",
    call="soitto",
    visit="käynti",
    ands=pattern(r"^\W*(?:(?:ja|sekä|sitten|lisäksi|vielä|myös|lopuksi|eli|,)\s+)*"),
    third=pattern(
        rf"^\s+(?:taas\s+|sitten\s+|myös\s+)?(?:lupasi\s+|lupaa\s+|aikoo\s+)?(?P<verb>{any_of(_THIRD, _INF)})(?!\w)"
    ),
)
