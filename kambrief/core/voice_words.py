"""Words by which a mail's form is known in the four languages: greetings, groups, thanks. Data, never printed."""

import re

LEADS = re.compile(
    r"(?:hei(?: taas| vaan)?|moi(?: taas| vaan)?|moikka|moro|terve(?:hdys)?|tervehdys|päivää|"
    r"hyvää (?:päivää|huomenta|iltapäivää)|"
    r"huomenta|hyvät?|arvoisat?|hi(?: again| there)?|hello(?: again)?|hey|dear|good (?:morning|afternoon|evening|day)|"
    r"hejsan|hejhej|hej(?: hej| igen)?|tjena|tja|hallå|"
    r"god (?:morgon|dag|eftermiddag)|bästa|kära|hallo(?: nochmal)?|hi|moin|"
    r"servus|grüezi|grüß (?:gott|dich|euch|sie)|guten (?:tag|morgen|abend)|liebe[rs]?|"
    r"sehr geehrte[rs]?|werte[rs]?)(?!\w)",
    re.IGNORECASE,
)
"""What a greeting begins with."""
GROUP = re.compile(
    r"(?:kaikki|kaikille|tiimi|porukka|väki|vastaanottajat|molemmat|all|everyone|everybody|both|team|folks|alla|båda|"
    r"allesammans|teamet|zusammen|alle|allerseits|beide|damen und herren|damen|herren|"
    r"kolleg(?:en|innen|ar|er|at)|colleagues)(?!\w)",
    re.IGNORECASE,
)
"""Who is greeted without a name."""
JOINING = frozenset({"ja", "sekä", "and", "och", "samt", "und", "sowie", "&", "+"})
TITLES = frozenset({"frau", "herr", "herrn", "dr", "prof", "mr", "mrs", "ms", "herra", "rouva", "tohtori", "professor"})
"""Before a name; a full stop behind them is no end."""
AGAIN = re.compile(r"(?:sehr geehrte[rs]?|liebe[rs]?|werte[rs]?|dear|hyvä|hej|bästa)\s+", re.IGNORECASE)
"""Said once more before the second person."""
SAID_AGAIN = frozenset({"sehr", "geehrte", "geehrter", "liebe", "lieber", "werte", "werter"})
GENDERED = {
    "sehr geehrte": ("Sehr geehrte", "Sehr geehrter"),
    "liebe": ("Liebe", "Lieber"),
    "werte": ("Werte", "Werter"),
}
"""Leads that have another form for a man."""

ORDINARY = frozenset({
    "per", "bo", "may", "will", "mark", "art", "rose", "grace", "hope", "faith", "joy", "bill", "rich", "grant",
    "chase", "dean", "kai", "onni", "toivo", "into", "ilo", "rauha", "veli", "aamu", "usko", "voitto", "liv",
    "dag", "mai", "klein", "lang", "kurz", "gross", "groß", "schwarz", "weiß", "neu", "gut", "alt", "reich",
    "king", "young", "long", "short", "best", "black", "white", "brown", "green", "day", "love", "price",
    "wise", "good", "new", "old",
})  # fmt: skip
"""Names that are words as well: written small, they are no names."""

FAREWELL = re.compile(
    r"terveisin|terveiset|regards|wishes|hälsning(?:ar)?|gr(?:ü|u)(?:ß|ss)(?:e|en)?|dank|greetings", re.IGNORECASE
)
"""Of a farewell, with a capital or without."""

THANKS = re.compile(
    r"(?<!\w)(?:kiit(?:os|ok|än|äm)\w*|thank(?:s| you)|many thanks|tack(?!l)\w{0,4}|(?:be)?dank(?:e|en)?)(?!\w)",
    re.IGNORECASE,
)
"""A sentence that thanks."""

DAY_WORDS = re.compile(
    r"(?<!\w)(?:maanantai|tiistai|keskiviik|torstai|perjantai|lauantai|sunnuntai|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"\w{3,7}kuu(?=\w{0,5}(?!\w))|january|february|march|april|june|july|august|september|october|november|december|januari|februari|mars(?!\w)|"
    r"maj(?!\w)|juni|juli|augusti|oktober|januar|februar|märz|mai(?!\w)|dezember)\w{0,5}",
    re.IGNORECASE,
)
"""Days and months by name."""
SHORT_DAYS = re.compile(
    r"(?<!\w)(?:ma|ti|ke|to|pe|la|su|mon|tue|wed|thu|fri|sat|sun|mån|tis|ons|tors?|fre|lör|sön|mo|di|mi|do|fr|sa|so|kl|klo|den|am|"
    r"kw|vk|v)\.?\s+(?=\d)",
    re.IGNORECASE,
)
"""Before digits they belong to the value."""
