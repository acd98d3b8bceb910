"""Scenarios on disk: what the product may see of one, and, later, the reference it is scored against.

A scenario is a folder with CRM tables, ``meeting.ics`` and ``scenario.json``. `load` and `prepare` never open
``reference.json``, ``gold_*`` or ``poor_*``; only `load_reference` does, after the texts are written.
"""

import csv
import datetime as dt
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kambrief.errors import UserError

Row = Mapping[str, Any]

TABLES: Final = {
    "accounts": "accounts.json",
    "contacts": "contacts.csv",
    "products": "products.csv",
    "deals": "deals.csv",
    "contracts": "contracts.csv",
    "commitments": "commitments.csv",
    "activities": "activities.json",
    "orders": "orders.csv",
    "surveys": "surveys.csv",
    "tickets": "tickets.csv",
    "plans": "plans.csv",
}
"""Our table names and the files they stand in."""

_NEEDED: Final = ("scenario.json", "account_managers.json", "accounts.json", "contacts.csv", "meeting.ics")


@dataclass(frozen=True, slots=True)
class ManagerProfile:
    """The reader of the brief, as the scenario describes them."""

    email: str
    name: str
    timezone: str
    language: str
    lead_minutes: int
    signature: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class RawScenario:
    """The files of the brief phase as plain rows, unread by any code that writes briefs."""

    meta: Row
    managers: tuple[Row, ...]
    tables: Mapping[str, tuple[Row, ...]]
    meeting: Row
    """``meeting.json``: title, start, end, attendees, join link; empty when the scenario has none."""

    @property
    def group(self) -> frozenset[str]:
        """The account ids the meeting is about."""
        return frozenset(self.meta.get("group") or [self.meta["account_id"]])


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, loaded. ``as_of`` is the moment at which the brief is written."""

    id: str
    folder: Path
    as_of: dt.datetime
    managers: tuple[ManagerProfile, ...]
    own_domains: tuple[str, ...]
    company: str
    raw: RawScenario
    strip_tags: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """Where the ordinary providers find the scenario: ``[crm.files] folder`` and a calendar's ``path``."""

    crm: Path
    calendar: Path


def load(folder: Path, *, strip_tags: bool = False) -> Scenario:
    """Read the brief phase of a scenario. Raises `UserError` naming everything that is missing or unreadable."""
    _require(folder)
    meta = _json(folder / "scenario.json")
    managers = tuple(_json(folder / "account_managers.json"))
    tables = {table: _table(folder / name, strip_tags=strip_tags) for table, name in TABLES.items()}
    meeting = folder / "meeting.json"
    raw = RawScenario(meta, managers, tables, _json(meeting) if meeting.exists() else {})
    try:
        return Scenario(
            id=meta["id"],
            folder=folder,
            as_of=dt.datetime.fromisoformat(meta["as_of"]),
            managers=tuple(_profile(row) for row in managers),
            own_domains=tuple(meta.get("company_domains", ())),
            company=meta.get("company", ""),
            raw=raw,
            strip_tags=strip_tags,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise UserError(
            f"{folder}: scenario.json or account_managers.json lacks a field or it is malformed: {error}"
        ) from error


def prepare(scenario: Scenario, target_dir: Path) -> Prepared:
    """Copy the CRM tables and the invitation into ``target_dir`` for the ordinary providers.

    The copies are dated ``as_of``: a file's age is shown in briefs, and the scenario's clock is the only one there.
    """
    places = Prepared(target_dir / "crm", target_dir / "calendar")
    for place in (places.crm, places.calendar):
        place.mkdir(parents=True, exist_ok=True)
    for name in TABLES.values():
        if (scenario.folder / name).exists():
            _copy(scenario, name, places.crm)
    _copy(scenario, "meeting.ics", places.calendar)
    return places


def load_reference(folder: Path) -> dict[str, Any]:
    """What a good brief holds. Only for scoring: call it after the texts are written."""
    path = folder / "reference.json"
    if not path.exists():
        raise UserError(f"{folder}: reference.json is missing, so there is nothing to score against")
    reference: dict[str, Any] = _json(path)
    return reference


def _require(folder: Path) -> None:
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder: name the folder of a scenario")
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise UserError(f"{folder} is no scenario: {', '.join(missing)} missing")


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read as JSON: {error}") from error


def _table(path: Path, *, strip_tags: bool) -> tuple[Row, ...]:
    if not path.exists():
        return ()
    if path.suffix == ".json":
        return tuple(_untagged(_json(path)) if strip_tags else _json(path))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error) as error:
        raise UserError(f"{path} cannot be read as CSV: {error}") from error
    return tuple(_untagged(rows) if strip_tags else rows)


def _untagged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows with every ``tags`` field emptied, as a CRM without our tags would have them."""
    return [{**row, "tags": type(row["tags"])()} if "tags" in row else row for row in rows]


def _profile(row: Row) -> ManagerProfile:
    return ManagerProfile(
        email=row["email"].casefold(),
        name=row.get("name", ""),
        timezone=row["timezone"],
        language=row["brief_language"],
        lead_minutes=int(row.get("brief_lead_minutes", 60)),
        signature=row.get("signature", ""),
        title=row.get("title", ""),
    )


def _copy(scenario: Scenario, name: str, place: Path) -> None:
    target = place / name
    if scenario.strip_tags and name.endswith(".json"):
        rows = _untagged(_json(scenario.folder / name))
        target.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    else:
        shutil.copyfile(scenario.folder / name, target)
    moment = scenario.as_of.timestamp()
    os.utime(target, (moment, moment))
