"""Parts that are Debian packages: Chromium, PostgreSQL and Dovecot. Only root can install them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.parts import browser, dovecot, postgres
from tests.parts.common import PartMissingError, run


def get_chromium() -> None:
    _get(browser.program, "chromium", "fonts-dejavu-core")


def get_postgres() -> None:
    _get(postgres.programs, "postgresql")


def get_dovecot() -> None:
    _get(dovecot.program, "dovecot-imapd")


def _get(find: Callable[[], Path], *packages: str) -> None:
    try:
        find()
    except PartMissingError:
        apt = shutil.which("apt-get")
        if apt is None or os.geteuid() != 0:
            raise
        wait = ["-o", "DPkg::Lock::Timeout=300"]
        run([apt, *wait, "update", "-qq"], "apt-get update")
        run([apt, *wait, "install", "-y", "-qq", "--no-install-recommends", *packages], "apt-get install")
        find()
