"""A real PostgreSQL of our own: a new cluster in a temporary folder, on a free port, as an unprivileged user."""

import os
import pwd
import shutil
import signal
import tempfile
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from tests.parts.common import LOOPBACK, PartMissingError, Server, free_port, run

_ORDINARY = ("postgres", "nobody")


def programs() -> Path:
    """The folder of initdb and postgres; the newest version installed."""
    found = shutil.which("initdb")
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda path: int(path.parent.name))
    if found:
        return Path(found).parent
    raise PartMissingError("no PostgreSQL server here: install the package postgresql, as `make parts` does when root")


class Postgres:
    """The server. `url()` is for SQLAlchemy; `create_database()` makes a new empty database."""

    def __init__(self) -> None:
        self._programs = programs()
        self._numbers = count(1)
        self._folder = Path(tempfile.mkdtemp(prefix="kambrief-pg-"))
        self._user: str | None = None
        self._server: Server | None = None
        try:
            if os.geteuid() == 0:  # it refuses to run as root, so root lends the folder to an ordinary user
                owner = _ordinary_user()
                self._user = owner.pw_name
                os.chown(self._folder, owner.pw_uid, owner.pw_gid)
            command: list[str | Path] = [self._programs / "initdb", "-D", self._folder / "cluster", "-U", "kambrief"]
            plain = ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
            run([*command, *plain], "initdb", seconds=120, cwd=self._folder, user=self._user)
            self.port = free_port()
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self) -> None:
        """Starts the server, again after `kill()`."""
        if self._server:
            self._server.stop()
        self._server = Server(
            [
                *(self._programs / "postgres", "-D", self._folder / "cluster"),
                *("-p", str(self.port), "-k", self._folder, "-c", f"listen_addresses={LOOPBACK}"),
                *("-c", "fsync=off", "-c", "max_connections=200"),
            ],
            self._answers,
            cwd=self._folder,
            user=self._user,
            stop_signal=signal.SIGINT,  # "fast": does not wait for clients to leave
        )

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://kambrief@{LOOPBACK}:{self.port}/{database}"

    def create_database(self) -> str:
        """The URL of a new empty database, gone when the server stops."""
        name = f"test_{next(self._numbers)}"
        with self._connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        return self.url(name)

    def freeze(self) -> None:
        """Makes it accept connections and never answer, until `thaw()`."""
        self._running().freeze()

    def thaw(self) -> None:
        self._running().thaw()

    def kill(self) -> None:
        """Ends it at once, with no chance to tidy up; `start()` recovers."""
        self._running().kill()
        (self._folder / "cluster" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        if self._server:
            self._server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _running(self) -> Server:
        if self._server is None:
            raise RuntimeError("PostgreSQL was never started")
        return self._server

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=LOOPBACK, port=self.port, user="kambrief", dbname="postgres", autocommit=True, connect_timeout=2
        )

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True


def _ordinary_user() -> pwd.struct_passwd:
    for name in _ORDINARY:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PartMissingError(f"PostgreSQL does not run as root, and there is no user {' or '.join(_ORDINARY)}")
