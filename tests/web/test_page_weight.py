"""Pages are light, and ask the database as often with five thousand meetings and a thousand customers as with a few."""

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from kambrief.core.customer import Account, Contact, CrmData, Side
from kambrief.core.drafting import FollowupState
from kambrief.core.insight.figures import AccountFigures
from kambrief.core.model import Attendee, Meeting
from kambrief.core.promises import PromiseRecord
from kambrief.core.site import Act, Audit
from kambrief.core.work import BriefRecord, Delivery, MailKind, StepKind, StepPlan
from kambrief.web.pages import routes
from tests.web.browser_table import NO_PAGES, SAMPLES, Sample, stages
from tests.web.house import Pages, pages
from tests.web.queries import counted

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240), pytest.mark.xdist_group("page weight")]

PAGE, TRANSFERRED = 100_000, 200_000
"""Bytes: of a page, and of all that a browser gets for it the first time."""
FEW, MANY = (90, 20, 6), (5_000, 1_000, 30)
"""Meetings, customers, and meetings a day."""
PARTS = (
    Sample("followup-state", "/followup/{meeting_id}/state", "/followup/{meeting}/state"),
    Sample("panel-state", "/panel/{meeting_id}/state", "/panel/{meeting}/state"),
    Sample("trail", "/admin/trail.csv", "/admin/trail.csv"),
    Sample("ready", "/health/ready", "/health/ready"),
    Sample("metrics", "/metrics", "/metrics"),
)
"""What is asked for by machines and scripts: its queries count, too."""
ASKS_ELSEWHERE = {"/oidc/off"}
"""No database is asked, but the company's sign-in."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One page of a house: what was answered, and the queries it took when it was asked for the second time."""

    status: int
    text: str
    queries: int
    said: str


Houses = tuple[dict[str, Seen], dict[str, Seen], Pages]


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    """Every page with a little of all that there may be, and with much."""
    with pages(tmp_path_factory.mktemp("weight")) as site:
        names = stages(site)
        fill(site, *FEW)
        small = {sample.name: _seen(site, sample, names) for sample in (*SAMPLES, *PARTS)}
        fill(site, *MANY)
        yield small, {sample.name: _seen(site, sample, names) for sample in (*SAMPLES, *PARTS)}, site


def _seen(site: Pages, sample: Sample, names: dict[str, str]) -> Seen:
    browser = site.client(site.manager if sample.signed_in else "")
    if sample.path == "/followup/{meeting_id}/state":
        browser.headers["hx-request"] = "true"
    path = sample.address.format_map(names)
    browser.get(path)  # the first fills what is kept in memory
    with counted(site.house.app) as queries:
        answer = browser.get(path)
    return Seen(answer.status_code, answer.text, len(queries), str(queries))


def fill(site: Pages, meetings: int, customers: int, a_day: int) -> None:
    """A company's weeks before and after the sample's day: a tenth of the meetings is with the sample's customer; and
    what stands in the ledgers on the days around. No more of that than goes into one statement of the store.
    """
    store, base, now = site.house.app.store, site.house.meeting, site.house.clock()
    crm = site.house.app.before.customers.crm
    assert crm is not None
    provider = crm.name
    manager = site.house.manager
    made = []
    for number in range(meetings):
        day, place = divmod(number, a_day)
        start = base.start.replace(hour=6, minute=0) + dt.timedelta(
            days=day - meetings // a_day // 2, minutes=20 * place
        )
        guest = Attendee(f"guest{number}@customer{number % customers}.example", f"Guest {number}")
        owner = manager.email if number % 3 else "somebody.else@kuura.example"
        guests = base.attendees if number % 10 == 1 else (guest,)
        made.append(
            Meeting(f"m{meetings}-{number:05}", f"Call {number} about the contract", start, start + dt.timedelta(minutes=30),
                    attendees=guests, owners=(owner,))
        )  # fmt: skip
    store.save_meetings(made, now)
    accounts = [
        Account(f"K{number:04}", f"Customer {number} Oy", domains=(f"customer{number}.example",), owner=manager.name)
        for number in range(customers)
    ]
    store.save_figures(provider, [AccountFigures(one) for one in accounts], frozenset())
    store.save_snapshots(provider, {one.id: _known(one, provider) for one in accounts})
    around = min(120, meetings // 2)
    near = made[meetings // 2 - around : meetings // 2 + around]
    for one in near:
        account = {"id": f"K{one.id[-4:]}", "name": f"Customer of {one.id}"}
        brief = BriefRecord(
            one.id,
            manager.email,
            f"r{one.id}",
            MailKind.BRIEF,
            now,
            "s",
            "t",
            "h",
            "floor",
            "fi",
            why={"account": account},
        )
        row = Delivery(
            0,
            one.id,
            manager.email,
            manager.email,
            brief.revision,
            MailKind.BRIEF,
            now,
            one.start,
            f"<{one.id}@kuura.example>",
        )
        store.save_brief(brief, [row], replace_planned=True)
    store.plan([StepPlan(StepKind.REVIEW, now, one.id, manager.email) for one in near])
    record = store.followup(base.id, manager.email)
    assert record is not None
    for one in near[:around]:
        copy = dataclasses.replace(
            record,
            meeting_id=one.id,
            state=FollowupState.DRAFTED,
            message_id="",
            mailbox_ref="",
            mailbox_version=0,
            revision=0,
        )
        store.save_followup(copy)
    store.save_promises(
        [
            PromiseRecord(f"q{number}", one.id, manager.email, record.account_id if number % 2 else f"K{number:04}",
                          Side.US if number % 3 else Side.THEM, "Elina", f"thing {number}", now.date(), due=now.date())
            for number, one in enumerate(near)
        ]
    )  # fmt: skip
    for number in range(meetings // 10):
        store.site.add_audit(Audit(now, f"person{number}@kuura.example", Act.SAW_BRIEF, meeting_id=made[number].id))
    for _ in range(meetings // 150):
        site.session(manager.email)


def _known(account: Account, provider: str) -> CrmData:
    person = Contact(f"P{account.id}", account.id, "Guest", account.id, email=f"guest@{account.domains[0]}")
    return CrmData(accounts=(account,), contacts=(person,), provider=provider)


def test_every_route_is_counted() -> None:
    counted = {sample.path for sample in (*SAMPLES, *PARTS)} | ASKS_ELSEWHERE
    assert counted == {route.path for route in routes() if route.method == "GET"}
    assert {sample.path for sample in PARTS} | ASKS_ELSEWHERE == set(NO_PAGES)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_page_weighs_less_than_100_kb_however_much_there_is(houses: Houses, sample: Sample) -> None:
    small, large, site = houses
    browser = site.client()
    for seen in (small[sample.name], large[sample.name]):
        size = len(seen.text.encode())
        assert seen.status == sample.status, seen.text
        assert size < PAGE
        assert size + _beside(browser, seen.text) < TRANSFERRED


@functools.cache
def _size(browser: TestClient, path: str) -> int:
    answer = browser.get(path)
    assert answer.status_code == 200
    return len(answer.content)


def _beside(browser: TestClient, page: str) -> int:
    """What a browser gets beside the page."""
    return sum(_size(browser, path) for path in set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)))


@pytest.mark.parametrize("sample", [*SAMPLES, *PARTS], ids=lambda sample: sample.name)
def test_a_page_asks_as_often_whatever_there_is(houses: Houses, sample: Sample) -> None:
    small, large, _ = houses
    few, many = small[sample.name], large[sample.name]
    assert few.queries == many.queries, f"{few.said}\n-- with much:\n{many.said}"


@pytest.mark.parametrize("sample", [*SAMPLES, *PARTS], ids=lambda sample: sample.name)
def test_a_page_asks_a_few_dozen_times_at_most(houses: Houses, sample: Sample) -> None:
    _, large, _ = houses
    assert large[sample.name].queries <= 40, large[sample.name].said
