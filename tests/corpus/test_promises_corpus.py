"""Promises in real meetings and in texts made to break programs: what is certain of every one of them.

How many of the noted actions the rules find is no test: notes of such meetings hold what should be done, and most of it
nobody took on in words. The figures stand in docs/quality.md.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kambrief.core import offrecord
from kambrief.core.commitment import promises
from kambrief.core.customer import Side
from kambrief.core.talk import Participant, Talk, Utterance

pytestmark = pytest.mark.corpus

DATA = Path(__file__).parents[3] / "shared" / "data"
MEETINGS = sorted((DATA / "transcripts" / "reference").glob("*.json"))
ATTACKS = [
    one for one in sorted((DATA / "attacks").glob("*.jsonl")) if one.name not in {"confusables.jsonl", "names.jsonl"}
]
START = dt.datetime(2026, 10, 6, 10, tzinfo=ZoneInfo("Europe/Helsinki"))


def made(said: list[tuple[str, str]], language: str) -> Talk:
    names = list(dict.fromkeys(who for who, _ in said))
    people = tuple(
        Participant(one, one, one.split()[0] if one.split() else one, (Side.US, Side.THEM)[at % 2], present=True)
        for at, one in enumerate(names)
    )
    utterances = tuple(Utterance(number, who, text) for number, (who, text) in enumerate(said, 1))
    spans = offrecord.kept_back(utterances, people)
    return Talk("m1", "", START.date(), START, START + dt.timedelta(hours=1), "Europe/Helsinki", language, people, offrecord.marked(utterances, spans), withheld=spans)  # fmt: skip


def check(talk: Talk) -> None:
    texts = {one.number: one.text for one in talk.spoken()}
    for one in promises(talk):
        assert one.quote in texts[one.quoted_from]
        assert set(one.cues) <= set(texts)
        assert one.owner in talk.by_key
        assert one.what or one.confirm


@pytest.mark.skipif(not MEETINGS, reason="needs the shared data beside the checkout")
@pytest.mark.parametrize("path", MEETINGS, ids=lambda one: str(one.stem))
def test_a_real_meetings_promises_are_verbatim_and_its_speakers(path: Path) -> None:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))

    check(made([(who, text) for who, text in data["turns"]], str(data["language"])[:2]))


@pytest.mark.skipif(not ATTACKS, reason="needs the shared data beside the checkout")
@pytest.mark.parametrize("path", ATTACKS, ids=lambda one: str(one.stem))
def test_texts_made_to_break_programs_break_nothing_and_promise_nothing_for_us(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    for row in rows[:150]:
        talk = made([("Elina", "Hello."), ("Mallory", str(row["payload"])[:4000]), ("Elina", "I see.")], "en")
        check(talk)
        assert not [one for one in promises(talk) if one.side is Side.US]
