"""Whom the outcome of a meeting is about: only what is certain, and a person decides the rest."""

import datetime as dt
from collections.abc import Sequence

import pytest

from kambrief.core.customer import Account, Contact, CrmData, Deal
from kambrief.core.match import Matched, match
from kambrief.core.model import Attendee, Response
from kambrief.core.outcome import concerned, same_words, still_unsure
from kambrief.core.work import Correction
from kambrief.errors import UserError

PETRI, ANNA, LIISA = (
    Contact("C1", "A1", "Petri", "Vuolle", "petri@havu.example"),
    Contact("C2", "A2", "Anna", "Metso", "anna@metsola.example"),
    Contact("C3", "A3", "Liisa", "Oja", "liisa@havu.example"),
)
DATA = CrmData(
    accounts=(
        Account("A1", "Havu Oy", domains=("havu.example",)),
        Account("A2", "Metsola Oy", domains=("metsola.example",)),
        Account("A3", "Havu Sahat Oy", parent_id="A1"),
    ),
    contacts=(PETRI, ANNA, LIISA),
    deals=(Deal("D1", "A1", "Debarker"), Deal("D2", "A3", "Saw line", status="won"), Deal("D3", "A2", "Other")),
)
TWICE = CrmData(DATA.accounts, (PETRI, Contact("C9", "A1", "P", "Vuolle", "petri@havu.example")), deals=DATA.deals)


def who(*emails: str, data: CrmData = DATA, corrections: Sequence[Correction] = ()) -> Matched:
    return match([Attendee(email) for email in emails], data, corrections, ("kuura.example",))


def test_the_customers_account_and_the_contacts_that_took_part() -> None:
    about = concerned(who("petri@havu.example", "otto@kuura.example"), DATA)
    assert (about.account_id, about.contact_ids, about.deal_id, about.notes) == ("A1", ("C1",), "", ())


def test_of_a_group_the_account_that_most_are_of_and_everybodys_contacts() -> None:
    about = concerned(who("liisa@havu.example", "petri@havu.example", "ulla@havu.example"), DATA)
    assert (about.account_id, about.contact_ids) == ("A1", ("C3", "C1"))
    assert about.notes == ("ulla@havu.example is no contact in the CRM",)


def test_who_declined_took_no_part() -> None:
    people = [Attendee("petri@havu.example"), Attendee("anna@metsola.example", response=Response.DECLINED)]
    about = concerned(match(people, DATA, (), ("kuura.example",)), DATA)
    assert (about.account_id, about.contact_ids) == ("A1", ("C1",))


def test_several_customers_are_for_a_person_to_choose_between() -> None:
    both = who("petri@havu.example", "anna@metsola.example")
    with pytest.raises(UserError, match=r"several customers: say --account, one of A1 \(Havu Oy\), A2 \(Metsola Oy\)"):
        concerned(both, DATA)
    about = concerned(both, DATA, account="A2")
    assert (about.account_id, about.contact_ids) == ("A2", ("C2",))


def test_an_account_that_the_meeting_has_nothing_to_do_with_is_refused() -> None:
    with pytest.raises(UserError, match="shows no account 'A7'"):
        concerned(who("petri@havu.example"), DATA, account="A7")


def test_who_stands_on_several_contacts_is_named_in_no_record() -> None:
    with pytest.raises(UserError, match="Nobody in this meeting is known for certain"):
        concerned(who("petri@havu.example", data=TWICE), TWICE)
    about = concerned(who("petri@havu.example", data=TWICE), TWICE, account="A1")
    assert (about.account_id, about.contact_ids) == ("A1", ())
    assert about.notes == ("petri@havu.example stands on several contacts: none of them is named in the records",)


def test_a_correction_makes_it_certain() -> None:
    corrections = [Correction("petri@havu.example", "C9", "A1", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))]
    assert concerned(who("petri@havu.example", data=TWICE, corrections=corrections), TWICE).contact_ids == ("C9",)


def test_nobody_known_is_for_a_person_to_mend() -> None:
    with pytest.raises(UserError, match="kambrief match"):
        concerned(who("paul@elsewhere.example"), DATA)


def test_a_next_step_goes_to_the_only_open_deal_and_that_is_said() -> None:
    about = concerned(who("petri@havu.example"), DATA, wants_deal=True)
    assert (about.deal_id, about.notes) == ("D1", ("the next step goes to the only open deal, D1 (Debarker)",))


def test_a_deal_that_is_said_is_taken_silently_a_closed_one_too() -> None:
    about = concerned(who("petri@havu.example"), DATA, deal="D2", wants_deal=True)
    assert (about.deal_id, about.notes) == ("D2", ())


def test_another_customers_deal_is_refused() -> None:
    with pytest.raises(UserError, match=r"no deal 'D3'; open are D1 \(Debarker\)"):
        concerned(who("petri@havu.example"), DATA, deal="D3")


@pytest.mark.parametrize(
    ("deals", "says"),
    [((), "none is open"), ((Deal("D1", "A1", "x"), Deal("D4", "A1", "y")), r"open are D1 \(x\), D4 \(y\)")],
)
def test_without_one_open_deal_a_person_says_which(deals: tuple[Deal, ...], says: str) -> None:
    data = CrmData(DATA.accounts, DATA.contacts, deals=deals)
    with pytest.raises(UserError, match=f"Say --deal; {says}"):
        concerned(who("petri@havu.example", data=data), data, wants_deal=True)


def test_a_crm_that_tells_no_deals_is_believed_about_none() -> None:
    data = CrmData(DATA.accounts, DATA.contacts, missing=("deals",))
    assert concerned(who("petri@havu.example", data=data), data, deal="D8").deal_id == "D8"


def test_case_and_spaces_make_no_other_task() -> None:
    assert same_words("  Send\tthe  Report ") == same_words("send the report")


def test_who_has_a_hidden_record_at_another_customer_is_not_certain_for_this_one() -> None:
    twice = CrmData(DATA.accounts, (PETRI, Contact("C9", "A2", "P", "Vuolle", "petri@havu.example")))
    hers = CrmData(DATA.accounts[:1], (PETRI,))
    seen, whole = who("petri@havu.example", data=hers), who("petri@havu.example", data=twice)
    assert concerned(seen, hers).account_id == "A1"
    with pytest.raises(UserError, match="Nobody in this meeting is known for certain"):
        concerned(still_unsure(seen, whole), hers)
    assert concerned(still_unsure(seen, whole), hers, account="A1").contact_ids == ()
