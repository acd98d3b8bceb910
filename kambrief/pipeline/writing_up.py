"""From what was heard to a follow-up: the talk, its promises, what was agreed, the mail. Nothing is stored or sent.

transcript or notes → talk (sides, what is kept back) → promises and what was agreed, by rules and, where there is
one, by a model whose word is verified → the floor → the model's wording, verified → the follow-up
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kambrief.core import after, commitment, taking_part
from kambrief.core.address import address_key, domain_key, domain_of, is_under
from kambrief.core.agreed import Agreed, agreed
from kambrief.core.commitment import Promised
from kambrief.core.drafting import FollowupRecord
from kambrief.core.eligibility import people
from kambrief.core.evidence import Fact
from kambrief.core.followup import Followup
from kambrief.core.freemail import FREE_MAIL
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.taking_part import Known, Ours
from kambrief.core.talk import Talk
from kambrief.core.transcript import Attendance, Transcript, identify
from kambrief.core.voice import Voice, chosen
from kambrief.pipeline.about import About
from kambrief.pipeline.composing import compose, voiced
from kambrief.pipeline.followup_text import agreed_in, restored_in
from kambrief.pipeline.listening import Listening
from kambrief.ports import Store

MODEL_SECONDS = 120.0
"""What a model may take for each of its two parts, unless one request may take longer."""
Receipts = tuple[Mapping[str, object], ...]


class Words(Protocol):
    """A model's part in the wording, verified by code."""

    def worded(  # noqa: PLR0913 all it may know
        self, followup: Followup, talk: Talk, promised: Sequence[Promised], agreed: Agreed, facts: Sequence[Fact],
        seconds: float, now: dt.datetime, voice: Voice | None, *, names: Sequence[str] = (),
    ) -> tuple[Followup, Receipts, tuple[str, ...]]:  # fmt: skip
        """The follow-up, receipts, problems."""
        ...


@dataclass(frozen=True, slots=True)
class WrittenUp:
    """A follow-up with all that it was made of."""

    followup: Followup
    talk: Talk
    promised: tuple[Promised, ...]
    agreed: Agreed
    facts: tuple[Fact, ...] = ()
    receipts: Receipts = ()
    problems: tuple[str, ...] = ()

    def why(self, draft: after.Draft, about: About) -> dict[str, object]:
        """For ``kambrief why``, JSON-ready: what it rests on and what was left out, by id and rule; no words of it."""
        return {
            "source": draft.source,
            "told": list(draft.told),
            "account": {"id": about.account_id, "name": about.account_name},
            "not_certain": [*about.notes, *about.concerned.notes],
            "promises": [
                {
                    "id": one.id, "side": str(one.side), "owner": one.owner, "by": one.by, "cues": list(one.cues),
                    "due": one.due.isoformat() if one.due else None, "confirm": [str(what) for what in one.confirm],
                    "minor": one.minor,
                }
                for one in self.promised
            ],
            "corrections": [{"cues": list(one.cues), "right": one.right} for one in self.agreed.corrections],
            "withheld": [
                {"id": one.id, "rule": one.rule, "first": one.first, "last": one.last, "start": one.start}
                for one in self.talk.withheld
            ],
            "restored": [one.id for one in self.talk.restored],
            "facts": [fact.id for fact in self.facts],
            "written_by": self.followup.written_by,
            "model": [dict(receipt) for receipt in self.receipts],
            "model_problems": list(self.problems),
            "notes": list(self.talk.notes),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class WritingUp:
    """How it is done here."""

    store: Store
    own_domains: tuple[str, ...]
    own_addresses: tuple[str, ...]
    listening: Listening | None = None
    following: Words | None = None
    seconds: float = MODEL_SECONDS
    """For each part, all its requests together."""
    log: Callable[..., object] = lambda *_, **__: None

    def is_own(self, email: str) -> bool:
        """Whether this address is one of our own people's."""
        key = address_key(email)
        if any(key == address_key(own) for own in self.own_addresses):
            return bool(key)
        ours = [domain for name in self.own_domains if (domain := domain_key(name)) and domain not in FREE_MAIL]
        return bool(key) and is_under(domain_of(key), ours)

    def spoke(self, transcript: Transcript, meeting: Meeting) -> frozenset[str]:
        """Addresses of the invited who are in a transcript for certain."""
        names = dict.fromkeys(turn.speaker for turn in transcript.turns if turn.speaker)
        found = identify(names, people(meeting))
        return frozenset(one.attendee.email for one in found if one.attendee)

    def talk(
        self, draft: after.Draft, meeting: Meeting, manager: AccountManager, about: About,
        restored: frozenset[str] = frozenset(),
    ) -> Talk:  # fmt: skip
        """Who said what, and what is kept back."""
        ours = Ours(self.own_domains, self.own_addresses, (manager,))
        attendance = tuple(self._attendance(meeting))
        known = Known(about.matched.joins, about.data.contacts, attendance)
        if draft.source == after.NOTES:
            text = "\n".join(turn.text for turn in draft.transcript.turns)
            made = taking_part.talk_of_notes(text, meeting, ours, known, author=manager.email, restored=restored)
        else:
            made = taking_part.talk(draft.transcript, meeting, ours, known, restored=restored)
        return replace(made, others=about.others)

    def talk_of(self, record: FollowupRecord, meeting: Meeting, manager: AccountManager, about: About) -> Talk | None:
        """The talk that a follow-up was drafted from; None where it is not kept any more."""
        draft = after.drafted_from(record.source, self.store.heard(meeting.id), manager)
        if draft is None:
            return None
        return self.talk(draft, meeting, manager, about, restored_in(record))

    def note(
        self, record: FollowupRecord, talk: Talk, promised: Sequence[Promised], manager: AccountManager, about: About,
        now: dt.datetime,
    ) -> str:  # fmt: skip
        """The note for the CRM with promises as they were sent."""
        return compose(
            talk, promised, agreed_in(record), account_id=about.account_id, account_name=about.account_name,
            manager=manager, facts=about.facts, withheld=talk.withheld, now=now, language=record.language,
        ).note  # fmt: skip

    def _attendance(self, meeting: Meeting) -> Sequence[Attendance]:
        return [
            one
            for heard in self.store.heard(meeting.id)
            for one in heard.attendance
            if not one.seconds or one.seconds >= after.PRESENT_SECONDS
        ]

    def by_rules(self, talk: Talk) -> tuple[tuple[Promised, ...], Agreed]:
        """What was promised and agreed, without a model."""
        promised = commitment.promises(talk)
        return promised, agreed(talk, promised)

    def write_up(self, talk: Talk, manager: AccountManager, about: About, now: dt.datetime) -> WrittenUp:
        """The follow-up. What a model cannot do, the rules have done before it."""
        promised, found = self.by_rules(talk)
        receipts: Receipts = ()
        problems: tuple[str, ...] = ()
        names = [name for name in (about.account_name, *(one.name for one in about.data.contacts)) if name]
        if self.listening is not None:
            heard = self.listening.listen(talk, promised, self.seconds, now, names=names, agreed=found)
            promised, found = heard.promised, heard.agreed(found)
            receipts, problems = heard.receipts, heard.problems
        voices = self.store.voices(manager.email)
        facts = about.facts
        followup = compose(
            talk, promised, found, account_id=about.account_id, account_name=about.account_name, manager=manager,
            facts=facts, voices=voices, withheld=talk.withheld, now=now,
        )  # fmt: skip
        if self.following is not None:
            voice = chosen(voices, followup.language, followup.address)
            followup, more, wrong = self.following.worded(
                followup, talk, promised, found, facts, self.seconds, now, voice, names=names
            )
            followup = voiced(followup, voice)
            receipts, problems = (*receipts, *more), (*problems, *wrong)
        return WrittenUp(followup, talk, promised, found, facts, receipts, problems)
