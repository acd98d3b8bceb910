"""Whatever is approved, edited, lost, refused and killed in whatever order: never two records of one key, and in the end
exactly what was approved last.
"""

import dataclasses
import datetime as dt
from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kambrief.core.crm import Entry, Outcome, Promise, entries
from kambrief.core.logbook import WriteState
from kambrief.errors import CallError
from kambrief.pipeline.recording import Recording
from kambrief.ports import Logged
from kambrief.store.sql import SqlStore
from tests.draws import draws
from tests.pipeline.written_to import WrittenTo, lost_answer

pytestmark = pytest.mark.timeout(300)
"""A machine that is busy with something else draws slowly."""

START = dt.datetime(2026, 10, 6, 8, 0, tzinfo=dt.UTC)
words = st.sampled_from(["", "one", "two"])


class KilledError(BaseException):
    """The worker is gone: nobody tidies up."""


class Dying(WrittenTo):
    """Dies when told, before or after its work."""

    dies: str = ""

    def log(self, entry: Entry, remote_id: str = "") -> Logged:
        if self.dies == "before":
            raise KilledError
        logged = super().log(entry, remote_id)
        if self.dies:
            raise KilledError
        return logged


class Logbook(RuleBasedStateMachine):
    """One meeting's outcome, over some hours."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.crm = Dying(now=START)
        self.store = SqlStore.open("sqlite://")
        self.recording = Recording(self.store, self.crm, "w1", lambda *_, **__: None)
        self.last: Outcome | None = None
        self.asked: set[str] = set()

    def teardown(self) -> None:
        self.in_the_end_the_crm_holds_what_was_approved_last()
        self.store.close()

    def work(self) -> None:
        self.crm.now = self.now
        self.recording.work(self.now, Counter())
        self.crm.failures.clear()
        self.crm.loses, self.crm.dies = False, ""

    @rule(note=words, first=words, second=words, step=words)
    def approve(self, note: str, first: str, second: str, step: str) -> None:
        promises = (Promise("p1", first), Promise("p2", second))
        self.last = Outcome(
            "m1",
            "A01",
            "Review",
            START,
            START,
            note,
            promises,
            step,
            "D1",
            manager="otto@kuura.example",
            approved_by="otto@kuura.example",
        )
        self.asked |= {entry.content for entry in entries(self.last)}
        self.recording.approve(self.last, self.now)

    @rule(minutes=st.sampled_from([0.25, 1, 10, 1500]))
    def wait(self, minutes: float) -> None:
        self.now += dt.timedelta(minutes=minutes)

    @rule()
    def retry(self) -> None:
        self.store.retry_writes(self.now)

    @rule()
    def work_well(self) -> None:
        self.work()

    @rule(count=st.integers(1, 3))
    def work_and_lose_answers(self, count: int) -> None:
        self.crm.failures, self.crm.loses = [lost_answer() for _ in range(count)], True
        self.work()

    @rule(permanent=st.booleans())
    def work_and_be_refused(self, permanent: bool) -> None:  # noqa: FBT001 - drawn
        self.crm.failures = [CallError("crm.fake", "refused", permanent=permanent)]
        self.work()

    @rule(word=words)
    def work_while_somebody_edits(self, word: str) -> None:
        if self.last is None:
            return
        promises = (Promise("p1", word), Promise("p2", word))
        edits = iter([dataclasses.replace(self.last, note=word, promises=promises, next_step=word)])

        def edit() -> None:
            for self.last in edits:
                self.asked |= {entry.content for entry in entries(self.last)}
                self.recording.approve(self.last, self.now)

        self.crm.meanwhile = edit
        self.work()
        self.crm.meanwhile = lambda: None

    @rule(when=st.sampled_from(["before", "after"]))
    def die(self, when: str) -> None:
        """Its lease has run out when the next one comes, and a lease is longer than the search lags behind."""
        self.crm.dies, self.crm.now = when, self.now
        mortal = dataclasses.replace(self.recording, worker="w2", lease=dt.timedelta(seconds=-1))
        try:
            mortal.work(self.now, Counter())
        except KilledError:
            self.now += dt.timedelta(minutes=10)
        self.crm.dies = ""

    @invariant()
    def no_key_has_two_records(self) -> None:
        counted = Counter(record.key for record in self.crm.records.values())
        assert set(counted.values()) <= {1}

    @invariant()
    def nothing_stands_there_that_nobody_approved(self) -> None:
        assert {record.content for record in self.crm.records.values()} <= self.asked

    @invariant()
    def what_counts_as_written_stands_there_as_it_was_approved_last(self) -> None:
        for row in self.store.writes():
            if row.state is WriteState.WRITTEN:
                assert self.crm.records[row.remote_id].content == row.entry.content == row.wanted

    def in_the_end_the_crm_holds_what_was_approved_last(self) -> None:
        for _ in range(3):
            self.now += dt.timedelta(days=2)
            self.store.retry_writes(self.now)
            self.work()
        wanted = {entry.key: entry.content for entry in entries(self.last)} if self.last else {}
        held = {record.key: record.content for record in self.crm.records.values()}
        assert {key: held.get(key) for key in wanted} == wanted
        states = {row.entry.key: row.state for row in self.store.writes()}
        assert {key for key, state in states.items() if state is WriteState.WRITTEN} == wanted.keys()
        assert set(states.values()) <= {WriteState.WRITTEN, WriteState.WITHDRAWN}


TestLogbook = Logbook.TestCase
TestLogbook.settings = settings(max_examples=draws(60), stateful_step_count=25, deadline=None)
