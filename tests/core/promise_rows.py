"""Rows of the ledger for tests: a promise made on Tuesday 6 October 2026. Everything not said is ordinary."""

import datetime as dt
from typing import Any

from kambrief.core.customer import Side
from kambrief.core.promises import PromiseRecord

TUESDAY = dt.date(2026, 10, 6)
FRIDAY = dt.date(2026, 10, 9)


def promised(what: str = "juurisyyraportti kuorimon katkoista", **more: Any) -> PromiseRecord:
    """Ville's promise to Petri; the id is its first words unless another is said."""
    return PromiseRecord(**{
        "id": more.pop("id", what[:12]), "meeting_id": "m1", "manager": "elina@kuura.example", "account_id": "A01",
        "side": Side.US, "owner": "Ville Nurmela", "owner_email": "ville@kuura.example", "what": what, "made_on": TUESDAY,
        "due": FRIDAY, "quote": "mä laitan sen perjantaina", "cue": 50, "at": 751.0, "waiting": ("Petri",),
        "full_names": ("Petri Vuolle",), "to": ("petri@havulinna.example",), "language": "fi", **more,
    })  # fmt: skip


def theirs(what: str = "lista kriittisistä laitteista", **more: Any) -> PromiseRecord:
    """Petri's promise to us."""
    return promised(
        what,
        **{"side": Side.THEM, "owner": "Petri Vuolle", "owner_email": "petri@havulinna.example", "contact_id": "C01",
           "waiting": ("Elina",), "full_names": ("Elina Saarikko",), "to": ("elina@kuura.example",), **more},
    )  # fmt: skip
