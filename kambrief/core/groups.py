"""Groups of accounts: who belongs to which root, whatever state the CRM's parent links are in.

A link to an account that is not there counts as no link: a placeholder such as ``0`` shared by every row must not make
one customer of all. Accounts that are each other's parents form one group, with the lowest id as its root.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kambrief.core.address import address_key, domain_key
from kambrief.core.customer import Account, Contact, CrmData


def id_order(record_id: str) -> tuple[int, str]:
    """Sort key of record ids: C2 before C10, and always the same."""
    return len(record_id), record_id


@dataclass(frozen=True, slots=True)
class Groups:
    """Who belongs together. Build it with `groups`. An id nobody listed is a group of its own."""

    roots: Mapping[str, str]
    depths: Mapping[str, int]
    by_root: Mapping[str, frozenset[str]]

    def root(self, account_id: str) -> str:
        """The top of the group this account belongs to."""
        return self.roots.get(account_id, account_id)

    def depth(self, account_id: str) -> int:
        """How many steps below its root."""
        return self.depths.get(account_id, 0)

    def members(self, root: str) -> frozenset[str]:
        """Root and all descendants."""
        return self.by_root.get(root, frozenset({root}))

    def whole(self, account_ids: Iterable[str]) -> frozenset[str]:
        """Every account of every group that one of these belongs to."""
        return frozenset(member for root in {self.root(one) for one in account_ids} for member in self.members(root))


def groups(accounts: Iterable[Account]) -> Groups:
    """Resolve the parent links."""
    parents = _parents(accounts)
    _cut_rings(parents)
    roots: dict[str, str] = {}
    depths: dict[str, int] = {}
    for start in parents:
        path = []
        node: str | None = start
        while node is not None and node not in roots:
            path.append(node)
            node = parents[node]
        for step in reversed(path):
            above = parents[step]
            roots[step] = step if above is None else roots[above]
            depths[step] = 0 if above is None else depths[above] + 1
    by_root: dict[str, set[str]] = defaultdict(set)
    for account_id, root in roots.items():
        by_root[root].add(account_id)
    return Groups(roots, depths, {root: frozenset(members) for root, members in by_root.items()})


def _parents(accounts: Iterable[Account]) -> dict[str, str | None]:
    links = {account.id: account.parent_id for account in accounts}
    return {one: parent if parent in links and parent != one else None for one, parent in links.items()}


def _cut_rings(parents: dict[str, str | None]) -> None:
    done: set[str] = set()
    for start in parents:
        path: dict[str, int] = {}
        node: str | None = start
        while node is not None and node not in done and node not in path:
            path[node] = len(path)
            node = parents[node]
        if node is not None and node in path:
            ring = list(path)[path[node] :]
            parents[min(ring, key=id_order)] = None
        done.update(path)


def find_in(data: CrmData, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str]) -> CrmData:
    """`kambrief.ports.Crm.find` for a provider that holds everything in memory."""
    wanted = {address_key(email) for email in emails} - {""}
    owned = {domain_key(domain) for domain in domains} - {""}
    hits = {
        contact.account_id
        for contact in data.contacts
        if contact.id in ids or contact.account_id in ids or ids & {*contact.former_ids} or addresses(contact) & wanted
    }
    hits |= {
        account.id
        for account in data.accounts
        if account.id in ids
        or ids & {*account.former_ids, account.key}
        or owned & {domain_key(domain) for domain in account.domains}
    }
    cut = data.only(groups(data.accounts).whole(hits))
    return dataclasses.replace(
        cut, products=(), deals=(), contracts=(), commitments=(), activities=(), orders=(), surveys=(), tickets=(),
        plans=(),
    )  # fmt: skip


def addresses(contact: Contact) -> set[str]:
    """Every address of a contact, as compared."""
    return {address_key(address) for address in (contact.email, *contact.aliases)} - {""}
