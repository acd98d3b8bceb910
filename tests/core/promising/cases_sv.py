"""Swedish dialogues and the promises in them."""

CASES = [
    ("A: Jag skickar offerten till er senast på fredag.", ["A: offerten – 9.10."]),
    ("A: Vi levererar reservdelarna på torsdag.", ["A: reservdelarna – 8.10."]),
    ("S: När får vi rapporten?\nA: Ni får den på onsdag nästa vecka.", ["A: rapporten – 14.10."]),
    ("S: När kan vi få rapporten?\nA: På fredag.", ["A: rapporten – 9.10."]),
    ("S: Kan du skicka testresultaten?\nO: Ja, det gör jag i morgon.", ["O: testresultaten – 7.10."]),
    ("S: Kan ni skicka prislistan?\nO: Absolut, på fredag.", ["O: prislistan – 9.10."]),
    ("A: Jag kollar med juristerna och återkommer på måndag.", ["A: svar – 12.10."]),
    ("J: Jag ska skicka ritningarna till dig på onsdag.", ["J: ritningarna – 7.10."]),
    ("A: Oskar tar fram kalkylen till torsdag.", ["O: kalkylen – 8.10."]),
    ("A: Sara får utkastet på fredag.", ["A: utkastet – 9.10."]),
    ("J: Jag bekräftar beställningen i morgon.", ["J: bekräfta beställningen – 7.10."]),
    ("A: Kallelsen skickar jag idag.", ["A: kallelsen – 6.10."]),
    ("A: Rapporten kommer på fredag.", ["A: rapporten – 9.10."]),
    ("A: Ska jag skicka prislistan?\nS: Ja tack.", ["A: prislistan – -"]),
    ("A: Vi kan ha analysen klar till fredag.\nS: Bra.", ["A: analysen – 9.10."]),
    (
        "A: Jag skickar förslaget på fredag.\nS: På fredag är jag ledig. Går det på torsdag?\nA: Okej, då säger vi torsdag.",
        ["A: förslaget – 8.10."],
    ),
    ("S: Vi skickar volymerna nästa vecka.", ["S: volymerna – 16.10."]),
    ("A: Då byter vi givarna på måndag.", ["A: byta givarna – 12.10."]),
    ("S: Jag tar upp det i ledningsgruppen och ger dig besked på fredag.", ["S: svar – 9.10."]),
    ("A: Jag lovar att skicka avtalet senast torsdag.", ["A: avtalet – 8.10."]),
    ("A: Du får offerten av mig på tisdag i nästa vecka.", ["A: offerten – 13.10."]),
    ("S: Skulle vi kunna få garantivillkoren?\nO: Visst, jag mejlar dem i morgon.", ["O: garantivillkoren – 7.10."]),
    ("A: Vi kommer ut till er på torsdag och byter ventilen.", ["A: byta ventilen – 8.10."]),
    ("A: Oskar kollar på det och svarar dig på onsdag.", ["O: svar – 7.10."]),
    ("S: Kan du ta med ritningen på torsdag?\nJ: Ja, det kan jag.", ["J: ritningen – 8.10."]),
    ("J: Undertecknat avtal får ni i slutet av månaden.", ["J: undertecknat avtal – 31.10."]),
    # none
    ("A: Jag lägger in det i avtalet.", []),
    ("A: Vi borde titta på utbildning någon gång framöver.", []),
    ("A: Jag kan inte lova leverans till fredag.", []),
    ("S: Om det inte är här på fredag så stoppar jag betalningen.", []),
    ("A: Jag skickade rapporten i fredags.", []),
    ("A: Vi skulle kunna göra en pilot i vår.", []),
    ("A: Jag delar skärmen. Vi går igenom bilderna.", []),
    ("S: Jag skulle vilja se prislistan på fredag.\nA: Vi får se.", []),
    ("A: Vi ses på torsdag. Vi hörs då.", []),
    ("S: Kan ni ge oss rabatt?\nA: Tyvärr, det går inte.", []),
    ("S: Vår styrelse träffas på fredag.", []),
    ("A: Jag föreslår tisdag den trettonde klockan nio.\nS: Det passar.", []),
    ("J: Det här är mellan oss. Jag skickar deras offert i morgon.\nA: Jag förstår.", []),
    ("A: Leverantören levererar oftast inom en vecka.", []),
    ("S: Hör du mig?\nA: Ja.", []),
    ("A: Kanske skickar jag något på fredag.", []),
]

MORE = [
    (
        (
            "A: Då sammanfattar jag. Jag: offerten på fredag. Oskar: bytet av givarna på måndag.\n"
            "A: Från er: Sara volymerna på torsdag och Johan ritningarna på onsdag.\nS: Det stämmer."
        ),
        ["A: offerten – 9.10.", "O: bytet av givarna – 12.10.", "S: volymerna – 8.10.", "J: ritningarna – 7.10."],
    ),
]
