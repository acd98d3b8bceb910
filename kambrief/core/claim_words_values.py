"""Words by which a sentence says which way a figure moved, and what a day or an amount is. Data, never printed."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from kambrief.core.claim_words_forms import words
from kambrief.core.claims_marks import MARK


class Ways(NamedTuple):
    """Up and down in one language: words of a change that took place."""

    up: re.Pattern[str]
    down: re.Pattern[str]
    base: re.Pattern[str]
    """Nouns and forms that say "down" only beside a figure: "a drop of {F1.change}"; else they may be a wish."""
    base_up: re.Pattern[str]


WAYS: Final[Mapping[str, Ways]] = {
    "en": Ways(
        words(
            "grew", "grown", "growing", "grows", "rose", "risen", "rising", "rises", "increased", "increases",
            "increasing", "improved", "improves", "improving", "climbed", "climbing", "climbs", "surged", "expanded",
            "expanding", f"up(?= (?:by )?{MARK})", f"(?<={MARK} )up",
            "(?:is|are|went|gone|going|trending) (?:\\w+ )?up", "upwards?",
            "(?:the|its|their|steady|strong|this|despite) growth", "on the rise", "better than", "recovered",
            "recovering", "getting better", "upturn",
        ),
        words(
            "fell", "fallen", "falling", "falls", "dropped", "dropping", "drops", "declined", "declining", "declines",
            "decreased", "decreasing", "decreases", "shrank", "shrunk", "shrinking", "shrinks", "worsened", "worsening",
            "slipped", "slipping", "sank", "sinking", "sliding", "slid", "weakened", "weakening", "deteriorat\\w+",
            f"down(?= (?:by )?{MARK})", f"(?<={MARK} )down", "(?:is|are|went|gone|going|trending) (?:\\w+ )?down",
            "downwards?", "(?:the|its|their|steady|sharp|this|despite) (?:decline|drop|fall|slide|decrease|downturn)",
            "getting worse", "worse than",
        ),
        words("decline", "drop", "fall", "slide", "decrease", "dip", "lower", "shrink", "loss", "minus"),
        words("growth", "rise", "increase", "gain", "higher", "improvement", "plus"),
    ),
    "fi": Ways(
        words(
            "kasvoi(?:vat)?", "kasva(?:nut|neet|a|vat|vassa)", "kasvaa", "kasvussa",
            "nous(?:i|ut|ee|ivat|evat|eva\\w*)", "nousussa", "paran(?:i|tunut|ee|tui|nut|tumassa|emassa)", "parantui",
            "parani", "lisäänty(?:i|nyt|y)", "koholla", "kohoaa", "kohosi", "kasvava\\w*", "nousu(?:ssa|jen|n jälkeen)",
            "piristy(?:i|nyt|y)", "vahvistu(?:i|nut|u)", "elpy(?:i|nyt|y)", "ylöspäin",
        ),
        words(
            "lask(?:i|enut|ee|ivat|eneet|evat|eva\\w*)", "laskussa", "väheni", "vähentyn(?:yt|eet)", "vähenee",
            "pienen(?:i|tynyt|ee)", "supist(?:ui|unut|uu)", "puto(?:si|nnut|aa)", "heiken(?:i|tynyt|ee)", "heikentyi",
            "huonon(?:i|tunut|ee)", "huonontui", "hiipu(?:u|i|nut)", "tippu(?:i|nut|u)", "romaht(?:i|anut)",
            "laskeva\\w*", "alaspäin", "alamäessä", "kutistu(?:i|nut|u)", "matalammalla", "painui",
        ),
        words("lasku\\w*", "pudotu\\w+", "vähennys\\w*", "heikennys\\w*", "alempi", "miinus\\w*", "supistumi\\w+"),
        words("kasvu\\w*", "nousu\\w*", "parannus\\w*", "lisäys\\w*", "ylempi", "plus\\w*"),
    ),
    "sv": Ways(
        words(
            "ökat", "ökade", "ökar", "ökande", "växt", "växte", "växer", "växande", "stigit", "steg", "stiger",
            "stigande", "förbättrats?", "förbättrades?", "förbättras", "bättre än", "klättra(?:t|de|r)",
            f"upp(?= (?:med )?{MARK})", f"(?<={MARK} )upp", "(?:går|gått|gick|är|pekar) (?:\\w+ )?upp(?:åt)?", "uppåt",
            "återhämta(?:t|de|r)", "tillväxten", "uppgången", "ökningen", "blivit bättre",
        ),
        words(
            "minskat", "minskade", "minskar", "minskande", "sjunkit", "sjönk", "sjunker", "sjunkande", "fallit", "föll",
            "faller", "fallande", "gått ned", "försämrats?", "försämrades?", "försämras", "krympt", "krympte",
            "krymper", "krympande", "rasat", "rasade", "rasar", f"ned(?= (?:med )?{MARK})", f"ner(?= (?:med )?{MARK})",
            f"(?<={MARK} )(?:ned|ner)", "(?:går|gått|gick|är|pekar) (?:\\w+ )?(?:ned|ner|nedåt)", "nedåt", "sämre än",
            "blivit sämre", "tapp(?:et|at)", "nedgången", "minskningen", "vikande", "svagare", "backat", "backar",
            "backade",
        ),
        words("minskning", "nedgång", "tapp", "fall", "lägre", "försämring", "minus", "ras"),
        words("ökning", "uppgång", "tillväxt", "högre", "förbättring", "plus"),
    ),
    "de": Ways(
        words(
            "gewachsen", "wuchs(?:en)?", "wächst", "wachsen", "wachsend\\w*", "gestiegen", "stieg(?:en)?", "steigt",
            "steigen", "steigend\\w*", "zugenommen", "nimmt (?:\\S+ ){0,3}zu", "nahm (?:\\S+ ){0,3}zu",
            "verbessert(?:e|en)?", "besser als", "zugelegt", "legt (?:\\S+ ){0,3}zu", "legte (?:\\S+ ){0,3}zu",
            "erhöht", "aufwärts", "erholt", "das wachstum", "der anstieg", "nach oben",
        ),
        words(
            "gesunken", "sank(?:en)?", "sinkt", "sinken", "sinkend\\w*", "gefallen", "fiel(?:en)?", "fällt",
            "fallend\\w*", "abgenommen", "nimmt (?:\\S+ ){0,3}ab", "nahm (?:\\S+ ){0,3}ab", "verschlechtert(?:e|en)?",
            "geschrumpft", "schrumpft(?:e)?", "schrumpfen(?:d\\w*)?", "zurückgegangen", "rückläufig\\w*",
            "ging(?:en)? (?:\\S+ ){0,5}zurück", "geht (?:\\S+ ){0,5}zurück", "gehen (?:\\S+ ){0,5}zurück",
            "eingebrochen", "schlechter als", "verringert", "abwärts", "der rückgang", "nach unten", "nachgelassen",
        ),
        words("rückgang\\w*", "minus", "niedriger", "abfall", "einbruch", "verschlechterung", "verlust"),
        words("wachstum\\w*", "anstieg\\w*", "zuwachs", "plus", "höher", "steigerung", "verbesserung"),
    ),
}  # fmt: skip

STILL: Final[Mapping[str, re.Pattern[str]]] = {
    "en": words("stable", "flat", "steady", "unchanged", "holding"),
    "fi": words("vakaa\\w*", "ennallaan", "tasai\\w+", "vakiintu\\w+"),
    "sv": words("stabilt?", "stabila", "oförändra\\w+", "jämn\\w*"),
    "de": words("stabil\\w*", "unverändert\\w*", "gleichbleibend\\w*", "konstant\\w*"),
}

# --- what a figure of ours is about --------------------------------------------------------------------------------

TOPICS: Final[Mapping[str, re.Pattern[str]]] = {
    "revenue": words(
        "revenues?", "sales", "turnover", "business(?! case)", "spend(?:ing)?", "trend", "volumes?", "buying", "buy",
        "liikevaihto\\w*", "myynti\\w*", "myynnin", "osto(?!s)\\w*", "ostavat", "laskutu\\w+", "kehity\\w+",
        "trendi\\w*", "omsättning\\w*", "försäljning\\w*", "affär(?:en|erna)?", "inköp\\w*", "köper", "trenden",
        "umsat?z\\w*", "umsätze\\w*", "geschäft\\w*", "einkäufe", "verkäufe", "kaufen",
    ),
    "satisfaction": words(
        "satisfaction", "nps", "scores?", "survey\\w*", "sentiment", "mood", "ratings?", "tyytyväisyy\\w+",
        "arvosan\\w+", "arvio(?:t|iden)?", "kysely\\w*", "tunnelma\\w*", "nöjdhet\\w*", "kundnöjdhet\\w*", "betyg\\w*",
        "enkät\\w*", "stämning\\w*", "zufriedenheit", "kundenzufriedenheit", "bewertung\\w*", "umfrage\\w*", "stimmung",
        "noten?",
    ),
    "risk": words(
        "risk", "churn", "retention", "\\w*riski\\w*", "poistuma\\w*", "pysyvyy\\w+", "\\w*risk(?:en)?",
        "\\w*risiko\\w*", "abwanderung\\w*",
    ),
    "coverage": words(
        "relationships?", "network", "contacts", "coverage", "footing", "ties", "suhde", "suhteet", "suhteemme",
        "suhdetta", "verkosto\\w*", "kontakti\\w*", "yhteyshenkilö\\w*", "relation(?:en|er|erna)?", "nätverk\\w*",
        "kontakt(?:er|erna|nät\\w*)", "beziehung(?:en)?", "netzwerk\\w*", "kontakte\\w*", "ansprechpartner\\w*",
    ),
    "engagement": words(
        "engagement", "contact", "touch", "dialogue", "communication", "conversation", "yhteydenpito\\w*",
        "yhtey(?:s|det|ttä)", "vuoropuhelu\\w*", "keskustelu\\w*", "kontakten", "dialogen?", "kommunikation\\w*",
        "kontakt", "austausch", "dialog", "kommunikation", "gespräch",
    ),
}  # fmt: skip
"""Insight fact → words for what it is about, in any language."""

ELSEWHERE: Final = words(
    "prices?", "costs?", "expectations?", "requirements?", "needs?", "tickets?", "response times?", "pressure",
    "demands?", "quality", "usage", "downtime", "errors?", "plants?", "questions?", "interest", "workload",
    "interest rates?", "market", "hinn\\w+", "hinta\\w*", "kustannu\\w+", "odotu\\w+", "vaatimu\\w+", "tarpe\\w+",
    "tiket\\w+", "paine\\w*", "laatu\\w*", "virhe\\w*", "kysynt\\w+", "kiinnostu\\w+", "markkina\\w*", "seisok\\w+",
    "palvelupyyn\\w+", "käyt(?:tö|ön)\\w*", "pris\\w*", "kostnad\\w*", "förväntning\\w*", "krav\\w*", "behov\\w*",
    "ärend\\w+", "trycket", "kvalitet\\w*", "fel\\w*", "efterfråg\\w+", "intresset", "marknad\\w*", "användning\\w*",
    "preise?\\w*", "kosten\\w*", "erwartung\\w*", "anforderung\\w*", "bedarf\\w*", "druck", "qualität", "fehler\\w*",
    "nachfrage", "interesse", "markt\\w*", "nutzung", "aufwand", "ausfälle", "störungen",
)  # fmt: skip
"""What else may rise and fall: then a direction says nothing about the insight's figure."""


class Label(NamedTuple):
    """What may not be said of a thing with these labels."""

    topic: str
    labels: frozenset[str]
    said: re.Pattern[str]
    problem: str


_LOW = words(
    "low", "small", "minor", "negligible", "under control", "no (?:real )?risk", "safe", "harmless", "pieni",
    "vähäinen", "matala", "alhainen", "hallinnassa", "olematon", "turvassa", "låg", "liten", "obetydlig",
    "under kontroll", "säker", "gering", "niedrig", "klein", "unter kontrolle", "unbedenklich",
)  # fmt: skip
_HIGH = words(
    "high", "critical", "acute", "severe", "serious", "big", "great", "alarming", "korkea", "suuri", "kriittinen",
    "akuutti", "vakava", "merkittävä", "hälyttävä", "hög", "kritisk", "akut", "stor", "allvarlig", "alarmerande",
    "hoch", "kritisch", "groß", "ernst", "alarmierend", "erheblich",
)  # fmt: skip
_BROAD = words(
    "broad", "wide", "strong", "deep", "well covered", "complete", "solid", "many people", "at every level", "laajat?",
    "vahvat?", "syvä", "kattava", "monipuolinen", "kaikilla tasoilla", "bred", "brett", "breda", "starkt?", "starka",
    "djupt?", "heltäckande", "väl täckt", "på alla nivåer", "breit", "stark", "tief", "gut abgedeckt", "umfassend",
    "auf allen ebenen",
)  # fmt: skip
_THIN = words(
    "thin", "narrow", "weak", "fragile", "single-threaded", "a single person", "only one person", "shallow", "ohut",
    "ohuita", "ohuella", "kapea\\w*", "heikko\\w*", "hauras", "yhden ihmisen varassa", "yhden henkilön varassa", "tunn",
    "tunt", "smal", "smalt", "svagt?", "skör", "en enda person", "dünn", "schmal", "schwach", "brüchig",
    "eine einzige person", "einer einzigen person",
)  # fmt: skip
_CLOSE = words(
    "active", "close", "frequent", "regular", "lively", "warm", "dense", "aktiivi\\w+", "tiivi\\w+", "säännölli\\w+",
    "vilka\\w+", "läheinen", "aktivt?", "tät", "tätt?", "regelbund\\w+", "livlig\\w*", "frekvent\\w*", "tätare",
    "aktiv", "eng", "regelmäßig", "lebhaft", "intensiv", "rege",
)  # fmt: skip
_COLD = words(
    "cold", "quiet", "silent", "cooling", "cooled", "faded", "fading", "dormant", "gone quiet", "thin", "kylmä\\w*",
    "hiljai\\w+", "hiljentyn\\w+", "viilen\\w+", "jäähty\\w+", "hiipu\\w+", "kall\\w*", "tyst", "tystnat", "svalnat",
    "svalnar", "avtagit", "avtar", "kalt", "still", "eingeschlafen", "abgekühlt", "kühlt", "verstummt",
)  # fmt: skip

LABELS: Final = (
    Label("risk", frozenset({"high", "critical"}), _LOW, "calls the risk low, and the cited fact says it is not"),
    Label("risk", frozenset({"watch"}), _LOW, "calls the risk low, and the cited fact says to watch it"),
    Label("risk", frozenset({"low", "watch"}), _HIGH, "calls the risk high, and the cited fact says it is not"),
    Label(
        "coverage",
        frozenset({"silent", "single", "thin"}),
        _BROAD,
        "calls the relationship broad, and the cited fact does not",
    ),
    Label("coverage", frozenset({"multi"}), _THIN, "calls the relationship thin, and the cited fact does not"),
    Label("engagement", frozenset({"cooling", "cold"}), _CLOSE, "calls contact close, and the cited fact does not"),
    Label(
        "engagement", frozenset({"active", "warm"}), _COLD, "says contact has gone quiet, and the cited fact does not"
    ),
)

# --- what a day or a figure is -------------------------------------------------------------------------------------

NOTICE: Final = words(
    "notice", "terminat\\w+", "cancel\\w*", "give notice", "act by", "decide by", "irtisan\\w*", "irtisano\\w*",
    "reagoi\\w*", "toimi", "uppsäg\\w*", "säg\\w* upp", "agera", "kündig\\w*", "kündbar", "handeln",
)  # fmt: skip
END: Final = words(
    "ends?", "ending", "expir\\w+", "runs? (?:out|to|until|through)", "in force", "renew\\w*", "renewal", "lapses?",
    "päätty\\w*", "päättymis\\w*", "loppu\\w*", "voimassa", "umpeutu\\w*", "jatko\\w*",
    "uusi(?:taan|minen|mista|misen)", "löper (?:\\w+ )?(?:ut|till)", "gäller", "upphör\\w*", "går ut", "slutar",
    "förny\\w*", "förläng\\w*", "läuft", "endet", "ende", "enden", "vertragsende", "gültig", "auslauf\\w*",
    "verlänger\\w*",
)  # fmt: skip
DUE: Final = words(
    "due", "deadline", "overdue", "late", "owed", "no later than", "must be (?:ready|delivered|sent)", "mennessä",
    "viimeistään", "määräaik\\w*", "määräpäiv\\w*", "eräpäiv\\w*", "erääntyy", "myöhä\\w*", "senast", "deadline",
    "förfall\\w*", "försen\\w*", "förfallodag", "klar(?:t|a)? till", "fällig\\w*", "spätestens", "frist",
    "überfällig\\w*", "termin",
)  # fmt: skip
MADE: Final = words(
    "(?:promised|made|agreed|asked|given|gave|recorded|written) (?:\\w+ )?on", "(?:we|they) promised on", "dates from",
    "(?:lupasimme|lupasivat|annettu|annettiin|tehtiin|sovittiin|pyydettiin|kirjattu|kirjattiin) (?:jo )?",
    "(?:gavs|gjordes|avtalades|gav|gett) (?:\\w+ )?(?:den)?", "(?:gegeben|gemacht|vereinbart|versprachen) am",
)  # fmt: skip
SINCE: Final = words(
    "since", "(?:jo )?\\w+(?:sta|stä) (?:lähtien|alkaen|asti)", "lähtien", "alkaen", "sedan", "alltsedan", "seit"
)
DONE: Final = words(
    "delivered", "done", "kept", "completed", "finished", "sent", "toimitettiin", "toimitettu", "valmistui",
    "lähetettiin", "hoidettiin", "levererades?", "levererat", "klart", "skickades?", "geliefert", "erledigt", "erfüllt",
    "geschickt", "fertig",
)  # fmt: skip
OPENED: Final = words(
    "opened", "open", "reported", "raised", "tickets?", "cases?", "since", "incident", "started", "avattu", "avattiin",
    "avoin", "avoinna", "auki", "ilmoit\\w+", "tiket\\w+", "palvelupyyn\\w+", "vika\\w*", "lähtien", "alkaen", "alkoi",
    "öppn\\w*", "öppet", "öppna?", "anmäl\\w*", "ärend\\w*", "sedan", "börja\\w*", "rapportera\\w*", "eröffnet",
    "offen\\w*", "gemeldet", "tickets?", "fall", "seit", "begann", "störung\\w*",
)  # fmt: skip
CLOSED: Final = words(
    "closed", "resolved", "fixed", "solved", "suljettu", "suljettiin", "ratkaistu", "ratkaistiin", "korjattu",
    "korjattiin", "ratkesi", "stängd\\w*", "löst\\w*", "åtgärda\\w*", "geschlossen", "gelöst", "behoben", "erledigt",
)  # fmt: skip
CLOSING: Final = words(
    "clos(?:e|es|ing)", "deal", "opportunity", "decision", "expected", "offer", "forecast", "signature", "order",
    "quote", "kauppa", "kaupan", "kauppaa", "päätö\\w+", "klousa\\w*", "tarjou\\w*", "tilau\\w*", "ratkea\\w*",
    "odot\\w*", "affär\\w*", "stäng\\w*", "avslut\\w*", "beslut\\w*", "offert\\w*", "order", "väntas", "abschluss\\w*",
    "deal", "geschäft\\w*", "entscheid\\w*", "angebot\\w*", "auftrag\\w*", "erwartet",
)  # fmt: skip
SAID: Final = words(
    "said", "wrote", "mail\\w*", "call(?:ed)?", "met", "meeting", "survey", "answered", "asked", "last", "told",
    "contact", "viimeksi", "sano\\w*", "kirjoit\\w*", "sähköposti\\w*", "tapa\\w*", "palaveri\\w*", "kysely\\w*",
    "vasta\\w*", "kerto\\w*", "senaste", "sade", "skrev", "mejl\\w*", "möte\\w*", "träff\\w*", "enkät\\w*", "svar\\w*",
    "sa", "zuletzt", "sagte\\w*", "schrieb\\w*", "mail\\w*", "treffen", "gespräch\\w*", "umfrage", "antwort\\w*",
    "letzte\\w*",
)  # fmt: skip

CONTRACT_VALUE: Final = words(
    "annual", "yearly", "a year", "per year", "per annum", "contracts?", "contract value", "agreement", "subscription",
    "vuosi\\w*", "vuodessa", "vuosittai\\w+", "vuosiarvo\\w*", "\\w*sopimu\\w+", "årlig\\w*", "om året", "per år",
    "årsvärde\\w*", "\\w*avtal\\w*", "kontrakt\\w*", "jährlich\\w*", "pro jahr", "im jahr", "jahreswert\\w*",
    "\\w*vertrag\\w*", "verträge\\w*",
)  # fmt: skip
REVENUE: Final = words(
    "revenues?", "sales", "turnover", "business", "spend(?:ing|s)?", "bought", "invoiced", "billed", "purchases",
    "last year", "twelve months", "past year", "past months", "buys?", "spent", "liikevaihto\\w*", "liikevaihdo\\w*",
    "myynti\\w*", "myynni\\w*", "osto\\w+", "osti(?:vat)?", "ostan(?:ut|eet)", "laskutu\\w+", "laskutettu",
    "omsätt\\w*", "försäljning\\w*", "köpt", "köpte", "köper", "fakturera\\w*", "inköp\\w*", "\\w*umsatz\\w*",
    "\\w*umsätze\\w*", "gekauft", "eingekauft", "abgerechnet", "fakturiert", "verkäufe",
)  # fmt: skip
DEAL: Final = words(
    "deals?", "opportunit(?:y|ies)", "offers?", "pipeline", "quotes?", "expansion", "upsell", "proposal", "order",
    "bid", "project", "kaup(?:pa|an|paa|at)", "\\w*tarjou\\w*", "myyntimahdollisuu\\w+", "laajennu\\w+", "tilau\\w+",
    "hanke\\w*", "hankkee\\w*", "lisäkau\\w+", "affär(?:en|er|erna)?", "offert\\w*", "pipeline", "utökning\\w*",
    "projekt\\w*", "order\\w*", "anbud\\w*", "deals?", "\\w*angebot\\w*", "auftrag\\w*", "erweiterung\\w*", "chance",
    "vorhaben", "abschluss", "abgeschlossen", "geschäft\\w*",
)  # fmt: skip
RISK: Final = words(
    "risk", "churn", "retention", "\\w*riski\\w*", "poistuma\\w*", "pysyvyy\\w+", "\\w*risken?", "risk\\w*",
    "\\w*risiko\\w*", "abwanderung\\w*",
)  # fmt: skip
SURVEY: Final = words(
    "survey\\w*", "satisfaction", "satisfied", "answer(?:ed|s)?", "rat(?:ed|ing|ings)", "gave", "feedback", "nps",
    "marks?", "mean", "average", "kysely\\w*", "\\w*tyytyväi\\w+", "vasta(?:si|us|ukse\\w*)", "arvosan\\w+", "antoi",
    "palaut\\w+", "keskiarvo\\w*", "enkät\\w*", "\\w*nöjdhet\\w*", "nöjd\\w*", "svar\\w*", "betyg\\w*", "gav",
    "snitt\\w*", "medel\\w*", "umfrage\\w*", "\\w*zufrieden\\w*", "bewert\\w+", "antwort\\w*", "gab", "noten?",
    "mittel\\w*", "durchschnitt\\w*",
)  # fmt: skip
LATE: Final = words(
    "late", "overdue", "behind", "delayed", "delay", "myöhäs\\w*", "myöhä\\w*", "viiväst\\w*", "sen(?:a|t)?",
    "försen\\w*", "efter", "spät", "überfällig\\w*", "verspät\\w*", "verzug", "verzöger\\w*",
)  # fmt: skip
SILENT: Final = words(
    "silent", "silence", "quiet", "contact", "heard", "touch", "spoken", "talked", "hiljai\\w+", "yhtey\\w+",
    "kontakti\\w*", "kuulunut", "tyst\\w*", "kontakt\\w*", "hört", "stille?", "funkstille", "gehört", "gesprochen",
)  # fmt: skip

ROLES: Final[Mapping[str, tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]]] = {
    "notice_day": (NOTICE, (END, CLOSING, DONE, MADE)),
    "act_by": (NOTICE, (END, DONE, MADE)),
    "end": (END, (NOTICE, CLOSING, MADE, DONE)),
    "due": (DUE, (END, NOTICE, DONE)),
    "made_on": (MADE, (DUE, END, NOTICE, DONE)),
    "done_on": (DONE, (DUE, END, NOTICE)),
    "opened": (OPENED, (CLOSED, DUE, END, NOTICE)),
    "closed": (CLOSED, (DUE, END, NOTICE)),
    "close": (CLOSING, (END, NOTICE, DUE)),
    "on": (SAID, (DUE, END, NOTICE)),
    "start": (SAID, (END, NOTICE)),
    "since": (SINCE, (END, NOTICE, DUE)),
    "value": (CONTRACT_VALUE, (REVENUE, DEAL)),
    "t12m": (REVENUE, (CONTRACT_VALUE, DEAL)),
    "amount": (DEAL, (REVENUE, CONTRACT_VALUE)),
    "mean": (SURVEY, (RISK,)),
    "nps": (SURVEY, (RISK,)),
    "days_late": (LATE, (SILENT,)),
    "days": (SILENT, (LATE,)),
}
"""Role of a value → words that say so, and words that say it is another one."""

SCORES: Final[Mapping[str, tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]]] = {
    "insight": (RISK, (SURVEY,)),
    "surveys": (SURVEY, (RISK,)),
}
"""The same for a score, which is one of a risk or of a survey by its source."""

JOINING: Final = re.compile(r"(?<!\w)(?:and|while|whereas|ja|kun taas|och|medan|und|während)(?!\w)")
"""Between two values of one clause such a word begins the second one's own."""
