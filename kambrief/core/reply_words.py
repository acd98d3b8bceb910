"""Words by which account managers answer our mails, in four languages. Data; see `core.reply`."""

import re

DONE = re.compile(
    r"(?<!\w)(?:valmi(?:s|it|ina|iksi)|tehty|tein|hoidettu|hoidin|hoitunut|hoitui|lähetetty|lähetin|lähetimme|lähti|lähteneet|laitettu|laitoin|"
    r"toimitettu|toimitin|toimitettiin|annettu|ok nyt|kunnossa|kuitattu|suljettu|"
    r"done|sent|delivered|complete(?:d)?|finished|handled|sorted|closed|shipped|ready|taken care of|did (?:it|that|this)|"
    r"klar(?:t|a)?|gjort|gjorda|gjord|färdig(?:t|a)?|skickat|skickade|skickad|levererat|levererad|fixat|fixad|ordnat|ordnad|avklarat|avklarad|"
    r"erledigt|fertig|gesendet|verschickt|geschickt|versandt|abgeschickt|geliefert|gemacht|getan|abgeschlossen|raus)(?!\w)",
    re.IGNORECASE,
)

NOT_DONE = re.compile(
    r"(?<!\w)(?:ei(?:vät|vat)?|en|emme|eikä|vielä|melkein|kohta|pian|huomenna|ensi viikolla|jos|kun|vasta|myöhässä|kesken|osittain|puoliksi|"
    r"not|never|no|\w+n['’]t|almost|nearly|partly|half|soon|tomorrow|next week|will be|if|when|once|unless|should be|"
    r"inte|ej|ännu|nästan|snart|imorgon|i morgon|nästa vecka|om|när|delvis|blir|"
    r"nicht|kein\w*|noch|fast|beinahe|bald|morgen|nächste woche|wenn|falls|sobald|teilweise|wird|werden)(?!\w)",
    re.IGNORECASE,
)

BOTH = re.compile(r"(?<!\w)(?:molemmat|kumpikin|both|båda|bägge|beide[sn]?)(?!\w)", re.IGNORECASE)
ALL = re.compile(
    r"(?<!\w)(?:kaikki|molemmat|kumpikin|all|both|everything|alla|båda|bägge|allt|alle|alles|beide[sn]?)(?!\w)",
    re.IGNORECASE,
)

FIRST = (
    re.compile(r"(?<!\w)(?:ensimmäinen|eka|ykkönen|first|the first one|första|ettan|erste[sr]?)(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:toinen|toka|kakkonen|second|andra|tvåan|zweite[sr]?)(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:kolmas|kolmonen|third|tredje|trean|dritte[sr]?)(?!\w)", re.IGNORECASE),
)

SPLIT = re.compile(r"[\n;!?]+|(?<!\d)\.(?:\s|$)|(?<!\w)(?:mutta|but|men|aber|sondern)(?!\w)", re.IGNORECASE)

MOVE = re.compile(
    r"(?<!\w)(?:siirr\w*|siirty\w*|lykk\w*|uusi päivä|move[ds]?|postpone[ds]?|push(?:ed)?|new date|flytta\w*|flyttas|skjut\w*|nytt datum|"
    r"verschieb\w*|verschoben|verleg\w*|neuer termin|neues datum)(?!\w)",
    re.IGNORECASE,
)

MOVE_ENGLISH = re.compile(r"move|postpone|push|new date", re.IGNORECASE)

STOP = re.compile(
    r"\W*(?:stop|lopeta(?:kaa)?|älä muistuta(?: enää)?|ei enää muistutuksia|riittää|unsubscribe|stop reminding(?: me)?|no more reminders|"
    r"sluta(?: påminna)?|stoppa|inga fler påminnelser|avsluta|stopp|aufhören|keine (?:weiteren )?erinnerungen(?: mehr)?|abbestellen)"
    r"(?:\s+(?:kiitos|thanks|please|tack|bitte|danke))?\W*",
    re.IGNORECASE,
)

WRONG = re.compile(
    r"(?<!\w)(?:väärä (?:henkilö|ihminen|tyyppi)|väärät? tiedot|wrong (?:person|contact|guy|match)|fel (?:person|kontakt)|"
    r"falsche (?:person|kontaktperson)|falscher (?:kontakt|ansprechpartner))(?!\w)\s*[:,–-]?\s*(?P<name>[^\n.;!?]*)",
    re.IGNORECASE,
)
IS_NOT = re.compile(
    r"(?P<name>(?-i:[A-ZÅÄÖÉÜØÆ])[\w'’-]+(?:\s+(?-i:[A-ZÅÄÖÉÜØÆ])[\w'’-]+){1,3})\s+(?:ei ole (?:hän|se|oikea|tämä|töissä|heillä|meillä|tuo)|"
    r"is not (?:the|that|this|with|at|working|right|our)|isn['’]t (?:the|that|this|with|at|our)|är inte (?:den|rätt|på|hos|han|hon)|"
    r"ist nicht (?:die|der|bei|richtig|unser))",
    re.IGNORECASE,
)

POLITE = frozenset(
    word
    for line in (
        "hei moi terve moikka kiitos kiitti kiitoksia ok okei okay okej selvä joo jep hyvä hienoa loistava mainio kuitti huomenta",
        "hi hello thanks thank you thx ta great good fine yes yep got it nice perfect cheers received noted roger morning",
        "hej tjena tack ja okej bra fint toppen perfekt mottaget jättebra hallå så mycket",
        "hallo danke vielen dank gut super prima passt in ordnung alles klar moin gerne",
    )
    for word in line.split()
)
"""Kind words, and none that says anything."""

IDLE = POLITE | frozenset(
    word
    for line in (
        "äsken eilen aamulla illalla iltapäivällä aamupäivällä juuri nyt jo sitten se sen ne ne asia homma juttu itse tuo",
        "it them this that just now earlier yesterday already then myself been have has was were is are today morning",
        "den det dem nu nyss igår idag morse redan precis själv har är blev blivit i",
        "es sie das ihn ist sind wurde habe haben gestern heute vorhin schon bereits gerade eben selbst",
    )
    for word in line.split()
)
"""Words beside an answer that name no thing."""
