"""Subscriptions of the fake Graph. It calls back to validate an address; what it would post later, the tests post."""

import datetime as dt
import re
from dataclasses import dataclass

import httpx

from tests.parts.graph_core import Answer, Call, Json, RefusedError, World, moment, utc
from tests.parts.graph_people import People, User

_LONGEST = {"events": 4230, "messages": 4230, "getalltranscripts": 4320}
"""Minutes a subscription may last."""
_ROLES = {
    "events": {"Calendars.Read", "Calendars.ReadWrite"},
    "messages": {"Mail.Read", "Mail.ReadWrite"},
    "getalltranscripts": {"OnlineMeetingTranscript.Read.All"},
}
_OF_USER = re.compile(
    r"/?users/(?P<user>[^/]+)/(mailFolders(\(.*?\)|/[^/]+)/)?(onlineMeetings/)?(?P<what>events|messages|getAllTranscripts)",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"/?communications/onlineMeetings/(?P<what>getAllTranscripts)", re.IGNORECASE)
_CHANGES = {"created", "updated", "deleted"}
_LIFECYCLE = {"reauthorizationRequired", "subscriptionRemoved", "missed"}


@dataclass
class _Subscription:
    row: Json
    user: str | None
    """The object id; None: everybody."""
    what: str
    until: dt.datetime


class Subscriptions:
    def __init__(self, world: World, people: People) -> None:
        self._world, self._people = world, people
        self._subscriptions: dict[str, _Subscription] = {}
        self._bodies: list[Json] = []

    def notifications_since(self, n: int = 0) -> list[Json]:
        """The bodies the service would have posted, from the n-th on; none is posted by the fake itself."""
        with self._world.lock:
            return self._bodies[n:]

    def lifecycle(self, subscription_id: str, event: str) -> Json:
        """The body for the lifecycle address. With "subscriptionRemoved" the subscription is gone."""
        if event not in _LIFECYCLE:
            raise ValueError(f"no such lifecycle event: {event}")
        with self._world.lock:
            row = self._subscriptions[subscription_id].row
            if event == "subscriptionRemoved":
                del self._subscriptions[subscription_id]
            told: Json = {
                "subscriptionId": subscription_id,
                "subscriptionExpirationDateTime": row["expirationDateTime"],
                "tenantId": self._world.tenant,
                "clientState": row["clientState"],
                "lifecycleEvent": event,
            }
            return {"value": [told]}

    def told(self, user: User, what: str, change: str, item: str, etag: str = "") -> None:
        """Something has changed in the user's mailbox or meetings."""
        kind = {"events": "Event", "messages": "Message"}.get(what, "callTranscript")
        place = f"Users/{user.id}/{'Events' if what == 'events' else 'Messages' if what == 'messages' else what}/{item}"
        for one in self._alive():
            if one.what != what or one.user not in {None, user.id} or change not in one.row["changeType"].split(","):
                continue
            data: Json = {"@odata.type": f"#Microsoft.Graph.{kind}", "@odata.id": place, "id": item}
            if etag:
                data["@odata.etag"] = etag
            told: Json = {
                "subscriptionId": one.row["id"],
                "subscriptionExpirationDateTime": one.row["expirationDateTime"],
                "clientState": one.row["clientState"],
                "changeType": change,
                "resource": place,
                "tenantId": self._world.tenant,
                "resourceData": data,
            }
            self._bodies.append({"value": [told]})

    # Routes. They take the lock themselves: the one that calls back must not hold it meanwhile.

    def create(self, call: Call) -> Answer:
        asked = call.data()
        user, what = self._resource(str(asked["resource"]), call.roles)
        until = self._until(str(asked["expirationDateTime"]), what)
        kinds = {one.strip() for one in str(asked["changeType"]).split(",")}
        if not kinds <= _CHANGES or len(str(asked.get("clientState") or "")) > 128:
            raise RefusedError(400, "InvalidRequest", "changeType or clientState is not valid.")
        far = until - self._world.now() > dt.timedelta(hours=1)
        if what == "getalltranscripts" and far and not asked.get("lifecycleNotificationUrl"):
            raise RefusedError(400, "InvalidRequest", "lifecycleNotificationUrl is a required property.")
        for name in ("notificationUrl", "lifecycleNotificationUrl"):
            if asked.get(name):
                self._validate(str(asked[name]))
        with self._world.lock:
            key = self._world.guid("subscription")
            row: Json = {
                "id": key,
                "resource": asked["resource"],
                "applicationId": self._world.client_id,
                "changeType": ",".join(sorted(kinds)),
                "clientState": asked.get("clientState"),
                "notificationUrl": asked["notificationUrl"],
                "lifecycleNotificationUrl": asked.get("lifecycleNotificationUrl"),
                "expirationDateTime": utc(until, 7),
                "creatorId": self._world.client_id,
                "includeResourceData": None,
                "latestSupportedTlsVersion": asked.get("latestSupportedTlsVersion") or "v1_2",
            }
            self._subscriptions[key] = _Subscription(row, user, what, until)
            return Answer(201, {"@odata.context": self._context(), **row})

    def list_all(self, _call: Call) -> Answer:
        with self._world.lock:
            # The client state is a secret, and is told to nobody again.
            rows = [{**one.row, "clientState": None} for one in self._alive()]
            return Answer(data={"@odata.context": self._context(), "value": rows})

    def get(self, _call: Call, subscription: str) -> Answer:
        with self._world.lock:
            return Answer(data={**self._need(subscription).row, "clientState": None})

    def patch(self, call: Call, subscription: str) -> Answer:
        asked = call.data()
        with self._world.lock:
            found = self._need(subscription)
        if unknown := set(asked) - {"expirationDateTime", "notificationUrl"}:
            raise RefusedError(400, "InvalidRequest", f"Property '{min(unknown)}' cannot be updated.")
        if "notificationUrl" in asked:
            self._validate(str(asked["notificationUrl"]))
        with self._world.lock:
            if "expirationDateTime" in asked:
                found.until = self._until(str(asked["expirationDateTime"]), found.what)
                asked["expirationDateTime"] = utc(found.until, 7)
            found.row.update(asked)
            return Answer(data={**found.row, "clientState": None})

    def delete(self, _call: Call, subscription: str) -> Answer:
        with self._world.lock:
            self._need(subscription)
            del self._subscriptions[subscription]
            return Answer(204)

    def reauthorize(self, _call: Call, subscription: str) -> Answer:
        with self._world.lock:
            self._need(subscription)
            return Answer(204)

    # Inside.

    def _alive(self) -> list[_Subscription]:
        now = self._world.now()
        return [one for one in self._subscriptions.values() if one.until > now]

    def _need(self, key: str) -> _Subscription:
        found = self._subscriptions.get(key)
        if found is None or found.until <= self._world.now():
            raise RefusedError(404, "ResourceNotFound", "The object was not found.")
        return found

    def _context(self) -> str:
        return f"{self._world.base_url}/$metadata#subscriptions/$entity"

    def _resource(self, text: str, roles: frozenset[str]) -> tuple[str | None, str]:
        whose = _OF_USER.fullmatch(text)
        found = whose or _OF_ALL.fullmatch(text)
        if not found:
            raise RefusedError(400, "InvalidRequest", f"Invalid or unsupported resource '{text}'.")
        what = found["what"].lower()
        if not roles & _ROLES[what]:
            words = f"Operation: Create; Exception: [Status Code: Forbidden; Reason: no permission for '{text}']"
            raise RefusedError(403, "ExtensionError", words)
        return (self._people.need(whose["user"]).id if whose else None), what

    def _until(self, text: str, what: str) -> dt.datetime:
        until, now, most = moment(text, "expirationDateTime"), self._world.now(), _LONGEST[what]
        if until <= now:
            raise RefusedError(400, "InvalidRequest", "Subscription expiration must be in the future.")
        if until > now + dt.timedelta(minutes=most):
            words = f"Subscription expiration can only be {most} minutes in the future."
            raise RefusedError(400, "InvalidRequest", words)
        return until

    def _validate(self, url: str) -> None:
        """Asks the address to echo a token, within the request that subscribes."""
        target = httpx.URL(url)
        if target.scheme != "https" and target.host not in {"127.0.0.1", "localhost", "::1"}:
            raise RefusedError(400, "InvalidRequest", "The notification address must be https.")
        token = (
            f"Validation: Testing client application reachability for subscription Request-Id: {self._world.guid('v')}"
        )
        asked = target.copy_add_param("validationToken", token)
        try:
            with httpx.Client(trust_env=False, timeout=10) as client:
                answer = client.post(asked, content=b"", headers={"Content-Type": "text/plain; charset=utf-8"})
        except httpx.HTTPError as error:
            raise _unvalidated(f"the address cannot be reached ({type(error).__name__})") from None
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if answer.status_code != 200 or kind != "text/plain" or answer.text != token:
            raise _unvalidated(f"HTTP status code is {answer.status_code}, content type {kind!r}")


def _unvalidated(why: str) -> RefusedError:
    return RefusedError(400, "ValidationError", f"Subscription validation request failed: {why}.")
