"""What stands before every page: headers that bind the browser, and signs that a form comes from a page of ours.

Which person may see what is decided in `core.access`; here it is about browsers.
"""

import hashlib
import hmac
import ipaddress
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""Of every page. What it shows is one person's: no cache keeps it, no frame shows it, nothing from elsewhere runs."""
STRICT_TRANSPORT = "max-age=31536000"
"""Where we are reached by https."""
MAX_FORM = 256_000
"""Bytes of a form: a long mail has a tenth of it."""


def new_token() -> str:
    """256 random bits: what a cookie or a link holds. Only its `digest` is kept."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token: whoever reads the database signs in nowhere."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(session_token: str) -> str:
    """The word that a form of this session carries. It tells nothing of the cookie it comes from."""
    return hmac.new(session_token.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(session_token: str, given: str) -> bool:
    """Whether a form was made for this session."""
    return hmac.compare_digest(form_token(session_token).encode(), given.encode("utf-8", "replace"))


def is_own_origin(headers: Headers, public_url: str) -> bool:
    """Whether a form was sent by a page of ours, as far as the browser tells: one that says where from must say us.

    ``Sec-Fetch-Site`` and ``Origin`` cannot be set by a page (Fetch standard); a client that sends neither is no
    browser that somebody could mislead.
    """
    site = headers.get("sec-fetch-site", "")
    if site and site not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin", "")
    if not origin:
        return True
    try:
        asked = urlsplit(origin)
    except ValueError:
        return False
    hosts = {headers.get("host", "")}
    if public_url:
        hosts.add(urlsplit(public_url).netloc)
    return bool(asked.netloc) and asked.netloc in hosts


def is_here(host: str) -> bool:
    """Whether a host, with or without a port, is this very machine."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def local_path(path: str) -> str:
    """A path of ours to go on to, or the first page: no other host, no scheme, no control character."""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or any(ord(one) < 0x21 for one in path):
        return "/"
    return path if len(path) <= 500 and "\\" not in path else "/"
