"""Customers on the command line: the portfolio, and one of them with its reasons."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from kambrief.cli.accounts import bars, cells, lines
from kambrief.core.insight.revenue import Month
from kambrief.core.insight.windows import plus_months
from tests.cli.office import CRM, EARLY, Office, event

ROWS = [f"I{number}" for number in range(1, 16)]
KEYS = {"id", "name", "value", "label", "reasons", "inputs", "evidence", "missing"}


def invoiced(account_id: str, monthly: int, lately: int | None = None) -> list[dict[str, str]]:
    """Thirty months up to September 2026, the last three as given."""
    months = [plus_months(dt.date(2024, 4, 1), number) for number in range(30)]
    amounts = [monthly] * 27 + [monthly if lately is None else lately] * 3
    return [
        {"account_id": account_id, "month": f"{month:%Y-%m}", "category": "service", "net_amount": str(amount),
         "currency": "EUR"}
        for month, amount in zip(months, amounts, strict=True)
    ]  # fmt: skip


BOOKS: dict[str, list[dict[str, str]]] = {
    **CRM,
    "accounts": [
        {**CRM["accounts"][0], "owner": "Otto Salmi"},
        {**CRM["accounts"][1], "owner": "Ville Nurmela"},
        {"id": "B07", "name": "Aavasaari Oy", "domains": "", "country": "FI", "owner": "Ville Nurmela"},
    ],
    "orders": [*invoiced("A01", 10_000, 6_000), *invoiced("A02", 3_000)],
    "contracts": [
        {"id": "HS-1", "account_id": "A01", "name": "Service", "start": "2024-01-01", "end": "2026-12-31",
         "notice_period_months": "2", "auto_renew_months": "12"},
    ],
    "plans": [
        {"id": "P1", "account_id": "A01", "step": "Agree on the pilot", "our_goal": "Renew early",
         "customer_goal": "Fewer stops", "due": "2026-11-01", "status": "open", "owner": "Otto Salmi"},
    ],
}  # fmt: skip


@pytest.fixture
def books(office: Office) -> Office:
    """The office with revenue, a contract and a plan."""
    office.know(BOOKS)
    return office


def of(rows: Sequence[Mapping[str, object]], name: str) -> Mapping[str, object]:
    return next(row for row in rows if row["id"] == name)


# --- the portfolio -------------------------------------------------------------------------------------------------


def test_customers_are_listed_with_class_tier_revenue_change_risk_and_the_next_meeting(books: Office) -> None:
    head, *rows, ratio = books.ok("accounts", "--at", EARLY).out.splitlines()
    assert head.split("\t") == [
        "customer", "class", "tier", "EUR a year", "year", "quarter", "risk", "next meeting",
    ]  # fmt: skip
    first, second, third, star = [row.split("\t") for row in rows]
    assert first[:6] == ["Havulinna Oy", "SAM", "A", "108 000", "-10 %", "-40 %"]
    assert first[7] == "Tue 06.10. 09:00 Debarker review"
    assert second[:6] == ["Metsola Oy", "SAM", "A", "36 000", "0 %", "0 %"]
    assert third == ["Aavasaari Oy", "standard", "C", "0", "–", "–", "5 low *", "–"]
    assert star[0].startswith("* Less than half of what the risk rests on is there")
    assert ratio == "2 of 3 customers (67 %) bring 100 % of the revenue."


def test_json_is_a_plain_list_with_what_was_missing(books: Office) -> None:
    rows = books.ok("accounts", "--at", EARLY, "--json").json
    assert [row["id"] for row in rows] == ["A01", "A02", "B07"]
    first = rows[0]
    assert Decimal(first["revenue_12_months"]) == 9 * 10_000 + 3 * 6_000
    assert Decimal(first["change"]) == Decimal("-0.1")
    assert Decimal(first["change_3_months"]) == Decimal("-0.4")
    assert (first["tier"], first["class"], first["trend"], first["momentum"]) == (
        "A",
        "SAM",
        "declining",
        "recent_drop",
    )
    assert first["risk"]["band"] in {"low", "watch", "high", "critical"}
    assert "surveys" in first["risk"]["missing"]
    assert first["next_meeting"]["title"] == "Debarker review"
    assert first["next_meeting"]["start"] == "2026-10-06T09:00:00+03:00"
    assert rows[1]["next_meeting"] is None
    assert (rows[2]["change"], rows[2]["missing"]) == (None, ["orders"])


def test_a_limit_says_how_many_more_there_are(books: Office) -> None:
    out = books.ok("accounts", "--at", EARLY, "--limit", "1").out.splitlines()
    assert len(out) == 4
    assert out[2] == "1 of 3 shown; --limit 0 shows all"
    assert "shown" not in books.ok("accounts", "--at", EARLY, "--limit", "0").out
    assert books.run("accounts", "--at", EARLY, "--limit", "-1").code == 2


def test_for_whom_shows_their_customers_only(books: Office) -> None:
    rows = books.ok("accounts", "--at", EARLY, "--json", "--for", "otto@kuura.example").json
    assert [row["name"] for row in rows] == ["Havulinna Oy"]
    rows = books.ok("accounts", "--at", EARLY, "--json", "--for", "ville nurmela").json
    assert [row["name"] for row in rows] == ["Metsola Oy", "Aavasaari Oy"]
    done = books.run("accounts", "--at", EARLY, "--for", "Somebody")
    assert done.code == 1
    assert "Otto Salmi, Ville Nurmela" in done.err


def test_without_a_crm_each_command_says_what_to_add(books: Office) -> None:
    books.config["crm"] = ""
    for words in (["accounts"], ["account", "A01"]):
        done = books.run(*words, "--at", EARLY)
        assert done.code == 1
        assert "[crm.files]" in done.err
        assert "Traceback" not in done.err


def test_a_crm_without_orders_is_listed_without_figures(office: Office) -> None:
    out = office.ok("accounts", "--at", EARLY).out.splitlines()
    assert out[1].split("\t")[:6] == ["Havulinna Oy", "standard", "–", "–", "–", "–"]
    assert out[-1].startswith("No tiers")


def test_an_export_that_is_gone_leaves_the_list_as_it_was_known_and_says_so(books: Office) -> None:
    books.ok("accounts", "--at", EARLY)
    (books.folder / "crm").rename(books.folder / "away")
    done = books.ok("accounts", "--at", EARLY)
    assert done.out.splitlines()[1].split("\t")[3] == "108 000"
    assert "Revenue as of 2026-10-05" in done.err


# --- one customer --------------------------------------------------------------------------------------------------


def test_every_insight_is_told_with_its_reasons(books: Office) -> None:
    out = books.ok("account", "havulinna", "--at", EARLY).out
    said = out.splitlines()
    assert said[0].startswith("Havulinna Oy (A01); owner Otto Salmi; next meeting Tue 06.10. 09:00 Debarker review")
    assert [line.split()[0] for line in said if line.startswith("I")] == ROWS
    for words in (
        "I1  tier: A",
        "last 12 full months 108 000 EUR, the 12 before 120 000 EUR (-10 %)",
        "champion: Petri Vuolle, last in touch on 2026-10-01",
        "sponsor: nobody known – not covered",
        "+16 revenue: revenue of the last three months -40 % against a year before",
        "ours, due 2026-09-25, 10 days late: Root cause report (Ville Nurmela)",
        "notice until 2026-10-31 (no working day: act by 2026-10-30), 26 days from now",
        "I13 tip: T01, ",
        "I14 decision-makers' time: 0 minutes of 0 decision-makers, no agenda",
        "1 of 1 attendee from outside recognised",
        "missing: no survey answer of the last year",
        "we want: Renew early",
        "- open, due 2026-11-01: Agree on the pilot (Otto Salmi) [plans/P1]",
    ):
        assert words in out, words


def test_revenue_is_drawn_as_two_years_one_below_the_other(books: Office) -> None:
    said = books.ok("account", "A01", "--at", EARLY).out.splitlines()
    place = next(number for number, line in enumerate(said) if line.startswith("    2024-10"))
    assert said[place : place + 3] == [
        "    2024-10 ████████████ 2025-09",
        "    2025-10 █████████▅▅▅ 2026-09",
        "    a bar a month, the highest 10 000",
    ]


def test_json_tells_each_insight_under_the_same_keys(books: Office) -> None:
    told = books.ok("account", "A01", "--at", EARLY, "--json").json
    assert set(told) == {
        "account", "companies", "at", "account_manager", "next_meeting", "insights", "plan",
    }  # fmt: skip
    assert [row["id"] for row in told["insights"]] == ROWS
    assert all(set(row) == KEYS for row in told["insights"])
    revenue = of(told["insights"], "I3")
    assert revenue["label"] == "declining"
    assert Decimal(str(revenue["value"])) == Decimal("-0.1")
    assert told["plan"][0]["id"] == "P1"
    assert told["account"]["name"] == "Havulinna Oy"


def test_a_customer_answers_to_its_id_its_beginning_and_a_part_of_its_name(books: Office) -> None:
    said = {books.ok("account", name, "--at", EARLY).out for name in ("B07", "b0", "Aavasaari Oy", "VASAA")}
    assert len(said) == 1
    done = books.run("account", "Oy", "--at", EARLY)
    assert done.code == 1
    assert "fits 3 customers: A01 Havulinna Oy" in done.err
    done = books.run("account", "nobody", "--at", EARLY)
    assert done.code == 1
    assert "kambrief accounts" in done.err


def test_of_a_customer_without_records_all_is_said_to_be_missing(books: Office) -> None:
    told = books.ok("account", "B07", "--at", EARLY, "--json").json
    assert told["next_meeting"] is None
    assert of(told["insights"], "I14")["missing"] == ["meeting"]
    assert of(told["insights"], "I3")["value"] is None
    assert of(told["insights"], "I7")["missing"] == ["activities"]


def test_with_several_account_managers_the_tip_is_for_the_one_who_says_so(books: Office) -> None:
    books.config["manager"] += '\n\n[[account_managers]]\nemail = "ville@kuura.example"\nname = "Ville Nurmela"'
    books.config["calendar"] += '\nowner = "otto@kuura.example"'
    assert of(books.ok("account", "A01", "--at", EARLY, "--json").json["insights"], "I13")["missing"] == ["asker"]
    told = books.ok("account", "A01", "--at", EARLY, "--for", "otto@kuura.example", "--json").json
    assert of(told["insights"], "I13")["value"] == "T01"
    assert books.run("account", "A01", "--at", EARLY, "--for", "x@y.example").code == 1


def test_what_is_withheld_is_in_neither_output(books: Office) -> None:
    secret = "Off the record: the owner has cancer"
    books.know({
        "commitments": [{**CRM["commitments"][0], "text": secret}],
        "activities": [{**CRM["activities"][0], "subject": secret, "body": secret}],
        "surveys": [{"id": "S1", "account_id": "A01", "kind": "nps", "contact_id": "C01", "score": "3",
                     "at": "2026-09-01", "comment": secret}],
        "tickets": [{"id": "T1", "account_id": "A01", "subject": secret, "severity": "high", "opened": "2026-08-01"}],
        "plans": [{**BOOKS["plans"][0], "step": secret}],
    })  # fmt: skip
    for words in ([], ["--json"]):
        done = books.ok("account", "A01", "--at", EARLY, *words)
        assert "cancer" not in done.out + done.err
        assert "record:" not in done.out
        assert "2026-09-01" in done.out, "the answer itself is told"


def test_names_cannot_paint_the_terminal_or_break_the_columns(books: Office) -> None:
    books.know({"accounts": [{**BOOKS["accounts"][0], "name": "Havu\x1b[31mlinna\x1b[0m\tOy [bold]x[/bold]"}]})
    books.show(event(title="Review \x1b[31mred\tone"))
    out = books.ok("accounts", "--at", EARLY).out
    assert "\x1b" not in out
    assert len(out.splitlines()[1].split("\t")) == 8
    assert "\x1b" not in books.ok("account", "A01", "--at", EARLY).out


# --- on a terminal -------------------------------------------------------------------------------------------------


def test_lines_keep_words_whole_and_within_the_terminal(books: Office) -> None:
    from kambrief.cli.start import OPEN, start
    from kambrief.pipeline import overview

    books.write_config()
    with OPEN:
        built = start(books.folder / "config.toml")
        now = dt.datetime.fromisoformat(EARLY)
        built.before.refresh(now)
        told = overview.account(built.before, "A01", now)
        row = overview.accounts(built.before, now, 90, 0).rows[0]
    whole = " ".join(" ".join(lines(told)).split())
    for width in (60, 80, 120):
        shown = [*lines(told, width)]
        assert max(map(len, shown)) <= width
        assert " ".join(" ".join(shown).split()) == whole
    assert cells(row, 80)[0] == "Havulinna Oy\n→ Tue 06.10. 09:00 Debarker review"
    assert len(cells(row, 80)) == len(cells(row, 120)) - 1


def test_bars_tell_nothing_and_credits_apart_and_draw_no_empty_years() -> None:
    months = [plus_months(dt.date(2024, 10, 1), number) for number in range(24)]
    amounts = [0, -5, 1, 100, *([50] * 20)]
    drawn = [*bars([Month(month, Decimal(amount)) for month, amount in zip(months, amounts, strict=True)])]
    assert drawn[0] == "    2024-10 ·-▁█▅▅▅▅▅▅▅▅ 2025-09"
    assert [*bars([Month(month, Decimal(0)) for month in months])] == []
    assert [*bars([])] == []
