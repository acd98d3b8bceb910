"""Whom the outcome of a meeting is about: the account, the contacts and the deal that records in the CRM hang on.

Only what is certain is taken. What is not is left out and named, or has to be said by a person: a record at the wrong
customer is worse than none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kambrief.core.customer import CrmData, Deal
from kambrief.core.groups import id_order
from kambrief.core.match import Join, Matched, Rule
from kambrief.core.model import Response
from kambrief.errors import UserError

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Concerned:
    """What the records hang on. ``notes`` say what was left out, or chosen without being said; ``group`` holds every id
    that the customer's companies have or had.
    """

    account_id: str
    contact_ids: tuple[str, ...] = ()
    deal_id: str = ""
    notes: tuple[str, ...] = ()
    group: frozenset[str] = frozenset()


def concerned(
    matched: Matched, data: CrmData, account: str = "", deal: str = "", *, wants_deal: bool = False
) -> Concerned:
    """For a meeting with these attendees. ``account`` and ``deal`` are what a person said, ``wants_deal`` that a next
    step has to stand in one. Raises `UserError` where somebody has to choose.
    """
    joins = [join for join in matched.joins if join.attendee.response is not Response.DECLINED]
    account_id = _account(joins, matched, data, account)
    group = matched.group_of(matched.groups.root(account_id))
    mine = [join for join in joins if join.account_id in group]
    certain = [join.contact.id for join in mine if join.contact and join.rule is not Rule.AMBIGUOUS]
    notes = [
        f"{join.attendee.email} stands on several contacts: none of them is named in the records"
        for join in mine
        if join.rule is Rule.AMBIGUOUS
    ]
    notes += [f"{join.attendee.email} is no contact in the CRM" for join in mine if join.rule is Rule.DOMAIN]
    deals = [one for one in data.deals if one.account_id in group]
    deal_id = _deal(deals, deal, told="deals" not in data.missing) if deal or wants_deal else ""
    if deal_id and not deal:
        notes.append(f"the next step goes to the only open deal, {_named(deals, deal_id)}")
    former = {one for row in data.accounts if row.id in group for one in row.former_ids}
    return Concerned(account_id, tuple(dict.fromkeys(certain)), deal_id, tuple(notes), group | former)


def still_unsure(seen: Matched, whole: Matched) -> Matched:
    """Who is matched by what somebody may see, with those left unsure whose other record they may not see: that it is
    hidden does not make this one the right one. ``whole``: the same attendees matched by everything.
    """
    unsure = {join.attendee.email for join in whole.joins if join.rule is Rule.AMBIGUOUS}
    joins = [replace(join, rule=Rule.AMBIGUOUS) if join.attendee.email in unsure else join for join in seen.joins]
    return replace(seen, joins=tuple(joins))


def same_words(text: str) -> str:
    """A task's text as it is compared: case and spaces make no other task."""
    return _SPACES.sub(" ", text).strip().casefold()


def _account(joins: Sequence[Join], matched: Matched, data: CrmData, said: str) -> str:
    names = {account.id: account.name for account in data.accounts}
    if said:
        if said not in names:
            raise UserError(f"The CRM shows no account '{said}' for this meeting; it shows {_listed(names)}")
        return said
    counts = Counter(join.account_id for join in joins if join.account_id and join.rule is not Rule.AMBIGUOUS)
    roots = {matched.groups.root(one) for one in counts}
    if not counts:
        raise UserError(
            "Nobody in this meeting is known for certain in the CRM, so that no record can hang on a customer: say"
            " --account, or who they are with 'kambrief match'"
        )
    if len(roots) > 1:
        several = {one: names.get(one, "") for one in counts}
        raise UserError(f"The meeting is with several customers: say --account, one of {_listed(several)}")
    return min(counts, key=lambda one: (-counts[one], id_order(one)))


def _deal(deals: Sequence[Deal], said: str, *, told: bool) -> str:
    if said:
        if told and said not in {deal.id for deal in deals}:
            raise UserError(f"The customer has no deal '{said}'; {_open(deals)}")
        return said
    still_open = [deal for deal in deals if deal.status == "open"]
    if len(still_open) != 1:
        raise UserError(f"Which deal is the next step of? Say --deal; {_open(deals)}")
    return still_open[0].id


def _open(deals: Sequence[Deal]) -> str:
    still_open = {deal.id: deal.name for deal in deals if deal.status == "open"}
    return f"open are {_listed(still_open)}" if still_open else "none is open"


def _named(deals: Sequence[Deal], deal_id: str) -> str:
    return _listed({deal.id: deal.name for deal in deals if deal.id == deal_id})


def _listed(names: dict[str, str]) -> str:
    return ", ".join(f"{one} ({name})" if name else one for one, name in sorted(names.items())[:10]) or "none"
