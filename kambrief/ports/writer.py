"""A language model."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kambrief.errors import FailedCall
from kambrief.ports.health import Health


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request to a model: system and user text, the JSON schema of the answer, limits."""

    system: str
    user: str
    schema: Mapping[str, object]
    name: str
    version: str
    """Hash of the prompt files it was made from."""
    max_tokens: int = 1500


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said, and the receipt."""

    text: str
    model: str
    destination: str
    """Host it was sent to."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    request_hash: str = ""
    cached_tokens: int = 0
    """Of the prompt's; the server had read them before."""
    cost: float | None = None
    """In the unit of the configured prices; None without them."""
    failed: tuple[FailedCall, ...] = ()
    """Models asked before this one, in vain."""


class Writer(Protocol):
    """A language model."""

    name: str

    def write(self, prompt: Prompt, timeout: float) -> Answer:
        """One answer within ``timeout`` seconds in all, retries and a second model included; `ProviderError` for every
        kind of failure. Where models were asked it is a `ModelError`, whose ``failed`` tells what each cost.
        """
        ...

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """One tiny call a model: what its server can do."""
        ...
