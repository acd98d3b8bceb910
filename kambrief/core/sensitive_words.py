"""What `core.sensitive` looks for, in Finnish, English, Swedish and German. Data, not wording: nothing of it is printed.

Each word belongs to one of three kinds. *Plain* words are private whoever says them (a sick leave, a divorce). *Of a
person* words are private once the sentence speaks of somebody, and business otherwise (cancer is an illness, and what a
customer's devices treat). *Business* words are taken away first: a hospital is a customer like any other, sheets are
cut, water is treated, and a subsidiary is called a daughter.
"""

import re

from kambrief.core.lexicon import stems, whole

BUSINESS = re.compile(
    r"(?<!\w)(?:"
    # Finnish: institutions, machines and figures of speech
    r"sairaala(?!ssa\b|an\b)\w*|sairaanhoit\w*|sairausvakuutu\w*|"
    r"syöpä(?:kesku|sääti|järjest|yhdisty|tutkimu)\w*|leikkaus(?:osasto|sali|lin|kon|terä|yksik|jät|työ|pöy|palvelu)\w*|"
    r"(?:laser|plasma|vesi|polttovesi|kustannus|budjetti|meno|hinta|palkka|levyn)leikkau\w*|"
    r"vika\w*diagno\w*|lääkäri(?:asem|kesku|palvelu|talo)\w*|lasten(?!sa)\w*|lapsi(?:perhe|luk)\w*|"
    r"(?:markkina|toimitu|tuotan|kysyn|talou|myyn|linja|yhtiö|yrity)\w* (?:\w+ )?toipu\w*|"
    # English
    r"(?:children|women|mothers)['’]?s? (?:hospital|clinic|ward|wear|wing)\w*|child[ -](?:seat|safety|lock|proof)\w*|"
    r"(?:cancer|depression|burn|stroke|diabetes|allergy|maternity|surgery|trauma|pain|rehab\w*|mental health) "
    r"(?:cent(?:re|er)|clinic|unit|ward|hospital|department|research|institute|foundation|device|wing|programme)s?|"
    r"(?:water|heat|surface|waste\w*|sewage|wood|effluent|air|steam) treatment|(?:piston|compressor|engine|full|four-) ?stroke|"
    r"doctor blade\w*|ill-\w+|depressed (?:market|demand|price|sale|volume|level)\w*|"
    r"(?:market|demand|price|sale|volume|sector|econom)\w* (?:\w+ ){1,2}depressed|mother(?:board| company)\w*|"
    r"daughter compan\w+|motor burn-?out|mortgage (?:portfolio|product|process|platform|system|business|bank)\w*|"
    r"political risk\w*|church (?:roof|hall|building|organ)\w*|"
    r"maternity (?:wear|clothing|range)|wedding (?:venue|season|hall|business|package|guest|cake|fair)s?|funeral (?:home|director)s?|"
    # Swedish
    r"(?<!på )sjukhus\w*|sjukvård\w*|sjukförsäkring\w*|cancer(?:centrum|fond|forskning|avdelning)\w*|barn(?:sjukhus|klinik)\w*|"
    r"operations(?:sal|avdelning|bord)\w*|dotterbolag\w*|moderbolag\w*|bolånebank\w*|begravningsbyrå\w*|"
    # German
    r"krankenhaus(?:es|träger|gesellschaft|gruppe|verbund|technik)\w*|krankenhäuser\w*|krankenkasse\w*|krankenversicher\w*|"
    r"krankentransport\w*|krebs(?:zentrum|forschung|hilfe)\w*|kinder(?:klinik|krankenhaus|garten|sitz)\w*|"
    r"tochter(?:gesellschaft|firma|unternehmen)\w*|muttergesellschaft\w*|operations(?:saal|säle|tisch)\w*|reha-?(?:klinik|zentrum)\w*"
    r")",
    re.IGNORECASE,
)

ILLNESS = stems(
    "saira(?:us|s)lom", "sairastu", "sairastel", "sairaspoissa", "toipumislom", "työuupumu", "loppuunpala", "aivoinfark",
    "sydäninfark", "sydänkohtau", "aivohalvau", "keskenmeno", "sytostaat", "sädehoido", "mielenterveysongelm",
    "työkyvyttömyyseläk", "(?:polvi|selkä|sydän|lonkka|silmä|olkapää|sappi|kaihi|ohitus|nivel|tyrä|syöpä|aivo)leikkau",
    "sick(?: |-)?(?:leave|note|day|pay)", "(?:off|out|call\\w*(?: in)?|on) sick\\b", "heart attack", "miscarriage",
    "chemo", "nervous breakdown", "mental breakdown", "disability pension", "hospitali[sz]ed", "cancer diagnosis",
    "(?:knee|hip|back|heart|eye|shoulder|bypass|brain) (?:surgery|operation)",
    "sjukskriv", "sjukledig", "sjukpenning", "sjukanmäl", "cellgift", "strålbehandl", "hjärtinfarkt", "utmattningss", "missfall",
    "(?:knä|höft|rygg|hjärt|ögon|axel)operation", "sjuk(?:dom|a) (?:barn|mamma|pappa)",
    "krankgeschrieben", "krankschreib", "krankmeld", "krankgemeldet", "arbeitsunfähig", "erkrankt", "herzinfarkt", "schlaganfall",
    "fehlgeburt", "krebs(?:erkrank|diagnose|therapie)", "(?:knie|hüft|rücken|herz|augen|schulter)(?:-?op\\b|operation)",
)  # fmt: skip
"""Plain: an illness that somebody has."""

HEALTH_OF_A_PERSON = stems(
    # Finnish
    "sairas\\b", "sairaana\\b", "sairaaksi\\b", "sairau(?:s|d|t)", "sairasta", "(?:on|oli|olla|olevan|ollut|makaa|makasi|olen|olin) (?:\\w+ ){0,3}sairaalassa\\b",
    "(?:joutu|vie|meni|menee|jäi|jää|pääty|kiidät)\\w* (?:\\w+ ){0,2}sairaalaan\\b", "sairaalaan (?:joutu|vie|meni|jäi)", "leikkau(?:kseen|ksessa|s)\\b",
    "leikkauksensa", "leikkauksesta (?:toipu|kotiu)", "toipu(?:u|a|mi|nut|massa|essa)", "syö(?:pä|vän|pää|pään|västä|vän)\\b",
    "syöpähoi", "masennu(?:s|kse|sta)", "masentun", "uupumu", "uupunut", "burn-?out", "lääkäri(?:ssä|in|llä|ltä)\\b",
    "hoido(?:issa|ista)\\b", "(?:joutu|pääs|hakeutu)\\w* hoitoon", "(?:fysio|psyko)?terapia(?:ssa|an)\\b", "(?:sai|saanut) \\w* ?diagnoosi",
    "diagnosoit", "flunssa", "kuumee(?:ssa|n)\\b", "influenssassa", "koronassa", "migreeni", "diabe(?:etikko|tes)", "astma",
    "allergi", "(?:jalkansa|kätensä|selkänsä|polvensa|ranteensa|olkapäänsä)\\b", "loukkasi itsensä", "alkoholi(?:ongelm|sti)",
    "juo liikaa", "päihde", "kuntoutukse(?:ssa|en)\\b", "pyörätuoli", "kuolemansairas", "vammautu",
    "toipila", "tähysty", "lääkity", "selkäki", "psyyk", "psykia", "kaksisuuntai", "skitsofren", "epileps", "dementi", "alzheimer",
    "parkinson", "adhd\\b", "autis[mt]", "bipolar", "hiv\\b", "ms-tau", "joi (?:\\w+ )?(?:liikaa|liian)",
    # English
    "sick\\b(?! of\\b)", "illness", "ill\\b", "unwell\\b", "disease", "surgery", "(?:had|having|has|after|before|for|undergo\\w*) an operation",
    "operation on (?:his|her|my|the) ", "operated on\\b", "(?:his|her|my) operation", "cancer\\b", "tumou?r", "depression\\b",
    "depress(?:ed|ive)\\b", "burn(?:ed|t)[ -]out", "anxiety", "panic attack", "(?:had|has|suffered|after|from) (?:a|his|her) stroke\\b",
    "(?:in|to|into|from|out of) hospital\\b", "(?:is|was|been|still|are|were) (?:\\w+ ){0,2}in (?:the|a) hospital\\b",
    "(?:went|go|goes|going|taken|rushed|admitted|brought) (?:\\w+ )?(?:in)?to (?:the|a) hospital\\b",
    "(?:see|sees|saw|seeing|at|to) (?:a|his|her|my|the) doctor", "doctor['’]s (?:appointment|orders?|note)", "diagnosed with",
    "(?:medical|undergo\\w*|in|under|cancer) treatment", "recover\\w* from (?:an? |his |her |the |my )?(?:surgery|operation|illness|"
    "flu|covid|accident|injury|stroke|breakdown|fall)", "flu\\b", "(?:has|had|got|have|with) covid", "injured",
    "br(?:oke|oken) (?:his|her|my|a) ", "migraine", "diabet", "asthma", "allerg", "(?:off|away|out) with (?:stress|a |the flu|flu|his|her)",
    "(?:hip|knee) replacement", "medication\\b", "(?:back|chest|neck) pain", "psychiat", "psycholog", "mental(?:ly)? (?:health|ill)",
    "therap(?:y|ist)\\b(?! (?:device|equipment|unit|room|product|cent))", "rehab\\b", "alcoholi",
    "drinking problem", "addict", "wheelchair", "disabilit",
    # Swedish
    "sjuk(?:t|a)?\\b", "sjukdom", "cancern\\b", "cancerdiagnos", "mår (?:dåligt|psykiskt)", "psykisk", "ryggont", "ont i ",
    "opere?ra(?:s|d|ts|des)\\b", "(?:hennes|hans|min|sin|en) operation", "läkar(?:besök|intyg)",
    "(?:till|hos) läkare", "(?:ligger|låg|är|var|hamnade|kom|in|lagd) (?:\\w+ ){0,2}på sjukhus", "utbränd", "utmattad", "deprimer", "diagnos(?:en|tiserad)", "behandlas för",
    "feber\\b", "förkyld", "influensa\\b", "migrän", "bröt (?:benet|armen|foten)", "rullstol",
    # German
    "krank\\b", "krankheit", "erkrank", "(?:an|hat) krebs\\b", "(?:wird|wurde) (?:\\w+ ){0,3}operiert", "operiert w[ou]rden?",
    "(?:sein|ihr|mein|ein)\\w* (?:op\\b|operation)", "(?:beim|zum) arzt\\b", "arzttermin", "ärztlich", "(?:liegt|lag|ist|war|bleibt|muss|musste|kam|kommt) (?:\\w+ ){0,3}(?:im|ins) krankenhaus\\b(?-i:(?! [A-ZÄÖÜ]))",
    "(?:liegt|lag) (?:\\w+ ){0,3}in (?:der|die) klinik\\b", "psychisch", "krankenstand", "rückenschmerz", "medikament", "depressi", "diagnostiziert", "grippe", "fieber\\b", "reha\\b", "chemo",
)  # fmt: skip
"""Private in a sentence about somebody."""

FAMILY = stems(
    "avioero", "erosi (?:vaimostaan|miehestään)", "naimisi(?:in|ssa)\\b", "kihlau", "kihloi", "hää(?:t|tään|nsä|lahja|matka)?\\b",
    "häi(?:ssä|stä|hin|tä|den)\\b", "raskaana\\b", "raskau", "laskettu aika", "äitiys(?:lom|vapa)", "isyys(?:lom|vapa)",
    "vanhempainva", "hoitovapaa", "perhevapaa", "omaishoitaj", "hautaja", "(?:sai|saa|odottaa) (?:lapse|vauva|lasta|kakso)",
    "vaimo", "aviomie", "avovaimo", "avomie", "puoliso", "miehensä\\b", "(?:äiti|isä|poika|lapsi)(?:nsä|nsa|ni)\\b",
    "(?:äidi|isä|poja|lapse|laste|tyttäre)\\w*(?:nsa|nsä)\\b", "hänen (?:lapse|perhe(?:en|ttä|tä)?\\b|äiti|isä|tytär|tyttär|poika|poja)",
    "hänellä on (?:\\w+ )?(?:lasta|lapsi|lapsia|poika|tytär|perhe)\\b",
    "divorc", "pregnan", "maternity", "paternity", "parental leave", "wedding", "honeymoon",
    "engaged to be married", "got married", "getting married", "funeral", "bereave", "passed away", "newborn", "lost (?:a|the|her|their) baby", "(?:is|\\w+['’]s) expecting(?:[.,;!]|$| in| (?:her|their) (?:first|second|third))", "expecting a (?:baby|child)",
    "had a baby", "(?:his|her|my|their|\\w+['’]s) (?:\\w+ )?(?:wife|husband|spouse|girlfriend|boyfriend|mother|father|mum|mom|dad|parents?|"
    "daughter|sons?|child(?:ren)?|kids?|brother|sister|family)\\b",
    "skilsmäss", "bröllop", "gravid", "föräldraled", "mammaled", "pappaled", "begravning", "vabb", "väntar barn", "gift[ae]? sig", "nyfödd",
    "(?:hans|hennes|sin|sina|min|mina) (?:fru|man|make|maka|sambo|dotter|son|barn|mamma|pappa|mor|far|familj)\\b",
    "scheidung", "geschieden", "scheiden lassen", "lässt sich scheiden", "bekommt ein (?:kind|baby)", "hochzeit", "schwanger", "elternzeit", "mutterschutz", "beerdigung",
    "(?:seine|ihre|meine)[rmns]? (?:ehefrau|ehemann|tochter|sohn|kind(?:er)?|mutter|vater|eltern|familie)\\b",
    "(?:seine|meine)[rmns]? (?:frau|mann)\\b",
)  # fmt: skip
"""Plain: nobody's business of ours."""

BIRTHDAY = stems(
    "syntymäpäiv", "synttär", "nimipäiv", "birthday", "name day\\b", "födelsedag", "namnsdag", "geburtstag", "namenstag"
)

BELIEF_OF_A_PERSON = stems(
    "uskonno", "uskonto", "uskovai", "helluntai", "lestadiol", "jehovan", "muslimi", "juutalai", "seurakuntaakti", "puolueen jäsen",
    "puoluee", "vaaliehdok", "ehdolla (?:eduskun|kunta|alue|euro)", "kansanedustajaehd", "kunnanvaltuut", "poliittis(?:esti|et|ia) (?:akt|mieli|näke)",
    "ammattiliiton (?:jäsen|aktiiv)", "liiton jäsen", "luottamusmie", "ay-aktiiv", "homo(?:seks)?\\b", "lesbo", "seksuaal", "etni",
    "religio", "(?:goes|went|belongs) to (?:the |a |an? \\w+ )?(?:church|mosque|synagogue)", "church member", "devout", "muslim", "jewish",
    "catholic", "(?:his|her|my|their) politic", "politically active", "member of the (?:\\w+ ){0,2}party", "party member", "votes? for the",
    "(?:ran|running|stands?|standing) for (?:parliament|the council|council|mayor)", "(?:trade )?union (?:member|rep|steward|activist)",
    "shop steward", "gay\\b", "lesbian", "homosexual", "transgender", "sexual", "ethnic",
    "(?:hans|hennes|sin) tro\\b", "troende", "politiskt? (?:aktiv|engager)", "partimedlem", "medlem i (?:\\w+ )?parti", "fackmedlem",
    "fackombud", "fackligt? (?:aktiv|förtroende)", "etnisk", "homosexuell",
    "konfession", "gläubig", "parteimitglied", "parteibuch", "mitglied (?:der|in der|einer|in einer) (?:partei|gewerkschaft|spd|cdu|csu|fdp|afd)",
    "politisch aktiv", "gewerkschaftsmitglied", "schwul\\b", "lesbisch", "ethnisch",
)  # fmt: skip

MONEY_PLAIN = stems(
    "velkajärjest", "yksityistalou", "henkilökohtai\\w+ (?:konkurs|talou|vela)", "palkkaulosot", "personal bankrupt", "private debts?",
    "personal debts?", "privatekonomi", "skuldsan", "privatinsolvenz", "privatschuld",
)  # fmt: skip

MONEY_OF_A_PERSON = stems(
    "asuntolaina", "rahavaikeu", "rahahuol", "money (?:trouble|problem|worr)", "geldsorgen", "penningproblem", "ulosot", "maksuhäiriömerk", "luottotietonsa", "velkaantun", "hänen (?:vela|velk|palkka|laina)", "peliv?elka", "pelirii",
    "(?:his|her|their own|my) (?:debts?|mortgage|salary|divorce settlement|loans?|gambling)", "mortgage", "bolån", "kronofogden",
    "(?:hans|hennes) (?:skulder|lön)\\b", "spelskuld", "(?:seine|ihre) (?:schulden|hypothek|privatinsolvenz)", "gehaltspfändung",
)  # fmt: skip

KIN = whole(
    "äiti\\w*", "äidi\\w*", "isä(?:n|nsä|lle|ä)?", "tytär", "tyttär\\w*", "poika", "poja\\w*", "lapsi\\w{0,3}", "lapse\\w{0,3}", "lasta", "lasten",
    "mothers?", "fathers?", "mum", "mom", "dad", "parents", "wife", "husband", "spouse", "daughters?", "sons?", "child(?:ren)?", "kids?",
    "mamma\\w{0,2}", "pappa\\w{0,2}", "fru", "hustru", "dotter", "barnen", "mutter(?! M\\d)", "vater", "ehefrau", "ehemann", "tochter", "sohn",
)  # fmt: skip
"""Family; with somebody named, private in itself."""

PERSON_CUE = whole(
    "hän\\w{0,4}", "olevansa", "jäävänsä", "joutuvansa", "minä", "minu[an]\\w{0,4}", "olen", "olin", "jään", "joudun", "menen",
    "she", "he", "her", "hers", "his", "him", "herself", "himself", "(?-i:I)", "(?-i:I)['’](?:m|ve|ll|d)", "my",
    "hon", "han", "hennes", "henne", "hans", "honom", "jag", "min", "mig", "mitt",
    "(?-i:sie)", "(?-i:Sie) (?:ist|hat|war|wird|\\w+t)", "er", "ihm", "ihn", "(?-i:ihr(?:e[rnms]?)?)", "seine[rnms]?", "sein (?-i:[A-ZÄÖÜ]\\w+)", "ich", "meine?[rnms]?", "mir",
    "mich", "herr", "(?-i:Frau)",
    # somebody by their position: whoever this is, it is one person
    "\\w*(?:johtaja|päällikkö|ostaja|sihteeri|asentaja|insinööri|vastaava)(?:n|a|lla|lle)?", "kollega\\w*", "yhteyshenkilö\\w*",
    "manager", "director", "buyer", "colleague", "engineer", "ceo", "cfo", "coo", "cto",
    "\\w*chef(?:en)?", "vd", "vd:n", "inköpar\\w*", "kollegan?", "\\w*leiter(?:in)?", "geschäftsführer(?:in)?", "einkäufer(?:in)?",
    "kolleg(?:e|in)",
)  # fmt: skip
"""The sentence speaks of a person, not of a company. The speaker of a mail counts: what they tell of themselves."""

ABSENCE = whole(
    "poissa\\w*", "pois töistä", "palaa", "palannut", "sijai\\w+", "ei pääse",
    "out of office", "off work", "back (?:at|to) work", "be back", "(?<!right )away", "absent", "on leave", "stands? in for",
    "borta", "tillbaka", "frånvarande", "ledig", "ersättare", "vikarie",
    "abwesend", "zurück", "fällt aus", "vertret\\w+",
)  # fmt: skip
"""Somebody is away and comes back: a person is meant even where none is named."""
