"""German dialogues and the promises in them."""

CASES = [
    ("A: Ich schicke Ihnen das Angebot bis Freitag.", ["A: Angebot – 9.10."]),
    ("A: Wir liefern die Ersatzteile am Donnerstag.", ["A: Ersatzteile – 8.10."]),
    ("S: Wann bekommen wir den Bericht?\nA: Den bekommen Sie am Freitag.", ["A: Bericht – 9.10."]),
    ("S: Bis wann können wir mit dem Bericht rechnen?\nA: Bis Freitag.", ["A: Bericht – 9.10."]),
    ("S: Können Sie uns die Testergebnisse schicken?\nO: Ja, das mache ich morgen.", ["O: Testergebnisse – 7.10."]),
    ("S: Könnten Sie mir die Preisliste schicken?\nO: Gerne, bis Freitag.", ["O: Preisliste – 9.10."]),
    ("A: Ich kläre das intern und melde mich am Montag.", ["A: Antwort – 12.10."]),
    ("J: Ich werde Ihnen die Zeichnungen am Mittwoch schicken.", ["J: Zeichnungen – 7.10."]),
    ("A: Olaf erstellt die Kalkulation bis Donnerstag.", ["O: Kalkulation – 8.10."]),
    ("A: Frau Kurz bekommt den Entwurf am Freitag.", ["A: Entwurf – 9.10."]),
    ("J: Ich bestätige die Bestellung morgen.", ["J: Bestellung bestätigen – 7.10."]),
    ("A: Die Einladung schicke ich heute noch.", ["A: Einladung – 6.10."]),
    ("A: Der Bericht kommt am Freitag.", ["A: Bericht – 9.10."]),
    ("A: Soll ich Ihnen die Preisliste schicken?\nS: Ja, bitte.", ["A: Preisliste – -"]),
    ("A: Wir können Ihnen die Analyse bis Freitag liefern.\nS: Gut.", ["A: Analyse – 9.10."]),
    (
        "A: Ich schicke den Vorschlag am Freitag.\nS: Am Freitag bin ich im Urlaub. Geht es am Donnerstag?\nA: Gut, dann Donnerstag.",
        ["A: Vorschlag – 8.10."],
    ),
    ("A: Ich bereite den aktualisierten Projektplan bis Donnerstag vor.", ["A: aktualisierter Projektplan – 8.10."]),
    ("A: Dann tauschen wir die Sensoren am Montag.", ["A: Sensoren tauschen – 12.10."]),
    ("S: Ich bespreche das mit dem Vorstand und gebe Ihnen bis Freitag Bescheid.", ["S: Antwort – 9.10."]),
    ("A: Sie erhalten die überarbeitete Version am Mittwoch.", ["A: überarbeitete Version – 7.10."]),
    ("A: Ich lasse Ihnen die Preisliste bis morgen zukommen.", ["A: Preisliste – 7.10."]),
    ("A: Das Angebot haben Sie bis Dienstag nächster Woche auf dem Tisch.", ["A: Angebot – 13.10."]),
    ("A: Wir kommen am Donnerstag zu Ihnen und tauschen das Ventil aus.", ["A: Ventil tauschen – 8.10."]),
    ("J: Die Bestellung geht bis Ende des Monats an Sie raus.", ["J: Bestellung – 31.10."]),
    ("J: Den unterschriebenen Vertrag erhalten Sie am Montag.", ["J: unterschriebener Vertrag – 12.10."]),
    ("A: Ich werde das mit der Technik klären und Ihnen bis Mittwoch eine Rückmeldung geben.", ["A: Antwort – 7.10."]),
    ("A: Olaf schaut sich das an und antwortet Ihnen am Mittwoch.", ["O: Antwort – 7.10."]),
    # none
    ("A: Ich nehme das in den Vertrag auf.", []),
    ("S: Wir haben drei Punkte auf der Liste.", []),
    ("A: Wir sollten irgendwann mal über Schulungen sprechen.", []),
    ("A: Ich kann Ihnen die Lieferung bis Freitag nicht versprechen.", []),
    ("S: Wenn das am Freitag nicht da ist, stoppe ich die Zahlung.", []),
    ("A: Ich habe den Bericht letzten Freitag geschickt.", []),
    ("A: Wir könnten im Frühjahr einen Piloten machen.", []),
    ("A: Ich teile meinen Bildschirm. Wir gehen die Folien durch.", []),
    ("S: Ich hätte gern die Preisliste bis Freitag.\nA: Mal sehen.", []),
    ("A: Wir sehen uns am Donnerstag. Wir sprechen dann.", []),
    ("S: Können Sie uns Rabatt geben?\nA: Leider nicht.", []),
    ("S: Unser Vorstand tagt am Freitag.", []),
    ("A: Ich schlage Dienstag, den dreizehnten, um neun Uhr vor.\nS: Passt.", []),
    ("J: Das bleibt unter uns. Ich schicke Ihnen morgen das andere Angebot.\nA: Verstanden.", []),
    ("A: Der Lieferant liefert normalerweise in einer Woche.", []),
    ("S: Hören Sie mich?\nA: Ja.", []),
    ("A: Vielleicht schicke ich am Freitag etwas.", []),
]

MORE = [
    (
        (
            "A: Ich fasse zusammen. Ich: Angebot bis Freitag. Olaf: Austausch der Sensoren am Montag.\n"
            "A: Von Ihnen: Sabine die Mengen am Donnerstag und Jens die Zeichnungen am Mittwoch.\nS: Genau."
        ),
        ["A: Angebot – 9.10.", "O: Austausch der Sensoren – 12.10.", "S: Mengen – 8.10.", "J: Zeichnungen – 7.10."],
    ),
]
