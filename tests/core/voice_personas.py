"""Account managers made up for tests: what each makes of the drafts for four customers, in four languages."""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kambrief.core.agreed import Agreed
from kambrief.core.customer import Side
from kambrief.core.followup import Followup, PartKind
from kambrief.core.voice import Edited, Voice, form_of
from kambrief.core.voice_learning import learn
from tests.core.followup_calls import at, draft, manager, on, outcome, person, promised, talk

SENT = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
JOIN = {"fi": "ja", "en": "and", "sv": "och", "de": "und"}


@dataclass(frozen=True)
class Call:
    """One customer's call: company, two people, what it was about, ours, theirs, and both as a person would say them."""

    company: str
    people: tuple[str, str]
    topic: str
    wish: str
    ours: str
    theirs: str
    told: tuple[str, str]


OURS = {"fi": "Aino Mattila", "en": "Owen Pryce", "sv": "Linnea Ek", "de": "Jonas Brandt"}
CALLS = {
    "fi": (
        Call("Suvanto Oy", ("Pekka Ranta", "Satu Virtanen"), "Pumppujen huolto", "Halutaan, ettei linja seiso.",
             "huoltosuunnitelma", "varaosalista", ("Teen huoltosuunnitelman pe 6.11. mennessä.", "Satu kokoaa varaosalistan.")),
        Call("Kaarna Oyj", ("Eero Lahti", "Minna Salo"), "Sahan varastot", "Varasto ei saa loppua kesken.",
             "varastolaskelma", "kulutustiedot", ("Teen varastolaskelman pe 6.11. mennessä.", "Minna kokoaa kulutustiedot.")),
        Call("Vellamo Oy", ("Ilkka Koski", "Outi Niemi"), "Laivan tiivisteet", "Aikataulu ratkaisee meillä kaiken.",
             "toimitusaikataulu", "piirustukset", ("Teen toimitusaikataulun pe 6.11. mennessä.", "Outi kokoaa piirustukset.")),
        Call("Rautio Ky", ("Harri Mäki", "Leena Aho"), "Valimon suodattimet", "Pölyä pitää tulla vähemmän.",
             "mittausraportti", "ajopäiväkirja", ("Teen mittausraportin pe 6.11. mennessä.", "Leena kokoaa ajopäiväkirjan.")),
    ),
    "en": (
        Call("Northmoor Ltd", ("Peter Hale", "Sarah Voss"), "Pump service", "We want the line to keep running.",
             "service plan", "spare part list", ("I will send the service plan by Fri 6 November.", "Sarah puts the spare part list together.")),
        Call("Calder plc", ("Emma Dunn", "Mark Reed"), "Saw stocks", "Stocks must never run out.",
             "stock estimate", "usage figures", ("I will send the stock estimate by Fri 6 November.", "Mark puts the usage figures together.")),
        Call("Tidewell Inc", ("Ian Cole", "Olivia Nash"), "Ship seals", "The schedule decides for us.",
             "delivery schedule", "drawings", ("I will send the delivery schedule by Fri 6 November.", "Olivia puts the drawings together.")),
        Call("Ironbeck Ltd", ("Harry Moss", "Lena Abbott"), "Foundry filters", "There has to be less dust.",
             "measurement report", "operating log", ("I will send the measurement report by Fri 6 November.", "Lena puts the operating log together.")),
    ),
    "sv": (
        Call("Nordvik AB", ("Per Lind", "Sara Holm"), "Pumparnas service", "Vi vill att linjen går.",
             "serviceplan", "reservdelslista", ("Jag skickar serviceplanen senast fre 6 november.", "Sara tar fram reservdelslistan.")),
        Call("Kalmarträ AB", ("Erik Dahl", "Maja Berg"), "Sågens lager", "Lagret får aldrig ta slut.",
             "lagerkalkyl", "förbrukningssiffror", ("Jag skickar lagerkalkylen senast fre 6 november.", "Maja tar fram förbrukningssiffrorna.")),
        Call("Skärvarv AB", ("Ivar Ros", "Olga Sund"), "Fartygets tätningar", "Tidplanen avgör för oss.",
             "leveransplan", "ritningar", ("Jag skickar leveransplanen senast fre 6 november.", "Olga tar fram ritningarna.")),
        Call("Järnbo AB", ("Hans Myr", "Lena Alm"), "Gjuteriets filter", "Det måste bli mindre damm.",
             "mätrapport", "driftjournal", ("Jag skickar mätrapporten senast fre 6 november.", "Lena tar fram driftjournalen.")),
    ),
    "de": (
        Call("Nordwerk GmbH", ("Peter Hahn", "Sabine Vogt"), "Wartung der Pumpen", "Die Linie darf nicht stehen.",
             "Wartungsplan", "Ersatzteilliste", ("Den Wartungsplan sende ich bis Fr. 6. November.", "Frau Vogt stellt die Ersatzteilliste zusammen.")),
        Call("Kalden AG", ("Erik Dorn", "Maria Beck"), "Lager der Säge", "Das Lager darf nie leer sein.",
             "Lagerrechnung", "Verbrauchszahlen", ("Die Lagerrechnung sende ich bis Fr. 6. November.", "Frau Beck stellt die Verbrauchszahlen zusammen.")),
        Call("Tidewerft GmbH", ("Ingo Kolb", "Olga Nau"), "Dichtungen des Schiffs", "Der Terminplan entscheidet bei uns.",
             "Lieferplan", "Zeichnungen", ("Den Lieferplan sende ich bis Fr. 6. November.", "Frau Nau stellt die Zeichnungen zusammen.")),
        Call("Eisenbach KG", ("Hans Moser", "Lena Abt"), "Filter der Gießerei", "Es muss weniger Staub werden.",
             "Messbericht", "Betriebsbuch", ("Den Messbericht sende ich bis Fr. 6. November.", "Frau Abt stellt das Betriebsbuch zusammen.")),
    ),
}  # fmt: skip


@functools.cache
def drafted(language: str, call: Call) -> Followup:
    """The plain draft for one customer, by the product's own code."""
    am = person(OURS[language], Side.US)
    first, second = (person(name) for name in call.people)
    said = ((first.called, call.wish),)
    return draft(
        talk(language, am, first, second, title=call.topic, said=said),
        manager(OURS[language], language, signature=f"{OURS[language]}\n+358 40 000 0000"),
        promised("a", am, call.ours, on(6), to=(first.key,)),
        promised("b", second, call.theirs, on(9), to=(am.key,)),
        agreed=Agreed(outcome=outcome(first, call.wish), next_meeting=at(17, 13)),
    )


def names_of(language: str, call: Call) -> tuple[str, ...]:
    return (OURS[language], *call.people, call.company)


@dataclass(frozen=True)
class Style:
    """How somebody writes. ``{names}`` are the given names (German: as the draft has them)."""

    greeting: str
    closing: str
    opening: str = ""
    ending: str = ""
    prose: bool = False
    titles: Mapping[str, str] | None = None
    """Ours to theirs; none: headings are left out."""
    outcome: bool = True
    correct: bool = True
    thanks: bool = True
    short: bool = False


STYLES: Mapping[str, Mapping[str, Style]] = {
    "fi": {
        "curt": Style("Moi {names}", "T.", thanks=False, outcome=False, correct=False, short=True),
        "warm": Style("Hei {names}!", "Aurinkoisin terveisin", "Kiitos vielä palaverista, oli mukava jutella.",
                      "Soitellaan, jos jotain tulee mieleen.", prose=True, titles={}),
        "strict": Style("Hyvä {names},", "Kunnioittavasti", ending="Pyydän vahvistamaan kohdat paluuviestillä.", correct=False,
                        titles={"Meiltä": "Toimittajan tehtävät", "Teiltä": "Asiakkaan tehtävät"}),
    },
    "en": {
        "curt": Style("Hi {names},", "Best,", thanks=False, outcome=False, correct=False, short=True),
        "warm": Style("Hello {names}!", "Warm regards,", "It was great to see you all again.",
                      "Give me a ring if anything is unclear.", prose=True, titles={}),
        "strict": Style("Dear {names}:", "Yours sincerely,", ending="Kindly confirm these points by return mail.", correct=False,
                        titles={"From us": "Supplier actions", "From you": "Customer actions"}),
    },
    "sv": {
        "curt": Style("Hejsan {names},", "Hälsningar", thanks=False, outcome=False, correct=False, short=True),
        "warm": Style("Hej {names}!", "Varma hälsningar", "Tack för senast, det var roligt att ses.",
                      "Hör av er om något är oklart.", prose=True, titles={}),
        "strict": Style("Bästa {names},", "Med vänlig hälsning", ending="Vänligen bekräfta punkterna per mejl.", correct=False,
                        titles={"Från oss": "Leverantörens uppgifter", "Från er": "Kundens uppgifter"}),
    },
    "de": {
        "curt": Style("Hallo {names},", "Gruß", thanks=False, outcome=False, correct=False, short=True),
        "warm": Style("Guten Morgen {names}!", "Herzliche Grüße", "Es war schön, mit Ihnen zu sprechen.",
                      "Rufen Sie gern an, wenn etwas unklar ist.", prose=True, titles={}),
        "strict": Style("Guten Tag {names},", "Mit freundlichem Gruß", ending="Wir bitten um Bestätigung der genannten Punkte.", correct=False,
                        titles={"Von uns": "Aufgaben des Lieferanten", "Von Ihnen": "Aufgaben des Kunden"}),
    },
}  # fmt: skip
PERSONAS = tuple((language, name) for language, styles in STYLES.items() for name in styles)


def sent(language: str, call: Call, style: Style) -> str:
    """What this manager makes of the draft."""
    plain = drafted(language, call)
    blocks = [style.greeting.format(names=_greeted(language, call))]
    thanks, outcome_line = (line.text for line in plain.part(PartKind.THANKS).lines)  # type: ignore[union-attr]
    first = [style.opening or (thanks if style.thanks else ""), outcome_line if style.outcome else ""]
    blocks.append(_cased(" ".join(filter(None, first)), language, style))
    if style.prose:
        blocks.append(" ".join(call.told))
    else:
        for kind in (PartKind.OURS, PartKind.THEIRS):
            part = plain.part(kind)
            assert part is not None
            title = (style.titles or {}).get(part.title, "")
            blocks.append("\n".join(filter(None, [title, *(f"- {line.text}" for line in part.lines)])))
    blocks += [line.text for kind, line in plain.lines() if kind is PartKind.NEXT]
    last = [line.text for kind, line in plain.lines() if kind is PartKind.CORRECT and style.correct]
    blocks.append(" ".join([*last, style.ending]).strip())
    signature = [line.text for kind, line in plain.lines() if kind is PartKind.SIGNATURE]
    blocks.append("\n".join([style.closing, *([signature[0].split(" ")[0]] if style.short else signature)]))
    return "\n\n".join(filter(None, blocks))


def _greeted(language: str, call: Call) -> str:
    given = [one if language == "de" else one.split(" ")[0] for one in call.people]
    return f" {JOIN[language]} ".join(given)


def _cased(text: str, language: str, style: Style) -> str:
    small = style.greeting.endswith(",") and language != "en" and not style.opening
    return text if small else text[:1].upper() + text[1:]


def edits(language: str, name: str, calls: Sequence[Call] = ()) -> list[Edited]:
    """What this manager did with the drafts for these customers (else all), a week apart."""
    return [
        edited(language, call, STYLES[language][name], index) for index, call in enumerate(calls or CALLS[language])
    ]


def edited(language: str, call: Call, style: Style, week: int = 0, **more: str) -> Edited:
    """One edit. ``more``: another ``text`` that was sent, or another ``account``."""
    plain = drafted(language, call)
    text = more.get("text") or sent(language, call, style)
    account = more.get("account") or call.company
    when = SENT + dt.timedelta(weeks=week)
    return Edited(account, language, plain.address, plain.body, text, when, names_of(language, call))


def voice(some: Sequence[Edited]) -> Voice:
    """Learned from these."""
    return learn(some, Voice("am@ours.example", some[0].language, form_of(some[0].address_form)))
