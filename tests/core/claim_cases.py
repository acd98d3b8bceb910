"""The facts that the cases of `test_claims` rest on, the cases' form, and the English ones.

A case is a text as a writer puts it (``{REPORT.due}`` a value, ``[[eva|Evan]]`` a person) and the facts it cites.
"""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from kambrief.core.evidence import Audience, Count, Day, Fact, Money, Number, Percent, Person, Rank, Source, Text, Value

PEOPLE = {
    "eva": Person("Eva Lindholm", "k1"),
    "jonas": Person("Jonas Weber", "k2"),
    "pekka": Person("Pekka Salonen", "k3"),
    "ours": Person("Riikka Aro"),
}


class Case(NamedTuple):
    text: str
    facts: str
    question: bool = False


def day(month: int, number: int) -> Day:
    return Day(dt.date(2031, month, number))


def _fact(
    table: str, record: str, text: str, by: str = "", people: tuple[str, ...] = (), /, **values: Value
) -> Fact:  # fmt: skip
    number = f"{table}/{record}"
    return Fact(
        number, "a1", text, Source(table, record), Audience.CUSTOMER, Rank.NOTE, values,
        by=by, people=tuple(PEOPLE[one].contact_id for one in people),
    )  # fmt: skip


def _promise(name: str, text: str, by: str, owner: str, **values: Value) -> Fact:
    return _fact("commitments", name, text, by, what=Text(text), owner=PEOPLE[owner], **values)


def _said(name: str, text: str, by: str = "", *people: str) -> Fact:
    return _fact("activities", name, text, by, people, on=day(2, 11))


FACTS: dict[str, Fact] = {
    # promises
    "REPORT": _promise("REPORT", "Send the outage report for the Tampere site", "us", "ours", due=day(3, 2), made_on=day(2, 3)),
    "LATE": _promise("LATE", "Deliver the spare cutting heads", "us", "ours", due=day(2, 1), made_on=day(1, 8), days_late=Count(12)),
    "VOLUMES": _promise("VOLUMES", "Provide next year's volumes per plant", "them", "eva", due=day(3, 9), made_on=day(2, 3)),
    "DONE": _promise("DONE", "Train the night shift on the new panel", "us", "ours", due=day(1, 20), done_on=day(1, 18)),
    "LOAN": _promise("LOAN", "Lend a demo scanner for the pilot", "us", "ours", due=day(4, 1)),
    # contracts, deals, tickets, surveys
    "FRAME": _fact(
        "contracts", "FRAME", "Service frame agreement", end=day(9, 30), notice_day=day(6, 30), act_by=day(6, 16),
        value=Money(Decimal(240000), "EUR"),
    ),
    "UPSELL": _fact("deals", "UPSELL", "Second packing line", name=Text("Second packing line"), close=day(5, 15), amount=Money(Decimal(90000), "EUR")),
    "WON": _fact("deals", "WON", "Label printers", name=Text("Label printers"), status=Text("won"), amount=Money(Decimal(20000), "EUR")),
    "GONE": _fact("deals", "GONE", "Cold store sensors", name=Text("Cold store sensors"), status=Text("lost")),
    "TICKET": _fact("tickets", "TICKET", "Scanner loses its pairing after each update", opened=day(1, 14)),
    "CLOSED": _fact("tickets", "CLOSED", "Export to the planning tool fails", opened=day(1, 5), closed=day(1, 9), status=Text("closed")),
    "LOW": _fact("surveys", "LOW", "Replies take days", "", ("jonas",), score=Count(3), on=day(1, 30)),
    "HIGH": _fact("surveys", "HIGH", "", "", ("eva",), score=Count(9), on=day(1, 30)),
    # insights
    "DECLINE": _fact("insight", "revenue", "revenue trend: declining", t12m=Money(Decimal(410000), "EUR"), change=Percent(Decimal(-12)), quarter=Percent(Decimal(-4))),
    "GROWTH": _fact("insight", "revenue", "revenue trend: growing", t12m=Money(Decimal(410000), "EUR"), change=Percent(Decimal(9)), quarter=Percent(Decimal(3))),
    "FALLING": _fact("insight", "satisfaction", "satisfaction: falling", mean=Number(Decimal("5.5")), answers=Count(6)),
    "RISING": _fact("insight", "satisfaction", "satisfaction: rising", mean=Number(Decimal("8.4")), answers=Count(6)),
    "CRITICAL": _fact("insight", "risk", "retention risk: critical", score=Count(81)),
    "SAFE": _fact("insight", "risk", "retention risk: low", score=Count(9)),
    "THIN": _fact("insight", "coverage", "relationship: thin", covered=Count(2), required=Count(5)),
    "MULTI": _fact("insight", "coverage", "relationship: multi", covered=Count(5), required=Count(5)),
    "COLD": _fact("insight", "engagement", "engagement: cold", days=Count(74)),
    # words
    "BOARD": _said("BOARD", "The board approved the budget for the pilot", "them", "eva"),
    "PENDING": _said("PENDING", "The amendment is not yet signed, legal still reads it", "them", "jonas"),
    "WISH": _said("WISH", "Eva wants a fixed contact for the weekend shifts", "", "eva"),
    "TENDER": _said("TENDER", "We have asked two other vendors for offers", "them", "jonas"),
    "ANGRY": _said("ANGRY", "This is the third outage and it is not acceptable", "them", "jonas"),
    "PRICE": _said("PRICE", "A price increase above the index will be hard to defend", "them", "jonas"),
    "NEWBOSS": _said("NEWBOSS", "Pekka Salonen starts as head of purchasing in March", "them", "pekka"),
    "ROLLOUT": _said("ROLLOUT", "The rollout in Lahti went live without stops", "", "eva"),
    "PLANT": _said("PLANT", "The plant managers must be convinced before the roll-out", "", "eva"),
    "HOLD": _said("HOLD", "All investments are on hold until the merger is through", "them", "jonas"),
    "WILL": _said("WILL", "We will send the list of sites by Friday", "them", "eva"),
    "WAITS": _said("WAITS", "Jonas odottaa yhä vastausta laskukysymykseen", "", "jonas"),
    "FI_OK": _said("FI_OK", "Johtoryhmä hyväksyi pilotin laajennuksen", "them", "eva"),
    "FI_MEH": _said("FI_MEH", "Vastausajat ovat liian pitkiä, emme ole tyytyväisiä", "them", "jonas"),
    "SV_OK": _said("SV_OK", "Vi har beställt två skannrar till", "them", "eva"),
    "SV_NEJ": _said("SV_NEJ", "Ledningen sade nej till treårsavtalet", "them", "jonas"),
    "DE_OK": _said("DE_OK", "Der Vorstand hat die Erweiterung freigegeben", "them", "eva"),
    "DE_WEG": _said("DE_WEG", "Frau Lindholm verlässt das Unternehmen im Mai", "them", "eva"),
    "LEGAL": _said("LEGAL", "Jonas Weber decides with the legal team on liability", "", "jonas"),
    "AGREED": _said("AGREED", "Agreed: monthly review with the site leads", "", "eva", "jonas"),
    "MEETING": _fact("meeting", "MEETING", "Quarterly review", start=day(3, 5), title=Text("Quarterly review")),
}  # fmt: skip

LIES = {
    "en": [
        Case("they have signed the renewal: thank [[eva]] and move on to the pilot", "PENDING"),
        Case("the amendment is signed, so the new terms can start", "PENDING"),
        Case("the outage report has been delivered, so open with the next step", "REPORT"),
        Case("the budget is approved: ask when the pilot starts", "WISH"),
        Case("they already chose a competitor for the packing line", "UPSELL"),
        Case("[[jonas]] has resigned, so find out who decides on liability now", "LEGAL"),
        Case("they are happy with the replies: ask for a reference", "LOW"),
        Case("the customer has terminated the frame agreement", "FRAME"),
        Case("the scanner problem is resolved, say so first", "TICKET"),
        Case("we lost the deal on the packing line, so ask what was missing", "UPSELL"),
        Case("their budget is frozen: talk about the second line next year", "UPSELL"),
        Case("they accepted the price increase, so close it today", "PRICE"),
        Case("the case has been escalated to the board, start there", "REPORT"),
        Case("the report is overdue: open with an honest date", "REPORT"),
        Case("they owe us the outage report by {REPORT.due}: ask where it stands", "REPORT"),
        Case("[[eva]] promised us the outage report: ask for it", "REPORT"),
        Case("you are waiting for the spare heads, {LATE.days_late} days late: press for a date", "LATE"),
        Case("we promised the volumes by {VOLUMES.due}: say when they come", "VOLUMES"),
        Case("apologise first: the volumes they are waiting for come {VOLUMES.due}", "VOLUMES"),
        Case("when will you send us the report you promised?", "REPORT", question=True),
        Case("revenue grew by {DECLINE.change} in a year: build on it", "DECLINE"),
        Case("sales are down {GROWTH.change}, so ask what changed", "GROWTH"),
        Case("their business with us is growing, so ask for the next step", "DECLINE"),
        Case("satisfaction is improving, so thank them for the answers", "FALLING"),
        Case("the retention risk is low: use the time for the second line", "CRITICAL"),
        Case("the relationship is broad and strong: ask for a sponsor", "THIN"),
        Case("the contract ends {FRAME.notice_day}: agree what comes after it", "FRAME"),
        Case("notice must be given by {FRAME.end}, so talk terms now", "FRAME"),
        Case("the report is due {REPORT.made_on}: say who writes it", "REPORT"),
        Case("they bought for {FRAME.value} in the last twelve months", "FRAME"),
        Case("the annual contract is worth {DECLINE.t12m}: protect it", "DECLINE"),
        Case("the survey score of {CRITICAL.score} says it all: ask why", "CRITICAL"),
        Case("[[pekka]] wants a fixed weekend contact: bring a name", "WISH"),
        Case("[[jonas]] approved the budget, so ask him for the start", "NEWBOSS"),
        Case("[[eva]] has already complained about the replies", "LOW"),
        Case("[[pekka]] is against the price increase: bring the index", "PRICE"),
        Case("now that you have signed the renewal, what comes next for the sites?", "PENDING", question=True),
        Case("why did the board reject the pilot?", "BOARD", question=True),
        Case("they have paid the open invoices, so drop the matter", "WAITS"),
    ],
}

TRUE = {
    "en": [
        Case("[[eva]] is owed the outage report by {REPORT.due}: agree what it must show", "REPORT"),
        Case("we promised the outage report by {REPORT.due}: say who writes it", "REPORT"),
        Case("the spare heads are {LATE.days_late} days late: open with an honest date", "LATE"),
        Case("the spare heads are overdue since {LATE.due}: say so before they do", "LATE"),
        Case("apologise for the late heads before anything else", "LATE"),
        Case("they promised the volumes by {VOLUMES.due}: ask which plants are missing", "VOLUMES"),
        Case("we are waiting for their volumes: ask what holds them back", "VOLUMES"),
        Case("remind [[eva]] of the volumes, due {VOLUMES.due}", "VOLUMES"),
        Case("the night shift was trained {DONE.done_on}: ask how the panel works for them", "DONE"),
        Case("the training we promised is done: ask who else needs it", "DONE"),
        Case("the demo scanner is promised for {LOAN.due}: agree what the pilot must prove", "LOAN"),
        Case("notice must be given by {FRAME.notice_day}: leave with a decision on the renewal", "FRAME"),
        Case("the agreement ends {FRAME.end}, so agree how its renewal is decided", "FRAME"),
        Case("the notice day {FRAME.notice_day} comes long before the end: settle terms in this call", "FRAME"),
        Case("the signed frame agreement of {FRAME.value} a year is what is at stake", "FRAME"),
        Case("the deal of {UPSELL.amount} should close {UPSELL.close}: find out who must agree", "UPSELL"),
        Case("ask whether the budget for the second line is approved", "UPSELL"),
        Case("leave with a signed plan for the second line", "UPSELL"),
        Case("find out who signs before the deal can be won", "UPSELL"),
        Case("the label printers are won: ask how the start went", "WON"),
        Case("we lost the cold store sensors: ask what decided it", "GONE"),
        Case("the pairing problem has been open since {TICKET.opened}: bring a fix or a date", "TICKET"),
        Case("they complained about the pairing, and an answer decides the mood of the call", "TICKET"),
        Case("the export case is closed: check that it stays solved", "CLOSED"),
        Case("[[jonas]] gave a survey score of {LOW.score}: ask what a fast reply would be", "LOW"),
        Case("[[jonas]] is unhappy with slow replies: bring a plan", "LOW"),
        Case("[[eva]] is satisfied: ask her for a reference", "HIGH"),
        Case("revenue fell by {DECLINE.change} in a year: ask which sites buy less", "DECLINE"),
        Case("the decline of {DECLINE.change} needs an explanation", "DECLINE"),
        Case("their business is shrinking: ask what they now buy elsewhere", "DECLINE"),
        Case("agree what would turn the revenue of {DECLINE.t12m} around so that it grows again", "DECLINE"),
        Case("sales grew by {GROWTH.change}: ask where the next growth lies", "GROWTH"),
        Case("satisfaction is falling: ask what changed since autumn", "FALLING"),
        Case("satisfaction improved, so ask for a reference", "RISING"),
        Case("the risk of losing them is critical: secure a next step", "CRITICAL"),
        Case("with a risk of {CRITICAL.score} points every promise counts", "CRITICAL"),
        Case("the relationship rests on few people: ask for a second contact", "THIN"),
        Case("make the relationship broader: ask to meet the plant managers", "THIN PLANT"),
        Case("nobody has been in contact for {COLD.days} days: open with why you call", "COLD"),
        Case("the board has approved the pilot budget: agree the start", "BOARD"),
        Case("[[eva]] brought the board behind the pilot: ask what they expect to see", "BOARD"),
        Case("the amendment is not yet signed: ask [[jonas]] what legal needs", "PENDING"),
        Case("the price talk should wait until they have signed the amendment", "PENDING"),
        Case("once the amendment is signed, the pilot can start", "PENDING"),
        Case("[[eva]] wants a fixed weekend contact: come with a name", "WISH"),
        Case("two other vendors have been asked for offers: ask what would decide it", "TENDER"),
        Case("they are talking to other vendors, so ask what they compare", "TENDER"),
        Case("[[jonas]] called the third outage not acceptable: they are angry for a reason", "ANGRY"),
        Case("[[jonas]] says an increase above the index is hard to defend: bring the reasons", "PRICE"),
        Case("[[pekka]] takes over purchasing: ask how he wants to decide", "NEWBOSS"),
        Case("the new head of purchasing decides from March: ask [[eva]] to introduce you", "NEWBOSS"),
        Case("the Lahti site went live without stops: use it as the example", "ROLLOUT"),
        Case("the plant managers must be convinced before anything is ordered", "PLANT"),
        Case("investments are on hold: ask what the merger changes", "HOLD"),
        Case("they will send the list of sites: ask what helps them finish it", "WILL"),
        Case("[[jonas]] is waiting for an answer on invoices: bring it", "WAITS"),
        Case("the extension has been approved: agree the order of the sites", "FI_OK"),
        Case("they ordered more scanners: ask which site comes first", "SV_OK"),
        Case("they declined the longer term: ask what would make it possible", "SV_NEJ"),
        Case("[[eva]] is leaving the company: ask who follows her", "DE_WEG"),
        Case("[[jonas]] decides on liability with legal: ask what they look at", "LEGAL"),
        Case("ask [[pekka]] what he wants to see before he approves", "LEGAL"),
        Case("monthly reviews were agreed: propose the first date", "AGREED"),
        Case("agree with [[pekka]] who confirms the volumes", "VOLUMES"),
        Case("perhaps they are unhappy with the pairing: ask openly", "TICKET"),
        Case("the third outage may have cost trust: listen first", "ANGRY"),
        Case("what must the report show before you can approve the restart?", "REPORT", question=True),
        Case("what would make the plants agree to the roll-out, [[eva]]?", "PLANT", question=True),
        Case("which volumes have you already confirmed for next year?", "VOLUMES", question=True),
        Case("when do you need the demo scanner we promised?", "LOAN", question=True),
        Case("who else has to be convinced before an order is placed?", "PLANT", question=True),
        Case("have the plant managers agreed on the criteria?", "PLANT", question=True),
    ],
}
