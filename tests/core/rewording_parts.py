"""One follow-up in Finnish, and a model's answers about its pieces, for the tests of saying it otherwise."""

import functools
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kambrief.core.agreed import Agreed, Correction, Point
from kambrief.core.customer import Side
from kambrief.core.drafting import Version
from kambrief.core.followup import Followup
from kambrief.core.rewording import Kind, Wish, cut
from kambrief.core.rewording_request import RewordingTask, rewording_task
from kambrief.core.rewording_slots import Tongue
from kambrief.pipeline.following import Following
from kambrief.pipeline.followup_text import version_of
from kambrief.pipeline.rewording import Matter, Rewording, Said
from kambrief.pipeline.rewording_words import CodeWords
from tests.core.followup_calls import DAY, NOW, at, concern, draft, manager, on, outcome, person, promised, talk
from tests.fakes import FakeWriter

ANNA, PETRI = person("Anna Salo"), person("Petri Koski")
VILLE, ELINA = person("Ville Aho", Side.US), person("Elina Niemi", Side.US)
MANAGER = manager("Elina Niemi", "fi", signature="Elina Niemi\nKuura Oy\n040 123 4567", timezone="Europe/Helsinki")
CALL = talk(
    "fi", ANNA, PETRI, VILLE, ELINA,
    said=(
        ("Anna", "Tärkeintä meille on, että leikkuri pysyy käynnissä koko syksyn."),
        ("Petri", "Hinta on meille liian korkea, ja toisella toimittajalla Nordvikilla se on kymmenen prosenttia halvempi."),
        ("Ville", "Mä laitan raportin perjantaina."),
        ("Petri", "Seisokkeja oli neljätoista, ei yksitoista."),
        ("Petri", "*Tämä jää meidän kesken: kanarialintu Raumalla myydään keväällä."),
    ),
    title="Leikkurin tilanne", others=("Castellane",),
)  # fmt: skip
AGREED = Agreed(
    points=(Point("x", "Leikkurissa oli 14 seisokkia.", (4,)),),
    corrections=(Correction("11 seisokkia", "14 seisokkia", (4,)),),
    outcome=outcome(ANNA, "Tärkeintä meille on, että leikkuri pysyy käynnissä koko syksyn."),
    concern=concern(PETRI, "Hinta on meille liian korkea", "hinta on korkea", "p2"),
    next_meeting=at(17, 13),
)
PROMISED = (
    promised("p1", VILLE, "juurisyyraportti", on(6), to=(PETRI.key,), cues=(3,)),
    promised("p2", ELINA, "kaksi hintamallia", on(10)),
    promised("p3", ANNA, "päätös aikataulusta"),
)
DRAFT = draft(CALL, MANAGER, *PROMISED, agreed=AGREED)
SEEN = version_of(DRAFT, NOW)
BODY = """Hei Anna ja Petri,

kiitos keskustelusta Leikkurista. Anna sanoi tärkeimmän: leikkurin pitää pysyä käynnissä koko syksyn.

Leikkurissa oli 14 seisokkia.

Meiltä
- Ville: juurisyyraportti Petrille – pe 6.11.
- Elina: kaksi hintamallia – ti 10.11.

Teiltä
- Anna: päätös aikataulusta [confirm: mikä päivä?]

Petrin huoli on hinta. Siihen vastaavat kaksi hintamallia, ti 10.11.

Seuraava palaveri: ti 17.11. klo 13.00.

Korjatkaa, jos ymmärsin jotain väärin.

Ystävällisin terveisin
Elina Niemi
Kuura Oy
040 123 4567"""
"""The draft as a person has left it."""


def typed(body: str, subject: str = "") -> Version:
    """A text somebody has before them."""
    return replace(SEEN, body=body, subject=subject or SEEN.subject, base=1)


def task(
    wish: Wish, body: str = BODY, **more: Any
) -> RewordingTask:  # fmt: skip
    """What a model would be asked of a text."""
    target = _target(wish.language)
    tongue = Tongue(DRAFT.language, target.language, DAY, "Europe/Helsinki")
    words = CodeWords(wish, DRAFT, target, CALL, MANAGER, tongue)
    pieces = words.say(cut(body, DRAFT, words.late))
    return rewording_task(
        wish, tongue, words.address, pieces, CALL, PROMISED, AGREED, settled=words.settled, mark=words.mark, **more
    )


def number_of(one: RewordingTask, words: str) -> int:
    """The piece that holds these words."""
    return next(piece.number for piece in one.pieces if words in piece.text and piece.kind is not Kind.SUBJECT)


def answer(texts: dict[int, str]) -> str:
    """A model's answer."""
    return json.dumps({"pieces": [{"number": number, "text": text} for number, text in texts.items()]})


@functools.cache
def _target(language: str) -> Followup:
    return draft(CALL, MANAGER, *PROMISED, agreed=AGREED, language=language) if language else DRAFT


def matter(wish: Wish, *, names: Sequence[str] = ()) -> Matter:
    """All that the text is about."""
    return Matter(DRAFT, _target(wish.language), DRAFT, CALL, PROMISED, AGREED, MANAGER, names)


def said(
    wish: Wish, *answers: Any, body: str = BODY, names: Sequence[str] = (), **options: Any
) -> tuple[Said, FakeWriter]:
    """The text said otherwise, and what was asked for it."""
    writer = FakeWriter([answer(one) if isinstance(one, dict) else one for one in answers])
    found = Rewording(Following(writer, **options)).say(typed(body), wish, matter(wish, names=names), NOW, 100)
    return found, writer
