"""Which model the demonstration asks: the configured one, else OpenAI's where its key is in the environment."""

import os
from collections.abc import Mapping
from pathlib import Path

from kambrief.settings import LlmSection, load

MODEL = "gpt-4.1-mini"
"""Asked where only a key is given; ``OPENAI_MODEL`` names another one."""
OPENAI = "https://api.openai.com/v1"


def demo_model(config: Path, environment: Mapping[str, str] = os.environ) -> LlmSection | None:
    """None: code alone. Raises `UserError` where there is a configuration that cannot be used."""
    if config.is_file() and (configured := load(config).llm):
        return configured
    if not environment.get("OPENAI_API_KEY"):
        return None
    return LlmSection(
        model=environment.get("OPENAI_MODEL") or MODEL,
        api_key_env="OPENAI_API_KEY",
        base_url=environment.get("OPENAI_BASE_URL") or OPENAI,
    )
