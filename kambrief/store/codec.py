"""Frozen dataclasses to JSON text and back. Decimals are strings, datetimes ISO 8601 with their offset.

Reading is lenient where versions differ: a field an older version did not write takes its default, one that a newer
version wrote is ignored.
"""

import json
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from kambrief.core.customer import CrmData
from kambrief.core.drafting import FollowupRecord, Version
from kambrief.core.heard import Heard
from kambrief.core.kept import Kept
from kambrief.core.model import Meeting, Occurrence
from kambrief.core.preferences import Preferences
from kambrief.core.promises import PromiseRecord
from kambrief.core.site import Autosave
from kambrief.core.voice import Edited, Voice
from kambrief.core.work import SourceState

T = TypeVar("T")


class Codec(Generic[T]):
    """JSON text of one dataclass."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def encode(self, value: T, without: frozenset[str] = frozenset()) -> str:
        """The record as JSON text, but for the fields that have columns of their own."""
        return encode_plain(self._adapter.dump_python(value, mode="json", exclude=set(without)))

    def decode(self, body: str, columns: Mapping[str, object] | None = None) -> T:
        """The record again; ``columns`` are the fields that `encode` left out."""
        if columns:
            return self._adapter.validate_python({**json.loads(body), **columns})
        return self._adapter.validate_json(body)


def encode_plain(value: Any) -> str:
    """JSON text of plain data. Raises TypeError or ValueError for what would not come back as it was: no silent repair.

    Lone surrogates, which no database takes, become question marks.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")


def decode_plain(body: str) -> dict[str, object]:
    """A JSON object as a dict."""
    value: dict[str, object] = json.loads(body)
    return value


MEETING = Codec(Meeting)
OCCURRENCE = Codec(Occurrence)
CRM_DATA = Codec(CrmData)
KEPT = Codec(Kept)
HEARD = Codec(Heard)
SOURCE_STATE = Codec(SourceState)
FOLLOWUP = Codec(FollowupRecord)
VERSION = Codec(Version)
PROMISE = Codec(PromiseRecord)
VOICE = Codec(Voice)
EDITED = Codec(Edited)
PREFERENCES = Codec(Preferences)
AUTOSAVE = Codec(Autosave)
