"""What must not stand in a log, whoever wrote the line: tokens, passwords in addresses, join links' passcodes.

Our own lines hold none of it. Tracebacks and libraries may.
"""

import re
from collections.abc import MutableMapping
from typing import Any

_MASK = "…"
_SECRETS = (
    re.compile(r"(?i)(\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}"),
    re.compile(
        r"(?i)\b((?:access_token|refresh_token|client_secret|client_assertion|download_token|password|passcode|pwd|tk|zak|"
        r"sig|signature|\$?(?:delta|skip)token|context)=)[^&\s\"'<>]+"
    ),
    re.compile(r"()\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*"),
    re.compile(r"(?i)(\b[a-z][a-z0-9+]*://[^\s/:@]+:)[^\s/@]+(?=@)"),
)


def redacted(text: str) -> str:
    """The same text with what is secret by its form masked."""
    for secret in _SECRETS:
        text = secret.sub(rf"\g<1>{_MASK}", text)
    return text


def redact(logger: object, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: the last before the line is written."""
    del logger, name
    return {key: redacted(value) if isinstance(value, str) else value for key, value in event.items()}
