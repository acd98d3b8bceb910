"""What a prose claims with true values: that something is done, who promised, which way a figure moved, what a day is.

`core.reading` sees to it that every value in a model's prose comes from a cited fact. A sentence of true values can lie
all the same: say that something is signed which nobody signed, turn a promise round, let a notice day be a contract's
end. Each check here refuses such a claim unless a cited fact carries it. In doubt a sentence passes: it is printed as a
suggestion, and a check that refuses true sentences costs the reader as much as one that misses a false one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from kambrief.core.claim_words import BAD_NEWS, FAMILIES, IMPLIED_BY
from kambrief.core.claim_words_forms import Family
from kambrief.core.claim_words_frames import FACT_OPEN, FRAMES, Frame
from kambrief.core.claims_people import wrong_owners, wrong_persons
from kambrief.core.claims_text import Clause, Part, Slot, clauses, sentences
from kambrief.core.claims_values import wrong_directions, wrong_roles
from kambrief.core.evidence import Count, Fact, Number, Text, Word

__all__ = ["Part", "Slot", "problems"]


def problems(parts: Sequence[Part], cited: Sequence[Fact], language: str, *, question: bool) -> Iterator[str]:
    """What the prose claims that the cited facts do not say, each told so that the writer knows what to change.

    Never raises. In a language we have no words for nothing is found; with `question` the last sentence is spoken to
    the customer, so that "you" in it are they.
    """
    found = clauses(parts, language, question=question)
    yield from _unfounded(found, cited, language)
    yield from wrong_owners(found, cited, language, question=question)
    yield from wrong_directions(found, cited, language)
    yield from wrong_roles(found, language)
    yield from wrong_persons(found, cited, language)


# --- what is claimed to have happened ------------------------------------------------------------------------------


def _unfounded(found: Sequence[Clause], cited: Sequence[Fact], language: str) -> Iterator[str]:
    for name, family in FAMILIES.items():
        claimed = any(_claimed(found, number, family, language) for number in range(len(found)))
        if claimed and not any(_carries(fact, name) for fact in cited):
            yield (
                f"claims that something is {family.label}, which no cited fact says; "
                "word it as a question or leave it out"
            )


def _claimed(found: Sequence[Clause], number: int, family: Family, language: str) -> bool:
    frame = FRAMES[language]
    clause = found[number]
    return any(
        not _idle(found, number, hit.start(), hit.end(), frame) for hit in family.done[language].finditer(clause.text)
    )


def _idle(found: Sequence[Clause], number: int, start: int, end: int, frame: Frame) -> bool:
    """Whether what stands there is no claim: asked, denied, a condition, a wish, a guess."""
    clause = found[number]
    before = clause.text[:start]
    scope = before if frame.leads else f"{before} {clause.text[end:]}"
    presumed = bool(frame.presumed.search(before))
    if (clause.asked and not presumed) or frame.negated.search(scope):
        return True
    if frame.open.search(scope):
        return True
    if presumed:  # "now that you have signed"
        return False
    if _when(clause.text, start, frame) or _wondered(found, number, before, frame):
        return True
    return _shared(found, number, before, frame) or _depends(found, number, frame)


def _when(text: str, start: int, frame: Frame) -> bool:
    """Whether "when" waits for it ("when they have signed") or tells it ("when they signed")."""
    when = frame.when.search(text[:start])
    scope = text[when.end() : start] if when and frame.leads else text
    return bool(when and frame.perfect.search(scope))


def _wondered(found: Sequence[Clause], number: int, before: str, frame: Frame) -> bool:
    """Part of an indirect question ("ask what was agreed"). A relative clause ("…, which they signed") is none."""
    word = frame.wondered.search(before)
    if word is None:
        return False
    return word.start() > 0 or number == 0 or not found[number].comma or not _has_noun_last(found[number - 1].text)


def _has_noun_last(text: str) -> bool:
    """Whether a clause ends in more than a verb of asking, so that "which…" behind it tells about that."""
    return len(text.split()) > 4


def _shared(found: Sequence[Clause], number: int, before: str, frame: Frame) -> bool:
    """A part of a list shares the "if" of its beginning: "whether it is approved, signed and sent"."""
    if not found[number].comma or number == 0 or len(before.split()) > 1:
        return False
    previous = found[number - 1].text
    return bool(frame.open.search(previous) or frame.negated.search(previous) or frame.wondered.match(previous))


def _depends(found: Sequence[Clause], number: int, frame: Frame) -> bool:
    """Beside a condition nothing is claimed: "if the report is good, the renewal is won"."""
    before = found[number - 1 : number] if number and found[number].comma else []
    behind = [clause for clause in found[number + 1 : number + 2] if clause.comma]
    return any(frame.conditional.match(clause.text) for clause in (*before, *behind))


# --- what facts carry ----------------------------------------------------------------------------------------------


def _carries(fact: Fact, name: str) -> bool:
    names = {name, *IMPLIED_BY.get(name, ())}
    return not names.isdisjoint(_of_record(fact)) or any(_says(fact, one) for one in names)


def _says(fact: Fact, name: str) -> bool:
    """Whether the fact's words say so, in whatever language. A promise's text is a task: "send" has sent nothing."""
    family, said = FAMILIES[name], [*sentences(fact.text)]
    if any(
        not FACT_OPEN.search(sentence[: hit.start()])
        for sentence in said
        for pattern in family.done.values()
        for hit in pattern.finditer(sentence)
    ):
        return True
    if fact.source.table == "commitments":
        return False
    return any(
        family.cues.search(sentence) and (name in BAD_NEWS or not FACT_OPEN.search(sentence)) for sentence in said
    )


def _of_record(fact: Fact) -> frozenset[str]:
    """What the kind of record says by itself, whatever its text."""
    rule = _RECORDS.get(fact.source.table)
    return rule(fact) if rule else frozenset()


def _state(fact: Fact) -> str:
    match fact.values.get("status"):
        case Text(text) | Word(text):
            return text.casefold()
        case _:
            return ""


def _contract(_: Fact) -> frozenset[str]:
    return frozenset({"signed", "agreed", "approved", "accepted", "confirmed", "decided", "ordered"})


def _commitment(fact: Fact) -> frozenset[str]:
    done = {"delivered", "resolved"} if "done_on" in fact.values or _state(fact) == "done" else set()
    late = {"late"} if "days_late" in fact.values else set()
    return frozenset({"promised", "agreed", *done, *late})


def _deal(fact: Fact) -> frozenset[str]:
    states: Mapping[str, frozenset[str]] = {
        "won": frozenset({"won", "ordered", "agreed", "accepted", "decided"}),
        "lost": frozenset({"lost", "refused", "decided"}),
    }
    return states.get(_state(fact), frozenset())


def _ticket(fact: Fact) -> frozenset[str]:
    state = _state(fact)  # one reopened keeps its closing day
    closed = state in {"closed", "solved", "resolved"} if state else "closed" in fact.values
    return frozenset({"complained", *(("resolved",) if closed else ())})


def _survey(fact: Fact) -> frozenset[str]:
    """A mark that is good or bad on either scale, of 10 or of 5; four of ten is bad, four of five good."""
    match fact.values.get("score"):
        case Count(number):
            return _of_mark(number)
        case _:
            return frozenset()


def _insight(fact: Fact) -> frozenset[str]:
    label = fact.text.partition(": ")[2]
    mean = fact.values.get("mean")
    if fact.id == "insight/satisfaction" and isinstance(mean, Number):
        trend = {"falling": {"unhappy"}, "rising": {"satisfied"}}.get(label, set())
        return frozenset(trend) | _of_mark(int(mean.number))
    return frozenset({"urgent"}) if label in {"critical", "high"} else frozenset()


def _of_mark(mark: int) -> frozenset[str]:
    good = {"satisfied"} if mark in {4, 5} or mark >= 7 else set()
    bad = {"unhappy", "complained"} if mark <= 6 else set()
    return frozenset(good | bad)


_RECORDS: Final[Mapping[str, Callable[[Fact], frozenset[str]]]] = {
    "contracts": _contract,
    "commitments": _commitment,
    "deals": _deal,
    "tickets": _ticket,
    "surveys": _survey,
    "insight": _insight,
}
