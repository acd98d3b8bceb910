"""A vendor's API as its OpenAPI contract tells it: Prism (npm) checks each request and answers with the examples.

Paths start at `base_url`, without the contract's `/v1.0` or `/v2`. Prism remembers nothing: what was posted is not
there on GET, and every page is the first. Links inside an answer lead to the vendor, not to Prism.

**Asking for a certain answer**: the request header `Prefer: code=429`, `example=name`, or `dynamic=true` with `seed=1`
for random data (not always fit for the schema). A status that the contract does not name gets the body of its
`default`; without a default (Zoom) it is a 404 as `application/problem+json`. These may stand among a vendor's own
preferences, `outlook.timezone="UTC", code=429`, or in a second Prefer header. A client that sends its own Prefer can be
made to add one with a request hook of httpx. Query parameters do the same (`__code=429`), but are not looked at when
there is any Prefer header. A wrong request is refused all the same.

**Refusals**: the header `sl-violations` holds a JSON list of `location`, `severity`, `code` and `message`. Only it
tells a breach of the contract from an error that was asked for: the body is one of the contract's error examples,
whatever was wrong. The status is 422, or 400 where the contract names it and not 422, and 401 without a token. Names in
paths and queries come in lower case there (`startdatetime`). An answer of 200 has the header too when Prism's own data
do not fit; above 8 kB it is cut and begins with "Too many violations!". No path or no method of that name: 404 or 405
as `application/problem+json`, without the header.

**Not noticed**: unknown query parameters (`$slect`), what stands in a `$filter`, how often an id in a path was
%-encoded, a time that is no time where the contract says only `string`. **Two ways to break it**: a broken % sequence
in a path (`/users/%zz`) ends the whole server, and a body that is no JSON never gets an answer.
"""

import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.parts import node
from tests.parts.common import LOOPBACK, PartMissingError, Server, free_port

_SCRIPT = Path("node_modules", "@stoplight", "prism-cli", "dist", "index.js")


class Prism:
    """The server of one contract. `server.output()` ends with what Prism thought of the last requests."""

    def __init__(self, contract: Path) -> None:
        if not contract.is_file():
            raise PartMissingError(f"no contract at {contract}")
        program = shutil.which("node")
        if program is None:
            raise PartMissingError("no node here: install Node.js 20 or newer")
        tools = node.folder()
        if not (tools / "ready").exists():
            raise PartMissingError("Prism is not installed: run `make parts`")
        self.port = free_port()
        # node itself, not the `prism` link: it is there on every system, and gets the signal that ends it.
        where = ["-h", LOOPBACK, "-p", str(self.port)]
        self.server = Server([program, tools / _SCRIPT, "mock", *where, contract], self.answers)

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def answers(self) -> bool:
        """Whether it is there: a request can have ended it."""
        try:
            httpx.get(self.base_url, timeout=2)  # 404, as no contract has this path
        except httpx.TransportError:
            return False
        return True

    def stop(self) -> None:
        self.server.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
