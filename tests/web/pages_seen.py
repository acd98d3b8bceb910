"""A page as a browser would take it apart: what of it could run, ask for, or lead somewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from kambrief.web.guards import HEADERS

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)  # fmt: skip
LEADING = ("href", "src", "action", "formaction", "poster", "data", "xlink:href", "srcset", "ping", "cite")
NEVER = frozenset(
    {"style", "iframe", "object", "embed", "base", "frame", "frameset", "applet", "math", "template", "foreignobject"}
)
"""Elements that no page of ours has."""
Element = tuple[str, dict[str, str | None]]


class Parsed(HTMLParser):
    """Its elements with their attributes, in order, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.titles = 0
        """Of the page: a picture has one of its own."""
        self.open: list[str] = []
        self.stray: list[str] = []
        """Ends of what was not begun: somebody's text has closed something of ours."""
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.titles += tag == "title" and "svg" not in self.open
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.stray.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def count(self, tag: str) -> int:
        return sum(one == tag for one, _ in self.elements)

    @property
    def links(self) -> Iterator[tuple[str, str, str]]:
        """Element, attribute, where it leads."""
        for tag, attributes in self.elements:
            for name in LEADING:
                if (value := attributes.get(name)) is not None:
                    yield tag, name, value


def wrong_with(text: str, *, csrf: str = "", elsewhere: tuple[str, ...] = ()) -> list[str]:
    """Everything about a page that its policy, or a reader, would not bear. ``csrf``: what its forms must carry;
    ``elsewhere``: how links to others' places may begin.
    """
    page = Parsed(text)
    found = [f"<{tag}>" for tag, _ in page.elements if tag in NEVER]
    found += [f"</{tag}> of nothing" for tag in page.stray] + [f"<{tag}> never ends" for tag in page.open]
    for tag, attributes in page.elements:
        found += [
            f"<{tag} {name}>"
            for name in attributes
            if name.startswith(("on", "hx-on", "data-hx-on")) or name == "style"
        ]
        if tag == "script" and not (attributes.get("src") or "").startswith("/static/"):
            found.append("a script that is not ours")
        if tag == "meta" and "http-equiv" in attributes:
            found.append("<meta http-equiv>")
        if tag == "a" and "target" in attributes:
            found.append("<a target>")
    for tag, name, value in page.links:
        if not (value.startswith(("/", "#", "?")) and not value.startswith(("//", "/\\"))) and not (
            tag == "a" and name == "href" and value.startswith(("mailto:", "tel:", *elsewhere))
        ):  # fmt: skip
            found.append(f'<{tag} {name}="{value[:80]}">')
    found += _forms(text, csrf)
    if text.lstrip().startswith("<!DOCTYPE"):
        found += [
            f"{page.count(tag)} times <{tag}>" for tag in ("html", "head", "body", "main", "h1") if page.count(tag) != 1
        ]
        found += [f"{page.titles} titles"] if page.titles != 1 else []
        found += [] if re.search(r'<html lang="(en|fi|sv|de)"', text) else ["no language"]
    return found


def _forms(text: str, csrf: str) -> list[str]:
    """What is wrong with its forms: each that changes something carries our word, and goes to us."""
    found = []
    for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
        (_, attributes), *inner = Parsed(form).elements
        method = (attributes.get("method") or "get").casefold()
        token = next((one.get("value") for tag, one in inner if tag == "input" and one.get("name") == "csrf"), None)
        if method == "post" and csrf and token != csrf:
            found.append(f"a form to {attributes.get('action')} without our word")
        if method == "get" and token:
            found.append("our word in an address")
    return found


def missing_headers(headers: object) -> list[str]:
    """Which of our headers an answer lacks."""
    given = {str(name).casefold(): str(value) for name, value in dict(headers).items()}  # type: ignore[call-overload]
    return [f"{name}: {given.get(name, '')}" for name, value in HEADERS.items() if given.get(name) != value]
