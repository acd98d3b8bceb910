"""How a request is put to a server that speaks OpenAI's chat completions, and what to change when it is refused."""

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

from kambrief.ports import Prompt
from kambrief.settings import ModelSection

FORMATS = ("json_schema", "json_object", "text")
"""The strictest first."""
_ABOUT_FORMAT = re.compile(r"response_format|json_schema|json_object|structured.?output|schema|grammar", re.IGNORECASE)
_FORMAT_STATUS = frozenset({400, 404, 415, 422, 500, 501})


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the server was found to understand; the first one that works is kept."""

    format: str = FORMATS[0]
    tokens: str = "max_tokens"
    temperature: bool = True

    def after(self, status: int, said: str) -> "Dialect | None":
        """What to try instead when the server refused this one; None when the refusal is about something else."""
        if status not in _FORMAT_STATUS:
            return None
        if self.tokens == "max_tokens" and "max_completion_tokens" in said:
            return dataclasses.replace(self, tokens="max_completion_tokens")
        if self.temperature and "temperature" in said:
            return dataclasses.replace(self, temperature=False)
        if self.format != FORMATS[-1] and _ABOUT_FORMAT.search(said):
            return dataclasses.replace(self, format=FORMATS[FORMATS.index(self.format) + 1])
        return None


def request(section: ModelSection, prompt: Prompt, dialect: Dialect) -> dict[str, Any]:
    """The request's fields, as the client library takes them. What ``extra`` says of the same thing wins."""
    wanted: dict[str, Any] = {
        "model": section.model,
        "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
        "extra_body": dict(section.extra) or None,
    }
    if not section.extra.keys() & {"max_tokens", "max_completion_tokens"}:  # both at once are refused
        wanted[dialect.tokens] = prompt.max_tokens
    if dialect.temperature and section.temperature is not None:
        wanted["temperature"] = section.temperature
    if dialect.format == "json_schema":
        name = re.sub(r"\W", "_", prompt.name)[:60] or "answer"
        json_schema = {"name": name, "schema": dict(prompt.schema), "strict": True}
        wanted["response_format"] = {"type": "json_schema", "json_schema": json_schema}
    elif dialect.format == "json_object":
        wanted["response_format"] = {"type": "json_object"}
    return wanted
