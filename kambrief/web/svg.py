"""SVG as text: the few elements that charts are made of, every attribute and word escaped.

What has a place along the width is given in percent, sizes and heights in CSS pixels.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from markupsafe import Markup, escape

TITLE, DESC = 120, 400
"""Longest texts, in characters."""
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg(name: str, title: str, desc: str, height: Decimal | int, inner: Iterable[str]) -> Markup:
    """The whole picture: one image for whoever hears the page, with its name and what it says."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"'{name}' is no name for a chart: small letters, digits and hyphens")
    head = f'<title id="{name}-title">{text(title, TITLE)}</title><desc id="{name}-desc">{text(desc, DESC)}</desc>'
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{name}" width="100%" height="{px(height)}" '
        f'role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc" focusable="false">'
    )
    return Markup(f"{root}{head}{''.join(inner)}</svg>")  # noqa: S704 - every text and attribute was escaped


def tag(tag: str, content: str = "", **attributes: str) -> str:
    """One element; ``content`` is SVG already, attributes are escaped (``class_`` is ``class``)."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_clean(value))}"' for key, value in attributes.items()
    )
    return f"<{tag}{said}>{content}</{tag}>" if content else f"<{tag}{said}/>"


def within(x: Decimal, content: str) -> str:
    """Sizes in pixels around a place in percent."""
    return tag("svg", content, x=percent(x), overflow="visible")


def line(x1: Decimal | int, y1: Decimal | int, x2: Decimal | int, y2: Decimal | int, kind: str) -> str:
    """From one place to another; ``kind`` is its class."""
    return tag("line", x1=percent(x1), y1=px(y1), x2=percent(x2), y2=px(y2), class_=kind)


def words(x: Decimal | int | None, y: Decimal | int, said: str, kind: str, *, anchor: str = "start") -> str:
    """``x`` None: at the place itself, inside `within`."""
    if not said:
        return ""
    place = "0" if x is None else percent(x)
    return tag("text", str(escape(_clean(said))), x=place, y=px(y), text_anchor=anchor, class_=kind)


def hatch(name: str) -> str:
    """The pattern ``<name>-hatch``: slanted lines."""
    lines = '<path d="M-2,2 L2,-2 M0,6 L6,0 M4,8 L8,4" class="chart-mesh"/>'
    return _pattern(f"{name}-hatch", lines)


def points(name: str) -> str:
    """The pattern ``<name>-points``."""
    return _pattern(f"{name}-points", '<circle cx="3" cy="3" r="1.2" class="chart-grain"/>')


def crossed(name: str) -> str:
    """The pattern ``<name>-crossed``."""
    return _pattern(f"{name}-crossed", '<path d="M0,0 L6,6 M6,0 L0,6" class="chart-mesh"/>')


def _pattern(key: str, content: str) -> str:
    pattern = tag("pattern", content, id=key, width="6", height="6", patternUnits="userSpaceOnUse")
    return f"<defs>{pattern}</defs>"


def percent(number: Decimal | int) -> str:
    """A place along the width."""
    return f"{_short(number)}%"


def px(number: Decimal | float) -> str:
    """A size or a height."""
    return _short(number)


def _short(number: Decimal | float) -> str:
    said = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def signed(number: int) -> str:
    """With + or a real minus."""
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}")


def text(said: str, most: int) -> str:
    """Words from outside, cut and escaped."""
    return str(escape(_clean(cut(said, most))))


def _clean(said: str) -> str:
    """Without what may not stand in XML."""
    return _NOT_XML.sub("", said)


def cut(said: str, most: int) -> str:
    """One line of at most so many characters."""
    plain = " ".join(_clean(said).split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
