"""Finnish dialogues and the promises in them."""

CASES = [
    ("A: Mä lähetän teille tarjouksen perjantaihin mennessä.", ["A: tarjous – 9.10."]),
    ("A: Lähetämme päivitetyn hinnaston torstaina.", ["A: päivitetty hinnasto – 8.10."]),
    ("S: Milloin me saadaan se raportti?\nA: Saatte sen ensi viikon keskiviikkona.", ["A: raportti – 14.10."]),
    ("S: Voisitko lähettää mulle testitulokset?\nO: Joo, laitan ne huomenna.", ["O: testitulokset – 7.10."]),
    ("S: Voitteko toimittaa varaosalistan?\nO: Kyllä, perjantaina.", ["O: varaosalista – 9.10."]),
    ("A: Mä varmistan vielä hinnan ja palaan asiaan maanantaina.", ["A: vastaus – 12.10."]),
    ("J: Mä toimitan teille piirustukset viimeistään keskiviikkona.\nO: Hyvä.", ["J: piirustukset – 7.10."]),
    ("A: Otto tekee laskelman torstaiksi.", ["O: laskelma – 8.10."]),
    ("A: Sanna saa luonnoksen perjantaina.", ["A: luonnos – 9.10."]),
    ("O: Asennus tehdään sitten niin, että me vaihdetaan anturit maanantaina.", ["O: vaihtaa anturit – 12.10."]),
    ("J: Mä vahvistan tilauksen huomenna.\nA: Kiitos.", ["J: tilauksen vahvistus – 7.10."]),
    ("A: Laitan kutsun seuraavaan palaveriin tänään.", ["A: kutsu seuraavaan palaveriin – 6.10."]),
    ("A: Raportti tulee teille perjantaina.", ["A: raportti – 9.10."]),
    ("A: Kutsu lähtee kaikille tänään.", ["A: kutsu – 6.10."]),
    ("A: Mä voin tehdä teille vertailun torstaiksi.\nS: Se olis hyvä.", ["A: vertailu – 8.10."]),
    ("A: Lähetänkö mä teille sen hinnaston?\nS: Joo, kiitos.", ["A: hinnasto – -"]),
    (
        "A: Mä teen tarjouksen perjantaiksi.\nS: Mä oon perjantaina poissa, käviskö maanantai?\nA: Käy, maanantai sitten.",
        ["A: tarjous – 12.10."],
    ),
    (
        "A: Mä teen tarjouksen perjantaiksi.\nS: Perjantai on liian myöhään. Tarvitsen sen torstaina.\nA: Okei, sovitaan torstai.",
        ["A: tarjous – 8.10."],
    ),
    ("S: Me lähetetään teille volyymit ensi viikolla.", ["S: volyymit – 16.10."]),
    ("A: Lupaan toimittaa selvityksen kahden viikon sisällä.", ["A: selvitys – 20.10."]),
    ("J: Mä puhun siitä toimitusjohtajan kanssa ja vastaan teille perjantaina.", ["J: vastaus – 9.10."]),
    ("A: Mä lähetän muistion vielä tänään ja hinnaston torstaina.", ["A: muistio – 6.10.", "A: hinnasto – 8.10."]),
    ("A: Sä saat multa tarjouksen ens viikon tiistaina.", ["A: tarjous – 13.10."]),
    ("S: Tarvitsisin vielä takuuehdot.\nO: Joo, laitan tulemaan.", ["O: takuuehdot – -"]),
    ("A: Otan selvää toimitusajasta ja ilmoitan huomenna.", ["A: vastaus – 7.10."]),
    ("A: Otto katsoo sen läpi ja vastaa sulle keskiviikkona.", ["O: vastaus – 7.10."]),
    ("J: Allekirjoitettu sopimus tulee teille viimeistään kuun lopussa.", ["J: allekirjoitettu sopimus – 31.10."]),
    ("O: Korjataan laskutusosoite ja uusi lasku lähtee teille tänään.", ["O: uusi lasku – 6.10."]),
    ("A: Teiltä mä tarvitsisin toimitusosoitteen.\nS: Saat sen huomenna.", ["S: toimitusosoite – 7.10."]),
    (
        "A: Mä järjestän pikakuljetuksen, niin pumput on teillä keskiviikkona.\nS: Hyvä.",
        ["A: järjestää pikakuljetuksen – 7.10."],
    ),
    # none
    ("A: Me pyritään saamaan se valmiiksi perjantaiksi.", []),
    ("A: Mä otan sen mukaan.", []),
    ("A: Pitäis joskus tehdä myös energiakatselmus.", []),
    ("A: En lupaa toimitusta perjantaiksi.", []),
    ("A: Jos ette maksa, pysäytän toimitukset.", []),
    ("A: Me lähetettiin raportti viime perjantaina.", []),
    ("A: Voitais tehdä pilotti keväällä.", []),
    ("A: Mä jaan ruudun. Katsotaan kalvoja.", []),
    ("S: Mä haluaisin nähdä hinnan perjantaina.\nA: Täytyy katsoa.", []),
    ("A: Nähdään torstaina. Palataan asiaan.", []),
    ("A: Voinko mä auttaa jossain?\nS: Et.", []),
    ("S: Voisitko antaa alennusta?\nA: Valitettavasti en voi.", []),
    ("A: Toimittaja toimittaa osat yleensä viikossa.", []),
    ("S: Meidän hallitus kokoontuu perjantaina.", []),
    ("A: Ehdotan tiistaita kolmastoista kello yhdeksän.\nS: Sopii.", []),
    ("J: Tää on ihan meidän kesken. Mä lähetän sulle kilpailijan tarjouksen huomenna.\nA: Selvä.", []),
    ("A: Mä laitan mikin kiinni.", []),
    ("A: Kuuletteko te mua?\nS: Joo.", []),
]

MORE = [
    (
        (
            "A: Kerrataan vielä. Minä: tarjous perjantaina. Otto: anturien vaihto maanantaina.\n"
            "A: Sanna: volyymit torstaina. Jari: piirustukset keskiviikkona.\nS: Oikein."
        ),
        ["A: tarjous – 9.10.", "O: anturien vaihto – 12.10.", "S: volyymit – 8.10.", "J: piirustukset – 7.10."],
    ),
    (
        "A: Mä lähetän sopimusluonnoksen torstaina.\nS: Hyvä.\nO: Sää on hieno.\nA: Sopimusluonnos meneekin vasta perjantaihin, lähetän sen silloin.",
        ["A: sopimusluonnos – 9.10."],
    ),
]
