"""The one place that knows the concrete parts: settings in, the flow with its providers out."""

import datetime as dt
import functools
import hashlib
import logging
import os
import secrets
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import structlog

from kambrief import __version__
from kambrief.after_calls import Shared, after_calls, beside, ledger_of
from kambrief.core.eligibility import external_attendees
from kambrief.core.model import AccountManager, Meeting
from kambrief.directory import is_due, with_members
from kambrief.errors import NotFoundError, UserError
from kambrief.mailboxes import drafts, inbox
from kambrief.managers import Managers
from kambrief.mime import address
from kambrief.pipeline.asking import Asking
from kambrief.pipeline.before import Before, Timing
from kambrief.pipeline.combining import parts_of
from kambrief.pipeline.comparing import Comparing, source_of
from kambrief.pipeline.customers import Customers
from kambrief.pipeline.keeping import keeping
from kambrief.pipeline.outgoing import Outgoing
from kambrief.pipeline.recording import Recording
from kambrief.pipeline.seeing import Seeing
from kambrief.pipeline.spending import Spending, spending
from kambrief.pipeline.writing import Writing
from kambrief.ports import Crm, Health, Mail, Meetings, Store, Writer
from kambrief.ports.mailbox import Drafts, Inbox
from kambrief.providers import find
from kambrief.redaction import redact
from kambrief.settings import LlmSection, Settings, Table, anchored, section
from kambrief.sources import customer_data

if TYPE_CHECKING:
    import httpx

TICK_SECONDS = 15.0
TIDY_EVERY = dt.timedelta(hours=1)


def now() -> dt.datetime:
    """The clock. Called once a run; everything below gets its answer handed down."""
    return dt.datetime.now(dt.UTC)


def new_id() -> str:
    """A meeting's id: ours, random, never changing."""
    return secrets.token_hex(8)


def configure_logging(*, json_lines: bool = False, level: int = logging.INFO) -> None:
    """Structured log lines on standard error: for people on a terminal, JSON for machines."""
    renderer: Any = (
        structlog.processors.JSONRenderer() if json_lines else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@dataclass
class App:
    """Everything, put together. Build it with `build`."""

    settings: Settings
    store: Store
    before: Before
    managers: Mapping[str, AccountManager]
    meetings: Sequence[Meetings]
    crm: Crm | None
    mail: Mail
    writer: Writer | None
    drafts: Sequence[Drafts] = ()
    inbox: Inbox | None = None
    clock: Callable[[], dt.datetime] = now
    stopping: threading.Event = field(default_factory=threading.Event)
    configured: Settings | None = None
    """The settings as they were written, without the members of groups."""
    tidied_at: dt.datetime | None = None

    def _serves(self, mailbox: str) -> bool:
        return any(one.serves(mailbox) for one in self.drafts)

    def run_once(self, at: dt.datetime | None = None, *, collect_now: bool = True) -> Counter[str]:
        """One pass over all due work; the counts of what it did. What account managers chose meanwhile counts."""
        self.refresh()
        self._tidy()
        self.before.counts.clear()
        return Counter(self.before.run(at or self.clock(), collect_now=collect_now))

    def _tidy(self) -> None:
        """Once an hour, what the pages no longer need goes. By the clock, whatever time a pass is played for."""
        at = self.clock()
        if self.tidied_at is None or abs(at - self.tidied_at) >= TIDY_EVERY:
            days = self.settings.web.audit_days if self.settings.web else None
            self.store.site.purge(at, at - dt.timedelta(days=days) if days else None)
            self.tidied_at = at

    def find_meeting(self, name: str, at: dt.datetime) -> Meeting:
        """By id or its unique prefix, ``next``, or unique title text. Raises `NotFoundError` saying what there is."""
        around = self.store.meetings(at - dt.timedelta(days=180), at + dt.timedelta(days=90))
        if name == "next":
            ahead = [meeting for meeting in around if meeting.start > at and self._wanted(meeting)]
            if not ahead:
                raise NotFoundError("No meeting that gets a brief lies ahead; 'kambrief meetings' shows what there is")
            return ahead[0]
        found = [meeting for meeting in around if meeting.id.startswith(name)]
        if not found:
            found = [meeting for meeting in around if name.casefold() in meeting.title.casefold()]
        if len(found) > 1:
            found = [meeting for meeting in found if meeting.end > at] or found
        if not found:
            raise NotFoundError(f"No meeting answers to '{name}'; 'kambrief meetings' shows what there is")
        if len(found) > 1 and _one_series(found):
            return found[0]  # its next occurrence
        if len(found) > 1:
            several = ", ".join(
                f"{meeting.id[:8]} {meeting.start:%Y-%m-%d %H:%M} {meeting.title}" for meeting in found[:5]
            )
            raise NotFoundError(f"'{name}' fits {len(found)} meetings: {several}; use the id")
        return found[0]

    def _wanted(self, meeting: Meeting) -> bool:
        return any(
            self.before.verdict(meeting, self.managers[owner]).brief
            for owner in meeting.owners
            if owner in self.managers
        )

    def readers(self, meeting: Meeting) -> list[AccountManager]:
        """The account managers in whose calendars the meeting stands."""
        return [self.managers[owner] for owner in meeting.owners if owner in self.managers]

    def refresh(self) -> None:
        """Take up what account managers have chosen on the pages since. Raises `ProviderError`."""
        if isinstance(self.managers, Managers):
            self.managers.refresh()

    def renewed(self) -> "App":
        """This app; or, once a day and if the members of a group have changed, one for them on the same store."""
        if self.configured is None or not is_due(self.configured, self.store, self.clock()):
            return self
        try:
            new = build(self.configured, store=self.store, clock=self.clock, stopping=self.stopping)
        except UserError as error:
            structlog.get_logger("kambrief").warning("account managers not renewed", error=str(error))
            return self
        stale = new if new.managers == self.managers else self
        _close(*stale.kept_open())
        return self if stale is new else new

    def close(self) -> None:
        """Let go of the database and of connections that are kept open."""
        _close(self.store, *self.kept_open())

    def kept_open(self) -> list[object]:
        """Parts that may hold connections, without the database."""
        return [self.mail, self.writer, self.inbox, *self.drafts, *self.meetings]

    def check(self, at: dt.datetime) -> list[Health]:
        """Every connection, each with what to do about it."""
        parts: list[Any] = [
            *self.meetings,
            *([self.crm] if self.crm else []),
            self.mail,
            *([self.writer] if self.writer else []),
            *self.drafts,
            *([self.inbox] if self.inbox else []),
        ]
        found = [health for part in parts for health in part.check(at)]
        singly = [one for part in parts for one in (parts_of(self.crm) if self.crm and part is self.crm else (part,))]
        found += [health for part in singly for health in _told_of(part)]
        if self.before.seeing is not None:
            found += self.before.seeing.check([*self.managers.values()])
        if self.crm is None:
            found.append(Health("crm", True, "none configured: briefs say what the calendar knows"))
        if self.writer is None:
            found.append(Health("llm", True, "none configured: code alone writes the briefs"))
        if unserved := [one.email for one in self.managers.values() if one.followups and not self._serves(one.email)]:
            found.append(Health("drafts", True, f"none configured for {', '.join(unserved)}: the recap holds the text"))
        return found


def _told_of(part: object) -> list[Health]:
    """What a vendor's file says of itself: what it does not ask for, and how far it has been tried."""
    told = {"not held": getattr(part, "not_held", ""), "proven": getattr(part, "proven", "")}
    return [Health(f"{getattr(part, 'name', '')}/{what}", ok=True, summary=text) for what, text in told.items() if text]


def _close(*parts: object) -> None:
    for part in parts:
        close = getattr(part, "close", None)
        if close is not None:
            close()


def _one_series(meetings: Sequence[Meeting]) -> bool:
    """Whether these are occurrences of one series."""
    sources = [source for meeting in meetings for source in meeting.sources]
    return all(source.recurrence_id for source in sources) and len({source.uid for source in sources}) == 1


def build(
    settings: Settings,
    *,
    store: Store | None = None,
    mail: Mail | None = None,
    laid: Sequence[Drafts] | None = None,
    clock: Callable[[], dt.datetime] = now,
    ids: Callable[[], str] = new_id,
    stopping: threading.Event | None = None,
    transport: "httpx.BaseTransport | None" = None,
) -> App:
    """Put the parts together. Raises `UserError` with every problem of every section at once. ``laid`` stands in for
    the mailboxes that drafts are laid in, ``transport`` for the video platforms' servers.
    """
    problems: list[str] = []
    configured = settings

    def attempt(make: Callable[[], Any]) -> Any:
        try:
            return make()
        except UserError as error:
            problems.extend(error.problems)
            return None

    store = store or attempt(lambda: open_store(settings))
    log = structlog.get_logger("kambrief")
    if store is not None:
        known = store
        settings = attempt(lambda: with_members(settings, known, clock(), log.warning)) or settings
    if not settings.account_managers:
        problems.append("account_managers: none is listed; add [[account_managers]] with an email")
    sources = [
        attempt(functools.partial(_meetings, settings, name, data, transport))
        for name, data in settings.meetings.items()
    ]
    if not settings.meetings:
        problems.append("meetings: no source is configured; [meetings.icalendar] with one calendar is enough to start")
    crm = attempt(lambda: customer_data(settings, log.warning))
    mail = mail or attempt(lambda: _mail(settings))
    writer = attempt(functools.partial(_writer, settings.llm)) if settings.llm else None
    mailboxes = laid if laid is not None else attempt(lambda: drafts(settings))
    replies = attempt(lambda: inbox(settings))
    problems += _unusable(settings)
    if problems or store is None or mail is None:
        raise UserError(*problems)
    managers = Managers(settings.managers(), store.site)
    own = settings.own_domains()
    worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
    addresses = tuple(address for manager in managers.values() for address in (manager.email, *manager.aliases))
    company = settings.company
    comparing = Comparing(
        source_of(crm), store, settings.rates(), settings.insights, company.revenue_12_months, log.warning
    )
    keep = dt.timedelta(days=settings.briefs.keep_customers_days)
    customers = Customers(
        crm, store, own, addresses, log.warning, comparing, settings.briefs.timezone, keep,
        keeping(crm, store, _signature(settings), keep),
    )  # fmt: skip
    stopping = stopping or threading.Event()
    seeing = Seeing(customers, log.warning)
    recording = Recording(store, crm, worker, log.warning, stopping=stopping.is_set)
    ceiling = spending(settings.llm, store, settings.briefs.timezone) if settings.llm else None
    shared = Shared(store, customers, seeing, recording, writer, ceiling, mailboxes, worker, stopping.is_set, managers)
    counts: Counter[str] = Counter()
    before = Before(
        seeing=seeing,
        recording=recording,
        after=after_calls(settings, shared),
        beside=beside(settings, shared, replies, counts, _timing(settings).lease),
        added=ledger_of(settings, shared).added,
        counts=counts,
        store=store,
        meetings=sources,
        customers=customers,
        writing=_writing(settings, writer, ceiling, log.warning),
        outgoing=Outgoing(
            store, mail, settings.briefs.sender, worker, settings.briefs.on_unknown, log.warning, pages=settings.pages()
        ),
        managers=managers,
        own_domains=own,
        timing=_timing(settings),
        worker=worker,
        new_id=ids,
        log=log.warning,
        stopping=stopping.is_set,
    )
    return App(
        settings, store, before, managers, sources, crm, mail, writer, mailboxes, replies, clock, stopping, configured
    )  # fmt: skip


def _unusable(settings: Settings) -> list[str]:
    """Addresses that no mail could carry: better said now than at each brief."""
    named = [("briefs.sender", settings.briefs.sender)] if settings.briefs.sender else []
    named += [(f"account_managers.{number}.email", one.email) for number, one in enumerate(settings.account_managers)]
    problems = []
    for key, email in named:
        try:
            address(email)
        except UserError as error:
            problems += [f"{key}: {problem}" for problem in error.problems]
    return problems


def open_store(settings: Settings) -> Store:
    """The database of ``[database] url``, migrated; a relative SQLite path starts at the configuration's folder."""
    from kambrief.store.sql import SqlStore

    return SqlStore.open(database_url(settings))


def database_url(settings: Settings) -> str:
    """The configured address with a relative SQLite path made absolute."""
    url = settings.database.url
    prefix = "sqlite:///"
    if (
        url.startswith(prefix)
        and len(url) > len(prefix)
        and not url.startswith(prefix + "/")
        and url != "sqlite:///:memory:"
    ):
        return prefix + str(settings.base_dir.resolve() / url[len(prefix) :])
    return url


def _only(kind: str, table: Table) -> tuple[str, dict[str, Any]] | None:
    if len(table) > 1:
        raise UserError(f"{kind}: {', '.join(table)} are configured, but one at a time is supported; keep one of them")
    return next(iter(table.items()), None)


_PLATFORMS = frozenset({"zoom", "teams"})
"""Sources of meetings that speak through `providers.http`."""


def _meetings(
    settings: Settings, name: str, data: dict[str, Any], transport: "httpx.BaseTransport | None" = None
) -> Meetings:
    module = find("meetings", name)
    config = section(module.Config, anchored(data, settings.base_dir), f"meetings.{name}")
    secret = getattr(config, "webhook_secret_env", None) or getattr(config, "webhook_secret_file", None)
    if settings.web and secret and getattr(config, "webhook_url", None) == "":
        config = config.model_copy(update={"webhook_url": settings.web.hook("graph")})
    options = {"transport": transport} if transport is not None and name in _PLATFORMS else {}
    return cast("Meetings", module.Provider(config, settings.managers(), settings.base_dir, **options))


def _mail(settings: Settings) -> Mail:
    found = _only("mail", settings.mail)
    if found is None:
        raise UserError("mail: no way out is configured; add [mail.smtp], or [mail.outbox] with a folder to try things")
    module = find("mail", found[0])
    config = section(module.Config, anchored(found[1], settings.base_dir), f"mail.{found[0]}")
    if found[0] != "graph":
        return cast("Mail", module.Provider(config))
    senders = [settings.briefs.sender] if settings.briefs.sender else [one.email for one in settings.managers()]
    return cast("Mail", module.Provider(config, mailboxes=senders))


def _writer(llm: LlmSection) -> Writer:
    return cast("Writer", find("llm", llm.provider).Provider(llm))


def _writing(
    settings: Settings, writer: Writer | None, ceiling: Spending | None, log: Callable[..., object]
) -> Writing:
    llm = settings.llm
    own_people = tuple(manager.name for manager in settings.account_managers if manager.name)
    asking = None
    if llm is not None and writer is not None:
        asking = Asking(
            writer, llm.max_prompt_tokens, llm.max_tokens, llm.timeout_seconds, hide_names=llm.hide_names,
            spending=ceiling, log=log,
        )  # fmt: skip
    return Writing(
        asking, own_people, log=log, rates=settings.rates(), limits=settings.insights, pages=settings.pages()
    )  # fmt: skip


def _signature(settings: Settings) -> str:
    """What customers' data are read by: with other settings, or by another version, they are read anew."""
    told = {"version": __version__, "crm": settings.crm, "combine": settings.combine}
    return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:20]


def _timing(settings: Settings) -> Timing:
    briefs = settings.briefs
    return Timing(
        horizon=dt.timedelta(days=briefs.horizon_days),
        poll=dt.timedelta(minutes=briefs.poll_minutes),
        write_ahead=dt.timedelta(minutes=briefs.write_ahead_minutes),
    )


def guests(app: App, meeting: Meeting) -> list[str]:
    """Names or addresses of the external attendees, for lists."""
    return [one.name or one.email for one in external_attendees(meeting, app.before.own_domains)]


def default_config() -> Path:
    """``KAMBRIEF_CONFIG``, else ``config.toml`` in the working folder."""
    return Path(os.environ.get("KAMBRIEF_CONFIG", "config.toml"))
