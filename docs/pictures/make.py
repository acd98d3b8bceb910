# ruff: noqa: INP001 - a script beside the pictures it makes, no package
"""Makes the documents' pictures anew, out of what `kambrief demo` writes: `.venv/bin/python docs/pictures/make.py`.

Needs Chromium, as the browser tests do (`make parts`). The scenarios have their own clock, so the same code gives the
same pictures. They are stored with a palette: a third of what the browser writes, and nobody sees the difference.
"""

import struct
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from kambrief.evaluation.play import play_demo
from tests.parts.browser import Browser

HERE = Path(__file__).resolve().parent
PHONE = (360, 640)
"""Width and height of what a phone shows before any scrolling."""
DESK = 800
LANGUAGES = {"en_global_gam": "en", "fi_renewal_at_risk": "fi"}
_PNG = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256
_RGB = 3


def main() -> None:
    """Each brief as the first screen of a phone by day and by night, and whole at the width of a desk."""
    with tempfile.TemporaryDirectory(prefix="kambrief-") as folder, Browser() as browser:
        for mail in play_demo(Path(folder)):
            language = LANGUAGES.get(mail.scenario)
            if language is None:
                continue
            page = mail.file.with_suffix(".html")
            for dark in (False, True):
                phone = HERE / f"brief-{language}-{PHONE[0]}-{'dark' if dark else 'light'}.png"
                first_screen(browser, page, phone, dark=dark)
                with_palette(phone)
            desk = HERE / f"brief-{language}-{DESK}.png"
            browser.screenshot(page, DESK, out=desk)
            with_palette(desk)


def first_screen(browser: Browser, page: Path, out: Path, *, dark: bool) -> None:
    """What is seen without scrolling."""

    def take(opened: Page) -> None:
        opened.screenshot(path=out)

    browser.visit(page, take, width=PHONE[0], height=PHONE[1], dark=dark)


# --- PNG (W3C "Portable Network Graphics", 3rd edition) ------------------------------------------------------------


def with_palette(path: Path) -> None:
    """Rewrite an RGB picture with its most frequent colours; each other pixel gets the nearest of them."""
    width, height, rows = _rows(path.read_bytes())
    pixels = [row[place : place + _RGB] for row in rows for place in range(0, width * _RGB, _RGB)]
    counted = Counter(pixels)
    palette = [colour for colour, _ in counted.most_common(_COLOURS)]
    index = {colour: _nearest(colour, palette) for colour in counted}
    lines = (bytes(index[pixel] for pixel in pixels[start : start + width]) for start in range(0, len(pixels), width))
    content = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", content), (b"IEND", b""))
    path.write_bytes(_PNG + b"".join(_chunk(*chunk) for chunk in chunks))


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    def distance(place: int) -> int:
        return sum((one - other) ** 2 for one, other in zip(colour, palette[place], strict=True))

    return min(range(len(palette)), key=distance)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _rows(data: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the rows of an 8-bit RGB picture that is not interlaced, as Chromium writes them."""
    parts = dict[bytes, bytes]()
    place = len(_PNG)
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        parts[kind] = parts.get(kind, b"") + data[place + 8 : place + 8 + length]
        place += 12 + length
    width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    if (depth, colours, interlaced) != (8, 2, 0):
        raise SystemExit("the browser writes another kind of PNG than 8-bit RGB")
    return width, height, list(_unfiltered(zlib.decompress(parts[b"IDAT"]), width * _RGB, height))


def _unfiltered(raw: bytes, length: int, height: int) -> Iterator[bytes]:
    above = bytes(length)
    for number in range(height):
        start = number * (length + 1)
        row = bytearray(raw[start + 1 : start + 1 + length])
        for place in range(length):
            left, corner = (row[place - _RGB], above[place - _RGB]) if place >= _RGB else (0, 0)
            row[place] = (row[place] + _guess(raw[start], left, above[place], corner)) & 0xFF
        above = bytes(row)
        yield above


def _guess(method: int, left: int, up: int, corner: int) -> int:
    if method == 4:  # Paeth: whichever neighbour is nearest to the slope
        slope = left + up - corner
        return min((left, up, corner), key=lambda one: abs(slope - one))
    return (0, left, up, (left + up) // 2)[method]


if __name__ == "__main__":
    main()
