"""``kambrief demo --serve``: the pages on the sample scenarios, each as a running installation of its own."""

import contextlib
import datetime as dt
import secrets
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kambrief.app import now
from kambrief.cli import show
from kambrief.desk.running import Pulse
from kambrief.engine.local import LocalEngine
from kambrief.errors import UserError
from kambrief.evaluation.play import SCENARIOS
from kambrief.evaluation.scenario import load
from kambrief.evaluation.served import House, house
from kambrief.settings import LlmSection
from kambrief.web.guards import digest
from kambrief.web.server import WebServer, web_server

HOST = "127.0.0.1"
TICK_SECONDS = 2.0
LINK_HOLDS = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Served:
    """One scenario that is served."""

    scenario: str
    house: House
    address: str
    sign_in: str
    """Opens the pages as the account manager, once, for a day."""
    folder: Path

    def as_json(self) -> dict[str, Any]:
        """JSON-ready."""
        meeting = self.house.meeting.id
        return {
            "scenario": self.scenario, "address": self.address, "sign_in": self.sign_in,
            "account_manager": self.house.manager.email, "meeting": meeting,
            "now": self.house.clock().isoformat(timespec="seconds"),
            "brief": f"{self.address}/brief/{meeting}", "followup": f"{self.address}/followup/{meeting}",
            "admin": f"{self.address}/admin", "mails": str(self.folder.resolve()),
        }  # fmt: skip


def serve_demo(out: Path, model: LlmSection | None, port: int, *, json: bool) -> None:
    """Serve every shipped scenario, from ``port`` on, until Ctrl-C. Raises `UserError` when a port cannot be had."""
    folders = sorted(path for path in SCENARIOS.iterdir() if path.is_dir())
    with contextlib.ExitStack() as stack:
        pulse = Pulse(TICK_SECONDS)
        served: list[Served] = []
        engine = LocalEngine(lambda: _tick(served, pulse), TICK_SECONDS, now)
        with show.progress("Playing the sample meetings up to twenty minutes after their calls"):
            for folder, number in zip(folders, _ports(port, len(folders)), strict=True):
                served.append(_serve(stack, folder, out, model, number, engine.wake, pulse))
        if json:
            show.as_json([one.as_json() for one in served])
        else:
            _tell(served)
        engine.run_forever()


def _serve(
    stack: contextlib.ExitStack, folder: Path, out: Path, model: LlmSection | None, port: int,
    wake: Callable[[], None], pulse: Pulse,
) -> Served:  # fmt: skip
    scenario = load(folder)
    place = out / scenario.id
    _clear(place)
    address = f"http://{HOST}:{port}"
    web = {"host": HOST, "port": port, "public_url": address}
    found = stack.enter_context(house(scenario, place, model, web=web))
    found.clock.go()
    server: WebServer = stack.enter_context(web_server(lambda: found.app, wake, pulse))
    token, begun = secrets.token_urlsafe(32), found.clock()
    found.app.store.site.add_sign_in(digest(token), found.manager.email, "/", begun + LINK_HOLDS, begun)
    return Served(scenario.id, found, server.address, f"{server.address}/sign-in/{token}", place)


def _clear(place: Path) -> None:
    """An earlier demonstration's mails."""
    for folder in (place, place / "mailbox"):
        for older in (file for kind in ("eml", "html", "txt") for file in folder.glob(f"*.{kind}")):
            older.unlink()


def _tick(served: Sequence[Served], pulse: Pulse) -> None:
    for one in served:
        app = one.house.app
        with pulse.passing(app.store, app.clock()):
            app.run_once(collect_now=False)


def _ports(first: int, count: int) -> list[int]:
    """One a scenario: from ``first`` on, or with 0 any that are free just now."""
    if first:
        if first + count - 1 > 65535:
            raise UserError(f"--port: {count} ports from {first} on are needed; choose a lower one")
        return list(range(first, first + count))
    with contextlib.ExitStack() as stack:
        taken = [stack.enter_context(socket.create_server((HOST, 0))) for _ in range(count)]
        return [int(one.getsockname()[1]) for one in taken]


def _tell(served: Sequence[Served]) -> None:
    for one in served:
        manager = one.house.manager
        show.line(f"{one.scenario}: {manager.name or manager.email}, {_local(one)}, twenty minutes after the call")
        show.line(f"  sign in   {one.sign_in}")
        show.line("            works once, for a day; you are the account manager and the administrator")
        for what, key in (("brief", "brief"), ("follow-up", "followup"), ("running", "admin"), ("mails", "mails")):
            show.line(f"  {what:<11}{one.as_json()[key]}")
        show.line()
    show.note("What you send goes into the folder 'mailbox' beside the mails; nothing leaves this machine.")
    show.note("Stop it with Ctrl-C.")


def _local(one: Served) -> str:
    from zoneinfo import ZoneInfo

    return f"{one.house.clock().astimezone(ZoneInfo(one.house.manager.timezone)):%a %Y-%m-%d %H:%M}"
