"""The directory: users with their mailbox settings, and groups."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.parts.graph_core import Answer, Call, Json, RefusedError, World, filtered, guid, is_guid, paged, selected

_DEFAULT_FIELDS = (
    "businessPhones,displayName,givenName,jobTitle,mail,mobilePhone,officeLocation,preferredLanguage,surname,"
    "userPrincipalName,id"
)


@dataclass
class User:
    id: str
    email: str
    name: str
    timezone: str
    language: str
    enabled: bool = True
    kind: str = "Member"

    def row(self) -> Json:
        first, _, last = self.name.partition(" ")
        return {
            "id": self.id,
            "accountEnabled": self.enabled,
            "businessPhones": [],
            "displayName": self.name,
            "givenName": first or None,
            "surname": last or None,
            "jobTitle": None,
            "mail": self.email,
            "mobilePhone": None,
            "officeLocation": None,
            "preferredLanguage": None,
            "proxyAddresses": [f"SMTP:{self.email}"],
            "userPrincipalName": self.email,
            "userType": self.kind,
        }


class People:
    def __init__(self, world: World) -> None:
        self._world = world
        self._users: dict[str, User] = {}
        self._groups: dict[str, list[str]] = {}

    def user(
        self,
        email: str,
        id: str | None = None,  # noqa: A002 - the vendor's name
        name: str = "",
        timezone: str = "FLE Standard Time",
        *,
        language: str = "fi-FI",
        enabled: bool = True,
        kind: str = "Member",
    ) -> str:
        """Adds a user with a mailbox, or changes one; gives the object id."""
        with self._world.lock:
            key = (id or guid(f"user {email.lower()}")).lower()
            made = User(key, email, name or email, timezone, language, enabled, kind)
            # Changed in place: the mailbox knows its user.
            vars(self._users.setdefault(key, made)).update(vars(made))
            return key

    def user_id(self, email: str) -> str:
        return self.need(email).id

    def remove_user(self, email: str) -> None:
        with self._world.lock:
            found = self.find(email)
            if found:
                del self._users[found.id]

    def group(self, id: str, members: Iterable[str]) -> None:  # noqa: A002 - the vendor's name
        """Adds a group, or sets its members (addresses of users)."""
        with self._world.lock:
            self._groups[id.lower()] = list(members)

    def find(self, key: str) -> User | None:
        """By object id, or by the address, which is the principal name too."""
        with self._world.lock:
            if is_guid(key):
                return self._users.get(key.lower())
            return next((one for one in self._users.values() if one.email.lower() == key.lower()), None)

    def need(self, key: str) -> User:
        """The user whose mailbox is meant."""
        found = self.find(key)
        if found is None:
            raise RefusedError(404, "ErrorInvalidUser", f"The requested user '{key}' is invalid.")
        return found

    # Routes.

    def list_users(self, call: Call) -> Answer:
        rows = filtered((one.row() for one in self._users.values()), call.value("$filter"))
        page = paged(call, rows, self._world.base_url, default=100, most=999)
        page["value"] = selected(page["value"], call.value("$select") or _DEFAULT_FIELDS)
        return Answer(data={"@odata.context": f"{self._world.base_url}/$metadata#users", **page})

    def get_user(self, call: Call, user: str) -> Answer:
        row = self._directory(user).row()
        [row] = selected([row], call.value("$select") or _DEFAULT_FIELDS)
        return Answer(data={"@odata.context": f"{self._world.base_url}/$metadata#users/$entity", **row})

    def get_settings(self, _call: Call, user: str) -> Answer:
        found = self.need(user)
        return Answer(
            data={
                "@odata.context": f"{self._world.base_url}/$metadata#users('{found.id}')/mailboxSettings",
                "timeZone": found.timezone,
                "dateFormat": "d.M.yyyy",
                "timeFormat": "H.mm",
                "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
                "language": {"locale": found.language, "displayName": found.language},
                "userPurpose": "user",
                "automaticRepliesSetting": {"status": "disabled", "externalAudience": "all"},
                "workingHours": {
                    "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
                    "startTime": "08:00:00.0000000",
                    "endTime": "17:00:00.0000000",
                    "timeZone": {"name": found.timezone},
                },
            }
        )

    def list_members(self, call: Call, group: str) -> Answer:
        members = self._groups.get(group.lower())
        if members is None:
            raise self._missing(group)
        rows = [one.row() for one in map(self.find, members) if one]
        page = paged(call, rows, self._world.base_url, default=100, most=999)
        page["value"] = selected(page["value"], call.value("$select") or _DEFAULT_FIELDS)
        return Answer(data={"@odata.context": f"{self._world.base_url}/$metadata#users", **page})

    def _directory(self, key: str) -> User:
        found = self.find(key)
        if found is None:
            raise self._missing(key)
        return found

    @staticmethod
    def _missing(key: str) -> RefusedError:
        words = f"Resource '{key}' does not exist or one of its queried reference-property objects are not present."
        return RefusedError(404, "Request_ResourceNotFound", words)
