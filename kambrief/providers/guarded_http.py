"""Fetching an address that a person typed into a configuration: it must not become a way into the inner network.

The host is resolved once, every address is checked, and the connection goes to a checked address: DNS cannot change in
between. Each redirect is checked again. Size and time are bounded while the answer streams in. The address is a secret
(whoever has it reads the calendar), so it appears in no message.

What remains: `socket.getaddrinfo` has no time limit of its own, and a company's web proxy is not used, because behind
one nobody knows where the connection ends.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

MAX_REDIRECTS = 5
_PRIVATE = "the host has a private or reserved address"
_PRIVATE_ADVICE = "set allow_private = true if it is in your own network"
_SEE_OTHER = (301, 302, 303, 307, 308)

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port → IP addresses. May raise `OSError`."""


class RefusedError(Exception):
    """The answer was not fetched, or not to its end. The message holds no address and no secret."""

    def __init__(self, reason: str, advice: str = "") -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost, and where it may go."""

    max_bytes: int = 20_000_000
    seconds: float = 30.0
    allow_private: bool = False
    """Also private and loopback addresses, and plain http."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer, after redirects; ``headers`` in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def resolve(host: str, port: int) -> Sequence[str]:
    """The system's answer."""
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, whatever it is wrapped in."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class CheckedTransport(httpx.BaseTransport):
    """Connects only to public addresses, and to exactly the address that was checked."""

    def __init__(self, inner: httpx.BaseTransport | None = None, resolver: Resolver = resolve) -> None:
        # Connections are not kept: they would be shared by all names behind one address.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._inner = inner or httpx.HTTPTransport(limits=limits, trust_env=False)
        self._resolve = resolver

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The same request, sent to the checked address under the name asked for."""
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        checked = httpx.Request(
            request.method,
            request.url.copy_with(host=self._address(host, port)),
            headers=request.headers,  # Host among them: as it was
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return self._inner.handle_request(checked)

    def _address(self, host: str, port: int) -> str:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError("the host's name is not known") from error
        if not addresses or not all(is_public(address) for address in addresses):
            raise RefusedError(_PRIVATE, _PRIVATE_ADVICE)
        return next((address for address in addresses if ":" not in address), addresses[0])

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()


def client(limits: Limits) -> httpx.Client:
    """A client that keeps the rules of ``limits``."""
    transport = httpx.HTTPTransport(trust_env=False) if limits.allow_private else CheckedTransport()
    return httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=limits.seconds)


def fetch(
    http: httpx.Client, url: str, headers: Mapping[str, str], limits: Limits, auth: tuple[str, str] | None = None
) -> Answer:
    """GET ``url``, following redirects. Raises `RefusedError` for all that goes wrong short of an HTTP status."""
    deadline = time.monotonic() + limits.seconds
    address = _parsed(url)
    auth = auth or ((address.username, address.password) if address.username else None)
    address = address.copy_with(userinfo=b"")
    home = address.host
    for _ in range(MAX_REDIRECTS + 1):
        _check(address, limits)
        # The password goes to the host it was meant for and to no other.
        answer = _get(http, address, headers, limits, deadline, auth if address.host == home else None)
        if answer.status not in _SEE_OTHER or "location" not in answer.headers:
            return answer
        address = address.join(_parsed(answer.headers["location"]))
    raise RefusedError("the server redirects in circles")


def post(
    http: httpx.Client, url: str, form: Mapping[str, str], limits: Limits, auth: tuple[str, str] | None = None
) -> Answer:
    """Send a form to ``url``. It may hold secrets, so a redirect is an answer and is not followed.

    Raises `RefusedError` for all that goes wrong short of an HTTP status.
    """
    deadline = time.monotonic() + limits.seconds
    address = _parsed(url)
    _check(address, limits)
    with (
        _plain_words(),
        http.stream("POST", address, data=dict(form), timeout=limits.seconds, auth=auth or _NO_AUTH) as response,
    ):
        found = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, _body(response, limits, deadline), found)


def _parsed(url: str) -> httpx.URL:
    try:
        return httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError):
        raise RefusedError("the address is not a valid one") from None


def _check(url: httpx.URL, limits: Limits) -> None:
    schemes = ("https", "http") if limits.allow_private else ("https",)
    if url.scheme not in schemes or not url.host:
        raise RefusedError("the address must begin with https://", "plain http only with allow_private = true")
    if limits.allow_private:
        return
    try:
        ipaddress.ip_address(url.host)
    except ValueError:
        public = url.host.rstrip(".").lower() != "localhost"
    else:
        public = is_public(url.host)
    if not public:
        raise RefusedError(_PRIVATE, _PRIVATE_ADVICE)


def _get(
    http: httpx.Client,
    url: httpx.URL,
    headers: Mapping[str, str],
    limits: Limits,
    deadline: float,
    auth: tuple[str, str] | None,
) -> Answer:
    left = deadline - time.monotonic()
    if left <= 0:
        raise RefusedError("the server took too long")
    with _plain_words(), http.stream("GET", url, headers=headers, timeout=left, auth=auth or _NO_AUTH) as response:
        found = {name.lower(): value for name, value in response.headers.items()}
        body = b"" if response.status_code in _SEE_OTHER else _body(response, limits, deadline)
        return Answer(response.status_code, body, found)


def _body(response: httpx.Response, limits: Limits, deadline: float) -> bytes:
    parts = bytearray()
    for chunk in response.iter_bytes(65_536):
        parts += chunk
        if len(parts) > limits.max_bytes:
            raise RefusedError(f"the answer is larger than {limits.max_bytes} bytes", "raise max_bytes")
        if time.monotonic() > deadline:
            raise RefusedError("the server took too long")
    return bytes(parts)


class _NoAuth(httpx.Auth):
    """Says "none" where httpx would read a password out of the address or a netrc file."""


_NO_AUTH = _NoAuth()


@contextmanager
def _plain_words() -> Iterator[None]:
    """Errors of httpx may quote the address; ours must not."""
    try:
        yield
    except httpx.TimeoutException:
        raise RefusedError("the server took too long") from None
    except httpx.ConnectError as error:
        tls = "CERTIFICATE" in str(error).upper() or "SSL" in str(error).upper()
        raise RefusedError("the server's certificate is not valid" if tls else "the server cannot be reached") from None
    except httpx.DecodingError:
        raise RefusedError("the answer is damaged") from None
    except httpx.HTTPError as error:
        raise RefusedError(f"the connection failed ({type(error).__name__})") from None
