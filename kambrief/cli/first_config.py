"""``kambrief init``: the first configuration, small and explained; everything else is in config.example.toml."""

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kambrief.errors import UserError
from kambrief.settings import given

ADDRESS_FILE = "calendar-address.txt"
"""Beside the configuration: holds the calendar's address, which is a secret."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked."""

    email: str
    name: str
    calendar: str
    crm: str
    smtp: str
    language: str
    timezone: str


def _text(value: str) -> str:
    """A TOML basic string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _calendar(answers: Answers) -> tuple[list[str], list[str]]:
    """The section's lines, and what is left to do by hand: an address is a secret and never goes into the file."""
    if _is_address(answers.calendar):
        return [f'url_file = "{ADDRESS_FILE}"'], [
            f"The calendar's secret address is in {ADDRESS_FILE}, readable by you alone."
        ]
    return [f"path = {_text(answers.calendar)}"], []


def _is_address(calendar: str) -> bool:
    return "://" in calendar


def _from_there(given_path: str, config: Path) -> str:
    """A path as it was typed, told from the configuration's folder: relative ones start there, not where we are."""
    if not given_path or _is_address(given_path) or config.resolve().parent == Path.cwd():
        return given_path
    return str(Path(given_path).expanduser().resolve())


def _mail(answers: Answers) -> tuple[list[str], list[str]]:
    if not answers.smtp:
        return ["[mail.outbox]", 'folder = "outbox"'], [
            "Mails go to the folder 'outbox' until you configure [mail.smtp]."
        ]
    return (
        ["[mail.smtp]", f"host = {_text(answers.smtp)}", 'security = "starttls"', f"username = {_text(answers.email)}",
         'password_env = "KAMBRIEF_SMTP_PASSWORD"'],
        ["Put the mail password into the environment variable KAMBRIEF_SMTP_PASSWORD."],
    )  # fmt: skip


def write_config(path: Path, answers: Answers, *, force: bool = False) -> list[str]:
    """Write the file; returns what to tell the user. Raises `UserError` for missing answers and an existing file."""
    problems = []
    if "@" not in answers.email:
        problems.append("A mail address is needed: --email you@company.example")
    if not answers.calendar:
        problems.append("A calendar is needed: --calendar with an .ics file, a folder, or its secret https address")
    secret = path.parent / ADDRESS_FILE
    files = (path, secret) if _is_address(answers.calendar) else (path,)
    if not force:
        problems += [f"{file} exists already; add --force to overwrite it" for file in files if file.exists()]
    if problems:
        raise UserError(*problems)
    answers = dataclasses.replace(
        answers, calendar=_from_there(answers.calendar, path), crm=_from_there(answers.crm, path)
    )
    calendar, todo = _calendar(answers)
    mail, more = _mail(answers)
    content = [
        "# Written by 'kambrief init'. Every key there is: config.example.toml.",
        "",
        "[company]",
        f"domains = [{_text(answers.email.rpartition('@')[2])}]",
        "",
        "[[account_managers]]",
        f"email = {_text(answers.email)}",
        f"name = {_text(answers.name)}",
        f"language = {_text(answers.language)}",
        f"timezone = {_text(answers.timezone)}",
        "",
        "[[meetings.icalendar.calendars]]",
        f"owner = {_text(answers.email)}",
        *calendar,
        "",
        *(["[crm.files]", f"folder = {_text(answers.crm)}", ""] if answers.crm else []),
        *mail,
        "",
    ]
    text = "\n".join(content)
    given(tomllib.loads(text))  # a language or time zone that nobody knows is told now, not at the first start
    path.parent.mkdir(parents=True, exist_ok=True)
    if _is_address(answers.calendar):
        secret.unlink(missing_ok=True)
        secret.touch(mode=0o600)
        secret.write_text(answers.calendar + "\n", encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    return [f"Wrote {path}.", *todo, *more, f"Next: kambrief check --config {path}"]
