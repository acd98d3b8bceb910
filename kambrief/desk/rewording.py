"""A follow-up's text said shorter, warmer, more formally or in another language, by the model: proposed, not stored."""

from dataclasses import dataclass, field, replace

from kambrief.core.drafting import FollowupRecord, Place, Version
from kambrief.core.followup import Followup
from kambrief.core.rewording import Wish
from kambrief.core.talk import Talk
from kambrief.core.voice import Voice
from kambrief.desk.place import Desk
from kambrief.errors import RefusedError
from kambrief.pipeline.changing import change
from kambrief.pipeline.composing import compose
from kambrief.pipeline.following import Following
from kambrief.pipeline.followup_text import agreed_in, followup_of, promised_in, with_receipts, with_translation
from kambrief.pipeline.rewording import Matter, Rewording, Said


@dataclass(frozen=True, slots=True)
class Reworded:
    """What became of a text."""

    version: Version | None
    """The text reworded: ``number`` 0, ``base`` the one it was made from, recipients as there; None when nothing of
    the answer was usable, or nothing is different. It is not stored: `desk.followups.edited` does that.
    """
    problems: tuple[str, ...] = ()
    """Why pieces stayed as they were, in English, for operators and ``why``."""
    receipt: dict[str, object] = field(default_factory=dict)
    """Of the requests to the model, JSON-ready."""
    kept: tuple[str, ...] = ()
    """Pieces that stayed as they were because no usable wording came: the text itself, for people."""


def reword(place: Desk, version: Version, wish: Wish) -> Reworded:
    """``version``: the text as it stands before the person, stored or not (``base``: the version it was made from).

    Slow: it asks the model. Raises `RefusedError`: ``no_model`` (none is configured), ``none``, ``closed``,
    ``no_text`` (nothing to reword), ``same`` (it is in that language already), ``not_kept`` (what it was drafted from
    is not kept any more), ``budget`` (used up for now); `ProviderError` when the model is down.
    """
    record = place.there()
    following = place.flow.writing.following
    if not isinstance(following, Following):
        raise RefusedError("no_model", "no model is configured: set [llm]")
    if not record.is_open:
        raise RefusedError("closed", f"It cannot be changed any more: it is {record.state}", state=str(record.state))
    if not version.body.strip():
        raise RefusedError("no_text", "There is nothing to say otherwise")
    source = followup_of(record, version.body)
    if wish.language == source.language:
        raise RefusedError("same", f"It is in that language already ({source.language})", language=source.language)
    talk = place.flow.writing.talk_of(record, place.meeting, place.manager, place.about)
    if talk is None:
        raise RefusedError("not_kept", "What it was drafted from is not kept any more: nothing can be checked")
    said = _said(place, record, version, wish, source, talk, following)
    _kept(place, said, wish)
    new = None
    if said.body is not None:
        base = version.number or version.base
        new = replace(
            version, number=0, place=Place.EDITOR, at=place.now, subject=said.subject or "", body=said.body, base=base
        )
    return Reworded(new, said.problems, {"wish": str(wish), "model": [dict(one) for one in said.receipts]}, said.kept)


def _said(
    place: Desk, record: FollowupRecord, version: Version, wish: Wish, source: Followup, talk: Talk,
    following: Following,
) -> Said:  # fmt: skip
    about, writing = place.about, place.flow.writing
    promised, agreed = promised_in(record), agreed_in(record)

    def composed(language: str, voices: tuple[Voice, ...]) -> Followup:
        return compose(
            talk, promised, agreed, account_id=record.account_id, account_name=about.account_name,
            manager=place.manager, facts=about.facts, voices=voices, withheld=talk.withheld, now=place.now,
            language=language,
        )  # fmt: skip

    target = composed(wish.language, tuple(place.app.store.voices(place.manager.email))) if wish.language else source
    plain = composed(source.language, ())
    names = [name for name in (about.account_name, *(one.name for one in about.data.contacts)) if name]
    matter = Matter(source, target, plain, talk, promised, agreed, place.manager, names)
    return Rewording(following).say(version, wish, matter, place.now, writing.seconds)


def _kept(place: Desk, said: Said, wish: Wish) -> None:
    """Its receipts stand with the follow-up's others; a text in another language is read by its own draft."""
    told = f"{wish}: {len(said.kept)} of its pieces stayed as they were" if said.kept else ""

    def kept(record: FollowupRecord) -> FollowupRecord:
        new = with_receipts(record, said.receipts, told, place.now)
        return with_translation(new, said.followup) if said.followup is not None else new

    change(place.app.store, place.meeting.id, place.manager.email, kept)
