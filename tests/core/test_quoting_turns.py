"""A part of somebody's words is no quotation where the rest takes it back, limits it or gives it to somebody else."""

import pytest

from kambrief.core.pseudonyms import Told
from kambrief.core.quoting import part

TURNED = [
    ("We will renew, provided that the report is here.", "We will renew"),
    ("We will renew, as long as the price stays.", "We will renew"),
    ("We will renew, but on other terms.", "We will renew"),
    ("We would renew, were it our choice.", "We would renew"),
    ("I doubt it: we will renew.", "we will renew"),
    ("It is hardly true, we will renew.", "we will renew"),
    ("Your competitor says, we will renew, and that is wrong.", "we will renew"),
    ("Jatkamme kanssanne, kunhan raportti on täällä.", "Jatkamme kanssanne"),
    ("Jatkamme kanssanne, mutta toisin ehdoin.", "Jatkamme kanssanne"),
    ("Raportti on hyvä, eikä siitä ole apua.", "Raportti on hyvä"),
    ("Tuskin niin, jatkamme kanssanne.", "jatkamme kanssanne"),
    ("Vi förlänger, förutsatt att rapporten kommer.", "Vi förlänger"),
    ("Vi förlänger, men på andra villkor.", "Vi förlänger"),
    ("Wir verlängern, vorausgesetzt der Bericht kommt.", "Wir verlängern"),
    ("Wir verlängern, aber zu anderen Bedingungen.", "Wir verlängern"),
    ("Wir verlängern, es sei denn, der Bericht fehlt.", "Wir verlängern"),
]
WHOLE = [
    ("We choose together with the plants, and they want proof before summer.", "We choose together with the plants"),
    ("The sensors drop out at night, and nothing helps.", "The sensors drop out at night, and nothing helps"),
    ("Kuorimo seisoi aamuyöllä kaksi tuntia, kun valvonta putosi.", "Kuorimo seisoi aamuyöllä kaksi tuntia"),
    ("Vi väljer tillsammans, och de vill se bevis.", "Vi väljer tillsammans"),
    ("Wir wählen gemeinsam, und sie wollen Belege.", "Wir wählen gemeinsam"),
]


@pytest.mark.parametrize(("text", "wanted"), TURNED)
def test_a_part_whose_meaning_the_rest_turns_is_refused(text: str, wanted: str) -> None:
    assert part(Told(text), wanted).problem


@pytest.mark.parametrize(("text", "wanted"), WHOLE)
def test_a_part_that_means_the_same_alone_may_be_quoted(text: str, wanted: str) -> None:
    assert part(Told(text), wanted).words == wanted
