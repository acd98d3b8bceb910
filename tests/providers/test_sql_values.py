import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.providers.sql_values import cell, from_mark, keys_for, mark, money


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, ""), ("007", "007"), (7, Decimal(7)), (True, "true"), (Decimal("1.10"), Decimal("1.10")), (Decimal("7.00"), Decimal(7)),
        (310.0, Decimal(310)), (0.1 + 0.2, Decimal("0.3000")), (15500.25, Decimal("15500.2500")),
        (dt.date(2026, 10, 5), "2026-10-05"), (dt.datetime.fromisoformat("2026-10-05 09:30"), "2026-10-05T09:30:00"),
        (dt.datetime(2026, 10, 5, 9, 30, tzinfo=dt.UTC), "2026-10-05T09:30:00+00:00"),
        (b"K\xc3\xb6", "Kö"), (b"\xff\x01", "ff01"), (uuid.UUID(int=1), str(uuid.UUID(int=1))),
        (["a", None, 7, 1.5], ("a", "7", "1.5000")), ({"a": 1}, '{"a": 1}'),
    ],
)  # fmt: skip
def test_values_of_a_driver_are_read_as_cells(value: Any, read: Any) -> None:
    assert cell(value) == read
    assert type(cell(value)) is type(read)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), "12", None])
def test_what_is_no_amount_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="no amount"):
        money(value)


@given(
    st.one_of(
        st.datetimes(),
        st.datetimes(timezones=st.just(dt.UTC)),
        st.dates(),
        st.integers(),
        st.binary(),
        st.text(),
        st.decimals(allow_nan=False, allow_infinity=False),
    )
)
def test_a_mark_comes_back_as_what_it_was(value: Any) -> None:
    assert from_mark(mark(value)) == value


def test_a_moment_has_one_mark_in_every_zone() -> None:
    here = dt.datetime(2026, 10, 5, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    assert mark(here) == mark(here.astimezone(dt.UTC))
    assert mark(None) == ""


@pytest.mark.parametrize("text", ["", "nonsense", "time soon", "number x", "bytes zz"])
def test_what_is_no_mark_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 whatever it says, everything is read anew
        from_mark(text)


def test_ids_are_asked_for_as_what_the_column_holds() -> None:
    ids = {"7", "007", "x", str(uuid.UUID(int=7)), "9" * 30}
    assert keys_for(5, ids, loose=False) == [7]
    assert keys_for(Decimal(5), ids, loose=False) == [7]
    assert keys_for("a", {"7", "x"}, loose=False) == ["7", "x"]
    assert keys_for(uuid.UUID(int=1), ids, loose=False) == [uuid.UUID(int=7)]
    assert keys_for(None, ids, loose=False) is None
    assert keys_for(None, {"7", "x"}, loose=True) == ["7", "x", 7]
