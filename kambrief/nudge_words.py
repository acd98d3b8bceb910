"""Words about promises that are due, and answers to replies: mails to the account manager, and the short mail that can
go to the customer with what was promised.

From ``templates/replies``, and from ``templates/followup`` what these share with the follow-up. Everything said is a
typed slot: words from a call stay words.
"""

import datetime as dt
import re
import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kambrief.core import lexicon, wording
from kambrief.core.brief import Kind, Sentence
from kambrief.core.evidence import Count, Day, Listing, Person, Text, Value
from kambrief.core.following_guard import rivals_figure
from kambrief.core.matter import is_gathering, is_invitation, is_sendable
from kambrief.core.model import AccountManager
from kambrief.core.promises import PromiseRecord, about
from kambrief.core.returning import clock
from kambrief.phrases import Phrases, Spoken, folder_of
from kambrief.ports.mailbox import DraftMail
from kambrief.render import Rendered, mail
from kambrief.settings.sections import LANGUAGES

Of = Callable[..., str]

GREETED = 4
"""So many are greeted by name; more as everybody."""
_INFORMAL = re.compile(r"^(?:du|sinuttelu|sinä|first[ _-]?name)", re.IGNORECASE)
_FORMAL = re.compile(r"^(?:sie|teitittely|te\b|formal|herr|frau)", re.IGNORECASE)


def say(phrase: str, **slots: Value) -> Sentence:
    """A sentence of these templates."""
    return Sentence(Kind.VALUE, phrase, slots)


@dataclass(frozen=True, slots=True)
class Due:
    """A promise as a nudge tells it. ``about``: the customer's name, or the meeting's title."""

    row: PromiseRecord
    about: str
    draft: DraftMail | None = None
    placed: bool = False
    """The draft lies in the manager's mailbox; otherwise the mail holds it."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """The same as the mail templates see it."""

    number: int
    head: Spoken
    lines: tuple[Spoken, ...]
    place: Spoken | None = None
    draft: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> list[list[str]]:
        """The draft's lines, parted where it has an empty one."""
        found: list[list[str]] = [[]]
        for line in self.draft:
            if line:
                found[-1].append(line)
            elif found[-1]:
                found.append([])
        return [one for one in found if one]


def render_nudge(items: Sequence[Due], day: dt.date, manager: AccountManager, open_url: str = "") -> Rendered:
    """One mail with all promises of ours that are due on a day (or on the free days that follow it)."""
    words = _Words(manager, day)
    days = Day(max((item.row.due or day for item in items), default=day))
    single = len(items) == 1
    replies = [words.say(say("nudge_reply" if single else "nudge_reply_which")), words.say(say("nudge_move"))]
    return mail(
        "nudge",
        words.phrases,
        words.say(say("nudge_subject", count=Count(len(items)), on=days)),
        preheader=items[0].row.what if items else "",
        intro=words.say(say("nudge_intro", on=days)),
        items=tuple(_item(words, number, item, manager) for number, item in enumerate(items, start=1)),
        replies=tuple(replies),
        open_url=open_url,
    )


class _Words:
    """The templates in the manager's language."""

    def __init__(self, manager: AccountManager, today: dt.date) -> None:
        self.phrases = Phrases(manager.language, folder_of("templates") / "replies")
        self._today, self._zone = today, manager.timezone

    def say(self, sentence: Sentence) -> Spoken:
        return self.phrases.say(sentence, self._today, self._zone)


def _item(words: _Words, number: int, item: Due, manager: AccountManager) -> ItemView:
    row = item.row
    slots: dict[str, Value] = {"what": Text(row.what), "about": Text(item.about)}
    if row.owner and not manager.is_address(row.owner_email) and row.owner != manager.name:
        slots["owner"] = Person(row.owner)
    lines = []
    if row.waiting:
        lines.append(words.say(say("nudge_waits", names=Listing(tuple(Person(name) for name in row.waiting)))))
    if row.asked:
        lines.append(words.say(say("nudge_asked", text=Text(row.asked))))
    if row.quote:
        at: dict[str, Value] = {"at": Text(clock(row.at))} if row.at else {}
        lines.append(words.say(say("nudge_said", text=Text(row.quote), on=Day(row.made_on), **at)))
    if row.was_due:
        lines.append(words.say(say("nudge_was", was=Day(row.was_due[0]))))
    if row.maybe:
        lines.append(words.say(say("nudge_maybe")))
    place = words.say(say("nudge_in_drafts" if item.placed else "nudge_text")) if item.draft else None
    if item.draft and is_sendable(row.what):
        lines.append(words.say(say("nudge_attach")))
    draft = tuple(item.draft.text.split("\n")) if item.draft and not item.placed else ()
    return ItemView(number, words.say(say("nudge_item", **slots)), tuple(lines), place, draft)


def render_answer(
    subject: str,
    said: Sequence[Sentence],
    rows: Sequence[PromiseRecord],
    hints: Sequence[Sentence],
    manager: AccountManager,
    now: dt.datetime,
    *,
    numbered: bool = True,
) -> Rendered:
    """What was understood of a reply, in its thread."""
    words = _Words(manager, now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date())
    lines = tuple(map(words.say, said))
    bare = re.sub(r"^(?:\s*(?:re|vs|sv|aw)\s*:)+\s*", "", subject, flags=re.IGNORECASE)
    items = [
        say("answer_item", what=Text(row.what), **({"due": Day(row.due)} if row.due else {})) for row in rows
    ]  # fmt: skip
    return mail(
        "answer",
        words.phrases,
        words.say(say("answer_subject", subject=Text(bare))),
        preheader=lines[0].text if lines else "",
        lines=lines,
        items=tuple(map(words.say, items)),
        numbered=numbered,
        hints=tuple(map(words.say, hints)),
    )


# --- to the customer -----------------------------------------------------------------------------------------------


def ready_draft(row: PromiseRecord, manager: AccountManager, message_id: str, now: dt.datetime) -> DraftMail | None:
    """A short mail in the customer's language that can go with what was promised; None where none would be of use: a
    meeting, an invitation, nobody with an address, or words that must not stand in a mail to a customer.
    """
    private = lexicon.NOT_FOR_CUSTOMER.search(row.what) or lexicon.OFF_RECORD.search(row.what)
    if not row.to or private or rivals_figure(row.what) or is_gathering(row.what) or is_invitation(row.what):
        return None
    if not is_sendable(row.what) and len(about(row.what).words) < 2:
        return None  # "the exchange": too little to write of
    language = row.language if row.language in LANGUAGES else manager.language
    formal = _is_formal(row, language)
    folder = folder_of("templates")
    followup, replies = Phrases(language, folder / "followup"), Phrases(language, folder / "replies")
    today = now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()

    def of(phrases: Phrases, phrase: str, **slots: Value) -> str:
        return phrases.say(say(phrase, **slots), today, manager.timezone).text

    slots: dict[str, Value] = {"what": Text(row.what), "on": Day(row.made_on)}
    if formal:
        slots["formal"] = Text("formal")
    body = of(replies, "draft_sendable" if is_sendable(row.what) else "draft_done", **slots)
    signature = manager.signature.strip() or "\n".join(filter(None, (manager.name, manager.title)))
    closing = of(followup, "closing")
    if not signature.startswith(closing.rstrip(",")):
        signature = f"{closing}\n{signature}"
    names = row.full_names if formal else row.waiting
    text = "\n\n".join((_greeting(followup, names, of, formal=formal), _begun(body, language), signature))
    subject = of(replies, "draft_subject", what=Text(row.what)).replace(wording.JOINER, "")
    people = tuple(zip(row.full_names or row.waiting, row.to, strict=False))
    return DraftMail(message_id, subject, text, people, (), language, now, sender_name=manager.name)


def _is_formal(row: PromiseRecord, language: str) -> bool:
    """German is formal unless the records say otherwise, the others only where they say so."""
    if language == "de":
        return not _INFORMAL.match(row.address_form)
    return language == "fi" and bool(_FORMAL.match(row.address_form))


def _greeting(phrases: Phrases, names: Sequence[str], of: Of, *, formal: bool) -> str:
    if not names or len(names) > GREETED:
        return of(phrases, "greeting_all_formal" if formal else "greeting_all")
    listed = Listing(tuple(Person(name) for name in names))
    return of(phrases, "greeting_formal" if formal else "greeting", names=listed)


def _begun(body: str, language: str) -> str:
    """After a greeting with a comma English alone begins with a capital."""
    return body[:1].upper() + body[1:] if language == "en" else body
