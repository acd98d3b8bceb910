"""An account manager's folder with a configuration, a calendar and a small CRM, and the command run in it.

The commands run as in earnest: `main` with its exit codes. Here in this process, because a new one costs a second;
`in_a_process` is for what only shows there.
"""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import structlog

from kambrief.cli import main

ROOT = Path(__file__).resolve().parents[2]
SUNDAY, EARLY, DUE, AFTER = (
    "2026-10-04T12:00:00+03:00", "2026-10-05T15:00:00+03:00", "2026-10-06T08:00:00+03:00", "2026-10-06T08:01:00+03:00",
)  # fmt: skip
"""Two days before the call of `event`, the day before, an hour before, and a minute later."""

CONFIGURING = ("KAMBRIEF_", "OPENAI_")
"""What variables are called that say how Kambrief works."""

PETRI = 'CN="Vuolle, Petri":mailto:petri@havulinna.example'
ANNA = "CN=Anna Metso:mailto:anna@metsola.example"
VILLE = "CN=Ville Nurmela:mailto:ville@kuura.example"
STRANGER = "CN=Paul Stranger:mailto:paul@elsewhere.example"

CRM: dict[str, list[dict[str, str]]] = {
    "accounts": [
        {"id": "A01", "name": "Havulinna Oy", "domains": "havulinna.example", "country": "FI"},
        {"id": "A02", "name": "Metsola Oy", "domains": "metsola.example", "country": "FI"},
    ],
    "contacts": [
        {"id": "C01", "account_id": "A01", "first_name": "Petri", "last_name": "Vuolle", "role": "champion",
         "email": "petri@havulinna.example", "title": "maintenance manager"},
        {"id": "C11", "account_id": "A02", "first_name": "Anna", "last_name": "Metso", "role": "sponsor",
         "email": "anna@metsola.example", "title": "managing director"},
    ],
    "commitments": [
        {"id": "CM1", "account_id": "A01", "side": "us", "owner": "Ville Nurmela", "text": "Root cause report",
         "made_on": "2026-09-15", "due": "2026-09-25", "status": "open"},
    ],
    "activities": [
        {"id": "act-1", "account_id": "A01", "type": "call", "at": "2026-10-01T15:00:00+03:00", "contacts": "C01",
         "status": "connected", "subject": "Debarker", "body": "Petri wants to see the figures of the debarker first."},
        {"id": "act-2", "account_id": "A02", "type": "call", "at": "2026-10-01T16:00:00+03:00", "contacts": "C11",
         "status": "connected", "subject": "Prices", "body": "Anna asked for the price list of the saw line."},
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output is JSON and nothing else."""
        return json.loads(self.out)


def event(
    start: str = "20261006T090000", *guests: str, uid: str = "call-1", title: str = "Debarker review", minutes: int = 45,
    lines: Sequence[str] = (), mine: str = "ACCEPTED",
) -> str:  # fmt: skip
    """A call that Otto has at this local time (or UTC with a Z); ``lines`` are further properties."""
    zone = "" if start.endswith("Z") else ";TZID=Europe/Helsinki"
    people = "".join(f"ATTENDEE;PARTSTAT=ACCEPTED;{guest}\n" for guest in guests or (PETRI,))
    return (
        f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261001T080000Z\nDTSTART{zone}:{start}\nDURATION:PT{minutes}M\n"
        f"SUMMARY:{title}\nORGANIZER;CN=Otto Salmi:mailto:otto@kuura.example\n"
        f"ATTENDEE;PARTSTAT={mine};CN=Otto Salmi:mailto:otto@kuura.example\n{people}"
        + "".join(f"{line}\n" for line in lines)
        + "END:VEVENT\n"
    )


def calendar(*events: str) -> str:
    """An .ics file."""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Kambrief//tests//EN\n{''.join(events)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


def table(rows: Sequence[Mapping[str, str]]) -> str:
    """A CSV file."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, names)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def read_mail(file: Path | bytes) -> EmailMessage:
    data = file if isinstance(file, bytes) else file.read_bytes()
    return message_from_bytes(data, _class=EmailMessage, policy=policy.SMTP)


def text_of(mail: EmailMessage) -> str:
    """The plain-text part."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours without anything that would configure Kambrief, or lead the demonstration to a model."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(CONFIGURING)}
    return {**kept, "PYTHONPATH": str(ROOT), **(more or {})}


def in_a_process(*words: str, cwd: Path, env: Mapping[str, str] | None = None) -> Done:
    """`kambrief …` as its own program."""
    command = [sys.executable, "-m", "kambrief", *words]
    done = subprocess.run(
        command, cwd=cwd, env=environment(env), capture_output=True, text=True, timeout=50, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


class Office:
    """The folder. `config` may be changed between commands: sections as TOML text."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self.config: dict[str, str] = {
            "briefs": '[briefs]\ntimezone = "Europe/Helsinki"\nlanguage = "en"',
            "manager": '[[account_managers]]\nemail = "otto@kuura.example"\nname = "Otto Salmi"',
            "calendar": '[[meetings.icalendar.calendars]]\npath = "calendar.ics"',
            "crm": '[crm.files]\nfolder = "crm"',
            "mail": '[mail.outbox]\nfolder = "outbox"',
        }
        self.show(event())
        self.know(CRM)

    def show(self, *events: str) -> None:
        """What the calendar holds from now on."""
        (self.folder / "calendar.ics").write_text(calendar(*events), newline="")

    def know(self, crm: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        """What the CRM holds from now on."""
        place = self.folder / "crm"
        place.mkdir(exist_ok=True)
        for name, rows in crm.items():
            (place / f"{name}.csv").write_text(table(rows))

    def write_config(self) -> None:
        (self.folder / "config.toml").write_text("\n\n".join(self.config.values()))

    def run(self, *words: str, **env: str) -> Done:
        """`kambrief …` in the folder."""
        self.write_config()
        out, err = io.StringIO(), io.StringIO()
        with self._monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.chdir(self.folder)
            for name in [name for name in os.environ if name.startswith(CONFIGURING)]:
                patch.delenv(name)
            for name, value in env.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["kambrief", *words])
            try:
                main()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            finally:
                structlog.reset_defaults()
        return Done(code, out.getvalue(), err.getvalue())

    def ok(self, *words: str, **env: str) -> Done:
        """The same, which must end well."""
        done = self.run(*words, **env)
        assert done.code == 0, done.err or done.out
        return done

    def mails(self) -> list[EmailMessage]:
        """What went out, oldest first."""
        files = sorted((self.folder / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [read_mail(file) for file in files]
