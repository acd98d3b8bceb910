"""What code says of a mail by its own phrases when it is said otherwise: greeting, headings, who and when, next
meeting, closing, and what has to be settled. Pure but for reading ``templates/followup``.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kambrief.core import sentences, voice_words
from kambrief.core.brief import Sentence
from kambrief.core.evidence import Text
from kambrief.core.following import greeting_part, topic
from kambrief.core.following_people import Recipients, address_form, first_name, plain_name, shown
from kambrief.core.following_types import Frame
from kambrief.core.followup import DraftLine, Followup, Part, PartKind
from kambrief.core.inflection import accepts
from kambrief.core.model import AccountManager
from kambrief.core.rewording import Kind, Piece, Wish, item, item_text, reworded
from kambrief.core.rewording_slots import SLOT, Tongue, masked
from kambrief.core.talk import Participant, Talk
from kambrief.phrases import Phrases, folder_of

_CONFIRMS = {
    "confirm_date": ("words",), "confirm_weekday": ("words", "due"), "confirm_owner": ("name",), "confirm_what": (),
    "confirm_next": (),
}  # fmt: skip
_TITLES = {
    PartKind.FACTS: ("title_facts",),
    PartKind.OURS: ("title_ours",),
    PartKind.THEIRS: ("title_theirs_one", "title_theirs_many", "title_theirs_formal"),
}
_SLOT_NAMES = {"words": "xwordsx", "due": "xduex", "name": "xnamex"}
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FEW = 1
"""So many words more than names and a greeting: then somebody has written a sentence there."""


@dataclass(frozen=True)
class CodeWords:
    """``source``: the follow-up as composed in the text's language; ``target``: as composed in the one wished for (the
    same where the language stays).
    """

    wish: Wish
    source: Followup
    target: Followup
    talk: Talk
    manager: AccountManager
    tongue: Tongue
    plain: Followup | None = None
    """The source as code alone composes it: a model may have worded the topic."""
    settled: set[int] = field(default_factory=set)
    """Numbers of the pieces that code has said."""

    @property
    def address(self) -> str:
        """How the text wished for speaks to its readers."""
        return "formal" if self.wish is Wish.FORMAL else self.target.address

    @property
    def late(self) -> str:
        """What stands behind an item that comes late, in the text's language."""
        return _phrases(self.source.language).label("late").text

    def say(self, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        """The pieces with all that code says itself; they stand in ``settled``."""
        if self.wish in {Wish.SHORTER, Wish.WARMER}:
            return tuple(pieces)
        return tuple(self._said(piece) for piece in pieces)

    def _said(self, piece: Piece) -> Piece:
        say = {
            Kind.GREETING: self._greeting, Kind.TITLE: self._title, Kind.CLOSING: self._closing,
            Kind.PROSE: self._prose, Kind.SUBJECT: self._subject,
        }.get(piece.kind)  # fmt: skip
        if piece.kind is Kind.ITEM:
            return self._item(piece) if self.wish.language else piece
        new = say(piece) if say else ""
        if not new:
            return piece
        self.settled.add(piece.number)
        return reworded(piece, new) if new != piece.text else piece

    # --- subject, greeting, headings, closing ----------------------------------------------------------------------

    def _subject(self, piece: Piece) -> str:
        """All of it where the meeting has no title; else see `subject_tail`."""
        return self.target.subject if self.wish.language and piece.own else ""

    def subject_tail(self, subject: str) -> tuple[str, str, str]:
        """A subject's own words, and what stands behind them now and in the other language; empty where a person has
        changed that.
        """
        title = topic(self.talk)
        both = (self.plain or self.source, self.target)
        old, new = (one.subject[len(title) :] if title and one.subject.startswith(title) else "" for one in both)
        if old and new and subject.endswith(old):
            return subject[: -len(old)], old, new
        return subject, "", ""

    def _greeting(self, piece: Piece) -> str:
        language = self.tongue.source
        named = [one for one in self.talk.participants if _is_in(one, piece.text, language)]
        names = {part.casefold() for one in named for part in _names(one)}
        words = [
            word
            for word in _WORD.findall(voice_words.LEADS.sub("", piece.text, count=1))
            if word.casefold() not in voice_words.JOINING | voice_words.TITLES | names
            and not voice_words.GROUP.match(word)
            and not any(_is_in(one, word, language) for one in named)
        ]
        if len(words) > _FEW or (self.wish is Wish.FORMAL and not piece.own):
            return ""
        part = self.target.part(PartKind.GREETING)
        if piece.own and self.wish.language and part is not None:
            return " ".join(line.text for line in part.lines)
        form = "formal" if self.wish is Wish.FORMAL else address_form(named, self.tongue.target)
        people = Recipients((), (), tuple(named))
        frame = Frame(self.talk, self.manager, self.tongue.target, form, people)
        return " ".join(self._sentence(one) for line in greeting_part(frame).lines for one in line.sentences)

    def _sentence(self, sentence: Sentence) -> str:
        return _phrases(self.tongue.target).say(sentence, self.talk.day, self.manager.timezone).text

    def _title(self, piece: Piece) -> str:
        if piece.part is None:
            return ""
        mark = ":" if piece.text.endswith(":") else ""
        known = {_phrases(self.tongue.source).label(name).text for name in _TITLES.get(piece.part, ())}
        if self.wish is Wish.FORMAL and piece.text.removesuffix(mark) not in known:
            return ""
        there = self.target.part(piece.part)
        if self.wish.language and there is not None and there.title:
            return there.title.removesuffix(":") + mark
        names = _TITLES.get(piece.part, ())
        name = next((one for one in names if one.endswith(f"_{self.address}")), names[0] if names else "")
        return _phrases(self.tongue.target).label(name).text + mark if name else ""

    def _closing(self, piece: Piece) -> str:
        ours = _phrases(self.tongue.target).label("closing").text
        if self.wish is Wish.FORMAL:
            first = self.manager.signature.strip().splitlines()[:1]
            return "" if not piece.own or piece.text in (one.strip() for one in first) else ours
        part = self.target.part(PartKind.CLOSING)
        there = part.lines[0].text if part and part.lines else ""
        return there if piece.own and there != piece.text else ours

    # --- paragraphs and items --------------------------------------------------------------------------------------

    def _prose(self, piece: Piece) -> str:
        if not piece.own or piece.part not in {PartKind.NEXT, PartKind.CORRECT}:
            return ""
        if self.wish is Wish.FORMAL:
            known = {_phrases(self.tongue.source).label(f"correct_{form}").text for form in ("one", "many", "formal")}
            return _phrases(self.tongue.target).label("correct_formal").text if piece.text in known else ""
        part = self.target.part(piece.part)
        return " ".join(line.text for line in part.lines) if part else ""

    def _item(self, piece: Piece) -> Piece:
        """Who and when in the other language; what is left to a model, unless it is a phrase, too."""
        promise = next((one for one in piece.evidence if one.startswith("promise:")), "")
        head = re.match(r"\s*\S+[ \t]+", piece.before)
        there = self.line(promise) if piece.own and promise else None
        if there is not None:
            before = f"{head[0] if head else ''}{there.before}"
            invitation = _phrases(self.tongue.source).label("invitation_next").text
            if piece.text == invitation:
                self.settled.add(piece.number)
                return reworded(piece, there.text, before, there.after)
            return reworded(piece, piece.text, before, there.after)
        words, after = self._after(piece.after)
        owner = piece.before[len(head[0]) if head else 0 :]
        before = f"{head[0] if head else ''}{self._owner(owner)}"
        return reworded(piece, f"{piece.text}{words}", before, after)

    def line(self, promise: str) -> Piece | None:
        """A promise's line as the other language has it."""
        part = (line for kind, line in self.target.lines() if kind in {PartKind.OURS, PartKind.THEIRS})
        line = next((one for one in part if promise in one.evidence), None)
        return item(line.text, _phrases(self.tongue.target).label("late").text) if line else None

    def _after(self, after: str) -> tuple[str, str]:
        """Of what stands behind an item: what a model has to say, and what code says."""
        late = self.late
        rest = after.removesuffix(late)
        found = masked(rest, self.tongue, self.mark, {})
        if re.search(r"[^\W\d_]", SLOT.sub("", found.text)):
            return after, ""
        behind = _phrases(self.tongue.target).label("late").text if late and after.endswith(late) else ""
        return "", f"{found.filled(found.text)}{behind}"

    def _owner(self, owner: str) -> str:
        """Who does it, as the other language calls them: only where it is somebody of the call, called so by code."""
        name, colon, space = owner.partition(":")
        for one in self.talk.participants:
            if colon and name and name == shown(one, self.talk, self.tongue.source, self.source.address):
                return f"{shown(one, self.talk, self.tongue.target, self.address)}:{space}"
        return owner

    # --- what has to be settled ------------------------------------------------------------------------------------

    def mark(self, text: str) -> str:
        """A ``[confirm: …]`` of code's in the other language; empty for a person's own."""
        source, target = _phrases(self.tongue.source), _phrases(self.tongue.target)
        plain = " ".join(text.split())
        for name, slots in _CONFIRMS.items():
            for count in range(len(slots), -1, -1):
                for chosen in itertools.combinations(slots, count):
                    if name == "confirm_owner" and not chosen:
                        chosen_slots: Mapping[str, str] = {"name": ""}
                    else:
                        chosen_slots = {one: _SLOT_NAMES[one] for one in chosen}
                    pattern = re.escape(self._mark(source, name, chosen_slots))
                    for one in chosen:
                        pattern = pattern.replace(_SLOT_NAMES[one], f"(?P<{one}>[^\\]]+?)", 1)
                    if found := re.fullmatch(pattern, plain):
                        values = found.groupdict()
                        if "due" in values:
                            due = masked(values["due"], self.tongue, lambda _: "", {})
                            values["due"] = due.filled(due.text)
                        return self._mark(target, name, values or chosen_slots)
        return ""

    def _mark(self, phrases: Phrases, name: str, slots: Mapping[str, str]) -> str:
        typed = {key: Text(value) for key, value in slots.items()}
        return " ".join(phrases.filled(name, typed, self.talk.day, self.manager.timezone).text.split())


def _phrases(language: str) -> Phrases:
    return Phrases(language, folder_of("templates") / "followup")


def _names(one: Participant) -> Iterator[str]:
    yield from (part for name in (first_name(one), plain_name(one)) for part in name.split() if len(part) > 1)


def _is_in(one: Participant, text: str, language: str) -> bool:
    words = [word for word in _WORD.findall(text) if word[:1].isupper()]
    return any(accepts(part, word, language) for part in _names(one) for word in words)


# --- the follow-up that a text in another language is read by --------------------------------------------------------


def translated(words: CodeWords, pieces: Sequence[Piece], subject: str) -> Followup:
    """The follow-up in the other language, each line with what it rests on. Promises stand in it as they were made, the
    struck ones, too: what a person has changed of them before is read as a change of theirs afterwards.
    """
    parts: list[Part] = []
    for piece in pieces:
        if piece.kind is Kind.TITLE:
            parts.append(Part(piece.part or PartKind.FACTS, (), piece.text, listed=True))
        elif piece.kind is Kind.ITEM:
            line = DraftLine(_as_made(words, piece), piece.evidence, "model")
            if parts and parts[-1].listed:
                parts[-1] = replace(parts[-1], lines=(*parts[-1].lines, line))
            else:
                parts.append(Part(piece.part or PartKind.FACTS, (line,), listed=True))
        elif piece.kind is Kind.FIXED:
            rows = tuple(DraftLine(row.strip()) for row in piece.raw.split("\n") if row.strip())
            parts += [Part(PartKind.SIGNATURE, rows)] if rows else []
        else:
            parts.append(Part(piece.part or PartKind.THANKS, tuple(_lines(piece, words.source))))
    lists = {PartKind.OURS, PartKind.THEIRS}
    told = {each for part in parts if part.kind in lists for line in part.lines for each in _promises(line)}
    struck = [
        replace(part, lines=lines)
        for part in words.target.parts
        if part.kind in lists and (lines := tuple(line for line in part.lines if told.isdisjoint(_promises(line))))
    ]
    return replace(words.target, subject=subject, parts=(*parts, *struck), written_by=words.source.written_by)


def _promises(line: DraftLine) -> set[str]:
    return {one for one in line.evidence if one.startswith("promise:")}


def _as_made(words: CodeWords, piece: Piece) -> str:
    """An item with its promise's own owner and day."""
    promise = next((one for one in piece.evidence if one.startswith("promise:")), "")
    made = words.line(promise) if promise else None
    return f"{made.before}{piece.text}{made.after}" if made else item_text(piece)


def _lines(piece: Piece, source: Followup) -> Iterator[DraftLine]:
    """A paragraph's lines: as many as it was composed of, where its sentences are as many."""
    part = source.part(piece.part) if piece.part else None
    told = sentences.split(piece.text)
    if piece.own and part and not part.listed and len(part.lines) == len(told) > 1:
        yield from (DraftLine(text, line.evidence, "model") for text, line in zip(told, part.lines, strict=True))
    else:
        yield DraftLine(piece.text, piece.evidence, "model")
