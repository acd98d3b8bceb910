"""True values and whose they are, and the small questions the oracle asks of rows and texts.

A value carries the people it belongs to and, where its record doesn't say by its form what it is about, cue words: a
number out of a note supports a sentence only if the two share a word, so that "15 %" of one thing does not vouch for
"15 %" of another.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from kambrief.evaluation.derived import Derived
from kambrief.evaluation.people import Directory
from kambrief.evaluation.scenario import Row
from kambrief.evaluation.tokens import PartDate, Token

_SIGNIFICANT: Final = 3
_TEXTS: Final = (
    "subject", "body", "comment", "notes", "name", "title", "next_step", "lost_reason", "text", "due_text",
    "description", "step", "our_goal", "customer_goal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A true value. ``people`` empty: nobody's in particular; ``cues`` empty: needs no word beside it."""

    kind: str
    value: Any
    role: str = ""
    people: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()
    record: str = ""

    def backs(self, token: Token, today: dt.date) -> bool:
        """Whether the token says this value, at the precision the token shows."""
        if isinstance(token.value, PartDate):
            return self._dates(token.value, today)
        if self.kind != token.kind:
            return False
        if self.kind == "quarter":
            return token.value in ((self.value[0], None), self.value)
        if isinstance(self.value, Decimal) and isinstance(token.value, Decimal):
            return same_number(token, self.value, rounded=self.role.startswith("revenue"))
        return bool(self.value == token.value)

    def _dates(self, said: PartDate, today: dt.date) -> bool:
        if self.kind == "day":
            return said.means(self.value, today)
        if self.kind != "month" or said.day is not None:
            return False
        return bool(said.month == self.value[0] and said.year in {None, self.value[1]})


def same_number(token: Token, value: Decimal, *, rounded: bool = False) -> bool:
    """Equal at the decimals shown; without a sign in the text, the size alone counts.

    ``rounded``: three significant digits are enough, so that 2 483 940 may be told as 2 480 000.
    """
    said = Decimal(str(token.value)) / token.scale
    exact = value / token.scale
    if not token.signed:
        said, exact = abs(said), abs(exact)
    step = Decimal(1).scaleb(-token.digits)
    if rounded and not token.digits and said:
        step = max(step, min(_trailing(said), Decimal(1).scaleb(said.adjusted() - _SIGNIFICANT + 1)))
    return abs(said - exact) <= step / 2


def _trailing(number: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 1000 for 397 000."""
    return Decimal(1).scaleb(int(number.normalize().as_tuple().exponent))


def texts(row: Row) -> str:
    """The free text of a row."""
    return "\n".join(str(row[key]) for key in _TEXTS if row.get(key))


def people_of(row: Row, directory: Directory) -> frozenset[str]:
    """Everybody a row belongs to by its fields."""
    keys: set[str] = set()
    for field in ("contacts", "attended", "our_people", "to"):
        keys |= set(row.get(field) or ())
    keys |= {row[field] for field in ("contact_id", "from", "author") if row.get(field)}
    if row.get("owner"):
        keys |= {person.key for person in directory.people if row["owner"] == f"{person.first} {person.last}"}
    return frozenset(keys & {person.key for person in directory.people})


def party_to(row: Row, derived: Derived, directory: Directory) -> frozenset[str]:
    """Everybody a promise concerns: its owner, who was there when it was made, and whom its words name."""
    source = next((each for each in derived.activities if each["id"] == row["source"]), None)
    named = frozenset(key for mention in directory.mentions(row["text"]) for key in mention.keys)
    return people_of(row, directory) | named | (people_of(source, directory) if source else frozenset())
