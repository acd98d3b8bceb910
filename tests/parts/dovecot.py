"""A real IMAP server (Dovecot) on the loopback, run as an ordinary user, with folders in the users' languages."""

import base64
import contextlib
import grp
import os
import pwd
import secrets
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from imap_tools import MailBox
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.parts.common import LOOPBACK, PartMissingError, Server, free_port, run
from tests.parts.tls import TlsFiles, make_tls

_PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")
_ORDINARY = ("dovecot", "nobody")
_CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = {host}
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
ssl = required
ssl_cert = <{cert}
ssl_key = <{key}
first_valid_uid = 1
first_valid_gid = 0
auth_mechanisms = plain login xoauth2
auth_master_user_separator = *
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 200
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/masters
  master = yes
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password=sana
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
{folders}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""
_TOKENS = """\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = sub
"""
_FOLDER = """\
  mailbox {name} {{
    special_use = \\{use}
    auto = subscribe
  }}
"""
FINNISH = {"Luonnokset": "Drafts", "Lähetetyt": "Sent", "Roskakori": "Trash"}
"""Names and what they are for."""


def program() -> Path:
    found = shutil.which("dovecot", path=os.pathsep.join((os.environ.get("PATH", ""), *_PLACES)))
    if found is None:
        raise PartMissingError("no Dovecot here: install the package dovecot-imapd, as `make parts` does when root")
    return Path(found)


class Dovecot:
    """The server. `user()` makes a mailbox; `client()` is another mail program at it."""

    password = "sana"
    """Of every mailbox."""
    master, master_password = "kambrief", "yleisavain"
    """One sign-in that opens every mailbox: `mailbox*kambrief`."""

    def __init__(self, folders: dict[str, str] | None = None) -> None:
        """`folders`: name → special use; without them no folder is marked."""
        self._program = program()
        self._numbers = count(1)
        self._key = secrets.token_bytes(32)
        self._folders = FINNISH if folders is None else folders
        self._folder = Path(tempfile.mkdtemp(prefix="kambrief-imap-"))
        self._owner = _owner()
        self._as = self._owner.pw_name if os.geteuid() == 0 else None
        self._server: Server | None = None
        self.tls: TlsFiles = make_tls(self._folder / "tls")
        self.host = "localhost"
        self.port, self.tls_port = free_port(), free_port()
        try:
            self._write()
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self) -> None:
        """Starts the server, again after `kill()`; the mails are still there."""
        if self._server:
            self._server.stop()
        for leftover in (self._folder / "run").rglob("*"):
            if not leftover.is_dir():
                leftover.unlink(missing_ok=True)
        self._server = Server(
            [self._program, "-F", "-c", self._folder / "dovecot.conf"],
            self._answers,
            cwd=self._folder,
            user=self._as,
        )

    def user(self) -> str:
        """A new mailbox; gives its address."""
        return f"laura{next(self._numbers)}@example.test"

    def token(self, address: str, *, seconds: int = 3600) -> str:
        """What an app shows (XOAUTH2) to open this mailbox; with negative `seconds` one that has ended."""
        ends = int(time.time()) + seconds
        return jwt.encode(
            {"alg": "HS256", "typ": "JWT"},
            {"sub": address, "exp": ends, "iat": ends - 7200},
            OctKey.import_key(self._key),
        )

    @contextlib.contextmanager
    def client(self, address: str, folder: str | None = None) -> Iterator[MailBox]:
        """Somebody else's mail program, signed in."""
        context = self.tls.client_context()
        mailbox = MailBox(self.host, self.tls_port, timeout=10, ssl_context=context)
        try:
            mailbox.login(address, self.password, initial_folder=folder)
            yield mailbox
        finally:
            mailbox.logout()

    def renumber(self, address: str, folder: str, validity: int) -> None:
        """Gives the folder another UIDVALIDITY, as after a restore from a backup: old uids mean nothing any more."""
        doveadm = self._program.parent.parent / "bin" / "doveadm"
        update = ["mailbox", "update", "-u", address, "--uid-validity", str(validity), folder]
        run([doveadm, "-c", self._folder / "dovecot.conf", *update], "doveadm", cwd=self._folder, user=self._as)

    def freeze(self) -> None:
        """Makes it accept connections and never answer, until `thaw()`."""
        self._running().freeze()

    def thaw(self) -> None:
        self._running().thaw()

    def kill(self) -> None:
        """Ends it at once; `start()` goes on with the same mails."""
        self._running().kill()

    def log(self) -> str:
        """What the server has said."""
        path = self._folder / "log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def stop(self) -> None:
        if self._server:
            self._server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _write(self) -> None:
        folders = "".join(_FOLDER.format(name=f'"{name}"', use=use) for name, use in self._folders.items())
        for name in ("run", "state", "mail"):
            (self._folder / name).mkdir()
        (self._folder / "masters").write_text(f"{self.master}:{{PLAIN}}{self.master_password}\n", encoding="utf-8")
        keys = self._folder / "keys" / "default" / "HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_bytes(base64.b64encode(self._key))
        (self._folder / "oauth2.conf").write_text(_TOKENS.format(folder=self._folder), encoding="utf-8")
        config = _CONFIG.format(
            folder=self._folder, host=LOOPBACK, user=self._owner.pw_name, group=grp.getgrgid(self._owner.pw_gid).gr_name,
            cert=self.tls.cert, key=self.tls.key, uid=self._owner.pw_uid, gid=self._owner.pw_gid, folders=folders,
            port=self.port, tls_port=self.tls_port,
        )  # fmt: skip
        (self._folder / "dovecot.conf").write_text(config, encoding="utf-8")
        if os.geteuid() == 0:  # root lends the folder to an ordinary user
            for path in (self._folder, *self._folder.rglob("*")):
                os.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def _running(self) -> Server:
        if self._server is None:
            raise RuntimeError("Dovecot was never started")
        return self._server

    def _answers(self) -> bool:
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=2) as line:
                return line.recv(200).startswith(b"* OK")
        except OSError:
            return False


def _owner() -> pwd.struct_passwd:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in _ORDINARY:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PartMissingError(f"Dovecot shall not run as root, and there is no user {' or '.join(_ORDINARY)}")
