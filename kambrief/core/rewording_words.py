"""Words that may begin an English sentence of a mail and name nobody: there every unknown capital is taken for a name.

Data, not wording: never printed.
"""

import re

BEGINNINGS = frozenset(
    (  # noqa: SIM905 - a table to read
        "access account action additional after agreed agreement alternative answer any approval as assessment at "
        "audit availability average backup batch before besides board both breakdown brief budget business "
        "calculation capacity change changes choice clarity colleague comparison complaint concern condition "
        "conditions contact contract copy corrected correction cost costs cover current currently customer customers "
        "data date deadline decision delay deliveries delivery demand department description design detail details "
        "device devices director disruption document documents downtime draft driver drivers each early either energy "
        "engineer equipment error especially estimate every evidence example expense experience expert failure fault "
        "faults feedback figure figures final finally finance first fixed following for from full further future goal "
        "goods group guest guests having help high higher history hour hours however idea if important in individual "
        "information input instead interruption interruptions inventory invoice invoices issue issues item items it "
        "key kind know knowing lack last late later latest least legal less level licence limit line lines list local "
        "long lower machine machines main maintenance management manager managers many material materials maximum "
        "meanwhile measure meeting minimum minutes missing model models money month monthly more most much need new "
        "next normal note notes number numbers offer office on once one open operation operations operator option "
        "options order orders other our outage overview owner packaging pallet parcel part participants parts payment "
        "people percentage period personnel phase pilot plan plans plant please point points possible practice "
        "present previous price prices pricing primary priority problem problems procedure process product production "
        "products project proposal purchase purpose quarter question questions rate reason regarding regular "
        "reliability renewal repair report reporting request requirement requirements response result results review "
        "right risk risks root rough round same sample savings scale schedule scope season second security separate "
        "service services several shift shifts shipment shipments shop short since site sites situation small "
        "software solution some sorry spare staff stage start startup status step steps stock stop stops storage "
        "strategy suggestion summary supplier suppliers supply support survey switch system systems target task tasks "
        "team technical test tests thank thanks their then therefore third this those time timetable timing to "
        "together tool topic total training transition transport trial trouble two type under unfortunately unit "
        "units until update use user users value vehicle vehicles version visit volume volumes waiting warehouse "
        "warranty waste weekly what whatever when where whether which while who with within without work workers year "
        "yearly your"
    ).split()
)
_MADE = re.compile(r"[a-z]{3,}(?:tions?|sions?|ments?|ness|it(?:y|ies)|ings?|ances?|ences?|ships?|ures?|ally|ably)")


def may_begin(word: str) -> bool:
    """Whether an English word at the beginning of a sentence surely names nobody."""
    low = word.casefold()
    return low in BEGINNINGS or bool(_MADE.fullmatch(low))
