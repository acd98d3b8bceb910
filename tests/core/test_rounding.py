"""Figures with no more digits than the decision needs, however large or small they are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.evidence import Percent
from kambrief.core.rounding import percent, rounded, tenth


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        ("-0.278", "-28"), ("-0.0865", "-8.7"), ("0.05", "5"), ("0.0994", "9.9"), ("0.0995", "10"), ("0.1049", "10"),
        ("0.105", "11"), ("-0.105", "-11"), ("0.0004", "0"), ("-0.0004", "0"), ("0.0005", "0.1"), ("0", "0"), ("1", "100"),
        ("-1", "-100"), ("123.456", "12346"),
    ],
)  # fmt: skip
def test_a_percentage_is_whole_from_ten_on_and_has_one_decimal_below(ratio: str, said: str) -> None:
    assert str(percent(Decimal(ratio)).number) == said


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e30"), max_value=Decimal("1e30")))
def test_a_percentage_is_never_far_from_the_ratio_whatever_its_size(ratio: Decimal) -> None:
    said = percent(ratio).number
    step = Decimal("0.05") if abs(ratio * 100) < Decimal("9.95") else Decimal("0.5")
    assert abs(said - ratio * 100) <= max(step, abs(ratio) * Decimal("1e-20"))
    assert not (said.is_zero() and said.is_signed())


def test_what_grew_by_more_than_any_column_holds_is_still_a_percentage() -> None:
    assert percent(Decimal(10) ** 18 / Decimal("0.01") - 1) == Percent(Decimal(10) ** 22 - 100)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("2483940", "2480000"), ("2485000", "2490000"), ("397000", "397000"), ("999500", "1000000"), ("1234.56", "1230"),
        ("999.5", "1000"), ("12.5", "13"), ("0.4", "0"), ("-2483940", "-2480000"), ("-12.5", "-13"), ("0", "0"), ("0.00", "0.00"),
    ],
)  # fmt: skip
def test_amounts_keep_three_digits_and_small_ones_their_units(amount: str, said: str) -> None:
    assert rounded(Decimal(amount)) == Decimal(said)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e25"), max_value=Decimal("1e25")),
    st.integers(1, 6),
)
def test_rounding_moves_an_amount_by_half_a_step_at_most_and_twice_is_once(amount: Decimal, digits: int) -> None:
    said = rounded(amount, digits)
    step = Decimal(10) ** max(0, (amount.adjusted() if amount else 0) - digits + 1)
    assert abs(said - amount) <= step / 2
    assert rounded(said, digits) == said


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "1E+999999"])
def test_what_is_no_amount_stays_what_it_is(amount: str) -> None:
    assert str(rounded(Decimal(amount))) in {amount, "1.00E+999999"}


@pytest.mark.parametrize(("number", "said"), [("7.25", "7.3"), ("7.24", "7.2"), ("-0.05", "-0.1"), ("7", "7.0")])
def test_a_mean_has_one_decimal_half_up(number: str, said: str) -> None:
    assert str(tenth(Decimal(number))) == said
