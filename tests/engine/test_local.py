"""The local engine ticks, survives bad ticks and odd clocks, and stops in good order."""

import datetime as dt
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator

import pytest
from structlog.testing import capture_logs

from kambrief.engine.local import TICK, LocalEngine

PATIENCE = 10.0
NEVER = 3600.0
"""An interval so long that whatever ticks in a test was not the interval's doing."""


def clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Work:
    """A fake `run_due`: reports each run, and waits for leave to end where told to."""

    def __init__(self, *, waits: bool = False, fails: bool = False) -> None:
        self.begun: queue.Queue[str] = queue.Queue()
        self.leave = threading.Semaphore(0 if waits else 1000)
        self.runs = 0
        self._fails = fails

    def __call__(self) -> None:
        self.runs += 1
        self.begun.put(threading.current_thread().name)
        assert self.leave.acquire(timeout=PATIENCE)
        if self._fails:
            raise RuntimeError("the CRM broke")

    def has_begun(self) -> None:
        self.begun.get(timeout=PATIENCE)


@pytest.fixture
def engine_for() -> Iterator[Callable[..., LocalEngine]]:
    engines: list[LocalEngine] = []

    def make(work: Callable[[], object], seconds: float = NEVER, **options: object) -> LocalEngine:
        engines.append(LocalEngine(work, seconds, clock, **options))  # type: ignore[arg-type]
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


def test_the_first_tick_comes_at_once(engine_for: Callable[..., LocalEngine]) -> None:
    work = Work()
    engine_for(work).start()
    work.has_begun()


def test_ticks_go_on_by_themselves(engine_for: Callable[..., LocalEngine]) -> None:
    work = Work()
    engine_for(work, 0.01).start()
    for _ in range(3):
        work.has_begun()


def test_a_bad_tick_is_logged_and_the_next_one_comes(engine_for: Callable[..., LocalEngine]) -> None:
    work = Work(fails=True)
    engine = engine_for(work)
    with capture_logs() as logs:
        engine.start()
        work.has_begun()
        engine.wake()
        work.has_begun()
        engine.close()
    failures = [line for line in logs if line["event"] == "engine.tick_failed"]
    assert len(failures) == 2
    assert all(line["log_level"] == "error" and line["exc_info"] for line in failures)


def test_waking_while_a_tick_runs_gives_one_more_tick_after_it(engine_for: Callable[..., LocalEngine]) -> None:
    work = Work(waits=True)
    engine = engine_for(work)
    engine.start()
    work.has_begun()
    for _ in range(3):
        engine.wake()
    assert work.runs == 1
    work.leave.release()
    work.has_begun()
    work.leave.release()
    engine.close()
    assert work.runs == 2


def test_waking_before_the_start_or_after_the_end_does_no_harm(engine_for: Callable[..., LocalEngine]) -> None:
    work = Work()
    engine = engine_for(work)
    engine.wake()
    engine.start()
    work.has_begun()
    engine.close()
    engine.wake()
    assert work.runs == 1


def test_after_a_long_sleep_there_is_one_tick_not_one_for_each_missed(engine_for: Callable[..., LocalEngine]) -> None:
    work = Work()
    engine = engine_for(work)
    engine.start()
    work.has_begun()
    engine._scheduler.modify_job(TICK, next_run_time=clock() - dt.timedelta(hours=10))
    work.has_begun()
    engine.close()
    assert work.runs == 2


def test_a_clock_set_back_does_not_stop_the_ticks(engine_for: Callable[..., LocalEngine]) -> None:
    work = Work()
    engine = engine_for(work)
    engine.start()
    work.has_begun()
    engine.heed_clock()
    engine._scheduler.modify_job(TICK, next_run_time=clock() + dt.timedelta(hours=10))
    engine.heed_clock()
    work.has_begun()
    engine.close()
    assert work.runs == 2


def test_closing_waits_for_the_running_tick(engine_for: Callable[..., LocalEngine]) -> None:
    work = Work(waits=True)
    engine = engine_for(work)
    engine.start()
    work.has_begun()
    closing = threading.Thread(target=engine.close)
    closing.start()
    assert engine.stopping.wait(PATIENCE)
    assert closing.is_alive()
    work.leave.release()
    closing.join(PATIENCE)
    assert not closing.is_alive()


def test_closing_twice_does_no_harm(engine_for: Callable[..., LocalEngine]) -> None:
    engine = engine_for(Work())
    engine.start()
    engine.close()
    engine.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_step_at_hand_and_begins_no_other(
    engine_for: Callable[..., LocalEngine], number: signal.Signals
) -> None:
    before = [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)]
    stop = threading.Event()
    done: list[str] = []

    def steps() -> None:
        for name in ("first", "second"):
            if stop.is_set():
                return
            os.kill(os.getpid(), number)
            assert stop.wait(PATIENCE)  # so that the signal has been heeded before the first step ends
            done.append(name)

    with capture_logs() as logs:
        engine_for(steps, stop=stop).run_forever()
    assert done == ["first"]
    assert {"event": "engine.stopping", "reason": number.name, "log_level": "info"} in logs
    assert [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)] == before


def test_running_for_ever_ends_when_told_to_stop_even_outside_the_main_thread(
    engine_for: Callable[..., LocalEngine],
) -> None:
    work = Work()
    engine = engine_for(work)
    running = threading.Thread(target=engine.run_forever)
    running.start()
    work.has_begun()
    engine.stop()
    running.join(PATIENCE)
    assert not running.is_alive()


def test_an_event_shared_with_others_stops_it_too(engine_for: Callable[..., LocalEngine]) -> None:
    stop = threading.Event()
    engine_for(stop.set, 0.01, stop=stop).run_forever()
    assert stop.is_set()
