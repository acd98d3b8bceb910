"""German readings: nouns have capitals there as names have, and pass when they are words or of a cited fact."""

import datetime as dt

import pytest

from kambrief.core.evidence import Audience, Day, Fact, Person, Rank, Source
from kambrief.core.reading import Grounds, read

REPORT = Fact(
    "report",
    "a1",
    "Ursachenbericht zum Dosierkopf der Vektori 7 bis September, Frau Kraft und Tim Ende warten darauf",
    Source("activities", "report"),
    Audience.CUSTOMER,
    Rank.NOTE,
    {"due": Day(dt.date(2026, 9, 25))},
)
GROUNDS = Grounds(
    "de",
    {"F1": REPORT},
    {"C1": Person("Anna Lind", "p1"), "C2": Person("Hans Kraft", "p2"), "C3": Person("Tim Ende", "p3")},
    frozenset({"Anna", "Lind", "Hans", "Kraft", "Tim", "Ende", "Müller", "Hietanoja"}),
)

GOOD = """
die Verlängerung hängt am Ursachenbericht: klären, wer ihn bis wann freigibt
der Kunde wartet seit der letzten Lieferung auf eine ehrliche Antwort zur Qualität
wer entscheidet in Ihrem Haus über die Anlage, und welche Kriterien zählen am meisten?
ohne die Zusage der Werkleitung kommt das Pilotprojekt nicht voran
was müsste die Lösung leisten, damit die Produktion dahintersteht?
der Einkauf vergleicht Angebote, die Technik vertraut uns: beide Seiten zusammenbringen
vermutlich fehlt dem Projektteam der Rückhalt der Geschäftsleitung
die Kündigungsfrist rückt näher, und niemand hat über die Bedingungen gesprochen
der Betriebsleiter will Ersatzteile schneller, der Einkauf will weniger Lagerbestand
das Budget reicht, aber die Geschäftsführung zögert noch mit der Auswahl
welche Schnittstellen braucht Ihre IT, bevor sie zustimmt?
offen ist, wer nach der Umstrukturierung das Sagen hat
etwas Neues gibt es erst, wenn das Gutachten vorliegt
das Zögern liegt eher am Risiko als an der Qualität
der Dosierkopf der Vektori entscheidet, ob sie bleiben
die Wartung des Dosierkopfs und die Vektori-Presse gehören zusammen
Wichtig ist, was der Bericht zeigt. Klären, wer ihn liest
der Termin {F1.due} ist das Ziel: [[C1|Annas]] Freigabe fehlt noch
sie haben keine Kraft für ein Projekt, das im Ende nichts bringt
ohne Zusammenfassung der Schulungsunterlagen steht der Rollout
"""


@pytest.mark.parametrize("text", GOOD.strip().splitlines())
def test_a_german_reading_is_accepted(text: str) -> None:
    assert read(text, ["F1"], GROUNDS).problems == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("der Bericht muss an Müller gehen, bevor sie entscheiden", "names a person (Müller)"),
        ("die Freigabe von Annas Bericht ist noch offen", "names a person (Annas)"),
        ("der Bericht von Hietanojas Team ist noch offen", "names a person (Hietanojas)"),
        ("das ist für Kraft die offene Frage", "names a person (Kraft)"),
        ("mit der Kraft reden, bevor sie entscheiden", "names a person (Kraft)"),
        ("der Wettbewerber Brandtner hat ein Angebot gemacht", "no cited fact has (Brandtner)"),
        ("das Werk in Stuttgart hat noch nicht entschieden", "no cited fact has (Stuttgart)"),
        ("die Einführung von Salesforce bindet ihre Leute", "no cited fact has (Salesforce)"),
        ("der Chef von Hartung will es nicht", "no cited fact has (Hartung)"),
        ("sie haben die Kolmio-Presse noch nicht gesehen", "no cited fact has (Kolmio-Presse)"),
        ("the report decides whether they stay with us", "language"),
        ("rapporten avgör om de stannar hos oss", "language"),
        ("raportti ratkaisee, jäävätkö he meille", "language"),
        ("sie warten seit zwei Wochen auf den Bericht", "number word"),
        ("am Freitag wollen sie den Bericht haben", "day or month"),
        ("der Bericht muss an die Vektori 7 gehen", "digit"),
    ],
)
def test_a_german_reading_that_breaks_a_rule_is_refused_with_the_reason(text: str, problem: str) -> None:
    assert problem in "; ".join(read(text, ["F1"], GROUNDS).problems)
