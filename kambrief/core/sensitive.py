"""What is nobody's business: health, family, beliefs, private finances of a *person*. Kept out of every brief.

Source of the rule: the "never in a brief" list of the domain facts (GDPR Art. 9 categories and more). The rule that
fired is told in ``why``; the text is not. Words that depend on a person being meant are judged with the sentence before
theirs, so that "Markku is away. Surgery on Monday." is understood.
"""

import re
from collections.abc import Iterator, Sequence

from kambrief.core import lexicon, sensitive_words, sentences
from kambrief.core.customer import Activity, Contact

TAGS = {"sensitive", "private", "arkaluonteinen", "känslig", "vertraulich-person"}

_PLAIN = (
    ("sensitive:family", sensitive_words.FAMILY),
    ("sensitive:health", sensitive_words.ILLNESS),
    ("sensitive:private-finances", sensitive_words.MONEY_PLAIN),
    ("sensitive:birthday", sensitive_words.BIRTHDAY),
)
_OF_A_PERSON = (
    ("sensitive:family", sensitive_words.KIN),
    ("sensitive:health", sensitive_words.HEALTH_OF_A_PERSON),
    ("sensitive:beliefs", sensitive_words.BELIEF_OF_A_PERSON),
    ("sensitive:private-finances", sensitive_words.MONEY_OF_A_PERSON),
    ("sensitive:birthday", sensitive_words.AGE_OF_A_PERSON),
)


def rule(text: str, people: Sequence[Contact], tags: Sequence[str] = (), *, personal: bool = False) -> str | None:
    """The rule that keeps this text out, or None. ``people``: whose names make it one about a person.

    ``personal`` texts are about somebody whatever their words (the note on a contact's own card).
    """
    if TAGS & {tag.casefold() for tag in tags}:
        return "sensitive:tagged"
    said = sensitive_words.BUSINESS.sub(" ", text)
    for name, words in _PLAIN:
        if words.search(said):
            return name
    for name, words in _OF_A_PERSON:
        if not words.search(said):
            continue
        for part in _with_the_one_before(said):
            if words.search(part) and (personal or _of_somebody(part, people, words)):
                return name
    return None


def _with_the_one_before(text: str) -> Iterator[str]:
    before = ""
    for sentence in sentences.split(text):
        yield f"{before} {sentence}"
        before = sentence


def _of_somebody(text: str, people: Sequence[Contact], words: re.Pattern[str]) -> bool:
    return bool(
        sensitive_words.PERSON_CUE.search(text)
        or sensitive_words.ABSENCE.search(text)
        or (words is not sensitive_words.KIN and sensitive_words.KIN.search(text))
        or lexicon.mentions(text, [name for person in people for name in (person.first_name, person.last_name)])
    )


def rule_of_activity(activity: Activity, people: Sequence[Contact]) -> str | None:
    """A record is held back whole when any part of it is sensitive: half a secret is one too."""
    return rule(f"{activity.subject}. {activity.body}", people, activity.tags)
