"""Whether a process can do its part: by name, without a secret, for whoever asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kambrief.core.numbers import WorkCount
from kambrief.desk import running
from kambrief.desk.running import Pulse, ready
from kambrief.errors import ProviderError
from tests.web.house import Pages, pages


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("health")) as found:
        yield found


def test_a_process_without_an_engine_is_ready_when_its_database_answers(site: Pages) -> None:
    answer = site.client().get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "parts": {"database": "ok", "schema": "ok"}}


def test_a_process_whose_engine_makes_no_passes_is_not_ready(site: Pages) -> None:
    site.site.operation.pulse = Pulse(tick_seconds=0)
    try:
        answer = site.client().get("/health/ready")
        assert answer.status_code == 503
        assert answer.json()["parts"]["engine"] == "no pass lately"
    finally:
        site.site.operation.pulse = None


def test_a_pass_that_takes_long_is_no_silence(site: Pages) -> None:
    pulse = Pulse(tick_seconds=0)
    with pulse.passing(site.house.app.store, site.house.clock()):
        assert pulse.beats
    assert Pulse(tick_seconds=60).beats, "it has just been born"


def test_a_pass_that_fails_is_a_pass(site: Pages) -> None:
    pulse = Pulse(tick_seconds=60)
    with pytest.raises(ValueError, match="odd"), pulse.passing(site.house.app.store, site.house.clock()):
        raise ValueError("odd")
    assert pulse.beats


def test_other_processes_learn_of_a_pass_from_the_store(site: Pages) -> None:
    with Pulse().passing(site.house.app.store, site.house.clock()):
        pass
    assert running.running(site.house.app, site.house.clock()).last_pass == site.house.clock()


class NoDatabase:
    """Numbers of a store that is not there."""

    def schema(self) -> tuple[str, str]:
        raise ProviderError("database", "password=hunter2 refused")


class OtherSchema:
    def schema(self) -> tuple[str, str]:
        return "0001", "9999"


class Broken:
    """An app whose store has these numbers."""

    def __init__(self, numbers: object) -> None:
        self.numbers = numbers
        self.store = self


def test_a_database_that_does_not_answer_is_named_and_its_words_are_not() -> None:
    told = ready(Broken(NoDatabase()), None)  # type: ignore[arg-type] # as much of an app as is asked
    assert told == {"database": "no answer", "schema": "not known"}


def test_tables_of_another_version_are_named() -> None:
    assert ready(Broken(OtherSchema()), None)["schema"] == "other version"  # type: ignore[arg-type]


def test_live_and_ready_keep_no_cookie_and_set_none(site: Pages, tmp_path: Path) -> None:
    del tmp_path
    for path in ("/health/live", "/health/ready"):
        answer = site.client().get(path)
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


def test_nothing_is_overdue_where_nothing_is_due(site: Pages) -> None:
    assert WorkCount("brief").overdue(site.house.clock()) == 0
