"""What `core.offrecord` looks for, in Finnish, English, Swedish and German. Data, not wording: nothing of it is printed."""

import re

from kambrief.core.lexicon import whole

BACKWARD = re.compile(
    r"(?<!\w)(?:(?:that|this|it|sitä|tätä|tota|tuota|se|det|detta|das|dies) (?:\w+['’]?\w* ){0,3}(?:stays?|"
    r"remains?|minute|record|"
    r"muistioo?n|pöytäkirjaan|kirjata|kirjaa|ylös|jää|stannar|protokollet|protokoll|bleibt|mellan|unter)|"
    r"(?:minute|write|note|record|put|repeat|quote|share|mention) (?:that|it|this)\b|what i (?:just )?said|"
    r"that was|äsken|äskeis\w+|"
    r"edellis\w+|det jag (?:just )?sa|vad jag sa|was ich (?:gerade |eben )?(?:sagte|gesagt)|das war|(?:älä|"
    r"älkää) (?:\w+ ){0,2}(?:kirjaa|kirjatko) (?:sitä|tota|tuota)|"
    r"(?:skriv|anteckna) (?:inte )?(?:upp |ner )?det|(?:schreib\w*|notier\w*|protokollier\w*) (?:sie )?das|"
    r"(?:keep|leave) (?:that|it|this) (?:out|to|between|off))",
    re.IGNORECASE,
)
"""The cue points to what was said before it."""

FORWARD = re.compile(
    r"(?<!\w)(?:this one|the next|following|what i(?:['’]m| am) (?:about|going) to|can (?:i|we) (?:say|go|"
    r"speak|talk)|let me (?:say|tell)|may i|"
    r"(?:tää|tämä) (?:on )?(?:nyt|sitten|seuraava)|seuraava|sanonko|saanko sanoa|kerron|nu kommer|det här|"
    r"nästa|får jag|jetzt|folgendes|darf ich|"
    r"now\b|before (?:the )?(?:others|they|everyone|anyone)|ennen ku[in]\w*|innan (?:de|dom|alla|övriga)|"
    r"bevor (?:die|alle|sie))",
    re.IGNORECASE,
)
"""The cue announces what comes."""

ANNOUNCE = re.compile(
    r"(?<!\w)(?:ennen ku[in]{0,2} (?:ne|muut|he|toiset|ne muut|loput)\b|nyt kun ollaan (?:vielä )?kahden|"
    r"before (?:the others|they|everyone|everybody|anyone|the rest)"
    r"(?: else)? (?:join|come|arrive|get|dial|is|are)|while (?:it['’]s|we['’]re) (?:just|still) (?:us|"
    r"the two)|innan (?:de|dom) (?:andra|övriga)?\s?(?:kommer|ansluter|är)|"
    r"medan vi (?:är|bara) |bevor die anderen|solange wir (?:noch )?(?:allein|unter uns|zu zweit))",
    re.IGNORECASE,
)
"""Somebody is about to tell what the others shall not hear: kept back with the cue that follows at once."""

_FILL = (
    r"^\W*(?:(?:okay|ok|okei|okej|right|alright|all right|good|great|lovely|perfect|fine|well|so|now|anyway|and|but|then|yes|yeah|thanks|thank you|"
    r"hyvä|kiva|hienoa|selvä|selvä juttu|kiitos|kiitti|joo|juu|jaa|ja|no|mut|mutta|hei|niin|eli|nyt|sit|sitten|nii|ymmärrän|"
    r"bra|fint|toppen|perfekt|tack|jo|ja|och|men|nå|då|så|du|förstår|jag förstår|gut|schön|prima|super|danke|also|und|aber|so|na|na gut|ja|dann|verstanden|alles klar)\W+){0,4}"
    r"(?:(?:herr |frau |herra |rouva )?[\w-]+, )?"
)
_NOT_IT = r"(?![^.?!]*\b(?:that|this|it|them|him|her|privately|offline|by phone|on the phone|coffee|lunch|quietly|separately|one on one|one-to-one|later)\b)"
_NOT_SE = r"(?![^.?!]*\b(?:siihen|siitä|sitä|sille|tähän|tästä|tätä|tälle|niihin|niistä|hänestä|kahden|kahdestaan|puhelimessa|hiljaa|myöhemmin|joskus)\b)"
_NOT_DET = r"(?![^.?!]*\b(?:det(?! (?:här |där )?med\b| nya| andra)|detta|den saken|honom|henne|telefon|telefonen|lunch|fika|kaffe|tu man hand|senare|privat)\b)"
_NOT_ES = r"(?![^.?!]*\b(?:das(?! thema| angebot| n[äa]chste)|darüber|dazu(?! passt)|darauf|davon|damit|telefonisch|telefon|mittagessen|kaffee|vier augen|später|diskret|leise)\b)"

CLOSE = re.compile(
    rf"{_FILL}(?:"
    # English
    r"moving (?:on|along|swiftly)\b|on to (?!that\b|this\b)|onto the\b|back (?:on|to) (?:the )?(?:record|business|work|agenda|list|topic|matter|programme|program|plan)\b|back to (?!you\b|that\b|this\b|it\b|me\b|us\b|him\b|her\b)|"
    r"next(?: up| is the| on (?:the|our|my) (?:list|agenda)| item| topic| point| question| one\b| agenda| thing (?:on|is the))|"
    r"(?:first|second|third|fourth|fifth|sixth|last|final) (?:item|topic|point|question)(?: (?:on|of) (?:the|our|my|today's) (?:list|agenda))?[,:.]|"
    rf"(?:let's|let us|shall we|i suggest we|we'd better) (?:please |just |now |perhaps |then )?(?:move|go (?:to|on|back|through|over)|get (?:back|on|to|started)|come (?:back|to)|turn|continue|carry on|crack on|press on|return|proceed|begin|start|resume){_NOT_IT}|"
    r"(?:let's|shall we) (?:get back to it|get on with it|move on|carry on|crack on)\b|(?:let's|shall we) (?:look at|do|take|cover|tackle|discuss|talk about) (?:the|our|your|those|these|item|point|number)\b"
    + _NOT_IT
    + r"|"
    r"(?:can|could|may|should) we (?:please |now |just )?(?:move on|go back|get back|carry on|continue with)\b"
    + _NOT_IT
    + r"|where were we|to business|turning (?:now )?to|(?:to|let me) (?:recap|summari[sz]e|sum up)|in summary|just to recap|(?:changing|different) (?:the )?(?:subject|topic)|"
    r"(?:park|leave) (?:that|it|this) (?:there|here|at that)|(?:enough|that's all) (?:of|about|on) (?:that|this)\b|(?:thanks|cheers|bye|goodbye|see you) (?:all|everyone|everybody|folks|both)|"
    # Finnish
    r"(?:no niin|noniin|no nii|nonii|nonni|jaahas|jahas|jaaha)(?:[,.!–-]? (?:sit|sitten|eli|nyt|taka|mennää|palata|jatketa|siirry|ote?ta|seuraav|mites|entä|entäs|mikäs|missäs|mihin|käydää|aloite|ja sit|jos|[a-zäö-]{4,}(?:een|iin|hin|uun|yyn|oon|öön)\b)|, (?!kerro|sano|anna|mut|mutta|joo|kyllä|niin|se |sehän|ei |en |emmä|no |kiitos|ymmärrän|selvä|kauhe|sep|onpa|huh|voi |oho|mä|mää|minä|sä|sinä|me |hän|ne |tää|tämä|toi|siinä|siitä|siis|tota|vai|ihan|just))|"
    rf"palataan\w{{0,3}}\b{_NOT_SE}|"
    r"(?:mennään|siirrytään|jatketaan)\w{0,3} (?:nyt |sit |sitten |vaan ){0,2}(?:eteenpäin|takas|takaisin|seuraav|asiaan|asialist|listal|agenda)\w*|"
    r"(?:otetaan|käydään|katsotaan|katotaan) (?:nyt |sit |sitten |vielä |seuraavaks\w* )*(?:läpi |esiin )?(?:se |ne |noi |nuo |toi |tuo )?(?:seuraava|asialista|agenda|kohta|hinnat|loput)\w*|"
    r"seuraava(?:ks|ksi|na|an|t)? ?(?:asia|kohta|aihe|teema|juttu|piste|on (?:listalla|asialistalla)|sit|listalla)\w*|(?:takas|takaisin|takasin) [\w-]+(?:een|aan|ään|iin|hin|uun|yyn|oon|öön|lle)\b|asiaan\b|"
    r"(?:aloitetaan|päästään|aletaan)(?:ko|pa|pas|han|hän)? (?:nyt |sit |sitten |vaan )?(?:asia|itse|varsinai|kokou|alku|eteenpäin|jatkamaan|listan|hommiin)\w*|(?:sit|sitten) (?:se |ne |toi |tuo |noi |nuo |vielä |meidän |teidän |itse ){0,3}[\w-]{3,}(?:t|us|ys|os|is|nen|een|iin|hin|uun|yyn|oon|iä|ia)[.!?]?$|"
    r"missäs? (?:me|mä|ne)? ?(?:oltiin|olimme|olinkaan)|se siitä[.!,]|riittää siitä|vaihdetaan(?:ko)? (?:aihetta|puheenaihetta)|yhteenveto\w*|kootaan|kerrataan|(?:kiitos|kiitti|moikka|heippa) (?:kaikille|kaikki)|"
    # Swedish
    rf"(?:vidare till|vidare med|tillbaka till|åter till|över till|nu till|för att återgå|om vi återgår|vi återgår|vi går vidare|gå vidare|går vi vidare){_NOT_DET}|"
    rf"låt oss (?:\w+ )?(?:gå|ta|börja|fortsätta|återgå|prata){_NOT_DET}|"
    rf"nästa (?:punkt|fråga|ämne|sak|grej|steg på|på (?:listan|agendan))|(?:då|nu) (?:går|tar|fortsätter|börjar|kör|hoppar|återgår) vi {_NOT_DET}|vi (?:tar|kör|fortsätter|hoppar|går) (?:\w+ )?(?:nästa|vidare|över till|med nästa|på nästa)|"
    rf"(?:ska|skall|kan) vi (?:\w+ )?(?:gå (?:vidare|över till|tillbaka)|fortsätta med|återgå)\b{_NOT_DET}|var var vi|nog om (?:det|detta|den saken)|åter till (?:saken|agendan|ordningen)|(?:för att )?(?:summera|sammanfatta)\b|sammanfattningsvis|vi byter ämne|(?:sen|sedan) (?:har vi |var det )?(?:det (?:här )?med |frågan om |punkten )?[\w-]{{4,}}(?:et|en|an|in|na)(?: då)?[.?]?$|(?:tack|hej då|hejdå) (?:alla|allihop|allesammans)|"
    # German
    rf"weiter (?:im|mit|geht|zu|zum|zur|in)\b|zurück (?:zu|zum|zur)\b|zum (?:nächsten|zweiten|dritten|vierten|letzten|ersten) (?:punkt|thema|tagesordnungs\w+)|zum nächsten\b|zur (?:tagesordnung|sache|agenda|nächsten)\b|zum thema\b|"
    rf"(?:nächster|nächste|zweiter|dritter|vierter|letzter) (?:punkt|thema|frage|tagesordnungs\w+)|nächstes thema|als nächstes\b|kommen wir (?:\w+ ){{0,2}}(?:zu|zum|zur|auf)\b{_NOT_ES}|"
    rf"(?:lassen sie uns|lass uns|wollen wir|sollen wir){_NOT_ES}(?: \w+){{0,6}} (?:weiter\w*|übergehen|fortfahren|zurück\w*|zum|zur|anfangen|einsteigen|nächsten)\b{_NOT_ES}|"
    r"(?:können|könnten) wir (?:bitte |jetzt |dann )*(?:weitermachen|zurück zu|zum nächsten|mit dem nächsten)|wo waren wir|genug davon|lassen wir das|themenwechsel|anderes thema|(?:zusammengefasst|zusammenfassend|fassen wir zusammen)|"
    r"(?:dann|jetzt|nun|bleibt noch|bleiben noch) (?:noch |also |mal ){0,2}(?:der|die|das|den|zum|zur|zu den) [\w-]+(?: [\w-]+){0,2}[.:]?$|(?:danke|tschüss|wiedersehen) (?:ihnen |euch )?(?:alle|allen|zusammen)"
    r")",
    re.IGNORECASE,
)
"""A sentence that takes the talk elsewhere, whoever says it. That somebody *comes back to that*, by phone or over a coffee, does not."""

PROPOSES = re.compile(
    rf"{_FILL}(?:"
    r"next[,:]|(?:first|second|third|last|next) (?:one|thing)[,:.]|coming (?:back )?to the|returning to|"
    rf"(?:can we|could we|we should|we can|i'd like to|i want to|if we) (?:please |just |now |perhaps |then )?(?:move (?:on|to)|go (?:to|on|back|through|over)|get (?:back|on|started)|come (?:back|to)|turn to|continue with|carry on|return to|begin|start with){_NOT_IT}|"
    rf"(?:mennään|siirrytään|jatketaan)\w{{0,3}}\b{_NOT_SE}|seuraavaks(?:i)?\b|(?:mennäis|palattais|siirryttäis|jatkettais)\w*{_NOT_SE}|"
    rf"(?:ska|skall|kan|kanske|bör) vi (?:\w+ )?(?:gå|börja|fortsätta|ta|hoppa|återgå|köra)\b{_NOT_DET}|"
    rf"(?:können wir|gehen wir|machen wir|fahren wir|fangen wir|nehmen wir|steigen wir|springen wir|wenden wir){_NOT_ES}(?: [\w-]+){{0,6}} (?:weiter\w*|über(?:gehen)?|an|fort|fortfahren|zurück\w*|zum|zur|anfangen|vor|einsteigen|nächsten|zu)\b{_NOT_ES}"
    r")",
    re.IGNORECASE,
)
"""As `CLOSE`, from a listener. From the one who confides, it may be the matter itself (``Mennään konkurssiin``)."""

BARE = re.compile(
    r"^\W*(?:no niin|noniin|no nii|nonii|right|okay then|right then|well then|så där ja|sådär|nåväl|na dann|gut dann|also dann|so)\W*$",
    re.IGNORECASE,
)
"""Said alone: what the same person says next may be another matter."""

BACK_TO_IT = re.compile(
    r"(?<!\w)(?:it(?!['’]s (?:time|next))|that|this|they|them|their|these|those|he|she|him|her|"
    r"siitä|sitä|siihen|sille|siinä|tästä|tätä|tähän|tälle|niitä|niistä|niille|hän|hänen|häntä|heidän|ne (?=o|v|l)|"
    r"detta|dem|dom|deras|han|hon|henne|honom|om det|med det(?! här| där)|av det|i det(?! här| där)|till det|"
    r"davon|darüber|damit|dazu|daran|dabei|dafür|dagegen|deren|dessen|(?-i:er|sie|ihn|ihm|es(?! mit| um| aus)|das(?= [a-zäöü]|[?.,!]|$)))(?!\w)",
    re.IGNORECASE,
)
"""Points back: such words do not begin another matter."""

DISCREET = re.compile(
    r"(?<!\w)(?:hiljaa|hiljasuude\w*|hiljaisuude\w*|hissukse\w*|hienovarai\w*|huomaamat\w*|vaivihkaa|kaikessa rauhassa|kahden kesken|nimiä mainitsematta|"
    r"quiet(?:ly)?|discreet(?:ly)?|on the quiet|without (?:naming|mentioning|saying)|tactful\w*|no names|privately|in private|your secret|"
    r"diskret|i tysthet|i det tysta|försiktigt|utan att (?:nämna|säga)|privat|i smyg|"
    r"unauffällig|im stillen|leise|ohne (?:namen|zu sagen|ihren namen)|behutsam|verschwiegen\w*|stillschweigen)(?!\w)",
    re.IGNORECASE,
)
"""How one does something about a secret."""

ARRIVAL = re.compile(
    r"(?<!\w)(?:(?:hi|hello|hey|morning|good (?:morning|afternoon|evening|day)|welcome|huomenta|hei|moi|"
    r"moikka|terve|päivää|tervetuloa|iltapäivää|"
    r"hej|hejsan|god (?:morgon|dag|förmiddag)|välkommen|välkomna|hallo|guten (?:tag|morgen|abend)|grüß gott|"
    r"moin|servus|willkommen)\b|"
    r"\w+ (?:tulikin|tuli(?:kin)? linjoille|liittyi|pääsi (?:mukaan|linjoille)|is (?:here|joining|on)|"
    r"(?:just )?joined|has joined|är här|kom (?:in|nu)|ist (?:da|jetzt da|dabei)|kommt gerade))",
    re.IGNORECASE,
)
"""Somebody comes in: what was for two alone is over."""

AGREES = whole(
    "ymmärrän", "selvä", "jää tähän", "tietysti", "tottakai", "totta kai", "ei tietenkään", "kiitos kun (?:sanoit|kerroit)", "okei", "ok", "okay", "joo", "juu",
    "understood", "of course", "sure", "got it", "no problem", "noted", "thanks for (?:telling|sharing|letting)", "thank you for (?:telling|sharing)", "absolutely", "certainly", "i see", "i won['’]t",
    "we won['’]t", "fair enough", "right", "yes",
    "förstår", "jag förstår", "uppfattat", "självklart", "absolut", "givetvis", "tack för att du (?:sa|berätta\\w*)", "naturligtvis", "javisst",
    "verstanden", "natürlich", "selbstverständlich", "klar", "alles klar", "danke für (?:die|ihr|dein)\\w*", "versteht sich", "einverstanden",
)  # fmt: skip
"""The listener takes note: what follows may be another matter."""

TURNS = re.compile(
    r"^\W*(?:(?:okay|ok|okei|okej|right|well|good|no|joo|hyvä|ja|gut|na ja|bra|ja|jo|och|und|hei|du)\W+){0,2}(?:"
    r"(?:so|now|anyway|eli|sit|sitten|så|då|nå|also|dann)[, ]+(?:and )?(?=what about|how about|what's|when|where|how|which|who|could|can|mites|entä|miten|milloin|millon|missä|kuka|hur|när|vad|var|vem|kan|wie|was|wann|wer|können)|"
    r"(?:by the way|btw|muuten|muuten hei|förresten|apropå|übrigens|apropos)\b|(?:as for|regarding|concerning|what about the|how about the|speaking of the|mitä tulee|entäs? (?:se|ne|toi|noi)? ?[\w-]{5,}|mites (?:se|ne|toi|noi)|"
    r"hur (?:går|är|blir|ser) det (?:ut )?med|vad gäller|när det gäller|was ist mit (?:dem|der|den)|wie (?:sieht|steht) es (?:mit|um)|was (?:den|die|das) )"
    r")",
    re.IGNORECASE,
)
"""How a new matter begins, when nobody says that the old one is over."""

COMMON = frozenset(
    "please really probably thing things something nothing anything someone anyone everybody everyone quarter first second third fourth half "
    "weeks months years today tomorrow yesterday understood moment minute minutes record between because already always actually "
    "thinking planning plan plans know tell telling told hear heard said saying write writing written down treat public decided whether should "
    "kanssa tietää tiedä kertoa kerrottu kerro kenellekään sanoa sanoit mitään jotain varmaan varmasti aattelin ajattelin puolelle puolella puolesta "
    "vuodenvaihteessa vuoden viikolla kuukausi muistioon muistio meidän teidän tähän tässä kannattaa vielä sitten hyvä kesken ihan ymmärrän kuule "
    "någon något ingen inget protokollet mellan egentligen förmodligen nästa första andra kvartalet veckan månad säger sagt veta jag förstår "
    "protokoll unter nächste nächsten erste quartal woche monat sagen gesagt wissen verstanden eigentlich wahrscheinlich etwas nichts jemand niemand "
    "kiitos kiitti tietysti tottakai ymmärrän selvän thanks certainly absolutely course appreciate förstår självklart absolut givetvis naturligtvis "
    "danken natürlich selbstverständlich einverstanden "
    "market customer company meeting asiakas kokous yritys kunden möte företag kunde firma".split()
)
"""Words that are no secret by themselves."""

EVERYDAY = whole(
    *(
        rf"{stem}\w{{0,4}}"
        for stem in (
            # Finnish
            "toimitusjoht toimitusjohtaj johtoryhm johtoryhmä johtokun hallituk hallitus kunnossapi kunnossapido "
            "palaan palata siihen niihin näihin puhelimessa huolto huollo myynti myynni tuotan tuotantoj "
            "talousos taloush rahoitu sopimu tarjou tilau toimitu lasku hinta hinna hinno asiaka ihmis ihmin "
            "henkil puhelim puhelu viikko viiko aikatau käyttöön koulut projekt kokou palaver järjest laitt "
            "laite palvelu osasto päällik johtaj esimie insinöö yrity kumppan laatu laadu ratkaisu ongelm päätö "
            "päättä suunni suunnitelm kysymy mahdolli tarvit tarvi auttai auttaa kysyn kysyä soitan soittaa "
            "lähet vastau asennu allekirjoi allekirjoitt tilann vaihtoeh tapaami osto hankin budjet kustann "
            "seuraav edelli enemmän vähemmän pidem paljon todell tietoa tiedän varasto takuu "
            # English
            "executiv director manager managing management mainten production purchas procure finance financial "
            "department contract agreement quotation quote invoice deliver customer supplier engineer install "
            "training schedul meeting equipment people project service system support operation around before "
            "after would should answer question problem solution decision decid payment budget order company "
            "business another longer shorter morning afternoon signed number product machine warranty person "
            "colleague chairman board "
            # Swedish
            "styrels ledning underhåll produkt inköp ekonomi avdelning avtal offert faktur lever kunder kundens "
            "ingenjör installation utbildning person projekt servic system verkställ ledningsgrup ungefär skulle "
            "hjälp berätt träffa fråga frågo möjlig beslut budget betaln beställ maskin garanti ansvar kolleg "
            "längre kortare morgon förmiddag eftermiddag skicka lösning behöv ordför "
            # German
            "vorstand vorständ geschäftsfü geschäftsl aufsichtsr instandhalt produkt einkauf einkäuf buchhalt "
            "abteilung vertrag verträg angebot rechnung liefer kunden lieferant ingenieur install schulung "
            "personal menschen projekt system anlage wartung termin entscheid bestell maschine garantie kolleg "
            "zahlung budget lösung problem frage antwort ungefähr würde helfen brauch länger kürzer mitarbeit "
            "leitung betrieb unterschrie unterschrei unterzeich besprech donnerst beispiel qualität "
        ).split()
    )
)
"""How everyday words of business begin (longer words are compounds, and may be the secret): whoever says them later gives no secret away."""
