"""A real CalDAV server (Radicale) on the loopback, for calendars read as feeds and changed under way."""

import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.parts.common import LOOPBACK, Server, free_port

_CONFIG = """\
[server]
hosts = {host}:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
"""
_MKCALENDAR = """\
<?xml version="1.0" encoding="utf-8"?>
<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>
<d:displayname>{name}</d:displayname></d:prop></d:set></c:mkcalendar>
"""


class Calendar:
    """One calendar. `url` is its address as a feed: a GET gives everything in it as one .ics."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url
        self.user = user
        self.password = password
        self._client = httpx.Client(auth=(user, password), timeout=10)

    def put(self, ics: str, name: str = "event") -> str:
        """Stores an event, new or changed: a whole VCALENDAR, or the VEVENTs alone. Gives its ETag."""
        if "BEGIN:VCALENDAR" not in ics:
            ics = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Kambrief//tests//EN\n{ics.strip()}\nEND:VCALENDAR\n"
        body = "\r\n".join(ics.splitlines()) + "\r\n"
        answer = self._client.put(
            f"{self.url}{name}.ics", content=body.encode(), headers={"Content-Type": "text/calendar; charset=utf-8"}
        )
        answer.raise_for_status()
        return str(answer.headers["etag"])

    def delete(self, name: str = "event") -> None:
        self._client.delete(f"{self.url}{name}.ics").raise_for_status()

    def get(self) -> str:
        """The whole feed, as the product would read it."""
        answer = self._client.get(self.url)
        answer.raise_for_status()
        return answer.text

    def close(self) -> None:
        self._client.close()


class Radicale:
    """The server, with one user."""

    user = "laura@example.test"
    password = "sana"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="kambrief-dav-"))
        self._calendars: list[Calendar] = []
        self.port = free_port()
        config = self._folder / "config"
        config.write_text(_CONFIG.format(host=LOOPBACK, port=self.port, folder=self._folder))
        (self._folder / "users").write_text(f"{self.user}:{self.password}\n")
        try:
            self.server = Server([sys.executable, "-m", "radicale", "--config", config], self._answers)
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def calendar(self, name: str = "work") -> Calendar:
        """A new empty calendar."""
        calendar = Calendar(f"{self.base_url}/{self.user}/{name}/", self.user, self.password)
        self._calendars.append(calendar)
        made = httpx.request(
            "MKCALENDAR", calendar.url, auth=(self.user, self.password), content=_MKCALENDAR.format(name=name).encode()
        )
        made.raise_for_status()
        return calendar

    def stop(self) -> None:
        for calendar in self._calendars:
            calendar.close()
        self.server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.base_url}/.web/", timeout=2).status_code < 500
        except httpx.TransportError:
            return False
