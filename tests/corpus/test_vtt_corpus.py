"""Transcripts in the forms of Zoom and Teams, real Zoom files, and the test suites of WebVTT: read as expected, or
differently for a reason that stands here.
"""

import html
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.transcript import Transcript, Turn, joined, speakers
from kambrief.providers.vtt import NotATranscriptError, read_vtt

pytestmark = pytest.mark.corpus

UNCLOSED = "a tag that is never closed is kept as words: an unescaped < must not swallow what was said"
NO_TAG = "a < that begins no tag is kept: what was said may hold one"
KEPT = "a cue whose times cannot be read keeps its words, without times; the standard drops it"
LENIENT = "products write digits without padding, fractions of any length and line ends of any form: read, not dropped"
EARLY = "empty space before WEBVTT is no reason to refuse a file"
ARROW = "a line that only holds an arrow ends no cue and drops none: it is an identifier or words"
MINUTES = "120:00.000 may be minutes or hours: no time is better than a wrong one"
TWICE = "letters that were encoded twice: the control characters among them are no words"
EMPTY = "a cue without words is none in a transcript"

SAID_DIFFERENTLY = {
    "cuetext__tag-format__end-tag-no-gt.vtt": UNCLOSED,
    "cuetext__tag-format__no-closing-gt.vtt": UNCLOSED,
    "cuetext__tag-format__start-tag-missing-gt.vtt": UNCLOSED,
    "cuetext__timestamp__no-end-gt.vtt": UNCLOSED,
    "cuetext__voice__no-end-gt.vtt": UNCLOSED,
    "cue-times__fraction-digits.vtt": LENIENT,
    "cue-times__incorrect-delimiter.vtt": KEPT,
    "cue-times__min-mid-digits.vtt": KEPT,
    "cue-times__min-top-digits.vtt": MINUTES,
    "cue-times__minimum-spots-over-sixty.vtt": MINUTES,
    "file-layout__cue-spacing.vtt": EMPTY,
    "integration__arrows.vtt": ARROW,
    "integration__id.vtt": ARROW,
    "integration__spec-example.vtt": TWICE,
}
"""Files of vtt.js → why our cues are not those of the reference."""

REFUSED = {
    "file-layout__bad-double-webvtt.vtt",
    "file-layout__bom-garbage-data.vtt",
    "file-layout__garbage-signature.vtt",
}
NOT_REFUSED = {
    "file-layout__blank-file.vtt": "an empty file is a transcript without words, and says so",
    "file-layout__blank-file-with-bom.vtt": "the same",
    "file-layout__bom-tab-webvtt.vtt": EARLY,
    "file-layout__newline-before-webvtt.vtt": EARLY,
    "file-layout__tab-after-bom-before-header.vtt": EARLY,
}

INVALID_KEPT = {
    "file-parsing__nulls.vtt": KEPT,
    "file-parsing__timings-60.vtt": KEPT,
    "file-parsing__timings-garbage.vtt": KEPT,
    "file-parsing__timings-too-long.vtt": LENIENT,
    "file-parsing__timings-too-short.vtt": LENIENT,
    "file-parsing__whitespace-chars.vtt": KEPT,
}
"""Files of web-platform-tests with cues that the standard drops → why their words are here all the same."""

TREES_DIFFERENT = {
    "cue-parsing__tags.vtt": {"<": NO_TAG, "<<": NO_TAG, "<\t": NO_TAG, "< ": NO_TAG, "<.": NO_TAG, "<c.": UNCLOSED, "</": UNCLOSED},
    "cue-parsing__entities.vtt": {"&<": NO_TAG, "&<c": UNCLOSED},
    "cue-parsing__timestamps.vtt": {
        "<0": NO_TAG, "<0.500": NO_TAG, "<0:00.500": UNCLOSED, "<00:00.500": UNCLOSED, "<00:00:00.500": UNCLOSED,
        "<00:\0" + "00:00.500>": NO_TAG,
    },
}  # fmt: skip
"""Cues of web-platform-tests whose words are not those of the expected tree."""


def read(path: Path, source: str = "other") -> Transcript:
    return read_vtt(path.read_bytes(), source)


def plain(text: str) -> str:
    """A reference's words: white space as one space, no-break spaces apart."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def by_cue(turns: tuple[Turn, ...]) -> list[tuple[float | None, float | None, str]]:
    """Start, end and words of each cue, its voices together."""
    cues: dict[str, list[Turn]] = {}
    for turn in turns:
        cues.setdefault(turn.cue, []).append(turn)
    return [(group[0].start, group[0].end, " ".join(turn.text for turn in group)) for group in cues.values()]


# --- What products write -------------------------------------------------------------------------------------------


def test_every_product_form_is_read_as_expected(corpora: Path) -> None:
    folder = corpora / "data" / "vtt" / "product_forms"
    files = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["files"]
    assert len(files) == 14
    for name, expected in files.items():
        try:
            found: Any = [
                [turn.speaker or None, turn.text] for turn in joined(read(folder / name, name[:5].rstrip("_")).turns)
            ]
        except NotATranscriptError:
            found = "ERROR"
        assert found == expected["turns"], name


def meetings(corpora: Path) -> Iterator[tuple[str, str, Path, list[tuple[str, str]]]]:
    """Meeting, form, file and turns, those of one speaker in a row as one."""
    folder = corpora / "data" / "transcripts"
    for meeting in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        reference = json.loads((folder / "reference" / f"{meeting['id']}.json").read_text(encoding="utf-8"))
        turns: list[tuple[str, str]] = []
        for speaker, text in reference["turns"]:
            if turns and turns[-1][0] == speaker:
                turns[-1] = (speaker, f"{turns[-1][1]} {text}")
            else:
                turns.append((speaker, text))
        for form, file in meeting["vtt"].items():
            yield meeting["id"], form, folder / file, turns


@pytest.mark.slow
def test_every_transcript_of_every_form_joins_up_to_the_words_and_speakers_of_its_reference(corpora: Path) -> None:
    cues = 0
    read_back = []
    for meeting, form, path, expected in meetings(corpora):
        found = read(path, form.split("_")[0])
        assert [(turn.speaker, turn.text) for turn in joined(found.turns, math.inf)] == expected, (meeting, form)
        assert found.notes == (), (meeting, form)
        cues += len(found.turns)
        read_back.append(path.name)
    assert (len(read_back), cues) == (36, 16_395)


@pytest.mark.slow
def test_a_quote_from_a_joined_turn_leads_back_to_the_cue_that_holds_it(corpora: Path) -> None:
    for meeting, form, path, _ in meetings(corpora):
        found = read(path, form.split("_")[0])
        texts = {turn.cue: turn.text for turn in found.turns}
        assert len(texts) == len(found.turns)
        for turn in joined(found.turns):
            for mark in turn.marks:
                assert turn.text.startswith(texts[mark.cue], mark.offset), (meeting, form, mark)
                assert turn.at(mark.offset + len(texts[mark.cue]) - 1) == mark


def test_every_real_zoom_file_gives_every_cue_a_speaker_and_all_its_words(corpora: Path) -> None:
    files = sorted((corpora / "data" / "transcripts" / "zoom_real").glob("*.zoom.vtt"))
    cues = 0
    for path in files:
        found = read(path, "zoom")
        # Measured in these files: three lines a cue and an empty one.
        blocks = [block.split("\r\n") for block in path.read_bytes().decode().split("\r\n\r\n")[1:] if block.strip()]
        raw = [(block[0], *block[2].split(": ", 1)) for block in blocks if len(block) >= 3]
        assert [(turn.cue, turn.speaker, turn.text) for turn in found.turns] == [
            (number, speaker, plain(text)) for number, speaker, text in raw
        ], path.name
        assert all(turn.speaker and turn.start is not None for turn in found.turns)
        assert found.notes == ()
        assert sum(one.words for one in speakers(found)) == sum(len(text.split()) for _, _, text in raw)
        cues += len(found.turns)
    assert (len(files), cues) == (7, 1_099)


# --- The test suites of WebVTT -------------------------------------------------------------------------------------


def test_vtt_js_files_have_the_cues_of_the_reference_or_others_for_a_reason(corpora: Path) -> None:
    differing, compared = set(), 0
    for path in sorted((corpora / "data" / "vtt" / "vttjs").glob("*.vtt")):
        reference = path.with_suffix(".json")
        if not reference.exists():
            continue
        compared += 1
        expected = [
            (cue["startTime"], cue["endTime"], plain(html.unescape(re.sub(r"<[^>]*>?", "", cue["text"]))))
            for cue in json.loads(reference.read_text(encoding="utf-8"))["cues"]
        ]
        if by_cue(read(path).turns) != expected:
            differing.add(path.name)
    assert differing == set(SAID_DIFFERENTLY)
    assert compared == 52


def test_the_words_of_the_differing_vtt_js_cues_are_there(corpora: Path) -> None:
    folder = corpora / "data" / "vtt" / "vttjs"
    found = {
        name: [turn.text for turn in read(folder / name).turns]
        for name, why in SAID_DIFFERENTLY.items()
        if why is not TWICE
    }
    assert found == {
        "cuetext__tag-format__end-tag-no-gt.vtt": ["This is </c awesome!"],
        "cuetext__tag-format__no-closing-gt.vtt": ["<c It's a blue apple tree!"],
        "cuetext__tag-format__start-tag-missing-gt.vtt": ["<c.first That's awesome!"],
        "cuetext__timestamp__no-end-gt.vtt": ["<00:01.000 It's a blue apple tree!"],
        "cuetext__voice__no-end-gt.vtt": ["<v It's a blue apple tree!"],
        "cue-times__fraction-digits.vtt": ["Text"],
        "cue-times__incorrect-delimiter.vtt": ["Text"],
        "cue-times__min-mid-digits.vtt": ["Text"],
        "cue-times__min-top-digits.vtt": ["Text"],
        "cue-times__minimum-spots-over-sixty.vtt": ["Text"],
        "file-layout__cue-spacing.vtt": ["Text", "Text", "Text"],
        "integration__arrows.vtt": ["-->"],
        "integration__id.vtt": ["This", "Is", "A", "Test", "And stuff?"],
    }


def test_vtt_js_voices_are_the_speakers(corpora: Path) -> None:
    folder = corpora / "data" / "vtt" / "vttjs"
    for path in sorted(folder.glob("*.vtt")):
        try:
            found = read(path)
        except NotATranscriptError:
            continue
        voices = re.findall(r"<v(?:\.\S+)? ([^<>\n]+)>", path.read_text(encoding="utf-8"))
        assert [turn.speaker for turn in found.turns if turn.speaker] == voices, path.name


def test_vtt_js_files_that_are_no_transcripts_are_refused(corpora: Path) -> None:
    refused, read_all_the_same = set(), {}
    for path in sorted((corpora / "data" / "vtt" / "vttjs").glob("*.vtt")):
        try:
            found = read(path)
        except NotATranscriptError:
            refused.add(path.name)
        else:
            if path.name in NOT_REFUSED:
                read_all_the_same[path.name] = [turn.text for turn in found.turns] or list(found.notes)
    assert read_all_the_same == {
        name: ["the file is empty"] if "blank" in name else ["text"] for name in sorted(NOT_REFUSED)
    }
    assert refused == REFUSED


def test_the_standards_files_have_every_cue_the_standard_keeps_in_order(corpora: Path) -> None:
    files = sorted((corpora / "data" / "vtt" / "wpt").glob("file-parsing__*.vtt"))
    assert len(files) == 37
    for path in files:
        found = read(path)
        raw = path.read_bytes().decode()
        # In these files a cue's text says what becomes of it: text0, valid3 and, where the times are bad, invalid.
        # In the first line times are a part of the title.
        raw = raw.partition("text")[0] if path.name == "file-parsing__signature-timings.vtt" else raw
        expected = re.findall(r"^\s*(\ufffd?(?:text|valid)\S*)(?=\s*$)", re.sub(r"\r\n?", "\n", raw), re.MULTILINE)
        texts = [turn.text for turn in found.turns if turn.text != "invalid"]
        kept = [re.sub(r"^(text\d) .*-->.*$", r"\1", text) for text in texts if not text.startswith("invalid")]
        assert kept == [text.replace("\0", "\ufffd") for text in expected], path.name
        assert ("invalid" in {turn.text for turn in found.turns}) == (path.name in INVALID_KEPT), path.name


def test_words_that_the_standard_drops_have_no_time_unless_products_write_it(corpora: Path) -> None:
    lenient = 0
    for name in INVALID_KEPT:
        for turn in read(corpora / "data" / "vtt" / "wpt" / name).turns:
            if turn.text == "invalid" and turn.start is not None and turn.end is not None:
                lenient += 1
                assert 0 <= turn.start <= turn.end <= 1, (name, turn)
    assert lenient == 17


def words_of(tree: str) -> str:
    """The text nodes of an expected tree; attributes have a name before their quotation marks."""
    return "".join(match[1] for match in re.finditer(r'^\| +"(.*?)"$(?=\n\||\n?\Z)', tree, re.MULTILINE | re.DOTALL))


def voices_of(tree: str) -> list[str]:
    return [voice for voice in re.findall(r'^\| +title="(.*)"$', tree, re.MULTILINE) if voice]


@pytest.mark.parametrize("name", ["entities", "tags", "text", "timestamps", "tree-building"])
def test_the_standards_cue_texts_have_the_words_and_voices_of_their_trees(corpora: Path, name: str) -> None:
    path = corpora / "data" / "vtt" / "wpt" / f"cue-parsing__{name}.json"
    differing = set()
    for case in json.loads(path.read_text(encoding="utf-8")):
        found = read_vtt(f"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n{case['text']}", "other")
        text = "".join(turn.text for turn in found.turns)
        if text != plain(words_of(case["expectedTree"])):
            differing.add(case["text"].strip("\n"))
            continue
        assert [turn.speaker for turn in found.turns if turn.speaker] == voices_of(case["expectedTree"]), case
    assert differing == set(TREES_DIFFERENT.get(f"cue-parsing__{name}.vtt", {}))


def test_the_standards_cue_texts_are_read_from_their_files_too(corpora: Path) -> None:
    for path in sorted((corpora / "data" / "vtt" / "wpt").glob("cue-parsing__*.vtt")):
        cases = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert 0 < len({turn.cue for turn in read(path).turns}) <= len(cases), path.name
