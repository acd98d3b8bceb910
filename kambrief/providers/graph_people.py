"""Who is who in a Microsoft 365 tenant: object ids, and the members of a group."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from kambrief.core.address import address_key
from kambrief.errors import CallError
from kambrief.ports import Member
from kambrief.providers.http import Api
from kambrief.providers.ics_text import one_line
from kambrief.providers.ics_zones import known_zone
from kambrief.providers.side_by_side import side_by_side
from kambrief.settings import LANGUAGES

_FIELDS = "id,displayName,mail,userPrincipalName"
_MEMBERS = "id,displayName,mail,userPrincipalName,accountEnabled"
_MOST_PAGES = 50


class Directory:
    """Looks people up and remembers their object ids, which never change."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._ids: dict[str, str] = {}
        self._lock = threading.Lock()

    def known_id(self, address: str) -> str:
        """The object id if it has been looked up; else empty."""
        with self._lock:
            return self._ids.get(address_key(address), "")

    def forget(self, address: str) -> None:
        """Look this one up anew: the user may have been made again."""
        with self._lock:
            self._ids.pop(address_key(address), None)

    def id_of(self, address: str) -> str:
        """The object id of a user by sign-in name or by main mail address.

        Online meetings and change notifications know people by it alone. Raises `CallError`, with status 404 when
        nobody in this tenant has the address.
        """
        if "@" not in address or (known := self.known_id(address)):
            return address if "@" not in address else known
        found = self._by_name(address) or self._by_mail(address)
        if not found:
            raise CallError(self._api.name, "look up a user: nobody has this address here", status=404, permanent=True)
        with self._lock:
            self._ids[address_key(address)] = found
        return found

    def _by_name(self, address: str) -> str:
        try:
            user = self._api.get(
                "look up a user", f"users/{quote(address, safe='@')}", params={"$select": _FIELDS}
            ).json()
        except CallError as error:
            if error.status != 404:
                raise
            return ""
        return str(user.get("id") or "")

    def _by_mail(self, address: str) -> str:
        escaped = address.replace("'", "''")
        query = {"$filter": f"mail eq '{escaped}'", "$select": _FIELDS}
        rows = self._api.get("look up a user", "users", params=query).json().get("value")
        ids = [str(row["id"]) for row in rows or () if isinstance(row, Mapping) and row.get("id")]
        return ids[0] if len(ids) == 1 else ""

    def members(self, group: str) -> Sequence[Member]:
        """The people of a group and of the groups in it who have a mailbox, with its zone and language."""
        rows = [row for row in self._rows(group) if _email(row) and row.get("accountEnabled") is not False]
        return side_by_side(rows, self._member, _bare)

    def _rows(self, group: str) -> Iterator[Mapping[str, Any]]:
        url = f"groups/{quote(group, safe='')}/transitiveMembers/microsoft.graph.user"
        params: dict[str, str] | None = {"$select": _MEMBERS, "$top": "200"}
        for _ in range(_MOST_PAGES):
            data = self._api.get("read the group", url, params=params).json()
            rows = data.get("value")
            yield from (row for row in rows or () if isinstance(row, Mapping))
            following = data.get("@odata.nextLink")
            if not isinstance(following, str):
                return
            url, params = following, None
        raise CallError(self._api.name, f"read the group: more than {_MOST_PAGES} pages", permanent=True)

    def _member(self, row: Mapping[str, Any]) -> Member:
        email, user = _email(row), str(row.get("id") or "")
        with self._lock:
            self._ids[email] = user
        settings = self._settings(user or email)
        language = settings.get("language")
        locale = str(language.get("locale") or "") if isinstance(language, Mapping) else ""
        known = locale[:2].lower() if locale[:2].lower() in LANGUAGES else ""
        zone = known_zone(str(settings.get("timeZone") or ""))
        return Member(email, one_line(str(row.get("displayName") or ""), 200), zone, known)

    def _settings(self, user: str) -> Mapping[str, Any]:
        """Zone and language of the mailbox; empty without the right to them (they are a comfort, no need)."""
        try:
            return self._api.get(
                "read mailbox settings", f"users/{quote(user, safe='@')}/mailboxSettings", key=user
            ).json()
        except CallError as error:
            if error.permanent:
                return {}
            raise


def _bare(row: Mapping[str, Any]) -> Member:
    """Without what takes a call of its own: the defaults serve until the group is read again."""
    return Member(_email(row), one_line(str(row.get("displayName") or ""), 200))


def _email(row: Mapping[str, Any]) -> str:
    return address_key(str(row.get("mail") or "")) or address_key(str(row.get("userPrincipalName") or ""))
