"""How near voiced drafts come to what managers send: one customer is left out, the habits learned from the others.

    python -m kambrief.evaluation.voices DIR

DIR holds one JSON file a manager, a list of ``{"account", "language", "drafted", "sent"}``, with ``names`` (everybody
in the meeting, and the customer's company), ``address`` (``one``, ``many``, ``formal``) and ``at`` where known.
Distances are of masked texts, 0 (the same) to 1: of the plain draft, and of the voiced one.
"""

import argparse
import dataclasses
import datetime as dt
import difflib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kambrief.core.followup import Addressee, DraftLine, Followup, Part, PartKind
from kambrief.core.voice import FORMAL, Edited, Voice, form_of
from kambrief.core.voice_learning import learn
from kambrief.core.voice_reading import Names, alike, framed, greeted, key, masked, read
from kambrief.errors import UserError
from kambrief.phrases import Phrases, folder_of
from kambrief.pipeline.composing import voiced

_START = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Left:
    """One customer's mail, voiced by what was learned from the others."""

    manager: str
    account: str
    language: str
    plain: float
    voiced: float
    text: str


def edits_in(file: Path) -> list[Edited]:
    """The edits of one manager. Raises `UserError` for a file that is none."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return [_edit(row, index) for index, row in enumerate(rows)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{file} holds no edits ({type(error).__name__}: {error})") from None


def _edit(row: Mapping[str, Any], index: int) -> Edited:
    at = dt.datetime.fromisoformat(row["at"]) if row.get("at") else _START + dt.timedelta(days=7 * index)
    at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    address = str(row.get("address") or (FORMAL if _formal(row["drafted"]) else "one"))
    names = [*map(str, row.get("names", ())), *_greeted(row["drafted"])]
    return Edited(
        str(row["account"]), row["language"], address, row["drafted"], row["sent"], at, tuple(dict.fromkeys(names))
    )


def _greeted(drafted: str) -> Sequence[str]:
    found = greeted(drafted.strip().partition("\n")[0], Names.of(()))
    return [] if found is None or found.group else found.people


def _formal(drafted: str) -> bool:
    first = drafted.strip().partition("\n")[0]
    return first.startswith(("Sehr geehrte", "Guten Tag"))


def left_out(manager: str, edits: Sequence[Edited]) -> Iterator[Left]:
    """Each customer in turn as if they were new."""
    for edit in edits:
        others = [one for one in edits if one.account_id != edit.account_id]
        voice = learn(others, Voice(manager, edit.language, form_of(edit.address_form)))
        text = voiced(followup_of(edit), voice).body
        yield Left(
            manager, edit.account_id, edit.language, distance(edit.drafted, edit), distance(text, edit), text
        )  # fmt: skip


def distance(text: str, edit: Edited) -> float:
    """From a text to what was sent, with names and values masked in both."""
    names = Names.of(edit.names)
    one, other = (masked(" ".join(each.split()), names).split() for each in (text, edit.sent))
    return 1.0 - difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def followup_of(edit: Edited) -> Followup:
    """A draft's text as the parts it was made of, known by our own words."""
    phrases = Phrases(edit.language, folder_of("templates") / "followup")
    names = Names.of(edit.names)
    signature = read(edit.drafted, names).signature
    blocks = [block.splitlines() for block in edit.drafted.strip().split("\n\n") if block.strip()]
    parts: list[Part] = []
    for index, rows in enumerate(blocks):
        if index == len(blocks) - 1 and signature:
            cut = len(rows) - len(signature)
            parts += [_part(PartKind.CLOSING, rows[:cut]), _part(PartKind.SIGNATURE, rows[cut:])]
        elif index == 0:
            parts.append(_part(PartKind.GREETING, rows))
        else:
            parts += _block(rows, index, phrases, names)
    to = tuple(Addressee("", name, "present") for name in edit.names)
    return Followup(
        "", edit.account_id, edit.language, "", tuple(part for part in parts if part.lines), to,
        address=edit.address_form,
    )  # fmt: skip


def _block(rows: Sequence[str], index: int, phrases: Phrases, names: Names) -> list[Part]:
    if any(row.startswith("- ") for row in rows):
        title = "" if rows[0].startswith("- ") else rows[0]
        items = tuple(DraftLine(row.removeprefix("- ")) for row in rows if row.startswith("- "))
        titled = {phrases.label("title_ours").text: PartKind.OURS, phrases.label("title_facts").text: PartKind.FACTS}
        return [Part(titled.get(title, PartKind.THEIRS), items, title, listed=True)]
    sentences = read("\n".join(["x", "", *rows]), names).sentences[1:]
    if index == 1:
        return [_part(PartKind.THANKS, sentences)]
    kinds = [_kind(one, phrases, names) for one in sentences]
    found = []
    for kind in dict.fromkeys(kinds):
        found.append(_part(kind, [one for one, other in zip(sentences, kinds, strict=True) if other is kind]))
    return found


def _kind(sentence: str, phrases: Phrases, names: Names) -> PartKind:
    """By the phrase it was said with; what is none of ours is a fact."""
    own = key(framed(masked(sentence, names)))
    said = {
        PartKind.CORRECT: [phrases.label(f"correct_{form}").text for form in ("one", "many", "formal")],
        PartKind.CONCERN: [
            phrases.label("concern", text="x", name="Xx").text, phrases.label("concern", text="x").text,
            phrases.label("concern_noted", name="Xx").text, phrases.label("concern_noted").text,
            phrases.label("concern_answer", what="x").text,
        ],
    }  # fmt: skip
    for kind, texts in said.items():
        if any(alike(own, key(framed(masked(text, Names.of(["Xx"]))))) for text in texts):
            return kind
    if sentence.startswith(phrases.label("next", day="x").text.partition(":")[0]):
        return PartKind.NEXT
    return PartKind.FACTS


def _part(kind: PartKind, rows: Sequence[str]) -> Part:
    return Part(kind, tuple(DraftLine(row.strip()) for row in rows if row.strip()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the distances of every manager in a folder."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", action="store_true", help="the voiced drafts too")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    found = [one for file in sorted(given.folder.glob("*.json")) for one in left_out(file.stem, edits_in(file))]
    if given.json:
        sys.stdout.write(json.dumps([dataclasses.asdict(one) for one in found], ensure_ascii=False, indent=2) + "\n")
        return 0
    for one in found:
        row = f"{one.manager}\t{one.account}\t{one.language}\tplain {one.plain:.2f}\tvoiced {one.voiced:.2f}\n"
        sys.stdout.write(row + (f"{one.text}\n\n" if given.texts else ""))
    if found:
        plain, near = (sum(values) / len(found) for values in zip(*((o.plain, o.voiced) for o in found), strict=True))
        nearer = sum(1 for one in found if one.voiced < one.plain)
        sys.stdout.write(f"all\t{len(found)} mails\tplain {plain:.2f}\tvoiced {near:.2f}\tnearer {nearer}\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as problem:
        sys.exit(f"{problem}")
