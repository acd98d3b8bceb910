"""``[llm]``: the models that may be asked, and what they may cost."""

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from kambrief.settings.base import Section

HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")]


class ModelSection(Section):
    """What ``[llm]`` and ``[llm.fallback]`` have in common: one model at one server."""

    base_url: str = "https://api.openai.com/v1"
    model: str
    api_key_env: str | None = None
    api_key_file: Path | None = None
    api_key_header: HeaderName | None = None
    """The header that holds the key; without it ``Authorization: Bearer``."""
    headers: dict[HeaderName, Annotated[str, Field(pattern=r"^[ -~]*$")]] = Field(default_factory=dict)
    headers_env: dict[HeaderName, str] = Field(default_factory=dict)
    """Header → the environment variable that holds its value."""
    query: dict[str, str] = Field(default_factory=dict)
    extra: dict[str, Any] = Field(default_factory=dict)
    temperature: float | None = 0.2
    max_concurrent: int = Field(default=4, ge=1, le=100)
    price_per_million_in: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    price_per_million_out: float | None = Field(default=None, ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _prices_go_together(self) -> Self:
        if (self.price_per_million_in is None) != (self.price_per_million_out is None):
            raise ValueError("price_per_million_in and price_per_million_out belong together: set both or neither")
        return self

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float | None:
        """Of one call, in the unit of the prices; None without them."""
        if self.price_per_million_in is None or self.price_per_million_out is None:
            return None
        cost = prompt_tokens * self.price_per_million_in + completion_tokens * self.price_per_million_out
        return round(cost / 1_000_000, 6)


class FallbackSection(ModelSection):
    """``[llm.fallback]``: asked when the first model fails. What is not set is that of ``[llm]``, see `second`."""

    base_url: str = ""
    model: str = ""


class LlmSection(ModelSection):
    """``[llm]``: absent means that code alone writes."""

    provider: str = "openai"
    timeout_seconds: float = Field(default=60, gt=0, le=600)
    max_tokens: int = Field(default=1500, ge=100)
    max_prompt_tokens: int = Field(default=4000, ge=2600)
    """Instructions and schema alone take about 2200."""
    hide_names: bool = False
    """Persons' names are replaced before anything is sent, and put back in the answer."""
    max_cost_per_day: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    fallback: FallbackSection | None = None

    def second(self) -> ModelSection | None:
        """The fallback with what it inherits: key, headers, query and extra belong to the server and stay with it, so
        that no key is sent to another host; prices belong to the model.
        """
        if self.fallback is None:
            return None
        own = {name: getattr(self.fallback, name) for name in self.fallback.model_fields_set}
        own = {name: value for name, value in own.items() if value or name not in {"base_url", "model"}}
        inherited = {"base_url", "model", "temperature", "max_concurrent"}
        if own.get("base_url", self.base_url).rstrip("/") == self.base_url.rstrip("/"):
            inherited |= {"api_key_header", "headers", "headers_env", "query", "extra"}
            if not own.keys() & {"api_key_env", "api_key_file"}:
                inherited |= {"api_key_env", "api_key_file"}
        return ModelSection(**{name: getattr(self, name) for name in inherited} | own)

    @model_validator(mode="after")
    def _the_fallback_is_another(self) -> Self:
        second = self.second()
        if second and (second.base_url.rstrip("/"), second.model) == (self.base_url.rstrip("/"), self.model):
            raise ValueError("fallback is the same model at the same server: give it another model or base_url")
        return self

    @model_validator(mode="after")
    def _a_ceiling_needs_prices(self) -> Self:
        models = {"[llm]": self, "[llm.fallback]": self.second()}
        lacking = [name for name, one in models.items() if one and one.price_per_million_in is None]
        if self.max_cost_per_day is not None and lacking:
            raise ValueError(
                f"max_cost_per_day needs prices in {' and '.join(lacking)}: set price_per_million_in and"
                " price_per_million_out to what a million tokens cost there, 0 for a server of your own"
            )
        return self
