"""Customers with a bit of everything, drawn at random: what the properties of the whole brief are tried on."""

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from kambrief.core.customer import (
    TABLES,
    Account,
    Activity,
    ActivityKind,
    Commitment,
    Contact,
    Contract,
    CrmData,
    Deal,
    Order,
    PlanStep,
    Product,
    Role,
    Side,
    SurveyAnswer,
    Ticket,
)
from tests.builders import at

SENTENCES = (
    "Hinnankorotus vuodelle 2027 on 2,8 %", "Hinnankorotus vuodelle 2027 on vahvistettu: 3,5 %",
    "Haluaa raportin perjantaina", "Tarjouspyyntö siirtyi: Q3/2027", "Toivoo kolmea lukua ennen kokousta",
    "Kilpailija tarjosi halvemmalla", "Sähkön kulutus laskee 15 % vuoteen 2028", "Ei muistioon: 9 % on liikaa",
    "Neuvotteluvara on 4 %, ei asiakkaalle", "Pumppu 7 vuotaa taas",
)  # fmt: skip
CATEGORIES = ("spare_parts", "service", "energy_monitoring")
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 10, 5))
AHEAD = st.dates(dt.date(2026, 8, 1), dt.date(2027, 12, 31))


@st.composite
def customers(draw: st.DrawFn, account: str = "A01", domain: str = "havulinna.example", mark: str = "") -> CrmData:
    """One customer. ``mark`` ends every text from outside, so that it can be found again."""
    own = Account(
        account, f"Havulinna{mark} Oy", domains=(domain,), country="FI", industry="wood", employees=draw(st.integers(1, 2000)),
        customer_since=draw(st.none() | DAYS), strategic=draw(st.booleans()),
    )  # fmt: skip
    people = tuple(
        Contact(
            f"{account}C{n}", account, f"Etu{n}{mark}", f"Suku{n}{mark}", f"etu{n}@{domain}",
            title=draw(st.sampled_from(["johtaja", ""])), role=draw(st.none() | st.sampled_from(list(Role))),
            notes=draw(st.sampled_from(["", f"Suora, haluaa faktat{mark}.", f"Hyväksyy yli 300 000 euron ostot{mark}."])),
            since=draw(st.none() | DAYS),
        )
        for n in range(draw(st.integers(1, 6)))
    )  # fmt: skip
    who = st.sampled_from(people)
    return CrmData(
        accounts=(own,),
        contacts=people,
        products=tuple(Product(f"P{c}", c, f"Tuote {c}", ("energy",)) for c in CATEGORIES),
        deals=tuple(_deal(draw, account, n, mark) for n in range(draw(st.integers(0, 2)))),
        contracts=tuple(
            Contract(f"{account}K{n}", account, f"Sopimus{mark}", dt.date(2024, 1, 1), draw(AHEAD), draw(st.sampled_from([None, 0, 2, 6])),
                     draw(st.sampled_from([None, 12])), Decimal(draw(st.integers(1, 10**6))), "EUR")
            for n in range(draw(st.integers(0, 2)))
        ),
        commitments=tuple(
            Commitment(f"{account}L{n}", account, draw(st.sampled_from(list(Side))), draw(st.sampled_from(["Ville Nurmela", people[0].id])),
                       f"{draw(st.sampled_from(SENTENCES[2:4]))}{mark}", due=draw(st.none() | AHEAD), status=draw(st.sampled_from(["open", "done"])),
                       done_on=draw(st.none() | DAYS))
            for n in range(draw(st.integers(0, 4)))
        ),
        activities=tuple(_activity(draw, account, n, mark, draw(who)) for n in range(draw(st.integers(0, 8)))),
        orders=tuple(
            Order(account, dt.date(2026 - draw(st.integers(0, 2)), draw(st.integers(1, 12)), 1), draw(st.sampled_from(CATEGORIES)),
                  Decimal(draw(st.integers(-1000, 10**5))), draw(st.sampled_from(["EUR", "USD"])), draw(st.none() | st.integers(1, 9)))
            for _ in range(draw(st.integers(0, 12)))
        ),
        surveys=tuple(
            SurveyAnswer(f"{account}S{n}", account, "nps", Decimal(draw(st.integers(0, 10))), draw(DAYS), draw(st.none() | who.map(lambda one: one.id)),
                         draw(st.sampled_from(["", f"Vastaus kestää liian kauan{mark}."])))
            for n in range(draw(st.integers(0, 6)))
        ),
        tickets=tuple(
            Ticket(f"{account}T{n}", account, f"Vika laitteessa{mark}", draw(DAYS), severity=draw(st.sampled_from(["high", "low"])),
                   category=draw(st.sampled_from(["energy", "delivery"])), status=draw(st.sampled_from(["open", "closed"])), reopened=draw(st.booleans()))
            for n in range(draw(st.integers(0, 3)))
        ),
        plans=tuple(
            PlanStep(f"{account}N{n}", account, f"Sovitaan katselmus{mark}", f"Kasvu{mark}", f"Vähemmän seisokkeja{mark}", draw(st.none() | AHEAD))
            for n in range(draw(st.integers(0, 2)))
        ),
        provider="crm.fake",
    )  # fmt: skip


def _deal(draw: st.DrawFn, account: str, number: int, mark: str) -> Deal:
    return Deal(
        f"{account}D{number}", account, f"Laajennus{mark}", draw(st.sampled_from(["renewal", "expansion", None])),
        draw(st.sampled_from(CATEGORIES)), draw(st.sampled_from(["discovery", "proposal"])),
        draw(st.sampled_from(["open", "lost", "won"])), Decimal(draw(st.integers(1, 10**6))), "EUR", draw(DAYS),
    )  # fmt: skip


def _activity(draw: st.DrawFn, account: str, number: int, mark: str, who: Contact) -> Activity:
    parts = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))
    return Activity(
        f"{account}a{number}", account, draw(st.sampled_from(list(ActivityKind))),
        at(f"{draw(st.integers(1, 30))}.{draw(st.integers(4, 10))}. 9.00"), draw(st.sampled_from(["", f"Hinta{mark}"])),
        " ".join(f"{part}{mark}." for part in parts), contacts=(who.id,), attended=(who.id,), sender=who.id,
        inbound=draw(st.booleans()), status=draw(st.sampled_from([None, "held", "cancelled"])),
        expects_reply=draw(st.booleans()), thread_id=draw(st.sampled_from([None, "t1"])),
    )  # fmt: skip


def together(*parts: CrmData) -> CrmData:
    """Several customers in one CRM."""
    rows: dict[str, Any] = {
        table: tuple(row for part in parts for row in getattr(part, table)) for table in TABLES if table != "products"
    }
    return CrmData(**rows, products=parts[0].products, provider="crm.fake")
