"""A mail as bytes, made plain: its headers decoded, its text, and a person's own words without the mail quoted below.

All of it is data from outside: nothing here fails on a broken header, an unknown charset or half a message.
"""

import datetime as dt
import email
import email.message
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime

from kambrief.providers.mail_html import LONGEST, text_of_html

_PARTS = 200
_LONGEST_HEADER = 30_000
_IDS = 60
_LIKE_ASCII = ("utf-7", "utf-16", "utf-32", "iso-2022", "hz")
_ID = re.compile(r"<[!-;=?-~]{3,300}>")
"""A Message-ID in the wild: printable, no space, no angle bracket inside. RFC 5322 §3.6.4 is stricter than senders."""
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\@\x00-\x1f\x7f-\x9f]+@[^\s<>,;:\"()\[\]\\@\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class ReadMail:
    """What a mail says. Addresses are lower-cased; ids keep their angle brackets."""

    subject: str = ""
    text: str = ""
    """All of its plain text; of HTML what is read, quoted parts marked by ``>``."""
    senders: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    at: dt.datetime | None = None
    """Its Date, where that is one."""
    message_id: str = ""
    answers: tuple[str, ...] = ()
    """In-Reply-To and References, the nearest first."""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Names in lower case, values unfolded and decoded, from the top."""
    kinds: frozenset[str] = frozenset()
    """Content types of its parts."""
    files: int = 0
    """How many attachments it has."""
    calendar: str = ""
    """The invitation in it, as iCalendar text."""

    def header(self, name: str) -> str:
        """The topmost header of this name; empty when there is none."""
        return next((value for key, value in self.headers if key == name), "")


def read_mail(raw: bytes) -> ReadMail:
    """A mail from its bytes, which may end anywhere. Raises ValueError for what cannot be taken apart at all."""
    try:
        mail = email.message_from_bytes(raw)
        return _read(mail)
    except RecursionError:
        raise ValueError("parts within parts without end") from None
    except Exception as error:  # noqa: BLE001 the library's parsers raise nearly anything on broken mail
        raise ValueError(f"cannot be read ({type(error).__name__})") from None


def _read(mail: email.message.Message) -> ReadMail:
    headers = tuple((name.lower(), decoded(value)) for name, value in raw_headers(mail))
    found = ReadMail(headers=headers)
    plain, html, calendar, kinds, files = "", "", "", set[str](), 0
    for part in leaves(mail):
        kind = part.get_content_type()
        kinds.add(kind)
        is_file = is_attached(part)
        files += is_file
        if kind == "text/plain" and not is_file:
            plain = "\n".join(filter(None, (plain, _plain(part))))
        elif kind == "text/html" and not is_file and not html:
            html = _decoded_body(part)
        elif kind == "text/calendar" and not calendar:
            calendar = _decoded_body(part)[:LONGEST]
    text = plain if plain.strip() or not html else text_of_html(html)
    return ReadMail(
        subject=one_line(found.header("subject")),
        text=text[:LONGEST],
        senders=addresses(*_all(mail, "from")),
        to=addresses(*_all(mail, "to")),
        cc=addresses(*_all(mail, "cc")),
        at=date_of(found.header("date")),
        message_id=next(iter(ids_in(found.header("message-id"))), ""),
        answers=nearest_first(found.header("in-reply-to"), found.header("references")),
        headers=headers,
        kinds=frozenset({*kinds, mail.get_content_type()}),
        files=files,
        calendar=calendar,
    )


# --- headers -------------------------------------------------------------------------------------------------------


def raw_headers(mail: email.message.Message) -> Iterator[tuple[str, str]]:
    """Names and values as they came: unfolded, bytes beyond ASCII read as UTF-8, encoded words still encoded."""
    for name, value in mail.raw_items():
        text = str(value).encode("ascii", "surrogateescape") if _escaped(str(value)) else str(value).encode("utf-8")
        yield name, " ".join(text.decode("utf-8", "replace").split())


def _escaped(value: str) -> bool:
    with suppress(UnicodeEncodeError):
        value.encode("ascii", "surrogateescape")
        return True
    return False


def decoded(value: str) -> str:
    """A header's value with its encoded words (RFC 2047) decoded; those that are broken stay as they are."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except Exception:  # noqa: BLE001 broken base64 comes as more than one kind of error
        return value
    return "".join(text if isinstance(text, str) else in_charset(text, charset or "ascii") for text, charset in pieces)


def one_line(text: str) -> str:
    """A text as one line without control characters."""
    kept = (" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    return " ".join("".join(kept).split())


def addresses(*values: str) -> tuple[str, ...]:
    """The addresses in headers such as To, lower-cased; what is none is left out."""
    found = [address.strip().lower() for _, address in getaddresses([one[:_LONGEST_HEADER] for one in values])]
    return tuple(dict.fromkeys(address for address in found if _ADDRESS.fullmatch(address)))


def is_address(text: str) -> bool:
    """Whether it is one plain address, with nothing in it that a header or a search could mistake."""
    return bool(_ADDRESS.fullmatch(text))


def ids_in(value: str) -> tuple[str, ...]:
    """The Message-IDs in a header, in their order."""
    return tuple(dict.fromkeys(_ID.findall(value)))[-_IDS:]


def nearest_first(in_reply_to: str, references: str) -> tuple[str, ...]:
    """What a mail answers: In-Reply-To, then References from their end (RFC 5322 §3.6.4)."""
    return tuple(dict.fromkeys((*ids_in(in_reply_to), *reversed(ids_in(references)))))[:_IDS]


def date_of(value: str) -> dt.datetime | None:
    """The moment of a Date header; None for what is none. One without a zone is taken for UTC (RFC 5322 "-0000")."""
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        found = parsedate_to_datetime(value)
        return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    return None


def _all(mail: email.message.Message, name: str) -> list[str]:
    # Not decoded before they are taken apart: an encoded name may hold a comma or an address of its own.
    return [value for key, value in raw_headers(mail) if key.lower() == name]


# --- bodies --------------------------------------------------------------------------------------------------------


def leaves(mail: email.message.Message) -> Iterator[email.message.Message]:
    """The parts that hold something; a forwarded mail is one, because its words are not this one's."""
    waiting, seen = [mail], 0
    while waiting and seen < _PARTS:
        part, seen = waiting.pop(), seen + 1
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() != "message":
            waiting += reversed([one for one in inner if isinstance(one, email.message.Message)])
        else:
            yield part


def is_attached(part: email.message.Message) -> bool:
    """Whether a part is a file rather than a text to be read."""
    if part.get_content_disposition() == "attachment" or part.get_content_maintype() == "message":
        return True
    kind = part.get_content_type()
    return kind not in {"text/plain", "text/html", "text/calendar"} or (
        bool(part.get_filename()) and kind != "text/calendar"
    )


def _decoded_body(part: email.message.Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")
    return in_charset(content[: LONGEST * 8], str(part.get_param("charset") or "utf-8"))


def in_charset(content: bytes, charset: str) -> str:
    """Bytes as text, whatever their charset is said to be. What can be read as UTF-8 is UTF-8, but for charsets that
    look like ASCII.
    """
    name = charset.strip("\"' ").lower()
    for candidate in (name, "utf-8") if name.startswith(_LIKE_ASCII) else ("utf-8", name):
        with suppress(LookupError, ValueError):
            return content.decode(candidate)
    return content.decode("cp1252", "replace")


def _plain(part: email.message.Message) -> str:
    text = _decoded_body(part).replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format") or "").lower() == "flowed":
        return _unflowed(text, joined=str(part.get_param("delsp") or "").lower() == "yes")
    return text


def _unflowed(text: str, *, joined: bool) -> str:
    """Paragraphs as their writer saw them (RFC 3676): a line that ends in a space goes on in the next one."""
    lines: list[str] = []
    open_depth: int | None = None
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        body = raw[depth:]
        body = body.removeprefix(" ")
        flows = body.endswith(" ") and body != "-- "
        kept = body[:-1] if flows and joined else body
        if open_depth == depth and body != "-- ":
            lines[-1] += kept
        else:
            lines.append(f"{'>' * depth} {kept}" if depth else kept)
        open_depth = depth if flows else None
    return "\n".join(line.rstrip() if line != "-- " else line for line in lines)


# --- the person's own words ----------------------------------------------------------------------------------------

_DIVIDER = re.compile(r"\s*(?:_{10,}|-{3,}(?:[ \w.]{4,40}-{3,})?)\s*\Z")
_FROM = r"from|lähettäjä|från|von"
_REST = (
    r"sent|date|to|cc|subject|lähetetty|päivämäärä|päiväys|vastaanottaja|kopio|aihe|skickat|datum|till|kopia|ämne|"
    r"gesendet|an|betreff"
)
_FROM_LINE = re.compile(rf"[\s*]*(?:{_FROM})[\s*]*:\s*\S", re.IGNORECASE)
_REST_LINE = re.compile(rf"[\s*]*(?:{_REST})[\s*]*:", re.IGNORECASE)
_INTRODUCED = re.compile(r":\s*\Z")
_LONG_INTRODUCTION = 3


def own_words(text: str) -> str:
    """A mail's text without the mail quoted below it. Only what is certainly a quotation goes: the header block of
    another mail, or lines marked by ``>`` that nothing of one's own follows, with the line that introduces them.
    """
    lines = text.split("\n")
    end = min(_header_block(lines), _quoted_tail(lines))
    return "\n".join(lines[:end]).strip("\n") if end < len(lines) else text


def _header_block(lines: list[str]) -> int:
    """Where Outlook's "From: … Sent: … To: … Subject: …" begins, its dividing line included."""
    for number, line in enumerate(lines):
        if _FROM_LINE.match(line) and sum(bool(_REST_LINE.match(one)) for one in lines[number + 1 : number + 6]) >= 2:
            before = number
            while before and not lines[before - 1].strip():
                before -= 1
            return before - 1 if before and _DIVIDER.match(lines[before - 1]) else number
    return len(lines)


def _quoted_tail(lines: list[str]) -> int:
    """Where a quotation begins that goes on to the end, with its "Anna wrote on Tuesday:"."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    begin = last
    while begin and (lines[begin - 1].lstrip().startswith(">") or not lines[begin - 1].strip()):
        begin -= 1
    if not any(line.lstrip().startswith(">") for line in lines[begin:last]):
        return len(lines)
    if begin and _INTRODUCED.search(lines[begin - 1]):
        first = begin - 1
        while first and begin - first < _LONG_INTRODUCTION and lines[first - 1].strip():
            first -= 1
        # A wrapped introduction has no empty line in it; a paragraph that ends in a colon is the writer's own.
        introduction = " ".join(lines[first:begin])
        if re.search(r"\d", introduction) or "@" in introduction:
            return first if first == 0 or not lines[first - 1].strip() else begin - 1
    return begin
