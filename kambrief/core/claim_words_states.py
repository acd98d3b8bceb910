"""What a sentence can claim about work and people: delivered, late, unhappy. Data; only the labels are printed."""

from collections.abc import Mapping
from typing import Final

from kambrief.core.claim_words_forms import Family, family

_EN_RIVAL = (
    r"(?:competitors?|rivals?|other (?:vendor|supplier|provider)s?|another (?:vendor|supplier|provider)|someone else|"
    r"the (?:\w+ ){0,2}vendor|vendor of \w+)"
)
_FI_RIVAL = r"(?:\w*kilpaili\w+|toi(?:sen|seen|sta) (?:toimitta\w+|kumppan\w+)|muu(?:n|hun) toimitta\w+)"
_SV_RIVAL = r"(?:\w*konkurrent\w*|annan (?:leverantör|partner)|andra leverantörer)"
_DE_RIVAL = (
    r"(?:wettbewerber\w*|mitbewerber\w*|konkurren\w+|andere[nrm]? (?:anbieter|lieferanten?|partner)\w*|wettbewerb\w*)"
)
_EN_BUDGET = r"(?:budgets?|funding|spending|investments?|purchases?|project)"

STATES: Final[Mapping[str, Family]] = {
    "left": family(
        "gone from the company",
        r"did (?:\w+ ){1,3}(?:leave (?:the|your) company|resign|step down)|"
        r"(?:has|have|had|'s|'ve) (?:\w+ )?left(?! (?:open|out|un\w+|over|to|for|in|the door|room|us|behind|it))|"
        r"resigned|quit|stepped down|left (?:the|their) (?:company|firm|organi[sz]ation|team|role|board)|moved on|"
        r"retired|(?:is|are) leaving|was (?:fired|replaced|let go)|no longer with",
        r"(?:on|ovat) lähten(?:yt|eet)|lähti (?:yrityksestä|yhtiöstä|talosta|muualle)|erosi(?:vat)?|eron(?:nut|neet)|"
        r"irtisanoutu(?:i|nut)|jätti (?:yrityksen|yhtiön|tehtävänsä|paikkansa)|"
        r"jättänyt (?:yrityksen|yhtiön|tehtävänsä)|siirtyi (?:muualle|pois|toiseen)|siirtynyt (?:muualle|pois|toiseen)|"
        r"jäi eläkkeelle|jäänyt eläkkeelle|ei ole enää",
        r"slutat(?! (?:med|att))|slutade(?! (?:med|att))|lämna(?:t|de) (?:företaget|bolaget|sin (?:post|roll)|"
        r"koncernen)|avgått|avgick|sagt upp sig|sa(?:de)? upp sig|gått i pension|bytt jobb|inte längre kvar",
        r"(?:hat|haben) (?:\w+ ){0,2}(?:das unternehmen|die firma|den konzern) verlassen|"
        r"verließ(?:en)? (?:\w+ ){0,2}(?:unternehmen|firma)|ausgeschieden|ausgeschied|zurückgetreten|"
        r"trat (?:\w+ ){0,3}zurück|in (?:rente|den ruhestand) gegangen|nicht mehr im unternehmen|"
        r"(?:das unternehmen|die firma) verlassen",
        r"left|leaves|leaving|departure|successor|replaces?|replaced|lähtee|lähtenyt|lähti|seuraaja|eläkkeelle|slutar|"
        r"efterträd\w+|lämnar|verlässt|nachfolge\w*|ausscheiden|abgang|ruhestand|"
        r"new (?:cfo|ceo|cio|head|director|buyer)",
    ),
    "resolved": family(
        "resolved",
        r"resolved(?! to)|fixed|solved|repaired|corrected|sorted(?: out)?|"
        r"(?:is|are|has been|have been|was|were) (?:\w+ )?(?:closed|cleared up|cured)|behind (?:us|them)",
        r"ratkais(?:tu|tua|tut|tiin|sut|seet|tun|ivat|imme)|ratkaisi|ratke(?:si(?:vat)?|nnut|nneet)|"
        r"korja(?:si(?:vat|mme)?|ttu\w*|ttiin|antui|antunut|ttu)|korjan(?:nut|neet)|"
        r"(?:on|ovat) (?:\w+ )?(?:suljettu|selvitetty|selvinnyt|poistunut|hoidettu|kunnossa)|poistui",
        r"löst(?:e|es|a|s)?|åtgärdat|åtgärda(?:d|de|des|ts)|avhjälpt|rättat till|fixat|fixa(?:d|de)|lagat|lagade?s?|"
        r"(?:är|har) (?:\w+ )?(?:stängt|stängd|stängda|utrett|ur världen|avklarat|avklarad)",
        r"gelöst(?:e|en)?|behoben(?:e|en)?|behob|repariert(?:e|en)?|erledigt(?:e|en)?|geschlossen|bereinigt|beseitigt|"
        r"aus der welt",
        r"closed|fix|solution|resolution|works again|suljettu|ratkaisu|korjaus|toimii taas|stängt|lösning\w*|åtgärd|"
        r"fungerar igen|lösung|behebung|läuft wieder|done",
    ),
    "delivered": family(
        "delivered or done",
        r"delivered|shipped|sent|handed over|completed|finished|went live|gone live|(?:is|are) (?:\w+ )?live|"
        r"rolled out|(?:is|are|was|were|been) (?:\w+ )?(?:done|complete|ready(?! (?:for|to)))|installed|deployed|"
        r"launched|arrived|received|fulfilled|took place|taken place|(?:has|have) kept|"
        r"kept (?:\w+ ){0,2}(?:promise|word)",
        r"toimit(?:ti(?:vat|mme)?|tan(?:ut|eet)|ettu\w*|ettiin|etut)|lähet(?:ti(?:vät|mme)?|tän(?:yt|eet)|etty\w*|"
        r"ettiin)|valmist(?:ui(?:vat)?|un(?:ut|eet))|(?:otettu|otettiin|ottivat) käyttöön|(?:on|ovat) (?:jo |nyt |"
        r"vihdoin )?valmi(?:s|ita|it)(?! \w+(?:[aä]{2}n|een|iin|lle)(?!\w))|(?:on|ovat) (?:jo |"
        r"nyt )?tuotannossa|luovutet(?:tu|tiin)|(?:on|ovat) (?:jo |nyt )?tehty|saapu(?:i|nut|neet|ivat)|asennet(?:tu|"
        r"tiin)|toteut(?:ettu|ettiin|ui|unut)|onnistu(?:i|nut|neet)|käyttöönotto on (?:ohi|valmis|"
        r"tehty)|saatu päätökseen|päättyi onnistuneesti|täytet(?:ty|tiin)",
        r"levererat|levererats|leverera(?:d|de|des)|skickat|skickats|skicka(?:d|de|des)|sänt|sändes?|driftsatt|"
        r"(?:tagits|togs|tagit) i bruk|lansera(?:t|de|des|ts)|är (?:nu|redan|äntligen) (?:klara?|klart|färdig\w*|"
        r"igång)|genomför(?:d|da|t|des|ts)|slutfört|slutfördes?|slutförts|rullats ut|rullat ut|kommit fram|"
        r"installera(?:t|d|de|des|ts)|infriat|infria(?:d|de|ts)|är (?:klara?|färdig\w*|igång)(?= ?$)|mottagit",
        r"geliefert(?:e|en)?|ausgeliefert|lieferten?|geschickt|verschickt|gesendet|versandt|übergeben|"
        r"abgeschlossen(?:e|en)?|fertiggestellt|durchgeführt|erfolgt|stattgefunden|in betrieb genommen|"
        r"eingeführt(?:e|en)?|ausgerollt|angekommen|installiert(?:e|en)?|eingetroffen|"
        r"(?:ist|sind) (?:\w+ )?(?:fertig|live|da)|eingehalten|erfüllt",
        r"attached|here is|done|in use|liitteenä|ohessa|valmis|valmiina|käytössä|bifoga\w*|i drift|klart?|anbei|"
        r"im anhang|fertig|in betrieb",
    ),
    "escalated": family(
        "escalated",
        r"escalated|(?:gone|went|taken|took) (?:\w+ ){0,3}to (?:the board|(?:their |your |our )?(?:ceo|management))",
        r"eskaloi(?:vat|tu\w*|tiin|nut|neet)?|(?:vei|vienyt|viety|vietiin) (?:\w+ )?(?:johdolle|johtoon|hallitukseen)",
        r"eskalerat|eskalera(?:d|de|des|ts)|lyft(?:e|s|es)? (?:\w+ ){0,3}till (?:ledningen|styrelsen|vd)",
        r"eskaliert(?:e|en)?|(?:an die|zur) (?:geschäftsführung|geschäftsleitung) (?:gegangen|gebracht|gegeben)",
        r"escalat\w+|eskalo\w+|eskaler\w*|eskalier\w*|eskalation\w*",
    ),
    "complained": family(
        "complained about",
        r"complained|complain|complains|filed (?:\w+ )?complaints?|made (?:\w+ )?complaints?|protested",
        r"valitti(?:vat)?|valittan(?:ut|eet)|valittavat|valittivat|valitettu|valitettiin|reklamoi(?:vat|nut|neet|tu)?|"
        r"moitti(?:vat)?|moittin(?:ut|eet)",
        r"klagat|klagade|klagar|reklamerat|reklamera(?:de|r)|framfört klagomål|protesterat|protesterade",
        r"beschwert(?:e|en)?|beschweren|reklamiert(?:e|en)?|beklagt(?:e|en)?|bemängelt(?:e|en)?|moniert(?:e|en)?",
        r"complaints?|annoy\w+|not (?:good|acceptable)|unacceptable|valitu(?:s|ks)\w*|reklamaatio\w*|klagomål\w*|"
        r"reklamation\w*|beschwerden?|ärger\w*",
    ),
    "rival": family(
        "won by or offered to a competitor",
        rf"(?:chose|chosen|choose|picked|selected|switched to|switching to|moved to|gone (?:with|to)|went (?:with|to)|"
        rf"signed with|signed up with|opted for|talking to|in talks with|evaluating|comparing|negotiating with|invited|"
        rf"an offer from|offers? from|prefers?|met) (?:\w+ ){{0,3}}{_EN_RIVAL}|{_EN_RIVAL} (?:\w+ )?(?:has |"
        rf"have )?(?:offers|offered|won|undercuts?|undercut|is cheaper|are cheaper|is in|got|promises)",
        rf"(?:valitsi(?:vat)?|valin(?:nut|neet)|valittiin|vaihtoi(?:vat)?|vaihtan(?:ut|eet)|siirtyi(?:vät)?|"
        rf"siirtyn(?:yt|eet)|neuvotteli\w*|neuvottele\w+|keskustele\w+|kysyi(?:vät)?|tapasi(?:vat)?|"
        rf"suosi\w+) (?:\w+ ){{0,3}}{_FI_RIVAL}|vaihtoi(?:vat)? (?:\S+ ){{0,2}}\S*toimittaja(?:an|"
        rf"a)|{_FI_RIVAL} (?:\w+ )?(?:tarjosi|tarjoaa|voitti|valittiin|tarjous on|on halvempi|on mukana|on tarjonnut)",
        rf"(?:valt|valde|bytt till|bytte till|gått till|gick till|gått över till|gick över till|pratar med|"
        rf"förhandlar med|tagit in|fått (?:\w+ ){{0,2}}(?:offert|anbud)\w* från|"
        rf"träffat) (?:\w+ ){{0,3}}{_SV_RIVAL}|{_SV_RIVAL} (?:\w+ )?(?:har (?:offererat|erbjudit|vunnit)|erbjuder|vann|"
        rf"är billigare|är inne)",
        rf"{_DE_RIVAL} (?:\w+ ){{0,3}}(?:entschieden|gewählt|gewechselt|gegangen|verhandelt|gesprochen|angeboten|"
        rf"gewonnen|eingeladen|bevorzugt)|(?:wählten?|wechselten?|sprechen|spricht|verhandelt|verhandeln|bevorzugen|"
        rf"bevorzugt|prüft|prüfen) (?:\w+ ){{0,3}}{_DE_RIVAL}|{_DE_RIVAL} (?:bietet|bot|ist (?:günstiger|billiger)|"
        rf"hat)",
        r"competit\w+|rivals?|tender\w*|rf[pq]|another (?:vendor|supplier|provider)|"
        r"other (?:vendor|supplier|provider)s?|\w*kilpail\w+|tarjouspyyn\w+|toinen toimittaja|toiselta \w+|"
        r"muilta toimittajilta|\w*konkurren\w+|anbud\w*|offertförfrågan|annan leverantör|andra leverantörer|"
        r"\w*wettbewerb\w*|mitbewerb\w*|ausschreibung\w*|vergleichsangebot\w*|andere[rn]? anbieter\w*",
    ),
    "satisfied": family(
        "satisfied",
        r"satisfied|happy(?! to)|pleased(?! to)|delighted|impressed|thrilled|content with|praised|love|loves|loved",
        r"tyytyväi\w+|ilahtu\w+|vaikuttun\w+|kehui(?:vat)?|kehun(?:ut|eet)|kiitteli(?:vät)?",
        r"nöjd(?:a|are)?|belåt(?:en|na)|imponera(?:d|de)|berömt|berömde|glad(?:a)? (?:över|för)",
        r"zufrieden(?:e|en|er)?|begeistert|beeindruckt|gelobt|lobten?|erfreut",
        r"good|great|excellent|thank\w*|works well|praise\w*|well done|hyv(?:ä|in|ää)|kiitos|erinomai\w+|kehut|bra|"
        r"utmärkt|tack|beröm|fungerar (?:bra|väl)|gut|super|hervorragend|danke|lob",
    ),
    "unhappy": family(
        "unhappy",
        r"unhappy|dissatisfied|disappointed|frustrated|annoyed|angry|upset|furious|unsatisfied|irritated|fed up|"
        r"(?:lost|losing|out of) patience|lost (?:\w+ )?(?:trust|confidence|faith)",
        r"tyytymä(?:tön|ttöm\w+)|pettyn(?:yt|eet|eitä|een)|turhautu(?:nut|neet|neita|i|ivat)|vihai(?:nen|sia|set)|"
        r"ärtyn(?:yt|eet|eitä)|suuttu(?:nut|neet|i|ivat)|kärsivällisyys on lopussa|"
        r"(?:menetti(?:vät)?|menettän(?:yt|eet)) (?:\w+ )?(?:luottamu\w+|kärsivällisyy\w+)",
        r"missnöjda?|besvik(?:en|na)|frustrera(?:d|de)|irritera(?:d|de)|arga?|upprör(?:d|da)|"
        r"(?:tappat|förlorat|tappade) (?:\w+ )?(?:tålamodet|förtroendet)",
        r"unzufrieden(?:e|en|er)?|enttäuscht|frustriert|verärgert|wütend|sauer|genervt|"
        r"(?:geduld|vertrauen) (?:\w+ ){0,2}verloren|(?:verlor|verloren) (?:\w+ ){0,2}(?:geduld|vertrauen)",
        r"complain\w*|annoy\w*|not (?:good|happy|satisfied|acceptable)|poor|bad|too (?:slow|late|long)|again|worst?|"
        r"escalat\w+|patience|unacceptable|valitu(?:s|ks)\w*|huono\w*|liian (?:hidas|myöhään|kauan|hitaa\w+)|taas|"
        r"reklamaatio\w*|eskalo\w+|klag\w*|dåligt?|för (?:långsam\w*|sent|lång)|igen|inte (?:nöjd\w*|bra|acceptabelt)|"
        r"beschwer\w*|schlecht\w*|zu (?:langsam|spät|lang)|wieder|nicht (?:zufrieden|gut|akzeptabel)|"
        r"ei ole (?:hyvä|hyväksyttävää)|(?:ei|eivät|emme|en) (?:ole |olleet |ollut )*tyytyväi\w+|ärger\w*",
    ),
    "late": family(
        "late",
        r"overdue|(?:is|are|was|were|been|now|already|days|still|runs?|running) (?:\w+ )?late(?!r|st)|"
        r"late (?:report|delivery|promise|reply|answer)|behind schedule|delayed|slipped|"
        r"missed (?:the|its|our|their) (?:deadline|date)|past (?:its )?due",
        r"myöhässä|myöhästyn\w+|myöhästyi(?:vät)?|myöhästyneen|viivästyn\w+|viivästyi(?:vät)?|jäljessä|"
        r"erääntyn(?:yt|een|eet)",
        r"försena(?:d|de|t|ts|des)|är (?:\w+ )?sena?|efter (?:tidplanen|schemat|plan)|överskridit|förfall(?:en|na)",
        r"überfällig(?:e|en|er|es)?|verspätet(?:e|en)?|verzögert(?:e|en)?|im (?:rückstand|verzug)|hinter (?:dem )?plan|"
        r"(?:ist|sind) (?:\w+ )?zu spät",
        r"late|delays?|overdue|slip|myöhäs\w*|viivä\w+|försen\w*|sen|sent|verspät\w*|verzöger\w*|verzug|zu spät|missed|"
        r"still (?:waiting|missing|no)|odottaa yhä|väntar fortfarande|warten (?:immer )?noch|moved|siirty\w+|flytta\w*|"
        r"verschoben",
    ),
    "frozen": family(
        "frozen, cut or put on hold",
        rf"{_EN_BUDGET} (?:\w+ ){{0,2}}(?:frozen|cut|stopped|gone|on hold|halted|slashed|blocked|used up|exhausted)|"
        rf"(?:froze|frozen|cut|stopped|halted|slashed) (?:\w+ ){{0,2}}{_EN_BUDGET}|put (?:\w+ ){{0,3}}on hold|"
        rf"postponed|"
        r"(?:is|are) (?:\w+ )?(?:on hold|paused|frozen)",
        r"jäädyt(?:ti(?:vät)?|tän(?:yt|eet)|etty|ettiin)|leika(?:ttu|ttiin)|leikkasi(?:vat)?|lykä(?:tty|ttiin)|"
        r"lykkäsi(?:vät)?|jäissä|pysäyt(?:etty|ettiin|ti(?:vät)?)|(?:on|ovat) tauolla",
        r"frusit|fryst(?:a|s|e|es)?|frös|(?:budgeten|investeringarna) (?:är|har) (?:\w+ )?(?:slut|stoppa\w+|skurits|"
        r"nedskur\w+)|(?:skurit|skar) (?:ned|ner)|skjutit upp|sköt upp|skjutits upp|pausa(?:t|d|de|ts)|på is",
        r"eingefroren|gekürzt(?:e|en)?|auf eis|gestoppt(?:e|en)?|verschoben|pausiert|ausgesetzt|"
        r"budget (?:ist )?(?:weg|aufgebraucht)",
        r"freeze|frozen|cuts?|hold|postpone\w*|pause\w*|jäädy\w+|leikkau\w+|säästö\w*|lykk\w+|siirty\w+|frys\w*|"
        r"besparing\w*|skjut\w*|flytta\w*|kürzung\w*|einspar\w*|sparprogramm|savings?|moved|budget stop|stopp",
    ),
    "threatened": family(
        "threatened",
        r"threaten(?:s|ed)?|threatening|ultimatum",
        r"uhkasi(?:vat)?|uhan(?:nut|neet)|uhkaa(?:vat)? (?!\w*ska)|uhkailee|uhkavaatimus",
        r"hotat|hotade|hotar|ultimatum",
        r"gedroht|droht(?:e|en)?|drohen|ultimatum",
        r"terminat\w*|cancel\w*|leave|switch|consequences|penalt\w*|irtisano\w*|vaihta\w*|seuraamu\w*|säga upp|byta|"
        r"vite|kündig\w*|wechsel\w*|konsequenz\w*|uhka\w*|hot|or else",
    ),
    "urgent": family(
        "urgent for somebody",
        r"urgent (?:for|to) (?:them|us|\w+)|urgently|in a hurry|emergency|desperate(?:ly)?|as soon as possible",
        r"kiireelli\w+|kiire|pikaisesti|hätä|hätätilanne|akuut\w+",
        r"brådskande|bråttom|akuta?t?|omgående|nödläge",
        r"dringend(?:e|en|es|er)?|eilig|notfall|akut(?:e|en|es)?|sofort",
        r"urgent\w*|asap|immediately|critical|stops?|stopped|deadline|hurry|soon|blocks?|down|kiire\w*|heti|pysäht\w+|"
        r"pian|seisoo|brådska\w*|bråttom|genast|akut\w*|står still|omgående|dringend|sofort|eilig|steht|still|"
        r"schnell\w*|notfall\w*",
    ),
    "appointed": family(
        "appointed",
        r"appointed|promoted|hired|took over|taken over|has joined|joined (?:the|their)|(?:is|are) the new",
        r"nimit(?:etty|ettiin|ti)|ylenne(?:tty|ttiin)|palka(?:ttu|ttiin)|palkkasi(?:vat)?|"
        r"aloit(?:ti|tanut) (?:\w+ )?(?:uutena|tehtävässä)|otti vastaan tehtävän|siirtyi vetämään|on uusi",
        r"utsett|utsedd|utsågs|utnämnd|befordra(?:d|des|ts)|anställt|anställdes?|tagit över|tog över|tillträtt|"
        r"är (?:den )?ny[ae]?",
        r"ernannt|befördert|eingestellt|übernommen|berufen|(?:ist|wird) (?:der |die )neue",
        r"new|starts?|started|joins?|joined|successor|since|uusi|uutena|aloitti|aloittaa|nimity\w*|seuraaja|vetää|ny|"
        r"nya|börjar|började|tillträd\w+|efterträd\w+|neue?r?|beginnt|begann|nachfolge\w*|leitet|übernimmt|takes over|"
        r"head|director|manager|johtaja|päällikkö|chef|leiter(?:in)?",
    ),
}  # fmt: skip
