"""German. Its nouns, which have capitals as names have, are told from names by `kambrief.core.nouns`."""

import re

from kambrief.core.reading_words.tongue import Tongue, whole, within, words

_UNIT = "zwei|zwo|drei|vier|fünf|sechs|sieben|neun"
_TEN = "zwanzig|drei(?:ß|ss)ig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
_CORE = (
    f"{_TEN}|{_UNIT}|acht|null|zehn|elf|zwölf|(?:drei|vier|fünf|sech|acht|sieb|neun)zehn|hundert|tausend|"
    "million(?:en)?|milliarden?|billion(?:en)?"
)
_CHAIN = f"(?:(?:ein|{_CORE})(?:und)?)*"
"""einund-, zweihundert-; what follows is a number that stands by itself."""
_LASTS = "(?:jähr|tägig|täg|monat|wöch|stünd|minüt|prozent|stell|sprach)(?:ig|lich)?\\w*"

GERMAN = Tongue(
    small=words(
        "aber alle allem allen aller alles als also am an andere anderen anderer anderes ans auch auf aus außer "
        "außerdem beide beiden bei beim bereits besser bevor bis bisher bleibt braucht bringt da dabei dadurch dafür "
        "dagegen daher damit danach daran darauf daraus darf darin darüber darum das dass dazu dein dem demnach den "
        "denen denn der deren derer des deshalb dessen deswegen die dies diese diesem diesen dieser dieses doch dort "
        "du durch dürfen dürfte ehe ein eine einem einen einer eines einige einigen er erst erste ersten erster es "
        "etwa etwas euch eure falls fehlt für fürs gegen gegenüber geht gemacht gerade gibt haben hat hatte hatten "
        "hätte hätten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer in indem ins ist ja "
        "je jede jedem jeden jeder jedes jedoch jemand jetzt kann kein keine keinem keinen keiner keines kommt konnte "
        "könnte könnten können lässt lassen liegt macht man manche mehr mein mir mich mit möchte möchten muss mussten "
        "müssen müsste müssten nach nachdem nächste nächsten neben nicht nichts nie niemand noch nun nur ob obwohl "
        "oder ohne sagen schon sehr sei sein seine seinem seinen seiner seit selbst sich sie sind so sobald solange "
        "soll sollen sollte sollten sondern sonst sowie statt steht trotz über überhaupt um und uns unser unsere "
        "unserem unseren unserer unter vom von vor während wann war waren warum was weder weg wegen weil welche "
        "welchem welchen welcher welches wem wen wenig weniger wenn wer werden wessen wie wieder will wir wird wo "
        "wobei wodurch wofür woher wohin wollen womit woran worauf woraus worin worüber worum wovon wozu wurde wurden "
        "würde würden zeigt zu zuerst zum zunächst zur zwar zwischen wäre wären bisherigen eigenen eher einmal "
        "einzige einzigen genau klar klären länger meist möglich neue neuen offen paar vielleicht weiter wohl worden "
        "zugleich zusammen"
    ),
    number=whole(
        f"(?!achte[nrst]?\\Z){_CHAIN}(?:{_CORE})(?:e[nrs]?|s|er\\w*|mal|malige\\w*|fach\\w*|erlei|{_LASTS})?",
        # Ordinals: der zweite, zum dritten. "Achten" is a verb too, see `phrases`.
        f"{_CHAIN}(?:zwei|vier|fünf|sechs|sieben|neun|zehn|elf|zwölf|\\w*zehn)te[nmrs]?|{_CHAIN}(?:dritte|siebte)[nmrs]?",
        f"{_CHAIN}(?:{_TEN}|hundert|tausend|million)ste[nmrs]?|zweitens|drittens|viertens",
        f"ein{_LASTS}|(?:ein|{_CHAIN})hundertst\\w*",
        f"(?:dreivier|drit|{_UNIT}|ach|acht|zehn|zwanzigs|hunderts|tausends)tels?n?|drittels?|drittel\\w+|viertel\\w*",
        "eins|halbe?[nmrs]?|halbier\\w*|halbjahr\\w*|halbjährlich\\w*|hälften?|anderthalb\\w*|\\w*einhalb\\w*|"
        "doppelt\\w*|doppelte[nmrs]?|verdoppel\\w*|verdrei\\w+|vervierfach\\w*|verfünffach\\w*|verzehnfach\\w*|halbzeit\\w*|"
        "dutzend\\w*|prozent\\w*|prozentig\\w*|mio|mrd|tsd|cent|promille|hunderte[nr]?|tausende[nr]?",
    ),
    calendar=whole(
        "montag(?!e)\\w*|(?:diens|donners|frei|sams|sonn)tag\\w*|mittwoch\\w*|sonnabend\\w*",
        "(?:jan(?:uar|ner)|jänner|februar|feber|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"
        "(?:s|es|woche\\w*|wochen|anfang|ende|mitte|hälfte|termin\\w*|lieferung\\w*|sitzung\\w*|treffen|rechnung\\w*)?",
        "morgen(?:s|dlich\\w*)?|morgig\\w*|gestern|gestrig\\w*|übermorgen|vorgestern|mittags?|mitternachts?|"
        "(?:heute|gestern|übermorgen)(?:früh|abend)",
    ),
    phrases=re.compile(
        r"\b(?:[Dd](?:er|ie|as|en|em)|[Zz]um|[Aa]m|[Ii]m|[Jj]ede[mnrs]?) achte[nmrs]?\b(?! (?:auf|darauf)\b)"
        r"|\b(?:am|zum|bis zum|vom|seit dem) (?:Ersten|ersten|Letzten|letzten)(?: Tag)? (?:des|dieses|jedes|nächsten) "
        r"(?:Monats|Quartals|Jahres)\b"
    ),
    harmless=within(
        "half",  # of "helfen", not the English word
        "(?:außer|ausser|in) acht",
        "acht (?:geben|gibt)",
        "(?:vier-augen-?\\w*|unter vier augen)",
        "(?:an|auf|durch|von|für|mit|gegenüber|ohne|bei|als|über|zwischen|kein|ein) (?-i:Dritte[mnr]?)",
        "(?-i:Dritte)(?= (?:nicht|dürfen|haben|sind|können))",
        "dritt(?:anbieter|partei|firma|firmen|produkt|system|software)\\w*",
        "(?:zu zweit|aus zweiter hand|(?:eine[rn]?|die|keine) zweite[rn]? (?:meinung|chance)|in zweiter linie)",
        "eins (?:ist|wird|bleibt|steht|werden|zu eins)",
        "elf(?:en|enbein)",
    ),
    endings=whole(
        "\\w{3,}(?:ung|ungen|keit|keiten|heit|schaft|lich|liche[nmrs]?|ieren|[aei]rt|ert|elt|isch|ische[nmrs]?|igen|iger|tät|ieden)"
    ),
    opening=words(
        "achten ansprechen anbieten bieten beginnen bestätigen bitten deutlich dringend ehrlich eindeutig "
        "entscheidend erfragen erklären ergebnisoffen festhalten festlegen fest fragen gemeinsam heikel herausfinden "
        "hören kaum knapp kritisch lange lieber lösen mitnehmen möglicherweise möglichst nachfragen nachhaken nennen "
        "offenbar prüfen raten reden sammeln schnell schwierig sicher sichern sprechen strittig suchen teilen "
        "tragfähig treffen unklar ungeklärt unstrittig verbindlich vereinbaren verlässlich vermeiden vermutlich "
        "versprochen viel viele vorschlagen wahrscheinlich warten welch wichtig wichtiger zeigen zuhören zusagen "
        "zögern zugesagt auffällig anscheinend bislang ehrlicherweise endlich hilfreich inzwischen langfristig "
        "mittlerweile nachdrücklich nötig notfalls seither sofern soweit spätestens trotzdem ungewiss weshalb "
        "weswegen wieso wichtigste weiterhin immerhin ohnehin nachweislich parallel derzeit zudem"
    ),
)
