"""Plays meetings that are not live: the demonstration, scored scenarios. Nothing is sent."""

import dataclasses
import datetime as dt
import re
import tempfile
import zoneinfo
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from kambrief.app import App, build
from kambrief.core import delivery
from kambrief.core.after import meeting_of
from kambrief.core.model import Meeting
from kambrief.core.wording import word_count
from kambrief.core.work import BriefRecord, Delivery, DeliveryState, MailKind
from kambrief.errors import UserError
from kambrief.evaluation import calls, oracle, sample_platforms, scoring
from kambrief.evaluation.computed import found
from kambrief.evaluation.scenario import Scenario, load, load_reference, prepare
from kambrief.pipeline.customers import Known
from kambrief.pipeline.writing import Written
from kambrief.ports.mailbox import Drafts
from kambrief.settings import LlmSection, given

SCENARIOS = Path(__file__).resolve().parent / "scenarios"


@dataclass(frozen=True, slots=True)
class Played:
    """One mail that the demonstration wrote."""

    scenario: str
    at: dt.datetime
    kind: str
    subject: str
    recipient: str
    words: int
    file: Path
    """The ``.eml``; the same as a page and as text lie beside it."""
    written_by: str = "floor"
    """``floor`` is code alone; else the model whose readings stand in it."""
    model: str = ""
    """What was asked of a model and what it came to, or why nothing of it is there."""
    sources: tuple[str, ...] = ()
    """Which providers knew of the meeting."""

    @property
    def page(self) -> Path:
        """The mail's HTML."""
        return self.file.with_suffix(".html")

    def as_json(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "scenario": self.scenario, "at": self.at.isoformat(), "kind": self.kind, "subject": self.subject,
            "to": self.recipient, "words": self.words, "file": str(self.file), "written_by": self.written_by,
            "model": self.model, "sources": list(self.sources),
        }  # fmt: skip


@contextmanager
def staged(
    scenario: Scenario,
    outbox: Path | None = None,
    llm: LlmSection | None = None,
    *,
    on_its_platform: bool = False,
    clock: Callable[[], dt.datetime] | None = None,
    laid: Sequence[Drafts] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Iterator[App]:
    """The product on one scenario: its files behind the ordinary providers, a database and an outbox of its own.

    ``on_its_platform``: the meeting comes by way of Zoom (beside the published calendar) or of Microsoft 365.
    ``clock``: another than one that stands still; ``laid``: the manager's mailbox; ``more``: further sections.
    """
    with tempfile.TemporaryDirectory(prefix="kambrief-") as folder:
        place = Path(folder)
        files = prepare(scenario, place)
        (place / "sample.secret").write_text("sample", encoding="utf-8")
        calendars = {"calendars": [{"path": str(files.calendar), "owner": scenario.managers[0].email}]}
        sources = sample_platforms.sections(scenario.raw.meeting, "sample.secret") if on_its_platform else {}
        if "teams" not in sources:  # Outlook is the calendar itself
            sources["icalendar"] = calendars
        settings = given(
            {
                "company": _company(scenario),
                "account_managers": [dataclasses.asdict(manager) for manager in scenario.managers],
                "meetings": sources,
                "crm": {"files": {"folder": str(files.crm), "timezone": scenario.managers[0].timezone}},
                "mail": {"outbox": {"folder": str((outbox or place / "outbox").resolve())}},
                "database": {"url": f"sqlite:///{place / 'kambrief.db'}"},
                "llm": llm,
                "base_dir": place,
                **(more or {}),
            }
        )
        count = iter(range(1, 1_000_000))
        # Ids that are the same in each run: the demonstration's files keep their names.
        app = build(
            settings, clock=clock or (lambda: scenario.as_of), laid=laid,
            ids=lambda: f"{scenario.id[:2]}{next(count):06d}",
            transport=sample_platforms.transport(scenario.raw.meeting) if on_its_platform else None,
        )  # fmt: skip
        _remember_tips(app, scenario)
        try:
            yield app
        finally:
            app.close()


def _company(scenario: Scenario) -> dict[str, Any]:
    """Who we are in the scenario, and in what money we count there."""
    meta = scenario.raw.meta
    return {
        "name": scenario.company,
        "domains": scenario.own_domains,
        "currency": meta.get("base_currency", "EUR"),
        "rates": {code: str(rate) for code, rate in meta.get("fx_to_base", {}).items()},
        "revenue_12_months": meta.get("company_t12m_revenue"),
    }


def _remember_tips(app: App, scenario: Scenario) -> None:
    """The tips that its readers have seen before, as the briefs they stood in."""
    for row in scenario.raw.managers:
        for shown in row.get("tips_shown", ()):
            zone = zoneinfo.ZoneInfo(row["timezone"])
            at = dt.datetime.fromisoformat(shown["on"]).replace(hour=12, tzinfo=zone)
            app.store.save_brief(
                BriefRecord(
                    meeting_id=f"earlier-{shown['tip']}", manager=row["email"].casefold(), revision=shown["on"],
                    kind=MailKind.BRIEF, created_at=at, subject="", text="", html="", written_by="floor",
                    language=row["brief_language"], why={"tip": shown["tip"]},
                ),
                (),
                replace_planned=False,
            )  # fmt: skip


def play_demo(out: Path, folders: Sequence[Path] = (), model: LlmSection | None = None) -> list[Played]:
    """The shipped scenarios through the whole product, each at its own time; mails into ``out``.

    Raises `UserError` when a mail could not be written there.
    """
    played = []
    for folder in folders or sorted(path for path in SCENARIOS.iterdir() if path.is_dir()):
        scenario = load(folder)
        place = out / scenario.id
        for older in (file for kind in ("eml", "html", "txt") for file in place.glob(f"*.{kind}")):
            older.unlink()
        with staged(scenario, place, model, on_its_platform=True) as app:
            app.run_once(scenario.as_of)
            for meeting in app.store.meetings(scenario.as_of, scenario.as_of + dt.timedelta(days=14)):
                for reader in app.readers(meeting):
                    app.run_once(delivery.due_at(meeting, reader))
                calls.held(app, scenario, meeting, place)
            played += [_played(scenario, app, row, place) for row in app.store.deliveries()]
    return played


def _played(scenario: Scenario, app: App, row: Delivery, place: Path) -> Played:
    if row.state is not DeliveryState.SENT:
        raise UserError(f"The mails were not written to {place}: {row.note or row.state}")
    mail = message_from_bytes(row.message, _class=EmailMessage, policy=policy.SMTP)
    body = mail.get_body(("plain",))
    text = str(body.get_content()) if body else ""
    reader = next(manager for manager in scenario.managers if manager.email == row.manager)
    file = next(path for path in place.glob("*.eml") if path.read_bytes() == row.message)
    records = app.store.briefs(row.meeting_id, row.manager)
    record = next((one for one in records if one.revision == row.revision), records[-1])
    return Played(
        scenario.id, mail["Date"].datetime.astimezone(zoneinfo.ZoneInfo(reader.timezone)), str(row.kind),
        str(mail["Subject"]), row.recipient, word_count(re.split(r"\r?\n-- ?\r?\n", text)[0]), file,
        record.written_by, _asked(record), _sources(app, row.meeting_id),
    )  # fmt: skip


def _sources(app: App, meeting_id: str) -> tuple[str, ...]:
    meeting = app.store.meeting(meeting_of(meeting_id) or meeting_id)
    names = [source.provider.removeprefix("meetings.") for source in meeting.sources] if meeting else []
    return tuple(sorted(dict.fromkeys(names), key=lambda name: (name == "icalendar", name)))


def _asked(record: BriefRecord) -> str:
    """The receipts of a brief in one line; empty where no model was asked."""
    receipts = record.why.get("model")
    said = []
    for call in receipts if isinstance(receipts, list) else []:
        cost = f", cost {call['cost']}" if call.get("cost") is not None else ""
        if "error" in call:
            said.append(f"{call.get('model', 'the model')} failed ({call['error']})")
        else:
            said.append(
                f"{call['model']} at {call['destination']}: {call['prompt_tokens']} + {call['completion_tokens']}"
                f" tokens{cost}, {len(call['fields'])} facts sent"
            )
    return "; ".join(said)


# --- scored scenarios ----------------------------------------------------------------------------------------------


def evaluate_all(
    folders: Sequence[Path], llm: LlmSection | None = None, *, strip_tags: bool = False, out: Path | None = None
) -> list[dict[str, Any]]:
    """One result a scenario, in the form scripts rely on (`scoring.result`)."""
    return [evaluate(folder, llm, strip_tags=strip_tags, out=out) for folder in folders]


def evaluate(
    folder: Path, llm: LlmSection | None = None, *, strip_tags: bool = False, out: Path | None = None
) -> dict[str, Any]:
    """Write the scenario's brief as of its time, then (and only then) read the reference and score."""
    scenario = load(folder, strip_tags=strip_tags)
    with staged(scenario, llm=llm) as app:
        meeting, written, known = _write(app, scenario)
        called = calls.written_up(app, scenario, meeting)
    reader = scenario.managers[0]
    read = f"{written.rendered.subject}\n\n{written.rendered.text}"
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{scenario.id}.brief.txt").write_text(read, encoding="utf-8")
        (out / f"{scenario.id}.brief.html").write_text(written.rendered.html, encoding="utf-8")
        if called is not None:
            calls.keep(called, out, scenario.id)
    raw = load(folder).raw  # the oracle compares with the files as they are
    findings = oracle.unsupported(read, raw, scenario.as_of, reader)
    reference = load_reference(folder)
    try:
        score = scoring.score(read, reference, body=written.body, unsupported=len(findings))
        computed = scoring.insights(found(written.situation, known), reference)
        after = calls.scored(called, reference) if called is not None else None
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise UserError(f"{folder}: reference.json is not of the form of a reference: {error!r}") from error
    return scoring.result(scenario.id, written.brief.written_by, score, computed, after)


def _write(app: App, scenario: Scenario) -> tuple[Meeting, Written, Known]:
    now = scenario.as_of
    app.before.collect(now)
    meeting = app.find_meeting("next", now)
    known = app.before.customers.fetch([meeting], now)
    asking = app.before.writing.asking
    send_at = now + dt.timedelta(seconds=asking.timeout_seconds if asking else 0)
    past = app.store.meetings(now - dt.timedelta(days=180), now)
    return meeting, app.before.compose(meeting, app.readers(meeting)[0], known, past, now, send_at), known
