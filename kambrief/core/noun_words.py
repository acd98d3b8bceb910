"""Common German nouns of business, and the pieces that compounds are built of. Data, not wording: nothing is printed.

No word here may pass for a name of its own: neither trades that are surnames (Schneider, Richter) nor what places end
in (Berg, Burg, Stadt, Land). A plural that changes its vowel or ends in -er stands beside its singular.
"""

NOUNS = """
Unterzeichner Zeichnungsberechtigter
Abend Abhängigkeit Abkommen Abkürzung Ablauf Abläufe Abnehmer Abruf Absatz Absätze Abschied Abschluss Abschlüsse
Abschnitt Absender Absicht Absprache Abstand Abstände Abstieg Abstrich Abteil Abwehr Abweichung Achse Acht Ader
Administrator Adressat Adresse Affäre Agenda Agentur Akquise Akribie Akte Akteur Aktie Aktion Aktionär Akzent
Akzeptanz Alarm Algorithmus Alltag Alter Alternative Aluminium Ambition Amt Ämter Analyse Analyst Anbieter Anekdote
Anfang Anfänge Anfrage Angabe Angebot Angelegenheit Angst Ängste Anhaltspunkt Anhang Anhänge Anhieb Ankunft Anlage
Anlass Anlässe Anlauf Anläufe Anliegen Annahme Anreise Anreiz Anruf Ansage Ansatz Ansätze Anschluss Anschlüsse
Ansicht Ansprache Ansprechpartner Anspruch Ansprüche Anstieg Anstoß Anstöße Anteil Antrag Anträge Antragsteller
Antrieb Antwort Anwalt Anwälte Anwender Anzahl Anzeichen Anzeige Apfel Äpfel Apparat Appell Appetit Applaus Arbeit
Arbeiter Arbeitgeber Arbeitnehmer Arbeitsfeld Architekt Architektur Archiv Ärger Argument Arm Arme Art Artikel
Arznei Arzt Ärzte Ärztin Aspekt Asset Assistent Assistenz Ast Äste Atem Atmosphäre Attacke Attest Audit Auditor
Aufbau Aufenthalt Aufgabe Aufhebens Auflage Aufmerksamkeit Aufruhr Aufschlag Aufschub Aufsicht Aufstieg Auftakt
Auftrag Aufträge Auftraggeber Auftragnehmer Aufwand Aufwände Auge Augenblick Augenhöhe Augenmerk Aula Aura Ausbau
Ausbildung Ausblick Außendienst Außenstände Außenstelle Ausfall Ausfälle Ausgabe Ausgang Ausgänge Ausgleich Auskunft
Auskünfte Ausland Auslastung Auslöser Ausmaß Ausnahme Ausrede Ausrufezeichen Ausrutscher Aussage Ausschlag
Ausschreibung Ausschuss Ausschüsse Aussicht Ausstieg Austausch Auswahl Ausweg Ausweis Auto Autonomie Autorität Azubi
Bahnhof Balance Ball Bälle Band Bandbreite Bänder Bank Bargeld Barriere Basis Batterie Bau Bäume Baustein Bausteine
Baustelle Bauteil Beamte Bearbeiter Beauftragte Becken Bedarf Bedarfe Bedauern Bedenken Bediener Bedürfnis Befund
Befürworter Begabung Beginn Begleiter Begriff Behälter Behörde Bein Beine Beirat Beiräte Beispiel Beitrag Beiträge
Bekannte Bekenntnis Beladung Belang Belastbarkeit Belastung Beleg Belegschaft Beleuchtung Benchmark Benutzer Berater
Bereich Bericht Beruf Bescheid Beschluss Beschlüsse Beschwerde Besitz Besitzer Besprechung Bestand Bestände
Bestandteil Bestie Bestreben Bestseller Besuch Besucher Betracht Betrachter Betrag Beträge Betreff Betreiber
Betreuer Betrieb Bett Beule Beute Bevollmächtigte Beweis Bewerber Bewusstsein Beziehung Bezug Bezüge Bilanz Bild
Bilder Bildschirm Biss Bissen Bitte Bitteschön Blase Blatt Blätter Blech Blick Blickwinkel Block Blockade Blog Blume
Blut Boden Böden Bogen Bolzen Bonität Bonus Boot Bord Bordmittel Börse Bote Botin Botschaft Branche Brand Brände
Brauch Bräuche Breite Bremse Brief Briefing Broschüre Brot Bruch Brüche Bruchteil Brücke Brunnen Brust Buch Bücher
Budget Bühne Bündel Bündnis Bürde Bürger Büro Bürokratie Bürste Bus Champion Chance Chancen Change Chaos Charakter
Charge Chat Check Checkliste Checkup Chef Chemie Chemiker Chip Chronik Client Cloud Coach Coaching Code Compliance
Computer Container Controller Controlling Couch Crew Dach Dächer Dampf Dank Dankeschön Darlehen Darstellung
Dashboard Datei Daten Datum Dauer Dauerthema Deal Debatte Decke Deckel Defekt Defizit Delegation Demo Demontage
Demut Depot Desaster Design Destination Detail Devise Diagnose Diagramm Dialog Diät Dichte Dieb Dienst Dienste
Dienstleister Differenz Dilemma Dimension Ding Dinge Direktor Diskretion Diskurs Diskussion Disponent Disposition
Distanz Disziplin Division Doktor Dokument Dokumentation Dolmetscher Dominanz Dose Dosis Dossier Dozent Draht Drähte
Drall Drama Drang Dreck Dreh Drehkreuz Dritte Drohung Druck Druckerei Drumherum Duell Duft Dünger Dunkel Dünkel
Durchbruch Durchlauf Durchläufe Durchsatz Durchsicht Dürre Düse Dynamik E-Mail Ebene Ecke Effekt Effizienz Ehepaar
Ehre Ehrgeiz Eifer Eigenheit Eigenschaft Eigensinn Eigentum Eigentümer Eigner Eile Eimer Einblick Eindruck Eindrücke
Einfall Einfälle Einfluss Einflüsse Einflussnahme Eingang Eingänge Eingriff Einheit Einigkeit Einkauf Einkäufe
Einkäufer Einklang Einkommen Einladung Einrichtung Einsatz Einsätze Einsicht Einspruch Einsprüche Einstieg Einwand
Einwände Einwilligung Einzelfall Einzelfälle Einzelheit Eis Eisberg Eisen Elan Elektrik Elektriker Elektronik
Element Emission Emotion Empathie Empfang Empfänge Empfänger Empfehlung Empfinden Ende Energie Engagement Enge
Engineering Engpass Engpässe Entgegenkommen Entgelt Enthusiasmus Entscheider Entschluss Entschlüsse Enttäuschung
Entwickler Entwurf Entwürfe Erbe Erdgas Ereignis Erfinder Erfolg Erfordernis Ergebnis Erhalt Erkenntnis Erlaubnis
Erlebnis Erlös Ersatz Erstaunen Ertrag Erträge Erwerb Erzeuger Erzeugnis Essenz Etappe Etat Etikett Euphorie Euro
Evaluation Event Exemplar Existenz Experiment Experte Expertin Expertise Explosion Export Fabrik Fabrikat Facette
Fach Fachleute Fachmann Faden Fäden Fähigkeit Fahne Fahrer Fahrplan Fahrt Fahrzeug Fakt Faktor Fakultät Fall Falle
Fälle Falte Familie Farbe Farce Fass Fassade Fassung Fazit Feature Feedback Fehde Fehler Fehlschlag Fehlschläge
Fehltritt Feier Feind Feld Felder Fell Fenster Ferien Ferne Fertiger Festung Fett Feuer Feuerprobe Feuerwehr Figur
Filiale Filter Finale Finanzchef Finanzen Finanzierung Finger Fingerspitzengefühl Firma Firmen Fläche Flagge Flanke
Flasche Flaschenhals Fleiß Flexibilität Fliege Flotte Flug Flüge Flügel Flur Fluss Flüsse Flut Fokus Folge Folie
Folter Fonds Form Format Formel Formular Forschung Fortbildung Fortgang Fortschritt Forum Foto Fracht Frage Fragen
Fragezeichen Frau Freigabe Freiraum Freiräume Freizeit Frequenz Freude Freund Frieden Frischluft Front Frühjahr
Frühling Frühwarnung Frust Führer Fundament Funke Funken Funktion Furcht Fürsorge Fürsprecher Fuß Füße Fusion Futter
Gabe Galerie Gang Gänge Ganze Garage Garant Garantie Gas Gast Gäste Gatter Gebärde Gebäude Geber Gebiet Gebinde
Geblüt Gebot Gebrauch Gebühr Gedächtnis Gedanke Gedanken Geduld Gefahr Gefährte Gefälle Gefallen Gefäß Gefüge Gefühl
Gegend Gegengewicht Gegenleistung Gegenseite Gegenstand Gegenstände Gegenteil Gegenüber Gegenwart Gegenwert Gegenzug
Gegner Gehalt Gehälter Gehäuse Geheimnis Gehör Geisel Geist Gelände Geld Gelder Gelegenheit Geleit Gelenk Gemeinde
Gemeinschaft Gemüt Generation Generator Genie Genüge Genuss Gerät Geräte Gerechtigkeit Gericht Gerücht Gerüst
Gesamtbild Gesamtheit Geschäft Geschäftsfeld Geschäftsführer Geschehen Geschenk Geschichte Geschick Geschmack
Geschwindigkeit Gesellschaft Gesellschafter Gesetz Gesicht Gesichter Gesichtspunkt Gespräch Gesprächsbedarf
Gesprächspartner Gespür Gestalter Gestaltung Geste Gesuch Gesundheit Getriebe Gewähr Gewalt Gewerbe Gewerk Gewerke
Gewerkschaft Gewicht Gewichte Gewinn Gewinner Gewissen Gewohnheit Gift Gipfel Gitter Glanz Glas Gläser Glaube
Glauben Gläubiger Gleichgewicht Gleis Gleise Glied Glieder Glück Grad Grafik Gramm Granulat Graphik Gremien Gremium
Grenze Griff Größe Grube Grund Gründe Gründer Grundlage Grundsatz Grundsätze Grundton Grundtöne Gruppe Gruß Grüße
Gunst Gürtel Guss Gut Gutachten Gutachter Güte Güter Guthaben Gutschein Gutschrift Haar Haare Hafen Häfen Haft Halle
Halt Haltbarkeit Hand Hände Handel Handgriff Handlanger Händler Handlungsfeld Handvoll Handwerk Hardware Harmonie
Härte Haube Haufen Haus Häuser Haut Hebel Heer Heft Heimat Heizung Hektik Helfer Hemmnis Hemmschuh Hemmung
Herausgabe Herbst Herde Herkunft Herr Hersteller Herz Herzstück Hierarchie Hilfe Hilfestellung Hilfsmittel Himmel
Hinblick Hindernis Hinsicht Hintergrund Hintergründe Hinweis Hitze Hobby Hochlauf Höflichkeit Höhe Hoheit Holz
Honorar Hörer Horizont Hotel Hotline Hunger Hürde Husten Hut Hüte Hygiene Hypothese Idee Identität Illusion Image
Immobilie Implementierung Import Impuls Index Indikator Individuum Indiz Indizien Industrie Inflation Info
Informatik Informatiker Information Infrastruktur Ingenieur Ingenieure Inhaber Inhalt Initiative Inland Innendienst
Innenleben Innovation Insel Insolvenz Inspektion Inspektor Installateur Installation Instanz Instinkt Institut
Institution Instrument Integration Integrator Intelligenz Intention Interesse Interessent Interim Internet Intervall
Interview Intranet Inventar Inventur Investition Investment Investor Irrtum Irrtümer Jahr Jahre Journal Jubiläum
Jugend Jurist Jury Justiziar Kabel Kabine Kaffee Kalender Kaliber Kalkulation Kälte Kampagne Kampf Kampfansage
Kämpfe Kanal Kanäle Kandidat Kandidatur Kante Kantine Kanzlei Kapazität Kapital Kapitel Kapsel Karriere Karte Karton
Kartons Käse Kasse Kästen Katalog Katastrophe Kategorie Katze Kauf Käufe Käufer Kaufmann Kavalier Kenner Kenntnis
Kennzahl Kerbe Kern Kette Kilometer Kind Kinder Kiste Klage Klammer Klappe Klarheit Klartext Klärung Klasse Klausel
Kleber Kleidung Klemme Klick Klima Klinik Kluft Knackpunkt Knappheit Knick Knopf Knöpfe Knoten Know-how Knowhow
Kohle Kolben Kollege Kollegen Kollegin Kollektiv Kollision Komfort Komitee Kommando Kommentar Kommission Kommune
Kommunikation Kompass Kompensation Kompetenz Komplex Komplexität Komplikation Kompliment Komponente Kompromiss
Kompromisse Kondition Konferenz Konfiguration Konflikt Kongress Konjunktur Konkurrent Konkurrenz Können Konsens
Konsequenz Konsistenz Konsortium Konstante Konstrukteur Konstruktion Kontakt Konten Kontext Kontingent Kontinuität
Konto Kontrahent Kontrakt Kontrast Kontrolle Kontroverse Konverter Konzept Konzern Konzession Kooperation
Koordinator Kopf Köpfe Kopfschmerzen Kopfzerbrechen Kopie Korb Körbe Körper Korrektur Korrespondenz Korridor
Korrosion Kosmetik Kosten Kraft Kraftakt Kräfte Kran Kräne Krankenhaus Krankenhäuser Kreativität Kredit Kreditor
Kredo Kreis Kreislauf Kreisläufe Kreuz Krise Kriterien Kriterium Kritik Kritiker Küche Kulanz Kulisse Kultur Kummer
Kunde Kundin Kunst Künste Kupfer Kuppel Kupplung Kür Kurier Kurs Kursus Kurve Kürze Küste Labor Laboratorium Lack
Ladung Lage Lager Lampe Land Länder Landschaft Landwirt Länge Langeweile Langfristigkeit Langsamkeit Lanze Lärm
Laser Last Laster Lastwagen Latenz Lauf Laufbahn Läufe Laufzeit Laune Lawine Layout Leben Leere Leerlauf Leerstand
Legende Legitimation Lehre Lehrer Lehrling Leid Leihe Leim Leiste Leistung Leistungsträger Leiter Leitfaden
Leitfäden Leitplanke Lektion Lektüre Leser Leuchtturm Leuchttürme Leute Licht Lichter Lid Lieferant Lieferkette
Lieferung Limit Linie Liquidität Liste Literatur Lizenz Lkw Lob Lobby Loch Löcher Logik Logistik Logistiker Logo
Lohn Löhne Lösung Loyalität Lücke Luft Lupe Lust Luxus Macht Mächte Magazin Magen Magnet Mahlzeit Mahnung Mail Makel
Makler Management Manager Mandat Mangel Mängel Manier Manko Mann Männer Mannschaft Mantel Mappe Marathon Marge Marke
Marketing Markt Märkte Marktplatz Maß Maschine Maße Maßgabe Maske Maßnahme Masse Maßstab Maßstäbe Mast Material
Materialien Materie Matrix Matte Mauer Maximum Mechanik Mechaniker Mechanismus Medien Medium Medizin Meeting Mehl
Mehraufwand Mehrheit Mehrkosten Mehrwert Meilenstein Meldung Menge Mensch Mentor Merkmal Messe Metall Metapher Meter
Methode Methodik Meute Miete Mieter Milch Milieu Militär Minderheit Minenfeld Minimum Minister Minus Minute Misere
Misserfolg Missgunst Mission Missstand Missstände Misstrauen Missverständnis Mitarbeit Mitarbeiter Mitbewerber
Miteinander Mitglied Mitglieder Mitleid Mitsprache Mittag Mitte Mittel Mittelpunkt Mittelstand Mittler Mitwirkung
Möbel Mobilfunk Mobilität Mode Modell Moderator Modul Modus Möglichkeit Molkerei Moment Monat Monate Monitor
Monitoring Monopol Montage Monteur Monteurin Moral Motiv Motivation Motor Motto Mühe Mühle Müll Multiplikator Mund
Münze Muskel Muster Mut Mutterhaus Nachbar Nachbarn Nachdruck Nachfolge Nachfolger Nachfrage Nachgang Nachhinein
Nachholbedarf Nachlass Nachlässe Nachmittag Nachricht Nachsehen Nachsicht Nachspiel Nacht Nächte Nachteil Nachtrag
Nachträge Nachweis Nachwuchs Nadel Nägel Nähe Naht Nähte Name Namen Narrativ Nase Natur Nebenrolle Nebensache Nehmer
Neid Nenner Nerv Nerven Nest Netz Netzwerk Neugier Neuling Niederlage Niederlassung Niete Nimbus Nische Niveau
Norden Norm Not Note Notfall Notfälle Notiz Notlösung Notwendigkeit Novum Nuance Null Nummer Nutzen Nutzer
Oberfläche Obergrenze Oberhand Obhut Objekt Obmann Obst Odyssee Ofen Öfen Offenheit Offensive Offerte Ohnmacht Ohr
Ohren Ökosystem Öl Onboarding Operateur Operation Opfer Optik Optimierer Optimum Option Orchester Ordner Ordnung
Organ Organisation Orientierung Original Ort Orte Osten Paket Pakt Palette Panik Panne Panzer Papier Papiere
Paradoxon Parallele Parameter Parkplatz Parole Partei Partie Partner Passage Pate Patent Patient Patron Pauschale
Pause Pech Pendant Pendel Pension Pensum Perfektion Performance Periode Perle Person Personal Perspektive Pfad Pfand
Pfeiler Pferd Pferde Pflaster Pflege Pflicht Pforte Phänomen Phase Philosophie Physik Pilot Pionier Pipeline Plakat
Plan Pläne Planer Planke Platte Plattform Platz Plätze Plausibilität Pleite Plenum Plus Podium Pointe Politik
Politiker Polster Portal Portfolio Position Post Posten Poster Postfach Potential Potenzial Präambel Pracht
Präferenz Praktik Praktiker Prämie Prämisse Pranger Präsentation Präsenz Präsident Prävention Praxis Präzedenzfall
Präzision Preis Preisschild Presse Prestige Primus Prinzip Prinzipien Priorität Prise Privileg Probe Problem
Problematik Produkt Produktion Produktmanager Produzent Profi Profil Profit Prognose Programm Projekt Promotor
Protest Protokoll Prototyp Provider Provision Prozedur Prozess Prozesse Prüfer Puffer Pult Pulver Pumpe Pumpwerk
Punkt Punkte Putz Puzzle Qual Qualifikation Qualität Quartal Quartier Quelle Quittung Quote Rabatt Rad Radar Räder
Radius Rahmen Rand Ränder Rang Ränge Ranking Raster Rat Räte Rathaus Rating Ratschlag Ratschläge Rätsel Raub Rauch
Raum Räume Reaktion Reaktor Realität Rechenschaft Recherche Rechner Rechnungswesen Recht Rechte Rechtfertigung
Rechtsanwalt Rechtsanwälte Recycling Redakteur Redaktion Rede Redlichkeit Redner Referent Referenz Reflex Reform
Regal Regel Regelfall Region Register Reibung Reibungsverlust Reichweite Reife Reihe Reihenfolge Reiniger Reise Reiz
Reklamation Relais Relation Relevanz Religion Rendite Rente Reparateur Reparatur Repertoire Report Reporting
Reputation Reserve Resonanz Respekt Ressort Ressource Rest Restaurant Resultat Rettung Revier Review Revision
Revisor Rezept Rezession Rhythmus Richtlinie Richtung Riegel Rinne Risiken Risiko Riss Risse Ritt Ritual Roadmap
Roboter Robotik Rohr Rohre Röhre Rohstoff Roll-out Rolle Rollout Rost Route Routine Ruck Rückblick Rücken
Rückendeckung Rückenwind Rückgang Rückgänge Rückhalt Rücklauf Rückläufe Rückruf Rückschlag Rückschläge Rückseite
Rücksicht Rückstand Rückstände Rückstellung Rücktritt Ruf Rufe Rüge Ruhe Rumpf Runde Sachbearbeiter Sache Sachlage
Sachstand Sachverhalt Säge Saison Saldo Sand Sanktion Satz Sätze Säule Säumnis Schablone Schachzug Schaden Schäden
Schaft Schale Schallmauer Schalter Scham Schatten Schatz Scheibe Schein Scheitern Schema Schere Scherz Scheu Schicht
Schiene Schiff Schiffe Schilder Schirm Schlacht Schlaf Schlag Schläge Schlamm Schlange Schleife Schlichter Schliff
Schlitz Schloss Schluss Schlüsse Schlüssel Schlusspunkt Schmerz Schmerzen Schmierstoff Schnee Schnitt Schnittstelle
Schnur Schock Schönheit Schornstein Schrank Schranke Schränke Schraube Schrecken Schreiben Schrift Schritt Schrott
Schub Schuhe Schuld Schulden Schuldner Schule Schüler Schulter Schüsse Schutz Schwäche Schweigen Schweiß Schwelle
Schwerpunkt Schwester Schwierigkeit Schwund Schwung Seele Segel Segment Seife Seil Seile Seite Sekretär Sekretariat
Sektor Sekunde Selbstbehalt Selbstbewusstsein Selbstläufer Selbstverständnis Selektion Seminar Senat Sender
Sensation Sensor Serie Serienreife Server Service Sicherheit Sicht Sichtweise Sieg Sieger Signal Signatur Silo Sinn
Sinneswandel Sirene Sitte Situation Sitz Skala Skandal Skepsis Skeptiker Skizze Sklave Skonto Smartphone Socke
Sockel Sofa Software Sog Söhne Solidität Soll Sommer Sonderfall Sonne Sorge Sorgenkind Sorgenkinder Sorgfalt Sorte
Sortiment Souveränität Spagat Spalte Spanne Spannung Spannungsfeld Sparte Spaß Späße Spediteur Spedition Speicher
Spektrum Spekulation Spende Sperre Spezialist Spezies Spezifikation Spiegel Spiel Spielraum Spielräume Spion Spirale
Spitze Sponsor Sport Spott Sprache Sprachregelung Sprachrohr Sprecher Sprengstoff Sprit Spruch Sprüche Sprung
Sprünge Spule Spur Staat Staaten Stab Stabilität Stadien Stadion Stadium Stadt Städte Staffel Stahlbau Stamm Stand
Standard Standbein Stände Standort Standpunkt Stange Stapel Stärke Start Startpunkt Station Statistik Status Statut
Stau Staub Staus Stelle Stellenwert Stellschraube Stempel Steuer Steuern Steward Stich Stichprobe Stichwort
Stichworte Stift Stil Stille Stillschweigen Stillstand Stillstände Stimme Stimmung Stocken Stockwerk Stoff
Stolperstein Stolz Stopp Störer Störfall Störfälle Störung Stoß Stöße Strafe Strahlen Strang Stränge Straße Stratege
Strategie Strategien Strategin Strecke Streik Streit Stress Strich Strom Ströme Strömung Struktur Stück Studie
Studien Studium Stufe Stuhl Stühle Stunde Stunden Sturm Sturz Stürze Stütze Substanz Suche Sucht Süden Summe Sumpf
Support Symbol Sympathie Symptom Synergie Synonym Synthese System Systematik Szenarien Szenario Szene Tabelle Tabu
Tacheles Tadel Tafel Tag Tage Tagesgeschäft Tagesordnung Takt Taktik Talent Talfahrt Tank Tarif Tarnung Tasche Tasse
Tastatur Taste Tat Taten Tätigkeit Tatsache Tausch Team Teamleiter Technik Techniker Technologie Teig Teil Teile
Teilhabe Teilnahme Teilnehmer Telefon Telefonat Telefonkonferenz Teller Temperament Temperatur Tempo Tendenz Tender
Teppich Termin Terminal Termine Terminus Terrain Test Teufel Text Textil Theater Thema Thematik Themen Themenfeld
Theorie These Ticket Tiefe Tier Tiere Tinte Tisch Titel Tochter Töchter Toilette Toleranz Ton Töne Tonfall Tool
Töpfe Tor Tore Tour Trab Tradition Trafo Träger Trägheit Tragödie Tragweite Trainer Training Träne Transaktion
Transfer Transformation Transparenz Transport Trauer Traum Träume Treffen Treffer Treffpunkt Treiber Treibstoff
Trend Trennung Treppe Tresor Treue Treuhänder Trick Tritt Trost Trübsal Truppe Tüftler Tugend Tunnel Tür Turbine
Turbo Turbulenz Türen Turm Türme Turnus Türöffner Typ Typen Überblick Überfluss Übergabe Übergang Übergänge Überhang
Überlegung Übermacht Übernahme Überraschung Überschuss Überschüsse Übersicht Übertrag Überzahl Übung Uhr Umbau
Umbruch Umbrüche Umfang Umfänge Umfeld Umfrage Umgang Umkehr Umkreis Umlauf Umriss Umrisse Umsatz Umsätze Umschlag
Umschläge Umschwung Umstand Umstände Umstieg Umweg Umwelt Umzug Unart Unding Unfall Unfälle Ungeduld Ungeschick
Ungewissheit Unglück Union Universität Unkenntnis Unlust Unmut Unrecht Unruhe Unschärfe Unsicherheit Unsinn Unterbau
Unterfangen Untergrenze Unterhalt Unterlage Unternehmen Unternehmer Unterschied Unterschrift Unterstützer Unterton
Untertöne Unwille Unwillen Unwissen Urheber Urkunde Urlaub Urlaubszeit Ursache Ursprung Urteil Utopie Vakanz Vakuum
Validität Variable Variante Vater Väter Ventil Veranstalter Verantwortliche Verantwortung Verb Verband Verbände
Verbesserer Verbleib Verbot Verbrauch Verbräuche Verbraucher Verbrechen Verbund Verdacht Verderb Verdichter
Verdienst Verdruss Verehrer Verein Verfahren Verfall Verfasser Verfechter Verfügbarkeit Vergabe Vergangenheit
Vergleich Vergleichswert Verhalten Verhältnis Verhandler Verhängnis Verhör Verkauf Verkäufe Verkäufer Verkehr Verlag
Verlangen Verlass Verlauf Verläufe Verlegenheit Verlust Vermerk Vermieter Vermittler Vermögen Vernetzung Vernunft
Verpacker Verrat Versand Versatz Versäumnis Verschleiß Verschluss Verschulden Versehen Version Verspätung
Versprechen Verstand Verständnis Verstoß Verstöße Versuch Verteiler Vertrag Verträge Vertrauen Vertreter Vertreterin
Vertrieb Vertriebler Verursacher Verwalter Verwandte Verwandtschaft Verweis Verwender Verzeichnis Verzicht
Verzögerung Verzug Veto Video Vieh Vielfalt Viren Virus Visier Vision Visite Vitamin Vizechef Volk Völker Vollmacht
Vollzug Volumen Vorabend Vorarbeit Vorarbeiter Voraus Vorausschau Voraussetzung Vorbehalt Vorbild Vorbilder Vorbote
Vordergrund Vorderhand Vorderseite Vorfall Vorfälle Vorfeld Vorführung Vorgabe Vorgang Vorgänge Vorgänger Vorgehen
Vorgeschichte Vorgesetzte Vorhaben Vorhut Vorjahr Vorkehrung Vorlage Vorlauf Vorläufe Vorläufer Vorliebe
Vormachtstellung Vormarsch Vormittag Vorname Vorort Vorposten Vorrang Vorrat Vorräte Vorrecht Vorreiter Vorsatz
Vorsätze Vorschau Vorschlag Vorschläge Vorschrift Vorschub Vorschuss Vorsicht Vorsitz Vorsitzende Vorsorge Vorspann
Vorsprung Vorstand Vorstände Vorstoß Vorstufe Vorteil Vorteilsnahme Vortrag Vorträge Vorurteil Vorwand Vorwarnung
Vorwurf Vorwürfe Vorzeichen Vorzeigekunde Vorzeigeprojekt Vorzimmer Vorzug Vorzüge Votum Waage Wachstum Wächter
Waffe Wagnis Wahl Wahn Wahrheit Währung Wand Wände Wandel Wandler Wanne Wappen Ware Wärme Wartezeit Waschmittel
Wasser Watt Webseite Website Wechsel Wechsler Weg Wegbereiter Wege Weggang Wehr Weiche Weichen Weile Weise Weisheit
Weitblick Weite Welle Welt Wende Wenigkeit Werbung Werdegang Werk Werke Werkleiter Werkstatt Werkstätten Werkzeug
Wermutstropfen Wert Werte Wesen Weste Westen Wettbewerb Wettbewerber Wette Wetter Wettlauf Wickel Widerhall Widerruf
Widerspruch Widersprüche Widerstand Widerstände Wiederholung Wiederkäufer Wiederkehr Wiege Wiese Wille Willen Wimper
Wind Windrad Winkel Winter Wirbel Wirkung Wirtin Wirtschaft Wissen Wissenschaft Witz Woche Wochen Wohl Wohlstand
Wohlwollen Wolke Workshop Wort Worte Wörter Wucht Wunde Wunder Wunsch Wünsche Würde Wurf Würfel Wurzel Wüste Wut
Zahl Zahlen Zahler Zähler Zahn Zähne Zahnrad Zahnräder Zange Zank Zaudern Zaun Zäune Zeche Zeichen Zeile Zeit Zeiten
Zeitpunkt Zeitraum Zeiträume Zeitung Zelle Zement Zentner Zentrale Zentren Zentrum Zeremonie Zerfall Zertifikat
Zettel Zeug Zeuge Zeugnis Ziegel Ziel Ziele Zielgerade Ziffer Zimmer Zins Zinsen Zirkel Zitat Zoll Zölle Zone Zorn
Zubehör Zufall Zufälle Zug Zugang Zugänge Züge Zugeständnis Zugkraft Zugpferd Zugpferde Zugriff Zuhörer Zukauf
Zukäufe Zukunft Zulauf Zulieferer Zuname Zünder Zündstoff Zunge Zünglein Zurückhaltung Zusage Zusammenarbeit
Zusammenhang Zusammenhänge Zusammenschluss Zusatz Zusätze Zuschlag Zuschläge Zuschnitt Zuschuss Zuschüsse Zuspitzung
Zuspruch Zustand Zustände Zutat Zutrauen Zutritt Zutun Zuverlässigkeit Zuversicht Zuwachs Zuwächse Zuwendung Zwang
Zwänge Zweck Zweifel Zweig Zwickmühle Zwiebel Zwiespalt Zwischenfall Zwischenfälle Zwischenstand Zwist Zyklen Zyklus
Zylinder
"""

HEADS = """
abbau abbruch abgabe abgang abgänge abhilfe abkehr ablehnung abnahme abrechnung abreise absage anbau aufnahme
aufruhr ausfuhr bindung buchung deckung dichtung einbau einbruch einbrüche einfuhr eingabe einkunft einlage einnahme
einreise forderung förderung frist fristen führung füllung haftung haltung handhabung handlung hoffnung
inbetriebnahme instandhaltung instandsetzung kennung kühlung kündigung kürzung ladung leitung lenkung lieferer
lieferung lüftung mahnung meinung messung mischung mitnahme nutzung öffnung packung planung prüfung rechnung
regelung regung rückfall rückfrage rückgabe rückkehr rücklage rücknahme rückzug rüstung schätzung schulung
schwankung schwingung sendung senkung sicherung sitzung sparvorgabe spende stellung stellungnahme steuerung tagung
teilung vorfeld wandlung warnung wartung weisung werbung widmung wohnung zahlung zählung zeichnung ziehung zufuhr
zugabe zunahme zuruf zuzug
"""
"""More nouns: in small letters, because they are the second half of compounds as often as words of their own."""

PIECES = """
ab abhol abnahme abruf allein an anfahr anlauf arbeit auf aus außen auto bar bau bei betrieb biege billig bind bio
blech brems brutto chemie daten dienst digital doppel draht dreh druck durch eigen eil ein eingang einkauf einzel
elektro end erst ertrags extra fahr fehl fern fertig fest finanz firmen förder fort fräs frei früh füll gebraucht
gegen general gesamt glas grob groß grund gummi guss halb haupt heim heiz her hilf hilfs hin hinter hoch holz ideal
ideen innen inner instand it jahre jahres kabel kalt kenn kern klär klein kombi kontroll kranken kühl kunden
kunststoff kurz lade lager lang lauf lebensmittel leer lehr leicht leidens leih leit lern letzt liefer lokal lösch
mahn makro mehr mess metall miet mikro mindest miss mit mittel modul monats multi mutter nach nacht nahe neben netto
neu nicht normal nutz nutzungs ober offline öko online optimal papier passiv pauschal personal pharma plan privat
probe produktions prozess prüf qualitäts quartals real reinig richt roh rohr rück rüst sammel schalt schicht schneid
schnell schreib schul schutz schwach schweiß schwer schwester selbst sicht sofort sonder spann spät spezial sprach
spritz stahl stamm standard standort stanz steuer still stunden such tages tausch techno teil tief tochter total
transport treib trenn trocken über um umsatz unter ur verfahr vergleichs verhandlung vertrieb verwalt vize voll vor
voraus vorstand wachs walz warm warn wart wechsel weg weit weiter werb wert wider wieder wochen wunsch zahl zentral
ziel zu zurück zusammen zwangs zweck zweit zwischen
"""
"""What stands before a noun in a compound and is no noun of the list: prefixes, stems of verbs, materials."""

VERBS = """
achten ändern antworten arbeiten bauen bedenken beginnen behalten beheben bekommen bemühen benennen beraten
berichten besprechen bestätigen bestehen bestellen bestimmen bewegen bewerten bezahlen beziehen bieten bilden binden
bitten bleiben brauchen brechen bremsen bringen buchen danken decken denken drängen drehen drohen drucken drücken
dulden eilen einigen entlasten entscheiden entstehen entwickeln erfassen erfüllen ergänzen erhalten erhöhen erkennen
erklären erreichen ersetzen erwarten erweitern erzählen erzeugen fahren fallen fangen fassen fehlen festigen finden
folgen fordern fördern fragen freuen fühlen führen geben gehen gelingen genügen gewinnen glauben greifen halten
handeln hängen heben helfen hinterfragen hinterlegen hoffen holen hören kaufen kennen klagen klären kommen können
kümmern kürzen laden lassen laufen legen leisten leiten lenken lernen lesen liefern liegen loben lösen machen meiden
meinen melden merken messen nehmen nennen nutzen öffnen ordnen planen prüfen raten räumen reagieren rechnen reden
regeln reichen reißen rücken rufen rühren sagen sammeln schaffen schalten scheitern schicken schieben schlagen
schließen schreiben schützen schweigen sehen sein senden setzen sichern sitzen sorgen sparen sprechen springen
spüren starten stehen steigen stellen steuern stimmen stocken stoppen stoßen streichen suchen tasten tauschen teilen
testen tragen trauen treffen treiben trennen treten tun üben übergeben überlegen übernehmen überprüfen überzeugen
umsetzen unterschreiben unterstützen untersuchen verbessern verbinden vereinbaren verfolgen vergeben vergessen
vergleichen verhandeln verhindern verkaufen verlangen verlängern verlieren vermeiden verschieben versenden
versichern versprechen verstehen vertrauen verzögern vorbereiten wachsen wählen wandeln warnen warten wechseln
weichen weisen wenden werben werden wiederholen wirken wissen wollen wünschen zahlen zählen zeigen ziehen zielen
zögern zweifeln
"""
"""Verbs that stand as nouns behind "das" or "beim": das Zögern, vor dem Unterschreiben; also with a prefix."""

ADJECTIVES = """
aktuell allgemein alt ander angekündigt angestellt anwesend ausführlich ausstehend beauftragt bedeutend beid bekannt
berechtigt beschäftigt besonder besprochen best bestellt beteiligt betroffen bevollmächtigt bevorzugt billig
bisherig dringend dringlich eigen eigentlich einfach einzig endgültig entscheidend entsprechend erforderlich erst
erwartet fehlend folgend fremd früher ganz gehört gelernt geliefert gemeinsam gemeint genau geplant gesagt gesamt
getan gewünscht gleich groß größt gut häufig heikel heikl hiesig höchst interessiert intern jetzig kaufmännisch klar
klein konkret kritisch künftig laufend leitend letzt liegend mangelnd maßgeblich mehr meist menschlich mitarbeitend
möglich nächst näher negativ neu neuest neutral nötig notwendig nützlich offen ordentlich passend persönlich positiv
praktisch privat richtig sachlich schlecht schlimm schlimmst schnell schön schriftlich schwach schwer schwierig
sicher sichtbar sinnvoll sonstig spät stark strittig studierend technisch teuer unbekannt ungeklärt ungeplant unklar
verantwortlich verbindlich vereinbart verfügbar vergangen versäumt versprochen vertraulich voll vorgesetzt vorhanden
vorig vorläufig vorsitzend wahr weit weiter wenig wesentlich wichtig wichtigst wirklich zentral zugesagt zuletzt
zuständig zweit
"""
"""Adjectives that stand as nouns: das Wichtigste, etwas Neues, die Verantwortlichen."""

ENGLISH = """
Account Award Backlog Backup Benefit Board Business Buy-in Buying-Center Case Commitment Consulting Cost Customer
Data Deadline Delivery Developer Digital Discovery Downtime Fit Follow-up Forecast Framework Go-live Golive Handover
Input Insight Issue Job Key Kick-off Kickoff Lead Leadership Lessons Level Life Line Maintenance Mapping Milestone
Mindset Offer Output Outsourcing Owner People Pilot Pitch Pricing Product Proof-of-Concept Proposal Quality Query
Quick-Win Release Renewal Request Risk Root-Cause Sales Scope Scoring Security Setup Show Site Skill Slot Sourcing
Spend Sprint Stakeholder Standup Statement Story Success Supplier Supply-Chain Task Timeline Timing To-do Touchpoint
Tracking Update Upgrade Uptime User Value Vendor Win Workflow
"""
"""English words that German business prose takes as they are, with a capital."""

ABBREVIATIONS = """
AG API CEO CFO CIO COO CRM CTO DIN DSGVO ERP EU FAQ GF GmbH HR ISO IT KG KPI KPIs MES MVP NPS OEE OEM PDF PLM PoC PR
QM QS RFP RFQ ROI SaaS SE SLA SLAs TCO USA USP
"""
"""Written in capitals, and no name of anybody's."""
