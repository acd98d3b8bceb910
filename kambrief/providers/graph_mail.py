"""Mailboxes through Microsoft Graph: their messages as rows, and what such a row says."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from kambrief.errors import CallError
from kambrief.providers.graph import advice
from kambrief.providers.http import Api
from kambrief.providers.mail_draft import CONVERSATION
from kambrief.providers.mail_html import text_of_html
from kambrief.providers.mail_text import ReadMail, decoded, ids_in, is_address, nearest_first, one_line

LASTING = {"Prefer": 'IdType="ImmutableId"'}
"""Ids that a move between folders does not change."""
_HEAD = (
    "id,changeKey,subject,toRecipients,ccRecipients,bccRecipients,from,isDraft,internetMessageId,conversationId,"
    "sentDateTime,receivedDateTime,lastModifiedDateTime,parentFolderId,internetMessageHeaders"
)
_WHOLE = f"{_HEAD},body"
_MOST_PAGES = 40


class Messages:
    """The messages of one tenant's mailboxes. Every method raises `CallError`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def one(self, mailbox: str, message: str) -> dict[str, Any]:
        """A message with its text."""
        found = self._api.get(
            "read a message", f"{user(mailbox)}/messages/{part(message)}", params={"$select": _WHOLE},
            headers=LASTING, key=mailbox,
        )  # fmt: skip
        return found.json()

    def with_id(self, mailbox: str, message_id: str, folder: str = "") -> list[dict[str, Any]]:
        """Those under this Message-ID, in one folder or in all."""
        escaped = message_id.replace("'", "''")
        asked = {"$filter": f"internetMessageId eq '{escaped}'", "$select": _WHOLE, "$top": "10"}
        return list(self.rows("look up a message", mailbox, folder, asked, most=10))

    def since(
        self, mailbox: str, folder: str, time: str, moment: datetime, *, most: int, whole: bool = False,
        newest: bool = True,
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        """Those of a folder whose ``time`` (``sentDateTime``) is not before this moment."""
        asked = {
            "$filter": f"{time} ge {moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "$orderby": f"{time} {'desc' if newest else 'asc'}", "$select": _WHOLE if whole else _HEAD,
            "$top": str(min(most, 50)),
        }  # fmt: skip
        yield from self.rows("list messages", mailbox, folder, asked, most=most)

    def among(self, mailbox: str, people: Sequence[str], most: int) -> list[dict[str, Any]]:
        """The newest with any of these people, whatever the folder."""
        asked = " OR ".join(f"participants:{one}" for one in people if is_address(one))
        if not asked:
            return []
        query = {"$search": f'"{asked}"', "$select": _HEAD, "$top": str(most)}
        return list(self.rows("search messages", mailbox, "", query, most=most))

    def rows(
        self, op: str, mailbox: str, folder: str, query: Mapping[str, str], *, most: int
    ) -> Iterator[dict[str, Any]]:
        """Row by row, page by page."""
        url = f"{user(mailbox)}/{f'mailFolders/{folder}/' if folder else ''}messages"
        params: Mapping[str, str] | None = query
        for _ in range(_MOST_PAGES):
            data = self._api.get(op, url, params=params, headers=LASTING, key=mailbox).json()
            rows = data.get("value")
            if not isinstance(rows, list):  # taken for "nothing there" it would lose or double a mail
                raise CallError(self._api.name, f"{op}: the answer holds no list")
            for row in rows:
                if isinstance(row, dict) and isinstance(row.get("id"), str):
                    yield row
                    most -= 1
                    if most == 0:
                        return
            url, params = str(data.get("@odata.nextLink") or ""), None
            if not url:
                return


def user(mailbox: str) -> str:
    """The path of a mailbox."""
    return f"users/{part(mailbox)}"


def part(text: str) -> str:
    """One step of a path: ids may hold slashes, and principal names of guests a ``#``."""
    return quote(text, safe="@")


def person(address: str, name: str = "") -> dict[str, Any]:
    """A recipient as Graph takes it."""
    return {"emailAddress": {"address": address, **({"name": name} if name else {})}}


def mail_of(row: Mapping[str, Any]) -> ReadMail:
    """What a row says, in the form of a mail that was read from bytes."""
    body = row.get("body")
    body = body if isinstance(body, dict) else {}
    content = str(body.get("content") or "")
    text = text_of_html(content) if str(body.get("contentType")).lower() == "html" else content
    headers = tuple(_headers(row))
    found = ReadMail(headers=headers)
    conversation = str(row.get("conversationId") or "")
    answers = nearest_first(found.header("in-reply-to"), found.header("references"))
    bcc = ", ".join(_addresses(row, "bccRecipients"))
    return ReadMail(
        subject=one_line(str(row.get("subject") or "")),
        text=text.replace("\r\n", "\n"),
        senders=_addresses({"from": [row.get("from")]}, "from"),
        to=_addresses(row, "toRecipients"),
        cc=_addresses(row, "ccRecipients"),
        at=moment_of(row.get("sentDateTime")),
        message_id=next(iter(ids_in(str(row.get("internetMessageId") or ""))), ""),
        answers=(*answers, f"{CONVERSATION}{conversation}") if conversation else answers,
        headers=(*headers, ("bcc", bcc)) if bcc else headers,
        kinds=frozenset({found.header("content-type").split(";")[0].strip().lower()} - {""}),
        calendar="",
    )


def is_invitation(row: Mapping[str, Any]) -> bool:
    """Whether it is about a meeting: an invitation, or an answer to one."""
    return "eventmessage" in str(row.get("@odata.type") or "").lower()


def moment_of(value: object) -> datetime | None:
    """A moment as Graph writes it."""
    with suppress(ValueError, TypeError):
        found = datetime.fromisoformat(str(value))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def need(error: CallError, mailbox: str, role: str) -> str:
    """What to do about a refusal."""
    role_of = (
        f'the role "Application {role}" for {mailbox} (RBAC for Applications in Exchange Online: New-ServicePrincipal, '
        "New-ManagementScope, New-ManagementRoleAssignment; see mail.graph in docs/providers.md)"
    )
    return advice(error, role_of if mailbox else "the app access to the directory")


def _addresses(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    given = row.get(key)
    inner = [one.get("emailAddress") for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    found = [str(one.get("address") or "").strip().lower() for one in inner if isinstance(one, dict)]
    return tuple(dict.fromkeys(one for one in found if is_address(one)))


def _headers(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    given = row.get("internetMessageHeaders")
    for one in given if isinstance(given, list) else ():
        if isinstance(one, dict):
            yield str(one.get("name") or "").lower(), " ".join(decoded(str(one.get("value") or "")).split())
