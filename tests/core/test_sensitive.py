"""What is nobody's business stays out; a customer's business stays in, also where it sounds like an illness."""

import json
from pathlib import Path

import pytest

from kambrief.core import sensitive
from kambrief.core.customer import Contact
from tests.builders import markku, note, petri

PEOPLE = [petri(), markku(), Contact("C3", "A01", "Anna", "Bergqvist"), Contact("C4", "A01", "Jürgen", "Weber")]

KEPT_OUT = [
    # Finnish, health
    "Petri kertoi olevansa menossa selkäleikkaukseen marraskuussa.",
    "Markku on sairauslomalla joulukuuhun.",
    "Ostopäällikkö jäi sairaslomalle, sijaisena Anna.",
    "Hänellä todettiin syöpä keväällä.",
    "Markulla on syöpä.",
    "Petrin isä on sairaalassa.",
    "Markku joutui sairaalaan viikonloppuna.",
    "Hän on toipumassa leikkauksesta.",
    "Markku on poissa viikot 45–47. Leikkaus on maanantaina.",
    "Petri on uupunut ja harkitsee työpaikan vaihtoa.",
    "Tuotantojohtaja sai sydäninfarktin kesällä.",
    "Hän puhui masennuksestaan avoimesti.",
    "Markku käy terapiassa.",
    "Hänellä on diabetes, ei makeaa tarjolle.",
    "Olen leikkauksessa ensi viikolla, Petri hoitaa asiat.",
    "Hän mursi jalkansa mökillä.",
    "Petri on sairaana tällä viikolla.",
    "Yhteyshenkilö sairastui, palaveri siirtyy.",
    # Finnish, family
    "Markulla on avioero menossa.",
    "Petrin vaimo odottaa kolmatta lasta.",
    "Anna jää äitiyslomalle helmikuussa.",
    "Hänen poikansa aloitti koulun.",
    "Markku on hautajaisissa perjantaina.",
    "Anna on raskaana, laskettu aika toukokuussa.",
    "Petrin häät ovat elokuussa.",
    # Finnish, beliefs and money
    "Markku on ehdolla kuntavaaleissa.",
    "Hän on ammattiliiton jäsen ja luottamusmies.",
    "Petri kuuluu helluntaiseurakuntaan.",
    "Hän on homo, ei puhu siitä töissä.",
    "Markulla on palkkaulosotto.",
    "Hän on velkajärjestelyssä.",
    "Muista Markun syntymäpäivä 12.11.",
    # English
    "Wei Ling mentioned her mother is in hospital; may be slow to answer.",
    "Anna is on sick leave until March.",
    "He is recovering from surgery.",
    "Anna has cancer and will work part time.",
    "She was diagnosed with MS last year.",
    "Our buyer is going through a divorce.",
    "She is pregnant and leaves in May.",
    "Anna's husband lost his job.",
    "He had a nervous breakdown in spring.",
    "My doctor's appointment is at nine, can we start later?",
    "He has a drinking problem.",
    "She is a devout catholic.",
    "He is a member of the Green Party.",
    "Anna is a shop steward.",
    "His mortgage is killing him, he says.",
    "Anna is back at work in June. Depression.",
    "She called in sick.",
    "He is in a wheelchair since the accident.",
    # Swedish
    "Anna är sjukskriven till mars.",
    "Hon är utbränd och borta till sommaren.",
    "Han ska opereras i november.",
    "Hennes mamma ligger på sjukhus.",
    "Anna är gravid.",
    "Han går igenom en skilsmässa.",
    "Hon är fackombud på fabriken.",
    "Anna är föräldraledig från augusti.",
    "Hans fru har fått cancer.",
    "Hon är sjuk i dag.",
    # German
    "Herr Weber ist krankgeschrieben bis Mai.",
    "Er liegt im Krankenhaus.",
    "Sie ist schwanger und geht im Mai.",
    "Seine Frau ist an Krebs erkrankt.",
    "Jürgen wird am Knie operiert.",
    "Er hatte einen Herzinfarkt.",
    "Der Einkäufer ist in Elternzeit.",
    "Er ist Gewerkschaftsmitglied.",
    "Weber steckt in der Scheidung.",
    "Er hat Privatinsolvenz angemeldet.",
    # further
    "Markku oli viime viikon flunssassa.",
    "Petrille tehdään polven tähystys.",
    "Anna käy fysioterapiassa, palaa maanantaina.",
    "Markun äiti kuoli.",
    "Markku on toipilaana.",
    "Hänellä on ADHD.",
    "Petrillä on rahavaikeuksia.",
    "Anna has been off with stress.",
    "Her father passed away.",
    "She's expecting.",
    "He had a hip replacement.",
    "Anna lost a baby.",
    "He is on medication.",
    "Jürgen has back pain.",
    "Hon har fått en cancerdiagnos.",
    "Anna väntar barn.",
    "Hon ska gifta sig.",
    "Anna mår dåligt psykiskt.",
    "Sie bekommt ein Kind.",
    "Er hat sich scheiden lassen.",
    "Sie leidet an Depressionen.",
    "Er ist im Krankenstand.",
    "Er war beim Arzt.",
]

STAYS = [
    # Finnish
    "Sairaala Nova tilasi 12 suodatinta.",
    "Leikkausosasto pyysi tarjouksen.",
    "Hän on Sairaala Novan ostopäällikkö.",
    "Markku pyysi tarjouksen sairaalan suodattimista.",
    "Keskussairaalan hankintajohtaja hyväksyi hinnan.",
    "Sairaanhoitopiiri kilpailuttaa huollon, Markku vastaa.",
    "Petri haluaa laserleikkauksen mukaan sopimukseen.",
    "Hän lupasi, että asia on hoidossa perjantaina.",
    "Raskaan kaluston huolto siirtyy viikolle 42.",
    "Hän kysyi raskaiden koneiden huoltoa.",
    "Tytäryhtiö Havulinna Balti tilaa erikseen.",
    "Tuoteperheen uusi malli kiinnosti Markkua.",
    "Perheen omistama yritys päättää nopeasti.",
    "Markkina toipuu hitaasti.",
    "Vikadiagnostiikka puuttuu, Petri odottaa sitä.",
    "Hintaa leikattiin kolme prosenttia, Petri hyväksyi.",
    "Ammattiliitto ilmoitti lakosta, toimitus myöhästyy.",
    "Hän kertoi, että lakko alkaa maanantaina.",
    "Lääkärikeskus Aava uusi sopimuksen.",
    "Pankki uudistaa asuntolainojen hakuprosessin.",
    "Syöpäkeskus tarvitsee uuden ilmanvaihdon, Anna johtaa hanketta.",
    "Häätöuhka vuokratiloissa, muutto keväällä.",
    "Lastensairaala hyväksyi tarjouksen.",
    "Markku: tarjouksia pyydetään kolmelta.",
    "Seurakunta tilasi kolme lämpöpumppua.",
    "Petri pelkää, että kuorimo on taas poikki pakkasilla.",
    "Asiakas on ulosotossa, myyntikielto.",
    "Poliittinen riski nousi, vienti tauolla.",
    # English
    "St. Mary's hospital extends the contract.",
    "The hospital wants delivery by May.",
    "He asked us to quote the new hospital wing.",
    "Anna runs procurement for three hospitals.",
    "The Cancer Centre ordered six pumps and she signed.",
    "She wants the water treatment line priced separately.",
    "Surface treatment failed twice, he says.",
    "He runs our Tampere operation and wants a review.",
    "The doctor blade must be replaced, Anna says.",
    "The market is depressed; she expects a slow autumn.",
    "Prices in a depressed market, he said, must follow.",
    "The plant is recovering from the outage, he told us.",
    "The union announced a strike; he expects delays.",
    "He sees political risk in the tender.",
    "The children's hospital is their largest site, she said.",
    "The mortgage platform goes live in May.",
    "He wants fault diagnostics included.",
    "She said the motherboard must be replaced.",
    "The church roof project is on hold, he says.",
    "Please make an offer for the clinic.",
    "Two-stroke and four-stroke engines both, he said.",
    "He said ill-fitting seals caused the leak.",
    "Her team wants weekly reports.",
    "He returns the signed contract on Friday.",
    # Swedish
    "Sjukhuset förlänger avtalet.",
    "Sjukhuset i Umeå beställde sex pumpar.",
    "Dotterbolaget beställer separat.",
    "Operationssalarna behöver ny ventilation, säger han.",
    "Hon vill ha ett pris på drift och underhåll.",
    "Barnsjukhuset väntar på offert.",
    "Bästa priset vinner, sade han.",
    "Facket varslar om strejk.",
    # German
    "Das Krankenhaus verlängert den Vertrag.",
    "Krankenhaus Nord bestellt zwölf Filter.",
    "Die Krankenkasse hat den Preis bestätigt, er ist zufrieden.",
    "Können Sie dem Krankenhaus ein Angebot machen?",
    "Die Tochtergesellschaft bestellt selbst.",
    "Ihre Frau Weber hat angefragt.",
    "Der Betriebsrat muss zustimmen.",
    "Die Kinderklinik braucht neue Filter, er entscheidet.",
    "Sein Team will wöchentliche Berichte.",
    "Er fragt nach der Wartung der Operationssäle.",
    # further
    "Terveyskeskus tilasi, Markku hyväksyi.",
    "Petri pitää leikkauslinjan huoltoa tärkeänä.",
    "Hän toivoo, että toimitus toipuu viiveestä.",
    "Hänen perheyrityksensä kasvaa.",
    "Petri kävi lastentarhan työmaalla.",
    "He expects the surgery centre tender in May.",
    "Anna asked about child locks.",
    "His team is sick of delays.",
    "The pump died, he said.",
    "He broke down the price.",
    "He said the therapy devices ship in June.",
    "The operation on line 4 starts Monday, he said.",
    "Läkarmottagningen vill ha offert, säger han.",
    "Sjukvårdsregionen upphandlar, hon ansvarar.",
    "Er sagt, die Klinik bestellt im Mai.",
    "Die Mutter M8 fehlt, er wartet.",
    "Arztpraxen sind sein Hauptmarkt.",
]


@pytest.mark.parametrize("text", KEPT_OUT)
def test_what_is_nobodys_business_is_kept_out(text: str) -> None:
    assert sensitive.rule(text, PEOPLE), text


@pytest.mark.parametrize("text", STAYS)
def test_a_customers_business_stays_in(text: str) -> None:
    assert sensitive.rule(text, PEOPLE) is None


def test_both_tables_are_long_enough_to_mean_something() -> None:
    assert min(len(KEPT_OUT), len(STAYS)) >= 40


@pytest.mark.parametrize("tag", ["sensitive", "Sensitive", "private", "arkaluonteinen", "känslig"])
def test_a_tag_keeps_anything_out(tag: str) -> None:
    assert sensitive.rule("Markku pyysi tarjouksen.", PEOPLE, [tag]) == "sensitive:tagged"


@pytest.mark.parametrize("text", ["Diabetes, ei makeaa.", "Allergic to nuts.", "Uupumus keväällä.", "Är sjuk ibland."])
def test_the_note_on_somebodys_own_card_is_about_them_whatever_its_words(text: str) -> None:
    assert sensitive.rule(text, [markku()], personal=True) == "sensitive:health"


@pytest.mark.parametrize(
    "text", ["Päättää sairaalan hankinnoista.", "Leikkausosaston ylilääkäri", "Runs three hospitals."]
)
def test_a_job_at_a_hospital_is_a_job(text: str) -> None:
    assert sensitive.rule(text, [markku()], personal=True) is None


def test_a_record_is_held_back_whole_when_a_part_is_sensitive() -> None:
    row = note("1.9. 9.00", "Hinta on vahvistettu. Markku on sairauslomalla.", subject="Puhelu")
    assert sensitive.rule_of_activity(row, PEOPLE) == "sensitive:health"
    assert sensitive.rule_of_activity(note("1.9. 9.00", "", subject="Petrin avioero"), PEOPLE) == "sensitive:family"


def test_the_rule_that_fired_is_named_and_holds_no_words_of_the_text() -> None:
    for text in KEPT_OUT:
        found = sensitive.rule(text, PEOPLE)
        assert found in {
            f"sensitive:{what}" for what in ("health", "family", "beliefs", "private-finances", "birthday")
        }


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "unit", ["a", "a ", "hän ", "hänellä on ", "sairaala", "ei ", "his ", "joutui ", "wird ", "\n", " ", "leikkau"]
)
def test_long_hostile_texts_are_judged_in_time(unit: str) -> None:
    sensitive.rule(unit * (40_000 // len(unit)), PEOPLE)


@pytest.mark.corpus
def test_business_mail_is_not_taken_for_somebodys_private_life(corpora: Path) -> None:
    texts = [
        json.loads(line)["payload"] for line in (corpora / "data/attacks/benign_email.jsonl").read_text().splitlines()
    ]
    kept_out = [text for text in texts if sensitive.rule(text, [])]
    assert len(kept_out) <= len(texts) // 50, kept_out
