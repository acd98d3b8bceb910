"""How speech becomes a written sentence: what is left out, what is written otherwise, what makes it no sentence of ours.

Standard spelling for forms that are spoken otherwise; nothing else of somebody's words is changed. Data.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from kambrief.core.agreeing.words import opening, said


class Speech(NamedTuple):
    """One language."""

    openers: re.Pattern[str]
    """Words at the beginning that carry nothing."""
    fillers: re.Pattern[str]
    """The same within a sentence, with the space behind."""
    spoken: tuple[tuple[re.Pattern[str], str], ...]
    report: re.Pattern[str]
    """What leads to a value or a clause that stands by itself: ``I counted``."""
    first: re.Pattern[str]
    """The speaker alone: such a sentence is nobody's but theirs."""
    we_passive: re.Pattern[str]
    """``Me tehdään``: a "we" in front of a form that is standard without it."""
    subject: re.Pattern[str]
    """The speaker as subject at the beginning, that the verb tells too (Finnish), or nothing."""
    second: re.Pattern[str]
    """The other side."""
    ours: tuple[tuple[re.Pattern[str], str], ...]
    """A customer's ``we`` and ``our`` as our mail to them says it."""
    ours_left: re.Pattern[str]
    """Forms of it that no rule turns round."""
    yours: tuple[tuple[re.Pattern[str], str], ...]
    """A customer's ``your`` as we say it."""
    anaphora: re.Pattern[str]
    """A beginning that points back."""
    points_back: re.Pattern[str]
    """The same within a sentence, where a reader of the mail cannot follow."""
    total: re.Pattern[str]
    """A subject that does not say of what."""
    of_them: re.Pattern[str]
    """Behind a number: of those just spoken of."""
    mine: Mapping[str, str]
    """Beginning of a sentence of a person who speaks of theirs → with ``{name}``."""
    subordinate: re.Pattern[str]
    """A proposal's lead-in, ``|`` and what follows, where that is no main clause."""
    verb: re.Pattern[str]
    """Signs of a finite verb: what has none is no sentence."""
    resumed: re.Pattern[str]
    """A subject that is taken up again (``the new door, it's``): groups ``what`` and ``verb``."""
    day: re.Pattern[str]
    """What stays of the words that lead to a day: ``on``, ``den``; group ``kept``."""


def _forms(table: Mapping[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"(?<![\w'’])(?:{spoken})(?![\w'’])", re.IGNORECASE), new) for spoken, new in table.items()
    )


def _possessive(whose: str, ending: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """``Meidän johtoryhmä`` → ``johtoryhmänne``, where the word's form takes the ending as it is and no word beside it
    agrees with it (``meidän uudella tehtaalla``).
    """
    pattern = rf"(?<!\w){whose} (?!(?:oma|omaa|uutta|vanha|koko|toka|eka)\b)(\w{{2,}}(\w[aäoöuy]))(?!\w| \w+\2(?!\w))"
    return ((re.compile(pattern, re.IGNORECASE), rf"\1{ending}"),)


_NEVER = re.compile(r"(?!)")

ENGLISH = Speech(
    openers=opening(
        r"yes", r"yeah", r"yep", r"no", r"okay", r"ok", r"well", r"so", r"and", r"but", r"sure", r"right", r"good question", r"good point", r"hmm+", r"u[hm]+", r"er+m?", r"ah", r"oh(?: god| no| yes)?", r"er", r"mm+", r"ha", r"see", r"look", r"listen", r"now", r"then", r"honestly", r"frankly", r"to be (?:honest|fair|clear|direct)",
        r"you know", r"i mean", r"i think", r"i believe", r"i would say", r"i'd say", r"basically", r"actually", r"of course", r"fair (?:enough|point|challenge)", r"thank you(?: both| all)?", r"thanks", r"correct", r"agreed", r"exactly", r"also", r"sorry to jump back", r"let me be (?:clear|direct)", r"you(?:'re| are) right", r"noted", r"i note", r"just", r"like",
    ),
    fillers=re.compile(r"(?<![\w'])(?:,? ?you know,?|,? ?i mean,|,? ?i think,|u[hm]+,?|er+m,?|sort of|kind of|basically,?|actually,?|honestly,?) ", re.IGNORECASE),
    spoken=_forms({
        "gonna": "going to", "wanna": "want to", "gotta": "have to", "kinda": "", "can['’]t": "cannot", "won['’]t": "will not", "(\\w+)n['’]t": r"\1 not", "(it|that|there|here|what|he|she|who)['’]s": r"\1 is", "(we|you|they)['’]re": r"\1 are", "(we|you|they|i)['’]ll": r"\1 will", "(we|you|they|i)['’]ve": r"\1 have", "'cause": "because", "cos": "because",
    }),
    report=opening(r"(?:i|we)(?:'ve| have)? (?:counted|count|measured|calculated|figured|noted|note|got|get|see|saw|checked)(?: that)?", r"(?:my|our) (?:figure|number|count) is", r"you(?:'ll| will) see(?: that)?", r"(?:i|we) make it", r"with that"),
    first=said(r"i", r"i'\w+", r"me", r"my", r"mine", r"myself"),
    we_passive=_NEVER,
    subject=_NEVER,
    second=said(r"you", r"you'\w+", r"your", r"yours"),
    ours=_forms({"we": "you", "our": "your", "ours": "yours", "us": "you", "ourselves": "yourselves"}),
    ours_left=_NEVER,
    yours=_forms({"your": "our", "yours": "ours"}),
    anaphora=opening(r"it", r"it's", r"that", r"that's", r"this", r"these", r"those", r"they", r"they're", r"he", r"she", r"them", r"which (?:is|was|are|were|means|has|makes)", r"such", r"there", r"if", r"because", r"otherwise", r"same", r"one"),
    points_back=said(r"(?:of|for|with|to|in|on|at|about|from|by|do|does|did|before|after) (?:that|this|it|them|those|these)", r"(?:here|then|above)"),
    total=opening(r"(?:the |a )?(?:total|sum|amount|figure|number|value|count)", r"it", r"altogether", r"in total"),
    of_them=re.compile(r" of (?:them|those|these)(?!\w)", re.IGNORECASE),
    mine={"my": "{name}’s"},
    subordinate=_NEVER,
    verb=said(r"(?:is|are|was|were|be|been|has|have|had|does?|did|will|would|can|could|may|might|must|shall|should)(?:n't)?", r"\w+['’](?:s|re|ve|ll|d|m)", r"\w{2,}(?:ed)", r"(?:need|get|cost|take|make|come|go|run|pay|start|stay|apply|keep|hold|fall|mean|want|use|buy|sell|give|see|count|work|meet|decide|sign|approve)s?", r"got|came|went|ran|paid|kept|held|fell|sold|bought|gave|saw|met|took|made"),
    resumed=re.compile(r"^(?P<what>(?:the|that|this|those|these|your|our) [^,.;]{2,40}), (?:it|that|they)(?P<verb>['’](?:s|re|ll|d)| \w+)", re.IGNORECASE),
    day=re.compile(r"(?P<kept>on|by|until|before|after|from|since)(?!\w)", re.IGNORECASE),
)  # fmt: skip

FINNISH = Speech(
    openers=opening(
        r"joo", r"juu", r"kyllä", r"kyl", r"elikkä", r"on(?=[.,])", r"ei(?=[.,])", r"eli", r"no", r"niin", r"siis", r"okei", r"ok", r"ja", r"mutta", r"mut", r"ai", r"aa", r"kyllä", r"oho", r"hei", r"sori", r"muuten", r"sit", r"sitten", r"tota", r"tuota", r"öö+", r"hmm+", r"hei", r"kato", r"katsokaa", r"kuule", r"selvä", r"hyvä", r"kiitos", r"no niin", r"rehellisesti sanottuna", r"suoraan sanottuna", r"toki", r"tietysti", r"totta kai",
        r"(?:mä |minä )?(?:luulen|uskon|sanoisin)(?:,? että)?", r"(?:sä |sinä |te )?(?:oot|olet|olette) (?:ihan |aivan )?oikeassa", r"sovitaan", r"hyvä kysymys", r"kirjaan", r"oikein", r"nyt", r"vaan", r"tosiaan", r"pieni korjaus(?: itselleni)?",
    ),
    fillers=re.compile(r"(?<!\w)(?:niinku|niin kuin|tota|tuota|tavallaan|tosiaan|vähän niinku|ikään kuin|sillai|silleen|öö+),? ", re.IGNORECASE),
    spoken=_forms({
        "mä|mää": "minä", "sä|sää": "sinä", "mun": "minun", "sun": "sinun", "mut": "mutta", "mulla": "minulla", "sulla": "sinulla", "mulle": "minulle", "sulle": "sinulle", "musta": "minusta", "mua": "minua", "sua": "sinua", "multa": "minulta", "tää": "tämä", "tän": "tämän", "tätä": "tätä", "toi": "tuo", "ton": "tuon", "noi": "nuo", "nää": "nämä",
        "oon": "olen", "oot": "olet", "ei oo": "ei ole", "en oo": "en ole", "ollu": "ollut", "tullu": "tullut", "menny": "mennyt", "ois|olis": "olisi", "uus": "uusi", "kahen": "kahden", "yhen": "yhden", "meijän|meiän": "meidän", "teijän|teiän": "teidän", "nykynen": "nykyinen", "kyl": "kyllä", "viel": "vielä", "euroo": "euroa", "sit": "sitten", "pitäis|pitäs": "pitäisi", "vois": "voisi", "kävis": "kävisi", "sopis": "sopisi", "riittäis": "riittäisi", "tarvii": "tarvitsee", "haluun": "haluan", "laitan": "laitan", "sitku": "sitten kun", "ku": "kun", "ni": "niin", "kans|kanssa(?=[.,]|$)": "myös", "yhdeks\\w{1,2}n?": r"\g<0>", "vaan(?= (?:yks|yksi|kaks|kaksi)\\b)": "vain",
        "öisin": "öisin", "käynnistyy": "käynnistyy", "tarvitsis": "tarvitsisi", "semmonen": "sellainen", "sellanen": "sellainen", "tälleen": "näin",
    }),
    report=opening(r"(?:mä |minä |me )?(?:laskin|laskettiin|laskimme|mittasin|mitattiin|sain|saatiin|katsoin|katoin|tarkistin|nähtiin)(?:,? että)?", r"(?:mun|minun|meidän) luku on", r"(?:mulla|minulla|meillä) on"),
    first=said(r"mä", r"mää", r"minä", r"mun", r"minun", r"mulla", r"minulla", r"mulle", r"minulle", r"musta", r"minusta", r"mua", r"minua", r"multa", r"mullakin", r"en", r"oon", r"olen", r"\w{3,}(?:itsen|ttelen|istan|oitan|aisin|äisin)", r"\w+(?:ni)(?<!jani)(?<!kani)", r"(?:laitan|teen|otan|tulen|vien|saan|soitan|lähetän|katson|katon|kirjaan|haluan|toivon|luin|avasin|laskin)"),
    we_passive=re.compile(r"(?<!\w)me (?=\w+(?:taan|tään|daan|dään|llaan|llään|nnaan|nnään)(?!\w))", re.IGNORECASE),
    subject=opening(r"(?:ja |mutta )?(?:mä|mää|minä)"),
    second=said(r"sä", r"sinä", r"te", r"teidän", r"teillä", r"teille", r"teitä", r"sun", r"sinun", r"sulla", r"sinulla", r"sulle", r"sinulle", r"teiltä", r"teistä"),
    ours=_possessive("meidän", "nne") + _forms({"meidän": "teidän", "meillä": "teillä", "meille": "teille", "meitä": "teitä", "meiltä": "teiltä"}),
    ours_left=said(r"me", r"\w+(?:mme|mmekin)", r"(?:ollaan|mennään|tehdään|otetaan|saadaan|halutaan|tarvitaan)"),
    yours=_possessive("teidän", "mme") + _forms({"teidän": "meidän", "teillä": "meillä", "teille": "meille", "teiltä": "meiltä"}),
    anaphora=opening(r"se", r"sen", r"sitä", r"siinä", r"siitä", r"siihen", r"sillä", r"sille", r"ne", r"niitä", r"niistä", r"niiden", r"niissä", r"tämä", r"tää", r"tän", r"tätä", r"tästä", r"tässä", r"tuo", r"toi", r"ton", r"hän", r"he", r"sama", r"muuten", r"sieltä", r"siellä", r"niin", r"joka", r"mikä", r"silloin", r"sillon", r"kaikissa sama", r"ei niitä", r"sitten", r"sitä", r"jos", r"ellei"),
    points_back=said(r"(?:tästä|siitä|siinä|siihen|sitä|sen|niitä|niistä|niiden|tässä|tähän|siellä|sinne|tuosta|tuossa|samaan|jälkimmäi\w+|ton|tuon|tämän|tän)", r"(?:se|ne)(?!,| (?:mikä|mitä|joka|että|jos|kun)\b)"),
    total=opening(r"(?:\w+ )?(?:summa|luku|määrä|lukumäärä|kokonaismäärä)", r"(?:yhteensä|arvo|se)"),
    of_them=re.compile(r" (?:niistä|näistä)(?!\w)", re.IGNORECASE),
    mine={},
    subordinate=_NEVER,
    verb=said(r"(?:on|oli|ovat|olivat|olisi|olis|ois|ei|eivät|olemme|olen|oon|oot|oo|ole|ollut|ollu)(?:kin|ks|ko|kaan)?", r"\w{2,}(?:taan|tään|daan|dään|llaan|llään|nnaan|nnään|rraan|vat|vät|isi|is|imme|mme|tte)", r"\w{2,}(?:ee|aa|ää|oo|öö|uu|yy|ii)", r"(?:voi|sai|tuli|meni|jäi|kesti|maksoi|kävi|toimi|lähti|tarvitsi)", r"\w{3,}(?:oi|si)"),
    resumed=re.compile(r"^(?:(?:se|toi|tuo|tää|tämä|ne) )?(?P<what>[^,.;]{3,40}), (?:se|ne|toi|tuo)(?P<verb> (?:on|oli|ois|olis|olisi|maksaa|maksais\w*|kestää|tulee|tuli|menee|ovat))(?!\w)", re.IGNORECASE),
    day=_NEVER,
)  # fmt: skip

SWEDISH = Speech(
    openers=opening(
        r"ja", r"jo", r"nej", r"jaha", r"okej", r"ok", r"men", r"och", r"så", r"alltså", r"asså", r"nåväl", r"tja", r"hmm+", r"eh+", r"öh+", r"äh", r"ju", r"sen(?! (?:i|den|förra|måndag|tisdag|onsdag|torsdag|fredag)\b)", r"oj", r"mm+", r"du", r"då", r"nu", r"visst", r"precis", r"exakt", r"självklart", r"ärligt talat", r"bra fråga", r"jag (?:tror|tycker|menar)(?:,? att)?", r"du vet", r"tack", r"du har (?:helt )?rätt", r"ni har (?:helt )?rätt", r"det stämmer", r"uppfattat", r"noterat", r"faktiskt", r"jag noterar",
    ),
    fillers=re.compile(r"(?<!\w)(?:liksom|typ|alltså|asså|eh+|öh+|ju|faktiskt|på något sätt|så att säga),? ", re.IGNORECASE),
    spoken=_forms({"dom": "de", "mej": "mig", "dej": "dig", "sej": "sig", "nån": "någon", "nåt": "något", "nåra": "några", "sån": "sådan", "sånt": "sådant", "såna": "sådana", "ska'": "ska", "sa'": "sade", "e": "är", "å": "och", "va'": "var", "litegrann": "lite", "istället": "i stället"}),
    report=opening(r"(?:jag|vi) (?:räknade|räknar|har räknat|mätte|ser|fick|får|kontrollerade|noterar)(?: till| fram till)?(?:,? att)?", r"(?:min|vår) siffra är", r"(?:jag|vi) kommer fram till"),
    first=said(r"jag", r"mig", r"mej", r"min", r"mitt", r"mina"),
    we_passive=_NEVER,
    subject=_NEVER,
    second=said(r"du", r"dig", r"din", r"ditt", r"dina", r"ni", r"er", r"ert", r"era"),
    ours=_forms({"vi": "ni", "vår": "er", "vårt": "ert", "våra": "era", "oss": "er"}),
    ours_left=_NEVER,
    yours=_forms({"er": "vår", "ert": "vårt", "era": "våra", "din": "vår", "ditt": "vårt", "dina": "våra"}),
    anaphora=opening(r"(?:det|den|de|dom)(?= (?:är|var|har|hade|blir|blev|kan|kunde|ska|skulle|kommer|kom|gick|går|ligger|låg|beror|berodde|fungerar|måste|får|fick|gäller|stämmer|tar|tog|gör|gjorde|ser|ni|vi|inte|här|där)\b)", r"detta", r"denna", r"dessa", r"han", r"hon", r"där", r"då", r"som", r"vilket", r"samma", r"annars", r"om", r"dem"),
    points_back=said(r"(?:av|för|med|till|i|på|om|från|efter|före|innan) (?:det|den|detta|dem|dessa)", r"(?:då|där)(?=[.,]|$)", r"därifrån", r"dit", r"(?:är|var|blir|blev) det(?=[ ,.]*\d)"),
    total=opening(r"(?:summan|totalt|totalen|beloppet|antalet|siffran|det(?= (?:är|var|har|hade|blir|blev|kan|kunde|ska|skulle|kommer|kom|gick|går|ligger|låg|beror|berodde|fungerar|måste|får|fick|gäller|stämmer|tar|tog|gör|gjorde|ser|ni|vi|inte|här|där)\b)|sammanlagt)"),
    of_them=re.compile(r" av (?:dem|dom|dessa)(?!\w)", re.IGNORECASE),
    mine={"min": "{name}s", "mitt": "{name}s", "mina": "{name}s"},
    subordinate=re.compile(r"att\|\s*(?:\w+ ){1,3}(?:inte|aldrig|alltid|också|först|redan|bara) ", re.IGNORECASE),
    verb=said(r"(?:är|var|vore|har|hade|blir|blev|ska|skulle|kan|kunde|får|fick|kommer|kom|går|gick|gäller|gällde|måste|bör|tar|tog|gör|gjorde|ligger|låg|kostar|ingår|behöver|räcker|vill|står|finns|fanns|betalar|håller|höll|ser|såg|sker|löper|börjar|slutar|startar)", r"\w{2,}(?:ade|erar|erade|llde|rde|des|ades)"),
    resumed=re.compile(r"^(?P<what>(?:den|det|de|dom|er|ert|era|vår|vårt|våra)(?: här| där)? [^,.;]{2,40}), (?:den|det|de|dom)(?P<verb> \w+)", re.IGNORECASE),
    day=re.compile(r"(?:(?:på|i) )?(?:\w+dag(?:en)? )?(?P<kept>den|till|senast|före|efter|från)(?!\w)", re.IGNORECASE),
)  # fmt: skip

GERMAN = Speech(
    openers=opening(
        r"ja", r"ah", r"ach", r"oh", r"moment", r"stimmt", r"nein", r"doch", r"okay", r"ok", r"aber", r"und", r"also", r"na ja", r"naja", r"tja", r"hmm+", r"ähm?", r"öhm?", r"gut", r"genau", r"richtig", r"nun", r"dann", r"so", r"ehrlich gesagt", r"offen gesagt", r"gute frage", r"wissen sie", r"ich (?:denke|glaube|meine|würde sagen)(?:,? dass)?", r"danke", r"vielen dank", r"sie haben (?:völlig )?recht", r"du hast recht", r"das stimmt", r"stimmt", r"notiert", r"verstanden", r"natürlich", r"klar", r"tatsächlich", r"eigentlich", r"ich notiere",
    ),
    fillers=re.compile(r"(?<!\w)(?:ähm?|öhm?|halt|quasi|sozusagen|eigentlich|irgendwie|gewissermaßen),? ", re.IGNORECASE),
    spoken=_forms({"nich": "nicht", "is": "ist", "hab": "habe", "n": "ein", "ne(?= [A-ZÄÖÜ])": "eine", "nen": "einen", "(\\w+)['’]s": r"\1 es", "grad": "gerade", "nix": "nichts", "drin": "enthalten", "rein": "hinein"}),
    report=opening(r"(?:ich|wir) (?:habe|haben|hab|komme|kommen|zähle|zählen|sehe|sehen) (?:auf |da )?(?=\d)", r"(?:meine|unsere) zahl ist", r"(?:ich|wir) (?:komme|kommen) auf"),
    first=said(r"ich", r"mich", r"mir", r"mein", r"meine", r"meinem", r"meinen", r"meiner"),
    we_passive=_NEVER,
    subject=_NEVER,
    second=re.compile(r"(?<!\w)(?:Sie|Ihnen|Ihr|Ihre[mnrs]?|du|dich|dir|dein\w*|ihr|euch|eure?\w*)(?!\w)"),
    ours=(
        *((re.compile(rf"(?<!\w)({lead}) uns(?!\w)", re.IGNORECASE), rf"\1 {new}") for lead, new in {"bei|von|mit|zu|nach|aus": "Ihnen", "für|ohne|gegen|auf": "Sie"}.items()),
        *((re.compile(rf"(?<!\w){spoken}(?!\w)"), new) for spoken, new in {"[Uu]nser(?=e|em|en|er|es)": "Ihr"}.items()),
        *((re.compile(rf"(?<!\w)(?:{spoken})(?!\w)"), new) for spoken, new in {"[Ww]ir": "Sie", "[Uu]nser": "Ihr", "[Uu]nsere": "Ihre", "[Uu]nserem": "Ihrem", "[Uu]nseren": "Ihren", "[Uu]nserer": "Ihrer", "[Uu]nseres": "Ihres"}.items()),
    ),
    ours_left=said(r"uns"),
    yours=tuple((re.compile(rf"(?<!\w)(?:{spoken})(?!\w)"), new) for spoken, new in {"Ihr": "unser", "Ihre": "unsere", "Ihrem": "unserem", "Ihren": "unseren", "Ihrer": "unserer", "Ihres": "unseres"}.items()),
    anaphora=opening(r"es", r"das(?= (?:ist|war|sind|waren|hat|wird|kann|liegt|kommt|passt|geht|wäre|muss|sollte)\b)", r"dies\w*", r"er", r"die(?= (?:ist|war|sind|waren|haben|hat|kommen|wird)\b)", r"der(?= (?:ist|war|hat|wird)\b)", r"davon", r"dafür", r"damit", r"darin", r"da", r"dort", r"denen", r"welche\w*", r"sonst", r"wenn", r"falls", r"sie(?= (?:ist|war|hat|wird)\b)", r"gleiche\w*"),
    points_back=said(r"davon", r"dafür", r"damit", r"darin", r"daran", r"dazu", r"darauf", r"diese[mnrs]?", r"(?:ist|sind|war|waren|wären) es", r"dort", r"(?:da|dann)(?=[.,]|$)"),
    total=opening(r"(?:die summe|insgesamt|der betrag|die zahl|die gesamtsumme|der wert|es|das(?= (?:ist|sind|war|waren|macht|wären)\b))"),
    of_them=re.compile(r" (?:davon|von ihnen|von denen)(?!\w)", re.IGNORECASE),
    mine={},
    subordinate=re.compile(r"(?:dass|wenn)\|", re.IGNORECASE),
    verb=re.compile(r"(?<!\w)(?:ist|sind|war|waren|wäre|wären|hat|haben|hatte|hatten|wird|werden|wurde|wurden|kann|können|konnte|muss|müssen|soll|sollen|darf|dürfen|gilt|gelten|bleib\w+|lieg\w+|kommen|geh\w+|nehmen|gab|gaben|brauchen|laufen|stehen|fehlen|fehlten|zahlen|machen|(?!nicht|jetzt|fast|erst|sonst|meist|selbst|insgesamt|direkt|komplett|zuletzt|garantiert)[a-zäöüß]{2,}(?:t|te|ten))(?!\w)"),
    resumed=re.compile(r"^(?P<what>(?:[Dd]er|[Dd]ie|[Dd]as|[Ii]hre?|[Uu]nsere?) [^,.;]{2,40}), (?:der|die|das|es)(?P<verb> (?:ist|sind|war|waren|wäre|kostet|hat|wird|liegt|kommt|läuft|beträgt))(?!\w)"),
    day=re.compile(r"(?P<kept>am|bis|bis zum|vor dem|nach dem|ab dem|vom|ab)(?!\w)", re.IGNORECASE),
)  # fmt: skip

SPEECH: dict[str, Speech] = {"en": ENGLISH, "fi": FINNISH, "sv": SWEDISH, "de": GERMAN}

COMMAND = re.compile(
    r"(?:(?:ignor|disregard|forget|override)\w* (?:\w+ ){0,4}(?:instruction|rule|prompt|guideline|command|polic)\w*|system prompt|"
    r"(?:you are|act as|pretend to be) (?:now )?(?:an? |the )?(?:ai|assistant|chatbot|bot|language model)|as an ai\b|jailbreak|"
    r"(?:ohita|unohda|älä välitä)\w* (?:\w+ ){0,4}(?:ohje|sään|määräy|kehot)\w*|"
    r"(?:ignorera|bortse från|glöm|strunta i) (?:\w+ ){0,4}(?:instruktion|regl|regel|anvisning)\w*|"
    r"(?:ignorier|vergiss|vergessen|missacht)\w* (?:\w+ ){0,4}(?:anweisung|regel|vorgabe|instruktion)\w*|"
    r"\b(?:assistant|assistentti|assistent|assistenten|notetaker|note taker|kambrief)\s*[,:]|"
    r"\b(?:ai|ki|tekoäly\w*|kielimall\w*|språkmodell\w*|sprachmodell\w*|language models?|llm|gpt|chatbot\w*|base64|ciphers?|canary)\b|"
    r"\b[a-z]{2}\d{2}(?: ?\d{4}){2,}|\b(?=\w*\d)(?=\w*[a-z])\w{16,}|\w{40,}|https?:|www\.|\S+@\S+\.\S+|[<>{}\[\]|`\\])",
    re.IGNORECASE,
)
"""Words to a machine or about one, account numbers, links and marks: never part of a text of ours."""

TASK = re.compile(
    r"(?:write|provide|show me how|anal[yi][sz]e|summari[sz]e|describe|encrypt|decode|translate|generate|recommend|suggest|compose|"
    r"kirjoita|tiivistä|käännä|kuvaile|laadi|pura|listaa|skriv|sammanfatta|översätt|beskriv|generera|"
    r"schreibe?n?|fasse|übersetze?n?|beschreibe?n?|erstelle?n?|generiere?n?) ",
    re.IGNORECASE,
)
"""An order as one gives it to a machine: no need of a customer's, whatever was asked before."""
