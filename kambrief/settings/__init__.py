"""The configuration: one TOML file, overridden by environment variables, every problem reported at once.

``KAMBRIEF_LLM__BASE_URL`` overrides ``base_url`` in ``[llm]``. Secrets are never in the file: a key ending in ``_env``
names an environment variable, one ending in ``_file`` a file that holds the secret. The sections of single providers
(``[meetings.icalendar]``) are checked by the providers' own `Config` classes, see `Section`.
"""

from kambrief.settings.base import Section, anchored, problems_of, section
from kambrief.settings.llm import FallbackSection, LlmSection, ModelSection
from kambrief.settings.loading import Settings, Table, given, load
from kambrief.settings.sections import (
    LANGUAGES,
    BriefsSection,
    CombineSection,
    CompanySection,
    DatabaseSection,
    FollowupsSection,
    InsightsSection,
    Language,
    ManagerSection,
    WebSection,
    Zone,
)

__all__ = [
    "LANGUAGES",
    "BriefsSection",
    "CombineSection",
    "CompanySection",
    "DatabaseSection",
    "FallbackSection",
    "FollowupsSection",
    "InsightsSection",
    "Language",
    "LlmSection",
    "ManagerSection",
    "ModelSection",
    "Section",
    "Settings",
    "Table",
    "WebSection",
    "Zone",
    "anchored",
    "given",
    "load",
    "problems_of",
    "section",
]
