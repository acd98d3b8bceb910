"""What the pages keep between two requests."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from kambrief.core.access import StandIn
from kambrief.core.preferences import Preferences
from kambrief.core.site import Audit, AuditFilter, Autosave, Panel, Session, SignIn


class SiteStore(Protocol):
    """Each method is one transaction with a number of queries that does not grow with what is stored. Addresses are
    compared without regard to case. ``now`` is the request's time. Any method may raise `ProviderError`.
    """

    # sign-in by link

    def add_sign_in(
        self, token_hash: str, email: str, next_path: str, expires_at: dt.datetime, now: dt.datetime
    ) -> None:
        """Keep a link that is about to be sent."""
        ...

    def sign_in(self, token_hash: str, now: dt.datetime) -> SignIn | None:
        """What a link would do, without using it: scanners of mail open links, too. None as for `use_sign_in`."""
        ...

    def use_sign_in(self, token_hash: str, now: dt.datetime) -> SignIn | None:
        """Use up a link. None for one that is unknown, used or expired; of two at the same time one has it."""
        ...

    # sessions

    def add_session(self, session: Session) -> None: ...

    def session(self, id_hash: str, now: dt.datetime) -> Session | None:
        """The session, unless it has expired or was revoked."""
        ...

    def touch(self, id_hash: str, now: dt.datetime) -> None:
        """Note that it was used. A time before the one that is noted changes nothing."""
        ...

    def sessions(self, email: str, now: dt.datetime) -> Sequence[Session]:
        """A person's sessions that hold, the last used first."""
        ...

    def revoke_session(self, id_hash: str, email: str = "") -> bool:
        """End one session, at once; with ``email`` only if it is theirs. Whether there was one."""
        ...

    def revoke_sessions(self, email: str, but: str = "") -> int:
        """End a person's sessions, and their links that were not used, but for the session of hash ``but``; how many
        sessions.
        """
        ...

    # how often

    def count_attempt(self, key: str, window_start: dt.datetime) -> int:
        """Count one attempt; how many there were in this window, this one included. Of the key a hash is kept."""
        ...

    # stand-ins

    def add_stand_in(self, stand_in: StandIn) -> StandIn:
        """Store a new one; as it is stored, with its id."""
        ...

    def end_stand_in(self, stand_in_id: int, at: dt.datetime) -> bool:
        """Whether it was there and had not been ended."""
        ...

    def stand_in(self, stand_in_id: int) -> StandIn | None: ...

    def stand_ins(self, manager: str = "", deputy: str = "") -> Sequence[StandIn]:
        """For a manager, of a deputy, or all; ended and past ones too, the newest first day first."""
        ...

    # the trail

    def add_audit(self, entry: Audit) -> bool:
        """Append. False where it is a look that was noted already (`Audit.bucket`)."""
        ...

    def audit(self, wanted: AuditFilter, limit: int, before: int = 0) -> Sequence[Audit]:
        """Newest first, those with an id lower than ``before`` (0: from the newest). What a newer version called by
        other names is left out.
        """
        ...

    # preferences

    def preferences(self, manager: str) -> Preferences | None: ...

    def save_preferences(self, manager: str, preferences: Preferences, now: dt.datetime) -> None:
        """Insert or replace."""
        ...

    def all_preferences(self) -> Mapping[str, Preferences]:
        """By account manager."""
        ...

    def preferences_stamp(self) -> str:
        """Another one whenever anybody's preferences were saved: cheap to ask."""
        ...

    # the panel

    def panel(self, meeting_id: str, manager: str) -> Panel | None: ...

    def save_panel(self, panel: Panel) -> bool:
        """Store on the revision it was read at; False when another was faster: then nothing is stored."""
        ...

    # what is typed

    def autosave(self, meeting_id: str, manager: str, who: str) -> Autosave | None: ...

    def autosaves(self, meeting_id: str, manager: str) -> Sequence[Autosave]:
        """Everybody's for one follow-up, the newest first: who else is writing."""
        ...

    def save_autosave(self, autosave: Autosave) -> None:
        """Insert or replace; what was typed later than this stays."""
        ...

    def drop_autosave(self, meeting_id: str, manager: str, who: str, until: dt.datetime | None = None) -> bool:
        """Whether there was one; with ``until`` what was typed later stays."""
        ...

    # its end

    def purge(self, now: dt.datetime, audit_before: dt.datetime | None = None) -> int:
        """Delete links and sessions that no longer let anybody in, counts older than a day, texts that were typed
        more than 30 days ago, and entries of the trail before ``audit_before``. How many rows.
        """
        ...
