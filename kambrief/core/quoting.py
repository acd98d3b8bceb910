"""Somebody's words inside a reading: verbatim, whole, or a part that cannot turn their meaning round."""

import re
from dataclasses import dataclass

from kambrief.core import sentences
from kambrief.core.evidence import Fact
from kambrief.core.pseudonyms import Told, unmarked
from kambrief.core.reading_names import said_in

_EDGES = ',;:–—().!?…"“”„»«'
_TURNS = {
    "en": r"not|no|never|nor|none|nobody|nothing|without|unless|if|\w+n['’]t|only|provided|providing|as long as|"
    r"but|except|until|till|assuming|subject to|were|doubt\w*|hardly|barely|says?|said|claims?|claimed|thinks?|"
    r"wrong|untrue",
    "fi": "ei|en|emme|ette|et|eivät|älä|älkää|ilman|jos|ellei|mikäli|vain|vasta|kunhan|edellyttäen|mutta|paitsi|tuskin|"
    "eikä|enkä|emmekä|ettekä|eivätkä|sanoo|sanoi|väittää|väitti",
    "sv": "inte|ej|ingen|inget|inga|aldrig|utan|om|ifall|bara|endast|förutsatt|men|utom|tills|knappast|tvivlar|såvida|"
    "säger|sade|påstår",
    "de": r"nicht|kein\w*|nie|niemals|ohne|wenn|falls|sofern|nur|erst|vorausgesetzt|aber|jedoch|außer|sondern|solange|"
    "bis|kaum|es sei denn|sagt|behauptet",
}
"""Words that turn the meaning of what stands beside them: with one of them left out, the rest is no quotation."""
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER_AT_END = re.compile(r"\d\.$")
"""In Finnish and German the full stop belongs to a date."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words that may be shown, or what is wrong with them."""

    words: str
    problem: str = ""


def part(told: Told, wanted: str) -> Part:
    """``wanted`` as it stands in the text, case and spaces apart; all of it when nothing is named."""
    text = told.text
    if not wanted.strip():
        return _within(told, 0, len(text))
    words = r"\s+".join(re.escape(word) for word in unmarked(wanted).strip(" .,;:\"“”„’'").split())
    found = re.search(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE) if words else None
    if found is None:
        return Part("", "has no such words: copy them exactly, or leave the quotation out")
    before, after = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    if (before and before[-1] not in _EDGES) or (after and after[0] not in _EDGES):
        return Part("", "is cut inside a clause: quote from one comma or full stop to the next, or all of it")
    if _turns(text, f"{before} {after}"):
        return Part("", "leaves out words that change the meaning: quote all of it")
    return _within(told, found.start(), found.end())


def _turns(text: str, rest: str) -> bool:
    """Whether the rest holds such a word of the text's language; of any, where the text does not tell its own."""
    own = said_in(_WORD.findall(text.casefold()))
    return any(re.search(rf"\b(?:{_TURNS[language]})\b", rest, re.IGNORECASE) for language in own or _TURNS)


def _within(told: Told, start: int, end: int) -> Part:
    words = told.restored(start, end).strip()
    if sentences.words(words) > sentences.MAX_WORDS:
        return Part("", f"is too long a quotation: at most {sentences.MAX_WORDS} words")
    said = sentences.unquoted(words)
    return Part(said[:-1] if said.endswith(".") and not _NUMBER_AT_END.search(said) else said)


def form(fact: Fact) -> str:
    """How the words are shown: the customer's own between quotation marks, ours as they stand."""
    theirs = fact.source.table == "surveys" or (fact.by == "them" and fact.source.table == "activities")
    return "quoted" if theirs or sentences.unquoted(fact.text) != fact.text.strip() else "noted"
