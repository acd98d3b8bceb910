"""What exports write for the few words that rules decide by: ours, and what Finnish, Swedish and German systems say.

Keys are lower case with underscores for spaces. A word that is in no table is a named problem: taken for something it
is not, a closed ticket would be called open.
"""

from collections.abc import Mapping


def _table(**ours: str) -> Mapping[str, str]:
    """Their word → our word; each of ours stands for itself, too."""
    return {word: our for our, theirs in ours.items() for word in (our, *theirs.split())}


TICKET_STATUS = _table(
    open="new in_progress pending waiting on_hold reopened avoin auki uusi kesken käsittelyssä odottaa "
    "avattu_uudelleen öppen ny pågår väntar offen neu in_bearbeitung wartend",
    closed="done suljettu valmis päätetty stängd avslutad geschlossen abgeschlossen",
    solved="ratkaistu löst gelöst",
    resolved="fixed korjattu åtgärdad behoben",
)
COMMITMENT_STATUS = _table(
    open="pending avoin auki kesken öppen offen",
    done="kept completed tehty valmis pidetty hoidettu klar gjord utförd erledigt",
    superseded="replaced korvattu ersatt ersetzt",
    cancelled="canceled dropped peruttu peruutettu inställd avbruten storniert abgesagt",
)
DEAL_STATUS = _table(
    open="avoin auki öppen offen",
    won="closed_won voitettu vunnen vunnet gewonnen",
    lost="closed_lost hävitty menetetty förlorad förlorat verloren",
)
ACTIVITY_STATUS = _table(
    held="completed done pidetty toteutunut tehty hållet genomfört stattgefunden durchgeführt",
    cancelled="canceled peruttu peruutettu inställt avbokat abgesagt",
    connected="answered vastattu tavoitettu besvarat erreicht",
    voicemail="no_answer missed vastaaja ei_vastattu ei_tavoitettu röstbrevlåda nicht_erreicht",
)
ACTIVITY_KIND = _table(
    meeting="tapaaminen palaveri kokous möte besprechung termin treffen",
    call="phone phone_call puhelu soitto samtal telefonsamtal anruf telefonat",
    email="mail e-mail sähköposti e-post",
    note="memo muistiinpano muistio huomautus anteckning notiz",
    news="press uutinen tiedote nyhet nachricht pressemitteilung",
)
SIDE = _table(us="we our ours me oma vi wir", them="they their theirs customer he asiakas de kund sie kunde")
SEVERITY = _table(
    critical="kriittinen kritisk kritisch",
    urgent="kiireellinen brådskande dringend",
    blocker="estävä",
    high="korkea vakava hög hoch",
    medium="normal keskitaso keskisuuri normaali medel mittel",
    low="matala vähäinen pieni låg niedrig gering",
)
