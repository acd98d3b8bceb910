"""One brief: gather → floor → budget → (the model's readings) → words. Nothing is stored or sent here.

The model is asked within a deadline and its answer is checked sentence by sentence (`core.writing`); whatever it does,
the floor is there.
"""

import dataclasses
import datetime as dt
import time
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core import budget, calendar_history, floor, writing
from kambrief.core.answer import Applied, apply, best
from kambrief.core.brief import Brief, Line, Sentence
from kambrief.core.customer import CrmData, Gap
from kambrief.core.explain import earlier_of, tips_shown
from kambrief.core.feedback import Tuning, arranged, tuned
from kambrief.core.insight.money import Rates
from kambrief.core.insight.standing import Standing, standing
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.match import Matched, Rule
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.sections.others import is_own
from kambrief.core.situation import Knowledge, Situation, gather
from kambrief.core.wording import word_count
from kambrief.core.work import BriefRecord
from kambrief.errors import ProviderError, UnusableAnswerError
from kambrief.pipeline.customers import Known, age_gap
from kambrief.ports import Answer, Prompt, Writer
from kambrief.render import Phrases, Rendered, Spoken, brief_body, prompt_version, render_brief, render_prompt

MAX_OTHERS = 2
"""Further customers in one call that a brief tells of; the rest are named."""
MIN_MODEL_SECONDS = 5.0
"""With less time than this left the model is not asked at all."""


@dataclass(frozen=True, slots=True)
class Written:
    """A brief with its words and everything ``why`` tells."""

    brief: Brief
    rendered: Rendered
    situation: Situation
    matched: Matched
    receipt: tuple[Mapping[str, object], ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The text without its footer: what the word budget counts."""
        return self.rendered.text.partition("\n-- \n")[0]


@dataclass(frozen=True, slots=True)
class Writing:
    """How briefs are written here. ``writer`` None: code alone."""

    writer: Writer | None
    own_people: tuple[str, ...] = ()
    max_prompt_tokens: int = 6000
    max_tokens: int = 1500
    timeout_seconds: float = 60.0
    prices: tuple[float, float] | None = None
    rates: Rates = field(default_factory=Rates)
    limits: Thresholds = field(default_factory=Thresholds)
    log: Callable[..., object] = lambda *_, **__: None

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
        return dataclasses.replace(main, others=tuple(of(root) for root in matched.roots[1 : 1 + MAX_OTHERS]))

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
        self, situation: Situation, matched: Matched, deadline: dt.timedelta, tuning: Tuning | None = None
    ) -> Written:
        """The brief in its reader's language, with readings where a model answers in time and keeps the rules.
        ``tuning``: what the reader has said of earlier ones.
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
        brief = budget.fit(tuned(floor.compose(situation), tuning), measure, max_words=most)
        receipt: tuple[Mapping[str, object], ...] = ()
        problems: tuple[str, ...] = ()
        if self.writer is not None and not poor:
            try:
                brief, receipt, problems = self._with_model(self.writer, brief, situation, phrases, deadline)
                brief = budget.fit(arranged(brief, tuning), measure, max_words=most)
            except Exception as error:  # noqa: BLE001 whatever the model's side does, the floor goes out
                self.log("model path failed", error=type(error).__name__, exc_info=True)
                problems = (type(error).__name__,)
                brief = dataclasses.replace(brief, gaps=(*brief.gaps, Gap("gap_model", detail=problems[0])))
        return Written(brief, render_brief(brief, manager, today, phrases), situation, matched, receipt, problems)

    def _with_model(
        self, writer: Writer, brief: Brief, situation: Situation, phrases: Phrases, deadline: dt.timedelta
    ) -> tuple[Brief, tuple[Mapping[str, object], ...], tuple[str, ...]]:
        """One call, one repair at most; the floor for everything that goes wrong."""
        meeting, language = situation.meeting, situation.manager.language
        # A line on another customer is none of the model's business.
        spoken = {
            line.id: self._spoken(line, phrases, situation)
            for section, line in brief.lines()
            if is_own(situation, section, line)
        }
        names = [part for contact in situation.people.values() for part in contact.name.split()]
        system = render_prompt(writing.SYSTEM_PROMPT, **writing.system_data(language))
        task = writing.writing_task(
            brief,
            spoken,
            situation.facts,
            meeting.title,
            meeting.agenda,
            language,
            max_tokens=self.max_prompt_tokens - len(system) // writing.CHARS_A_TOKEN,
            names=names,
        )
        version = f"{prompt_version(writing.SYSTEM_PROMPT)[:12]}.{prompt_version(writing.USER_PROMPT)[:12]}"
        until = time.monotonic() + min(self.timeout_seconds, deadline.total_seconds())
        receipts: list[Mapping[str, object]] = []
        problems: list[str] = []
        data = writing.user_data(task)
        answers: list[Applied] = []
        for attempt in ("first", "repair"):
            left = until - time.monotonic()
            if left < MIN_MODEL_SECONDS:
                problems.append("no time left for the model")
                break
            user = render_prompt(writing.USER_PROMPT, **data)
            prompt = Prompt(system, user, writing.schema(task), "brief", version, self.max_tokens)
            try:
                answer = writer.write(prompt, left)
            except ProviderError as error:
                self.log("model failed", provider=error.provider, error=error.reason, attempt=attempt)
                receipts.append(_failure(error, version, task))
                problems.append(error.reason)
                break
            receipts.append(self._receipt(answer, version, task))
            answers.append(apply(task, brief, answer.text, model=answer.model, told=system))
            problems.extend(answers[-1].problems)
            if not answers[-1].repairable:
                break
            data = writing.repair_prompt(task, answers[-1].problems)
        taken = best(*answers) if answers else None
        written = taken.brief if taken else brief
        # A model that kept the rules and had nothing to add has not failed.
        if written.written_by == brief.written_by and (taken is None or taken.problems):
            gap = Gap("gap_model", detail="; ".join(problems)[:500])
            written = dataclasses.replace(written, gaps=(*written.gaps, gap))
        return written, tuple(receipts), tuple(problems)

    def _spoken(self, line: Line, phrases: Phrases, situation: Situation) -> str:
        said = [phrases.say(one, situation.today, situation.manager.timezone).text for one in line.sentences]
        return " ".join(said)

    def _receipt(self, answer: Answer, version: str, task: writing.WritingTask) -> Mapping[str, object]:
        """What left the house: where to, which facts, how many tokens, what it cost."""
        cost = None
        if self.prices:
            cost = round(
                (answer.prompt_tokens * self.prices[0] + answer.completion_tokens * self.prices[1]) / 1_000_000, 6
            )
        return {
            "destination": answer.destination,
            "model": answer.model,
            "prompt": version,
            "request_hash": answer.request_hash,
            "fields": [fact.id for fact in task.facts.values()],
            "people": [person.name for person in task.people.values()],
            "prompt_tokens": answer.prompt_tokens,
            "completion_tokens": answer.completion_tokens,
            "seconds": round(answer.seconds, 2),
            "cost": cost,
        }


def _failure(error: ProviderError, version: str, task: writing.WritingTask) -> Mapping[str, object]:
    """The receipt of a call that gave nothing usable: what was sent, and what it cost all the same."""
    used = error if isinstance(error, UnusableAnswerError) else None
    return {
        "provider": error.provider,
        "error": error.reason,
        "prompt": version,
        "fields": [fact.id for fact in task.facts.values()],
        "prompt_tokens": used.prompt_tokens if used else 0,
        "completion_tokens": used.completion_tokens if used else 0,
    }


def _gaps(meeting: Meeting, matched: Matched, known: Known) -> list[Gap]:
    """What the reader must know of the join: nobody known, a choice made, several customers, an unsure time."""
    gaps = []
    if matched.joins and not matched.roots and known.data.accounts and known.current:
        gaps.append(Gap("gap_nobody_known"))
    for join in matched.joins:
        if join.rule is Rule.AMBIGUOUS:
            who = join.attendee.name or join.attendee.email
            chosen = join.contact.name if join.contact else "–"
            gaps.append(Gap("gap_ambiguous", {"who": who, "chosen": chosen}, ", ".join(join.alternatives)))
    if any("time zone unknown" in note for note in meeting.notes):
        gaps.append(Gap("gap_zone"))
    return gaps
