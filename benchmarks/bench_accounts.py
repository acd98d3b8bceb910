"""The portfolio of 10 000 customers out of a database: `.venv/bin/python benchmarks/bench_accounts.py`.

`kambrief accounts` three times, each like a new process: the first reads everything, the second finds nothing changed,
the third one customer with a new order. What the source is asked should fall from everything to next to nothing; what
remains is our own: the kept sums, the accounts that who comes is looked up among, and the shown customers' records.
"""

import datetime as dt
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kambrief.app import App, build
from kambrief.core.insight.windows import plus_months
from kambrief.pipeline import overview
from kambrief.settings import given

CUSTOMERS = 10_000
MONTHS = 24
MEETINGS = 300
NOW = dt.datetime(2026, 10, 5, 6, 0, tzinfo=dt.UTC)
OWNER = "elina@kuura.example"
YESTERDAY = "2026-10-04T12:00:00"


def fill(file: Path) -> None:
    """Customers, two people and two calls each, an order a month and category."""
    with sqlite3.connect(file) as db:
        db.executescript(
            "CREATE TABLE accounts (id TEXT PRIMARY KEY, name TEXT, domains TEXT, industry TEXT, country TEXT,"
            " employees INT, updated TEXT);"
            "CREATE TABLE contacts (id TEXT, account_id TEXT, first_name TEXT, email TEXT, role TEXT);"
            "CREATE TABLE orders (account_id TEXT, day TEXT, category TEXT, net_amount REAL, currency TEXT,"
            " updated TEXT);"
            "CREATE TABLE activities (id TEXT, account_id TEXT, type TEXT, at TEXT, contacts TEXT, status TEXT);"
            "CREATE INDEX orders_updated ON orders (updated); CREATE INDEX orders_account ON orders (account_id);"
            "CREATE INDEX contacts_account ON contacts (account_id); CREATE INDEX contacts_email ON contacts (email);"
            "CREATE INDEX activities_account ON activities (account_id);"
        )
        db.executemany("INSERT INTO accounts VALUES (?, ?, ?, ?, 'FI', ?, ?)", _accounts())
        db.executemany("INSERT INTO contacts VALUES (?, ?, ?, ?, ?)", _contacts())
        db.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, 'EUR', ?)", _orders())
        db.executemany("INSERT INTO activities VALUES (?, ?, 'call', ?, ?, 'connected')", _calls())
    db.close()


def _accounts() -> Iterator[tuple[object, ...]]:
    for number in range(CUSTOMERS):
        trade = ("wood", "food", "metal", "paper")[number % 4]
        yield f"A{number}", f"Customer {number} Oy", f"customer{number}.example", trade, 20 + number % 900, YESTERDAY


def _contacts() -> Iterator[tuple[object, ...]]:
    for number in range(CUSTOMERS):
        for role in ("sponsor", "champion"):
            yield f"C{number}{role}", f"A{number}", role.title(), f"{role}@customer{number}.example", role


def _orders() -> Iterator[tuple[object, ...]]:
    for number in range(CUSTOMERS):
        for back in range(1, MONTHS + 1):
            day = plus_months(NOW.date(), -back)
            category = ("service", "parts")[back % 2]
            yield f"A{number}", day.isoformat(), category, 100 + number * 7919 % 5000 + back, YESTERDAY


def _calls() -> Iterator[tuple[object, ...]]:
    for number in range(CUSTOMERS):
        for days in (20, 60):
            at = (NOW - dt.timedelta(days=days, minutes=number % 600)).isoformat()
            yield f"act{number}-{days}", f"A{number}", at, f"C{number}champion"


def calendar() -> str:
    """Meetings of the coming weeks with customers here and there."""
    events = []
    for number in range(MEETINGS):
        start = NOW + dt.timedelta(hours=1 + number * 5)
        events += [
            "BEGIN:VEVENT", f"UID:call-{number}@bench.example", f"DTSTAMP:{NOW:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{start:%Y%m%dT%H%M00Z}", "DURATION:PT45M", f"SUMMARY:Review {number}",
            f"ORGANIZER:mailto:{OWNER}", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{OWNER}",
            f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:champion@customer{number * 31 % CUSTOMERS}.example", "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN", *events, "END:VCALENDAR", ""])


def product(folder: Path) -> App:
    """The whole product on the database."""
    return build(
        given(
            {
                "account_managers": [{"email": OWNER, "name": "Elina"}],
                "meetings": {"icalendar": {"calendars": [{"path": str(folder / "calendar.ics")}]}},
                "crm": {
                    "sql": {
                        "url": f"sqlite:///{folder / 'bi.db'}",
                        "queries": {
                            table: f"SELECT * FROM {table}"  # noqa: S608 names of ours
                            for table in ("accounts", "contacts", "orders", "activities")
                        },
                        "changed": {"accounts": "updated", "orders": "updated"},
                        "timeout_seconds": 120,
                    }
                },
                "mail": {"outbox": {"folder": str(folder / "outbox")}},
                "database": {"url": f"sqlite:///{folder / 'bench.db'}"},
                "base_dir": folder,
            }
        ),
        clock=lambda: NOW,
    )


def look(folder: Path, limit: int = 200) -> tuple[float, overview.Listed]:
    """One `kambrief accounts`, without the program's own start and the calendars."""
    app = product(folder)
    app.before.refresh(NOW)
    start = time.perf_counter()
    listed = overview.accounts(app.before, NOW, 90, limit)
    took = time.perf_counter() - start
    app.close()
    return took, listed


def main() -> None:
    """Print the times, what the source was asked for the sums, and the ratios."""
    with tempfile.TemporaryDirectory(prefix="kambrief-") as name:
        folder = Path(name)
        fill(folder / "bi.db")
        (folder / "calendar.ics").write_text(calendar(), newline="")
        first = 0.0
        for what in ("first", "nothing changed", "one changed"):
            if what == "one changed":
                with sqlite3.connect(folder / "bi.db") as db:
                    db.execute(
                        "INSERT INTO orders VALUES ('A77', '2026-09-20', 'parts', 9e6, 'EUR', '2026-10-05T01:00:00')"
                    )
                db.close()
            took, listed = look(folder)
            first = first or took
            queries, rows = listed.compared.counted
            met = sum(row.ahead is not None for row in listed.rows)
            print(
                f"{what:16} {took:6.2f} s  {took / first:5.2f} × the first  sums: {queries} queries, {rows} rows;"
                f" {met} of {len(listed.rows)} with a meeting, {listed.rows[0].account.id} on top"
            )


if __name__ == "__main__":
    main()
