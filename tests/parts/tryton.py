"""A real Tryton server (8.2, GPL-3, a program of its own): the CRM that the tests write to and read back over HTTP.

Its database is prepared once (modules, a company, two users) and kept beside the program; each server has a copy.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tests.parts.common import LOOPBACK, PartMissingError, Server, cache_dir, free_port, run

_HERE = Path(__file__).parent
_REQUIREMENTS = _HERE / "tryton-requirements.txt"
_FILL = _HERE / "tryton_fill.py"
_MODULES = ("party_relationship", "sale_opportunity", "sale", "sale_complaint", "account_invoice")
DATABASE = "crm"
ADMIN = "admin@example.com"
KEY = "5e1f" * 16
"""Of a user with the rights that the guide names."""
ADMIN_KEY = "ad31" * 16
"""Of the administrator."""
POOR_KEY = "0b0e" * 16
"""Of a user in no group at all."""
_FIRST_ID = 5000
"""Of parties: no id of the sample data may happen to be one of Tryton's."""

_JOIN = (
    'INSERT INTO "res_user-res_group" ("user", "group") SELECT u.id, g.id FROM res_user u, res_group g '
    "WHERE u.login = 'kambrief' AND g.name IN ('Sales', 'Sale Opportunity', 'Accounting')"
)

Plan = dict[str, Any]


def prepared() -> Plan:
    """What every database holds: a company that invoices, the users, and their keys."""
    company = {"ref": "company"}
    account = {"company": company}
    return {
        "steps": [
            _step("currency.currency", {"EUR": {"name": "Euro", "code": "EUR", "symbol": "€"}}),
            _step("party.party", {"own": {"name": "Kuura Oy"}}),
            _step("company.company", {"company": {"party": {"ref": "own"}, "currency": {"ref": "EUR"}}}),
            {
                "model": "res.user",
                "change": True,
                "rows": [{"id": 1, "values": {"companies": {"refs": ["company"]}, "company": company}}],
            },
            _step(
                "res.user",
                {
                    name: {
                        "name": name.capitalize(), "login": name, "companies": {"refs": ["company"]}, "company": company,
                        "email": f"{name}@kuura.example",
                    }
                    for name in ("kambrief", "poor")
                },
            ),
            _step(
                "res.user.application",
                {
                    f"key {key[:4]}": {"application": "rest", "user": user, "key": key}
                    for key, user in ((ADMIN_KEY, 1), (KEY, {"ref": "kambrief"}), (POOR_KEY, {"ref": "poor"}))
                },
            ),
            _step(
                "account.account.type",
                {
                    "income": {"name": "Income", "company": company, "statement": "income", "revenue": True},
                    "owed": {"name": "Receivable", "company": company, "statement": "balance", "assets": True, "receivable": True},
                },
            ),
            _step(
                "account.account",
                {
                    "revenue": {"name": "Revenue", "type": {"ref": "income"}, **account},
                    "receivable": {"name": "Receivable", "type": {"ref": "owed"}, "party_required": True, **account},
                },
            ),
        ],
        "sql": [
            [_JOIN, []],
            ["DELETE FROM sqlite_sequence WHERE name = 'party_party'", []],
            ["INSERT INTO sqlite_sequence (name, seq) VALUES ('party_party', ?)", [_FIRST_ID]],
        ],
    }  # fmt: skip


def _step(model: str, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {"model": model, "rows": [{"key": key, "values": values} for key, values in rows.items()]}


def home() -> Path:
    """The folder of program and prepared database; what they are made from decides its name."""
    made_from = (
        _REQUIREMENTS.read_bytes(),
        json.dumps(prepared(), sort_keys=True).encode(),
        repr((_MODULES, sys.version)).encode(),
    )
    return cache_dir() / f"tryton-{hashlib.sha256(b''.join(made_from)).hexdigest()[:12]}"


def get() -> None:
    """Gets the program and prepares its database, unless both are there."""
    folder = home()
    if (folder / "ready").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder / "venv", with_pip=True, symlinks=True)
    pip: list[str | Path] = [folder / "venv" / "bin" / "python", "-m", "pip", "install", "-qq", "--require-hashes"]
    run([*pip, "-r", _REQUIREMENTS], "installing Tryton")
    with tempfile.TemporaryDirectory(dir=cache_dir()) as name:
        scratch = Path(name)
        config = configure(scratch)
        (scratch / f"{DATABASE}.sqlite").touch()
        (scratch / "password").write_text("a password nobody needs\n")
        admin: list[str | Path] = [
            "env", f"TRYTONPASSFILE={scratch / 'password'}", folder / "venv" / "bin" / "trytond-admin", "-c", config,
            "-d", DATABASE,
        ]  # fmt: skip
        run([*admin, "--all", "--email", ADMIN], "creating Tryton's database")
        run([*admin, "-u", *_MODULES, "--activate-dependencies"], "activating Tryton's modules")
        (folder / "prepared.json").write_text(json.dumps(fill(scratch, prepared())))
        (scratch / f"{DATABASE}.sqlite").replace(folder / "prepared.sqlite")
    (folder / "ready").touch()


def configure(folder: Path, port: int = 0) -> Path:
    """Writes the configuration of a server whose database lies in this folder."""
    path = folder / "trytond.conf"
    listen = f"[web]\nlisten = {LOOPBACK}:{port}\n" if port else ""
    path.write_text(f"[database]\nuri = sqlite://\npath = {folder}\n{listen}")
    return path


def fill(folder: Path, plan: Plan) -> dict[str, int]:
    """Puts records into the database in this folder; their ids by their keys."""
    python = home() / "venv" / "bin" / "python"
    command = [str(python), str(_FILL), str(configure(folder)), DATABASE]
    done = subprocess.run(command, check=False, input=json.dumps(plan), capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise PartMissingError(f"filling Tryton's database failed:\n{done.stderr[-3000:]}")
    ids: dict[str, int] = json.loads(done.stdout)
    return ids


def filled(plan: Plan) -> tuple[Path, dict[str, int]]:
    """A database that holds this, and the ids by their keys; made once and kept."""
    if not (home() / "ready").exists():
        raise PartMissingError("there is no Tryton server here: run `make parts`")
    made_from = json.dumps(plan, sort_keys=True).encode() + _FILL.read_bytes()
    name = hashlib.sha256(made_from).hexdigest()[:16]
    kept, said = home() / "filled" / f"{name}.sqlite", home() / "filled" / f"{name}.json"
    if not said.exists():
        kept.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home()) as scratch:
            folder = Path(scratch)
            shutil.copy(home() / "prepared.sqlite", folder / f"{DATABASE}.sqlite")
            known = json.loads((home() / "prepared.json").read_text())
            ids = {one: made for one, made in fill(folder, {**plan, "known": known}).items() if one not in known}
            (folder / f"{DATABASE}.sqlite").replace(kept)
            (folder / "ids.json").write_text(json.dumps(ids))
            (folder / "ids.json").replace(said)  # last: where it stands, the database is whole
    found: dict[str, int] = json.loads(said.read_text())
    return kept, found


class Tryton:
    """A server over a copy of a database."""

    def __init__(self, database: Path | None = None) -> None:
        source = database or home() / "prepared.sqlite"
        if not source.exists():
            raise PartMissingError("there is no Tryton server here: run `make parts`")
        self._folder = tempfile.TemporaryDirectory(prefix="kambrief-tryton-")
        self.port = free_port()
        self.keys = (KEY, ADMIN_KEY, POOR_KEY)
        self._copy(source)
        self._server = self._start()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def execute(self, statement: str, *values: object) -> list[Any]:
        """Straight in the database; for what nobody can do over HTTP."""
        with sqlite3.connect(Path(self._folder.name) / f"{DATABASE}.sqlite", timeout=30) as connection:
            rows = connection.execute(statement, values).fetchall()
        connection.close()
        return rows

    def call(self, method: str, path: str, body: object = None, key: str = ADMIN_KEY) -> httpx.Response:
        """As somebody else who works in the same database: ``path`` below ``rest/model``."""
        address = f"{self.url}/{DATABASE}/rest/model/{path}"
        return httpx.request(method, address, json=body, headers={"Authorization": f"Bearer {key}"}, timeout=30)

    def replace(self, database: Path, *statements: str) -> None:
        """The same server over another database."""
        self._server.stop()
        self._copy(database)
        for statement in statements:
            self.execute(statement)
        self._server = self._start()

    def stop(self) -> None:
        self._server.stop()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _copy(self, source: Path) -> None:
        shutil.copy(source, Path(self._folder.name) / f"{DATABASE}.sqlite")

    def _start(self) -> Server:
        config = configure(Path(self._folder.name), self.port)
        programs = home() / "venv" / "bin"
        command: list[str | Path] = [programs / "python", programs / "trytond", "-c", config]
        return Server(
            command, self._answers, seconds=60, env={"PYTHONUNBUFFERED": "1", "HOME": os.environ.get("HOME", "/")}
        )

    def _answers(self) -> bool:
        ask = {"id": 1, "method": "common.server.version", "params": []}
        try:
            return httpx.post(f"{self.url}/rpc/", json=ask, timeout=2).status_code == 200
        except httpx.TransportError:
            return False
