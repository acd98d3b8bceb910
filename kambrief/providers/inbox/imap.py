"""The mailbox that replies come to, by IMAP. It is opened read-only: no message becomes seen by our reading.

The cursor is the folder's UIDVALIDITY and the last uid read. A server that numbers its messages anew (another
UIDVALIDITY) makes us read again from the day of the last mail; their ids stay, so that none counts twice.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Self

import httpx
from pydantic import model_validator

from kambrief.ports import Health, InboxRead, Received
from kambrief.providers.imap_line import Box, Imap, ImapError, ImapSection, Lying, day
from kambrief.providers.mail_received import FIRST, lasting_key, received
from kambrief.providers.mail_text import read_mail

NAME = "inbox.imap"
_MOST = 300
_BYTES = 1_000_000
"""Of one mail: the text comes before the attachments."""
_LOOKED_AT = 20
_MOST_PROBLEMS = 20


class Config(ImapSection):
    """``[inbox.imap]``."""

    folder: str = "INBOX"
    trusted_authserv: tuple[str, ...] | str = ()
    """The name that our own mail server puts first in Authentication-Results (its authserv-id, RFC 8601)."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        self.check_sign_in()
        if not self.username:
            raise ValueError("needs username and password_env (or password_file)")
        return self

    @property
    def servers(self) -> tuple[str, ...]:
        """Whose Authentication-Results are believed."""
        given = self.trusted_authserv
        return (given,) if isinstance(given, str) else given


class Provider:
    """One mailbox. ``transport`` is for tests; it leads to where tokens come from."""

    name = NAME

    def __init__(self, config: Config, *, transport: httpx.BaseTransport | None = None) -> None:
        self._config = config
        self._imap = Imap(NAME, config, transport)

    def close(self) -> None:
        """Close the connections to where tokens come from."""
        self._imap.close()

    def read(self, cursor: Mapping[str, str], now: dt.datetime) -> InboxRead:
        """See `ports.Inbox`."""
        with self._open() as box:
            same = cursor.get("validity") == box.validity and cursor.get("uid", "").isdigit()
            last = int(cursor["uid"]) if same else 0
            read_to = _moment(cursor.get("at", ""))
            since = read_to - FIRST if read_to and not same else read_to or now - FIRST
            # "last:*" gives the last one even when there is none after it (RFC 9051 §6.4.4).
            asked = f"UID {last + 1}:*" if same else f"SINCE {day(since - dt.timedelta(days=1))}"
            uids = [uid for uid in box.uids(f"UNDELETED {asked}") if uid > last][:_MOST]
            mails, problems = list[Received](), list[str]()
            for one in box.fetch(uids, most=_BYTES):
                found = self._read(one, now, problems)
                if found is not None and (same or found.at >= since):
                    mails.append(found)
            if not same and not uids:  # nothing new: only what comes from now on is
                uids = box.uids("ALL")[-1:]
            newest = max([since, *(one.at for one in mails)])
            after = {"validity": box.validity, "uid": str(max([last, *uids])), "at": newest.isoformat()}
            return InboxRead(tuple(mails), after, tuple(problems[:_MOST_PROBLEMS]))

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Signs in, opens the folder, and looks whose Authentication-Results the newest mails bear."""
        try:
            with self._open() as box:
                uids = box.uids(f"UNDELETED SINCE {day(now - dt.timedelta(days=30))}")[-_LOOKED_AT:]
                named = set[str]()
                for one in box.fetch(uids, headers=True, most=_BYTES):
                    with suppress(ValueError):
                        named |= set(read_mail(one.raw).header("authentication-results").split(";")[0].split()[:1])
        except ImapError as error:
            return (Health(NAME, ok=False, summary=error.what, advice=error.advice),)
        where = f"{self._config.where}, {self._config.username}: {self._config.folder} can be read"
        return (told(NAME, where, self._config.servers, frozenset(named)),)

    @contextmanager
    def _open(self) -> Iterator[Box]:
        config = self._config
        with self._imap.open(config.username, lambda: config.secret("password")) as box:
            box.select(config.folder, readonly=True)
            yield box

    def _read(self, one: Lying, now: dt.datetime, problems: list[str]) -> Received | None:
        try:
            mail = read_mail(one.raw)
        except ValueError as error:
            problems.append(f"{self._config.folder}, message {one.uid}: {error}; it was left out")
            return None
        if len(one.raw) >= _BYTES and not mail.text.strip():
            problems.append(f"{self._config.folder}, message {one.uid}: its text lies beyond the first megabyte")
        return received(mail, lasting_key(mail), one.at or mail.at or now, self._config.servers)


def told(name: str, where: str, wanted: Sequence[str], named: frozenset[str]) -> Health:
    """What is known of authenticity: it decides whether a reply may change anything."""
    if not wanted:
        seen = f" ({', '.join(sorted(named))[:100]} write it here)" if named else ""
        return Health(
            name, ok=True, summary=f"{where}; who really sent a mail is not known: trusted_authserv is not set",
            advice=f"set trusted_authserv to what your mail server puts first in Authentication-Results{seen}",
        )  # fmt: skip
    if named and not {one.casefold() for one in named} & {one.casefold() for one in wanted}:
        return Health(
            name, ok=False, summary=f"{where}; no mail bears Authentication-Results of {', '.join(wanted)}",
            advice=f"compare trusted_authserv with what stands there: {', '.join(sorted(named))[:100]}",
        )  # fmt: skip
    return Health(name, ok=True, summary=f"{where}; senders as {', '.join(wanted)} finds them")


def _moment(text: str) -> dt.datetime | None:
    with suppress(ValueError):
        return dt.datetime.fromisoformat(text)
    return None
