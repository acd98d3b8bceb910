"""How often a property test that is slow draws: seldom in `make check`, as often as it asks in `make test`."""

from hypothesis import settings


def draws(wanted: int) -> int:
    """``wanted``, or what the profile in use allows if that is less."""
    return min(wanted, settings().max_examples)
