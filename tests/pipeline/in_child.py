"""A life in a process of its own, which may be killed from within."""

import os
from collections.abc import Callable
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
