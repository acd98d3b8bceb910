"""Since last time: what has changed, newest first."""

from kambrief.core import history, lexicon, telling
from kambrief.core.brief import Line, Sentence
from kambrief.core.customer import ActivityKind
from kambrief.core.evidence import Audience, Count, Fact, Person, Text, Value
from kambrief.core.saying import named, quote, value
from kambrief.core.sections.relationship import is_telling
from kambrief.core.situation import Situation

MAX_SINCE = 4
MIN_NEWS = 4
"""A sentence below this score (`telling.of_change`) is no news."""
NEWS_WORDS = 13
MOVED_POINTS = 10
"""A smaller move of the retention risk is no news."""
MAX_MOVED = 2


def since(situation: Situation, taken: frozenset[str]) -> tuple[Line, ...]:
    """At most four dated statements since the last held meeting, newest first, none that is quoted elsewhere."""
    start = situation.last_meeting.at if situation.last_meeting else None
    rows = {activity.id: activity for activity in situation.data.activities}
    best: dict[str, telling.Pick] = {}
    for fact in situation.facts.values():
        activity = rows.get(fact.source.record_id)
        if activity is None or fact.at is None or "#" not in fact.id or fact.id in taken or not fact.usable:
            continue
        if (start and activity.at <= start) or (not start and situation.now - activity.at > telling.FRESH):
            continue
        if fact.audience is Audience.MANAGER_ONLY or fact.guarded:
            continue
        if activity.kind is ActivityKind.EMAIL and not activity.inbound:
            continue
        score = telling.of_change(fact, activity)
        if score >= MIN_NEWS and (activity.id not in best or score > best[activity.id].score):
            best[activity.id] = telling.Pick(fact, score)
    strongest = sorted(best.values(), key=lambda p: (-p.score, -(p.fact.at or situation.now).timestamp(), p.fact.id))[
        :MAX_SINCE
    ]
    moved = _moved(situation)
    newest = sorted(strongest, key=lambda pick: (pick.fact.at or situation.now, pick.fact.id), reverse=True)
    return moved + tuple(
        Line(
            f"since/{pick.fact.id}",
            (
                value("dated", (pick.fact.id,), on=pick.fact.values["on"]),
                *_speaker(situation, pick.fact),
                quote(telling.heart(pick.fact.text), pick.fact.id, NEWS_WORDS),
            ),
            weight=_weight(pick),
            internal=False,
        )
        for pick in newest
    )


def _moved(situation: Situation) -> tuple[Line, ...]:
    """What our own records say differently from the last brief on this customer: a deal's stage, the risk's band."""
    before = situation.earlier
    if before is None:
        return ()
    lines = []
    for deal in situation.data.deals:
        was, stage = before.stages.get(deal.id, ""), deal.stage if deal.status == "open" else deal.status
        if was and stage and was.casefold() != stage.casefold():
            slots: dict[str, Value] = {"name": named(deal.name), "stage": Text(stage), "before": Text(was)}
            said = value("change_stage", (f"deals/{deal.id}",), **slots)
            lines.append(Line(f"since/deal-{deal.id}", (said,), weight=8))
    now, was_at = situation.insights.risk, before.risk_score
    if was_at is not None and is_telling(now) and abs(now.score - was_at) >= MOVED_POINTS:
        said = value("moved_risk", ("insight/risk",), score=Count(now.score), before=Count(was_at))
        lines.append(Line("since/risk", (said,), weight=6, internal=True))
    return tuple(lines[:MAX_MOVED])


def _weight(pick: telling.Pick) -> int:
    """A figure that was changed or confirmed outranks all but our own (design §5); the rest goes by its words."""
    text = pick.fact.text
    settled = history.has_figure(text) and (lexicon.decided(text) or lexicon.CHANGED.search(text))
    return 9 if settled else min(pick.score, 6)


def _speaker(situation: Situation, fact: Fact) -> tuple[Sentence, ...]:
    """Who wrote it, where it was a mail and the words don't say."""
    activity = next(row for row in situation.data.activities if row.id == fact.source.record_id)
    sender = situation.people.get(activity.sender or "")
    if sender is None or lexicon.mentions(fact.text, telling.names_of(sender)):
        return ()
    return (
        value("speaker", (f"contacts/{sender.id}", fact.id), name=Person(sender.first_name or sender.name, sender.id)),
    )
