"""How mail programs mark what is quoted below a reply, and how people end one. Data; see `core.quoted`.

After what Outlook (desktop, web, phone), Gmail, Apple Mail, Thunderbird and Samsung's program write in Finnish, Swedish,
German and English.
"""

import re

WROTE = re.compile(
    r"^(?:.*\W)?(?:kirjoitti|wrote|writes|skrev|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|napisał\w*)(?!\w).*:$",
    re.IGNORECASE,
)
"""A line (or two, or three, put together) that says who wrote what follows; holds a number or an address."""

BELOW = re.compile(
    r"^[\s\-_*=>]*(?:alkuperäinen viesti|välitetty viesti|edelleen lähetetty viesti|original message|original email|"
    r"forwarded message|ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|ursprüngliche nachricht|"
    r"originalnachricht|weitergeleitete nachricht|originale meddelelse|message d['’]origine)[\s\-_*=:]*$",
    re.IGNORECASE,
)
RULE = re.compile(r"^\s*(?:_{8,}|-{12,}|={12,}|\*{12,})\s*$")

HEADER = re.compile(
    r"^[\s*>]*(?P<name>lähettäjä|lähetetty|vastaanottaja|kopio|piilokopio|aihe|päivämäärä|päiväys|pvm|"
    r"from|sent|to|cc|bcc|subject|date|reply-to|importance|"
    r"från|skickat|till|kopia|ämne|datum|"
    r"von|gesendet|an|betreff|datum|"
    r"de|envoyé|à|objet)\s*\*?\s*:\s*\*?(?:\s|$)",
    re.IGNORECASE,
)
"""A line of the block that Outlook puts above the quoted mail."""
SENDERS = frozenset({"lähettäjä", "from", "från", "von", "de"})

PHONE = re.compile(
    r"^\W*(?:lähetetty (?:\w+ ){0,3}(?:iphone|ipad|outlook|android|samsung|gmail|yahoo|huawei|puhelim|laitteest|mobiili|galaxy)|"
    r"lähetetty (?:minun )?\w{0,20}(?:phonesta|padista|sta laitteesta)|hanki outlook|lataa outlook|"
    r"sent from (?:my|outlook|mail|yahoo|samsung|the)|get outlook for|sent using|sent via|"
    r"skickat från|skickades från|skaffa outlook|hämta outlook|"
    r"von meine[mr] .{0,40}gesendet|gesendet (?:von|mit|über|aus)|outlook für (?:ios|android)|holen sie sich outlook)",
    re.IGNORECASE,
)
"""What a phone adds below."""

FAREWELL = re.compile(
    r"^\W*(?:(?:ystävällisin |parhain |lämpimin |hyvin |syysterkuin )?(?:terveisin|terveisiä|terkuin|terkut|terv\.?|tervein|yst\.? terv\.?)|"
    r"yt|t(?=[.:])|(?:with )?(?:best|kind|warm|many)(?: regards| wishes)?|regards|br|kr|cheers|yours(?: sincerely| truly)?|sincerely|"
    r"(?:med )?(?:vänlig(?:a)?|bästa|varma|trevliga|hjärtliga) hälsning(?:ar)?|hälsningar|vänligen|mvh|vh|/(?=\w)|"
    r"(?:mit )?(?:freundliche[nm]?|beste[nm]?|viele[nm]?|liebe[nm]?|schöne[nm]?|herzliche[nm]?) gr(?:ü|ue)(?:ß|ss)e[n]?|gruß|gruss|mfg|vg|lg|bg)"
    r"(?:[\s,.!:/–-]*)(?:[A-ZÅÄÖÉÜ][\w.'’-]{0,30}[\s,.]*){0,3}$",
    re.IGNORECASE,
)
"""A line that ends a mail: below stand a name and a telephone number."""
