"""Whole calls in each language: what they came to, all of it and nothing else."""

from typing import NamedTuple

import pytest

from kambrief.core.agreed import agreed
from tests.core.agreeing.calls import call


class Case(NamedTuple):
    talk: str
    corrections: list[tuple[str, str]]
    mail: list[str]
    start: str
    outcome: str


CASES = {
    "fi": Case(
        """
        Olli: Moi kaikki, kuuluuko?
        Anna: Kuuluu.
        Ville: Elikkä varastolla on ollut syyskuun alusta kakstoista virhekeräilyä.
        Bo: Meillä on kyl eri luku, neljätoista.
        Ville: Hetki, mä katon. Joo, neljätoista se on, kaks puuttui mun listalta.
        Anna: Mistä se johtuu?
        Ville: Uuden hyllyn tunnisteet lukee väärin päin.
        Anna: Okei.
        Bo: Säästö oli muistaakseni kaheksantoista prosenttia.
        Ville: Se oli keväinen arvio. Mitattu luku on viistoista prosenttia.
        Bo: Selvä, käytetään viittätoista.
        Anna: Mua mietityttää se, että teidän huolto on liian kallis meidän kokoon nähden.
        Olli: Ymmärrän. Mikä teille on tärkeintä?
        Anna: Mulle on tärkeintä, että varasto pyörii joulun yli ilman katkoja.
        Olli: Sovitaan että uusi hylly otetaan käyttöön vasta tammikuussa.
        Anna: Sopii.
        Bo: Meidän johtoryhmä kokoontuu kahdestoista marraskuuta.
        Olli: Koska jatketaan? Kävisikö maanantai yhdeksästoista lokakuuta kello kaksitoista?
        Anna: En pääse silloin.
        Olli: Entä tiistai kahdeskymmenes samaan aikaan?
        Anna: Joo, käy.
        Bo: Sopii.
        Olli: Mä laitan kutsun.
        """,
        [("12 virhekeräilyä", "14 virhekeräilyä"), ("18 %", "15 %"), ("2026-10-19", "2026-10-20")],
        [
            "Varastolla on ollut syyskuun alusta 14 virhekeräilyä.",
            "Uusi hylly otetaan käyttöön vasta tammikuussa.",
            "Johtoryhmänne kokoontuu 12.11.",
            "Uuden hyllyn tunnisteet lukee väärin päin.",
        ],
        "2026-10-20T12:00:00+03:00",
        "Minulle on tärkeintä, että varasto pyörii joulun yli ilman katkoja.",
    ),
    "en": Case(
        """
        Olli: Morning all. Can you hear me?
        Anna: Loud and clear.
        Ville: So since April the packing hall has had nineteen stoppages.
        Bo: Are you sure? We have twenty-one.
        Ville: Let me look. Yes, it's twenty-one, two from June were missing.
        Anna: Twenty-one then.
        Anna: And how much of that is down to you?
        Ville: The sensor heads get dirty faster than we planned.
        Bo: I'm worried about the support hours. Nobody answers after six.
        Olli: What would help?
        Bo: We need somebody on the phone until ten.
        Olli: Let's agree that the late shift gets a direct number.
        Bo: Agreed.
        Anna: My finance committee signs off on the third of November.
        Olli: The licence is thirty-two thousand pounds a year.
        Anna: Not what I have. I have twenty-nine thousand.
        Olli: You're right, that was last year's list. Twenty-nine thousand pounds.
        Olli: Shall we speak again on Tuesday the twenty-seventh of October at three?
        Anna: Half-term, I'm off that week. Could we do Wednesday the fourth of November at three p.m.?
        Olli: Wednesday the fourth of November, three p.m. Works for me.
        Bo: Fine by me.
        """,
        [("19 stoppages", "21 stoppages"), ("GBP 32,000", "GBP 29,000"), ("2026-10-27", "2026-11-04")],
        [
            "Since April the packing hall has had 21 stoppages.",
            "The licence is 29,000 pounds a year.",
            "The late shift gets a direct number.",
            "Anna’s finance committee signs off on 3 November.",
        ],
        "2026-11-04T15:00:00+02:00",
        "We need somebody on the phone until ten.",
    ),
    "sv": Case(
        """
        Olli: Hej Anna, hej Bo, hör ni mig bra?
        Anna: Ja, det funkar.
        Olli: Då börjar jag med det tråkiga. Rapporten om pumparna är försenad och det är vårt fel.
        Bo: Okej, men då vet vi det.
        Ville: Sedan i maj har linje tre stått stilla sammanlagt tjugosex timmar.
        Anna: Jag har faktiskt en annan siffra.
        Ville: Vad har du?
        Anna: Jag har tjugotvå timmar i min logg.
        Ville: Låt mig kolla. Ja, du har rätt, jag räknade med fyra timmar planerat stopp. Tjugotvå timmar är rätt.
        Bo: Bra, tjugotvå.
        Anna: Vet ni orsaken?
        Ville: Ja. Packningen tål inte det nya smörjmedlet.
        Bo: Och vad gör ni åt det?
        Ville: Vi byter packning på alla sex pumparna torsdag den femtonde oktober.
        Bo: Torsdag den femtonde fungerar.
        Anna: Jag säger det rakt ut. Vi har fått ett annat anbud som är nio procent billigare, och det är svårt att motivera för styrelsen när linjen har stått.
        Olli: Tack för att du säger det. Vad är viktigast för er när ni jämför?
        Anna: Att vi slipper överraskningar. Jag vill veta varje månad vad det kostar.
        Bo: För mig är tillgängligheten avgörande. Den måste vara minst nittioåtta procent.
        Olli: Då tar jag fram två alternativ, ni får dem fredag den nionde.
        Anna: Fredag är jag ledig. Tisdag räcker.
        Olli: Då säger vi tisdag den trettonde oktober.
        Anna: Bra.
        Anna: Vår ledningsgrupp möts den tjugoandra oktober, efter det kan jag ge besked.
        Olli: Jag föreslår att pump sju väntar till efter semestern.
        Bo: Det låter bra.
        Olli: När ses vi nästa gång? Onsdag den fjortonde klockan tio?
        Anna: Det går inte, då är jag i Malmö.
        Olli: Torsdag den tjugonionde oktober klockan halv tio?
        Anna: Det passar.
        Bo: Passar mig också.
        Olli: Toppen. Jag skickar en inbjudan i dag.
        Anna: Det här var ett bättre möte än jag väntade mig.
        """,
        [("26 timmar", "22 timmar"), ("2026-10-14", "2026-10-29")],
        [
            "Sedan i maj har linje tre stått stilla sammanlagt 22 timmar.",
            "Orsak: packningen tål inte det nya smörjmedlet.",
            "Pump sju väntar till efter semestern.",
            "Er ledningsgrupp möts den 22 oktober.",
        ],
        "2026-10-29T09:30:00+02:00",
        "Jag vill veta varje månad vad det kostar.",
    ),
    "de": Case(
        """
        Olli: Guten Tag Frau Weber, guten Tag Herr Brandt.
        Anna: Guten Tag. Ich habe heute leider nur vierzig Minuten.
        Olli: Dann fange ich direkt an. Der Bericht zum Ausfall ist noch nicht bei Ihnen, das liegt an uns.
        Anna: Gut, dass Sie es ansprechen.
        Ville: Seit März hatten wir an der Presse zwölf Ausfälle.
        Bo: Bei uns steht eine andere Zahl.
        Ville: Was haben Sie notiert?
        Bo: Fünfzehn.
        Ville: Sie haben recht, da fehlten drei aus dem Juli. Fünfzehn Ausfälle sind korrekt.
        Anna: Also fünfzehn.
        Anna: Woran liegt es?
        Ville: Das Ventil verträgt den höheren Druck nicht.
        Bo: Die Einsparung lag auf Ihrer Folie bei dreißig Prozent.
        Ville: Das war die vorläufige Zahl aus dem Frühjahr. Gemessen sind es vierundzwanzig Prozent.
        Bo: Gut, dann nehme ich nur die vierundzwanzig.
        Anna: Mein Problem ist ein anderes. Alles, was sich nicht in zwei Jahren rechnet, wird bei uns nicht genehmigt.
        Olli: Verstanden. Was brauchen Sie von uns für die Entscheidung?
        Anna: Eine Seite: welche Linie zuerst, was es kostet und wann es sich rechnet.
        Olli: Die bekommen Sie bis Mittwoch, den vierzehnten Oktober.
        Anna: Unser Vorstand tagt am zwanzigsten Oktober. Danach haben Sie eine Entscheidung.
        Olli: Mein Vorschlag wäre, dass wir mit Linie vier anfangen.
        Bo: Einverstanden.
        Olli: Dann der nächste Termin. Donnerstag, der fünfte November um zehn Uhr?
        Anna: Da bin ich in Wien.
        Olli: Freitag, der sechste November, gleiche Zeit?
        Anna: Das passt.
        Bo: Passt.
        Olli: Die Einladung kommt heute noch.
        Anna: Wenn der Bericht bis Freitag nicht da ist, stoppe ich die nächste Zahlung.
        """,
        [("12 Ausfälle", "15 Ausfälle"), ("30 %", "24 %"), ("2026-11-05", "2026-11-06")],
        [
            "Seit März hatten wir an der Presse 15 Ausfälle.",
            "Ihr Vorstand tagt am 20. Oktober.",
            "Das Ventil verträgt den höheren Druck nicht.",
        ],
        "2026-11-06T10:00:00+02:00",
        "Eine Seite: welche Linie zuerst, was es kostet und wann es sich rechnet.",
    ),
}


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", CASES)
def test_a_whole_call_comes_to_this(language: str) -> None:
    case = CASES[language]
    found = agreed(call(case.talk, language=language))
    assert [(plain(one.wrong), plain(one.right)) for one in found.corrections] == case.corrections
    assert [plain(one.text) for one in found.points if not one.internal] == case.mail
    assert found.next_meeting is not None
    assert found.next_meeting.start is not None
    assert (found.next_meeting.start.isoformat(), found.next_meeting.confirm) == (case.start, False)
    assert found.outcome is not None
    assert found.outcome.text == case.outcome
    assert found.concern is not None
