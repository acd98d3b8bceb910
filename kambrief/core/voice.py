"""How an account manager writes to one language's customers: learned from what they change in drafts, applied by code.

Only form is learned, never content: names, numbers and dates are masked, a corrected fact teaches nothing, and what was
written to one customer never appears in another's mail.
"""

import datetime as dt
from dataclasses import dataclass


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
    """With ``{names}`` for who is greeted: ``Moi {names},``."""
    greeting_group: str = ""
    """For more than four people: ``Moi kaikki,``."""
    closing: str = ""
    """``Terveisin``; the signature follows."""
    thanks: bool | None = None
    """False: leaves the thanks out."""
    prose: bool | None = None
    """True: promises as sentences; False: as a list."""
    titles: bool | None = None
    """False: without headings above the lists."""
    target_words: int | None = None
    struck: tuple[str, ...] = ()
    """Phrases of ours that this manager strikes, masked."""
    added: tuple[str, ...] = ()
    """Phrases of theirs that come back, without content: ``Palataan asiaan.``"""
    edits: int = 0
    """From how many edited follow-ups it was learned."""
    on: bool = True
    by_hand: tuple[str, ...] = ()
    """Fields that the manager has set: learning leaves them alone."""
