"""Drafts in account managers' own mailboxes through Microsoft Graph.

    put   known already by its Message-ID? → that one. Else create it
          in the place of an older one: read it → changed by a person? → no. Else change it, if it still is as read
    look  by its lasting id → by its Message-ID → in Sent Items by what it looks like
    send  already sent? → done. Else send the draft, and where no answer comes look what has become of it

The draft is handed over as MIME, so that it answers the customer's mail in every mail program; with JSON
(``draft_format``) Exchange keeps no In-Reply-To. Sending needs the right Mail.Send and ``send = true``; without it
account managers send by hand.
"""

import base64
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Literal

import httpx

from kambrief.errors import CallError, DeliveryUnknownError, DraftChangedError, GoneError, ProviderError, UserError
from kambrief.mime import address, build_draft
from kambrief.ports import DraftMail, Found, Health, Placed
from kambrief.providers.graph import POLICY, Graph, GraphSection
from kambrief.providers.graph_mail import (
    LASTING,
    Messages,
    is_invitation,
    mail_of,
    moment_of,
    need,
    part,
    person,
    user,
)
from kambrief.providers.mail_draft import CONVERSATION, Ref, best, content_of_draft, content_of_mail, mark_of
from kambrief.providers.mail_text import own_words
from kambrief.providers.mail_trust import automatic
from kambrief.providers.side_by_side import side_by_side

NAME = "drafts.graph"
_READ_WRITE, _SEND = "Mail.ReadWrite", "Mail.Send"
_MAYBE_SENT = frozenset({400, 404, 409})
"""Answers to "send" that come, too, when somebody else has just sent the draft."""
_CHANGED = 412
_LONGEST_SUBJECT = 255
_MOST_RECENT = 100
_MOST_ALIKE = 10
_MOST_PEOPLE = 12
_EARLY = dt.timedelta(minutes=10)
_LONG_AGO = dt.timedelta(days=60)
_TOLD = 5
_TRIAL = "Kambrief check: not sent, may be deleted"
_IN_SENT, _IN_DRAFTS, _DELETED = "sentitems", "drafts", "deleteditems"


class Config(GraphSection):
    """``[drafts.graph]``. ``send``: whether we may send a draft that was approved; the app needs Mail.Send for it."""

    draft_format: Literal["mime", "json"] = "mime"
    send: bool = False
    mailboxes: tuple[str, ...] = ()
    """Account managers who are served; left out: all."""


class Provider:
    """One tenant's mailboxes. ``transport`` and ``clock`` are for tests."""

    name = NAME
    proven = "against Microsoft's published specification and a stateful fake of our own, not against a live tenant"

    def __init__(
        self,
        config: Config,
        *,
        mailboxes: Sequence[str] = (),
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        """``mailboxes``: the account managers' addresses, for `check` where the configuration names none."""
        self._config = config
        self._checked = config.mailboxes or tuple(mailboxes)
        self._only = {one.casefold() for one in config.mailboxes}
        self._graph = Graph(NAME, config, policy=POLICY, transport=transport, clock=clock)
        self._messages = Messages(self._graph.api)
        self.can_send = config.send

    def close(self) -> None:
        """Close the connections."""
        self._graph.close()

    def serves(self, mailbox: str) -> bool:
        """See `ports.Drafts`."""
        return not self._only or mailbox.casefold() in self._only

    def put(self, mailbox: str, mail: DraftMail, placed: Placed | None = None) -> Placed:
        """See `ports.Drafts`."""
        try:
            if placed is not None:
                return self._replaced(mailbox, mail, Ref.read(placed.ref, mail.message_id, placed.content))
            known = self._messages.with_id(mailbox, mail.message_id)
            if known:
                return _placed(Ref.of(str(known[0]["id"]), mail, _folder(known[0])), known[0])
            return self._created(mailbox, mail)
        except (GoneError, DraftChangedError):
            raise
        except CallError as error:
            raise self._refused(error, mailbox, _READ_WRITE) from None

    def look(self, mailbox: str, placed: Placed, message_id: str, since: dt.datetime) -> Found:
        """See `ports.Drafts`. Between leaving Drafts and showing in Sent Items a mail is nowhere for a while: what is
        gone is worth a second look.
        """
        ref = Ref.read(placed.ref, message_id, placed.content)
        try:
            row, how = self._known(mailbox, ref)
            if row is None:
                row, how = self._alike(mailbox, ref, since), "its subject, recipients and words"
        except CallError as error:
            raise self._refused(error, mailbox, _READ_WRITE) from None
        return _found(ref, row, how) if row is not None else Found("gone")

    def send(self, mailbox: str, placed: Placed, message_id: str) -> None:
        """See `ports.Drafts`."""
        if not self.can_send:
            raise ProviderError(NAME, "sending is not configured: set send = true in [drafts.graph]", permanent=True)
        ref = Ref.read(placed.ref, message_id, placed.content)
        try:
            row, _ = self._known(mailbox, ref)
        except CallError as error:
            raise self._refused(error, mailbox, _READ_WRITE) from None
        if row is None:
            raise GoneError(NAME, f"the draft is not in {mailbox} any more")
        if row.get("isDraft") is not False:
            self._send(mailbox, ref, str(row["id"]))

    def thread_of(self, mailbox: str, uid: str, people: frozenset[str], since: dt.datetime) -> tuple[str, ...]:
        """See `ports.Drafts`. Graph cannot search for an invitation's UID: the last mail with these people counts, and
        a mail about a meeting where there is no other.
        """
        del uid
        try:
            rows = self._messages.among(mailbox, sorted(people)[:_MOST_PEOPLE], 25)
        except CallError as error:
            raise self._refused(error, mailbox, _READ_WRITE) from None
        letters, invitations = list[dict[str, Any]](), list[dict[str, Any]]()
        for row in rows:
            at = moment_of(row.get("receivedDateTime")) or moment_of(row.get("sentDateTime"))
            if row.get("isDraft") is True or at is None or at < since or not mail_of(row).message_id:
                continue
            if is_invitation(row):
                invitations.append(row)
            elif not automatic(mail_of(row)):
                letters.append(row)
        newest = max(letters or invitations, key=lambda row: str(row.get("receivedDateTime") or ""), default=None)
        if newest is None:
            return ()
        mail = mail_of(newest)
        before = [one for one in mail.answers if not one.startswith(CONVERSATION)]
        return tuple(dict.fromkeys((*reversed(before[:9]), mail.message_id)))

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Signs in, writes a draft into each mailbox and deletes it: what Mail.ReadWrite is for."""
        del now
        self._graph.sign_in.forget()  # rights may have been granted a minute ago
        try:
            self._graph.sign_in.token()
        except CallError as error:
            return (Health(NAME, ok=False, summary=error.reason, advice=need(error, "", _READ_WRITE)),)
        tried = side_by_side(self._checked, self._tried, lambda mailbox: (mailbox, None))
        failed = [
            Health(NAME, ok=False, summary=f"{mailbox}: {error.reason}", advice=need(error, mailbox, _READ_WRITE))
            for mailbox, error in tried
            if error
        ]
        if failed:
            return tuple(failed[:_TOLD])
        where = f"in {len(tried)} mailboxes" if len(tried) > 1 else f"in {self._checked[0]}" if tried else "nowhere"
        may = "sending itself is not tried" if self.can_send else "no right to send is used: send = false"
        return (Health(NAME, ok=True, summary=f"signed in, a draft written and deleted {where}; {may}"),)

    def _tried(self, mailbox: str) -> tuple[str, CallError | None]:
        body = {"subject": _TRIAL, "body": {"contentType": "text", "content": _TRIAL}}
        url = f"{user(mailbox)}/messages"
        try:
            made = self._graph.api.call("create draft", "POST", url, body=body, headers=LASTING, key=mailbox)
            self._graph.api.call("delete draft", "DELETE", f"{url}/{part(_id_in(made.json()))}", key=mailbox)
        except CallError as error:
            return mailbox, error
        return mailbox, None

    # --- what lies there -------------------------------------------------------------------------------------------

    def _known(self, mailbox: str, ref: Ref) -> tuple[dict[str, Any] | None, str]:
        """The message that certainly is ours, and what it was known by; a deleted draft is none."""
        candidates = [(row, "its lasting id") for row in self._by_place(mailbox, ref)]
        if not any(row.get("isDraft") is False for row, _ in candidates):
            for one in sorted(ref.ids):
                candidates += [(row, "its Message-ID") for row in self._messages.with_id(mailbox, one)]
        for row, how in candidates:
            if row.get("isDraft") is False:
                return row, how
        deleted: set[str] | None = None
        for row, how in candidates:
            if not ref.folder or _folder(row) != ref.folder:
                if deleted is None:
                    deleted = self._deleted(mailbox, ref)
                if row["id"] in deleted:
                    continue
            return row, how
        return None, ""

    def _by_place(self, mailbox: str, ref: Ref) -> Iterator[dict[str, Any]]:
        if not ref.place:
            return
        try:
            row = self._messages.one(mailbox, ref.place)
        except CallError as error:
            if error.status == httpx.codes.NOT_FOUND and error.code != "MailboxNotEnabledForRESTAPI":
                return
            raise
        if isinstance(row.get("id"), str):
            yield row

    def _deleted(self, mailbox: str, ref: Ref) -> set[str]:
        return {str(row["id"]) for one in sorted(ref.ids) for row in self._messages.with_id(mailbox, one, _DELETED)}

    def _alike(self, mailbox: str, ref: Ref, since: dt.datetime) -> dict[str, Any] | None:
        """What a person's mail program has made of the draft under ids of its own: in Sent Items, else in Drafts."""
        for folder, time in ((_IN_SENT, "sentDateTime"), (_IN_DRAFTS, "lastModifiedDateTime")):
            heads = self._messages.since(mailbox, folder, time, since - _EARLY, most=_MOST_RECENT)
            some = [str(row["id"]) for row in heads if ref.people_in(mail_of(row))][:_MOST_ALIKE]
            rows = {one: self._messages.one(mailbox, one) for one in reversed(some)}
            marked = [one for one, row in rows.items() if ref.known_by(mail_of(row))]
            found = best(ref, [(one, mail_of(row)) for one, row in rows.items()])
            if marked or found:
                return rows[marked[-1] if marked else found[0] if found else ""]
        return None

    # --- writing ---------------------------------------------------------------------------------------------------

    def _created(self, mailbox: str, mail: DraftMail) -> Placed:
        headers, options = dict(LASTING), dict[str, Any]()
        try:
            if self._config.draft_format == "mime":
                headers["Content-Type"] = "text/plain"
                options["content"] = base64.b64encode(build_draft(mail, mailbox, mark_of(mail)))
            else:
                marks = [{"name": name, "value": value} for name, value in mark_of(mail).items()]
                options["body"] = {**_shown(mail), "internetMessageHeaders": marks}
        except UserError as error:
            raise ProviderError(NAME, str(error), permanent=True) from None
        url = f"{user(mailbox)}/messages"
        made = self._graph.api.call("create draft", "POST", url, headers=headers, key=mailbox, **options).json()
        draft = _id_in(made)
        if str(made.get("internetMessageId") or "").strip() != mail.message_id:
            made = self._claimed(mailbox, draft, mail.message_id)
        if not isinstance(made.get("body"), dict):
            made = self._messages.one(mailbox, draft)
        return _placed(Ref.of(draft, mail, _folder(made), content_of_mail(mail_of(made))), made)

    def _claimed(self, mailbox: str, draft: str, message_id: str) -> dict[str, Any]:
        """Our Message-ID onto the draft: without it no later try finds it."""
        url = f"{user(mailbox)}/messages/{part(draft)}"
        body = {"internetMessageId": message_id}
        try:
            return self._graph.api.call("set Message-ID", "PATCH", url, body=body, headers=LASTING, key=mailbox).json()
        except CallError:
            with suppress(CallError):  # tidiness; a draft that stays does no harm
                self._graph.api.call("delete draft", "DELETE", url, key=mailbox)
            raise

    def _replaced(self, mailbox: str, mail: DraftMail, old: Ref) -> Placed:
        row, _ = self._known(mailbox, old)
        if row is None:
            raise self._missing(mailbox, old, mail.date)
        if row.get("isDraft") is False:
            raise GoneError(NAME, f"the draft has been sent from {mailbox}")
        wanted = content_of_draft(mail)
        there = content_of_mail(mail_of(row))
        if there not in {old.content, wanted}:
            raise DraftChangedError(NAME, f"the draft in {mailbox} has been changed since we left it there")
        if there != wanted:
            row = self._changed(mailbox, row, mail, wanted)
        return _placed(Ref.of(str(row["id"]), mail, _folder(row), content_of_mail(mail_of(row))), row)

    def _changed(self, mailbox: str, row: dict[str, Any], mail: DraftMail, wanted: str) -> dict[str, Any]:
        """The draft with another text, provided that nobody has touched it since it was read."""
        message, body = str(row["id"]), _shown(mail)
        if mail.message_id == row.get("internetMessageId"):
            del body["internetMessageId"]
        guard = {"If-Match": str(row["@odata.etag"])} if row.get("@odata.etag") else {}
        try:
            self._graph.api.call(
                "change draft", "PATCH", f"{user(mailbox)}/messages/{part(message)}", body=body,
                headers={**LASTING, **guard}, key=mailbox,
            )  # fmt: skip
        except CallError as error:
            if error.status != _CHANGED:
                raise
            now = self._messages.one(mailbox, message)  # the change may be our own, its answer lost
            if content_of_mail(mail_of(now)) != wanted:
                raise DraftChangedError(
                    NAME, f"the draft in {mailbox} was changed while it was to be replaced"
                ) from None
            return now
        return self._messages.one(mailbox, message)

    def _missing(self, mailbox: str, old: Ref, date: dt.datetime) -> DraftChangedError | GoneError:
        row = self._alike(mailbox, old, date - _LONG_AGO)
        if row is not None and row.get("isDraft") is not False:
            return DraftChangedError(NAME, f"the draft in {mailbox} has been changed since we left it there")
        return GoneError(NAME, f"the draft {'has been sent from' if row else 'is not any more in'} {mailbox}")

    # --- sending ---------------------------------------------------------------------------------------------------

    def _send(self, mailbox: str, ref: Ref, message: str) -> None:
        url = f"{user(mailbox)}/messages/{part(message)}/send"
        try:
            self._graph.api.call("send mail", "POST", url, key=mailbox)
        except CallError as error:
            if not error.reached and error.status not in _MAYBE_SENT:
                raise self._refused(error, mailbox, _SEND) from None
            self._settle(mailbox, ref, error)

    def _settle(self, mailbox: str, ref: Ref, doubt: CallError) -> None:
        """Whether a mail left whose sending got no answer, or one that may mean either."""
        try:
            row, _ = self._known(mailbox, ref)
        except CallError as error:
            raise DeliveryUnknownError(NAME, f"{doubt.reason}; {error.reason}") from None
        if row is None:
            raise DeliveryUnknownError(NAME, f"{doubt.reason}; it is neither in Drafts any more nor in Sent Items yet")
        if row.get("isDraft") is not False:
            raise self._refused(doubt, mailbox, _SEND)

    def _refused(self, error: CallError, mailbox: str, role: str) -> ProviderError:
        if error.status == httpx.codes.FORBIDDEN:
            self._graph.sign_in.forget()  # a token keeps what the app might do when it was given out
        told = f"{error.reason}: {need(error, mailbox, role)}"
        hopeless = error.status in {400, 413, 422} and not error.reason.startswith("sign in")
        return ProviderError(NAME, told, permanent=hopeless, retry_after=error.retry_after)


def _shown(mail: DraftMail) -> dict[str, Any]:
    """The draft as JSON. Raises `UserError` for an address that is none."""
    return {
        "subject": mail.subject[:_LONGEST_SUBJECT],
        "body": {"contentType": "text", "content": mail.text},
        "toRecipients": [person(address(email), name) for name, email in mail.to],
        "ccRecipients": [person(address(email), name) for name, email in mail.cc],
        "internetMessageId": mail.message_id,
    }


def _folder(row: dict[str, Any]) -> str:
    return str(row.get("parentFolderId") or "")


def _id_in(made: dict[str, Any]) -> str:
    found = made.get("id")
    if not isinstance(found, str) or not found:
        raise CallError(NAME, "create draft: the answer holds no id")
    return found


def _placed(ref: Ref, row: dict[str, Any]) -> Placed:
    conversation = str(row.get("conversationId") or "")
    own = mail_of(row).message_id
    return Placed(
        ref.in_conversation(conversation).written(), own if own != ref.message_id else "", conversation, ref.content
    )


def _found(ref: Ref, row: dict[str, Any], how: str) -> Found:
    mail, is_draft = mail_of(row), row.get("isDraft") is not False
    at = moment_of(row.get("lastModifiedDateTime" if is_draft else "sentDateTime"))
    now = replace(ref.after(mail, str(row["id"])), folder=_folder(row) if is_draft else ref.folder)
    return Found(
        "draft" if is_draft else "sent", _placed(now, row), mail.subject, own_words(mail.text).strip("\n"), mail.to,
        mail.cc, at, how,
    )  # fmt: skip
