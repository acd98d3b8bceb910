"""States are claims too: a relationship said to be thin, a risk to be critical, revenue to be falling.

A word for a state counts where it stands beside the label it belongs to ("Satisfaction: falling", "declining
revenue"); elsewhere it is a word like others. Words before it that deny it, or make it an if, take the claim away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kambrief.evaluation.clauses import Clause
from kambrief.evaluation.derived import Derived
from kambrief.evaluation.figures import account_words, period
from kambrief.evaluation.people import Directory
from kambrief.evaluation.promises import Wrong
from kambrief.evaluation.sales import Trend, direction
from kambrief.evaluation.standing import categories_in
from kambrief.evaluation.state_words import (
    ALONE,
    FILLERS,
    GOES_ON,
    LABELS,
    NOT,
    RECENT,
    ROLE_STATES,
    ROLES,
    SILENT,
    STATES,
    TOUCHED,
    UNTOUCHED,
    words,
)
from kambrief.evaluation.stems import stems

_SEPARATORS: Final = re.compile(r",(?!\d)|(?<!\d),|[;:()](?!\d)|(?<!\d)[;:()]|\s[–—-]\s")
_LEAD: Final = 30
"""A label that begins a line within so many characters is what the whole line is about."""
_NEAR: Final = 25
_BARE_RISK: Final = re.compile(r"risk|riski|risiko", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands between two commas, colons or brackets of a clause."""

    text: str
    start: int
    topic: str
    """What the text before it was about, or the line."""
    subject: str
    """The text itself, with what stands before its colon or bracket: whose state it may be."""


def wrong_states(clause: Clause, derived: Derived, directory: Directory) -> Iterator[Wrong]:
    """Words for a state that are not the state."""
    for segment in segments(clause, derived):
        yield from _states(segment, clause, derived, directory)
        yield from _silences(segment, clause, derived, directory)
        yield from _holders(segment, clause, derived)
    yield from _roles(clause, derived)


def lead(line: str, language: str) -> str:
    """The topic a line begins with, if any."""
    bare = line.lstrip(" -*•–")
    found = [(match.start(), topic) for topic, match in _labels(bare, language) if match.start() <= _LEAD]
    return min(found)[1] if found else ""


def denied(text: str, place: int, language: str) -> bool:
    """Whether one of the two words before a place takes the claim away."""
    return bool(words(NOT, language).search(" ".join(text[:place].split()[-2:])))


def segments(clause: Clause, derived: Derived) -> Iterator[Segment]:
    """The clause's segments, each with what is being spoken of when it begins."""
    topic, start, before = lead(clause.line, clause.language), 0, ""
    for end in [*(match.end() for match in _SEPARATORS.finditer(clause.text)), len(clause.text)]:
        text = clause.text[start:end]
        segment = Segment(text, start, topic, f"{before} {text}")
        yield segment
        found = _topics(segment, clause, derived)
        topic, start = (found[-1][1] if found else topic), end
        before = text if text.rstrip().endswith((":", "(")) else ""


def _labels(text: str, language: str) -> Iterator[tuple[str, re.Match[str]]]:
    for topic, table in LABELS.items():
        yield from ((topic, match) for match in words(table, language).finditer(text))


def _topics(segment: Segment, clause: Clause, derived: Derived) -> list[tuple[tuple[int, int], str]]:
    """Where the segment names what, in order. An account or a category stands for its revenue."""
    found = [(match.span(), topic) for topic, match in _labels(segment.text, clause.language)]
    named = account_words(derived)
    for match in re.finditer(r"[^\W\d_]+", segment.text):
        if stems(match.group()) & named:
            found.append((match.span(), "revenue"))
    in_business = segment.topic == "revenue" or clause.text.rstrip().endswith("?") or _has_figure(segment, clause)
    if in_business and categories_in(segment.text, derived):
        found.append(((0, 0), "revenue"))
    return sorted(found)


def _has_figure(segment: Segment, clause: Clause) -> bool:
    end = segment.start + len(segment.text)
    return any(token.kind in {"percent", "money"} and segment.start <= token.start < end for token in clause.tokens)


# --- states --------------------------------------------------------------------------------------------------------


def _states(segment: Segment, clause: Clause, derived: Derived, directory: Directory) -> Iterator[Wrong]:
    topics = _topics(segment, clause, derived)
    for topic, states in STATES.items():
        for state, table in states.items():
            for match in words(table, clause.language).finditer(segment.text):
                if _topic_of(match, topics, segment) != topic or denied(segment.text, match.start(), clause.language):
                    continue
                if topic in ALONE and not _alone(match, topic, segment, clause):
                    continue
                true = _truth(topic, segment, clause, derived, directory)
                if true is not None and state not in true:
                    yield match.group(), f"{topic} is {' or '.join(sorted(true)) or 'not known'}"


def _topic_of(match: re.Match[str], topics: list[tuple[tuple[int, int], str]], segment: Segment) -> str:
    """What a word is said of: the nearest label before it, else one right after it, else what came before."""
    before = [topic for (_, end), topic in topics if end <= match.start()]
    after = [topic for (start, _), topic in topics if 0 <= start - match.end() <= _NEAR]
    return before[-1] if before else after[0] if after else segment.topic


def _alone(match: re.Match[str], topic: str, segment: Segment, clause: Clause) -> bool:
    """Whether a word stands by itself beside its label, so that it can only be the state of that."""
    language, text = clause.language, segment.text
    rest = words(LABELS[topic], language).sub(" ", text[: match.start()])
    if re.search(r"[^\W\d_]", words(FILLERS, language).sub(" ", rest)):
        return False
    after = re.match(r"\s+([^\W\d_]+)", text[match.end() :])
    if after is None or words(GOES_ON, language).fullmatch(after[1]):
        return True
    label = words(LABELS[topic], language).search(text, match.end())
    if label is None or len(text[match.end() : label.start()].split()) > 1:
        return False
    return not _BARE_RISK.fullmatch(label.group()) or any(token.kind == "ratio" for token in clause.tokens)


def _truth(
    topic: str, segment: Segment, clause: Clause, derived: Derived, directory: Directory
) -> frozenset[str] | None:
    """The states that may be said; None: this is not ours to judge."""
    if topic == "revenue":
        return _revenue(segment, clause, derived)
    if topic == "satisfaction":
        return _satisfaction(segment, derived, directory)
    if topic == "contact":
        return None if clause.people else frozenset({derived.engagement.label} - {""})
    return frozenset({derived.coverage.label if topic == "relationship" else derived.risk.band})


def _satisfaction(segment: Segment, derived: Derived, directory: Directory) -> frozenset[str]:
    """The trend of all who answered twice; beside one person's name, that person's."""
    named = {key for mention in directory.mentions(segment.text) for key in mention.keys}
    given = derived.answers.get((next(iter(named)), "nps"), []) if len(named) == 1 else []
    if len(given) > 1:
        moved = int(given[-1]["score"]) - int(given[-2]["score"])
        return frozenset({"falling" if moved < 0 else "rising" if moved > 0 else "stable"})
    return frozenset({derived.satisfaction.trend} - {""})


def _revenue(segment: Segment, clause: Clause, derived: Derived) -> frozenset[str]:
    """The year's direction, and the quarter's where recent months are spoken of, of whatever is named."""
    sales, found = derived.sales, stems(segment.subject)
    accounts = [account for account, called in sales.account_words.items() if called & found]
    named = () if accounts else categories_in(segment.subject, derived)
    trends = [sales.trend(accounts or None, name) for name in (named or [None])]
    recent = bool(named) or _is_recent(clause, derived)
    return frozenset(state for trend in trends if trend for state in _directions(trend, recent=recent))


def _directions(trend: Trend, *, recent: bool) -> Iterator[str]:
    ratios = (trend.yoy, trend.q if recent else None)
    yield from (direction(ratio) for ratio in ratios if ratio is not None)


def _is_recent(clause: Clause, derived: Derived) -> bool:
    whole = derived.sales.trend()
    told = whole.q if whole else None
    figures = {token.value for token in clause.tokens if token.kind == "percent"}
    return (
        bool(words(RECENT, clause.language).search(clause.text))
        or any(period(clause, token) == "3" for token in clause.tokens)
        or (told is not None and any(abs(abs(told * 100) - abs(value)) < 1 for value in figures))  # type: ignore[arg-type]
    )


# --- silence, roles ------------------------------------------------------------------------------------------------


def _silences(segment: Segment, clause: Clause, derived: Derived, directory: Directory) -> Iterator[Wrong]:
    """Whoever is said to be silent has been so for longer than is usual with them."""
    match = words(SILENT, clause.language).search(segment.text)
    if match is None or denied(segment.text, match.start(), clause.language):
        return
    for who in _said_of(segment, clause, derived, directory):
        if all(derived.silence(key).state == "ok" for key in who):
            yield match.group(), f"{', '.join(sorted(who))} has been in touch"


def _said_of(segment: Segment, clause: Clause, derived: Derived, directory: Directory) -> Iterator[frozenset[str]]:
    """Whom a segment speaks of: a role's people, somebody named, or the one its line is about."""
    roles = [role for role, table in ROLES.items() if words(table, clause.language).search(segment.text)]
    people = [mention.keys for mention in directory.mentions(segment.text)]
    if roles:
        holders = (frozenset(who for who, has in derived.active.items() if has in _held_by(role)) for role in roles)
        yield from (who for who in holders if who)
    elif people:
        yield from (who for who in people if not any(directory[key].ours for key in who))
    elif clause.head:
        yield clause.head


def _holders(segment: Segment, clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """What is said of whoever holds a role: unknown, gone, never in touch."""
    for role, table in ROLES.items():
        if not words(table, clause.language).search(segment.text):
            continue
        true = {_held(one, derived) for one in _held_by(role)}
        for state, pattern in ROLE_STATES.items():
            match = words(pattern, clause.language).search(segment.text)
            if match and state not in true:
                yield match.group(), f"the {role} is {' or '.join(sorted(true))}"


def _held_by(role: str) -> tuple[str, ...]:
    """The roles a word for a role may mean: whoever decides is the sponsor or the economic buyer."""
    return ("sponsor", "economic_buyer") if role == "decider" else (role,)


def _held(role: str, derived: Derived) -> str:
    people = [row["id"] for row in derived.rows("contacts") if row["role"] == role]
    active = [who for who in people if who in derived.active]
    if any(derived.last_touch(who) for who in active):
        return "in touch"
    return "never" if active else "left" if people else "unknown"


def _roles(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """Roles listed as in touch, or as not, in a line on the relationship."""
    language = clause.language
    if lead(clause.line, language) != "relationship":
        return
    cues = sorted(_reached(clause.text, language))
    for role, table in ROLES.items():
        for match in words(table, language).finditer(clause.text):
            before = [reached for start, reached in cues if start < match.start()]
            after = [reached for start, reached in cues if start > match.start()]
            said = before[-1] if before else after[0] if after else None
            covered = bool(derived.coverage.covered & set(_held_by(role)))
            if said is not None and said is not covered:
                yield match.group(), f"the {role} has {'not ' if said else ''}been in touch within 90 days"


def _reached(text: str, language: str) -> Iterator[tuple[int, bool]]:
    """Where a text says of whom it speaks that they are in touch, or are not."""
    missed = [match.span() for match in words(UNTOUCHED, language).finditer(text)]
    yield from ((start, False) for start, _ in missed)
    for match in words(TOUCHED, language).finditer(text):
        if not any(start <= match.start() < end for start, end in missed):
            yield match.start(), True
