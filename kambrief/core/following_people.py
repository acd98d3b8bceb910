"""Whom a follow-up goes to and how they are spoken to (domain facts, §3.1, §3.2).

To: who was there from outside, and who was invited and has something to do. Cc: our own who were there. Others who were
invited are offered and not ticked. Nobody from outside the meeting.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kambrief.core import inflection, lexicon
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.followup import Addressee
from kambrief.core.model import AccountManager
from kambrief.core.talk import Participant, Talk

LANGUAGES = ("en", "fi", "sv", "de")
_MOST_NAMES = 4
"""So many are greeted by name."""
_INFORMAL = re.compile(r"^(?:du|sinuttelu|sinä|first[ _-]?name)", re.IGNORECASE)
_FORMAL = re.compile(r"^(?:sie|teitittely|te\b|formal|herr|frau)", re.IGNORECASE)
_FRAU = re.compile(r"\bfrau\b", re.IGNORECASE)
_HERR = re.compile(r"\bherrn?\b", re.IGNORECASE)
_DEGREE = re.compile(r"\b((?:Prof\.|Dr\.)(?: (?:Dr|h\. ?c)\.)*)(?=\s)")


@dataclass(frozen=True, slots=True)
class Recipients:
    """To and Cc, and the people behind those of To that are ticked."""

    to: tuple[Addressee, ...]
    cc: tuple[Addressee, ...]
    people: tuple[Participant, ...]
    """Ticked in To, in the order in which they spoke."""
    without_address: tuple[Participant, ...] = ()
    """Would get it, but no address is known."""


def is_manager(one: Participant, manager: AccountManager) -> bool:
    """Whether a participant is the account manager: by address, and without one by name on our side."""
    if one.email:
        return manager.is_address(one.email)
    return one.side is Side.US and bool(manager.name) and one.name.casefold() == manager.name.casefold()


def recipients(talk: Talk, promised: Sequence[Promised], manager: AccountManager) -> Recipients:
    """By the rule above; who has asked for no mail is offered and not ticked."""
    holds = {one.owner for one in promised if not one.minor}
    order = {key: index for index, key in reversed(list(enumerate(line.who for line in talk.utterances)))}
    spoken = sorted(talk.participants, key=lambda one: order.get(one.key, len(order) + 1_000_000))
    to, cc, people, lost = [], [], [], []
    seen: set[str] = set()
    for one in spoken:
        if one.side is None or is_manager(one, manager) or one.email.casefold() in seen:
            continue
        wanted = one.present or (one.invited and one.key in holds)
        if not one.email:
            lost += [one] if wanted else []
            continue
        seen.add(one.email.casefold())
        why, ticked = _why(one, holds_item=one.key in holds)
        addressee = Addressee(one.email, one.name, why, ticked)
        if one.side is Side.US:
            cc.append(addressee)
        else:
            to.append(addressee)
            people += [one] if ticked else []
    return Recipients(tuple(to), tuple(cc), tuple(people), tuple(lost))


def _why(one: Participant, *, holds_item: bool) -> tuple[str, bool]:
    if one.side is Side.THEM and one.do_not_contact:
        return "do not contact", False
    if one.present:
        return ("own" if one.side is Side.US else "present"), True
    if holds_item:
        return "holds an item", True
    return "absent", False


def crm_language(people: Iterable[Participant]) -> str:
    """What most of these people's records say, where it is a language of ours and no tie; else empty."""
    counts = Counter(one.language[:2].casefold() for one in people if one.language)
    (first, most), *rest = [*counts.most_common(2), ("", 0)][:2]
    return first if first in LANGUAGES and not (rest and rest[0][1] == most) else ""


def address_form(people: Sequence[Participant], language: str) -> str:
    """``one``, ``many`` or ``formal``. German is formal unless every record says otherwise; Finnish only where one says
    so; English and Swedish make no difference.
    """
    count = "one" if len(people) == 1 else "many"
    if language == "de":
        informal = bool(people) and all(_INFORMAL.match(one.address_form) for one in people)
        return count if informal else "formal"
    if language == "fi" and any(_FORMAL.match(one.address_form) for one in people):
        return "formal"
    return count


def by_name(people: Sequence[Participant]) -> bool:
    """Whether so few are greeted that each is named."""
    return 0 < len(people) <= _MOST_NAMES


def gender_word(one: Participant, talk: Talk) -> str:
    """``Frau`` or ``Herr`` where the record or the call itself says it; else empty: it is never guessed from a name."""
    if found := _frau_or_herr(f"{one.address_form} {one.name}"):
        return found
    surname = re.escape(surname_of(one))
    said = re.compile(rf"\b(?P<word>Frau|Herrn?)\s+(?:(?:Prof|Dr)\.?\s+)*{surname}\b") if surname else None
    words = {
        _frau_or_herr(found["word"]) for line in talk.spoken() for found in (said.finditer(line.text) if said else ())
    }
    return words.pop() if len(words) == 1 else ""


def _frau_or_herr(text: str) -> str:
    words = [name for name, pattern in (("Frau", _FRAU), ("Herr", _HERR)) if pattern.search(text)]
    return words[0] if len(words) == 1 else ""


def degree(one: Participant) -> str:
    """``Dr.``, ``Prof. Dr.``, where a display name or the record holds it."""
    for text in (one.name, *one.speakers, one.title):
        if found := _DEGREE.search(f"{text} "):
            return found[1]
    return ""


def plain_name(one: Participant) -> str:
    """The whole name without a degree and a form of address."""
    return re.sub(r"\s+", " ", re.sub(r"\b(?:Frau|Herrn?)\s", "", _DEGREE.sub("", one.name))).strip() or one.email


def surname_of(one: Participant) -> str:
    """The family name: what follows the name somebody goes by, ``von Essen`` whole."""
    words = plain_name(one).split()
    called = (one.called or (words[0] if words else "")).split()
    for size in range(len(words), 0, -1):
        if words[:size] == called and len(words) > size:
            return " ".join(words[size:])
        if words[-size:] == called and len(words) > size:  # Tan Wei Ling is called Wei Ling
            return " ".join(words[:-size])
    return words[-1] if len(words) > 1 else ""


def formal_name(one: Participant, talk: Talk, *, with_word: bool = True) -> str:
    """``Frau Dr. Meyer`` where that is known, else the whole name with its degree."""
    word, title = gender_word(one, talk), degree(one)
    surname = surname_of(one)
    parts = [word if with_word else "", title, surname] if word and surname else [title, plain_name(one)]
    return " ".join(part for part in parts if part)


def first_name(one: Participant) -> str:
    """As people call them."""
    return one.called or plain_name(one)


def shown(one: Participant, talk: Talk, language: str, form: str) -> str:
    """How a mail speaks of somebody: by the name they go by; where everybody is Sie, the customer's people formally."""
    if language == "de" and form == "formal" and one.side is Side.THEM:
        return formal_name(one, talk)
    return first_name(one)


def to_whom(name: str, language: str) -> str:
    """A name as receiver: in Finnish ``Petrille``; empty where no form is certain. Elsewhere the name itself."""
    if language != "fi":
        return name
    head, space, last = name.rpartition(" ")
    form = _allative(last)
    return f"{head}{space}{form}" if form else ""


def _allative(word: str) -> str:
    known = {form for form in inflection.forms(word, "fi") if form.endswith("lle")}
    low = word.casefold()
    bend = f"{word[:-1]}kselle" if low.endswith(("us", "as", "es", "ös", "ys")) else ""
    if low.endswith("nen"):
        bend = f"{word[:-3]}selle"
    if low == "tuomas":  # the one first name in -as that bends like kuningas
        bend = f"{word[:-1]}alle"
    wishes = [bend, f"{word}lle", f"{word}ille"]
    for wish in wishes:
        if wish in known:
            return wish
    changed = sorted(form for form in known if "’" not in form)
    return changed[0] if len(changed) == 1 else ""


def named(text: str, one: Participant) -> bool:
    """Whether a text names somebody already."""
    return lexicon.mentions(text, [first_name(one), one.name])
