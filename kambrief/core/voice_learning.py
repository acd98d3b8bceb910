"""Habits out of edits: what a manager does again and again, for several customers, in form alone.

A habit counts by weight: the newest mail counts most, so that two new mails overrule four old ones. Nothing of a
customer's is learned: sentences of the manager's own must have been written to two customers, without values and names.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kambrief.core import lexicon
from kambrief.core import voice_words as words
from kambrief.core.spoken.numbers import numbers
from kambrief.core.voice import ENOUGH, HABITS, Edited, Voice, form_of
from kambrief.core.voice_reading import (
    NAMES,
    Letter,
    Names,
    Section,
    alike,
    framed,
    holds_value,
    is_masked,
    key,
    masked,
    proper,
    read,
)

T = TypeVar("T")
LAST = 12
"""So many of the newest edits are looked at."""
FADING = 0.75
"""What an edit weighs of the next newer one."""
TWICE = 2
"""So often, and for so many customers, before it is a habit."""
HALF = 0.5
_MOSTLY = 0.8
_MOST_PHRASES = 8
_LONGEST_PHRASE = 25
"""Words; longer sentences are about something."""
_THANKS_WITHIN = 3
"""Thanks stand in one of the first sentences."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """One edit, read. ``weight``: 1 for the newest."""

    edit: Edited
    drafted: Letter
    sent: Letter
    weight: float


def learn(edits: Sequence[Edited], current: Voice) -> Voice:
    """The voice of `current`'s manager, language and form of address, from all their edits, in any order.

    Under `ENOUGH` sent follow-ups nothing is learned. What was set by hand stays, and whether it is on.
    """
    names = Names.of(name for edit in edits for name in edit.names)
    mine = [
        one for one in edits if one.language == current.language and form_of(one.address_form) == current.address_form
    ]
    mine = sorted(mine, key=lambda one: one.at)
    samples = _samples(mine[-LAST:], names)
    found = replace(_nothing(current), edits=len(mine))
    if len(mine) >= ENOUGH:
        found = _learned(samples, current, found, names)
    kept = {name: getattr(current, name) for name in current.by_hand if name in HABITS}
    return replace(found, **kept)


def _nothing(current: Voice) -> Voice:
    return Voice(current.manager, current.language, current.address_form, on=current.on, by_hand=current.by_hand)


def _samples(edits: Sequence[Edited], names: Names) -> list[_Sample]:
    found = []
    for age, edit in enumerate(reversed(edits)):
        drafted = read(edit.drafted, names)
        sent = read(edit.sent, names, drafted.signature)
        found.append(_Sample(edit, drafted, sent, FADING**age))
    return found


def _learned(samples: Sequence[_Sample], current: Voice, found: Voice, names: Names) -> Voice:
    greetings = [(one, one.sent.greeting.form if one.sent.greeting else "") for one in samples]
    grouped = [(one, form) for one, form in greetings if one.sent.greeting and one.sent.greeting.group]
    single = [(one, form) for one, form in greetings if one.sent.greeting and not one.sent.greeting.group]
    strikes = _struck(samples, names)
    opening, added = _added(samples, current, names)
    return replace(
        found,
        greeting=_habit(
            single,
            lambda form: _known_greeting(form) and not names.within(form),
            lambda form: _plain_words(form.replace(NAMES, ""), names, found.language) and not proper(form),
        ),
        greeting_group=_habit(grouped, lambda form: _known_greeting(form) and not names.within(form)),
        capital=_yes((one, _capital(one.sent, found.language, names)) for one in samples),
        closing=_habit(
            [(one, one.sent.closing) for one in samples if one.sent.closing],
            lambda text: _known_closing(text) and not names.within(text),
            lambda text: _plain_words(text, names, found.language) and (found.language == "de" or not proper(text)),
        ),
        first_name=_yes((one, _first_name(one)) for one in samples),
        thanks=_yes((one, _thanks(one.sent)) for one in samples),
        prose=_yes((one, _prose(one, current)) for one in samples),
        titles=_yes((one, _titled(one, names)) for one in samples),
        headings=_headings(samples, current, names),
        target_words=_median([(one.sent.words, one.weight) for one in samples]),
        struck=strikes,
        opening=tuple(one for one in opening if not _among(one, strikes)),
        added=tuple(one for one in added if not _among(one, strikes)),
    )


# --- choosing --------------------------------------------------------------------------------------------------------


def _habit(
    seen: Sequence[tuple[_Sample, str]], known: Callable[[str], bool], allowed: Callable[[str], bool] = lambda _: False
) -> str:
    """What carries half of the weight and was written twice. A form that is not ``known`` as one must be ``allowed``
    and written to two customers.
    """
    total = sum(one.weight for one, _ in seen)
    for text in dict.fromkeys(text for _, text in seen):
        with_it = [one for one, other in seen if other == text]
        enough = len(with_it) >= TWICE and sum(one.weight for one in with_it) >= total * HALF
        several = len({one.edit.account_id for one in with_it}) >= TWICE
        if text and enough and (known(text) or (several and allowed(text))):
            return text
    return ""


def _yes(seen: Iterable[tuple[_Sample, bool | None]]) -> bool | None:
    """What more of the weight says; None where fewer than two mails say anything."""
    votes = [(one.weight, value) for one, value in seen if value is not None]
    if len(votes) < TWICE:
        return None
    return sum(weight for weight, value in votes if value) > sum(weight for weight, value in votes if not value)


def _median(seen: Sequence[tuple[int, float]]) -> int | None:
    half, total = sum(weight for _, weight in seen) / 2, 0.0
    for value, weight in sorted(seen):
        total += weight
        if total >= half:
            return round(value, -1) or None
    return None


# --- single habits ---------------------------------------------------------------------------------------------------


def _known_greeting(form: str) -> bool:
    """Made of words that greet, and nothing else."""
    rest = form.replace(NAMES, "").strip(" ,!.:-–")
    lead = words.LEADS.match(rest)
    behind = rest[lead.end() :].strip() if lead else rest
    if not behind:
        return True
    own = all(word.islower() or words.GROUP.fullmatch(word) for word in behind.split())
    return own and bool(words.GROUP.search(behind)) and len(behind.split()) <= TWICE + 1


def _known_closing(text: str) -> bool:
    """A farewell without a name behind it."""
    rest = [word.strip(",.!") for word in text.split()[1:]]
    return bool(lexicon.CLOSING.fullmatch(text)) and all(
        word.islower() or words.FAREWELL.fullmatch(word) for word in rest
    )


def _capital(sent: Letter, language: str, names: Names) -> bool | None:
    """Whether the text below the greeting begins with a capital: told by a word that has none of its own."""
    first = sent.opens_with.split(" ")[0].strip(",.:;!")
    if not sent.greeting or not first[:1].isalpha() or names.has(first) or language == "en":
        return None
    if first[:1].islower():
        return False
    thanks = bool(words.THANKS.match(sent.opens_with))
    return True if thanks or (language != "de" and sent.first and not sent.sections[:1]) else None


def _first_name(one: _Sample) -> bool | None:
    """Whether they sign with the first name where the draft has a whole signature, or where it had none left."""
    if not one.sent.signature or not one.drafted.signature:
        return None
    own = {line.casefold() for line in one.drafted.signature if " " in line or any(sign.isdigit() for sign in line)}
    given = one.sent.signature[0].strip(" -–/")
    return " " not in given and not any(line.casefold() in own for line in one.sent.signature)


def _thanks(sent: Letter) -> bool:
    return any(words.THANKS.search(text) for text in sent.sentences[:_THANKS_WITHIN])


def _prose(one: _Sample, current: Voice) -> bool | None:
    if one.drafted.sections:
        return not one.sent.sections
    return True if current.prose and not one.sent.sections else None


def _titled(one: _Sample, names: Names) -> bool | None:
    """Whether lists have headings; what stands above one list of both sides' promises is none."""
    merged = _merged(one, names)
    titled = any(section.title for section in one.sent.sections if section not in merged)
    return titled if one.sent.sections else None


def _merged(one: _Sample, names: Names) -> list[Section]:
    """Lists in what was sent that hold items of several of ours."""
    return [
        sent
        for sent in one.sent.sections
        if sum(1 for drafted in one.drafted.sections if _common(drafted.items, sent.items, names)) > 1
    ]


def _headings(samples: Sequence[_Sample], current: Voice, names: Names) -> tuple[tuple[str, str], ...]:
    """Our headings that they write otherwise, by the items below."""
    ours = {theirs: our for our, theirs in current.headings}
    seen: dict[str, list[tuple[_Sample, str]]] = {}
    for one in samples:
        merged = _merged(one, names)
        for drafted in one.drafted.sections:
            several = [section for section in one.sent.sections if section not in merged]
            sent = max(several, key=lambda section: _common(drafted.items, section.items, names), default=None)
            if drafted.title and sent and sent.title and _common(drafted.items, sent.items, names):
                seen.setdefault(ours.get(drafted.title, drafted.title), []).append((one, sent.title))
    found = []
    for our, titles in seen.items():
        theirs = _habit(titles, lambda _: False, lambda text: _plain_words(text, names, current.language))
        if theirs and theirs != our:
            found.append((our, theirs))
    return tuple(found)


def _common(some: Sequence[str], others: Sequence[str], names: Names) -> int:
    keys = [key(masked(one, names)) for one in others]
    return sum(1 for one in some if any(alike(key(masked(one, names)), other) for other in keys))


# --- phrases ---------------------------------------------------------------------------------------------------------


def _struck(samples: Sequence[_Sample], names: Names) -> tuple[str, ...]:
    """Sentences of the drafts that are dropped or replaced by other words: twice, for two customers, and mostly."""
    seen: list[tuple[tuple[str, ...], str, list[tuple[_Sample, bool]]]] = []
    for one in samples:
        kept = [key(framed(masked(text, names))) for text in one.sent.sentences]
        for text in one.drafted.sentences:
            phrase = framed(masked(text, names))
            mine = key(phrase)
            if (
                holds_value(phrase)
                or len(phrase.split()) > _LONGEST_PHRASE
                or (words.THANKS.search(text) and mine[-1:] != ("{text}",))
            ):
                continue
            gone = not any(alike(mine, other) for other in kept) and not _told_otherwise(text, one.sent)
            place = next((rows for other, _, rows in seen if alike(mine, other)), None)
            if place is None:
                place = []
                seen.append((mine, phrase, place))
            if all(sample is not one for sample, _ in place):
                place.append((one, gone))
    found = []
    for mine, phrase, rows in seen:
        struck = [one for one, gone in rows if gone]
        back = [one for one in samples if all(one is not other for other, _ in rows) and _holds(one.sent, mine, names)]
        weight = sum(one.weight for one in struck)
        against = sum(one.weight for one, gone in rows if not gone) + sum(one.weight for one in back)
        if len(struck) >= TWICE and len({one.edit.account_id for one in struck}) >= TWICE and weight >= against:
            found.append(phrase)
    german = samples[0].edit.language == "de" if samples else False
    return tuple(one for one in found if _safe(one, names) and (german or not proper(one)))[:_MOST_PHRASES]


def _told_otherwise(text: str, sent: Letter) -> bool:
    """Whether what a sentence was about, behind its colon, still stands in the mail with other words before it."""
    said = key(text.partition(": ")[2])
    there = set(key(" ".join(sent.sentences)))
    return len(said) > TWICE and sum(1 for word in said if word in there) >= len(said) * _MOSTLY


def _holds(sent: Letter, mine: Sequence[str], names: Names) -> bool:
    return any(alike(mine, key(framed(masked(text, names)))) for text in sent.sentences)


def _safe(phrase: str, names: Names) -> bool:
    """No name, and nothing that would be a value."""
    return not names.within(phrase) and not any(sign.isdigit() for sign in phrase)


def _added(samples: Sequence[_Sample], current: Voice, names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences of theirs that come back, word for word, to two customers: below the greeting, and further down."""
    own = {_same(phrase) for phrase in (*current.opening, *current.added)}
    seen: dict[str, list[tuple[_Sample, str, bool]]] = {}
    for one in samples:
        ours = {_same(text) for text in one.drafted.sentences} - own
        for number, text in enumerate(one.sent.sentences):
            same = _same(text)
            if same not in ours and _content_free(text, names, one.edit.language):
                seen.setdefault(same, []).append((one, text, number < min(one.sent.first, _THANKS_WITHIN)))
    total = sum(one.weight for one in samples)
    opening: list[str] = []
    added: list[str] = []
    for rows in seen.values():
        accounts = {one.edit.account_id for one, _, _ in rows}
        weight = sum({id(one): one.weight for one, _, _ in rows}.values())
        if len(accounts) < TWICE or weight < total * HALF:
            continue
        text = rows[0][1]
        text = text[:1].upper() + text[1:]
        (opening if sum(first for _, _, first in rows) * 2 > len(rows) else added).append(text)
    return tuple(opening[: TWICE + 1]), tuple(added[: TWICE + 1])


def _same(text: str) -> str:
    return " ".join(text.split()).strip(" .!").casefold()


def _content_free(text: str, names: Names, language: str) -> bool:
    """Whether a sentence could stand in a mail to anybody."""
    if len(text.split()) > _LONGEST_PHRASE or (language != "de" and proper(text)):
        return False
    return _plain_words(text, names, language)


def _plain_words(text: str, names: Names, language: str) -> bool:
    return not is_masked(masked(text, names)) and not names.within(text) and not numbers(text, language)


def _among(text: str, phrases: Iterable[str]) -> bool:
    return any(alike(key(text), key(one)) for one in phrases)
