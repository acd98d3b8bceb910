"""``kambrief feedback`` in words for the operator. The doing is in `desk.feedback`."""

from collections.abc import Iterator
from typing import Any

from kambrief.core.feedback import Opinion
from kambrief.core.model import AccountManager, Meeting
from kambrief.desk.feedback import Judged

_WORDS = {Opinion.USEFUL: "useful", Opinion.NOT_USEFUL: "not useful", Opinion.WRONG: "wrong"}


def done(judged: Judged, meeting: Meeting, reader: AccountManager) -> str:
    """What was done, as a sentence."""
    part, said = judged.section, judged.said
    if said is None:
        gone = f"'{part}' of '{meeting.title}' counts as never judged."
        return gone if judged.undone else "Nothing had been said of it."
    rested = f" It rested on: {', '.join(said.facts)}." if said.facts else ""
    return f"Noted for {reader.email}: '{part}' of '{meeting.title}' was {_WORDS[said.verdict]}.{rested}"


def lines(told: list[dict[str, Any]]) -> Iterator[str]:
    """The same as text."""
    for reader in told:
        yield f"{reader['account_manager']}:"
        for row in reader["said"]:
            facts = f" ({', '.join(row['facts'])})" if row["facts"] else ""
            yield f"  {row['at'][:10]} {row['meeting'][:8]} {row['title']}: {row['section']} {row['verdict']}{facts}"
        if not reader["said"]:
            yield "  nothing was said yet"
        yield f"  changes now: {_said(reader['changes'])}"


def _said(changes: dict[str, Any]) -> str:
    parts = [
        f"{what} {', '.join(changes[key])}"
        for key, what in (("order", "order"), ("more", "more of"), ("less", "less of"), ("left_out", "without"))
        if changes[key]
    ]
    return "; ".join(parts) or "nothing"
