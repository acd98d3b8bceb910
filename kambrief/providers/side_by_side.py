"""Many calendars of one vendor, read at once and within a bounded time: a slow vendor must not hold up the briefs."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

WORKERS = 8
SECONDS = 90.0
"""After these no further calendar is begun; those that are left have their turn in the next pass."""
LATE = "not read this time: the vendor answers slowly, so the others come in the next pass"

Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(
    items: Sequence[Item],
    read: Callable[[Item], Result],
    late: Callable[[Item], Result],
    first: int = 0,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[Result, ...]:
    """``read`` of each, in the order of ``items``; begun with number ``first`` (of any size), so that the same ones are
    not always left over. ``late`` stands in for those whose turn did not come.
    """
    if not items:
        return ()
    until = clock() + seconds
    turn = [(first + number) % len(items) for number in range(len(items))]

    def one(number: int) -> Result:
        return read(items[number]) if clock() < until else late(items[number])

    with ThreadPoolExecutor(min(WORKERS, len(items)), "reading") as pool:
        found = dict(zip(turn, pool.map(one, turn), strict=True))
    return tuple(found[number] for number in range(len(items)))
