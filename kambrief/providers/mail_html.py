"""An HTML mail as it is read: what mail programs make of the text that an account manager has edited."""

import re
from html.parser import HTMLParser

import nh3

LONGEST = 200_000
"""Characters of one text that are kept."""
_BLOCKS = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_SPACED = frozenset({"p", "ol", "ul", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Blocks that a reader sees with room around them."""
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
)
_UNREAD = {"script", "style", "title", "template"}
_KEPT = {*_BLOCKS, "a", "b", "big", "center", "em", "font", "i", "s", "small", "span", "strong", "td", "th", "u"}
_ATTRIBUTES = {"*": {"style", "class"}}
_MOST = 400_000
_DEEPEST = 500
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_ENDING = frozenset({"br", "hr", "img", "input", "meta", "link", "p", "li", "td", "th", "tr", "dd", "dt", "col", "wbr"})
_TIGHT = re.compile(r"\bMso|margin(?:-top)?\s*:\s*0", re.IGNORECASE)
_BULLET = re.compile(r"^((?:> )*)\s*[·•▪‣]\s+")
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all", re.IGNORECASE
)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._quoted = 0
        self._hidden: list[str] = []
        """Open elements from the first one that nobody sees."""
        self._preformatted = 0
        self._tight = False
        """Whether the paragraph has no room around it, as Outlook's have."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden:
            if tag not in _VOID:
                self._hidden.append(tag)
            return
        style = next((value or "" for name, value in attrs if name == "style"), "")
        if tag not in _VOID and _UNSEEN.search(style):
            self._hidden.append(tag)
            return
        if tag == "p":
            about = " ".join(value or "" for name, value in attrs if name in {"class", "style"})
            self._tight = bool(_TIGHT.search(about))
        if tag in _BLOCKS:
            self._new_line(spaced=self._is_spaced(tag))
        if tag == "blockquote":
            self._quoted += 1
            self._new_line()
        elif tag == "li":
            self.lines[-1] += "- "
        elif tag in {"td", "th"} and self.lines[-1].strip("> "):
            self.lines[-1] += " "
        elif tag == "pre":
            self._preformatted += 1

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:
                del self._hidden[len(self._hidden) - 1 - self._hidden[::-1].index(tag) :]
            return
        if tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
        elif tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        if tag in _BLOCKS and tag != "br":
            self._new_line(spaced=self._is_spaced(tag))

    def _is_spaced(self, tag: str) -> bool:
        return tag in _SPACED and not (tag == "p" and self._tight)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        for number, piece in enumerate(data.split("\n") if self._preformatted else [data]):
            if number:
                self._new_line(always=True)
            self.lines[-1] += piece if self._preformatted else re.sub(r"[ \t\r\n\f]+", " ", piece)

    def _new_line(self, *, spaced: bool = False, always: bool = False) -> None:
        mark = "> " * self._quoted
        if self.lines[-1].strip("> ") == "-" and not always:  # a list's hyphen waits for its words
            return
        if always or self.lines[-1].strip("> "):
            self.lines.append(mark)
        else:
            self.lines[-1] = mark
        if spaced and len(self.lines) > 1 and self.lines[-2].strip("> ") != "":
            self.lines.append(mark)


def text_of_html(markup: str) -> str:
    """The words of an HTML mail as they are read: paragraphs apart, lists with hyphens, quotations marked by ``>``,
    nothing of what is hidden from the eye.
    """
    markup = markup[:_MOST]
    if _depth(markup) > _DEEPEST:  # nobody writes like that; a cleaner would be busy with it for minutes
        return re.sub(r"\n{3,}", "\n\n", re.sub(r"<[^<>]*>", "\n", markup)).strip()[:LONGEST]
    # Cleaned first: well-formed, the standard library's parser takes it in one go; broken, it may take minutes.
    sound = nh3.clean(markup, tags=_KEPT, attributes=_ATTRIBUTES, clean_content_tags=_UNREAD, link_rel=None)
    reader = _Text()
    reader.feed(
        re.sub(r"(?i)<br>\s*(?=</(?:div|p|td)>)", "&#8203;", re.sub(r"(?i)<br>\s*(?=<br>)", "<br>&#8203;", sound))
    )
    reader.close()
    lines = [_BULLET.sub(r"\1- ", line) for line in reader.lines]
    lines = [" ".join(re.sub(r"[\u200b\u200c\ufeff]", "", line).split()) for line in lines]
    text = "\n".join(line if line.strip("> ") else line.strip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()[:LONGEST]


def _depth(markup: str) -> int:
    """How deep its elements lie within each other at most, those not counted that end by themselves."""
    depth = deepest = 0
    for found in _TAG.finditer(markup):
        if found[2].lower() not in _ENDING:
            depth = max(0, depth - 1) if found[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest
