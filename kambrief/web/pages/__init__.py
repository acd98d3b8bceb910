"""The pages, one module each. A module lists its routes in ``ROUTES``; what stands in `PARTS` is served."""

from types import ModuleType

from kambrief.web.pages import (
    account,
    admin,
    admin_people,
    brief,
    followup,
    health,
    oidc,
    panel,
    rehearsal,
    settings,
    signin,
    today,
)
from kambrief.web.routes import Route

PARTS: tuple[ModuleType, ...] = (
    signin,
    oidc,
    today,
    brief,
    account,
    followup,
    panel,
    settings,
    admin,
    admin_people,
    rehearsal,
    health,
)
"""Every module with routes, in the order of the menu."""


def routes() -> tuple[Route, ...]:
    """All that is served."""
    return tuple(route for part in PARTS for route in part.ROUTES)
