"""Join links: found in an invitation's text, unwrapped, and only from hosts we know.

A link is never followed to find out what it is. What mail gateways wrapped around it (SafeLinks, URL Defense, Google's
redirect) is taken off, because Teams may refuse a rewritten link. The host is compared whole: ``evilzoom.us`` and
``zoom.us.attacker.example`` are nobody's. Vendors' forms of links: Zoom "Understanding Zoom's browser support" and
Teams "Join a meeting by link"; a company's own domain cannot be known, the configuration adds it (`ExtraHost`).
"""

import base64
import binascii
import enum
import re
import urllib.parse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kambrief.core.model import JoinLink, Platform


class Place(enum.IntEnum):
    """Where in an invitation a text stood; the better place first."""

    CONFERENCE = 0
    """RFC 7986 CONFERENCE, with video."""
    CONFERENCE_OTHER = 1
    VENDOR = 2
    """X-GOOGLE-CONFERENCE, X-MICROSOFT-SKYPETEAMSMEETINGURL and their kin."""
    URL = 3
    LOCATION = 4
    DESCRIPTION = 5
    HTML = 6
    """X-ALT-DESC: links stand in its attributes."""


@dataclass(frozen=True, slots=True)
class ExtraHost:
    """A host the configuration vouches for; ``*.meet.example`` stands for every host below ``meet.example``."""

    host: str
    platform: Platform = Platform.UNKNOWN


_URL = re.compile(r"(?:https?|zoommtg)://[^\s<>\"'\])}\\^`|]+", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|#38|#x26);", re.IGNORECASE)
_TRAILING = ".,;:!?*"
_MAX_TEXT = 200_000
_MAX_URL = 8_000
_UNWRAPS = 3
_PASSCODE = ("pwd", "p", "passcode", "password")

_ZOOM_HOSTS = ("zoom.us", "zoomgov.com", "zoom.com", "zoom.com.cn", "zoom-x.de")
_ZOOM_PATH = re.compile(r"/(j|w|s|my|wc/join|wc|meeting/register|webinar/register)/([^/]+)(?:/(\w+))?", re.IGNORECASE)
_ZOOM_ID = re.compile(r"\d{9,11}")
_TEAMS_HOST = re.compile(
    r"(?:gov\.)?(?:teams\.microsoft\.(?:com|us)|teams\.cloud\.microsoft|teams\.live\.com)|dod\.teams\.microsoft\.us"
)
_TEAMS_PATH = re.compile(r"/(?:l/meetup-join/[^/]+|meet/(\d+)/?$|dl/launcher/launcher\.html$)", re.IGNORECASE)
_TEAMS_THREAD = re.compile(r"19:[\w.@-]+", re.IGNORECASE)
_MEET_PATH = re.compile(r"/(?:_meet/)?(?:([a-z]{3}-[a-z]{4}-[a-z]{3})|lookup/([a-z0-9]+))/?$", re.IGNORECASE)
_WEBEX_PATH = re.compile(
    r"/(?:[^/]+/)*(?:(j\.php)$|(meet|join)/[^/]+|wbxmjs/joinservice/|weblink/(?:register|meeting)/|webappng/sites/)",
    re.IGNORECASE,
)


def find_links(candidates: Sequence[tuple[Place, str]], extra: Sequence[ExtraHost] = ()) -> tuple[JoinLink, ...]:
    """Every call these texts lead to, best place first, each call once."""
    links = [
        link
        for _, text in sorted(candidates, key=lambda candidate: candidate[0])
        for found in _URL.findall(_unescape(text[:_MAX_TEXT]))
        if (link := read_link(found, extra)) is not None
    ]
    return merge_links(links)


def merge_links(links: Iterable[JoinLink]) -> tuple[JoinLink, ...]:
    """Each call once, in the order given; of two links into one call the one with the passcode is kept."""
    best: dict[tuple[Platform, str], JoinLink] = {}
    for link in links:
        key = (link.platform, link.external_id or link.url)
        if key not in best or (_has_passcode(link) and not _has_passcode(best[key])):
            best[key] = link
    return tuple(best.values())


def read_link(url: str, extra: Sequence[ExtraHost] = ()) -> JoinLink | None:
    """The call one address leads to; None when it is no join link of a host we know."""
    if len(url) > _MAX_URL:
        return None
    address = unwrap(url.rstrip(_TRAILING))
    parts = _split(address)
    if parts is None:
        return None
    if parts.scheme == "zoommtg":
        return _zoom_app(parts)
    host = (parts.hostname or "").rstrip(".")
    for platform, answers, read in _READERS:
        if answers(host):
            return read(parts, host)
        if platform in {entry.platform for entry in extra if _covers(entry, host)}:
            return read(parts, host) or _plain(parts, host, platform)
    return _plain(parts, host, Platform.UNKNOWN) if any(_covers(entry, host) for entry in extra) else None


def unwrap(url: str) -> str:
    """The address inside what mail gateways put around it, at most three layers deep."""
    for _ in range(_UNWRAPS):
        inner = _unwrap_once(url)
        if inner is None:
            break
        url = inner
    return url


def _unescape(text: str) -> str:
    # Only the ampersand, and only with its semicolon: a general unescape reads "&region=" as "®ion=".
    for _ in range(_UNWRAPS):
        text = _ENTITY.sub("&", text)
    return text


def _split(url: str) -> urllib.parse.SplitResult | None:
    """Parts of an address a browser would read the same way; None for user names, odd ports and odd characters."""
    if "\\" in url or any(ord(char) <= ord(" ") for char in url):
        return None
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if "@" in parts.netloc or port not in (None, 443) or parts.scheme not in ("http", "https", "zoommtg"):
        return None
    return parts


def _below(host: str, domains: Iterable[str]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def _covers(entry: ExtraHost, host: str) -> bool:
    name = entry.host.casefold()
    return host.endswith(name[1:]) if name.startswith("*.") else host == name


def _has_passcode(link: JoinLink) -> bool:
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(link.url).query)
    return any(name in query for name in _PASSCODE)


# --- wrappings -----------------------------------------------------------------------------------------------------


def _unwrap_once(url: str) -> str | None:
    parts = _split(url)
    if parts is None:
        return None
    host, query = parts.hostname or "", urllib.parse.parse_qs(parts.query)
    inner = ""
    if _below(host, ("safelinks.protection.outlook.com", "safelinks.protection.office365.us")):
        inner = query.get("url", [""])[0]
    elif host in ("www.google.com", "google.com") and parts.path == "/url":
        inner = (query.get("q") or query.get("url") or [""])[0]
    elif host in ("urldefense.com", "urldefense.us", "urldefense.proofpoint.com"):
        inner = _urldefense(url, parts.path, query.get("u", [""])[0])
    inner = _unescape(inner.strip())
    return inner if inner.lower().startswith(("http://", "https://", "zoommtg://")) else None


def _urldefense(url: str, path: str, target: str) -> str:
    if path.startswith("/v3/"):
        return _urldefense3(url)
    if path.startswith("/v2/"):  # "-" stands for "%" and "_" for "/"
        return urllib.parse.unquote(target.translate(str.maketrans("-_", "%/")))
    return target


_V3 = re.compile(r"/v3/__(?P<url>.+?)__;(?P<chars>[A-Za-z0-9_-]*)(?:!|$)")
_V3_MARK = re.compile(r"\*(?:\*(.))?")
_V3_RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _urldefense3(url: str) -> str:
    """Version 3 keeps the address readable and moves odd characters, marked ``*`` (``**B``: a run of 3), to the end."""
    match = _V3.search(url)
    if match is None:
        return ""
    chars = match["chars"]
    try:
        moved = iter(base64.urlsafe_b64decode(chars + "=" * (-len(chars) % 4)).decode("utf-8"))
    except (binascii.Error, UnicodeDecodeError):
        return ""

    def put_back(mark: re.Match[str]) -> str:
        count = _V3_RUNS.find(mark[1]) + 2 if mark[1] else 1
        return "".join(char for _, char in zip(range(count), moved, strict=False))

    inner = _V3_MARK.sub(put_back, match["url"])
    return re.sub(r"^(https?):/(?=[^/])", r"\1://", inner)  # gateways shorten the double slash


# --- the platforms -------------------------------------------------------------------------------------------------


def _address(parts: urllib.parse.SplitResult, host: str, path: str | None = None, query: str | None = None) -> str:
    kept = (parts.query if query is None else query, parts.fragment if query is None else "")
    return urllib.parse.urlunsplit(("https", host, parts.path if path is None else path, *kept))


def _plain(parts: urllib.parse.SplitResult, host: str, platform: Platform) -> JoinLink | None:
    """A link of a configured host, as it is; its front page is no call."""
    return JoinLink(_address(parts, host), platform) if parts.path.strip("/") or parts.query else None


def _zoom(parts: urllib.parse.SplitResult, host: str) -> JoinLink | None:
    match = _ZOOM_PATH.match(parts.path)
    if match is None:
        return None
    kind, first, then = match[1].lower(), match[2], (match[3] or "").lower()
    number = _ZOOM_ID.fullmatch(first)
    number_text = number[0] if number and "register" not in kind else ""
    if kind == "s" or (kind == "wc" and then == "start"):  # starts it as its host, with the host's key: never shown
        return _zoom_join(host, number_text, urllib.parse.parse_qs(parts.query)) if number_text else None
    return JoinLink(_address(parts, host), Platform.ZOOM, number_text, personal_room=kind == "my")


def _zoom_app(parts: urllib.parse.SplitResult) -> JoinLink | None:
    """The desktop client's own scheme, as the web address of the same call: only https is ever shown."""
    query = urllib.parse.parse_qs(parts.query)
    number = _ZOOM_ID.fullmatch(query.get("confno", [""])[0])
    host = parts.hostname or ""
    return _zoom_join(host, number[0], query) if number and _below(host, _ZOOM_HOSTS) else None


def _zoom_join(host: str, number: str, query: dict[str, list[str]]) -> JoinLink:
    passcode = urllib.parse.urlencode({"pwd": query["pwd"][0]}) if "pwd" in query else ""
    return JoinLink(urllib.parse.urlunsplit(("https", host, f"/j/{number}", passcode, "")), Platform.ZOOM, number)


def _teams(parts: urllib.parse.SplitResult, host: str) -> JoinLink | None:
    match = _TEAMS_PATH.match(parts.path)
    if match is None:
        return None
    thread = _TEAMS_THREAD.search(urllib.parse.unquote(urllib.parse.unquote(f"{parts.path}?{parts.query}")))
    return JoinLink(_address(parts, host), Platform.TEAMS, match[1] or (thread[0] if thread else ""))


def _meet(parts: urllib.parse.SplitResult, host: str) -> JoinLink | None:
    match = _MEET_PATH.match(parts.path)
    if match is None:
        return None
    code = (match[1] or match[2]).lower()
    # A nickname (lookup) is used again and again by the same people.
    return JoinLink(_address(parts, host), Platform.MEET, code, personal_room=match[2] is not None)


def _webex(parts: urllib.parse.SplitResult, host: str) -> JoinLink | None:
    match = _WEBEX_PATH.match(parts.path)
    meeting = urllib.parse.parse_qs(parts.query).get("MTID", [""])[0]
    if match is None or (match[1] and not meeting):
        return None
    return JoinLink(_address(parts, host), Platform.WEBEX, meeting, personal_room=match[2] is not None)


_Reader = Callable[[urllib.parse.SplitResult, str], JoinLink | None]

_READERS: tuple[tuple[Platform, Callable[[str], bool], _Reader], ...] = (
    (Platform.ZOOM, lambda host: _below(host, _ZOOM_HOSTS), _zoom),
    (Platform.TEAMS, lambda host: _TEAMS_HOST.fullmatch(host) is not None, _teams),
    (Platform.MEET, lambda host: host == "meet.google.com", _meet),
    (Platform.WEBEX, lambda host: _below(host, ("webex.com",)) and host != "webex.com", _webex),
)
