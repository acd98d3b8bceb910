"""Spoken sentences as written ones, by rule: what speech adds is left out, values become digits, nothing is added.

What cannot be made presentable that way gives nothing: the account manager has the transcript.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kambrief.core import lexicon, sensitive, wording
from kambrief.core.agreeing import values
from kambrief.core.agreeing.corrections import Corrected
from kambrief.core.agreeing.said import Heard, Said, same_kind
from kambrief.core.agreeing.words_spoken import COMMAND, SPEECH, Speech
from kambrief.core.customer import Contact, Side
from kambrief.core.inflection import forms
from kambrief.core.spoken.days import days
from kambrief.core.spoken.numbers import as_digits
from kambrief.core.spoken.values import SpokenDay, SpokenNumber

MOST_WORDS = 24
_STUTTER = re.compile(r"(?<!\w)(\w+(?: \w+)?),? \1(?!\w)", re.IGNORECASE)
"""Somebody began twice: such a sentence is not written by rule."""


def clean_of(heard: Heard, text: str, *, internal: bool = False) -> bool:
    """Whether words may stand in a text at all; without ``internal``: in one that the customer reads."""
    if COMMAND.search(text) or sensitive.rule(text, _contacts(heard)) or lexicon.OFF_RECORD.search(text):
        return False
    if internal:
        return True
    cues = heard.cues
    return not (cues.rival.search(text) or cues.blame.search(text) or lexicon.NOT_FOR_CUSTOMER.search(text))


def _contacts(heard: Heard) -> list[Contact]:
    found = []
    for person in heard.talk.participants:
        first, _, last = person.name.partition(" ")
        found.append(Contact(person.key, "", first, last))
    return found


def holds(one: Said, corrected: Iterable[Corrected]) -> bool:
    """Whether a sentence names a value, or a day, that no longer holds."""
    gone = list(corrected)
    return any(each.covers(value) for value in one.numbers for each in gone) or any(
        spoken.day is not None and spoken.day == each.told.wrong_day for spoken in one.days for each in gone
    )


def sentence(  # noqa: PLR0911 - each way in which it is no sentence
    heard: Heard,
    one: Said,
    corrected: Sequence[Corrected] = (),
    *,
    anaphora: bool = False,
    key: SpokenNumber | None = None,
) -> str:
    """The sentence as it can stand in a mail of ours to the customer, final values for superseded ones; or nothing.

    ``anaphora``: a beginning that points back is allowed, because the caller says to what. ``key`` is the value it is
    about, written in digits whatever its size.
    """
    speech = SPEECH[heard.language]
    if one.asks or "…" in one.text or "--" in one.text:
        return ""
    text = with_values(heard, one, corrected, key)
    if not text or _STUTTER.search(text):
        return ""
    text = speech.we_passive.sub("", _standing(heard, text, speech))
    text = speech.report.sub("", text, count=1).lstrip(" ,:") if speech.report.match(text) else text
    text = _resumed(text, speech)
    if not anaphora and speech.anaphora.match(text):
        return ""
    if speech.first.search(text):
        text = _named(heard, one, text, speech)
    if not text or (one.side is Side.THEM and not (text := _turned(text, speech, familiar=_familiar(heard)))):
        return ""
    if speech.points_back.search(text):
        return ""
    text = spelled(text, speech)
    count = wording.word_count(text)
    if not 2 <= count <= MOST_WORDS or not clean_of(heard, text):
        return ""
    return finished(text)


def _resumed(text: str, speech: Speech) -> str:
    """``The new door, it's …`` as ``The new door is …``."""
    found = speech.resumed.match(text)
    if not found:
        return text
    what = found["what"]
    lead = what.split()[-1].casefold() if what.split() else ""
    if speech.verb.fullmatch(lead) or speech.first.search(what) or speech.verb.search(what):
        return text  # "the draft came, it is …" are two sentences
    verb = found["verb"]
    return f"{what[:1].upper()}{what[1:]}{_UNCUT.get(verb.casefold(), verb)}{text[found.end() :]}"


_UNCUT = {
    f"{mark}{cut}": f" {full}"
    for mark in "'’"
    for cut, full in (("s", "is"), ("re", "are"), ("ll", "will"), ("d", "would"))
}


def finished(text: str) -> str:
    """With a capital and a full stop."""
    text = re.sub(r"\s+", " ", text).strip(" ,;:–-")
    text = re.sub(r"\s+([,.;:!?])", r"\1", text).rstrip("!. ")
    text = text[:1].upper() + text[1:]
    return wording.plain(text if text.endswith("?") else f"{text}.")


def spelled(text: str, speech: Speech) -> str:
    """Standard forms for spoken ones, and no fillers."""
    text = speech.fillers.sub(" ", text)
    for pattern, new in speech.spoken:
        text = pattern.sub(new, text)
    return text


def quoted(heard: Heard, one: Said) -> str:
    """Somebody's words, cleaned of what speech adds, values as digits; the speaker stays who speaks."""
    speech = SPEECH[heard.language]
    text = with_values(heard, one, (), None)
    text = _standing(heard, text, speech)
    if speech.subject.match(text):
        text = speech.subject.sub("", text, count=1).strip()
    return finished(spelled(text, speech))


def _standing(heard: Heard, text: str, speech: Speech) -> str:
    """Without the words in front that only speech needs: interjections, names of those spoken to."""
    names = [
        name for person in heard.talk.participants for name in (person.called, *person.name.split()) if len(name) > 1
    ]
    vocative = re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?:,|:)\s+") if names else None
    for _ in range(6):
        before = text
        opener = speech.openers.match(text)
        if opener and (rest := text[opener.end() :].lstrip(" ,.:–-")) and re.match(r"[\s,.:–-]", text[opener.end() :]):
            text = rest
        if vocative and (found := vocative.match(text)):
            text = text[found.end() :]
        if text == before:
            break
    if names:
        text = re.sub(rf",\s+(?:{'|'.join(map(re.escape, names))})(?=[.!?]*$)", "", text)
    return text.strip()


def _turned(text: str, speech: Speech, *, familiar: bool) -> str:
    """A customer's sentence as we write it to them: their "we" is "you"."""
    theirs = any(pattern.search(text) for pattern, _ in speech.ours)
    if theirs and familiar:
        return ""
    ours = speech.second.search(text)
    if theirs and (familiar or ours):
        return ""
    if not theirs and speech.ours_left.search(text):
        return ""
    for pattern, new in speech.ours if theirs else speech.yours:
        text = pattern.sub(new, text)
    if theirs:
        return "" if speech.ours_left.search(text) else text
    return "" if ours and speech.second.search(text) else text


def _familiar(heard: Heard) -> bool:
    """Whether they are addressed with the German "du", for which no rule here has the forms."""
    return heard.language == "de" and any(
        person.address_form.casefold() == "du" for person in heard.talk.participants if person.side is Side.THEM
    )


def _named(heard: Heard, one: Said, text: str, speech: Speech) -> str:
    """``My board meets`` as ``Annegret’s board meets``; nothing where the speaker is the subject."""
    person = heard.people.get(one.who)
    word, _, rest = text.partition(" ")
    pattern = speech.mine.get(word.casefold())
    if not person or not pattern or speech.first.search(rest):
        return ""
    name = person.called or person.name.split()[0] if person.name else ""
    if not name:
        return ""
    if heard.language == "sv":
        genitive = next((form for form in sorted(forms(name, "sv")) if form != name), name)
        return f"{genitive} {rest}"
    return f"{pattern.format(name=name)} {rest}"


# --- values --------------------------------------------------------------------------------------------------------


def with_values(heard: Heard, one: Said, corrected: Sequence[Corrected], key: SpokenNumber | None) -> str:
    """The words with values as digits and days as dates, final ones for superseded ones.

    Nothing where both the wrong and the right value stand in it, or a day is meant from the day of the call ("on
    Friday"), which a reader cannot tell.
    """
    gone = {each for each in corrected for value in one.numbers if each.covers(value)}
    changes: list[tuple[int, int, str]] = []
    for value in one.numbers:
        final = next((each for each in gone if each.covers(value)), None)
        if any(each.right and value.number == each.right.number and same_kind(value, each.right) for each in gone):
            return ""
        changes.append(_number(heard, one, value, final, key))
    for spoken in one.days:
        if spoken.day is None or spoken.bare:
            continue
        superseded = any(each.told.wrong_day == spoken.day for each in corrected)
        if superseded or spoken.doubt or not spoken.exact or relative(heard, spoken):
            return ""
        changes.append((spoken.start, spoken.end, _date(heard, spoken)))
    return _changed(one.text, changes)


def _date(heard: Heard, spoken: SpokenDay) -> str:
    """The day as written, with the preposition that was said and without its weekday."""
    words = [values.day(one, heard.language, heard.talk.day) for one in (spoken.day, spoken.until) if one]
    kept = SPEECH[heard.language].day.match(spoken.words)
    return f"{kept['kept']} {'–'.join(words)}" if kept else "–".join(words)


def _changed(text: str, changes: list[tuple[int, int, str]]) -> str:
    """The text with these parts replaced; an empty word leaves its part as it is."""
    last = len(text) + 1
    for start, end, new in sorted(changes, reverse=True):
        if new and end <= last:
            text = text[:start] + new + text[end:]
            last = start
    return text


def relative(heard: Heard, spoken: SpokenDay) -> bool:
    """Whether the words mean another day when said a week later (``on Friday``, ``tomorrow``)."""
    again = days(spoken.words, heard.talk.day + dt.timedelta(days=7), heard.language)
    return bool(again) and again[0].day is not None and again[0].day - dt.timedelta(days=7) == spoken.day


def _number(
    heard: Heard, one: Said, value: SpokenNumber, final: Corrected | None, key: SpokenNumber | None
) -> tuple[int, int, str]:
    """Which characters become what; nothing where the words stay."""
    language = heard.language
    written = as_digits(value.words, language)
    if final and final.right:
        right = final.right
        if (them := SPEECH[language].of_them.match(one.text, value.end)) and right.of is not None:
            return value.start, them.end(), values.shown(right, language)
        old, new = values.digits(value, language), values.digits(replace(value, number=right.number), language)
        return value.start, value.end, written.replace(old, new, 1) if old in written else new
    if key is not None and value.number == key.number and written == value.words:
        written = values.digits(value, language)
    return value.start, value.end, written if written != value.words else ""
