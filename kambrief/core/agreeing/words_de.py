"""German: what the rules of this package listen for."""

from kambrief.core.agreeing.words import Cues, opening, said

CUES = Cues(
    accept=opening(
        r"ja(?!,? aber)", r"jawohl", r"genau", r"richtig", r"stimmt", r"korrekt", r"einverstanden", r"bestätigt", r"(?:das|es|der|die) (?:stimmt|ist (?:richtig|korrekt|in ordnung|gut|so)|passt|geht|klingt (?:gut|vernünftig)|bestätige ich|können wir so (?:machen|stehen lassen)|kann ich (?:unterstützen|mittragen|akzeptieren))", r"passt", r"geht(?: bei (?:mir|uns))?",
        r"in ordnung", r"okay", r"ok", r"gut", r"sehr gut", r"perfekt", r"abgemacht", r"vereinbart", r"machen wir(?: so)?", r"so machen wir(?: es| das)?", r"klingt (?:gut|vernünftig)", r"alles klar", r"verstanden", r"notiert", r"damit (?:kann|können) (?:ich|wir) leben", r"(?:ich|wir) (?:stimme|stimmen) zu", r"dann (?:nehme|nehmen|verwende) (?:ich|wir)", r"gerne", r"akzeptiert", r"exakt", r"super", r"prima", r"wunderbar", r"bestens", r"klar", r"jo", r"jap", r"geht klar", r"sehr gerne?", r"gern", r"kein problem", r"ausgezeichnet", r"toll", r"(?:das|da) (?:können|kann) (?:wir|ich)", r"machen wir", r"läuft",
    ),
    refuse=said(
        r"(?:passt|geht|klappt) (?:\w+ ){0,3}(?:nicht|schlecht|leider)", r"(?:kann|können|schaffe|schaffen) (?:ich|wir) (?:\w+ ){0,3}nicht", r"(?:ich|wir) (?:kann|können|schaffe|schaffen) (?:\w+ ){0,4}nicht", r"(?:bin|sind) (?:ich|wir) (?:\w+ )?(?:in|im|auf|bei|unterwegs|weg|verreist|nicht)", r"(?:ich|wir) (?:bin|sind) (?:\w+ ){0,3}(?:in|im|auf|unterwegs|weg|verreist|verplant|ausgebucht)", r"(?:da|dann|an dem tag|in der woche) (?:habe|haben|bin|sind) (?:ich|wir)", r"habe? ich (?:\w+ ){0,2}(?:schon|bereits|da)", r"(?:ganz |sehr |eher )?schlecht(?! )", r"(?:da|dann) hab (?:ich|wir)",
        r"zu (?:früh|spät|knapp)", r"lieber (?:nicht|später|früher|am)", r"urlaub", r"feiertag", r"nein", r"ungünstig",
    ),
    concede=said(
        r"zahlendreher", r"(?:ich )?(?:war|bin) in der (?:falschen )?(?:zeile|spalte)", r"versprochen",
        r"(?:sie|du) ha(?:ben|st) (?:völlig |vollkommen )?recht", r"ha(?:t|tte|tten) recht", r"ist (?:richtig|korrekt)(?=\W*(?:$|[.,!]))", r"mein (?:fehler|versehen|irrtum)", r"unser (?:fehler|versehen|irrtum)", r"(?:da )?(?:habe|hab) ich mich (?:vertan|geirrt|verrechnet|versprochen|verlesen|verzählt)", r"ich (?:habe|hab) mich (?:\w+ )?(?:vertan|geirrt|verrechnet|versprochen|verlesen|verzählt)", r"ich (?:habe|hab) (?:die )?(?:zahlen |ziffern )?(?:verdreht|vertauscht|verwechselt)", r"(?:kleine |kurze )?korrektur", r"(?:ich|wir) (?:muss|müssen|möchte|korrigiere|korrigieren)\b[^.!?]{0,20}(?:korrigier\w*|mich)", r"das war falsch",
        r"(?:richtige|korrekte) (?:zahl|summe|wert|betrag) (?:ist|lautet)", r"(?:ist|sind) (?:der|die|das) (?:richtige|korrekte)", r"fehlten", r"fehlte", r"ich hatte [^.!?]{0,20}vergessen",
    ),
    dispute=said(
        r"(?:ich habe|wir haben|habe ich|haben wir|bei (?:mir|uns) steht) (?:da )?(?:eine )?andere (?:zahl|summe|zahlen)", r"(?:eine )?andere (?:zahl|summe)", r"(?:das|die zahl|die) (?:stimmt|passt|kann) (?:so |bei uns )?nicht", r"nicht (?:meine|unsere|die richtige) (?:zahl|summe)", r"sind sie sicher", r"(?:ich|wir) (?:komme|kommen|zähle|zählen) auf", r"(?:haben|hast) (?:sie|du|ihr)\b[^.!?]{0,30}(?:mitgezählt|mitgerechnet|berücksichtigt)", r"das deckt sich nicht",
    ),
    own_figure=said(r"(?:meine|unsere) (?:zahl|liste|summe|bücher|rechnung|unterlagen)", r"(?:ich|wir) (?:habe|haben|komme|kommen|sehe|zähle|zählen)", r"(?:es|das) (?:sind|ist|waren|war)", r"(?:sie|du) (?:sagten|sagtest|hatten)", r"bei (?:mir|uns) (?:steht|sind)"),
    repair=said(r"entschuldigung", r"nein", r"ich meine", r"beziehungsweise", r"besser gesagt", r"pardon", r"verzeihung", r"moment", r"quatsch", r"ich meinte", r"vielmehr", r"korrektur"),
    contrast=said(
        r"(?:nicht|keine)\b[^#.!?;]{0,40}#(?P<wrong1>\d)#[^#.!?;]{0,30}\bsondern\b[^#.!?;]{0,25}#(?P<right1>\d)#", r"#(?P<right2>\d)#[^#.!?;]{0,40}(?:,? und nicht|, nicht|,? statt|,? anstatt|,? anstelle von) (?:die |der |den )?#(?P<wrong2>\d)#",
    ),
    recount=said(r"moment", r"warten sie", r"warte", r"ich (?:prüfe|schaue|rechne|sehe) (?:\w+ ){0,2}(?:nach|noch)", r"(?:da|darin) (?:ist|sind|steckt|stecken)", r"(?:ist|sind) (?:\w+ ){0,8}(?:dabei|enthalten|drin|eingerechnet|mitgezählt)", r"enthält", r"enthalten", r"fehlten", r"davon", r"abzüglich", r"eigentlich", r"tatsächlich"),
    outdated=said(
        r"vorläufig\w*", r"veraltet\w*", r"überholt\w*", r"gilt (?:so )?nicht mehr", r"(?:die|eine|der|das) (?:alte|frühere|vorherige|erste) (?:zahl|summe|wert|schätzung|version|betrag)", r"(?:war|ist) (?:\w+ ){0,3}(?:schätzung|entwurf|prognose|annahme)", r"in den (?:müll|papierkorb)", r"vergessen sie", r"vergiss", r"vorjahres\w*",
    ),
    propose=opening(
        r"(?:ich|wir) (?:würde|würden|schlage|schlagen)\b[^,.!?]{0,12}(?:vor(?:schlagen)?)(?:, dass|,)?", r"(?:mein|unser) vorschlag(?: wäre| ist)?(?:, dass|:)?", r"wir (?:vereinbaren|halten fest|einigen uns darauf)(?:, dass)?", r"(?:dann |also )?(?:halten|vereinbaren) wir (?:fest)?(?:, dass|:)?", r"sagen wir(?: doch| mal| also)?(?:, dass|:)?", r"(?:einigen|verständigen) wir uns auf", r"bleibt es bei", r"bleiben wir bei", r"wie wäre es(?:, wenn)?",
    ),
    agreed="Vereinbart",
    readback=said(r"(?:ich|wir) (?:notiere|halte fest|schreibe|fasse zusammen|halten fest|notieren)", r"zusammengefasst", r"zusammenfassung", r"(?:ich )?fasse (?:\w+ )?zusammen", r"notiert"),
    meet_next=said(
        r"nächste[rsnm]? (?:termin|treffen|besprechung|gespräch|meeting|review|runde|mal|call)\w*", r"wann (?:sehen|treffen|sprechen|machen|hören) wir", r"(?:sehen|sprechen|treffen|hören) wir uns (?:wieder|nächste)", r"(?:neuen?|weiteren?|folge)\w* ?(?:termin|treffen|besprechung|gespräch)", r"folgetermin\w*", r"termin (?:finden|vereinbaren|ausmachen)", r"(?:gleiche|selbe|dieselbe) (?:zeit|uhrzeit)", r"gleiche zeit",
    ),
    meet_weak=said(
        r"(?:sehen|treffen|sprechen|hören|setzen|telefonieren|machen) wir (?:uns )?(?:\w+ ){0,3}(?:wieder|nochmals?|noch ?mal|zusammen|weiter|danach|dann|erneut)", r"(?:sehen|treffen|sprechen|hören) wir uns", r"wir (?:sehen|treffen|sprechen|hören) uns", r"wir telefonieren", r"(?:wollen|sollen|können|könnten) wir (?:uns )?(?:\w+ ){0,4}(?:treffen|sehen|sprechen|zusammensetzen|telefonieren|wiedersehen)", r"(?:termin|treffen|gespräch|call|besprechung)\w* (?:\w+ ){0,4}(?:verschieben|verlegen|vorziehen)", r"(?:verschieben|verlegen) wir (?:\w+ ){0,4}(?:termin|treffen|gespräch|call|besprechung)\w*",
    ),
    following=said(r"\w+(?:tag|woch) (?:darauf|danach)", r"(?:der|am|den) (?:darauf)?folgenden?"),
    busy=said(r"(?:habe?|haben|bin|sind|hätte|hätten|sitze|fahre) (?:ich|wir)", r"(?:ich|wir) (?:habe?|haben|bin|sind|hätte|hätten)", r"\w+(?:tag|woch) ist", r"ist (?:\w+ )?(?:feiertag|himmelfahrt|fronleichnam|pfingst\w*|oster\w*)"),
    free=said(r"frei", r"zeit", r"luft", r"platz", r"passt", r"geht", r"gut", r"ginge", r"möglich"),
    daypart=said(r"(?:vor|nach)?mittags?", r"(?:vor|nach)mittag\w*", r"morgens", r"früh", r"abends?"),
    counter=said(r"wie wäre?(?: es|s|'s)?", r"(?:könnten|können|wollen) (?:wir|sie|ich)", r"könnte", r"stattdessen", r"lieber", r"besser", r"früher", r"später", r"aber", r"geht(?: es|'s)?", r"ginge", r"passt", r"würde", r"wäre", r"dann (?:lieber|eben|doch)", r"doch"),
    move=said(r"verschieb\w*", r"verleg\w*", r"vorziehen", r"vorverleg\w*", r"verschoben", r"änder\w*", r"umlegen"),
    same_time=said(r"(?:zur )?(?:gleichen?|selben?|derselben|dieselbe) (?:uhr)?zeit"),
    later=said(r"(?P<count>eine|zwei|drei|einen) (?P<unit>woche|wochen|tag|tage) (?:später|danach)", r"(?P<unit2>woche|tag) (?:darauf|danach)", r"(?P<count3>eine|zwei|drei|einen) (?P<unit3>woche|wochen|tag|tage) (?P<earlier>früher|vorher|davor)"),
    units={"woch": 7, "tag": 1},
    invite=said(r"einladung\w*", r"lade (?:\w+ )?ein", r"kalender\w*", r"terminserie"),
    deadline=said(r"frist\w*", r"\w*frist", r"kündig\w*", r"stichtag\w*", r"spätestens", r"letzte[rnm]? (?:tag|termin)", r"läuft (?:\w+ )?(?:aus|ab)", r"deadline"),
    cause_asked=said(r"ursache\w*", r"grund", r"warum", r"wieso", r"weshalb", r"woran (?:liegt|lag)", r"woher kommt", r"was ist (?:da )?passiert"),
    cause_nouns={"ursache": "Ursache", "grund": "Grund"},
    cause=said(r"(?:liegt|lag) an", r"(?:liegt|lag) (?:\w+ )?(?:an|am|daran)", r"(?:ursache|grund) (?:ist|war|dafür ist)", r"verursacht", r"wegen", r"aufgrund", r"kommt (?:von|vom|aus)"),
    criteria_asked=said(r"kriteri\w*", r"wie (?:entscheiden|vergleichen|bewerten|gewichten|rechnen) sie", r"was ist (?:ihnen|euch|dir|für sie) (?:\w+ )?wichtig\w*", r"worauf (?:kommt|achten)", r"nach welchen", r"zählt\b[^.!?]{0,40}(?:mit|als)", r"wonach"),
    criterion=said(
        r"(?:ist|sind|wird) (?:für (?:uns|mich) )?(?:entscheidend|ausschlaggebend)", r"entscheidend ist", r"wird (?:\w+ ){0,4}nicht (?:finanziert|genehmigt|freigegeben|akzeptiert)", r"(?:die|unsere) (?:grenze|vorgabe|bedingung|voraussetzung|anforderung|obergrenze) (?:ist|liegt|sind|lautet)", r"(?:muss|müssen|darf|dürfen) (?:\w+ ){0,5}(?:unter|höchstens|mindestens|maximal|nicht über|nicht mehr als)", r"(?:mindestens|höchstens|maximal)", r"voraussetzung", r"am wichtigsten", r"zuerst [\w ]{3,40},? dann", r"zählt (?:für (?:uns|mich) )?(?:nur|vor allem)",
    ),
    process=said(r"vorstand\w*", r"geschäftsführung\w*", r"geschäftsleitung\w*", r"lenkungs(?:kreis|ausschuss)\w*", r"investitionsausschuss\w*", r"aufsichtsrat\w*", r"gremium\w*", r"einkauf entscheidet", r"betriebsleitung\w*"),
    threat=said(r"(?:wenn|falls|sonst|ansonsten)\b[^.!?]{0,70}\b(?:stoppe\w*|halte\w*|kündige\w*|wechsel\w*|breche\w*|storniere\w*|eskalier\w*|zurückhalten|einbehalten|friere\w*)\b[^.!?]*", r"zahlung\w* (?:\w+ ){0,2}(?:zurückhalten|einbehalten|stoppen|zurück)"),
    objections=(
        (4, said(r"(?:schwer|schwierig|kaum) zu (?:begründen|rechtfertigen|erklären|vermitteln|vertreten)", r"(?:kann|können) (?:ich|wir) (?:\w+ ){0,4}nicht (?:begründen|rechtfertigen|vertreten)")),
        (4, said(r"(?:ein|das) (?:anderes|weiteres|besseres|günstigeres) angebot", r"(?:günstiger|billiger)\w*", r"(?:anderer|anderen|zweiter) anbieter\w*")),
        (4, said(r"zu (?:teuer|hoch|langsam|lange?|riskant)", r"kein budget", r"nicht im budget", r"wird (?:\w+ ){0,4}nicht (?:finanziert|genehmigt|freigegeben)")),
        (4, said(r"(?:mein|unser) problem", r"(?:ich habe|wir haben|habe ich|haben wir) (?:noch )?(?:eine|einen|ein|große)? ?(?:sorge\w*|bedenken|problem)", r"(?:meine|unsere) sorge", r"mich (?:stört|besorgt|beunruhigt)", r"(?:ich bin|wir sind) (?:nicht überzeugt|skeptisch|besorgt)")),
        (3, said(r"(?:sehe|verstehe|sehen|verstehen) (?:ich |wir )?(?:\w+ )?(?:nicht|keinen|kein),? ?(?:warum|wieso|was|wie|nutzen|sinn|grund|vorteil)?", r"warum sollte\w* (?:wir|ich)", r"wer (?:profitiert|hat etwas davon)", r"was (?:haben|hätten) wir davon")),
        (3, said(r"(?:ganz schön|ziemlich|recht|sehr|etwas) (?:teuer|happig|viel|hoch|gesalzen)", r"happig", r"gesalzen", r"schlucken", r"ist mir zu", r"leuchtet (?:mir|uns) nicht ein")),
        (2, said(r"enttäusch\w*", r"nicht (?:gut|klar|schnell) genug", r"reicht (?:uns )?nicht", r"kein (?:angebot|vorschlag)")),
    ),
    rival=said(r"wettbewerb\w*", r"mitbewerb\w*", r"konkurren\w*", r"(?:anderes|anderen|andere|zweites|weiteres) (?:angebot|anbieter\w*|lieferant\w*)", r"ausschreib\w*", r"günstiger\w*", r"billiger\w*"),
    price=said(r"preis\w*", r"\w+preise?[ns]?", r"rabatt\w*", r"nachlass\w*", r"teuer\w*", r"teurer", r"billig\w*", r"günstig\w*", r"aufschlag\w*", r"marge\w*", r"index\w*", r"erhöhung\w*", r"mehr (?:be)?zahlen", r"weniger (?:be)?zahlen"),
    justify=said(r"(?:schwer|schwierig|kaum) zu (?:begründen|rechtfertigen|erklären|vermitteln)\b[^.!?]*?(?P<when>,? (?:wenn|während|solange|nachdem) [^.!?]+)?[.!?]*$"),
    justified="Der Preis ist schwer zu begründen",
    mood=said(r"(?:gutes|besseres|bestes|konstruktives|offenes|ehrliches) (?:gespräch|meeting|treffen|termin)", r"(?:bin|sind) (?:ich |wir )?(?:\w+ )?(?:zufrieden|enttäuscht|froh|verärgert|frustriert|erleichtert)", r"(?:am ärgerlichsten|sehr ärgerlich)", r"vertrauen (?:\w+ )?verloren"),
    wants=said(r"(?:ich|wir) (?:will|wollen|brauche|brauchen|möchte|möchten|erwarte|erwarten|benötige|benötigen)", r"(?:will|wollen|brauche|brauchen|möchte|möchten|erwarte) (?:ich|wir)", r"für (?:mich|uns) (?:ist|sind|zählt|gilt|muss)", r"am wichtigsten", r"entscheidend", r"wichtig ist"),
    wants_asked=said(r"(?:was|wie|welche|woran|worauf|wonach)\b[^?]*\b(?:brauch\w*|wollen|wichtig\w*|müsste\w*|bräuchte\w*|erwart\w*|ändern|entscheid\w*|kriteri\w*|helfen|benötig\w*)[^?]*\?"),
    refuses_topic=said(r"(?:will|möchte|wollen) (?:\w+ ){0,4}nicht (?:\w+ )?(?:diskutieren|besprechen|reden|sprechen)", r"heute nicht", r"nicht heute"),
    blame=said(r"(?:ihre?|unsere?|meine|wessen|deine) schuld", r"schuld (?:ist|sind|daran)", r"vorw[uü]rf\w*", r"inkompeten\w*", r"lächerlich\w*", r"inakzeptabel\w*", r"unverschämt\w*", r"entschuldig\w*", r"tut (?:mir|uns) leid", r"falsch", r"verspät\w*"),
    about=said(r"etwa", r"ungefähr", r"circa", r"rund", r"fast", r"knapp"),
    doubt=said(r"vielleicht", r"eventuell", r"wahrscheinlich", r"vermutlich", r"irgendwann", r"möglicherweise", r"könnte\w*", r"mal sehen", r"weiß nicht", r"nicht sicher", r"sollte man", r"hängt davon ab", r"kommt darauf an"),
    senior=said(r"\w*leiter(?:in)?", r"\w*chef(?:in)?", r"geschäftsführ\w*", r"vorst[aä]nd\w*", r"\w*direktor(?:in)?", r"ceo", r"cfo", r"coo", r"vp", r"inhaber\w*", r"head"),
)  # fmt: skip
