"""Mail of the fake Graph: drafts as JSON or MIME, sending, replies, attachments, and the folders they end in."""

import base64
import binascii
import copy
import datetime as dt
import email.message
import email.policy
import email.utils
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.parts.graph_core import Answer, Call, Json, RefusedError, World, filtered, not_found, paged, selected, utc
from tests.parts.graph_people import People, User
from tests.parts.graph_rows import plain

_DRAFT_ONLY = {"subject", "body", "toRecipients", "ccRecipients", "bccRecipients", "replyTo", "internetMessageId"}
_FOLDERS = {"inbox", "drafts", "sentitems", "deleteditems"}
_RECIPIENTS = ("toRecipients", "ccRecipients", "bccRecipients")
_COPIED = ("subject", "body", "toRecipients", "ccRecipients", "bccRecipients", "conversationId")
_SMALL = 3 * 1024 * 1024


@dataclass
class _Message:
    row: Json
    """Without the id, which depends on the preference of whoever asks."""
    immutable: str
    passing: str
    """The id without IdType="ImmutableId": another one after each move."""
    folder: str
    visible: dt.datetime
    """From when on it can be found where it was sent to."""
    mime: bytes | None = None
    attachments: list[Json] = field(default_factory=list)


class Mail:
    def __init__(self, world: World, people: People, told: Callable[[User, str, str, str], None]) -> None:
        self._world, self._people, self._told = world, people, told
        self._boxes: dict[str, list[_Message]] = {}
        self.sent_delay = dt.timedelta()
        """How long a sent message is nowhere, by the clock, before it shows in Sent Items."""

    def sent(self, mailbox: str) -> list[Json]:
        return self._folder(mailbox, "sentitems")

    def drafts(self, mailbox: str) -> list[Json]:
        return self._folder(mailbox, "drafts")

    def mime(self, mailbox: str, message: str) -> bytes | None:
        """The message as it was handed in; None where that was as JSON."""
        with self._world.lock:
            return self._need(self._people.need(mailbox), message).mime

    def receive(
        self,
        mailbox: str,
        *,
        sender: tuple[str, str],
        subject: str,
        body: str = "",
        internet_message_id: str | None = None,
        conversation_id: str | None = None,
        headers: Sequence[tuple[str, str]] = (),
        kind: str = "text",
    ) -> str:
        """Puts a message into the inbox; gives its immutable id."""
        with self._world.lock:
            user = self._people.need(mailbox)
            row: Json = {"subject": subject, "body": {"contentType": kind, "content": body}}
            if headers:
                row["internetMessageHeaders"] = [{"name": name, "value": value} for name, value in headers]
            row |= {"from": _person(*sender), "sender": _person(*sender)}
            row["toRecipients"] = [_person(user.email, user.name)]
            if internet_message_id:
                row["internetMessageId"] = internet_message_id
            if conversation_id:
                row["conversationId"] = conversation_id
            return self._store(user, row, "inbox").immutable

    # What a person does with a draft, in a mail program of their own.

    def edit(self, mailbox: str, message: str, *, text: str, kind: str = "html", subject: str | None = None) -> None:
        """Writes into a draft and saves it."""
        with self._world.lock:
            user = self._people.need(mailbox)
            there = self._need(user, message)
            there.row["body"] = {"contentType": kind, "content": text}
            if subject is not None:
                there.row["subject"] = subject
            self._changed(user, there)

    def send_by_hand(self, mailbox: str, message: str, *, anew: bool = False) -> str:
        """Sends a draft; `anew`: as a message of its own with other ids, as some mail programs do. Gives its id."""
        with self._world.lock:
            user = self._people.need(mailbox)
            there = self._need(user, message)
            if anew:
                there = self._need(user, self.copy(mailbox, message))
            self._sent_off(user, there)
            return there.immutable

    def copy(self, mailbox: str, message: str) -> str:
        """Saves a draft as one of its own with other ids, in the place of the old one; gives its id."""
        with self._world.lock:
            user = self._people.need(mailbox)
            there = self._need(user, message)
            self._boxes[user.id].remove(there)
            return self._store(user, {name: there.row[name] for name in _COPIED}, "drafts").immutable

    def write(self, mailbox: str, *, to: str, subject: str, body: str) -> str:
        """Sends a mail that has nothing to do with us; gives its id."""
        with self._world.lock:
            user = self._people.need(mailbox)
            row: Json = {"subject": subject, "body": {"contentType": "text", "content": body}}
            there = self._store(user, {**row, "toRecipients": [_person(to)]}, "drafts")
            self._sent_off(user, there)
            return there.immutable

    def move(self, mailbox: str, message: str, folder: str) -> None:
        """Files a message somewhere else."""
        with self._world.lock:
            user = self._people.need(mailbox)
            self._move(user, self._need(user, message), folder)

    def discard(self, mailbox: str, message: str, *, for_good: bool = False) -> None:
        """Deletes a message: into the deleted items, or for good."""
        with self._world.lock:
            user = self._people.need(mailbox)
            there = self._need(user, message)
            if for_good:
                self._boxes[user.id].remove(there)
            else:
                self._move(user, there, "deleteditems")

    # Routes.

    def list_messages(self, call: Call, user: str) -> Answer:
        return self._list(call, self._people.need(user), None)

    def list_folder(self, call: Call, user: str, folder: str) -> Answer:
        found = self._people.need(user)
        if folder.lower() not in _FOLDERS:
            raise not_found()
        return self._list(call, found, folder.lower())

    def create(self, call: Call, user: str) -> Answer:
        found = self._people.need(user)
        row, mime, attachments = self._handed_in(call, call.data)
        message = self._store(found, row, "drafts", mime, attachments)
        return self._one(call, found, message, 201)

    def get(self, call: Call, user: str, message: str) -> Answer:
        found = self._people.need(user)
        return self._one(call, found, self._need(found, message))

    def patch(self, call: Call, user: str, message: str) -> Answer:
        found = self._people.need(user)
        there, changes = self._need(found, message), call.data()
        if call.headers.get("if-match") not in {None, "*", there.row["@odata.etag"]}:
            words = "The change key passed in the request does not match the current change key for the item."
            raise RefusedError(412, "ErrorIrresolvableConflict", words)
        fixed = sorted(set(changes) & _DRAFT_ONLY)
        if fixed and not there.row["isDraft"]:
            raise RefusedError(400, "ErrorInvalidPropertySet", f"Set is invalid for property {fixed[0]}: no draft.")
        there.row.update(changes)
        self._changed(found, there)
        return self._one(call, found, there)

    def delete(self, _call: Call, user: str, message: str) -> Answer:
        """Into the deleted items; from there, for good."""
        found = self._people.need(user)
        there = self._need(found, message)
        if there.folder == "deleteditems":
            self._boxes[found.id].remove(there)
        else:
            self._move(found, there, "deleteditems")
        self._told(found, "deleted", there.immutable, there.row["@odata.etag"])
        return Answer(204)

    def send(self, _call: Call, user: str, message: str) -> Answer:
        found = self._people.need(user)
        there = self._need(found, message)
        if not there.row["isDraft"]:
            raise RefusedError(400, "ErrorInvalidRequest", "Only a draft can be sent.")
        self._sent_off(found, there)
        return Answer(202)

    def send_mail(self, call: Call, user: str) -> Answer:
        found = self._people.need(user)
        asked = {} if _is_mime(call) else call.data()
        row, mime, attachments = self._handed_in(call, lambda: dict(asked.get("message") or {}))
        there = self._store(found, row, "drafts", mime, attachments)
        try:
            self._sent_off(found, there)
        except RefusedError:
            self._boxes[found.id].remove(there)
            raise
        if asked.get("saveToSentItems") is False:
            self._boxes[found.id].remove(there)
        return Answer(202)

    def list_attachments(self, _call: Call, user: str, message: str) -> Answer:
        return Answer(data={"value": self._need(self._people.need(user), message).attachments})

    def add_attachment(self, call: Call, user: str, message: str) -> Answer:
        found = self._people.need(user)
        there = self._need(found, message)
        row = self._attachment(call.data())
        there.attachments.append(row)
        there.row["hasAttachments"] = True
        self._changed(found, there)
        return Answer(201, row)

    def reply(self, call: Call, user: str, message: str) -> Answer:
        return self._answering(call, user, message, "RE: ", to_all=False)

    def reply_all(self, call: Call, user: str, message: str) -> Answer:
        return self._answering(call, user, message, "RE: ", to_all=True)

    def forward(self, call: Call, user: str, message: str) -> Answer:
        return self._answering(call, user, message, "FW: ", to_all=False)

    # Inside.

    def _answering(self, call: Call, user: str, message: str, prefix: str, *, to_all: bool) -> Answer:
        found = self._people.need(user)
        old, asked = self._need(found, message), call.data()
        given: Json = dict(asked.get("message") or {})
        if asked.get("comment") and given.get("body"):
            raise RefusedError(400, "ErrorInvalidRequest", "Give either a comment or the body of the message.")
        given.pop("attachments", None)
        subject = str(old.row["subject"] or "")
        quoted = f"{asked.get('comment') or ''}\n\n________________________________\n{old.row['body']['content']}"
        others = [one for one in old.row["toRecipients"] if one["emailAddress"]["address"] != found.email]
        to = [] if prefix == "FW: " else [old.row["from"], *(others if to_all else [])]
        row: Json = {
            "subject": subject if subject.startswith(prefix) else prefix + subject,
            "conversationId": old.row["conversationId"],
            "body": {"contentType": old.row["body"]["contentType"], "content": quoted},
            "toRecipients": to,
            "ccRecipients": old.row["ccRecipients"] if to_all else [],
            **given,
        }
        return self._one(call, found, self._store(found, row, "drafts"), 201)

    def _handed_in(self, call: Call, as_json: Callable[[], Json]) -> tuple[Json, bytes | None, list[Json]]:
        """A message as JSON, or as MIME in base64, with its attachments apart."""
        if _is_mime(call):
            try:
                mime = base64.b64decode(b"".join(call.body.split()), validate=True)
            except binascii.Error:
                words = "Invalid base64 string for MIME content."
                raise RefusedError(400, "ErrorMimeContentInvalidBase64String", words) from None
            row, files = _from_mime(mime)
            return row, mime, [self._attachment(one) for one in files]
        row = as_json()
        for header in row.get("internetMessageHeaders", []):
            if not str(header.get("name")).lower().startswith("x-"):
                words = f"The internet message header name '{header.get('name')}' should start with 'x-' or 'X-'."
                raise RefusedError(400, "InvalidInternetMessageHeader", words)
        return row, None, [self._attachment(one) for one in row.pop("attachments", [])]

    def _store(
        self,
        user: User,
        given: Json,
        folder: str,
        mime: bytes | None = None,
        attachments: list[Json] | None = None,
    ) -> _Message:
        now = self._world.now()
        number = self._world.count("message")
        me = _person(user.email, user.name)
        row: Json = {
            "createdDateTime": utc(now),
            "receivedDateTime": utc(now),
            "sentDateTime": utc(now),
            "hasAttachments": bool(attachments),
            "internetMessageId": f"<FAKE{number:06d}.{user.id[:8]}@fake.prod.outlook.com>",
            "subject": "",
            "importance": "normal",
            "conversationId": f"AAQkALg{self._world.guid('conversation').replace('-', '')}AAA=",
            "categories": [],
            "isDeliveryReceiptRequested": False,
            "isReadReceiptRequested": False,
            "isRead": folder == "drafts",
            "isDraft": folder == "drafts",
            "inferenceClassification": "focused",
            "body": {"contentType": "text", "content": ""},
            "sender": me,
            "from": me,
            "toRecipients": [],
            "ccRecipients": [],
            "bccRecipients": [],
            "replyTo": [],
            **copy.deepcopy(given),
        }
        kind = (row["body"] or {}).get("contentType") or "text"
        row["body"] = {**(row["body"] or {"content": ""}), "contentType": str(kind).lower()}
        row["importance"] = str(row["importance"]).lower()
        key = self._world.item_id("message", user.id)
        message = _Message(row, key, self._world.item_id("passing", user.id), folder, now, mime, attachments or [])
        self._boxes.setdefault(user.id, []).append(message)
        self._changed(user, message, "created")
        return message

    def _changed(self, user: User, message: _Message, change: str = "updated") -> None:
        key = base64.b64encode(f"{self._world.count('change key'):012d}".encode()).decode()
        message.row["changeKey"], message.row["@odata.etag"] = key, f'W/"{key}"'
        message.row["lastModifiedDateTime"] = utc(self._world.now())
        message.row["bodyPreview"] = plain(str(message.row["body"]["content"] or ""))[:255]
        message.row["parentFolderId"] = f"AAMkALgFolder{message.folder}AAA="
        self._told(user, change, message.immutable, message.row["@odata.etag"])

    def _move(self, user: User, message: _Message, folder: str) -> None:
        message.folder, message.passing = folder, self._world.item_id("passing", user.id)
        self._changed(user, message)

    def _sent_off(self, user: User, message: _Message) -> None:
        if not any(message.row[name] for name in _RECIPIENTS):
            raise RefusedError(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.")
        now = self._world.now()
        message.row |= {"isDraft": False, "isRead": True, "sentDateTime": utc(now)}
        message.visible = now + self.sent_delay
        self._move(user, message, "sentitems")

    def _attachment(self, given: Json) -> Json:
        size = len(str(given.get("contentBytes") or "")) * 3 // 4
        if size > _SMALL:
            raise RefusedError(413, "ErrorMessageSizeExceeded", "The attachment is too large for one request.")
        key = f"AAMkALgAttachment{self._world.count('attachment'):06d}="
        fixed = {"id": key, "size": size, "lastModifiedDateTime": utc(self._world.now())}
        return {
            "@odata.type": "#microsoft.graph.fileAttachment",
            "contentType": None,
            "isInline": False,
            "contentId": None,
            **given,
            **fixed,
        }

    def _visible(self, user: User) -> list[_Message]:
        now = self._world.now()
        return [one for one in self._boxes.get(user.id, []) if one.visible <= now]

    def _need(self, user: User, key: str) -> _Message:
        found = next((one for one in self._visible(user) if key in {one.immutable, one.passing}), None)
        if found is None:
            raise not_found()
        return found

    def _folder(self, mailbox: str, folder: str) -> list[Json]:
        """For the tests: what lies there, whether clients can see it yet or not."""
        with self._world.lock:
            user = self._people.need(mailbox)
            return [
                {"id": one.immutable, **copy.deepcopy(one.row), "attachments": copy.deepcopy(one.attachments)}
                for one in self._boxes.get(user.id, [])
                if one.folder == folder
            ]

    def _list(self, call: Call, user: User, folder: str | None) -> Answer:
        there = [one for one in self._visible(user) if folder in {None, one.folder}]
        if call.value("$search") is not None and (call.value("$filter") or call.value("$orderby")):
            raise RefusedError(
                400, "SearchWithFilter", "The query parameters '$search' and '$filter' cannot be combined."
            )
        rows = filtered((self._row(call, one) for one in reversed(there)), call.value("$filter"))
        rows = _with_participants(rows, call.value("$search"))
        if order := call.value("$orderby"):
            name, _, direction = order.partition(" ")
            rows.sort(key=lambda row: str(row.get(name) or ""), reverse=direction == "desc")
        page = paged(call, rows, self._world.base_url)
        page["value"] = selected(page["value"], call.value("$select"))
        context = f"{self._world.base_url}/$metadata#users('{user.id}')/messages"
        return Answer(data={"@odata.context": context, **page}, headers=_applied(call))

    def _one(self, call: Call, user: User, message: _Message, status: int = 200) -> Answer:
        row = self._row(call, message)
        if call.value("$expand") == "attachments":
            row["attachments"] = message.attachments
        [row] = selected([row], call.value("$select"))
        context = f"{self._world.base_url}/$metadata#users('{user.id}')/messages/$entity"
        return Answer(status, {"@odata.context": context, **row}, headers=_applied(call))

    @staticmethod
    def _row(call: Call, message: _Message) -> Json:
        lasting = call.prefer.get("idtype", "").lower() == "immutableid"
        row = {"id": message.immutable if lasting else message.passing, **message.row}
        # Headers of one's own are told only to those who select them.
        if "internetMessageHeaders" not in (call.value("$select") or ""):
            row.pop("internetMessageHeaders", None)
        if call.prefer.get("outlook.body-content-type", "").lower() == "text":
            row["body"] = {"contentType": "text", "content": plain(str(row["body"]["content"]))}
        return row


def _applied(call: Call) -> dict[str, str]:
    kind = call.prefer.get("idtype")
    return {"Preference-Applied": f'IdType="{kind}"'} if kind else {}


def _with_participants(rows: list[Json], search: str | None) -> list[Json]:
    """$search of one kind only: whoever is named takes part."""
    if search is None:
        return rows
    wanted = re.findall(r"participants:([^\s\"]+)", search)
    if not re.fullmatch(r"\"participants:\S+( OR participants:\S+)*\"", search):
        raise RefusedError(400, "BadRequest", "Syntax error in the search.")
    people = ("toRecipients", "ccRecipients")
    return [
        row
        for row in rows
        if {one.lower() for one in wanted}
        & {
            one["emailAddress"]["address"].lower()
            for one in (row["from"], *(one for key in people for one in row[key]))
        }
    ]


def _is_mime(call: Call) -> bool:
    return call.headers.get("content-type", "").lower().startswith("text/plain")


def _person(address: str, name: str = "") -> Json:
    return {"emailAddress": {"name": name or address, "address": address}}


def _from_mime(content: bytes) -> tuple[Json, list[Json]]:
    """The message as Exchange shows what it was handed, and its attachments."""
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(parsed, email.message.EmailMessage)

    def people(name: str) -> list[Json]:
        found = email.utils.getaddresses([str(value) for value in parsed.get_all(name, [])])
        return [_person(address, shown) for shown, address in found if address]

    row: Json = {"subject": str(parsed.get("subject", ""))}
    row |= {"toRecipients": people("to"), "ccRecipients": people("cc"), "bccRecipients": people("bcc")}
    row["replyTo"] = people("reply-to")
    if parsed.get("message-id"):
        row["internetMessageId"] = str(parsed["message-id"]).strip()
    own = [{"name": name, "value": str(value)} for name, value in parsed.items() if name.lower().startswith("x-")]
    if own:
        row["internetMessageHeaders"] = own
    shown = parsed.get_body(("html", "plain"))
    if shown is not None:
        kind = "html" if shown.get_content_type() == "text/html" else "text"
        row["body"] = {"contentType": kind, "content": _text(shown)}
    return row, [_file(one) for one in parsed.iter_attachments()]


def _text(part: Any) -> str:
    return str(part.get_content())


def _file(part: Any) -> Json:
    content = part.get_payload(decode=True) or b""
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": part.get_filename() or "",
        "contentType": part.get_content_type(),
        "isInline": part.get_content_disposition() == "inline",
        "contentId": (part.get("content-id") or "").strip("<> ") or None,
        "contentBytes": base64.b64encode(content).decode(),
    }
