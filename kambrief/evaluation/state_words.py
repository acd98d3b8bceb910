"""Words for states ("thin", "kriittinen", "sinkend") and for what they are states of, in each language of a brief.

Patterns of whole words. A word may be a state of several things: "stable" is said of scores and of revenue.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

Words = Mapping[str, str]
"""Language → pattern."""


def words(table: Words, language: str) -> re.Pattern[str]:
    """The pattern of a language; English, where there is none."""
    return _compiled(table.get(language, table["en"]))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


LABELS: Final[Mapping[str, Words]] = {
    "relationship": {
        "en": r"relationship|threading|coverage",
        "fi": r"suh(?:de|teen|teet|detta)",
        "sv": r"relation(?:en)?|kontaktyta",
        "de": r"(?:kunden)?beziehung",
    },
    "satisfaction": {
        "en": r"satisfaction|nps|csat|scores?|survey trend",
        "fi": r"tyytyväisyy\w*|nps|csat|arvosan\w*",
        "sv": r"(?:kund)?nöjdhet\w*|nps|csat|betyg\w*",
        "de": r"(?:kunden)?zufriedenheit\w*|nps|csat|bewertung\w*",
    },
    "retention": {
        "en": r"retention|churn|risk",
        "fi": r"pysyvyy\w*|\w*riski\w*",
        "sv": r"risk\w*|\w+risk|kundlojalitet\w*",
        "de": r"risiko\w*|\w*risiko|abwanderung\w*|kundenbindung",
    },
    "revenue": {
        "en": r"revenue|sales|turnover|business|T12M|months|spend|invoicing",
        "fi": r"liiketoiminta|liikevaih\w*|myyn(?:ti|nin|tiä)|laskutus\w*|T12M|kk|kuukautta|tilaukset",
        "sv": r"omsättning\w*|försäljning\w*|affärer(?:na)?|R12|T12M|mån|månader\w*|fakturering\w*",
        "de": r"umsatz\w*|umsätze|geschäft|T12M|monaten?|monate",
    },
    "contact": {
        "en": r"engagement|contact", "fi": r"yhteydenpito|yhteys", "sv": r"kontakten", "de": r"kontakt",
    },
}  # fmt: skip
"""What a state is said of."""

_TRENDS: Final[Mapping[str, Words]] = {
    "up": {
        "en": r"growing|grew|grown|growth|ris(?:e|ing|en)|rose|increas\w+|improv\w+|up(?= (?:by )?[+\d])",
        "fi": r"kasvu\w*|kasva\w+|kasvoi|nousu\w*|nous(?:ee|i|eva)|noussut|parane\w*|parantu\w+|lisäänty\w+",
        "sv": r"väx\w+|ök(?:ar|at|ade|ande|ning)\w*|tillväxt\w*|stig(?:er|it|ande)|steg|förbättra\w+"
              r"|upp(?= (?:med )?[+\d])",
        "de": r"wächst|wachs\w+|gewachsen|steig\w+|gestiegen|verbesser\w+|zunehmend",
    },
    "down": {
        "en": r"declin\w+|fall(?:ing|en|s)?|fell|(?<!pressure[ -])drop(?:s|ped|ping)?|shrink\w*|shrank|decreas\w+"
              r"|deteriorat\w+|worsen\w+|down(?= (?:by )?[-\d])",
        "fi": r"lasku|laskussa|lask(?:ee|i|enut|eva\w*)|pudo(?:nnut|tus)|putosi|vähen\w+|supist\w+|pienen\w+|heiken\w+"
              r"|huonon\w+",
        "sv": r"sjunk\w+|minsk\w+|fall(?:er|ande|it)|nedgång\w*|tappa(?:r|t|de)|krymp\w+|försämra\w+"
              r"|ned(?= (?:med )?[-\d])",
        "de": r"sink\w+|gesunken|fäll(?:t|en)|fallend\w*|gefallen|rückläufig|rückgang\w*|schrumpf\w+|geschrumpft"
              r"|verschlechter\w+|nachlassend",
    },
    "level": {
        "en": r"flat|steady|stable|unchanged|level(?! of)",
        "fi": r"ennallaan|vakaa\w*|tasainen|tasaista|muuttumaton|muuttumatta",
        "sv": r"stabil\w*|oförändra\w+|jämn",
        "de": r"stabil\w*|unverändert|gleichbleibend|konstant",
    },
}  # fmt: skip

STATES: Final[Mapping[str, Mapping[str, Words]]] = {
    "relationship": {
        "silent": {
            "en": r"silent|(?:gone )?quiet", "fi": r"hiljainen|hiljaa|hiljentynyt",
            "sv": r"tyst(?:nat)?|tystnad", "de": r"still|verstummt|schweigt|eingeschlafen",
        },
        "single": {
            "en": r"single(?:[- ]threaded)?|(?:rest(?:ing|s)|hang(?:ing|s)|depend(?:ing|s)) on one person",
            "fi": r"yhden (?:ihmisen|henkilön)? ?varassa|yksilankainen",
            "sv": r"(?:vilar|hänger|bygger) på en (?:enda )?person|enkeltrådig",
            "de": r"(?:ruht|hängt|liegt) (?:an|auf|bei) einer (?:einzigen )?person|einzelkontakt",
        },
        "thin": {"en": r"thin|narrow", "fi": r"ohut|ohue\w*|kapea", "sv": r"tunn|smal", "de": r"dünn|schmal"},
        "multi": {
            "en": r"broad|wide|multi(?:[- ]threaded)?|strong", "fi": r"laaja|leveä|monilankainen|vahva",
            "sv": r"bred|stark|flertrådig", "de": r"breit|stark|tragfähig",
        },
    },
    "satisfaction": {"rising": _TRENDS["up"], "falling": _TRENDS["down"], "stable": _TRENDS["level"]},
    "revenue": {"growing": _TRENDS["up"], "declining": _TRENDS["down"], "flat": _TRENDS["level"]},
    "retention": {
        "low": {
            "en": r"low|small", "fi": r"matala|pieni|vähäinen", "sv": r"låg|liten", "de": r"niedrig\w*|gering\w*|klein",
        },
        "watch": {
            "en": r"(?:worth )?watch(?:ing)?|elevated|moderate|medium",
            "fi": r"seurattava|tarkkailtava|kohonnut|kohtalainen|seurannassa|tarkkailussa",
            "sv": r"(?:bör )?bevakas|(?:värd )?att bevaka|förhöjd|måttlig|medelhög|hålla ögonen på",
            "de": r"beobachten|(?:zu )?beobachten|erhöht\w*|mäßig\w*|mittel\w*|im auge behalten",
        },
        "high": {"en": r"high", "fi": r"korkea|suuri", "sv": r"hög|stor", "de": r"hoch|hohes|groß\w*"},
        "critical": {"en": r"critical", "fi": r"kriittinen", "sv": r"kritisk", "de": r"kritisch\w*"},
    },
    "contact": {
        "active": {"en": r"active", "fi": r"aktiivinen", "sv": r"aktiv", "de": r"aktiv"},
        "warm": {"en": r"warm", "fi": r"lämmin", "sv": r"varm", "de": r"warm"},
        "cooling": {"en": r"cooling", "fi": r"viilenemässä|viilenevä", "sv": r"svalnar|svalnande", "de": r"abkühlend"},
        "cold": {"en": r"cold", "fi": r"kylmä|kylmennyt", "sv": r"kall|kallnat", "de": r"kalt|erkaltet"},
    },
}  # fmt: skip
"""Topic → state → how it is said."""

ALONE: Final = frozenset({"relationship", "retention", "contact"})
"""Their words are common ones ("low", "single"): a claim only where they stand by themselves beside their label."""

FILLERS: Final[Words] = {
    "en": r"is|are|at|now|still|currently|rather|quite|very|only|of|the|a|our|with|score|scored|points?|to|losing|them"
          r"|us|this|customer|account|has|have|gone|become|key|roles?|in|touch|people|person|out",
    "fi": r"on|ovat|nyt|yhä|edelleen|melko|hyvin|vain|pistettä|menettää|asiakas|asiakkuuden|tämä|yhteys|avainrooliin"
          r"|roolia|roolista|kontaktissa|ihmistä",
    "sv": r"är|nu|fortfarande|ganska|mycket|bara|av|att|poäng|förlora|dem|kunden|med|i|kontakt|roller|personer",
    "de": r"ist|sind|jetzt|noch|weiterhin|recht|sehr|nur|von|bei|punkte?n?|zu|den|die|das|der|kunden|verlieren|mit|in"
          r"|kontakt|rollen|personen|liegt",
}  # fmt: skip
"""Words between a label and its state that change nothing."""

GOES_ON: Final[Words] = {
    "en": r"and|but|because|since|for|due|so|after|from|at|with|despite|as|though|risk|now|again",
    "fi": r"ja|mutta|koska|sillä|vaikka|riski|nyt|taas|edelleen",
    "sv": r"och|men|eftersom|på|för|trots|då|risk|nu|igen|sedan",
    "de": r"und|aber|weil|wegen|da|trotz|bei|mit|risiko|nun|wieder|seit",
}
"""Words after a state that leave it a state by itself; any other word makes it a word about that one."""

NOT: Final[Words] = {
    "en": r"not|no|no longer|neither|nor|isn['’]t|aren['’]t|without|if|would|could|may|might",
    "fi": r"ei|eivät|eikä|ilman|jos",
    "sv": r"inte|ej|ingen|utan|om|skulle|kan",
    "de": r"nicht|kein\w*|ohne|falls|wenn|würde\w*|könnte\w*",
}
"""Before a state they take the claim away."""

RECENT: Final[Words] = {
    "en": r"recent(?:ly)?|since|lately|latest|last|quarter|now",
    "fi": r"viime|viimeiset|viimeisten|viimeaika\w+|lähtien|alkaen|neljänne\w*|nyt|kesäkuusta|jälkeen",
    "sv": r"senaste|sedan|nyligen|kvartal\w*|nu",
    "de": r"letzten?|zuletzt|seit|jüngst\w*|quartal\w*|nun",
}
"""Beside these a trend may be that of the last three months."""

SILENT: Final[Words] = {
    "en": r"silent|quiet|not heard from",
    "fi": r"hiljaa|hiljainen|hiljais\w+|hiljentynyt|vaiennut|ei (?:ole )?kuulunut",
    "sv": r"tyst|tysta|tystnat", "de": r"still|stiller|stille|schweigt|schweigsam\w*|verstummt\w*|funkstille",
}  # fmt: skip
"""Said of one person, or of a role."""

UNTOUCHED: Final[Words] = {
    "en": r"no contact|not in (?:touch|contact)|out of touch|missing|not reached|uncovered|without contact",
    "fi": r"ei yhteyttä|ei kontaktia|puuttu\w+|ilman yhteyttä|tavoittamatta",
    "sv": r"ingen kontakt|saknas|utan kontakt|inte nådda?|ej nådda?",
    "de": r"kein(?:en)? kontakt|ohne kontakt|fehl(?:t|en)|nicht erreicht",
}
TOUCHED: Final[Words] = {
    "en": r"in (?:touch|contact)|covered|reached",
    "fi": r"kontaktissa|yhteydessä|yhteys|tavoitettu",
    "sv": r"i kontakt|kontakt med|nådda?",
    "de": r"in kontakt|kontakt mit|erreicht|im austausch",
}
"""Before the names of roles: whether somebody with that role has been in touch within 90 days."""

ROLES: Final[Mapping[str, Words]] = {
    "sponsor": {"en": r"sponsor", "fi": r"sponsori\w*", "sv": r"sponsor\w*", "de": r"sponsor\w*"},
    "economic_buyer": {
        "en": r"economic buyer|budget owner",
        "fi": r"taloudellinen päättäjä|ostopäättäjä\w*|budjetista päättävä\w*",
        "sv": r"ekonomisk beslutsfattare|budgetansvarig\w*|budgetägare\w*",
        "de": r"wirtschaftliche\w* entscheider\w*|budgetverantwortliche\w*",
    },
    "champion": {
        "en": r"champion", "fi": r"puolestapuhuja\w*", "sv": r"förkämpe\w*|champion", "de": r"fürsprecher\w*|champion",
    },
    "procurement": {"en": r"procurement|purchasing", "fi": r"hankin\w+", "sv": r"inköp\w*", "de": r"einkauf\w*"},
    "decider": {
        "en": r"decision-?makers?|decider", "fi": r"päättäjä\w*", "sv": r"beslutsfattare\w*", "de": r"entscheider\w*",
    },
    "technical": {
        "en": r"technical(?: contact)?", "fi": r"tekninen|teknisen|tekniikka\w*", "sv": r"teknisk\w*|teknik\w*",
        "de": r"technisch\w*|technik\w*",
    },
}  # fmt: skip

ROLE_STATES: Final[Mapping[str, Words]] = {
    "unknown": {
        "en": r"no (?:known )?(?:sponsor|economic buyer|budget owner|champion)|(?:is )?(?:unknown|not known)",
        "fi": r"ei tunneta|ei tiedossa|tuntematon", "sv": r"ingen känd|okänd|inte känd",
        "de": r"kein\w* sponsor|unbekannt|nicht bekannt",
    },
    "left": {
        "en": r"(?:has )?left|vacant", "fi": r"lähtenyt|lähti|poistunut", "sv": r"(?:har )?slutat|vakant",
        "de": r"nicht mehr da|ausgeschieden|vakant|unbesetzt",
    },
    "never": {
        "en": r"never (?:been )?(?:spoken|in touch|met|heard)", "fi": r"ei koskaan|ei ole (?:koskaan )?tavattu",
        "sv": r"aldrig (?:talat|haft|träffat|hörts)", "de": r"(?:noch )?nie(?: mit| kontakt)?",
    },
}  # fmt: skip
"""Said of a role: nobody is known to hold it, whoever held it has left, or nobody with it was ever in touch."""

FACTORS: Final[Mapping[tuple[str, ...], Words]] = {
    ("revenue",): {
        "en": r"revenue|sales|spend|orders|business", "fi": r"liikevaih\w*|myyn(?:ti|nin)\w*|laskutu\w*|ostot",
        "sv": r"omsättning\w*|försäljning\w*|fakturering\w*", "de": r"umsatz\w*|umsätze|geschäft",
    },
    ("nps", "nps_trend"): {
        "en": r"scores?|nps|satisfaction|survey\w*", "fi": r"nps\w*|arvosan\w*|tyytyväisyy\w*|kysely\w*",
        "sv": r"nps\w*|betyg\w*|nöjdhet\w*|enkät\w*", "de": r"nps\w*|bewertung\w*|zufriedenheit\w*|umfrage\w*|noten?",
    },
    ("sponsor",): {
        "en": r"sponsor|economic buyer|decision-?maker", "fi": r"sponsori\w*|päättäjä\w*",
        "sv": r"sponsor\w*|beslutsfattare\w*", "de": r"sponsor\w*|entscheider\w*",
    },
    ("threading 12",): {
        "en": r"nobody in touch", "fi": r"ei yhteyttä keneenkään", "sv": r"ingen kontakt alls",
        "de": r"kein kontakt zu irgendwem",
    },
    ("threading 8",): {
        "en": r"single[- ]threaded|one (?:person|contact)", "fi": r"yhden ihmisen|yhteys yhteen",
        "sv": r"en (?:person|kontakt)", "de": r"eine?r? (?:person|kontakt)",
    },
    ("threading 4",): {
        "en": r"thin|few (?:contacts|people)", "fi": r"ohut|yhteys harvoihin|kontakteja vähän",
        "sv": r"tunn|få kontakter", "de": r"dünn\w*|wenige kontakte",
    },
    ("tickets", "ticket_reopened"): {
        "en": r"tickets?", "fi": r"tiket\w+", "sv": r"ärende\w*", "de": r"tickets?",
    },
    ("ticket_reopened",): {
        "en": r"reopened|open again", "fi": r"avattu (?:uudelleen|taas)", "sv": r"öppnat igen|återöppnat",
        "de": r"wieder offen\w*|wieder geöffnet\w*",
    },
    ("renewal 8",): {
        "en": r"no (?:renewal )?offer", "fi": r"puuttuva (?:jatko)?tarjous|tarjous puuttuu", "sv": r"ingen offert",
        "de": r"kein (?:verlängerungs)?angebot",
    },
    ("renewal", "notice"): {
        "en": r"renewal|contract\w*", "fi": r"jatko\w*|sopimu\w*", "sv": r"förlängning\w*|avtal\w*",
        "de": r"verlängerung\w*|vertrag\w*",
    },
    ("notice",): {
        "en": r"notice", "fi": r"irtisanomi\w*", "sv": r"uppsägning\w*", "de": r"kündigung\w*",
    },
    ("recency",): {
        "en": r"no contact for|never in touch", "fi": r"ei yhteyttä(?! keneen)|ei koskaan yhteyttä",
        "sv": r"ingen kontakt på|aldrig haft kontakt", "de": r"kein kontakt seit|noch nie kontakt",
    },
    ("frequency",): {
        "en": r"fewer contacts|less contact", "fi": r"harventuneet|harvemmin",
        "sv": r"glesare kontakt\w*|färre kontakter", "de": r"selten\w* kontakt\w*|weniger kontakt\w*",
    },
    ("reply",): {
        "en": r"slower replies|slow to answer", "fi": r"hidastuneet|hitaammat vastaukset", "sv": r"långsammare svar",
        "de": r"langsamere antworten",
    },
    ("competitor",): {
        "en": r"competit\w+|tender\w*|rivals?", "fi": r"kilpail\w+", "sv": r"konkurren\w+|upphandling\w*",
        "de": r"wettbewerb\w*|konkurren\w+|ausschreibung\w*",
    },
    ("our_overdue",): {
        "en": r"overdue|late promises?|our promises?|own delay|our delay", "fi": r"myöhäss\w*|myöhästy\w+|lupau\w+",
        "sv": r"förse\w+|åtagande\w*", "de": r"überfällig\w*|zusagen?|verspät\w+|(?:unser|eigener) verzug",
    },
}  # fmt: skip
"""Reasons of a risk: any of these factors, or one with just these points → how it is called."""

BECAUSE: Final[Words] = {
    "en": r"because(?: of)?|reasons?|due to|driven by|raised by|caused by|mainly",
    "fi": r"syinä|syyt|syy|koska|johtuu|nostaa|nostavat|nostaneet",
    "sv": r"på grund av|orsaker?|därför att|beror på|höjs av|främst",
    "de": r"wegen|gründe?|weil|aufgrund|treiber|vor allem",
}  # fmt: skip

ALL_OF_IT: Final[Words] = {
    "en": r"all (?:of it|from|in|due to)|entirely|wholly|solely|explains? (?:it )?all|explains? the whole",
    "fi": r"kokonaan|pelkästään|yksinomaan|kaikki|selittää (?:kaiken|koko)",
    "sv": r"allt (?:från|inom|i)|helt|enbart|uteslutande|förklarar (?:allt|hela)",
    "de": r"alles (?:aus|bei|in)|ganz|vollständig|ausschließlich|allein|erklärt (?:alles|den ganzen)",
}
MOST_OF_IT: Final[Words] = {
    "en": r"most(?:ly| of it)?|mainly|largely|chiefly|driven by|explained by|caused by|down to",
    "fi": r"pääosin|enimmäkseen|lähinnä|suurin osa|johtuu|selitt\w+|aiheutt\w+",
    "sv": r"mest|främst|huvudsakligen|till största delen|förklaras av|beror på",
    "de": r"größtenteils|hauptsächlich|überwiegend|vor allem|meist|geht auf|liegt an",
}
"""What a change of revenue is put down to."""

TIER: Final[Words] = {
    "en": r"tier (?P<a>[A-D])\b|\b(?P<b>[A-D])[- ](?:tier|account|customer)",
    "fi": r"(?:luokka|taso|ABC)[ :]+(?P<a>[A-D])\b|\b(?P<b>[A-D])-(?:luok\w+|taso\w*|asiak\w+)",
    "sv": r"(?:klass|nivå|ABC)[ :]+(?P<a>[A-D])\b|\b(?P<b>[A-D])-(?:kund\w*|klass|nivå)",
    "de": r"(?:Klasse|Stufe|ABC)[ :]+(?P<a>[A-D])\b|\b(?P<b>[A-D])-(?:Kunde\w*|Klasse|Stufe)",
}


def spoken(language: str) -> frozenset[str]:
    """All words of these tables in one language: they are nobody's name."""
    groups: list[Mapping[str, Words]] = [LABELS, ROLES, ROLE_STATES, *STATES.values()]
    tables = [*FACTORS.values(), *(table for group in groups for table in group.values())]
    tables += [SILENT, TOUCHED, UNTOUCHED, BECAUSE, ALL_OF_IT, MOST_OF_IT, FILLERS, GOES_ON, RECENT]
    patterns = " ".join(table.get(language, "") for table in tables)
    return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]+", re.sub(r"\\[a-z]|\(\?\S", " ", patterns)))
