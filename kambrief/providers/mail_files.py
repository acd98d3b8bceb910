"""The files that a person has attached to a draft, kept when its text is replaced."""

import email
import hashlib
import re

from kambrief.providers.mail_text import is_attached, leaves

_BODY_HEADER = re.compile(rb"(?im)^(?:content-type|content-transfer-encoding):.*(?:\r\n[ \t].*)*\r\n")


def with_files_of(message: bytes, old: bytes) -> bytes:
    """``message``, a mail of one text, with the files attached to ``old``. Raises ValueError where these cannot be
    read.
    """
    try:
        files = [part.as_bytes() for part in leaves(email.message_from_bytes(old)) if is_attached(part)]
    except Exception as error:  # noqa: BLE001 the library raises nearly anything on broken mail
        raise ValueError(f"cannot be read ({type(error).__name__})") from None
    if not files:
        return message
    head, _, body = message.partition(b"\r\n\r\n")
    head += b"\r\n"
    own = b"".join(_BODY_HEADER.findall(head))
    mark = b"=_kambrief_" + hashlib.sha256(old).hexdigest()[:32].encode()
    parts = [own + b"\r\n" + body, *(re.sub(rb"\r\n|\r|\n", b"\r\n", one) for one in files)]
    inner = b"".join(b"--" + mark + b"\r\n" + one + b"\r\n" for one in parts)
    kind = b'Content-Type: multipart/mixed;\r\n boundary="' + mark + b'"\r\n'
    return _BODY_HEADER.sub(b"", head) + kind + b"\r\n" + inner + b"--" + mark + b"--\r\n"
