"""Drafts in account managers' own mailboxes by IMAP, and their sending by SMTP where that is configured.

    put   known already? → that one. Else append → another try was quicker? → ours away again
          in the place of an older one: changed by a person? → no. Else append the new one, then delete the old one
    look  in Sent by its id or mark → in Drafts by place, id or mark → in Sent, then in Drafts, by what it looks like
    send  mark it "being sent" → SMTP → mark it "sent" → into Sent, unless it is there → delete the draft

A message at an IMAP server never changes: who edits a draft writes a new one and deletes the old one. So a crash
between our append and our delete leaves two, each known as ours by its mark; the next `put` or `look` tidies up.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self

import httpx
from pydantic import Field, model_validator

from kambrief.errors import DraftChangedError, GoneError, ProviderError, UserError
from kambrief.mime import build_draft
from kambrief.ports import DraftMail, Found, Health, Placed
from kambrief.providers.imap_drafts import DRAFTS, SENT, Seen, Shelf
from kambrief.providers.imap_line import Imap, ImapError, ImapSection
from kambrief.providers.imap_sending import file_away, submit
from kambrief.providers.imap_thread import thread_of
from kambrief.providers.mail_draft import Ref, is_untouched, mark_of
from kambrief.providers.mail_files import with_files_of
from kambrief.providers.mail_text import own_words
from kambrief.providers.side_by_side import side_by_side
from kambrief.providers.smtp_line import SmtpSection, Submission, UnreachedError
from kambrief.settings import Section

NAME = "drafts.imap"
_FOR_ALL = "{mailbox}"
_LONG_AGO = dt.timedelta(days=60)
_TOLD = 5
"""So many mailboxes with a problem are named."""


class MailboxSection(Section):
    """``[[drafts.imap.mailboxes]]``: one account manager's mailbox and its own password."""

    manager: str = Field(min_length=3)
    """Address of the account manager."""
    username: str = ""
    """What the server knows them by; left out: their address."""
    password_env: str | None = None
    password_file: Path | None = None

    @property
    def has_password(self) -> bool:
        """Whether it is signed in to by a password of its own."""
        return bool(self.password_env or self.password_file)


class SendSection(Section):
    """``[drafts.imap.smtp]``: the server that account managers' mail leaves by, signed in to as by IMAP."""

    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["starttls", "tls"] = "starttls"
    ca_file: Path | None = None
    timeout_seconds: float = Field(default=20, gt=0, le=300)


class Config(ImapSection):
    """``[drafts.imap]``. Either each mailbox with its own password, or one sign-in that opens all of them: then
    ``username`` says how the server wants it written, such as ``{mailbox}*kambrief``.
    """

    mailboxes: tuple[MailboxSection, ...] = ()
    drafts_folder: str = ""
    """For servers that mark no folder as the one for drafts."""
    sent_folder: str = ""
    smtp: SendSection | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.auth == "xoauth2" and not self.username:
            raise ValueError("auth = 'xoauth2' needs username too: '{mailbox}' where it is the manager's address")
        self.check_sign_in()
        if self.username and "{mailbox}" not in self.username:
            raise ValueError("username must hold {mailbox}, such as '{mailbox}*kambrief': it opens every mailbox")
        known = [one.manager.casefold() for one in self.mailboxes]
        twice = sorted({one for one in known if known.count(one) > 1})
        if twice:
            raise ValueError(f"mailboxes: {', '.join(twice)} stands there twice")
        for one in self.mailboxes:
            if not one.has_password and not self.username:
                raise ValueError(f"mailboxes: {one.manager} needs password_env or password_file")
        if not self.mailboxes and not self.username:
            raise ValueError("needs mailboxes with their passwords, or one username with {mailbox} in it for all")
        return self


class Provider:
    """All mailboxes at one server. ``transport`` is for tests; it leads to where tokens come from."""

    name = NAME

    def __init__(
        self, config: Config, *, mailboxes: Sequence[str] = (), transport: httpx.BaseTransport | None = None
    ) -> None:
        """``mailboxes``: the account managers' addresses, for `check` where the configuration names none."""
        self._config, self._transport = config, transport
        self._imap = Imap(NAME, config, transport)
        self._known = {one.manager.casefold(): one for one in config.mailboxes}
        self._checked = tuple(one.manager for one in config.mailboxes) or tuple(mailboxes)
        self.can_send = config.smtp is not None

    def close(self) -> None:
        """Close the connections to where tokens come from."""
        self._imap.close()

    def serves(self, mailbox: str) -> bool:
        """See `ports.Drafts`."""
        return mailbox.casefold() in self._known or (bool(self._config.username) and not self._known)

    def put(self, mailbox: str, mail: DraftMail, placed: Placed | None = None) -> Placed:
        """See `ports.Drafts`."""
        new = Ref.of("", mail)
        with self._open(mailbox) as shelf:
            if placed is not None:
                return self._replaced(shelf, mailbox, mail, Ref.read(placed.ref, mail.message_id, placed.content))
            shelf.select(DRAFTS)
            lying = shelf.certain(new)
            if lying:
                return _settled(shelf, new, lying)
            if shelf.in_sent(new) is not None:  # sent by the person between a first try and this one
                return Placed(new.written(), content=new.content)
            return self._appended(shelf, mailbox, mail)

    def look(self, mailbox: str, placed: Placed, message_id: str, since: dt.datetime) -> Found:
        """See `ports.Drafts`. A mail program may delete the draft a moment before the mail shows in Sent: what is gone
        is worth a second look.
        """
        ref = Ref.read(placed.ref, message_id, placed.content)
        with self._open(mailbox) as shelf:
            sent = shelf.in_sent(ref)
            if sent is not None:
                return _found("sent", shelf, ref, sent)
            shelf.select(DRAFTS)
            lying = shelf.certain(ref)
            if lying:
                return _found("draft", shelf, ref, shelf.current(ref, lying))
            for state, use in (("sent", SENT), ("draft", DRAFTS)):
                shelf.select(use, readonly=True)
                there = shelf.alike(ref, since)
                if there is not None:
                    return _found(state, shelf, ref, there)
        return Found("gone")

    def send(self, mailbox: str, placed: Placed, message_id: str) -> None:
        """See `ports.Drafts`. The mail is the draft, byte for byte, without its Bcc; one found in Sent has left."""
        ref = Ref.read(placed.ref, message_id, placed.content)
        with self._open(mailbox) as shelf, self._submission(mailbox) as line:
            sent = shelf.in_sent(ref)
            shelf.select(DRAFTS)
            lying = shelf.certain(ref)
            if sent is not None:
                shelf.tidy([one for one in lying if one.content == sent.content])
                return
            if not lying:
                raise GoneError(NAME, f"the draft is not in {mailbox} any more")
            there = shelf.current(ref, lying)
            submit(shelf, line, NAME, mailbox, there)
            file_away(shelf, there)

    def thread_of(self, mailbox: str, uid: str, people: frozenset[str], since: dt.datetime) -> tuple[str, ...]:
        """See `ports.Drafts`. Looks into the newest mails with these people in the inbox and in Sent."""
        with self._open(mailbox) as shelf:
            return thread_of(shelf.box, ("INBOX", shelf.folder(SENT)), uid, people, since)

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Signs in to each mailbox and finds its folders; writes nothing."""
        del now
        if not self._checked:
            return (Health(NAME, ok=True, summary="no mailbox was tried: no account manager is known yet"),)
        tried = side_by_side(self._checked, self._tried, lambda mailbox: (mailbox, None))
        failed = [
            Health(NAME, ok=False, summary=f"{mailbox}: {error.what}", advice=error.advice)
            for mailbox, error in tried
            if error
        ]
        if failed:
            return tuple(failed[:_TOLD])
        where = f"{len(tried)} mailboxes" if len(tried) > 1 else self._checked[0]
        may = "may send as their owner" if self.can_send else "no right to send: there is no [drafts.imap.smtp]"
        return (Health(NAME, ok=True, summary=f"{self._config.where}, {where}: Drafts and Sent found; {may}"),)

    def _tried(self, mailbox: str) -> tuple[str, ImapError | UnreachedError | None]:
        try:
            with self._open(mailbox) as shelf:
                shelf.select(SENT, readonly=True)
                shelf.select(DRAFTS, readonly=True)
            if self.can_send:
                with self._submission(mailbox) as line:
                    line.say_noop()
        except (ImapError, UnreachedError) as error:
            return mailbox, error
        return mailbox, None

    # --- sign-in ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _open(self, mailbox: str) -> Iterator[Shelf]:
        config = self._config
        username, secret = self._credentials(mailbox)
        with self._imap.open(username, secret) as box:
            yield Shelf(NAME, config.where, box, {DRAFTS: config.drafts_folder, SENT: config.sent_folder})

    def _credentials(self, mailbox: str) -> tuple[str, Callable[[], str]]:
        own = self._known.get(mailbox.casefold())
        if not self.serves(mailbox):
            told = f"the mailbox of {mailbox} is not configured"
            raise ImapError(NAME, told, "add it under [[drafts.imap.mailboxes]]")
        if own is not None and own.has_password:
            return own.username or own.manager, lambda: own.secret("password")
        name = (own.username if own else "") or mailbox
        return self._config.username.replace(_FOR_ALL, name), lambda: self._config.secret("password")

    @contextmanager
    def _submission(self, mailbox: str) -> Iterator[Submission]:
        """The way out, signed in to as by IMAP."""
        config, given, own = self._config, self._config.smtp, self._known.get(mailbox.casefold())
        if given is None:
            raise ProviderError(NAME, "sending is not configured: there is no [drafts.imap.smtp]", permanent=True)
        source = own if own is not None and own.has_password else config
        section = SmtpSection(
            host=given.host, port=given.port, security=given.security, ca_file=given.ca_file or config.ca_file,
            timeout_seconds=given.timeout_seconds, auth=config.auth, username=self._credentials(mailbox)[0],
            password_env=source.password_env, password_file=source.password_file, tenant=config.tenant,
            client_id=config.client_id, client_secret_env=config.client_secret_env,
            client_secret_file=config.client_secret_file, certificate_file=config.certificate_file,
            login_url=config.login_url, token_scope=config.token_scope,
        )  # fmt: skip
        line = Submission(section, name=NAME, transport=self._transport)
        try:
            yield line
        finally:
            line.close()

    # --- writing ---------------------------------------------------------------------------------------------------

    def _appended(self, shelf: Shelf, mailbox: str, mail: DraftMail, attached: Sequence[bytes] = ()) -> Placed:
        try:
            message = build_draft(mail, mailbox, mark_of(mail))
            for old in attached[-1:]:
                message = with_files_of(message, old)
        except UserError as error:
            raise ProviderError(NAME, str(error), permanent=True) from None
        except ValueError:
            told = f"the draft in {mailbox} has attachments that cannot be carried over"
            raise DraftChangedError(NAME, told) from None
        drafts, ref = shelf.select(DRAFTS), Ref.of("", mail)
        uid = shelf.box.append(drafts, message, ("\\Draft", "\\Seen"), mail.date)
        shelf.select(DRAFTS)  # anew: some servers show what has come only then
        lying = [one for one in shelf.certain(ref) if one.content == ref.content or one.uid == uid]
        if not lying:
            raise ImapError(NAME, f"the draft was written into {mailbox} and is not to be seen there")
        return _settled(shelf, ref, lying, uid)

    def _replaced(self, shelf: Shelf, mailbox: str, mail: DraftMail, old: Ref) -> Placed:
        new = Ref.of("", mail)
        shelf.select(DRAFTS)
        lying = shelf.certain(old, new)
        if _changed(lying, old, new):
            raise DraftChangedError(NAME, f"the draft in {mailbox} has been changed since we left it there")
        if not lying:
            raise self._missing(shelf, mailbox, old, mail.date)
        done = [one for one in lying if one.content == new.content]
        if done:  # an earlier try of the same came this far
            shelf.tidy([one for one in lying if one is not done[0]])
            shelf.finish(old)
            return _placed(shelf, new, done[0])
        if not mail.thread:  # what the old one answered, the new one does
            mail = replace(mail, thread=tuple(reversed(lying[-1].mail.answers)))
        attached = [shelf.whole(one) for one in lying if one.mail.files]
        placed = self._appended(shelf, mailbox, mail, attached)
        own = Ref.read(placed.ref).place
        others = [one for one in shelf.certain(old, new) if shelf.place(one.uid) != own]
        before = {one.uid for one in lying}
        if _changed(others, old, new) or not any(one.uid in before for one in others):
            # A person's mail program was quicker: theirs stays, ours goes.
            ours = [one for one in shelf.certain(new) if one.content == new.content]
            shelf.tidy(ours, files_too=True)
            raise DraftChangedError(NAME, f"the draft in {mailbox} was changed while it was to be replaced")
        shelf.tidy(others, files_too=True)
        return placed

    @staticmethod
    def _missing(shelf: Shelf, mailbox: str, old: Ref, date: dt.datetime) -> DraftChangedError | GoneError:
        if shelf.in_sent(old) is not None:
            return GoneError(NAME, f"the draft has been sent from {mailbox}")
        shelf.select(DRAFTS)
        if shelf.alike(old, date - _LONG_AGO) is not None:
            return DraftChangedError(NAME, f"the draft in {mailbox} has been changed since we left it there")
        return GoneError(NAME, f"the draft is not in {mailbox} any more")


def _changed(lying: Sequence[Seen], *refs: Ref) -> list[Seen]:
    """Those that a person has made something else of."""
    known = {ref.content for ref in refs}
    return [one for one in lying if one.content not in known and not is_untouched(one.mail)]


def _settled(shelf: Shelf, ref: Ref, lying: Sequence[Seen], own: int = 0) -> Placed:
    """Of several copies the first stays, so that tries beside one another agree on which. ``own``: the one just
    written, whatever the server has made of it.
    """
    changed = [one for one in _changed(lying, ref) if one.uid != own]
    ours = [one for one in lying if one not in changed]
    if changed:
        shelf.tidy(ours)
        return _placed(shelf, ref, changed[-1])
    shelf.tidy(ours[1:])
    return _placed(shelf, replace(ref, content=ours[0].content), ours[0])


def _placed(shelf: Shelf, ref: Ref, there: Seen) -> Placed:
    own = there.mail.message_id if there.mail.message_id != ref.message_id else ""
    return Placed(replace(ref, place=shelf.place(there.uid)).written(), own, content=ref.content)


def _found(state: str, shelf: Shelf, ref: Ref, there: Seen) -> Found:
    mail, place = there.mail, shelf.place(there.uid) if state == "draft" else ""
    at = (mail.at if state == "sent" else None) or there.at
    placed = _placed(shelf, ref.after(mail, place), there) if place else Placed(ref.written(), content=there.content)
    return Found(state, placed, mail.subject, own_words(mail.text).strip("\n"), mail.to, mail.cc, at, there.how)
