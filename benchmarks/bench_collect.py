"""Reading and settling a calendar of 1 000 events: `.venv/bin/python benchmarks/bench_collect.py`.

A pass every few minutes finds nothing new nearly always, so the second pass over an unchanged calendar should cost
little more than reading the file.
"""

import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kambrief.app import App, build
from kambrief.pipeline.collecting import AHEAD, HISTORY
from kambrief.settings import given

EVENTS = 1_000
NOW = dt.datetime(2026, 10, 5, 6, 0, tzinfo=dt.UTC)
OWNER = "elina@kuura.example"


def calendar(count: int) -> str:
    """Single events over 180 days back and 80 ahead, each with a guest of one of forty customers."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN", *_events(count), "END:VCALENDAR", ""])


def _events(count: int) -> Iterator[str]:
    first = NOW - dt.timedelta(days=180)
    for number in range(count):
        start = first + number * (dt.timedelta(days=260) / count)
        yield from (
            "BEGIN:VEVENT",
            f"UID:event-{number}@bench.example",
            f"DTSTAMP:{NOW:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{start:%Y%m%dT%H%M00Z}",
            f"DTEND:{start + dt.timedelta(minutes=45):%Y%m%dT%H%M00Z}",
            f"SUMMARY:Review {number}",
            f"ORGANIZER:mailto:{OWNER}",
            f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{OWNER}",
            f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:guest{number % 97}@customer{number % 40}.example",
            f"LOCATION:https://zoom.us/j/9{number:010}",
            "END:VEVENT",
        )


def product(folder: Path) -> App:
    """The whole product on one calendar file, with a database on disk and nobody to send to."""
    (folder / "calendar.ics").write_text(calendar(EVENTS), encoding="utf-8", newline="")
    return build(
        given(
            {
                "account_managers": [{"email": OWNER, "name": "Elina"}],
                "meetings": {"icalendar": {"calendars": [{"path": str(folder / "calendar.ics")}]}},
                "mail": {"outbox": {"folder": str(folder / "outbox")}},
                "database": {"url": f"sqlite:///{folder / 'bench.db'}"},
                "base_dir": folder,
            }
        ),
        clock=lambda: NOW,
    )


def seconds(act: Callable[[], object]) -> float:
    """How long it takes, once: the first time is the point."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main() -> None:
    """Print the times and their ratios."""
    with tempfile.TemporaryDirectory(prefix="kambrief-") as folder:
        app = product(Path(folder))
        read = seconds(lambda: app.meetings[0].read(NOW - HISTORY, NOW + AHEAD, {}, NOW))
        first = seconds(lambda: app.before.collect(NOW))
        again = seconds(lambda: app.before.collect(NOW))
        kept = len(app.store.meetings(NOW - HISTORY, NOW + AHEAD))
        app.close()
        print(f"{EVENTS} events, {kept} meetings kept")
        print(f"read alone        {read:7.2f} s")
        print(f"first collect     {first:7.2f} s  {first / read:5.1f} × reading")
        print(f"unchanged collect {again:7.2f} s  {again / read:5.1f} × reading, {again / first:5.2f} × the first")


if __name__ == "__main__":
    main()
