"""What came back from a server that speaks OpenAI's chat completions, read as plain data: every type is looked at.

Servers differ in where they leave the text: a string or a list of parts, with the model's thinking before it or in a
field of its own, in a fence or not.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MODEL = re.compile(r"[\w.:/@+-]{1,100}\Z")
_THOUGHT_OPENS = re.compile(r"\s*(?:<(?:think|thinking|thought|reasoning)>|\[THINK\])", re.IGNORECASE)
_THOUGHT_ENDS = re.compile(r"</(?:think|thinking|thought|reasoning)>|\[/THINK\]", re.IGNORECASE)
_FENCE = re.compile(r"\A\s*```[\w-]*[ \t]*\n(.*?)\n?[ \t]*```\s*\Z", re.DOTALL)
_CUT = frozenset({"length", "max_tokens", "model_length"})
_ONLY_THOUGHT = "the model only thought and said nothing: raise max_tokens, or turn its thinking off with extra"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, as far as the server tells them."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0
    told: bool = False
    cached_told: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said, or in ``problem`` why there is nothing to use (none of the server's words)."""

    text: str = ""
    problem: str = ""
    model: str = ""
    """The name the server gives; empty when it is none."""
    usage: Usage = Usage()


def read(body: bytes) -> Reply | None:
    """The answer; None for what is no JSON."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    data = data if isinstance(data, dict) else {}
    text, problem = _text(data)
    served = data.get("model")
    model = served if isinstance(served, str) and _MODEL.match(served) else ""
    return Reply(text, problem, model, _usage(data.get("usage")))


def _usage(told: object) -> Usage:
    if not isinstance(told, dict):
        return Usage()
    details = told.get("prompt_tokens_details")
    details = details if isinstance(details, dict) else {}
    prompt, cached = _count(told.get("prompt_tokens")), _count(details.get("cached_tokens"))
    return Usage(
        prompt=prompt or 0,
        completion=_count(told.get("completion_tokens")) or 0,
        cached=cached or 0,
        told=prompt is not None,
        cached_told=cached is not None,
    )


def _count(number: object) -> int | None:
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else None


def _text(data: Mapping[str, Any]) -> tuple[str, str]:
    choices = data.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict):
        return "", "the server told of an error" if data.get("error") else "the answer holds no choice"
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    content = message.get("content")
    finish = choice.get("finish_reason")
    if message.get("refusal") or _has_refusal(content):
        return "", "the model refused"
    if isinstance(finish, str) and finish in _CUT:
        return "", "the answer was cut off: raise max_tokens in [llm]"
    if finish == "content_filter":
        return "", "the server's content filter held the answer back"
    said = _joined(content)
    text = _without_fence(_without_thought(said))
    if text.strip():
        return text, ""
    thought = said.strip() or message.get("reasoning_content") or message.get("reasoning") or _has_thought(content)
    return "", _ONLY_THOUGHT if thought else "the answer is empty"


def _joined(content: object) -> str:
    """Text, or the text parts of a list: those that hold the model's thinking, or a picture, are none."""
    if not isinstance(content, list):
        return content if isinstance(content, str) else ""
    parts = [part for part in content if isinstance(part, dict) and part.get("type", "text") in {"text", "output_text"}]
    return "".join(part["text"] for part in parts if isinstance(part.get("text"), str))


def _has_refusal(content: object) -> bool:
    return isinstance(content, list) and any(isinstance(part, dict) and part.get("refusal") for part in content)


def _has_thought(content: object) -> bool:
    return isinstance(content, list) and any(isinstance(part, dict) and part.get("thinking") for part in content)


def _without_thought(text: str) -> str:
    """What follows the model's thinking; some servers leave the opening tag out, as it was part of the prompt."""
    if text.lstrip().startswith("{"):
        return text
    opens, ends = _THOUGHT_OPENS.match(text), _THOUGHT_ENDS.search(text)
    if ends:
        return text[ends.end() :].lstrip()
    return "" if opens else text


def _without_fence(text: str) -> str:
    found = _FENCE.match(text)
    return found[1] if found else text
