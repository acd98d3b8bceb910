"""What a pass over Zoom and Microsoft 365 costs: `.venv/bin/python benchmarks/bench_platforms.py`.

Against the tests' fakes on the loopback, half of the meetings in both systems. Calls are exact; seconds are this
machine's, so read the ratios: twice the account managers should cost twice the calls, and one change the same few.
"""

import functools
import logging
import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import structlog

from tests.providers.collected import HOUR, NOW, Collected
from tests.service.platforms import managers, office, tenant
from tests.service.test_platforms import asked, fill, forget

CORPORA = Path(os.environ.get("KAMBRIEF_CORPORA") or Path(__file__).resolve().parents[2] / "shared")


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print(f"{'managers':>8} {'pass':<12} {'seconds':>8} {'calls':>6} {'changed':>8}")
    for count in (25, 50, 100, 200):
        with tenant(CORPORA, managers(count), validate=False) as there, office(there) as kambrief:
            fill(there)
            there.graph.calendar.empty_pages = False
            both = next(call for call in there.calls if call.event and call.number)

            def measured(name: str, look: Callable[[], list[object]], count: int = count) -> None:
                forget(there)
                begun = time.perf_counter()
                changed = len(look())
                seconds, calls = time.perf_counter() - begun, Counter(asked(there))
                print(f"{count:>8} {name:<12} {seconds:>8.2f} {sum(calls.values()):>6} {changed:>8}")

            measured("first", lambda: [*kambrief.look()])
            measured("quiet", lambda: [*kambrief.look(NOW + HOUR / 12)])
            there.move(both, both.start + HOUR)
            measured("one, polled", lambda: [*kambrief.look(NOW + HOUR / 6)])
            there.move(both, both.start + HOUR)
            measured("one, hinted", functools.partial(hinted, kambrief, both.manager))


def hinted(kambrief: Collected, manager: str) -> list[object]:
    """Both vendors have said that something changed for this account manager."""
    found = [kambrief.heed(name, manager, now=NOW + HOUR / 5) for name in ("meetings.zoom", "meetings.teams")]
    return [meeting for some in found for meeting in some]


if __name__ == "__main__":
    main()
