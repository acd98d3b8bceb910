"""Mails as bytes: what was rendered, in RFC 5322 and MIME form, the same bytes for the same input.

Headers are encoded here and not by the standard library: it decodes an encoded word in a given subject and folds the
line break inside it raw into the header (seen with Python 3.11), which is a header injection.
"""

import base64
import datetime as dt
import hashlib
import quopri
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime

from kambrief.errors import UserError
from kambrief.ports.mailbox import DraftMail

CRLF = "\r\n"
_LINE = 76
"""RFC 2047: no line with an encoded word is longer; RFC 5322 wants less than 78."""
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")  # RFC 5322 dot-atom, letters of RFC 6531
_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")
_FOREIGN_ID = re.compile(r"<[!-;=?-~]{3,300}>")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one account manager. ``thread`` holds the Message-IDs of what it follows, oldest first."""

    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    language: str
    date: dt.datetime
    message_id: str
    sender_name: str = ""
    recipient_name: str = ""
    thread: tuple[str, ...] = ()


def message_id(domain: str, meeting_id: str, manager: str, revision: str) -> str:
    """The one Message-ID of a revision: whoever computes it again gets the same. It tells nothing of its origin."""
    seed = f"{meeting_id}\0{manager.casefold()}\0{revision}"
    return f"<kambrief.{hashlib.sha256(seed.encode()).hexdigest()[:40]}@{_domain(domain)}>"


def address(email: str) -> str:
    """The address as it may stand in a header and an SMTP command: the domain in ASCII, nothing beside it.

    Raises `UserError` for anything that is not exactly one plain address.
    """
    local, at, domain = email.rpartition("@")
    if not at or len(local.encode()) > 64 or not _LOCAL.fullmatch(local) or local.startswith("-"):
        raise UserError(f"{_shown(email)} is no usable mail address: write it as name@example.com")
    return f"{local}@{_domain(domain)}"


def build(letter: Letter) -> bytes:
    """The final bytes, plain text and HTML as alternatives. Raises `UserError` for an address or id that is none."""
    boundary = f"=_kambrief_{hashlib.sha256(letter.message_id.encode()).hexdigest()[:32]}"  # "=_" is in no encoded part
    head = CRLF.join(f"{name}: {value}" for name, value in _headers(letter, boundary))
    parts = (_part("plain", letter.text), _part("html", letter.html))
    body = "".join(f"--{boundary}{CRLF}{part}{CRLF}" for part in parts)
    whole = f"{head}{CRLF}{CRLF}{body}--{boundary}--{CRLF}"
    return whole.encode("utf-8")  # ASCII, but for an address that only SMTPUTF8 can carry


def build_draft(mail: DraftMail, sender: str, mark: Mapping[str, str]) -> bytes:
    """The bytes of a draft in an account manager's own mailbox: a plain mail of a person, nothing of a machine's mail
    about it but the headers in ``mark``. Ids of others' mails that cannot stand in a header are left out. Raises
    `UserError`.
    """
    if mail.date.tzinfo is None:
        raise UserError("a mail's date needs a time zone")
    thread = [one for one in mail.thread if _FOREIGN_ID.fullmatch(one)]
    lines = [("From", _mailbox(mail.sender_name, address(sender)))]
    lines += [(name, _list(people)) for name, people in (("To", mail.to), ("Cc", mail.cc)) if people]
    lines += [("Subject", _words(mail.subject, len("Subject: "))), ("Date", format_datetime(mail.date))]
    lines += [("Message-ID", _checked_id(mail.message_id))]
    if thread:
        # RFC 5322 §3.6.4; what lies between the first and the latest is no use to anybody.
        lines += [("In-Reply-To", thread[-1]), ("References", f"{CRLF} ".join([*thread[:1], *thread[1:][-9:]]))]
    lines += [(name, _words(value, len(name) + 2)) for name, value in mark.items()]
    head = "".join(f"{name}: {value}{CRLF}" for name, value in [*lines, ("MIME-Version", "1.0")])
    return (head + _part("plain", mail.text)).encode("utf-8")


def _list(people: Sequence[tuple[str, str]]) -> str:
    return f",{CRLF} ".join(_mailbox(name, address(email)) for name, email in people)


def _headers(letter: Letter, boundary: str) -> Iterator[tuple[str, str]]:
    if letter.date.tzinfo is None:
        raise UserError("a mail's date needs a time zone")
    if not _LANGUAGE.fullmatch(letter.language):
        raise UserError(f"{_shown(letter.language)} is no language tag")
    own_id = _checked_id(letter.message_id)
    sender = address(letter.sender)
    yield "From", _mailbox(letter.sender_name, sender)
    yield "To", _mailbox(letter.recipient_name, address(letter.recipient))
    yield "Subject", _words(letter.subject, len("Subject: "))
    yield "Date", format_datetime(letter.date)
    yield "Message-ID", own_id
    if letter.thread:
        thread = [_checked_id(earlier) for earlier in letter.thread]
        yield "In-Reply-To", thread[-1]
        yield "References", f"{CRLF} ".join(thread)
    # Filed by rules, answered by no machine (RFC 2919, RFC 3834, and what Exchange looks at).
    yield "List-Id", f"Kambrief <briefs.kambrief.{own_id.rpartition('@')[2].rstrip('>')}>"
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    yield "Content-Language", letter.language
    yield "MIME-Version", "1.0"
    yield "Content-Type", f'multipart/alternative;{CRLF} boundary="{boundary}"'


def _part(subtype: str, text: str) -> str:
    """Quoted-printable: seven bits, short lines, and readable in the raw source."""
    lines = re.sub(r"\r\n|\r", "\n", _sound(text)).encode("utf-8")
    encoded = quopri.encodestring(lines, quotetabs=False).decode("ascii")
    head = f"Content-Type: text/{subtype}; charset=utf-8{CRLF}Content-Transfer-Encoding: quoted-printable{CRLF}{CRLF}"
    return head + encoded.replace("\n", CRLF)


def _mailbox(name: str, checked: str) -> str:
    name = _one_line(name)
    if not name:
        return checked
    shown = name if _PLAIN_NAME.fullmatch(name) and len(name) <= _LINE // 2 else _encoded(name, len("From: "))
    return f"{shown}{CRLF} <{checked}>"


def _words(text: str, used: int) -> str:
    """Free text for a header: as it is when short and harmless, else encoded."""
    text = _one_line(text)
    harmless = text.isascii() and "=?" not in text and used + len(text) <= _LINE
    return text if harmless else _encoded(text, used)


def _encoded(text: str, used: int) -> str:
    """RFC 2047 encoded words, none cut inside a character."""
    words, piece, room = [], b"", _LINE - used
    for character in text:
        added = character.encode("utf-8")
        if len("=?utf-8?b??=") + 4 * ((len(piece + added) + 2) // 3) > room:
            words.append(piece)
            piece, room = b"", _LINE - 1
        piece += added
    words.append(piece)
    return f"{CRLF} ".join(f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in words if word)


def _one_line(text: str) -> str:
    """Control characters and line separators become spaces; so no header ends before its end."""
    kept = (" " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character for character in _sound(text))
    return re.sub(" {2,}", " ", "".join(kept)).strip()


def _sound(text: str) -> str:
    """Half characters (lone surrogates) cannot be written in UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _domain(domain: str) -> str:
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        ascii_domain = ""
    if not _DOMAIN.fullmatch(ascii_domain):
        raise UserError(f"{_shown(domain)} is no mail domain: write it like example.com")
    return ascii_domain


def _checked_id(given: str) -> str:
    if not _MESSAGE_ID.fullmatch(given):
        raise UserError(f"{_shown(given)} is no Message-ID")
    return given


def _shown(text: str) -> str:
    return ascii(text[:80])
