"""A mailbox's Drafts and Sent by IMAP, and how a draft of ours is found in them; see `mail_draft`."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from kambrief.providers.imap_line import Box, ImapError, Lying, day, quoted, searchable
from kambrief.providers.mail_draft import ANSWER, MARK, Ref, best, content_of_mail, is_untouched
from kambrief.providers.mail_text import ReadMail, read_mail

DRAFTS, SENT = "\\Drafts", "\\Sent"
_KEYS = {DRAFTS: "drafts_folder", SENT: "sent_folder"}
_MOST_KNOWN = 20
_MOST_RECENT = 200
_MOST_ALIKE = 10
_EARLY = dt.timedelta(minutes=10)
"""Clocks of servers differ from ours."""
_PLACE = "the place where we left it"
_ALIKE = "its subject, recipients and words"


@dataclass(frozen=True, slots=True)
class Seen:
    """A message in a folder, what it says, and what it was known by."""

    uid: int
    raw: bytes
    mail: ReadMail
    at: dt.datetime | None
    flags: frozenset[str]
    how: str = ""

    @property
    def content(self) -> str:
        """Hash of what a person sees of it."""
        return content_of_mail(self.mail)


class Shelf:
    """A mailbox that is open. Every method raises `ImapError`."""

    def __init__(self, name: str, where: str, box: Box, named: dict[str, str]) -> None:
        """``named``: folders by their use, for servers that mark none."""
        self.box = box
        self._name, self._where, self._named = name, where, named
        self._found: dict[str, str] = {}

    def folder(self, use: str) -> str:
        """The folder's name; empty where there is none."""
        if use not in self._found:
            self._found[use] = self.box.folder_for(use, self._named.get(use, ""))
        return self._found[use]

    def select(self, use: str, *, readonly: bool = False) -> str:
        """Open the folder; gives its name."""
        found = self.folder(use)
        if not found:
            told = f"{self._where}: no folder is marked {use}"
            raise ImapError(self._name, told, f"name it: {_KEYS[use]} = … in [{self._name}]")
        self.box.select(found, readonly=readonly)
        return found

    def place(self, uid: int) -> str:
        """Where a message of the open folder lies, as `Ref` keeps it."""
        return f"{self.box.validity}:{uid}"

    def certain(self, *refs: Ref) -> list[Seen]:
        """Those in the open folder that are known for certain, oldest first."""
        wanted = set[int]()
        for ref in refs:
            for criteria in _by_ids(ref):
                wanted |= set(self.box.uids(f"UNDELETED {criteria}")[-_MOST_KNOWN:])
            validity, _, uid = ref.place.partition(":")
            if uid.isdigit() and validity == self.box.validity:
                wanted |= set(self.box.uids(f"UNDELETED UID {uid}"))
        found = []
        for one in _read(self.box.fetch(sorted(wanted))):
            how = next(filter(None, (self._how(ref, one) for ref in refs)), "")
            if how:
                found.append(replace(one, how=how))
        return found

    def in_sent(self, ref: Ref) -> Seen | None:
        """The draft in Sent, where that is certain; opens Sent."""
        self.select(SENT, readonly=True)
        found = self.certain(replace(ref, place=""))
        return next(iter([one for one in found if one.how != ANSWER] or found), None)

    def alike(self, ref: Ref, since: dt.datetime) -> Seen | None:
        """What looks like the draft among the newest in the open folder."""
        box = self.box
        recent = box.uids(f"UNDELETED SINCE {day(since - dt.timedelta(days=1))}")[-_MOST_RECENT:]
        heads = [one for one in _read(box.fetch(recent, headers=True)) if ref.people_in(one.mail)]
        some = [one.uid for one in heads if one.at is None or one.at >= since - _EARLY][-_MOST_ALIKE:]
        known = {str(one.uid): one for one in _read(box.fetch(some))}
        found = best(ref, [(uid, one.mail) for uid, one in known.items()])
        return replace(known[found[0]], how=_ALIKE) if found else None

    def current(self, ref: Ref, lying: Sequence[Seen]) -> Seen:
        """The one that counts: what a person has made of it, else the one where we left it. Older ones of ours go."""
        changed = [one for one in lying if one.content != ref.content and not is_untouched(one.mail)]
        if changed:
            return changed[-1]
        placed = [one for one in lying if self.place(one.uid) == ref.place]
        same = [one for one in lying if one.content == ref.content]
        there = (placed or same or list(lying))[-1]
        self.tidy([one for one in lying if one.uid < there.uid])
        return there

    def tidy(self, lying: Sequence[Seen], *, files_too: bool = False) -> None:
        """Delete what is ours and too many; what does not succeed now does the next time. What a person has attached
        files to stays, unless these are elsewhere.
        """
        for one in lying:
            if files_too or not one.mail.files:
                with suppress(ImapError):
                    self.box.delete(one.uid)

    def finish(self, ref: Ref) -> None:
        """Delete for good what we had marked for deletion at this place when the line broke."""
        validity, _, uid = ref.place.partition(":")
        if uid.isdigit() and validity == self.box.validity:
            left = _read(self.box.fetch(self.box.uids(f"DELETED UID {uid}")))
            self.tidy([one for one in left if one.content == ref.content], files_too=True)

    def whole(self, there: Seen) -> bytes:
        """All bytes of a message of the open folder; a look fetches the first megabytes only."""
        found = next(iter(self.box.fetch([there.uid], most=0)), None)
        if found is None:
            raise ImapError(self._name, f"{self._where}: the draft was there and is not any more")
        return found.raw

    def _how(self, ref: Ref, one: Seen) -> str:
        return _PLACE if self.place(one.uid) == ref.place else ref.known_by(one.mail)


def _by_ids(ref: Ref) -> Iterator[str]:
    if searchable(ref.token):
        yield f"HEADER {MARK} {quoted(ref.token)}"
    for one in sorted(filter(searchable, ref.ids)):
        said = quoted(one)
        yield f"HEADER Message-ID {said}"
        yield f"OR HEADER In-Reply-To {said} HEADER References {said}"


def _read(messages: Iterator[Lying]) -> Iterator[Seen]:
    for one in messages:
        with suppress(ValueError):  # what cannot be read is none of ours
            yield Seen(one.uid, one.raw, read_mail(one.raw), one.at, one.flags)
