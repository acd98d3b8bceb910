"""`kambrief followup --reword`: a version of its own that can be taken back, or a word on why there is none."""

import pytest

from kambrief.cli.followup import Said, work
from kambrief.core.drafting import Place
from kambrief.errors import UserError
from kambrief.pipeline.following import Following
from tests.desk.table import Office
from tests.fakes import FakeWriter

SHORTER = '{"pieces": [{"number": 2, "text": "kiitos."}]}'


def said(*answers: str, wish: str = "shorter") -> tuple[Office, list[str]]:
    office = Office()
    place = office.place()
    object.__setattr__(place.flow.writing, "following", Following(FakeWriter(list(answers))))
    work(place, Said(reword=wish))
    return office, place.notes


def test_it_makes_a_version_shows_what_changed_and_can_be_taken_back() -> None:
    office, notes = said(SHORTER)
    record = office.record()
    assert [(one.number, one.place, one.base) for one in record.versions] == [(1, Place.CODE, 0), (2, Place.EDITOR, 1)]
    assert "+ kiitos." in notes
    assert notes[-1] == "Take it back with --keep 1"
    back = work(office.place(), Said(keep=1))
    assert back.current is not None
    assert back.current.body == record.versions[0].body


def test_where_nothing_holds_the_text_is_as_it_was() -> None:
    office, notes = said("no json", "none either")
    assert len(office.record().versions) == 1
    assert "Nothing of it could be said otherwise: the text is as it was" in notes


def test_a_wish_that_nobody_knows_is_refused_with_those_that_are() -> None:
    with pytest.raises(UserError, match="shorter, warmer, formal, en, fi, sv, de"):
        said(wish="funnier")
