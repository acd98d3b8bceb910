"""The page of a follow-up: read beside what was said, changed, approved, sent. One form, and all works without scripts.

What is approved is what stands in the editor: it is saved first. Nothing that somebody typed is lost by a refusal.
"""

from typing import Any

from starlette.responses import Response

from kambrief.core import sending
from kambrief.core.drafting import FollowupRecord, same_text
from kambrief.core.rechecking import Severity
from kambrief.core.rewording import Wish
from kambrief.core.site import Act, AuditFilter
from kambrief.desk import followups
from kambrief.desk.place import Desk
from kambrief.desk.rewording import reword
from kambrief.errors import ProviderError, RefusedError, SpentError
from kambrief.web import followup_acts as acts
from kambrief.web.followup_acts import back, path
from kambrief.web.followup_diff import differ, differences
from kambrief.web.followup_spoken import spoken
from kambrief.web.followup_view import name_of, others, page_of, place_of, waiting
from kambrief.web.routes import Handler, Route, Who, Whose
from kambrief.web.visit import Visit

MOST_NOTES = 20_000
"""Characters of notes."""
_APPROVALS = ("send", "later", "drafts")
_REASON = 300


def followup(visit: Visit) -> Response:
    """The follow-up, or what is waited for. With ``ask`` it says what stands against sending it."""
    place = place_of(visit)
    record = place.record()
    visit.note(Act.SAW_FOLLOWUP)
    return _none(visit, place) if record is None else _shown(visit, place, record)


def _shown(visit: Visit, place: Desk, record: FollowupRecord) -> Response:
    page = page_of(visit, place, record)
    if page is None:
        return _none(visit, place)
    ask = visit.asked("ask")
    asking = ask in _APPROVALS and page.can_be_changed and page.typed is None
    found = followups.findings(place, record, page.version) if asking else ()
    return visit.page(
        "followup", **_shared(visit), page=page, key=acts.key(visit.now), morning=acts.morning(visit),
        bounds=acts.bounds(visit), ask=ask if asking else "", at=visit.asked("at")[:16], findings=acts.worded(found),
        is_blocked=any(one.severity is Severity.BLOCK for one in found),
        is_warned=any(one.severity is Severity.WARN for one in found), differences=differences, undo=sending.UNDO,
        can_reword=visit.app.settings.llm is not None,
    )  # fmt: skip


def _shared(visit: Visit) -> dict[str, Any]:
    """What every page here needs."""

    def link(part: str = "", /, **query: object) -> str:
        return path(visit, part, **query)

    return {
        "meeting": visit.meeting, "link": link, "is_mine": visit.manager.email in visit.acts_for,
        "for_other": visit.manager.email if visit.manager.email != visit.who.email else "",
        "refused": visit.asked("refused"), "named": lambda email: name_of(visit, email),
    }  # fmt: skip


def _none(visit: Visit, place: Desk) -> Response:
    """There is none yet: what is waited for, and how to have one all the same."""
    notes = visit.form.get("notes", "")
    return visit.page("followup_none", **_shared(visit), waiting=waiting(place), notes=notes, most=MOST_NOTES)


# --- the editor -------------------------------------------------------------------------------------------------------


def edit(visit: Visit) -> Response:
    """What stands in the editor becomes a version, and then what the button says is done with it."""
    place = place_of(visit)
    record = place.record()
    if record is None:
        return back(visit)
    text = acts.typed(visit, record)
    acts.keep(visit, text)
    do = visit.form.get("do", "")
    if do.startswith("reword"):
        return _reworded(visit, place, record, do)
    try:
        saved = acts.saved(visit, place, record, text)
    except RefusedError as error:
        return back(visit, refused=error.key)
    if saved.record.conflict:
        return back(visit)
    if do in _APPROVALS:
        return acts.approve(visit, place, do, saved.number)
    return back(visit, said="said_saved")


def autosave(visit: Visit) -> Response:
    """Keeps what is being typed, and tells what else happened meanwhile. For our own script."""
    place = place_of(visit)
    record = place.record()
    if record is None:
        return visit.data({"said": visit.words.text("lost_followup")}, 409)
    text = acts.typed(visit, record)
    current = record.current
    if current is not None and text.base == current.number and same_text(text, current):
        acts.forget(visit)
        said = visit.words.text("kept_same")
    else:
        acts.keep(visit, text)
        said = visit.words.text("kept_at", at=visit.now)
    return visit.data({"said": said, "others": _meanwhile(visit, record, text.base), "open": record.is_open})


def _meanwhile(visit: Visit, record: FollowupRecord, base: int) -> str:
    """What somebody else did since this text was begun."""
    found = []
    if record.current is not None and record.current.number != base:
        found.append(visit.words.text("newer_version", number=record.current.number, at=record.current.at))
    saves = visit.site.autosaves(record.meeting_id, record.manager)
    found += [visit.words.text("also_editing", name=one.name, at=one.at) for one in others(visit, saves)]
    return " ".join(found)


def discard(visit: Visit) -> Response:
    """What was typed and not saved is not wanted."""
    acts.forget(visit)
    return back(visit, said="said_discarded")


def checks(visit: Visit) -> Response:
    """What stands against sending the newest version: asked for after the page is there, for it may take a moment."""
    place = place_of(visit)
    record = place.there()
    found = followups.findings(place, record, record.current) if record.current and record.is_open else ()
    name = "followup_checks" if visit.is_fragment else "followup_checks_page"
    return visit.page(name, **_shared(visit), findings=acts.worded(found), text_language=record.language)


def state(visit: Visit) -> Response:
    """Where it stands, asked for again while it is on its way."""
    place = place_of(visit)
    page = page_of(visit, place, place.there())
    if page is None or not visit.is_fragment:
        return back(visit)
    return visit.page("followup_state", **_shared(visit), page=page)


# --- approving --------------------------------------------------------------------------------------------------------


def approve(visit: Visit) -> Response:
    """The version that was looked at is approved, with what was said against it."""
    do = visit.form.get("do", "")
    if do not in _APPROVALS:
        return back(visit)
    return acts.approve(visit, place_of(visit), do, acts.number_in(visit.form, "number"))


def undo(visit: Visit) -> Response:
    """Taken back before it left."""
    place = place_of(visit)
    before = place.there()
    try:
        record = followups.undo(place)
    except RefusedError as error:
        return back(visit, refused="too_late" if error.key == "closed" else error.key)
    if record.state is not before.state:
        visit.note(Act.UNDID)
    return back(visit, said="said_undone")


def close(visit: Visit) -> Response:
    """Before it is dropped, or counts as sent: what that means."""
    record = place_of(visit).record()
    if record is None or not record.is_open:
        return back(visit)
    return visit.page("followup_close", **_shared(visit), number=record.current.number if record.current else 0)


def drop(visit: Visit) -> Response:
    """No follow-up is wanted."""
    reason = " ".join(visit.form.get("reason", "").split())[:_REASON]
    place = place_of(visit)
    try:
        record = followups.dropped(place, reason or "not wanted")
    except RefusedError as error:
        return back(visit, refused=error.key)
    visit.note(Act.DROPPED)
    if place.flow.watching.serves(place.manager):
        followups.watch_soon(place, record)
    visit.wake()
    return back(visit)


def left(visit: Visit) -> Response:
    """It was sent by other means."""
    place = place_of(visit)
    record = place.there()
    if record.current is None or record.current.number != acts.number_in(visit.form, "number"):
        return back(visit, refused="changed")
    try:
        record = followups.left(place)
    except RefusedError as error:
        return back(visit, refused=error.key)
    visit.note(Act.SENT, detail="by=other_means")
    followups.watch_soon(place, record)
    visit.wake()
    return back(visit)


# --- drafting ---------------------------------------------------------------------------------------------------------


def notes(visit: Visit) -> Response:
    """A follow-up from the manager's own notes."""
    text, place = visit.form.get("notes", "").strip(), place_of(visit)
    if not text or len(text) > MOST_NOTES:
        return _not_drafted(visit, place, "no_notes" if not text else "too_long")
    followups.take_in_notes(place, text)
    try:
        followups.drafted(place, anew=True)
    except RefusedError as error:
        return _not_drafted(visit, place, error.key)
    visit.wake()
    return back(visit)


def _not_drafted(visit: Visit, place: Desk, reason: str) -> Response:
    """Said on a page that shows what was typed."""
    if place.record() is not None:
        return back(visit, refused=reason)
    shared = {**_shared(visit), "refused": reason}
    given = visit.form.get("notes", "")
    return visit.page("followup_none", **shared, waiting=waiting(place), notes=given, most=MOST_NOTES, status=409)


def anew(visit: Visit) -> Response:
    """Drafted, or drafted anew after it was dropped."""
    try:
        followups.drafted(place_of(visit), anew=True)
    except RefusedError as error:
        return back(visit, refused=error.key)
    visit.wake()
    return back(visit)


def restore(visit: Visit) -> Response:
    """Drafted anew with an exchange that was kept back."""
    try:
        followups.restored(place_of(visit), [visit.form.get("id", "")])
    except RefusedError as error:
        return back(visit, refused=error.key)
    visit.note(Act.RESTORED, detail="count=1")
    visit.wake()
    return back(visit, said="said_restored")


# --- versions ---------------------------------------------------------------------------------------------------------


def versions(visit: Visit) -> Response:
    """All versions, and what two of them differ in."""
    record = place_of(visit).there()
    found = list(record.versions)
    new = record.version(acts.number_in(visit.request.query_params, "b")) or found[-1]
    old = record.version(acts.number_in(visit.request.query_params, "a")) or record.version(new.base) or new
    edits = visit.site.audit(
        AuditFilter(acts=frozenset({Act.EDITED, Act.CHOSEN}), meeting_id=record.meeting_id, manager=record.manager),
        len(found) * 2,
    )
    who = {
        int(one.detail.removeprefix("version=")): name_of(visit, one.who)
        for one in edits
        if one.detail.removeprefix("version=").isdigit()
    }
    visit.note(Act.SAW_FOLLOWUP)
    return visit.page(
        "followup_versions", **_shared(visit), record=record, old=old, new=new, who=who,
        subject=differences(old.subject, new.subject), body=differences(old.body, new.body),
        people=differences("\n".join((*old.to, *old.cc)), "\n".join((*new.to, *new.cc))),
        same=not differ(old.body, new.body) and old.subject == new.subject, language_of_text=record.language,
    )  # fmt: skip


def choose(visit: Visit) -> Response:
    """Of two texts the one that holds; or an earlier one taken up again."""
    place, number = place_of(visit), acts.number_in(visit.form, "number")
    record = place.there()
    wished = record.version(number)
    if wished and record.current and not record.conflict and same_text(wished, record.current):
        return back(visit)
    try:
        record = followups.chosen(place, number)
    except RefusedError as error:
        return back(visit, refused=error.key)
    visit.note(Act.CHOSEN, detail=f"version={record.current.number if record.current else number}")
    acts.soon(visit, place, record)
    return back(visit, said="said_chosen")


def transcript(visit: Visit) -> Response:
    """All that was said, in parts."""
    place = place_of(visit)
    record = place.there()
    page = page_of(visit, place, record)
    part = max(1, acts.number_in(visit.request.query_params, "part"))
    whole = spoken(place, record, page.rows if page else (), part)
    visit.note(Act.SAW_FOLLOWUP)
    return visit.page("followup_transcript", **_shared(visit), spoken=whole)


# --- another wording --------------------------------------------------------------------------------------------------


def _reworded(visit: Visit, place: Desk, record: FollowupRecord, do: str) -> Response:
    """The text as it stands in the editor, said otherwise: proposed, and nothing is stored."""
    text = acts.typed(visit, record)
    try:
        wish = Wish(do.removeprefix("reword:"))
        found = reword(place, text, wish)
    except ValueError:
        return back(visit)
    except RefusedError as error:
        return back(visit, refused=error.key)
    except SpentError:
        return back(visit, refused="budget")
    except ProviderError:
        return back(visit, refused="no_answer")
    visit.note(Act.REWORDED, detail=f"wish={wish}")
    new = found.version
    return visit.page(
        "followup_reworded", **_shared(visit), new=new, kept=len(found.kept),
        subject=differences(text.subject, new.subject) if new else (),
        body=differences(text.body, new.body) if new else (), text_language=wish.language or record.language,
    )  # fmt: skip


def take(visit: Visit) -> Response:
    """Another wording goes into the editor. It becomes a version when it is saved."""
    record = place_of(visit).there()
    acts.keep(visit, acts.typed(visit, record))
    return back(visit, said="said_taken")


def _route(method: str, part: str, handler: Handler) -> Route:
    return Route(method, "/followup/{meeting_id}" + part, handler, "followup", Who.MANAGER, Whose.MEETING)


ROUTES = (
    _route("GET", "", followup),
    _route("POST", "", edit),
    _route("POST", "/autosave", autosave),
    _route("POST", "/discard", discard),
    _route("GET", "/checks", checks),
    _route("GET", "/state", state),
    _route("POST", "/approve", approve),
    _route("POST", "/undo", undo),
    _route("GET", "/close", close),
    _route("POST", "/drop", drop),
    _route("POST", "/left", left),
    _route("POST", "/notes", notes),
    _route("POST", "/anew", anew),
    _route("POST", "/restore", restore),
    _route("GET", "/versions", versions),
    _route("POST", "/choose", choose),
    _route("POST", "/take", take),
    _route("GET", "/transcript", transcript),
)
