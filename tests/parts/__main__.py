"""Gets every real part that is not there yet: `python -m tests.parts`.

What cannot be had is said, and costs its tests; with KAMBRIEF_REQUIRE_ALL=1 it is an error.
"""

import os
import sys
import time
from collections.abc import Callable

from tests.parts import debian, llm, node, tryton
from tests.parts.common import PartMissingError

PARTS: dict[str, Callable[[], object]] = {
    "PostgreSQL": debian.get_postgres,
    "Dovecot": debian.get_dovecot,
    "Chromium": debian.get_chromium,
    "npm tools": node.get,
    "Tryton": tryton.get,
    "language model": llm.get,
}


def main() -> int:
    missing = 0
    for name, get in PARTS.items():
        start = time.monotonic()
        try:
            get()
        except PartMissingError as error:
            missing += 1
            _say(f"MISSING  {name}: {error}")
        else:
            _say(f"ready    {name} ({time.monotonic() - start:.1f} s)")
    return 1 if missing and os.environ.get("KAMBRIEF_REQUIRE_ALL") == "1" else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
