"""A language model behind any server that speaks OpenAI's chat completions, and a second one for when it fails.

`kambrief.providers.chat_server` talks with one of them; here is who is asked, for how long, and what is told of it.
"""

import dataclasses
import datetime as dt
import json
import re
import time
from collections.abc import Callable, Sequence

import httpx

from kambrief.errors import FailedCall, ModelError, ProviderError, UnusableAnswerError, UserError
from kambrief.ports import Answer, Health, Prompt
from kambrief.providers.chat_server import LEAST_SECONDS, Heard, Server, client_for, host_of
from kambrief.providers.waiting import Places
from kambrief.settings import LlmSection, ModelSection

Config = LlmSection

NAME = "llm.openai"
FIRST_SHARE = 0.6
"""Of the time given, what the model asked first may use where there is another one."""
REST_SECONDS = 60.0
"""A model that was not there is asked after the other one for so long: else every brief would wait for it again."""

_ADVICE = {
    400: "the server did not understand the request: check model, query and extra",
    401: "check the key that api_key_env or api_key_file points to, and api_key_header if the server wants one",
    403: "the key may not use this model: check its rights, or model",
    404: "check base_url (it usually ends in /v1) and model",
    429: "the server limits or has used up what this key may ask: check the plan behind it",
}
_ADVICE_MOVED = "the server sends elsewhere, and a key does not follow: set base_url to the address it leads to"
_ADVICE_SERVER = "the model's server has a problem of its own: try again later"
_ADVICE_CONNECTION = "check base_url and that the server is running and can be reached from here"
_ADVICE_ANSWER = "the server answers, but not as a chat model does: check base_url and model"


class Provider:
    """A `Writer`. Raises `UserError` when a key is named but not there; knows nothing of the prompts' content."""

    name = NAME

    def __init__(
        self,
        section: Config,
        client: httpx.Client | None = None,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        """``clock`` is for servers that say by a date when to come again, and not which time they have."""
        self._section = section
        second = section.second()
        sections = {"llm": section, "llm.fallback": second} if second else {"llm": section}
        self._http = client or client_for(sum(one.max_concurrent for one in sections.values()))
        places: dict[str, Places] = {}
        self._rests_until = 0.0
        self._servers = [self._server(name, one, places, clock) for name, one in sections.items()]

    def _server(
        self, name: str, section: ModelSection, places: dict[str, Places], clock: Callable[[], dt.datetime] | None
    ) -> Server:
        """Two models at one server share its places."""
        try:
            mine = places.setdefault(host_of(section.base_url), Places(section.max_concurrent))
            return Server(NAME, section, self._http, mine, clock)
        except UserError as error:
            self._http.close()
            raise UserError(*(f"{name}.{problem}" for problem in error.problems)) from None

    def write(self, prompt: Prompt, timeout: float) -> Answer:
        """One answer within ``timeout`` seconds in all.

        Raises `UnusableAnswerError` when a server answered and there is nothing to use, else `ModelError`; ``failed``
        names each model that was asked. No message holds a key, the prompt or a server's own words.
        """
        until = time.monotonic() + timeout
        failed: list[ModelError] = []
        rests = time.monotonic() < self._rests_until
        order = self._servers[::-1] if rests else self._servers
        for server in order:
            left = until - time.monotonic()
            if failed and left < LEAST_SECONDS:
                break
            try:
                answer = server.write(prompt, left if server is order[-1] else left * FIRST_SHARE).answer
            except ModelError as error:
                failed.append(error)
                if server is self._servers[0] and not error.permanent and not isinstance(error, UnusableAnswerError):
                    self._rests_until = time.monotonic() + max(REST_SECONDS, error.retry_after or 0.0)
            else:
                self._rests_until = 0.0 if server is self._servers[0] else self._rests_until
                return dataclasses.replace(answer, failed=_calls(failed))
        raise failed[0] if len(failed) == 1 else _together(failed)

    def close(self) -> None:
        """Give back the connections; the next call would fail."""
        self._http.close()

    # --- check -----------------------------------------------------------------------------------------------------

    def check(self, now: dt.datetime) -> Sequence[Health]:  # noqa: ARG002 - the port's signature
        """One tiny call a model: whether it answers, in which format, what it tells of its tokens."""
        return [
            self._checked(name, server) for name, server in zip((NAME, "llm.fallback"), self._servers, strict=False)
        ]

    def _checked(self, name: str, server: Server) -> Health:
        prompt = Prompt(
            # What the schema wants is not said: who gives it has kept to the schema.
            system="You check a connection. Answer in JSON.",
            user="Are you there?",
            schema={
                "type": "object",
                "properties": {"reachable": {"type": "boolean"}},
                "required": ["reachable"],
                "additionalProperties": False,
            },
            name="check",
            version="",
            max_tokens=self._section.max_tokens,
        )
        try:
            heard = server.write(prompt, self._section.timeout_seconds)
        except ProviderError as error:
            where = f"{server.section.model} at {server.host}"
            return Health(name, ok=False, summary=f"{where}: {error.reason}", advice=_advice(error))
        return Health(name, ok=True, summary="; ".join([_answers(heard), *self._told(server, heard)]))

    def _told(self, server: Server, heard: Heard) -> list[str]:
        usage = heard.usage
        told = [f"format {heard.dialect.format}, {_kept(heard)}", f"limit sent as {heard.dialect.tokens}"]
        if not usage.told:
            told.append("tokens are not reported, so cost is not told")
        else:
            cached = "cached ones too" if usage.cached_told else "cached ones not"
            told.append(f"{usage.prompt} + {usage.completion} tokens reported, {cached}")
            if server.section.price_per_million_in is None:
                told.append("no prices set: cost is not told")
        return told


def _answers(heard: Heard) -> str:
    return f"{heard.answer.model} at {heard.answer.destination} answers in {heard.answer.seconds:.1f} s"


def _kept(heard: Heard) -> str:
    """What came back, whatever the server says it takes."""
    try:
        data = json.loads(heard.answer.text)
    except (ValueError, RecursionError):
        return "plain text came"
    if isinstance(data, dict) and data.keys() == {"reachable"} and isinstance(data["reachable"], bool):
        return "kept"
    return "JSON came, the schema was not kept" if heard.dialect.format == "json_schema" else "JSON came"


def _advice(error: ProviderError) -> str:
    found = re.search(r"answered (\d{3})", error.reason)
    if isinstance(error, UnusableAnswerError):
        # Some reasons say themselves what to do.
        return error.reason.partition(": ")[2] if "max_tokens" in error.reason else _ADVICE_ANSWER
    if found and found[1].startswith("3"):
        return _ADVICE_MOVED
    if found:
        return _ADVICE.get(int(found[1]), _ADVICE_SERVER if found[1] >= "500" else _ADVICE[400])
    return _ADVICE_CONNECTION


# --- failures ------------------------------------------------------------------------------------------------------


def _calls(failed: Sequence[ModelError]) -> tuple[FailedCall, ...]:
    return tuple(call for error in failed for call in error.failed)


def _together(failed: Sequence[ModelError]) -> ModelError:
    """One error for all models: permanent when each is, unusable when one answered, with the cost of all."""
    unusable = any(isinstance(error, UnusableAnswerError) for error in failed)
    waits = [error.retry_after for error in failed if error.retry_after is not None]
    return (UnusableAnswerError if unusable else ModelError)(
        NAME,
        "; then ".join(error.reason for error in failed),
        permanent=all(error.permanent for error in failed),
        retry_after=min(waits, default=None),
        prompt_tokens=sum(error.prompt_tokens for error in failed),
        completion_tokens=sum(error.completion_tokens for error in failed),
        failed=_calls(failed),
    )
