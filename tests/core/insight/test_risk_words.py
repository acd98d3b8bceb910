"""What counts as competition, as a renewal, as an offer that is out: the words of four languages and of common CRMs."""

import datetime as dt

import pytest

from kambrief.core.customer import ActivityKind
from kambrief.core.insight.risk_words import (
    is_renewal,
    names_competition,
    offer_is_out,
    offer_of,
    speaks_of_competition,
)
from tests.builders import deal, note


@pytest.mark.parametrize(
    "text",
    [
        "Kilpailutamme huoltosopimuksen syksyn aikana.",
        "Tarjouksia pyydetään kolmelta.",
        "Tarjouspyyntö lähtee perjantaina.",
        "A competitor was on site last week.",
        "We have asked for competitive bids.",
        "The RFP is out.",
        "Not only competitors are cheaper.",
        "Konkurrenten är billigare.",
        "De gör en upphandling i höst.",
        "Der Wettbewerb bietet zehn Prozent weniger.",
        "Die Ausschreibung läuft.",
    ],
)
def test_a_rival_or_a_tender_is_competition(text: str) -> None:
    assert names_competition(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hinta on kilpailukykyinen.",
        "Sopimuksessa on kilpailukielto.",
        "Your price is competitive.",
        "They sell on competitiveness and quality.",
        "Competition law training is due.",
        "There are no competitors in this.",
        "We will not run a tender this year.",
        "Ei kilpailutusta tänä vuonna.",
        "Emme kilpailuta tätä.",
        "Priset är konkurrenskraftigt.",
        "Ingen upphandling i år.",
        "Das Angebot ist wettbewerbsfähig.",
        "Keine Ausschreibung geplant.",
        "The renewal arrival is on Tuesday.",
        "",
    ],
)
def test_being_competitive_is_none_nor_is_what_will_not_be(text: str) -> None:
    assert not names_competition(text)


def test_a_companys_news_speak_of_its_own_rivals_unless_of_a_tender() -> None:
    rivals = note("1.10. 9.00", "Competition in starch has grown.", kind=ActivityKind.NEWS)
    tender = note("1.10. 9.00", "Havulinna kilpailuttaa kunnossapidon.", kind=ActivityKind.NEWS)
    assert not speaks_of_competition(rivals)
    assert speaks_of_competition(tender)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("renewal", "HS-2024-017"),
        ("Existing Business - Renewal", "Frame agreement"),
        ("Contract_Extension", "Frame agreement"),
        ("jatko", "HS-2024-017"),
        ("Förnyelse", "Ramavtal"),
        ("Verlängerung", "Rahmenvertrag"),
        ("Vertragsverlängerung", "Rahmenvertrag"),
        (None, "HS-2024-017 jatkosopimus"),
        ("", "Sopimuksen jatko 2027"),
        ("existingbusiness", "Renewal 2027"),
        (None, "Förlängning av ramavtal"),
        (None, "Verlängerung Rahmenvertrag"),
    ],
)
def test_a_renewal_is_one_by_its_kind_else_by_its_name(kind: str | None, name: str) -> None:
    assert is_renewal(deal(kind=kind, name=name))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("expansion", "Jatkosopimus ja laajennus"),
        ("newbusiness", "Renewal of the neighbour"),
        ("Lisämyynti", "Jatko linjalle 2"),
        (None, "Renewable energy audit"),
        (None, "Linjan jatkokehitys"),
        (None, "Moottorin uusiminen"),
        (None, "Erneuerbare Energie"),
        (None, "Förnybar energi"),
        (None, "Dryer line extension"),
        (None, ""),
    ],
)
def test_other_deals_are_no_renewal(kind: str | None, name: str) -> None:
    assert not is_renewal(deal(kind=kind, name=name))


@pytest.mark.parametrize(
    "stage",
    [
        "proposal", "negotiation", "verbal", "Proposal/Price Quote", "Negotiation/Review", "Quote sent", "quote_sent",
        "quoteSent", "contractsent", "Propose", "Offer made", "Tarjous lähetetty", "tarjottu", "Tarjousvaihe", "Neuvottelu",
        "Suullinen hyväksyntä", "Offert skickad", "Förhandling", "Muntligt ja", "Angebot versendet", "Verhandlung",
        "Mündliche Zusage", "Vertrag verschickt", "Awaiting signature",
    ],
)  # fmt: skip
def test_an_offer_is_out_from_the_proposal_on(stage: str) -> None:
    assert offer_is_out(stage) is True


@pytest.mark.parametrize(
    "stage",
    [
        "discovery", "Qualification", "Prospecting", "Needs Analysis", "Value Proposition", "Id. Decision Makers",
        "appointmentscheduled", "Preparing proposal", "Quote requested", "Proposal needed", "Tarjous puuttuu",
        "Tarjous valmisteilla", "Tarjouspyyntö saatu", "Kartoitus", "Offert under arbete", "Offertförfrågan", "Behovsanalys",
        "Angebot in Vorbereitung", "Angebotsanfrage", "Erstkontakt", "Bedarfsanalyse",
    ],
)  # fmt: skip
def test_before_the_proposal_and_while_it_is_written_no_offer_is_out(stage: str) -> None:
    assert offer_is_out(stage) is False


@pytest.mark.parametrize("stage", [None, "", "  ", "4", "phase 4", "decisionmakerboughtin", "🙂", "s3"])
def test_a_stage_that_nobody_knows_is_unknown(stage: str | None) -> None:
    assert offer_is_out(stage) is None


@pytest.mark.parametrize(
    ("status", "closes", "expected"),
    [
        ("open", None, "no_offer"),
        ("lost", dt.date(2026, 9, 1), ""),
        ("won", dt.date(2026, 9, 1), "offer_out"),
        ("won", dt.date(2026, 5, 1), ""),
        ("won", dt.date(2027, 1, 1), ""),
        ("won", None, ""),
        ("unknown", dt.date(2026, 9, 1), ""),
    ],
)
def test_a_deal_tells_of_the_renewal_while_it_is_open_or_just_won(
    status: str, closes: dt.date | None, expected: str
) -> None:
    row = deal(kind="renewal", stage="discovery", status=status, close_date=closes)
    assert offer_of(row, dt.date(2026, 6, 7), dt.date(2026, 10, 5)) == expected
