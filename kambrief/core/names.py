"""What companies, people and categories are called in a brief: as people say them."""

from kambrief.core.customer import Contact, CrmData
from kambrief.core.evidence import Text
from kambrief.core.situation import Situation

_LEGAL_FORMS = {
    "&", "and", "und", "ja", "och",
    "oy", "oyj", "ab", "abp", "ky", "tmi", "osk", "ry", "inc", "inc.", "ltd", "ltd.", "plc", "llc", "gmbh", "ag", "kg",
    "se", "as", "asa", "a/s", "aps", "b.v.", "bv", "n.v.", "nv", "s.a.", "sa", "pte.", "pte", "co.", "corp.", "corp",
}  # fmt: skip


def short_name(name: str) -> str:
    """A company's name as people say it: without its legal form."""
    parts = name.split()
    while len(parts) > 1 and not {parts[-1].casefold().strip(cut) for cut in (",", ",.")}.isdisjoint(_LEGAL_FORMS):
        parts.pop()
    return " ".join(parts).rstrip(",")


def within_group(name: str, group: str) -> str:
    """A company of a group without the group's own name: ``Meridane Asia`` of Meridane is ``Asia``."""
    first = group.split(" ", 1)[0]
    rest = short_name(name).removeprefix(f"{first} ")
    return rest or short_name(name)


def called(contact: Contact) -> str:
    """The name a colleague would use of somebody who has been introduced already."""
    return contact.first_name or contact.name


def owner_name(situation: Situation, owner: str) -> str:
    """Who promised, by name; nothing where it is the reader. CRMs write names, addresses or ids."""
    manager = situation.manager
    if owner.casefold() == manager.name.casefold() or manager.is_address(owner):
        return ""
    for contact in situation.people.values():
        if owner == contact.id or (contact.email and owner.casefold() == contact.email.casefold()):
            return contact.name
    invited = {one.email: one.name for one in situation.meeting.attendees if one.name}
    return invited.get(owner.casefold(), owner)


def category_name(data: CrmData, category: str) -> Text:
    """A category by the product's name where exactly one product makes it up, else its own words."""
    products = [row for row in data.products if row.category == category and row.name]
    if len(products) == 1:
        return Text(products[0].name)
    return Text(category.replace("_", " "))
