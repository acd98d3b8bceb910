"""HubSpot's contract, served by Prism: every request of ours fits it, every example and refusal is understood or told."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from kambrief.core.crm import Entry, EntryKind
from kambrief.core.insight.windows import windows
from kambrief.errors import CallError, ProviderError
from kambrief.providers.crm.hubspot import Config, Provider
from kambrief.providers.http import Policy
from kambrief.settings import section
from tests.parts.prism import Prism

pytestmark = [pytest.mark.node, pytest.mark.corpus]
NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
ONE_TRY = Policy(attempts=1, timeout=20.0, patience=20.0, failures=1000)
ENTRY = Entry("kambrief-0123456789abcdef0123", EntryKind.TASK, "9001", "Raportti", contact_ids=("512",), start=NOW)


class Watched(httpx.HTTPTransport):
    """What was asked and what was said of it; ``prefer`` asks Prism for another answer than the example."""

    def __init__(self) -> None:
        super().__init__()
        self.prefer = ""
        self.asked: set[str] = set()
        self.breaches: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.prefer:
            request.headers["Prefer"] = self.prefer
        response = super().handle_request(request)
        self.asked.add(f"{request.method} {request.url.path}")
        with suppress(ValueError):
            told: list[dict[str, Any]] = json.loads(response.headers.get("sl-violations", "[]"))
            self.breaches += [
                f"{request.method} {request.url.path}: {one}" for one in told if one["location"][0] == "request"
            ]
        return response


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def crm(corpora: Path, prism: Callable[[Path], Prism], watched: Watched, tmp_path: Path) -> Iterator[Provider]:
    (tmp_path / "token").write_text("pat", encoding="utf-8")
    url = prism(corpora / "contracts" / "hubspot" / "openapi.json").base_url
    config = section(Config, {"token_file": "token", "base_url": url}, "crm.hubspot")
    made = Provider(config, tmp_path, transport=watched, policy=ONE_TRY)
    yield made
    made.close()
    assert watched.breaches == []


def everything(crm: Provider) -> None:
    """All that can be asked and written; what the examples cannot answer is an error of ours and no other."""
    with suppress(ProviderError):
        crm.find(
            frozenset({"aino.virtanen@nordlift.example", "nobody@nowhere.example"}),
            frozenset({"nordlift.example"}),
            frozenset({"512"}),
        )
    with suppress(ProviderError):
        crm.histories(frozenset({"9001"}))
    with suppress(ProviderError):
        crm.figures(windows(NOW.date()), {}, NOW)
    with suppress(ProviderError):
        crm.changes(crm.changes({}, NOW).cursor, NOW)
    with suppress(ProviderError):
        crm.fields()
    for remote_id in ("", "89001"):
        with suppress(ProviderError):
            crm.log(ENTRY, remote_id)
    assert crm.check(NOW)


def test_every_request_fits_the_contract(crm: Provider, watched: Watched) -> None:
    everything(crm)
    for part in ("batch/read", "search", "owners", "pipelines", "properties", "associations"):
        assert any(part in one for one in watched.asked), part


@pytest.mark.parametrize("status", [400, 401, 403, 429])
def test_every_refusal_of_the_contract_is_told(crm: Provider, watched: Watched, status: int) -> None:
    watched.prefer = f"code={status}"
    with pytest.raises(CallError):
        crm.find(frozenset({"aino.virtanen@nordlift.example"}), frozenset())
    lines = [line for line in crm.check(NOW) if not line.ok]
    assert lines
    assert all(line.advice for line in lines)


def test_the_examples_of_batches_with_errors_are_understood(crm: Provider, watched: Watched) -> None:
    watched.prefer = "code=207"
    rows = crm._hubspot.read(
        "contacts", ["aino.virtanen@nordlift.example", "nobody@nowhere.example"], ["email"], by="email"
    )
    assert [row["id"] for row in rows] == ["512"]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_fits_the_contract_is_understood_or_told(crm: Provider, watched: Watched, seed: int) -> None:
    watched.prefer = f"dynamic=true, seed={seed}"
    everything(crm)
