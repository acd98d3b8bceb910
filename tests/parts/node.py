"""Tools from npm, at the exact versions of `node/package-lock.json`, kept in the cache folder.

So far one: caniemail, which knows what each mail program can and cannot show.
"""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.parts.common import PartMissingError, cache_dir, run

_FILES = Path(__file__).parent / "node"
_SECONDS = 60


def folder() -> Path:
    """Where this set of tools is kept: another set gets another folder."""
    version = hashlib.sha256()
    for name in ("package.json", "package-lock.json", "caniemail.mjs"):
        version.update((_FILES / name).read_bytes())
    return cache_dir() / f"node-{version.hexdigest()[:12]}"


def get() -> Path:
    """Installs the tools, unless they are there."""
    target = folder()
    if not (target / "ready").exists():
        npm = shutil.which("npm")
        if npm is None:
            raise PartMissingError("no npm here: install Node.js 20 or newer with npm")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(_FILES, target)
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        run([npm, "ci", *quiet], "npm ci", cwd=target)
        (target / "ready").touch()
    return target


class Caniemail:
    """Call it with a mail: `caniemail(html, ["gmail.*", "outlook.*"])`.

    The answer has `success`, and under `issues` → `errors` and `warnings` a list for each mail program.
    """

    def __init__(self) -> None:
        node = shutil.which("node")
        if node is None:
            raise PartMissingError("no node here: install Node.js 20 or newer")
        self._folder = folder()
        if not (self._folder / "ready").exists():
            raise PartMissingError("caniemail is not installed: run `make parts`")
        self._node = node

    def __call__(self, html: str, clients: Sequence[str] = ("*",)) -> dict[str, Any]:
        done = subprocess.run(
            [self._node, "caniemail.mjs"],
            cwd=self._folder,
            input=json.dumps({"html": html, "clients": list(clients)}),
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        if done.returncode:
            raise RuntimeError(f"caniemail failed: {done.stderr[-2000:]}")
        verdict: dict[str, Any] = json.loads(done.stdout)
        return verdict
