"""A whole call in each language: small talk, haggling over days, a rival, a wish, something off the record, no reading back."""

CALLS = [
    (
        "fi",
        """A: Moi kaikki, hyvä että pääsitte.
S: Moi Aino. Jari on tulossa.
J: Moro, sori kun kesti.
A: Ei mitään. Aloitetaan toimitusviiveestä. Se on meidän moka.
S: Joo. Koska loput pumput tulee?
O: Ne lähtee meiltä torstaina viidestoista.
S: Se on liian myöhään. Me käynnistetään linja keskiviikkona.
O: Okei, mä järjestän pikakuljetuksen niin ne on teillä tiistaina kolmastoista.
S: Hyvä.
J: Mä haluaisin nähdä myös juurisyyanalyysin.
A: Totta kai, saatte sen perjantaihin kahdeskymmeneskolmas mennessä.
J: Mä voin laittaa meidän ajolokit huomenna.
A: Kiitos, se auttaa.
S: Sitten hinta. Te ootte viis prosenttia kalliimpia ku kilpailija.
A: Ymmärrän. Mikä teille painaa eniten?
S: Toimitusvarmuus. Mä lähetän teille arviointikriteerit maanantaina.
A: Hyvä, me tehdään sitten uusi sopimusluonnos kahdeskymmenes päivä.
S: Käy. Joskus vois kattoa sitä huoltosopimustakin.
A: Joo katotaan.
J: Yks juttu, tätä ei sit muistioon. Norrköpingin tehdas suljetaan keväällä.
A: Selvä, en kirjaa.
J: Hyvä. Palataan sopimukseen. Kuka sen allekirjoittaa?
A: Meidän toimari. Kysyn siltä.
S: Johtoryhmä käsittelee sen ja mä ilmoitan teille kolmaskymmenes lokakuuta.
A: Loistavaa. Seuraava palaveri tiistaina kolmas marraskuuta kello yhdeksän?
S: Käy.
A: Laitan kutsun iltapäivällä.
A: Kiitos kaikille, moikka.""",
        [
            "O: loput pumput – 13.10.",
            "A: juurisyyanalyysi – 23.10.",
            "J: ajolokit – 7.10.",
            "S: arviointikriteerit – 12.10.",
            "A: uusi sopimusluonnos – 20.10.",
            "S: vastaus – 30.10.",
            "A: kutsu – -",
        ],
        [20, 21],
    ),
    (
        "en",
        """A: Morning all. Can you see my screen?
S: Yes, we can.
A: Great. First the outage on the packing line.
J: It's the third one this quarter, to be honest we're losing patience.
A: Understood. Owen, what do we know?
O: The controller overheats. We'll swap it for the sealed version. I can have someone at your plant next Wednesday.
J: Wednesday the fourteenth? We've got a customer visit that day.
O: Thursday the fifteenth then.
J: That works, Thursday the fifteenth.
S: And we want the incident report in writing.
A: You'll get that by the end of next week.
S: So the sixteenth.
A: Yes, the sixteenth.
S: On pricing, you're about six percent above the other bid.
A: Let me think about how we can structure it. I don't want to throw a number at you now.
S: Fair. What I can do is send you our scoring sheet, probably tomorrow.
A: That would help. If I get it tomorrow I can turn the revised offer around by Tuesday the twentieth.
S: Good. Just between us, the CFO has already picked a favourite and it isn't you.
A: Thanks for telling me.
S: Sure. Anyway, let's talk about the rollout. James will own it on our side.
J: Yes, I'll put together a site list by the twenty-second of October.
A: Perfect. We might also look at the energy module one day.
J: One thing at a time.
S: We take the decision in our board on the twenty-eighth, and I'll call you the day after.
A: Brilliant. I'll set up the next call for November third at ten.
S: Thanks everyone.
J: Bye.""",
        [
            "O: someone at your plant – 15.10.",
            "A: incident report – 16.10.",
            "S: scoring sheet – 7.10.",
            "J: site list – 22.10.",
            "A: set up next call – -",
        ],
        [18, 19],
    ),
    (
        "sv",
        """A: Hej allihop, kul att ni kunde komma.
S: Hej Anna. Johan är på väg.
J: Hej, förlåt att jag är sen.
A: Ingen fara. Vi börjar med leveransförseningen. Den är vår, och det är jag ledsen för.
S: Tack för att du säger det. När får vi de sista pumparna?
O: De kommer på torsdag den femtonde oktober.
S: Det är för sent. Vi startar linjen på onsdagen.
O: Då skickar jag dem med bud så att ni har dem på tisdag den trettonde.
S: Bra, tisdag den trettonde.
J: Jag vill se en rotorsaksanalys också.
A: Absolut. Den får ni senast fredag den tjugotredje oktober.
J: Fint. Jag kan skicka våra driftloggar i morgon om det hjälper.
A: Det hjälper, tack.
S: Sen har vi priset. Ni ligger fem procent över en konkurrent.
A: Jag förstår. Vad väger tyngst för er?
S: Leveranssäkerheten, sen priset. Jag skickar utvärderingskriterierna på måndag.
A: Tack. Då gör jag ett nytt avtalsförslag till den tjugonde.
S: Det funkar. Vi borde kanske prata om service någon gång framöver också.
A: Gärna det.
J: En sak utanför protokollet. Fabriken i Norrköping läggs ner i vår.
A: Okej, jag förstår. Det skriver jag inte ner.
J: Tack. Okej, tillbaka till avtalet. Vem signerar hos er?
A: Vår vd. Jag bokar ett möte med honom.
S: Vi tar ställning på ledningsgruppen och jag ger dig besked den trettionde oktober.
A: Toppen. Nästa avstämning, tisdag den tredje november klockan nio?
S: Det passar.
A: Jag skickar inbjudan i eftermiddag.
A: Tack alla, ha det bra.""",
        [
            "O: de sista pumparna – 13.10.",
            "A: rotorsaksanalys – 23.10.",
            "J: driftloggar – 7.10.",
            "S: utvärderingskriterierna – 12.10.",
            "A: nytt avtalsförslag – 20.10.",
            "A: boka möte med honom – -",
            "S: svar – 30.10.",
            "A: inbjudan – 6.10.",
        ],
        [20, 21],
    ),
    (
        "de",
        """A: Guten Morgen zusammen, schön, dass es geklappt hat.
S: Guten Morgen, Frau Vogel. Herr Brandt kommt gleich dazu.
J: Guten Morgen, Entschuldigung, der Zug hatte Verspätung.
A: Kein Problem. Wir haben drei Punkte. Zuerst die Störung an der Presse.
J: Genau. Die Presse steht seit Montag. Wann kommt der Techniker?
O: Unser Techniker ist am Donnerstag, den achten Oktober, bei Ihnen vor Ort.
J: Donnerstag ist schlecht, da haben wir Inventur. Ginge Freitag?
O: Freitag, der neunte, geht auch. Dann tauschen wir die Steuerung am Freitag aus.
J: Einverstanden.
S: Und was kostet uns das?
A: Die Arbeit läuft auf Garantie. Den Prüfbericht bekommen Sie bis zum sechzehnten Oktober.
S: Gut. Ich brauche noch die neue Preisliste für den Einkauf.
A: Die schicke ich Ihnen morgen.
S: Danke. Wir haben übrigens ein Angebot von einem anderen Anbieter, acht Prozent günstiger.
A: Das nehme ich ernst. Nach welchen Kriterien entscheiden Sie?
S: Preis, Lieferzeit, Verfügbarkeit. Ich kann Ihnen die Bewertungsmatrix bis Mittwoch, den vierzehnten, zuschicken.
A: Sehr gern. Ich arbeite dann zwei Varianten aus und schicke sie Ihnen bis Freitag, den dreiundzwanzigsten Oktober.
S: Einverstanden. Die Entscheidung fällt bei uns im Vorstand, der tagt am dreißigsten Oktober.
S: Ich gebe Ihnen dann bis zum dritten November Bescheid.
A: Perfekt.
J: Man müsste irgendwann auch mal die Schulung angehen.
A: Das können wir uns gern ansehen.
S: Noch etwas, das bleibt bitte unter uns. Herr Brandt wechselt im Januar nach Wien.
A: Verstanden, das schreibe ich nicht auf.
S: Danke. Gut, weiter im Text: nächster Termin?
A: Ich schlage Dienstag, den zehnten November, um zehn Uhr vor.
S: Passt mir.
A: Die Einladung schicke ich heute noch raus.
J: Vielen Dank, auf Wiederhören.""",
        [
            "O: Steuerung tauschen – 9.10.",
            "A: Prüfbericht – 16.10.",
            "A: neue Preisliste für den Einkauf – 7.10.",
            "S: Bewertungsmatrix – 14.10.",
            "A: zwei Varianten – 23.10.",
            "S: Antwort – 3.11.",
            "A: Einladung – 6.10.",
        ],
        [23, 24],
    ),
]
