"""Whatever a log line holds, it holds no token and no passcode."""

import pytest

from kambrief.redaction import redact, redacted


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Authorization: Bearer abc.DEF-123456789", "Authorization: Bearer …"),
        ("GET https://zoom.us/j/85012345678?pwd=SECRETpass failed", "GET https://zoom.us/j/85012345678?pwd=… failed"),
        ("https://x.example/d?$deltatoken=AbC%2B1&y=2", "https://x.example/d?$deltatoken=…&y=2"),
        ("client_secret=hush&grant_type=client_credentials", "client_secret=…&grant_type=client_credentials"),
        ("token eyJhbGciOiJQUzI1NiIs.eyJhdWQiOiJo.c2lnbmF0dXJl here", "token … here"),
        ("postgresql://kam:hunter2@db.example/kam", "postgresql://kam:…@db.example/kam"),
        ("https://kam:hunter2@feed.example/cal.ics", "https://kam:…@feed.example/cal.ics"),
        ("meeting moved to 14.00, basic plan", "meeting moved to 14.00, basic plan"),
    ],
)
def test_secrets_are_masked_and_the_rest_stays(line: str, shown: str) -> None:
    assert redacted(line) == shown


def test_every_field_of_a_log_line_is_looked_at() -> None:
    assert redact(None, "", {"event": "pwd=abc", "status": 200, "exception": "Bearer 0123456789"}) == {
        "event": "pwd=…", "status": 200, "exception": "Bearer …",
    }  # fmt: skip
