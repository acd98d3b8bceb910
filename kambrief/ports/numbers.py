"""Counts over the whole store, for whoever runs Kambrief."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from kambrief.core.numbers import Call, Holding, MailCount, SignedIn, Trouble, WorkCount


class Numbers(Protocol):
    """Each method is one read with a number of queries that does not grow with what is stored. Nothing of a customer's
    text is read but `troubles`' notes. Any method may raise `ProviderError`.
    """

    def schema(self) -> tuple[str, str]:
        """The version of the tables, and the version that this Kambrief works with."""
        ...

    def work(self, now: dt.datetime) -> Sequence[WorkCount]:
        """Every kind of step there is, by name."""
        ...

    def mails(self, now: dt.datetime) -> Sequence[MailCount]:
        """The ledger, by kind and state."""
        ...

    def written(self) -> Mapping[str, int]:
        """Briefs by who wrote them: ``floor`` (code alone) or a model's name."""
        ...

    def calls(self, since: dt.datetime) -> Sequence[Call]:
        """What was kept of calls of models at ``since`` or later, oldest first."""
        ...

    def troubles(self, since: dt.datetime, limit: int) -> Sequence[Trouble]:
        """What failed, waits for another try or nobody can vouch for, the newest first; each kind at most ``limit``."""
        ...

    def kept(self) -> Sequence[Holding]:
        """Every table that holds what people said, wrote or did."""
        ...

    def signed_in(self, now: dt.datetime) -> Sequence[SignedIn]:
        """Everybody who is, or was, signed in, by address."""
        ...

    def sessions(self, now: dt.datetime) -> int:
        """How many hold."""
        ...
