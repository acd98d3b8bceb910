"""Salesforce's API: how an organisation is signed in to, and its questions: queries in batches, descriptions, writing.

Up to five queries go in one composite call, which counts as one of the day's calls for all integrations together. Lists
are complete or an error is raised: half a list would look like lost records.
"""

import datetime as dt
import json
import re
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import httpx
from pydantic import Field, field_validator, model_validator

from kambrief.errors import CallError, UserError
from kambrief.providers import soql
from kambrief.providers.cells import clean
from kambrief.providers.crm_mapping import MappedSection
from kambrief.providers.http import Api, Policy, Reply, client, origin
from kambrief.providers.oauth import AppToken, Ask

NAME = "crm.salesforce"
SPENT = "REQUEST_LIMIT_EXCEEDED"
"""The code of a call for which the day's calls no longer suffice."""
CROWDED = "CONCURRENT_LIMIT"
"""The code of a call that was one too many at once: Salesforce gives it the code of the day's limit, too."""
IN_ONE_CALL = 5
"""Queries in one composite call."""
_WORKERS = 4
_MOST_PAGES = 2_000
_SPENT_PAUSE = 900.0
"""Seconds without a call once the day's calls are used up: they come back little by little."""
_PASSING = frozenset({SPENT, "UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "QUERY_TIMEOUT", "REQUEST_RUNNING_TOO_LONG"})
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_ASSERTION_SECONDS = 170
"""Salesforce takes no assertion that lives longer than three minutes."""
_USAGE = re.compile(r"api-usage=(\d+)/(\d+)")

Row = Mapping[str, Any]


class SalesforceSection(MappedSection):
    """The part of the section that says how to sign in."""

    instance_url: str
    """The organisation's own address ("My Domain")."""
    client_id: str = Field(min_length=3)
    client_secret_env: str | None = None
    client_secret_file: Path | None = None
    username: str = ""
    """With ``private_key_file``: the user that is signed in as by a signed assertion (JWT bearer)."""
    private_key_file: Path | None = None
    audience: str = "https://login.salesforce.com"
    """Of the assertion; of a sandbox it is https://test.salesforce.com."""
    api_version: str = Field(default="67.0", pattern=r"^\d{2,3}\.0$")
    timeout_seconds: float = Field(default=30, gt=0, le=300)

    @field_validator("instance_url", "audience")
    @classmethod
    def _is_address(cls, url: str) -> str:
        try:
            origin(url)
        except UserError:
            raise ValueError("is no http or https address; write for example https://kuura.my.salesforce.com") from None
        return url.rstrip("/")

    @model_validator(mode="after")
    def _one_sign_in(self) -> Self:
        secrets = sum(one is not None for one in (self.client_secret_env, self.client_secret_file))
        if secrets + (self.private_key_file is not None) != 1:
            raise ValueError("needs exactly one of client_secret_env, client_secret_file, private_key_file")
        if self.private_key_file is not None and not self.username:
            raise ValueError("private_key_file needs username, the user to sign in as")
        return self


@dataclass(frozen=True, slots=True)
class Query:
    """One question. ``op`` is what it is called in logs and errors."""

    op: str
    soql: str
    gone_too: bool = False
    """Also rows that were deleted, and activities that were archived."""


class Salesforce:
    """A way to one organisation. Thread-safe. Raises `CallError` for everything that was not answered."""

    def __init__(
        self,
        section: SalesforceSection,
        *,
        transport: httpx.BaseTransport | None = None,
        policy: Policy | None = None,
    ) -> None:
        self._section = section
        self._policy = policy or Policy(
            timeout=section.timeout_seconds, patience=3 * section.timeout_seconds, concurrent=_WORKERS
        )
        self._http = client(transport)
        url = f"{section.instance_url}/services/oauth2/token"
        self.sign_in = AppToken(NAME, url, self._ask, self._http, pause=self._policy.pause)
        self._lock = threading.Lock()
        self._api: Api | None = None
        self._spent_until = 0.0
        self.calls = 0
        """How many were made."""
        self._date = ""
        self.usage: tuple[int, int] | None = None
        """Calls of the last 24 hours, by all integrations, and how many are allowed; as last told."""

    @property
    def path(self) -> str:
        """Where the configured version of the interface lies."""
        return f"/services/data/v{self._section.api_version}"

    def close(self) -> None:
        """Close the connections."""
        (self._api or self._http).close()

    def told_at(self) -> dt.datetime | None:
        """When the last answer was given, by the vendor's clock."""
        with suppress(ValueError, TypeError):
            found = parsedate_to_datetime(self._date)
            return found if found.tzinfo else None
        return None

    # --- asking ------------------------------------------------------------------------------------------------------

    def rows(self, query: Query) -> list[Row]:
        """All rows of one query."""
        return self.ask([query])[0]

    def ask(self, queries: Sequence[Query]) -> list[list[Row]]:
        """All rows of each query, in their order. Raises the first error."""
        found = []
        for answer in self.tried(queries):
            if isinstance(answer, CallError):
                raise answer
            found.append(answer)
        return found

    def tried(self, queries: Sequence[Query]) -> list[list[Row] | CallError]:
        """All rows of each query, or why there are none. What may pass is tried once more."""
        found = self._in_batches(queries)
        again = [
            at
            for at, answer in enumerate(found)
            if isinstance(answer, CallError) and not answer.permanent and answer.status and answer.code != SPENT
        ]
        if again:
            for at, answer in zip(again, self._in_batches([queries[at] for at in again]), strict=True):
                found[at] = answer
        return found

    def _in_batches(self, queries: Sequence[Query]) -> list[list[Row] | CallError]:
        batches = [queries[at : at + IN_ONE_CALL] for at in range(0, len(queries), IN_ONE_CALL)]
        if len(batches) == 1:
            return self._batch(batches[0])
        with ThreadPoolExecutor(_WORKERS, "asking") as pool:
            return [answer for batch in pool.map(self._batch, batches) for answer in batch]

    def _batch(self, queries: Sequence[Query]) -> list[list[Row] | CallError]:
        urls = [f"{self.path}/{'queryAll' if one.gone_too else 'query'}?q={soql.encoded(one.soql)}" for one in queries]
        answers = self._pages([one.op for one in queries], urls)
        found: list[list[Row] | CallError] = [[] for _ in queries]
        pending = list(enumerate(answers))
        for _ in range(_MOST_PAGES):
            following: list[tuple[int, str]] = []
            for at, answer in pending:
                so_far = found[at]
                if isinstance(answer, CallError) or isinstance(so_far, CallError):
                    found[at] = answer if isinstance(answer, CallError) else so_far
                    continue
                rows = answer.get("records")
                if not isinstance(rows, list):  # taken for "there are none" it would lose records
                    found[at] = CallError(NAME, f"{queries[at].op}: the answer holds no list")
                    continue
                so_far += [_flat(row) for row in rows if isinstance(row, dict)]
                link = answer.get("nextRecordsUrl")
                if answer.get("done") is not False:
                    continue
                if isinstance(link, str) and link.startswith("/services/"):
                    following.append((at, link))
                else:
                    found[at] = CallError(NAME, f"{queries[at].op}: the answer ends without its last page")
            if not following:
                return found
            more = self._pages([queries[at].op for at, _ in following], [link for _, link in following])
            pending = [(at, answer) for (at, _), answer in zip(following, more, strict=True)]
        raise CallError(NAME, f"{queries[0].op}: more than {_MOST_PAGES} pages", permanent=True)

    def _pages(self, ops: Sequence[str], urls: Sequence[str]) -> list[dict[str, Any] | CallError]:
        if len(urls) == 1 and len(urls[0]) <= soql.LONGEST_GET:
            try:
                return [_json(self.call(ops[0], "GET", urls[0]))]
            except CallError as error:
                if error.status and error.status != httpx.codes.UNAUTHORIZED and error.code != SPENT:
                    return [error]
                raise
        return self.composite(ops[0], list(zip(ops, urls, strict=True)))

    def composite(self, op: str, asked: Sequence[tuple[str, str]]) -> list[dict[str, Any] | CallError]:
        """Several readings as one call; each has an answer of its own, whatever became of the others."""
        parts = [{"method": "GET", "url": url, "referenceId": f"q{at}"} for at, (_, url) in enumerate(asked)]
        body = {"allOrNone": False, "compositeRequest": parts}
        reply = _json(self.call(op, "POST", f"{self.path}/composite", body=body, repeatable=True))
        told = {one.get("referenceId"): one for one in reply.get("compositeResponse") or () if isinstance(one, dict)}
        found: list[dict[str, Any] | CallError] = []
        for at, (name, _) in enumerate(asked):
            one = told.get(f"q{at}")
            status = one.get("httpStatusCode") if one else None
            if one is None or not isinstance(status, int):
                found.append(CallError(NAME, f"{name}: one of several questions was not answered"))
            elif status < 300 and isinstance(one.get("body"), dict):
                found.append(one["body"])
            else:
                found.append(_refused(name, status, one.get("body")))
        return found

    def describe(self, sobject: str) -> dict[str, Any] | None:
        """The fields of an object, as far as we may see them; None when there is none of that name for us."""
        try:
            told = _json(self.call("describe", "GET", f"{self.path}/sobjects/{quote(soql.name(sobject))}/describe"))
        except CallError as error:
            if error.status == httpx.codes.NOT_FOUND:
                return None
            raise
        if not isinstance(told.get("fields"), list):  # taken for an object that is not there it would lose a table
            raise CallError(NAME, "describe: the answer names no fields")
        return told

    def write(self, op: str, method: str, path: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Create or change one record; ``path`` below ``sobjects``."""
        return _json(self.call(op, method, f"{self.path}/sobjects/{path}", body=dict(fields)))

    def change(self, op: str, sobject: str, record_id: str, fields: Mapping[str, Any]) -> None:
        """Set fields of one record; may be repeated."""
        url = f"{self.path}/sobjects/{quote(soql.name(sobject))}/{quote(record_id, safe='')}"
        part = {"method": "PATCH", "url": url, "referenceId": "q0", "body": dict(fields)}
        body = {"allOrNone": True, "compositeRequest": [part]}
        reply = _json(self.call(op, "POST", f"{self.path}/composite", body=body, repeatable=True))
        told = [one for one in reply.get("compositeResponse") or () if isinstance(one, dict)]
        status = told[0].get("httpStatusCode") if told else None
        if not isinstance(status, int):
            raise CallError(NAME, f"{op}: the answer says nothing of it", reached=True)
        if status >= 300:
            raise _refused(op, status, told[0].get("body"))

    def call(self, op: str, method: str, url: str, **options: Any) -> Reply:
        """One call. Not made while the day's calls are used up."""
        left = self._spent_until - time.monotonic()
        if left > 0:
            raise CallError(NAME, f"{op}: {used_up()}", status=403, code=SPENT, retry_after=left)
        self.calls += 1
        api = self._opened()
        try:
            reply = api.call(op, method, f"{api.base_url}{url}", **options)
        except CallError as error:
            if error.code == SPENT and "concurrent" in error.detail.casefold():
                raise CallError(
                    NAME, f"{op}: too many calls at once, by all integrations together", status=error.status,
                    code=CROWDED, detail=error.detail,
                ) from None  # fmt: skip
            if error.code == SPENT:
                self._spent_until = time.monotonic() + min(_SPENT_PAUSE, 60 * self._policy.pause)
                raise CallError(
                    NAME, f"{op}: {used_up()}", status=error.status, code=SPENT, retry_after=_SPENT_PAUSE
                ) from None
            if error.code in _PASSING and error.permanent:
                raise _as_passing(error) from None
            raise
        self._date = reply.headers.get("date", self._date)
        if told := _USAGE.search(reply.headers.get("sforce-limit-info", "")):
            self.usage = int(told[1]), int(told[2])
        return reply

    # --- signing in --------------------------------------------------------------------------------------------------

    def _ask(self) -> Ask:
        section = self._section
        if section.private_key_file is None:
            secret = section.secret("client_secret")
            return Ask({"grant_type": "client_credentials", "client_id": section.client_id, "client_secret": secret})
        return Ask({"grant_type": _GRANT, "assertion": _assertion(section, section.private_key_file)})

    def _opened(self) -> Api:
        with self._lock:
            if self._api is None:
                configured = self._section.instance_url
                told = self.sign_in.token().api_url.rstrip("/")
                url = told if _is_fine(told, configured) else configured
                self._api = Api(NAME, url, self.sign_in, self._policy, self._http)
            return self._api


def _assertion(section: SalesforceSection, key_file: Path) -> str:
    """A signed word that we are the app, for one user. Raises `UserError`."""
    from joserfc import jwt  # noqa: PLC0415 - only where a key is used
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import RSAKey  # noqa: PLC0415

    try:
        key = RSAKey.import_key(key_file.read_bytes())
    except OSError as error:
        raise UserError(f"private_key_file: cannot read it ({error.strerror}): check the path and its rights") from None
    except (ValueError, JoseError):
        raise UserError(
            "private_key_file: needs a PEM file with the RSA private key of the app's certificate"
        ) from None
    claims = {
        "iss": section.client_id,
        "sub": section.username,
        "aud": section.audience,
        "exp": int(time.time()) + _ASSERTION_SECONDS,
    }
    return jwt.encode({"alg": "RS256"}, claims, key, algorithms=["RS256"])


def _is_fine(told: str, configured: str) -> bool:
    """The address that came with the token: the same host, or one that is spoken to in secret."""
    with suppress(UserError):
        return bool(told) and (origin(told)[0] == "https" or origin(told) == origin(configured))
    return False


def used_up() -> str:
    """For the operator."""
    return "the organisation's API calls of the last 24 hours are used up, by all its integrations together"


def _json(reply: Reply) -> dict[str, Any]:
    """Amounts stay as exact as they were written."""
    if not reply.body:
        return {}
    try:
        found = json.loads(reply.body, parse_float=Decimal)
    except ValueError:
        raise CallError(NAME, "the answer is no JSON; is instance_url right?", status=reply.status) from None
    return found if isinstance(found, dict) else {}


def _refused(op: str, status: int, body: object) -> CallError:
    first: Any = body[0] if isinstance(body, list) and body else {}
    code, words = (
        (str(first.get(key) or "") for key in ("errorCode", "message")) if isinstance(first, dict) else ("", "")
    )
    code = code if re.fullmatch(r"[A-Z0-9_]{1,60}", code) else ""
    passing = status >= 500 or status == 429 or code in _PASSING
    told = f"{op}: answered {status}" + (f" ({code})" if code else "")
    return CallError(NAME, told, status=status, code=code, detail=words[:1000], permanent=not passing)


def _as_passing(error: CallError) -> CallError:
    return CallError(NAME, error.reason, status=error.status, code=error.code, detail=error.detail)


def _flat(row: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """A row with its parents' fields beside its own ("Owner.Email"); a parent that is not there leaves none. Rows below
    it stay a list.
    """
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name == "attributes":
            continue
        if isinstance(value, dict) and isinstance(value.get("records"), list):
            found[f"{before}{name}"] = [_flat(one) for one in value["records"] if isinstance(one, dict)]
        elif isinstance(value, dict) and "attributes" in value:
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = value
    return found


def explained(error: CallError) -> str:
    """What went wrong, with what the vendor says of it: its words name fields and rules, never a secret."""
    return error.reason + (f": {clean(error.detail)}" if error.detail and error.code else "")
