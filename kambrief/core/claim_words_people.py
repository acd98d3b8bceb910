"""Words by which a sentence says who promised whom, and what somebody said, wants or decides. Data, never printed.

In patterns of promises people stand as ``qthey`` (the customer's), ``qthem`` (the same, inflected as one who is done
something to) and ``qwe`` (ours).
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from kambrief.core.claim_words_forms import words
from kambrief.core.claims_marks import MARK


class Sides(NamedTuple):
    """Who has promised, or waits."""

    ours: re.Pattern[str]
    theirs: re.Pattern[str]
    you: Mapping[str, tuple[str, str]]
    """Words for "you" → the same for our side and for theirs: a note speaks to us, a question to them."""


class Attribution(NamedTuple):
    """What a person is said to do, with the person as a mark."""

    after: re.Pattern[str]
    """The verb behind its person; matched where the mark stands."""
    before: re.Pattern[str]
    """The verb in front of its person."""
    view: re.Pattern[str] | None = None
    """Somebody's opinion or wish, the person in the genitive: matched where the mark stands."""


# --- promises ------------------------------------------------------------------------------------------------------

SIDES: Final[Mapping[str, Sides]] = {
    "en": Sides(
        words(
            r"(?:we|we've|i|our (?:side|team|company)|qwe)(?: (?:have|has|had|already|also|still|once|both|"
            r"all)){0,3} (?:promised|owe|owes|committed|pledged|undertook|said we would)",
            r"our (?:\w+ ){0,2}(?:promise|commitment|pledge|word)s?",
            r"ow(?:e|es|ed|ing) (?:to )?(?:them|qthey|the customer|the client)",
            r"(?:qthey|they|customer|client|he|she)(?: \w+)? (?:is|are|was|were) (?:\w+ )?owed",
            r"(?:qthey|they|customer|client) (?:is|are|has been|have been|was|were)(?: \w+){0,2} (?:promised|waiting)",
            r"(?:qthey|they|customer|client)(?: (?:still|already))? waits? for (?:us|we|our)",
            r"promised (?:to )?(?:them|qthey|the customer|the client)",
            r"waiting (?:for|on) (?:us|we|our)", r"apologi[sz]e", r"(?:we|we're|i)(?: are| am)? (?:\w+ )?late",
            r"we (?:have not|haven't|did not|didn't) (?:delivered?|send|sent|keep|kept)",
        ),
        words(
            r"(?:they|they've|customer|client|qthey|their (?:side|team))(?: (?:have|has|had|already|also|still|"
            r"once)){0,3} (?:promised|owe|owes|owed|committed|pledged|said they would)",
            r"their (?:\w+ ){0,2}(?:promise|commitment|pledge)s?",
            r"(?:qthey|customer|client)'s (?:\w+ )?(?:promise|commitment)s?",
            r"ow(?:e|es|ed|ing) (?:to )?(?:us|we|qwe)",
            r"(?:we|we're|qwe) (?:(?:are|'re) )?(?:\w+ )?(?:owed|waiting)",
            r"promised (?:to )?(?:us|we|qwe)", r"waiting (?:for|on) (?:them|qthey|the customer|the client|their)",
            r"(?:chase|remind|nudge|press) (?:them|qthey|the customer|the client)",
            r"(?:they|they're)(?: are)? (?:\w+ )?late",
            r"they (?:have not|haven't|did not|didn't) (?:delivered?|send|sent|keep|kept)",
        ),
        {"you": ("we", "they"), "your": ("our", "their"), "you've": ("we've", "they've"), "you're": ("we're",
        "they're")},
    ),
    "fi": Sides(
        words(
            r"lupasimme", r"olemme (?:\w+ ){0,2}(?:luvanneet|velkaa|myöhässä)",
            r"(?:qwe|me) (?:on )?(?:\w+ )?(?:lupasi|luvannut)", r"(?:meidän|oma|omat|oman) (?:\w+ ){0,2}lupau\w+",
            r"lupauksemme\w*", r"lupaamamme", r"luva(?:ttu|ttiin|ttua|tun) (?:\w+ ){0,2}(?:qthem|heille|asiakkaalle)",
            r"(?:qthem|heille|asiakkaalle) (?:\w+ ){0,3}luva(?:ttu\w*|ttiin|tun|tut)",
            r"(?:he|asiakas|qthey) (?:odottaa|odottavat) (?:\w+ ){0,2}(?:meiltä|meitä)", r"odotta(?:a|vat) meiltä",
            r"pyydä (?:\w+ ){0,2}anteeksi", r"pahoittele\w*",
        ),
        words(
            r"(?:he|asiakas|qthey) (?:\w+ )?(?:lupasi(?:vat)?|on (?:\w+ )?luvannut|ovat (?:\w+ )?luvanneet|on velkaa|"
            r"ovat velkaa)",
            r"lupasivat", r"ovat (?:\w+ )?luvanneet", r"(?:heidän|asiakkaan|qthem) (?:\w+ )?lupau\w+", r"lupauksensa",
            r"heidän lupaama\w*", r"meille (?:\w+ ){0,2}luva(?:ttu\w*|ttiin|tun)",
            r"luva(?:ttu|ttiin|nnut|nneet) meille", r"odotamme (?:\w+ ){0,2}(?:heiltä|qthem|asiakkaalta)",
            r"lupasi qthey", r"muistuta (?:heitä|qthem|qthey|asiakasta)",
            r"(?:he|asiakas|qthey) (?:on|ovat) (?:\w+ )?myöhässä",
        ),
        {
            "lupasit": ("lupasimme", "lupasivat"), "lupauksesi": ("lupauksemme", "lupauksensa"),
            "olet luvannut": ("olemme luvanneet", "ovat luvanneet"), "lupasitte": ("lupasimme", "lupasivat"),
            "lupauksenne": ("lupauksemme", "lupauksensa"), "olette luvanneet": ("olemme luvanneet", "ovat luvanneet"),
            "sinulta": ("meiltä", "heiltä"), "teiltä": ("meiltä", "heiltä"), "sinulle": ("meille", "heille"),
            "teille": ("meille", "heille"), "odotat": ("odotamme", "odottavat"), "odotatte": ("odotamme",
            "odottavat"),
            "lupaamanne": ("lupaamamme", "heidän lupaamansa"),
        },
    ),
    "sv": Sides(
        words(
            r"vi (?:har |redan |också ){0,2}(?:lovade|lovat|utlovade|utlovat|skyldiga|är skyldiga)",
            r"(?:lovade|har) vi (?:\w+ ){0,2}lovat",
            r"lovade vi", r"vår[ta]? (?:\w+ )?(?:löfte\w*|åtagande\w*|utfästelse\w*)", r"qwe (?:har )?lova(?:de|t)",
            r"(?:de|kunden|qthey) (?:\w+ )?väntar (?:\w+ )?på (?:oss|vi|vår\w*)", r"väntar (?:\w+ )?på (?:oss|vår\w*)",
            r"lova(?:t|des|ts|d|de) (?:till )?(?:dem|kunden|qthey)", r"be (?:\w+ ){0,2}om ursäkt",
            r"skyldiga (?:dem|kunden|qthey)", r"vi är (?:\w+ )?(?:sena|försenade)",
            r"(?:qthey|de|kunden) (?:har|blev|fick) (?:\w+ )?(?:blivit )?(?:lovad|lovade|utlovad)",
        ),
        words(
            r"(?:de|kunden|qthey) (?:har |redan |också ){0,2}(?:lovade|lovat|utlovade|utlovat|skyldig|är skyldig)",
            r"har (?:de|kunden|qthey) (?:\w+ ){0,2}lovat", r"lovade (?:de|kunden)",
            r"deras (?:\w+ )?(?:löfte\w*|åtagande\w*)", r"kundens (?:\w+ )?(?:löfte\w*|åtagande\w*)",
            r"vi (?:\w+ )?väntar (?:\w+ )?på (?:dem|kunden|deras|qthey)",
            r"väntar vi (?:\w+ )?på (?:dem|kunden|deras|qthey)", r"lova(?:t|de) (?:oss|vi)",
            r"påminn (?:dem|kunden|qthey)", r"skyldiga? (?:oss|vi)", r"de är (?:\w+ )?(?:sena|försenade)",
        ),
        {
            "du": ("vi", "de"), "ni": ("vi", "de"), "dig": ("oss", "dem"), "er": ("oss", "dem"), "ert": ("vårt",
            "deras"),
            "ditt": ("vårt", "deras"), "era": ("våra", "deras"), "dina": ("våra", "deras"), "din": ("vår", "deras"),
        },
    ),
    "de": Sides(
        words(
            r"wir (?:haben )?(?:\S+ ){0,6}(?:zugesagt|versprochen)", r"wir (?:versprachen|schulden|sagten)",
            r"(?:haben|hatten) wir (?:\S+ ){0,6}(?:zugesagt|versprochen)", r"schulden wir",
            r"unsere[rn]? (?:\w+ )?(?:zusage|versprechen)n?", r"unser (?:\w+ )?versprechen",
            r"(?:sie|kunde|qthey|er) warte[tn] (?:\w+ ){0,2}auf (?:uns|unser\w*)",
            r"warte[tn] (?:\w+ )?auf (?:uns|unser\w*)",
            r"(?:ihnen|dem kunden) (?:\S+ ){0,6}(?:zugesagt|versprochen|schuldig)",
            r"(?:ist|wurde|war|wurden|sind) qthey (?:\S+ ){0,3}(?:zugesagt|versprochen)",
            r"qthey (?:ist|wurde|war|wurden) (?:\S+ ){0,6}"
            r"(?:zugesagt|versprochen)", r"entschuldig\w+", r"wir sind (?:\w+ )?(?:zu spät|im verzug)",
            r"qwe hat (?:\S+ ){0,6}zugesagt",
        ),
        words(
            r"(?:kunde|qthey) hat (?:\S+ ){0,6}(?:zugesagt|versprochen)",
            r"sie (?:haben|hatten) (?:\S+ ){0,6}(?:zugesagt|versprochen)",
            r"(?:haben sie|hat der kunde|hat qthey) (?:\S+ ){0,6}(?:zugesagt|versprochen)",
            r"(?:sie|kunde|qthey) versprach(?:en)?",
            r"(?:sie|kunde|qthey) schulde[tn]", r"ihre[rn]? (?:\w+ )?(?:zusage|versprechen)n?",
            r"ihr (?:\w+ )?versprechen", r"zusagen? (?:des kunden|von qthey)",
            r"uns (?:\S+ ){0,6}(?:zugesagt|versprochen|schuldet|schulden|schuldig)", r"schulde[tn] uns",
            r"wir warten (?:\w+ ){0,2}auf", r"warten wir (?:\w+ ){0,2}auf", r"erinner\w* (?:sie|qthey|den kunden)",
            r"(?:sie sind|kunde ist) (?:\w+ )?im verzug",
        ),
        {"du": ("wir", "sie"), "deine": ("unsere", "ihre"), "dein": ("unser", "ihr"), "hast": ("haben", "haben")},
    ),
}  # fmt: skip

# --- what people say and want --------------------------------------------------------------------------------------

_EN_DO = (
    "say|want|expect|ask|promise|need|decide|approve|complain|wait|support|oppose|insist|prefer|fear|hope|require|"
    "demand|reject|refuse|sign|agree|accept|confirm|think|believe|doubt|object|push|choose|block"
)
_EN_DONE = (
    "said|says|want(?:s|ed)|expect(?:s|ed)|ask(?:s|ed)|promise[sd]|need(?:s|ed)|decide[sd]|approve[sd]|"
    "complain(?:s|ed)|wait(?:s|ed)|support(?:s|ed)|oppose[sd]|insist(?:s|ed)|prefer(?:s|red)|fear(?:s|ed)|hope[sd]|"
    "require[sd]|demand(?:s|ed)|reject(?:s|ed)|refuse[sd]|sign(?:s|ed)|agree[sd]|accept(?:s|ed)|confirm(?:s|ed)|told|"
    "wrote|mentioned|raised|thinks|thought|believe[sd]|doubt(?:s|ed)|dislikes|likes|object(?:s|ed)|push(?:es|ed)|chose|"
    "chosen|chooses|block(?:s|ed)|ordered|resigned|suggested|proposed|warned|praised|criticised|threatened|escalated|"
    "owes|wished|worries|stated|argued|holds the \\w+|has the (?:last|final) (?:word|say)|controls|opposed|finds|found|"
    "thanked|thanks|considers|values|noted|notes|pointed|offered|welcome[sd]|admit(?:s|ted)|mentions|suggests|proposes|"
    "warns|praises|repeats|repeated|sees|saw|accepts|writes|tells|intends|plans|planned"
)
_EN_BE = (
    "(?:is|was) (?:\\w+ )?(?:waiting|worried|against|unhappy|happy|satisfied|disappointed|frustrated|annoyed|opposed|"
    "asking|pushing|insisting|in favour|behind the|impatient|sceptical|skeptical|keen|convinced)"
)
_EN_BETWEEN = (
    "has|have|had|already|also|now|still|clearly|once|never|not|explicitly|only|just|both|first|long|repeatedly|"
    "strongly|"
    f"openly|and {MARK}|himself|herself|really|always|often|personally"
)

_FI_SAY = (
    "sano[oi]|halua[ai]?|halusi|odott(?:aa|i)|kysy[yi]|pyysi|pyytää|lupasi|lupaa|tarvitsee|tarvitsi|päätt(?:ää|i)|"
    "hyväksy[yi]|valitt(?:aa|i)|tukee|tuki|vastusta[ai]|vastusti|vaati[i]?|edellytt(?:ää|i)|toivo[oi]|pelkää|pelkäsi|"
    "epäil(?:ee|i)|usko[oi]|ajattel(?:ee|i)|allekirjoitt(?:i|aa)|vahvist(?:i|aa)|kieltäyty[yi]|hylkäsi|kerto[oi]|"
    "kirjoitti|mainitsi|valitsi|valitsee|suosi[i]?|torju[ui]|painott(?:i|aa)|korost(?:i|aa)|ehdott(?:i|aa)|puolsi|"
    "puoltaa|suostui|perui|uhkasi|arvosteli|kiitteli|kiitti|kiittää|näkee|näki|aikoo|suunnittelee|sai|kehui|erosi|"
    "irtisanoutui|eskaloi|(?:on|oli) (?:\\w+ )?(?:vastaan|tyytyväinen|tyytymätön|pettynyt|huolissaan|ärtynyt|"
    "turhautunut)"
)
_FI_DONE = (
    "sanonut|halunnut|odottanut|kysynyt|pyytänyt|luvannut|tarvinnut|päättänyt|hyväksynyt|valittanut|tukenut|"
    "vastustanut|vaatinut|edellyttänyt|toivonut|pelännyt|epäillyt|kertonut|kirjoittanut|maininnut|valinnut|torjunut|"
    "painottanut|korostanut|ehdottanut|puoltanut|suostunut|allekirjoittanut|vahvistanut|kieltäytynyt|hylännyt|uhannut|"
    "eskaloinut"
)
_FI_BETWEEN = "on|oli|ei|ole|jo|nyt|myös|yhä|edelleen|selvästi|itse|aina|kerran|toistuvasti|viimeksi|kovasti"

_SV_SAY = (
    "sa|sade|säger|vill|ville|förväntar|förväntade|väntar|väntade|frågar|frågade|bad|ber|lovade|lovar|behöver|behövde|"
    "beslutar|beslutade|bestämmer|bestämde|godkänner|godkände|klagar|klagade|stödjer|stöder|stödde|motsätter|motsatte|"
    "kräver|krävde|hoppas|hoppades|oroar|tvivlar|tror|tycker|tyckte|anser|skrev|nämnde|tackade|avvisade|avvisar|"
    "undertecknade|accepterade|accepterar|bekräftade|bekräftar|föredrar|efterfrågade|efterfrågar|betonade|betonar|"
    "föreslog|hotade|slutade|avgår|eskalerade|ser|såg|planerar|tackar|berömde|valde|väljer|önskar|avgör|påpekade|"
    "är (?:\\w+ )?(?:emot|för|nöjd|missnöjd|besviken|orolig|tveksam|irriterad|negativ|positiv)"
)
_SV_DONE = (
    "sagt|velat|förväntat|väntat|frågat|bett|lovat|behövt|beslutat|bestämt|godkänt|klagat|stött|motsatt|krävt|hoppats|"
    "skrivit|nämnt|tackat|avvisat|undertecknat|accepterat|bekräftat|efterfrågat|betonat|föreslagit|hotat|eskalerat|"
    "valt|önskat"
)
_SV_BETWEEN = "har|hade|inte|redan|nu|också|fortfarande|tydligt|själv|alltid|gång på gång|uttryckligen|länge"

_DE_SAY = (
    "will|wollte|möchte|sagte?|erwartet(?:e)?|fragte?|bat|bittet|versprach|braucht(?:e)?|benötigt(?:e)?|entscheidet|"
    "entschied|genehmigt(?:e)?|beschwert(?:e)?|wartet(?:e)?|unterstützt(?:e)?|lehnt|lehnte|verlangt(?:e)?|"
    "fordert(?:e)?|hofft(?:e)?|befürchtet(?:e)?|fürchtet|meint(?:e)?|glaubt(?:e)?|bezweifelt(?:e)?|unterschrieb|"
    "unterzeichnete|bestätigt(?:e)?|akzeptiert(?:e)?|kündigt(?:e)?|bevorzugt|besteht|bestand|schrieb|erwähnte|betonte?|"
    "schlug|drohte?|wünscht(?:e)?|kritisiert(?:e)?|dankte?|sieht|sah|plant|findet|fand|nennt|nannte|"
    "ist (?:\\w+ )?(?:dagegen|gegen|für|zufrieden|unzufrieden|enttäuscht|skeptisch|besorgt|verärgert)"
)
_DE_DONE = (
    "gesagt|gewollt|erwartet|gefragt|gebeten|versprochen|zugesagt|gebraucht|entschieden|genehmigt|beschwert|"
    "unterstützt|abgelehnt|verlangt|gefordert|unterschrieben|unterzeichnet|bestätigt|akzeptiert|geschrieben|erwähnt|"
    "betont|gedroht|vorgeschlagen|gewünscht|kritisiert|zugestimmt|freigegeben|eskaliert|bedankt|gelobt|geplant|gemeint"
)

ATTRIBUTIONS: Final[Mapping[str, Attribution]] = {
    "en": Attribution(
        re.compile(
            rf"{MARK} (?:(?:{_EN_BETWEEN}) ){{0,4}}(?:(?:{_EN_DONE}|{_EN_BE})|(?:will|does|did|doesn't|"
            rf"didn't) (?:\w+ )?(?:{_EN_DO}))(?!\w)"
        ),
        re.compile(
            rf"(?<!\w)(?:according to|in the (?:view|words|opinion) of|said|says|a wish of|a request from) {MARK}"
        ),
    ),
    "fi": Attribution(
        re.compile(rf"{MARK} (?:(?:{_FI_BETWEEN}) ){{0,3}}(?:{_FI_SAY}|{_FI_DONE})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{_FI_SAY}) {MARK}"),
        re.compile(rf"{MARK} (?:mielestä|mukaan|toive|toiveesta)(?!\w)"),
    ),
    "sv": Attribution(
        re.compile(rf"{MARK} (?:(?:{_SV_BETWEEN}) ){{0,3}}(?:{_SV_SAY}|{_SV_DONE})(?!\w)"),
        re.compile(
            rf"(?<!\w)enligt {MARK}|(?<!\w)(?!(?:vi|de|du|ni|jag|han|hon|som|och|att|kunden) )\w+ (?:{_SV_SAY}) {MARK}|"
            rf"(?<!\w)(?!(?:vi|de|du|ni|jag|han|hon) )\w+ har {MARK} (?:\w+ ){{0,2}}(?:{_SV_DONE})(?!\w)"
        ),
    ),
    "de": Attribution(
        re.compile(
            rf"{MARK} (?:{_DE_SAY})(?!\w)|{MARK} hat(?:te)? (?:\S+ ){{0,7}}?(?:{_DE_DONE})(?!\w)|"
            rf"(?<=\w ){MARK} (?:\S+ ){{0,5}}?(?:{_DE_SAY}|(?:{_DE_DONE}) hat)$"
        ),
        re.compile(
            rf"(?<!\w)(?:laut|nach ansicht von|so) {MARK}|(?<!\w)(?!(?:wir|sie|er|ich|und|der|die|"
            rf"das) )\w+ (?:{_DE_SAY}) {MARK}|(?<!\w)\w+ hat {MARK} (?:\S+ ){{0,5}}?(?:{_DE_DONE})(?!\w)"
        ),
    ),
}
"""By language. A person is one character in these texts, so "Anna has already said" is a mark and three words."""
