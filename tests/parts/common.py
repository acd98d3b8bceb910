"""What the parts share: where they are kept, free ports, waiting for a condition, running a program."""

import os
import pwd
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

LOOPBACK = "127.0.0.1"


class PartMissingError(Exception):
    """The part is not on this machine; the message says what to do about it."""


def cache_dir() -> Path:
    """Where downloaded parts stay between runs: KAMBRIEF_CACHE, else a folder of the user's cache."""
    chosen = os.environ.get("KAMBRIEF_CACHE")
    path = Path(chosen) if chosen else Path.home() / ".cache" / "kambrief-parts"
    path.mkdir(parents=True, exist_ok=True)
    return path


def free_port() -> int:
    """A port that nobody listens on now. Prefer binding port 0 where the server can tell its port."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 10.0) -> None:
    """Returns when the condition holds; a TimeoutError names what was waited for."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:g} s for {what}")
        time.sleep(0.01)


def run(
    command: Sequence[str | Path], what: str, seconds: float = 600, *, cwd: Path | None = None, user: str | None = None
) -> str:
    """Runs a program to its end and gives its output; a failure raises PartMissingError with its last words."""
    try:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [str(word) for word in command],
            check=False,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            **_rights(user),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PartMissingError(f"{what}: {error}") from error
    if done.returncode:
        raise PartMissingError(f"{what} failed with code {done.returncode}:\n{done.stdout[-2000:].strip()}")
    return done.stdout


def _rights(user: str | None) -> dict[str, Any]:
    """What makes a child process run as that user, with no right of ours left."""
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


class Server:
    """A program that serves until stopped; its output is kept for the message when it dies."""

    def __init__(
        self,
        command: Sequence[str | Path],
        ready: Callable[[], bool],
        seconds: float = 30.0,
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self._stop_signal = stop_signal
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop()
        self._process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            start_new_session=True,
            cwd=cwd,
            **_rights(user),
        )

        def ready_or_dead() -> bool:
            if self._process.poll() is not None:
                raise PartMissingError(f"{command[0]} ended with code {self._process.returncode}:\n{self.output()}")
            return ready()

        try:
            wait_until(ready_or_dead, f"{command[0]} to be ready", seconds)
        except BaseException:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def output(self) -> str:
        """The end of what the program has printed."""
        self._said.seek(0)
        return self._said.read().decode(errors="replace")[-4000:]

    def freeze(self) -> None:
        """Stops the program without ending it: it accepts connections and never answers."""
        os.killpg(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.killpg(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        """Ends the program at once, with no chance to tidy up."""
        if self._process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()

    def stop(self, seconds: float = 10.0) -> None:
        if self._process.poll() is None:
            os.killpg(self.pid, signal.SIGCONT)
            os.killpg(self.pid, self._stop_signal)
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        self._said.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
