"""Addresses of vendors' servers in the configuration."""

from typing import Annotated

from pydantic import AfterValidator

from kambrief.errors import UserError
from kambrief.providers.http import origin


def _web_address(url: str) -> str:
    try:
        origin(url)
    except UserError:
        raise ValueError("is no http or https address") from None
    return url.rstrip("/")


WebAddress = Annotated[str, AfterValidator(_web_address)]
"""An http or https address, without a slash at its end."""
