"""What holds for the promises of any talk, whoever speaks, whatever they say and whenever they meet."""

import dataclasses
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.commitment import Promised, promises
from kambrief.core.talk import Talk
from tests.core.promising import cases_de, cases_en, cases_fi, cases_sv
from tests.core.promising.dialogues import TUESDAY, people, short, talk

MODULES = {"fi": cases_fi, "en": cases_en, "sv": cases_sv, "de": cases_de}
POOL = {
    language: [line for lines, _ in (*one.CASES, *one.MORE) for line in lines.splitlines()]
    for language, one in MODULES.items()
}
WITH_PROMISES = [
    (language, lines) for language, one in MODULES.items() for lines, wanted in (*one.CASES, *one.MORE) if wanted
]
OTHERS = {
    "fi": ("Elsa Nieminen", "Aulis Koskinen", "Hilkka Saari", "Reino Salo"),
    "en": ("Mona Ashby", "Basil Crane", "Ivy Lamb", "Ned Potter"),
    "sv": ("Majken Falk", "Ture Nyström", "Gullan Ström", "Sixten Åberg"),
    "de": ("Frieda Lang", "Egon Busch", "Hilde Krause", "Kuno Pfeiffer"),
}
SMALL_TALK = {
    "fi": ["Onpa hieno sää.", "Joo, aurinko paistaa.", "Kahvi on hyvää.", "Meillä sataa."],
    "en": ["Lovely weather today.", "It is, the sun is out.", "The coffee is good.", "It rains here."],
    "sv": ["Vilket fint väder.", "Ja, solen skiner.", "Kaffet är gott.", "Här regnar det."],
    "de": ["Schönes Wetter heute.", "Ja, die Sonne scheint.", "Der Kaffee ist gut.", "Hier regnet es."],
}

spoken = st.sampled_from(sorted(POOL)).flatmap(
    lambda language: st.tuples(
        st.just(language),
        st.lists(
            st.one_of(
                st.sampled_from(POOL[language]), st.text(max_size=60).map(lambda text: f"S: {' '.join(text.split())}")
            ),
            min_size=1,
            max_size=14,
        ),
    )
)


def said(of: Talk) -> dict[int, str]:
    return {one.number: one.text for one in of.utterances}


def same(one: Promised) -> tuple[object, ...]:
    return (one.owner, one.what, one.due, one.minor, one.confirm)


@given(spoken, st.sets(st.integers(1, 14)), st.sets(st.integers(1, 14)))
def test_nothing_comes_of_what_is_kept_back_or_was_ours_alone(
    lines: tuple[str, list[str]], hidden: set[int], alone: set[int]
) -> None:
    whole = talk(lines[0], "\n".join(lines[1]))
    made = dataclasses.replace(
        whole,
        utterances=tuple(
            dataclasses.replace(
                one,
                withheld=one.withheld or ("off-the-record" if one.number in hidden else ""),
                alone=one.number in alone,
            )
            for one in whole.utterances
        ),
    )

    open_ones = {one.number for one in made.spoken()}
    for one in promises(made):
        assert one.quoted_from in open_ones
        assert open_ones.issuperset(one.cues)


@given(spoken)
def test_quotes_are_verbatim_and_owners_take_part(lines: tuple[str, list[str]]) -> None:
    made = talk(lines[0], "\n".join(lines[1]))

    found = promises(made)
    for one in found:
        assert one.quote in said(made)[one.quoted_from]
        assert one.owner in made.by_key
        assert one.side is made.side_of(one.owner)
        assert one.what or one.confirm
        assert one.due is None or one.supersedes != one.due
        assert one.owner not in one.to
    assert len({one.id for one in found}) == len(found)


@given(st.sampled_from(WITH_PROMISES))
def test_other_people_make_the_same_promises(case: tuple[str, str]) -> None:
    language, lines = case
    others = tuple(
        dataclasses.replace(one, name=name, called=name.split()[0])
        for one, name in zip(people(language), OTHERS[language], strict=True)
    )
    renamed = lines
    for one, other in zip(people(language), others, strict=True):
        renamed = renamed.replace(one.called, other.called).replace(one.name.split()[1], other.name.split()[1])

    assert [same(one) for one in promises(talk(language, renamed, participants=others))] == [
        same(one) for one in promises(talk(language, lines))
    ]


@given(st.sampled_from(WITH_PROMISES), st.integers(-60, 60))
def test_weeks_later_the_same_is_promised_for_weeks_later(case: tuple[str, str], weeks: int) -> None:
    language, lines = case
    if any(
        word in lines
        for word in ("toista", "teenth", "twelfth", "end of the month", "kuun lopussa", "av månaden", "des Monats")
    ):
        return  # a day of the month is another weekday then
    later = dt.timedelta(weeks=weeks)

    moved = promises(talk(language, lines, TUESDAY + later))

    assert [(one.owner, one.what, one.due) for one in moved] == [
        (one.owner, one.what, one.due and one.due + later) for one in promises(talk(language, lines))
    ]


@given(st.sampled_from(WITH_PROMISES), st.data())
def test_small_talk_before_and_after_changes_nothing(case: tuple[str, str], data: st.DataObject) -> None:
    language, lines = case
    talked = data.draw(st.permutations(SMALL_TALK[language]))
    cut = data.draw(st.integers(0, len(talked)))
    before = [f"{'AS'[at % 2]}: {text}" for at, text in enumerate(talked[:cut])]
    after = [f"{'SA'[at % 2]}: {text}" for at, text in enumerate(talked[cut:])]

    with_it = promises(talk(language, "\n".join([*before, lines, *after])))

    assert short(with_it) == short(promises(talk(language, lines)))
