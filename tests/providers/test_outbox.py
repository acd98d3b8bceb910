"""The outbox: a folder of mails that is always whole."""

import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kambrief.errors import ProviderError
from kambrief.providers.mail.outbox import Config, Provider
from tests.contracts.mail import NOW, RECIPIENT, SENDER, MailContract, letter, own_id


def outbox(folder: Path) -> Provider:
    return Provider(Config(folder=folder))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestOutbox(MailContract):
    @pytest.fixture
    def provider(self, tmp_path: Path) -> Provider:
        return outbox(tmp_path / "mails" / "out")

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Provider:
        (tmp_path / "file").touch()
        return outbox(tmp_path / "file" / "out")

    @pytest.fixture
    def delivered(self, tmp_path: Path) -> Callable[[], Sequence[bytes]]:
        return lambda: [path.read_bytes() for path in (tmp_path / "mails" / "out").glob("*.eml")]


def test_a_mail_is_three_files_named_by_time_and_subject(tmp_path: Path) -> None:
    outbox(tmp_path).send(letter(subject="[Brief] 9.00 Räsälä & Co – jatko"), SENDER, RECIPIENT)
    stems = {name.rpartition(".")[0] for name in names(tmp_path)}
    assert [name.rpartition(".")[2] for name in names(tmp_path)] == ["eml", "html", "txt"]
    (stem,) = stems
    assert stem.startswith("20261006-0500-brief-9-00-rasala-co-jatko-")


def test_the_text_and_the_page_can_be_opened_as_they_are(tmp_path: Path) -> None:
    outbox(tmp_path).send(letter(text="Hyvää päivää\n"), SENDER, RECIPIENT)
    (text,) = tmp_path.glob("*.txt")
    assert text.read_text(encoding="utf-8").strip() == "Hyvää päivää"
    (page,) = tmp_path.glob("*.html")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_same_mail_again_is_the_same_files_again(tmp_path: Path) -> None:
    outbox(tmp_path).send(letter(), SENDER, RECIPIENT)
    before = names(tmp_path)
    outbox(tmp_path).send(letter(), SENDER, RECIPIENT)
    assert names(tmp_path) == before
    assert len(before) == 3


def test_another_mail_under_the_same_id_is_refused_for_good(tmp_path: Path) -> None:
    outbox(tmp_path).send(letter(subject="one"), SENDER, RECIPIENT)
    with pytest.raises(ProviderError, match="another mail") as caught:
        outbox(tmp_path).send(letter(subject="two"), SENDER, RECIPIENT)
    assert caught.value.permanent
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_two_mails_of_one_subject_and_time_both_stay(tmp_path: Path) -> None:
    outbox(tmp_path).send(letter("r-1"), SENDER, RECIPIENT)
    outbox(tmp_path).send(letter("r-2"), SENDER, RECIPIENT)
    assert len(list(tmp_path.glob("*.eml"))) == 2


def test_what_a_killed_run_left_half_is_not_sent_and_is_made_whole(tmp_path: Path) -> None:
    outbox(tmp_path).send(letter(), SENDER, RECIPIENT)
    (whole,) = tmp_path.glob("*.eml")
    whole.unlink()  # text and page were written, the mail itself was not
    assert outbox(tmp_path).was_sent(own_id("r-1"), SENDER) is False
    outbox(tmp_path).send(letter(), SENDER, RECIPIENT)
    assert outbox(tmp_path).was_sent(own_id("r-1"), SENDER) is True
    assert len(names(tmp_path)) == 3


def test_a_mail_without_an_id_is_refused_for_good(tmp_path: Path) -> None:
    with pytest.raises(ProviderError) as caught:
        outbox(tmp_path).send(b"Subject: x\r\n\r\nhei\r\n", SENDER, RECIPIENT)
    assert caught.value.permanent


@pytest.mark.parametrize("date", ["", "Date: nonsense\r\n", "Date: Tue, 99 Foo 2026 99:99:99 +0000\r\n"])
def test_a_mail_without_a_usable_date_is_kept(tmp_path: Path, date: str) -> None:
    message = f"Message-ID: <a@b.example>\r\n{date}\r\nhei\r\n".encode()
    outbox(tmp_path).send(message, SENDER, RECIPIENT)
    (kept,) = tmp_path.glob("*.eml")
    assert kept.read_bytes() == message
    assert kept.name.startswith("undated-")


def test_a_folder_that_cannot_be_used_may_be_mended_in_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ProviderError, match="check the folder") as caught:
        outbox(tmp_path / "file").send(letter(), SENDER, RECIPIENT)
    assert not caught.value.permanent


def test_nothing_is_left_behind_by_a_check(tmp_path: Path) -> None:
    outbox(tmp_path / "new").check(NOW)
    assert names(tmp_path / "new") == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights on Windows")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    outbox(tmp_path / "out").send(letter(), SENDER, RECIPIENT)
    for path in (tmp_path / "out", *(tmp_path / "out").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
