"""Writing one brief without a model, by size of the customer's history: `.venv/bin/python benchmarks/bench_floor.py`.

The shipped scenario's history is repeated 1, 10 and 100 times into the past. What matters are the ratios within one
run: a brief should take about as many times longer as there are more activities, not the square of that.
"""

import dataclasses
import datetime as dt
import functools
import statistics
import time
from collections.abc import Callable

from kambrief.core.customer import Activity
from kambrief.core.wording import word_count
from kambrief.evaluation.play import SCENARIOS, staged
from kambrief.evaluation.scenario import load
from kambrief.pipeline.writing import Written

SCENARIO = "fi_renewal_at_risk"
FACTORS = (1, 10, 100)
TRIES = 3
STEP = dt.timedelta(days=7)


def repeated(activities: tuple[Activity, ...], factor: int) -> tuple[Activity, ...]:
    """The same history again and again, each time a week further back and under ids of its own."""
    return tuple(
        dataclasses.replace(row, id=f"{row.id}x{number}" if number else row.id, at=row.at - number * STEP)
        for number in range(factor)
        for row in activities
    )


def seconds(act: Callable[[], Written]) -> float:
    """Median of a few tries."""
    times = []
    for _ in range(TRIES):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print one line a size."""
    with staged(load(SCENARIOS / SCENARIO)) as app:
        now = app.clock()
        app.before.collect(now)
        meeting = app.find_meeting("next", now)
        reader = app.readers(meeting)[0]
        known = app.before.customers.fetch([meeting], now)
        first = 0.0
        for factor in FACTORS:
            data = dataclasses.replace(known.data, activities=repeated(known.data.activities, factor))
            compose = functools.partial(
                app.before.compose, meeting, reader, dataclasses.replace(known, data=data), (), now
            )
            words = word_count(compose().body)  # this once uncounted: templates and holidays are loaded by it
            took = seconds(compose)
            first = first or took
            print(
                f"{len(data.activities):6} activities  {took * 1000:9.1f} ms a brief  "
                f"{took / first:7.1f} × the time for {factor:3} × the history  {words} words"
            )


if __name__ == "__main__":
    main()
