"""One customer company's revenue as a BI tells it: sums by category, never single orders. Kept between runs."""

from dataclasses import dataclass

from kambrief.core.customer import Account
from kambrief.core.insight.money import Sums


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """Who it is, and what it bought in the compared months."""

    account: Account
    sums: tuple[Sums, ...] = ()
