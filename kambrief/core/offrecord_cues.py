"""The words that ask for something not to be written down, in Finnish, English, Swedish and German.

Data, not wording: nothing of it is printed. Each pattern is a request or an announcement, never the bare noun: that a
thing *stood* in no minutes, that a pump *stays with us*, and that *we don't say no* are ordinary talk. A pattern is
held against one sentence with plain apostrophes.
"""

import re
from collections.abc import Iterable

_FEW = r"(?:[\w'’-]+,? ){0,2}"
_SOME = r"(?:[\w'’-]+,? ){0,4}"


def _any(*groups: Iterable[str]) -> re.Pattern[str]:
    said = "|".join(one.replace("<few>", _FEW).replace("<some>", _SOME) for group in groups for one in group)
    return re.compile(rf"(?<!\w)(?:{said})", re.IGNORECASE)


_FI_NOTES = r"(?:muistioo?n|muistiinpanoi(?:hin|ssa)|muistiin|pöytäkirjaan|pöytiksiin|crm\S*)\b"
_FI_NOT = r"(?:ei|eikä|ettei|älä|älkää|äläs|elä|ilman|eihän|äläpä|älähän) (?!ku\b|kun\b|vaan\b|mut\b)"
_FI_US = r"(?:meidän|meijän|meiän|tän porukan|tämän porukan|tän joukon) (?:kahden |kolmen )?kesken\b"
_FI_US_DO = r"(?! (?:\w+ )?(?:sov|jae|jaet|kä[yv]|katso|jut|läpi|pala|tehty|hoide))"

_FI = (
    rf"{_FI_NOT}<some>{_FI_NOTES}",
    rf"(?:en|ei|emme) (?:\w+ )?(?:halu|haluu|halua|haluis|haluais|haluaisi)\w* <some>{_FI_NOTES}",
    rf"{_FI_NOTES[:-2]} (?:tätä|tää|tämä|sitä|se|tota|tästä) ei\b",
    r"(?:älä|älkää|äläs|elä) <some>(?:kirjaa|kirjatko|minutoi\w*|dokumentoi\w*)\b",
    r"(?:älä|älkää|äläs|elä|ei|eikä) <few>(?:kirjoit|kirjot|merkkaa|merkitä\b|muistiinmerk)\w* <few>(?:tätä|tää|tämä|tota|mitään|mihinkään|ylös)\b",
    r"(?:ei|eikä) (?:\w+ )?kirjata (?:tätä|sitä|tota|tää|mitään|mihinkään|sit|sitten)\b|(?:ei|eikä) (?:tätä|tota|mitään|mihinkään) <few>kirjata\b",
    r"(?:tätä|tää|tämä|tota|sitä) (?:\w+ ){0,2}ei <few>(?:kirjata|kirjattais\w*|dokumentoida|minutoida|merkitä)\b|(?<!\w )(?:ei|eikä) kirjata[.,!]?$",
    r"(?:tätä|tota|sitä) ei (?:\w+ )?(?:tarvi|tarvii|tarvitse|saa|pidä) (?:\w+ )?(?:kirjata|kirjottaa|kirjoittaa|merkitä|muistioida)\b",
    rf"{_FI_NOT}<few>(?:ota|oteta|otettais\w*|laita|laiteta|pane|panna|kirjaa|kirjata|merkkaa|merkata|kirjota|kirjoita|kirjoiteta|kirjotella) <few>ylös\b",
    r"(?:tätä|tää|sitä|tota) (?:\w+ )?ei (?:\w+ )?(?:oteta |laiteta |panna |kirjata )?ylös\b(?! (?:asti|pääs|nous|saa))",
    rf"{_FI_NOT}<few>(?:laita|laiteta|laittaa|pane|panna|kirjoit\w+|kirjot\w+|kirjata|kirjaa|mihinkään) (?:\w+ )?paper(?:ille|iin|eihin)\b",
    rf"{_FI_NOT}<few>(?:laita|laiteta|pane|panna|pistä) <few>mihinkään(?=[.,!]|$)",
    r"(?:muistion|pöytäkirjan|muistiinpanojen|nauhoituksen|tallenteen) ulkopuolel(?:la|le|ta)\b",
    r"jät(?:ä|ää|et|tä)\w* <some>(?:muistiosta|pöytäkirjasta|muistiinpanoista|kirjaamatta|kirjauksista)\b",
    rf"(?:ihan|vaan|vain|täysin|tiukasti|näin|näi|siis|puhtaasti|tää|tämä|tästä|tän) (?:nyt |sit |sitten |vaan |vain |ihan |on ){{0,3}}{_FI_US}{_FI_US_DO}",
    rf"(?:jää|jääköön|jääkööt|jäähän|pysyy|pysyköön|pysyyhän|olkoon|on|pidetään|pidä|jätetään) (?:nyt |sit |sitten |vaan |vain |ihan |tää |tämä |se |tiukasti ){{0,3}}{_FI_US}{_FI_US_DO}",
    rf"{_FI_US} (?:sanottuna|sanoen|kerrottuna|puhuen)|(?<![\w,] ){_FI_US}[,:–]",
    r"(?:meidän|meijän) väliseksi\b|(?:jää|jääköön|pysyy|pysyköön|jätetään|pidetään)\w{0,3} <few>(?:tähän (?:huoneeseen|puheluun|porukkaan|linjalle)|tälle linjalle|"
    r"(?:tän|tämän) (?:huoneen|linjan|porukan|puhelun) \w+|meidän väli\w+|näiden seinien \w+|sun korvi\w+)",
    r"(?:vain|vaan|ihan) (?:sun|sinun|teidän) korvi(?:lle|in)\b",
    r"off[ -](?:the[ -])?rec(?:ord)?\b|offrec\w*|offina\b",
    r"(?:ihan |täysin |ehdottoman )?luottamuksell(?:isesti|a) (?:sano|kerro|kerto|puhu)\w*|(?:sano|kerro|puhu)\w* <few>luottamuksell(?:isesti|a)\b",
    r"(?:tää|tämä) on <few>luottamuksellis(?:ta|tä|ia|inen)?\b",
    r"(?:et|ette) (?:sit |sitten |oo |ole ){0,2}kuullu\w* (?:tätä|sitä|tota) (?:multa|minulta|meiltä)\b",
    r"(?:laita|laitatko|laittaa|pane|panna|pistä|pistää)\w{0,3} <few>(?:nauhoitu|tallennu|nauhuri|äänity|tekoäly)\w* <few>(?:pois|tauolle|kiinni|poikki)\b|"
    r"(?:sulje|katkaise|pysäytä|keskeytä|sammuta)\w{0,3} <few>(?:nauhoitu|tallennu|nauhuri|äänity)\w*",
)  # fmt: skip

_FI_WEAK = (
    r"(?:älä|älkää|äläs|elä|ei|eikä) <few>(?:kerro|kerrota|kertoko|sano|sanota|sanoko|puhu|puhuta|puhuko|levitä|levitetä|levittäkö|mainitse|mainitko|mainita|hiisku) "
    r"<some>(?:kenellekään|kellekään|kellekkään|kelleen|muille|eteenpäin|missään|mitään tästä|tästä mitään|tästä)\b",
    r"(?:älä|älkää) (?:nyt |sit |sitten |vielä ){0,2}(?:sano|sanoko|kerro|kertoko) (?:vielä )?mitään(?=[.!,]|$)",
    r"(?:ei oo|ei ole|eikä oo|eikä ole) (?:vielä )?(?:julkista|kerrottu kenellekään|kerrottu kellekään|tiedotettu|julkistettu)\b",
    r"(?:tää|tämä|se) (?:jää|jääköön|pysyy|pysyköön) <few>(?:meille|meihin|tänne|tähän)(?=[.!,]|$)|(?:^|[,.] )jää (?:meille|tähän|tänne)[.!]?$",
    r"se on <few>luottamuksellista\b(?! tieto)|ihan hissukseen\b|epävirallisesti (?:sano|kerro)\w*|ei virallisesti\b(?= vielä|[,:])",
    r"ei sanaakaan (?:kenelle|tästä|muille)\w*",
)  # fmt: skip

_EN_NOTES = (
    r"(?:minutes|notes|meeting notes|recap|summary|write-?up|crm|protocol|follow-?up|recording|transcript|record)\b"
)
_EN_START = r"(?:(?:^|[,;:.!?–] ?)(?:\W*)|(?<!\w)(?:please|but|and|so|just|though|or|also|again|obviously|maybe|better|rather|i'd|we'd|you'd) )"
_EN_DONT = rf"{_EN_START}(?:do not|don't|let's not|let us not|please do not|not to|never|can we not|can you not|could you not|could we not|prefer not to|rather not|rather you didn't|better not)"
_EN_THIS = r"(?:this|that|it|any of (?:this|that)|the next bit|what i \w+|anything|a word|me on)"
_EN_US = r"between (?:you and me|you, me and \w+|ourselves|the (?:two|three|four) of us|us (?:two|three)|you and i)\b"

_EN = (
    r"(?<!not )off[ -](?:the[ -])?record\b",
    rf"(?<!call )(?<!meeting )(?<!chat )(?<!agreement )(?<!contract )(?<!difference )(?<!split )(?<!shared )(?<!gap )(?<!catch-up )(?<!session ){_EN_US}",
    r"(?:just|strictly|only|purely|stays?|staying|remains?|keep (?:this|that|it)|keeping (?:this|that|it)|(?:this|that)(?: is|'s)) between us\b(?! and)",
    r"^\W*(?:(?:and|so|but|well|look|honestly|okay|ok)\W+)?between us[,:](?! (?:we|you)\b)",
    rf"{_EN_DONT} (?:\w+ )?(?:minute|note|record|log|document|jot down|write down|write up|type up|put down|quote|repeat) {_EN_THIS}\b",
    rf"{_EN_DONT} (?:\w+ )?(?:write|put|take|note|jot|type) {_EN_THIS} (?:\w+ )?(?:down|up|in writing|on paper\b(?! \w)|in an? (?:e?mail|note)|(?:in|into|on) (?:the|any|your|our) {_EN_NOTES})",
    rf"{_EN_DONT} <few>(?:put|include|have|mention|leave) {_EN_THIS} <few>{_EN_NOTES}",
    rf"(?:won't|will not|shan't|not going to|wouldn't|needn't|no need to|don't need to|shouldn't) (?:\w+ )?(?:(?:minute|note|record|log) (?:this|that|it)|(?:write|put|take|note) (?:this|that|it) (?:down|in writing|on paper|(?:in|into) (?:the|any|your|our) {_EN_NOTES}))\b",
    rf"(?:this|that|it|which|what i \w+(?: \w+)?|the next bit)(?: \w+)? ?(?:is not|isn't|'s not|should not|shouldn't|must not|mustn't|does not|doesn't|won't|will not|can't|cannot|never|not) "
    rf"(?:meant |supposed |to |be |go |going |end |up |appear |be written |written |be put |be minuted |for ){{1,4}}(?:(?:in|into|on|for) )?(?:(?:the|any|your|our|anyone's) )?{_EN_NOTES}",
    rf"(?:prefer|rather|like|want|wish)(?: if)? (?:this|that|it) (?:did not|didn't|not|wasn't|weren't|doesn't) (?:\w+ ){{0,2}}(?:in|into|on) (?:the|any|your) {_EN_NOTES}",
    r"(?:off|outside) (?:of )?(?:the|your|our) (?:minutes|notes)\b",
    rf"this(?: is|'s| one is) not (?:in|for|on) (?:the|any|your) {_EN_NOTES}|not for the (?:minutes|notes|record|recording|recap|summary|transcript)\b",
    rf"(?:keep|leave|strike|take|cut) (?:this|that|it|all of this|this bit|that bit|that one|this one|what i \w+) (?:\w+ )?(?:out of|off|from) (?:the|any|your|our) {_EN_NOTES}",
    r"(?:not|n't|never) (?:to )?be (?:minuted|written down|recorded in|noted down)\b|(?:nothing|none of (?:this|that)|not a word) <few>(?:in|into|for) (?:the|any|your) (?:minutes|notes|recap|summary|crm)\b",
    r"(?:no minutes|no notes|pens down)(?: (?:on|of|for|about))?(?: (?:this|that|now|please|bit|one|next))+|outside (?:of )?the minutes\b",
    r"(?:this|that|it|what i (?:say|said)|what's said|and this|all this|what i (?:say|tell you|am telling you|'m telling you) now) (?:(?:should|must|has to|needs to|will|to|all|had better|can) )?(?:stays?|remains?|never leaves|doesn't leave|does not leave|"
    r"mustn't leave|is not to leave|not leave)(?: \w+)? (?:in |within |inside )?(?:this|the|these) (?:room|call|circle|group|four walls|walls)\b",
    r"(?:this|that|it|which)(?: must| should)? (?:goes|go|to go|will go) no further\b",
    r"keep (?:this|that|it) (?:\w+ )?(?:to (?:yourself|yourselves|ourselves)|confidential|under your hat|under wraps|in (?:the|this) room|between)\b",
    r"(?:tell|telling|told|say|saying|share|sharing|mention|speak|speaking|this is|this)(?: \w+){0,4} in (?:the )?(?:strict |strictest |full |complete )?confidence\b|in (?:strict|strictest) confidence\b",
    r"(?:you did(?:n't| not) hear|you haven't heard|you never heard) (?:this|that|it) from (?:me|us)\b|you (?:didn't|did not|never) hear this\b|for your (?:ears|eyes) only\b",
    r"this(?: is|'s| one is| one's| bit is| bit's| next bit is) (?:\w+ )?confidential\b(?! (?:information|data|document))",
    r"(?:stop|pause|turn off|switch off|kill) the (?:recording|transcript|transcription|note-?taker)\b(?! (?:at|when|after|if|in))",
)  # fmt: skip

_EN_WEAK = (
    rf"{_EN_DONT} (?:share|tell|mention|breathe|pass|spread|say|quote|repeat) (?:(?:this|that|it|a word|anything|any of (?:this|that))(?: (?:on|around|of (?:this|that|it)))?)? ?(?:to |with )?(?:anyone|anybody|a soul|them|the others|outside|elsewhere|further)\b",
    r"(?:this|that|it)(?:'s| is) (?:not|n't) (?:\w+ )?(?:public|announced)\b|(?:this|that|it) isn't (?:\w+ )?(?:public|announced)\b|(?:nobody|no one|no-one) (?:else )?(?:knows|has been told) (?:yet|about (?:this|that|it))\b",
    r"(?:that|it)(?:'s| is) (?:strictly |still |highly )?confidential\b(?! (?:information|data))",
    r"^\W*(?:(?:of course|sure|okay|understood|absolutely|yes|no)\W+)?(?:that|this|it|it'll|that'll|it will|that will) (?:\w+ )?(?:stays?|remains?) (?:right )?(?:here|with (?:me|us|you))\b[^\w]*(?:please\W*)?$",
    r"keep (?:this|that|it) (?:quiet|private)\b(?! at)|(?:i'm |this is |speaking )?unofficially[,:]|not a word (?:to|about|of (?:this|that))\b|mum's the word",
)  # fmt: skip

_SV_NOTES = r"(?:protokollet|mötesprotokollet|anteckningarna|minnesanteckningarna|mötesanteckningarna|anteckning(?:ar)?|sammanfattningen|referatet|crm\S*|papper|pränt|mejlet)\b"
_SV_THIS = r"(?:det här|det där|detta|det|den här biten|det jag (?:sa|säger))"

_SV = (
    r"ut(?:an|om)(?:för)? protokollet\b|vid sidan (?:av|om) protokollet\b|off the record\b|off record\b",
    rf"{_SV_THIS} (?:\w+ ){{0,2}}(?:ska|skall|får|bör|behöver|måste|kan|kommer|hör|hamnar|går|skrivs|tas|förs|åker)(?: \w+)? (?:inte|ej|aldrig|absolut inte) <some>(?:i|till|på|upp i|in i|med i) (?:något |nåt |några |nån )?{_SV_NOTES}",
    rf"{_SV_THIS} (?:vill|vore|skulle|önskar|helst) (?:\w+ ){{0,4}}inte (?:\w+ ){{0,3}}(?:i|till|på) (?:något |några )?{_SV_NOTES}|(?:vill|skulle|helst) (?:\w+ ){{0,2}}inte (?:ha )?(?:det här|det|detta) (?:i|till|på) {_SV_NOTES}",
    rf"{_SV_THIS} (?:\w+ ){{0,2}}(?:inte|ej|aldrig) <few>(?:hamna|stå|komma|skrivas|skriva|tas|ta|föras|gå|in|med|upp) <few>{_SV_NOTES}",
    rf"(?:^|[,.:;] ?|\b(?:och|men|så|bara|helst|snälla) )(?:inte|ej|inget|ingenting|inget av det här)(?: av det här| om det här| om detta)? (?:till|för|i|in i) (?:något |nåt |några )?{_SV_NOTES}",
    r"(?:ta|för|sätt|lägg|skriv|nämn) (?:det |det här |detta |den )?(?:inte|ej) (?:det |det här |detta |med |in |upp ){0,3}(?:i|till|på) (?:något |nåt )?(?:protokollet|anteckning\w+|minnesanteckning\w+|papper|sammanfattningen|crm\S*)",
    r"(?:lämna|håll|hålla|stryk|utelämna) (?:det här |det |detta )?(?:\w+ )?(?:utanför|utom|ur|från) (?:protokollet|anteckningarna|sammanfattningen|mötet)",
    r"(?:skriv|anteckna|notera|protokollför|dokumentera) (?:\w+ )?(?:inte|ej) (?:ner |ned |upp |in )?(?:det här|det|detta|något om|nåt om|det där|ner|ned|upp)\b(?! (?:fel|avtal))",
    r"(?:skriv|anteckna|notera) (?:det|det här|detta) (?:\w+ )?(?:inte|ej)\b|(?:skriv|anteckna|notera) (?:inget|ingenting|inte något|inte nåt)\b(?: (?:av|om|nu|här))?|inga anteckningar (?:nu|på|om|av)\b",
    r"(?:skriver|antecknar|noterar) (?:jag |vi )?(?:inte|ej|aldrig) (?:ner |ned |upp |in )?(?:det|det här|detta|det där)\b(?! (?:avtal|kontrakt))|(?:det|det här|detta) (?:skriver|antecknar|noterar) (?:jag|vi) (?:inte|ej)\b",
    r"(?:det här|det|detta) (?:\w+ )?(?:skrivs|antecknas|noteras|protokollförs) (?:inte|ej)\b",
    r"(?:bara|strikt|helt|endast|enbart|stannar|stanna|stannar det|förblir|håll det|håller vi|hålls|behåll det|blir kvar|säger jag|sagt) (?:\w+ )?mellan (?:oss|dig och mig|er och mig)\b(?! (?:och|som|två finns))",
    r"(?:det här|det|detta) (?:är|blir|får bli|får vara|får stanna) (?:\w+ )?mellan (?:oss|dig och mig)\b(?! och)|mellan oss sagt\b|mellan skål och vägg",
    r"(?<!avtalet )(?<!kontraktet )(?<!mötet )(?<!samtalet )(?<!skillnaden )(?<!avstämning )(?<!avstämningen )(?<!möte )mellan (?:dig och mig|tummen och pekfingret)\b",
    r"^\W*(?:(?:du|men|och|alltså|så|okej)\W+)?mellan oss[,:]",
    r"stannar? (?:\w+ ){0,2}(?:i (?:det här )?rummet|inom (?:den här )?(?:gruppen|väggarna)|inom de här väggarna|i det här samtalet)",
    r"i (?:största |all |djupaste |strikt )förtroende\b|i förtroende\b(?! (?:för|till|på))",
    r"(?:det här|detta) är (?:\w+ )?(?:konfidentiellt|förtroligt|hemligt)\b|du har inte hört (?:det här|det|detta) (?:av|från) mig",
    r"(?:stäng av|pausa|stoppa|slå av) (?:inspelningen|transkriberingen)\b(?! (?:när|efter|om))",
)  # fmt: skip

_SV_WEAK = (
    r"(?:berätta|säg|sprid|nämn|säga|berättar|för|prata|snacka) (?:\w+ )?(?:inte|ej|inget|ingenting|aldrig) <some>(?:för (?:någon|nån|de andra)|till (?:någon|nån|de andra)|med (?:någon|nån)|vidare)\b",
    r"inte ett (?:ord|knyst|pip)\b(?=\W*$| (?:till|om|vidare|utanför|härifrån|ut)\b)|håll tyst om (?:det|det här|detta)\b|knäpp tyst\b",
    r"(?:det|det här|detta) är (?:\w+ )?(?:inte|ej) (?:\w+ )?(?:offentligt|officiellt|offentliggjort|kommunicerat)\b(?! (?:bekräft|godkän))",
    r"^\W*(?:(?:självklart|absolut|ja|visst|okej|givetvis|javisst)\W+)?(?:men |och )?(?:det|det här|detta) stannar (?:\w+ )?(?:här(?: inne)?|hos (?:oss|mig|dig|er))\W*$",
    r"det är (?:\w+ )?(?:konfidentiellt|förtroligt)\b|inofficiellt[,:]|inofficiellt sagt\b",
)  # fmt: skip

_DE_NOTES = r"(?:protokoll|gesprächsprotokoll|notizen|gesprächsnotiz|mitschrift|zusammenfassung|besprechungsbericht|crm\S*|akten?)\b"
_DE_THIS = r"(?:das|dies|dieses|es|was ich (?:jetzt |gerade |gleich |ihnen )*(?:sage|gesagt habe))"

_DE = (
    rf"(?:^|[,.:;–] ?|\b(?:bitte|und|aber|also|auch|nur|das|dies|davon|jetzt|kommt|gehört|geht|soll|sollte|darf|muss|müssen|bleibt|schreiben sie|nehmen sie|setzen sie|schreib|nimm) )(?:<few>)(?:nicht|nichts|nie) (?:davon |da |mit |hier |bitte ){{0,2}}"
    rf"(?:ins|in das|in die|in ihre|in ihr|zu|in irgendein|in irgendwelche|in den) (?:\w+ )?{_DE_NOTES}(?! (?:\d|eins|zwei|drei|vier|nummer))",
    rf"(?:das|dies|es) (?:möchte|will|wollen|würde|möchten|hätte) (?:\w+ ){{0,3}}nicht (?:\w+ )?(?:im|in|ins|zu) (?:\w+ )?{_DE_NOTES}",
    rf"(?:ins|in das|in die|zu|fürs|für das|für die) {_DE_NOTES} (?:\w+ ){{0,3}}(?:nicht|nichts)(?=[.,!:]|$)|nicht (?:fürs|für das|für die|für ihre) {_DE_NOTES}",
    r"(?:soll|sollte|darf|muss|muß|braucht) (?:\w+ )?(?:nicht|nirgends|nirgendwo) <few>(?:im protokoll|ins protokoll|in den notizen|in der mitschrift|aufgeschrieben|protokolliert|notiert)\b|(?:soll|sollte|darf|muss|muß|braucht) (?:\w+ )?(?:nirgends|nirgendwo) (?:stehen|auftauchen|erscheinen|aufgeschrieben|protokolliert|notiert)\b",
    r"ohne protokoll\b|außerhalb des protokolls\b|abseits des protokolls\b|off the record\b|off record\b|kein protokoll(?: jetzt| bitte| dazu| hierzu)\b",
    r"bitte (?:\w+ ){0,2}(?:nicht|nichts) (?:\w+ ){0,2}(?:mit)?(?:protokollier|aufschreib|mitschreib|notier|niederschreib|festhalt|vermerk|dokumentier)\w*\b",
    r"(?:schreib|schreiben|schreibt|notier|notiere|notieren|protokollier|protokolliere|protokollieren|halten|halt|nehmen|nimm|vermerken)(?: sie| wir)? (?:das|es|dies|sich das|dir das|davon|hier)? ?(?:bitte |jetzt |mal |aber |lieber |besser |auch |hier )*(?:nicht|nichts|nirgends)(?: davon)?"
    r"(?: (?:auf|mit|rein|hinein|nieder|fest|ins|in|mit auf|mit rein))\b(?! (?:lager|bestand|sortiment|kauf|anspruch))",
    r"(?:das|dies) (?:\w+ )?(?:schreib|schreibe|schreiben|notiere|notieren|protokolliere|protokollieren) (?:ich|wir)(?: \w+)? nicht(?: (?:auf|mit|rein|ins|nieder))?(?=[.,!]|$)",
    r"(?:lassen|lass|halten)(?: sie| wir)? (?:das|es|dies) (?:\w+ )?(?:aus|außerhalb|raus aus|draußen aus) (?:dem|des|den|der) (?:protokoll|protokolls|notizen|mitschrift)",
    r"(?:^|[,:;.–] ?|\b(?:bleibt|bleiben|jetzt|mal|nur|ganz|rein|so|bitte|aber|streng|wirklich|das|dies|sage ich|gesagt|muss|soll|sollte) )unter uns(?: (?:gesagt|bleiben|beiden|bitte|pfarrerstöchtern))?(?=[,.:!?–]|$)",
    r"unter uns (?:gesagt|gesprochen|beiden|bleiben|pfarrerstöchtern)\b|zwischen uns (?:gesagt|bleiben|bleibt|beiden bleib\w+)",
    r"(?:bleibt|bleiben|bleib|bleibe|verlässt nicht) (?:\w+ ){0,3}(?:unter uns|in diesem raum|im raum|zwischen uns|in diesem kreis|im kreis|in dieser runde|in dem raum|diesen raum)\b",
    r"(?:das|dies) verlässt (?:\w+ ){0,2}(?:diesen|den|diese|dieses) (?:raum|runde|gespräch|kreis) nicht",
    r"im vertrauen\b(?! (?:auf|darauf|in|der|des|zu))|streng vertraulich\b|vertraulich gesagt\b|(?:das|dies) ist (?:\w+ ){0,2}(?:vertraulich|geheim)\b",
    r"(?:das|es) (?:haben sie|hast du|habt ihr) nicht von (?:mir|uns)\b|nur für ihre ohren\b",
    r"(?:aufnahme|aufzeichnung|transkription)(?: bitte| kurz| mal)* (?:aus|ausschalten|ausmachen|anhalten|stoppen|pausieren|unterbrechen)\b",
)  # fmt: skip

_DE_WEAK = (
    r"(?:sag|sagen|erzähl|erzählen|erwähn|erwähnen|verrat|verraten)\w{0,2}(?: sie)? (?:\w+ ){0,3}(?:niemand(?:em)?|keinem|keiner menschenseele|nicht weiter|nichts davon|nirgends|den anderen nichts)\b",
    r"nicht (?:weitersagen|weitererzählen|weitertragen|weitergeben)\b|kein(?:en)? (?:wort|ton|mucks) (?:zu|davon|darüber|an|gegenüber|bitte)\b|nicht an die große glocke",
    r"(?:das|es|dies) ist (?:\w+ )?(?:nicht|noch nicht) (?:\w+ )?(?:öffentlich|offiziell|kommuniziert|spruchreif|verkündet)\b|noch nicht spruchreif\b",
    r"^\W*(?:(?:natürlich|klar|selbstverständlich|ja|aber|und|sicher|keine sorge)\W+){0,2}(?:das|es|dies) bleibt (?:\w+ )?(?:hier(?: drin)?|bei (?:uns|mir|ihnen|dir))(?: bitte)?\W*$",
    r"(?:das|es|dies)(?: \w+)? vertraulich behandeln|behandeln sie das (?:\w+ )?vertraulich|inoffiziell[,:]|inoffiziell gesagt\b",
)  # fmt: skip

STRONG = _any(_FI, _EN, _SV, _DE)
"""What is said with it, or just before it, is for those present alone."""

WEAK = _any(_FI_WEAK, _EN_WEAK, _SV_WEAK, _DE_WEAK)
"""Asks for discretion. Said alone, it may be a figure of speech: little is kept back for it. Within an exchange it is
as good as the others."""

NO_CUE = re.compile(
    r"(?<!\w)(?:(?:this|that|it)(?: is|'s) not off the record|not off the record|back on (?:the )?record|"
    r"between us and\b|mellan oss och\b|unter uns (?:gibt|sind|haben|waren|kollegen gibt)|don't tell (?:me|us)\b|"
    r"(?:do not|don't) (?:record|document|log|note) (?:that|it|this) (?:separately|twice|in the (?:wrong|old))|"
    # What stood, or stands, in no minutes.
    rf"ei(?:kä)? {_FEW}(?:päässy|tullu|menny|ollu|jääny|saatu|ehditty|löytyny|näy|löydy|muistettu)\w* {_FEW}(?:muistio|pöytäkirj|muistiin)\w*|"
    r"(?:muistioon|pöytäkirjaan) (?:se|tää|sitä|tätä) ei (?:oo |ole )?(?:päässy|tullu|menny|jääny)\w*|"
    r"(?:luottamuksellisesti|luottamuksellisina) (?:kä|säily)\w+|"
    r"(?:habe|hatte|haben|hat|wurde|wurden|kam|steht|stand|war) (?:\w+ ){0,3}(?:nicht|nichts) (?:\w+ ){0,2}(?:ins|in das|in die|im|zu|in den) "
    r"(?:protokoll|notizen|mitschrift)|(?:står|stod|var|fanns|finns|kom|har|fick|hade) (?:\w+ ){0,2}(?:inte|inget) (?:\w+ ){0,3}(?:i|till|på) "
    r"(?:protokollet|anteckningarna|papper|sammanfattningen))",
    re.IGNORECASE,
)
"""Sounds like it and is not."""


def is_strong(sentence: str) -> bool:
    """Whether a sentence asks that something be not written down, or says that it is for those present alone."""
    return bool(STRONG.search(_plain(sentence)))


def is_weak(sentence: str) -> bool:
    """Whether it asks for discretion only."""
    return bool(WEAK.search(_plain(sentence)))


def beside(sentence: str) -> str:
    """What a sentence says beside its cue."""
    return WEAK.sub(" ", STRONG.sub(" ", _plain(sentence)))


def _plain(sentence: str) -> str:
    return NO_CUE.sub(" ", sentence.replace("’", "'"))
