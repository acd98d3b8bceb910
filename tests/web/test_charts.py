"""Charts: well-formed whatever the data, read without colour, and nothing in them that could do anything."""

import datetime as dt
import itertools
import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from kambrief.web import charts
from kambrief.web.charts import Dot, DotRow, Edge, Node, Pair, Part

SVG = "{http://www.w3.org/2000/svg}"
MOST = 20_000
DAY = dt.date(2026, 10, 1)
FORBIDDEN_TAGS = {"script", "foreignObject", "image", "a", "use", "style", "animate", "set"}

anything = st.text(max_size=60)
hostile = st.sampled_from([
    "<script>alert(1)</script>", "</text></svg><img src=x onerror=alert(1)>", '" onload="alert(1)', "' x='", "]]>",
    "&lt;", "\x00\x0b\ud800", "\ufffe", "url(javascript:alert(1))", "A" * 500, "👩‍🏭" * 60,
])  # fmt: skip
texts = st.one_of(anything, hostile)
amounts = st.one_of(
    st.none(), st.decimals(allow_nan=True, allow_infinity=True), st.just(Decimal("1E+999999")), st.integers(-9, 9).map(Decimal),
)  # fmt: skip


def parsed(drawn: Markup) -> ET.Element:
    return ET.fromstring(str(drawn))  # noqa: S314 - our own


def check(drawn: Markup) -> None:
    """Well-formed, light, named, harmless."""
    if not drawn:
        return
    assert len(str(drawn).encode()) < MOST
    root = parsed(drawn)
    assert root.get("role") == "img"
    ids = {one.get("id") for one in root.iter()}
    assert {root.get("aria-labelledby"), root.get("aria-describedby")} <= ids
    for one in root.iter():
        assert one.tag.removeprefix(SVG) not in FORBIDDEN_TAGS
        for name, value in one.attrib.items():
            assert name != "style"
            assert not name.lower().startswith("on")
            assert "href" not in name
            assert not value.startswith("url(") or re.fullmatch(r"url\(#[a-z]+-[a-z]+\)", value)


@given(st.lists(st.builds(Pair, texts, amounts, amounts, texts), max_size=40), texts, texts)
def test_bars_of_anything_are_well_formed(pairs: list[Pair], title: str, desc: str) -> None:
    check(charts.bars("revenue", title, desc, pairs))


@given(st.lists(st.builds(Part, texts, st.integers(-200, 200)), max_size=40), st.integers(-50, 300), texts)
def test_a_stack_of_anything_is_well_formed(parts: list[Part], score: int, title: str) -> None:
    check(charts.stack("risk", title, title, parts, score))


dots = st.builds(
    Dot, st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)), st.decimals(allow_nan=True, allow_infinity=True), texts,
    st.integers(-1, 1),
)  # fmt: skip


@given(st.lists(st.builds(DotRow, texts, st.lists(dots, max_size=20).map(tuple)), max_size=20), st.dates(), texts)
def test_dots_of_anything_are_well_formed(rows: list[DotRow], first: dt.date, title: str) -> None:
    check(charts.dots("satisfaction", title, title, rows, first, DAY, (title, title)))


keys = st.sampled_from("abcdefgh")
nodes = st.builds(Node, keys, texts, texts, st.booleans())
edges = st.builds(Edge, keys, keys, st.integers(-3, 99), texts, st.booleans())


@given(st.lists(nodes, max_size=20), st.lists(nodes, max_size=30), st.lists(edges, max_size=90), texts)
def test_a_map_of_anything_is_well_formed(ours: list[Node], theirs: list[Node], some: list[Edge], title: str) -> None:
    check(charts.people("people", title, title, ours, theirs, some))


# --- what is seen --------------------------------------------------------------------------------------------------


def rects(drawn: Markup, kind: str) -> list[ET.Element]:
    return [one for one in parsed(drawn).iter(f"{SVG}rect") if kind in (one.get("class") or "").split()]


def words(drawn: Markup) -> list[str]:
    return [one.text or "" for one in parsed(drawn).iter(f"{SVG}text")]


def test_the_year_before_is_hatched_and_now_is_solid() -> None:
    drawn = charts.bars("revenue", "t", "d", [Pair("1", Decimal(50), Decimal(100), "50")])
    (before,), (now,) = rects(drawn, "chart-before"), rects(drawn, "chart-now")
    assert before.get("fill") == "url(#revenue-hatch)"
    assert now.get("fill") is None
    assert float(before.get("height") or 0) == 2 * float(now.get("height") or 0) == 130
    assert words(drawn) == ["50", "1"]


def test_a_credited_month_points_down_from_the_zero_line() -> None:
    drawn = charts.bars("revenue", "t", "d", [Pair("1", Decimal(-30), Decimal(100), "-30")])
    (before,), (now,) = rects(drawn, "chart-before"), rects(drawn, "chart-now")
    zero = float(now.get("y") or 0)
    assert zero == pytest.approx(float(before.get("y") or 0) + float(before.get("height") or 0), abs=0.02)
    figure = next(one for one in parsed(drawn).iter(f"{SVG}text") if one.text == "-30")
    assert float(figure.get("y") or 0) > zero + float(now.get("height") or 0)


def test_a_month_that_is_not_known_is_no_zero() -> None:
    drawn = charts.bars("revenue", "t", "d", [Pair("1", None, Decimal(5), ""), Pair("2", Decimal(0), Decimal(5), "0")])
    assert words(drawn).count("–") == 1
    assert len(rects(drawn, "chart-now")) == 1


def test_nothing_to_draw_is_no_chart() -> None:
    assert charts.bars("revenue", "t", "d", []) == ""
    assert charts.bars("revenue", "t", "d", [Pair("1", Decimal(0), Decimal(0), "0")]) == ""
    assert charts.stack("risk", "t", "d", [Part("less", -5)], 0) == ""
    assert charts.dots("satisfaction", "t", "d", [DotRow("a", ())], DAY, DAY, ("", "")) == ""
    assert charts.people("people", "t", "d", [Node("a", "A")], [], []) == ""


def test_reasons_lie_end_to_end_and_what_lowers_leads_back_to_the_score() -> None:
    drawn = charts.stack("risk", "t", "d", [Part("first", 30), Part("second", 20), Part("less", -10)], 40)
    spans = [
        (float((one.get("x") or "")[:-1]), float((one.get("width") or "")[:-1])) for one in rects(drawn, "chart-part")
    ]
    assert spans == [(0, 30), (30, 20), (40, 10)]
    assert {"A", "B", "C", "40", "+30", "−10"} <= set(words(drawn))
    fills = [one.get("fill") for one in rects(drawn, "chart-part")]
    assert fills[0] != fills[1]


def test_answers_that_would_lie_on_each_other_are_moved_apart() -> None:
    row = DotRow("Kaisa", tuple(Dot(DAY, Decimal("0.5"), str(number)) for number in range(5)))
    root = parsed(charts.dots("satisfaction", "t", "d", [row], DAY - dt.timedelta(days=300), DAY, ("a", "b")))
    places = [float((one.get("x") or "")[:-1]) for one in root.iter(f"{SVG}svg") if one.get("x")]
    assert len(places) == 5
    assert all(later - earlier >= 8.99 for earlier, later in itertools.pairwise(places))
    assert max(places) <= 94


def test_each_mood_has_a_shape_of_its_own() -> None:
    row = DotRow("Kaisa", tuple(Dot(DAY, Decimal(0), "1", mood) for mood in (-1, 0, 1)))
    root = parsed(charts.dots("satisfaction", "t", "d", [row], DAY, DAY, ("a", "b")))
    shapes = [one.tag.removeprefix(SVG) for one in root.iter() if one.get("class") == "chart-dot"]
    assert sorted(shapes) == ["circle", "polygon", "rect"]


def test_an_old_relation_is_dashed_and_a_close_one_thick() -> None:
    drawn = charts.people(
        "people", "t", "d", [Node("o", "Otto")], [Node("k", "Kaisa"), Node("j", "Jonas")],
        [Edge("o", "k", 5, "9/20"), Edge("o", "j", 1, "0/1", old=True)],
    )  # fmt: skip
    lines = [one for one in parsed(drawn).iter(f"{SVG}line") if "chart-edge" in (one.get("class") or "")]
    assert [(one.get("stroke-width"), "chart-old" in (one.get("class") or "")) for one in lines] == [
        ("5", False), ("1", True),
    ]  # fmt: skip
    assert {"9/20", "0/1", "Otto", "Kaisa", "Jonas"} <= set(words(drawn))


def test_a_chart_needs_a_plain_name() -> None:
    with pytest.raises(ValueError, match="no name for a chart"):
        charts.stack('x" onload="', "t", "d", [Part("a", 1)], 1)
