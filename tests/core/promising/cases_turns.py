"""Promises that take several turns: a date after a question back, a day taken up again, an owner who is only asked."""

CASES = [
    (
        "en",
        """A: I'll send the cost estimate by Friday.
S: Good.
J: How's the weather up there?
A: Actually, about the estimate. We have an audit here this week. Is Tuesday okay for you?
S: Tuesday the thirteenth? No problem.""",
        ["A: cost estimate – 13.10."],
    ),
    (
        "en",
        """A: Could you send me the meter readings?
S: James keeps those. James?
J: How soon is it urgent?
A: Ahead of my order.
J: Thursday, then.""",
        ["J: meter readings – 8.10."],
    ),
    ("en", "O: The trial unit will be with you a week on Monday.", ["O: trial unit – 19.10."]),
    (
        "en",
        """S: I need the visitor list.
A: It'll be checked over and returned to you by Friday.""",
        ["A: visitor list – 9.10."],
    ),
    ("fi", "O: Mä tulin maanantaina vaihtamaan sen pumpun.", []),
    (
        "fi",
        """O: Mä meen tarkistamaan sen mittarin. Käviskö ens viikon torstai?
S: Kauanko siinä menee?
O: Tunti.
S: Joo, käy.""",
        ["O: mittarin tarkistus – 15.10."],
    ),
    (
        "fi",
        """A: Entä jos mä teen teille vertailun kuluista?
S: Joo, kiitos. Koska me saadaan se?
A: Torstaina.""",
        ["A: vertailu kuluista – 8.10."],
    ),
    ("fi", "O: Varaosat toimitetaan teille varastoon jo huomenna.", ["O: varaosat – 7.10."]),
    (
        "sv",
        """O: Jag skickar rapporten på onsdag.
S: Bra.
J: Har ni mycket snö?
O: Förresten, rapporten kommer på fredag i stället. Är det okej?
S: Det är okej, ledningen ses inte förrän nästa vecka.""",
        ["O: rapporten – 9.10."],
    ),
    (
        "sv",
        """A: Vi saknar formuläret.
J: Det blir underskrivet senast fredag.""",
        ["J: formuläret – 9.10."],
    ),
    ("sv", "A: Du har rätt, jag läste fel.", []),
    (
        "de",
        """A: Könnten Sie uns die Messwerte schicken?
J: Dafür muss ich ins Archiv. Wie eilig ist es?
O: Ziemlich.
J: Gut, übermorgen haben Sie die.""",
        ["J: Messwerte – 8.10."],
    ),
    (
        "de",
        """S: Wir brauchen die neue Zeichnung.
A: Olaf, die schickst du am Donnerstag, oder?
O: Ja, die schick ich raus.""",
        ["O: neue Zeichnung – 8.10."],
    ),
    ("de", "A: Die Einladung bekommen Sie direkt nach dem Termin.", ["A: Einladung – 6.10."]),
    (
        "en",
        """S: I want the two spare pumps. I'll confirm the delivery address by Thursday.
J: That works. We need a few days for that.""",
        ["S: confirm delivery address – 8.10."],
    ),
]
