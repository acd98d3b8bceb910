"""Every address of the companion, in one table: who may ask for it, and about whose matters it is.

`web.site` serves what stands here and nothing else; the tests go through the same table and fail on a route that they
do not know.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from kambrief.web.visit import Visit

Handler = Callable[[Visit], Response]


class Who(enum.StrEnum):
    """Who may ask."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"
    MANAGER = "account manager"
    """Or somebody who stands in for one."""
    ADMIN = "administrator"


class Whose(enum.StrEnum):
    """What a route is about, and so what is looked up and checked before its handler is called."""

    NOTHING = "nothing"
    MANAGER = "manager"
    """An account manager's own matters: ``?for=`` names one that the person stands in for."""
    MEETING = "meeting"
    """``{meeting_id}``: one in the calendar of whoever the person acts for. All others are unknown."""
    ACCOUNT = "account"
    """``{account_id}``: the handler asks for it in the name of the manager, under their rights."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address and method. ``page``: the folder of its words. A POST needs the form's token."""

    method: str
    path: str
    handler: Handler
    page: str
    who: Who = Who.MANAGER
    whose: Whose = Whose.NOTHING
