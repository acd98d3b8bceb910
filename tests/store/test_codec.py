"""Records survive the way to JSON text and back."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Activity, Contract, CrmData, Deal, Order, SurveyAnswer
from kambrief.core.model import Attendee, JoinLink, Meeting, SourceKey
from kambrief.core.work import SourceState
from kambrief.store.codec import CRM_DATA, MEETING, SOURCE_STATE, decode_plain, encode_plain

offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
times = st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2100, 1, 1), timezones=offsets)  # noqa: DTZ001 - bounds
decimals = st.decimals(allow_nan=False, allow_infinity=False)
plain_text = st.text()
customer_data = st.builds(
    CrmData,
    deals=st.lists(st.builds(Deal, amount=st.none() | decimals)).map(tuple),
    contracts=st.lists(st.builds(Contract, annual_value=st.none() | decimals)).map(tuple),
    activities=st.lists(st.builds(Activity, at=times)).map(tuple),
    orders=st.lists(st.builds(Order, amount=decimals)).map(tuple),
    surveys=st.lists(st.builds(SurveyAnswer, score=decimals)).map(tuple),
    as_of=st.none() | times,
    fetched_at=st.none() | times,
)

plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | plain_text,
    lambda inner: st.lists(inner) | st.dictionaries(plain_text, inner),
    max_leaves=20,
)


@pytest.mark.slow
@given(customer_data)
def test_customer_data_comes_back_equal(data: CrmData) -> None:
    assert CRM_DATA.decode(CRM_DATA.encode(data)) == data


@given(decimals)
def test_amounts_keep_every_digit(amount: Decimal) -> None:
    data = CrmData(deals=(Deal("d", "a", "x", amount=amount),))
    assert str(CRM_DATA.decode(CRM_DATA.encode(data)).deals[0].amount) == str(amount)


@given(
    st.builds(
        Meeting,
        start=times,
        end=times,
        attendees=st.lists(st.builds(Attendee)).map(tuple),
        join=st.none() | st.builds(JoinLink),
        sources=st.lists(st.builds(SourceKey)).map(tuple),
    )
)
def test_meetings_come_back_equal_from_body_and_columns(meeting: Meeting) -> None:
    columns = {"id": meeting.id, "start": meeting.start, "end": meeting.end, "sources": meeting.sources}
    body = MEETING.encode(meeting, without=frozenset(columns))
    assert not set(columns) & set(json.loads(body))
    assert MEETING.decode(body, columns) == meeting


@given(st.builds(SourceState, last_ok=st.none() | times))
def test_source_states_come_back_equal(state: SourceState) -> None:
    assert SOURCE_STATE.decode(SOURCE_STATE.encode(state)) == state


@pytest.mark.slow
@given(st.dictionaries(plain_text, plain_data))
def test_plain_data_comes_back_equal_in_the_same_order(data: dict[str, object]) -> None:
    text = encode_plain(data)
    assert decode_plain(text) == data
    assert list(decode_plain(text)) == list(data)
    assert "\x00" not in text


@pytest.mark.parametrize("odd", [{"x": Decimal(1)}, {"x": {1, 2}}, {"x": float("nan")}, {"x": dt.date(2026, 1, 1)}])
def test_what_would_come_back_as_something_else_is_refused(odd: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        encode_plain(odd)


def test_records_of_an_older_and_a_newer_version_can_be_read() -> None:
    older = '{"name": "crm.files"}'
    newer = '{"name": "crm.files", "cursor": {}, "invented_later": 1}'
    assert SOURCE_STATE.decode(older) == SOURCE_STATE.decode(newer) == SourceState("crm.files")
