"""One call of a model within a deadline and under the day's ceiling, with the receipts of what left the house."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kambrief.errors import ProviderError
from kambrief.pipeline import spending as spent
from kambrief.ports import Prompt, Writer

MIN_MODEL_SECONDS = 5.0
"""With less time than this left the model is not asked at all."""

Receipt = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Called:
    """What one call gave: words, or why there are none."""

    text: str = ""
    model: str = ""
    problem: str = ""
    final: bool = False
    """Asking again, or for another part, would fail in the same way."""
    receipts: tuple[Receipt, ...] = ()


@dataclass
class Calls:
    """A row of calls for one piece of work. ``seconds`` is the time for all of them together; ``timeout_seconds`` the
    most for one.
    """

    writer: Writer
    timeout_seconds: float
    seconds: float
    log: Callable[..., object] = lambda *_, **__: None
    receipts: list[Receipt] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.seconds

    @property
    def left(self) -> float:
        """Seconds for the next call."""
        return min(self.timeout_seconds, self._until - time.monotonic())

    def call(self, prompt: Prompt, sent: Receipt) -> Called:
        """Ask once. Never raises for what a provider does."""
        left = self.left
        if left < MIN_MODEL_SECONDS:
            return Called(problem="no time left for the model", final=True)
        stable = len(prompt.system)
        told = {
            "purpose": prompt.name,
            "prompt": prompt.version,
            **sent,
            "stable_part": round(stable / max(1, stable + len(prompt.user)), 3),
        }
        try:
            answer = self.writer.write(prompt, left)
        except ProviderError as error:
            self.log("model failed", provider=error.provider, error=error.reason, purpose=prompt.name)
            receipts = spent.receipts(error, told)
            self.receipts += receipts
            return Called(problem=error.reason, final=error.permanent, receipts=receipts)
        receipts = spent.receipts(answer, told)
        self.receipts += receipts
        return Called(answer.text, answer.model, receipts=receipts)
