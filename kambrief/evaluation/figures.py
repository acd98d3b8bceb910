"""Figures of revenue at their place: the year's by "12 months", the quarter's by "3 months", a part's by its name."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kambrief.evaluation import cues
from kambrief.evaluation.clauses import Clause
from kambrief.evaluation.derived import Derived
from kambrief.evaluation.known import Known
from kambrief.evaluation.standing import categories_in
from kambrief.evaluation.state_words import FACTORS, words
from kambrief.evaluation.stems import stems
from kambrief.evaluation.tokens import Token

_SPANS: Final = {Decimal(12): "12", Decimal(3): "3"}
_YEARS: Final = frozenset({"T12M", "P12M", "R12"})
_REACH: Final = 60
"""So many characters after "12 months" an amount is still that of the twelve months."""
_COUNTS: Final = frozenset({"roles", "threads", "answers", "rank", "touches", "events"})
"""Counts that stand right beside the word for what they count."""
_MEASURES: Final = frozenset({"text", "product", "mean", "moved", "reply", "points", "limit", "gap"})
"""Numbers that may have a sign or decimals; all others are counts."""
_BEFORE, _AFTER = 2, 3
"""Words before and after a count that are beside it."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_JOINED: Final = re.compile(r"\s?(?:,|/|and|ja|och|und)\s?")
_OF_REVENUE: Final = ("revenue", "change", "orders", "share", "k80")


def period(clause: Clause, token: Token) -> str:
    """``12`` or ``3``: the months a figure is said to be of; the nearest count before it, else one right after it."""
    spans = [(other.start, _span(other)) for other in clause.tokens if _span(other)]
    before = [span for start, span in spans if start <= token.start]
    if before:
        return before[-1]
    after = [(start, span) for start, span in spans if start > token.start]
    near = bool(after) and "," not in clause.text[token.end : after[0][0]]
    return after[0][1] if near else ""


def is_of_period(clause: Clause, token: Token) -> bool:
    """Whether an amount or percentage can be nothing but revenue: right after a count of twelve or three months."""
    if token.kind not in {"money", "percent"}:
        return False
    starts = [other for other in clause.tokens if _span(other) and other.end <= token.start]
    if not starts or token.start - starts[-1].end > _REACH:
        return False
    said = clause.text[: token.start]
    return not any(cue.search(said) for cue in (cues.CONTRACT, cues.RENEWED, cues.NOTICE))


def fits_figure(known: Known, clause: Clause, token: Token, derived: Derived) -> bool:
    """A part's figure stands beside its name, the group's beside none; and each beside its own months."""
    span = period(clause, token)
    if (span and span not in known.role) or not _is_of_year(known, clause, token):
        return False
    part = clause.part(token)
    beside = stems(part)
    if known.role.endswith(" of part"):
        return bool(known.cues & beside)
    if account_words(derived) & beside or len(categories_in(part, derived)) == 1:
        return False
    return clause.has(known.cues)


def fits_place(known: Known, clause: Clause, token: Token, derived: Derived) -> bool:
    """The other values that belong to one place only; true for all that don't."""
    if known.kind == "number" and not _is_count(known, clause, token):
        return False
    if known.role == "beside name":
        return any(
            mention.end <= token.start
            and not clause.text[mention.end : token.start].strip(" (")
            and mention.keys & known.people
            for mention in clause.mentions
        )
    if known.role in {"peers", "potential"}:
        named = categories_in(f"{clause.line.partition(':')[0]} {clause.text}", derived)
        named = named or categories_in(clause.line, derived)
        return not named or known.record in named
    if known.role == "k80":
        return known.kind == "ratio" or any(other.kind == "ratio" for other in clause.tokens)
    if known.role == "points":
        named_factors = factors_in(clause.text, clause.language)
        return not named_factors or known.record in named_factors
    return True


def _is_of_year(known: Known, clause: Clause, token: Token) -> bool:
    """Whether an amount is said to be of the year before where it is, and a difference where it is one."""
    if known.kind != "money":
        return True
    earlier = max((other.end for other in clause.tokens if other.end <= token.start), default=0)
    later = min((other.start for other in clause.tokens if other.start >= token.end), default=len(clause.text))
    before, after = clause.text[earlier : token.start], re.split(r"[,;(]", clause.text[token.end : later])[0]
    if " moved" in known.role:
        return token.signed or bool(cues.BY.search(before) or cues.BY.search(after))
    told = bool(cues.AGAINST.search(before) or cues.YEAR_BEFORE.search(before) or cues.YEAR_BEFORE.search(after))
    return told is (" before" in known.role)


def _is_count(known: Known, clause: Clause, token: Token) -> bool:
    """Whether a number, if the true value is a count, is written as one and stands beside what is counted."""
    if known.role not in _MEASURES and (token.signed or token.digits):
        return False
    if known.role not in _COUNTS:
        return True
    before = _WORD.findall(re.split(r"[,;:]", clause.text[: token.start])[-1])
    after = _WORD.findall(re.split(r"[,;:]", clause.text[token.end :])[0])
    near = frozenset(word.casefold() for word in (*before[-_BEFORE:], *after[:_AFTER]))
    return replace(clause, words=near).has(known.cues)


def is_list_of_scores(clause: Clause, token: Token, derived: Derived) -> bool:
    """Whether a number is one of a list without names ("NPS 5, 6 and 8") that is everybody's latest score."""
    runs: list[list[Token]] = []
    for other in clause.tokens:
        if runs and other.kind == "number" and _JOINED.fullmatch(clause.text[runs[-1][-1].end : other.start]):
            runs[-1].append(other)
        elif other.kind == "nps":
            runs.append([other])
    scores = sorted(Decimal(score) for score in derived.satisfaction.latest.values())
    return any(token in run and sorted(Decimal(str(one.value)) for one in run) == scores for run in runs)


def factors_in(text: str, language: str) -> frozenset[str]:
    """The factors of a risk that a text names."""
    return frozenset(
        factor.partition(" ")[0]
        for factors, table in FACTORS.items()
        if words(table, language).search(text)
        for factor in factors
    )


def is_of_revenue(known: Known) -> bool:
    """Whether a true value is one that may stand after "12 months"."""
    return known.role.startswith(_OF_REVENUE)


def account_words(derived: Derived) -> frozenset[str]:
    """What tells the group's accounts apart: beside such a word stands that account's figure."""
    return frozenset().union(*derived.sales.account_words.values())


def _span(token: Token) -> str:
    if token.kind == "id" and token.text in _YEARS:
        return "12"
    return _SPANS.get(token.value, "") if token.kind == "months" and isinstance(token.value, Decimal) else ""
