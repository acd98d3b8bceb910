"""Every page that is served, with an address to look at it: the table that tests of all pages go through.

A route that is not in it fails the test of the table, so that no page escapes being looked at.
"""

import dataclasses
import datetime as dt
from dataclasses import dataclass

from kambrief.core.drafting import FollowupRecord, FollowupState, Place, Unsent
from kambrief.core.model import Meeting
from kambrief.core.site import Panel
from kambrief.core.voice import Voice
from kambrief.web import guards
from tests.web.house import Pages


@dataclass(frozen=True, slots=True)
class Sample:
    """One page to look at. ``path`` is its route, ``address`` may hold whatever `stages` names, in braces."""

    name: str
    path: str
    address: str
    signed_in: bool = True
    status: int = 200


SAMPLES = (
    Sample("sign-in", "/sign-in", "/sign-in?next=/settings", signed_in=False),
    Sample("sign-in-link", "/sign-in/{token}", "/sign-in/{token}", signed_in=False),
    Sample("sign-in-link-gone", "/sign-in/{token}", "/sign-in/none", signed_in=False, status=410),
    Sample("sign-in-company-failed", "/oidc/back", "/oidc/back", signed_in=False, status=404),
    Sample("today", "/", "/"),
    Sample("today-earlier", "/", "/?from={day}"),
    Sample("brief", "/brief/{meeting_id}", "/brief/{meeting}"),
    Sample("brief-none", "/brief/{meeting_id}", "/brief/{unheard}"),
    Sample("brief-match", "/brief/{meeting_id}/match", "/brief/{meeting}/match?who={guest}"),
    Sample("brief-why", "/brief/{meeting_id}/why", "/brief/{meeting}/why"),
    Sample("accounts", "/accounts", "/accounts"),
    Sample("accounts-nothing-found", "/accounts", "/accounts?q=zzzz"),
    Sample("account", "/account/{account_id}", "/account/{account}"),
    Sample("followup", "/followup/{meeting_id}", "/followup/{meeting}"),
    Sample("followup-asks", "/followup/{meeting_id}", "/followup/{warned}?ask=send"),
    Sample("followup-crossed", "/followup/{meeting_id}", "/followup/{crossed}"),
    Sample("followup-goes", "/followup/{meeting_id}", "/followup/{goes}"),
    Sample("followup-sent", "/followup/{meeting_id}", "/followup/{sent}"),
    Sample("followup-unsent", "/followup/{meeting_id}", "/followup/{unsent}"),
    Sample("followup-none", "/followup/{meeting_id}", "/followup/{unheard}"),
    Sample("followup-checks", "/followup/{meeting_id}/checks", "/followup/{warned}/checks"),
    Sample("followup-close", "/followup/{meeting_id}/close", "/followup/{meeting}/close"),
    Sample("followup-versions", "/followup/{meeting_id}/versions", "/followup/{warned}/versions?a=1&b=2"),
    Sample("followup-transcript", "/followup/{meeting_id}/transcript", "/followup/{meeting}/transcript"),
    Sample("panel", "/panel/{meeting_id}", "/panel/{meeting}"),
    Sample("panel-during", "/panel/{meeting_id}", "/panel/{now}"),
    Sample("settings", "/settings", "/settings"),
    Sample("settings-voice-forget", "/settings/voice/forget", "/settings/voice/forget"),
    Sample("settings-kept", "/settings/kept", "/settings/kept"),
    Sample("admin", "/admin", "/admin"),
    Sample("admin-why", "/admin/why", "/admin/why"),
    Sample("admin-why-one", "/admin/why/{meeting_id}", "/admin/why/{meeting}"),
    Sample("admin-usage", "/admin/usage", "/admin/usage"),
    Sample("admin-people", "/admin/people", "/admin/people"),
    Sample("admin-trail", "/admin/trail", "/admin/trail"),
    Sample("admin-retention", "/admin/retention", "/admin/retention"),
    Sample("admin-rehearsal", "/admin/rehearsal", "/admin/rehearsal"),
    Sample("rehearsal", "/rehearsal", "/rehearsal"),
    Sample("rehearsal-one", "/rehearsal/{number}", "/rehearsal/{rehearsed}"),
    Sample("unknown", "/brief/{meeting_id}", "/brief/none", status=404),
)

NO_PAGES = {
    "/oidc/off": "goes on to the company's own sign-in",
    "/followup/{meeting_id}/state": "a part of the follow-up's page",
    "/panel/{meeting_id}/state": "JSON for our own script",
    "/admin/trail.csv": "a file",
    "/health/ready": "for machines",
    "/metrics": "for machines",
}
"""What is served by GET and is no page, and what it is instead."""


def at_rest(served: Pages) -> dict[str, str]:
    """What addresses of the sample as it is need."""
    record = _record(served)
    return {"meeting": record.meeting_id, "account": record.account_id}


def _record(served: Pages) -> FollowupRecord:
    found = served.house.app.store.followup(served.house.meeting.id, served.manager)
    assert found is not None
    return found


def stages(served: Pages) -> dict[str, str]:
    """Meetings in states that a sample has not by itself, and whatever else an address needs; by name."""
    house = served.house
    store, now = house.app.store, house.clock()
    record = _record(served)
    first = record.versions[0]
    changed = dataclasses.replace(
        first,
        number=2,
        place=Place.BROWSER,
        at=now,
        base=1,
        body=first.body.replace("\n\n", "\n\n+ 17 % 99 000 €\n\n", 1),
    )
    mailed = dataclasses.replace(changed, number=3, place=Place.MAILBOX, body=first.body + "\n\nPS")
    approved = {"approved_by": served.manager, "approved_at": now}
    _copy(served, "warned", record, state=FollowupState.EDITED, versions=(first, changed))
    _copy(served, "crossed", record, state=FollowupState.EDITED, versions=(first, changed, mailed), conflict=(2, 3))
    goes = now + dt.timedelta(hours=2)
    _copy(served, "goes", record, state=FollowupState.APPROVED, send_at=goes, send_by=served.manager, **approved)
    _copy(served, "sent", record, state=FollowupState.SENT, sent_at=now, **approved)
    _copy(served, "unsent", record, state=FollowupState.EDITED, unsent=Unsent.UNREACHED, unsent_at=now)
    _meeting(served, "unheard", now - dt.timedelta(hours=3))
    during = _meeting(served, "now", now - dt.timedelta(minutes=10))
    brief = store.briefs(house.meeting.id, served.manager)[-1]
    store.save_brief(dataclasses.replace(brief, meeting_id=during.id), [], replace_planned=False)
    store.site.save_panel(
        Panel(during.id, served.manager, frozenset({"commitments/CM1"}), "Hinta auki\nMarkku soittaa")
    )
    store.save_voice(Voice(served.manager, record.language, "", closing="Terveisin", edits=4))
    token = "sample-token"
    store.site.add_sign_in(guards.digest(token), served.manager, "/", now + dt.timedelta(days=1), now)
    app = house.app
    operation = served.site.operation
    operation.rehearsal.run(app, now, 14, app.clock, models=False)
    rehearsed = [one for one in operation.rehearsal.of_manager(served.manager) if one.is_brief]
    day = house.meeting.start.date() - dt.timedelta(days=7)
    return {
        **at_rest(served), "token": token, "day": day.isoformat(),
        "guest": first.to[0], "rehearsed": str(rehearsed[0].number) if rehearsed else "0",
        **{name: name for name in ("warned", "crossed", "goes", "sent", "unsent", "unheard", "now")},
    }  # fmt: skip


def _meeting(served: Pages, name: str, start: dt.datetime) -> Meeting:
    meeting = served.house.meeting
    length = meeting.end - meeting.start
    made = dataclasses.replace(meeting, id=name, start=start, end=start + length, sources=(), copies=())
    served.house.app.store.save_meetings([made], served.house.clock())
    return made


def _copy(served: Pages, name: str, record: FollowupRecord, **more: object) -> None:
    """Another meeting with the sample's call and follow-up. ``more``: what is different in the latter."""
    store, now = served.house.app.store, served.house.clock()
    _meeting(served, name, served.house.meeting.start)
    for heard in store.heard(served.house.meeting.id):
        store.save_heard(dataclasses.replace(heard, meeting_id=name), now)
    fields = {"meeting_id": name, "message_id": "", "mailbox_ref": "", "mailbox_version": 0, "revision": 0, **more}
    assert store.save_followup(dataclasses.replace(record, **fields))  # type: ignore[arg-type]
