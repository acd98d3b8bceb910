"""Zoom and Microsoft 365 together: what a pass costs, and that the truth is known at the end of any storm."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.providers.collected import HOUR, NOW
from tests.service.platforms import DAY, PATIENT, Tenant, known, managers, office, something, tenant

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

MANAGERS, MEETINGS = 200, 30
STORM = {
    "zoom": ("429-second", "500", "503", "reset", "slow", "html", "truncated"),
    "graph": ("429", "500", "503", "504", "reset", "slow", "html", "truncated"),
}


def fill(there: Tenant) -> None:
    """Thirty meetings each, half of them in both systems."""
    for person in there.managers:
        for number in range(MEETINGS):
            start = NOW + DAY + number * 5 * HOUR
            kind = there.both if number % 2 else there.outlook if number % 4 else there.zoom_only
            kind(f"Palaveri {number} of {person.email}", person.email, f"asiakas{number}", start)


def asked(there: Tenant) -> Counter[str]:
    return Counter([seen.op for seen in there.zoom.requests] + [seen.op for seen in there.graph.requests])


def forget(there: Tenant) -> None:
    there.zoom.forget_requests()
    there.graph.forget_requests()


UNHURRIED = replace(PATIENT, timeout=60.0, patience=120.0)
"""Where calls are counted, an answer that the machine is slow with must not be asked for twice."""
LIST, DETAIL = "GET /users/{userId}/meetings", "GET /meetings/{meetingId}"
DELTA = "GET /users/{user-id}/calendarView/delta"


@pytest.mark.timeout(600)
def test_a_quiet_pass_over_200_managers_costs_one_call_a_calendar_and_one_change_a_constant_number(
    corpora: Path,
) -> None:
    people = managers(MANAGERS)
    with tenant(corpora, people, validate=False) as there, office(there, policy=UNHURRIED) as kambrief:
        fill(there)
        there.graph.calendar.empty_pages = False  # each would cost a call of its own
        kambrief.look()
        assert kambrief.problems() == []
        assert known(kambrief, NOW) == there.expected()
        assert len(kambrief.coming()) == MANAGERS * MEETINGS

        forget(there)
        assert kambrief.look(NOW + HOUR / 12) == []
        assert asked(there) == {LIST: MANAGERS, DELTA: MANAGERS}

        both = next(call for call in there.calls if call.event and call.number)
        there.move(both, both.start + HOUR)
        forget(there)
        assert [one.start for one in kambrief.look(NOW + HOUR / 6)] == [both.start]
        assert asked(there) == {LIST: MANAGERS, DETAIL: 1, DELTA: MANAGERS}

        there.move(both, both.start + HOUR)
        forget(there)
        assert kambrief.heed("meetings.zoom", both.manager, now=NOW + HOUR / 5)
        assert asked(there) == {LIST: 1, DETAIL: 1}
        forget(there)
        assert [one.start for one in kambrief.heed("meetings.teams", both.manager, now=NOW + HOUR / 5)] == [both.start]
        assert asked(there) == {DELTA: 1}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_storm_the_meetings_known_are_the_truth(corpora: Path, seed: int) -> None:
    """Faults on both lines, tokens and links that end, hints twice, late, in any order or never; then calm."""
    rng = random.Random(seed)  # noqa: S311
    with tenant(corpora, managers(5), validate=True) as there, office(there) as kambrief:
        for person in there.managers:  # so that no calendar is ever suddenly empty
            there.both(f"Pysyvä {person.email}", person.email, "pysyva", NOW + 60 * DAY)
        kambrief.look()
        there.zoom.chaos(rng, 0.15, STORM["zoom"], seconds=1.0)
        there.graph.chaos(rng, 0.15, STORM["graph"], seconds=1.0)
        waiting = there.told()
        for number in range(60):
            something(there, rng, number)
            if rng.random() < 0.1:
                there.zoom.expire_tokens()
                there.graph.expire_tokens()
            if rng.random() < 0.1:
                there.graph.expire_delta(rng.choice(there.managers).email)
            fresh = there.told()
            waiting += [hint for hint in fresh for _ in range(rng.choice([0, 1, 1, 2]))]
            rng.shuffle(waiting)
            now = NOW + number * HOUR / 60
            there.clock.now = now
            for hint in [waiting.pop() for _ in range(min(len(waiting), rng.randint(0, 4)))]:
                kambrief.heed(hint.provider, hint.key, now=now)
            if number % 10 == 9:
                kambrief.look(now)
        there.zoom.calm()
        there.graph.calm()
        end = there.clock.now
        kambrief.look(end + HOUR / 12)
        for minutes in range(10, 100, 5):  # a busy machine is late for its own deadlines, too
            kambrief.look(end + minutes * HOUR / 60)
            if not kambrief.problems():
                break
        mine, true = known(kambrief, end), there.expected()
        assert (set(mine) - set(true), set(true) - set(mine), kambrief.problems()) == (set(), set(), [])
        assert mine == true
        # The contract of Zoom's tokens knows no limit; the storm does.
        assert [breach for breach in there.zoom.violations if not breach.startswith("POST /oauth/token: ")] == []
        assert there.graph.violations == []
        assert len(there.graph.faults.struck) + len(there.zoom.faults.struck) > 20
