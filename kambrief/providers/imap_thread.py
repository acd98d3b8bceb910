"""Which mails a follow-up answers: the invitation to the meeting, else the last mail with the people who were in it."""

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress

from kambrief.providers.imap_line import Box, day, quoted, searchable
from kambrief.providers.mail_text import ReadMail, is_address, read_mail
from kambrief.providers.mail_trust import automatic

_MOST_PEOPLE = 12
_MOST_MAILS = 15
_BYTES = 200_000
_UID_LINE = re.compile(r"^UID[^:\r\n]*:(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)


def thread_of(
    box: Box, folders: Sequence[str], uid: str, people: frozenset[str], since: dt.datetime
) -> tuple[str, ...]:
    """Message-IDs, oldest first. Servers cannot search for an invitation's UID, so the newest mails with these people
    are looked into, a bounded number of them.
    """
    whom = [one for one in sorted(people) if is_address(one) and searchable(one)][:_MOST_PEOPLE]
    found: list[tuple[dt.datetime, ReadMail]] = []
    for folder in filter(None, folders) if whom else ():
        box.select(folder, readonly=True)
        asked = f"UNDELETED SINCE {day(since)} {_anybody(whom)}"
        for one in box.fetch(box.uids(asked)[-_MOST_MAILS:], most=_BYTES):
            with suppress(ValueError):
                mail = read_mail(one.raw)
                at = one.at or mail.at
                if mail.message_id and at is not None and at >= since:
                    found.append((at, mail))
    found.sort(key=lambda pair: pair[0])
    invitations = [mail for _, mail in found if uid and uid in _uids(mail)]
    letters = [mail for _, mail in found if mail.calendar or not automatic(mail)]
    last = (invitations or [mail for mail in letters if not mail.calendar] or letters)[-1:]
    return tuple(dict.fromkeys((*reversed(last[0].answers[:9]), last[0].message_id))) if last else ()


def _anybody(people: Sequence[str]) -> str:
    """From or to any of them, as a search (OR takes two)."""
    either = [f"{field} {quoted(one)}" for one in people for field in ("FROM", "TO", "CC")]
    asked = either[-1]
    for one in reversed(either[:-1]):
        asked = f"OR {one} {asked}"
    return asked


def _uids(mail: ReadMail) -> set[str]:
    return {re.sub(r"\r?\n[ \t]", "", found).strip() for found in _UID_LINE.findall(mail.calendar)}
