"""Figures as a colleague would say them: no more digits than the decision needs."""

from decimal import ROUND_HALF_UP, Decimal

from kambrief.core.evidence import Percent


def percent(ratio: Decimal) -> Percent:
    """A ratio in percent: whole from ten on, else with one decimal (−27.8 % is −28 %, −8.65 % is −8.7 %)."""
    number = ratio * 100
    whole = abs(number) >= Decimal("9.95")
    said = number.to_integral_value(ROUND_HALF_UP) if whole else number.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Percent(said.normalize() + 0)


def rounded(amount: Decimal, digits: int = 3) -> Decimal:
    """So many significant digits, half up: 2 483 940 is 2 480 000. Small amounts keep their whole units."""
    if not amount.is_finite() or amount == 0:
        return amount
    step = Decimal(1).scaleb(max(0, amount.adjusted() - digits + 1))
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def tenth(number: Decimal) -> Decimal:
    """One decimal, half up."""
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)
