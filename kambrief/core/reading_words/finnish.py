"""Finnish."""

import re

from kambrief.core.reading_words.tongue import Tongue, whole, within, words

_STEM = (
    "yksi|yhde|yhte|yht|kaksi|kahde|kahte|kaht|kolme|kolma|kolmi|neljä|nelji|viisi|viide|viite|viit|kuusi|kuude|kuute|kuut|"
    "seitsemän|seitsemä|seitsemi|kahdeksan|kahdeksa|kahdeksi|yhdeksän|yhdeksä|yhdeksi|kymmenen|kymmene|kymmeni|kymmen|"
    "tuhat|tuhanne|tuhante|tuhansi|tuhan|sata|sada|sato|sado|miljoona|miljooni|miljardi|miljarde|nolla|nolli"
)
_ENDING = (
    "t?[aä]|tt[aä]|n[aä]|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|e?n|aan|ään|een|iin|hin|ien|den|j[aä]|t|s|"
    "nnes|nne(?:n|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|ksen)|nte(?:en|n[aä])"
)
_NUMBER = f"(?:(?:{_STEM})(?:{_ENDING})?)+(?:toista|kymmentä)?"
_MEASURE = "vuoti|vuosi|kuukau|viiko|viikko|päiv|tunti|tunni|kertai|prosent|osai|kymmen"

FINNISH = Tongue(
    small=words(
        "ja tai vai mutta eli sekä että jos kun kuin jotta koska vaikka joten niin myös vielä jo nyt sitten ensin "
        "aina ei en et emme ette eivät ole on oli ovat olivat olla olisi olisivat ollut mikä mitä mitkä miksi miten "
        "missä mistä mihin milloin millä millainen millaisia millaista kuka kuinka kenen ketkä ketä keitä kumpi "
        "kumpaa joka jotka jonka jolla josta johon mille miltä tämä tämän tätä tässä tästä nämä näitä se sen sitä "
        "siitä siinä siihen ne niiden niitä hän hänen he heidän heitä heille me meidän meitä meille te teidän teitä "
        "teille minä sinä itse kaikki kaikkea voi voisi voisimme pitää pitäisi täytyy saa saada saisi haluaa ennen "
        "jälkeen kanssa ilman kautta vasta tehdä mukaan asti varten takia vuoksi kohti ehkä juuri pian ettei eikä "
        "jossa näin enemmän eniten paljon muu muut joita joiden jolle kenelle keneltä ketään mitään kukaan toinen "
        "toisen toista molemmat molempien pari muutama useita ainoa ensimmäinen silti siis sillä vain lisäksi yhdessä"
    ),
    number=whole(
        f"{_NUMBER}(?:kin|kaan|kään|kö|ko|han|hän)?",
        f"(?:{_STEM})n?(?:{_MEASURE})\\w*",
        "(?:puolitoista|puolet|puolikas|puolikkaan|puolittu\\w*|tusin\\w*|tupl\\w+|kaksinker\\w*|moninker\\w*|"
        "prosent\\w*|sadas\\w*|kahdesti|kolmesti|neljästi)",
    ),
    calendar=whole(
        "(?:maanan|tiis|tors|perjan|lauan|sunnun)tai\\w*",
        "keskivii[k]{1,2}o\\w*",
        "(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)ku[iu]\\w*",
        # Not "huomio", attention.
        "huomen\\w*|huomi(?:nen|se\\w*|sta|ssa)|huomis\\w+|eilen|eilis\\w*|ylihuom\\w*|toissapäiv\\w*",
    ),
    phrases=re.compile(r"\b[Pp]uol(?:en|i|ta) (?:vuo|tun|päiv|milj|viik|kuuk)"),
    harmless=within(
        "yhdessä(?:kin|kään)?",
        "yhtä",
        "yhtään",
        "yksin(?:kin)?",
        "yksikään",
        "yhtäkään",
        "yhdenkään",
        "yksi kerrallaan",
        "yhdellä kertaa",
        "yhteen (?:hiileen|ääneen)",
        "(?:sopi\\w*|liitty\\w*|kuulu\\w*|kuroa|saattaa|tuoda|tuo|saada|nivo\\w*|sovitta\\w*|punoa) yhteen",
        "yhteen (?:sopi\\w*|liitty\\w*|kuulu\\w*|saatta\\w*|tuomi\\w*|sovitta\\w*)",
        "yksi (?:\\w+imm(?:ist)\\w*|niistä|heistä)",
        "kahden kesken",
        "kahdenkesk\\w+",
        "kahta mieltä",
        "viite",  # a reference, beside "viiteen", into five
    ),
    endings=whole(
        "\\w{2,}(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|iin|aan|ään|oon|uun|yyn|v[aä]t|taan|tään|mme|nsa|nsä|nut|nyt|"
        "sen|den|ien|jen|teen|tt[aä]|eet|aisi|isi|ko|kö|uu|ii|aa|ää|oo|ee|[lrs]tua|inen|minen|misen|mist[aä])"
    ),
    opening=words(
        "kerro kysy sovi näytä varmista vahvista selvitä tarkista nimeä pyydä tuo ota anna aloita avaa jätä kuuntele "
        "myönnä päätä ratkaise rajaa lupaa luvattu raportti sopimus tarjous tavoite päätös ratkaisu hinta laatu "
        "toimitus asiakas keskity korjaa kuittaa lähde mieti muista odota ohita pidä puhu sano tee todennäköisesti "
        "tunnista vie älä onko voiko pitääkö uusi tärkeintä avoinna ilmeisesti luultavasti kenties"
    ),
)
