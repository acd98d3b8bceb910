"""True lines about how things stand and about business, in four languages, and lies to plant in them.

By scenario and language of the reader. A lie is (what stands there, what to put in its place); each is wrong by the
scenario's raw files.
"""

from typing import Final

FI, EN = "fi_renewal_at_risk", "en_global_gam"

STANDING: Final = {
    (FI, "en"): """\
How things stand
- Relationship: thin, 2 of 5 roles in contact; Petri 7 of 9 contacts.
- Relationship: no contact with sponsor, economic buyer and technical; in touch with champion and procurement.
- Satisfaction: falling (Markku 6, Petri 8, Johanna 5); mean 6.3, −2.0 since their last answers.
- Satisfaction falling: NPS 5, 6 and 8.
- Satisfaction falling (NPS): Johanna 5, Markku 9→6 and Petri 9→8.
- Retention risk 83/100, critical: low scores, revenue −27.8%, silent sponsor.
- Risk of losing them 83 of 100, critical: open tickets, a competitor in play, our own delay.
- Getting the sponsor back in touch would take off 10.
- Markku Hietanoja: 117 days silent (usual limit 90).
- Markku is usually in touch every 71 days.
- 78% of all contacts were with Petri.
- 20 October: 10 years as a customer.

Business
- KAM, tier A (rank 1 of 9): 5 of 9 customers bring 80%.
- 12 months EUR 397,000 (−8.7%), declining; last 3 months −27.8%, all of it spare parts.
- 12 months EUR 397k, the year before EUR 434,600. Spare parts −62.5% in the last 3 months.
- 31% of the portfolio, 6.4% of our company's revenue.
- Contract to 31 December 2026, EUR 412,000 a year
- Energy monitoring: 2 of 3 comparable customers buy it; worth about EUR 26,000 a year (estimate).
- We have a 94% share of what they could buy (estimate).
- 9 contacts in 90 days, 3 contacts in the 90 days before.
- Open: HS-2024-017 jatkosopimus, discovery, EUR 412,000.

Ask
- Markku (6): what would be good enough?
- What is behind the fall in spare parts?
- Johanna gave us 5: what would have to change first?
""",
    (EN, "en"): """\
How things stand
- Relationship broad: 5 of 5 key roles in touch, 6 people.
- Satisfaction steady: NPS 0, 5 answers, mean 7.4.
- NPS 0 (n = 5), stable
- Retention risk 15/100, low: quiet sponsor, an open ticket and our own delay.
- Retention risk 15 of 100. Raised by a quiet decision-maker.
- Annegret Holthaus: 76 days silent; usually in touch every 28 days (usual limit 56).

Business
- GAM, tier A, rank 1 of 7.
- 12 months EUR 2.48M (+2.8%), flat. Asia +32%, Americas −9%.
- 12 months EUR 2,480,000. Americas −9% and falling since June.
- Asia growing, Americas declining, Finland flat.
- Emission testing: 2 of 3 comparable customers buy it; worth about EUR 160,000 a year (estimate).
- Open: Monitoring roll-out, global, proposal, EUR 640,000.

Mind this
- Denise: supports phase 2 on lines 4 and 5 (14 Sept).
- From 1 July 2026 the rebate is 2.5 % (1 July).
- Payback hurdle 18 months for 2027.
- 27 August – Penang start moved from Q1 2027 to Q3 2027.
- Kotka dust readings 4 May.
""",
    (FI, "fi"): """\
Tilanne
- Suhde: ohut, 2/5 roolista kontaktissa; Petri 7/9.
- Suhde: ei yhteyttä sponsoriin eikä ostopäättäjään; yhteys puolestapuhujaan ja hankintaan.
- Tyytyväisyys: laskussa (Markku 6, Petri 8, Johanna 5), keskiarvo 6,3.
- Tyytyväisyys laskussa: NPS 5, 6 ja 8.
- Pysyvyys: riski 83/100 (kriittinen); syinä NPS, liikevaihto, hiljainen sponsori
- Lähtöriski 83/100, kriittinen: avoimet tiketit, kilpailija mukana ja oma myöhästymisemme.
- Poistumisriski 83/100. Sitä nostavat hiljainen päättäjä ja arvosanat.
- Yhteys sponsoriin pienentäisi 10 pistettä.
- Markku Hietanoja: hiljaa 117 päivää (tavallinen raja 90).
- Markku on yhteydessä yleensä 71 päivän välein.
- 10 vuotta asiakkaana (20.10.).

Liiketoiminta
- KAM, luokka A (sija 1/9).
- 12 kk 397 000 € (−8,7 %), laskussa; viimeiset 3 kk −27,8 %, kokonaan varaosista.
- 12 kk 397 t€. Viimeiset 3 kk −28 %, kaikki ryhmästä Varaosat.
- Sopimus 31.12.2026 asti, 412 000 € vuodessa
- Energiaseuranta: kaksi kolmesta vertailuasiakkaasta ostaa; arvo noin 26 000 € vuodessa (arvio).
- Osuutemme heidän ostoistaan on 94 % (arvio).

Kysy
- Varaosat: mistä lasku johtuu?
- Johanna antoi arvosanan 5: minkä pitäisi muuttua ensin?
""",
    (EN, "fi"): """\
Tilanne
- Suhde laaja: 5/5 avainroolista, 6 ihmistä.
- Tyytyväisyys ennallaan: NPS 0, 5 vastausta.
- Lähtöriski 15/100, pieni: hiljainen sponsori.
- Annegret Holthaus: hiljaa 2.7. lähtien (76 päivää).

Liiketoiminta
- GAM, luokka A. 12 kk 2,48 M€ (+2,8 %). Asia +32 % ja Americas −9,3 %.
- Emission testing: verrokeista 2/3 ostaa.
- Americas: mistä lasku johtuu?
""",
    (FI, "sv"): """\
Läget
- Relation: tunn, kontakt med 2 av 5 nyckelroller; Petri står för 7 av 9 kontakter.
- Nöjdhet: sjunkande (Markku 6, Petri 8, Johanna 5), medel 6,3.
- Nöjdhet: sjunkande, NPS 5, 6 och 8.
- Risk att förlora kunden 83/100, kritisk: enkätbetygen, omsättningen och tyst sponsor.
- Markku Hietanoja: ingen kontakt sedan 10 juni (117 dagar); normal gräns 90 dagar.
- Den 20 oktober: 10 år som kund.
- Ny kontakt med sponsorn skulle sänka risken med 10.

Affärer
- KAM, klass A. 12 mån 397 000 euro (−8,7 %), sjunkande. Senaste 3 mån −28 %, enbart Varaosat.
- Avtal HS-2024-017 gäller till den 31 december 2026, 412 000 euro per år.
- Energiaseuranta: två av tre liknande kunder köper det; värt ca. 26 000 euro per år (uppskattning).
""",
    (FI, "de"): """\
Stand der Dinge
- Beziehung: dünn, Kontakt zu 2 von 5 Schlüsselrollen; 7 von 9 Kontakten mit Petri.
- Zufriedenheit: sinkend, NPS 5, 6 und 8.
- Abwanderungsrisiko 83/100, kritisch: Umfragewerte, Umsatz und Sponsor still.
- Abwanderungsrisiko kritisch: 83 von 100. Treiber: Umfragewerte und Funkstille beim Entscheider.
- Markku Hietanoja: kein Kontakt seit 10.06. (117 Tage); üblich sind höchstens 90 Tage.
- Am 20. Oktober seit 10 Jahren Kunde.
- Wieder Kontakt zum Sponsor: 10 Punkte weniger.

Geschäft
- KAM, Klasse A. 12 Monate: 397.000 € (−8,7 %), rückläufig. Letzte 3 Monate: −28 %, ausschließlich Varaosat.
- Vertrag HS-2024-017 läuft bis 31. Dezember 2026, 412.000 € pro Jahr.
- Der Kunde kann den Vertrag bis Sa 31.10. kündigen, praktisch bis Fr 30.10.
- Energiaseuranta: zwei von drei ähnlichen Kunden kaufen es; Wert ca. 26.000 € pro Jahr.
""",
}

STANDING_LIES: Final = {
    (FI, "en"): [
        ("thin, 2 of 5", "broad, 2 of 5"),
        ("thin, 2 of 5", "silent, 2 of 5"),
        ("2 of 5 roles", "3 of 5 roles"),
        ("2 of 5 roles", "2 of 6 roles"),
        ("Petri 7 of 9", "Petri 8 of 9"),
        ("Petri 7 of 9", "Petri 7 of 10"),
        ("Petri 7 of 9", "Johanna 7 of 9"),
        ("no contact with sponsor, economic buyer", "no contact with champion, economic buyer"),
        ("in touch with champion", "in touch with sponsor, champion"),
        ("Satisfaction: falling", "Satisfaction: rising"),
        ("Satisfaction: falling", "Satisfaction: stable"),
        ("Markku 6, Petri 8", "Markku 8, Petri 6"),
        ("Johanna 5)", "Johanna 6)"),
        ("mean 6.3", "mean 6.8"),
        ("−2.0 since", "−1.0 since"),
        ("−2.0 since", "+2.0 since"),
        ("NPS 5, 6 and 8", "NPS 5, 7 and 8"),
        ("NPS 5, 6 and 8", "NPS 5 and 8"),
        ("Satisfaction falling:", "Satisfaction steady:"),
        ("Satisfaction falling (NPS)", "Satisfaction steady (NPS)"),
        ("Markku 9→6", "Markku 8→6"),
        ("Petri 9→8", "Petri 8→8"),
        ("risk 83/100", "risk 38/100"),
        ("83/100, critical", "83/100, low"),
        ("83/100, critical", "83/100, high"),
        ("critical: low scores", "critical: fewer contacts, low scores"),
        ("revenue −27.8%", "revenue −37.8%"),
        ("83 of 100, critical", "73 of 100, critical"),
        ("a competitor in play", "slower replies"),
        ("take off 10", "take off 12"),
        ("take off 10", "take off 20"),
        ("117 days silent", "127 days silent"),
        ("limit 90", "limit 60"),
        ("Markku Hietanoja: 117", "Johanna Räsälä: 117"),
        ("every 71 days", "every 28 days"),
        ("78% of all contacts", "88% of all contacts"),
        ("were with Petri", "were with Markku"),
        ("10 years", "9 years"),
        ("10 years", "15 years"),
        ("20 October:", "10 October:"),
        ("KAM, tier A", "GAM, tier A"),
        ("KAM, tier A", "KAM, tier B"),
        ("rank 1 of 9", "rank 2 of 9"),
        ("rank 1 of 9", "rank 1 of 8"),
        ("5 of 9 customers", "4 of 9 customers"),
        ("EUR 397,000 (", "EUR 379,000 ("),
        ("EUR 397,000 (", "EUR 412,000 ("),  # the contract's value
        ("EUR 397,000 (", "EUR 400,000 ("),
        ("(−8.7%)", "(+8.7%)"),
        ("(−8.7%)", "(−27.8%)"),  # the quarter's figure for the year
        ("last 3 months −27.8%", "last 3 months −8.7%"),
        ("(−8.7%), declining", "(−8.7%), growing"),
        ("(−8.7%), declining", "(−8.7%), flat"),
        ("all of it spare parts", "all of it maintenance"),
        ("all of it spare parts", "mostly condition monitoring"),
        ("EUR 397k", "EUR 387k"),
        ("EUR 434,600", "EUR 443,600"),
        ("Spare parts −62.5%", "Spare parts −27.8%"),
        ("Spare parts −62.5%", "Maintenance −62.5%"),
        ("31% of the portfolio", "41% of the portfolio"),
        ("6.4% of", "8.4% of"),
        ("31 December 2026", "31 October 2026"),
        ("EUR 412,000 a year\n", "EUR 397,000 a year\n"),
        ("2 of 3 comparable", "3 of 3 comparable"),
        ("Energy monitoring: 2 of 3", "Training: 2 of 3"),
        ("EUR 26,000", "EUR 62,000"),
        ("EUR 26,000", "EUR 32,000"),  # what remote support would be worth
        ("94% share", "84% share"),
        ("9 contacts in 90 days", "8 contacts in 90 days"),
        ("jatkosopimus, discovery", "jatkosopimus, negotiation"),
        ("Markku (6)", "Markku (5)"),
        ("Johanna gave us 5", "Johanna gave us 4"),
        ("the fall in spare parts", "the rise in spare parts"),
    ],
    (EN, "en"): [
        ("Relationship broad", "Relationship thin"),
        ("Relationship broad", "Relationship resting on one person"),
        ("Relationship broad", "Relationship gone quiet"),
        ("5 of 5 key roles", "4 of 5 key roles"),
        ("6 people", "7 people"),
        ("Satisfaction steady", "Satisfaction falling"),
        ("NPS 0, 5 answers", "NPS 20, 5 answers"),
        ("NPS 0, 5 answers", "NPS 0, 7 answers"),
        ("mean 7.4", "mean 7.9"),
        ("(n = 5), stable", "(n = 5), rising"),
        ("(n = 5)", "(n = 4)"),
        ("risk 15/100", "risk 51/100"),
        ("15/100, low", "15/100, critical"),
        ("15/100, low", "15/100, worth watching"),
        ("quiet sponsor", "a competitor in play"),
        ("Raised by a quiet decision-maker", "Raised by slower replies"),
        ("a quiet decision-maker", "a decision-maker who has left"),
        ("a quiet decision-maker", "never spoken to the decision-maker"),
        ("76 days silent", "67 days silent"),
        ("every 28 days", "every 14 days"),
        ("limit 56", "limit 90"),
        ("Annegret Holthaus: 76 days silent", "Luis Arce: 76 days silent"),
        ("GAM, tier A", "SAM, tier A"),
        ("tier A, rank 1", "tier C, rank 1"),
        ("rank 1 of 7", "rank 1 of 11"),
        ("EUR 2.48M (", "EUR 2.84M ("),
        ("EUR 2.48M (", "EUR 2.42M ("),  # the year before
        ("(+2.8%), flat", "(+2.8%), declining"),
        ("(+2.8%), flat", "(+2.8%), growing"),
        ("(+2.8%), flat", "(−1.5%), flat"),  # the quarter's change
        ("Asia +32%", "Asia +23%"),
        ("Asia +32%, Americas −9%", "Asia −9%, Americas +32%"),
        ("EUR 2,480,000", "EUR 2,500,000"),  # the contract's value
        ("Americas −9% and falling", "Americas −9% and growing"),
        ("Asia growing", "Asia declining"),
        ("Finland flat", "Finland growing"),
        ("2 of 3 comparable", "2 of 4 comparable"),
        ("EUR 160,000", "EUR 170,000"),
        ("global, proposal, EUR", "global, verbal, EUR"),
        ("EUR 640,000", "EUR 460,000"),
        ("phase 2 on lines", "phase 3 on lines"),
        ("lines 4 and 5", "lines 4 and 15"),
        ("(14 Sept)", "(10 Sept)"),
        ("From 1 July 2026 the", "From 1 June 2026 the"),
        ("rebate is 2.5 %", "rebate is 2 %"),
        ("for 2027.", "for 2028."),
        ("- 27 August –", "- 20 August –"),
        ("readings 4 May", "readings 14 May"),
    ],
    (FI, "fi"): [
        ("Suhde: ohut", "Suhde: laaja"),
        ("Suhde: ohut", "Suhde: yhden ihmisen varassa"),
        ("2/5 roolista", "3/5 roolista"),
        ("Petri 7/9", "Petri 6/9"),
        ("Petri 7/9", "Markku 7/9"),
        ("ei yhteyttä sponsoriin", "ei yhteyttä puolestapuhujaan"),
        ("yhteys puolestapuhujaan ja hankintaan", "yhteys puolestapuhujaan ja sponsoriin"),
        ("Tyytyväisyys: laskussa", "Tyytyväisyys: nousussa"),
        ("Tyytyväisyys: laskussa", "Tyytyväisyys: ennallaan"),
        ("Markku 6, Petri 8", "Markku 9, Petri 8"),  # his answer of the year before
        ("Johanna 5)", "Johanna 8)"),
        ("keskiarvo 6,3", "keskiarvo 7,3"),
        ("NPS 5, 6 ja 8", "NPS 5, 6 ja 9"),
        ("Pysyvyys: riski 83/100", "Pysyvyys: riski 73/100"),
        ("(kriittinen)", "(pieni)"),
        ("(kriittinen)", "(suuri)"),
        ("NPS, liikevaihto, hiljainen", "NPS, hidastuneet vastaukset, hiljainen"),
        ("Lähtöriski 83/100", "Lähtöriski 80/100"),
        ("83/100, kriittinen: avoimet", "83/100, seurattava: avoimet"),
        ("kilpailija mukana", "yhteydenotot harventuneet"),
        ("Poistumisriski 83/100", "Poistumisriski 85/100"),
        ("nostavat hiljainen päättäjä", "nostavat hidastuneet vastaukset"),
        ("hiljainen päättäjä ja", "lähtenyt päättäjä ja"),
        ("10 pistettä", "12 pistettä"),
        ("hiljaa 117 päivää", "hiljaa 107 päivää"),
        ("raja 90", "raja 56"),
        ("Markku Hietanoja: hiljaa", "Petri Vuolle: hiljaa"),
        ("71 päivän välein", "28 päivän välein"),
        ("asiakkaana (20.10.)", "asiakkaana (20.11.)"),
        ("10 vuotta", "9 vuotta"),
        ("KAM, luokka A", "SAM, luokka A"),
        ("KAM, luokka A", "KAM, luokka B"),
        ("sija 1/9", "sija 3/9"),
        ("12 kk 397 000 €", "12 kk 412 000 €"),
        ("(−8,7 %), laskussa", "(−7,8 %), laskussa"),
        ("(−8,7 %), laskussa", "(8,7 %), kasvussa"),
        ("(−8,7 %), laskussa", "(−8,7 %), ennallaan"),
        ("3 kk −27,8 %", "3 kk −8,7 %"),
        ("kokonaan varaosista", "kokonaan huollosta"),
        ("397 t€", "379 t€"),
        ("3 kk −28 %", "3 kk −18 %"),
        ("ryhmästä Varaosat", "ryhmästä Kunnonvalvonta"),
        ("Sopimus 31.12.2026", "Sopimus 31.12.2027"),
        ("412 000 € vuodessa", "421 000 € vuodessa"),
        ("kaksi kolmesta", "kolme kolmesta"),
        ("26 000 €", "62 000 €"),
        ("on 94 %", "on 49 %"),
        ("mistä lasku johtuu", "mistä kasvu johtuu"),
        ("arvosanan 5", "arvosanan 6"),
    ],
    (EN, "fi"): [
        ("Suhde laaja", "Suhde ohut"),
        ("6 ihmistä", "5 ihmistä"),
        ("ennallaan: NPS", "laskussa: NPS"),
        ("NPS 0,", "NPS 10,"),
        ("15/100, pieni", "15/100, suuri"),
        ("(76 päivää)", "(56 päivää)"),
        ("2,48 M€", "2,84 M€"),
        ("Asia +32 % ja Americas −9,3 %", "Asia −9,3 % ja Americas +32 %"),
        ("verrokeista 2/3", "verrokeista 1/3"),
        ("Americas: mistä lasku", "Asia: mistä lasku"),
    ],
    (FI, "sv"): [
        ("Relation: tunn", "Relation: bred"),
        ("2 av 5 nyckelroller", "4 av 5 nyckelroller"),
        ("7 av 9 kontakter", "2 av 9 kontakter"),
        ("sjunkande (Markku", "stigande (Markku"),
        ("Petri 8", "Petri 9"),
        ("medel 6,3", "medel 6,8"),
        ("NPS 5, 6 och 8", "NPS 5, 6 och 7"),
        ("83/100, kritisk", "83/100, låg"),
        ("83/100, kritisk", "85/100, kritisk"),
        ("enkätbetygen, omsättningen", "enkätbetygen, glesare kontakt"),
        ("sedan 10 juni", "sedan 21 april"),  # an older talk
        ("(117 dagar)", "(17 dagar)"),
        ("gräns 90 dagar", "gräns 30 dagar"),
        ("10 år som kund", "20 år som kund"),
        ("risken med 10", "risken med 5"),
        ("KAM, klass A", "KAM, klass C"),
        ("397 000 euro (", "412 000 euro ("),
        ("(−8,7 %), sjunkande", "(−8,7 %), växande"),
        ("3 mån −28 %", "3 mån −8,7 %"),
        ("enbart Varaosat", "enbart Huoltosopimus"),
        ("31 december 2026", "31 oktober 2026"),
        ("412 000 euro per år", "397 000 euro per år"),
        ("två av tre", "tre av tre"),
        ("26 000 euro", "36 000 euro"),
    ],
    (FI, "de"): [
        ("Beziehung: dünn", "Beziehung: breit"),
        ("Beziehung: dünn", "Beziehung: hängt an einer Person"),
        ("2 von 5 Schlüsselrollen", "5 von 5 Schlüsselrollen"),
        ("7 von 9 Kontakten mit Petri", "7 von 9 Kontakten mit Johanna"),
        ("Zufriedenheit: sinkend", "Zufriedenheit: unverändert"),
        ("NPS 5, 6 und 8", "NPS 6, 6 und 8"),
        ("83/100, kritisch", "83/100, gering"),
        ("risiko 83/100", "risiko 33/100"),
        ("risiko kritisch: 83", "risiko hoch: 83"),
        ("Treiber: Umfragewerte und", "Treiber: Wettbewerber, seltenerer Kontakt und"),
        ("Umfragewerte, Umsatz", "Umfragewerte, langsamere Antworten"),
        ("seit 10.06.", "seit 21.04."),
        ("(117 Tage)", "(97 Tage)"),
        ("höchstens 90 Tage", "höchstens 45 Tage"),
        ("seit 10 Jahren", "seit 5 Jahren"),
        ("10 Punkte weniger", "14 Punkte weniger"),
        ("KAM, Klasse A", "GAM, Klasse A"),
        ("397.000 € (", "412.000 € ("),
        ("(−8,7 %), rückläufig", "(−8,7 %), steigend"),
        ("3 Monate: −28 %", "3 Monate: −38 %"),
        ("ausschließlich Varaosat", "vor allem Kunnonvalvonta"),
        ("31. Dezember 2026", "31. Oktober 2026"),
        ("412.000 € pro Jahr", "421.000 € pro Jahr"),
        ("bis Sa 31.10. kündigen", "bis Do 31.12. kündigen"),
        ("Fr 30.10.", "Do 29.10."),
        ("zwei von drei", "drei von drei"),
        ("26.000 €", "32.000 €"),
    ],
}
