"""Bodies as HubSpot keeps them (HTML) as plain text, and the mark of ours that a record is found again by."""

import re
from html import escape
from html.parser import HTMLParser

MARK = re.compile(r"\[?\b(kambrief-[0-9a-f]{20})( undated)?\b\]?")
"""Our key within a text; the CRM's users see it."""
_BLOCKS = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_HIDDEN = frozenset({"script", "style", "head", "title", "template"})
_TAG = re.compile(r"<[A-Za-z/!][^>]*>")
_ENTITY = re.compile(r"&(#\d+|#x[0-9A-Fa-f]+|[A-Za-z]+);")
_REDACTED = re.compile(r"content has been redacted|\bredacted\b", re.IGNORECASE)
_SHORT = 200
MOST = 65_000
"""Characters of a body that HubSpot takes, with room for the mark."""


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 the parser's
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS and tag not in {"br", "li"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain(text: str) -> str:
    """HTML as text, one line a paragraph; what holds no tag and no entity is text already."""
    if not _TAG.search(text) and not _ENTITY.search(text):
        return text.replace("\r\n", "\n").strip()
    reader = _Text()
    reader.feed(text)
    reader.close()
    lines = [re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line != "-")).strip()


def html(text: str) -> str:
    """Text as HubSpot shows it with its lines; nothing in it is taken for a tag."""
    return escape(text[:MOST], quote=False).replace("\n", "<br>")


def unmarked(text: str) -> str:
    """A text without our key."""
    return MARK.sub("", text).strip()


def redacted(text: str) -> bool:
    """Whether HubSpot tells that it holds a mail's text back."""
    return len(text) <= _SHORT and bool(_REDACTED.search(text))
