"""What Prometheus reads: how the work goes, for this machine or with the token, and nothing of a customer."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from kambrief.core.work import BriefRecord, Delivery, MailKind, StepKind, StepPlan
from tests.web.house import Pages, pages
from tests.web.queries import made_by

pytestmark = pytest.mark.slow
TOKEN = "a-long-random-text"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    folder = tmp_path_factory.mktemp("metrics")
    (folder / "token").write_text(TOKEN)
    with pages(folder, web={"metrics_token_file": str(folder / "token")}) as found:
        yield found


def caller(site: Pages, host: str = "127.0.0.1", **headers: str) -> TestClient:
    return TestClient(site.served, base_url="http://localhost", client=(host, 50_000), headers=headers)


def told(site: Pages) -> dict[tuple[str, ...], float]:
    """Name and the values of its labels, by the labels' names → value."""
    text = caller(site).get("/metrics").text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_work_the_mails_and_the_sessions_are_counted(site: Pages) -> None:
    found = told(site)
    assert found["kambrief_steps", "brief", "done"] == 1
    assert found["kambrief_deliveries", "brief", "sent"] == 1
    assert found["kambrief_briefs", "floor"] >= 1
    site.session(site.manager)
    assert told(site)["kambrief_sessions",] == found["kambrief_sessions",] + 1


def test_what_is_overdue_is_told_in_seconds(site: Pages) -> None:
    at = site.house.clock() - dt.timedelta(minutes=30)
    site.house.app.store.plan([StepPlan(StepKind.BRIEF, at, "m-late", site.manager)])
    found = told(site)
    assert found["kambrief_steps_oldest_overdue_seconds", "brief"] == 1800
    assert found["kambrief_steps", "brief", "late"] == 1


def test_calls_of_models_are_counted_with_their_cost(site: Pages) -> None:
    receipts = [
        {"model": "small-1", "prompt_tokens": 100, "completion_tokens": 20, "cost": 0.25},
        {"model": "small-1", "error": "no answer", "prompt_tokens": 0, "completion_tokens": 0, "cost": 0.0},
    ]
    now = site.house.clock()
    record = BriefRecord(
        "m-x", site.manager, "r", MailKind.BRIEF, now, "", "", "", "small-1", "fi", why={"model": receipts}
    )
    site.house.app.store.save_brief(record, (), replace_planned=False)
    found = told(site)
    assert found["kambrief_model_calls_today", "small-1", "answered"] == 1
    assert found["kambrief_model_calls_today", "small-1", "failed"] == 1
    assert found["kambrief_model_tokens_today", "prompt", "small-1"] == 100
    assert found["kambrief_model_cost_today", "small-1"] == 0.25


def test_requests_are_counted_by_the_address_in_the_table_of_routes(site: Pages) -> None:
    browser = site.client(site.manager)
    browser.get(f"/admin/why/{site.house.meeting.id}")
    browser.get("/no-such-page-of-canary-oy")
    found = told(site)
    assert found["kambrief_http_requests_total", "GET", "/admin/why/{meeting_id}", "200"] >= 1
    assert found["kambrief_http_requests_total", "GET", "other", "404"] >= 1
    assert "canary" not in caller(site).get("/metrics").text


def test_nothing_of_a_customer_is_in_it(site: Pages) -> None:
    text = caller(site).get("/metrics").text.casefold()
    meeting = site.house.meeting
    assert meeting.id not in text
    words = re.findall(r"\w{5,}", meeting.title.casefold())
    people = [part for one in meeting.attendees for part in (one.email.casefold(), one.email.partition("@")[2]) if part]
    assert [one for one in (*words, *people) if one in text] == []


@pytest.mark.parametrize("host", ["192.0.2.7", "testclient"])
def test_from_elsewhere_it_needs_the_token(site: Pages, host: str) -> None:
    assert caller(site, host).get("/metrics").status_code == 404
    assert caller(site, host, authorization="Bearer wrong").get("/metrics").status_code == 404
    assert caller(site, host, authorization=f"Bearer {TOKEN}").get("/metrics").status_code == 200


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip"])
def test_who_comes_through_a_proxy_on_this_machine_is_from_elsewhere(site: Pages, header: str) -> None:
    assert caller(site, **{header: "192.0.2.7"}).get("/metrics").status_code == 404


def test_where_people_reach_us_by_another_address_the_token_alone_counts(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    web = {"metrics_token_file": str(tmp_path / "token"), "public_url": "https://kambrief.example"}
    with pages(tmp_path, web=web) as site:
        assert caller(site).get("/metrics").status_code == 404
        assert caller(site, authorization=f"Bearer {TOKEN}").get("/metrics").status_code == 200


def test_the_number_of_queries_does_not_grow(site: Pages) -> None:
    app, now = site.house.app, site.house.clock()
    few = len(made_by(app, lambda: caller(site).get("/metrics")))
    mail = Delivery(0, "", site.manager, site.manager, "r", MailKind.BRIEF, now, now, "")
    for number in range(30):
        name = f"many-{number}"
        record = BriefRecord(name, site.manager, "r", MailKind.BRIEF, now, "", "", "", "floor", "fi")
        row = dataclasses.replace(mail, meeting_id=name, message_id=f"<{name}@x.example>")
        app.store.save_brief(record, [row], replace_planned=False)
        app.store.plan([StepPlan(StepKind.REVIEW, now, name, site.manager)])
        site.session(site.manager)
    assert len(made_by(app, lambda: caller(site).get("/metrics"))) == few
