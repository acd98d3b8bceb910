"""Words that say whether something has been handed over, or will be. Data; see `core.fulfilment`."""

import re

HANDED = re.compile(
    r"(?<!\w)(?:liitteenä|liitteessä|liitteistä|liitteestä|liitteinä|liitin|ohessa|oheis\w+|tässä|täältä löytyy|tuossa on|"
    r"lähetin|lähetimme|lähetetty|laitoin|laitettiin|toimitin|toimitimme|toimitettu|jaoin|julkaisin|"
    r"attached|enclosed|please find|here (?:is|are|comes?|you go)|here['’]s|(?:i|we)(?:['’]ve| have)? (?:just )?(?:sent|shared|uploaded|attached)|"
    r"have been sent|has been sent|was sent|were sent|find (?:it|them) (?:here|below)|"
    r"bifog\w+|bilagd\w*|i bilagan|här kommer|här är|här finns|(?:har )?skickat|skickade|har delat|delade|"
    r"anbei|im anhang|in der anlage|angehängt|beigefügt|hier (?:ist|sind|kommt|kommen|findest|finden)|"
    r"(?:habe|haben) .{0,60}(?:geschickt|gesendet|geteilt|hochgeladen|übersandt)|wurden? .{0,60}(?:geschickt|versandt|gesendet))(?!\w)",
    re.IGNORECASE,
)
"""Here it is."""

NOT_YET = re.compile(
    r"(?<!\w)(?:ei|en|et|emme|ette|eivät|eikä|vasta|huomenna|ylihuomenna|ensi viikolla|myöhemmin|viivästy\w*|myöhästy\w*|"
    r"pian|kohta|jahka|kunhan|tulossa|puuttuu|unohdin|unohtui|"
    r"not|never|no|\w+n['’]t|will|['’]ll|shall|going to|tomorrow|next week|soon|later|shortly|delayed|overdue|as soon as|once|"
    r"missing|forgot|still|"
    r"inte|ej|ännu|kommer att|ska|skall|imorgon|i morgon|nästa vecka|snart|senare|försena\w*|så snart|saknas|glömde|"
    r"nicht|kein\w*|werden?|wird|morgen|nächste woche|bald|später|verspät\w*|verzöger\w*|sobald|fehlt|fehlen|vergessen)(?!\w)",
    re.IGNORECASE,
)
"""Not now."""

CLAUSES = re.compile(r"[,;:–—]|(?<!\w)(?:mutta|but|men|aber|jedoch|however|while|kun taas)(?!\w)", re.IGNORECASE)

ANSWERS = (
    "vahvist", "vastau", "paato", "paatok", "hyvaksy", "kuittau", "confirm", "answer", "decision", "decid", "approv",
    "besked", "bekraft", "beslut", "svar", "godkann", "bestatig", "entscheid", "antwort", "ruckmeld", "freigab", "zusage",
)  # fmt: skip
"""A promise to say something, which is kept by saying it (folded stems)."""

REPLY_MARK = re.compile(r"^\s*(?:re|vs|sv|aw|antw|fwd?|vl|wg)\s*:\s*", re.IGNORECASE)
