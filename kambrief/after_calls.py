"""What comes after calls, out of the configuration: follow-ups, the ledger of promises, replies."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from kambrief.core.model import AccountManager
from kambrief.core.promises import PromiseRecord
from kambrief.errors import ProviderError
from kambrief.pipeline import about
from kambrief.pipeline.after import After
from kambrief.pipeline.after_mails import AfterMails
from kambrief.pipeline.before import Beside
from kambrief.pipeline.customers import Customers
from kambrief.pipeline.following import Following
from kambrief.pipeline.followup_text import account_name_in
from kambrief.pipeline.habits import Habits
from kambrief.pipeline.handing_on import HandingOn
from kambrief.pipeline.letters import Letters
from kambrief.pipeline.listening import Listening
from kambrief.pipeline.nudging import Nudging
from kambrief.pipeline.promised import Ledger
from kambrief.pipeline.recording import Recording
from kambrief.pipeline.replies import Replies
from kambrief.pipeline.seeing import Seeing
from kambrief.pipeline.spending import Spending
from kambrief.pipeline.watching import Watching
from kambrief.pipeline.writing_up import MODEL_SECONDS, WritingUp
from kambrief.ports import Store, Writer
from kambrief.ports.mailbox import Drafts, Inbox
from kambrief.settings import Settings


@dataclass(frozen=True, slots=True)
class Shared:
    """What the flow before calls has, too."""

    store: Store
    customers: Customers
    seeing: Seeing | None
    recording: Recording
    writer: Writer | None
    ceiling: Spending | None
    mailboxes: Sequence[Drafts]
    worker: str
    stopping: Callable[[], bool]
    managers: Mapping[str, AccountManager]


def ledger_of(settings: Settings, shared: Shared) -> Ledger:
    """The promises made in calls, and what follows when one changes."""
    recording = shared.recording if settings.followups.log_to_crm else None
    return Ledger(shared.store, recording, structlog.get_logger("kambrief").warning)


def beside(
    settings: Settings, shared: Shared, inbox: Inbox | None, counts: Counter[str], lease: dt.timedelta
) -> tuple[Beside, ...]:
    """The flows that run with the others: what is due of promises, and replies where there is a mailbox for them."""
    log, given = structlog.get_logger("kambrief").warning, settings.followups
    managers = shared.managers
    letters, ledger = Letters(shared.store, settings.briefs.sender), ledger_of(settings, shared)

    def look(
        manager: AccountManager, rows: Sequence[PromiseRecord], now: dt.datetime
    ) -> Sequence[PromiseRecord]:  # fmt: skip
        """The rows with what has become of them, as far as the CRM is reached."""
        crm, accounts = shared.customers.crm, frozenset(row.account_id for row in rows if row.account_id)
        if crm is None or not accounts:
            return rows
        try:
            return ledger.refreshed(rows, crm.histories(accounts), now)
        except ProviderError as error:
            log("promises not looked up", manager=manager.email, provider=error.provider, error=error.reason)
            return rows

    def name_of(row: PromiseRecord) -> str:
        """The customer as the follow-up named them."""
        record = shared.store.followup(row.meeting_id, row.manager)
        return account_name_in(record) if record else ""

    nudging = Nudging(
        shared.store, letters, managers, shared.worker, lease, log, counts, given.nudge_at, shared.mailboxes, look,
        name_of, settings.pages(),
    )  # fmt: skip
    if inbox is None:
        return (nudging,)
    replies = Replies(
        shared.store, inbox, letters, ledger, managers, shared.worker, lease, log, counts,
        dt.timedelta(minutes=given.replies_minutes), given.accept_unauthenticated_replies, settings.own_domains(),
    )  # fmt: skip
    return replies, nudging


LEASE = dt.timedelta(minutes=15)
"""How long a worker may hold a step before others take it for dead, unless a model may take longer."""
MARGIN = dt.timedelta(minutes=5)


def after_calls(settings: Settings, shared: Shared) -> After:
    """Put it together. Without a model rules alone listen and write."""
    log = structlog.get_logger("kambrief").warning
    llm, rules, store = settings.llm, settings.followups.rules(), shared.store
    own = settings.own_domains()
    managers = shared.managers
    whom = about.Whom(shared.customers, shared.seeing, tuple(one.name for one in managers.values() if one.name))
    listening, following = None, None
    if llm is not None and shared.writer is not None:
        limits = (shared.writer, llm.max_prompt_tokens, llm.max_tokens, llm.timeout_seconds)
        listening = Listening(*limits, hide_names=llm.hide_names, spending=shared.ceiling, log=log)
        following = Following(*limits, hide_names=llm.hide_names, spending=shared.ceiling, log=log)
    seconds = max(MODEL_SECONDS, llm.timeout_seconds) if llm is not None else MODEL_SECONDS
    writing = WritingUp(store, own, shared.customers.own_addresses, listening, following, seconds, log)
    recording = shared.recording if settings.followups.log_to_crm else None
    handing = HandingOn(store, whom, writing, recording, log, Habits(store).learn)
    return After(
        store, whom, writing, AfterMails(store, Letters(store, settings.briefs.sender), settings.pages()),
        Watching(store, shared.mailboxes, handing, log, own, rules), managers, own, shared.worker, log, rules,
        lease=max(LEASE, 2 * dt.timedelta(seconds=seconds) + MARGIN), stopping=shared.stopping,
    )  # fmt: skip
