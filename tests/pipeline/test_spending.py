"""What models cost a day: counted from what is kept and from what is not kept yet, and never beyond the ceiling."""

import datetime as dt
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kambrief.core.work import BriefRecord, MailKind
from kambrief.errors import FailedCall, ModelError, ProviderError, SpentError, UnusableAnswerError
from kambrief.pipeline.spending import Spending, receipts, spending
from kambrief.ports import Answer, Health, Prompt
from kambrief.settings import FallbackSection, LlmSection, ModelSection
from kambrief.store.sql import SqlStore

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
PROMPT = Prompt("system", "user", {"type": "object"}, "brief", "v", max_tokens=1000)
MODEL = ModelSection(model="m", price_per_million_in=0, price_per_million_out=1000)
"""A call costs 1 at most: a thousand tokens of answer."""


@pytest.fixture
def store() -> Iterator[SqlStore]:
    opened = SqlStore.open("sqlite://")
    yield opened
    opened.close()


def keep(store: SqlStore, *receipts: Mapping[str, object], at: dt.datetime = NOW, name: str = "m1") -> None:
    record = BriefRecord(
        name, "anna@x.example", "r1", MailKind.BRIEF, at, "S", "T", "H", "m", "fi", why={"model": list(receipts)}
    )
    assert store.save_brief(record, [], replace_planned=False)


def kept(request_hash: str, cost: float | None, **more: object) -> Mapping[str, object]:
    return {"request_hash": request_hash, "cost": cost, **more}


class Priced:
    """A model whose answers cost what they are told to."""

    name = "llm.fake"

    def __init__(self, *outcomes: Answer | Exception) -> None:
        self.outcomes = list(outcomes)
        self.asked = 0

    def write(self, prompt: Prompt, timeout: float) -> Answer:
        del prompt, timeout
        self.asked += 1
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def check(self, now: dt.datetime) -> list[Health]:
        del now
        return [Health(self.name, ok=True, summary="fake")]


def answer(cost: float | None, request_hash: str = "h1", **more: Any) -> Answer:
    return Answer("{}", "m", "host", request_hash=request_hash, cost=cost, **more)


def failed(cost: float | None, request_hash: str = "h0") -> FailedCall:
    return FailedCall("host", "m", "the model refused", 10, 5, request_hash=request_hash, cost=cost)


# --- what was spent ---


def test_the_receipts_of_today_are_added_up_whoever_they_are_for(store: SqlStore) -> None:
    keep(store, kept("a", 0.25), kept("b", 0.5), name="m1")
    keep(store, kept("c", 1.0), {"error": "timeout", "request_hash": ""}, at=NOW - dt.timedelta(hours=8), name="m2")
    keep(store, kept("d", 4.0), at=NOW - dt.timedelta(hours=8, seconds=1), name="yesterday")
    assert Spending(store, [MODEL]).spent(NOW) == 1.75


def test_a_day_begins_at_midnight_of_its_zone(store: SqlStore) -> None:
    keep(store, kept("a", 1.0), at=dt.datetime(2026, 11, 22, 21, 59, tzinfo=dt.UTC), name="m1")
    keep(store, kept("b", 2.0), at=dt.datetime(2026, 11, 22, 22, 0, tzinfo=dt.UTC), name="m2")
    assert Spending(store, [MODEL], zone=ZoneInfo("Europe/Helsinki")).spent(NOW) == 2.0
    assert Spending(store, [MODEL]).spent(NOW) == 0.0


def test_a_day_on_which_the_clocks_change_is_one_day(store: SqlStore) -> None:
    keep(store, kept("a", 1.0), at=dt.datetime(2026, 10, 24, 21, 0, tzinfo=dt.UTC), name="midnight")
    keep(store, kept("b", 2.0), at=dt.datetime(2026, 10, 24, 20, 59, tzinfo=dt.UTC), name="before")
    late = dt.datetime(2026, 10, 25, 21, 59, tzinfo=dt.UTC)
    assert Spending(store, [MODEL], zone=ZoneInfo("Europe/Helsinki")).spent(late) == 1.0


def test_receipts_from_before_there_were_prices_are_counted_at_todays(store: SqlStore) -> None:
    dear = ModelSection(model="dear", price_per_million_in=2000, price_per_million_out=0)
    tokens = {"prompt_tokens": 1000, "completion_tokens": 100}
    keep(store, kept("a", None, model="m", **tokens), kept("b", None, model="dear", **tokens), {"cost": "odd"})
    assert Spending(store, [MODEL, dear]).spent(NOW) == pytest.approx(0.1 + 2.0)


def test_what_is_not_kept_yet_counts_and_counts_once_when_it_is(store: SqlStore) -> None:
    mine = Spending(store, [MODEL], per_day=10)
    mine.guarding(Priced(answer(0.5, "a")), NOW).write(PROMPT, 5)
    assert mine.spent(NOW) == 0.5
    keep(store, kept("a", 0.5))
    assert mine.spent(NOW) == 0.5
    mine.guarding(Priced(answer(0.5, "a")), NOW).write(PROMPT, 5)
    assert mine.spent(NOW) == 1.0, "the same request again is another call"
    assert mine.spent(NOW + dt.timedelta(days=1)) == 0.0


def test_failed_calls_count_with_what_they_cost(store: SqlStore) -> None:
    mine = Spending(store, [MODEL], per_day=10)
    mine.guarding(Priced(answer(0.5, failed=(failed(0.25), failed(None, "")))), NOW).write(PROMPT, 5)
    with pytest.raises(UnusableAnswerError):
        mine.guarding(Priced(UnusableAnswerError("llm", "refused", failed=(failed(0.125, "x"),))), NOW).write(PROMPT, 5)
    assert mine.spent(NOW) == 0.875


def test_an_answer_whose_tokens_nobody_told_counts_as_the_dearest_there_could_be(store: SqlStore) -> None:
    mine = Spending(store, [MODEL], per_day=10)
    mine.guarding(Priced(answer(None)), NOW).write(PROMPT, 5)
    assert mine.spent(NOW) == 1.0


# --- the ceiling ---


def test_a_call_that_might_go_beyond_the_ceiling_is_not_made(store: SqlStore) -> None:
    mine = Spending(store, [MODEL], per_day=2.0)
    keep(store, kept("a", 1.0))
    assert mine.fits(PROMPT, NOW)
    keep(store, kept("b", 0.01), name="m2")
    assert not mine.fits(PROMPT, NOW)
    writer = Priced(answer(1.0))
    with pytest.raises(SpentError, match=r"max_cost_per_day is reached: 1\.01 of 2 spent today") as caught:
        mine.guarding(writer, NOW).write(PROMPT, 5)
    assert caught.value.permanent
    assert writer.asked == 0
    tomorrow = NOW + dt.timedelta(days=1)
    assert mine.guarding(writer, tomorrow).write(PROMPT, 5).cost == 1.0


def test_a_call_may_cost_what_each_model_that_may_be_asked_costs(store: SqlStore) -> None:
    dear = ModelSection(model="dear", price_per_million_in=1_000_000, price_per_million_out=0)
    chars = len("system") + len("user") + len('{"type": "object"}')
    assert Spending(store, [MODEL]).most(PROMPT) == 1.0
    assert Spending(store, [MODEL, dear]).most(PROMPT) == 1.0 + chars // 2 + 1


def test_without_a_ceiling_everything_fits(store: SqlStore) -> None:
    mine = Spending(store, [ModelSection(model="m")])
    keep(store, kept("a", 1e9))
    assert mine.fits(PROMPT, NOW)
    mine.guarding(Priced(answer(None)), NOW).write(PROMPT, 5)


def test_calls_at_the_same_time_do_not_go_beyond_it_together(store: SqlStore) -> None:
    mine, together = Spending(store, [MODEL], per_day=3.0), threading.Barrier(8)

    def one(number: int) -> bool:
        writer = mine.guarding(Priced(answer(1.0, f"h{number}")), NOW)
        together.wait(10)
        try:
            writer.write(PROMPT, 5)
        except SpentError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        let = sum(pool.map(one, range(8)))
    assert let == 3
    assert mine.spent(NOW) == 3.0


def test_room_that_a_call_did_not_use_is_given_back_whatever_happened(store: SqlStore) -> None:
    mine = Spending(store, [MODEL], per_day=1.0)
    for error in (ModelError("llm", "401", failed=(failed(None),)), ProviderError("llm", "x"), RuntimeError("x")):
        with pytest.raises(type(error)):
            mine.guarding(Priced(error), NOW).write(PROMPT, 5)
    assert mine.fits(PROMPT, NOW)
    assert mine.spent(NOW) == 0.0


def test_the_guarded_writer_has_the_name_and_the_check_of_the_writer(store: SqlStore) -> None:
    guarded = Spending(store, [MODEL]).guarding(Priced(), NOW)
    assert guarded.name == "llm.fake"
    assert guarded.check(NOW)[0].ok


def test_it_is_made_from_the_settings(store: SqlStore) -> None:
    llm = LlmSection(
        model="m", price_per_million_in=0, price_per_million_out=1000, max_cost_per_day=2.5,
        fallback=FallbackSection(model="b", price_per_million_in=0, price_per_million_out=500),
    )  # fmt: skip
    mine = spending(llm, store, "Europe/Helsinki")
    assert (mine.per_day, mine.most(PROMPT)) == (2.5, 1.5)


# --- the receipts ---

SENT = {"prompt": "v1", "fields": ["F1"]}


def test_the_receipts_of_an_answer_begin_with_what_failed_before() -> None:
    given = answer(0.5, prompt_tokens=7, completion_tokens=3, cached_tokens=2, seconds=1.234, failed=(failed(0.25),))
    assert receipts(given, SENT) == (
        {
            "destination": "host", "model": "m", "error": "the model refused", "request_hash": "h0", "prompt_tokens": 10,
            "completion_tokens": 5, "cached_tokens": 0, "seconds": 0.0, "cost": 0.25, **SENT,
        },
        {
            "destination": "host", "model": "m", "request_hash": "h1", "prompt_tokens": 7, "completion_tokens": 3,
            "cached_tokens": 2, "seconds": 1.23, "cost": 0.5, **SENT,
        },
    )  # fmt: skip


def test_an_error_has_a_receipt_for_each_model_that_was_asked() -> None:
    rows = receipts(UnusableAnswerError("llm", "x", failed=(failed(0.25), failed(None, "h9"))), SENT)
    assert [(row["request_hash"], row["cost"], row["fields"]) for row in rows] == [
        ("h0", 0.25, ["F1"]),
        ("h9", None, ["F1"]),
    ]


def test_an_error_without_calls_has_one_receipt() -> None:
    assert receipts(UnusableAnswerError("llm", "refused", prompt_tokens=7, completion_tokens=3), SENT) == (
        {"provider": "llm", "error": "refused", "prompt_tokens": 7, "completion_tokens": 3, **SENT},
    )
    assert receipts(ProviderError("llm", "late"), SENT)[0]["prompt_tokens"] == 0


def test_where_nothing_was_asked_nothing_was_sent() -> None:
    assert receipts(SpentError("llm", "spent"), SENT) == ({"provider": "llm", "error": "spent"},)
