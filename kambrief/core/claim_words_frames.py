"""What makes words no claim: conditions, wishes, negation, questions; by language. Data, never printed."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from kambrief.core.claim_words_forms import words
from kambrief.core.claims_marks import MARK


class Frame(NamedTuple):
    """One language. All patterns are for lower-case text."""

    subordinate: re.Pattern[str]
    """Words that begin a clause of their own without a comma."""
    open: re.Pattern[str]
    """Conditions, wishes, guesses, aims: what comes with them is not claimed."""
    leads: bool
    """Whether such a word stands before what it concerns (English), or anywhere in the clause."""
    when: re.Pattern[str]
    """"When": a condition with one of `perfect`, a matter of fact without."""
    perfect: re.Pattern[str]
    negated: re.Pattern[str]
    conditional: re.Pattern[str]
    """Begins a clause on which the clause beside it depends."""
    asking: re.Pattern[str]
    """How a question begins."""
    presumed: re.Pattern[str]
    """What follows is taken for granted, even in a question."""
    wondered: re.Pattern[str]
    """An indirect question."""


def _begins(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(alternatives)})(?!\w)")


_EN = Frame(
    subordinate=words(
        "if", "unless", "whether", f"(?:until|till|before|once)(?! {MARK}(?: and |$))", "because", "although", "while",
        "as soon as", "now that", "so that", "but", "when(?! will)",
    ),
    open=words(
        "if", "unless", "whether", "until", "till", "before", "once(?! more| again)", "as soon as", "would", "could",
        "should", "might", "may", "can", "must", "shall", "will", "won't", "needs? to", "ha(?:s|ve) to", "ought to",
        "to (?:be|have|get|see|make|keep|leave|become|hear)", "gets?", "getting", "makes?", "making", "keep(?:s|ing)?",
        "wants?", "wish(?:es)?", "hop(?:e|es|ed|ing)", "aim(?:s|ing)? (?:to|for|at|is)", "goal is", "ensure",
        "(?:make|be) sure", "perhaps", "maybe", "probably", "possibly", "likely", "seems?", "appears?", "suggests?",
        "sounds?", "looks? (?:as if|like)", "in case", "assum(?:e|es|ing)", "suppose", "so that", "in order", "as if",
        "as though", "(?:leave|end|close|finish|walk (?:out|away)|come (?:away|out)|return) (?:\\w+ ){0,4}with",
        "push (?:\\w+ )?for", "ask (?:\\w+ ){0,2}for", "^secure", "seek", "requires?", "await(?:s|ing)?",
        "wait(?:s|ing)? (?:for|until)", "needs? (?:to|an?|the|this|that|it|more)", "ready for", "plans? to", "planned",
        "^(?:plan|propose|offer)", "towards?", "depends? on", "^have", "hinges? on", "unclear", "not clear",
        "the risk (?:is|of|that)", "(?:a|any|the) chance", "fear", "expect(?:s|ed)?", "without",
    ),
    leads=True,
    when=words("when", "whenever", "after"),
    perfect=words("has", "have", "is", "are", "been", "'s", "gets?"),
    negated=words(
        "not", "\\w+n't", "cannot", "never", "no", "nobody", "no one", "none", "nothing", "neither", "nor", "without",
        "hardly", "yet to", "rather than", "instead of", "far from", "no longer",
    ),
    conditional=_begins("(?:only |even |but |and )?(?:if|unless|once|as soon as|when)"),
    asking=_begins(
        "(?:and |but |so |then |or )?(?:what|which|who|whom|whose|how|when|where|why|is|are|was|were|do|does|did|have|"
        "has|had|can|could|would|will|should|if|in what|in which|on what|at what|by when|to what|for what|with whom)",
    ),
    presumed=words("why", "now that", "since", "given that", "because", "thanks? for", "glad", "what made",
    "after you"),
    wondered=words("what", "which", "who", "whom", "whose", "how", "where", "when", "whether", "if"),
)  # fmt: skip

_FI = Frame(
    subordinate=words("jos", "ellei", "ennen kuin", "kunnes", "koska", "jotta", "vaikka", "mutta",
    "(?:nyt |heti |vasta |sitten )?kun"),
    open=words(
        "jos", "ellei", "elleivät", "ennen kuin", "ennen", "kunnes", "jotta", "vasta kun", "heti kun", "pitä(?:ä|isi)",
        "täyty(?:y|isi)", "tä?ytyy", "tulisi", "voi(?:vat|si|sivat|mme|simme|daan|taisiin)?", "saattaa", "saattavat",
        "ehkä", "kenties", "luultavasti", "todennäköisesti", "ilmeisesti", "mahdollisesti", "vaikuttaa", "näyttää",
        "tuntuu", "kuulostaa", "halua\\w*", "toivo\\w*", "tavoite\\w*", "tavoittele\\w*", "varmista\\w*", "pyri\\w*",
        "ettei", "saisi", "\\w+isi(?:vat|mme)?", "olisi(?:vat)?", "lienee", "odota(?:t|mme)?", "odottaa", "odottavat",
        "vaatii", "vaativat", "edellyttä\\w*", "tarvit\\w+", "tarvitsee", "riippuu", "vasta", "saada(?:an|kseen)?",
        "saa(?:mme)?", "tulee", "tulevat", "aikoo", "aikovat", "riski(?:nä)?", "onko", "ovatko", "mikäli", "olettaen",
        "niin että", "saada", "saamaan", "\\w+tava", "\\w+tävä", "(?!koko|sähkö)\\w+[^k\\W]k[oö]",
    ),
    leads=False,
    when=words("kun", "sitten kun"),
    perfect=words("on", "ovat", "olemme", "olette", "ole", "olet"),
    negated=words("ei", "en", "et", "emme", "ette", "eivät", "eikä", "eivätkä", "ilman", "älä", "tuskin",
    "\\w+matta"),
    conditional=_begins("(?:vain |vasta |ja |mutta )?(?:jos|kun|mikäli|ellei|heti kun|kunhan)"),
    asking=_begins(
        "(?:ja |mutta |entä |no )?(?:\\w+k[oö](?:han|hän)?|mi(?:kä|tä|nkä|hin|stä|ssä|llä|lle|ltä|llai\\w+|ten|ksi|"
        "lloin|tkä)|mikä|kuka|ke(?:tä|nen|tkä|iden|ihin|neltä|nelle|llä)|kuinka|kump\\w+|mi\\w+|jos|kun|ennen kuin|"
        "jotta)",
    ),
    presumed=words("miksi", "nyt kun", "koska", "kiitos", "kiitokset", "sen jälkeen kun"),
    wondered=words(
        "mi(?:kä|tä|nkä|hin|stä|ssä|llä|lle|ltä|llai\\w+|ten|lloin|tkä|tkä)", "kuka",
        "ke(?:tä|nen|tkä|iden|ihin|nelle|neltä)", "kuinka", "kump\\w+", "(?!koko|sähkö)\\w+[^k\\W]k[oö]",
        "miten", "minkä",
    ),
)  # fmt: skip

_SV = Frame(
    subordinate=words(
        "om(?= (?:de|vi|ni|du|han|hon|det|den|kunden|avtalet|priset|rapporten|planen|\\w+(?:en|et|na)) )", "ifall",
        "innan", "tills", "förrän", "eftersom", "när", "så fort", "så att", "för att", "men", "medan", "nu när",
    ),
    open=words(
        "^om", "^(?:fråga|kolla|se|vet|veta|kontrollera|undersök|reda på) om", "ifall", "huruvida", "innan", "tills",
        "förrän", "så fort", "så snart", "så att", "för att", "kan", "kunde", "ska", "skall", "skulle", "bör", "borde",
        "måste", "får", "vill", "kanske", "troligen", "förmodligen", "möjligen", "sannolikt", "verkar", "tycks",
        "låter", "hoppas", "behöver", "behövs", "krävs", "kräver", "väntar på", "se till", "målet", "siktet?", "säkra",
        "få", "håll(?:a|er)?", "gör(?:a)?", "lämna (?:\\w+ ){0,3}med", "gå (?:\\w+ ){0,3}med",
        "avsluta (?:\\w+ ){0,3}med", "inväntar?", "riskerar", "risken", "beror på", "hänger på", "antag(?:et)?",
        "inför", "att (?:vara|bli|få|ha)", "oklart", "planerar", "blir", "bli",
    ),
    leads=False,
    when=words("när", "efter att", "då"),
    perfect=words("har", "är", "blir", "blivit"),
    negated=words(
        "inte", "ej", "aldrig", "ingen", "inget", "inga", "utan", "knappast", "icke", "snarare än", "i stället för",
    ),
    conditional=_begins("(?:bara |först |men |och )?(?:om|när|ifall|så fort|så snart)"),
    asking=_begins(
        "(?:och |men |så )?(?:vad|vilken|vilket|vilka|vem|vems|hur|när|var|varför|är|har|hade|kan|kunde|vill|ska|"
        "skulle|får|finns|behöver|om|innan|på vilket|av vem|till vem|för vem|med vem|i vilken|\\w+r ni|\\w+de ni|"
        "\\w+r du)",
    ),
    presumed=words("varför", "nu när", "eftersom", "tack för", "sedan ni", "efter att ni"),
    wondered=words("vad", "vilken", "vilket", "vilka", "vem", "vems", "hur", "när", "var", "om", "huruvida"),
)  # fmt: skip

_DE = Frame(
    subordinate=words(
        "wenn", "falls", "ob", "bevor", "ehe", "bis(?= (?:sie|der|die|das|wir|er|es|ihr) )", "sobald", "weil",
        "damit(?= )", "aber", "nachdem", "obwohl", "solange",
    ),
    open=words(
        "wenn", "falls", "sofern", "ob", "bevor", "ehe", "bis (?:sie|der|die|das|wir|er|es|ihr)", "sobald", "damit",
        "würden?", "könnten?", "sollten?", "soll(?:en)?", "muss", "müssen", "müssten?", "kann", "können", "darf",
        "dürfen", "dürften?", "will", "wollen", "möchten?", "vielleicht", "wohl", "vermutlich", "wahrscheinlich",
        "möglicherweise", "scheint", "scheinen", "wirkt", "klingt", "hoff(?:t|en|e)", "ziel", "sicherstellen", "sicher",
        "werden(?! \\w+ worden)", "braucht", "brauchen", "benötigt", "wartet auf", "warten auf", "wäre(?:n)?",
        "hätten?", "um zu", "zu (?:haben|sein|werden)", "hängt", "risiko", "gefahr", "erst wenn", "zu \\w+en",
        "\\w+zu\\w+en", "bleib(?:t|en)", "halten", "halte", "wird",
        "mit (?:einem|einer) (?:\\w+ ){0,2}\\w+ (?:gehen|verlassen|beenden)", "erwartet", "unklar", "offen", "verlangt",
    ),
    leads=False,
    when=words("nachdem"),
    perfect=words("(?!x)x"),
    negated=words(
        "nicht", "nichts", "kein(?:e|en|er|em|es)?", "nie", "niemals", "niemand", "ohne", "weder", "noch nicht", "kaum",
        "statt",
    ),
    conditional=_begins("(?:nur |erst |aber |und )?(?:wenn|falls|sofern|sobald)"),
    asking=_begins(
        "(?:und |aber |also )?(?:was|welche\\w*|wer|wem|wen|wessen|wie|wann|wo|woran|womit|wofür|worauf|warum|weshalb|"
        "wieso|ist|sind|war|waren|haben|hat|hatten|können|kann|könnten|wollen|will|sollen|soll|möchten|wird|werden|"
        "gibt|wenn|falls|ob|bevor|bis wann|in welche\\w*|an welche\\w*|mit we\\w+|\\w+en sie)",
    ),
    presumed=words("warum", "weshalb", "wieso", "nachdem", "da", "weil", "jetzt wo", "danke für", "seit"),
    wondered=words(
        "was", "welche\\w*", "wer", "wem", "wen", "wessen", "wie", "wann", "wo", "woran", "womit", "wofür", "worauf",
        "ob",
    ),
)  # fmt: skip

FRAMES: Final[Mapping[str, Frame]] = {"en": _EN, "fi": _FI, "sv": _SV, "de": _DE}

FACT_OPEN: Final = words(
    # English
    "not", "\\w+n't", "never", "no", "without", "if", "unless", "whether", "until", "will", "would", "should", "must",
    "needs? to", "ha(?:s|ve) to", "to be", "want(?:s|ed)?", "waiting for", "await(?:s|ing)?", "expects? to",
    "plans? to", "hopes?", "nobody", "missing", "pending", "expected", "planned", "scheduled", "in progress",
    "when (?:\\w+ ){1,3}(?:has|have|is|are)",
    # Finnish
    "ei", "eivät", "emme", "ennen kuin", "jos", "kunnes", "pitä(?:ä|isi)", "täytyy", "halua\\w*", "toivo\\w*", "aikoo",
    "odottaa", "odottavat", "odotamme", "ilman", "\\w+isi(?:vat|mme)?", "ehkä", "puuttu\\w+", "kesken", "vasta",
    "odotetaan", "suunnitel\\w+", "tulossa",
    # Swedish
    "inte", "ej", "aldrig", "ingen", "inga", "inget", "utan", "ska", "skall", "skulle", "måste", "vill", "väntar på",
    "innan", "inväntar", "kanske", "saknas", "återstår", "väntas", "planera\\w+",
    # German
    "nicht", "kein(?:e|en|er|em)?", "nie", "ohne", "wenn", "falls", "ob", "bevor", "soll(?:en|te|ten)?", "muss",
    "müssen", "möchten?", "wartet auf", "warten auf", "würden?", "vielleicht", "fehlt", "fehlen", "geplant", "erwartet",
    "steht aus", "ausstehend\\w*",
)  # fmt: skip
"""Words by which a fact says that something is *not* so (yet): such a clause of it supports no claim that it is."""
