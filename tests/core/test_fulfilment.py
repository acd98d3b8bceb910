"""What closes a promise by itself, and what only looks like it."""

import datetime as dt

import pytest

from kambrief.core.customer import Activity, ActivityKind, Commitment, CrmData, Side
from kambrief.core.fulfilment import fulfilled
from kambrief.core.promises import PromiseRecord, PromiseState
from tests.builders import ELINA, at, attendee, havulinna, meeting
from tests.core.promise_rows import FRIDAY, TUESDAY, promised, theirs

NOW = at("20.10. 9.00")


def mail(body: str, subject: str = "", when: str = "8.10. 9.00", *, inbound: bool = False, **more: object) -> Activity:
    return Activity(**{"id": "a9", "account_id": "A01", "kind": ActivityKind.EMAIL, "at": at(when), "subject": subject,
                       "body": body, "inbound": inbound, **more})  # type: ignore[arg-type]  # fmt: skip


def after(
    *activities: Activity, rows: tuple[PromiseRecord, ...] = (promised(),), **tables: object
) -> list[PromiseRecord]:
    return [*fulfilled(rows, havulinna(activities=activities, **tables), NOW)]


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("juurisyyraportti kuorimon katkoista", "Hei Petri,\n\ntässä lupaamani juurisyyraportti. Soita, jos kysyttävää.\n\nVille"),
        ("vasteaikataulukko", "Moi, ohessa vasteaikataulukko, kuten sovittiin."),
        ("the revised price list", "Dear Jonas, please find attached the revised price list. Let me know if you have questions."),
        ("root cause report", "Here's the root cause report, as promised."),
        ("den reviderade prislistan", "Hej Anna, här kommer prislistan. Hör av dig om något är oklart."),
        ("rapporten om avbrotten", "Bifogat finns rapporten om avbrotten."),
        ("das Datenblatt der Pumpe", "Hallo Herr Wiebe, anbei das Datenblatt. Die Liste folgt morgen."),
        ("der Prüfbericht", "Im Anhang finden Sie den Prüfbericht."),
    ],
)  # fmt: skip
def test_the_thing_handed_over_in_words_closes_it(what: str, body: str) -> None:
    (row,) = after(mail(body), rows=(promised(what),))
    assert (row.state, row.closed_by, row.done_on) == (PromiseState.DONE, "activities/a9", dt.date(2026, 10, 8))


def test_here_it_is_means_what_the_subject_names() -> None:
    (row,) = after(mail("Hei, tässä se nyt on.", "Juurisyyraportti"))
    assert row.state is PromiseState.DONE


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("juurisyyraportti", "Juurisyyraportti ei ole vielä valmis, lähetän sen huomenna."),
        ("juurisyyraportti", "Liitteenä hinnasto. Juurisyyraportti tulee huomenna."),
        ("juurisyyraportti", "Joko sait juurisyyraportin, jonka lähetin?"),
        ("price list", "The price list is not attached yet, I will send it tomorrow."),
        ("price list", "Did you get the price list we sent?"),
        ("prislistan", "Prislistan skickas nästa vecka."),
        ("das Datenblatt", "Das Datenblatt schicken wir morgen."),
        ("raportti", "Liitteenä kuukausiraportti."),
        ("the report", "Attached is the monthly report of the freight."),
        ("tarjous linjasta 4", "Liitteenä tarjous linjasta 5."),
    ],
)  # fmt: skip
def test_what_is_announced_asked_for_or_another_thing_closes_nothing(what: str, body: str) -> None:
    assert not any(row.state is PromiseState.DONE for row in after(mail(body), rows=(promised(what),)))


def test_the_list_of_what_was_agreed_is_no_delivery() -> None:
    rows = (promised(), promised("kaksi tarjousvaihtoehtoa"), promised("vasteaikataulukko"), theirs())
    listed = "Sovitut asiat:\n- Ville: juurisyyraportti – pe 9.10.\n- Elina: kaksi tarjousvaihtoehtoa – ti 13.10.\n- Elina: vasteaikataulukko"
    assert after(mail(listed, "Kuorimo – sovitut asiat: juurisyyraportti"), rows=rows) == []


def test_a_mail_quoted_below_says_nothing_anew() -> None:
    quoted = "Kiitos, katsotaan.\n\nti 6.10.2026 klo 9.00 Ville Nurmela <ville@kuura.example> kirjoitti:\n> tässä lupaamani juurisyyraportti"
    assert after(mail(quoted)) == []


def test_only_the_owners_side_can_keep_it() -> None:
    handed = "Liitteenä lista kriittisistä laitteista."
    assert after(mail(handed), rows=(theirs(),)) == []
    (row,) = after(mail(handed, inbound=True), rows=(theirs(),))
    assert row.state is PromiseState.DONE
    assert after(mail("Tässä juurisyyraportti.", inbound=True)) == []


def test_another_customers_mail_keeps_nothing() -> None:
    assert after(mail("Tässä lupaamani juurisyyraportti.", account_id="A02")) == []


def test_what_was_sent_before_the_call_is_no_fulfilment() -> None:
    assert after(mail("Tässä lupaamani juurisyyraportti.", when="5.10. 9.00")) == []
    assert after(mail("Tässä lupaamani juurisyyraportti.", when="6.10. 8.00")) == []


def test_on_the_day_of_the_call_only_what_came_after_it() -> None:
    call, data = meeting(), havulinna(activities=(mail("Tässä lupaamani juurisyyraportti.", when="6.10. 15.00"),))
    assert fulfilled([promised()], data, NOW) == ()
    (row,) = fulfilled([promised()], data, NOW, [call])
    assert row.state is PromiseState.DONE
    early = havulinna(activities=(mail("Tässä lupaamani juurisyyraportti.", when="6.10. 8.30"),))
    assert fulfilled([promised()], early, NOW, [call]) == ()


def test_of_two_that_it_could_be_none_is_closed() -> None:
    rows = (promised("tarjous huollosta", id="a"), promised("tarjous varaosista", id="b"))
    assert [row.maybe for row in after(mail("Liitteenä tarjous."), rows=rows)] == ["activities/a9"] * 2
    (row,) = [one for one in after(mail("Liitteenä tarjous varaosista."), rows=rows) if not one.is_open]
    assert row.id == "b"


def test_a_part_of_the_words_only_looks_like_it() -> None:
    (row,) = after(mail("Attached is the template.", inbound=True), rows=(theirs("hurdle sheet template"),))
    assert row.is_open
    assert row.maybe == "activities/a9"


def test_an_answer_is_kept_by_giving_it() -> None:
    answer = theirs("budjettikehyksen vahvistus")
    (row,) = after(mail("Budjettikehys on nyt vahvistettu johtoryhmässä.", inbound=True), rows=(answer,))
    assert row.state is PromiseState.DONE
    assert after(mail("Budjettikehystä ei ole vielä vahvistettu.", inbound=True), rows=(answer,)) == []


def held(subject: str, when: str, status: str = "held") -> Activity:
    return Activity("a7", "A01", ActivityKind.MEETING, at(when), subject, status=status)


def test_a_visit_is_kept_by_holding_it() -> None:
    audit = promised("on-site audit in Tuas", due=dt.date(2026, 10, 15))
    (row,) = after(held("On-site audit Tuas", "15.10. 9.00"), rows=(audit,))
    assert (row.state, row.done_on) == (PromiseState.DONE, dt.date(2026, 10, 15))
    assert after(held("On-site audit Tuas", "15.10. 9.00", "cancelled"), rows=(audit,)) == []
    (row,) = after(held("Preparing the audit", "8.10. 9.00"), rows=(audit,))
    assert row.is_open
    assert row.maybe


INVITES = promised(
    "kutsu seuraavaan palaveriin ke 21.10. klo 13", owner="Elina Saarikko", owner_email=ELINA.email, due=TUESDAY
)


def test_an_invitation_is_kept_when_the_meeting_stands_in_the_calendar() -> None:
    call, coming = meeting(), meeting("21.10. 13.00", id="m2")
    (row,) = fulfilled([INVITES], havulinna(), NOW, [call, coming])
    assert (row.state, row.closed_by) == (PromiseState.DONE, "calendar/m2")
    other_day = meeting("22.10. 13.00", id="m2")
    stranger = meeting("21.10. 13.00", id="m2", attendees=(attendee("anna@metsola.example"),))
    for strange in (other_day, stranger, meeting("21.10. 13.00", id="m2", cancelled=True)):
        assert fulfilled([INVITES], havulinna(), NOW, [call, strange]) == ()


@pytest.mark.parametrize(
    ("quote", "language"),
    [("mä laitan kutsun, keskiviikko kahdeskymmenesensimmäinen", "fi"), ("I'll send the invitation for the twenty-first of October", "en"),
     ("jag skickar en kallelse till onsdag den 21 oktober", "sv")],
)  # fmt: skip
def test_the_day_may_stand_in_the_words_of_the_promise(quote: str, language: str) -> None:
    row = promised("kutsu", quote=quote, language=language, due=TUESDAY)
    (found,) = fulfilled([row], havulinna(), NOW, [meeting(), meeting("21.10. 13.00", id="m2")])
    assert found.state is PromiseState.DONE
    assert fulfilled([row], havulinna(), NOW, [meeting(), meeting("22.10. 13.00", id="m2")]) == ()


def test_the_day_that_was_agreed_on_in_the_call_is_the_one_that_counts() -> None:
    row = promised(
        "kutsu",
        quote="Laitan kutsun tänään, vaikka 20.10. olisi ollut parempi.",
        meets=dt.date(2026, 10, 21),
        due=TUESDAY,
    )
    (found,) = fulfilled([row], havulinna(), NOW, [meeting(), meeting("21.10. 13.00", id="m2")])
    assert (found.state, found.closed_by) == (PromiseState.DONE, "calendar/m2")
    assert fulfilled([row], havulinna(), NOW, [meeting(), meeting("20.10. 13.00", id="m2")]) == ()


def test_without_a_day_in_it_a_new_meeting_only_looks_like_it() -> None:
    row = promised("kutsu seuraavaan palaveriin", owner_email=ELINA.email, quote="mä laitan teille kutsun")
    (found,) = fulfilled([row], havulinna(), NOW, [meeting(), meeting("21.10. 13.00", id="m2")])
    assert found.maybe == "calendar/m2"
    weekly = meeting("13.10. 9.00", id="m2", recurring=True)
    assert fulfilled([row], havulinna(), NOW, [meeting(), weekly]) == ()


def crm(**more: object) -> Commitment:
    return Commitment(**{"id": "CM1", "account_id": "A01", "side": Side.US, "owner": "Ville Nurmela", "text": "Juurisyyraportti kuorimon anturikatkoista",
                         "made_on": dt.date(2026, 9, 15), "due": FRIDAY, **more})  # type: ignore[arg-type]  # fmt: skip


def test_the_crms_own_record_closes_it() -> None:
    (row,) = after(commitments=(crm(status="done", done_on=FRIDAY),))
    assert (row.state, row.closed_by, row.done_on) == (PromiseState.DONE, "commitments/CM1", FRIDAY)


def test_what_the_crm_says_was_done_before_is_the_one_that_was_renewed() -> None:
    assert after(commitments=(crm(status="done", done_on=dt.date(2026, 9, 20)),)) == []
    assert after(commitments=(crm(status="open"),)) == []


def test_the_task_that_was_made_of_it_is_known_whatever_it_says() -> None:
    task = crm(id="7741", text="see the note", status="done", done_on=None)
    data = havulinna(commitments=(task,))
    assert fulfilled([promised()], data, NOW) == ()
    (row,) = fulfilled([promised()], data, NOW, written={promised().key: "7741"})
    assert row.state is PromiseState.DONE
    gone = havulinna(commitments=(crm(id="crm.sql:7741", status="cancelled"),))
    (row,) = fulfilled([promised()], gone, NOW, written={promised().key: "7741"})
    assert row.state is PromiseState.DROPPED


def test_told_twice_nothing_changes() -> None:
    data: CrmData = havulinna(
        activities=(mail("Liitteenä tarjous."), mail("Tässä lupaamani juurisyyraportti.", id="a8"))
    )
    rows = [promised(), promised("tarjous huollosta", id="a"), promised("tarjous varaosista", id="b")]
    first = {row.key: row for row in fulfilled(rows, data, NOW)}
    assert len(first) == 3
    later = NOW + dt.timedelta(days=1)
    assert fulfilled([first.get(row.key, row) for row in rows], data, later) == ()


def test_nobodys_customer_and_no_data_change_nothing() -> None:
    assert fulfilled([promised(account_id="")], CrmData(), NOW) == ()
    assert fulfilled([], havulinna(activities=(mail("Tässä juurisyyraportti."),)), NOW) == ()


def test_a_kind_of_thing_is_known_by_what_was_said_with_it() -> None:
    row = promised("verified report", quote="you'll have the verified Joliet report by Friday")
    (found,) = after(mail("Attached is the verified report for Joliet."), rows=(row,))
    assert found.state is PromiseState.DONE
    (found,) = after(mail("Attached is the report for Hamburg."), rows=(row,))
    assert found.maybe == "activities/a9"
    (found,) = after(mail("Attached is the report, as promised."), rows=(row,))
    assert found.state is PromiseState.DONE
