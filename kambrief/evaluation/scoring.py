"""Scores of a written brief against a scenario's reference: the numbers behind ``kambrief eval --json``.

The reference's patterns are screens, not verdicts: ``must_mention`` runs over line ends and a single hit of ``any_of``
counts; ``must_not`` stays within a line, because many patterns excuse a line that also holds the right value.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

_SPACES: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_EMPHASIS: Final = re.compile(r"\*+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|`+")
_WORD: Final = re.compile(r"\S*[^\W_]\S*")
_CENT: Final = Decimal("0.01")
_RATIO: Final = Decimal("0.0001")
_REMARK: Final = "why"
"""What a reference says of a value in free words: for its readers, not to be compared."""
_RATIOS_BELOW: Final = 2
"""Reference values below this are ratios, given to four decimals; others are money, means and counts, to two."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a list were hit, and the ids of the others."""

    hit: int
    of: int
    missed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"hit": self.hit, "of": self.of, "missed": list(self.missed)}


@dataclass(frozen=True, slots=True)
class BriefScore:
    """One brief, scored. ``unsupported`` is the number of the oracle's findings."""

    must_mention: Share
    needs_model: Share
    must_not: tuple[str, ...]
    unsupported: int
    words: int
    chars: int

    def as_json(self) -> dict[str, Any]:
        return {
            "must_mention": self.must_mention.as_json(),
            "needs_model": self.needs_model.as_json(),
            "must_not": {"hit": len(self.must_not), "ids": list(self.must_not)},
            "unsupported": self.unsupported,
            "words": self.words,
            "chars": self.chars,
        }


def normalise(text: str) -> str:
    """Text as the patterns expect it: ordinary spaces, no Markdown emphasis."""
    return _EMPHASIS.sub("", text.translate(_SPACES))


def score(text: str, reference: Mapping[str, Any], *, body: str | None = None, unsupported: int = 0) -> BriefScore:
    """Score a brief. ``text`` is all that is read (subject and footer too); ``body`` is what words are counted in."""
    read = normalise(text)
    wanted = reference["brief"].get("must_mention", ())
    counted = normalise(text if body is None else body)
    return BriefScore(
        must_mention=_share(read, [item for item in wanted if not item.get("needs_model")]),
        needs_model=_share(read, [item for item in wanted if item.get("needs_model")]),
        must_not=_breaches(read, reference["brief"].get("must_not", ())),
        unsupported=unsupported,
        words=len(_WORD.findall(counted)),
        chars=len(counted.strip()),
    )


def insights(found: Mapping[str, Any], reference: Mapping[str, Any]) -> dict[str, Any]:
    """Compare computed values with ``reference["insights"]``, only for the parts that ``found`` holds.

    A part is one key (``commitments``, ``contracts``); it matches when all that the reference says of it is equal,
    money to cents and ratios to four decimals. Values of ours that the reference does not have are no difference.
    """
    expected = reference["insights"]
    parts = [key for key in found if key in expected]
    differences = {key: _differences(found[key], expected[key], key) for key in parts}
    return {
        "matched": sum(not lines for lines in differences.values()),
        "of": len(parts),
        "differences": [line for lines in differences.values() for line in lines],
    }


def result(
    scenario: str, written_by: str, brief: BriefScore, computed: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One object of the list that ``kambrief eval --json`` prints. ``after``: the parts of what comes after the call;
    None where the scenario has no transcript.
    """
    return {
        "scenario": scenario,
        "written_by": written_by,
        "brief": brief.as_json(),
        "insights": dict(computed) if computed is not None else None,
        "commitments": None,
        "followup": None,
        "crm_note": None,
        **(after or {}),
    }


def _share(text: str, items: Sequence[Mapping[str, Any]]) -> Share:
    missed = tuple(item["id"] for item in items if not _mentioned(text, item["any_of"]))
    return Share(len(items) - len(missed), len(items), missed)


def _mentioned(text: str, patterns: Sequence[str]) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE | re.DOTALL) for pattern in patterns)


def _breaches(text: str, items: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(
        item["id"] for item in items if any(re.search(pattern, text, re.IGNORECASE) for pattern in item["patterns"])
    )


def _differences(found: Any, expected: Any, where: str) -> list[str]:
    """Every place where ``found`` is not what the reference says, as ``path: expected …, found …``."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        lines = [f"{where}.{key}: missing" for key in expected if key not in found and key != _REMARK]
        for key in (expected.keys() & found.keys()) - {_REMARK}:
            lines += _differences(found[key], expected[key], f"{where}.{key}")
        return sorted(lines)
    if isinstance(expected, Sequence) and not isinstance(expected, str) and isinstance(found, Sequence):
        if len(expected) != len(found):
            return [f"{where}: expected {expected}, found {list(found)}"]
        pairs = enumerate(zip(found, expected, strict=True))
        return [line for index, (a, b) in pairs for line in _differences(a, b, f"{where}[{index}]")]
    return [] if _same(found, expected) else [f"{where}: expected {expected}, found {found}"]


def _same(found: Any, expected: Any) -> bool:
    numbers = (int, float, Decimal)
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected
    if isinstance(found, numbers) and isinstance(expected, numbers):
        a, b = Decimal(str(found)), Decimal(str(expected))
        return abs(a - b) <= (_RATIO if abs(b) < _RATIOS_BELOW else _CENT) / 2
    return bool(str(found) == str(expected)) if found is not None and expected is not None else found is expected
