"""The measure of voices: edits out of files, one customer left out."""

import dataclasses
import json
from pathlib import Path

import pytest

from kambrief.core.followup import PartKind
from kambrief.errors import UserError
from kambrief.evaluation import voices
from tests.core import voice_personas as made


def written(folder: Path, language: str, name: str) -> Path:
    """A manager's edits as a file: texts alone, as somebody writes them who knows nothing of us."""
    rows = [
        {"account": one.account_id, "language": language, "drafted": one.drafted, "sent": one.sent, "names": one.names}
        for one in made.edits(language, name)
    ]
    file = folder / f"{language}-{name}.json"
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.mark.parametrize("language", made.STYLES)
def test_a_drafts_text_is_taken_apart_into_what_it_was_made_of(language: str) -> None:
    edit = made.edits(language, "curt")[0]
    found = voices.followup_of(edit)
    assert found.body == edit.drafted
    assert [part.kind for part in found.parts] == [
        PartKind.GREETING, PartKind.THANKS, PartKind.OURS, PartKind.THEIRS, PartKind.NEXT, PartKind.CORRECT,
        PartKind.CLOSING, PartKind.SIGNATURE,
    ]  # fmt: skip


def test_the_distances_of_a_folder_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, "sv", "curt")
    assert voices.main([str(tmp_path)]) == 0
    *rows, total = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [row[:3] for row in rows] == [["sv-curt", call.company, "sv"] for call in made.CALLS["sv"]]
    assert total[1] == "4 mails"
    assert total[-1] == "nearer 4"


@pytest.mark.parametrize("text", ["{", '[{"account": "A"}]', '{"a": 1}'])
def test_a_file_that_holds_no_edits_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UserError, match="holds no edits"):
        voices.edits_in(tmp_path / "x.json")


def test_the_customer_left_out_teaches_nothing() -> None:
    edits = made.edits("en", "curt")
    odd = dataclasses.replace(edits[0], sent=edits[0].sent.replace("Hi Peter and Sarah,", "Ahoy!"))
    [first, *_] = voices.left_out("x", [odd, *edits[1:]])
    assert first.text.startswith("Hi Peter and Sarah,")
