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
    r"(?:markkina|toimitu|tuotan|kysyn|talou|myyn|linja|yhtiö|yrity)(?!\w*(?:johtaj|päälli|edusta|assistent|vastaav|ostaj|mestari|insinöö))\w* "
    r"(?:\w+ )?(?:toipu\w*|sairas\b)|allergi(?:avapa|aystäv|atuot|ates)\w*|"
    r"(?:yhtiö|yrity|asiak|firma|konserni|toimittaja|kunta|kunna|kaupun)(?!\w*(?:johtaj|päälli|edusta|assistent|vastaav|ostaj|mestari|insinöö))\w* "
    r"(?:(?:on|oli) (?:\w+ )?)?(?:maksuhäiriö|ulosot|ulosmit|(?:yli)?velkaantu|vela\b|velat)\w*|"
    r"(?=\w+ täyttää \d)(?!\w*(?:johtaj|päälli|edusta|assistent|vastaav|ostaj|mestari|insinöö))"
    r"\w*(?:yrity|yhtiö|tehda|konserni|firma|takuu|sopimu|kone|linja|laito|laite|tuote|talo|liike|osasto)\w* täyttää \d+|"
    # English
    r"(?:children|women|mothers)['’]?s? (?:hospital|clinic|ward|wear|wing)\w*|child[ -](?:seat|safety|lock|proof)\w*|"
    r"(?:cancer|depression|burn|stroke|diabetes|allergy|maternity|surgery|trauma|pain|rehab\w*|mental health) "
    r"(?:cent(?:re|er)|clinic|unit|ward|hospital|department|research|institute|foundation|device|wing|programme)s?|"
    r"(?:water|heat|surface|waste\w*|sewage|wood|effluent|air|steam) treatment|(?:piston|compressor|engine|full|four-) ?stroke|"
    r"doctor blade\w*|ill-\w+|depressed (?:market|demand|price|sale|volume|level)\w*|"
    r"(?:market|demand|price|sale|volume|sector|econom)\w* (?:\w+ ){1,2}depressed|mother(?:board| company)\w*|"
    r"daughter compan\w+|motor burn-?out|mortgage (?:portfolio|product|process|platform|system|business|bank)\w*|"
    r"political risk\w*|church (?:roof|hall|building|organ)\w*|"
    r"(?:company|firm|customer|group|business|council|client)s? (?:is|was|are|were) (?:\w+ ){0,2}in debt|religiously|"
    r"pregnant (?:pause|silence|moment)|allergy[- ](?:free|friendly|test\w*)|"
    r"bipolar (?:plate|transistor|junction|electrode|membrane)s?|"
    r"blood pressure (?:monitor|cuff|device|meter|sensor)s?|"
    r"(?:plant|line|site|market|business|company|production|sales|volume|demand)s? (?:(?:is|are|was|were|has|have|had|still|slowly|now|only|just|been) ){0,3}recover\w*|"
    r"(?:plant|company|factory|firm|business|site|brand|line|machine|contract|warranty|product)s? (?:(?:is|just|now|soon|only) )?turn(?:s|ed|ing)? \d+|"
    r"ivf[- ]?(?:klini|clinic|lab|cent)\w*|"
    r"maternity (?:wear|clothing|range)|wedding (?:venue|season|hall|business|package|guest|cake|fair)s?|funeral (?:home|director)s?|"
    # Swedish
    r"(?<!på )sjukhus\w*|sjukvård\w*|sjukförsäkring\w*|cancer(?:centrum|fond|forskning|avdelning)\w*|barn(?:sjukhus|klinik)\w*|"
    r"operations(?:sal|avdelning|bord)\w*|dotterbolag\w*|moderbolag\w*|bolåne\w+|begravningsbyrå\w*|allergi(?:fri|vänlig|test)\w*|"
    r"syster(?:bolag|företag|fabrik)\w*|sjukt (?:hög|låg|dyr|bra|bill|snabb|mycket|stor|dålig|långsam)\w*|"
    r"marknad(?:en|erna)? (?:\w+ )?sjuk\w*|demens(?:boende|vård)\w*|bröllops(?:lokal|mäss|säsong)\w*|"
    r"(?:kunden|bolaget|företaget|firman|koncernen|leverantören)(?:s| (?:har|hade|fick|får)(?: \w+){0,3}) (?:betalningsanmärkning|kronofogden|skulder)\w*|"
    r"(?=\w+ f\w+ \d)\w*(?:fabriken|bolaget|företaget|firman|koncernen|verket|anläggningen|linjen|maskinen|avtalet|garantin) (?:fyller|firar) \d+|"
    # German
    r"krankenhaus(?:es|träger|gesellschaft|gruppe|verbund|technik)\w*|krankenhäuser\w*|krankenkasse\w*|krankenversicher\w*|"
    r"krankentransport\w*|krebs(?:zentrum|forschung|hilfe)\w*|kinder(?:klinik|krankenhaus|garten|sitz)\w*|"
    r"tochter(?:gesellschaft|firma|unternehmen)\w*|muttergesellschaft\w*|operations(?:saal|säle|tisch)\w*|reha-?(?:klinik|zentrum)\w*|"
    r"m[aä]rkte? (?:\w+ )?krank\b|demenz(?:heim|zentr)\w*|allergi(?:efrei|ker|etest)\w*|bipolarplatte\w*|schwerbehinderten\w+|"
    r"(?:die|unsere) tochter in (?-i:[A-ZÄÖÜ])\w+|(?:auslands|vertriebs|landes)t[oö]chter\w*|"
    r"schwester(?:firma|unternehmen|gesellschaft|werk)\w*|schwanger gegangen|"
    r"hochzeits(?:messe|saal|säle|saison|location|planer|branche)\w*|hochzeit (?:von|zwischen) (?:karosserie|fahrwerk)|"
    r"(?:kunde|kunden|unternehmen|firma|gesellschaft|konzern|betrieb|gmbh|ag) (?:hat|hatte|ist|war|wird|wurde) (?:\w+ ){0,2}(?:schulden|überschuld|gepfänd|pfändung|wurzeln)\w*|"
    r"schulden de[sr] (?:kunden|unternehmens|firma|gesellschaft|konzerns|betriebs)|"
    r"(?:unternehmen|firma|gesellschaft|konzern|betrieb|werk|marke|anlage|maschine|gruppe) wird (?:\w+ ){0,3}\d+"
    r")",
    re.IGNORECASE,
)

ILLNESS = stems(
    "saira(?:us|s)lom", "sairastu", "sairastel", "sairaspoissa", "toipumislom", "työuupumu", "loppuunpala", "aivoinfark",
    "sydäninfark", "sydänkohtau", "aivohalvau", "keskenmeno", "sytostaat", "sädehoido", "mielenterveysongelm",
    "työkyvyttömyyseläk", "sairaseläk", "saikku", "saikul", "saiku[nt]", "hermoromahdu", "itsemurha",
    "(?:rinta|eturauhas|keuhko|iho|suolisto|veri)syö", "(?:polvi|selkä|sydän|lonkka|silmä|olkapää|sappi|kaihi|ohitus|nivel|tyrä|syöpä|aivo)leikkau",
    "sick(?: |-)?(?:leave|note|day|pay)", "(?:off|out|call\\w*(?: in)?|on) sick\\b", "heart attack", "miscarriage",
    "chemo", "nervous breakdown", "mental breakdown", "disability pension", "hospitali[sz]ed", "cancer diagnosis", "suicid",
    "(?:breast|prostate|lung|skin|bowel|colon) cancer\\b",
    "(?:knee|hip|back|heart|eye|shoulder|bypass|brain) (?:surgery|operation)",
    "sjukskriv", "sjukledig", "sjukpenning", "sjukanmäl", "cellgift", "strålbehandl", "hjärtinfarkt", "utmattningssy", "utmattningsdep", "missfall",
    "långtidssjuk", "korttidssjuk", "självmord", "hjärtattack", "cancer(?:besked|diagnos)",
    "(?:gallst|bråck|starr|menisk|hjärn|ljumsk)\\w*operation", "(?:gått|gick|gå|går) in i väggen\\b", "antidepress",
    "(?:bröst|prostata|hud|lung|tarm|tjocktarms|blod)cancer",
    "(?:knä|höft|rygg|hjärt|ögon|axel)operation", "sjuk(?:dom|a) (?:barn|mamma|pappa)",
    "krankgeschrieben", "krankschreib", "krankmeld", "krankgemeldet", "arbeitsunfähig", "erkrankt", "herzinfarkt", "schlaganfall",
    "nervenzusammenbruch", "selbstmord", "suizid", "(?:brust|lungen|haut|darm|prostata|magen|blut)krebs", "hörsturz", "herzanfall",
    "fehlgeburt", "krebs(?:erkrank|diagnose|therapie)", "(?:knie|hüft|rücken|herz|augen|schulter)(?:-?op\\b|operation)",
)  # fmt: skip
"""Plain: an illness that somebody has."""

HEALTH_OF_A_PERSON = stems(
    # Finnish
    "sairas\\b", "sairaana\\b", "sairaaksi\\b", "sairau(?:s|d|t)", "sairasta",
    "(?:on|oli|olla|olevan|ollut|makaa|makasi|olen|olin) (?:\\w+ ){0,3}sairaalassa\\b",
    "(?:joutu|vie|meni|menee|jäi|jää|pääty|kiidät)\\w* (?:\\w+ ){0,2}sairaalaan\\b", "sairaalaan (?:joutu|vie|meni|jäi)",
    "leikkau(?:kseen|ksessa|s)\\b",
    "leikkauksensa", "leikkauksesta (?:toipu|kotiu)", "toipu(?:u|a|mi|nut|massa|essa)", "syö(?:pä|vän|pää|pään|västä|vän)\\b",
    "syöpähoi", "masennu(?:s|kse|sta)", "masentun", "uupumu", "uupunut", "burn-?out", "(?:hammas)?lääkäri(?:ssä|in|llä|ltä)\\b",
    "hoido(?:issa|ista)\\b", "(?:joutu|pääs|hakeutu)\\w* hoitoon", "(?:fysio|psyko)?terapia(?:ssa|an)\\b", "(?:sai|saanut) \\w* ?diagnoosi",
    "diagnosoit", "flunssa", "kuumee(?:ssa|n)\\b", "influenssassa", "koronassa", "migreeni", "diabe(?:etikko|tes)", "astma",
    "allergi", "(?:jalkansa|kätensä|selkänsä|polvensa|ranteensa|olkapäänsä)\\b", "loukkasi itsensä", "alkoholi(?:ongelm|sti)",
    "juo liikaa", "päihde", "kuntoutukse(?:ssa|en)\\b", "pyörätuoli", "kuolemansairas", "vammautu",
    "toipila", "tähysty", "lääkity", "selkäki", "psyyk", "psykia", "kaksisuuntai", "skitsofren", "epileps", "dementi", "alzheimer",
    "parkinson", "adhd\\b", "autis[mt]", "bipolar", "hiv\\b", "ms-tau", "joi (?:\\w+ )?(?:liikaa|liian)",
    "verenpai(?:ne|nee|netta)\\w{0,4}\\b", "aivotäräh", "tekonivel", "paniikki(?:häiriö|kohtau)", "ahdistuneisuus", "keliaki", "leukemi",
    "muistisair",
    "uniapnea", "iskia[sk]", "nivelrik", "keuhkokuum", "sydänvai", "sydänvik", "terveydellisi\\w+ sy", "alkoholisoi",
    # English
    "sick\\b(?! of\\b)", "illness", "ill\\b", "unwell\\b", "disease", "surgery", "(?:had|having|has|after|before|for|undergo\\w*) an operation",
    "operation on (?:his|her|my|the) ", "operated on\\b", "(?:his|her|my) operation\\b", "cancer\\b", "tumou?r", "depression\\b",
    "depress(?:ed|ive)\\b", "burn(?:ed|t)[ -]out", "anxiety", "panic attack", "(?:had|has|suffered|after|from) (?:a|his|her) stroke\\b(?! of\\b)",
    "(?:in|to|into|from|out of) hospital\\b", "(?:is|was|been|still|are|were) (?:\\w+ ){0,2}in (?:the|a) hospital\\b",
    "(?:went|go|goes|going|taken|rushed|admitted|brought) (?:\\w+ )?(?:in)?to (?:the|a) hospital\\b",
    "(?:see|sees|saw|seeing|at|to) (?:a|his|her|my|the) (?:doctor|dentist)", "doctor['’]s (?:appointment|orders?|note)", "diagnosed with",
    "(?:medical|undergo\\w*|in|under|cancer) treatment", "recover\\w* from (?:an? |his |her |the |my )?(?:\\w+ )?(?:surgery|operation|illness|"
    "flu|covid|accident|injury|stroke|breakdown|fall)", "flu\\b", "(?:has|had|got|have|with) covid", "injured",
    "br(?:oke|oken) (?:his|her|my|a) ", "migraine", "diabet", "asthma", "allerg", "(?:off|away|out) with (?:stress|a |the flu|flu|his|her)",
    "(?:hip|knee) replacement", "medication\\b", "(?:back|chest|neck) pain", "psychiat", "psycholog", "mental(?:ly)? (?:health|ill)",
    "therap(?:y|ist)\\b(?! (?:device|equipment|unit|room|product|cent))", "rehab\\b", "alcoholi",
    "drinking problem", "addict", "wheelchair", "disabilit", "blood pressure\\b", "concuss",
    "(?:has|have|had|har|hat|hatte) (?-i:MS)\\b(?! (?-i:[A-Z]))", "leuk(?:a)?emia", "pneumonia", "insomnia",
    "heart (?:condition|problem|trouble|disease|failure)", "on crutches",
    "(?:his|her|my|for|had|has) (?:\\w+ )?health (?:reason|issue|problem|scare)",
    # Swedish
    "sjuk(?:t|a)?\\b", "sjukdom", "cancern\\b", "cancerdiagnos", "mår (?:dåligt|psykiskt)", "psykisk", "ryggont", "ont i ",
    "opere?ra(?:s|d|ts|des)\\b", "(?:hennes|hans|min|sin|en) operation", "läkar(?:besök|intyg)",
    "(?:till|hos) läkare", "(?:ligger|låg|är|var|hamnade|kom|in|lagd) (?:\\w+ ){0,2}på sjukhus", "utbränd", "utmattad", "deprimer",
    "diagnos(?:en|tiserad)", "behandlas för",
    "feber\\b", "förkyld", "influensa\\b", "migrän", "bröt (?:benet|armen|foten)", "rullstol",
    "hjärnskak", "blodtryck(?:et)?\\b", "(?:går|gick|gå|gått) (?:\\w+ )?i terapi\\b", "terapeut", "drick(?:er|it) (?:för mycket|igen)",
    "alkoholis", "alkoholproblem",
    "missbruks?(?:problem|are)", "(?:fick|haft|hade|efter|av) (?:en )?stroke\\b", "hjärt(?:problem|fel|sjuk)", "ångest", "panik(?:ångest|attack)",
    "lunginflam", "blindtarm", "diskbråck", "ischias", "magsjuk", "ryggproblem", "hörselproblem", "synproblem",
    "opere?ra(?:t|de|r) (?:sig|knä|höft|rygg|axel|hjärta|öga|ögon|bort)", "(?:hos|till) tandläkare", "intensivvård", "reumati", "demens",
    "hälsoskäl",
    # German
    "krank\\b", "krankheit", "erkrank", "(?:an|hat) krebs\\b(?-i:(?! [A-ZÄÖÜ]))", "(?:wird|wurde) (?:\\w+ ){0,5}operiert", "operiert w[ou]rden?",
    "(?:sein|ihr|mein|ein)\\w* (?:op|operation)\\b", "(?:beim|zum|zur) (?:zahn|frauen|haus|augen)?(?:arzt|ärztin)\\b", "arzttermin",
    "ärztlich", "(?:liegt|lag|ist|war|bleibt|muss|musste|kam|kommt) (?:\\w+ ){0,3}(?:im|ins) krankenhaus\\b(?-i:(?! [A-ZÄÖÜ]))",
    "(?:liegt|lag) (?:\\w+ ){0,3}in (?:der|die) klinik\\b", "psychisch", "krankenstand", "rückenschmerz", "medikament", "depressi",
    "diagnostiziert", "grippe", "fieber\\b", "reha\\b", "chemo",
    "bandscheibe", "blutdruck\\b", "bluthochdruck", "gehirnerschütter", "(?:in|zur|eine) (?:psycho)?therapie\\b", "therapeut(?:in|en)?\\b",
    "schwerbehindert",
    "trinkt (?:nicht mehr|zu ?viel|wieder)", "alkohol(?:iker|krank|problem|sucht)", "suchtproblem", "herz(?:problem|fehler|krank|rhythmus)",
    "hexenschuss",
    "ischias", "rheuma", "demenz", "lungenentzünd", "blinddarm", "bänderriss", "kreuzbandriss", "angst(?:zustä|stör)", "panikattack", "magen-darm",
    "hat sich (?:\\w+ ){0,3}(?:verletzt|gebrochen)", "hat corona\\b", "(?:zur|auf|in) kur\\b", "rückenproblem", "operieren lassen",
    "unters messer", "pflegebedürf", "pflegefall", "wiedereinglieder", "gesundheitliche[nr]? (?:gr|probl|besch)",
)  # fmt: skip
"""Private in a sentence about somebody."""

FAMILY = stems(
    "avioero", "erosi (?:vaimostaan|miehestään)", "naimisi(?:in|ssa)\\b", "kihlau", "kihloi", "hää(?:t|tään|nsä|lahja|matka)?\\b",
    "häi(?:ssä|stä|hin|tä|den)\\b", "raskaana\\b", "raskau", "laskettu aika", "äitiys(?:lom|vapa)", "isyys(?:lom|vapa)",
    "vanhempainva", "hoitovapaa", "perhevapaa", "omaishoitaj", "hautaja", "(?:sai|saa|odottaa) (?:lapse|vauva|lasta|kakso)",
    "vaimo", "aviomie", "avovaimo", "avomie", "puoliso", "miehensä\\b", "(?:äiti|isä|poika|lapsi)(?:nsä|nsa|ni)\\b",
    "(?:äidi|isä|poja|lapse|laste|tyttäre)\\w*(?:nsa|nsä)\\b", "hänen (?:lapse|perhe(?:en|ttä|tä)?\\b|äiti|isä|tytär|tyttär|poika|poja)",
    "hänellä on (?:\\w+ )?(?:lasta|lapsi|lapsia|poika|tytär|perhe)\\b",
    "eronnut (?:vaimostaan|miehestään|puolisostaan)", "leski\\b", "leske(?:n|ks)", "lapsettomuu", "koeputkih", "adoptiola", "adoptiovanh", "huoltajuu",
    "elatus(?:apu|maks)",
    "(?:mies|nais|poika|tyttö)ystäv", "seurustel", "lapsenlap", "ristiäis", "perhe(?:estä|ellä|että|ssä)än\\b",
    "divorc", "pregnan", "maternity", "paternity", "parental leave", "wedding", "honeymoon",
    "engaged to be married", "got married", "getting married", "funeral", "bereave", "passed away", "newborn",
    "lost (?:a|the|her|their) baby", "(?:is|\\w+['’]s) expecting(?:[.,;!]|$| in| (?:her|their) (?:first|second|third))",
    "expecting a (?:baby|child)",
    "ivf\\b", "fertility (?:treatment|problem)", "adopt\\w* a (?:child|baby|girl|boy|son|daughter)",
    "custody (?:battle|of (?:the|his|her) (?:child|kid|son|daughter))",
    "alimony", "widow(?:ed|er)\\b", "single (?:mother|mum|mom|dad|parent)", "(?:has|have|had) (?:a|an|\\w+ )?(?:girl|boy)friend",
    "had a baby", "(?:her|his|their) baby\\b",
    "(?:his|her|my|their|\\w+['’]s) (?:\\w+ )?(?:wife|husband|spouse|girlfriend|boyfriend|mother|father|mum|mom|dad|parents?|"
    "daughter|sons?|child(?:ren)?|kids?|brother|sister|family)\\b",
    "skilsmäss", "bröllop", "gravid", "föräldraled", "mammaled", "pappaled", "begravning", "vabb", "väntar barn", "gift[ae]? sig", "nyfödd",
    "vab\\b", "vård av barn", "provrörsbef", "ofrivilligt barnlös", "fertilitetsbeh", "vårdnadstvist", "underhållsbidrag",
    "änk(?:a|ling)\\b", "dödsfall i familj",
    "(?:gick|gått) bort\\b", "avlid(?:it|en)\\b", "pojkvän", "flickvän", "nyskild", "är singel\\b",
    "adoptera(?:d|t|r|de) (?:från|ett|en|barn)", "frånskild", "är skild\\b(?! från)", "barn på (?:dagis|förskol)", "förlova[dt]",
    "nybliv\\w+ (?:mamma|pappa|föräld)", "(?:hans|hennes|sina?|mina?) (?:barnbarn|sv[aä]r\\w+)",
    "(?:hans|hennes|sin|sina|min|mina) (?:fru|man|make|maka|sambo|dotter|son|barn|mamma|pappa|mor|far|familj)\\b",
    "scheidung", "geschieden", "scheiden lassen", "lässt sich scheiden", "bekommt ein (?:kind|baby)", "mutterschafts", "vaterschafts",
    "babypause", "hochzeit", "(?:ge|ver)?heirate[tn]?\\b", "verlob(?:t|ung)\\b", "schwanger", "elternzeit", "mutterschutz", "beerdigung",
    "(?:seine|ihre|meine)[rmns]? (?:ehefrau|ehemann|tochter|sohn|kind(?:er)?|mutter|vater|eltern|familie)\\b",
    "(?:seine|meine)[rmns]? (?:frau|mann)\\b", "(?-i:ihr(?:em|en|es)? Mann(?:es)?)\\b",
    "(?-i:Ihr Mann)\\b(?! (?:vor ort|in|bei uns|für|auf))", "künstliche befrucht", "kinderwunsch(?!zentr|klin|prax)", "sorgerecht",
    "unterhaltszahl", "adoptiv(?:kind|elter|barn|för)", "witwe[rn]?\\b", "todesfall in der familie", "trauerfall", "verstorben",
    "erwartet (?:\\w+ ){0,4}(?:kind|baby|zwillinge|nachwuchs)\\b", "lebt (?:\\w+ )?(?:in (?:trennung|scheidung)|getrennt)\\b",
    "lebt (?:\\w+ )?mit (?:seine|ihre)[mr] (?:partner|freund)",
    "lebensgefährt", "alleinerzieh", "(?:seine|ihre|meine)[rmn]? freundin\\b", "(?:sein|ihr|mein)(?:em|en)? freund\\b",
)  # fmt: skip
"""Plain: nobody's business of ours."""

BIRTHDAY = stems(
    "syntymäpäiv", "synttär", "nimipäiv", "birthday", "name day\\b", "födelsedag", "namnsdag", "geburtstag", "namenstag"
)

AGE_OF_A_PERSON = stems(
    "täyt(?:tää|ti|tänyt|täne\\w*) (?:\\w+ )?\\d\\d (?:vuotta|v)\\b", "(?:täyttää|täytti) (?:pyöreitä|vuosia)",
    "turn(?:s|ed|ing) \\d\\d\\b(?! ?(?:degree|time|rpm|°|%|pallet|order|unit|ton|of\\b))",
    "fyll(?:er|de|t) (?:jämnt|\\d\\d(?: år\\b| på (?:mån|tis|ons|tors|fre|lör|sön)dag| i (?:dag|maj|juni|juli)|[.,!]|$))", "(?:\\d\\d|femtio|sextio|fyrtio)-?års(?:dag|fest)",
    "wird (?:\\w+ ){0,3}\\d\\d jahre alt\\b", "(?:er|(?-i:[Ss]ie)) wird \\d\\d(?:[.,!](?!\\d)|$)",
    "wird (?:am|im|bald|nächste\\w*|kommende\\w*|diese\\w*) (?:(?-i:[A-ZÄÖÜ]\\w+) )?\\d\\d(?:[.,!](?!\\d)|$)",
    "feiert (?:\\w+ ){0,4}(?:seinen|ihren) \\d\\d\\.", "firar (?:\\w+ )?\\d\\d(?: år\\b|[.,!]|$)",
)  # fmt: skip
"""A birthday without the word."""

BELIEF_OF_A_PERSON = stems(
    "uskonno", "uskonto", "uskovai", "helluntai", "lestadiol", "jehovan", "muslimi", "juutalai", "seurakuntaakti", "puolueen jäsen",
    "puoluee(?!ton|tto)", "vaaliehdok", "ehdolla (?:eduskun|kunta|alue|euro)", "kansanedustajaehd", "kunnanvaltuut",
    "poliittis(?:esti|et|ia) (?:akt|mieli|näke)",
    "ammattiliiton (?:jäsen|aktiiv)", "liiton jäsen", "luottamusmie", "ay-aktiiv", "pääluottamus", "liiton aktiiv", "homo\\b", "homoseks",
    "biseks", "transsuku", "trans(?:nai|mie)",
    "vapaakirk", "ramadan", "paastoa", "ortodoks", "katoli(?:lai|se|nen)", "luterilai", "adventis", "mormoni", "hindu\\b", "buddhalai",
    "ateis", "tul(?:i|lut) uskoon", "käy (?:kirkossa|moskeijassa|synagogassa)", "rukoil",
    "perussuomalai", "kokoomuslai", "sosiaalidemokraa", "demari\\b", "keskustalai", "vasemmistolai", "kristillisdem", "(?:kaupungin|alue)valtuute",
    "äänest\\w+ (?:vihre|kokoom|persu|perussuom|demar|keskust|vasemm|sdp|rkp|kristillis)", "romani\\b", "mustalai", "saamelai",
    "(?:somali|venäläis|turkkilais|arabi|kurdi|afrikkalais|maahanmuuttaja)taust", "lesbo", "seksuaal", "etni",
    "religio", "(?:goes|went|belongs) to (?:the |a |an? \\w+ )?(?:church|mosque|synagogue)", "church member", "devout", "muslim", "jewish",
    "catholic", "(?:his|her|my|their) politic", "politically active", "member of the (?:\\w+ ){0,2}party", "party member",
    "vote[sd]? for the (?:\\w+ )?(?:party|left|right|greens|tories|democrats|republicans|conservatives|liberals)",
    "vote[sd]? (?:labour|tory|conservative|green|republican|democrat|lib ?dem|liberal)",
    "(?:tory|labour|conservative|republican|democratic|green|lib ?dem) "
    "(?:councillor|mp\\b|voter|supporter|activist|candidate)",
    "supports? the (?:conservatives|tories|labour|republicans|democrats|greens|party)\\b", "ramadan", "fast(?:s|ing) (?:for|during)",
    "evangelical", "(?:born-again|practi[sc]ing|committed) christian",
    "baptist", "methodist", "lutheran", "hindu\\b", "sikh\\b", "buddhist", "atheist", "mormon", "jehovah",
    "member of (?:unite|unison|gmb|(?:a|the|his|her) (?:\\w+ )?union)\\b", "of \\w+ (?:descent|ancestry)\\b",
    "(?:is|was|as) an? (?:immigrant|refugee|asylum)",
    "bisexual", "trans (?:man|woman)\\b", "(?:came|come|coming) out as\\b", "queer\\b", "non-binary",
    "(?:ran|running|stands?|standing) for (?:parliament|the council|council|mayor)",
    "(?:trade )?union (?:member|rep|steward|activist|convenor|official)",
    "shop steward", "gay\\b", "lesbian", "homosexual", "transgender", "sexual", "ethnic",
    "(?:hans|hennes|sin) tro\\b", "troende", "politiskt? (?:aktiv|engager)", "partimedlem", "medlem i (?:\\w+ )?parti", "fackmedlem",
    "fackombud", "fackligt? (?:aktiv|förtroende|ombud|ordför)", "klubbordför", "fackklubb",
    "(?:\\w*ombud|förtroendevald|förtroendeman) (?:för|hos|i|inom) (?:unionen|facket|if metall|ledarna|byggnads)\\b", "kyrkokör",
    "(?:med|aktiv) i (?:svenska )?kyrkan\\b",
    "med i (?:sd|facket|\\w*partiet|moderaterna|\\w+demokraterna)\\b", "fackanslut",
    "(?:aktiv|engagerad|medlem|kandidat|kandiderar) (?:i|för) (?:\\w*partiet|moderaterna|liberalerna|\\w+demokraterna|centern)\\b",
    "(?:sitter|aktiv|engagerad|medlem) i (?:facket|if metall|unionen|byggnads|ledarna)\\b",
    "etnisk", "homosexuell", "bisexuell", "lesbisk", "trans(?:person|kvinna|man)\\b", "kom(?:mit)? ut som", "sexuell läggning",
    "invandrarbak", "flykting\\b",
    "fasta(?:r|de|t) (?:under|i|till)\\b", "är jude\\b", "är judisk",
    "(?:judisk|muslimsk|samisk|romsk)(?:t|a)? (?:familj|tro|bakgrund|börd)", "är same\\b", "jehovas", "frikyrk", "pingst(?:vän|kyrk)",
    "katolik", "katolsk\\b", "ortodox\\b", "(?:är|djupt|aktiv|bekännande) kristen\\b",
    "är (?:moderat|liberal)(?: och\\b|[.,!]|$)", "(?:socialdemokrat|sverigedemokrat|kristdemokrat|centerpartist|vänsterpartist|miljöpartist)",
    "(?:sitter|sitta|satt|invald|kandiderar) (?:\\w+ ){0,3}(?:i|till) (?:kommunfullm|kommunstyr|regionfullm|riksdag)",
    "röst(?:ar|ade|at|a) (?:på|för) (?:vänster|moderat|social|sverige|center|kristdem|miljöp|liberal|sd\\b)",
    "konfession", "gläubig", "parteimitglied", "parteibuch", "mitglied (?:der|in der|einer|in einer) (?:partei|gewerkschaft|spd|cdu|csu|fdp|afd)",
    "politisch aktiv", "gewerkschaftsmitglied", "gewerkschafter", "schwule?[rn]?\\b", "lesbisch", "ethnisch", "bisexuell", "transsexuell",
    "trans(?:frau|mann)\\b", "geoutet",
    "fastet\\b", "evangelisch\\b", "katholisch\\b", "katholik", "moslem", "jüdisch\\b", "(?:ist|war|als) (?:jude|jüdin)\\b",
    "(?:jüdisch|muslimisch|katholisch|evangelisch|türkisch|kurdisch|polnisch|russisch|arabisch)e[rn]? (?:familie|abstammung|herkunft|glaube)",
    "kopftuch", "betet\\b", "gewerkschaftlich (?:aktiv|organisiert)", "orthodox\\b", "freikirch", "zeugen? jehovas", "atheist",
    "kirchenvorst", "kirchengemeinderat", "kirche ausgetreten",
    "mitglied (?:bei|bei den|bei der|der) (?:grünen|linken|ig metall|ig bce|verdi|ver\\.di)\\b",
    "(?:ist|bleibt) in der (?:ig metall|ig bce|verdi|ver\\.di|gewerkschaft)", "wählt (?:die |den )?(?:grünen?|spd|cdu|csu|fdp|afd|linken?|bsw)\\b",
    "(?:spd|cdu|csu|fdp|afd|grünen?|linken?)-(?:mitglied|wähler|politiker|stadtr|kandidat|abgeordn)",
    "(?:sitzt|saß|kandidiert) (?:\\w+ ){0,4}(?:im|für den) (?:stadtrat|gemeinderat|kreistag|landtag|bundestag)",
    "kommunalpoliti", "hat (?:\\w+ )?\\w+ische wurzeln", "migrationshinterg", "russlanddeutsch", "spätaussiedler",
    "vertrauens(?:frau|mann) der (?:ig|gewerk)", "geht (?:\\w+ )?in die kirche", "sinti\\b",
)  # fmt: skip

MONEY_PLAIN = stems(
    "velkajärjest", "yksityistalou", "henkilökohtai\\w+ (?:konkurs|talou|vela)", "palkkaulosot", "personal bankrupt", "private debts?",
    "personal debts?", "personally bankrupt", "personlig konkurs", "verbraucherinsolvenz", "privatekonomi", "skuldsan", "privatinsolvenz",
    "privatschuld",
)  # fmt: skip

MONEY_OF_A_PERSON = stems(
    "asuntolaina", "rahavaikeu", "rahahuol", "money (?:trouble|problem|worr)", "geldsorgen", "penningproblem", "ulosot", "maksuhäiriömerk",
    "luottotietonsa", "velkaantun", "hänen (?:vela|velk|palkka|laina)", "peliv?elka", "pelirii", "peliongel",
    "luottotiedot (?:on |ovat )?(?:menn|menet)", "ylivelk", "ulosmit", "ulosmita", "pikavip",
    "(?:his|her|their own|my) (?:debts?|mortgage|salary|divorce settlement|loans?|gambling)", "mortgage", "credit card debt", "in debt\\b",
    "payday loan", "gambling (?:debt|problem|habit)", "garnish\\w* (?:his|her|wages)", "bolån(?:et|en)?\\b", "kronofogden",
    "betalningsanmärk", "(?:han|hon) har (?:\\w+ )?skulder\\b", "privata skulder", "löneutmät", "sms-lån", "spel(?:beroende|missbruk)",
    "(?:hans|hennes) (?:skulder|lön)\\b", "spelskuld", "(?:seine|ihre) (?:schulden|hypothek|privatinsolvenz)", "gehaltspfändung",
    "(?:er|(?-i:sie)|herr \\w+|frau \\w+) hat (?:\\w+ )?schulden\\b", "private[nr]? schulden", "privat pleite",
    "(?:gehalt|lohn) (?:\\w+ )?gepfänd", "lohnpfänd", "schufa-?eintrag", "spiels(?:chuld|ucht|üchtig)",
    "(?:seinen|ihren|den) (?:haus|immobilien|privat)kredit",
)  # fmt: skip

KIN = whole(
    "äiti\\w*", "äidi\\w*", "isä(?:n|nsä|lle|ä)?", "tytär", "tyttär\\w*", "poika", "poja\\w*", "lapsi\\w{0,3}", "lapse\\w{0,3}", "lasta", "lasten",
    "mothers?", "fathers?", "mum", "mom", "dad", "parents", "wife", "husband", "spouse", "daughters?", "sons?", "child(?:ren)?", "kids?",
    "(?-i:[A-ZÅÄÖÉ]\\w+s) (?:man|make|maka|sambo|son|barn|mor|far|familj)", "mamma\\w{0,2}", "pappa\\w{0,2}", "fru", "hustru", "dotter",
    "barnen", "(?:har|två|tre|fyra|små|sjukt) barn",
    "bror", "syster", "(?:mor|far)(?:mor|far)", "svär(?:mor|far)", "veljensä", "siskonsa", "isoäi\\w+", "anop\\w+",
    "brothers?", "sisters?(?! (?:compan|plant|site|firm|ship|line))", "grand(?:mother|father|parents|sons?|daughters?|child(?:ren)?)",
    "bruder", "schwester",
    "schwieger\\w+", "(?:hat|habe|zwei|drei|vier|kleine[ns]?|kranke[ns]?) kind(?:er|ern)?", "mutter(?! M\\d)", "vater", "ehefrau",
    "ehemann", "tochter", "sohn",
)  # fmt: skip
"""Family; with somebody named, private in itself."""

PERSON_CUE = whole(
    "hän\\w{0,4}", "olevansa", "jäävänsä", "joutuvansa", "minä", "minu[an]\\w{0,4}", "olen", "olin", "jään", "joudun", "menen",
    "she", "he", "her", "hers", "his", "him", "herself", "himself", "(?-i:I)", "(?-i:I)['’](?:m|ve|ll|d)", "my",
    "hon", "han", "hennes", "henne", "hans", "honom", "jag", "min", "mig", "mitt",
    "(?-i:sie)", "(?-i:Sie) (?:ist|hat|war|wird|\\w+t)", "er", "ihm", "ihn", "(?-i:ihr(?:e[rnms]?)?)", "seine[rnms]?",
    "sein (?-i:[A-ZÄÖÜ]\\w+)", "ich", "meine?[rnms]?", "mir",
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
