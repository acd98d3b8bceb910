"""Many groups apart: what is found by index is what a search through all of it finds."""

from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Account, Activity, ActivityKind, CrmData
from kambrief.core.directory import Directory, by_root
from kambrief.core.groups import find_in, groups
from kambrief.core.match import Wanted
from tests.builders import at, call, havulinna, markku, petri

IDS = st.sampled_from(["A", "B", "C", "D"])
DOMAINS = st.sampled_from(["a.example", "b.example", "sub.a.example", "Müller.example"])
EMAILS = st.sampled_from(["x@a.example", "y@b.example", "Z@Sub.a.example", "q@elsewhere.example", ""])


@st.composite
def customers(draw: st.DrawFn) -> CrmData:
    """Up to four companies, some of them each other's parents, with up to four people."""
    names = draw(st.lists(IDS, unique=True, max_size=4))
    accounts = tuple(
        Account(one, one, draw(st.none() | IDS), domains=tuple(draw(st.lists(DOMAINS, max_size=2)))) for one in names
    )
    people = tuple(
        petri(
            id=f"C{number}", account_id=draw(IDS), email=draw(EMAILS), aliases=tuple(draw(st.lists(EMAILS, max_size=1)))
        )
        for number in range(draw(st.integers(0, 4)))
    )
    return CrmData(accounts=accounts, contacts=people)


@given(
    customers(),
    st.frozensets(st.sampled_from(["x@a.example", "z@sub.a.example", "q@elsewhere.example"])),
    st.frozensets(st.sampled_from(["a.example", "b.example", "müller.example"])),
    st.frozensets(st.sampled_from(["A", "C1", "nobody"])),
)
def test_the_directory_finds_what_the_crm_would(
    data: CrmData, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str]
) -> None:
    found = Directory(data).of(Wanted(emails, domains, ids))
    searched = find_in(data, emails, domains, ids)
    assert set(found.accounts) == set(searched.accounts)
    assert set(found.contacts) == set(searched.contacts)


def test_records_go_with_the_root_of_their_group_and_lose_nothing() -> None:
    data = havulinna(
        accounts=(Account("A01", "Havulinna"), Account("A02", "Havulinna Sahat", "A01"), Account("A03", "Metsola")),
        contacts=(petri(), markku(id="C9", account_id="A03")),
        activities=(call(petri(), "1.10. 9.00", account_id="A02"), _call_with_nobody("A77")),
    )
    parts = by_root(data, groups(data.accounts).roots)
    assert {root: [row.id for row in part.accounts] for root, part in parts.items()} == {
        "A01": ["A01", "A02"], "A03": ["A03"], "A77": [],
    }  # fmt: skip
    assert [row.account_id for row in parts["A01"].activities] == ["A02"]
    assert [row.id for row in parts["A03"].contacts] == ["C9"]
    assert sum(len(part.activities) for part in parts.values()) == len(data.activities)
    assert all(part.missing == data.missing and part.provider == data.provider for part in parts.values())


def _call_with_nobody(account_id: str) -> Activity:
    return Activity("act-x", account_id, ActivityKind.CALL, at("1.10. 9.00"))
