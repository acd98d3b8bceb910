"""What somebody wants or last said, in as few words as their line has room for."""

import re
from dataclasses import dataclass

from kambrief.core import history, lexicon, sentences, telling
from kambrief.core.brief import Kind, Sentence
from kambrief.core.customer import Activity, ActivityKind, Contact
from kambrief.core.evidence import Audience, Day, Fact, Text
from kambrief.core.saying import quote, value
from kambrief.core.situation import Situation

NOTE_WORDS = 10
REPLY_WORDS = 8
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-](?:\d{2,4})?")
_FIGURE = re.compile(r"\d")
_DATE_AT_END = re.compile(r"\d\.\d{1,2}\.$")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The sentences, and the activities whose words they are."""

    said: tuple[Sentence, ...]
    records: frozenset[str]


def own_words(situation: Situation, contact: Contact, room: int) -> OwnWords:
    """The contact note when short, and the telling sentence of the newest touch that has one, within ``room`` words."""
    note = situation.facts.get(f"contacts/{contact.id}#note")
    note = note if note and note.usable and not lexicon.NOT_FOR_CUSTOMER.search(note.text) else None
    newest = _newest_words(situation, contact, fresh_only=note is not None)
    names = _names(situation)
    left = room - (sentences.words(newest.text) if newest else 0)
    said = []
    if note:
        # What they said last tells more than our standing note: it stays out where both are too long, unless it holds
        # a figure; over budget it goes first.
        kept = bool(_FIGURE.search(_DATE.sub(" ", note.text)))
        parts = _fitting(note.text, NOTE_WORDS if kept or not newest else min(left, NOTE_WORDS))
        said = [_phrase(part, note, names, 0 if kept or not newest else 2) for part in parts]
    if note and not said:
        said = [_phrase(part, note, names) for part in _how_to_address(note.text)]
    if newest:
        said.append(_phrase(telling.without_speaker(newest.text, contact), newest, names))
        said += _our_reply(situation, newest)
    return OwnWords(tuple(said), frozenset({newest.source.record_id} if newest else ()))


def _how_to_address(note: str) -> list[str]:
    """The part of a note that tells what to call somebody: worth its place even where the rest has none."""
    parts = [part.strip(" .") for part in re.split(r"[;.]", note)]
    return [part for part in parts if lexicon.ADDRESSED.search(part) and sentences.words(part) <= REPLY_WORDS][:1]


def _our_reply(situation: Situation, newest: Fact) -> list[Sentence]:
    """What we have answered since to the mail that is quoted: without it the customer's words would be out of date."""
    rows = {row.id: row for row in situation.data.activities}
    asked = rows.get(newest.source.record_id)
    if asked is None or asked.kind is not ActivityKind.EMAIL or not asked.inbound or not asked.thread_id:
        return []
    later = [row for row in rows.values() if _answers(row, asked) and row.at <= situation.now]
    if not later:
        return []
    last = max(later, key=lambda row: (row.at, row.id))
    for fact in situation.said.get(last.id, ()):
        usable = fact.usable and not fact.guarded and fact.audience is Audience.CUSTOMER
        if usable and history.has_number(fact.text) and sentences.words(fact.text) <= REPLY_WORDS:
            return [value("we_replied", (fact.id,), text=Text(_bare(fact.text)))]
    event = situation.facts.get(f"activities/{last.id}")
    on = event.values.get("on") if event and event.usable else None
    return [value("we_answered", (f"activities/{last.id}",), on=on)] if isinstance(on, Day) else []


def _answers(row: Activity, asked: Activity) -> bool:
    return row.kind is ActivityKind.EMAIL and not row.inbound and row.thread_id == asked.thread_id and row.at > asked.at


def _names(situation: Situation) -> frozenset[str]:
    """Words that keep their capital at the head of a note: people's, companies' and products' names."""
    named = (
        *(contact.name for contact in situation.people.values()),
        *(one.name for one in situation.meeting.attendees),
        *(account.name for account in situation.data.accounts),
        *(product.name for product in situation.data.products),
    )
    return frozenset(word.strip(",.").casefold() for name in named for word in name.split())


def _fitting(note: str, room: int) -> list[str]:
    """The whole note if there is room, else its last sentence that fits: what was added last is what is new."""
    if sentences.words(note) <= room:
        return [note]
    return [part for part in reversed(sentences.split(note)) if sentences.words(part) <= room][:1]


def _newest_words(situation: Situation, contact: Contact, *, fresh_only: bool) -> Fact | None:
    for candidate in (t for t in situation.touches if t.contact_id == contact.id):
        if fresh_only and situation.now - candidate.activity.at > telling.FRESH:
            return None
        rows = situation.said.get(candidate.activity.id, ())
        pick = telling.of_person(contact, rows, candidate.activity, situation.people)
        if pick:
            return pick.fact
    return None


def _phrase(text: str, fact: Fact, names: frozenset[str], spare: int = 0) -> Sentence:
    """A record's words inside a line: the customer's own in quotation marks, our notes as they stand.

    The full stop at their end would stand before a semicolon.
    """
    said = quote(text, fact.id).slots["text"]
    shown = said.text if isinstance(said, Text) else ""
    bare = _bare(shown)
    theirs = fact.by == "them" or sentences.unquoted(text) != text.strip()
    phrase = "quote" if theirs else "noted"
    if not theirs:
        bare = telling.lowered(bare, names)
    return Sentence(Kind.QUOTE, phrase, {"text": Text(bare)}, (fact.id,), spare=spare)


def _bare(text: str) -> str:
    """Without the full stop at its end, unless that is a date's."""
    return text[:-1] if text.endswith(".") and not _DATE_AT_END.search(text) else text


def unanswered(situation: Situation, contact: Contact) -> list[str]:
    """Our mails to this person that have waited too long for a reply (I7)."""
    late = set(situation.insights.engagement.unanswered)
    return [row.id for row in situation.data.activities if row.id in late and contact.id in row.contacts]
