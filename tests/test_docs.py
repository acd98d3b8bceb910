"""The documents say what is so: their commands, keys, columns, links and pictures exist, and nothing that exists is missing."""

import dataclasses
import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from kambrief import settings
from kambrief.cli.commands import app
from kambrief.core.customer import TABLES
from kambrief.core.insight.thresholds import Thresholds
from kambrief.providers import KNOWN, find
from kambrief.providers.drafts import imap
from kambrief.providers.meetings import icalendar
from kambrief.providers.records import SPECS
from kambrief.settings.oidc import OidcSection

ROOT = Path(__file__).parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EXAMPLE = ROOT / "config.example.toml"
MAX_PICTURE = 150_000

_FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<body>.*?)^ *```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_WEB = ("http://", "https://", "mailto:")

each_document = pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)


@functools.cache
def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def prose(document: Path) -> str:
    """Without fenced and indented blocks: what they hold are no links or headings."""
    lines = _FENCE.sub("", text_of(document)).splitlines()
    return "\n".join(line for line in lines if not line.startswith("    "))


# --- commands ------------------------------------------------------------------------------------------------------


def commands() -> dict[str, Any]:
    """``demo``, ``db backup``, …: what typer made of each."""
    found: dict[str, Any] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        found |= {f"{name} {sub}": made for sub, made in below.items()} if below else {name: command}
    return found


def said_commands(document: Path) -> Iterator[tuple[str, ...]]:
    """The words after ``kambrief`` wherever it is called: in code within a line, and in blocks."""
    text = text_of(document)
    blocks = [block["body"] for block in _FENCE.finditer(text)]
    indented = [line for line in text.splitlines() if line.startswith("    ")]
    lines = [*(line for block in blocks for line in block.splitlines()), *indented]
    for code in (*_INLINE.findall(text), *lines):
        called = re.match(r"(?:\s*|.*(?:bin/|[;&] ))kambrief ((?:--log-json |-v )?[a-z].*)$", code.rstrip())
        if called:
            yield tuple(called[1].removeprefix("--log-json ").partition(" #")[0].split())


@each_document
def test_every_command_in_a_document_exists_with_its_options(document: Path) -> None:
    known = commands()
    for words in said_commands(document):
        name = next((name for name in (" ".join(words[:2]), words[0]) if name in known), None)
        assert name, f"kambrief {' '.join(words)}"
        options = {option for parameter in known[name].params for option in parameter.opts} | {"--help"}
        assert {word for word in words if word.startswith("--")} <= options, f"kambrief {' '.join(words)}"


def test_the_readme_lists_every_command() -> None:
    readme = ROOT / "README.md"
    said = {" ".join(words[:size]) for words in said_commands(readme) for size in (1, 2)}
    assert set(commands()) - said == set()


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_tells_what_it_does(name: str) -> None:
    told = CliRunner().invoke(app, [*name.split(), "--help"])
    assert told.exit_code == 0
    assert commands()[name].help


def test_the_commands_that_scripts_rely_on_are_there() -> None:
    promised = ["demo", "init", "check", "rehearse", "run", "once", "meetings", "brief", "why", "match", "eval"]
    assert {*promised, "db upgrade", "db backup", "db restore"} <= set(commands())


# --- links and pictures --------------------------------------------------------------------------------------------


def anchors(document: Path) -> set[str]:
    """The anchors that headings get: lower case, punctuation gone, spaces to hyphens."""
    headings = re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE)
    kept = (
        "".join(c for c in heading.lower() if c in " -_" or unicodedata.category(c)[0] in "LN") for heading in headings
    )
    return {heading.strip().replace(" ", "-") for heading in kept}


@each_document
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in _LINK.findall(prose(document)):
        if target.startswith(_WEB):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), target
        assert file.is_relative_to(ROOT), target
        assert not anchor or anchor in anchors(file), target


def test_every_picture_is_shown_and_small() -> None:
    shown = {target for document in DOCS for target in _LINK.findall(prose(document)) if target.endswith(".png")}
    names = {Path(target).name for target in shown}
    for picture in (ROOT / "docs" / "pictures").glob("*.png"):
        assert picture.stat().st_size < MAX_PICTURE, picture.name
        assert picture.name in names, f"{picture.name} is in no document"


def test_every_document_is_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        seen.add(document)
        linked = {(document.parent / target.partition("#")[0]).resolve() for target in _LINK.findall(prose(document))}
        waiting += [one for one in linked if one in DOCS and one not in seen]
    assert seen == set(DOCS)


# --- the configuration ---------------------------------------------------------------------------------------------


def example_keys() -> set[str]:
    """Every key of the example, those that are commented out, too."""
    return set(re.findall(r"^#? ?([a-z_]+) = ", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))


def example_sections() -> set[str]:
    return set(re.findall(r"^#? ?\[\[?([a-z_.]+)\]\]?", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))


def sections() -> dict[str, type[settings.Section]]:
    """Where it stands → what checks it."""
    shared: dict[str, type[settings.Section]] = {
        "company": settings.CompanySection,
        "briefs": settings.BriefsSection,
        "followups": settings.FollowupsSection,
        "combine": settings.CombineSection,
        "account_managers": settings.ManagerSection,
        "database": settings.DatabaseSection,
        "llm": settings.LlmSection,
        "web": settings.WebSection,
        "web.oidc": OidcSection,
        "meetings.icalendar.calendars": icalendar.CalendarSection,
        "meetings.icalendar.join_hosts": icalendar.JoinHost,
        "drafts.imap.mailboxes": imap.MailboxSection,
        "drafts.imap.smtp": imap.SendSection,
    }
    vendors = {
        f"{kind}.{name}": find(kind, name).Config
        for kind in ("meetings", "crm", "mail", "drafts", "inbox")
        for name in KNOWN[kind]
        if name != "icalendar"
    }
    return {**shared, **vendors}


def block_keys(data: dict[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """Section and key of everything in a piece of configuration."""
    for key, value in data.items():
        rows = value if isinstance(value, list) and value and isinstance(value[0], dict) else [value]
        for row in rows:
            inside = f"{place}.{key}".lstrip(".")
            if isinstance(row, dict) and (place not in sections() or inside in sections()):
                yield from block_keys(row, inside)
            else:
                yield place, key


@each_document
def test_every_configuration_in_a_document_is_one(document: Path) -> None:
    for block in _FENCE.finditer(text_of(document)):
        if block["kind"] != "toml":
            continue
        for place, key in block_keys(tomllib.loads(block["body"])):
            assert key in sections()[place].model_fields, f"[{place}] {key}"
            assert key in example_keys() or key == "headers", f"[{place}] {key}"


@each_document
def test_every_section_and_setting_named_in_a_line_is_in_the_example(document: Path) -> None:
    for code in _INLINE.findall(prose(document)):
        if section := re.fullmatch(r"\[\[?([a-z_.]+)\]\]?", code):
            assert section[1] in example_sections(), code
        if setting := re.fullmatch(r"([a-z_]+) = .+", code):
            assert setting[1] in example_keys() | {"synchronous"}, code


def test_the_example_holds_every_setting_there_is() -> None:
    said = EXAMPLE.read_text(encoding="utf-8")
    for place, kind in sections().items():
        assert place in example_sections(), place
        for key in kind.model_fields:
            # In a comment counts, too: "or password_file".
            assert re.search(rf"\b{key}\b", said), f"[{place}] {key}"


def test_the_example_is_a_valid_configuration() -> None:
    loaded = settings.load(EXAMPLE)
    for kind in ("meetings", "crm", "mail", "drafts", "inbox"):
        table: dict[str, Any] = getattr(loaded, kind)
        for name, data in table.items():
            settings.section(find(kind, name).Config, data, f"{kind}.{name}")


# --- providers -----------------------------------------------------------------------------------------------------


def part(document: Path, heading: str) -> str:
    """The text under a heading, up to the next one of its level or above."""
    level = heading.partition(" ")[0]
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(level)}}} |\Z)", text_of(document), re.DOTALL | re.MULTILINE
    )
    assert found, heading
    return found[1]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_the_files_is_described(table: str) -> None:
    first_cells = re.findall(r"^\| (.+?) \|", part(ROOT / "docs" / "providers.md", f"### {table}"), re.MULTILINE)
    described = {name for cell in first_cells for name in _INLINE.findall(cell)}
    assert described == {name for column in SPECS[table].columns for name in column.names}


@pytest.mark.parametrize("table", TABLES)
def test_the_required_columns_are_called_so(table: str) -> None:
    rows = re.findall(r"^\| (.+?) \| required \|", part(ROOT / "docs" / "providers.md", f"### {table}"), re.MULTILINE)
    said = {name for cell in rows for name in _INLINE.findall(cell)}
    assert said == {name for column in SPECS[table].columns if column.required for name in column.names}


@pytest.mark.parametrize("place", [
    "crm.files", "crm.sql", "crm.hubspot", "crm.salesforce", "crm.tryton", "mail.smtp", "mail.graph",
    "drafts.imap", "drafts.graph", "inbox.imap", "inbox.graph", "llm", "meetings.icalendar", "meetings.zoom", "meetings.teams",
])  # fmt: skip
def test_every_setting_of_a_provider_is_described(place: str) -> None:
    described = set(_INLINE.findall(part(ROOT / "docs" / "providers.md", f"## {place}")))
    kind = sections()["meetings.icalendar.calendars" if place == "meetings.icalendar" else place]
    assert set(kind.model_fields) - described == set()


def test_every_provider_has_a_section() -> None:
    headings = set(re.findall(r"^## (.+)$", text_of(ROOT / "docs" / "providers.md"), re.MULTILINE))
    assert {f"{kind}.{name}" for kind in KNOWN if kind != "llm" for name in KNOWN[kind]} | {"llm"} <= headings


@each_document
def test_python_in_a_document_can_be_read(document: Path) -> None:
    for block in _FENCE.finditer(text_of(document)):
        if block["kind"] == "python":
            indent = len(block["indent"])
            compile("\n".join(line[indent:] for line in block["body"].splitlines()), document.name, "exec")


def test_every_number_a_rule_turns_on_is_named_with_its_insight() -> None:
    described = set(_INLINE.findall(text_of(ROOT / "docs" / "insights.md")))
    assert {field.name for field in dataclasses.fields(Thresholds)} - described == set()
