"""How a draft of ours is known again in a mailbox, whatever a person and a mail program have made of it.

Mail programs give a draft that is edited or sent a new id, and many drop headers they don't know. So we look, in this
order, for: the place we left it at; its Message-ID; our mark in its headers; our id among what it answers; and at last
for a mail since then to the same people under the same subject, or in the same thread with lines of ours in it.

``ref``, which the ledger keeps, holds what that takes, as short hashes: no address and no word of the mail.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Self

from kambrief.ports import DraftMail
from kambrief.providers.mail_text import ReadMail, addresses, one_line, own_words

MARK = "X-Kambrief-Draft"
"""The header we know our drafts by: a token, and the hash of what we wrote."""
CONVERSATION = "conversation:"
"""Before a mailbox's own id of a thread, where it stands among what a mail answers."""
ANSWER = "being an answer to it"
_SHORT = 8
_MOST_LINES = 60
_MOST_PEOPLE = 40
_SHARED = 0.3
"""Share of our lines that must still be there for a mail in the same thread to count as ours."""
_FORWARDED = re.compile(r"(?:(?:re|sv|vs|aw|antw|fw|fwd|vb|wg|vl)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)


def content_of(subject: str, to: Iterable[str], cc: Iterable[str], text: str) -> str:
    """A hash of what a person sees of a draft. How a mailbox wraps, pads and ends lines does not change it."""
    seen = [_flat(subject), *sorted(_plain(one) for one in to), "", *sorted(_plain(one) for one in cc), *_lines(text)]
    return _hash("\0".join(seen), 32)


def content_of_mail(mail: ReadMail) -> str:
    """The same of a mail that was read."""
    hidden = addresses(*(value for name, value in mail.headers if name == "bcc"))
    return content_of(mail.subject, mail.to, (*mail.cc, *hidden), own_words(mail.text))


def content_of_draft(mail: DraftMail) -> str:
    """The same of a draft that is to be written."""
    return content_of(mail.subject, (one for _, one in mail.to), (one for _, one in mail.cc), own_words(mail.text))


def token_of(message_id: str) -> str:
    """What stands in `MARK`: the same for each version of one draft."""
    return _hash(message_id, 20)


def mark_of(mail: DraftMail) -> dict[str, str]:
    """The header that says whose a draft is, and by its hash whether a person has changed it since."""
    return {MARK: f"{token_of(mail.message_id)} {content_of_draft(mail)}"}


def marked(mail: ReadMail) -> tuple[str, str]:
    """Token and hash in the mark; both empty where there is none."""
    token, _, content = mail.header(MARK.lower()).partition(" ")
    return token.strip(), content.strip()


def is_untouched(mail: ReadMail) -> bool:
    """Whether it is word for word what we once wrote."""
    content = marked(mail)[1]
    return bool(content) and content == content_of_mail(mail)


@dataclass(frozen=True, slots=True)
class Ref:
    """What is kept of a draft: where it lies, how it was left, and what it is known by elsewhere."""

    place: str
    """The mailbox's own: "uidvalidity:uid", or an id."""
    content: str
    token: str
    message_id: str
    subject: str = ""
    people: tuple[str, ...] = ()
    thread: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    folder: str = ""
    """The folder's id, where the vendor tells it."""
    other: str = ""
    """Another Message-ID that it goes by since a person's mail program has written it anew."""

    @classmethod
    def of(cls, place: str, mail: DraftMail, folder: str = "", content: str = "") -> Self:
        """``content``: what the mailbox has made of it, where that is something else."""
        people = [address for _, address in (*mail.to, *mail.cc)]
        return cls(
            place, content or content_of_draft(mail), token_of(mail.message_id), mail.message_id,
            _short(_flat(mail.subject)), tuple(_short(_plain(one)) for one in people[:_MOST_PEOPLE]),
            tuple(_short(one) for one in mail.thread[-10:]), _hashed_lines(mail.text), folder,
        )  # fmt: skip

    def written(self) -> str:
        """As the ledger keeps it."""
        return json.dumps(
            {
                "at": self.place, "c": self.content, "k": self.token, "i": self.message_id, "s": self.subject,
                "p": self.people, "t": self.thread, "l": self.lines, "f": self.folder,
                "o": self.other,
            },
            separators=(",", ":"),
        )  # fmt: skip

    @classmethod
    def read(cls, text: str, message_id: str = "", content: str = "") -> Self:
        """Out of the ledger. What cannot be read is not there: the id alone is enough to go on."""
        data: dict[str, Any] = {}
        with suppress(ValueError):
            found = json.loads(text)
            data = found if isinstance(found, dict) else {}

        def words(key: str) -> tuple[str, ...]:
            given = data.get(key)
            return tuple(str(one) for one in given) if isinstance(given, list) else ()

        def word(key: str) -> str:
            return str(data.get(key) or "")

        known = word("i") or message_id
        return cls(
            word("at"), content or word("c"), word("k") or token_of(known), known, word("s"), words("p"), words("t"),
            words("l"), word("f"), word("o"),
        )  # fmt: skip

    def after(self, mail: ReadMail, place: str) -> Self:
        """The same draft as it is now: what a person has made of it is from now on what it is known by."""
        return replace(
            self, place=place, content=content_of_mail(mail), subject=_short(_flat(mail.subject)),
            people=tuple(_short(_plain(one)) for one in (*mail.to, *mail.cc)[:_MOST_PEOPLE]),
            lines=_hashed_lines(own_words(mail.text)),
            other=mail.message_id if mail.message_id != self.message_id else "",
        )  # fmt: skip

    def in_conversation(self, conversation: str) -> Self:
        """Known by the mailbox's own thread too."""
        key = _short(f"{CONVERSATION}{conversation}")
        return replace(self, thread=(*self.thread, key)) if conversation and key not in self.thread else self

    @property
    def ids(self) -> frozenset[str]:
        """The Message-IDs that it goes by."""
        return frozenset({self.message_id, self.other} - {""})

    def known_by(self, mail: ReadMail) -> str:
        """What shows for certain that this mail is the draft, in words; empty when nothing does."""
        if mail.message_id and mail.message_id in self.ids:
            return "its Message-ID"
        if marked(mail)[0] == self.token:
            return "our mark in its headers"
        if not self.ids.isdisjoint(mail.answers):
            return ANSWER
        return ""

    def alike(self, mail: ReadMail) -> float:
        """How much a mail that bears no id of ours looks like the draft: 0 is not enough, 2 is the same text."""
        if not self.people or not self.people_in(mail):
            return 0.0
        share = self.share_of(mail)
        subject = _flat(mail.subject)
        if self.subject and _short(subject) == self.subject:
            return 1.0 + share
        same_matter = bool(self.subject) and _short(_FORWARDED.sub("", subject, count=1)) == self.subject
        same_thread = any(_short(one) in self.thread for one in mail.answers)
        return share if (same_matter or same_thread) and share >= _SHARED else 0.0

    def people_in(self, mail: ReadMail) -> bool:
        """Whether somebody of ours is among its recipients."""
        return not {_short(_plain(one)) for one in (*mail.to, *mail.cc)}.isdisjoint(self.people)

    def share_of(self, mail: ReadMail) -> float:
        """The share of our lines that are in it."""
        if not self.lines:
            return 0.0
        there = set(_hashed_lines(own_words(mail.text), most=10 * _MOST_LINES))
        return sum(line in there for line in self.lines) / len(self.lines)


def _lines(text: str) -> list[str]:
    return [line for line in (_flat(line) for line in re.split(r"\r\n|\r|\n", text)) if line]


def _hashed_lines(text: str, most: int = _MOST_LINES) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_short(line) for line in _lines(text)))[:most]


def _flat(text: str) -> str:
    """Words with single spaces; marks that nobody sees left out."""
    return "".join(letter for letter in one_line(text) if unicodedata.category(letter) not in {"Cf", "Cs"})


def _short(text: str) -> str:
    return _hash(text.casefold(), _SHORT)


def _plain(address: str) -> str:
    """One form of an address, to compare: the domain in ASCII, case ignored."""
    local, _, domain = address.strip().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}".casefold()


def _hash(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:digits]


def best(ref: Ref, mails: Sequence[tuple[str, ReadMail]]) -> tuple[str, ReadMail] | None:
    """The place and mail that look most like the draft, the newest (the last) of equals; None when none does."""
    scored = [(ref.alike(mail), number) for number, (_, mail) in enumerate(mails)]
    score, number = max(scored, default=(0.0, -1))
    return mails[number] if score > 0 else None
