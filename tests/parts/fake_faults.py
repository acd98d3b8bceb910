"""What a fake of a web service can do wrong: a queue of faults, chaos by the dice, and the misbehaving itself.

It knows HTTP and no vendor. Statuses with a vendor's own body, such as 429, the fakes answer themselves.
"""

import os
import random
import socket
import struct
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

UNDONE = frozenset({"reset", "html"})
"""Faults that come instead of the work: nothing has changed at the server."""
DONE = frozenset({"slow", "truncated", "lost"})
"""Faults on the way back: the work is done, only its answer suffers. "lost" is a reset after the work."""

_PAGE = b"<!doctype html><html><head><title>Sign in</title></head><body><h1>Gateway</h1></body></html>"
_TRICKLES = 20


@dataclass(frozen=True)
class Answer:
    """An answer as it would be sent. Content-Length is not among the headers."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"


@dataclass(frozen=True)
class Fault:
    kind: str
    op: str = ""
    """Part of the operation's name; "" fits every request."""
    seconds: float = 1.0
    """How long a "slow" answer takes."""


class Faults:
    """Which request goes wrong, and how. Faults wait in a queue, each for the first request it fits."""

    def __init__(self) -> None:
        self._queue: deque[Fault] = deque()
        self._lock = threading.Lock()
        self._chaos: tuple[random.Random, float, tuple[str, ...], float] | None = None
        self.struck: list[tuple[str, str]] = []
        """Kind and operation of every fault so far."""

    def add(self, kind: str, times: int = 1, op: str = "", *, seconds: float = 1.0) -> None:
        with self._lock:
            self._queue.extend([Fault(kind, op, seconds)] * times)

    def chaos(self, rng: random.Random, rate: float, kinds: Sequence[str], *, seconds: float = 1.0) -> None:
        """From now on a request goes wrong with probability `rate`, until `calm()`."""
        with self._lock:
            self._chaos = (rng, rate, tuple(kinds), seconds)

    def calm(self) -> None:
        """No chaos any more, and nothing in the queue."""
        with self._lock:
            self._chaos = None
            self._queue.clear()

    @property
    def waiting(self) -> int:
        """How many faults are still in the queue."""
        return len(self._queue)

    def take(self, op: str) -> Fault | None:
        """What happens to this request; None: nothing."""
        with self._lock:
            fault = next((one for one in self._queue if one.op in op), None)
            if fault:
                self._queue.remove(fault)
            elif self._chaos and self._chaos[0].random() < self._chaos[1]:
                rng, _, kinds, seconds = self._chaos
                fault = Fault(rng.choice(kinds), op, seconds)
            if fault:
                self.struck.append((fault.kind, op))
            return fault


def send(handler: BaseHTTPRequestHandler, answer: Answer, *, longer: int = 0) -> None:
    """Sends the answer; `longer` is added to the length it claims."""
    handler.send_response(answer.status)
    if answer.body:
        handler.send_header("Content-Type", answer.kind)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if answer.status != 204:
        handler.send_header("Content-Length", str(len(answer.body) + longer))
    handler.end_headers()
    handler.wfile.write(answer.body)


def misbehave(handler: BaseHTTPRequestHandler, fault: Fault, answer: Answer, released: threading.Event) -> None:
    """Does one of UNDONE or DONE to this connection. `answer` is what would have been said; `released` ends waiting."""
    if fault.kind in {"reset", "lost"}:
        reset(handler)
    elif fault.kind == "html":
        send(handler, Answer(200, _PAGE, kind="text/html; charset=utf-8"))
    elif fault.kind == "truncated":
        half = Answer(answer.status, answer.body[: len(answer.body) // 2], answer.headers, answer.kind)
        send(handler, half, longer=len(answer.body) - len(half.body) + 1)
        handler.close_connection = True
    elif fault.kind == "slow":
        _trickle(handler, answer, fault.seconds, released)
    else:
        raise ValueError(f"no such fault: {fault.kind}")


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Closes the connection with RST: the peer sees a reset, not an end."""
    handler.close_connection = True
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    # Detached, since the handler's own files would keep the socket open, and its shutdown would send FIN first.
    os.close(handler.connection.detach())


def _trickle(handler: BaseHTTPRequestHandler, answer: Answer, seconds: float, released: threading.Event) -> None:
    send(handler, Answer(answer.status, b"", answer.headers | {"Content-Type": answer.kind}), longer=len(answer.body))
    step = max(1, -(-len(answer.body) // _TRICKLES))
    pieces = [answer.body[at : at + step] for at in range(0, len(answer.body), step)]
    for piece in pieces:
        if released.wait(seconds / len(pieces)):
            handler.close_connection = True
            return
        handler.wfile.write(piece)
        handler.wfile.flush()
