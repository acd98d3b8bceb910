"""Puts the decided follow-up into words: the mail, the note for the CRM, and what the account manager has to know.

Pure but for reading ``templates/followup`` and ``templates/after``.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from kambrief.core import voicing, wording
from kambrief.core.agreed import Agreed
from kambrief.core.brief import Kind, Sentence
from kambrief.core.commitment import Promised
from kambrief.core.evidence import Fact
from kambrief.core.following import outline, without_spare
from kambrief.core.following_note import MAX_NOTE_WORDS, note, recap
from kambrief.core.following_people import LANGUAGES, crm_language, recipients
from kambrief.core.following_types import Outline, OutlineLine, OutlinePart
from kambrief.core.followup import DraftLine, Followup, Part, PartKind, Told, text
from kambrief.core.model import AccountManager
from kambrief.core.talk import Talk, Withheld
from kambrief.core.voice import Voice, chosen
from kambrief.phrases import Phrases, folder_of

Say = Callable[[Sentence], str]


def compose(  # noqa: PLR0913 - all that a call came to, each by its name
    talk: Talk,
    promised: Sequence[Promised],
    agreed: Agreed,
    *,
    account_id: str,
    account_name: str,
    manager: AccountManager,
    facts: Sequence[Fact] = (),
    voices: Sequence[Voice] = (),
    withheld: Sequence[Withheld] = (),
    now: dt.datetime,
    language: str = "",
) -> Followup:
    """The follow-up of one call with one customer. ``facts``: only what this customer may see. ``voices``: the account
    manager's; the one for this language and form of address is taken. ``language`` overrules
    what the recipients' records and the call say. Raises `UserError` when a template cannot be used.

    Most recipients' language is taken where the call was held in it. Where it was not, the words that promises are
    listed in would be in another language than the rest: then it is the call's, and the recap says so.
    """
    del now  # the meeting's own day decides how days are written, so that a later try gives the same text
    wished = crm_language(recipients(talk, promised, manager).people)
    spoken = talk.language if talk.language in LANGUAGES else ""
    written = language or spoken or wished or manager.language
    planned = outline(talk, promised, agreed, account_name=account_name, manager=manager, facts=facts, language=written)
    planned = replace(planned, crm_language=wished)
    say = _sayer(Phrases(written, folder_of("templates") / "followup"), talk, manager)
    parts, spared = _short_enough(planned, say)
    draft = Followup(
        meeting_id=talk.meeting_id,
        account_id=account_id,
        language=written,
        subject=_one_line(say(planned.subject)),
        parts=parts,
        to=planned.recipients.to,
        cc=planned.recipients.cc,
        day=talk.day,
        address=planned.form,
    )
    draft = voiced(draft, chosen(voices, draft.language, draft.address))
    told = _told(talk, promised, agreed, planned, withheld, manager, draft, spared)
    return replace(draft, note=_note(talk, promised, agreed, manager), told=told, recap=tuple(one.text for one in told))


def voiced(followup: Followup, voice: Voice | None) -> Followup:
    """With the account manager's habits, where any are learned and on. Raises `UserError` as `compose` does."""
    if voice is None:
        return followup
    phrases = Phrases(followup.language, folder_of("templates") / "followup")

    def sentence(owner: str, what: str, due: str) -> str:
        return phrases.label("item_sentence", owner=owner, what=what, **({"due": due} if due else {})).text

    return voicing.apply(voice, followup, voicing.Words(sentence, phrases.label("late").text))


def words_of(followup: Followup) -> int:
    """How long the mail is, by the measure of its limit: without subject, closing and signature."""
    return _words(followup.parts)


def _words(parts: Sequence[Part]) -> int:
    counted = [part for part in parts if part.kind not in {PartKind.CLOSING, PartKind.SIGNATURE}]
    return wording.word_count(text(tuple(counted)))


def _sayer(phrases: Phrases, talk: Talk, manager: AccountManager) -> Say:
    def say(sentence: Sentence) -> str:
        return wording.spaced(phrases.say(sentence, talk.day, manager.timezone).text, phrases.language)

    return say


def _one_line(subject: str) -> str:
    return subject.replace(wording.JOINER, "")  # no program makes links of subjects


def _short_enough(planned: Outline, say: Say) -> tuple[tuple[Part, ...], int]:
    """The parts in words, the least important lines left out while they are too long; and how many were."""
    rest, spared = planned.parts, 0
    while True:
        parts = tuple(_part(part, say) for part in rest)
        if _words(parts) <= planned.limit:
            return parts, spared
        shorter = without_spare(rest)
        if shorter is None:
            return parts, spared
        rest, spared = shorter, spared + 1


def _part(part: OutlinePart, say: Say) -> Part:
    title = say(Sentence(Kind.VALUE, part.title)) if part.title else ""
    return Part(part.kind, tuple(_line(line, say) for line in part.lines), title, part.listed)


def _line(line: OutlineLine, say: Say) -> DraftLine:
    evidence = dict.fromkeys(one for sentence in line.sentences for one in sentence.facts)
    return DraftLine(" ".join(filter(None, map(say, line.sentences))), tuple(evidence))


def _note(talk: Talk, promised: Sequence[Promised], agreed: Agreed, manager: AccountManager) -> str:
    say = _sayer(Phrases(manager.language, folder_of("templates") / "followup"), talk, manager)
    lines: list[tuple[str, int]] = []
    for short in (False, True):
        lines = [(_line(line, say).text, line.spare) for line in note(talk, promised, agreed, manager, short=short)]
        told = "\n".join(text for text, _ in lines)
        if wording.word_count(told) <= MAX_NOTE_WORDS:
            return told
    room = MAX_NOTE_WORDS - sum(wording.word_count(text) for text, spare in lines if not spare)
    kept = set[int]()
    for at in sorted(range(len(lines)), key=lambda at: (lines[at][1], at)):  # the most important first, as many as fit
        text, spare = lines[at]
        words = wording.word_count(text) if spare else 0
        if words <= room:
            kept.add(at)
            room -= words
    return "\n".join(text for at, (text, spare) in enumerate(lines) if at in kept or not spare)


def _told(
    talk: Talk,
    promised: Sequence[Promised],
    agreed: Agreed,
    planned: Outline,
    withheld: Sequence[Withheld],
    manager: AccountManager,
    draft: Followup,
    spared: int,
) -> tuple[Told, ...]:
    say = _sayer(Phrases(manager.language, folder_of("templates") / "after"), talk, manager)
    found = recap(
        talk, promised, agreed, planned, withheld=withheld, manager=manager, words=words_of(draft), spared=spared
    )
    return tuple(Told(kind, say(sentence), sentence.facts) for kind, sentence in found)
