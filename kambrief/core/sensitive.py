"""What is nobody's business: health, family, beliefs, private finances of a *person*. Kept out of every brief.

Source: the "never in a brief" list of the domain facts (GDPR Art. 9 categories and more). The rule that fired
is told in ``why``; the text is not.
"""

from collections.abc import Sequence

from kambrief.core import lexicon
from kambrief.core.customer import Activity, Contact

TAGS = {"sensitive", "private", "arkaluonteinen", "känslig", "vertraulich-person"}


def rule(text: str, people: Sequence[Contact], tags: Sequence[str] = ()) -> str | None:
    """The rule that keeps this text out, or None. ``people`` are the contacts the record is about."""
    if TAGS & {tag.casefold() for tag in tags}:
        return "sensitive:tagged"
    if lexicon.FAMILY.search(text):
        return "sensitive:family"
    if lexicon.PRIVATE_MONEY.search(text):
        return "sensitive:private-finances"
    about_a_person = bool(
        lexicon.PERSON_CUE.search(text)
        or lexicon.KIN.search(text)
        or lexicon.mentions(text, [name for person in people for name in (person.first_name, person.last_name)])
    )
    if about_a_person and lexicon.HEALTH.search(text):
        return "sensitive:health"
    if about_a_person and lexicon.BELIEF.search(text):
        return "sensitive:beliefs"
    return None


def rule_of_activity(activity: Activity, people: Sequence[Contact]) -> str | None:
    """A record is held back whole when any part of it is sensitive: half a secret is one too."""
    return rule(f"{activity.subject}. {activity.body}", people, activity.tags)
