"""What the risk score reads out of texts and codes: competition, severity, and how far a renewal has come.

Words of four languages and of the stages that common CRMs come with. A stage that is in no list is *unknown*, and
never taken for one side.
"""

import datetime as dt
import re

from kambrief.core.customer import Activity, ActivityKind, Deal
from kambrief.core.lexicon import COMPETITION, stems

SERIOUS = frozenset({"high", "critical", "urgent", "blocker", "korkea", "kriittinen"})
"""Severities that count as high, case-folded (other languages' words become these when tickets are read)."""

# --- competition ---------------------------------------------------------------------------------------------------

_OTHER_SENSE = stems(
    "kilpailuky", "kilpailuetu", "kilpailuedu", "kilpailukiel", "kilpailuoikeu", "kilpailulain", "kilpailuvirasto",
    "kilpailu- ja kuluttaja",
    "competitive(?! (?:bid|tender|quot|offer|process|situation|evaluation))", "competition (?:law|authority|act)",
    "konkurrenskraft", "konkurrensfördel", "konkurrenslag", "konkurrensverk", "konkurrensneutral",
    "konkurrenzfähig", "konkurrenzlos", "wettbewerbsfähig", "wettbewerbsvorteil", "wettbewerbsrecht",
    "wettbewerbsverbot",
)  # fmt: skip
"""Being competitive is no competitor, nor is competition law."""

_NONE_OF_IT = re.compile(
    r"(?<!\w)(?:no|not(?! (?:only|just))|without|never|ei(?! vain)|eivät|emme|ilman|inga|ingen|inget|inte(?! bara)|"
    rf"kein\w*|nicht(?! nur)|ohne)\s+(?:\w+\s+){{0,2}}{COMPETITION.pattern}\w*",
    re.IGNORECASE,
)
_TENDERING = stems("kilpailut", "tarjouspyyn", "tarjouksia", "tender", "rfp", "rfq", "anbud", "upphandl", "ausschreib")


def names_competition(text: str, *, public: bool = False) -> bool:
    """Whether a text speaks of a rival or of tendering. ``public``: a company's news speak of its own rivals, so there
    only tendering counts.
    """
    said = _NONE_OF_IT.sub(" ", _OTHER_SENSE.sub(" ", text))
    return bool((_TENDERING if public else COMPETITION).search(said))


def speaks_of_competition(row: Activity) -> bool:
    """By tag, or by wording, because most CRMs have no such tag. What we wrote ourselves is no sign."""
    if any(names_competition(tag) for tag in row.tags):
        return True
    ours = row.kind is ActivityKind.EMAIL and row.inbound is False
    if ours or row.status in {"cancelled", "voicemail"}:
        return False
    return names_competition(f"{row.subject}. {row.body}", public=row.kind is ActivityKind.NEWS)


# --- renewals ------------------------------------------------------------------------------------------------------

_RENEWAL = stems(
    "renew(?!abl)", "re-?sign", "prolong", "contract extension",
    "jatkosopimu", "jatkokau", "jatko\\b", "sopimuksen jatk", "sopimuksen uusi", "sopimusuusin",
    "förnyelse", "förnya\\b", "förnyat", "förläng", "avtalsförläng",
    "verlänger", "vertragsverläng", "vertragserneuer",
)  # fmt: skip
"""Not renewable energy, and not the renewing of a machine."""
_RENEWAL_KIND = stems("extension", "jatko", "uusimi", "uusin", "erneuerung", "förny")
"""These too where they stand in the deal's kind, which speaks of nothing but deals."""
_OTHER_KIND = stems(
    "expan", "upsell", "up-sell", "upgrade", "cross", "new", "add-?on", "laajenn", "lisämyy", "uus", "merförs",
    "nyförs", "tillägg", "neu", "erweiter", "zusatz",
)  # fmt: skip


def is_renewal(deal: Deal) -> bool:
    """By its kind; where the kind says neither this nor another, by its name."""
    kind = _plain(deal.kind or "")
    if _RENEWAL.search(kind) or _RENEWAL_KIND.search(kind):
        return True
    return not _OTHER_KIND.search(kind) and bool(_RENEWAL.search(_plain(deal.name)))


_OFFER = stems(
    "propos(?:al|ed?\\b)", "quot(?:e|ation)", "offer", "negotiat", "verbal", "contract ?(?:sent|out|review)", "commit",
    "signature", "closing",
    "tarjou", "tarjottu", "neuvottel", "suulli", "sopimus lähet", "hyväksyttävä", "allekirjoit",
    "offert", "anbud", "förhandl", "muntlig", "avtal skicka", "påskrift", "signering",
    "angebot", "verhandl", "mündlich", "vertrag ver(?:sandt|sendet|schickt)", "unterschrift", "zusage",
)  # fmt: skip
_NOT_YET = stems(
    "prepar", "draft", "writing", "to be ", "to ?do", "request", "need", "require", "missing", "before", "not ", "no ",
    "luonno", "valmist", "tekeill", "tekem", "laadi", "puuttu", "pyyd", "pyyn", "tarjouspyyn", "ei ", "ennen",
    "förbered", "utkast", "under arbete", "förfråg", "offertförfråg", "anbudsförfråg", "saknas", "inte ",
    "vorbereit", "entwurf", "erstell", "anfrage", "angebotsanfrage", "angefragt", "fehlt", "nicht ", "kein",
)  # fmt: skip
_EARLY = stems(
    "discover", "qualif", "prospect", "lead\\b", "appointment", "contact", "needs? ", "perception",
    "value prop", "demo", "presentation", "new\\b", "idea", "identif", "id\\. ?decision",
    "kartoit", "liidi", "tarve", "tunnist", "kontakt", "yhteydenot", "ensitapaam", "uusi\\b",
    "behov", "kvalific", "ny\\b", "bedarf", "erstkontakt", "erstgespräch", "interess", "neu\\b",
)  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-zäöå])(?=[A-ZÄÖÅ])")


def _plain(code: str) -> str:
    """``Quote_Sent`` and ``quoteSent`` as words."""
    return _CAMEL.sub(" ", code).replace("_", " ").casefold().strip()


def offer_is_out(stage: str | None) -> bool | None:
    """Whether a deal has come to the proposal or beyond; None where the stage tells nothing we know."""
    said = _plain(stage or "")
    if _OFFER.search(said):
        return not _NOT_YET.search(said)
    return False if _EARLY.search(said) or _NOT_YET.search(said) else None


def offer_of(deal: Deal, lately: dt.date, today: dt.date) -> str:
    """What a deal tells of a renewal: ``no_offer``, ``offer_out``, ``offer_unknown``; empty: nothing.

    A renewal won since ``lately`` counts as offered: the new contract may not have been entered yet.
    """
    if not is_renewal(deal):
        return ""
    if deal.status == "won":
        return "offer_out" if deal.close_date and lately <= deal.close_date <= today else ""
    if deal.status != "open":
        return ""
    return {True: "offer_out", False: "no_offer", None: "offer_unknown"}[offer_is_out(deal.stage)]
