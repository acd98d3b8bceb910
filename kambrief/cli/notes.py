"""Notes as they are handed to commands: a file, or standard input."""

import sys
from pathlib import Path

from kambrief.errors import UserError


def read_note(path: str) -> str:
    """The text of a file, or of standard input for ``-``. Raises `UserError` for what is no text."""
    try:
        data = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"Cannot read the note {path} ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise UserError(f"The note {path} is no text in UTF-8: save it as such") from error
    if not data.strip():
        raise UserError("The note is empty: leave --note away to write none")
    return data.strip()
