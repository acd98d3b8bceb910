"""When mails go out, what counts as a change, and what becomes of a mail nobody can vouch for."""

import dataclasses
import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core import delivery
from kambrief.core.customer import Contact, CrmData, Role, Side
from kambrief.core.delivery import (
    Material,
    changes,
    due_at,
    material,
    merged,
    notice_at,
    resolve_unknown,
    retry,
    send_at,
    write_at,
)
from kambrief.core.match import match
from kambrief.core.model import AccountManager, JoinLink, Meeting, Platform
from kambrief.core.situation import gather
from kambrief.core.work import Delivery, DeliveryState, MailKind
from kambrief.render import Phrases
from tests.builders import (
    ELINA,
    OWN,
    TEAMS,
    at,
    attendee,
    contract,
    deal,
    havulinna,
    held,
    mail_in,
    markku,
    meeting,
    note,
    nps,
    petri,
    promise,
    situation,
    ticket,
    words_in,
)

# --- when ----------------------------------------------------------------------------------------------------------


def quiet(begin: str, end: str, **more: Any) -> AccountManager:
    return dataclasses.replace(
        ELINA, quiet_from=dt.time.fromisoformat(begin), quiet_until=dt.time.fromisoformat(end), **more
    )


NIGHT = quiet("20:00", "07:00")


@pytest.mark.parametrize(
    ("manager", "start", "due"),
    [
        (ELINA, "6.10. 9.00", "6.10. 8.00"),
        (NIGHT, "6.10. 9.00", "6.10. 8.00"),
        (NIGHT, "6.10. 8.00", "6.10. 7.00"),  # quiet hours are over
        (NIGHT, "6.10. 7.30", "5.10. 19.59"),
        (NIGHT, "6.10. 0.30", "5.10. 19.59"),
        (NIGHT, "5.10. 21.00", "5.10. 19.59"),
        (NIGHT, "5.10. 20.59", "5.10. 19.59"),
        (quiet("12:00", "13:00"), "6.10. 13.30", "6.10. 11.59"),
        (quiet("12:00", "13:00"), "6.10. 14.00", "6.10. 13.00"),
        (quiet("12:00", "12:00"), "6.10. 13.00", "6.10. 12.00"),  # no quiet hours at all
        (quiet("00:00", "07:00"), "6.10. 7.30", "5.10. 23.59"),
        # nights when the clock changes: 25 October 2026 has 03.00–04.00 twice, 28 March 2027 not at all
        (quiet("22:00", "06:00"), "25.10. 6.30", "24.10. 21.59"),
        (quiet("22:00", "06:00"), "28.3.2027 6.30", "27.3.2027 21.59"),
        (quiet("03:30", "06:00"), "28.3.2027 6.30", "28.3.2027 2.29"),
        (dataclasses.replace(ELINA, lead_minutes=120), "28.3.2027 5.00", "28.3.2027 2.00"),
    ],
)
def test_a_brief_is_due_its_lead_time_before_and_before_quiet_hours(
    manager: AccountManager, start: str, due: str
) -> None:
    found = due_at(meeting(start), manager)
    assert found == at(due).astimezone(dt.UTC)
    assert found.tzinfo is dt.UTC


def test_a_lead_time_is_real_time_also_in_the_night_with_an_hour_twice() -> None:
    due = due_at(meeting("25.10. 5.00"), dataclasses.replace(ELINA, lead_minutes=120))
    assert at("25.10. 5.00").astimezone(dt.UTC) - due == dt.timedelta(hours=2)


def wall(*parts: int) -> dt.datetime:
    """Hypothesis wants its bounds without a zone."""
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


ZONES = st.sampled_from(["Europe/Helsinki", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: dt.time(minute // 60, minute % 60))
STARTS = st.one_of(
    st.datetimes(wall(2026, 1, 1), wall(2027, 12, 31), timezones=st.just(dt.UTC)),
    st.datetimes(wall(2026, 10, 24), wall(2026, 10, 26), timezones=st.just(dt.UTC)),
    st.datetimes(wall(2027, 3, 27), wall(2027, 3, 29), timezones=st.just(dt.UTC)),
)  # fmt: skip


@st.composite
def managers(draw: st.DrawFn) -> AccountManager:
    begin, end = draw(MINUTES), draw(MINUTES)
    free = (begin.hour * 60 + begin.minute - end.hour * 60 - end.minute) % (24 * 60)
    if 0 < free < 90:  # somebody reachable for less than an hour and a half a day is no account manager
        begin = end
    return dataclasses.replace(
        ELINA, timezone=draw(ZONES), lead_minutes=draw(st.integers(5, 7 * 24 * 60)), quiet_from=begin, quiet_until=end
    )


def is_quiet(moment: dt.datetime, manager: AccountManager) -> bool:
    """By the clock on the wall."""
    assert manager.quiet_from
    assert manager.quiet_until
    clock, begin, end = moment.astimezone(ZoneInfo(manager.timezone)).time(), manager.quiet_from, manager.quiet_until
    return begin <= clock < end if begin <= end else clock >= begin or clock < end


@given(STARTS, managers())
def test_a_brief_is_never_due_in_quiet_hours_nor_after_its_time(start: dt.datetime, manager: AccountManager) -> None:
    the_call = dataclasses.replace(meeting(), start=start, end=start)
    wanted = start - dt.timedelta(minutes=manager.lead_minutes)
    due = due_at(the_call, manager)
    assert not is_quiet(due, manager)
    assert wanted - dt.timedelta(hours=26) < due <= wanted
    assert due == wanted or is_quiet(wanted, manager)


@given(STARTS, managers(), st.integers(1, 20 * 24 * 60), st.integers(0, 240))
def test_writing_comes_before_sending_and_sending_before_the_meeting(
    start: dt.datetime, manager: AccountManager, minutes_before: int, ahead: int
) -> None:
    the_call, now = dataclasses.replace(meeting(), start=start, end=start), start - dt.timedelta(minutes=minutes_before)
    send, write = send_at(the_call, manager, now), write_at(the_call, manager, now, dt.timedelta(minutes=ahead))
    assert write <= send < start
    assert send >= now
    assert send == now or send == due_at(the_call, manager)


@given(STARTS, managers(), st.integers(1, 3 * 24 * 60))
def test_a_notice_goes_at_once_or_when_quiet_hours_end_well_before_the_meeting(
    start: dt.datetime, manager: AccountManager, minutes_before: int
) -> None:
    the_call, now = dataclasses.replace(meeting(), start=start, end=start), start - dt.timedelta(minutes=minutes_before)
    found = notice_at(the_call, manager, now)
    assert now <= found < start
    assert found == now or (is_quiet(now, manager) and found <= start - delivery.NOTICE_AHEAD)


# --- what counts as a change ---------------------------------------------------------------------------------------

RICH: dict[str, Any] = {
    "deals": (deal(),), "tickets": (ticket(),), "commitments": (promise("Raportti", dt.date(2026, 9, 25)),),
    "contracts": (contract(dt.date(2026, 12, 31)),), "surveys": (nps(petri(), 5, dt.date(2026, 9, 1)),),
    "activities": (held([petri()], "1.9. 9.00", "Sovittiin."), note("2.9. 9.00", "Hinta 3 %.")),
}  # fmt: skip


def stand(data: CrmData | None = None, call: Meeting | None = None, now: str = "5.10. 15.00") -> Material:
    return material(situation(data if data is not None else havulinna(**RICH), now, call))


def told(old: Material, new: Material, *, crm_known: bool = True) -> list[tuple[str, list[str]]]:
    """Phrase and words of each change, which can all be said in every language."""
    said = changes(old, new, ELINA, crm_known=crm_known)
    for language in ("fi", "en", "sv", "de"):
        assert all(Phrases(language).say(each, dt.date(2026, 10, 5), ELINA.timezone).text for each in said)
    return [(sentence.phrase, words_in([sentence])) for sentence in said]


def with_(**tables: Any) -> CrmData:
    return havulinna(**{**RICH, **tables})


STRANGER = attendee("uusi@havulinna.example", name="Uusi Vieras")
BOTH = (attendee(petri()), attendee(markku()))


@pytest.mark.parametrize(
    ("data", "call", "said"),
    [
        # what is on the list
        (with_(), meeting("6.10. 13.00"), [("change_time", [])]),
        (with_(), meeting("7.10. 9.00"), [("change_day", [])]),
        (with_(), meeting(join=None), [("change_join_gone", [])]),
        (with_(), meeting(join=JoinLink("https://zoom.us/j/1", Platform.ZOOM)), [("change_join", [])]),
        (with_(), meeting(attendees=(*BOTH, STRANGER)), [("change_attendee_added", ["Uusi Vieras"])]),
        (with_(), meeting(attendees=(attendee(petri()),)), [("change_attendee_removed", ["Markku Hietanoja"])]),
        (with_(deals=(deal(stage="proposal"),)), None, [("change_stage", ["Jatkosopimus", "proposal", "discovery"])]),
        (with_(deals=(deal(status="won"),)), None, [("change_stage", ["Jatkosopimus", "won", "discovery"])]),
        (with_(deals=(deal(status="lost", stage="x"),)), None, [("change_stage", ["Jatkosopimus", "lost", "discovery"])]),
        (with_(deals=(deal(stage=None),)), None, [("change_stage", ["Jatkosopimus", "open", "discovery"])]),
        (with_(tickets=(ticket(), ticket(id="KT-2", subject="Uusi"))), None, [("change_ticket", ["KT-2", "Uusi"])]),
        (with_(tickets=(ticket(), ticket(id="KT-2", subject="Uusi", severity="critical", reopened=True))), None,
         [("change_ticket", ["KT-2", "Uusi"])]),
        (with_(commitments=(*RICH["commitments"], promise("Lista", dt.date(2026, 10, 5)))), None, [("change_overdue", ["Lista"])]),
        # several at once, in this order
        (with_(deals=(deal(stage="proposal"),)), meeting("6.10. 13.00", attendees=(attendee(petri()),)),
         [("change_time", []), ("change_attendee_removed", ["Markku Hietanoja"]), ("change_stage", ["Jatkosopimus", "proposal", "discovery"])]),
        # what is not
        (with_(), meeting(title="Toinen otsikko", agenda="Uusi", location="Muualla", end=at("6.10. 11.00")), []),
        (with_(), meeting(attendees=(*BOTH, attendee("ville@kuura.example"))), []),
        (with_(), meeting(attendees=(attendee(markku()),)), []),  # Petri decides nothing
        (with_(deals=(deal(name="Uusi nimi", next_step="x", owner="y", close_date=dt.date(2026, 12, 1)),)), None, []),
        (with_(deals=(deal(), deal(id="D2"))), None, []),
        (with_(deals=()), None, []),
        (with_(tickets=()), None, []),
        (with_(tickets=(ticket(status="closed"),)), None, []),
        (with_(tickets=(ticket(), ticket(id="KT-2", severity="low"))), None, []),
        (with_(tickets=(ticket(subject="Toisin sanoen"),)), None, []),
        (with_(commitments=()), None, []),
        (with_(commitments=(*RICH["commitments"], promise("Lista", dt.date(2026, 10, 6)))), None, []),  # due on the day
        (with_(commitments=(*RICH["commitments"], promise("Lista", dt.date(2026, 9, 1), side=Side.THEM))), None, []),
        (with_(activities=(), contracts=(), surveys=()), None, []),
        (with_(activities=(*RICH["activities"], mail_in(petri(), "4.10. 9.00", "Hinta on liikaa, 9 %."))), None, []),
    ],
)  # fmt: skip
def test_what_is_on_the_list_is_told_and_nothing_else(data: CrmData, call: Meeting | None, said: list[Any]) -> None:
    assert told(stand(), stand(data, call)) == said


def people(*contacts: Contact, call: Meeting | None = None) -> Material:
    the_call = call or meeting(attendees=(*BOTH, STRANGER))
    data = with_(contacts=contacts)
    matched = match(the_call.attendees, data, (), OWN)
    return material(gather(the_call, ELINA, at("5.10. 15.00"), matched, data, "A01"))


def test_whom_the_crm_comes_to_know_was_not_uninvited() -> None:
    known = petri(id="C9", email=STRANGER.email, role=Role.USER)
    assert told(people(petri(), markku()), people(petri(), markku(), known)) == []
    assert told(people(petri(), markku(), known), people(petri(), markku())) == []


def test_whose_role_changes_was_neither_invited_nor_uninvited() -> None:
    promoted = petri(role=Role.ECONOMIC_BUYER)
    assert told(people(petri(), markku()), people(promoted, markku())) == []
    assert told(people(promoted, markku()), people(petri(), markku())) == []


def test_a_time_is_told_in_the_managers_zone() -> None:
    late, early = stand(call=meeting("6.10. 23.30")), stand(call=meeting("7.10. 0.30"))
    (sentence,) = changes(late, early, ELINA)
    assert sentence.phrase == "change_day"
    (elsewhere,) = changes(late, early, dataclasses.replace(ELINA, timezone="America/New_York"))
    assert elsewhere.phrase == "change_time"


def test_midnight_alone_changes_nothing() -> None:
    data = with_(commitments=(promise("Lista", dt.date(2026, 10, 5)), promise("Muu", dt.date(2026, 10, 6))))
    nights = [stand(data, now=now) for now in ("4.10. 23.59", "5.10. 0.01", "5.10. 23.59", "6.10. 0.01", "6.10. 8.00")]
    assert all(told(nights[0], later) == [] for later in nights)


@given(
    st.datetimes(wall(2026, 10, 1, 12), wall(2026, 10, 6, 5), timezones=st.just(dt.UTC)),
    st.datetimes(wall(2026, 10, 1, 12), wall(2026, 10, 6, 5), timezones=st.just(dt.UTC)),
    st.lists(st.dates(dt.date(2026, 9, 20), dt.date(2026, 10, 12)), max_size=5),
)
def test_the_same_data_at_another_time_before_the_meeting_change_nothing(
    one: dt.datetime, other: dt.datetime, dues: list[dt.date]
) -> None:
    data = with_(commitments=tuple(promise(f"p{n}", due, id=f"CM{n}") for n, due in enumerate(dues)))
    the_call = meeting()
    matched = match(the_call.attendees, data, (), OWN)
    stands = [material(gather(the_call, ELINA, now, matched, data, "A01")) for now in (one, other)]
    assert stands[0] == stands[1]
    assert changes(stands[0], stands[1], ELINA) == ()


def test_the_order_of_rows_changes_nothing() -> None:
    data = with_(
        deals=(deal(), deal(id="D2")), tickets=(ticket(), ticket(id="KT-2")),
        commitments=(promise("a", dt.date(2026, 9, 1)), promise("b", dt.date(2026, 9, 2))),
    )  # fmt: skip
    turned = dataclasses.replace(
        data, deals=data.deals[::-1], tickets=data.tickets[::-1], commitments=data.commitments[::-1], contacts=data.contacts[::-1],
        activities=data.activities[::-1],
    )  # fmt: skip
    one, other = stand(data), stand(turned, meeting(attendees=BOTH[::-1]))
    assert told(one, other) == []
    assert one.revision_after("") == other.revision_after("")


TABLE = st.dictionaries(st.text(max_size=4), st.text(max_size=8), max_size=3)
STAGES = st.dictionaries(
    st.text(max_size=4), st.lists(st.text("ab|x ", max_size=6), min_size=3, max_size=3).map("\n".join), max_size=3
)
MATERIALS = st.builds(
    Material,
    start=st.datetimes(wall(2026, 1, 1), wall(2027, 1, 1), timezones=st.just(dt.UTC)).map(dt.datetime.isoformat),
    join=st.sampled_from(["", TEAMS.url, "https://zoom.us/j/1"]),
    attendees=TABLE, invited=st.frozensets(st.text(max_size=4), max_size=3), stages=STAGES, tickets=TABLE, overdue=TABLE,
)  # fmt: skip


@given(MATERIALS)
def test_nothing_differs_from_itself_also_after_being_kept(one: Material) -> None:
    kept = Material.from_data(json.loads(json.dumps(one.as_data())))
    assert kept == one
    assert changes(one, kept, ELINA) == ()
    assert changes(one, kept, ELINA, crm_known=False) == ()


@given(MATERIALS, MATERIALS)
def test_each_difference_on_the_list_is_told_once(one: Material, other: Material) -> None:
    phrases = [sentence.phrase for sentence in changes(one, other, ELINA)]
    assert ("change_time" in phrases or "change_day" in phrases) is (one.start != other.start)
    assert phrases.count("change_attendee_added") == len(other.attendees.keys() - one.attendees.keys() - one.invited)
    assert phrases.count("change_attendee_removed") == len(
        one.attendees.keys() - other.attendees.keys() - other.invited
    )
    both = one.stages.keys() & other.stages.keys()
    moved = [each for each in both if one.stages[each].split("\n")[:2] != other.stages[each].split("\n")[:2]]
    assert phrases.count("change_stage") == len(moved)
    assert phrases.count("change_ticket") == len(other.tickets.keys() - one.tickets.keys())
    assert phrases.count("change_overdue") == len(other.overdue.keys() - one.overdue.keys())


@given(MATERIALS, MATERIALS)
def test_there_and_back_again_is_three_revisions(one: Material, other: Material) -> None:
    first = one.revision_after("")
    second = other.revision_after(first)
    third = one.revision_after(second)
    assert len({first, second, third, delivery.void_revision(third)}) == 4


@given(MATERIALS, MATERIALS)
def test_without_the_crm_only_the_meeting_is_compared_and_its_part_is_kept(one: Material, other: Material) -> None:
    phrases = {sentence.phrase for sentence in changes(one, other, ELINA, crm_known=False)}
    assert phrases <= {"change_time", "change_day", "change_join", "change_join_gone"}
    kept = merged(one, other, crm_known=False)
    assert (kept.start, kept.join) == (other.start, other.join)
    assert (kept.attendees, kept.invited, kept.stages, kept.tickets, kept.overdue) == (
        one.attendees, one.invited, one.stages, one.tickets, one.overdue,
    )  # fmt: skip
    assert merged(one, other, crm_known=True) == other


def test_a_pipe_in_a_stage_hides_no_change() -> None:
    one, other = stand(with_(deals=(deal(stage="a|b\nc"),))), stand(with_(deals=(deal(stage="a|b\nc", status="won"),)))
    assert [phrase for phrase, _ in told(one, other)] == ["change_stage"]


@pytest.mark.parametrize("data", [{}, {"attendees": [1, 2], "start": 3}, {"stages": None, "invited": "x"}])
def test_an_old_or_odd_record_is_read_as_far_as_it_goes(data: dict[str, object]) -> None:
    assert isinstance(Material.from_data(data), Material)


# --- what the ledger does next -------------------------------------------------------------------------------------

NOW = at("6.10. 8.00")


def row(state: DeliveryState = DeliveryState.UNKNOWN, *, copies: int = 1, revision: str = "r1") -> Delivery:
    return Delivery(
        1,
        "m1",
        ELINA.email,
        ELINA.email,
        revision,
        MailKind.BRIEF,
        NOW,
        at("6.10. 9.00"),
        "<1@x>",
        state=state,
        copies=copies,
    )


@pytest.mark.parametrize(
    ("attempt", "wish", "seconds"),
    [
        (1, None, 15),
        (2, None, 30),
        (3, None, 60),
        (6, None, 300),
        (99, None, 300),
        (1, 120, 120),
        (6, 1, 300),
        (1, -5, 15),
        (0, None, 7.5),
    ],
)
def test_waits_double_up_to_five_minutes_or_are_what_was_asked_for(
    attempt: int, wish: float | None, seconds: float
) -> None:
    assert retry(attempt, NOW, at("6.10. 12.00"), wish).at == NOW + dt.timedelta(seconds=seconds)


@given(
    st.integers(1, 50), st.floats(-10, 10_000), st.none() | st.floats() | st.integers(-5, 10**30),
)  # fmt: skip
def test_the_next_try_is_later_than_now_and_before_the_meeting(attempt: int, left: float, wish: float | None) -> None:
    expires = NOW + dt.timedelta(seconds=left)
    found = retry(attempt, NOW, expires, wish)
    if found.at is not None:
        assert NOW < found.at < expires
    else:
        assert left < 4.01


def test_tries_go_on_until_shortly_before_the_meeting() -> None:
    now, tries, expires = NOW, 0, at("6.10. 9.00")
    while (found := retry(tries + 1, now, expires).at) is not None:
        now, tries = found, tries + 1
    assert expires - now < dt.timedelta(seconds=5)
    assert tries < 60


@pytest.mark.parametrize(
    ("found", "policy", "copies", "minutes_left", "state"),
    [
        (True, "resend", 1, 30, DeliveryState.SENT),
        (True, "hold", 1, -1, DeliveryState.SENT),
        (False, "hold", 1, 30, DeliveryState.SENDING),  # it had not left: sending it is no second copy
        (False, "resend", 2, 30, DeliveryState.SENDING),
        (False, "resend", 1, 0, DeliveryState.FAILED),
        (None, "resend", 1, 30, DeliveryState.SENDING),
        (None, "resend", 2, 30, DeliveryState.UNKNOWN),
        (None, "hold", 1, 30, DeliveryState.UNKNOWN),
        (None, "resend", 1, 0, DeliveryState.FAILED),
        (None, "hold", 1, -1, DeliveryState.FAILED),
    ],
)
def test_what_becomes_of_a_mail_nobody_can_vouch_for(
    found: bool | None,  # noqa: FBT001
    policy: str,
    copies: int,
    minutes_left: int,
    state: DeliveryState,
) -> None:
    now = at("6.10. 9.00") - dt.timedelta(minutes=minutes_left)
    assert resolve_unknown(row(copies=copies), policy, now, found=found)[0] is state


@pytest.mark.parametrize(
    ("state", "copies", "reached", "live"),
    [
        (DeliveryState.PLANNED, 0, False, True),
        (DeliveryState.PLANNED, 1, True, True),
        (DeliveryState.SENDING, 1, True, True),
        (DeliveryState.SENT, 1, True, True),
        (DeliveryState.UNKNOWN, 1, True, True),
        (DeliveryState.FAILED, 0, False, False),
        (DeliveryState.REPLACED, 0, False, False),
    ],
)
def test_what_may_be_with_its_reader(state: DeliveryState, copies: int, reached: bool, live: bool) -> None:  # noqa: FBT001
    assert delivery.reached(row(state, copies=copies)) is reached
    assert delivery.is_live(row(state, copies=copies)) is live


# --- several meetings in one mail ----------------------------------------------------------------------------------


def test_a_digests_revision_tells_days_people_contents_and_what_came_before_apart() -> None:
    found = delivery.digest_revision("digest:2026-10-06", "a@x", {"m1": "r1", "m2": "r1"}, "")
    assert found == delivery.digest_revision("digest:2026-10-06", "a@x", {"m2": "r1", "m1": "r1"}, "")
    others = {
        delivery.digest_revision("digest:2026-10-07", "a@x", {"m1": "r1", "m2": "r1"}, ""),
        delivery.digest_revision("digest:2026-10-06", "b@x", {"m1": "r1", "m2": "r1"}, ""),
        delivery.digest_revision("digest:2026-10-06", "a@x", {"m1": "r1", "m2": "r2"}, ""),
        delivery.digest_revision("digest:2026-10-06", "a@x", {"m1": "r1"}, ""),
        delivery.digest_revision("digest:2026-10-06", "a@x", {"m1": "r1", "m2": "r1"}, found),
    }
    assert len(others | {found}) == 6


def test_what_came_before_a_meeting_was_called_off_counts_no_more() -> None:
    def mail(kind: MailKind, state: DeliveryState = DeliveryState.SENT) -> Delivery:
        return Delivery(1, "m1", "a@x", "a@x", "r", kind, at("6.10. 8.00"), at("6.10. 9.00"), "<x@y>", state=state)

    brief, void, again = mail(MailKind.BRIEF), mail(MailKind.VOID), mail(MailKind.DIGEST)
    refused = mail(MailKind.VOID, DeliveryState.FAILED)
    assert list(delivery.since_void([brief, void, again])) == [again]
    assert list(delivery.since_void([brief, void])) == []
    assert list(delivery.since_void([brief, refused])) == [brief, refused]
    assert list(delivery.since_void([])) == []
