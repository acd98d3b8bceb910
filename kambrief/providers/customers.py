"""What the providers of customer data share: their tables' names, accounts nobody lists, lines for ``check``."""

import re
from collections.abc import Mapping, Sequence

from kambrief.core.address import domain_of
from kambrief.core.customer import TABLES, Account, Contact
from kambrief.ports import Health

SHOWN = 25
"""Problems that ``check`` lists; the rest is counted."""
PEOPLE = ("accounts", "contacts")
"""The tables that tell who somebody is: when they are suddenly empty, that is a fault."""
_LONGEST = 254
"""Characters of an address that mail can be sent to (RFC 5321). What invitations hold besides is not asked for: one
such value would spoil the question for everybody.
"""


def known_tables(tables: Mapping[str, object]) -> None:
    """Raises `ValueError` for a table that is none of ours."""
    if strange := sorted(tables.keys() - set(TABLES)):
        raise ValueError(f"no table is called {', '.join(strange)}; there are {', '.join(TABLES)}")


def spellings(key: str) -> frozenset[str]:
    """An address (as `address_key` has it) as it may be kept: a domain with other letters than ours often as it travels
    (``xn--…``). None for what is no address that mail can be sent to.
    """
    domain = domain_of(key)
    return frozenset(one for other in domain_spellings(domain) if _fits(one := key.removesuffix(domain) + other))


def domain_spellings(key: str) -> frozenset[str]:
    """The same for a domain (as `domain_key` has it)."""
    if not key or not _fits(key):
        return frozenset()
    try:
        return frozenset({key, key.encode("idna").decode("ascii")})
    except UnicodeError:
        return frozenset({key})


def _fits(text: str) -> bool:
    return len(text) <= _LONGEST and not any("\ud800" <= one <= "\udfff" for one in text)


def known_slots(template: str) -> str:
    """A link template as it is. Raises `ValueError` for braces nobody fills."""
    if re.search(r"[{}]", template.replace("{table}", "").replace("{id}", "")):
        raise ValueError("may hold {table} and {id}, and no other braces")
    return template


def stand_ins(accounts: Sequence[Account], contacts: Sequence[Contact]) -> tuple[tuple[Account, ...], tuple[str, ...]]:
    """Accounts that only contacts know of, so that every contact has one; their name is their id."""
    known = {account.id for account in accounts}
    unknown = tuple(dict.fromkeys(contact.account_id for contact in contacts if contact.account_id not in known))
    if not unknown:
        return (), ()
    named = ", ".join(unknown[:SHOWN]) + (", …" if len(unknown) > SHOWN else "")
    problem = f"accounts: {len(unknown)} known from contacts only ({named}); their ids serve as names"
    return tuple(Account(one, one) for one in unknown), (problem,)


def problem_line(name: str, problems: Sequence[str], where: str) -> Health:
    """All that could not be read as one line. ``where`` it is: "the files"."""
    more = f"\nand {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
    summary = f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in {where}"
    return Health(name, ok=False, summary=summary, advice="\n".join(problems[:SHOWN]) + more)


def missing_line(name: str, table: str, advice: str) -> Health:
    """Without contacts nobody can be joined; every other table is a gap that the briefs name."""
    return Health(name, ok=table != "contacts", summary=f"no {table} to be read", advice=advice, lacks=table)
