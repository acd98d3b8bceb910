"""What companies, people and categories are called: as people say them, and never guessed."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Product
from kambrief.core.evidence import Text
from kambrief.core.names import called, category_name, owner_name, short_name, within_group
from tests.builders import ELINA, attendee, havulinna, meeting, petri, situation


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Havulinna Levyteollisuus Oy", "Havulinna Levyteollisuus"),
        ("Havulinna Oy.", "Havulinna"),
        ("Havulinna OYJ", "Havulinna"),
        ("Havulinna Oy Ab", "Havulinna"),
        ("Acme, Inc.", "Acme"),
        ("Acme Ltd", "Acme"),
        ("Levi & Co.", "Levi"),
        ("Krebs GmbH & Co. KG", "Krebs"),
        ("Novo A/S", "Novo"),
        ("Philips N.V.", "Philips"),
        ("Oy Havulinna Ab", "Oy Havulinna"),
        ("Oyster Bay", "Oyster Bay"),  # no legal form
        ("Marks & Spencer", "Marks & Spencer"),
        ("Ernst und", "Ernst"),
        ("AB", "AB"),
        ("Oy", "Oy"),
        ("  Havulinna   Oy ", "Havulinna"),
        ("", ""),
    ],
)
def test_a_company_goes_without_its_legal_form(name: str, said: str) -> None:
    assert short_name(name) == said


@given(st.text(max_size=60))
def test_a_name_never_becomes_nothing_and_is_short_already_when_it_is_shortened(name: str) -> None:
    said = short_name(name)
    assert bool(said) is bool(name.split()) or not name.replace(",", "").strip()
    assert short_name(said) == said


@pytest.mark.parametrize(
    ("name", "group", "said"),
    [
        ("Meridane Asia", "Meridane", "Asia"),
        ("Meridane Asia Pte. Ltd.", "Meridane plc", "Asia"),
        ("Meridane", "Meridane", "Meridane"),
        ("Meridane Oy", "Meridane Oy", "Meridane"),
        ("Sahakone Oy", "Meridane", "Sahakone"),
        ("Meridanex Asia", "Meridane", "Meridanex Asia"),
        ("Asia", "", "Asia"),
        ("", "Meridane", ""),
    ],
)
def test_a_company_of_a_group_goes_without_the_groups_name(name: str, group: str, said: str) -> None:
    assert within_group(name, group) == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Petri"),
        ({"first_name": ""}, "Vuolle"),
        ({"first_name": "", "last_name": ""}, "petri@havulinna.example"),
        ({"first_name": "Tan Wei Ling", "last_name": ""}, "Tan Wei Ling"),  # no part of it is split off
    ],
)
def test_a_colleague_uses_the_first_name_where_there_is_one(more: dict[str, str], said: str) -> None:
    assert called(petri(**more)) == said


def test_a_category_goes_by_its_only_product_or_in_its_own_words() -> None:
    one, other = Product("P1", "spare_parts", "Varaosat"), Product("P2", "spare_parts", "Terät")
    assert category_name(havulinna(products=(one,)), "spare_parts") == Text("Varaosat")
    assert category_name(havulinna(products=(one, other)), "spare_parts") == Text("spare parts")
    assert category_name(havulinna(products=(dataclasses.replace(one, name=""),)), "spare_parts") == Text("spare parts")
    assert category_name(havulinna(), "") == Text("")


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        ("elina saarikko", ""),
        ("elina@KUURA.example", ""),
        ("C01", "Petri Vuolle"),
        ("petri@havulinna.example", "Petri Vuolle"),
        ("ville@kuura.example", "Ville Nurmela"),
        ("A99", "A99"),  # nobody is made up
        ("", ""),
    ],
)
def test_who_promised_goes_by_name_and_the_reader_by_none(owner: str, said: str) -> None:
    guests = (attendee(petri()), attendee("ville@kuura.example", name="Ville Nurmela"))
    assert owner_name(situation(call_=meeting(attendees=guests)), owner) == said


def test_a_contact_without_an_address_owns_nothing_that_nobody_owns() -> None:
    data = havulinna(contacts=(petri(), petri(id="C09", email="", first_name="Nimetön")))
    nobody = dataclasses.replace(ELINA, name="x")
    assert owner_name(situation(data, manager=nobody), "") == ""
