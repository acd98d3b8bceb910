"""Text from outside that tries to be more: an instruction, a link, a header, markup. It stays data.

Each payload stands in every place where words from outside come in, first in all of them at once, then in one alone, so
that the budget hides none. The model obeys: it says the payload again as its reading and as its question.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from email.message import EmailMessage
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.customer import Account, CrmData, SurveyAnswer
from kambrief.core.model import AccountManager, Attendee, Occurrence
from kambrief.core.wording import JOINER
from kambrief.phrases import Phrases
from kambrief.ports import Prompt
from tests.builders import (  # fmt: skip
    ELINA,
    OTTO,
    TEAMS,
    World,
    attendee,
    call,
    deal,
    havulinna,
    mail_in,
    markku,
    note,
    occurrence,
    petri,
    promise,
    ticket,
)
from tests.cli.office import CRM, DUE, Office, event, read_mail, text_of
from tests.fakes import FakeCrm, FakeWriter
from tests.pipeline.asked import facts_of, told

pytestmark = [pytest.mark.corpus, pytest.mark.timeout(300)]

PLACES = ("title", "agenda", "display_name", "contact_title", "contact_note", "account_name", "crm_note", "deal_name",
          "survey_comment", "mail_body", "mail_subject", "promise", "ticket", "location")  # fmt: skip
HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "X-Auto-Response-Suppress",
           "Content-Language", "MIME-Version", "Content-Type"}  # fmt: skip
LINK = re.compile(r"(?:https?|ftp|javascript|data|vbscript|file|mailto)\s*:\s*(?://)?\S+|\bwww\.\S+", re.IGNORECASE)


def payloads(corpora: Path, name: str) -> Iterator[dict[str, Any]]:
    for line in (corpora / "data" / "attacks" / f"{name}.jsonl").read_text().splitlines():
        yield json.loads(line)


# --- a customer whose every word is the payload's ---


def crm(place: Mapping[str, str]) -> CrmData:
    """The CRM with the payload in the places named."""
    told = petri(title=f"päällikkö {place.get('contact_title', '')}", notes=place.get("contact_note", ""))
    return havulinna(
        accounts=(Account("A01", f"Havulinna Oy {place.get('account_name', '')}".strip(), domains=("havulinna.example",)),),
        contacts=(told, markku()),
        activities=(
            call(petri(), "1.10. 15.00", "Petri toivoo, että puhutaan ensin kuorimosta."),
            note("2.10. 9.00", f"Soitto: asiakas tyytyväinen. {place.get('crm_note', '')}", contacts=("C01",)),
            mail_in(petri(), "3.10. 9.00", f"Hei,\n\nkiitos puhelusta.\n\n{place.get('mail_body', '')}\n\nT. Petri",
                    subject=place.get("mail_subject", "Kuorimo"), expects_reply=True),
        ),
        deals=(deal(name=f"Jatko {place.get('deal_name', '')}", status="lost", lost_reason=place.get("deal_name", "")),),
        surveys=(SurveyAnswer("S1", "A01", "nps", Decimal(3), occurrence("1.9. 9.00").start.date(), "C01", place.get("survey_comment", "")),),
        commitments=(promise(f"Raportti {place.get('promise', '')}", occurrence("25.9. 9.00").start.date()),),
        tickets=(ticket(subject=f"Valvonta {place.get('ticket', '')}"),),
    )  # fmt: skip


def call_of(manager: AccountManager, place: Mapping[str, str]) -> Occurrence:
    guest = Attendee("guest@elsewhere.example", place.get("display_name", "Bob Guest"))
    return occurrence(
        owner=manager, title=f"Palaveri {place.get('title', '')}".strip(), agenda=f"1. Hinnat\n2. {place.get('agenda', '')}",
        attendees=(attendee(petri()), attendee(markku()), guest), location=place.get("location", ""),
    )  # fmt: skip


def obeying(payload: str) -> FakeWriter:
    """A model that does as the payload says: it repeats it wherever it may say something, resting on every fact, moves
    and cuts whatever it was shown, and does so again when told off.
    """

    def answer(prompt: Prompt) -> str:
        shown = "\n".join(told(prompt))
        lines = re.findall(r"^L\d+", shown, re.MULTILINE)
        said = {"text": payload, "facts": facts_of(prompt)[:5]}
        asked = {**said, "text": f"{payload}?"}
        people = [{"person": name, **said} for name in re.findall(r"^C\d+", shown, re.MULTILINE)]
        places = re.findall(r"^(L\d+)\*? (?:since|promises|relationship|business): ", shown, re.MULTILINE)
        remarks = [{"line": name, **said} for name in places]
        return json.dumps({
            "one_thing": said, "people": people, "remarks": remarks, "questions": [said, asked], "need": asked,
            "order": [payload, *reversed(lines)], "cut": [payload, *lines[:3]],
        })  # fmt: skip

    return FakeWriter([answer, answer])


def briefed(payload: str, places: tuple[str, ...], manager: AccountManager) -> tuple[World, FakeWriter]:
    place = dict.fromkeys(places, payload)
    writer = obeying(payload)
    world = World(call_of(manager, place), crm=FakeCrm(crm(place)), writer=writer, managers=(manager,))
    world.run("6.10. 8.00")
    world.run("6.10. 8.30")
    return world, writer


def text_of_code(payload: str, places: tuple[str, ...], manager: AccountManager) -> str:
    """The same brief where no model is asked."""
    place = dict.fromkeys(places, payload)
    world = World(call_of(manager, place), crm=FakeCrm(crm(place)), managers=(manager,))
    world.run("6.10. 8.00")
    world.run("6.10. 8.30")
    return world.texts()[0].replace("\r\n", "\n")


# --- what must hold ---


class Page(HTMLParser):
    """Tags, attributes and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.links: set[str] = set()
        self.styles: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add((tag, name))
            if name == "style":
                self.styles.append(value or "")
            if name in {"href", "src", "action", "formaction", "background", "xlink:href", "srcset", "poster", "data"}:
                self.links.add(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_decl(self, decl: str) -> None:
        self.tags.add(f"!{decl}")

    def handle_pi(self, data: str) -> None:
        self.tags.add(f"?{data}")


@pytest.fixture(scope="module")
def clean() -> dict[str, Page]:
    """What a brief with a reading and without a payload is built of, by language."""
    said = {
        "fi": "sovi, mitä heidän pitää nähdä ennen kuin he jatkavat",
        "en": "agree what they must see before they go on",
    }
    pages = {}
    for manager in (ELINA, OTTO):
        world, _ = briefed(said[manager.language], (), manager)
        assert said[manager.language][1:] in world.texts()[0]
        html = read_mail(world.inbox[0]).get_body(("html",))
        assert html is not None
        pages[manager.language] = Page(str(html.get_content()))
    return pages


def faults(world: World, manager: AccountManager, clean: Mapping[str, Page]) -> Iterator[str]:
    """Everything that a payload may have brought about."""
    assert [to for to, _ in world.mail.inbox] == [manager.email], "the brief arrives, at its reader alone"  # type: ignore[attr-defined]
    mail = read_mail(world.inbox[0])
    yield from of_headers(mail, manager)
    yield from of_structure(mail)
    html = mail.get_body(("html",))
    assert html is not None
    page, like = Page(str(html.get_content())), clean[manager.language]
    yield from (f"tag {tag}" for tag in page.tags - like.tags)
    yield from (f"attribute {name} of {tag}" for tag, name in page.attributes if re.match(r"on|src|form|action", name))
    yield from (f"link {link}" for link in page.links - {TEAMS.url})
    yield from (
        f"style {style}"
        for style in page.styles
        if re.search(r"url\(|expression|@import|behavior", style, re.IGNORECASE)
    )
    for name, words in (("html", "".join(page.words)), ("text", text_of(mail))):
        shown = words.replace(TEAMS.url, "")
        yield from (
            f"{name} has something to click: {found[0][:60]}" for found in LINK.finditer(shown) if clickable(found[0])
        )


def clickable(words: str) -> bool:
    """Whether a mail program makes a link of it; `data: …` in prose and a mail address are none."""
    return bool(re.match(r"(?:https?|ftp)://\w|www\.\w|mailto:\S+@", words, re.IGNORECASE)) and JOINER not in words


def of_headers(mail: EmailMessage, manager: AccountManager) -> Iterator[str]:
    yield from (f"header {name}" for name in set(mail.keys()) - HEADERS)
    yield from (f"header {name} twice" for name in set(mail.keys()) if len(mail.get_all(name, [])) > 1)
    for name in ("To", "From"):
        if [address.addr_spec for address in mail[name].addresses] != [manager.email]:
            yield f"{name}: {mail[name]}"


def of_structure(mail: EmailMessage) -> Iterator[str]:
    kinds = [part.get_content_type() for part in mail.walk()]
    if kinds != ["multipart/alternative", "text/plain", "text/html"]:
        yield f"parts {kinds}"
    if any(part.get_filename() for part in mail.walk()):
        yield "an attachment"


def readings(text: str, language: str, floor: Callable[[], str]) -> Iterator[str]:
    """What of a brief's text is a model's: what stands behind a mark, and under a marked title what code does not ask."""
    say = Phrases(language).label
    chip, title = f"[{say('reading_mark').text}] ", f"{say('title_questions').text} [{say('reading_marks').text}]"
    for line in text.splitlines():
        for mark in (chip, "→ "):
            if mark in line:
                yield line.partition(mark)[2]
    if title in text:
        questions = text.partition(title)[2].partition("\n\n")[0].splitlines()
        ours = floor()
        yield from (asked for line in questions if (asked := re.sub(r"^\d+\. ", "", line)) not in ours)


def of_readings(text: str, writer: FakeWriter, language: str, floor: Callable[[], str]) -> Iterator[str]:
    """What of an obeying model got through: plain prose may, marked; a number, an address or a mark never."""
    for reading in readings(text, language, floor):
        if re.search(r"[\d@<>{}\[\]`*#\"”“|\\]|://", reading):
            yield f"reading {reading}"
    if len(writer.prompts) > 2:
        yield f"{len(writer.prompts)} calls"


def words_of(payload: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]{4,}", payload.casefold()) if word not in {"that", "with", "this"}}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["product_injection", "indirect_injection", "html_xss"])
def test_a_payload_everywhere_and_a_model_that_obeys_change_nothing_but_quoted_words(
    corpora: Path, clean: dict[str, Page], name: str
) -> None:
    found: list[str] = []
    shown = attacks = 0
    for number, attack in enumerate(payloads(corpora, name)):
        manager = (ELINA, OTTO)[number % 2]
        for places in (PLACES, (PLACES[number % len(PLACES)],)):
            world, writer = briefed(str(attack["payload"]), places, manager)
            text = world.texts()[0].replace("\r\n", "\n")
            floor = partial(text_of_code, str(attack["payload"]), places, manager)
            problems = [*faults(world, manager, clean), *of_readings(text, writer, manager.language, floor)]
            found += [f"{attack['id']} in {places if len(places) == 1 else 'all'}: {problem}" for problem in problems]
            attacks += len(places) > 1
            shown += len(places) > 1 and bool(words_of(str(attack["payload"])) & words_of(world.texts()[0]))
    assert found == []
    assert shown > attacks / 2, "the payloads do come as far as the mail, as words"


def ics_text(words: str) -> str:
    """RFC 5545: what must be escaped in a text."""
    for letter in "\\;,":
        words = words.replace(letter, f"\\{letter}")
    return " ".join(words.split())


@pytest.mark.slow
def test_the_same_through_real_files_and_the_whole_product(
    corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, attack in enumerate(payloads(corpora, "product_injection")):
        folder = tmp_path / str(number)
        folder.mkdir()
        office = Office(folder, monkeypatch)
        words = str(attack["payload"])
        office.show(event(title=ics_text(f"Review {words}"), lines=[f"DESCRIPTION:{ics_text(words)}"]))
        rows = [{**row, "body": f"{row['body']} {words}", "subject": words} for row in CRM["activities"]]
        office.know({"activities": rows, "contacts": [{**row, "title": words} for row in CRM["contacts"]]})
        office.ok("once", "--at", DUE)
        [mail] = office.mails()
        assert [address.addr_spec for address in mail["To"].addresses] == ["otto@kuura.example"]
        assert set(mail.keys()) <= HEADERS
        html = mail.get_body(("html",))
        assert html is not None
        assert Page(str(html.get_content())).links <= {TEAMS.url}
        assert not [one for one in LINK.finditer(text_of(mail)) if clickable(one[0])]
