"""What a meeting needs now: a table of situations, and what must hold in all of them."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core import delivery
from kambrief.core.agenda import Need, needs
from kambrief.core.eligibility import Verdict
from kambrief.core.work import Delivery, DeliveryState, MailKind
from tests.builders import ELINA, at, meeting

AHEAD = dt.timedelta(minutes=10)
YES, OFF, MINE = (
    Verdict(brief=True, reason="external_call"),
    Verdict(brief=False, reason="cancelled"),
    Verdict(brief=False, reason="declined"),
)
PLANNED, SENT, FAILED = DeliveryState.PLANNED, DeliveryState.SENT, DeliveryState.FAILED
REPLACED, UNKNOWN = DeliveryState.REPLACED, DeliveryState.UNKNOWN
DIGEST, OVERVIEW = MailKind.DIGEST, MailKind.OVERVIEW
START = meeting().start


def row(
    state: DeliveryState, kind: MailKind = MailKind.BRIEF, *, copies: int | None = None, start: dt.datetime = START
) -> Delivery:
    count = copies if copies is not None else int(state in delivery.REACHED)
    return Delivery(
        1, "m1", ELINA.email, ELINA.email, "r", kind, at("6.10. 8.00"), start, "<x@y>", state=state, copies=count
    )


def decide(*mails: Delivery, verdict: Verdict = YES, now: str = "6.10. 8.30", known_before: bool = True) -> Need:
    return needs(meeting(), ELINA, verdict, mails, at(now), AHEAD, known_before=known_before)


@pytest.mark.parametrize(
    ("mails", "wanted", "review"),
    [
        pytest.param([], True, False, id="nothing was written yet"),
        pytest.param([row(PLANNED)], False, True, id="written and waiting"),
        pytest.param([row(SENT)], False, True, id="sent"),
        pytest.param([row(UNKNOWN)], False, True, id="perhaps sent"),
        pytest.param([row(REPLACED)], True, True, id="taken back before it left"),
        pytest.param([row(PLANNED, copies=1)], False, True, id="waits for another try, the first may have arrived"),
        pytest.param([row(FAILED)], False, True, id="refused for this very time"),
        pytest.param(
            [row(FAILED, start=START - dt.timedelta(hours=3))], True, True, id="missed, and the meeting has moved"
        ),
        pytest.param([row(SENT), row(SENT, MailKind.VOID)], True, True, id="called off and on again"),
        pytest.param(
            [row(SENT), row(SENT, MailKind.VOID), row(REPLACED)], True, True, id="and the new brief was taken back"
        ),
        pytest.param([row(SENT, DIGEST)], False, True, id="in the day's digest"),
        pytest.param([row(PLANNED, DIGEST)], False, True, id="in a digest that waits"),
        pytest.param([row(FAILED, DIGEST)], True, False, id="the digest was refused"),
        pytest.param([row(REPLACED, DIGEST)], True, False, id="taken out of the digest"),
        pytest.param([row(FAILED, DIGEST, copies=1)], False, True, id="the digest may have arrived"),
        pytest.param([row(SENT, DIGEST), row(SENT, MailKind.VOID)], True, True, id="called off after it, and on again"),
        pytest.param([row(SENT, OVERVIEW)], True, True, id="an overview holds no brief"),
        pytest.param([row(SENT, OVERVIEW), row(SENT, MailKind.UPDATE)], True, True, id="nor does what followed it"),
        pytest.param([row(SENT, OVERVIEW), row(SENT)], False, True, id="overview and brief"),
        pytest.param([row(SENT), row(SENT, OVERVIEW)], False, True, id="brief and overview"),
        pytest.param(
            [row(SENT, OVERVIEW), row(REPLACED), row(SENT, MailKind.UPDATE)], True, True, id="the update took its place"
        ),
        pytest.param([row(SENT, OVERVIEW), row(FAILED)], False, True, id="an overview, and the brief was refused"),
        pytest.param(
            [row(SENT, OVERVIEW), row(SENT, MailKind.VOID), row(SENT, OVERVIEW)],
            True,
            True,
            id="on again in an overview",
        ),
        pytest.param(
            [row(SENT), row(FAILED, MailKind.VOID)], False, True, id="the notice was refused: the brief holds"
        ),
    ],
)
def test_a_live_meeting_gets_a_brief_unless_one_is_in_force(
    mails: list[Delivery],
    wanted: bool,  # noqa: FBT001
    review: bool,  # noqa: FBT001
) -> None:
    need = decide(*mails)
    assert (need.write_at is not None) is wanted
    assert need.review is review
    assert not need.void


def test_a_notice_that_has_not_left_is_taken_back_when_the_meeting_is_on_again() -> None:
    need = decide(row(SENT), row(PLANNED, MailKind.VOID))
    assert need == Need(review=True, take_back=True)


@pytest.mark.parametrize(
    ("mails", "verdict", "void"),
    [
        pytest.param([], OFF, False, id="nothing written"),
        pytest.param([row(PLANNED)], OFF, False, id="nothing left yet"),
        pytest.param([row(SENT)], OFF, True, id="the brief is out"),
        pytest.param([row(UNKNOWN)], OFF, True, id="the brief may be out"),
        pytest.param([row(PLANNED, copies=1)], OFF, True, id="a first copy may be out"),
        pytest.param([row(SENT)], MINE, False, id="the manager declined and knows"),
        pytest.param([row(SENT), row(SENT, MailKind.VOID)], OFF, False, id="told already"),
        pytest.param([row(SENT), row(PLANNED, MailKind.VOID)], OFF, False, id="about to be told"),
        pytest.param([row(SENT), row(FAILED, MailKind.VOID)], OFF, False, id="the notice was refused"),
    ],
)
def test_a_meeting_that_is_off_is_voided_once_and_only_after_a_brief(
    mails: list[Delivery],
    verdict: Verdict,
    void: bool,  # noqa: FBT001
) -> None:
    need = decide(*mails, verdict=verdict)
    assert need.void is void
    assert need.write_at is None
    assert need.reason == verdict.reason


def test_the_five_minutes_hold_for_meetings_known_late_only() -> None:
    assert decide(now="6.10. 8.56", known_before=False).reason == "known_too_late"
    assert decide(now="6.10. 8.54", known_before=False).write_at == at("6.10. 8.54")
    assert decide(now="6.10. 8.59", known_before=True).write_at == at("6.10. 8.59")


def test_a_brief_that_a_digest_is_to_bring_waits_for_it_and_no_longer() -> None:
    def planned(not_before: str | None) -> dt.datetime | None:
        until = at(not_before) if not_before else None
        return needs(
            meeting(), ELINA, YES, [], at("6.10. 6.00"), AHEAD, known_before=True, not_before=until
        ).write_at  # fmt: skip

    assert planned(None) == at("6.10. 7.50")
    assert planned("6.10. 7.15") == at("6.10. 7.50")
    assert planned("6.10. 8.15") == at("6.10. 8.15")


def test_a_meeting_in_a_digest_or_an_overview_is_voided_once_it_is_called_off() -> None:
    for kind in (DIGEST, OVERVIEW):
        assert decide(row(SENT, kind), verdict=OFF).void
        assert not decide(row(PLANNED, kind), verdict=OFF).void
        assert not decide(row(SENT, kind), row(SENT, MailKind.VOID), verdict=OFF).void


def test_writing_begins_a_budget_before_the_brief_is_due() -> None:
    assert decide(now="5.10. 12.00").write_at == at("6.10. 7.50")


rows = st.builds(
    row, st.sampled_from([PLANNED, SENT, FAILED, REPLACED, UNKNOWN]), st.sampled_from(MailKind), start=st.just(START)
)


@given(
    mails=st.lists(rows, max_size=4),
    verdict=st.sampled_from([YES, OFF, MINE]),
    minutes=st.integers(-600, 3000),
    known_before=st.booleans(),
)
def test_whatever_happened_no_brief_is_wanted_once_the_meeting_began_or_while_one_is_out(
    mails: list[Delivery],
    verdict: Verdict,
    minutes: int,
    known_before: bool,  # noqa: FBT001
) -> None:
    now = START - dt.timedelta(minutes=minutes)
    need = needs(meeting(), ELINA, verdict, mails, now, AHEAD, known_before=known_before)
    since = delivery.since_void(mails)
    beside = any(one.kind is MailKind.OVERVIEW for one in since)
    holding = {MailKind.BRIEF, MailKind.DIGEST} if beside else set(MailKind)
    if minutes <= 0 or not verdict.brief:
        assert need.write_at is None
    if minutes <= 0:
        assert not need.void
    if any(delivery.reached(one) and one.kind in holding for one in since):
        assert need.write_at is None
    if need.void:
        assert any(delivery.reached(one) for one in mails)
    if need.write_at:
        assert need.write_at <= delivery.send_at(meeting(), ELINA, now) < START


def test_the_need_is_derived_from_what_is_given_alone() -> None:
    mails = [row(SENT)]
    assert decide(*mails) == decide(*(dataclasses.replace(one, note="other words") for one in mails))
