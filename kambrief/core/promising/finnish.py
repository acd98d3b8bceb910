"""A Finnish object as it stands in a list: ``budjettikehyksen`` → ``budjettikehys``, ``uuden tarjouksen`` → ``uusi
tarjous``. Where the rules do not say how, the words stay as they were said, which is never wrong about the thing.
"""

import re

_GENITIVES = dict(
    pair.split()
    for pair in (  # noqa: SIM905 - a table to read
        "hinnan hinta, kunnan kunta, pinnan pinta, rannan ranta, kannan kanta, suunnan suunta, pyynnön pyyntö, kynnön kyntö, tunnin tunti, käynnin käynti, "
        "luonnin luonti, viennin vienti, tuonnin tuonti, toiminnan toiminta, hallinnan hallinta, seurannan seuranta, arvioinnin arviointi, myynnin myynti, "
        "vaihtoehdon vaihtoehto, ehdon ehto, tiedon tieto, yhteenvedon yhteenveto, vedon veto, aikataulun aikataulu, budjetin budjetti, tavan tapa, luvan lupa, "
        "kuvan kuva, kaupan kauppa, tuen tuki, luvun luku, lähdön lähtö, siirron siirto, kierron kierto, viikon viikko, toimenpiteen toimenpide, laitteen laite, osan osa, "
        "ajan aika, rajan raja, sarjan sarja, sanan sana, kohdan kohta, päivän päivä, lomakkeen lomake, asiakkaan asiakas, hakemuksen hakemus, pohjan pohja, sähkömiehen sähkömies, "
        "miehen mies, kirjeen kirje, henkilön henkilö, työn työ, lehden lehti, hyllyn hylly, tehon teho, huollon huolto, vaihdon vaihto, poiston poisto, maksun maksu, näytteen näyte, "
        "kortin kortti, piirin piiri, keskuksen keskus, sähköpostin sähköposti, postin posti, testin testi, tekstin teksti, riskin riski, levyn levy, palan pala, nimen nimi, "
        "linjan linja, koneen kone, tuotteen tuote, kokeen koe, esitteen esite, tiedotteen tiedote, ohjeen ohje, palautteen palaute, ennusteen ennuste, toteutuksen toteutus, "
        "tason taso, arvon arvo, määrän määrä, lukeman lukema, vastuun vastuu, tilan tila, paikan paikka, varaosan varaosa, varaston varasto, hylkyn hylky"
    ).split(", ")
)
"""Genitive → nominative, of heads whose sound changes in no regular way, and of what the rules would get wrong."""

_PLAIN_ADJECTIVES = dict(
    pair.split()
    for pair in (  # noqa: SIM905
        "uuden uusi, pienen pieni, lyhyen lyhyt, suuren suuri, tarkan tarkka, nopean nopea, selkeän selkeä, oikean oikea, vanhan vanha, hyvän hyvä, "
        "koko koko, laajan laaja, karkean karkea, valmiin valmis, kattavan kattava, alustavan alustava, sitovan sitova, seuraavan seuraava, puuttuvan puuttuva, "
        "lopullisen lopullinen, täyden täysi, ensimmäisen ensimmäinen, toisen toinen, oman oma, yhden yksi, kolmannen kolmas"
    ).split(", ")
)
_RULES = (
    (re.compile(r"(?<=[aeiouyäö])ksen\Z"), "s"),  # tarjouksen, kehyksen, päätöksen
    (re.compile(r"isen\Z"), "inen"),
    (re.compile(r"(?<=[aeiouyäönlr])tin\Z"), "tti"),  # raportin, dokumentin
    (re.compile(r"(?<=[aeiouyäönlr])kin\Z"), "kki"),  # linkin
    (re.compile(r"(?<=[aeiouyäömlr])pin\Z"), "ppi"),
    (re.compile(r"(?<=u)uden\Z"), "us"),
    (re.compile(r"(?<=y)yden\Z"), "ys"),
    (re.compile(r"(?<=[ui])kon\Z"), "kko"),  # taulukon
    (re.compile(r"(?<=[yi])kön\Z"), "kkö"),
    (re.compile(r"iikan\Z"), "iikka"),
    (re.compile(r"(?<=[aeiouyäö])tteen\Z"), "te"),
    (re.compile(r"(?<=[^e])een\Z"), "e"),
    (re.compile(r"(?<=h)don\Z"), "to"),
    (re.compile(r"(?<=h)dön\Z"), "tö"),
    (re.compile(r"(?<=[aou])vedon\Z"), "veto"),
)
_PARTITIVES = (
    (re.compile(r"(?<=[aeiouyäö])s(?:ta|tä)\Z"), "s"),  # tarjousta
    (re.compile(r"(?<=[^aeiouyäöt]i)(?:a|ä)\Z"), ""),  # raporttia: the consonant is kept
    (re.compile(r"(?<=tti)(?:a|ä)\Z"), ""),
    (re.compile(r"(?<=[bcdfghjklmnprtv]aa)\Z"), ""),
)
_PARTICIPLE = re.compile(r"(?P<stem>\w{2,}[aeiouyäö])(?P<end>tun|tyn)\Z")
_PARTICIPLE_D = re.compile(r"(?P<stem>\w{2,}[hr])(?P<end>dun|dyn)\Z")
_ADJECTIVE = re.compile(r"(?:isen|uuden|[aeiouyäö]t[uy]n|hd[uy]n|(?:a|ä)v[aä]n|lisen)\Z")
_CLITIC = re.compile(r"(?<=\w\w\w[aeiouyäön])(?<!lo)(?<!lin)(?<!mer)(?<!pan)(?:kin|kaan|kään)\Z")
_NUMBER = re.compile(r"(?:kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän|kymmenen|\d+)\Z", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w-]*")
_NOT_OBJECT = re.compile(
    r"(?:\w+(?:aan|ään|oon|öön|uun|yyn|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|iin|tta|ttä)|ja|sekä|tai|noin|"
    r"vielä)\Z",
    re.IGNORECASE,
)


def nominative(phrase: str) -> str:
    """The phrase in the nominative; each part of ``A ja B`` by itself."""
    parts = re.split(r"(\s+(?:ja|sekä)\s+)", phrase)
    return "".join(part if index % 2 else _of_one(part) for index, part in enumerate(parts))


def is_genitive(phrase: str) -> bool:
    """Whether the object's head stands in the genitive, so that a noun can follow it: ``budjettikehyksen vahvistus``."""
    words = phrase.split()
    return bool(words) and words[-1].lower().endswith("n") and not _NUMBER.match(words[0]) and len(words[-1]) > 3


def _of_one(phrase: str) -> str:
    words = phrase.split()
    if not words or _NUMBER.match(words[0]):
        return phrase
    head = _head(words)
    if head is None:
        return phrase
    changed = [
        _adjective(word) if index < head and _ADJECTIVE.search(word.lower()) else word
        for index, word in enumerate(words[:head])
    ]
    return " ".join([*changed, noun(words[head]), *words[head + 1 :]])


def _head(words: list[str]) -> int | None:
    """The last word of the run of words in -n at the beginning; where the first has another ending, itself."""
    last = None
    for index, word in enumerate(words):
        if not _WORD.fullmatch(word) or (_NOT_OBJECT.match(word) and last is not None):
            break
        if last is not None and not word.lower().endswith("n"):
            return None  # ``anturien vaihto``: the head stands in the nominative already
        last = index
    return last


def noun(word: str) -> str:
    """One noun, from genitive or partitive singular; other forms as they are."""
    word = _CLITIC.sub("", word)
    low = word.lower()
    found = _known(low)
    if found:
        return _like(word, found)
    for rule, ending in _RULES if low.endswith("n") else _PARTITIVES:
        if rule.search(low):
            return _like(word, rule.sub(ending, low))
    if (
        low.endswith("n")
        and len(low) > 4
        and low[-2] in "aeiouyäö"
        and not low.endswith(("inen", "nen", "een", "iin", "jen", "ten", "den"))
    ):
        return word[:-1]
    if low.endswith(("aa", "ää")) and len(low) > 4:
        return word[:-1]
    return word


def _known(low: str) -> str:
    """A word of the table, or a compound that ends in one."""
    for size in range(len(low), 4, -1):
        tail = low[-size:]
        if tail in _GENITIVES and (size == len(low) or len(low) - size > 2):
            return low[:-size] + _GENITIVES[tail]
    return ""


def _adjective(word: str) -> str:
    low = word.lower()
    if low in _PLAIN_ADJECTIVES:
        return _like(word, _PLAIN_ADJECTIVES[low])
    if low.endswith("isen"):
        return _like(word, low[:-4] + "inen")
    if match := _PARTICIPLE.fullmatch(low):
        return _like(word, f"{match['stem']}t{match['end'][:-1]}")
    if match := _PARTICIPLE_D.fullmatch(low):
        return _like(word, f"{match['stem']}t{match['end'][1]}")
    return word[:-1] if low.endswith(("van", "vän")) else word


def _like(word: str, found: str) -> str:
    return found.capitalize() if word[:1].isupper() else found
