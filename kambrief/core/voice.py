"""How an account manager writes to one language's customers: learned from what they change in drafts, applied by code.

Only form is learned, never content: names, numbers and dates are masked, a corrected fact teaches nothing, and what was
written to one customer never appears in another's mail.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

FORMAL = "formal"
"""The form of address that has a voice of its own; to one or to many, people are greeted alike."""
ENOUGH = 3
"""From so many sent follow-ups habits are learned."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What was drafted and what was sent, of one follow-up."""

    account_id: str
    language: str
    address_form: str
    drafted: str
    sent: str
    at: dt.datetime
    names: tuple[str, ...] = ()
    """Of everybody in the meeting, and of the customer's companies: masked before anything is learned."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A manager's habits for one language and form of address. Empty fields: nothing learned, the plain style holds."""

    manager: str
    language: str
    address_form: str = ""
    greeting: str = ""
    """With ``{names}`` for who is greeted, where anybody is: ``Moi {names},``."""
    greeting_group: str = ""
    """Where nobody is named: ``Moi kaikki,``."""
    capital: bool | None = None
    """Whether the text below the greeting begins with a capital; None: by the greeting's last mark."""
    closing: str = ""
    """``Terveisin``; the signature follows."""
    first_name: bool | None = None
    """True: signs with the first name alone."""
    thanks: bool | None = None
    """False: leaves the thanks out."""
    prose: bool | None = None
    """True: promises as sentences; False: as a list."""
    titles: bool | None = None
    """False: without headings above the lists."""
    headings: tuple[tuple[str, str], ...] = ()
    """Our heading, and what this manager writes instead."""
    target_words: int | None = None
    struck: tuple[str, ...] = ()
    """Phrases of ours that this manager strikes, masked."""
    opening: tuple[str, ...] = ()
    """Phrases of theirs that come back below the greeting."""
    added: tuple[str, ...] = ()
    """Phrases of theirs that come back above the closing, without content: ``Palataan asiaan.``"""
    edits: int = 0
    """From how many sent follow-ups it was learned."""
    on: bool = True
    by_hand: tuple[str, ...] = ()
    """Fields that the manager has set: learning leaves them alone."""


HABITS = (
    "greeting", "greeting_group", "capital", "closing", "first_name", "thanks", "prose", "titles", "headings",
    "target_words", "struck", "opening", "added",
)  # fmt: skip
"""The fields of a `Voice` that are habits: learned, or set by hand."""


def form_of(address: str) -> str:
    """The form of address by which voices are told apart, of how a follow-up speaks to its readers."""
    return FORMAL if address == FORMAL else ""


def chosen(voices: Sequence[Voice], language: str, address: str) -> Voice | None:
    """The voice for one follow-up, if it is on. Whoever is addressed formally gets no informal habits, or the other
    way round.
    """
    form = form_of(address)
    return next((one for one in voices if one.on and one.language == language and one.address_form == form), None)


def lines(voice: Voice) -> tuple[str, ...]:
    """The profile in plain English, for the command line and for a model: form only, as it was learned."""
    told = []
    if voice.greeting:
        told.append(f"Greets: {voice.greeting}")
    if voice.greeting_group:
        told.append(f"Greets a group: {voice.greeting_group}")
    if voice.capital is not None:
        told.append(f"Begins below the greeting with a {'capital' if voice.capital else 'small letter'}")
    told += [f"Opens with: {phrase}" for phrase in voice.opening]
    if voice.thanks is not None:
        told.append("Says thanks" if voice.thanks else "Leaves the thanks out")
    if voice.prose is not None:
        told.append(f"Writes promises as {'sentences' if voice.prose else 'a list'}")
    if voice.titles is not None:
        told.append("Keeps headings above lists" if voice.titles else "Leaves headings out")
    told += [f"Heading: {theirs}, not {ours}" for ours, theirs in voice.headings]
    told += [f"Strikes: {phrase}" for phrase in voice.struck]
    told += [f"Adds: {phrase}" for phrase in voice.added]
    if voice.closing:
        told.append(f"Closes: {voice.closing}")
    if voice.first_name is not None:
        told.append(f"Signs with the {'first name alone' if voice.first_name else 'whole signature'}")
    if voice.target_words:
        told.append(f"About {voice.target_words} words")
    return tuple(told)
