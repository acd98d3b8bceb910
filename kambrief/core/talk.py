"""A call as we work with it: who said what, on which side each speaker stands, and what is kept back.

Made from a transcript and the meeting's people (`core.taking_part`). Everything after a call (promises, what was
agreed, the follow-up, the note for the CRM) reads a `Talk` and never the transcript: nothing kept back gets past it.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kambrief.core import lexicon
from kambrief.core.customer import Side


@dataclass(frozen=True, slots=True)
class Participant:
    """One person of a call: invited, or heard in it. ``key`` is unique within the call: the e-mail where there is one,
    else the contact's id, else ``name:`` and the name as written.
    """

    key: str
    name: str
    """Given name first, without brackets and company: ``Johanna Räsälä``."""
    called: str = ""
    """As colleagues and the customer call them (``Wei Ling``); the given name."""
    side: Side | None = None
    """None where nobody can tell: such a person's words are never a promise of anybody."""
    email: str = ""
    contact_id: str = ""
    speakers: tuple[str, ...] = ()
    """Display names in the transcript that are this person."""
    present: bool = False
    """Spoke, or the platform saw them in the call."""
    invited: bool = False
    declined: bool = False
    unsure: str = ""
    """Why this is only a suggestion (``Denise's iPhone``): shown to the account manager, to be confirmed."""
    title: str = ""
    language: str = ""
    """As the CRM has it; empty where it does not say."""
    address_form: str = ""
    timezone: str = ""
    do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one cue holds. ``number`` is its 1-based position in the transcript: what a quote points to."""

    number: int
    who: str
    """A participant's key; empty where the transcript names nobody."""
    text: str
    start: float | None = None
    """Seconds since the recording began."""
    cue: str = ""
    """The file's own identifier."""
    withheld: str = ""
    """The rule that keeps it out of every text (``off-the-record``, ``sensitive:health``); empty for none."""
    alone: bool = False
    """Said while nobody from outside was in the call, as far as the transcript shows: ours alone."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """An exchange that is kept back, as the account manager may see it: when and by which rule, and its cues so that it
    can be restored; no text.
    """

    id: str
    """Stable for the same talk; what the account manager names to restore it."""
    rule: str
    first: int
    """Numbers of its first and last utterance; all between are kept back too."""
    last: int
    start: float | None = None
    """Seconds since the recording began."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One call. ``day`` is the meeting's day in ``zone``, by which spoken dates are meant."""

    meeting_id: str
    title: str
    day: dt.date
    start: dt.datetime
    end: dt.datetime
    zone: str
    """IANA; the zone of the meeting's host: what times said without a place mean."""
    language: str
    """``fi``, ``en``, ``sv``, ``de``: what most of it was spoken in."""
    participants: tuple[Participant, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    source: str = ""
    """``zoom``, ``teams``, ``notes``, ``file``."""
    notes: tuple[str, ...] = ()
    """What was odd about it, for the account manager."""
    withheld: tuple[Withheld, ...] = ()
    """The exchanges that are kept back (`core.offrecord`)."""
    restored: tuple[Withheld, ...] = ()
    """Those that the account manager gave free: their utterances are like any other."""
    others: tuple[str, ...] = ()
    """Names of other customers, as people say them: they stand in no text about this one, whoever named them."""

    def names_others(self, text: str) -> bool:
        """Whether a text names another customer."""
        return bool(self.others) and lexicon.mentions_company(text, self.others)

    @property
    def by_key(self) -> Mapping[str, Participant]:
        """The participants."""
        return {one.key: one for one in self.participants}

    def spoken(self) -> Iterator[Utterance]:
        """What may be used for texts that the customer reads: not kept back, and said with the customer present."""
        return (one for one in self.utterances if not one.withheld and not one.alone)

    def side_of(self, key: str) -> Side | None:
        """On which side a speaker stands."""
        found = self.by_key.get(key)
        return found.side if found else None

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        """``zone`` as a zone."""
        return zoneinfo.ZoneInfo(self.zone)
