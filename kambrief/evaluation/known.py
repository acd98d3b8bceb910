"""True values and whose they are, and the small questions the oracle asks of rows and texts.

A value carries the people it belongs to and, where its record doesn't say by its form what it is about, cue words: a
number out of a note supports a sentence only if the two share a word, so that "15 %" of one thing does not vouch for
"15 %" of another.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from kambrief.evaluation.derived import Derived
from kambrief.evaluation.people import Directory
from kambrief.evaluation.scenario import Row
from kambrief.evaluation.tokens import PartDate, Token

STEM: Final = 5
_STOP: Final = frozenset(
    [
        "with", "from", "that", "this", "they", "them", "have", "been", "will", "would", "about", "after", "before",
        "until", "which", "what", "when", "your", "their", "into", "over", "mukaan", "sekä", "kanssa", "että",
        "mutta", "joka", "jotka", "siitä", "vasta", "ennen", "jälkeen", "myös", "ovat", "oli", "tulee", "kun",
    ]
)  # fmt: skip
_TEXTS: Final = (
    "subject", "body", "comment", "notes", "name", "title", "next_step", "lost_reason", "text", "due_text",
    "description",
)  # fmt: skip

CUES: Final[Mapping[str, tuple[str, ...]]] = {
    "survey": ("nps", "csat", "score", "scored", "satis", "tyyty", "arvos", "survey", "kysel", "mean", "keski", "antoi",
               "gave", "rated"),
    "answers": ("nps", "csat", "n"),
    "unanswered": ("unans", "vastaam", "reply", "repl", "mail", "messa", "viest", "answe", "vasta"),
    "touches": ("conta", "kontak", "touch", "yhtey", "tapaa", "meeti"),
    "threads": ("peopl", "henki", "ihmis", "conta", "kontak", "threa"),
    "roles": ("role", "rool"),
    "peers": ("peer", "verro", "compar", "custom", "asiak", "vertail"),
    "attendees": ("atten", "osall", "guest", "peopl", "henki", "paika", "invit", "kutsu", "vieras"),
    "tickets": ("ticket", "tiket", "open", "avoin", "avoim", "auki"),
    "promises": ("promis", "lupau", "commit", "overd", "myöh", "open", "avoin", "avoim"),
    "notice": ("notic", "irtis", "month", "kk", "kuuk"),
    "renewal": ("renew", "conti", "jatku", "extend", "kerra"),
    "revenue": ("busin", "liike", "reven", "sales", "myyn", "lasku", "turno", "order", "tilau", "month",
                "kk", "kuuk", "t"),
    "kept": ("kept", "pidet"),
    "more": ("more", "muuta", "muut"),
    "joined": ("guest", "viera", "crm"),
    "meeting": ("min", "minu", "kesto", "durat"),
    "years": ("year", "vuot", "asiakk", "custom"),
    "employees": ("emplo", "henki", "työnt", "staff", "peopl"),
}  # fmt: skip


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
            return same_number(token, self.value)
        return bool(self.value == token.value)

    def _dates(self, said: PartDate, today: dt.date) -> bool:
        if self.kind == "day":
            return said.means(self.value, today)
        if self.kind != "month" or said.day is not None:
            return False
        return bool(said.month == self.value[0] and said.year in {None, self.value[1]})


def same_number(token: Token, value: Decimal) -> bool:
    """Equal at the decimals shown; without a sign in the text, the size alone counts."""
    said = Decimal(str(token.value)) / token.scale
    exact = value / token.scale
    if not token.signed:
        said, exact = abs(said), abs(exact)
    return abs(said - exact) <= Decimal(1).scaleb(-token.digits) / 2


def stems(text: str) -> frozenset[str]:
    """The words of a text, cut to what inflection leaves alone."""
    words = re.findall(r"[^\W\d_]{3,}", text.casefold())
    return frozenset(word[:STEM] for word in words if word not in _STOP and (len(word) > 3 or word.isascii()))


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
