"""A life in a process of its own, which may be killed from within."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def in_child(live: Callable[..., object], *args: Any) -> bool:
    """Whether it came to its end; one that fails in itself ends everything."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            live(*args)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"it failed in itself: {args}")
    return os.WIFEXITED(status)


def at_every_point(
    live: Callable[[Path, int, int], object], folder: Path, passes: Callable[[str], bool] = lambda _: False
) -> Iterator[tuple[int, str]]:
    """A first life that is left alone (0, ""), then for each of its calls one that is killed there and one that comes
    after it: the number and the call, when both are over. ``live(folder, number, call to be killed at)`` writes what it
    called into ``0.calls``; ``passes``: calls that nobody need die at.
    """
    if not in_child(live, folder, 0, 0):
        raise SystemExit("the first life was killed without a reason")
    yield 0, ""
    for number, call in enumerate(json.loads((folder / "0.calls").read_text()), start=1):
        if passes(call):
            continue
        if in_child(live, folder, number, number):
            raise SystemExit(f"{number}: it went another way and was not killed")
        if not in_child(live, folder, number, 0):
            raise SystemExit(f"{number}: the second life was killed too")
        yield number, call
