"""German nouns told from names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.nouns import is_made_of, is_noun

NOUNS = """
Vertrag Vertrags Verträge Verträgen Vertragsverlängerung Verlängerungsangebot Ursachenbericht Ursachenberichts Lieferzusage
Einkaufsleiterin Geschäftsführer Ansprechpartnerinnen Qualitätsverantwortlichen Werkleitung Abrufkontingent Meilensteinen
Häuser Krankenhäusern Zögern Nachfassen Wichtigste Konkretes Verantwortlichen Preisanpassung Mengenzusage Serienfreigabe
Vor-Ort-Termin IT IT-Leiterin CRM-Projekt KPIs Kick-off Rollout Gremien Risiken Kriterien Kundin Montage Instandhaltung
Zuverlässigkeit Partnerschaft Investition Digitalisierung Kapazitäten Bedürfnisse Ergebnissen Engpässe Monteure Präzision
"""
NAMES = """
Vektori Kolmio Nordwerk Brandtner Lindqvist Hellmann Siemens Bosch Trumpf Festo Salesforce Microsoft Hubspot Zendesk Samsung
Wolfsburg Stuttgart Hannover Salzgitter Tampere Heilbronn Kassel Ingolstadt Regensburg Mannheim Hartung Hoffmann Steinmeier
Petersen Jansen Kowalski Schneider Bergmann Lehmann Krüger Dominik Henrik Friederike Annegret Thorsten Jürgen Karsten Sabine
Ulrike Katharina Sophie Lorenz Franz Dennis Konecranes Wärtsilä Fiskars Outokumpu Nordea Allianz Thyssen Hapag Jungheinrich
Kärcher Viessmann Nordalux Brenntag Quantivo Helioport Mannesmann Vattenfall Schaeffler Zeppelin Wacker Rehau Beckhoff Pilz
Murrelektronik Weidmüller Datev Celonis Personio Valmet Sandvik Atlas Tetra Lüneburg Osnabrück Chemnitz Bielefeld Malmö Graz
Zürich Hamburg Bremen Wiebke Holthaus Rademacher Brinkmann Feddersen Nikolaus Gerlinde Torben Malte Hietanoja Räsälä Anton Jan
Erik Marie Andrei Arthur Clemens Müller Weber Becker Fischer Koch Richter Neumann Hofmann Neuer Kleiner Notion Salzburg
Vektoripresse Kolmio-Werkzeug iPhone PlayStation
"""


@pytest.mark.parametrize("word", NOUNS.split())
def test_a_noun_of_business_is_known_in_its_cases_and_compounds(word: str) -> None:
    assert is_noun(word)


@pytest.mark.parametrize("word", NAMES.split())
def test_a_name_is_no_noun(word: str) -> None:
    assert not is_noun(word)


@pytest.mark.parametrize(
    ("known", "word", "made"),
    [
        ("Dosierkopf", "Dosierkopfs", True),
        ("Dosierkopf", "Dosierkopfwartung", True),
        ("Vektori", "Vektoripresse", True),
        ("Vektori", "Vektoris", True),
        ("Vektori", "Vektorinen", False),
        ("Presse", "Druckpresse", True),
        ("Berg", "Bergbau", False),
        ("report", "Reporting", False),
    ],
)
def test_a_word_of_a_fact_may_be_inflected_and_compounded(known: str, word: str, *, made: bool) -> None:
    assert is_made_of(known, word) is made


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    assert is_noun(text) in {True, False}
    assert is_made_of("Presse", text) in {True, False}
