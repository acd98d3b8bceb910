"""The mailbox that replies come to, through Microsoft Graph. It is only read.

The cursor is the moment of the last mail read, and the ids of those of around that time: mails may show a little late,
so each read begins some minutes before, and leaves out what it has seen.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import httpx
from pydantic import Field

from kambrief.errors import CallError, ProviderError
from kambrief.ports import Health, InboxRead, Received
from kambrief.providers.graph import Graph, GraphSection
from kambrief.providers.graph_mail import Messages, is_invitation, mail_of, moment_of, need
from kambrief.providers.mail_received import FIRST, received
from kambrief.providers.mail_text import ReadMail

NAME = "inbox.graph"
_MOST = 300
_LOOKED_AT = 1500
_OVERLAP = dt.timedelta(minutes=10)
_READ = "Mail.Read"
_INTERNAL = "x-ms-exchange-organization-authas"


class Config(GraphSection):
    """``[inbox.graph]``."""

    mailbox: str = Field(pattern=r"^\S+$")
    """Address or object id."""
    trusted_authserv: tuple[str, ...] | str = ()
    """Left out: Exchange Online's own, which bear no name."""


class Provider:
    """One mailbox. ``transport`` and ``clock`` are for tests."""

    name = NAME
    proven = "against Microsoft's published specification and a stateful fake of our own, not against a live tenant"

    def __init__(
        self,
        config: Config,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        self._config = config
        self._graph = Graph(NAME, config, transport=transport, clock=clock)
        self._messages = Messages(self._graph.api)
        given = config.trusted_authserv
        self._servers = (given,) if isinstance(given, str) and given else tuple(given)

    def close(self) -> None:
        """Close the connections."""
        self._graph.close()

    def read(self, cursor: Mapping[str, str], now: dt.datetime) -> InboxRead:
        """See `ports.Inbox`."""
        last = _moment(cursor.get("at", ""))
        known = set(filter(None, cursor.get("ids", "").split(",")))
        since = last - _OVERLAP if last else now - FIRST
        try:
            rows, whole = self._rows(since, known)
            if last and not whole and all(_short(row) in known for row in rows):
                since = last  # more in these minutes than one read looks at: go on where we were
                rows, _ = self._rows(since, known)
        except CallError as error:
            told = f"{error.reason}: {need(error, self._config.mailbox, _READ)}"
            raise ProviderError(NAME, told, retry_after=error.retry_after) from None
        mails = [self._received(row, now) for row in rows if _short(row) not in known]
        newest = max((moment_of(row.get("receivedDateTime")) or since for row in rows), default=last or since)
        kept = [_short(row) for row in rows if (moment_of(row.get("receivedDateTime")) or since) >= newest - _OVERLAP]
        return InboxRead(tuple(mails), {"at": newest.isoformat(), "ids": ",".join(kept)})

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Signs in and reads the newest mail."""
        mailbox = self._config.mailbox
        self._graph.sign_in.forget()
        try:
            list(self._messages.since(mailbox, "inbox", "receivedDateTime", now - FIRST, most=1))
        except CallError as error:
            return (Health(NAME, ok=False, summary=f"{mailbox}: {error.reason}", advice=need(error, mailbox, _READ)),)
        whose = f"as {', '.join(self._servers)} finds them" if self._servers else "as Exchange Online finds them"
        return (Health(NAME, ok=True, summary=f"{mailbox} can be read; senders {whose}"),)

    def _rows(self, since: dt.datetime, known: set[str]) -> tuple[list[dict[str, Any]], bool]:
        """The oldest since then, so many that enough new ones are among them; and whether those are all."""
        found, new = list[dict[str, Any]](), 0
        for row in self._messages.since(
            self._config.mailbox, "inbox", "receivedDateTime", since, most=_LOOKED_AT, whole=True, newest=False
        ):
            found.append(row)
            new += _short(row) not in known
            if new >= _MOST:
                return found, False
        return found, len(found) < _LOOKED_AT

    def _received(self, row: dict[str, Any], now: dt.datetime) -> Received:
        mail = mail_of(row)
        at = moment_of(row.get("receivedDateTime")) or mail.at or now
        found = received(mail, str(row["id"]), at, self._servers, unnamed=not self._servers)
        return replace(found, automatic=found.automatic or is_invitation(row), authentic=_inside(mail, found.authentic))


def _inside(mail: ReadMail, judged: bool | None) -> bool | None:  # noqa: FBT001 three values
    """A colleague's mail never leaves Exchange and so bears no result of use; there Exchange itself says that its
    sender was signed in. From outside this header does not come through (Exchange takes such off at its edge).
    """
    inside = len(mail.senders) == 1 and mail.header(_INTERNAL).strip().casefold() == "internal"
    return True if inside else judged


def _short(row: Mapping[str, Any]) -> str:
    return hashlib.sha256(str(row.get("id")).encode()).hexdigest()[:12]


def _moment(text: str) -> dt.datetime | None:
    with suppress(ValueError):
        return dt.datetime.fromisoformat(text)
    return None
