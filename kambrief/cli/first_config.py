"""``kambrief init``: the first configuration, small and explained; everything else is in config.example.toml."""

from dataclasses import dataclass
from pathlib import Path

from kambrief.errors import UserError


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
    if "://" in answers.calendar:
        return ['url_file = "calendar-address.txt"'], [
            "The calendar's secret address is in calendar-address.txt, readable by you alone."
        ]
    return [f"path = {_text(answers.calendar)}"], []


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
    if path.exists() and not force:
        problems.append(f"{path} exists already; add --force to overwrite it")
    if problems:
        raise UserError(*problems)
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
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(content), encoding="utf-8")
    if "://" in answers.calendar:
        secret = path.parent / "calendar-address.txt"
        secret.touch(mode=0o600)
        secret.write_text(answers.calendar + "\n", encoding="utf-8")
    return [f"Wrote {path}.", *todo, *more, f"Next: kambrief check --config {path}"]
