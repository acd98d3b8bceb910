"""One process on one machine: a clock that asks again and again "what is due?".

The scheduler holds no work, only the tick: due work is data in the store. So nothing is lost when the process dies or
the machine sleeps; whatever became due meanwhile is found by the next tick.
"""

import contextlib
import datetime as dt
import logging
import queue
import signal
import threading
from collections.abc import Callable, Iterator

import structlog
from apscheduler.events import EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

SIGNALS = (signal.SIGTERM, signal.SIGINT)
TICK = "tick"

_log = structlog.get_logger(__name__)

# APScheduler warns whenever a tick outlasts its interval. Here that is normal: writing takes as long as it takes.
_scheduler_log = logging.getLogger("kambrief.engine.scheduler")
_scheduler_log.setLevel(logging.ERROR)


class LocalEngine:
    """Calls ``run_due`` at once and every ``tick_seconds``, never twice at a time.

    ``stop`` is shared with ``run_due``, which looks at it between two steps: once set, the step at hand is finished and
    no other begun. ``clock`` tells the present time.
    """

    def __init__(
        self,
        run_due: Callable[[], object],
        tick_seconds: float,
        clock: Callable[[], dt.datetime],
        stop: threading.Event | None = None,
    ) -> None:
        self.stopping = stop or threading.Event()
        self._run_due = run_due
        self._tick_seconds = tick_seconds
        self._clock = clock
        self._wanted = threading.Event()
        self._ticking = threading.Lock()
        # Signal handlers may only use what can be interrupted by itself: this queue can, an Event cannot.
        self._bell: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._scheduler = BackgroundScheduler(
            timezone=dt.UTC, logger=_scheduler_log, executors={"default": ThreadPoolExecutor(max_workers=1)}
        )

    def start(self) -> None:
        """Begin to tick, in a thread. The first tick comes at once."""
        self._scheduler.add_listener(self._after_tick, EVENT_JOB_EXECUTED)
        self._scheduler.add_job(
            self._tick,
            "interval",
            id=TICK,
            seconds=self._tick_seconds,
            next_run_time=self._clock(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        _log.info("engine.started", tick_seconds=self._tick_seconds)

    def wake(self) -> None:
        """Tick now; while a tick runs, once more after it. May be called from anywhere."""
        self._wanted.set()
        # No such job: not started yet, or stopped meanwhile.
        with contextlib.suppress(JobLookupError):
            self._scheduler.modify_job(TICK, next_run_time=self._clock())

    def stop(self) -> None:
        """No new work from now on; `run_forever` returns when the step at hand is done."""
        self.stopping.set()
        self._bell.put("stop")

    def close(self) -> None:
        """Stop, and wait until the running tick has ended; so not from within one: that may `stop`."""
        self.stopping.set()
        if self._scheduler.running:
            # Not waiting in there: it would hold locks that the end of the running tick needs.
            self._scheduler.shutdown(wait=False)
        with self._ticking:
            _log.info("engine.stopped")

    def run_forever(self) -> None:
        """Tick until SIGTERM, SIGINT or `stop`, then end in good order. A second signal is not caught any more."""
        with self._signals():
            self.start()
            try:
                while not self.stopping.is_set():
                    self._wait()
            finally:
                self.close()

    def _wait(self) -> None:
        """Until a signal or the next look at the clock, which is measured in real seconds, whatever the clock says."""
        try:
            reason = self._bell.get(timeout=self._tick_seconds)
        except queue.Empty:
            self.heed_clock()
        else:
            _log.info("engine.stopping", reason=reason)
            self.stopping.set()

    def heed_clock(self) -> None:
        """Tick now if the next tick lies too far ahead: the clock was set back, and the scheduler would wait it out."""
        job = self._scheduler.get_job(TICK)
        if job and job.next_run_time - self._clock() > dt.timedelta(seconds=2 * self._tick_seconds):
            _log.warning("engine.clock_set_back")
            self.wake()

    def _tick(self) -> None:
        with self._ticking:
            self._wanted.clear()
            if self.stopping.is_set():
                return
            try:
                self._run_due()
            except Exception:  # noqa: BLE001 - whatever went wrong, the next tick must come
                _log.exception("engine.tick_failed")

    def _after_tick(self, event: JobExecutionEvent) -> None:
        """Somebody wanted a tick while one ran: the scheduler has refused it then, so ask again."""
        del event
        if self._wanted.is_set() and not self.stopping.is_set():
            self.wake()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Listen for `SIGNALS`; only the main thread may."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) or signal.SIG_DFL for number in SIGNALS}

        def ring(number: int, frame: object) -> None:
            del frame
            self._bell.put(signal.Signals(number).name)
            for each, handler in before.items():
                signal.signal(each, handler)

        for number in SIGNALS:
            signal.signal(number, ring)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
