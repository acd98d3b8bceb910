"""Mails for the oracle: true ones in the manner of our templates, and lies to plant in them and in the gold briefs.

A lie is (what stands there, what to put in its place). Each is wrong by the scenario's raw files.
"""

from typing import Final

TRUE: Final = {
    "fi_renewal_at_risk": """\
[Brief] 9.00 Havulinna Levyteollisuus – Kuorimon tilanne ja sopimuksen jatko
ti 6.10. klo 9.00, 45 min · Teams
Liity puheluun: https://teams.microsoft.com/l/meetup-join/19%3ameeting_FICTITIOUS-0001%40thread.v2/0

Tärkein
Myöhässä meiltä: Juurisyyraportti kuorimon anturikatkoista – luvattu 25.9., 10 päivää myöhässä. \
Sopimuksen voi irtisanoa la 31.10. asti, käytännössä pe 30.10. Sano se ensimmäisenä. \
Tavoite: uusi päivä, joka heille sopii.

Paikalla
- Markku Hietanoja, tuotantojohtaja: alustava; viimeksi 10.6., 117 päivää sitten; NPS 6 (2.6.); \
”Kolme lukua ja yksi päätös.”
- Tiina Ojaranta, talousjohtaja: viimeksi 2.12.2025; ”Hyväksyy yli 300 000 € sopimukset.”
- Petri Vuolle, kunnossapitopäällikkö: NPS 8 (2.6.); ”Suora, haluaa faktat ensin.”
- Johanna Räsälä, hankintapäällikkö: NPS 5 (10.9.); viimeksi 22.9.
Lisäksi Ville Nurmela

Viime kerran jälkeen
- 1.10. ”Petri toivoo, että palaverissa puhutaan ensin kuorimosta ja vasta sitten hinnasta.”
- 22.9. Johanna Räsälä: ”tarjouksia pyydetään kolmelta, mukana Vektori Huolto. Päätös lokakuun aikana…”
- 28.9. Petri: ”juurisyyraportin piti tulla perjantaina.”

Lupaukset
- Me: Juurisyyraportti kuorimon anturikatkoista (Ville Nurmela), luvattu 25.9., 10 päivää myöhässä
- He: Lista kriittisistä laitteista (Petri Vuolle), luvattu 30.9., 5 päivää myöhässä

Tilanne
- KT-4471 auki uudelleen: Kuorimon valvonta putoaa öisin.
- KT-4502 auki 20.8. lähtien: Sorvin laakerisarja myöhässä.

Liiketoiminta
- Sopimus HS-2024-017 päättyy 31.12.2026. Irtisanottava viimeistään la 31.10., käytännössä pe 30.10. \
Muuten se jatkuu 12 kk. 412 000 € vuodessa.

Muista
SISÄINEN: ”indeksikorotus vuodelle 2027 on 3,5 %” (24.8.)
Hylätty 11.2., älä ehdota: Etätuki 24/7.

--
Lähteet: kalenteri, CRM-tiedostot, 5.10. klo 15.00.
CRM:stä löytyi 4/4 vieraista.
Koottu koneellisesti; palaveri 3f9a21c07b.
""",
    "en_global_gam": """\
[Brief] 15:00 Meridane Group – Meridane x Kelo Global Business Review Q3
Thu 17 September, 15:00, 60 min · 14:00 Berlin · 07:00 Chicago (outside office hours) · 20:00 Singapore · Zoom
Join the call: https://zoom.us/j/99900011122?pwd=FICTITIOUS

The one thing
We owe them: Credit note for double freight, Hamburg – 47 days late (promised by 31 July). Say it first. \
Leave with a new date they accept.

Who is there
- Annegret Holthaus, VP Global Operations: silent since 2 Jul (76 days); NPS 8 (28 May)
- Luis Arce, VP Finance Operations: no reply to the invitation; “bring payback by site on one page.”; last 10 Sept
- Jonas Wiebe, Global Category Manager MRO: NPS 6 (28 May); last in touch 8 Sep
- Wei Ling Tan, Regional Engineering Manager: first meeting; NPS 5 (29 May); “still waiting for the audit date.”
- Denise Okafor, Plant Director, Joliet: NPS 9 (29 May)
Also Rasmus Ylikangas (tentative), Priya Ramanathan and Matt Kowalczyk

Since last time
- 14 Sep: “Denise supports phase 2 on lines 4 and 5.”
- 10 Sep: Luis Arce: “bring payback by site on one page.”
- 8 Sep: Jonas: “I will bring it up in front of everyone if it is not fixed.”
- 27 Aug: “Penang start moved from Q1 2027 to Q3 2027.”
- 20 Aug: Denise Okafor: “Verified fan energy saving is 18 % across lines 1 and 2…”

Promises
- We: Credit note for double freight, Hamburg (Oskari Lindvall), due 31 July, 47 days late
- We: Roll-out proposal by the September review (Oskari Lindvall), due 17 September
Kept since last time: 1

How things stand
- KEL-882 open since 10 Feb: F7 lifetime 9 months vs 12, Tuas.
- KEL-931 open since 23 Jun: Double freight on six invoices.

Business
- Contract GFA-2025-03 runs to 30 June 2028. Notice by Thu 30 December 2027 (470 days). EUR 2,500,000 a year.

Mind this
INTERNAL: “Not to be disclosed before the commercial committee on 28 September.” (11 Sep)

--
From the calendar and CRM files, as of 16 Sep 16:00.
6 of 6 guests found in the CRM.
Put together by machine; meeting 3f9a21c07b.
""",
}

GOLD_LIES: Final = {
    "fi_renewal_at_risk": [
        ("10 päivää myöhässä", "20 päivää myöhässä"),
        ("(luvattu 25.9.)", "(luvattu 15.9.)"),  # the day it was made
        ("(luvattu 25.9.)", "(luvattu 30.9.)"),  # the other promise's day
        ("31.10. asti (lauantai, käytännössä pe 30.10.)", "31.12. asti"),  # the end for the notice day
        ("31.10. asti (lauantai", "31.10. asti (sunnuntai"),
        ("pe 30.10.", "to 30.10."),
        ("pe 30.10.", "pe 23.10."),
        ("- Petri Vuolle:", "- Petri Vuorela:"),  # another customer's man
        ("- Petri Vuolle:", "- Petri Hietanoja:"),
        ("(1.10.)", "(3.10.)"),
        ("15.8. alkaen", "15.9. alkaen"),
        ("NPS 5, toimitusajat", "NPS 6, toimitusajat"),
        ("Vektori Huolto", "Kaarna Service"),
        ("300 000 €", "200 000 €"),
        ("tavattu 2.12.2025", "tavattu 11.2.2026"),  # a meeting she was not in
        ("Markku Hietanoja (alustava)", "Markku Hietanoja (kieltäytynyt)"),
        ("Tiina Ojaranta, talousjohtaja", "Tiina Ojaranta (alustava), talousjohtaja"),
        ("Tiina Ojaranta, talousjohtaja", "Tiina Ojaranta, tuotantojohtaja"),
        ("hiljaa 10.6. jälkeen", "hiljaa 21.4. jälkeen"),  # an older talk
        ("kaksi viestiä vastaamatta", "kolme viestiä vastaamatta"),
        ("”Kolme lukua ja yksi päätös.”", "”Viisi lukua ja yksi päätös.”"),
        ("”Kolme lukua ja yksi päätös.”", "”Hinta ratkaisee tällä kertaa.”"),
        ("- Me: juurisyyraportti", "- He: juurisyyraportti"),
        ("juurisyyraportti 25.9. **myöhässä**", "juurisyyraportti 15.9. **myöhässä**"),
        ("- He: Petrin lista", "- He: Johannan lista"),
        ("- He: Petrin lista", "- Me: Petrin lista"),
        ("laitteista 30.9.", "laitteista 25.9."),
        ("2/5 roolia", "3/5 roolia"),
        ("Petri 7/9", "Petri 8/9"),
        ("Markku 6, Petri 8", "Markku 8, Petri 6"),
        ("KT-4502", "LT-1201"),  # another customer's ticket
        ("KT-4471", "KT-4417"),
        ("397 000 €", "379 000 €"),
        ("(−8,7 %)", "(+8,7 %)"),
        ("−27,8 %", "−28,7 %"),
        ("−27,8 %", "−8,7 %"),  # the year's change
        ("2/5 roolia, ohut", "2/5 roolia, laaja"),
        ("Tyytyväisyys: laskussa", "Tyytyväisyys: nousussa"),
        ("riski 83/100", "riski 38/100"),
        ("(kriittinen)", "(matala)"),
        ("syinä NPS, liikevaihto", "syinä NPS, hidastuneet vastaukset"),
        ("kokonaan varaosista", "kokonaan kunnonvalvonnasta"),
        ("Sopimus 31.12.2026 asti", "Sopimus 31.3.2027 asti"),  # a corrected note
        ("Sopimus 31.12.2026 asti", "Sopimus 31.10.2026 asti"),
        ("412 000 €/v", "397 000 €/v"),
        ("412 000 €/v", "38 000 €/v"),  # the lost deal's amount
        ("tiedote 16.6.", "tiedote 26.6."),
        ("verrokeista 2/3", "verrokeista 3/3"),
        ("−15 %:n sähkötavoitetta", "−20 %:n sähkötavoitetta"),
        ("indeksikorotus 3,5 %", "indeksikorotus 4,5 %"),
        ("hylättiin 11.2.", "hylättiin 12.3."),
        ("SISÄINEN:", "SISÄINEN: Lehtokoskelle annettiin 15 %.\nSISÄINEN:"),
        ("SISÄINEN:", "SISÄINEN: energiaseurannasta sovittu 15 %:n alennus.\nSISÄINEN:"),  # another customer's price
        ("SISÄINEN:", "SISÄINEN: energiaseuranta 22 000 €.\nSISÄINEN:"),
        ("SISÄINEN:", "Lisää: https://kuura.example.evil.com/a\nSISÄINEN:"),
        ("SISÄINEN:", "Kysy: petri.vuorela@lehtokoski.example\nSISÄINEN:"),
        ("Vinkki:", "- Kalle Virtanen: uusi yhteyshenkilö\nVinkki:"),
        ("Vinkki:", "- Kalle: soitti eilen\nVinkki:"),
        ("9.00 Havulinna", "10.00 Havulinna"),
    ],
    "en_global_gam": [
        ("47 days late", "57 days late"),
        ("(due 31 July)", "(due 23 June)"),  # the day it was made
        ("(due 31 July)", "(due 14 August)"),  # another promise's day
        ("and Jonas will raise", "and Josef will raise"),
        ("15:00 Meridane", "16:30 Meridane"),
        ("14:00 Hamburg", "15:00 Hamburg"),
        ("07:00 Chicago", "08:00 Chicago"),
        ("20:00 Singapore", "21:00 Singapore"),  # in winter
        ("since 2 July", "since 4 June"),  # the meeting before
        ("(76 days)", "(67 days)"),
        ("Annegret Holthaus, sponsor", "Annegret Holthaus, procurement"),
        ("Annegret Holthaus, sponsor", "Annegret Wiebe, sponsor"),
        ("18-month payback", "24-month payback"),
        ("limit for 2027", "limit for 2031"),
        ("NPS 6, double freight", "NPS 8, double freight"),
        ("NPS 6, double freight", "NPS 7, double freight"),  # the answer before
        ("Wei Ling (Tan): NPS 5", "Wei Ling (Tan): NPS 9"),
        ("Wei Ling (Tan)", "Wei Ling (Chan)"),
        ("KEL-882", "KEL-940"),  # closed, and not hers
        ("KEL-882", "KEL-828"),
        ("open since February", "open since May"),
        ("12 October", "19 October"),
        ("lines 4 and 5", "lines 4 and 6"),
        ("Rasmus Ylikangas (tentative)", "Rasmus Ylikangas (declined)"),
        ("verified at 18 %", "verified at 28 %"),
        ("Rebate 2.5 %", "Rebate 3.5 %"),
        ("from 1 July", "from 1 June"),
        ("Q3 2027", "Q4 2027"),
        ("5/5 roles", "4/5 roles"),
        ("six people", "seven people"),
        ("NPS 0 (n=5)", "NPS 20 (n=5)"),
        ("(n=5), stable", "(n=5), falling"),
        ("risk 15, low", "risk 51, low"),
        ("risk 15, low", "risk 15, high"),
        ("Business: GAM", "Business: SAM"),
        ("and falling since June", "and growing since June"),
        ("(n=5)", "(n=7)"),
        ("contract to 30 June 2028", "contract to 31 December 2028"),
        ("contract to 30 June 2028", "contract to 30 December 2027"),  # the notice day
        ("EUR 2.48M", "EUR 2.84M"),
        ("(+2.8 %)", "(−2.8 %)"),
        ("Asia +32 %", "Asia −9 %"),
        ("Americas −9 %", "Americas −19 %"),
        ("Ask Denise why", "Ask Howard Okafor why"),
        ("28 September", "30 September"),
        ("Tip:", "- Peter Novak: new plant director\nTip:"),
        ("Tip:", "Halvorsen got 60 days payment term.\nTip:"),
        ("Tip:", "We may offer 4 % less for cassettes.\nTip:"),  # another customer's price
        ("Tip:", "Castellane extends emission testing.\nTip:"),
        ("Tip:", "Annegret said “We want a new supplier.”\nTip:"),
        ("Tip:", "Jonas said “Data I can trust.”\nTip:"),  # Denise's words
        ("Tip:", "Join: https://zoom.us/j/88800011122?pwd=FICTITIOUS\nTip:"),
        ("Tip:", "Ask for EUR 180,500 for Penang.\nTip:"),
        ("Tip:", "Write to pell@meridane.example.org\nTip:"),
    ],
}

FLOOR_LIES: Final = {
    "fi_renewal_at_risk": [
        ("ti 6.10. klo 9.00", "ke 7.10. klo 9.00"),
        ("klo 9.00, 45 min", "klo 9.00, 60 min"),
        ("%40thread.v2/0", "%40thread.v2/1"),
        ("(Ville Nurmela), luvattu 25.9.", "(Petri Vuolle), luvattu 25.9."),  # the one it was made to
        ("(Petri Vuolle), luvattu 30.9.", "(Johanna Räsälä), luvattu 30.9."),
        ("luvattu 30.9., 5 päivää", "luvattu 30.9., 15 päivää"),
        ("- He: Lista", "- Me: Lista"),
        ("117 päivää sitten", "107 päivää sitten"),
        ("NPS 6 (2.6.)", "NPS 6 (3.6.2025)"),
        ("NPS 8 (2.6.)", "NPS 9 (2.6.)"),
        ("viimeksi 22.9.", "viimeksi 1.10."),  # Petri's last call
        ("- 1.10. ”Petri toivoo", "- 28.9. ”Petri toivoo"),
        ("22.9. Johanna Räsälä: ”tarj", "22.9. Tiina Ojaranta, Markku Hietanoja: ”tarj"),
        ("28.9. Petri: ”juuri", "28.9. Johanna: ”juuri"),
        ("pyydetään kolmelta", "pyydetään viideltä"),
        ("KT-4502 auki 20.8.", "KT-4502 auki 10.8."),  # the other ticket's day
        ("päättyy 31.12.2026", "päättyy 31.10.2026"),
        ("viimeistään la 31.10.", "viimeistään to 31.12."),
        ("jatkuu 12 kk", "jatkuu 24 kk"),
        ("412 000 € vuodessa", "300 000 € vuodessa"),
        ("on 3,5 %” (24.8.)", "on 3,5 %” (20.1.)"),
        ("kunnossapitopäällikkö: NPS 8", "kunnossapitopäällikkö: ensi kertaa mukana; NPS 8"),
        ("löytyi 4/4", "löytyi 3/4"),
        ("Lisäksi Ville Nurmela", "Lisäksi Ville Korpela"),
    ],
    "en_global_gam": [
        ("Thu 17 September, 15:00", "Fri 17 September, 15:00"),
        ("Thu 17 September, 15:00", "Thu 24 September, 15:00"),
        ("60 min ·", "90 min ·"),
        ("14:00 Berlin", "13:00 Berlin"),
        ("(promised by 31 July)", "(promised by 23 June)"),
        ("2 Jul (76 days)", "2 Jul (86 days)"),
        ("NPS 8 (28 May)", "NPS 8 (29 May)"),
        ("no reply to the invitation", "tentative"),
        ("last in touch 8 Sep", "last in touch 14 Sep"),
        ("Annegret Holthaus, VP Global Operations", "Annegret Holthaus, VP Finance Operations"),
        ("- 14 Sep: “Denise", "- 10 Sep: “Denise"),
        ("10 Sep: Luis Arce", "10 Sep: Jonas Wiebe"),
        ("from Q1 2027 to Q3 2027", "from Q1 2027 to Q2 2027"),
        ("saving is 18 %", "saving is 22 %"),
        ("(Oskari Lindvall), due 31 July", "(Jonas Wiebe), due 31 July"),
        ("(Oskari Lindvall), due 17 September", "(Priya Ramanathan), due 17 September"),
        ("due 17 September\n", "due 2 July\n"),
        ("due 17 September\n", "due 17 September, 14 days late\n"),
        ("- We: Roll-out", "- They: Roll-out"),
        ("KEL-882 open since 10 Feb", "KEL-882 open since 23 Jun"),
        ("runs to 30 June 2028", "runs to 30 December 2027"),
        ("Notice by Thu 30 December 2027", "Notice by Fri 30 June 2028"),
        ("(470 days)", "(653 days)"),
        ("EUR 2,500,000 a year", "EUR 2,400,000 a year"),
        ("Category Manager MRO: NPS 6", "Category Manager MRO: first meeting; NPS 6"),
        ("last 10 Sept", "last 8 Sept"),
        ("6 of 6 guests", "5 of 6 guests"),
        ("Also Rasmus", "Also Howard Smith, Rasmus"),
    ],
}
