"""Mails to the account manager after a call: the recap and the reminder.

One layout for both (``templates/mail/after.*``): what it is about, sections of lines, and a draft to copy where it
lies in no mailbox. Words are in ``templates/after``; everything that comes from outside is escaped.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kambrief.core.brief import Kind, Sentence
from kambrief.core.evidence import Count, Day, Listing, Moment, Text
from kambrief.core.following_dates import day as dated
from kambrief.core.followup import Addressee, Followup, ToldKind
from kambrief.core.model import AccountManager
from kambrief.core.names import short_name
from kambrief.phrases import Phrases, Spoken, folder_of
from kambrief.render import Rendered, mail

_URGENT = frozenset({ToldKind.CONFIRM})


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title; ``urgent``: shown first and set off, because the mail waits for it."""

    title: Spoken
    lines: tuple[Spoken, ...]
    urgent: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in the layout both share. ``draft``: paragraphs to copy, each its lines."""

    subject: Spoken
    intro: tuple[Spoken, ...]
    sections: tuple[Section, ...] = ()
    draft_title: Spoken | None = None
    draft_head: tuple[Spoken, ...] = ()
    draft: str = ""
    footer: tuple[Spoken, ...] = ()
    open_url: str = ""
    """The same on our pages."""


def words(language: str) -> Phrases:
    """The words of these mails in one language (``templates/after``)."""
    return Phrases(language, folder_of("templates") / "after")


def render(letter: Letter, phrases: Phrases) -> Rendered:
    """The mail: subject, plain text and page."""
    return mail(
        "after",
        phrases,
        letter.subject,
        preheader=letter.intro[0].text if letter.intro else "",
        intro=letter.intro,
        sections=letter.sections,
        draft_title=letter.draft_title,
        draft_head=letter.draft_head,
        draft=letter.draft,
        paragraphs=tuple(tuple(block.splitlines()) for block in letter.draft.split("\n\n") if block.strip()),
        footer=letter.footer,
        open_url=letter.open_url,
    )


def render_recap(
    followup: Followup,
    manager: AccountManager,
    *,
    account_name: str,
    title: str = "",
    in_drafts: bool = False,
    command: str = "",
    more: Sequence[str] = (),
    open_url: str = "",
) -> Rendered:
    """That the draft is ready, where it lies, and what to look at. Without a mailbox that drafts can lie in, the mail
    holds the text itself; ``command`` is the one that opens it. ``more``: further lines for the manager, in words.
    """
    phrases = words(manager.language)
    say = _sayer(phrases, followup.day or dt.date(1970, 1, 1), manager)
    slots = {"account": Text(short_name(account_name)), "on": _day(followup.day, manager)}
    waiting = [one for one in followup.told if one.kind is ToldKind.CONFIRM]
    state = say("recap_waits", count=Count(len(waiting))) if waiting else say("recap_clear")
    place = say("place_drafts") if in_drafts else say("place_here", command=Text(command or "kambrief followup"))
    return render(
        Letter(
            subject=say("recap_subject", **slots),
            intro=(say("recap_intro", **slots), *((say("as_is", text=Text(title)),) if title else ()), state, place),
            sections=_sections(followup, phrases, say, more, leave=() if in_drafts else (ToldKind.PROMISES,)),
            draft_title=None if in_drafts else phrases.label("title_draft"),
            draft_head=() if in_drafts else (say("draft_subject", text=Text(followup.subject)),),
            draft="" if in_drafts else followup.body,
            open_url=open_url,
        ),
        phrases,
    )


def render_reminder(
    followup: Followup, manager: AccountManager, *, account_name: str, ends: dt.datetime | None = None,
    open_url: str = "",
) -> Rendered:  # fmt: skip
    """That a draft still waits. ``ends``: when a day is over; given, it is the last reminder."""
    phrases = words(manager.language)
    say = _sayer(phrases, followup.day or dt.date(1970, 1, 1), manager)
    slots = {"account": Text(short_name(account_name)), "on": _day(followup.day, manager)}
    why = say("reminder_last", at=Moment(ends, manager.timezone)) if ends else say("reminder_evening")
    waiting = tuple(one for one in followup.told if one.kind is ToldKind.CONFIRM)
    lines = tuple(say("as_is", text=Text(one.text)) for one in waiting)
    sections = (Section(phrases.label("title_confirm"), lines, urgent=True),) if lines else ()
    intro = (say("reminder_intro", **slots), why)
    return render(Letter(say("reminder_subject", **slots), intro, sections, open_url=open_url), phrases)


def _sections(
    followup: Followup, phrases: Phrases, say: "_Say", more: Sequence[str], leave: Sequence[ToldKind]
) -> tuple[Section, ...]:
    """``leave``: what the mail shows elsewhere already."""
    found = []
    for kind in (kind for kind in ToldKind if kind not in leave):
        lines = [say("as_is", text=Text(one.text)) for one in followup.told if one.kind is kind]
        if kind is ToldKind.CHECK:
            lines += [say("as_is", text=Text(one)) for one in more]
        if lines:
            found.append(Section(phrases.label(f"title_{kind}"), tuple(lines), urgent=kind in _URGENT))
        if kind is ToldKind.CHECK and (reached := _recipients(followup, say)):
            found.append(Section(phrases.label("title_recipients"), reached))
    return tuple(found)


def _recipients(followup: Followup, say: "_Say") -> tuple[Spoken, ...]:
    def names(some: Sequence[Addressee]) -> Listing:
        return Listing(tuple(Text(one.name or one.email) for one in some if one.ticked))

    found = []
    for phrase, some in (("recipients_to", names(followup.to)), ("recipients_cc", names(followup.cc))):
        if some.items:
            found.append(say(phrase, names=some))
    return tuple(found)


def _day(on: dt.date | None, manager: AccountManager) -> Text:
    return Text(dated(on, manager.language, on) if on else "")


class _Say:
    """Says a phrase with its values on one day."""

    def __init__(self, phrases: Phrases, today: dt.date, manager: AccountManager) -> None:
        self._phrases, self._today, self._zone = phrases, today, manager.timezone

    def __call__(self, phrase: str, /, **slots: Count | Day | Listing | Moment | Text) -> Spoken:
        return self._phrases.say(Sentence(Kind.VALUE, phrase, slots), self._today, self._zone)


def _sayer(phrases: Phrases, today: dt.date, manager: AccountManager) -> _Say:
    return _Say(phrases, today, manager)
