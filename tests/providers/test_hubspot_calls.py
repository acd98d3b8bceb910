"""How many calls a day's meetings take: counted, since HubSpot counts them too."""

import datetime as dt
from pathlib import Path

import pytest

from tests.parts.hubspot_portals import Clock, portal, provider

pytestmark = pytest.mark.corpus
NONE: frozenset[str] = frozenset()
COMPANIES, PER_COMPANY, ASKED = 400, 6, 3000


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_thousand_meetings_take_fewer_than_five_hundred_calls(corpora: Path, tmp_path: Path) -> None:
    """3 000 addresses, 2 400 of them known; 400 companies with 40 activities, 4 deals and 2 tickets each."""
    clock = Clock()
    fake, _ = portal(corpora, clock=clock)
    fake._contract.check_response = lambda *_: []  # type: ignore[method-assign] # 30 000 records, judged elsewhere
    for number in range(COMPANIES):
        at = fake.put("companies", {"name": str(number), "domain": f"c{number}.example"})
        people = [fake.put("contacts", {"email": f"p{one}@c{number}.example"}) for one in range(PER_COMPANY)]
        for one in people:
            fake.link("contacts", one, "companies", at, primary=True)
        for kind, each in (("notes", 10), ("emails", 15), ("calls", 5), ("meetings", 10), ("deals", 4), ("tickets", 2)):
            for turn in range(each):
                said = {"hs_timestamp": f"2026-09-{turn + 1:02}T08:00:00Z", "createdate": "2026-09-01T08:00:00Z"}
                record = fake.put(kind, said)
                fake.link(kind, record, "companies", at, primary=True)
                fake.link(kind, record, "contacts", people[turn % PER_COMPANY])
    clock.pass_(hours=1)
    known = [f"p{one}@c{number}.example" for number in range(COMPANIES) for one in range(PER_COMPANY)]
    emails = frozenset([*known, *(f"nobody{one}@elsewhere.example" for one in range(ASKED - len(known)))])
    crm = provider(fake, tmp_path, objects={}, fields={})

    found = crm.find(emails, frozenset(f"c{number}.example" for number in range(COMPANIES)))
    for_find = fake.count()
    told = crm.histories(frozenset(row.id for row in found.accounts))
    for_both = fake.count()
    assert (len(found.accounts), len(found.contacts)) == (COMPANIES, COMPANIES * PER_COMPANY)
    assert (len(told.activities), len(told.deals), len(told.tickets)) == (16_000, 1600, 800)
    assert {len(row.contacts) for row in told.activities} == {1}
    print(f"find {for_find} calls, histories {for_both - for_find}")  # noqa: T201
    assert (for_find, for_both - for_find) == (61, 250)

    cursor = crm.changes({}, clock()).cursor
    fake.forget_requests()
    assert crm.changes(cursor, clock.pass_(minutes=30)).accounts == NONE
    assert fake.count() == 11
    assert clock.now > dt.datetime(2026, 10, 5, tzinfo=dt.UTC)
