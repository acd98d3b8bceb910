import dataclasses
import datetime as dt
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.address import address_key, domain_key, domain_of, is_under, owned_chain, without_tag
from kambrief.core.customer import Account, Activity, ActivityKind, Contact, CrmData
from kambrief.core.freemail import FREE_MAIL
from kambrief.core.groups import find_in, groups
from kambrief.core.match import Join, Matched, Note, Rule, match, wanted
from kambrief.core.model import Attendee
from kambrief.core.work import Correction

OWN = ("kuura.example",)
DATA = CrmData(
    accounts=(
        Account("A0", "Havu Group", domains=("havu.example",)),
        Account("A1", "Havu Levy", parent_id="A0", domains=("havu.example", "levy.example")),
        Account("B0", "Havulinna", domains=("havulinna.example",)),
    ),
    contacts=(
        Contact("C1", "A1", "Petri", "Vuolle", "petri.vuolle@havu.example", ("pv@levy.example",)),
        Contact("C2", "A0", "Reijo", "Lampi", "reijo@havu.example", left=True),
        Contact("C3", "B0", "Petri", "Vuorela", "petri@havulinna.example"),
        Contact("C4", "B0", "Nimetön", "Nimi"),
    ),
)


def meet(*emails: str, data: CrmData = DATA, corrections: tuple[Correction, ...] = ()) -> Matched:
    return match([Attendee(email, "Petri Vuolle") for email in emails], data, corrections, OWN)


def joined(email: str, data: CrmData = DATA, *corrections: Correction) -> Join:
    (join,) = meet(email, data=data, corrections=corrections).joins
    return join


def told(join: Join) -> tuple[str, str | None, str | None]:
    return join.rule.value, join.contact.id if join.contact else None, join.account_id


def and_contacts(*contacts: Contact) -> CrmData:
    return dataclasses.replace(DATA, contacts=(*DATA.contacts, *contacts))


def and_accounts(*accounts: Account) -> CrmData:
    return dataclasses.replace(DATA, accounts=(*DATA.accounts, *accounts))


# The rules, one by one


@pytest.mark.parametrize(
    ("email", "rule", "contact", "account"),
    [
        ("petri.vuolle@havu.example", "email", "C1", "A1"),
        ("Petri.Vuolle@HAVU.example", "email", "C1", "A1"),
        ("petri.vuolle+teams@havu.example", "email_plus_tag", "C1", "A1"),
        ("pv@levy.example", "alias", "C1", "A1"),
        ("pv+x@levy.example", "alias", "C1", "A1"),
        ("unknown@havu.example", "domain", None, "A0"),
        ("unknown@levy.example", "domain", None, "A1"),
        ("unknown@mail.fi.levy.example", "domain", None, "A1"),
        ("unknown@xhavu.example", "none", None, None),
        ("petri.vuolle@elsewhere.example", "none", None, None),
        ("petri.vuolle@gmail.com", "free_mail", None, None),
        ("petri.vuolle@example", "none", None, None),
        ("", "none", None, None),
        ("not an address", "none", None, None),
    ],
)
def test_the_address_alone_decides_and_never_the_name(
    email: str, rule: str, contact: str | None, account: str | None
) -> None:
    assert told(joined(email)) == (rule, contact, account)


def test_who_has_left_and_attends_all_the_same_is_joined_and_noted() -> None:
    join = joined("reijo@havu.example")
    assert (told(join), join.note) == (("email", "C2", "A0"), Note.LEFT)


def test_an_attendee_without_an_address_is_noted() -> None:
    assert joined("").note is Note.NO_ADDRESS


def test_colleagues_and_rooms_are_no_attendees_from_outside() -> None:
    attendees = [
        Attendee("elina@kuura.example"),
        Attendee("ville@fi.kuura.example"),
        Attendee("room1@havu.example", is_resource=True),
        Attendee("me@gmail.com"),
        Attendee("reijo@havu.example"),
        Attendee("Reijo@havu.example"),
    ]
    found = match(attendees, DATA, (), OWN, own_addresses=["Me@Gmail.com"])
    assert [join.attendee.email for join in found.joins] == ["reijo@havu.example"]


def test_a_manager_at_a_free_mail_domain_does_not_make_colleagues_of_everybody_there() -> None:
    found = match(
        [Attendee("anna@gmail.com"), Attendee("me@gmail.com")], DATA, (), ["gmail.com"], FREE_MAIL, ["me@gmail.com"]
    )
    assert [join.attendee.email for join in found.joins] == ["anna@gmail.com"]


def test_a_subdomain_belongs_to_who_claims_it_and_not_to_the_owner_of_the_domain() -> None:
    data = and_accounts(Account("D0", "Tenant", domains=("tenant.havu.example",)))
    assert told(joined("x@tenant.havu.example", data)) == ("domain", None, "D0")
    assert told(joined("x@other.havu.example", data)) == ("domain", None, "A0")


def test_a_domain_of_two_customers_leads_to_neither() -> None:
    join = joined("x@havu.example", and_accounts(Account("D0", "Rival", domains=("havu.example",))))
    assert told(join) == ("ambiguous", None, None)
    assert join.alternatives == ("accounts/A0", "accounts/D0", "accounts/A1")


@pytest.mark.parametrize("suffix", ["example", "fi", "co.uk", "github.io"])
def test_a_public_suffix_is_nobodys_domain(suffix: str) -> None:
    data = and_accounts(Account("D0", "Greedy", domains=(suffix,)))
    assert told(joined(f"x@acme.{suffix}", data)) == ("none", None, None)
    assert told(joined(f"x@{suffix}", data))[2] is None


def test_a_free_mail_domain_is_nobodys_even_if_an_account_lists_it() -> None:
    data = and_accounts(Account("D0", "Sole trader", domains=("gmail.com",)))
    assert told(joined("x@gmail.com", data)) == ("free_mail", None, None)


def test_a_contact_with_a_private_address_is_joined_by_that_address() -> None:
    data = and_contacts(Contact("C9", "A1", "Aino", email="aino@gmail.com"))
    assert told(joined("aino@gmail.com", data)) == ("email", "C9", "A1")


# One address on several records


def test_within_one_customer_the_active_contact_is_chosen_and_stated() -> None:
    data = and_contacts(Contact("C9", "A1", email="reijo@havu.example"))
    join = joined("reijo@havu.example", data)
    assert told(join) == ("ambiguous", "C9", "A1")
    assert (join.alternatives, join.note) == (("contacts/C2",), Note.SAME_CUSTOMER)


def test_within_one_customer_the_contact_nearest_to_the_root_is_chosen() -> None:
    data = and_contacts(Contact("C9", "A0", email="petri.vuolle@havu.example"))
    assert told(joined("petri.vuolle@havu.example", data)) == ("ambiguous", "C9", "A0")


def test_across_customers_the_one_with_the_newest_activity_is_chosen_and_stated() -> None:
    shared = Contact("C9", "B0", email="petri.vuolle@havu.example")
    seen = Activity("x", "B0", ActivityKind.CALL, dt.datetime(2026, 9, 1, tzinfo=dt.UTC), contacts=("C9",))
    join = joined("petri.vuolle@havu.example", dataclasses.replace(and_contacts(shared), activities=(seen,)))
    assert told(join) == ("ambiguous", "C9", "B0")
    assert (join.alternatives, join.note) == (("contacts/C1",), Note.SEVERAL_CUSTOMERS)
    assert told(joined("petri.vuolle@havu.example", and_contacts(shared))) == ("ambiguous", "C1", "A1")


def test_across_customers_the_company_of_the_other_attendees_counts_more() -> None:
    data = and_contacts(Contact("C9", "B0", email="petri.vuolle@havu.example"))
    found = meet("petri.vuolle@havu.example", "petri@havulinna.example", data=data)
    assert told(found.joins[0]) == ("ambiguous", "C9", "B0")
    assert found.roots == ("B0",)


def test_what_has_an_equal_claim_is_fetched_too_so_that_a_second_look_says_the_same() -> None:
    data = and_contacts(Contact("C9", "B0", email="petri.vuolle@havu.example"))
    first = meet("petri.vuolle@havu.example", data=data)
    assert first.roots == ("A0",)
    assert first.concerned == {"A0", "A1", "B0"}
    assert meet("petri.vuolle@havu.example", data=data.only(first.concerned)).joins == first.joins


# Corrections


def test_a_correction_to_a_contact_wins_over_everything() -> None:
    fixed = Correction("Petri.Vuolle@havu.example", contact_id="C3")
    assert told(joined("petri.vuolle@havu.example", DATA, fixed)) == ("corrected", "C3", "B0")
    assert told(joined("aino@gmail.com", DATA, Correction("aino@gmail.com", contact_id="C3"))) == (
        "corrected",
        "C3",
        "B0",
    )


def test_a_correction_makes_a_customer_even_of_an_address_at_our_own_domain() -> None:
    assert told(joined("x@kuura.example", DATA, Correction("x@kuura.example", account_id="B0")))[2] == "B0"


def test_a_correction_to_an_account_keeps_the_contact_only_within_that_customer() -> None:
    email = "petri.vuolle@havu.example"
    assert told(joined(email, DATA, Correction(email, account_id="B0"))) == ("corrected", None, "B0")
    assert told(joined(email, DATA, Correction(email, account_id="A0"))) == ("corrected", "C1", "A1")


def test_the_newest_correction_counts() -> None:
    old = Correction("x@y.example", "C1", made_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    new = Correction("x@y.example", "C3", made_at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    assert told(joined("x@y.example", DATA, new, old)) == ("corrected", "C3", "B0")


def test_a_correction_to_a_record_that_is_gone_joins_nobody_rather_than_the_wrong_one() -> None:
    join = joined("petri.vuolle@havu.example", DATA, Correction("petri.vuolle@havu.example", contact_id="C99"))
    assert (told(join), join.note) == (("corrected", None, None), Note.CORRECTION_GONE)


# Which customers


def test_the_customer_with_most_attendees_comes_first_and_several_are_flagged() -> None:
    found = meet("petri@havulinna.example", "petri.vuolle@havu.example", "new@levy.example", "x@gmail.com")
    assert found.roots == ("A0", "B0")
    assert found.several_customers
    assert found.group_of("A0") == {"A0", "A1"}
    assert [join.attendee.email for join in found.joins_of("B0")] == ["petri@havulinna.example"]


def test_a_meeting_with_strangers_only_is_about_nobody() -> None:
    assert meet("x@gmail.com", "y@elsewhere.example").roots == ()


def test_contacts_of_an_account_that_is_not_listed_are_a_group_of_their_own() -> None:
    data = CrmData(contacts=(Contact("C1", "X9", email="a@b.example"),))
    found = meet("a@b.example", data=data)
    assert (found.roots, found.group_of("X9")) == (("X9",), frozenset({"X9"}))


# What to ask for


def test_the_crm_is_asked_for_everything_the_rules_need() -> None:
    attendees = [
        Attendee("Anna+x@Mail.Acme.co.uk"),
        Attendee("b@gmail.com"),
        Attendee("c@kuura.example"),
        Attendee("fixed@acme.co.uk"),
    ]
    fixed = [Correction("fixed@acme.co.uk", "C9", "A9"), Correction("other@acme.co.uk", "C8")]
    wish = wanted(attendees, fixed, OWN)
    assert wish.emails == {"anna+x@mail.acme.co.uk", "anna@mail.acme.co.uk", "b@gmail.com", "fixed@acme.co.uk"}
    assert wish.domains == {"mail.acme.co.uk", "acme.co.uk"}
    assert wish.ids == {"C9", "A9"}


# Groups


@pytest.mark.parametrize(
    ("links", "roots"),
    [
        ({"A": None, "B": "A", "C": "B"}, {"A": "A", "B": "A", "C": "A"}),
        ({"A": "A"}, {"A": "A"}),
        ({"A": "0", "B": "0"}, {"A": "A", "B": "B"}),
        ({"A": "B", "B": "C", "C": "A", "D": "C"}, {"A": "A", "B": "A", "C": "A", "D": "A"}),
    ],
)
def test_parent_links_are_resolved_whatever_their_state(links: dict[str, str | None], roots: dict[str, str]) -> None:
    found = groups(Account(one, one, parent_id=parent) for one, parent in links.items())
    assert {one: found.root(one) for one in links} == roots


@given(st.dictionaries(st.integers(0, 30).map(str), st.integers(0, 40).map(str) | st.none()))
def test_every_account_is_in_one_group_whose_root_is_its_own(links: dict[str, str | None]) -> None:
    found = groups(Account(one, one, parent_id=parent) for one, parent in links.items())
    members = [member for root in {found.root(one) for one in links} for member in found.members(root)]
    assert sorted(members) == sorted(links)
    assert all(found.root(found.root(one)) == found.root(one) for one in links)
    assert all(found.depth(one) == 0 for one in links if found.root(one) == one)
    assert all(found.root(parent) == found.root(one) for one, parent in links.items() if parent in links)


@pytest.mark.slow
def test_a_chain_of_a_hundred_thousand_parents_is_one_group() -> None:
    found = groups(Account(str(one), "x", parent_id=str(one - 1)) for one in range(100_000))
    assert found.root("99999") == "0"
    assert found.depth("99999") == 99_999


# Addresses


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kari@x.example", "\u212aari@x.example"),
        ("kari@x.example", "k\u0430ri@x.example"),
        ("strasse@x.example", "straße@x.example"),
        ("i@x.example", "\u0131@x.example"),
        ("anna@x.example", "ann\u200ba@x.example"),
        ("anna@x.example", "\uff41nna@x.example"),
        ("anna@abc.example", "anna@xn--abc-.example"),
        ("a.nna@x.example", "anna@x.example"),
    ],
)
def test_addresses_that_only_look_alike_are_not_the_same(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (" Anna@X.Example ", "anna@x.example"),
        ("MÄKELÄ@x.example", "ma\u0308kela\u0308@x.example"),
        ("a@häkkinen.fi", "A@XN--HKKINEN-5WA.FI"),
        ("a@x.example.", "a@x.example"),
    ],
)
def test_one_address_in_two_spellings_is_the_same(one: str, other: str) -> None:
    assert address_key(one) == address_key(other) != ""


@pytest.mark.parametrize(
    "text", ["", "@", "a@", "@b.example", "a b@c.example", "a@b..example", "a@b@c", "<a@b.example>", "a@.b"]
)
def test_what_is_no_address_has_no_key(text: str) -> None:
    assert address_key(text) == ""


@given(st.text())
def test_keys_are_stable_and_never_fail(text: str) -> None:
    for key in (address_key(text), address_key(f"a@{text}"), domain_key(text)):
        assert domain_key(key) == key if "@" not in key else address_key(key) == key
    assert isinstance(owned_chain(text), tuple)


@pytest.mark.corpus
def test_confusable_letters_make_other_addresses_and_other_domains(corpora: Path) -> None:
    lines = (corpora / "data" / "attacks" / "confusables.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        pair = json.loads(line)["payload"].split("#")[0].split(";")
        plain, lookalike = (chr(int(code, 16)) for code in pair[:2])
        assert address_key(f"x{plain}@havu.example") != address_key(f"x{lookalike}@havu.example")
        data = and_contacts(Contact("C9", "A1", email=f"x{plain}@other.example"))
        assert joined(f"x{lookalike}@other.example", data).contact is None
        owner = and_accounts(Account("D0", "Owner", domains=(f"x{plain}x.example",)))
        assert joined(f"a@x{lookalike}x.example", owner).account_id is None


# Where the rules meet

LOCALS = st.sampled_from(["anna", "Anna", "anna+x", "petri", "petri.v", "k\u0430ri", "kari", "\u212aari"])
DOMAINS = st.sampled_from(
    [
        "havu.example",
        "fi.havu.example",
        "Havu.Example",
        "levy.example",
        "gmail.com",
        "co.uk",
        "kuura.example",
        "h\u0430vu.example",
    ]
)
EMAILS = st.builds("{}@{}".format, LOCALS, DOMAINS)
ACCOUNT_IDS = st.sampled_from(["A0", "A1", "B0", "B1", "X9"])


@st.composite
def crms(draw: st.DrawFn) -> CrmData:
    accounts = tuple(
        Account(one, "Havu", draw(ACCOUNT_IDS | st.none()), domains=tuple(draw(st.lists(DOMAINS, max_size=2))))
        for one in draw(st.sets(ACCOUNT_IDS))
    )
    contacts = tuple(
        Contact(
            f"C{number}",
            draw(ACCOUNT_IDS),
            "Petri",
            "Vuolle",
            email,
            tuple(draw(st.lists(EMAILS, max_size=1))),
            left=left,
        )
        for number, (email, left) in enumerate(
            draw(st.lists(st.tuples(EMAILS | st.just(""), st.booleans()), max_size=6))
        )
    )
    activities = tuple(
        Activity(
            f"a{number}", "A0", ActivityKind.CALL, dt.datetime(2026, 1, day, tzinfo=dt.UTC), contacts=(f"C{number}",)
        )
        for number, day in enumerate(draw(st.lists(st.integers(1, 3), max_size=6)))
    )
    return CrmData(accounts=accounts, contacts=contacts, activities=activities)


CORRECTIONS = st.lists(
    st.builds(Correction, EMAILS, st.sampled_from(["", "C0", "C1", "C9"]), ACCOUNT_IDS | st.just("")),
    max_size=2,
    unique_by=lambda one: address_key(one.email),
)
PEOPLE = st.lists(EMAILS.map(lambda email: Attendee(email, "Petri Vuolle")), max_size=5)


@given(PEOPLE, crms())
def test_nobody_is_joined_to_a_contact_with_another_address(people: list[Attendee], data: CrmData) -> None:
    for join in match(people, data, (), OWN).joins:
        key = address_key(join.attendee.email)
        if join.contact:
            held = {address_key(one) for one in (join.contact.email, *join.contact.aliases)} - {""}
            assert {key, without_tag(key)} & held
            assert join.account_id == join.contact.account_id


@given(PEOPLE, crms(), CORRECTIONS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    people: list[Attendee], data: CrmData, corrections: list[Correction], chance: random.Random
) -> None:
    shuffled = dataclasses.replace(
        data,
        accounts=tuple(chance.sample(data.accounts, len(data.accounts))),
        contacts=tuple(chance.sample(data.contacts, len(data.contacts))),
        activities=tuple(chance.sample(data.activities, len(data.activities))),
    )
    before = match(people, data, corrections, OWN)
    after = match(people, shuffled, corrections[::-1], OWN)
    assert (after.joins, after.roots) == (before.joins, before.roots)


@given(PEOPLE, crms(), CORRECTIONS)
def test_other_customers_with_the_same_names_change_nothing(
    people: list[Attendee], data: CrmData, corrections: list[Correction]
) -> None:
    more = dataclasses.replace(
        data,
        accounts=(*data.accounts, Account("Z0", "Havu", domains=("havu-levy.example",))),
        contacts=(
            *data.contacts,
            Contact("Z1", "Z0", "Petri", "Vuolle", "petri@havu-levy.example", ("p@havu-levy.example",)),
        ),
    )
    before, after = (match(people, each, corrections, OWN) for each in (data, more))
    assert (after.joins, after.roots) == (before.joins, before.roots)


@given(PEOPLE, crms())
def test_a_free_mail_address_alone_never_leads_to_an_account(people: list[Attendee], data: CrmData) -> None:
    for join in match(people, data, (), OWN).joins:
        if is_under(domain_of(address_key(join.attendee.email)), FREE_MAIL) and not join.contact:
            assert (join.rule, join.account_id) == (Rule.FREE_MAIL, None)


@given(PEOPLE, crms())
def test_the_domain_leads_to_an_account_only_if_one_group_owns_it(people: list[Attendee], data: CrmData) -> None:
    for join in match(people, data, (), OWN).joins:
        if join.rule is Rule.DOMAIN:
            domain = domain_of(address_key(join.attendee.email))
            owners = {one.id for one in data.accounts if is_under(domain, map(domain_key, one.domains))}
            assert join.account_id in owners
            assert join.contact is None


@given(PEOPLE, crms(), CORRECTIONS)
def test_corrections_win(people: list[Attendee], data: CrmData, corrections: list[Correction]) -> None:
    by_address = {address_key(one.email): one for one in corrections}
    for join in match(people, data, corrections, OWN).joins:
        correction = by_address.get(address_key(join.attendee.email))
        assert (join.rule is Rule.CORRECTED) == (correction is not None)
        if correction and join.contact and correction.contact_id:
            assert join.contact.id == correction.contact_id


@given(PEOPLE, crms(), CORRECTIONS)
def test_what_the_crm_is_asked_for_is_enough(
    people: list[Attendee], data: CrmData, corrections: list[Correction]
) -> None:
    wish = wanted(people, corrections, OWN)
    asked = match(people, find_in(data, wish.emails, wish.domains, wish.ids), corrections, OWN)
    known = match(people, dataclasses.replace(data, activities=()), corrections, OWN)
    assert (asked.joins, asked.roots) == (known.joins, known.roots)
    again = match(people, data.only(known.concerned), corrections, OWN)
    full = match(people, data, corrections, OWN)
    assert [told(join) for join in again.joins] == [told(join) for join in full.joins]
