"""When two mail addresses, or two domains, are the same.

Wrong joins are the worst failure, so case is the only thing ignored, and only where it goes both ways: the Kelvin sign
lower-cases to ``k`` but nothing upper-cases to it, so an address with it is another address. Look-alikes stay apart.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable

from publicsuffixlist import PublicSuffixList

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_LABELS = re.compile(r"[^.\s@/]+(?:\.[^.\s@/]+)*")


@functools.lru_cache(maxsize=65_536)  # the same few people, thousands of times a pass
def address_key(text: str) -> str:
    """The form in which addresses are compared; empty when ``text`` is no single bare address."""
    folded = _fold(text.strip())
    if not _ADDRESS.fullmatch(folded):
        return ""
    local, _, domain = folded.rpartition("@")
    known = domain_key(domain)
    return f"{local}@{known}" if known else ""


@functools.lru_cache(maxsize=65_536)
def domain_key(text: str) -> str:
    """The form in which domains are compared: lower case, Unicode labels; empty when ``text`` is no domain."""
    folded = _fold(text.strip()).removesuffix(".")
    if not _LABELS.fullmatch(folded):
        return ""
    return ".".join(_unicode_label(label) for label in folded.split("."))


def domain_of(key: str) -> str:
    """The domain of an address key."""
    return key.rpartition("@")[2]


def without_tag(key: str) -> str:
    """``anna+news@x.fi`` → ``anna@x.fi``: the same mailbox at every large host. Unchanged when there is no tag."""
    local, at, domain = key.rpartition("@")
    base = local.partition("+")[0]
    return f"{base}{at}{domain}" if base else key


def is_under(domain: str, parents: Iterable[str]) -> bool:
    """Whether ``domain`` is one of ``parents`` (all keys) or a subdomain of one."""
    return any(domain == parent or domain.endswith(f".{parent}") for parent in parents)


def owned_chain(domain: str) -> tuple[str, ...]:
    """The domain and its parents, most specific first, down to the one somebody registered.

    Public suffixes (``fi``, ``co.uk``, ``github.io``) belong to nobody and are never part of it.
    """
    registered = _suffixes().privatesuffix(domain) if domain_key(domain) else None
    if not registered:
        return ()
    chain = [domain]
    while chain[-1] != registered and "." in chain[-1]:
        chain.append(chain[-1].partition(".")[2])
    return tuple(chain)


@functools.cache
def _suffixes() -> PublicSuffixList:
    """The list shipped with its package: constant data, read once."""
    return PublicSuffixList()


def _fold(text: str) -> str:
    return "".join(_lower(character) for character in _composed(text))


def _lower(character: str) -> str:
    low = character.lower()
    return low if low.upper() == character else character


def _composed(text: str) -> str:
    """NFC, unless that would replace a character by its look-alike (Kelvin → K, Ohm → Omega)."""
    if any(unicodedata.normalize("NFC", character) != character for character in text):
        return text
    return unicodedata.normalize("NFC", text)


def _unicode_label(label: str) -> str:
    """``xn--hkkinen-5wa`` → ``häkkinen``, only where it is the one right spelling of a name that needs it."""
    if not label.startswith("xn--"):
        return label
    try:
        decoded = label[4:].encode("ascii").decode("punycode")
        honest = not decoded.isascii() and _fold(decoded) == decoded
        return decoded if honest and decoded.encode("punycode").decode("ascii") == label[4:] else label
    except UnicodeError:
        return label
