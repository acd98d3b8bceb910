"""Which words pass in prose: exact quantities and dates never do, vague ones may; and which language a text is in."""

import pytest

from kambrief.core.evidence import Audience, Fact, Rank, Source
from kambrief.core.reading import Grounds, read
from kambrief.core.reading_words import TONGUES

FACT = Fact("f", "a1", "offer and call", Source("activities", "f"), Audience.CUSTOMER, Rank.NOTE, {})


def problems(text: str, language: str) -> str:
    return "; ".join(read(text, ["F1"], Grounds(language, {"F1": FACT}, {})).problems)


def rows(text: str) -> list[tuple[str, str]]:
    return [
        (language.strip(), said.strip()) for language, said in (row.split("|") for row in text.strip().splitlines())
    ]


VAGUE = """
en|agree who decides first and who only once
en|both sides want a pilot, a couple of them at once
en|the one who decides is not in the call
en|one of their worries is the single supplier
en|no one likes the old ones, so show a new one
en|they may have second thoughts about the third party
en|their support is half-hearted, so double-check it
fi|sovi yhdessä, kuka päättää ensin
fi|pari asiaa on auki, ja ainoa päättäjä puuttuu
fi|toinen osapuoli haluaa jatkaa, toinen ei
fi|ensimmäinen askel on se, että he eivät jää yksin
fi|huomio kannattaa suunnata siihen, mitä he eivät sano
fi|tämä on yksi tärkeimmistä asioista, joita heillä on
fi|ei yhtään vastausta, joten kysy kahden kesken
sv|vem bestämmer först, och vem är den enda som vet
sv|båda sidor vill ha ett par svar, en efter en
sv|den första frågan är om en tredje part ska vara med
sv|andra halvfärdiga lösningar har de redan sett
de|wer entscheidet zuerst, und wer ist der einzige, der es weiß
de|beide Seiten wollen ein paar Antworten auf einmal
de|der erste Schritt darf nicht an Dritte gehen
de|eine zweite Meinung wäre ihnen zweifellos lieb
de|darauf achten, dass die Montage nicht außer Acht gelassen wird
de|ein Gespräch unter vier Augen half schon einmal
de|eine der offenen Fragen ist, ob eines davon reicht
"""
EXACT = """
en|they lost one of the three plants to a rival
en|the second site wants what they have
en|they called twice and half of them were out
en|they have a dozen of these and will double it
fi|yksi kone on rikki ja he tietävät sen
fi|he soittivat kahdesti, ja se jäi siihen
fi|se on kuusi viikkoa myöhässä ja he tietävät sen
fi|he haluavat sen huomiseksi, ja se on huomisen asia
sv|de vill ha halva leveransen och inte mer
sv|den tredje fabriken är inte med i det
sv|de har tjugofem maskiner som inte är igång
de|sie haben zweihundertfünfzig davon, und das ist nicht genug
de|die Hälfte der Anlagen steht, und das wissen sie
de|der Umsatz hat sich verdoppelt, und das wissen sie
de|ein Dutzend davon ist noch offen
de|es fehlen fünf Prozent bis zu dem Ziel
de|die dritte Reklamation ist noch offen
de|ein Drittel der Teile ist nicht da
de|das ist der achte Versuch, und der muss es sein
de|ein dreimonatiger Test wäre das, was sie wollen
de|in anderthalb Wochen muss es entschieden sein
"""
DATES = """
de|am Montagvormittag wird es entschieden
de|in der Märzwoche wird es entschieden
de|sie wollen es bis morgen haben
de|das war gestern noch anders
de|bis zum Ersten des Monats muss es da sein
de|im Mai wird es entschieden
de|übermorgen wird es entschieden
de|im Dezember wird es entschieden
"""


@pytest.mark.parametrize(("language", "text"), rows(VAGUE))
def test_words_that_leave_it_open_how_many_pass(language: str, text: str) -> None:
    assert problems(text, language) == ""


@pytest.mark.parametrize(("language", "text"), rows(EXACT))
def test_an_exact_quantity_is_refused(language: str, text: str) -> None:
    assert (
        "number" in problems(text, language)
        or "in words" in problems(text, language)
        or "day" in problems(text, language)
    )


@pytest.mark.parametrize(("language", "text"), rows(DATES))
def test_a_german_date_in_words_is_refused(language: str, text: str) -> None:
    assert "day or month" in problems(text, language) or "date in words" in problems(text, language)


TEXTS = """
en|who decides first
en|agree the date and who owns the report
en|the call decides whether they renew
en|what would make the pilot a success for you?
en|price is not the issue, trust is
en|nobody has told them why delivery slipped
en|listen more than you talk
en|explain the delay before showing new features
en|plant managers want spare parts faster
en|which criteria matter most in your choice?
en|their patience hangs on the late report
en|how does your board measure success?
en|a site visit could win back trust
en|the new buyer knows neither us nor the product
en|where do you see the biggest risk?
en|both sides want a pilot, neither owns it
en|start with the open complaint
fi|kuka päättää ensin
fi|sovi yhdessä uusi toimituspäivä
fi|laatu ratkaisee jatkon
fi|mitä tehtaan pitää nähdä ennen valintaa?
fi|hinta ei ole ongelma, luottamus on
fi|kerro viivästyksen syy ennen uusia ominaisuuksia
fi|miten mittaatte onnistumista?
fi|avoin reklamaatio varjostaa kaikkea muuta
fi|kunnossapito haluaa varaosat nopeammin
fi|uusi ostaja ei tunne meitä eikä tuotetta
fi|sopimuksen jatko riippuu palvelun laadusta
fi|mikä pitäisi teidät toimittajana meillä?
fi|raportti puuttuu yhä, pyydä anteeksi
fi|molemmat haluavat pilotin, kumpikaan ei omista sitä
fi|ketkä osallistuvat päätökseen?
fi|huomio kannattaa suunnata käyttöönottoon
fi|käyttäjät kiittävät, talous epäröi
sv|vem bestämmer först
sv|enas om datum och ansvarig för rapporten
sv|kvaliteten avgör fortsättningen
sv|vad behöver fabriken se innan ni väljer?
sv|priset är inte problemet, förtroendet är det
sv|förklara förseningen innan du visar nyheter
sv|hur mäter ni framgång?
sv|den öppna reklamationen överskuggar allt annat
sv|underhåll vill ha reservdelar snabbare
sv|den nya inköparen känner varken oss eller produkten
sv|avtalets förlängning hänger på servicen
sv|vilka deltar i beslutet?
sv|rapporten saknas fortfarande, be om ursäkt
sv|båda sidor vill ha en pilot, ingen äger den
sv|var ser ni den största risken?
sv|användarna är nöjda, ekonomi tvekar
sv|börja med det öppna ärendet
de|wer entscheidet zuerst
de|Termin und Verantwortliche für den Bericht festlegen
de|Qualität entscheidet über die Fortsetzung
de|was muss das Werk sehen, bevor Sie wählen?
de|der Preis ist nicht das Problem, das Vertrauen schon
de|den Verzug erklären, bevor Neues gezeigt wird
de|wie messen Sie Erfolg?
de|die Instandhaltung will Ersatzteile schneller
de|wer ist an der Entscheidung beteiligt?
de|mit der offenen Beschwerde beginnen
de|mehr zuhören als reden
de|Anwender zufrieden, Controlling zögert
de|welche Kriterien zählen am meisten?
de|ein Besuch könnte Vertrauen zurückgewinnen
de|man hat dem Einkauf nichts erklärt
"""


@pytest.mark.parametrize(("language", "text"), rows(TEXTS))
def test_a_short_text_is_taken_for_its_own_language_and_for_no_other(language: str, text: str) -> None:
    taken = [one for one in TONGUES if "language" not in problems(text, one)]
    assert taken == [language]
