"""Finnish, as it is spoken in meetings: what the rules of this package listen for."""

from kambrief.core.agreeing.words import Cues, opening, said

_I = r"(?:mä|mää|minä|me)"
_ME = r"(?:mulle|minulle|meille)"
_MY = r"(?:mulla|mullakin|minulla|minullakin|meillä|meilläkin)"

CUES = Cues(
    accept=opening(
        r"joo(?! mutta|, mutta)", r"juu", r"kyllä(?! mutta|, mutta)", r"juuri (?:noin|niin|näin)", r"oikein", r"okei", r"ok", r"sopii", r"sovittu", r"sovitaan", r"käy", r"(?:se|tämä|tää|toi) (?:käy|sopii|passaa|kelpaa|toimii)",
        r"(?:mulle|meille|minulle) (?:käy|sopii|passaa)", r"(?:mulla|meillä|minulla) (?:käy|on sama)", r"selvä", r"hyvä", r"hyväksyn", r"hyväksytään", r"samaa mieltä", r"kuulostaa (?:hyvältä|järkevältä|sopivalta)",
        r"näin (?:on|tehdään|sovitaan)", r"niin (?:on|tehdään|sovitaan)", r"tehdään (?:niin|näin)", r"totta", r"just(?:iin)?(?: noin| niin)?", r"pidetään", r"täsmälleen", r"passaa", r"mennään (?:sillä|näin)", r"eli", r"vahvistan", r"kelpaa", r"hienoa", r"loistavaa", r"jep", r"jees", r"joojoo", r"kyl", r"toki", r"ilman muuta", r"mainiota", r"mahtavaa", r"kiva", r"okka", r"oukei", r"onnistuu", r"mahtuu", r"se onnistuu", r"ihan hyvin",
    ),
    refuse=said(
        r"ei (?:käy|sovi|onnistu|passaa|ehdi|pysty|mahdu|oikein|kyllä)", rf"{_I} (?:en|ei) (?:ehdi|pääse|pysty|voi|ole|oo)", r"en (?:ehdi|pääse|pysty|voi|ole paikalla)", rf"{_I} (?:oon|olen|ollaan|olemme) (?:\w+ )?(?:\w+[nt] )?(?:\w+ssa|\w+ssä|\w+lla|\w+llä|lomalla|matkoilla|poissa)",
        rf"{_MY} on (?:silloin|sillon|sinä|siinä|se|tuolloin|jo)\b", r"(?:silloin|sillon|tuolloin|sinä päivänä|sillä viikolla) (?:on|oon|olen|mulla|meillä|mä|me|minulla)", r"(?:oon|olen|ollaan|olemme) (?:lomalla|matkoilla|poissa|reissussa)",
        r"(?:liian|vähän) (?:aikaisin|myöhään|pian)", r"päällekkäin", r"mieluummin",
    ),
    concede=said(
        r"(?:sä |sinä |te )?(?:oot|olet|olette|ootte) (?:ihan |aivan )?oikeas\w+", r"(?:oot|on|oli|olit|olitte) oikee?as\w+", r"(?:oot|olet|olette|ootte|on|oli|olit) (?:ihan |aivan )?oikees\w+", r"(?:sanoin|muistin|luin|laskin|katoin|katsoin) (?:ihan )?väärin", r"lipsahti", r"(?:pieni |pikku )?korjaus", r"(?:mun|minun|meidän) (?:virhe|moka|mokani|virheeni)", r"(?:mä|minä|me)? ?(?:pyöristin|laskin|katoin|katsoin|luin|sanoin|muistin|ymmärsin) (?:sen )?(?:väärin|väärään)",
        r"(?:väärin|pieleen) (?:laskettu|sanottu|meni)", r"(?:meni|tuli) (?:väärin|virhe)", r"on (?:se )?oikea (?:luku|määrä|summa|päivä)", r"on (?:se )?oike[ae](?=\W*(?:$|[.,!]))", r"oikea (?:luku|määrä|summa|päivä) on", r"korjaan", r"korjataan", r"puuttui", r"otan sanani takaisin", r"piti sanoa", r"sekoitin", r"erehdyin",
    ),
    dispute=said(
        rf"{_MY} on (?:kyllä )?(?:eri|toinen|toi|suurempi|pienempi) (?:luku|määrä|lukema|summa|tieto)", r"eri (?:luku|määrä|lukema|summa)", r"ei (?:se )?(?:pidä paikkaansa|täsmää|ole oikein|oo oikein|voi pitää paikkaansa|ollut noin|ole meidän luku)", r"(?:ooks|oletko|ootko|oletteko|ootteko) (?:sä |te |sinä )?varma",
        r"(?:mun|minun|meidän) (?:laskujen|listan|kirjojen|tietojen) mukaan", r"enemmän kuin (?:tuo|toi)", r"vähemmän kuin (?:tuo|toi)", r"laskitteko", r"en usko että", r"onko (?:se|toi|tuo) oikein",
    ),
    own_figure=said(rf"{_MY} (?:on|oli)", r"(?:mun|minun|meidän) (?:luku|lukema|laskelma|listalla|kirjoissa|laskujen)\w*", r"(?:se|niitä|niit) (?:on|oli)", r"(?:mä|minä|me) (?:laskin|laskettiin|laskimme|sain|saatiin)", r"sanoit"),
    repair=said(r"eiku", r"ei kun", r"eikun", r"anteeksi", r"sori", r"siis", r"tai siis", r"tarkoitan", r"tarkoitin", r"korjaan", r"vai", r"hetkinen", r"ei vaan"),
    contrast=said(
        r"(?:ei|eivät|eikä|en|emme|ettei)\b[^#.!?;]{0,50}#(?P<wrong1>\d)#[^#.!?;]{0,40}\bvaan\b[^#.!?;]{0,30}#(?P<right1>\d)#", r"#(?P<right2>\d)#[^#.!?;]{0,50}(?:,? eikä|, ei|,? mutta ei) (?:\w+ )?#(?P<wrong2>\d)#",
    ),
    recount=said(
        r"hetkinen", r"hetki", r"odotas?", r"odottakaa", r"kato[ns]?(?:taan)?(?: vielä)?", r"katson", r"katsotaan vielä", r"tarkistan", r"tarkistetaan", r"lasken uudestaan", r"(?:on|oli) mukana", r"sisältyy", r"sisältää", r"mukaan laskettu", r"laskettu mukaan", r"puuttui", r"puuttuu", r"itse asiassa", r"josta", r"joista",
    ),
    outdated=said(
        r"alustav\w*", r"vanhentu\w*", r"vanha (?:luku|lukema|määrä|arvio|hinta|versio)", r"(?:aiempi|edellinen|entinen|ensimmäinen) (?:luku|lukema|määrä|arvio|versio)", r"ei (?:enää )?(?:päde|pidä|ole voimassa|oo voimassa)", r"(?:oli|on) (?:\w+ ){0,2}(?:arvio|luonnos|ennuste|veikkaus|oletus)",
        r"roskiin", r"unohda(?:kaa|taan)?", r"viime vuoden (?:luku|hinta|määrä)",
    ),
    propose=opening(
        r"(?:mä |minä |me )?(?:ehdottaisin|ehdotan|ehdottaisimme|ehdotetaan)(?:,? että)?", r"(?:mun|minun|meidän) ehdotus (?:on|olisi|ois|olis)(?:,? että)?", r"sovitaan(?: sitten| niin)?(?:,? että)?", r"(?:me )?sovittiin(?:,? että)?", r"(?:mitä jos|mites jos|entä jos)", r"(?:kävisikö|kävisköhän|kävisko|kävisko|käviskö|sopisiko|sopisko)(?: se)?(?:,? että)?", r"sano(?:taan|taanko|taanks|ttaisko|ttasko)(?: nyt| sit| sitten| vaikka)?(?:,? että)?", r"sovit(?:aanko|aanks|taisko|tasko)(?: nyt| sit| sitten)?(?:,? että)?",
        r"(?:tehdään|edetään) (?:niin|näin)(?:,? että)?", r"(?:sitten|eli)(?: me)? (?=\w+(?:taan|tään|daan|dään|llaan|lläisiin|nnaan|nnään)\b)",
    ),
    agreed="Sovittu",
    readback=said(r"kirjaan", r"kirjataan", r"kertaan", r"kerrataan", r"kertaanko", r"yhteenveto\w*", r"muistioon"),
    meet_next=said(
        r"seuraava\w* (?:\w+ )?(?:palaver\w*|kokou\w*|tapaami\w*|katselm\w*|kert\w*|seuranta\w*)", r"(?:milloin|koska) (?:me )?(?:jatketaan|jatkamme|tavataan|tapaamme|nähdään|palataan|kokoonnutaan|palaveerataan)", r"(?:jatketaan|tavataan|nähdään|palataan) (?:taas|uudestaan|uudelleen|seuraavan kerran)",
        r"(?:uusi|toinen|jatko)\w* ?(?:palaver\w*|tapaami\w*|kokou\w*|aika)", r"jatkopalaver\w*", r"seurantapalaver\w*", r"(?:sovitaan|katsotaan|etsitään) (?:seuraava|uusi) (?:aika|kerta|tapaaminen|palaveri)", r"samaan aikaan", r"milloin (?:seuraavaksi|seuraavan)",
    ),
    meet_weak=said(
        r"n(?:ähdään|ähtäis\w*|ähdääks\w*|ähdäänkö|ähtäskö|ähtäisiinkö)", r"tava(?:taan|taanko|ttais\w*|taanks\w*)", r"palaveera\w*", r"kokoonnu\w*", r"jatket(?:aan|aanko|tais\w*|aanks\w*)", r"(?:otetaan|otettais\w*|pidetään|pidettäis\w*|laitetaan|sovitaan|sovittais\w*|varataan)(?:ko|ks)? (?:\w+ ){0,3}(?:palaver\w*|tapaami\w*|kokou\w*|aika|aikaa|katselmus\w*|puhelu\w*|teams\w*)",
        r"(?:siirr\w+|siirt\w+|vaihd\w+) (?:\w+ ){0,4}(?:palaver\w*|tapaami\w*|kokou\w*|katselmu\w*)", r"(?:palaver\w*|tapaami\w*|kokou\w*|katselmu\w*) (?:\w+ ){0,3}(?:siirr\w+|siirt\w+)",
    ),
    following=said(r"(?:sitä|siitä) seuraava\w*", r"seuraavana", r"seuraava(?= (?:ma|ti|ke|to|pe|maanantai|tiistai|keskiviikko|torstai|perjantai))"),
    busy=said(rf"{_MY} (?:on|onki|onkin|o)", r"on (?:mulla|minulla|meillä)", rf"{_I} (?:oon|olen|ollaan|olemme)", r"(?:oon|olen|ollaan|olemme) (?:mä|minä|me)?", r"on(?:han)? (?:se )?(?:\w*pyhä\w*|vapaapäivä|lomapäivä|juhannus\w*|helatorstai\w*|vappu\w*|pääsiäi\w*)"),
    free=said(r"aika(?:a)?", r"vapaa\w*", r"tyhjä\w*", r"tila(?:a)?", r"rako\w*", r"käy", r"kävis\w*", r"sopii", r"sopis\w*", r"passaa"),
    daypart=said(r"\w*aamu\w*", r"aamupäivä\w*", r"\w*iltapäivä\w*", r"\w*ilta\w*", r"lounas\w*", r"ip", r"ap"),
    counter=said(r"käv(?:is|isi)\w*", r"käyks?kö", r"käykö", r"käyks", r"sop(?:is|isi|iiko|isko|iiks)\w*", r"passa\w*", r"(?:miten|mites|entä|entäs)", r"parem\w*", r"mieluummin", r"mielummin", r"ennemmin", r"mutta", r"mut", r"aikaisemmin", r"aikasemmin", r"myöhemmin", r"vois(?:i|in|imme|itaisiinko|itasko|itaisko|isko|ko)\w*", r"olisko", r"oisko", r"sittenkin", r"sopii", r"käy"),
    move=said(r"siirr\w+", r"siirt\w+", r"vaihd\w+", r"vaihta\w+", r"muut(?:e|a)t\w+", r"aikaist\w+", r"lykät\w+"),
    same_time=said(r"sama(?:an|lla)? (?:kellon)?aika(?:an|na)?", r"samaan aikaan", r"sama kello\w*"),
    later=said(r"(?P<count>yhtä|kahta|kahden|kaksi|kolmea|kolme)? ?(?P<unit>viikkoa|viikon|päivää|päivän) (?:myöhemmin|eteenpäin|siitä|päästä siitä)", r"(?P<unit2>viikkoa|päivää) (?P<earlier>aikaisemmin|aiemmin)"),
    units={"viik": 7, "päiv": 1},
    invite=said(r"kutsu\w*", r"kalenteri\w*"),
    deadline=said(r"takaraja\w*", r"määräaik\w*", r"määräpäiv\w*", r"irtisano\w*", r"viimeinen (?:päivä|mahdollinen)", r"päättyy", r"umpeutu\w*", r"(?:menee|meni|mene) umpeen"),
    cause_asked=said(r"(?:onko|mikä|mistä|tiedetäänkö|tiedättekö)\b[^.!?]*\b(?:syy|syytä|syystä|johtuu|johtui|aiheutu\w*|juurisyy)", r"(?:syy|juurisyy) (?:on )?(?:tiedossa|selvillä|löytynyt)", r"miksi", r"mistä (?:se|tämä|tää) (?:johtuu|tulee)", r"mitä (?:siinä |siellä )?tapahtui"),
    cause_nouns={"juurisyy juurisyytä juurisyyn": "Juurisyy", "syy syytä syyn": "Syy"},
    cause=said(r"johtu\w+", r"aiheut\w+", r"(?:syy|syynä|juurisyy|juurisyynä) (?:on|oli)", r"takia", r"vuoksi"),
    criteria_asked=said(r"kriteer\w*", r"(?:millä|miten) (?:te |sä |sinä )?(?:vertaatte|vertailette|valitsette|päätätte|arvioitte|punnitsette)", r"mikä (?:teille|sulle|teidän|siinä) (?:\w+ )?(?:ratkaisee|painaa|merkitsee)", r"millä perusteella", r"lasketaanko"),
    criterion=said(
        r"ratkais(?:ee|evaa|evin)", r"ei (?:rahoiteta|hyväksytä|makseta|allekirjoiteta|mene läpi)", r"(?:ehto|edellytys|vaatimus|raja) (?:on|meillä|meille)", r"(?:pitää|täytyy|on pakko) olla (?:alle|vähintään|enintään|korkeintaan)", r"(?:vähintään|enintään|korkeintaan)", rf"{_ME} (?:\w+ )?(?:on )?tärkein(?:tä)?", r"painaa eniten", r"painoarvo\w*",
        r"ensin [\w ]{3,30},? (?:vasta )?sitten",
    ),
    process=said(r"johtoryhmä\w*", r"hallitu(?:s|ks)\w*", r"ohjausryhmä\w*", r"investointiryhmä\w*", r"hankintatoim\w*", r"toimitusjohtaj\w*", r"talousjohtaj\w*"),
    threat=said(
        r"(?:jos|ellei|muuten)\b[^.!?]{0,70}\b(?:irtisano\w*|vaihda\w*|vaihdetaan|pidätä\w*|pidätetään|keskeyt\w*|lopet\w*|pysäyt\w*|jäädytä\w* maksu\w*|kilpailut\w*|siirry\w*|eskaloi\w*)[^.!?]*", r"(?:pidät\w*|pysäyt\w*|jäädyt\w*) maksu\w*",
    ),
    objections=(
        (4, said(r"vaikea(?:a|ta)? (?:\w+ )?(?:perustella|selittää|puolustaa|myydä)", r"(?:en|emme|ei) (?:me |mä )?(?:voi|pysty|osaa) perust\w+")),
        (4, said(r"(?:toinen|toisen|kilpaileva|kilpailijan|parempi|halvempi) tarjou\w*", r"\w*halvempi\w*", r"edullisempi\w*", r"halvemmalla")),
        (4, said(r"liian (?:kallis\w*|kallista|korkea\w*|hidas\w*|hidasta|pitkä\w*|paljon)", r"ei (?:ole|oo) (?:budjet\w*|rahaa|varaa)", r"budjetti(?:in)? ei", r"ei (?:rahoiteta|hyväksytä)")),
        (4, said(r"(?:huolestut\w*|huolena|huoli on|huolissa\w*|ongelma on|mun ongelma|meidän ongelma|epäil\w+|arveluttaa|mietityttää)")),
        (3, said(r"(?:en|emme|ei) (?:mä |me |oikein )?(?:ymmärrä|näe|nähdä|käsitä),? (?:miksi|mitä|miten|hyötyä)", r"miksi (?:me |mä )?(?:maksa\w*|pitäisi|pitäis|kannattaisi)", r"kuka (?:siitä |tästä )?hyötyy", r"mitä hyötyä")),
        (3, said(r"kallis\w*", r"kallista", r"tyyris\w*", r"suola(?:inen|isen|ista)", r"kova hinta")),
        (3, said(r"mitä järke\w*", r"(?:pitää|täytyy) (?:\w+ ){0,2}(?:myydä|perustella) (?:\w+ ){0,4}(?:johto\w*|johtaj\w*|toimari\w*|hallitu\w*|talous\w*)", r"mistä (?:me )?(?:oikein )?maksetaan")),
        (2, said(r"pettyny\w*", r"petty\w*", r"ei riitä", r"ei (?:ole|oo) ok", r"ei (?:ole|oo) (?:tarjous|ratkaisu|vastaus)")),
    ),
    rival=said(r"kilpail\w*", r"(?:toinen|toisen|toista|muita|muiden|toiselta) (?:tarjou\w*|toimittaj\w*|palveluntarjoaj\w*)", r"\w*halvempi\w*", r"\w*halvemm\w*", r"edullisemp\w*"),
    price=said(r"hin(?:ta|na|no|to|ti)\w*", r"\w+hin(?:ta|na)\w*", r"alennu\w*", r"koro(?:tu|te)\w*", r"indeksi\w*", r"hal(?:pa|va|vempi|vemm)\w*", r"kalli\w*", r"kate\w*", r"maksettaisiin", r"maksaa (?:enemmän|vähemmän)", r"raha\w*"),
    justify=said(r"vaikea(?:a|ta)? (?:\w+ )?(?:perustella|selittää|puolustaa)\b[^.!?]*?(?P<when>,? (?:kun|niin kauan kuin|sen jälkeen kun) [^.!?]+)?[.!?]*$"),
    justified="Hintaa on vaikea perustella",
    mood=said(r"(?:parempi|hyvä|paras|rakentava|antoisa) (?:palaveri|kokous|keskustelu|tapaaminen)", r"(?:oon|olen|ollaan|olemme) (?:\w+ )?(?:tyytyväi\w*|pettyny\w*|iloi\w*|turhautunu\w*|helpottunu\w*)", r"ärsyttäv\w*", r"turhauttav\w*", r"luottamus\w* (?:on )?(?:men\w*|lop\w*)"),
    wants=said(
        r"(?:mä |minä |me )?(?:haluan|haluun|haluaisin|haluaisimme|haluamme|halutaan|haluttais\w*|en halua|emme halua)", r"(?:tarvitsen|tarvitsemme|tarvitaan|tarviin|tarvittais\w*)", rf"{_ME} (?:\w+ )?(?:on|se|riittäis|riittäisi|riittää|tärkein\w*|ratkaisee)", rf"{_ME} käytettävyys", r"tärkein(?:tä)?", r"ratkaisee", r"ei tule yllätyksiä", r"odotan",
    ),
    wants_asked=said(r"(?:mitä|millä|mikä|miten|millainen|mitkä)\b[^?]*\b(?:kriteer\w*|pitäis\w*|pitäisi|tarvit\w+|halua\w*|odota\w*|muuttua|auttais\w*|tärkein\w*|ratkais\w*|vertaatte|riittäis\w*)[^?]*\?"),
    refuses_topic=said(r"(?:en|emme) halua (?:puhua|keskustella|käydä)", r"ennen kuin puhutaan", r"ei tänään"),
    blame=said(r"(?:teidän|meidän|sun|mun|kenen|hänen|kenenkään) (?:vika|syy|moka|virhe)\w*", r"vika vai", r"syyllis\w*", r"syyttä\w*", r"hävett\w*", r"naurettav\w*", r"anteeksi", r"pahoittel\w*", r"pyöristin", r"haukku\w*", r"(?:oli|meni|tehtiin|tehty|meiltä) väärin", r"myöhässä"),
    about=said(r"noin", r"suunnilleen", r"melkein", r"lähes", r"reilut?", r"vajaat?"),
    doubt=said(r"ehkä", r"kai", r"varmaan", r"joskus", r"jossain vaiheessa", r"mahdollisesti", r"luultavasti", r"katsotaan", r"katotaan", r"vois(?:i|in|imme|itais|itaisiin)?\w*", r"pitäis\w*", r"en tiedä", r"en ole varma", r"kenties", r"en lupaa", r"riippuu"),
    senior=said(r"\w*johtaja\w*", r"toimitusjoht\w*", r"pääl[lä]+ik\w*", r"ceo", r"cfo", r"coo", r"vp", r"omistaj\w*"),
)  # fmt: skip
