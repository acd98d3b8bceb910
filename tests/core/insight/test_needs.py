"""I12: the worked example, what counts as evidence, and what keeps a need from being shown."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kambrief.core import history
from kambrief.core.customer import Account, Activity, ActivityKind, CrmData, Deal, Product, Ticket
from kambrief.core.evidence import Audience, Fact
from kambrief.core.insight.money import Sums
from kambrief.core.insight.needs import Clue, Need, NeedInputs, needs
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.white_space import Opening, WhiteSpace
from tests.builders import HELSINKI, at, call, deal, havulinna, held, mail_in, note, petri, ticket
from tests.draws import draws

NOW = at("5.10. 15.00")
TODAY = dt.date(2026, 10, 5)
LIMITS = Thresholds()
ENERGY = Product("P6", "energy_monitoring", "Energiaseuranta", ("energy",))
REMOTE = Product("P4", "remote_support", "Etätuki 24/7", ("night_stop",))
MAINTENANCE = Product("P2", "maintenance", "Huoltosopimus", ("mechanical",))
STOCK = Product("P5", "consignment", "Consignment stock", ("delivery",))
KIT = Product("P9", "kit", "Adapter kit", ("fitting",))
"""About no topic."""
GOAL = "Tavoite: sähkön ominaiskulutus −15 % vuoteen 2028 mennessä (vertailuvuosi 2025)."
DAY = dt.timedelta(days=1)


def news(when: str, body: str, subject: str = "Havulinna tiedottaa", **more: Any) -> Activity:
    return Activity(
        **{"id": f"news-{when}", "account_id": "A01", "kind": ActivityKind.NEWS, "at": at(when), "subject": subject,
           "body": body, **more}
    )  # fmt: skip


def peers(*categories: str, declined: tuple[str, ...] = (), in_pipeline: tuple[str, ...] = ()) -> WhiteSpace:
    """Two of three comparable customers buy each of these."""
    gaps = tuple(Opening(category, 2, 3, Decimal(25_000)) for category in categories)
    return WhiteSpace(3, gaps, in_pipeline, declined)


def bought(category: str, t12m: int = 1000, p12m: int = 1000, **more: Any) -> Sums:
    return Sums(**{"account_id": "A01", "category": category, "currency": "EUR", "t12m": Decimal(t12m),
                   "p12m": Decimal(p12m), **more})  # fmt: skip


def asked_for(category: str, days_ago: int, n: int = 1) -> Ticket:
    return ticket(
        id=f"KT-{category}-{days_ago}-{n}", subject="Kysymys", category=category, status="closed", severity="low",
        opened=TODAY - dt.timedelta(days=days_ago),
    )  # fmt: skip


def facts_of(*activities: Activity, tickets: tuple[Ticket, ...] = ()) -> tuple[Fact, ...]:
    data: CrmData = havulinna(activities=activities, tickets=tickets)
    return tuple(history.facts_of(data, frozenset({"elina", "saarikko"}), NOW, TODAY, HELSINKI).values())


def inputs(*activities: Activity, **more: Any) -> NeedInputs:
    """A customer who buys maintenance, and what was said."""
    tickets = tuple(more.get("tickets", ()))
    return NeedInputs(**{
        "account": None, "accounts": (Account("A01", "Havulinna", country="FI", city="Keuruu"),), "white_space": None,
        "products": (ENERGY, REMOTE, MAINTENANCE, KIT), "tickets": (), "sums": (bought("maintenance"),), "deals": (),
        "activities": activities, "facts": facts_of(*activities, tickets=tickets), **more,
    })  # fmt: skip


def found(*activities: Activity, **more: Any) -> tuple[Need, ...]:
    return needs(inputs(*activities, **more), NOW, TODAY, LIMITS)


def verdicts(*activities: Activity, **more: Any) -> dict[str, str]:
    """Category → ``shown`` or why not."""
    return {need.category: need.suppressed or "shown" for need in found(*activities, **more)}


def clues(need: Need) -> set[Clue]:
    return {one.clue for one in need.evidence}


# --- the worked example --------------------------------------------------------------------------------------------


def test_the_worked_example_a_goal_and_peers_are_shown_with_low_confidence_and_what_was_lost_is_not() -> None:
    lost = deal(id="D2", category="remote_support", status="lost", stage="closed", close_date=dt.date(2026, 2, 11))
    energy, remote = found(
        news("16.6. 9.00", GOAL), white_space=peers("energy_monitoring", declined=("remote_support",)), deals=(lost,)
    )
    assert (energy.category, energy.topic, energy.suppressed, energy.confidence) == (
        "energy_monitoring",
        "energy",
        "",
        "low",
    )
    assert [(one.clue, one.own, one.on) for one in energy.evidence] == [
        (Clue.STATEMENT, True, dt.date(2026, 6, 16)),
        (Clue.PEERS, False, None),
    ]
    assert energy.evidence[0].facts == ("activities/news-16.6. 9.00#1",)
    assert (energy.evidence[1].count, energy.evidence[1].of) == (2, 3)
    assert (remote.category, remote.suppressed) == ("remote_support", "declined")


def test_three_kinds_of_evidence_make_medium_confidence() -> None:
    (need,) = found(
        news("16.6. 9.00", GOAL),
        call(petri(), "1.9. 9.00", "Kompressorin tehopiikit ihmetyttävät."),
        white_space=peers("energy_monitoring"),
    )
    assert (need.suppressed, need.confidence) == ("", "medium")
    assert clues(need) == {Clue.PEERS, Clue.STATEMENT, Clue.REMARK}


def test_what_peers_buy_is_no_need_by_itself() -> None:
    assert verdicts(white_space=peers("energy_monitoring")) == {"energy_monitoring": "evidence"}


def test_a_goal_is_no_need_by_itself() -> None:
    assert verdicts(news("16.6. 9.00", GOAL)) == {"energy_monitoring": "evidence"}


def test_a_remark_alone_is_not_even_a_candidate() -> None:
    assert found(call(petri(), "1.9. 9.00", "Kompressorin tehopiikit ihmetyttävät.")) == ()


# --- evidence ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "product"),
    [
        (GOAL, ENERGY),
        ("We will halve the electricity use of our mills by 2030.", Product("P", "power_meters", "Energy meters")),
        ("Målet är 20 % lägre utsläpp.", Product("P", "emission_testing", "Emission testing")),
        ("Bis 2030 wollen wir den Wasserverbrauch um 30 % senken.", Product("P", "waterloop", "Water loop")),
        ("Tavoitteena on nolla tapaturmaa.", Product("P", "guards", "Safety guards")),
    ],
)
def test_a_public_goal_meets_a_product_by_topic_in_any_language(body: str, product: Product) -> None:
    activities = (news("16.6. 9.00", body),)
    (need,) = found(*activities, products=(product, MAINTENANCE), white_space=peers(product.category))
    assert (need.category, need.suppressed) == (product.category, "")
    assert clues(need) == {Clue.PEERS, Clue.STATEMENT}


def test_a_goal_in_the_headline_is_meant_where_the_sentence_says_how_much() -> None:
    row = news("16.6. 9.00", "The group will cut its use by 15 % by 2028.", "Energy targets published")
    assert verdicts(row, white_space=peers("energy_monitoring")) == {"energy_monitoring": "shown"}


def test_a_topic_without_a_goal_or_a_value_is_no_statement() -> None:
    row = news("16.6. 9.00", "Sähköautoja nähtiin tehtaan pihalla.")
    assert verdicts(row, white_space=peers("energy_monitoring")) == {"energy_monitoring": "evidence"}


def test_two_tickets_that_the_product_answers_are_a_pattern_and_one_is_a_remark() -> None:
    one, two = asked_for("Energy", 10), asked_for("energy", 180)
    (pattern,) = found(white_space=peers("energy_monitoring"), tickets=(two, one))
    assert [(e.clue, e.count, e.on) for e in pattern.evidence if e.own] == [(Clue.TICKETS, 2, one.opened)]
    (remark,) = found(white_space=peers("energy_monitoring"), tickets=(one,))
    assert [(e.clue, e.facts) for e in remark.evidence if e.own] == [(Clue.REMARK, (f"tickets/{one.id}",))]
    assert pattern.suppressed == remark.suppressed == ""


def test_a_ticket_of_an_unknown_category_counts_by_its_words() -> None:
    row = ticket(subject="Kysymys kompressorin tehopiikeistä", category=None, opened=dt.date(2026, 9, 16))
    (need,) = found(white_space=peers("energy_monitoring"), tickets=(row,))
    assert (need.suppressed, clues(need)) == ("", {Clue.PEERS, Clue.REMARK})


@pytest.mark.parametrize(("days", "expected"), [(0, "shown"), (180, "shown"), (181, "evidence"), (-1, "evidence")])
def test_a_ticket_counts_for_180_days(days: int, expected: str) -> None:
    given_ = {"white_space": peers("energy_monitoring"), "tickets": (asked_for("energy", days),)}
    assert verdicts(**given_) == {"energy_monitoring": expected}


def test_a_product_about_no_topic_is_supported_by_tickets_that_it_answers() -> None:
    (need,) = found(white_space=peers("kit"), tickets=(asked_for("fitting", 5), asked_for("fitting", 9)))
    assert (need.topic, need.suppressed, clues(need)) == ("other", "", {Clue.PEERS, Clue.TICKETS})


def test_pieces_of_one_kind_count_once() -> None:
    rows = [news(f"{day}.6. 9.00", GOAL.replace("15", str(day))) for day in (14, 15, 16)]
    (need,) = found(*rows, white_space=peers("energy_monitoring"))
    assert need.confidence == "low"
    assert len(need.evidence) == 2


def test_one_record_is_no_evidence_of_two_kinds() -> None:
    row = news(
        "16.6. 9.00", "Uusi päästödirektiivi tulee voimaan 2027. Tavoite: sähkön kulutus −15 %, päästöt puoleen."
    )
    meter = Product("P", "emission_testing", "Emission testing")
    (need,) = found(row, products=(meter, MAINTENANCE), white_space=peers("emission_testing"))
    assert clues(need) == {Clue.REGULATION, Clue.PEERS}
    assert need.suppressed == "evidence"


def test_a_regulation_is_evidence_and_nobodys_own() -> None:
    rule = call(petri(), "1.9. 9.00", "Päästöasetus: EU-asetus päästöistä tulee voimaan 2027.")
    goal = news("16.6. 9.00", "Tavoite: päästöt −15 %.")
    meter = Product("P", "emission_testing", "Emission testing")
    (need,) = found(rule, goal, products=(meter, MAINTENANCE))
    assert [(one.clue, one.own) for one in need.evidence] == [(Clue.STATEMENT, True), (Clue.REGULATION, False)]
    assert need.suppressed == ""
    undated = dataclasses.replace(rule, body="EU-asetus päästöistä valmistellaan.")
    assert Clue.REGULATION not in clues(found(undated, goal, products=(meter, MAINTENANCE))[0])


@pytest.mark.parametrize(
    "row",
    [
        note("1.9. 9.00", "Kompressorin tehopiikit ihmetyttävät."),
        mail_in(petri(), "1.9. 9.00", "Tehopiikit ihmetyttävät.", inbound=False),
        held([petri()], "1.9. 9.00", "Tehopiikit ihmetyttävät.", contacts=(), attended=()),
        call(petri(), "1.9. 9.00", "Tehopiikit ihmetyttävät, mutta tämä jää meidän kesken."),
        call(petri(), "1.9. 9.00", "Tehopiikit ihmetyttävät. Ei saa kertoa asiakkaalle."),
        call(petri(), "1.9. 9.00", "Petri on sairauslomalla. Tehopiikit ihmetyttävät."),
        call(petri(), "1.9. 9.00", "Tehopiikit ihmetyttävät.", status="voicemail"),
        call(petri(), "1.9. 9.00", "Sähkönkulutus on kunnossa."),
        call(petri(), "1.3. 9.00", "Tehopiikit ihmetyttävät."),
        call(petri(), "6.10. 9.00", "Tehopiikit ihmetyttävät."),
    ],
    ids=[
        "our note", "our mail", "nobody of theirs was there", "off the record", "not for the customer", "private",
        "voicemail", "all is well", "too long ago", "not yet",
    ],
)  # fmt: skip
def test_what_is_not_the_customers_word_now_is_no_remark(row: Activity) -> None:
    assert verdicts(row, white_space=peers("energy_monitoring")) == {"energy_monitoring": "evidence"}


def _changed(fact: Fact, change: Mapping[str, Any]) -> Fact:
    return dataclasses.replace(fact, **change)


def test_what_was_replaced_or_held_back_or_is_for_the_manager_alone_is_no_statement() -> None:
    row = news("16.6. 9.00", GOAL)
    for change in (
        {"superseded_by": "activities/x#1"},
        {"withheld": "sensitive:health"},
        {"audience": Audience.MANAGER_ONLY},
        {"guarded": True},
    ):
        facts = [_changed(fact, change) for fact in facts_of(row)]
        given_ = inputs(row, white_space=peers("energy_monitoring"), facts=facts)
        assert [need.suppressed for need in needs(given_, NOW, TODAY, LIMITS)] == ["evidence"]


def test_a_ticket_that_is_held_back_is_no_evidence() -> None:
    row = ticket(subject="Petrin sairausloma ja tehopiikit", opened=dt.date(2026, 9, 16))
    (need,) = found(white_space=peers("energy_monitoring"), tickets=(row,))
    assert clues(need) == {Clue.PEERS}


# --- orders, capacity, sites ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("orders", "before", "t12m", "expected"),
    [
        (30, 20, 1000, "shown"),
        (29, 20, 1000, "evidence"),
        (30, 20, 1100, "shown"),
        (30, 20, 900, "shown"),
        (30, 20, 1101, "evidence"),
        (30, 20, 899, "evidence"),
        (30, 0, 1000, "evidence"),
        (None, 20, 1000, "evidence"),
    ],
)
def test_many_more_orders_for_the_same_money_ask_for_stock(
    orders: int | None, before: int, t12m: int, expected: str
) -> None:
    spare = bought("spare_parts", t12m, 1000, orders_t12m=orders, orders_p12m=before)
    row = verdicts(products=(STOCK, MAINTENANCE), sums=(spare,), white_space=peers("consignment"))
    assert row == {"consignment": expected}


def test_orders_in_several_currencies_are_compared_each_by_itself() -> None:
    euro = bought("spare_parts", 1000, 1000, orders_t12m=20, orders_p12m=10)
    krona = bought("spare_parts", 9000, 9000, orders_t12m=20, orders_p12m=10, currency="SEK")
    dollar = dataclasses.replace(krona, currency="USD", t12m=Decimal(20_000))
    for rows, expected in (((euro, krona), "shown"), ((euro, krona, dollar), "evidence")):
        assert verdicts(products=(STOCK,), sums=rows, white_space=peers("consignment")) == {"consignment": expected}


def test_without_a_stock_product_the_ordered_category_itself_is_what_could_be_stocked() -> None:
    parts = Product("P3", "spare_parts", "Varaosat", ("delivery",))
    rows = (bought("spare_parts", orders_t12m=40, orders_p12m=20),)
    (need,) = found(products=(parts,), sums=rows, tickets=(asked_for("delivery", 3), asked_for("delivery", 30)))
    assert (need.category, need.topic, need.suppressed) == ("spare_parts", "stock", "")
    assert [(one.clue, one.count, one.on) for one in need.evidence] == [
        (Clue.TICKETS, 2, TODAY - 3 * DAY),
        (Clue.ORDERS, 100, dt.date(2026, 9, 30)),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The edge gateway runs at 97 % of capacity.", {"gateway": "shown"}),
        ("The edge gateway runs at 90 % of capacity.", {"gateway": "shown"}),
        ("The edge gateway runs at 89 % of capacity.", {}),
        ("The compressor runs at 97 % of capacity.", {}),
    ],
)
def test_what_is_nearly_full_asks_for_more_of_the_product_it_names(body: str, expected: Mapping[str, str]) -> None:
    gateway = Product("P7", "gateway", "Edge gateway")
    bottleneck = mail_in(petri(), "20.9. 9.00", "The dryer is a bottleneck.")
    rows = (call(petri(), "1.9. 9.00", body), bottleneck)
    assert verdicts(*rows, products=(gateway, MAINTENANCE), sums=(bought("gateway"),)) == expected


def test_a_capacity_with_room_left_is_no_remark_of_a_need() -> None:
    planner = Product("P7", "planner", "Capacity planner")
    given_ = {"products": (planner, MAINTENANCE), "white_space": peers("planner")}
    assert verdicts(call(petri(), "1.9. 9.00", "We are at 60 % of capacity."), **given_) == {"planner": "evidence"}
    assert verdicts(call(petri(), "1.9. 9.00", "The dryer is a bottleneck."), **given_) == {"planner": "shown"}


PLANT = news("16.6. 9.00", "Uusi tehdas Puolaan, käynnistys 2027.")
BREAKDOWNS = (asked_for("mechanical", 5), asked_for("mechanical", 9))


def test_a_new_site_asks_for_service_where_none_is_bought() -> None:
    need, other = found(PLANT, tickets=BREAKDOWNS)
    assert (other.category, other.topic, other.suppressed) == ("remote_support", "site", "evidence")
    assert found(tickets=BREAKDOWNS) == ()
    assert (need.category, need.topic, need.suppressed) == ("maintenance", "site", "")
    assert clues(need) == {Clue.STATEMENT, Clue.TICKETS}


@pytest.mark.parametrize(
    ("account", "category", "expected"),
    [
        (Account("A02", "Havulinna Polska", "A01", country="PL"), "maintenance", {}),
        (Account("A02", "Havulinna Polska", "A01", country="pl"), "maintenance", {}),
        (Account("A02", "Havulinna Polska", "A01", country="PL"), "spare_parts", {"maintenance": "shown"}),
        (
            Account("A02", "Havulinna Sverige", "A01", country="SE", city="Borås"),
            "maintenance",
            {"maintenance": "shown"},
        ),
        (Account("A02", "Havulinna", "A01", country="??"), "maintenance", {"maintenance": "shown"}),
    ],
)
def test_a_new_site_in_a_country_with_service_lacks_none(
    account: Account, category: str, expected: Mapping[str, str]
) -> None:
    sums = (bought("maintenance"), bought(category, account_id="A02"))
    accounts = (Account("A01", "Havulinna", country="FI"), account)
    row = dataclasses.replace(PLANT, body="New plant in Poland, start 2027.")
    given_ = {"accounts": accounts, "sums": sums, "tickets": BREAKDOWNS, "products": (MAINTENANCE, KIT)}
    assert verdicts(row, **given_) == expected


def test_service_that_is_not_paid_for_any_more_serves_no_site() -> None:
    accounts = (Account("A01", "Havulinna", country="FI"), Account("A02", "Havulinna Polska", "A01", country="PL"))
    sums = (bought("maintenance"), bought("maintenance", 0, account_id="A02"))
    row = dataclasses.replace(PLANT, body="New plant in Poland, start 2027.")
    (need, _) = found(row, accounts=accounts, sums=sums, tickets=BREAKDOWNS)
    assert (need.category, need.suppressed) == ("maintenance", "")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"deals": (deal(category="maintenance", kind="renewal"),)}, "shown"),
        ({"deals": (deal(category="maintenance", kind="expansion", name="Service Poland"),)}, "in_pipeline"),
    ],
)
def test_the_renewal_of_what_they_buy_is_no_answer_to_a_new_site(more: Mapping[str, Any], expected: str) -> None:
    assert verdicts(PLANT, tickets=BREAKDOWNS, products=(MAINTENANCE,), **more) == {"maintenance": expected}


@pytest.mark.parametrize(
    ("wish", "expected"),
    [("Haluamme nopeampaa huoltoa.", "shown"), ("We want you at our new plant in Poland.", "asked")],
)
def test_a_wish_about_the_service_they_have_is_none_about_the_new_site(wish: str, expected: str) -> None:
    rows = (PLANT, mail_in(petri(), "1.9. 9.00", wish))
    assert verdicts(*rows, tickets=BREAKDOWNS, products=(MAINTENANCE,)) == {"maintenance": expected}


def test_a_product_for_new_sites_asks_nothing_where_there_is_none() -> None:
    starter = Product("P7", "starter", "New plant starter kit", ("start",))
    (need,) = found(products=(starter, MAINTENANCE), white_space=peers("starter"), tickets=(asked_for("start", 3),))
    assert (need.category, need.topic, need.suppressed) == ("starter", "other", "")


def test_a_new_site_in_a_city_with_service_lacks_none() -> None:
    row = dataclasses.replace(PLANT, body="Uusi tehdas Keuruulle 2027.")
    assert found(row, tickets=BREAKDOWNS) == ()


def test_a_new_site_told_in_a_mail_is_a_remark() -> None:
    row = mail_in(petri(), "16.6. 9.00", "New plant in Poland starts in 2027.")
    (need,) = found(row, tickets=BREAKDOWNS)
    assert (need.topic, clues(need)) == ("site", {Clue.REMARK, Clue.TICKETS})


# --- what keeps a need from being shown ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Haluamme mitata sähkön kulutuksen linjoittain.", "asked"),
        ("We need better energy figures.", "asked"),
        ("Vi behöver mäta energin.", "asked"),
        ("Wir brauchen Energiedaten, bitte. Wir benötigen Energiewerte.", "asked"),
        ("Ensin energiasta, sitten hinnasta.", "shown"),
        ("Haluamme paremmat vasteajat.", "shown"),
    ],
)
def test_what_the_customer_asked_for_is_no_unvoiced_need(body: str, expected: str) -> None:
    rows = (news("16.6. 9.00", GOAL), mail_in(petri(), "1.9. 9.00", body))
    assert verdicts(*rows, white_space=peers("energy_monitoring")) == {"energy_monitoring": expected}


@pytest.mark.parametrize(
    ("when", "expected"), [("5.10.2025 9.00", "asked"), ("4.10.2025 9.00", "shown"), ("6.10. 9.00", "shown")]
)
def test_a_wish_is_remembered_for_a_year(when: str, expected: str) -> None:
    rows = (news("16.6. 9.00", GOAL), call(petri(), when, "Haluamme mitata sähkön kulutuksen."))
    assert verdicts(*rows, white_space=peers("energy_monitoring")) == {"energy_monitoring": expected}


def test_a_wish_in_our_own_note_or_mail_is_not_the_customers() -> None:
    rows = (
        news("16.6. 9.00", GOAL),
        note("1.9. 9.00", "Haluamme ehdottaa sähkön mittausta."),
        mail_in(petri(), "2.9. 9.00", "We want to show you our energy meters.", inbound=False),
    )
    assert verdicts(*rows, white_space=peers("energy_monitoring")) == {"energy_monitoring": "shown"}


def test_a_no_in_words_is_a_no() -> None:
    rows = (news("16.6. 9.00", GOAL), call(petri(), "1.9. 9.00", "Sähkön mittaukseen ei tarvetta nyt."))
    assert verdicts(*rows, white_space=peers("energy_monitoring")) == {"energy_monitoring": "declined"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"status": "lost", "close_date": TODAY - 365 * DAY}, "declined"),
        ({"status": "lost", "close_date": TODAY - 366 * DAY}, "shown"),
        ({"status": "lost"}, "declined"),
        ({"status": "lost", "updated_at": TODAY - 400 * DAY}, "shown"),
        ({"status": "open"}, "in_pipeline"),
        ({"status": "won", "close_date": TODAY - 30 * DAY}, "in_pipeline"),
        ({"status": "won", "close_date": TODAY - 366 * DAY}, "shown"),
        ({"status": "open", "category": "maintenance"}, "shown"),
        ({"status": "open", "category": None}, "shown"),
        ({"status": "open", "category": None, "name": "Energiaseuranta, kuivaamo"}, "in_pipeline"),
        ({"status": "lost", "category": "", "name": "Energy monitoring 2026"}, "declined"),
        ({"status": "open", "category": " Energy_Monitoring "}, "in_pipeline"),
    ],
)
def test_a_deal_in_the_category_keeps_it_from_being_shown(more: Mapping[str, Any], expected: str) -> None:
    row: Deal = deal(**{"category": "energy_monitoring", "name": "Laajennus", **more})
    activities = (news("16.6. 9.00", GOAL),)
    assert verdicts(*activities, white_space=peers("energy_monitoring"), deals=(row,)) == {
        "energy_monitoring": expected
    }


def test_what_white_space_knows_as_declined_or_in_the_pipeline_needs_no_deal() -> None:
    space = peers(declined=("energy_monitoring",), in_pipeline=("remote_support",))
    assert verdicts(news("16.6. 9.00", GOAL), white_space=space) == {
        "energy_monitoring": "declined",
        "remote_support": "in_pipeline",
    }


@pytest.mark.parametrize(
    ("when", "expected"),
    [("8.4. 9.00", "shown"), ("7.4. 9.00", "old"), ("5.10.2025 9.00", "old"), ("4.10.2025 9.00", "evidence")],
)
def test_the_customers_own_word_is_fresh_for_180_days_and_known_for_a_year(when: str, expected: str) -> None:
    assert verdicts(news(when, GOAL), white_space=peers("energy_monitoring")) == {"energy_monitoring": expected}


def test_an_old_goal_is_supported_by_a_fresh_remark() -> None:
    rows = (news("1.1. 9.00", GOAL), call(petri(), "1.9. 9.00", "Tehopiikit ihmetyttävät."))
    assert verdicts(*rows) == {"energy_monitoring": "shown"}


def test_what_they_buy_already_is_no_need() -> None:
    rows = (bought("maintenance"), bought("Energy_Monitoring ", 1))
    assert found(news("16.6. 9.00", GOAL), white_space=peers(), sums=rows, tickets=(asked_for("energy", 3),)) == ()


def test_what_they_stopped_buying_is_open_again() -> None:
    rows = (bought("maintenance"), bought("energy_monitoring", 0, 5000))
    assert verdicts(news("16.6. 9.00", GOAL), white_space=peers("energy_monitoring"), sums=rows) == {
        "energy_monitoring": "shown"
    }


def test_without_any_orders_nothing_is_supposed() -> None:
    rows = (news("16.6. 9.00", GOAL), call(petri(), "1.9. 9.00", "Tehopiikit ihmetyttävät."))
    assert found(*rows, sums=()) == ()


def test_at_most_two_are_shown_the_best_supported_first() -> None:
    water, waste = Product("P7", "water", "Water loop"), Product("P8", "waste", "Waste sorting")
    rows = (
        news("14.6. 9.00", "Tavoite: vedenkulutus −20 %.", "Vesi"),
        news("15.6. 9.00", "Tavoite: jätteen määrä −20 %.", "Kierto"),
        news("16.6. 9.00", GOAL),
        call(petri(), "1.9. 9.00", "Jätettä syntyy paljon."),
    )
    given_ = {"products": (ENERGY, water, waste), "white_space": peers("energy_monitoring", "water", "waste")}
    assert list(verdicts(*rows, **given_).items()) == [
        ("waste", "shown"),
        ("energy_monitoring", "shown"),
        ("water", "others"),
    ]


def test_two_products_for_one_topic_ask_one_question() -> None:
    audit = Product("P7", "energy_audit", "Energy audit")
    given_ = {"products": (ENERGY, audit), "white_space": peers("energy_monitoring", "energy_audit")}
    assert list(verdicts(news("16.6. 9.00", GOAL), **given_).items()) == [
        ("energy_monitoring", "shown"),
        ("energy_audit", "others"),
    ]


# --- what no need may ever be --------------------------------------------------------------------------------------

SAID = (
    GOAL, "Tehopiikit ihmetyttävät.", "Haluamme mitata sähkön.", "Ei tarvetta energiaseurannalle, ei budjettia.",
    "New plant in Poland in 2027.", "The edge gateway is at 97 % of capacity.", "EU-asetus päästöistä 2027.",
    "Tavoite: päästöt −20 %.", "Varaosien toimitusaika venyy.", "", "🙂",
)  # fmt: skip
CATEGORIES = ("energy_monitoring", "remote_support", "maintenance", "consignment", "kit", "", "unknown")


@st.composite
def any_inputs(draw: st.DrawFn) -> NeedInputs:
    """Whatever a CRM may hold."""
    activities = []
    for number, body in enumerate(draw(st.lists(st.sampled_from(SAID), max_size=6))):
        moment = NOW - dt.timedelta(days=draw(st.integers(-5, 400)))
        kind = draw(st.sampled_from(ActivityKind))
        row = call(petri(), "1.9. 9.00", body, id=f"a{number}", at=moment, kind=kind, inbound=True, sender="C01")
        activities.append(dataclasses.replace(row, status=None))
    tickets = [
        asked_for(code, days, number)
        for number, (code, days) in enumerate(
            draw(
                st.lists(
                    st.tuples(st.sampled_from(["energy", "delivery", "fitting", ""]), st.integers(-3, 300)), max_size=4
                )
            )
        )
    ]
    counts = st.one_of(st.none(), st.integers(0, 50))
    sums = [
        bought(category, draw(st.integers(-5, 2000)), 1000, orders_t12m=draw(counts), orders_p12m=draw(counts))
        for category in draw(st.lists(st.sampled_from(CATEGORIES), unique=True, max_size=4))
    ]
    deals = [
        deal(id=f"D{number}", category=draw(st.sampled_from(CATEGORIES)), status=status, name="Kit")
        for number, status in enumerate(draw(st.lists(st.sampled_from(["open", "won", "lost"]), max_size=2)))
    ]
    gaps = draw(st.lists(st.sampled_from(CATEGORIES[:5]), unique=True, max_size=4))
    products = (
        ENERGY,
        REMOTE,
        MAINTENANCE,
        STOCK,
        KIT,
        Product("P7", "gateway", "Edge gateway"),
        Product("P0", "", ""),
    )
    return inputs(
        *activities, tickets=tuple(tickets), sums=sums, deals=deals, products=products,
        white_space=draw(st.sampled_from([None, peers(*gaps), peers(declined=tuple(gaps))])),
    )  # fmt: skip


@settings(max_examples=draws(60))
@given(any_inputs())
def test_whatever_the_data_what_is_shown_keeps_every_rule(given_: NeedInputs) -> None:
    rows = needs(given_, NOW, TODAY, LIMITS)
    shown = [need for need in rows if not need.suppressed]
    assert len(shown) <= 2
    assert list(rows[: len(shown)]) == shown
    assert len({need.category for need in rows}) == len(rows)
    known = {fact.id for fact in given_.facts if fact.usable} | {"insight/white_space", "insight/revenue"}
    for need in rows:
        assert {fact for one in need.evidence for fact in one.facts} <= known
        assert len(clues(need)) == len(need.evidence)
        assert need.category
    for need in shown:
        assert len(need.evidence) >= 2
        assert any(one.own and one.on and 0 <= (TODAY - one.on).days <= 180 for one in need.evidence)
        assert need.category not in {row.category for row in given_.deals if row.status in {"open", "lost"}}


@settings(max_examples=draws(30))
@given(any_inputs(), st.randoms())
def test_the_order_of_the_rows_changes_nothing(given_: NeedInputs, random: Any) -> None:
    mixed: dict[str, Any] = {
        name: list(getattr(given_, name)) for name in ("activities", "facts", "tickets", "sums", "deals")
    }
    for rows in mixed.values():
        random.shuffle(rows)
    again = dataclasses.replace(given_, **mixed)
    assert needs(again, NOW, TODAY, LIMITS) == needs(given_, NOW, TODAY, LIMITS)
