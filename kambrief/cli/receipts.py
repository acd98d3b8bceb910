"""What left the house with one call of a model, in words for the operator."""

from collections.abc import Iterator, Mapping
from typing import Any


def receipt_lines(sent: Mapping[str, Any]) -> Iterator[str]:
    """What left the house with one call, field by field, and what it came to."""
    if "reused" in sent:
        yield f"  model: nothing changed since {sent['model']} answered; that was used again, nothing was sent"
        return
    where = f"{sent.get('model', 'a model')} at {sent['destination']}" if sent.get("destination") else "not reached"
    cost = f", cost {sent['cost']}" if sent.get("cost") is not None else ""
    cached = f" ({sent['cached_tokens']} cached)" if sent.get("cached_tokens") else ""
    used = f"{sent.get('prompt_tokens', 0)}{cached}+{sent.get('completion_tokens', 0)} tokens{cost}"
    said = f"failed, {sent['error']}" if "error" in sent else "answered"
    marked = f", request {str(sent.get('request_hash'))[:12]}" if sent.get("request_hash") else ""
    yield f"  model: {where} {said}; {used}{marked}"
    if sent.get("fields") and sent.get("purpose"):
        people = "persons by pseudonym" if sent.get("names_hidden") else f"persons: {', '.join(sent.get('people', []))}"
        yield f"    sent for {sent['purpose']}: {', '.join(sent['fields'])}; {people}"
        yield f"    not sent: {sent.get('left_out', 0)} utterances that are kept back, internal or beside the matter"
    elif sent.get("fields"):
        people = "persons by pseudonym" if sent.get("names_hidden") else f"persons: {', '.join(sent.get('people', []))}"
        yield f"    sent: {len(sent['fields'])} facts: {', '.join(sent['fields'])}"
        if sent.get("turned_down"):
            yield f"    sent: names of deals they turned down: {', '.join(sent['turned_down'])}"
        yield f"    sent: {len(sent.get('lines', []))} lines of the brief; {people}; title and agenda of the meeting"
