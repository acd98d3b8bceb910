"""Swedish: what the rules of this package listen for."""

from kambrief.core.agreeing.words import Cues, opening, said

CUES = Cues(
    accept=opening(
        r"ja(?!,? men)", r"jo(?!,? men)", r"japp", r"precis", r"exakt", r"stämmer", r"(?:det|den) (?:stämmer|är rätt|är riktigt|fungerar|funkar|passar|går bra|låter bra|blir bra|duger|kan (?:jag|vi) (?:stödja|acceptera|leva med))", r"okej", r"ok", r"överens", r"bekräftat", r"bekräftas", r"det bekräftar (?:jag|vi)", r"godkänt", r"avgjort",
        r"bra", r"perfekt", r"toppen", r"låter (?:bra|rimligt|vettigt)", r"passar", r"funkar", r"fungerar", r"det gör vi", r"(?:vi|jag) (?:godkänner|accepterar|håller med|är med på det)", r"noterat", r"uppfattat", r"visst", r"absolut", r"gärna", r"då (?:använder|tar) (?:jag|vi)", r"då säger vi", r"kör på det", r"rätt", r"deal", r"instämmer", r"fint", r"kanon", r"suveränt", r"jajamän", r"jepp", r"jadå", r"jodå", r"(?:den|det|då) (?:tar|kör|säger) vi", r"utmärkt", r"inga problem", r"går (?:bra|fint)", r"det går (?:bra|fint)", r"det blir (?:fint|bra)",
    ),
    refuse=said(
        r"(?:passar|funkar|fungerar|går) inte", r"(?:jag|vi) (?:kan|hinner|har möjlighet) (?:tyvärr )?inte", r"kan (?:jag|vi) (?:tyvärr )?inte", r"(?:jag|vi) är (?:i|på|borta|bortrest\w*|upptag\w*|ledig\w*|bokad\w*)", r"är (?:jag|vi) (?:i|på|borta|bortrest\w*|upptag\w*|ledig\w*|bokad\w*)", r"(?:då|den dagen|den veckan) (?:har|är) (?:jag|vi)", r"har (?:jag|vi) (?:\w+ ){1,5}(?:då|den dagen|den veckan)",
        r"för (?:tidigt|sent|tätt)", r"helst inte", r"hellre", r"semester", r"krockar", r"nej",
    ),
    concede=said(
        r"(?:jag|vi) tittar på fel", r"felsägning", r"sa fel", r"ja just det",
        r"(?:du|ni) har (?:helt )?rätt", r"(?:har|hade) (?:helt )?rätt", r"är (?:rätt|riktigt)(?=\W*(?:$|[.,!]))", r"mitt (?:fel|misstag)", r"vårt (?:fel|misstag)", r"jag (?:sa|läste|räknade|mindes|såg|skrev|hade) (?:det )?fel", r"jag (?:kastade om|blandade ihop|förväxlade|tog fel|avrundade)", r"(?:en |liten )?(?:rättelse|korrigering)", r"(?:jag|vi) (?:måste|får|ska|vill) (?:rätta|korrigera)", r"det var fel",
        r"(?:rätt|korrekt|riktig[at]?) (?:siffra|antal|belopp|summa|tal) är", r"är (?:den |det )?(?:rätta?|korrekta?|riktiga?) (?:siffran?|antalet|beloppet|summan|talet)", r"jag glömde", r"saknades", r"rättar mig",
    ),
    dispute=said(
        r"(?:jag|vi) har (?:faktiskt )?(?:en )?annan siffra", r"(?:en )?annan (?:siffra|summa|uppgift)", r"(?:inte|ej) (?:min|vår|rätt) (?:siffra|summa)", r"(?:det|den|siffran) stämmer inte", r"stämmer (?:det|den siffran|verkligen)\b", r"är (?:du|ni) säker", r"inte vad (?:jag|vi) har", r"(?:jag|vi) (?:räknade|har) (?:fler|färre|mer|mindre)", r"(?:räknade|tog) (?:du|ni) med",
    ),
    own_figure=said(r"(?:min|vår) (?:siffra|lista|bok|uppgift|summa)\w*", r"(?:jag|vi) (?:har|fick|ser|räknade|räknar|kommer fram till)", r"det (?:är|var|blir)", r"(?:du|ni) sa", r"hos oss"),
    repair=said(r"förlåt", r"nej", r"alltså", r"jag menar", r"eller rättare sagt", r"rättare sagt", r"ursäkta", r"vänta", r"jag menade", r"eller nej"),
    contrast=said(
        r"(?:inte|ej|inga)\b[^#.!?;]{0,40}#(?P<wrong1>\d)#[^#.!?;]{0,30}\butan\b[^#.!?;]{0,25}#(?P<right1>\d)#", r"#(?P<right2>\d)#[^#.!?;]{0,40}(?:,? och inte|, inte|,? i stället för|,? istället för) (?:den )?#(?P<wrong2>\d)#",
    ),
    recount=said(r"vänta", r"låt mig (?:se|kolla|räkna|titta)", r"jag (?:kollar|kollade|räknar om|ska kolla)", r"ett ögonblick", r"ingår", r"inkluderar", r"inräknat", r"inräknad\w*", r"medräknat", r"medräknad\w*", r"saknades", r"varav", r"faktiskt", r"i den siffran", r"där är"),
    outdated=said(
        r"preliminär\w*", r"inaktuell\w*", r"föråldrad\w*", r"gäller inte(?: längre)?", r"(?:den|det) (?:gamla|tidigare|förra|första) (?:siffran|talet|beloppet|priset|versionen|uppskattningen)", r"(?:en )?gammal siffra", r"(?:var|är) (?:\w+ ){0,3}(?:uppskattning|utkast|prognos|gissning)", r"släng(?:a|s)?", r"papperskorgen", r"glöm", r"förra årets (?:siffra|pris)",
    ),
    propose=opening(
        r"(?:jag|vi) (?:föreslår|skulle föreslå|vill föreslå)(?:,? att)?", r"(?:mitt|vårt) förslag (?:är|vore|blir)(?:,? att)?", r"(?:då|så) (?:säger|gör|bestämmer) vi(?: så)?(?:,? att)?", r"vi (?:kommer|är|blev) överens om(?:,? att)?", r"(?:vad sägs om|ska vi säga|kan vi säga|ska vi enas om)(?:,? att)?", r"vi (?:bestämmer|beslutar)(?:,? att)?", r"låt oss säga(?:,? att)?",
    ),
    agreed="Överenskommet",
    readback=said(r"(?:jag|vi) (?:noterar|antecknar|skriver|sammanfattar)", r"(?:låt mig|ska jag) (?:sammanfatta|läsa upp|repetera)", r"sammanfattning\w*", r"noterat"),
    meet_next=said(
        r"nästa (?:möte|avstämning|samtal|gång|träff|uppföljning|genomgång)", r"när (?:ska vi |kan vi )?(?:ses|möts|hörs|träffas|fortsätter|syns)(?: vi)?", r"(?:ses|höras|hörs|träffas|möts) (?:vi )?(?:igen|nästa)", r"(?:nytt|ett nytt) (?:möte|datum)", r"uppföljningsmöte\w*", r"hitta (?:en|ett) (?:tid|datum)", r"samma tid", r"boka (?:in )?(?:nästa|ett nytt)",
    ),
    meet_weak=said(
        r"(?:ska|skall|kan|ses|syns|hörs|möts|träffas) vi (?:ses|synas|höras|hörs|mötas|träffas|ta|boka|köra|stämma av|igen)", r"vi (?:ses|syns|hörs|möts|träffas) (?:på|om|i|den|då|igen|efter|vecka|nästa|måndag|tisdag|onsdag|torsdag|fredag)", r"(?:ses|syns|hörs|möts|träffas) vi", r"stäm(?:mer|ma) (?:vi )?av", r"bok(?:ar|a) (?:vi )?(?:in )?(?:en|ett|något|nåt)", r"(?:ta|tar|köra|kör) (?:vi )?(?:ett|en) (?:nytt|ny|till|möte|avstämning|samtal)", r"(?:flytta\w*|skjut\w*|ändra) (?:\w+ ){0,4}(?:möte\w*|avstämning\w*|samtal\w*|genomgång\w*)",
    ),
    following=said(r"\w+dag(?:en)? (?:efter|därpå)", r"följande", r"veckan (?:efter|därpå)"),
    busy=said(r"(?:har|är|sitter|åker) (?:jag|vi)", r"(?:jag|vi) (?:har|är|sitter|åker)", r"är (?:det|ju)", r"(?:är|har) \w+ (?:ju )?(?:helgdag|röd dag|full\w*)"),
    free=said(r"tid", r"fri\w*", r"öppet", r"lucka", r"passar", r"funkar", r"fungerar", r"går bra", r"kan"),
    daypart=said(r"förmiddag\w*", r"eftermiddag\w*", r"morgon\w*", r"kväll\w*", r"lunch\w*"),
    counter=said(r"vad sägs om", r"kan (?:vi|ni|du|jag)", r"skulle", r"i ?stället", r"hellre", r"bättre", r"tidigare", r"senare", r"men", r"går det (?:bra )?(?:med)?", r"passar", r"funkar", r"fungerar", r"då tar vi", r"tar vi"),
    move=said(r"flytta\w*", r"skjut\w*", r"ändra\w*", r"byt(?:a|er)", r"tidigarelägg\w*", r"senarelägg\w*"),
    same_time=said(r"samma (?:tid|klockslag)"),
    later=said(r"(?P<count>en|två|tre) (?P<unit>vecka|veckor|dag|dagar) (?:senare|fram\w*)", r"(?P<unit2>veckan|dagen) (?:efter|därpå)", r"(?P<count3>en|två|tre) (?P<unit3>vecka|veckor|dag|dagar) (?P<earlier>tidigare)"),
    units={"veck": 7, "dag": 1},
    invite=said(r"inbjud\w*", r"kallels\w*", r"kalender\w*", r"bjuder in"),
    deadline=said(r"deadline\w*", r"uppsägning\w*", r"sista (?:dag|datum)\w*", r"säga upp", r"säger upp", r"löper ut", r"går ut", r"frist\w*"),
    cause_asked=said(r"(?:grund)?orsak\w*", r"varför", r"vad (?:beror|berodde|orsakade|hände|gick fel)", r"anledning\w*"),
    cause_nouns={"grundorsak grundorsaken": "Grundorsak", "orsak orsaken": "Orsak", "anledning anledningen": "Anledning"},
    cause=said(r"(?:beror|berodde) på", r"(?:orsaken|anledningen|grundorsaken) (?:är|var)", r"orsakas av", r"orsakades av", r"på grund av", r"kommer (?:från|av)"),
    criteria_asked=said(r"kriteri\w*", r"hur (?:jämför|väljer|bedömer|viktar|beslutar|mäter) (?:du|ni)", r"vad (?:är viktigt|är viktigast|avgör|väger)", r"på vilka grunder", r"räknas (?:det|den|\w+) (?:på|som|med)"),
    criterion=said(
        r"(?:är|blir) avgörande", r"avgör", r"(?:finansieras|godkänns|accepteras) inte", r"(?:kravet|gränsen|villkoret|kriteriet|kriterierna) är", r"(?:krav|villkor) (?:är|från|för)", r"(?:måste|ska) (?:vara|ligga|betala sig|återbetalas) (?:\w+ )?(?:under|minst|högst|inom)", r"(?:minst|högst|max)", r"viktigast(?:e)? (?:för|är)", r"först [\w ]{3,30},? (?:och )?sedan",
    ),
    process=said(r"styrelse\w*", r"ledningsgrupp\w*", r"styrgrupp\w*", r"investeringskommitt\w*", r"koncernledning\w*", r"inköp(?:savdelningen)? beslutar", r"vd:?n?", r"finanschef\w*"),
    threat=said(r"(?:om|annars)\b[^.!?]{0,70}\b(?:håller|stoppar|säger|avbryter|byter|fryser|eskalerar|avslutar|lämnar|hålla inne|säga upp|stoppa|byta)\b[^.!?]*", r"(?:hålla|håller) inne (?:\w+ )?betalning\w*"),
    objections=(
        (4, said(r"(?:svårt|svår|omöjligt) att (?:motivera|försvara|förklara|sälja in)", r"kan inte (?:motivera|försvara)")),
        (4, said(r"(?:ett annat|en annan|ett konkurrerande|ett bättre|ett billigare) (?:anbud|erbjudande|leverantör|offert)", r"en annan offert", r"billigare")),
        (4, said(r"för (?:dyrt|dyr|dyra|högt|långsamt|lång|långt|riskabelt)", r"ingen budget", r"finns inte i budget\w*", r"(?:finansieras|godkänns) inte")),
        (4, said(r"(?:mitt|vårt) (?:problem|bekymmer)", r"(?:jag|vi) (?:är|blir) (?:oroliga?|bekymra\w*|tveksam\w*|skeptisk\w*)", r"(?:min|vår) oro", r"det som oroar")),
        (3, said(r"(?:ser|förstår|begriper) (?:jag |vi )?inte (?:varför|vad|hur|nyttan|poängen)", r"varför (?:ska|skulle) (?:vi|jag)", r"vem (?:tjänar|vinner) på", r"vad (?:får|vinner) vi")),
        (3, said(r"(?:rätt|ganska|väldigt|lite|alldeles) (?:dyrt?|dyra|saftigt|mycket)", r"(?:fattar|förstår|begriper) (?:jag |vi )?inte", r"svårt att svälja", r"saftig\w*", r"blivit (?:\w+ )?dyra?r?e?")),
        (2, said(r"besvik\w*", r"inte (?:bra|tydligt) nog", r"räcker inte", r"inget förslag")),
    ),
    rival=said(r"konkurr\w*", r"(?:ett annat|en annan|andra|ett konkurrerande) (?:anbud|offert\w*|leverantör\w*|erbjudande\w*)", r"anbud\w*", r"upphandl\w*", r"billigare"),
    price=said(r"pris\w*", r"\w+pris(?:et|er|erna)?", r"rabatt\w*", r"billig\w*", r"dyr\w*", r"index\w*", r"påslag\w*", r"marginal\w*", r"höjning\w*", r"betala (?:mer|mindre)"),
    justify=said(r"(?:svårt|svår) att (?:motivera|försvara|förklara)\b[^.!?]*?(?P<when>,? (?:när|så länge|efter att|medan) [^.!?]+)?[.!?]*$"),
    justified="Priset är svårt att motivera",
    mood=said(r"(?:bra|bättre|bästa|givande|konstruktivt|ärligt) (?:möte|samtal|genomgång|diskussion)", r"(?:jag|vi) är (?:\w+ )?(?:nöjd\w*|besvik\w*|glada?|irritera\w*|frustrera\w*|lättad\w*)", r"(?:mest|väldigt) irriterande", r"tappat (?:förtroende\w*|tålamodet)"),
    wants=said(r"(?:jag|vi) (?:vill|behöver|önskar|förväntar)", r"vill (?:jag|vi)", r"behöver (?:jag|vi)", r"för (?:mig|oss) (?:är|handlar|gäller)", r"viktigast(?:e)?", r"(?:jag|vi) skulle vilja", r"avgör(?:ande)?"),
    wants_asked=said(r"(?:vad|hur|vilka)\b[^?]*\b(?:behöv\w*|vill|viktig\w*|krävs|skulle|avgör|kriteri\w*|förändr\w*|hjälpa)[^?]*\?"),
    refuses_topic=said(r"vill inte (?:diskutera|prata|tala)", r"inte i ?dag"),
    blame=said(r"(?:ert|vårt|ditt|mitt|vems|hans|hennes) fel", r"skyll\w*", r"skuld\w*", r"inkompeten\w*", r"löjlig\w*", r"oacceptabel\w*", r"oacceptabelt", r"förlåt", r"beklagar", r"(?:var|är|gjorde|gick) fel", r"försena\w*", r"ursäkta"),
    about=said(r"ungefär", r"cirka", r"omkring", r"nästan", r"runt"),
    doubt=said(r"kanske", r"kan hända", r"förmodligen", r"troligen", r"möjligen", r"någon gång", r"framöver", r"skulle kunna", r"får se", r"vet inte", r"inte säker", r"beror på om", r"borde", r"lovar inte"),
    senior=said(r"vd", r"\w*chef", r"\w*direktör", r"ceo", r"cfo", r"coo", r"vp", r"ägare", r"head", r"director"),
)  # fmt: skip
