"""One brief: gather → floor → budget → (the model's readings) → words. Nothing is stored or sent here.

The model is asked within a deadline (`pipeline.asking`), its answer is checked sentence by sentence; whatever it does,
the floor is there.
"""

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core import budget, calendar_history, floor
from kambrief.core.answer import credited
from kambrief.core.brief import Brief, Sentence
from kambrief.core.customer import CrmData, Gap
from kambrief.core.explain import earlier_of, tips_shown
from kambrief.core.feedback import Tuning, arranged, tuned
from kambrief.core.insight.money import Rates
from kambrief.core.insight.standing import Standing, standing
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.match import Matched, Rule
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.rights import HIDING
from kambrief.core.situation import Knowledge, Situation, gather
from kambrief.core.wording import word_count
from kambrief.core.work import BriefRecord
from kambrief.pipeline.asking import Asking, Said, gap
from kambrief.pipeline.customers import Known, age_gap
from kambrief.pipeline.seeing import Seen
from kambrief.render import Phrases, Rendered, Spoken, brief_body, render_brief

MAX_OTHERS = 2
"""Further customers in one call that a brief tells of; the rest are named."""


@dataclass(frozen=True, slots=True)
class Written:
    """A brief with its words and everything ``why`` tells."""

    brief: Brief
    rendered: Rendered
    situation: Situation
    matched: Matched
    receipt: tuple[Mapping[str, object], ...] = ()
    problems: tuple[str, ...] = ()
    answer: Mapping[str, str] = field(default_factory=dict)
    """The model's answer, kept to be used again."""

    @property
    def body(self) -> str:
        """The text without its footer: what the word budget counts."""
        return self.rendered.text.partition("\n-- \n")[0]


@dataclass(frozen=True, slots=True)
class Writing:
    """How briefs are written here. ``asking`` None: code alone."""

    asking: Asking | None
    own_people: tuple[str, ...] = ()
    rates: Rates = field(default_factory=Rates)
    limits: Thresholds = field(default_factory=Thresholds)
    log: Callable[..., object] = lambda *_, **__: None
    pages: str = ""
    """How people reach our pages, for the link in the mail; empty: there is none."""

    def situation(
        self,
        meeting: Meeting,
        manager: AccountManager,
        matched: Matched,
        known: Known,
        past: Sequence[Meeting],
        now: dt.datetime,
        records: Sequence[BriefRecord] = (),
    ) -> Situation:
        """What is known, cut to the customer the meeting is (mostly) about; further customers in the same call beside
        it, each with its own data alone. ``records``: this reader's earlier briefs, oldest first.
        """
        earlier = calendar_history.held(past, manager.email, now)
        data = calendar_history.with_calendar(known.data, earlier)
        shown = tips_shown(records, manager.timezone)

        def of(root: str | None, gaps: Sequence[Gap] = ()) -> Situation:
            mine, age = self._aged(data, known, root, now)
            before = earlier_of(records, root, meeting.id) if root else None
            beside = Knowledge(
                self._standing(known, mine, matched, root, manager, now), self.rates, self.limits, shown, before
            )
            return gather(
                meeting, manager, now, matched, mine, root,
                past=earlier, own_people=self.own_people, gaps=(*known.gaps, *age, *gaps), known=beside,
            )  # fmt: skip

        main = of(matched.roots[0] if matched.roots else None, _gaps(meeting, matched, known))
        others = tuple(of(root) for root in matched.roots[1 : 1 + MAX_OTHERS])
        return dataclasses.replace(main, others=others, hidden=known.hidden if isinstance(known, Seen) else {})

    def _aged(self, data: CrmData, known: Known, root: str | None, now: dt.datetime) -> tuple[CrmData, tuple[Gap, ...]]:
        """The data with the time at which this customer's were read, and that age as a gap where the CRM is down."""
        read_at = known.ages.get(root) if root and not known.current else None
        if read_at:
            data = dataclasses.replace(data, fetched_at=read_at, as_of=None)
        elif root is None and known.ages:
            read_at = min(known.ages.values())
        return data, (age_gap("gap_crm_down", read_at, now),) if read_at else ()

    def _standing(
        self, known: Known, data: CrmData, matched: Matched, root: str | None, manager: AccountManager, now: dt.datetime
    ) -> Standing:
        """How this customer compares; of the others only counts come along."""
        if known.compared is None or root is None:
            return Standing()
        today = now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()
        deals = data.only(matched.group_of(root)).deals
        return standing(known.compared.portfolio, known.compared.tiers, root, deals, today, self.limits)

    def write(
        self,
        situation: Situation,
        matched: Matched,
        deadline: dt.timedelta,
        tuning: Tuning | None = None,
        earlier: Sequence[BriefRecord] = (),
    ) -> Written:
        """The brief in its reader's language, with readings where a model answers in time and keeps the rules.
        ``tuning``: what the reader has said of earlier ones; ``earlier``: this meeting's briefs, oldest first.
        """
        manager, today = situation.manager, situation.today
        tuning = tuning or Tuning()
        phrases = Phrases(manager.language)

        spoken: dict[int, Spoken] = {}  # by identity: the budget looks at the same sentences again and again

        def say(sentence: Sentence) -> Spoken:
            if id(sentence) not in spoken:
                spoken[id(sentence)] = phrases.say(sentence, today, manager.timezone)
            return spoken[id(sentence)]

        def measure(brief: Brief) -> tuple[int, int]:
            body = brief_body(brief, phrases, say)
            return word_count(body), len(body)

        poor = not situation.data.activities and not any(join.contact for join in situation.joins)
        most = budget.POOR_WORDS if poor else budget.limit_of(situation)
        whole = tuned(floor.compose(situation), tuning)
        brief = budget.fit(whole, measure, max_words=most)
        said = Said(None)
        if self.asking is not None and not poor:
            shown = budget.fit(whole, measure, max_words=most * 5 // 4)  # more than fits: the model may choose
            try:
                said = self.asking.ask(
                    shown, situation, phrases, deadline.total_seconds(), room=most - measure(shown)[0],
                    depth=float(budget.depth_of(situation)), earlier=earlier,
                )  # fmt: skip
                if said.brief is not None:
                    brief = credited(budget.fit(arranged(said.brief, tuning), measure, max_words=most))
            except Exception as error:  # noqa: BLE001 whatever the model's side does, the floor goes out
                self.log("model path failed", error=type(error).__name__, exc_info=True)
                said = Said(None, problems=(type(error).__name__,))
            if said.brief is None:
                brief = dataclasses.replace(brief, gaps=(*brief.gaps, gap(said.problems)))
        open_url = f"{self.pages}/brief/{brief.meeting_id}" if self.pages else ""
        rendered = render_brief(brief, manager, today, phrases, open_url=open_url)
        return Written(brief, rendered, situation, matched, said.receipt, said.problems, said.kept)


def _gaps(meeting: Meeting, matched: Matched, known: Known) -> list[Gap]:
    """What the reader must know of the join: nobody known, a choice made, several customers, an unsure time."""
    gaps = []
    hidden = any(gap.key in HIDING for gap in known.gaps)  # who is not found may be somebody the reader may not see
    if matched.joins and not matched.roots and known.data.accounts and known.current and not hidden:
        gaps.append(Gap("gap_nobody_known"))
    for join in matched.joins:
        if join.rule is Rule.AMBIGUOUS:
            who = join.attendee.name or join.attendee.email
            chosen = join.contact.name if join.contact else "–"
            gaps.append(Gap("gap_ambiguous", {"who": who, "chosen": chosen}, ", ".join(join.alternatives)))
    if any("time zone unknown" in note for note in meeting.notes):
        gaps.append(Gap("gap_zone"))
    return gaps
