"""Tryton servers over sample data, and providers that read them."""

import contextlib
from pathlib import Path
from typing import Any

from kambrief.core.customer import CrmData
from kambrief.providers.crm.tryton import Config, Provider
from kambrief.providers.http import Policy
from tests.parts.common import free_port
from tests.parts.tryton import KEY, Tryton
from tests.parts.tryton_load import Loaded, load, section

QUICK = Policy(attempts=2, patience=20.0, timeout=15.0, first_pause=0.05, failures=50)


class Servers:
    """Servers by what they hold; equal data share one."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._loaded: list[tuple[CrmData, Loaded]] = []

    def over(self, data: CrmData) -> Loaded:
        """The server that holds this; nobody writes to it."""
        for known, loaded in self._loaded:
            if known == data:
                return loaded
        loaded = self.own(data)
        self._loaded.append((data, loaded))
        return loaded

    def own(self, data: CrmData) -> Loaded:
        """A server of one's own."""
        loaded = load(data)
        self._stack.enter_context(loaded.server)
        return loaded

    def forget(self) -> None:
        """Nothing that runs holds what it was made of any more."""
        for _, loaded in self._loaded:
            loaded.server.stop()
        self._loaded.clear()


def provider(server: Tryton, data: CrmData, folder: Path, *, key: str = KEY, **more: Any) -> Provider:
    """A provider that reads a server over this data."""
    (folder / "key").write_text(key)
    said = section(server, data, key_env=None, key_file=Path("key"))
    fields = {table: {**said["fields"].get(table, {}), **columns} for table, columns in more.pop("fields", {}).items()}
    transport = more.pop("transport", None)
    config = Config(**{**said, **more, "fields": {**said["fields"], **fields}})
    return Provider(config, folder, transport=transport, policy=QUICK)


def broken(folder: Path) -> Provider:
    """One whose server does not answer."""
    (folder / "key").write_text(KEY)
    config = Config(url=f"http://127.0.0.1:{free_port()}", database="crm", key_file=Path("key"))
    return Provider(config, folder, policy=QUICK)
