"""One sign-in with the company's account, from the press of the button until somebody is back, and why it may fail.

All of it lies in a cookie of the browser that began it, so that a stranger's link back to us finds nothing to go with.
"""

import base64
import binascii
import datetime as dt
import hmac
from dataclasses import dataclass

from kambrief.errors import KambriefError
from kambrief.web import guards

BEGUN_FOR = dt.timedelta(minutes=10)
"""How long somebody may take at the provider's page, second factor and all."""


class OidcError(KambriefError):
    """Nobody was let in. ``phrase``: what the person is told, one of ``words/signin``; ``why``: for the log."""

    def __init__(self, phrase: str, why: str, status: int = 403) -> None:
        self.phrase, self.why, self.status = phrase, why, status
        super().__init__(why)


def refused(why: str) -> OidcError:
    """What came back does not let anybody in."""
    return OidcError("oidc_refused", why)


def away(why: str) -> OidcError:
    """The provider cannot be asked, or not as we are configured."""
    return OidcError("oidc_away", why, 503)


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun in one browser. All that must be hard to guess comes from ``secret``, and ``state``
    vouches for the rest: nothing of it need be stored here.
    """

    secret: str
    onward: str
    """Where it leads: a path of ours."""
    at: int
    """When, in seconds of Unix time."""

    @classmethod
    def new(cls, onward: str, now: dt.datetime) -> "Begun":
        """One that begins now."""
        return cls(guards.new_token(), guards.local_path(onward), int(now.timestamp()))

    @classmethod
    def of(cls, cookie: str, state: str, now: dt.datetime) -> "Begun | None":
        """The one that a cookie holds, if ``state`` belongs to it and it is not too old."""
        try:
            secret, at, path = cookie.split(".")
            found = cls(secret, unpacked(path).decode(), int(at))
        except ValueError:
            return None
        age = now.timestamp() - found.at
        fits = hmac.compare_digest(found.state.encode(), state.encode("utf-8", "replace"))
        return found if fits and -1 <= age <= BEGUN_FOR.total_seconds() else None

    @property
    def cookie(self) -> str:
        """What the browser keeps."""
        return f"{self.secret}.{self.at}.{packed(self.onward.encode())}"

    @property
    def state(self) -> str:
        """Comes back with the code."""
        return self._made("state", self.onward, str(self.at))

    @property
    def nonce(self) -> str:
        """Comes back in the token."""
        return self._made("nonce")

    @property
    def verifier(self) -> str:
        """Shows that who brings the code is who began (RFC 7636 §4.1)."""
        return self._made("verifier")

    def _made(self, *what: str) -> str:
        return packed(hmac.digest(self.secret.encode(), "\n".join(what).encode(), "sha256"))


def packed(data: bytes) -> str:
    """Base64 for addresses, as JOSE has it (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """What `packed` made. Raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except binascii.Error:
        raise ValueError("no base64") from None
