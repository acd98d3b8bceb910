"""Mail through Microsoft Graph: a draft in the sending mailbox first, then that draft is sent.

    look up the Message-ID → none there: create the draft → send it

Sending in one call (``sendMail``) can never be asked whether it happened. A draft can: it lies in Drafts until it has
left, then in Sent Items, each under our own Message-ID. So every mail costs three calls. The look-up cannot be saved:
nothing tells a first try from the one after a crash, and the process that knew is the one that died. It is what makes
sure that an earlier draft of the same bytes is found and sent, and that what has left does not leave again.

The vendor takes drafts as MIME or as JSON (``draft_format``). MIME hands over our bytes as they are. JSON keeps the
subject (255 characters), the HTML, the recipient, the Message-ID and our ``X-`` headers; Exchange makes the plain text
and the date anew, and In-Reply-To, References, List-Id and Auto-Submitted are lost: the vendor takes ``x-`` names only.
Either way, should the created draft bear another Message-ID than ours, ours is set before anything is sent.
"""

import base64
import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any, Literal

import httpx
from pydantic import Field

from kambrief.errors import CallError, DeliveryUnknownError, ProviderError
from kambrief.ports import Health
from kambrief.providers.graph import POLICY, Graph, GraphSection, advice, certificate_ends, entra_code
from kambrief.providers.graph_mail import LASTING, part, person, user
from kambrief.providers.side_by_side import side_by_side

NAME = "mail.graph"
_PATIENT = replace(POLICY, patience=20.0)
"""A mail takes five calls at the worst, and the ledger calls it lost after three minutes."""
_TOLD = 5
"""So many mailboxes without rights are named."""
_READ_WRITE, _SEND = "Mail.ReadWrite", "Mail.Send"
_HOPELESS = frozenset({400, 413, 422})
_MENDABLE = frozenset({
    "ErrorSendAsDenied", "ErrorQuotaExceeded", "ErrorSubmissionQuotaExceeded", "ErrorMailboxMoveInProgress",
    "ErrorMailboxStoreUnavailable",
})  # fmt: skip
"""Refusals that say nothing against the mail, whatever their status."""
_MAYBE_SENT = frozenset({400, 404, 409})
"""Answers to "send" that come, too, when somebody else has just sent the draft."""
_LONGEST_SUBJECT = 255
_MOST_HEADERS = 5
_WARN_AHEAD = dt.timedelta(days=30)
_TRIAL_SUBJECT = "Kambrief check: not sent, may be deleted"


class Config(GraphSection):
    """``[mail.graph]``. Sent mails always stay in Sent Items: there it is seen whether one has left."""

    sender: str = Field(default="", pattern=r"^\S*$")
    """The mailbox that sends, as an address or object id; left out: that of each mail's own sender."""
    draft_format: Literal["mime", "json"] = "mime"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a mailbox holds under one Message-ID."""

    draft: str = ""
    sent: bool = False


class Provider:
    """One tenant's mailboxes. ``transport`` and ``clock`` are for tests."""

    name = NAME
    proven = "against Microsoft's published specification and a stateful fake of our own, not against a live tenant"
    can_look_up = True

    def __init__(
        self,
        config: Config,
        *,
        mailboxes: Sequence[str] = (),
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        """``mailboxes``: those that mails are sent from where the configuration names none for all."""
        self._config = config
        self._mailboxes = (config.sender,) if config.sender else tuple(mailboxes)
        self._graph = Graph(NAME, config, policy=_PATIENT, transport=transport, clock=clock)

    def close(self) -> None:
        """Close the connections."""
        self._graph.close()

    def send(self, message: bytes, sender: str, recipient: str) -> str:
        """See `ports.Mail`. What can be mended in time (rights, sign-in, a full mailbox) is not permanent."""
        mail = _read(message, recipient)
        mailbox = self._config.sender or sender
        try:
            found = self._find(mailbox, _id_of(mail))
            if found.sent:
                return f"has left {mailbox} before: found there by its Message-ID"
            draft = found.draft or self._create(mailbox, mail, message, sender)
        except CallError as error:
            raise self._refused(error, mailbox, _READ_WRITE) from None
        return self._send(mailbox, draft, _id_of(mail))

    def was_sent(self, message_id: str, sender: str) -> bool | None:
        """True: sent. False: still a draft. None: neither is to be seen, so it was never written, or is on its way:
        between leaving Drafts and showing in Sent Items a mail is nowhere for a while.
        """
        found = self._find(self._config.sender or sender, message_id)
        return True if found.sent else False if found.draft else None

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Signs in, writes a draft into each sending mailbox and deletes it: what Mail.ReadWrite is for. Mail.Send
        shows only when something is sent.
        """
        self._graph.sign_in.forget()  # rights may have been granted a minute ago
        try:
            self._graph.sign_in.token()
        except CallError as error:
            return (Health(NAME, ok=False, summary=error.reason, advice=_advised(error, "", _READ_WRITE)),)
        tried = side_by_side(self._mailboxes, self._tried, lambda mailbox: (mailbox, None))
        failed = [(mailbox, error) for mailbox, error in tried if error]
        if failed:
            return tuple(_refused(mailbox, error) for mailbox, error in failed[:_TOLD])
        where = f"in {len(tried)} mailboxes" if len(tried) > 1 else f"in {self._mailboxes[0]}" if tried else ""
        done = f"a draft written and deleted {where}; sending itself is not tried" if tried else "no mailbox was tried"
        told, to_do = _ending(self._config, now)
        return (Health(NAME, ok=True, summary=f"signed in, {done}{told}", advice=to_do),)

    def _tried(self, mailbox: str) -> tuple[str, CallError | None]:
        try:
            self._try(mailbox)
        except CallError as error:
            return mailbox, error
        return mailbox, None

    # --- the steps -------------------------------------------------------------------------------------------------

    def _find(self, mailbox: str, message_id: str) -> _Found:
        escaped = message_id.replace("'", "''")
        query = {"$filter": f"internetMessageId eq '{escaped}'", "$select": "id,isDraft", "$top": "10"}
        reply = self._graph.api.get(
            "look up mail", f"{user(mailbox)}/messages", params=query, headers=LASTING, key=mailbox
        )
        rows = reply.json().get("value")
        if not isinstance(rows, list):  # taken for "nothing there" it would make a second mail
            raise CallError(NAME, "look up mail: the answer holds no list")
        known = [row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]
        drafts = [row["id"] for row in known if row.get("isDraft") is True]
        return _Found(drafts[0] if drafts else "", any(row.get("isDraft") is False for row in known))

    def _create(self, mailbox: str, mail: EmailMessage, message: bytes, sender: str) -> str:
        headers, options = dict(LASTING), dict[str, Any]()
        if self._config.draft_format == "mime":
            headers["Content-Type"] = "text/plain"
            options["content"] = base64.b64encode(message)
        else:
            options["body"] = _as_json(mail, "" if _plain(sender) == _plain(mailbox) else sender)
        url = f"{user(mailbox)}/messages"
        made = self._graph.api.call("create draft", "POST", url, headers=headers, key=mailbox, **options).json()
        draft = _id_in(made)
        if str(made.get("internetMessageId") or "").strip() != _id_of(mail):
            self._claim(mailbox, draft, _id_of(mail))
        return draft

    def _claim(self, mailbox: str, draft: str, message_id: str) -> None:
        """Our Message-ID onto the draft (the vendor lets it be set while it is one): without it nobody finds it."""
        url = f"{user(mailbox)}/messages/{part(draft)}"
        try:
            self._graph.api.call(
                "set Message-ID", "PATCH", url, body={"internetMessageId": message_id}, headers=LASTING, key=mailbox
            )
        except CallError:
            self._discard(mailbox, draft)
            raise

    def _send(self, mailbox: str, draft: str, message_id: str) -> str:
        try:
            reply = self._graph.api.call(
                "send mail", "POST", f"{user(mailbox)}/messages/{part(draft)}/send", key=mailbox
            )
        except CallError as error:
            if error.reached or error.status in _MAYBE_SENT:
                return self._settled(mailbox, message_id, error)
            raise self._refused(error, mailbox, _SEND, draft) from None
        return f"{reply.status} accepted, from {mailbox}"

    def _settled(self, mailbox: str, message_id: str, doubt: CallError) -> str:
        """Whether a mail left whose sending got no answer, or one that may mean either."""
        try:
            found = self._find(mailbox, message_id)
        except CallError as error:
            raise DeliveryUnknownError(NAME, f"{doubt.reason}; {error.reason}") from None
        if found.sent:
            return f"has left {mailbox}: found there by its Message-ID ({doubt.reason})"
        if found.draft:
            raise self._refused(doubt, mailbox, _SEND, found.draft)
        raise DeliveryUnknownError(NAME, f"{doubt.reason}; it is neither in Drafts any more nor in Sent Items yet")

    def _refused(self, error: CallError, mailbox: str, role: str, draft: str = "") -> ProviderError:
        """The error of a mail that certainly did not leave. Its draft stays for the next try, if there will be one."""
        hopeless = _is_hopeless(error)
        if hopeless and draft:
            self._discard(mailbox, draft)
        if error.status == httpx.codes.FORBIDDEN:
            self._graph.sign_in.forget()  # a token keeps what the app might do when it was given out
        told = f"{error.reason}: {_advised(error, mailbox, role)}"
        return ProviderError(NAME, told, permanent=hopeless, retry_after=error.retry_after)

    def _discard(self, mailbox: str, draft: str) -> None:
        with suppress(CallError):  # tidiness; a draft that stays does no harm
            self._graph.api.call("delete draft", "DELETE", f"{user(mailbox)}/messages/{part(draft)}", key=mailbox)

    def _try(self, mailbox: str) -> None:
        body: dict[str, Any] = {"subject": _TRIAL_SUBJECT, "body": {"contentType": "text", "content": _TRIAL_SUBJECT}}
        if "@" in mailbox:
            body["toRecipients"] = [person(mailbox)]
        url = f"{user(mailbox)}/messages"
        made = self._graph.api.call("create draft", "POST", url, body=body, headers=LASTING, key=mailbox)
        self._graph.api.call("delete draft", "DELETE", f"{url}/{part(_id_in(made.json()))}", key=mailbox)


# --- the mail ------------------------------------------------------------------------------------------------------


def _read(message: bytes, recipient: str) -> EmailMessage:
    """The mail, which must be for this one recipient only: as MIME, its headers say who gets it."""
    try:
        mail = message_from_string(message.decode("utf-8"), _class=EmailMessage, policy=policy.SMTPUTF8)
    except UnicodeDecodeError:
        raise ProviderError(NAME, "the mail is not in UTF-8", permanent=True) from None
    if not _id_of(mail):
        raise ProviderError(NAME, "the mail has no Message-ID", permanent=True)
    if [_plain(one) for _, one in _people(mail)] != [_plain(recipient)]:
        raise ProviderError(NAME, "the mail is addressed to others than its one recipient", permanent=True)
    return mail


def _people(mail: EmailMessage) -> list[tuple[str, str]]:
    named = [str(value) for header in ("To", "Cc", "Bcc") for value in mail.get_all(header, [])]
    return getaddresses(named)


def _id_of(mail: EmailMessage) -> str:
    return str(mail["Message-ID"] or "").strip()


def _plain(address: str) -> str:
    """One form of an address, to compare: the domain in ASCII, case ignored."""
    local, _, domain = address.strip().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}".casefold()


def _as_json(mail: EmailMessage, sender: str) -> dict[str, Any]:
    """``sender`` only where it is another than the mailbox: it needs the right to send as it."""
    shown = mail.get_body(("html", "plain"))
    kind = "html" if shown is not None and shown.get_content_type() == "text/html" else "text"
    [(name, address)] = _people(mail)
    found: dict[str, Any] = {
        "subject": str(mail["Subject"] or "")[:_LONGEST_SUBJECT],
        "body": {"contentType": kind, "content": str(shown.get_content()) if shown is not None else ""},
        "toRecipients": [person(address, name)],
        "internetMessageId": _id_of(mail),
    }
    own = [{"name": name, "value": str(value)} for name, value in mail.items() if name.lower().startswith("x-")]
    if own:
        found["internetMessageHeaders"] = own[:_MOST_HEADERS]
    if sender:
        found["from"] = person(sender)
    return found


# --- addresses and answers -----------------------------------------------------------------------------------------


def _id_in(made: dict[str, Any]) -> str:
    found = made.get("id")
    if not isinstance(found, str) or not found:
        raise CallError(NAME, "create draft: the answer holds no id")
    return found


def _is_hopeless(error: CallError) -> bool:
    """Whether these bytes will never be taken. A refused sign-in answers 400, too, and can be mended."""
    about_the_mail = not entra_code(error) and not error.reason.startswith("sign in")
    return error.status in _HOPELESS and about_the_mail and error.code not in _MENDABLE


def _advised(error: CallError, mailbox: str, role: str) -> str:
    if error.code == "ErrorSendAsDenied":
        return f"let {mailbox} send as the mail's sender (Add-RecipientPermission), or leave out sender"
    if _is_hopeless(error):
        return "the mail itself is not accepted: compare the recipient's address with the directory"
    need = (
        f'the role "Application {role}" for {mailbox} (RBAC for Applications in Exchange Online: New-ServicePrincipal, '
        "New-ManagementScope, New-ManagementRoleAssignment; see mail.graph in docs/providers.md)"
        if mailbox
        else "the app access to the directory"
    )
    return advice(error, need)


def _refused(mailbox: str, error: CallError) -> Health:
    return Health(NAME, ok=False, summary=f"{mailbox}: {error.reason}", advice=_advised(error, mailbox, _READ_WRITE))


def _ending(config: Config, now: dt.datetime) -> tuple[str, str]:
    """A certificate that ends soon: what to tell, and what to do."""
    ends = certificate_ends(config.certificate_file) if config.certificate_file else None
    if ends is None or ends - now > _WARN_AHEAD:
        return "", ""
    return (
        f"; the certificate ends on {ends:%Y-%m-%d}",
        "before that day upload the public part of a new one under Certificates & secrets; set certificate_file to it",
    )
