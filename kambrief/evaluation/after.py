"""Scores of what was written after a call against a scenario's reference: promises, the follow-up, the CRM's note.

A promise is matched by side, owner and due day, all equal, and by utterances that lie within two of each other; each
promise of the reference once. Optional ones count neither way. The reference's patterns are screens, as for briefs.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kambrief.evaluation.scoring import normalise

NEAR: Final = 2
"""How far the utterances of one promise may lie apart."""
_WORD: Final = re.compile(r"\S*[^\W_]\S*")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A promise as it was found. ``owner`` is a name, ``side`` ``us`` or ``them``."""

    side: str
    owner: str
    due: dt.date | None
    cues: tuple[int, ...]
    what: str = ""


def commitments(found: Sequence[Claimed], reference: Mapping[str, Any]) -> dict[str, Any]:
    """Precision and recall, and what was wrong, in words. Without any promise found precision is 0; a reference without
    promises has a recall of 1.
    """
    wanted = list(reference.get("commitments", ()))
    optional = list(reference.get("optional_commitments", ()))
    matched: list[Mapping[str, Any]] = []
    wrong: list[str] = []
    for one in found:
        hit = next((row for row in wanted if not _in(row, matched) and _is_it(one, row)), None)
        if hit is not None:
            matched.append(hit)
        elif not any(_is_optional(one, row) for row in optional):
            wrong.append(f"{one.side} {one.owner}: {one.what} – {one.due} (cues {', '.join(map(str, one.cues))})")
    counted = len(matched) + len(wrong)
    missed = [
        f"missed {row['id']} {row['side']} {row['owner']}: {row['text']} – {row['due']}"
        for row in wanted
        if not _in(row, matched)
    ]
    return {
        "precision": round(len(matched) / counted, 4) if counted else 0.0,
        "recall": round(len(matched) / len(wanted), 4) if wanted else 1.0,
        "wrong": wrong + missed,
    }


def followup(subject: str, body: str, counted: str, reference: Mapping[str, Any]) -> dict[str, Any]:
    """The mail: ``counted`` is the body without signature, whose words are limited."""
    read = normalise(f"{subject}\n\n{body}")
    told = reference["followup"]
    kept_back = (reference.get("off_record") or {}).get("patterns", ())
    must = [one for one in told["must_patterns"] if re.search(one, read, re.IGNORECASE | re.DOTALL)]
    return {
        "must": {"hit": len(must), "of": len(told["must_patterns"])},
        "must_not": {"hit": _hits(read, told["must_not_patterns"])},
        "off_record": {"hit": _hits(read, kept_back)},
        "words": len(_WORD.findall(normalise(counted))),
    }


def crm_note(note: str, reference: Mapping[str, Any]) -> dict[str, Any]:
    """The note for the CRM: nothing that was said off the record."""
    kept_back = (reference.get("off_record") or {}).get("patterns", ())
    return {"must_not": {"hit": _hits(normalise(note), kept_back)}}


def missed(subject: str, body: str, reference: Mapping[str, Any]) -> list[str]:
    """Patterns a follow-up should hit and does not, and those it must not and does: for whoever mends it."""
    read = normalise(f"{subject}\n\n{body}")
    told = reference["followup"]
    lacks = [one for one in told["must_patterns"] if not re.search(one, read, re.IGNORECASE | re.DOTALL)]
    bad = [one for one in told["must_not_patterns"] if re.search(one, read, re.IGNORECASE)]
    return [*(f"lacks {one}" for one in lacks), *(f"must not: {one}" for one in bad)]


def _hits(text: str, patterns: Sequence[str]) -> int:
    return sum(1 for pattern in patterns if re.search(pattern, text, re.IGNORECASE))


def _in(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bool:
    return any(row is one for one in rows)


def _is_it(one: Claimed, row: Mapping[str, Any]) -> bool:
    due = dt.date.fromisoformat(row["due"]) if row.get("due") else None
    return one.due == due and _is_optional(one, row)


def _is_optional(one: Claimed, row: Mapping[str, Any]) -> bool:
    near = any(abs(mine - theirs) <= NEAR for mine in one.cues for theirs in row["cues"])
    return one.side == row["side"] and _names(one.owner) == _names(row["owner"]) and near


def _names(name: str) -> frozenset[str]:
    """Whatever the order and the diacritics."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return frozenset("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
