"""Transcripts as Zoom and Teams write them, and everything that may stand in such a file."""

import json
import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.transcript import NextStep, Summary, Transcript, joined
from kambrief.providers.vtt import (
    MAX_CUE,
    NotATranscriptError,
    read_copilot_insight,
    read_vtt,
    read_zoom_summary,
)

TIMES = "00:00:01.000 --> 00:00:02.000"


def words(found: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in found.turns]


def one_cue(text: str, source: str = "teams") -> list[tuple[str, str]]:
    return words(read_vtt(f"WEBVTT\n\n{TIMES}\n{text}\n", source))


def zoom(*cues: str) -> str:
    return "WEBVTT\r\n\r\n" + "".join(f"{n}\r\n{TIMES}\r\n{cue}\r\n\r\n" for n, cue in enumerate(cues, 1))


# --- The three products' forms -------------------------------------------------------------------------------------


def test_a_zoom_file_names_speakers_before_a_colon() -> None:
    found = read_vtt(zoom("stokes: Hello.", "Justin Florentine (Besu): You sound great: really.").encode(), "zoom")
    assert words(found) == [("stokes", "Hello."), ("Justin Florentine (Besu)", "You sound great: really.")]
    assert [(turn.cue, turn.start, turn.end) for turn in found.turns] == [("1", 1.0, 2.0), ("2", 1.0, 2.0)]
    assert (found.source, found.duration, found.notes) == ("zoom", 2.0, ())


def test_a_teams_download_has_voices_entities_line_breaks_and_ids_of_utterances() -> None:
    text = (
        "\ufeffWEBVTT\n\n0d4a/12-0\n00:00:04.380 --> 00:00:07.020\n<v Korhonen Ville (Ulkoinen)>Katsotaan\nhinnat &lt;läpi.</v>\n\n"
        "0d4a/12-1\n00:00:07.020 --> 00:00:09.900\n<v Korhonen Ville (Ulkoinen)>Perjantaina.</v>"
    )
    found = read_vtt(text.encode(), "teams")
    assert words(found) == [
        ("Korhonen Ville (Ulkoinen)", "Katsotaan hinnat <läpi."),
        ("Korhonen Ville (Ulkoinen)", "Perjantaina."),
    ]
    (turn,) = joined(found.turns)
    assert turn.at(turn.text.index("Perjantaina")).cue == "0d4a/12-1"


def test_teams_metadata_is_json_with_the_language_of_each_cue() -> None:
    payload = {"speakerName": "Päivi Mäkelä", "spokenText": "Moi\nkaikki <3 &amp;", "spokenLanguage": "fi-FI"}
    found = read_vtt(f"WEBVTT\n\n{TIMES}\n{json.dumps(payload)}\n\n{TIMES}\n{json.dumps(payload, indent=1)}", "teams")
    assert words(found) == [("Päivi Mäkelä", "Moi kaikki <3 &amp;")] * 2
    assert {turn.language for turn in found.turns} == {"fi-fi"}


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ('{"speakerName":"","spokenText":"Hi"}', [("", "Hi")]),
        ('{"speakerName":7,"spokenText":"Hi","spokenLanguage":null}', [("", "Hi")]),
        ('{"speakerName":"Anna","spokenText":"half \\ud83d"}', [("Anna", "half \ufffd\ufffd\ufffd")]),
        ('{"speakerName":"Anna","spokenText":""}', []),
        ('{"speakerName":"Anna","spokenText":["Hi"]}', []),
        ('{"speakerName":"Anna","spokenText":"torn', []),
        ('{"spokenText":' + "[" * 20_000, []),
        ("{laughs} hello", [("", "{laughs} hello")]),
    ],
)
def test_a_broken_payload_costs_its_cue_at_most(payload: str, said: list[tuple[str, str]]) -> None:
    assert one_cue(payload) == said


# --- Times ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("00:00:01.000 --> 00:00:02.500", 1.0, 2.5),
        ("00:01.000 --> 00:02.000", 1.0, 2.0),
        ("100:00:01.000 --> 100:00:02.000", 360001.0, 360002.0),
        ("0:0:0.0 --> 0:0:5.320", 0.0, 5.32),
        ("0:0:5 --> 0:1:0", 5.0, 60.0),
        ("-00:00:02.100 --> 00:00:01.250", -2.1, 1.25),
        ("0:0:-2.1 --> -0:0:-1.5", -2.1, -1.5),
        ("00:00:01,000 --> 00:00:02,000", 1.0, 2.0),
        ("\t00:00:01.000-->00:00:02.000 align:start position:0%", 1.0, 2.0),
        ("00:00:01.0000001 --> 00:00:02.000line:40%", 1.0000001, 2.0),
        ("00:00:05.000 --> 00:00:02.000", 5.0, 2.0),
        ("00:00:60.000 --> 00:00:02.000", None, 2.0),
        ("00.00.000 --> 00:02.000", None, None),
        ("00:00:01.000 --> later", None, None),
        ("00:00:01.000 --> 00:00x02.000", None, None),
    ],
)
def test_times_are_read_as_products_write_them_and_words_stay_where_they_cannot_be(
    line: str, start: float | None, end: float | None
) -> None:
    (turn,) = read_vtt(f"WEBVTT\n\n{line}\n<v Anna>Moi</v>\n", "teams").turns
    assert (turn.speaker, turn.text, turn.start, turn.end) == ("Anna", "Moi", start, end)


# --- Files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("signature", ["WEBVTT", "WEBVTT - a title", "WEBVTT\tx", "\ufeffWEBVTT", "\n\nWEBVTT"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n \n"])
def test_any_line_end_signature_and_end_of_file_will_do(newline: str, signature: str, end: str) -> None:
    text = f"{signature}\nKind: captions\nLanguage: fi\n\n7\n{TIMES}\n<v Anna>Moi</v>{end}"
    found = read_vtt(text.replace("\n", newline).encode(), "teams")
    assert [(turn.cue, turn.speaker, turn.text) for turn in found.turns] == [("7", "Anna", "Moi")]
    assert (found.language, found.notes) == ("fi", ())


def test_blocks_that_nobody_spoke_are_left_out() -> None:
    text = (
        'WEBVTT\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\n\nNOTE\nduration:"00:01:00"\nlanguage:fi-fi\n\n'
        f"NOTE Confidence: 0.92\n\n{TIMES}\n<v Anna>Moi</v>\n\nNOTE the end"
    )  # fmt: skip
    found = read_vtt(text, "teams")
    assert (words(found), found.language, found.notes) == ([("Anna", "Moi")], "fi-fi", ())


def test_two_files_in_one_are_read_and_their_cues_told_apart() -> None:
    part = f"WEBVTT\n\n1\n{TIMES}\n<v Anna>Moi</v>\n"
    found = read_vtt(f"{part}\n{part}", "teams")
    assert [turn.cue for turn in found.turns] == ["1", "#2"]
    assert found.notes == ("a second WEBVTT inside, from where times may begin anew",)


def test_a_cue_that_follows_without_an_empty_line_is_a_cue() -> None:
    text = f"WEBVTT\n{TIMES}\n<v Anna>Moi</v>\n{TIMES}\n<v Matti>Hei</v>\n"
    assert words(read_vtt(text, "teams")) == [("Anna", "Moi"), ("Matti", "Hei")]


def test_text_without_times_is_left_out_and_counted() -> None:
    text = f"WEBVTT\n\n{TIMES}\n<v Anna>Moi</v>\n\nleft\nover\n\nand more\n"
    found = read_vtt(text, "teams")
    assert (words(found), found.notes) == ([("Anna", "Moi")], ("blocks without times left out: 2",))


@pytest.mark.parametrize("text", [b"", b"\xef\xbb\xbf", b"\r\n \t\n"])
def test_an_empty_file_is_a_transcript_without_words(text: bytes) -> None:
    assert read_vtt(text, "zoom") == Transcript((), "zoom", notes=("the file is empty",))


def test_a_recording_in_which_nobody_spoke_is_a_transcript_without_words() -> None:
    assert read_vtt(b"WEBVTT\r\n\r\n", "zoom") == Transcript((), "zoom", notes=("no cues",))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<!DOCTYPE html><html><title>Sign in</title>", "a web page"),
        ("  <html>WEBVTT", "a web page"),
        ("1\n00:00:01,000 --> 00:00:02,000\nA: b\n", "WEBVTT"),
        ("WEBVTTX\n", "WEBVTT"),
        ("webvtt\n", "WEBVTT"),
        ('{"errorCode": 403}', "WEBVTT"),
        ("\0WEBVTT", "WEBVTT"),
    ],
)
def test_what_is_no_transcript_is_refused_in_plain_words(text: str, why: str) -> None:
    with pytest.raises(NotATranscriptError, match=why):
        read_vtt(text, "zoom")


def test_letters_that_cannot_be_read_and_nul_are_shown_as_such_and_told() -> None:
    found = read_vtt(b"WEBVTT\n\n" + TIMES.encode() + b"\n<v Anna>M\xf6i \0 \x07ja\xc2\xa0hei</v>\n", "teams")
    assert words(found) == [("Anna", "M\ufffdi \ufffd ja\u00a0hei")]
    assert found.notes == ("letters that cannot be read", "NUL characters")


def test_utf_16_is_read_where_it_says_so() -> None:
    assert words(read_vtt(f"WEBVTT\n\n{TIMES}\n<v Päivi>Moi</v>".encode("utf-16"), "teams")) == [("Päivi", "Moi")]


# --- Voices and names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<v.loud Anna>Moi", [("Anna", "Moi")]),
        ("<v.first.loud Anna  Liisa>Moi</v>", [("Anna Liisa", "Moi")]),
        ("<v >Anonymous</v>", [("", "Anonymous")]),
        ("<v>Anonymous", [("", "Anonymous")]),
        ("<v O&apos;Brien, Sinéad &amp; team>Fine &lt;3</v>", [("O'Brien, Sinéad & team", "Fine <3")]),
        ("<v A>b <i>c</i> <00:00:01.500>d</v>", [("A", "b c d")]),
        ("<v A>Okay</v>\n<v B>Oh?</v>\n<i>Laughter</i>", [("A", "Okay"), ("B", "Oh?"), ("", "Laughter")]),
        ("<v A>Okay\n<v B>Oh?", [("A", "Okay"), ("B", "Oh?")]),
        ("<v A></v>", []),
        ("<v A>5 < 6, and 7 > 3</v>", [("A", "5 < 6, and 7 > 3")]),
        ("<v A\u202eB>Moi", [("AB", "Moi")]),
        ("<v Anna Moi", [("", "<v Anna Moi")]),
        ("<v A>Note: two</v>", [("A", "Note: two")]),
        ("<v A>&#99999999999; &#x110000; &nope; &amp", [("A", "\ufffd9999; \ufffd &nope; &")]),
    ],
)
def test_voices_are_speakers_and_tags_no_words(text: str, said: list[tuple[str, str]]) -> None:
    assert one_cue(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "We agreed: two",
        "https://example.com is down",
        "At 10:30 then",
        "Note: two",
        "So the rule is: never",
        "Why: because",
    ],
)
@pytest.mark.parametrize(
    "around", [(), ("Hello everyone",), ("<v Anna>Moi</v>",), ("And so on", "Liisa Virtanen | Acme: Hei")]
)
def test_a_colon_in_what_was_said_makes_no_speaker(text: str, around: tuple[str, ...]) -> None:
    for source in ("zoom", "teams"):
        found = read_vtt(zoom(text, *around), source)
        # A single word before the colon of a whole short file may be a name: "stokes: Hello." looks no other.
        if around or not text.startswith("Why"):
            assert words(found)[0] == ("", text)


def test_in_a_zoom_file_every_prefix_is_a_name_however_it_looks() -> None:
    cues = ["stokes: a", "Note: b", "dan goron: c", "+358401234567: d", "@ritz / Hubert R (X-8219): e"]
    assert [speaker for speaker, _ in words(read_vtt(zoom(*cues), "zoom"))] == [
        "stokes", "Note", "dan goron", "+358401234567", "@ritz / Hubert R (X-8219)",
    ]  # fmt: skip


def test_where_a_few_of_many_cues_name_nobody_a_prefix_is_a_name_if_it_recurs_or_reads_as_one() -> None:
    cues = [*(["stokes: Yes."] * 17), "Toni Wahrstätter: No.", "we agreed: two", "no name here"]
    named = [speaker for speaker, _ in words(read_vtt(zoom(*cues), "zoom"))]
    assert named == [*(["stokes"] * 17), "Toni Wahrstätter", "", ""]


def test_in_other_files_a_prefix_is_a_name_if_it_recurs_or_was_in_the_call() -> None:
    cues = [
        "Liisa Virtanen: Hei",
        "So it is",
        "Liisa Virtanen: Jaa",
        "Action Items: none",
        "Ville Korhonen: Moi",
        "and so",
    ]
    speakers = [speaker for speaker, _ in words(read_vtt(zoom(*cues), "zoom"))]
    assert speakers == ["Liisa Virtanen", "", "Liisa Virtanen", "", "", ""]
    known = [speaker for speaker, _ in words(read_vtt(zoom(*cues), "zoom", names=["ville korhonen"]))]
    assert known == ["Liisa Virtanen", "", "Liisa Virtanen", "", "Ville Korhonen", ""]


def test_teams_never_writes_names_before_a_colon() -> None:
    cues = ["Liisa Virtanen: Hei"] * 9
    assert {speaker for speaker, _ in words(read_vtt(zoom(*cues), "teams"))} == {""}


# --- Large files ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_ten_hours_are_read_in_seconds() -> None:
    cue = "{n}\r\n{h:02}:{m:02}:{s:02}.000 --> {h:02}:{m:02}:{s:02}.700\r\nSpeaker {who}: word word word word word\r\n\r\n"
    text = "WEBVTT\r\n\r\n" + "".join(
        cue.format(n=n, h=n // 5000, m=n // 84 % 60, s=n % 60, who=n % 7) for n in range(50_000)
    )
    began = time.monotonic()
    found = read_vtt(text.encode(), "zoom")
    turns = joined(found.turns, pause=1e9)
    assert time.monotonic() - began < 20  # about one; quadratic would be minutes
    assert (len(found.turns), len(turns), len({turn.speaker for turn in turns})) == (50_000, 50_000, 7)


@pytest.mark.parametrize(
    "line", ["a" * 10**7, "<" * 10**6, "<v." * 10**5, "<v " * 10**5, " \t" * 10**5, "&#9" * 10**5, "<v A>" * 10**5, "{" * 10**6, "a:" * 10**5, "00:" * 10**5, "-->" * 10**5]
)  # fmt: skip
@pytest.mark.parametrize(
    "place", ["{}\n", TIMES + "\n{}\n", "{}\n" + TIMES + "\nhei\n", "NOTE\n{}\n", "00:00:01.000 --> {}\nhei\n"]
)
def test_a_bomb_is_cut_and_told(line: str, place: str) -> None:
    began = time.monotonic()
    found = read_vtt("WEBVTT\n\n" + place.format(line), "zoom")
    assert time.monotonic() - began < 10
    assert all(len(turn.text) <= MAX_CUE and len(turn.speaker) <= 200 and len(turn.cue) <= 200 for turn in found.turns)
    if place.startswith(TIMES) and line.strip():
        assert any("cut after 50000" in note for note in found.notes)


@pytest.mark.slow
def test_a_file_of_many_bombs_is_read_in_linear_time() -> None:
    cue = TIMES + "\n" + "<v.<v " * 8_000 + "\n\n"
    began = time.monotonic()
    read_vtt("WEBVTT\n\n" + cue * 100, "zoom")
    assert time.monotonic() - began < 10


# --- Whatever comes ------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    ["Johanna Räsälä", "Korhonen Ville (Ulkoinen)", "O'Brien, Sinéad & team", "Akash | ECH", "stokes", "Tan Wei Ling", "@ritz / Hubert R (X-8219)", "陳大文", "Speaker 1", "+358*****12"]
)  # fmt: skip
WORDS = st.lists(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8), min_size=1, max_size=6
).map(" ".join)
TALK = st.lists(st.tuples(NAMES, WORDS), min_size=5, max_size=12)
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])


def stamp(seconds: float) -> str:
    return f"{int(seconds // 3600):02}:{int(seconds // 60 % 60):02}:{seconds % 60:06.3f}"


def written(talk: list[tuple[str, str]], form: str, newline: str) -> bytes:
    lines = ["WEBVTT", ""]
    for n, (name, text) in enumerate(talk):
        times = f"{stamp(3.5 * n)} --> {stamp(3.5 * n + 3)}"
        voice = f"<v {escape(name)}>{escape(text)}</v>"
        lines += {
            "zoom": [str(n + 1), times, f"{name}: {escape(text)}", ""],
            "download": [f"0d4a/{n}-0", times, voice.replace(" ", newline) if n % 2 else voice, ""],
            "graph": [times, voice, ""],
            "metadata": [times, json.dumps({"speakerName": name, "spokenText": text, "spokenLanguage": "fi-fi"}), ""],
        }[form]
    return newline.join(lines).encode()


@pytest.mark.parametrize("form", ["zoom", "download", "graph", "metadata"])
@given(talk=TALK, newline=NEWLINES)
def test_a_transcript_in_any_form_is_read_back_word_for_word(
    form: str, talk: list[tuple[str, str]], newline: str
) -> None:
    found = read_vtt(written(talk, form, newline), "zoom" if form == "zoom" else "teams")
    assert words(found) == talk
    assert [turn.start for turn in found.turns] == [3.5 * n for n in range(len(talk))]
    assert len({turn.cue for turn in found.turns}) == len(talk)
    assert found.notes == ()


@given(st.binary(max_size=400), st.sampled_from([b"", b"WEBVTT\n\n", b"WEBVTT\n\n" + TIMES.encode() + b"\n"]))
def test_no_bytes_raise_anything_else(data: bytes, before: bytes) -> None:
    try:
        found = read_vtt(before + data, "zoom")
    except NotATranscriptError:
        assert not before
    else:
        json.dumps(words(found)).encode()


PIECES = st.sampled_from(
    ["WEBVTT", "\n", "\n\n", "\r", " ", TIMES, "-->", "00:00:0", "-", "<v Anna>", "<v ", "</v>", "<", ">", "&", "&lt;", ":", ": ", "Anna", "NOTE", "STYLE", '{"spokenText":', '"x"}', "\0", "\ufeff", "\ud800", "1", "0d4a/1-0"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_mixture_of_what_such_files_hold_raises_and_no_letter_is_unprintable(text: str) -> None:
    found = read_vtt("WEBVTT\n" + text, "zoom")
    for turn in found.turns:
        assert turn.text.encode()
        assert turn.text == turn.text.strip(" ")
        assert "\n" not in turn.text + turn.speaker + turn.cue


# --- Summaries -----------------------------------------------------------------------------------------------------


def test_zooms_markdown_is_preferred_to_the_fields_it_replaced() -> None:
    data = {
        "summary_title": "Meeting summary for Acme",
        "summary_content": "## Key takeaways\n- Price agreed",
        "summary_overview": "old",
        "summary_details": [{"label": "Old", "summary": "old"}],
        "next_steps": [
            "Liisa Virtanen: send the offer by Friday",
            "We agreed: call again",
            "Send the contract to Ville.",
        ],
        "edited_summary": {"summary_overview": "", "summary_details": "", "next_steps": []},
    }
    assert read_zoom_summary(data) == Summary(
        "zoom",
        "Meeting summary for Acme",
        "## Key takeaways\n- Price agreed",
        (
            NextStep("send the offer by Friday", "Liisa Virtanen"),
            NextStep("We agreed: call again"),
            NextStep("Send the contract to Ville."),
        ),
    )


def test_what_a_person_edited_wins_over_what_zoom_generated() -> None:
    data = {
        "summary_content": "generated",
        "next_steps": ["generated step"],
        "edited_summary": {"summary_overview": "Edited.", "summary_details": "More.", "next_steps": ["edited step"]},
    }
    assert read_zoom_summary(data) == Summary("zoom", "", "Edited.\n\nMore.", (NextStep("edited step"),))


def test_without_markdown_the_older_fields_are_read() -> None:
    data = {
        "summary_overview": "Short.",
        "summary_details": [{"label": "Price", "summary": "Agreed."}, {"label": "", "summary": "Short."}, "odd"],
    }
    assert read_zoom_summary(data) == Summary("zoom", "", "Short.\n\nPrice: Agreed.")


def test_copilots_notes_become_text_and_its_action_items_next_steps() -> None:
    data = {
        "meetingNotes": [
            {"title": "Offer", "text": "Discussed.", "subpoints": [{"title": "Price", "text": "To be confirmed."}]},
        ],
        "actionItems": [
            {"title": "Send offer", "text": "Send the offer by Friday.", "ownerDisplayName": "Kam Example"},
            {"title": "Call", "text": None, "ownerDisplayName": None},
        ],
    }
    assert read_copilot_insight(data) == Summary(
        "teams",
        "",
        "Offer: Discussed.\n- Price: To be confirmed.",
        (NextStep("Send the offer by Friday.", "Kam Example"), NextStep("Call")),
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["summary_content", "summary_details", "label", "summary", "next_steps", "edited_summary", "meetingNotes", "title", "text", "subpoints", "actionItems", "ownerDisplayName"]),
            inner,
            max_size=4,
        )
    ),
)  # fmt: skip


@given(JSON)
def test_a_summary_of_any_shape_is_one_or_none(data: object) -> None:
    if isinstance(data, dict):
        for found in (read_zoom_summary(data), read_copilot_insight(data)):
            assert found is None or found.text or found.next_steps


@pytest.mark.parametrize(
    "data", [{}, {"summary_content": " ", "next_steps": [""]}, {"meetingNotes": [], "actionItems": [{}]}]
)
def test_a_summary_that_says_nothing_is_none(data: dict[str, object]) -> None:
    assert (read_zoom_summary(data), read_copilot_insight(data)) == (None, None)
