"""Twelve calls in four languages, invented by people who had not seen the rules: what rules alone make of them."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kambrief.core import commitment, taking_part
from kambrief.core.agreed import Agreed, agreed
from kambrief.core.commitment import Promised
from kambrief.core.customer import Account, Contact, CrmData
from kambrief.core.eligibility import people
from kambrief.core.followup import Followup, PartKind, text
from kambrief.core.match import match
from kambrief.core.model import AccountManager, Attendee, Meeting, Response
from kambrief.core.taking_part import Known, Ours
from kambrief.core.talk import Talk
from kambrief.core.transcript import Transcript, Turn
from kambrief.evaluation.after import Claimed, commitments, crm_note, followup
from kambrief.pipeline.composing import compose

CALLS = Path(__file__).parent / "calls"


@dataclass(frozen=True, slots=True)
class Heard:
    """A call with all that rules made of it."""

    raw: dict[str, Any]
    talk: Talk
    promised: tuple[Promised, ...]
    agreed: Agreed
    mail: Followup

    @property
    def reference(self) -> dict[str, Any]:
        told: dict[str, Any] = self.raw["reference"]
        return told

    def scored(self) -> dict[str, Any]:
        """As ``kambrief eval`` tells it."""
        names = {one.key: one.name for one in self.talk.participants}
        found = [
            Claimed(str(one.side), names[one.owner], one.due, one.cues, one.what)
            for one in self.promised
            if not one.minor
        ]
        counted = text(tuple(part for part in self.mail.parts if part.kind is not PartKind.SIGNATURE))
        return {
            "commitments": commitments(found, self.reference),
            "followup": followup(self.mail.subject, self.mail.body, counted, self.reference),
            "crm_note": crm_note(self.mail.note, self.reference),
        }


def heard(file: Path) -> Heard:
    """Play one."""
    raw = json.loads(file.read_text("utf-8"))
    given, account = raw["manager"], raw["account"]
    manager = AccountManager(
        given["email"], given["name"], raw["timezone"], raw["language"], signature=given.get("signature", ""),
        title=given.get("title", ""),
    )  # fmt: skip
    start, end = (dt.datetime.fromisoformat(raw[key]) for key in ("start", "end"))
    invited = tuple(
        Attendee(one["email"], one["name"], Response.ACCEPTED) for one in raw["people"] if one.get("invited", True)
    )
    meeting = Meeting(
        raw["id"], raw["title"], start, end, organizer=Attendee(manager.email, manager.name), attendees=invited,
        timezone=raw["timezone"], owners=(manager.email,),
    )  # fmt: skip
    theirs = [one for one in raw["people"] if one["side"] == "them"]
    contacts = tuple(_contact(one, account["id"], raw["language"]) for one in theirs)
    domains = tuple({one["email"].partition("@")[2] for one in theirs})
    data = CrmData(accounts=(Account(account["id"], account["name"], domains=domains),), contacts=contacts)
    joined = match(people(meeting), data, (), (raw["our_domain"],))
    turns = tuple(
        Turn(speaker, words, index * 8.0, index * 8.0 + 7, f"#{index + 1}")
        for index, (speaker, words) in enumerate(raw["utterances"])
    )
    talk = taking_part.talk(
        Transcript(turns, raw.get("source", "teams")), meeting,
        Ours((raw["our_domain"],), (manager.email,), (manager,)), Known(joined.joins, data.contacts),
    )  # fmt: skip
    promised = commitment.promises(talk)
    found = agreed(talk, promised)
    mail = compose(
        talk, promised, found, account_id=account["id"], account_name=account["name"], manager=manager,
        withheld=talk.withheld, now=end,
    )  # fmt: skip
    return Heard(raw, talk, promised, found, mail)


def _contact(one: dict[str, Any], account: str, language: str) -> Contact:
    first, _, last = one["name"].partition(" ")
    return Contact(
        one.get("contact_id") or one["email"], account, first, last, one["email"], title=one.get("title", ""),
        address_form=one.get("address_form") or None, timezone=one.get("timezone"), language=language,
    )  # fmt: skip
