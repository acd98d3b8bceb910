"""Pictures in a mail's page: said for those who don't see them, absent from the text, and never more than a drawing."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief import render
from kambrief.core.brief import Brief, Section
from kambrief.core.customer import Role
from kambrief.core.insight.risk import Factor
from kambrief.core.wording import JOINER
from kambrief.render import Rendered
from tests.mail.pictured import RISK, contact, days_ago, drawn, pictured, revenue
from tests.mail.sample import MANAGER, TODAY, ZONE, line, quote
from tests.test_render import without_call, words_of_text

CLIPPED = 80_000
"""Bytes. Gmail cuts mails at 102 KB; headers, the text and its encoding need room, too."""
UNREAD = {"style", "title"}


class Page(HTMLParser):
    """Tags, attributes, and the words outside pictures and their captions."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[bool] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = dict(attrs)
        self.tags.append((tag, had))
        if tag not in {"meta", "br"}:
            unread = tag in UNREAD or had.get("role") == "img" or had.get("class") in {"caption", "preheader"}
            self._open.append(unread)
        self.words.append(" ")

    def handle_endtag(self, _tag: str) -> None:
        self._open.pop()
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not any(self._open):
            self.words.append(data)

    @property
    def alts(self) -> list[str]:
        return [had["aria-label"] or "" for _, had in self.tags if had.get("role") == "img"]


def rendered(made: Brief) -> Rendered:
    return render.render_brief(made, MANAGER, TODAY)


def tokens(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"https?://\S+", "", text).replace(JOINER, ""))


# --- words ---------------------------------------------------------------------------------------------------------


def test_a_picture_is_said_for_those_who_do_not_see_it() -> None:
    contacts, reasons, months = Page(rendered(pictured("en")).html).alts
    assert contacts.startswith("In how many of the twelve months there was contact, November 2025 to October: Markku")
    assert "Markku Salomaa: 5, most recently June. Ilkka Rinne: none. Petra Vuorio: 12, most recently" in contacts
    assert reasons == (
        "Retention risk 83 of 100, what weighs most, in points: Survey scores +12. Revenue +10. Sponsor +10. "
        "Open tickets +10. Contract’s end +8. Survey trend +5. People in contact −4."
    )
    assert months.replace("\N{NO-BREAK SPACE}", " ") == (
        "Revenue by month, October 2025 to September, beside the same months a year before: EUR 373,000 against "
        "EUR 416,000, the last three months EUR 78,000 against EUR 108,000."
    )


def test_it_is_said_in_the_readers_language() -> None:
    contacts, _, months = Page(rendered(pictured("fi")).html).alts
    assert "Petra Vuorio: 12, viimeisin lokakuu." in contacts
    assert "kolme viimeistä kuukautta 78 000 €, vuotta aiemmin 108 000 €." in months.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_text_is_the_same_with_and_without_pictures_and_so_is_the_rest_of_the_page(language: str) -> None:
    with_them, without = rendered(pictured(language)), rendered(pictured(language, ()))
    assert with_them.text == without.text
    assert with_them.body == without.body
    assert tokens("".join(Page(with_them.html).words)) == tokens("".join(Page(without.html).words)) != []
    assert tokens("".join(Page(without_call(with_them.html)).words)) == words_of_text(with_them)


def test_a_picture_stands_under_its_section() -> None:
    page = rendered(pictured("en")).html
    places = [page.index(word) for word in ("Status<", "In how many", "Retention risk 83", ">Business<", "Revenue by month", ">Tip<")]  # fmt: skip
    assert places == sorted(places)


def test_without_its_section_a_picture_is_not_shown() -> None:
    made = pictured("en")
    bare = replace(made, blocks=tuple(block for block in made.blocks if block.section is not Section.BUSINESS))
    assert len(Page(rendered(bare).html).alts) == 2


# --- what it is drawn with -----------------------------------------------------------------------------------------


def test_nothing_is_drawn_with_what_mail_programs_hold_back() -> None:
    page = Page(rendered(pictured("en")).html)
    assert {tag for tag, _ in page.tags}.isdisjoint({"img", "svg", "canvas", "picture", "script", "link"})
    styles = " ".join(had.get("style") or "" for _, had in page.tags)
    assert not re.search(r"url\(|flex|grid|position|gradient|float", styles)


def test_word_gets_sizes_in_the_tags_and_exact_lines() -> None:
    page = Page(rendered(pictured("en")).html)
    cells = [had for tag, had in page.tags if tag == "td" and (had.get("class") or "").startswith("cell")]
    assert len(cells) > 100
    for had in cells:
        assert had.keys() & {"height", "width"}
        assert re.search(r"font-size: 1px;mso-line-height-rule: exactly;line-height: 1px", had["style"] or "")
        assert "font-family" not in (had["style"] or "")


def test_every_table_is_a_picture_or_only_layout() -> None:
    page = Page(rendered(pictured("en")).html)
    assert {had.get("role") for tag, had in page.tags if tag == "table"} == {"img", "presentation"}


def test_the_night_has_a_colour_for_all_that_is_drawn() -> None:
    page = rendered(pictured("en", drawn(revenue_months=revenue([-5, 9])))).html
    dark = page.partition("prefers-color-scheme: dark")[2].partition("</style>")[0]
    painted = {
        name
        for _, had in Page(page).tags
        if "background-color" in (had.get("style") or "")
        for name in (had.get("class") or "").split()
        if name not in {"cell", "up", "down"}
    }
    assert {"now", "axis", "days0", "days100", "raises", "lowers"} <= painted
    assert {name for name in painted if f".{name}" not in dark and name != "page"} == set()


def test_below_the_axis_is_room_only_when_a_month_goes_there() -> None:
    assert 'valign="top"' not in rendered(pictured("en")).html
    assert rendered(pictured("en", drawn(revenue_months=revenue([-5, 9])))).html.count('valign="top"') == 24


def test_the_largest_brief_with_all_pictures_is_not_clipped() -> None:
    months = revenue([(-1) ** place * (place + 50) for place in range(24)])
    people = [contact(f"C{number}", "Maximiliana Wolkenstein " * 4, Role.SPONSOR) for number in range(9)]
    parts = tuple(replace(RISK.contributions[1], factor=factor, points=9) for factor in tuple(Factor)[1:10])
    lowers = tuple(
        replace(part, factor=factor, points=-4) for part, factor in zip(parts, tuple(Factor)[-4:], strict=False)
    )
    pictures_ = drawn(revenue_months=months, people=people, touches=days_ago("C1", *range(365)),
                      risk=replace(RISK, contributions=(*parts, *lowers)))  # fmt: skip
    made = pictured("fi", pictures_)
    full = tuple(
        replace(
            block,
            lines=tuple(line(f"{block.section}/{number}", quote("x" * 60), quote("x" * 60)) for number in range(4)),
        )
        for block in made.blocks
    )
    mail = rendered(replace(made, blocks=full))
    assert len(mail.body) > 2000  # more than the budget lets through
    assert len(mail.html.encode()) < CLIPPED


# --- words from outside --------------------------------------------------------------------------------------------

USUAL = Page(rendered(pictured("en")).html)


def assert_only_drawn(outside: str) -> None:
    """No tag or attribute that the usual picture does not have; the name is only a word in it."""
    people = (contact("C01", outside, Role.SPONSOR), contact("C02", outside))
    page = Page(rendered(pictured("en", drawn(people=people, currency=outside))).html)
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in USUAL.tags}
    assert {name for _, had in page.tags for name in had} <= {name for _, had in USUAL.tags for name in had}
    assert len(page.alts) == 3
    assert [had["href"] for _, had in page.tags if "href" in had] == [
        had["href"] for _, had in USUAL.tags if "href" in had
    ]


@pytest.mark.parametrize(
    "outside",
    ['"><script>alert(1)</script>', '" onmouseover="x', "<img src=//evil.example>", "{{ 7 * 7 }}", "--><b>", "</td></tr></table>", "&quot;>", "\x00\u202e"],
)  # fmt: skip
def test_a_name_from_outside_stays_a_name(outside: str) -> None:
    assert_only_drawn(outside)


def test_a_name_that_looks_like_an_address_is_no_link() -> None:
    page = rendered(pictured("en", drawn(people=(contact("C01", "www.evil.example"),)))).html
    assert "www.evil.example" not in page
    assert f"www.{JOINER}evil.{JOINER}example" in page


@given(st.text() | st.lists(st.sampled_from(["<", ">", '"', "'", "&", "{{", "]]>", "=", " ", "x"])).map("".join))
def test_whatever_people_are_called_a_picture_is_only_a_picture(outside: str) -> None:
    assert_only_drawn(outside)


def test_the_zone_of_the_reader_does_not_move_the_months() -> None:
    far = replace(MANAGER, timezone="Pacific/Auckland")
    assert far.timezone != ZONE
    assert render.render_brief(pictured("en"), far, TODAY).html == rendered(pictured("en")).html
