"""Decisions become words: the same in both parts of a mail, and nothing from outside is ever more than words."""

import datetime as dt
import functools
import html.parser
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief import render
from kambrief.core.brief import Block, Brief, Section
from kambrief.core.customer import Gap
from kambrief.core.evidence import Listing, Person, Text
from kambrief.core.wording import JOINER, word_count
from kambrief.errors import NotFoundError, UserError
from kambrief.phrases import Phrases
from kambrief.render import Rendered, prompt_version, render_prompt, safe_link
from tests.mail.sample import (
    JOIN,
    LINK,
    MANAGER,
    START,
    TODAY,
    brief,
    fact,
    line,
    note,
    phrases,
    quote,
    reading,
    remark,
    says,
)


class Reader(html.parser.HTMLParser):
    """What of a page is read, and what it could do."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self._unread = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag in {"title", "style"} or dict(attrs).get("aria-hidden") == "true":
            self._unread += 1
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        # The preheader is the only div.
        if tag in {"title", "style", "div"}:
            self._unread -= 1
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.words.append(data)

    @property
    def links(self) -> list[str]:
        return [
            value or ""
            for name, value in self.attributes
            if name in {"href", "src", "action", "formaction", "background"}
        ]


def tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace(JOINER, ""))


def words_of_text(mail: Rendered) -> list[str]:
    """Without links, and without what offers the call: its place in the text is another than in the page."""
    return tokens(re.sub(r"https?://\S+", "", re.sub(rf"^.*: {re.escape(JOIN)}$", "", mail.text, flags=re.MULTILINE)))


def words_of_page(mail: Rendered) -> list[str]:
    """Without what offers the call."""
    return tokens("".join(Reader(without_call(mail.html)).words))


def without_call(page: str) -> str:
    return re.sub(rf'<a [^>]*href="{re.escape(JOIN)}".*?</a>', "", page, flags=re.DOTALL)


def rendered(made: Brief, language: str = "en") -> Rendered:
    return render.render_brief(made, MANAGER, TODAY, phrases(language))


def with_words(outside: str) -> Brief:
    """A brief with these words at every place where words from outside can stand."""
    whole = line(
        "x",
        says("head", "f1", person=Person(outside), role=Text(outside)),
        quote(outside),
        reading(outside, Person(outside), outside),
        says("several", items=Listing((Text(outside), Text(outside)))),
        remark(outside, Person(outside), Text(outside)),
        remark(Text(outside), internal=True),
        says("need_from", sources=Listing((Text(outside), Text(outside)))),
        internal=True,
    )
    asked = line("y", reading(outside, Text(outside), phrase="reading_guess"))
    return brief(
        subject=says("subject", start=START, account=Text(outside), purpose=Text(outside)),
        header=(note(outside), note(outside)),
        blocks=tuple(Block(section, (whole, asked)) for section in Section),
        footer=(note(outside), says("readings_by")),
        gaps=(Gap("gap_crm", {"age": outside}),),
        facts={"f1": fact("f1", link=outside, label=outside)},
        join_url=outside,
    )


# --- the brief -----------------------------------------------------------------------------------------------------


def test_the_text_reads_line_by_line() -> None:
    text = rendered(brief()).text
    assert text.startswith(
        "Tue 6 Oct, 09:00 · Havuharju Oy · Petra Vuorio + 2\n\nThe one thing\nWe: root cause report, promised for"
    )
    assert (
        "\n[assessment] Open with it and give Markku a new date before he asks.\n"
        "\nWho is there\n"
        "- Markku Salomaa sponsor: silent since 10 June (118 days); “Three figures and one decision.”; "
        "→ has to defend the plan at home; give Markku the figures first\n"
    ) in text
    assert (
        "\n- 12 months EUR\N{NO-BREAK SPACE}397,000 (−8.7%). spare parts, service and upgrades → INTERNAL: a smaller offer would"
        in text
    )
    assert (
        "\nAsk [assessments]\n"
        "1. What must happen before the notice day, so that going on is easy?\n"
        "2. Guess: How would you notice that the pump is about to stop? (T-101; T-204)\n"
        "3. Who decides"
    ) in text
    assert "\nINTERNAL: Index increase of 3.5% is our floor.\n" in text
    assert text.endswith(
        f"\nJoin the call: {JOIN}\n\n-- \nSources: calendar, CRM of 5 October.\nAssessments come from a model.\n"
        "CRM not reached; what is known is 3 h old.\n"
    )
    assert "\n\n\n" not in text


def test_the_body_is_the_text_without_its_footer() -> None:
    mail = rendered(brief())
    assert mail.body == mail.text.partition("\n\n-- \n")[0] + "\n"
    assert 0 < word_count(mail.body) < word_count(mail.text)


@pytest.mark.parametrize("language", ["en", "fi"])
def test_both_parts_say_the_same(language: str) -> None:
    mail = rendered(brief(language), language)
    assert words_of_text(mail) == words_of_page(mail)


def test_the_language_is_the_briefs_and_the_zone_the_managers() -> None:
    mail = render.render_brief(brief("fi"), replace(MANAGER, timezone="America/Chicago"), TODAY, phrases("fi"))
    assert mail.subject == "[Brief] 9.00 Havuharju – kuorimon tilanne"  # the slot's own zone
    assert '<html lang="fi">' in mail.html


def test_the_inbox_shows_the_one_thing_beside_the_subject() -> None:
    page = rendered(brief()).html
    preheader = page.partition('class="preheader"')[2].partition("</div>")[0]
    assert "We: root cause report, promised for 25 September – 11 days late." in preheader
    assert page.index("display:none") < page.index("<h1")


def test_lines_link_to_the_record_they_rest_on() -> None:
    assert Reader(rendered(brief()).html).links.count(LINK) == 3
    assert LINK not in rendered(brief()).text


def test_a_brief_of_almost_nothing_is_still_a_mail() -> None:
    bare = brief(header=(), blocks=(), footer=(), gaps=(), facts={}, join_url="")
    mail = rendered(bare)
    assert mail.subject
    assert Reader(mail.html).links == []


def marks(mail: Rendered) -> int:
    """How often the page says that something is a model's."""
    return mail.html.count('class="reading"')


def test_a_reading_that_has_a_line_to_itself_is_marked_once_at_its_beginning() -> None:
    alone = line("tip/1", reading("one."), reading("two."), note("Three."))
    mail = rendered(brief(blocks=(Block(Section.TIP, (alone,)),)))
    assert "\n[assessment] One. Two. Three.\n" in mail.text
    assert marks(mail) == 1


def test_a_remark_in_a_line_is_marked_by_its_arrow_alone() -> None:
    late = line("promises/1", note("Report: two days late."), remark("this is what they ask about first"))
    mail = rendered(brief(blocks=(Block(Section.PROMISES, (late,)),)))
    assert "\n- Report: two days late. → this is what they ask about first\n" in mail.text
    assert marks(mail) == 0
    assert "→ this is what they ask about first" in mail.html


def test_a_remark_on_a_person_is_the_last_thing_told_of_them() -> None:
    markku = line("people/C02", says("head", person=Person("Markku Salomaa"), role=Text("sponsor")), remark("asks why"))
    mail = rendered(brief(blocks=(Block(Section.PEOPLE, (markku,)),)))
    assert "\n- Markku Salomaa sponsor: → asks why\n" in mail.text
    assert marks(mail) == 0


def test_a_remark_that_is_for_us_alone_says_so_where_its_line_does_not() -> None:
    both = (
        line("business/1", note("Orders fell."), remark("a smaller offer ends this", internal=True)),
        line("business/2", note("Margin is thin."), remark("leave prices alone"), internal=True),
    )
    text = rendered(brief(blocks=(Block(Section.BUSINESS, both),))).text
    assert "\n- Orders fell. → INTERNAL: a smaller offer ends this\n" in text
    assert "\n- INTERNAL: Margin is thin. → leave prices alone\n" in text


def test_an_internal_reading_says_first_that_it_is_for_us() -> None:
    secret = line("one_thing/reading", reading("keep the offer for the end."), internal=True)
    assert (
        "\nINTERNAL: [assessment] Keep the offer for the end.\n"
        in rendered(brief(blocks=(Block(Section.ONE_THING, (secret,)),))).text
    )


def test_the_title_of_the_questions_says_once_that_a_model_asks_some_of_them() -> None:
    ours = line("questions/2", note("Who decides?"))
    theirs = [line(f"questions/{number}", reading(f"what else {word}?")) for number, word in enumerate(("a", "b"))]
    mail = rendered(brief(blocks=(Block(Section.QUESTIONS, (*theirs, ours)),)))
    assert "\nAsk [assessments]\n1. What else a?\n2. What else b?\n3. Who decides?\n" in mail.text
    assert marks(mail) == 1
    assert words_of_text(mail) == words_of_page(mail)
    code_alone = rendered(brief(blocks=(Block(Section.QUESTIONS, (ours,)),)))
    assert "\nAsk\n1. Who decides?\n" in code_alone.text
    assert marks(code_alone) == 0


def test_a_guess_is_called_one_and_says_where_it_comes_from() -> None:
    need = line(
        "questions/need",
        reading("how do you notice overload?", phrase="reading_guess"),
        says("need_from", sources=Listing((Text("T-101"), Text("T-204")))),
    )
    mail = rendered(brief(blocks=(Block(Section.QUESTIONS, (need,)),)))
    assert "\nAsk [assessments]\n1. Guess: How do you notice overload? (T-101; T-204)\n" in mail.text
    assert "<small" in mail.html


@pytest.mark.parametrize(
    ("language", "chip", "title", "arrow", "guess"),
    [
        ("en", "[Suggestion] ", " [Suggestions]\n", "→ INTERNAL: ", "Guess: "),
        ("fi", "[Ehdotus] ", " [Ehdotuksia]\n", "→ SISÄINEN: ", "Oletus: "),
        ("sv", "[Förslag] ", " [Förslag]\n", "→ INTERNT: ", "Gissning: "),
        ("de", "[Vorschlag] ", " [Vorschläge]\n", "→ INTERN: ", "Vermutung: "),
    ],
)
def test_readings_are_told_from_records_in_every_language(
    language: str, chip: str, title: str, arrow: str, guess: str
) -> None:
    blocks = (
        Block(Section.ONE_THING, (line("one_thing/reading", reading("aaa bbb")),)),
        Block(Section.QUESTIONS, (line("questions/need", reading("ccc ddd?", phrase="reading_guess")),)),
        Block(Section.TIP, (line("tip/1", quote("Eee."), remark("fff ggg", internal=True)),)),
    )
    made = brief(language, subject=quote("S"), header=(), blocks=blocks, footer=(says("readings_by"),), gaps=())
    mail = render.render_brief(made, MANAGER, TODAY, Phrases(language))
    for said in (f"{chip}Aaa bbb\n", title, f"{guess}Ccc ddd?\n", f"{arrow}fff ggg\n"):
        assert said in mail.text, said
    assert marks(mail) == 2
    footer = mail.text.partition("\n-- \n")[2]
    assert "→" in footer, "what the arrow means is said"
    assert words_of_text(mail) == words_of_page(mail)


def test_nothing_in_a_page_is_fetched_or_run() -> None:
    reader = Reader(rendered(brief()).html)
    assert reader.tags.isdisjoint({"script", "img", "link", "iframe", "form", "input", "object", "svg", "base"})
    assert not [name for name, _ in reader.attributes if name.startswith("on")]
    assert "url(" not in rendered(brief()).html
    assert "@import" not in rendered(brief()).html


def test_styles_are_in_the_tags_and_dark_ones_beside_them() -> None:
    page = rendered(brief()).html
    assert "@media (prefers-color-scheme: dark)" in page
    assert re.search(r'<h1 style="[^"]*font-size: ?21px', page)
    assert "<!--[if mso]>" in page


# --- updates and notices -------------------------------------------------------------------------------------------


def test_an_update_says_only_the_difference() -> None:
    later = replace(START, at=START.at + dt.timedelta(hours=1))
    moved = says("moved", old=START, new=later)
    mail = render.render_update(brief().subject, (moved,), MANAGER, TODAY, JOIN, phrases("en"))
    assert mail.subject == "Re: [Brief] 09:00 Havuharju – kuorimon tilanne"
    assert mail.text == (
        "Changed since the brief\n[Brief] 09:00 Havuharju – kuorimon tilanne\n\n"
        f"Starts at 10:00, not 09:00.\n\nJoin the call: {JOIN}\n"
    )
    assert words_of_text(mail) == words_of_page(mail)
    assert Reader(mail.html).links == [JOIN]


def test_a_void_notice_stands_alone_and_offers_no_call() -> None:
    mail = render.render_void(brief().subject, (), MANAGER, TODAY, phrases("en"))
    assert mail.text == "This meeting is cancelled\n[Brief] 09:00 Havuharju – kuorimon tilanne\n"
    assert words_of_text(mail) == words_of_page(mail)
    assert Reader(mail.html).links == []


# --- attacks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "//evil.example", "https:evil", "https://", "ftp://a.example",
        'https://a.example"onclick=x', "https://a.example/ b", "https://a.example\n", "https://u@a.example", "https://[::1",
        "", "HTTPS//a.example", "mailto:a@b.example", "https://a.example\\@b.example", "https://a.example/<b>",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert safe_link(url) == ""


def test_the_call_is_only_joined_by_https() -> None:
    other = rendered(brief(join_url="http://teams.example/x"))
    assert "Join the call" not in other.text
    assert "Join the call" not in other.html
    assert Reader(rendered(brief(join_url=JOIN, facts={})).html).links == [JOIN]


def test_the_call_is_offered_first_in_the_page_and_last_in_the_text_once_each() -> None:
    mail = rendered(brief())
    assert mail.text.count("Join the call") == mail.text.count(JOIN) == 1
    assert mail.text.index("Begin with our own delay") < mail.text.index(JOIN) < mail.text.index("\n-- \n")
    assert mail.html.count("Join the call") == 1
    assert mail.html.index("<h1") < mail.html.index("Join the call") < mail.html.index("<h2")


@functools.cache
def usual_page() -> Reader:
    return Reader(rendered(brief()).html)


def assert_harmless(mail: Rendered) -> None:
    """No tag, attribute or link that a brief does not have anyhow, and nothing that mail programs make a link of."""
    usual = usual_page()
    reader = Reader(mail.html)
    assert reader.tags <= usual.tags
    assert {name for name, _ in reader.attributes} <= {name for name, _ in usual.attributes}
    assert reader.links == []
    for kind, text in (("text", mail.text), ("page", "".join(reader.words))):
        assert not re.search(r"(?i)\b(https?|ftp|file)://|\bwww\.\w", text), kind
    assert words_of_text(mail) == words_of_page(mail)


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.parametrize("name", ["html_xss", "names", "naughty_strings", "mail_header", "csv_formula"])
def test_known_attacks_stay_words(corpora: Path, name: str) -> None:
    for row in (corpora / "data" / "attacks" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        payload = json.loads(row)["payload"]
        if not safe_link(payload):
            assert_harmless(rendered(with_words(payload)))


@given(
    st.text()
    | st.lists(st.sampled_from(["<b>", "</td>", "{{", "-->", "&lt;", "http://", "a.fi", "\n", " ", "x"])).map("".join)
)
def test_whatever_stands_in_the_crm_both_parts_say_the_same_and_do_nothing(outside: str) -> None:
    if not safe_link(outside):
        assert_harmless(rendered(with_words(outside)))


def test_a_link_in_a_quote_is_shown_by_its_host_and_cannot_be_clicked() -> None:
    said_so = line("since/1", quote("pay at https://evil.example/login?x=1 or www.evil.example, or evil.example/a"))
    mail = rendered(brief(blocks=(Block(Section.SINCE, (said_so,)),), facts={}, join_url=""))
    shown = "pay at [evil.example] or [www.evil.example], or evil.example/a"
    assert shown in mail.text.replace(JOINER, "")
    assert "evil.example" not in mail.text
    assert_harmless(mail)


# --- prompts -------------------------------------------------------------------------------------------------------


def test_a_prompt_is_filled_and_not_escaped(tmp_path: Path) -> None:
    (tmp_path / "brief.jinja").write_text("Facts: {{ facts }}", encoding="utf-8")
    assert render_prompt("brief", tmp_path, facts="<R&D> {{ x }}") == "Facts: <R&D> {{ x }}"


def test_a_prompt_that_misses_a_value_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "brief.jinja").write_text("{{ facts }}", encoding="utf-8")
    with pytest.raises(UserError, match="'facts' is undefined"):
        render_prompt("brief", tmp_path)


def test_a_prompts_version_changes_with_any_file_it_takes_in(tmp_path: Path) -> None:
    (tmp_path / "brief.jinja").write_text('{% include "rules.jinja" %}', encoding="utf-8")
    (tmp_path / "rules.jinja").write_text("one", encoding="utf-8")
    (tmp_path / "other.jinja").write_text("one", encoding="utf-8")
    first = prompt_version("brief", tmp_path)
    assert prompt_version("brief", tmp_path) == first
    (tmp_path / "other.jinja").write_text("two", encoding="utf-8")
    assert prompt_version("brief", tmp_path) == first
    (tmp_path / "rules.jinja").write_text("two", encoding="utf-8")
    assert prompt_version("brief", tmp_path) != first


def test_a_prompt_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"brief\.jinja"):
        prompt_version("brief", tmp_path)
    with pytest.raises(NotFoundError, match=r"brief\.jinja"):
        render_prompt("brief", tmp_path)
