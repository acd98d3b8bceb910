"""What every CRM provider must do, whatever is behind it: subclass `CrmContract` in the provider's own tests."""

import datetime as dt
from decimal import Decimal

import pytest

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
    Product,
    Role,
    Side,
    SurveyAnswer,
    Ticket,
)
from kambrief.errors import ProviderError
from kambrief.ports import Crm

NOW = dt.datetime(2026, 10, 5, 12, 0, tzinfo=dt.UTC)
NONE: frozenset[str] = frozenset()

SAMPLE = CrmData(
    accounts=(
        Account(
            "010", "Koivuranta Oyj", industry="wood", country="FI", city="Oulu", employees=310,
            customer_since=dt.date(2016, 10, 20), domains=("koivuranta.example", "kr.example"), strategic=True,
            currency="EUR", language="fi", owner="AM1", key="40017", former_ids=("013", "014"),
        ),
        Account("011", "Koivuranta Sverige AB", parent_id="010", domains=("koivuranta.example",)),
        Account("012", "Koivuranta Frakt AB", parent_id="011"),
        Account("020", "Koivulehto Oy", domains=("koivulehto.example",)),
    ),
    contacts=(
        Contact(
            "7", "010", "Anna", "Mäkelä", "anna.makela@koivuranta.example", ("anna@kr.example",), "toimitusjohtaja",
            Role.SPONSOR, "fi", "sinuttelu", "Europe/Helsinki", "FI", since=dt.date(2020, 1, 1),
            notes="Suora.\nEi lukuja.", former_ids=("6",),
        ),
        Contact("8", "012", "Åke", "Öberg", "ake@koivuranta.example", left=True, left_on=dt.date(2026, 3, 1), do_not_contact=True),
        Contact("9", "011", "Nimetön", "Nimi"),
        Contact("17", "020", "Anna", "Mäkelä", "anna.makela@koivulehto.example"),
    ),
    products=(Product("P1", "service", "Huolto; laaja", ("night_stop", "usage")), Product("P2", "parts", "Varaosat")),
    deals=(
        Deal(
            "D1", "010", "Jatkosopimus", "renewal", "service", "proposal", "open", Decimal("412000.50"), "EUR",
            dt.date(2026, 10, 31), "AM1", "Soita, kysy", dt.date(2026, 9, 22),
        ),
        Deal("D2", "020", "Uusi", status="lost", lost_reason="hinta"),
    ),
    contracts=(
        Contract("K1", "010", "Puite", dt.date(2024, 1, 1), dt.date(2026, 12, 31), 2, 12, Decimal(412000), "EUR"),
    ),
    commitments=(
        Commitment("CM1", "011", Side.US, "Ville", "Raportti", dt.date(2026, 9, 15), dt.date(2026, 9, 25), source="a1"),
        Commitment("CM2", "020", Side.THEM, "Satu", "Lista", status="done", done_on=dt.date(2026, 9, 1)),
    ),
    activities=(
        Activity(
            "a1", "010", ActivityKind.MEETING, dt.datetime(2026, 9, 15, 6, 0, tzinfo=dt.UTC), "Ohjausryhmä",
            'Sovittu: raportti.\nHinta "ennallaan", ehkä.', ("7", "8"), ("7",), ("ville@kuura.example",), "held",
            tags=("commitment", "price"), minutes=45,
        ),
        Activity(
            "a2", "012", ActivityKind.EMAIL, dt.datetime(2026, 9, 16, 6, 30, tzinfo=dt.UTC), "Vs: raportti", "Kiitos!",
            ("8",), inbound=True, sender="8", recipients=("ville@kuura.example",), thread_id="t1",
        ),
        Activity("a3", "020", ActivityKind.NOTE, dt.datetime(2026, 9, 17, 7, tzinfo=dt.UTC), body="=1+1", author="x"),
    ),
    orders=(
        Order("010", dt.date(2026, 8, 1), "service", Decimal("15500.25"), "EUR", 3),
        Order("012", dt.date(2026, 8, 1), "parts", Decimal("-120.5"), "SEK"),
        Order("020", dt.date(2026, 8, 1), "service", Decimal(99), "EUR", 1),
    ),
    surveys=(
        SurveyAnswer("S1", "010", "nps", Decimal(6), dt.date(2026, 6, 2), "7", "Sama vika toistuu."),
        SurveyAnswer("S2", "020", "csat", Decimal("4.5"), dt.date(2026, 6, 3)),
    ),
    tickets=(
        Ticket(
            "T1", "010", "Putoaa öisin", dt.date(2026, 8, 10), severity="high", category="connectivity", reopened=True,
            sla_due=dt.date(2026, 8, 13), contact_id="7",
        ),
        Ticket("T2", "020", "Puhallin", dt.date(2026, 9, 21), dt.date(2026, 9, 22), status="closed"),
    ),
)  # fmt: skip
"""Two customers with like names; the first is a group of three. Every field is set somewhere."""


def ids(rows: tuple[Account, ...] | tuple[Contact, ...]) -> set[str]:
    return {row.id for row in rows}


class CrmContract:
    """Subclasses say how a provider over given data is made, and one whose vendor does not answer."""

    def make(self, data: CrmData) -> Crm:
        raise NotImplementedError

    def broken(self) -> Crm:
        raise NotImplementedError

    def seen(self, data: CrmData) -> CrmData:
        """What the vendor has a place for, of data that were put into it; the rest is in ``missing``."""
        return data

    # find

    def test_an_address_finds_its_contact_and_the_whole_group_with_all_contacts(self) -> None:
        found = self.make(SAMPLE).find(frozenset({"ake@koivuranta.example"}), NONE)
        assert (ids(found.accounts), ids(found.contacts)) == ({"010", "011", "012"}, {"7", "8", "9"})

    def test_case_does_not_matter_in_addresses_and_domains(self) -> None:
        crm = self.make(SAMPLE)
        assert ids(crm.find(frozenset({"Anna.Makela@KOIVULEHTO.example"}), NONE).contacts) == {"17"}
        assert ids(crm.find(NONE, frozenset({"Koivulehto.Example"})).contacts) == {"17"}

    def test_an_alias_finds_its_contact(self) -> None:
        assert ids(self.make(SAMPLE).find(frozenset({"anna@kr.example"}), NONE).contacts) == {"7", "8", "9"}

    @pytest.mark.parametrize("domain", ["koivuranta.example", "kr.example"])
    def test_a_domain_finds_the_group_that_owns_it(self, domain: str) -> None:
        assert ids(self.make(SAMPLE).find(NONE, frozenset({domain})).accounts) == {"010", "011", "012"}

    def test_an_address_at_a_domain_is_not_taken_for_the_domain(self) -> None:
        found = self.make(SAMPLE).find(frozenset({"someone.else@koivuranta.example"}), NONE)
        assert (found.accounts, found.contacts) == ((), ())

    @pytest.mark.parametrize("record", ["8", "011"])
    def test_the_id_of_a_contact_or_an_account_finds_its_group(self, record: str) -> None:
        assert ids(self.make(SAMPLE).find(NONE, NONE, frozenset({record})).accounts) == {"010", "011", "012"}

    def test_the_key_that_other_systems_know_an_account_by_finds_its_group(self) -> None:
        assert ids(self.make(SAMPLE).find(NONE, NONE, frozenset({"40017"})).accounts) == {"010", "011", "012"}

    def test_many_questions_are_answered_at_once(self) -> None:
        found = self.make(SAMPLE).find(
            frozenset({"anna@kr.example", "nobody@nowhere.example"}), frozenset({"koivulehto.example", "other.example"})
        )
        assert (ids(found.accounts), ids(found.contacts)) == ({"010", "011", "012", "020"}, {"7", "8", "9", "17"})

    def test_contacts_and_accounts_are_found_complete(self) -> None:
        found = self.make(SAMPLE).find(NONE, frozenset({"koivuranta.example", "koivulehto.example"}))
        assert set(found.accounts) == set(self.seen(SAMPLE).accounts)
        assert set(found.contacts) == set(self.seen(SAMPLE).contacts)

    def test_finding_returns_accounts_and_contacts_only(self) -> None:
        found = self.make(SAMPLE).find(frozenset({"anna@kr.example"}), NONE)
        assert not any(getattr(found, table) for table in TABLES if table not in {"accounts", "contacts"})

    def test_who_is_not_there_is_not_found_and_that_is_no_error(self) -> None:
        found = self.make(SAMPLE).find(frozenset({"anna.makela@koivu.example"}), frozenset({"example"}))
        assert (found.accounts, found.contacts) == ((), ())
        assert self.make(SAMPLE).find(NONE, NONE).contacts == ()

    # histories

    @pytest.mark.parametrize("table", [table for table in TABLES if table != "products"])
    def test_histories_are_complete_and_of_these_accounts_only(self, table: str) -> None:
        wanted = frozenset({"010", "012"})
        found = getattr(self.make(SAMPLE).histories(wanted), table)
        assert set(found) == set(getattr(self.seen(SAMPLE).only(wanted), table))

    def test_products_come_whole(self) -> None:
        assert set(self.make(SAMPLE).histories(frozenset({"020"})).products) == set(self.seen(SAMPLE).products)

    def test_accounts_nobody_knows_have_no_history(self) -> None:
        found = self.make(SAMPLE).histories(frozenset({"10", "Koivuranta Oyj"}))
        assert not any(getattr(found, table) for table in TABLES if table != "products")

    # what is said about the data

    def test_the_data_say_whose_they_are_and_how_old(self) -> None:
        crm = self.make(SAMPLE)
        for data in (crm.find(NONE, frozenset({"kr.example"})), crm.histories(frozenset({"010"}))):
            assert data.provider == crm.name
            assert data.as_of is not None
            assert data.as_of.tzinfo is not None
            assert (set(data.missing), data.problems) == (set(self.seen(SAMPLE).missing), ())

    @pytest.mark.parametrize("table", ["tickets", "orders", "surveys"])
    def test_a_table_the_provider_does_not_have_is_named_missing(self, table: str) -> None:
        crm = self.make(CrmData(accounts=SAMPLE.accounts, contacts=SAMPLE.contacts, missing=(table,)))
        assert table in crm.find(NONE, NONE).missing
        assert table in crm.histories(frozenset({"010"})).missing

    # health

    def test_check_says_that_all_is_well(self) -> None:
        lines = self.make(SAMPLE).check(NOW)
        assert lines
        assert all(line.ok or line.lacks for line in lines)

    def test_a_vendor_that_does_not_answer_is_an_error_and_never_an_empty_answer(self) -> None:
        crm = self.broken()
        with pytest.raises(ProviderError):
            crm.find(frozenset({"anna@kr.example"}), NONE)
        with pytest.raises(ProviderError):
            crm.histories(frozenset({"010"}))

    def test_check_says_what_is_wrong_and_what_to_do_about_it(self) -> None:
        broken = [line for line in self.broken().check(NOW) if not line.ok]
        assert broken
        assert all(line.summary and line.advice for line in broken)
