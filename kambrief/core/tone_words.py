"""Words that decide what of a model's proposals is taken, in four languages. Data, not wording: never printed.

What a follow-up never holds (superlatives, sales words, rivals, the recording), what addresses a machine instead of a
person, and what makes a sentence no promise (a wish, a condition, a refusal) or an acceptance. Source: domain facts,
§3.1 and I9.
"""

import re

from kambrief.core.lexicon import stems, whole

SUPERLATIVE = whole(
    "best", "greatest", "fantastic", "amazing", "awesome", "excellent", "outstanding", "perfect", "wonderful",
    "incredible", "superb", "unbeatable", "unique", "brilliant", "fabulous",
    "paras", "parhaan", "parhaat", "parhaiden", "parasta", "loistava", "loistavaa", "loistavan", "mahtava", "mahtavaa",
    "upea", "upeaa", "erinomainen", "erinomaista", "fantastinen", "fantastista", "ainutlaatuinen", "ainutlaatuista",
    "täydellinen", "täydellistä", "huikea", "huikeaa", "ylivertainen", "ylivertaista",
    "bäst", "bästa", "fantastisk", "fantastiskt", "fantastiska", "utmärkt", "utmärkta", "enastående", "perfekt",
    "perfekta", "underbar", "underbart", "unik", "unikt", "unika", "oslagbar", "oslagbart", "strålande", "suverän",
    "suveränt", r"beste[nrms]?", r"hervorragend\w*", r"fantastisch\w*", r"ausgezeichnet\w*", r"einzigartig\w*",
    r"großartig\w*", r"exzellent\w*", r"wunderbar\w*", r"unschlagbar\w*",
)  # fmt: skip
"""Closings (``Best regards``, ``Bästa hälsningar``) are the floor's and are not checked."""

SALES = stems(
    "synerg", "win-win", "game.?chang", "world.?class", "cutting.?edge", "state.of.the.art", "leverag", "empower",
    "next.level", "unlock", "seamless", "value.add", "added value", "holistic", "delight", "excited", "thrilled",
    "look forward to a long", "best.in.class", "partner of choice",
    "lisäarvo", "huippuluok", "maailmanluok", "ainutkertai", "vallankumou", "kokonaisvaltai", "innoissa",
    "mervärde", "världsklass", "banbrytande", "helhetslösning", "sömlös", "glädjande",
    "mehrwert", "weltklasse", "spitzenklasse", "bahnbrechend", "ganzheitlich", "nahtlos", "begeister",
    "maßgeschneidert",
)  # fmt: skip

RECORDING = stems(
    "recorded", "recording", "transcri", "tallenn", "tallente", "nauhoit", "litteroi", "tekstity", "inspelning",
    "spelade in", "spelats in", "transkri", "aufgezeichnet", "aufzeichnung", "mitschnitt", "mitgeschnitten",
)  # fmt: skip
"""Of the call: a text never speaks of it. ``recording`` of a fault's log is lost with it, which does no harm."""

RIVAL = stems(
    "competitor", "competing", "rival", "another offer", "other offer", "second offer", "other bid", "another bid",
    "other supplier", "other vendor", "another supplier", "another vendor", "other quote", "another quote", "cheaper",
    "lower price elsewhere", "kilpail", "toinen tarjous", "toisen tarjou", "toista tarjou", "toiseen tarjou",
    "toinen toimittaja", "toisen toimittaja", "toiselta toimittaja", "muut tarjou", "muiden tarjou", "muita tarjou",
    "halvem", "edullisem", "konkurrent", "annat erbjudande", "andra erbjudande", "annan leverantör", "andra leverantör",
    "annan offert", "andra offert", "ett annat anbud", "billigar", "wettbewerb", "mitbewerb", "konkurrenz",
    "anderes angebot", "anderen angebot", "andere angebot", "zweites angebot", "zweiten angebot", "anderer anbieter",
    "anderen anbieter", "andere anbieter", "günstiger", "vergleichsangebot", "gegenangebot",
)  # fmt: skip
"""Talk of rivals and their offers: stays out of what a customer reads."""

MACHINE = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,30}\b(?:instructions?|rules?|prompt|above|previous|everything)\b|"
    r"\b(?:note|instructions?|message|reminder|memo) (?:to|for) (?:the |an? )?(?:ai|assistant|language model|"
    r"llm|bot|model|"
    r"system|note.?taker)\b|\b(?:dear |hey |ok |hello )?(?:ai|assistant|chatbot|chatgpt|copilot|"
    r"language model|llm)\s*[,:]|"
    r"\bsystem[ _]?(?:prompt|message)\b|\bautomated \w+ systems?\b|\byou are (?:now )?(?:an? )?(?:ai|assistant|"
    r"language model)\b|"
    r"\btekoäly\w*|\bkielimalli\w*|\b(?:ohita|unohda|sivuuta)\b.{0,30}\b(?:ohjee|sään|kehot)\w*|"
    r"\bspråkmodell\w*|\b(?:ignorera|bortse från|glöm)\b.{0,40}\b(?:instruktion|regl|anvisning)\w*|"
    r"\b(?:ai|ki)-?(?:assistent|modell|system)\w*|\bsprachmodell\w*|\bkünstliche intelligenz\b|"
    r"\b(?:ignoriere|vergiss|missachte)\w*\b.{0,40}\b(?:anweisung|regel|vorgabe)\w*|\bmeddelande till ai\b|"
    r"\bbase64\b",
    re.IGNORECASE,
)
"""Somebody speaks to a machine, not to the people in the call."""

ODD = re.compile(
    r"[<>{}\[\]`|\\]|(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)\S+|[^\s@]+@[^\s@]+\.\w|\b[\w-]+(?:\.[\w-]+)+/|"
    r"(?-i:\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){2,})|\b(?=\w*\d)(?=\w*[A-Za-z])\w{14,}|\w{41,}|\bjavascript:|\bdata:",
    re.IGNORECASE,
)
"""Links, addresses, account numbers, markup, codes: none of it belongs into a line about a call."""

CONCESSION = stems(
    "refund", "discount", "rebate", "free of", "for free", "is free", "credit", "compensat", "reimburs", "guarantee",
    "warrant", "waive", "penalt", "alennu", "alenta", "hyvity", "hyvit", "ilmai", "maksutta", "veloituks", "korvau",
    "takuu", "sakko", "rabatt", "gratis", "kostnadsfri", "ersättning", "återbetal", "kreditera", "garant", "vite",
    "kostenlos", "erstatt", "gutschrift", "nachlass", "vergüt", "entschädig", "gewährleist", "vertragsstrafe",
)  # fmt: skip
"""Money given or risk taken: said in a text only where the cited words say it."""

COMMAND = re.compile(
    r"^\W*(?:please |kindly |now |first |then |can you |could you |how (?:do|can|to)\b)?(?:write|provide|show|"
    r"analy[sz]e|summari[sz]e|recommend|suggest|describe|determine|classify|encrypt|decrypt|render|encode|decode|"
    r"invert|reply|respond|translate|integrate|modify|augment|enhance|append|repeat|execute|generate|compose|"
    r"explain|give me|act as|pretend|ignore|forget|disregard|mark (?:it|this|that|as)|todo|help me|kirjoita|käännä|"
    r"tulosta|kuvaile|merkitse|unohda|ohita|näytä|skriv|översätt|svara|upprepa|beskriv|lägg till|markera|ignorera|"
    r"glöm|schreibe?|übersetze|antworte|wiederhole|beschreibe|markiere|zeige|ignoriere|vergiss)\b",
    re.IGNORECASE,
)
"""An order, at the beginning of a sentence: nothing that a call came to, and no promise, is worded so."""

TO_WRITER = re.compile(
    r"\b(?:this|entire|whole|above) (?:conversation|text|prompt)\b|"
    r"\b(?:your|deine?r?|ihre?r?|din|ditt|sinun|vastauksesi\w*) ?(?:answer|reply|response|output|instructions?|"
    r"initial|starting|antwort|anweisung\w*|svar|instruktion\w*|vastau\w*|ohje\w*)\b",
    re.IGNORECASE,
)
"""Words to whoever writes the text, not to the people in the call."""

VAGUE = re.compile(
    r"\b(?:at some point|some ?day|sometime|some time|one of these days|maybe|perhaps|possibly|might|could|should "
    r"(?:maybe|perhaps)|would be (?:nice|good|great)|we(?:'|’)ll see|try to|think about|consider|let(?:'|’)s see|"
    r"joskus|jossain vaiheessa|ehkä|mahdollisesti|vois(?:i|in|it|imme)?\w*|pitäis\w*|\w+t(?:ai|äi)s(?:iin)?|"
    r"voitas|(?!takaisin)\w{3,}isi(?:n|mme|tte|vat)|kannattais\w*|"
    r"olis(?:i)? (?:hyvä|kiva)|"
    r"kats(?:ota|otaa)n|katotaan|mietitään|harkit\w+|yrit(?:än|ämme|etään)|"
    r"någon gång|framöver|så småningom|kanske|möjligen|eventuellt|skulle kunna|borde|vi får se|vi ser|fundera|"
    r"överväg\w*|"
    r"försöker?|irgendwann|vielleicht|eventuell|möglicherweise|mal sehen|schauen wir mal|könnten?|"
    r"sollten? (?:mal|wir)|"
    r"überlegen|versuche?n?|bei gelegenheit)\b",
    re.IGNORECASE,
)
"""A wish or an intention without force, where it stands in the words that are to be a promise."""

CONDITION = re.compile(
    r"^\W*(?:if|unless|provided|as long as|should you|jos|mikäli|ellei|kunhan|ifall|såvida|förutsatt|wenn|falls|"
    r"sofern|sollte|om(?! (?:en|ett|två|tre|fyra|fem|sex|\d+) (?:vecka|veckor|dag|dagar|månad|månader|timm\w+)))\b|"
    r"(?<!check)(?<!see)(?<!ask)(?<!know)(?<!katson)(?<!selvitän),?\s+(?:if|unless|jos|mikäli|ellei|ifall|såvida|"
    r"falls|"
    r"sofern)\b",
    re.IGNORECASE,
)
"""The act hangs on something. ``I'll check if`` asks, and hangs on nothing."""

REFUSAL = re.compile(
    r"\b(?:can(?:'|’)?t promise|cannot promise|can not promise|won(?:'|’)t be able|not able to|can(?:'|’)t|cannot|"
    r"i(?:'|’)m not going to|no promises|won(?:'|’)t|will not|"
    r"en (?:voi|lupaa|pysty|ehdi|aio|saa)|emme (?:voi|lupaa|pysty|ehdi|aio|saa)|ei (?:voida|luvata|pystytä|"
    r"onnistu|ehdi\w*|"
    r"kannata)|kan inte|kan tyvärr inte|lovar inte|hinner inte|får inte|går inte|"
    r"kann (?:\w+ ){0,3}nicht|können (?:\w+ ){0,3}nicht|verspreche (?:\w+ ){0,3}nicht|keine zusage|"
    r"schaffe (?:\w+ ){0,3}nicht|"
    r"werde(?:n)? (?:\w+ ){0,3}nicht)\b",
    re.IGNORECASE,
)

ACCEPT = re.compile(
    r"^\W*(?:yes|yep|yeah|sure|ok(?:ay)?|agreed|fine|works|will do|of course|correct|exactly|confirmed|right|done|"
    r"absolutely|no problem|you(?:'|’)ll (?:have|get)|i(?:'|’)ll|i will|i can|that works|good|"
    r"joo|kyllä|juu|jep|sopii|selvä|käy|totta kai|tietysti|onnistuu|hyvä|ok|oikein|juuri noin|pidetään|lupaan|"
    r"saat\w*|laitan|"
    r"ja|japp|visst|absolut|javisst|stämmer|okej|självklart|det går bra|gärna|precis|bra|det gör jag|"
    r"jawohl|klar|gern(?:e)?|genau|richtig|einverstanden|passt|gut|selbstverständlich|in ordnung|mache ich|"
    r"machen wir)\b",
    re.IGNORECASE,
)
"""How somebody takes on what was put to them, at the beginning of what they say."""

ACT = re.compile(
    r"\b(?:i|we)(?:'|’)ll\b|\b(?:i|we) (?:will|shall|promise|commit|guarantee|undertake)\b|\b(?:i(?:'|’)m|"
    r"we(?:'|’)re|am|are) "
    r"going to\b|\byou(?:'|’)ll (?:have|get|receive)\b|\byou will (?:have|get|receive)\b|\bit will be\b|"
    r"\b(?:lähetä|laita|toimita|teh?e|vahvista|lupaa|selvitä|tarkista|vastaa|palaa|hoida|tuo|vie|vaihda|"
    r"korjaa|valmistele|"
    r"sovi|järjestä|soita|kutsu|kirjaa|otta|varmista|jäädytä|alenna|hyvitä|korvaa|maksa|takaa|sitoudu)(?:n|"
    r"mme)\b|\bteen\b|"
    r"\botan\b|\bsaat(?:te)?\b|"
    r"\b(?:jag|vi) (?:skickar|sänder|lovar|ska|kommer att|levererar|gör|bekräftar|återkommer|ordnar|fixar|"
    r"svarar|byter|"
    r"garanterar|ersätter|betalar|sänker|fryser)\b|\b(?:ni|du) får\b|"
    r"\b(?:ich|wir) (?:schicke|sende|verspreche|werde|liefere|mache|bestätige|melde|kläre|prüfe|übernehme|"
    r"garantiere|erstatte|"
    r"zahle|senke)n?\b|\bsie (?:bekommen|erhalten)\b",
    re.IGNORECASE,
)
"""A sentence of ours that takes on an act: in a follow-up it needs the promise it speaks of."""

TAKING = {
    "en": re.compile(
        r"\b(?:i|we)(?:'|’)(?:ll|d|m|re)\b|\blet me\b|\b(?:on|leave it to) (?:me|us)\b|"
        r"\b(?:i|we)\s+(?:can|owe|have to|need to|am|are|do|take|send|bring|get|give|make|come|handle|check|fix|"
        r"prepare|arrange|call|book|share|draft|confirm|write|ask|look|see|pick|put|follow|go)\b",
        re.IGNORECASE,
    ),
    "fi": re.compile(
        r"\b(?:mä|minä|me)\b(?:\W+\w+){0,3}?\W+\w{2,}(?:n|mme|taan|tään|daan|dään)\b|"
        r"(?:^|[.!?,:]\s*|\b(?:ja|joo|ok|no|sit|sitten|niin|kyllä)\s+)\w{2,}(?:n|mme|taan|tään|daan|dään)\b",
        re.IGNORECASE,
    ),
    "sv": re.compile(r"\b(?:jag|vi) (?:\w+ )?(?:\w+r|ska|kan)\b|\b(?:\w+r|ska|kan) (?:jag|vi)\b", re.IGNORECASE),
    "de": re.compile(
        r"\b(?:ich|wir) (?:\w+ )?(?:\w+(?:e|en|n)|kann|will|muss)\b|\b(?:\w+(?:e|en|n)|kann|muss) (?:ich|wir)\b",
        re.IGNORECASE,
    ),
}
"""Somebody speaks of what they do: the least that words must hold to take something on, where nobody asked for it and
no day is named.
"""

OPENING = frozenset(
    (  # noqa: SIM905 - a table to read
        "kiitos kiitokset viestinne viestisi sovimme sovittu kävimme keskustelu keskustelussa puhuimme teille "
        "teidän meidän seuraavaksi ymmärrän ymmärrämme huomasimme päätös aikataulu tärkeintä ensin "
        "pahoittelen pahoittelemme myöhästyminen thanks thank you your our we agreed understood noted first "
        "next decision summary sorry i it the this that both tack ert er vårt vår vi kom överens förstår "
        "först nästa beslut sammanfattning beklagar jag det den detta vielen danke dank ihre ihr unser unsere "
        "wir vereinbart verstanden zuerst nächste entscheidung zusammenfassung entschuldigung ich es das der "
        "die dies "
    ).split()
)
"""Words that may begin a sentence of a follow-up and name nobody."""

FRAMING = stems(
    "weigh", "share(?!h|d)", "compar", "criteri", "total", "altogether", "current", "reason", "remain", "important",
    "paino", "osuu", "vertailu", "kriteer", "yhteensä", "nykyi", "syy(?!sk)", "johtu", "loput", "loppuosa", "tärke",
    "ratkais", "järjesty", "vikt", "andel", "jämför", "kriteri", "sammanlag", "nuvarande", "orsak", "beror", "återst",
    "viktig", "gewicht", "anteil", "vergleich", "insgesamt", "derzeit", "grund(?!s)", "ursache", "übrig", "wichtig",
    "reihenfolge",
)  # fmt: skip
"""Words that frame what was said in a short sentence (``the price weighs 50 in the comparison``): they need not have
been said themselves.
"""
