"""Whatever happens in whatever order, steps and ledger do what a simple model of them does."""

import dataclasses
import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from kambrief.core.work import Delivery, DeliveryState, Step, StepKind, StepPlan, StepState
from kambrief.errors import LeaseLostError
from kambrief.store.sql import SqlStore
from tests.contracts.store import ANNA, ENDED, HOUR, NOW, brief, mail
from tests.draws import draws

meetings = st.sampled_from(["m1", "m2", "m3"])
minutes = st.integers(0, 5).map(lambda number: NOW + number * dt.timedelta(minutes=1))
leases = st.sampled_from([ENDED, HOUR])
workers = st.sampled_from(["w1", "w2"])

pytestmark = pytest.mark.timeout(300)
"""A machine that is busy with something else draws slowly."""


@dataclass
class StepModel:
    """One step as it ought to be."""

    order: int
    due_at: dt.datetime
    state: StepState = StepState.PLANNED
    worker: str = ""
    expired: bool = False
    attempt: int = 0

    def is_due(self, now: dt.datetime) -> bool:
        if self.state is StepState.CLAIMED:
            return self.expired
        return self.state is StepState.PLANNED and self.due_at <= now


class Steps(RuleBasedStateMachine):
    """Planning, claiming, finishing, dropping by two workers, some of whom die."""

    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.store = SqlStore.open("sqlite://")
        self.model: dict[str, StepModel] = {}

    def teardown(self) -> None:
        self.store.close()

    @rule(name=meetings, due_at=minutes, again=st.booleans())
    def plan(self, name: str, due_at: dt.datetime, again: bool) -> None:  # noqa: FBT001 - drawn
        known = self.model.get(name)
        if known is None:
            self.model[name] = StepModel(len(self.model), due_at)
            changes = 1
        elif known.state is StepState.PLANNED:
            changes = int(known.due_at != due_at)
            known.due_at = due_at
        elif again and known.state is not StepState.CLAIMED:
            changes = 1
            known.state, known.due_at = StepState.PLANNED, due_at
        else:
            changes = 0
        assert self.store.plan([StepPlan(StepKind.BRIEF, due_at, name, ANNA, again)]) == changes

    @rule(target=claims, worker=workers, now=minutes, limit=st.integers(1, 3), lease=leases)
    def claim(self, worker: str, now: dt.datetime, limit: int, lease: dt.timedelta) -> list[Step]:
        due = [(each.due_at, each.order, name) for name, each in self.model.items() if each.is_due(now)]
        expected = [name for _, _, name in sorted(due)[:limit]]
        for name in expected:
            each = self.model[name]
            each.state, each.worker, each.expired = StepState.CLAIMED, worker, lease == ENDED
            each.attempt += 1
        claimed = self.store.claim(worker, now, StepKind.BRIEF, limit, lease)
        assert [step.meeting_id for step in claimed] == expected
        return list(claimed)

    @rule(steps=claims, state=st.sampled_from([StepState.PLANNED, StepState.DONE, StepState.DROPPED]), due_at=minutes)
    def finish(self, steps: list[Step], state: StepState, due_at: dt.datetime) -> None:
        for step in steps:
            each = self.model[step.meeting_id]
            held = each.state is StepState.CLAIMED and (each.worker, each.attempt) == (step.claimed_by, step.attempt)
            if held:
                self.store.finish(step, state, "", due_at)
                each.state, each.due_at = state, due_at
            else:
                with pytest.raises(LeaseLostError):
                    self.store.finish(step, state, "", due_at)

    @rule(name=meetings)
    def drop(self, name: str) -> None:
        each = self.model.get(name)
        droppable = each is not None and each.state is StepState.PLANNED
        assert self.store.drop(StepKind.BRIEF, name, ANNA, "") == droppable
        if each is not None and droppable:
            each.state = StepState.DROPPED

    @invariant()
    def store_and_model_agree(self) -> None:
        stored = {step.meeting_id: (step.state, step.due_at, step.attempt) for step in self.store.steps()}
        assert stored == {name: (each.state, each.due_at, each.attempt) for name, each in self.model.items()}


@dataclass
class MailModel:
    """One row of the ledger as it ought to be, and how often its bytes really may have left."""

    order: int
    due_at: dt.datetime
    state: DeliveryState = DeliveryState.PLANNED
    expired: bool = False
    attempt: int = 0
    copies: int = 0


class Ledger(RuleBasedStateMachine):
    """Mails entered, claimed, settled, lost and sent again by workers, some of whom die and come back."""

    views = Bundle("views")
    """Rows as somebody read them once: most are out of date when used."""

    def __init__(self) -> None:
        super().__init__()
        self.store = SqlStore.open("sqlite://")
        self.model: dict[str, MailModel] = {}
        self.revisions: list[str] = []

    def teardown(self) -> None:
        self.store.close()

    def row(self, view: Delivery) -> MailModel:
        return self.model[f"{view.meeting_id}/{view.revision}"]

    @rule(target=views, name=meetings, due_at=minutes, replace=st.booleans())
    def enter(self, name: str, due_at: dt.datetime, replace: bool) -> Delivery:  # noqa: FBT001 - drawn
        revision = f"r{len(self.model)}"
        if replace:
            self.replace_in_model(name)
        self.model[f"{name}/{revision}"] = MailModel(len(self.model), due_at)
        assert self.store.save_brief(brief(name, revision), [mail(name, revision, due_at)], replace)
        return self.store.deliveries(name)[-1]

    def replace_in_model(self, name: str) -> int:
        planned = [
            each
            for key, each in self.model.items()
            if key.startswith(f"{name}/") and each.state is DeliveryState.PLANNED
        ]
        for each in planned:
            each.state = DeliveryState.REPLACED
        return len(planned)

    @rule(name=meetings)
    def cancel(self, name: str) -> None:
        assert self.store.replace_planned(name, ANNA, "cancelled") == self.replace_in_model(name)

    @rule(target=views, worker=workers, now=minutes, lease=leases)
    def claim(self, worker: str, now: dt.datetime, lease: dt.timedelta) -> Delivery:
        due = [
            (each.due_at, each.order, key)
            for key, each in self.model.items()
            if each.state is DeliveryState.PLANNED and each.due_at <= now
        ]
        claimed = self.store.claim_delivery(worker, now, lease)
        if not due:
            assert claimed is None
            return mail("none", "none")
        assert claimed is not None
        each = self.row(claimed)
        assert each is self.model[min(due)[2]]
        each.state, each.expired = DeliveryState.SENDING, lease == ENDED
        each.attempt, each.copies = each.attempt + 1, each.copies + 1
        return claimed

    @rule(target=views, view=views)
    def look_again(self, view: Delivery) -> Delivery:
        return next((row for row in self.store.deliveries() if row.id == view.id), view)

    @rule()
    def expire(self) -> None:
        for each in self.model.values():
            if each.state is DeliveryState.SENDING and each.expired:
                each.state = DeliveryState.UNKNOWN
        unknown = {f"{row.meeting_id}/{row.revision}" for row in self.store.expire_sending()}
        assert unknown == {key for key, each in self.model.items() if each.state is DeliveryState.UNKNOWN}

    @rule(target=views, view=views, lease=leases)
    def resend(self, view: Delivery, lease: dt.timedelta) -> Delivery:
        resent = self.store.reclaim_unknown(view, "w3", lease)
        if view.id == 0 or self.row(view).state is not DeliveryState.UNKNOWN or self.row(view).attempt != view.attempt:
            assert resent is None
            return view
        assert resent is not None
        assert (resent.message_id, resent.message) == (view.message_id, view.message)
        each = self.row(view)
        each.state, each.expired = DeliveryState.SENDING, lease == ENDED
        each.attempt, each.copies = each.attempt + 1, each.copies + 1
        return resent

    @rule(
        view=views,
        state=st.sampled_from([each for each in DeliveryState if each is not DeliveryState.SENDING]),
        certain=st.booleans(),
    )
    def settle(self, view: Delivery, state: DeliveryState, certain: bool) -> None:  # noqa: FBT001 - drawn
        each = None if view.id == 0 else self.row(view)
        if each is None or (each.state, each.attempt) != (view.state, view.attempt):
            with pytest.raises(LeaseLostError):
                self.store.settle(view, state, "", certain=certain)
            return
        self.store.settle(view, state, "", certain=certain)
        nothing_left = certain and state in {DeliveryState.PLANNED, DeliveryState.FAILED}
        each.copies -= int(nothing_left and view.state is not DeliveryState.PLANNED and each.copies > 0)
        each.state = state

    @invariant()
    def store_and_model_agree(self) -> None:
        stored = {f"{row.meeting_id}/{row.revision}": (row.state, row.attempt, row.copies) for row in self.rows()}
        assert stored == {key: (each.state, each.attempt, each.copies) for key, each in self.model.items()}

    @invariant()
    def the_bytes_and_the_message_id_never_change(self) -> None:
        for row in self.rows():
            assert (row.message_id, row.message) == dataclasses.astuple(mail(row.meeting_id, row.revision))[8:10]

    def rows(self) -> list[Delivery]:
        return list(self.store.deliveries())


TestSteps = Steps.TestCase
TestSteps.settings = settings(max_examples=draws(40), stateful_step_count=30, deadline=None)
TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=draws(40), stateful_step_count=30, deadline=None)
