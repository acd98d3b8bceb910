"""The proxy breaks the line in each way it promises, and mends it."""

import socket
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.parts.fake_llm import FakeLlm
from tests.parts.faults import FaultProxy, Line


@pytest.fixture
def proxy(fake_llm: FakeLlm, fault_proxy: Callable[[int], FaultProxy]) -> FaultProxy:
    return fault_proxy(httpx.URL(fake_llm.base_url).port or 0)


@pytest.fixture
def client(proxy: FaultProxy) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{proxy.port}", timeout=5) as client:
        yield client


def test_a_fine_line_changes_nothing(client: httpx.Client) -> None:
    assert client.get("/health").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (Line.REFUSE, httpx.ConnectError),
        (Line.RESET, (httpx.NetworkError, httpx.RemoteProtocolError)),
        (Line.CLOSE, (httpx.RemoteProtocolError, httpx.NetworkError)),
        (Line.STALL, httpx.ReadTimeout),
    ],
)
def test_a_broken_line_is_seen_by_the_client_and_can_be_mended(
    proxy: FaultProxy, client: httpx.Client, line: Line, error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    proxy.set(line)
    with pytest.raises(error):
        client.get("/health", timeout=0.3 if line is Line.STALL else 5)
    proxy.set(Line.FINE)
    assert client.get("/health").status_code == 200


def test_an_answer_is_cut_after_so_many_bytes(proxy: FaultProxy, client: httpx.Client) -> None:
    whole = client.get("/v1/models")
    size = len(whole.content) + sum(len(name) + len(value) + 4 for name, value in whole.headers.raw)
    proxy.set(cut_answer_after=size)
    with httpx.Client(timeout=5) as fresh, pytest.raises(httpx.RemoteProtocolError):
        fresh.get(f"http://127.0.0.1:{proxy.port}/v1/models")


def test_an_open_connection_breaks_when_the_line_does(proxy: FaultProxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\n")
        proxy.set(Line.RESET)
        with pytest.raises(ConnectionResetError):
            connection.recv(1)


@pytest.mark.slow
def test_a_slow_line_takes_its_time_but_delivers(proxy: FaultProxy, client: httpx.Client) -> None:
    proxy.set(Line.SLOW, bytes_per_second=1000)
    start = time.monotonic()
    assert client.get("/health", timeout=10).status_code == 200
    assert time.monotonic() - start > 0.1
