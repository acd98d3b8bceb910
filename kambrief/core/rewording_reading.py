"""What becomes of a model's wording of a mail's pieces: each checked by itself, the rest stays as it was.

A piece keeps its values (slots), its numbers in words, its people and how many acts it takes on; it names nobody and
nothing new, turns nothing into its contrary, and is in the language wished for. To make a mail shorter a paragraph may
go whole, unless something stands in it that stands nowhere else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kambrief.core import answer_object, grounded, sentences, tone_words, wording
from kambrief.core.answer_object import number_of, rows, shown, text_of
from kambrief.core.claim_words_frames import FRAMES
from kambrief.core.followup import PartKind
from kambrief.core.grounded import Ground
from kambrief.core.grounded_values import figures
from kambrief.core.inflection import accepts
from kambrief.core.nouns import is_noun
from kambrief.core.rewording import Kind, Piece, Wish, reworded, without
from kambrief.core.rewording_request import Offered, RewordingTask
from kambrief.core.rewording_slots import SLOT, Loose, Slot, names_of, values
from kambrief.core.rewording_words import may_begin
from kambrief.core.talk import Participant, Utterance

KEYS = ("pieces",)
_MOST = 60
"""Pieces of an answer that are looked at."""
_MAX_WORDS = 45
"""Of one sentence."""
_SHARES = {Wish.SHORTER: 0.5, Wish.WARMER: 0.25, Wish.FORMAL: 0.34}
"""The part of a sentence's content words that must stand in the piece, where the language stays."""
_LENGTHS = {Wish.SHORTER: (0.0, 1.0), Wish.WARMER: (0.6, 1.5), Wish.FORMAL: (0.6, 1.6)}
"""Of the piece's words; a few more are never too many."""
_OTHER_LENGTHS = (0.4, 2.0)
"""Of its letters, in another language."""
_FEW = 5
_TOKEN = re.compile(r"\[?\b([PC]\d{1,3})\b\]?")
_LETTERS = re.compile(r"[^\W\d_]+")
_FORMAL = ("Sie", "Ihnen", "Ihr", "Ihre", "Ihrem", "Ihren", "Ihrer", "Ihres")


@dataclass(frozen=True, slots=True)
class Read:
    """What was usable of an answer, or of several: words by piece, values put in."""

    texts: Mapping[int, str] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    """Paragraphs that go whole."""
    problems: tuple[str, ...] = ()
    faulted: frozenset[int] = frozenset()
    """Pieces whose words did not hold."""
    mendable: bool = False
    unread: bool = False
    """It was no answer at all."""


def read(task: RewordingTask, answer: str, numbers: Sequence[int], before: Read | None = None) -> Read:
    """What holds of an answer about these pieces. Never raises. ``before``: what a first answer gave; good words of it
    stay.
    """
    kept = before or Read()
    data = answer_object.parse(answer, KEYS)
    if data is None:
        problem = "the answer is no JSON object with pieces"
        return replace(kept, problems=(problem,), mendable=before is None, unread=before is None)
    texts, gone, faulted = dict(kept.texts), set(kept.gone), set[int]()
    problems: list[str] = []
    for row in rows(data.get("pieces"), _MOST):
        number = number_of(row, "number")
        one = task.offered.get(number)
        if one is None or number not in numbers or not isinstance(row.get("text"), str):
            problems.append(f"there is no piece {number} to word")
            continue
        if number in texts or number in gone:
            continue
        said = _restored(text_of(row, "text"), one, task)
        wrong = list(_gone_wrong(one, task) if not said else _wrong(said, one, task))
        if wrong:
            faulted.add(number)
            problems += [f"piece {number} {shown(said)} {why}" for why in dict.fromkeys(wrong)]
        elif not said:
            gone.add(number)
        else:
            texts[number] = _written(said, one, task)
    if task.wish.language:
        left = [number for number in numbers if number not in texts and number not in faulted]
        problems += [f"piece {number} is missing" for number in left]
        faulted |= set(left)
    return Read(texts, frozenset(gone), tuple(dict.fromkeys(problems)), frozenset(faulted), bool(problems))


def placed(task: RewordingTask, found: Read) -> tuple[Piece, ...]:
    """The mail's pieces with the words that hold."""
    gone = {number for number in found.gone if _may_go(number, task, found.gone)}
    pieces = [
        reworded(piece, found.texts[piece.number]) if piece.number in found.texts else piece for piece in task.pieces
    ]
    return without(_opened(pieces, task, found.texts), gone)


# --- one piece -------------------------------------------------------------------------------------------------------


def _restored(said: str, one: Offered, task: RewordingTask) -> str:
    """With names in the place of what hid them: as they stood in the piece where the language stays."""
    tokens = task.hearing.pseudonyms.tokens
    if not tokens:
        return said
    left: dict[str, list[str]] = {}
    for token, original in zip(re.findall(r"\[([PC]\d{1,4})\]", one.hidden.text), one.hidden.originals, strict=False):
        left.setdefault(token, []).append(original)
    whole = {token: name for name, token in reversed(list(tokens.items()))}

    def name(found: re.Match[str]) -> str:
        surfaces = left.get(found[1], [])
        if surfaces and not task.tongue.other:
            return surfaces.pop(0) if len(surfaces) > 1 else surfaces[0]
        person = task.hearing.people.get(found[1])
        if person is None or (surfaces and len(surfaces[0].split()) > 1):
            return whole.get(found[1], found[0]) if surfaces else found[0]
        return person.called or person.name

    return _TOKEN.sub(name, said)


def _wrong(said: str, one: Offered, task: RewordingTask) -> Iterator[str]:
    """Everything that is wrong with the words of one piece."""
    if found := list(_of_slots(said, one, task)):
        yield from found
        return
    tongue, old = task.tongue, one.masked.bare
    new = " ".join(SLOT.sub(" ", said).split())
    yield from _of_loose(new, old, task)
    yield from _of_people(new, old, task)
    yield from _of_ground(said, one, task)
    if any(order.search(new) and not order.search(old) for order in (tone_words.COMMAND, tone_words.TO_WRITER)):
        yield "gives an order to whoever writes"
    if rule := task.gate.refuses(one.masked.filled(said)):
        yield f"must not be sent ({rule})"
    acts = {one for one in one.piece.evidence if one.startswith("promise:")}
    if len(tone_words.ACT.findall(new)) > max(len(tone_words.ACT.findall(old)), len(acts)):
        yield "takes on an act that the piece does not"
    if bool(FRAMES[tongue.source].negated.search(old.casefold())) != bool(
        FRAMES[tongue.target].negated.search(new.casefold())
    ):
        yield "says the contrary, or no longer does: keep what is denied"
    yield from _of_length(new, old, one, task)


def _of_slots(said: str, one: Offered, task: RewordingTask) -> Iterator[str]:
    del task
    names = names_of(said)
    slots = one.masked.slots
    if strange := [name for name in names if name not in slots]:
        yield f"holds {', '.join(f'{{{name}}}' for name in dict.fromkeys(strange))}, which is not in the piece"
        return
    missing = values(slots.values()) - values(slots[name] for name in names)
    lost = [slot.name for slot in slots.values() if slot.same in missing]
    if lost:
        yield f"has lost {', '.join(f'{{{name}}}' for name in lost)}"
    for same in values(slots[name] for name in names):
        if sum(slots[name].same == same for name in names) > sum(slot.same == same for slot in slots.values()):
            yield "says a value twice"
            break
    if re.search(r"\d", SLOT.sub("", said)):
        yield "holds a digit that is no slot"


def _of_loose(new: str, old: str, task: RewordingTask) -> Iterator[str]:
    """Values in words: none new, none lost."""
    tongue = task.tongue
    was, now = Loose.of(old, tongue.source, tongue.day), Loose.of(new, tongue.target, tongue.day)
    if strange := now.numbers - was.numbers:
        yield f"holds a number that is not in the piece ({', '.join(map(str, sorted(strange)))})"
    if lost := was.numbers - now.numbers:
        yield f"has lost a number ({', '.join(map(str, sorted(lost)))})"
    if now.days != was.days:
        yield "names another day or span than the piece"
    if now.times - was.times:
        yield "names a time that is not in the piece"
    if now.vague and not was.vague:
        yield "names a time that is not in the piece"


def _of_people(new: str, old: str, task: RewordingTask) -> Iterator[str]:
    people = task.talk.participants
    was = {one.key for one in people if _named(one, old, task.tongue.source)}
    now = {one.key for one in people if _named(one, new, task.tongue.target)}
    by_key = task.talk.by_key
    if strange := now - was:
        yield f"names somebody who is not in the piece ({', '.join(sorted(by_key[key].name for key in strange))})"
    if lost := was - now:
        yield f"has lost somebody's name ({', '.join(sorted(by_key[key].name for key in lost))})"


def _named(one: Participant, text: str, language: str) -> bool:
    words = {word for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text) if word[:1].isupper()}
    parts = [part for name in (one.name, one.called) for part in name.split() if part[:1].isupper() and len(part) > 1]
    return any(accepts(part, word, language) for part in parts for word in words)


def _of_ground(said: str, one: Offered, task: RewordingTask) -> Iterator[str]:
    """The rules for all that a customer reads, sentence by sentence, with the piece as all that may be said."""
    tongue = task.tongue
    old = one.masked.bare
    spoken = [word for each in task.talk.spoken() for word in _LETTERS.findall(each.text) if word[:1].islower()]
    spoken += [word for word in _LETTERS.findall(old) if word[:1].islower()]
    if tongue.target == "en":
        first = [found[0] for each in sentences.split(said) or [said] if (found := _LETTERS.match(each))]
        spoken += [word.casefold() for word in first if may_begin(word)]
    words = Utterance(1, "", " ".join(dict.fromkeys(spoken)))
    title = task.talk.title if one.subject else ""
    talk = replace(task.talk, language=tongue.source, utterances=(words,), withheld=(), title=title)
    ground = Ground(talk, tongue.target, foreign=task.talk.others)
    share = 0.0 if one.piece.kind is not Kind.PROSE else _SHARES.get(task.wish, 0.0)
    for sentence in sentences.split(said) or [said]:
        text = " ".join(SLOT.sub(" ", sentence).split())
        if not _LETTERS.search(text):
            continue
        for problem in grounded.problems(text, (), ground, most=_MAX_WORDS, told=[old], share=share):
            yield problem.replace("cited words", "piece")


def _of_length(new: str, old: str, one: Offered, task: RewordingTask) -> Iterator[str]:
    if task.wish.language:
        least, most = _OTHER_LENGTHS
        size, was = len(new), len(old)
        if size > most * was + 20 or size < least * was - 10:
            yield "is much longer or shorter than the piece"
        plain = [word for word in _LETTERS.findall(old) if word[:1].islower()]
        if task.tongue.other and len(plain) >= (2 if one.piece.kind is Kind.PROSE else 3) and new == old:
            yield "is not in the language asked for"
        return
    least, most = _LENGTHS[task.wish]
    size, was = wording.word_count(new), wording.word_count(old)
    if size > most * was + (0 if task.wish is Wish.SHORTER else _FEW) or size < least * was:
        yield f"has {size} words, the piece {was}: {'fewer' if task.wish is Wish.SHORTER else 'about as many'}, please"
    if one.piece.kind is Kind.ITEM and task.wish is Wish.SHORTER:
        kept = _shared(new, old)
        if not kept:
            yield "loses what the item is about"


def _shared(new: str, old: str) -> bool:
    """Whether an item's thing is still named: its longest word, in whatever form."""
    longest = max(_LETTERS.findall(old), key=len, default="")
    return longest[:5].casefold() in new.casefold()


def _written(said: str, one: Offered, task: RewordingTask) -> str:
    """Checked words with their values, as they stand in the mail."""
    text = one.masked.filled(" ".join(said.split()))
    if one.piece.kind is Kind.PROSE and text[-1:] not in {".", "?", "…", ":", "”", "“", "]", "!"}:
        text += "."
    elif one.piece.kind is not Kind.PROSE and not one.piece.text.endswith("."):
        text = (
            text.removesuffix(".") if not any(text.endswith(slot.shown) for slot in one.masked.slots.values()) else text
        )
    return wording.spaced(text, task.tongue.target)


# --- a whole paragraph that goes ------------------------------------------------------------------------------------


def _gone_wrong(one: Offered, task: RewordingTask) -> Iterator[str]:
    """Why a piece may not go."""
    if task.wish is not Wish.SHORTER or one.piece.kind is not Kind.PROSE:
        yield "may not go"
    elif not _may_go(one.piece.number, task, frozenset({one.piece.number})):
        yield "may not go: what stands in it stands nowhere else"


def _may_go(number: int, task: RewordingTask, gone: frozenset[int]) -> bool:
    """A paragraph goes with its figures, unless they were corrected in the call; a day, a time, a link or something to
    settle must stand in what is kept; and so must every promise that it tells.
    """
    one = task.offered[number]
    slots = one.masked.slots.values()
    if any(slot.name[0] in "QL" for slot in slots):
        return False
    if task.corrected & {figure for figure, _ in figures(one.piece.text, task.tongue.source)}:
        return False
    rest = [piece for piece in task.pieces if piece.number not in gone and piece.kind is not Kind.SUBJECT]
    if any(slot.name[0] in "DT" and not any(_says(piece, slot) for piece in rest) for slot in slots):
        return False
    told = {each for each in one.piece.evidence if each.startswith("promise:")}
    kept = {each for piece in rest for each in piece.evidence}
    listed = {PartKind.OURS, PartKind.THEIRS}
    return told <= kept and one.piece.part not in listed and any(piece.kind is Kind.PROSE for piece in rest)


def _says(piece: Piece, slot: Slot) -> bool:
    return slot.surface.strip(" .") in piece.raw


# --- the first letter below the greeting ----------------------------------------------------------------------------


def _opened(pieces: Sequence[Piece], task: RewordingTask, said: Mapping[int, str]) -> list[Piece]:
    """In another language: small behind ``Hei Petri,`` but in English, and a capital at the beginning of any other
    paragraph.
    """
    if not task.tongue.other:
        return list(pieces)
    found: list[Piece] = []
    for piece in pieces:
        changed = piece
        if piece.number in said and piece.kind is Kind.PROSE:
            below = bool(found) and found[-1].kind is Kind.GREETING and found[-1].text.endswith(",")
            text = _cased(piece.text, task, small=below and task.tongue.target != "en")
            changed = reworded(piece, text) if text != piece.text else piece
        found.append(changed)
    return found


def _cased(text: str, task: RewordingTask, *, small: bool) -> str:
    head = _LETTERS.match(text)
    if head is None or not small:
        return text[:1].upper() + text[1:]
    language = task.tongue.target
    proper = head[0] in _FORMAL or not head[0][1:2].islower() or (language == "de" and is_noun(head[0]))
    if proper or any(_named(one, head[0], language) for one in task.talk.participants):
        return text
    return text[:1].lower() + text[1:]
