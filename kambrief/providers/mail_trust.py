"""What a mail's headers say of who sent it and whether a person did: RFC 8601, RFC 3834."""

import re
from collections.abc import Iterable, Sequence

from publicsuffixlist import PublicSuffixList

from kambrief.providers.mail_text import ReadMail

_MOST_RESULTS = 40
_RESULT = re.compile(r"\s*([a-z][a-z0-9-]*)\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z][a-z0-9-]*\.[a-z][a-z0-9_-]*)\s*=\s*([^\s;]+)", re.IGNORECASE)
_UNDECIDED = frozenset({"temperror", "permerror"})
_METHODS = ("dmarc", "dkim", "spf")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_ROBOTS = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|donotreply)(?:[+.-].*)?@.*", re.IGNORECASE)
_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response", "list-id", "x-failed-recipients")
_SUFFIXES = PublicSuffixList()


def authentic(mail: ReadMail, servers: Iterable[str], *, unnamed: bool = False) -> bool | None:
    """Whether our own server found the mail to be of the domain in its From: True, False, or None where it says nothing
    that we may believe.

    Only the topmost Authentication-Results counts, and only when its server (authserv-id) is one of ``servers``: those
    below may have come with the mail. ``unnamed``: whether one without a name counts, as Exchange Online writes them.
    """
    given = mail.header("authentication-results")
    known = {one.casefold() for one in servers if one}
    if not given or not (known or unnamed):
        return None
    named, results = _taken_apart(given)
    if named.casefold() not in known and not (unnamed and not named):
        return None
    domains = {address.rpartition("@")[2] for address in mail.senders}
    if len(mail.senders) != 1:
        return False
    return _judged(results, domains.pop())


def _taken_apart(value: str) -> tuple[str, list[tuple[str, str, dict[str, str]]]]:
    """The server's name, and of each method the result and its properties. Comments are left out first."""
    first, *rest = _without_comments(value)[:8000].split(";")
    name = ""
    if _RESULT.match(first):
        rest.insert(0, first)
    else:
        name = first.split()[0] if first.split() else ""
    results = []
    for piece in rest[:_MOST_RESULTS]:
        found = _RESULT.match(piece)
        if found:
            properties = {key.lower(): text.lower() for key, text in _PROPERTY.findall(piece[found.end() :])}
            results.append((found[1].lower(), found[2].lower(), properties))
    return name, results


def _without_comments(value: str) -> str:
    """What stands in quotes stays, without the signs that would make more of it: a sender chooses such words."""
    kept, depth, quoted, escaped = list[str](), 0, False, False
    for letter in value:
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif letter == '"' and not depth:
            quoted = not quoted
        elif quoted:
            kept.append("_" if letter in "; =" else letter)
        elif letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(letter)
    return "".join(kept)


def _judged(results: Sequence[tuple[str, str, dict[str, str]]], domain: str) -> bool | None:
    known = [one for one in results if one[0] in _METHODS]
    policy = {
        result
        for method, result, properties in known
        if method == "dmarc" and properties.get("header.from", domain).rpartition("@")[2] == domain
    }
    if "fail" in policy or len(policy) > 1:  # a server says it once; two results are somebody's trick
        return False
    if policy & {"pass", "bestguesspass"}:
        return True
    for method, result, properties in known:
        shown = properties.get("header.d") or properties.get("header.i", "") if method == "dkim" else ""
        shown = properties.get("smtp.mailfrom", "") if method == "spf" else shown
        if result == "pass" and _aligned(shown.rpartition("@")[2], domain):
            return True
    if not known or all(result in _UNDECIDED for _, result, _ in known):
        return None
    return False


def _aligned(one: str, other: str) -> bool:
    """The same organisation's, as DMARC's relaxed alignment has it (RFC 7489 §3.1)."""
    if not one or not other:
        return False
    return one == other or (_organisation(one) == _organisation(other) != "")


def _organisation(domain: str) -> str:
    return str(_SUFFIXES.privatesuffix(domain.strip(".").lower()) or "")


def automatic(mail: ReadMail) -> bool:
    """Whether no person wrote it to us: out of office, a bounce, a list, an answer to an invitation. Never answered."""
    said = mail.header("auto-submitted").split(";")[0].strip().lower()
    if said not in {"", "no"} or mail.header("precedence").strip().lower() in _BULK:
        return True
    if any(mail.header(name) for name in _AUTOMATIC):
        return True
    if mail.header("return-path").strip() == "<>" or "multipart/report" in mail.kinds or mail.calendar:
        return True
    return any(_ROBOTS.fullmatch(sender) for sender in mail.senders)
