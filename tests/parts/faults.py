"""A TCP proxy on the loopback that breaks the line as told, also while it runs.

Put it between a client and a real server: `FaultProxy(server_port)`, then connect to `proxy.port`.
"""

import contextlib
import select
import socket
import struct
import threading
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

from tests.parts.common import LOOPBACK

_CHUNK = 64 * 1024
_TICK = 0.02


class Line(StrEnum):
    """What becomes of connections, new and open ones alike."""

    FINE = "fine"
    REFUSE = "refuse"  # nobody listens: new connections are refused, open ones reset
    RESET = "reset"  # accepted, then reset (RST)
    CLOSE = "close"  # accepted, then closed in good order (FIN)
    STALL = "stall"  # accepted, and not a byte moves
    SLOW = "slow"  # `bytes_per_second`, both ways


@dataclass(frozen=True)
class _State:
    line: Line
    cut_answer_after: int | None = None
    bytes_per_second: float = 1000.0
    delay: float = 0.0


class FaultProxy:
    """The proxy; `set` switches it, `connections` counts what was accepted."""

    def __init__(self, to_port: int, line: Line = Line.FINE) -> None:
        self.to_port = to_port
        self.connections = 0
        self._state = _State(line)
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        listener = socket.create_server((LOOPBACK, 0))
        self.port: int = listener.getsockname()[1]
        self._listener: socket.socket | None = None
        if line is Line.REFUSE:
            listener.close()
        else:
            self._listen(listener)

    def set(
        self,
        line: Line = Line.FINE,
        *,
        cut_answer_after: int | None = None,
        bytes_per_second: float = 1000.0,
        delay: float = 0.0,
    ) -> None:
        """From now on the line is like this.

        `cut_answer_after` ends each connection after so many bytes from the server, `delay` holds back each chunk.
        """
        self._state = _State(line, cut_answer_after, bytes_per_second, delay)
        if line is Line.REFUSE:
            self._stop_listening()
        elif self._listener is None:
            self._listen(socket.create_server((LOOPBACK, self.port)))

    def stop(self) -> None:
        self._stopping.set()
        self._stop_listening()
        for thread in self._threads:
            thread.join(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _listen(self, listener: socket.socket) -> None:
        self._listener = listener
        thread = threading.Thread(target=self._accept, args=(listener,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes the thread in accept()
            listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        """One connection, from its first byte to its end, good or bad."""
        with client:
            if self._ended(client):
                return
            try:
                server = socket.create_connection((LOOPBACK, self.to_port), 10)
            except OSError:
                _make_reset(client)
                return
            client.settimeout(10)
            with server, contextlib.suppress(OSError):
                self._pump(client, server)

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        sides, answered = [client, server], 0
        while sides and not self._stopping.is_set() and not self._ended(client):
            state = self._state
            if state.line is Line.STALL:
                self._stopping.wait(_TICK)
                continue
            readable, _, _ = select.select(sides, [], [], _TICK)
            for source in readable:
                most = max(1, int(state.bytes_per_second * _TICK)) if state.line is Line.SLOW else _CHUNK
                if source is server and state.cut_answer_after is not None:
                    most = min(most, state.cut_answer_after - answered)
                    if most <= 0:
                        return
                data, target = source.recv(most), server if source is client else client
                if not data:
                    sides.remove(source)
                    target.shutdown(socket.SHUT_WR)
                    continue
                self._stopping.wait(state.delay)
                target.sendall(data)
                answered += len(data) if source is server else 0
            if readable and state.line is Line.SLOW:
                self._stopping.wait(_TICK)

    def _ended(self, client: socket.socket) -> bool:
        line = self._state.line
        if line in {Line.REFUSE, Line.RESET}:
            _make_reset(client)
        return line in {Line.REFUSE, Line.RESET, Line.CLOSE}


def _make_reset(connection: socket.socket) -> None:
    """Makes the coming close() send RST in place of FIN."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
