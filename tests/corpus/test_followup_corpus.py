"""The sample calls with the promises of their references: what the floor writes hits all that a follow-up must say and
nothing that it must not, and the checks know a good text from a poor one.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kambrief.core.agreed import Agreed, Correction, NextMeeting, Point
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.followup import Followup
from kambrief.core.model import AccountManager
from kambrief.core.rechecking import Known, check
from kambrief.core.talk import Participant, Talk, Utterance
from kambrief.evaluation import after
from kambrief.evaluation.scenario import Scenario, load, load_reference
from kambrief.pipeline.composing import compose, words_of
from kambrief.providers.vtt import read_vtt

pytestmark = pytest.mark.corpus

FACTS = {
    "fi_renewal_at_risk": ("Kuorimolla on ollut kesäkuun alun jälkeen 9 yhteyskatkoa",),
    "en_global_gam": ("Verified fan energy saving on lines 1 and 2 is 18%", "12 of 14 lines can take sensors"),
}
NEXT = {
    "fi_renewal_at_risk": NextMeeting(
        dt.datetime(2026, 10, 21, 13, tzinfo=ZoneInfo("Europe/Helsinki")), dt.date(2026, 10, 21), (130,)
    ),
    "en_global_gam": NextMeeting(
        dt.datetime(2026, 12, 10, 14, tzinfo=ZoneInfo("Europe/Berlin")), dt.date(2026, 12, 10), (127, 129)
    ),
}
MOVED = {
    "fi_renewal_at_risk": (Correction("2026-10-20", "2026-10-21", (123,)),),
    "en_global_gam": (Correction("2026-12-03", "2026-12-10", (125,)),),
}


def people(scenario: Scenario, reference: dict[str, Any]) -> tuple[Participant, ...]:
    contacts = {row["id"]: row for row in scenario.raw.tables["contacts"]}
    found = []
    for row in scenario.raw.meeting["attendees"]:
        name, email = row["name"], row["email"]
        ours = email.rpartition("@")[2] in scenario.own_domains
        contact = next((one for one in contacts.values() if one["email"] == email), None)
        given = contact["first_name"] if contact else name.partition(" ")[0]
        said = [who for who, key in reference["speakers"].items() if contact and key == contact["id"]]
        found.append(Participant(
            email, f"{given} {contact['last_name']}" if contact else name, given, Side.US if ours else Side.THEM, email,
            contact["id"] if contact else "", tuple(said), present=True, invited=True,
            language=contact["language"] if contact else "", address_form=contact["address_form"] if contact else "",
            timezone=contact["timezone"] if contact else "Europe/Helsinki",
        ))  # fmt: skip
    return tuple(found)


def key_of(name: str, those: tuple[Participant, ...]) -> str:
    words = set(re.findall(r"\w+", name))
    return next((one.key for one in those if set(re.findall(r"\w+", one.name)) <= words), "")


def written(folder: Path) -> tuple[Followup, Known, dict[str, Any]]:
    scenario, reference = load(folder), load_reference(folder)
    those = people(scenario, reference)
    speakers = {said: one.key for one in those for said in one.speakers}
    hidden = set(reference["off_record"]["cues"])
    lines = tuple(
        Utterance(n, speakers.get(turn.speaker) or key_of(turn.speaker, those), turn.text, withheld="off-the-record" if n in hidden else "")
        for n, turn in enumerate(read_vtt((folder / "transcript.vtt").read_bytes(), "file").turns, 1)
    )  # fmt: skip
    start = dt.datetime.fromisoformat(scenario.raw.meeting["start"])
    language = scenario.raw.meta["language_meeting"]
    call = Talk(
        "m1",
        scenario.raw.meeting["subject"],
        start.date(),
        start,
        start,
        "Europe/Helsinki",
        language,
        those,
        lines,
        "file",
    )
    some = tuple(
        Promised(
            row["id"], Side(row["side"]), key_of(row["owner"], those), row["text"], dt.date.fromisoformat(row["due"]),
            to=tuple(filter(None, (key_of(name, those) for name in row["to"]))), cues=tuple(row["cues"]),
            supersedes=dt.date.fromisoformat(row["supersedes_due"]) if row.get("supersedes_due") else None,
        )
        for row in reference["commitments"]
    )  # fmt: skip
    points = tuple(Point(str(n), text, ()) for n, text in enumerate(FACTS[scenario.id]))
    agreed = Agreed(points=points, corrections=MOVED[scenario.id], next_meeting=NEXT[scenario.id])
    who = scenario.managers[0]
    manager = AccountManager(who.email, who.name, who.timezone, who.language, signature=who.signature)
    followup = compose(call, some, agreed, account_id="A", account_name="", manager=manager, now=start)
    return followup, Known(followup, call, some, agreed), reference


@pytest.mark.parametrize("name", FACTS)
def test_the_floor_says_all_that_it_must_and_nothing_that_it_must_not(corpora: Path, name: str) -> None:
    followup, known, reference = written(corpora / "data" / "scenarios" / name)
    assert after.missed(followup.subject, followup.body, reference) == []
    assert after.crm_note(followup.note, reference)["must_not"]["hit"] == 0
    assert words_of(followup) <= reference["followup"]["max_words"]
    assert {one.name for one in known.talk.participants if one.email in {row.email for row in followup.to}} == {
        one.name for one in known.talk.participants if one.contact_id in reference["followup"]["to"]
    }
    assert sorted(one.email for one in followup.cc) == sorted(
        one.email
        for one in known.talk.participants
        if one.side is Side.US and not one.email.startswith(("elina", "oskari"))
    )


@pytest.mark.parametrize("name", FACTS)
def test_the_checks_find_nothing_in_it_and_much_in_the_poor_one(corpora: Path, name: str) -> None:
    folder = corpora / "data" / "scenarios" / name
    followup, known, _ = written(folder)
    assert check(followup.subject, followup.body, known) == ()
    subject, _, poor = (folder / "poor_followup.md").read_text(encoding="utf-8").partition("\n\n")
    found = check(subject, poor, known)
    assert any(one.key in {"withheld", "withheld_maybe"} for one in found)
    assert "day_new" in {one.key for one in found}
    assert sum(1 for one in found if one.key == "promise_removed") > 3
