"""What `core.offrecord` looks for, in Finnish, English, Swedish and German. Data, not wording: nothing of it is printed."""

import re

from kambrief.core.lexicon import whole

CUE = re.compile(
    r"(?<!\w)(?:"
    # Finnish
    r"(?:ei|eikä|älä|älkää|älkääs?|ilman) (?:\w+ ){0,4}(?:muistioo?n|muistiinpanoihin|pöytäkirjaan|ylös\b(?! nous)|paperille|kirjoihin)|"
    r"(?:muistioon|pöytäkirjaan|muistiinpanoihin|ylös) (?:tätä|tää|tämä|sitä|se|tota) ei\b|"
    r"(?:älä|älkää|ei) (?:\w+ ){0,3}(?:kirja(?:a|ta|tko|ko)|minutoi\w*|dokumentoi)\b|"
    r"(?:ihan |vaan |vain |täysin )(?:meidän|tän porukan|tämän porukan|meijän) kesken|"
    r"(?<!sopimus )(?<!sovitaan )(?<!sovitaan se )(?<!jaetaan )(?<!sopia )(?<!sovittu )(?:meidän|meijän) (?:kahden )?kesken\b|"
    r"(?:tämän|tän) (?:huoneen|linjan|porukan) (?:sisällä|sisään|kesken)|(?:jää|jääköön|pysyy|pysyköön) (?:\w+ ){0,2}"
    r"(?:tähän huoneeseen|meidän väli\w+|meidän kesken|tähän porukkaan|tän porukan kesken|meille)|"
    r"(?:meidän|meijän) väliseksi|off[ -]the[ -]record|offin?a|luottamuksellisesti|luottamuksella sanottuna|"
    r"(?:tää|tämä|se) on (?:\w+ ){0,2}luottamuksellis\w+|epävirallisesti sanottuna|ei virallisesti|"
    r"(?:älä|älkää) (?:\w+ ){0,2}(?:kerro|kertoko|sano|sanoko|puhu|puhuko|levitä|levittäkö|mainitse|mainitko) (?:\w+ ){0,3}"
    r"(?:kenellekään|eteenpäin|muille|missään|mitään|kellekään|tästä)|"
    r"(?:ei oo|ei ole|eikä oo|eikä ole) (?:vielä )?(?:julkista|julkinen|kerrottu)|(?:laita|pane|pistä)(?:han|pa)? (?:se )?(?:nauhoitus|tallennus) (?:pois|tauolle)|"
    # English
    r"off[ -](?:the[ -])?record|(?:just|strictly|only|purely|stays?|keep (?:this|that|it)|is|this is|that is|that's|it's|remains?) between (?:us|ourselves|you and me|the two of us)\b|"
    r"between (?:you and me|you, me)\b|between us[,:]|between ourselves\b|"
    r"(?:do not|don['’]t|don t|not to|please don['’]t|never|shouldn['’]t|mustn['’]t|won['’]t be|not be|needn['’]t|leave|keep|without) (?:\w+ ){0,3}(?:minuted?\b|minuting|in the (?:minutes|notes|recap|summary|crm)|(?:write|note|put|take|writing|noting) (?:\w+ ){0,3}down\b|"
    r"(?:on|in) (?:paper|writing)|on (?:the )?record\b|out of the (?:minutes|notes|recap|summary))|"
    r"(?:out of|not (?:for|in)|isn['’]t (?:for|in)|aren['’]t for) the (?:minutes|notes|recap|summary|protocol|record)\b|"
    r"(?:do not|don['’]t) (?:record|document|log|repeat|quote|share|tell|mention|pass) (?:\w+ ){0,2}(?:this|that|it|anyone|anybody|me on|on)\b|"
    r"(?:this|that|it|what i (?:say|said)|and this|and that) (?:should |must |has to |needs to |will |to |all )?(?:stays?|remains?) (?:\w+ )?(?:in (?:this|the) (?:room|call|circle|group)|with (?:us|you)|here)\b|"
    r"keep (?:this|that|it) (?:strictly )?(?:to (?:yourself|yourselves|ourselves|us)|quiet|confidential|private|under your hat|in the room|here)\b|"
    r"in (?:strict |strictest |full )?confidence\b(?! (?:in|that|interval))|you did(?:n['’]t| not) hear (?:this|that|it) from me|"
    r"(?:this|that|it)(?: is|['’]s) (?:strictly |still |all )?confidential|(?:is |['’]s |are )(?:not|n['’]t) (?:\w+ )?(?:public|announced)(?: yet)?\b|"
    r"(?:stop|pause|turn off|switch off) the (?:recording|transcript|transcription)|unofficially\b|"
    # Swedish
    r"utan(?:för|anför) protokollet|off the record|(?:inte|ej|aldrig) (?:\w+ ){0,3}(?:protokollet|protokollför\w*|anteckningarna|minnesanteckningarna|papper)\b|"
    r"(?:skriv|anteckna|skriva|antecknar|skriver|notera|protokollför) (?:\w+ )?(?:inte|ej)\b|"
    r"(?:bara|strikt|helt|endast|stannar|stanna|är|blir|håll det|hålls) mellan (?:oss|dig och mig)\b|mellan (?:dig och mig|oss sagt|fyra ögon)\b|mellan oss[,:]|"
    r"stannar (?:\w+ )?(?:i (?:det här )?rummet|här(?: inne)?|hos (?:oss|dig|er)|inom (?:den här )?gruppen)|"
    r"i (?:största |all )?förtroende\b|(?:det|det här|detta) är (?:\w+ )?(?:konfidentiellt|förtroligt|hemligt)|"
    r"(?:berätta|säg|sprid|nämn|säga) (?:\w+ )?(?:inte|ej|inget|ingenting) (?:\w+ ){0,3}(?:för någon|till någon|vidare|till de andra|det)\b|"
    r"(?:inte|ej) (?:\w+ )?(?:offentligt|officiellt|offentliggjort)|inofficiellt\b|"
    # German
    r"(?:nicht|nichts|bitte nicht|ohne|kein\w*) (?:\w+ ){0,3}(?:ins protokoll|im protokoll|zu protokoll|protokollier\w*|aufschreib\w*|mitschreib\w*|aufnehm\w*|notier\w*|niederschreib\w*|in die notizen|festhalten)\b|"
    r"(?:schreib\w*|notier\w*|protokollier\w*) (?:\w+ ){0,3}(?:nicht|nichts)\b|außerhalb des protokolls|off the record|"
    r"(?<!vertrag )(?<!zusammenarbeit )unter (?:uns|vier augen)\b|zwischen uns (?:gesagt|bleiben|bleibt)|(?:bleibt|bleiben) (?:\w+ ){0,2}(?:unter uns|in diesem raum|im raum|zwischen uns|hier(?: drin)?|bei uns)\b|"
    r"im vertrauen\b(?! auf)|(?:das|es|dies) ist (?:\w+ ){0,2}(?:vertraulich|geheim)|vertraulich (?:gesagt|behandel\w*)|"
    r"(?:sag\w*|erzähl\w*|erwähn\w*) (?:\w+ ){0,3}(?:niemandem|keinem|nicht weiter|nichts davon|nicht)\b|(?:nicht|noch nicht) (?:öffentlich|offiziell|kommuniziert|spruchreif)|inoffiziell\b"
    r")",
    re.IGNORECASE,
)
"""What is said with it, or just before it, is for those present alone."""

NO_CUE = re.compile(
    r"(?<!\w)(?:(?:this|that|it)(?: is|['’]s) not off the record|not off the record|back on (?:the )?record|"
    r"on the record|don['’]t tell (?:me|us)\b|mellan oss och\b|between us and\b|unter uns (?:gibt|sind|haben|waren)|"
    r"don['’]t (?:record|document|log) (?:that|it|this) (?:in|separately|twice)|"
    r"(?:announced|public)(?: yet)? (?:tender|holiday|sector|cloud))",
    re.IGNORECASE,
)
"""Sounds like it and is not."""

BACKWARD = re.compile(
    r"(?<!\w)(?:(?:that|this|it|sitä|tätä|tota|tuota|se|det|detta|das|dies) (?:\w+['’]?\w* ){0,3}(?:stays?|remains?|minute|record|"
    r"muistioo?n|pöytäkirjaan|kirjata|kirjaa|ylös|jää|stannar|protokollet|protokoll|bleibt|mellan|unter)|"
    r"(?:minute|write|note|record|put|repeat|quote|share|mention) (?:that|it|this)\b|what i (?:just )?said|that was|äsken|äskeis\w+|"
    r"edellis\w+|det jag (?:just )?sa|vad jag sa|was ich (?:gerade |eben )?(?:sagte|gesagt)|das war|(?:älä|älkää) (?:\w+ ){0,2}(?:kirjaa|kirjatko) (?:sitä|tota|tuota)|"
    r"(?:skriv|anteckna) (?:inte )?(?:upp |ner )?det|(?:schreib\w*|notier\w*|protokollier\w*) (?:sie )?das|"
    r"(?:keep|leave) (?:that|it|this) (?:out|to|between|off))",
    re.IGNORECASE,
)
"""The cue points to what was said before it."""

FORWARD = re.compile(
    r"(?<!\w)(?:this one|the next|following|what i(?:['’]m| am) (?:about|going) to|can (?:i|we) (?:say|go|speak|talk)|let me (?:say|tell)|may i|"
    r"(?:tää|tämä) (?:on )?(?:nyt|sitten|seuraava)|seuraava|sanonko|saanko sanoa|kerron|nu kommer|det här|nästa|får jag|jetzt|folgendes|darf ich|"
    r"now\b|before (?:the )?(?:others|they|everyone|anyone)|ennen ku[in]\w*|innan (?:de|dom|alla|övriga)|bevor (?:die|alle|sie))",
    re.IGNORECASE,
)
"""The cue announces what comes."""

ANNOUNCE = re.compile(
    r"(?<!\w)(?:ennen ku[in]{0,2} (?:ne|muut|he|toiset|ne muut|loput)\b|nyt kun ollaan (?:vielä )?kahden|before (?:the others|they|everyone|everybody|anyone|the rest)"
    r"(?: else)? (?:join|come|arrive|get|dial|is|are)|while (?:it['’]s|we['’]re) (?:just|still) (?:us|the two)|innan (?:de|dom) (?:andra|övriga)?\s?(?:kommer|ansluter|är)|"
    r"medan vi (?:är|bara) |bevor die anderen|solange wir (?:noch )?(?:allein|unter uns|zu zweit))",
    re.IGNORECASE,
)
"""Somebody is about to tell what the others shall not hear: kept back with the cue that follows at once."""

CLOSE = re.compile(
    r"^\W*(?:(?:okay|ok|okei|okej|right|alright|all right|good|well|so|now|hyvä|joo|ja|jaa|no|selvä|kiitos|bra|tack|ja|gut|also|danke|så|jo|och|and|aber|mutta|men|but|anyway)\W+){0,3}"
    r"(?:moving on|let['’]s (?:move|go|get|turn|come|start|continue|carry|begin|take)|back to|on to|next (?:item|topic|point|one)|the next|(?:first|second|third|fourth|fifth|sixth|last|final) (?:item|topic|point|one)|"
    r"where were we|to business|back on (?:the )?record|shall we (?:start|continue|begin|move)|anyway|we can (?:start|begin)|turning to|"
    r"no niin|noniin|no nii|mennään(?:kö|s)?\b|mennäänpä|jatketaan|palataan|siirrytään|seuraava|takaisin|aloitetaan|päästään|sitten (?:se |ne |tuo |seuraava|meidän|teidän)?\w+(?:[.,]|t\b|sta\b|stä\b)|"
    r"okej,? tillbaka|tillbaka till|vidare\b|(?:ska|skall) vi (?:gå|börja|fortsätta|ta)|vi går vidare|låt oss|nästa (?:punkt|fråga|ämne)|då (?:går|tar|fortsätter|börjar) vi|"
    r"gut,? weiter|weiter (?:im|mit|geht)|zurück zu|kommen wir|nächster punkt|zum nächsten|lassen sie uns|machen wir weiter|dann weiter|fangen wir|wo waren wir)",
    re.IGNORECASE,
)
"""A sentence that takes the talk elsewhere."""

ARRIVAL = re.compile(
    r"(?<!\w)(?:(?:hi|hello|hey|morning|good (?:morning|afternoon|evening|day)|welcome|huomenta|hei|moi|moikka|terve|päivää|tervetuloa|iltapäivää|"
    r"hej|hejsan|god (?:morgon|dag|förmiddag)|välkommen|välkomna|hallo|guten (?:tag|morgen|abend)|grüß gott|moin|servus|willkommen)\b|"
    r"\w+ (?:tulikin|tuli(?:kin)? linjoille|liittyi|pääsi (?:mukaan|linjoille)|is (?:here|joining|on)|(?:just )?joined|has joined|är här|kom (?:in|nu)|ist (?:da|jetzt da|dabei)|kommt gerade))",
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
    r"^\W*(?:so|okay|ok|well|right|now|then|anyway|but|alright|good|eli|no|joo|hyvä|mutta|sitten|okei|ja|entä|entäs|mites|"
    r"så|då|men|okej|jo|hur|also|gut|dann|aber|na|und|how about|what about|regarding|about|as for|coming)\b[\s,:.]",
    re.IGNORECASE,
)
"""How a new matter begins, when it has no name."""

COMMON = frozenset(
    "please really probably thing things something nothing anything someone anyone everybody everyone quarter first second third fourth half "
    "weeks months years today tomorrow yesterday understood moment minute minutes record between because already always actually "
    "thinking planning plan plans know tell telling told hear heard said saying write writing written down treat public decided whether should "
    "kanssa tietää tiedä kertoa kerrottu kerro kenellekään sanoa sanoit mitään jotain varmaan varmasti aattelin ajattelin puolelle puolella puolesta "
    "vuodenvaihteessa vuoden viikolla kuukausi muistioon muistio meidän teidän tähän tässä kannattaa vielä sitten hyvä kesken ihan ymmärrän kuule "
    "någon något ingen inget protokollet mellan egentligen förmodligen nästa första andra kvartalet veckan månad säger sagt veta jag förstår "
    "protokoll unter nächste nächsten erste quartal woche monat sagen gesagt wissen verstanden eigentlich wahrscheinlich etwas nichts jemand niemand "
    "market customer company meeting asiakas kokous yritys kunden möte företag kunde firma".split()
)
"""Words that are no secret by themselves."""
