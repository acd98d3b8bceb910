"""The customers' pages: the list, and one customer with everything that is known of it."""

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from kambrief.core.brief import Sentence
from kambrief.core.evidence import Moment, Number
from kambrief.core.insight.report import plan
from kambrief.core.model import AccountManager
from kambrief.core.names import category_name, owner_name
from kambrief.core.one_thing import the_one_thing
from kambrief.core.relations import Own
from kambrief.core.rights import names_of
from kambrief.core.rounding import percent, tenth
from kambrief.core.site import Act
from kambrief.desk import account_list
from kambrief.desk.account_risk import Evidence, evidence, explained
from kambrief.desk.account_timeline import timeline, told_language
from kambrief.desk.customer_page import Customer, customer
from kambrief.phrases import Phrases, Spoken
from kambrief.web import account_charts, charts
from kambrief.web.routes import Route, Who, Whose
from kambrief.web.visit import Visit

NOTICE_SOON_DAYS = 45
"""From here on a notice day is the matter of a call (`core.one_thing`)."""


def accounts(visit: Visit) -> Response:
    """The portfolio: what the manager owns or meets, searched, fifty at a time."""
    found = account_list.accounts(
        visit.app, visit.manager, visit.now, visit.asked("q")[:200], _number(visit.asked("page")), _deputy(visit)
    )
    return visit.page(
        "accounts", found=found, percent=percent, links=_Links(visit, "/accounts"), at=_at(visit)
    )  # fmt: skip


def account(visit: Visit) -> Response:
    """One customer. With ``part=history`` htmx gets the history alone."""
    found = customer(visit.app, visit.path["account_id"], visit.manager, visit.now, _deputy(visit))
    situation = found.situation
    own = Own(tuple(visit.app.managers.values()), visit.app.before.own_domains)
    told = timeline(situation, own, visit.who.email, visit.asked("kind"), _number(visit.asked("page")))
    links = _Links(visit, f"/account/{visit.path['account_id']}")
    shared: dict[str, Any] = {
        "found": found, "situation": situation, "told": told, "links": links, "at": _at(visit), "tongue": told_language,
    }  # fmt: skip
    if visit.is_fragment and visit.asked("part") == "history":
        return visit.page("account_history", **shared)
    visit.note(Act.SAW_ACCOUNT, account_id=found.root)
    reasons, base = explained(situation), visit.app.before.writing.rates.base
    revenue = situation.insights.revenue
    return visit.page(
        "account",
        **shared,
        owner=_owner(found, visit.app.managers.values()),
        one_thing=_said(visit, found),
        explained=reasons,
        risk_chart=account_charts.risk(reasons, visit.words),
        revenue=revenue,
        revenue_chart=account_charts.revenue(
            situation.insights.monthly, revenue.currency if revenue else base, visit.words
        ),
        cause=category_name(situation.data, revenue.cause.category) if revenue and revenue.cause else None,
        surveys=account_charts.surveys(situation, visit.words),
        relations=found.relations,
        people_chart=account_charts.people(found.relations, visit.words),
        ours={one.key: one.name for one in found.relations.ours},
        plan=plan(situation),
        percent=percent,
        number=lambda figure: Number(tenth(figure)),
        letter=charts.letter,
        records=lambda *ids: evidence(situation, ids),
        named=lambda name: owner_name(situation, name),
        soon=NOTICE_SOON_DAYS,
        names=_names(found),
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Addresses of the same page, in the name of whoever it was asked for."""

    visit: Visit
    path: str

    def to(self, path: str = "", /, **query: object) -> str:
        """``path`` (this page) with these parameters; those that are empty are left out."""
        wished = {key: str(value) for key, value in query.items() if value not in {"", None, 1}}
        if self.visit.asked("for"):
            wished["for"] = self.visit.asked("for")
        return (path or self.path) + (f"?{urlencode(wished)}" if wished else "")


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _deputy(visit: Visit) -> AccountManager | None:
    """Who looks in the manager's place: they see no more than their own rights show them."""
    return visit.reader if visit.reader and visit.reader.email != visit.manager.email else None


def _at(visit: Visit) -> object:
    """A datetime as a moment in the reader's zone."""
    return lambda moment: Moment(moment, visit.zone)


def _owner(found: Customer, managers: Iterable[AccountManager]) -> str:
    """The owner's name; nothing where the CRM has no more than a code."""
    account = found.situation.account
    said = " ".join((account.owner or "").split()) if account else ""
    known = next((one for one in managers if said.casefold() in names_of(one)), None)
    return (known.name or known.email) if known else said if " " in said or "@" in said else ""


def _names(found: Customer) -> list[str]:
    """The group's other companies."""
    return [one.name for one in found.situation.data.accounts if one.id != found.root]


def _said(visit: Visit, found: Customer) -> list[tuple[Spoken, tuple[Evidence, ...]]]:
    """The one thing to know, each sentence with what it rests on. What to leave a call with only where one is ahead."""
    phrases, situation = Phrases(visit.language), found.situation
    today = situation.now.astimezone(zoneinfo.ZoneInfo(visit.zone)).date()

    def say(sentence: Sentence) -> Spoken:
        return phrases.say(sentence, today, visit.zone)

    return [
        (say(one), evidence(situation, one.facts))
        for line in the_one_thing(situation)
        for one in line.sentences
        if found.ahead or not one.phrase.startswith("outcome_")
    ]


ROUTES = (
    Route("GET", "/accounts", accounts, "account", Who.MANAGER, Whose.MANAGER),
    Route("GET", "/account/{account_id}", account, "account", Who.MANAGER, Whose.ACCOUNT),
)
