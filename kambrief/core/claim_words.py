"""What a sentence can claim to have happened, by kind, and which claim carries which. Data, never printed."""

from collections.abc import Mapping
from typing import Final

from kambrief.core.claim_words_deals import DEALS
from kambrief.core.claim_words_forms import Family
from kambrief.core.claim_words_states import STATES

FAMILIES: Final[Mapping[str, Family]] = {**DEALS, **STATES}

BAD_NEWS: Final = frozenset(
    {
        "unhappy", "late", "complained", "refused", "frozen", "threatened", "promised", "rival", "urgent", "appointed",
        "left", "price",
    }
)  # fmt: skip
"""Their cues count even where a fact denies something: "not happy", "no answer yet" are such news themselves."""

IMPLIED_BY: Final[Mapping[str, frozenset[str]]] = {
    "agreed": frozenset({"signed", "approved", "accepted", "confirmed", "decided", "ordered", "promised"}),
    "approved": frozenset({"decided", "signed"}),
    "accepted": frozenset({"signed", "agreed", "approved", "ordered"}),
    "confirmed": frozenset({"signed", "agreed", "approved", "decided", "ordered"}),
    "decided": frozenset({"agreed", "approved", "signed", "ordered", "rival", "terminated"}),
    "promised": frozenset({"agreed", "confirmed"}),
    "resolved": frozenset({"delivered"}),
    "delivered": frozenset({"resolved"}),
    "unhappy": frozenset({"complained", "escalated", "threatened"}),
    "complained": frozenset({"escalated", "unhappy"}),
    "lost": frozenset({"rival"}),
    "frozen": frozenset({"terminated"}),
    "threatened": frozenset({"terminated", "escalated"}),
    "late": frozenset({"frozen"}),
}
"""A claim → others that carry it: what is signed has been agreed. Not the other way: a handshake signs nothing."""
