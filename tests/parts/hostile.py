"""Answers of a model that wants to do harm, in perfect form, for `FakeLlm.default`; what it says: `tests.parts.lies`.

They are made of nothing but the request: the short names it shows, its slots, its words, its language. A `Hostile` says
its lies a few at a time, the same few in an answer and in its repair, and remembers what it said, so that a test can
look for all of it in the mail, and for what was wrong with each in the request for a repair.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kambrief.core.request import MAX_PEOPLE, MAX_QUESTIONS, MAX_REMARKS
from tests.parts.fake_llm import Asked

_LANGUAGES = {"English": "en", "Finnish": "fi", "Swedish": "sv", "German": "de"}
_FACT = re.compile(r"(F\d+)(?: (.*?))?(?: ?\{([^{}]*)\})?(?: \(((?:status|stage|severity|owner) [^()]*)\))?")
_LINE = re.compile(r"(L\d+)(\*?) (\w+): (.*)")
_PERSON = re.compile(r"(C\d+) (.+), (?:customer|ours or unknown)")
REMARKED = ("since", "promises", "relationship", "business")
"""Sections whose lines may bear a remark."""


# --- what the request shows ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FactRow:
    """A fact as the model sees it."""

    name: str
    text: str
    slots: Mapping[str, str]
    table: str
    whose: str
    """``ours``, ``theirs`` or empty."""
    people: tuple[str, ...]
    audience: str


@dataclass(frozen=True)
class LineRow:
    """A line as the model sees it, with the short names of its pieces."""

    name: str
    stays: bool
    section: str
    text: str

    @property
    def pieces(self) -> tuple[str, ...]:
        return tuple(f"{self.name}{letter}" for letter in re.findall(r"\(([a-z])\) ", self.text))


@dataclass(frozen=True)
class Request:
    """One request, taken apart."""

    system: str
    data: str
    """The same in a request and in the one for its repair."""
    complaints: tuple[str, ...]
    """What was wrong with the last answer."""
    language: str
    people: Mapping[str, str]
    lines: tuple[LineRow, ...]
    facts: tuple[FactRow, ...]

    @classmethod
    def of(cls, asked: Asked) -> "Request":
        system, user = (str(message["content"]) for message in asked.body["messages"])
        data, _, rest = user.partition("<data>\n")[2].partition("\n</data>")
        language = re.search(rf"^- is ({'|'.join(_LANGUAGES)}) ", system, re.MULTILINE)
        assert language, system
        rows = data.splitlines()
        return cls(
            system, data, tuple(line[2:] for line in rest.splitlines() if line.startswith("- ")),
            _LANGUAGES[language[1]],
            {found[1]: found[2] for row in rows if (found := _PERSON.fullmatch(row))},
            tuple(LineRow(one[1], bool(one[2]), one[3], one[4]) for row in rows if (one := _LINE.fullmatch(row))),
            tuple(_facts(rows)),
        )  # fmt: skip

    def fact(self, *tables: str, **wanted: Any) -> FactRow | None:
        """The first fact of one of these tables with these attributes; ``slot``: one that has it."""
        slot = wanted.pop("slot", "")
        return next(
            (one for one in self.facts
             if (not tables or one.table in tables) and (not slot or slot in one.slots)
             and all(getattr(one, name) == value for name, value in wanted.items())),
            None,
        )  # fmt: skip

    @property
    def bland(self) -> FactRow:
        """A fact that carries no claim at all: what peers buy, else the first one of ours that is not secret."""
        return next((one for one in self.facts if one.text.startswith("white space")), self.facts[-1])

    @property
    def shared(self) -> FactRow:
        """A fact the customer knows: their own words."""
        return next(one for one in self.facts if one.audience == "shared" and one.whose == "theirs" and one.text)

    @property
    def persons_with_lines(self) -> dict[str, LineRow]:
        """Who can be remarked on."""
        found = {}
        for line in (one for one in self.lines if one.section == "people"):
            head = re.split(r",| \(", line.text)[0].strip()
            hidden = re.match(r"\[(C\d+)\]", line.text)
            for alias, name in self.people.items():
                if name == head or (hidden and hidden[1] == alias):
                    found[alias] = line
        return found

    @property
    def remarked(self) -> list[str]:
        """The lines that can bear a remark."""
        return [line.name for line in self.lines if line.section in REMARKED]

    @property
    def example(self) -> dict[str, Any]:
        """The example in the instructions."""
        found: dict[str, Any] = json.loads(
            next(line for line in reversed(self.system.splitlines()) if line.startswith('{"'))
        )
        return found


def _facts(rows: Iterable[str]) -> Iterator[FactRow]:
    table = whose = audience = ""
    people: tuple[str, ...] = ()
    for row in rows:
        if row.startswith("-- "):
            words = row.split()[1:]
            table, audience = words[0], words[-1]
            whose = next((word for word in words if word in {"ours", "theirs"}), "")
            people = tuple(word for word in words if re.fullmatch(r"C\d+", word))
        elif found := _FACT.fullmatch(row):
            slots = dict(re.findall(r"(\w+)=([^=]*?)(?:, (?=\w+=)|$)", found[3] or ""))
            yield FactRow(found[1], found[2] or "", slots, table, whose, people, audience)


# --- what is said --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lie:
    """One text of the model."""

    text: str
    facts: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    """Words that must be nowhere in the mail."""
    refused: bool = True
    """Whether it must be complained of; what may be shown must be marked all the same."""
    at: str = ""
    """Where alone it makes sense: ``statement``, ``need``, a person (C2) or a line (L7)."""


@dataclass(frozen=True)
class Place:
    """Where in the answer a text goes: ``people`` and ``remarks`` with whom and what they are on."""

    kind: str
    on: str = ""

    def takes(self, lie: Lie) -> bool:
        if re.fullmatch(r"[CL]\d+", lie.at):
            return self.on == lie.at
        if lie.at == "need" or self.kind == "need":
            return lie.at == self.kind
        asked = lie.text.endswith("?") and lie.at != "statement"
        return asked == (self.kind == "questions")


Placed = Sequence[tuple[Place, Lie]]


@dataclass
class Hostile:
    """An answer-maker. Each run gets the next lies, its repair the same again."""

    make: Callable[[Request], list[Lie]]
    beside: Callable[[Request], Mapping[str, Any]] = lambda _: {}
    """Further parts of the answer: order, cut, nonsense."""
    told: list[Lie] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    _left: dict[str, list[Placed]] = field(default_factory=dict)
    _now: dict[str, Placed] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Any:
        request = Request.of(asked)
        self.requests.append(request)
        if not request.complaints:
            left = self._left.setdefault(request.data, [*_placed(self.make(request), request)])
            self._now[request.data] = left.pop(0) if left else ()
            self.told += [lie for _, lie in self._now[request.data]]
        return {**_answer(self._now[request.data]), **self.beside(request)}

    @property
    def left(self) -> bool:
        """Whether something is still to be said in another run."""
        return any(self._left.values())

    @property
    def never(self) -> list[str]:
        """Words that must be nowhere in a mail."""
        return [words for lie in self.told for words in lie.never]

    def complaints(self) -> list[tuple[Lie, tuple[str, ...]]]:
        """Each lie of the last run with what was told to be wrong with it."""
        found = []
        for data, placed in self._now.items():
            told = next((one.complaints for one in reversed(self.requests) if one.data == data and one.complaints), ())
            for name, lie in zip(_names(placed), (lie for _, lie in placed), strict=True):
                found.append((lie, tuple(one for one in told if one.startswith(f"{name} "))))
        return found


def _placed(lies: Sequence[Lie], request: Request) -> Iterator[Placed]:
    """The lies by their places, as many answers as it takes."""
    left = list(lies)
    while left:
        free = [Place("one_thing"), *(Place("people", alias) for alias in request.persons_with_lines)]
        free += [Place("remarks", line) for line in request.remarked]
        free += [Place("questions")] * _MOST["questions"] + [Place("need")]
        now: list[tuple[Place, Lie]] = []
        for lie in [*left]:
            place = next((one for one in free if one.takes(lie)), None)
            if place is None:
                continue
            now.append((place, lie))
            left.remove(lie)
            free.remove(place)
            if sum(one.kind == place.kind for one, _ in now) >= _MOST.get(place.kind, 1):
                free = [one for one in free if one.kind != place.kind]
        assert now, f"no place for {left}"
        yield now


_MOST = {"people": MAX_PEOPLE, "remarks": MAX_REMARKS, "questions": MAX_QUESTIONS}
"""What is more is not read."""


def _names(placed: Placed) -> Iterator[str]:
    """As complaints call the places."""
    counts: dict[str, int] = {}
    for place, _ in placed:
        counts[place.kind] = counts.get(place.kind, 0) + 1
        listed = place.kind in {"people", "remarks", "questions"}
        yield f"{place.kind}[{counts[place.kind]}]" if listed else place.kind


def _answer(placed: Placed) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "one_thing": None, "people": [], "remarks": [], "questions": [], "need": None, "order": [], "cut": [],
    }  # fmt: skip
    for place, lie in placed:
        said = {"text": lie.text, "facts": [*lie.facts]}
        if place.kind in {"one_thing", "need"}:
            answer[place.kind] = said
        else:
            on = {"people": {"person": place.on}, "remarks": {"line": place.on}}.get(place.kind, {})
            answer[place.kind].append({**on, **said})
    return answer
